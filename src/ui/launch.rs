//! Opening the window, and saying what a bare desktop lacks where it does not open.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use eframe::{
    NativeOptions, Renderer,
    egui::{ViewportBuilder, vec2},
};

use super::{Gui, Leave, preferences::Preferences};
use crate::i18n::Lang;

/// What a window needs at run time on Debian and its kin.
const PACKAGES: &str = "libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libgl1";

/// Why no window opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no display to open it on.
    #[error("there is no display")]
    NoDisplay,
    /// The desktop's libraries or its graphics driver would not do it.
    #[error("the window could not be opened: {cause}")]
    NotOpened {
        /// What they said.
        cause: String,
    },
}

impl Error {
    /// What happened and what to do about it.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::NoDisplay => lang.pick(
                "没有图形显示，窗口打不开；命令行功能不受影响（paikou --help）".to_owned(),
                "There is no display to open a window on; the command line works all the same (paikou --help)".to_owned(),
            ),
            Self::NotOpened { cause } => {
                let cause = cause.trim_end_matches('.');
                lang.pick(
                    format!("窗口打不开：{cause}。在 Debian/Ubuntu 上请安装：apt install {PACKAGES}"),
                    format!("The window could not be opened: {cause}. On Debian or Ubuntu: apt install {PACKAGES}"),
                )
            }
        }
    }
}

/// Is there a display that a window could open on?
pub fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|it| !it.is_empty());
    cfg!(not(target_os = "linux")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Opens the window, with a project if one is named, and runs until it is closed.
pub fn run(project: Option<&Path>, lang: Lang) -> Result<(), Error> {
    if !has_display() {
        return Err(Error::NoDisplay);
    }
    let first = open(Renderer::Glow, project, lang);
    #[cfg(feature = "wgpu-fallback")]
    let first = first.or_else(|_no_opengl| open(Renderer::Wgpu, project, lang));
    first
}

/// How the window is made. Nothing in it needs dithering, which takes a sixth of the time of a frame where there is no graphics card.
pub fn native_options(viewport: ViewportBuilder, renderer: Renderer) -> NativeOptions {
    NativeOptions { viewport, renderer, dithering: false, ..NativeOptions::default() }
}

fn open(renderer: Renderer, project: Option<&Path>, lang: Lang) -> Result<(), Error> {
    let viewport = ViewportBuilder::default()
        .with_title("Paikou 排口")
        .with_app_id("paikou")
        .with_inner_size(vec2(1440.0, 900.0))
        .with_min_inner_size(vec2(960.0, 600.0))
        .with_drag_and_drop(true);
    let options = native_options(viewport, renderer);
    let make: eframe::AppCreator<'_> = Box::new(move |cc| {
        let mut gui = Gui::new(&cc.egui_ctx, lang).with_preferences(&cc.egui_ctx, Preferences::load());
        if let Some(path) = project {
            gui.go(&cc.egui_ctx, Leave::Open(path.to_owned()));
        }
        Ok(Box::new(gui))
    });
    // A missing libxkbcommon-x11 is a panic, not an error.
    let ran = catch_unwind(AssertUnwindSafe(|| eframe::run_native("paikou", options, make)));
    match ran {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(Error::NotOpened { cause: error.to_string() }),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
            Err(Error::NotOpened { cause: text.unwrap_or_default() })
        }
    }
}

//! The real window: what its start costs, and how its frames run while the map is moved for ten seconds.

use std::{
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use eframe::egui::{
    self, Event, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, TouchPhase,
    ViewportBuilder, pos2, vec2,
};
use paikou::{
    app::{Env, Workspace, this_device},
    i18n::Lang,
    ui::{Gui, has_display, native_options},
};

use super::{
    cost::{self, Cost},
    load::text,
};

/// With this argument the benchmark is the window itself.
pub(crate) const FLAG: &str = "--window";

/// What QGIS 3.22.16 without plug-ins needed to show its window and to show this load (2 cores of an AMD EPYC, software OpenGL).
const QGIS_START_CPU_S: f64 = 1.1;
const QGIS_DRAWN_CPU_S: f64 = 2.7;
const QGIS_PEAK_MIB: f64 = 387.0;

/// Measures in processes of their own.
pub(crate) fn measure(project: &Path, home: &Path) {
    if !has_display() {
        println!("\nthe window: there is no display, so it is not measured");
        return;
    }
    println!("\nthe real window");
    let run = |script: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([FLAG, text(project), script]);
        command.env("XDG_CONFIG_HOME", home).env("XDG_CACHE_HOME", home);
        cost::of(&mut command)
    };
    let Cost { cpu_s, wall_s, .. } = cost::median(3, || run("start"));
    println!(
        "  first frame: {cpu_s:.2} cpu s ({wall_s:.2} s wall), QGIS (recorded) {QGIS_START_CPU_S}; ratio {:.2}, target 0.30",
        cpu_s / QGIS_START_CPU_S
    );
    let Cost { cpu_s, wall_s, peak_mib, printed } = cost::median(3, || run("drawn"));
    println!(
        "  everything drawn: {cpu_s:.2} cpu s ({wall_s:.2} s wall), QGIS (recorded) {QGIS_DRAWN_CPU_S}; ratio {:.2}, target 0.40; \
         {peak_mib:.0} MiB, QGIS {QGIS_PEAK_MIB:.0}",
        cpu_s / QGIS_DRAWN_CPU_S
    );
    print!("{printed}");
    print!("{}", run("tour").printed);
}

/// What the window is to do.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Script {
    /// Close after the first frame.
    Start,
    /// Close when everything is drawn.
    Drawn,
    /// Move the map for ten seconds.
    Tour,
}

/// Opens the window and follows the script.
pub(crate) fn run(project: &Path, script: &str) {
    let script = match script {
        "start" => Script::Start,
        "drawn" => Script::Drawn,
        _ => Script::Tour,
    };
    let began = Instant::now();
    let project = project.to_owned();
    let viewport =
        ViewportBuilder::default().with_inner_size(vec2(1440.0, 900.0)).with_position(pos2(0.0, 0.0));
    let options = native_options(viewport, eframe::Renderer::Glow);
    let make: eframe::AppCreator<'_> = Box::new(move |cc| {
        let ctx = cc.egui_ctx.clone();
        let env = Env::new(this_device(), Arc::new(move || ctx.request_repaint()));
        // The window opens first and the project then, as in the program itself.
        let gui = if script == Script::Start {
            Gui::new(&cc.egui_ctx, Lang::Zh)
        } else {
            Gui::with_workspace(&cc.egui_ctx, Lang::Zh, Workspace::open(&project, env).unwrap())
        };
        Ok(Box::new(Driver { gui, script, began, frames: Vec::new(), count: 0, last: None, tour: None }))
    });
    eframe::run_native("paikou-bench", options, make).unwrap();
}

struct Driver {
    gui: Gui,
    script: Script,
    began: Instant,
    /// The time from the start of each frame to the start of the next, drawing and swapping included.
    frames: Vec<Duration>,
    count: usize,
    last: Option<Instant>,
    /// When the tour began.
    tour: Option<Instant>,
}

const TOUR: Duration = Duration::from_secs(10);

impl eframe::App for Driver {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        self.gui.logic(ctx, frame);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        let now = Instant::now();
        if self.tour.is_some() {
            self.frames.extend(self.last.map(|last| now - last));
        }
        self.last = Some(now);
        self.count += 1;
        self.gui.ui(ui, frame);
        let close = match self.script {
            Script::Start => true,
            Script::Drawn => self.gui.is_up_to_date(),
            Script::Tour => self.tour.is_some_and(|began| TOUR < began.elapsed()),
        };
        if close {
            self.report();
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
        }
        if self.script == Script::Tour {
            if self.tour.is_none() && self.gui.is_up_to_date() {
                self.tour = Some(now);
            }
            ui.ctx().request_repaint();
        }
    }

    fn on_exit(&mut self, gl: Option<&eframe::glow::Context>) {
        self.gui.on_exit(gl);
    }

    fn raw_input_hook(&mut self, _ctx: &egui::Context, input: &mut egui::RawInput) {
        let Some(began) = self.tour else { return };
        input.events.extend(events_at(began.elapsed().as_secs_f32(), self.frames.len()));
    }
}

/// Where the pointer holds the map: the middle of the window, clear of the panels.
const MIDDLE: Pos2 = pos2(900.0, 450.0);

/// A drag in circles; every second a turn of the wheel: six steps in, then out again.
fn events_at(seconds: f32, frame: usize) -> Vec<Event> {
    let angle = seconds * 1.6;
    let at = MIDDLE + vec2(angle.cos() * 260.0, angle.sin() * 180.0);
    let mut events = vec![Event::PointerMoved(at)];
    let button = |pressed| Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    match frame % 24 {
        0 => events.push(button(true)),
        20 => events.push(button(false)),
        22 => events.push(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, if (seconds as u32) % 10 < 5 { 1.0 } else { -1.0 }),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        }),
        _ => {}
    }
    events
}

impl Driver {
    fn report(&mut self) {
        match self.script {
            Script::Start => {}
            Script::Drawn => {
                println!(
                    "  first complete map after {:.2?}, {} frames; target on the second opening 1 s",
                    self.began.elapsed(),
                    self.count
                );
            }
            Script::Tour => {
                self.frames.sort_unstable();
                let at = |share: f64| self.frames[((self.frames.len() - 1) as f64 * share) as usize];
                println!(
                    "  ten seconds of panning and zooming, {} frames: median {:.1?}, p95 {:.1?} (target 33 ms), slowest {:.1?} (target 100 ms); {:.0} MiB",
                    self.frames.len(),
                    at(0.5),
                    at(0.95),
                    at(1.0),
                    cost::high_water_mib("/proc/self/status").unwrap_or_default(),
                );
            }
        }
    }
}

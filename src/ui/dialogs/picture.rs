//! The map as a file: which format, how large, what is on it, and where to.

use std::path::{Path, PathBuf};

use eframe::egui::{Align2, Context, RichText, TextEdit, Ui, vec2};

use super::{Answer, dialog, foot, halves, line, path_line};
use crate::{
    app::picture::{Extras, OutfallChoice, Paper, Part, PictureFormat, PictureRequest, SIDE_PX},
    i18n::Lang,
    ui::{
        files::Purpose,
        keys::Command,
        said::{self, PictureWord, Word},
        theme::{self, CONTROL, GAP, PAD, SMALL, UNIT},
        widgets,
    },
};

/// How large the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageSize {
    /// A sheet, which stands or lies.
    Sheet(Paper, bool),
    /// As many reference pixels as the map has on the screen.
    Screen,
    /// As typed.
    Own,
}

impl PageSize {
    const ALL: [(Self, PictureWord); 6] = [
        (Self::Sheet(Paper::A4, false), PictureWord::A4),
        (Self::Sheet(Paper::A4, true), PictureWord::A4Portrait),
        (Self::Sheet(Paper::A3, false), PictureWord::A3),
        (Self::Sheet(Paper::A3, true), PictureWord::A3Portrait),
        (Self::Screen, PictureWord::AsOnScreen),
        (Self::Own, PictureWord::OwnSize),
    ];

    fn word(self) -> PictureWord {
        let found = Self::ALL.iter().find(|(size, _)| *size == self);
        found.map_or(PictureWord::OwnSize, |(_, word)| *word)
    }
}

/// The resolutions that are offered, in pixels per inch.
const RESOLUTIONS: [u32; 5] = [96, 150, 200, 300, 600];

/// What the map on the screen is like.
#[derive(Clone, Debug)]
pub(crate) struct OnScreen {
    /// West, south, east and north in degrees.
    pub(crate) extent: [f64; 4],
    /// Width and height in reference pixels.
    pub(crate) size_px: (f64, f64),
    /// The outfalls that are shown.
    pub(crate) outfalls: OutfallChoice,
}

/// What is chosen.
#[derive(Debug)]
pub(crate) struct PictureDraft {
    on_screen: OnScreen,
    folder: PathBuf,
    title: String,
    format: PictureFormat,
    page: PageSize,
    /// Width and height in pixels, as typed for a page of one's own, otherwise worked out.
    pixels: String,
    dpi: u32,
    part: Part,
    extras: Extras,
    path: String,
}

impl PictureDraft {
    /// A page of what is on the screen, into `folder` unless another place is chosen.
    pub(crate) fn new(lang: Lang, folder: PathBuf, title: &str, on_screen: OnScreen) -> Self {
        let mut draft = Self {
            part: Part::AtLeast(on_screen.extent),
            on_screen,
            folder,
            title: title.to_owned(),
            format: PictureFormat::Png,
            page: PageSize::Sheet(Paper::A4, false),
            pixels: String::new(),
            dpi: 300,
            extras: Extras::default(),
            path: String::new(),
        };
        draft.set_path(&draft.suggested(lang));
        draft.follow_page();
        draft
    }

    /// The place to save at. The format follows its ending.
    pub(crate) fn set_path(&mut self, path: &Path) {
        self.path = path.display().to_string();
        self.format = PictureFormat::of(path).unwrap_or(self.format);
    }

    /// The file that is offered.
    pub(crate) fn suggested(&self, lang: Lang) -> PathBuf {
        self.folder.join(format!("{}.{}", lang.pick("地图", "map"), self.format.ending()))
    }

    fn set_format(&mut self, format: PictureFormat) {
        self.format = format;
        self.path = Path::new(self.path.trim()).with_extension(format.ending()).display().to_string();
    }

    /// Width and height in pixels; nothing where they can not be read or are out of bounds.
    fn size(&self) -> Option<(u32, u32)> {
        let (width, height) = self.pixels.split_once(['x', 'X', '×', '*'])?;
        let side = |text: &str| text.trim().parse().ok().filter(|side| SIDE_PX.contains(side));
        Some((side(width)?, side(height)?))
    }

    /// Works the pixels out for the page that is chosen.
    fn follow_page(&mut self) {
        let (width, height) = match self.page {
            PageSize::Sheet(paper, stands) => paper.size_px(self.dpi, stands),
            PageSize::Screen => {
                let side = |px: f64| (px * f64::from(self.dpi) / 96.0).round() as u32;
                (side(self.on_screen.size_px.0), side(self.on_screen.size_px.1))
            }
            PageSize::Own => return,
        };
        self.pixels = format!("{width} × {height}");
    }

    /// What is known of the file: that it takes the place of another, or how large it is on paper.
    fn remark(&self, lang: Lang) -> String {
        if Path::new(self.path.trim()).is_file() {
            return lang.term(PictureWord::Replaces).to_owned();
        }
        self.size().map(|size| said::paper_size(lang, size, self.dpi)).unwrap_or_default()
    }

    fn request(&self, lang: Lang) -> Option<PictureRequest> {
        Some(PictureRequest {
            size: self.size()?,
            part: self.part,
            dpi: self.dpi,
            dark: false,
            theme: None,
            lang,
            title: Some(self.title.trim().to_owned()),
            extras: self.extras,
            layers: None,
            outfalls: self.on_screen.outfalls.clone(),
        })
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<(PictureRequest, PathBuf)> {
        let title = Command::ExportPicture.title(lang).trim_end_matches('…');
        dialog(ctx, lang, title, 130.0 * UNIT, |ui| {
            line(ui, lang.term(PictureWord::Title), "", &mut self.title);
            ui.add_space(GAP);
            self.format_ui(ui, lang);
            ui.add_space(GAP);
            halves(ui, self, |ui, it| it.page_ui(ui, lang), |ui, it| it.resolution_ui(ui, lang));
            ui.add_space(GAP);
            halves(ui, self, |ui, it| it.pixels_ui(ui, lang), |ui, it| it.extent_ui(ui, lang));
            ui.add_space(GAP);
            self.extras_ui(ui, lang);
            ui.add_space(PAD);
            if path_line(ui, lang, lang.term(Word::SaveTo), &mut self.path) {
                return Answer::Browse(Purpose::Picture);
            }
            widgets::small(ui, &self.remark(lang));
            self.foot_ui(ui, lang)
        })
    }

    fn foot_ui(&self, ui: &mut Ui, lang: Lang) -> Answer<(PictureRequest, PathBuf)> {
        let path = PathBuf::from(self.path.trim());
        let request = self.request(lang);
        let has_folder = path.parent().is_some_and(|it| it.as_os_str().is_empty() || it.is_dir());
        let obstacle = if request.is_none() {
            lang.term(PictureWord::BadSize)
        } else if PictureFormat::of(&path).ok() != Some(self.format) {
            lang.term(PictureWord::BadName)
        } else if has_folder {
            ""
        } else {
            lang.term(Word::NoSuchFolder)
        };
        match foot(ui, lang, lang.term(Word::Export), obstacle.is_empty(), obstacle) {
            Some(true) => request.map_or(Answer::Open, |request| Answer::Done((request, path))),
            Some(false) => Answer::Cancelled,
            None => Answer::Open,
        }
    }

    fn format_ui(&mut self, ui: &mut Ui, lang: Lang) {
        caption(ui, lang.term(PictureWord::Format));
        let options = PictureFormat::ALL.map(|format| (format, name_of(format)));
        if let Some(format) = widgets::segmented(ui, &options, self.format) {
            self.set_format(format);
        }
        widgets::small(ui, said::format_remark(lang, self.format));
    }

    fn page_ui(&mut self, ui: &mut Ui, lang: Lang) {
        let label = caption(ui, lang.term(PictureWord::Page));
        let before = self.page;
        let combo = widgets::choice(ui, "page", ui.available_width(), lang.term(self.page.word()));
        let response = combo.show_ui(ui, |ui| {
            for (page, word) in PageSize::ALL {
                ui.selectable_value(&mut self.page, page, lang.term(word));
            }
        });
        response.response.labelled_by(label.id);
        if before != self.page {
            self.follow_page();
        }
    }

    fn resolution_ui(&mut self, ui: &mut Ui, lang: Lang) {
        let label = caption(ui, lang.term(PictureWord::Resolution));
        let before = self.dpi;
        let combo = widgets::choice(ui, "dpi", ui.available_width(), &format!("{} DPI", self.dpi));
        let response = combo.show_ui(ui, |ui| {
            for dpi in RESOLUTIONS {
                ui.selectable_value(&mut self.dpi, dpi, format!("{dpi} DPI"));
            }
        });
        response.response.labelled_by(label.id);
        if before != self.dpi {
            self.follow_page();
        }
    }

    fn pixels_ui(&mut self, ui: &mut Ui, lang: Lang) {
        let label = caption(ui, lang.term(PictureWord::Pixels));
        let width = ui.available_width();
        let edit = TextEdit::singleline(&mut self.pixels).hint_text("1600 × 1200").desired_width(width);
        let edit = edit.min_size(vec2(width, CONTROL)).align(Align2::LEFT_CENTER);
        ui.add_enabled(self.page == PageSize::Own, edit).labelled_by(label.id);
    }

    fn extent_ui(&mut self, ui: &mut Ui, lang: Lang) {
        caption(ui, lang.term(PictureWord::Extent));
        let options = [
            (Part::AtLeast(self.on_screen.extent), lang.term(PictureWord::MapExtent)),
            (Part::Everything, lang.term(PictureWord::FullExtent)),
        ];
        if let Some(part) = widgets::segmented(ui, &options, self.part) {
            self.part = part;
        }
    }

    fn extras_ui(&mut self, ui: &mut Ui, lang: Lang) {
        caption(ui, lang.term(PictureWord::Extras));
        let Extras { legend, scale_and_north, notes } = &mut self.extras;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = PAD;
            ui.checkbox(legend, lang.term(PictureWord::Legend));
            ui.checkbox(scale_and_north, lang.term(PictureWord::ScaleAndNorth));
            ui.checkbox(notes, lang.term(PictureWord::Notes));
        });
    }
}

const fn name_of(format: PictureFormat) -> &'static str {
    match format {
        PictureFormat::Png => "PNG",
        PictureFormat::Pdf => "PDF",
        PictureFormat::Svg => "SVG",
    }
}

fn caption(ui: &mut Ui, text: &str) -> eframe::egui::Response {
    let weak = theme::tokens(ui).weak;
    ui.label(RichText::new(text).size(SMALL).color(weak))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> PictureDraft {
        let on_screen = OnScreen {
            extent: [111.0, 37.0, 113.0, 39.0],
            size_px: (800.0, 600.0),
            outfalls: OutfallChoice::All,
        };
        PictureDraft::new(Lang::Zh, PathBuf::from("/tmp"), "忻州", on_screen)
    }

    #[test]
    fn a_sheet_of_paper_has_pixels_by_its_resolution() {
        let mut draft = draft();
        assert_eq!(draft.size(), Some((3508, 2480)));

        draft.page = PageSize::Screen;
        draft.dpi = 192;
        draft.follow_page();
        assert_eq!(draft.size(), Some((1600, 1200)));
    }

    #[test]
    fn the_ending_and_the_format_follow_each_other() {
        let mut draft = draft();
        draft.set_format(PictureFormat::Pdf);
        assert!(draft.path.ends_with("地图.pdf"));

        draft.set_path(Path::new("/tmp/x.svg"));
        assert_eq!(draft.format, PictureFormat::Svg);
    }

    #[test]
    fn pixels_of_ones_own_are_read_within_bounds() {
        let mut draft = draft();
        draft.page = PageSize::Own;
        for (typed, size) in [("640x480", Some((640, 480))), ("640 × 9", None), ("wide", None)] {
            typed.clone_into(&mut draft.pixels);
            assert_eq!(draft.size(), size, "{typed}");
        }
    }
}

//! What the window shows before a project is open: three ways to begin, and the projects that were open before.

use std::path::PathBuf;

use eframe::egui::{
    Align, Align2, CentralPanel, CornerRadius, FontId, Frame, Layout, Margin, Panel, Rect, RichText, Role,
    Sense, Spinner, Stroke, StrokeKind, Theme, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::{
    icons,
    keys::Command,
    said::{self, Word},
    theme::{self, BODY, CONTROL, GAP, PAD, SECTION, SMALL, TOP_BAR, UNIT},
    top_bar::Chosen,
    widgets,
};
use crate::i18n::Lang;

/// What the person wants to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Begin {
    /// Open this project.
    Open(PathBuf),
    /// Make the demonstration and open it.
    Demo,
    /// Something that the window itself does.
    Chosen(Chosen),
}

/// Draws the start screen. `opening` is the project that is being opened.
pub(crate) fn start_ui(ui: &mut Ui, lang: Lang, recent: &[PathBuf], opening: Option<&str>) -> Option<Begin> {
    let mut begin = None;
    let frame = Frame::new().fill(theme::tokens(ui).panel).inner_margin(Margin::symmetric(12, 0));
    let bar = Panel::top("start bar").exact_size(TOP_BAR).frame(frame).show_separator_line(false);
    bar.show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| begin = window_ui(ui, lang));
    });
    CentralPanel::default().frame(Frame::new().fill(theme::tokens(ui).panel)).show(ui, |ui| {
        let room = ui.available_rect_before_wrap();
        let width = (110.0 * UNIT).min(room.width() - 2.0 * SECTION);
        let left = room.center().x - width / 2.0;
        let top = room.top() + (room.height() * 0.12).min(96.0);
        let place = Rect::from_min_max(pos2(left, top), pos2(left + width, room.bottom()));
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
            title_ui(ui, lang);
            ui.add_space(SECTION * 2.0);
            if let Some(name) = opening {
                ui.horizontal(|ui| {
                    ui.add(Spinner::new().size(BODY + 2.0));
                    ui.label(said::opening(lang, name));
                });
                return;
            }
            if let Some(chosen) = ways_ui(ui, lang) {
                begin = Some(chosen);
            }
            if let Some(path) = recent_ui(ui, lang, recent) {
                begin = Some(Begin::Open(path));
            }
        });
    });
    begin
}

fn window_ui(ui: &mut Ui, lang: Lang) -> Option<Begin> {
    let dark = ui.visuals().dark_mode;
    let (icon, name, other) = if dark {
        (icons::LIGHT, Word::LightTheme, Theme::Light)
    } else {
        (icons::DARK, Word::DarkTheme, Theme::Dark)
    };
    if widgets::icon_button(ui, icon, lang.term(name)).clicked() {
        return Some(Begin::Chosen(Chosen::Theme(other)));
    }
    let button =
        eframe::egui::Button::new(lang.pick("EN", "中")).frame(false).min_size(vec2(CONTROL, CONTROL));
    let name = "中文 / English";
    let clicked = ui.add(button).accessible_name(name).on_hover_text(name).clicked();
    clicked.then(|| Begin::Chosen(Chosen::Lang(lang.pick(Lang::En, Lang::Zh))))
}

fn title_ui(ui: &mut Ui, lang: Lang) {
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new(icons::MARK).size(44.0).color(tokens.accent));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(RichText::new(lang.term(Word::Product)).size(26.0));
            ui.label(RichText::new(lang.term(Word::Motto)).size(BODY).color(tokens.weak));
        });
    });
}

fn ways_ui(ui: &mut Ui, lang: Lang) -> Option<Begin> {
    let ways = [
        (icons::DEMO, Word::Demo, Word::DemoLong, String::new(), Begin::Demo),
        (
            icons::NEW,
            Word::NewProject,
            Word::NewProjectLong,
            Command::NewProject.keys(),
            Begin::Chosen(Chosen::Command(Command::NewProject)),
        ),
        (
            icons::OPEN,
            Word::OpenProject,
            Word::OpenProjectLong,
            Command::OpenProject.keys(),
            Begin::Chosen(Chosen::Command(Command::OpenProject)),
        ),
    ];
    let mut begin = None;
    for (icon, title, long, keys, way) in ways {
        if way_ui(ui, icon, lang.term(title), lang.term(long), &keys) {
            begin = Some(way);
        }
        ui.add_space(UNIT);
    }
    begin
}

fn way_ui(ui: &mut Ui, icon: &str, title: &str, long: &str, keys: &str) -> bool {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 15.0 * UNIT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, title));
    let active = response.hovered() || response.has_focus();
    let (fill, edge) = if active { (tokens.hover, tokens.accent) } else { (tokens.raised, tokens.line) };
    ui.painter().rect_filled(rect, CornerRadius::same(8), fill);
    ui.painter().rect_stroke(rect, CornerRadius::same(8), Stroke::new(1.0, edge), StrokeKind::Inside);
    let font = |size| FontId::proportional(size);
    let painter = ui.painter();
    painter.text(
        rect.left_center() + vec2(8.0 * UNIT, 0.0),
        Align2::CENTER_CENTER,
        icon,
        font(24.0),
        tokens.accent,
    );
    let left = rect.left() + 15.0 * UNIT;
    let upper = pos2(left, rect.center().y - 2.75 * UNIT);
    painter.text(upper, Align2::LEFT_CENTER, title, font(BODY + 1.0), tokens.text);
    let lower = pos2(left, rect.center().y + 2.75 * UNIT);
    painter.text(lower, Align2::LEFT_CENTER, long, font(SMALL), tokens.weak);
    painter.text(
        rect.right_center() - vec2(SECTION, 0.0),
        Align2::RIGHT_CENTER,
        keys,
        font(SMALL),
        tokens.faint,
    );
    response.clicked()
}

fn recent_ui(ui: &mut Ui, lang: Lang, recent: &[PathBuf]) -> Option<PathBuf> {
    ui.add_space(SECTION);
    if recent.is_empty() {
        widgets::small(ui, lang.term(Word::DropHint));
        return None;
    }
    widgets::section(ui, lang.term(Word::Recent));
    let mut chosen = None;
    for path in recent {
        let name = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let tokens = theme::tokens(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 8.0 * UNIT), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, CornerRadius::same(4), tokens.hover);
        }
        let room = rect.shrink2(vec2(GAP, 0.0));
        let font = FontId::proportional(BODY);
        let drawn = ui.painter().text(room.left_center(), Align2::LEFT_CENTER, &name, font, tokens.text);
        let folder = path.parent().map(|it| it.display().to_string()).unwrap_or_default();
        let rest = room.with_min_x((drawn.right() + PAD).min(room.right()));
        widgets::elided_at(ui, rest, &folder, SMALL, tokens.faint);
        if response.on_hover_text(path.display().to_string()).clicked() {
            chosen = Some(path.clone());
        }
    }
    chosen
}

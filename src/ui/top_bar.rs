//! The bar at the top: which project, which view, search, the two numbers, and the menu.

use eframe::egui::{
    Align, Align2, Color32, CornerRadius, FontId, Frame, Id, Key, Layout, Margin, Panel, Popup,
    PopupCloseBehavior, Rect, RichText, Role, Sense, TextEdit, Theme, Ui, WidgetInfo, pos2, vec2,
};

use super::{
    icons,
    keys::Command,
    said::{self, Word},
    state::{FindState, Screen},
    theme::{self, BODY, CONTROL, GAP, PAD, TOP_BAR, UNIT},
    widgets::{self, Gauge},
    wish::Wish,
};
use crate::{
    domain::{
        RecordId,
        progress::{Count, Tally},
        project::Project,
    },
    i18n::Lang,
};

/// What the bar draws from.
pub(crate) struct TopBar<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Project,
    pub(crate) total: &'a Tally,
    pub(crate) screen: Screen,
    /// What undo and redo would do; nothing where there is nothing.
    pub(crate) undo: Option<String>,
    pub(crate) redo: Option<String>,
    pub(crate) read_only: bool,
    /// Are the controls of forms as large as a finger?
    pub(crate) tablet: bool,
}

/// What only the window itself can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    Lang(Lang),
    Theme(Theme),
    Command(Command),
}

/// Draws the bar.
pub(crate) fn top_bar_ui(
    ui: &mut Ui,
    bar: &TopBar<'_>,
    find: &mut FindState,
    search: &mut dyn FnMut(&str) -> Vec<RecordId>,
    wishes: &mut Vec<Wish>,
) -> Option<Chosen> {
    let mut chosen = None;
    let frame = Frame::new().fill(theme::tokens(ui).panel).inner_margin(Margin::symmetric(12, 0));
    Panel::top("top bar").exact_size(TOP_BAR).frame(frame).resizable(false).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            name_ui(ui, bar);
            // The right side needs what it needed in the last frame, and some room to search in.
            let right = Id::unique("right side of the top bar");
            let room = ui.available_width() - ui.data(|it| it.get_temp(right)).unwrap_or(0.0);
            tabs_ui(ui, bar, room, wishes);
            let answer = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = UNIT;
                chosen = window_ui(ui, bar);
                ui.add_space(UNIT);
                gauges_ui(ui, bar, wishes);
                let needed = ui.min_rect().width() + LEAST_FIND + 2.0 * GAP;
                find_ui(ui, bar, find, search, wishes);
                needed
            });
            ui.data_mut(|it| it.insert_temp(right, answer.inner));
        });
    });
    chosen
}

fn name_ui(ui: &mut Ui, bar: &TopBar<'_>) {
    let tokens = theme::tokens(ui);
    ui.label(RichText::new(icons::MARK).size(22.0).color(tokens.accent));
    let name = bar.project.settings().name.as_str();
    let most = (ui.ctx().content_rect().width() * 0.14).clamp(120.0, 320.0);
    let galley = ui.painter().layout_no_wrap(name.to_owned(), FontId::proportional(15.0), tokens.text);
    let width = galley.size().x.min(most);
    let (rect, response) = ui.allocate_exact_size(vec2(width, CONTROL), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    widgets::elided_at(ui, rect, name, 15.0, tokens.text);
    response.on_hover_text(name);
    ui.add_space(GAP);
}

/// The tabs; in a narrow window their pictures only, with the words in the tips.
fn tabs_ui(ui: &mut Ui, bar: &TopBar<'_>, room: f32, wishes: &mut Vec<Wish>) {
    let tabs = [
        (Screen::Map, icons::MAP, Command::ShowMap),
        (Screen::Progress, icons::PROGRESS, Command::ShowProgress),
        (Screen::Table, icons::TABLE, Command::ShowTable),
        (Screen::History, icons::HISTORY, Command::ShowHistory),
        (Screen::Checks, icons::CHECK_CIRCLE, Command::ShowChecks),
    ];
    ui.spacing_mut().item_spacing.x = 0.0;
    let titles = tabs.map(|(_, icon, command)| format!("{icon} {}", command.title(bar.lang)));
    let font = FontId::proportional(BODY);
    let width = |text: &String| {
        ui.painter().layout_no_wrap(text.clone(), font.clone(), Color32::PLACEHOLDER).size().x
    };
    let wanted: f32 = titles.iter().map(|it| width(it) + 2.0 * PAD).sum();
    for ((screen, icon, command), title) in tabs.into_iter().zip(titles) {
        let on = bar.screen == screen;
        let shown = if wanted <= room { title } else { icon.to_owned() };
        if tab_ui(ui, shown, command.title(bar.lang), on, &command.keys()) {
            wishes.push(Wish::Show(screen));
        }
    }
}

fn tab_ui(ui: &mut Ui, shown: String, title: &str, on: bool, keys: &str) -> bool {
    let tokens = theme::tokens(ui);
    let color = if on { tokens.accent } else { tokens.text };
    let text = ui.painter().layout_no_wrap(shown, FontId::proportional(BODY), color);
    let (rect, response) = ui.allocate_exact_size(vec2(text.size().x + 2.0 * PAD, TOP_BAR), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, title));
    if response.hovered() || response.has_focus() {
        let around = rect.shrink2(vec2(0.0, 2.0 * UNIT));
        ui.painter().rect_filled(around, CornerRadius::same(4), tokens.hover);
    }
    let at = rect.center() - text.size() / 2.0;
    ui.painter().galley(at, text, color);
    if on {
        let line = Rect::from_min_max(
            pos2(rect.left() + PAD, rect.bottom() - 3.0),
            pos2(rect.right() - PAD, rect.bottom()),
        );
        ui.painter().rect_filled(line, CornerRadius::same(1), tokens.accent);
    }
    response.on_hover_text(format!("{title}  {keys}")).clicked()
}

/// Language, theme, menu.
fn window_ui(ui: &mut Ui, bar: &TopBar<'_>) -> Option<Chosen> {
    let mut chosen = None;
    let lang = bar.lang;
    let menu = widgets::icon_button(ui, icons::MENU, lang.term(Word::Menu));
    Popup::menu(&menu).show(|ui| chosen = menu_ui(ui, bar));
    let dark = ui.visuals().dark_mode;
    let (icon, name, other) = if dark {
        (icons::LIGHT, Word::LightTheme, Theme::Light)
    } else {
        (icons::DARK, Word::DarkTheme, Theme::Dark)
    };
    if widgets::icon_button(ui, icon, lang.term(name)).clicked() {
        chosen = Some(Chosen::Theme(other));
    }
    let other = lang.pick(Lang::En, Lang::Zh);
    let response = ui
        .add(eframe::egui::Button::new(lang.pick("EN", "中")).frame(false).min_size(vec2(CONTROL, CONTROL)));
    let name = "中文 / English";
    if response.accessible_name(name).on_hover_text(name).clicked() {
        chosen = Some(Chosen::Lang(other));
    }
    chosen
}

fn menu_ui(ui: &mut Ui, bar: &TopBar<'_>) -> Option<Chosen> {
    let mut chosen = None;
    let writable = !bar.read_only;
    let lang = bar.lang;
    let plain = |command: Command| command.title(lang).to_owned();
    let undo = bar.undo.as_ref().map_or_else(|| plain(Command::Undo), |what| said::undo(lang, what));
    let redo = bar.redo.as_ref().map_or_else(|| plain(Command::Redo), |what| said::redo(lang, what));
    let tablet = if bar.tablet { icons::CHOSEN } else { icons::SELECT_CLICK };
    let entries = [
        (icons::NEW, Command::NewProject, plain(Command::NewProject), true),
        (icons::OPEN, Command::OpenProject, plain(Command::OpenProject), true),
        (icons::IMPORT, Command::AddLayer, plain(Command::AddLayer), writable),
        (icons::PHOTO, Command::PhotoFolder, plain(Command::PhotoFolder), writable),
        (icons::NEW_LAYER, Command::NewLayer, plain(Command::NewLayer), writable),
        (icons::EXPORT, Command::ExportLedger, plain(Command::ExportLedger), true),
        (icons::MAP, Command::ExportPicture, plain(Command::ExportPicture), true),
        (icons::STAGE_TRACE, Command::Tracing, plain(Command::Tracing), true),
        (icons::DEMO, Command::Field, plain(Command::Field), true),
        (icons::CALENDAR, Command::MyList, plain(Command::MyList), true),
        (icons::CALENDAR, Command::Assign, plain(Command::Assign), writable),
        (icons::LOCATE, Command::Doctor, plain(Command::Doctor), true),
        (icons::SETTINGS, Command::Settings, plain(Command::Settings), writable),
        (icons::WHO, Command::Who, plain(Command::Who), true),
        (icons::CLAIM, Command::Drafts, plain(Command::Drafts), true),
        (icons::UNDO, Command::Undo, undo, writable && bar.undo.is_some()),
        (icons::REDO, Command::Redo, redo, writable && bar.redo.is_some()),
        (tablet, Command::TabletMode, plain(Command::TabletMode), true),
        (icons::KEYBOARD, Command::Keys, plain(Command::Keys), true),
    ];
    ui.set_width(64.0 * UNIT);
    for (icon, command, text, enabled) in entries {
        if matches!(
            command,
            Command::AddLayer | Command::Tracing | Command::Settings | Command::Undo | Command::TabletMode
        ) {
            ui.separator();
        }
        ui.add_enabled_ui(enabled, |ui| {
            if widgets::menu_item(ui, icon, &text, &command.keys()).clicked() {
                chosen = Some(Chosen::Command(command));
                ui.close();
            }
        });
    }
    chosen
}

fn gauges_ui(ui: &mut Ui, bar: &TopBar<'_>, wishes: &mut Vec<Wish>) {
    let settings = bar.project.settings();
    // From right to left.
    let gauges = [
        (Word::FixRate, bar.total.fix_rate(), settings.fix_target, Count::FixedUnproven),
        (Word::TraceRate, bar.total.trace_rate(), settings.trace_target, Count::TracedUnproven),
    ];
    for (title, rate, target, unproven) in gauges {
        let title = bar.lang.term(title);
        let remark = said::gauge_remark(bar.lang, rate, target, bar.total.get(unproven));
        let name = said::gauge_name(bar.lang, title, rate, target, &remark);
        let gauge = Gauge { title, rate, target, remark: &remark, name: &name };
        if widgets::gauge_ui(ui, &gauge).on_hover_text(&name).clicked() {
            wishes.push(Wish::Show(Screen::Progress));
        }
    }
}

/// The search box with its hits below it.
/// The narrowest box to search in.
const LEAST_FIND: f32 = 28.0 * UNIT;

fn find_ui(
    ui: &mut Ui,
    bar: &TopBar<'_>,
    find: &mut FindState,
    search: &mut dyn FnMut(&str) -> Vec<RecordId>,
    wishes: &mut Vec<Wish>,
) {
    let width = (ui.available_width() - GAP).clamp(LEAST_FIND, 80.0 * UNIT);
    let lang = bar.lang;
    let hint = format!("{} {}  {}", icons::SEARCH, lang.term(Word::FindHint), Command::Find.keys());
    let edit = TextEdit::singleline(&mut find.text)
        .hint_text(hint)
        .desired_width(width)
        .min_size(vec2(width, CONTROL))
        .align(Align2::LEFT_CENTER);
    let response = ui.add(edit).accessible_name(Command::Find.title(lang));
    if find.focus {
        find.focus = false;
        response.request_focus();
    }
    let text = find.text.trim().to_owned();
    let key = (bar.project.revision(), text.clone());
    if find.hits_for.as_ref() != Some(&key) {
        find.hits = if text.is_empty() { Vec::new() } else { search(&text) };
        find.hits_for = Some(key);
        find.at = 0;
    }
    let last = find.hits.len().saturating_sub(1);
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
    let (enter, escape) = (pressed(Key::Enter), pressed(Key::Escape));
    let mut taken = None;
    if response.has_focus() {
        find.at = if down {
            (find.at + 1).min(last)
        } else if up {
            find.at.saturating_sub(1)
        } else {
            find.at
        };
    }
    if response.lost_focus() && escape {
        find.text.clear();
    }
    if response.lost_focus() && enter {
        taken = find.hits.get(find.at).copied();
    }
    let open =
        !text.is_empty() && (response.has_focus() || Popup::is_id_open(ui.ctx(), response.id.with("hits")));
    Popup::from_response(&response)
        .id(response.id.with("hits"))
        .open(open)
        .width(width.max(90.0 * UNIT))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            if let Some(id) = hits_ui(ui, bar, find) {
                taken = Some(id);
            }
        });
    if let Some(id) = taken {
        wishes.extend([Wish::Show(Screen::Map), Wish::Select(Some(id)), Wish::Locate(id)]);
        find.text.clear();
        response.surrender_focus();
    }
}

fn hits_ui(ui: &mut Ui, bar: &TopBar<'_>, find: &FindState) -> Option<RecordId> {
    let mut taken = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    for (at, id) in find.hits.iter().enumerate() {
        let Some(entry) = bar.project.entry(*id) else { continue };
        let outfall = &entry.outfall;
        let rest = said::joined(&[outfall.code(), &outfall.county, &outfall.river, &outfall.entity]);
        let name = said::short_name(bar.lang, outfall);
        let response = widgets::two_lines(ui, &name, &rest, at == find.at);
        if response.clicked() {
            taken = Some(*id);
        }
    }
    if find.hits.is_empty() {
        let tokens = theme::tokens(ui);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0 * UNIT), Sense::hover());
        let text = bar.lang.term(Word::NoHits);
        let font = FontId::proportional(BODY);
        ui.painter().text(rect.left_center() + vec2(GAP, 0.0), Align2::LEFT_CENTER, text, font, tokens.weak);
    }
    taken
}

//! What would come of each row: lists by what becomes of it, with a box to tick before each.

use eframe::egui::{
    Align, Align2, FontId, Layout, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::PreviewDraft;
use crate::{
    app::{
        CellDiff, ImportKind, ImportPreview, PreviewItem,
        import::{MatchedBy, RowFate},
    },
    domain::Value,
    i18n::Lang,
    ui::{
        icons,
        said::{self, PreviewWord},
        theme::{self, BODY, GAP, SMALL, UNIT},
        widgets,
    },
};

const ROW: f32 = 7.0 * UNIT;
const TICK: f32 = 7.0 * UNIT;
const NUMBER: f32 = 14.0 * UNIT;

/// Which list is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Fate(RowFate),
    Rejected,
    Suspicious,
}

impl Tab {
    pub(super) const ALL: [Self; 5] = [
        Self::Fate(RowFate::New),
        Self::Fate(RowFate::Changed),
        Self::Fate(RowFate::Unchanged),
        Self::Rejected,
        Self::Suspicious,
    ];

    /// Which list is opened first where several have something: what changes, then what is new.
    pub(super) fn rank(self) -> usize {
        match self {
            Self::Fate(RowFate::Changed) => 5,
            Self::Fate(RowFate::New) => 4,
            Self::Rejected => 3,
            Self::Suspicious => 2,
            Self::Fate(RowFate::Unchanged) => 1,
        }
    }

    fn holds(self, item: &PreviewItem) -> bool {
        match self {
            Self::Fate(fate) => item.fate == fate,
            Self::Suspicious => !item.doubts.is_empty(),
            Self::Rejected => false,
        }
    }

    pub(super) fn count(self, preview: &ImportPreview) -> usize {
        match self {
            Self::Rejected => preview.reports().map(|it| it.skipped.len()).sum(),
            tab => preview.items.iter().filter(|item| tab.holds(item)).count(),
        }
    }

    fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Fate(fate) => said::fate(lang, fate),
            Self::Rejected => lang.term(PreviewWord::Rejected),
            Self::Suspicious => lang.term(PreviewWord::Suspicious),
        }
    }
}

/// The lines of one list, worked out once.
pub(super) struct Lines {
    of: (Tab, Lang),
    all: Vec<Line>,
    titles: Vec<String>,
}

/// One line of a list.
struct Line {
    /// The item, where the line is its first.
    item: Option<usize>,
    row: Option<u64>,
    label: String,
    text: String,
    /// Is it to be looked at twice?
    odd: bool,
}

impl Lines {
    fn of(preview: &ImportPreview, tab: Tab, lang: Lang) -> Self {
        let titles = Tab::ALL.iter().map(|tab| said::counted(tab.title(lang), tab.count(preview) as u64));
        let lines = match tab {
            Tab::Rejected => rejected(preview, lang),
            tab => {
                let items = preview.items.iter().enumerate().filter(|(_, item)| tab.holds(item));
                items.flat_map(|(at, item)| item_lines(preview, at, item, tab, lang)).collect()
            }
        };
        Self { of: (tab, lang), all: lines, titles: titles.collect() }
    }
}

fn rejected(preview: &ImportPreview, lang: Lang) -> Vec<Line> {
    let rows = preview.reports().flat_map(|report| &report.skipped);
    rows.map(|it| {
        let label = it.cells.iter().filter(|cell| !cell.is_empty()).take(2).cloned().collect::<Vec<_>>();
        let (row, label) = (Some(it.row), label.join(" "));
        Line { item: None, row, label, text: it.reason.say(lang), odd: true }
    })
    .collect()
}

fn item_lines(preview: &ImportPreview, at: usize, item: &PreviewItem, tab: Tab, lang: Lang) -> Vec<Line> {
    let doubts = item.doubts.iter().map(|(check, [zh, en])| {
        let says = lang.pick(zh, en);
        let check = if check.starts_with('B') { format!("{check} ") } else { String::new() };
        (format!("{check}{says}"), true)
    });
    let cells = item.cells.iter().map(|cell| {
        let title = lang.column(cell.kind.table(), &cell.column);
        (said::diff(lang, &title, &word(cell, &cell.old, lang), &word(cell, &cell.new, lang)), false)
    });
    let mut texts: Vec<(String, bool)> = match (tab, item.row) {
        (Tab::Suspicious, _) => doubts.collect(),
        (_, None) => {
            let report = preview.plans().get(item.plan).map(|it| &it.report);
            vec![(report.map(|it| said::layer_line(lang, it.was, it.imported)).unwrap_or_default(), false)]
        }
        (Tab::Fate(RowFate::Changed), _) => cells.chain(doubts).collect(),
        _ => vec![(item.about.clone(), false)].into_iter().chain(doubts).collect(),
    };
    if texts.is_empty() {
        texts.push(Default::default());
    }
    let lines = texts.into_iter().enumerate().map(|(number, (text, odd))| {
        let first = number == 0;
        Line {
            item: first.then_some(at),
            row: item.row.filter(|_| first),
            label: if first { item.label.clone() } else { String::new() },
            text,
            odd,
        }
    });
    lines.collect()
}

/// A value with codes as their words.
fn word(cell: &CellDiff, value: &Value, lang: Lang) -> Value {
    let Some(text) = value.as_text() else { return value.clone() };
    let column = cell.kind.columns().into_iter().find(|column| column.name == cell.column);
    let codes = column.map(|column| column.codes).unwrap_or_default();
    let known = codes.iter().find(|(code, ..)| *code == text);
    known.map_or_else(|| value.clone(), |(_, zh, en)| Value::text(lang.pick(*zh, *en)))
}

impl PreviewDraft {
    pub(super) fn plan_ui(&mut self, ui: &mut Ui, lang: Lang) {
        let of = (self.tab, lang);
        let lines = match self.lines.take().filter(|lines| lines.of == of) {
            Some(lines) => lines,
            None => Lines::of(&self.preview, self.tab, lang),
        };
        let options: Vec<(Tab, &str)> =
            Tab::ALL.into_iter().zip(lines.titles.iter().map(String::as_str)).collect();
        if let Some(tab) = widgets::segmented(ui, &options, self.tab) {
            self.tab = tab;
        }
        ui.add_space(UNIT);
        if self.preview.kind() == Some(ImportKind::Outfall) {
            let count = |by| self.preview.items.iter().filter(|item| item.by == Some(by)).count();
            let keys = [MatchedBy::NationalCode, MatchedBy::LocalCode, MatchedBy::Name];
            widgets::small(ui, &said::matched(lang, &keys.map(|by| (by, count(by)))));
        }
        self.all_ui(ui, lang);
        if lines.all.is_empty() {
            ui.add_space(GAP);
            widgets::small(ui, lang.term(PreviewWord::NoRows));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let list = ScrollArea::vertical().id_salt(("rows", Tab::ALL.iter().position(|tab| *tab == self.tab)));
        list.auto_shrink(false).show_rows(ui, ROW, lines.all.len(), |ui, range| {
            for (at, line) in lines.all.iter().enumerate().skip(range.start).take(range.len()) {
                ui.push_id(at, |ui| self.line_ui(ui, lang, line));
            }
        });
        self.lines = Some(lines);
    }

    /// One box for all rows of the list.
    fn all_ui(&mut self, ui: &mut Ui, lang: Lang) {
        let tab = self.tab;
        let mine = self.preview.items.iter().enumerate().filter(|(_, item)| tab.holds(item)).map(|it| it.0);
        let mine: Vec<usize> = mine.collect();
        if mine.is_empty() || tab == Tab::Fate(RowFate::Unchanged) {
            return;
        }
        let mut all = mine.iter().all(|at| !self.unwanted.contains(at));
        if ui.checkbox(&mut all, lang.term(PreviewWord::All)).changed() {
            for at in mine {
                if all {
                    self.unwanted.remove(&at);
                } else {
                    self.unwanted.insert(at);
                }
            }
        }
    }

    fn line_ui(&mut self, ui: &mut Ui, lang: Lang, line: &Line) {
        let tokens = theme::tokens(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let is_first = line.item.is_some() || !line.label.is_empty() || line.row.is_some();
        if is_first {
            ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, tokens.line));
        }
        let changes = self.tab != Tab::Fate(RowFate::Unchanged);
        if let Some(item) = line.item.filter(|_| changes) {
            let area = rect.with_max_x(rect.left() + TICK);
            let layout = Layout::left_to_right(Align::Center);
            ui.scope_builder(UiBuilder::new().max_rect(area).layout(layout), |ui| {
                self.tick_ui(ui, lang, item, &line.label);
            });
        }
        if let Some(row) = line.row {
            let at = pos2(rect.left() + TICK + NUMBER - GAP, rect.center().y);
            let font = FontId::proportional(SMALL);
            ui.painter().text(at, Align2::RIGHT_CENTER, said::count(row as i64), font, tokens.weak);
        }
        let label = (rect.width() * 0.26).round();
        let from = rect.left() + TICK + NUMBER;
        let area = Rect::from_min_max(pos2(from, rect.top()), pos2(from + label - GAP, rect.bottom()));
        widgets::elided_at(ui, area, &line.label, BODY, tokens.text);
        let area = Rect::from_min_max(pos2(from + label, rect.top()), rect.max - vec2(GAP, 0.0));
        let text = if line.odd { format!("{} {}", icons::WARNING, line.text) } else { line.text.clone() };
        widgets::elided_at(ui, area, &text, SMALL, if line.odd { tokens.begun } else { tokens.text });
        if !line.text.is_empty() {
            response.on_hover_text(&line.text);
        }
    }

    fn tick_ui(&mut self, ui: &mut Ui, lang: Lang, item: usize, label: &str) {
        let mut wanted = !self.unwanted.contains(&item);
        let response = ui.checkbox(&mut wanted, "");
        let name = said::take_row(lang, label);
        response.widget_info(|| WidgetInfo::selected(eframe::egui::Role::CheckBox, true, wanted, &name));
        if response.changed() {
            if wanted {
                self.unwanted.remove(&item);
            } else {
                self.unwanted.insert(item);
            }
        }
    }
}

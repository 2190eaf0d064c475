//! What a file was understood as and what it would change, looked at before anything is kept.

mod columns;
mod plan;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use eframe::egui::{Align, Context, Layout, RichText, Ui, UiBuilder, vec2};

use self::plan::{Lines, Tab};
use super::{Answer, dialog, foot, import::ENCODINGS};
use crate::{
    app::{Action, ImportKind, ImportPreview, ImportRequest, import::RowFate},
    domain::layer::LayerKind,
    i18n::Lang,
    ui::{
        icons,
        import_habits::FileHabit,
        said::{self, PreviewWord, Word},
        theme::{self, CONTROL, GAP, PAD, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// The preview that is looked at, and what is ticked and typed.
pub(crate) struct PreviewDraft {
    preview: Arc<ImportPreview>,
    /// The items that are not to come in.
    unwanted: BTreeSet<usize>,
    tab: Tab,
    lines: Option<Lines>,
    /// By heading, what the person says that it means.
    meanings: BTreeMap<String, String>,
    /// The headings as they were read at first.
    headings: Vec<String>,
    /// The encoding that was chosen.
    encoding: Option<String>,
    /// Did the person say something that is to be remembered?
    has_said: bool,
    crs: String,
    layer_name: String,
    /// What is searched in the list of meanings that is open.
    search: String,
    /// The heading whose list of meanings is open.
    opened: Option<String>,
    /// Is the file planned anew?
    waits: bool,
    /// How many files come after this one.
    pub(crate) waiting: usize,
}

impl PreviewDraft {
    /// A file that was read for the first time.
    pub(crate) fn new(preview: Arc<ImportPreview>) -> Self {
        let headings = preview.table(0).map(|it| it.columns.clone()).unwrap_or_default();
        let mut draft = Self {
            tab: Tab::Fate(RowFate::New),
            unwanted: BTreeSet::new(),
            lines: None,
            meanings: BTreeMap::new(),
            headings,
            encoding: preview.request.encoding.clone(),
            has_said: false,
            crs: preview.request.crs.clone().unwrap_or_default(),
            layer_name: preview.request.layer_name.clone().unwrap_or_default(),
            search: String::new(),
            opened: None,
            waits: false,
            waiting: 0,
            preview,
        };
        draft.tab = draft.fullest();
        draft
    }

    /// The headings of the file, by which habits are remembered.
    pub(crate) fn headings(&self) -> &[String] {
        &self.headings
    }

    /// Is this about the file that was asked for?
    pub(crate) fn is_about(&self, preview: &ImportPreview) -> bool {
        self.waits && self.preview.request.path == preview.request.path
    }

    /// The same file, planned anew.
    pub(crate) fn renew(&mut self, preview: Arc<ImportPreview>) {
        self.preview = preview;
        self.unwanted.clear();
        self.lines = None;
        self.waits = false;
        self.search.clear();
        if self.tab.count(&self.preview) == 0 {
            self.tab = self.fullest();
        }
    }

    /// Nothing came of it.
    pub(crate) fn give_up(&mut self) {
        self.waits = false;
    }

    /// Says of the file what was said of such files before. True where there is something to say.
    pub(crate) fn take_habit(&mut self, habit: &FileHabit, wishes: &mut Vec<Wish>) -> bool {
        if self.preview.request.columns.is_some() {
            return false;
        }
        self.meanings.clone_from(&habit.columns);
        let encoding = habit.encoding.clone().or_else(|| self.preview.request.encoding.clone());
        let reads = encoding != self.preview.request.encoding;
        self.encoding.clone_from(&encoding);
        self.again(wishes, reads, |request| request.encoding = encoding);
        true
    }

    /// What is to be remembered of such files, where the person has just said something.
    pub(crate) fn take_habit_said(&mut self) -> Option<FileHabit> {
        if !std::mem::take(&mut self.has_said) || self.preview.request.replaces.is_some() {
            return None;
        }
        Some(self.habit())
    }

    fn habit(&self) -> FileHabit {
        let encoding = self.encoding.clone();
        FileHabit { headings: self.headings.clone(), columns: self.meanings.clone(), encoding }
    }

    fn fullest(&self) -> Tab {
        let filled = Tab::ALL.into_iter().filter(|tab| tab.count(&self.preview) > 0);
        filled.max_by_key(|tab| tab.rank()).unwrap_or(Tab::Fate(RowFate::New))
    }

    /// Asks for another plan; the file is read again where `reads`.
    fn again(&mut self, wishes: &mut Vec<Wish>, reads: bool, change: impl FnOnce(&mut ImportRequest)) {
        let mut request = self.preview.request.clone();
        request.columns =
            (!self.meanings.is_empty()).then(|| crate::app::import::ColumnOverrides::text_of(&self.meanings));
        change(&mut request);
        let tables = (!reads).then(|| Arc::clone(&self.preview.tables));
        self.waits = true;
        wishes.push(Wish::act(Action::PreviewImport(request, tables)));
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang, wishes: &mut Vec<Wish>) -> Answer<Action> {
        let title = format!("{} · {}", lang.term(PreviewWord::Title), self.preview.request.file_name());
        dialog(ctx, lang, &title, 300.0 * UNIT, |ui| {
            let room = ctx.content_rect().height() - 34.0 * UNIT;
            let top = ui.cursor().top();
            self.settings_ui(ui, lang, wishes);
            if let Err(problem) = &self.preview.outcome {
                ui.add_space(GAP);
                let tokens = theme::tokens(ui);
                widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, &problem.say(lang));
            }
            ui.add_space(PAD);
            let height = (room - (ui.cursor().top() - top) - 14.0 * UNIT).max(40.0 * UNIT);
            self.middle_ui(ui, lang, height, wishes);
            self.foot_ui(ui, lang)
        })
    }

    fn middle_ui(&mut self, ui: &mut Ui, lang: Lang, height: f32, wishes: &mut Vec<Wish>) {
        let (width, gap) = (ui.available_width(), 5.0 * UNIT);
        let left = (width * 0.42).round();
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), eframe::egui::Sense::hover());
        let column = Layout::top_down(Align::Min);
        let area = rect.with_max_x(rect.left() + left);
        ui.scope_builder(UiBuilder::new().max_rect(area).layout(column), |ui| {
            self.columns_ui(ui, lang, wishes);
        });
        let area = rect.with_min_x(rect.left() + left + gap);
        ui.scope_builder(UiBuilder::new().max_rect(area).layout(column), |ui| self.plan_ui(ui, lang));
    }

    fn foot_ui(&self, ui: &mut Ui, lang: Lang) -> Answer<Action> {
        let wanted = self.preview.items.iter().enumerate().filter(|(at, _)| !self.unwanted.contains(at));
        let wanted: Vec<_> = wanted.map(|it| it.1).filter(|it| it.fate != RowFate::Unchanged).collect();
        let layers = wanted.iter().filter(|it| it.row.is_none());
        let features: u64 = layers
            .filter_map(|item| self.preview.plans().get(item.plan))
            .map(|plan| plan.report.new + plan.report.changed)
            .sum();
        let action =
            if features > 0 { said::take_layer(lang, features) } else { said::take_rows(lang, wanted.len()) };
        let obstacle = match (self.waits, &self.preview.outcome) {
            (true, _) => PreviewWord::Working,
            (false, Err(_)) => PreviewWord::NotPlanned,
            (false, Ok(_)) => PreviewWord::Nothing,
        };
        let possible = !self.waits && !wanted.is_empty();
        match foot(ui, lang, &action, possible, lang.term(obstacle)) {
            Some(true) => Answer::Done(Action::TakeImport(Arc::clone(&self.preview), self.unwanted.clone())),
            Some(false) => Answer::Cancelled,
            None => Answer::Open,
        }
    }

    /// What it is, its encoding, its coordinate system, the name of the layer.
    fn settings_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let width = (ui.available_width() - 3.0 * PAD) / 4.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = PAD;
            let part = |ui: &mut Ui, contents: &mut dyn FnMut(&mut Ui)| {
                ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width);
                    contents(ui);
                });
            };
            part(ui, &mut |ui| self.kind_ui(ui, lang, wishes));
            part(ui, &mut |ui| self.encoding_ui(ui, lang, wishes));
            part(ui, &mut |ui| self.crs_ui(ui, lang, wishes));
            part(ui, &mut |ui| self.name_ui(ui, lang, wishes));
        });
        if self.waiting > 0 {
            widgets::small(ui, &said::one_of(lang, self.waiting));
        }
    }

    fn kind_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let shown = self.preview.kind();
        let label = label(ui, lang.term(Word::Holds));
        let name = shown.map_or_else(|| lang.term(Word::FindOut), |kind| kind.say(lang));
        let mut kind = shown;
        let combo = widgets::choice(ui, "preview kind", ui.available_width(), name);
        let fixed = self.preview.request.replaces.is_some();
        let response = ui.add_enabled_ui(!fixed, |ui| {
            combo.show_ui(ui, |ui| {
                let layers = LayerKind::ALL.iter().map(|kind| ImportKind::Layer(*kind));
                for option in [ImportKind::Outfall].into_iter().chain(layers) {
                    ui.selectable_value(&mut kind, Some(option), option.say(lang));
                }
            })
        });
        response.inner.response.labelled_by(label);
        widgets::small(ui, &self.counts(lang));
        if kind != shown {
            self.again(wishes, false, |request| request.kind = kind);
        }
    }

    /// How many rows the file has, and in which sheet or layer.
    fn counts(&self, lang: Lang) -> String {
        let Some(table) = self.preview.table(0) else { return String::new() };
        let rows = said::count((table.rows.len() + table.skipped.len()) as i64);
        said::joined(&[&table.name, &lang.pick(format!("{rows} 行"), format!("{rows} rows"))])
    }

    fn encoding_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let label = label(ui, lang.term(Word::Encoding));
        let asked = self.preview.request.encoding.clone();
        let found = self.preview.table(0).map(|it| it.encoding.clone()).unwrap_or_default();
        let shown = asked.clone().unwrap_or_else(|| lang.term(Word::FindOut).to_owned());
        let mut chosen = asked.clone();
        let combo = widgets::choice(ui, "preview encoding", ui.available_width(), &shown);
        // Where the format leaves no choice, there is none.
        let response = ui.add_enabled_ui(!found.is_empty(), |ui| {
            combo.show_ui(ui, |ui| {
                ui.selectable_value(&mut chosen, None, lang.term(Word::FindOut));
                for option in ENCODINGS {
                    ui.selectable_value(&mut chosen, Some((*option).to_owned()), *option);
                }
            })
        });
        response.inner.response.labelled_by(label);
        let set = lang.pick("由格式决定", "set by the format");
        widgets::small(ui, if found.is_empty() { set } else { &found });
        if chosen != asked {
            self.encoding.clone_from(&chosen);
            self.has_said = true;
            self.again(wishes, true, |request| request.encoding = chosen);
        }
    }

    fn crs_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let hint = lang.term(Word::CrsHint);
        let changed = field(ui, lang.term(Word::Crs3), hint, &mut self.crs);
        let found = self.preview.reports().next().map(|it| it.crs.clone()).unwrap_or_default();
        widgets::small(ui, &said::joined(&[&found, said::crs_from(lang, self.preview.crs_from())]));
        let said = Some(self.crs.trim().to_owned()).filter(|it| !it.is_empty());
        if changed && said != self.preview.request.crs {
            self.again(wishes, false, |request| request.crs = said);
        }
    }

    fn name_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let is_layer = matches!(self.preview.kind(), Some(ImportKind::Layer(_)));
        let free = is_layer && self.preview.request.replaces.is_none();
        let own = self.preview.reports().next().map(|it| it.layer.clone()).unwrap_or_default();
        let changed = ui
            .add_enabled_ui(free, |ui| field(ui, lang.term(Word::LayerName), &own, &mut self.layer_name))
            .inner;
        let said = Some(self.layer_name.trim().to_owned()).filter(|it| !it.is_empty());
        if changed && said != self.preview.request.layer_name {
            self.again(wishes, false, |request| request.layer_name = said);
        }
    }
}

fn label(ui: &mut Ui, text: &str) -> eframe::egui::Id {
    ui.label(RichText::new(text).size(SMALL).color(theme::tokens(ui).weak)).id
}

/// A line of text under its title. True when it was left after a change.
fn field(ui: &mut Ui, title: &str, hint: &str, text: &mut String) -> bool {
    let label = label(ui, title);
    let width = ui.available_width();
    let edit = eframe::egui::TextEdit::singleline(text).hint_text(hint.to_owned()).desired_width(width);
    let response = ui.add(edit.min_size(vec2(width, CONTROL)).align(eframe::egui::Align2::LEFT_CENTER));
    response.labelled_by(label).lost_focus()
}

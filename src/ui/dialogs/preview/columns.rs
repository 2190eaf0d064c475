//! What each column of the file means, with what is in it.

use eframe::egui::{
    Align, Layout, PopupCloseBehavior, Rect, ScrollArea, Sense, Stroke, TextEdit, Ui, UiBuilder, pos2, vec2,
};

use super::PreviewDraft;
use crate::{
    app::{ImportKind, import::column_titles},
    domain::table::Cell,
    i18n::Lang,
    ui::{
        said::{self, PreviewWord},
        theme::{self, BODY, CONTROL, GAP, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

const ROW: f32 = CONTROL + 2.0 * UNIT;
/// How many rows are looked at for what is in a column.
const SAMPLES: usize = 5;
/// How many meanings are in view at once.
const IN_VIEW: f32 = 9.0;

impl PreviewDraft {
    pub(super) fn columns_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let Some(table) = self.preview.table(0) else { return };
        let columns = table.columns.clone();
        let samples: Vec<Vec<String>> =
            (0..columns.len()).map(|at| samples(table.rows.iter().map(|row| row.cells.get(at)))).collect();
        let meanings = self.preview.meanings();
        let ledger = self.preview.kind() == Some(ImportKind::Outfall);
        let (a, b) = ((ui.available_width() * 0.32).round(), (ui.available_width() * 0.68).round());
        heading_ui(ui, lang, a, b);
        let mut changed = false;
        ScrollArea::vertical().id_salt("columns").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (at, heading) in columns.iter().enumerate() {
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
                let tokens = theme::tokens(ui);
                ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, tokens.line));
                let cell = |from: f32, to: f32| {
                    let edge = rect.left() + to - GAP;
                    Rect::from_min_max(pos2(rect.left() + from, rect.top()), pos2(edge, rect.bottom()))
                };
                let meaning = meanings.get(at).copied().flatten();
                let known = !ledger || meaning.is_some();
                let color = if known { tokens.text } else { tokens.weak };
                widgets::elided_at(ui, cell(0.0, a), heading, BODY, color);
                let area = cell(a, b);
                let layout = Layout::left_to_right(Align::Center);
                ui.scope_builder(UiBuilder::new().max_rect(area).layout(layout).id_salt(at), |ui| {
                    changed |= self.meaning_ui(ui, lang, heading, meaning, ledger);
                });
                let own = samples.get(at).map(Vec::as_slice).unwrap_or_default();
                let area = cell(b, rect.width());
                widgets::elided_at(ui, area, &own.join(" · "), SMALL, tokens.weak);
                let id = ui.scope_id().with(("samples", at));
                ui.interact(area, id, Sense::hover()).on_hover_text(own.join("\n"));
            }
        });
        if changed {
            self.search.clear();
            self.has_said = true;
            self.again(wishes, false, |_| {});
        }
    }

    /// The list of what a column can mean. True when something else was chosen.
    fn meaning_ui(
        &mut self,
        ui: &mut Ui,
        lang: Lang,
        heading: &str,
        meaning: Option<&'static str>,
        ledger: bool,
    ) -> bool {
        let left_out = self.meanings.get(heading).is_some_and(String::is_empty);
        let titles = column_titles(lang);
        let shown = match meaning {
            _ if left_out => lang.term(PreviewWord::LeaveOut),
            _ if !ledger => lang.term(PreviewWord::AsIs),
            None => lang.term(PreviewWord::Unknown),
            Some(name) => titles.iter().find(|(own, _)| *own == name).map_or(name, |(_, title)| title),
        };
        let combo = widgets::choice(ui, "meaning", ui.available_width(), shown)
            .height((IN_VIEW + 2.0) * CONTROL)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let mut chosen = None;
        let response = combo.show_ui(ui, |ui| {
            let own = [("", lang.term(PreviewWord::LeaveOut))];
            if ledger {
                let edit =
                    TextEdit::singleline(&mut self.search).hint_text(lang.term(PreviewWord::FindMeaning));
                let response = ui.add(edit.desired_width(56.0 * UNIT));
                let response = response.accessible_name(lang.term(PreviewWord::FindMeaning));
                if self.opened.as_deref() != Some(heading) {
                    self.opened = Some(heading.to_owned());
                    self.search.clear();
                    response.request_focus();
                }
                let wanted = self.search.trim().to_lowercase();
                let fits = |(name, title): &(&str, &str)| {
                    wanted.is_empty() || name.contains(&wanted) || title.to_lowercase().contains(&wanted)
                };
                let options: Vec<(&'static str, &str)> =
                    own.into_iter().chain(titles.iter().copied()).filter(|it| fits(it)).collect();
                if response.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter)) {
                    chosen = options.first().map(|(name, _)| *name);
                }
                for (name, title) in options {
                    if ui.selectable_label(meaning == Some(name), title).clicked() {
                        chosen = Some(name);
                    }
                }
            } else {
                for (name, title) in own.into_iter().chain([("=", lang.term(PreviewWord::AsIs))]) {
                    if ui.selectable_label(left_out == name.is_empty(), title).clicked() {
                        chosen = Some(name);
                    }
                }
            }
            if chosen.is_some() {
                ui.close();
            }
        });
        if response.inner.is_none() && self.opened.as_deref() == Some(heading) {
            self.opened = None;
        }
        response.response.accessible_name(said::meaning_of(lang, heading));
        match chosen {
            None => false,
            Some("=") => self.meanings.remove(heading).is_some(),
            Some(name) => {
                self.meanings.insert(heading.to_owned(), name.to_owned()).is_none_or(|old| old != name)
            }
        }
    }
}

fn heading_ui(ui: &mut Ui, lang: Lang, a: f32, b: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0 * UNIT), Sense::hover());
    let weak = theme::tokens(ui).weak;
    let words = [
        (0.0, a, PreviewWord::Column),
        (a, b, PreviewWord::Meaning),
        (b, rect.width(), PreviewWord::Samples),
    ];
    for (from, to, word) in words {
        let area = Rect::from_min_max(
            pos2(rect.left() + from, rect.top()),
            pos2(rect.left() + to - GAP, rect.bottom()),
        );
        widgets::elided_at(ui, area, lang.term(word), SMALL, weak);
    }
}

/// The first different things in a column.
fn samples<'a>(cells: impl Iterator<Item = Option<&'a Cell>>) -> Vec<String> {
    const LOOKED_AT: usize = 200;
    let mut found: Vec<String> = Vec::new();
    for cell in cells.take(LOOKED_AT).flatten() {
        let text = cell.to_text().replace('\n', " ");
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
        if found.len() == SAMPLES {
            break;
        }
    }
    found
}

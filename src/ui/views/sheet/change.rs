//! Changing many cells: what would become of which outfalls is shown first; then all of it is one step, or nothing.

use eframe::egui::{Context, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::{SheetState, SheetView, body};
use crate::{
    app::Action,
    domain::{
        Value,
        change::CellChange,
        project::RecordKind,
        sheet::{CellEdit, EditPlan, Field, RowAt, Sheet, Shown, grid_of, pasted, set_all},
        value::SqlType,
    },
    i18n::Lang,
    ui::{
        dialogs::{Answer, dialog},
        icons,
        said::{self, SheetWord, Word},
        theme::{self, CONTROL, GAP, PAD, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// A change that is being looked at.
#[derive(Debug, Default)]
pub(crate) struct Change {
    /// One text for a column of all selected rows; none where cells were pasted.
    one: Option<(Field, String)>,
    /// Is the column to be emptied? An empty text alone does nothing.
    empties: bool,
    rows: Vec<RowAt>,
    plan: EditPlan,
    /// What the plan was worked out for.
    revision: u64,
    pasted: String,
}

impl Change {
    /// One value for the selected rows.
    pub(super) fn of_selected(view: &SheetView<'_>, state: &SheetState) -> Option<Self> {
        let sheet = view.sheet(state);
        let rows = view.selected_rows(&sheet, state);
        let under_cursor = state.shown_fields(&sheet).get(state.cursor.1).copied();
        let common: Vec<Field> = shared_fields(&sheet, rows.len()).collect();
        let field = under_cursor.filter(|it| common.contains(it)).or_else(|| common.first().copied())?;
        Some(Self { one: Some((field, String::new())), rows, ..Self::default() })
    }

    /// Cells from a spreadsheet, from the cursor on.
    pub(super) fn pasted(view: &SheetView<'_>, state: &SheetState, text: &str) -> Option<Self> {
        if view.read_only || state.kind != RecordKind::Outfall || text.trim().is_empty() {
            return None;
        }
        let rows = state.rows.get(state.cursor.0..).unwrap_or_default().to_vec();
        Some(Self { rows, pasted: text.to_owned(), ..Self::default() })
    }

    /// Works out what would happen, anew where the project or the wish changed.
    fn work_out(&mut self, view: &SheetView<'_>, state: &SheetState, changed: bool) {
        let revision = view.project.revision() + 1;
        if self.revision == revision && !changed {
            return;
        }
        self.revision = revision;
        let sheet = view.sheet(state);
        self.plan = if let Some((field, text)) = &self.one {
            if text.trim().is_empty() && !self.empties {
                self.plan = EditPlan::default();
                return;
            }
            set_all(&sheet, &self.rows, *field, text)
        } else {
            let shown = state.shown_fields(&sheet);
            let from = shown.get(state.cursor.1..).unwrap_or_default();
            pasted(&sheet, &self.rows, from, &sheet.fields(), &grid_of(&self.pasted))
        };
    }

    /// The dialog. False when it is over.
    pub(super) fn ui(
        &mut self,
        ctx: &Context,
        view: &SheetView<'_>,
        state: &SheetState,
        wishes: &mut Vec<Wish>,
    ) -> bool {
        let lang = view.lang;
        self.work_out(view, state, false);
        let title =
            lang.term(if self.one.is_some() { SheetWord::ChangeTitle } else { SheetWord::PasteTitle });
        let answer = dialog(ctx, lang, title, 170.0 * UNIT, |ui| {
            let sheet = view.sheet(state);
            if self.field_ui(ui, lang, &sheet) {
                self.work_out(view, state, true);
            }
            plan_ui(ui, lang, &sheet, &self.plan);
            ui.add_space(PAD);
            let mut answer = Answer::Open;
            ui.horizontal(|ui| {
                let text = said::change_cells(lang, self.plan.edits.len(), self.plan.outfalls());
                ui.add_enabled_ui(!self.plan.edits.is_empty(), |ui| {
                    if widgets::primary_button(ui, &text).clicked() {
                        answer = Answer::Done(action(&self.plan));
                    }
                });
                if widgets::quiet_button(ui, "", lang.term(Word::Cancel)).clicked() {
                    answer = Answer::Cancelled;
                }
            });
            answer
        });
        matches!(answer.settled(|action| wishes.push(Wish::act(action))), Answer::Open)
    }

    /// The column and the text for all selected rows. True when either changed.
    fn field_ui(&mut self, ui: &mut Ui, lang: Lang, sheet: &Sheet<'_>) -> bool {
        let count = self.rows.len();
        let (Some((field, text)), empties) = (&mut self.one, &mut self.empties) else { return false };
        widgets::small(ui, &said::rows_selected(lang, count));
        ui.add_space(UNIT);
        let before = (*field, text.clone(), *empties);
        let title = |field: Field| {
            let info = sheet.info(field);
            lang.pick(info.zh, info.en)
        };
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let columns =
                widgets::choice(ui, "changed column", 44.0 * UNIT, title(*field)).show_ui(ui, |ui| {
                    for other in shared_fields(sheet, count) {
                        if ui.selectable_label(other == *field, title(other)).clicked() {
                            *field = other;
                            text.clear();
                        }
                    }
                });
            columns.response.accessible_name(lang.term(SheetWord::ChangedColumn));
            value_ui(ui, lang, sheet, *field, text);
        });
        ui.add_enabled_ui(text.trim().is_empty(), |ui| {
            ui.checkbox(empties, lang.term(SheetWord::EmptyThem));
        });
        ui.add_space(GAP);
        before != (*field, text.clone(), *empties)
    }
}

/// The columns in which so many rows can hold the same: codes and names are each outfall's own.
fn shared_fields(sheet: &Sheet<'_>, rows: usize) -> impl Iterator<Item = Field> {
    let own = |name: &str| rows > 1 && matches!(name, "code_national" | "code_local" | "name");
    let fields =
        sheet.fields().into_iter().filter(move |it| sheet.editable(*it).is_some_and(|it| !own(it.name)));
    fields.collect::<Vec<_>>().into_iter()
}

/// The new text: a list where the column has one.
fn value_ui(ui: &mut Ui, lang: Lang, sheet: &Sheet<'_>, field: Field, text: &mut String) {
    let Some(column) = sheet.editable(field) else { return };
    let yes_no = [("1", "是", "Yes"), ("0", "否", "No")];
    let words = if column.sql == SqlType::Boolean { &yes_no[..] } else { column.codes };
    let name = lang.term(SheetWord::NewValue);
    if words.is_empty() {
        let edit = TextEdit::singleline(text).hint_text(name).desired_width(80.0 * UNIT);
        ui.add(edit.min_size(vec2(0.0, CONTROL))).accessible_name(name);
        return;
    }
    let shown = words
        .iter()
        .find(|(code, ..)| code == text)
        .map_or_else(|| lang.term(Word::NotGiven), |(_, zh, en)| lang.pick(zh, en));
    let list = widgets::choice(ui, "new value", 80.0 * UNIT, shown).show_ui(ui, |ui| {
        if ui.selectable_label(text.is_empty(), lang.term(Word::NotGiven)).clicked() {
            text.clear();
        }
        for (code, zh, en) in words {
            if ui.selectable_label(code == text, lang.pick(*zh, *en)).clicked() {
                (*code).clone_into(text);
            }
        }
    });
    list.response.accessible_name(name);
}

/// What would change, and what can not.
fn plan_ui(ui: &mut Ui, lang: Lang, sheet: &Sheet<'_>, plan: &EditPlan) {
    let tokens = theme::tokens(ui);
    if !plan.refused.is_empty() {
        let text = said::cells_refused(lang, plan.refused.len());
        widgets::notice_line(ui, icons::MISSING, tokens.begun, tokens.begun_soft, &text);
        let lines = plan.refused.iter().take(MOST_REFUSED).map(|cell| {
            let title = cell.field.map_or("", |field| {
                let info = sheet.info(field);
                lang.pick(info.zh, info.en)
            });
            said::cell_refused(lang, cell.row, title, &cell.text, cell.why)
        });
        for line in lines {
            widgets::small(ui, &line);
        }
        ui.add_space(UNIT);
    }
    widgets::small(ui, &said::cells_unchanged(lang, plan.unchanged));
    ui.add_space(UNIT);
    ScrollArea::vertical().id_salt("changes").max_height(70.0 * UNIT).show_rows(
        ui,
        CONTROL,
        plan.edits.len(),
        |ui, range| {
            for edit in plan.edits.get(range).unwrap_or_default() {
                edit_ui(ui, lang, sheet, edit);
            }
        },
    );
}

/// So many are told one by one.
const MOST_REFUSED: usize = 5;

fn edit_ui(ui: &mut Ui, lang: Lang, sheet: &Sheet<'_>, edit: &CellEdit) {
    let tokens = theme::tokens(ui);
    let info = sheet.info(edit.field);
    let name = sheet.outfall(edit.row).map(|it| said::outfall_name(lang, it)).unwrap_or_default();
    let word = |value: &Value| match value {
        Value::Null => lang.term(Word::NotGiven).to_owned(),
        Value::Integer(flag) if info.sql == SqlType::Boolean => body::words(lang, Shown::YesNo(*flag == 1)),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => {
            let codes = info.column.map_or(&[][..], |it| it.codes);
            let word = codes.iter().find(|(code, ..)| code == text);
            word.map_or_else(|| text.clone(), |(_, zh, en)| lang.pick(*zh, *en).to_owned())
        }
    };
    let text = format!("{name} · {}  {} → {}", lang.pick(info.zh, info.en), word(&edit.old), word(&edit.new));
    let label = eframe::egui::Label::new(RichText::new(text).size(SMALL + 0.5).color(tokens.text)).truncate();
    ui.horizontal(|ui| {
        ui.set_min_height(CONTROL);
        ui.add(label);
    });
}

fn action(plan: &EditPlan) -> Action {
    let cell = |edit: &CellEdit| {
        (
            edit.outfall,
            CellChange { column: edit.column.to_owned(), old: edit.old.clone(), new: edit.new.clone() },
        )
    };
    Action::EditOutfalls(plan.edits.iter().map(cell).collect())
}

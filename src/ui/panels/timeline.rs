//! What was done to the outfall whose card is open: by whom, when, and what each value was before.

use eframe::egui::{Label, RichText, Ui};

use super::{card::Card, facts};
use crate::{
    app::Action,
    domain::{
        fact::Correction,
        project::{AnyRecord, CellChange, Change, RecordKind},
        timeline::{self, Moment},
    },
    ui::{
        icons,
        said::{self, Word},
        theme::{self, GAP, PAD, SECTION, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// Steps that are shown; an outfall with more is looked at in the history of the project.
const MOST: usize = 200;

/// The section, folded until somebody opens it: reading it takes a look at every operation of the project.
pub(super) fn timeline_ui(ui: &mut Ui, card: &Card<'_>, open: &mut bool, wishes: &mut Vec<Wish>) {
    let lang = card.lang;
    ui.add_space(SECTION);
    let icon = if *open { icons::UP } else { icons::DOWN };
    if widgets::quiet_button(ui, icon, lang.term(Word::Changes)).clicked() {
        *open = !*open;
    }
    if !*open {
        return;
    }
    let Some(moments) = &card.timeline else {
        widgets::small(ui, lang.term(Word::Reading));
        return;
    };
    for moment in moments.iter().rev().take(MOST) {
        moment_ui(ui, card, moment, wishes);
    }
    ui.add_space(PAD);
}

fn moment_ui(ui: &mut Ui, card: &Card<'_>, moment: &Moment, wishes: &mut Vec<Wish>) {
    let (lang, step) = (card.lang, &moment.step);
    let tokens = theme::tokens(ui);
    ui.add_space(GAP);
    ui.add(Label::new(RichText::new(lang.term(step.deed)).size(SMALL + 1.0).color(tokens.text)).wrap());
    let role = step.role.map_or("", |it| lang.term(it));
    let device = said::device(lang, &step.device);
    let who = said::joined(&[&said::moment(step.at_ms), &step.author, &step.unit, role, &device]);
    widgets::small(ui, &who);
    for change in &moment.changes {
        change_ui(ui, card, change, wishes);
    }
}

fn change_ui(ui: &mut Ui, card: &Card<'_>, change: &Change, wishes: &mut Vec<Wish>) {
    let lang = card.lang;
    match change {
        Change::Insert(record) => {
            line_ui(ui, &said::came(lang, &named(card, record)));
            if let AnyRecord::Correction(correction) = record {
                corrected_ui(ui, card, correction, wishes);
            }
        }
        Change::Delete(record) => line_ui(ui, &said::went(lang, &named(card, record))),
        Change::Set { kind, id, cells } => {
            for cell in cells {
                let own = *kind == RecordKind::Outfall && *id == card.entry.outfall.id;
                cell_ui(ui, card, *kind, cell, own, wishes);
            }
        }
    }
}

/// What the right fact says in place of the wrong one.
fn corrected_ui(ui: &mut Ui, card: &Card<'_>, correction: &Correction, wishes: &mut Vec<Wish>) {
    let fact = |id| correction.kind().and_then(|kind| card.entry.fact(kind, id));
    let both = fact(correction.wrong).zip(correction.right.and_then(fact));
    let change = both.and_then(|(wrong, right)| Change::between(&wrong, &right));
    if let Some(change) = change {
        change_ui(ui, card, &change, wishes);
    }
}

fn line_ui(ui: &mut Ui, text: &str) {
    let color = theme::tokens(ui).text;
    ui.add(Label::new(RichText::new(text).size(SMALL).color(color)).wrap());
}

/// What kind of record, of which day, what was measured, and why where it is a correction.
fn named(card: &Card<'_>, record: &AnyRecord) -> String {
    let day = facts::day_of(record).map(|it| it.to_string()).unwrap_or_default();
    let detail = match record {
        AnyRecord::Correction(it) => it.reason.clone(),
        AnyRecord::Waiver(it) => said::joined(&[&it.check_code, &it.reason]),
        AnyRecord::LabResult(it) => {
            let parameter = it.parameter.map_or("", |it| card.lang.term(it));
            let value = it.value.map(|it| it.to_string()).unwrap_or_default();
            said::joined(&[parameter, &value])
        }
        _ => String::new(),
    };
    said::joined(&[said::kind_name(card.lang, record.kind()), &day, &detail])
}

/// One value before and after; of the register entry, the button that brings the old one back.
fn cell_ui(
    ui: &mut Ui,
    card: &Card<'_>,
    kind: RecordKind,
    cell: &CellChange,
    own: bool,
    wishes: &mut Vec<Wish>,
) {
    let lang = card.lang;
    let columns = kind.columns();
    let Some(column) = columns.iter().find(|it| it.name == cell.column) else { return };
    let words = |value| {
        facts::in_words(lang, column, value, card).unwrap_or_else(|| lang.term(Word::Nothing).to_owned())
    };
    let title = lang.pick(column.zh, column.en);
    let (old, new) = (words(&cell.old), words(&cell.new));
    line_ui(ui, &format!("{title}  {old} → {new}"));
    let restored = timeline::restored(&card.entry.outfall, cell).filter(|_| own && !card.read_only);
    if let Some(restored) = restored {
        ui.indent((&cell.column, "restore"), |ui| {
            ui.spacing_mut().item_spacing.y = UNIT;
            if widgets::quiet_button(ui, icons::RESET, &said::restore(lang, title, &old)).clicked() {
                wishes.push(Wish::act(Action::EditOutfalls(vec![(card.entry.outfall.id, restored)])));
            }
        });
    }
}

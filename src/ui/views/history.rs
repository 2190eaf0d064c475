//! What was done, newest first, and the way back.

use std::collections::HashSet;

use eframe::egui::{
    Align, Align2, FontId, Frame, Layout, Margin, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo,
    pos2, vec2,
};

use crate::{
    app::Action,
    domain::{
        RecordId,
        op::{Deed, PastStep},
    },
    i18n::Lang,
    ui::{
        icons,
        keys::Command,
        said::{self, Word},
        theme::{self, BODY, GAP, SECTION, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// What the view draws from.
pub(crate) struct History<'a> {
    pub(crate) lang: Lang,
    /// Oldest first.
    pub(crate) steps: &'a [PastStep],
    pub(crate) undone: &'a HashSet<RecordId>,
    pub(crate) undo: Option<&'a PastStep>,
    pub(crate) redo: Option<&'a PastStep>,
    pub(crate) read_only: bool,
}

const ROW: f32 = 9.0 * UNIT;

/// Draws the view.
pub(crate) fn history_ui(ui: &mut Ui, history: &History<'_>, wishes: &mut Vec<Wish>) {
    let side = ((ui.available_width() - 240.0 * UNIT) / 2.0).max(SECTION);
    let margin = Margin { left: side as i8, right: side as i8, top: 16, bottom: 0 };
    let margin = if side > 120.0 { Margin { left: 120, right: 120, ..margin } } else { margin };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.horizontal(|ui| {
            widgets::heading(ui, Command::ShowHistory.title(history.lang));
            widgets::small(ui, &said::steps(history.lang, history.steps.len()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| buttons_ui(ui, history, wishes));
        });
        ui.add_space(GAP);
        let line = ui.available_rect_before_wrap();
        ui.painter().hline(line.x_range(), line.top(), Stroke::new(1.0, theme::tokens(ui).line));
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW, history.steps.len(), |ui, range| {
            for step in history.steps.iter().rev().skip(range.start).take(range.len()) {
                step_ui(ui, history, step);
            }
        });
    });
}

fn buttons_ui(ui: &mut Ui, history: &History<'_>, wishes: &mut Vec<Wish>) {
    let lang = history.lang;
    // From right to left.
    let ways = [
        (icons::REDO, Command::Redo, history.redo, Action::Redo),
        (icons::UNDO, Command::Undo, history.undo, Action::Undo),
    ];
    for (icon, command, step, action) in ways {
        let possible = step.is_some() && !history.read_only;
        ui.add_enabled_ui(possible, |ui| {
            let response = widgets::quiet_button(ui, icon, command.title(lang));
            let tip = step.map_or_else(String::new, |step| said::step(lang, step));
            if response.on_hover_text(format!("{tip}  {}", command.keys())).clicked() {
                wishes.push(Wish::act(action));
            }
        });
    }
}

fn step_ui(ui: &mut Ui, history: &History<'_>, step: &PastStep) {
    let tokens = theme::tokens(ui);
    let lang = history.lang;
    let undone = history.undone.contains(&step.id);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said::step(lang, step)));
    let color = if undone { tokens.faint } else { tokens.text };
    let painter = ui.painter();
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
    let font = |size| FontId::proportional(size);
    let middle = rect.center().y;
    let icon_color = if undone { tokens.faint } else { tokens.accent };
    painter.text(
        pos2(rect.left() + 3.0 * UNIT, middle),
        Align2::CENTER_CENTER,
        icon_of(step.deed),
        font(16.0),
        icon_color,
    );
    let deed = pos2(rect.left() + 7.0 * UNIT, middle);
    let deed = painter.text(deed, Align2::LEFT_CENTER, lang.term(step.deed), font(BODY), color);

    let when = said::moment(step.at_ms);
    let right = rect.right() - GAP;
    painter.text(pos2(right, middle), Align2::RIGHT_CENTER, when, font(SMALL), tokens.weak);
    let author = pos2(right - 36.0 * UNIT, middle);
    painter.text(author, Align2::RIGHT_CENTER, &step.author, font(SMALL), tokens.weak);
    let count = pos2(right - 58.0 * UNIT, middle);
    let changes = said::changes(lang, step.op_count);
    painter.text(count, Align2::RIGHT_CENTER, changes, font(SMALL), tokens.weak);
    let mut left = deed.right() + 3.0 * UNIT;
    if undone {
        let at = pos2(left, middle);
        let tag = painter.text(at, Align2::LEFT_CENTER, lang.term(Word::Undone), font(SMALL), tokens.begun);
        left = tag.right() + 3.0 * UNIT;
    }
    let room = Rect::from_min_max(pos2(left, rect.top()), pos2(right - 78.0 * UNIT, rect.bottom()));
    widgets::elided_at(ui, room, &step.subject, BODY, if undone { tokens.faint } else { tokens.weak });
}

fn icon_of(deed: Deed) -> &'static str {
    match deed {
        Deed::CreateProject => icons::NEW,
        Deed::ImportOutfalls | Deed::ImportLayer => icons::IMPORT,
        Deed::RemoveLayer => icons::REMOVE,
        Deed::ChangeLayer | Deed::ChangeStyle | Deed::ChangeBasemap | Deed::ChangeBookmark => icons::LAYERS,
        Deed::AddOutfall | Deed::MoveOutfall => icons::OUTFALL,
        Deed::EditOutfall | Deed::EditOutfalls | Deed::Correct | Deed::NewLayer | Deed::EditShapes => {
            icons::EDIT
        }
        Deed::RecordCheck => icons::STAGE_CHECK,
        Deed::RecordSample => icons::STAGE_MEASURE,
        Deed::RecordTrace => icons::STAGE_TRACE,
        Deed::RecordFix => icons::STAGE_FIX,
        Deed::RecordUpkeep => icons::STAGE_MANAGE,
        Deed::RecordRegister => icons::REGISTER,
        Deed::RecordFacts => icons::FILE,
        Deed::FixFindings | Deed::Waive => icons::CHECK_CIRCLE,
        Deed::FixCoordinates => icons::MOVE,
        Deed::AddPhoto | Deed::ChangePhoto => icons::PHOTO,
        Deed::Assign => icons::CALENDAR,
        Deed::LogTrack => icons::MEASURE_LENGTH,
        Deed::ChangeSettings => icons::SETTINGS,
        Deed::Undo => icons::UNDO,
        Deed::Redo => icons::REDO,
    }
}

//! One field of a form: its title, the control that fits its column, and what is wrong with it.

use eframe::egui::{Align, Id, Label, Response, RichText, Ui};

use super::{Form, Obstacle, control, layout};
use crate::{
    domain::{
        project::{ColumnInfo, Entry, Project},
        rule::plausible::{Place, Placed},
        value::SqlType,
    },
    i18n::Lang,
    ui::{
        said::{self, FormWord},
        theme::{self, SMALL, UNIT},
    },
};

/// What all fields of a form need to know.
pub(super) struct Context<'a> {
    pub(super) lang: Lang,
    pub(super) project: &'a Project,
    /// The outfall, if it is there already.
    pub(super) entry: Option<&'a Entry>,
    pub(super) today: jiff::civil::Date,
    pub(super) obstacles: &'a [Obstacle],
    pub(super) doubts: &'a [Placed],
}

impl Context<'_> {
    /// The doubt about the field of this column.
    pub(super) fn doubt(&self, column: &str) -> Option<&Placed> {
        self.doubts.iter().find(|(place, _)| matches!(place, Place::Column(it) if *it == column))
    }
}

/// The identity of a field's control: the same wherever it stands, so that a field that moves keeps the cursor.
pub(super) fn id_of(form: &Form, column: &str) -> Id {
    Id::unique(("form field", form.record.id(), column))
}

/// A field with its title above it.
pub(super) fn field_ui(
    ui: &mut Ui,
    form: &mut Form,
    context: &Context<'_>,
    name: &'static str,
    lines: usize,
) {
    let Some(column) = form.column(name) else { return };
    let label = title_ui(ui, context, &column, form);
    let response = control_ui(ui, form, context, &column, lines).labelled_by(label.id);
    focus_ui(form, name, &response);
}

/// Only the control, for rows that have their titles elsewhere.
pub(super) fn control_ui(
    ui: &mut Ui,
    form: &mut Form,
    context: &Context<'_>,
    column: &ColumnInfo,
    lines: usize,
) -> Response {
    match column {
        ColumnInfo { codes: [_, ..], .. } => control::codes_ui(ui, form, context, column),
        ColumnInfo { sql: SqlType::Boolean, .. } => control::flag_ui(ui, form, context.lang, column),
        ColumnInfo { sql: SqlType::Date, .. } => control::date_ui(ui, form, context, column),
        ColumnInfo { sql: SqlType::Integer, .. } if layout::SEVERITIES.contains(&column.name) => {
            control::severity_ui(ui, form, context.lang, column)
        }
        ColumnInfo { sql: SqlType::Double | SqlType::Integer, .. } => {
            control::number_ui(ui, form, context.lang, column)
        }
        ColumnInfo { name: "target", .. } => control::reference_ui(ui, form, context, column),
        _ => control::text_ui(ui, form, context, column, lines),
    }
}

/// Gives the cursor to the control if it is its turn.
pub(super) fn focus_ui(form: &mut Form, name: &str, response: &Response) {
    if form.focus == Some(name) {
        response.request_focus();
        response.scroll_to_me(Some(Align::Center));
        form.focus = None;
    }
}

/// The title, and beside it what is wrong or where the value comes from.
pub(super) fn title_ui(ui: &mut Ui, context: &Context<'_>, column: &ColumnInfo, form: &Form) -> Response {
    let tokens = theme::tokens(ui);
    let control = ui.spacing().interact_size.y;
    // A title needs less height than a control.
    ui.spacing_mut().interact_size.y = 4.0 * UNIT;
    let label = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        let title = context.lang.pick(column.zh, column.en);
        let label = ui.add(Label::new(RichText::new(title).size(SMALL).color(tokens.weak)).truncate());
        remark_ui(ui, context, column, form);
        label
    });
    ui.spacing_mut().interact_size.y = control;
    label.inner
}

fn remark_ui(ui: &mut Ui, context: &Context<'_>, column: &ColumnInfo, form: &Form) {
    let tokens = theme::tokens(ui);
    let lang = context.lang;
    let say = |ui: &mut Ui, text: &str, color, why: &str| {
        let words = Label::new(RichText::new(text).size(SMALL).color(color)).truncate();
        ui.add(words).on_hover_text(why);
    };
    let obstacle = context.obstacles.iter().find(|it| it.column(form.kind()) == Some(column.name));
    if let Some(obstacle) = obstacle {
        let unreadable = !matches!(obstacle, Obstacle::Missing(_));
        let color = if form.tried || unreadable { tokens.alarm } else { tokens.begun };
        say(ui, &said::obstacle_here(lang, obstacle), color, &said::obstacle(lang, obstacle));
    } else if let Some((_, doubt)) = context.doubt(column.name) {
        let text = doubt.say(lang);
        say(ui, &text, tokens.begun, &text);
    } else if form.is_sticky(column.name) {
        let why = said::form_word(lang, FormWord::StickyTip);
        say(ui, said::form_word(lang, FormWord::Sticky), tokens.accent, why);
    } else if form.is_suggested(column.name) {
        let by_rules = matches!(column.name, "grade" | "dry_weather");
        let why =
            if by_rules { said::form_word(lang, FormWord::Proposed) } else { said::suggestion_why(lang) };
        say(ui, said::suggestion(lang), tokens.accent, why);
    }
}

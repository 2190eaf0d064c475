//! What is wrong in a form: obstacles keep it from being kept, doubts only ask. Each names its field and its section.

use eframe::egui::{Align2, CornerRadius, FontId, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use jiff::civil::Date;

use super::{Form, layout, layout::Row, results::ResultRow, sources::SourceRow};
use crate::{
    domain::{
        Value,
        project::{AnyRecord, Entry, RecordKind},
        role::Role as Duty,
        rule::plausible::{self, Doubt, Place},
        stage::{Missing, gate},
        value::SqlType,
    },
    i18n::Lang,
    ui::{
        icons, said,
        theme::{self, SMALL, UNIT},
        widgets,
    },
};

/// Why a form can not be kept yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// The field holds something that is not a number.
    NotANumber(&'static str),
    /// The field holds something that is not a day.
    NotADate(&'static str),
    /// No outfall has the code in the field.
    NoSuchOutfall(&'static str),
    /// A gate asks for more.
    Missing(Missing),
    /// The file of a photo is not given.
    NoFile,
    /// A result has no parameter or no number.
    BadResult,
    /// A further source has a share that is no number.
    BadSource,
    /// A correction does not say why.
    NoReason,
    /// It is for somebody in another role.
    Role(Duty),
}

/// Where the cursor goes.
#[derive(Clone, Debug, PartialEq)]
enum Target {
    Column(&'static str),
    Row(Row, usize),
    Nowhere,
}

/// One line of the list of problems.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Problem {
    field: String,
    section: String,
    text: String,
    target: Target,
    /// Is it only a question?
    pub(super) soft: bool,
}

impl Obstacle {
    /// The column of the field it stands beside, in a form of `kind`.
    pub(super) fn column(&self, kind: RecordKind) -> Option<&'static str> {
        match self {
            Self::NotANumber(column) | Self::NotADate(column) | Self::NoSuchOutfall(column) => Some(column),
            Self::Missing(missing) => column_of(*missing, kind),
            Self::NoFile | Self::BadResult | Self::BadSource | Self::NoReason | Self::Role(_) => None,
        }
    }

    fn row(&self) -> Option<Row> {
        match self {
            Self::NoFile => Some(Row::File),
            Self::BadResult => Some(Row::Results),
            Self::BadSource => Some(Row::Sources),
            _ => None,
        }
    }
}

/// The column in a form of `kind` that supplies what is missing, if it is a matter of this form.
fn column_of(missing: Missing, kind: RecordKind) -> Option<&'static str> {
    let (place, column) = missing.place();
    match (missing, kind) {
        (Missing::Day, _) => Some("on"),
        (Missing::Reason, RecordKind::Trace | RecordKind::RegisterEvent) => Some("reason"),
        (Missing::Approver | Missing::Evidence, RecordKind::Plan | RecordKind::Trace) => Some(column),
        _ => (place == kind && !column.is_empty()).then_some(column),
    }
}

impl Form {
    /// Everything that keeps the form from being kept; a new outfall has no entry yet. A field that is not shown never does.
    pub(crate) fn obstacles(&self, entry: Option<&Entry>) -> Vec<Obstacle> {
        let mut obstacles = Vec::new();
        let shown = layout::shown(&self.record);
        for column in self.columns.iter().filter(|it| shown.contains(&it.name)) {
            let typed = self.typed.get(column.name).map_or("", |text| text.trim());
            let unread = !typed.is_empty() && self.value(column.name) == Value::Null;
            match column.sql {
                SqlType::Double | SqlType::Integer if unread => {
                    obstacles.push(Obstacle::NotANumber(column.name));
                }
                SqlType::Date if unread => obstacles.push(Obstacle::NotADate(column.name)),
                SqlType::Text if unread && column.name == "target" => {
                    obstacles.push(Obstacle::NoSuchOutfall(column.name));
                }
                _ => {}
            }
        }
        if let Some(entry) = entry.filter(|_| !self.edits) {
            // What is corrected is no evidence of anything.
            let without = self.correction().map(|(wrong, _)| {
                let mut entry = entry.clone();
                entry.put_aside(self.kind(), wrong);
                entry
            });
            let missing = gate::missing_in(without.as_ref().unwrap_or(entry), &self.kept());
            // What can not be read is said to be so, and not to be missing as well.
            let said: Vec<&str> = obstacles.iter().filter_map(|it| it.column(self.kind())).collect();
            let is_new = |it: &Missing| column_of(*it, self.kind()).is_none_or(|it| !said.contains(&it));
            let missing: Vec<Missing> = missing.into_iter().filter(is_new).collect();
            obstacles.extend(missing.into_iter().map(Obstacle::Missing));
        }
        if self.lacks_reason() {
            obstacles.push(Obstacle::NoReason);
        }
        obstacles.extend(self.author.lacks_for(&self.record).map(Obstacle::Role));
        let has = |row| layout::section_with(&self.record, &row).is_some();
        if has(Row::Results) && self.results.iter().any(ResultRow::is_unread) {
            obstacles.push(Obstacle::BadResult);
        }
        if has(Row::Sources) && self.sources.iter().any(SourceRow::is_unread) {
            obstacles.push(Obstacle::BadSource);
        }
        if has(Row::File) && self.file.trim().is_empty() {
            obstacles.push(Obstacle::NoFile);
        }
        obstacles
    }

    /// What can hardly be right; it keeps nobody from anything.
    pub(crate) fn doubts(&self, entry: &Entry, today: Date) -> Vec<plausible::Placed> {
        if self.edits {
            return Vec::new();
        }
        let record = self.kept();
        let mut doubts = plausible::record(entry, &record, today);
        if let AnyRecord::Trace(trace) = &record {
            doubts.extend(plausible::sources(trace, &self.trace_sources()));
        }
        if matches!(record, AnyRecord::Sample(_)) {
            doubts.extend(plausible::results(&self.lab_results(), &entry.results));
        }
        let shown = layout::shown(&self.record);
        doubts.retain(|(place, _)| match place {
            Place::Column(column) => shown.contains(column),
            Place::Result(_) | Place::Source(_) => true,
        });
        doubts
    }

    /// Obstacles and doubts as the list shows them, obstacles first.
    pub(super) fn problems(
        &self,
        lang: Lang,
        obstacles: &[Obstacle],
        doubts: &[plausible::Placed],
    ) -> Vec<Problem> {
        let shown = layout::shown(&self.record);
        let place = |it: &Problem| match it.target {
            Target::Column(column) => shown.iter().position(|other| *other == column),
            _ => None,
        };
        let mut hard: Vec<Problem> = obstacles.iter().map(|it| self.obstacle_line(lang, it)).collect();
        // Who must do it comes first, because nothing that is filled in changes that; then in the order of the fields; what has no
        // place comes last.
        let of_role = said_roles(lang, obstacles);
        hard.sort_by_key(|it| (!of_role.contains(&it.text), place(it).unwrap_or(usize::MAX)));
        let soft = doubts.iter().map(|(place, doubt)| self.doubt_line(lang, *place, *doubt));
        hard.into_iter().chain(soft).collect()
    }

    fn field_and_section(&self, lang: Lang, column: &str) -> (String, String) {
        let field = self.column(column).map_or("", |it| lang.pick(it.zh, it.en));
        let section = layout::section_of(&self.record, column).map_or("", |(zh, en)| lang.pick(zh, en));
        (field.to_owned(), section.to_owned())
    }

    fn obstacle_line(&self, lang: Lang, obstacle: &Obstacle) -> Problem {
        let shown = layout::shown(&self.record);
        if let Some(column) = obstacle.column(self.kind()).filter(|it| shown.contains(it)) {
            let (field, section) = self.field_and_section(lang, column);
            let text = said::obstacle_here(lang, obstacle);
            return Problem { field, section, text, target: Target::Column(column), soft: false };
        }
        let row = obstacle.row();
        let section = row.as_ref().and_then(|row| layout::section_with(&self.record, row));
        let at = match row {
            Some(Row::Results) => self.results.iter().position(ResultRow::is_unread),
            Some(Row::Sources) => self.sources.iter().position(SourceRow::is_unread),
            _ => None,
        };
        Problem {
            field: String::new(),
            section: section.map_or("", |(zh, en)| lang.pick(zh, en)).to_owned(),
            text: said::obstacle(lang, obstacle),
            target: row.zip(at).map_or(Target::Nowhere, |(row, at)| Target::Row(row, at)),
            soft: false,
        }
    }

    fn doubt_line(&self, lang: Lang, place: Place, doubt: Doubt) -> Problem {
        let text = doubt.say(lang);
        let of_row = |row: &Row| {
            let section = layout::section_with(&self.record, row);
            section.map_or("", |(zh, en)| lang.pick(zh, en)).to_owned()
        };
        let (field, section, target) = match place {
            Place::Column(column) => {
                let (field, section) = self.field_and_section(lang, column);
                (field, section, Target::Column(column))
            }
            Place::Result(parameter) => {
                let at = self.results.iter().rposition(|it| it.parameter() == Some(parameter));
                let target = at.map_or(Target::Nowhere, |at| Target::Row(Row::Results, at));
                (lang.term(parameter).to_owned(), of_row(&Row::Results), target)
            }
            Place::Source(at) => {
                let name = self.sources.get(at).map(|it| it.name().to_owned()).unwrap_or_default();
                (name, of_row(&Row::Sources), Target::Row(Row::Sources, at))
            }
        };
        Problem { field, section, text, target, soft: true }
    }

    /// Puts the cursor where the problem is.
    fn go_to(&mut self, target: &Target) {
        match target {
            Target::Column(column) => self.focus = Some(column),
            Target::Row(row, at) => self.focus_row = Some((row.clone(), *at)),
            Target::Nowhere => {}
        }
    }

    /// Puts the cursor into the first field that keeps the form from being kept.
    pub(super) fn go_to_first(&mut self, problems: &[Problem]) {
        if let Some(first) = problems.iter().find(|it| !it.soft && it.target != Target::Nowhere) {
            self.go_to(&first.target.clone());
        }
    }
}

/// What is said of those obstacles that are a matter of who fills the form in.
fn said_roles(lang: Lang, obstacles: &[Obstacle]) -> Vec<String> {
    let roles = obstacles.iter().filter(|it| matches!(it, Obstacle::Role(_)));
    roles.map(|it| said::obstacle(lang, it)).collect()
}

/// How far the words of a problem stand from the left, after its sign.
const INSET: f32 = 6.0 * UNIT;

/// The height of one line of the list.
const LINE: f32 = 5.5 * UNIT;

/// How many lines of it are shown before it scrolls.
const MOST_LINES: usize = 4;

/// The list; a click puts the cursor where the problem is. Two stand side by side where both have room.
pub(super) fn problems_ui(ui: &mut Ui, lang: Lang, form: &mut Form, problems: &[Problem]) {
    if problems.is_empty() {
        return;
    }
    let most = if theme::is_touch(ui) { 2 } else { MOST_LINES };
    let lines = in_lines(ui, lang, problems);
    let line_height = line_height(ui);
    let height = lines.len().min(most) as f32 * line_height;
    let mut target = None;
    ScrollArea::vertical()
        .id_salt("problems")
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(UNIT, 0.0);
            ui.spacing_mut().interact_size.y = line_height;
            let whole = ui.available_width();
            for line in lines {
                let width = if line.len() == 1 { whole } else { half(whole) };
                ui.horizontal(|ui| {
                    for problem in line {
                        if line_ui(ui, lang, form, problem, vec2(width, line_height)) {
                            target = Some(problem.target.clone());
                        }
                    }
                });
            }
        });
    if let Some(target) = target {
        form.go_to(&target);
    }
    ui.add_space(UNIT);
}

/// The width of one of two columns.
fn half(width: f32) -> f32 {
    (width - UNIT) / 2.0
}

/// The problems of each line: two in order where both fit into half of it, and otherwise one.
fn in_lines<'a>(ui: &Ui, lang: Lang, problems: &'a [Problem]) -> Vec<&'a [Problem]> {
    let room = half(ui.available_width()) - INSET - UNIT;
    let fits = |problem: &Problem| {
        let name = said::problem_name(lang, &problem.field, &problem.section, &problem.text);
        let font = FontId::proportional(SMALL);
        ui.painter().layout_no_wrap(name, font, theme::tokens(ui).text).size().x <= room
    };
    let mut lines = Vec::new();
    let mut rest = problems;
    while !rest.is_empty() {
        let pair = rest.get(..2).is_some_and(|pair| pair.iter().all(fits));
        let (line, after) = rest.split_at(if pair { 2 } else { 1 });
        lines.push(line);
        rest = after;
    }
    lines
}

/// A finger needs more room than a pointer.
fn line_height(ui: &Ui) -> f32 {
    if theme::is_touch(ui) { theme::control(ui) } else { LINE }
}

fn line_ui(ui: &mut Ui, lang: Lang, form: &Form, problem: &Problem, size: eframe::egui::Vec2) -> bool {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = said::problem_name(lang, &problem.field, &problem.section, &problem.text);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), tokens.hover);
    }
    let (icon, color) = match (problem.soft, form.tried) {
        (true, _) => (icons::WARNING, tokens.begun),
        (false, true) => (icons::PROBLEM, tokens.alarm),
        (false, false) => (icons::MISSING, tokens.weak),
    };
    let font = FontId::proportional(SMALL + 1.0);
    ui.painter().text(rect.left_center() + vec2(UNIT, 0.0), Align2::LEFT_CENTER, icon, font, color);
    let words = Rect::from_min_max(pos2(rect.left() + INSET, rect.top()), rect.max - vec2(UNIT, 0.0));
    widgets::elided_at(ui, words, &name, SMALL, tokens.text);
    response.on_hover_text(&name).clicked()
}

//! One row of a ledger → what it says of an outfall, with every word that was not understood kept.

use std::borrow::Cow;

use super::{Warning, columns::Columns, position::PositionReader};
use crate::domain::{
    Column, Record as _, Value,
    fact::{Claim, FixKind},
    heading::Meaning,
    outfall::{CoordSource, Outfall},
    placing::Places,
    stage::{FixState, RegisterState, TraceState},
    table::{Cell, Row},
    value::SqlType,
    words::{self, ClassWord, DateWord, FixWord},
};

/// What a row says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Draft {
    /// The row, as a person counts.
    pub(super) row: u64,
    /// The outfall, without identity. Cells that the row leaves open are blank.
    pub(super) outfall: Outfall,
    /// The county around the position, where the row states none.
    pub(super) county_found: String,
    /// What the row claims, without identity, outfall, file.
    pub(super) claim: Claim,
    /// Name and county for comparing; empty without a name.
    pub(super) name_key: String,
    /// Is it a row of totals?
    pub(super) total: bool,
    /// What there is to know.
    pub(super) warnings: Vec<Warning>,
    /// What was not understood, for the remark.
    leftovers: String,
}

impl Draft {
    /// The county that is stated, else the one around the position.
    pub(super) fn county(&self) -> &str {
        if self.outfall.county.is_empty() { &self.county_found } else { &self.outfall.county }
    }

    fn keep(&mut self, heading: &str, text: &str) {
        leave(&mut self.leftovers, heading, text);
    }

    fn unknown(&mut self, heading: &str, text: &str) {
        self.keep(heading, text);
        self.warnings.push(Warning::UnknownWord { heading: heading.to_owned(), text: text.to_owned() });
    }
}

/// Adds to what was not understood: nothing that a ledger says is lost.
pub(super) fn leave(leftovers: &mut String, heading: &str, text: &str) {
    for part in ["〔", &words::clean(heading), "：", text, "〕"] {
        leftovers.push_str(part);
    }
}

/// Reads the rows of one table.
pub(super) struct RowReader<'a> {
    headings: &'a [String],
    position: PositionReader,
    counties: Option<&'a Places>,
    plain: Vec<(usize, &'static Column<Outfall>)>,
    class_group: Option<usize>,
    class: Option<usize>,
    class_detail: Option<usize>,
    town_village: Option<usize>,
    claim: ClaimColumns,
}

struct ClaimColumns {
    on: Option<usize>,
    register: Option<usize>,
    target_code: Option<usize>,
    trace: Option<usize>,
    traced_on: Option<usize>,
    fix_kind: Option<usize>,
    fix: Option<usize>,
    closed_on: Option<usize>,
}

/// Read together with others, or never from a column.
const NOT_PLAIN: &[&str] = &["class", "class_detail", "lon", "lat"];

impl<'a> RowReader<'a> {
    pub(super) fn new(
        headings: &'a [String],
        columns: &Columns,
        position: PositionReader,
        counties: Option<&'a Places>,
    ) -> Self {
        let plain = Outfall::COLUMNS.iter().filter(|it| !NOT_PLAIN.contains(&it.name));
        let plain = plain.filter_map(|it| Some((columns.find(Meaning::Outfall(it.name))?, it)));
        let claim = |name| columns.find(Meaning::Claim(name));
        Self {
            headings,
            position,
            counties,
            plain: plain.collect(),
            class_group: columns.find(Meaning::ClassGroup),
            class: columns.find(Meaning::Outfall("class")),
            class_detail: columns.find(Meaning::Outfall("class_detail")),
            town_village: columns.find(Meaning::TownVillage),
            claim: ClaimColumns {
                on: claim("on"),
                register: claim("register"),
                target_code: claim("target_code"),
                trace: claim("trace"),
                traced_on: claim("traced_on"),
                fix_kind: claim("fix_kind"),
                fix: claim("fix"),
                closed_on: claim("closed_on"),
            },
        }
    }

    /// What this row says.
    pub(super) fn read(&self, row: &Row) -> Draft {
        let mut draft = Draft { row: row.number, total: is_total(row), ..Draft::default() };
        for (at, column) in &self.plain {
            self.read_plain(row, *at, column, &mut draft);
        }
        self.read_class(row, &mut draft);
        if let Some(text) = text_at(row, self.town_village) {
            let (town, village) = words::town_and_village(&text);
            for (field, found) in [(&mut draft.outfall.town, town), (&mut draft.outfall.village, village)] {
                if field.is_empty() {
                    *field = found;
                }
            }
        }
        self.read_claim(row, &mut draft);
        self.read_position(row, &mut draft);
        let leftovers = std::mem::take(&mut draft.leftovers);
        draft.outfall.remark.push_str(&leftovers);
        draft.name_key = name_key(&draft.outfall.name, draft.county());
        draft
    }

    fn heading(&self, at: usize) -> &'a str {
        self.headings.get(at).map_or("", String::as_str)
    }

    fn read_plain(&self, row: &Row, at: usize, column: &Column<Outfall>, draft: &mut Draft) {
        let Some(cell) = row.cells.get(at) else { return };
        let value = match (column.name, column.sql) {
            ("code_national" | "code_local", _) => {
                if let Cell::Number(number) = cell
                    && number.abs() >= 1e15
                {
                    draft.warnings.push(Warning::DigitsLost { code: cell.to_text() });
                }
                filled(cell).map(|text| Value::text(words::code(&text)))
            }
            ("county", _) => filled(cell).map(|text| match words::county(&text) {
                Some(name) => Value::text(name),
                None => Value::text(words::clean(&text)),
            }),
            // Line breaks in a remark are meant.
            ("remark", _) => filled(cell).map(|text| Value::text(text.trim())),
            (_, SqlType::Date) => self.date(row, Some(at), draft).map(|day| Value::Text(day.to_string())),
            (_, SqlType::Boolean) => match cell {
                Cell::Flag(flag) => Some(Value::Integer(i64::from(*flag))),
                cell => self.word(cell, at, draft, words::yes_no).map(|flag| Value::Integer(i64::from(flag))),
            },
            (_, SqlType::Double | SqlType::Integer) => {
                self.word(cell, at, draft, words::kilometres).map(Value::Real)
            }
            ("bank", _) => {
                self.word(cell, at, draft, words::bank).map(|bank| Value::Text(bank.code().to_owned()))
            }
            ("coord_source", _) => self
                .word(cell, at, draft, CoordSource::parse)
                .map(|source| Value::Text(source.code().to_owned())),
            _ => filled(cell).map(|text| Value::text(words::clean(&text))),
        };
        if let Some(value) = value
            && (column.set)(&mut draft.outfall, value).is_err()
        {
            draft.unknown(self.heading(at), &cell.to_text());
        }
    }

    /// The value of a word, or nothing after the word was kept elsewhere.
    fn word<T>(&self, cell: &Cell, at: usize, draft: &mut Draft, read: fn(&str) -> Option<T>) -> Option<T> {
        let text = cell.to_text();
        let value = read(&text);
        // 无 is an answer to 有/无, so a word is tried before it is taken for a blank.
        if value.is_none() && !words::is_blank(&text) {
            draft.unknown(self.heading(at), text.trim());
        }
        value
    }

    fn date(&self, row: &Row, at: Option<usize>, draft: &mut Draft) -> Option<jiff::civil::Date> {
        let at = at?;
        let word = match row.cells.get(at)? {
            Cell::Date(day) => return Some(*day),
            Cell::Number(number) => words::date_from_number(*number),
            cell => words::date(&filled(cell)?),
        };
        let (heading, text) = (self.heading(at).to_owned(), row.cells.get(at)?.to_text());
        match word {
            DateWord::Day(day) => return Some(day),
            DateWord::Impossible => {
                draft.keep(&heading, &text);
                draft.warnings.push(Warning::ImpossibleDate { heading, text });
            }
            DateWord::MonthOnly => {
                draft.keep(&heading, &text);
                draft.warnings.push(Warning::MonthOnly { heading, text });
            }
            DateWord::NotADate => draft.unknown(&heading, &text),
        }
        None
    }

    /// The deepest of the three levels that is understood. What says more than the class is kept as the detail.
    fn read_class(&self, row: &Row, draft: &mut Draft) {
        let columns = [self.class_detail, self.class, self.class_group];
        let levels = columns.into_iter().filter_map(|at| Some((at?, words::clean(&text_at(row, at)?))));
        let levels: Vec<(usize, String, Option<ClassWord>)> =
            levels.map(|(at, text)| (at, text.clone(), words::class(&text))).collect();
        draft.outfall.class = levels.iter().find_map(|(_, _, word)| word.and_then(ClassWord::class));

        let undecided = draft.outfall.class.is_none();
        for (at, text, word) in &levels {
            let is_detail = Some(*at) == self.class_detail || matches!(word, Some(ClassWord::Detail(_)));
            let is_understood = matches!(word, Some(ClassWord::Class(_) | ClassWord::Detail(_)));
            let is_implied = is_understood || (word.is_some() && !undecided);
            if draft.outfall.class_detail.is_empty() && (is_detail || !is_implied) {
                draft.outfall.class_detail.clone_from(text);
            } else if !is_implied && draft.outfall.class_detail != *text {
                draft.keep(self.heading(*at), text);
            }
        }
        let Some((_, text, word)) = levels.into_iter().next().filter(|_| undecided) else { return };
        draft.warnings.push(match word {
            Some(_) => Warning::ClassNotDecided { text },
            None => Warning::ClassUnknown { text },
        });
    }

    fn read_claim(&self, row: &Row, draft: &mut Draft) {
        let columns = &self.claim;
        let mut claim = Claim {
            on: self.date(row, columns.on, draft),
            register: self.state(row, columns.register, draft, words::register),
            target_code: text_at(row, columns.target_code).map_or_else(String::new, |it| words::code(&it)),
            trace: self.state(row, columns.trace, draft, words::trace),
            traced_on: self.date(row, columns.traced_on, draft),
            fix_kind: self.state(row, columns.fix_kind, draft, words::fix_kind),
            closed_on: self.date(row, columns.closed_on, draft),
            ..Claim::default()
        };
        let word = self.state(row, columns.fix, draft, words::fix);
        claim.fix = match word {
            Some(FixWord::State(state)) => Some(state),
            // A day of closing out says it without a word.
            Some(FixWord::Done) | None if claim.closed_on.is_some() => Some(FixState::Closed),
            Some(FixWord::Done) => {
                draft.warnings.push(Warning::DoneWithoutDay);
                Some(FixState::AwaitingAcceptance)
            }
            None if claim.fix_kind == Some(FixKind::NotNeeded) => Some(FixState::NotNeeded),
            None => None,
        };
        if claim.trace.is_none() && claim.traced_on.is_some() {
            claim.trace = Some(TraceState::Traced);
        }
        if claim.register.is_none() && !claim.target_code.is_empty() {
            claim.register = Some(RegisterState::Merged);
        }
        draft.claim = claim;
    }

    fn state<T>(
        &self,
        row: &Row,
        at: Option<usize>,
        draft: &mut Draft,
        read: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let at = at?;
        match row.cells.get(at)? {
            Cell::Flag(flag) => read(if *flag { "是" } else { "否" }),
            cell => {
                let text = filled(cell)?;
                let state = read(&text);
                if state.is_none() {
                    draft.unknown(self.heading(at), text.trim());
                }
                state
            }
        }
    }

    fn read_position(&self, row: &Row, draft: &mut Draft) {
        let found = self.position.read(row, &mut draft.warnings);
        draft.outfall.coord_text_raw = found.text;
        let Some((lon, lat)) = found.lon_lat else { return };
        draft.outfall.lon = Some(lon);
        draft.outfall.lat = Some(lat);
        draft.outfall.coord_crs_raw = found.crs;
        draft.outfall.coord_source = draft.outfall.coord_source.or(found.source);

        let Some(counties) = self.counties else { return };
        match counties.county_at(lon, lat).map(|it| it.name.as_str()) {
            None => draft.warnings.push(Warning::OutsideCounties),
            Some(county) if draft.outfall.county.is_empty() => county.clone_into(&mut draft.county_found),
            Some(county) if words::same_county(county, &draft.outfall.county) => {}
            Some(county) => draft.warnings.push(Warning::OtherCounty {
                stated: draft.outfall.county.clone(),
                found: county.to_owned(),
            }),
        }
    }
}

/// A name in a county, for comparing; empty without a name.
pub(super) fn name_key(name: &str, county: &str) -> String {
    if name.is_empty() {
        return String::new();
    }
    let mut key = words::plain(name);
    key.push('@');
    key.push_str(&words::county_key(county));
    key
}

/// The text of a cell that says something.
fn filled(cell: &Cell) -> Option<Cow<'_, str>> {
    match cell {
        Cell::Empty => None,
        Cell::Text(text) => (!words::is_blank(text)).then_some(Cow::Borrowed(text)),
        other => Some(Cow::Owned(other.to_text())),
    }
}

fn text_at(row: &Row, at: Option<usize>) -> Option<Cow<'_, str>> {
    filled(row.cells.get(at?)?)
}

/// 合计 and its like in the first cell that says anything.
fn is_total(row: &Row) -> bool {
    let first = row.cells.iter().find_map(filled);
    first.is_some_and(|text| {
        matches!(
            words::plain(&text).trim_end_matches([':', '：']),
            "合计" | "小计" | "总计" | "共计" | "total"
        )
    })
}

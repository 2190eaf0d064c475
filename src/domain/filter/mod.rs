//! A small language to pick outfalls by: `county=忻府区 and trace=untraced and name~电厂`.
//!
//! A condition is a field, one of `= != ~ < >`, and a value; conditions are joined with `and` (or 且).
//! Fields are the columns of [`Outfall`] by name or by Chinese or English title, the states `register check
//! measure trace fix manage`, `missing` (what a gate names), and the bare words `unproven` and `missing`.
//! `=` with nothing after it means empty. Values with blanks or operators in them stand in quotes.

mod parse;

use jiff::civil::Date;

pub use self::parse::{FilterError, FilterFault};
use super::{
    Column, Record as _, Value,
    outfall::Outfall,
    project::Entry,
    stage::{Missing, Stage, Standing, Track, gate},
    value::SqlType,
};

/// Conditions that all have to hold. Without any, every outfall is kept.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    conditions: Vec<Condition>,
}

/// One condition, its value understood as its field needs it.
#[derive(Clone, Debug)]
enum Condition {
    Cell { column: &'static Column<Outfall>, op: Operator, value: Operand },
    State { track: Track, op: Operator, value: Operand },
    Missing { op: Operator, missing: Missing },
    SomethingMissing,
    Unproven,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equal,
    Unequal,
    Contains,
    Less,
    Greater,
}

/// The value of a condition.
#[derive(Clone, Debug, PartialEq)]
enum Operand {
    Empty,
    Text(String),
    Number(f64),
    /// The code of an entry of a code list.
    Code(&'static str),
}

impl Filter {
    /// Reads the language; says where it can not.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        parse::conditions(text).map(|conditions| Self { conditions })
    }

    /// Is every outfall kept?
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Is this outfall kept, which stands like this on `day`?
    pub fn matches(&self, entry: &Entry, standing: &Standing, day: Date) -> bool {
        self.conditions.iter().all(|it| it.holds(entry, standing, day))
    }
}

impl Condition {
    fn holds(&self, entry: &Entry, standing: &Standing, day: Date) -> bool {
        let missing = |wanted: Option<Missing>| {
            Stage::ALL.iter().any(|stage| {
                let missing = gate::missing(entry, *stage, day);
                wanted.map_or(!missing.is_empty(), |wanted| missing.contains(&wanted))
            })
        };
        match self {
            Self::Cell { column, op, value } => compare(column, &(column.get)(&entry.outfall), *op, value),
            Self::State { track, op, value } => compare_state(track.state(standing), *op, value),
            Self::Missing { op, missing: wanted } => missing(Some(*wanted)) == (*op == Operator::Equal),
            Self::SomethingMissing => missing(None),
            Self::Unproven => !standing.trace.proven || !standing.fix.proven,
        }
    }
}

fn compare_state(
    (code, zh, en): (&'static str, &'static str, &'static str),
    op: Operator,
    value: &Operand,
) -> bool {
    match (op, value) {
        (Operator::Equal, Operand::Code(wanted)) => code == *wanted,
        (Operator::Unequal, Operand::Code(wanted)) => code != *wanted,
        (Operator::Contains, Operand::Text(part)) => contains(zh, part) || contains(en, part),
        _ => false,
    }
}

fn compare(column: &Column<Outfall>, cell: &Value, op: Operator, value: &Operand) -> bool {
    let empty = *cell == Value::Null;
    match (op, value) {
        (Operator::Equal, Operand::Empty) => empty,
        (Operator::Unequal, Operand::Empty) => !empty,
        (Operator::Equal, value) => equal(cell, value),
        (Operator::Unequal, value) => !equal(cell, value),
        (Operator::Contains, Operand::Text(part)) => match (cell, column.codes) {
            (Value::Text(text), []) => contains(text, part),
            (Value::Text(text), codes) => {
                codes.iter().any(|(code, zh, en)| code == text && (contains(zh, part) || contains(en, part)))
            }
            _ => false,
        },
        (Operator::Less, value) => order(cell, value).is_some_and(std::cmp::Ordering::is_lt),
        (Operator::Greater, value) => order(cell, value).is_some_and(std::cmp::Ordering::is_gt),
        (Operator::Contains, _) => false,
    }
}

fn equal(cell: &Value, value: &Operand) -> bool {
    match (cell, value) {
        (Value::Text(text), Operand::Text(wanted)) => text.trim().eq_ignore_ascii_case(wanted),
        (Value::Text(text), Operand::Code(wanted)) => text == wanted,
        (cell, value) => order(cell, value).is_some_and(std::cmp::Ordering::is_eq),
    }
}

/// Numbers by size, days and texts by their letters; nothing where there is nothing to compare.
fn order(cell: &Value, value: &Operand) -> Option<std::cmp::Ordering> {
    match (cell, value) {
        (Value::Integer(number), Operand::Number(wanted)) => (*number as f64).partial_cmp(wanted),
        (Value::Real(number), Operand::Number(wanted)) => number.partial_cmp(wanted),
        (Value::Text(text), Operand::Text(wanted)) => Some(text.as_str().cmp(wanted.as_str())),
        _ => None,
    }
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

/// The column with this name or title.
fn column(field: &str) -> Option<&'static Column<Outfall>> {
    Outfall::COLUMNS
        .iter()
        .find(|it| field.eq_ignore_ascii_case(it.name) || field == it.zh || field.eq_ignore_ascii_case(it.en))
}

/// Can the column be compared by size?
fn has_order(column: &Column<Outfall>) -> bool {
    matches!(column.sql, SqlType::Double | SqlType::Integer | SqlType::Date)
        || (column.sql == SqlType::Text && column.codes.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        fact::{Claim, FixKind, TraceOutcome},
        outfall::{Bank, OutfallClass},
        stage::TraceState,
        testing::{Campaign, day},
        value::Wanted,
    };

    fn campaign() -> Campaign {
        let mut campaign = Campaign::new();
        let plant = campaign.outfall("XF-1");
        campaign.edit(plant, |it| {
            it.name = "忻州 电厂 Outfall".to_owned();
            it.class = Some(OutfallClass::IndustrialPlant);
            it.bank = Some(Bank::Left);
            (it.lon, it.section_km) = (Some(112.7), Some(3.5));
            it.can_sample = Some(true);
        });
        campaign.plan(plant, "2024-02-01", FixKind::Regulate);
        let storm = campaign.outfall("DX-1");
        campaign.edit(storm, |it| {
            it.name = "雨水口".to_owned();
            it.county = "定襄县".to_owned();
            it.entity = "水务局".to_owned();
            it.confirmed_on = Some(day("2024-03-01"));
        });
        campaign.trace(storm, "2024-04-01", TraceOutcome::Found);
        let village = campaign.outfall("DX-2");
        campaign.edit(village, |it| it.county = "定襄县".to_owned());
        campaign.claim(village, "2024-04-01", Claim { trace: Some(TraceState::Traced), ..Claim::default() });
        campaign
    }

    #[track_caller]
    fn check(filter: &str, codes: &[&str]) {
        let campaign = campaign();
        let filter = Filter::parse(filter).unwrap();
        let kept: Vec<&str> = campaign
            .project
            .entries()
            .iter()
            .filter(|it| {
                filter.matches(it, &campaign.standing(it.outfall.id, "2024-06-01"), day("2024-06-01"))
            })
            .map(|it| it.outfall.code())
            .collect();
        assert_eq!(kept, codes);
    }

    #[track_caller]
    fn check_error(filter: &str, at: usize, fault: FilterFault) {
        assert_eq!(Filter::parse(filter).unwrap_err(), FilterError { at, fault }, "{filter}");
    }

    const ALL: [&str; 3] = ["XF-1", "DX-1", "DX-2"];

    #[test]
    fn conditions_all_have_to_hold() {
        check("", &ALL);
        check("county=定襄县", &["DX-1", "DX-2"]);
        check("county=定襄县 and trace=traced and name~雨水", &["DX-1"]);
        check("县 = 定襄县 且 名称~雨水", &["DX-1"]);
        check("County!=定襄县 AND code_local~xf", &["XF-1"]);
    }

    #[test]
    fn states_go_by_code_or_by_the_words_of_ledgers() {
        check("trace=untraced", &["XF-1"]);
        check("溯源状态=已溯源", &["DX-1", "DX-2"]);
        check("fix=已定方案", &["XF-1"]);
        check("fix!=planned and register=在册", &["DX-1", "DX-2"]);
        check("trace~溯源", &ALL);
        check("measure=Not measured and manage=none", &ALL);
        check("check=visited", &ALL);
    }

    #[test]
    fn numbers_and_days_have_an_order() {
        check("lon>112.5", &["XF-1"]);
        check("section_km<3.5", &[]);
        check("距离km=3.5", &["XF-1"]);
        check("confirmed_on>2024-02-29", &["DX-1"]);
        check("confirmed_on<2024-03-01", &["XF-1", "DX-2"]);
    }

    #[test]
    fn nothing_after_the_sign_means_empty() {
        check("entity=", &["XF-1", "DX-2"]);
        check("entity!=\"\" and county=定襄县", &["DX-1"]);
        check("lon=", &["DX-1", "DX-2"]);
    }

    #[test]
    fn codes_and_yes_or_no_are_understood_in_both_languages() {
        check("bank=left", &["XF-1"]);
        check("岸别=左岸", &["XF-1"]);
        check("class~工矿", &["XF-1"]);
        check("can_sample=是", &["XF-1"]);
        check("can_sample=no", &[]);
    }

    #[test]
    fn what_is_missing_and_what_is_unproven_can_be_asked_for() {
        check("unproven", &["DX-2"]);
        check("missing", &ALL);
        check("missing=缺整治研判", &["DX-1", "DX-2"]);
        check("missing!=judgement", &["XF-1"]);
        check("missing=county_acceptance and unproven", &[]);
    }

    #[test]
    fn quotes_keep_blanks_and_operators() {
        check("name~\"电厂 out\"", &["XF-1"]);
        check("name=\"忻州 电厂 outfall\"", &["XF-1"]);
        check("name~忻州 电厂", &["XF-1"]);
        check("name~\"a and b = c\"", &[]);
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        check_error("colour=red", 1, FilterFault::UnknownField("colour".to_owned()));
        check_error("县=忻府区 and 电厂", 11, FilterFault::NoOperator("电厂".to_owned()));
        check_error("county=忻府区 and", 12, FilterFault::NoCondition);
        check_error("and county=忻府区", 1, FilterFault::NoCondition);
        check_error("=忻府区", 1, FilterFault::NoField);
        check_error("name=\"电厂", 6, FilterFault::OpenQuote);
        check_error("lon>东", 5, FilterFault::BadValue { value: "东".to_owned(), wanted: Wanted::Number });
        check_error(
            "trace=done",
            7,
            FilterFault::BadValue { value: "done".to_owned(), wanted: Wanted::State },
        );
        check_error("trace<traced", 6, FilterFault::WrongOperator("<"));
        check_error("bank>left", 5, FilterFault::WrongOperator(">"));
        check_error(
            "confirmed_on>2024",
            14,
            FilterFault::BadValue { value: "2024".to_owned(), wanted: Wanted::Date },
        );
    }
}

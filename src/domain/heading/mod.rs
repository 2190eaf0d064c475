//! What the headings of other people's tables mean: the vocabulary of columns (列名词表).
//!
//! A heading is compared without blanks, brackets, units and line breaks, full-width forms as ASCII. Of a two-storey
//! heading `上/下` the whole is tried first (`溯源/状态` is 溯源状态), then its lower part with the topic of the
//! upper one, then the lower part alone.

mod vocabulary;

use self::vocabulary::VOCABULARY;
use super::{Record as _, fact::Claim, outfall::Outfall, words::plain};

/// What a column of a ledger holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// The column of [`Outfall`] with this name.
    Outfall(&'static str),
    /// The column of [`Claim`] with this name.
    Claim(&'static str),
    /// One of two plane coordinates. Which of X and Y is north is seen from the numbers: offices differ.
    X,
    /// The other plane coordinate.
    Y,
    /// Longitude and latitude in one cell.
    Pair,
    /// The minutes of a longitude whose degrees have a column of their own.
    LonMinutes,
    /// Its seconds.
    LonSeconds,
    /// The minutes of a latitude whose degrees have a column of their own.
    LatMinutes,
    /// Its seconds.
    LatSeconds,
    /// The first level of the class; the second is [`Outfall::class`], the third [`Outfall::class_detail`].
    ClassGroup,
    /// Town and village in one cell.
    TownVillage,
    /// A running number of the table, which says nothing of the outfall.
    Serial,
}

use Meaning::{
    Claim as C, ClassGroup, LatMinutes, LatSeconds, LonMinutes, LonSeconds, Outfall as O, Pair, TownVillage,
    X, Y,
};

/// Words in the upper part of a heading that say what its lower part is about.
const TOPICS: &[&str] = &["溯源", "整治", "治理", "销号", "经度", "纬度", "东经", "北纬", "坐标", "台账"];

/// What a heading means, and how telling it is: 0 is the most.
pub fn meaning(heading: &str) -> Option<(Meaning, usize)> {
    candidates(heading).iter().find_map(|candidate| look_up(candidate))
}

/// The meaning with this name: a column of the outfalls or of the claims, or one of the names of [`SPECIAL`].
pub fn meaning_of_column(name: &str) -> Option<Meaning> {
    let special = SPECIAL.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning);
    let outfall = || Outfall::column(name).map(|column| O(column.name));
    let claim = || Claim::column(name).filter(|it| is_claimed(it.name)).map(|column| C(column.name));
    special.or_else(outfall).or_else(claim)
}

/// The name of a meaning, which [`meaning_of_column`] knows; a running number has none.
pub fn column_of_meaning(meaning: Meaning) -> Option<&'static str> {
    match meaning {
        O(name) | C(name) => Some(name),
        other => SPECIAL.iter().find(|(_, special)| *special == other).map(|(name, _)| *name),
    }
}

/// The names of meanings that are not a column of a record, for the file that overrides headings.
pub const SPECIAL: &[(&str, Meaning)] = &[
    ("x", X),
    ("y", Y),
    ("lon_lat", Pair),
    ("lon_minutes", LonMinutes),
    ("lon_seconds", LonSeconds),
    ("lat_minutes", LatMinutes),
    ("lat_seconds", LatSeconds),
    ("class_group", ClassGroup),
    ("town_village", TownVillage),
];

/// The outfall and the file of a claim are known otherwise.
fn is_claimed(name: &str) -> bool {
    !matches!(name, "outfall" | "source")
}

fn look_up(candidate: &str) -> Option<(Meaning, usize)> {
    if candidate.is_empty() {
        return None;
    }
    let listed = VOCABULARY.iter().find_map(|(meaning, names)| {
        names.iter().position(|name| *name == candidate).map(|rank| (*meaning, rank))
    });
    listed.or_else(|| of_title(candidate).map(|meaning| (meaning, 0)))
}

/// The columns by the titles that the program itself gives them, so that its own tables come back in.
fn of_title(candidate: &str) -> Option<Meaning> {
    let is = |title: &str| key(title) == candidate;
    let outfall = Outfall::COLUMNS.iter().find(|it| is(it.zh) || is(it.en) || is(it.name));
    let claims = Claim::COLUMNS.iter().filter(|it| is_claimed(it.name) && it.name != "on");
    let mut claims = claims.filter(|it| is(it.zh) || is(it.en) || is(it.name));
    outfall.map(|it| O(it.name)).or_else(|| claims.next().map(|it| C(it.name)))
}

fn candidates(heading: &str) -> Vec<String> {
    let bare = without_brackets(&plain(heading));
    let mut found = vec![key(heading), key(&bare)];
    if let Some((upper, lower)) = bare.rsplit_once('/') {
        let (upper, lower) = (key(upper), key(lower));
        found.extend(
            TOPICS.iter().filter(|topic| upper.contains(*topic)).map(|topic| format!("{topic}{lower}")),
        );
        found.push(lower);
    }
    found
}

/// Letters and digits only, so that blanks, brackets, colons and stars make no difference.
fn key(text: &str) -> String {
    plain(text).chars().filter(|it| it.is_alphanumeric()).collect()
}

/// The text without `(…)`, `[…]` and `【…】`: units and hints such as `(必填)`.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '(' | '[' | '【' | '〔' | '{' => depth += 1,
            ')' | ']' | '】' | '〕' | '}' => depth = depth.saturating_sub(1),
            other if depth == 0 => kept.push(other),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Meaning::Serial, *};

    #[track_caller]
    fn check(heading: &str, expected: Option<Meaning>) {
        assert_eq!(meaning(heading).map(|(meaning, _)| meaning), expected, "{heading}");
    }

    #[test]
    fn the_headings_of_ledgers_are_understood() {
        check("排污口\n名称", Some(O("name")));
        check("入河排污口名称（必填）", Some(O("name")));
        check("编码", Some(O("code_local")));
        check("国家统一编码", Some(O("code_national")));
        check("县（市、区）", Some(O("county")));
        check("区/县", Some(O("county")));
        check("东经（°）", Some(O("lon")));
        check("Ｘ坐标", Some(X));
        check("lng", Some(O("lon")));
        check("受 纳 水 体", Some(O("river")));
        check("左右岸", Some(O("bank")));
        check("距离(km)", Some(O("section_km")));
        check("是否溯源（是/否）", Some(C("trace")));
        check("整治进展", Some(C("fix")));
        check("完成时间", Some(C("closed_on")));
        check("合并至", Some(C("target_code")));
        check("序号", Some(Serial));
        check("管径mm", None);
        check("", None);
        check("（）", None);
    }

    #[test]
    fn a_two_storey_heading_is_read_whole_then_with_its_topic_then_by_its_lower_part() {
        check("地理位置/经度", Some(O("lon")));
        check("溯源/状态", Some(C("trace")));
        check("溯源情况/完成时间", Some(C("traced_on")));
        check("整治情况/完成时间", Some(C("closed_on")));
        check("坐标（2000）/X", Some(X));
        check("东经/分", Some(LonMinutes));
        check("分类/三级", Some(O("class_detail")));
        check("基本情况/氨氮(mg/L)", None);
    }

    #[test]
    fn every_column_is_understood_by_the_titles_that_the_program_gives_it() {
        for column in Outfall::COLUMNS {
            check(column.zh, Some(O(column.name)));
            check(column.en, Some(O(column.name)));
            check(column.name, Some(O(column.name)));
        }
        for column in Claim::COLUMNS.iter().filter(|it| is_claimed(it.name)) {
            check(column.zh, Some(C(column.name)));
        }
    }

    #[test]
    fn a_telling_heading_goes_over_a_general_one() {
        let rank = |heading| meaning(heading).map(|(_, rank)| rank);
        assert!(rank("排污口编码") < rank("编号"));
        assert!(rank("责任主体") < rank("排污单位"));
    }

    #[test]
    fn columns_are_named_in_the_overriding_file() {
        assert_eq!(meaning_of_column("fix_due"), Some(O("fix_due")));
        assert_eq!(meaning_of_column("closed_on"), Some(C("closed_on")));
        assert_eq!(meaning_of_column("town_village"), Some(TownVillage));
        assert_eq!(meaning_of_column("source"), None);
    }
}

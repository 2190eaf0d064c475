//! What is asked and what is answered: the columns of the outfall and of the visit as cells of the sheet.

use super::{VisitSheet, layout::Cell};
use crate::{
    domain::{
        Value,
        fact::Visit,
        project::{AnyRecord, ColumnInfo, RecordKind},
        value::SqlType,
    },
    i18n::Lang,
};

/// The height of a cell that is written on by hand, in points: a line of handwriting; and of one for several lines.
const BY_HAND: f32 = 22.0;
const BY_HAND_LONG: f32 = 84.0;
/// The height of a filled cell.
const PRINTED: f32 = 16.0;

/// A part of the sheet with a title.
pub(super) struct Section {
    pub(super) title: String,
    pub(super) cells: Vec<Cell>,
}

/// What the team must know of the outfall to find it and to be sure that it is the one.
const OF_OUTFALL: &[&str] = &[
    "name",
    "code_local",
    "code_national",
    "class",
    "county",
    "town",
    "village",
    "river",
    "bank",
    "lon",
    "lat",
    "entry_way",
    "entity",
    "authority",
];

pub(super) fn outfall_sections(sheet: &VisitSheet<'_>) -> Vec<Section> {
    let record = AnyRecord::from(sheet.outfall.cloned().unwrap_or_default());
    let columns = RecordKind::Outfall.columns();
    let cells = OF_OUTFALL.iter().filter_map(|name| {
        let (at, column) = columns.iter().enumerate().find(|(_, column)| column.name == *name)?;
        let text = plain(sheet.lang, column, &record.cell(at));
        let least = if sheet.outfall.is_some() { PRINTED } else { BY_HAND };
        Some(Cell { title: title(sheet.lang, column), text, whole: *name == "name", least })
    });
    vec![Section {
        title: sheet.lang.pick("排污口信息", "The outfall").to_owned(), cells: cells.collect()
    }]
}

/// The parts of a visit, in the order of the sheet, with what the names of their columns begin with. What no part names is in the last but
/// one, so that a new column is on paper at once.
const PARTS: &[(&str, &str, &[&str])] = &[
    (
        "排查基本情况",
        "The visit",
        &[
            "on",
            "start",
            "end",
            "time",
            "means",
            "level",
            "crew",
            "weather",
            "rain",
            "dry",
            "temp",
            "water_level",
        ],
    ),
    (
        "水流与感官",
        "Water and senses",
        &[
            "flow",
            "colour",
            "turbid",
            "odour",
            "oil",
            "float",
            "foam",
            "grade",
            "illicit",
            "sewage",
            "stain",
            "vegetation",
            "deposit",
        ],
    ),
    ("其他情况", "Further observations", &[]),
    ("结论", "Conclusion", &["verdict", "conclusion", "next", "action", "problem", "note", "reason"]),
];

pub(super) fn visit_sections(sheet: &VisitSheet<'_>) -> Vec<Section> {
    let lang = sheet.lang;
    let record = AnyRecord::from(sheet.visit.cloned().unwrap_or_default());
    let mut sections: Vec<Section> = PARTS
        .iter()
        .map(|(zh, en, _)| Section { title: lang.pick(*zh, *en).to_owned(), cells: Vec::new() })
        .collect();
    for (at, column) in RecordKind::Visit.columns().iter().enumerate() {
        // References name rows, which mean nothing on paper.
        if matches!(column.name, "outfall" | "replaces" | "sample" | "fact") {
            continue;
        }
        let part = part_of(column.name);
        let cell = visit_cell(lang, column, &record.cell(at), sheet.visit);
        if let Some(section) = sections.get_mut(part) {
            section.cells.push(cell);
        }
    }
    sections.retain(|section| !section.cells.is_empty());
    sections
}

fn part_of(name: &str) -> usize {
    let named = PARTS.iter().position(|(.., starts)| starts.iter().any(|start| name.starts_with(start)));
    named.unwrap_or(PARTS.len() - 2)
}

fn visit_cell(lang: Lang, column: &ColumnInfo, value: &Value, visit: Option<&Visit>) -> Cell {
    let by_hand = visit.is_none();
    let is_long = column.sql == SqlType::Text
        && column.codes.is_empty()
        && ["note", "reason", "finding", "problem", "describ"].iter().any(|word| column.name.contains(word));
    let text = match choices(lang, column, value) {
        Some(choices) => choices,
        None => plain(lang, column, value),
    };
    let least = match (by_hand, is_long) {
        (true, true) => BY_HAND_LONG,
        (true, false) => BY_HAND,
        (false, true) => 2.0 * PRINTED,
        (false, false) => PRINTED,
    };
    let whole = is_long || column.codes.len() > 4;
    Cell { title: title(lang, column), text, whole, least }
}

/// Boxes to tick, of which those that hold are filled: lists, yes or no, and grades from 0 to 3.
fn choices(lang: Lang, column: &ColumnInfo, value: &Value) -> Option<String> {
    let boxed = |on: bool, word: &str| format!("{}{word}", if on { '■' } else { '□' });
    let words: Vec<String> = match (column.sql, column.codes) {
        (_, [_, ..]) => column
            .codes
            .iter()
            .map(|(code, zh, en)| boxed(value.as_text() == Some(code), lang.pick(zh, en)))
            .collect(),
        (SqlType::Boolean, _) => [(1, "是", "yes"), (0, "否", "no")]
            .map(|(flag, zh, en)| boxed(*value == Value::Integer(flag), lang.pick(zh, en)))
            .to_vec(),
        (SqlType::Integer, _) if is_grade(column.name) => {
            (0..=3).map(|grade| boxed(*value == Value::Integer(grade), &grade.to_string())).collect()
        }
        _ => return None,
    };
    Some(words.join("  "))
}

/// Is it one of the grades from 0 (none) to 3 (strong)?
fn is_grade(name: &str) -> bool {
    ["colour", "turbid", "odour", "oil", "float", "foam"].iter().any(|start| name.starts_with(start))
}

fn title(lang: Lang, column: &ColumnInfo) -> String {
    let title = lang.pick(column.zh, column.en);
    if column.sql == SqlType::Integer && is_grade(column.name) {
        return lang.pick(format!("{title}（0–3）"), format!("{title} (0–3)"));
    }
    title.to_owned()
}

fn plain(lang: Lang, column: &ColumnInfo, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(flag) if column.sql == SqlType::Boolean => {
            if *flag == 1 { lang.pick("是", "yes") } else { lang.pick("否", "no") }.to_owned()
        }
        Value::Integer(number) => number.to_string(),
        Value::Real(number) if matches!(column.name, "lon" | "lat") => format!("{number:.6}°"),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => {
            let code = column.codes.iter().find(|(code, ..)| code == text);
            code.map_or_else(|| text.clone(), |(_, zh, en)| lang.pick(*zh, *en).to_owned())
        }
    }
}

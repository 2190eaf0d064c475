//! The progress table for a terminal, and as JSON for scripts.

use serde_json::{Value, json};

use super::{dispatch::group_name, said::Said, sheet::display_width};
use crate::{
    domain::{
        progress::{Count, Grouping, Rate, Snapshot, Tally},
        project::Project,
        settings::Settings,
    },
    i18n::Lang,
};

/// The progress table as aligned text: day, formulas, one line for each group, the sum, and what is unproven.
pub fn text(project: &Project, snapshot: &Snapshot, by: Grouping, lang: Lang) -> String {
    let settings = project.settings();
    let total = snapshot.total();
    let mut rows = vec![headings(settings, by, lang)];
    for (name, tally) in groups(project, snapshot, by, lang) {
        rows.push(text_row(name, &tally, settings));
    }
    rows.push(text_row(Said::Total.say(lang), &total, settings));
    let top = [
        settings.name.clone(),
        Said::AsOf { day: snapshot.day, since: None }.say(lang),
        Said::TraceFormula(settings).say(lang),
        Said::FixFormula(settings).say(lang),
    ];
    let foot = Said::Unproven { tally: &total, proven_only: settings.proven_only }.say(lang);
    let lines = top.into_iter().filter(|it| !it.is_empty()).chain(aligned(&rows)).chain([foot]);
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

fn headings(settings: &Settings, by: Grouping, lang: Lang) -> Vec<String> {
    let short = |target: i64| match lang {
        Lang::Zh => format!("距{target}%差"),
        Lang::En => format!("short of {target}%"),
    };
    vec![
        lang.term(by).to_owned(),
        lang.term(Count::Base).to_owned(),
        lang.term(Count::ToTrace).to_owned(),
        lang.term(Count::Traced).to_owned(),
        lang.pick("溯源率", "traced rate").to_owned(),
        short(settings.trace_target),
        lang.pick("未证实", "unproven").to_owned(),
        lang.term(Count::ToFix).to_owned(),
        lang.term(Count::Fixed).to_owned(),
        format!("{}({})", lang.pick("整治率", "fixed rate "), settings.formula.code()),
        short(settings.fix_target),
        lang.pick("未证实", "unproven").to_owned(),
    ]
}

fn text_row(name: String, tally: &Tally, settings: &Settings) -> Vec<String> {
    let count = |it: Count| tally.get(it).to_string();
    let (trace, fix) = (tally.trace_rate(), tally.fix_rate());
    vec![
        name,
        count(Count::Base),
        count(Count::ToTrace),
        count(Count::Traced),
        trace.percent(settings.trace_target),
        trace.short(settings.trace_target).to_string(),
        count(Count::TracedUnproven),
        count(Count::ToFix),
        count(Count::Fixed),
        fix.percent(settings.fix_target),
        fix.short(settings.fix_target).to_string(),
        count(Count::FixedUnproven),
    ]
}

/// The first column left, the others right; a rule under the heading.
fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        cells.map(|it| display_width(it)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, width))| {
            let space = " ".repeat(width - display_width(cell));
            if at == 0 { format!("{cell}{space}") } else { format!("{space}{cell}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    let rule = widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
    if !lines.is_empty() {
        lines.insert(1, "-".repeat(rule));
    }
    lines
}

/// The groups as a person reads them; those that do not say come last.
fn groups(project: &Project, snapshot: &Snapshot, by: Grouping, lang: Lang) -> Vec<(String, Tally)> {
    let mut groups = snapshot.groups(project, by);
    groups.sort_by_key(|it| it.name.is_empty());
    groups.into_iter().map(|it| (group_name(&it.name, by, lang), it.tally)).collect()
}

/// The progress table as the document that `paikou progress --json` prints. Rates are fractions, or null for an
/// empty group; an outfall that does not say its group is in the group with the empty name.
pub fn json(project: &Project, snapshot: &Snapshot, by: Grouping, lang: Lang) -> Value {
    let settings = project.settings();
    let named = |name: &str| if name.is_empty() { String::new() } else { group_name(name, by, lang) };
    let groups = snapshot.groups(project, by);
    let groups: Vec<Value> = groups.iter().map(|it| group(&named(&it.name), &it.tally, settings)).collect();
    json!({
        "as_of": snapshot.day.to_string(),
        "formula": settings.formula.code(),
        "targets": {
            "trace": settings.trace_target as f64 / 100.0,
            "fix": settings.fix_target as f64 / 100.0,
        },
        "total": group(&Said::Total.say(lang), &snapshot.total(), settings),
        "groups": groups,
    })
}

fn group(name: &str, tally: &Tally, settings: &Settings) -> Value {
    let (trace, fix): (Rate, Rate) = (tally.trace_rate(), tally.fix_rate());
    json!({
        "name": name,
        "base": tally.get(Count::Base),
        "to_trace": tally.get(Count::ToTrace),
        "traced": tally.get(Count::Traced),
        "trace_rate": trace.fraction(),
        "trace_met": trace.met(settings.trace_target),
        "trace_short": trace.short(settings.trace_target),
        "to_fix": tally.get(Count::ToFix),
        "fixed": tally.get(Count::Fixed),
        "fix_rate": fix.fraction(),
        "fix_met": fix.met(settings.fix_target),
        "fix_short": fix.short(settings.fix_target),
        "to_measure": tally.get(Count::ToMeasure),
        "measured": tally.get(Count::Measured),
        "measure_rate": tally.measure_rate().fraction(),
        "traced_unproven": tally.get(Count::TracedUnproven),
        "fixed_unproven": tally.get(Count::FixedUnproven),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::campaign::worked_example;

    #[test]
    fn the_columns_stand_under_each_other_however_wide_their_characters() {
        let (project, snapshot) = worked_example();
        for lang in Lang::ALL {
            let text = text(&project, &snapshot, Grouping::County, *lang);
            let table: Vec<&str> = text.lines().skip(4).take(6).collect();
            let width = display_width(table[0]);
            assert!(table.iter().all(|it| display_width(it) == width), "{text}");
        }
    }

    #[test]
    fn the_table_for_the_terminal_reads_like_this() {
        let (project, snapshot) = worked_example();
        let text = text(&project, &snapshot, Grouping::County, Lang::Zh);
        assert_eq!(text, include_str!("../../tests/golden/progress_zh.txt"), "{text}");
    }

    #[test]
    fn the_document_for_scripts_has_the_agreed_keys() {
        let (project, snapshot) = worked_example();
        let document = json(&project, &snapshot, Grouping::County, Lang::Zh);
        let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["as_of", "formula", "targets", "total", "groups"]);
        assert_eq!(document["as_of"], "2026-07-20");
        assert_eq!(document["targets"], json!({"trace": 0.8, "fix": 0.7}));
        let total = &document["total"];
        let keys: Vec<&String> = total.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "name",
                "base",
                "to_trace",
                "traced",
                "trace_rate",
                "trace_met",
                "trace_short",
                "to_fix",
                "fixed",
                "fix_rate",
                "fix_met",
                "fix_short",
                "to_measure",
                "measured",
                "measure_rate",
                "traced_unproven",
                "fixed_unproven"
            ]
        );
        assert_eq!(
            (&total["trace_rate"], &total["trace_met"], &total["trace_short"]),
            (&json!(0.78), &json!(false), &json!(1))
        );
        assert_eq!(
            (&total["to_fix"], &total["fixed"], &total["fix_short"]),
            (&json!(42), &json!(28), &json!(2))
        );
        assert_eq!(document["groups"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn an_empty_campaign_has_null_for_a_rate() {
        let project = crate::report::campaign::empty();
        let snapshot = Snapshot::of(&project, crate::report::campaign::DAY);
        let document = json(&project, &snapshot, Grouping::County, Lang::En);
        assert_eq!(document["total"]["trace_rate"], Value::Null);
        assert_eq!(document["total"]["trace_met"], Value::Null);
        assert!(text(&project, &snapshot, Grouping::County, Lang::En).contains('—'));
    }
}

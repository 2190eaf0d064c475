//! The chain from source to section (污染源—入河排污口—水体) of each outfall, with its gaps, and how many are whole in each county.

use super::{
    said::Said,
    sheet::{Cell, Column, ColumnKind as Kind, Paper, Sheet},
    waters::{notes, title},
};
use crate::{
    domain::{
        chain::{Chain, ChainLink},
        progress::{Rate, Snapshot},
        project::Project,
    },
    i18n::Lang,
};

/// The chain of one outfall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainLine {
    /// The code of the outfall.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its county.
    pub county: String,
    /// The chain.
    pub chain: Chain,
}

/// The chain of each outfall from source to section, with its gaps; and per county how many are whole.
pub fn chains(project: &Project, snapshot: &Snapshot, lines: &[ChainLine], lang: Lang) -> Vec<Sheet> {
    let rows = lines.iter().zip(1_u64..).map(|(it, number)| {
        let gaps: Vec<&str> = it.chain.gaps().into_iter().map(|it| lang.term(it)).collect();
        let mut row =
            vec![Cell::count(number), Cell::text(&it.code), Cell::text(&it.name), Cell::text(&it.county)];
        row.extend(it.chain.all().filter(|it| it.0 != ChainLink::Mouth).map(|(link, known)| match known {
            Some("") if link == ChainLink::Reach => Cell::text(lang.pick("（无名河段）", "(nameless)")),
            known => Cell::text(known.unwrap_or_default()),
        }));
        row.push(Cell::text(gaps.join(lang.pick("、", ", "))));
        row
    });
    let whole = lines.iter().filter(|it| it.chain.is_whole()).count();
    let rate = Rate { done: whole as u64, of: lines.len() as u64 };
    let coverage = format!(
        "{} {}/{} = {}",
        lang.pick("链条完整", "Whole chains"),
        rate.done,
        rate.of,
        rate.percent(100)
    );
    let mut columns = vec![
        Column::new(lang.pick("序号", "No."), Kind::Ordinal, 6),
        Column::new(lang.pick("编码", "Code"), Kind::Text, 20),
        Column::new(lang.pick("排污口", "Outfall"), Kind::Text, 30),
        Column::new(lang.pick("县", "County"), Kind::Text, 10),
    ];
    let links = ChainLink::ALL.iter().filter(|it| **it != ChainLink::Mouth);
    columns.extend(links.map(|it| Column::new(lang.term(*it), Kind::Text, 26)));
    columns.push(Column::new(lang.pick("缺口", "Gaps"), Kind::Text, 24));
    let list = Sheet {
        name: lang.pick("全链条清单", "Chains").to_owned(),
        title: title(project, "污染源—入河排污口—水体全链条清单", "chains from source to section", lang),
        notes: notes(snapshot, lang, vec![coverage]),
        columns,
        rows: rows.collect(),
        frozen_columns: 3,
        filter: true,
        ..Sheet::default()
    };
    vec![list, chain_counts(project, snapshot, lines, lang)]
}

fn chain_counts(project: &Project, snapshot: &Snapshot, lines: &[ChainLine], lang: Lang) -> Sheet {
    let mut counties: Vec<(&str, Vec<&ChainLine>)> = Vec::new();
    for line in lines {
        match counties.iter_mut().find(|it| it.0 == line.county) {
            Some((_, of)) => of.push(line),
            None => counties.push((&line.county, vec![line])),
        }
    }
    counties.sort_by_key(|it| it.0);
    let row =
        |name: Cell, of: &[&ChainLine]| {
            let whole = of.iter().filter(|it| it.chain.is_whole()).count() as u64;
            let mut row = vec![name, Cell::count(of.len() as u64), Cell::count(whole)];
            row.push(Cell::rate(Rate { done: whole, of: of.len() as u64 }, 100));
            row.extend(ChainLink::ALL.iter().map(|link| {
                Cell::count(of.iter().filter(|it| it.chain.gaps().contains(link)).count() as u64)
            }));
            row
        };
    let named =
        |name: &str| Cell::text(if name.is_empty() { Said::NotStated.say(lang) } else { name.to_owned() });
    let all: Vec<&ChainLine> = lines.iter().collect();
    let mut columns = vec![
        Column::new(lang.pick("县", "County"), Kind::Text, 14),
        Column::new(lang.pick("底数", "Base"), Kind::Integer, 8),
        Column::new(lang.pick("链条完整", "Whole"), Kind::Integer, 10),
        Column::new(lang.pick("完整率", "Coverage"), Kind::Percent, 10),
    ];
    let missing = lang.pick("缺少", "Without");
    columns.extend(
        ChainLink::ALL.iter().map(|it| Column::new(lang.term(*it), Kind::Integer, 10).under(missing)),
    );
    Sheet {
        name: lang.pick("全链条统计", "Coverage").to_owned(),
        title: title(project, "污染源—入河排污口—水体全链条完整情况", "coverage of chains", lang),
        notes: notes(snapshot, lang, Vec::new()),
        columns,
        rows: counties.iter().map(|(name, of)| row(named(name), of)).collect(),
        totals: vec![row(Cell::text(Said::Total.say(lang)), &all)],
        frozen_columns: 1,
        paper: Paper::A4,
        ..Sheet::default()
    }
}

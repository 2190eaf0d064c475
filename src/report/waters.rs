//! The tables that follow from the network: the plan of each section (一断面一方案), and how outfalls hang on the water.
//!
//! The list of sections has the four columns of the seed plans' annex (seed 000): 断面名称 · 所在河流 · 责任单位 · 重点管控措施.

use super::{
    said::Said,
    sheet::{Cell, Column, ColumnKind as Kind, Paper, Sheet},
};
use crate::{
    domain::{
        fact::Parameter,
        layer::ZoneLevel,
        outfall::Bank,
        progress::Snapshot,
        project::Project,
        stage::{FixState, TraceState},
    },
    i18n::Lang,
};

/// An outfall above a section.
#[derive(Clone, Debug, PartialEq)]
pub struct UpstreamOutfall {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its county.
    pub county: String,
    /// Who answers for it.
    pub entity: String,
    /// How far along the water the section is, in km.
    pub distance_km: f64,
    /// Its state of tracing.
    pub trace: TraceState,
    /// Its state of remediation.
    pub fix: FixState,
    /// Its loads in kg/d; empty where they are not known.
    pub loads: Vec<(Parameter, f64)>,
}

impl UpstreamOutfall {
    fn load(&self, of: Parameter) -> Option<f64> {
        self.loads.iter().find(|it| it.0 == of).map(|it| it.1)
    }

    /// Is its remediation still to be done?
    fn is_open(&self) -> bool {
        !matches!(self.fix, FixState::Closed | FixState::NotNeeded)
    }
}

/// A village near the water, with more people than the rule names.
#[derive(Clone, Debug, PartialEq)]
pub struct VillageLine {
    /// Its name.
    pub name: String,
    /// How many people live there.
    pub people: f64,
    /// How far it is from the reach, in metres.
    pub off_m: f64,
}

/// What drains to a section before the next one above, and what is to be done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SectionPlan {
    /// Its name.
    pub name: String,
    /// Its level, as its layer has it.
    pub level: String,
    /// The river that it lies on.
    pub river: String,
    /// Who answers for it, as its layer has it.
    pub unit: String,
    /// What is to be done, as its layer has it; worked out from what is upstream where it is empty.
    pub measures: String,
    /// The outfalls.
    pub outfalls: Vec<UpstreamOutfall>,
    /// The sources of pollution, with how far along the water the section is, in km.
    pub sources: Vec<(String, f64)>,
    /// The protection zones, in the same way.
    pub zones: Vec<(String, f64)>,
    /// The villages that the rule of 3 km and 2,000 people names.
    pub villages: Vec<VillageLine>,
}

impl SectionPlan {
    /// The outfalls by load, the greatest first: COD, then ammonia; those without by what is still to be done, then by distance.
    pub fn put_in_order(&mut self) {
        self.outfalls.sort_by(|one, other| {
            let load = |of: Parameter| {
                let (one, other) = (one.load(of).unwrap_or(-1.0), other.load(of).unwrap_or(-1.0));
                other.total_cmp(&one)
            };
            load(Parameter::Cod)
                .then(load(Parameter::AmmoniaN))
                .then(other.is_open().cmp(&one.is_open()))
                .then(one.fix.cmp(&other.fix))
                .then(one.distance_km.total_cmp(&other.distance_km))
        });
        self.sources.sort_by(|one, other| one.1.total_cmp(&other.1));
        self.zones.sort_by(|one, other| one.1.total_cmp(&other.1));
        self.villages.sort_by(|one, other| other.people.total_cmp(&one.people));
    }

    /// Who answers for it: the layer's word, else the counties of its outfalls.
    fn responsible(&self, lang: Lang) -> String {
        if !self.unit.is_empty() {
            return self.unit.clone();
        }
        let mut counties: Vec<&str> = self.outfalls.iter().map(|it| it.county.as_str()).collect();
        counties.sort_unstable();
        counties.dedup();
        counties.retain(|it| !it.is_empty());
        if counties.is_empty() {
            return lang.pick("（未填写）", "(not stated)").to_owned();
        }
        counties.join(lang.pick("、", ", "))
    }

    /// What is to be done: the layer's word, else what is open upstream.
    fn measures(&self, lang: Lang) -> String {
        if !self.measures.is_empty() {
            return self.measures.clone();
        }
        let untraced =
            self.outfalls.iter().filter(|it| !it.trace.counts() && it.trace != TraceState::NotNeeded);
        let open = self.outfalls.iter().filter(|it| it.is_open());
        let first = |list: Vec<&UpstreamOutfall>| {
            let names: Vec<&str> = list.iter().take(3).map(|it| it.name.as_str()).collect();
            let more = if list.len() > 3 { lang.pick("等", " …") } else { "" };
            format!("{}{more}", names.join(lang.pick("、", ", ")))
        };
        let mut measures = Vec::new();
        let (untraced, open): (Vec<_>, Vec<_>) = (untraced.collect(), open.collect());
        if !untraced.is_empty() {
            let (count, names) = (untraced.len(), first(untraced));
            measures.push(lang.pick(
                format!("完成 {count} 个排污口溯源（{names}）"),
                format!("trace {count} outfalls ({names})"),
            ));
        }
        if !open.is_empty() {
            let (count, names) = (open.len(), first(open));
            measures.push(lang.pick(
                format!("完成 {count} 个排污口整治（{names}）"),
                format!("remediate {count} outfalls ({names})"),
            ));
        }
        if !self.villages.is_empty() {
            let count = self.villages.len();
            let names: Vec<&str> = self.villages.iter().take(3).map(|it| it.name.as_str()).collect();
            let names = names.join(lang.pick("、", ", "));
            measures.push(lang.pick(
                format!("治理沿岸 3 公里内 2000 人以上村庄 {count} 个的生活污水（{names}）"),
                format!(
                    "treat the sewage of {count} villages of more than 2,000 people within 3 km ({names})"
                ),
            ));
        }
        if measures.is_empty() {
            measures.push(lang.pick("巩固现有成效，日常巡查", "keep what is reached, patrol").to_owned());
        }
        let numbered = measures.iter().enumerate().map(|(at, it)| format!("{}. {it}", at + 1));
        numbered.collect::<Vec<_>>().join("\n")
    }
}

/// How an outfall hangs on the network.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkLine {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its county.
    pub county: String,
    /// The river of the register.
    pub river: String,
    /// The name of its reach; nothing where none is near enough.
    pub reach: Option<String>,
    /// How far along the reach, in metres.
    pub along_m: Option<f64>,
    /// How far it lies from the reach, in metres.
    pub off_m: Option<f64>,
    /// The bank, where it can be said.
    pub bank: Option<Bank>,
    /// The section that the register names.
    pub stated: String,
    /// The next national or provincial section below: name, level, km along the water.
    pub section: Option<(String, String, f64)>,
    /// The nearest protection zone at or below it: name, level, km along the water.
    pub zone: Option<(String, Option<ZoneLevel>, f64)>,
    /// Other rivers hardly farther away.
    pub doubtful: Vec<String>,
}

pub(super) fn notes(snapshot: &Snapshot, lang: Lang, more: Vec<String>) -> Vec<String> {
    let as_of = Said::AsOf { day: snapshot.day, since: None }.say(lang);
    std::iter::once(as_of).chain(more).collect()
}

pub(super) fn title(project: &Project, zh: &str, en: &str, lang: Lang) -> String {
    let name = &project.settings().name;
    lang.pick(format!("{name}{zh}"), format!("{name}: {en}"))
}

/// The list of sections with what is to be done, what is upstream of each, and the villages that the rule names.
pub fn section_plan(project: &Project, snapshot: &Snapshot, plans: &[SectionPlan], lang: Lang) -> Vec<Sheet> {
    let own = lang.pick(
        "上游范围：到上一个国考、省考断面为止；排序：化学需氧量负荷、氨氮负荷、未完成整治的在前、沿河距离",
        "Upstream as far as the next national or provincial section; ordered by COD load, ammonia load, what is open, distance",
    );
    let rows = plans.iter().map(|it| {
        vec![
            Cell::text(&it.name),
            Cell::text(&it.river),
            Cell::text(it.responsible(lang)),
            Cell::text(it.measures(lang)),
        ]
    });
    let list = Sheet {
        name: lang.pick("重点断面管理措施清单", "Sections").to_owned(),
        title: title(project, "重点断面管理措施清单（一断面一方案）", "one section, one plan", lang),
        notes: notes(snapshot, lang, vec![own.to_owned()]),
        columns: vec![
            Column::new(lang.pick("断面名称", "Section"), Kind::Text, 20),
            Column::new(lang.pick("所在河流", "River"), Kind::Text, 18),
            Column::new(lang.pick("责任单位", "Responsible"), Kind::Text, 26),
            Column::new(lang.pick("重点管控措施", "Measures"), Kind::Text, 80),
        ],
        rows: rows.collect(),
        foot: Said::Foot.say(lang),
        frozen_columns: 1,
        paper: Paper::A4,
        ..Sheet::default()
    };
    vec![list, upstream(project, snapshot, plans, lang), around(project, snapshot, plans, lang)]
}

fn upstream(project: &Project, snapshot: &Snapshot, plans: &[SectionPlan], lang: Lang) -> Sheet {
    let rows = plans.iter().flat_map(|plan| {
        plan.outfalls.iter().zip(1_u64..).map(|(it, number)| {
            vec![
                Cell::text(&plan.name),
                Cell::count(number),
                Cell::text(&it.code),
                Cell::text(&it.name),
                Cell::text(&it.county),
                Cell::text(&it.entity),
                Cell::Number(it.distance_km),
                Cell::number(it.load(Parameter::Cod)),
                Cell::number(it.load(Parameter::AmmoniaN)),
                Cell::number(it.load(Parameter::TotalP)),
                Cell::text(lang.term(it.trace)),
                Cell::text(lang.term(it.fix)),
            ]
        })
    });
    let load = lang.pick("负荷kg/d", "Load kg/d");
    Sheet {
        name: lang.pick("断面上游排污口", "Outfalls upstream").to_owned(),
        title: title(project, "断面上游排污口清单", "outfalls upstream of sections", lang),
        notes: notes(snapshot, lang, Vec::new()),
        columns: vec![
            Column::new(lang.pick("断面名称", "Section"), Kind::Text, 18),
            Column::new(lang.pick("序号", "No."), Kind::Ordinal, 6),
            Column::new(lang.pick("编码", "Code"), Kind::Text, 20),
            Column::new(lang.pick("名称", "Name"), Kind::Text, 34),
            Column::new(lang.pick("县", "County"), Kind::Text, 10),
            Column::new(lang.pick("责任主体", "Entity"), Kind::Text, 26),
            Column::new(lang.pick("沿河距离km", "Along the water km"), Kind::Number { decimals: 3 }, 12),
            Column::new(lang.term(Parameter::Cod), Kind::Number { decimals: 2 }, 12).under(load),
            Column::new(lang.term(Parameter::AmmoniaN), Kind::Number { decimals: 2 }, 12).under(load),
            Column::new(lang.term(Parameter::TotalP), Kind::Number { decimals: 3 }, 12).under(load),
            Column::new(lang.pick("溯源状态", "Tracing"), Kind::Word, 16),
            Column::new(lang.pick("整治状态", "Remediation"), Kind::Word, 16),
        ],
        rows: rows.collect(),
        frozen_columns: 4,
        filter: true,
        ..Sheet::default()
    }
}

/// Sources, zones and villages of each section.
fn around(project: &Project, snapshot: &Snapshot, plans: &[SectionPlan], lang: Lang) -> Sheet {
    let source = lang.pick("污染源", "Source");
    let zone = lang.pick("保护区", "Protection zone");
    let village = lang.pick("村庄", "Village");
    let rows = plans.iter().flat_map(|plan| {
        let line = |kind: &str, name: &str, km: Option<f64>, people: Option<f64>, off_m: Option<f64>| {
            vec![
                Cell::text(&plan.name),
                Cell::text(kind),
                Cell::text(name),
                Cell::number(km),
                Cell::number(people),
                Cell::number(off_m),
            ]
        };
        let sources = plan.sources.iter().map(|(name, km)| line(source, name, Some(*km), None, None));
        let zones = plan.zones.iter().map(|(name, km)| line(zone, name, Some(*km), None, None));
        let villages =
            plan.villages.iter().map(|it| line(village, &it.name, None, Some(it.people), Some(it.off_m)));
        sources.chain(zones).chain(villages).collect::<Vec<_>>()
    });
    let rule = lang.pick(
        "村庄：离河道不超过 3000 米，且人口大于 2000 人（不含 2000 人）",
        "Villages: at most 3,000 m from the river, and more than 2,000 people (2,000 is not more)",
    );
    Sheet {
        name: lang.pick("断面上游其他", "Else upstream").to_owned(),
        title: title(project, "断面上游污染源、保护区与村庄", "sources, zones and villages upstream", lang),
        notes: notes(snapshot, lang, vec![rule.to_owned()]),
        columns: vec![
            Column::new(lang.pick("断面名称", "Section"), Kind::Text, 18),
            Column::new(lang.pick("类别", "Kind"), Kind::Word, 14),
            Column::new(lang.pick("名称", "Name"), Kind::Text, 34),
            Column::new(lang.pick("沿河距离km", "Along the water km"), Kind::Number { decimals: 3 }, 12),
            Column::new(lang.pick("人口", "People"), Kind::Number { decimals: 0 }, 10),
            Column::new(lang.pick("离河距离m", "Off the river m"), Kind::Number { decimals: 0 }, 12),
        ],
        rows: rows.collect(),
        paper: Paper::A4,
        filter: true,
        ..Sheet::default()
    }
}

/// How each outfall hangs on the network: reach, chainage, bank, section and zone below.
pub fn links(project: &Project, snapshot: &Snapshot, lines: &[LinkLine], lang: Lang) -> Sheet {
    let rows = lines.iter().zip(1_u64..).map(|(it, number)| {
        let level = it.zone.as_ref().and_then(|it| it.1);
        vec![
            Cell::count(number),
            Cell::text(&it.code),
            Cell::text(&it.name),
            Cell::text(&it.county),
            Cell::text(&it.river),
            it.reach.as_ref().map_or(Cell::Empty, |it| Cell::text(it.as_str())),
            Cell::number(it.along_m.map(|it| (it * 10.0).round() / 10.0)),
            Cell::number(it.off_m.map(|it| (it * 10.0).round() / 10.0)),
            it.bank.map_or(Cell::Empty, |it| Cell::text(lang.term(it))),
            Cell::text(&it.stated),
            Cell::text(it.section.as_ref().map(|it| it.0.clone()).unwrap_or_default()),
            Cell::text(it.section.as_ref().map(|it| it.1.clone()).unwrap_or_default()),
            Cell::number(it.section.as_ref().map(|it| it.2)),
            Cell::text(it.zone.as_ref().map(|it| it.0.clone()).unwrap_or_default()),
            level.map_or(Cell::Empty, |it| Cell::text(lang.term(it))),
            Cell::number(it.zone.as_ref().map(|it| it.2)),
            Cell::text(remark(it, lang)),
        ]
    });
    let (on, section, zone) = (
        lang.pick("河网位置", "On the network"),
        lang.pick("下游国考、省考断面", "Next section below"),
        lang.pick("下游最近保护区", "Nearest zone below"),
    );
    Sheet {
        name: lang.pick("断面与保护区关联", "Links").to_owned(),
        title: title(project, "排污口与断面、保护区关联表", "outfalls, sections and zones", lang),
        notes: notes(snapshot, lang, Vec::new()),
        columns: vec![
            Column::new(lang.pick("序号", "No."), Kind::Ordinal, 6),
            Column::new(lang.pick("编码", "Code"), Kind::Text, 20),
            Column::new(lang.pick("名称", "Name"), Kind::Text, 30),
            Column::new(lang.pick("县", "County"), Kind::Text, 10),
            Column::new(lang.pick("河流", "River"), Kind::Text, 12),
            Column::new(lang.pick("河段", "Reach"), Kind::Text, 14).under(on),
            Column::new(lang.pick("桩号m", "Chainage m"), Kind::Number { decimals: 1 }, 12).under(on),
            Column::new(lang.pick("离河m", "Off m"), Kind::Number { decimals: 1 }, 10).under(on),
            Column::new(lang.pick("岸别", "Bank"), Kind::Word, 10).under(on),
            Column::new(lang.pick("台账断面", "In the register"), Kind::Text, 16).under(section),
            Column::new(lang.pick("断面", "Section"), Kind::Text, 16).under(section),
            Column::new(lang.pick("级别", "Level"), Kind::Word, 10).under(section),
            Column::new(lang.pick("沿河km", "km"), Kind::Number { decimals: 3 }, 10).under(section),
            Column::new(lang.pick("保护区", "Zone"), Kind::Text, 24).under(zone),
            Column::new(lang.pick("级别", "Level"), Kind::Word, 8).under(zone),
            Column::new(lang.pick("沿河km", "km"), Kind::Number { decimals: 3 }, 10).under(zone),
            Column::new(lang.pick("备注", "Remarks"), Kind::Text, 30),
        ],
        rows: rows.collect(),
        foot: Said::Foot.say(lang),
        frozen_columns: 3,
        filter: true,
        ..Sheet::default()
    }
}

fn remark(line: &LinkLine, lang: Lang) -> String {
    if line.reach.is_none() {
        return lang.pick("附近没有河段，请核对坐标", "no reach near it; check the position").to_owned();
    }
    let mut remarks = Vec::new();
    if !line.doubtful.is_empty() {
        let names = line.doubtful.join(lang.pick("、", ", "));
        remarks.push(lang.pick(format!("也可能属于 {names}"), format!("may belong to {names}")));
    }
    let found = line.section.as_ref().map(|it| it.0.as_str()).unwrap_or_default();
    if !line.stated.is_empty() && line.stated.trim() != found {
        remarks.push(lang.pick("台账断面与沿河推算不同", "the register names another section").to_owned());
    }
    remarks.join(lang.pick("；", "; "))
}

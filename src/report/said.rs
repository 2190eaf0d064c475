//! The sentences on printed tables, in both languages.

use jiff::civil::Date;

use crate::{
    domain::{
        progress::{Rate, Tally},
        settings::{Formula, Settings},
    },
    i18n::Lang,
};

/// A sentence or a label of a table.
#[derive(Clone, Copy)]
pub(super) enum Said<'a> {
    /// The title of a table.
    Title { project: &'a str, table: (&'static str, &'static str) },
    /// The line to fill in: who reports, when, and the unit of the counts.
    Blanks,
    /// The day everything is counted on, and what `本期` means where it is used.
    AsOf { day: Date, since: Option<Date> },
    /// How the traced rate is worked out, and its target.
    TraceFormula(&'a Settings),
    /// How the fixed rate is worked out, and its target.
    FixFormula(&'a Settings),
    /// What ledgers only claim.
    Unproven { tally: &'a Tally, proven_only: bool },
    /// The fixed rate by every formula.
    AllFormulas { rates: &'a [(Formula, Rate)], target: i64 },
    /// How many lines a list has and how many of them count.
    Listed { lines: usize, base: u64 },
    /// How many are overdue by less than a month.
    BarelyLate(usize),
    /// By what groups are ranked.
    Ranking,
    /// The line for signatures.
    Foot,
    /// The sum.
    Total,
    /// The group of those that do not say.
    NotStated,
}

impl Said<'_> {
    pub(super) fn say(self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(self) -> String {
        match self {
            Self::Title { project, table } => title_zh(project, table.0),
            Self::Blanks => {
                "填报单位（盖章）：　　　　　　　　　　　　填报日期：　　　　年　　月　　日　　　　单位：个"
                    .to_owned()
            }
            Self::AsOf { day, since: None } => format!("统计截至：{}", day_zh(day)),
            Self::AsOf { day, since: Some(since) } => {
                format!("统计截至：{}  本期：{} 至 {}", day_zh(day), day_zh(since), day_zh(day))
            }
            Self::TraceFormula(settings) => {
                let target = target_zh(settings.trace_target, settings.trace_due);
                format!("溯源率 = 已溯源 ÷（底数 − 无需溯源），{target}")
            }
            Self::FixFormula(settings) => {
                let target = target_zh(settings.fix_target, settings.fix_due);
                let formula = settings.formula;
                let name = Lang::Zh.term(formula);
                format!("整治率口径 {} {name}：{}，{target}", formula.code(), formula_zh(formula))
            }
            Self::Unproven { tally, proven_only } => unproven_zh(tally, proven_only),
            Self::AllFormulas { rates, target } => {
                let rate = |(formula, rate): &(Formula, Rate)| {
                    let name = Lang::Zh.term(*formula);
                    format!("{} {name} {}/{} = {}", formula.code(), rate.done, rate.of, rate.percent(target))
                };
                format!("整治率三种口径：{}", rates.iter().map(rate).collect::<Vec<_>>().join("；"))
            }
            Self::Listed { lines, base } => format!("共 {lines} 个，其中计入底数 {base} 个"),
            Self::BarelyLate(count) => format!("另有 {count} 项逾期不足 1 个月，未列入"),
            Self::Ranking => {
                "排名：按整治率，相同时剩余少者在前，再按本期完成；没有应整治排污口的不排名".to_owned()
            }
            Self::Foot => "填表人：　　　　　　　　　　审核人：　　　　　　　　　　联系电话：".to_owned(),
            Self::Total => "合计".to_owned(),
            Self::NotStated => "（未填写）".to_owned(),
        }
    }

    fn en(self) -> String {
        match self {
            Self::Title { project: "", table } => table.1.to_owned(),
            Self::Title { project, table } => format!("{project}: {}", table.1),
            Self::Blanks => {
                "Reporting unit (seal):                    Date of report:                    Unit: outfalls"
                    .to_owned()
            }
            Self::AsOf { day, since: None } => format!("As of {day}"),
            Self::AsOf { day, since: Some(since) } => format!("As of {day}; this period: {since} to {day}"),
            Self::TraceFormula(settings) => {
                let target = target_en(settings.trace_target, settings.trace_due);
                format!("Traced rate = traced ÷ (base − no tracing needed), {target}")
            }
            Self::FixFormula(settings) => {
                let target = target_en(settings.fix_target, settings.fix_due);
                let formula = settings.formula;
                format!("Fixed rate by formula {}: {}, {target}", formula.code(), formula_en(formula))
            }
            Self::Unproven { tally, proven_only } => unproven_en(tally, proven_only),
            Self::AllFormulas { rates, target } => {
                let rate = |(formula, rate): &(Formula, Rate)| {
                    format!("{} {}/{} = {}", formula.code(), rate.done, rate.of, rate.percent(target))
                };
                format!(
                    "Fixed rate by every formula: {}",
                    rates.iter().map(rate).collect::<Vec<_>>().join("; ")
                )
            }
            Self::Listed { lines, base } => format!("{lines} outfalls, of which {base} belong to the base"),
            Self::BarelyLate(count) => {
                format!("{count} more are overdue by less than a month and not listed")
            }
            Self::Ranking => "Rank: by fixed rate, then fewer left, then more fixed this period; \
                              none for groups with nothing to fix"
                .to_owned(),
            Self::Foot => "Filled in by:                Reviewed by:                Telephone:".to_owned(),
            Self::Total => "Total".to_owned(),
            Self::NotStated => "(not stated)".to_owned(),
        }
    }
}

/// A campaign is often named after what it is about; the title does not say it twice.
fn title_zh(project: &str, table: &str) -> String {
    let about = if project.contains("排污口") { "" } else { "入河排污口" };
    format!("{project}{about}{table}")
}

fn day_zh(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

fn target_zh(percent: i64, due: Option<Date>) -> String {
    let due = due.map(|due| format!("（{}前）", day_zh(due))).unwrap_or_default();
    format!("目标 {percent}%{due}")
}

fn target_en(percent: i64, due: Option<Date>) -> String {
    let due = due.map(|due| format!(" by {due}")).unwrap_or_default();
    format!("target {percent}%{due}")
}

fn formula_zh(formula: Formula) -> &'static str {
    match formula {
        Formula::Z1 => "整治率 = 已销号 ÷（底数 − 无需整治）",
        Formula::Z2 => "整治率 = 已销号 ÷ 经研判需整治",
        Formula::Z3 => "整治率 =（已销号 + 无需整治）÷ 底数",
    }
}

fn formula_en(formula: Formula) -> &'static str {
    match formula {
        Formula::Z1 => "closed out ÷ (base − none needed)",
        Formula::Z2 => "closed out ÷ those judged to need fixing",
        Formula::Z3 => "(closed out + none needed) ÷ base",
    }
}

fn unproven_zh(tally: &Tally, proven_only: bool) -> String {
    use crate::domain::progress::Count as C;
    if proven_only {
        return "只计有事实证明的；台账申报未证实的不计".to_owned();
    }
    let (traced, fixed) = (tally.get(C::TracedUnproven), tally.get(C::FixedUnproven));
    format!("未证实 = 台账申报、尚无事实证明的：已溯中 {traced} 个，已完成整治中 {fixed} 个")
}

fn unproven_en(tally: &Tally, proven_only: bool) -> String {
    use crate::domain::progress::Count as C;
    if proven_only {
        return "Only what facts prove is counted; what a ledger merely claims is not".to_owned();
    }
    let (traced, fixed) = (tally.get(C::TracedUnproven), tally.get(C::FixedUnproven));
    format!("Unproven = claimed by a ledger, no facts yet: {traced} of the traced, {fixed} of the fixed")
}

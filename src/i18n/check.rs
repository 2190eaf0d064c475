//! The sentences of the checks that hold the register against the map, the laboratory and itself.

use super::Lang;
use crate::domain::{
    Record as _, Term as _,
    check::{Detail, Figures},
    doctor::System,
    fact::Parameter,
    outfall::Outfall,
    rule::{credit_code, permit, plausible::Doubt},
};

/// What was found; empty for what [`super::finding_message`] says itself.
pub(super) fn message(detail: &Detail, lang: Lang) -> String {
    match detail {
        Detail::FarFromRiver { metres, river, .. } => far(*metres, river, lang),
        Detail::Offset { figures, .. } => offset(figures, lang),
        Detail::NearTwin { code, name, metres, .. } => lang.pick(
            format!("与 {code} {name} 相距 {metres} m，名称相近，疑似重复"),
            format!("It lies {metres} m from {code} {name} and has nearly the same name"),
        ),
        Detail::SharedPlace { others, .. } => lang.pick(
            format!("另有 {others} 个排污口坐标完全相同，疑似村中心坐标"),
            format!("{others} more are said to lie at the very same place"),
        ),
        Detail::CodeCounty { code, division, found } => lang.pick(
            format!("编码 {code} 的区划 {division} 与所在的{found}不符"),
            format!("Code {code} is of division {division}, but it lies in {found}"),
        ),
        Detail::CodeClass { code, letters, class } => lang.pick(
            format!("编码 {code} 的类别 {letters} 与分类“{}”不符", class.zh()),
            format!("Code {code} says {letters}, which is not {}", class.en()),
        ),
        Detail::OtherBank { stated, found, river } => lang.pick(
            format!("填的是{}，按位置在{river}{}", stated.zh(), found.zh()),
            format!(
                "It is said to be on the {}, but lies on the {} of {}",
                lower(stated.en()),
                lower(found.en()),
                or(river, "the river")
            ),
        ),
        Detail::CreditCode { text, flaw } => credit(text, *flaw, lang),
        Detail::Permit { text, flaw } => permit_number(text, *flaw, lang),
        Detail::Doubtful { parameter, value, on, doubt } => {
            let day = on.map(|it| it.to_string()).unwrap_or_default();
            let what = parameter.map_or(lang.pick("流量", "the flow"), |it| lang.term(it));
            let odd = doubt_words(*doubt, *parameter, lang);
            lang.pick(
                format!("{day} 监测的{what} {value}：{odd}"),
                format!("Sample of {day}, {what} {value}: {odd}"),
            )
        }
        Detail::Untidy { texts } => {
            let names: Vec<&str> = texts.iter().map(|(column, _)| column_name(column, lang)).collect();
            lang.pick(
                format!("{}含空格、全角字符或换行", names.join("、")),
                format!("Stray blanks, full-width letters or line breaks in {}", names.join(", ")),
            )
        }
        Detail::LooksLikeTotal { text } => lang
            .pick(format!("“{text}”像是合计行，不是排污口"), format!("“{text}” looks like a row of totals")),
        Detail::FlowsInDrySeason { on } => lang.pick(
            format!("雨洪排口 {on}（非汛期）有流"),
            format!("A storm outfall flowed on {on}, outside the flood season"),
        ),
        Detail::OpenInDrySeason { on } => {
            let day = on.map(|it| it.to_string()).unwrap_or_default();
            lang.pick(
                format!("雨洪排口 {day} 非汛期敞开，未封堵"),
                format!("A storm outfall stood open outside the flood season {day}").trim_end().to_owned(),
            )
        }
        _ => String::new(),
    }
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

fn column_name(column: &str, lang: Lang) -> &'static str {
    Outfall::column(column).map_or("", |it| lang.pick(it.zh, it.en))
}

fn far(metres: f64, river: &str, lang: Lang) -> String {
    if !metres.is_finite() {
        return lang.pick("附近没有任何河流", "There is no river anywhere near").to_owned();
    }
    lang.pick(
        format!("离最近的河流{river}还有 {metres} m"),
        format!("The nearest river{}{river} is {metres} m away", if river.is_empty() { "" } else { ", " }),
    )
}

fn offset(figures: &Figures, lang: Lang) -> String {
    let diagnosis = &figures.diagnosis;
    let median = |system| diagnosis.candidate(system).map_or(0.0, |it| it.median_m.round());
    let (was, is, system) = (median(System::AsIs), median(diagnosis.best), diagnosis.best.code());
    let batch = or(&figures.batch, lang.pick("全部", "all of them"));
    lang.pick(
        format!("疑似 {system} 坐标：{batch}距河中位数 {was} m，还原后 {is} m"),
        format!("Probably {system}: {batch} lie {was} m from the rivers (median), {is} m with the offset taken out"),
    )
}

fn credit(text: &str, flaw: credit_code::Flaw, lang: Lang) -> String {
    use credit_code::Flaw;
    let why = match flaw {
        Flaw::Length(count) => {
            lang.pick(format!("应为 18 位，现为 {count} 位"), format!("it has {count} signs and not 18"))
        }
        Flaw::Sign(sign) => lang.pick(format!("不应有“{sign}”"), format!("no code has “{sign}” in it")),
        Flaw::CheckDigit(sign) => {
            lang.pick(format!("校验位应为 {sign}"), format!("its check digit should be {sign}"))
        }
    };
    lang.pick(format!("统一社会信用代码 {text} 有误：{why}"), format!("Credit code {text} is wrong: {why}"))
}

fn permit_number(text: &str, flaw: permit::Flaw, lang: Lang) -> String {
    use permit::Flaw;
    let why = match flaw {
        Flaw::Pattern => lang
            .pick("应为信用代码＋3 位数字＋1 个字母", "it is not a credit code, three digits and a letter"),
        Flaw::OtherUnit => {
            lang.pick("与所填信用代码不是同一单位", "it belongs to another unit than the credit code")
        }
        Flaw::CreditCode => lang.pick("其中的信用代码有误", "the credit code in it is wrong"),
    };
    lang.pick(format!("排污许可证号 {text} 有误：{why}"), format!("Permit number {text} is wrong: {why}"))
}

fn doubt_words(doubt: Doubt, parameter: Option<Parameter>, lang: Lang) -> &'static str {
    match doubt {
        Doubt::Ph => lang.pick("pH 应在 0 到 14 之间", "pH lies between 0 and 14"),
        Doubt::CodBelowBod => lang.pick("高于 COD", "it is above COD"),
        Doubt::AmmoniaAboveTotal => lang.pick("高于总氮", "it is above total nitrogen"),
        Doubt::PartAboveWhole => lang.pick("高于全盐量", "it is above total salt"),
        Doubt::SaltAboveConductivity => lang.pick("高于电导率", "it is above the conductivity"),
        Doubt::UnitSlip | Doubt::FlowSlip => lang.pick(
            "与上次相差约千倍，单位是否有误",
            "about a thousand times off from last time; another unit?",
        ),
        Doubt::FlowHuge => lang.pick("任何排口都不会有这么大的流量", "no mouth discharges so much"),
        Doubt::BelowDetection => {
            lang.pick("低于检出限，应写作“<”", "below the detection limit, but without “<”")
        }
        Doubt::Zero => lang.pick("为 0；未检出应写作低于检出限", "zero is not measured; below detection is"),
        _ if parameter.is_some() => lang.pick("任何水体都不会这样", "no water is like that"),
        _ => lang.pick("不合理", "it can hardly be"),
    }
}

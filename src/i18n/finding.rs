//! What the data checks say, and what would put it right.

use super::Lang;
use crate::domain::{
    Term as _,
    check::{DateField, Detail, Finding, Fix},
    project::RecordKind,
};

/// What a check found, as one sentence.
pub fn finding_message(finding: &Finding, lang: Lang) -> String {
    match &finding.detail {
        Detail::Swapped { lon, lat } => lang.pick(
            format!("经纬度颠倒：经度 {lon}，纬度 {lat}"),
            format!("Longitude and latitude are swapped: longitude {lon}, latitude {lat}"),
        ),
        Detail::OtherCounty { stated, found } => lang.pick(
            format!("坐标不在所填的{stated}内，而在{found}内"),
            format!("It does not lie in {stated}, as stated, but in {found}"),
        ),
        Detail::OutsideAll { lon, lat } => lang.pick(
            format!("坐标不在任何县内：经度 {lon}，纬度 {lat}"),
            format!("It lies in no county: longitude {lon}, latitude {lat}"),
        ),
        Detail::DuplicateCode { code, others, first } => lang.pick(
            format!("编号 {code} 与另外 {others} 个排污口重复（如{first}）"),
            format!("Code {code} is shared with {others} more, such as {first}"),
        ),
        Detail::NoEntity => lang
            .pick("已溯源但缺责任主体", "It counts as traced, but nobody is named as responsible")
            .to_owned(),
        Detail::NoPhotos { slots } => {
            let names: Vec<&str> = slots.iter().map(|slot| lang.term(*slot)).collect();
            lang.pick(
                format!("已销号但缺照片：{}", names.join("、")),
                format!("It is closed out without photos: {}", names.join(", ")),
            )
        }
        Detail::TargetMissing { code } if code.is_empty() => {
            lang.pick("未写明并入哪个排污口", "It does not say which outfall it is merged into").to_owned()
        }
        Detail::TargetMissing { code } => lang
            .pick(format!("并入的排污口 {code} 不存在"), format!("There is no outfall {code} to merge into")),
        Detail::TargetInCircle => {
            lang.pick("并入关系绕回自身", "The chain of merges leads back to where it began").to_owned()
        }
        Detail::TargetGone { code, state } => lang.pick(
            format!("并入的排污口 {code} 本身是“{}”", state.zh()),
            format!("Outfall {code}, which it is merged into, is itself {}", state.en().to_lowercase()),
        ),
        Detail::NoPosition => lang.pick("缺坐标", "The coordinates are missing").to_owned(),
        Detail::ZeroPosition => lang.pick("坐标为 0, 0", "The coordinates are 0, 0").to_owned(),
        Detail::ClosedBeforePlan { closed, planned } => lang.pick(
            format!("销号日期 {closed} 早于方案日期 {planned}"),
            format!("It was closed out on {closed}, before its plan of {planned}"),
        ),
        Detail::BeforeConfirmed { field, on, confirmed } => lang.pick(
            format!("{} {on} 早于确认日期 {confirmed}", name(*field, lang)),
            format!("{} {on} is before the day it was confirmed, {confirmed}", name(*field, lang)),
        ),
        Detail::InFuture { field, on } => lang.pick(
            format!("{} {on} 在未来", name(*field, lang)),
            format!("{} {on} lies in the future", name(*field, lang)),
        ),
        Detail::UnreadableDate { text } => {
            lang.pick(format!("日期无法识别：{text}"), format!("This date can not be: {text}"))
        }
        Detail::TooEarly { field, on } => lang.pick(
            format!("{} {on} 过早", name(*field, lang)),
            format!("{} {on} is too early to be true", name(*field, lang)),
        ),
        detail => super::check::message(detail, lang),
    }
}

/// What would put it right, if that is known.
pub fn finding_fix(finding: &Finding, lang: Lang) -> Option<String> {
    Some(match finding.fix.as_ref()? {
        Fix::Swap => lang.pick("对调经度和纬度", "Swap longitude and latitude").to_owned(),
        Fix::SetCounty(county) => {
            lang.pick(format!("把所属县改为{county}"), format!("Set the county to {county}"))
        }
        Fix::PointTo(code) => lang.pick(format!("改为并入 {code}"), format!("Merge into {code} instead")),
        Fix::Recode => lang
            .pick("另编新号，或标记为重复", "Give it a code of its own, or mark it as a duplicate")
            .to_owned(),
        Fix::Supply(kind, column) => {
            let field = name(DateField { kind: *kind, column }, lang);
            lang.pick(format!("补充{field}"), format!("Supply {field}"))
        }
        Fix::Revise(column) => {
            let field = name(DateField { kind: RecordKind::Outfall, column }, lang);
            lang.pick(format!("核对{field}"), format!("Look at {field} again"))
        }
        Fix::CorrectFact => lang.pick("更正该记录", "Correct the record").to_owned(),
        Fix::Move => lang.pick("在地图上移到正确位置", "Move it to its place on the map").to_owned(),
        Fix::Reread(system) => lang.pick(
            format!("按 {} 还原坐标", system.code()),
            format!("Take the offset of {} out", system.code()),
        ),
        Fix::SetBank(bank) => {
            lang.pick(format!("岸别改为{}", bank.zh()), format!("Set the bank to {}", bank.en()))
        }
        Fix::Tidy => lang
            .pick("去掉空格和换行，全角改半角", "Take blanks, line breaks and full-width letters out")
            .to_owned(),
        Fix::Exclude => lang.pick("从台账排除", "Exclude it from the register").to_owned(),
        Fix::MergeInto(_) => lang.pick("合并到另一个…", "Merge it into the other one…").to_owned(),
    })
}

/// The title of a column, with that of its table.
fn name(field: DateField, lang: Lang) -> String {
    let column = field.kind.columns().into_iter().find(|it| it.name == field.column);
    let title = column.map_or("", |it| lang.pick(it.zh, it.en));
    match field.kind {
        RecordKind::Outfall => title.to_owned(),
        kind => lang.pick(format!("{}的{title}", kind.zh()), format!("{}: {title}", kind.en())),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{RecordId, check::CheckId, fact::PhotoSlot, stage::RegisterState};

    const TRACED_ON: DateField = DateField { kind: RecordKind::Trace, column: "on" };

    #[track_caller]
    fn check(detail: Detail, fix: Option<Fix>, zh: &str, en: &str) {
        let finding = Finding { check: CheckId::BadTarget, record: RecordId::NIL, fact: None, detail, fix };
        let say = |lang| match finding_fix(&finding, lang) {
            Some(fix) => format!("{} → {fix}", finding_message(&finding, lang)),
            None => finding_message(&finding, lang),
        };
        assert_eq!((say(Lang::Zh).as_str(), say(Lang::En).as_str()), (zh, en));
    }

    #[test]
    fn a_finding_says_what_it_found_and_what_would_put_it_right() {
        let confirmed = date(2024, 1, 1);
        check(
            Detail::BeforeConfirmed { field: TRACED_ON, on: date(2023, 12, 31), confirmed },
            None,
            "溯源记录的溯源日期 2023-12-31 早于确认日期 2024-01-01",
            "Traces: Traced on 2023-12-31 is before the day it was confirmed, 2024-01-01",
        );
        check(
            Detail::TargetGone { code: "B".to_owned(), state: RegisterState::Merged },
            Some(Fix::PointTo("C".to_owned())),
            "并入的排污口 B 本身是“已合并” → 改为并入 C",
            "Outfall B, which it is merged into, is itself merged → Merge into C instead",
        );
        check(
            Detail::NoPhotos { slots: vec![PhotoSlot::Before, PhotoSlot::After] },
            Some(Fix::Supply(RecordKind::Outfall, "entity")),
            "已销号但缺照片：整治前、整治后 → 补充责任主体",
            "It is closed out without photos: Before, After → Supply Responsible entity",
        );
    }

    #[test]
    fn no_detail_is_without_words() {
        let (on, text) = (date(2024, 1, 1), String::new());
        for detail in [
            Detail::Swapped { lon: 38.5, lat: 112.5 },
            Detail::OtherCounty { stated: text.clone(), found: text.clone() },
            Detail::OutsideAll { lon: 0.0, lat: 1.0 },
            Detail::DuplicateCode { code: text.clone(), others: 1, first: text.clone() },
            Detail::NoEntity,
            Detail::NoPhotos { slots: Vec::new() },
            Detail::ClosedBeforePlan { closed: on, planned: on },
            Detail::InFuture { field: TRACED_ON, on },
            Detail::TargetMissing { code: text.clone() },
            Detail::TargetMissing { code: "B".to_owned() },
            Detail::TargetInCircle,
            Detail::NoPosition,
            Detail::ZeroPosition,
            Detail::UnreadableDate { text },
            Detail::TooEarly { field: TRACED_ON, on },
        ] {
            let finding =
                Finding { check: CheckId::Swapped, record: RecordId::NIL, fact: None, detail, fix: None };
            assert!(Lang::ALL.iter().all(|lang| !finding_message(&finding, *lang).is_empty()));
        }
    }
}

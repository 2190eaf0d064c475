//! Where an outfall lies, in words.

use super::joined;
use crate::{
    domain::{
        Value,
        change::CellChange,
        outfall::Outfall,
        placing::{BankDoubt, FAR_FROM_RIVER_M, NearRiver, Proposal, TOO_NEAR_M, ZoneHere},
        record::Record as _,
    },
    i18n::Lang,
};

/// A length: `85 m`, `1.24 km`.
pub(crate) fn metres(length_m: f64) -> String {
    match length_m {
        m if m < 9.95 => format!("{m:.1} m"),
        m if m < 999.5 => format!("{m:.0} m"),
        m => format!("{:.2} km", m / 1000.0),
    }
}

/// How far the nearest river is, and on which bank of it a place lies.
pub(crate) fn near_river(lang: Lang, river: &NearRiver) -> String {
    let far = metres(river.distance_m);
    let name =
        if river.name.is_empty() { lang.pick("最近的河流", "the nearest river") } else { &river.name };
    let distance = lang.pick(format!("距{name} {far}"), format!("{far} from {name}"));
    let bank = match river.bank {
        Ok(bank) => lang.term(bank).to_owned(),
        Err(BankDoubt::AtEnd) => {
            lang.pick("河线端点，岸别待定", "at the end of its line, bank uncertain").to_owned()
        }
        Err(BankDoubt::TooNear) => lang.pick(
            format!("离河线不足 {TOO_NEAR_M} m，岸别待定"),
            format!("under {TOO_NEAR_M} m from its line, bank uncertain"),
        ),
    };
    joined(&[&distance, &bank])
}

/// What the bank is worked out from.
pub(crate) fn bank_rule(lang: Lang) -> &'static str {
    lang.pick(
        "岸别按河线的数字化方向（由上游到下游）判断",
        "The bank follows the direction in which the line was digitised, taken to be downstream",
    )
}

/// The warning that no river is near.
pub(crate) fn far_from_river(lang: Lang, river: Option<&NearRiver>) -> String {
    let limit = metres(FAR_FROM_RIVER_M);
    let Some(river) = river else {
        return lang
            .pick("附近没有河流，请核对位置", "No river is anywhere near; check the place")
            .to_owned();
    };
    let far = metres(river.distance_m);
    let name = if river.name.is_empty() { String::new() } else { format!(" {} ", river.name) };
    lang.pick(
        format!("距最近的河流{name}{far}，超过 {limit}，请核对位置"),
        format!("{far} from the nearest river{}, more than {limit}; check the place", name.trim_end()),
    )
}

/// A protection zone with its level.
pub(crate) fn zone(lang: Lang, zone: &ZoneHere) -> String {
    let level = zone.level.map_or_else(
        || lang.pick("保护区", "Protection zone").to_owned(),
        |level| lang.pick(format!("{}保护区", lang.term(level)), format!("{} zone", lang.term(level))),
    );
    joined(&[&level, &zone.name])
}

/// The zones that a place lies in.
pub(crate) fn in_zones(lang: Lang, zones: &[ZoneHere]) -> String {
    let zones = zones.iter().map(|it| zone(lang, it)).collect::<Vec<_>>().join(lang.pick("、", ", "));
    lang.pick(format!("位于{zones}"), format!("In {zones}"))
}

/// The zones that are entered by a move.
pub(crate) fn enters(lang: Lang, zone_entered: &ZoneHere) -> String {
    let zone = zone(lang, zone_entered);
    lang.pick(format!("进入{zone}"), format!("Enters {zone}"))
}

/// The zones that are left by a move.
pub(crate) fn leaves(lang: Lang, zone_left: &ZoneHere) -> String {
    let zone = zone(lang, zone_left);
    lang.pick(format!("离开{zone}"), format!("Leaves {zone}"))
}

/// County, town and village around a place.
pub(crate) fn around(proposal: &Proposal) -> String {
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    joined(&[&part(&proposal.county), &part(&proposal.town), &part(&proposal.village)])
}

/// A change to a register entry: `县 忻府区 → 定襄县`.
pub(crate) fn changed_cell(lang: Lang, change: &CellChange) -> String {
    let codes = Outfall::column(&change.column).map_or(&[][..], |it| it.codes);
    let text = |value: &Value| {
        let text = value.as_text().unwrap_or_default();
        let code = codes.iter().find(|(code, ..)| *code == text);
        let text = code.map_or(text, |(_, zh, en)| lang.pick(zh, en));
        if text.is_empty() { lang.pick("（空）", "(none)").to_owned() } else { text.to_owned() }
    };
    let title = lang.column(Outfall::TABLE, &change.column);
    format!("{title}  {} → {}", text(&change.old), text(&change.new))
}

/// How far an outfall is moved.
pub(crate) fn moved_by(lang: Lang, length_m: f64) -> String {
    let far = metres(length_m);
    lang.pick(format!("移动 {far}"), format!("Moved by {far}"))
}

/// An outfall that gets its first place.
pub(crate) fn first_place(lang: Lang) -> &'static str {
    lang.pick("原来没有坐标", "It had no position")
}

/// A text that the layers proposed and nobody has changed.
pub(crate) fn suggestion(lang: Lang) -> &'static str {
    lang.pick("建议", "suggested")
}

/// Where a suggested text comes from.
pub(crate) fn suggestion_why(lang: Lang) -> &'static str {
    lang.pick("按位置由图层得出，可改", "From the layers at this place; type to change it")
}

/// The layers are still being made ready.
pub(crate) fn looking(lang: Lang) -> &'static str {
    lang.pick("正在查找河流与辖区…", "Looking for rivers and counties…")
}

/// No layer says where the place is.
pub(crate) fn nothing_around(lang: Lang) -> &'static str {
    lang.pick("没有图层说明此处的河流和辖区", "No layer says which river and county this is")
}

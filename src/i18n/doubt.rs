//! Why something in a record can hardly be right, in words.

use super::Lang;
use crate::domain::rule::{credit_code, permit, plausible::Doubt};

impl Doubt {
    /// Why something can hardly be right.
    pub fn say(self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::CreditCode(flaw) => return credit_flaw(lang, flaw),
            Self::RainyDry(rain) => {
                return lang.pick(
                    format!("填了旱天，但降雨 {rain} mm"),
                    format!("dry weather, but {rain} mm of rain"),
                );
            }
            Self::Shares(sum) => {
                return lang.pick(format!("各来源占比合计 {sum}%"), format!("the shares come to {sum} %"));
            }
            Self::Permit(permit::Flaw::Pattern) => {
                ("应为信用代码 + 3 位数字 + 字母", "a credit code, three digits and a letter")
            }
            Self::Permit(permit::Flaw::OtherUnit) => ("与信用代码不一致", "begins with another credit code"),
            Self::Permit(permit::Flaw::CreditCode) => {
                ("前 18 位不是有效信用代码", "its credit code is not valid")
            }
            Self::Future => ("日期在今天之后", "in the future"),
            Self::BeforeConfirmed => ("早于排污口确认日期", "before the outfall was confirmed"),
            Self::NotATime => ("时间写作 09:30", "write 09:30"),
            Self::EndsBefore => ("早于开始时间", "before it began"),
            Self::TooEarly => ("早于应在它之前的日期", "before what it follows"),
            Self::SealedFlows => ("已封堵却在排水", "sealed, and yet it flows"),
            Self::StormFlowsDry => ("雨洪排口旱天有流", "a storm outfall flows in dry weather"),
            Self::FlowHuge => ("大得不合常理", "more than any mouth carries"),
            Self::FlowContradicts => ("填了未测定，却有流量", "not measured, and yet given"),
            Self::NotAPercentage => ("应在 0–100 之间", "between 0 and 100"),
            Self::ExceedsYetFine => ("最近一次监测超标", "the latest sample exceeds the limits"),
            Self::FlowsYetDry => ("旱天曾见有流", "it was seen to flow in dry weather"),
            Self::FinishedNotWhole => ("已完工，进度不到 100%", "finished, but not all is done"),
            Self::EmptySign => ("标识牌完好，内容没填", "the sign stands, its text is not given"),
            Self::NoStation => ("有在线监测，没有站点编号", "online, without a station"),
            Self::OpenInDrySeason => {
                ("雨洪排口非汛期应封堵", "storm outfalls are sealed outside the flood season")
            }
            Self::Ph => ("pH 应在 0–14 之间", "pH lies between 0 and 14"),
            Self::CodBelowBod => ("五日生化需氧量高于化学需氧量", "BOD5 is more than COD"),
            Self::AmmoniaAboveTotal => ("氨氮高于总氮", "more ammonia than total nitrogen"),
            Self::PartAboveWhole => ("氯化物高于全盐量", "more chloride than salt"),
            Self::SaltAboveConductivity => ("全盐量高于电导率", "more salt than the conductivity allows"),
            Self::OutOfRange => ("超出常见范围", "no water is like that"),
            Self::FlowSlip | Self::UnitSlip => {
                ("与上次差千倍，单位对吗", "a thousandfold of last time: is the unit right")
            }
            Self::BelowDetection => {
                ("低于检出限，应写 <检出限", "below the detection limit: write < and the limit")
            }
            Self::Zero => ("没有测得 0，未检出写 ND", "zero is not measured: write ND"),
            Self::Twice => ("同一项目填了两次", "given twice"),
        };
        lang.pick(zh, en).to_owned()
    }
}

/// What is wrong with a credit code.
fn credit_flaw(lang: Lang, flaw: credit_code::Flaw) -> String {
    match flaw {
        credit_code::Flaw::Length(count) => {
            lang.pick(format!("应为 18 位，现 {count} 位"), format!("18 characters, not {count}"))
        }
        credit_code::Flaw::Sign(sign) => {
            lang.pick(format!("不会出现“{sign}”"), format!("no code has a {sign}"))
        }
        credit_code::Flaw::CheckDigit(right) => lang.pick(
            format!("校验位不对，按前 17 位应为 {right}"),
            format!("wrong check digit: the others ask for {right}"),
        ),
    }
}

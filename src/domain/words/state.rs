//! The states of the stages, in the words of ledgers. The official words are those of domain dossier §3.2–3.4.

use super::plain;
use crate::domain::{
    fact::FixKind,
    stage::{FixState, RegisterState, TraceState},
};

/// What a word about the remediation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixWord {
    /// A state.
    State(FixState),
    /// Done, without a word about acceptance: closed out if the ledger has a day for that, else awaiting it.
    Done,
}

/// The words of 台账状态.
pub fn register(text: &str) -> Option<RegisterState> {
    use RegisterState as R;
    if let Some(state) = known(R::parse, text) {
        return Some(state);
    }
    let state = match plain(text).as_str() {
        "疑似排污口" | "疑似排口" | "待核实" | "待确认" | "未确认" => R::Suspected,
        "在册登记" | "已在册" | "确认" | "已确认" | "有效" | "正常" | "保留" | "是排污口" => {
            R::Registered
        }
        "已排除" | "非排污口" | "不是排污口" | "非排口" | "排除(经核实非排污口)" | "经核实非排污口" => {
            R::Excluded
        }
        "重复排口" | "重复排污口" | "重复登记" => R::Duplicate,
        "合并" | "并入" | "已并入" | "清理合并" | "已清理合并" => R::Merged,
        "取缔" | "已注销" | "注销" | "已取缔/已注销" | "取缔/注销" | "依法取缔" | "已依法取缔" => {
            R::Removed
        }
        _ => return None,
    };
    Some(state)
}

/// The words of 溯源状态, and the answers to 是否溯源.
pub fn trace(text: &str) -> Option<TraceState> {
    use TraceState as T;
    if let Some(state) = known(T::parse, text) {
        return Some(state);
    }
    let state = match plain(text).as_str() {
        "否" | "×" | "✗" | "x" | "n" | "no" | "false" | "0" | "未完成" | "未开展" | "未启动"
        | "未完成溯源" | "未开展溯源" | "待溯源" | "需溯源" => T::Untraced,
        "正在溯源" | "进行中" | "开展中" | "正在开展" | "正在进行" | "溯源进行中" => {
            T::Tracing
        }
        "部分完成" | "部分完成溯源" | "部分查明" => T::Partial,
        "是"
        | "√"
        | "✓"
        | "✔"
        | "y"
        | "yes"
        | "true"
        | "1"
        | "已完成"
        | "完成"
        | "已完成溯源"
        | "完成溯源"
        | "溯源完成"
        | "溯源已完成"
        | "已溯"
        | "已查明"
        | "已溯源(责任主体明确)" => T::Traced,
        "政府兜底" | "兜底" | "属地政府兜底" | "已溯源政府兜底" | "溯源(政府兜底)" | "政府兜底溯源" => {
            T::Government
        }
        "不需溯源" | "无须溯源" | "不需要溯源" | "不需要" | "无需" | "不需" => {
            T::NotNeeded
        }
        _ => return None,
    };
    Some(state)
}

/// The words of 整治状态, and the answers to 是否完成整治.
pub fn fix(text: &str) -> Option<FixWord> {
    use FixState as F;
    if let Some(state) = known(F::parse, text) {
        return Some(FixWord::State(state));
    }
    let state = match plain(text).as_str() {
        "待研判" | "未判定" => F::Unjudged,
        "不需整治" | "无须整治" | "不需要整治" | "不需要" | "无需" | "不需" => {
            F::NotNeeded
        }
        "否" | "×" | "✗" | "x" | "n" | "no" | "false" | "0" | "未整治" | "待整治" | "应整治" | "未完成"
        | "未开展" | "未启动" | "未完成整治" | "拟整治" | "计划整治" | "未治理" | "待治理" => {
            F::Needed
        }
        "已制定方案" | "方案已制定" | "方案已定" | "已定" | "已制定一口一策" | "一口一策已制定" => {
            F::Planned
        }
        "正在整治" | "进行中" | "施工中" | "推进中" | "开工" | "已开工" | "正在治理" | "治理中"
        | "整治进行中" | "立行立改" | "限期整治" => F::Underway,
        "待验收" | "完工" | "已完工" | "待销号" | "已完工待验收" | "完工待验收" => {
            F::AwaitingAcceptance
        }
        "销号" | "已验收销号" | "验收销号" | "完成销号" | "已完成销号" | "销号完成" => {
            F::Closed
        }
        "返弹" | "已反弹" | "返黑返臭" | "反弹重开" => F::Rebound,
        "是"
        | "√"
        | "✓"
        | "✔"
        | "y"
        | "yes"
        | "true"
        | "1"
        | "已完成"
        | "完成"
        | "已整治"
        | "已完成整治"
        | "完成整治"
        | "整治完成"
        | "整治已完成"
        | "已治理"
        | "已立行立改"
        | "立行立改已完成"
        | "立行立改完成"
        | "已整改"
        | "整改完成" => return Some(FixWord::Done),
        _ => return None,
    };
    Some(FixWord::State(state))
}

/// The words of 整治类型.
pub fn fix_kind(text: &str) -> Option<FixKind> {
    if let Some(kind) = known(FixKind::parse, text) {
        return Some(kind);
    }
    match plain(text).as_str() {
        "取缔" | "取缔类" | "依法取缔类" | "依法取缔一批" | "取缔一批" => {
            Some(FixKind::Ban)
        }
        "合并" | "合并类" | "清理合并类" | "清理合并一批" | "合并一批" => {
            Some(FixKind::Merge)
        }
        "规范" | "规范类" | "规范整治类" | "规范整治一批" | "规范一批" | "规范化整治" | "规范化建设" => {
            Some(FixKind::Regulate)
        }
        "无需" | "不需整治" | "无须整治" | "不需要整治" => Some(FixKind::NotNeeded),
        _ => None,
    }
}

/// The entry of a code list, with and without the blanks that the cell may have inside.
fn known<T>(parse: fn(&str) -> Option<T>, text: &str) -> Option<T> {
    parse(text).or_else(|| parse(&plain(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracing_in_the_words_of_offices() {
        for (text, state) in [
            ("已溯源", Some(TraceState::Traced)),
            ("√", Some(TraceState::Traced)),
            ("已溯源（政府兜底）", Some(TraceState::Government)),
            ("政府兜底", Some(TraceState::Government)),
            ("否", Some(TraceState::Untraced)),
            ("无需溯源", Some(TraceState::NotNeeded)),
            ("差不多了", None),
        ] {
            assert_eq!(trace(text), state, "{text}");
        }
    }

    #[test]
    fn fixing_in_the_words_of_offices() {
        for (text, word) in [
            ("已销号", Some(FixWord::State(FixState::Closed))),
            ("已完成整治", Some(FixWord::Done)),
            ("已完成", Some(FixWord::Done)),
            ("立行立改", Some(FixWord::State(FixState::Underway))),
            ("未整治", Some(FixWord::State(FixState::Needed))),
            ("整治 中", Some(FixWord::State(FixState::Underway))),
            ("快了", None),
        ] {
            assert_eq!(fix(text), word, "{text}");
        }
        assert_eq!(fix_kind("清理合并一批"), Some(FixKind::Merge));
    }

    #[test]
    fn standing_in_the_words_of_offices() {
        assert_eq!(register("排除（经核实非排污口）"), Some(RegisterState::Excluded));
        assert_eq!(register("已注销"), Some(RegisterState::Removed));
        assert_eq!(register("不详"), None);
    }
}

//! The names of the states (domain dossier §3.2–3.4), as ledgers write them.

use super::super::code_list;

code_list! {
    /// The standing in the register (台账状态, R0–R5).
    pub enum RegisterState {
        Suspected = "suspected", "疑似", "Suspected";
        Registered = "registered", "在册", "Registered";
        Excluded = "excluded", "排除", "Excluded";
        Duplicate = "duplicate", "重复", "Duplicate";
        Merged = "merged", "已合并", "Merged";
        Removed = "removed", "已取缔", "Removed";
    }
}

impl RegisterState {
    /// Does an outfall in this state belong to the base (底数) of the rates? Merging and removing are
    /// results of the work, so those stay in.
    pub fn counts(self) -> bool {
        matches!(self, Self::Registered | Self::Merged | Self::Removed)
    }

    /// Is it an outfall of its own, as far as is known, rather than a part of another one, none, or none any more?
    pub fn stands(self) -> bool {
        matches!(self, Self::Suspected | Self::Registered)
    }
}

code_list! {
    /// The state of checking (排查状态).
    pub enum CheckState {
        Unvisited = "unvisited", "未排查", "Not visited";
        Visited = "visited", "已排查", "Visited";
    }
}

code_list! {
    /// The state of measuring (监测状态).
    pub enum MeasureState {
        Unmeasured = "unmeasured", "未监测", "Not measured";
        AwaitingLab = "awaiting", "已采样待结果", "Awaiting results";
        Within = "within", "达标", "Within limits";
        Exceeding = "exceeding", "超标", "Over limits";
        Unjudged = "unjudged", "已监测未评价", "Measured, not judged";
        Impossible = "impossible", "不具备采样条件", "Can not be sampled";
    }
}

impl MeasureState {
    /// Have results come in?
    pub fn measured(self) -> bool {
        matches!(self, Self::Within | Self::Exceeding | Self::Unjudged)
    }
}

code_list! {
    /// The state of tracing (溯源状态, T0–T4 and TX).
    pub enum TraceState {
        Untraced = "untraced", "未溯源", "Not traced";
        Tracing = "tracing", "溯源中", "Tracing";
        Partial = "partial", "部分溯源", "Partly traced";
        Traced = "traced", "已溯源", "Traced";
        Government = "government", "已溯源(政府兜底)", "Traced (government as last resort)";
        NotNeeded = "not_needed", "无需溯源", "No tracing needed";
    }
}

impl TraceState {
    /// Does it count as traced (T3, T4)?
    pub fn counts(self) -> bool {
        matches!(self, Self::Traced | Self::Government)
    }
}

code_list! {
    /// The state of fixing (整治状态, H0–H6 and HN).
    pub enum FixState {
        Unjudged = "unjudged", "未研判", "Not judged";
        NotNeeded = "not_needed", "无需整治", "None needed";
        Needed = "needed", "需整治", "To be fixed";
        Planned = "planned", "已定方案", "Planned";
        Underway = "underway", "整治中", "Under way";
        AwaitingAcceptance = "awaiting", "完工待验", "Awaiting acceptance";
        Closed = "closed", "已销号", "Closed out";
        Rebound = "rebound", "反弹", "Rebound";
    }
}

code_list! {
    /// The state of upkeep (管理状态).
    pub enum ManageState {
        None = "none", "未规范", "Not fitted out";
        Partial = "partial", "部分规范", "Partly fitted out";
        Kept = "kept", "已规范", "Fitted out and kept";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_ledgers_are_understood() {
        assert_eq!(RegisterState::parse(" 已取缔 "), Some(RegisterState::Removed));
        assert_eq!(TraceState::parse("已溯源(政府兜底)"), Some(TraceState::Government));
        assert_eq!(FixState::parse("closed out"), Some(FixState::Closed));
        assert_eq!(FixState::parse("whatever"), None);
    }
}

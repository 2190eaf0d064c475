//! 台账: changes of standing in the register.

use jiff::civil::Date;

use crate::domain::{RecordId, code_list, record};

record! {
    /// A change of an outfall's standing in the register (台账操作).
    pub struct RegisterEvent in "register_event", "台账变更", "Register changes" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day it takes effect.
        on: Option<Date> => "生效日期", "Effective on";
        /// What changes.
        kind: Option<RegisterChange> => "变更", "Change";
        /// The outfall that stays, for a merge or a duplicate.
        target: Option<RecordId> => "指向", "Target";
        /// Does the source follow into the target (源随并入)? Then a merged outfall is traced when its target is.
        source_follows: bool => "源随并入", "Source follows";
        /// Why.
        reason: String => "原因", "Reason";
        /// The document, if there is one.
        document: String => "文号", "Document no.";
        /// What showed that it rebounded.
        cause: Option<ReboundCause> => "反弹情形", "What showed it";
    }
}

code_list! {
    /// What shows that an outfall has rebounded (domain dossier §3.5).
    pub enum ReboundCause {
        TwoOverLimit = "two_over", "连续两次超标", "Two samples over the limit";
        SealFlowing = "seal_flowing", "封堵口门有流", "A sealed mouth flows";
        DryFlow = "dry_flow", "雨水口旱天流", "Dry-weather flow of a storm outfall";
        Complaint = "complaint", "举报属实", "A complaint proved right";
        Other = "other", "其他", "Other";
    }
}

code_list! {
    /// What can happen to an outfall's standing (domain dossier §3.2, §3.5).
    pub enum RegisterChange {
        Confirm = "confirm", "确认在册", "Confirm";
        Exclude = "exclude", "排除", "Exclude";
        Duplicate = "duplicate", "标记重复", "Mark as duplicate";
        Merge = "merge", "合并", "Merge";
        Remove = "remove", "取缔/注销", "Remove";
        Rebound = "rebound", "反弹", "Rebound";
    }
}

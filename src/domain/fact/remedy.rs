//! 治: judgement, plan, progress, acceptance.

use jiff::civil::Date;

use crate::domain::{RecordId, code_list, record};

record! {
    /// A judgement and, where something is to be done, the plan for it (一口一策).
    pub struct Plan in "plan", "整治方案", "Remediation plans" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day of the judgement or of the plan.
        on: Option<Date> => "日期", "Date";
        /// What is to be done.
        kind: Option<FixKind> => "整治类型", "Type of remediation";
        /// What is wrong.
        problem: String => "问题", "Problem";
        /// What will be done; with it a judgement becomes a plan.
        measures: String => "措施", "Measures";
        /// What it should be like afterwards.
        goal: String => "整治目标", "Goal";
        /// The unit in the lead (牵头单位).
        lead: String => "牵头单位", "Lead unit";
        /// The supporting units (配合单位), separated by `、`.
        support: String => "配合单位", "Supporting units";
        /// The person in charge.
        person: String => "责任人", "Person in charge";
        /// The day it must be done by.
        deadline: Option<Date> => "完成时限", "Deadline";
        /// Why nothing needs to be done (无需整治).
        none_reason: Option<NoFixReason> => "无需整治理由", "Why none is needed";
        /// The proof that nothing needs to be done.
        evidence: String => "证据", "Evidence";
        /// Who approved that nothing needs to be done.
        approver: String => "批准人", "Approver";
    }
}

code_list! {
    /// What is done about an outfall (整治类型; 国办函〔2022〕17号).
    pub enum FixKind {
        Ban = "ban", "依法取缔", "Banned by law";
        Merge = "merge", "清理合并", "Cleared and merged";
        Regulate = "regulate", "规范整治", "Brought into order";
        NotNeeded = "not_needed", "无需整治", "None needed";
    }
}

code_list! {
    /// Why nothing needs to be done about an outfall (无需整治理由; domain dossier §3.4).
    pub enum NoFixReason {
        NaturalChannel = "natural", "天然河道/沟渠", "Natural channel or ditch";
        Compliant = "compliant", "达标且规范", "Within limits and in order";
        DryStorm = "dry_storm", "雨水口无旱天流", "Storm outfall without dry-weather flow";
        Abandoned = "abandoned", "已废弃无水", "Abandoned, no water";
    }
}

record! {
    /// A note on how the work goes (整治进展).
    pub struct ProgressNote in "progress", "整治进展", "Progress notes" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day.
        on: Option<Date> => "日期", "Date";
        /// Begun, going on, or finished.
        milestone: Option<Milestone> => "节点", "Milestone";
        /// How much is done, 0 to 100.
        percent: Option<f64> => "进度%", "Progress %";
        /// What was done.
        note: String => "进展", "Progress";
    }
}

code_list! {
    /// A point on the way of the work.
    pub enum Milestone {
        Started = "started", "开工", "Started";
        Underway = "underway", "施工中", "Under way";
        Finished = "finished", "完工", "Finished";
    }
}

record! {
    /// An acceptance (验收): the county's first, or the city's, which closes the outfall out (销号).
    pub struct Acceptance in "acceptance", "验收销号", "Acceptances" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day.
        on: Option<Date> => "日期", "Date";
        /// Which of the two steps.
        step: Option<AcceptanceStep> => "环节", "Step";
        /// Who accepted.
        by: String => "验收单位", "Accepted by";
        /// The document.
        document: String => "销号文号", "Document no.";
        /// Anything else.
        note: String => "备注", "Note";
    }
}

code_list! {
    /// The two steps of closing out.
    pub enum AcceptanceStep {
        County = "county", "县级初验", "County acceptance";
        City = "city", "市级认定(销号)", "City confirmation (closed out)";
    }
}

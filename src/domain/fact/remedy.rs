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
        /// How soon it is to be done.
        urgency: Option<Urgency> => "整治时序", "Urgency";
        /// The day it is to begin.
        start_on: Option<Date> => "计划开工", "To begin on";
        /// Who supervises the work.
        supervisor: String => "监督人", "Supervised by";
        /// What it costs, in 10,000 yuan.
        investment: Option<f64> => "投资万元", "Cost, 10k yuan";
        /// The outfall or sewer that its water goes into (清理合并).
        merge_into: String => "并入去向", "Merged into";
        /// How it is sealed (依法取缔).
        seal: String => "封堵拆除方式", "How it is sealed";
        /// Until when it may go on as it is (过渡期).
        transition_until: Option<Date> => "过渡期至", "Transition until";
        /// The steps on the way, with their days.
        milestones: String => "里程碑", "Milestones";
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
    /// How soon a problem is to be fixed (整治时序).
    pub enum Urgency {
        AtOnce = "at_once", "立行立改", "At once";
        ByDeadline = "deadline", "限期整改", "By a deadline";
        LongTerm = "long_term", "长期推进", "In the long term";
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
        /// What stands in the way.
        trouble: String => "存在困难", "Trouble";
        /// What comes next.
        next: String => "下步安排", "What comes next";
        /// Who reports.
        reporter: String => "填报人", "Reported by";
        /// What was spent so far, in 10,000 yuan.
        spent: Option<f64> => "完成投资万元", "Spent, 10k yuan";
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
        /// Did it pass? One that did not proves nothing; where nothing is said it did.
        passed: Option<bool> => "验收通过", "Passed";
        /// Who took part.
        people: String => "验收人员", "People";
        /// What is still to be put right.
        demands: String => "整改要求", "To be put right";
        /// What the inspectors say.
        opinion: String => "验收意见", "Opinion";
    }
}

code_list! {
    /// The two steps of closing out.
    pub enum AcceptanceStep {
        County = "county", "县级初验", "County acceptance";
        City = "city", "市级认定(销号)", "City confirmation (closed out)";
    }
}

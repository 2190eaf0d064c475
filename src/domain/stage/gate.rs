//! What is missing before a step may be called done (关口), and which field of which form it belongs in.
//!
//! Sources: domain dossier §3.3 (traced), §3.4 (closed out), §4.2 (a crew of two). Drafts are always
//! allowed; only a record that claims a step to be done is held against its gate.

use jiff::civil::Date;

use super::{FixState, MeasureState, fix, in_effect, manage, measure};
use crate::domain::{
    code_list,
    fact::{
        Acceptance, AcceptanceStep, FixKind, Milestone, PhotoSlot, Plan, ProgressNote, RegisterChange,
        RegisterEvent, Sample, SampleKind, Signboard, Trace, TraceOutcome, Upkeep, Visit,
    },
    project::{AnyRecord, Entry, RecordKind},
    rule::ori,
};

code_list! {
    /// One of the five stages of the work (查测溯治管).
    pub enum Stage {
        Check = "check", "查", "Check";
        Measure = "measure", "测", "Measure";
        Trace = "trace", "溯", "Trace";
        Fix = "fix", "治", "Fix";
        Manage = "manage", "管", "Manage";
    }
}

code_list! {
    /// Something that is missing, as the crew would say it.
    pub enum Missing {
        Day = "day", "缺日期", "The date is missing";
        Visit = "visit", "缺排查记录", "A check visit is missing";
        Means = "means", "缺排查手段", "The means of the survey are missing";
        Crew = "crew", "人员不足两人", "Fewer than two people in the crew";
        Verdict = "verdict", "缺“是否排污口”结论", "The verdict whether it is an outfall is missing";
        Sample = "sample", "缺采样记录", "A sample is missing";
        Samplers = "samplers", "采样人员不足两人", "Fewer than two samplers";
        Results = "results", "缺监测结果", "Results are missing";
        Standard = "standard", "缺执行标准", "The standard is missing";
        TraceRecord = "trace", "缺溯源记录", "A tracing record is missing";
        Outcome = "outcome", "缺溯源结论", "The outcome of the tracing is missing";
        Source = "source", "缺污染源", "The source is missing";
        SewageType = "sewage_type", "缺污水类型", "The kind of sewage is missing";
        Entity = "entity", "缺责任主体", "The responsible entity is missing";
        EntityKind = "entity_kind", "缺主体类型", "The kind of entity is missing";
        CreditCode = "credit_code", "缺统一社会信用代码", "The credit code is missing";
        Evidence = "evidence", "缺证据", "Evidence is missing";
        Tracer = "tracer", "缺溯源人员", "The tracer is missing";
        Reviewer = "reviewer", "缺审核人", "The reviewer is missing";
        TwoAttempts = "two_attempts", "政府兜底须至少两次溯源", "The government steps in only after two attempts";
        GovernmentDocument = "government_document", "缺政府文件文号", "The government's document is missing";
        Reason = "reason", "缺理由", "The reason is missing";
        Approver = "approver", "缺批准人", "The approver is missing";
        Judgement = "judgement", "缺整治研判", "The judgement is missing";
        FixKind = "fix_kind", "缺整治类型", "The type of remediation is missing";
        Measures = "measures", "缺整治措施", "The measures are missing";
        Lead = "lead", "缺牵头单位", "The lead unit is missing";
        Deadline = "deadline", "缺完成时限", "The deadline is missing";
        Finished = "finished", "缺完工记录", "The note that the work is finished is missing";
        BeforePhoto = "before_photo", "缺整治前照片", "The photo from before is missing";
        AfterPhoto = "after_photo", "缺整治后照片", "The photo from after is missing";
        CleanProof = "clean_proof", "缺整治后达标监测或两次旱天无流", "A sample within limits, or two dry-weather visits without flow, is missing after the work";
        Signboard = "signboard", "标识牌未完好", "The signboard is not in place";
        Dossier = "dossier", "档案不完整", "The dossier is not complete";
        CountyAcceptance = "county_acceptance", "缺县级初验", "The county's acceptance is missing";
        CityAcceptance = "city_acceptance", "缺市级认定", "The city's confirmation is missing";
        Document = "document", "缺销号文号", "The document number is missing";
        By = "by", "缺验收单位", "Who accepted it is missing";
        Monitoring = "monitoring", "缺监测频次", "The monitoring frequency is missing";
        GradeReason = "grade_reason", "改判缺理由", "The reason for another grade is missing";
        Target = "target", "缺指向的排污口", "The outfall it points to is missing";
        Change = "change", "缺变更类型", "What is to change is missing";
    }
}

impl Missing {
    /// The form that supplies it, and the column in it; empty where a whole record is missing.
    pub fn place(self) -> (RecordKind, &'static str) {
        match self {
            Self::Day => (RecordKind::Visit, "on"),
            Self::Visit => (RecordKind::Visit, ""),
            Self::Means => (RecordKind::Visit, "means"),
            Self::Crew => (RecordKind::Visit, "crew"),
            Self::Verdict => (RecordKind::Visit, "verdict"),
            Self::GradeReason => (RecordKind::Visit, "grade_reason"),
            Self::Sample | Self::CleanProof => (RecordKind::Sample, ""),
            Self::Samplers => (RecordKind::Sample, "samplers"),
            Self::Results => (RecordKind::LabResult, ""),
            Self::Standard => (RecordKind::Sample, "standard"),
            Self::TraceRecord | Self::TwoAttempts => (RecordKind::Trace, ""),
            Self::Outcome => (RecordKind::Trace, "outcome"),
            Self::Source => (RecordKind::Trace, "source"),
            Self::SewageType => (RecordKind::Trace, "sewage_type"),
            Self::Entity => (RecordKind::Trace, "entity"),
            Self::EntityKind => (RecordKind::Trace, "entity_kind"),
            Self::CreditCode => (RecordKind::Trace, "credit_code"),
            Self::Evidence => (RecordKind::Trace, "evidence"),
            Self::Tracer => (RecordKind::Trace, "tracer"),
            Self::Reviewer => (RecordKind::Trace, "reviewer"),
            Self::GovernmentDocument => (RecordKind::Trace, "document"),
            Self::Reason => (RecordKind::Plan, "none_reason"),
            Self::Approver => (RecordKind::Plan, "approver"),
            Self::Judgement => (RecordKind::Plan, ""),
            Self::FixKind => (RecordKind::Plan, "kind"),
            Self::Measures => (RecordKind::Plan, "measures"),
            Self::Lead => (RecordKind::Plan, "lead"),
            Self::Deadline => (RecordKind::Plan, "deadline"),
            Self::Finished => (RecordKind::ProgressNote, "milestone"),
            Self::BeforePhoto | Self::AfterPhoto => (RecordKind::Photo, "slot"),
            Self::Signboard => (RecordKind::Upkeep, "signboard"),
            Self::Dossier => (RecordKind::Upkeep, "dossier"),
            Self::Monitoring => (RecordKind::Upkeep, "monitoring"),
            Self::CountyAcceptance | Self::CityAcceptance => (RecordKind::Acceptance, "step"),
            Self::Document => (RecordKind::Acceptance, "document"),
            Self::By => (RecordKind::Acceptance, "by"),
            Self::Target => (RecordKind::RegisterEvent, "target"),
            Self::Change => (RecordKind::RegisterEvent, "kind"),
        }
    }

    /// Like [`Self::place`], for what is missing in `stage`: several forms ask for a day, a reason, an approver.
    pub fn place_in(self, stage: Stage) -> (RecordKind, &'static str) {
        let (kind, column) = self.place();
        match (self, stage) {
            (Self::Day, Stage::Measure) => (RecordKind::Sample, column),
            (Self::Day | Self::Approver, Stage::Trace) => (RecordKind::Trace, column),
            (Self::Reason, Stage::Trace) => (RecordKind::Trace, "reason"),
            (Self::Day | Self::Evidence, Stage::Fix) => (RecordKind::Plan, column),
            (Self::Day, Stage::Manage) => (RecordKind::Upkeep, column),
            _ => (kind, column),
        }
    }
}

/// What is missing before `entry` is done with `stage`, as of `day`.
pub fn missing(entry: &Entry, stage: Stage, day: Date) -> Vec<Missing> {
    match stage {
        Stage::Check => {
            let visits = entry.visits.iter().filter(|it| in_effect(it.on, day));
            match visits.max_by_key(|it| (it.on, it.id)) {
                Some(visit) => missing_in_visit(visit),
                None => vec![Missing::Visit],
            }
        }
        Stage::Measure => missing_measurement(entry, day),
        Stage::Trace => missing_trace(entry, day),
        Stage::Fix => missing_fix(entry, day),
        Stage::Manage => match manage::latest(entry, day) {
            Some(upkeep) => missing_in_upkeep(upkeep),
            None => vec![Missing::Signboard, Missing::Monitoring, Missing::Dossier],
        },
    }
}

/// What keeps `record` from being recorded: the day always, and its gate where it calls a step done.
pub fn missing_in(entry: &Entry, record: &AnyRecord) -> Vec<Missing> {
    match record {
        AnyRecord::Visit(it) => missing_in_visit(it),
        AnyRecord::Sample(it) => missing_in_sample(it),
        AnyRecord::LabResult(it) => {
            need(it.parameter.is_some() && it.value.is_some(), Missing::Results).into_iter().collect()
        }
        AnyRecord::Trace(it) => missing_in_trace_record(entry, it),
        AnyRecord::TraceSource(it) => need(!it.name.is_empty(), Missing::Source).into_iter().collect(),
        AnyRecord::ManholeCheck(it) => need(it.on.is_some(), Missing::Day).into_iter().collect(),
        AnyRecord::Plan(it) => missing_in_plan(it),
        AnyRecord::ProgressNote(it) => need(it.on.is_some(), Missing::Day).into_iter().collect(),
        AnyRecord::Acceptance(it) => missing_in_acceptance(entry, it),
        AnyRecord::Upkeep(it) => need(it.on.is_some(), Missing::Day).into_iter().collect(),
        AnyRecord::RegisterEvent(it) => missing_in_register_event(it),
        _ => Vec::new(),
    }
}

fn missing_in_register_event(event: &RegisterEvent) -> Vec<Missing> {
    let points = matches!(event.kind, Some(RegisterChange::Merge | RegisterChange::Duplicate));
    let reasoned = event.kind == Some(RegisterChange::Confirm) || !event.reason.is_empty();
    all([
        need(event.on.is_some(), Missing::Day),
        need(event.kind.is_some(), Missing::Change),
        need(!points || event.target.is_some(), Missing::Target),
        need(reasoned, Missing::Reason),
    ])
}

fn need(there: bool, missing: Missing) -> Option<Missing> {
    (!there).then_some(missing)
}

fn all<const N: usize>(needs: [Option<Missing>; N]) -> Vec<Missing> {
    needs.into_iter().flatten().collect()
}

/// How many people a field like `张三、李四` names.
fn people(names: &str) -> usize {
    names.split(['、', ',', '，', ';', '；', ' ']).filter(|name| !name.trim().is_empty()).count()
}

fn missing_in_visit(visit: &Visit) -> Vec<Missing> {
    all([
        need(visit.on.is_some(), Missing::Day),
        need(visit.means.is_some(), Missing::Means),
        need(people(&visit.crew) >= 2, Missing::Crew),
        need(visit.verdict.is_some(), Missing::Verdict),
        need(!ori::is_overruled(visit) || !visit.grade_reason.trim().is_empty(), Missing::GradeReason),
    ])
}

fn missing_in_sample(sample: &Sample) -> Vec<Missing> {
    let taken = sample.impossible_reason.is_empty();
    all([
        need(sample.on.is_some(), Missing::Day),
        need(!taken || people(&sample.samplers) >= 2, Missing::Samplers),
    ])
}

fn missing_measurement(entry: &Entry, day: Date) -> Vec<Missing> {
    if measure::state(entry, day) == MeasureState::Impossible {
        return Vec::new();
    }
    let taken = entry.samples.iter().filter(|it| in_effect(it.on, day));
    let Some(sample) = taken.max_by_key(|it| (it.on, it.id)) else { return vec![Missing::Sample] };
    let mut missing = missing_in_sample(sample);
    missing.extend(need(
        entry.results.iter().any(|it| it.sample == sample.id && it.valid != Some(false)),
        Missing::Results,
    ));
    missing.extend(need(sample.standard.is_some(), Missing::Standard));
    missing
}

/// What the latest conclusion lacks, or the latest attempt if none was drawn. Nothing, once one lacks nothing.
fn missing_trace(entry: &Entry, day: Date) -> Vec<Missing> {
    let concludes =
        |it: &Trace| !matches!(it.outcome, None | Some(TraceOutcome::Ongoing | TraceOutcome::Partial));
    let attempts: Vec<&Trace> = entry.traces.iter().filter(|it| in_effect(it.on, day)).collect();
    if attempts.iter().any(|it| concludes(it) && missing_in_trace(entry, it).is_empty()) {
        return Vec::new();
    }
    match attempts.into_iter().max_by_key(|it| (concludes(it), it.on, it.id)) {
        Some(trace) => missing_in_trace(entry, trace),
        None => vec![Missing::TraceRecord],
    }
}

/// What keeps a tracing record from being kept at all: an attempt that goes on needs only its day.
fn missing_in_trace_record(entry: &Entry, trace: &Trace) -> Vec<Missing> {
    match trace.outcome {
        Some(TraceOutcome::Ongoing | TraceOutcome::Partial) => {
            need(trace.on.is_some(), Missing::Day).into_iter().collect()
        }
        _ => missing_in_trace(entry, trace),
    }
}

/// What `trace` lacks to conclude the tracing.
pub fn missing_in_trace(entry: &Entry, trace: &Trace) -> Vec<Missing> {
    let day = need(trace.on.is_some(), Missing::Day);
    match trace.outcome {
        None => vec![Missing::Outcome],
        Some(TraceOutcome::NotNeeded) => all([
            day,
            need(!trace.reason.is_empty(), Missing::Reason),
            need(!trace.approver.is_empty(), Missing::Approver),
        ]),
        Some(TraceOutcome::Government) => {
            let attempt = |it: &&Trace| {
                let tried =
                    !matches!(it.outcome, None | Some(TraceOutcome::Government | TraceOutcome::NotNeeded));
                tried && it.on.is_some() && it.on <= trace.on
            };
            all([
                day,
                need(!trace.entity.is_empty(), Missing::Entity),
                need(!trace.document.is_empty(), Missing::GovernmentDocument),
                need(entry.traces.iter().filter(attempt).count() >= 2, Missing::TwoAttempts),
            ])
        }
        Some(_) => missing_in_found(entry, trace, day),
    }
}

fn missing_in_found(entry: &Entry, trace: &Trace, day: Option<Missing>) -> Vec<Missing> {
    let pictured = entry.photos.iter().any(|it| it.slot == Some(PhotoSlot::Evidence) && it.on <= trace.on);
    let coded =
        trace.entity_kind.is_none_or(|kind| !kind.needs_credit_code()) || !trace.credit_code.is_empty();
    all([
        day,
        need(!trace.source.is_empty(), Missing::Source),
        need(trace.sewage_type.is_some(), Missing::SewageType),
        need(!trace.entity.is_empty(), Missing::Entity),
        need(trace.entity_kind.is_some(), Missing::EntityKind),
        need(coded, Missing::CreditCode),
        need(!trace.evidence.is_empty() || pictured, Missing::Evidence),
        need(!trace.tracer.is_empty(), Missing::Tracer),
        need(!trace.reviewer.is_empty(), Missing::Reviewer),
    ])
}

/// What `plan` lacks: a judgement that nothing is needed must be argued, a plan must say who and until when.
pub fn missing_in_plan(plan: &Plan) -> Vec<Missing> {
    let day = need(plan.on.is_some(), Missing::Day);
    let Some(kind) = plan.kind else { return all([day, Some(Missing::FixKind)]) };
    if kind == FixKind::NotNeeded {
        return all([
            day,
            need(plan.none_reason.is_some(), Missing::Reason),
            need(!plan.evidence.is_empty(), Missing::Evidence),
            need(!plan.approver.is_empty(), Missing::Approver),
        ]);
    }
    // Without measures it is only a judgement, and that needs nobody yet.
    let planned = !plan.measures.is_empty();
    all([
        day,
        need(!planned || !plan.lead.is_empty(), Missing::Lead),
        need(!planned || plan.deadline.is_some(), Missing::Deadline),
    ])
}

/// What `acceptance` lacks. The city confirms only work that is done and proven by that day.
pub(super) fn missing_in_acceptance(entry: &Entry, acceptance: &Acceptance) -> Vec<Missing> {
    let Some(on) = acceptance.on else { return vec![Missing::Day] };
    let by = need(!acceptance.by.is_empty(), Missing::By);
    match acceptance.step {
        None => all([Some(Missing::CountyAcceptance), by]),
        // One that did not pass claims nothing.
        Some(_) if acceptance.passed == Some(false) => all([by]),
        Some(AcceptanceStep::County) => all([by]),
        Some(AcceptanceStep::City) => {
            let mut missing = missing_for_work(entry, on);
            missing.extend(by);
            missing.extend(need(!acceptance.document.is_empty(), Missing::Document));
            missing
        }
    }
}

fn missing_in_upkeep(upkeep: &Upkeep) -> Vec<Missing> {
    all([
        need(upkeep.signboard == Some(Signboard::Good), Missing::Signboard),
        need(upkeep.monitoring.is_some(), Missing::Monitoring),
        need(upkeep.dossier == Some(true), Missing::Dossier),
    ])
}

fn missing_fix(entry: &Entry, day: Date) -> Vec<Missing> {
    let plans = entry.plans.iter().filter(|it| in_effect(it.on, day));
    match (plans.max_by_key(|it| (it.on, it.id)), fix::state_by_facts(entry, day)) {
        (_, FixState::Closed | FixState::NotNeeded) => Vec::new(),
        (None, _) => vec![Missing::Judgement],
        (Some(plan), _) if plan.kind == Some(FixKind::NotNeeded) => missing_in_plan(plan),
        (Some(_), _) => missing_for_closing(entry, day),
    }
}

/// What is missing before the outfall is closed out (销号), as of `day`: the work, and both acceptances.
/// After a rebound, an acceptance from before it proves nothing.
pub fn missing_for_closing(entry: &Entry, day: Date) -> Vec<Missing> {
    let since = Since::rebound(entry, day);
    let mut missing = missing_for_work(entry, day);
    let city = |it: &&Acceptance| {
        it.step == Some(AcceptanceStep::City) && it.passed != Some(false) && since.holds(it.on)
    };
    match entry.acceptances.iter().filter(city).max_by_key(|it| (it.on, it.id)) {
        None => missing.push(Missing::CityAcceptance),
        Some(city) => {
            missing.extend(need(!city.by.is_empty(), Missing::By));
            missing.extend(need(!city.document.is_empty(), Missing::Document));
        }
    }
    missing
}

/// The time in which a proof must lie: up to a day, and after the latest rebound before it.
struct Since {
    rebound: Option<Date>,
    day: Date,
}

impl Since {
    fn rebound(entry: &Entry, day: Date) -> Self {
        Self { rebound: fix::last_rebound(entry, day), day }
    }

    fn holds(&self, on: Option<Date>) -> bool {
        in_effect(on, self.day) && self.rebound.is_none_or(|rebound| on > Some(rebound))
    }
}

/// What the city wants to see before it confirms.
fn missing_for_work(entry: &Entry, day: Date) -> Vec<Missing> {
    let plans = entry.plans.iter().filter(|it| in_effect(it.on, day));
    // A judgement without measures does not take back the plan before it.
    let Some(plan) = plans.max_by_key(|it| (!it.measures.is_empty(), it.on, it.id)) else {
        return vec![Missing::Judgement];
    };
    let since = Since::rebound(entry, day);
    let finished = |it: &&ProgressNote| it.milestone == Some(Milestone::Finished) && since.holds(it.on);
    let finished = entry.progress.iter().filter(finished).map(|it| it.on).max();
    let before = entry.photos.iter().any(|it| it.slot == Some(PhotoSlot::Before) && in_effect(it.on, day));
    let after = entry.photos.iter().any(|it| it.slot == Some(PhotoSlot::After) && since.holds(it.on));
    let county = |it: &Acceptance| {
        it.step == Some(AcceptanceStep::County) && it.passed != Some(false) && since.holds(it.on)
    };

    let mut missing = all([
        need(plan.kind.is_some(), Missing::FixKind),
        need(!plan.measures.is_empty(), Missing::Measures),
        need(finished.is_some(), Missing::Finished),
        need(before, Missing::BeforePhoto),
        need(after, Missing::AfterPhoto),
        need(finished.is_some_and(|finished| is_clean_since(entry, finished, day)), Missing::CleanProof),
        need(entry.acceptances.iter().any(county), Missing::CountyAcceptance),
    ]);
    // A mouth that stays needs its sign and its dossier; one that is gone does not.
    if plan.kind == Some(FixKind::Regulate) {
        let upkeep = manage::latest(entry, day);
        missing
            .extend(need(upkeep.is_some_and(|it| it.signboard == Some(Signboard::Good)), Missing::Signboard));
        missing.extend(need(upkeep.is_some_and(|it| it.dossier == Some(true)), Missing::Dossier));
    }
    missing
}

/// Clean since the work ended: the latest sample that could be judged is within the limits, or, without one,
/// there were two dry-weather visits and the latest two saw no flow.
fn is_clean_since(entry: &Entry, finished: Option<Date>, day: Date) -> bool {
    let since = |on: Option<Date>| in_effect(on, day) && on >= finished;
    let samples = entry.samples.iter().filter(|it| since(it.on) && it.kind != Some(SampleKind::Tracing));
    let judged = samples.map(|it| (it.on, it.id, measure::of_sample(entry, it)));
    let judged = judged.filter(|it| matches!(it.2, MeasureState::Within | MeasureState::Exceeding));
    if let Some((_, _, state)) = judged.max_by_key(|(on, id, _)| (*on, *id)) {
        return state == MeasureState::Within;
    }
    let dry = |it: &&Visit| since(it.on) && it.dry_weather == Some(true) && it.flowing.is_some();
    let mut visits: Vec<&Visit> = entry.visits.iter().filter(dry).collect();
    visits.sort_by_key(|it| (it.on, it.id));
    visits.len() >= 2 && visits.iter().rev().take(2).all(|it| it.flowing == Some(false))
}

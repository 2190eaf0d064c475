//! A campaign told in short verbs, for tests.

use jiff::civil::Date;
use uuid::Uuid;

use super::{
    RecordId,
    fact::{
        Acceptance, AcceptanceStep, Claim, Correction, EntityKind, FixKind, Frequency, LabResult,
        LimitProfile, Milestone, NoFixReason, Parameter, Photo, PhotoSlot, Plan, ProgressNote, Qualifier,
        RegisterChange, RegisterEvent, Sample, SewageType, Signboard, SurveyMeans, Trace, TraceMethod,
        TraceOutcome, Upkeep, Verdict, Visit,
    },
    outfall::Outfall,
    progress::{Count, Snapshot, Tally},
    project::{AnyRecord, Change, Entry, Project},
    settings::Settings,
    stage::Standing,
};

/// The day written like `2024-04-10`.
pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A project that grows by one verb after another. Every fact that a verb adds passes its gate.
pub(crate) struct Campaign {
    pub(crate) project: Project,
    /// The outfalls that anything was done to.
    pub(crate) touched: std::collections::HashSet<RecordId>,
    next: u128,
}

impl Campaign {
    pub(crate) fn new() -> Self {
        let mut campaign =
            Self { project: Project::default(), touched: std::collections::HashSet::default(), next: 1 };
        campaign.add(Settings::new("忻州", 2024));
        campaign
    }

    /// Changes the settings.
    pub(crate) fn set(&mut self, change: impl FnOnce(&mut Settings)) {
        let old = self.project.settings().clone();
        let mut new = old.clone();
        change(&mut new);
        if let Some(change) = Change::between(&old.into(), &new.into()) {
            self.apply(&change);
        }
    }

    /// Changes the register entry of an outfall.
    pub(crate) fn edit(&mut self, of: RecordId, change: impl FnOnce(&mut Outfall)) {
        let old = self.entry(of).outfall.clone();
        let mut new = old.clone();
        change(&mut new);
        if let Some(change) = Change::between(&old.into(), &new.into()) {
            self.apply(&change);
        }
    }

    /// Makes a change that fits.
    pub(crate) fn apply(&mut self, change: &Change) {
        self.touched.extend(self.project.touched_by(change));
        self.project.apply(change).unwrap();
        self.touched.extend(self.project.touched_by(change));
    }

    /// Adds a record under the next identity.
    pub(crate) fn add(&mut self, record: impl Into<AnyRecord>) -> RecordId {
        let mut record = record.into();
        let id = RecordId(Uuid::from_u128(self.next));
        self.next += 1;
        match &mut record {
            AnyRecord::Settings(_)
            | AnyRecord::LayerGroup(_)
            | AnyRecord::Layer(_)
            | AnyRecord::Basemap(_)
            | AnyRecord::Bookmark(_)
            | AnyRecord::Track(_) => {}
            AnyRecord::Outfall(it) => it.id = id,
            AnyRecord::Claim(it) => it.id = id,
            AnyRecord::Visit(it) => it.id = id,
            AnyRecord::Sample(it) => it.id = id,
            AnyRecord::LabResult(it) => it.id = id,
            AnyRecord::Trace(it) => it.id = id,
            AnyRecord::TraceSource(it) => it.id = id,
            AnyRecord::ManholeCheck(it) => it.id = id,
            AnyRecord::Plan(it) => it.id = id,
            AnyRecord::ProgressNote(it) => it.id = id,
            AnyRecord::Acceptance(it) => it.id = id,
            AnyRecord::Upkeep(it) => it.id = id,
            AnyRecord::RegisterEvent(it) => it.id = id,
            AnyRecord::Photo(it) => it.id = id,
            AnyRecord::Assignment(it) => it.id = id,
            AnyRecord::Correction(it) => it.id = id,
            AnyRecord::Waiver(it) => it.id = id,
        }
        self.apply(&Change::Insert(record));
        id
    }

    /// A registered outfall of 忻府区, confirmed on New Year's Day 2024.
    pub(crate) fn outfall(&mut self, code: &str) -> RecordId {
        self.add(Outfall {
            code_local: code.to_owned(),
            name: format!("{code}号排口"),
            county: "忻府区".to_owned(),
            confirmed_on: Some(day("2024-01-01")),
            ..Outfall::default()
        })
    }

    /// A visit in dry weather; with or without flow.
    pub(crate) fn visit(&mut self, of: RecordId, on: &str, flowing: bool) -> RecordId {
        self.add(Visit {
            outfall: of,
            on: Some(day(on)),
            means: Some(SurveyMeans::OnFoot),
            crew: "张三、李四".to_owned(),
            verdict: Some(Verdict::Yes),
            flowing: Some(flowing),
            dry_weather: Some(true),
            ..Visit::default()
        })
    }

    /// A sample with its COD in mg/L; the limit is 40.
    pub(crate) fn sample(&mut self, of: RecordId, on: &str, cod: f64) -> RecordId {
        let sample = self.bottle(of, on);
        self.add(LabResult {
            sample,
            parameter: Some(Parameter::Cod),
            qualifier: Some(Qualifier::Equal),
            value: Some(cod),
            ..LabResult::default()
        });
        sample
    }

    /// A sample that the laboratory has not answered.
    pub(crate) fn bottle(&mut self, of: RecordId, on: &str) -> RecordId {
        self.add(Sample {
            outfall: of,
            on: Some(day(on)),
            samplers: "张三、李四".to_owned(),
            standard: Some(LimitProfile::ShanxiV),
            ..Sample::default()
        })
    }

    /// A tracing record that lacks nothing for its outcome.
    pub(crate) fn trace(&mut self, of: RecordId, on: &str, outcome: TraceOutcome) -> RecordId {
        self.add(Trace { outfall: of, on: Some(day(on)), outcome: Some(outcome), ..full_trace() })
    }

    /// A judgement without measures: to be fixed in this way.
    pub(crate) fn judge(&mut self, of: RecordId, on: &str, kind: FixKind) -> RecordId {
        self.add(Plan { outfall: of, on: Some(day(on)), kind: Some(kind), ..Plan::default() })
    }

    /// A complete plan.
    pub(crate) fn plan(&mut self, of: RecordId, on: &str, kind: FixKind) -> RecordId {
        self.add(Plan {
            outfall: of,
            on: Some(day(on)),
            kind: Some(kind),
            measures: "截污纳管".to_owned(),
            lead: "区住建局".to_owned(),
            deadline: Some(day("2024-12-31")),
            ..Plan::default()
        })
    }

    /// The argued and approved judgement that nothing needs to be done.
    pub(crate) fn spare(&mut self, of: RecordId, on: &str) -> RecordId {
        self.add(Plan {
            outfall: of,
            on: Some(day(on)),
            kind: Some(FixKind::NotNeeded),
            none_reason: Some(NoFixReason::DryStorm),
            evidence: "旱天巡查记录".to_owned(),
            approver: "王五".to_owned(),
            ..Plan::default()
        })
    }

    pub(crate) fn work(&mut self, of: RecordId, on: &str, milestone: Milestone) -> RecordId {
        self.add(ProgressNote {
            outfall: of,
            on: Some(day(on)),
            milestone: Some(milestone),
            ..ProgressNote::default()
        })
    }

    pub(crate) fn photo(&mut self, of: RecordId, on: &str, slot: PhotoSlot) -> RecordId {
        self.add(Photo { outfall: of, on: Some(day(on)), slot: Some(slot), ..Photo::default() })
    }

    pub(crate) fn upkeep(&mut self, of: RecordId, on: &str) -> RecordId {
        self.add(Upkeep {
            outfall: of,
            on: Some(day(on)),
            signboard: Some(Signboard::Good),
            monitoring: Some(Frequency::Month),
            dossier: Some(true),
            ..Upkeep::default()
        })
    }

    pub(crate) fn accept(&mut self, of: RecordId, on: &str, step: AcceptanceStep) -> RecordId {
        self.add(Acceptance {
            outfall: of,
            on: Some(day(on)),
            step: Some(step),
            by: "生态环境局".to_owned(),
            document: "忻环销〔2024〕1号".to_owned(),
            ..Acceptance::default()
        })
    }

    /// Work done, proven and accepted, all on one day.
    pub(crate) fn close(&mut self, of: RecordId, on: &str) {
        self.work(of, on, Milestone::Finished);
        self.photo(of, on, PhotoSlot::Before);
        self.photo(of, on, PhotoSlot::After);
        self.sample(of, on, 20.0);
        self.upkeep(of, on);
        self.accept(of, on, AcceptanceStep::County);
        self.accept(of, on, AcceptanceStep::City);
    }

    /// From a plan on 1 February 2024 to the closing on `on`.
    pub(crate) fn fix(&mut self, of: RecordId, on: &str) {
        self.plan(of, "2024-02-01", FixKind::Regulate);
        self.close(of, on);
    }

    pub(crate) fn register(&mut self, of: RecordId, on: &str, kind: RegisterChange) -> RecordId {
        self.add(RegisterEvent {
            outfall: of,
            on: Some(day(on)),
            kind: Some(kind),
            reason: "现场核实".to_owned(),
            ..RegisterEvent::default()
        })
    }

    pub(crate) fn merge(&mut self, from: RecordId, into: RecordId, on: &str, source_follows: bool) {
        self.add(RegisterEvent {
            outfall: from,
            on: Some(day(on)),
            kind: Some(RegisterChange::Merge),
            target: Some(into),
            source_follows,
            reason: "并管".to_owned(),
            ..RegisterEvent::default()
        });
    }

    pub(crate) fn duplicate(&mut self, from: RecordId, of: RecordId, on: &str) {
        self.add(RegisterEvent {
            outfall: from,
            on: Some(day(on)),
            kind: Some(RegisterChange::Duplicate),
            target: Some(of),
            reason: "重复登记".to_owned(),
            ..RegisterEvent::default()
        });
    }

    /// Puts `right` in the place of `wrong`, or withdraws it.
    pub(crate) fn correct(&mut self, of: RecordId, wrong: &AnyRecord, right: Option<RecordId>, on: &str) {
        self.add(Correction {
            outfall: of,
            on: Some(day(on)),
            fact_kind: wrong.kind().table().to_owned(),
            wrong: wrong.id(),
            right,
            reason: "笔误".to_owned(),
            ..Correction::default()
        });
    }

    /// What a ledger of `on` claims.
    pub(crate) fn claim(&mut self, of: RecordId, on: &str, claim: Claim) -> RecordId {
        self.add(Claim { outfall: of, on: Some(day(on)), ..claim })
    }

    pub(crate) fn entry(&self, id: RecordId) -> &Entry {
        self.project.entry(id).unwrap()
    }

    pub(crate) fn standing(&self, id: RecordId, on: &str) -> Standing {
        Standing::of(&self.project, self.entry(id), day(on))
    }

    pub(crate) fn total(&self, on: &str) -> Tally {
        Snapshot::of(&self.project, day(on)).total()
    }

    /// The counts on a day, in the order asked for.
    pub(crate) fn counts<const N: usize>(&self, on: &str, counts: [Count; N]) -> [u64; N] {
        let total = self.total(on);
        counts.map(|count| total.get(count))
    }
}

/// A tracing record in which every field that a gate asks for is filled, but for the outfall, day and outcome.
pub(crate) fn full_trace() -> Trace {
    Trace {
        method: Some(TraceMethod::Dye),
        tracer: "张三".to_owned(),
        reviewer: "李四".to_owned(),
        source: "忻州电厂".to_owned(),
        sewage_type: Some(SewageType::Industrial),
        path: "支管→干管→口门".to_owned(),
        entity: "忻州电厂".to_owned(),
        entity_kind: Some(EntityKind::Company),
        credit_code: "91130200699229617X".to_owned(),
        evidence: "染色示踪记录".to_owned(),
        document: "忻政函〔2024〕3号".to_owned(),
        reason: "纯雨水口".to_owned(),
        approver: "王五".to_owned(),
        ..Trace::default()
    }
}

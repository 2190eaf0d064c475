//! What can hardly be right in a record, as a question to whoever types it (合理性提示). It stops nobody.
//!
//! Sources: domain dossier §8.4 (B14, B16–B20, B25), §2.2, §5.5 and the arithmetic of what is part of what.

mod results;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use self::results::results;
use super::{credit_code, permit, time};
use crate::domain::{
    fact::{
        AcceptanceStep, FixKind, FlowState, Milestone, MouthState, NoFixReason, Parameter, Plan, Sample,
        Season, SeasonSeal, Trace, TraceSource, Upkeep, Visit,
    },
    outfall::{Outfall, OutfallClass},
    project::{AnyRecord, Entry},
    stage::{MeasureState, measure},
};

/// Where in a form a doubt belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The field of this column.
    Column(&'static str),
    /// The result of this parameter.
    Result(Parameter),
    /// The further source at this position.
    Source(usize),
}

/// Something that can hardly be right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Doubt {
    /// The day lies in the future.
    Future,
    /// The day lies before the outfall was confirmed.
    BeforeConfirmed,
    /// It is no time of the day.
    NotATime,
    /// It ends before it begins.
    EndsBefore,
    /// It comes before what it follows.
    TooEarly,
    /// Dry weather with so much rain (mm) in 72 hours.
    RainyDry(f64),
    /// A sealed mouth flows.
    SealedFlows,
    /// A storm outfall flows in dry weather.
    StormFlowsDry,
    /// The flow is about a thousand times what it was.
    FlowSlip,
    /// No mouth discharges so much.
    FlowHuge,
    /// The flow is said to be not measured, and given.
    FlowContradicts,
    /// The credit code is wrong.
    CreditCode(credit_code::Flaw),
    /// The permit number is wrong.
    Permit(permit::Flaw),
    /// The shares come to so much percent.
    Shares(f64),
    /// It is no percentage.
    NotAPercentage,
    /// Not needed because within limits, but the latest sample exceeds them.
    ExceedsYetFine,
    /// Not needed because dry, but a dry-weather visit saw it flow.
    FlowsYetDry,
    /// Finished, but less than all is done.
    FinishedNotWhole,
    /// A sign that stands well says nothing.
    EmptySign,
    /// An online monitor without a station.
    NoStation,
    /// A storm outfall is open in the non-flood season.
    OpenInDrySeason,
    /// pH lies between 0 and 14.
    Ph,
    /// COD is at least BOD5.
    CodBelowBod,
    /// Ammonia is a part of total nitrogen.
    AmmoniaAboveTotal,
    /// Chloride is a part of total salt.
    PartAboveWhole,
    /// Total salt in mg/L is less than conductivity in µS/cm.
    SaltAboveConductivity,
    /// No water is like that.
    OutOfRange,
    /// It is about a thousand times what it was: mg/L for µg/L?
    UnitSlip,
    /// The number lies below the detection limit, without a sign.
    BelowDetection,
    /// Zero is not measured; below detection is.
    Zero,
    /// The parameter is there twice.
    Twice,
}

/// A doubt and where it belongs.
pub type Placed = (Place, Doubt);

/// Rain in 72 hours that still counts as dry weather, in mm (0.1 inch; domain dossier §6.1).
const DRY_RAIN_MM: f64 = 2.5;

/// Rivers are smaller than this, in m³/d.
const HUGE_FLOW: f64 = 2_000_000.0;

/// A factor that no change of the weather explains, and a slip between units does.
pub(super) const SLIP: f64 = 500.0;

/// What can hardly be right in `record` of `entry`, seen on `today`.
pub fn record(entry: &Entry, record: &AnyRecord, today: Date) -> Vec<Placed> {
    let mut doubts = day_of(&entry.outfall, record, today);
    match record {
        AnyRecord::Visit(it) => visit(&entry.outfall, it, &mut doubts),
        AnyRecord::Sample(it) => sample(entry, it, &mut doubts),
        AnyRecord::Trace(it) => trace(it, &mut doubts),
        AnyRecord::Plan(it) => plan(entry, it, &mut doubts),
        AnyRecord::ProgressNote(it) => {
            percentage("percent", it.percent, &mut doubts);
            let short = it.percent.is_some_and(|percent| percent < 100.0);
            push_if(
                it.milestone == Some(Milestone::Finished) && short,
                "percent",
                Doubt::FinishedNotWhole,
                &mut doubts,
            );
        }
        AnyRecord::Acceptance(it) if it.step == Some(AcceptanceStep::City) => {
            let county =
                |other: &&crate::domain::fact::Acceptance| other.step == Some(AcceptanceStep::County);
            let first = entry.acceptances.iter().filter(county).filter_map(|it| it.on).max();
            push_if(it.on.is_some() && first.is_some() && it.on < first, "on", Doubt::TooEarly, &mut doubts);
        }
        AnyRecord::Upkeep(it) => upkeep(&entry.outfall, it, &mut doubts),
        _ => {}
    }
    doubts
}

fn push_if(doubtful: bool, column: &'static str, doubt: Doubt, doubts: &mut Vec<Placed>) {
    if doubtful {
        doubts.push((Place::Column(column), doubt));
    }
}

fn day_of(outfall: &Outfall, record: &AnyRecord, today: Date) -> Vec<Placed> {
    let mut doubts = Vec::new();
    let on: Option<Date> = record
        .kind()
        .columns()
        .iter()
        .position(|column| column.name == "on")
        .and_then(|at| record.cell(at).as_text().and_then(|text| text.parse().ok()));
    push_if(on.is_some_and(|on| on > today), "on", Doubt::Future, &mut doubts);
    // A visit may be what led to the confirmation.
    let follows = !matches!(record, AnyRecord::Visit(_) | AnyRecord::RegisterEvent(_) | AnyRecord::Photo(_));
    let early = on.zip(outfall.confirmed_on).is_some_and(|(on, confirmed)| on < confirmed);
    push_if(follows && early, "on", Doubt::BeforeConfirmed, &mut doubts);
    doubts
}

/// Is it an outfall that ought to carry rain only?
pub(in crate::domain) fn is_storm(outfall: &Outfall) -> bool {
    matches!(
        outfall.class,
        Some(OutfallClass::IndustrialStorm | OutfallClass::ParkStorm | OutfallClass::TownStorm)
    )
}

fn visit(outfall: &Outfall, visit: &Visit, doubts: &mut Vec<Placed>) {
    for (column, text) in [("started", &visit.started), ("ended", &visit.ended)] {
        push_if(!text.trim().is_empty() && time::tidy(text).is_none(), column, Doubt::NotATime, doubts);
    }
    let times = time::tidy(&visit.started).zip(time::tidy(&visit.ended));
    push_if(times.is_some_and(|(start, end)| end < start), "ended", Doubt::EndsBefore, doubts);
    let rain = [visit.rain_24h, visit.rain_72h].into_iter().flatten().fold(0.0, f64::max);
    push_if(
        visit.dry_weather == Some(true) && rain > DRY_RAIN_MM,
        "dry_weather",
        Doubt::RainyDry(rain),
        doubts,
    );
    let flows = visit.flowing == Some(true);
    push_if(flows && visit.mouth == Some(MouthState::Sealed), "mouth", Doubt::SealedFlows, doubts);
    let dry_flow = flows && visit.dry_weather == Some(true);
    push_if(dry_flow && is_storm(outfall), "flowing", Doubt::StormFlowsDry, doubts);
}

fn sample(entry: &Entry, sample: &Sample, doubts: &mut Vec<Placed>) {
    let at = &sample.at;
    push_if(!at.trim().is_empty() && time::tidy(at).is_none(), "at", Doubt::NotATime, doubts);
    let before = |one: Option<Date>, other: Option<Date>| one.is_some() && other.is_some() && one < other;
    push_if(before(sample.received_on, sample.on), "received_on", Doubt::TooEarly, doubts);
    let reported = before(sample.reported_on, sample.received_on) || before(sample.reported_on, sample.on);
    push_if(reported, "reported_on", Doubt::TooEarly, doubts);
    let Some(flow) = sample.flow_m3_d else { return };
    let not_measured = matches!(sample.flow_state, Some(FlowState::NotMeasured | FlowState::NotPossible));
    push_if(not_measured, "flow", Doubt::FlowContradicts, doubts);
    push_if(flow > HUGE_FLOW, "flow", Doubt::FlowHuge, doubts);
    let earlier = entry.samples.iter().filter(|it| it.id != sample.id);
    let earlier = earlier.filter_map(|it| it.flow_m3_d.map(|flow| (it.on, flow)));
    let earlier = earlier.filter(|(_, flow)| *flow > 0.0).max_by_key(|(on, _)| *on);
    let slipped = earlier.is_some_and(|(_, was)| flow > 0.0 && (flow / was > SLIP || was / flow > SLIP));
    push_if(slipped, "flow", Doubt::FlowSlip, doubts);
}

fn percentage(column: &'static str, value: Option<f64>, doubts: &mut Vec<Placed>) {
    push_if(value.is_some_and(|it| !(0.0..=100.0).contains(&it)), column, Doubt::NotAPercentage, doubts);
}

fn code(column: &'static str, text: &str, doubts: &mut Vec<Placed>) {
    if let Some(flaw) = credit_code::flaw(text).filter(|_| !text.trim().is_empty()) {
        doubts.push((Place::Column(column), Doubt::CreditCode(flaw)));
    }
}

fn trace(trace: &Trace, doubts: &mut Vec<Placed>) {
    code("credit_code", &trace.credit_code, doubts);
    if let Some(flaw) =
        permit::flaw(&trace.permit_no, &trace.credit_code).filter(|_| !trace.permit_no.trim().is_empty())
    {
        doubts.push((Place::Column("permit_no"), Doubt::Permit(flaw)));
    }
    percentage("share", trace.share, doubts);
}

/// What can hardly be right in the further sources of `trace`, and in all shares together.
pub fn sources(trace: &Trace, sources: &[TraceSource]) -> Vec<Placed> {
    let mut doubts = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        let place = Place::Source(at);
        if let Some(flaw) =
            credit_code::flaw(&source.credit_code).filter(|_| !source.credit_code.trim().is_empty())
        {
            doubts.push((place, Doubt::CreditCode(flaw)));
        }
        if source.share.is_some_and(|it| !(0.0..=100.0).contains(&it)) {
            doubts.push((place, Doubt::NotAPercentage));
        }
    }
    let sum: f64 = sources.iter().filter_map(|it| it.share).chain(trace.share).sum();
    if sum > 100.0 + 1e-9 {
        doubts.push((Place::Column("share"), Doubt::Shares(sum)));
    }
    doubts
}

fn plan(entry: &Entry, plan: &Plan, doubts: &mut Vec<Placed>) {
    let before = |one: Option<Date>, other: Option<Date>| one.is_some() && other.is_some() && one < other;
    let late = before(plan.deadline, plan.on) || before(plan.deadline, plan.start_on);
    push_if(late, "deadline", Doubt::TooEarly, doubts);
    push_if(before(plan.transition_until, plan.on), "transition_until", Doubt::TooEarly, doubts);
    if plan.kind != Some(FixKind::NotNeeded) {
        return;
    }
    let latest = entry.samples.iter().max_by_key(|it| (it.on, it.id));
    let exceeds = latest.is_some_and(|it| measure::of_sample(entry, it) == MeasureState::Exceeding);
    push_if(
        exceeds && plan.none_reason == Some(NoFixReason::Compliant),
        "none_reason",
        Doubt::ExceedsYetFine,
        doubts,
    );
    let flows = entry.visits.iter().any(|it| it.flowing == Some(true) && it.dry_weather == Some(true));
    let dry = matches!(plan.none_reason, Some(NoFixReason::DryStorm | NoFixReason::Abandoned));
    push_if(flows && dry, "none_reason", Doubt::FlowsYetDry, doubts);
}

fn upkeep(outfall: &Outfall, upkeep: &Upkeep, doubts: &mut Vec<Placed>) {
    let stands = upkeep.signboard == Some(crate::domain::fact::Signboard::Good);
    push_if(stands && upkeep.sign_text.trim().is_empty(), "sign_text", Doubt::EmptySign, doubts);
    push_if(
        upkeep.online == Some(true) && upkeep.station.trim().is_empty(),
        "station",
        Doubt::NoStation,
        doubts,
    );
    let open = upkeep.season == Some(Season::Dry) && upkeep.seal == Some(SeasonSeal::Open);
    push_if(open && is_storm(outfall), "seal", Doubt::OpenInDrySeason, doubts);
}

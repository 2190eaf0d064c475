//! B25: does a storm outfall flow, or stand open, when no rain is to be drained?

use jiff::civil::Date;

use super::{CheckId, Detail, Findings, Fix, limits::FloodSeason};
use crate::domain::{
    fact::{Season, SeasonSeal},
    project::{Entry, RecordKind},
    rule::plausible,
    stage::in_effect,
};

/// What was seen last counts. A visit on which it rained says nothing.
pub(super) fn check(entry: &Entry, season: FloodSeason, day: Date, findings: &mut Findings) {
    if !plausible::is_storm(&entry.outfall) {
        return;
    }
    let visits = entry.visits.iter().filter(|it| it.flowing.is_some() && in_effect(it.on, day));
    if let Some(visit) = visits.max_by_key(|it| (it.on, it.id))
        && visit.flowing == Some(true)
        && visit.dry_weather != Some(false)
        && let Some(on) = visit.on.filter(|on| !season.contains(*on))
    {
        let fact = (RecordKind::Visit, visit.id);
        findings.add_in(
            fact,
            CheckId::DrySeasonFlow,
            Detail::FlowsInDrySeason { on },
            Some(Fix::CorrectFact),
        );
    }
    let seals = entry.upkeep.iter().filter(|it| it.seal.is_some() && in_effect(it.on, day));
    if let Some(upkeep) = seals.max_by_key(|it| (it.on, it.id))
        && (upkeep.season, upkeep.seal) == (Some(Season::Dry), Some(SeasonSeal::Open))
    {
        let fact = (RecordKind::Upkeep, upkeep.id);
        let detail = Detail::OpenInDrySeason { on: upkeep.on };
        findings.add_in(fact, CheckId::DrySeasonFlow, detail, Some(Fix::CorrectFact));
    }
}

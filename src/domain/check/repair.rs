//! What puts findings right without asking anything more.

use std::collections::BTreeMap;

use super::{CheckId, Finding, Fix, text};
use crate::domain::{
    Record as _, RecordId, Value,
    doctor::System,
    fact::{RegisterChange, RegisterEvent},
    outfall::Outfall,
    progress::Snapshot,
    project::{Change, Project},
    stage::RegisterState,
};

/// What is to be done about findings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Repair {
    /// The register entries that change, each once.
    pub changes: Vec<Change>,
    /// What happens to the standing of outfalls; without identity and day.
    pub events: Vec<RegisterEvent>,
}

/// What is to be done about `findings`; what has no automatic fix, or is no longer as it was found, is left out. `why` says in the
/// user's words why coordinates change.
pub fn repair(
    project: &Project,
    snapshot: &Snapshot,
    findings: &[Finding],
    why: &dyn Fn(&Finding) -> String,
) -> Repair {
    let mut fixed: BTreeMap<usize, Outfall> = BTreeMap::new();
    let mut repair = Repair::default();
    for finding in findings {
        let Some(at) = project.position(finding.record) else { continue };
        let Some(entry) = project.entries().get(at) else { continue };
        let state = snapshot.standings.get(at).map(|it| it.register.state);
        if let Some(event) = state.and_then(|state| event_for(project, finding, state)) {
            repair.events.push(RegisterEvent { reason: why(finding), ..event });
            continue;
        }
        let outfall = fixed.entry(at).or_insert_with(|| entry.outfall.clone());
        put_right(outfall, finding, why);
    }
    for (at, outfall) in fixed {
        let old = project.entries().get(at).map(|it| it.outfall.clone());
        repair.changes.extend(old.and_then(|old| Change::between(&old.into(), &outfall.into())));
    }
    repair
}

fn event_for(project: &Project, finding: &Finding, state: RegisterState) -> Option<RegisterEvent> {
    let outfall = finding.record;
    match finding.fix.as_ref()? {
        Fix::Exclude => {
            let kind = Some(RegisterChange::Exclude);
            Some(RegisterEvent { outfall, kind, ..RegisterEvent::default() })
        }
        Fix::PointTo(code) => {
            let kind = match state {
                RegisterState::Duplicate => RegisterChange::Duplicate,
                _ => RegisterChange::Merge,
            };
            let target = project.entry_by_code(code).map(|it| it.outfall.id);
            target?;
            Some(RegisterEvent { outfall, kind: Some(kind), target, ..RegisterEvent::default() })
        }
        _ => None,
    }
}

fn put_right(outfall: &mut Outfall, finding: &Finding, why: &dyn Fn(&Finding) -> String) {
    match &finding.fix {
        // Coordinates that were put right meanwhile must not be moved a second time.
        Some(Fix::Swap) if finding.is_where_it_was(outfall) => {
            reread(outfall, System::Swapped, &why(finding));
        }
        Some(Fix::Reread(system)) if finding.is_where_it_was(outfall) => {
            reread(outfall, *system, &why(finding));
        }
        Some(Fix::SetCounty(county)) => outfall.county.clone_from(county),
        Some(Fix::SetBank(bank)) => outfall.bank = Some(*bank),
        Some(Fix::Tidy) => {
            let tidied: Vec<(&'static str, String)> =
                text::untidy(outfall).map(|(column, _, tidy)| (column, tidy)).collect();
            for (column, tidy) in tidied {
                let set = Outfall::column(column).map(|it| (it.set)(outfall, Value::text(tidy)));
                debug_assert!(matches!(set, Some(Ok(()))), "text columns hold every text");
            }
        }
        _ => {}
    }
}

impl Finding {
    /// Does the outfall still lie where it was found?
    fn is_where_it_was(&self, outfall: &Outfall) -> bool {
        let now = outfall.position().map(|(lon, lat)| format!("{lon:.8} {lat:.8}"));
        matches!(self.check, CheckId::Swapped | CheckId::Offset) && now == Some(self.basis())
    }
}

/// Reads the coordinates of an outfall in another system. As they were first written, and in which system that was, stays on record,
/// with the reason.
fn reread(outfall: &mut Outfall, system: System, why: &str) {
    let Some((lon, lat)) = outfall.position() else { return };
    let Some((to_lon, to_lat)) = system.read(lon, lat).filter(|_| system.moves()) else { return };
    if outfall.coord_text_raw.is_empty() {
        outfall.coord_text_raw = format!("{lon:.8}, {lat:.8}");
    }
    // Eight digits are a millimetre.
    let rounded = |degrees: f64| (degrees * 1e8).round() / 1e8;
    (outfall.lon, outfall.lat) = (Some(rounded(to_lon)), Some(rounded(to_lat)));
    let was = if outfall.coord_crs_raw.is_empty() { "CGCS2000" } else { &outfall.coord_crs_raw };
    let note = format!("{was} → {}", system.code());
    let before = std::mem::take(&mut outfall.coord_fix);
    let parts = [before.as_str(), &note, why];
    outfall.coord_fix = parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("；");
    if matches!(system, System::Gcj02 | System::Bd09) {
        system.code().clone_into(&mut outfall.coord_crs_raw);
    }
}

/// What changes where these outfalls are read in another system.
pub fn reread_all(
    project: &Project,
    ids: impl IntoIterator<Item = RecordId>,
    system: System,
    why: &str,
) -> Vec<Change> {
    let entries = ids.into_iter().filter_map(|id| project.entry(id));
    let changes = entries.filter_map(|entry| {
        let mut outfall = entry.outfall.clone();
        reread(&mut outfall, system, why);
        Change::between(&entry.outfall.clone().into(), &outfall.into())
    });
    changes.collect()
}

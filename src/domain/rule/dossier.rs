//! How complete the dossier of an outfall is (一口一档完整度).
//!
//! Source: domain dossier §1.1 no. 13 (责任主体, 监测, 标识) and the parts of a dossier in §7.3; the list is ours.

use jiff::civil::Date;

use crate::domain::{
    code_list,
    fact::{PhotoSlot, Signboard},
    project::Entry,
    stage::{FixState, Stage, gate, in_effect},
};

code_list! {
    /// A part of the dossier.
    pub enum Part {
        Code = "code", "编号", "Code";
        Name = "name", "名称", "Name";
        Class = "class", "分类", "Class";
        Position = "position", "坐标", "Position";
        River = "river", "河流与岸别", "River and bank";
        Section = "section", "下游断面", "Section downstream";
        Entity = "entity", "责任主体", "Responsible entity";
        NearPhoto = "near", "近景照片", "Near view";
        FarPhoto = "far", "远景照片", "Far view";
        Visit = "visit", "排查记录", "Check visit";
        Results = "results", "监测结果", "Results";
        Tracing = "tracing", "溯源结论与证据", "Tracing and its evidence";
        Remediation = "remediation", "整治结论", "Remediation";
        Sign = "sign", "标识牌及内容", "Signboard and its text";
        Monitoring = "monitoring", "监测频次", "Monitoring frequency";
        Supervisor = "supervisor", "监管单位", "Supervising unit";
    }
}

/// The parts that are there and those that are not, as of `day`.
pub fn parts(entry: &Entry, day: Date) -> Vec<(Part, bool)> {
    Part::ALL.iter().map(|part| (*part, has(entry, *part, day))).collect()
}

/// How much of it is there, in whole percent, never rounded up.
pub fn percent(entry: &Entry, day: Date) -> usize {
    let there = Part::ALL.iter().filter(|part| has(entry, **part, day)).count();
    there * 100 / Part::ALL.len()
}

fn has(entry: &Entry, part: Part, day: Date) -> bool {
    let outfall = &entry.outfall;
    let photo = |slot| entry.photos.iter().any(|it| it.slot == Some(slot) && in_effect(it.on, day));
    let upkeep = entry.upkeep.iter().filter(|it| in_effect(it.on, day));
    let upkeep = upkeep.max_by_key(|it| (it.on, it.id));
    match part {
        Part::Code => !outfall.code().is_empty(),
        Part::Name => !outfall.name.is_empty(),
        Part::Class => outfall.class.is_some(),
        Part::Position => outfall.position().is_some(),
        Part::River => !outfall.river.is_empty() && outfall.bank.is_some(),
        Part::Section => !outfall.section.is_empty(),
        Part::Entity => {
            let traced = entry.traces.iter().any(|it| in_effect(it.on, day) && !it.entity.is_empty());
            traced || !outfall.entity.is_empty()
        }
        Part::NearPhoto => photo(PhotoSlot::Near),
        Part::FarPhoto => photo(PhotoSlot::Far),
        Part::Visit => entry.visits.iter().any(|it| in_effect(it.on, day)),
        Part::Results => gate::missing(entry, Stage::Measure, day).is_empty(),
        Part::Tracing => gate::missing(entry, Stage::Trace, day).is_empty(),
        Part::Remediation => {
            let state = crate::domain::stage::fix::state_by_facts(entry, day);
            matches!(state, FixState::Closed | FixState::NotNeeded)
        }
        Part::Sign => {
            upkeep.is_some_and(|it| it.signboard == Some(Signboard::Good) && !it.sign_text.trim().is_empty())
        }
        Part::Monitoring => upkeep.is_some_and(|it| it.monitoring.is_some()),
        Part::Supervisor => upkeep.is_some_and(|it| !it.supervisor.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        fact::TraceOutcome,
        testing::{Campaign, day},
    };

    #[test]
    fn a_dossier_grows_with_what_is_recorded() {
        let mut campaign = Campaign::new();
        let outfall = campaign.outfall("001");
        let on = day("2024-06-01");
        let before = percent(campaign.entry(outfall), on);

        campaign.visit(outfall, "2024-02-01", true);
        campaign.sample(outfall, "2024-02-02", 30.0);
        campaign.trace(outfall, "2024-02-03", TraceOutcome::Found);

        let after = parts(campaign.entry(outfall), on);
        let there = |part| after.contains(&(part, true));
        assert!(there(Part::Visit) && there(Part::Results) && there(Part::Tracing) && there(Part::Entity));
        assert!(!there(Part::Sign));
        assert!(percent(campaign.entry(outfall), on) > before);
        assert_eq!(
            percent(campaign.entry(outfall), day("2024-01-15")),
            before,
            "what comes later does not count"
        );
    }
}

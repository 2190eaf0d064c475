//! Looking again only at what was touched finds the same as looking at everything again.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::domain::{
    laws,
    outfall::{Bank, OutfallClass},
    project::{AnyRecord, Change},
};

/// Spoils the register entry of one outfall in one of many ways.
fn spoil(campaign: &mut Campaign, (which, what, offset, other): laws::Deed) {
    let id = campaign.project.entries()[which].outfall.id;
    let step = f64::from(offset % 40);
    campaign.edit(id, |it| match what % 11 {
        0 => (it.lon, it.lat) = (Some(112.5 + step * 0.02), Some(38.5 + step * 0.000_2)),
        1 => (it.lon, it.lat) = (Some(112.5), Some(38.5)),
        2 => (it.lon, it.lat) = (Some(38.5), Some(112.5)),
        3 => it.lat = None,
        4 => it.code_local = format!("X{other}"),
        5 => it.name = format!("朱庄村{}号排口", offset % 2),
        6 => it.bank = Some(if offset % 2 == 0 { Bank::Left } else { Bank::Right }),
        7 => it.code_national = format!("DA-14092{}-0012-GY-00", offset % 3),
        8 => {
            it.class =
                Some([OutfallClass::TownStorm, OutfallClass::IndustrialPlant][usize::from(offset % 2)]);
        }
        9 => it.county = "定襄县 ".to_owned(),
        _ => it.confirmed_on = Some(day("2024-05-01")),
    });
}

/// Takes some fact out again, as undo does.
fn take_back(campaign: &mut Campaign, which: usize, offset: u16) {
    let facts = campaign.project.entries()[which].facts();
    let Some(fact) = facts.get(usize::from(offset) % facts.len().max(1)).cloned() else { return };
    let change = Change::Delete(fact);
    let mut tried = campaign.project.clone();
    if tried.apply(&change).is_ok() {
        campaign.apply(&change);
    }
}

/// Hands a fact over to another outfall, as marking a duplicate does.
fn hand_over(campaign: &mut Campaign, from: usize, to: usize) {
    let target = campaign.project.entries()[to].outfall.id;
    let sample = campaign.project.entries()[from].samples.first().cloned();
    let Some(old) = sample.map(AnyRecord::from) else { return };
    let mut new = old.clone();
    new.set_named("outfall", Value::Text(target.to_string())).unwrap();
    if let Some(change) = Change::between(&old, &new) {
        campaign.apply(&change);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn incremental_equals_full(before in laws::deeds(20), after in laws::deeds(12), spoiled in laws::deeds(12), set in 0..6_u8) {
        let mut campaign = laws::campaign(&before);
        let on = day("2024-12-31");
        let around = with_river();
        for deed in &spoiled[..spoiled.len() / 2] {
            spoil(&mut campaign, *deed);
        }
        let first = checked(&campaign, &around, on);
        campaign.touched.clear();

        let ids: Vec<RecordId> = campaign.project.entries().iter().map(|it| it.outfall.id).collect();
        for (at, deed) in after.iter().enumerate() {
            match at % 4 {
                0 => take_back(&mut campaign, deed.0, deed.2),
                1 => hand_over(&mut campaign, deed.0, deed.3),
                _ => laws::happen(&mut campaign, &ids, *deed),
            }
        }
        for deed in &spoiled[spoiled.len() / 2..] {
            spoil(&mut campaign, *deed);
        }
        if set == 0 {
            campaign.set(|it| it.far_river_m = Some(100.0));
        }
        let on = if set == 1 { day("2025-03-01") } else { on };

        let snapshot = Snapshot::of(&campaign.project, on);
        let inputs = Inputs { project: &campaign.project, snapshot: &snapshot, around: &around };
        let again = Checks::after(Some(&first), &inputs, &campaign.touched, &|_, _| true).unwrap();
        prop_assert_eq!(again, checked(&campaign, &around, on));
    }
}

#[test]
fn what_was_not_touched_is_not_looked_at_again() {
    let (mut campaign, outfall) = sound();
    place(&mut campaign, outfall, 38.5, 112.5);
    let on = day("2024-12-31");
    let first = checked(&campaign, &counties(), on);
    // An edit that nobody tells of is not seen.
    place(&mut campaign, outfall, 112.5, 38.5);
    let snapshot = Snapshot::of(&campaign.project, on);
    let inputs = Inputs { project: &campaign.project, snapshot: &snapshot, around: &counties() };
    let again = Checks::after(Some(&first), &inputs, &HashSet::new(), &|_, _| true).unwrap();
    assert_eq!(again.due, first.due);
    let told = Checks::after(Some(&first), &inputs, &HashSet::from([outfall]), &|_, _| true).unwrap();
    assert_eq!(told.due, []);
}

#[test]
fn a_check_that_is_told_to_stop_gives_nothing() {
    let (campaign, _) = sound();
    let snapshot = Snapshot::of(&campaign.project, day("2024-12-31"));
    let inputs = Inputs { project: &campaign.project, snapshot: &snapshot, around: &counties() };
    assert_eq!(Checks::run(&inputs, &|_, _| false), None);
}

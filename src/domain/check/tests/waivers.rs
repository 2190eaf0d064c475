//! What is let stand, what is put right, and that neither does more than was asked for.

use super::*;
use crate::domain::{
    check::{repair, reread_all},
    coordinate::{distance_m, offset::to_gcj02},
    doctor::System,
    fact::Waiver,
};

fn waive(campaign: &mut Campaign, finding: &Finding, withdrawn: bool) {
    campaign.add(Waiver {
        outfall: finding.record,
        check_code: finding.check.code().to_owned(),
        basis: finding.basis(),
        reason: "暗涵出口".to_owned(),
        withdrawn,
        ..Waiver::default()
    });
}

#[test]
fn a_waiver_holds_until_what_it_is_about_changes_or_it_is_withdrawn() {
    let (mut campaign, outfall) = sound();
    let far = |it: &mut Campaign, lat| place(it, outfall, 112.5, lat);
    far(&mut campaign, 38.51);
    let on = day("2024-12-31");
    let due = checked(&campaign, &with_river(), on).due;
    let [finding] = &due[..] else { panic!("{due:?}") };

    waive(&mut campaign, finding, false);
    let checks = checked(&campaign, &with_river(), on);
    assert_eq!((checks.due.len(), checks.waived.len()), (0, 1));
    assert_eq!(checks.waived[0].waiver.reason, "暗涵出口");
    campaign.edit(outfall, |it| it.name = "别名".to_owned());
    assert_eq!(checked(&campaign, &with_river(), on).waived.len(), 1, "the name has nothing to do with it");

    far(&mut campaign, 38.511);
    assert_eq!(checked(&campaign, &with_river(), on).due.len(), 1, "it lies elsewhere now");
    far(&mut campaign, 38.51);
    assert_eq!(checked(&campaign, &with_river(), on).due.len(), 0);

    waive(&mut campaign, finding, true);
    assert_eq!(checked(&campaign, &with_river(), on).due.len(), 1);
}

#[test]
fn a_waiver_of_one_check_says_nothing_of_another() {
    let (mut campaign, outfall) = sound();
    place(&mut campaign, outfall, 38.5, 112.5);
    campaign.edit(outfall, |it| it.entity = "忻州电厂 ".to_owned());
    let due = checked(&campaign, &counties(), day("2024-12-31")).due;
    waive(&mut campaign, &due[0], false);
    let checks: Vec<C> =
        checked(&campaign, &counties(), day("2024-12-31")).due.iter().map(|it| it.check).collect();
    assert_eq!(checks, [C::Untidy]);
}

/// Repairs everything that can be, and returns what is still due.
fn repaired(campaign: &mut Campaign, around: &Surroundings) -> Vec<C> {
    let on = day("2024-12-31");
    let checks = checked(campaign, around, on);
    let snapshot = Snapshot::of(&campaign.project, on);
    let repair = repair(&campaign.project, &snapshot, &checks.due, &|_| "数据检查".to_owned());
    for change in &repair.changes {
        campaign.apply(change);
    }
    for event in repair.events {
        campaign.add(crate::domain::fact::RegisterEvent { on: Some(on), ..event });
    }
    checked(campaign, around, on).due.into_iter().map(|it| it.check).collect()
}

#[test]
fn what_has_an_automatic_fix_is_not_due_any_more_after_it() {
    let (mut campaign, outfall) = sound();
    place(&mut campaign, outfall, 38.500_9, 112.5);
    campaign.edit(outfall, |it| {
        it.entity = " 忻州１号电厂".to_owned();
        it.coord_text_raw = "38.5009，112.5".to_owned();
    });
    let second = campaign.outfall("B");
    place(&mut campaign, second, 113.5, 38.500_9);
    campaign.edit(second, |it| it.bank = Some(crate::domain::outfall::Bank::Right));
    let total = campaign.outfall("合计");
    place(&mut campaign, total, 112.7, 38.500_9);

    assert_eq!(repaired(&mut campaign, &with_river()), []);

    let fixed = &campaign.entry(outfall).outfall;
    assert_eq!((fixed.position(), fixed.entity.as_str()), (Some((112.5, 38.500_9)), "忻州1号电厂"));
    assert_eq!(fixed.coord_text_raw, "38.5009，112.5", "as it was first written");
    assert_eq!(fixed.coord_fix, "CGCS2000 → swapped；数据检查");
    assert_eq!(campaign.entry(second).outfall.county, "定襄县");
    assert_eq!(campaign.standing(total, "2024-12-31").register.state, RegisterState::Excluded);
}

#[test]
fn a_fix_that_comes_twice_moves_nothing_twice() {
    let (mut campaign, outfall) = sound();
    place(&mut campaign, outfall, 38.5, 112.5);
    let on = day("2024-12-31");
    let findings = checked(&campaign, &counties(), on).due;
    for _ in 0..2 {
        let snapshot = Snapshot::of(&campaign.project, on);
        let repair = repair(&campaign.project, &snapshot, &findings, &|_| String::new());
        for change in &repair.changes {
            campaign.apply(change);
        }
    }
    assert_eq!(campaign.entry(outfall).outfall.position(), Some((112.5, 38.5)));
}

#[test]
fn taking_an_offset_out_keeps_how_it_was_written_and_why() {
    let (mut campaign, outfall) = sound();
    let (lon, lat) = to_gcj02(112.5, 38.5);
    place(&mut campaign, outfall, lon, lat);
    let changes = reread_all(&campaign.project, [outfall], System::Gcj02, "全部按高德坐标填报");
    for change in &changes {
        campaign.apply(change);
    }

    let fixed = &campaign.entry(outfall).outfall;
    assert!(distance_m(fixed.position().unwrap(), (112.5, 38.5)) < 0.01);
    assert_eq!(fixed.coord_text_raw, format!("{lon:.8}, {lat:.8}"));
    assert_eq!(
        (fixed.coord_crs_raw.as_str(), fixed.coord_fix.as_str()),
        ("GCJ-02", "CGCS2000 → GCJ-02；全部按高德坐标填报")
    );
    assert_eq!(reread_all(&campaign.project, [outfall], System::AsIs, ""), []);
}

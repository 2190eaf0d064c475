//! B4, B5, B7 to B11: what the map and the other outfalls say.

use super::*;
use crate::domain::{
    coordinate::offset::to_gcj02,
    doctor::System,
    outfall::{Bank, OutfallClass},
};

#[test]
fn b4_farther_from_every_river_than_the_settings_allow() {
    check_on(
        &with_river(),
        C::FarFromRiver,
        |it, of| place(it, of, 112.5, 38.504),
        |it, of| place(it, of, 112.5, 38.505),
    );

    let (mut campaign, outfall) = sound();
    place(&mut campaign, outfall, 112.5, 38.504);
    campaign.set(|it| it.far_river_m = Some(400.0));
    let [(C::FarFromRiver, Detail::FarFromRiver { metres, river, .. }, Some(Fix::Move))] =
        &found(&campaign, &with_river())[..]
    else {
        panic!("not one finding");
    };
    assert!((440.0..448.0).contains(metres), "{metres}");
    assert_eq!(river, "滹沱河");
    assert_eq!(found(&campaign, &counties()), [], "where no rivers are known, nothing is far from them");
}

/// Rivers that wind, and a ledger along them.
fn shifted(campaign: &mut Campaign, file: &str, count: usize, shift: bool) {
    for at in 0..count {
        let id = campaign.outfall(&format!("{file}-{at}"));
        let lon = 112.1 + at as f64 * 0.01;
        let lat = winding(lon) + 0.0002;
        let (lon, lat) = if shift { to_gcj02(lon, lat) } else { (lon, lat) };
        place(campaign, id, lon, lat);
        campaign.claim(id, "2024-02-01", Claim { source: file.to_owned(), ..Claim::default() });
    }
}

fn winding(lon: f64) -> f64 {
    38.5 + 0.05 * (lon * 60.0).sin()
}

fn winding_river() -> Surroundings {
    let line: LineString = (0..1_000)
        .map(|at| {
            let lon = 112.0 + f64::from(at) * 0.001;
            (lon, winding(lon))
        })
        .collect();
    let mut around = counties();
    around.layers.push(layer(LayerKind::River, &["名称"], vec![(line.into(), vec!["滹沱河"])]));
    around
}

#[test]
fn b5_one_import_came_with_the_offset_of_a_web_map_and_the_other_did_not() {
    let mut campaign = Campaign::new();
    shifted(&mut campaign, "甲.xlsx", 40, true);
    shifted(&mut campaign, "乙.xlsx", 40, false);
    let found = found(&campaign, &winding_river());
    let offset: Vec<_> = found.iter().filter(|it| it.0 == C::Offset).collect();
    assert!(offset.len() >= 30, "{}", offset.len());
    for (_, detail, fix) in offset {
        let Detail::Offset { figures, .. } = detail else { panic!("{detail:?}") };
        assert_eq!((figures.batch.as_str(), figures.diagnosis.best), ("甲.xlsx", System::Gcj02));
        assert_eq!(*fix, Some(Fix::Reread(System::Gcj02)));
    }
}

#[test]
fn b7_near_and_of_the_same_name_but_for_how_it_is_written() {
    let twin = |name: &'static str, lat: f64| {
        move |it: &mut Campaign, of| {
            it.edit(of, |it| it.name = "朱庄村1号排污口".to_owned());
            let other = it.outfall("B");
            place(it, other, 112.5, lat);
            it.edit(other, |it| it.name = name.to_owned());
        }
    };
    check(C::NearTwin, twin("朱庄村2号排污口", 38.500_05), twin("朱庄村 1＃排口", 38.500_05));
    check(C::NearTwin, twin("朱庄村1号排污口", 38.500_2), twin("朱庄村1号排污口", 38.500_05));

    let (mut campaign, first) = sound();
    twin("朱庄村1号排污口", 38.500_05)(&mut campaign, first);
    let second = campaign.project.entries()[1].outfall.id;
    let due = checked(&campaign, &counties(), day("2024-12-31")).due;
    assert_eq!(due[0].fix, Some(Fix::MergeInto(first)));
    campaign.merge(second, first, "2024-02-01", true);
    assert_eq!(found(&campaign, &counties()), [], "what is merged is no outfall of its own any more");
}

#[test]
fn b8_three_at_the_very_same_place() {
    let more = |count: usize| {
        move |it: &mut Campaign, _| {
            for at in 0..count {
                let other = it.outfall(&format!("B{at}"));
                place(it, other, 112.5, 38.5);
            }
        }
    };
    let (mut campaign, outfall) = sound();
    more(1)(&mut campaign, outfall);
    assert_eq!(found(&campaign, &counties()), []);
    more(1)(&mut campaign, outfall);
    let codes: Vec<C> = found(&campaign, &counties()).into_iter().map(|it| it.0).collect();
    assert_eq!(codes.iter().filter(|it| **it == C::SharedPlace).count(), 3);
}

#[test]
fn b9_the_division_in_the_code_is_not_where_it_lies() {
    let code = |code: &'static str| {
        move |it: &mut Campaign, of| it.edit(of, |it| it.code_national = code.to_owned())
    };
    check(C::CodeCounty, code("DA-140902-0012-GY-00"), code("DA-140921-0012-GY-00"));
    check(C::CodeCounty, code("忻府-140921-12"), code("ＤＡ-140921-0012-GY-00"));
}

#[test]
fn b10_the_letters_in_the_code_are_not_those_of_the_class() {
    let class = |class: OutfallClass| {
        move |it: &mut Campaign, of| {
            it.edit(of, |it| {
                it.code_national = "DA-140902-0012-GY-00".to_owned();
                it.class = Some(class);
            });
        }
    };
    check(C::CodeClass, class(OutfallClass::IndustrialStorm), class(OutfallClass::TownStorm));
}

#[test]
fn b11_on_the_other_bank_of_the_river_that_it_names() {
    let bank = |bank: Bank, river: &'static str| {
        move |it: &mut Campaign, of| {
            place(it, of, 112.5, 38.501);
            it.edit(of, |it| (it.bank, it.river) = (Some(bank), river.to_owned()));
        }
    };
    check_on(&with_river(), C::OtherBank, bank(Bank::Left, "滹沱河"), bank(Bank::Right, "滹沱河干流"));
    check_on(&with_river(), C::OtherBank, bank(Bank::Midstream, ""), bank(Bank::Right, ""));
    check_on(&with_river(), C::OtherBank, bank(Bank::Right, "牧马河"), bank(Bank::Right, ""));
}

use super::*;
use crate::domain::{
    fact::{RegisterChange, RegisterEvent, Upkeep, Visit},
    outfall::Outfall,
    testing::{Campaign, day},
};

fn assign(campaign: &mut Campaign, of: RecordId, on: &str, team: &str, due: &str) {
    let due = Some(day(due));
    campaign.add(Assignment {
        outfall: of,
        on: Some(day(on)),
        team: team.to_owned(),
        due,
        ..Assignment::default()
    });
}

fn visit(campaign: &mut Campaign, of: RecordId, on: &str) {
    campaign.add(Visit { outfall: of, on: Some(day(on)), ..Visit::default() });
}

fn outfall(campaign: &mut Campaign, class: OutfallClass, confirmed_on: Option<&str>) -> RecordId {
    campaign.add(Outfall { class: Some(class), confirmed_on: confirmed_on.map(day), ..Outfall::default() })
}

fn task_of(campaign: &Campaign, of: RecordId, on: &str) -> Option<Task> {
    task(campaign.project.entry(of).unwrap(), day(on))
}

#[test]
fn a_visit_from_the_day_of_the_assignment_on_does_it() {
    let mut campaign = Campaign::new();
    let id = outfall(&mut campaign, OutfallClass::TownStorm, Some("2026-01-01"));
    visit(&mut campaign, id, "2026-03-01");
    assign(&mut campaign, id, "2026-03-02", " 一组 ", "2026-03-05");

    let open = task_of(&campaign, id, "2026-03-06").unwrap();
    assert_eq!((open.team.as_str(), open.done), ("一组", None));
    assert!(open.is_overdue(day("2026-03-06")) && !open.is_overdue(day("2026-03-05")));

    visit(&mut campaign, id, "2026-03-04");
    visit(&mut campaign, id, "2026-03-03");
    let done = task_of(&campaign, id, "2026-03-06").unwrap();
    assert_eq!(done.done, Some(day("2026-03-03")));
    assert!(!done.is_overdue(day("2026-03-06")));
    assert_eq!(task_of(&campaign, id, "2026-03-02").unwrap().done, None, "as of an earlier day");
    assert_eq!(task_of(&campaign, id, "2026-03-01"), None, "before it was assigned");
}

#[test]
fn a_later_assignment_takes_the_place_of_an_earlier_one() {
    let mut campaign = Campaign::new();
    let id = outfall(&mut campaign, OutfallClass::TownStorm, None);
    assign(&mut campaign, id, "2026-03-02", "一组", "2026-03-05");
    assign(&mut campaign, id, "2026-03-02", "二组", "2026-03-09");

    assert_eq!(task_of(&campaign, id, "2026-03-03").unwrap().team, "二组");

    assign(&mut campaign, id, "2026-03-04", "", "2026-03-09");
    assert_eq!(task_of(&campaign, id, "2026-03-04"), None, "withdrawn");
    assert_eq!(teams(&tasks(&campaign.project, day("2026-03-03"))), ["二组"]);
}

#[track_caller]
fn check_next(campaign: &Campaign, of: RecordId, expected: Option<&str>) {
    let project = &campaign.project;
    let next = next_visit(project.settings(), project.entry(of).unwrap(), day("2026-06-01"));
    assert_eq!(next, expected.map(day));
}

#[test]
fn an_outfall_is_due_again_after_the_cycle_of_its_class() {
    let mut campaign = Campaign::new();
    let plant = outfall(&mut campaign, OutfallClass::TownPlant, Some("2026-01-01"));
    let storm = outfall(&mut campaign, OutfallClass::TownStorm, Some("2026-01-01"));
    check_next(&campaign, plant, Some("2026-04-02"));
    check_next(&campaign, storm, Some("2026-07-02"));

    visit(&mut campaign, plant, "2026-05-01");
    visit(&mut campaign, plant, "2026-04-01");
    check_next(&campaign, plant, Some("2026-07-31"));

    let patrol = Some(Frequency::Month);
    campaign.add(Upkeep { outfall: plant, on: Some(day("2026-05-02")), patrol, ..Upkeep::default() });
    check_next(&campaign, plant, Some("2026-05-31"));
}

#[test]
fn what_is_not_in_the_register_is_not_due() {
    let mut campaign = Campaign::new();
    let suspected = outfall(&mut campaign, OutfallClass::TownStorm, None);
    let later = outfall(&mut campaign, OutfallClass::TownStorm, Some("2026-08-01"));

    check_next(&campaign, suspected, None);
    check_next(&campaign, later, None);
}

#[test]
fn the_settings_go_before_what_is_shipped() {
    let mut settings = Settings::new("忻州", 2026);
    assert_eq!(cycle_days(&settings, Some(OutfallClass::TownPlant)), 91);
    assert_eq!(cycle_days(&settings, None), 182);

    (settings.cycle_town_plant, settings.cycle_other) = (Some(30), Some(0));
    assert_eq!(cycle_days(&settings, Some(OutfallClass::TownPlant)), 30);
    assert_eq!(cycle_days(&settings, None), 182, "no day is no cycle");
}

#[test]
fn reporting_days_end_with_their_month() {
    let days = reporting_days(REPORTING_DAYS);
    for (date, due) in [
        ("2026-03-23", true),
        ("2026-03-28", true),
        ("2026-03-31", true),
        ("2026-04-30", false),
        ("2026-06-30", true),
        ("2026-03-24", false),
    ] {
        assert_eq!(days.contains(day(date)), due, "{date}");
    }
    assert_eq!(days.next(day("2026-03-29")), Some(day("2026-03-31")));

    let last = reporting_days("31日、季末，x");
    assert!(last.contains(day("2026-02-28")) && !last.contains(day("2026-02-27")));
    assert_eq!(reporting_days("").next(day("2026-03-29")), None);
}

#[test]
fn the_strip_shows_what_is_due_and_what_was() {
    let mut campaign = Campaign::new();
    let late = outfall(&mut campaign, OutfallClass::TownPlant, Some("2026-01-01"));
    let assigned = outfall(&mut campaign, OutfallClass::TownStorm, Some("2026-03-01"));
    let done = outfall(&mut campaign, OutfallClass::TownStorm, Some("2026-03-01"));
    assign(&mut campaign, assigned, "2026-05-20", "一组", "2026-06-03");
    assign(&mut campaign, done, "2026-05-20", "一组", "2026-06-03");
    visit(&mut campaign, done, "2026-05-21");

    let strip = calendar(&campaign.project, day("2026-06-01"), 30);

    assert_eq!(strip.len(), 30);
    assert_eq!((&strip[0].due[..], strip[0].overdue), (&[late][..], 1));
    assert_eq!((&strip[2].due[..], strip[2].overdue), (&[assigned][..], 0));
    let reporting: Vec<String> =
        strip.iter().filter(|it| it.reporting).map(|it| it.date.to_string()).collect();
    assert_eq!(reporting, ["2026-06-23", "2026-06-28", "2026-06-30"]);
}

#[test]
fn outfalls_are_gathered_by_where_they_are_but_for_those_that_are_gone() {
    let mut campaign = Campaign::new();
    let mut outfall = |county: &str, town: &str, river: &str| {
        let (county, town, river) = (county.to_owned(), town.to_owned(), river.to_owned());
        let confirmed_on = Some(day("2026-01-01"));
        campaign.add(Outfall { county, town, river, confirmed_on, ..Outfall::default() })
    };
    let (first, second) = (outfall("甲县", "城关镇", "牧马河"), outfall("乙县", "城关镇", " 牧马河"));
    let (third, gone) = (outfall("甲县", "", "云中河"), outfall("甲县", "城关镇", "牧马河"));
    campaign.add(RegisterEvent {
        outfall: gone,
        on: Some(day("2026-02-01")),
        kind: Some(RegisterChange::Exclude),
        reason: "不是排污口".to_owned(),
        ..RegisterEvent::default()
    });
    let by = |by| to_visit_by(&campaign.project, by, day("2026-03-01"));
    let name = str::to_owned;

    assert_eq!(by(Grouping::Town), [(name("乙县 城关镇"), vec![second]), (name("甲县 城关镇"), vec![first])]);
    assert_eq!(by(Grouping::River), [(name("云中河"), vec![third]), (name("牧马河"), vec![first, second])]);
}

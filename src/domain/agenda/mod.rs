//! The plan of the day: who goes to which outfall until when, which outfalls are due again, and what has to be reported.
//!
//! That something is done is never typed: a visit on or after the day of the assignment proves it.

mod calendar;
mod route;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::{Span, civil::Date};

pub use self::{
    calendar::{Day, Deadline, REPORTING_DAYS, ReportingDays, calendar, deadlines, reporting_days},
    route::{Rivers, Stop, route},
};
use super::{
    RecordId,
    entry::Entry,
    fact::Frequency,
    outfall::{ClassGroup, OutfallClass},
    progress::Grouping,
    project::Project,
    record,
    settings::Settings,
    stage::{RegisterState, register},
};

record! {
    /// A team is to go to an outfall (任务安排). The latest assignment of an outfall is the one that holds.
    pub struct Assignment in "assignment", "任务安排", "Assignments" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day it was assigned; visits from this day on count.
        on: Option<Date> => "安排日期", "Assigned on";
        /// The team; nobody where the assignment is withdrawn.
        team: String => "组别", "Team";
        /// The day it is due.
        due: Option<Date> => "截止日期", "Due";
        /// What is to be done.
        note: String => "任务", "Task";
    }
}

/// An assignment that holds, and how it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// The outfall.
    pub outfall: RecordId,
    /// The team.
    pub team: String,
    /// The day it is due.
    pub due: Option<Date>,
    /// What is to be done.
    pub note: String,
    /// The day of the visit that did it.
    pub done: Option<Date>,
}

impl Task {
    /// Is it open and its day past?
    pub fn is_overdue(&self, day: Date) -> bool {
        self.done.is_none() && self.due.is_some_and(|due| due < day)
    }
}

/// The assignment of an outfall that holds on `day`.
pub fn task(entry: &Entry, day: Date) -> Option<Task> {
    let known = entry.assignments.iter().filter(|it| it.on.is_none_or(|on| on <= day));
    let latest = known.max_by_key(|it| (it.on, it.id)).filter(|it| !it.team.trim().is_empty())?;
    let visits = entry.visits.iter().filter_map(|it| it.on);
    let done = visits.filter(|on| *on <= day && latest.on.is_none_or(|from| *on >= from)).min();
    Some(Task {
        outfall: entry.outfall.id,
        team: latest.team.trim().to_owned(),
        due: latest.due,
        note: latest.note.clone(),
        done,
    })
}

/// The tasks of all teams on `day`, in the order of the outfalls.
pub fn tasks(project: &Project, day: Date) -> Vec<Task> {
    project.entries().iter().filter_map(|entry| task(entry, day)).collect()
}

/// The teams that have tasks, each once, by name.
pub fn teams(tasks: &[Task]) -> Vec<String> {
    let mut teams: Vec<String> = tasks.iter().map(|it| it.team.clone()).collect();
    teams.sort();
    teams.dedup();
    teams
}

/// The outfalls that are there to be visited on `day`, by where they are, each group by its name: those that stand in the register and those
/// that are suspected. Towns of different counties may have one name, so that the county stands before it. What has no such name is in no
/// group.
pub fn to_visit_by(project: &Project, by: Grouping, day: Date) -> Vec<(String, Vec<RecordId>)> {
    let mut groups: BTreeMap<(&str, &str), Vec<RecordId>> = BTreeMap::new();
    for entry in project.entries() {
        let name = by.group_of(entry).trim();
        let stands =
            matches!(register::state(entry, day).state, RegisterState::Registered | RegisterState::Suspected);
        if stands && !name.is_empty() {
            let county = if by == Grouping::Town { entry.outfall.county.trim() } else { "" };
            groups.entry((county, name)).or_default().push(entry.outfall.id);
        }
    }
    let named = |((county, name), ids): ((&str, &str), Vec<RecordId>)| {
        (format!("{county} {name}").trim_start().to_owned(), ids)
    };
    groups.into_iter().map(named).collect()
}

/// How many days after a visit an outfall is due again, where nothing else is known. Our choice, after the frequencies that
/// prefectures write into their plans: plants by the quarter, everything else by the half-year.
pub fn shipped_cycle(group: Option<ClassGroup>) -> i64 {
    match group {
        Some(ClassGroup::Industrial | ClassGroup::TownPlant) => 91,
        Some(ClassGroup::Agricultural | ClassGroup::Other) | None => 182,
    }
}

/// How many days lie between two visits of an outfall of this class: what the settings say, else what is shipped.
pub fn cycle_days(settings: &Settings, class: Option<OutfallClass>) -> i64 {
    let group = class.map(OutfallClass::group);
    let set = match group {
        Some(ClassGroup::Industrial) => settings.cycle_industrial,
        Some(ClassGroup::TownPlant) => settings.cycle_town_plant,
        Some(ClassGroup::Agricultural) => settings.cycle_agricultural,
        Some(ClassGroup::Other) | None => settings.cycle_other,
    };
    set.filter(|it| *it > 0).unwrap_or_else(|| shipped_cycle(group))
}

/// The days of a patrol frequency (巡查频次), which goes before the class.
fn patrol_days(frequency: Frequency) -> i64 {
    match frequency {
        // More often in the flood season: monthly is what plans ask for.
        Frequency::Month | Frequency::FloodSeason => 30,
        Frequency::Quarter => 91,
        Frequency::HalfYear => 182,
        Frequency::Year => 365,
    }
}

/// The day on which an outfall is to be visited again: its patrol frequency, else the cycle of its class, after the last visit, else
/// after the day on which it was confirmed. Nothing for what is in no register (any more) and for what has no day to begin from.
pub fn next_visit(settings: &Settings, entry: &Entry, day: Date) -> Option<Date> {
    if register::state(entry, day).state != RegisterState::Registered {
        return None;
    }
    let patrol = entry.upkeep.iter().filter(|it| it.on.is_none_or(|on| on <= day));
    let patrol = patrol.max_by_key(|it| (it.on, it.id)).and_then(|it| it.patrol);
    let days = patrol.map_or_else(|| cycle_days(settings, entry.outfall.class), patrol_days).clamp(1, 3660);
    let last = entry.visits.iter().filter_map(|it| it.on).filter(|on| *on <= day).max();
    let from = last.or(entry.outfall.confirmed_on)?;
    from.checked_add(Span::new().days(days)).ok()
}

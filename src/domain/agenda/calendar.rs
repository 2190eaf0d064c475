//! A row of days: what is due on each, and what has to be reported.

use jiff::{Span, civil::Date};

use super::{next_visit, task};
use crate::domain::{RecordId, project::Project};

/// The days of the month on which reports are due where the settings say nothing: the 23rd (上党区 2022), the 28th (长治 2022), and the
/// end of a quarter (domain dossier §1.6).
pub const REPORTING_DAYS: &str = "23,28,Q";

/// A day by which something is to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Deadline {
    /// The outfall.
    pub outfall: RecordId,
    /// The day.
    pub on: Date,
    /// Was it assigned to a team, or does it follow from the cycle?
    pub assigned: bool,
}

/// One day of the strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// Which day.
    pub date: Date,
    /// What is due on it; on the first day of the strip also what was due before and is not done.
    pub due: Vec<RecordId>,
    /// How many of these were due before.
    pub overdue: usize,
    /// Is a report due on it?
    pub reporting: bool,
}

/// The days on which reports are due, as people write them: `23, 28, Q`. A month that is too short ends on its last day; `Q` is the last
/// day of a quarter. What is no day is left out.
pub fn reporting_days(text: &str) -> ReportingDays {
    let mut days = ReportingDays::default();
    for part in text.split([',', '，', '、', ';', '；', ' ']).map(str::trim) {
        match part.trim_end_matches(['日', '号']).parse::<i8>() {
            Ok(day @ 1..=31) => days.of_month.push(day),
            _ => days.quarter |= part.eq_ignore_ascii_case("q") || part == "季末",
        }
    }
    days.of_month.sort_unstable();
    days.of_month.dedup();
    days
}

/// The days on which reports are due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportingDays {
    of_month: Vec<i8>,
    quarter: bool,
}

impl ReportingDays {
    /// Is a report due on this day?
    pub fn contains(&self, date: Date) -> bool {
        let last = date.days_in_month();
        let of_month = self.of_month.iter().any(|day| (*day).min(last) == date.day());
        of_month || (self.quarter && date.month() % 3 == 0 && date.day() == last)
    }

    /// The first of them on or after this day; nothing where there is none.
    pub fn next(&self, from: Date) -> Option<Date> {
        (0..=92).filter_map(|it| from.checked_add(Span::new().days(it)).ok()).find(|it| self.contains(*it))
    }
}

/// What is to be done, with its day: open assignments, and for outfalls without one the next visit of the cycle.
pub fn deadlines(project: &Project, day: Date) -> Vec<Deadline> {
    let each = project.entries().iter().filter_map(|entry| {
        let outfall = entry.outfall.id;
        match task(entry, day).filter(|it| it.done.is_none()) {
            Some(open) => open.due.map(|on| Deadline { outfall, on, assigned: true }),
            None => {
                next_visit(project.settings(), entry, day).map(|on| Deadline { outfall, on, assigned: false })
            }
        }
    });
    each.collect()
}

/// The strip of `count` days from `day` on.
pub fn calendar(project: &Project, day: Date, count: usize) -> Vec<Day> {
    let written = project.settings().reporting_days.as_str();
    let reporting = reporting_days(if written.is_empty() { REPORTING_DAYS } else { written });
    let dates = (0..count).filter_map(|it| day.checked_add(Span::new().days(it as i64)).ok());
    let mut days: Vec<Day> = dates
        .map(|date| Day { date, due: Vec::new(), overdue: 0, reporting: reporting.contains(date) })
        .collect();
    for deadline in deadlines(project, day) {
        let late = deadline.on < day;
        let on = deadline.on.max(day);
        if let Some(place) = days.iter_mut().find(|it| it.date == on) {
            place.due.push(deadline.outfall);
            place.overdue += usize::from(late);
        }
    }
    days
}

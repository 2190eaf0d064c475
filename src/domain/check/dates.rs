//! B14 and B22: can it have been then?

use jiff::civil::{Date, date};

use super::{CheckId, DateField, Detail, Findings};
use crate::domain::{
    fact::{Milestone, TraceOutcome},
    project::{Entry, RecordKind},
    words::{self, DateWord},
};

/// Stands in a remark before a date that could not be read.
pub const UNREADABLE_DATE: &str = "日期无法识别";

/// Nobody recorded outfalls before; the standards begin with GB 8978-1988.
const FIRST: Date = date(1990, 1, 1);

pub(super) fn check(entry: &Entry, day: Date, findings: &mut Findings) {
    each_day(entry, |field, on| {
        if on > day {
            findings.add(CheckId::DatesOutOfOrder, Detail::InFuture { field, on }, None);
        }
    });
    let Some(confirmed) = entry.outfall.confirmed_on else { return };
    each_result(entry, |field, on| {
        if on < confirmed {
            let detail = Detail::BeforeConfirmed { field, on, confirmed };
            findings.add(CheckId::DatesOutOfOrder, detail, None);
        }
    });
}

pub(super) fn check_possible(entry: &Entry, findings: &mut Findings) {
    for text in unreadable(&entry.outfall.remark) {
        findings.add(CheckId::ImpossibleDate, Detail::UnreadableDate { text }, None);
    }
    each_day(entry, |field, on| {
        if on < FIRST {
            findings.add(CheckId::ImpossibleDate, Detail::TooEarly { field, on }, None);
        }
    });
}

/// The days in a remark that the calendar does not have: what follows [`UNREADABLE_DATE`], and what the import
/// left there as `〔heading：text〕`.
fn unreadable(remark: &str) -> Vec<String> {
    let marked = remark.split(UNREADABLE_DATE).skip(1).map(|it| {
        let text = it.trim_start_matches([':', '：', ' ']);
        text.split(['；', ';', '\n', '〔']).next().unwrap_or_default().trim()
    });
    let left = remark.split('〔').skip(1).filter_map(|it| it.split_once('〕')?.0.split_once('：'));
    let left = left.map(|(_, text)| text).filter(|it| words::date(it) == DateWord::Impossible);
    marked.chain(left).map(str::to_owned).collect()
}

/// Every day on which something is said to have happened; what is only planned may lie ahead.
fn each_day(entry: &Entry, mut found: impl FnMut(DateField, Date)) {
    use RecordKind as K;
    let mut say = |kind, column, on: Option<Date>| {
        if let Some(on) = on {
            found(DateField { kind, column }, on);
        }
    };
    say(K::Outfall, "confirmed_on", entry.outfall.confirmed_on);
    for it in &entry.claims {
        say(K::Claim, "on", it.on);
        say(K::Claim, "traced_on", it.traced_on);
        say(K::Claim, "closed_on", it.closed_on);
    }
    entry.visits.iter().for_each(|it| say(K::Visit, "on", it.on));
    entry.samples.iter().for_each(|it| say(K::Sample, "on", it.on));
    entry.traces.iter().for_each(|it| say(K::Trace, "on", it.on));
    entry.plans.iter().for_each(|it| say(K::Plan, "on", it.on));
    entry.progress.iter().for_each(|it| say(K::ProgressNote, "on", it.on));
    entry.acceptances.iter().for_each(|it| say(K::Acceptance, "on", it.on));
    entry.upkeep.iter().for_each(|it| say(K::Upkeep, "on", it.on));
    entry.register.iter().for_each(|it| say(K::RegisterEvent, "on", it.on));
    entry.photos.iter().for_each(|it| say(K::Photo, "on", it.on));
}

/// Every day on which a result was reached that an outfall must have been found for: traced, finished, accepted, closed.
fn each_result(entry: &Entry, mut found: impl FnMut(DateField, Date)) {
    use RecordKind as K;
    let mut say = |kind, column, on: Option<Date>| {
        if let Some(on) = on {
            found(DateField { kind, column }, on);
        }
    };
    for it in &entry.claims {
        say(K::Claim, "traced_on", it.traced_on);
        say(K::Claim, "closed_on", it.closed_on);
    }
    let concludes =
        |it: &Option<TraceOutcome>| matches!(it, Some(TraceOutcome::Found | TraceOutcome::Government));
    entry.traces.iter().filter(|it| concludes(&it.outcome)).for_each(|it| say(K::Trace, "on", it.on));
    let finished = entry.progress.iter().filter(|it| it.milestone == Some(Milestone::Finished));
    finished.for_each(|it| say(K::ProgressNote, "on", it.on));
    entry.acceptances.iter().for_each(|it| say(K::Acceptance, "on", it.on));
}

//! The data checks (domain dossier §8.4) that need no tolerance: what can not be right, whatever the county.
//!
//! Pure functions over a project; [`run`] does them all. What a finding says is in `i18n`.

mod dates;
mod position;
mod standing;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use jiff::civil::Date;

pub use self::dates::UNREADABLE_DATE;
use super::{
    RecordId, code_list,
    fact::PhotoSlot,
    placing::Places,
    progress::Snapshot,
    project::{Entry, Project, RecordKind},
    stage::{RegisterState, Standing},
};

code_list! {
    /// A check, by its number in domain dossier §8.4.
    pub enum CheckId {
        Swapped = "B1", "经纬度颠倒", "Longitude and latitude swapped";
        OtherCounty = "B2", "不在所填县内", "Outside the stated county";
        OutsideAll = "B3", "在范围之外", "Outside the area";
        DuplicateCode = "B6", "编号重复", "Duplicate code";
        NoEntity = "B12", "已溯源但缺责任主体", "Traced without a responsible entity";
        ClosedUnproven = "B13", "销号缺照片或早于方案", "Closed out without photos or before its plan";
        DatesOutOfOrder = "B14", "日期先后矛盾或在未来", "Dates out of order or in the future";
        BadTarget = "B15", "并入对象有误", "Merged into a wrong record";
        NoPosition = "B21", "缺坐标或坐标为零", "Coordinates missing or zero";
        ImpossibleDate = "B22", "日期不成立", "A date that can not be";
    }
}

/// Something that can not be right.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The check that found it.
    pub check: CheckId,
    /// The outfall.
    pub record: RecordId,
    /// What exactly.
    pub detail: Detail,
    /// What would put it right, where that is known.
    pub fix: Option<Fix>,
}

/// What exactly a check found.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// Longitude and latitude, in degrees, as they are.
    Swapped { lon: f64, lat: f64 },
    /// The county that the register states, and the one it lies in.
    OtherCounty { stated: String, found: String },
    /// It lies in no county of the layer; or, without such a layer, not in the country.
    OutsideAll { lon: f64, lat: f64 },
    /// The code, how many others share it, and the name of the first of them.
    DuplicateCode { code: String, others: usize, first: String },
    /// It counts as traced.
    NoEntity,
    /// The photos that a closing needs and that are not there.
    NoPhotos { slots: Vec<PhotoSlot> },
    /// The day it was closed out lies before the day of its plan.
    ClosedBeforePlan { closed: Date, planned: Date },
    /// The field, its day, and the later day on which the outfall was confirmed.
    BeforeConfirmed { field: DateField, on: Date, confirmed: Date },
    /// The field and its day.
    InFuture { field: DateField, on: Date },
    /// The code that it should be merged into, as written; empty if none is.
    TargetMissing { code: String },
    /// It points to itself, or the chain leads back.
    TargetInCircle,
    /// The code of its target, and the state in which that one can not take anything in.
    TargetGone { code: String, state: RegisterState },
    /// One or both coordinates are empty.
    NoPosition,
    /// Both are zero.
    ZeroPosition,
    /// The text that no day could be read from.
    UnreadableDate { text: String },
    /// The field, and a day before there was any such work.
    TooEarly { field: DateField, on: Date },
}

/// A date in a record, by its table and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateField {
    /// The kind of record.
    pub kind: RecordKind,
    /// The name of the column.
    pub column: &'static str,
}

/// What would put a finding right.
#[derive(Clone, Debug, PartialEq)]
pub enum Fix {
    /// Swap longitude and latitude.
    Swap,
    /// State this county instead.
    SetCounty(String),
    /// Merge into the outfall with this code, the live end of the chain.
    PointTo(String),
    /// Give it a code of its own, or mark it as a duplicate.
    Recode,
    /// Add the missing record; the form is known.
    Supply(RecordKind, &'static str),
}

/// All findings, in the order of the outfalls and then of the checks.
///
/// `snapshot` says where each outfall stands; what lies after `day` lies in the future. Without counties in
/// `places` it is only checked that an outfall lies in the country.
pub fn run(project: &Project, snapshot: &Snapshot, places: &Places, day: Date) -> Vec<Finding> {
    let codes = Codes::of(project, snapshot);
    let mut findings = Findings::default();
    for (entry, standing) in project.entries().iter().zip(&snapshot.standings) {
        findings.record = entry.outfall.id;
        position::check(entry, places, &mut findings);
        standing::check_code(entry, standing, project, &codes, &mut findings);
        standing::check_entity(entry, standing, day, &mut findings);
        standing::check_closing(entry, standing, day, &mut findings);
        dates::check(entry, day, &mut findings);
        standing::check_target(entry, project, snapshot, &codes, &mut findings);
        position::check_presence(entry, &mut findings);
        dates::check_possible(entry, &mut findings);
    }
    findings.found
}

/// Collects what is found about one outfall after another.
#[derive(Default)]
struct Findings {
    record: RecordId,
    found: Vec<Finding>,
}

impl Findings {
    fn add(&mut self, check: CheckId, detail: Detail, fix: Option<Fix>) {
        self.found.push(Finding { check, record: self.record, detail, fix });
    }
}

/// Which outfalls carry which code.
struct Codes<'a> {
    local: HashMap<&'a str, Vec<usize>>,
    national: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Codes<'a> {
    fn of(project: &'a Project, snapshot: &Snapshot) -> Self {
        let mut codes = Self { local: HashMap::new(), national: HashMap::new() };
        for (at, (entry, standing)) in project.entries().iter().zip(&snapshot.standings).enumerate() {
            // A marked duplicate may keep the code of the record that stays.
            if standing.register.state == RegisterState::Duplicate {
                continue;
            }
            let outfall = &entry.outfall;
            for (codes, code) in
                [(&mut codes.local, &outfall.code_local), (&mut codes.national, &outfall.code_national)]
            {
                if !code.trim().is_empty() {
                    codes.entry(code.trim()).or_default().push(at);
                }
            }
        }
        codes
    }

    /// The first outfall with this code, as [`Project::entry_by_code`] finds it.
    fn first(&self, project: &'a Project, code: &str) -> Option<&'a Entry> {
        let places = [self.local.get(code), self.national.get(code)];
        let first = places.into_iter().flatten().filter_map(|at| at.first()).min()?;
        project.entries().get(*first)
    }
}

fn standing_of<'a>(project: &Project, snapshot: &'a Snapshot, entry: &Entry) -> Option<&'a Standing> {
    snapshot.standings.get(project.position(entry.outfall.id)?)
}

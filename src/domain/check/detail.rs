//! What exactly a check found, and what would put it right.

use jiff::civil::Date;

use crate::domain::{
    RecordId,
    doctor::{Diagnosis, System},
    fact::{Parameter, PhotoSlot},
    outfall::{Bank, OutfallClass},
    project::RecordKind,
    rule::{credit_code, permit, plausible::Doubt},
    stage::RegisterState,
};

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
    /// Where it lies in degrees, how far the nearest river is in metres, and what that is called.
    FarFromRiver { lon: f64, lat: f64, metres: f64, river: String },
    /// Where it lies in degrees, and what the whole import that it came with says.
    Offset { lon: f64, lat: f64, figures: Box<Figures> },
    /// The outfall that it may be the same as, its code and name, and how many metres that one is away.
    NearTwin { other: RecordId, code: String, name: String, metres: f64 },
    /// Where it lies in degrees, and how many others are said to lie there.
    SharedPlace { lon: f64, lat: f64, others: usize },
    /// The code, the division code in it, and the county that it lies in.
    CodeCounty { code: String, division: String, found: String },
    /// The code, the letters in it, and the class that the register states.
    CodeClass { code: String, letters: String, class: OutfallClass },
    /// The bank that the register states, the one it lies on, and the river.
    OtherBank { stated: Bank, found: Bank, river: String },
    /// The credit code and what is wrong with it.
    CreditCode { text: String, flaw: credit_code::Flaw },
    /// The permit number and what is wrong with it.
    Permit { text: String, flaw: permit::Flaw },
    /// What was measured, its value as it is kept, the day of the sample, and what is odd about it; no parameter for the flow.
    Doubtful { parameter: Option<Parameter>, value: f64, on: Option<Date>, doubt: Doubt },
    /// The columns of the register entry, with their texts.
    Untidy { texts: Vec<(&'static str, String)> },
    /// The text that stands for a row of totals.
    LooksLikeTotal { text: String },
    /// The day on which it flowed.
    FlowsInDrySeason { on: Date },
    /// The day on which it was not sealed.
    OpenInDrySeason { on: Option<Date> },
}

/// What positions of one import say of the system that they are in.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The file that they came from; empty where that is not known.
    pub batch: String,
    /// How far they lie from the rivers, read in each system.
    pub diagnosis: Diagnosis,
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
    /// Look at this column of the register entry again.
    Revise(&'static str),
    /// Correct the fact in which it was found.
    CorrectFact,
    /// Put it where it belongs, on the map.
    Move,
    /// Read its coordinates in this system.
    Reread(System),
    /// State this bank instead.
    SetBank(Bank),
    /// Take the stray blanks, full-width letters and line breaks out.
    Tidy,
    /// Take it out of the register: it is no outfall.
    Exclude,
    /// Merge it into this outfall.
    MergeInto(RecordId),
}

impl Fix {
    /// Can it be done without asking anything more?
    pub fn is_automatic(&self) -> bool {
        matches!(
            self,
            Self::Swap
                | Self::SetCounty(_)
                | Self::PointTo(_)
                | Self::Reread(_)
                | Self::SetBank(_)
                | Self::Tidy
                | Self::Exclude
        )
    }
}

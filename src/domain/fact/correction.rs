//! What was recorded wrongly, and what is right.

use jiff::civil::Date;

use crate::domain::{RecordId, project::RecordKind, record};

record! {
    /// A correction (更正): one fact takes the place of another, or nothing does. Both stay in the project, as does who corrected what
    /// and why; states and numbers are worked out from what stands.
    ///
    /// It puts right what was written down and is no event at the outfall. So what is right holds on every day, also on days before
    /// [`Self::on`], which only says when the mistake was put right. A corrected sample takes its results along, and a tracing its
    /// further sources.
    pub struct Correction in "correction", "更正", "Corrections" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day of the correction.
        on: Option<Date> => "更正日期", "Corrected on";
        /// The table of both facts.
        fact_kind: String => "记录类别", "Kind of record";
        /// The fact that was wrong.
        wrong: RecordId => "原记录", "Wrong record";
        /// The fact that takes its place; none where the wrong one is only withdrawn.
        right: Option<RecordId> => "更正后记录", "Record in its place";
        /// Why.
        reason: String => "更正原因", "Reason";
    }
}

impl Correction {
    /// What kind of facts it is about; none where facts of that kind are not corrected like this.
    pub fn kind(&self) -> Option<RecordKind> {
        RecordKind::of_table(&self.fact_kind).filter(|kind| kind.is_correctable())
    }
}

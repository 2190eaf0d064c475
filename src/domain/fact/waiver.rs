//! A finding of a check that somebody looked at and lets stand.

use jiff::civil::Date;

use crate::domain::{RecordId, record};

record! {
    /// A waiver (豁免): somebody looked at what a data check found and says why it stays as it is.
    ///
    /// It holds for what was found then, its [`Self::basis`]; as soon as the record says something else, the finding is due again. A
    /// waiver is taken back by another one that says [`Self::withdrawn`], so that both stay on record.
    pub struct Waiver in "waiver", "检查豁免", "Waivers of checks" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day it was given.
        on: Option<Date> => "豁免日期", "Waived on";
        /// The check, as [`crate::domain::check::CheckId::code`] writes it.
        check_code: String => "检查编号", "Check";
        /// What was found, as [`crate::domain::check::Finding::basis`] writes it.
        basis: String => "豁免依据", "What was found";
        /// Why it stays as it is.
        reason: String => "豁免理由", "Reason";
        /// Who says so.
        granted_by: String => "豁免人", "Waived by";
        /// Does it take back the waivers before it?
        withdrawn: bool => "已撤回", "Withdrawn";
    }
}

//! What ledgers say of states that no fact in the project proves yet.

use jiff::civil::Date;

use super::FixKind;
use crate::domain::{RecordId, record};

record! {
    /// What an imported ledger says of an outfall's states (台账申报). Counted, but as unproven until facts stand behind it.
    pub struct Claim in "claim", "台账申报状态", "States claimed by ledgers" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day of the ledger; states that come without a day of their own count from it.
        on: Option<Date> => "台账日期", "Day of the ledger";
        /// The file it comes from.
        source: String => "来源文件", "Source file";
        /// 台账状态.
        register: Option<crate::domain::stage::RegisterState> => "台账状态", "Register state";
        /// The code of the outfall that a merged or duplicate one points to, as written.
        target_code: String => "指向编号", "Target code";
        /// 溯源状态.
        trace: Option<crate::domain::stage::TraceState> => "溯源状态", "Trace state";
        /// The day the tracing ended.
        traced_on: Option<Date> => "溯源完成日期", "Traced on";
        /// 整治类型.
        fix_kind: Option<FixKind> => "整治类型", "Type of remediation";
        /// 整治状态.
        fix: Option<crate::domain::stage::FixState> => "整治状态", "Fix state";
        /// 销号日期.
        closed_on: Option<Date> => "销号日期", "Closed out on";
    }
}

//! How far work is behind its plan, and what follows: 预警, 通报批评, 约谈 (seed plan of 上党区 2022, 三(四)).

use jiff::{Span, civil::Date};

use super::code_list;

code_list! {
    /// What being behind leads to.
    pub enum LagLevel {
        OnTime = "on_time", "正常", "On time";
        Overdue = "overdue", "逾期不足1月", "Overdue by less than a month";
        Warning = "warning", "预警", "Warning";
        Circular = "circular", "通报批评", "Circular";
        Summons = "summons", "约谈", "Summons";
    }
}

/// Whole months from `planned` to `day`; a month that is too short ends on its last day. Nothing if it is not yet due.
pub fn months_behind(planned: Date, day: Date) -> Option<u32> {
    if day <= planned {
        return None;
    }
    let passed = (1..)
        .take_while(|months| planned.checked_add(Span::new().months(*months)).is_ok_and(|due| due <= day));
    Some(passed.count() as u32)
}

/// What follows on `day` from work planned for `planned` and still not done.
pub fn level(planned: Date, day: Date) -> LagLevel {
    match months_behind(planned, day) {
        None => LagLevel::OnTime,
        Some(0) => LagLevel::Overdue,
        Some(1) => LagLevel::Warning,
        Some(2) => LagLevel::Circular,
        Some(_) => LagLevel::Summons,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_short_month_counts_as_a_whole_one() {
        let planned = date(2026, 1, 31);
        assert_eq!(level(planned, date(2026, 1, 31)), LagLevel::OnTime);
        assert_eq!(level(planned, date(2026, 2, 27)), LagLevel::Overdue);
        assert_eq!(level(planned, date(2026, 2, 28)), LagLevel::Warning);
        assert_eq!(level(planned, date(2026, 3, 31)), LagLevel::Circular);
        assert_eq!(level(planned, date(2026, 4, 30)), LagLevel::Summons);
        assert_eq!(months_behind(planned, date(2027, 1, 31)), Some(12));
    }
}

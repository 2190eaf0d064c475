//! Days as ledgers write them.

use jiff::{Span, civil::Date};

/// What a cell that should hold a day turned out to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateWord {
    /// A day.
    Day(Date),
    /// Only a month or a year: `2024.4`. Which day is meant is not for the program to say.
    MonthOnly,
    /// A day that the calendar does not have: `2024.9.31` (data check B22).
    Impossible,
    /// Something else.
    NotADate,
}

/// `2024-04-10`, `2024/4/10`, `2024.4.10`, `2024年4月10日`, `20240410`, also with a time behind; and the serial
/// numbers of spreadsheets.
pub fn date(text: &str) -> DateWord {
    let text = super::code(text.split(['T', ':']).next().unwrap_or_default());
    let text = text.trim_end_matches(['日', '号']);
    if text.chars().all(|it| it.is_ascii_digit()) {
        return text.parse().map_or(DateWord::NotADate, date_from_number);
    }
    let parts: Vec<&str> =
        text.split(['-', '/', '.', '年', '月', '−', '—']).filter(|it| !it.is_empty()).collect();
    match *parts.as_slice() {
        [year, month, day] => day_of(year, month, day),
        [year, month] if year.len() == 4 && month.parse::<u8>().is_ok() => DateWord::MonthOnly,
        [year] if year.len() == 4 && year.parse::<u16>().is_ok() => DateWord::MonthOnly,
        _ => DateWord::NotADate,
    }
}

/// A day as people type it: like [`date`], but a bare number has eight digits. Of a day that is only half typed yet, the first five
/// would be the serial number of another one.
pub fn typed_day(text: &str) -> Option<Date> {
    let text = super::code(text);
    if text.chars().all(|it| it.is_ascii_digit()) && text.len() != 8 {
        return None;
    }
    match date(&text) {
        DateWord::Day(day) => Some(day),
        _ => None,
    }
}

/// A number in a column of days: `20240410`, the serial number of a spreadsheet, or a month like `2024.4`.
pub fn date_from_number(number: f64) -> DateWord {
    let whole = number.trunc() as i64;
    match whole {
        19_000_101..=21_001_231 if number.fract() == 0.0 => {
            day(whole / 10_000, whole / 100 % 100, whole % 100)
        }
        190_001..=210_012 if number.fract() == 0.0 && (1..=12).contains(&(whole % 100)) => {
            DateWord::MonthOnly
        }
        1_950..=2_100 => DateWord::MonthOnly,
        // 1954 to 2119; the fraction is the time of the day.
        20_000..=80_000 => serial(whole),
        _ => DateWord::NotADate,
    }
}

/// Day 60 is 29 February 1900, which never was, so counting from 1899-12-30 is right for every later day.
fn serial(days: i64) -> DateWord {
    let start = Date::constant(1899, 12, 30);
    let span = Span::new().days(days);
    start.checked_add(span).map_or(DateWord::NotADate, DateWord::Day)
}

fn day_of(year: &str, month: &str, last: &str) -> DateWord {
    // A time may stand behind the day after a blank that is gone: `2024-04-1008`.
    let last = if last.len() > 2 { last.get(..2).unwrap_or(last) } else { last };
    match (year.parse::<i64>(), month.parse(), last.parse()) {
        (Ok(number), Ok(month), Ok(last)) if year.len() == 4 => day(number, month, last),
        _ => DateWord::NotADate,
    }
}

fn day(year: i64, month: i64, day: i64) -> DateWord {
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = parts else { return DateWord::NotADate };
    Date::new(year, month, day).map_or(DateWord::Impossible, DateWord::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_ledgers_are_read() {
        let day = DateWord::Day(Date::constant(2024, 4, 10));
        for text in [
            "2024-04-10",
            "2024/4/10",
            "2024.4.10",
            "2024.04.10.",
            "2024年4月10日",
            "２０２４年４月１０日",
            "20240410",
            "2024-04-10 08:30:00",
            "2024-04-10T08:30:00",
            "45392",
        ] {
            assert_eq!(date(text), day, "{text}");
        }
        assert_eq!(date_from_number(45_392.354), day);
        assert_eq!(date_from_number(20_240_410.0), day);
    }

    #[test]
    fn a_day_is_read_however_it_is_typed() {
        for text in ["2026-4-1", "2026.04.01", "2026/4/1", "20260401", "2026年4月1日", " 2026-04-01 "] {
            assert_eq!(typed_day(text), Some(Date::constant(2026, 4, 1)), "{text}");
        }
        for text in ["", "2026-4", "26-4-1", "2026-13-01", "明天", "20260", "202604", "45392"] {
            assert_eq!(typed_day(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_told_apart() {
        for (text, word) in [
            ("2024.9.31", DateWord::Impossible),
            ("2023-02-29", DateWord::Impossible),
            ("20240931", DateWord::Impossible),
            ("2024.4", DateWord::MonthOnly),
            ("2024年4月", DateWord::MonthOnly),
            ("202404", DateWord::MonthOnly),
            ("2024年", DateWord::MonthOnly),
            ("2024", DateWord::MonthOnly),
            ("年底前", DateWord::NotADate),
            ("24-4-10", DateWord::NotADate),
            ("12", DateWord::NotADate),
        ] {
            assert_eq!(date(text), word, "{text}");
        }
        assert_eq!(date_from_number(2024.4), DateWord::MonthOnly);
    }
}

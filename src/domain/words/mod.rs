//! Words as ledgers write them (台账用语): what a cell means, in the dozen spellings that offices use.
//!
//! Every function is given the text of one cell. Nothing is guessed: a word that is not known gives `None`, and
//! the caller keeps the text where a person finds it.

mod class;
mod county;
mod date;
mod fact;
mod state;

pub use self::{
    class::{ClassWord, class},
    county::county,
    date::{DateWord, date, date_from_number, typed_day},
    fact::{Codes, in_list, people, sample_number, severity, standard},
    state::{FixWord, fix, fix_kind, register, trace},
};
use super::outfall::Bank;

/// The text without blanks and line breaks, full-width forms as ASCII, lower case: for comparing, never for keeping.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    // After `half_width`, only ASCII has two cases in the words of ledgers.
    let letters = text.chars().map(half_width).filter(|it| !is_space(*it));
    plain.extend(letters.map(|it| it.to_ascii_lowercase()));
    plain
}

/// The text as it is kept: line breaks and blanks inside Chinese text dropped, other runs of blanks made one.
pub fn clean(text: &str) -> String {
    let text = text.trim_matches(is_space);
    if !text.contains(is_space) {
        return text.to_owned();
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut gap = false;
    for letter in text.chars() {
        if is_space(letter) {
            gap = true;
            continue;
        }
        let inside_words = letter.is_ascii() && cleaned.chars().next_back().is_some_and(|it| it.is_ascii());
        if gap && inside_words {
            cleaned.push(' ');
        }
        gap = false;
        cleaned.push(letter);
    }
    cleaned
}

/// The text as [`clean`] keeps it, with full-width letters and digits as ASCII; Chinese punctuation stays.
pub fn tidy(text: &str) -> String {
    let narrow = |letter: char| {
        let half = half_width(letter);
        if half.is_ascii_alphanumeric() { half } else { letter }
    };
    clean(&text.chars().map(narrow).collect::<String>())
}

/// A code as it is kept: no blanks, full-width forms as ASCII; letters keep their case.
pub fn code(text: &str) -> String {
    text.chars().map(half_width).filter(|it| !is_space(*it)).collect()
}

/// Does the cell say that nothing is there: `/`, `—`, `无`, `空` …?
pub fn is_blank(text: &str) -> bool {
    let text = text.trim_matches(is_space);
    let dashes = |it: char| matches!(it, '/' | '／' | '\\' | '-' | '－' | '—' | '–' | '―' | '_' | '*');
    text.chars().all(dashes)
        || matches!(
            text,
            "无" | "空" | "暂无" | "（空）" | "(空)" | "空白" | "null" | "NULL" | "<null>" | "<Null>" | "N/A"
        )
}

/// 是/否, √/×, 有/无, also in words about water.
pub fn yes_no(text: &str) -> Option<bool> {
    match plain(text).as_str() {
        "是" | "√" | "✓" | "✔" | "☑" | "有" | "y" | "yes" | "true" | "1" | "对" | "具备" | "可以"
        | "排水" | "正在排水" | "有水" | "有流量" | "排放" | "正在排放" => Some(true),
        "否" | "×" | "✗" | "✘" | "x" | "无" | "n" | "no" | "false" | "0" | "不" | "不是" | "没有"
        | "不具备" | "不可以" | "不排水" | "未排水" | "无水" | "无流量" | "断流" | "不排放" | "未排放" => {
            Some(false)
        }
        _ => None,
    }
}

/// A number, with full-width digits, blanks and thousands separators understood, and a comma for a point where it can't be a
/// separator: `1,5` and `0,025`, but not `1,250`.
pub fn number(text: &str) -> Option<f64> {
    let text = plain(text);
    let decimal = text.split_once(',').filter(|(whole, rest)| {
        let thousands = rest.len() == 3 && !matches!(whole.trim_start_matches(['-', '+']), "" | "0");
        !rest.contains([',', '.']) && !thousands
    });
    let text = match decimal {
        Some((whole, rest)) => format!("{whole}.{rest}"),
        None => text.replace(',', ""),
    };
    let digits = text.starts_with(|it: char| it.is_ascii_digit() || matches!(it, '-' | '+' | '.'));
    text.parse().ok().filter(|it: &f64| digits && it.is_finite())
}

/// A distance in kilometres; `km` and `公里` are understood, `m` and `米` converted, a bare number is kilometres.
pub fn kilometres(text: &str) -> Option<f64> {
    let text = plain(text);
    for (unit, metres) in [("km", 1_000.0), ("公里", 1_000.0), ("千米", 1_000.0), ("m", 1.0), ("米", 1.0)]
    {
        if let Some(size) = text.strip_suffix(unit) {
            return number(size).map(|size| size * metres / 1_000.0);
        }
    }
    number(&text)
}

/// 左岸, 右岸, 河中, and their short forms.
pub fn bank(text: &str) -> Option<Bank> {
    match plain(text).as_str() {
        "左" | "左岸" | "左侧" | "左岸侧" | "l" | "left" | "leftbank" => Some(Bank::Left),
        "右" | "右岸" | "右侧" | "右岸侧" | "r" | "right" | "rightbank" => Some(Bank::Right),
        "中" | "河中" | "河道中" | "河心" | "江心" | "mid" | "midstream" => Some(Bank::Midstream),
        _ => None,
    }
}

/// The name of a county for comparing: no blanks, no 县/区/市 at the end, so that `忻府` is `忻府区`.
pub fn county_key(name: &str) -> String {
    let name = plain(name);
    let short = name.strip_suffix(['县', '区', '市']).filter(|it| !it.is_empty());
    short.unwrap_or(&name).to_owned()
}

/// Can both names mean the same county? `忻州市忻府区` and `忻府区` can.
pub fn same_county(one: &str, other: &str) -> bool {
    let (one, other) = (county_key(one), county_key(other));
    one.ends_with(&other) || other.ends_with(&one)
}

/// Splits `朱庄镇大朱庄村` after its town; all is the town where no 镇, 乡 or 街道 ends inside.
pub fn town_and_village(text: &str) -> (String, String) {
    const ENDS: [&str; 5] = ["街道办事处", "街道办", "街道", "镇", "乡"];
    let text = clean(text);
    // A town's name has a letter before its 镇.
    let end = text.char_indices().skip(1).find_map(|(at, _)| {
        let rest = text.get(at..)?;
        ENDS.iter().find(|end| rest.starts_with(**end)).map(|end| at + end.len())
    });
    match end.and_then(|end| text.split_at_checked(end)) {
        Some((town, village)) => (town.to_owned(), village.to_owned()),
        None => (text, String::new()),
    }
}

fn is_space(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || matches!(letter, '\u{200b}' | '\u{feff}')
}

fn half_width(letter: char) -> char {
    match letter {
        // The full-width block repeats ASCII at a fixed distance.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_full_width_forms_make_no_difference() {
        assert_eq!(plain(" 应　县\n（Ａ１） "), "应县(a1)");
        assert_eq!(clean("滹沱河\r\n 大桥 Mill  Brook"), "滹沱河大桥Mill Brook");
        assert_eq!(code("ＦＤ-１４ 01"), "FD-1401");
    }

    #[test]
    fn a_cell_that_says_nothing_is_blank() {
        for text in ["", " ", "/", "——", "-", "无", "空", "N/A", "NULL"] {
            assert!(is_blank(text), "{text}");
        }
        assert!(!is_blank("无名沟") && !is_blank("0"));
    }

    #[test]
    fn yes_and_no_come_in_many_dresses() {
        for (text, read) in [
            ("是", Some(true)),
            (" √ ", Some(true)),
            ("Ｙ", Some(true)),
            ("×", Some(false)),
            ("不排水", Some(false)),
            ("偶尔", None),
        ] {
            assert_eq!(yes_no(text), read, "{text}");
        }
    }

    #[test]
    fn numbers_and_distances_are_read_with_their_units() {
        assert_eq!(number("１２．５"), Some(12.5));
        assert_eq!(number("1,250 "), Some(1_250.0));
        for (text, value) in [
            ("1,5", 1.5),
            ("0,025", 0.025),
            ("-0,5", -0.5),
            ("12,345,678", 12_345_678.0),
            ("1,250.5", 1_250.5),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        assert_eq!(number("12.5万"), None);
        assert_eq!(number("inf"), None);
        assert_eq!(kilometres("3.2km"), Some(3.2));
        assert_eq!(kilometres("850米"), Some(0.85));
        assert_eq!(kilometres("1.5"), Some(1.5));
    }

    #[test]
    fn a_county_is_itself_with_and_without_its_suffix() {
        assert!(same_county("忻府", "忻府区"));
        assert!(same_county("忻州市忻府区", "忻府区"));
        assert!(same_county("应　县", "应县"));
        assert!(!same_county("代县", "应县"));
    }

    #[test]
    fn town_and_village_are_parted_after_the_town() {
        for (text, town, village) in [
            ("朱庄镇大朱庄村", "朱庄镇", "大朱庄村"),
            ("秀容街道办事处", "秀容街道办事处", ""),
            ("秀容街道南关村", "秀容街道", "南关村"),
            ("大朱庄", "大朱庄", ""),
        ] {
            assert_eq!(town_and_village(text), (town.to_owned(), village.to_owned()), "{text}");
        }
    }
}

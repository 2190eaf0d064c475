//! Words of field records and lab reports: how strong, which entry of a list, which standard, who.

use super::{clean, code, is_blank, plain};
use crate::domain::fact::LimitProfile;

/// How strong something is, from 0 (none) to 3 (strong). That it is there at all (有) is the least that can be meant.
pub fn severity(text: &str) -> Option<i64> {
    Some(match plain(text).as_str() {
        "0" | "无" | "没有" | "否" | "正常" | "无色" | "无味" | "无异味" | "无异常" | "清" | "清澈"
        | "透明" | "无色透明" | "未见" | "未发现" | "none" | "no" | "clear" => 0,
        "1" | "轻" | "微" | "轻微" | "较轻" | "轻度" | "微弱" | "略有" | "稍有" | "淡" | "有" | "是"
        | "微浊" | "微浑" | "slight" | "faint" | "yes" => 1,
        "2" | "中" | "中等" | "中度" | "明显" | "较明显" | "较重" | "浑浊" | "moderate" => 2,
        "3" | "重" | "强" | "严重" | "强烈" | "重度" | "浓" | "很重" | "刺鼻" | "恶臭" | "黑臭"
        | "severe" | "strong" => 3,
        _ => return None,
    })
}

/// A code list as a column has it: code, Chinese, English.
pub type Codes = &'static [(&'static str, &'static str, &'static str)];

/// The entry of a list that a cell names: by its code or its name, else the only one whose name is in the text or contains it.
pub fn in_list(text: &str, codes: Codes) -> Option<&'static str> {
    let text = plain(text);
    let exact = codes.iter().find(|(code, zh, en)| [*code, *zh, *en].iter().any(|it| plain(it) == text));
    if let Some((code, ..)) = exact {
        return Some(code);
    }
    if let Some((_, code)) = OTHER_WORDS.iter().find(|(word, code)| *word == text && has(codes, code)) {
        return Some(code);
    }
    let close = |name: &str| {
        let name = plain(name);
        let long_enough = |it: &str| it.chars().count() >= 2;
        (text.contains(&name) && !name.is_empty() && (long_enough(&name) || text.chars().count() <= 3))
            || (long_enough(&text) && name.contains(&text))
    };
    let mut found = codes.iter().filter(|(_, zh, _)| close(zh));
    match (found.next(), found.next()) {
        (Some((code, ..)), None) => Some(code),
        _ => None,
    }
}

/// Words of ledgers that no name of a list contains.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("监督性监测", "supervision"),
    ("执法监测", "supervision"),
    ("自主监测", "own"),
    ("步行", "on_foot"),
    ("徒步", "on_foot"),
    ("现场踏勘", "on_foot"),
    ("航拍", "uav"),
    ("疑似排污口", "suspected"),
    ("多云转晴", "cloudy"),
    ("霾", "fog"),
    ("雾", "fog"),
    ("有", "good"),
    ("没有", "none"),
    ("堵塞", "silted"),
    ("封堵", "sealed"),
];

fn has(codes: Codes, wanted: &str) -> bool {
    codes.iter().any(|(code, ..)| *code == wanted)
}

/// The standard that a ledger names, in whatever words: `GB18918-2002一级A标准`, `地表水Ⅴ类`, `晋-V`.
pub fn standard(text: &str) -> Option<LimitProfile> {
    if let Some(known) = LimitProfile::parse(text) {
        return Some(known);
    }
    let text = plain(text).replace('ⅰ', "i").replace('Ⅴ', "v").replace('Ⅲ', "iii");
    let has = |words: &[&str]| words.iter().any(|it| text.contains(it));
    if has(&["18918", "城镇污水处理厂"]) || text.starts_with("一级") {
        return match (has(&["一级a", "1a", "一a"]), has(&["一级b", "1b", "一b"])) {
            (true, false) => Some(LimitProfile::GradeA),
            (false, true) => Some(LimitProfile::GradeB),
            _ => None,
        };
    }
    let third = has(&["iii类", "三类", "3类", "-iii"]);
    let fifth = !third && has(&["v类", "五类", "5类", "-v"]) && !has(&["iv类"]);
    let own = has(&["晋"]);
    if !own && !has(&["3838", "地表水"]) {
        return None;
    }
    match (third, fifth, own) {
        (true, _, true) => Some(LimitProfile::ShanxiIii),
        (true, _, false) => Some(LimitProfile::SurfaceIii),
        (_, true, true) => Some(LimitProfile::ShanxiV),
        (_, true, false) => Some(LimitProfile::SurfaceV),
        _ => None,
    }
}

/// The names of several people as they are kept: separated by `、`.
pub fn people(text: &str) -> String {
    let names = text.split(['、', ',', '，', ';', '；', '/', '／', '\n', '\r', ' ', '\u{3000}', '\t']);
    let names: Vec<String> = names.map(clean).filter(|it| !it.is_empty()).collect();
    // 张 三 is one name: blanks only fill up names of two characters.
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        match kept.last_mut() {
            Some(last) if last.chars().count() == 1 && name.chars().count() == 1 => last.push_str(&name),
            _ => kept.push(name),
        }
    }
    kept.join("、")
}

/// The number of a sample as it is compared and kept; nothing where the cell is blank.
pub fn sample_number(text: &str) -> Option<String> {
    let number = code(text);
    (!is_blank(&number)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Record as _,
        fact::{Sample, Visit},
    };

    #[test]
    fn severities_are_words_or_digits() {
        for (text, expected) in [
            ("无", Some(0)),
            (" 清澈 ", Some(0)),
            ("轻微", Some(1)),
            ("有", Some(1)),
            ("２", Some(2)),
            ("严重", Some(3)),
        ] {
            assert_eq!(severity(text), expected, "{text}");
        }
        assert_eq!(severity("黄褐色"), None);
    }

    #[test]
    fn lists_are_met_by_a_part_of_their_names_where_only_one_fits() {
        let visit = |column: &str| Visit::column(column).unwrap().codes;
        for (column, text, expected) in [
            ("means", "人工徒步", Some("on_foot")),
            ("means", "徒步", Some("on_foot")),
            ("means", "无人机航测", Some("uav")),
            ("means", "无人", None),
            ("level", "二级", Some("2")),
            ("weather", "小雨", Some("rain")),
            ("weather", "晴", Some("clear")),
            ("weather", "阴转小雨", None),
            ("verdict", "是", Some("yes")),
            ("verdict", "疑似", Some("suspected")),
            ("mouth", "淤堵", Some("silted")),
            ("signboard", "有", Some("good")),
            ("signboard", "无", Some("none")),
        ] {
            assert_eq!(in_list(text, visit(column)), expected, "{column} {text}");
        }
        assert_eq!(in_list("监督性监测", Sample::column("kind").unwrap().codes), Some("supervision"));
    }

    #[test]
    fn standards_are_known_by_their_numbers() {
        for (text, expected) in [
            ("GB18918-2002一级A标准", Some(LimitProfile::GradeA)),
            ("《城镇污水处理厂污染物排放标准》一级 B", Some(LimitProfile::GradeB)),
            ("GB3838-2002 Ⅴ类", Some(LimitProfile::SurfaceV)),
            ("地表水Ⅲ类", Some(LimitProfile::SurfaceIii)),
            ("地表水IV类", None),
            ("晋-V(城镇排水)", Some(LimitProfile::ShanxiV)),
            ("GB 8978-1996", None),
        ] {
            assert_eq!(standard(text), expected, "{text}");
        }
    }

    #[test]
    fn people_are_kept_apart() {
        for text in ["张三、李四", "张三,李四", "张三 李四", "张三\n李四", "张 三、李 四"]
        {
            assert_eq!(people(text), "张三、李四", "{text}");
        }
    }
}

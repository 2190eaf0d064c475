//! Which encoding the text of a file is in: what the file says, weighed against what its bytes allow.
//!
//! Offices write GBK and label it GBK, UTF-8, Latin-1 or not at all. A label is believed unless the bytes contradict it:
//! text that is not valid UTF-8 is not UTF-8 whatever its label, and Chinese text that happens to be valid UTF-8 is not GBK.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, IBM866, SHIFT_JIS, UTF_8, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
};

use super::Reason;
use crate::domain::table::ReadWarning;

/// The outcome.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chosen {
    pub(super) encoding: &'static Encoding,
    /// Something the user should hear about.
    pub(super) warning: Option<ReadWarning>,
}

impl Chosen {
    /// The name for a person: the Chinese family goes by its common name.
    pub(super) fn name(&self) -> String {
        name_of(self.encoding).to_owned()
    }
}

fn name_of(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 { "GBK" } else { encoding.name() }
}

/// The encoding behind a `.cpg` or what a user typed; `None` if nobody knows the label.
pub(super) fn for_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_start_matches('\u{feff}').to_ascii_lowercase();
    let bare = label.trim_start_matches("ansi").trim_start_matches(['c', 'p', ' ', '_', '-']);
    let by_number = match bare {
        "936" | "54936" | "20936" => Some(GB18030),
        "65001" => Some(UTF_8),
        "950" => Some(BIG5),
        "932" => Some(SHIFT_JIS),
        "949" => Some(EUC_KR),
        "1250" => Some(WINDOWS_1250),
        "1251" => Some(WINDOWS_1251),
        "1252" | "28591" | "88591" => Some(WINDOWS_1252),
        "866" => Some(IBM866),
        _ => None,
    };
    let squeezed: String = label.chars().filter(|char| !matches!(char, ' ' | '-' | '_')).collect();
    let by_name = match squeezed.as_str() {
        "gb18030" | "gbk" | "gb2312" | "gb231280" | "euccn" | "chinese" => Some(GB18030),
        "utf8" => Some(UTF_8),
        "latin1" | "iso88591" => Some(WINDOWS_1252),
        _ => None,
    };
    by_number.or(by_name).or_else(|| Encoding::for_label(label.as_bytes())).map(|found| {
        // GBK is a part of GB18030, so the larger one reads both.
        if found == encoding_rs::GBK { GB18030 } else { found }
    })
}

/// The encoding behind the language byte of a `.dbf`; `None` where it says nothing or something of DOS times.
pub(super) fn for_language_byte(byte: u8) -> Option<&'static Encoding> {
    match byte {
        0x4d | 0x7a => Some(GB18030),
        0x4f | 0x78 => Some(BIG5),
        0x13 | 0x7b => Some(SHIFT_JIS),
        0x4e | 0x79 => Some(EUC_KR),
        0xc8 => Some(WINDOWS_1250),
        0xc9 => Some(WINDOWS_1251),
        0x03 => Some(WINDOWS_1252),
        0x65 | 0x26 => Some(IBM866),
        // 0x57 means the code page of the machine that wrote it, which is any.
        _ => None,
    }
}

/// What the bytes of all texts of a file say about their encoding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Texts with a byte above 0x7F.
    foreign: u64,
    /// Texts that are not UTF-8.
    not_utf8: u64,
    /// Characters of three or four bytes in texts that are UTF-8: Chinese, or its punctuation.
    wide: u64,
    /// Characters of two bytes in them that are no letters of western Europe.
    odd: u64,
    /// Texts that are not GB18030.
    not_gbk: u64,
    /// Two-byte characters in the block of the 6,763 everyday characters.
    everyday: u64,
    /// Of those, the ones beyond the block of Korean syllables, where Korean text has next to none.
    upper: u64,
    /// Two-byte characters in the rows of Greek, Cyrillic and kana of GBK, where Big5 has its commonest characters.
    rare: u64,
    /// Two-byte characters whose second byte is an ASCII letter, as accented Latin letters look.
    mixed: u64,
}

impl Evidence {
    /// Looks at the texts, each a whole cell or line. A character cut off at the end of a fixed-width cell does not count.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut evidence = Self::default();
        for text in texts {
            if !text.is_ascii() {
                evidence.add(text);
            }
        }
        evidence
    }

    fn add(&mut self, text: &[u8]) {
        self.foreign += 1;
        match as_utf8(text) {
            Some(text) => {
                for char in text.chars() {
                    match char.len_utf8() {
                        1 => {}
                        2 => self.odd += u64::from(char > '\u{24f}'),
                        _ => self.wide += 1,
                    }
                }
            }
            None => self.not_utf8 += 1,
        }
        self.not_gbk += u64::from(decode_cell(GB18030, text).1);
        self.add_pairs(text);
    }

    fn add_pairs(&mut self, text: &[u8]) {
        let mut bytes = text.iter();
        while let Some(first) = bytes.next() {
            if *first < 0x80 {
                continue;
            }
            match bytes.next() {
                Some(second) if (0xb0..=0xf7).contains(first) && *second >= 0xa1 => {
                    self.everyday += 1;
                    self.upper += u64::from(*first > 0xc8);
                }
                Some(second) if (0xa4..=0xaf).contains(first) && *second >= 0xa1 => self.rare += 1,
                Some(second) if second.is_ascii_alphabetic() => self.mixed += 1,
                _ => {}
            }
        }
    }

    fn is_chinese_utf8(&self) -> bool {
        self.not_utf8 == 0 && self.wide > 0
    }

    fn is_plain_gbk(&self) -> bool {
        self.not_gbk == 0 && self.everyday >= 2 && self.mixed == 0
    }

    /// Is it Chinese in GBK, though it may be labelled as one of the other encodings of two bytes, in which nearly any text of GBK is
    /// some text as well?
    fn is_gbk_and_not(&self, labelled: &'static Encoding) -> bool {
        let plain = self.is_plain_gbk() && self.rare == 0;
        if labelled == EUC_KR { plain && self.upper * 6 >= self.everyday } else { plain }
    }

    /// The best guess without a label.
    fn sniffed(&self) -> &'static Encoding {
        if self.not_utf8 == 0 && (self.wide > 0 || self.odd == 0) {
            UTF_8
        } else if self.mixed > self.everyday {
            WINDOWS_1252
        } else {
            GB18030
        }
    }
}

/// Decides. `asked` is the user's word and wins; `declared` is the file's own label.
pub(super) fn choose(
    asked: Option<&str>,
    declared: Option<&'static Encoding>,
    evidence: &Evidence,
    texts: &dyn Fn(&'static Encoding) -> u64,
) -> Result<Chosen, Reason> {
    if let Some(label) = asked {
        let encoding = for_label(label).ok_or_else(|| Reason::UnknownEncoding(label.to_owned()))?;
        return Ok(believed(encoding, texts(encoding)));
    }
    let Some(declared) = declared else {
        let encoding = evidence.sniffed();
        return Ok(believed(encoding, texts(encoding)));
    };
    if evidence.foreign == 0 {
        return Ok(Chosen { encoding: declared, warning: None });
    }
    let contradicted = if declared == UTF_8 {
        // A damaged cell or two does not make a UTF-8 file a GBK one.
        evidence.not_utf8 > 0 && evidence.not_gbk < evidence.not_utf8
    } else if declared == GB18030 {
        evidence.is_chinese_utf8()
    } else if declared.is_single_byte() {
        evidence.is_chinese_utf8() || evidence.is_plain_gbk()
    } else {
        evidence.is_chinese_utf8() || texts(declared) > 0 || evidence.is_gbk_and_not(declared)
    };
    if !contradicted {
        return Ok(believed(declared, texts(declared)));
    }
    let encoding = evidence.sniffed();
    let warning = ReadWarning::WrongLabel {
        labelled: name_of(declared).to_owned(),
        found: name_of(encoding).to_owned(),
    };
    Ok(Chosen { encoding, warning: (encoding != declared).then_some(warning) })
}

fn believed(encoding: &'static Encoding, broken: u64) -> Chosen {
    let warning = (broken > 0)
        .then(|| ReadWarning::BrokenText { encoding: name_of(encoding).to_owned(), count: Some(broken) });
    Chosen { encoding, warning }
}

/// A cell as text, and whether bytes in it did not fit. A character cut off at the end is dropped without a word: writers
/// of fixed-width cells cut wherever the width ends.
pub(super) fn decode_cell(encoding: &'static Encoding, bytes: &[u8]) -> (String, bool) {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if !broken {
        return (text.into_owned(), false);
    }
    let whole = text.trim_end_matches('\u{fffd}');
    let cut = text.len() - whole.len() == '\u{fffd}'.len_utf8() && !whole.contains('\u{fffd}');
    if cut { (whole.to_owned(), false) } else { (text.into_owned(), true) }
}

fn as_utf8(bytes: &[u8]) -> Option<&str> {
    match str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() => str::from_utf8(bytes.get(..error.valid_up_to())?).ok(),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[&[u8]], declared: Option<&str>, expected: &str, warned: bool) {
        let evidence = Evidence::of(bytes.iter().copied());
        let broken = |encoding| bytes.iter().filter(|text| decode_cell(encoding, text).1).count() as u64;
        let declared = declared.and_then(for_label);
        let chosen = choose(None, declared, &evidence, &broken).unwrap();
        assert_eq!(
            (chosen.name().as_str(), chosen.warning.is_some()),
            (expected, warned),
            "{declared:?} {chosen:?} {evidence:?}"
        );
    }

    fn gbk(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn the_label_is_believed_where_the_bytes_allow_it() {
        let chinese = gbk("滹沱河");
        for label in ["GBK", "936", "CP936", "cp936", "GB2312", "GB18030", "gb18030\r\n", "ANSI 936"] {
            check(&[&chinese], Some(label), "GBK", false);
        }
        for label in ["UTF-8", "utf8", "65001", "CP65001", "\u{feff}UTF-8"] {
            check(&["滹沱河".as_bytes()], Some(label), "UTF-8", false);
        }
        check(&[b"M\xe9xico"], Some("ISO-8859-1"), "windows-1252", false);
        check(&[b"M\xe9xico"], Some("ISO 88591"), "windows-1252", false);
        check(&[b"plain"], Some("Big5"), "Big5", false);
    }

    #[test]
    fn a_label_that_the_bytes_contradict_is_overruled_with_a_warning() {
        let chinese = gbk("滹沱河");
        check(&[&chinese, b"x"], Some("UTF-8"), "GBK", true);
        check(&[&chinese], Some("ISO-8859-1"), "GBK", true);
        check(&["滹沱河".as_bytes()], Some("936"), "UTF-8", true);
        check(&["滹沱河".as_bytes()], Some("latin1"), "UTF-8", true);
    }

    #[test]
    fn other_encodings_of_two_bytes_are_believed_where_they_are_what_they_say() {
        let big5 = |text: &str| BIG5.encode(text).0.into_owned();
        let (river, town) = (big5("淡水河口 大安區"), big5("臺北市 中山"));
        check(&[&river, &town], Some("Big5"), "Big5", false);
        let korean = |text: &str| EUC_KR.encode(text).0.into_owned();
        check(&[&korean("한강 서울특별시"), &korean("부산광역시")], Some("949"), "EUC-KR", false);
        let chinese = [gbk("滹沱河"), gbk("忻府区 大桥排污口")];
        for label in ["Big5", "950", "949", "932"] {
            check(&[&chinese[0], &chinese[1]], Some(label), "GBK", true);
        }
    }

    #[test]
    fn without_a_label_the_bytes_decide() {
        check(&["桑干河".as_bytes()], None, "UTF-8", false);
        check(&[&gbk("桑干河")], None, "GBK", false);
        check(&[&gbk("桑干河")], Some("no such label"), "GBK", false);
        check(&["México".as_bytes()], None, "UTF-8", false);
        check(&[b"M\xe9xico", b"Yucat\xe1n"], None, "windows-1252", false);
        check(&[b"plain"], None, "UTF-8", false);
        // 一 is a valid pair in UTF-8 too, of a Cyrillic letter nobody uses.
        check(&[&gbk("一")], None, "GBK", false);
    }

    #[test]
    fn a_character_cut_off_by_the_width_of_its_cell_is_no_contradiction() {
        let utf8 = "滹沱河".as_bytes();
        check(&[&utf8[..8]], Some("UTF-8"), "UTF-8", false);
        let chinese = gbk("滹沱河");
        check(&[&chinese[..5]], Some("GBK"), "GBK", false);
        assert_eq!(decode_cell(UTF_8, &utf8[..8]), ("滹沱".to_owned(), false));
        assert_eq!(decode_cell(GB18030, &chinese[..5]), ("滹沱".to_owned(), false));
    }

    #[test]
    fn the_word_of_the_user_wins() {
        let evidence = Evidence::of(std::iter::once("河".as_bytes()));
        let chosen = choose(Some("GBK"), Some(UTF_8), &evidence, &|_| 0).unwrap();
        assert_eq!(chosen.name(), "GBK");
        assert!(matches!(choose(Some("klingon"), None, &evidence, &|_| 0), Err(Reason::UnknownEncoding(_))));
    }
}

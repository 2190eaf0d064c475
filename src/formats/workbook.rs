//! Looks into a workbook before it is opened: the library that reads it believes what it says of itself and takes as much
//! memory as that asks for.

use std::{
    collections::BTreeSet,
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use zip::ZipArchive;

use super::{Damage, EntryFault, Limits, Quantity, Reason};

/// Where a workbook keeps the texts that cells share.
const SHARED_TEXTS: &str = "xl/sharedstrings.xml";
/// The shortest text takes more bytes than this: `<si/>` and a little.
const TEXT_BYTES: u64 = 8;

/// Refuses a workbook that breaks the rules of packed files, or would not fit into memory.
pub(super) fn check(path: &Path, limits: &Limits) -> Result<(), Reason> {
    let file = File::open(path)?;
    let packed = file.metadata()?.len();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(Reason::library)?;
    let shared = check_entries(&mut archive, packed, limits)?;
    match shared {
        Some(at) => check_texts(&mut archive.by_index(at).map_err(Reason::library)?, limits),
        None => Ok(()),
    }
}

/// Checks number, names and sizes. Returns which entry holds the shared texts.
fn check_entries(
    archive: &mut ZipArchive<BufReader<File>>,
    packed: u64,
    limits: &Limits,
) -> Result<Option<usize>, Reason> {
    if archive.len() as u64 > limits.entries {
        return Err(Reason::TooLarge { what: Quantity::Entries, limit: limits.entries });
    }
    let mut names = BTreeSet::new();
    let (mut whole, mut shared) = (0_u64, None);
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(Reason::library)?;
        let name = entry.name().map_err(Reason::library)?.into_owned();
        if let Some(fault) = fault(&name, entry.is_symlink()) {
            return Err(Reason::Damaged(Damage::EntryName(fault)));
        }
        if entry.size() > limits.entry_bytes {
            return Err(Reason::TooLarge { what: Quantity::EntryBytes, limit: limits.entry_bytes });
        }
        whole = whole.saturating_add(entry.size());
        let name = name.to_lowercase();
        if name == SHARED_TEXTS {
            shared = Some(at);
        }
        if !names.insert(name) {
            return Err(Reason::Damaged(Damage::EntryName(EntryFault::Twice)));
        }
    }
    let limit = limits.unpacked(packed);
    if whole > limit {
        return Err(Reason::TooLarge { what: Quantity::UnpackedBytes, limit });
    }
    Ok(shared)
}

/// What is wrong with the name of an entry. Nothing is ever written under it, but a name that leads elsewhere is no accident.
fn fault(name: &str, is_link: bool) -> Option<EntryFault> {
    const DEVICES: [&str; 4] = ["CON", "NUL", "PRN", "AUX"];
    if is_link {
        return Some(EntryFault::Link);
    }
    if name.starts_with('/') || name.contains(['\\', ':']) || name.split('/').any(|part| part == "..") {
        return Some(EntryFault::Outside);
    }
    let is_device = |part: &str| {
        let stem = part.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
        let numbered = |word: &str| {
            stem.strip_prefix(word)
                .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|it| it.is_ascii_digit()))
        };
        DEVICES.contains(&stem.as_str()) || numbered("COM") || numbered("LPT")
    };
    let folder = name.strip_suffix('/').unwrap_or(name);
    let bad =
        |part: &str| part.is_empty() || part.ends_with(['.', ' ']) || part.contains('\0') || is_device(part);
    folder.split('/').any(bad).then_some(EntryFault::NotAName)
}

/// Unpacks the shared texts once, keeping nothing, and compares what they claim with what is there.
fn check_texts(entry: &mut impl Read, limits: &Limits) -> Result<(), Reason> {
    let limit = limits.shared_text_bytes;
    let mut entry = BufReader::new(entry.take(limit + 1));
    let mut head = [0; 1024];
    let mut known = 0;
    while let Some(rest) = head.get_mut(known..).filter(|rest| !rest.is_empty()) {
        match entry.read(rest)? {
            0 => break,
            count => known += count,
        }
    }
    let size = known as u64 + std::io::copy(&mut entry, &mut std::io::sink())?;
    if size > limit {
        return Err(Reason::TooLarge { what: Quantity::SharedTextBytes, limit });
    }
    let head = String::from_utf8_lossy(head.get(..known).unwrap_or_default()).into_owned();
    let room = size / TEXT_BYTES;
    match claimed(&head).filter(|count| *count > room) {
        Some(count) => Err(Reason::Damaged(Damage::TextCount { count, room })),
        None => Ok(()),
    }
}

/// How many texts the first lines of the list claim.
fn claimed(head: &str) -> Option<u64> {
    let (_, rest) = head.split_once("uniqueCount=")?;
    let digits = rest.trim_start_matches(['"', '\'']);
    let end = digits.find(|it: char| !it.is_ascii_digit()).unwrap_or(digits.len());
    // More digits than a number has are more than there is room for.
    Some(digits.get(..end)?.parse().unwrap_or(u64::MAX)).filter(|_| end > 0)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn checked(limits: Limits, entries: &[(&str, &[u8])]) -> Result<(), Reason> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        let mut archive = ZipWriter::new(File::create(&path).unwrap());
        for (name, bytes) in entries {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap();
        check(&path, &limits)
    }

    #[test]
    fn a_workbook_at_each_limit_is_opened_and_one_over_it_is_not() {
        let texts = [&b"<sst uniqueCount=\"2\"><si><t>a</t></si>"[..], &[b' '; 40]].concat();
        let entries = [("xl/sharedStrings.xml", &texts[..]), ("xl/workbook.xml", b"<x/>")];
        let size = texts.len() as u64;
        let limits = |entries, entry_bytes, unpacked_bytes, shared_text_bytes| Limits {
            entries,
            entry_bytes,
            unpacked_bytes,
            shared_text_bytes,
            ..Limits::SHIPPED
        };
        checked(limits(2, size, size + 4, size), &entries).unwrap();
        let over = [
            (limits(1, size, size + 4, size), Quantity::Entries),
            (limits(2, size - 1, size + 4, size), Quantity::EntryBytes),
            (limits(2, size, size + 3, size), Quantity::UnpackedBytes),
            (limits(2, size, size + 4, size - 1), Quantity::SharedTextBytes),
        ];
        for (limits, quantity) in over {
            let reason = checked(limits, &entries).unwrap_err();
            assert!(matches!(reason, Reason::TooLarge { what, .. } if what == quantity), "{reason}");
        }
    }

    #[test]
    fn a_workbook_that_counts_more_texts_than_it_has_room_for_is_refused() {
        let texts = |count: &str| format!("<sst count='9' uniqueCount=\"{count}\"><si><t>a</t></si></sst>");
        let check = |count| checked(Limits::SHIPPED, &[("xl/sharedStrings.xml", texts(count).as_bytes())]);
        check("1").unwrap();
        for count in ["4000000000", "99999999999999999999999999"] {
            let reason = check(count).unwrap_err();
            assert!(matches!(reason, Reason::Damaged(Damage::TextCount { .. })), "{reason}");
        }
    }

    #[test]
    fn names_that_lead_out_of_the_folder_or_are_none_are_refused() {
        for name in ["xl/workbook.xml", "docProps/", "_rels/.rels", "[Content_Types].xml", "xl/comments1.xml"]
        {
            assert_eq!(fault(name, false), None, "{name}");
        }
        for name in ["/etc/passwd", "../a", "a/../../b", "..\\a", "C:\\a", "c:a"] {
            assert_eq!(fault(name, false), Some(EntryFault::Outside), "{name}");
        }
        for name in ["CON", "a/nul.txt", "COM1.xml", "lpt9", "a.", "a ", "", "a//b", "a\0b"] {
            assert_eq!(fault(name, false), Some(EntryFault::NotAName), "{name:?}");
        }
        assert_eq!(fault("a", true), Some(EntryFault::Link));
    }

    #[test]
    fn two_names_that_differ_in_capitals_only_are_refused() {
        let reason = checked(Limits::SHIPPED, &[("xl/A.xml", b""), ("xl/a.xml", b"")]).unwrap_err();
        assert!(matches!(reason, Reason::Damaged(Damage::EntryName(EntryFault::Twice))), "{reason}");
    }
}

//! Text in tables that spreadsheets open: nothing of it may be taken for a formula (OWASP, CSV injection).

/// The text as it goes into a cell: an apostrophe before what a spreadsheet could take for a formula, and before what
/// already looks guarded. Only text is guarded, so that −112.43 stays a number.
pub fn guard(text: &str) -> String {
    if triggers(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`guard`] was given.
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if triggers(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

/// Could a spreadsheet calculate it, as it begins?
pub fn triggers(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'])
}

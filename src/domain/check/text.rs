//! B23 and B24: texts that came in with the habits of spreadsheets.

use super::{CheckId, Detail, Findings, Fix};
use crate::domain::{
    Record as _, outfall::Outfall, project::Entry, stage::RegisterState, value::SqlType, words,
};

/// What was written stays as it was written; line breaks in a remark are meant.
const AS_WRITTEN: &[&str] = &["coord_text_raw", "coord_crs_raw", "coord_override", "coord_fix", "remark"];

/// B23.
pub(super) fn check(entry: &Entry, findings: &mut Findings) {
    let texts: Vec<(&'static str, String)> =
        untidy(&entry.outfall).map(|(column, text, _)| (column, text)).collect();
    if !texts.is_empty() {
        findings.add(CheckId::Untidy, Detail::Untidy { texts }, Some(Fix::Tidy));
    }
}

/// The columns of a register entry that hold stray blanks, full-width letters or line breaks: what they hold, and what they should.
pub(super) fn untidy(outfall: &Outfall) -> impl Iterator<Item = (&'static str, String, String)> + '_ {
    let columns = Outfall::COLUMNS
        .iter()
        .filter(|it| it.sql == SqlType::Text && it.codes.is_empty() && !AS_WRITTEN.contains(&it.name));
    columns.filter_map(|column| {
        let value = (column.get)(outfall);
        let text = value.as_text()?;
        let tidy = match column.name {
            "code_national" | "code_local" => words::code(text),
            _ => words::tidy(text),
        };
        (tidy != text).then(|| (column.name, text.to_owned(), tidy))
    })
}

/// B24. A row of totals has its word in the place of a name or a code.
pub(super) fn check_total(entry: &Entry, state: RegisterState, findings: &mut Findings) {
    if state == RegisterState::Excluded {
        return;
    }
    let outfall = &entry.outfall;
    let texts = [&outfall.name, &outfall.code_local, &outfall.code_national, &outfall.county];
    if let Some(text) = texts.into_iter().find(|it| is_total(it)) {
        let detail = Detail::LooksLikeTotal { text: text.clone() };
        findings.add(CheckId::LooksLikeTotal, detail, Some(Fix::Exclude));
    }
}

/// 合计, 小计: 12, 忻府区合计 and their like.
fn is_total(text: &str) -> bool {
    let plain = words::plain(text);
    let plain =
        plain.trim_end_matches(|it: char| it.is_ascii_digit() || matches!(it, ':' | '：' | '个' | '.'));
    ["合计", "小计", "总计", "共计"].iter().any(|it| plain.ends_with(it))
        || plain == "total"
        || plain == "subtotal"
}

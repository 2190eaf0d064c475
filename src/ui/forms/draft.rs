//! A form as a draft and back. Everything goes by the names of columns: a form that knows other fields takes what it knows, and hands the
//! rest on as it came.

use super::{Form, ResultRow, SourceRow};
use crate::domain::{
    RecordId, Value,
    draft::{Draft, DraftKey, Filled},
    outfall::Outfall,
    project::{AnyRecord, RecordKind},
    value::Field as _,
};

/// The name of the list with the results of a sample.
const RESULTS: &str = "results";
/// The name of the list with the further sources of a tracing.
const SOURCES: &str = "sources";
/// Which of the files a form has: there is one.
const FILE: usize = 0;

impl Form {
    /// A register entry that is not there yet.
    pub(crate) fn adds(outfall: &Outfall) -> Self {
        let base = RecordKind::Outfall.blank(outfall.id);
        Self { base, ..Self::edit(outfall) }
    }

    /// Which draft it is kept as.
    pub(crate) fn key(&self) -> DraftKey {
        DraftKey { record: self.record.id(), kind: self.kind() }
    }

    /// What is filled in. Of a register entry only what differs: whatever else changes in it meanwhile stays changed.
    pub(crate) fn filled(&self) -> Filled {
        let mut filled = self.carried.clone();
        self.keep_correction(&mut filled);
        for (index, column) in self.columns.iter().enumerate() {
            let value = self.record.cell(index);
            if value != self.base.cell(index) {
                filled.cells.insert(column.name.to_owned(), value);
            }
        }
        let before = Self::texts(&self.base);
        for (name, text) in &self.typed {
            if before.get(name).map_or("", String::as_str) != text {
                filled.typed.insert((*name).to_owned(), text.clone());
            }
        }
        if self.kind() == RecordKind::Sample {
            let rows = self.results.iter().map(ResultRow::cells);
            filled.lists.insert(RESULTS.to_owned(), rows.collect());
        }
        if self.kind() == RecordKind::Trace {
            let rows = self.sources.iter().map(SourceRow::cells);
            filled.lists.insert(SOURCES.to_owned(), rows.collect());
        }
        if !self.file.is_empty() {
            filled.files.insert(FILE, self.file.clone());
        }
        filled
    }

    /// The draft of this form, which holds `filled`.
    pub(crate) fn draft(&self, filled: Filled) -> Draft {
        Draft {
            key: self.key(),
            outfall: self.outfall,
            edits: self.edits,
            filled,
            created_ms: 0,
            changed_ms: 0,
            discarded_ms: None,
        }
    }

    /// The form that was kept as `draft`; `outfall` as it is now, where the draft changes it.
    pub(crate) fn of_draft(draft: &Draft, outfall: Option<&Outfall>) -> Self {
        let blank = draft.key.kind.blank(draft.key.record);
        let base = match outfall.filter(|_| draft.edits) {
            Some(outfall) => AnyRecord::Outfall(outfall.clone()),
            None => blank,
        };
        let mut carried = draft.filled.clone();
        let mut record = base.clone();
        // What does not fit a column of this version is not lost; it waits for one that it fits.
        carried.cells.retain(|name, value| record.set_named(name, value.clone()).is_err());
        let mut form = Self { base, edits: draft.edits, touched: true, ..Self::of(record, draft.outfall) };
        for column in form.columns.clone() {
            if let Some(text) = carried.typed.remove(column.name) {
                form.typed.insert(column.name, text);
            }
        }
        if form.kind() == RecordKind::Sample
            && let Some(rows) = carried.lists.remove(RESULTS)
        {
            form.results = rows.iter().map(ResultRow::of_cells).collect();
        }
        if form.kind() == RecordKind::Trace
            && let Some(rows) = carried.lists.remove(SOURCES)
        {
            form.sources = rows.iter().map(SourceRow::of_cells).collect();
        }
        form.file = if carried.files.is_empty() { String::new() } else { carried.files.remove(FILE) };
        form.take_correction(&mut carried);
        form.carried = carried;
        form
    }
}

/// The identity in a cell; a new one where there is none.
pub(super) fn id_in(cell: Option<&Value>) -> RecordId {
    let known = cell.cloned().and_then(|value| RecordId::from_value(value).ok());
    known.unwrap_or_else(super::new_id)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn outfall() -> Outfall {
        let (name, town) = ("1号口".to_owned(), "董村镇".to_owned());
        Outfall { id: super::super::new_id(), name, town, section_km: Some(3.5), ..Outfall::default() }
    }

    /// Through the text that goes into the project file.
    fn reopened(form: &Form, outfall: Option<&Outfall>) -> Form {
        let filled = Filled::read(&form.filled().write()).unwrap();
        Form::of_draft(&form.draft(filled), outfall)
    }

    #[test]
    fn every_kind_of_form_is_there_again_with_every_field() {
        for kind in RecordKind::ALL.iter().copied().filter(|kind| super::super::stage_of(*kind).is_some()) {
            let mut form = Form::new(kind, outfall().id, date(2026, 4, 1));
            for column in kind.columns() {
                let value = match column.codes.last() {
                    Some((code, ..)) => Value::text(*code),
                    None => Value::text("水面有“油花”"),
                };
                // Numbers, days and identities refuse it and stay as they are.
                form.record.set_named(column.name, value).ok();
            }
            form.typed.values_mut().for_each(|text| *text = "12a".to_owned());

            let again = reopened(&form, None);

            assert_eq!(again.record, form.record, "{kind:?}");
            assert_eq!(again.typed, form.typed, "{kind:?}");
            assert_eq!(again.filled(), form.filled(), "{kind:?}");
            assert!(again.touched && !again.edits && again.key() == form.key());
        }
    }

    #[test]
    fn half_a_result_and_the_file_of_a_photo_are_there_again() {
        let mut form = Form::new(RecordKind::Sample, outfall().id, date(2026, 4, 1));
        let rows: Vec<_> = form.results.iter().map(ResultRow::cells).collect();
        let mut half = rows[1].clone();
        half.insert("typed".to_owned(), Value::text("<0.0"));
        form.results[1] = ResultRow::of_cells(&half);
        form.results.remove(2);

        let again = reopened(&form, None);
        assert_eq!(again.results.iter().map(ResultRow::cells).collect::<Vec<_>>(), [rows[0].clone(), half]);

        form.results.clear();
        assert!(reopened(&form, None).results.is_empty());

        let mut form = Form::new(RecordKind::Photo, outfall().id, date(2026, 4, 1));
        form.set_file("/照片/排口.jpg".to_owned());
        assert_eq!(reopened(&form, None).file, "/照片/排口.jpg");
    }

    #[test]
    fn a_draft_of_a_register_entry_keeps_what_was_changed_in_it_meanwhile() {
        let old = outfall();
        let mut form = Form::edit(&old);
        form.set("name", Value::text("一号口"));
        form.set("section_km", Value::Null);
        form.typed.insert("section_km", String::new());
        let moved = Outfall { town: "豆罗镇".to_owned(), ..old };

        let again = reopened(&form, Some(&moved));

        let wanted = Outfall { name: "一号口".to_owned(), section_km: None, ..moved };
        assert_eq!(again.edited(), Some(&wanted));
        assert_eq!(again.typed["section_km"], "");
    }

    #[test]
    fn a_new_outfall_is_kept_with_all_that_is_known_of_it() {
        let new = Outfall { lon: Some(112.7), lat: Some(38.4), ..outfall() };

        let again = reopened(&Form::adds(&new), None);

        assert_eq!(again.edited(), Some(&new));
    }

    #[test]
    fn what_another_version_filled_in_is_handed_on() {
        let form = Form::new(RecordKind::Visit, outfall().id, date(2026, 4, 1));
        let mut filled = form.filled();
        filled.cells.insert("foam".to_owned(), Value::Integer(2));
        filled.cells.insert("colour".to_owned(), Value::text("deep"));
        filled.typed.insert("foam".to_owned(), "2".to_owned());
        filled.lists.insert("pumps".to_owned(), Vec::new());
        filled.files.extend(["a".to_owned(), "b".to_owned()]);

        let again = Form::of_draft(&form.draft(filled.clone()), None);

        assert_eq!(again.filled(), filled);
    }

    #[test]
    fn a_result_without_an_identity_gets_one() {
        let row = ResultRow::of_cells(&[("typed".to_owned(), Value::text("3"))].into());

        assert_ne!(row.cells()["id"], Value::text(RecordId::NIL.to_string()));
    }
}

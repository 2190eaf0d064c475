//! Facts that go in together: each is held against its gate as if those before it were already there.

use std::{collections::HashMap, path::PathBuf};

use super::{PhotoFile, Problem, register};
use crate::{
    domain::{
        RecordId,
        fact::Photo,
        project::{AnyRecord, Change, Entry, Project, RecordKind},
        stage::gate,
    },
    storage::OwnedBlob,
};

/// Facts that go in together; each is held against its gate as if those before it were already there.
pub(super) struct Batch<'a> {
    project: &'a Project,
    ahead: HashMap<RecordId, Entry>,
    /// What is to change, in order.
    pub(super) changes: Vec<Change>,
    /// The bytes of photos, by their hash.
    pub(super) blobs: Vec<(String, OwnedBlob)>,
}

impl<'a> Batch<'a> {
    /// Nothing yet.
    pub(super) fn new(project: &'a Project) -> Self {
        Self { project, ahead: HashMap::new(), changes: Vec::new(), blobs: Vec::new() }
    }

    /// The same as if a fact of an outfall, which is to be corrected, had never been.
    pub(super) fn without(project: &'a Project, outfall: RecordId, wrong: (RecordKind, RecordId)) -> Self {
        let mut batch = Self::new(project);
        if let Some(mut entry) = project.entry(outfall).cloned() {
            entry.put_aside(wrong.0, wrong.1);
            batch.ahead.insert(outfall, entry);
        }
        batch
    }

    /// Adds the facts of one outfall, or says which gate is closed.
    pub(super) fn add(
        &mut self,
        outfall: RecordId,
        records: Vec<AnyRecord>,
        photos: Vec<(Photo, PathBuf)>,
    ) -> Result<(), Problem> {
        let missing_outfall = || Problem::NoSuchOutfall { code: outfall.to_string() };
        let entry = self.project.entry(outfall).ok_or_else(missing_outfall)?;
        let ahead = self.ahead.entry(outfall).or_insert_with(|| entry.clone());
        // Photos go in first: they may be the evidence that a record's gate asks for.
        for (photo, path) in photos {
            let file = PhotoFile::read(photo, &path)?;
            ahead.add(file.photo.clone().into());
            self.blobs.push((file.photo.sha256.clone(), OwnedBlob::Bytes(file.bytes.into())));
            self.changes.push(Change::Insert(file.photo.into()));
        }
        for record in records {
            let missing = gate::missing_in(ahead, &record);
            if !missing.is_empty() {
                return Err(Problem::GateClosed { outfall: entry.outfall.code().to_owned(), missing });
            }
            if let AnyRecord::RegisterEvent(event) = &record {
                self.changes.extend(register::consequences(self.project, event)?);
            }
            ahead.add(record.clone());
            self.changes.push(Change::Insert(record));
        }
        Ok(())
    }
}

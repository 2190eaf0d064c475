//! Is the file as it was written? Separate verdicts on the file, the operations, the rows, photos and features.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, Row, params};

use super::{
    error::ErrorKind,
    fold::{self, Fold},
    layer_table::{self, feature_hash},
    operation::{OpFields, StepFields, sha256_hex},
    table::RecordTable,
};
use crate::domain::{Record as _, RecordId, fact::Photo, layer::Layer, op::OpHash};

/// What was looked at and what was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verification {
    /// Everything that is not as it was written; empty if all is well.
    pub findings: Vec<Finding>,
    /// How many devices wrote into the file.
    pub device_count: u64,
    /// How many operations were checked.
    pub op_count: u64,
    /// How many rows were compared with what the operations say.
    pub row_count: u64,
    /// How many photos and documents were hashed.
    pub blob_count: u64,
    /// How many layers were hashed.
    pub layer_count: u64,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// The file itself, as SQLite sees it.
    File,
    /// Rows that refer to others.
    References,
    /// The operations and their hashes.
    Operations,
    /// The rows, held against the operations.
    Rows,
    /// Photos and documents.
    Blobs,
    /// The features of reference layers.
    Features,
}

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// SQLite finds the file damaged.
    Damaged {
        /// What it says.
        said: String,
    },
    /// A row refers to one that is not there.
    Dangling {
        /// The table of the row.
        table: String,
        /// The table referred to.
        parent: String,
    },
    /// An operation, or the step it belongs to, is not what was written.
    OpAltered {
        /// The device.
        device: String,
        /// The operation's number on that device.
        seq: i64,
    },
    /// Operations are missing.
    OpMissing {
        /// The device.
        device: String,
        /// The number of the first one that is missing.
        seq: i64,
        /// How many are missing from there on.
        count: i64,
    },
    /// An operation can not be understood or does not fit those before it.
    OpUnreadable {
        /// The device.
        device: String,
        /// The operation's number on that device.
        seq: i64,
    },
    /// A cell was changed by something else than this program.
    RowAltered {
        /// The table.
        table: String,
        /// The row.
        row: RecordId,
        /// The column.
        column: String,
    },
    /// A row that the operations made is not there.
    RowMissing {
        /// The table.
        table: String,
        /// The row.
        row: RecordId,
    },
    /// A row is there that no operation made.
    RowUnknown {
        /// The table.
        table: String,
        /// The row as it is named in the file.
        row: String,
    },
    /// The bytes of a photo or document are not those of its hash.
    BlobAltered {
        /// The hash.
        sha256: String,
    },
    /// The bytes of a photo or document are not there.
    BlobMissing {
        /// The hash.
        sha256: String,
        /// The record that needs them.
        photo: RecordId,
    },
    /// The features of a layer are not those of the hash in its record, or can not be read.
    FeaturesAltered {
        /// The layer.
        layer: RecordId,
        /// What a person calls it.
        name: String,
    },
}

impl Finding {
    /// What was looked at when this was found.
    pub fn area(&self) -> Area {
        match self {
            Self::Damaged { .. } => Area::File,
            Self::Dangling { .. } => Area::References,
            Self::OpAltered { .. } | Self::OpMissing { .. } | Self::OpUnreadable { .. } => Area::Operations,
            Self::RowAltered { .. } | Self::RowMissing { .. } | Self::RowUnknown { .. } => Area::Rows,
            Self::BlobAltered { .. } | Self::BlobMissing { .. } => Area::Blobs,
            Self::FeaturesAltered { .. } => Area::Features,
        }
    }
}

/// Looks at everything.
pub(super) fn verify(conn: &Connection, tables: &[RecordTable]) -> Result<Verification, ErrorKind> {
    let moment = conn.unchecked_transaction()?;
    let mut report = Verification::default();
    verify_file(conn, &mut report)?;
    verify_chains(conn, &mut report)?;
    let Fold { rows, unreadable } = fold::fold(conn, tables)?;
    report.findings.extend(unreadable.into_iter().map(|(device, seq)| Finding::OpUnreadable { device, seq }));
    fold::compare(conn, tables, rows, &mut report)?;
    verify_blobs(conn, &mut report)?;
    verify_layers(conn, &mut report)?;
    moment.finish()?;
    Ok(report)
}

fn verify_file(conn: &Connection, report: &mut Verification) -> Result<(), ErrorKind> {
    let mut check = conn.prepare("PRAGMA integrity_check(100)")?;
    for said in check.query_map([], |row| row.get::<_, String>(0))? {
        let said = said?;
        if said != "ok" {
            report.findings.push(Finding::Damaged { said });
        }
    }
    let mut check = conn.prepare("PRAGMA foreign_key_check")?;
    for finding in
        check.query_map([], |row| Ok(Finding::Dangling { table: row.get(0)?, parent: row.get(2)? }))?
    {
        report.findings.push(finding?);
    }
    Ok(())
}

/// A step as far as its operations need it.
struct StepSeen {
    digest: OpHash,
    device: String,
    first_seq: i64,
    op_count: i64,
}

fn steps(conn: &Connection) -> Result<HashMap<String, StepSeen>, ErrorKind> {
    let mut select = conn.prepare(
        "SELECT uuid, deed, subject, about, at_ms, utc_offset_min, author, device, first_seq, op_count, unit, role FROM paikou_step",
    )?;
    let mut rows = select.query([])?;
    let mut steps = HashMap::new();
    while let Some(row) = rows.next()? {
        let uuid: String = row.get(0)?;
        let (deed, subject, about): (String, String, Option<String>) =
            (row.get(1)?, row.get(2)?, row.get(3)?);
        let (author, device): (String, String) = (row.get(6)?, row.get(7)?);
        let (unit, role): (Option<String>, Option<String>) = (row.get(10)?, row.get(11)?);
        let fields = StepFields {
            uuid: &uuid,
            deed: &deed,
            subject: &subject,
            about: about.as_deref(),
            at_ms: row.get(4)?,
            utc_offset_min: row.get(5)?,
            author: &author,
            unit: unit.as_deref(),
            role: role.as_deref(),
            device: &device,
            first_seq: row.get(8)?,
            op_count: row.get(9)?,
        };
        let (digest, first_seq, op_count) = (fields.digest(), fields.first_seq, fields.op_count);
        steps.insert(uuid, StepSeen { digest, device, first_seq, op_count });
    }
    Ok(steps)
}

fn verify_chains(conn: &Connection, report: &mut Verification) -> Result<(), ErrorKind> {
    let steps = steps(conn)?;
    let mut heads: HashMap<String, i64> = HashMap::new();
    let mut select = conn.prepare(
        "SELECT device, seq, hlc, step, tbl, row, kind, data, prev, hash FROM paikou_op ORDER BY device, seq",
    )?;
    let mut rows = select.query([])?;
    let mut last: Option<(String, i64, OpHash)> = None;
    while let Some(row) = rows.next()? {
        report.op_count += 1;
        let device = text(row, 0)?;
        let seq: i64 = row.get(1)?;
        let (before, head) = match &last {
            Some((same, before, head)) if same == device => (*before, *head),
            _ => (0, OpHash::default()),
        };
        if seq != before + 1 {
            report.findings.push(Finding::OpMissing {
                device: device.to_owned(),
                seq: before + 1,
                count: seq - before - 1,
            });
        }
        let (sound, hash) = check_op(row, device, seq, (seq == before + 1).then_some(head), &steps)?;
        if !sound {
            report.findings.push(Finding::OpAltered { device: device.to_owned(), seq });
        }
        match &mut last {
            Some((same, before, head)) if same == device => (*before, *head) = (seq, hash),
            _ => last = Some((device.to_owned(), seq, hash)),
        }
        if let Some(head) = heads.get_mut(device) {
            *head = seq;
        } else {
            heads.insert(device.to_owned(), seq);
        }
    }
    report.device_count = heads.len() as u64;
    missing_at_the_end(&steps, &heads, report);
    Ok(())
}

/// The end of a chain can be cut off without a gap, but the steps still count their operations.
fn missing_at_the_end(
    steps: &HashMap<String, StepSeen>,
    heads: &HashMap<String, i64>,
    report: &mut Verification,
) {
    let mut ends: HashMap<&str, i64> = HashMap::new();
    let mut devices = BTreeSet::new();
    #[expect(clippy::iter_over_hash_type, reason = "a maximum does not depend on the order")]
    for step in steps.values() {
        let end = ends.entry(&step.device).or_default();
        *end = (*end).max(step.first_seq.saturating_add(step.op_count) - 1);
        devices.insert(step.device.as_str());
    }
    for device in devices {
        let (end, head) = (ends.get(device).copied().unwrap_or(0), heads.get(device).copied().unwrap_or(0));
        if end > head {
            let (seq, count) = (head + 1, end - head);
            report.findings.push(Finding::OpMissing { device: device.to_owned(), seq, count });
        }
    }
}

/// Does the operation have the hash it says, and follow `head`? Also gives the hash it says.
fn check_op(
    row: &Row<'_>,
    device: &str,
    seq: i64,
    head: Option<OpHash>,
    steps: &HashMap<String, StepSeen>,
) -> Result<(bool, OpHash), ErrorKind> {
    let hash_in = |column: usize| {
        let bytes = row.get_ref(column)?.as_blob().ok().and_then(|it| <[u8; 32]>::try_from(it).ok());
        Ok::<_, rusqlite::Error>(OpHash(bytes.unwrap_or_default()))
    };
    let (prev, hash) = (hash_in(8)?, hash_in(9)?);
    let step = text(row, 3)?;
    let Some(seen) = steps.get(step) else { return Ok((false, hash)) };
    let op = OpFields {
        device,
        seq,
        hlc: row.get(2)?,
        step,
        table: text(row, 4)?,
        row: text(row, 5)?,
        kind: text(row, 6)?,
        data: text(row, 7)?,
        prev,
    };
    let in_step =
        seen.device == device && seq >= seen.first_seq && seq < seen.first_seq.saturating_add(seen.op_count);
    let follows = head.is_none_or(|head| head == prev);
    Ok((in_step && follows && op.hash(seen.digest) == hash, hash))
}

fn text<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a str, ErrorKind> {
    // What is not text has no business here and gives another hash.
    Ok(row.get_ref(column)?.as_str().unwrap_or_default())
}

fn verify_blobs(conn: &Connection, report: &mut Verification) -> Result<(), ErrorKind> {
    let mut select = conn.prepare("SELECT sha256, data FROM paikou_blob ORDER BY sha256")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        report.blob_count += 1;
        let sha256 = text(row, 0)?;
        let sound = row.get_ref(1)?.as_blob().is_ok_and(|bytes| sha256_hex(bytes) == sha256);
        if !sound {
            report.findings.push(Finding::BlobAltered { sha256: sha256.to_owned() });
        }
    }
    let mut find = conn.prepare("SELECT 1 FROM paikou_blob WHERE sha256 = ?1")?;
    let mut photos: Vec<Photo> = Vec::new();
    super::table::read_all(conn, |photo| photos.push(photo))?;
    for photo in photos {
        if !find.exists(params![photo.sha256])? {
            report.findings.push(Finding::BlobMissing { sha256: photo.sha256, photo: photo.id });
        }
    }
    Ok(())
}

fn verify_layers(conn: &Connection, report: &mut Verification) -> Result<(), ErrorKind> {
    let mut layers: Vec<Layer> = Vec::new();
    super::table::read_all(conn, |layer| layers.push(layer))?;
    for layer in layers {
        report.layer_count += 1;
        let sound = layer_table::read(conn, &layer).is_ok_and(|set| feature_hash(&set) == layer.hash);
        if !sound {
            report.findings.push(Finding::FeaturesAltered { layer: layer.id(), name: layer.name });
        }
    }
    Ok(())
}

//! Cuts a `.shp` into its records, with and without a `.shx`, also where one of the two is damaged.

use crate::{
    domain::table::{ReadWarning, ShapeFault},
    formats::{
        Damage, Reason,
        bytes::{Bytes, Order},
    },
};

/// The length of the header of `.shp` and `.shx`.
pub(super) const HEADER: usize = 100;
/// The first four bytes of both.
pub(in crate::formats) const MAGIC: [u8; 4] = 9994_u32.to_be_bytes();

/// The content of one record, or why it has none.
pub(super) type Content<'a> = Result<Bytes<'a>, ShapeFault>;

/// Cuts the file into records, by the index where there is one that can be believed.
pub(super) fn records<'a>(
    shapes: &'a [u8],
    index: Option<&[u8]>,
    warnings: &mut Vec<ReadWarning>,
) -> Result<Vec<Content<'a>>, Reason> {
    if shapes.len() < HEADER || !shapes.starts_with(&MAGIC) {
        return Err(Reason::Damaged(Damage::NotShp));
    }
    let sequence = Sequence::of(shapes);
    let Some(index) = index else {
        if !sequence.is_whole {
            warnings.push(ReadWarning::BadRecordLength);
        }
        return Ok(sequence.records);
    };
    let entries = if index.starts_with(&MAGIC) { index.get(HEADER..).unwrap_or_default() } else { &[] };
    let offsets: Vec<usize> = entries
        .chunks_exact(8)
        .filter_map(|entry| Bytes::new(entry).u32(Order::Big))
        .map(|words| words as usize * 2)
        .collect();
    // Edited files keep dead records and new order, so the index may name fewer records than there are, but no other places.
    let points_astray = offsets.iter().any(|offset| sequence.starts.binary_search(offset).is_err());
    if !index.starts_with(&MAGIC) || (sequence.is_whole && points_astray) {
        warnings.push(ReadWarning::BadIndex);
        return Ok(sequence.records);
    }
    Ok(offsets.into_iter().map(|offset| record_at(shapes, offset)).collect())
}

fn record_at(shapes: &[u8], offset: usize) -> Content<'_> {
    const BEYOND: ShapeFault = ShapeFault::BeyondFile;
    let mut record = Bytes::new(shapes.get(offset..).ok_or(BEYOND)?);
    record.u32(Order::Big).ok_or(BEYOND)?;
    let length = record.u32(Order::Big).ok_or(BEYOND)? as usize * 2;
    // A length that is too great does no harm: the shape itself says how much of it there is.
    record.take(length.min(record.len())).map(Bytes::new).ok_or(BEYOND)
}

/// The records as they follow each other.
struct Sequence<'a> {
    records: Vec<Content<'a>>,
    /// Where each begins.
    starts: Vec<usize>,
    /// Whether the last record ends where the file does.
    is_whole: bool,
}

impl<'a> Sequence<'a> {
    fn of(shapes: &'a [u8]) -> Self {
        let mut sequence = Self { records: Vec::new(), starts: Vec::new(), is_whole: true };
        let mut next = Some(HEADER);
        // Less than a header at the end is padding, and so are zeros.
        while let Some(offset) =
            next.filter(|offset| shapes.get(*offset..offset + 8).is_some_and(|head| head != [0; 8]))
        {
            sequence.starts.push(offset);
            sequence.records.push(record_at(shapes, offset));
            let declared =
                shapes.get(offset + 4..).and_then(|rest| Bytes::new(rest).u32(Order::Big)).unwrap_or(0);
            let end = offset + 8 + declared as usize * 2;
            next = Some(end);
            if end > shapes.len() {
                sequence.is_whole = false;
                next = following(shapes, offset);
            }
        }
        sequence
    }
}

/// Where the record after one with a broken length begins: the next place that counts on from it and holds a shape of the
/// kind of this file.
fn following(shapes: &[u8], offset: usize) -> Option<usize> {
    let number = Bytes::new(shapes.get(offset..)?).u32(Order::Big)?.checked_add(1)?;
    let kind = shapes.get(32..36)?;
    (offset + 8..shapes.len()).step_by(2).find(|place| {
        let rest = shapes.get(*place..).unwrap_or_default();
        let mut head = Bytes::new(rest);
        head.u32(Order::Big) == Some(number)
            && head.u32(Order::Big).is_some_and(|words| words as usize * 2 <= head.len())
            && head.rest().get(..4).is_some_and(|own| own == kind || own == [0; 4])
    })
}

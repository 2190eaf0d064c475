//! Shows a file as it is but for one number: the kind of colours, which becomes grey.

use std::io::{self, Read, Seek, SeekFrom};

use super::{Part, Reason};

/// The tag for the kind of colours, and its value for grey.
const PHOTOMETRIC: u16 = 262;
const BLACK_IS_ZERO: u16 = 1;

/// Two bytes to be shown in the place of those at a position.
pub(super) type Patch = (u64, [u8; 2]);

/// A file of which two bytes are shown as others.
#[derive(Debug)]
pub(super) struct Recolored<R> {
    inner: R,
    position: u64,
    patch: Option<Patch>,
}

impl<R> Recolored<R> {
    pub(super) fn new(inner: R, patch: Option<Patch>) -> Self {
        Self { inner, position: 0, patch }
    }
}

impl<R: Read> Read for Recolored<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if let Some((at, bytes)) = self.patch {
            for (place, byte) in (at..).zip(bytes) {
                let index = place.checked_sub(self.position).and_then(|index| usize::try_from(index).ok());
                if let Some(shown) =
                    index.filter(|index| *index < count).and_then(|index| buffer.get_mut(index))
                {
                    *shown = byte;
                }
            }
        }
        self.position += count as u64;
        Ok(count)
    }
}

impl<R: Seek> Seek for Recolored<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = self.inner.seek(to)?;
        Ok(self.position)
    }
}

/// Where the kind of colours stands in the directory at `pointer`, and how grey is written there.
pub(super) fn photometric_at(file: &mut (impl Read + Seek), pointer: u64) -> Result<Patch, Reason> {
    let mut head = [0; 4];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut head)?;
    let [first, _, little, big] = head;
    let is_little = first == b'I';
    let is_big_tiff = if is_little { little == 43 } else { big == 43 };
    let short =
        |bytes: [u8; 2]| if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) };
    file.seek(SeekFrom::Start(pointer))?;
    // Directories of more than 65,535 entries are refused by the decoder as well.
    let (count, entry_bytes, value_at) = if is_big_tiff {
        let mut bytes = [0; 8];
        file.read_exact(&mut bytes)?;
        let count = if is_little { u64::from_le_bytes(bytes) } else { u64::from_be_bytes(bytes) };
        (count.min(u64::from(u16::MAX)), 20, 12)
    } else {
        let mut bytes = [0; 2];
        file.read_exact(&mut bytes)?;
        (u64::from(short(bytes)), 12, 8)
    };
    let mut place = file.stream_position()?;
    let mut entry = vec![0; entry_bytes];
    for _ in 0..count {
        file.read_exact(&mut entry)?;
        if let [a, b, ..] = entry[..]
            && short([a, b]) == PHOTOMETRIC
        {
            let grey = if is_little { BLACK_IS_ZERO.to_le_bytes() } else { BLACK_IS_ZERO.to_be_bytes() };
            return Ok((place + value_at, grey));
        }
        place += entry_bytes as u64;
    }
    Err(Reason::Damaged(Part::Tags))
}

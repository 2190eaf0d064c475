//! Photos as cameras write them: what they say of themselves, their pixels the right way up, and copies that say nothing.
//!
//! The bytes of an original are never changed. A file that can not be decoded is still evidence: [`Undecodable`] says why it is not
//! shown. Nothing here panics on hostile bytes, and memory has a limit.

mod exif;
mod picture;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

pub use self::picture::{Copied, Picture, Undecodable, as_jpeg, clean_copy, decode, drawn_copy, shot};

/// What the first bytes say the file is. What is not known is kept all the same.
pub fn media_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => "image/bmp",
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "image/tiff",
        [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', b'i' | b'v', ..]
        | [_, _, _, _, b'f', b't', b'y', b'p', b'm', b'i' | b's', b'f', b'1', ..] => "image/heic",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "video/mp4",
        [b'%', b'P', b'D', b'F', ..] => "application/pdf",
        [b'P', b'K', 3, 4, ..] => "application/zip",
        _ => "application/octet-stream",
    }
}

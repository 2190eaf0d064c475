//! NMEA 0183: the sentences that receivers send over a serial line.
//!
//! [`Lines`] cuts a stream of bytes into lines, whatever lies between them; [`parse`] reads one. Both are bounded: no stream, however
//! broken, makes them keep more than a line, and nothing without a right checksum is believed.

mod field;
mod lines;
mod sentence;
#[cfg(test)]
mod tests;

pub use self::{
    lines::{LONGEST_LINE, Line, Lines},
    sentence::{BadSentence, Gga, Gll, Gsa, Gst, Gsv, Rmc, Sentence, Vtg, Zda, parse},
};

/// The two digits that stand behind the `*`: all characters between `$` and `*`, combined by exclusive or.
pub fn checksum(body: &str) -> u8 {
    body.bytes().fold(0, |sum, byte| sum ^ byte)
}

/// A sentence with its `$` and its checksum, for simulators and tests.
pub fn sentence(body: &str) -> String {
    format!("${body}*{:02X}", checksum(body))
}

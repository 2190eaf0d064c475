//! Serial ports: opening one, and finding out how fast it speaks.

use std::{
    io::{self, Read},
    time::{Duration, Instant},
};

use crate::domain::position::nmea::{Line, Lines, parse};

/// Speeds that receivers speak at, the standard's first.
pub(super) const BAUDS: [u32; 4] = [4800, 9600, 38400, 115_200];
/// A receiver speaks once a second; for so long each speed is listened to.
const LISTEN: Duration = Duration::from_millis(1_600);
/// A read waits this long for something to come.
pub(super) const READ_WAIT: Duration = Duration::from_millis(200);

/// What is read from.
pub(super) type Source = Box<dyn Read + Send>;

/// Opens a serial port at this speed.
pub(super) fn open(name: &str, baud: u32) -> io::Result<Source> {
    let port = serialport::new(name, baud).timeout(READ_WAIT).open()?;
    Ok(Box::new(port))
}

/// Listens at one speed after the other until a sentence with a right checksum comes. Returns the speed and the source, and what was
/// heard meanwhile; nothing where no speed makes sense or `keep_going` says no.
pub(super) fn detect(
    bauds: &[u32],
    listen: Duration,
    mut open: impl FnMut(u32) -> io::Result<Source>,
    keep_going: impl Fn(u32) -> bool,
) -> io::Result<Option<(u32, Source, Vec<u8>)>> {
    for baud in bauds {
        let mut source = open(*baud)?;
        let until = Instant::now() + listen;
        let (mut lines, mut heard, mut understood) = (Lines::default(), Vec::new(), false);
        let mut buffer = [0; 1024];
        while Instant::now() < until {
            if !keep_going(*baud) {
                return Ok(None);
            }
            let count = match source.read(&mut buffer) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => count,
                Err(error) if is_waiting(&error) => continue,
                Err(error) => return Err(error),
            };
            let bytes = buffer.get(..count).unwrap_or_default();
            heard.extend_from_slice(bytes);
            lines.push(bytes, |line| understood |= matches!(line, Line::Whole(text) if parse(&text).is_ok()));
            if understood {
                return Ok(Some((*baud, source, heard)));
            }
        }
    }
    Ok(None)
}

/// The speeds to listen at, and for how long.
pub(super) fn listen() -> (&'static [u32], Duration) {
    (&BAUDS, LISTEN)
}

/// Did nothing come in the time that a read waits?
pub(super) fn is_waiting(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::position::nmea::sentence;

    /// A receiver that speaks at one speed: at every other one, its words are noise.
    fn receiver(speaks: u32) -> impl FnMut(u32) -> io::Result<Source> {
        move |baud| {
            let words = format!("{}\r\n", sentence("GNZDA,021107.00,05,03,2026,00,00"));
            let noise = words.bytes().map(|it| it.rotate_left(3) ^ 0x5A).collect();
            let bytes: Vec<u8> = if baud == speaks { words.into_bytes() } else { noise };
            Ok(Box::new(io::Cursor::new(bytes.repeat(3)).chain(Silence)))
        }
    }

    /// Nothing comes any more.
    struct Silence;

    impl Read for Silence {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::TimedOut.into())
        }
    }

    #[test]
    fn the_speed_is_the_one_at_which_sentences_make_sense() {
        for speaks in BAUDS {
            let found = detect(&BAUDS, Duration::from_millis(5), receiver(speaks), |_| true).unwrap();
            assert_eq!(found.map(|it| it.0), Some(speaks));
        }
        let found = detect(&BAUDS, Duration::from_millis(5), receiver(19_200), |_| true).unwrap();
        assert!(found.is_none());
    }

    #[test]
    fn listening_ends_when_it_is_told_to() {
        let found = detect(&BAUDS, Duration::from_hours(1), receiver(1), |_| false).unwrap();
        assert!(found.is_none());
    }
}

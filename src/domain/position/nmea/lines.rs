//! A stream of bytes, cut into lines.

/// The longest line that is kept. The standard says 82; receivers with high precision send up to about 120.
pub const LONGEST_LINE: usize = 256;

/// What comes out of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A whole line that begins like a sentence, without its end of line.
    Whole(String),
    /// So many bytes that belong to no sentence.
    Rubbish(usize),
}

/// Cuts a stream into lines. A `$` begins a sentence wherever it stands, so that a torn sentence costs no other.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    line: Vec<u8>,
    rubbish: usize,
}

impl Lines {
    /// Takes in the next bytes and hands over the lines that they complete.
    pub fn push(&mut self, bytes: &[u8], mut take: impl FnMut(Line)) {
        for byte in bytes {
            match byte {
                b'\r' | b'\n' => {
                    if let Ok(text) = String::from_utf8(std::mem::take(&mut self.line))
                        && !text.is_empty()
                    {
                        self.give_rubbish(&mut take);
                        take(Line::Whole(text));
                    }
                }
                b'$' | b'!' => {
                    self.rubbish += self.line.len();
                    self.line.clear();
                    self.line.push(*byte);
                }
                // Only printable ASCII is part of a sentence.
                b' '..=b'~' if !self.line.is_empty() && self.line.len() < LONGEST_LINE => {
                    self.line.push(*byte);
                }
                _ => {
                    self.rubbish += self.line.len() + 1;
                    self.line.clear();
                }
            }
        }
        self.give_rubbish(&mut take);
    }

    fn give_rubbish(&mut self, take: &mut impl FnMut(Line)) {
        let rubbish = std::mem::take(&mut self.rubbish);
        if rubbish > 0 {
            take(Line::Rubbish(rubbish));
        }
    }
}

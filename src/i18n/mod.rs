//! Every sentence the program says, in both languages it speaks.
//!
//! Each part of the program has an enum of its messages (`said.rs` files), and each message says both
//! languages side by side, so that a missing translation does not compile. The words of the trade come
//! from the code lists in [`crate::domain`].

mod check;
mod doubt;
mod evidence;
mod fault;
mod finding;
mod reading;
mod shape;

pub use self::finding::{finding_fix, finding_message};
use crate::domain::Term;

/// A language the user can choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Every language, for the settings and for tests.
    pub const ALL: &'static [Self] = &[Self::Zh, Self::En];

    /// The code on the command line: `zh` or `en`.
    pub fn code(self) -> &'static str {
        self.pick("zh", "en")
    }

    /// The language with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|lang| lang.code() == code)
    }

    /// One of two wordings.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// A word of the trade.
    pub fn term(self, term: impl Term) -> &'static str {
        match self {
            Self::Zh => term.zh(),
            Self::En => term.en(),
        }
    }
}

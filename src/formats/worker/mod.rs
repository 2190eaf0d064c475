//! Reading a file in a process of its own, so that no file, however broken or hostile, harms the one that holds the project.
//!
//! ```text
//! parent                                    paikou import-worker FILE
//!   spawn ─────────────────────────────────▶ sets its limits (memory, processor time)
//!   ◀── Hello version                        formats::read
//!   ◀── Progress done, total  (now and then)
//!   ◀── Head: name, columns, what was skipped … as JSON
//!   ◀── Rows: packed, at most some hundred KiB each
//!   ◀── End, or Failed with the reason
//! ```
//!
//! The tables come through a pipe and never touch the disk: nothing is left behind however a process ends. The worker dies
//! when its standard input closes, which happens when the parent ends in any way. The parent kills it on cancel and when
//! it shows no progress for [`limits::WORKER_IDLE_S`]. Memory and processor time are limited on Linux; other systems have
//! no such limit in the safe interfaces that this program uses, there only the idle limit holds.

mod child;
mod parent;
#[cfg(test)]
mod tests;
mod wire;

use std::path::{Path, PathBuf};

pub use self::child::serve;
use super::{Error, ReadOptions, limits};
use crate::domain::table::Table;

/// The subcommand that makes the program a worker.
pub const SUBCOMMAND: &str = "import-worker";

/// Where files of others are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// In this process: for tests, and for files of our own.
    #[default]
    InProcess,
    /// In a process of its own, of this program.
    Worker(PathBuf),
}

impl Reading {
    /// In a process of the program that runs; in this one where it can not be told which program that is.
    pub fn of_this_program() -> Self {
        std::env::current_exe().map_or(Self::InProcess, Self::Worker)
    }

    /// Reads all layers or sheets of a file; see [`super::read`].
    pub fn read(
        &self,
        path: &Path,
        options: &ReadOptions,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Result<Vec<Table>, Error> {
        match self {
            Self::InProcess => super::read(path, options, progress),
            Self::Worker(program) => parent::read(program, path, options, progress),
        }
    }
}

/// What became of a worker that did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fate {
    /// It needed more memory than it may have.
    #[error("reading it takes more than 1 GiB of memory: the reading process was stopped")]
    Memory,
    /// It needed more processor time than it may have.
    #[error("reading it takes more than 120 seconds of processor time: the reading process was stopped")]
    Time,
    /// It showed no progress.
    #[error("there was no progress for 60 seconds: the reading process was stopped")]
    Stalled,
    /// Somebody or the system killed it.
    #[error("the reading process was killed")]
    Killed,
    /// It ended by a fault of its own.
    #[error("the reading process broke off; the file may be damaged")]
    Crashed,
    /// It could not be started.
    #[error("the reading process could not be started")]
    NotStarted,
    /// Its answer is not understood: the program was replaced by another version while it ran.
    #[error("the answer of the reading process is not understood")]
    Garbled,
}

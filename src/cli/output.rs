//! What goes to the terminal, and with which exit code.

use std::{
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::Serialize;

use crate::{
    app::{Env, JobKind, JobState, Notice, Problem, Severity, Workspace, system_words, this_device},
    i18n::Lang,
};

/// How a command that worked ended.
pub(super) enum Done {
    /// Nothing to add.
    Fine,
    /// It worked, and found something.
    Findings,
}

/// How a command that did not work ended.
pub(super) enum Failure {
    /// The program could not do it.
    Problem(Problem),
    /// It was asked for in a way that makes no sense.
    Usage { zh: String, en: String },
    /// The window could not be opened.
    Window(String),
    /// Standard output is gone.
    Output(io::Error),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    /// Wrong use, said in both languages.
    pub(super) fn usage(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Usage { zh: zh.into(), en: en.into() }
    }

    /// 3 for a bug of ours, 2 for everything else.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Problem(Problem::JobDied { .. }) => 3,
            _ => 2,
        }
    }

    /// The sentence for standard error.
    pub(super) fn say(&self, lang: Lang) -> String {
        match self {
            Self::Problem(problem) => problem.say(lang),
            Self::Usage { zh, en } => lang.pick(zh, en).clone(),
            Self::Window(text) => text.clone(),
            Self::Output(error) => system_words(error, lang),
        }
    }
}

/// Standard output and standard error, in one language.
pub(super) struct Output {
    /// The language of all messages.
    pub(super) lang: Lang,
    bar: bool,
}

impl Output {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, bar: io::stderr().is_terminal() }
    }

    /// A line of the result.
    #[expect(clippy::unused_self, reason = "commands speak through one thing")]
    pub(super) fn line(&mut self, text: &str) -> Result<(), Failure> {
        writeln!(io::stdout().lock(), "{text}")?;
        Ok(())
    }

    /// The result as one JSON document.
    #[expect(clippy::unused_self, reason = "commands speak through one thing")]
    pub(super) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, value).map_err(io::Error::from)?;
        writeln!(out)?;
        Ok(())
    }

    /// A remark beside the result.
    pub(super) fn remark(&mut self, zh: &str, en: &str) {
        self.complain(self.lang.pick(zh, en));
    }

    /// A sentence on standard error.
    #[expect(clippy::unused_self, reason = "commands speak through one thing")]
    pub(super) fn complain(&self, text: &str) {
        // Nothing is left to tell where even this can not be printed.
        writeln!(io::stderr().lock(), "{text}").ok();
    }

    /// Opens a project.
    #[expect(clippy::unused_self, reason = "commands speak through one thing")]
    pub(super) fn open(&self, path: &Path) -> Result<Workspace, Failure> {
        Ok(Workspace::open(path, env())?)
    }

    /// Waits for everything that was asked for, with a progress bar on a terminal; a failure ends the command.
    pub(super) fn settle(&mut self, workspace: &mut Workspace) -> Result<Vec<Notice>, Failure> {
        let mut drawn = false;
        workspace.settle(|jobs| drawn |= self.draw_bar(jobs));
        if drawn {
            write!(io::stderr().lock(), "\r\x1b[K").ok();
        }
        let mut notices = Vec::new();
        for notice in workspace.take_notices() {
            match notice {
                Notice::Failed(problem) => return Err(problem.into()),
                notice => notices.push(notice),
            }
        }
        Ok(notices)
    }

    fn draw_bar(&self, jobs: &[JobState]) -> bool {
        let Some(job) = jobs.iter().find(|it| matches!(it.kind, JobKind::Import { .. })) else {
            return false;
        };
        let (JobKind::Import { file }, Some(fraction), true) = (&job.kind, job.fraction, self.bar) else {
            return false;
        };
        let filled = "#".repeat((fraction * 30.0) as usize);
        write!(io::stderr().lock(), "\r{file} [{filled:<30}] {:3.0}%", fraction * 100.0).ok();
        true
    }

    /// Says what happened; warnings and worse only.
    pub(super) fn tell(&self, notices: &[Notice]) {
        for notice in notices.iter().filter(|it| it.severity() != Severity::Info) {
            self.complain(&notice.say(self.lang));
        }
    }
}

/// The surroundings of a command: this device, the real clock, nobody to wake.
pub(super) fn env() -> Env {
    Env::new(this_device(), Arc::new(|| {})).reading_apart()
}

/// Reads a text file that the user named.
pub(super) fn read_text(path: &Path) -> Result<String, Failure> {
    let unreadable = |source| Problem::Unreadable { path: PathBuf::from(path), source };
    Ok(std::fs::read_to_string(path).map_err(unreadable)?)
}

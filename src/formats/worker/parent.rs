//! The side of the process that holds the project.

use std::{
    io::{BufReader, Read as _},
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::{Duration, Instant},
};

use super::{
    Fate, SUBCOMMAND, limits,
    wire::{Frame, Tables},
};
use crate::{
    domain::table::Table,
    formats::{Error, ReadOptions, Reason, Stage},
};

/// How long a cancel may wait.
const PATIENCE: Duration = Duration::from_millis(50);
/// How many frames may wait to be unpacked.
const AHEAD: usize = 4;
/// How much of its last words is listened to.
const LAST_WORDS: u64 = 4096;

/// Reads a file in a process of `program`.
pub(super) fn read(
    program: &Path,
    path: &Path,
    options: &ReadOptions,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<Vec<Table>, Error> {
    // What the system says of it is of no use to those who wanted to read a file.
    let started = Worker::start(program, path, options).ok();
    let started = started.and_then(|mut worker| worker.child.stdout.take().map(|output| (worker, output)));
    let Some((mut worker, output)) = started else {
        return Err(Reason::Worker(Fate::NotStarted).at(path, Stage::Open));
    };
    let (sender, frames) = sync_channel(AHEAD);
    let listener = thread::Builder::new().name("import".to_owned()).spawn(move || listen(output, &sender));
    if listener.is_err() {
        return Err(Reason::Worker(Fate::NotStarted).at(path, Stage::Open));
    }
    let mut session = Session { tables: Tables::default(), done: 0, total: 0, stage: Stage::Open };
    match session.follow(&frames, progress) {
        Ending::Whole => session.tables.finish().map_err(|fate| Reason::Worker(fate).at(path, session.stage)),
        Ending::Failed(failure) => {
            let stage = failure.stage;
            Err(failure.reason.into_reason().at(path, stage))
        }
        Ending::Cancelled => Err(Reason::Cancelled.at(path, session.stage)),
        Ending::Broken(fate) => Err(Reason::Worker(fate).at(path, session.stage)),
        Ending::Gone => Err(Reason::Worker(worker.fate()).at(path, session.stage)),
    }
}

/// Takes frames from the pipe until it ends; a frame that is none ends it, too.
fn listen(output: ChildStdout, frames: &SyncSender<Result<Frame, Fate>>) {
    let mut output = BufReader::with_capacity(1 << 18, output);
    loop {
        let frame = match Frame::read(&mut output) {
            Ok(Some(frame)) => Ok(frame),
            Ok(None) => return,
            Err(_) => Err(Fate::Garbled),
        };
        let last = frame.is_err();
        if frames.send(frame).is_err() || last {
            return;
        }
    }
}

/// How the talk with a worker ended.
enum Ending {
    Whole,
    Failed(super::wire::Failure),
    Cancelled,
    Broken(Fate),
    /// The pipe closed too early.
    Gone,
}

struct Session {
    tables: Tables,
    done: u64,
    total: u64,
    stage: Stage,
}

impl Session {
    fn follow(
        &mut self,
        frames: &Receiver<Result<Frame, Fate>>,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Ending {
        let idle = Duration::from_secs(limits::WORKER_IDLE_S);
        let mut heard = Instant::now();
        loop {
            match frames.recv_timeout(PATIENCE) {
                Ok(Ok(frame)) => {
                    heard = Instant::now();
                    if let Some(ending) = self.take(frame) {
                        return ending;
                    }
                }
                Ok(Err(fate)) => return Ending::Broken(fate),
                Err(RecvTimeoutError::Timeout) if heard.elapsed() > idle => {
                    return Ending::Broken(Fate::Stalled);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ending::Gone,
            }
            if !progress(self.done, self.total) {
                return Ending::Cancelled;
            }
        }
    }

    fn take(&mut self, frame: Frame) -> Option<Ending> {
        match frame {
            Frame::Hello(version) if version == Frame::VERSION => {
                self.stage = Stage::Structure;
                None
            }
            Frame::Hello(_) => Some(Ending::Broken(Fate::Garbled)),
            Frame::Progress { done, total } => {
                (self.done, self.total, self.stage) = (done, total, Stage::Rows);
                None
            }
            Frame::Head(head) => {
                self.stage = Stage::Rows;
                self.tables.begin(*head);
                None
            }
            Frame::Rows(bytes) => match self.tables.take_rows(&bytes) {
                Some(()) => None,
                None => Some(Ending::Broken(Fate::Garbled)),
            },
            Frame::End => Some(Ending::Whole),
            Frame::Failed(failure) => Some(Ending::Failed(failure)),
        }
    }
}

/// A worker that does not outlive this value.
struct Worker {
    child: Child,
}

impl Worker {
    fn start(program: &Path, path: &Path, options: &ReadOptions) -> std::io::Result<Self> {
        let mut command = Command::new(program);
        command.arg(SUBCOMMAND);
        for (name, value) in [("--encoding", &options.encoding), ("--layer", &options.layer)] {
            if let Some(value) = value {
                // In one word, so that a value can begin with a dash.
                command.arg(format!("{name}={value}"));
            }
        }
        command.arg("--").arg(path);
        // Each thread takes address space, of which there is a limit.
        command.env("RAYON_NUM_THREADS", "2").env("MALLOC_ARENA_MAX", "2");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Ok(Self { child: command.spawn()? })
    }

    /// What became of a worker whose pipe has closed.
    fn fate(&mut self) -> Fate {
        let mut words = Vec::new();
        if let Some(errors) = self.child.stderr.take() {
            // What it said is a help, no more.
            errors.take(LAST_WORDS).read_to_end(&mut words).ok();
        }
        let status = self.child.wait();
        status.map_or(Fate::Crashed, |status| fate(status, &String::from_utf8_lossy(&words)))
    }
}

/// From how a process ended and its last words.
fn fate(status: ExitStatus, words: &str) -> Fate {
    if words.contains("memory allocation of") || words.contains("Cannot allocate memory") {
        return Fate::Memory;
    }
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        const SIGKILL: i32 = 9;
        const SIGTERM: i32 = 15;
        const SIGXCPU: i32 = 24;
        match status.signal() {
            Some(SIGXCPU) => Fate::Time,
            Some(SIGKILL | SIGTERM) => Fate::Killed,
            _ => Fate::Crashed,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = status;
        Fate::Crashed
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may be gone already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

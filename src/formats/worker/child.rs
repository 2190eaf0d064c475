//! The worker's side.

use std::{
    cell::RefCell,
    io::{self, BufWriter, Read as _, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use super::{
    Fate, limits,
    wire::{Failure, Frame, write_table},
};
use crate::formats::{self, ReadOptions, Reason, Stage};

/// How often progress is told.
const EVERY: Duration = Duration::from_millis(50);

/// Reads the file and sends what is in it to standard output. For a process that does nothing else: it limits itself.
pub fn serve(path: &Path, options: &ReadOptions) -> io::Result<()> {
    limit_this_process()?;
    end_with_parent()?;
    answer(path, options, &mut BufWriter::with_capacity(1 << 18, io::stdout().lock()))
}

/// The same into any stream, without limits.
pub(super) fn answer(path: &Path, options: &ReadOptions, out: &mut impl Write) -> io::Result<()> {
    Frame::hello().write(out)?;
    out.flush()?;
    let told = RefCell::new((Instant::now(), &mut *out));
    let progress = |done: u64, total: u64| {
        let mut told = told.borrow_mut();
        if told.0.elapsed() < EVERY {
            return true;
        }
        told.0 = Instant::now();
        // A parent that does not listen any more has no use for the rest.
        Frame::Progress { done, total }.write(&mut told.1).and_then(|()| told.1.flush()).is_ok()
    };
    let read = catch_unwind(AssertUnwindSafe(|| formats::read(path, options, &progress)));
    let read = read.unwrap_or_else(|_| Err(Reason::Worker(Fate::Crashed).at(path, Stage::Rows)));
    match read {
        Ok(tables) => {
            for table in tables {
                write_table(table, out)?;
            }
            Frame::End.write(out)?;
        }
        Err(error) => Frame::Failed(Failure::of(&error)).write(out)?,
    }
    out.flush()
}

/// Ends this process when its standard input closes.
fn end_with_parent() -> io::Result<()> {
    thread::Builder::new().name("parent".to_owned()).spawn(|| {
        let mut byte = [0];
        while matches!(io::stdin().read(&mut byte), Ok(count) if count > 0) {}
        #[expect(clippy::exit, reason = "nobody listens any more, and the reading is on another thread")]
        std::process::exit(0);
    })?;
    Ok(())
}

#[cfg(target_os = "linux")]
fn limit_this_process() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, nice, setrlimit};
    let limit =
        |resource, soft, hard| setrlimit(resource, Rlimit { current: Some(soft), maximum: Some(hard) });
    limit(Resource::As, limits::WORKER_MEMORY_BYTES, limits::WORKER_MEMORY_BYTES)?;
    // The first limit ends the process with a word of why, the second in any case.
    limit(Resource::Cpu, limits::WORKER_CPU_S, limits::WORKER_CPU_S + 5)?;
    limit(Resource::Core, 0, 0)?;
    // The window comes first. Where this is not allowed, nothing is lost.
    nice(5).ok();
    Ok(())
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail where there are limits")]
fn limit_this_process() -> io::Result<()> {
    Ok(())
}

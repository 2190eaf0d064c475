//! What a whole process costs.

use std::{
    fs,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Processor and wall seconds of a process that has ended, the most memory it held, and what it printed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cost {
    pub(crate) cpu_s: f64,
    pub(crate) wall_s: f64,
    pub(crate) peak_mib: f64,
    pub(crate) printed: String,
}

/// Clock ticks in a second on every Linux.
const TICKS: f64 = 100.0;

/// Runs a command to its end.
pub(crate) fn of(command: &mut Command) -> Cost {
    let before = children_cpu_s();
    let began = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak_mib = 0.0_f64;
    while child.try_wait().unwrap().is_none() {
        peak_mib = peak_mib.max(high_water_mib(&status).unwrap_or_default());
        thread::sleep(Duration::from_millis(5));
    }
    let wall_s = began.elapsed().as_secs_f64();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    Cost { cpu_s: children_cpu_s() - before, wall_s, peak_mib, printed }
}

/// The median of several runs by processor seconds.
pub(crate) fn median(runs: usize, mut run: impl FnMut() -> Cost) -> Cost {
    let mut costs: Vec<Cost> = (0..runs).map(|_| run()).collect();
    costs.sort_by(|a, b| a.cpu_s.total_cmp(&b.cpu_s));
    costs.swap_remove(runs / 2)
}

/// The most memory that a process has held so far.
pub(crate) fn high_water_mib(status: &str) -> Option<f64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}

/// Processor seconds of all children that have been waited for.
fn children_cpu_s() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let fields: Vec<f64> = after_name.split_whitespace().map(|it| it.parse().unwrap_or_default()).collect();
    // Fields 16 and 17 of proc(5), counted from the third.
    fields.get(13).zip(fields.get(14)).map_or(0.0, |(user, system)| (user + system) / TICKS)
}

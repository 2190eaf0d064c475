//! The journal of a track: a small file beside the project that outlives a crash.
//!
//! A leg of a track becomes a row of the project when it is finished, every few minutes: a row for every point would swell the log of
//! operations and the history. Until then its points stand in a file of their own, which a thread writes and brings to the disk every
//! few seconds. A file that is there when the project is opened, and that nobody holds, is a leg that was cut short: it becomes a row
//! then. Its name is the identity of the row, so that it can not come in twice.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    RecordId,
    position::track::{Point, Track, length_m, read, written},
};

/// The most that a crash may cost.
const TO_DISK_EVERY: Duration = Duration::from_secs(3);

/// The first line of the file.
#[derive(Serialize, Deserialize)]
struct Head {
    on: Option<String>,
    team: String,
    start_ms: i64,
}

/// A leg that is being written.
#[derive(Debug)]
pub struct Journal {
    points: Sender<Point>,
    trouble: Arc<Mutex<Option<String>>>,
}

impl Journal {
    /// Begins a file beside the project for this leg, which has no points yet.
    pub fn begin(project: &Path, leg: &Track) -> io::Result<Self> {
        let path = path_of(project, leg.id);
        let mut file = File::options().write(true).create_new(true).open(&path)?;
        // Held for as long as the thread lives, so that nobody takes it for one that was left behind.
        file.try_lock()?;
        let head =
            Head { on: leg.on.map(|it| it.to_string()), team: leg.team.clone(), start_ms: leg.start_ms };
        writeln!(file, "{}", serde_json::to_string(&head)?)?;
        let (points, inbox) = channel();
        let trouble = Arc::new(Mutex::new(None));
        let told = Arc::clone(&trouble);
        thread::Builder::new().name("track journal".to_owned()).spawn(move || {
            if let Err(error) = keep(&mut file, &inbox) {
                *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string());
            }
        })?;
        Ok(Self { points, trouble })
    }

    /// Adds a point. Says what went wrong since the last one.
    pub fn add(&self, point: Point) -> Result<(), String> {
        let sent = self.points.send(point);
        match (&*self.trouble.lock().unwrap_or_else(PoisonError::into_inner), sent) {
            (Some(trouble), _) => Err(trouble.clone()),
            (None, Err(_)) => Err(io::Error::from(io::ErrorKind::BrokenPipe).to_string()),
            (None, Ok(())) => Ok(()),
        }
    }
}

fn keep(file: &mut File, inbox: &Receiver<Point>) -> io::Result<()> {
    let mut dirty = false;
    loop {
        match inbox.recv_timeout(TO_DISK_EVERY) {
            Ok(point) => {
                // A line stands alone, so that a torn one costs no other.
                writeln!(file, "{}", written(&[point]))?;
                if !dirty {
                    file.sync_data()?;
                }
                dirty = true;
            }
            Err(RecvTimeoutError::Timeout) if dirty => {
                file.sync_data()?;
                dirty = false;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return file.sync_data(),
        }
    }
}

fn path_of(project: &Path, leg: RecordId) -> PathBuf {
    let mut name = project.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{leg}.{ENDING}"));
    project.with_file_name(name)
}

const ENDING: &str = "track";

/// The legs that were cut short, with the files that they stand in. Files that somebody holds are left alone.
pub fn left_behind(project: &Path) -> Vec<Track> {
    let Some(name) = project.file_name().map(|it| it.to_string_lossy().into_owned()) else {
        return Vec::new();
    };
    let folder = project.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut legs: Vec<Track> = files
        .filter_map(|file| {
            let text = file.file_name().to_string_lossy().into_owned();
            let id = text.strip_prefix(&name)?.strip_prefix('.')?.strip_suffix(ENDING)?.strip_suffix('.')?;
            leg_in(&file.path(), RecordId(Uuid::parse_str(id).ok()?))
        })
        .collect();
    legs.sort_by_key(|it| it.id);
    legs
}

fn leg_in(path: &Path, id: RecordId) -> Option<Track> {
    let file = File::options().read(true).write(true).open(path).ok()?;
    file.try_lock().ok()?;
    let text = fs::read_to_string(path).ok()?;
    let mut lines = text.lines();
    let head: Head = serde_json::from_str(lines.next()?).ok()?;
    let points: Vec<Point> = lines.filter_map(|line| read(line).into_iter().next()).collect();
    Some(Track {
        id,
        on: head.on.and_then(|it| it.parse().ok()),
        team: head.team,
        start_ms: head.start_ms,
        length_m: Some(length_m(&points)),
        points: written(&points),
    })
}

/// Takes the file of a leg away that has become a row.
pub fn forget(project: &Path, leg: RecordId) {
    // Should it stay, it is found again, and known by its name to be a row already.
    fs::remove_file(path_of(project, leg)).ok();
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::app::new_id;

    fn leg() -> Track {
        Track {
            id: new_id(),
            on: Some(jiff::civil::date(2026, 3, 5)),
            team: "一组".to_owned(),
            start_ms: 1_772_676_667_000,
            ..Track::default()
        }
    }

    fn point(second: u32) -> Point {
        Point { second, place: (112.73 + f64::from(second) * 1e-4, 38.42) }
    }

    /// Waits until the thread has let go of the file.
    fn left(project: &Path) -> Vec<Track> {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let legs = left_behind(project);
            if !legs.is_empty() || Instant::now() > until {
                return legs;
            }
            thread::yield_now();
        }
    }

    #[test]
    fn what_was_cut_short_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("忻州.gpkg");
        let leg = leg();
        let journal = Journal::begin(&project, &leg).unwrap();
        for second in [0, 10, 20] {
            journal.add(point(second)).unwrap();
        }
        assert_eq!(left_behind(&project), [], "somebody holds it");

        // The process dies: nothing is finished, only the file is let go of.
        drop(journal);

        let [found] = &left(&project)[..] else { panic!() };
        assert_eq!(
            (found.id, found.on, &found.team, found.start_ms),
            (leg.id, leg.on, &leg.team, leg.start_ms)
        );
        assert_eq!(found.points, written(&[point(0), point(10), point(20)]));
        assert!((found.length_m.unwrap() - 174.6).abs() < 0.2, "{found:?}");

        forget(&project, leg.id);
        assert_eq!(left_behind(&project), []);
    }

    #[test]
    fn a_torn_line_costs_only_itself() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("忻州.gpkg");
        let path = path_of(&project, leg().id);
        let whole = written(&[point(0)]);
        fs::write(&path, format!("{{\"on\":null,\"team\":\"一组\",\"start_ms\":1}}\n{whole}\n10,11273"))
            .unwrap();
        fs::write(folder.path().join("忻州.gpkg.x.track"), "").unwrap();
        fs::write(path_of(&project, leg().id), "no head").unwrap();

        let [found] = &left_behind(&project)[..] else { panic!() };

        assert_eq!(read(&found.points), [point(0)]);
    }
}

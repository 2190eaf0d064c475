//! A receiver on a wire: recorded streams, played through a pseudo-terminal, come to the positions that are stated here.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use jiff::civil::date;
use paikou::{
    app::{
        Action, AssignRequest,
        position::{Condition, Pace, Port, Station},
    },
    domain::{
        coordinate::distance_m,
        outfall::CoordSource,
        position::{
            Measured, Quality, Refused, Survey,
            nmea::sentence,
            track::{Track, read},
        },
        project::Project,
    },
};

use crate::support::{Desk, TODAY};

/// Where the receiver stands in every recording.
const TRUTH: (f64, f64) = (112.733_984_0, 38.419_910_0);

/// The same numbers on every machine.
struct Dice(u64);

impl Dice {
    /// From -1 to 1, the middle likelier than the ends.
    fn around(&mut self) -> f64 {
        let mut one = || {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 >> 11) as f64 / (1_u64 << 53) as f64
        };
        (one() + one() + one()) / 1.5 - 1.0
    }
}

/// Degrees and minutes as receivers write them, and the letter.
fn angle(degrees: f64, digits: usize, letters: [char; 2]) -> String {
    let (whole, letter) = (degrees.abs().trunc(), if degrees < 0.0 { letters[1] } else { letters[0] });
    format!("{whole:0digits$}{:09.6},{letter}", (degrees.abs() - whole) * 60.0)
}

/// One second of a receiver.
fn second(at: u32, place: (f64, f64), quality: u32, hdop: f64, error_m: f64) -> Vec<String> {
    let time = format!("02{:02}{:02}.00", 10 + at / 60, at % 60);
    let position = format!("{},{}", angle(place.1, 2, ['N', 'S']), angle(place.0, 3, ['E', 'W']));
    let (status, mode) = if quality == 0 { ('V', 'N') } else { ('A', 'A') };
    vec![
        format!("GNRMC,{time},{status},{position},0.10,91.2,050326,,,{mode}"),
        format!("GNGGA,{time},{position},{quality},12,{hdop:.1},789.4,M,-21.3,M,,"),
        "GNGSA,A,3,10,12,15,,,,,,,,,,1.6,0.9,1.3,1".to_owned(),
        "GNGSA,A,3,14,26,29,35,,,,,,,,,1.6,0.9,1.3,4".to_owned(),
        "GPGSV,1,1,04,10,62,201,41,12,35,310,38,15,20,095,33,24,11,150,".to_owned(),
        "GBGSV,1,1,04,14,71,180,44,26,40,060,40,29,33,245,37,35,18,300,30".to_owned(),
        format!("GNGST,{time},{error_m:.1},,,,{:.1},{:.1},4.0", error_m * 0.7, error_m * 0.7),
    ]
}

/// So many metres east and north of where the receiver stands.
fn off(east: f64, north: f64) -> (f64, f64) {
    (TRUTH.0 + east / 87_322.0, TRUTH.1 + north / 111_003.0)
}

/// A minute under open sky: a scatter of a metre.
fn clear_sky() -> String {
    let mut dice = Dice(0x5DEE_CE66_D1CE_4E5B);
    let mut text = String::new();
    for at in 0..60 {
        let place = off(dice.around() * 1.5, dice.around() * 1.5);
        for body in second(at, place, 1, 0.9, 1.6) {
            writeln!(text, "{}\r", sentence(&body)).unwrap();
        }
    }
    text
}

/// Two minutes under trees: a wider scatter, a third of the positions off by tens of metres to the same side, seconds without a fix, and
/// damage on the wire.
fn under_trees() -> String {
    let mut dice = Dice(0x1F83_D9AB_FB41_BD6B);
    let mut text = String::new();
    for at in 0..120 {
        let jumps = at % 9 < 3;
        let (east, north) = (dice.around() * 4.0, dice.around() * 4.0);
        let place = if jumps { off(35.0 + 4.0 * east, 18.0 + 3.0 * north) } else { off(east, north) };
        let quality = u32::from(at % 20 != 19);
        for (number, body) in second(at, place, quality, 2.8, 3.5).into_iter().enumerate() {
            let mut line = format!("{}\r\n", sentence(&body));
            if (at as usize * 7 + number) % 53 == 5 {
                // A digit that was changed on the way: to the north pole, if anybody believed it.
                line = line.replacen("38", "88", 1);
            }
            if (at as usize * 7 + number) % 71 == 9 {
                line.truncate(line.len() / 2);
            }
            text += &line;
        }
        if at % 30 == 7 {
            text += "\u{0}\u{0}@@garbage\u{7f}";
        }
    }
    text
}

/// Half a minute in a cellar: no fix, and now and then the place where receivers are that know nothing.
fn no_fix() -> String {
    let mut text = String::new();
    for at in 0..30 {
        let bodies = match at % 5 {
            4 => second(at, (0.0, 0.0), 1, 99.9, 99.0),
            _ => vec![
                format!("GNRMC,0210{at:02}.00,V,,,,,,,050326,,,N"),
                format!("GNGGA,0210{at:02}.00,,,,,0,00,99.9,,,,,,"),
                "GPGSV,1,1,02,10,62,201,12,12,35,310,".to_owned(),
            ],
        };
        for body in bodies {
            writeln!(text, "{}\r", sentence(&body)).unwrap();
        }
    }
    text
}

fn recording(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/nmea").join(name)
}

#[test]
fn the_recordings_are_what_they_are_made_of() {
    for (name, text) in
        [("clear_sky.nmea", clear_sky()), ("under_trees.nmea", under_trees()), ("no_fix.nmea", no_fix())]
    {
        if std::env::var_os("UPDATE_RECORDINGS").is_some() {
            fs::create_dir_all(recording("")).unwrap();
            fs::write(recording(name), &text).unwrap();
        }
        let kept = fs::read(recording(name)).unwrap();
        assert!(kept == text.as_bytes(), "{name}: run with UPDATE_RECORDINGS=1");
    }
}

/// Listens until `done` says so. Fails after a minute, which a sound run never takes.
#[track_caller]
fn listen_until(station: &mut Station, mut done: impl FnMut(&Station) -> bool) {
    let until = Instant::now() + Duration::from_mins(1);
    while !done(station) {
        assert!(Instant::now() < until, "{:?}", station.condition());
        if !station.poll() {
            std::thread::park_timeout(Duration::from_millis(50));
        }
    }
}

/// Wakes the thread that listens.
fn wake() -> paikou::app::Wake {
    let me = std::thread::current();
    std::sync::Arc::new(move || me.unpark())
}

fn heard(station: &Station) -> (usize, usize) {
    station.measuring().unwrap().counts()
}

#[cfg(unix)]
mod wire {
    use std::{io::Write as _, os::unix::fs::symlink, thread};

    use serialport::{SerialPort as _, TTYPort};

    use super::*;

    /// Plays the recording on one end of a wire and averages what comes out of the other, until `count` positions or nothings came.
    fn play(name: &str, count: usize) -> Station {
        let (mut master, slave) = TTYPort::pair().unwrap();
        let port = Port::Serial(slave.name().unwrap());
        let bytes = fs::read(recording(name)).unwrap();
        let mut station = Station::default();
        station.measure();
        station.listen(port, wake()).unwrap();
        let writer = thread::Builder::new().spawn(move || {
            // As a wire does: a few bytes at a time, whatever they belong to.
            for part in bytes.chunks(61) {
                master.write_all(part).unwrap();
            }
            master
        });
        listen_until(&mut station, |it| {
            let (taken, refused) = heard(it);
            taken + refused >= count
        });
        drop(writer.unwrap().join().unwrap());
        drop(slave);
        station
    }

    fn measured(station: &Station) -> &Measured {
        station.measuring().unwrap().result().unwrap()
    }

    fn error_m(measured: &Measured) -> f64 {
        distance_m(TRUTH, (measured.lon, measured.lat))
    }

    #[test]
    fn under_open_sky_a_minute_is_good_to_half_a_metre() {
        let station = play("clear_sky.nmea", 60);

        let measured = measured(&station);
        assert!(error_m(measured) < 0.3, "{}", error_m(measured));
        assert!(measured.used >= 58 && measured.rejected <= 2, "{measured:?}");
        assert!(measured.sd_m.unwrap() < 1.2, "{measured:?}");
        assert_eq!((measured.quality, measured.height_m), (Quality::Gps, Some(789.4)));
        let (fix, _) = station.fix().unwrap();
        assert_eq!((fix.date, fix.satellites), (Some(date(2026, 3, 5)), Some(12)));
        assert_eq!(station.satellites().iter().filter(|it| it.used).count(), 7);
        assert_eq!(station.condition(), &Condition::Heard(Some(4800)));
    }

    #[test]
    fn under_trees_jumps_are_left_out() {
        // Of 120 seconds 6 have no fix; 2 positions were damaged on the wire.
        let station = play("under_trees.nmea", 112);

        let measured = measured(&station);
        assert!(error_m(measured) < 1.0, "{} {measured:?}", error_m(measured));
        assert!((30..=42).contains(&measured.rejected), "{} {}", measured.used, measured.rejected);
        // What a plain mean would have made of it.
        let all = &measured.scatter;
        let mean =
            |at: fn(&(f64, f64)) -> f64| all.iter().map(|it| at(&it.0)).sum::<f64>() / all.len() as f64;
        assert!(mean(|it| it.0).hypot(mean(|it| it.1)) > 10.0);
        assert!(station.lines().any(|(_, good)| !good));
    }

    #[test]
    fn without_a_fix_there_is_no_position() {
        // Of six times nowhere each is refused, though the receiver calls it a fix.
        let station = play("no_fix.nmea", 6);

        assert_eq!(heard(&station), (0, 6));
        assert_eq!((station.measuring().unwrap().result(), station.fix()), (None, None));
        assert!(matches!(station.refused(), Some(Refused::NullIsland | Refused::NoFix)));
    }

    #[test]
    fn a_receiver_that_was_unplugged_is_heard_again() {
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("ttyACM0");
        let bytes = fs::read(recording("clear_sky.nmea")).unwrap();
        let (mut master, slave) = TTYPort::pair().unwrap();
        symlink(slave.name().unwrap(), &name).unwrap();
        let mut station = Station::default();
        station.listen(Port::Serial(name.display().to_string()), wake()).unwrap();
        master.write_all(&bytes[..2000]).unwrap();
        listen_until(&mut station, |it| it.fix().is_some());

        fs::remove_file(&name).unwrap();
        drop((master, slave));
        listen_until(&mut station, |it| matches!(it.condition(), Condition::Lost(_)));
        assert_eq!(station.fix(), None, "where it was is not where it is");

        let (mut master, slave) = TTYPort::pair().unwrap();
        symlink(slave.name().unwrap(), &name).unwrap();
        master.write_all(&bytes[..2000]).unwrap();
        listen_until(&mut station, |it| it.fix().is_some());
        assert!(matches!(station.condition(), Condition::Heard(_)));
    }
}

#[test]
fn gpsd_is_asked_and_heard() {
    use std::{
        io::{BufRead as _, BufReader, Write as _},
        net::TcpListener,
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let server = std::thread::Builder::new().spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = String::new();
        BufReader::new(stream.try_clone().unwrap()).read_line(&mut asked).unwrap();
        stream.write_all(b"{\"class\":\"VERSION\",\"release\":\"3.22\"}\r\n").unwrap();
        let tpv = r#"{"class":"TPV","mode":3,"lat":38.41991,"lon":112.733984,"eph":3.1}"#;
        stream.write_all(format!("{tpv}\r\n").as_bytes()).unwrap();
        (asked, stream)
    });
    let mut station = Station::default();
    station.listen(Port::Gpsd(address), wake()).unwrap();

    listen_until(&mut station, |it| it.fix().is_some());

    let (fix, _) = station.fix().unwrap();
    assert!((fix.lon - 112.733_984).abs() < 1e-9 && (fix.accuracy.unwrap().metres - 3.1).abs() < 1e-9);
    let (asked, stream) = server.unwrap().join().unwrap();
    assert_eq!(asked, "?WATCH={\"enable\":true,\"json\":true};\n");
    drop(stream);
    listen_until(&mut station, |it| matches!(it.condition(), Condition::Lost(_)));
}

/// A station that has heard a whole recording.
fn played(name: &str, mut before: impl FnMut(&mut Station)) -> Station {
    let mut station = Station::default();
    before(&mut station);
    station.listen(Port::Recording(recording(name), Pace::AtOnce), wake()).unwrap();
    listen_until(&mut station, |it| it.condition() == &Condition::Ended);
    station
}

#[test]
fn a_recording_is_played_for_training() {
    let station = played("under_trees.nmea", Station::measure);

    let measured = station.measuring().unwrap().result().unwrap().clone();
    assert!(distance_m(TRUTH, (measured.lon, measured.lat)) < 1.0, "{measured:?}");
    let mut nowhere = Station::default();
    nowhere.listen(Port::Recording(recording("none"), Pace::Own), wake()).unwrap();
    listen_until(&mut nowhere, |it| matches!(it.condition(), Condition::Lost(_)));
}

#[test]
fn a_measured_position_stays_with_the_outfall_and_can_be_taken_back() {
    let mut desk = Desk::new();
    let id = desk.outfall("XZ-001");
    let station = played("clear_sky.nmea", Station::measure);
    let measured = station.measuring().unwrap().result().unwrap().clone();
    let before = desk.workspace.project().entry(id).unwrap().outfall.clone();

    desk.does(Action::PlaceOutfall {
        id,
        to: (measured.lon, measured.lat),
        accepted: Vec::new(),
        survey: Survey::of(&measured, ""),
    });

    let mut desk = desk.reopen();
    let outfall = &desk.workspace.project().entry(id).unwrap().outfall;
    assert_eq!(outfall.position(), Some((measured.lon, measured.lat)));
    assert_eq!((outfall.coord_source, outfall.coord_samples), (Some(CoordSource::Gnss), Some(60)));
    assert_eq!(outfall.coord_accuracy_m, Some(1.56));
    desk.does(Action::Undo);
    assert_eq!(desk.workspace.project().entry(id).unwrap().outfall, before);
}

/// What a station logs of a walk: the recording stands still but for its scatter.
fn logged(desk: &Desk) -> Station {
    let path = desk.path();
    played("clear_sky.nmea", |it| it.log(&path, TODAY, "一组", 1_795_132_800_000).unwrap())
}

fn tracks(project: &Project) -> &[Track] {
    &project.map().tracks
}

#[test]
fn a_track_becomes_a_row_and_needs_no_journal_any_more() {
    let mut desk = Desk::new();
    let mut station = logged(&desk);
    assert!(!station.logging().unwrap().places.is_empty());

    station.stop_logging();
    desk.does(Action::LogTrack(station.take_finished()));

    let [track] = tracks(desk.workspace.project()) else { panic!() };
    assert_eq!((track.team.as_str(), track.on), ("一组", Some(TODAY)));
    assert!(!read(&track.points).is_empty());
    drop(station);
    assert_eq!(fs::read_dir(desk.folder.path()).unwrap().count(), 1, "the project alone");
    assert!(desk.workspace.undo_next().is_none(), "a track is not what a person means by undo");
    let desk = desk.reopen();
    assert_eq!(tracks(desk.workspace.project()).len(), 1);
}

#[test]
fn a_track_that_a_crash_cut_short_is_there_again_and_only_once() {
    let mut desk = Desk::new();
    let station = logged(&desk);
    let places = station.logging().unwrap().places;
    assert_eq!(desk.workspace.tracks_left_behind(), [], "it is still being walked");

    // The window is gone; nobody has ended the track. Its thread lets go of the file by and by.
    drop(station);
    let until = Instant::now() + Duration::from_secs(30);
    let mut left = Vec::new();
    while left.is_empty() && Instant::now() < until {
        std::thread::park_timeout(Duration::from_millis(5));
        left = desk.workspace.tracks_left_behind();
    }
    desk.does(Action::LogTrack(left.clone()));
    desk.does(Action::LogTrack(left));

    let [track] = tracks(desk.workspace.project()) else { panic!() };
    assert_eq!(read(&track.points).len(), places.len());
    assert_eq!(desk.workspace.tracks_left_behind(), []);
}

#[test]
fn a_team_is_sent_to_many_outfalls_in_one_step() {
    let mut desk = Desk::new();
    let (one, two) = (desk.outfall("XZ-001"), desk.outfall("XZ-002"));
    let request = AssignRequest {
        outfalls: vec![one, two],
        team: " 一组 ".to_owned(),
        due: Some(date(2026, 11, 22)),
        note: "旱天复核".to_owned(),
    };
    let steps = desk.workspace.history().len();

    desk.does(Action::Assign(request));

    assert_eq!(desk.workspace.history().len(), steps + 1);
    let mut desk = desk.reopen();
    let tasks = paikou::domain::agenda::tasks(desk.workspace.project(), TODAY);
    assert_eq!(
        tasks.iter().map(|it| (it.outfall, it.team.as_str())).collect::<Vec<_>>(),
        [(one, "一组"), (two, "一组")]
    );
    desk.does(Action::Undo);
    assert!(paikou::domain::agenda::tasks(desk.workspace.project(), TODAY).is_empty());
}

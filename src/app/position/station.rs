//! Where we are: what a link hears, kept for the window.

use std::{collections::VecDeque, io, path::Path, time::Instant};

use jiff::civil::Date;

use super::{Event, Link, Port, journal::Journal};
use crate::{
    app::{Wake, new_id},
    domain::position::{
        Averager, Fix, Heard, Measured, Refused, Satellite,
        track::{Track, Way, length_m, written},
    },
};

/// How a link stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Condition {
    /// No receiver was chosen.
    #[default]
    Off,
    /// It is being looked for; at this speed where it is a serial port.
    Looking(Option<u32>),
    /// It is heard; at this speed.
    Heard(Option<u32>),
    /// Nothing that makes sense comes.
    Silent,
    /// It can not be reached; it is tried again and again.
    Lost(String),
    /// The recording has come to its end.
    Ended,
}

/// The lines that are kept to be looked at.
const LINES_KEPT: usize = 200;
/// A leg of a track is finished after so many seconds.
const LEG_S: u64 = 600;

/// An average that is being made.
#[derive(Debug, Default)]
pub struct Measuring {
    averager: Averager,
    result: Option<Measured>,
}

impl Measuring {
    /// What it comes to so far.
    pub fn result(&self) -> Option<&Measured> {
        self.result.as_ref()
    }

    /// How many positions were taken, and how many were none.
    pub fn counts(&self) -> (usize, usize) {
        (self.averager.len(), self.averager.refused())
    }
}

/// A leg that is being walked.
#[derive(Debug)]
struct Leg {
    track: Track,
    way: Way,
    began: Instant,
    journal: Journal,
}

/// What the track that is being logged comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Logging {
    /// How long the leg is so far.
    pub length_m: f64,
    /// The places of the leg.
    pub places: Vec<(f64, f64)>,
}

/// Listens to one receiver and keeps what it says.
#[derive(Debug, Default)]
pub struct Station {
    link: Option<Link>,
    condition: Condition,
    fix: Option<(Fix, Instant)>,
    refused: Option<Refused>,
    satellites: Vec<Satellite>,
    lines: VecDeque<(String, bool)>,
    measuring: Option<Measuring>,
    leg: Option<Leg>,
    finished: Vec<Track>,
    trouble: Option<String>,
}

impl Station {
    /// Listens to this port from now on.
    pub fn listen(&mut self, port: Port, wake: Wake) -> io::Result<()> {
        self.link = None;
        let link = Link::open(port, wake)?;
        *self = Self { measuring: self.measuring.take(), leg: self.leg.take(), ..Self::default() };
        self.condition = Condition::Looking(None);
        self.link = Some(link);
        Ok(())
    }

    /// Lets go of the receiver. What is being averaged stays.
    pub fn let_go(&mut self) {
        self.link = None;
        self.condition = Condition::Off;
        self.fix = None;
        self.satellites.clear();
    }

    /// The port that is listened to.
    pub fn port(&self) -> Option<&Port> {
        self.link.as_ref().map(Link::port)
    }

    /// How the link stands.
    pub fn condition(&self) -> &Condition {
        &self.condition
    }

    /// Where we are, and when that was said. Nothing where the receiver does not know.
    pub fn fix(&self) -> Option<(&Fix, Instant)> {
        self.fix.as_ref().map(|(fix, at)| (fix, *at))
    }

    /// Why the last thing that the receiver said is no position.
    pub fn refused(&self) -> Option<Refused> {
        self.refused
    }

    /// The satellites above.
    pub fn satellites(&self) -> &[Satellite] {
        &self.satellites
    }

    /// The last lines, oldest first, and whether they made sense.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = (&str, bool)> {
        self.lines.iter().map(|(text, good)| (text.as_str(), *good))
    }

    /// Takes in what was heard. True where anything was.
    pub fn poll(&mut self) -> bool {
        let mut events = Vec::new();
        if let Some(link) = &self.link {
            events.extend(std::iter::from_fn(|| link.next()));
        }
        let any = !events.is_empty();
        let before = self.measuring.as_ref().map_or(0, |it| it.averager.len());
        for event in events {
            self.take(event);
        }
        // Once for all that came since the last frame.
        if let Some(measuring) = &mut self.measuring
            && measuring.averager.len() > before
        {
            measuring.result = measuring.averager.measured();
        }
        any
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Trying(baud) => self.condition = Condition::Looking(Some(baud)),
            Event::Connected(baud) => self.condition = Condition::Heard(baud),
            Event::Silent => self.lose(Condition::Silent),
            // That it is silent says more than how the port puts it.
            Event::Lost(_) if self.condition == Condition::Silent => {}
            Event::Lost(why) => self.lose(Condition::Lost(why)),
            Event::Ended => self.condition = Condition::Ended,
            Event::Line { text, heard, satellites, at } => self.hear(text, &heard, satellites, at),
        }
    }

    fn lose(&mut self, condition: Condition) {
        self.condition = condition;
        self.fix = None;
        self.satellites.clear();
    }

    fn hear(&mut self, text: String, heard: &Heard, satellites: Vec<Satellite>, at: Instant) {
        if self.lines.len() >= LINES_KEPT {
            self.lines.pop_front();
        }
        self.lines.push_back((text, !matches!(heard, Heard::Bad(_))));
        match heard {
            Heard::Fix(fix) => {
                self.satellites = satellites;
                self.refused = fix.check().err();
                self.fix = Some((*fix, at)).filter(|_| self.refused.is_none());
                if let Some(measuring) = &mut self.measuring {
                    // Why one is none stands in `refused`; how many there were is counted.
                    measuring.averager.take(fix).ok();
                }
                self.walk(fix, at);
            }
            Heard::NoFix => {
                self.satellites = satellites;
                self.refused = Some(Refused::NoFix);
                self.fix = None;
            }
            Heard::Other | Heard::Bad(_) => {}
        }
    }

    /// Begins to average.
    pub fn measure(&mut self) {
        self.measuring = Some(Measuring::default());
    }

    /// Gives the average up, or ends it because it was taken over.
    pub fn stop_measuring(&mut self) {
        self.measuring = None;
    }

    /// The average that is being made.
    pub fn measuring(&self) -> Option<&Measuring> {
        self.measuring.as_ref()
    }

    /// Begins to log where the team walks.
    pub fn log(&mut self, project: &Path, on: Date, team: &str, now_ms: i64) -> io::Result<()> {
        let track = Track {
            id: new_id(),
            on: Some(on),
            team: team.trim().to_owned(),
            start_ms: now_ms,
            ..Track::default()
        };
        let journal = Journal::begin(project, &track)?;
        self.finish_leg();
        self.leg = Some(Leg { track, way: Way::default(), began: Instant::now(), journal });
        self.trouble = None;
        Ok(())
    }

    /// Ends the track.
    pub fn stop_logging(&mut self) {
        self.finish_leg();
    }

    /// What the leg comes to that is being walked; nothing where none is.
    pub fn logging(&self) -> Option<Logging> {
        let way = &self.leg.as_ref()?.way;
        let places = way.points().iter().map(|it| it.place).collect();
        Some(Logging { length_m: way.length_m(), places })
    }

    /// Has the leg gone on for so long that the next one is to begin? Its team.
    pub fn leg_is_long(&self) -> Option<String> {
        self.leg.as_ref().filter(|it| it.began.elapsed().as_secs() >= LEG_S).map(|it| it.track.team.clone())
    }

    /// What stands in the way of keeping the track.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// The legs that were finished since the last time, to become rows of the project.
    pub fn take_finished(&mut self) -> Vec<Track> {
        std::mem::take(&mut self.finished)
    }

    fn walk(&mut self, fix: &Fix, at: Instant) {
        let Some(leg) = &mut self.leg else { return };
        let second = at.saturating_duration_since(leg.began).as_secs() as u32;
        if leg.way.take(second, fix)
            && let Some(point) = leg.way.points().last()
        {
            self.trouble = leg.journal.add(*point).err();
        }
    }

    fn finish_leg(&mut self) {
        let Some(leg) = self.leg.take() else { return };
        let points = leg.way.points();
        self.finished.push(Track { length_m: Some(length_m(points)), points: written(points), ..leg.track });
    }
}

//! What a receiver says, put together: a position comes in pieces, spread over several sentences.

use jiff::civil::{Date, Time};

use super::{
    Accuracy, AccuracyFrom, Fix, Quality, Satellite,
    gpsd::{self, Report},
    nmea::{self, BadSentence, Gga, Gst, Rmc, Sentence},
    sky::Sky,
};

/// What a line came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A position, which may still be refused by [`Fix::check`].
    Fix(Fix),
    /// The receiver works, but does not know where it is.
    NoFix,
    /// It said something else.
    Other,
    /// It was no sentence.
    Bad(BadSentence),
}

/// A GST that is older than this many positions says nothing of the one at hand.
const GST_LASTS: u32 = 3;
/// After so many positions of another kind without a GGA, there is none to wait for.
const GGA_LASTS: u32 = 3;

/// Puts the sentences of one receiver together.
#[derive(Clone, Debug, Default)]
pub struct Receiver {
    sky: Sky,
    date: Option<Date>,
    hdop: Option<f64>,
    speed_m_s: Option<f64>,
    course_deg: Option<f64>,
    gst: Option<(Gst, u32)>,
    /// Positions of RMC and GLL since the last GGA; nothing where none has come yet.
    since_gga: Option<u32>,
    /// The time of the position that was given last, so that none counts twice.
    given: Option<Time>,
    /// Was the sentence before this one a GSA? Several of them in a row belong together.
    after_gsa: bool,
}

impl Receiver {
    /// The satellites above.
    pub fn satellites(&self) -> Vec<Satellite> {
        self.sky.satellites()
    }

    /// Takes in a line of NMEA or of gpsd.
    pub fn take(&mut self, line: &str) -> Heard {
        if line.starts_with('{') {
            return gpsd::parse(line).map_or(Heard::Bad(BadSentence::NoSentence), |it| self.take_report(it));
        }
        match nmea::parse(line) {
            Ok(sentence) => self.take_sentence(sentence),
            Err(bad) => Heard::Bad(bad),
        }
    }

    fn take_report(&mut self, report: Report) -> Heard {
        match report {
            Report::Fix(fix) => Heard::Fix(Fix { hdop: fix.hdop.or(self.hdop), ..fix }),
            Report::NoFix => Heard::NoFix,
            Report::Sky { satellites, hdop } => {
                self.hdop = hdop.or(self.hdop);
                if let Some(satellites) = satellites {
                    self.sky.replace(satellites);
                }
                Heard::Other
            }
            Report::Other => Heard::Other,
        }
    }

    fn take_sentence(&mut self, sentence: Sentence) -> Heard {
        let after_gsa = std::mem::replace(&mut self.after_gsa, matches!(sentence, Sentence::Gsa(_)));
        match sentence {
            Sentence::Gga(gga) => return self.take_gga(&gga),
            Sentence::Rmc(rmc) => return self.take_rmc(&rmc),
            Sentence::Gll(gll) => return self.without_gga(gll.place, gll.quality, gll.time),
            Sentence::Gsv(gsv) => self.sky.take_gsv(gsv),
            Sentence::Gsa(gsa) => {
                self.hdop = gsa.hdop.or(self.hdop);
                self.sky.take_gsa(&gsa, after_gsa);
            }
            Sentence::Gst(gst) => self.gst = Some((gst, 0)),
            Sentence::Vtg(vtg) => {
                self.speed_m_s = vtg.speed_m_s;
                self.course_deg = vtg.course_deg;
            }
            Sentence::Zda(zda) => self.date = zda.date.or(self.date),
            Sentence::Other => {}
        }
        Heard::Other
    }

    fn take_gga(&mut self, gga: &Gga) -> Heard {
        self.since_gga = Some(0);
        self.hdop = gga.hdop.or(self.hdop);
        match gga.place {
            // Said before, by an RMC or for another talker.
            Some(_) if gga.time.is_some() && gga.time == self.given => Heard::Other,
            Some(place) if gga.quality != Quality::None => {
                let fix = self.fix(place, gga.quality, gga.time);
                Heard::Fix(Fix { height_m: gga.height_m, satellites: gga.satellites, ..fix })
            }
            _ => Heard::NoFix,
        }
    }

    fn take_rmc(&mut self, rmc: &Rmc) -> Heard {
        self.date = rmc.date.or(self.date);
        self.speed_m_s = rmc.speed_m_s;
        self.course_deg = rmc.course_deg;
        self.without_gga(rmc.place, rmc.quality, rmc.time)
    }

    /// RMC and GLL repeat what GGA says better; they count only where no GGA comes.
    fn without_gga(&mut self, place: Option<(f64, f64)>, quality: Quality, time: Option<Time>) -> Heard {
        if let Some(since) = &mut self.since_gga {
            *since += 1;
            if *since > 2 * GGA_LASTS {
                self.since_gga = None;
            }
            return Heard::Other;
        }
        if time.is_some() && time == self.given {
            return Heard::Other;
        }
        match place {
            Some(place) if quality != Quality::None => Heard::Fix(self.fix(place, quality, time)),
            _ => Heard::NoFix,
        }
    }

    fn fix(&mut self, (lon, lat): (f64, f64), quality: Quality, time: Option<Time>) -> Fix {
        self.given = time;
        let by_gst = match &mut self.gst {
            Some((gst, age)) if *age < GST_LASTS => {
                *age += 1;
                Some(gst.north_m.hypot(gst.east_m)).filter(|it| *it > 0.0)
            }
            _ => None,
        };
        let said = by_gst.map(|metres| Accuracy { metres, from: AccuracyFrom::Receiver });
        let rule = || self.hdop.and_then(|hdop| Accuracy::of_hdop(hdop, quality));
        Fix {
            hdop: self.hdop,
            accuracy: said.or_else(rule),
            date: self.date,
            time,
            speed_m_s: self.speed_m_s,
            course_deg: self.course_deg,
            ..Fix::at(lon, lat, quality)
        }
    }
}

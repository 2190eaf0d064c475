//! One sentence and what it says.

use jiff::civil::{Date, Time};

use super::{checksum, field::Fields};
use crate::domain::position::{Quality, Satellite, System};

/// A sentence that says something about position, time or satellites.
#[derive(Clone, Debug, PartialEq)]
pub enum Sentence {
    /// The position with its quality.
    Gga(Gga),
    /// Position, speed, course and day.
    Rmc(Rmc),
    /// Which satellites the position is made of.
    Gsa(Gsa),
    /// Which satellites are in view, page by page.
    Gsv(Gsv),
    /// How far off the position may be.
    Gst(Gst),
    /// The position alone.
    Gll(Gll),
    /// Course and speed.
    Vtg(Vtg),
    /// Day and time.
    Zda(Zda),
    /// A sentence with a right checksum that says nothing of these.
    Other,
}

/// Why a line is no sentence to believe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSentence {
    /// It does not begin with `$` and two letters of a talker.
    #[error("it is no sentence")]
    NoSentence,
    /// It has no checksum.
    #[error("it has no checksum")]
    NoChecksum,
    /// Its checksum is wrong: something was lost or changed on the way.
    #[error("its checksum is wrong")]
    WrongChecksum,
    /// This field (from 0, the name of the sentence) says nothing that it may say.
    #[error("field {0} can not be read")]
    Field(usize),
}

/// Position and quality (GGA).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gga {
    /// The time of the day (UTC).
    pub time: Option<Time>,
    /// Longitude and latitude in degrees.
    pub place: Option<(f64, f64)>,
    /// How it was got.
    pub quality: Quality,
    /// Of how many satellites.
    pub satellites: Option<u32>,
    /// The dilution of precision.
    pub hdop: Option<f64>,
    /// Metres above the sea.
    pub height_m: Option<f64>,
}

/// The recommended minimum (RMC).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rmc {
    /// The time of the day (UTC).
    pub time: Option<Time>,
    /// The day (UTC).
    pub date: Option<Date>,
    /// Longitude and latitude in degrees.
    pub place: Option<(f64, f64)>,
    /// How it was got; nothing where the receiver warns of it.
    pub quality: Quality,
    /// Over the ground.
    pub speed_m_s: Option<f64>,
    /// From true north.
    pub course_deg: Option<f64>,
}

/// Satellites in use (GSA).
#[derive(Clone, Debug, PartialEq)]
pub struct Gsa {
    /// Whose satellites they are.
    pub system: System,
    /// Their numbers.
    pub used: Vec<u16>,
    /// The horizontal dilution of precision.
    pub hdop: Option<f64>,
}

/// A page of the satellites in view (GSV).
#[derive(Clone, Debug, PartialEq)]
pub struct Gsv {
    /// Whose satellites they are.
    pub system: System,
    /// On which frequency they were heard; 0 where the receiver does not say.
    pub signal: u8,
    /// How many pages there are.
    pub pages: u32,
    /// Which one this is, from 1.
    pub page: u32,
    /// Up to four.
    pub satellites: Vec<Satellite>,
}

/// Errors of the position (GST): one standard deviation, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gst {
    /// The time of the day (UTC).
    pub time: Option<Time>,
    /// To the north.
    pub north_m: f64,
    /// To the east.
    pub east_m: f64,
}

/// Position alone (GLL).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gll {
    /// The time of the day (UTC).
    pub time: Option<Time>,
    /// Longitude and latitude in degrees.
    pub place: Option<(f64, f64)>,
    /// How it was got.
    pub quality: Quality,
}

/// Course and speed over the ground (VTG).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vtg {
    /// From true north.
    pub course_deg: Option<f64>,
    /// Over the ground.
    pub speed_m_s: Option<f64>,
}

/// Day and time (ZDA).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zda {
    /// The time of the day (UTC).
    pub time: Option<Time>,
    /// The day (UTC).
    pub date: Option<Date>,
}

const KNOT_M_S: f64 = 1852.0 / 3600.0;
const KM_H_M_S: f64 = 1000.0 / 3600.0;

/// Reads a line.
pub fn parse(line: &str) -> Result<Sentence, BadSentence> {
    let text = line.trim().strip_prefix(['$', '!']).ok_or(BadSentence::NoSentence)?;
    let (body, sum) = text.rsplit_once('*').ok_or(BadSentence::NoChecksum)?;
    let hex = sum.len() == 2 && sum.bytes().all(|it| it.is_ascii_hexdigit());
    let said = u8::from_str_radix(sum, 16).ok().filter(|_| hex).ok_or(BadSentence::NoChecksum)?;
    if said != checksum(body) {
        return Err(BadSentence::WrongChecksum);
    }
    let fields = Fields::of(body);
    let name = fields.text(0);
    let (talker, kind) = match (name.get(..2), name.get(2..)) {
        (Some(talker), Some(kind)) if name.len() == 5 => (talker, kind),
        // Sentences of makers ($PUBX, $PMTK…) are right, but say nothing that all understand alike.
        _ => return Ok(Sentence::Other),
    };
    match kind {
        "GGA" => gga(&fields),
        "RMC" => rmc(&fields),
        "GSA" => gsa(&fields, talker),
        "GSV" => gsv(&fields, talker),
        "GST" => gst(&fields),
        "GLL" => gll(&fields),
        "VTG" => vtg(&fields),
        "ZDA" => zda(&fields),
        _ => Ok(Sentence::Other),
    }
}

fn gga(fields: &Fields<'_>) -> Result<Sentence, BadSentence> {
    Ok(Sentence::Gga(Gga {
        time: fields.time(1)?,
        place: fields.place(2)?,
        quality: Quality::of_gga(fields.count(6)?.unwrap_or_default()),
        satellites: fields.count(7)?,
        hdop: fields.amount(8)?,
        height_m: fields.number(9)?,
    }))
}

/// The status and the letter of the mode, which receivers since NMEA 2.3 send.
fn quality(status: &str, mode: &str) -> Quality {
    match (status, mode) {
        ("A", "" | "A" | "P") => Quality::Gps,
        ("A", "D") => Quality::Dgps,
        ("A", "R") => Quality::RtkFixed,
        ("A", "F") => Quality::RtkFloat,
        ("A", "E" | "M") => Quality::Estimated,
        ("A", "S") => Quality::Simulated,
        _ => Quality::None,
    }
}

fn rmc(fields: &Fields<'_>) -> Result<Sentence, BadSentence> {
    Ok(Sentence::Rmc(Rmc {
        time: fields.time(1)?,
        date: fields.date(9)?,
        place: fields.place(3)?,
        quality: quality(fields.text(2), fields.text(12)),
        speed_m_s: fields.amount(7)?.map(|it| it * KNOT_M_S),
        course_deg: fields.number(8)?,
    }))
}

fn gll(fields: &Fields<'_>) -> Result<Sentence, BadSentence> {
    let (place, time) = (fields.place(1)?, fields.time(5)?);
    Ok(Sentence::Gll(Gll { time, place, quality: quality(fields.text(6), fields.text(7)) }))
}

fn vtg(fields: &Fields<'_>) -> Result<Sentence, BadSentence> {
    let knots = fields.amount(5)?.map(|it| it * KNOT_M_S);
    let speed_m_s = fields.amount(7)?.map(|it| it * KM_H_M_S).or(knots);
    Ok(Sentence::Vtg(Vtg { course_deg: fields.number(1)?, speed_m_s }))
}

fn zda(fields: &Fields<'_>) -> Result<Sentence, BadSentence> {
    let part = |at: usize| fields.count(at);
    let date = match (part(4)?, part(3)?, part(2)?) {
        (Some(year @ 2000..=9999), Some(month @ 1..=12), Some(day @ 1..=31)) => {
            Date::new(year as i16, month as i8, day as i8).ok()
        }
        _ => None,
    };
    Ok(Sentence::Zda(Zda { time: fields.time(1)?, date }))
}

fn gst(fields: &Fields<'_>) -> Result<Sentence, BadSentence> {
    match (fields.amount(6)?, fields.amount(7)?) {
        (Some(north_m), Some(east_m)) => Ok(Sentence::Gst(Gst { time: fields.time(1)?, north_m, east_m })),
        _ => Ok(Sentence::Other),
    }
}

fn gsa(fields: &Fields<'_>, talker: &str) -> Result<Sentence, BadSentence> {
    let mut used = Vec::new();
    for at in 3..15 {
        used.extend(fields.count(at)?.and_then(|it| u16::try_from(it).ok()));
    }
    // Since NMEA 4.1 the number of the system stands at the end.
    let by_number = match fields.text(18) {
        "1" => Some(System::Gps),
        "2" => Some(System::Glonass),
        "3" => Some(System::Galileo),
        "4" => Some(System::BeiDou),
        "5" => Some(System::Qzss),
        _ => None,
    };
    let system = by_number.unwrap_or_else(|| system_of(talker));
    Ok(Sentence::Gsa(Gsa { system, used, hdop: fields.amount(16)? }))
}

fn gsv(fields: &Fields<'_>, talker: &str) -> Result<Sentence, BadSentence> {
    let pages = fields.count(1)?.ok_or(BadSentence::Field(1))?;
    let page = fields.count(2)?.ok_or(BadSentence::Field(2))?;
    if page == 0 || page > pages || pages > 32 {
        return Err(BadSentence::Field(2));
    }
    let mut satellites = Vec::new();
    let mut at = 4;
    while at + 4 <= fields.len() && satellites.len() < 4 {
        let number = fields.count(at)?.and_then(|it| u16::try_from(it).ok());
        let degrees = |at: usize| -> Result<Option<i16>, BadSentence> {
            Ok(fields.number(at)?.filter(|it| it.abs() <= 360.0).map(|it| it as i16))
        };
        let signal = fields.count(at + 3)?.and_then(|it| u8::try_from(it).ok());
        if let Some(number) = number {
            satellites.push(Satellite {
                system: system_of(talker),
                number,
                elevation_deg: degrees(at + 1)?,
                azimuth_deg: degrees(at + 2)?,
                signal_db: signal.filter(|it| *it > 0),
                used: false,
            });
        }
        at += 4;
    }
    // One field is left over where the receiver says on which frequency it hears them: a hexadecimal digit.
    let signal = match fields.len().saturating_sub(at) {
        1 => u8::from_str_radix(fields.text(at), 16).unwrap_or_default(),
        _ => 0,
    };
    Ok(Sentence::Gsv(Gsv { system: system_of(talker), signal, pages, page, satellites }))
}

fn system_of(talker: &str) -> System {
    match talker {
        "GP" => System::Gps,
        "GB" | "BD" => System::BeiDou,
        "GL" => System::Glonass,
        "GA" => System::Galileo,
        "GQ" => System::Qzss,
        _ => System::Mixed,
    }
}

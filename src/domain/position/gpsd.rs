//! The messages of gpsd, a program that shares one receiver among many: a JSON object on each line.

use jiff::{Timestamp, civil::DateTime};
use serde_json::{Map, Value as Json};

use super::{Accuracy, AccuracyFrom, Fix, Quality, Satellite, System};

/// What to say to gpsd, so that it begins to tell.
pub const WATCH: &str = "?WATCH={\"enable\":true,\"json\":true};\n";

/// Messages that are longer than this are not read; a sky full of satellites takes a fifth of it.
pub const LONGEST_MESSAGE: usize = 64 * 1024;

/// One message.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// Where the receiver is (TPV).
    Fix(Fix),
    /// The receiver works, but does not know where it is (TPV).
    NoFix,
    /// The satellites above (SKY).
    Sky {
        /// The satellites; nothing where the message has only figures.
        satellites: Option<Vec<Satellite>>,
        /// The horizontal dilution of precision.
        hdop: Option<f64>,
    },
    /// Anything else: versions, devices.
    Other,
}

/// Reads a message; nothing where it is none.
pub fn parse(line: &str) -> Option<Report> {
    if line.len() > LONGEST_MESSAGE {
        return None;
    }
    let Ok(Json::Object(message)) = serde_json::from_str::<Json>(line) else { return None };
    match message.get("class")?.as_str()? {
        "TPV" => Some(tpv(&message)),
        "SKY" => Some(sky(&message)),
        _ => Some(Report::Other),
    }
}

fn number(object: &Map<String, Json>, key: &str) -> Option<f64> {
    object.get(key).and_then(Json::as_f64).filter(|it| it.is_finite())
}

fn amount(object: &Map<String, Json>, key: &str) -> Option<f64> {
    number(object, key).filter(|it| *it >= 0.0)
}

fn tpv(message: &Map<String, Json>) -> Report {
    let mode = message.get("mode").and_then(Json::as_u64).unwrap_or_default();
    let place = number(message, "lon").zip(number(message, "lat"));
    let Some((lon, lat)) = place.filter(|_| mode >= 2) else { return Report::NoFix };
    let quality = match message.get("status").and_then(Json::as_u64).unwrap_or(1) {
        2 => Quality::Dgps,
        3 => Quality::RtkFixed,
        4 => Quality::RtkFloat,
        5 => Quality::Estimated,
        8 => Quality::Simulated,
        _ => Quality::Gps,
    };
    // How sure gpsd is of these it does not say; they are taken as they are.
    let by_axes = || Some(amount(message, "epx")?.hypot(amount(message, "epy")?));
    let metres = amount(message, "eph").or_else(by_axes).filter(|it| *it > 0.0);
    let moment = message.get("time").and_then(Json::as_str).and_then(|it| it.parse::<Timestamp>().ok());
    let moment = moment.map(|it| it.to_zoned(jiff::tz::TimeZone::UTC).datetime());
    Report::Fix(Fix {
        height_m: number(message, "altMSL").or_else(|| number(message, "alt")),
        accuracy: metres.map(|metres| Accuracy { metres, from: AccuracyFrom::Gpsd }),
        date: moment.map(DateTime::date),
        time: moment.map(DateTime::time),
        speed_m_s: amount(message, "speed"),
        course_deg: number(message, "track"),
        ..Fix::at(lon, lat, quality)
    })
}

fn sky(message: &Map<String, Json>) -> Report {
    let satellites = message.get("satellites").and_then(Json::as_array);
    let satellites = satellites.map(|it| it.iter().filter_map(satellite).collect());
    Report::Sky { satellites, hdop: amount(message, "hdop") }
}

fn satellite(json: &Json) -> Option<Satellite> {
    let object = json.as_object()?;
    let whole = |key: &str| number(object, key).filter(|it| it.abs() <= 1000.0);
    let number = whole("PRN").filter(|it| *it >= 0.0)? as u16;
    let system = match object.get("gnssid").and_then(Json::as_u64) {
        Some(0 | 1) => System::Gps,
        Some(2) => System::Galileo,
        Some(3) => System::BeiDou,
        Some(5) => System::Qzss,
        Some(6) => System::Glonass,
        _ => System::Mixed,
    };
    Some(Satellite {
        system,
        number,
        elevation_deg: whole("el").map(|it| it as i16),
        azimuth_deg: whole("az").map(|it| it as i16),
        signal_db: whole("ss").filter(|it| *it > 0.0).map(|it| it as u8),
        used: object.get("used").and_then(Json::as_bool).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn a_position_of_gpsd_reads_like_one_of_a_receiver() {
        let line = r#"{"class":"TPV","device":"/dev/ttyACM0","mode":3,"status":2,
            "time":"2026-03-05T02:11:07.000Z","lat":38.416523417,"lon":112.733984,"altMSL":789.4,"epx":6.0,
            "epy":8.0,"speed":0.4,"track":91.2}"#;

        let Some(Report::Fix(fix)) = parse(line) else { panic!("{:?}", parse(line)) };

        assert_eq!((fix.lon, fix.lat, fix.height_m), (112.733_984, 38.416_523_417, Some(789.4)));
        assert_eq!((fix.date, fix.time), (Some(date(2026, 3, 5)), Some(time(2, 11, 7, 0))));
        assert_eq!(fix.quality, Quality::Dgps);
        assert_eq!(fix.accuracy, Some(Accuracy { metres: 10.0, from: AccuracyFrom::Gpsd }));
    }

    #[test]
    fn a_sky_of_gpsd_has_its_satellites() {
        let line = r#"{"class":"SKY","hdop":0.9,"satellites":[
            {"PRN":14,"gnssid":3,"el":61,"az":210,"ss":44.0,"used":true},{"PRN":3,"gnssid":0,"used":false}]}"#;

        let Some(Report::Sky { satellites: Some(satellites), hdop }) = parse(line) else { panic!() };

        assert_eq!(hdop, Some(0.9));
        assert_eq!((satellites[0].system, satellites[0].signal_db), (System::BeiDou, Some(44)));
        assert!(satellites[0].used && !satellites[1].used);
    }

    #[test]
    fn what_is_no_message_is_none() {
        assert_eq!(parse("{\"class\":\"TPV\",\"mode\":1}"), Some(Report::NoFix));
        assert_eq!(parse("{\"class\":\"VERSION\"}"), Some(Report::Other));
        assert_eq!(parse("{\"class\":\"TPV\",\"mode\":3,\"lat\":38.4}"), Some(Report::NoFix));
        assert_eq!(parse("{\"class\":7}"), None);
        assert_eq!(parse("[]"), None);
        assert_eq!(parse(&format!("{{\"class\":\"{}\"}}", "x".repeat(LONGEST_MESSAGE))), None);
    }
}

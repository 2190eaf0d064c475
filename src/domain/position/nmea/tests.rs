use jiff::civil::{date, time};

use super::*;
use crate::domain::position::{AccuracyFrom, Fix, Heard, Quality, Receiver, System};

const GGA: &str = "GNGGA,021107.00,3825.19460,N,11244.03904,E,1,14,0.9,789.4,M,-21.3,M,,";
const RMC: &str = "GNRMC,021107.00,A,3825.19460,N,11244.03904,E,0.5,91.2,050326,,,A";

fn read(body: &str) -> Result<Sentence, BadSentence> {
    parse(&sentence(body))
}

fn lines_of(bytes: &[u8]) -> Vec<Line> {
    let mut all = Vec::new();
    Lines::default().push(bytes, |line| all.push(line));
    all
}

#[test]
fn a_checksum_is_that_of_the_standard() {
    // Examples from the manual of the u-blox 8 and from NMEA 0183 itself.
    assert!(parse("$GPGLL,4916.45,N,12311.12,W,225444,A*31").is_ok());
    assert!(parse("$GPGSV,3,1,10,20,78,331,45,01,59,235,47,22,41,069,,13,32,252,45*70").is_ok());
    assert_eq!(parse("$GPGLL,4916.45,N,12311.12,W,225444,A*30"), Err(BadSentence::WrongChecksum));
    assert_eq!(parse("$GPGLL,4916.45,N,12311.12,W,225444,A"), Err(BadSentence::NoChecksum));
    assert_eq!(parse("$GPGLL,4916.45,N,12311.12,W,225444,A*+1"), Err(BadSentence::NoChecksum));
    assert_eq!(parse("GPGLL"), Err(BadSentence::NoSentence));
}

#[test]
fn a_position_is_degrees_with_their_sign() {
    let Ok(Sentence::Gga(gga)) = read(GGA) else { panic!() };
    let (lon, lat) = gga.place.unwrap();
    assert!((lon - (112.0 + 44.03904 / 60.0)).abs() < 1e-12);
    assert!((lat - (38.0 + 25.19460 / 60.0)).abs() < 1e-12);
    assert_eq!((gga.time, gga.quality), (Some(time(2, 11, 7, 0)), Quality::Gps));
    assert_eq!((gga.satellites, gga.hdop, gga.height_m), (Some(14), Some(0.9), Some(789.4)));

    let Ok(Sentence::Gll(gll)) = parse("$GPGLL,4916.45,N,12311.12,W,225444,A*31") else { panic!() };
    let (lon, lat) = gll.place.unwrap();
    assert!((lon + 123.185_333_333).abs() < 1e-8 && (lat - 49.274_166_666).abs() < 1e-8);
}

#[test]
fn empty_fields_say_nothing() {
    let Ok(Sentence::Gga(gga)) = read("GNGGA,,,,,,0,,,,,,,,") else { panic!() };
    assert_eq!((gga.place, gga.time, gga.quality, gga.hdop), (None, None, Quality::None, None));

    let Ok(Sentence::Rmc(rmc)) = read("GNRMC,,V,,,,,,,,,,N") else { panic!() };
    assert_eq!((rmc.place, rmc.date, rmc.quality), (None, None, Quality::None));
    // A sentence that ends before its time has only empty fields from there on.
    let Ok(Sentence::Gga(gga)) = read("GNGGA,021107.00") else { panic!() };
    assert_eq!((gga.place, gga.time), (None, Some(time(2, 11, 7, 0))));
}

#[test]
fn what_no_receiver_means_is_no_position() {
    for (from, to) in [
        ("3825.19460", "3860.00000"),
        ("3825.19460", "9100.00000"),
        ("11244.03904", "18100.00000"),
        ("11244.03904", "1.1e4"),
        ("11244.03904", "nan"),
        ("11244.03904", "-11244.0"),
        (",N,", ",E,"),
        (",E,", ",,"),
        ("021107.00", "251107.00"),
        ("021107.00", "02110"),
        ("021107.00", "021107x0"),
        (",14,", ",-1,"),
        (",0.9,", ",-0.9,"),
    ] {
        let body = GGA.replacen(from, to, 1);

        assert!(matches!(read(&body), Err(BadSentence::Field(_))), "{body}: {:?}", read(&body));
    }
}

#[test]
fn a_leap_second_is_not_lost() {
    let Ok(Sentence::Gga(gga)) = read(&GGA.replace("021107.00", "235960.50")) else { panic!() };
    assert_eq!(gga.time, Some(time(23, 59, 59, 500_000_000)));
}

#[test]
fn the_talker_and_the_last_field_say_whose_satellites_they_are() {
    for (talker, system) in [
        ("GP", System::Gps),
        ("GB", System::BeiDou),
        ("BD", System::BeiDou),
        ("GL", System::Glonass),
        ("GA", System::Galileo),
        ("GN", System::Mixed),
    ] {
        let Ok(Sentence::Gsa(gsa)) = read(&format!("{talker}GSA,A,3,14,22,,,,,,,,,,,1.5,0.9,1.2")) else {
            panic!("{talker}")
        };
        assert_eq!((gsa.system, &gsa.used[..], gsa.hdop), (system, &[14, 22][..], Some(0.9)));
    }
    let Ok(Sentence::Gsa(gsa)) = read("GNGSA,A,3,14,,,,,,,,,,,,1.5,0.9,1.2,4") else { panic!() };
    assert_eq!(gsa.system, System::BeiDou);
}

#[test]
fn speed_course_day_and_errors_are_read_in_metres_and_degrees() {
    let Ok(Sentence::Vtg(vtg)) = read("GNVTG,91.2,T,,M,1.000,N,1.852,K,A") else { panic!() };
    assert!((vtg.speed_m_s.unwrap() - 1852.0 / 3600.0).abs() < 1e-12);
    let Ok(Sentence::Rmc(rmc)) = read(RMC) else { panic!() };
    assert_eq!((rmc.date, rmc.course_deg), (Some(date(2026, 3, 5)), Some(91.2)));
    let Ok(Sentence::Zda(zda)) = read("GNZDA,021107.00,05,03,2026,00,00") else { panic!() };
    assert_eq!(zda.date, Some(date(2026, 3, 5)));
    let Ok(Sentence::Gst(gst)) = read("GNGST,021107.00,2.1,1.5,0.9,30,1.2,0.9,2.4") else { panic!() };
    assert_eq!((gst.north_m, gst.east_m), (1.2, 0.9));
}

#[test]
fn rubbish_between_sentences_costs_no_sentence() {
    let (gga, rmc) = (sentence(GGA), sentence(RMC));
    let stream = format!("\u{1}\u{ff}xx{gga}\r\n\r\n$GNGGA,0211{rmc}\n@@");

    let lines = lines_of(stream.as_bytes());

    let whole: Vec<&Line> = lines.iter().filter(|it| matches!(it, Line::Whole(_))).collect();
    assert_eq!(whole, [&Line::Whole(gga), &Line::Whole(rmc)]);
    let rubbish: usize = lines.iter().map(|it| if let Line::Rubbish(n) = it { *n } else { 0 }).sum();
    assert_eq!(rubbish, "\u{1}\u{ff}xx$GNGGA,0211@@".len());
}

#[test]
fn a_line_without_end_is_given_up() {
    let mut lines = Lines::default();
    let mut whole = 0;
    for _ in 0..1000 {
        lines.push(&[b'$'; 1], |_| {});
        lines.push(&[b'A'; 1000], |line| whole += usize::from(matches!(line, Line::Whole(_))));
    }
    assert_eq!(whole, 0);

    let mut after = Vec::new();
    lines.push(format!("\n{}\n", sentence(GGA)).as_bytes(), |line| after.push(line));
    assert!(after.contains(&Line::Whole(sentence(GGA))), "{after:?}");
}

#[test]
fn a_sentence_may_come_byte_by_byte() {
    let mut lines = Lines::default();
    let mut whole = Vec::new();
    for byte in format!("{}\r\n", sentence(GGA)).bytes() {
        lines.push(&[byte], |line| whole.push(line));
    }
    assert_eq!(whole, [Line::Whole(sentence(GGA))]);
}

fn hear(receiver: &mut Receiver, bodies: &[&str]) -> Vec<Heard> {
    bodies.iter().map(|body| receiver.take(&sentence(body))).collect()
}

fn fixes(heard: &[Heard]) -> Vec<Fix> {
    heard.iter().filter_map(|it| if let Heard::Fix(fix) = it { Some(*fix) } else { None }).collect()
}

#[test]
fn a_second_makes_one_position_of_all_its_sentences() {
    let mut receiver = Receiver::default();
    let gst = "GNGST,021107.00,2.1,1.5,0.9,30,1.2,0.9,2.4";
    let gll = "GNGLL,3825.19460,N,11244.03904,E,021107.00,A,A";

    // Before the first GGA nobody knows that one comes: the RMC counts, and the GGA of the same second does not.
    let first = hear(&mut receiver, &[RMC, gst, GGA, gll]);
    assert!(matches!(first[..], [Heard::Fix(_), Heard::Other, Heard::Other, Heard::Other]), "{first:?}");

    let later = |body: &str| body.replace("021107", "021108");
    let second = hear(&mut receiver, &[&later(RMC), &later(gst), &later(GGA), &later(gll)]);
    let [fix] = fixes(&second)[..] else { panic!("{second:?}") };
    assert_eq!((fix.date, fix.time), (Some(date(2026, 3, 5)), Some(time(2, 11, 8, 0))));
    let accuracy = fix.accuracy.unwrap();
    assert_eq!((accuracy.from, accuracy.metres), (AccuracyFrom::Receiver, 1.5));
    assert_eq!((fix.satellites, fix.height_m), (Some(14), Some(789.4)));
}

#[test]
fn without_gga_and_gst_there_is_a_position_all_the_same() {
    let mut receiver = Receiver::default();
    let heard = hear(
        &mut receiver,
        &["GPGSA,A,3,14,22,,,,,,,,,,,2.5,1.5,1.2", RMC, "GPGLL,3825.19460,N,11244.03904,E,021107.00,A,A"],
    );

    let [fix] = fixes(&heard)[..] else { panic!("{heard:?}") };

    assert_eq!(fix.accuracy.map(|it| (it.from, it.metres)), Some((AccuracyFrom::Hdop, 6.0)));
}

#[test]
fn a_receiver_that_knows_nothing_says_so() {
    let heard =
        hear(&mut Receiver::default(), &["GNGGA,021107.00,,,,,0,00,99.9,,,,,,", "GNRMC,,V,,,,,,,,,,N"]);

    assert!(matches!(heard[..], [Heard::NoFix, Heard::Other]), "{heard:?}");
}

#[test]
fn the_sky_is_put_together_of_its_pages() {
    let mut receiver = Receiver::default();
    hear(
        &mut receiver,
        &[
            "GNGSA,A,3,20,22,,,,,,,,,,,1.5,0.9,1.2,1",
            "GNGSA,A,3,14,,,,,,,,,,,,1.5,0.9,1.2,4",
            "GPGSV,2,1,05,20,78,331,45,01,59,235,47,22,41,069,,13,32,252,45,1",
            "GPGSV,2,2,05,30,10,100,20,1",
            "GBGSV,1,1,01,14,61,210,44,1",
            // The same satellite on another frequency.
            "GBGSV,1,1,01,14,61,210,48,5",
            // The first page of this one was lost.
            "GLGSV,2,2,05,65,10,100,20,1",
        ],
    );

    let sky = receiver.satellites();

    assert_eq!(sky.len(), 6, "{sky:?}");
    let beidou = sky.iter().find(|it| it.system == System::BeiDou).unwrap();
    assert_eq!((beidou.number, beidou.signal_db, beidou.used), (14, Some(48), true));
    let used: Vec<u16> = sky.iter().filter(|it| it.used).map(|it| it.number).collect();
    assert_eq!(used, [20, 22, 14]);
    assert_eq!(sky.iter().find(|it| it.number == 22).unwrap().signal_db, None);
}

/// Ten seconds of a receiver.
fn stream() -> Vec<u8> {
    let mut stream = String::new();
    for second in 0..10 {
        let at = format!("0211{second:02}.00");
        for body in [
            GGA.replace("021107.00", &at),
            RMC.replace("021107.00", &at),
            "GNGSA,A,3,20,22,,,,,,,,,,,1.5,0.9,1.2,1".to_owned(),
            "GPGSV,1,1,04,20,78,331,45,01,59,235,47,22,41,069,,13,32,252,45".to_owned(),
            format!("GNGST,{at},2.1,1.5,0.9,30,1.2,0.9,2.4"),
        ] {
            stream.push_str(&sentence(&body));
            stream.push_str("\r\n");
        }
    }
    stream.into_bytes()
}

/// Every position that is believed of a damaged stream: whether it is where the receiver was.
fn believe(bytes: &[u8]) -> (usize, usize, usize) {
    let (mut lines, mut receiver) = (Lines::default(), Receiver::default());
    let (mut right, mut wrong, mut refused) = (0, 0, 0);
    lines.push(bytes, |line| {
        let Line::Whole(line) = line else { return };
        match receiver.take(&line) {
            Heard::Fix(fix) if (fix.lon - 112.733_984).abs() < 1e-9 && (fix.lat - 38.419_91).abs() < 1e-9 => {
                right += 1;
            }
            Heard::Fix(_) => wrong += 1,
            Heard::Bad(_) => refused += 1,
            _ => {}
        }
    });
    assert!(receiver.satellites().len() <= 256);
    (right, wrong, refused)
}

#[test]
fn no_single_changed_bit_moves_a_position() {
    let sound = format!("{}\r\n{}\r\n", sentence(GGA), sentence(RMC)).into_bytes();
    for at in 0..sound.len() {
        for bit in 0..8 {
            let mut bytes = sound.clone();
            bytes[at] ^= 1 << bit;

            let (right, wrong, _) = believe(&bytes);

            assert_eq!(wrong, 0, "byte {at}, bit {bit}");
            // A line end that is lost joins two sentences, of which the second one is still heard.
            assert!(right <= 2, "byte {at}, bit {bit}");
        }
    }
}

#[test]
fn of_a_stream_in_shreds_hardly_a_position_is_wrong() {
    let sound = stream();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    let (mut right, mut wrong, mut refused) = (0, 0, 0);
    for _ in 0..2000 {
        let mut bytes = sound.clone();
        for _ in 0..=random() % 24 {
            let at = random() % bytes.len();
            match random() % 4 {
                0 | 1 => bytes[at] ^= 1 << (random() % 8),
                2 => drop(bytes.drain(at..(at + random() % 40).min(bytes.len()))),
                _ => drop(bytes.splice(at..at, (0..random() % 300).map(|n| n as u8))),
            }
        }
        let found = believe(&bytes);
        (right, wrong, refused) = (right + found.0, wrong + found.1, refused + found.2);
    }
    // Two damages in one line can cancel each other in the checksum. The next to refuse them is the averaging.
    assert!(right > 5_000 && refused > 5_000, "{right} {wrong} {refused}");
    assert!(wrong * 1000 < right, "{right} {wrong} {refused}");
}

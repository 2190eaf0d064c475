//! What speaks against a photo as proof. Doubts are told and never stand in the way.

use jiff::civil::{Date, DateTime};

use super::Taken;
use crate::domain::{
    RecordId,
    coordinate::distance_m,
    fact::Photo,
    project::{AnyRecord, Entry, Project},
};

/// A camera farther than this from the outfall may have stood at another one. A phone under trees is 30 m off and a far view across a
/// wide river takes 100 m; our choice.
pub const FAR_FROM_OUTFALL_M: f64 = 200.0;

/// A clock from before this year was never set: cameras begin at 1970, 1980 or 2000 when their battery was out.
pub const OLDEST_YEAR: i16 = 2010;

/// A clock that is this far ahead of ours is taken for wrong, in minutes: zones that were not set make hours, not minutes.
const AHEAD_MIN: i64 = 10;

/// Something that speaks against a photo.
#[derive(Clone, Debug, PartialEq)]
pub enum Doubt {
    /// The camera stood so many metres from the outfall.
    Far {
        /// How far.
        metres: f64,
    },
    /// It was taken on another day than the record that it belongs to.
    OtherDay {
        /// The day of the photo.
        taken: Date,
        /// The day of the record.
        recorded: Date,
    },
    /// The camera did not say when.
    NoTime,
    /// It was taken after now.
    Future {
        /// When it says that it was taken.
        taken: DateTime,
    },
    /// The clock of the camera was not set.
    ClockNotSet {
        /// When it says that it was taken.
        taken: DateTime,
    },
    /// The same bytes are attached already.
    Already {
        /// The outfall with the same file.
        outfall: RecordId,
    },
}

/// What speaks against this photo, before it is attached; `now` is local time, `here_min` how far that is from UTC.
pub fn doubts(project: &Project, photo: &Photo, now: DateTime, here_min: i32) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let entry = project.entry(photo.outfall);
    let outfall = entry.and_then(|it| it.outfall.position());
    if let Some((outfall, camera)) = outfall.zip(photo.place()) {
        let metres = distance_m(outfall, camera);
        if metres > FAR_FROM_OUTFALL_M {
            doubts.push(Doubt::Far { metres });
        }
    }
    if photo.is_picture() {
        let taken = Taken::parse(&photo.taken_at).map(|it| it.local(here_min));
        doubts.extend(time_doubt(taken, photo, entry, now));
    }
    let same = |entry: &&Entry| entry.photos.iter().any(|it| it.sha256 == photo.sha256 && it.id != photo.id);
    if let Some(entry) = project.entries().iter().find(same) {
        doubts.push(Doubt::Already { outfall: entry.outfall.id });
    }
    doubts
}

fn time_doubt(taken: Option<DateTime>, photo: &Photo, entry: Option<&Entry>, now: DateTime) -> Option<Doubt> {
    let Some(taken) = taken else { return Some(Doubt::NoTime) };
    let ahead = taken.duration_since(now).as_mins();
    if ahead > AHEAD_MIN {
        return Some(Doubt::Future { taken });
    }
    if taken.year() < OLDEST_YEAR {
        return Some(Doubt::ClockNotSet { taken });
    }
    let fact =
        photo.fact.zip(entry).and_then(|(id, entry)| entry.facts().into_iter().find(|it| it.id() == id));
    let recorded = fact.as_ref().and_then(day_of)?;
    (recorded != taken.date()).then_some(Doubt::OtherDay { taken: taken.date(), recorded })
}

fn day_of(fact: &AnyRecord) -> Option<Date> {
    let on = fact.filled().find(|(name, _)| *name == "on")?.1;
    on.as_text()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{fact::Visit, outfall::Outfall, project::Change};

    const NOW: DateTime = DateTime::constant(2026, 11, 20, 18, 0, 0, 0);

    fn id(number: u128) -> RecordId {
        RecordId(uuid::Uuid::from_u128(number))
    }

    fn project() -> Project {
        let mut project = Project::default();
        let outfall = Outfall { id: id(1), lon: Some(112.73), lat: Some(38.42), ..Outfall::default() };
        let visit = Visit { id: id(2), outfall: id(1), on: Some(date(2026, 11, 20)), ..Visit::default() };
        for record in [AnyRecord::from(outfall), visit.into()] {
            project.apply(&Change::Insert(record)).unwrap();
        }
        project
    }

    fn photo(taken_at: &str, lon: f64) -> Photo {
        Photo {
            id: id(9),
            outfall: id(1),
            fact: Some(id(2)),
            media_type: "image/jpeg".to_owned(),
            sha256: "aa".to_owned(),
            taken_at: taken_at.to_owned(),
            lon: Some(lon),
            lat: Some(38.42),
            ..Photo::default()
        }
    }

    #[test]
    fn a_photo_of_the_visit_at_the_outfall_raises_no_doubt() {
        assert_eq!(doubts(&project(), &photo("2026-11-20T09:12:33+08:00", 112.731), NOW, 480), []);
    }

    #[test]
    fn distance_day_and_clock_are_doubted() {
        let of = |taken: &str, lon| doubts(&project(), &photo(taken, lon), NOW, 480);

        assert!(matches!(of("2026-11-20T09:00:00", 112.74)[..], [Doubt::Far { metres }] if metres > 800.0));
        assert!(matches!(of("2026-11-18T09:00:00", 112.73)[..], [Doubt::OtherDay { .. }]));
        assert_eq!(of("", 112.73), [Doubt::NoTime]);
        assert!(matches!(of("2026-11-21T09:00:00", 112.73)[..], [Doubt::Future { .. }]));
        assert!(matches!(of("1980-01-01T00:00:00", 112.73)[..], [Doubt::ClockNotSet { .. }]));
    }

    #[test]
    fn the_clock_of_a_camera_in_another_zone_is_not_in_the_future() {
        // 17:30 here.
        assert_eq!(doubts(&project(), &photo("2026-11-20T18:30:00+09:00", 112.73), NOW, 480), []);
    }

    #[test]
    fn the_same_bytes_twice_are_doubted_and_a_document_needs_no_time() {
        let mut project = project();
        let first = Photo { id: id(5), fact: None, ..photo("", 112.73) };
        project.apply(&Change::Insert(first.into())).unwrap();

        let document = Photo { media_type: "application/pdf".to_owned(), ..photo("", 112.73) };

        assert_eq!(doubts(&project, &document, NOW, 480), [Doubt::Already { outfall: id(1) }]);
    }
}

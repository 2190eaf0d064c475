//! Which outfall and which visit a photo from a folder belongs to. What is not clear is asked, never guessed.

use jiff::civil::{Date, DateTime};

use super::Shot;
use crate::domain::{RecordId, coordinate::distance_m, project::Project};

/// A photo belongs to an outfall only within this distance. Wider than the limit of doubt, so that what is doubtful is matched and told;
/// our choice.
pub const NEAR_OUTFALL_M: f64 = 300.0;

/// A photo without a place belongs to a visit only within so many minutes, where the minute of the visit is known; our choice.
pub const MOST_MINUTES: i64 = 120;

/// The nearest outfall is taken for the right one if the next is this much farther than twice as far: what a phone may be off.
const CLEARLY_M: f64 = 20.0;

/// The same for minutes.
const CLEARLY_MIN: i64 = 10;

/// The most candidates that are offered for one photo.
const MOST_CANDIDATES: usize = 12;

/// An outfall that photos may belong to.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The outfall.
    pub outfall: RecordId,
    /// Longitude and latitude in degrees.
    pub place: Option<(f64, f64)>,
    /// Its visits.
    pub visits: Vec<VisitTime>,
}

/// When a visit was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitTime {
    /// The visit.
    pub visit: RecordId,
    /// Its day.
    pub on: Date,
    /// The minute in which its record was begun, where that was on the day itself: on the bank.
    pub begun: Option<DateTime>,
}

/// A place for a photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The outfall.
    pub outfall: RecordId,
    /// The visit, if one was on the day of the photo and only one comes into question.
    pub visit: Option<RecordId>,
    /// How far the camera was from the outfall.
    pub distance_m: Option<f64>,
    /// How many minutes lie between the photo and the beginning of the record of the visit.
    pub minutes: Option<i64>,
}

/// What became of a photo.
#[derive(Clone, Debug, PartialEq)]
pub enum Match {
    /// It belongs there.
    Clear(Found),
    /// It belongs to one of these, the likeliest first.
    Ask(Vec<Found>),
    /// It belongs nowhere.
    None(Unmatched),
}

/// Why a photo belongs nowhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unmatched {
    /// The camera said neither when nor where.
    NothingKnown,
    /// The nearest outfall is too far away.
    TooFar {
        /// The nearest outfall.
        outfall: RecordId,
        /// How far it is.
        metres: f64,
    },
    /// The camera did not say where, and there was no visit at that time.
    NoVisitThen,
    /// No outfall has a position.
    NoPlaces,
}

/// The outfalls of a project with their visits; `here_min` is how far local time is from UTC.
pub fn sites(project: &Project, here_min: i32) -> Vec<Site> {
    let site = |entry: &crate::domain::project::Entry| Site {
        outfall: entry.outfall.id,
        place: entry.outfall.position(),
        visits: entry
            .visits
            .iter()
            .filter_map(|visit| {
                let on = visit.on?;
                let begun = begun(visit.id, here_min).filter(|it| it.date() == on);
                Some(VisitTime { visit: visit.id, on, begun })
            })
            .collect(),
    };
    project.entries().iter().map(site).collect()
}

/// When a record was begun: its identity says so.
fn begun(id: RecordId, here_min: i32) -> Option<DateTime> {
    let (seconds, _) = id.0.get_timestamp()?.to_unix();
    let local = i64::try_from(seconds).ok()?.checked_add(i64::from(here_min) * 60)?;
    let timestamp = jiff::Timestamp::from_second(local).ok()?;
    Some(timestamp.to_zoned(jiff::tz::TimeZone::UTC).datetime())
}

/// Where a photo belongs; `here_min` is how far local time is from UTC.
pub fn match_shot(shot: &Shot, sites: &[Site], here_min: i32) -> Match {
    let taken = shot.taken.map(|it| it.local(here_min));
    match (shot.place, taken) {
        (Some(place), taken) => by_place(place, taken, sites),
        (None, Some(taken)) => by_time(taken, sites),
        (None, None) => Match::None(Unmatched::NothingKnown),
    }
}

fn by_place(camera: (f64, f64), taken: Option<DateTime>, sites: &[Site]) -> Match {
    // Roughly first: the ellipsoid takes its time, and a province has a hundred thousand outfalls.
    let shrink = camera.1.to_radians().cos();
    let rough_m = |place: (f64, f64)| {
        (((place.0 - camera.0) * shrink).hypot(place.1 - camera.1)).to_radians() * 6_371_000.0
    };
    let placed = sites.iter().filter_map(|site| Some((site, site.place?)));
    let mut near: Vec<(&Site, f64)> = Vec::new();
    let mut nearest: Option<(&Site, (f64, f64), f64)> = None;
    for (site, place) in placed {
        let rough = rough_m(place);
        if nearest.is_none_or(|(.., least)| rough < least) {
            nearest = Some((site, place, rough));
        }
        if rough < NEAR_OUTFALL_M * 1.1 {
            near.push((site, distance_m(camera, place)));
        }
    }
    near.retain(|(_, metres)| *metres <= NEAR_OUTFALL_M);
    near.sort_by(|a, b| a.1.total_cmp(&b.1));
    let Some((first, least)) = near.first().copied() else {
        return Match::None(nearest.map_or(Unmatched::NoPlaces, |(site, place, _)| Unmatched::TooFar {
            outfall: site.outfall,
            metres: distance_m(camera, place),
        }));
    };
    near.retain(|(_, metres)| *metres < 2.0 * least + CLEARLY_M);
    let visited: Vec<&(&Site, f64)> =
        near.iter().filter(|(site, _)| taken.is_some_and(|taken| was_visited(site, taken))).collect();
    match (&near[..], &visited[..]) {
        ([_], _) => Match::Clear(found(first, Some(least), taken)),
        (_, [(site, metres)]) => Match::Clear(found(site, Some(*metres), taken)),
        _ => {
            let all = near.iter().map(|(site, metres)| found(site, Some(*metres), taken));
            Match::Ask(all.take(MOST_CANDIDATES).collect())
        }
    }
}

fn was_visited(site: &Site, taken: DateTime) -> bool {
    site.visits.iter().any(|it| it.on == taken.date())
}

fn by_time(taken: DateTime, sites: &[Site]) -> Match {
    let visited = sites.iter().filter(|site| was_visited(site, taken));
    let mut all: Vec<Found> = visited.map(|site| found(site, None, Some(taken))).collect();
    all.sort_by_key(|it| it.minutes.map_or(i64::MAX, i64::abs));
    match all[..] {
        [] => Match::None(Unmatched::NoVisitThen),
        [only] if only.minutes.is_none_or(|it| it.abs() <= MOST_MINUTES) => Match::Clear(only),
        [first, second, ..] => {
            let minutes = |it: Found| it.minutes.map(i64::abs);
            // A visit whose minute is not known may have been at any time of the day.
            let all_known = all.iter().all(|it| it.minutes.is_some());
            let clear = all_known
                && minutes(first).is_some_and(|it| it <= MOST_MINUTES)
                && minutes(first).zip(minutes(second)).is_some_and(|(a, b)| b >= 2 * a + CLEARLY_MIN);
            if clear {
                return Match::Clear(first);
            }
            all.truncate(MOST_CANDIDATES);
            Match::Ask(all)
        }
        [_] => Match::Ask(all),
    }
}

/// The place for a photo at this outfall, with the visit that comes into question.
fn found(site: &Site, distance_m: Option<f64>, taken: Option<DateTime>) -> Found {
    let that_day: Vec<&VisitTime> =
        site.visits.iter().filter(|it| taken.is_some_and(|taken| taken.date() == it.on)).collect();
    let minutes = |visit: &VisitTime| Some(taken?.duration_since(visit.begun?).as_mins());
    let visit = match that_day[..] {
        [only] => Some(only),
        _ if that_day.iter().all(|it| it.begun.is_some()) => {
            that_day.into_iter().min_by_key(|it| minutes(it).map(i64::abs))
        }
        _ => None,
    };
    Found {
        outfall: site.outfall,
        visit: visit.map(|it| it.visit),
        distance_m,
        minutes: visit.and_then(minutes),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::evidence::Taken;

    const DAY: Date = date(2026, 11, 20);

    fn id(number: u128) -> RecordId {
        RecordId(uuid::Uuid::from_u128(number))
    }

    /// An outfall so many metres east of the first.
    fn site(number: u128, east_m: f64, visits: &[(u128, Date, Option<i8>)]) -> Site {
        let visits = visits.iter().map(|(visit, on, hour)| VisitTime {
            visit: id(*visit),
            on: *on,
            begun: hour.map(|hour| on.at(hour, 0, 0, 0)),
        });
        // A degree of longitude is 87.3 km long there.
        Site {
            outfall: id(number),
            place: Some((112.73 + east_m / 87_300.0, 38.42)),
            visits: visits.collect(),
        }
    }

    fn shot(hour: Option<i8>, east_m: Option<f64>) -> Shot {
        Shot {
            taken: hour.map(|hour| Taken { clock: DAY.at(hour, 0, 0, 0), offset_min: Some(480) }),
            place: east_m.map(|east| (112.73 + east / 87_300.0, 38.42)),
            ..Shot::default()
        }
    }

    #[track_caller]
    fn check(shot: &Shot, sites: &[Site], outfall: u128, visit: Option<u128>) -> Found {
        let Match::Clear(found) = match_shot(shot, sites, 480) else {
            panic!("{:?}", match_shot(shot, sites, 480));
        };
        assert_eq!((found.outfall, found.visit), (id(outfall), visit.map(id)));
        found
    }

    #[test]
    fn a_photo_beside_an_outfall_belongs_to_it_and_to_the_visit_of_its_day() {
        let sites = [
            site(1, 0.0, &[(11, DAY, Some(9)), (12, date(2026, 11, 19), Some(9))]),
            site(2, 250.0, &[(21, DAY, Some(15))]),
        ];

        let found = check(&shot(Some(9), Some(10.0)), &sites, 1, Some(11));

        assert!(found.distance_m.is_some_and(|it| (it - 10.0).abs() < 0.5));
        assert_eq!(found.minutes, Some(0));
        check(&shot(None, Some(240.0)), &sites, 2, None);
    }

    #[test]
    fn of_two_outfalls_side_by_side_the_one_visited_that_day_is_taken() {
        let sites = [site(1, 0.0, &[]), site(2, 30.0, &[(21, DAY, None)])];

        check(&shot(Some(9), Some(12.0)), &sites, 2, Some(21));
    }

    #[test]
    fn of_two_outfalls_that_both_come_into_question_it_asks() {
        let both = [site(1, 0.0, &[(11, DAY, None)]), site(2, 30.0, &[(21, DAY, None)])];

        let Match::Ask(candidates) = match_shot(&shot(Some(9), Some(12.0)), &both, 480) else { panic!() };

        assert_eq!(candidates.iter().map(|it| it.outfall).collect::<Vec<_>>(), [id(1), id(2)]);
    }

    #[test]
    fn a_photo_far_from_every_outfall_belongs_nowhere_and_says_how_far() {
        let sites = [site(1, 0.0, &[(11, DAY, None)]), Site { place: None, ..site(2, 0.0, &[]) }];

        let unmatched = match_shot(&shot(Some(9), Some(900.0)), &sites, 480);

        assert!(
            matches!(unmatched, Match::None(Unmatched::TooFar { outfall, metres }) if outfall == id(1) && (metres - 900.0).abs() < 5.0),
            "{unmatched:?}"
        );
    }

    #[test]
    fn a_photo_without_a_place_belongs_to_the_only_visit_near_its_time() {
        let sites = [site(1, 0.0, &[(11, DAY, Some(9))]), site(2, 900.0, &[(21, DAY, Some(15))])];

        assert_eq!(check(&shot(Some(10), None), &sites, 1, Some(11)).minutes, Some(60));
        assert!(matches!(match_shot(&shot(Some(12), None), &sites, 480), Match::Ask(_)), "in the middle");
        let vague = [site(1, 0.0, &[(11, DAY, Some(9))]), site(2, 900.0, &[(21, DAY, None)])];
        assert!(matches!(match_shot(&shot(Some(9), None), &vague, 480), Match::Ask(_)), "any time that day");
    }

    #[test]
    fn a_photo_that_says_nothing_belongs_nowhere() {
        let sites = [site(1, 0.0, &[(11, DAY, Some(9))])];
        let other_day = Shot {
            taken: Some(Taken { clock: date(2026, 10, 1).at(9, 0, 0, 0), offset_min: None }),
            ..Shot::default()
        };

        assert_eq!(match_shot(&Shot::default(), &sites, 480), Match::None(Unmatched::NothingKnown));
        assert_eq!(match_shot(&other_day, &sites, 480), Match::None(Unmatched::NoVisitThen));
        assert_eq!(match_shot(&shot(None, Some(0.0)), &[], 480), Match::None(Unmatched::NoPlaces));
    }

    #[test]
    fn the_identity_of_a_visit_says_when_it_was_begun() {
        // 2026-11-20 01:30 UTC.
        let stamp = uuid::Timestamp::from_unix(uuid::NoContext, 1_795_138_200, 0);
        let visit = RecordId(uuid::Uuid::new_v7(stamp));

        assert_eq!(begun(visit, 480), Some(date(2026, 11, 20).at(9, 30, 0, 0)));
        assert_eq!(begun(id(5), 480), None);
    }
}

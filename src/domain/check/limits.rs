//! What checks go by, where a county may decide differently.

use jiff::civil::Date;

use crate::domain::{placing::FAR_FROM_RIVER_M, settings::Settings};

/// The shipped flood season of Shanxi (domain dossier §1.2), as [`FloodSeason::parse`] reads it.
pub const FLOOD_SEASON: &str = "06-01/09-30";
/// Outfalls of like names within this many metres may be one (B7, domain dossier §8.4).
const NEAR_TWIN_M: f64 = 10.0;
/// So many outfalls at one place are more than chance: the middle of a village (B8). Our choice.
const SHARED_PLACE: i64 = 3;

/// What the checks of a project go by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Metres from every river beyond which an outfall is in a wrong place (B4).
    pub far_river_m: f64,
    /// Metres within which outfalls of like names may be one (B7).
    pub near_twin_m: f64,
    /// How many outfalls at one place are too many (B8).
    pub shared_place: usize,
    /// The flood season (B25).
    pub flood_season: FloodSeason,
}

impl Limits {
    /// What the settings say, else what is shipped.
    pub fn of(settings: &Settings) -> Self {
        let metres = |set: Option<f64>, shipped: f64| set.filter(|it| *it > 0.0).unwrap_or(shipped);
        Self {
            far_river_m: metres(settings.far_river_m, FAR_FROM_RIVER_M),
            near_twin_m: metres(settings.near_twin_m, NEAR_TWIN_M),
            shared_place: settings.shared_place.filter(|it| *it >= 2).unwrap_or(SHARED_PLACE) as usize,
            flood_season: FloodSeason::parse(&settings.flood_season).unwrap_or_default(),
        }
    }
}

/// The flood season of every year (汛期): its first and last day, as month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FloodSeason {
    first: (i8, i8),
    last: (i8, i8),
}

impl Default for FloodSeason {
    /// What is shipped: [`FLOOD_SEASON`].
    fn default() -> Self {
        Self { first: (6, 1), last: (9, 30) }
    }
}

impl FloodSeason {
    /// Reads `06-01/09-30`; nothing where it is no two days of a year.
    pub fn parse(text: &str) -> Option<Self> {
        let day = |text: &str| {
            let (month, day) = text.trim().split_once('-')?;
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            // A leap year has every day.
            Date::new(2024, month, day).ok().map(|_| (month, day))
        };
        let (first, last) = text.split_once('/')?;
        Some(Self { first: day(first)?, last: day(last)? })
    }

    /// Does the day lie in it? A season may go over the end of the year.
    pub fn contains(self, day: Date) -> bool {
        let day = (day.month(), day.day());
        if self.first <= self.last {
            (self.first..=self.last).contains(&day)
        } else {
            day >= self.first || day <= self.last
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_settings_go_before_what_is_shipped() {
        let mut settings = Settings::new("忻州", 2024);
        let shipped = Limits::of(&settings);
        assert_eq!((shipped.far_river_m, shipped.near_twin_m, shipped.shared_place), (500.0, 10.0, 3));
        assert_eq!(FloodSeason::parse(FLOOD_SEASON), Some(shipped.flood_season));
        settings.far_river_m = Some(300.0);
        settings.shared_place = Some(1);
        settings.flood_season = "11-01/02-10".to_owned();
        let limits = Limits::of(&settings);
        assert_eq!((limits.far_river_m, limits.shared_place), (300.0, 3));
        assert!(limits.flood_season.contains(date(2024, 12, 31)));
        assert!(!limits.flood_season.contains(date(2024, 2, 11)));
    }

    #[test]
    fn the_flood_season_holds_both_of_its_ends() {
        let season = FloodSeason::default();
        assert!(season.contains(date(2024, 6, 1)) && season.contains(date(2024, 9, 30)));
        assert!(!season.contains(date(2024, 5, 31)) && !season.contains(date(2024, 10, 1)));
        for bad in ["", "06-01", "06-31/09-30", "6月1日/9月30日", "13-01/09-30"] {
            assert_eq!(FloodSeason::parse(bad), None, "{bad}");
        }
    }
}

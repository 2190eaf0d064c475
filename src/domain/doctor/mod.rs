//! The coordinate doctor (坐标诊断): in which system are positions that say nothing of it?
//!
//! Outfalls lie on rivers. So positions are read in each system that they may be in, and the right one brings them to the water: what
//! counts is the median distance to the nearest river, which a fifth of bad rows does not move. Source: domain dossier §8.2.

#[cfg(test)]
mod tests;

use super::{
    code_list,
    coordinate::offset,
    placing::{PreparedLayer, Surroundings},
};

code_list! {
    /// A system in which longitude and latitude may be given.
    #[derive(Default)]
    pub enum System {
        /// As they are.
        #[default]
        AsIs = "CGCS2000", "原样（CGCS2000/WGS 84）", "As they are (CGCS2000, WGS 84)";
        /// Picked on a map of 高德 or 腾讯.
        Gcj02 = "GCJ-02", "高德/腾讯偏移（GCJ-02）", "Offset of Gaode or Tencent (GCJ-02)";
        /// Picked on a map of 百度.
        Bd09 = "BD-09", "百度偏移（BD-09）", "Offset of Baidu (BD-09)";
        /// Latitude stands where longitude should.
        Swapped = "swapped", "经纬度颠倒", "Longitude and latitude swapped";
        /// Degrees, minutes and seconds in the digits of one number: 112.2606 for 112°26′06″.
        Packed = "D.MMSS", "度.分秒（112.2606 即 112°26′06″）", "Packed D.MMSS (112.2606 for 112°26′06″)";
    }
}

impl System {
    /// Where a position really is, in degrees of CGCS2000; nothing where it can not be given in this system.
    pub fn read(self, lon: f64, lat: f64) -> Option<(f64, f64)> {
        let (lon, lat) = match self {
            Self::AsIs => (lon, lat),
            Self::Gcj02 => offset::from_gcj02(lon, lat),
            Self::Bd09 => offset::from_bd09(lon, lat),
            Self::Swapped => (lat, lon),
            Self::Packed => (unpacked(lon)?, unpacked(lat)?),
        };
        ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)).then_some((lon, lat))
    }

    /// Does it bring positions to another place?
    pub fn moves(self) -> bool {
        self != Self::AsIs
    }
}

/// `D.MMSSs` in degrees; nothing where the digits are no minutes and seconds.
fn unpacked(packed: f64) -> Option<f64> {
    let size = packed.abs();
    let degrees = size.floor();
    // Nine digits are a tenth of a millimetre; what is beyond them is the noise of a binary number.
    let digits = ((size - degrees) * 1e9).round();
    let (minutes, seconds) = ((digits / 1e7).floor(), digits % 1e7 / 1e5);
    let is_angle = minutes < 60.0 && seconds < 60.0;
    is_angle.then(|| packed.signum() * (degrees + minutes / 60.0 + seconds / 3_600.0))
}

/// How near to the rivers positions come in one system.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The system.
    pub system: System,
    /// Half of the positions lie nearer to a river, in metres.
    pub median_m: f64,
    /// Nine tenths lie nearer to a river, in metres.
    pub p90_m: f64,
}

/// What the rivers say of positions.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// The systems that they may be in, as they are first.
    pub candidates: Vec<Candidate>,
    /// The system that they are in, as far as the rivers can tell.
    pub best: System,
    /// How many positions were looked at.
    pub looked_at: usize,
    /// How many there are.
    pub count: usize,
}

/// More positions than this say nothing more.
const MOST_LOOKED_AT: usize = 2_000;
/// Fewer positions than this say nothing.
pub const FEWEST: usize = 10;
/// Two systems that differ by less than this can not be told apart: rivers are wide and lines are drawn roughly. Our choice; the
/// offsets are 550 m and more.
const CLEAR_GAIN_M: f64 = 100.0;
/// The right system brings the median down to this part of what it was.
const CLEAR_SHARE: f64 = 0.5;
/// Nobody looks for a river farther away.
const FAR_M: f64 = 300_000.0;
/// So many positions must fit a notation, of those that are looked at, before all are read in it.
const FITTING_SHARE: f64 = 0.98;

impl Diagnosis {
    /// Asks the rivers; nothing where there are none, or no position. Positions at 0, 0 are left out.
    pub fn of(positions: &[(f64, f64)], around: &Surroundings) -> Option<Self> {
        let usable: Vec<(f64, f64)> = positions.iter().copied().filter(|it| is_somewhere(*it)).collect();
        let every = usable.len().div_ceil(MOST_LOOKED_AT).max(1);
        let looked_at: Vec<(f64, f64)> = usable.iter().copied().step_by(every).collect();
        if looked_at.is_empty() || !has_rivers(around) {
            return None;
        }
        let systems = System::ALL.iter().copied().filter(|it| it.is_possible(&looked_at));
        let candidates: Vec<Candidate> = systems.map(|it| Candidate::of(it, &looked_at, around)).collect();
        let best = best_of(&candidates, looked_at.len());
        Some(Self { candidates, best, looked_at: looked_at.len(), count: usable.len() })
    }

    /// The figures of a system.
    pub fn candidate(&self, system: System) -> Option<&Candidate> {
        self.candidates.iter().find(|it| it.system == system)
    }
}

impl System {
    /// Can these positions be in this system at all?
    fn is_possible(self, positions: &[(f64, f64)]) -> bool {
        let share = |fits: &dyn Fn(&(f64, f64)) -> bool| {
            positions.iter().filter(|it| fits(it)).count() as f64 / positions.len() as f64
        };
        match self {
            Self::AsIs | Self::Gcj02 | Self::Bd09 => true,
            // Most of them look like it: the ranges of China do not meet.
            Self::Swapped => {
                share(&|(lon, lat)| (17.0..=54.0).contains(lon) && (73.0..=136.0).contains(lat)) > 0.5
            }
            Self::Packed => share(&|(lon, lat)| self.read(*lon, *lat).is_some()) >= FITTING_SHARE,
        }
    }
}

impl Candidate {
    fn of(system: System, positions: &[(f64, f64)], around: &Surroundings) -> Self {
        let mut distances: Vec<f64> = positions
            .iter()
            .map(|(lon, lat)| {
                let place = system.read(*lon, *lat);
                place.and_then(|(lon, lat)| river_m(around, lon, lat)).unwrap_or(FAR_M)
            })
            .collect();
        distances.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let index = (distances.len() as f64 * share).ceil() as usize;
            distances.get(index.saturating_sub(1)).copied().unwrap_or(FAR_M)
        };
        Self { system, median_m: at(0.5), p90_m: at(0.9) }
    }
}

fn best_of(candidates: &[Candidate], looked_at: usize) -> System {
    let as_is = candidates.iter().find(|it| it.system == System::AsIs);
    let nearest = candidates.iter().min_by(|one, other| one.median_m.total_cmp(&other.median_m));
    let (Some(as_is), Some(nearest)) = (as_is, nearest) else { return System::AsIs };
    let gain = as_is.median_m - nearest.median_m;
    let is_clear = gain >= CLEAR_GAIN_M && nearest.median_m <= as_is.median_m * CLEAR_SHARE;
    if is_clear && looked_at >= FEWEST { nearest.system } else { System::AsIs }
}

/// How far the nearest river of all layers is, in metres; nothing where none is within hundreds of kilometres.
pub fn river_m(around: &Surroundings, lon: f64, lat: f64) -> Option<f64> {
    let rivers = around.layers.iter().filter_map(|it| match it.as_ref() {
        PreparedLayer::Rivers(rivers) => Some(rivers),
        _ => None,
    });
    let distances = rivers.filter_map(|it| Some(it.nearest_line(lon, lat)?.distance_m));
    distances.min_by(f64::total_cmp)
}

/// Is there a river at all?
pub fn has_rivers(around: &Surroundings) -> bool {
    around.layers.iter().any(|it| matches!(it.as_ref(), PreparedLayer::Rivers(it) if !it.is_empty()))
}

fn is_somewhere((lon, lat): (f64, f64)) -> bool {
    lon.is_finite() && lat.is_finite() && (lon.abs() > 1e-9 || lat.abs() > 1e-9)
}

//! The satellites above a receiver, from GSV and GSA.

use std::collections::BTreeMap;

use super::nmea::{Gsa, Gsv};
use crate::domain::Term;

/// Whose satellites they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// United States; also what augments it (SBAS).
    Gps,
    /// China (北斗).
    BeiDou,
    /// Russia.
    Glonass,
    /// Europe.
    Galileo,
    /// Japan.
    Qzss,
    /// Several together, or nobody knows.
    Mixed,
}

impl Term for System {
    fn zh(self) -> &'static str {
        match self {
            Self::Gps => "GPS",
            Self::BeiDou => "北斗",
            Self::Glonass => "格洛纳斯",
            Self::Galileo => "伽利略",
            Self::Qzss => "准天顶",
            Self::Mixed => "多系统",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Gps => "GPS",
            Self::BeiDou => "BeiDou",
            Self::Glonass => "GLONASS",
            Self::Galileo => "Galileo",
            Self::Qzss => "QZSS",
            Self::Mixed => "Mixed",
        }
    }
}

/// One satellite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Satellite {
    /// Whose it is.
    pub system: System,
    /// Its number within the system.
    pub number: u16,
    /// Degrees above the horizon.
    pub elevation_deg: Option<i16>,
    /// Degrees from true north.
    pub azimuth_deg: Option<i16>,
    /// How strong it is heard (C/N0), in dB-Hz; nothing while it is not.
    pub signal_db: Option<u8>,
    /// Is the position made of it, too?
    pub used: bool,
}

/// No receiver sees more than this of one system on one frequency; what says so is rubbish.
const MOST_IN_GROUP: usize = 64;
/// A group of GSV that has not come for so many others belongs to a system that is heard no more.
const STALE_AFTER: u64 = 40;

/// What was heard of one system on one frequency.
#[derive(Clone, Debug, Default)]
struct Group {
    complete: Vec<Satellite>,
    coming: Vec<Satellite>,
    next_page: u32,
    heard_at: u64,
}

/// The satellites above.
#[derive(Clone, Debug, Default)]
pub(super) struct Sky {
    groups: BTreeMap<(System, u8), Group>,
    used: BTreeMap<System, Vec<u16>>,
    /// Groups that were completed so far.
    clock: u64,
}

impl Sky {
    /// Takes in one page of satellites in view.
    pub(super) fn take_gsv(&mut self, page: Gsv) {
        let group = self.groups.entry((page.system, page.signal)).or_default();
        if page.page == 1 {
            group.coming.clear();
        } else if page.page != group.next_page {
            // A page was lost on the way: the pages before belong to no whole.
            group.coming.clear();
            group.next_page = 0;
            return;
        }
        group.next_page = page.page + 1;
        if group.coming.len() + page.satellites.len() <= MOST_IN_GROUP {
            group.coming.extend(page.satellites);
        }
        if page.page >= page.pages {
            self.clock += 1;
            group.complete = std::mem::take(&mut group.coming);
            group.next_page = 0;
            group.heard_at = self.clock;
            let clock = self.clock;
            self.groups.retain(|_, it| clock - it.heard_at < STALE_AFTER);
        }
    }

    /// Takes in which satellites the position is made of. `goes_on`: together with those of the sentence before, as there is one for
    /// each system, and one more where twelve are not all.
    pub(super) fn take_gsa(&mut self, gsa: &Gsa, goes_on: bool) {
        if !goes_on {
            self.used.clear();
        }
        let used = self.used.entry(gsa.system).or_default();
        if used.len() < MOST_IN_GROUP {
            used.extend(&gsa.used);
        }
    }

    /// Puts the sky as somebody else sees it in the place of this one.
    pub(super) fn replace(&mut self, satellites: Vec<Satellite>) {
        self.clock += 1;
        self.groups.clear();
        self.used.clear();
        for satellite in satellites.into_iter().take(4 * MOST_IN_GROUP) {
            let group = self.groups.entry((satellite.system, 0)).or_default();
            group.heard_at = self.clock;
            group.complete.push(satellite);
            if satellite.used {
                self.used.entry(satellite.system).or_default().push(satellite.number);
            }
        }
    }

    /// Every satellite once, by system and number, with its strongest signal.
    pub(super) fn satellites(&self) -> Vec<Satellite> {
        let mut all: BTreeMap<(System, u16), Satellite> = BTreeMap::new();
        for satellite in self.groups.values().flat_map(|it| &it.complete) {
            let used = self.is_used(satellite);
            let known = all.entry((satellite.system, satellite.number)).or_insert(*satellite);
            known.signal_db = known.signal_db.max(satellite.signal_db);
            known.elevation_deg = known.elevation_deg.or(satellite.elevation_deg);
            known.azimuth_deg = known.azimuth_deg.or(satellite.azimuth_deg);
            known.used = used;
        }
        all.into_values().collect()
    }

    fn is_used(&self, satellite: &Satellite) -> bool {
        [satellite.system, System::Mixed]
            .iter()
            .any(|it| self.used.get(it).is_some_and(|numbers| numbers.contains(&satellite.number)))
    }
}

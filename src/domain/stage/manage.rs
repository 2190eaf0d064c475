//! 管: sign, monitoring, dossier (HJ 1309-2023).

use jiff::civil::Date;

use super::{ManageState, in_effect};
use crate::domain::{
    fact::{Signboard, Upkeep},
    project::Entry,
};

/// The state of upkeep at the end of `day`: that of the latest note.
pub fn state(entry: &Entry, day: Date) -> ManageState {
    match latest(entry, day) {
        None => ManageState::None,
        Some(it)
            if it.signboard == Some(Signboard::Good)
                && it.monitoring.is_some()
                && it.dossier == Some(true) =>
        {
            ManageState::Kept
        }
        Some(_) => ManageState::Partial,
    }
}

/// The latest upkeep note in effect on `day`.
pub(super) fn latest(entry: &Entry, day: Date) -> Option<&Upkeep> {
    entry.upkeep.iter().filter(|it| in_effect(it.on, day)).max_by_key(|it| (it.on, it.id))
}

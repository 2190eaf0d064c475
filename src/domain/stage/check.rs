//! 查: has somebody been there?

use jiff::civil::Date;

use super::{CheckState, Judged, RegisterState, in_effect};
use crate::domain::project::Entry;

/// The state of checking at the end of `day`. What stands confirmed in a ledger has been visited, says the ledger.
pub fn state(entry: &Entry, register: Judged<RegisterState>, day: Date) -> Judged<CheckState> {
    if entry.visits.iter().any(|it| in_effect(it.on, day)) {
        return Judged::proven(CheckState::Visited);
    }
    if register.state == RegisterState::Suspected {
        return Judged::proven(CheckState::Unvisited);
    }
    Judged::claimed(CheckState::Visited)
}

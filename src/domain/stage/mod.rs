//! In which state an outfall is on a given day: worked out from its facts, never typed (状态由事实推导).
//!
//! Five tracks run side by side: [`check`], [`measure`], [`trace`], [`fix`] and [`manage`]; the
//! [`register`] says whether the outfall counts at all. Each state is a pure function of the facts
//! whose effective day is not after the day asked for. A state that only a ledger claims counts, but is
//! not [`Judged::proven`].

pub mod check;
pub mod fix;
pub mod gate;
pub mod manage;
pub mod measure;
pub mod register;
mod state;
#[cfg(test)]
mod tests;
pub mod trace;
mod track;

use jiff::civil::Date;

pub use self::{
    gate::{Missing, Stage},
    state::{CheckState, FixState, ManageState, MeasureState, RegisterState, TraceState},
    track::Track,
};
use super::project::{Entry, Project};

/// A state, and whether facts stand behind it or only a ledger's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged<S> {
    /// The state.
    pub state: S,
    /// Do facts in the project lead to it?
    pub proven: bool,
}

impl<S> Judged<S> {
    /// A state that follows from facts.
    pub fn proven(state: S) -> Self {
        Self { state, proven: true }
    }

    /// A state that only a ledger claims.
    pub fn claimed(state: S) -> Self {
        Self { state, proven: false }
    }
}

/// Where an outfall stands on one day, in the register and on all five tracks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// 台账状态.
    pub register: Judged<RegisterState>,
    /// 查.
    pub check: Judged<CheckState>,
    /// 测.
    pub measure: MeasureState,
    /// 溯.
    pub trace: Judged<TraceState>,
    /// 治.
    pub fix: Judged<FixState>,
    /// 管.
    pub manage: ManageState,
    /// 溯, as the facts alone have it; the same as [`Self::trace`] where that is proven.
    pub trace_by_facts: TraceState,
    /// 治, as the facts alone have it; the same as [`Self::fix`] where that is proven.
    pub fix_by_facts: FixState,
}

impl Standing {
    /// Where `entry` stands at the end of `day`.
    pub fn of(project: &Project, entry: &Entry, day: Date) -> Self {
        let register = register::state(entry, day);
        let (trace, fix) = (trace::state(project, entry, day), fix::state(entry, day));
        let trace_by_facts =
            if trace.proven { trace.state } else { trace::state_by_facts(project, entry, day) };
        Self {
            register,
            check: check::state(entry, register, day),
            measure: measure::state(entry, day),
            trace,
            fix,
            manage: manage::state(entry, day),
            trace_by_facts,
            fix_by_facts: if fix.proven { fix.state } else { fix::state_by_facts(entry, day) },
        }
    }
}

/// Is a fact of this day in effect on `day`? One without a day counts from the beginning.
pub(crate) fn in_effect(on: Option<Date>, day: Date) -> bool {
    on.is_none_or(|on| on <= day)
}

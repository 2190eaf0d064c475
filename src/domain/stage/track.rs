//! The six states of an outfall by name, for what asks of all of them alike: filters and tables.

use super::{Stage, Standing};
use crate::domain::Term;

/// One of the states that follow from the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Track {
    /// 台账状态.
    Register,
    /// The state of a stage.
    Stage(Stage),
}

impl Track {
    /// Every one, in the order of the work.
    pub const ALL: [Self; 6] = [
        Self::Register,
        Self::Stage(Stage::Check),
        Self::Stage(Stage::Measure),
        Self::Stage(Stage::Trace),
        Self::Stage(Stage::Fix),
        Self::Stage(Stage::Manage),
    ];

    /// What the state is called, in Chinese and English.
    pub fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::Register => ("台账状态", "Register state"),
            Self::Stage(Stage::Check) => ("排查状态", "Check state"),
            Self::Stage(Stage::Measure) => ("监测状态", "Measure state"),
            Self::Stage(Stage::Trace) => ("溯源状态", "Trace state"),
            Self::Stage(Stage::Fix) => ("整治状态", "Fix state"),
            Self::Stage(Stage::Manage) => ("管理状态", "Manage state"),
        }
    }

    /// The state as its code, its Chinese name and its English name.
    pub fn state(self, standing: &Standing) -> (&'static str, &'static str, &'static str) {
        macro_rules! names {
            ($state:expr) => {{
                let state = $state;
                (state.code(), Term::zh(state), Term::en(state))
            }};
        }
        match self {
            Self::Register => names!(standing.register.state),
            Self::Stage(Stage::Check) => names!(standing.check.state),
            Self::Stage(Stage::Measure) => names!(standing.measure),
            Self::Stage(Stage::Trace) => names!(standing.trace.state),
            Self::Stage(Stage::Fix) => names!(standing.fix.state),
            Self::Stage(Stage::Manage) => names!(standing.manage),
        }
    }
}

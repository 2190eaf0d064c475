//! What the states of all stages have in common, so that one colour and one shape mean the same everywhere.

use crate::{
    domain::stage::{
        CheckState, FixState, Judged, ManageState, MeasureState, RegisterState, Stage, Standing, TraceState,
    },
    i18n::Lang,
};

/// How far along a state is. Each has a colour in the theme and a shape of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tone {
    /// Not begun: an empty ring.
    Idle,
    /// Under way: a half-filled ring.
    Begun,
    /// Done: a full disc with a tick.
    Done,
    /// Not needed: a dash.
    Exempt,
    /// Over the limit, rebound: a full triangle.
    Alarm,
}

/// A state as the window shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    /// How far along.
    pub(crate) tone: Tone,
    /// Do facts stand behind it?
    pub(crate) proven: bool,
    /// The full word.
    pub(crate) word: &'static str,
    /// A word that fits a chip: at most five characters in Chinese.
    pub(crate) short: &'static str,
}

impl Mark {
    /// The mark of `stage`.
    pub(crate) fn of(standing: &Standing, stage: Stage, lang: Lang) -> Self {
        match stage {
            Stage::Check => check(standing.check, lang),
            Stage::Measure => measure(standing.measure, lang),
            Stage::Trace => trace(standing.trace, lang),
            Stage::Fix => fix(standing.fix, lang),
            Stage::Manage => manage(standing.manage, lang),
        }
    }
}

fn check(judged: Judged<CheckState>, lang: Lang) -> Mark {
    let tone = match judged.state {
        CheckState::Unvisited => Tone::Idle,
        CheckState::Visited => Tone::Done,
    };
    let word = lang.term(judged.state);
    Mark { tone, proven: judged.proven, word, short: word }
}

fn measure(state: MeasureState, lang: Lang) -> Mark {
    let (tone, short) = match state {
        MeasureState::Unmeasured => (Tone::Idle, lang.pick("未监测", "Not yet")),
        MeasureState::AwaitingLab => (Tone::Begun, lang.pick("待结果", "In the lab")),
        MeasureState::Within => (Tone::Done, lang.pick("达标", "Within")),
        MeasureState::Exceeding => (Tone::Alarm, lang.pick("超标", "Over limits")),
        MeasureState::Unjudged => (Tone::Begun, lang.pick("未评价", "Not judged")),
        MeasureState::Impossible => (Tone::Exempt, lang.pick("无法采样", "Impossible")),
    };
    Mark { tone, proven: true, word: lang.term(state), short }
}

/// The mark of a tracing state.
pub(crate) fn trace(judged: Judged<TraceState>, lang: Lang) -> Mark {
    let (tone, short) = match judged.state {
        TraceState::Untraced => (Tone::Idle, lang.pick("未溯源", "Not traced")),
        TraceState::Tracing => (Tone::Begun, lang.pick("溯源中", "Tracing")),
        TraceState::Partial => (Tone::Begun, lang.pick("部分溯源", "Partly")),
        TraceState::Traced => (Tone::Done, lang.pick("已溯源", "Traced")),
        TraceState::Government => (Tone::Done, lang.pick("政府兜底", "Last resort")),
        TraceState::NotNeeded => (Tone::Exempt, lang.pick("无需溯源", "No need")),
    };
    Mark { tone, proven: judged.proven, word: lang.term(judged.state), short }
}

/// The mark of a remediation state.
pub(crate) fn fix(judged: Judged<FixState>, lang: Lang) -> Mark {
    let (tone, short) = match judged.state {
        FixState::Unjudged => (Tone::Idle, lang.pick("未研判", "Not judged")),
        FixState::NotNeeded => (Tone::Exempt, lang.pick("无需整治", "No need")),
        FixState::Needed => (Tone::Begun, lang.pick("需整治", "To be fixed")),
        FixState::Planned => (Tone::Begun, lang.pick("已定方案", "Planned")),
        FixState::Underway => (Tone::Begun, lang.pick("整治中", "Under way")),
        FixState::AwaitingAcceptance => (Tone::Begun, lang.pick("完工待验", "To accept")),
        FixState::Closed => (Tone::Done, lang.pick("已销号", "Closed out")),
        FixState::Rebound => (Tone::Alarm, lang.pick("反弹", "Rebound")),
    };
    Mark { tone, proven: judged.proven, word: lang.term(judged.state), short }
}

fn manage(state: ManageState, lang: Lang) -> Mark {
    let (tone, short) = match state {
        ManageState::None => (Tone::Idle, lang.pick("未规范", "Not yet")),
        ManageState::Partial => (Tone::Begun, lang.pick("部分规范", "Partly")),
        ManageState::Kept => (Tone::Done, lang.pick("已规范", "Kept")),
    };
    Mark { tone, proven: true, word: lang.term(state), short }
}

/// The mark of a standing in the register.
pub(crate) fn register(judged: Judged<RegisterState>, lang: Lang) -> Mark {
    let tone = match judged.state {
        RegisterState::Suspected => Tone::Begun,
        RegisterState::Registered => Tone::Done,
        RegisterState::Excluded
        | RegisterState::Duplicate
        | RegisterState::Merged
        | RegisterState::Removed => Tone::Exempt,
    };
    let word = lang.term(judged.state);
    Mark { tone, proven: judged.proven, word, short: word }
}

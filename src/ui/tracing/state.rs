//! What the panel for tracing remembers, and what it asks for.

use std::sync::Arc;

use crate::{
    app::{Found, Inlet, Manhole, TraceAnswer, TraceFrom, TraceLine, TraceRequest, TraceSums},
    domain::{RecordId, network::Direction},
    i18n::Lang,
    map::plane::WorldRect,
};

/// A page of the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum TraceTab {
    /// Upstream and downstream.
    #[default]
    Trace,
    /// Which manhole to open next.
    Hunt,
    /// What is wrong with the network.
    Defects,
}

impl TraceTab {
    /// All of them.
    pub(crate) const ALL: &[Self] = &[Self::Trace, Self::Hunt, Self::Defects];

    /// What it is called.
    pub(crate) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Trace => lang.pick("上下游", "Along the water"),
            Self::Hunt => lang.pick("管网找源", "Sewers"),
            Self::Defects => lang.pick("河网问题", "Defects"),
        }
    }
}

/// The lists of a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum TraceList {
    #[default]
    Outfalls,
    Sections,
    Sources,
    Zones,
    Intakes,
    Reaches,
    Stops,
}

impl TraceList {
    /// All of them, in their order.
    pub(crate) const ALL: [Self; 7] = [
        Self::Outfalls,
        Self::Sections,
        Self::Sources,
        Self::Zones,
        Self::Intakes,
        Self::Reaches,
        Self::Stops,
    ];

    /// What it is of.
    pub(crate) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Outfalls => lang.pick("排污口", "Outfalls"),
            Self::Sections => lang.pick("断面", "Sections"),
            Self::Sources => lang.pick("污染源", "Sources"),
            Self::Zones => lang.pick("保护区", "Zones"),
            Self::Intakes => lang.pick("取水口", "Intakes"),
            Self::Reaches => lang.pick("河段", "Reaches"),
            Self::Stops => lang.pick("终点", "Ends"),
        }
    }

    /// How many there are.
    pub(crate) fn len(self, answer: &TraceAnswer) -> usize {
        match self.found(answer) {
            Some(found) => found.len(),
            None if self == Self::Reaches => answer.trace.steps.len(),
            None => answer.trace.stops.len(),
        }
    }

    /// What is listed, where it is no list of reaches or ends.
    pub(crate) fn found(self, answer: &TraceAnswer) -> Option<&[Found]> {
        match self {
            Self::Outfalls => Some(&answer.outfalls),
            Self::Sections => Some(&answer.sections),
            Self::Sources => Some(&answer.sources),
            Self::Zones => Some(&answer.zones),
            Self::Intakes => Some(&answer.intakes),
            Self::Reaches | Self::Stops => None,
        }
    }
}

/// A trace as the window shows it.
#[derive(Clone)]
pub(crate) struct Traced {
    pub(crate) answer: Arc<TraceAnswer>,
    /// Its reaches, to be drawn.
    pub(crate) lines: Arc<Vec<TraceLine>>,
    /// The box around all of them.
    pub(crate) bounds: WorldRect,
    /// Another number for each trace.
    pub(crate) generation: u64,
}

/// The sums of a trace, with what they were worked out for: the trace, the revision, and the day.
pub(crate) type Sums = ((u64, u64, jiff::civil::Date), TraceSums);

/// What the panel remembers.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(crate) struct TraceState {
    pub(crate) open: bool,
    pub(crate) tab: TraceTab,
    /// What the next trace begins at, with its name.
    pub(crate) from: Option<TraceFrom>,
    pub(crate) direction: Direction,
    pub(crate) main: bool,
    /// The limit in km as it is typed; none where it is empty.
    pub(crate) km: String,
    pub(crate) to_section: bool,
    pub(crate) to_border: bool,
    pub(crate) traced: Option<Traced>,
    pub(crate) sums: Option<Sums>,
    pub(crate) list: TraceList,
    /// The row that was clicked last.
    pub(crate) at: Option<usize>,
    /// The defect that was clicked last.
    pub(crate) defect: Option<usize>,
    /// The outfall whose row was last brought into view.
    pub(crate) shown: Option<RecordId>,
    generation: u64,
}

impl Default for TraceState {
    fn default() -> Self {
        Self {
            open: false,
            tab: TraceTab::default(),
            from: None,
            direction: Direction::Up,
            main: false,
            km: String::new(),
            to_section: false,
            to_border: false,
            traced: None,
            sums: None,
            list: TraceList::default(),
            at: None,
            defect: None,
            shown: None,
            generation: 0,
        }
    }
}

impl std::fmt::Debug for TraceState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TraceState")
            .field("open", &self.open)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

impl TraceState {
    /// The limit in km that is typed: nothing where there is none, an error where it is no length.
    pub(crate) fn limit(&self) -> Result<Option<f64>, ()> {
        let text = self.km.trim();
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().ok().filter(|it: &f64| it.is_finite() && *it > 0.0).map(Some).ok_or(())
    }

    /// The trace that the panel is set to, from `from`.
    pub(crate) fn request(&self, from: TraceFrom) -> TraceRequest {
        TraceRequest {
            main: self.main,
            max_km: self.limit().ok().flatten(),
            to_section: self.to_section,
            to_border: self.to_border,
            ..TraceRequest::all(from, self.direction)
        }
    }

    /// Shows a trace.
    pub(crate) fn take(&mut self, answer: Arc<TraceAnswer>, lines: Arc<Vec<TraceLine>>) {
        self.generation += 1;
        let bounds = lines.iter().fold(WorldRect::NOTHING, |all, it| all.union(it.bounds));
        let first = TraceList::ALL.into_iter().find(|it| it.len(&answer) > 0);
        if self.list.len(&answer) == 0 {
            self.list = first.unwrap_or_default();
        }
        self.at = None;
        self.shown = None;
        self.traced = Some(Traced { answer, lines, bounds, generation: self.generation });
    }
}

/// What the panel asks for.
#[derive(Clone, Debug)]
pub(crate) enum TraceWish {
    /// Trace from here in this direction, or in the one that the panel is set to.
    From(TraceFrom, Option<Direction>),
    /// Trace anew as the panel is set.
    Again,
    /// Drop the trace that is on its way.
    Stop,
    /// Take the result off the map.
    Clear,
    /// Close the panel; the result stays on the map.
    Close,
    /// Bring all of the result into view.
    ShowAll,
    /// Open a form of tracing that the result is the evidence of.
    Keep,
    /// Record what is seen at a manhole, perhaps with the inlet that the dirty water comes by.
    OpenManhole(Manhole, Option<Inlet>),
    /// Open a form of tracing with what the hunt came to.
    KeepHunt,
    /// Ask for a file to write the result into.
    Export,
}

//! What the panel for work outside remembers, what it asks for, and the list of the day.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use jiff::civil::Date;

use crate::{
    app::position::Port,
    domain::{
        RecordId,
        agenda::{Day, Rivers, Stop, Task, calendar, route, tasks, teams},
        layer::FeatureSet,
        position::coverage::Coverage,
        project::Project,
        words,
    },
    i18n::Lang,
    ui::worked::Worked,
};

/// A part of the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Tab {
    /// Where we are.
    #[default]
    Position,
    /// My list.
    Tasks,
    /// Where we walked.
    Tracks,
}

impl Tab {
    pub(crate) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Position => lang.pick("定位", "Position"),
            Self::Tasks => lang.pick("任务", "My list"),
            Self::Tracks => lang.pick("轨迹", "Track"),
        }
    }
}

/// What the panel asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FieldWish {
    /// Close the panel; what it listens to goes on.
    Close,
    /// Look which ports there are.
    Scan,
    /// Listen to this port.
    Listen(Port),
    /// Let go of the receiver.
    LetGo,
    /// Begin to average.
    Measure,
    /// Give the average up.
    StopMeasuring,
    /// Ask for a new outfall at the measured position.
    AddHere,
    /// Put the selected outfall at the measured position, on the map first.
    PlaceSelected,
    /// Go to this outfall, or to none any more.
    GoTo(Option<RecordId>),
    /// Bring our own position into the middle of the map.
    ShowHere,
    /// Log where we walk, or end it.
    Log(bool),
    /// Ask who is to go to the selected outfalls.
    AskAssign,
}

/// Lines of degrees, longitude first.
pub(crate) type Lines = Arc<Vec<Vec<(f64, f64)>>>;

/// What the panel remembers.
#[derive(Debug)]
pub(crate) struct FieldState {
    pub(crate) open: bool,
    pub(crate) tab: Tab,
    /// What is typed or chosen as the port.
    pub(crate) port: String,
    /// The ports that there are, with the device behind each; nothing before they were looked for.
    pub(crate) ports: Option<Vec<(Port, String)>>,
    /// Why a position is kept that does not come up to what is asked.
    pub(crate) reason: String,
    /// Does the map follow us?
    pub(crate) follow: bool,
    /// Are tracks shown on the map?
    pub(crate) tracks: bool,
    /// Our team; all teams where it is empty.
    pub(crate) team: String,
    /// The outfall that we go to.
    pub(crate) target: Option<RecordId>,
    /// The list of the day, and what it was worked out for.
    pub(crate) agenda: Worked<AgendaKey, Agenda>,
    /// The lines of the tracks of today, and the revision and day that they are of.
    pub(crate) walked: Option<(u64, Date, Lines)>,
    /// What was walked today, and what it was worked out for.
    pub(crate) coverage: Worked<(u64, usize), Vec<Coverage>>,
}

impl Default for FieldState {
    fn default() -> Self {
        Self {
            open: false,
            tab: Tab::Position,
            port: String::new(),
            ports: None,
            reason: String::new(),
            follow: false,
            tracks: true,
            team: String::new(),
            target: None,
            agenda: Worked::default(),
            walked: None,
            coverage: Worked::default(),
        }
    }
}

/// Everything that the list of the day depends on; where we are, in steps of some twenty metres.
pub(crate) type AgendaKey = (u64, Date, String, (i64, i64), usize);

/// The list of the day.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    /// Every team that has something to do.
    pub(crate) teams: Vec<String>,
    /// Where to go, in this order, with the task there.
    pub(crate) stops: Vec<(Stop, Task)>,
    /// How many of the team's are done.
    pub(crate) done: usize,
    /// The days to come.
    pub(crate) strip: Vec<Day>,
}

/// So many days are in the strip.
const STRIP_DAYS: usize = 42;

/// Works out the list of the day for a team, or for all where it is empty.
pub(crate) fn agenda(
    project: &Project,
    day: Date,
    team: &str,
    here: (f64, f64),
    rivers: &[Arc<FeatureSet>],
) -> Agenda {
    let all = tasks(project, day);
    let teams = teams(&all);
    let mine: Vec<Task> = all.into_iter().filter(|it| team.is_empty() || it.team == team).collect();
    let done = mine.iter().filter(|it| it.done.is_some()).count();
    let mut open: HashMap<RecordId, Task> =
        mine.into_iter().filter(|it| it.done.is_none()).map(|it| (it.outfall, it)).collect();
    let entries = project.entries().iter().filter(|it| open.contains_key(&it.outfall.id));
    let stops: Vec<Stop> = entries
        .map(|it| Stop {
            outfall: it.outfall.id,
            place: it.outfall.position(),
            river: it.outfall.river.clone(),
        })
        .collect();
    let names: BTreeSet<String> =
        stops.iter().map(|it| words::clean(&it.river)).filter(|it| !it.is_empty()).collect();
    let rivers = Rivers::of(rivers.iter().map(Arc::as_ref), &names);
    let stops = route(stops, here, &rivers).into_iter();
    let stops = stops.filter_map(|stop| open.remove(&stop.outfall).map(|task| (stop, task))).collect();
    Agenda { teams, stops, done, strip: calendar(project, day, STRIP_DAYS) }
}

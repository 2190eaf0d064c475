//! What the window remembers by itself: what is selected, open and typed. Nothing here is part of the project.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        mpsc::{Receiver, TryRecvError},
    },
};

use jiff::civil::Date;

use super::{
    field::FieldState,
    form_habits::FormHabits,
    forms::Form,
    habits::MapHabits,
    import_habits::ImportHabits,
    panels::{LayersState, StyleDraft},
    selection::Selection,
    views::SheetState,
};
use crate::domain::{
    RecordId,
    coordinate::notation,
    progress::{Count, Group, Grouping, Snapshot},
    stage::Stage,
    style::LayerStyle,
};

/// What fills the middle of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Screen {
    /// The map with its panels.
    #[default]
    Map,
    /// The two numbers and what they are made of.
    Progress,
    /// The attribute table.
    Table,
    /// What was done, by whom, and when.
    History,
}

/// By what the list of outfalls is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum SortKey {
    /// As they came in.
    #[default]
    Code,
    Name,
    County,
    Trace,
    Fix,
}

/// What the list and the map can be narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Behind {
    /// A number of the progress.
    Number {
        /// Which number.
        count: Count,
        /// Of which group: the grouping and the name of the group.
        group: Option<(Grouping, String)>,
    },
    /// What was selected when it was narrowed.
    Selection,
    /// What is due on a day.
    Due(Date),
}

/// Some outfalls, which the list and the map are narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Narrowed {
    /// Which ones.
    pub(crate) behind: Behind,
    /// The outfalls.
    pub(crate) ids: HashSet<RecordId>,
}

/// The list of outfalls.
#[derive(Debug, Default)]
pub(crate) struct ListState {
    /// What is typed into the filter.
    pub(crate) filter: String,
    /// What it is narrowed to, if anything.
    pub(crate) narrowed: Option<Narrowed>,
    /// The column it is sorted by.
    pub(crate) sort: SortKey,
    /// From the end.
    pub(crate) descending: bool,
    /// Bring the selected row into view in the next frame.
    pub(crate) scroll_to_selected: bool,
    /// Put the cursor into the filter in the next frame.
    pub(crate) focus_filter: bool,
    /// Positions in `Project::entries`, filtered and sorted; worked out anew when `rows_for` changes.
    pub(crate) rows: Vec<usize>,
    /// What [`Self::rows`] was worked out for.
    pub(crate) rows_for: Option<ListKey>,
    /// The order that is being worked out, if any.
    pub(crate) sorting: Option<Sorting>,
    /// How often the narrowing changed; part of the key.
    pub(crate) generation: u64,
}

/// An order of the list that is being worked out beside the window.
#[derive(Debug)]
pub(crate) struct Sorting {
    /// What it is worked out for.
    pub(crate) key: ListKey,
    /// Where the rows will come from.
    pub(crate) done: Receiver<Vec<usize>>,
}

/// Everything that the rows of the list depend on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ListKey {
    pub(crate) revision: u64,
    pub(crate) day: Date,
    pub(crate) filter: String,
    pub(crate) sort: SortKey,
    pub(crate) descending: bool,
    pub(crate) generation: u64,
}

impl ListState {
    /// Shows only the outfalls behind a number, or all again.
    pub(crate) fn narrow(&mut self, narrowed: Option<Narrowed>) {
        self.narrowed = narrowed;
        self.generation += 1;
    }

    /// Is the order for `key` being worked out? Takes it over where it has just come in.
    pub(crate) fn is_sorting_for(&mut self, key: &ListKey) -> bool {
        let Some(sorting) = self.sorting.take().filter(|it| it.key == *key) else { return false };
        match sorting.done.try_recv() {
            Ok(rows) => {
                self.rows = rows;
                self.rows_for = Some(sorting.key);
                true
            }
            Err(TryRecvError::Empty) => {
                self.sorting = Some(sorting);
                true
            }
            Err(TryRecvError::Disconnected) => false,
        }
    }

    /// Sorts by `key`; the same key a second time turns the order round.
    pub(crate) fn sort_by(&mut self, key: SortKey) {
        self.descending = self.sort == key && !self.descending;
        self.sort = key;
    }
}

/// The card of the selected outfall.
#[derive(Debug)]
pub(crate) struct CardState {
    /// The stage whose page is open.
    pub(crate) stage: Stage,
    /// The form that is open, if any.
    pub(crate) form: Option<Form>,
    /// Is the list of what was done to the outfall open?
    pub(crate) timeline: bool,
}

impl Default for CardState {
    fn default() -> Self {
        Self { stage: Stage::Check, form: None, timeline: false }
    }
}

/// The rows of the progress table, and what they were worked out for.
pub(crate) type Groups = (Arc<Snapshot>, Grouping, Vec<Group>);

/// The progress view.
#[derive(Debug)]
pub(crate) struct ProgressState {
    /// The rows of the table, until the snapshot or the grouping is another.
    pub(crate) groups: Option<Groups>,
    /// What the table is broken down by.
    pub(crate) grouping: Grouping,
    /// What is typed into the field for the day.
    pub(crate) day_text: String,
    /// The column the table is sorted by; by name where there is none.
    pub(crate) sort: Option<usize>,
}

impl Default for ProgressState {
    fn default() -> Self {
        Self { groups: None, grouping: Grouping::County, day_text: String::new(), sort: None }
    }
}

/// The search box at the top.
#[derive(Debug, Default)]
pub(crate) struct FindState {
    /// What is typed.
    pub(crate) text: String,
    /// The hit that Enter takes.
    pub(crate) at: usize,
    /// Put the cursor into the box in the next frame.
    pub(crate) focus: bool,
    /// Worked out for `text` at this revision.
    pub(crate) hits: Vec<RecordId>,
    /// What [`Self::hits`] was worked out for.
    pub(crate) hits_for: Option<(u64, String)>,
}

/// The bar at the bottom.
#[derive(Debug, Default)]
pub(crate) struct StatusState {
    /// What is typed into the box with the scale.
    pub(crate) scale: String,
    /// What writes the position of the pointer.
    pub(crate) writer: notation::Writer,
}

/// Everything that the window remembers of an open project.
#[derive(Debug)]
pub(crate) struct DeskState {
    /// What fills the middle.
    pub(crate) screen: Screen,
    /// The outfall whose card is open; always one of [`Self::selection`].
    pub(crate) selected: Option<RecordId>,
    /// All outfalls that are selected.
    pub(crate) selection: Selection,
    /// Are the panels at the sides shown?
    pub(crate) panels: bool,
    /// Is the legend shown over the map?
    pub(crate) legend: bool,
    /// Are the outfalls shown on the map?
    pub(crate) outfalls_visible: bool,
    pub(crate) layers: LayersState,
    pub(crate) list: ListState,
    /// The attribute table.
    pub(crate) sheet: SheetState,
    pub(crate) card: CardState,
    pub(crate) progress: ProgressState,
    pub(crate) find: FindState,
    /// How the map is read.
    pub(crate) habits: MapHabits,
    /// How forms are filled in.
    pub(crate) forms: FormHabits,
    /// What was said of files that came in.
    pub(crate) imports: ImportHabits,
    /// The bar at the bottom.
    pub(crate) status: StatusState,
    /// The style that is being changed; its panel takes the place of the card.
    pub(crate) style: Option<StyleDraft>,
    /// The panel for work outside.
    pub(crate) field: FieldState,
    /// The style that was copied.
    pub(crate) copied_style: Option<LayerStyle>,
}

impl Default for DeskState {
    fn default() -> Self {
        Self {
            screen: Screen::Map,
            selected: None,
            selection: Selection::default(),
            panels: true,
            legend: false,
            outfalls_visible: true,
            layers: LayersState::default(),
            list: ListState::default(),
            sheet: SheetState::default(),
            card: CardState::default(),
            progress: ProgressState::default(),
            find: FindState::default(),
            habits: MapHabits::default(),
            forms: FormHabits::default(),
            imports: ImportHabits::default(),
            status: StatusState::default(),
            style: None,
            field: FieldState::default(),
            copied_style: None,
        }
    }
}

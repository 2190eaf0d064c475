//! Operations (操作): what the project file keeps of every change, chained by hash per device.
//!
//! The state of a project is a function of its operations. An operation says who did it, on which
//! device, when, and carries the hash of the device's operation before it, so that none can be altered
//! or left out unnoticed.

use std::fmt;

use super::{RecordId, code_list, project::Change, role::Role};

/// One user action: many changes, one transaction, one undo step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Names the step.
    pub id: RecordId,
    /// What the user did.
    pub deed: Deed,
    /// What it was done to, in words: a file, an outfall's name.
    pub subject: String,
    /// What changed, in order.
    pub changes: Vec<Change>,
}

code_list! {
    /// What a step was, for the history panel.
    pub enum Deed {
        CreateProject = "create_project", "新建项目", "Create the project";
        ImportOutfalls = "import_outfalls", "导入排污口台账", "Import outfalls";
        ImportLayer = "import_layer", "导入图层", "Import a layer";
        RemoveLayer = "remove_layer", "移除图层", "Remove a layer";
        ChangeLayer = "change_layer", "调整图层", "Change a layer";
        ChangeStyle = "change_style", "修改样式", "Change a style";
        NewLayer = "new_layer", "新建图层", "New layer";
        EditShapes = "edit_shapes", "编辑图形", "Edit shapes";
        ChangeBasemap = "change_basemap", "调整底图", "Change a basemap";
        ChangeBookmark = "change_bookmark", "调整书签", "Change a bookmark";
        AddOutfall = "add_outfall", "新增排污口", "Add an outfall";
        EditOutfall = "edit_outfall", "修改排污口", "Edit an outfall";
        EditOutfalls = "edit_outfalls", "批量修改排污口", "Edit several outfalls";
        MoveOutfall = "move_outfall", "移动排污口", "Move an outfall";
        RecordCheck = "record_check", "登记排查", "Record a check visit";
        RecordSample = "record_sample", "登记监测", "Record a sample";
        RecordTrace = "record_trace", "登记溯源", "Record a tracing";
        RecordFix = "record_fix", "登记整治", "Record remediation";
        RecordUpkeep = "record_upkeep", "登记管理", "Record upkeep";
        RecordRegister = "record_register", "变更台账状态", "Change the register";
        RecordFacts = "record_facts", "批量登记", "Record several facts";
        Correct = "correct", "更正记录", "Correct a record";
        AddPhoto = "add_photo", "添加照片", "Add a photo";
        ChangePhoto = "change_photo", "修改照片", "Change a photo";
        FixFindings = "fix_findings", "按检查修正", "Put findings right";
        Waive = "waive", "豁免检查发现", "Waive a finding";
        FixCoordinates = "fix_coordinates", "更正坐标", "Correct coordinates";
        Assign = "assign", "安排任务", "Assign work";
        LogTrack = "log_track", "记录轨迹", "Log a track";
        ChangeSettings = "change_settings", "修改设置", "Change the settings";
        Undo = "undo", "撤销", "Undo";
        Redo = "redo", "重做", "Redo";
    }
}

/// A step in the history: everything but the changes themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastStep {
    /// Names the step.
    pub id: RecordId,
    /// What the user did.
    pub deed: Deed,
    /// What it was done to.
    pub subject: String,
    /// For [`Deed::Undo`] and [`Deed::Redo`]: the step that was taken back or done again.
    pub about: Option<RecordId>,
    /// When, in milliseconds since 1970 (UTC).
    pub at_ms: i64,
    /// Who.
    pub author: String,
    /// The unit that the author worked for; empty where it was not said.
    pub unit: String,
    /// In which role the author worked, where that was said.
    pub role: Option<Role>,
    /// The device it was done on.
    pub device: String,
    /// How many operations it has.
    pub op_count: u64,
}

/// Which steps can be undone and redone, worked out from the whole history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoStack {
    /// Can be undone, the latest last.
    pub done: Vec<RecordId>,
    /// Can be redone, the next last.
    pub undone: Vec<RecordId>,
}

impl UndoStack {
    /// Plays the history, oldest first. Creating the project can not be undone.
    pub fn of<'a>(history: impl IntoIterator<Item = &'a PastStep>) -> Self {
        let mut stack = Self::default();
        history.into_iter().for_each(|step| stack.note(step));
        stack
    }

    /// Takes one more step into account.
    pub fn note(&mut self, step: &PastStep) {
        match (step.deed, step.about) {
            // What a receiver logs by itself is not what a person means by taking the last step back.
            (Deed::CreateProject | Deed::LogTrack, _) => {}
            (Deed::Undo, Some(about)) => {
                self.done.retain(|it| *it != about);
                self.undone.push(about);
            }
            (Deed::Redo, Some(about)) => {
                self.undone.retain(|it| *it != about);
                self.done.push(about);
            }
            _ => {
                self.undone.clear();
                self.done.push(step.id);
            }
        }
    }
}

/// A hybrid logical clock: milliseconds since 1970 in the upper 48 bits, a counter in the lower 16.
///
/// Order comes from here and from the chain, never from the wall clock, which may jump.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock(pub u64);

impl Clock {
    /// The next tick: later than this one, and not before `now_ms`.
    #[must_use]
    pub fn tick(self, now_ms: i64) -> Self {
        let now = (now_ms.max(0) as u64) << 16;
        Self(now.max(self.0.saturating_add(1)))
    }
}

/// SHA-256 of an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct OpHash(pub [u8; 32]);

impl fmt::Display for OpHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> RecordId {
        RecordId(uuid::Uuid::from_u128(number))
    }

    fn step(number: u128, deed: Deed, about: Option<u128>) -> PastStep {
        PastStep {
            id: id(number),
            deed,
            subject: String::new(),
            about: about.map(id),
            at_ms: 0,
            author: String::new(),
            unit: String::new(),
            role: None,
            device: String::new(),
            op_count: 1,
        }
    }

    #[track_caller]
    fn check(history: &[PastStep], done: &[u128], undone: &[u128]) {
        let stack = UndoStack::of(history);
        assert_eq!(stack.done, done.iter().copied().map(id).collect::<Vec<_>>());
        assert_eq!(stack.undone, undone.iter().copied().map(id).collect::<Vec<_>>());
    }

    #[test]
    fn what_was_undone_can_be_redone_until_something_else_is_done() {
        let mut history = vec![
            step(1, Deed::CreateProject, None),
            step(2, Deed::AddOutfall, None),
            step(3, Deed::EditOutfall, None),
            step(4, Deed::Undo, Some(3)),
        ];
        check(&history, &[2], &[3]);

        history.push(step(5, Deed::Redo, Some(3)));
        check(&history, &[2, 3], &[]);

        history.push(step(6, Deed::Undo, Some(3)));
        history.push(step(7, Deed::EditOutfall, None));
        check(&history, &[2, 7], &[]);
    }

    #[test]
    fn a_track_that_is_logged_does_not_stand_in_the_way_of_undo() {
        let history = [
            step(2, Deed::AddOutfall, None),
            step(3, Deed::EditOutfall, None),
            step(4, Deed::LogTrack, None),
            step(5, Deed::Undo, Some(3)),
            step(6, Deed::LogTrack, None),
        ];
        check(&history, &[2], &[3]);
    }

    #[test]
    fn the_clock_never_runs_back() {
        let first = Clock::default().tick(1_000);
        assert!(first.tick(10) > first);
        assert!(first.tick(2_000) > first.tick(1_000));
    }
}

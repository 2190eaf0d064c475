//! Every shortcut of the window, in one table: menus, tips and key presses can not disagree. Habits are those of QGIS.

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};

use super::map_view::Tool;
use crate::{domain::settings::Theme, i18n::Lang};

/// Something the window can be told to do that needs no further data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    NewProject,
    OpenProject,
    AddLayer,
    ExportLedger,
    ExportPicture,
    Settings,
    SaveState,
    /// List the forms that are not finished.
    Drafts,
    /// Say who works on this device.
    Who,
    Undo,
    Redo,
    Find,
    FilterList,
    ShowMap,
    ShowProgress,
    ShowTable,
    ShowHistory,
    ShowChecks,
    /// In which system are the coordinates?
    Doctor,
    FullExtent,
    ZoomToSelection,
    TogglePanels,
    ToggleLegend,
    OutfallStyle,
    ThemeStage,
    ThemeOverdue,
    ThemeClass,
    ThemeZone,
    ThemePlain,
    FullScreen,
    /// Take this tool of the map into the hand.
    Arm(Tool),
    SelectAll,
    SelectInView,
    InvertSelection,
    SelectNone,
    ListSelection,
    ViewBack,
    ViewForward,
    GoTo,
    NewBookmark,
    Bookmarks,
    ToggleGraticule,
    ToggleNorthArrow,
    ClearDrawings,
    /// The panel for tracing.
    Tracing,
    /// Trace upstream of the selected outfall.
    TraceUp,
    /// Trace downstream of it.
    TraceDown,
    /// The panel for work outside: where we are.
    Field,
    /// The same, at the list of the day.
    MyList,
    /// Begin to average positions.
    Measure,
    /// A new outfall at the measured position.
    AddHere,
    /// The map follows us.
    Follow,
    /// Send a team to the selected outfalls.
    Assign,
    /// Move the selected outfall.
    MoveOutfall,
    /// Make a layer to draw on.
    NewLayer,
    /// Bring in a folder of photos.
    PhotoFolder,
    /// Controls as large as a finger, and back.
    TabletMode,
    Keys,
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn ctrl_alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::ALT), key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

impl Command {
    /// Every command, in the order of the list of keys.
    pub(crate) const ALL: &'static [Self] = &[
        Self::NewProject,
        Self::OpenProject,
        Self::AddLayer,
        Self::PhotoFolder,
        Self::ExportLedger,
        Self::ExportPicture,
        Self::Settings,
        Self::SaveState,
        Self::Drafts,
        Self::Who,
        Self::Undo,
        Self::Redo,
        Self::Find,
        Self::FilterList,
        Self::ShowMap,
        Self::ShowProgress,
        Self::ShowTable,
        Self::ShowHistory,
        Self::ShowChecks,
        Self::Doctor,
        Self::FullExtent,
        Self::ZoomToSelection,
        Self::TogglePanels,
        Self::ToggleLegend,
        Self::OutfallStyle,
        Self::ThemeStage,
        Self::ThemeOverdue,
        Self::ThemeClass,
        Self::ThemeZone,
        Self::ThemePlain,
        Self::Arm(Tool::Identify),
        Self::Arm(Tool::MeasureLength),
        Self::Arm(Tool::MeasureArea),
        Self::Arm(Tool::SelectClick),
        Self::Arm(Tool::SelectBox),
        Self::Arm(Tool::SelectPolygon),
        Self::Arm(Tool::SelectRadius),
        Self::SelectAll,
        Self::SelectInView,
        Self::InvertSelection,
        Self::SelectNone,
        Self::ListSelection,
        Self::ViewBack,
        Self::ViewForward,
        Self::GoTo,
        Self::NewBookmark,
        Self::Bookmarks,
        Self::ToggleGraticule,
        Self::ToggleNorthArrow,
        Self::ClearDrawings,
        Self::Tracing,
        Self::TraceUp,
        Self::TraceDown,
        Self::Arm(Tool::Trace),
        Self::Field,
        Self::MyList,
        Self::Measure,
        Self::AddHere,
        Self::Follow,
        Self::Assign,
        Self::MoveOutfall,
        Self::NewLayer,
        Self::Arm(Tool::Draw),
        Self::Arm(Tool::Vertex),
        Self::TabletMode,
        Self::FullScreen,
        Self::Keys,
    ];

    /// The keys that give the command; the first is the one that menus show.
    pub(crate) fn shortcuts(self) -> &'static [KeyboardShortcut] {
        match self {
            Self::NewProject => const { &[ctrl(Key::N)] },
            Self::OpenProject => const { &[ctrl(Key::O)] },
            Self::AddLayer => const { &[ctrl(Key::L), ctrl_shift(Key::V)] },
            Self::ExportLedger => const { &[ctrl(Key::E)] },
            Self::ExportPicture => const { &[ctrl(Key::P)] },
            Self::Settings => const { &[ctrl_shift(Key::P)] },
            Self::SaveState => const { &[ctrl(Key::S)] },
            Self::Drafts => const { &[ctrl_shift(Key::D)] },
            Self::Undo => const { &[ctrl(Key::Z)] },
            Self::Redo => const { &[ctrl_shift(Key::Z), ctrl(Key::Y)] },
            Self::Find => const { &[ctrl(Key::K)] },
            Self::FilterList => const { &[ctrl(Key::F)] },
            Self::ShowMap => const { &[ctrl(Key::Num1)] },
            Self::ShowProgress => const { &[ctrl(Key::Num2)] },
            Self::ShowTable => const { &[plain(Key::F6), ctrl(Key::Num4)] },
            Self::ShowHistory => const { &[ctrl(Key::Num3)] },
            Self::ShowChecks => const { &[ctrl(Key::Num5)] },
            Self::Doctor => const { &[ctrl_shift(Key::C)] },
            Self::FullExtent => const { &[ctrl_shift(Key::F)] },
            Self::ZoomToSelection => const { &[ctrl(Key::J)] },
            Self::TogglePanels => const { &[ctrl(Key::Tab)] },
            Self::ToggleLegend => const { &[ctrl_shift(Key::L)] },
            Self::Arm(Tool::Identify) => const { &[ctrl_shift(Key::I)] },
            Self::Arm(Tool::MeasureLength) => const { &[ctrl_shift(Key::M)] },
            Self::Arm(Tool::MeasureArea) => const { &[ctrl_shift(Key::J)] },
            Self::Arm(Tool::SelectClick) => const { &[alt(Key::S)] },
            Self::Arm(Tool::SelectBox) => const { &[alt(Key::B)] },
            Self::Arm(Tool::SelectPolygon) => const { &[alt(Key::P)] },
            Self::Arm(Tool::SelectRadius) => const { &[alt(Key::R)] },
            Self::SelectAll => const { &[ctrl(Key::A)] },
            Self::SelectInView => const { &[alt(Key::A)] },
            Self::InvertSelection => const { &[ctrl(Key::R)] },
            Self::SelectNone => const { &[ctrl_shift(Key::A), ctrl_alt(Key::A)] },
            Self::ListSelection => const { &[shift(Key::F6)] },
            Self::ViewBack => const { &[alt(Key::ArrowLeft)] },
            Self::ViewForward => const { &[alt(Key::ArrowRight)] },
            Self::GoTo => const { &[ctrl(Key::G)] },
            Self::NewBookmark => const { &[ctrl(Key::B)] },
            Self::Bookmarks => const { &[ctrl_shift(Key::B)] },
            Self::ToggleGraticule => const { &[ctrl_shift(Key::G)] },
            Self::ToggleNorthArrow => const { &[ctrl_shift(Key::N)] },
            Self::ClearDrawings => const { &[ctrl_shift(Key::X)] },
            Self::Arm(Tool::Draw) => const { &[ctrl(Key::Period)] },
            Self::Arm(Tool::Vertex) => const { &[ctrl_shift(Key::E)] },
            Self::Who | Self::Arm(Tool::MoveOutfall) => &[],
            Self::MoveOutfall => const { &[plain(Key::M)] },
            Self::PhotoFolder => const { &[ctrl_shift(Key::O)] },
            Self::NewLayer => const { &[ctrl_alt(Key::N)] },
            Self::TabletMode => const { &[ctrl_alt(Key::T)] },
            Self::OutfallStyle => const { &[plain(Key::F7)] },
            Self::ThemeStage => const { &[alt(Key::Num1)] },
            Self::ThemeOverdue => const { &[alt(Key::Num2)] },
            Self::ThemeClass => const { &[alt(Key::Num3)] },
            Self::ThemeZone => const { &[alt(Key::Num4)] },
            Self::ThemePlain => const { &[alt(Key::Num5)] },
            Self::FullScreen => const { &[plain(Key::F11)] },
            Self::Tracing => const { &[ctrl_alt(Key::U)] },
            Self::TraceUp => const { &[alt(Key::U)] },
            Self::TraceDown => const { &[alt(Key::D)] },
            Self::Arm(Tool::Trace) => const { &[alt(Key::T)] },
            Self::Field => const { &[plain(Key::F8)] },
            Self::MyList => const { &[plain(Key::F9)] },
            Self::Measure => const { &[shift(Key::F8)] },
            Self::AddHere => const { &[ctrl_alt(Key::H)] },
            Self::Follow => const { &[ctrl_shift(Key::H)] },
            Self::Assign => const { &[ctrl_shift(Key::T)] },
            Self::Keys => const { &[plain(Key::F1)] },
        }
    }

    /// What the menu says.
    pub(crate) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::NewProject => lang.pick("新建项目…", "New project…"),
            Self::OpenProject => lang.pick("打开项目…", "Open project…"),
            Self::AddLayer => lang.pick("添加图层或台账…", "Add layer or ledger…"),
            Self::ExportLedger => lang.pick("导出台账与报表…", "Export ledger and reports…"),
            Self::ExportPicture => lang.pick("导出图片…", "Export picture…"),
            Self::Settings => lang.pick("项目设置…", "Project settings…"),
            Self::SaveState => lang.pick("保存状态", "When was it saved"),
            Self::Drafts => lang.pick("未完成的表单…", "Unfinished forms…"),
            Self::Who => lang.pick("本机使用者…", "Who works here…"),
            Self::Undo => lang.pick("撤销", "Undo"),
            Self::Redo => lang.pick("重做", "Redo"),
            Self::Find => lang.pick("查找", "Find"),
            Self::FilterList => lang.pick("筛选列表", "Filter the list"),
            Self::ShowMap => lang.pick("地图", "Map"),
            Self::ShowProgress => lang.pick("进度", "Progress"),
            Self::ShowTable => lang.pick("属性表", "Table"),
            Self::ShowHistory => lang.pick("历史", "History"),
            Self::ShowChecks => lang.pick("检查", "Checks"),
            Self::Doctor => lang.pick("坐标诊断…", "Coordinate doctor…"),
            Self::FullExtent => lang.pick("全图", "Full extent"),
            Self::ZoomToSelection => lang.pick("缩放到所选", "Zoom to the selection"),
            Self::TogglePanels => lang.pick("显示或隐藏面板", "Show or hide the panels"),
            Self::ToggleLegend => lang.pick("图例", "Legend"),
            Self::Arm(tool) => tool.title(lang),
            Self::SelectAll => lang.pick("选择全部排污口", "Select all outfalls"),
            Self::SelectInView => lang.pick("选择视图内的排污口", "Select all in view"),
            Self::InvertSelection => lang.pick("反选", "Invert the selection"),
            Self::SelectNone => lang.pick("取消选择", "Select none"),
            Self::ListSelection => lang.pick("只列出所选", "List the selected ones"),
            Self::ViewBack => lang.pick("上一视图", "View before"),
            Self::ViewForward => lang.pick("下一视图", "View after"),
            Self::GoTo => lang.pick("转到坐标…", "Go to a position…"),
            Self::NewBookmark => lang.pick("添加书签…", "Add a bookmark…"),
            Self::Bookmarks => lang.pick("书签与地点…", "Bookmarks and places…"),
            Self::ToggleGraticule => lang.pick("切换格网", "Switch the grid"),
            Self::ToggleNorthArrow => lang.pick("指北针", "North arrow"),
            Self::ClearDrawings => lang.pick("清除量测与标记", "Clear measurements and marker"),
            Self::MoveOutfall => lang.pick("移动所选排污口", "Move the selected outfall"),
            Self::PhotoFolder => lang.pick("导入照片文件夹…", "Bring in a folder of photos…"),
            Self::NewLayer => lang.pick("新建图层…", "New layer…"),
            Self::TabletMode => lang.pick("平板模式", "Tablet mode"),
            Self::OutfallStyle => lang.pick("排污口样式…", "Style of the outfalls…"),
            Self::ThemeStage => lang.pick("地图专题 工作进展", "Map theme, progress of the work"),
            Self::ThemeOverdue => lang.pick("地图专题 超期与滞后", "Map theme, overdue and lagging"),
            Self::ThemeClass => lang.pick("地图专题 排污口类型", "Map theme, class of outfall"),
            Self::ThemeZone => lang.pick("地图专题 保护区冲突", "Map theme, conflicts with protection zones"),
            Self::ThemePlain => lang.pick("地图专题 素图", "Map theme, plain"),
            Self::Tracing => lang.pick("溯源追踪", "Tracing"),
            Self::TraceUp => lang.pick("向上游追踪", "Trace upstream"),
            Self::TraceDown => lang.pick("向下游追踪", "Trace downstream"),
            Self::Field => lang.pick("定位与外业", "Position and field work"),
            Self::MyList => lang.pick("我的任务", "My list"),
            Self::Measure => lang.pick("开始测量位置", "Begin to measure the position"),
            Self::AddHere => lang.pick("在测得位置新增排污口…", "Add an outfall where it was measured…"),
            Self::Follow => lang.pick("地图跟随当前位置", "The map follows the position"),
            Self::Assign => lang.pick("安排任务…", "Assign outfalls…"),
            Self::FullScreen => lang.pick("全屏", "Full screen"),
            Self::Keys => lang.pick("快捷键", "Keyboard shortcuts"),
        }
    }

    /// Does its key mean something else to a text field, while somebody types there?
    fn belongs_to_fields(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::SelectAll
                | Self::ViewBack
                | Self::ViewForward
                | Self::MoveOutfall
        )
    }

    /// The command that chooses a theme.
    pub(crate) fn of_theme(theme: Theme) -> Self {
        match theme {
            Theme::Stage => Self::ThemeStage,
            Theme::Overdue => Self::ThemeOverdue,
            Theme::Class => Self::ThemeClass,
            Theme::Zone => Self::ThemeZone,
            Theme::Plain => Self::ThemePlain,
        }
    }

    /// The theme that the command chooses.
    pub(crate) fn theme(self) -> Option<Theme> {
        Theme::ALL.iter().copied().find(|theme| Self::of_theme(*theme) == self)
    }

    /// The first shortcut as people write it: `Ctrl+Shift+Z`.
    pub(crate) fn keys(self) -> String {
        self.shortcuts().first().map(|keys| written(*keys)).unwrap_or_default()
    }
}

fn written(shortcut: KeyboardShortcut) -> String {
    let mut text = String::new();
    if shortcut.modifiers.command {
        text.push_str("Ctrl+");
    }
    if shortcut.modifiers.alt {
        text.push_str("Alt+");
    }
    if shortcut.modifiers.shift {
        text.push_str("Shift+");
    }
    text.push_str(match shortcut.logical_key {
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        key => key.name(),
    });
    text
}

/// The commands whose keys were pressed. Those with more modifiers are looked for first, so that Ctrl+Shift+Z is not taken for Ctrl+Z.
pub(crate) fn pressed(ctx: &Context) -> Vec<Command> {
    let mut all: Vec<(Command, KeyboardShortcut)> = Command::ALL
        .iter()
        .flat_map(|command| command.shortcuts().iter().map(|keys| (*command, *keys)))
        .collect();
    all.sort_by_key(|(_, keys)| {
        std::cmp::Reverse(u8::from(keys.modifiers.shift) + u8::from(keys.modifiers.alt))
    });
    let typing = ctx.text_edit_focused();
    ctx.input_mut(|input| {
        let mut commands = Vec::new();
        for (command, keys) in all {
            let left_to_field = typing && command.belongs_to_fields();
            if !left_to_field && input.consume_shortcut(&keys) {
                commands.push(command);
            }
        }
        commands
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_a_shortcut() {
        let all: Vec<(Command, &KeyboardShortcut)> =
            Command::ALL.iter().flat_map(|it| it.shortcuts().iter().map(|keys| (*it, keys))).collect();
        for (index, (one, keys)) in all.iter().enumerate() {
            for (other, others) in &all[index + 1..] {
                assert_ne!(keys, others, "{one:?} and {other:?}");
            }
        }
    }

    #[test]
    fn every_theme_has_a_key() {
        for theme in Theme::ALL {
            let command = Command::of_theme(*theme);
            assert!(Command::ALL.contains(&command), "{theme:?}");
            assert_eq!(command.theme(), Some(*theme));
        }
        assert_eq!(Command::ThemeZone.keys(), "Alt+4");
    }

    #[test]
    fn shortcuts_are_written_as_people_know_them() {
        assert_eq!(Command::Redo.keys(), "Ctrl+Shift+Z");
        assert_eq!(Command::FullScreen.keys(), "F11");
        assert_eq!(Command::ViewBack.keys(), "Alt+←");
    }
}

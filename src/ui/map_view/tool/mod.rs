//! What a click and a drag on the map mean: one tool is armed at a time.
//!
//! A new tool is a variant of [`Tool`], a file with its state beside this one, and a line in each of the `match`es below. What the
//! person did comes as a [`Gesture`]; where it happened as a [`Ground`]. Moving the map is no tool: the wheel, the middle button and
//! Space move it whatever is armed.

mod gesture;
mod measure;
mod measure_panel;
mod select;
mod sketch;
mod zoom_box;

use eframe::egui::{Align2, CornerRadius, CursorIcon, FontId, Pos2, Rect, Ui, pos2, vec2};

pub(super) use self::gesture::{Act, Gesture, is_key_click, pointer_pos};
use self::{measure::Measure, select::Select, zoom_box::ZoomBox};
use super::{Shown, screen_point};
use crate::{
    i18n::Lang,
    map::{
        plane::{WorldPoint, WorldRect},
        scene::Scene,
        view::View,
    },
    ui::{
        icons,
        theme::{self, BODY, SMALL, UNIT},
        wish::Wish,
    },
};

/// A tool of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Drags move the map, a click says what is there.
    #[default]
    Identify,
    /// Clicks make a line of which the length is shown.
    MeasureLength,
    /// Clicks make an area of which the size is shown.
    MeasureArea,
    /// Clicks select outfalls.
    SelectClick,
    /// A drag selects the outfalls in a box.
    SelectBox,
    /// Clicks make an area in which the outfalls are selected.
    SelectPolygon,
    /// A drag selects the outfalls around a place.
    SelectRadius,
}

impl Tool {
    /// The tools that have a button, in their order; a group ends where [`Tool::ends_group`] says so.
    pub(crate) const ALL: &'static [Self] = &[
        Self::Identify,
        Self::MeasureLength,
        Self::MeasureArea,
        Self::SelectClick,
        Self::SelectBox,
        Self::SelectPolygon,
        Self::SelectRadius,
    ];

    /// What it is called.
    pub(crate) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Identify => lang.pick("浏览与识别", "Pan and identify"),
            Self::MeasureLength => lang.pick("量测长度", "Measure a length"),
            Self::MeasureArea => lang.pick("量测面积", "Measure an area"),
            Self::SelectClick => lang.pick("点选排污口", "Select by click"),
            Self::SelectBox => lang.pick("框选排污口", "Select in a box"),
            Self::SelectPolygon => lang.pick("多边形选择排污口", "Select in a polygon"),
            Self::SelectRadius => lang.pick("按半径选择排污口", "Select within a radius"),
        }
    }

    /// How it is used, in one line.
    pub(crate) fn advice(self, lang: Lang) -> &'static str {
        match self {
            Self::Identify => lang.pick("拖动平移；单击识别", "Drag to move; click to identify"),
            Self::MeasureLength | Self::MeasureArea => lang.pick(
                "单击加点；双击、右键或回车结束；退格撤一点；Esc 放弃",
                "Click adds a point; double click, right click or Enter ends; Backspace takes one back; Esc drops it",
            ),
            Self::SelectClick => {
                lang.pick("单击选择；Ctrl 或 Shift 加选、减选", "Click selects; Ctrl or Shift adds and removes")
            }
            Self::SelectBox => {
                lang.pick("拖出方框；Shift 加选，Ctrl 减选", "Drag a box; Shift adds, Ctrl removes")
            }
            Self::SelectPolygon => lang.pick(
                "单击加点；双击、右键或回车结束；Shift 加选，Ctrl 减选",
                "Click adds a point; double click, right click or Enter ends; Shift adds, Ctrl removes",
            ),
            Self::SelectRadius => lang.pick(
                "从圆心拖出半径；Shift 加选，Ctrl 减选",
                "Drag from the middle; Shift adds, Ctrl removes",
            ),
        }
    }

    /// The picture on its button.
    pub(crate) fn icon(self) -> &'static str {
        match self {
            Self::Identify => icons::IDENTIFY,
            Self::MeasureLength => icons::MEASURE_LENGTH,
            Self::MeasureArea => icons::MEASURE_AREA,
            Self::SelectClick => icons::SELECT_CLICK,
            Self::SelectBox => icons::SELECT_BOX,
            Self::SelectPolygon => icons::SELECT_POLYGON,
            Self::SelectRadius => icons::SELECT_RADIUS,
        }
    }

    /// Does a line follow below its button?
    pub(crate) fn ends_group(self) -> bool {
        matches!(self, Self::Identify | Self::MeasureArea)
    }

    /// Is what lies under the pointer of interest to it?
    pub(super) fn points(self) -> bool {
        matches!(self, Self::Identify | Self::SelectClick)
    }

    /// What the pointer looks like over the map.
    fn cursor(self) -> Option<CursorIcon> {
        match self {
            Self::Identify | Self::SelectClick => None,
            Self::MeasureLength
            | Self::MeasureArea
            | Self::SelectBox
            | Self::SelectPolygon
            | Self::SelectRadius => Some(CursorIcon::Crosshair),
        }
    }

    /// Does a drag with the left button belong to the tool? Otherwise it moves the map.
    fn takes_drag(self) -> bool {
        match self {
            Self::Identify
            | Self::MeasureLength
            | Self::MeasureArea
            | Self::SelectClick
            | Self::SelectPolygon => false,
            Self::SelectBox | Self::SelectRadius => true,
        }
    }
}

/// The map as it stands in this frame.
pub(super) struct Ground<'a> {
    pub(super) ui: &'a Ui,
    /// Where the map is, in points.
    pub(super) rect: Rect,
    pub(super) view: View,
    pub(super) scene: &'a Scene,
    pub(super) shown: &'a Shown<'a>,
    /// Is the map worked with keys, its middle being where the pointer would be?
    pub(super) keyed: bool,
}

impl Ground<'_> {
    /// Where a place is in the window, in points.
    pub(super) fn pos(&self, world: WorldPoint) -> Pos2 {
        let screen = self.view.screen_from_world(world);
        let ratio = self.view.pixel_ratio;
        pos2(self.rect.left() + (screen.x / ratio) as f32, self.rect.top() + (screen.y / ratio) as f32)
    }

    /// The place at a position in the window.
    pub(super) fn world(&self, pos: Pos2) -> WorldPoint {
        self.view.world_from_screen(screen_point(self.rect, pos, self.view.pixel_ratio))
    }

    /// Words on a ground of their own, with their lower left corner here.
    pub(super) fn label(&self, at: Pos2, text: &str) {
        self.label_of(at, Align2::LEFT_BOTTOM, BODY, text);
    }

    /// Small print on a ground of its own, with its middle here.
    pub(super) fn small_label(&self, at: Pos2, text: &str) {
        self.label_of(at, Align2::CENTER_CENTER, SMALL, text);
    }

    fn label_of(&self, at: Pos2, align: Align2, size: f32, text: &str) {
        let tokens = theme::tokens(self.ui);
        let painter = self.ui.painter_at(self.rect);
        let galley = painter.layout_no_wrap(text.to_owned(), FontId::proportional(size), tokens.text);
        let room = align.anchor_size(at, galley.size() + vec2(2.0 * UNIT, UNIT));
        painter.rect_filled(room, CornerRadius::same(4), tokens.over_map);
        painter.galley(room.min + vec2(UNIT, UNIT / 2.0), galley, tokens.text);
    }
}

/// The tools with all that they have under way.
#[derive(Debug, Default)]
pub(crate) struct Toolbox {
    armed: Tool,
    measure: Measure,
    select: Select,
    zoom_box: ZoomBox,
}

impl Toolbox {
    /// The tool in the hand.
    pub(crate) fn armed(&self) -> Tool {
        self.armed
    }

    /// Takes another tool into the hand; what the one before had begun is dropped.
    pub(crate) fn arm(&mut self, tool: Tool) {
        if self.armed != tool {
            self.drop_sketch();
            self.armed = tool;
        }
    }

    /// Takes away what was drawn and is kept over the map.
    pub(super) fn clear(&mut self) {
        self.drop_sketch();
        self.measure.clear();
    }

    /// Is something kept over the map?
    pub(super) fn has_drawings(&self) -> bool {
        self.measure.has_drawings()
    }

    /// What the pointer looks like over the map; nothing where the tool has no say.
    pub(super) fn cursor(&self, ui: &Ui) -> Option<CursorIcon> {
        if self.zoom_box.is_meant(self.armed.takes_drag(), ui) {
            return Some(CursorIcon::ZoomIn);
        }
        self.armed.cursor()
    }

    /// Does a drag with the left button belong to the tool?
    pub(super) fn takes_drag(&self, ui: &Ui) -> bool {
        self.armed.takes_drag() || self.zoom_box.is_meant(false, ui)
    }

    /// Is something begun and not finished?
    pub(super) fn is_drawing(&self) -> bool {
        match self.armed {
            Tool::Identify => false,
            Tool::MeasureLength | Tool::MeasureArea => self.measure.is_drawing(),
            Tool::SelectClick | Tool::SelectBox | Tool::SelectPolygon | Tool::SelectRadius => {
                self.select.is_drawing()
            }
        }
    }

    fn drop_sketch(&mut self) {
        self.zoom_box = ZoomBox::default();
        match self.armed {
            Tool::Identify => {}
            Tool::MeasureLength | Tool::MeasureArea => self.measure.drop_sketch(),
            Tool::SelectClick | Tool::SelectBox | Tool::SelectPolygon | Tool::SelectRadius => {
                self.select.drop_sketch();
            }
        }
    }

    /// Does what the gesture means to the armed tool. Escape drops what is begun; where nothing is, it puts the tool away. Returns the
    /// part of the map that is to be shown, where one was asked for.
    pub(super) fn run(
        &mut self,
        ground: &Ground<'_>,
        gesture: &Gesture,
        wishes: &mut Vec<Wish>,
    ) -> Option<WorldRect> {
        if gesture.act == Act::Cancel {
            if self.is_drawing() {
                self.drop_sketch();
            } else {
                self.arm(Tool::Identify);
            }
            return None;
        }
        if !self.armed.takes_drag() && self.zoom_box.takes(gesture) {
            return self.zoom_box.run(gesture);
        }
        match self.armed {
            Tool::Identify => {}
            Tool::MeasureLength | Tool::MeasureArea => self.measure.run(self.armed, gesture),
            Tool::SelectClick | Tool::SelectBox | Tool::SelectPolygon | Tool::SelectRadius => {
                self.select.run(self.armed, ground, gesture, wishes);
            }
        }
        None
    }

    /// Draws what the tools have to show, the armed one with its pointer.
    pub(super) fn paint(&self, ground: &Ground<'_>, pointer: Option<WorldPoint>) {
        self.measure.paint(ground, self.armed, pointer);
        self.select.paint(ground, self.armed, pointer);
        self.zoom_box.paint(ground, pointer);
    }

    /// The boxes over the map with what the tools found out, beside the legend.
    pub(super) fn panel_ui(&mut self, ground: &Ground<'_>, legend: Rect, wishes: &mut Vec<Wish>) {
        let measuring = matches!(self.armed, Tool::MeasureLength | Tool::MeasureArea);
        if measuring || self.measure.has_drawings() {
            measure_panel::panel_ui(&mut self.measure, self.armed, ground, legend, wishes);
        }
    }
}

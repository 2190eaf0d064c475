//! What a click and a drag on the map mean: one tool is armed at a time.
//!
//! A new tool is a variant of [`Tool`], a file with its state beside this one, and a line in each of the `match`es below. What the
//! person did comes as a [`Gesture`]; where it happened as a [`Ground`]. Moving the map is no tool: the wheel, the middle button and
//! Space move it whatever is armed.

mod attributes;
mod draw;
mod gesture;
mod measure;
mod measure_panel;
mod move_outfall;
mod select;
mod sketch;
mod snapping;
mod trace;
mod vertex;
mod zoom_box;

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, FontId, Frame, Key, Margin, Pos2, Rect, Ui, pos2, vec2,
};

pub(super) use self::gesture::{Act, Gesture, is_key_click, pointer_pos};
use self::{
    draw::Draw,
    measure::Measure,
    move_outfall::{MoveOutfall, Outcome},
    select::Select,
    snapping::Snapping,
    vertex::VertexTool,
    zoom_box::ZoomBox,
};
use super::{Shown, controls::over_map, screen_point, source::References};
use crate::{
    domain::{RecordId, position::Survey},
    i18n::Lang,
    map::{
        plane::{WorldPoint, WorldRect},
        scene::Scene,
        view::View,
    },
    ui::{
        icons,
        theme::{self, BODY, PAD, SMALL, UNIT},
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
    /// Clicks and drags say where an outfall goes; it has no button, for it needs an outfall.
    MoveOutfall,
    /// Clicks draw a new feature on a layer of the project's own.
    Draw,
    /// Vertices of such a layer are moved, set and taken out.
    Vertex,
    /// A click traces from there.
    Trace,
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
        Self::Draw,
        Self::Vertex,
        Self::Trace,
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
            Self::MoveOutfall => lang.pick("移动排污口", "Move an outfall"),
            Self::Draw => lang.pick("绘制要素", "Draw a feature"),
            Self::Vertex => lang.pick("编辑图形", "Edit shapes"),
            Self::Trace => lang.pick("追踪上下游", "Trace from a click"),
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
            Self::MoveOutfall => lang.pick(
                "点击新位置，或拖动原位置；应用之前不会改动",
                "Click the new place, or drag the old one. Nothing changes before you apply it",
            ),
            Self::Draw => {
                lang.pick("逐点点击；双击或回车完成", "Click place by place; double click or Enter finishes")
            }
            Self::Vertex => lang.pick(
                "拖动节点；双击线段加节点；Delete 删节点",
                "Drag vertices; double-click a segment to add one; Delete takes one out",
            ),
            Self::Trace => lang.pick(
                "单击排污口、断面、污染源或河流溯上游；按住 Shift 查下游",
                "Click an outfall, a section, a source or a river for upstream; with Shift for downstream",
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
            Self::MoveOutfall => icons::MOVE,
            Self::Draw => icons::DRAW,
            Self::Vertex => icons::VERTICES,
            Self::Trace => icons::STAGE_TRACE,
        }
    }

    /// Does a line follow below its button?
    pub(crate) fn ends_group(self) -> bool {
        matches!(self, Self::Identify | Self::MeasureArea | Self::SelectRadius | Self::Vertex)
    }

    /// Is what lies under the pointer of interest to it?
    pub(super) fn points(self) -> bool {
        matches!(self, Self::Identify | Self::SelectClick | Self::Trace)
    }

    /// What the pointer looks like over the map.
    fn cursor(self) -> Option<CursorIcon> {
        match self {
            Self::Identify | Self::SelectClick => None,
            Self::Vertex => Some(CursorIcon::Default),
            Self::MeasureLength
            | Self::MeasureArea
            | Self::SelectBox
            | Self::SelectPolygon
            | Self::SelectRadius
            | Self::MoveOutfall
            | Self::Trace
            | Self::Draw => Some(CursorIcon::Crosshair),
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
    /// The reference layers that are shown, by their keys.
    pub(super) references: &'a References,
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
    move_outfall: MoveOutfall,
    draw: Draw,
    vertex: VertexTool,
    snapping: Snapping,
}

/// The width of the cards of tools.
const CARD_WIDTH: f32 = 70.0 * UNIT;

impl Toolbox {
    /// Takes an outfall into the hand.
    pub(super) fn move_outfall(&mut self, id: RecordId) {
        self.arm(Tool::MoveOutfall);
        self.move_outfall.start(id);
    }

    /// Takes an outfall into the hand that was measured at this place.
    pub(super) fn place_outfall(&mut self, id: RecordId, place: (f64, f64), survey: Survey) {
        self.arm(Tool::MoveOutfall);
        self.move_outfall.place(id, place, survey);
    }

    /// Takes the pencil into the hand, for this layer.
    pub(super) fn draw_on(&mut self, layer: RecordId) {
        self.arm(Tool::Draw);
        self.draw.start(layer);
    }

    /// Takes the last place of the sketch in the hand back. False where there is none.
    pub(super) fn take_back(&mut self) -> bool {
        self.armed == Tool::Draw && self.draw.back()
    }

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
        if self.zoom_box.is_meant(self.holds_drag(), ui) {
            return Some(CursorIcon::ZoomIn);
        }
        self.armed.cursor()
    }

    /// Does a drag with the left button belong to the tool?
    pub(super) fn takes_drag(&self, ui: &Ui) -> bool {
        self.holds_drag() || self.zoom_box.is_meant(false, ui)
    }

    /// Does a drag with the left button belong to the armed tool? Otherwise it moves the map.
    fn holds_drag(&self) -> bool {
        match self.armed {
            Tool::Identify
            | Tool::MeasureLength
            | Tool::MeasureArea
            | Tool::SelectClick
            | Tool::SelectPolygon
            | Tool::Trace
            | Tool::Draw => false,
            Tool::SelectBox | Tool::SelectRadius => true,
            Tool::MoveOutfall => self.move_outfall.takes_drag(),
            Tool::Vertex => self.vertex.takes_drag(),
        }
    }

    /// Is something begun and not finished?
    pub(super) fn is_drawing(&self) -> bool {
        match self.armed {
            Tool::Identify | Tool::Trace => false,
            Tool::MeasureLength | Tool::MeasureArea => self.measure.is_drawing(),
            Tool::SelectClick | Tool::SelectBox | Tool::SelectPolygon | Tool::SelectRadius => {
                self.select.is_drawing()
            }
            Tool::MoveOutfall => self.move_outfall.is_drawing(),
            Tool::Draw => self.draw.is_drawing(),
            Tool::Vertex => self.vertex.is_drawing(),
        }
    }

    fn drop_sketch(&mut self) {
        self.zoom_box = ZoomBox::default();
        match self.armed {
            // What is half drawn waits until the pencil is taken up again.
            Tool::Identify | Tool::Draw | Tool::Trace => {}
            Tool::MoveOutfall => self.move_outfall.drop_sketch(),
            Tool::Vertex => self.vertex.drop_sketch(),
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
            if self.is_drawing() && !matches!(self.armed, Tool::Draw | Tool::MoveOutfall) {
                self.drop_sketch();
            } else {
                self.arm(Tool::Identify);
            }
            return None;
        }
        if !self.holds_drag() && self.zoom_box.takes(gesture) {
            return self.zoom_box.run(gesture);
        }
        match self.armed {
            Tool::Identify => {}
            Tool::Trace => {
                if let Act::Click(place) = gesture.act {
                    trace::click(ground, place, gesture, wishes);
                }
            }
            Tool::MeasureLength | Tool::MeasureArea => self.measure.run(self.armed, gesture),
            Tool::SelectClick | Tool::SelectBox | Tool::SelectPolygon | Tool::SelectRadius => {
                self.select.run(self.armed, ground, gesture, wishes);
            }
            Tool::MoveOutfall => {
                if self.move_outfall.run(ground, gesture, wishes) == Outcome::Done {
                    self.arm(Tool::Identify);
                }
            }
            Tool::Draw => self.draw.run(ground, gesture, self.snapping),
            Tool::Vertex => self.vertex.run(ground, gesture, self.snapping, wishes),
        }
        let snaps = matches!(self.armed, Tool::Draw | Tool::Vertex) && gesture.keys;
        if snaps && ground.ui.input(|input| input.key_pressed(Key::S) && input.modifiers.is_none()) {
            self.snapping.toggle();
        }
        None
    }

    /// Draws what the tools have to show, the armed one with its pointer.
    pub(super) fn paint(&self, ground: &Ground<'_>, pointer: Option<WorldPoint>) {
        self.measure.paint(ground, self.armed, pointer);
        self.select.paint(ground, self.armed, pointer);
        self.zoom_box.paint(ground, pointer);
        self.draw.paint(ground, pointer, self.armed == Tool::Draw);
        match self.armed {
            Tool::MoveOutfall => self.move_outfall.paint(ground, pointer),
            Tool::Vertex => self.vertex.paint(ground),
            _ => {}
        }
    }

    /// The boxes over the map with what the tools found out, clear of legend and buttons.
    pub(super) fn panel_ui(&mut self, ground: &Ground<'_>, taken: [Rect; 2], wishes: &mut Vec<Wish>) {
        let measuring = matches!(self.armed, Tool::MeasureLength | Tool::MeasureArea);
        // Tools with a card have their own use for that corner; what was measured stays on the map meanwhile.
        let carded = matches!(self.armed, Tool::MoveOutfall | Tool::Draw | Tool::Vertex);
        if measuring || (!carded && self.measure.has_drawings()) {
            measure_panel::panel_ui(&mut self.measure, self.armed, ground, taken, wishes);
        }
    }

    /// The card of the tool in the hand, over a corner of the map.
    pub(super) fn card_ui(&mut self, ground: &Ground<'_>, legend: Rect, wishes: &mut Vec<Wish>) -> Rect {
        if !matches!(self.armed, Tool::MoveOutfall | Tool::Draw | Tool::Vertex) {
            return Rect::NOTHING;
        }
        let tokens = theme::tokens(ground.ui);
        let map = ground.rect;
        // Beside the legend, or below it where the buttons at the right would be covered.
        let beside = legend.right() + CARD_WIDTH + 24.0 * UNIT < map.right();
        let corner = match (legend.is_positive(), beside) {
            (false, _) => map.left_top(),
            (true, true) => pos2(legend.right(), map.top()),
            (true, false) => pos2(map.left(), legend.bottom()),
        } + vec2(PAD, PAD);
        let mut done = false;
        if self.armed != Tool::MoveOutfall {
            // What is drawn snaps to every layer.
            let unread = ground.references.values().filter(|(_, set)| set.is_none());
            wishes.extend(unread.map(|(layer, _)| Wish::ReadLayer(layer.id)));
        }
        let room = over_map(ground.ui, "tool card", corner, tokens, |ui| {
            Frame::new().inner_margin(Margin::same(8)).show(ui, |ui| {
                ui.set_width(CARD_WIDTH);
                ui.spacing_mut().item_spacing.y = UNIT;
                match self.armed {
                    Tool::MoveOutfall => {
                        done = self.move_outfall.card_ui(ui, ground, wishes) == Outcome::Done;
                    }
                    Tool::Draw => self.draw.card_ui(ui, ground, &mut self.snapping, wishes),
                    _ => self.vertex.card_ui(ui, ground, &mut self.snapping, wishes),
                }
            });
        });
        if done {
            self.arm(Tool::Identify);
        }
        room
    }
}

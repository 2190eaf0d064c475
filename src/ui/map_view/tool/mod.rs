//! What a click and a drag on the map mean: one tool is armed at a time.
//!
//! A new tool is a variant of [`Tool`], a file with its state beside this one, and a line in each of the four `match`es of
//! [`Toolbox`]. What the person did comes as a [`Gesture`]; where it happened as a [`Ground`]. Moving the map is no tool: the wheel, the
//! middle button and Space move it whatever is armed.

mod gesture;
mod measure;
mod sketch;

use eframe::egui::{CursorIcon, Pos2, Rect, Ui, pos2};

pub(super) use self::gesture::{Act, Gesture};
use self::measure::Measure;
use super::{Shown, screen_point};
use crate::{
    i18n::Lang,
    map::{plane::WorldPoint, scene::Scene, view::View},
    ui::{icons, wish::Wish},
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
}

impl Tool {
    /// The tools that have a button, in their order; a group ends where [`Tool::ends_group`] says so.
    pub(crate) const ALL: &'static [Self] = &[Self::Identify, Self::MeasureLength, Self::MeasureArea];

    /// What it is called.
    pub(crate) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Identify => lang.pick("浏览与识别", "Pan and identify"),
            Self::MeasureLength => lang.pick("量测长度", "Measure a length"),
            Self::MeasureArea => lang.pick("量测面积", "Measure an area"),
        }
    }

    /// The picture on its button.
    pub(crate) fn icon(self) -> &'static str {
        match self {
            Self::Identify => icons::IDENTIFY,
            Self::MeasureLength => icons::MEASURE_LENGTH,
            Self::MeasureArea => icons::MEASURE_AREA,
        }
    }

    /// Does a line follow below its button?
    pub(crate) fn ends_group(self) -> bool {
        matches!(self, Self::Identify | Self::MeasureArea)
    }

    /// What the pointer looks like over the map.
    fn cursor(self) -> Option<CursorIcon> {
        match self {
            Self::Identify => None,
            Self::MeasureLength | Self::MeasureArea => Some(CursorIcon::Crosshair),
        }
    }

    /// Does a drag with the left button belong to the tool? Otherwise it moves the map.
    fn takes_drag(self) -> bool {
        match self {
            Self::Identify | Self::MeasureLength | Self::MeasureArea => false,
        }
    }
}

/// The map as it stands in this frame.
#[allow(dead_code, reason = "the tools that select need all of it")]
pub(super) struct Ground<'a> {
    pub(super) ui: &'a Ui,
    /// Where the map is, in points.
    pub(super) rect: Rect,
    pub(super) view: View,
    pub(super) scene: &'a Scene,
    pub(super) shown: &'a Shown<'a>,
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
}

/// The tools with all that they have under way.
#[derive(Debug, Default)]
pub(crate) struct Toolbox {
    armed: Tool,
    measure: Measure,
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

    /// What the pointer looks like over the map; nothing where the tool has no say.
    pub(super) fn cursor(&self) -> Option<CursorIcon> {
        self.armed.cursor()
    }

    /// Does a drag with the left button belong to the tool?
    pub(super) fn takes_drag(&self) -> bool {
        self.armed.takes_drag()
    }

    /// Is something begun and not finished?
    pub(super) fn is_drawing(&self) -> bool {
        match self.armed {
            Tool::Identify => false,
            Tool::MeasureLength | Tool::MeasureArea => self.measure.is_drawing(),
        }
    }

    fn drop_sketch(&mut self) {
        match self.armed {
            Tool::Identify => {}
            Tool::MeasureLength | Tool::MeasureArea => self.measure.drop_sketch(),
        }
    }

    /// Does what the gesture means to the armed tool. Escape drops what is begun; where nothing is, it puts the tool away.
    pub(super) fn run(&mut self, ground: &Ground<'_>, gesture: &Gesture, _wishes: &mut Vec<Wish>) {
        if gesture.act == Act::Cancel {
            if self.is_drawing() {
                self.drop_sketch();
            } else {
                self.arm(Tool::Identify);
            }
            return;
        }
        match self.armed {
            Tool::Identify => {}
            Tool::MeasureLength | Tool::MeasureArea => self.measure.run(self.armed, ground, gesture),
        }
    }

    /// Draws what the tools have to show, the armed one with its pointer.
    pub(super) fn paint(&self, ground: &Ground<'_>, pointer: Option<WorldPoint>) {
        self.measure.paint(ground, self.armed, pointer);
    }
}

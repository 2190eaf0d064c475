//! The map: tiles drawn in the background, and over them what moves with the pointer.

mod attribution;
mod cluster;
mod controls;
mod furniture;
mod here;
mod hunt;
mod identify;
mod labels;
mod legend;
mod marks;
mod menu;
mod navigate;
mod placing;
mod source;
pub(super) mod themes;
mod tiles;
mod tool;
mod trace;

use std::{collections::HashSet, sync::Arc};

use eframe::egui::{
    Color32, CursorIcon, Key, PointerButton, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo,
};
use geo::Coord;

use self::{
    furniture::GridLines,
    identify::Identified,
    labels::Labels,
    legend::Legend,
    marks::Marks,
    placing::Placing,
    source::SceneSource,
    tiles::Tiles,
    tool::{Gesture, Ground, Toolbox},
    trace::TraceDrawing,
};
pub(crate) use self::{here::Here, source::Outfalls, tool::Tool};
use super::{habits::MapHabits, selection::Selection, tracing::Traced, wish::Wish};
use crate::{
    app::{HuntView, scene::OUTFALLS},
    domain::{
        RecordId, coordinate::notation, placing::Surroundings, position::Survey, progress::Snapshot,
        project::Project,
    },
    i18n::Lang,
    map::{
        palette::Palette,
        pick::{self, Hit},
        picture::LegendEntry,
        view::{ScreenPoint, ScreenRect, View},
        view_history::{Spot, ViewHistory},
    },
};

/// How near the pointer must be to something to mean it, in points.
const REACH: f64 = 6.0;

/// Where the map looks and what it holds. What is drawn comes from the project in each frame.
pub(crate) struct MapView {
    view: View,
    placing: Placing,
    source: SceneSource,
    tiles: Tiles,
    labels: Labels,
    legend: Legend,
    marks: Marks,
    found: Marks,
    identified: Option<Identified>,
    /// Where buttons and legend are; no name is written below them.
    controls_room: Rect,
    legend_room: Rect,
    card_room: Rect,
    /// What the pointer is over.
    hovered: Vec<Hit>,
    stamps: cluster::Stamps,
    trace: TraceDrawing,
    /// Where the menu of the map was opened, in degrees.
    asked: Option<Coord>,
    /// Where the pointer is, or was last, in degrees.
    pub(crate) cursor: Option<Coord>,
    /// The place that was gone to by its coordinates, in degrees.
    marker: Option<Coord>,
    writer: notation::Writer,
    grid_lines: GridLines,
    navigation: navigate::Navigation,
    history: ViewHistory,
    tools: Toolbox,
    /// Give the map the keyboard in the next frame.
    wants_focus: bool,
    /// Is the map worked with keys, the pointer being elsewhere? Its middle is then where the pointer would be.
    keyed: bool,
}

/// What the map draws from.
pub(crate) struct Shown<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Project,
    pub(crate) snapshot: &'a Arc<Snapshot>,
    /// The outfall whose card is open.
    pub(crate) selected: Option<RecordId>,
    /// All that are selected.
    pub(crate) selection: &'a Selection,
    /// Those of which the checks found something, and another number whenever these are others.
    pub(crate) found: (&'a HashSet<RecordId>, u64),
    /// What the legend says; nothing where it is not shown.
    pub(crate) legend: Option<&'a [LegendEntry]>,
    pub(crate) habits: MapHabits,
    /// The trace that is shown.
    pub(crate) trace: Option<&'a Traced>,
    /// The hunt in the sewers that is shown.
    pub(crate) hunt: Option<&'a HuntView>,
    pub(crate) read_only: bool,
    /// What says where an outfall lies; only while one is being moved.
    pub(crate) around: &'a Surroundings,
    /// Where we are and walked.
    pub(crate) here: &'a Here,
    /// Whose basemaps are shown.
    pub(crate) attributions: &'a [String],
}

impl MapView {
    /// A map of nothing yet. `wake` asks for another frame, from any thread; `wake_soon` for one that more news may share.
    pub(crate) fn new(wake: Arc<dyn Fn() + Send + Sync>, wake_soon: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self {
            view: View::new((1.0, 1.0)),
            placing: Placing::default(),
            source: SceneSource::new(Arc::clone(&wake_soon)),
            tiles: Tiles::new(wake_soon),
            labels: Labels::new(wake),
            legend: Legend::default(),
            marks: Marks::default(),
            found: Marks::default(),
            identified: None,
            controls_room: Rect::NOTHING,
            legend_room: Rect::NOTHING,
            card_room: Rect::NOTHING,
            hovered: Vec::new(),
            stamps: cluster::Stamps::default(),
            trace: TraceDrawing::default(),
            asked: None,
            cursor: None,
            marker: None,
            writer: notation::Writer::default(),
            grid_lines: GridLines::default(),
            navigation: navigate::Navigation::default(),
            history: ViewHistory::default(),
            tools: Toolbox::default(),
            wants_focus: false,
            keyed: false,
        }
    }

    /// What decides what is on the map.
    pub(crate) fn source(&mut self) -> &mut SceneSource {
        &mut self.source
    }

    /// Takes a tool into the hand; its keys work at once.
    pub(crate) fn arm(&mut self, tool: Tool) {
        self.tools.arm(tool);
        self.identified = None;
        self.wants_focus = true;
    }

    /// Is an outfall being moved, so that it matters what lies around?
    pub(crate) fn is_placing(&self) -> bool {
        self.tools.armed() == Tool::MoveOutfall
    }

    /// Begins to move an outfall.
    pub(crate) fn move_outfall(&mut self, id: RecordId) {
        self.arm(Tool::MoveOutfall);
        self.tools.move_outfall(id);
    }

    /// Begins to put an outfall at a measured position: what changes is seen before.
    pub(crate) fn place_outfall(&mut self, id: RecordId, place: (f64, f64), survey: Survey) {
        self.arm(Tool::MoveOutfall);
        self.tools.place_outfall(id, place, survey);
    }

    /// Begins to draw on a layer.
    pub(crate) fn draw_on(&mut self, layer: RecordId) {
        self.arm(Tool::Draw);
        self.tools.draw_on(layer);
    }

    /// Takes the last place of what is being drawn back. False where nothing is.
    pub(crate) fn take_back(&mut self) -> bool {
        self.tools.take_back()
    }

    /// Takes away what was drawn over the map: measurements, the marker of a place, what was identified.
    pub(crate) fn clear_drawings(&mut self) {
        self.tools.clear();
        self.marker = None;
        self.identified = None;
    }

    /// The zoom of tiles of 256 pixels that fits what the map shows best.
    pub(crate) fn tile_zoom(&self) -> u8 {
        (self.view.pixels_per_world / 256.0).log2().round().clamp(0.0, 24.0) as u8
    }

    /// Is everything drawn that the map shows, names included?
    pub(crate) fn is_up_to_date(&self) -> bool {
        self.placing.is_placed()
            && self.source.is_complete()
            && self.tiles.is_up_to_date(&self.view)
            && !self.labels.is_busy()
    }

    /// Draws the map into all the room there is.
    pub(crate) fn ui(&mut self, ui: &mut Ui, shown: &Shown<'_>, wishes: &mut Vec<Wish>) {
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, super::said::map_name(shown.lang)));
        self.stand(rect, f64::from(ui.ctx().pixels_per_point()));
        let palette = if ui.visuals().dark_mode { Palette::dark() } else { Palette::light() };
        let scene = self.source.scene(palette);
        self.place(&scene);
        if std::mem::take(&mut self.wants_focus) || response.clicked_by(PointerButton::Primary) {
            response.request_focus();
        }
        let tool_drags = self.tools.takes_drag(ui);
        self.navigation.run(ui, &response, rect, &mut self.view, tool_drags);
        self.remember(ui, &response);
        self.note_keys(ui, &response);

        let references = self.source.references();
        self.tiles.paint(ui, rect, &scene, &self.view);
        let ground = Ground {
            ui,
            rect,
            view: self.view,
            scene: &scene,
            shown,
            keyed: self.keyed,
            references: &references,
        };
        self.grid_lines.paint(&ground);
        let keep_out = [self.controls_room, self.legend_room.union(self.card_room)]
            .map(|room| screen_rect(rect, room, self.view.pixel_ratio));
        let rest = !response.dragged() && self.navigation.is_at_rest() && !self.source.is_about_to_come();
        self.labels.paint(ui, rect, &scene, &self.view, keep_out, rest);
        if let Some(traced) = shown.trace {
            self.trace.paint(&ground, traced);
        }
        if let Some(view) = shown.hunt {
            hunt::paint(&ground, view);
        }
        here::paint(&ground, shown.here);
        self.paint_marks(&ground);
        self.tools_ui(&ground, &response, wishes);
        self.point(&ground, &response, wishes);
        if self.tools.armed() == Tool::Identify {
            self.menu_ui(&response, shown, wishes);
        }
        let ground = Ground {
            ui,
            rect,
            view: self.view,
            scene: &scene,
            shown,
            keyed: self.keyed,
            references: &references,
        };
        self.identified_ui(&ground, wishes);
        self.tools.panel_ui(&ground, [self.legend_room, self.controls_room], wishes);
        self.card_room = self.tools.card_ui(&ground, self.legend_room, wishes);
        furniture::corner(&ground);
        attribution::attribution_ui(ui, furniture::foot(&ground), shown.lang, shown.attributions);
        self.controls_room = controls::controls_ui(ui, self, rect, shown, wishes);
        self.legend_room = match shown.legend {
            Some(_) => self.legend.ui(ui, rect, shown, &scene.palette),
            None => Rect::NOTHING,
        };
    }

    /// Keys take over from the pointer while it is not over the map, until it moves again.
    fn note_keys(&mut self, ui: &Ui, response: &Response) {
        let keys = [Key::Insert, Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown];
        let (pressed, moved) = ui.input(|input| {
            (keys.iter().any(|key| input.key_pressed(*key)), input.pointer.delta() != Vec2::ZERO)
        });
        let free = response.has_focus() && !response.hovered();
        self.keyed = free && (pressed || (self.keyed && !moved));
    }

    /// Keeps the history of views, and goes through it by the buttons of the mouse.
    fn remember(&mut self, ui: &Ui, response: &Response) {
        let (now, held) = ui.input(|input| (input.time, input.pointer.any_down()));
        if self.placing.is_placed()
            && !held
            && let Some(left) = self.history.note(Spot::of(&self.view), now)
        {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
        }
        if response.contains_pointer() {
            let pressed = |button| ui.input(|input| input.pointer.button_pressed(button));
            if pressed(PointerButton::Extra1) {
                self.go_back();
            }
            if pressed(PointerButton::Extra2) {
                self.go_forward();
            }
        }
    }

    /// What is selected, identified, under the pointer, and gone to.
    fn paint_marks(&mut self, ground: &Ground<'_>) {
        let selection = ground.shown.selection;
        self.marks.refresh(ground.scene, selection.generation(), || selection.iter());
        let (found, generation) = ground.shown.found;
        self.found.refresh(ground.scene, generation, || found.iter().copied());
        self.found.paint_found(ground.ui, ground);
        if let Some((layer, index)) = self.identified.as_ref().and_then(Identified::current) {
            marks::paint_outline(ground, layer, index);
        }
        self.marks.paint(ground.ui, ground);
        if let Some(hit) = self.hovered.iter().find(|hit| hit.layer == OUTFALLS) {
            marks::paint_hovered(ground, hit.handle);
        }
        if let Some(id) = ground.shown.selected {
            self.paint_swallowed(ground, id.0.as_u128());
            marks::paint_open(ground, id);
        }
        if let Some(place) = self.marker {
            let habits = ground.shown.habits;
            let written = self.writer.write(place.x_y(), habits.notation, habits.order);
            furniture::marker(ground, place, &written.map(|it| it.text).unwrap_or_default());
        }
    }

    /// The tool in the hand: what it does and what it shows.
    fn tools_ui(&mut self, ground: &Ground<'_>, response: &Response, wishes: &mut Vec<Wish>) {
        let ui = ground.ui;
        let panning = navigate::is_spaced(ui, response);
        let gesture = Gesture::read(ground, response, panning);
        if let Some(part) = self.tools.run(ground, &gesture, wishes) {
            self.show_world(part);
        }
        self.tools.paint(ground, gesture.pointer);
        if !response.hovered() {
            if self.keyed {
                furniture::crosshair(ground);
            }
            return;
        }
        let held = ui.input(|input| input.pointer.any_down());
        let cursor = match panning {
            true if held => Some(CursorIcon::Grabbing),
            true => Some(CursorIcon::Grab),
            false => self.tools.cursor(ui),
        };
        if let Some(cursor) = cursor {
            ui.ctx().set_cursor_icon(cursor);
        }
    }

    /// What the pointer is over, and what a click on it does.
    fn point(&mut self, ground: &Ground<'_>, response: &Response, wishes: &mut Vec<Wish>) {
        let by_key = tool::is_key_click(ground, response);
        let Some(pointer) = response.hover_pos().or_else(|| {
            let middle = tool::pointer_pos(ground, response);
            middle.filter(|_| by_key)
        }) else {
            self.hovered.clear();
            return;
        };
        let place = ground.world(pointer);
        self.cursor = Some(place.to_lonlat());
        if response.dragged() || !self.tools.armed().points() {
            self.hovered.clear();
            return;
        }
        let screen = screen_point(ground.rect, pointer, self.view.pixel_ratio);
        self.hovered = pick::at(ground.scene, &self.view, screen, REACH * self.view.pixel_ratio);
        if self.hovered.iter().any(|hit| hit.layer == OUTFALLS) {
            ground.ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        let on_point = self.hovered.iter().any(|hit| hit.layer == OUTFALLS);
        let circle = if on_point { None } else { pick::cluster_at(ground.scene, &self.view, screen) };
        let clicked =
            self.tools.armed() == Tool::Identify && (by_key || response.clicked_by(PointerButton::Primary));
        if let Some(circle) = circle {
            self.hovered.clear();
            self.cluster(ground, response, circle, clicked);
        } else if clicked {
            let modifiers = ground.ui.input(|input| input.modifiers);
            self.identified = identify::click(place, &self.hovered, modifiers, wishes);
        } else if self.identified.is_none() && !self.hovered.is_empty() {
            identify::tip(response, ground.shown, &self.source, &self.hovered);
        }
    }

    fn identified_ui(&mut self, ground: &Ground<'_>, wishes: &mut Vec<Wish>) {
        let Some(identified) = &mut self.identified else { return };
        if !identified.ui(ground, &self.source, wishes) {
            self.identified = None;
        }
    }
}

fn screen_point(rect: Rect, pos: Pos2, ratio: f64) -> ScreenPoint {
    ScreenPoint { x: f64::from(pos.x - rect.left()) * ratio, y: f64::from(pos.y - rect.top()) * ratio }
}

fn screen_rect(rect: Rect, room: Rect, ratio: f64) -> ScreenRect {
    ScreenRect { min: screen_point(rect, room.min, ratio), max: screen_point(rect, room.max, ratio) }
}

/// A colour of the map as one of the window.
fn color(rgba: crate::map::palette::Rgba) -> Color32 {
    Color32::from_rgba_unmultiplied(rgba.0, rgba.1, rgba.2, rgba.3)
}

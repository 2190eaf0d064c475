//! The map: tiles drawn in the background, and over them what moves with the pointer.

mod controls;
mod identify;
mod labels;
mod legend;
mod navigate;
mod source;
mod tiles;
mod tool;

use std::sync::Arc;

use eframe::egui::{
    Color32, CornerRadius, CursorIcon, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke, Ui,
    WidgetInfo, pos2,
};
use geo::Coord;

use self::{
    identify::Identified,
    labels::Labels,
    legend::Legend,
    source::SceneSource,
    tiles::Tiles,
    tool::{Gesture, Ground, Toolbox},
};
pub(crate) use self::{source::Outfalls, tool::Tool};
use super::{icons, said::Word, theme, widgets, wish::Wish};
use crate::{
    app::scene::OUTFALLS,
    domain::{RecordId, progress::Snapshot, project::Project},
    i18n::Lang,
    map::{
        palette::Palette,
        pick::{self, Hit},
        picture::LegendEntry,
        plane::WorldPoint,
        scene::Scene,
        view::{ScreenPoint, ScreenRect, View},
    },
};

/// How near the pointer must be to something to mean it, in points.
const REACH: f64 = 6.0;

/// Where the map looks and what it holds. What is drawn comes from the project in each frame.
pub(crate) struct MapView {
    view: View,
    /// Was everything brought into view once? Done when the first layer is there.
    placed: bool,
    wanted: Option<Wanted>,
    source: SceneSource,
    tiles: Tiles,
    labels: Labels,
    legend: Legend,
    /// Where the map was in the last frame, so that what it shows stays in place when a panel opens beside it.
    stood: Option<Rect>,
    identified: Option<Identified>,
    /// Where buttons and legend are; no name is written below them.
    controls_room: Rect,
    legend_room: Rect,
    /// What the pointer is over.
    hovered: Vec<Hit>,
    /// Where the menu of the map was opened, in degrees.
    asked: Option<Coord>,
    /// Where the pointer is, in degrees.
    pub(crate) cursor: Option<Coord>,
    navigation: navigate::Navigation,
    tools: Toolbox,
    /// Give the map the keyboard in the next frame.
    wants_focus: bool,
}

/// A part of the world that is to be shown in the next frame, when the size of the map is known.
#[derive(Clone, Copy, Debug)]
enum Wanted {
    Everything,
    Extent([f64; 4]),
    Place(Coord),
    /// Moves the map only where the place can not be seen.
    Reveal(Coord),
}

/// What the map draws from.
pub(crate) struct Shown<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Project,
    pub(crate) snapshot: &'a Arc<Snapshot>,
    pub(crate) selected: Option<RecordId>,
    /// What the legend says; nothing where it is not shown.
    pub(crate) legend: Option<&'a [LegendEntry]>,
    pub(crate) read_only: bool,
}

impl MapView {
    /// A map of nothing yet. `wake` asks for another frame, from any thread.
    pub(crate) fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self {
            view: View::new((1.0, 1.0)),
            placed: false,
            wanted: None,
            source: SceneSource::new(Arc::clone(&wake)),
            tiles: Tiles::new(Arc::clone(&wake)),
            labels: Labels::new(wake),
            legend: Legend::default(),
            stood: None,
            identified: None,
            controls_room: Rect::NOTHING,
            legend_room: Rect::NOTHING,
            hovered: Vec::new(),
            asked: None,
            cursor: None,
            navigation: navigate::Navigation::default(),
            tools: Toolbox::default(),
            wants_focus: false,
        }
    }

    /// What decides what is on the map.
    pub(crate) fn source(&mut self) -> &mut SceneSource {
        &mut self.source
    }

    /// Shows everything there is.
    pub(crate) fn show_everything(&mut self) {
        self.wanted = Some(Wanted::Everything);
    }

    /// Shows an extent: west, south, east, north in degrees.
    pub(crate) fn show_extent(&mut self, extent: [f64; 4]) {
        self.wanted = Some(Wanted::Extent(extent));
    }

    /// Brings a place into the middle, close enough to recognise it.
    pub(crate) fn show_place(&mut self, longitude: f64, latitude: f64) {
        self.wanted = Some(Wanted::Place(Coord { x: longitude, y: latitude }));
    }

    /// Brings a place into view if it is not.
    pub(crate) fn reveal(&mut self, longitude: f64, latitude: f64) {
        self.wanted = Some(Wanted::Reveal(Coord { x: longitude, y: latitude }));
    }

    /// Takes a tool into the hand; its keys work at once.
    pub(crate) fn arm(&mut self, tool: Tool) {
        self.tools.arm(tool);
        self.identified = None;
        self.wants_focus = true;
    }

    /// What the map shows: west, south, east and north in degrees, and its width and height in points of the screen.
    pub(crate) fn seen(&self) -> ([f64; 4], (f64, f64)) {
        let (seen, ratio) = (self.view.visible_lonlat(), self.view.pixel_ratio);
        let extent = [seen.min().x, seen.min().y, seen.max().x, seen.max().y];
        (extent, (self.view.size_px.0 / ratio, self.view.size_px.1 / ratio))
    }

    /// The `n` of the scale 1 : n.
    pub(crate) fn scale(&self) -> f64 {
        self.view.scale_denominator()
    }

    /// Draws the map into all the room there is.
    pub(crate) fn ui(&mut self, ui: &mut Ui, shown: &Shown<'_>, wishes: &mut Vec<Wish>) {
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, super::said::map_name(shown.lang)));
        self.stand(rect, f64::from(ui.ctx().pixels_per_point()));
        let palette = if ui.visuals().dark_mode { Palette::dark() } else { Palette::light() };
        let scene = self.source.scene(palette);
        self.place(&scene);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        self.navigation.run(ui, &response, rect, &mut self.view, self.tools.takes_drag());

        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, CornerRadius::ZERO, color(scene.palette.background));
        self.tiles.paint(ui, rect, &scene, &self.view);
        let keep_out =
            [self.controls_room, self.legend_room].map(|room| screen_rect(rect, room, self.view.pixel_ratio));
        let rest = !response.dragged() && self.navigation.is_at_rest();
        self.labels.paint(ui, rect, &scene, &self.view, keep_out, rest);
        self.paint_marks(ui, rect, &scene, shown);
        self.tools_ui(ui, &response, rect, &scene, shown, wishes);
        self.point(ui, &response, rect, &scene, shown, wishes);
        if self.tools.armed() == Tool::Identify {
            self.menu_ui(&response, shown, wishes);
        }
        self.controls_room = controls::controls_ui(ui, self, rect, shown, wishes);
        self.legend_room = match shown.legend {
            Some(_) => self.legend.ui(ui, rect, shown, &scene.palette),
            None => Rect::NOTHING,
        };
        self.identified_ui(ui, rect, shown, wishes);
    }

    /// Takes the room there is. What the map shows stays where it was on the screen.
    fn stand(&mut self, rect: Rect, ratio: f64) {
        let before = self.stood.replace(rect);
        self.view.pixel_ratio = ratio;
        self.view.size_px = (f64::from(rect.width()) * ratio, f64::from(rect.height()) * ratio);
        if let Some(before) = before.filter(|before| *before != rect) {
            let moved = before.center() - rect.center();
            self.view.pan(f64::from(moved.x) * ratio, f64::from(moved.y) * ratio);
        }
    }

    fn place(&mut self, scene: &Scene) {
        let margin = 32.0 * self.view.pixel_ratio;
        if !self.placed
            && let Some(extent) = scene.extent()
        {
            self.view.fit(extent, margin);
            // Until every layer has come, each new one may widen what there is to see.
            self.placed = self.source.is_complete();
        }
        match self.wanted.take() {
            Some(Wanted::Everything) => {
                if let Some(extent) = scene.extent() {
                    self.view.fit(extent, margin);
                }
            }
            Some(Wanted::Extent([west, south, east, north])) => {
                let corner = |x, y| Coord { x, y };
                self.view.fit(geo::Rect::new(corner(west, south), corner(east, north)), margin);
                self.placed = true;
            }
            Some(Wanted::Place(place)) => {
                self.view.center = WorldPoint::from_lonlat(place);
                if self.view.scale_denominator() > 100_000.0 {
                    self.view.set_scale_denominator(25_000.0);
                    self.view = self.view.settled();
                }
                self.placed = true;
            }
            Some(Wanted::Reveal(place)) => {
                let world = WorldPoint::from_lonlat(place);
                let inside = self.view.visible().grown(-margin / self.view.pixels_per_world);
                if !inside.contains(world) {
                    self.view.center = world;
                    self.view = self.view.settled();
                }
            }
            None => {}
        }
    }

    /// The ring around the selected outfall, and the outline of what the pointer is over.
    fn paint_marks(&self, ui: &Ui, rect: Rect, scene: &Scene, shown: &Shown<'_>) {
        let tokens = theme::tokens(ui);
        let painter = ui.painter_at(rect);
        for hit in self.hovered.iter().filter(|hit| hit.layer == OUTFALLS).take(1) {
            if let Some(at) = self.position_of(rect, scene, hit.handle) {
                painter.circle_stroke(at, 10.0, Stroke::new(2.0, tokens.ring.gamma_multiply(0.55)));
            }
        }
        let Some(at) = shown.selected.and_then(|id| self.position_of(rect, scene, id.0.as_u128())) else {
            return;
        };
        painter.circle_stroke(at, 12.0, Stroke::new(4.5, tokens.over_map));
        painter.circle_stroke(at, 12.0, Stroke::new(2.5, tokens.ring));
    }

    fn position_of(&self, rect: Rect, scene: &Scene, handle: u128) -> Option<Pos2> {
        let layer = scene.layer(OUTFALLS)?;
        let index = layer.index_of(handle)?;
        let place = *layer.outline(index, self.view.pixels_per_world).first()?.first()?;
        Some(self.point_from_world(rect, place))
    }

    fn point_from_world(&self, rect: Rect, world: WorldPoint) -> Pos2 {
        let screen = self.view.screen_from_world(world);
        let ratio = self.view.pixel_ratio;
        pos2(rect.left() + (screen.x / ratio) as f32, rect.top() + (screen.y / ratio) as f32)
    }

    /// The tool in the hand: what it does and what it shows.
    fn tools_ui(
        &mut self,
        ui: &Ui,
        response: &Response,
        rect: Rect,
        scene: &Scene,
        shown: &Shown<'_>,
        wishes: &mut Vec<Wish>,
    ) {
        let ground = Ground { ui, rect, view: self.view, scene, shown };
        let panning = navigate::is_spaced(ui, response);
        let gesture = Gesture::read(&ground, response, panning);
        if response.clicked_by(PointerButton::Primary) {
            response.request_focus();
        }
        self.tools.run(&ground, &gesture, wishes);
        self.tools.paint(&ground, gesture.pointer);
        if !response.hovered() {
            return;
        }
        let held = ui.input(|input| input.pointer.any_down());
        let cursor = match panning {
            true if held => Some(CursorIcon::Grabbing),
            true => Some(CursorIcon::Grab),
            false => self.tools.cursor(),
        };
        if let Some(cursor) = cursor {
            ui.ctx().set_cursor_icon(cursor);
        }
    }

    /// What the pointer is over, and what a click on it does.
    fn point(
        &mut self,
        ui: &Ui,
        response: &Response,
        rect: Rect,
        scene: &Arc<Scene>,
        shown: &Shown<'_>,
        wishes: &mut Vec<Wish>,
    ) {
        let Some(pointer) = response.hover_pos() else {
            self.hovered.clear();
            self.cursor = None;
            return;
        };
        let screen = screen_point(rect, pointer, self.view.pixel_ratio);
        self.cursor = Some(self.view.world_from_screen(screen).to_lonlat());
        if response.dragged() || self.tools.armed() != Tool::Identify {
            self.hovered.clear();
            return;
        }
        self.hovered = pick::at(scene, &self.view, screen, REACH * self.view.pixel_ratio);
        if self.hovered.iter().any(|hit| hit.layer == OUTFALLS) {
            ui.ctx().set_cursor_icon(eframe::egui::CursorIcon::PointingHand);
        }
        if response.clicked_by(PointerButton::Primary) {
            self.identified = None;
            let outfalls: Vec<&Hit> = self.hovered.iter().filter(|hit| hit.layer == OUTFALLS).collect();
            match outfalls.as_slice() {
                [one] => wishes.push(Wish::Select(Some(RecordId(uuid::Uuid::from_u128(one.handle))))),
                [] if self.hovered.is_empty() => {}
                _ => {
                    let place = self.view.world_from_screen(screen);
                    self.identified = Some(Identified::new(place, self.hovered.clone()));
                }
            }
        } else if self.identified.is_none() && !self.hovered.is_empty() {
            identify::tip(response, shown, &self.source, &self.hovered);
        }
    }

    /// What a click with the right button offers.
    fn menu_ui(&mut self, response: &Response, shown: &Shown<'_>, wishes: &mut Vec<Wish>) {
        if response.secondary_clicked() {
            self.asked = self.cursor;
        }
        let Some(Coord { x, y }) = self.asked else { return };
        response.context_menu(|ui| {
            ui.set_width(60.0 * theme::UNIT);
            let place = super::said::position(x, y);
            if widgets::menu_item(ui, icons::COPY, shown.lang.term(Word::CopyPosition), "").clicked() {
                ui.ctx().copy_text(format!("{x:.6}, {y:.6}"));
                ui.close();
            }
            ui.add_enabled_ui(!shown.read_only, |ui| {
                if widgets::menu_item(ui, icons::OUTFALL, shown.lang.term(Word::AddOutfallHere), "").clicked()
                {
                    wishes.push(Wish::AskOutfall(Some((x, y))));
                    ui.close();
                }
            });
            widgets::small(ui, &place);
        });
    }

    fn identified_ui(&mut self, ui: &Ui, rect: Rect, shown: &Shown<'_>, wishes: &mut Vec<Wish>) {
        let Some(identified) = &mut self.identified else { return };
        let screen = self.view.screen_from_world(identified.place);
        let ratio = self.view.pixel_ratio;
        let at = pos2(rect.left() + (screen.x / ratio) as f32, rect.top() + (screen.y / ratio) as f32);
        if !identified.ui(ui, at, rect, shown, &self.source, wishes) {
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

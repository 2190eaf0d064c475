//! Tiles as textures: what is ready is uploaded, a few each frame; what is not is shown from older tiles.

use std::{collections::HashMap, sync::Arc, time::Duration};

use eframe::egui::{
    Color32, ColorImage, CornerRadius, Rect, TextureFilter, TextureHandle, TextureOptions, Ui, pos2,
};

use crate::map::{
    scene::Scene,
    tiles::{TileKey, TileServer},
    view::{ScreenPoint, View},
};

/// How many tiles are uploaded in one frame: 512 × 512 pixels each, about half a millisecond without a graphics card.
const UPLOADS: usize = 8;

/// At its own zoom step a tile is shown pixel by pixel, and there is nothing to smooth: which halves the work where there is no
/// graphics card. Smaller than that it would lose thin lines.
const FILTER: TextureOptions =
    TextureOptions { magnification: TextureFilter::Nearest, ..TextureOptions::LINEAR };

/// The textures of the map.
pub(super) struct Tiles {
    /// Nothing where the system gives us no threads: then the map stays empty and says so.
    server: Option<TileServer>,
    textures: HashMap<TileKey, TextureHandle>,
}

impl Tiles {
    pub(super) fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self { server: TileServer::new(wake).ok(), textures: HashMap::new() }
    }

    /// Does the view show what there is to be shown?
    pub(super) fn is_up_to_date(&self, view: &View) -> bool {
        self.server.as_ref().is_none_or(|server| server.is_up_to_date(view))
    }

    /// Paints the map into `rect` with the tiles there are, and asks for the ones that are missing.
    pub(super) fn paint(&mut self, ui: &Ui, rect: Rect, scene: &Arc<Scene>, view: &View) {
        let painter = ui.painter_at(rect);
        let background = super::color(scene.palette.background);
        let Some(server) = &mut self.server else {
            painter.rect_filled(rect, CornerRadius::ZERO, background);
            return;
        };
        server.request(scene, view);
        let update = server.poll(UPLOADS);
        if update.ready.len() == UPLOADS {
            // There may be more.
            ui.ctx().request_repaint();
        }
        if !update.ready.is_empty() && server.is_up_to_date(view) {
            // Now for the margin.
            ui.ctx().request_repaint_after(Duration::from_millis(25));
        }
        for key in update.dropped {
            self.textures.remove(&key);
        }
        for (key, pixels) in update.ready {
            let side = pixels.side_px as usize;
            let image = ColorImage::from_rgba_premultiplied([side, side], &pixels.rgba);
            let texture = ui.ctx().load_texture("map tile", image, FILTER);
            self.textures.insert(key, texture);
        }
        let ratio = view.pixel_ratio;
        let layout = server.layout(view);
        if !layout.is_whole {
            painter.rect_filled(rect, CornerRadius::ZERO, background);
        }
        for tile in layout.tiles {
            let Some(texture) = self.textures.get(&tile.key) else { continue };
            let corner = |point: ScreenPoint| {
                pos2(rect.left() + (point.x / ratio) as f32, rect.top() + (point.y / ratio) as f32)
            };
            let place = Rect::from_min_max(corner(tile.rect.min), corner(tile.rect.max));
            let [left, top, right, bottom] = tile.piece.map(|it| it as f32);
            let piece = Rect::from_min_max(pos2(left, top), pos2(right, bottom));
            painter.image(texture.id(), place, piece, Color32::WHITE);
        }
        if server.pending() > 0 {
            // Each tile that is ready asks for a frame; one that is given up does not.
            ui.ctx().request_repaint_after(Duration::from_millis(200));
        }
    }
}

//! Tiles as textures: what is ready is uploaded, a few each frame; what is not is shown from older tiles.

use std::{collections::HashMap, sync::Arc};

use eframe::egui::{Color32, ColorImage, Rect, TextureHandle, TextureOptions, Ui, pos2};

use crate::map::{
    scene::Scene,
    tiles::{TileKey, TileServer},
    view::View,
};

/// How many tiles are uploaded in one frame: 512 × 512 pixels each.
const UPLOADS: usize = 3;

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

    /// Is something still being drawn?
    pub(super) fn is_busy(&self) -> bool {
        self.server.as_ref().is_some_and(|server| server.pending() > 0)
    }

    /// Paints the map into `rect` with the tiles there are, and asks for the ones that are missing.
    pub(super) fn paint(&mut self, ui: &Ui, rect: Rect, scene: &Arc<Scene>, view: &View) {
        let Some(server) = &mut self.server else { return };
        server.request(scene, view);
        let update = server.poll(UPLOADS);
        if update.ready.len() == UPLOADS {
            // There may be more.
            ui.ctx().request_repaint();
        }
        for key in update.dropped {
            self.textures.remove(&key);
        }
        for (key, pixels) in update.ready {
            let side = pixels.side_px as usize;
            let image = ColorImage::from_rgba_premultiplied([side, side], &pixels.rgba);
            let texture = ui.ctx().load_texture("map tile", image, TextureOptions::LINEAR);
            self.textures.insert(key, texture);
        }
        let painter = ui.painter_at(rect);
        let ratio = view.pixel_ratio;
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        for tile in server.layout(view) {
            let Some(texture) = self.textures.get(&tile.key) else { continue };
            let corner = |point: crate::map::view::ScreenPoint| {
                pos2(rect.left() + (point.x / ratio) as f32, rect.top() + (point.y / ratio) as f32)
            };
            let place = Rect::from_min_max(corner(tile.rect.min), corner(tile.rect.max));
            painter.image(texture.id(), place, whole, Color32::WHITE);
        }
        if server.pending() > 0 {
            // Each tile that is ready asks for a frame; one that is given up does not.
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
        }
    }
}

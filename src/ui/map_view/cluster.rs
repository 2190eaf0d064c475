//! Circles of outfalls that would overlap: a click zooms to where they fall apart; the selected one is drawn over them.

use std::collections::HashMap;

use eframe::egui::{CursorIcon, Response, TextureHandle, Ui};

use super::{Ground, Identified, MapView, marks, pick::ClusterHit};
use crate::{
    app::scene::OUTFALLS,
    map::{
        palette::Palette,
        symbol::Symbol,
        view::{View, pixels_per_world_at},
    },
    ui::{
        said,
        samples::{paint_texture, texture_of},
    },
};

/// The closest zoom step that a click on a circle leads to: about 1 : 70 (our choice).
const CLOSEST_STEP: i32 = 44;

/// Where a view of this cluster falls apart; `None` where it does not.
fn where_apart(view: &View, cluster: &ClusterHit) -> Option<View> {
    let wanted = cluster.splits_at? * view.pixel_ratio;
    let step =
        (view.zoom_step()..=CLOSEST_STEP).find(|step| pixels_per_world_at(*step) >= wanted * 0.999_999)?;
    let mut apart = View { center: cluster.middle, ..*view };
    if let Some(extent) = cluster.extent.to_lonlat() {
        apart.fit(extent, 48.0 * view.pixel_ratio);
    }
    if apart.pixels_per_world < pixels_per_world_at(step) {
        apart = View { center: cluster.middle, pixels_per_world: pixels_per_world_at(step), ..*view };
    }
    let closest = pixels_per_world_at(CLOSEST_STEP);
    apart.pixels_per_world = apart.pixels_per_world.min(closest);
    Some(apart.settled())
}

impl MapView {
    /// What a click on a circle does, and what it says while the pointer rests on it.
    pub(super) fn cluster(
        &mut self,
        ground: &Ground<'_>,
        response: &Response,
        cluster: ClusterHit,
        clicked: bool,
    ) {
        ground.ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        if clicked {
            self.identified = None;
            match where_apart(&self.view, &cluster) {
                Some(view) => self.view = view,
                None => self.identified = Some(Identified::new(cluster.middle, cluster.members)),
            }
        } else if self.identified.is_none() {
            let apart = where_apart(&self.view, &cluster).is_some();
            let text = said::cluster(ground.shown.lang, cluster.members.len(), apart);
            response.clone().on_hover_text_at_pointer(text);
        }
    }

    /// Draws the selected outfall where it is hidden in a circle.
    pub(super) fn paint_swallowed(&mut self, ground: &Ground<'_>, handle: u128) {
        let Some(layer) = ground.scene.layer(OUTFALLS) else { return };
        let Some(index) = layer.index_of(handle) else { return };
        let reference_pixels_per_world = self.view.pixels_per_world / self.view.pixel_ratio;
        if !layer.is_shown_at(reference_pixels_per_world) || layer.is_alone(index, reference_pixels_per_world)
        {
            return;
        }
        let place = marks::place_of(ground.scene, handle);
        let Some((symbol, place)) = layer.symbol(index).zip(place) else { return };
        let (palette, ratio) = (&ground.scene.palette, self.view.symbol_ratio());
        let Some(stamp) = self.stamps.get(ground.ui, symbol, palette, ratio) else { return };
        paint_texture(&ground.ui.painter_at(ground.rect), ground.pos(place), &stamp);
    }
}

/// Symbols as textures.
#[derive(Default)]
pub(super) struct Stamps(HashMap<(Symbol, u64, bool), TextureHandle>);

/// So many are kept; then all are forgotten.
const MOST_STAMPS: usize = 64;

impl Stamps {
    fn get(&mut self, ui: &Ui, symbol: Symbol, palette: &Palette, ratio: f64) -> Option<TextureHandle> {
        let key = (symbol, ratio.to_bits(), palette.is_dark());
        if let Some(stamp) = self.0.get(&key) {
            return Some(stamp.clone());
        }
        let stamp = texture_of(ui.ctx(), "symbol", &symbol.picture(palette, ratio)?);
        if self.0.len() >= MOST_STAMPS {
            self.0.clear();
        }
        self.0.insert(key, stamp.clone());
        Some(stamp)
    }
}

//! A click that traces: from the outfall, the section or the source under it, else from the water there.

use super::{Gesture, Ground};
use crate::{
    app::{TraceFrom, scene::OUTFALLS},
    domain::{RecordId, layer::LayerKind, network::Direction},
    map::{
        pick::{self, Hit, HitKind},
        plane::WorldPoint,
    },
    ui::{
        map_view::{REACH, screen_point},
        tracing::TraceWish,
        wish::Wish,
    },
};

pub(super) fn click(ground: &Ground<'_>, place: WorldPoint, gesture: &Gesture, wishes: &mut Vec<Wish>) {
    let screen = screen_point(ground.rect, ground.pos(place), ground.view.pixel_ratio);
    let hits = pick::at(ground.scene, &ground.view, screen, REACH * ground.view.pixel_ratio);
    let from = hits.iter().find_map(|hit| start(ground, hit)).unwrap_or_else(|| {
        let (lon, lat) = place.to_lonlat().x_y();
        TraceFrom::At(lon, lat)
    });
    if let TraceFrom::Record(id) = from {
        wishes.push(Wish::Select(Some(id)));
    }
    let direction = if gesture.modifiers.shift { Direction::Down } else { Direction::Up };
    wishes.push(Wish::Trace(TraceWish::From(from, Some(direction))));
}

/// What a trace can begin at of what was hit; water is begun at where it was clicked.
fn start(ground: &Ground<'_>, hit: &Hit) -> Option<TraceFrom> {
    if hit.layer == OUTFALLS {
        let id = RecordId(uuid::Uuid::from_u128(hit.handle));
        return (hit.kind == HitKind::Point).then_some(TraceFrom::Record(id));
    }
    let (layer, _) = ground.references.get(&hit.layer)?;
    let is_point = matches!(layer.kind, Some(LayerKind::Section | LayerKind::Source));
    is_point.then_some(TraceFrom::Row { layer: layer.id, number: hit.handle as usize })
}

//! A small made-up map for tests: rivers, zones, counties and outfalls around a corner where four tiles meet.

use std::sync::Arc;

use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon, coord};

use super::{
    palette::{AreaClass, LineClass, LineLook, Palette, Tone},
    plane::WorldPoint,
    scene::{AreaFeature, Label, LabelRole, LayerInfo, LineFeature, PointFeature, Scene, SceneLayer},
    symbol::{Shape, Symbol},
    view::{View, pixels_per_world_at},
};

/// The zoom step at which four tiles meet in the middle.
pub(super) const ZOOM_STEP: i32 = 24;

/// The middle of the map, in world coordinates.
pub(super) fn middle() -> WorldPoint {
    let near = WorldPoint::from_lonlat(coord! { x: 112.743, y: 38.419 });
    let tiles = pixels_per_world_at(ZOOM_STEP) / 512.0;
    WorldPoint { x: (near.x * tiles).round() / tiles, y: (near.y * tiles).round() / tiles }
}

/// A view of it at that zoom step.
pub(super) fn view(width: f64, height: f64) -> View {
    View { center: middle(), pixels_per_world: pixels_per_world_at(ZOOM_STEP), ..View::new((width, height)) }
}

/// The place this many pixels (at [`ZOOM_STEP`]) to the right of the middle and below it.
pub(super) fn place(right_px: f64, down_px: f64) -> Coord {
    let scale = pixels_per_world_at(ZOOM_STEP);
    let WorldPoint { x, y } = middle();
    WorldPoint { x: x + right_px / scale, y: y + down_px / scale }.to_lonlat()
}

fn label(text: &str, priority: i32) -> Label {
    Label { text: text.into(), priority }
}

fn info(key: u64, label_role: LabelRole) -> LayerInfo {
    LayerInfo { key, revision: 1, label_role, labels_from_scale: None }
}

/// Rivers: a large one through the middle from the west to the east and a stream that joins it.
pub(super) fn rivers() -> SceneLayer {
    let wave = |i: i32| place(f64::from(i) * 10.0, (f64::from(i) * 0.12).sin() * 60.0 + f64::from(i) * 0.8);
    let stream = |i: i32| {
        place(-130.0 + f64::from(i) * 6.0 + (f64::from(i) * 0.5).sin() * 8.0, -320.0 + f64::from(i) * 12.0)
    };
    let river = |handle, line: Vec<Coord>, rank, name| {
        let geometry = MultiLineString(vec![LineString(line)]);
        LineFeature {
            handle,
            geometry,
            look: LineLook::ranked(LineClass::River, rank),
            label: Some(label(name, 10 - i32::from(rank))),
        }
    };
    let main_stem = (-80..=80).map(wave).collect();
    let tributary = (0..=27).map(stream).collect();
    SceneLayer::lines(
        info(1, LabelRole::River),
        vec![river(1, main_stem, 1, "滹沱河"), river(2, tributary, 4, "牧马河")],
    )
}

fn square(right_px: f64, down_px: f64, side_px: f64) -> MultiPolygon {
    let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
    let ring = corners.map(|(x, y)| place(right_px + x * side_px, down_px + y * side_px));
    MultiPolygon(vec![Polygon::new(LineString(ring.to_vec()), vec![])])
}

/// A zone of each level, one within the other, across the middle.
pub(super) fn zones() -> SceneLayer {
    let zone = |handle, side: f64, class, name| AreaFeature {
        handle,
        geometry: square(-side / 3.0, -side / 2.5, side),
        look: AreaClass::into(class),
        label: Some(label(name, 5)),
    };
    let features = vec![
        zone(11, 300.0, AreaClass::ZoneQuasi, "准保护区"),
        zone(12, 190.0, AreaClass::ZoneSecond, "二级保护区"),
        zone(13, 90.0, AreaClass::ZoneFirst, "一级保护区"),
    ];
    SceneLayer::areas(info(2, LabelRole::Zone), features)
}

/// Two counties that meet in a line east of the middle.
pub(super) fn counties() -> SceneLayer {
    let county = |handle, right: f64, name| AreaFeature {
        handle,
        geometry: square(right, -450.0, 900.0),
        look: AreaClass::County.into(),
        label: Some(label(name, 1)),
    };
    SceneLayer::areas(
        info(3, LabelRole::Area),
        vec![county(21, -700.0, "忻府区"), county(22, 200.0, "定襄县")],
    )
}

/// Outfalls of all shapes and stages along the river, some on the very edge between tiles.
pub(super) fn outfalls() -> SceneLayer {
    let tones = [
        Tone::Suspected,
        Tone::Checked,
        Tone::Measured,
        Tone::Traced,
        Tone::Fixing,
        Tone::Fixed,
        Tone::Managed,
        Tone::Alarm,
        Tone::Excluded,
    ];
    let outfall = |i: u8| {
        let symbol = Symbol {
            ring: i.is_multiple_of(7).then_some(Tone::Alarm),
            ..Symbol::new(Shape::ALL[usize::from(i) % Shape::ALL.len()], tones[usize::from(i) % tones.len()])
        };
        let position = match i {
            0 => place(0.0, 0.0),
            1 => place(3.0, -120.0),
            2 => place(-4.0, 140.0),
            3 => place(150.0, 1.0),
            _ => place(f64::from(i) * 17.0 - 330.0, (f64::from(i) * 2.3).sin() * 130.0),
        };
        PointFeature {
            handle: 100 + u128::from(i),
            position,
            symbol,
            priority: 0,
            label: Some(label(&format!("忻府{i:03}"), 0)),
        }
    };
    SceneLayer::points(info(4, LabelRole::Outfall), (0..40).map(outfall).collect())
}

/// A crowd of outfalls along the river, one in twelve of which alarms.
pub(super) fn crowd() -> SceneLayer {
    let tones = [Tone::Checked, Tone::Measured, Tone::Traced, Tone::Fixed, Tone::Fixed, Tone::Managed];
    let outfall = |i: u16| {
        let along = f64::from(i * 37 % 97) / 97.0;
        let symbol = Symbol {
            ring: i.is_multiple_of(12).then_some(Tone::Alarm),
            ..Symbol::new(Shape::ALL[usize::from(i % 5)], tones[usize::from(i) % tones.len()])
        };
        PointFeature {
            handle: 500 + u128::from(i),
            position: place(
                along * along * 560.0 - 290.0,
                (along * 9.0).sin() * 110.0 + f64::from(i % 7) * 4.0,
            ),
            symbol,
            priority: i32::from(symbol.ring.is_some()),
            label: None,
        }
    };
    SceneLayer::clustered_points(info(5, LabelRole::Outfall), (0..150).map(outfall).collect())
}

/// All of it.
pub(super) fn scene(palette: Palette) -> Scene {
    Scene {
        backdrops: Vec::new(),
        layers: vec![Arc::new(counties()), Arc::new(zones()), Arc::new(rivers()), Arc::new(outfalls())],
        palette,
    }
}

//! What a cluster looks like: a ring of the colours of its points, and their number inside.

use std::f32::consts::{FRAC_PI_2, TAU};

use tiny_skia::{FillRule, Path, PathBuilder, Transform};

use super::cluster::{Cluster, radius_px};
use crate::map::{
    palette::{Palette, Rgba, TextStyle},
    surface::Surface,
    symbol::{Shape, Symbol},
    text::{Align, Spot, Typeface},
    view::ScreenPoint,
};

/// The width of the ring of colours, in reference pixels.
const RING_PX: f32 = 4.5;

/// Draws a cluster about its middle in device pixels, `ratio` times as large as on a plain screen.
pub(in crate::map) fn draw_cluster(
    surface: &mut dyn Surface,
    cluster: &Cluster<'_>,
    palette: &Palette,
    typeface: &Typeface,
    ratio: f64,
    middle: ScreenPoint,
) -> Option<()> {
    let radius = radius_px(cluster.count);
    // On the middle of a pixel, where the disc below will be.
    let middle = ScreenPoint { x: middle.x.floor() + 0.5, y: middle.y.floor() + 0.5 };
    let place =
        Transform::from_scale(ratio as f32, ratio as f32).post_translate(middle.x as f32, middle.y as f32);
    // The commonest colour is a disc with a rim that need not be drawn anew each time; the others are slices over it.
    let (most, _) = cluster.pie.iter().copied().max_by_key(|(_, count)| *count)?;
    let disc = Symbol { diameter_px: (radius * 2.0) as u8, ..Symbol::new(Shape::Circle, most) };
    surface.symbol(disc, palette, ratio, middle);
    let all: u32 = cluster.pie.iter().map(|(_, count)| *count).sum();
    let mut begun = 0;
    for (tone, count) in cluster.pie {
        let angle = |count: u32| count as f32 / all.max(1) as f32 * TAU - FRAC_PI_2;
        if *tone != most
            && let Some(slice) = sector(radius, angle(begun), angle(begun + count))
        {
            surface.fill(&slice, palette.tone(*tone), FillRule::Winding, place);
        }
        begun += count;
    }
    let inside = PathBuilder::from_circle(0.0, 0.0, radius - RING_PX)?;
    surface.fill(&inside, palette.paper.with_alpha(255), FillRule::Winding, place);
    let style = TextStyle { fill: palette.ink, halo: Rgba(0, 0, 0, 0) };
    let size_px = (if cluster.count < 1000 { 10.0 } else { 9.0 }) * ratio as f32;
    typeface.draw(surface, &count_text(cluster.count), Spot::level(middle, Align::Center), size_px, style);
    Some(())
}

/// The number as it fits into a circle: `999`, `1.2k`, `37k`.
fn count_text(count: u32) -> String {
    match count {
        0..1000 => count.to_string(),
        1000..10_000 => format!("{}.{}k", count / 1000, count % 1000 / 100),
        _ => format!("{}k", count / 1000),
    }
}

/// A slice of a disc between two angles in radians, clockwise from the east; its arc in cubic curves of an eighth of a turn at most.
fn sector(radius: f32, from: f32, to: f32) -> Option<Path> {
    let steps = ((to - from) / (TAU / 8.0)).ceil().max(1.0);
    let step = (to - from) / steps;
    // The distance of the handles of a cubic that follows an arc.
    let handle = 4.0 / 3.0 * (step / 4.0).tan() * radius;
    let at = |angle: f32| (angle.cos() * radius, angle.sin() * radius);
    let mut path = PathBuilder::new();
    path.move_to(0.0, 0.0);
    let (x, y) = at(from);
    path.line_to(x, y);
    for number in 0..steps as u16 {
        let (start, end) = (from + step * f32::from(number), from + step * f32::from(number + 1));
        let ((x0, y0), (x1, y1)) = (at(start), at(end));
        path.cubic_to(
            x0 - handle * start.sin(),
            y0 + handle * start.cos(),
            x1 + handle * end.sin(),
            y1 - handle * end.cos(),
            x1,
            y1,
        );
    }
    path.close();
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fit_into_a_circle() {
        assert_eq!([2, 999, 1000, 1299, 37_999].map(count_text), ["2", "999", "1.0k", "1.2k", "37k"]);
    }

    #[test]
    fn slices_make_a_whole() {
        let quarter = sector(10.0, 0.0, FRAC_PI_2).unwrap().bounds();

        assert!(
            (quarter.right() - 10.0).abs() < 0.01 && (quarter.bottom() - 10.0).abs() < 0.01,
            "{quarter:?}"
        );
        assert!(quarter.left().abs() < 0.01 && quarter.top().abs() < 0.01, "{quarter:?}");
    }
}

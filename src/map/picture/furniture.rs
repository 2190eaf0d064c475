//! Frame, title, notes and north arrow.

use tiny_skia::{FillRule, PathBuilder, Transform};

use super::{Decorations, Margins, outline_rect, plain};
use crate::map::{
    palette::Palette,
    surface::{Pen, Surface},
    text::{Align, Spot, Typeface},
    view::{ScreenPoint, ScreenRect},
};

/// Title above, notes and attribution below, and the double frame of a printed map.
pub(super) fn draw_margins(
    page: &mut dyn Surface,
    pixel_ratio: f64,
    margins: Margins,
    decorations: &Decorations,
    palette: &Palette,
) {
    let typeface = Typeface::embedded();
    let (width, height) = page.size_px();
    let (width, height) = (f64::from(width), f64::from(height));
    let Margins { side, top, bottom } = margins;

    let frame = |distance: f64| ScreenRect {
        min: ScreenPoint { x: side - distance, y: top - distance },
        max: ScreenPoint { x: width - side + distance, y: height - bottom + distance },
    };
    outline_rect(page, frame(0.5 * pixel_ratio), palette.ink, pixel_ratio);
    outline_rect(page, frame(5.0 * pixel_ratio), palette.ink, 2.0 * pixel_ratio);

    if let Some(title) = &decorations.title {
        let size = fitting(&typeface, title, 26.0 * pixel_ratio, width - 2.0 * side);
        let middle = ScreenPoint { x: width / 2.0, y: (top - 5.0 * pixel_ratio) / 2.0 };
        typeface.draw(page, title, Spot::level(middle, Align::Center), size, plain(palette.ink));
    }
    let line = |number: usize| height - bottom + (19.0 + 18.0 * number as f64) * pixel_ratio;
    let size = 12.0 * pixel_ratio as f32;
    for (number, note) in decorations.notes.iter().enumerate() {
        typeface.draw(
            page,
            note,
            Spot::level(ScreenPoint { x: side, y: line(number) }, Align::Left),
            size,
            plain(palette.ink),
        );
    }
    if let Some(attribution) = &decorations.attribution {
        typeface.draw(
            page,
            attribution,
            Spot::level(ScreenPoint { x: width - side, y: line(0) }, Align::Right),
            size,
            plain(palette.ink),
        );
    }
}

/// The wanted size, or smaller where the text would be too wide.
fn fitting(typeface: &Typeface, text: &str, wanted: f64, room: f64) -> f32 {
    let width = f64::from(typeface.width(text, wanted as f32));
    if width > room { (wanted * room / width) as f32 } else { wanted as f32 }
}

/// An arrow, dark on its eastern half, with an N above.
pub(super) fn draw_north_arrow(
    map: &mut dyn Surface,
    rect: ScreenRect,
    palette: &Palette,
    typeface: &Typeface,
    pixel_ratio: f64,
) {
    let scale = pixel_ratio as f32;
    let middle = f64::midpoint(rect.min.x, rect.max.x) as f32;
    let (tip, foot) = (rect.min.y as f32 + 14.0 * scale, rect.max.y as f32);
    let notch = foot - 7.0 * scale;
    for (side, color) in [(-1.0, palette.paper.with_alpha(255)), (1.0, palette.ink)] {
        let mut half = PathBuilder::new();
        half.move_to(middle, tip);
        half.line_to(middle + side * 10.0 * scale, foot);
        half.line_to(middle, notch);
        half.close();
        let Some(half) = half.finish() else { continue };
        map.fill(&half, color, FillRule::Winding, Transform::identity());
        map.stroke(&half, &Pen::plain(palette.ink, scale).with_round_corners(), Transform::identity());
    }
    let letter = ScreenPoint { x: f64::from(middle), y: rect.min.y + 5.0 * pixel_ratio };
    typeface.draw(map, "N", Spot::level(letter, Align::Center), 16.0 * scale, palette.point_text);
}

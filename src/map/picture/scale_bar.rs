//! The scale bar: a round length that is right at the latitude of the middle of the map.

use super::{draw_box, fill_rect, outline_rect, plain};
use crate::map::{
    palette::Palette,
    surface::Surface,
    text::{Align, Spot, Typeface},
    view::{ScreenPoint, ScreenRect, View},
};

/// A round length and how long it is on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleBar {
    /// 1, 2 or 5 times a power of ten, in metres.
    pub length_m: f64,
    /// Its length in the middle of the map from west to east, in device pixels.
    pub px: f64,
}

impl ScaleBar {
    /// The length in words: `500 m`, `20 km`.
    pub fn text(&self) -> String {
        length_text(self.length_m)
    }
}

/// The longest round length that fits into `max_px` device pixels.
pub fn scale_bar(view: &View, max_px: f64) -> ScaleBar {
    let metres_per_pixel = view.metres_per_pixel();
    let longest_m = max_px * metres_per_pixel;
    let power = 10_f64.powf(longest_m.log10().floor());
    // A hair of slack, so that a length that fits exactly is not lost by rounding.
    let length_m = [5.0, 2.0, 1.0]
        .into_iter()
        .map(|digit| digit * power)
        .find(|length_m| *length_m <= longest_m * (1.0 + 1e-9))
        .unwrap_or(power);
    ScaleBar { length_m, px: length_m / metres_per_pixel }
}

fn length_text(length_m: f64) -> String {
    if length_m >= 1000.0 { format!("{} km", length_m / 1000.0) } else { format!("{length_m} m") }
}

/// The longest bar of a picture, in reference pixels.
const LONGEST_PX: f64 = 200.0;

/// Width and height of the box with bar and scale, in device pixels.
pub(super) fn size(view: &View) -> (f64, f64) {
    let ratio = view.pixel_ratio;
    (scale_bar(view, LONGEST_PX * ratio).px + 62.0 * ratio, 54.0 * ratio)
}

/// Four dark and light pieces with their lengths above, and the scale in figures below.
pub(super) fn draw(
    map: &mut dyn Surface,
    rect: ScreenRect,
    view: &View,
    palette: &Palette,
    typeface: &Typeface,
) {
    let ratio = view.pixel_ratio;
    let bar = scale_bar(view, LONGEST_PX * ratio);
    draw_box(map, rect, palette, ratio);
    let (left, top, thickness) = (rect.min.x + 18.0 * ratio, rect.min.y + 22.0 * ratio, 5.0 * ratio);
    for piece in 0..4_u8 {
        let edge = |number: u8| left + bar.px * f64::from(number) / 4.0;
        let piece_rect = ScreenRect {
            min: ScreenPoint { x: edge(piece), y: top },
            max: ScreenPoint { x: edge(piece + 1), y: top + thickness },
        };
        fill_rect(map, piece_rect, if piece.is_multiple_of(2) { palette.ink } else { palette.paper });
    }
    let whole = ScreenRect {
        min: ScreenPoint { x: left, y: top },
        max: ScreenPoint { x: left + bar.px, y: top + thickness },
    };
    outline_rect(map, whole, palette.ink, ratio);

    let style = plain(palette.ink);
    let size = 11.0 * ratio as f32;
    let mut write = |text: &str, share: f64| {
        let position = ScreenPoint { x: left + bar.px * share, y: top - 8.0 * ratio };
        typeface.draw(map, text, Spot::level(position, Align::Center), size, style);
    };
    write("0", 0.0);
    let half = length_text(bar.length_m / 2.0);
    write(
        half.split(' ').next().unwrap_or_default(),
        if bar.length_m >= 2000.0 || bar.length_m < 1000.0 { 0.5 } else { 2.0 },
    );
    write(&bar.text(), 1.0);
    let scale = format!("1:{}", grouped(rounded(view.scale_denominator())));
    let position = ScreenPoint { x: left + bar.px / 2.0, y: rect.max.y - 13.0 * ratio };
    typeface.draw(map, &scale, Spot::level(position, Align::Center), size, style);
}

/// Three significant figures.
fn rounded(denominator: f64) -> u64 {
    let unit = 10_f64.powf((denominator.log10().floor() - 2.0).max(0.0));
    ((denominator / unit).round() * unit) as u64
}

/// Figures in groups of three: `1,250,000`.
fn grouped(number: u64) -> String {
    let figures = number.to_string();
    let mut text = String::new();
    for (index, figure) in figures.chars().enumerate() {
        if index > 0 && (figures.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(figure);
    }
    text
}

#[cfg(test)]
mod tests {
    use geo::coord;

    use super::*;
    use crate::map::plane::WorldPoint;

    #[track_caller]
    fn check(latitude_deg: f64, scale_denominator: f64, length_m: f64) {
        let mut view = View {
            center: WorldPoint::from_lonlat(coord! { x: 112.0, y: latitude_deg }),
            ..View::new((1280.0, 800.0))
        };
        view.set_scale_denominator(scale_denominator);

        let bar = scale_bar(&view, 200.0);

        // At 1 : n a length of n · 0.0254 m / 96 is one pixel.
        assert!((bar.length_m - length_m).abs() < 1e-9, "{bar:?}");
        assert!((bar.px - length_m / (scale_denominator * 0.0254 / 96.0)).abs() < 1e-6, "{bar:?}");
        assert!(bar.px <= 200.0 && bar.px > 75.0, "{bar:?}");
    }

    #[test]
    fn the_bar_is_round_and_right_at_its_latitude() {
        check(0.0, 250_000.0, 10_000.0);
        check(38.4, 250_000.0, 10_000.0);
        check(38.4, 10_000.0, 500.0);
        check(60.0, 500.0, 20.0);
    }

    #[test]
    fn lengths_and_scales_read_well() {
        assert_eq!(length_text(500.0), "500 m");
        assert_eq!(length_text(20_000.0), "20 km");
        assert_eq!(grouped(rounded(1_249_731.0)), "1,250,000");
        assert_eq!(grouped(rounded(733.4)), "733");
    }
}

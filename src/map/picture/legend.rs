//! The legend, with the very symbols of the map.

use tiny_skia::{FillRule, LineCap, Path, PathBuilder, Pixmap, Rect, Transform};

use super::{Decorations, draw_box, plain};
use crate::map::{
    area::COUNTY,
    line,
    palette::{AreaLook, LineLook, LineStyle, Palette, Rgba, TextStyle},
    surface::{Pen, PixelRect, Raster, Surface},
    symbol::Symbol,
    text::{Align, Spot, Typeface},
    view::{ScreenPoint, ScreenRect},
};

/// What a line of the legend shows in front of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// Nothing: the text heads the lines below it.
    Heading,
    /// A point.
    Symbol(Symbol),
    /// A line.
    Line(LineLook),
    /// An area.
    Area(AreaLook),
}

/// A line of the legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendEntry {
    /// What stands in front.
    pub sample: Sample,
    /// What it means.
    pub text: String,
    /// How many there are, if that is to be said.
    pub count: Option<u64>,
}

/// The width of a sample, the height of a line and the distance to the frame, in reference pixels.
const SAMPLE_PX: f64 = 30.0;
const LINE_PX: f64 = 21.0;
const PADDING_PX: f64 = 12.0;
const TEXT_PX: f64 = 12.5;
const COUNT_GAP_PX: f64 = 18.0;

/// A sample alone on a transparent ground, 30 × 21 reference pixels, as legends show it. `None` for a heading.
pub fn sample_picture(sample: Sample, palette: &Palette, pixel_ratio: f64) -> Option<Pixmap> {
    if sample == Sample::Heading {
        return None;
    }
    let (width, height) = sample_size(pixel_ratio);
    let mut picture = Pixmap::new(width, height)?;
    draw_sample(&mut Raster::new(&mut picture), sample, palette, pixel_ratio)?;
    Some(picture)
}

/// Width and height of a sample in device pixels.
fn sample_size(pixel_ratio: f64) -> (u32, u32) {
    ((SAMPLE_PX * pixel_ratio).round() as u32, (LINE_PX * pixel_ratio).round() as u32)
}

/// Draws a sample all over a surface of its size. `None` where there is nothing to draw.
fn draw_sample(surface: &mut dyn Surface, sample: Sample, palette: &Palette, pixel_ratio: f64) -> Option<()> {
    let place = Transform::from_scale(pixel_ratio as f32, pixel_ratio as f32);
    match sample {
        Sample::Heading => None,
        Sample::Symbol(symbol) => {
            let (width, height) = surface.size_px();
            // The pixel in the middle, or of two the one to the left and above.
            let middle = ScreenPoint { x: f64::from(width) / 2.0 - 0.5, y: f64::from(height) / 2.0 - 0.5 };
            surface.symbol(symbol, palette, pixel_ratio, middle);
            Some(())
        }
        Sample::Line(look) => {
            let width = line::width(look.width, line::USUAL_PIXELS_PER_WORLD);
            draw_line_sample(surface, palette.line_paint(look.paint), width, place)
        }
        Sample::Area(look) => {
            let style = palette.area_look(look);
            let path = if look == COUNTY {
                level_line()?
            } else {
                PathBuilder::from_rect(Rect::from_xywh(3.5, 4.5, 23.0, 12.0)?)
            };
            if let Some(fill) = style.fill {
                surface.fill(&path, fill, FillRule::Winding, place);
            }
            let pen = Pen { dashes: style.dashes, ..Pen::plain(style.edge, style.edge_width) };
            surface.stroke(&path, &pen, place);
            Some(())
        }
    }
}

fn draw_line_sample(surface: &mut dyn Surface, style: LineStyle, width: f32, place: Transform) -> Option<()> {
    let path = winding_line()?;
    let cap = if style.dashes.is_empty() { LineCap::Round } else { LineCap::Butt };
    let mut draw = |color: Rgba, width: f32| {
        let pen = Pen { cap, dashes: style.dashes, ..Pen::plain(color, width) };
        surface.stroke(&path, &pen, place);
    };
    if style.casing_width > 0.0 {
        draw(style.casing, width + 2.0 * style.casing_width);
    }
    draw(style.fill, width);
    Some(())
}

fn winding_line() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(2.5, 14.0);
    path.cubic_to(11.0, 4.0, 18.0, 18.0, 27.5, 7.5);
    path.finish()
}

/// A border has no inside to show.
fn level_line() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(2.0, 10.5);
    path.line_to(28.0, 10.5);
    path.finish()
}

/// Width and height of the legend with its frame, in device pixels.
pub(super) fn size(decorations: &Decorations, typeface: &Typeface, ratio: f64) -> (f64, f64) {
    let width_of = |text: &str| f64::from(typeface.width(text, TEXT_PX as f32));
    let count_width = count_width(decorations, typeface);
    let entry_width = |entry: &LegendEntry| match entry.sample {
        Sample::Heading => width_of(&entry.text),
        _ => {
            SAMPLE_PX
                + 8.0
                + width_of(&entry.text)
                + if count_width > 0.0 { COUNT_GAP_PX + count_width } else { 0.0 }
        }
    };
    let title_width = f64::from(typeface.width(&decorations.legend_title, TITLE_PX as f32));
    let widest = decorations.legend.iter().map(entry_width).fold(title_width, f64::max);
    let lines = decorations.legend.len() as f64;
    (
        (widest + 2.0 * PADDING_PX) * ratio,
        (lines * LINE_PX + title_height(decorations) + 2.0 * PADDING_PX - 4.0) * ratio,
    )
}

const TITLE_PX: f64 = 15.0;

fn title_height(decorations: &Decorations) -> f64 {
    if decorations.legend_title.is_empty() { 0.0 } else { LINE_PX + 5.0 }
}

fn count_width(decorations: &Decorations, typeface: &Typeface) -> f64 {
    let counts = decorations.legend.iter().filter_map(|entry| entry.count);
    counts.map(|count| f64::from(typeface.width(&count.to_string(), TEXT_PX as f32))).fold(0.0, f64::max)
}

pub(super) fn draw(
    map: &mut dyn Surface,
    rect: ScreenRect,
    decorations: &Decorations,
    palette: &Palette,
    typeface: &Typeface,
    ratio: f64,
) {
    draw_box(map, rect, palette, ratio);
    let style = plain(palette.ink);
    let (left, right) = (rect.min.x + PADDING_PX * ratio, rect.max.x - PADDING_PX * ratio);
    let mut top = rect.min.y + (PADDING_PX - 2.0) * ratio;
    if !decorations.legend_title.is_empty() {
        let middle = ScreenPoint { x: f64::midpoint(left, right), y: top + LINE_PX / 2.0 * ratio };
        typeface.draw(
            map,
            &decorations.legend_title,
            Spot::level(middle, Align::Center),
            (TITLE_PX * ratio) as f32,
            style,
        );
        top += title_height(decorations) * ratio;
    }
    let size = (TEXT_PX * ratio) as f32;
    for entry in &decorations.legend {
        let is_heading = entry.sample == Sample::Heading;
        let middle_y = top + LINE_PX / 2.0 * ratio;
        let mut write = |text: &str, x: f64, y: f64, align: Align, style: TextStyle| {
            typeface.draw(map, text, Spot::level(ScreenPoint { x, y }, align), size, style);
        };
        if is_heading {
            let quiet = plain(palette.ink.with_alpha(190));
            write(&entry.text, left, middle_y + 2.0 * ratio, Align::Left, quiet);
        } else {
            write(&entry.text, left + (SAMPLE_PX + 8.0) * ratio, middle_y, Align::Left, style);
        }
        if let Some(count) = entry.count {
            write(&count.to_string(), right, middle_y, Align::Right, style);
        }
        if !is_heading {
            let (width, height) = sample_size(ratio);
            let rect = PixelRect { left: left.round() as i64, top: top.round() as i64, width, height };
            map.inset(rect, &mut |surface| {
                draw_sample(surface, entry.sample, palette, ratio);
            });
        }
        top += LINE_PX * ratio;
    }
}

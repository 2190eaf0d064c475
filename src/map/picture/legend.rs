//! The legend, with the very symbols of the map.

use tiny_skia::{FillRule, LineCap, PathBuilder, Pixmap, Rect, Stroke, StrokeDash, Transform};

use super::{Decorations, draw_box, plain};
use crate::map::{
    line,
    paint::put,
    palette::{AreaClass, LineClass, Palette, Rgba},
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
    /// A line and its rank.
    Line(LineClass, u8),
    /// An area.
    Area(AreaClass),
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
    let mut picture =
        Pixmap::new((SAMPLE_PX * pixel_ratio).round() as u32, (LINE_PX * pixel_ratio).round() as u32)?;
    let place = Transform::from_scale(pixel_ratio as f32, pixel_ratio as f32);
    match sample {
        Sample::Heading => return None,
        Sample::Symbol(symbol) => {
            let stamp = symbol.picture(palette, pixel_ratio)?;
            let left = (i64::from(picture.width()) - i64::from(stamp.width())) / 2;
            let top = (i64::from(picture.height()) - i64::from(stamp.height())) / 2;
            put(&mut picture, &stamp, left, top);
        }
        Sample::Line(class, rank) => {
            let style = palette.line(class);
            let width = line::width(rank, 4.8e5);
            let mut path = PathBuilder::new();
            path.move_to(2.5, 14.0);
            path.cubic_to(11.0, 4.0, 18.0, 18.0, 27.5, 7.5);
            let path = path.finish()?;
            let mut draw = |color: Rgba, width: f32| {
                let dash =
                    (!style.dashes.is_empty()).then(|| StrokeDash::new(style.dashes.to_vec(), 0.0)).flatten();
                let stroke = Stroke {
                    width,
                    line_cap: if dash.is_some() { LineCap::Butt } else { LineCap::Round },
                    dash,
                    ..Stroke::default()
                };
                picture.stroke_path(&path, &color.paint(), &stroke, place, None);
            };
            if style.casing_width > 0.0 {
                draw(style.casing, width + 2.0 * style.casing_width);
            }
            draw(style.fill, width);
        }
        Sample::Area(class) => {
            let style = palette.area(class);
            let path = if class == AreaClass::County {
                level_line()?
            } else {
                PathBuilder::from_rect(Rect::from_xywh(3.5, 4.5, 23.0, 12.0)?)
            };
            if let Some(fill) = style.fill {
                picture.fill_path(&path, &fill.paint(), FillRule::Winding, place, None);
            }
            let dash =
                (!style.dashes.is_empty()).then(|| StrokeDash::new(style.dashes.to_vec(), 0.0)).flatten();
            let stroke = Stroke { width: style.edge_width, dash, ..Stroke::default() };
            picture.stroke_path(&path, &style.edge.paint(), &stroke, place, None);
        }
    }
    Some(picture)
}

/// A border has no inside to show.
fn level_line() -> Option<tiny_skia::Path> {
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
    map: &mut Pixmap,
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
        let y = top + LINE_PX / 2.0 * ratio;
        if let Some(picture) = sample_picture(entry.sample, palette, ratio) {
            put(map, &picture, left.round() as i64, top.round() as i64);
            typeface.draw(
                map,
                &entry.text,
                Spot::level(ScreenPoint { x: left + (SAMPLE_PX + 8.0) * ratio, y }, Align::Left),
                size,
                style,
            );
        } else {
            typeface.draw(
                map,
                &entry.text,
                Spot::level(ScreenPoint { x: left, y: y + 2.0 * ratio }, Align::Left),
                size,
                plain(palette.ink.with_alpha(190)),
            );
        }
        if let Some(count) = entry.count {
            typeface.draw(
                map,
                &count.to_string(),
                Spot::level(ScreenPoint { x: right, y }, Align::Right),
                size,
                style,
            );
        }
        top += LINE_PX * ratio;
    }
}

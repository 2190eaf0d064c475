//! The surface of an SVG file: lines stay lines, names stay text, each symbol is drawn once and used where it is needed.

mod path;

use std::{borrow::Cow, collections::BTreeMap, fmt::Write as _};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tiny_skia::{FillRule, LineCap, LineJoin, Path, Pixmap, Transform};

use self::path::{number, path_data};
use super::{Pen, PixelRect, Surface, Taste, scale_of};
use crate::map::{
    palette::{Palette, Rgba},
    picture::to_png,
    symbol::Symbol,
    text::{Align, MIDDLE_ABOVE_BASELINE, Typeface, Writing, halo_width},
    view::ScreenPoint,
};

/// Editors pick and move a path as one thing, and viewers redraw it as one: not too long a one. Our choice.
const POINTS_PER_PATH: usize = 5_000;

/// Ours first; where it is not installed, what Windows, macOS and Linux have for Chinese.
const FONT_FAMILY: &str =
    "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif";

/// A page that becomes an SVG file.
pub(in crate::map) struct Svg {
    size: (u32, u32),
    pixel_ratio: f64,
    title: String,
    sheet: Sheet,
}

impl Svg {
    /// An empty page of this size in device pixels, of which there are `pixel_ratio` to 1/96 inch.
    pub(in crate::map) fn new(size: (u32, u32), pixel_ratio: f64, title: &str) -> Self {
        Self { size, pixel_ratio, title: title.to_owned(), sheet: Sheet::default() }
    }

    /// What to draw on.
    pub(in crate::map) const fn surface(&mut self) -> SvgSurface<'_> {
        SvgSurface { sheet: &mut self.sheet, size: self.size }
    }

    /// The whole file.
    pub(in crate::map) fn finish(self) -> String {
        let Self { size: (width, height), pixel_ratio, title, sheet } = self;
        let (wide, high) = (number(f64::from(width) / pixel_ratio), number(f64::from(height) / pixel_ratio));
        let Sheet { definitions, body, .. } = sheet;
        let title = escaped(&title);
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"{FONT_FAMILY}\" xml:space=\"preserve\">\n\
             <title>{title}</title>\n<defs>\n{definitions}</defs>\n{body}</svg>\n"
        )
    }
}

/// What has been written so far.
#[derive(Default)]
struct Sheet {
    /// Symbols and clipping rectangles, with their ids.
    definitions: String,
    /// What is drawn, from bottom to top.
    body: String,
    /// The number of each symbol that is defined; its size is the bits of its ratio.
    symbols: BTreeMap<(Symbol, u64), usize>,
    clips: usize,
}

/// The page or a rectangle on it.
pub(in crate::map) struct SvgSurface<'a> {
    sheet: &'a mut Sheet,
    size: (u32, u32),
}

impl SvgSurface<'_> {
    /// Adds to what is drawn. Writing to a string never fails.
    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        self.sheet.body.write_fmt(text).ok();
    }

    /// Draws on nothing but a new string, which is handed back.
    fn aside(&mut self, draw: impl FnOnce(&mut Self)) -> String {
        let before = std::mem::take(&mut self.sheet.body);
        draw(self);
        std::mem::replace(&mut self.sheet.body, before)
    }

    fn define_symbol(&mut self, symbol: Symbol, palette: &Palette, ratio: f64) -> usize {
        let key = (symbol, ratio.to_bits());
        if let Some(id) = self.sheet.symbols.get(&key) {
            return *id;
        }
        let id = self.sheet.symbols.len();
        self.sheet.symbols.insert(key, id);
        let scale = ratio as f32;
        let parts = self.aside(|surface| {
            symbol.draw(surface, palette, Transform::from_scale(scale, scale));
        });
        write!(self.sheet.definitions, "<g id=\"s{id}\">\n{parts}</g>\n").ok();
        id
    }
}

impl Surface for SvgSurface<'_> {
    fn size_px(&self) -> (u32, u32) {
        self.size
    }

    fn taste(&self) -> Taste {
        Taste { points_per_path: POINTS_PER_PATH, round_above_px: 0.0 }
    }

    fn cover(&mut self, color: Rgba) {
        let ((width, height), fill) = (self.size, paint("fill", color));
        self.write(format_args!("<rect width=\"{width}\" height=\"{height}\"{fill}/>\n"));
    }

    fn fill(&mut self, path: &Path, color: Rgba, rule: FillRule, place: Transform) {
        let Some(path) = placed(path, place) else { return };
        let rule = if rule == FillRule::EvenOdd { " fill-rule=\"evenodd\"" } else { "" };
        let (data, fill) = (path_data(&path), paint("fill", color));
        self.write(format_args!("<path d=\"{data}\"{fill}{rule}/>\n"));
    }

    fn stroke(&mut self, path: &Path, pen: &Pen<'_>, place: Transform) {
        let Some(path) = placed(path, place) else { return };
        let (data, style) = (path_data(&path), pen_style(pen, scale_of(place)));
        self.write(format_args!("<path d=\"{data}\" fill=\"none\"{style}/>\n"));
    }

    fn symbol(&mut self, symbol: Symbol, palette: &Palette, ratio: f64, middle: ScreenPoint) {
        let id = self.define_symbol(symbol, palette, ratio);
        let (x, y) = (number(middle.x), number(middle.y));
        self.write(format_args!("<use xlink:href=\"#s{id}\" x=\"{x}\" y=\"{y}\"/>\n"));
    }

    fn picture(&mut self, picture: &Pixmap, left: i64, top: i64) {
        // A picture that can not be encoded is left out; memory is short then.
        let Ok(png) = to_png(picture, 96.0) else { return };
        let (width, height, data) = (picture.width(), picture.height(), STANDARD.encode(png));
        self.write(format_args!(
            "<image x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" xlink:href=\"data:image/png;base64,{data}\"/>\n"
        ));
    }

    fn text(&mut self, _typeface: &Typeface, writing: &Writing<'_>) {
        let Writing { text, spot, size_px, style } = *writing;
        let baseline = f64::from(MIDDLE_ABOVE_BASELINE * size_px);
        let place = if spot.angle_rad == 0.0 {
            format!("x=\"{}\" y=\"{}\"", number(spot.position.x), number(spot.position.y + baseline))
        } else {
            let (x, y) = (number(spot.position.x), number(spot.position.y));
            let (angle, baseline) = (number(spot.angle_rad.to_degrees()), number(baseline));
            format!("transform=\"translate({x} {y}) rotate({angle})\" y=\"{baseline}\"")
        };
        let anchor = match spot.align {
            Align::Left => "",
            Align::Center => " text-anchor=\"middle\"",
            Align::Right => " text-anchor=\"end\"",
        };
        let halo = if style.halo.3 > 0 {
            let pen = Pen::plain(style.halo, halo_width(size_px)).with_round_corners();
            format!("{} paint-order=\"stroke\"", pen_style(&pen, 1.0))
        } else {
            String::new()
        };
        let (size, fill) = (number(f64::from(size_px)), paint("fill", style.fill));
        let text = escaped(text);
        self.write(format_args!("<text {place} font-size=\"{size}\"{anchor}{fill}{halo}>{text}</text>\n"));
    }

    fn inset(&mut self, rect: PixelRect, draw: &mut dyn FnMut(&mut dyn Surface)) -> Option<()> {
        let PixelRect { left, top, width, height } = rect;
        let id = self.sheet.clips;
        self.sheet.clips += 1;
        writeln!(
            self.sheet.definitions,
            "<clipPath id=\"c{id}\"><rect width=\"{width}\" height=\"{height}\"/></clipPath>"
        )
        .ok();
        self.write(format_args!("<g transform=\"translate({left} {top})\" clip-path=\"url(#c{id})\">\n"));
        draw(&mut SvgSurface { sheet: self.sheet, size: (width, height) });
        self.write(format_args!("</g>\n"));
        Some(())
    }

    fn begin_fade(&mut self, opacity: f32) {
        let opacity = number(f64::from(opacity));
        self.write(format_args!("<g opacity=\"{opacity}\">\n"));
    }

    fn end_fade(&mut self) {
        self.end_group();
    }

    fn begin_group(&mut self, name: &str) {
        let name = escaped(name);
        self.write(format_args!("<g id=\"{name}\">\n"));
    }

    fn end_group(&mut self) {
        self.write(format_args!("</g>\n"));
    }
}

/// The path where it belongs; `None` where that is out of all bounds.
fn placed(path: &Path, place: Transform) -> Option<Cow<'_, Path>> {
    if place.is_identity() {
        return Some(Cow::Borrowed(path));
    }
    path.clone().transform(place).map(Cow::Owned)
}

/// The attributes for a colour, of a fill or of a stroke.
fn paint(what: &str, Rgba(red, green, blue, alpha): Rgba) -> String {
    let color = format!(" {what}=\"#{red:02x}{green:02x}{blue:02x}\"");
    if alpha == 255 {
        return color;
    }
    format!("{color} {what}-opacity=\"{}\"", number(f64::from(alpha) / 255.0))
}

fn pen_style(pen: &Pen<'_>, scale: f32) -> String {
    let width = number(f64::from(pen.width * scale));
    let mut style = format!("{} stroke-width=\"{width}\"", paint("stroke", pen.color));
    style.push_str(match pen.join {
        LineJoin::Round => " stroke-linejoin=\"round\"",
        LineJoin::Bevel => " stroke-linejoin=\"bevel\"",
        LineJoin::Miter | LineJoin::MiterClip => "",
    });
    style.push_str(match pen.cap {
        LineCap::Round => " stroke-linecap=\"round\"",
        LineCap::Square => " stroke-linecap=\"square\"",
        LineCap::Butt => "",
    });
    if !pen.dashes.is_empty() {
        let lengths: Vec<String> =
            pen.dashes.iter().map(|length| number(f64::from(length * scale))).collect();
        write!(style, " stroke-dasharray=\"{}\"", lengths.join(" ")).ok();
        if pen.dashes_begin != 0.0 {
            write!(style, " stroke-dashoffset=\"{}\"", number(f64::from(pen.dashes_begin * scale))).ok();
        }
    }
    style
}

/// The text with what XML reads as markup written another way, and without what XML does not allow at all.
fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain =
        |letter: char| !matches!(letter, '<' | '>' | '&' | '"' | '\u{FFFE}' | '\u{FFFF}') && letter >= ' ';
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            letter if is_plain(letter) => safe.push(letter),
            _ => {}
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests;

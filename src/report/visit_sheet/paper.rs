//! Pages as a PDF: lines, pictures, and words that can be found and copied.

use krilla::{
    Document,
    color::rgb,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    image::Image,
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, FillRule, Stroke},
    surface::Surface,
    text::{Font, GlyphId, KrillaGlyph},
};
use qrcodegen::{QrCode, QrCodeEcc};
use ttf_parser::Face;

use super::{
    SheetPhoto,
    layout::{HEIGHT, MARGIN, Mark, WIDTH},
};
use crate::report::{Error, Result};

/// The width of a character that the font lacks, as a share of the size.
const MISSING_WIDTH: f32 = 1.0;

/// A font to measure and to set with.
pub(super) struct Typeface {
    face: Face<'static>,
    font: Font,
}

impl Typeface {
    pub(super) fn new(bytes: &'static [u8]) -> Option<Self> {
        Some(Self { face: Face::parse(bytes, 0).ok()?, font: Font::new(bytes.into(), 0)? })
    }

    fn advance(&self, letter: char) -> f32 {
        let glyph = self.face.glyph_index(letter);
        let advance = glyph.and_then(|it| self.face.glyph_hor_advance(it));
        advance.map_or(MISSING_WIDTH, |it| f32::from(it) / f32::from(self.face.units_per_em()))
    }

    /// How wide a text is, in the unit of `size`.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.advance(letter)).sum::<f32>() * size
    }

    /// The lines of a text in this width. Chinese breaks anywhere, other words between them if they fit a line.
    pub(super) fn wrap(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in words(paragraph) {
                if !line.is_empty() && self.width(&line, size) + self.width(word.trim_end(), size) > width {
                    lines.push(std::mem::take(&mut line).trim_end().to_owned());
                }
                if self.width(word, size) <= width {
                    line.push_str(word);
                    continue;
                }
                // A word that is longer than a line breaks where the line ends.
                for letter in word.chars() {
                    if !line.is_empty() && self.width(&line, size) + self.advance(letter) * size > width {
                        lines.push(std::mem::take(&mut line));
                    }
                    line.push(letter);
                }
            }
            lines.push(line.trim_end().to_owned());
        }
        lines
    }
}

/// Pieces that stay together: a run of letters of an alphabet with the blanks behind it, or a single character with its box before it.
fn words(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, letter) in text.char_indices() {
        let together = before.is_some_and(|before| {
            let boxed = matches!(before, '□' | '■');
            let closes = "，。、；：）！？·%".contains(letter);
            let run = before.is_ascii() && letter.is_ascii() && (before != ' ' || letter == ' ');
            // What a box stands before is one thing up to the next blank.
            let in_choice = text.get(start..at).is_some_and(|it| it.starts_with(['□', '■'])) && before != ' ';
            boxed || closes || run || in_choice
        });
        if at > start && !together {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(letter);
    }
    pieces.extend(text.get(start..).filter(|it| !it.is_empty()));
    pieces
}

/// The file. `foot` gives what stands at the foot of a page, left and right.
pub(super) fn write(
    typeface: &Typeface,
    pages: Vec<Vec<Mark>>,
    photos: &[SheetPhoto],
    title: &str,
    language: &str,
    foot: &dyn Fn(usize, usize) -> (String, String),
) -> Result<Vec<u8>> {
    let broken = |what: &str| Error::Pdf(what.to_owned());
    let mut document = Document::new();
    let metadata = Metadata::new().title(title.to_owned()).language(language.to_owned());
    document.set_metadata(metadata.creator("Paikou 排口".to_owned()));
    let images: Vec<Option<Image>> =
        photos.iter().map(|it| Image::from_jpeg(it.jpeg.clone().into(), true).ok()).collect();
    let count = pages.len();
    for (marks, number) in pages.into_iter().zip(1..) {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| broken("the size of the page"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in &marks {
            draw(&mut surface, typeface, &images, mark);
        }
        let (left, right) = foot(number, count);
        let (y, size) = (HEIGHT - MARGIN + 8.0, 8.0);
        set(&mut surface, typeface, MARGIN, y, size, &left, true);
        let x = WIDTH - MARGIN - typeface.width(&right, size);
        set(&mut surface, typeface, x, y, size, &right, true);
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| Error::Pdf(error.to_string()))
}

fn draw(page: &mut Surface<'_>, typeface: &Typeface, images: &[Option<Image>], mark: &Mark) {
    match mark {
        Mark::Text { x, y, size, text, weak } => set(page, typeface, *x, *y, *size, text, *weak),
        Mark::Frame { x, y, width, height } => {
            page.set_fill(None);
            page.set_stroke(Some(Stroke { paint: grey(0x80), width: 0.6, ..Stroke::default() }));
            rectangle(page, (*x, *y), (*width, *height));
            page.set_stroke(None);
        }
        Mark::Ground { x, y, width, height } => {
            page.set_stroke(None);
            page.set_fill(Some(fill(0xF2)));
            rectangle(page, (*x, *y), (*width, *height));
        }
        Mark::Code { x, y, side, text } => code(page, (*x, *y), *side, text),
        Mark::Photo { index, x, y, width, height } => {
            let image = images.get(*index).and_then(Option::as_ref);
            if let Some((image, size)) = image.cloned().zip(Size::from_wh(*width, *height)) {
                page.push_transform(&Transform::from_translate(*x, *y));
                page.draw_image(image, size);
                page.pop();
            }
        }
    }
}

fn set(page: &mut Surface<'_>, typeface: &Typeface, x: f32, y: f32, size: f32, text: &str, weak: bool) {
    let glyphs: Vec<KrillaGlyph> = text
        .char_indices()
        .map(|(start, letter)| {
            let glyph = typeface.face.glyph_index(letter).map_or(0, |it| it.0);
            let bytes = start..start + letter.len_utf8();
            KrillaGlyph::new(GlyphId::new(glyph.into()), typeface.advance(letter), 0.0, 0.0, 0.0, bytes, None)
        })
        .collect();
    page.set_stroke(None);
    page.set_fill(Some(fill(if weak { 0x50 } else { 0 })));
    page.draw_glyphs(Point::from_xy(x, y), &glyphs, typeface.font.clone(), text, size, false);
}

/// A code to be scanned, with the white around it that readers need.
fn code(page: &mut Surface<'_>, (x, y): (f32, f32), side: f32, text: &str) {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return };
    let modules = code.size();
    let unit = side / (modules + 8) as f32;
    let mut path = PathBuilder::new();
    for row in 0..modules {
        for column in 0..modules {
            let (left, top) = (x + (column + 4) as f32 * unit, y + (row + 4) as f32 * unit);
            if code.get_module(column, row)
                && let Some(module) = Rect::from_xywh(left, top, unit, unit)
            {
                path.push_rect(module);
            }
        }
    }
    if let Some(path) = path.finish() {
        page.set_stroke(None);
        page.set_fill(Some(fill(0)));
        page.draw_path(&path);
    }
}

fn rectangle(page: &mut Surface<'_>, (x, y): (f32, f32), (width, height): (f32, f32)) {
    let mut path = PathBuilder::new();
    if let Some(area) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(area);
    }
    if let Some(path) = path.finish() {
        page.draw_path(&path);
    }
}

fn grey(level: u8) -> krilla::paint::Paint {
    rgb::Color::new(level, level, level).into()
}

fn fill(level: u8) -> Fill {
    Fill { paint: grey(level), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

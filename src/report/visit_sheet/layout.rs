//! From cells to places on pages, in points from the upper left corner of the paper.

use super::{SheetPhoto, paper::Typeface};

/// A4, in points.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;
/// 15 mm, within which every printer prints.
pub(super) const MARGIN: f32 = 42.5;

const BODY: f32 = 9.0;
const LINE: f32 = 12.5;
const TITLE_WIDTH: f32 = 74.0;
const PAD: f32 = 4.0;
/// A code of this size is read from an arm's length.
const QR_SIDE: f32 = 62.0;
const PHOTO_HEIGHT: f32 = 172.0;

/// A question with its answer.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) title: String,
    pub(super) text: String,
    /// Over the whole width?
    pub(super) whole: bool,
    /// The least height.
    pub(super) least: f32,
}

/// Something at a place on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    /// Words with the left end of their baseline here.
    Text { x: f32, y: f32, size: f32, text: String, weak: bool },
    /// An empty box.
    Frame { x: f32, y: f32, width: f32, height: f32 },
    /// A grey ground.
    Ground { x: f32, y: f32, width: f32, height: f32 },
    /// A code to be scanned.
    Code { x: f32, y: f32, side: f32, text: String },
    /// A photo by its number.
    Photo { index: usize, x: f32, y: f32, width: f32, height: f32 },
}

/// Pages in the making.
pub(super) struct Layout<'a> {
    typeface: &'a Typeface,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

impl<'a> Layout<'a> {
    /// An empty page.
    pub(super) fn new(typeface: &'a Typeface) -> Self {
        Self { typeface, pages: vec![Vec::new()], y: MARGIN }
    }

    /// The pages.
    pub(super) fn finish(self) -> Vec<Vec<Mark>> {
        self.pages
    }

    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    fn text(&mut self, x: f32, y: f32, size: f32, text: &str, weak: bool) {
        if !text.is_empty() {
            self.put(Mark::Text { x, y, size, text: text.to_owned(), weak });
        }
    }

    /// Goes on to the next page if there is not so much room.
    fn need(&mut self, height: f32) {
        if self.y + height > HEIGHT - MARGIN - 14.0 && self.y > MARGIN {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }

    /// The title with the name of the project below it, and the code of the outfall at the right.
    pub(super) fn title(&mut self, title: &str, project: &str, code: &str) {
        self.text(MARGIN, self.y + 20.0, 18.0, title, false);
        self.text(MARGIN, self.y + 38.0, 10.0, project, true);
        if !code.is_empty() {
            let x = WIDTH - MARGIN - QR_SIDE;
            self.put(Mark::Code { x, y: self.y - 8.0, side: QR_SIDE, text: code.to_owned() });
            let size = 8.0;
            let left = WIDTH - MARGIN - self.typeface.width(code, size).max(QR_SIDE);
            self.text(left, self.y + QR_SIDE, size, code, true);
        }
        self.y += QR_SIDE + 6.0;
    }

    /// The title of a part; it is never the last thing on a page.
    pub(super) fn section(&mut self, title: &str) {
        self.need(18.0 + 3.0 * LINE);
        self.y += 6.0;
        self.text(MARGIN, self.y + 11.0, 11.0, title, false);
        self.y += 16.0;
    }

    /// Cells in two columns, whole ones over both.
    pub(super) fn grid(&mut self, cells: &[Cell]) {
        let mut rest = cells;
        while let [first, after @ ..] = rest {
            match after {
                [second, after @ ..] if !first.whole && !second.whole => {
                    self.row(&[first, second]);
                    rest = after;
                }
                _ => {
                    self.row(&[first]);
                    rest = after;
                }
            }
        }
    }

    /// Cells that stay on one page.
    pub(super) fn together(&mut self, cells: &[Cell]) {
        self.need(cells.iter().map(|it| it.least).sum::<f32>() / 2.0 + LINE);
        self.grid(cells);
    }

    fn row(&mut self, cells: &[&Cell]) {
        let width = (WIDTH - 2.0 * MARGIN) / cells.len() as f32;
        let lines = |cell: &Cell| {
            (
                self.typeface.wrap(&cell.title, BODY, TITLE_WIDTH - 2.0 * PAD),
                self.typeface.wrap(&cell.text, BODY, width - TITLE_WIDTH - 2.0 * PAD),
            )
        };
        let laid: Vec<(Vec<String>, Vec<String>)> = cells.iter().map(|cell| lines(cell)).collect();
        let most = laid.iter().map(|(title, text)| title.len().max(text.len())).max().unwrap_or(1);
        let least = cells.iter().map(|cell| cell.least).fold(0.0, f32::max);
        // A text that no page can hold ends with its page; what is longer than a page is not a note.
        let height = (most as f32 * LINE + PAD).max(least).min(HEIGHT - 2.0 * MARGIN - 20.0);
        self.need(height);
        for ((title, text), at) in laid.into_iter().zip(0_u8..) {
            let x = MARGIN + f32::from(at) * width;
            let y = self.y;
            self.put(Mark::Ground { x, y, width: TITLE_WIDTH, height });
            self.put(Mark::Frame { x, y, width: TITLE_WIDTH, height });
            self.put(Mark::Frame { x: x + TITLE_WIDTH, y, width: width - TITLE_WIDTH, height });
            let fitting = ((height - PAD) / LINE).floor().max(1.0) as usize;
            self.lines(x + PAD, (y, height), title.iter().take(fitting), true);
            self.lines(x + TITLE_WIDTH + PAD, (y, height), text.iter().take(fitting), false);
        }
        self.y += height;
    }

    /// Lines in a cell: in the middle of a low one, at the top of one for many lines.
    fn lines<'l>(
        &mut self,
        x: f32,
        (y, height): (f32, f32),
        lines: impl ExactSizeIterator<Item = &'l String>,
        weak: bool,
    ) {
        let room = height - lines.len() as f32 * LINE;
        let above = if height < 3.0 * LINE { (room / 2.0).max(0.0) } else { PAD / 2.0 };
        for (line, row) in lines.zip(0_u8..) {
            self.text(x, y + above + 9.2 + f32::from(row) * LINE, BODY, line, weak);
        }
    }

    /// Photos two by two, each with its words below.
    pub(super) fn photos(&mut self, photos: &[(usize, &SheetPhoto)]) {
        let cell = (WIDTH - 2.0 * MARGIN) / 2.0;
        for pair in photos.chunks(2) {
            self.need(PHOTO_HEIGHT);
            for ((index, photo), column) in pair.iter().zip(0_u8..) {
                let x = MARGIN + f32::from(column) * cell;
                let y = self.y;
                self.put(Mark::Frame { x, y, width: cell, height: PHOTO_HEIGHT });
                let room = (cell - 2.0 * PAD, PHOTO_HEIGHT - LINE - 3.0 * PAD);
                let (width, height) = (photo.size.0.max(1) as f32, photo.size.1.max(1) as f32);
                let scale = (room.0 / width).min(room.1 / height);
                let (width, height) = (width * scale, height * scale);
                self.put(Mark::Photo {
                    index: *index,
                    x: x + (cell - width) / 2.0,
                    y: y + PAD + (room.1 - height) / 2.0,
                    width,
                    height,
                });
                let caption = self.typeface.wrap(&photo.caption, 8.0, cell - 2.0 * PAD);
                let caption = caption.first().cloned().unwrap_or_default();
                self.text(x + PAD, y + PHOTO_HEIGHT - PAD - 2.0, 8.0, &caption, true);
            }
            self.y += PHOTO_HEIGHT;
        }
    }
}

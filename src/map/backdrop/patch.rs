//! A window of one level of a source, put together from its tiles; gaps are filled from coarser levels.

use tiny_skia::PremultipliedColorU8;

use super::{Level, Need, Pixels, Pyramid, Tile, TileAt};

/// So many levels further down a gap is still filled: 1/64 of the wanted detail. Beyond that there is nothing to be recognised.
const DEEPEST_GAP: u32 = 6;

/// A rectangle of whole pixels of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) left: u64,
    pub(super) top: u64,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Window {
    /// The whole pixels around this box (left, top, right, bottom in pixels of the level) and two beside it, as far as the level goes.
    /// `None` where nothing is left.
    pub(super) fn around((left, top, right, bottom): (f64, f64, f64, f64), level: &Level) -> Option<Self> {
        const BESIDE: f64 = 2.0;
        let side = |from: f64, to: f64, end: u64| {
            let end_px = end as f64;
            let from = (from - BESIDE).floor().clamp(0.0, end_px) as u64;
            let to = (to + BESIDE).ceil().clamp(0.0, end_px) as u64;
            let length = u32::try_from(to.checked_sub(from)?).ok()?;
            (length > 0).then_some((from, length))
        };
        let (left, width) = side(left, right, level.width_px)?;
        let (top, height) = side(top, bottom, level.height_px)?;
        Some(Self { left, top, width, height })
    }

    /// How many pixels it has.
    pub(super) fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// The indices of the tiles that it meets: first and last column, first and last row.
    fn tiles(&self, level: &Level) -> Option<(u32, u32, u32, u32)> {
        let span = |from: u64, length: u32, side: u32| {
            let side = u64::from(side.max(1));
            let last = (from + u64::from(length)).checked_sub(1)?;
            Some((u32::try_from(from / side).ok()?, u32::try_from(last / side).ok()?))
        };
        let (first_column, last_column) = span(self.left, self.width, level.tile_px.0)?;
        let (first_row, last_row) = span(self.top, self.height, level.tile_px.1)?;
        Some((first_column, last_column, first_row, last_row))
    }

    fn common(&self, other: &Self) -> Option<Self> {
        let side = |a: u64, a_length: u32, b: u64, b_length: u32| {
            let from = a.max(b);
            let to = (a + u64::from(a_length)).min(b + u64::from(b_length));
            let length = u32::try_from(to.checked_sub(from)?).ok()?;
            (length > 0).then_some((from, length))
        };
        let (left, width) = side(self.left, self.width, other.left, other.width)?;
        let (top, height) = side(self.top, self.height, other.top, other.height)?;
        Some(Self { left, top, width, height })
    }
}

/// The pixels of a window.
pub(super) struct Patch {
    pub(super) window: Window,
    colors: Vec<PremultipliedColorU8>,
    /// Does any of its pixels show something?
    pub(super) has_ink: bool,
}

impl Patch {
    /// Reads what lies in the window. `None` when told to stop.
    pub(super) fn read(
        pyramid: &Pyramid,
        level: usize,
        window: Window,
        keep_going: &dyn Fn() -> bool,
    ) -> Option<Self> {
        Self::read_down(pyramid, level, window, (DEEPEST_GAP, Need::Fetch), keep_going)
    }

    fn read_down(
        pyramid: &Pyramid,
        level: usize,
        window: Window,
        (deeper, need): (u32, Need),
        keep_going: &dyn Fn() -> bool,
    ) -> Option<Self> {
        let empty = vec![PremultipliedColorU8::TRANSPARENT; window.width as usize * window.height as usize];
        let mut patch = Self { window, colors: empty, has_ink: false };
        let here = pyramid.levels().get(level)?;
        let (first_column, last_column, first_row, last_row) = window.tiles(here)?;
        for row in first_row..=last_row {
            for column in first_column..=last_column {
                if !keep_going() {
                    return None;
                }
                let at = TileAt { level, column, row };
                let whole = tile_window(here, at);
                let Some(part) = whole.common(&window) else { continue };
                let below = match pyramid.tile(at, need) {
                    Tile::Ready(pixels) => {
                        patch.copy(&pixels, &whole, &part);
                        continue;
                    }
                    Tile::Absent => need,
                    Tile::Pending => Need::IfThere,
                };
                if let Some(coarser) = level.checked_sub(1).filter(|_| deeper > 0) {
                    patch.fill_from(pyramid, coarser, here, &part, (deeper - 1, below), keep_going)?;
                }
            }
        }
        Some(patch)
    }

    /// Takes over the part of a tile. Tiles of another size than their level says are stretched.
    fn copy(&mut self, pixels: &Pixels, whole: &Window, part: &Window) {
        let (width, height) = pixels.size();
        let along = |at: u64, from: u64, length: u32, pixels: u32| {
            ((at - from) * u64::from(pixels) / u64::from(length.max(1))) as usize
        };
        self.has_ink = true;
        for row in part.top..part.top + u64::from(part.height) {
            let source = pixels.row(along(row, whole.top, whole.height, height) as u32);
            let from = along(part.left, whole.left, whole.width, width);
            let target = self.row_mut(row, part.left, part.width);
            if width == whole.width {
                let count = target.len();
                if let Some(source) = source.get(from..from + count) {
                    target.copy_from_slice(source);
                }
                continue;
            }
            for (column, color) in (part.left..).zip(target) {
                let at = along(column, whole.left, whole.width, width);
                *color = source.get(at).copied().unwrap_or(PremultipliedColorU8::TRANSPARENT);
            }
        }
    }

    /// Fills a part with what the next coarser level shows there.
    fn fill_from(
        &mut self,
        pyramid: &Pyramid,
        coarser: usize,
        here: &Level,
        part: &Window,
        deeper: (u32, Need),
        keep_going: &dyn Fn() -> bool,
    ) -> Option<()> {
        let there = pyramid.levels().get(coarser)?;
        let scale_x = there.width_px as f64 / here.width_px as f64;
        let scale_y = there.height_px as f64 / here.height_px as f64;
        let (left, top) = (part.left as f64 * scale_x, part.top as f64 * scale_y);
        let right = left + f64::from(part.width) * scale_x;
        let bottom = top + f64::from(part.height) * scale_y;
        let Some(window) = Window::around((left, top, right, bottom), there) else { return Some(()) };
        let below = Self::read_down(pyramid, coarser, window, deeper, keep_going)?;
        if !below.has_ink {
            return Some(());
        }
        self.has_ink = true;
        for row in part.top..part.top + u64::from(part.height) {
            let y = (row as f64 + 0.5) * scale_y - window.top as f64;
            for (column, color) in (part.left..).zip(self.row_mut(row, part.left, part.width)) {
                let x = (column as f64 + 0.5) * scale_x - window.left as f64;
                *color = below.sample(x, y);
            }
        }
        Some(())
    }

    fn row_mut(&mut self, row: u64, left: u64, width: u32) -> &mut [PremultipliedColorU8] {
        let from = (row - self.window.top) as usize * self.window.width as usize
            + (left - self.window.left) as usize;
        self.colors.get_mut(from..from + width as usize).unwrap_or_default()
    }

    /// The colour at a position in pixels of the level from the corner of the window, between the middles of four pixels.
    /// Beyond the middles at the edge the pixels at the edge go on.
    pub(super) fn sample(&self, x: f64, y: f64) -> PremultipliedColorU8 {
        let (left, right, share_x) = neighbours(x, self.window.width);
        let (top, bottom, share_y) = neighbours(y, self.window.height);
        let at = |column: usize, row: usize| {
            let index = row * self.window.width as usize + column;
            self.colors.get(index).copied().unwrap_or(PremultipliedColorU8::TRANSPARENT)
        };
        if share_x == 0 && share_y == 0 {
            return at(left, top);
        }
        let corners = [at(left, top), at(right, top), at(left, bottom), at(right, bottom)];
        let weights = [
            (256 - share_x) * (256 - share_y),
            share_x * (256 - share_y),
            (256 - share_x) * share_y,
            share_x * share_y,
        ];
        mixed(corners.into_iter().zip(weights), 1 << 16)
    }
}

/// The mean of colours with weights that add up to `total`.
pub(super) fn mixed(
    colors: impl Iterator<Item = (PremultipliedColorU8, u32)>,
    total: u32,
) -> PremultipliedColorU8 {
    let mut sums = [total / 2; 4];
    for (color, weight) in colors {
        let channels = [color.red(), color.green(), color.blue(), color.alpha()];
        for (sum, channel) in sums.iter_mut().zip(channels) {
            *sum += u32::from(channel) * weight;
        }
    }
    let [red, green, blue, alpha] = sums.map(|sum| (sum / total) as u8);
    PremultipliedColorU8::from_rgba(red.min(alpha), green.min(alpha), blue.min(alpha), alpha)
        .unwrap_or(PremultipliedColorU8::TRANSPARENT)
}

/// The two pixels between whose middles a position lies, and its share of the way in 1/256.
fn neighbours(position: f64, length: u32) -> (usize, usize, u32) {
    let last = f64::from(length.saturating_sub(1));
    let from_middle = (position - 0.5).clamp(0.0, last);
    let first = from_middle.floor();
    let share = ((from_middle - first) * 256.0).round() as u32;
    (first as usize, (first + 1.0).min(last) as usize, share)
}

fn tile_window(level: &Level, at: TileAt) -> Window {
    let (width, height) = level.tile_px;
    Window {
        left: u64::from(at.column) * u64::from(width),
        top: u64::from(at.row) * u64::from(height),
        width,
        height,
    }
}

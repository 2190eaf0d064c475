//! Brings a picture to where it lies on the ground.
//!
//! A mesh over the drawn region says where in the picture its corners lie; between them positions are interpolated, which in a cell of
//! 16 pixels is right to a hundredth of a pixel for the projections and shifts there are.

use tiny_skia::{Pixmap, PremultipliedColorU8};

use super::{
    Level, Placement, Pyramid,
    patch::{Patch, Window, mixed},
};
use crate::map::{paint::Region, plane::WorldPoint};

/// The side of a cell of the mesh in pixels.
const CELL_PX: u32 = 16;

/// A level is fine enough if it has this many pixels to one of the picture; else the next finer one is taken. Our choice: tiles are
/// never enlarged by more than a third where a finer level is there, and shown pixel by pixel where they fit.
const PIXELS_ENOUGH: f64 = 0.72;

/// At most so many pixels of a level are read for one block: 96 MiB. Where a source has no level that is coarse enough, it is not
/// drawn from so far away.
const WINDOW_PIXELS_MAX: u64 = 24 << 20;

/// Where the corners of the cells lie in the picture.
struct Mesh {
    columns: u32,
    rows: u32,
    nodes: Vec<Option<(f64, f64)>>,
}

/// A cell of the mesh with its corners in the picture: top left, top right, bottom left, bottom right.
struct Cell {
    left: u32,
    top: u32,
    corners: [(f64, f64); 4],
}

impl Mesh {
    fn of(placement: &Placement, region: &Region, (width, height): (u32, u32)) -> Self {
        let (columns, rows) = (width.div_ceil(CELL_PX), height.div_ceil(CELL_PX));
        let mut nodes = Vec::with_capacity((columns as usize + 1) * (rows as usize + 1));
        // Far from where they are meant for, projections bring places back that they should not.
        let near = placement.extent().grown(f64::from(2 * CELL_PX) / region.pixels_per_world);
        for row in 0..=rows {
            let y = (region.top_px + f64::from(row * CELL_PX)) / region.pixels_per_world;
            nodes.extend((0..=columns).map(|column| {
                let x = (region.left_px + f64::from(column * CELL_PX)) / region.pixels_per_world;
                let place = WorldPoint { x, y };
                near.contains(place).then(|| placement.to_unit(place)).flatten()
            }));
        }
        Self { columns, rows, nodes }
    }

    fn node(&self, column: u32, row: u32) -> Option<(f64, f64)> {
        *self.nodes.get(row as usize * (self.columns as usize + 1) + column as usize)?
    }

    /// The cells that may show a part of the picture.
    fn cells(&self) -> impl Iterator<Item = Cell> {
        let places = (0..self.rows).flat_map(|row| (0..self.columns).map(move |column| (column, row)));
        places.filter_map(|(column, row)| {
            let corners = [
                self.node(column, row)?,
                self.node(column + 1, row)?,
                self.node(column, row + 1)?,
                self.node(column + 1, row + 1)?,
            ];
            let meets = |of: fn(&(f64, f64)) -> f64| {
                corners.iter().map(of).any(|it| it < 1.0) && corners.iter().map(of).any(|it| it > 0.0)
            };
            let cell = Cell { left: column * CELL_PX, top: row * CELL_PX, corners };
            (meets(|it| it.0) && meets(|it| it.1)).then_some(cell)
        })
    }
}

impl Cell {
    /// How many pixels of the level lie along one pixel drawn.
    fn pixels_per_pixel(&self, level: &Level) -> f64 {
        let [from, right, down, _] = self.corners;
        let (width, height) = (level.width_px as f64, level.height_px as f64);
        let side = |to: (f64, f64)| ((to.0 - from.0) * width).hypot((to.1 - from.1) * height);
        side(right).max(side(down)) / f64::from(CELL_PX)
    }
}

/// The region, of this size in pixels, with what it shows of a picture. `None` where that is nothing, and when told to stop.
pub(super) fn warped(
    pyramid: &Pyramid,
    placement: &Placement,
    region: &Region,
    size: (u32, u32),
    keep_going: &dyn Fn() -> bool,
) -> Option<Pixmap> {
    let mesh = Mesh::of(placement, region, size);
    let cells: Vec<Cell> = mesh.cells().collect();
    let finest = pyramid.levels().last()?;
    let fineness = cells.iter().map(|cell| cell.pixels_per_pixel(finest)).reduce(f64::max)?;
    let per_pixel = |level: &Level| fineness * level.width_px as f64 / finest.width_px as f64;
    let levels = pyramid.levels();
    let level = levels.iter().position(|level| per_pixel(level) >= PIXELS_ENOUGH).unwrap_or(levels.len() - 1);
    let here = levels.get(level)?;

    let window = Window::around(box_of(&cells, here), here)?;
    if window.pixels() > WINDOW_PIXELS_MAX {
        return None;
    }
    let patch = Patch::read(pyramid, level, window, keep_going)?;
    if !patch.has_ink {
        return None;
    }
    let mut picture = Pixmap::new(size.0, size.1)?;
    let sampler = Sampler::new(&patch, here, per_pixel(here));
    for cell in &cells {
        sampler.fill(&mut picture, cell);
    }
    keep_going().then_some(picture)
}

/// Left, top, right and bottom of the cells in pixels of the level.
fn box_of(cells: &[Cell], level: &Level) -> (f64, f64, f64, f64) {
    let (width, height) = (level.width_px as f64, level.height_px as f64);
    let corners = cells.iter().flat_map(|cell| cell.corners);
    let start = (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
    corners.fold(start, |(left, top, right, bottom), (u, v)| {
        let (x, y) = (u * width, v * height);
        (left.min(x), top.min(y), right.max(x), bottom.max(y))
    })
}

/// Takes colours out of a patch.
struct Sampler<'a> {
    patch: &'a Patch,
    /// Pixels of the level per unit.
    scale: (f64, f64),
    /// The corner of the patch, and where the level begins and ends in it.
    origin: (f64, f64),
    start: (f64, f64),
    end: (f64, f64),
    /// So many samples along each side of a drawn pixel, where the level is much finer.
    samples: u32,
}

impl<'a> Sampler<'a> {
    fn new(patch: &'a Patch, level: &Level, per_pixel: f64) -> Self {
        const MOST_SAMPLES: f64 = 4.0;
        let scale = (level.width_px as f64, level.height_px as f64);
        let origin = (patch.window.left as f64, patch.window.top as f64);
        let start = (-origin.0, -origin.1);
        let end = (scale.0 - origin.0, scale.1 - origin.1);
        let samples = if per_pixel > 1.5 { per_pixel.ceil().min(MOST_SAMPLES) as u32 } else { 1 };
        Self { patch, scale, origin, start, end, samples }
    }

    fn in_patch(&self, (u, v): (f64, f64)) -> (f64, f64) {
        (u * self.scale.0 - self.origin.0, v * self.scale.1 - self.origin.1)
    }

    fn at(&self, (x, y): (f64, f64)) -> PremultipliedColorU8 {
        let inside = (self.start.0..self.end.0).contains(&x) && (self.start.1..self.end.1).contains(&y);
        if inside { self.patch.sample(x, y) } else { PremultipliedColorU8::TRANSPARENT }
    }

    fn fill(&self, picture: &mut Pixmap, cell: &Cell) {
        let corners = cell.corners.map(|corner| self.in_patch(corner));
        let (width, height) = (picture.width(), picture.height());
        let (columns, rows) =
            ((width - cell.left).min(CELL_PX) as usize, (height - cell.top).min(CELL_PX) as usize);
        let lines = picture.pixels_mut().chunks_exact_mut(width as usize);
        for (row, line) in lines.skip(cell.top as usize).take(rows).enumerate() {
            for (column, color) in line.iter_mut().skip(cell.left as usize).take(columns).enumerate() {
                *color = self.pixel(&corners, column as f64, row as f64);
            }
        }
    }

    /// The colour of a pixel of a cell.
    fn pixel(&self, corners: &[(f64, f64); 4], column: f64, row: f64) -> PremultipliedColorU8 {
        let place =
            |right: f64, down: f64| between(corners, right / f64::from(CELL_PX), down / f64::from(CELL_PX));
        if self.samples == 1 {
            return self.at(place(column + 0.5, row + 0.5));
        }
        let step = 1.0 / f64::from(self.samples);
        let offset = |number: u32| (f64::from(number) + 0.5) * step;
        let samples = (0..self.samples).flat_map(|down| (0..self.samples).map(move |right| (right, down)));
        let colors = samples.map(|(right, down)| self.at(place(column + offset(right), row + offset(down))));
        mixed(colors.map(|color| (color, 1)), self.samples * self.samples)
    }
}

/// The position at these shares of the way to the right and down.
fn between(corners: &[(f64, f64); 4], right: f64, down: f64) -> (f64, f64) {
    let [a, b, c, d] = *corners;
    let mix = |from: f64, to: f64, share: f64| from + (to - from) * share;
    (
        mix(mix(a.0, b.0, right), mix(c.0, d.0, right), down),
        mix(mix(a.1, b.1, right), mix(c.1, d.1, right), down),
    )
}

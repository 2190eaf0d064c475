//! The room on a view that is still free.

use crate::map::view::{ScreenPoint, ScreenRect};

/// Width and height of the cells by which boxes are found, in device pixels.
const CELL_PX: f64 = 48.0;

/// What is taken of a view.
pub(super) struct Room {
    size_px: (f64, f64),
    columns: usize,
    /// The boxes that meet each cell, with whether they are symbols.
    cells: Vec<Vec<(ScreenRect, bool)>>,
}

impl Room {
    /// All of a view of this size is free.
    pub(super) fn new(size_px: (f64, f64)) -> Self {
        let count = |size: f64| (size / CELL_PX).ceil().clamp(1.0, 4096.0) as usize;
        let (columns, rows) = (count(size_px.0), count(size_px.1));
        Self { size_px, columns, cells: vec![Vec::new(); columns * rows] }
    }

    /// Takes a box for a name.
    pub(super) fn occupy(&mut self, rect: ScreenRect) {
        self.insert(rect, false);
    }

    /// Takes a box for a symbol.
    pub(super) fn occupy_symbol(&mut self, rect: ScreenRect) {
        self.insert(rect, true);
    }

    /// Whether all boxes lie inside the view and none is taken; symbols don't count unless `avoid_symbols`.
    pub(super) fn is_free(&self, boxes: &[ScreenRect], avoid_symbols: bool) -> bool {
        boxes.iter().all(|rect| {
            self.is_inside(rect)
                && !self
                    .near(rect)
                    .any(|(other, is_symbol)| (avoid_symbols || !is_symbol) && meet(rect, other))
        })
    }

    fn is_inside(&self, rect: &ScreenRect) -> bool {
        rect.min.x >= 0.0 && rect.min.y >= 0.0 && rect.max.x <= self.size_px.0 && rect.max.y <= self.size_px.1
    }

    fn near(&self, rect: &ScreenRect) -> impl Iterator<Item = &(ScreenRect, bool)> {
        self.cells_of(rect).filter_map(|cell| self.cells.get(cell)).flatten()
    }

    fn insert(&mut self, rect: ScreenRect, is_symbol: bool) {
        for cell in self.cells_of(&rect) {
            if let Some(boxes) = self.cells.get_mut(cell) {
                boxes.push((rect, is_symbol));
            }
        }
    }

    fn cells_of(&self, rect: &ScreenRect) -> impl Iterator<Item = usize> + use<> {
        let (columns, rows) = (self.columns, self.cells.len() / self.columns);
        let range = |from: f64, to: f64, count: usize| {
            let cell = |value: f64| ((value / CELL_PX).floor().max(0.0) as usize).min(count - 1);
            cell(from)..=cell(to)
        };
        let across = range(rect.min.x, rect.max.x, columns);
        range(rect.min.y, rect.max.y, rows)
            .flat_map(move |row| across.clone().map(move |column| row * columns + column))
    }
}

fn meet(a: &ScreenRect, b: &ScreenRect) -> bool {
    a.min.x < b.max.x && b.min.x < a.max.x && a.min.y < b.max.y && b.min.y < a.max.y
}

/// The boxes that a text fills: one where it is level, otherwise a row of squares along it.
pub(super) fn boxes_of(center: ScreenPoint, angle_rad: f64, width: f64, size: f64) -> Vec<ScreenRect> {
    let half_height = size * 0.6;
    let around = |x: f64, y: f64, half_width: f64, half_height: f64| ScreenRect {
        min: ScreenPoint { x: x - half_width, y: y - half_height },
        max: ScreenPoint { x: x + half_width, y: y + half_height },
    };
    if angle_rad.abs() < 0.02 {
        return vec![around(center.x, center.y, width / 2.0 + 2.0, half_height)];
    }
    let count = (width / size).ceil().clamp(1.0, 200.0);
    let (sin, cos) = angle_rad.sin_cos();
    // A turned square is wider than a level one, up to √2 times.
    let half = half_height * (sin.abs() + cos.abs()).min(1.25);
    let square = |number: u32| {
        let along = (f64::from(number) + 0.5) / count * width - width / 2.0;
        around(center.x + along * cos, center.y + along * sin, half, half)
    };
    (0..count as u32).map(square).collect()
}

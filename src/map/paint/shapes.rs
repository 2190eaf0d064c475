//! Lines and areas as paths.

use tiny_skia::{FillRule, LineCap, LineJoin, PathBuilder, Transform};

use super::{
    Region,
    clip::{Bounds, clip_line, clip_ring},
};
use crate::map::{
    area::{Areas, COUNTY},
    geometry::Paths,
    line::{Lines, width},
    palette::{AreaLook, LineLook, Palette, Rgba},
    plane::{WorldPoint, WorldRect},
    surface::{Pen, Surface},
};

/// Strokes thinner than this have no room for a rim.
const THINNEST_WITH_CASING_PX: f32 = 2.0;

/// An edge of this width hides that the border of a fill has steps.
const NARROWEST_COVER_PX: f32 = 1.0;

/// What is left of strokes beyond the edge of the surface: half the widest line with its rim.
const MARGIN_PX: f64 = 16.0;

/// Where lines and areas are drawn.
pub(super) struct Canvas<'a> {
    surface: &'a mut dyn Surface,
    region: &'a Region,
    palette: &'a Palette,
    keep_going: &'a dyn Fn() -> bool,
    bounds: Bounds,
    rect: WorldRect,
    run: Vec<(f32, f32)>,
}

/// What a class of lines looks like: widths in device pixels, dashes in reference pixels.
#[derive(Clone, Copy)]
struct Look {
    color: Rgba,
    width: f32,
    dashes: &'static [f32],
    cap: LineCap,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(
        surface: &'a mut dyn Surface,
        region: &'a Region,
        palette: &'a Palette,
        keep_going: &'a dyn Fn() -> bool,
    ) -> Self {
        let size = surface.size_px();
        let margin = MARGIN_PX * region.pixel_ratio;
        let bounds =
            Bounds { min: (-margin, -margin), max: (f64::from(size.0) + margin, f64::from(size.1) + margin) };
        let rect = region.rect(size).grown(margin / region.pixels_per_world);
        Self { surface, region, palette, keep_going, bounds, rect, run: Vec::new() }
    }

    /// Draws lines, the widest ones on top: first all rims, then all lines, so that confluences are open. `None` when told to stop.
    pub(super) fn lines(&mut self, lines: &Lines) -> Option<()> {
        let meeting = lines.meeting(self.rect).into_iter();
        let mut found: Vec<(u16, usize)> = meeting.map(|feature| (lines.order(feature), feature)).collect();
        found.sort_unstable();
        let paths = lines.levels.at(self.region.pixels_per_world);
        let groups = || {
            found.chunk_by(|a, b| a.0 == b.0).filter_map(|group| Some((group, lines.look(group.first()?.1)?)))
        };
        for with_rims in [true, false] {
            for (group, line) in groups() {
                if let Some(look) = self.line_look(line, with_rims) {
                    self.stroke_features(paths, group.iter().map(|(_, feature)| *feature), look)?;
                }
            }
        }
        Some(())
    }

    /// How lines are stroked, or their rims; `None` if they have none.
    fn line_look(&self, line: LineLook, rim: bool) -> Option<Look> {
        let scale = self.region.pixel_ratio as f32;
        let style = self.palette.line_paint(line.paint);
        let width = width(line.width, self.region.reference_pixels_per_world());
        let has_rim = style.casing_width > 0.0 && width >= THINNEST_WITH_CASING_PX;
        let color = if style.casing_width > 0.0 && !has_rim { style.casing } else { style.fill };
        match rim {
            true if has_rim => Some(Look {
                color: style.casing,
                width: (width + 2.0 * style.casing_width) * scale,
                dashes: &[],
                cap: LineCap::Round,
            }),
            true => None,
            false => Some(Look {
                color,
                width: width.max(0.35) * scale,
                dashes: style.dashes,
                cap: if style.dashes.is_empty() { LineCap::Round } else { LineCap::Butt },
            }),
        }
    }

    /// Fills areas, then draws their edges. `None` when told to stop.
    pub(super) fn areas(&mut self, areas: &Areas) -> Option<()> {
        let found = areas.meeting(self.rect);
        let paths = areas.levels.at(self.region.pixels_per_world);
        for feature in &found {
            if !(self.keep_going)() {
                return None;
            }
            let look = areas.look(*feature).map(|look| self.palette.area_look(look));
            if let Some((look, fill)) = look.and_then(|look| Some((look, look.fill?))) {
                let is_edged =
                    look.edge_width >= NARROWEST_COVER_PX && look.edge.3 == 255 && look.dashes.is_empty();
                self.fill(paths.parts(*feature), fill, is_edged);
            }
        }
        let mut by_look: Vec<(AreaLook, usize)> =
            found.iter().filter_map(|feature| Some((areas.look(*feature)?, *feature))).collect();
        by_look.sort_unstable_by(|a, b| b.cmp(a));
        for group in by_look.chunk_by(|a, b| a.0 == b.0) {
            let Some((look, _)) = group.first().copied() else { continue };
            let style = self.palette.area_look(look);
            if style.edge_width <= 0.0 {
                continue;
            }
            let is_county = look == COUNTY;
            let cap = if style.dashes.is_empty() { LineCap::Round } else { LineCap::Butt };
            let look = Look {
                color: style.edge,
                width: style.edge_width * self.region.pixel_ratio as f32,
                dashes: style.dashes,
                cap,
            };
            let features = group.iter().map(|(_, feature)| *feature);
            match &areas.borders {
                Some(borders) if is_county => {
                    self.stroke_features(borders.at(self.region.pixels_per_world), features, look)?;
                }
                _ => self.stroke_features(paths, features, look)?,
            }
        }
        Some(())
    }

    fn fill<'p>(&mut self, rings: impl Iterator<Item = &'p [WorldPoint]>, color: Rgba, is_edged: bool) {
        let mut path = PathBuilder::new();
        for ring in rings {
            let corners = clip_ring(ring.iter().map(|point| self.region.to_px(*point)), &self.bounds);
            add_run(&mut path, &corners);
            path.close();
        }
        if let Some(path) = path.finish() {
            let (rule, place) = (FillRule::EvenOdd, Transform::identity());
            if is_edged {
                self.surface.fill_under_edge(&path, color, rule, place);
            } else {
                self.surface.fill(&path, color, rule, place);
            }
        }
    }

    fn stroke_features(
        &mut self,
        paths: &Paths,
        features: impl Iterator<Item = usize>,
        look: Look,
    ) -> Option<()> {
        let taste = self.surface.taste();
        let dashes: Vec<f32> =
            look.dashes.iter().map(|length| length * self.region.pixel_ratio as f32).collect();
        let (join, cap) = if look.width > taste.round_above_px {
            (LineJoin::Round, look.cap)
        } else {
            (LineJoin::Bevel, LineCap::Butt)
        };
        let pen = Pen { color: look.color, width: look.width, join, cap, dashes: &dashes, dashes_begin: 0.0 };
        let mut path = PathBuilder::new();
        let mut run = std::mem::take(&mut self.run);
        for feature in features {
            for part in paths.parts(feature) {
                let pixels = part.iter().map(|point| self.region.to_px(*point));
                if dashes.is_empty() {
                    clip_line(pixels, &self.bounds, &mut run, |run, _| add_run(&mut path, run));
                } else {
                    clip_line(pixels, &self.bounds, &mut run, |run, begins| {
                        let mut dashed = PathBuilder::new();
                        add_run(&mut dashed, run);
                        stroke(self.surface, dashed, &pen.begun(begins));
                    });
                }
            }
            if path.len() > taste.points_per_path {
                stroke(self.surface, std::mem::take(&mut path), &pen);
                if !(self.keep_going)() {
                    return None;
                }
            }
        }
        stroke(self.surface, path, &pen);
        self.run = run;
        (self.keep_going)().then_some(())
    }
}

fn add_run(path: &mut PathBuilder, run: &[(f32, f32)]) {
    let mut points = run.iter();
    if let Some((x, y)) = points.next() {
        path.move_to(*x, *y);
    }
    for (x, y) in points {
        path.line_to(*x, *y);
    }
}

fn stroke(surface: &mut dyn Surface, path: PathBuilder, pen: &Pen<'_>) {
    if let Some(path) = path.finish() {
        surface.stroke(&path, pen, Transform::identity());
    }
}

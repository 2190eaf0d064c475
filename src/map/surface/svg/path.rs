//! Numbers and path data, written as short as a hundredth of a pixel allows.

use std::fmt::Write as _;

use tiny_skia::{Path, PathSegment, Point};

/// Two decimals: on a page for 96 dpi a hundredth of a pixel is 0.003 mm.
const HUNDREDTHS: f64 = 100.0;

/// A number with up to two decimals: `12`, `-0.5`, `2.35`.
pub(super) fn number(value: f64) -> String {
    let mut text = String::new();
    push_hundredths(&mut text, hundredths(value));
    text
}

fn hundredths(value: f64) -> i64 {
    (value * HUNDREDTHS).round() as i64
}

fn push_hundredths(text: &mut String, value: i64) {
    let (whole, part) = (value.unsigned_abs() / 100, value.unsigned_abs() % 100);
    let sign = if value < 0 { "-" } else { "" };
    // Writing to a string never fails.
    match part {
        0 => write!(text, "{sign}{whole}"),
        part if part % 10 == 0 => write!(text, "{sign}{whole}.{}", part / 10),
        part => write!(text, "{sign}{whole}.{part:02}"),
    }
    .ok();
}

/// The attribute `d` of a path. Each point is written relative to the one before as that was written, so that no errors add up.
pub(super) fn path_data(path: &Path) -> String {
    let mut data = Data { text: String::with_capacity(path.len() * 8), ..Data::default() };
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => {
                data.command('M', &[]);
                data.begin(to);
            }
            PathSegment::LineTo(to) => data.command('l', &[to]),
            PathSegment::QuadTo(by, to) => data.command('q', &[by, to]),
            PathSegment::CubicTo(by, and, to) => data.command('c', &[by, and, to]),
            PathSegment::Close => {
                data.command('z', &[]);
                data.here = data.start;
            }
        }
    }
    data.text
}

#[derive(Default)]
struct Data {
    text: String,
    /// The command that was written last: it goes on while the same is meant.
    last: Option<char>,
    /// Where the pen is, in hundredths.
    here: (i64, i64),
    /// Where this part of the path began.
    start: (i64, i64),
}

impl Data {
    fn command(&mut self, command: char, points: &[Point]) {
        if self.last != Some(command) || points.is_empty() {
            self.text.push(command);
            self.last = Some(command);
        }
        let from = self.here;
        for point in points {
            self.here = at(*point);
            self.push(self.here.0 - from.0);
            self.push(self.here.1 - from.1);
        }
    }

    fn begin(&mut self, point: Point) {
        self.here = at(point);
        self.start = self.here;
        self.push(self.here.0);
        self.push(self.here.1);
    }

    fn push(&mut self, value: i64) {
        if value >= 0 && self.text.ends_with(|last: char| last.is_ascii_digit()) {
            self.text.push(' ');
        }
        push_hundredths(&mut self.text, value);
    }
}

fn at(point: Point) -> (i64, i64) {
    (hundredths(f64::from(point.x)), hundredths(f64::from(point.y)))
}

#[cfg(test)]
mod tests {
    use tiny_skia::PathBuilder;

    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let written = [0.0, 12.0, -0.5, 2.345_67, 0.004, -0.004, 100.05, -7.0].map(number);

        assert_eq!(written, ["0", "12", "-0.5", "2.35", "0", "0", "100.05", "-7"]);
    }

    #[test]
    fn a_path_is_written_step_by_step() {
        let mut path = PathBuilder::new();
        path.move_to(10.0, 20.0);
        path.line_to(12.5, 18.0);
        path.line_to(12.5, 30.0);
        path.close();
        path.move_to(1.0, 1.0);
        path.cubic_to(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        path.quad_to(6.0, 6.0, 6.0, 7.0);

        assert_eq!(path_data(&path.finish().unwrap()), "M10 20l2.5-2 0 12zM1 1c0 1 2 3 4 5q1 0 1 1");
    }

    #[test]
    fn rounding_errors_do_not_add_up_along_a_line() {
        let mut path = PathBuilder::new();
        path.move_to(0.0, 0.0);
        for step in 1..=1000_u16 {
            path.line_to(f32::from(step) * 0.333_3, 0.0);
        }

        let data = path_data(&path.finish().unwrap());

        let steps = data.trim_start_matches("M0 0l").split(' ');
        let end: f64 = steps.step_by(2).map(|step| step.parse::<f64>().unwrap()).sum();
        assert!((end - 333.3).abs() < 0.006, "{end}");
    }
}

//! Control points that somebody wrote down: one a line, in the old system and in CGCS2000.

use crate::{
    domain::{
        coordinate::{
            angle,
            datum::{self, ControlPoint, Fit},
        },
        words,
    },
    i18n::Lang,
};

/// Why control points give no shift.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// A line does not hold what is needed.
    #[error("line {line}: {text:?} is not x, y, longitude, latitude")]
    BadLine {
        /// Which one, from 1.
        line: usize,
        /// As written.
        text: String,
    },
    /// They say too little.
    #[error(transparent)]
    NoFit(#[from] datum::Error),
}

impl ControlError {
    /// The sentence for the user.
    pub fn say(&self, lang: Lang) -> String {
        use datum::Error as E;
        match self {
            Self::BadLine { line, text } => lang.pick(
                format!("第 {line} 行“{text}”不是“东坐标, 北坐标, 经度, 纬度”"),
                format!("Line {line}, \"{text}\", is not \"east, north, longitude, latitude\""),
            ),
            Self::NoFit(E::TooFew { count, needed }) => lang.pick(
                format!("只有 {count} 个控制点，至少要 {needed} 个"),
                format!("{count} control points are too few: {needed} are needed"),
            ),
            Self::NoFit(E::Degenerate) => lang
                .pick("控制点太近或在一条直线上", "The control points lie too close together or on one line")
                .to_owned(),
            Self::NoFit(E::BadPoint(error)) => lang
                .pick(format!("控制点不能用：{error}"), format!("A control point can not be used: {error}")),
        }
    }
}

/// Reads lines of `east, north, longitude, latitude`, with a name before them or not, and works the shift out. A heading and empty
/// lines are passed over.
pub fn fit_control_points(text: &str, epsg: u32, seven: bool) -> Result<Fit, ControlError> {
    let mut points = Vec::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let cells: Vec<&str> = line.split([',', '，', '\t', ';']).map(str::trim).collect();
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match point(&cells) {
            Some(point) => points.push(point),
            // A heading has no digits.
            None if at == 0 && !line.contains(|it: char| it.is_ascii_digit()) => {}
            None => return Err(ControlError::BadLine { line: at + 1, text: line.trim().to_owned() }),
        }
    }
    Ok(datum::fit(epsg, &points, seven)?)
}

fn point(cells: &[&str]) -> Option<ControlPoint> {
    let [.., x, y, longitude, latitude] = cells else { return None };
    let degrees = |text: &str| angle::parse(text).ok().map(|it| it.degrees);
    let (mut x, mut y) = (words::number(x)?, words::number(y)?);
    // Chinese surveyors write X for north: a northing has seven digits, an easting six or eight.
    if (1_800_000.0..=6_000_000.0).contains(&x) && !(1_800_000.0..=6_000_000.0).contains(&y) {
        (x, y) = (y, x);
    }
    Some(ControlPoint { old: (x, y), new: (degrees(longitude)?, degrees(latitude)?) })
}

//! What features are called, and which of them is meant.

use geo::Geometry;

use super::TraceError;
use crate::domain::{
    Value,
    layer::{Feature, FeatureSet},
};

/// Headings of what a section, a source or a zone is called; before those of every layer.
const NAMES: &[&str] = &["断面名称", "断面", "水源地名称", "污染源名称", "企业名称", "单位名称"];
/// Headings of what it is referred to by.
const CODES: &[&str] = &[
    "断面编码",
    "断面代码",
    "断面编号",
    "水源地编码",
    "污染源编码",
    "排污许可证编号",
    "编码",
    "代码",
    "编号",
    "code",
    "id",
];
/// Headings of how much a section matters.
const SECTION_LEVELS: &[&str] = &["断面级别", "断面属性", "控制级别", "考核级别", "级别", "level"];
/// Headings of the river that it lies on.
pub(super) const RIVERS: &[&str] = &["所在河流", "所在水体", "河流名称", "河流", "river"];

pub(super) fn name_of(set: &FeatureSet, feature: &Feature) -> String {
    let name = set.text(feature, NAMES).filter(|it| !it.trim().is_empty());
    name.or_else(|| set.name(feature)).unwrap_or_default().trim().to_owned()
}

/// What a feature is referred to by, where its layer has a column for that.
pub(super) fn code_of<'a>(set: &'a FeatureSet, feature: &'a Feature) -> Option<&'a str> {
    set.text(feature, CODES).map(str::trim).filter(|it| !it.is_empty())
}

/// The level of a section (国考, 省考 …), where its layer has a column for that.
pub(super) fn level_of<'a>(set: &'a FeatureSet, feature: &'a Feature) -> Option<&'a str> {
    set.text(feature, SECTION_LEVELS).map(str::trim).filter(|it| !it.is_empty())
}

pub(super) fn point_of(shape: &Geometry<f64>) -> Option<(f64, f64)> {
    match shape {
        Geometry::Point(point) => Some((point.x(), point.y())),
        Geometry::MultiPoint(points) => points.0.first().map(|it| (it.x(), it.y())),
        _ => None,
    }
}

/// The numbers of the features with this value in a column, or with this row number for `fid`.
pub(super) fn features_with(
    set: &FeatureSet,
    layer: &str,
    column: &str,
    value: &str,
) -> Result<Vec<usize>, TraceError> {
    let at = column_of(set, column);
    if at.is_none() && !column.eq_ignore_ascii_case("fid") {
        return Err(TraceError::NoColumn {
            layer: layer.to_owned(),
            column: column.to_owned(),
            known: set.columns.clone(),
        });
    }
    let number: Option<f64> = value.parse().ok();
    let is_meant = |row: usize, it: &Feature| match at.map(|at| it.values.get(at)) {
        None => number == Some(row as f64 + 1.0),
        Some(Some(Value::Text(text))) => text.trim() == value,
        Some(Some(Value::Integer(cell))) => number == Some(*cell as f64),
        Some(Some(Value::Real(cell))) => number == Some(*cell),
        Some(Some(Value::Null) | None) => false,
    };
    let rows = set.features.iter().enumerate().filter(|(row, it)| is_meant(*row, it));
    let rows: Vec<usize> = rows.map(|(row, _)| row).collect();
    if rows.is_empty() {
        return Err(TraceError::NotFound(format!("{layer}:{column}={value}")));
    }
    Ok(rows)
}

pub(super) fn column_of(set: &FeatureSet, name: &str) -> Option<usize> {
    set.columns.iter().position(|it| it.trim().eq_ignore_ascii_case(name.trim()))
}

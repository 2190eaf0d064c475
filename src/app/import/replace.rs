//! What there is to know where the features of a layer are replaced: other columns, other shapes.

use serde_json::Value as Json;

use super::{ImportReport, Warning};
use crate::domain::layer::{Layer, NAME_COLUMNS};

/// Tells how the new features differ from the old ones in what the drawing of the layer rests on.
pub(super) fn tell(
    report: &mut ImportReport,
    old: &Layer,
    old_columns: &[String],
    new: &Layer,
    new_columns: &[String],
) {
    let only_in = |some: &[String], others: &[String]| {
        some.iter().filter(|it| !others.contains(it)).cloned().collect::<Vec<String>>()
    };
    let gone = only_in(old_columns, new_columns);
    let added = only_in(new_columns, old_columns);
    let (was, is) = (family(&old.geometry), family(&new.geometry));
    if was != is {
        report.warn(None, Warning::OtherShapes { was: was.to_owned(), is: is.to_owned() });
    }
    for column in gone.iter().filter(|it| names_column(&old.style, it)) {
        report.warn(None, Warning::StyleColumnGone { column: column.clone() });
    }
    if let Some(column) = label_column(old_columns).filter(|_| label_column(new_columns).is_none()) {
        report.warn(None, Warning::LabelColumnGone { column: column.clone() });
    }
    if !added.is_empty() {
        report.warn(None, Warning::ColumnsAdded(added));
    }
    if !gone.is_empty() {
        report.warn(None, Warning::ColumnsGone(gone));
    }
}

/// The type of a layer's shapes, single or multiple ones alike.
fn family(geometry: &str) -> &str {
    geometry.strip_prefix("MULTI").unwrap_or(geometry)
}

/// The column that features are named by where the style names none.
fn label_column(columns: &[String]) -> Option<&String> {
    NAME_COLUMNS.iter().find_map(|name| columns.iter().find(|it| it.eq_ignore_ascii_case(name)))
}

/// Does a style, as JSON, speak of this column?
fn names_column(style: &str, column: &str) -> bool {
    fn any(value: &Json, column: &str) -> bool {
        match value {
            Json::String(text) => text == column,
            Json::Array(values) => values.iter().any(|it| any(it, column)),
            Json::Object(fields) => fields.values().any(|it| any(it, column)),
            _ => false,
        }
    }
    serde_json::from_str(style).is_ok_and(|style: Json| any(&style, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_speaks_of_the_columns_in_its_values() {
        let style = r#"{"classes": [{"by": "级别"}], "label": {"field": "名称"}}"#;

        assert!(names_column(style, "级别") && names_column(style, "名称"));
        assert!(!names_column(style, "label") && !names_column("", "级别"));
    }

    #[test]
    fn single_and_multiple_shapes_are_of_one_family() {
        assert_eq!(family("MULTIPOLYGON"), family("POLYGON"));
        assert_ne!(family("POINT"), family("LINESTRING"));
    }
}

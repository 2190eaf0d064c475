//! Reference layers (参考图层): rivers, zones, sections … imported and replaced as whole data sets.

use geo::Geometry;

use super::{RecordId, code_list, record, value::Value};

record! {
    /// A reference layer. Its features are in a table of their own; replacing it is one operation.
    pub struct Layer in "layer", "参考图层", "Reference layers" {
        /// What a person calls it.
        name: String => "名称", "Name";
        /// What it holds.
        kind: Option<LayerKind> => "类型", "Kind";
        /// The table of its features in the project file.
        table_name: String => "数据表", "Table";
        /// `POINT`, `LINESTRING`, `POLYGON`, their `MULTI…`, or `GEOMETRY`.
        geometry: String => "几何类型", "Geometry";
        /// How many features it has.
        count: i64 => "要素数", "Features";
        /// West edge in degrees.
        west: Option<f64> => "西", "West";
        /// South edge in degrees.
        south: Option<f64> => "南", "South";
        /// East edge in degrees.
        east: Option<f64> => "东", "East";
        /// North edge in degrees.
        north: Option<f64> => "北", "North";
        /// The coordinate system of the file it came from.
        crs: String => "原坐标系", "Original CRS";
        /// The text encoding of the file it came from.
        encoding: String => "编码", "Encoding";
        /// The file it came from.
        source: String => "来源文件", "Source file";
        /// SHA-256 over its features, lower-case hex.
        hash: String => "内容哈希", "Content hash";
        /// How many rows of the file did not come in when its features were read.
        refused: i64 => "未导入行数", "Rows refused";
        /// Was the coordinate system seen from the numbers, as the file did not name it?
        crs_guessed: bool => "坐标系为推断", "CRS guessed";
        /// Is it shown?
        visible: bool => "显示", "Visible";
        /// Its place from the bottom, 0 first; among the layers of its group where it is in one.
        position: i64 => "次序", "Order";
        /// The group that it stands in, if any.
        group: Option<RecordId> => "图层组", "Group";
        /// How it is drawn, as JSON ([`super::style`]); empty for the shipped style of its kind.
        style: String => "样式", "Style";
        /// Was it drawn in this program, so that its shapes may be edited?
        owned: bool => "本项目绘制", "Drawn here";
    }
}

record! {
    /// A group of reference layers in the layer tree (图层组). Groups don't nest.
    pub struct LayerGroup in "layer_group", "图层组", "Layer groups" {
        /// What a person calls it.
        name: String => "名称", "Name";
        /// Are its layers shown? A layer is on the map where both it and its group are.
        visible: bool => "显示", "Visible";
        /// Its place from the bottom among groups and layers without one, 0 first.
        position: i64 => "次序", "Order";
    }
}

code_list! {
    /// What a reference layer holds.
    pub enum LayerKind {
        River = "river", "河流", "Rivers";
        Zone = "zone", "饮用水水源保护区", "Protection zones";
        Section = "section", "断面", "Sections";
        County = "county", "行政区", "Counties";
        Source = "source", "污染源", "Sources";
        Village = "village", "村庄", "Villages";
        Sewer = "sewer", "管网", "Sewers";
        Reference = "reference", "其他参考", "Other reference";
    }
}

code_list! {
    /// The level of a drinking-water protection zone (保护区级别; HJ 338-2018), strictest first.
    pub enum ZoneLevel {
        First = "1", "一级", "Level 1";
        Second = "2", "二级", "Level 2";
        Quasi = "quasi", "准", "Quasi";
    }
}

impl ZoneLevel {
    /// Finds the level in whatever a file writes: `一级保护区`, `2`, `准保护区`, `Ⅰ级` …
    pub fn find(text: &str) -> Option<Self> {
        if text.contains('准') || text.to_ascii_lowercase().contains("quasi") {
            return Some(Self::Quasi);
        }
        text.chars().find_map(|letter| match letter {
            '一' | '1' | 'Ⅰ' | '１' => Some(Self::First),
            '二' | '2' | 'Ⅱ' | '２' => Some(Self::Second),
            _ => None,
        })
    }
}

/// The features of one layer, as the project file keeps them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeatureSet {
    /// The file's own column headings, in order.
    pub columns: Vec<String>,
    /// The features.
    pub features: Vec<Feature>,
}

/// One feature of a reference layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// The shape: degrees, longitude first, CGCS2000 (EPSG:4490).
    pub geometry: Option<Geometry<f64>>,
    /// One for each of [`FeatureSet::columns`].
    pub values: Vec<Value>,
}

impl FeatureSet {
    /// The value of the first of these columns that the layer has, as text.
    pub fn text<'a>(&'a self, feature: &'a Feature, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| {
            let at = self.columns.iter().position(|it| it.eq_ignore_ascii_case(name))?;
            feature.values.get(at)?.as_text()
        })
    }

    /// The level of a protection zone, wherever its file keeps it; else whatever its name says.
    pub fn zone_level(&self, feature: &Feature) -> Option<ZoneLevel> {
        let stated = self.text(feature, LEVEL_COLUMNS).and_then(ZoneLevel::find);
        stated.or_else(|| self.name(feature).and_then(ZoneLevel::find))
    }

    /// The name of a feature, from the columns that files usually keep it in.
    pub fn name<'a>(&'a self, feature: &'a Feature) -> Option<&'a str> {
        self.text(feature, NAME_COLUMNS)
    }
}

/// The headings under which files keep the level of a protection zone.
pub const LEVEL_COLUMNS: &[&str] = &["级别", "保护区级别", "分区", "保护级别", "LEVEL", "zone_level", "类别"];

/// The headings under which files keep the name of a feature, most telling first.
pub const NAME_COLUMNS: &[&str] = &[
    "名称",
    "河流名称",
    "河名",
    "断面名称",
    "断面",
    "水源地名称",
    "县名",
    "区县",
    "污染源名称",
    "企业名称",
    "单位名称",
    "NAME",
    "name_zh",
    "XZQMC",
    "NAMES",
    "GNIS_NAME",
    "gnis_name",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zone_levels_are_found_in_whatever_files_write() {
        for (text, level) in [
            ("一级", Some(ZoneLevel::First)),
            ("二级保护区", Some(ZoneLevel::Second)),
            ("准保护区", Some(ZoneLevel::Quasi)),
            ("Ⅱ", Some(ZoneLevel::Second)),
            ("1", Some(ZoneLevel::First)),
            ("未定", None),
        ] {
            assert_eq!(ZoneLevel::find(text), level, "{text}");
        }
    }
}

//! What the window says of the map: measurements, places, how a position was understood.

use super::{Word, count, joined};
use crate::{
    domain::{
        coordinate::{
            CrsWarning, angle,
            measure::{Measured, Of},
            notation::{AxisOrder, Notation},
            place::{self, Remark},
            units::LengthUnit,
        },
        layer::LayerKind,
    },
    i18n::Lang,
    ui::habits::{Graticule, MapHabits},
};

/// A length with its unit.
pub(crate) fn length(lang: Lang, metres: f64, unit: LengthUnit) -> String {
    format!("{} {}", grouped(&unit.number(metres)), lang.term(unit))
}

/// A number with its thousands apart: `133,379.5`.
fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    match whole.parse() {
        Ok(whole) => format!("{}{rest}", count(whole)),
        Err(_) => number.to_owned(),
    }
}

/// What a line or an outline measures.
pub(crate) fn measured(lang: Lang, measured: &Measured, habits: MapHabits) -> String {
    match measured.of() {
        Of::Line => length(lang, measured.length_m(), habits.length),
        Of::Area => {
            let number = habits.area.number(measured.area_m2());
            format!("{} {}", grouped(&number), lang.term(habits.area))
        }
    }
}

/// A measurement among others.
pub(crate) fn measured_name(lang: Lang, of: Of, number: usize) -> String {
    match of {
        Of::Line => lang.pick(format!("长度 {number}"), format!("Length {number}")),
        Of::Area => lang.pick(format!("面积 {number}"), format!("Area {number}")),
    }
}

/// A segment of a measured line.
pub(crate) fn segment(lang: Lang, number: usize) -> String {
    lang.pick(format!("第 {number} 段"), format!("Segment {number}"))
}

/// All measurements as a table for the clipboard: names, numbers, segments, vertices.
pub(crate) fn measurements(lang: Lang, all: &[&Measured], habits: MapHabits) -> String {
    let mut lines = Vec::new();
    for (at, it) in all.iter().enumerate() {
        lines.push(format!("{}\t{}", measured_name(lang, it.of(), at + 1), measured(lang, it, habits)));
        for (number, metres) in it.segments().iter().enumerate() {
            lines.push(format!("{}\t{}", segment(lang, number + 1), length(lang, *metres, habits.length)));
        }
        if it.of() == Of::Area {
            let perimeter = length(lang, it.length_m(), habits.length);
            lines.push(format!("{}\t{perimeter}", lang.term(Word::Perimeter)));
        }
        let vertices: Vec<String> = it.vertices().iter().map(|(x, y)| format!("{x:.7},{y:.7}")).collect();
        lines.push(format!("{}\t{}", lang.term(Word::Vertices), vertices.join(" ")));
    }
    lines.join("\n")
}

/// How positions are written.
pub(crate) fn notation(lang: Lang, notation: Notation) -> &'static str {
    match notation {
        Notation::Degrees => lang.pick("经纬度（度）", "Degrees"),
        Notation::DegreesMinutesSeconds => lang.pick("经纬度（度分秒）", "Degrees, minutes, seconds"),
        Notation::GaussKrueger => lang.pick("高斯-克吕格 3° 带", "Gauss-Krüger, 3° zone"),
    }
}

/// Which coordinate comes first.
pub(crate) fn order(lang: Lang, order: AxisOrder) -> &'static str {
    match order {
        AxisOrder::EastFirst => lang.pick("经度（东，Y）在前", "East (longitude, Y) first"),
        AxisOrder::NorthFirst => lang.pick("纬度（北，X）在前", "North (latitude, X) first"),
    }
}

/// Which grid lies over the map.
pub(crate) fn graticule(lang: Lang, graticule: Graticule) -> &'static str {
    match graticule {
        Graticule::Hidden => lang.pick("不显示格网", "No grid"),
        Graticule::Degrees => lang.pick("经纬网", "Meridians and parallels"),
        Graticule::GaussKrueger => lang.pick("公里网（高斯-克吕格）", "Kilometre grid (Gauss-Krüger)"),
    }
}

/// The coordinate system that a text was taken to be in.
pub(crate) fn system(lang: Lang, epsg: u32) -> String {
    let name = match epsg {
        4490 => lang.pick("经纬度 CGCS2000", "Degrees, CGCS2000").to_owned(),
        4513..=4533 => {
            let zone = epsg - 4513 + 25;
            lang.pick(format!("高斯-克吕格 3° 带 第 {zone} 带"), format!("Gauss-Krüger, 3° zone {zone}"))
        }
        4491..=4501 => {
            let zone = epsg - 4491 + 13;
            lang.pick(format!("高斯-克吕格 6° 带 第 {zone} 带"), format!("Gauss-Krüger, 6° zone {zone}"))
        }
        4534..=4554 => {
            let meridian = 75 + 3 * (epsg - 4534);
            lang.pick(
                format!("高斯-克吕格 中央经线 {meridian}°"),
                format!("Gauss-Krüger, meridian {meridian}°"),
            )
        }
        _ => String::new(),
    };
    joined(&[&name, &format!("EPSG:{epsg}")])
}

/// What to look at before trusting a position that was read.
pub(crate) fn remark(lang: Lang, remark: &Remark) -> String {
    match remark {
        Remark::NorthFirst => lang
            .pick("按纬度（北）在前理解", "Read with latitude (north) first, from the size of the numbers")
            .to_owned(),
        Remark::ZoneTaken { meridian_deg } => lang.pick(
            format!("横坐标没有带号：按地图中心所在的 3° 带（中央经线 {meridian_deg}°）理解"),
            format!(
                "The easting has no zone: that of the map's middle was taken (3°, meridian {meridian_deg}°)"
            ),
        ),
        Remark::Abroad => {
            lang.pick("不在中国范围内，请核对次序和正负号", "Not in China: check order and signs").to_owned()
        }
        Remark::Crs(CrsWarning::ShiftUnknown { datum }) => lang.pick(
            format!("{datum} 与 CGCS2000 的转换参数未公开，位置可能偏差数十米到百米"),
            format!(
                "The shift from {datum} to CGCS2000 is not public: off by tens of metres, up to a hundred"
            ),
        ),
    }
}

/// Why a text is no position.
pub(crate) fn no_place(lang: Lang, error: &place::Error) -> String {
    match error {
        place::Error::Empty => String::new(),
        place::Error::NotTwo => lang
            .pick("需要两个坐标，例如 112.73, 38.42", "Two coordinates are needed, like 112.73, 38.42")
            .to_owned(),
        place::Error::Angle(error) => angle_fault(lang, error),
        place::Error::SameAxis => {
            lang.pick("两个都是经度或都是纬度", "Both are longitudes, or both latitudes").to_owned()
        }
        place::Error::Unclear => lang
            .pick(
                "没有坐标系有这样的坐标；可写明 EPSG:4547",
                "No known system has such coordinates; EPSG:4547 can be added",
            )
            .to_owned(),
        place::Error::UnknownEpsg(number) => {
            lang.pick(format!("没有 EPSG:{number}"), format!("There is no EPSG:{number}"))
        }
        place::Error::OutOfRange(number) => {
            lang.pick(format!("EPSG:{number} 里没有这个位置"), format!("EPSG:{number} has no such position"))
        }
    }
}

fn angle_fault(lang: Lang, error: &angle::Error) -> String {
    match error {
        angle::Error::Minutes(it) => {
            lang.pick(format!("{it} 分：应小于 60"), format!("{it} minutes: less than 60"))
        }
        angle::Error::Seconds(it) => {
            lang.pick(format!("{it} 秒：应小于 60"), format!("{it} seconds: less than 60"))
        }
        angle::Error::Degrees(it) => {
            lang.pick(format!("{it}° 超出范围"), format!("{it}° is not on the globe"))
        }
        angle::Error::Empty | angle::Error::NotAnAngle => {
            lang.pick("不是经纬度", "Not a longitude or latitude").to_owned()
        }
    }
}

/// Which of the things that were found is shown: `2 / 3`.
pub(crate) fn at_of(at: usize, count: usize) -> String {
    format!("{} / {count}", at + 1)
}

/// More things lie under the click than the one that was taken.
pub(crate) fn also_here(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::En, 1) => "1 more thing here".to_owned(),
        _ => lang.pick(format!("此处另有 {count} 项"), format!("{count} more things here")),
    }
}

/// The button that shows a bookmark or place.
pub(crate) fn go_there(lang: Lang, name: &str) -> String {
    lang.pick(format!("转到 {name}"), format!("Go to {name}"))
}

/// The button that renames a bookmark.
pub(crate) fn rename(lang: Lang, name: &str) -> String {
    lang.pick(format!("重命名 {name}"), format!("Rename {name}"))
}

/// The button that removes a bookmark.
pub(crate) fn remove(lang: Lang, name: &str) -> String {
    lang.pick(format!("删除 {name}"), format!("Remove {name}"))
}

/// What a new bookmark is called unless it is named.
pub(crate) fn bookmark_name(lang: Lang, number: usize) -> String {
    lang.pick(format!("书签 {number}"), format!("Bookmark {number}"))
}

/// What kind of place it is.
pub(crate) fn place_kind(lang: Lang, kind: LayerKind) -> &'static str {
    lang.term(kind)
}

/// The button that copies a position.
pub(crate) fn copy_position(lang: Lang, text: &str) -> String {
    lang.pick(format!("复制坐标 {text}"), format!("Copy position {text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_read_in_thousands() {
        assert_eq!(length(Lang::En, 133_379.52, LengthUnit::Metre), "133,379.5 m");
        assert_eq!(length(Lang::Zh, 951.27, LengthUnit::Metre), "951.3 米");
        assert_eq!(length(Lang::En, 1_234.5, LengthUnit::Kilometre), "1.234 km");
    }

    #[test]
    fn measurements_are_copied_as_a_table() {
        let line = Measured::new(Of::Line, vec![(112.73, 38.42), (112.74, 38.42)]);

        let text = measurements(Lang::En, &[&line], MapHabits::default());

        assert_eq!(
            text,
            "Length 1\t873.3 m\nSegment 1\t873.3 m\nVertices\t112.7300000,38.4200000 112.7400000,38.4200000"
        );
    }
}

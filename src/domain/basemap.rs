//! Basemaps (底图): pictures or tiles that lie under everything else. Their files stay where they are; the project remembers the way.

use super::{code_list, record};

record! {
    /// A basemap.
    pub struct Basemap in "basemap", "底图", "Basemaps" {
        /// What a person calls it.
        name: String => "名称", "Name";
        /// What its source is.
        kind: Option<BasemapKind> => "类型", "Kind";
        /// The file, relative to the project file where it lies beside or below it; or the address of the tiles with `{z}`, `{x}`, `{y}`.
        source: String => "来源", "Source";
        /// Is it shown?
        visible: bool => "显示", "Visible";
        /// Its opacity in percent.
        opacity: i64 => "不透明度%", "Opacity %";
        /// How its picture is shifted against true positions. Data are never moved: the picture is.
        shift: Shift => "坐标偏移", "Shift";
        /// Whose map it is; written in the corner of the map and of pictures.
        attribution: String => "数据来源说明", "Attribution";
        /// Its place from the bottom, 0 first.
        position: i64 => "次序", "Order";
    }
}

code_list! {
    /// What a basemap is made of.
    pub enum BasemapKind {
        MbTiles = "mbtiles", "MBTiles 离线瓦片", "MBTiles";
        PmTiles = "pmtiles", "PMTiles 离线瓦片", "PMTiles";
        Image = "image", "影像文件（GeoTIFF 或带坐标文件的图片）", "Image (GeoTIFF or with a world file)";
        Online = "online", "在线瓦片", "Online tiles";
    }
}

code_list! {
    /// How Chinese web maps shift their pictures (domain dossier §8.2).
    #[derive(Default)]
    pub enum Shift {
        /// Not at all.
        #[default]
        None = "none", "无偏移", "None";
        /// As 高德 and 腾讯 do: 550 to 600 m in Shanxi.
        Gcj02 = "gcj02", "GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)";
        /// As 百度 does: 1.3 km in Shanxi.
        Bd09 = "bd09", "BD-09（百度）", "BD-09 (Baidu)";
    }
}

/// What a feature of a vector basemap is, whatever its maker calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ground {
    /// Wood, forest, scrub.
    Wood,
    /// Grass, farmland, parks.
    Green,
    /// Where people live and work.
    Built,
    /// Sand, rock, ice.
    Bare,
    /// Lakes, reservoirs, broad rivers, the sea.
    Water,
    /// A river or brook as a line.
    Waterway(Waterway),
    /// A building.
    Building,
    /// A border.
    Boundary(Boundary),
    /// A railway.
    Rail,
    /// A road.
    Road(Road),
}

/// How large a river of a vector basemap is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Waterway {
    /// A brook, ditch or drain.
    Brook,
    /// A river or canal.
    River,
}

/// What a border of a vector basemap parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Boundary {
    /// Counties and smaller.
    Local,
    /// Provinces, prefectures.
    Province,
    /// Countries.
    Country,
}

/// How important a road of a vector basemap is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Road {
    /// A footway or track.
    Path,
    /// A street of a village or town.
    Minor,
    /// Between villages and towns.
    Secondary,
    /// Between counties.
    Primary,
    /// A motorway.
    Motorway,
}

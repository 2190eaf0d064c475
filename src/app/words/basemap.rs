//! Why a basemap can not be used.

use super::{chain, read_advice, system};
use crate::{
    app::basemap::{BadAddress, Trouble},
    formats::basemap::{Error, Part, Quantity, Reason},
    i18n::Lang,
};

/// The reason and the file.
pub(super) fn cause(error: &Error, lang: Lang) -> String {
    let (why, path) = (reason(&error.reason, lang), error.path.display());
    lang.pick(format!("{why}（{path}）"), format!("{why} ({path})"))
}

fn reason(reason: &Reason, lang: Lang) -> String {
    let zh = match reason {
        Reason::Io(error) => return system(error, lang),
        Reason::Unknown => "它不是 MBTiles、PMTiles、GeoTIFF、PNG 或 JPEG".to_owned(),
        Reason::NoTiles => "文件里没有瓦片".to_owned(),
        Reason::Version(version) => format!("这是第 {version} 版的 PMTiles，只能读取第 3 版"),
        Reason::Packed(how) => format!("瓦片用 {how} 压缩，只能读取 gzip"),
        Reason::TileFormat(what) => format!("瓦片格式是 {what}，只能读取 PNG、JPEG、WebP 和矢量瓦片（MVT）"),
        Reason::Damaged(part) => format!("文件已损坏：{}读不出来", part_zh(*part)),
        Reason::Library(_) => "文件已损坏，或内容与扩展名不符".to_owned(),
        Reason::TooLarge { what, limit } => too_large_zh(*what, *limit),
        Reason::NoPlace => {
            "图片没有位置：旁边没有坐标文件（如 .jgw、.tfw），里面也没有 GeoTIFF 坐标".to_owned()
        }
        Reason::NoCrs => "图片没有写明坐标系：请在旁边放一个 .prj 文件".to_owned(),
        Reason::Crs(error) => {
            return lang.pick(
                format!("它的坐标系不能用：{}", error.say(lang)),
                format!("its coordinate system can't be used: {}", error.say(lang)),
            );
        }
        Reason::PixelFormat(what) => {
            format!("像素格式是 {what}，只能显示 8 位或 16 位的灰度、彩色和调色板图片")
        }
    };
    let en = match reason {
        Reason::Library(_) => reason.to_string(),
        reason => chain(reason),
    };
    lang.pick(zh, en)
}

fn part_zh(part: Part) -> &'static str {
    match part {
        Part::Header => "文件头",
        Part::Directory => "瓦片目录",
        Part::Tile => "瓦片",
        Part::WorldFile => "坐标文件",
        Part::Tags => "图片说明",
    }
}

fn too_large_zh(what: Quantity, limit: u64) -> String {
    match what {
        Quantity::TileBytes => format!("一个瓦片超过 {limit} 字节"),
        Quantity::TileSide => format!("瓦片的边长超过 {limit} 像素"),
        Quantity::DirectoryBytes => format!("瓦片目录超过 {limit} 字节"),
        Quantity::DirectoryEntries => format!("瓦片目录超过 {limit} 条"),
        Quantity::Zooms => format!("缩放级别超过 {limit}"),
        Quantity::Features => format!("一个瓦片超过 {limit} 个要素"),
        Quantity::Points => format!("一个瓦片超过 {limit} 个点"),
        Quantity::WholePixels => format!("PNG 或 JPEG 超过 {limit} 像素：请转成分块的 GeoTIFF"),
        Quantity::ImageSide => format!("图片的边长超过 {limit} 像素"),
        Quantity::ChunkPixels => format!("图片的一个条带超过 {limit} 像素：请转成分块的 GeoTIFF"),
        Quantity::SidecarBytes => format!("旁边的文件超过 {limit} 字节"),
    }
}

/// What to do, where the reason itself does not say so.
pub(super) fn advice(error: &Error, lang: Lang) -> Option<&'static str> {
    match &error.reason {
        Reason::Io(error) if error.kind() == std::io::ErrorKind::NotFound => Some(lang.pick(
            "请把文件放回原处，或移除这个底图后从新位置添加",
            "Put the file back, or remove the basemap and add it from its new place",
        )),
        Reason::Io(error) => read_advice(error, lang),
        Reason::Damaged(_) | Reason::Library(_) => {
            Some(lang.pick("请用生成它的软件重新导出", "Write it anew with the program that made it"))
        }
        _ => None,
    }
}

/// What is wrong with an address.
pub(super) fn bad_address(bad: BadAddress, lang: Lang) -> String {
    let zh = match bad {
        BadAddress::Scheme => "应以 http:// 或 https:// 开头",
        BadAddress::Places => "应含有 {z}、{x} 和 {y}（或 {-y}）",
        BadAddress::Zooms => "末尾的级别范围应写作 #4-17，不超过 22",
    };
    lang.pick(zh.to_owned(), bad.to_string())
}

/// Why tiles do not come.
pub(super) fn trouble(trouble: Trouble, lang: Lang) -> String {
    match trouble {
        Trouble::NoNetwork => lang.pick("连不上服务器", "the server can not be reached").to_owned(),
        Trouble::Refused(status) => lang.pick(
            format!("服务器拒绝了请求（HTTP {status}）"),
            format!("the server refuses (HTTP {status})"),
        ),
        Trouble::NoPicture => {
            lang.pick("服务器返回的不是图片", "the server sends something that is no picture").to_owned()
        }
    }
}

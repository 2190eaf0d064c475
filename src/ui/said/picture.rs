//! The words of the dialog that exports a picture.

use crate::{app::picture::PictureFormat, domain::Term, i18n::Lang};

/// A word of that dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PictureWord {
    /// Above the map.
    Title,
    /// PNG, PDF or SVG.
    Format,
    /// Paper or pixels.
    Page,
    /// A4 on its long side.
    A4,
    /// A4 on its short side.
    A4Portrait,
    /// A3 on its long side.
    A3,
    /// A3 on its short side.
    A3Portrait,
    /// As large as the map is on the screen.
    AsOnScreen,
    /// Any number of pixels.
    OwnSize,
    /// Width and height in pixels.
    Pixels,
    /// Pixels per inch.
    Resolution,
    /// What part of the world.
    Extent,
    /// What the map shows.
    MapExtent,
    /// Everything there is.
    FullExtent,
    /// What else is on the page.
    Extras,
    /// A legend.
    Legend,
    /// Scale bar and north arrow.
    ScaleAndNorth,
    /// Day, coordinate system and maker.
    Notes,
    /// The size can not be read or is too large.
    BadSize,
    /// The name has another ending.
    BadName,
    /// There is a file of this name.
    Replaces,
}

impl Term for PictureWord {
    fn zh(self) -> &'static str {
        self.both().0
    }

    fn en(self) -> &'static str {
        self.both().1
    }
}

impl PictureWord {
    const fn both(self) -> (&'static str, &'static str) {
        match self {
            Self::Title => ("标题", "Title"),
            Self::Format => ("格式", "Format"),
            Self::Page => ("页面", "Page"),
            Self::A4 => ("A4 横放", "A4 landscape"),
            Self::A4Portrait => ("A4 竖放", "A4 portrait"),
            Self::A3 => ("A3 横放", "A3 landscape"),
            Self::A3Portrait => ("A3 竖放", "A3 portrait"),
            Self::AsOnScreen => ("与屏幕上的地图同大", "As large as on the screen"),
            Self::OwnSize => ("自定像素", "Pixels of your own"),
            Self::Pixels => ("宽 × 高（像素）", "Width × height (pixels)"),
            Self::Resolution => ("分辨率", "Resolution"),
            Self::Extent => ("范围", "Extent"),
            Self::MapExtent => ("当前地图范围", "What the map shows"),
            Self::FullExtent => ("全图", "Full extent"),
            Self::Extras => ("图上内容", "On the page"),
            Self::Legend => ("图例", "Legend"),
            Self::ScaleAndNorth => ("比例尺与指北针", "Scale bar and north arrow"),
            Self::Notes => ("日期、坐标系与制图说明", "Date, CRS and maker"),
            Self::BadSize => ("每边 16 到 16384 像素", "Each side has 16 to 16384 pixels"),
            Self::Replaces => {
                ("已有同名文件，导出后将被替换", "There is a file of this name; it will be replaced")
            }
            Self::BadName => ("文件名的结尾与格式不符", "The name does not end like the format"),
        }
    }
}

/// What a format is good for.
pub(crate) fn format_remark(lang: Lang, format: PictureFormat) -> &'static str {
    match format {
        PictureFormat::Png => {
            lang.pick("像素图：插入文档、网页、幻灯片", "Pixels: for documents, web pages and slides")
        }
        PictureFormat::Pdf => lang.pick(
            "矢量图：放大不糊，文字可搜索，字体已嵌入，适合打印",
            "Vectors: sharp at any size, text to search, font embedded; to print",
        ),
        PictureFormat::Svg => lang.pick(
            "矢量图：可在 Inkscape、Illustrator 里继续编辑，字体不嵌入",
            "Vectors: to edit in Inkscape or Illustrator; the font is not embedded",
        ),
    }
}

/// How large so many pixels are on paper.
pub(crate) fn paper_size(lang: Lang, (width, height): (u32, u32), dpi: u32) -> String {
    let mm = |px: u32| (f64::from(px) * 25.4 / f64::from(dpi)).round();
    let (width, height) = (mm(width), mm(height));
    lang.pick(format!("纸面 {width} × {height} mm"), format!("{width} × {height} mm on paper"))
}

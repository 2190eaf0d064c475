//! The words of photos: attaching, matching, looking at and drawing over them.

use crate::{
    app::photo::Undecodable,
    domain::{
        Term,
        coordinate::{angle::Axis, notation},
        fact::Photo,
        project::{AnyRecord, Project},
    },
    i18n::Lang,
};

/// Declares the words: `Name = "中文", "English";`.
macro_rules! photo_words {
    ($($word:ident = $zh:literal, $en:literal;)*) => {
        /// A word of the viewer and of the dialogs for photos.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum PhotoWord {
            $(#[doc = $zh] $word,)*
        }

        impl Term for PhotoWord {
            fn zh(self) -> &'static str {
                match self { $(Self::$word => $zh,)* }
            }

            fn en(self) -> &'static str {
                match self { $(Self::$word => $en,)* }
            }
        }
    };
}

photo_words! {
    AddFiles = "添加文件…", "Add files…";
    AddFilesTitle = "添加照片与附件", "Add photos and files";
    PhotoFolder = "导入照片文件夹", "Bring in a folder of photos";
    DropHere = "可把照片、检测报告等文件拖进窗口，或复制后按 Ctrl+V 粘贴", "Drop photos, lab reports and other files on the window, or paste them with Ctrl+V";
    FolderHint = "照片按拍摄时间和位置自动匹配排污口与排查记录，先预览再导入", "Photos find their outfall and visit by time and place; you look before anything is kept";
    Folder = "文件夹", "Folder";
    Files = "文件（每行一个）", "Files, one a line";
    Shows = "类别", "Shows";
    BelongsTo = "所属记录", "Belongs to";
    NoRecord = "不属于某条记录", "No record";
    Add = "添加", "Add";
    Look = "预览", "Look";
    Photo = "照片", "Photo";
    Place = "排污口与记录", "Outfall and record";
    Why = "依据", "Why";
    ChoosePlace = "请选择…", "Choose…";
    LeaveOut = "不导入", "Leave out";
    Already = "已在项目里", "In the project already";
    Several = "有几处可能，请选择", "Several come into question";
    Chosen = "人工选择", "Chosen by hand";
    NothingFound = "这里没有照片", "There are no photos here";
    Previous = "上一张", "Previous";
    Next = "下一张", "Next";
    ZoomIn = "放大", "Zoom in";
    ZoomOut = "缩小", "Zoom out";
    Fit = "适合窗口", "Fit the window";
    Compare = "整治前后对比", "Before and after";
    Before = "整治前", "Before";
    After = "整治后", "After";
    Divider = "对比分界线", "Divider";
    Draw = "标注", "Draw over it";
    Arrow = "箭头", "Arrow";
    Line = "直线", "Line";
    Box = "方框", "Box";
    Text = "文字", "Words";
    Words = "要写的文字", "The words to write";
    WordsHint = "先写文字，再点照片上的位置", "Write the words, then click where they go";
    Red = "红", "Red";
    Yellow = "黄", "Yellow";
    Blue = "蓝", "Blue";
    White = "白", "White";
    TakeBack = "撤掉上一笔", "Take back the last mark";
    ClearMarks = "清空标注", "Clear all marks";
    SaveCopy = "另存副本…", "Save a copy…";
    CopyTitle = "另存照片副本", "Save copies of photos";
    CopyNote = "副本只有画面，不含拍摄时间、位置和相机信息", "Copies hold only the picture: no time, place or camera";
    Originals = "改为导出原始文件（含拍摄时间、位置和相机信息）", "Hand out the originals instead, with time, place and camera";
    Caption = "说明", "Caption";
    CaptionHint = "照片说明什么", "What it is to show";
    CorrectTip = "更正类别、说明或日期，或撤回这张照片；原记录和原件保留", "Put right what it shows, its caption or day, or withdraw it; the record and the file stay";
    WithMarks = "把标注画进副本", "Draw the marks into the copies";
    ShowOnMap = "在地图上看拍摄位置", "Show where it was taken";
    PrintSheet = "打印现场工作记录单…", "Print the visit sheet…";
    SheetTitle = "现场工作记录单", "Visit sheet";
    SheetName = "工作记录单", "visit sheet";
    FilledFrom = "填写内容", "Filled in from";
    BlankSheet = "空白（现场手写）", "Blank, to be written on";
    SheetNote = "A4 PDF，含二维码、签字栏，最多 4 张照片（不含拍摄信息）", "A PDF on A4 with a code to scan, lines to sign and up to 4 photos without metadata";
    Taken = "拍摄时间", "Taken";
    Camera = "拍摄设备", "Camera";
    Position = "拍摄位置", "Position";
    Altitude = "高程", "Altitude";
    Direction = "方位角", "Direction";
    Size = "大小", "Size";
    Hash = "SHA-256", "SHA-256";
    Unknown = "没有记录", "not recorded";
    Loading = "正在载入…", "Loading…";
}

/// Why a file is not shown.
pub(crate) fn undecodable(lang: Lang, why: Undecodable) -> &'static str {
    match why {
        Undecodable::Unknown => lang
            .pick("这种文件不能显示，原件已完整保存", "This kind of file can not be shown; it is kept whole"),
        Undecodable::TooLarge => lang.pick(
            "图片太大，不能显示，原件已完整保存",
            "The picture is too large to be shown; it is kept whole",
        ),
        Undecodable::Damaged => lang.pick(
            "图片已损坏，不能显示，文件按原样保存",
            "The picture is damaged and can not be shown; the file is kept as it came",
        ),
    }
}

/// Why this photo is not shown, and what can be done.
pub(crate) fn not_shown(lang: Lang, photo: &Photo, why: Undecodable) -> &'static str {
    match photo.media_type.as_str() {
        "image/heic" => lang.pick(
            "HEIC 照片已按原样保存，这里不能显示；如需查看，可另存原件后用手机或其他软件打开",
            "This HEIC photo is kept as it came; it can not be shown here. Save a copy of the original to open it elsewhere",
        ),
        _ => undecodable(lang, why),
    }
}

/// The kind of a file that is not shown, as its name ends: `HEIC`, `PDF`.
pub(crate) fn kind_of_file(photo: &Photo) -> String {
    let ending = photo.file_name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.chars().take(5).collect::<String>().to_uppercase()
}

/// Which of how many.
pub(crate) fn photo_of(at: usize, count: usize) -> String {
    format!("{at} / {count}")
}

/// How many photos and files.
pub(crate) fn files(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::Zh, count) => format!("{count} 个"),
        (Lang::En, 1) => "1 file".to_owned(),
        (Lang::En, count) => format!("{count} files"),
    }
}

/// The button that keeps so many photos.
pub(crate) fn take_photos(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::Zh, count) => format!("导入 {count} 张"),
        (Lang::En, 1) => "Bring in 1 photo".to_owned(),
        (Lang::En, count) => format!("Bring in {count} photos"),
    }
}

/// A tick box before a photo.
pub(crate) fn take_photo(lang: Lang, name: &str) -> String {
    lang.pick(format!("导入 {name}"), format!("Bring in {name}"))
}

/// A list of places for a photo.
pub(crate) fn place_of_photo(lang: Lang, name: &str) -> String {
    lang.pick(format!("{name} 的排污口"), format!("Outfall of {name}"))
}

/// How many bytes a file has.
pub(crate) fn bytes(size: i64) -> String {
    let size = size as f64;
    if size < 1024.0 * 1024.0 {
        format!("{:.0} KB", (size / 1024.0).max(1.0))
    } else {
        format!("{:.1} MB", size / 1024.0 / 1024.0)
    }
}

/// Where a camera looked.
pub(crate) fn direction(lang: Lang, photo: &Photo) -> Option<String> {
    let degrees = photo.direction?;
    let north = match photo.magnetic {
        Some(true) => lang.pick("（磁方位）", " magnetic"),
        _ => "",
    };
    Some(format!("{degrees:.0}°{north}"))
}

/// Where a camera stood, and how far from the outfall.
pub(crate) fn camera_place(lang: Lang, photo: &Photo, project: &Project) -> Option<String> {
    let (lon, lat) = photo.place()?;
    let place = format!("{} {}", notation::dms(lat, Axis::Latitude), notation::dms(lon, Axis::Longitude));
    let outfall = project.entry(photo.outfall).and_then(|it| it.outfall.position());
    let far = outfall.map(|outfall| crate::domain::coordinate::distance_m(outfall, (lon, lat)));
    Some(match far {
        Some(metres) => lang.pick(
            format!("{place}，距排污口 {metres:.0} m"),
            format!("{place}, {metres:.0} m from the outfall"),
        ),
        None => place,
    })
}

/// A record that a photo may belong to: what it is and when.
pub(crate) fn record_name(lang: Lang, fact: &AnyRecord) -> String {
    let day = fact.filled().find(|(name, _)| *name == "on");
    let day = day.and_then(|(_, value)| value.as_text().map(str::to_owned)).unwrap_or_default();
    super::joined(&[super::kind_name(lang, fact.kind()), &day])
}

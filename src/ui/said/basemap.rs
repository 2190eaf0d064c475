//! What the window says about basemaps.

use crate::{domain::basemap::Basemap, i18n::Lang};

/// The heading of the list.
pub(crate) fn basemaps(lang: Lang) -> &'static str {
    lang.pick("底图", "Basemaps")
}

/// The button that asks for one.
pub(crate) fn add_basemap(lang: Lang) -> &'static str {
    lang.pick("添加底图…", "Add a basemap…")
}

/// What the list says while it is empty.
pub(crate) fn no_basemaps(lang: Lang) -> &'static str {
    lang.pick("没有底图。点 + 添加，或把文件拖进窗口。", "None. Add one with +, or drop a file.")
}

/// What the dialog asks for.
pub(crate) fn basemap_files(lang: Lang) -> &'static str {
    lang.pick("底图文件，每行一个路径", "Basemap files, one path on each line")
}

/// Which files can be basemaps.
pub(crate) fn basemap_formats(lang: Lang) -> &'static str {
    lang.pick(
        "MBTiles、PMTiles（栅格或矢量瓦片），GeoTIFF，以及带坐标文件（.pgw、.jgw、.wld）和 .prj 的 PNG、JPEG。文件留在原处，项目只记住路径。",
        "MBTiles and PMTiles (pictures or vector tiles), GeoTIFF, and PNG or JPEG with a world file (.pgw, .jgw, .wld) and a .prj. The files stay where they are; the project remembers the way.",
    )
}

/// The button of the dialog.
pub(crate) fn add(lang: Lang) -> &'static str {
    lang.pick("添加", "Add")
}

/// What can be done with one: the name of the button.
pub(crate) fn basemap_menu(lang: Lang, name: &str) -> String {
    lang.pick(format!("底图“{name}”的设置"), format!("Settings of basemap {name}"))
}

/// The name of the slider.
pub(crate) fn opacity(lang: Lang) -> &'static str {
    lang.pick("不透明度", "Opacity")
}

/// The name of the choice of shifts.
pub(crate) fn shift(lang: Lang) -> &'static str {
    lang.pick("坐标偏移", "Shift")
}

/// What the choice of shifts does.
pub(crate) fn shift_tip(lang: Lang) -> &'static str {
    lang.pick(
        "图片本身有偏移时选择。程序把图片移回原位，数据不动。",
        "For pictures that are shifted themselves. The picture is moved back; data are never moved.",
    )
}

/// Zooming to where one is.
pub(crate) fn zoom_to_basemap(lang: Lang) -> &'static str {
    lang.pick("缩放到底图", "Zoom to the basemap")
}

/// Taking one away.
pub(crate) fn remove_basemap(lang: Lang) -> &'static str {
    lang.pick("移除底图", "Remove the basemap")
}

/// Opening a file anew.
pub(crate) fn try_again(lang: Lang) -> &'static str {
    lang.pick("重新打开文件", "Open the file again")
}

/// While a file is being opened.
pub(crate) fn opening_basemap(lang: Lang) -> &'static str {
    lang.pick("正在打开…", "Opening…")
}

/// What one is, under the pointer.
pub(crate) fn basemap_tip(lang: Lang, basemap: &Basemap) -> String {
    let kind = basemap.kind.map_or("", |kind| lang.term(kind));
    let mut lines = vec![kind.to_owned(), basemap.source.clone()];
    if !basemap.attribution.is_empty() {
        lines.push(basemap.attribution.clone());
    }
    lines.join("\n")
}

/// The accessible name of the attribution on the map.
pub(crate) fn attribution(lang: Lang) -> &'static str {
    lang.pick("底图来源", "Sources of the basemaps")
}

/// The title for changing a basemap from the network.
pub(crate) fn change_basemap(lang: Lang) -> &'static str {
    lang.pick("修改在线底图…", "Change the online basemap…")
}

/// Adding from files.
pub(crate) fn from_files(lang: Lang) -> &'static str {
    lang.pick("离线文件", "Files")
}

/// Adding from the network.
pub(crate) fn from_network(lang: Lang) -> &'static str {
    lang.pick("在线瓦片", "Online tiles")
}

/// The choice of an address.
pub(crate) fn template(lang: Lang) -> &'static str {
    lang.pick("模板", "Template")
}

/// No template.
pub(crate) fn own_address(lang: Lang) -> &'static str {
    lang.pick("自己填写地址", "An address of your own")
}

/// The address of tiles.
pub(crate) fn address(lang: Lang) -> &'static str {
    lang.pick("瓦片地址", "Address of the tiles")
}

/// How an address is written.
pub(crate) fn address_help(lang: Lang) -> &'static str {
    lang.pick(
        "{z} 级别，{x} 列，{y} 行（{-y} 从南起），{s} 服务器 a–c，{0-7} 服务器编号，{k} 密钥；末尾 #4-17 为级别范围。网络墨卡托瓦片。",
        "{z} zoom, {x} column, {y} row ({-y} from the south), {s} host a to c, {0-7} host number, {k} key; #4-17 at the end are the zooms. Web Mercator tiles.",
    )
}

/// What is wrong with an address.
pub(crate) fn bad_address(lang: Lang, bad: crate::app::basemap::BadAddress) -> &'static str {
    use crate::app::basemap::BadAddress;
    match bad {
        BadAddress::Scheme => {
            lang.pick("地址应以 http:// 或 https:// 开头", "An address begins with http:// or https://")
        }
        BadAddress::Places => lang.pick("地址应含有 {z}、{x}、{y}", "An address has {z}, {x} and {y}"),
        BadAddress::Zooms => lang.pick("级别范围写作 #4-17", "Zooms are written like #4-17"),
    }
}

/// The key of a provider.
pub(crate) fn key(lang: Lang) -> &'static str {
    lang.pick("密钥", "Key")
}

/// What stands in the empty field for the key.
pub(crate) fn key_hint(lang: Lang, changes: bool) -> &'static str {
    if changes {
        lang.pick("不改则留空", "Leave empty to keep it")
    } else {
        lang.pick("向服务商申请，没有则留空", "From the provider; may be empty")
    }
}

/// Where keys are kept.
pub(crate) fn key_help(lang: Lang) -> &'static str {
    lang.pick(
        "密钥只存在本机，不写入项目文件。",
        "The key stays on this device and is not written into the project.",
    )
}

/// What stands in the empty field for the name.
pub(crate) fn online_name_hint(lang: Lang) -> &'static str {
    lang.pick("例如：天地图 影像", "For example: Tianditu imagery")
}

/// The name is missing.
pub(crate) fn online_name_missing(lang: Lang) -> &'static str {
    lang.pick("请填写名称", "Give it a name")
}

/// What stands in the empty field for the source.
pub(crate) fn attribution_hint(lang: Lang) -> &'static str {
    lang.pick("写在地图角落和图片下方", "Written in the corner of the map and below pictures")
}

/// Keeping a view.
pub(crate) fn keep_offline(lang: Lang) -> &'static str {
    lang.pick("离线保存当前视图…", "Keep this view offline…")
}

/// The title of the dialog.
pub(crate) fn keep_offline_of(lang: Lang, name: &str) -> String {
    lang.pick(format!("离线保存当前视图：{name}"), format!("Keep this view of {name} offline"))
}

/// What keeping does.
pub(crate) fn keep_offline_help(lang: Lang) -> &'static str {
    lang.pick(
        "把当前视图范围内的瓦片下载成一个 .mbtiles 文件，并添加为底图。请遵守服务商的使用条款。",
        "Fetches the tiles of what the map shows into an .mbtiles file and adds it as a basemap. Mind the provider's terms.",
    )
}

/// The button of the dialog.
pub(crate) fn keep(lang: Lang) -> &'static str {
    lang.pick("开始下载", "Start")
}

/// The coarsest zoom.
pub(crate) fn first_zoom(lang: Lang) -> &'static str {
    lang.pick("最小级别", "First zoom")
}

/// The finest zoom.
pub(crate) fn last_zoom(lang: Lang) -> &'static str {
    lang.pick("最大级别", "Last zoom")
}

/// How much it would be.
pub(crate) fn estimate(lang: Lang, tiles: u64, bytes: u64, known: bool) -> String {
    let tiles = super::count(tiles.min(i64::MAX as u64) as i64);
    let megabytes = format!("{:.1} MB", bytes as f64 / 1e6);
    let basis = if known {
        lang.pick("按已缓存瓦片的平均大小", "by the mean of the tiles fetched so far")
    } else {
        lang.pick("按每块 20 kB", "at 20 kB each")
    };
    lang.pick(
        format!("{tiles} 块瓦片，约 {megabytes}（{basis}）"),
        format!("{tiles} tiles, about {megabytes} ({basis})"),
    )
}

/// More than is allowed.
pub(crate) fn too_many_tiles(lang: Lang, most: u64) -> String {
    let most = super::count(most as i64);
    lang.pick(
        format!("最多 {most} 块，请缩小范围或级别"),
        format!("At most {most}: zoom in or choose fewer zooms"),
    )
}

/// Why tiles do not come, in a few words.
pub(crate) fn tile_trouble(lang: Lang, trouble: crate::app::basemap::Trouble) -> String {
    use crate::app::basemap::Trouble;
    match trouble {
        Trouble::NoNetwork => lang.pick("离线", "Offline").to_owned(),
        Trouble::Refused(status) => lang.pick(format!("被拒绝 {status}"), format!("Refused {status}")),
        Trouble::NoPicture => lang.pick("不是图片", "No picture").to_owned(),
    }
}

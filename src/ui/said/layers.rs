//! What the window says of layers, their groups and their data.

use super::{Word, count, joined};
use crate::{
    domain::{layer::Layer, style::LayerStyle},
    i18n::Lang,
};

/// A word of the layer tree without values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LayerWord {
    NewGroup,
    NewGroupNamed,
    Ungroup,
    RemoveGroup,
    Rename,
    Replace,
    ReplaceTitle,
    ReplaceAdvice,
    NewerFile,
    Information,
    InformationTitle,
    ZoomToGroup,
    ZoomToOutfalls,
    OutOfGroup,
    Filter,
    NoHits,
    EyeTip,
    EyeWithLayers,
    EyeWithGroup,
    Name,
    Loading,
    Kind,
    Geometry,
    Count,
    Extent,
    Crs,
    Encoding,
    Source,
    Hash,
    CopyHash,
    Imported,
    Style,
    OwnStyle,
    KindStyle,
    Columns,
    NoColumns,
    Unknown,
    Looking,
}

/// The word in this language.
pub(crate) fn layer_word(lang: Lang, word: LayerWord) -> &'static str {
    let (zh, en) = match word {
        LayerWord::NewGroup => ("新建图层组", "New group"),
        LayerWord::NewGroupNamed => ("图层组", "Group"),
        LayerWord::Ungroup => ("解散图层组", "Dissolve the group"),
        LayerWord::RemoveGroup => ("移除图层组及其图层", "Remove the group and its layers"),
        LayerWord::Rename => ("重命名", "Rename"),
        LayerWord::Replace => ("替换数据…", "Replace data…"),
        LayerWord::ReplaceTitle => ("替换数据", "Replace data"),
        LayerWord::ReplaceAdvice => (
            "名称、样式、分组、次序和显示都不变，只换成新文件里的要素；可以撤销。",
            "Name, style, group, order and visibility stay; only the features come from the newer file. It can be undone.",
        ),
        LayerWord::NewerFile => ("新的文件", "Newer file"),
        LayerWord::Information => ("图层信息…", "Information…"),
        LayerWord::InformationTitle => ("图层信息", "Layer information"),
        LayerWord::ZoomToGroup => ("缩放到图层组", "Zoom to the group"),
        LayerWord::ZoomToOutfalls => ("缩放到全部排污口", "Zoom to all outfalls"),
        LayerWord::OutOfGroup => ("移出图层组", "Move out of the group"),
        LayerWord::Filter => ("筛选图层", "Filter the layers"),
        LayerWord::NoHits => ("没有名称符合的图层", "No layer has such a name"),
        LayerWord::EyeTip => ("显示或隐藏（空格）", "Show or hide (Space)"),
        LayerWord::EyeWithLayers => ("Ctrl+点击：连同组内所有图层", "Ctrl+click: with all its layers"),
        LayerWord::EyeWithGroup => ("Ctrl+点击：连同所在的图层组", "Ctrl+click: with its group"),
        LayerWord::Name => ("图层名称", "Layer name"),
        LayerWord::Loading => ("正在载入要素", "Features are being loaded"),
        LayerWord::Kind => ("类型", "Kind"),
        LayerWord::Geometry => ("几何类型", "Geometry"),
        LayerWord::Count => ("要素数", "Features"),
        LayerWord::Extent => ("范围", "Extent"),
        LayerWord::Crs => ("原坐标系", "CRS of the file"),
        LayerWord::Encoding => ("文字编码", "Text encoding"),
        LayerWord::Source => ("来源文件", "Source file"),
        LayerWord::Hash => ("内容哈希", "Content hash"),
        LayerWord::CopyHash => ("复制内容哈希", "Copy the content hash"),
        LayerWord::Imported => ("导入", "Imported"),
        LayerWord::Style => ("样式", "Style"),
        LayerWord::OwnStyle => ("自定义", "Its own"),
        LayerWord::KindStyle => ("该类型的默认样式", "The default of its kind"),
        LayerWord::Columns => ("属性列", "Columns"),
        LayerWord::NoColumns => ("没有属性列", "It has no columns"),
        LayerWord::Unknown => ("未记录", "Not known"),
        LayerWord::Looking => ("正在查找…", "Looking it up…"),
    };
    lang.pick(zh, en)
}

/// The accessible name of the caret of a group.
pub(crate) fn fold_group(lang: Lang, name: &str, open: bool) -> String {
    if open {
        lang.pick(format!("收起 {name}"), format!("Fold {name}"))
    } else {
        lang.pick(format!("展开 {name}"), format!("Unfold {name}"))
    }
}

/// How many layers a group has.
pub(crate) fn layers_in_group(lang: Lang, layers: usize) -> String {
    match (lang, layers) {
        (Lang::En, 1) => "1 layer".to_owned(),
        _ => lang.pick(format!("{layers} 层"), format!("{layers} layers")),
    }
}

/// Menu entries that are about several items at once.
pub(crate) fn group_selected(lang: Lang, layers: usize) -> String {
    match layers {
        1 => lang.pick("编入新图层组", "Put into a new group").to_owned(),
        _ => lang
            .pick(format!("把选中的 {layers} 个图层编为一组"), format!("Group the {layers} selected layers")),
    }
}

/// Removes the item, or all that are selected.
pub(crate) fn remove_selected(lang: Lang, items: usize) -> String {
    match items {
        1 => lang.term(Word::RemoveLayer).to_owned(),
        _ => lang.pick(format!("移除选中的 {items} 项"), format!("Remove the {items} selected items")),
    }
}

/// Moves layers into a group.
pub(crate) fn into_group(lang: Lang, group: &str) -> String {
    lang.pick(format!("移入“{group}”"), format!("Move into “{group}”"))
}

/// What was removed can be had back.
pub(crate) fn removed(lang: Lang, what: &str) -> String {
    lang.pick(format!("已移除“{what}”，Ctrl+Z 可撤销"), format!("Removed “{what}”; Ctrl+Z brings it back"))
}

/// What a user should know before trusting the layer, if anything.
pub(crate) fn layer_caution(lang: Lang, layer: &Layer) -> Option<String> {
    let mut cautions = Vec::new();
    if layer.refused > 0 {
        let rows = count(layer.refused);
        cautions.push(
            lang.pick(
                format!("文件中有 {rows} 行没有导入"),
                format!("{rows} rows of the file did not come in"),
            ),
        );
    }
    if layer.crs_guessed {
        let crs = &layer.crs;
        cautions.push(lang.pick(
            format!("文件没有坐标系，按数值判断为 {crs}"),
            format!("The file names no coordinate system; by its numbers it is {crs}"),
        ));
    }
    if LayerStyle::read(&layer.style).is_err() {
        let text = lang.pick(
            "样式看不懂，按缺省样式显示；改一次样式即可替换",
            "Its style can not be read and it is drawn plainly; changing the style replaces it",
        );
        cautions.push(text.to_owned());
    }
    (!cautions.is_empty()).then(|| cautions.join("\n"))
}

/// The accessible name of the sign beside a layer that there is a caution about.
pub(crate) fn caution_name(lang: Lang, layer: &str) -> String {
    lang.pick(format!("{layer} 有提示"), format!("Notes on {layer}"))
}

/// What the tip of a layer says: its name in full, what it is and where it comes from.
pub(crate) fn layer_tip(lang: Lang, layer: &Layer) -> String {
    let kind = layer.kind.map_or("", |kind| lang.term(kind));
    let first = joined(&[kind, geometry(lang, &layer.geometry)]);
    let second = joined(&[&layer.source, &layer.crs, &layer.encoding]);
    let lines = [layer.name.clone(), first, second];
    lines.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What a person calls shapes of this type.
pub(crate) fn geometry(lang: Lang, kind: &str) -> &str {
    let (zh, en) = match kind {
        "POINT" => ("点", "Points"),
        "MULTIPOINT" => ("多点", "Multi-points"),
        "LINESTRING" => ("线", "Lines"),
        "MULTILINESTRING" => ("多段线", "Multi-lines"),
        "POLYGON" => ("面", "Polygons"),
        "MULTIPOLYGON" => ("多部分面", "Multi-polygons"),
        "GEOMETRY" => ("混合或无图形", "Mixed or none"),
        other => return other,
    };
    lang.pick(zh, en)
}

/// West to east and south to north in degrees, six decimals: about 0.1 m.
pub(crate) fn extent([west, south, east, north]: [f64; 4]) -> [String; 2] {
    [format!("{west:.6} – {east:.6} °E"), format!("{south:.6} – {north:.6} °N")]
}

/// When something was brought in, and by whom.
pub(crate) fn imported_by(lang: Lang, moment: &str, author: &str) -> String {
    match author {
        "" => moment.to_owned(),
        author => lang.pick(format!("{moment}，{author}"), format!("{moment} by {author}")),
    }
}

/// How many features there are, and how many rows were refused.
pub(crate) fn count_and_refused(lang: Lang, features: i64, refused: i64) -> String {
    let features = count(features);
    if refused <= 0 {
        return features;
    }
    let refused = count(refused);
    lang.pick(
        format!("{features}（另有 {refused} 行未导入）"),
        format!("{features} ({refused} rows refused)"),
    )
}

/// The coordinate system of the file, and that it was guessed.
pub(crate) fn crs_of_file(lang: Lang, layer: &Layer) -> String {
    match (layer.crs.as_str(), layer.crs_guessed) {
        (crs, true) => lang.pick(format!("{crs}（按数值判断）"), format!("{crs} (seen from the numbers)")),
        (crs, false) => crs.to_owned(),
    }
}

/// Whose data are replaced, and how many features it has now.
pub(crate) fn replacing(lang: Lang, layer: &Layer) -> String {
    let features = count(layer.count);
    let name = &layer.name;
    lang.pick(
        format!("“{name}”：现有 {features} 个要素，来自 {}", layer.source),
        format!("“{name}”: {features} features now, from {}", layer.source),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_that_can_not_be_read_is_said_beside_its_layer() {
        let of =
            |style: &str| layer_caution(Lang::En, &Layer { style: style.to_owned(), ..Layer::default() });

        assert_eq!((of(""), of(&LayerStyle::default().write())), (None, None));
        assert!(of("{\"symbology\": 3").is_some_and(|it| it.contains("can not be read")));
    }
}

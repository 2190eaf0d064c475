//! What the colours, shapes and lines on the map mean, for pictures and for the window.

use super::{
    Workspace,
    scene::{area_class, line_class, place_symbol},
    styling::{area_look, line_look, point_symbol},
    theme::{class_tone, shape},
};
use crate::{
    domain::{
        Term as _,
        layer::{FeatureSet, Layer, LayerKind, ZoneLevel},
        outfall::{ClassGroup, OutfallClass},
        project::Project,
        settings::Theme,
        style::{LayerStyle, SymbolStyle, Symbology},
    },
    i18n::Lang,
    map::{
        palette::{AreaLook, LineLook, Tone},
        picture::{LegendEntry, Sample},
        symbol::{Shape, Symbol},
    },
};

/// The legend of what the project shows: what the theme of the outfalls says, what their shapes mean, and the layers below. `counts` are
/// those of [`OutfallTheme::counts`](super::theme::OutfallTheme::counts), where they are known.
pub fn legend(
    workspace: &Workspace,
    theme: Theme,
    counts: Option<&[(Tone, u64)]>,
    lang: Lang,
) -> Vec<LegendEntry> {
    let map = workspace.project().map();
    let shown = map.drawn_layers().filter(|layer| map.is_shown(layer)).collect();
    legend_of(workspace, Some((theme, counts)), shown, lang)
}

/// The theme of outfalls, and how many have each of its colours.
type Counted<'a> = (Theme, Option<&'a [(Tone, u64)]>);

/// The legend of the outfalls, if they are shown, and of these layers, the bottom one first.
pub(super) fn legend_of(
    workspace: &Workspace,
    outfalls: Option<Counted<'_>>,
    layers: Vec<&Layer>,
    lang: Lang,
) -> Vec<LegendEntry> {
    let mut entries = Vec::new();
    if let Some((theme, counts)) = outfalls {
        entries.extend(theme_entries(theme, counts, lang));
        if matches!(theme, Theme::Stage | Theme::Overdue | Theme::Zone) {
            entries.extend(class_entries(workspace.project(), lang));
        }
    }
    for layer in layers.into_iter().rev() {
        entries.extend(layer_entries(layer, workspace.features(layer.id).as_deref(), lang));
    }
    entries
}

/// The words for the colours of a theme, in the order of the legend.
pub fn theme_words(theme: Theme) -> &'static [(Tone, &'static str, &'static str)] {
    match theme {
        Theme::Stage => &[
            (Tone::Suspected, "疑似或未排查", "Suspected or not visited"),
            (Tone::Checked, "已排查", "Visited"),
            (Tone::Measured, "已监测", "Measured"),
            (Tone::Traced, "已溯源", "Traced"),
            (Tone::Fixing, "整治中", "Being fixed"),
            (Tone::Fixed, "已销号或无需整治", "Closed out or none needed"),
            (Tone::Managed, "规范管理", "Fitted out and kept"),
            (Tone::Excluded, "排除或重复", "Excluded or duplicate"),
        ],
        Theme::Overdue => &[
            (Tone::Lag(5), "逾期3个月以上：约谈", "3 months overdue or more: summons"),
            (Tone::Lag(4), "逾期2个月：通报", "2 months overdue: circular"),
            (Tone::Lag(3), "逾期1个月：预警", "1 month overdue: warning"),
            (Tone::Lag(2), "逾期不足1个月", "Overdue by less than a month"),
            (Tone::Lag(1), "30天内到期", "Due within 30 days"),
            (Tone::Lag(0), "未到期", "Not due yet"),
            (Tone::NoLag, "已完成或无期限", "Done, or no due date"),
            (Tone::Excluded, "排除或重复", "Excluded or duplicate"),
        ],
        Theme::Class => &[
            (Tone::Series(1), "工业排污口", "Industrial outfalls"),
            (Tone::Series(0), "城镇污水处理厂排污口", "Urban treatment plants"),
            (Tone::Series(2), "农业排口", "Agricultural outfalls"),
            (Tone::Series(4), "雨洪排口", "Storm outfalls"),
            (Tone::Series(7), "其他排口", "Other outfalls"),
            (Tone::NoZone, "未分类", "Class not known"),
        ],
        Theme::Zone => &[
            (Tone::InZone(1), "在一级保护区内", "In a zone of level 1"),
            (Tone::InZone(2), "在二级保护区内", "In a zone of level 2"),
            (Tone::InZone(3), "在准保护区内", "In a quasi-zone"),
            (Tone::NoZone, "不在保护区内", "In no protection zone"),
        ],
        Theme::Plain => &[(Tone::Series(0), "入河排污口", "River outfalls")],
    }
}

/// The colours of outfalls with how many have each, and the ring where there are rings. A colour that no outfall has is left out, but for
/// zones: that there is nothing in them is worth knowing.
pub fn theme_entries(theme: Theme, counts: Option<&[(Tone, u64)]>, lang: Lang) -> Vec<LegendEntry> {
    let count_of = |wanted: Tone| {
        counts.map(|counts| counts.iter().find(|(tone, _)| *tone == wanted).map_or(0, |(_, count)| *count))
    };
    let entry = |(tone, zh, en): &(Tone, &str, &str)| LegendEntry {
        sample: Sample::Symbol(Symbol::new(theme_shape(theme, *tone), *tone)),
        text: lang.pick(*zh, *en).to_owned(),
        count: count_of(*tone),
    };
    let is_there = |entry: &LegendEntry| theme == Theme::Zone || entry.count != Some(0);
    let mut entries: Vec<LegendEntry> = theme_words(theme).iter().map(entry).filter(is_there).collect();
    if theme != Theme::Plain {
        let ring = Symbol { ring: Some(Tone::Alarm), ..Symbol::new(Shape::Circle, Tone::Plain) };
        entries.push(LegendEntry {
            sample: Sample::Symbol(ring),
            text: lang.pick("外圈：超标、反弹或逾期", "Ring: over limits, rebound or overdue").to_owned(),
            count: None,
        });
    }
    entries
}

/// The shape that stands for a colour in the legend: that of the class where the theme is about classes.
fn theme_shape(theme: Theme, tone: Tone) -> Shape {
    let classes = OutfallClass::ALL.iter().copied().map(Some);
    let class = classes.into_iter().find(|class| theme == Theme::Class && class_tone(*class) == tone);
    shape(class.flatten())
}

/// The shapes of outfalls.
pub fn class_entries(project: &Project, lang: Lang) -> Vec<LegendEntry> {
    let classes: [(OutfallClass, &str, &str); 5] = [
        (OutfallClass::IndustrialPlant, ClassGroup::Industrial.zh(), ClassGroup::Industrial.en()),
        (OutfallClass::TownPlant, ClassGroup::TownPlant.zh(), ClassGroup::TownPlant.en()),
        (OutfallClass::Livestock, ClassGroup::Agricultural.zh(), ClassGroup::Agricultural.en()),
        (OutfallClass::TownStorm, "雨洪排口", "Storm outfalls"),
        (OutfallClass::Other, ClassGroup::Other.zh(), ClassGroup::Other.en()),
    ];
    let used = |wanted: Shape| project.entries().iter().any(|it| shape(it.outfall.class) == wanted);
    let entries = classes.into_iter().filter(|(class, ..)| used(shape(Some(*class))));
    entries
        .map(|(class, zh, en)| LegendEntry {
            sample: Sample::Symbol(Symbol::new(shape(Some(class)), Tone::Plain)),
            text: lang.pick(zh, en).to_owned(),
            count: None,
        })
        .collect()
}

/// What the shapes of a layer are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Geometry {
    /// Points.
    Points,
    /// Lines.
    Lines,
    /// Areas.
    Areas,
}

impl Geometry {
    /// Of this layer.
    pub fn of(layer: &Layer) -> Self {
        let name = layer.geometry.to_ascii_uppercase();
        if name.contains("POLYGON") {
            Self::Areas
        } else if name.contains("LINE") {
            Self::Lines
        } else {
            Self::Points
        }
    }

    /// What a feature with this symbol looks like; `None` where nothing is drawn.
    pub fn sample(self, symbol: &SymbolStyle) -> Option<Sample> {
        match self {
            Self::Points => point_symbol(symbol).map(Sample::Symbol),
            Self::Lines => line_look(symbol, None).map(Sample::Line),
            Self::Areas => Some(Sample::Area(area_look(symbol))),
        }
    }
}

/// What a reference layer looks like: a line for each symbol of its style, one for each level of protection zones, otherwise one.
pub fn layer_entries(layer: &Layer, set: Option<&FeatureSet>, lang: Lang) -> Vec<LegendEntry> {
    let style = LayerStyle::of(&layer.style);
    if style.symbology == Symbology::Shipped {
        return shipped_entries(layer, set, lang);
    }
    let geometry = Geometry::of(layer);
    let assigned = set.and_then(|set| style.symbology.assign(set));
    let count_of = |place: usize| {
        let of_feature = &assigned.as_ref()?.of_feature;
        Some(of_feature.iter().filter(|it| usize::from(**it) == place).count() as u64)
    };
    let symbols = style.symbology.symbols();
    let several = symbols.len() > 1;
    let entries = symbols.into_iter().enumerate().filter_map(|(place, (title, symbol))| {
        let text = match title {
            Some(title) if title.is_empty() => lang.pick("（空）", "(empty)").to_owned(),
            Some(title) => title,
            None if several => lang.pick("其他", "Other").to_owned(),
            None => layer.name.clone(),
        };
        let entry = LegendEntry { sample: geometry.sample(symbol)?, text, count: count_of(place) };
        Some(entry).filter(|it| it.count != Some(0) || !several)
    });
    let heading = LegendEntry { sample: Sample::Heading, text: layer.name.clone(), count: None };
    several.then_some(heading).into_iter().chain(entries).collect()
}

/// Does the legend, or the theme of the outfalls, look at the features of this layer?
pub(super) fn is_counted(layer: &Layer) -> bool {
    layer.kind == Some(LayerKind::Zone) || LayerStyle::of(&layer.style).symbology != Symbology::Shipped
}

fn shipped_entries(layer: &Layer, set: Option<&FeatureSet>, lang: Lang) -> Vec<LegendEntry> {
    let kind = layer.kind.unwrap_or(LayerKind::Reference);
    let one = |sample| {
        vec![LegendEntry { sample, text: layer.name.clone(), count: Some(layer.count.max(0) as u64) }]
    };
    match (Geometry::of(layer), kind) {
        (_, LayerKind::Zone) => {
            let count = |level: ZoneLevel| {
                let set = set?;
                Some(set.features.iter().filter(|it| set.zone_level(it) == Some(level)).count() as u64)
            };
            let levels = ZoneLevel::ALL.iter().map(|level| LegendEntry {
                sample: Sample::Area(area_class(kind, Some(*level)).into()),
                text: lang.pick(format!("{}保护区", level.zh()), format!("Protection zone, {}", level.en())),
                count: count(*level),
            });
            levels.filter(|it| it.count != Some(0)).collect()
        }
        (_, LayerKind::Section) | (Geometry::Points, _) => one(Sample::Symbol(place_symbol(kind))),
        (Geometry::Areas, _) => one(Sample::Area(AreaLook::Class(area_class(kind, None)))),
        (Geometry::Lines, _) => {
            let rank = if kind == LayerKind::River { 2 } else { 3 };
            one(Sample::Line(LineLook::ranked(line_class(kind), rank)))
        }
    }
}

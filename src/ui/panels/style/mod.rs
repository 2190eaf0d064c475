//! The style panel: how a layer is drawn, seen on the map while it is changed, kept as one step when it is saved.

mod classes;
mod draft;
mod fields;
mod symbol;

use eframe::egui::{Align, Frame, Layout, Margin, ScrollArea, Ui};

pub(crate) use self::draft::StyleDraft;
use self::{
    draft::Kind,
    fields::{choose, percent, scale_line, titled},
};
use crate::{
    app::legend::Geometry,
    domain::{
        Record as _, Term as _,
        layer::{FeatureSet, Layer},
        outfall::Outfall,
        settings::Theme,
        style::{LabelBy, LayerStyle},
    },
    i18n::Lang,
    map::palette::Palette,
    ui::{
        icons,
        said::{self, Word},
        theme::{self, CONTROL, GAP, UNIT},
        widgets,
    },
};

/// What the panel draws from.
pub(crate) struct StylePanel<'a> {
    pub(crate) lang: Lang,
    /// The layer and its features as far as they are loaded; the outfalls for none.
    pub(crate) layer: Option<(&'a Layer, Option<&'a FeatureSet>)>,
    pub(crate) palette: &'a Palette,
    pub(crate) read_only: bool,
    /// Was a style copied that can be put in here?
    pub(crate) can_paste: bool,
}

/// What is to be done with the style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StyleAnswer {
    /// Still being changed.
    Open,
    /// Forget the changes and close.
    Cancel,
    /// Keep the changes and close.
    Save,
    /// Remember the style for another layer.
    Copy,
    /// Take the style that was copied.
    Paste,
}

impl StylePanel<'_> {
    fn geometry(&self) -> Geometry {
        self.layer.map_or(Geometry::Points, |(layer, _)| Geometry::of(layer))
    }

    fn set(&self) -> Option<&FeatureSet> {
        self.layer.and_then(|(_, set)| set)
    }

    /// The columns that can decide or be written: what a style calls them, and what a person does.
    fn columns(&self) -> Vec<(String, String)> {
        match self.layer {
            Some((_, set)) => {
                let columns = set.map(|set| set.columns.as_slice()).unwrap_or_default();
                columns.iter().map(|it| (it.clone(), it.clone())).collect()
            }
            None => Outfall::COLUMNS
                .iter()
                .map(|it| (it.name.to_owned(), self.lang.pick(it.zh, it.en).to_owned()))
                .collect(),
        }
    }
}

/// Draws the panel.
pub(crate) fn style_ui(ui: &mut Ui, panel: &StylePanel<'_>, draft: &mut StyleDraft) -> StyleAnswer {
    let mut answer = StyleAnswer::Open;
    let lang = panel.lang;
    Frame::new().inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 8 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            let name =
                panel.layer.map_or_else(|| lang.term(Word::Outfalls), |(layer, _)| layer.name.as_str());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if widgets::icon_button(ui, icons::CLOSE, lang.pick("关闭样式", "Close the style")).clicked()
                {
                    answer = StyleAnswer::Cancel;
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    widgets::heading(ui, &said::style_of(lang, name));
                });
            });
        });
        ui.horizontal(|ui| {
            if let Some(chosen) = whole_ui(ui, panel, draft) {
                answer = chosen;
            }
        });
        if draft.unreadable {
            let tokens = theme::tokens(ui);
            let text = lang.pick(
                "保存的样式无法读取，现按默认样式绘制",
                "The style that was kept can't be read; the default is drawn",
            );
            widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, text);
        }
    });
    let height = ui.available_height() - CONTROL - 6.0 * UNIT;
    ScrollArea::vertical().id_salt("style").max_height(height).auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 12, right: 16, top: 4, bottom: 12 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = UNIT;
            ui.add_enabled_ui(!panel.read_only, |ui| {
                match panel.layer {
                    Some(_) => layer_ui(ui, panel, draft),
                    None => outfalls_ui(ui, panel, draft),
                }
                labels_ui(ui, panel, draft);
                presence_ui(ui, lang, draft);
            });
        });
    });
    Frame::new().inner_margin(Margin { left: 12, right: 12, top: 4, bottom: 8 }).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.add_enabled_ui(!panel.read_only && draft.is_sound(), |ui| {
                if widgets::primary_button(ui, lang.term(Word::Save)).clicked() {
                    answer = StyleAnswer::Save;
                }
            });
            if widgets::quiet_button(ui, "", lang.term(Word::Cancel)).clicked() {
                answer = StyleAnswer::Cancel;
            }
        });
    });
    answer
}

/// What concerns the style as a whole.
fn whole_ui(ui: &mut Ui, panel: &StylePanel<'_>, draft: &mut StyleDraft) -> Option<StyleAnswer> {
    let lang = panel.lang;
    let mut answer = None;
    if widgets::quiet_button(ui, icons::COPY, lang.pick("复制样式", "Copy the style")).clicked() {
        answer = Some(StyleAnswer::Copy);
    }
    ui.add_enabled_ui(panel.can_paste && !panel.read_only, |ui| {
        if widgets::quiet_button(ui, icons::PASTE, lang.pick("粘贴样式", "Paste the style")).clicked() {
            answer = Some(StyleAnswer::Paste);
        }
    });
    ui.add_enabled_ui(!panel.read_only, |ui| {
        if widgets::quiet_button(ui, icons::RESET, lang.pick("恢复默认", "Reset")).clicked() {
            draft.take(LayerStyle::default());
        }
    });
    answer
}

fn layer_ui(ui: &mut Ui, panel: &StylePanel<'_>, draft: &mut StyleDraft) {
    let lang = panel.lang;
    let kinds = [
        (Kind::Shipped, lang.pick("默认", "Default")),
        (Kind::Single, lang.pick("单一", "Single")),
        (Kind::Categorised, lang.pick("分类", "Categorised")),
        (Kind::Graduated, lang.pick("分级", "Graduated")),
    ];
    titled(ui, lang.pick("符号", "Symbols"));
    if let Some(kind) = widgets::segmented(ui, &kinds, draft.kind()) {
        draft.choose_kind(kind, panel.set(), panel.geometry());
    }
    match draft.kind() {
        Kind::Shipped => {
            let text = lang.pick(
                "随图层类型：河流按等级，保护区按级别",
                "By the kind of layer: rivers by order, zones by level",
            );
            widgets::small(ui, text);
        }
        Kind::Single => {}
        Kind::Categorised | Kind::Graduated => classes::column_ui(ui, panel, draft),
    }
    if draft.kind() != Kind::Shipped {
        symbol::symbol_ui(ui, panel, draft);
    }
    if matches!(draft.kind(), Kind::Categorised | Kind::Graduated) {
        classes::table_ui(ui, panel, draft);
    }
    if panel.geometry() == Geometry::Lines {
        symbol::width_by_ui(ui, panel, draft);
    }
}

fn outfalls_ui(ui: &mut Ui, panel: &StylePanel<'_>, draft: &mut StyleDraft) {
    let lang = panel.lang;
    let themes: Vec<(Theme, String)> =
        Theme::ALL.iter().map(|it| (*it, lang.pick(it.zh(), it.en()).to_owned())).collect();
    if let Some(theme) = choose(ui, "theme", lang.pick("地图专题", "Map theme"), &themes, &draft.theme) {
        draft.theme = theme;
    }
    fields::number(ui, lang.pick("符号大小", "Size of symbols"), &mut draft.style.size_px, 5.0..=30.0, " px");
    ui.add_space(UNIT);
    ui.checkbox(&mut draft.style.cluster, lang.pick("重叠时聚合为圆", "Join those that overlap in a circle"));
}

fn labels_ui(ui: &mut Ui, panel: &StylePanel<'_>, draft: &mut StyleDraft) {
    let lang = panel.lang;
    ui.add_space(GAP);
    let mut options = vec![
        (LabelBy::Name, lang.pick("名称", "Name").to_owned()),
        (LabelBy::Nothing, lang.pick("不标注", "No labels").to_owned()),
    ];
    options.extend(panel.columns().into_iter().map(|(name, title)| (LabelBy::Column(name), title)));
    if let Some(by) = choose(ui, "label", lang.pick("标注", "Labels"), &options, &draft.style.label.by) {
        draft.style.label.by = by;
    }
    if draft.style.label.by != LabelBy::Nothing {
        let title = lang.pick("标注显示比例尺不小于", "Labels at this scale and closer");
        scale_line(ui, lang, title, &mut draft.label_from);
    }
}

fn presence_ui(ui: &mut Ui, lang: Lang, draft: &mut StyleDraft) {
    ui.add_space(GAP);
    scale_line(
        ui,
        lang,
        lang.pick("图层显示比例尺不小于", "Drawn at this scale and closer"),
        &mut draft.from,
    );
    scale_line(ui, lang, lang.pick("图层显示比例尺不大于", "Drawn at this scale and farther"), &mut draft.to);
    percent(ui, lang.pick("不透明度", "Opacity"), &mut draft.style.opacity);
}

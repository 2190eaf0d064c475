//! The style panel on the desk: opened, seen on the map while it is changed, kept or forgotten.

use eframe::egui::{Context, Frame, Panel, Ui};

use super::Desk;
use crate::{
    app::Action,
    domain::{
        RecordId,
        layer::Layer,
        map_parts::{MapPart, MapParts},
        op::Deed,
        settings::Settings,
    },
    i18n::Lang,
    map::palette::Palette,
    ui::{
        panels::{StyleAnswer, StyleDraft, StylePanel, style_ui},
        state::Screen,
        theme::{self, UNIT},
        wish::Wish,
    },
};

impl Desk {
    /// Opens the panel for a layer, or for the outfalls.
    pub(super) fn ask_style(&mut self, target: Option<RecordId>) {
        let settings = self.workspace.project().settings();
        let json = match target {
            None => Some(settings.outfall_style.as_str()),
            Some(id) => self.layer(id).map(|layer| layer.style.as_str()),
        };
        let Some(json) = json else { return };
        let is_open = self.state.style.as_ref().is_some_and(|draft| draft.target == target);
        if !is_open {
            self.state.style = Some(StyleDraft::of(target, json, settings.theme));
        }
        self.state.screen = Screen::Map;
        self.state.panels = true;
    }

    fn layer(&self, id: RecordId) -> Option<&Layer> {
        self.workspace.project().layers().iter().find(|layer| layer.id == id)
    }

    /// The panel, if it is open. True when it takes the place of the card.
    pub(super) fn style_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) -> bool {
        let Some(mut draft) = self.state.style.take() else { return false };
        let layer = draft.target.and_then(|id| self.layer(id)).cloned();
        if draft.target.is_some() && layer.is_none() {
            // The layer has gone meanwhile.
            return false;
        }
        let set = draft.target.and_then(|id| self.features_of(id));
        let palette = if ui.visuals().dark_mode { Palette::dark() } else { Palette::light() };
        let panel = StylePanel {
            lang,
            layer: layer.as_ref().map(|layer| (layer, set.as_deref())),
            palette: &palette,
            read_only: self.workspace.read_only(),
            can_paste: self.state.copied_style.is_some(),
        };
        let most = ui.available_width() * 0.5;
        let side = Panel::right("style").default_size(84.0 * UNIT).size_range(76.0 * UNIT..=most);
        let frame = Frame::new().fill(theme::tokens(ui).panel);
        let answer = side.frame(frame).show(ui, |ui| style_ui(ui, &panel, &mut draft)).inner;
        match answer {
            StyleAnswer::Cancel => return true,
            StyleAnswer::Save => {
                wishes.extend(self.kept(&draft, layer));
                return true;
            }
            StyleAnswer::Copy => self.state.copied_style = Some(draft.finished()),
            StyleAnswer::Paste => {
                if let Some(style) = self.state.copied_style.clone() {
                    draft.take(style);
                }
            }
            StyleAnswer::Open => {}
        }
        self.state.style = Some(draft);
        true
    }

    /// The wish to keep a style, if it is another than before.
    fn kept(&self, draft: &StyleDraft, layer: Option<Layer>) -> Option<Wish> {
        let style = draft.finished().write();
        if let Some(layer) = layer {
            return (layer.style != style).then(|| {
                let layer = MapPart::Layer(Layer { style, ..layer });
                Wish::act(Action::KeepParts(Deed::ChangeStyle, vec![layer]))
            });
        }
        let settings = self.workspace.project().settings();
        let changed = Settings { theme: draft.theme, outfall_style: style, ..settings.clone() };
        (changed != *settings).then(|| Wish::act(Action::ChangeSettings(changed)))
    }

    /// What the map shows while a style is changed: nothing where it shows the project as it is. A style that is being dragged at is
    /// not shown before it is let go, so that large layers are not built over and over.
    pub(super) fn preview(&mut self, ctx: &Context) {
        if ctx.input(|input| input.pointer.any_down()) {
            return;
        }
        self.previewed = self.state.style.as_ref().map(|draft| {
            let style = draft.finished().write();
            let project = self.workspace.project();
            let mut map = project.map().clone();
            let mut settings = project.settings().clone();
            match draft.target {
                Some(id) => {
                    map.layers.iter_mut().filter(|it| it.id == id).for_each(|it| it.style.clone_from(&style));
                }
                None => settings = Settings { theme: draft.theme, outfall_style: style, ..settings },
            }
            Preview { map, settings }
        });
    }
}

/// How the map looks with the style that is being changed.
pub(super) struct Preview {
    pub(super) map: MapParts,
    pub(super) settings: Settings,
}

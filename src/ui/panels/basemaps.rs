//! The list of basemaps: what lies under everything, in which order, and how strongly it is seen.

use eframe::egui::{
    Align, Align2, CornerRadius, FontId, Frame, Layout, Margin, Panel, Popup, PopupCloseBehavior, Rect,
    Response, Role, ScrollArea, Sense, Slider, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::{
    app::{Action, Workspace, basemap::BasemapState},
    domain::{
        basemap::{Basemap, BasemapKind, Shift},
        map_parts::MapPart,
        op::Deed,
        project::Project,
    },
    i18n::Lang,
    ui::{
        icons,
        said::{self, Word},
        theme::{self, BODY, CONTROL, GAP, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// At most so many are shown without scrolling.
const ROWS_SHOWN: usize = 3;

/// The height that the list takes below the layers.
pub(crate) fn basemaps_height(project: &Project) -> f32 {
    let rows = project.map().basemaps.len().clamp(1, ROWS_SHOWN);
    (rows + 1) as f32 * CONTROL + 2.0 * GAP
}

/// The list at the foot of the panel that `ui` is in.
pub(crate) fn basemaps_ui(ui: &mut Ui, lang: Lang, workspace: &Workspace, wishes: &mut Vec<Wish>) {
    let height = basemaps_height(workspace.project());
    let panel = Panel::bottom("basemaps").exact_size(height).frame(Frame::new());
    panel.resizable(false).show_separator_line(false).show(ui, |ui| {
        let (area, line) = (ui.max_rect(), Stroke::new(1.0, theme::tokens(ui).line));
        ui.painter().hline(area.x_range(), area.top(), line);
        list_ui(ui, lang, workspace, wishes);
    });
}

/// The basemaps, topmost first.
fn list_ui(ui: &mut Ui, lang: Lang, workspace: &Workspace, wishes: &mut Vec<Wish>) {
    ui.add_space(UNIT);
    let read_only = workspace.read_only();
    ui.horizontal(|ui| {
        widgets::section(ui, said::basemaps(lang));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_enabled_ui(!read_only, |ui| {
                if widgets::icon_button(ui, icons::ADD, said::add_basemap(lang)).clicked() {
                    wishes.push(Wish::AskBasemap(Vec::new()));
                }
            });
        });
    });
    let basemaps = &workspace.project().map().basemaps;
    if basemaps.is_empty() {
        widgets::small(ui, said::no_basemaps(lang));
        return;
    }
    ScrollArea::vertical().id_salt("basemaps").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, basemap) in basemaps.iter().enumerate().rev() {
            let row = Row { lang, basemaps, at, basemap, state: workspace.basemap_state(basemap), read_only };
            row.ui(ui, wishes);
        }
    });
}

struct Row<'a> {
    lang: Lang,
    basemaps: &'a [Basemap],
    at: usize,
    basemap: &'a Basemap,
    state: BasemapState<'a>,
    read_only: bool,
}

fn keep(basemaps: Vec<Basemap>) -> Wish {
    let parts = basemaps.into_iter().map(MapPart::Basemap).collect();
    Wish::act(Action::KeepParts(Deed::ChangeBasemap, parts))
}

/// The basemaps with new places after the one at `from` went to `to`; nothing where it can not.
fn moved(basemaps: &[Basemap], from: usize, to: usize) -> Option<Vec<Basemap>> {
    if from == to || to >= basemaps.len() || from >= basemaps.len() {
        return None;
    }
    let mut order = basemaps.to_vec();
    let basemap = order.remove(from);
    order.insert(to, basemap);
    for (position, basemap) in (0..).zip(&mut order) {
        basemap.position = position;
    }
    Some(order)
}

impl Row<'_> {
    fn ui(&self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        let Self { lang, basemap, .. } = *self;
        let tokens = theme::tokens(ui);
        let size = vec2(ui.available_width(), CONTROL);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &basemap.name));
        if response.hovered() || response.dragged() {
            ui.painter().rect_filled(rect, CornerRadius::same(4), tokens.hover);
        }
        if response.has_focus() {
            let stroke = Stroke::new(1.5, tokens.accent);
            ui.painter().rect_stroke(rect, CornerRadius::same(4), stroke, StrokeKind::Inside);
        }
        self.eye_ui(ui, rect, wishes);
        let right = self.more_ui(ui, rect, wishes);
        self.name_ui(ui, rect, right);
        if response.double_clicked() {
            wishes.extend(self.extent().map(Wish::ZoomTo));
        }
        if let Some(order) = self.dragged(&response).filter(|_| !self.read_only) {
            wishes.push(keep(order));
        }
        let tip = match self.state {
            BasemapState::Failed(problem) => problem.say(lang),
            _ => said::basemap_tip(lang, basemap),
        };
        let response = response.on_hover_text(tip);
        Popup::context_menu(&response)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| self.menu_ui(ui, wishes));
    }

    fn eye_ui(&self, ui: &Ui, rect: Rect, wishes: &mut Vec<Wish>) {
        let tokens = theme::tokens(ui);
        let basemap = self.basemap;
        let eye_rect = Rect::from_min_size(rect.min, vec2(CONTROL, CONTROL));
        let eye = ui.interact(eye_rect, ui.scope_id().with(("basemap eye", basemap.id)), Sense::click());
        let name = said::show_layer(self.lang, &basemap.name);
        eye.widget_info(|| WidgetInfo::selected(Role::CheckBox, !self.read_only, basemap.visible, &name));
        let icon = if basemap.visible { icons::VISIBLE } else { icons::HIDDEN };
        let color = if eye.hovered() || eye.has_focus() { tokens.accent } else { tokens.weak };
        ui.painter().text(eye_rect.center(), Align2::CENTER_CENTER, icon, FontId::proportional(15.0), color);
        if eye.on_hover_text(name).clicked() && !self.read_only {
            wishes.push(keep(vec![Basemap { visible: !basemap.visible, ..basemap.clone() }]));
        }
    }

    /// The button at the right end. Returns where it begins.
    fn more_ui(&self, ui: &mut Ui, rect: Rect, wishes: &mut Vec<Wish>) -> f32 {
        let more_rect = Rect::from_min_size(pos2(rect.right() - CONTROL, rect.top()), vec2(CONTROL, CONTROL));
        let name = said::basemap_menu(self.lang, &self.basemap.name);
        let button = ui.scope_builder(eframe::egui::UiBuilder::new().max_rect(more_rect), |ui| {
            widgets::icon_button(ui, icons::MORE, &name)
        });
        Popup::menu(&button.inner)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| self.menu_ui(ui, wishes));
        more_rect.left()
    }

    fn name_ui(&self, ui: &Ui, rect: Rect, right: f32) {
        let tokens = theme::tokens(ui);
        let basemap = self.basemap;
        let failed = matches!(self.state, BasemapState::Failed(_));
        let (icon, color) = match (failed, basemap.visible) {
            (true, _) => (icons::WARNING, tokens.alarm),
            (false, true) => (icon_of(basemap.kind), tokens.text),
            (false, false) => (icon_of(basemap.kind), tokens.faint),
        };
        let left = rect.left() + CONTROL;
        let painter = ui.painter();
        let middle = pos2(left + 2.0 * UNIT, rect.center().y);
        painter.text(middle, Align2::CENTER_CENTER, icon, FontId::proportional(15.0), color);
        let note = match self.state {
            BasemapState::Opening => said::opening_basemap(self.lang).to_owned(),
            BasemapState::Failed(_) => self.lang.pick("不能显示", "Not shown").to_owned(),
            BasemapState::Shown { trouble: Some(trouble), .. } => said::tile_trouble(self.lang, trouble),
            _ if basemap.opacity < 100 => format!("{}%", basemap.opacity),
            _ => String::new(),
        };
        let at = pos2(right - UNIT, rect.center().y);
        let noted = painter.text(at, Align2::RIGHT_CENTER, note, FontId::proportional(SMALL), tokens.weak);
        let name =
            Rect::from_min_max(pos2(left + 5.0 * UNIT, rect.top()), pos2(noted.left() - GAP, rect.bottom()));
        let color = if basemap.visible { tokens.text } else { tokens.faint };
        widgets::elided_at(ui, name, &basemap.name, BODY, color);
    }

    fn extent(&self) -> Option<[f64; 4]> {
        match self.state {
            BasemapState::Shown { extent, .. } => extent,
            _ => None,
        }
    }

    /// The new order after the row was dragged over others.
    fn dragged(&self, response: &Response) -> Option<Vec<Basemap>> {
        let down = response.drag_stopped().then(|| response.interact_pointer_pos()).flatten()?;
        let rows = ((down.y - response.rect.center().y) / response.rect.height()).round() as isize;
        let last = self.basemaps.len().saturating_sub(1);
        let to = self.at.checked_add_signed(-rows).unwrap_or_default().min(last);
        moved(self.basemaps, self.at, to)
    }

    fn menu_ui(&self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        let Self { lang, basemap, .. } = *self;
        ui.set_width(64.0 * UNIT);
        ui.visuals_mut().widgets.inactive.bg_fill = theme::tokens(ui).track;
        if let BasemapState::Failed(problem) = self.state {
            let tokens = theme::tokens(ui);
            widgets::notice_line(ui, icons::WARNING, tokens.alarm, tokens.alarm_soft, &problem.say(lang));
            if widgets::menu_item(ui, icons::RETRY, said::try_again(lang), "").clicked() {
                wishes.push(Wish::TryBasemap(basemap.id));
                ui.close();
            }
        }
        let inset = Frame::new().inner_margin(Margin::symmetric(8, 4));
        inset.show(ui, |ui| {
            ui.add_enabled_ui(!self.read_only, |ui| {
                self.opacity_ui(ui, wishes);
                self.shift_ui(ui, wishes);
            });
        });
        ui.add_space(UNIT);
        self.online_ui(ui, wishes);
        ui.add_enabled_ui(self.extent().is_some(), |ui| {
            if widgets::menu_item(ui, icons::LOCATE, said::zoom_to_basemap(lang), "").clicked() {
                wishes.extend(self.extent().map(Wish::ZoomTo));
                ui.close();
            }
        });
        let ways = [
            (icons::UP, Word::MoveUp, Some(self.at + 1)),
            (icons::DOWN, Word::MoveDown, self.at.checked_sub(1)),
        ];
        for (icon, word, to) in ways {
            let order = to.and_then(|to| moved(self.basemaps, self.at, to));
            ui.add_enabled_ui(order.is_some() && !self.read_only, |ui| {
                if widgets::menu_item(ui, icon, lang.term(word), "").clicked() {
                    wishes.extend(order.map(keep));
                    ui.close();
                }
            });
        }
        ui.add_enabled_ui(!self.read_only, |ui| {
            if widgets::menu_item(ui, icons::REMOVE, said::remove_basemap(lang), "").clicked() {
                let part = MapPart::Basemap(basemap.clone());
                wishes.push(Wish::act(Action::DropParts(Deed::ChangeBasemap, vec![part])));
                ui.close();
            }
        });
    }

    /// What only basemaps from the network offer.
    fn online_ui(&self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        let Self { lang, basemap, .. } = *self;
        if basemap.kind != Some(BasemapKind::Online) {
            return;
        }
        let is_shown = matches!(self.state, BasemapState::Shown { .. });
        ui.add_enabled_ui(is_shown && !self.read_only, |ui| {
            if widgets::menu_item(ui, icons::KEEP, said::keep_offline(lang), "").clicked() {
                wishes.push(Wish::AskKeepOffline(basemap.id));
                ui.close();
            }
        });
        ui.add_enabled_ui(!self.read_only, |ui| {
            if widgets::menu_item(ui, icons::EDIT, said::change_basemap(lang), "").clicked() {
                wishes.push(Wish::ChangeOnline(basemap.id));
                ui.close();
            }
        });
    }

    /// A slider that becomes a step when it is let go.
    fn opacity_ui(&self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        let basemap = self.basemap;
        let id = ui.scope_id().with(("opacity", basemap.id));
        let mut percent: i64 = ui.data(|data| data.get_temp(id)).unwrap_or(basemap.opacity);
        let label = widgets::small(ui, said::opacity(self.lang));
        ui.spacing_mut().slider_width = 44.0 * UNIT;
        let slider = ui.add(Slider::new(&mut percent, 0..=100).suffix("%")).labelled_by(label.id);
        if slider.dragged() {
            ui.data_mut(|data| data.insert_temp(id, percent));
        } else if percent != basemap.opacity {
            ui.data_mut(|data| data.remove_temp::<i64>(id));
            wishes.push(keep(vec![Basemap { opacity: percent, ..basemap.clone() }]));
        }
    }

    fn shift_ui(&self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        let Self { lang, basemap, .. } = *self;
        let label = widgets::small(ui, said::shift(lang)).on_hover_text(said::shift_tip(lang));
        let combo = widgets::choice(ui, "shift", ui.available_width(), lang.term(basemap.shift));
        let response = combo.show_ui(ui, |ui| {
            let mut shift = basemap.shift;
            for option in Shift::ALL {
                ui.selectable_value(&mut shift, *option, lang.term(*option));
            }
            if shift != basemap.shift {
                wishes.push(keep(vec![Basemap { shift, ..basemap.clone() }]));
            }
        });
        response.response.labelled_by(label.id).on_hover_text(said::shift_tip(lang));
    }
}

fn icon_of(kind: Option<BasemapKind>) -> &'static str {
    match kind {
        Some(BasemapKind::Image) => icons::PICTURE,
        Some(BasemapKind::Online) => icons::ONLINE,
        Some(BasemapKind::MbTiles | BasemapKind::PmTiles) | None => icons::TILES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RecordId;

    fn basemaps(count: u128) -> Vec<Basemap> {
        let id = |number| RecordId(uuid::Uuid::from_u128(number));
        (0..count).map(|it| Basemap { id: id(it), position: it as i64, ..Basemap::default() }).collect()
    }

    #[test]
    fn a_moved_basemap_gets_its_new_place_and_the_others_close_up() {
        let order = moved(&basemaps(3), 2, 0).unwrap();

        let numbers: Vec<u128> = order.iter().map(|it| it.id.0.as_u128()).collect();
        assert_eq!(numbers, [2, 0, 1]);
        assert!((0..).zip(&order).all(|(at, it)| it.position == at));
        assert!(moved(&basemaps(3), 2, 3).is_none() && moved(&basemaps(3), 1, 1).is_none());
    }
}

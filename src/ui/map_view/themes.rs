//! The button over the map that says what the symbols of the outfalls mean, and lets one choose.

use eframe::egui::{Popup, Ui};

use super::Shown;
use crate::{
    app::Action,
    domain::{
        Term as _,
        settings::{Settings, Theme},
    },
    ui::{icons, keys::Command, said, theme::UNIT, widgets, wish::Wish},
};

/// The button and its list.
pub(super) fn theme_button(ui: &mut Ui, shown: &Shown<'_>, wishes: &mut Vec<Wish>) {
    let lang = shown.lang;
    let settings = shown.project.settings();
    let name = said::map_theme(lang, settings.theme);
    let button = widgets::icon_button(ui, icons::THEME, &name);
    Popup::menu(&button).show(|ui| {
        ui.set_width(76.0 * UNIT);
        ui.add_enabled_ui(!shown.read_only, |ui| {
            for theme in Theme::ALL {
                let icon = if *theme == settings.theme { icons::CHOSEN } else { "" };
                let keys = Command::of_theme(*theme).keys();
                if widgets::menu_item(ui, icon, lang.pick(theme.zh(), theme.en()), &keys).clicked() {
                    wishes.extend(choose(settings, *theme));
                    ui.close();
                }
            }
        });
        ui.separator();
        let style = Command::OutfallStyle;
        if widgets::menu_item(ui, icons::STYLE, style.title(lang), &style.keys()).clicked() {
            wishes.push(Wish::AskStyle(None));
            ui.close();
        }
    });
}

/// The wish for another theme; none where it is in force already.
pub(crate) fn choose(settings: &Settings, theme: Theme) -> Option<Wish> {
    let changed = Settings { theme, ..settings.clone() };
    (settings.theme != theme).then(|| Wish::act(Action::ChangeSettings(changed)))
}

//! The fields of the panel.

use std::ops::RangeInclusive;

use eframe::egui::{
    Align2, Color32, ComboBox, CornerRadius, DragValue, Response, RichText, Sense, Stroke, StrokeKind,
    TextEdit, Ui, vec2,
};

use super::draft::{Typed, read_scale};
use crate::{
    app::styling::tone_of,
    domain::{
        Term as _,
        style::{Ink, ThemeColor},
    },
    i18n::Lang,
    map::palette::{Palette, Rgba},
    ui::{
        theme::{self, CONTROL, SMALL, UNIT},
        widgets,
    },
};

/// The title of a field.
pub(super) fn titled(ui: &mut Ui, title: &str) -> Response {
    ui.label(RichText::new(title).size(SMALL).color(theme::tokens(ui).weak))
}

/// A field to choose from a list. Returns what was chosen.
pub(super) fn choose<T: Clone + PartialEq>(
    ui: &mut Ui,
    salt: &str,
    title: &str,
    options: &[(T, String)],
    chosen: &T,
) -> Option<T> {
    let label = titled(ui, title);
    let text = options.iter().find(|(it, _)| it == chosen).map_or("", |(_, text)| text.as_str());
    let combo = widgets::choice(ui, salt, ui.available_width(), text);
    choose_in(ui, combo, label.id, options, chosen)
}

fn choose_in<T: Clone + PartialEq>(
    ui: &mut Ui,
    combo: ComboBox<'_>,
    label: eframe::egui::Id,
    options: &[(T, String)],
    chosen: &T,
) -> Option<T> {
    let mut clicked = None;
    let response = combo.show_ui(ui, |ui| {
        for (option, text) in options {
            if ui.selectable_label(option == chosen, text).clicked() {
                clicked = Some(option.clone());
            }
        }
    });
    response.response.labelled_by(label);
    clicked.filter(|it| it != chosen)
}

/// A number with its unit. True when it was changed.
pub(super) fn number(
    ui: &mut Ui,
    title: &str,
    value: &mut f32,
    range: RangeInclusive<f32>,
    unit: &str,
) -> bool {
    let mut changed = false;
    let (speed, decimals) = if *range.end() >= 100.0 { (1.0, 0) } else { (0.1, 1) };
    ui.horizontal(|ui| {
        let label = titled(ui, title);
        ui.add_space((ui.available_width() - 20.0 * UNIT).max(0.0));
        let field = DragValue::new(value).range(range).speed(speed).max_decimals(decimals).suffix(unit);
        changed = ui.add_sized(vec2(20.0 * UNIT, CONTROL), field).labelled_by(label.id).changed();
    });
    changed
}

/// A share in percent. True when it was changed.
pub(super) fn percent(ui: &mut Ui, title: &str, value: &mut u8) -> bool {
    let mut number_of = f32::from(*value);
    let changed = number(ui, title, &mut number_of, 0.0..=100.0, " %");
    *value = number_of.round().clamp(0.0, 100.0) as u8;
    changed
}

/// A scale as 1 : n; empty for every scale.
pub(super) fn scale_line(ui: &mut Ui, lang: Lang, title: &str, text: &mut String) {
    ui.horizontal(|ui| {
        let label = titled(ui, title);
        ui.add_space((ui.available_width() - 28.0 * UNIT).max(0.0));
        let edit = TextEdit::singleline(text)
            .hint_text(lang.pick("任何比例尺", "any scale"))
            .min_size(vec2(28.0 * UNIT, CONTROL))
            .desired_width(28.0 * UNIT)
            .align(Align2::RIGHT_CENTER);
        ui.add(edit).labelled_by(label.id);
    });
    if read_scale(text) == Typed::Nonsense {
        let color = theme::tokens(ui).begun;
        let problem = lang.pick("写作 1:25000", "Write it like 1:25000");
        ui.label(RichText::new(problem).size(SMALL).color(color));
    }
}

/// A colour of the palette, one of one's own, or none. True when it was changed.
pub(super) fn ink(ui: &mut Ui, lang: Lang, palette: &Palette, title: &str, value: &mut Ink) -> bool {
    let mut changed = false;
    ui.horizontal(|ui| {
        let label = titled(ui, title);
        ui.add_space((ui.available_width() - 44.0 * UNIT).max(0.0));
        changed |= swatch(ui, palette, title, value);
        let combo = widgets::choice(ui, title, ui.available_width(), &ink_name(lang, *value));
        let own = Ink::Own(rgb_of(palette, *value));
        let inks =
            [Ink::None].into_iter().chain(ThemeColor::ALL.iter().copied().map(Ink::Theme)).chain([own]);
        let options: Vec<(Ink, String)> = inks.map(|ink| (ink, ink_name(lang, ink))).collect();
        if let Some(chosen) = choose_in(ui, combo, label.id, &options, value) {
            *value = chosen;
            changed = true;
        }
    });
    changed
}

fn ink_name(lang: Lang, ink: Ink) -> String {
    match ink {
        Ink::None => lang.pick("无", "None").to_owned(),
        Ink::Theme(color) => lang.pick(color.zh(), color.en()).to_owned(),
        Ink::Own(_) => lang.pick("自定义", "Own colour").to_owned(),
    }
}

fn rgb_of(palette: &Palette, ink: Ink) -> [u8; 3] {
    let Rgba(red, green, blue, _) = tone_of(ink).map_or(palette.background, |tone| palette.tone(tone));
    [red, green, blue]
}

/// A square of the colour. A click opens a picker, which makes it one of one's own. True when it was changed.
pub(super) fn swatch(ui: &mut Ui, palette: &Palette, name: &str, value: &mut Ink) -> bool {
    let mut rgb = rgb_of(palette, *value);
    if *value == Ink::None {
        let tokens = theme::tokens(ui);
        let (rect, _) = ui.allocate_exact_size(vec2(CONTROL, CONTROL), Sense::hover());
        let square = rect.shrink(UNIT);
        ui.painter().rect(
            square,
            CornerRadius::same(2),
            Color32::TRANSPARENT,
            Stroke::new(1.0, tokens.edge),
            StrokeKind::Inside,
        );
        ui.painter().line_segment([square.left_bottom(), square.right_top()], Stroke::new(1.0, tokens.edge));
        return false;
    }
    ui.spacing_mut().interact_size = vec2(CONTROL, CONTROL);
    let response = ui.color_edit_button_srgb(&mut rgb).accessible_name(name);
    if response.changed() {
        *value = Ink::Own(rgb);
    }
    response.changed()
}

//! Every colour, size and distance of the window, for light and dark. Nothing else in `ui` may name a colour.
//!
//! One accent (deep water), greys for structure, and five meanings for states, taken from the palette of Okabe and Ito so that the window
//! and the map agree and most eyes can tell them apart. Distances are multiples of four points.

use std::sync::Arc;

use eframe::egui::{
    self, Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Ui,
    Visuals,
    style::{ScrollStyle, WidgetVisuals},
    vec2,
};

use super::tone::Tone;
use crate::{
    domain::evidence::Ink,
    map::{annotation, palette::Rgba},
};

/// The unit of all distances, in points.
pub(crate) const UNIT: f32 = 4.0;
/// Between things that belong together.
pub(crate) const GAP: f32 = 2.0 * UNIT;
/// Around the contents of a panel.
pub(crate) const PAD: f32 = 3.0 * UNIT;
/// Between sections.
pub(crate) const SECTION: f32 = 4.0 * UNIT;
/// The height of buttons and fields.
pub(crate) const CONTROL: f32 = 7.0 * UNIT;
/// The height of buttons and fields in tablet mode: what a cold finger hits.
pub(crate) const TOUCH: f32 = 11.0 * UNIT;
/// The height of the bar at the top.
pub(crate) const TOP_BAR: f32 = 12.0 * UNIT;
/// The height of the bar at the bottom.
pub(crate) const STATUS_BAR: f32 = 7.0 * UNIT;

/// Text: small print.
pub(crate) const SMALL: f32 = 12.0;
/// Text: everything else.
pub(crate) const BODY: f32 = 14.0;
/// Text: the title of a panel or of a card.
pub(crate) const TITLE: f32 = 17.0;
/// Text: the numbers that everybody is judged by.
pub(crate) const FIGURE: f32 = 32.0;

/// The height of buttons and fields here: everything that can be hit asks for it, so that one switch changes them all.
pub(crate) fn control(ui: &Ui) -> f32 {
    ui.spacing().interact_size.y.max(CONTROL)
}

/// Are controls as large as a finger here?
pub(crate) fn is_touch(ui: &Ui) -> bool {
    control(ui) > CONTROL
}

/// Makes the controls in the rest of `ui` as large as a finger.
pub(crate) fn make_touch(ui: &mut Ui) {
    let spacing = ui.spacing_mut();
    spacing.interact_size = vec2(TOUCH, TOUCH);
    spacing.button_padding.x = 3.5 * UNIT;
}

/// What colours mean. Widgets ask for a meaning, never for a colour.
#[derive(Debug)]
pub(crate) struct Tokens {
    /// Behind panels.
    pub(crate) panel: Color32,
    /// Behind bars, headings of tables and cards on a panel.
    pub(crate) raised: Color32,
    /// Inside fields.
    pub(crate) field: Color32,
    /// Hairlines.
    pub(crate) line: Color32,
    /// Edges of fields and buttons.
    pub(crate) edge: Color32,
    /// Text.
    pub(crate) text: Color32,
    /// Text that stands back: labels, units, second lines.
    pub(crate) weak: Color32,
    /// Things of no matter at the moment: empty marks, ticks.
    pub(crate) faint: Color32,
    /// The one accent.
    pub(crate) accent: Color32,
    /// Behind what is selected.
    pub(crate) accent_soft: Color32,
    /// Text on the accent.
    pub(crate) on_accent: Color32,
    /// Under the pointer.
    pub(crate) hover: Color32,
    /// The track of a bar.
    pub(crate) track: Color32,
    /// Done, reached.
    pub(crate) done: Color32,
    /// Begun, under way; also warnings.
    pub(crate) begun: Color32,
    /// Rebound, over the limit, failed.
    pub(crate) alarm: Color32,
    /// Behind a warning.
    pub(crate) begun_soft: Color32,
    /// Behind an alarm.
    pub(crate) alarm_soft: Color32,
    /// The ring around the selected outfall on the map.
    pub(crate) ring: Color32,
    /// Inside what is drawn to select by, and over what is selected.
    pub(crate) veil: Color32,
    /// Behind boxes on the map.
    pub(crate) over_map: Color32,
}

impl Tokens {
    /// The colour of a state.
    pub(crate) fn tone(&self, tone: Tone) -> Color32 {
        match tone {
            Tone::Idle | Tone::Exempt => self.faint,
            Tone::Begun => self.begun,
            Tone::Done => self.done,
            Tone::Alarm => self.alarm,
        }
    }
}

/// The colour of what is drawn over a photo; the same in both themes, as the photo is.
pub(crate) fn ink(ink: Ink) -> Color32 {
    let Rgba(red, green, blue, _) = annotation::ink(ink);
    rgb(u32::from(red) << 16 | u32::from(green) << 8 | u32::from(blue))
}

/// Around what is drawn over a photo, so that it is seen on any ground.
pub(crate) const INK_EDGE: Color32 = Color32::from_black_alpha(annotation::EDGE.3);

/// The tokens for the theme that `ui` is drawn in.
pub(crate) fn tokens(ui: &Ui) -> &'static Tokens {
    of(ui.theme())
}

/// The tokens of one theme.
pub(crate) fn of(theme: Theme) -> &'static Tokens {
    match theme {
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where colours are defined")]
const fn rgb(code: u32) -> Color32 {
    Color32::from_rgb((code >> 16) as u8, (code >> 8) as u8, code as u8)
}

static LIGHT: Tokens = Tokens {
    panel: rgb(0x00FB_FCFC),
    raised: rgb(0x00F2_F5F6),
    field: rgb(0x00FF_FFFF),
    line: rgb(0x00E1_E6E8),
    edge: rgb(0x00C9_D1D5),
    text: rgb(0x001B_2429),
    weak: rgb(0x005B_6870),
    faint: rgb(0x0093_9EA5),
    accent: rgb(0x000B_6E80),
    accent_soft: rgb(0x00DB_EEF1),
    on_accent: rgb(0x00FF_FFFF),
    hover: rgb(0x00EB_F1F3),
    track: rgb(0x00E3_E8EA),
    done: rgb(0x0000_8A64),
    begun: rgb(0x00B8_7503),
    alarm: rgb(0x00C2_4A00),
    begun_soft: rgb(0x00FC_F1DC),
    alarm_soft: rgb(0x00FB_E8DD),
    ring: rgb(0x00E6_007E),
    veil: Color32::from_rgba_premultiplied(0x1D, 0x00, 0x10, 0x20),
    over_map: Color32::from_rgba_premultiplied(0xF4, 0xF5, 0xF5, 0xF4),
};

static DARK: Tokens = Tokens {
    panel: rgb(0x0018_1E22),
    raised: rgb(0x0020_272C),
    field: rgb(0x0011_1619),
    line: rgb(0x002C_353B),
    edge: rgb(0x0040_4B53),
    text: rgb(0x00E5_EAED),
    weak: rgb(0x009F_ABB3),
    faint: rgb(0x006F_7C85),
    accent: rgb(0x004C_BBCC),
    accent_soft: rgb(0x0017_3D45),
    on_accent: rgb(0x0006_2229),
    hover: rgb(0x0027_3036),
    track: rgb(0x002E_373D),
    done: rgb(0x0035_C497),
    begun: rgb(0x00E8_AC3D),
    alarm: rgb(0x00F5_8549),
    begun_soft: rgb(0x003A_2E16),
    alarm_soft: rgb(0x0043_2616),
    ring: rgb(0x00FF_5CB0),
    veil: Color32::from_rgba_premultiplied(0x30, 0x11, 0x21, 0x30),
    over_map: Color32::from_rgba_premultiplied(0x19, 0x1F, 0x23, 0xF0),
};

/// Puts both themes into force; which of the two is shown is the context's own choice.
pub(crate) fn install(ctx: &egui::Context) {
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_style_of(theme, Arc::new(style(theme)));
    }
}

fn style(theme: Theme) -> Style {
    let tokens = of(theme);
    let mut style = Style { visuals: visuals(theme, tokens), animation_time: 0.1, ..Style::default() };
    let font = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, font(SMALL)),
        (TextStyle::Body, font(BODY)),
        (TextStyle::Button, font(BODY)),
        (TextStyle::Heading, font(TITLE)),
        (TextStyle::Monospace, font(BODY)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(GAP, UNIT);
    spacing.button_padding = vec2(2.5 * UNIT, UNIT);
    spacing.interact_size = vec2(CONTROL, CONTROL);
    spacing.window_margin = Margin::same(16);
    spacing.menu_margin = Margin::same(4);
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 10.0;
    spacing.icon_spacing = GAP;
    spacing.combo_height = 320.0;
    spacing.tooltip_width = 360.0;
    spacing.scroll = ScrollStyle {
        bar_width: 8.0,
        floating_allocated_width: 0.0,
        floating_width: 4.0,
        ..ScrollStyle::floating()
    };
    style.interaction.tooltip_delay = 0.35;
    style.interaction.selectable_labels = false;
    style.wrap_mode = None;
    style
}

fn visuals(theme: Theme, tokens: &Tokens) -> Visuals {
    let mut visuals = match theme {
        Theme::Light => Visuals::light(),
        Theme::Dark => Visuals::dark(),
    };
    let corners = CornerRadius::same(4);
    let widget = |fill: Color32, edge: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: corners,
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    visuals.widgets.noninteractive = widget(tokens.panel, tokens.line, tokens.text);
    visuals.widgets.inactive = widget(tokens.field, tokens.edge, tokens.text);
    visuals.widgets.hovered = widget(tokens.hover, tokens.faint, tokens.text);
    visuals.widgets.active = widget(tokens.accent_soft, tokens.accent, tokens.text);
    visuals.widgets.open = widget(tokens.hover, tokens.accent, tokens.text);
    visuals.selection.bg_fill = tokens.accent_soft;
    visuals.selection.stroke = Stroke::new(1.5, tokens.accent);
    visuals.weak_text_color = Some(tokens.weak);
    visuals.hyperlink_color = tokens.accent;
    visuals.faint_bg_color = tokens.raised;
    visuals.extreme_bg_color = tokens.field;
    visuals.text_edit_bg_color = Some(tokens.field);
    visuals.code_bg_color = tokens.raised;
    visuals.warn_fg_color = tokens.begun;
    visuals.error_fg_color = tokens.alarm;
    visuals.panel_fill = tokens.panel;
    visuals.window_fill = tokens.panel;
    visuals.window_stroke = Stroke::new(1.0, tokens.line);
    visuals.window_corner_radius = CornerRadius::same(8);
    visuals.menu_corner_radius = CornerRadius::same(6);
    let shadow = Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(36) };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.striped = false;
    visuals
}

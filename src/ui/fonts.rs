//! The two fonts of the window: Noto Sans SC for words, Phosphor for icons. Both are inside the program.

use std::sync::Arc;

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily, FontTweak};

use crate::map::text::FONT;

/// Phosphor, cut down to the icons in [`super::icons`].
pub(super) static ICONS: &[u8] = include_bytes!("../../assets/icons/phosphor-subset.ttf");

/// Makes the two fonts the only ones.
pub(crate) fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::empty();
    fonts.font_data.insert("words".to_owned(), Arc::new(FontData::from_static(FONT)));
    // Icons stand a little lower than letters so that both seem to sit on one middle line.
    let tweak = FontTweak { scale: 1.12, y_offset_factor: 0.05, ..FontTweak::default() };
    fonts.font_data.insert("icons".to_owned(), Arc::new(FontData::from_static(ICONS).tweak(tweak)));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.insert(family, vec!["words".to_owned(), "icons".to_owned()]);
    }
    ctx.set_fonts(fonts);
}

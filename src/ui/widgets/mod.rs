//! Small reusable pieces: buttons with icons, state marks, chips, gauges, empty states. They know the theme, not the trade.

mod button;
mod gauge;
mod mark;
mod pick;
mod text;

pub(crate) use self::{
    button::{
        caret_button, caret_width, choice, choice_of, icon_button, icon_button_aside, icon_command,
        menu_item, primary_button, quiet_button, row_ground, segmented,
    },
    gauge::{Gauge, bar, gauge_ui},
    mark::{chip, chip_line, mark, mark_label},
    pick::{Pick, pick_row},
    text::{elided_at, empty_state, fact_line, heading, notice_line, section, small, two_lines},
};

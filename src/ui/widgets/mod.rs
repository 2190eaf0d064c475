//! Small reusable pieces: buttons with icons, state marks, chips, gauges, empty states. They know the theme, not the trade.

mod button;
mod gauge;
mod mark;
mod text;

pub(crate) use self::{
    button::{
        CARET_WIDTH, caret_button, choice, icon_button, icon_command, menu_item, primary_button,
        quiet_button, segmented,
    },
    gauge::{Gauge, bar, gauge_ui},
    mark::{chip, mark, mark_label},
    text::{elided_at, empty_state, fact_line, heading, notice_line, section, small, two_lines},
};

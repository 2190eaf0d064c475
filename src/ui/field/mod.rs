//! The panel for work outside: where we are, which outfalls are on our list, where we walked.

mod going;
mod measuring;
mod receiver;
mod state;
mod tasks;
mod tracks;

use eframe::egui::{Align, Frame, Layout, Margin, ScrollArea, Ui};

pub(crate) use self::state::{Agenda, FieldState, FieldWish, Lines, Tab, agenda};
use crate::{
    app::position::Station,
    domain::{
        outfall::Outfall,
        position::{Gate, coverage::Coverage},
        project::Project,
    },
    i18n::Lang,
    ui::{
        icons,
        keys::Command,
        theme::{GAP, UNIT},
        widgets,
        wish::Wish,
    },
};

/// What the panel draws from.
pub(crate) struct Field<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Project,
    pub(crate) station: &'a Station,
    /// Where distances are counted from: the receiver, else the middle of the map.
    pub(crate) here: (f64, f64),
    pub(crate) gate: Gate,
    /// The outfall whose card would be open.
    pub(crate) selected: Option<&'a Outfall>,
    /// The outfall that we go to.
    pub(crate) target: Option<&'a Outfall>,
    pub(crate) agenda: &'a Agenda,
    /// How much of the banks was walked today; nothing while it is worked out.
    pub(crate) coverage: Option<&'a [Coverage]>,
    pub(crate) read_only: bool,
}

/// Draws the panel.
pub(crate) fn field_ui(ui: &mut Ui, field: &Field<'_>, state: &mut FieldState, wishes: &mut Vec<Wish>) {
    let lang = field.lang;
    Frame::new().inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 8 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            let tabs = [Tab::Position, Tab::Tasks, Tab::Tracks].map(|tab| (tab, tab.title(lang)));
            if let Some(tab) = widgets::segmented(ui, &tabs, state.tab) {
                state.tab = tab;
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = lang.pick("关闭外业面板", "Close the field panel");
                if widgets::icon_command(ui, icons::CLOSE, name, &Command::Field.keys(), None).clicked() {
                    wishes.push(Wish::Field(FieldWish::Close));
                }
            });
        });
        ui.add_space(GAP);
        ScrollArea::vertical().id_salt(("field", state.tab)).auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = UNIT;
            match state.tab {
                Tab::Position => {
                    receiver::receiver_ui(ui, field, state, wishes);
                    going::going_ui(ui, field, wishes);
                    measuring::measuring_ui(ui, field, state, wishes);
                    receiver::sky_ui(ui, field);
                    receiver::lines_ui(ui, field);
                }
                Tab::Tasks => tasks::tasks_ui(ui, field, state, wishes),
                Tab::Tracks => tracks::tracks_ui(ui, field, state, wishes),
            }
        });
    });
}

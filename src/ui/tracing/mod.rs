//! The panel for tracing: what is upstream and downstream of anything.

mod ask;
mod defects;
mod hunt;
mod result;
mod state;

use eframe::egui::{Align, Frame, Layout, Margin, Ui};

pub(crate) use self::hunt::{suspicion_color, verdict_color};
pub(crate) use self::state::{TraceList, TraceState, TraceTab, TraceWish, Traced};
use crate::{
    app::{Faults, HuntAnswer, ShapeEdits},
    domain::{
        RecordId,
        network::Defect,
        progress::Snapshot,
        project::{Entry, Project},
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
pub(crate) struct TracePanel<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Project,
    pub(crate) snapshot: &'a Snapshot,
    /// The outfall whose card would be open.
    pub(crate) selected: Option<&'a Entry>,
    /// How the hunt for the source of the outfall stands; nothing while it is worked out.
    pub(crate) hunt: Option<&'a HuntAnswer>,
    /// What is wrong with the network; nothing while it is looked for.
    pub(crate) faults: Option<&'a Faults>,
    /// The edits that put a defect right, where a click can.
    pub(crate) mending: &'a dyn Fn(&Defect) -> Option<ShapeEdits>,
    /// Is a trace on its way?
    pub(crate) busy: bool,
    /// Is there anything to trace along?
    pub(crate) has_network: bool,
    pub(crate) read_only: bool,
}

impl TracePanel<'_> {
    /// The outfall whose card would be open.
    fn selected_id(&self) -> Option<RecordId> {
        self.selected.map(|it| it.outfall.id)
    }
}

/// Draws the panel.
pub(crate) fn trace_panel_ui(
    ui: &mut Ui,
    panel: &TracePanel<'_>,
    state: &mut TraceState,
    wishes: &mut Vec<Wish>,
) {
    let lang = panel.lang;
    Frame::new().inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 8 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            let tabs: Vec<_> = TraceTab::ALL.iter().map(|it| (*it, it.title(lang))).collect();
            if let Some(tab) = widgets::segmented(ui, &tabs, state.tab) {
                state.tab = tab;
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = lang.pick("关闭追踪面板", "Close the tracing panel");
                let keys = Command::Tracing.keys();
                if widgets::icon_command(ui, icons::CLOSE, name, &keys, None).clicked() {
                    wishes.push(Wish::Trace(TraceWish::Close));
                }
            });
        });
        ui.add_space(GAP);
        ui.spacing_mut().item_spacing.y = UNIT;
        match state.tab {
            TraceTab::Defects => defects::defects_ui(ui, panel, &mut state.defect, wishes),
            TraceTab::Hunt => hunt::hunt_ui(ui, panel, wishes),
            TraceTab::Trace => {
                ask::ask_ui(ui, panel, state, wishes);
                result::result_ui(ui, panel, state, wishes);
            }
        }
    });
}

//! What the layers say of a place: the nearest river, the county, the protection zones.

use eframe::egui::Ui;

use crate::{
    domain::placing::Proposal,
    i18n::Lang,
    ui::{
        icons, said,
        theme::{self, UNIT},
        widgets,
    },
};

/// The lines about a place. `preparing`: there may be more in a moment.
pub(crate) fn placing_ui(ui: &mut Ui, lang: Lang, proposal: &Proposal, preparing: bool) {
    let tokens = theme::tokens(ui);
    let around = said::around(proposal);
    let near = proposal.river_here().map(|it| said::near_river(lang, it)).unwrap_or_default();
    let line = said::joined(&[&near, &around]);
    if preparing {
        widgets::small(ui, said::looking(lang));
    } else if line.is_empty() && !proposal.is_far() && proposal.zones.is_empty() {
        widgets::small(ui, said::nothing_around(lang));
    } else if !line.is_empty() {
        widgets::small(ui, &line).on_hover_text(said::bank_rule(lang));
    }
    if proposal.is_far() && !preparing {
        let text = said::far_from_river(lang, proposal.river.as_ref());
        widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, &text);
        ui.add_space(UNIT);
    }
    if !proposal.zones.is_empty() {
        let text = said::in_zones(lang, &proposal.zones);
        widgets::notice_line(ui, icons::ZONE, tokens.alarm, tokens.alarm_soft, &text);
        ui.add_space(UNIT);
    }
}

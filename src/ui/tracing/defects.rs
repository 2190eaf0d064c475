//! What is wrong with the network: a list with places on the map, and a fix where one click can be enough.

use eframe::egui::{ScrollArea, Ui};

use super::TracePanel;
use crate::{
    app::Action,
    ui::{
        icons, said,
        theme::{self, UNIT},
        widgets,
        wish::Wish,
    },
};

/// The height of a row.
const ROW: f32 = 11.0 * UNIT;

pub(super) fn defects_ui(
    ui: &mut Ui,
    panel: &TracePanel<'_>,
    at: &mut Option<usize>,
    wishes: &mut Vec<Wish>,
) {
    let lang = panel.lang;
    let Some(faults) = panel.faults else {
        ui.spinner();
        return;
    };
    widgets::section(ui, &said::network_size(lang, faults));
    if faults.defects.is_empty() {
        let (title, advice) = lang.pick(
            ("河网没有问题", "缝隙、悬挂、反向、重复、自相交、成环、孤立：都没有"),
            (
                "Nothing is wrong with the network",
                "No gaps, dangles, reversed or duplicated lines, circles or isolated parts",
            ),
        );
        widgets::empty_state(ui, icons::CHECK_CIRCLE, title, advice, |_| {});
        return;
    }
    widgets::small(
        ui,
        lang.pick(
            "本项目绘制的图层可以一键修复反向和重复；导入的图层先复制为可编辑图层",
            "Reversed and duplicated lines are fixed by a click in layers drawn here; copy an imported layer to edit it",
        ),
    );
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("defects").auto_shrink(false).show_rows(
        ui,
        ROW,
        faults.defects.len(),
        |ui, range| {
            for number in range {
                let Some(defect) = faults.defects.get(number) else { continue };
                let mending = (panel.mending)(defect).filter(|_| !panel.read_only);
                let (first, second) = said::defect(lang, faults, defect);
                ui.horizontal(|ui| {
                    let width = ui.available_width() - if mending.is_some() { 18.0 * UNIT } else { 0.0 };
                    ui.allocate_ui(eframe::egui::vec2(width, ROW), |ui| {
                        ui.set_width(width);
                        if widgets::two_lines(ui, &first, &second, *at == Some(number)).clicked() {
                            *at = Some(number);
                            wishes.push(Wish::GoTo(defect.at.0, defect.at.1));
                        }
                    });
                    if let Some(edits) = mending {
                        let text = lang.pick("修复", "Fix");
                        if widgets::quiet_button(ui, icons::STAGE_FIX, text).clicked() {
                            wishes.push(Wish::act(Action::EditShapes(edits)));
                        }
                    }
                });
                ui.painter().hline(
                    ui.max_rect().x_range(),
                    ui.cursor().top(),
                    eframe::egui::Stroke::new(0.5, theme::tokens(ui).line),
                );
            }
        },
    );
}

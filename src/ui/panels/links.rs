//! Where an outfall lies along the water, what comes below it, and the chain from its source to the section.

use eframe::egui::{
    Align2, CornerRadius, FontId, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::card::Card;
use crate::{
    app::{Action, Link},
    domain::{
        Value,
        chain::{Chain, ChainLink},
        outfall::Outfall,
        project::CellChange,
    },
    ui::{
        icons, said,
        theme::{self, BODY, GAP, SECTION, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// What the network says of an outfall.
#[derive(Clone, Debug)]
pub(crate) struct OnWater {
    /// How it hangs on the network; nothing where no reach is near enough.
    pub(crate) link: Option<Link>,
    /// Its chain.
    pub(crate) chain: Chain,
}

/// The part of the card; nothing while it is worked out.
pub(super) fn links_ui(ui: &mut Ui, card: &Card<'_>, wishes: &mut Vec<Wish>) {
    let Some(water) = card.water else { return };
    let (lang, tokens) = (card.lang, theme::tokens(ui));
    ui.add_space(SECTION);
    widgets::section(ui, lang.pick("沿河位置", "Along the water"));
    match &water.link {
        None => {
            let text = lang.pick("500 米内没有河流或管道", "No reach within 500 m");
            widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, text);
        }
        Some(link) => {
            widgets::fact_line(ui, lang.pick("河段", "Reach"), &said::link_reach(lang, link));
            if !link.doubtful.is_empty() {
                let text = said::link_doubtful(lang, link);
                widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, &text);
            }
            section_ui(ui, card, link, wishes);
            for zone in link.zones.iter().take(3) {
                widgets::fact_line(ui, lang.pick("保护区", "Zone"), &said::link_zone(lang, zone));
            }
        }
    }
    ui.add_space(GAP);
    widgets::section(ui, lang.pick("污染源—排污口—水体", "From source to water"));
    chain_ui(ui, card, &water.chain, water.link.as_ref(), wishes);
}

/// The next section, beside what the register says. What was entered by hand stays until somebody takes over what was worked out.
fn section_ui(ui: &mut Ui, card: &Card<'_>, link: &Link, wishes: &mut Vec<Wish>) {
    let (lang, outfall) = (card.lang, &card.entry.outfall);
    widgets::fact_line(ui, lang.pick("下游断面", "Next section"), &said::link_section(lang, link));
    let Some(section) = &link.section else { return };
    if outfall.section.trim() == section.name {
        return;
    }
    if !outfall.section.trim().is_empty() {
        widgets::fact_line(
            ui,
            lang.pick("台账断面", "In the register"),
            &said::link_stated(lang, &outfall.section),
        );
    }
    ui.add_enabled_ui(!card.read_only, |ui| {
        let text = lang.pick("写入台账", "Into the register");
        if widgets::quiet_button(ui, icons::GO, text).clicked() {
            wishes.push(Wish::act(Action::EditOutfalls(adopted(
                outfall,
                &section.name,
                section.distance_km,
            ))));
        }
    });
}

fn adopted(outfall: &Outfall, section: &str, km: f64) -> Vec<(crate::domain::RecordId, CellChange)> {
    let old_km = outfall.section_km.map_or(Value::Null, Value::Real);
    let cells = [
        ("section", Value::text(&outfall.section), Value::text(section)),
        ("section_km", old_km, Value::Real(km)),
    ];
    let cells = cells.into_iter().filter(|(_, old, new)| old != new);
    cells.map(|(column, old, new)| (outfall.id, CellChange { column: column.to_owned(), old, new })).collect()
}

/// The links one below the other, those that are missing dashed; a click shows the one on the map.
fn chain_ui(ui: &mut Ui, card: &Card<'_>, chain: &Chain, link: Option<&Link>, wishes: &mut Vec<Wish>) {
    let (lang, tokens) = (card.lang, theme::tokens(ui));
    let mut above: Option<Rect> = None;
    for (kind, known) in chain.all() {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 8.0 * UNIT), Sense::click());
        let known = known.map(|it| if it.is_empty() { lang.pick("无名河段", "Nameless reach") } else { it });
        let text = known.unwrap_or_else(|| lang.pick("缺", "Missing"));
        let name = format!("{} {text}", lang.term(kind));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        let inner = rect.shrink2(vec2(0.0, UNIT));
        let painter = ui.painter();
        if let Some(above) = above {
            let x = inner.left() + 3.0 * UNIT;
            painter
                .line_segment([pos2(x, above.bottom()), pos2(x, inner.top())], Stroke::new(2.0, tokens.edge));
        }
        above = Some(inner);
        let (fill, edge) = match (known.is_some(), response.hovered() || response.has_focus()) {
            (_, true) => (tokens.hover, tokens.accent),
            (true, _) => (tokens.raised, tokens.edge),
            (false, _) => (tokens.begun_soft, tokens.begun),
        };
        painter.rect(inner, CornerRadius::same(4), fill, Stroke::new(1.0, edge), StrokeKind::Inside);
        let left = inner.left_center() + vec2(GAP, 0.0);
        let title = painter.text(
            left,
            Align2::LEFT_CENTER,
            lang.term(kind),
            FontId::proportional(SMALL),
            tokens.weak,
        );
        let room =
            Rect::from_min_max(pos2(title.right().max(left.x + 12.0 * UNIT) + GAP, inner.top()), inner.max);
        let color = if known.is_some() { tokens.text } else { tokens.begun };
        widgets::elided_at(ui, room.shrink2(vec2(GAP, 0.0)), text, BODY, color);
        if response.on_hover_text(&name).clicked() {
            match kind {
                ChainLink::Section => {
                    let at = link.and_then(|it| it.section.as_ref()?.at);
                    wishes.extend(at.map(|(lon, lat)| Wish::GoTo(lon, lat)));
                }
                ChainLink::Source | ChainLink::Path => {
                    wishes.push(Wish::OpenStage(crate::domain::stage::Stage::Trace));
                }
                ChainLink::Mouth | ChainLink::Reach => wishes.push(Wish::Locate(card.entry.outfall.id)),
            }
        }
    }
}

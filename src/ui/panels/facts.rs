//! What was recorded about an outfall: the facts of a stage in full, the photos, and everything on one line each.

use std::cmp::Reverse;

use eframe::egui::{
    Align, Align2, CornerRadius, FontId, Frame, Label, Layout, Margin, RichText, Sense, Stroke, Ui, vec2,
};
use jiff::civil::Date;

use super::card::Card;
use crate::{
    domain::{
        Value,
        fact::{LabResult, Sample, Trace},
        project::{AnyRecord, ColumnInfo, RecordKind},
        quality,
        stage::Stage,
        value::SqlType,
    },
    i18n::Lang,
    ui::{
        forms::{self, stage_of},
        icons,
        said::{self, PhotoWord, Word},
        theme::{self, BODY, GAP, PAD, SECTION, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// The facts of one stage, newest first; claims of ledgers stand with the stages they speak of.
pub(super) fn stage_facts_ui(ui: &mut Ui, card: &Card<'_>, stage: Stage, wishes: &mut Vec<Wish>) {
    let mut facts = card.entry.standing_facts();
    facts.retain(|fact| match fact {
        AnyRecord::Claim(claim) => match stage {
            Stage::Check => claim.register.is_some(),
            Stage::Trace => claim.trace.is_some(),
            Stage::Fix => claim.fix.is_some(),
            Stage::Measure | Stage::Manage => false,
        },
        AnyRecord::LabResult(_) | AnyRecord::TraceSource(_) => false,
        fact => stage_of(fact.kind()) == Some(stage),
    });
    facts.sort_by_key(|fact| Reverse((day_of(fact), fact.id())));
    ui.add_space(SECTION);
    if facts.is_empty() {
        widgets::small(ui, &said::no_facts(card.lang, stage));
        return;
    }
    for fact in &facts {
        fact_ui(ui, card, fact, wishes);
        ui.add_space(GAP);
    }
}

fn fact_ui(ui: &mut Ui, card: &Card<'_>, fact: &AnyRecord, wishes: &mut Vec<Wish>) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new()
        .fill(tokens.raised)
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(RichText::new(icon_of(fact.kind())).color(tokens.weak));
            ui.label(said::kind_name(card.lang, fact.kind()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let day = day_of(fact)
                    .map_or_else(|| card.lang.term(Word::NoDay).to_owned(), |day| day.to_string());
                if fact.kind().is_correctable() && !card.read_only {
                    let name = said::correct(card.lang, fact.kind(), &day);
                    if widgets::icon_button(ui, icons::EDIT, &name).clicked() {
                        wishes.push(Wish::Correct(fact.kind(), fact.id()));
                    }
                }
                ui.label(RichText::new(day).size(SMALL).color(tokens.weak));
            });
        });
        for (label, value) in lines(card.lang, fact, card) {
            widgets::fact_line(ui, label, &value);
        }
        let files = card.entry.photos.iter().filter(|it| it.fact == Some(fact.id())).count();
        if files > 0 {
            widgets::fact_line(ui, card.lang.term(Word::Photos), &said::files(card.lang, files));
        }
        match fact {
            AnyRecord::Sample(sample) => results_ui(ui, card, sample),
            AnyRecord::Trace(trace) => sources_ui(ui, card, trace),
            _ => {}
        }
    });
}

fn results_ui(ui: &mut Ui, card: &Card<'_>, sample: &Sample) {
    let results: Vec<&LabResult> = card.entry.results.iter().filter(|it| it.sample == sample.id).collect();
    if results.is_empty() {
        return;
    }
    ui.add_space(UNIT);
    ui.spacing_mut().item_spacing.y = 0.0;
    for result in results {
        result_row(ui, card.lang, sample, result);
    }
}

/// The further sources of a tracing, one on each line.
fn sources_ui(ui: &mut Ui, card: &Card<'_>, trace: &Trace) {
    for source in card.entry.sources.iter().filter(|it| it.trace == trace.id) {
        let lang = card.lang;
        let share = source.share.map(|it| format!("{it}%")).unwrap_or_default();
        let kind = source.sewage_type.map_or("", |it| lang.term(it));
        let sure = source.confidence.map_or("", |it| lang.term(it));
        let text = said::joined(&[&source.name, kind, &share, sure, &source.entity]);
        widgets::fact_line(ui, said::form_word(lang, said::FormWord::FurtherSources), &text);
    }
}

fn result_row(ui: &mut Ui, lang: Lang, sample: &Sample, result: &LabResult) {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 5.5 * UNIT), Sense::hover());
    let (Some(parameter), Some(value)) = (result.parameter, result.value) else { return };
    let painter = ui.painter();
    painter.hline(rect.x_range(), rect.top(), Stroke::new(1.0, tokens.line));
    let font = FontId::proportional(SMALL + 1.0);
    painter.text(rect.left_center(), Align2::LEFT_CENTER, lang.term(parameter), font.clone(), tokens.text);
    let over = sample.standard.and_then(|profile| quality::exceeds(profile, result));
    let multiple = sample.standard.and_then(|profile| quality::exceedance_multiple(profile, result));
    let color = if over == Some(true) { tokens.alarm } else { tokens.text };
    let sign = result.qualifier.map_or("", |it| it.code()).trim_start_matches('=');
    let columns = rect.width() * 0.62;
    let number = rect.left_center() + vec2(columns, 0.0);
    painter.text(number, Align2::RIGHT_CENTER, format!("{sign}{value}"), font.clone(), color);
    let unit = number + vec2(UNIT, 0.0);
    painter.text(unit, Align2::LEFT_CENTER, parameter.unit(), FontId::proportional(SMALL), tokens.weak);
    if let Some(text) = over.map(|over| said::verdict(lang, over, multiple)) {
        let color = if over == Some(true) { tokens.alarm } else { tokens.done };
        painter.text(rect.right_center(), Align2::RIGHT_CENTER, text, FontId::proportional(SMALL), color);
    }
}

/// The columns that a reader of the card has no use for.
const SILENT: &[&str] = &["outfall", "on", "sha256", "media_type", "sample"];

fn lines<'a>(lang: Lang, fact: &'a AnyRecord, card: &Card<'_>) -> Vec<(&'a str, String)> {
    let columns = fact.kind().columns();
    let mut lines = Vec::new();
    for (index, column) in columns.iter().enumerate().filter(|(_, column)| !SILENT.contains(&column.name)) {
        let value = fact.cell(index);
        if let Some(text) = in_words(lang, column, &value, card) {
            lines.push((lang.pick(column.zh, column.en), text));
        }
    }
    lines
}

/// A cell as people read it; nothing for an empty one.
pub(super) fn in_words(lang: Lang, column: &ColumnInfo, value: &Value, card: &Card<'_>) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Integer(number) if column.sql == SqlType::Boolean => {
            // A merge says only where the source follows; that it does not goes without saying.
            let silent = column.name == "source_follows" && *number == 0;
            (!silent).then(|| lang.term(if *number == 1 { Word::Yes } else { Word::No }).to_owned())
        }
        Value::Integer(number) if forms::is_severity(column.name) => {
            let words = said::severities(lang);
            usize::try_from(*number).ok().and_then(|at| words.get(at)).map(|word| (*word).to_owned())
        }
        Value::Integer(number) => Some(number.to_string()),
        Value::Real(number) => Some(number.to_string()),
        Value::Text(text) if column.name == "target" => {
            let id = text.parse().ok().map(crate::domain::RecordId)?;
            let target = card.project.entry(id)?;
            Some(said::joined(&[target.outfall.code(), &target.outfall.name]))
        }
        Value::Text(text) => {
            let code = column.codes.iter().find(|(code, ..)| code == text);
            Some(code.map_or_else(|| text.clone(), |(_, zh, en)| lang.pick(*zh, *en).to_owned()))
        }
    }
}

/// The photos as small pictures; a click opens one large.
pub(super) fn photos_ui(ui: &mut Ui, card: &mut Card<'_>, wishes: &mut Vec<Wish>) {
    let lang = card.lang;
    ui.add_space(SECTION);
    ui.horizontal(|ui| {
        widgets::section(ui, lang.term(Word::Photos));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let ask = |ui: &mut Ui| widgets::quiet_button(ui, icons::ADD, lang.term(PhotoWord::AddFiles));
            if ui.add_enabled_ui(!card.read_only, ask).inner.clicked() {
                wishes.push(Wish::AskAttach);
            }
        });
    });
    if card.entry.photos.is_empty() {
        if !card.read_only {
            widgets::small(ui, lang.term(PhotoWord::DropHere));
        }
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, GAP);
        for photo in &card.entry.photos {
            let title = said::photo_title(lang, photo);
            if card.photos.thumbnail_ui(ui, photo, &title) {
                wishes.push(Wish::LookAt(card.entry.outfall.id, photo.id));
            }
        }
    });
}

/// Everything that happened, newest first, on one line each.
pub(super) fn history_ui(ui: &mut Ui, card: &Card<'_>) {
    let mut facts = card.entry.standing_facts();
    facts.retain(|fact| !matches!(fact, AnyRecord::LabResult(_) | AnyRecord::TraceSource(_)));
    facts.sort_by_key(|fact| Reverse((day_of(fact), fact.id())));
    if facts.is_empty() {
        return;
    }
    ui.add_space(SECTION);
    widgets::section(ui, card.lang.term(Word::HistoryOfOutfall));
    ui.spacing_mut().item_spacing.y = 0.0;
    let last = facts.len() - 1;
    for (at, fact) in facts.iter().enumerate() {
        event_ui(ui, card, fact, at == last);
    }
}

fn event_ui(ui: &mut Ui, card: &Card<'_>, fact: &AnyRecord, last: bool) {
    let tokens = theme::tokens(ui);
    let summary = summary(card.lang, fact, card);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let day = day_of(fact).map_or_else(String::new, |day| day.to_string());
        let width = 19.0 * UNIT;
        let (rect, _) = ui.allocate_exact_size(vec2(width, 6.0 * UNIT), Sense::hover());
        ui.painter().text(
            rect.left_center(),
            Align2::LEFT_CENTER,
            day,
            FontId::proportional(SMALL),
            tokens.weak,
        );
        let (spot, _) = ui.allocate_exact_size(vec2(4.0 * UNIT, 6.0 * UNIT), Sense::hover());
        let icon = ui.vertical(|ui| {
            ui.add_space(2.0);
            ui.set_width(ui.available_width());
            let text = said::joined(&[said::kind_name(card.lang, fact.kind()), &summary]);
            ui.add(Label::new(RichText::new(text).size(SMALL + 1.0)).wrap());
            ui.add_space(UNIT / 2.0);
        });
        let painter = ui.painter();
        if !last {
            let bottom = icon.response.rect.bottom().max(spot.bottom());
            painter.vline(
                spot.center().x,
                spot.center().y + GAP..=bottom + UNIT,
                Stroke::new(1.0, tokens.line),
            );
        }
        let font = FontId::proportional(BODY);
        painter.text(spot.center(), Align2::CENTER_CENTER, icon_of(fact.kind()), font, tokens.accent);
    });
    ui.add_space(if last { PAD } else { 0.0 });
}

/// What matters most of a fact: its verdict.
fn summary(lang: Lang, fact: &AnyRecord, card: &Card<'_>) -> String {
    let columns = fact.kind().columns();
    let coded = columns.iter().enumerate().filter(|(_, column)| !column.codes.is_empty());
    let words = coded.filter_map(|(index, column)| in_words(lang, column, &fact.cell(index), card)).take(2);
    let words: Vec<String> = words.collect();
    let parts: Vec<&str> = words.iter().map(String::as_str).collect();
    said::joined(&parts)
}

pub(super) fn day_of(fact: &AnyRecord) -> Option<Date> {
    let columns = fact.kind().columns();
    let at = columns.iter().position(|column| column.name == "on")?;
    fact.cell(at).as_text()?.parse().ok()
}

/// The icon of a kind of fact.
fn icon_of(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Visit => icons::STAGE_CHECK,
        RecordKind::Sample | RecordKind::LabResult => icons::STAGE_MEASURE,
        RecordKind::ManholeCheck => icons::SEWER,
        RecordKind::Trace | RecordKind::TraceSource => icons::STAGE_TRACE,
        RecordKind::Plan => icons::PLAN,
        RecordKind::ProgressNote => icons::STAGE_FIX,
        RecordKind::Acceptance => icons::ACCEPT,
        RecordKind::Upkeep => icons::STAGE_MANAGE,
        RecordKind::RegisterEvent => icons::REGISTER,
        RecordKind::Photo => icons::PHOTO,
        RecordKind::Claim => icons::CLAIM,
        RecordKind::Assignment => icons::CALENDAR,
        RecordKind::Correction => icons::EDIT,
        RecordKind::Waiver => icons::ZONE,
        RecordKind::Settings
        | RecordKind::LayerGroup
        | RecordKind::Layer
        | RecordKind::Basemap
        | RecordKind::Bookmark
        | RecordKind::Track
        | RecordKind::Outfall => icons::INFO,
    }
}

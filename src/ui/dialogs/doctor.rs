//! In which system are these coordinates? The rivers answer, and a little map shows it.

use eframe::egui::{
    Align2, Context, CornerRadius, FontId, Pos2, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::{Answer, dialog, foot, line};
use crate::{
    app::{Action, Examined, Patients},
    domain::{
        RecordId,
        doctor::{Candidate, Diagnosis, System},
    },
    i18n::Lang,
    ui::{
        icons,
        said::{self, CheckWord},
        theme::{self, BODY, GAP, SMALL, UNIT},
        widgets,
    },
};

/// What is chosen and typed.
#[derive(Debug)]
pub(crate) struct DoctorDraft {
    /// Whose coordinates are looked at.
    pub(crate) patients: Patients,
    /// What was selected when the dialog was opened.
    selection: Vec<RecordId>,
    /// The files that outfalls came from, and how many came from each.
    batches: Vec<(String, usize)>,
    /// The system that was chosen; what the doctor advises where there is none.
    system: Option<System>,
    /// The reason, as far as it was typed.
    reason: Option<String>,
}

impl DoctorDraft {
    /// For what is selected, else for all.
    pub(crate) fn of(selection: Vec<RecordId>, batches: Vec<(String, usize)>) -> Self {
        let patients = if selection.len() > 1 { Patients::These(selection.clone()) } else { Patients::All };
        Self { patients, selection, batches, system: None, reason: None }
    }

    /// Draws the dialog.
    pub(crate) fn ui(
        &mut self,
        ctx: &Context,
        lang: Lang,
        examined: Option<&Examined>,
        read_only: bool,
    ) -> Answer<Action> {
        dialog(ctx, lang, lang.term(CheckWord::Doctor), 176.0 * UNIT, |ui| {
            widgets::small(ui, lang.term(CheckWord::DoctorAdvice));
            ui.add_space(GAP);
            self.patients_ui(ui, lang);
            ui.add_space(GAP);
            let diagnosis = examined.and_then(|it| it.diagnosis.as_ref());
            let system = self.system.or_else(|| diagnosis.map(|it| it.best)).unwrap_or_default();
            let height = 78.0 * UNIT;
            ui.horizontal_top(|ui| {
                let width = (ui.available_width() - GAP) * 0.56;
                ui.allocate_ui(vec2(width, height), |ui| {
                    ui.set_min_size(vec2(width, height));
                    ui.vertical(|ui| match (examined, diagnosis) {
                        (None, _) => {
                            widgets::small(ui, lang.term(CheckWord::Looking));
                        }
                        (Some(_), None) => {
                            widgets::small(ui, lang.term(CheckWord::NoRivers));
                        }
                        (Some(_), Some(diagnosis)) => self.candidates_ui(ui, lang, diagnosis, system),
                    });
                });
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
                if let Some(examined) = examined {
                    map_ui(ui, rect, examined, system);
                }
            });
            widgets::small(ui, lang.term(CheckWord::Legend));
            ui.add_space(GAP);
            let proposed = diagnosis.and_then(|it| proposed_reason(lang, it, system)).unwrap_or_default();
            let mut reason = self.reason.clone().unwrap_or_else(|| proposed.clone());
            line(ui, lang.term(CheckWord::Why), "", &mut reason);
            if reason != proposed {
                self.reason = Some(reason.clone());
            }
            let outfalls = examined.map_or(&[][..], |it| &it.outfalls);
            let possible = system.moves() && !outfalls.is_empty() && !reason.trim().is_empty() && !read_only;
            match foot(ui, lang, &said::reread_so_many(lang, outfalls.len()), possible, "") {
                Some(true) => Answer::Done(Action::Reread { ids: outfalls.to_vec(), system, why: reason }),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }

    /// Whose coordinates: all, those that are selected, or those of one file.
    fn patients_ui(&mut self, ui: &mut Ui, lang: Lang) {
        let before = self.patients.clone();
        ui.horizontal(|ui| {
            let chosen = match &self.patients {
                Patients::All => 0,
                Patients::These(_) => 1,
                Patients::Batch(_) => 2,
            };
            let all = [(0, lang.term(CheckWord::ScopeAll)), (1, lang.term(CheckWord::ScopeSelection))];
            let options = if self.selection.is_empty() { &all[..1] } else { &all[..] };
            match widgets::segmented(ui, options, chosen) {
                Some(0) => self.patients = Patients::All,
                Some(_) => self.patients = Patients::These(self.selection.clone()),
                None => {}
            }
            if self.batches.is_empty() {
                return;
            }
            let title = match &self.patients {
                Patients::Batch(file) => file.as_str(),
                _ => lang.pick("按导入文件…", "By file…"),
            };
            let combo = widgets::choice(ui, "doctor batch", 60.0 * UNIT, title);
            let mut picked = None;
            let response = combo.show_ui(ui, |ui| {
                for (file, count) in &self.batches {
                    let text = said::joined(&[file, &said::count(*count as i64)]);
                    if ui.selectable_label(self.patients == Patients::Batch(file.clone()), text).clicked() {
                        picked = Some(file.clone());
                    }
                }
            });
            response.response.accessible_name(lang.pick("按导入文件", "By file"));
            if let Some(file) = picked {
                self.patients = Patients::Batch(file);
            }
        });
        if self.patients != before {
            (self.system, self.reason) = (None, None);
        }
    }

    /// One row for each system, nearest or not.
    fn candidates_ui(&mut self, ui: &mut Ui, lang: Lang, diagnosis: &Diagnosis, system: System) {
        let tokens = theme::tokens(ui);
        let width = ui.available_width();
        let columns = |rect: Rect| {
            [(0.0, 0.52), (0.52, 0.76), (0.76, 1.0)].map(|(from, to): (f32, f32)| {
                let at = |share: f32| rect.left() + rect.width() * share;
                Rect::from_min_max(pos2(at(from), rect.top()), pos2(at(to) - UNIT, rect.bottom()))
            })
        };
        let (rect, _) = ui.allocate_exact_size(vec2(width, 6.0 * UNIT), Sense::hover());
        let words = [CheckWord::System, CheckWord::Median, CheckWord::P90];
        for (area, word) in columns(rect.shrink2(vec2(GAP, 0.0))).into_iter().zip(words) {
            widgets::elided_at(ui, area, lang.term(word), SMALL, tokens.weak);
        }
        for candidate in &diagnosis.candidates {
            let chosen = candidate.system == system;
            let (rect, response) = ui.allocate_exact_size(vec2(width, 11.0 * UNIT), Sense::click());
            let name = candidate_name(lang, candidate);
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, &name));
            let fill = if chosen { tokens.accent_soft } else { tokens.raised };
            ui.painter().rect_filled(rect.shrink2(vec2(0.0, 2.0)), CornerRadius::same(4), fill);
            if response.hovered() || response.has_focus() {
                let stroke = Stroke::new(1.0, tokens.accent);
                ui.painter().rect_stroke(
                    rect.shrink2(vec2(0.0, 2.0)),
                    CornerRadius::same(4),
                    stroke,
                    StrokeKind::Inside,
                );
            }
            let [title, median, p90] = columns(rect.shrink2(vec2(GAP, 0.0)));
            let (upper, lower) = title.split_top_bottom_at_fraction(0.5);
            let advised = candidate.system == diagnosis.best;
            if advised {
                widgets::elided_at(
                    ui,
                    upper.translate(vec2(0.0, 2.0)),
                    lang.term(candidate.system),
                    SMALL + 1.0,
                    tokens.text,
                );
                let text = format!("{} {}", icons::CHOSEN, lang.term(CheckWord::Best));
                widgets::elided_at(ui, lower.translate(vec2(0.0, -2.0)), &text, SMALL, tokens.done);
            } else {
                widgets::elided_at(ui, title, lang.term(candidate.system), SMALL + 1.0, tokens.text);
            }
            widgets::elided_at(ui, median, &said::metres_to_river(candidate.median_m), BODY, tokens.text);
            widgets::elided_at(ui, p90, &said::metres_to_river(candidate.p90_m), BODY, tokens.weak);
            if response.on_hover_text(lang.term(candidate.system)).clicked() {
                (self.system, self.reason) = (Some(candidate.system), None);
            }
        }
        ui.add_space(UNIT);
        ui.label(RichText::new(said::looked_at(lang, diagnosis)).size(SMALL).color(tokens.weak));
    }
}

fn candidate_name(lang: Lang, candidate: &Candidate) -> String {
    said::joined(&[
        lang.term(candidate.system),
        &said::metres_to_river(candidate.median_m),
        &said::metres_to_river(candidate.p90_m),
    ])
}

fn proposed_reason(lang: Lang, diagnosis: &Diagnosis, system: System) -> Option<String> {
    let (was, is) = (diagnosis.candidate(System::AsIs)?, diagnosis.candidate(system)?);
    system.moves().then(|| said::doctor_reason(lang, was.median_m, is.median_m))
}

/// The rivers, and the positions before and after.
fn map_ui(ui: &Ui, rect: Rect, examined: &Examined, system: System) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, CornerRadius::same(4), tokens.field);
    let after: Vec<(f64, f64)> =
        examined.positions.iter().filter_map(|(lon, lat)| system.read(*lon, *lat)).collect();
    let Some(frame) = Frame::around(rect, &after).or_else(|| Frame::around(rect, &examined.positions)) else {
        return;
    };
    let river = Stroke::new(1.5, tokens.accent.gamma_multiply(0.4));
    for line in &examined.rivers {
        painter.line(line.iter().map(|it| frame.at(*it)).collect(), river);
    }
    if system.moves() {
        for (lon, lat) in &examined.positions {
            painter.circle_filled(frame.at((*lon, *lat)), 2.0, tokens.faint);
        }
    }
    for place in &after {
        painter.circle_filled(frame.at(*place), 2.5, tokens.accent);
    }
    painter.rect_stroke(rect, CornerRadius::same(4), Stroke::new(1.0, tokens.line), StrokeKind::Inside);
    let bar = frame.kilometre();
    let foot = rect.left_bottom() + vec2(GAP, -GAP);
    painter.line_segment([foot, foot + vec2(bar.1, 0.0)], Stroke::new(2.0, tokens.text));
    let font = FontId::proportional(SMALL);
    painter.text(foot - vec2(0.0, 2.0), Align2::LEFT_BOTTOM, bar.0, font, tokens.text);
}

/// From degrees to points of the little map. A tenth of the positions on each side may lie beyond its edge.
struct Frame {
    middle: (f64, f64),
    rect: Rect,
    /// Points for a degree of latitude.
    scale: f64,
}

impl Frame {
    fn around(rect: Rect, positions: &[(f64, f64)]) -> Option<Self> {
        let span = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            let at = |share: f64| values.get(((values.len() - 1) as f64 * share) as usize).copied();
            Some((at(0.1)?, at(0.9)?))
        };
        if positions.is_empty() {
            return None;
        }
        let (west, east) = span(positions.iter().map(|it| it.0).collect())?;
        let (south, north) = span(positions.iter().map(|it| it.1).collect())?;
        let middle = (f64::midpoint(west, east), f64::midpoint(south, north));
        let shrink = middle.1.to_radians().cos().abs().max(0.1);
        let (wide, high) = ((east - west) * shrink, north - south);
        // No nearer than a kilometre or so: an offset is half of that.
        let scale = (f64::from(rect.width()) * 0.8 / wide.max(0.02))
            .min(f64::from(rect.height()) * 0.8 / high.max(0.02));
        Some(Self { middle, rect, scale })
    }

    fn at(&self, (lon, lat): (f64, f64)) -> Pos2 {
        let shrink = self.middle.1.to_radians().cos().abs().max(0.1);
        let (east, north) = ((lon - self.middle.0) * shrink * self.scale, (lat - self.middle.1) * self.scale);
        self.rect.center() + vec2(east as f32, -north as f32)
    }

    /// A round length that fits the map, with its width in points.
    fn kilometre(&self) -> (String, f32) {
        let points_per_km = self.scale / 111.0;
        let most = f64::from(self.rect.width()) * 0.3 / points_per_km;
        let power = 10_f64.powf(most.max(0.01).log10().floor());
        let kilometres =
            [5.0, 2.0, 1.0].into_iter().map(|it| it * power).find(|it| *it <= most).unwrap_or(power);
        let text = if kilometres < 1.0 {
            format!("{:.0} m", kilometres * 1_000.0)
        } else {
            format!("{kilometres:.0} km")
        };
        (text, (kilometres * points_per_km) as f32)
    }
}

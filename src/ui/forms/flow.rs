//! The flow of a sample: what was measured, in which unit and how, what that is in a day, and a calculator for the readings.

use std::collections::BTreeMap;

use eframe::egui::{Align, Align2, Frame, Label, Layout, Margin, RichText, Ui, vec2};

use super::{
    Form,
    control::{self, line},
    field::{Context, control_ui, field_ui, focus_ui, id_of, title_ui},
};
use crate::{
    domain::{
        Value,
        fact::{FlowMethod, FlowState, FlowUnit, Sample},
        project::AnyRecord,
        rule::{
            flow::{self, Reading},
            unit,
        },
        words,
    },
    i18n::Lang,
    ui::{
        icons,
        said::{self, FormWord},
        theme::{self, GAP, SMALL, UNIT},
        widgets,
    },
};

/// What is typed into the calculator.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Calculator {
    /// The second shape of a method: a pipe in place of a channel, a notch in place of a rectangle.
    second: bool,
    /// The readings as typed, by their names.
    typed: BTreeMap<&'static str, String>,
}

/// A reading that a method asks for: name, Chinese, English.
type Asked = (&'static str, &'static str, &'static str);

const LITRES: Asked = ("litres", "容积 L", "Volume L");
const SECONDS: Asked = ("seconds", "时间 s（可多次）", "Time s (several)");
const WIDTH: Asked = ("width", "水面宽 m", "Width m");
const DEPTH: Asked = ("depth", "水深 m", "Depth m");
const LENGTH: Asked = ("length", "浮标行程 m", "Way of the float m");
const SPEED: Asked = ("speed", "平均流速 m/s", "Mean speed m/s");
const DIAMETER: Asked = ("diameter", "管径 m", "Diameter m");
const CREST: Asked = ("width", "堰宽 m", "Width of crest m");
const HEAD: Asked = ("head", "堰上水头 m", "Head m");

impl Calculator {
    fn asks(&self, method: FlowMethod) -> &'static [Asked] {
        match (method, self.second) {
            (FlowMethod::Bucket, _) => &[LITRES, SECONDS],
            (FlowMethod::Float, _) => &[WIDTH, DEPTH, LENGTH, SECONDS],
            (FlowMethod::VelocityArea, false) => &[WIDTH, DEPTH, SPEED],
            (FlowMethod::VelocityArea, true) => &[DIAMETER, DEPTH, SPEED],
            (FlowMethod::Weir, false) => &[CREST, HEAD],
            (FlowMethod::Weir, true) => &[HEAD],
            (FlowMethod::Online | FlowMethod::Estimate, _) => &[],
        }
    }

    /// A reading; the mean where several are typed.
    fn number(&self, (name, ..): Asked) -> f64 {
        let text = self.typed.get(name).map_or("", String::as_str);
        let parts = text.split(['、', ',', '，', ';', '；', ' ']).filter(|it| !it.trim().is_empty());
        let numbers: Option<Vec<f64>> = parts.map(words::number).collect();
        match numbers.as_deref() {
            None | Some([]) => f64::NAN,
            Some(numbers) => numbers.iter().sum::<f64>() / numbers.len() as f64,
        }
    }

    fn reading(&self, method: FlowMethod) -> Option<Reading> {
        let of = |asked| self.number(asked);
        Some(match (method, self.second) {
            (FlowMethod::Bucket, _) => Reading::Bucket { litres: of(LITRES), seconds: of(SECONDS) },
            (FlowMethod::Float, _) => Reading::Float {
                width: of(WIDTH),
                depth: of(DEPTH),
                length: of(LENGTH),
                seconds: of(SECONDS),
            },
            (FlowMethod::VelocityArea, false) => {
                Reading::Channel { width: of(WIDTH), depth: of(DEPTH), speed: of(SPEED) }
            }
            (FlowMethod::VelocityArea, true) => {
                Reading::Pipe { diameter: of(DIAMETER), depth: of(DEPTH), speed: of(SPEED) }
            }
            (FlowMethod::Weir, false) => Reading::RectangularWeir { width: of(CREST), head: of(HEAD) },
            (FlowMethod::Weir, true) => Reading::NotchWeir { head: of(HEAD) },
            (FlowMethod::Online | FlowMethod::Estimate, _) => return None,
        })
    }

    /// The flow in m³/d, once the readings are there.
    pub(super) fn m3_d(&self, method: FlowMethod) -> Option<f64> {
        self.reading(method).and_then(flow::m3_d).map(unit::rounded)
    }

    /// The readings in one line, for the record: `容积 L 10；时间 s 5.2、5.0`.
    fn readings(&self, lang: Lang, method: FlowMethod) -> String {
        let asked = self.asks(method).iter();
        let part = |(name, zh, en): &Asked| {
            let title = lang.pick(*zh, *en);
            let title = title.split(['（', '(']).next().unwrap_or(title).trim();
            format!("{title} {}", self.typed.get(name).map_or("", |it| it.trim()))
        };
        asked.map(part).collect::<Vec<_>>().join("；")
    }
}

/// The formula by its name.
fn formula(lang: Lang, method: FlowMethod, second: bool) -> &'static str {
    match (method, second) {
        (FlowMethod::Bucket, _) => "Q = V / t",
        (FlowMethod::Float, _) => {
            lang.pick("Q = 0.85·b·h·L / t（浮标系数 0.85）", "Q = 0.85·b·h·L / t (float factor 0.85)")
        }
        (FlowMethod::VelocityArea, false) => "Q = v·b·h",
        (FlowMethod::VelocityArea, true) => {
            lang.pick("Q = v·A(D, h) 圆管非满流", "Q = v·A(D, h), pipe partly full")
        }
        (FlowMethod::Weir, false) => {
            lang.pick("Q = 1.84·b·h^1.5（Francis，无侧收缩）", "Q = 1.84·b·h^1.5 (Francis, full width)")
        }
        (FlowMethod::Weir, true) => {
            lang.pick("Q = 1.4·h^2.5（Thomson，90°）", "Q = 1.4·h^2.5 (Thomson, 90°)")
        }
        (FlowMethod::Online | FlowMethod::Estimate, _) => "",
    }
}

fn sample(form: &Form) -> Option<&Sample> {
    match &form.record {
        AnyRecord::Sample(sample) => Some(sample),
        _ => None,
    }
}

/// The row.
pub(super) fn flow_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>) {
    let room = ui.available_width() - 2.0 * GAP;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        cell_ui(ui, 0.25 * room, |ui| field_ui(ui, form, context, "flow_state", 1));
        cell_ui(ui, 0.35 * room, |ui| number_ui(ui, form, context));
        cell_ui(ui, 0.4 * room, |ui| method_ui(ui, form, context));
    });
    in_a_day_ui(ui, form, context);
    let method = sample(form).and_then(|it| it.flow_method);
    if let Some(method) = method.filter(|_| form.calculator.is_some()) {
        calculator_ui(ui, form, context.lang, method);
    }
    if sample(form).is_some_and(|it| !it.flow_readings.is_empty()) {
        field_ui(ui, form, context, "flow_readings", 1);
    }
}

fn cell_ui(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        contents(ui);
    });
}

/// The number with its unit behind it.
fn number_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>) {
    let (Some(flow), Some(units)) = (form.column("flow"), form.column("flow_unit")) else { return };
    let label = title_ui(ui, context, &flow, form);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        let unit_width = 23.0 * UNIT;
        let width = ui.available_width() - unit_width - UNIT;
        cell_ui(ui, width, |ui| {
            let response = control_ui(ui, form, context, &flow, 1).labelled_by(label.id);
            focus_ui(form, "flow", &response);
        });
        let chosen = match form.text("flow_unit") {
            text if text.is_empty() => FlowUnit::CubicMetresPerDay.code().to_owned(),
            text => text,
        };
        let id = id_of(form, "flow_unit");
        control::within(ui, unit_width, |ui| {
            let place = (id, unit_width);
            let (response, picked) =
                control::list_ui(ui, context.lang, place, units.codes, &chosen, false, &mut form.sought);
            response.accessible_name(context.lang.pick(units.zh, units.en));
            if let Some(code) = picked {
                form.set("flow_unit", Value::text(code));
            }
        });
    });
}

/// The method, and the button that opens its calculator.
fn method_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>) {
    let Some(column) = form.column("flow_method") else { return };
    let label = title_ui(ui, context, &column, form);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        let padding = if theme::is_touch(ui) { 3.0 * UNIT } else { UNIT };
        let button = context.lang.pick(12.0, 20.0) * UNIT + padding;
        let width = ui.available_width() - button - UNIT;
        cell_ui(ui, width, |ui| {
            control_ui(ui, form, context, &column, 1).labelled_by(label.id);
        });
        let method = sample(form).and_then(|it| it.flow_method);
        let works = method.is_some_and(|it| !matches!(it, FlowMethod::Online | FlowMethod::Estimate));
        control::within(ui, button, |ui| {
            ui.add_enabled_ui(works, |ui| {
                let text = said::form_word(context.lang, FormWord::Calculator);
                if widgets::quiet_button(ui, "", text).clicked() {
                    let open = form.calculator.is_some();
                    form.calculator = (!open).then(Calculator::default);
                }
            });
        });
    });
}

fn in_a_day_ui(ui: &mut Ui, form: &Form, context: &Context<'_>) {
    let Some(sample) = sample(form) else { return };
    let Some((flow, unit)) = sample.flow.zip(sample.flow_unit) else { return };
    if unit == FlowUnit::CubicMetresPerDay {
        return;
    }
    let day = unit::rounded(unit::m3_per_day(flow, unit));
    let text = format!("{} {day} m³/d", said::form_word(context.lang, FormWord::FlowInDays));
    ui.add(Label::new(RichText::new(text).size(SMALL).color(theme::tokens(ui).weak)));
}

fn calculator_ui(ui: &mut Ui, form: &mut Form, lang: Lang, method: FlowMethod) {
    let Some(mut calculator) = form.calculator.take() else { return };
    let record = form.record.id();
    let tokens = theme::tokens(ui);
    let mut taken = None;
    let frame = Frame::new().fill(tokens.raised).corner_radius(6).inner_margin(Margin::symmetric(10, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let words = match method {
            FlowMethod::VelocityArea => Some([FormWord::Channel, FormWord::Pipe]),
            FlowMethod::Weir => Some([FormWord::Rectangular, FormWord::Notch]),
            _ => None,
        };
        if let Some(words) = words.map(|it| it.map(|word| said::form_word(lang, word))) {
            let chosen = Some(usize::from(calculator.second));
            let id = ui.scope_id().with("shape");
            let name = said::form_word(lang, FormWord::Calculator);
            let picked = widgets::pick_row(ui, id, name, &words, chosen, 60.0 * UNIT, 1);
            if let Some(at) = picked.pick.and_then(widgets::Pick::at) {
                calculator.second = at == 1;
            }
            ui.add_space(UNIT);
        }
        let asked = calculator.asks(method);
        let width = ((ui.available_width() - 3.0 * GAP) / 4.0).max(20.0 * UNIT);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for (name, zh, en) in asked {
                cell_ui(ui, width, |ui| {
                    let title = RichText::new(lang.pick(*zh, *en)).size(SMALL).color(tokens.weak);
                    let label = ui.add(Label::new(title).truncate());
                    let typed = calculator.typed.entry(name).or_default();
                    let id = eframe::egui::Id::unique(("reading", record, *name));
                    let edit = line(ui, typed, "", width).id(id).align(Align2::RIGHT_CENTER);
                    ui.add(edit).labelled_by(label.id);
                });
            }
        });
        ui.horizontal(|ui| {
            let result = calculator.m3_d(method);
            let text = result.map_or_else(
                || said::form_word(lang, FormWord::FillInReadings).to_owned(),
                |flow| format!("= {flow} m³/d"),
            );
            let color = if result.is_some() { tokens.text } else { tokens.weak };
            ui.label(RichText::new(text).color(color));
            ui.add_enabled_ui(result.is_some(), |ui| {
                if widgets::quiet_button(ui, icons::CHOSEN, said::form_word(lang, FormWord::TakeOver))
                    .clicked()
                {
                    taken = result;
                }
            });
            let named = formula(lang, method, calculator.second);
            ui.add(Label::new(RichText::new(named).size(SMALL).color(tokens.weak)).truncate());
        });
    });
    match taken {
        Some(flow) => {
            form.put("flow", Value::Real(flow));
            form.set("flow_unit", Value::text(FlowUnit::CubicMetresPerDay.code()));
            form.set("flow_state", Value::text(FlowState::Measured.code()));
            form.set("flow_readings", Value::text(calculator.readings(lang, method)));
        }
        None => form.calculator = Some(calculator),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_times_are_averaged() {
        let mut calculator = Calculator::default();
        calculator.typed.insert("litres", "10".to_owned());
        calculator.typed.insert("seconds", "4.9、5.1，５".to_owned());

        assert_eq!(calculator.m3_d(FlowMethod::Bucket), Some(172.8));
        assert_eq!(calculator.readings(Lang::Zh, FlowMethod::Bucket), "容积 L 10；时间 s 4.9、5.1，５");

        calculator.typed.insert("seconds", "4.9、five".to_owned());
        assert_eq!(calculator.m3_d(FlowMethod::Bucket), None);
    }
}

//! The two numbers everybody is judged by, what they are made of, and the way to the records behind each.

use std::sync::Arc;

use eframe::egui::{
    Align, Align2, CornerRadius, Frame, Label, Layout, Margin, Rect, RichText, Role, Sense, Stroke, TextEdit,
    Ui, WidgetInfo, vec2,
};
use jiff::civil::Date;

use super::table;
use crate::{
    app::Action,
    domain::{
        progress::{Count, Grouping, Rate, Snapshot, Tally},
        project::Project,
        settings::{Formula, Settings},
        words,
    },
    i18n::Lang,
    ui::{
        icons,
        keys::Command,
        said::{self, Word},
        state::{Behind, Narrowed, ProgressState, Screen},
        theme::{self, BODY, CONTROL, FIGURE, GAP, PAD, SECTION, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// What the view draws from.
pub(crate) struct Progress<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Project,
    pub(crate) snapshot: &'a Arc<Snapshot>,
    pub(crate) total: &'a Tally,
    pub(crate) today: Date,
    pub(crate) read_only: bool,
}

impl Progress<'_> {
    /// The wishes that open a number to the outfalls behind it.
    pub(super) fn open(&self, count: Count, group: Option<(Grouping, &str)>) -> [Wish; 2] {
        let ids = self.snapshot.behind(self.project, count, group).into_iter().collect();
        let group = group.map(|(by, name)| (by, name.to_owned()));
        let behind = Behind::Number { count, group };
        [Wish::Narrow(Some(Narrowed { behind, ids })), Wish::Show(Screen::Map)]
    }
}

/// Draws the view.
pub(crate) fn progress_ui(
    ui: &mut Ui,
    view: &Progress<'_>,
    state: &mut ProgressState,
    wishes: &mut Vec<Wish>,
) {
    Frame::new().inner_margin(Margin { left: 24, right: 24, top: 16, bottom: 12 }).show(ui, |ui| {
        header_ui(ui, view, state, wishes);
        ui.add_space(PAD);
        figures_ui(ui, view, wishes);
        ui.add_space(PAD);
        counts_ui(ui, view, wishes);
        ui.add_space(SECTION);
        grouping_ui(ui, view, state, wishes);
        ui.add_space(UNIT);
        if view.project.entries().is_empty() {
            let lang = view.lang;
            let advice = lang.term(Word::NoOutfallsAdvice);
            widgets::empty_state(ui, icons::PROGRESS, lang.term(Word::NoOutfalls), advice, |ui| {
                if widgets::primary_button(ui, lang.term(Word::ImportLedger)).clicked() {
                    wishes.push(Wish::AskImport(Vec::new()));
                }
            });
        } else {
            table::table_ui(ui, view, state, wishes);
        }
    });
}

fn header_ui(ui: &mut Ui, view: &Progress<'_>, state: &mut ProgressState, wishes: &mut Vec<Wish>) {
    let lang = view.lang;
    ui.horizontal(|ui| {
        widgets::heading(ui, Command::ShowProgress.title(lang));
        ui.add_space(GAP);
        day_ui(ui, view, state, wishes);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let settings = view.project.settings();
            if widgets::quiet_button(ui, icons::EXPORT, lang.term(Word::Export)).clicked() {
                wishes.push(Wish::AskExport);
            }
            ui.add_enabled_ui(!view.read_only, |ui| {
                if widgets::quiet_button(ui, icons::TARGET, lang.term(Word::Targets)).clicked() {
                    wishes.push(Wish::AskSettings);
                }
                let mut proven = settings.proven_only;
                if ui.checkbox(&mut proven, lang.term(Word::ProvenOnly)).changed() {
                    change(settings, wishes, |it| it.proven_only = proven);
                }
            });
        });
    });
}

fn change(settings: &Settings, wishes: &mut Vec<Wish>, how: impl FnOnce(&mut Settings)) {
    let mut settings = settings.clone();
    how(&mut settings);
    wishes.push(Wish::act(Action::ChangeSettings(settings)));
}

/// The day that is looked at.
fn day_ui(ui: &mut Ui, view: &Progress<'_>, state: &mut ProgressState, wishes: &mut Vec<Wish>) {
    let tokens = theme::tokens(ui);
    let id = ui.scope_id().with("as of");
    let editing = ui.memory(|memory| memory.has_focus(id));
    if !editing {
        state.day_text = view.snapshot.day.to_string();
    }
    let label = ui.label(RichText::new(view.lang.term(Word::AsOf)).size(SMALL).color(tokens.weak));
    let edit = TextEdit::singleline(&mut state.day_text).id(id).desired_width(24.0 * UNIT);
    let response = ui.add(edit.min_size(vec2(24.0 * UNIT, CONTROL)).align(Align2::LEFT_CENTER));
    if response.labelled_by(label.id).changed()
        && let Some(day) = words::typed_day(&state.day_text)
    {
        wishes.push(Wish::SetDay((day != view.today).then_some(day)));
    }
    if view.snapshot.day != view.today
        && widgets::quiet_button(ui, icons::CALENDAR, view.lang.term(Word::Today)).clicked()
    {
        wishes.push(Wish::SetDay(None));
    }
}

/// The two rates, each as a large number with its bar.
fn figures_ui(ui: &mut Ui, view: &Progress<'_>, wishes: &mut Vec<Wish>) {
    let settings = view.project.settings();
    let width = (ui.available_width() - SECTION) / 2.0;
    let lang = view.lang;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = SECTION;
        let trace = Figure {
            title: lang.term(Word::TraceRate),
            rate: view.total.trace_rate(),
            target: settings.trace_target,
            due: settings.trace_due,
            done: Count::Traced,
            of: Count::ToTrace,
            unproven: Count::TracedUnproven,
        };
        figure_ui(ui, view, width, &trace, wishes, |ui, _| {
            widgets::small(ui, lang.term(Word::TraceFormula));
        });
        let fix = Figure {
            title: lang.term(Word::FixRate),
            rate: view.total.fix_rate(),
            target: settings.fix_target,
            due: settings.fix_due,
            done: Count::Fixed,
            of: Count::ToFix,
            unproven: Count::FixedUnproven,
        };
        figure_ui(ui, view, width, &fix, wishes, |ui, wishes| formula_ui(ui, view, wishes));
    });
}

struct Figure<'a> {
    title: &'a str,
    rate: Rate,
    target: i64,
    due: Option<Date>,
    done: Count,
    of: Count,
    unproven: Count,
}

fn figure_ui(
    ui: &mut Ui,
    view: &Progress<'_>,
    width: f32,
    figure: &Figure<'_>,
    wishes: &mut Vec<Wish>,
    formula: impl FnOnce(&mut Ui, &mut Vec<Wish>),
) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.raised).corner_radius(CornerRadius::same(8)).inner_margin(Margin {
        left: 16,
        right: 16,
        top: 12,
        bottom: 12,
    });
    let size = vec2(width, 0.0);
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        frame.show(ui, |ui| {
            ui.set_width(width - 2.0 * SECTION);
            ui.horizontal(|ui| {
                ui.label(RichText::new(figure.title).size(BODY).color(tokens.weak));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    widgets::small(ui, &said::target(view.lang, figure.target, figure.due));
                });
            });
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = PAD;
                ui.label(RichText::new(figure.rate.percent(figure.target)).size(FIGURE));
                fraction_ui(ui, view, figure, wishes);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    verdict_ui(ui, view, figure, wishes);
                });
            });
            let (track, _) = ui.allocate_exact_size(vec2(ui.available_width(), 2.0 * UNIT), Sense::hover());
            widgets::bar(ui, track, figure.rate, figure.target);
            ui.add_space(5.0 * UNIT);
            ui.horizontal(|ui| {
                ui.set_min_height(CONTROL);
                formula(ui, wishes);
            });
        });
    });
}

/// `39 / 50`, both of which open to their outfalls.
fn fraction_ui(ui: &mut Ui, view: &Progress<'_>, figure: &Figure<'_>, wishes: &mut Vec<Wish>) {
    ui.spacing_mut().item_spacing.x = UNIT;
    if number_link(ui, figure.rate.done, 17.0, view.lang.term(figure.done)) {
        wishes.extend(view.open(figure.done, None));
    }
    ui.label(RichText::new("/").size(17.0).color(theme::tokens(ui).faint));
    if number_link(ui, figure.rate.of, 17.0, view.lang.term(figure.of)) {
        wishes.extend(view.open(figure.of, None));
    }
}

fn verdict_ui(ui: &mut Ui, view: &Progress<'_>, figure: &Figure<'_>, wishes: &mut Vec<Wish>) {
    let tokens = theme::tokens(ui);
    let (text, color) = match figure.rate.met(figure.target) {
        Some(true) => (view.lang.term(Word::Reached).to_owned(), tokens.done),
        Some(false) => (said::short(view.lang, figure.rate.short(figure.target)), tokens.begun),
        None => (String::new(), tokens.weak),
    };
    ui.label(RichText::new(text).size(BODY).color(color));
    let unproven = view.total.get(figure.unproven);
    if unproven > 0 {
        let text = said::unproven(view.lang, unproven);
        let response = link(ui, &text, SMALL + 1.0, tokens.weak);
        if response.on_hover_text(view.lang.term(Word::UnprovenLong)).clicked() {
            wishes.extend(view.open(figure.unproven, None));
        }
    }
}

/// Which formula the fixed rate follows, and what it says.
fn formula_ui(ui: &mut Ui, view: &Progress<'_>, wishes: &mut Vec<Wish>) {
    let settings = view.project.settings();
    ui.horizontal(|ui| {
        ui.add_enabled_ui(!view.read_only, |ui| {
            let options = Formula::ALL.iter().map(|it| (*it, it.code())).collect::<Vec<_>>();
            if let Some(formula) = widgets::segmented(ui, &options, settings.formula) {
                change(settings, wishes, |it| it.formula = formula);
            }
        });
        widgets::small(ui, &said::formula(view.lang, settings.formula));
    });
}

/// The other counts, each of which opens to its outfalls.
fn counts_ui(ui: &mut Ui, view: &Progress<'_>, wishes: &mut Vec<Wish>) {
    const COUNTS: &[Count] = &[
        Count::Base,
        Count::Visited,
        Count::Measured,
        Count::Exceeding,
        Count::NotJudged,
        Count::NotNeeded,
        Count::Rebound,
        Count::Merged,
        Count::Removed,
        Count::Kept,
    ];
    let gap = GAP;
    let count = COUNTS.len() as f32;
    let width = ((ui.available_width() - gap * (count - 1.0)) / count).floor();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        for count in COUNTS {
            count_ui(ui, view, *count, width, wishes);
        }
    });
}

fn count_ui(ui: &mut Ui, view: &Progress<'_>, count: Count, width: f32, wishes: &mut Vec<Wish>) {
    let tokens = theme::tokens(ui);
    let number = view.total.get(count);
    let title = view.lang.term(count);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 13.0 * UNIT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said::counted(title, number)));
    let corners = CornerRadius::same(6);
    let edge = if response.hovered() || response.has_focus() { tokens.accent } else { tokens.line };
    ui.painter().rect_stroke(rect, corners, Stroke::new(1.0, edge), eframe::egui::StrokeKind::Inside);
    let inner = rect.shrink2(vec2(2.5 * UNIT, 0.0));
    let line = |middle: f32| {
        Rect::from_center_size(eframe::egui::pos2(inner.center().x, middle), vec2(inner.width(), 0.0))
    };
    let alarming = matches!(count, Count::Exceeding | Count::Rebound) && number > 0;
    let color = if alarming { tokens.alarm } else { tokens.text };
    widgets::elided_at(ui, line(rect.top() + 4.5 * UNIT), &said::count(number as i64), 17.0, color);
    widgets::elided_at(ui, line(rect.bottom() - 3.5 * UNIT), title, SMALL, tokens.weak);
    if response.on_hover_text(view.lang.term(Word::OpenNumber)).clicked() {
        wishes.extend(view.open(count, None));
    }
}

fn grouping_ui(ui: &mut Ui, view: &Progress<'_>, state: &mut ProgressState, _wishes: &mut [Wish]) {
    ui.horizontal(|ui| {
        widgets::section(ui, view.lang.term(Word::GroupedBy));
        let options: Vec<(Grouping, &str)> =
            Grouping::ALL.iter().map(|it| (*it, view.lang.term(*it))).collect();
        if let Some(grouping) = widgets::segmented(ui, &options, state.grouping) {
            state.grouping = grouping;
            state.sort = None;
        }
    });
}

/// A number that can be opened.
fn number_link(ui: &mut Ui, number: u64, size: f32, name: &str) -> bool {
    let color = theme::tokens(ui).text;
    let response = link(ui, &said::count(number as i64), size, color);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, said::counted(name, number)));
    response.on_hover_text(name).clicked()
}

fn link(ui: &mut Ui, text: &str, size: f32, color: eframe::egui::Color32) -> eframe::egui::Response {
    let hovered = theme::tokens(ui).accent;
    let response = ui.add(Label::new(RichText::new(text).size(size).color(color)).sense(Sense::click()));
    if response.hovered() || response.has_focus() {
        let line = response.rect;
        ui.painter().hline(line.x_range(), line.bottom() - 1.0, Stroke::new(1.0, hovered));
        ui.ctx().set_cursor_icon(eframe::egui::CursorIcon::PointingHand);
    }
    response
}

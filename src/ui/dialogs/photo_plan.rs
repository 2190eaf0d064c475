//! Where the photos of a folder would go: looked at, changed and ticked before they are kept in one step.

use eframe::egui::{Align, Context, Layout, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, pos2, vec2};

use super::{Answer, dialog, foot};
use crate::{
    app::{
        Action, Notice, Now,
        photo::{PhotoPlan, PlannedPhoto},
    },
    domain::{
        RecordId,
        evidence::{Found, Match, Unmatched},
        project::{Project, RecordKind},
    },
    i18n::Lang,
    ui::{
        icons,
        said::{self, PhotoWord},
        theme::{self, BODY, CONTROL, GAP, SMALL, UNIT},
        widgets,
    },
};

const ROW: f32 = CONTROL + 3.0 * UNIT;

/// The plan that is looked at.
#[derive(Debug)]
pub(crate) struct PhotoPlanDraft {
    plan: PhotoPlan,
    /// The first plan in words: what was found, whatever is changed.
    found: String,
}

impl PhotoPlanDraft {
    /// As it was worked out.
    pub(crate) fn new(plan: PhotoPlan, lang: Lang) -> Self {
        let notice = Notice::PhotosPlanned(Box::new(plan.clone()));
        Self { found: notice.say(lang), plan }
    }

    /// Draws the dialog. `at_hand` is the outfall that is selected, which any photo can be given to.
    pub(crate) fn ui(
        &mut self,
        ctx: &Context,
        lang: Lang,
        project: &Project,
        now: &Now,
        at_hand: Option<RecordId>,
    ) -> Answer<Action> {
        dialog(ctx, lang, lang.term(PhotoWord::PhotoFolder), 240.0 * UNIT, |ui| {
            widgets::small(ui, &self.found);
            ui.add_space(GAP);
            let columns = Columns::over(ui.available_width());
            columns.heading_ui(ui, lang);
            let most = (ctx.content_rect().height() - 80.0 * UNIT).max(40.0 * UNIT);
            let height = (ROW * self.plan.rows.len() as f32).clamp(ROW, most);
            ui.spacing_mut().item_spacing.y = 0.0;
            let list =
                ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink(false);
            list.show_rows(ui, ROW, self.plan.rows.len(), |ui, range| {
                for (row, at) in self.plan.rows.iter_mut().zip(0..).skip(range.start).take(range.len()) {
                    ui.push_id(at, |ui| columns.row_ui(ui, lang, row, project, now, at_hand));
                }
            });
            let wanted = self.plan.rows.iter().filter(|row| row.wanted && row.chosen.is_some()).count();
            match foot(ui, lang, &said::take_photos(lang, wanted), wanted > 0, "") {
                Some(true) => Answer::Done(Action::TakePhotos(self.plan.wanted())),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}

/// Where the columns begin, from the left edge, and how wide all are together.
struct Columns {
    name: f32,
    place: f32,
    why: f32,
    width: f32,
}

impl Columns {
    fn over(width: f32) -> Self {
        Self { name: 9.0 * UNIT, place: (width * 0.27).round(), why: (width * 0.58).round(), width }
    }

    fn cell(rect: Rect, from: f32, to: f32) -> Rect {
        Rect::from_min_max(pos2(rect.left() + from, rect.top()), pos2(rect.left() + to - GAP, rect.bottom()))
    }

    fn heading_ui(&self, ui: &mut Ui, lang: Lang) {
        let (rect, _) = ui.allocate_exact_size(vec2(self.width, 6.0 * UNIT), Sense::hover());
        let weak = theme::tokens(ui).weak;
        let cells = [
            (Self::cell(rect, self.name, self.place), PhotoWord::Photo),
            (Self::cell(rect, self.place, self.why), PhotoWord::Place),
            (Self::cell(rect, self.why, self.width), PhotoWord::Why),
        ];
        for (area, word) in cells {
            widgets::elided_at(ui, area, lang.term(word), SMALL, weak);
        }
    }

    fn row_ui(
        &self,
        ui: &mut Ui,
        lang: Lang,
        row: &mut PlannedPhoto,
        project: &Project,
        now: &Now,
        at_hand: Option<RecordId>,
    ) {
        let tokens = theme::tokens(ui);
        let (rect, _) = ui.allocate_exact_size(vec2(self.width, ROW), Sense::hover());
        ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, tokens.line));
        let name = row.photo.file_name.clone();
        inside(ui, Self::cell(rect, 0.0, self.name), |ui| {
            ui.add_enabled_ui(row.chosen.is_some(), |ui| {
                let response = ui.checkbox(&mut row.wanted, "");
                response.widget_info(|| {
                    eframe::egui::WidgetInfo::selected(
                        eframe::egui::Role::CheckBox,
                        true,
                        row.wanted,
                        said::take_photo(lang, &name),
                    )
                });
            });
        });
        let area = Self::cell(rect, self.name, self.place);
        let upper = area.with_max_y(area.center().y + 2.0);
        widgets::elided_at(ui, upper, &name, BODY, tokens.text);
        let taken = row.photo.taken_at.get(..16).unwrap_or_default().replace('T', " ");
        let taken = if taken.is_empty() { lang.term(PhotoWord::Unknown).to_owned() } else { taken };
        let lower = area.with_min_y(area.center().y + 1.0);
        widgets::elided_at(ui, lower, &taken, SMALL, tokens.weak);
        inside(ui, Self::cell(rect, self.place, self.why), |ui| {
            place_ui(ui, lang, row, (project, now), at_hand, &name);
        });
        self.why_ui(ui, rect, lang, row, project);
    }

    fn why_ui(&self, ui: &Ui, rect: Rect, lang: Lang, row: &PlannedPhoto, project: &Project) {
        let tokens = theme::tokens(ui);
        let doubts: Vec<String> = row.doubts.iter().map(|it| it.say(lang)).collect();
        let why = why(lang, row, project);
        let area = Self::cell(rect, self.why, self.width);
        let color = if row.chosen.is_some() { tokens.text } else { tokens.begun };
        if doubts.is_empty() {
            widgets::elided_at(ui, area, &why, SMALL, color);
        } else {
            let upper = area.with_max_y(area.center().y + 1.0);
            widgets::elided_at(ui, upper, &why, SMALL, color);
            let lower = area.with_min_y(area.center().y + 1.0);
            let text = format!("{} {}", icons::WARNING, doubts.join(lang.pick("；", "; ")));
            widgets::elided_at(ui, lower, &text, SMALL, tokens.begun);
        }
    }
}

fn inside(ui: &mut Ui, area: Rect, contents: impl FnOnce(&mut Ui)) {
    let layout = Layout::left_to_right(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(area).layout(layout), contents);
}

fn why(lang: Lang, row: &PlannedPhoto, project: &Project) -> String {
    let code = |id: RecordId| project.entry(id).map(|it| it.outfall.code()).unwrap_or_default();
    match (&row.matched, row.chosen) {
        _ if row.already => lang.term(PhotoWord::Already).to_owned(),
        (Match::Clear(found), Some(chosen)) if *found == chosen => found.say(lang),
        (Match::Ask(all), Some(chosen)) if all.contains(&chosen) => chosen.say(lang),
        (_, Some(_)) => lang.term(PhotoWord::Chosen).to_owned(),
        (Match::Clear(_), None) => lang.term(PhotoWord::LeaveOut).to_owned(),
        (Match::Ask(_), None) => lang.term(PhotoWord::Several).to_owned(),
        (Match::None(why), None) => {
            let nearest = match why {
                Unmatched::TooFar { outfall, .. } => code(*outfall),
                _ => "",
            };
            why.say(lang, nearest)
        }
    }
}

/// A list of the places that come into question.
fn place_ui(
    ui: &mut Ui,
    lang: Lang,
    row: &mut PlannedPhoto,
    (project, now): (&Project, &Now),
    at_hand: Option<RecordId>,
    name: &str,
) {
    let place = |found: &Found| {
        let entry = project.entry(found.outfall)?;
        let visit = found.visit.and_then(|id| entry.fact(RecordKind::Visit, id));
        let visit = visit.map(|it| said::record_name(lang, &it)).unwrap_or_default();
        // The name comes last: it is the longest and is cut.
        Some(said::joined(&[entry.outfall.code(), &visit, &entry.outfall.name]))
    };
    let mut options: Vec<Found> = match &row.matched {
        Match::Clear(found) => vec![*found],
        Match::Ask(all) => all.clone(),
        Match::None(Unmatched::TooFar { outfall, metres }) => {
            vec![Found { outfall: *outfall, visit: None, distance_m: Some(*metres), minutes: None }]
        }
        Match::None(_) => Vec::new(),
    };
    let by_hand = at_hand.filter(|id| options.iter().all(|it| it.outfall != *id));
    options.extend(by_hand.map(|outfall| Found { outfall, visit: None, distance_m: None, minutes: None }));
    let chosen = row.chosen.as_ref().and_then(place);
    let title = chosen.unwrap_or_else(|| lang.term(PhotoWord::ChoosePlace).to_owned());
    let combo = widgets::choice(ui, "place", ui.available_width(), &title);
    let mut picked = None;
    let response = combo.show_ui(ui, |ui| {
        for option in &options {
            let text = place(option).unwrap_or_default();
            if ui.selectable_label(row.chosen.as_ref() == Some(option), text).clicked() {
                picked = Some(Some(*option));
            }
        }
        if ui.selectable_label(row.chosen.is_none(), lang.term(PhotoWord::LeaveOut)).clicked() {
            picked = Some(None);
        }
    });
    response.response.accessible_name(said::place_of_photo(lang, name));
    if let Some(picked) = picked {
        row.choose(project, picked, now);
    }
}

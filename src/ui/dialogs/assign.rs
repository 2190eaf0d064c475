//! Who is to go to which outfalls, and until when.

use eframe::egui::{Context, RichText, Ui};
use jiff::civil::Date;

use super::{Answer, dialog, foot, halves, line};
use crate::{
    app::AssignRequest,
    domain::{RecordId, agenda::to_visit_by, progress::Grouping, project::Project, words},
    i18n::Lang,
    ui::{
        said,
        theme::{self, GAP, SMALL, UNIT},
        widgets,
    },
};

/// Which outfalls are assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// Those that are selected.
    Selected,
    /// Those that the list shows.
    Listed,
    /// All of one place.
    Of(Grouping),
}

/// The groupings that a day's work goes by.
const PLACES: [Grouping; 4] = [Grouping::Town, Grouping::River, Grouping::Section, Grouping::County];

/// Outfalls by the name of their place.
type Places = Vec<(String, Vec<RecordId>)>;

/// What is typed.
#[derive(Debug)]
pub(crate) struct AssignDraft {
    selected: Vec<RecordId>,
    listed: Vec<RecordId>,
    /// What is there to be visited, by each of [`PLACES`].
    places: [Places; 4],
    scope: Scope,
    /// The name of the place that is chosen.
    place: String,
    team: String,
    due: String,
    note: String,
}

impl AssignDraft {
    /// For the selected outfalls, or those of the list where none is; the team that was chosen last, and a week from today.
    pub(crate) fn of(
        selected: Vec<RecordId>,
        listed: Vec<RecordId>,
        project: &Project,
        team: &str,
        today: Date,
    ) -> Self {
        let due = today.checked_add(jiff::Span::new().days(7)).map(|it| it.to_string()).unwrap_or_default();
        let scope = if selected.is_empty() { Scope::Listed } else { Scope::Selected };
        Self {
            selected,
            listed,
            places: PLACES.map(|by| to_visit_by(project, by, today)),
            scope,
            place: String::new(),
            team: team.to_owned(),
            due,
            note: String::new(),
        }
    }

    fn places(&self, by: Grouping) -> &[(String, Vec<RecordId>)] {
        let at = PLACES.iter().position(|it| *it == by);
        at.and_then(|at| self.places.get(at)).map_or(&[], |places| places)
    }

    /// The outfalls that are assigned as things stand.
    fn outfalls(&self) -> &[RecordId] {
        match self.scope {
            Scope::Selected => &self.selected,
            Scope::Listed => &self.listed,
            Scope::Of(by) => {
                let chosen = self.places(by).iter().find(|(name, _)| *name == self.place);
                chosen.map_or(&[], |(_, ids)| ids)
            }
        }
    }

    fn request(&self) -> Option<AssignRequest> {
        let due = match self.due.trim() {
            "" => None,
            text => Some(words::typed_day(text)?),
        };
        let team = self.team.trim().to_owned();
        let outfalls = self.outfalls().to_vec();
        let note = self.note.trim().to_owned();
        (!team.is_empty() && !outfalls.is_empty()).then_some(AssignRequest { outfalls, team, due, note })
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<AssignRequest> {
        dialog(ctx, lang, &said::assign_title(lang, self.outfalls().len()), 130.0 * UNIT, |ui| {
            self.scope_ui(ui, lang);
            ui.add_space(GAP);
            halves(
                ui,
                self,
                |ui, it| line(ui, lang.pick("组别", "Team"), lang.pick("一组", "Team 1"), &mut it.team),
                |ui, it| line(ui, lang.pick("截止日期", "Due"), "2026-12-31", &mut it.due),
            );
            ui.add_space(GAP);
            line(
                ui,
                lang.pick("任务", "Task"),
                lang.pick("旱天复核", "Look again in dry weather"),
                &mut self.note,
            );
            let rule = lang.pick(
                "从今天起有排查记录即算完成；再次安排会取代上一次",
                "A visit from today on does it; assigning again takes the place of this",
            );
            widgets::small(ui, rule);
            let request = self.request();
            let obstacle = if self.outfalls().is_empty() {
                lang.pick("还没有选定排污口", "No outfalls are chosen yet")
            } else {
                lang.pick("需要组别，日期须可读", "It takes a team, and a day that can be read")
            };
            match foot(ui, lang, lang.pick("安排", "Assign"), request.is_some(), obstacle) {
                Some(true) => request.map_or(Answer::Open, Answer::Done),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }

    /// Which outfalls; each choice says how many they are.
    fn scope_ui(&mut self, ui: &mut Ui, lang: Lang) {
        let selected = said::assign_selected(lang, self.selected.len());
        let listed = said::assign_listed(lang, self.listed.len());
        let mut scopes: Vec<(Scope, &str)> = Vec::new();
        if !self.selected.is_empty() {
            scopes.push((Scope::Selected, &selected));
        }
        if !self.listed.is_empty() {
            scopes.push((Scope::Listed, &listed));
        }
        let places = PLACES.into_iter().zip(&self.places).filter(|(_, places)| !places.is_empty());
        scopes.extend(places.map(|(by, _)| (Scope::Of(by), lang.term(by))));
        if let Some(scope) = widgets::segmented(ui, &scopes, self.scope) {
            self.scope = scope;
            self.place.clear();
        }
        if let Scope::Of(by) = self.scope {
            ui.add_space(GAP);
            self.place_ui(ui, lang, by);
        }
    }

    fn place_ui(&mut self, ui: &mut Ui, lang: Lang, by: Grouping) {
        let weak = theme::tokens(ui).weak;
        let label = ui.label(RichText::new(lang.term(by)).size(SMALL).color(weak));
        let mut chosen = self.place.clone();
        let counted = |name: &str, ids: &[RecordId]| format!("{name} ({})", ids.len());
        let title = match self.outfalls() {
            [] => lang.pick("请选择", "Choose one").to_owned(),
            ids => counted(&chosen, ids),
        };
        let combo = widgets::choice(ui, "place of the assignment", ui.available_width(), &title);
        let shown = combo.show_ui(ui, |ui| {
            for (name, ids) in self.places(by) {
                if ui.selectable_label(*name == self.place, counted(name, ids)).clicked() {
                    chosen.clone_from(name);
                }
            }
        });
        shown.response.labelled_by(label.id);
        self.place = chosen;
    }
}

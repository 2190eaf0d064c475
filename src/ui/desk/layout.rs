//! Where everything stands: bars above and below, lists at the left, the map in the middle, the card at the right.

use std::collections::HashSet;

use eframe::egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::{Desk, FEW_HITS, all_hits};
use crate::{
    app::HuntAnswer,
    domain::{op::PastStep, placing::Surroundings},
    i18n::Lang,
    ui::{
        forms,
        map_view::Shown,
        panels::{self, Card, List, Tree},
        said,
        state::Screen,
        status_bar::{StatusBar, status_bar_ui},
        theme::{self, UNIT},
        top_bar::{Chosen, TopBar, top_bar_ui},
        views::{self, History, Progress, SheetView, sheet_ui},
        wish::Wish,
    },
};

impl Desk {
    pub(super) fn layout_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) -> Option<Chosen> {
        let chosen = self.top_ui(ui, lang, wishes);
        self.bottom_ui(ui, lang, wishes);
        match self.state.screen {
            Screen::Map => {
                if self.state.panels {
                    self.left_ui(ui, lang, wishes);
                    let taken = self.style_ui(ui, lang, wishes)
                        || self.trace_ui(ui, lang, wishes)
                        || self.field_ui(ui, lang, wishes);
                    if !taken {
                        self.right_ui(ui, lang, wishes);
                    }
                }
                CentralPanel::no_frame().show(ui, |ui| self.map_ui(ui, lang, wishes));
            }
            Screen::Progress => {
                let frame = Frame::new().fill(theme::tokens(ui).panel);
                CentralPanel::default().frame(frame).show(ui, |ui| self.progress_ui(ui, lang, wishes));
            }
            Screen::Table => {
                let frame = Frame::new().fill(theme::tokens(ui).panel);
                CentralPanel::default().frame(frame).show(ui, |ui| self.table_ui(ui, lang, wishes));
            }
            Screen::Checks => {
                let frame = Frame::new().fill(theme::tokens(ui).panel);
                CentralPanel::default().frame(frame).show(ui, |ui| self.checks_ui(ui, lang, wishes));
            }
            Screen::History => {
                let frame = Frame::new().fill(theme::tokens(ui).panel);
                CentralPanel::default().frame(frame).show(ui, |ui| self.history_ui(ui, lang, wishes));
            }
        }
        chosen
    }

    fn top_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) -> Option<Chosen> {
        let total = self.total();
        let project = self.workspace.shared_project();
        let named = |step: Option<&PastStep>| step.map(|step| said::step(lang, step));
        let bar = TopBar {
            lang,
            project: &project,
            total: &total,
            screen: self.state.screen,
            undo: named(self.workspace.undo_next()),
            redo: named(self.workspace.redo_next()),
            read_only: self.workspace.read_only(),
            tablet: self.state.forms.tablet,
        };
        let workspace = &mut self.workspace;
        let mut search = |text: &str| workspace.search(text, FEW_HITS);
        top_bar_ui(ui, &bar, &mut self.state.find, &mut search, wishes)
    }

    fn table_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let (project, snapshot) = (self.workspace.shared_project(), self.workspace.snapshot());
        let view = SheetView {
            lang,
            project: &project,
            snapshot: &snapshot,
            selection: &self.state.selection,
            read_only: self.workspace.read_only(),
        };
        sheet_ui(ui, &view, &mut self.state.sheet, wishes);
    }

    fn bottom_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let on_map = self.state.screen == Screen::Map;
        let bar = StatusBar {
            lang,
            saved: self.workspace.save_state(),
            jobs: &self.workspace.jobs(),
            cursor: self.map.cursor.map(|it| (it.x, it.y)),
            scale: on_map.then(|| self.map.scale()),
            other_day: self.workspace.other_day(),
            selected: self.state.selection.len(),
            drafts: self.unfinished(),
            habits: self.state.habits,
        };
        status_bar_ui(ui, &bar, &mut self.state.status, wishes);
    }

    fn left_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let project = self.workspace.shared_project();
        let snapshot = self.workspace.snapshot();
        let fill = theme::tokens(ui).panel;
        let inner = Frame::new().inner_margin(Margin { left: 12, right: 8, top: 8, bottom: 4 });
        let most = ui.available_width() * 0.4;
        let panel = Panel::left("lists").default_size(86.0 * UNIT).size_range(64.0 * UNIT..=most);
        panel.frame(Frame::new().fill(fill)).show(ui, |ui| {
            let height = (panels::whole_height(&project) + panels::basemaps_height(&project))
                .min(ui.available_height() * 0.45);
            Panel::top("layers")
                .resizable(true)
                .default_size(height)
                .min_size(20.0 * UNIT)
                .frame(inner)
                .show(ui, |ui| {
                    panels::basemaps_ui(ui, lang, &self.workspace, wishes);
                    let workspace = &self.workspace;
                    let tree = Tree {
                        lang,
                        project: &project,
                        features: &|id| workspace.features(id),
                        outfalls_visible: self.state.outfalls_visible,
                        read_only: workspace.read_only(),
                    };
                    panels::layers_ui(ui, &tree, &mut self.state.layers, wishes);
                });
            CentralPanel::no_frame().frame(inner).show(ui, |ui| {
                let list = List {
                    lang,
                    project: &project,
                    snapshot: &snapshot,
                    selected: self.state.selected,
                    selection: &self.state.selection,
                    found: &self.found.outfalls,
                    read_only: self.workspace.read_only(),
                };
                let workspace = &mut self.workspace;
                let mut search = |text: &str| {
                    let limit = all_hits(workspace);
                    workspace.search(text, limit)
                };
                panels::outfalls_ui(ui, &list, &mut self.state.list, &mut search, wishes);
            });
        });
    }

    fn right_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let project = self.workspace.shared_project();
        let snapshot = self.workspace.snapshot();
        let Some(entry) = self.state.selected.and_then(|id| project.entry(id)) else { return };
        self.refresh_water(entry);
        // A form has more to show than a card, and the map less to say while it is filled in.
        let panel = if self.state.card.form.is_some() {
            let most = ui.available_width() * 0.75;
            Panel::right("form").default_size(166.0 * UNIT).size_range(84.0 * UNIT..=most)
        } else {
            let most = ui.available_width() * 0.5;
            Panel::right("card").default_size(96.0 * UNIT).size_range(84.0 * UNIT..=most)
        };
        let frame = Frame::new().fill(theme::tokens(ui).panel);
        panel.frame(frame).show(ui, |ui| {
            let drafts = self.workspace.drafts().into_iter();
            let drafts = drafts
                .filter(|it| it.outfall == entry.outfall.id && forms::wrong_of(&it.filled).is_none())
                .map(|it| it.key.kind);
            let drafts = drafts.collect();
            let open = self.state.card.timeline;
            let timeline = open.then(|| self.workspace.timeline(entry.outfall.id)).flatten();
            let card = Card {
                lang,
                project: &project,
                snapshot: &snapshot,
                entry,
                read_only: self.workspace.read_only(),
                drafts,
                timeline,
                water: self.water.as_ref().map(|it| &it.1),
                photos: &mut self.photos,
            };
            panels::card_ui(ui, card, &mut self.state.card, &mut self.state.forms, wishes);
        });
    }

    fn map_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let project = self.workspace.shared_project();
        let snapshot = self.workspace.snapshot();
        if self.state.legend {
            self.refresh_legend(lang);
        }
        let around =
            if self.map.is_placing() { self.workspace.surroundings() } else { Surroundings::default() };
        let attributions: Vec<String> =
            self.workspace.attributions().into_iter().map(str::to_owned).collect();
        let here = self.on_map();
        let shown = Shown {
            here: &here,
            attributions: &attributions,
            lang,
            project: &project,
            snapshot: &snapshot,
            around: &around,
            selected: self.state.selected,
            selection: &self.state.selection,
            found: (&self.found.outfalls, self.found.generation),
            legend: self.state.legend.then_some(self.legend.1.as_slice()),
            habits: self.state.habits,
            trace: self.state.tracing.traced.as_ref(),
            hunt: match &self.hunt {
                Some(HuntAnswer::Stands(view)) if self.state.tracing.open => Some(view),
                _ => None,
            },
            read_only: self.workspace.read_only(),
        };
        self.map.ui(ui, &shown, wishes);
    }

    fn progress_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let project = self.workspace.shared_project();
        let snapshot = self.workspace.snapshot();
        let total = self.total();
        let view = Progress {
            lang,
            project: &project,
            snapshot: &snapshot,
            total: &total,
            today: self.workspace.today(),
            read_only: self.workspace.read_only(),
        };
        views::progress_ui(ui, &view, &mut self.state.progress, wishes);
    }

    fn history_ui(&self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let steps = self.workspace.history();
        let undone: HashSet<_> =
            steps.iter().map(|it| it.id).filter(|id| self.workspace.is_undone(*id)).collect();
        let view = History {
            lang,
            steps,
            undone: &undone,
            undo: self.workspace.undo_next(),
            redo: self.workspace.redo_next(),
            read_only: self.workspace.read_only(),
        };
        views::history_ui(ui, &view, wishes);
    }
}

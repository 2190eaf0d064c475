//! Tracing on the desk: what the panel and the map ask for.

use std::sync::Arc;

use eframe::egui::{Frame, Panel, Ui};

use super::Desk;
use crate::{
    app::{Action, HuntAnswer, Inlet, Manhole, TraceAnswer, TraceFrom, TraceLine},
    domain::{
        Value,
        fact::{TraceMethod, TraceOutcome},
        layer::LayerKind,
        network::{Direction, hunt::Verdict},
        project::{Entry, RecordKind},
        rule::path::{self, Node, NodeKind},
    },
    i18n::Lang,
    ui::{
        dialogs::{Dialog, TraceFileDraft},
        keys::Command,
        panels::OnWater,
        said,
        state::Screen,
        theme::{self, UNIT},
        tracing::{TracePanel, TraceTab, TraceWish, trace_panel_ui},
        wish::Wish,
    },
};

/// More reaches than this are only joined to a network when somebody traces. Our choice.
const MOST_UNASKED: i64 = 20_000;

impl Desk {
    /// The panel, if it is open. True when it takes the place of the card; a form goes before it.
    pub(super) fn trace_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) -> bool {
        if !self.state.tracing.open || self.state.card.form.is_some() {
            return false;
        }
        let hunting = self.state.selected.filter(|_| self.state.tracing.tab == TraceTab::Hunt);
        self.hunt = hunting.and_then(|id| self.workspace.hunt(id));
        let (project, snapshot) = (self.workspace.shared_project(), self.workspace.snapshot());
        let is_water = |kind| matches!(kind, LayerKind::River | LayerKind::Sewer);
        let mut state = std::mem::take(&mut self.state.tracing);
        let faults = if state.tab == TraceTab::Defects { self.workspace.faults() } else { None };
        let workspace = &self.workspace;
        let panel = TracePanel {
            lang,
            project: &project,
            snapshot: &snapshot,
            selected: self.state.selected.and_then(|id| project.entry(id)),
            hunt: self.hunt.as_ref(),
            faults: faults.as_deref(),
            mending: &|defect| workspace.mending(faults.as_deref()?, defect),
            busy: self.workspace.is_tracing(),
            has_network: project.layers().iter().any(|it| it.kind.is_some_and(is_water)),
            read_only: self.workspace.read_only(),
        };
        let most = ui.available_width() * 0.5;
        let side = Panel::right("tracing").default_size(96.0 * UNIT).size_range(88.0 * UNIT..=most);
        let frame = Frame::new().fill(theme::tokens(ui).panel);
        side.frame(frame).show(ui, |ui| trace_panel_ui(ui, &panel, &mut state, wishes));
        self.state.tracing = state;
        true
    }

    /// Asks what the network says of the outfall whose card is open, where that is not known.
    pub(super) fn refresh_water(&mut self, entry: &Entry) {
        let key = (entry.outfall.id, self.workspace.project().revision());
        if self.water.as_ref().is_some_and(|it| it.0 == key) {
            return;
        }
        self.water = None;
        let layers = self.workspace.project().layers();
        let water = layers.iter().filter(|it| matches!(it.kind, Some(LayerKind::River | LayerKind::Sewer)));
        let reaches: i64 = water.map(|it| it.count).sum();
        // The reaches of a province are not read for a glance at a card; once somebody traced, they are there.
        let is_due = reaches > 0 && (reaches <= MOST_UNASKED || self.workspace.has_network());
        if let Some(waters) = is_due.then(|| self.workspace.waters()).flatten() {
            let link = waters.link(&entry.outfall, true);
            self.water = Some((key, OnWater { link, chain: waters.chain(entry) }));
        }
    }

    /// Shows a trace that came in.
    pub(super) fn show_trace(&mut self, answer: Arc<TraceAnswer>, lines: Arc<Vec<TraceLine>>) {
        self.open_tracing();
        self.state.tracing.take(answer, lines);
        let seen = self.map.world_seen();
        if let Some(traced) = self.state.tracing.traced.as_ref().filter(|it| !it.bounds.meets(seen)) {
            self.map.show_part(traced.bounds);
        }
    }

    /// Opens the panel.
    pub(super) fn open_tracing(&mut self) {
        self.state.tracing.open = true;
        self.state.screen = Screen::Map;
        self.state.panels = true;
        self.state.style = None;
    }

    /// False where the command is no matter of tracing.
    pub(super) fn trace_command(&mut self, command: Command) -> bool {
        let selected = self.state.selected;
        match command {
            Command::Tracing if self.state.tracing.open => self.state.tracing.open = false,
            Command::TraceUp | Command::TraceDown if selected.is_some() => {
                let up = command == Command::TraceUp;
                let direction = if up { Direction::Up } else { Direction::Down };
                self.trace_from(selected.map(TraceFrom::Record), Some(direction));
            }
            Command::Tracing | Command::TraceUp | Command::TraceDown => self.open_tracing(),
            _ => return false,
        }
        true
    }

    /// Traces from here as the panel is set.
    fn trace_from(&mut self, from: Option<TraceFrom>, direction: Option<Direction>) {
        self.open_tracing();
        let state = &mut self.state.tracing;
        state.direction = direction.unwrap_or(state.direction);
        state.from = from.or_else(|| state.from.take());
        if let Some(from) = state.from.clone() {
            let request = state.request(from);
            self.workspace.perform(Action::Trace(request));
        }
    }

    pub(super) fn grant_trace(&mut self, lang: Lang, wish: TraceWish) {
        match wish {
            TraceWish::From(from, direction) => self.trace_from(Some(from), direction),
            TraceWish::Again => self.trace_from(None, None),
            TraceWish::Stop => self.workspace.perform(Action::StopTrace),
            TraceWish::Clear => {
                self.state.tracing.traced = None;
                self.state.tracing.from = None;
            }
            TraceWish::Close => self.state.tracing.open = false,
            TraceWish::ShowAll => {
                if let Some(traced) = &self.state.tracing.traced {
                    self.map.show_part(traced.bounds);
                }
            }
            TraceWish::Keep => self.keep_trace(lang),
            TraceWish::OpenManhole(manhole, inlet) => self.open_manhole(lang, &manhole, inlet.as_ref()),
            TraceWish::KeepHunt => self.keep_hunt(lang),
            TraceWish::Export => {
                if let Some(traced) = &self.state.tracing.traced {
                    let folder = self.folder();
                    let draft = TraceFileDraft::new(Arc::clone(&traced.answer), &folder, lang);
                    self.dialog = Some(Dialog::TraceFile(draft));
                }
            }
        }
    }

    /// Opens the form for a manhole of the selected outfall.
    fn open_manhole(&mut self, lang: Lang, manhole: &Manhole, inlet: Option<&Inlet>) {
        self.open_form(RecordKind::ManholeCheck, "on");
        let Some(form) = &mut self.state.card.form else { return };
        let place = |it: f64| Value::Real((it * 1e7).round() / 1e7);
        let columns = [
            ("manhole", Value::text(&manhole.name)),
            ("lon", place(manhole.at.0)),
            ("lat", place(manhole.at.1)),
            ("inlet", inlet.map_or(Value::Null, |it| Value::text(said::manhole_name(lang, &it.from)))),
            ("inlet_lon", inlet.map_or(Value::Null, |it| place(it.from.at.0))),
            ("inlet_lat", inlet.map_or(Value::Null, |it| place(it.from.at.1))),
        ];
        // A form that was left half filled in may have been about another manhole.
        for (column, value) in columns {
            form.fill_in(column, value);
        }
        if inlet.is_some() {
            form.fill_empty("flow", Value::Integer(1));
        }
    }

    /// Opens the form of tracing for the selected outfall, with what the hunt came to.
    fn keep_hunt(&mut self, lang: Lang) {
        let Some(HuntAnswer::Stands(view)) = self.hunt.clone() else { return };
        self.open_form(RecordKind::Trace, "source");
        let Some(form) = &mut self.state.card.form else { return };
        form.fill_empty("method", Value::text(TraceMethod::Manual.code()));
        form.fill_empty("outcome", Value::text(TraceOutcome::Ongoing.code()));
        form.append("evidence", &said::hunt_summary(lang, &view));
        let mut dirty: Vec<_> = view.seen.iter().filter(|it| it.verdict == Verdict::Dirty).collect();
        dirty.sort_by_key(|it| std::cmp::Reverse(it.depth));
        let mut path: Vec<Node> = vec![Node { kind: Some(NodeKind::Source), name: String::new() }];
        path.extend(
            dirty.iter().map(|it| Node { kind: Some(NodeKind::Manhole), name: it.check.manhole.clone() }),
        );
        path.push(Node { kind: Some(NodeKind::Mouth), name: String::new() });
        form.fill_empty("steps", Value::text(path::text(&path)));
    }

    /// Opens the form of tracing for the selected outfall, with what the trace came to as its evidence.
    fn keep_trace(&mut self, lang: Lang) {
        let Some(summary) = self.state.tracing.traced.as_ref().map(|it| it.answer.summary(lang)) else {
            return;
        };
        self.open_form(RecordKind::Trace, "evidence");
        let Some(form) = &mut self.state.card.form else { return };
        form.fill_empty("method", Value::text(TraceMethod::Documents.code()));
        form.fill_empty("outcome", Value::text(TraceOutcome::Ongoing.code()));
        form.append("evidence", &summary);
    }
}

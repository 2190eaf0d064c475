//! Work outside, on the desk: what the receiver says between frames, and what the panel asks for.

use std::{sync::Arc, time::Duration};

use eframe::egui::{Context, Frame, Panel, Ui};

use super::Desk;
use crate::{
    app::{Action, Severity, Wake, gate_of, position::ports, system_words},
    domain::{
        layer::{FeatureSet, LayerKind},
        outfall::Outfall,
        position::{
            Measured, Survey,
            coverage::{REACH_M, coverage},
            track,
        },
    },
    i18n::Lang,
    ui::{
        dialogs::{AssignDraft, Dialog},
        field::{Field, FieldWish, Lines, Tab, agenda, field_ui},
        forms::{self, Form},
        keys::Command,
        map_view::Here,
        state::Screen,
        theme::{self, UNIT},
        wish::Wish,
    },
};

/// How often the age of a position is shown anew.
const AGES_EVERY: Duration = Duration::from_secs(1);

/// So many outfalls, points of tracks and reaches take a few milliseconds.
const WORKED_AT_ONCE: usize = 2_000;

impl Desk {
    /// Takes in what the receiver said, and keeps what of the track is finished.
    pub(super) fn listen(&mut self, ctx: &Context, lang: Lang) {
        if std::mem::take(&mut self.look_for_tracks) {
            let left = self.workspace.tracks_left_behind();
            if !left.is_empty() {
                self.workspace.perform(Action::LogTrack(left));
            }
        }
        self.refresh_walked();
        let heard = self.station.poll();
        if self.station.leg_is_long().is_some() {
            self.log(ctx, lang, true);
        }
        let finished = self.station.take_finished();
        if !finished.is_empty() {
            self.workspace.perform(Action::LogTrack(finished));
        }
        if heard
            && self.state.field.follow
            && let Some((fix, _)) = self.station.fix()
        {
            self.map.reveal(fix.lon, fix.lat);
        }
        if self.state.field.open && self.station.fix().is_some() {
            ctx.request_repaint_after(AGES_EVERY);
        }
    }

    /// Reads the tracks of today where something has changed.
    fn refresh_walked(&mut self) {
        let (revision, today) = (self.workspace.project().revision(), self.workspace.today());
        let known = self.state.field.walked.as_ref();
        if known.is_some_and(|(of, day, _)| *of == revision && *day == today) {
            return;
        }
        let kept = self.workspace.project().map().tracks.iter().filter(|it| it.on == Some(today));
        let lines = kept.flat_map(|it| track::parts(&track::read(&it.points))).collect();
        self.state.field.walked = Some((revision, today, Arc::new(lines)));
    }

    /// Where distances are counted from.
    fn here(&self) -> (f64, f64) {
        let by_receiver = self.station.fix().map(|(fix, _)| (fix.lon, fix.lat));
        by_receiver.unwrap_or_else(|| self.map.middle().x_y())
    }

    /// What of our own is on the map.
    pub(super) fn on_map(&self) -> Here {
        let field = &self.state.field;
        let project = self.workspace.project();
        let shown = field.walked.as_ref().filter(|_| field.tracks);
        let tracks = shown.map(|(.., lines)| Arc::clone(lines)).unwrap_or_default();
        let leg = self.station.logging().filter(|_| field.tracks).map(|it| it.places).unwrap_or_default();
        let target = field.target.and_then(|id| project.entry(id)?.outfall.position());
        Here { fix: self.station.fix().map(|(fix, _)| *fix), target, tracks, leg, from: self.here() }
    }

    /// The panel, if it is open. True when it takes the place of the card.
    pub(super) fn field_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) -> bool {
        if !self.state.field.open {
            return false;
        }
        self.refresh_agenda(ui.ctx());
        if self.state.field.tab == Tab::Tracks {
            self.refresh_coverage(ui.ctx());
        }
        let project = self.workspace.shared_project();
        let outfall = |id| project.entry(id).map(|it| &it.outfall);
        let mut state = std::mem::take(&mut self.state.field);
        let agenda = state.agenda.known().map(Arc::clone).unwrap_or_default();
        let coverage = state.coverage.known().map(Arc::clone);
        let field = Field {
            lang,
            project: &project,
            station: &self.station,
            here: self.here(),
            gate: gate_of(project.settings()),
            selected: self.state.selected.and_then(outfall),
            target: state.target.and_then(outfall),
            agenda: &agenda,
            coverage: coverage.as_ref().map(|it| it.as_slice()),
            read_only: self.workspace.read_only(),
        };
        let most = ui.available_width() * 0.5;
        let side = Panel::right("field").default_size(96.0 * UNIT).size_range(88.0 * UNIT..=most);
        let frame = Frame::new().fill(theme::tokens(ui).panel);
        side.frame(frame).show(ui, |ui| field_ui(ui, &field, &mut state, wishes));
        self.state.field = state;
        true
    }

    /// The features of the layers of rivers that are in memory.
    fn rivers(&self) -> Vec<Arc<FeatureSet>> {
        let layers = self.workspace.project().layers().iter();
        let rivers = layers.filter(|it| it.kind == Some(LayerKind::River));
        rivers.filter_map(|it| self.workspace.features(it.id)).collect()
    }

    /// Works the list of the day out anew where something that it depends on is another.
    fn refresh_agenda(&mut self, ctx: &Context) {
        let (here, rivers) = (self.here(), self.rivers());
        let (project, day) = (self.workspace.shared_project(), self.workspace.today());
        let team = self.state.field.team.clone();
        let cell = ((here.0 * 5000.0) as i64, (here.1 * 5000.0) as i64);
        let key = (project.revision(), day, team.clone(), cell, rivers.len());
        let short = is_short(project.entries().len(), &rivers);
        let work = move || agenda(&project, day, &team, here, &rivers);
        self.state.field.agenda.refresh(ctx, key, short, work);
    }

    /// How much of the banks was walked today; once for every change of the project.
    fn refresh_coverage(&mut self, ctx: &Context) {
        let rivers = self.rivers();
        let key = (self.workspace.project().revision(), rivers.len());
        let tracks: Lines =
            self.state.field.walked.as_ref().map(|(.., lines)| Arc::clone(lines)).unwrap_or_default();
        let short = is_short(tracks.iter().map(Vec::len).sum(), &rivers);
        let work = move || rivers.iter().flat_map(|it| coverage(it, &tracks, REACH_M)).collect();
        self.state.field.coverage.refresh(ctx, key, short, work);
    }

    /// Opens the panel at this part, or closes it where it is open there.
    fn toggle_field(&mut self, tab: Tab) {
        let field = &mut self.state.field;
        let there = field.open && field.tab == tab && self.state.panels && self.state.screen == Screen::Map;
        (field.open, field.tab) = (!there, tab);
        if !there {
            self.state.screen = Screen::Map;
            self.state.panels = true;
        }
    }

    /// Does what a key or a menu entry for work outside asks for; other commands are none of its business.
    pub(super) fn field_command(&mut self, ctx: &Context, lang: Lang, command: Command) {
        match command {
            Command::Field => self.toggle_field(Tab::Position),
            Command::MyList => self.toggle_field(Tab::Tasks),
            Command::Measure => {
                self.state.field.open = true;
                self.state.field.tab = Tab::Position;
                self.grant_field(ctx, lang, FieldWish::Measure);
            }
            Command::AddHere => self.add_here(),
            Command::Follow => self.state.field.follow = !self.state.field.follow,
            Command::Assign => self.ask_assign(ctx, lang),
            _ => {}
        }
    }

    /// Does what the panel asks for.
    pub(super) fn grant_field(&mut self, ctx: &Context, lang: Lang, wish: FieldWish) {
        match wish {
            FieldWish::Close => self.state.field.open = false,
            FieldWish::Scan => self.scan(),
            FieldWish::Listen(port) => {
                if let Err(error) = self.station.listen(port, wake(ctx)) {
                    self.toasts.tell(ctx, Severity::Error, system_words(&error, lang));
                }
            }
            FieldWish::LetGo => {
                self.station.stop_logging();
                self.station.let_go();
            }
            FieldWish::Measure => {
                self.state.field.reason.clear();
                self.station.measure();
            }
            FieldWish::StopMeasuring => self.station.stop_measuring(),
            FieldWish::AddHere => self.add_here(),
            FieldWish::PlaceSelected => self.place_selected(),
            FieldWish::GoTo(id) => self.state.field.target = id,
            FieldWish::ShowHere => {
                let (lon, lat) = self.here();
                self.state.screen = Screen::Map;
                self.map.show_place(lon, lat);
            }
            FieldWish::Log(on) => self.log(ctx, lang, on),
            FieldWish::AskAssign => self.ask_assign(ctx, lang),
        }
    }

    fn scan(&mut self) {
        let found = ports();
        let field = &mut self.state.field;
        // Ports on the board of the machine are hardly ever what a receiver hangs on.
        let likely = found.iter().find(|(port, _)| !port.text().contains("ttyS"));
        if field.port.is_empty()
            && let Some((port, _)) = likely
        {
            field.port = port.text();
        }
        field.ports = Some(found);
    }

    /// Begins a leg of the track; one that is being walked is finished before.
    fn log(&mut self, ctx: &Context, lang: Lang, on: bool) {
        if !on {
            self.station.stop_logging();
            return;
        }
        let team = self.station.leg_is_long().unwrap_or_else(|| self.state.field.team.clone());
        let (today, path) = (self.workspace.today(), self.workspace.path().to_owned());
        let now_ms = self.workspace.now_ms();
        if let Err(error) = self.station.log(&path, today, &team, now_ms) {
            self.station.stop_logging();
            self.toasts.tell(ctx, Severity::Error, system_words(&error, lang));
        }
    }

    /// The measured position, if it may be taken over, and how it was got.
    fn measured(&self) -> Option<(Measured, Survey)> {
        let measured = self.station.measuring()?.result()?.clone();
        let reason = self.state.field.reason.trim();
        let passes = gate_of(self.workspace.project().settings()).passes(&measured);
        // A reason is kept only where it was needed.
        let survey = Survey::of(&measured, if passes { "" } else { reason });
        (passes || !reason.is_empty()).then_some((measured, survey))
    }

    /// Asks for a new outfall at the measured position.
    fn add_here(&mut self) {
        let Some((measured, survey)) = self.measured().filter(|_| !self.workspace.read_only()) else {
            self.state.field.open = true;
            self.state.field.tab = Tab::Position;
            return;
        };
        let confirmed_on = Some(self.workspace.today());
        let mut outfall = Outfall { id: forms::new_id(), confirmed_on, ..Outfall::default() };
        survey.apply(&mut outfall, crate::domain::placing::as_clicked((measured.lon, measured.lat)));
        let mut form = Form::edit(&outfall);
        form.focus_on("name");
        self.dialog = Some(Dialog::AddOutfall(Box::new(form)));
    }

    /// Shows on the map what changes when the selected outfall gets the measured position.
    fn place_selected(&mut self) {
        let Some((measured, survey)) = self.measured() else { return };
        let Some(id) = self.state.selected.filter(|_| !self.workspace.read_only()) else { return };
        self.state.screen = Screen::Map;
        self.map.reveal(measured.lon, measured.lat);
        self.map.place_outfall(id, (measured.lon, measured.lat), survey);
    }

    /// Asks who is to go where: to the selected outfalls, those of the list, or those of a place.
    fn ask_assign(&mut self, ctx: &Context, lang: Lang) {
        if self.workspace.read_only() {
            return;
        }
        let project = self.workspace.project();
        if project.entries().is_empty() {
            let text = lang.pick("还没有排污口", "There are no outfalls yet");
            self.toasts.tell(ctx, Severity::Info, text.to_owned());
            return;
        }
        let selected: Vec<_> = self.state.selection.iter().collect();
        let list = &self.state.list;
        // Rows of another state of the project would name other outfalls.
        let fresh = list.rows_for.as_ref().is_some_and(|it| it.revision == project.revision());
        let rows = list.rows.iter().filter(|_| fresh).filter_map(|at| project.entries().get(*at));
        let listed = rows.map(|it| it.outfall.id).collect();
        let team = &self.state.field.team;
        let draft = AssignDraft::of(selected, listed, project, team, self.workspace.today());
        self.dialog = Some(Dialog::Assign(Box::new(draft)));
    }
}

/// Is it done within a frame, with so many outfalls or points and these rivers?
fn is_short(count: usize, rivers: &[Arc<FeatureSet>]) -> bool {
    count.max(rivers.iter().map(|it| it.features.len()).sum()) <= WORKED_AT_ONCE
}

fn wake(ctx: &Context) -> Wake {
    let ctx = ctx.clone();
    Arc::new(move || ctx.request_repaint())
}

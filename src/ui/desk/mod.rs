//! An open project on the screen: the panels, what they ask for, and what is told in return.

mod ask;
mod checks;
mod command;
mod drafts;
mod evidence;
mod field;
mod fill_in;
mod layout;
mod map_dialogs;
mod style;
mod tracing;

use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use eframe::egui::{self, Context, Ui};

use self::drafts::Watches;
use super::{
    Leave,
    dialogs::Dialog,
    files::FilePicker,
    forms::Form,
    map_view::{MapView, Outfalls},
    panels::OnWater,
    photos::{Around, Photos, Viewer},
    said,
    selection::Join,
    state::{Behind, DeskState, Narrowed, Screen},
    toasts::Toasts,
    top_bar::Chosen,
    wish::Wish,
};
use crate::{
    app::{
        HuntAnswer, ImportPreview, Notice, Severity, Workspace, import::ImportReport, legend::legend,
        position::Station, theme::OutfallTheme,
    },
    domain::{
        RecordId,
        layer::FeatureSet,
        op::Deed,
        progress::{Snapshot, Tally},
        settings::Theme,
    },
    i18n::Lang,
    map::picture::LegendEntry,
};

/// Everything that the legend depends on.
type LegendKey = (u64, jiff::civil::Date, Lang, usize, Theme, Option<u64>);

/// How many hits a search gives to the box at the top.
const FEW_HITS: usize = 12;

/// What is asked for at once, egui draws twice; once is enough for what has come from another thread.
const NEXT_FRAME: Duration = Duration::from_millis(1);

/// Tiles that are ready within so long of each other share a frame; where there is no graphics card, a frame costs as much as a tile.
const SHARED_FRAME: Duration = Duration::from_millis(25);

/// An open project and the window's own state around it.
pub(crate) struct Desk {
    pub(crate) workspace: Workspace,
    pub(crate) state: DeskState,
    map: MapView,
    total: Option<(Arc<Snapshot>, Tally)>,
    /// What the legend says, and what it was worked out for.
    legend: (Option<LegendKey>, Vec<LegendEntry>),
    photos: Photos,
    pub(crate) dialog: Option<Dialog>,
    picker: FilePicker,
    toasts: Toasts,
    /// Files that were read and wait to be looked at.
    previews: VecDeque<Arc<ImportPreview>>,
    /// Reports of imports that still run; shown together once all are there.
    reports: Vec<ImportReport>,
    /// What the map shows in place of the project while a style is changed.
    previewed: Option<style::Preview>,
    /// What the data checks found.
    found: checks::Found,
    /// The revision of the project whose features were asked for.
    features_asked: Option<u64>,
    /// How the hunt for the source of the selected outfall stands, while its page is open.
    hunt: Option<HuntAnswer>,
    /// What the network says of the outfall whose card is open, and what that was worked out for.
    water: Option<((RecordId, u64), OnWater)>,
    /// What listens to the receiver.
    station: Station,
    /// Are tracks to be looked for that a crash cut short?
    look_for_tracks: bool,
    /// The form whose record is on its way to the disk.
    saving: Option<Form>,
    /// What is typed and not kept yet.
    watches: Watches,
    /// Another project that is to be opened in place of this one.
    pub(super) leave: Option<Leave>,
}

impl Desk {
    /// A desk with this project on it.
    pub(crate) fn new(ctx: &Context, workspace: Workspace) -> Self {
        let (now, soon) = (ctx.clone(), ctx.clone());
        let wake = Arc::new(move || now.request_repaint_after(NEXT_FRAME));
        let wake_soon = Arc::new(move || soon.request_repaint_after(SHARED_FRAME));
        // What was left unfinished is the first thing to be seen.
        let dialog = (!workspace.drafts().is_empty()).then_some(Dialog::Drafts);
        Self {
            workspace,
            state: DeskState::default(),
            map: MapView::new(wake, wake_soon),
            total: None,
            legend: (None, Vec::new()),
            photos: Photos::default(),
            dialog,
            picker: FilePicker::default(),
            toasts: Toasts::default(),
            previews: VecDeque::new(),
            reports: Vec::new(),
            previewed: None,
            found: checks::Found::default(),
            features_asked: None,
            hunt: None,
            water: None,
            station: Station::default(),
            look_for_tracks: true,
            saving: None,
            watches: Watches::default(),
            leave: None,
        }
    }

    /// What goes on between frames: results of background work, and what is to be told.
    pub(crate) fn logic(&mut self, ctx: &Context, lang: Lang) {
        self.workspace.poll();
        self.keep_while_away(ctx);
        for notice in self.workspace.take_notices() {
            self.tell(ctx, lang, notice);
        }
        let importing =
            self.workspace.jobs().iter().any(|job| matches!(job.kind, crate::app::JobKind::Import { .. }));
        self.show_preview();
        if !importing && !self.reports.is_empty() {
            // What takes the place of something is looked at where the view is already.
            if self.reports.iter().any(|report| report.was.is_none()) {
                self.map.show_everything();
            }
            self.dialog = Some(Dialog::Report(std::mem::take(&mut self.reports)));
        }
        self.photos.poll(ctx);
        if ctx.input(|input| input.viewport().close_requested())
            && let Some(wish) = self.photos.finish_drawing(&self.workspace.shared_project())
        {
            self.grant(ctx, lang, wish);
        }
        for hash in self.photos.wanted() {
            if let Some(bytes) = self.workspace.blob(&hash) {
                self.photos.take_bytes(ctx, &hash, &bytes);
                self.workspace.forget_blob(&hash);
            }
        }
        self.forget_what_is_gone();
        self.listen(ctx, lang);
        self.keep_checking();
        self.map.source().backdrops = self.workspace.backdrops(ctx.theme() == egui::Theme::Dark);
        self.preview(ctx);
        self.update_map();
    }

    /// Is everything on the map drawn?
    pub(crate) fn is_up_to_date(&self) -> bool {
        self.map.is_up_to_date()
    }

    /// The counts of all outfalls, worked out once for each snapshot.
    fn total(&mut self) -> Tally {
        let snapshot = self.workspace.snapshot();
        match &self.total {
            Some((of, total)) if Arc::ptr_eq(of, &snapshot) => *total,
            _ => {
                let total = snapshot.total();
                self.total = Some((snapshot, total));
                total
            }
        }
    }

    fn refresh_legend(&mut self, lang: Lang) {
        let snapshot = self.workspace.snapshot();
        let project = self.workspace.project();
        let loaded = project.layers().iter().filter(|it| self.workspace.features(it.id).is_some()).count();
        let theme = self.previewed.as_ref().map_or_else(|| project.settings().theme, |it| it.settings.theme);
        // What lies in which zone takes a while, and is known when the outfalls are on the map.
        let on_map = (theme == Theme::Zone).then(|| self.map.source().outfall_tones()).flatten();
        let key = (project.revision(), snapshot.day, lang, loaded, theme, on_map.as_ref().map(|it| it.0));
        if self.legend.0 != Some(key) {
            let project = self.workspace.project();
            let counts = match theme {
                Theme::Zone => on_map.map(|(_, counts)| counts),
                theme => Some(OutfallTheme::with(project, theme, |_| None).counts(project, &snapshot)),
            };
            self.legend = (Some(key), legend(&self.workspace, theme, counts.as_deref(), lang));
        }
    }

    fn update_map(&mut self) {
        let snapshot = self.workspace.snapshot();
        let project = self.workspace.shared_project();
        let narrowed = self.state.list.narrowed.as_ref();
        let outfalls = Outfalls {
            project: &project,
            settings: self.previewed.as_ref().map_or_else(|| project.settings(), |it| &it.settings),
            snapshot: &snapshot,
            visible: self.state.outfalls_visible,
            only: narrowed.map(|it| &it.ids),
            generation: if narrowed.is_some() { self.state.list.generation } else { 0 },
        };
        let workspace = &self.workspace;
        let parts = self.previewed.as_ref().map_or_else(|| project.map(), |it| &it.map);
        self.map.source().update(parts, |id| workspace.features(id), &outfalls);
        self.load_features();
    }

    /// The map comes first: features are read when it is there, or when it can not be drawn without.
    fn load_features(&mut self) {
        let revision = self.workspace.project().revision();
        let is_due = self.map.source().needs_features() || self.map.is_up_to_date();
        if is_due && self.features_asked != Some(revision) {
            self.features_asked = Some(revision);
            self.workspace.load_small_layers();
        }
        for layer in self.map.source().missed() {
            self.workspace.load_layer(layer);
        }
    }

    /// The features of a layer, which are read now if they have not been.
    fn features_of(&mut self, layer: RecordId) -> Option<Arc<FeatureSet>> {
        let features = self.workspace.features(layer);
        if features.is_none() {
            self.workspace.load_layer(layer);
        }
        features
    }

    fn tell(&mut self, ctx: &Context, lang: Lang, notice: Notice) {
        match notice {
            Notice::Imported(report) => self.reports.push(*report),
            Notice::Previewed(preview) => self.take_preview(preview),
            // The screen already shows what was done; only what went elsewhere, away or wrong needs words.
            Notice::Done { deed, subject } => {
                self.saving = None;
                if deed == Deed::RemoveLayer {
                    self.toasts.tell(ctx, Severity::Info, said::removed(lang, &subject));
                }
            }
            Notice::Failed(problem) => {
                self.give_back(&problem);
                if let Some(Dialog::Preview(draft)) = &mut self.dialog {
                    draft.give_up();
                }
                let notice = Notice::Failed(problem);
                self.toasts.tell(ctx, notice.severity(), notice.say(lang));
            }
            Notice::PhotosPlanned(plan) => self.show_photo_plan(ctx, lang, *plan),
            Notice::Traced(answer, lines) => self.show_trace(answer, lines),
            notice @ (Notice::Exported(_)
            | Notice::Printed(_)
            | Notice::Drawn(_)
            | Notice::Attached(_)
            | Notice::Copied(_)) => {
                self.toasts.tell(ctx, notice.severity(), notice.say(lang));
            }
        }
    }

    /// Draws everything. Returns what only the window itself can do.
    pub(crate) fn ui(&mut self, ui: &mut Ui, lang: Lang) -> Option<Chosen> {
        self.watches.note_events(ui.ctx());
        let mut wishes = Vec::new();
        let chosen = self.layout_ui(ui, lang, &mut wishes);
        let ctx = ui.ctx().clone();
        let project = self.workspace.shared_project();
        let read_only = self.workspace.read_only();
        let around = Around { lang, project: &project, now: self.workspace.now(), read_only };
        self.photos.large_ui(&ctx, &around, &mut wishes);
        self.dialog_ui(&ctx, lang, &mut wishes);
        if self.photos.take_asked() {
            ctx.request_repaint();
        }
        self.toasts.ui(&ctx, lang);
        for wish in wishes {
            self.grant(&ctx, lang, wish);
        }
        if let Some((purpose, files)) = self.picker.poll() {
            self.take_files(purpose, &files);
        }
        self.watch_forms(&ctx);
        chosen
    }

    fn grant(&mut self, ctx: &Context, lang: Lang, wish: Wish) {
        match wish {
            Wish::Do(action) => self.workspace.perform(*action),
            Wish::Show(screen) => self.state.screen = screen,
            Wish::Select(id) => self.select(id),
            Wish::ReadLayer(id) => self.workspace.load_layer(id),
            Wish::Choose(ids, how) => self.choose(ids, how),
            Wish::NarrowToSelection => self.narrow_to_selection(),
            Wish::Locate(id) => self.locate(id),
            Wish::ZoomTo(extent) => self.map.show_extent(extent),
            Wish::Narrow(narrowed) => {
                let positions =
                    narrowed.as_ref().map(|it| extent_of(self.workspace.project(), it.ids.iter().copied()));
                self.state.list.narrow(narrowed);
                self.state.panels = true;
                if let Some(extent) = positions.flatten() {
                    self.map.show_extent(extent);
                }
            }
            Wish::OpenForm(kind, column) => self.open_form(kind, column),
            Wish::AskWaive(findings) => self.ask_waive(findings),
            Wish::AskFixAll(findings) => self.ask_fix_all(lang, findings),
            Wish::MergeInto(target) => self.open_merge(target),
            Wish::Correct(kind, id) => self.open_correction(kind, id),
            Wish::Withdraw => self.withdraw(),
            Wish::CloseForm => self.leave_form(),
            Wish::DiscardForm => self.discard_form(ctx, lang),
            Wish::OpenDraft(key) => self.open_draft(key),
            Wish::DiscardDraft(key) => self.discard_draft(key),
            Wish::SaveForm => self.save_form(),
            Wish::OpenStage(stage) => {
                self.leave_form();
                self.state.card.stage = stage;
            }
            Wish::AskOutfall(place) => self.ask_outfall(place),
            Wish::MoveOutfall(id) => self.move_outfall(id),
            Wish::AskLayer => self.ask_layer(),
            Wish::DrawOn(layer) => {
                self.state.screen = Screen::Map;
                self.map.draw_on(layer);
            }
            Wish::LookAt(outfall, photo) => self.photos.large = Some(Viewer::new(outfall, photo)),
            Wish::AskSheet => self.ask_sheet(lang),
            Wish::AskAttach => self.ask_attach(),
            Wish::AskPhotoCopy(photos) => self.ask_photo_copy(lang, photos),
            Wish::BrowsePhoto => self.browse_photo(ctx, lang),
            Wish::ShowOutfalls(visible) => self.state.outfalls_visible = visible,
            Wish::AskStyle(layer) => self.ask_style(layer),
            Wish::AskImport(files) => self.ask_import(&files),
            Wish::AskReplace(layer) => self.ask_replace(layer),
            Wish::ShowLayerInfo(layer) => self.dialog = Some(Dialog::LayerInfo(layer)),
            Wish::AskBasemap(files) => self.ask_basemap(&files),
            Wish::ChangeOnline(id) => self.ask_online(id),
            Wish::AskKeepOffline(id) => self.ask_keep_offline(id),
            Wish::TryBasemap(id) => self.workspace.try_basemap(id),
            Wish::AskExport => self.ask_export(),
            Wish::SetHabits(habits) => self.state.habits = habits,
            Wish::GoTo(longitude, latitude) => {
                self.state.screen = Screen::Map;
                self.map.go_to(longitude, latitude);
            }
            Wish::SetScale(denominator) => self.map.set_scale(denominator),
            Wish::AskBookmark(id) => self.ask_bookmark(lang, id),
            Wish::Command(command) => self.command(ctx, lang, command),
            Wish::AskSettings => self.ask_settings(),
            Wish::SetDay(day) => self.workspace.set_day(day),
            Wish::Trace(wish) => self.grant_trace(lang, wish),
            Wish::Field(wish) => self.grant_field(ctx, lang, wish),
        }
    }

    /// Selects one outfall and opens its card, or closes the card.
    pub(crate) fn select(&mut self, id: Option<RecordId>) {
        match id {
            Some(id) => self.state.selection.join([id], Join::Replace),
            None if self.state.selection.only() == self.state.selected => self.state.selection.clear(),
            None => {}
        }
        self.open_card(id);
    }

    /// Selects several outfalls. The card is that of the only one; where there are more, the one that is open stays if it is among them.
    fn choose(&mut self, ids: Vec<RecordId>, how: Join) {
        let selection = &mut self.state.selection;
        selection.join(ids, how);
        let stays = self.state.selected.filter(|id| selection.contains(*id));
        let open = selection.only().or(stays);
        self.open_card(open);
    }

    /// Lists the selected outfalls only.
    fn narrow_to_selection(&mut self) {
        let ids: HashSet<RecordId> = self.state.selection.iter().collect();
        if !ids.is_empty() {
            self.state.list.narrow(Some(Narrowed { behind: Behind::Selection, ids }));
            self.state.screen = Screen::Map;
            self.state.panels = true;
        }
    }

    /// An outfall that is taken back is selected no more.
    fn forget_what_is_gone(&mut self) {
        let project = self.workspace.shared_project();
        self.state.selection.retain(|id| project.entry(id).is_some());
        if self.state.selected.is_some_and(|id| project.entry(id).is_none()) {
            self.select(None);
        }
    }

    /// What there is to select: all outfalls on the map, which are those that the list is narrowed to, in this extent if one is given.
    fn selectable(&self, extent: Option<[f64; 4]>) -> Vec<RecordId> {
        let narrowed = self.state.list.narrowed.as_ref();
        let outfalls = self.workspace.project().entries().iter().map(|entry| &entry.outfall);
        let shown = outfalls.filter(|it| narrowed.is_none_or(|narrowed| narrowed.ids.contains(&it.id)));
        let inside = shown.filter(|it| match (extent, it.position()) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some([west, south, east, north]), Some((x, y))) => {
                (west..=east).contains(&x) && (south..=north).contains(&y)
            }
        });
        inside.map(|it| it.id).collect()
    }

    /// Opens the card of an outfall. A form that is half filled in is put aside for the outfall it is about.
    fn open_card(&mut self, id: Option<RecordId>) {
        if self.state.selected == id {
            return;
        }
        self.leave_form();
        self.state.selected = id;
        self.state.list.scroll_to_selected = true;
        let position = id.and_then(|id| self.workspace.project().entry(id)?.outfall.position());
        if let Some((longitude, latitude)) = position {
            self.map.reveal(longitude, latitude);
        }
        // In the table, rows are selected without leaving it.
        if id.is_some() && self.state.screen != Screen::Table {
            self.state.screen = Screen::Map;
        }
    }

    fn zoom_to_selection(&mut self) {
        if let Some(id) = self.state.selection.only() {
            self.locate(id);
            return;
        }
        if let Some(extent) = extent_of(self.workspace.project(), self.state.selection.iter()) {
            self.state.screen = Screen::Map;
            self.map.show_extent(extent);
        }
    }

    fn locate(&mut self, id: RecordId) {
        let position = self.workspace.project().entry(id).and_then(|it| it.outfall.position());
        if let Some((longitude, latitude)) = position {
            self.map.show_place(longitude, latitude);
        }
    }

    /// Takes an outfall into the hand, on the map.
    fn move_outfall(&mut self, id: RecordId) {
        if self.workspace.read_only() || self.workspace.project().entry(id).is_none() {
            return;
        }
        self.select(Some(id));
        self.state.screen = Screen::Map;
        self.map.move_outfall(id);
    }
}

/// West, south, east, north of these outfalls; nothing where none has a position.
fn extent_of(
    project: &crate::domain::project::Project,
    ids: impl Iterator<Item = RecordId>,
) -> Option<[f64; 4]> {
    let positions = ids.filter_map(|id| project.entry(id)?.outfall.position());
    positions.fold(None, |extent, (lon, lat)| {
        let [west, south, east, north] = extent.unwrap_or([lon, lat, lon, lat]);
        Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)])
    })
}

/// Enough hits for the filter: every outfall that matches.
fn all_hits(workspace: &Workspace) -> usize {
    workspace.project().entries().len()
}

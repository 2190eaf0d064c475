//! Bookmarks: the name of one, and the list of all with the places that the layers name by themselves.

use eframe::egui::{
    Align, Context, CornerRadius, Key, Layout, Rect, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2,
    vec2,
};

use super::{Answer, dialog, focus_first, foot, line};
use crate::{
    app::{Action, places::Place},
    domain::{RecordId, bookmark::Bookmark, map_parts::MapPart, op::Deed},
    i18n::Lang,
    ui::{
        icons,
        keys::Command,
        panels::icon_of,
        said::{self, Word},
        theme::{self, BODY, CONTROL, GAP, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// A bookmark that gets its name.
#[derive(Debug)]
pub(crate) struct BookmarkDraft(Bookmark);

impl BookmarkDraft {
    /// A new bookmark of this extent, or an old one.
    pub(crate) fn of(bookmark: Bookmark) -> Self {
        Self(bookmark)
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<Action> {
        let title = Command::NewBookmark.title(lang).trim_end_matches('…');
        dialog(ctx, lang, title, 100.0 * UNIT, |ui| {
            line(ui, lang.term(Word::BookmarkName), "", &mut self.0.name);
            let entered = ui.input(|input| input.key_pressed(Key::Enter));
            let named = !self.0.name.trim().is_empty();
            match foot(ui, lang, lang.term(Word::Save), named, "") {
                Some(false) => Answer::Cancelled,
                Some(true) => Answer::Done(self.kept()),
                None if entered && named => Answer::Done(self.kept()),
                None => Answer::Open,
            }
        })
    }

    fn kept(&self) -> Action {
        let bookmark = Bookmark { name: self.0.name.trim().to_owned(), ..self.0.clone() };
        Action::KeepParts(Deed::ChangeBookmark, vec![MapPart::Bookmark(bookmark)])
    }
}

/// The list that is open.
#[derive(Debug)]
pub(crate) struct BookmarksDraft {
    filter: String,
    places: Vec<Place>,
    /// How many layers the places come from.
    layers: usize,
}

/// Something that can be gone to.
enum Line<'a> {
    Bookmark(&'a Bookmark),
    Place(&'a Place),
}

const ROW: f32 = CONTROL + UNIT;

impl BookmarksDraft {
    /// An empty filter over the bookmarks.
    pub(crate) fn new() -> Self {
        Self { filter: String::new(), places: Vec::new(), layers: 0 }
    }

    /// Names the places below the bookmarks, anew when more layers have been read.
    pub(crate) fn name_places(&mut self, layers: usize, places: impl FnOnce() -> Vec<Place>) {
        if self.layers != layers {
            (self.layers, self.places) = (layers, places());
        }
    }

    /// Draws the list. Done: what is wished for; the list closes.
    pub(crate) fn ui(
        &mut self,
        ctx: &Context,
        lang: Lang,
        bookmarks: &[Bookmark],
        read_only: bool,
        wishes: &mut Vec<Wish>,
    ) -> Answer<Wish> {
        let title = Command::Bookmarks.title(lang).trim_end_matches('…');
        let answer = dialog(ctx, lang, title, 110.0 * UNIT, |ui| {
            let entered = self.filter_ui(ui, lang, read_only, wishes);
            ui.add_space(UNIT);
            let filter = self.filter.trim().to_lowercase();
            let fits = |name: &str| filter.is_empty() || name.to_lowercase().contains(&filter);
            let lines: Vec<Line<'_>> = bookmarks
                .iter()
                .filter(|it| fits(&it.name))
                .map(Line::Bookmark)
                .chain(self.places.iter().filter(|it| fits(&it.name)).map(Line::Place))
                .collect();
            if bookmarks.is_empty() && self.places.is_empty() {
                widgets::empty_state(
                    ui,
                    icons::BOOKMARK,
                    lang.term(Word::NoBookmarks),
                    lang.term(Word::NoBookmarksAdvice),
                    |_| {},
                );
                return Answer::Open;
            }
            let first = lines.first().filter(|_| entered && !filter.is_empty()).and_then(extent_of);
            let chosen = list_ui(ui, lang, &lines, read_only, wishes).or_else(|| first.map(Wish::ZoomTo));
            chosen.map_or(Answer::Open, Answer::Done)
        });
        // The name is asked for in a dialog of its own.
        let leaves = wishes.iter().any(|it| matches!(it, Wish::AskBookmark(_)));
        if leaves { Answer::Cancelled } else { answer }
    }

    /// True when Enter was pressed in the filter.
    fn filter_ui(&mut self, ui: &mut Ui, lang: Lang, read_only: bool, wishes: &mut Vec<Wish>) -> bool {
        let mut entered = false;
        ui.horizontal(|ui| {
            let width = ui.available_width() - 38.0 * UNIT;
            let edit = TextEdit::singleline(&mut self.filter)
                .hint_text(format!("{} {}", icons::SEARCH, lang.term(Word::FindHint)))
                .desired_width(width)
                .min_size(vec2(width, CONTROL))
                .align(eframe::egui::Align2::LEFT_CENTER);
            let response = ui.add(edit).accessible_name(lang.term(Word::FilterPlaces));
            focus_first(ui, &response);
            entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            ui.add_enabled_ui(!read_only, |ui| {
                if widgets::quiet_button(ui, icons::ADD, lang.term(Word::AddBookmark)).clicked() {
                    wishes.push(Wish::AskBookmark(None));
                }
            });
        });
        entered
    }
}

fn extent_of(line: &Line<'_>) -> Option<[f64; 4]> {
    match line {
        Line::Bookmark(it) => Some([it.west?, it.south?, it.east?, it.north?]),
        Line::Place(it) => Some(it.extent),
    }
}

/// The wish to go somewhere, once a line was clicked.
fn list_ui(
    ui: &mut Ui,
    lang: Lang,
    lines: &[Line<'_>],
    read_only: bool,
    wishes: &mut Vec<Wish>,
) -> Option<Wish> {
    let mut chosen = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    let height = (ui.ctx().content_rect().height() - 80.0 * UNIT).clamp(40.0 * UNIT, 100.0 * UNIT);
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink(false).show_rows(
        ui,
        ROW,
        lines.len(),
        |ui, range| {
            for line in lines.iter().skip(range.start).take(range.len()) {
                if row_ui(ui, lang, line, read_only, wishes) {
                    chosen = extent_of(line).map(Wish::ZoomTo);
                }
            }
        },
    );
    chosen
}

/// True when the line was clicked.
fn row_ui(ui: &mut Ui, lang: Lang, line: &Line<'_>, read_only: bool, wishes: &mut Vec<Wish>) -> bool {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let (icon, name, kind) = match line {
        Line::Bookmark(it) => (icons::BOOKMARK, it.name.as_str(), ""),
        Line::Place(it) => (icon_of(Some(it.kind)), it.name.as_str(), said::place_kind(lang, it.kind)),
    };
    let buttons = if matches!(line, Line::Bookmark(_)) { 2.0 * (CONTROL + UNIT) } else { 0.0 };
    let words = Rect::from_min_max(rect.min, pos2(rect.right() - buttons, rect.bottom()));
    let response = ui.interact(words, ui.scope_id().with((name, kind, rect.top() as i32)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said::go_there(lang, name)));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(words, CornerRadius::same(4), tokens.hover);
    }
    let inner = words.shrink2(vec2(GAP, 0.0));
    let beside = Rect::from_min_max(pos2(inner.right() - 24.0 * UNIT, inner.top()), inner.max);
    let room = Rect::from_min_max(inner.min, pos2(beside.left() - GAP, inner.bottom()));
    widgets::elided_at(ui, room, &format!("{icon}  {name}"), BODY, tokens.text);
    widgets::elided_at(ui, beside, kind, SMALL, tokens.weak);
    if let Line::Bookmark(bookmark) = line {
        let room = Rect::from_min_max(pos2(words.right(), rect.top()), rect.max);
        bookmark_buttons(ui, lang, bookmark, room, read_only, wishes);
    }
    response.clicked()
}

fn bookmark_buttons(
    ui: &mut Ui,
    lang: Lang,
    bookmark: &Bookmark,
    room: Rect,
    read_only: bool,
    wishes: &mut Vec<Wish>,
) {
    let layout = Layout::right_to_left(Align::Center);
    ui.scope_builder(eframe::egui::UiBuilder::new().max_rect(room).layout(layout), |ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        ui.add_enabled_ui(!read_only, |ui| {
            if widgets::icon_button(ui, icons::REMOVE, &said::remove(lang, &bookmark.name)).clicked() {
                let parts = vec![MapPart::Bookmark(bookmark.clone())];
                wishes.push(Wish::act(Action::DropParts(Deed::ChangeBookmark, parts)));
            }
            if widgets::icon_button(ui, icons::EDIT, &said::rename(lang, &bookmark.name)).clicked() {
                let id: RecordId = bookmark.id;
                wishes.push(Wish::AskBookmark(Some(id)));
            }
        });
    });
}

//! Opening the dialogs of the map: going to a position, bookmarks and places.

use super::Desk;
use crate::{
    app::{new_id, places::names_places},
    domain::{RecordId, bookmark::Bookmark},
    i18n::Lang,
    ui::{
        dialogs::{BookmarkDraft, BookmarksDraft, Dialog, GoToDraft},
        said,
    },
};

impl Desk {
    /// Asks for coordinates.
    pub(super) fn ask_place(&mut self) {
        self.dialog = Some(Dialog::GoTo(GoToDraft::new(self.map.middle().x_y())));
    }

    /// Asks for the name of a bookmark: a new one for what the map shows, or an old one.
    pub(super) fn ask_bookmark(&mut self, lang: Lang, id: Option<RecordId>) {
        let bookmarks = &self.workspace.project().map().bookmarks;
        let known = id.and_then(|id| bookmarks.iter().find(|it| it.id == id)).cloned();
        if self.workspace.read_only() || (id.is_some() && known.is_none()) {
            return;
        }
        let bookmark = known.unwrap_or_else(|| {
            let [west, south, east, north] = self.map.seen().0.map(Some);
            let name = said::bookmark_name(lang, bookmarks.len() + 1);
            Bookmark { id: new_id(), name, west, south, east, north }
        });
        self.dialog = Some(Dialog::Bookmark(BookmarkDraft::of(bookmark)));
    }

    /// Lists the bookmarks and places.
    pub(super) fn ask_bookmarks(&mut self) {
        let layers = self.workspace.project().layers().iter();
        let naming: Vec<RecordId> =
            layers.filter(|it| it.kind.is_some_and(names_places)).map(|it| it.id).collect();
        for layer in naming {
            self.workspace.load_layer(layer);
        }
        self.dialog = Some(Dialog::Bookmarks(BookmarksDraft::new()));
    }
}

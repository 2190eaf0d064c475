//! A photo in the whole window: nearer and farther, the ones before and after it, what its camera says, what is drawn over it.

use eframe::egui::{
    Align, Align2, Context, CornerRadius, CursorIcon, FontId, Frame, Id, Image, Key, Layout, Margin, Modal,
    Panel, Rect, Role, Sense, Stroke, TextEdit, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::{
    PLAIN, Photos, Seen, Size,
    draw::{Editor, Pen, in_photo, ink_ui, marks_ui},
    side::facts_ui,
};
use crate::{
    app::{Action, Now},
    domain::{
        RecordId,
        evidence::{Annotation, Doubt, Ink, doubts},
        fact::{Photo, PhotoSlot},
        project::{Entry, Project},
    },
    i18n::Lang,
    ui::{
        icons,
        said::{self, PhotoWord, Word},
        theme::{self, CONTROL, GAP, PAD, UNIT},
        widgets,
        wish::Wish,
    },
};

/// How near one can look: eight times what fits the window.
const NEAREST: f32 = 8.0;
/// One step of the buttons and keys.
const STEP: f32 = 1.4;
/// The panel beside the photo.
const SIDE: f32 = 68.0 * UNIT;

/// The photo that is shown large.
pub(crate) struct Viewer {
    outfall: RecordId,
    photo: RecordId,
    /// One for what fits the window.
    zoom: f32,
    /// How far the photo is moved from the middle, in points.
    moved: Vec2,
    /// Where the line between before and after is, while they are compared: a share of the width.
    divider: Option<f32>,
    /// What is being drawn.
    editor: Option<Editor>,
    /// The caption that is being written.
    caption: String,
    /// What speaks against the photo, and the revision of the project that it was worked out for.
    doubts: Option<(u64, Vec<Doubt>)>,
}

/// What the viewer draws from.
pub(crate) struct Around<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Project,
    pub(crate) now: Now,
    pub(crate) read_only: bool,
}

impl Viewer {
    /// Shows this photo of an outfall.
    pub(crate) fn new(outfall: RecordId, photo: RecordId) -> Self {
        Self {
            outfall,
            photo,
            zoom: 1.0,
            moved: Vec2::ZERO,
            divider: None,
            editor: None,
            caption: String::new(),
            doubts: None,
        }
    }

    fn fit(&mut self) {
        self.zoom = 1.0;
        self.moved = Vec2::ZERO;
    }

    fn zoom_by(&mut self, factor: f32, about: Vec2) {
        let zoom = (self.zoom * factor).clamp(1.0, NEAREST);
        // What is under the pointer stays there.
        self.moved = about + (self.moved - about) * (zoom / self.zoom);
        self.zoom = zoom;
        if zoom <= 1.0 {
            self.moved = Vec2::ZERO;
        }
    }

    fn turn_to(&mut self, photo: RecordId) {
        *self = Self::new(self.outfall, photo);
    }

    /// All photos are gone through for this: once, not in every frame.
    fn doubts(&mut self, around: &Around<'_>, photo: &Photo) -> &[Doubt] {
        let revision = around.project.revision();
        if self.doubts.as_ref().is_none_or(|(of, _)| *of != revision) {
            let now = &around.now;
            let found = doubts(around.project, photo, now.local(), now.stamp.utc_offset_min);
            self.doubts = Some((revision, found));
        }
        self.doubts.as_ref().map_or(&[], |(_, doubts)| doubts)
    }

    /// The change that keeps what was drawn and written, if it is another than before.
    fn finish(&mut self, photo: &Photo) -> Option<Wish> {
        let mut changed = photo.clone();
        if let Some(editor) = self.editor.take() {
            changed.annotation = editor.annotation.to_text();
        }
        let caption = std::mem::take(&mut self.caption);
        if changed.note.is_empty() {
            caption.trim().clone_into(&mut changed.note);
        }
        (changed != *photo).then(|| Wish::act(Action::ChangePhoto(Box::new(changed))))
    }
}

impl Photos {
    /// The change that keeps what is being drawn, where the window is about to close.
    pub(crate) fn finish_drawing(&mut self, project: &Project) -> Option<Wish> {
        let viewer = self.large.as_mut()?;
        let photo = project.entry(viewer.outfall)?.photos.iter().find(|it| it.id == viewer.photo)?;
        viewer.finish(photo)
    }

    /// The photo that is shown large, over everything. Esc closes first the editor, then the viewer.
    pub(crate) fn large_ui(&mut self, ctx: &Context, around: &Around<'_>, wishes: &mut Vec<Wish>) {
        let Some(mut viewer) = self.large.take() else { return };
        let entry = around.project.entry(viewer.outfall);
        let photo = entry.and_then(|it| it.photos.iter().find(|it| it.id == viewer.photo));
        let Some((entry, photo)) = entry.zip(photo) else { return };
        let frame = Frame::window(&ctx.style_of(ctx.theme())).inner_margin(Margin::same(12));
        let mut close = false;
        // Of this photo, should another one come.
        let mut caption = std::mem::take(&mut viewer.caption);
        let modal = Modal::new(Id::unique("photo")).frame(frame).show(ctx, |ui| {
            let room = ctx.content_rect().size() - Vec2::splat(10.0 * UNIT);
            ui.set_min_size(room);
            ui.set_max_size(room);
            close = top_ui(ui, around, entry, photo, &mut viewer, wishes);
            ui.add_space(GAP);
            let side = Panel::right("photo facts")
                .exact_size(SIDE)
                .frame(Frame::new().inner_margin(Margin { left: 12, ..Margin::ZERO }));
            side.resizable(false).show(ui, |ui| {
                let doubts = viewer.doubts(around, photo);
                facts_ui(ui, around, entry, photo, doubts, &mut caption, wishes);
            });
            if viewer.editor.is_some() {
                let tools = Panel::bottom("photo tools")
                    .frame(Frame::new().inner_margin(Margin { top: 8, ..Margin::ZERO }));
                tools.resizable(false).show(ui, |ui| tools_ui(ui, around.lang, &mut viewer));
            }
            let (rect, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
            self.picture_ui(ui, rect, around, entry, photo, &mut viewer);
            keys(ui, entry, &mut viewer);
        });
        let turned = viewer.photo != photo.id;
        let next = std::mem::replace(&mut viewer.caption, caption);
        if turned {
            wishes.extend(viewer.finish(photo));
            viewer.caption = next;
        }
        // The form for it opens behind the viewer.
        close |= wishes.iter().any(|it| matches!(it, Wish::Correct(..)));
        let escaped = modal.should_close();
        if escaped && viewer.editor.is_some() {
            wishes.extend(viewer.finish(photo));
        } else if close || escaped {
            wishes.extend(viewer.finish(photo));
            return;
        }
        self.large = Some(viewer);
    }

    fn picture_ui(
        &mut self,
        ui: &mut Ui,
        room: Rect,
        around: &Around<'_>,
        entry: &Entry,
        photo: &Photo,
        viewer: &mut Viewer,
    ) {
        let lang = around.lang;
        let response = ui.interact(room, ui.scope_id().with("photo"), Sense::click_and_drag());
        let title = said::photo_title(lang, photo);
        // A screen reader is told why there is nothing to see.
        let title = match photo.is_picture().then(|| self.see(&photo.sha256, Size::Large)) {
            Some(Seen::Not(why)) => said::joined(&[&title, said::not_shown(lang, photo, why)]),
            _ => title,
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &title));
        let ui = &mut ui.new_child(UiBuilder::new().max_rect(room));
        ui.set_clip_rect(room.intersect(ui.clip_rect()));
        ui.painter().rect_filled(room, CornerRadius::same(4), theme::tokens(ui).raised);
        if let Some((before, after)) = pair(entry).filter(|_| viewer.divider.is_some()) {
            self.compare_ui(ui, room, lang, (before, after), viewer);
            return;
        }
        let Some(size) = self.size_of(ui, room, lang, photo) else { return };
        let rect = placed(room, size, viewer);
        self.paint(ui, photo, rect);
        let mut marks = match &viewer.editor {
            Some(editor) => editor.annotation.marks.clone(),
            None => Annotation::parse(&photo.annotation).marks,
        };
        if let Some(editor) = &mut viewer.editor {
            ui.ctx().set_cursor_icon(if response.hovered() {
                CursorIcon::Crosshair
            } else {
                CursorIcon::Default
            });
            if let Some(at) = response.interact_pointer_pos() {
                let spot = in_photo(rect, at);
                if response.drag_started() {
                    let from = ui.input(|input| input.pointer.press_origin()).unwrap_or(at);
                    editor.press(in_photo(rect, from));
                }
                marks.extend(editor.half_drawn(spot));
                if response.drag_stopped() {
                    editor.release(spot);
                } else if response.clicked() {
                    editor.click(spot);
                }
            }
        } else {
            move_and_zoom(ui, &response, room, viewer);
        }
        marks_ui(ui.painter(), rect, &marks);
    }

    /// The size of the photo in pixels; where it is not there, why.
    fn size_of(&mut self, ui: &Ui, room: Rect, lang: Lang, photo: &Photo) -> Option<Vec2> {
        let tokens = theme::tokens(ui);
        let say = |icon: &str, text: &str| {
            let painter = ui.painter();
            let above = room.center() - vec2(0.0, 5.0 * UNIT);
            painter.text(above, Align2::CENTER_CENTER, icon, FontId::proportional(40.0), tokens.faint);
            let below = room.center() + vec2(0.0, 5.0 * UNIT);
            let font = FontId::proportional(theme::BODY);
            let words = painter.layout(text.to_owned(), font, tokens.weak, room.width() - 2.0 * PAD);
            painter.galley(Align2::CENTER_TOP.anchor_size(below, words.size()).min, words, tokens.weak);
        };
        if !photo.is_picture() {
            say(icons::CLAIM, said::undecodable(lang, crate::app::photo::Undecodable::Unknown));
            return None;
        }
        match self.see(&photo.sha256, Size::Large) {
            Seen::Ready(texture) => Some(texture.size_vec2()),
            Seen::Loading => {
                say(icons::PHOTO, lang.term(PhotoWord::Loading));
                None
            }
            Seen::Not(why) => {
                say(icons::FILE, said::not_shown(lang, photo, why));
                None
            }
        }
    }

    fn paint(&mut self, ui: &Ui, photo: &Photo, rect: Rect) {
        if let Seen::Ready(texture) = self.see(&photo.sha256, Size::Large) {
            Image::new(texture).tint(PLAIN).paint_at(ui, rect);
        }
    }

    /// Two photos of the same view, one to the left of a line and one to the right.
    fn compare_ui(
        &mut self,
        ui: &mut Ui,
        room: Rect,
        lang: Lang,
        (before, after): (&Photo, &Photo),
        viewer: &mut Viewer,
    ) {
        let share = viewer.divider.unwrap_or(0.5);
        let clip = ui.clip_rect();
        let line = room.left() + share * room.width();
        for (photo, part, word, align) in [
            (before, room.with_max_x(line), PhotoWord::Before, Align2::LEFT_TOP),
            (after, room.with_min_x(line), PhotoWord::After, Align2::RIGHT_TOP),
        ] {
            ui.set_clip_rect(part.intersect(clip));
            if let Some(size) = self.size_of(ui, part, lang, photo) {
                let rect = placed(room, size, viewer);
                self.paint(ui, photo, rect);
                marks_ui(ui.painter(), rect, &Annotation::parse(&photo.annotation).marks);
            }
            let day = photo.on.map(|it| it.to_string()).unwrap_or_default();
            let text = said::joined(&[lang.term(word), &day]);
            let corner = align.pos_in_rect(&room.shrink(PAD));
            let galley = ui.painter().layout_no_wrap(text, FontId::proportional(theme::BODY), PLAIN);
            let area = align.anchor_size(corner, galley.size());
            ui.painter().rect_filled(area.expand2(vec2(6.0, 3.0)), 4.0, theme::INK_EDGE);
            ui.painter().galley(area.min, galley, PLAIN);
        }
        ui.set_clip_rect(clip);
        let handle = Rect::from_center_size(pos2(line, room.center().y), vec2(8.0 * UNIT, room.height()));
        let response = ui.interact(handle, ui.scope_id().with("divider"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::slider(true, f64::from(share), lang.term(PhotoWord::Divider)));
        let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
        let tokens = theme::tokens(ui);
        let color = if response.hovered() || response.dragged() { tokens.ring } else { PLAIN };
        ui.painter().vline(line, room.y_range(), Stroke::new(2.0, color));
        ui.painter().circle_filled(handle.center(), 4.0 * UNIT, theme::INK_EDGE);
        let font = FontId::proportional(16.0);
        ui.painter().text(handle.center(), Align2::CENTER_CENTER, icons::REVERSE, font, color);
        if let Some(at) = response.interact_pointer_pos().filter(|_| response.dragged()) {
            viewer.divider = Some(((at.x - room.left()) / room.width()).clamp(0.02, 0.98));
        }
    }
}

/// Where a photo of this size stands.
fn placed(room: Rect, size: Vec2, viewer: &Viewer) -> Rect {
    let scale = (room.width() / size.x.max(1.0)).min(room.height() / size.y.max(1.0));
    // Small pictures are not blown up to the whole window at first.
    Rect::from_center_size(room.center() + viewer.moved, size * scale.min(3.0) * viewer.zoom)
}

fn move_and_zoom(ui: &Ui, response: &eframe::egui::Response, room: Rect, viewer: &mut Viewer) {
    if response.dragged() && viewer.zoom > 1.0 {
        viewer.moved += response.drag_delta();
    }
    if response.double_clicked() {
        viewer.fit();
    }
    if !response.hovered() {
        return;
    }
    let (scrolled, pinched) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
    let factor = pinched * (scrolled * 0.004).exp();
    if (factor - 1.0).abs() > 1e-4 {
        let about = response.hover_pos().map_or(Vec2::ZERO, |at| at - room.center());
        viewer.zoom_by(factor, about);
    }
}

fn keys(ui: &Ui, entry: &Entry, viewer: &mut Viewer) {
    if ui.ctx().text_edit_focused() || viewer.editor.is_some() {
        return;
    }
    let pressed = |key| ui.input(|input| input.key_pressed(key) && input.modifiers.is_none());
    if pressed(Key::ArrowLeft) || pressed(Key::PageUp) {
        step(entry, viewer, -1);
    }
    if pressed(Key::ArrowRight) || pressed(Key::PageDown) {
        step(entry, viewer, 1);
    }
    if pressed(Key::Plus) || pressed(Key::Equals) {
        viewer.zoom_by(STEP, Vec2::ZERO);
    }
    if pressed(Key::Minus) {
        viewer.zoom_by(1.0 / STEP, Vec2::ZERO);
    }
    if pressed(Key::Num0) {
        viewer.fit();
    }
}

fn step(entry: &Entry, viewer: &mut Viewer, by: isize) {
    let at = entry.photos.iter().position(|it| it.id == viewer.photo).unwrap_or(0);
    let next = at.checked_add_signed(by).and_then(|at| entry.photos.get(at));
    if let Some(next) = next {
        viewer.turn_to(next.id);
    }
}

/// The latest photos from before and from after.
fn pair(entry: &Entry) -> Option<(&Photo, &Photo)> {
    let of = |slot| entry.photos.iter().rfind(|it| it.slot == Some(slot) && it.is_picture());
    of(PhotoSlot::Before).zip(of(PhotoSlot::After))
}

/// The bar above the photo. True when the viewer is to be closed.
fn top_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    entry: &Entry,
    photo: &Photo,
    viewer: &mut Viewer,
    wishes: &mut Vec<Wish>,
) -> bool {
    let lang = around.lang;
    let at = entry.photos.iter().position(|it| it.id == photo.id).unwrap_or(0);
    let count = entry.photos.len();
    let mut close = false;
    ui.horizontal(|ui| {
        ui.set_height(CONTROL);
        ui.spacing_mut().item_spacing.x = UNIT;
        for (icon, word, by, possible) in [
            (icons::PREVIOUS, PhotoWord::Previous, -1, at > 0),
            (icons::NEXT, PhotoWord::Next, 1, at + 1 < count),
        ] {
            ui.add_enabled_ui(possible && viewer.editor.is_none(), |ui| {
                if widgets::icon_button(ui, icon, lang.term(word)).clicked() {
                    step(entry, viewer, by);
                }
            });
        }
        widgets::small(ui, &said::photo_of(at + 1, count));
        ui.add_space(GAP);
        for (icon, word, factor) in
            [(icons::ZOOM_OUT, PhotoWord::ZoomOut, 1.0 / STEP), (icons::ZOOM_IN, PhotoWord::ZoomIn, STEP)]
        {
            if widgets::icon_button(ui, icon, lang.term(word)).clicked() {
                viewer.zoom_by(factor, Vec2::ZERO);
            }
        }
        if widgets::icon_button(ui, icons::FULL_EXTENT, lang.term(PhotoWord::Fit)).clicked() {
            viewer.fit();
        }
        if pair(entry).is_some() {
            let on = viewer.divider.is_some();
            let name = lang.term(PhotoWord::Compare);
            if widgets::icon_command(ui, icons::REVERSE, name, "", Some(on)).clicked() {
                viewer.divider = if on { None } else { Some(0.5) };
            }
        }
        if photo.is_picture() && !around.read_only {
            let on = viewer.editor.is_some();
            let name = lang.term(PhotoWord::Draw);
            if widgets::icon_command(ui, icons::DRAW, name, "", Some(on)).clicked() {
                if on {
                    wishes.extend(viewer.finish(photo));
                } else {
                    viewer.divider = None;
                    viewer.editor = Some(Editor::of(Annotation::parse(&photo.annotation)));
                }
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            close = widgets::icon_button(ui, icons::CLOSE, lang.term(Word::Close)).clicked();
            if widgets::quiet_button(ui, icons::EXPORT, lang.term(PhotoWord::SaveCopy)).clicked() {
                wishes.push(Wish::AskPhotoCopy(vec![photo.id]));
            }
            if let Some((lon, lat)) = photo.place()
                && widgets::quiet_button(ui, icons::LOCATE, lang.term(PhotoWord::ShowOnMap)).clicked()
            {
                wishes.push(Wish::GoTo(lon, lat));
                close = true;
            }
        });
    });
    close
}

/// The pens, inks and the words.
fn tools_ui(ui: &mut Ui, lang: Lang, viewer: &mut Viewer) {
    let Some(editor) = &mut viewer.editor else { return };
    ui.horizontal(|ui| {
        let pens = [
            (Pen::Arrow, lang.term(PhotoWord::Arrow)),
            (Pen::Line, lang.term(PhotoWord::Line)),
            (Pen::Box, lang.term(PhotoWord::Box)),
            (Pen::Text, lang.term(PhotoWord::Text)),
        ];
        if let Some(pen) = widgets::segmented(ui, &pens, editor.pen) {
            editor.pen = pen;
        }
        ui.add_space(GAP);
        for ink in Ink::ALL {
            ink_ui(ui, lang, ink, &mut editor.ink);
        }
        ui.add_space(GAP);
        if editor.pen == Pen::Text {
            let edit = TextEdit::singleline(&mut editor.words)
                .hint_text(lang.term(PhotoWord::WordsHint))
                .desired_width(56.0 * UNIT)
                .min_size(vec2(56.0 * UNIT, CONTROL));
            ui.add(edit.align(Align2::LEFT_CENTER)).accessible_name(lang.term(PhotoWord::Words));
        }
        let drawn = !editor.annotation.marks.is_empty();
        ui.add_enabled_ui(drawn, |ui| {
            if widgets::icon_button(ui, icons::UNDO, lang.term(PhotoWord::TakeBack)).clicked() {
                editor.annotation.marks.pop();
            }
            if widgets::icon_button(ui, icons::CLEAR, lang.term(PhotoWord::ClearMarks)).clicked() {
                editor.annotation.marks.clear();
            }
        });
    });
}

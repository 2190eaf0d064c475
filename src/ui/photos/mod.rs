//! Photos on the screen: read and shrunk beside the window, shown from then on without waiting, a bounded number of them.

mod draw;
mod side;
mod viewer;

use std::{
    collections::HashMap,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use eframe::egui::{
    Align2, Color32, ColorImage, Context, CornerRadius, FontId, Image, Role, Sense, TextureHandle,
    TextureOptions, Ui, Vec2, WidgetInfo, vec2,
};

pub(crate) use self::{
    side::{fact_ui, slot_ui},
    viewer::{Around, Viewer},
};
use crate::{
    app::photo::{Undecodable, decode_photo},
    domain::fact::Photo,
    ui::{
        icons, said,
        theme::{self, UNIT},
    },
};

/// How large a photo is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Size {
    /// In a row of others.
    Small,
    /// In the whole window.
    Large,
}

impl Size {
    /// The longest side, in pixels: twice a thumbnail, and what every graphics driver takes.
    fn side(self) -> u32 {
        match self {
            Self::Small => 320,
            Self::Large => 4096,
        }
    }

    /// How many are kept: some eighty and some two hundred megabytes.
    fn kept(self) -> usize {
        match self {
            Self::Small => 256,
            Self::Large => 4,
        }
    }
}

/// How many photos are read from the project at a time.
const AT_A_TIME: usize = 4;

type Key = (String, Size);

enum Shown {
    /// The bytes were not there yet.
    Waiting,
    /// The bytes are being decoded.
    Decoding,
    /// It can not be shown: a document, or a broken picture.
    Not(Undecodable),
    Ready(TextureHandle),
}

/// What is known of a photo at the moment.
pub(crate) enum Seen<'a> {
    /// It is on its way.
    Loading,
    /// It can not be shown.
    Not(Undecodable),
    /// The pixels.
    Ready(&'a TextureHandle),
}

struct Task {
    key: Key,
    bytes: Arc<Vec<u8>>,
}

type Decoded = (Key, Result<ColorImage, Undecodable>);

/// The pictures of one window.
pub(crate) struct Photos {
    known: HashMap<Key, (Shown, u64)>,
    /// Grows with every look at a photo, so that the one that was not looked at for longest goes first.
    looks: u64,
    /// Was a photo asked for that nobody asked for before? Then the next frame fetches it.
    asked: bool,
    done: (Sender<Decoded>, Receiver<Decoded>),
    /// One thread decodes them one after another; large photos take all memory otherwise.
    worker: Option<Sender<Task>>,
    /// The photo that is shown large.
    pub(crate) large: Option<Viewer>,
}

impl Default for Photos {
    fn default() -> Self {
        Self { known: HashMap::new(), looks: 0, asked: false, done: channel(), worker: None, large: None }
    }
}

impl Photos {
    /// The photos whose bytes are wanted.
    pub(crate) fn wanted(&self) -> Vec<String> {
        let mut waiting: Vec<(&Key, u64)> = self
            .known
            .iter()
            .filter(|(_, (shown, _))| matches!(shown, Shown::Waiting))
            .map(|(key, (_, look))| (key, *look))
            .collect();
        waiting.sort_by_key(|(_, look)| std::cmp::Reverse(*look));
        let mut hashes: Vec<String> = waiting.into_iter().map(|(key, _)| key.0.clone()).collect();
        hashes.dedup();
        hashes.truncate(AT_A_TIME);
        hashes
    }

    /// Starts to decode a photo whose bytes have arrived, in all sizes in which it is wanted.
    pub(crate) fn take_bytes(&mut self, ctx: &Context, hash: &str, bytes: &Arc<Vec<u8>>) {
        for size in [Size::Small, Size::Large] {
            let key = (hash.to_owned(), size);
            let Some((shown @ Shown::Waiting, _)) = self.known.get_mut(&key) else { continue };
            *shown = Shown::Decoding;
            let worker = self.worker.get_or_insert_with(|| start_worker(ctx, self.done.0.clone()));
            if worker.send(Task { key, bytes: Arc::clone(bytes) }).is_err() {
                *shown = Shown::Not(Undecodable::Damaged);
            }
        }
    }

    /// Takes in what was decoded.
    pub(crate) fn poll(&mut self, ctx: &Context) {
        while let Ok((key, image)) = self.done.1.try_recv() {
            let name = format!("{} {:?}", key.0, key.1);
            let shown = match image {
                Ok(image) => Shown::Ready(ctx.load_texture(name, image, TextureOptions::LINEAR)),
                Err(why) => Shown::Not(why),
            };
            let size = key.1;
            let look = self.known.get(&key).map_or(self.looks, |it| it.1);
            self.known.insert(key, (shown, look));
            self.forget_old(size);
        }
    }

    fn forget_old(&mut self, size: Size) {
        let ready = |known: &HashMap<Key, (Shown, u64)>| {
            let mut ready: Vec<(Key, u64)> = known
                .iter()
                .filter(|(key, (shown, _))| key.1 == size && matches!(shown, Shown::Ready(_)))
                .map(|(key, (_, look))| (key.clone(), *look))
                .collect();
            ready.sort_by_key(|it| it.1);
            ready
        };
        let ready = ready(&self.known);
        let surplus = ready.len().saturating_sub(size.kept());
        for (key, _) in ready.into_iter().take(surplus) {
            self.known.remove(&key);
        }
    }

    /// Has a photo been asked for since the last call?
    pub(crate) fn take_asked(&mut self) -> bool {
        std::mem::take(&mut self.asked)
    }

    /// A photo as far as it is known; asking for it the first time loads it.
    pub(crate) fn see(&mut self, hash: &str, size: Size) -> Seen<'_> {
        self.looks += 1;
        let looks = self.looks;
        let asked = &mut self.asked;
        let entry = self.known.entry((hash.to_owned(), size)).or_insert_with(|| {
            *asked = true;
            (Shown::Waiting, looks)
        });
        entry.1 = looks;
        match &entry.0 {
            Shown::Waiting | Shown::Decoding => Seen::Loading,
            Shown::Not(why) => Seen::Not(*why),
            Shown::Ready(texture) => Seen::Ready(texture),
        }
    }

    /// The picture of `photo` in a square, or an icon until it is there. True when it was clicked.
    pub(super) fn thumbnail_ui(&mut self, ui: &mut Ui, photo: &Photo, title: &str) -> bool {
        let tokens = theme::tokens(ui);
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(21.0 * UNIT), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, title));
        let corners = CornerRadius::same(4);
        ui.painter().rect_filled(rect, corners, tokens.raised);
        if ui.is_rect_visible(rect) {
            let font = FontId::proportional(22.0);
            let icon =
                |icon| ui.painter().text(rect.center(), Align2::CENTER_CENTER, icon, font, tokens.faint);
            let kind = || {
                let (at, font) = (rect.center_bottom() - vec2(0.0, UNIT), FontId::proportional(theme::SMALL));
                let kind = said::kind_of_file(photo);
                ui.painter().text(at, Align2::CENTER_BOTTOM, kind, font, tokens.weak);
            };
            if photo.is_picture() {
                match self.see(&photo.sha256, Size::Small) {
                    Seen::Ready(texture) => {
                        let part = square(texture.size_vec2());
                        Image::new(texture).corner_radius(corners).uv(part).paint_at(ui, rect);
                    }
                    Seen::Loading => _ = icon(icons::PHOTO),
                    Seen::Not(_) => {
                        icon(icons::FILE);
                        kind();
                    }
                }
            } else {
                icon(icons::CLAIM);
                kind();
            }
            if !photo.annotation.is_empty() {
                let corner = rect.right_bottom() - Vec2::splat(3.0 * UNIT);
                ui.painter().circle_filled(corner, 2.5 * UNIT, tokens.accent);
                let font = FontId::proportional(theme::SMALL);
                ui.painter().text(corner, Align2::CENTER_CENTER, icons::EDIT, font, tokens.on_accent);
            }
        }
        response.on_hover_text(title).clicked()
    }
}

fn start_worker(ctx: &Context, done: Sender<Decoded>) -> Sender<Task> {
    let (sender, tasks) = channel::<Task>();
    let ctx = ctx.clone();
    let work = move || {
        for Task { key, bytes } in tasks {
            let image = decode_photo(&bytes, Some(key.1.side())).map(|picture| {
                let size = [picture.width as usize, picture.height as usize];
                ColorImage::from_rgba_unmultiplied(size, &picture.rgba)
            });
            // Nobody waits any more when the window has gone.
            if done.send((key, image)).is_err() {
                return;
            }
            ctx.request_repaint();
        }
    };
    // Without a thread, sending fails and the photo is shown as a file.
    thread::Builder::new().name("photos".to_owned()).spawn(work).ok();
    sender
}

/// The middle square of a picture, as the part of a texture.
fn square(size: Vec2) -> eframe::egui::Rect {
    let side = size.x.min(size.y);
    let part = vec2(side / size.x.max(1.0), side / size.y.max(1.0));
    eframe::egui::Rect::from_center_size(eframe::egui::pos2(0.5, 0.5), part)
}

/// Nothing is tinted.
const PLAIN: Color32 = Color32::WHITE;

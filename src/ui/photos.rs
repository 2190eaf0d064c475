//! Photos as small pictures: read and shrunk in the background, shown from then on without waiting.

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

use crate::{
    domain::fact::Photo,
    ui::{
        icons,
        theme::{self, UNIT},
    },
};

/// The longest side of a small picture, in pixels.
const SMALL_SIDE: u32 = 640;

enum Thumbnail {
    /// The bytes were not there yet.
    Waiting,
    /// The bytes are being shrunk.
    Shrinking,
    /// There is nothing to see: a document, or a broken picture.
    None,
    Ready(TextureHandle),
}

/// The small pictures of one window.
pub(crate) struct Photos {
    known: HashMap<String, Thumbnail>,
    done: (Sender<Shrunk>, Receiver<Shrunk>),
    /// The photo that is shown large.
    pub(crate) large: Option<String>,
}

type Shrunk = (String, Option<ColorImage>);

impl Default for Photos {
    fn default() -> Self {
        Self { known: HashMap::new(), done: channel(), large: None }
    }
}

impl Photos {
    /// The photos whose bytes are wanted.
    pub(crate) fn wanted(&self) -> Vec<String> {
        let waiting = self.known.iter().filter(|(_, it)| matches!(it, Thumbnail::Waiting));
        waiting.map(|(hash, _)| hash.clone()).collect()
    }

    /// Starts to shrink a photo whose bytes have arrived.
    pub(crate) fn take_bytes(&mut self, ctx: &Context, hash: String, bytes: Arc<Vec<u8>>) {
        let (sender, ctx, name) = (self.done.0.clone(), ctx.clone(), hash.clone());
        let work = move || {
            let shrunk = shrink(&bytes);
            // Nobody waits any more when the window has gone.
            sender.send((name, shrunk)).ok();
            ctx.request_repaint();
        };
        let started = thread::Builder::new().name("thumbnail".to_owned()).spawn(work).is_ok();
        self.known.insert(hash, if started { Thumbnail::Shrinking } else { Thumbnail::None });
    }

    /// Takes in what was shrunk.
    pub(crate) fn poll(&mut self, ctx: &Context) {
        while let Ok((hash, image)) = self.done.1.try_recv() {
            let thumbnail = match image {
                Some(image) => Thumbnail::Ready(ctx.load_texture(&hash, image, TextureOptions::LINEAR)),
                None => Thumbnail::None,
            };
            self.known.insert(hash, thumbnail);
        }
    }

    /// The picture of `photo` in a square, or an icon until it is there.
    pub(super) fn thumbnail_ui(&mut self, ui: &mut Ui, photo: &Photo, title: &str) {
        let tokens = theme::tokens(ui);
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(21.0 * UNIT), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, title));
        let corners = CornerRadius::same(4);
        ui.painter().rect_filled(rect, corners, tokens.raised);
        match self.known.entry(photo.sha256.clone()).or_insert(Thumbnail::Waiting) {
            Thumbnail::Ready(texture) => {
                Image::new(&*texture)
                    .corner_radius(corners)
                    .uv(square(texture.size_vec2()))
                    .paint_at(ui, rect);
            }
            other => {
                let icon = if matches!(other, Thumbnail::None) { icons::FILE } else { icons::PHOTO };
                let font = FontId::proportional(22.0);
                ui.painter().text(rect.center(), Align2::CENTER_CENTER, icon, font, tokens.faint);
            }
        }
        if response.on_hover_text(title).clicked() {
            self.large = Some(photo.sha256.clone());
        }
    }

    /// The photo that is shown large, over everything; any click or Esc closes it.
    pub(crate) fn large_ui(&mut self, ctx: &Context) {
        let Some(Thumbnail::Ready(texture)) = self.large.as_ref().and_then(|hash| self.known.get(hash))
        else {
            self.large = None;
            return;
        };
        let modal = eframe::egui::Modal::new(eframe::egui::Id::unique("photo")).show(ctx, |ui| {
            let room = ctx.content_rect().size() - Vec2::splat(24.0 * UNIT);
            let size = texture.size_vec2();
            let scale = (room.x / size.x).min(room.y / size.y).min(2.0);
            ui.add(Image::new(texture).fit_to_exact_size(size * scale).sense(Sense::click())).clicked()
        });
        if modal.inner || modal.should_close() {
            self.large = None;
        }
    }
}

/// The middle square of a picture, as the part of a texture.
fn square(size: Vec2) -> eframe::egui::Rect {
    let side = size.x.min(size.y);
    let part = vec2(side / size.x.max(1.0), side / size.y.max(1.0));
    eframe::egui::Rect::from_center_size(eframe::egui::pos2(0.5, 0.5), part)
}

fn shrink(bytes: &[u8]) -> Option<ColorImage> {
    let picture = image::load_from_memory(bytes).ok()?;
    let small = picture.thumbnail(SMALL_SIDE, SMALL_SIDE).to_rgba8();
    let size = [small.width() as usize, small.height() as usize];
    let pixels = small.pixels().map(|it| Color32::from_rgba_unmultiplied(it[0], it[1], it[2], it[3]));
    Some(ColorImage::new(size, pixels.collect()))
}

//! Which files or addresses become basemaps.

use std::path::PathBuf;

use eframe::egui::{Context, Ui};

use super::{Answer, dialog, files_ui, foot, halves, line};
use crate::{
    app::{
        Action,
        basemap::{Address, without_key},
        new_id,
    },
    domain::basemap::{Basemap, BasemapKind, Shift},
    i18n::Lang,
    ui::{
        files::Purpose,
        said::{self, Word},
        theme::{GAP, PAD, UNIT},
        widgets,
    },
};

/// What is typed.
#[derive(Debug)]
pub(crate) struct BasemapDraft {
    online: bool,
    /// One path on each line.
    files: String,
    /// The basemap from the network, as it should be.
    basemap: Basemap,
    /// The key of its provider.
    key: String,
    /// Does it change one that is there?
    changes: bool,
}

/// What the network has, for those who do not know an address: 天地图 of the state's map service, in Web Mercator, with a key of one's own.
const TEMPLATES: &[(&str, &str, &str)] = &[
    ("天地图 影像", "Tianditu imagery", "img"),
    ("天地图 矢量", "Tianditu map", "vec"),
    ("天地图 注记（叠加在上面）", "Tianditu names (on top of the others)", "cva"),
];

fn tianditu(layer: &str) -> String {
    format!(
        "https://t{{0-7}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default\
         &TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={{k}}#1-18"
    )
}

impl BasemapDraft {
    /// With these files already named.
    pub(crate) fn of(files: &[PathBuf]) -> Self {
        let basemap = Basemap {
            id: new_id(),
            kind: Some(BasemapKind::Online),
            visible: true,
            opacity: 100,
            ..Basemap::default()
        };
        let mut draft =
            Self { online: false, files: String::new(), basemap, key: String::new(), changes: false };
        draft.add(files);
        draft
    }

    /// For a basemap from the network that is there.
    pub(crate) fn change(basemap: Basemap) -> Self {
        Self { online: true, basemap, changes: true, ..Self::of(&[]) }
    }

    /// Names more files.
    pub(crate) fn add(&mut self, files: &[PathBuf]) {
        for file in files {
            if !self.files.is_empty() && !self.files.ends_with('\n') {
                self.files.push('\n');
            }
            self.files.push_str(&file.display().to_string());
        }
    }

    fn paths(&self) -> Vec<PathBuf> {
        self.files.lines().map(str::trim).filter(|it| !it.is_empty()).map(PathBuf::from).collect()
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<Action> {
        let title = if self.changes { said::change_basemap(lang) } else { said::add_basemap(lang) };
        dialog(ctx, lang, title.trim_end_matches('…'), 140.0 * UNIT, |ui| {
            if !self.changes {
                let ways = [(false, said::from_files(lang)), (true, said::from_network(lang))];
                if let Some(online) = widgets::segmented(ui, &ways, self.online) {
                    self.online = online;
                }
                ui.add_space(PAD);
            }
            if self.online { self.online_ui(ui, lang) } else { self.files_ui(ui, lang) }
        })
    }

    fn files_ui(&mut self, ui: &mut Ui, lang: Lang) -> Answer<Action> {
        if files_ui(ui, lang, said::basemap_files(lang), 2, &mut self.files) {
            return Answer::Browse(Purpose::Basemap);
        }
        ui.add_space(PAD);
        widgets::small(ui, said::basemap_formats(lang));
        let paths = self.paths();
        let there = !paths.is_empty() && paths.iter().all(|path| path.is_file());
        let obstacle = if paths.is_empty() { "" } else { lang.term(Word::NoSuchFile) };
        match foot(ui, lang, said::add(lang), there, obstacle) {
            Some(true) => Answer::Done(Action::AddBasemaps(paths)),
            Some(false) => Answer::Cancelled,
            None => Answer::Open,
        }
    }

    fn online_ui(&mut self, ui: &mut Ui, lang: Lang) -> Answer<Action> {
        if !self.changes {
            self.template_ui(ui, lang);
            ui.add_space(GAP);
        }
        line(ui, lang.term(Word::Name), said::online_name_hint(lang), &mut self.basemap.name);
        ui.add_space(GAP);
        line(ui, said::address(lang), "https://…/{z}/{x}/{y}.png", &mut self.basemap.source);
        widgets::small(ui, said::address_help(lang));
        ui.add_space(GAP);
        halves(
            ui,
            self,
            |ui, it| line(ui, said::key(lang), said::key_hint(lang, it.changes), &mut it.key),
            |ui, it| shift_ui(ui, lang, &mut it.basemap.shift),
        );
        widgets::small(ui, said::key_help(lang));
        ui.add_space(GAP);
        line(ui, said::attribution(lang), said::attribution_hint(lang), &mut self.basemap.attribution);
        let address = Address::parse(&without_key(&self.basemap.source).0);
        let empty = self.basemap.source.trim().is_empty();
        let obstacle = match address {
            Err(bad) if !empty => said::bad_address(lang, bad),
            _ if self.basemap.name.trim().is_empty() && !empty => said::online_name_missing(lang),
            _ => "",
        };
        let possible = address.is_ok() && !self.basemap.name.trim().is_empty();
        let action = if self.changes { lang.term(Word::Save) } else { said::add(lang) };
        match foot(ui, lang, action, possible, obstacle) {
            Some(true) => Answer::Done(Action::SetOnline(self.basemap.clone(), self.key.clone())),
            Some(false) => Answer::Cancelled,
            None => Answer::Open,
        }
    }

    fn template_ui(&mut self, ui: &mut Ui, lang: Lang) {
        let label = widgets::small(ui, said::template(lang));
        let combo = widgets::choice(ui, "template", ui.available_width(), said::own_address(lang));
        let response = combo.show_ui(ui, |ui| {
            if ui.selectable_label(false, said::own_address(lang)).clicked() {
                self.basemap.source.clear();
            }
            for (zh, en, layer) in TEMPLATES {
                if ui.selectable_label(false, *lang.pick(zh, en)).clicked() {
                    self.basemap.source = tianditu(layer);
                    (*lang.pick(zh, en)).clone_into(&mut self.basemap.name);
                    lang.pick("天地图", "Tianditu").clone_into(&mut self.basemap.attribution);
                }
            }
        });
        response.response.labelled_by(label.id);
    }
}

fn shift_ui(ui: &mut Ui, lang: Lang, shift: &mut Shift) {
    let label = widgets::small(ui, said::shift(lang));
    let combo = widgets::choice(ui, "shift", ui.available_width(), lang.term(*shift));
    let response = combo.show_ui(ui, |ui| {
        for option in Shift::ALL {
            ui.selectable_value(shift, *option, lang.term(*option));
        }
    });
    response.response.labelled_by(label.id).on_hover_text(said::shift_tip(lang));
}

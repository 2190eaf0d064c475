//! Photos in the window: dropped, pasted, matched, looked at and drawn over, by role and label.

use std::{fs, path::PathBuf, sync::Arc};

use eframe::egui::{
    Color32, ColorImage, Event, Key, Modifiers, PointerButton, ViewportEvent, ViewportId, accesskit::Role,
    vec2,
};
use egui_kittest::kittest::{By, Queryable as _};
use paikou::{
    app::{Action, photo::AttachRequest},
    domain::{
        evidence::{Annotation, Mark},
        fact::{Photo, PhotoSlot},
        op::Deed,
    },
    i18n::Lang,
};

use crate::{
    photo_sample::{Sample, jpeg},
    window::Window,
};

/// A photo beside the first outfall, or far from both.
fn photo(window: &Window, name: &str, lon: f64) -> PathBuf {
    let sample =
        Sample { orientation: 6, big: false, taken: "2026:11:20 07:30:00".to_owned(), place: (lon, 38.42) };
    let path = window.folder.path().join(name);
    fs::write(&path, jpeg(&sample)).unwrap();
    path
}

impl Window {
    fn photos(&self) -> Vec<Photo> {
        let workspace = self.harness.state().workspace().unwrap();
        workspace.project().entry(self.first).unwrap().photos.clone()
    }

    fn attach(&mut self, slot: PhotoSlot, name: &str) {
        let files = vec![photo(self, name, 112.73)];
        let request = AttachRequest { outfall: self.first, fact: None, slot: Some(slot), files };
        let workspace = self.harness.state_mut().workspace_mut().unwrap();
        workspace.perform(Action::Attach(request));
        self.rest();
    }

    fn paste(&mut self, event: Event) {
        self.harness.event(event);
        self.rest();
    }
}

#[test]
fn a_pasted_path_and_a_pasted_picture_are_attached_to_the_open_outfall() {
    let mut window = Window::new(Lang::En);
    let path = photo(&window, "IMG 1.jpg", 112.73);
    window.paste(Event::Paste(path.display().to_string()));
    assert!(window.photos().is_empty(), "no outfall is open");

    window.click("001号排污口");
    window.paste(Event::Paste(format!("file://{}", path.display().to_string().replace(' ', "%20"))));
    let image = ColorImage::filled([3, 2], Color32::RED);
    window.paste(Event::PasteImage(Arc::new(image)));

    let names: Vec<String> = window.photos().iter().map(|it| it.file_name.clone()).collect();
    assert_eq!(names, ["IMG 1.jpg", "paste-2026-11-20.png"]);
    assert_eq!(window.photos()[1].media_type, "image/png");
    assert!(window.shows("2026-11-20·IMG 1.jpg"));
}

#[test]
fn files_are_attached_by_their_paths_with_what_they_show() {
    let mut window = Window::new(Lang::En);
    let path = photo(&window, "a.jpg", 112.73);
    let report = window.folder.path().join("report.pdf");
    fs::write(&report, b"%PDF-1.4").unwrap();
    window.click("001号排污口");

    window.click("Add files…");
    window.click_role(Role::ComboBox, "Shows");
    window.click("Near view");
    let label = "Files, one a line";
    window.harness.get_by_role_and_label(Role::MultilineTextInput, label).click();
    window.harness.run_steps(2);
    let text = format!("{}\n{}", path.display(), report.display());
    window.harness.get_by_role_and_label(Role::MultilineTextInput, label).type_text(&text);
    window.rest();
    window.click("Add");

    let slots: Vec<Option<PhotoSlot>> = window.photos().iter().map(|it| it.slot).collect();
    assert_eq!(slots, [Some(PhotoSlot::Near), Some(PhotoSlot::Near)]);
}

#[test]
fn a_folder_is_looked_at_before_it_is_kept_and_rows_are_unticked() {
    let mut window = Window::new(Lang::En);
    let folder = window.folder.path().join("DCIM");
    fs::create_dir_all(&folder).unwrap();
    for (name, lon) in [("DCIM/a.jpg", 112.730_1), ("DCIM/b.jpg", 112.730_2), ("DCIM/c.jpg", 112.9)] {
        photo(&window, name, lon);
    }
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    window.type_into("Folder", &folder.display().to_string());
    window.click("Look");

    // Both outfalls of the test lie at one place: it is asked, not guessed.
    assert!(
        window
            .shows("3 photos: 0 matched, 2 to be chosen, 1 unmatched; 0 of them are in the project already")
    );
    assert!(window.photos().is_empty());
    for name in ["a.jpg", "b.jpg"] {
        window.click_role(Role::ComboBox, &format!("Outfall of {name}"));
        window.click("001·001号排污口");
    }
    window.click("Bring in b.jpg");
    window.click("Bring in 1 photo");

    assert_eq!(window.photos().iter().map(|it| &*it.file_name).collect::<Vec<_>>(), ["a.jpg"]);
    assert_eq!(window.last_deed(), Deed::AddPhoto);
}

#[test]
fn an_arrow_is_drawn_over_a_photo_in_one_step() {
    let mut window = Window::new(Lang::En);
    window.attach(PhotoSlot::Near, "a.jpg");
    window.click("001号排污口");
    let title = "Near view·2026-11-20·a.jpg";
    window.click(title);
    window.click("Draw over it");

    let middle = window.harness.get_by_role_and_label(Role::Image, title).rect().center();
    let steps = window.harness.state().workspace().unwrap().history().len();
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    for (from, to) in [(vec2(-40.0, -20.0), vec2(30.0, 20.0)), (vec2(0.0, 30.0), vec2(50.0, -30.0))] {
        window.harness.hover_at(middle + from);
        window.harness.run_steps(2);
        window.harness.event(button(middle + from, true));
        window.harness.run_steps(1);
        for share in [0.4, 1.0] {
            window.harness.event(Event::PointerMoved(middle + from + (to - from) * share));
            window.harness.run_steps(1);
        }
        window.harness.event(button(middle + to, false));
        window.harness.run_steps(2);
    }
    window.click("Take back the last mark");
    window.press(Modifiers::NONE, Key::Escape);

    let marks = Annotation::parse(&window.photos()[0].annotation).marks;
    assert!(
        matches!(marks[..], [Mark::Arrow([left, _], [right, _], _)] if left < 0.5 && right > 0.5),
        "{marks:?}"
    );
    let workspace = window.harness.state().workspace().unwrap();
    assert_eq!((workspace.history().len(), window.last_deed()), (steps + 1, Deed::ChangePhoto));
    assert!(window.shows("Draw over it"), "the viewer is still open");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("Draw over it"));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.photos()[0].annotation, "");
}

#[test]
fn what_is_being_drawn_is_kept_when_the_window_closes() {
    let mut window = Window::new(Lang::En);
    window.attach(PhotoSlot::Near, "a.jpg");
    window.click("001号排污口");
    let title = "Near view·2026-11-20·a.jpg";
    window.click(title);
    window.click("Draw over it");
    window.click("Words");
    window.type_into("The words to write", "pipe");
    window.harness.get_by_role_and_label(Role::Image, title).click();
    window.harness.run_steps(2);
    assert_eq!(window.photos()[0].annotation, "", "nothing is kept while the pen is in the hand");

    let viewport = window.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.push(ViewportEvent::Close);
    window.rest();

    let marks = Annotation::parse(&window.photos()[0].annotation).marks;
    assert!(matches!(&marks[..], [Mark::Text(_, words, _)] if words == "pipe"), "{marks:?}");
}

#[test]
fn photos_are_gone_through_by_keys_and_before_is_compared_with_after() {
    let mut window = Window::new(Lang::En);
    window.attach(PhotoSlot::Before, "a.jpg");
    window.attach(PhotoSlot::After, "b.jpg");
    window.click("001号排污口");
    window.click("Before·2026-11-20·a.jpg");
    assert!(window.shows("1 / 2") && !window.shows("Divider"));

    window.press(Modifiers::NONE, Key::ArrowRight);
    assert!(window.shows("2 / 2"));
    window.press(Modifiers::NONE, Key::ArrowRight);
    assert!(window.shows("2 / 2"), "there is none behind the last");

    window.click("Before and after");
    assert!(window.shows("Divider"));
    window.click("Correct…");
    window.click_role(Role::ComboBox, "Shows");
    window.click("Sampling");
    window.type_into("Reason for the correction", "it shows a sample being taken");
    window.click("Save");
    let slots: Vec<_> = window.photos().iter().map(|it| it.slot).collect();
    assert!(slots.contains(&Some(PhotoSlot::Sampling)) && !slots.contains(&Some(PhotoSlot::After)));
    window.click("Before·2026-11-20·a.jpg");
    assert!(!window.shows("Before and after"), "there is no pair any more");
}

#[test]
fn a_visit_sheet_is_printed_from_the_card() {
    let mut window = Window::new(Lang::Zh);
    window.click("001号排污口");
    window.click("更多操作");
    window.click("打印现场工作记录单…");

    let filled_from = window.harness.get_by_role_and_label(Role::ComboBox, "填写内容");
    assert_eq!(filled_from.value().as_deref(), Some("空白（现场手写）"));
    window.click("保存");

    let file = fs::read(window.folder.path().join("工作记录单 001.pdf")).unwrap();
    assert!(file.starts_with(b"%PDF-"));
}

#[test]
fn a_photo_is_put_right_from_its_viewer_and_its_caption_is_kept() {
    let mut window = Window::new(Lang::En);
    window.attach(PhotoSlot::Before, "a.jpg");
    window.click("001号排污口");
    window.click("Before·2026-11-20·a.jpg");
    window.type_into("Caption", "the mouth from below");
    window.click("Fit the window");
    assert_eq!(window.photos()[0].note, "the mouth from below");

    window.click("Correct…");
    assert!(!window.shows("Fit the window"), "the viewer makes room for the form");
    window.type_into("Reason for the correction", "taken at another outfall");
    window.click("Withdraw it");

    assert!(window.photos().is_empty());
    assert_eq!(window.last_deed(), Deed::Correct);
}

#[test]
fn a_photo_that_can_not_be_shown_says_what_it_is_and_that_it_is_kept() {
    let mut window = Window::new(Lang::En);
    let path = window.folder.path().join("IMG_2.heic");
    fs::write(&path, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").unwrap();
    let request = AttachRequest { outfall: window.first, fact: None, slot: None, files: vec![path] };
    window.harness.state_mut().workspace_mut().unwrap().perform(Action::Attach(request));
    window.rest();
    assert_eq!(window.photos()[0].media_type, "image/heic");
    window.click("001号排污口");
    let says = "This HEIC photo is kept as it came";
    assert!(window.harness.query_all_by_label_contains(says).next().is_none());

    let file =
        By::new().role(Role::Button).predicate(|it| it.label().is_some_and(|it| it.ends_with("IMG_2.heic")));
    window.harness.query_all(file).next().unwrap().click();
    for _ in 0..20 {
        window.rest();
    }

    window.harness.get_by_label_contains(says);
}

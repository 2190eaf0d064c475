//! Basemaps: from a file to the right place under the map, and what happens when the file is gone.

use std::{
    fs,
    path::{Path, PathBuf},
};

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use geo::{Coord, Rect};
use paikou::{
    app::{
        Action,
        basemap::BasemapState,
        new_id,
        picture::{Part, PictureRequest, write_picture},
    },
    domain::{
        basemap::{Basemap, BasemapKind, Shift},
        coordinate::distance_m,
        map_parts::MapPart,
        op::Deed,
    },
    i18n::Lang,
    map::{
        palette::Palette,
        picture::{Decorations, render},
        plane::WorldPoint,
        scene::Scene,
        view::{ScreenPoint, View},
    },
};

use crate::{support::Desk, window::Window};

/// The middle of the red mark by PROJ 9.1.1 (`gdaltransform -s_srs EPSG:4546 -t_srs EPSG:4490`).
const MARK: (f64, f64) = (112.762_517_485_272, 38.365_686_381_721_2);

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/basemap").join(name)
}

/// Puts a fixture and what belongs to it beside the project and adds it.
fn add(desk: &mut Desk, name: &str) -> Basemap {
    let stem = name.split('.').next().unwrap();
    for file in [name.to_owned(), format!("{stem}.pgw"), format!("{stem}.jgw"), format!("{stem}.prj")] {
        if fixture(&file).exists() {
            fs::copy(fixture(&file), desk.folder.path().join(&file)).unwrap();
        }
    }
    desk.does(Action::AddBasemaps(vec![desk.folder.path().join(name)]));
    desk.workspace.project().map().basemaps.last().unwrap().clone()
}

fn change(desk: &mut Desk, basemap: Basemap) {
    desk.does(Action::KeepParts(Deed::ChangeBasemap, vec![MapPart::Basemap(basemap)]));
}

/// Where the mark is drawn: its middle on a picture around it, and the view.
fn drawn_mark(desk: &mut Desk) -> (ScreenPoint, View) {
    let backdrops = desk.workspace.complete_backdrops(false);
    let scene = Scene { backdrops, layers: Vec::new(), palette: Palette::light() };
    let mut view = View::new((400.0, 300.0));
    let corner = |off: f64| Coord { x: MARK.0 + off, y: MARK.1 + off * 0.7 };
    view.fit(Rect::new(corner(-0.012), corner(0.012)), 0.0);
    let picture = render(&scene, &view, &Decorations::default()).unwrap();
    let mut sums = (0.0, 0.0, 0.0);
    for (index, pixel) in (0_u32..).zip(picture.pixels()) {
        let red = f64::from(pixel.red()) - f64::from(pixel.green()) - f64::from(pixel.blue());
        if red > 60.0 {
            let (x, y) = (f64::from(index % 400) + 0.5, f64::from(index / 400) + 0.5);
            sums = (sums.0 + red, sums.1 + red * x, sums.2 + red * y);
        }
    }
    assert!(sums.0 > 0.0, "the mark is not in the picture");
    (ScreenPoint { x: sums.1 / sums.0, y: sums.2 / sums.0 }, view)
}

#[track_caller]
fn check_place(name: &str, kind: BasemapKind) {
    let mut desk = Desk::new();

    let basemap = add(&mut desk, name);
    let (mark, view) = drawn_mark(&mut desk);

    assert_eq!((basemap.kind, basemap.source.as_str(), basemap.visible), (Some(kind), name, true));
    let expected = view.screen_from_world(WorldPoint::from_lonlat(Coord { x: MARK.0, y: MARK.1 }));
    let off = (mark.x - expected.x).hypot(mark.y - expected.y);
    assert!(off < 1.0, "{name}: {mark:?} is {off} px from {expected:?}");
}

#[test]
fn a_pixel_of_a_basemap_lies_within_a_pixel_of_where_proj_puts_it() {
    check_place("cog.tif", BasemapKind::Image);
    check_place("jpeg.tif", BasemapKind::Image);
    check_place("map.png", BasemapKind::Image);
    check_place("map.jpg", BasemapKind::Image);
    check_place("raster.mbtiles", BasemapKind::MbTiles);
    check_place("raster.pmtiles", BasemapKind::PmTiles);
}

#[test]
fn a_shifted_basemap_is_moved_back_and_the_data_are_not() {
    let mut desk = Desk::new();
    desk.outfall("001");
    let basemap = add(&mut desk, "cog.tif");
    let outfalls: Vec<_> =
        desk.workspace.project().entries().iter().map(|it| it.outfall.position()).collect();
    let at = |(mark, view): (ScreenPoint, View)| {
        let place = view.world_from_screen(mark).to_lonlat();
        (place.x, place.y)
    };
    let before = at(drawn_mark(&mut desk));

    change(&mut desk, Basemap { shift: Shift::Gcj02, ..basemap });
    let after = at(drawn_mark(&mut desk));

    assert!((550.0..600.0).contains(&distance_m(before, after)), "{}", distance_m(before, after));
    assert!(after.0 < before.0, "the maps of 高德 lie to the east of the truth");
    let now: Vec<_> = desk.workspace.project().entries().iter().map(|it| it.outfall.position()).collect();
    assert_eq!(now, outfalls);
}

#[test]
fn a_basemap_comes_back_with_the_project_and_goes_with_undo() {
    let mut desk = Desk::new();
    add(&mut desk, "raster.mbtiles");

    let mut desk = desk.reopen();

    assert_eq!(desk.workspace.complete_backdrops(false).len(), 1);
    desk.does(Action::Undo);
    assert!(desk.workspace.complete_backdrops(false).is_empty());
}

#[test]
fn a_missing_file_is_said_in_the_list_and_holds_nothing_up() {
    let mut desk = Desk::new();
    let gone = add(&mut desk, "raster.mbtiles");
    add(&mut desk, "cog.tif");
    let path = desk.folder.path().join("raster.mbtiles");
    let moved = desk.folder.path().join("moved");
    fs::rename(&path, &moved).unwrap();

    let mut desk = desk.reopen();

    assert_eq!(desk.workspace.complete_backdrops(false).len(), 1);
    let BasemapState::Failed(problem) = desk.workspace.basemap_state(&gone) else { panic!() };
    let said = problem.say(Lang::En);
    assert!(said.contains("raster.mbtiles") && said.contains("Put the file back"), "{said}");
    fs::rename(&moved, &path).unwrap();
    desk.workspace.try_basemap(gone.id);
    assert_eq!(desk.workspace.complete_backdrops(false).len(), 2);
}

#[test]
fn a_file_that_is_no_basemap_is_refused_and_nothing_is_added() {
    let mut desk = Desk::new();
    let path = desk.folder.path().join("a.tif");
    fs::write(&path, "no picture").unwrap();

    let problem = desk.fails(Action::AddBasemaps(vec![path]));

    assert!(problem.say(Lang::Zh).contains("a.tif"), "{}", problem.say(Lang::Zh));
    assert!(desk.workspace.project().map().basemaps.is_empty());
}

#[test]
fn basemaps_and_their_sources_are_in_pictures_of_every_kind() {
    let mut desk = Desk::new();
    let basemap = add(&mut desk, "raster.mbtiles");
    change(&mut desk, Basemap { attribution: "© 测绘院".to_owned(), ..basemap });
    let part = Part::Exactly([MARK.0 - 0.02, MARK.1 - 0.02, MARK.0 + 0.02, MARK.1 + 0.02]);
    let request = PictureRequest { size: (600, 400), part, ..PictureRequest::default() };
    let mut write = |name: &str| {
        let path = desk.folder.path().join(name);
        write_picture(&mut desk.workspace, &request, &path).unwrap();
        fs::read(path).unwrap()
    };

    let (png, pdf, svg) = (write("a.png"), write("a.pdf"), write("a.svg"));

    let png = image::load_from_memory(&png).unwrap().into_rgb8();
    assert!(png.pixels().any(|it| it.0[0] > 240 && it.0[1] < 20 && it.0[2] < 20), "the mark is not there");
    assert!(pdf.windows(14).any(|window| window == b"/Subtype/Image"));
    let svg = String::from_utf8(svg).unwrap();
    assert!(svg.contains("data:image/png;base64,iVBOR") && svg.contains("© 测绘院"));
}

/// A basemap from a server that is not there.
fn online(source: &str) -> Basemap {
    Basemap {
        id: new_id(),
        name: "在线".to_owned(),
        source: source.to_owned(),
        visible: true,
        opacity: 100,
        ..Basemap::default()
    }
}

#[test]
fn the_key_of_a_provider_stays_on_this_device() {
    let mut desk = Desk::new();
    let device = tempfile::tempdir().unwrap();
    desk.workspace.keep_tiles_in(device.path().to_owned());
    let source = "http://127.0.0.1:1/{z}/{x}/{y}?tk=SECRET123";

    desk.does(Action::SetOnline(online(source), String::new()));

    let basemap = desk.workspace.project().map().basemaps[0].clone();
    assert_eq!(basemap.source, "http://127.0.0.1:1/{z}/{x}/{y}?tk={k}");
    let file = fs::read(desk.path()).unwrap();
    assert!(!file.windows(9).any(|window| window == b"SECRET123"));
    assert_eq!(desk.workspace.complete_backdrops(false).len(), 1);

    let mut elsewhere = desk.reopen();
    elsewhere.workspace.keep_tiles_in(elsewhere.folder.path().join("another device"));
    assert!(elsewhere.workspace.complete_backdrops(false).is_empty());
    let BasemapState::Failed(problem) = elsewhere.workspace.basemap_state(&basemap) else { panic!() };
    assert!(problem.say(Lang::En).contains("key"), "{}", problem.say(Lang::En));
}

#[test]
fn a_picture_does_not_wait_for_a_network_that_is_not_there() {
    let mut desk = Desk::new();
    desk.workspace.keep_tiles_in(desk.folder.path().join("device"));
    add(&mut desk, "cog.tif");
    desk.does(Action::SetOnline(online("http://127.0.0.1:1/{z}/{x}/{y}"), String::new()));

    let (mark, view) = drawn_mark(&mut desk);

    let expected = view.screen_from_world(WorldPoint::from_lonlat(Coord { x: MARK.0, y: MARK.1 }));
    assert!((mark.x - expected.x).hypot(mark.y - expected.y) < 1.0);
}

#[test]
fn an_address_that_can_not_be_right_is_refused() {
    let mut desk = Desk::new();

    let problem = desk.fails(Action::SetOnline(online("http://127.0.0.1/tiles"), String::new()));

    assert!(problem.say(Lang::En).contains("{z}"), "{}", problem.say(Lang::En));
}

#[test]
fn the_list_of_basemaps_shows_hides_and_removes() {
    let mut window = Window::new(Lang::Zh);
    let path = fixture("raster.mbtiles");
    window.harness.state_mut().workspace_mut().unwrap().perform(Action::AddBasemaps(vec![path]));
    window.rest();
    let basemap = |window: &Window| {
        window.harness.state().workspace().unwrap().project().map().basemaps.first().cloned()
    };
    assert!(basemap(&window).unwrap().visible);

    window.click_role(Role::CheckBox, "显示 Raster fixture");
    assert!(!basemap(&window).unwrap().visible);

    window.click("底图“Raster fixture”的设置");
    window.click("移除底图");
    assert!(basemap(&window).is_none());
}

#[test]
fn the_dialog_adds_the_files_that_are_named() {
    let mut window = Window::new(Lang::En);

    window.click("Add a basemap…");
    let label = "Basemap files, one path on each line";
    window.harness.get_by_role_and_label(Role::MultilineTextInput, label).click();
    window.harness.run_steps(2);
    let path = fixture("cog.tif").display().to_string();
    window.harness.get_by_role_and_label(Role::MultilineTextInput, label).type_text(&path);
    window.rest();
    window.click("Add");

    let workspace = window.harness.state().workspace().unwrap();
    let basemap = workspace.project().map().basemaps.first().unwrap();
    assert_eq!((basemap.name.as_str(), basemap.kind), ("cog", Some(BasemapKind::Image)));
}

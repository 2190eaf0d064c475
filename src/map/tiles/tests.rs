use std::sync::mpsc::{Receiver, channel};

use tiny_skia::Pixmap;

use super::*;
use crate::map::{
    fixture,
    paint::{Region, paint},
    palette::Palette,
    view::{ScreenPoint, ScreenRect},
};

/// A server, and what rings when a tile is ready.
fn server() -> (TileServer, Receiver<()>) {
    let (ring, bell) = channel();
    let ring = std::sync::Mutex::new(ring);
    let wake = move || ring.lock().unwrap().send(()).unwrap_or_default();
    (TileServer::new(Arc::new(wake)).unwrap(), bell)
}

fn light_scene() -> Arc<Scene> {
    Arc::new(fixture::scene(Palette::light()))
}

/// Everything that was asked for.
fn wait_for_all(server: &mut TileServer, bell: &Receiver<()>) -> BTreeMap<TileKey, TilePixels> {
    let mut tiles = BTreeMap::new();
    while server.pending() > 0 {
        bell.recv().unwrap();
        tiles.extend(server.poll(usize::MAX).ready);
    }
    tiles
}

fn area(rect: &ScreenRect, view: &View) -> f64 {
    let (width, height) = view.size_px;
    let side = |from: f64, to: f64, end: f64| (to.min(end) - from.max(0.0)).max(0.0);
    side(rect.min.x, rect.max.x, width) * side(rect.min.y, rect.max.y, height)
}

#[test]
fn the_tiles_of_a_view_arrive_and_cover_it_without_gap_or_overlap() {
    let (mut server, bell) = server();
    let view = fixture::view(1280.0, 800.0);

    server.request(&light_scene(), &view);
    wait_for_all(&mut server, &bell);

    let layout = server.layout(&view).tiles;
    let covered: f64 = layout.iter().map(|tile| area(&tile.rect, &view)).sum();
    assert!((covered - 1280.0 * 800.0).abs() < 1e-6, "{covered}: {layout:?}");
}

#[test]
fn tiles_put_together_are_the_whole_picture() {
    let (mut server, bell) = server();
    let scene = light_scene();
    let view = fixture::view(900.0, 700.0);
    let mut whole = Pixmap::new(900, 700).unwrap();
    assert!(paint(&mut whole, &scene, &Region::of_view(&view), &|| true));

    server.request(&scene, &view);
    let tiles = wait_for_all(&mut server, &bell);

    let mut stitched = Pixmap::new(900, 700).unwrap();
    for PlacedTile { key, rect, .. } in server.layout(&view).tiles {
        let size = tiny_skia::IntSize::from_wh(TILE_PX, TILE_PX).unwrap();
        let tile = Pixmap::from_vec(tiles[&key].rgba.clone(), size).unwrap();
        crate::map::surface::put(&mut stitched, &tile, rect.min.x as i64, rect.min.y as i64);
    }
    // The joins of strokes are computed in single precision, so that a few of their pixels differ by a shade.
    let differences: Vec<u8> =
        whole.data().iter().zip(stitched.data()).map(|(a, b)| a.abs_diff(*b)).collect();
    let visible = differences.iter().filter(|difference| **difference > 2).count();
    assert!(
        differences.iter().max() <= Some(&16) && visible < 100,
        "{visible} channels differ, by up to {:?}",
        differences.iter().max()
    );
}

#[test]
fn until_the_right_tiles_arrive_the_old_ones_are_shown_larger() {
    let (mut server, bell) = server();
    let scene = light_scene();
    let mut view = fixture::view(1280.0, 800.0);
    server.request(&scene, &view);
    wait_for_all(&mut server, &bell);

    view.zoom_steps_about(ScreenPoint { x: 300.0, y: 300.0 }, 1);
    server.request(&scene, &view);

    let layout = server.layout(&view).tiles;
    assert!(layout.iter().all(|tile| tile.key.zoom_step == fixture::ZOOM_STEP));
    let covered: f64 = layout.iter().map(|tile| area(&tile.rect, &view)).sum();
    assert!((covered - 1280.0 * 800.0).abs() < 1.0, "{covered}");
}

#[test]
fn a_changed_scene_shows_the_old_tiles_first() {
    let (mut server, bell) = server();
    let view = fixture::view(600.0, 400.0);
    server.request(&light_scene(), &view);
    wait_for_all(&mut server, &bell);

    let dark = Arc::new(fixture::scene(Palette::dark()));
    server.request(&dark, &view);
    assert!(server.layout(&view).tiles.iter().all(|tile| tile.key.scene == light_scene().revision()));
    wait_for_all(&mut server, &bell);

    assert!(server.layout(&view).tiles.iter().all(|tile| tile.key.scene == dark.revision()));
}

#[test]
fn work_for_a_view_that_has_passed_is_dropped() {
    let (mut server, bell) = server();
    let scene = light_scene();
    let mut view = fixture::view(1280.0, 800.0);
    for _ in 0..200 {
        server.request(&scene, &view);
        view.pan(700.0, 0.0);
    }

    server.request(&scene, &view);
    let tiles = wait_for_all(&mut server, &bell);

    assert!(tiles.len() < 60, "{} tiles were drawn", tiles.len());
}

#[test]
fn what_is_held_stays_within_the_budget_and_on_the_screen() {
    let (mut server, bell) = server();
    let scene = light_scene();
    let mut view = fixture::view(600.0, 400.0);
    let mut dropped = 0;
    for _ in 0..40 {
        server.request(&scene, &view);
        while server.pending() > 0 {
            bell.recv().unwrap();
            dropped += server.poll(1).dropped.len();
        }
        assert!(server.held.len() <= CACHE_TILES);
        let covered: f64 = server.layout(&view).tiles.iter().map(|tile| area(&tile.rect, &view)).sum();
        assert!((covered - 600.0 * 400.0).abs() < 1e-6, "{covered}");
        view.pan(600.0, 0.0);
    }
    assert!(dropped > 0);
}

#[test]
fn closing_in_the_middle_of_drawing_does_not_hang() {
    let (mut server, bell) = server();

    server.request(&light_scene(), &fixture::view(3840.0, 2160.0));
    bell.recv().unwrap();

    drop(server);
}

#[test]
fn an_empty_scene_is_background() {
    let (mut server, bell) = server();
    let scene = Arc::new(Scene { backdrops: Vec::new(), layers: Vec::new(), palette: Palette::light() });
    let view = fixture::view(100.0, 100.0);

    server.request(&scene, &view);
    let tiles = wait_for_all(&mut server, &bell);

    let background = Palette::light().background;
    let is_background = |pixel: &[u8]| pixel == [background.0, background.1, background.2, 255];
    assert!(!tiles.is_empty());
    assert!(tiles.values().all(|tile| tile.rgba.chunks_exact(4).all(is_background)));
}

#[test]
fn while_tiles_are_missing_others_fill_their_place_and_nothing_is_drawn_twice() {
    let (mut server, bell) = server();
    let scene = light_scene();
    let mut view = fixture::view(1280.0, 800.0);
    // From far, then close, then between the two.
    for steps in [0, 4, -2] {
        view.zoom_steps_about(ScreenPoint { x: 300.0, y: 300.0 }, steps);
        if steps >= 0 {
            server.request(&scene, &view);
            wait_for_all(&mut server, &bell);
        }
    }
    server.request(&scene, &view);
    bell.recv().unwrap();
    server.poll(1);
    // Between two steps, as while the map is still moving.
    view.pixels_per_world *= 1.1;

    let layout = server.layout(&view);

    let steps: std::collections::BTreeSet<i32> = layout.tiles.iter().map(|tile| tile.key.zoom_step).collect();
    let covered: f64 = layout.tiles.iter().map(|tile| area(&tile.rect, &view)).sum();
    assert!(steps.len() > 2, "{steps:?}");
    assert!((covered - 1280.0 * 800.0).abs() < 1e-3, "{covered}");
    assert!(layout.tiles.iter().all(|tile| tile.piece.iter().all(|it| (-1e-9..=1.0 + 1e-9).contains(it))));
    assert!(layout.is_whole);
}

#[test]
fn a_view_full_of_tiles_needs_no_background() {
    let (mut server, bell) = server();
    let mut view = fixture::view(1280.0, 800.0);
    server.request(&light_scene(), &view);
    assert!(!server.layout(&view).is_whole);
    wait_for_all(&mut server, &bell);
    assert!(server.layout(&view).is_whole);

    server.request(&light_scene(), &view);
    wait_for_all(&mut server, &bell);
    view.pan(200.0, 0.0);
    assert!(server.layout(&view).is_whole, "the margin is drawn when the view is");
    view.pan(4000.0, 0.0);
    assert!(!server.layout(&view).is_whole);
}

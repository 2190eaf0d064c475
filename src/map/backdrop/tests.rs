use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};

use geo::{Coord, coord};

use super::*;
use crate::{
    domain::{
        basemap::{Boundary, Ground, Shift},
        coordinate::{Crs, distance_m},
    },
    map::{
        fixture,
        paint::paint,
        palette::Palette,
        plane::{WorldPoint, metres_per_pixel},
    },
};

/// Tiles of 256 pixels whose colour says which tile they are; some are missing.
#[derive(Debug)]
struct Checkered {
    levels: Vec<Level>,
    asked: Arc<Mutex<Vec<TileAt>>>,
    missing: fn(TileAt) -> bool,
    revision: Arc<AtomicU64>,
}

fn color_of(at: TileAt) -> [u8; 4] {
    [(at.level * 10) as u8, (at.column % 200) as u8, (at.row % 200) as u8, 255]
}

impl Source for Checkered {
    fn levels(&self) -> &[Level] {
        &self.levels
    }

    fn tile(&self, at: TileAt, _: Need) -> Tile {
        self.asked.lock().unwrap().push(at);
        if (self.missing)(at) {
            return Tile::Absent;
        }
        Tile::Ready(Arc::new(Pixels::from_straight(256, 256, &color_of(at).repeat(256 * 256)).unwrap()))
    }

    fn revision(&self) -> u64 {
        self.revision.load(Ordering::Relaxed)
    }
}

struct Bench {
    backdrop: Backdrop,
    asked: Arc<Mutex<Vec<TileAt>>>,
    revision: Arc<AtomicU64>,
    cache: Arc<TileCache>,
}

fn checkered(zooms: std::ops::RangeInclusive<u8>, missing: fn(TileAt) -> bool) -> Bench {
    let (asked, revision) = (Arc::default(), Arc::<AtomicU64>::default());
    let cache = Arc::<TileCache>::default();
    let source = Checkered {
        levels: mercator_levels(zooms, 256),
        asked: Arc::clone(&asked),
        missing,
        revision: Arc::clone(&revision),
    };
    let pyramid = Arc::new(Pyramid::new(source, Arc::clone(&cache)));
    let backdrop = Backdrop::new(pyramid, Placement::mercator(None, Shift::None), 100);
    Bench { backdrop, asked, revision, cache }
}

/// A tile of the window in the middle of the fixture at `zoom` of tiles of 256 pixels.
fn region(zoom: u8) -> Region {
    let pixels_per_world = 256.0 * f64::from(zoom).exp2();
    let middle = fixture::middle();
    let left_px = (middle.x * pixels_per_world / 512.0).floor() * 512.0;
    let top_px = (middle.y * pixels_per_world / 512.0).floor() * 512.0;
    Region { left_px, top_px, pixels_per_world, pixel_ratio: 1.0 }
}

fn drawn(backdrop: &Backdrop, region: &Region) -> Option<Pixmap> {
    backdrop.picture(region, (512, 512), &|| true)
}

fn pixel(picture: &Pixmap, x: u32, y: u32) -> [u8; 4] {
    let it = picture.pixel(x, y).unwrap();
    [it.red(), it.green(), it.blue(), it.alpha()]
}

#[test]
fn at_their_own_zoom_tiles_are_shown_pixel_by_pixel() {
    let bench = checkered(0..=18, |_| false);
    let region = region(12);

    let picture = drawn(&bench.backdrop, &region).unwrap();

    let (column, row) = ((region.left_px / 256.0) as u32, (region.top_px / 256.0) as u32);
    for (x, y, right, down) in
        [(0, 0, 0, 0), (255, 255, 0, 0), (256, 0, 1, 0), (511, 511, 1, 1), (255, 256, 0, 1)]
    {
        let at = TileAt { level: 12, column: column + right, row: row + down };
        assert_eq!(pixel(&picture, x, y), color_of(at), "({x}, {y})");
    }
}

#[test]
fn beyond_the_last_zoom_the_deepest_tiles_are_enlarged() {
    let bench = checkered(0..=10, |_| false);
    let region = region(14);

    let picture = drawn(&bench.backdrop, &region).unwrap();

    let (column, row) = ((region.left_px / 4096.0) as u32, (region.top_px / 4096.0) as u32);
    assert_eq!(pixel(&picture, 300, 300), color_of(TileAt { level: 10, column, row }));
}

#[test]
fn a_gap_is_filled_from_the_coarser_tiles() {
    let bench = checkered(0..=18, |at| at.level > 9);
    let region = region(12);

    let picture = drawn(&bench.backdrop, &region).unwrap();

    let (column, row) = ((region.left_px / 2048.0) as u32, (region.top_px / 2048.0) as u32);
    assert_eq!(pixel(&picture, 256, 256), color_of(TileAt { level: 9, column, row }));
}

#[test]
fn between_two_zooms_the_finer_tiles_are_taken() {
    let bench = checkered(0..=18, |_| false);
    let scale = std::f64::consts::FRAC_1_SQRT_2;
    let Region { left_px, top_px, pixels_per_world, .. } = region(12);
    let region = Region {
        left_px: left_px * scale,
        top_px: top_px * scale,
        pixels_per_world: pixels_per_world * scale,
        pixel_ratio: 1.0,
    };

    drawn(&bench.backdrop, &region).unwrap();

    assert!(bench.asked.lock().unwrap().iter().all(|at| at.level == 12));
}

#[test]
fn a_tile_is_asked_for_once_while_it_is_remembered() {
    let bench = checkered(0..=18, |at| at.level > 11);
    drawn(&bench.backdrop, &region(12)).unwrap();
    let asked = bench.asked.lock().unwrap().len();

    drawn(&bench.backdrop, &region(12)).unwrap();

    assert_eq!(bench.asked.lock().unwrap().len(), asked);
}

#[test]
fn remembered_tiles_stay_within_their_bounds() {
    let cache = TileCache::new(3 << 18);
    let tile = || Some(Arc::new(Pixels::from_straight(256, 256, &vec![9; 1 << 18]).unwrap()));
    let at = |column| TileAt { level: 0, column, row: 0 };
    for column in 0..10 {
        cache.put(1, at(column), tile());
        cache.get(1, at(0));
    }

    assert!(cache.bytes() <= 3 << 18, "{}", cache.bytes());
    assert!(cache.get(1, at(0)).is_some() && cache.get(1, at(9)).is_some() && cache.get(1, at(5)).is_none());
}

#[test]
fn a_source_that_is_closed_leaves_nothing_in_memory() {
    let bench = checkered(0..=18, |_| false);
    drawn(&bench.backdrop, &region(12)).unwrap();
    assert!(bench.cache.bytes() > 0);

    drop(bench.backdrop);

    assert_eq!(bench.cache.bytes(), 0);
}

#[test]
fn work_that_is_stale_stops() {
    let bench = checkered(0..=18, |_| false);
    let mut pixmap = Pixmap::new(512, 512).unwrap();
    let scene = Scene { backdrops: vec![Arc::new(bench.backdrop)], ..fixture::scene(Palette::light()) };

    assert!(!paint(&mut pixmap, &scene, &region(12), &|| false));
    assert_eq!(bench.asked.lock().unwrap().len(), 0);
}

#[test]
fn the_scene_is_another_one_when_tiles_have_come_or_the_opacity_changed() {
    let bench = checkered(0..=18, |_| false);
    let scene = |backdrop: &Backdrop| {
        let backdrops = vec![Arc::new(backdrop.clone())];
        Scene { backdrops, ..fixture::scene(Palette::light()) }.revision()
    };
    let before = scene(&bench.backdrop);
    let paler = Backdrop { opacity_percent: 50, ..bench.backdrop.clone() };

    assert_eq!(scene(&bench.backdrop), before);
    assert_ne!(scene(&paler), before);
    bench.revision.store(1, Ordering::Relaxed);
    assert_ne!(scene(&bench.backdrop), before);
}

#[test]
fn half_an_opacity_shows_half_of_the_ground() {
    let bench = checkered(0..=18, |_| false);
    let paler = Backdrop { opacity_percent: 50, ..bench.backdrop };

    let picture = drawn(&paler, &region(12)).unwrap();

    assert_eq!(pixel(&picture, 5, 5)[3], 128);
}

#[test]
fn a_basemap_that_is_not_seen_changes_no_pixel_of_the_rest() {
    let bench = checkered(0..=18, |_| false);
    let unseen = Backdrop { opacity_percent: 0, ..bench.backdrop };
    let plain = fixture::scene(Palette::light());
    let with = Scene { backdrops: vec![Arc::new(unseen)], ..plain.clone() };
    let painted = |scene: &Scene| {
        let mut pixmap = Pixmap::new(512, 512).unwrap();
        assert!(paint(&mut pixmap, scene, &Region::of_view(&fixture::view(512.0, 512.0)), &|| true));
        pixmap.take()
    };

    assert_eq!(painted(&with), painted(&plain));
}

/// One white pixel on a black picture, at this position of its deepest level.
#[derive(Debug)]
struct Spot {
    levels: Vec<Level>,
    x: u64,
    y: u64,
}

impl Source for Spot {
    fn levels(&self) -> &[Level] {
        &self.levels
    }

    fn tile(&self, at: TileAt, _: Need) -> Tile {
        let level = self.levels[at.level];
        let (width, height) = level.tile_px;
        let mut rgba = [0, 0, 0, 255].repeat((width * height) as usize);
        let (left, top) = (u64::from(at.column * width), u64::from(at.row * height));
        if (left..left + u64::from(width)).contains(&self.x)
            && (top..top + u64::from(height)).contains(&self.y)
        {
            let index = ((self.y - top) * u64::from(width) + self.x - left) as usize * 4;
            rgba[index..index + 4].fill(255);
        }
        Tile::Ready(Arc::new(Pixels::from_straight(width, height, &rgba).unwrap()))
    }
}

/// The middle of the white spot in the picture.
fn middle_of_white(picture: &Pixmap) -> (f64, f64) {
    let width = picture.width();
    let weights = picture.pixels().iter().zip(0..).map(|(pixel, index): (_, u32)| {
        let weight = f64::from(pixel.red());
        (weight, weight * (f64::from(index % width) + 0.5), weight * (f64::from(index / width) + 0.5))
    });
    let (sum, x, y) = weights.fold((0.0, 0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
    assert!(sum > 100.0, "there is no spot");
    (x / sum, y / sum)
}

fn region_around(place: Coord, pixels_per_world: f64) -> Region {
    let WorldPoint { x, y } = WorldPoint::from_lonlat(place);
    Region {
        left_px: (x * pixels_per_world - 256.0).floor(),
        top_px: (y * pixels_per_world - 256.0).floor(),
        pixels_per_world,
        pixel_ratio: 1.0,
    }
}

fn place_of(region: &Region, (x, y): (f64, f64)) -> (f64, f64) {
    let at = |from: f64, along: f64| (from + along) / region.pixels_per_world;
    let place = WorldPoint { x: at(region.left_px, x), y: at(region.top_px, y) }.to_lonlat();
    (place.x, place.y)
}

#[track_caller]
fn check_shift(shift: Shift, shown_at: (f64, f64), metres: std::ops::Range<f64>) {
    // A house in 忻州 as the web map draws it; the truth lies to the south-west.
    let truth = (112.73, 38.42);
    let side = 256.0 * 14.0_f64.exp2();
    let drawn_at = WorldPoint::from_lonlat(coord! { x: shown_at.0, y: shown_at.1 });
    let spot = Spot {
        levels: mercator_levels(14..=14, 256),
        x: (drawn_at.x * side) as u64,
        y: (drawn_at.y * side) as u64,
    };
    let pyramid = Arc::new(Pyramid::new(spot, Arc::default()));
    let shown = |shift| {
        let backdrop = Backdrop::new(Arc::clone(&pyramid), Placement::mercator(None, shift), 100);
        let region = region_around(coord! { x: truth.0, y: truth.1 }, side);
        place_of(&region, middle_of_white(&drawn(&backdrop, &region).unwrap()))
    };

    let (as_drawn, moved) = (shown(Shift::None), shown(shift));

    let pixel_m = metres_per_pixel(truth.1, side);
    assert!(distance_m(moved, truth) < pixel_m, "{moved:?} is not {truth:?}");
    assert!(metres.contains(&distance_m(moved, as_drawn)), "{}", distance_m(moved, as_drawn));
    assert!(moved.0 < as_drawn.0 && moved.1 < as_drawn.1, "{moved:?} {as_drawn:?}");
}

#[test]
fn a_shifted_picture_is_moved_back_so_that_true_data_fit() {
    check_shift(Shift::Gcj02, crate::domain::coordinate::offset::to_gcj02(112.73, 38.42), 550.0..600.0);
    check_shift(Shift::Bd09, crate::domain::coordinate::offset::to_bd09(112.73, 38.42), 1_200.0..1_450.0);
}

/// A picture of 1000 × 800 pixels of 2 m in CGCS2000 Gauss-Krüger, central meridian 111° E, with a spot at a pixel of it.
#[track_caller]
fn check_image(affine: [f64; 6], (column, row): (u64, u64), expected: (f64, f64)) {
    let levels = vec![Level { width_px: 1000, height_px: 800, tile_px: (256, 256) }];
    let pyramid = Arc::new(Pyramid::new(Spot { levels, x: column, y: row }, Arc::default()));
    let crs = Crs::from_epsg(4546).unwrap();
    let placement = Placement::image(crs, affine, (1000, 800), Shift::None).unwrap();
    let backdrop = Backdrop::new(pyramid, placement, 100);
    let side = 256.0 * 17.0_f64.exp2();
    let region = region_around(coord! { x: expected.0, y: expected.1 }, side);

    let shown = place_of(&region, middle_of_white(&drawn(&backdrop, &region).unwrap()));

    let off = distance_m(shown, expected);
    assert!(off < metres_per_pixel(expected.1, side), "{shown:?} is {off} m from {expected:?}");
}

#[test]
fn a_picture_in_gauss_krueger_lies_where_proj_says() {
    check_image([2.0, 0.0, 650_000.0, 0.0, -2.0, 4_251_600.0], (500, 400), EXPECTED_STRAIGHT);
    // Turned by 30°: x = 1.7320508·c + 1·r, y = 1·c − 1.7320508·r.
    check_image(
        [1.732_050_808, 1.0, 650_000.0, 1.0, -1.732_050_808, 4_251_600.0],
        (500, 400),
        EXPECTED_TURNED,
    );
}

/// The middle of the pixel by `gdaltransform -s_srs EPSG:4546 -t_srs EPSG:4490` of GDAL 3.6.2.
const EXPECTED_STRAIGHT: (f64, f64) = (112.728_025_568_57, 38.377_360_593_979_3);
const EXPECTED_TURNED: (f64, f64) = (112.731_203_285_772, 38.382_788_737_340_2);

#[test]
fn a_placement_that_is_no_plane_is_refused() {
    let crs = Crs::cgcs2000();

    assert!(Placement::image(crs.clone(), [0.0; 6], (10, 10), Shift::None).is_none());
    assert!(Placement::image(crs.clone(), [1.0, 1.0, 0.0, 2.0, 2.0, 0.0], (10, 10), Shift::None).is_none());
    assert!(Placement::image(crs, [f64::NAN, 0.0, 0.0, 0.0, 1.0, 0.0], (10, 10), Shift::None).is_none());
}

#[test]
fn a_picture_ends_where_it_ends() {
    let levels = vec![Level { width_px: 1000, height_px: 800, tile_px: (256, 256) }];
    let pyramid = Arc::new(Pyramid::new(Spot { levels, x: 0, y: 0 }, Arc::default()));
    let crs = Crs::from_epsg(4546).unwrap();
    let affine = [2.0, 0.0, 650_000.0, 0.0, -2.0, 4_251_600.0];
    let placement = Placement::image(crs.clone(), affine, (1000, 800), Shift::None).unwrap();
    let backdrop = Backdrop::new(pyramid, placement, 100);
    let side = 256.0 * 13.0_f64.exp2();
    let (x, y) = crs.to_cgcs2000(650_000.0, 4_251_600.0).unwrap();
    let region = region_around(coord! { x: x, y: y }, side);

    let picture = drawn(&backdrop, &region).unwrap();

    let opaque = picture.pixels().iter().filter(|it| it.alpha() > 0).count() as f64;
    let pixel_m = metres_per_pixel(y, side);
    let expected = 2_000.0 * 1_600.0 / (pixel_m * pixel_m);
    assert!((opaque / expected - 1.0).abs() < 0.02, "{opaque} {expected}");
}

#[test]
fn a_picture_seen_from_so_far_that_it_would_be_read_whole_is_left_out() {
    let levels = vec![Level { width_px: 80_000, height_px: 60_000, tile_px: (256, 256) }];
    let asked = Arc::<Mutex<Vec<TileAt>>>::default();
    let source =
        Checkered { levels, asked: Arc::clone(&asked), missing: |_| false, revision: Arc::default() };
    let crs = Crs::from_epsg(4546).unwrap();
    let affine = [1.0, 0.0, 620_000.0, 0.0, -1.0, 4_280_000.0];
    let placement = Placement::image(crs, affine, (80_000, 60_000), Shift::None).unwrap();
    let backdrop = Backdrop::new(Arc::new(Pyramid::new(source, Arc::default())), placement, 100);

    let picture = drawn(&backdrop, &region(8));

    assert!(picture.is_none() && asked.lock().unwrap().is_empty());
}

#[test]
fn vector_tiles_are_drawn_in_their_order_and_cut_to_their_part() {
    let square = |from: f32, to: f32| vec![vec![(from, from), (to, from), (to, to), (from, to)]];
    let tile = VectorTile::new(vec![
        VectorFeature { ground: Ground::Water, shape: VectorShape::Area(square(0.5, 0.75)) },
        VectorFeature { ground: Ground::Wood, shape: VectorShape::Area(square(0.25, 0.75)) },
        VectorFeature {
            ground: Ground::Boundary(Boundary::Country),
            shape: VectorShape::Lines(vec![vec![(0.0, 0.1), (1.0, 0.1)]]),
        },
    ]);
    let style = |ground| Palette::light().ground(ground, 10).fill.unwrap();

    let whole = draw_vector_tile(&tile, (0, 0, 1), 256, 10, false).unwrap();
    let part = draw_vector_tile(&tile, (1, 1, 2), 256, 11, false).unwrap();

    let at = |pixels: &Pixels, x: usize, y: u32| {
        let it = pixels.row(y)[x];
        (it.red(), it.green(), it.blue())
    };
    let rgb = |color: crate::map::palette::Rgba| (color.0, color.1, color.2);
    assert_eq!(at(&whole, 160, 160), rgb(style(Ground::Water)));
    assert_eq!(at(&whole, 80, 80), rgb(style(Ground::Wood)));
    assert_eq!(at(&whole, 20, 200), (0, 0, 0));
    assert_eq!(at(&part, 60, 60), rgb(style(Ground::Water)));
    assert_eq!(at(&part, 200, 200), (0, 0, 0));
}

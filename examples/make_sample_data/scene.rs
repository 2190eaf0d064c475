//! What a photo of an outfall shows: sky, hills, far trees, a bank with a mouth in it, water, what flows out.

use std::f64::consts::TAU;

use crate::brush::{Canvas, HEIGHT, Rgb, WIDTH, paint, shade};
use crate::rng::Rng;

const WIDE: f64 = WIDTH as f64;
/// Where grass meets the bank, and the bank the water.
const TOP: f64 = 196.0;
const WATERLINE: f64 = 352.0;
const MOUTH: (f64, f64) = (318.0, 276.0);

/// How the mouth is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mouth {
    Pipe,
    Culvert,
    Ditch,
}

/// What the mouth looks like on the day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Discharging something of this colour.
    Dirty(Rgb),
    /// Bricked up.
    Sealed,
    /// Put in order: clear water, rendered wall.
    Tidy,
}

/// One picture's subject. The same `place` gives the same view.
pub(crate) struct Scene {
    pub(crate) place: String,
    pub(crate) mouth: Mouth,
    pub(crate) look: Look,
    pub(crate) signboard: bool,
}

/// Draws the view; the signboard's text comes later.
pub(crate) fn draw(canvas: &mut Canvas, scene: &Scene) {
    let mut rng = Rng::new(&format!("view {}", scene.place));
    backdrop(canvas, &mut rng);
    bank(canvas, &mut rng);
    water(canvas, &mut rng, scene.look);
    headwall(canvas, scene, &mut rng);
    match scene.mouth {
        Mouth::Pipe => pipe(canvas, scene.look, &mut rng),
        Mouth::Culvert => culvert(canvas, scene.look, &mut rng),
        Mouth::Ditch => ditch(canvas, scene.look, &mut rng),
    }
    if let Look::Dirty(_) = scene.look {
        litter(canvas, &mut rng);
    }
    reeds(canvas, &mut rng);
    if scene.signboard {
        signboard(canvas);
    }
}

fn ridge(rng: &mut Rng, base: f64, height: f64) -> Vec<(f64, f64)> {
    let waves: Vec<_> =
        (1..7).map(|n| (f64::from(n), rng.range(0.0, TAU), height / f64::from(n).powf(1.1))).collect();
    let mut line: Vec<_> = (0..=80)
        .map(|step| {
            let x = WIDE * f64::from(step) / 80.0;
            let y: f64 =
                waves.iter().map(|(n, phase, size)| size * (n * 1.3 * x / WIDE * TAU + phase).sin()).sum();
            (x, base - y)
        })
        .collect();
    line.extend([(WIDE, TOP), (0.0, TOP)]);
    line
}

fn backdrop(canvas: &mut Canvas, rng: &mut Rng) {
    let haze = rng.range(-12.0, 10.0);
    canvas.fade(0.0, 170.0, shade([150, 182, 214], haze), shade([226, 231, 230], haze));
    for _ in 0..7 {
        let (x, y) = (rng.range(0.0, WIDE), rng.range(15.0, 80.0));
        for _ in 0..6 {
            let at = (x + rng.range(-50.0, 50.0), y + rng.range(-6.0, 6.0));
            canvas.ellipse(at, (rng.range(25.0, 60.0), rng.range(5.0, 12.0)), &paint([245, 246, 246], 0.16));
        }
    }
    canvas.area(&ridge(rng, 118.0, 20.0), &paint([150, 164, 172], 1.0));
    canvas.area(&ridge(rng, 140.0, 14.0), &paint([124, 140, 128], 1.0));
    canvas.area(&ridge(rng, 160.0, 6.0), &paint([112, 126, 86], 1.0));
    trees(canvas, rng);
    canvas.fade(172.0, TOP + 14.0, [126, 138, 84], [104, 116, 66]);
    for _ in 0..420 {
        let (x, y) = (rng.range(0.0, WIDE), rng.range(174.0, TOP + 12.0));
        let green = shade([110, 124, 66], rng.range(-26.0, 26.0));
        canvas.line(&[(x, y), (x + rng.range(-3.0, 3.0), y - rng.range(3.0, 8.0))], 1.1, &paint(green, 0.8));
    }
}

/// Poplars, as along every river of the region.
fn trees(canvas: &mut Canvas, rng: &mut Rng) {
    let mut x = rng.range(-10.0, 20.0);
    while x < WIDE {
        let (foot, tall) = (178.0, rng.range(34.0, 66.0));
        canvas.line(&[(x, foot), (x, foot - tall)], 2.0, &paint([92, 80, 62], 1.0));
        for _ in 0..16 {
            let up = rng.range(0.25, 1.0);
            let spread = 8.0 * (1.1 - up) + 2.5;
            let green = shade([88, 112, 58], rng.range(-22.0, 24.0));
            let at = (x + rng.range(-spread, spread), foot - tall * up);
            canvas.ellipse(at, (rng.range(3.0, 6.5), rng.range(4.0, 8.0)), &paint(green, 0.75));
        }
        x += rng.range(16.0, 46.0);
    }
}

/// A masonry wall, a concrete slope or an earth bank.
fn bank(canvas: &mut Canvas, rng: &mut Rng) {
    match rng.below(3) {
        0 => masonry(canvas, rng),
        1 => slabs(canvas, rng),
        _ => earth(canvas, rng),
    }
    // The wet line above the water and the stones at the toe.
    canvas.block((0.0, WATERLINE - 12.0), (WIDE, 12.0), &paint([52, 50, 42], 0.35));
    for _ in 0..120 {
        let at = (rng.range(0.0, WIDE), WATERLINE + rng.range(-7.0, 5.0));
        let size = rng.range(4.0, 12.0);
        let grey = shade([128, 124, 112], rng.range(-34.0, 30.0));
        canvas.ellipse((at.0 + 1.0, at.1 + 2.0), (size, size * 0.6), &paint([46, 44, 38], 0.6));
        canvas.ellipse(at, (size, size * 0.55), &paint(grey, 1.0));
    }
}

fn masonry(canvas: &mut Canvas, rng: &mut Rng) {
    canvas.block((0.0, TOP), (WIDE, WATERLINE - TOP), &paint([112, 108, 98], 1.0));
    let mut y = TOP + 8.0;
    while y < WATERLINE {
        let high = rng.range(15.0, 22.0);
        let mut x = rng.range(-30.0, 0.0);
        while x < WIDE {
            let wide = rng.range(24.0, 52.0);
            let grey = shade([152, 146, 132], rng.range(-26.0, 22.0));
            let jitter = |rng: &mut Rng| rng.range(-2.2, 2.2);
            let stone = [
                (x + 1.5 + jitter(rng), y + 1.5 + jitter(rng)),
                (x + wide - 1.5 + jitter(rng), y + 1.5 + jitter(rng)),
                (x + wide - 1.5 + jitter(rng), y + high - 1.5 + jitter(rng)),
                (x + 1.5 + jitter(rng), y + high - 1.5 + jitter(rng)),
            ];
            canvas.area(&stone, &paint(grey, 1.0));
            canvas.line(&[(x + 4.0, y + 3.0), (x + wide - 5.0, y + 3.0)], 1.0, &paint([206, 202, 190], 0.25));
            x += wide;
        }
        y += high;
    }
    canvas.block((0.0, TOP), (WIDE, 9.0), &paint([184, 180, 168], 1.0));
}

fn slabs(canvas: &mut Canvas, rng: &mut Rng) {
    canvas.fade(TOP, WATERLINE, [182, 180, 170], [142, 140, 130]);
    for step in 0..8 {
        let x = f64::from(step) * 92.0 + rng.range(-2.0, 2.0);
        canvas.line(&[(x, TOP), (x - 6.0, WATERLINE)], 1.6, &paint([96, 94, 88], 0.8));
    }
    for step in 1..4 {
        let y = TOP + f64::from(step) * 39.0;
        canvas.line(&[(0.0, y), (WIDE, y)], 1.4, &paint([96, 94, 88], 0.7));
    }
    for _ in 0..46 {
        let (x, y) = (rng.range(0.0, WIDE), rng.range(TOP, WATERLINE - 30.0));
        let long = rng.range(14.0, 70.0);
        canvas.line(
            &[(x, y), (x + rng.range(-3.0, 3.0), y + long)],
            rng.range(2.0, 7.0) as f32,
            &paint([84, 84, 74], 0.10),
        );
    }
}

fn earth(canvas: &mut Canvas, rng: &mut Rng) {
    canvas.fade(TOP, WATERLINE, [146, 128, 92], [112, 96, 70]);
    for _ in 0..1500 {
        let at = (rng.range(0.0, WIDE), rng.range(TOP, WATERLINE));
        let brown = shade([138, 120, 86], rng.range(-34.0, 34.0));
        canvas.ellipse(at, (rng.range(1.0, 5.0), rng.range(0.8, 2.4)), &paint(brown, 0.5));
    }
    for _ in 0..520 {
        let (x, y) = (rng.range(0.0, WIDE), TOP + (WATERLINE - TOP) * rng.unit().powi(2));
        let green = shade([116, 124, 62], rng.range(-24.0, 30.0));
        canvas.line(
            &[(x, y + 4.0), (x + rng.range(-5.0, 5.0), y - rng.range(4.0, 13.0))],
            1.3,
            &paint(green, 0.85),
        );
    }
}

fn water(canvas: &mut Canvas, rng: &mut Rng, look: Look) {
    canvas.fade(WATERLINE, f64::from(HEIGHT), [104, 118, 108], [70, 92, 96]);
    if let Look::Dirty(colour) = look {
        // The plume drifts downstream, to the right.
        for step in 0..90 {
            let far = f64::from(step) / 90.0;
            let at = (
                MOUTH.0 + far * 300.0 + rng.range(-22.0, 22.0),
                WATERLINE + 14.0 + far * 52.0 + rng.range(-9.0, 9.0),
            );
            let size = (26.0 + far * 74.0, 6.0 + far * 15.0);
            canvas.ellipse(at, size, &paint(colour, (0.13 * (1.0 - far * 0.8)) as f32));
        }
    }
    for _ in 0..260 {
        let depth = rng.unit();
        let y = WATERLINE + 6.0 + depth * (f64::from(HEIGHT) - WATERLINE - 8.0);
        let (x, long) = (rng.range(-20.0, WIDE), rng.range(10.0, 34.0) * (0.5 + depth));
        let light = if rng.chance(0.55) { [196, 208, 206] } else { [44, 62, 66] };
        let bend = rng.range(-1.6, 1.6);
        canvas.line(
            &[(x, y), (x + long / 2.0, y + bend), (x + long, y)],
            (0.8 + depth) as f32,
            &paint(light, 0.22),
        );
    }
}

fn headwall(canvas: &mut Canvas, scene: &Scene, rng: &mut Rng) {
    if scene.mouth == Mouth::Ditch {
        return;
    }
    let tidy = !matches!(scene.look, Look::Dirty(_));
    let grey = if tidy { [198, 196, 188] } else { [158, 154, 144] };
    let wall = [(222.0, 218.0), (414.0, 218.0), (430.0, WATERLINE + 2.0), (206.0, WATERLINE + 2.0)];
    canvas.area(&wall, &paint([60, 58, 52], 0.5));
    canvas.area(&[(226.0, 216.0), (410.0, 216.0), (425.0, WATERLINE), (211.0, WATERLINE)], &paint(grey, 1.0));
    canvas.block((220.0, 209.0), (196.0, 10.0), &paint(shade(grey, 18.0), 1.0));
    canvas.line(&[(220.0, 219.5), (416.0, 219.5)], 1.4, &paint([70, 68, 62], 0.7));
    for _ in 0..if tidy { 10 } else { 60 } {
        let (x, y) = (rng.range(228.0, 408.0), rng.range(220.0, 300.0));
        canvas.line(
            &[(x, y), (x, y + rng.range(8.0, 44.0))],
            rng.range(1.0, 5.0) as f32,
            &paint([74, 72, 62], 0.13),
        );
    }
    if tidy {
        for step in 0..5 {
            let x = 226.0 + f64::from(step) * 45.0;
            canvas.line(&[(x, 209.0), (x, 184.0)], 2.4, &paint([222, 226, 228], 1.0));
        }
        for y in [185.0, 197.0] {
            canvas.line(&[(226.0, y), (406.0, y)], 2.2, &paint([222, 226, 228], 1.0));
        }
    }
}

fn pipe(canvas: &mut Canvas, look: Look, rng: &mut Rng) {
    let radius = 40.0;
    canvas.ellipse(MOUTH, (radius + 9.0, radius + 9.0), &paint([96, 94, 88], 1.0));
    canvas.ellipse(
        (MOUTH.0 - 1.5, MOUTH.1 - 1.5),
        (radius + 6.5, radius + 6.5),
        &paint([186, 184, 176], 1.0),
    );
    canvas.ellipse(MOUTH, (radius, radius), &paint([40, 40, 40], 1.0));
    canvas.ellipse((MOUTH.0 + 5.0, MOUTH.1 + 3.0), (radius - 9.0, radius - 7.0), &paint([16, 17, 18], 1.0));
    match look {
        Look::Sealed => {
            canvas.ellipse(MOUTH, (radius, radius), &paint([150, 84, 66], 1.0));
            bricks(canvas, rng, radius);
        }
        Look::Dirty(colour) => falling(canvas, colour, (MOUTH.0, MOUTH.1 + 28.0), 27.0, rng),
        Look::Tidy => falling(canvas, [168, 190, 192], (MOUTH.0, MOUTH.1 + 34.0), 13.0, rng),
    }
}

fn bricks(canvas: &mut Canvas, rng: &mut Rng, radius: f64) {
    for row in -4..5_i32 {
        let y = MOUTH.1 + f64::from(row) * 9.2;
        let half = (radius * radius - (y - MOUTH.1).powi(2)).max(0.0).sqrt() - 2.0;
        canvas.line(
            &[(MOUTH.0 - half, y - 4.6), (MOUTH.0 + half, y - 4.6)],
            1.3,
            &paint([206, 200, 190], 0.9),
        );
        let mut x = MOUTH.0 - half + if row % 2 == 0 { 6.0 } else { 14.0 };
        while x < MOUTH.0 + half {
            canvas.line(&[(x, y - 4.0), (x, y + 4.0)], 1.3, &paint([206, 200, 190], 0.9));
            let red = shade([152, 84, 64], rng.range(-16.0, 16.0));
            canvas.block(
                (x + 1.5, y - 3.4),
                (11.0_f64.min(MOUTH.0 + half - x).max(0.0), 6.8),
                &paint(red, 0.8),
            );
            x += 16.0;
        }
    }
}

fn culvert(canvas: &mut Canvas, look: Look, rng: &mut Rng) {
    let (left, top, wide, high) = (MOUTH.0 - 58.0, MOUTH.1 - 34.0, 116.0, 74.0);
    canvas.block((left - 8.0, top - 8.0), (wide + 16.0, high + 16.0), &paint([178, 176, 168], 1.0));
    canvas.block((left, top), (wide, high), &paint([34, 35, 36], 1.0));
    canvas.block((left + 14.0, top + 8.0), (wide - 28.0, high - 22.0), &paint([14, 15, 16], 1.0));
    match look {
        Look::Sealed => {
            canvas.block((left, top), (wide, high), &paint([172, 170, 162], 1.0));
            for step in 1..4 {
                let y = top + f64::from(step) * high / 4.0;
                canvas.line(&[(left, y), (left + wide, y)], 1.2, &paint([120, 118, 112], 0.9));
            }
        }
        Look::Dirty(colour) => falling(canvas, colour, (MOUTH.0, top + high - 4.0), 52.0, rng),
        Look::Tidy => {
            for step in 0..8 {
                let x = left + 8.0 + f64::from(step) * 14.5;
                canvas.line(&[(x, top), (x, top + high)], 2.6, &paint([150, 156, 160], 1.0));
            }
            falling(canvas, [168, 190, 192], (MOUTH.0, top + high - 2.0), 30.0, rng);
        }
    }
}

fn ditch(canvas: &mut Canvas, look: Look, rng: &mut Rng) {
    let rim = [(250.0, TOP + 6.0), (390.0, TOP + 6.0), (352.0, WATERLINE + 4.0), (286.0, WATERLINE + 4.0)];
    let bed = if matches!(look, Look::Dirty(_)) { [84, 72, 52] } else { [176, 174, 166] };
    canvas.area(&rim, &paint(bed, 1.0));
    canvas.line(&[(250.0, TOP + 6.0), (286.0, WATERLINE + 4.0)], 4.0, &paint(shade(bed, 24.0), 1.0));
    canvas.line(&[(390.0, TOP + 6.0), (352.0, WATERLINE + 4.0)], 4.0, &paint(shade(bed, -24.0), 1.0));
    let colour = match look {
        Look::Dirty(colour) => colour,
        Look::Tidy => [150, 176, 178],
        Look::Sealed => {
            canvas.area(
                &[(254.0, 220.0), (386.0, 220.0), (354.0, WATERLINE), (284.0, WATERLINE)],
                &paint([150, 84, 66], 1.0),
            );
            for row in 0..11 {
                let y = 226.0 + f64::from(row) * 11.5;
                let inset = (y - 220.0) * 0.235;
                canvas.line(&[(255.0 + inset, y), (385.0 - inset, y)], 1.3, &paint([206, 200, 190], 0.85));
                for brick in 0..6 {
                    let x = 266.0 + inset + f64::from(brick) * 22.0 + if row % 2 == 0 { 0.0 } else { 10.0 };
                    if x < 380.0 - inset {
                        canvas.line(&[(x, y), (x, y + 11.0)], 1.3, &paint([206, 200, 190], 0.85));
                    }
                }
            }
            canvas.block((248.0, 212.0), (144.0, 9.0), &paint([206, 204, 198], 1.0));
            return;
        }
    };
    canvas.area(
        &[(296.0, TOP + 8.0), (344.0, TOP + 8.0), (338.0, WATERLINE + 8.0), (300.0, WATERLINE + 8.0)],
        &paint(colour, 0.92),
    );
    for _ in 0..40 {
        let (x, y) = (rng.range(303.0, 335.0), rng.range(TOP + 12.0, WATERLINE));
        canvas.line(
            &[(x, y), (x + rng.range(-1.5, 1.5), y + rng.range(5.0, 16.0))],
            1.1,
            &paint([232, 236, 232], 0.35),
        );
    }
    splash(canvas, rng, 30.0);
}

/// Water over the lip of a mouth into the river.
fn falling(canvas: &mut Canvas, colour: Rgb, lip: (f64, f64), half: f64, rng: &mut Rng) {
    let foot = WATERLINE + 8.0;
    let body = [
        (lip.0 - half, lip.1 - 3.0),
        (lip.0 + half, lip.1 - 3.0),
        (lip.0 + half * 1.05, lip.1 + 16.0),
        (lip.0 + half * 0.95, foot),
        (lip.0 - half * 0.95, foot),
        (lip.0 - half * 1.05, lip.1 + 16.0),
    ];
    canvas.area(&body, &paint(colour, 0.95));
    for _ in 0..(half * 1.6) as usize {
        let x = lip.0 + rng.range(-half, half);
        let (from, to) = (lip.1 + rng.range(-2.0, 20.0), foot - rng.range(0.0, 16.0));
        let light = if rng.chance(0.6) { shade(colour, 46.0) } else { shade(colour, -34.0) };
        canvas.line(
            &[(x, from), (x + rng.range(-1.5, 1.5), to)],
            rng.range(0.8, 2.4) as f32,
            &paint(light, 0.55),
        );
    }
    splash(canvas, rng, half + 12.0);
}

fn splash(canvas: &mut Canvas, rng: &mut Rng, half: f64) {
    for _ in 0..46 {
        let at = (MOUTH.0 + rng.bell() * half * 0.6, WATERLINE + 10.0 + rng.bell() * 3.5);
        canvas.ellipse(at, (rng.range(2.0, 9.0), rng.range(1.0, 3.0)), &paint([238, 240, 236], 0.4));
    }
}

fn litter(canvas: &mut Canvas, rng: &mut Rng) {
    let colours = [[232, 232, 228], [70, 110, 170], [190, 60, 54], [214, 196, 96], [40, 44, 46]];
    for _ in 0..16 {
        let at = (rng.range(180.0, 460.0), WATERLINE + rng.range(-8.0, 10.0));
        canvas.ellipse(at, (rng.range(2.5, 7.0), rng.range(1.5, 3.5)), &paint(rng.pick(&colours), 0.9));
    }
}

fn reeds(canvas: &mut Canvas, rng: &mut Rng) {
    for clump in [rng.range(0.0, 110.0), rng.range(500.0, 630.0)] {
        for _ in 0..70 {
            let (x, y) = (clump + rng.bell() * 26.0, f64::from(HEIGHT) - 28.0 - rng.range(0.0, 12.0));
            let tall = rng.range(36.0, 120.0);
            let lean = rng.range(-16.0, 18.0);
            let green = shade([104, 116, 58], rng.range(-34.0, 36.0));
            canvas.line(
                &[(x, y), (x + lean * 0.3, y - tall * 0.6), (x + lean, y - tall)],
                1.7,
                &paint(green, 0.9),
            );
        }
    }
}

/// The empty board on its two posts; see [`BOARD`].
fn signboard(canvas: &mut Canvas) {
    let ((x, y), (wide, high)) = BOARD;
    for post in [x + 14.0, x + wide - 20.0] {
        canvas.block((post, y + high - 4.0), (6.0, 96.0), &paint([168, 172, 176], 1.0));
        canvas.block((post + 4.0, y + high - 4.0), (2.0, 96.0), &paint([118, 122, 128], 1.0));
    }
    canvas.block((x + 3.0, y + 3.0), (wide, high), &paint([30, 34, 38], 0.45));
    canvas.block((x, y), (wide, high), &paint([236, 240, 242], 1.0));
    canvas.block((x + 3.0, y + 3.0), (wide - 6.0, high - 6.0), &paint([18, 98, 150], 1.0));
}

/// Corner and size of the signboard.
pub(crate) const BOARD: ((f64, f64), (f64, f64)) = ((452.0, 132.0), (164.0, 112.0));

/// A manhole seen from above, with the dye of a tracing test in it.
pub(crate) fn draw_manhole(canvas: &mut Canvas, place: &str) {
    let mut rng = Rng::new(&format!("manhole {place}"));
    canvas.fade(0.0, f64::from(HEIGHT), [138, 136, 132], [118, 116, 112]);
    for _ in 0..5200 {
        let at = (rng.range(0.0, WIDE), rng.range(0.0, f64::from(HEIGHT)));
        let grey = shade([126, 124, 120], rng.range(-44.0, 44.0));
        canvas.ellipse(at, (rng.range(0.8, 2.6), rng.range(0.8, 2.0)), &paint(grey, 0.6));
    }
    canvas.line(&[(0.0, 60.0), (WIDE, 34.0)], 9.0, &paint([226, 224, 214], 0.75));
    let centre = (300.0, 236.0);
    canvas.ellipse((centre.0 + 5.0, centre.1 + 6.0), (170.0, 158.0), &paint([40, 40, 40], 0.5));
    canvas.ellipse(centre, (168.0, 156.0), &paint([92, 92, 94], 1.0));
    canvas.ellipse(centre, (150.0, 139.0), &paint([62, 58, 54], 1.0));
    for ring in 0..6 {
        let by = f64::from(ring) * 8.0;
        canvas.ellipse(
            (centre.0 - by * 0.3, centre.1 + by * 0.5),
            (142.0 - by, 131.0 - by),
            &paint(shade([70, 64, 58], -by), 0.9),
        );
    }
    let deep = (centre.0 - 14.0, centre.1 + 24.0);
    canvas.ellipse(deep, (92.0, 80.0), &paint([22, 64, 40], 1.0));
    canvas.ellipse(deep, (82.0, 70.0), &paint([58, 196, 84], 0.9));
    for _ in 0..70 {
        let at = (deep.0 + rng.bell() * 34.0, deep.1 + rng.bell() * 26.0);
        canvas.ellipse(
            at,
            (rng.range(6.0, 22.0), rng.range(2.0, 6.0)),
            &paint(shade([90, 224, 104], rng.range(-40.0, 30.0)), 0.3),
        );
    }
    for rung in 0..5 {
        let y = centre.1 - 110.0 + f64::from(rung) * 27.0;
        canvas.line(&[(centre.0 - 30.0, y), (centre.0 + 26.0, y)], 5.0, &paint([150, 106, 78], 1.0));
    }
    // The lid lies beside it.
    canvas.ellipse((548.0, 356.0), (132.0, 104.0), &paint([36, 36, 36], 0.5));
    canvas.ellipse((543.0, 350.0), (130.0, 102.0), &paint([84, 82, 82], 1.0));
    for spoke in 0..12 {
        let angle = f64::from(spoke) * TAU / 12.0;
        let end = (543.0 + 112.0 * angle.cos(), 350.0 + 86.0 * angle.sin());
        canvas.line(&[(543.0, 350.0), end], 5.0, &paint([62, 60, 60], 1.0));
    }
    canvas.ellipse((543.0, 350.0), (40.0, 30.0), &paint([96, 94, 94], 1.0));
}

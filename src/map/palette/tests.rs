//! Can everybody read the map? Colours of one theme are compared as the common kinds of eyes see them.

use super::*;

/// Two colours of one theme differ by at least this much (CIEDE2000), for every kind of eyes. About 1 can just be seen side by side on
/// large areas, 10 at a glance; small symbols far from each other need the latter (our choice).
const LEAST_DIFFERENCE: f64 = 10.0;

/// Contrast of a symbol's outline with the ground, as WCAG 2.1 asks of graphics (success criterion 1.4.11).
const LEAST_CONTRAST: f64 = 3.0;

/// Linear light as people without red (protan), green (deutan) or blue (tritan) cones receive it (Machado, Oliveira and Fernandes 2009,
/// "A physiologically-based model for simulation of color vision deficiency", severity 1).
const EYES: [(&str, [[f64; 3]; 3]); 4] = [
    ("normal", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protan",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deutan",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritan",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

fn linear(color: Rgba) -> [f64; 3] {
    [color.0, color.1, color.2].map(|byte| {
        let value = f64::from(byte) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

fn seen_by(color: Rgba, matrix: [[f64; 3]; 3]) -> [f64; 3] {
    let light = linear(color);
    matrix.map(|row| row.iter().zip(light).map(|(factor, light)| factor * light).sum::<f64>().clamp(0.0, 1.0))
}

/// CIE L*a*b* for D65.
fn lab([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505;
    let y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089;
    let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
}

/// The colour difference CIEDE2000 (Sharma, Wu and Dalal 2005), all weights 1.
fn ciede2000([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let of_25 = |chroma: f64| (chroma.powi(7) / (chroma.powi(7) + 25_f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - of_25(f64::midpoint(a1.hypot(b1), a2.hypot(b2))));
    let (a1, a2) = ((1.0 + g) * a1, (1.0 + g) * a2);
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let is_grey = c1 * c2 == 0.0;
    let turn = (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0;
    let delta_hue = if is_grey { 0.0 } else { 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin() };
    let mean_hue = if is_grey {
        h1 + h2
    } else if (h1 - h2).abs() <= 180.0 {
        f64::midpoint(h1, h2)
    } else {
        (f64::midpoint(h1, h2) + 180.0).rem_euclid(360.0)
    };
    let (l, c) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(mean_hue - 30.0) + 0.24 * cos(2.0 * mean_hue) + 0.32 * cos(3.0 * mean_hue + 6.0)
        - 0.20 * cos(4.0 * mean_hue - 63.0);
    let lightness = (l2 - l1) / (1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt());
    let chroma = (c2 - c1) / (1.0 + 0.045 * c);
    let hue = delta_hue / (1.0 + 0.015 * c * t);
    let rotation = 30.0 * (-((mean_hue - 275.0) / 25.0).powi(2)).exp();
    let twist = -(2.0 * rotation).to_radians().sin() * 2.0 * of_25(c);
    (lightness.powi(2) + chroma.powi(2) + hue.powi(2) + twist * chroma * hue).max(0.0).sqrt()
}

/// The relative luminance of WCAG 2.1.
fn luminance(color: Rgba) -> f64 {
    let [red, green, blue] = linear(color);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(a: Rgba, b: Rgba) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    a.max(b) / a.min(b)
}

/// A translucent colour on a ground.
fn laid_on(color: Rgba, ground: Rgba) -> Rgba {
    let share = f64::from(color.3) / 255.0;
    let mix =
        |above: u8, below: u8| (f64::from(above) * share + f64::from(below) * (1.0 - share)).round() as u8;
    Rgba(mix(color.0, ground.0), mix(color.1, ground.1), mix(color.2, ground.2), 255)
}

/// Contrast of the inside of a symbol with its rim or its outline; the outline alone already shows the shape (our choice).
const LEAST_INNER_CONTRAST: f64 = 2.0;

/// The colours of each theme that can stand side by side.
const THEMES: [(&str, &[Tone]); 5] = [
    (
        "stage",
        &[
            Tone::Suspected,
            Tone::Checked,
            Tone::Measured,
            Tone::Traced,
            Tone::Fixing,
            Tone::Fixed,
            Tone::Managed,
            Tone::Alarm,
        ],
    ),
    (
        "overdue",
        &[Tone::NoLag, Tone::Lag(0), Tone::Lag(1), Tone::Lag(2), Tone::Lag(3), Tone::Lag(4), Tone::Lag(5)],
    ),
    ("zone", &[Tone::InZone(1), Tone::InZone(2), Tone::InZone(3), Tone::NoZone]),
    (
        "class",
        &[Tone::Series(0), Tone::Series(1), Tone::Series(2), Tone::Series(4), Tone::Series(7), Tone::NoZone],
    ),
    (
        "values of a column",
        &[
            Tone::Series(0),
            Tone::Series(1),
            Tone::Series(2),
            Tone::Series(3),
            Tone::Series(4),
            Tone::Series(5),
            Tone::Series(6),
            Tone::Series(7),
            Tone::Plain,
        ],
    ),
];

#[test]
fn colours_of_a_theme_can_be_told_apart_by_everybody() {
    for palette in [Palette::light(), Palette::dark()] {
        for (theme, tones) in THEMES {
            for (eyes, matrix) in EYES {
                for (index, a) in tones.iter().enumerate() {
                    for b in &tones[index + 1..] {
                        let [seen_a, seen_b] = [a, b].map(|tone| lab(seen_by(palette.tone(*tone), matrix)));
                        let difference = ciede2000(seen_a, seen_b);
                        assert!(
                            difference >= LEAST_DIFFERENCE,
                            "{theme}, {eyes}: {a:?} and {b:?} differ by {difference:.1}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn every_symbol_stands_out_from_the_ground() {
    for palette in [Palette::light(), Palette::dark()] {
        let outline = laid_on(palette.symbol_outline, palette.background);
        assert!(contrast(outline, palette.background) >= LEAST_CONTRAST);
        for tone in THEMES.iter().flat_map(|(_, tones)| tones.iter()) {
            let fill = palette.tone(*tone);
            // Either the inside is seen against the rim, or against the line around the rim.
            let best = contrast(fill, palette.symbol_rim).max(contrast(fill, outline));
            assert!(best >= LEAST_INNER_CONTRAST, "{tone:?}: {best:.1}");
        }
    }
}

#[test]
fn text_can_be_read_on_the_ground() {
    for palette in [Palette::light(), Palette::dark()] {
        for style in [palette.river_text, palette.area_text, palette.zone_text, palette.point_text] {
            let ground = laid_on(style.halo, palette.background);
            assert!(contrast(style.fill, ground) >= 4.5, "{style:?}");
        }
    }
}

#[test]
fn the_overdue_colours_darken_with_the_delay() {
    let palette = Palette::light();
    let luminances: Vec<f64> = (1..=5).map(|grade| luminance(palette.tone(Tone::Lag(grade)))).collect();

    assert!(luminances.is_sorted_by(|a, b| a > b), "{luminances:?}");
}

#[test]
fn the_difference_is_that_of_the_paper() {
    // Pairs 1, 7, 9 and 25 of Sharma, Wu and Dalal 2005, table 1.
    for (a, b, wanted) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0009], 7.1792),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
    ] {
        assert!((ciede2000(a, b) - wanted).abs() < 1e-4, "{a:?} {b:?} {}", ciede2000(a, b));
    }
}

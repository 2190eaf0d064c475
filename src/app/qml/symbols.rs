//! Symbols of the map as symbols of QGIS.

use std::fmt::Write as _;

use super::xml::{color, escaped};
use crate::map::{
    palette::{AreaLook, LineLook, LineWidth, Palette, Rgba, Tone},
    symbol::{Shape, Symbol},
};

/// A symbol of QGIS: its layers from the bottom up.
pub(super) struct Marks {
    kind: &'static str,
    layers: Vec<Mark>,
    /// Are all first layers drawn before all second ones, so that confluences are open?
    pub(super) in_passes: bool,
}

struct Mark {
    class: &'static str,
    properties: Vec<(&'static str, String)>,
    /// Properties that are worked out for each feature: the name, and an expression.
    worked_out: Vec<(&'static str, String)>,
}

/// Millimetres on paper of a reference pixel (1/96 inch).
const MM_PER_PX: f64 = 25.4 / 96.0;

fn mm(px: f32) -> String {
    format!("{:.3}", f64::from(px) * MM_PER_PX)
}

impl Marks {
    pub(super) fn write(&self, out: &mut String, number: usize) {
        writeln!(
            out,
            r#"<symbol name="{number}" type="{}" alpha="1" clip_to_extent="1" force_rhr="0">"#,
            self.kind
        )
        .ok();
        for (pass, mark) in self.layers.iter().enumerate() {
            write!(out, r#"<layer class="{}" enabled="1" locked="0" pass="{pass}">"#, mark.class).ok();
            for (name, value) in &mark.properties {
                write!(out, r#"<prop k="{name}" v="{}"/>"#, escaped(value)).ok();
            }
            if !mark.worked_out.is_empty() {
                out.push_str(r#"<data_defined_properties><Option type="Map"><Option name="name" type="QString" value=""/><Option name="properties" type="Map">"#);
                for (name, expression) in &mark.worked_out {
                    write!(
                        out,
                        r#"<Option name="{name}" type="Map"><Option name="active" type="bool" value="true"/><Option name="expression" type="QString" value="{}"/><Option name="type" type="int" value="3"/></Option>"#,
                        escaped(expression)
                    ).ok();
                }
                out.push_str(r#"</Option><Option name="type" type="QString" value="collection"/></Option></data_defined_properties>"#);
            }
            out.push_str("</layer>\n");
        }
        out.push_str("</symbol>\n");
    }
}

/// An area.
pub(super) fn area_marks(look: AreaLook, palette: &Palette) -> Marks {
    let style = palette.area_look(look);
    let has_edge = style.edge_width > 0.0;
    let edge_style = match (has_edge, style.dashes.len()) {
        (false, _) => "no",
        (true, 0) => "solid",
        (true, 2) => "dash",
        (true, _) => "dash dot",
    };
    let fill = style.fill.unwrap_or(Rgba(0, 0, 0, 0));
    let properties = vec![
        ("color", color(fill)),
        ("style", if style.fill.is_some() { "solid" } else { "no" }.to_owned()),
        ("outline_color", color(style.edge)),
        ("outline_style", edge_style.to_owned()),
        ("outline_width", mm(style.edge_width)),
        ("outline_width_unit", "MM".to_owned()),
        ("joinstyle", "round".to_owned()),
    ];
    Marks {
        kind: "fill",
        layers: vec![Mark { class: "SimpleFill", properties, worked_out: Vec::new() }],
        in_passes: false,
    }
}

/// A line; `width` is an expression for its width in reference pixels that takes the place of that of its look.
pub(super) fn line_marks(look: LineLook, width: Option<&str>, palette: &Palette) -> Marks {
    let style = palette.line_paint(look.paint);
    let usual_px = match look.width {
        LineWidth::Fixed(width) => width.get(),
        LineWidth::Rank(_) => 2.1,
    };
    let line = |rgba: Rgba, more_px: f32, dashes: &[f32]| {
        let mut properties = vec![
            ("line_color", color(rgba)),
            ("line_width", mm(usual_px + more_px)),
            ("line_width_unit", "MM".to_owned()),
            ("capstyle", if dashes.is_empty() { "round" } else { "flat" }.to_owned()),
            ("joinstyle", "round".to_owned()),
            ("line_style", "solid".to_owned()),
        ];
        if !dashes.is_empty() {
            let lengths: Vec<String> = dashes.iter().map(|length| mm(*length)).collect();
            properties.extend([
                ("use_custom_dash", "1".to_owned()),
                ("customdash", lengths.join(";")),
                ("customdash_unit", "MM".to_owned()),
            ]);
        }
        let worked_out = width.map(|width| ("outlineWidth", format!("({width} + {more_px}) * {MM_PER_PX}")));
        Mark { class: "SimpleLine", properties, worked_out: worked_out.into_iter().collect() }
    };
    let rim = (style.casing_width > 0.0).then(|| line(style.casing, 2.0 * style.casing_width, &[]));
    let in_passes = rim.is_some();
    let layers = rim.into_iter().chain([line(style.fill, 0.0, style.dashes)]).collect();
    Marks { kind: "line", layers, in_passes }
}

/// A point.
pub(super) fn point_marks(symbol: Symbol, palette: &Palette) -> Marks {
    let outline = symbol.edge.map_or(palette.symbol_outline, |edge| palette.tone(edge));
    let shape = vec![("name", shape_name(symbol.shape).to_owned())];
    let size_px = f32::from(symbol.diameter_px);
    Marks {
        kind: "marker",
        layers: vec![
            marker(&shape, size_px + 3.8, outline, None),
            marker(&shape, size_px + 2.4, palette.symbol_rim, None),
            marker(&shape, size_px, fill_of(symbol.tone, palette), hollow(symbol.tone, palette)),
        ],
        in_passes: false,
    }
}

/// Outfalls of one colour, of which `shape` is an expression for the name of the shape.
pub(super) fn outfall_marks(tone: Tone, size_px: f32, shape: &str, palette: &Palette) -> Marks {
    let of = |size_px: f32, rgba: Rgba, edge: Option<Rgba>| {
        let mut mark = marker(&[("name", "circle".to_owned())], size_px, rgba, edge);
        mark.worked_out.push(("name", shape.to_owned()));
        mark
    };
    Marks {
        kind: "marker",
        layers: vec![
            of(size_px + 3.8, palette.symbol_outline, None),
            of(size_px + 2.4, palette.symbol_rim, None),
            of(size_px, fill_of(tone, palette), hollow(tone, palette)),
        ],
        in_passes: false,
    }
}

/// The ring around what alarms.
pub(super) fn ring_marks(size_px: f32, palette: &Palette) -> Marks {
    let mut mark = marker(
        &[("name", "circle".to_owned())],
        size_px + 7.6,
        Rgba(0, 0, 0, 0),
        Some(palette.tone(Tone::Alarm)),
    );
    mark.properties.extend([("outline_width", mm(2.0)), ("outline_width_unit", "MM".to_owned())]);
    Marks { kind: "marker", layers: vec![mark], in_passes: false }
}

fn fill_of(tone: Tone, palette: &Palette) -> Rgba {
    palette.tone(tone)
}

fn hollow(tone: Tone, palette: &Palette) -> Option<Rgba> {
    (tone == Tone::Excluded).then(|| palette.tone(Tone::Suspected))
}

fn marker(shape: &[(&'static str, String)], size_px: f32, rgba: Rgba, edge: Option<Rgba>) -> Mark {
    let mut properties = shape.to_vec();
    properties.extend([
        ("color", color(rgba)),
        ("size", mm(size_px)),
        ("size_unit", "MM".to_owned()),
        ("outline_color", color(edge.unwrap_or(Rgba(0, 0, 0, 0)))),
        ("outline_style", if edge.is_some() { "solid" } else { "no" }.to_owned()),
    ]);
    Mark { class: "SimpleMarker", properties, worked_out: Vec::new() }
}

/// What QGIS calls a shape.
pub(super) fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Circle => "circle",
        Shape::Square | Shape::Section => "square",
        Shape::Triangle => "equilateral_triangle",
        Shape::TriangleDown => "arrowhead",
        Shape::Diamond => "diamond",
        Shape::Pentagon => "pentagon",
        Shape::Hexagon => "hexagon",
        Shape::Star => "star",
        Shape::Cross => "cross_fill",
    }
}

//! The XML of a style of QGIS 3.

use std::fmt::Write as _;

use super::symbols::Marks;
use crate::{
    domain::style::LayerStyle,
    map::palette::{Rgba, TextStyle},
};

/// A condition and how what meets it is drawn.
pub(super) struct Rule {
    /// An expression of QGIS, `ELSE` for what no other rule draws, nothing for everything.
    pub(super) condition: Option<String>,
    /// What the legend says.
    pub(super) title: String,
    /// How it is drawn.
    pub(super) marks: Marks,
}

/// Everything about the drawing of a layer.
pub(super) struct Sheet<'a> {
    pub(super) rules: Vec<Rule>,
    /// The column that is written beside features.
    pub(super) label: Option<String>,
    /// Labels are written at this scale and closer.
    pub(super) label_from: Option<f64>,
    pub(super) style: &'a LayerStyle,
    /// Are labels written along lines?
    pub(super) along: bool,
    /// The colours of labels.
    pub(super) ink: TextStyle,
}

/// A text as an expression of QGIS has it.
pub(super) fn text(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

/// Red, green, blue and opacity as QGIS writes them.
pub(super) fn color(Rgba(red, green, blue, alpha): Rgba) -> String {
    format!("{red},{green},{blue},{alpha}")
}

/// A text inside an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // No other control character can be in XML 1.0 at all.
            '\n' | '\t' => escaped.push(' '),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

impl Sheet<'_> {
    /// The document. Writing to a string can't fail, so that nothing is made of the results.
    pub(super) fn write(&self) -> String {
        let mut out = String::from("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n");
        let LayerStyle { from_scale, to_scale, .. } = self.style;
        let has_scales = u8::from(from_scale.is_some() || to_scale.is_some());
        let (farthest, closest) = (from_scale.unwrap_or(1e8), to_scale.unwrap_or(0.0));
        let labels = u8::from(self.label.is_some());
        writeln!(
            out,
            r#"<qgis version="3.22.0" styleCategories="Symbology|Labeling|Rendering" hasScaleBasedVisibilityFlag="{has_scales}" minScale="{farthest}" maxScale="{closest}" labelsEnabled="{labels}">"#
        ).ok();
        self.write_rules(&mut out);
        self.write_labels(&mut out);
        writeln!(out, "<layerOpacity>{}</layerOpacity>", self.style.opacity()).ok();
        out.push_str("<blendMode>0</blendMode>\n</qgis>\n");
        out
    }

    fn write_rules(&self, out: &mut String) {
        let passes = u8::from(self.rules.iter().any(|rule| rule.marks.in_passes));
        writeln!(
            out,
            r#"<renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="{passes}" enableorderby="0"><rules key="root">"#
        ).ok();
        for (number, Rule { condition, title, .. }) in self.rules.iter().enumerate() {
            let filter =
                condition.as_ref().map_or_else(String::new, |it| format!(r#" filter="{}""#, escaped(it)));
            writeln!(
                out,
                r#"<rule key="rule{number}" symbol="{number}"{filter} label="{}"/>"#,
                escaped(title)
            )
            .ok();
        }
        out.push_str("</rules><symbols>\n");
        for (number, Rule { marks, .. }) in self.rules.iter().enumerate() {
            marks.write(out, number);
        }
        out.push_str("</symbols></renderer-v2>\n");
    }

    fn write_labels(&self, out: &mut String) {
        let Some(column) = &self.label else { return };
        // 0 about a point or over an area, 2 along a line.
        let placement = if self.along { 2 } else { 0 };
        let visible = u8::from(self.label_from.is_some());
        let farthest = self.label_from.unwrap_or(0.0);
        writeln!(
            out,
            r#"<labeling type="simple"><settings calloutType="simple"><text-style fieldName="{}" isExpression="0" fontSize="8" fontSizeUnit="Point" textColor="{}"><text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="{}" bufferOpacity="1"/></text-style><placement placement="{placement}" dist="2" distUnits="MM" placementFlags="10"/><rendering scaleVisibility="{visible}" scaleMin="0" scaleMax="{farthest}" obstacle="1" mergeLines="1"/></settings></labeling>"#,
            escaped(column),
            color(self.ink.fill),
            color(self.ink.halo)
        ).ok();
    }
}

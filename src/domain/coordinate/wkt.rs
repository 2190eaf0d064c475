//! What the text of a `.prj` says, beyond what is needed to compute with it: names, number, ellipsoid, zone.

use proj4wkt::parser::{Attribute, Processor};

/// The longest text that is looked at; a real one has a few hundred bytes.
const TEXT_MAX: usize = 64 * 1024;
/// The deepest nesting that is looked at; a compound system in WKT2 has about eight levels. The parser below recurses.
const DEPTH_MAX: usize = 32;

/// What can be said about a coordinate system from its text alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    /// The system's own name.
    pub(super) name: String,
    /// The EPSG number of the system as a whole.
    pub(super) epsg: Option<u32>,
    /// The name of the datum.
    pub(super) datum: String,
    /// Half of the longer axis in metres, and the inverse flattening.
    pub(super) ellipsoid: Option<(f64, f64)>,
    /// Whether the text itself carries a datum shift that is not zero.
    pub(super) has_shift: bool,
    /// Whether it is a plane system.
    pub(super) projected: bool,
    /// Central meridian in degrees and false easting in metres of a transverse Mercator without scaling from the equator.
    pub(super) gauss_krueger: Option<(f64, f64)>,
}

/// One `KEY["text", 1, label, CHILD[…]]`.
#[derive(Debug, Default)]
struct Node {
    key: String,
    texts: Vec<String>,
    numbers: Vec<f64>,
    children: Vec<Self>,
}

struct Tree;

impl<'a> Processor<'a> for Tree {
    type Err = std::io::Error;
    type Output = Node;

    fn process<I>(&self, key: &'a str, _depth: usize, attrs: I) -> Result<Node, Self::Err>
    where
        I: Iterator<Item = Attribute<'a, Node>>,
    {
        let mut node = Node { key: key.to_ascii_uppercase(), ..Node::default() };
        for attribute in attrs {
            match attribute {
                Attribute::Quoted(text) | Attribute::Label(text) => node.texts.push(text.to_owned()),
                Attribute::Number(number) => node.numbers.extend(number.parse::<f64>()),
                Attribute::Keyword(_, child) => node.children.push(child),
            }
        }
        Ok(node)
    }
}

impl Node {
    fn text(&self) -> &str {
        self.texts.first().map_or("", String::as_str)
    }

    /// The first node below this one, at any depth, with one of these keys.
    fn find(&self, keys: &[&str]) -> Option<&Self> {
        self.children
            .iter()
            .find_map(|child| if keys.contains(&child.key.as_str()) { Some(child) } else { child.find(keys) })
    }

    fn parameter(&self, names: &[&str]) -> Option<f64> {
        self.children.iter().find_map(|child| {
            let name = child.text().to_ascii_lowercase().replace(' ', "_");
            if child.key == "PARAMETER" && names.contains(&name.as_str()) {
                return child.numbers.first().copied();
            }
            (child.key == "CONVERSION").then(|| child.parameter(names)).flatten()
        })
    }

    fn epsg(&self) -> Option<u32> {
        let authority = self.children.iter().find(|child| child.key == "AUTHORITY" || child.key == "ID")?;
        if !authority.text().eq_ignore_ascii_case("EPSG") {
            return None;
        }
        // WKT1 quotes the number, WKT2 does not.
        let quoted = authority.texts.get(1).and_then(|text| text.parse().ok());
        quoted.or_else(|| authority.numbers.first().map(|number| *number as u32))
    }
}

/// Whether the text is too long or too deep to be given to a recursive parser.
pub(super) fn is_absurd(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for byte in text.bytes() {
        match byte {
            b'[' | b'(' => depth += 1,
            b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    text.len() > TEXT_MAX || deepest > DEPTH_MAX
}

/// Reads the facts; `None` if the text is not WKT.
pub(super) fn facts(text: &str) -> Option<Facts> {
    if is_absurd(text) {
        return None;
    }
    let root: Node = proj4wkt::parser::parse(text, &Tree).ok()?;
    let plane = ["PROJCS", "PROJCRS", "PROJECTEDCRS"];
    // A compound system is known by its horizontal part.
    let root = match root.key.as_str() {
        "COMPD_CS" | "COMPOUNDCRS" => root
            .children
            .into_iter()
            .find(|child| !child.key.starts_with("VERT") && !child.children.is_empty())?,
        _ => root,
    };
    let ellipsoid = root.find(&["SPHEROID", "ELLIPSOID"]).and_then(|node| match *node.numbers.as_slice() {
        [axis, flattening, ..] => Some((axis, flattening)),
        _ => None,
    });
    Some(Facts {
        name: root.text().to_owned(),
        epsg: root.epsg(),
        datum: root
            .find(&["DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE"])
            .map(|node| node.text().to_owned())
            .unwrap_or_default(),
        ellipsoid,
        has_shift: root
            .find(&["TOWGS84"])
            .is_some_and(|node| node.numbers.iter().any(|number| *number != 0.0)),
        projected: plane.contains(&root.key.as_str()),
        gauss_krueger: gauss_krueger(&root),
    })
}

fn gauss_krueger(root: &Node) -> Option<(f64, f64)> {
    let method = root.find(&["PROJECTION", "METHOD"])?.text().to_ascii_lowercase().replace(' ', "_");
    let scale = root.parameter(&["scale_factor", "scale_factor_at_natural_origin"]).unwrap_or(1.0);
    let origin = root.parameter(&["latitude_of_origin", "latitude_of_natural_origin"]).unwrap_or(0.0);
    let false_north = root.parameter(&["false_northing"]).unwrap_or(0.0);
    let is_plain = [scale - 1.0, origin, false_north].iter().all(|difference| difference.abs() < 1e-9);
    if !is_plain || !matches!(method.as_str(), "gauss_kruger" | "transverse_mercator") {
        return None;
    }
    let meridian = root.parameter(&["central_meridian", "longitude_of_natural_origin"])?;
    Some((meridian, root.parameter(&["false_easting"])?))
}

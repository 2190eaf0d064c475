//! Models of EPA SWMM (`.inp`): nodes as points, conduits, pumps, orifices, weirs and outlets as lines from node to node.
//!
//! Format: *Storm Water Management Model User's Manual Version 5.1*, appendix D.2. Lengths and heights come in metres: a model
//! whose flow units are American is in feet.

use std::{collections::HashMap, fs, path::Path};

use geo::{Coord, Geometry, LineString, Point};

use super::{
    Error, Progress, Quantity, ReadOptions, Reason, Stage, Unsupported,
    encoding::{self, Evidence},
    integer_cell, stem, text_cell,
};
use crate::domain::table::{Cell, ReadWarning, Row, Table};

/// The largest file that is read.
const SIZE_MAX: u64 = 512 << 20;
/// A foot in metres.
const FOOT: f64 = 0.3048;

/// The headings of the nodes.
const NODE_COLUMNS: [&str; 6] = ["name", "kind", "invert", "max_depth", "ground", "detail"];
/// The headings of the links. `from_node` and `to_node` are what a network is built by.
const LINK_COLUMNS: [&str; 13] = [
    "name",
    "kind",
    "from_node",
    "to_node",
    "length",
    "invert_up",
    "invert_down",
    "roughness",
    "shape",
    "height",
    "width",
    "barrels",
    "detail",
];

/// Does the beginning of a file look like a model?
pub(super) fn is_model(text: &str) -> bool {
    let section = |line: &str| {
        matches!(
            line.trim().to_ascii_uppercase().as_str(),
            "[TITLE]" | "[OPTIONS]" | "[JUNCTIONS]" | "[CONDUITS]" | "[OUTFALLS]"
        )
    };
    text.lines().any(section)
}

/// Reads the nodes and the links.
pub(super) fn read(path: &Path, options: &ReadOptions, progress: &Progress<'_>) -> Result<Vec<Table>, Error> {
    let open = || -> Result<Vec<u8>, Reason> {
        if fs::metadata(path)?.len() > SIZE_MAX {
            return Err(Reason::TooLarge { what: Quantity::TextBytes, limit: SIZE_MAX });
        }
        Ok(fs::read(path)?)
    };
    let bytes = open().map_err(|reason| reason.at(path, Stage::Open))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let lines = || bytes.split(|byte| *byte == b'\n');
    let broken = |encoding| {
        lines().filter(|line| !line.is_ascii() && encoding::decode_cell(encoding, line).1).count() as u64
    };
    let chosen = encoding::choose(options.encoding.as_deref(), None, &Evidence::of(lines()), &broken)
        .map_err(|reason| reason.at(path, Stage::Structure))?;
    let text = chosen.encoding.decode_without_bom_handling(bytes).0;
    let model = Model::read(&text, progress).map_err(|reason| reason.at(path, Stage::Rows))?;
    let mut tables = model.tables(&stem(path));
    if tables.is_empty() {
        return Err(Reason::NotSupported(Unsupported::Empty).at(path, Stage::Structure));
    }
    for table in &mut tables {
        table.encoding = chosen.name();
    }
    if let Some(first) = tables.first_mut() {
        first.warnings.extend(chosen.warning);
    }
    Ok(tables)
}

struct Node<'a> {
    number: u64,
    name: &'a str,
    kind: &'static str,
    invert: Option<f64>,
    depth: Option<f64>,
    detail: String,
}

struct Link<'a> {
    number: u64,
    name: &'a str,
    kind: &'static str,
    from: &'a str,
    to: &'a str,
    length: Option<f64>,
    roughness: Option<f64>,
    offsets: [Option<f64>; 2],
    detail: String,
}

/// What is said of a cross-section.
struct Section<'a> {
    shape: &'a str,
    height: Option<f64>,
    width: Option<f64>,
    barrels: Option<f64>,
}

#[derive(Default)]
struct Model<'a> {
    nodes: Vec<Node<'a>>,
    links: Vec<Link<'a>>,
    places: HashMap<&'a str, Coord>,
    bends: HashMap<&'a str, Vec<Coord>>,
    sections: HashMap<&'a str, Section<'a>>,
    /// The flow units; American where nothing is said.
    metric: bool,
    /// Are the offsets of links heights above the datum, not above the node?
    elevations: bool,
}

impl<'a> Model<'a> {
    fn read(text: &'a str, progress: &Progress<'_>) -> Result<Self, Reason> {
        let mut model = Self::default();
        let mut section = String::new();
        let total = text.len() as u64;
        let mut done = 0;
        for (line, number) in text.lines().zip(1_u64..) {
            done += line.len() as u64 + 1;
            progress.step(number, total.max(number))?;
            let line = line.split(';').next().unwrap_or_default().trim();
            if let Some(name) = line.strip_prefix('[') {
                section = name.trim_end_matches(']').to_ascii_uppercase();
            } else if !line.is_empty() {
                model.take(&section, &words(line), number);
            }
        }
        debug_assert!(done <= total + 1);
        Ok(model)
    }

    fn take(&mut self, section: &str, words: &[&'a str], number: u64) {
        let word = |at: usize| words.get(at).copied().unwrap_or_default();
        let value = |at: usize| word(at).parse::<f64>().ok().filter(|it| it.is_finite());
        let name = word(0);
        match section {
            "OPTIONS" => self.option(name, word(1)),
            "JUNCTIONS" => self.node(number, name, "junction", (value(1), value(2)), ""),
            "OUTFALLS" => self.node(number, name, "outfall", (value(1), None), word(2)),
            "STORAGE" => self.node(number, name, "storage", (value(1), value(2)), ""),
            "DIVIDERS" => self.node(number, name, "divider", (value(1), value(4)), word(3)),
            "CONDUITS" => {
                let link = Link {
                    length: value(3),
                    roughness: value(4),
                    offsets: [value(5), value(6)],
                    ..link(number, words, "conduit")
                };
                self.links.push(link);
            }
            "PUMPS" => self.links.push(Link { detail: word(3).to_owned(), ..link(number, words, "pump") }),
            "ORIFICES" | "WEIRS" => {
                let kind = if section == "WEIRS" { "weir" } else { "orifice" };
                let link = Link {
                    offsets: [value(4), None],
                    detail: word(3).to_owned(),
                    ..link(number, words, kind)
                };
                self.links.push(link);
            }
            "OUTLETS" => self.links.push(Link { offsets: [value(3), None], ..link(number, words, "outlet") }),
            "XSECTIONS" => {
                let section =
                    Section { shape: word(1), height: value(2), width: value(3), barrels: value(6) };
                self.sections.insert(name, section);
            }
            "COORDINATES" => {
                self.places.extend(value(1).zip(value(2)).map(|(x, y)| (name, Coord { x, y })));
            }
            "VERTICES" => {
                if let Some((x, y)) = value(1).zip(value(2)) {
                    self.bends.entry(name).or_default().push(Coord { x, y });
                }
            }
            _ => {}
        }
    }

    fn option(&mut self, name: &str, value: &str) {
        match name.to_ascii_uppercase().as_str() {
            "FLOW_UNITS" => {
                self.metric = matches!(value.to_ascii_uppercase().as_str(), "CMS" | "LPS" | "MLD");
            }
            "LINK_OFFSETS" => self.elevations = value.eq_ignore_ascii_case("ELEVATION"),
            _ => {}
        }
    }

    fn node(
        &mut self,
        number: u64,
        name: &'a str,
        kind: &'static str,
        heights: (Option<f64>, Option<f64>),
        detail: &str,
    ) {
        // A depth of 0 says that the model works it out.
        let depth = heights.1.filter(|it| *it > 0.0);
        self.nodes.push(Node { number, name, kind, invert: heights.0, depth, detail: detail.to_owned() });
    }

    fn tables(&self, name: &str) -> Vec<Table> {
        let table = |part: &str, columns: &[&str], rows: Vec<Row>| Table {
            name: format!("{name}_{part}"),
            columns: columns.iter().map(|it| (*it).to_owned()).collect(),
            rows,
            ..Table::default()
        };
        let inverts: HashMap<&str, f64> =
            self.nodes.iter().filter_map(|it| Some((it.name, it.invert?))).collect();
        let links = self.links.iter().map(|it| self.link_row(it, &inverts)).collect();
        let nodes = self.nodes.iter().map(|it| self.node_row(it)).collect();
        let mut tables = vec![table("links", &LINK_COLUMNS, links), table("nodes", &NODE_COLUMNS, nodes)];
        tables.retain(|it| !it.rows.is_empty());
        if let Some(first) = tables.first_mut().filter(|_| !self.metric) {
            first.warnings.push(ReadWarning::FeetToMetres);
        }
        tables
    }

    fn metres(&self, value: Option<f64>) -> Cell {
        value.map_or(Cell::Empty, |it| Cell::Number(if self.metric { it } else { it * FOOT }))
    }

    fn node_row(&self, node: &Node<'_>) -> Row {
        let ground = node.invert.zip(node.depth).map(|(invert, depth)| invert + depth);
        let cells = vec![
            text_cell(node.name),
            text_cell(node.kind),
            self.metres(node.invert),
            self.metres(node.depth),
            self.metres(ground),
            text_cell(&node.detail),
        ];
        let geometry = self.places.get(node.name).map(|place| Geometry::Point(Point::from(*place)));
        Row { number: node.number, cells, geometry }
    }

    fn link_row(&self, link: &Link<'_>, inverts: &HashMap<&str, f64>) -> Row {
        let section = self.sections.get(link.name);
        let invert = |node: &str, offset: Option<f64>| match (self.elevations, inverts.get(node), offset) {
            (true, _, Some(height)) => Some(height),
            (_, Some(invert), offset) => {
                Some(invert + if self.elevations { 0.0 } else { offset.unwrap_or(0.0) })
            }
            (_, None, _) => None,
        };
        let of = |value: fn(&Section<'_>) -> Option<f64>| section.and_then(value).filter(|it| *it > 0.0);
        let cells = vec![
            text_cell(link.name),
            text_cell(link.kind),
            text_cell(link.from),
            text_cell(link.to),
            self.metres(link.length),
            self.metres(invert(link.from, link.offsets[0])),
            self.metres(invert(link.to, link.offsets[1])),
            link.roughness.map_or(Cell::Empty, Cell::Number),
            section.map_or(Cell::Empty, |it| text_cell(it.shape)),
            self.metres(of(|it| it.height)),
            self.metres(of(|it| it.width)),
            of(|it| it.barrels).map_or(Cell::Empty, |it| integer_cell(it as i64)),
            text_cell(&link.detail),
        ];
        let ends = self.places.get(link.from).zip(self.places.get(link.to));
        let geometry = ends.map(|(from, to)| {
            let bends = self.bends.get(link.name).map(Vec::as_slice).unwrap_or_default();
            let line = std::iter::once(from).chain(bends).chain(std::iter::once(to));
            Geometry::LineString(LineString::new(line.copied().collect()))
        });
        Row { number: link.number, cells, geometry }
    }
}

fn link<'a>(number: u64, words: &[&'a str], kind: &'static str) -> Link<'a> {
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    Link {
        number,
        name: word(0),
        kind,
        from: word(1),
        to: word(2),
        length: None,
        roughness: None,
        offsets: [None, None],
        detail: String::new(),
    }
}

/// The words of a line; a name with blanks stands in quotation marks.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"').and_then(|it| it.split_once('"')) {
            Some(quoted) => quoted,
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word);
        rest = after.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use std::cell::Cell as Slot;

    use super::*;

    const MODEL: &str = "[TITLE]\n;;x\n某镇 污水管网\n\n[OPTIONS]\nFLOW_UNITS           CMS\n[JUNCTIONS]\n;;Name Elev MaxDepth\nJ1 100.5 2.5 0 0 0\n\"J 2\" 100.0 0\n\
        [OUTFALLS]\nO1 98.2 FREE NO\n[STORAGE]\nS1 99 4 TABULAR c\n\
        [CONDUITS]\nC1 J1 \"J 2\" 120.5 0.013 0 0.2 0 0\nC2 \"J 2\" O1 80 0.013 * 0.1\n[PUMPS]\nP1 S1 J1 curve ON\n[WEIRS]\nW1 J1 S1 TRANSVERSE 1.2 3.3 NO\n\
        [XSECTIONS]\nC1 CIRCULAR 0.6 0 0 0 1\nC2 RECT_CLOSED 1.0 0.8 0 0 2\n\
        [COORDINATES]\nJ1 500000 4300000\n\"J 2\" 500100 4300050\nO1 500150 4300060\nS1 499990 4300000\n[VERTICES]\nC1 500050 4300030\n";

    fn tables(text: &str) -> Vec<Table> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("污水.inp");
        fs::write(&path, text).unwrap();
        read(&path, &ReadOptions::default(), &Progress { report: &|_, _| true, last: Slot::new(0) }).unwrap()
    }

    #[track_caller]
    fn check(table: &Table, row: usize, column: &str, expected: &Cell) {
        let at = table.columns.iter().position(|it| it == column).unwrap();
        match (&table.rows[row].cells[at], expected) {
            (Cell::Number(found), Cell::Number(number)) => {
                assert!((found - number).abs() < 1e-9, "{column}: {found}");
            }
            (found, expected) => assert_eq!(found, expected, "{column}"),
        }
    }

    #[test]
    fn links_run_from_node_to_node_over_their_bends() {
        let tables = tables(MODEL);
        let [links, nodes] = &tables[..] else { panic!("{tables:?}") };
        assert_eq!((links.name.as_str(), links.rows.len(), nodes.rows.len()), ("污水_links", 4, 4));
        let text = |it: &str| Cell::Text(it.to_owned());
        check(links, 0, "from_node", &text("J1"));
        check(links, 0, "to_node", &text("J 2"));
        check(links, 0, "length", &Cell::Number(120.5));
        check(links, 0, "invert_up", &Cell::Number(100.5));
        check(links, 0, "invert_down", &Cell::Number(100.2));
        check(links, 1, "invert_up", &Cell::Number(100.0));
        check(links, 1, "invert_down", &Cell::Number(98.3));
        check(links, 1, "barrels", &Cell::Number(2.0));
        check(links, 2, "kind", &text("pump"));
        check(links, 3, "invert_up", &Cell::Number(101.7));
        let Some(Geometry::LineString(line)) = &links.rows[0].geometry else { panic!("no line") };
        assert_eq!(line.0.len(), 3);
        check(nodes, 0, "ground", &Cell::Number(103.0));
        check(nodes, 1, "ground", &Cell::Empty);
        check(nodes, 2, "kind", &text("outfall"));
        assert!(links.warnings.is_empty());
    }

    #[test]
    fn american_models_come_in_metres_and_elevations_are_heights() {
        let text = MODEL
            .replace("FLOW_UNITS           CMS", "FLOW_UNITS CFS\nLINK_OFFSETS ELEVATION")
            .replace(" 0 0.2 0 0", " 100.7 *");
        let tables = tables(&text);
        assert_eq!(tables[0].warnings, [ReadWarning::FeetToMetres]);
        check(&tables[0], 0, "length", &Cell::Number(120.5 * FOOT));
        check(&tables[0], 0, "invert_up", &Cell::Number(100.7 * FOOT));
        check(&tables[0], 0, "invert_down", &Cell::Number(100.0 * FOOT));
    }

    #[test]
    fn a_link_of_unknown_nodes_is_kept_without_a_shape() {
        let tables = tables("[CONDUITS]\nC1 A B 10 0.01\nC2\n");
        assert_eq!((tables.len(), tables[0].rows.len()), (1, 2));
        assert!(tables[0].rows.iter().all(|row| row.geometry.is_none()));
    }
}

//! Under which headings files keep the topology of their reaches. The one table of aliases.

use std::collections::HashMap;

use crate::domain::{Value, layer::FeatureSet};

/// The node that a reach begins at, most telling first.
const FROM_NODE: &[&str] = &[
    "FromNode",
    "FNODE",
    "FNODE_",
    "from_node",
    "FROM_NODE_ID",
    "fromnodeid",
    "F_NODE",
    "起点编号",
    "起点节点",
    "上游节点",
];
/// The node that it ends at, in the order of [`FROM_NODE`].
const TO_NODE: &[&str] = &[
    "ToNode",
    "TNODE",
    "TNODE_",
    "to_node",
    "TO_NODE_ID",
    "tonodeid",
    "T_NODE",
    "终点编号",
    "终点节点",
    "下游节点",
];
/// `NHDPlus`: the place of a reach in the order of all, greater upstream.
const SEQUENCE: &[&str] = &["Hydroseq"];
/// `NHDPlus`: [`SEQUENCE`] of the main reach above.
const SEQUENCE_ABOVE: &[&str] = &["UpHydroseq"];
/// `NHDPlus`: [`SEQUENCE`] of the main reach below.
const SEQUENCE_BELOW: &[&str] = &["DnHydroseq"];
/// `NHDPlus`: 2 is the minor way round a divergence.
const DIVERGENCE: &[&str] = &["Divergence"];
/// `NHDPlus`: the same for all reaches of one main stem.
const LEVEL_PATH: &[&str] = &["LevelPathI", "LevelPathID"];
/// What grows downstream and says which of two tributaries is the greater: drained area first, stream order last.
const SIZE: &[&str] =
    &["TotDASqKM", "ArbolateSu", "集水面积", "upstream_area", "StreamOrde", "strahler", "河流等级序"];

/// Which of the columns of a layer say how its reaches hang together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Columns {
    pub(super) nodes: Option<(usize, usize)>,
    pub(super) sequence: Option<usize>,
    pub(super) above: Option<usize>,
    pub(super) below: Option<usize>,
    pub(super) divergence: Option<usize>,
    pub(super) level_path: Option<usize>,
    pub(super) size: Option<usize>,
}

impl Columns {
    pub(super) fn of(set: &FeatureSet) -> Self {
        let find = |names: &[&str]| names.iter().find_map(|name| column(set, name));
        // Both of a pair, or neither: half a topology is none.
        let mut pairs = FROM_NODE.iter().zip(TO_NODE);
        Self {
            nodes: pairs.find_map(|(from, to)| column(set, from).zip(column(set, to))),
            sequence: find(SEQUENCE),
            above: find(SEQUENCE_ABOVE),
            below: find(SEQUENCE_BELOW),
            divergence: find(DIVERGENCE),
            level_path: find(LEVEL_PATH),
            size: find(SIZE),
        }
    }
}

/// The column with this heading, whatever its case.
pub(super) fn column(set: &FeatureSet, name: &str) -> Option<usize> {
    set.columns.iter().position(|it| it.trim().eq_ignore_ascii_case(name))
}

/// A node as a file names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum NodeName {
    Number(i64),
    Text(String),
}

impl NodeName {
    /// Nothing where the cell is empty or 0, which files write for unknown: such an end is joined by its place.
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Integer(number) => (*number != 0).then_some(Self::Number(*number)),
            Value::Real(number) => match number_of(*number) {
                Some(whole) => (whole != 0).then_some(Self::Number(whole)),
                None => Some(Self::Text(number.to_string())),
            },
            Value::Text(text) => match (text.trim(), text.trim().parse::<i64>()) {
                ("", _) | (_, Ok(0)) => None,
                (_, Ok(number)) => Some(Self::Number(number)),
                (text, Err(_)) => Some(Self::Text(text.to_owned())),
            },
        }
    }
}

/// A number without a fraction, if it is one.
fn number_of(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

/// The whole number in a cell, 0 where there is none.
pub(super) fn whole(value: Option<&Value>) -> i64 {
    match value {
        Some(Value::Integer(number)) => *number,
        Some(Value::Real(number)) => number_of(*number).unwrap_or(0),
        Some(Value::Text(text)) => text.trim().parse().unwrap_or(0),
        Some(Value::Null) | None => 0,
    }
}

/// The number in a cell, 0 where there is none.
pub(super) fn measure(value: Option<&Value>) -> f64 {
    match value {
        Some(Value::Integer(number)) => *number as f64,
        Some(Value::Real(number)) => *number,
        Some(Value::Text(text)) => text.trim().parse().unwrap_or(0.0),
        Some(Value::Null) | None => 0.0,
    }
}

/// The nodes that the attributes of one layer name, numbered as they come.
#[derive(Default)]
pub(super) struct NodeNames {
    known: HashMap<NodeName, u32>,
}

impl NodeNames {
    /// The number of the node in a cell; `next` is given to one that is new.
    pub(super) fn number(&mut self, value: Option<&Value>, next: &mut u32) -> Option<u32> {
        let name = NodeName::of(value?)?;
        Some(*self.known.entry(name).or_insert_with(|| {
            let number = *next;
            *next += 1;
            number
        }))
    }
}

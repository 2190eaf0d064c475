//! Which of several reaches is the main one, as far as attributes and names say so.

use std::{collections::HashMap, sync::Arc};

use super::{
    Network, Reach,
    columns::{Columns, measure, whole},
    trace::Direction,
};
use crate::domain::layer::FeatureSet;

/// What the attributes of each reach say, in the order of the reaches.
#[derive(Clone, Debug, Default)]
pub(super) struct Guide {
    words: Vec<Word>,
}

/// What is known of one reach; 0 for nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    sequence: i64,
    above: i64,
    below: i64,
    level_path: i64,
    minor: bool,
    name: u32,
    size: f32,
}

impl Guide {
    pub(super) fn new(layers: &[Arc<FeatureSet>], columns: &[Columns], reaches: &[Reach]) -> Self {
        let mut names: HashMap<&str, u32> = HashMap::new();
        let mut words = Vec::with_capacity(reaches.len());
        for reach in reaches {
            let at = reach.layer as usize;
            let feature =
                layers.get(at).and_then(|set| Some((set, set.features.get(reach.feature as usize)?)));
            let Some(((set, feature), columns)) = feature.zip(columns.get(at)) else {
                words.push(Word::default());
                continue;
            };
            let cell = |at: Option<usize>| at.and_then(|it| feature.values.get(it));
            let name = set.name(feature).unwrap_or_default().trim();
            let next = names.len() as u32 + 1;
            words.push(Word {
                sequence: whole(cell(columns.sequence)),
                above: whole(cell(columns.above)),
                below: whole(cell(columns.below)),
                level_path: whole(cell(columns.level_path)),
                minor: whole(cell(columns.divergence)) == 2,
                name: if name.is_empty() { 0 } else { *names.entry(name).or_insert(next) },
                size: measure(cell(columns.size)) as f32,
            });
        }
        Self { words }
    }

    fn word(&self, reach: u32) -> Word {
        self.words.get(reach as usize).copied().unwrap_or_default()
    }

    /// Leaves only those that are wanted, where there are any.
    fn prefer(&self, among: &mut Vec<u32>, wanted: impl Fn(Word) -> bool) {
        if among.len() > 1 && among.iter().any(|it| wanted(self.word(*it))) {
            among.retain(|it| wanted(self.word(*it)));
        }
    }
}

impl Network {
    /// The main one of the reaches that meet this one; several where neither attributes nor names tell them apart, none where the
    /// main one is not among them. Asked in this
    /// order: the neighbour that `UpHydroseq` or `DnHydroseq` names, no minor path of a divergence, the same level path,
    /// the same name, the greatest drained area or stream order.
    pub fn main_of(&self, reach: u32, direction: Direction) -> Vec<u32> {
        let mut left: Vec<u32> = match direction {
            Direction::Up => self.above(reach).to_vec(),
            Direction::Down => self.below(reach).to_vec(),
        };
        let own = self.guide.word(reach);
        let named = match direction {
            Direction::Up => own.above,
            Direction::Down => own.below,
        };
        let guide = &self.guide;
        if named != 0 {
            // Where the one that is named is not there, the main path leaves what was mapped.
            left.retain(|it| guide.word(*it).sequence == named);
        }
        guide.prefer(&mut left, |it| !it.minor);
        guide.prefer(&mut left, |it| own.level_path != 0 && it.level_path == own.level_path);
        guide.prefer(&mut left, |it| own.name != 0 && it.name == own.name);
        let largest = left.iter().map(|it| guide.word(*it).size).fold(0.0, f32::max);
        guide.prefer(&mut left, |it| largest > 0.0 && it.size >= largest);
        left
    }
}

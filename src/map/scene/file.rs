//! A layer of lines or areas as bytes, ready to draw: so that opening a project a second time does not work it out again.
//!
//! The bytes are for this version of the program on this machine; what another version wrote, or what is not whole, is not read.

use std::io::Read;

use serde::{Deserialize, Serialize};

use super::{Content, Label, LabelRole, LayerInfo, Meta, Presence, SceneLayer};
use crate::map::{
    area::{Anchor, Areas},
    geometry::{Levels, Paths},
    line::Lines,
    looks::Looks,
    palette::{AreaLook, LineLook},
    plane::{WorldPoint, WorldRect},
};

/// Names the form of the bytes.
const MAGIC: &[u8; 16] = b"paikou scene 3\n\0";

/// What comes before the long lists.
#[derive(Serialize, Deserialize)]
struct Head {
    label_role: LabelRole,
    labels_from_scale: Option<f64>,
    presence: Presence,
    looks: TableOfLooks,
    /// The tolerances of the simplified copies, and of those of the borders where the layer has them.
    tolerances: Vec<f64>,
    border_tolerances: Option<Vec<f64>>,
}

#[derive(Serialize, Deserialize)]
enum TableOfLooks {
    Lines(Vec<LineLook>),
    Areas(Vec<AreaLook>),
}

impl SceneLayer {
    /// The layer as bytes; `None` for points and for a layer of which something can't be drawn: those are built each time.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        if !self.refused.is_empty() {
            return None;
        }
        let (looks, places, levels, areas) = match &self.content {
            Content::Lines(it) => {
                (TableOfLooks::Lines(it.looks().table().to_vec()), it.looks().places(), &it.levels, None)
            }
            Content::Areas(it) => {
                (TableOfLooks::Areas(it.looks().table().to_vec()), it.looks().places(), &it.levels, Some(it))
            }
            Content::Points(_) => return None,
        };
        let borders = areas.and_then(|it| it.borders.as_ref());
        let head = Head {
            label_role: self.info.label_role,
            labels_from_scale: self.info.labels_from_scale,
            presence: self.presence,
            looks,
            tolerances: levels.tolerances(),
            border_tolerances: borders.map(Levels::tolerances),
        };
        let mut out = Sections::default();
        out.bytes(&serde_json::to_vec(&head).ok()?);
        out.list(self.metas.iter().map(|it| it.handle), u128::to_le_bytes);
        self.write_labels(&mut out);
        out.list(places.iter().copied(), u16::to_le_bytes);
        write_levels(&mut out, levels);
        if let Some(areas) = areas {
            let numbers = areas.anchors().iter().flat_map(|it| [it.position.x, it.position.y, it.width]);
            out.list(numbers, f64::to_le_bytes);
        }
        if let Some(borders) = borders {
            write_levels(&mut out, borders);
        }
        let mut checksum = Checksum::of_length(out.0.len() as u64);
        checksum.add(&out.0);
        Some([MAGIC.as_slice(), &checksum.0.to_le_bytes(), &out.0].concat())
    }

    fn write_labels(&self, out: &mut Sections) {
        let mut texts = String::new();
        let ends = self.metas.iter().map(|meta| {
            texts.push_str(meta.label.as_ref().map_or("", |label| &label.text));
            texts.len() as u64
        });
        out.list(ends.collect::<Vec<u64>>(), u64::to_le_bytes);
        let priorities = self.metas.iter().map(|it| it.label.as_ref().map_or(0, |label| label.priority));
        out.list(priorities, i32::to_le_bytes);
        out.bytes(texts.as_bytes());
    }

    /// Reads what [`SceneLayer::to_bytes`] wrote, `length` bytes, without holding all of them; `None` if it isn't whole. `key` and
    /// `revision` are those of its new scene.
    pub fn read(mut source: impl Read, length: u64, key: u64, revision: u64) -> Option<Self> {
        let (mut magic, mut sum) = ([0; 16], [0; 8]);
        source.read_exact(&mut magic).and_then(|()| source.read_exact(&mut sum)).ok()?;
        let mut input = Input::new(source, length.checked_sub(24)?);
        let layer = if magic == *MAGIC { Self::read_from(&mut input, key, revision)? } else { return None };
        (input.left == 0 && input.checksum.0 == u64::from_le_bytes(sum)).then_some(layer)
    }

    fn read_from(input: &mut Input<impl Read>, key: u64, revision: u64) -> Option<Self> {
        let head: Head = serde_json::from_slice(&input.bytes()?).ok()?;
        let handles = input.list(u128::from_le_bytes)?;
        let metas = read_metas(input, handles)?;
        let places = input.list(u16::from_le_bytes)?;
        let levels = read_levels(input, head.tolerances)?;
        let extent = WorldRect::around(levels.full().points());
        let content = match head.looks {
            TableOfLooks::Lines(table) => {
                Content::Lines(Lines::from_parts(levels, Looks::from_parts(table, places)?))
            }
            TableOfLooks::Areas(table) => {
                let anchors = read_anchors(input)?;
                let borders = head.border_tolerances.map(|it| read_levels(input, it));
                let borders = match borders {
                    Some(borders) => Some(borders?),
                    None => None,
                };
                Content::Areas(Areas::from_parts(levels, borders, Looks::from_parts(table, places)?, anchors))
            }
        };
        let by_handle = super::by_handle(&metas);
        let Head { label_role, labels_from_scale, presence, .. } = head;
        let info = LayerInfo { key, revision, label_role, labels_from_scale };
        Some(Self { info, presence, metas, by_handle, extent, refused: Vec::new(), content })
    }
}

fn read_metas(input: &mut Input<impl Read>, handles: Vec<u128>) -> Option<Vec<Meta>> {
    let ends = input.list(u64::from_le_bytes)?;
    let priorities = input.list(i32::from_le_bytes)?;
    let texts = String::from_utf8(input.bytes()?).ok()?;
    let mut start = 0;
    let mut metas = Vec::with_capacity(handles.len());
    for ((handle, end), priority) in handles.into_iter().zip(ends).zip(priorities) {
        let text = texts.get(start..usize::try_from(end).ok()?)?;
        start = usize::try_from(end).ok()?;
        let label = (!text.is_empty()).then(|| Label { text: text.into(), priority });
        metas.push(Meta { handle, label });
    }
    Some(metas)
}

fn read_anchors(input: &mut Input<impl Read>) -> Option<Vec<Anchor>> {
    let numbers = input.list(f64::from_le_bytes)?;
    let anchors = numbers.chunks_exact(3).filter_map(|it| match *it {
        [x, y, width] => Some(Anchor { position: WorldPoint { x, y }, width }),
        _ => None,
    });
    Some(anchors.collect())
}

fn write_levels(out: &mut Sections, levels: &Levels) {
    let full = levels.full();
    out.list(full.points().iter().flat_map(|it| [it.x, it.y]), f64::to_le_bytes);
    out.list(full.part_ends().iter().map(|it| *it as u64), u64::to_le_bytes);
    out.list(full.feature_ends().iter().map(|it| *it as u64), u64::to_le_bytes);
    out.bytes(levels.ranks());
}

fn read_levels(input: &mut Input<impl Read>, tolerances: Vec<f64>) -> Option<Levels> {
    let points = input.list(|both: [u8; 16]| {
        let both = u128::from_le_bytes(both);
        WorldPoint { x: f64::from_bits(both as u64), y: f64::from_bits((both >> 64) as u64) }
    })?;
    let part_ends = input.list(|it| u64::from_le_bytes(it) as usize)?;
    let feature_ends = input.list(|it| u64::from_le_bytes(it) as usize)?;
    let ranks = input.bytes()?;
    let full = Paths::from_parts(points, part_ends, feature_ends);
    Levels::from_parts(full, ranks, tolerances)
}

/// Lists one after the other, each with its length in bytes before it and filled up to whole words.
#[derive(Default)]
struct Sections(Vec<u8>);

impl Sections {
    fn bytes(&mut self, bytes: &[u8]) {
        self.list(bytes.iter().copied(), |byte| [byte]);
    }

    fn list<T, const N: usize>(&mut self, values: impl IntoIterator<Item = T>, write: fn(T) -> [u8; N]) {
        let place = self.0.len();
        self.0.extend(0_u64.to_le_bytes());
        self.0.extend(values.into_iter().flat_map(write));
        let length = (self.0.len() - place - 8) as u64;
        self.0.iter_mut().skip(place).zip(length.to_le_bytes()).for_each(|(byte, new)| *byte = new);
        self.0.resize(self.0.len().next_multiple_of(WORD), 0);
    }
}

/// What is left to read.
struct Input<R> {
    source: R,
    left: u64,
    checksum: Checksum,
    buffer: Vec<u8>,
}

/// Everything is read in whole words.
const WORD: usize = 8;

/// So many bytes are read at a time: whole words and whole values of any list.
const BUFFER: usize = 64 * 1024;

impl<R: Read> Input<R> {
    fn new(source: R, length: u64) -> Self {
        Self { source, left: length, checksum: Checksum::of_length(length), buffer: vec![0; BUFFER] }
    }

    fn bytes(&mut self) -> Option<Vec<u8>> {
        self.list(|[byte]| byte)
    }

    fn list<T, const N: usize>(&mut self, read: impl Fn([u8; N]) -> T) -> Option<Vec<T>> {
        let length = u64::from_le_bytes(*self.words(WORD)?.first_chunk::<WORD>()?);
        let length = usize::try_from(length).ok().filter(|it| *it as u64 <= self.left)?;
        if !length.is_multiple_of(N) {
            return None;
        }
        let mut list = Vec::with_capacity(length / N);
        let mut left = length;
        while left > 0 {
            let now = left.min(BUFFER);
            let (chunks, _) = self.words(now.next_multiple_of(WORD))?.get(..now)?.as_chunks::<N>();
            list.extend(chunks.iter().map(|chunk| read(*chunk)));
            left -= now;
        }
        Some(list)
    }

    /// The next bytes: whole words, no more than the buffer holds.
    fn words(&mut self, count: usize) -> Option<&[u8]> {
        self.left = self.left.checked_sub(count as u64)?;
        let bytes = self.buffer.get_mut(..count)?;
        self.source.read_exact(bytes).ok()?;
        self.checksum.add(bytes);
        Some(bytes)
    }
}

/// Differs with any byte and with their order: enough against a file that was not written to its end.
struct Checksum(u64);

impl Checksum {
    fn of_length(length: u64) -> Self {
        Self(length)
    }

    /// Takes whole words in.
    fn add(&mut self, bytes: &[u8]) {
        let (words, _) = bytes.as_chunks::<WORD>();
        let add = |sum: u64, word: u64| (sum ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
        self.0 = words.iter().fold(self.0, |sum, word| add(sum, u64::from_le_bytes(*word)));
    }
}

#[cfg(test)]
mod tests {
    use tiny_skia::Pixmap;

    use super::*;
    use crate::map::{
        fixture,
        paint::{Region, paint},
        palette::Palette,
        scene::Scene,
    };

    fn read(bytes: &[u8], key: u64, revision: u64) -> Option<SceneLayer> {
        SceneLayer::read(bytes, bytes.len() as u64, key, revision)
    }

    fn drawn(scene: &Scene) -> Vec<u8> {
        let view = fixture::view(500.0, 400.0);
        let mut pixmap = Pixmap::new(500, 400).unwrap();
        assert!(paint(&mut pixmap, scene, &Region::of_view(&view), &|| true));
        pixmap.take()
    }

    #[test]
    fn a_layer_that_was_kept_draws_and_names_the_same_map() {
        let scene = fixture::scene(Palette::light());
        let kept = |layer: &std::sync::Arc<SceneLayer>| {
            let info = layer.info();
            let bytes = layer.to_bytes()?;
            read(&bytes, info.key, info.revision).map(std::sync::Arc::new)
        };
        let again = Scene {
            layers: scene.layers.iter().map(|layer| kept(layer).unwrap_or_else(|| layer.clone())).collect(),
            palette: Palette::light(),
            backdrops: Vec::new(),
        };

        assert_eq!(
            scene.layers.iter().filter_map(kept).count(),
            scene.layers.iter().filter(|it| it.to_bytes().is_some()).count()
        );
        assert!(drawn(&scene) == drawn(&again));
        let names = |scene| crate::map::labels::place(scene, &fixture::view(500.0, 400.0), 500, &[]);
        assert_eq!(names(&scene), names(&again));
    }

    #[test]
    fn what_is_not_whole_is_not_read() {
        let scene = fixture::scene(Palette::light());
        let bytes = scene.layers.iter().find_map(|it| it.to_bytes()).unwrap();

        for length in [0, 10, 16, 24, bytes.len() / 2, bytes.len() - 1] {
            assert!(read(&bytes[..length], 1, 1).is_none(), "{length}");
        }
        let mut altered = bytes.clone();
        altered[bytes.len() / 2] ^= 1;
        assert!(read(&altered, 1, 1).is_none());
        assert!(read(&bytes, 1, 1).is_some());
    }
}

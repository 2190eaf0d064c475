//! The layer tree as people arrange it: moving, grouping, naming, showing and removing its items.
//!
//! Every operation looks at the [`MapParts`] as they are and answers with an [`Arrangement`]: the parts that become
//! other than they were, and those that go. Nothing is changed until the arrangement is carried out, in one step.
//! Places are told as the screen shows them: the first line is the topmost layer, which is drawn last.

use std::collections::BTreeSet;

use super::{
    RecordId,
    layer::{Layer, LayerGroup},
    map_parts::{MapPart, MapParts, TreeItem},
};

#[cfg(test)]
mod tests;

/// Names an item of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TreeKey {
    /// A layer.
    Layer(RecordId),
    /// A group.
    Group(RecordId),
}

/// An item of the tree that stands in no group.
#[derive(Clone, Debug, PartialEq)]
pub enum Branch<'a> {
    /// A layer.
    Layer(&'a Layer),
    /// A group with its layers, topmost first.
    Group(&'a LayerGroup, Vec<&'a Layer>),
}

/// Where something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Right above this item, in the same group.
    Above(TreeKey),
    /// Right below this item, in the same group.
    Below(TreeKey),
    /// Into this group, on top of its layers.
    Into(RecordId),
}

/// Up is towards the first line of the tree, and later in drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Towards the top.
    Up,
    /// Towards the bottom.
    Down,
}

/// How far showing and hiding reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The item alone.
    Item,
    /// A group with all its layers; a layer with its group.
    Branch,
}

/// Something that is done to the tree.
#[derive(Clone, Debug, PartialEq)]
pub enum TreeChange {
    /// See [`move_items`].
    Move(Vec<TreeKey>, Place),
    /// See [`step`]; the groups are those that are open.
    Step(TreeKey, Way, BTreeSet<RecordId>),
    /// See [`group_layers`].
    Group(Vec<RecordId>, LayerGroup),
    /// See [`dissolve`].
    Dissolve(RecordId),
    /// See [`remove`].
    Remove(Vec<TreeKey>),
    /// See [`rename`].
    Rename(TreeKey, String),
    /// See [`set_visible`].
    Show(TreeKey, bool, Reach),
}

impl TreeChange {
    /// What has to change in `map`.
    pub fn plan(&self, map: &MapParts) -> Arrangement {
        match self {
            Self::Move(items, place) => move_items(map, items, *place),
            Self::Step(item, way, open) => step(map, *item, *way, &|group| open.contains(&group)),
            Self::Group(layers, group) => group_layers(map, layers, group),
            Self::Dissolve(group) => dissolve(map, *group),
            Self::Remove(items) => remove(map, items),
            Self::Rename(item, name) => rename(map, *item, name),
            Self::Show(item, visible, reach) => set_visible(map, *item, *visible, *reach),
        }
    }
}

/// What has to change for the tree to be as wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    /// The names of the items that it is about, for the history.
    pub subject: String,
    /// The parts that are new or other than before.
    pub keep: Vec<MapPart>,
    /// The parts that go, a group after its layers.
    pub drop: Vec<MapPart>,
}

impl Arrangement {
    /// Is everything as wanted already?
    pub fn is_empty(&self) -> bool {
        self.keep.is_empty() && self.drop.is_empty()
    }
}

/// The tree from the top down, as the screen shows it.
pub fn branches(map: &MapParts) -> Vec<Branch<'_>> {
    let mut branches: Vec<Branch<'_>> = Vec::new();
    for item in map.tree() {
        match (item, branches.last_mut()) {
            (TreeItem::Layer { layer, grouped: true }, Some(Branch::Group(_, members))) => {
                members.insert(0, layer);
            }
            (TreeItem::Layer { layer, .. }, _) => branches.push(Branch::Layer(layer)),
            (TreeItem::Group(group), _) => branches.push(Branch::Group(group, Vec::new())),
        }
    }
    branches.reverse();
    branches
}

/// Moves these items, keeping their order, to `place`. Groups don't nest: what would come into another group with a
/// group among it comes beside that group instead.
pub fn move_items(map: &MapParts, items: &[TreeKey], place: Place) -> Arrangement {
    let mut draft = Draft::of(map);
    let Some(slot) = draft.slot(place, items.iter().any(|it| matches!(it, TreeKey::Group(_)))) else {
        return Arrangement::default();
    };
    draft.mark(slot);
    let taken = draft.take(items);
    draft.fill(taken);
    Arrangement { subject: names(map, items), ..draft.arrangement(map, None) }
}

/// Moves an item by one line. It goes into groups that are open, through them, and out at their other end.
pub fn step(map: &MapParts, item: TreeKey, way: Way, is_open: &dyn Fn(RecordId) -> bool) -> Arrangement {
    Draft::of(map)
        .neighbour(item, way, is_open)
        .map_or_else(Arrangement::default, |place| move_items(map, &[item], place))
}

/// Puts these layers into `group`, a new one, where the topmost of them stands. Without layers it stands on top.
pub fn group_layers(map: &MapParts, layers: &[RecordId], group: &LayerGroup) -> Arrangement {
    let keys: Vec<TreeKey> = layers.iter().copied().map(TreeKey::Layer).collect();
    let mut draft = Draft::of(map);
    let at = draft.nodes.iter().position(|node| match node {
        Some(Node::Layer(id)) => layers.contains(id),
        Some(Node::Group(_, members)) => members.iter().flatten().any(|id| layers.contains(id)),
        None => false,
    });
    draft.mark(Slot::Top(at.unwrap_or_default()));
    let members = draft.take(&keys).into_iter().flat_map(Node::layers).map(Some).collect();
    draft.fill(vec![Node::Group(group.id, members)]);
    Arrangement { subject: group.name.clone(), ..draft.arrangement(map, Some(group)) }
}

/// Takes a group away and leaves its layers where it stood.
pub fn dissolve(map: &MapParts, group: RecordId) -> Arrangement {
    let Some(old) = map.groups.iter().find(|it| it.id == group) else { return Arrangement::default() };
    let mut draft = Draft::of(map);
    let nodes = std::mem::take(&mut draft.nodes);
    draft.nodes = nodes
        .into_iter()
        .flat_map(|node| match node {
            Some(Node::Group(id, members)) if id == group => {
                members.into_iter().map(|it| it.map(Node::Layer)).collect()
            }
            node => vec![node],
        })
        .collect();
    let drop = vec![MapPart::Group(old.clone())];
    Arrangement { subject: old.name.clone(), drop, ..draft.arrangement(map, None) }
}

/// Takes layers out of the project, and groups with all their layers.
pub fn remove(map: &MapParts, items: &[TreeKey]) -> Arrangement {
    let mut draft = Draft::of(map);
    let (mut layers, mut groups) = (BTreeSet::new(), BTreeSet::new());
    for node in draft.take(items) {
        if let Node::Group(id, _) = &node {
            groups.insert(*id);
        }
        layers.extend(node.layers());
    }
    let gone = map.layers.iter().filter(|it| layers.contains(&it.id)).cloned().map(MapPart::Layer);
    let gone_groups = map.groups.iter().filter(|it| groups.contains(&it.id)).cloned().map(MapPart::Group);
    let drop = gone.chain(gone_groups).collect();
    Arrangement { subject: names(map, items), drop, ..draft.arrangement(map, None) }
}

/// Gives an item another name.
pub fn rename(map: &MapParts, item: TreeKey, name: &str) -> Arrangement {
    let keep = match item {
        TreeKey::Layer(id) => {
            let layer = map.layers.iter().find(|it| it.id == id && it.name != name);
            layer.map(|it| MapPart::Layer(Layer { name: name.to_owned(), ..it.clone() }))
        }
        TreeKey::Group(id) => {
            let group = map.groups.iter().find(|it| it.id == id && it.name != name);
            group.map(|it| MapPart::Group(LayerGroup { name: name.to_owned(), ..it.clone() }))
        }
    };
    Arrangement { subject: name.to_owned(), keep: keep.into_iter().collect(), drop: Vec::new() }
}

/// Shows or hides an item, with all that belongs to it where `reach` says so.
pub fn set_visible(map: &MapParts, item: TreeKey, visible: bool, reach: Reach) -> Arrangement {
    let group_of = |id| map.layers.iter().find(|it| it.id == id).and_then(|it| it.group);
    let is_meant = |key: TreeKey| {
        key == item
            || reach == Reach::Branch
                && match (key, item) {
                    (TreeKey::Layer(id), TreeKey::Group(group))
                    | (TreeKey::Group(group), TreeKey::Layer(id)) => group_of(id) == Some(group),
                    _ => false,
                }
    };
    let groups = map.groups.iter().filter(|it| it.visible != visible && is_meant(TreeKey::Group(it.id)));
    let layers = map.layers.iter().filter(|it| it.visible != visible && is_meant(TreeKey::Layer(it.id)));
    let keep = groups
        .map(|it| MapPart::Group(LayerGroup { visible, ..it.clone() }))
        .chain(layers.map(|it| MapPart::Layer(Layer { visible, ..it.clone() })))
        .collect();
    Arrangement { subject: names(map, &[item]), keep, drop: Vec::new() }
}

/// How many names a subject has at most.
const MOST_NAMES: usize = 3;

fn names(map: &MapParts, items: &[TreeKey]) -> String {
    let name = |item: &TreeKey| match item {
        TreeKey::Layer(id) => map.layers.iter().find(|it| it.id == *id).map(|it| it.name.as_str()),
        TreeKey::Group(id) => map.groups.iter().find(|it| it.id == *id).map(|it| it.name.as_str()),
    };
    let all: Vec<&str> = items.iter().filter_map(name).collect();
    let first: Vec<&str> = all.iter().copied().take(MOST_NAMES).collect();
    let more = if all.len() > MOST_NAMES { "…" } else { "" };
    format!("{}{more}", first.join("、"))
}

/// An item of the tree that stands in no group; the layers of a group topmost first. `None` marks a place.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Layer(RecordId),
    Group(RecordId, Vec<Option<RecordId>>),
}

impl Node {
    fn layers(self) -> Vec<RecordId> {
        match self {
            Self::Layer(id) => vec![id],
            Self::Group(_, members) => members.into_iter().flatten().collect(),
        }
    }

    fn key(&self) -> TreeKey {
        match self {
            Self::Layer(id) => TreeKey::Layer(*id),
            Self::Group(id, _) => TreeKey::Group(*id),
        }
    }
}

/// A gap between items, counted from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    /// Before the item with this number, in no group.
    Top(usize),
    /// In the group at the first number, before the layer at the second.
    Member(usize, usize),
}

/// The tree while it is arranged anew, topmost first.
struct Draft {
    nodes: Vec<Option<Node>>,
}

impl Draft {
    fn of(map: &MapParts) -> Self {
        let node = |branch: Branch<'_>| match branch {
            Branch::Layer(layer) => Node::Layer(layer.id),
            Branch::Group(group, members) => {
                Node::Group(group.id, members.iter().map(|it| Some(it.id)).collect())
            }
        };
        Self { nodes: branches(map).into_iter().map(node).map(Some).collect() }
    }

    /// Where an item is: its number, and its number in its group.
    fn find(&self, item: TreeKey) -> Option<(usize, Option<usize>)> {
        self.nodes.iter().flatten().enumerate().find_map(|(at, node)| match node {
            _ if node.key() == item => Some((at, None)),
            Node::Group(_, members) => {
                let inside = members.iter().position(|it| it.map(TreeKey::Layer) == Some(item))?;
                Some((at, Some(inside)))
            }
            Node::Layer(_) => None,
        })
    }

    /// The gap that `place` means; beside the group that it is in where `outside`.
    fn slot(&self, place: Place, outside: bool) -> Option<Slot> {
        let (item, below) = match place {
            Place::Above(item) => (item, 0),
            Place::Below(item) => (item, 1),
            Place::Into(group) => {
                let (at, _) = self.find(TreeKey::Group(group))?;
                return Some(if outside { Slot::Top(at) } else { Slot::Member(at, 0) });
            }
        };
        Some(match self.find(item)? {
            (at, Some(inside)) if !outside => Slot::Member(at, inside + below),
            (at, _) => Slot::Top(at + below),
        })
    }

    fn mark(&mut self, slot: Slot) {
        match slot {
            Slot::Top(at) => self.nodes.insert(at.min(self.nodes.len()), None),
            Slot::Member(at, inside) => {
                if let Some(Some(Node::Group(_, members))) = self.nodes.get_mut(at) {
                    members.insert(inside.min(members.len()), None);
                }
            }
        }
    }

    /// Takes these items out, in the order of the tree. The layers of a group come with it, and a mark among them
    /// stays in its place.
    fn take(&mut self, items: &[TreeKey]) -> Vec<Node> {
        let mut taken = Vec::new();
        for node in std::mem::take(&mut self.nodes) {
            match node {
                Some(Node::Group(id, members)) if items.contains(&TreeKey::Group(id)) => {
                    let (layers, marks): (Vec<_>, Vec<_>) = members.into_iter().partition(Option::is_some);
                    self.nodes.extend(marks.iter().map(|_| None));
                    taken.push(Node::Group(id, layers));
                }
                Some(Node::Group(id, members)) => {
                    let is_taken =
                        |it: &Option<RecordId>| it.is_some_and(|id| items.contains(&TreeKey::Layer(id)));
                    let (out, stay): (Vec<_>, Vec<_>) = members.into_iter().partition(is_taken);
                    taken.extend(out.into_iter().flatten().map(Node::Layer));
                    self.nodes.push(Some(Node::Group(id, stay)));
                }
                Some(node) if items.contains(&node.key()) => taken.push(node),
                node => self.nodes.push(node),
            }
        }
        taken
    }

    /// Puts `taken` where the mark is.
    fn fill(&mut self, taken: Vec<Node>) {
        if let Some(at) = self.nodes.iter().position(Option::is_none) {
            self.nodes.splice(at..=at, taken.into_iter().map(Some));
            return;
        }
        for node in self.nodes.iter_mut().flatten() {
            let Node::Group(_, members) = node else { continue };
            if let Some(at) = members.iter().position(Option::is_none) {
                members.splice(at..=at, taken.into_iter().flat_map(Node::layers).map(Some));
                return;
            }
        }
    }

    /// Where an item goes that moves by one line.
    fn neighbour(&self, item: TreeKey, way: Way, is_open: &dyn Fn(RecordId) -> bool) -> Option<Place> {
        let beside = |key| match way {
            Way::Up => Place::Above(key),
            Way::Down => Place::Below(key),
        };
        let next = |at: usize| match way {
            Way::Up => at.checked_sub(1),
            Way::Down => at.checked_add(1),
        };
        let (at, inside) = self.find(item)?;
        if let (Some(inside), Some(Some(Node::Group(group, members)))) = (inside, self.nodes.get(at)) {
            let other = next(inside).and_then(|it| members.get(it).copied().flatten());
            return Some(beside(other.map_or(TreeKey::Group(*group), TreeKey::Layer)));
        }
        let other = self.nodes.get(next(at)?)?.as_ref()?;
        match (other, item) {
            (Node::Group(group, members), TreeKey::Layer(_)) if is_open(*group) => {
                let last = members.last().copied().flatten().filter(|_| way == Way::Up);
                Some(last.map_or(Place::Into(*group), |it| Place::Below(TreeKey::Layer(it))))
            }
            (other, _) => Some(beside(other.key())),
        }
    }

    /// What differs from `map`. `new` is the group that is not among its groups yet.
    fn arrangement(&self, map: &MapParts, new: Option<&LayerGroup>) -> Arrangement {
        let mut keep = Vec::new();
        let mut put = |id: RecordId, position: usize, group: Option<RecordId>| {
            let Some(old) = map.layers.iter().find(|it| it.id == id) else { return };
            let layer = Layer { position: position as i64, group, ..old.clone() };
            keep.extend((layer != *old).then_some(MapPart::Layer(layer)));
        };
        let mut groups = Vec::new();
        for (position, node) in self.nodes.iter().flatten().rev().enumerate() {
            match node {
                Node::Layer(id) => put(*id, position, None),
                Node::Group(id, members) => {
                    groups.push((*id, position as i64));
                    for (position, member) in members.iter().flatten().rev().enumerate() {
                        put(*member, position, Some(*id));
                    }
                }
            }
        }
        let mut changed_groups = Vec::new();
        for (id, position) in groups {
            let old = map.groups.iter().find(|it| it.id == id);
            let Some(known) = old.or(new) else { continue };
            let group = LayerGroup { position, ..known.clone() };
            changed_groups.extend((Some(&group) != old).then_some(MapPart::Group(group)));
        }
        // A new group comes before its layers, so that it goes after them when it is taken back.
        Arrangement { keep: [changed_groups, keep].concat(), ..Arrangement::default() }
    }
}

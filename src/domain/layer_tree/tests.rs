//! Whatever is done to the tree, no layer gets lost, and taking it back brings the same tree.

use proptest::prelude::*;

use super::*;
use crate::domain::project::{AnyRecord, Change, Project};

fn id(number: usize) -> RecordId {
    RecordId(uuid::Uuid::from_u128(number as u128))
}

/// One thing that a person does; items are counted among those that are there.
#[derive(Clone, Debug)]
enum Deed {
    Move(Vec<usize>, usize, u8),
    Step(usize, bool, bool),
    Group(Vec<usize>),
    Dissolve(usize),
    Remove(usize),
    Show(usize, bool, bool),
    Rename(usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let some = || prop::collection::vec(0_usize..40, 0..4);
    let deed = prop_oneof![
        4 => (some(), 0_usize..40, 0_u8..3).prop_map(|(items, at, how)| Deed::Move(items, at, how)),
        4 => (0_usize..40, any::<bool>(), any::<bool>()).prop_map(|(at, up, open)| Deed::Step(at, up, open)),
        2 => some().prop_map(Deed::Group),
        1 => (0_usize..40).prop_map(Deed::Dissolve),
        1 => (0_usize..40).prop_map(Deed::Remove),
        1 => (0_usize..40, any::<bool>(), any::<bool>()).prop_map(|(at, on, far)| Deed::Show(at, on, far)),
        1 => (0_usize..40).prop_map(Deed::Rename),
    ];
    prop::collection::vec(deed, 1..30)
}

/// Every item, as the screen lists them.
fn lines(map: &MapParts) -> Vec<TreeKey> {
    let line = |branch: Branch<'_>| match branch {
        Branch::Layer(layer) => vec![TreeKey::Layer(layer.id)],
        Branch::Group(group, members) => {
            let mut keys = vec![TreeKey::Group(group.id)];
            keys.extend(members.iter().map(|it| TreeKey::Layer(it.id)));
            keys
        }
    };
    branches(map).into_iter().flat_map(line).collect()
}

fn plan(map: &MapParts, deed: &Deed, next_id: usize) -> Arrangement {
    let lines = lines(map);
    let pick = |at: usize| lines.get(at % lines.len().max(1)).copied();
    let picked = |items: &[usize]| items.iter().filter_map(|at| pick(*at)).collect::<Vec<TreeKey>>();
    let layers = |keys: Vec<TreeKey>| keys.into_iter().filter_map(layer_id).collect::<Vec<RecordId>>();
    let nothing = Arrangement::default;
    match deed {
        Deed::Move(items, at, how) => match (pick(*at), how) {
            (Some(key), 0) => move_items(map, &picked(items), Place::Above(key)),
            (Some(TreeKey::Group(group)), 1) => move_items(map, &picked(items), Place::Into(group)),
            (Some(key), _) => move_items(map, &picked(items), Place::Below(key)),
            (None, _) => nothing(),
        },
        Deed::Step(at, up, open) => {
            let way = if *up { Way::Up } else { Way::Down };
            pick(*at).map_or_else(nothing, |key| step(map, key, way, &|_| *open))
        }
        Deed::Group(items) => {
            let group =
                LayerGroup {
                    id: id(next_id), name: "组".to_owned(), visible: true, ..LayerGroup::default()
                };
            group_layers(map, &layers(picked(items)), &group)
        }
        Deed::Dissolve(at) => match pick(*at) {
            Some(TreeKey::Group(group)) => dissolve(map, group),
            _ => nothing(),
        },
        Deed::Remove(at) => pick(*at).map_or_else(nothing, |key| remove(map, &[key])),
        Deed::Show(at, on, far) => {
            let reach = if *far { Reach::Branch } else { Reach::Item };
            pick(*at).map_or_else(nothing, |key| set_visible(map, key, *on, reach))
        }
        Deed::Rename(at) => pick(*at).map_or_else(nothing, |key| rename(map, key, "别名")),
    }
}

fn layer_id(key: TreeKey) -> Option<RecordId> {
    match key {
        TreeKey::Layer(id) => Some(id),
        TreeKey::Group(_) => None,
    }
}

/// The changes of an arrangement, as a workspace makes them.
fn changes(project: &Project, arrangement: &Arrangement) -> Vec<Change> {
    let kept = arrangement.keep.iter().cloned().map(AnyRecord::from).map(|new| {
        match project.record(new.kind(), new.id()) {
            Some(old) => Change::between(&old, &new).expect("a part that did not change was kept"),
            None => Change::Insert(new),
        }
    });
    let mut changes: Vec<Change> = kept.collect();
    let mut after = project.clone();
    for change in &changes {
        after.apply(change).unwrap();
    }
    for part in arrangement.drop.iter().cloned().map(AnyRecord::from) {
        changes.push(Change::Delete(after.record(part.kind(), part.id()).unwrap()));
    }
    changes
}

fn project(layers: usize) -> Project {
    let mut project = Project::default();
    for number in 0..layers {
        let layer = Layer {
            id: id(number + 1),
            name: format!("图层{number}"),
            position: number as i64,
            visible: true,
            ..Layer::default()
        };
        project.apply(&Change::Insert(layer.into())).unwrap();
    }
    project
}

/// Positions close up, the drawing order is that of the screen, and every layer is there once.
fn check_sound(map: &MapParts) {
    let branches = branches(map);
    for (position, branch) in branches.iter().rev().enumerate() {
        match branch {
            Branch::Layer(layer) => assert_eq!((layer.position, layer.group), (position as i64, None)),
            Branch::Group(group, members) => {
                assert_eq!(group.position, position as i64);
                for (position, layer) in members.iter().rev().enumerate() {
                    assert_eq!((layer.position, layer.group), (position as i64, Some(group.id)));
                }
            }
        }
    }
    let mut shown: Vec<RecordId> = lines(map).into_iter().filter_map(layer_id).collect();
    shown.reverse();
    let drawn: Vec<RecordId> = map.drawn_layers().map(|it| it.id).collect();
    assert_eq!(shown, drawn);
    assert_eq!(drawn.len(), map.layers.len());
    let distinct: BTreeSet<RecordId> = drawn.into_iter().collect();
    assert_eq!(distinct.len(), map.layers.len());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_deeds_keeps_every_layer_and_can_be_taken_back(count in 0_usize..12, deeds in deeds()) {
        let mut project = project(count);
        let mut past: Vec<(MapParts, Vec<Change>)> = Vec::new();
        let mut removed = 0;

        for (at, deed) in deeds.iter().enumerate() {
            let before = project.map().clone();
            let arrangement = plan(&before, deed, 1_000 + at);
            let made = changes(&project, &arrangement);
            for change in &made {
                project.apply(change).unwrap();
            }
            removed += arrangement.drop.iter().filter(|it| matches!(it, MapPart::Layer(_))).count();
            check_sound(project.map());
            prop_assert_eq!(project.map().layers.len(), count - removed);
            past.push((before, made));
        }

        for (before, made) in past.into_iter().rev() {
            for change in made.into_iter().rev() {
                project.apply(&change.inverse()).unwrap();
            }
            prop_assert_eq!(project.map(), &before);
        }
    }
}

/// A tree in a line of text: `a [b c] d` is a group of two between two layers; hidden ones in brackets.
#[track_caller]
fn check(map: &MapParts, wanted: &str) {
    let name = |layer: &&Layer| {
        let letter = char::from(b'a' + (layer.id.0.as_u128() as u8 - 1));
        if layer.visible { letter.to_string() } else { format!("({letter})") }
    };
    let texts = branches(map).into_iter().map(|branch| match branch {
        Branch::Layer(layer) => name(&layer),
        Branch::Group(group, members) => {
            let inside: Vec<String> = members.iter().map(name).collect();
            let hidden = if group.visible { "" } else { "!" };
            format!("{hidden}[{}]", inside.join(" "))
        }
    });
    assert_eq!(texts.collect::<Vec<_>>().join(" "), wanted);
}

/// Five layers, `e` on top; `c` and `b` are a group.
struct Desk(Project);

impl Desk {
    fn new() -> Self {
        let mut desk = Self(project(5));
        let group = LayerGroup { id: id(100), visible: true, ..LayerGroup::default() };
        desk.does(|map| group_layers(map, &[id(3), id(2)], &group));
        check(desk.0.map(), "e d [c b] a");
        desk
    }

    fn does(&mut self, plan: impl FnOnce(&MapParts) -> Arrangement) {
        let arrangement = plan(self.0.map());
        for change in changes(&self.0, &arrangement) {
            self.0.apply(&change).unwrap();
        }
    }
}

const fn layer(letter: char) -> TreeKey {
    TreeKey::Layer(RecordId(uuid::Uuid::from_u128((letter as u128) - ('a' as u128) + 1)))
}

const GROUP: TreeKey = TreeKey::Group(RecordId(uuid::Uuid::from_u128(100)));

#[test]
fn items_go_before_after_into_and_out_of_others() {
    let cases: [(&[TreeKey], Place, &str); 8] = [
        (&[layer('a')], Place::Above(layer('e')), "a e d [c b]"),
        (&[layer('e')], Place::Into(id(100)), "d [e c b] a"),
        (&[layer('e')], Place::Below(layer('c')), "d [c e b] a"),
        (&[layer('c')], Place::Below(GROUP), "e d [b] c a"),
        (&[layer('a'), layer('e')], Place::Above(layer('b')), "d [c e a b]"),
        (&[GROUP, layer('b')], Place::Above(layer('e')), "[c b] e d a"),
        (&[GROUP], Place::Below(layer('c')), "e d [c b] a"),
        (&[layer('e')], Place::Above(layer('e')), "e d [c b] a"),
    ];
    for (items, place, wanted) in cases {
        let mut desk = Desk::new();

        desk.does(|map| move_items(map, items, place));

        check(desk.0.map(), wanted);
    }
}

#[test]
fn step_by_step_an_item_goes_through_open_groups_and_over_closed_ones() {
    let mut desk = Desk::new();
    for wanted in ["e d [c b a]", "e d [c a b]", "e d [a c b]", "e d a [c b]", "e a d [c b]"] {
        desk.does(|map| step(map, layer('a'), Way::Up, &|_| true));
        check(desk.0.map(), wanted);
    }

    desk.does(|map| step(map, layer('d'), Way::Down, &|_| false));
    check(desk.0.map(), "e a [c b] d");
    desk.does(|map| step(map, layer('d'), Way::Down, &|_| true));
    check(desk.0.map(), "e a [c b] d");
    desk.does(|map| step(map, GROUP, Way::Up, &|_| true));
    check(desk.0.map(), "e [c b] a d");
}

#[test]
fn a_group_comes_to_the_place_of_its_topmost_layer_and_leaves_its_layers_behind() {
    let mut desk = Desk::new();
    let other = LayerGroup { id: id(101), visible: true, ..LayerGroup::default() };

    desk.does(|map| group_layers(map, &[id(1), id(3)], &other));
    check(desk.0.map(), "e d [c a] [b]");
    desk.does(|map| dissolve(map, id(101)));
    check(desk.0.map(), "e d c a [b]");

    desk.does(|map| remove(map, &[GROUP, layer('e')]));
    check(desk.0.map(), "d c a");
}

#[test]
fn showing_and_hiding_reaches_as_far_as_it_is_told() {
    let mut desk = Desk::new();
    desk.does(|map| set_visible(map, GROUP, false, Reach::Item));
    check(desk.0.map(), "e d ![c b] a");
    desk.does(|map| set_visible(map, GROUP, false, Reach::Branch));
    check(desk.0.map(), "e d ![(c) (b)] a");

    desk.does(|map| set_visible(map, layer('c'), true, Reach::Branch));

    check(desk.0.map(), "e d [c (b)] a");
}

#[test]
fn what_is_already_so_needs_no_change() {
    let desk = Desk::new();
    let map = desk.0.map();

    let names = rename(map, layer('a'), "图层0");
    let shown = set_visible(map, GROUP, true, Reach::Branch);
    let moved = move_items(map, &[layer('c')], Place::Into(id(100)));

    assert!(names.is_empty() && shown.is_empty() && moved.is_empty());
}

//! Undo and redo over random work, also across a restart: `PAIKOU_SEQUENCES=10000 cargo test undo_all -- --nocapture`.

use jiff::civil::date;
use paikou::{
    app::{Action, new_id},
    domain::{
        RecordId,
        bookmark::Bookmark,
        fact::{SurveyMeans, Upkeep, Verdict, Visit},
        layer::LayerGroup,
        map_parts::MapPart,
        op::Deed,
        outfall::Outfall,
        project::{Entry, Project},
        settings::Settings,
    },
    storage::Store,
};

use crate::support::{Desk, env};

/// So many sequences unless the environment says otherwise.
const SEQUENCES: u64 = 40;
const LONGEST: u64 = 100;

/// The random numbers of one sequence (Knuth's MMIX), so that a failure can be looked at again.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// All that undo has to bring back.
#[derive(Clone, Debug, PartialEq)]
struct State {
    settings: Settings,
    map: paikou::domain::map_parts::MapParts,
    entries: Vec<Entry>,
}

impl State {
    fn of(project: &Project) -> Self {
        let (settings, map) = (project.settings().clone(), project.map().clone());
        Self { settings, map, entries: project.entries().to_vec() }
    }
}

fn any_outfall(desk: &Desk, random: &mut Random) -> Option<Outfall> {
    let entries = desk.workspace.project().entries();
    let count = entries.len() as u64;
    (count > 0).then(|| entries[random.below(count) as usize].outfall.clone())
}

fn visit(outfall: RecordId, random: &mut Random) -> Visit {
    Visit {
        id: new_id(),
        outfall,
        on: Some(date(2026, 3, 1 + random.below(28) as i8)),
        means: Some(SurveyMeans::OnFoot),
        crew: "张三、李四".to_owned(),
        verdict: Some(Verdict::Yes),
        colour: Some(random.below(4) as i64),
        ..Visit::default()
    }
}

/// Something that somebody might do.
fn deed(desk: &Desk, random: &mut Random) -> Action {
    let add = |random: &mut Random| {
        Action::AddOutfall(Outfall {
            id: new_id(),
            name: format!("{}号", random.below(1_000)),
            lon: Some(112.0 + random.below(1_000) as f64 / 1_000.0),
            lat: Some(38.0),
            ..Outfall::default()
        })
    };
    let Some(outfall) = any_outfall(desk, random) else { return add(random) };
    match random.below(8) {
        0 => add(random),
        1 => Action::EditOutfall(Outfall { town: format!("{}镇", random.below(50)), ..outfall }),
        2 => Action::MoveOutfall {
            id: outfall.id,
            to: (112.0 + random.below(1_000) as f64 / 1_000.0, 38.5),
            accepted: Vec::new(),
        },
        3 => {
            let records = vec![visit(outfall.id, random).into()];
            Action::Record { outfall: outfall.id, records, photos: Vec::new() }
        }
        4 => {
            let upkeep = Upkeep {
                id: new_id(),
                outfall: outfall.id,
                on: Some(date(2026, 6, 1)),
                note: "巡查".to_owned(),
                ..Upkeep::default()
            };
            Action::Record { outfall: outfall.id, records: vec![upkeep.into()], photos: Vec::new() }
        }
        5 => {
            let settings = desk.workspace.project().settings().clone();
            Action::ChangeSettings(Settings { trace_target: 50 + random.below(51) as i64, ..settings })
        }
        6 => match desk.workspace.project().map().bookmarks.first() {
            Some(bookmark) if random.below(2) == 0 => {
                let parts = vec![MapPart::Bookmark(bookmark.clone())];
                Action::DropParts(Deed::ChangeBookmark, parts)
            }
            _ => {
                let bookmark = Bookmark { id: new_id(), name: "河口".to_owned(), ..Bookmark::default() };
                Action::KeepParts(Deed::ChangeBookmark, vec![MapPart::Bookmark(bookmark)])
            }
        },
        _ => {
            let group = LayerGroup { id: new_id(), name: "河流".to_owned(), ..LayerGroup::default() };
            Action::KeepParts(Deed::ChangeLayer, vec![MapPart::Group(group)])
        }
    }
}

/// A few steps forth, back and forth again, now and then with a restart in between.
fn sequence(mut desk: Desk, seed: u64) -> Desk {
    let random = &mut Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let start = State::of(desk.workspace.project());
    let (mut history, mut depth) = (desk.workspace.history().len(), 0_u64);
    let length = 1 + random.below(10) * random.below(LONGEST / 9);
    for _ in 0..length.min(LONGEST) {
        let before = desk.workspace.history().len();
        match random.below(10) {
            0 | 1 if depth > 0 => {
                desk.does(Action::Undo);
                depth -= 1;
            }
            2 if desk.workspace.redo_next().is_some() && depth > 0 => {
                desk.does(Action::Redo);
                depth += 1;
            }
            3 if random.below(4) == 0 => {
                let (state, next) =
                    (State::of(desk.workspace.project()), desk.workspace.undo_next().cloned());
                desk = desk.reopen();
                assert_eq!(State::of(desk.workspace.project()), state, "seed {seed}: reopened");
                assert_eq!(desk.workspace.undo_next(), next.as_ref(), "seed {seed}: reopened");
            }
            _ => {
                let action = deed(&desk, random);
                desk.does(action);
                // A change to what is already so is no step.
                depth += (desk.workspace.history().len() - before) as u64;
            }
        }
        assert!(desk.workspace.history().len() >= history, "seed {seed}: the history only grows");
        history = desk.workspace.history().len();
    }
    let end = State::of(desk.workspace.project());
    for _ in 0..depth {
        desk.does(Action::Undo);
    }
    assert_eq!(State::of(desk.workspace.project()), start, "seed {seed}: all undone");
    if random.below(4) == 0 {
        desk = desk.reopen();
    }
    for _ in 0..depth {
        desk.does(Action::Redo);
    }
    assert_eq!(State::of(desk.workspace.project()), end, "seed {seed}: all done again");
    assert_eq!(desk.workspace.history().len() as u64, history as u64 + 2 * depth, "seed {seed}");
    desk
}

#[test]
fn undo_all_leads_to_the_start_and_redo_all_to_the_end() {
    let wanted = std::env::var("PAIKOU_SEQUENCES").ok().and_then(|it| it.parse().ok()).unwrap_or(SEQUENCES);
    let (mut desk, mut steps) = (Desk::in_memory(), 0);
    for seed in 0..wanted {
        desk = sequence(desk, seed);
        // A fresh project now and then: a long history takes long to open.
        if seed % 20 == 19 || seed + 1 == wanted {
            steps += desk.workspace.history().len();
            let (path, folder) = (desk.path(), desk.folder);
            drop(desk.workspace);
            let verification = Store::open(&path, &env().device).unwrap().verify().unwrap();
            assert!(verification.findings.is_empty(), "seed {seed}: {:?}", verification.findings);
            drop(folder);
            desk = Desk::in_memory();
        }
    }
    eprintln!("{wanted} sequences of {steps} steps: undone to the start, done again to the end");
}

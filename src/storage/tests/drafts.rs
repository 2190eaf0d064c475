//! Drafts in the project file, and the role in the chain of operations.

use super::*;
use crate::domain::draft::{Draft, DraftKey, Filled, KEPT_MS};

fn draft(number: u128, note: &str) -> Draft {
    Draft {
        key: DraftKey { record: id(number), kind: RecordKind::Visit },
        outfall: id(1),
        edits: false,
        filled: Filled { cells: [("note".to_owned(), Value::text(note))].into(), ..Filled::default() },
        created_ms: number as i64,
        changed_ms: STAMP.now_ms,
        discarded_ms: None,
    }
}

fn keep(draft: &Draft) -> DraftChange {
    DraftChange::Keep(Box::new(draft.clone()))
}

#[test]
fn a_draft_is_there_again_as_it_was_typed_last() {
    let mut desk = full_desk();
    let (first, second) = (draft(11, "水面有油"), draft(12, "无异味"));
    desk.store.keep_drafts(&[keep(&draft(11, "水")), keep(&second)]).unwrap();
    desk.store.keep_drafts(&[keep(&first)]).unwrap();

    let path = desk.path();
    let desk = desk.check_reopened();

    assert_eq!(desk.store.drafts().unwrap(), [first, second]);
    assert_eq!(desk.store.verify().unwrap().findings, vec![]);
    let reader = Store::open_read_only(&path, &device()).unwrap();
    assert_eq!(reader.drafts().unwrap().len(), 2);
}

#[test]
fn a_draft_belongs_to_the_device_it_was_typed_on() {
    let mut desk = full_desk();
    desk.store.keep_drafts(&[keep(&draft(11, "甲"))]).unwrap();
    let path = desk.path();
    let other = Device { id: Uuid::from_u128(8), ..device() };
    desk.store = Store::open(&path, &other).unwrap();
    assert_eq!(desk.store.drafts().unwrap(), []);

    desk.store.keep_drafts(&[DraftChange::Remove(draft(11, "").key)]).unwrap();
    desk.store = Store::open(&path, &device()).unwrap();

    assert_eq!(desk.store.drafts().unwrap().len(), 1);
}

#[test]
fn a_draft_goes_with_the_step_that_keeps_its_record_or_stays_with_one_that_fails() {
    let mut desk = full_desk();
    let draft = draft(900, "油");
    desk.store.keep_drafts(&[keep(&draft)]).unwrap();
    let mut save = |outfall| {
        let visit = Visit { id: id(900), outfall, ..Visit::default() };
        let step = step(999, Deed::RecordCheck, vec![Change::Insert(visit.into())]);
        let drafts = [draft.key];
        let commit = Commit {
            step: &step,
            about: None,
            features: &[],
            blobs: &[],
            states: &[],
            styles: &[],
            drafts: &drafts,
            stamp: STAMP,
        };
        (desk.store.commit(commit).is_ok(), desk.store.drafts().unwrap().len())
    };

    assert_eq!(save(id(777)), (false, 1), "there is no such outfall");
    assert_eq!(save(id(1)), (true, 0));
}

#[test]
fn a_discarded_draft_goes_after_thirty_days() {
    let mut desk = full_desk();
    let gone = Draft { discarded_ms: Some(STAMP.now_ms - KEPT_MS), ..draft(11, "旧") };
    let still_there = Draft { discarded_ms: Some(STAMP.now_ms - KEPT_MS + 1), ..draft(12, "新") };

    desk.store.keep_drafts(&[keep(&gone), keep(&still_there)]).unwrap();

    assert_eq!(desk.store.drafts().unwrap(), [still_there]);
}

#[test]
fn a_draft_of_a_form_that_is_not_known_waits_for_the_program_that_knows_it() {
    let mut desk = full_desk();
    desk.store.keep_drafts(&[keep(&draft(11, "a")), keep(&draft(12, "b")), keep(&draft(13, "c"))]).unwrap();
    let conn = behind_the_back(&desk);
    conn.execute_batch(
        "UPDATE paikou_draft SET version = 2 WHERE created_ms = 11; UPDATE paikou_draft SET form = 'later' WHERE created_ms = 12",
    )
    .unwrap();

    assert_eq!(desk.store.drafts().unwrap(), [draft(13, "c")]);
    desk.store.keep_drafts(&[keep(&draft(14, "d"))]).unwrap();
    let count: i64 = conn.query_row("SELECT count(*) FROM paikou_draft", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 4);
}

#[test]
fn the_writer_keeps_drafts_between_steps_in_the_order_of_sending() {
    let desk = full_desk();
    let path = desk.path();
    let mut writer = Writer::start(desk.store, std::sync::Arc::new(|| {}));

    writer.send_drafts(vec![keep(&draft(11, "a")), keep(&draft(12, "b"))]);
    writer.send_drafts(vec![DraftChange::Remove(draft(11, "").key)]);
    assert_eq!(writer.pending_drafts(), 2);
    drop(writer);

    let store = Store::open(&path, &device()).unwrap();
    assert_eq!(store.drafts().unwrap(), [draft(12, "b")]);
}

#[test]
fn the_role_of_an_author_is_in_the_history_and_can_not_be_altered_unnoticed() {
    let mut desk = full_desk();
    let author =
        Author {
            name: "赵审".to_owned(), unit: "市生态环境局".to_owned(), role: Some(Role::Supervisor)
        };
    let before = desk.store.history().unwrap();
    assert!(before.iter().all(|it| it.role.is_none() && it.unit.is_empty()));

    desk.store.set_author(author.clone());
    desk.save(vec![Change::Insert(outfall(9).into())]);
    desk.store.set_author(Author { unit: String::new(), ..author });
    desk.save(vec![Change::Insert(outfall(10).into())]);

    let history = desk.store.history().unwrap();
    let [.., first, second] = &history[..] else { panic!("{history:?}") };
    assert_eq!((first.unit.as_str(), first.role), ("市生态环境局", Some(Role::Supervisor)));
    assert_eq!((second.unit.as_str(), second.role), ("", Some(Role::Supervisor)));
    assert_eq!(first.device, device().id.to_string());
    assert_eq!(desk.store.verify().unwrap().findings, vec![]);
    for altered in [
        "UPDATE paikou_step SET role = 'inspector' WHERE role = 'supervisor'",
        "UPDATE paikou_step SET role = NULL, unit = NULL WHERE unit IS NOT NULL",
        "UPDATE paikou_step SET role = 'supervisor' WHERE deed = 'create_project'",
    ] {
        let conn = behind_the_back(&desk);
        conn.execute_batch(&format!("BEGIN; {altered}; COMMIT")).unwrap();
        let found = desk.store.verify().unwrap().findings;
        assert!(found.iter().any(|it| matches!(it, Finding::OpAltered { .. })), "{altered}");
        conn.execute_batch("UPDATE paikou_step SET role = NULL, unit = NULL").unwrap();
        conn.execute_batch(
            "UPDATE paikou_step SET role = 'supervisor' WHERE id > (SELECT max(id) FROM paikou_step) - 2;
             UPDATE paikou_step SET unit = '市生态环境局' WHERE id = (SELECT max(id) FROM paikou_step) - 1",
        )
        .unwrap();
        assert_eq!(desk.store.verify().unwrap().findings, vec![], "put right again after {altered}");
    }
}

//! What was done to an outfall.

use std::time::Instant;

use rusqlite::Connection;

use super::*;
use crate::domain::timeline::Moment;

const WITHOUT: &str = "DROP INDEX paikou_op_row; DROP INDEX paikou_op_outfall; DROP INDEX paikou_op_register";

fn behind_the_back(desk: &Desk) -> Connection {
    super::super::connection::open_for_writing(&desk.path()).unwrap()
}

fn timeline(desk: &Desk, outfall: RecordId) -> Vec<Moment> {
    let facts: Option<Vec<RecordId>> =
        desk.project.entry(outfall).map(|it| it.facts().iter().map(AnyRecord::id).collect());
    Reader::open(&desk.path()).unwrap().timeline(outfall, &facts.unwrap_or_default()).unwrap()
}

/// Two outfalls with facts, one of which was taken back, and a merge that points from one to the other.
fn desk_with_a_past() -> Desk {
    let mut desk = full_desk();
    let visit = |number| Visit { id: id(number), outfall: id(1), ..Visit::default() };
    desk.save(vec![Change::Insert(visit(901).into())]);
    desk.save(vec![Change::Insert(visit(902).into())]);
    desk.save(vec![Change::Delete(visit(902).into())]);
    let merge = RegisterEvent {
        id: id(903),
        outfall: id(2),
        target: Some(id(1)),
        reason: "同一口".to_owned(),
        ..RegisterEvent::default()
    };
    desk.save(vec![Change::Insert(merge.into())]);
    desk
}

#[test]
fn what_was_taken_back_is_part_of_what_was_done() {
    let desk = desk_with_a_past();
    let deletes = |it: &Moment| it.changes.iter().any(|it| matches!(it, Change::Delete(_)));

    assert!(timeline(&desk, id(1)).iter().any(deletes));
}

#[test]
fn every_fact_names_its_outfall_first() {
    for kind in RecordKind::ALL {
        let columns = kind.columns();
        let at = columns.iter().position(|it| it.name == "outfall");
        assert!(at.is_none_or(|at| at == 0), "{kind:?}: the index would not find it");
    }
}

/// Prints how long a timeline takes among a million operations: `cargo test --lib a_million_operations -- --ignored --nocapture`.
#[test]
#[ignore = "it measures for a minute: cargo test --lib a_million_operations -- --ignored --nocapture"]
#[expect(clippy::print_stderr, reason = "what it measures")]
fn the_timeline_of_one_outfall_among_a_million_operations() {
    let desk = desk_with_a_past();
    let conn = behind_the_back(&desk);
    conn.execute_batch(
        r#"WITH RECURSIVE each(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM each WHERE n < 1000000)
           INSERT INTO paikou_op SELECT 'other', n, n, 'step', 'visit', printf('01900000-0000-7000-8000-%012x', n), 'insert',
               printf('{"outfall":"01900000-0000-7000-9000-%012x","on":"2026-03-01","crew":"张三、李四","note":"旱天有水，颜色发黑，有异味"}', n / 10),
               zeroblob(32), zeroblob(32) FROM each"#,
    )
    .unwrap();
    let measure = || {
        let began = Instant::now();
        let moments = timeline(&desk, id(1)).len();
        (moments, began.elapsed())
    };
    let (moments, with) = measure();
    conn.execute_batch(WITHOUT).unwrap();
    let (same, without) = measure();
    assert_eq!(moments, same);
    let began = Instant::now();
    conn.execute_batch(include_str!("../sql/index.sql")).unwrap();
    eprintln!(
        "{moments} moments: {with:?} with indexes, {without:?} without; {:?} to make them",
        began.elapsed()
    );
}

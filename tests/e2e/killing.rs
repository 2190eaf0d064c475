//! Killing the program at any moment loses nothing that it called saved.

use std::{
    io::Write as _,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use paikou::{app::Workspace, storage::Store};

use crate::support::{Desk, command, env, paikou, printed};

const KILLS: u64 = 100;

#[test]
fn a_hundred_kills_lose_nothing_that_was_called_saved() {
    let mut desk = Desk::new();
    desk.outfall("XF-001");
    let path = desk.path();
    let folder = desk.folder;
    drop(desk.workspace);
    let project = path.to_str().unwrap();

    let mut acknowledged = Vec::new();
    let mut killed = 0;
    let mut whole_run = Duration::ZERO;
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for round in 0..KILLS + 2 {
        let note = format!("round {round}");
        let fact = format!(
            r#"{{"on":"2026-05-02","means":"on_foot","crew":"张三、李四","verdict":"yes","note":"{note}"}}"#
        );
        let began = Instant::now();
        let mut child = command(folder.path(), &["record", project, "XF-001", "check", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(fact.as_bytes()).unwrap();
        // The first two runs show how long one takes; the others are killed somewhere on the way.
        if round >= 2 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            thread::sleep(whole_run.mul_f64((random >> 40) as f64 / f64::from(1 << 24) * 1.1));
            child.kill().unwrap();
        }
        let output = child.wait_with_output().unwrap();
        whole_run = if round < 2 { began.elapsed() } else { whole_run };
        if output.stdout.is_empty() {
            killed += 1;
        } else {
            acknowledged.push(note);
        }
    }

    let workspace = Workspace::open(&path, env()).unwrap();
    let entry = workspace.project().entry_by_code("XF-001").unwrap();
    let found: Vec<&str> = entry.visits.iter().map(|it| it.note.as_str()).collect();
    let lost: Vec<&String> = acknowledged.iter().filter(|it| !found.contains(&it.as_str())).collect();
    assert!(lost.is_empty(), "called saved and lost: {lost:?}");
    assert!(killed > 0, "no run was killed before its end: the test is too gentle");
    drop(workspace);
    let verification = Store::open(&path, &env().device).unwrap().verify().unwrap();
    assert!(verification.findings.is_empty(), "{:?}", verification.findings);
    // A journal of a transaction that had written nothing yet may stay until the next one.
    let fact = r#"{"on":"2026-05-03","means":"on_foot","crew":"张三、李四","verdict":"yes"}"#;
    let last = folder.path().join("last.json");
    std::fs::write(&last, fact).unwrap();
    printed(&paikou(folder.path(), &["record", project, "XF-001", "check", last.to_str().unwrap()]), 0);
    assert!(!path.with_extension("gpkg-journal").exists());
}

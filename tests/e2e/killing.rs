//! Killing the program at any moment loses nothing that it called saved.

use std::{
    fs,
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
    fs::write(&last, fact).unwrap();
    printed(&paikou(folder.path(), &["record", project, "XF-001", "check", last.to_str().unwrap()]), 0);
    assert!(!path.with_extension("gpkg-journal").exists());
}

/// How many imports are killed without a word from outside; `PAIKOU_KILLS` sets another number.
const IMPORT_KILLS: u64 = 6;

#[test]
fn an_import_that_is_killed_comes_in_whole_or_not_at_all() {
    let desk = Desk::new();
    let path = desk.path();
    let folder = desk.folder;
    drop(desk.workspace);
    let project = path.to_str().unwrap();
    let ledger = folder.path().join("ledger.csv");
    let (rows, temp) = (8_000, folder.path().join("temp"));
    fs::create_dir(&temp).unwrap();
    let line = |number| format!("忻府区,{number}号排污口,K{number:05},112.{number:05},38.4,牧马河\n");
    let text: String = (0..rows).map(line).collect();
    fs::write(&ledger, format!("县,排污口名称,排污口编码,经度,纬度,受纳水体\n{text}")).unwrap();
    let import = || {
        let arguments = ["import", project, ledger.to_str().unwrap(), "--as", "outfall"];
        let mut command = command(folder.path(), &arguments);
        command.env("TMPDIR", &temp).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let empty = fs::read(&path).unwrap();
    let began = Instant::now();
    assert!(import().wait().unwrap().success());
    let whole_run = began.elapsed();

    let kills = std::env::var("PAIKOU_KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(IMPORT_KILLS);
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let (mut whole, mut none) = (0, 0);
    for round in 0..kills {
        fs::remove_file(path.with_extension("gpkg-journal")).ok();
        fs::write(&path, &empty).unwrap();
        let mut child = import();
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        thread::sleep(whole_run.mul_f64((random >> 40) as f64 / f64::from(1 << 24)));
        child.kill().unwrap();
        child.wait().unwrap();

        let workspace = Workspace::open(&path, env()).unwrap();
        let (found, steps) = (workspace.project().entries().len(), workspace.history().len());
        drop(workspace);
        assert!(
            matches!((found, steps), (0, 1) | (8_000, 2)),
            "round {round}: {found} outfalls in {steps} steps"
        );
        if found == 0 {
            none += 1;
        } else {
            whole += 1;
        }
        let verification = Store::open(&path, &env().device).unwrap().verify().unwrap();
        assert!(verification.findings.is_empty(), "round {round}: {:?}", verification.findings);
    }
    eprintln!("{kills} imports of {rows} rows killed: {whole} whole, {none} not at all");
    assert_eq!(fs::read_dir(&temp).unwrap().count(), 0, "a killed import left files behind");
    assert!(none > 0, "no import was killed before its end: the test is too gentle");
}

//! Killing the program while somebody types: `PAIKOU_KILLS=500 cargo test killed_while -- --nocapture` prints how much typing is lost.
//! `PAIKOU_FIRST_KILL` goes on from another number, `PAIKOU_KILLS_AT_ONCE` says how many windows are typed into side by side.
//!
//! The program under test is this test binary itself, which opens the window without a screen and types into its forms, in real time.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use eframe::egui::{Event, ImeEvent, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use paikou::{app::Workspace, domain::project::RecordKind, i18n::Lang};

use crate::{
    support::{Desk, env},
    window::Window,
};

/// The project to type into, for the process that is killed.
const PROJECT: &str = "PAIKOU_TEST_TYPING";
const SEED: &str = "PAIKOU_TEST_SEED";
const KILLS: u64 = 4;
/// How far the frames of the window are apart.
const FRAME: Duration = Duration::from_millis(40);
/// How long one form is typed into before another one is taken.
const KEYS_IN_A_FORM: u64 = 25;

/// Stage, button, kind, and the columns that are typed into.
type Forms = (&'static str, &'static str, RecordKind, &'static [&'static str]);
const FORMS: &[Forms] = &[
    ("排查", "登记排查", RecordKind::Visit, &["crew", "note"]),
    ("监测", "登记监测", RecordKind::Sample, &["samplers", "lab", "note"]),
    ("溯源", "登记溯源", RecordKind::Trace, &["source", "entity", "path", "evidence"]),
];
const OUTFALLS: &[&str] = &["001", "002", "003"];

fn now_ms() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()
}

fn next(random: &mut u64, below: u64) -> u64 {
    *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*random >> 33) % below
}

/// One frame, which takes as long as it would on a screen, and by the same clock: without a screen, frames that come late would let the
/// window's time stand still.
fn frame(window: &mut Window, since: &mut Instant) {
    window.harness.input_mut().time = Some(now_ms() as f64 / 1_000.0);
    window.harness.run_steps(1);
    thread::sleep((*since + FRAME).saturating_duration_since(Instant::now()));
    *since = Instant::now();
}

/// Types until it is killed. Each key is reported before the window hears of it.
fn type_for_ever(project: &Path) -> ! {
    let mut random: u64 = std::env::var(SEED).unwrap().parse().unwrap();
    random = random.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let workspace = Workspace::open(project, env()).unwrap();
    let desk = Desk { workspace, folder: tempfile::tempdir_in(project.parent().unwrap()).unwrap() };
    let mut window = Window::paced(desk, Lang::Zh, FRAME.as_secs_f32());
    let since = &mut Instant::now();
    loop {
        let (outfall, form) = (next(&mut random, 3) as usize, next(&mut random, 3) as usize);
        open(&mut window, since, OUTFALLS[outfall], FORMS[form]);
        let (_, _, kind, columns) = FORMS[form];
        // Every form has letters of its own, so that a text in the wrong place is seen.
        let first = 0x4e00 + 100 * (3 * outfall + form) as u32;
        for _ in 0..2 {
            let column = columns[next(&mut random, columns.len() as u64) as usize];
            let title = kind.columns().iter().find(|it| it.name == column).unwrap().zh;
            // What lies below the edge of the window can not be typed into.
            let Some(field) = window.harness.query_by_role_and_label(Role::TextInput, title) else {
                continue;
            };
            field.focus();
            frame(&mut window, since);
            window.harness.key_press_modifiers(Modifiers::COMMAND, Key::End);
            frame(&mut window, since);
            for _ in 0..next(&mut random, KEYS_IN_A_FORM) {
                let letter = char::from_u32(first + next(&mut random, 100) as u32).unwrap();
                let composed = next(&mut random, 3) == 0;
                if composed {
                    for letters in ["z", "zh", "zho"] {
                        let text = letters.to_owned();
                        let preedit = ImeEvent::Preedit { text, active_range_chars: None };
                        window.harness.event(Event::Ime(preedit));
                        frame(&mut window, since);
                    }
                }
                eprintln!("KEY {} {} {} {column} {letter}", now_ms(), OUTFALLS[outfall], kind.table());
                let text = letter.to_string();
                let commit = if composed { Event::Ime(ImeEvent::Commit(text)) } else { Event::Text(text) };
                window.harness.event(commit);
                frame(&mut window, since);
            }
        }
    }
}

fn open(window: &mut Window, since: &mut Instant, outfall: &str, (stage, button, ..): Forms) {
    let steps = [format!("{outfall}号排污口"), format!("{stage}·"), button.to_owned()];
    for start in steps {
        let by = egui_kittest::kittest::By::new()
            .role(Role::Button)
            .predicate(move |node| node.label().is_some_and(|label| label.starts_with(&start)));
        window.harness.query_all(by).next().unwrap().click();
        frame(window, since);
        frame(window, since);
    }
}

/// What one kill showed.
struct Seen {
    keys: usize,
    lost_ms: u128,
    lost_keys: usize,
}

fn kill_once(template: &Path, round: u64) -> Seen {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("项目.gpkg");
    fs::copy(template, &project).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "typing::killed_while_typing_the_draft_is_there_and_in_its_form"])
        .env(PROJECT, &project)
        .env(SEED, round.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    // The first key says that the window is there.
    while !line.starts_with("KEY") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "round {round}: it ended by itself");
    }
    let mut random = round.wrapping_mul(0x2545_f491_4f6c_dd1d);
    next(&mut random, 2);
    thread::sleep(Duration::from_millis(next(&mut random, 3_000)));
    let killed_at = now_ms();
    child.kill().unwrap();
    let mut rest = line;
    said.read_to_string(&mut rest).unwrap();
    child.wait().unwrap();
    assert!(!rest.contains("panicked"), "round {round}: {rest}");
    check(&project, &rest, killed_at, round)
}

fn check(project: &Path, said: &str, killed_at: u128, round: u64) -> Seen {
    // What was typed into each field, and when.
    let mut typed: BTreeMap<(String, String, String), Vec<(u128, char)>> = BTreeMap::new();
    for line in said.lines() {
        let parts: Vec<&str> = line.split(' ').collect();
        let ["KEY", at, outfall, table, column, letter] = parts[..] else { continue };
        let field = (outfall.to_owned(), table.to_owned(), column.to_owned());
        typed.entry(field).or_default().push((at.parse().unwrap(), letter.chars().next().unwrap()));
    }
    let workspace = Workspace::open(project, env()).unwrap();
    assert!(workspace.project().entries().iter().all(|it| it.visits.is_empty() && it.traces.is_empty()));
    let mut kept: BTreeMap<(String, String, String), String> = BTreeMap::new();
    let mut forms = Vec::new();
    for draft in workspace.drafts() {
        let outfall = workspace.project().entry(draft.outfall).unwrap().outfall.code().to_owned();
        forms.push((outfall.clone(), draft.key.kind));
        for (column, value) in &draft.filled.cells {
            let field = (outfall.clone(), draft.key.kind.table().to_owned(), column.clone());
            kept.insert(field, value.as_text().unwrap_or_default().to_owned());
        }
    }
    let count = forms.len();
    forms.sort();
    forms.dedup();
    assert_eq!(forms.len(), count, "round {round}: a form has one draft");

    let mut seen = Seen { keys: 0, lost_ms: 0, lost_keys: 0 };
    for (field, keys) in &typed {
        let text = kept.remove(field).unwrap_or_default();
        let whole: String = keys.iter().map(|(_, letter)| *letter).collect();
        assert!(whole.starts_with(&text), "round {round}: {field:?} holds {text}, typed was {whole}");
        let there = text.chars().count();
        seen.keys += keys.len();
        seen.lost_keys += keys.len() - there;
        if let Some((at, _)) = keys.get(there) {
            seen.lost_ms = seen.lost_ms.max(killed_at.saturating_sub(*at));
        }
    }
    // What is left of the drafts nobody typed: outfall and day.
    kept.retain(|(_, _, column), _| !matches!(column.as_str(), "outfall" | "on"));
    assert_eq!(kept, BTreeMap::new(), "round {round}: text where none was typed");
    seen
}

fn template(folder: &Path) -> PathBuf {
    let mut desk = Desk::new();
    for code in OUTFALLS {
        desk.outfall(code);
    }
    let (path, from) = (folder.join("template.gpkg"), desk.path());
    let Desk { workspace, folder: kept } = desk;
    drop(workspace);
    fs::copy(from, &path).unwrap();
    drop(kept);
    path
}

#[test]
fn killed_while_typing_the_draft_is_there_and_in_its_form() {
    if let Some(project) = std::env::var_os(PROJECT) {
        type_for_ever(Path::new(&project));
    }
    let number = |name: &str| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let (kills, first) = (number("PAIKOU_KILLS").unwrap_or(KILLS), number("PAIKOU_FIRST_KILL").unwrap_or(0));
    let folder = tempfile::tempdir().unwrap();
    let template = template(folder.path());
    let (rounds, seen) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..number("PAIKOU_KILLS_AT_ONCE").unwrap_or(2).min(kills) {
            scope.spawn(|| {
                loop {
                    let round = rounds.fetch_add(1, Ordering::Relaxed);
                    if round >= kills {
                        break;
                    }
                    let one = kill_once(&template, first + round);
                    seen.lock().unwrap().push(one);
                }
            });
        }
    });
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen.len() as u64, kills);
    let mut losses: Vec<u128> = seen.iter().map(|it| it.lost_ms).collect();
    losses.sort_unstable();
    let (keys, lost): (usize, usize) =
        (seen.iter().map(|it| it.keys).sum(), seen.iter().map(|it| it.lost_keys).sum());
    let at = |share: f64| losses[((losses.len() - 1) as f64 * share) as usize];
    let (half, most, worst) = (at(0.5), at(0.99), at(1.0));
    eprintln!(
        "{kills} kills, {keys} keys, {lost} lost; typing lost in ms: median {half}, 99 of 100 {most}, worst {worst}; 0 in the wrong form"
    );
    // How long things take is only asked where it is measured: a machine that does ten other things proves nothing.
    if std::env::var_os("PAIKOU_KILLS").is_some() {
        assert!(lost > 0 || kills < 50, "no kill came between a key and its draft: the test is too gentle");
        assert!(worst <= 1_000, "{worst} ms of typing are lost");
    }
}

//! A desk to test at: a project in a folder of its own, a clock that stands still, the sample data.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Arc,
};

use jiff::civil::{Date, date};
use paikou::{
    app::{Action, Env, ImportKind, ImportRequest, Notice, Now, Problem, Workspace, new_id},
    domain::{RecordId, layer::LayerKind, outfall::Outfall, project::AnyRecord, role::Author},
    storage::{Device, Stamp},
};
use tempfile::TempDir;

/// The day on which all tests play.
pub(crate) const TODAY: Date = date(2026, 11, 20);

/// The sample data of the repository.
pub(crate) fn sample(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(file)
}

fn now() -> Now {
    // 2026-11-20 08:00 in China.
    Now { stamp: Stamp { now_ms: 1_795_132_800_000, utc_offset_min: 480 }, today: TODAY }
}

/// The surroundings of a test.
pub(crate) fn env() -> Env {
    let author = Author { name: "测试员".to_owned(), ..Author::default() };
    let device = Device { id: uuid::Uuid::from_u128(7), author };
    Env { now, ..Env::new(device, Arc::new(|| {})) }
}

/// An open project in a folder that is gone afterwards.
pub(crate) struct Desk {
    pub(crate) workspace: Workspace,
    pub(crate) folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::create(&folder.path().join("项目.gpkg"), "测试项目", env()).unwrap();
        Self { workspace, folder }
    }

    /// With the layers and the ledger of the sample, but none of its facts.
    pub(crate) fn with_sample() -> Self {
        let mut desk = Self::new();
        for (file, kind) in [
            ("counties.geojson", ImportKind::Layer(LayerKind::County)),
            ("protection_zones.geojson", ImportKind::Layer(LayerKind::Zone)),
            ("rivers.shp", ImportKind::Layer(LayerKind::River)),
            ("sections.gpkg", ImportKind::Layer(LayerKind::Section)),
            ("ledger.xlsx", ImportKind::Outfall),
        ] {
            desk.does(Action::Import(ImportRequest::as_kind(sample(file), kind)));
        }
        desk
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.workspace.path().to_owned()
    }

    /// Closes the project and opens it again.
    pub(crate) fn reopen(self) -> Self {
        let (path, folder) = (self.path(), self.folder);
        drop(self.workspace);
        Self { workspace: Workspace::open(&path, env()).unwrap(), folder }
    }

    /// Does it, waits, and expects it to work.
    pub(crate) fn does(&mut self, action: Action) -> Vec<Notice> {
        let notices = self.tries(action);
        if let Some(Notice::Failed(problem)) = notices.iter().find(|it| matches!(it, Notice::Failed(_))) {
            panic!("{}", problem.say(paikou::i18n::Lang::En));
        }
        notices
    }

    /// Does it, waits, and expects it to fail.
    pub(crate) fn fails(&mut self, action: Action) -> Problem {
        let mut notices = self.tries(action);
        match notices.pop() {
            Some(Notice::Failed(problem)) => problem,
            other => panic!("it did not fail: {other:?}"),
        }
    }

    fn tries(&mut self, action: Action) -> Vec<Notice> {
        self.workspace.perform(action);
        self.workspace.settle(|_| {});
        self.workspace.take_notices()
    }

    /// A new outfall in 忻府区.
    pub(crate) fn outfall(&mut self, code: &str) -> RecordId {
        let id = new_id();
        self.does(Action::AddOutfall(Outfall {
            id,
            code_local: code.to_owned(),
            name: format!("{code}号排污口"),
            county: "忻府区".to_owned(),
            lon: Some(112.73),
            lat: Some(38.42),
            confirmed_on: Some(date(2026, 1, 1)),
            ..Outfall::default()
        }));
        id
    }

    /// Records facts about an outfall.
    pub(crate) fn records(&mut self, outfall: RecordId, records: Vec<AnyRecord>) {
        self.does(Action::Record { outfall, records, photos: Vec::new() });
    }
}

/// Runs the program without a display, with a home folder of its own.
pub(crate) fn paikou(home: &Path, arguments: &[&str]) -> Output {
    command(home, arguments).output().unwrap()
}

/// The program, ready to run.
pub(crate) fn command(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paikou"));
    command.args(arguments).env("HOME", home).env("XDG_CONFIG_HOME", home.join("config"));
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(name);
    }
    command
}

/// What the program printed, if it ended with this exit code.
#[track_caller]
pub(crate) fn printed(output: &Output, code: i32) -> String {
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{complaint}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

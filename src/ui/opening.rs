//! A project that is being opened, made or demonstrated while the window goes on drawing.

use std::{
    fs, io,
    sync::{
        Arc,
        mpsc::{Receiver, TryRecvError, channel},
    },
    thread,
};

use eframe::egui::Context;

use super::Leave;
use crate::{
    app::{Env, Problem, Workspace, demo, this_device},
    i18n::Lang,
};

/// How it ended.
pub(super) enum Task {
    Ready(Box<Workspace>),
    Failed(Problem),
    /// The thread is gone without an answer: a bug.
    Died,
}

/// The work in the background.
pub(super) struct Opening {
    name: String,
    result: Receiver<Result<Workspace, Problem>>,
}

impl Opening {
    /// Starts.
    pub(super) fn start(ctx: &Context, lang: Lang, leave: Leave) -> io::Result<Self> {
        let name = match &leave {
            Leave::Open(path) | Leave::Create(path, _) | Leave::Demo(path) => path.display().to_string(),
        };
        let (sender, result) = channel();
        let ctx = ctx.clone();
        thread::Builder::new().name("opening".to_owned()).spawn(move || {
            // Nobody waits any more when the window has gone.
            sender.send(work(&ctx, lang, leave)).ok();
            ctx.request_repaint();
        })?;
        Ok(Self { name, result })
    }

    /// What is being opened.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The result, once it is there.
    pub(super) fn poll(&self) -> Option<Task> {
        match self.result.try_recv() {
            Ok(Ok(workspace)) => Some(Task::Ready(Box::new(workspace))),
            Ok(Err(problem)) => Some(Task::Failed(problem)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Task::Died),
        }
    }
}

fn work(ctx: &Context, lang: Lang, leave: Leave) -> Result<Workspace, Problem> {
    let waker = ctx.clone();
    let env = Env::new(this_device(), Arc::new(move || waker.request_repaint())).reading_apart();
    match leave {
        Leave::Open(path) => Workspace::open(&path, env),
        Leave::Create(path, name) => Workspace::create(&path, &name, env),
        Leave::Demo(folder) => {
            fs::create_dir_all(&folder)
                .map_err(|source| Problem::Unwritable { path: folder.clone(), source })?;
            demo::prepare(&folder, env, lang)
        }
    }
}

//! The command line: everything a supervisor repeats can be scripted.
//!
//! Exit code 0: done. 1: done, but with findings. 2: wrong use, or input that can not be used. 3: a bug.
//! Results go to standard output, everything else to standard error. One file for each subcommand; they
//! all call [`crate::app`].

mod arguments;
mod check;
mod demo;
mod export;
mod import;
mod layers;
mod list;
mod new;
mod output;
mod photos;
mod progress;
mod record;
mod render;
mod show;
mod trace;
mod verify;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser as _;

use self::{
    arguments::{Arguments, Command},
    output::{Done, Failure, Output},
};
use crate::{app::serve_import, i18n::Lang};

/// Runs the program with these arguments, the program's own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nothing is left to tell where even this can not be printed.
            error.print().ok();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let lang = arguments.lang.as_deref().and_then(Lang::parse).unwrap_or_else(system_lang);
    let mut output = Output::new(lang);
    let result = dispatch(arguments, &mut output);
    match result {
        Ok(Done::Fine) => ExitCode::SUCCESS,
        Ok(Done::Findings) => ExitCode::from(1),
        Err(failure) => {
            output.complain(&failure.say(lang));
            ExitCode::from(failure.code())
        }
    }
}

fn dispatch(arguments: Arguments, output: &mut Output) -> Result<Done, Failure> {
    let Some(command) = arguments.command else {
        return demo::open_window(arguments.project.as_deref(), output);
    };
    match command {
        Command::Demo { folder } => demo::run(&folder, output),
        Command::New { project, name } => new::run(&project, name, output),
        Command::Import(arguments) => import::run(&arguments, output),
        Command::ImportWorker { encoding, layer, file } => {
            serve_import(&file, encoding, layer)?;
            Ok(Done::Fine)
        }
        Command::Layers { project, json } => layers::run(&project, json, output),
        Command::Progress(arguments) => progress::run(&arguments, output),
        Command::List { project, filter, json } => list::run(&project, filter.as_deref(), json, output),
        Command::Show { project, outfall, json } => show::run(&project, &outfall, json, output),
        Command::Record { project, outfall, stage, file } => {
            record::run(&project, &outfall, &stage, &file, output)
        }
        Command::Photos(arguments) => photos::run(&arguments, output),
        Command::Trace(arguments) => trace::run(&arguments, output),
        Command::Check { project, json } => check::run(&project, json, output),
        Command::Export(arguments) => export::run(&arguments, output),
        Command::Render(arguments) => render::run(&arguments, output),
        Command::Verify { project, json } => verify::run(&project, json, output),
    }
}

/// Chinese first: English only where the system says so and says nothing of Chinese.
fn system_lang() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
    match set {
        Some(name) if name.starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}

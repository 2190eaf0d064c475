//! What the user is told: what happened, to which file, and what to do about it.

use std::{path::PathBuf, sync::Arc};

use super::{
    Exported, FactError, ImportPreview, JobKind,
    basemap::{BadAddress, Trouble},
    import::{ImportError, ImportReport},
    photo::{Attached, Copies, PhotoPlan},
    words,
};
use crate::{
    domain::{coordinate, op::Deed, project::Misfit, role::Role, shape::ShapeFault, stage::Missing},
    formats,
    i18n::Lang,
    report, storage,
};

/// How much a notice should stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// All went well.
    Info,
    /// It worked, but not for all of the data.
    Warning,
    /// It did not happen.
    Error,
}

/// Something to tell the user, once.
#[derive(Debug)]
pub enum Notice {
    /// A file came in, or would have in a dry run.
    Imported(Box<ImportReport>),
    /// A file was read and can be looked at before it comes in.
    Previewed(Arc<ImportPreview>),
    /// A step was saved.
    Done {
        /// What it was.
        deed: Deed,
        /// What it was done to.
        subject: String,
    },
    /// Files were attached to outfalls.
    Attached(Attached),
    /// It was found out where photos belong; nothing was kept yet.
    PhotosPlanned(Box<PhotoPlan>),
    /// Copies of photos were written.
    Copied(Copies),
    /// A file was written and read back.
    Exported(Exported),
    /// A visit sheet was written.
    Printed(PathBuf),
    /// A picture of the map was written.
    Drawn(PathBuf),
    /// Something did not work.
    Failed(Problem),
}

impl Notice {
    /// How much the notice should stand out.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Imported(report) if !report.skipped.is_empty() => Severity::Warning,
            Self::Attached(attached) if !attached.doubts.is_empty() => Severity::Warning,
            Self::Copied(copies) if !copies.left_out.is_empty() => Severity::Warning,
            Self::Imported(_)
            | Self::Previewed(_)
            | Self::Done { .. }
            | Self::Attached(_)
            | Self::PhotosPlanned(_)
            | Self::Copied(_)
            | Self::Exported(_)
            | Self::Printed(_)
            | Self::Drawn(_)
            | Self::Failed(Problem::Cancelled) => Severity::Info,
            Self::Failed(_) => Severity::Error,
        }
    }

    /// One line for the person.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Imported(report) => report.summary(lang),
            Self::Previewed(preview) => match &preview.outcome {
                Ok(_) => preview.reports().map(|it| it.summary(lang)).collect::<Vec<_>>().join("\n"),
                Err(problem) => problem.say(lang),
            },
            Self::Done { deed, subject } if subject.is_empty() => lang.term(*deed).to_owned(),
            Self::Done { deed, subject } => format!("{}{}{subject}", lang.term(*deed), lang.pick("：", ": ")),
            Self::Attached(attached) => words::attached(attached, lang),
            Self::PhotosPlanned(plan) => words::planned(plan, lang),
            Self::Copied(copies) => words::copied(copies, lang),
            Self::Exported(done) => {
                let (path, rows) = (done.path.display(), done.rows);
                lang.pick(
                    format!("已写出并核对 {rows} 行：{path}"),
                    format!("Wrote and checked {rows} rows: {path}"),
                )
            }
            Self::Printed(path) => {
                let path = path.display();
                lang.pick(format!("工作记录单已写出：{path}"), format!("Wrote the visit sheet: {path}"))
            }
            Self::Drawn(path) => {
                let path = path.display();
                lang.pick(format!("图片已写出：{path}"), format!("Wrote the picture: {path}"))
            }
            Self::Failed(problem) => problem.say(lang),
        }
    }
}

/// Why something did not work, in terms of what the user asked for.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The user stopped it.
    #[error("cancelled")]
    Cancelled,
    /// The project could not be opened or made.
    #[error("the project was not opened")]
    NotOpened(#[source] storage::Error),
    /// A change could not be kept.
    #[error("the change was not saved")]
    NotSaved(#[source] storage::Error),
    /// The project may only be looked at.
    #[error("the project is read-only ({0})")]
    ReadOnly(storage::ReadOnly),
    /// What is typed into a form could not be kept as a draft.
    #[error("the draft was not kept")]
    DraftNotKept(#[source] storage::Error),
    /// It takes another role than that of the person who works here.
    #[error("it takes the role {needed:?}")]
    NotAllowed {
        /// The role that may do it.
        needed: Role,
    },
    /// Something in the project file could not be read.
    #[error("the project file could not be read")]
    NotRead(#[source] storage::Error),
    /// A file could not be brought in.
    #[error("the file was not imported")]
    NotImported(#[source] formats::Error),
    /// A file was read, but what it holds can not be used.
    #[error("{file} can not be used")]
    NotPlanned {
        /// The file.
        file: String,
        /// Why.
        #[source]
        source: ImportError,
    },
    /// A file has nothing in it that could be brought in.
    #[error("nothing to import in {file}")]
    NothingToImport {
        /// The file.
        file: String,
    },
    /// The text of a `--columns` file is not understood.
    #[error("the columns file is not understood")]
    BadColumns(#[source] super::import::BadColumns),
    /// The coordinate system asked for is not known.
    #[error("coordinate system {name} is not known")]
    UnknownCrs {
        /// As it was written.
        name: String,
        /// Why.
        #[source]
        source: coordinate::Error,
    },
    /// A fact lacks what its gate asks for.
    #[error("the record is not complete")]
    GateClosed {
        /// The code of the outfall.
        outfall: String,
        /// What is missing.
        missing: Vec<Missing>,
    },
    /// A fact could not be understood.
    #[error("the record is not understood")]
    BadFact(#[from] FactError),
    /// An outfall that was asked for is not there.
    #[error("there is no outfall {code}")]
    NoSuchOutfall {
        /// What it was asked for by.
        code: String,
    },
    /// Merging or marking a duplicate would run in a circle.
    #[error("the target leads back to the outfall itself")]
    Circle,
    /// A correction does not say why.
    #[error("a correction needs a reason")]
    NoReason,
    /// What is to be corrected was corrected before.
    #[error("the record has been corrected already")]
    CorrectedAlready,
    /// The shapes of an imported layer can not be edited.
    #[error("the layer {layer} is locked")]
    LayerLocked {
        /// Its name.
        layer: String,
    },
    /// A layer is no longer as it was when the edit was made.
    #[error("the layer {layer} has changed")]
    LayerChanged {
        /// Its name.
        layer: String,
    },
    /// A layer has too many features to be edited.
    #[error("the layer {layer} has more than {most} features")]
    TooManyShapes {
        /// Its name.
        layer: String,
        /// How many it may have.
        most: usize,
    },
    /// A drawn shape is not sound.
    #[error("the shape is not sound: {0:?}")]
    BadShape(ShapeFault),
    /// There is nothing to undo or redo.
    #[error("nothing to undo or redo")]
    NothingToUndo,
    /// The change no longer fits what is there.
    #[error("the change no longer fits the project")]
    Misfit(#[from] Misfit),
    /// A file could not be read.
    #[error("can not read {path}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("can not write {path}")]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A report could not be made, or did not read back as it was written.
    #[error("the report was not written")]
    NotExported(#[from] report::Error),
    /// A picture can not be written under this name.
    #[error("{path} does not end in .png, .pdf or .svg")]
    NoSuchPicture {
        /// The file.
        path: PathBuf,
    },
    /// A layer that was asked for is not there.
    #[error("there is no layer {name}")]
    NoSuchLayer {
        /// What it was asked for by.
        name: String,
        /// The layers that there are.
        known: Vec<String>,
    },
    /// A file can not be a basemap.
    #[error("the basemap can not be used")]
    NoBasemap(#[source] formats::basemap::Error),
    /// A bug, or a file made to do harm: opening a basemap ended without an answer.
    #[error("opening the basemap ended unexpectedly")]
    BasemapDied,
    /// An address of tiles is not understood.
    #[error("the address is not understood")]
    BadAddress(#[source] BadAddress),
    /// The key of a provider of tiles is not on this device.
    #[error("there is no key for {host}")]
    NoKey {
        /// The host of the provider.
        host: String,
    },
    /// Only basemaps from the network, and those that are shown, can be kept offline.
    #[error("the basemap is not from the network or not shown")]
    NotOnline,
    /// Tiles from the network did not come.
    #[error("tiles did not come: {0:?}")]
    NoTiles(Trouble),
    /// The network has no tiles there.
    #[error("there are no tiles to keep")]
    NothingKept,
    /// A picture could not be drawn.
    #[error("the picture was not drawn")]
    NotDrawn(#[source] crate::map::picture::Error),
    /// A trace could not begin.
    #[error("the trace did not begin")]
    NotTraced(#[source] super::TraceError),
    /// The system would not start another thread.
    #[error("no background job could be started")]
    NoThread(#[source] std::io::Error),
    /// A bug: the job ended without an answer.
    #[error("the background job died")]
    JobDied {
        /// What it was doing.
        what: JobKind,
    },
}

impl From<formats::Error> for Problem {
    fn from(error: formats::Error) -> Self {
        // Whoever stopped it knows why it was not imported.
        if matches!(error.reason, formats::Reason::Cancelled) {
            Self::Cancelled
        } else {
            Self::NotImported(error)
        }
    }
}

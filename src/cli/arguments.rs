//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::domain::{progress::Grouping, settings::Formula};

/// 排口: the outfall desk. Check, measure, trace, fix and manage river outfalls, offline, in one file.
#[derive(Debug, Parser)]
#[command(name = "paikou", version)]
pub(super) struct Arguments {
    /// Language of all messages: zh or en
    #[arg(long, global = true, value_parser = ["zh", "en"])]
    pub(super) lang: Option<String>,
    /// The project to open in the window
    pub(super) project: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a project from the sample data, with progress table, ledger and map, and open it
    Demo {
        /// Where to put it
        #[arg(default_value = "paikou-demo")]
        folder: PathBuf,
    },
    /// Make an empty project
    New {
        project: PathBuf,
        #[arg(long)]
        name: Option<String>,
    },
    /// Bring in layers and ledgers
    Import(Box<ImportArguments>),
    /// Read a file for another process of this program: how `import` keeps clear of broken files
    #[command(hide = true)]
    ImportWorker {
        #[arg(long)]
        encoding: Option<String>,
        #[arg(long)]
        layer: Option<String>,
        file: PathBuf,
    },
    /// List the layers
    Layers {
        project: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// The traced and the fixed rate, by group, as of any day
    Progress(ProgressArguments),
    /// List outfalls with their states, what is missing and when it is due
    List {
        project: PathBuf,
        /// For example: county=忻府区 and trace=untraced
        #[arg(long = "where", value_name = "FILTER")]
        filter: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// One outfall: facts, states, gates, history
    Show {
        project: PathBuf,
        /// Its code or its name
        outfall: String,
        #[arg(long)]
        json: bool,
    },
    /// Add a fact through the same gates as the forms
    Record {
        project: PathBuf,
        /// Its code
        outfall: String,
        /// check, measure, trace, fix, manage, register or photo
        stage: String,
        /// A JSON file; - for standard input
        file: PathBuf,
    },
    /// Bring in a folder of photos, each with the outfall and the visit that it was taken at; or copy photos out
    Photos(PhotosArguments),
    /// Trace along the river network
    Trace(TraceArguments),
    /// Check the data
    Check {
        project: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// Write a report
    Export(ExportArguments),
    /// Draw the map into a file
    Render(RenderArguments),
    /// Verify the file, its operations, hashes and photos
    Verify {
        project: PathBuf,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    pub(super) project: PathBuf,
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    /// outfall, river, zone, section, source, county, village, sewer or reference
    #[arg(long = "as", value_name = "KIND")]
    pub(super) kind: String,
    /// The name for the layer
    #[arg(long = "layer", value_name = "NAME")]
    pub(super) layer_name: Option<String>,
    /// The text encoding, where the file is wrong about it
    #[arg(long)]
    pub(super) encoding: Option<String>,
    /// EPSG:N, where the file is wrong about it or says nothing
    #[arg(long)]
    pub(super) crs: Option<String>,
    /// Which heading means which column
    #[arg(long, value_name = "FILE.toml")]
    pub(super) columns: Option<PathBuf>,
    /// Only say what would happen
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Write the rows that were left out, with the reason
    #[arg(long, value_name = "OUT.csv")]
    pub(super) rejects: Option<PathBuf>,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct TraceArguments {
    pub(super) project: PathBuf,
    /// outfall:CODE, section:NAME, source:NAME, at:LON,LAT or feature:LAYER:FIELD=VALUE
    #[arg(long)]
    pub(super) from: String,
    /// up or down
    #[arg(long)]
    pub(super) direction: String,
    /// No farther than this along the water
    #[arg(long, value_name = "KM", allow_hyphen_values = true)]
    pub(super) max_km: Option<f64>,
    /// No farther than the next section
    #[arg(long)]
    pub(super) to_section: bool,
    /// Only along the main path, where attributes or names say which that is
    #[arg(long)]
    pub(super) main: bool,
    /// The column that names a reach; the number of its row if not given
    #[arg(long, value_name = "FIELD")]
    pub(super) id_field: Option<String>,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ProgressArguments {
    pub(super) project: PathBuf,
    #[arg(long, default_value = "county")]
    pub(super) by: GroupingName,
    /// The day, YYYY-MM-DD; today if not given
    #[arg(long)]
    pub(super) as_of: Option<jiff::civil::Date>,
    /// Z1, Z2 or Z3; the project's own if not given
    #[arg(long)]
    pub(super) formula: Option<FormulaName>,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    pub(super) project: PathBuf,
    /// ledger, register, dispatch, tracing, remediation, lag or visit-sheet
    #[arg(long)]
    pub(super) report: String,
    /// .xlsx, .csv or .geojson; .pdf for visit-sheet
    #[arg(long)]
    pub(super) out: PathBuf,
    #[arg(long, default_value = "county")]
    pub(super) by: GroupingName,
    #[arg(long)]
    pub(super) as_of: Option<jiff::civil::Date>,
    /// For visit-sheet: the outfall; a sheet that fits any if not given
    #[arg(long)]
    pub(super) outfall: Option<String>,
    /// For visit-sheet: with nothing filled in of the visit, to be written on by hand; else its latest visit
    #[arg(long, requires = "outfall")]
    pub(super) blank: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(super) struct PhotosArguments {
    pub(super) project: PathBuf,
    /// A folder of photos; with --copy, where the copies go
    pub(super) folder: PathBuf,
    /// Only say what would happen
    #[arg(long)]
    pub(super) dry_run: bool,
    #[arg(long)]
    pub(super) json: bool,
    /// Copy the photos of the project into the folder: pixels only, without what the cameras wrote
    #[arg(long, conflicts_with = "dry_run")]
    pub(super) copy: bool,
    /// With --copy: the originals, with the time, the place and the camera that they tell
    #[arg(long, requires = "copy")]
    pub(super) originals: bool,
}

#[derive(Debug, Args)]
pub(super) struct RenderArguments {
    pub(super) project: PathBuf,
    /// A .png, .pdf or .svg file
    #[arg(long)]
    pub(super) out: PathBuf,
    /// Width and height in pixels, or A4, A4-portrait, A3, A3-portrait
    #[arg(long, default_value = "1600x1200")]
    pub(super) size: String,
    /// West, south, east, north in degrees; everything if not given
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true)]
    pub(super) extent: Option<String>,
    /// Pixels per inch, 24 to 1200: symbols and letters have the same size on paper
    #[arg(long, default_value_t = 96, value_parser = clap::value_parser!(u32).range(24..=1200))]
    pub(super) dpi: u32,
    /// Only these layers, by name, separated by commas; that of the outfalls is 排污口 or outfalls
    #[arg(long, value_name = "NAME,NAME")]
    pub(super) layers: Option<String>,
    /// What stands above the map; the project's name if not given, nothing if empty
    #[arg(long)]
    pub(super) title: Option<String>,
    /// light or dark; and stage, overdue, class, zone or plain for what the symbols of outfalls say. May be given twice
    #[arg(long, value_delimiter = ',')]
    pub(super) theme: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum GroupingName {
    County,
    Town,
    River,
    Section,
    Class,
    Unit,
}

impl From<GroupingName> for Grouping {
    fn from(name: GroupingName) -> Self {
        match name {
            GroupingName::County => Self::County,
            GroupingName::Town => Self::Town,
            GroupingName::River => Self::River,
            GroupingName::Section => Self::Section,
            GroupingName::Class => Self::Class,
            GroupingName::Unit => Self::Unit,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FormulaName {
    #[value(name = "Z1", alias = "z1")]
    Z1,
    #[value(name = "Z2", alias = "z2")]
    Z2,
    #[value(name = "Z3", alias = "z3")]
    Z3,
}

impl From<FormulaName> for Formula {
    fn from(name: FormulaName) -> Self {
        match name {
            FormulaName::Z1 => Self::Z1,
            FormulaName::Z2 => Self::Z2,
            FormulaName::Z3 => Self::Z3,
        }
    }
}

//! Every failure is said in the user's language: no English in the Chinese, no Chinese in the English.

use std::path::PathBuf;

use super::*;
use crate::{
    app::{
        FactError,
        import::{ColumnOverrides, ImportError},
    },
    domain::{
        RecordId, Value,
        coordinate::{self, Crs, angle},
        filter::Filter,
        project::Misfit,
        role::Role,
        stage::Missing,
        table::{ReadWarning, ShapeFault, SkipReason},
        value::{BadValue, Wanted},
    },
    formats::{self, Damage, EntryFault, Fate, Quantity, Reason, Stage, Unsupported},
    map::picture,
    report::{self, Counted},
    storage::{self, CellPlace, Conflict, ErrorKind, NotAProject, ReadOnly},
};

/// Names of formats and the words of the program's own files and options, which are the same in every language.
const TERMS: &[&str] = &[
    "EPSG",
    "GeoPackage",
    "GeoJSON",
    "TopoJSON",
    "JSON",
    "SQLite",
    "XLSX",
    "xlsx",
    "xlsb",
    "gpkg",
    "columns",
    "synchronous",
    "check",
    "measure",
    "trace",
    "manage",
    "register",
    "photo",
    "CGCS",
];

/// Is there a word of four letters or more that is neither a term nor a name?
fn english_in(text: &str, names: &[&str]) -> Option<String> {
    let text = names.iter().fold(text.to_owned(), |text, name| text.replace(name, "…"));
    let words = text.split(|letter: char| !letter.is_ascii_alphabetic());
    words.filter(|word| word.len() >= 4 && !TERMS.contains(word)).map(str::to_owned).next()
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[track_caller]
fn check_said(say: impl Fn(Lang) -> String, names: &[&str]) {
    let (zh, en) = (say(Lang::Zh), say(Lang::En));
    assert_eq!(english_in(&zh, names), None, "{zh}");
    assert!(zh.chars().any(is_chinese), "{zh}");
    let bare = names.iter().fold(en.clone(), |text, name| text.replace(name, "…"));
    assert!(!bare.chars().any(is_chinese), "{en}");
    assert!(!en.is_empty() && !zh.contains(": ") && !zh.contains("。。"), "{zh} / {en}");
}

#[track_caller]
fn check(problem: &Problem) {
    check_said(|lang| problem.say(lang), &["river.shp", "p.gpkg", "/data", "Beijing 1954"]);
    assert!(!problem.details().chars().any(is_chinese), "{}", problem.details());
}

fn library() -> Box<dyn Error + Send + Sync> {
    "unexpected end of archive".into()
}

fn bad_value(wanted: Wanted) -> BadValue {
    BadValue { value: Value::Text("7".to_owned()), wanted }
}

const EVERY_WANTED: &[Wanted] = &[
    Wanted::Text,
    Wanted::Number,
    Wanted::WholeNumber,
    Wanted::Measurement,
    Wanted::YesOrNo,
    Wanted::Date,
    Wanted::Identity,
    Wanted::Column,
    Wanted::Code,
    Wanted::State,
    Wanted::GateTerm,
    Wanted::Parameter,
    Wanted::Utf8,
    Wanted::NoBytes,
];

fn misfits() -> Vec<Misfit> {
    let id = RecordId::NIL;
    vec![
        Misfit::NoSuchRow { table: "outfall", id },
        Misfit::AlreadyThere { table: "visit", id },
        Misfit::StillNeeded { table: "sample", id },
        Misfit::BadCell { column: "on".to_owned(), source: bad_value(Wanted::Date) },
    ]
}

#[test]
fn basemaps_that_can_not_be_used_are_told_in_both_languages() {
    use crate::{
        app::basemap::{BadAddress, Trouble},
        formats::basemap::{Error, Part, Quantity, Reason},
    };
    let mut reasons = vec![
        Reason::Unknown,
        Reason::NoTiles,
        Reason::Version(2),
        Reason::Library(library()),
        Reason::NoPlace,
        Reason::NoCrs,
        Reason::Crs(coordinate::Error::UnknownEpsg(9)),
    ];
    reasons.extend(system_errors().into_iter().map(Reason::Io));
    reasons.extend(
        [Part::Header, Part::Directory, Part::Tile, Part::WorldFile, Part::Tags].map(Reason::Damaged),
    );
    reasons.extend(
        [
            Quantity::TileBytes,
            Quantity::TileSide,
            Quantity::DirectoryBytes,
            Quantity::DirectoryEntries,
            Quantity::Zooms,
            Quantity::Features,
            Quantity::Points,
            Quantity::WholePixels,
            Quantity::ImageSide,
            Quantity::ChunkPixels,
            Quantity::SidecarBytes,
        ]
        .map(|what| Reason::TooLarge { what, limit: 9 }),
    );
    for reason in reasons {
        let problem = Problem::NoBasemap(Error { path: PathBuf::from("/data/a.tif"), reason });
        let names = ["MBTiles", "PMTiles", "GeoTIFF", "JPEG", "/data"];
        check_said(|lang| problem.say(lang), &names);
    }
    check(&Problem::BasemapDied);
    check(&Problem::NotOnline);
    check(&Problem::NothingKept);
    for trouble in [Trouble::NoNetwork, Trouble::Refused(403), Trouble::NoPicture] {
        check_said(|lang| Problem::NoTiles(trouble).say(lang), &["HTTP"]);
    }
    for bad in [BadAddress::Scheme, BadAddress::Places, BadAddress::Zooms] {
        check_said(|lang| Problem::BadAddress(bad).say(lang), &["http", "https"]);
    }
    check_said(|lang| Problem::NoKey { host: "t0.gov.cn".to_owned() }.say(lang), &["t0.gov.cn"]);
}

#[test]
fn files_that_can_not_be_read_are_told_in_both_languages() {
    let not_json = || serde_json::from_str::<serde_json::Value>("{").unwrap_err();
    let mut reasons = vec![
        Reason::from(not_json()),
        Reason::Library(library()),
        Reason::UnknownEncoding("GBX".to_owned()),
        Reason::NoSuchLayer { asked: "a".to_owned(), present: vec!["b".to_owned(), "c".to_owned()] },
        Reason::Cancelled,
    ];
    reasons.extend(
        [
            Fate::Memory,
            Fate::Time,
            Fate::Stalled,
            Fate::Killed,
            Fate::Crashed,
            Fate::NotStarted,
            Fate::Garbled,
        ]
        .map(Reason::Worker),
    );
    reasons.extend(system_errors().into_iter().map(Reason::Io));
    reasons.extend(
        [
            Unsupported::Folder,
            Unsupported::NoBytes,
            Unsupported::Empty,
            Unsupported::OldOffice,
            Unsupported::Archive(".zip"),
            Unsupported::Pdf,
            Unsupported::Picture,
            Unsupported::Companion,
            Unsupported::NoGeoPackage,
            Unsupported::NoWorkbook,
            Unsupported::OtherMapFormat,
            Unsupported::WebPage,
            Unsupported::Unknown,
            Unsupported::BinaryWorkbook,
            Unsupported::WordDocument,
            Unsupported::Presentation,
            Unsupported::OpenDocument,
            Unsupported::NoLayers,
            Unsupported::OtherDatabase,
            Unsupported::TopoJson,
            Unsupported::BinaryDrawing,
            Unsupported::EmptyArchive,
            Unsupported::Locked,
        ]
        .map(Reason::NotSupported),
    );
    reasons.extend(
        [
            Damage::NotUtf8 { line: 3 },
            Damage::NoObject,
            Damage::NoFeatures,
            Damage::NoType,
            Damage::NotShp,
            Damage::NotKml,
            Damage::NotGpx,
            Damage::NotDxf,
            Damage::DbfHeader,
            Damage::DbfColumns { columns: 30, row: 20 },
            Damage::TextCount { count: 30, room: 20 },
            Damage::EntryName(EntryFault::Outside),
            Damage::EntryName(EntryFault::NotAName),
            Damage::EntryName(EntryFault::Link),
            Damage::EntryName(EntryFault::Twice),
        ]
        .map(Reason::Damaged),
    );
    reasons.extend(too_large());
    for (reason, stage) in
        reasons.into_iter().zip([Stage::Open, Stage::Structure, Stage::Rows].into_iter().cycle())
    {
        // Not by `From`, which takes the cancelled one for what it is.
        let problem =
            Problem::NotImported(formats::Error { path: PathBuf::from("/data/river.shp"), stage, reason });
        check(&problem);
    }
}

fn too_large() -> Vec<Reason> {
    let quantities = [
        Quantity::TextBytes,
        Quantity::GeoJsonBytes,
        Quantity::Columns,
        Quantity::Cells,
        Quantity::Places,
        Quantity::Coordinates,
        Quantity::Entries,
        Quantity::EntryBytes,
        Quantity::UnpackedBytes,
        Quantity::SharedTextBytes,
        Quantity::Depth,
        Quantity::WorkbookBytes,
        Quantity::Vertices,
    ];
    quantities.into_iter().map(|what| Reason::TooLarge { what, limit: 9 }).collect()
}

fn system_errors() -> Vec<io::Error> {
    use io::ErrorKind as Kind;
    let kinds = [
        Kind::NotFound,
        Kind::PermissionDenied,
        Kind::AlreadyExists,
        Kind::IsADirectory,
        Kind::NotADirectory,
        Kind::ReadOnlyFilesystem,
        Kind::StorageFull,
        Kind::QuotaExceeded,
        Kind::FileTooLarge,
        Kind::ResourceBusy,
        Kind::InvalidData,
        Kind::InvalidFilename,
        Kind::BrokenPipe,
        Kind::OutOfMemory,
        Kind::WouldBlock,
        Kind::Unsupported,
    ];
    kinds.into_iter().map(io::Error::from).chain([io::Error::from_raw_os_error(5)]).collect()
}

#[test]
fn project_files_that_fail_are_told_in_both_languages() {
    let text = || "7".to_owned();
    let conflict = Conflict {
        table: "outfall",
        row: RecordId::NIL,
        column: "name".to_owned(),
        expected: Value::Null,
        found: Value::Null,
    };
    let place = CellPlace { table: "outfall".to_owned(), column: "lon".to_owned(), row: text() };
    let read_only =
        || [ReadOnly::NoPermission, ReadOnly::Asked, ReadOnly::NewerVersion { found: "2.0".to_owned() }];
    let mut kinds = vec![
        ErrorKind::Exists,
        ErrorKind::Missing,
        ErrorKind::TooOld { found: "0.9".to_owned(), known: "1.0".to_owned() },
        ErrorKind::Pragma { pragma: "synchronous", found: text() },
        ErrorKind::Backup(Box::new(ErrorKind::Missing)),
        ErrorKind::Damaged("row 5 missing from index".to_owned()),
        ErrorKind::Nothing,
        ErrorKind::Conflict(Box::new(conflict)),
        ErrorKind::Dangling { table: "visit".to_owned(), parent: "outfall".to_owned() },
        ErrorKind::BadCell { place: Box::new(place), source: bad_value(Wanted::Number) },
        ErrorKind::NotFinite(text()),
        ErrorKind::BadOperation { device: text(), seq: 3 },
        ErrorKind::NoSuchStep(RecordId::NIL),
        ErrorKind::BlobMissing { sha256: text() },
        ErrorKind::BlobUnreadable { path: "/data/a.jpg".into(), source: io::ErrorKind::NotFound.into() },
        ErrorKind::BlobWrong { sha256: text() },
        ErrorKind::BadTableName(text()),
        ErrorKind::NoFeatures(text()),
        ErrorKind::FeaturesWrong(text()),
        ErrorKind::Geometry(text()),
        ErrorKind::WriterGone,
    ];
    let others = [NotAProject::NotSqlite, NotAProject::NotGeoPackage, NotAProject::ForeignGeoPackage];
    kinds.extend(others.map(ErrorKind::NotAProject));
    kinds.extend(read_only().map(ErrorKind::ReadOnly));
    kinds.extend(system_errors().into_iter().map(ErrorKind::Io));
    kinds.extend(misfits().into_iter().map(ErrorKind::Misfit));
    for kind in kinds {
        let error = storage::Error { kind, path: PathBuf::from("/data/p.gpkg") };
        check(&Problem::NotSaved(error));
    }
    for reason in read_only() {
        check(&Problem::ReadOnly(reason));
    }
}

#[test]
fn what_the_user_wrote_is_told_in_both_languages() {
    let not_json = serde_json::from_str::<serde_json::Value>("{").unwrap_err();
    let mut facts = vec![
        FactError::NotJson(not_json),
        FactError::NotARecord { item: 1 },
        FactError::NoSuchStage { item: 1, stage: "fly".to_owned() },
        FactError::NoSuchColumn { item: 1, column: "on".to_owned() },
        FactError::NoSuchOutfall { item: 1, code: "X-1".to_owned() },
    ];
    facts.extend(EVERY_WANTED.iter().map(|wanted| FactError::BadValue {
        item: 2,
        column: "on".to_owned(),
        source: bad_value(*wanted),
    }));
    facts.push(FactError::BadValue {
        item: 2,
        column: "on".to_owned(),
        source: BadValue { value: Value::Null, wanted: Wanted::Text },
    });
    for error in facts {
        check(&Problem::BadFact(error));
    }
    for text in ["[columns]\na = 1", "[column]\na = \"b\"", "x", ""] {
        check(&Problem::BadColumns(ColumnOverrides::parse(text).unwrap_err()));
    }
    for text in ["EPSG:4", "the usual one", "x"] {
        let source = text.parse::<Crs>().unwrap_err();
        let problem = Problem::UnknownCrs { name: text.to_owned(), source };
        check_said(|lang| problem.say(lang), &[text]);
    }
    for text in
        ["colour=red", "=x", "电厂", "name=甲 and", "trace<traced", "lon>东", "name=\"电厂", "trace=done"]
    {
        let error = Filter::parse(text).unwrap_err();
        check_said(|lang| error.say(lang), &["colour", "done", "电厂", "东"]);
    }
    for text in ["", "/", "112°60′00″", "112度26分60秒", "181"] {
        let error = angle::parse(text).unwrap_err();
        check_said(|lang| error.say(lang), &[]);
    }
}

#[test]
fn everything_else_is_told_in_both_languages() {
    let (path, file) = (PathBuf::from("/data/p.gpkg"), "river.shp".to_owned());
    for misfit in misfits() {
        check(&Problem::Misfit(misfit));
    }
    for source in system_errors() {
        check(&Problem::Unreadable { path: path.clone(), source });
    }
    for source in system_errors() {
        check(&Problem::Unwritable { path: path.clone(), source });
    }
    let what = [
        JobKind::Import { file: file.clone() },
        JobKind::LoadLayer,
        JobKind::LoadHistory,
        JobKind::LoadPhoto,
        JobKind::ReadPhotos,
        JobKind::AddBasemap,
        JobKind::KeepOffline { name: file.clone() },
        JobKind::Export,
        JobKind::Picture,
    ];
    for what in what {
        check(&Problem::JobDied { what });
    }
    for what in [Counted::Sheets, Counted::Rows, Counted::Cells] {
        let error = report::Error::Differs { sheet: "1".to_owned(), what, wanted: 2, found: 1 };
        check(&Problem::NotExported(error));
    }
    for error in [
        report::Error::TooLong { sheet: "1".to_owned(), rows: 2_000_000 },
        report::Error::CellDiffers { sheet: "1".to_owned(), row: 2, column: 3 },
    ] {
        check(&Problem::NotExported(error));
    }
    for problem in [
        Problem::Cancelled,
        Problem::NothingToImport { file },
        Problem::NoSuchOutfall { code: "X-1".to_owned() },
        Problem::Circle,
        Problem::NoReason,
        Problem::CorrectedAlready,
        Problem::NothingToUndo,
        Problem::NotAllowed { needed: Role::Supervisor },
        Problem::NotAllowed { needed: Role::Inspector },
        Problem::LayerLocked { layer: "river.shp".to_owned() },
        Problem::LayerChanged { layer: "river.shp".to_owned() },
        Problem::TooManyShapes { layer: "river.shp".to_owned(), most: 20_000 },
        Problem::BadShape(crate::domain::shape::ShapeFault::Crossing { at: (112.5, 38.5) }),
        Problem::BadShape(crate::domain::shape::ShapeFault::TooFew { needed: 1 }),
        Problem::BadShape(crate::domain::shape::ShapeFault::TooFew { needed: 3 }),
        Problem::BadShape(crate::domain::shape::ShapeFault::NotOnGlobe),
        Problem::NoThread(io::ErrorKind::WouldBlock.into()),
        Problem::GateClosed { outfall: "X-1".to_owned(), missing: Missing::ALL.to_vec() },
    ] {
        check(&problem);
    }
    for error in [picture::Error::Size(0, 0), picture::Error::Paper(9, 9)] {
        let problem = Problem::NotDrawn(error);
        check_said(|lang| problem.say(lang), &[]);
    }
    let name = Problem::NoSuchPicture { path: PathBuf::from("map.bmp") };
    check_said(|lang| name.say(lang), &["map.bmp"]);
    let layer = Problem::NoSuchLayer { name: "x".to_owned(), known: vec!["y".to_owned()] };
    check_said(|lang| layer.say(lang), &["x", "y"]);
}

#[test]
fn files_of_no_use_are_told_in_both_languages() {
    let unsupported = coordinate::Error::Unsupported { name: "Beijing 1954".to_owned(), source: library() };
    let beyond = coordinate::Error::OutOfRange { x: 1.0, y: 2.0, name: "Beijing 1954".to_owned() };
    for source in [
        ImportError::ZoneUnknown,
        ImportError::CrsUnknown,
        ImportError::BadCrs(coordinate::Error::UnknownEpsg(4)),
        ImportError::BadCrs(unsupported),
        ImportError::BadCrs(beyond),
        ImportError::NothingUnderstood { headings: vec!["a".to_owned()] },
        ImportError::NoPoints,
        ImportError::BadOverride { heading: "a".to_owned(), name: "b".to_owned() },
    ] {
        check(&Problem::NotPlanned { file: "river.shp".to_owned(), source });
    }
}

#[test]
fn rows_and_warnings_of_a_reader_are_told_in_both_languages() {
    let text = || "7".to_owned();
    let mut reasons = vec![
        SkipReason::Blank,
        SkipReason::Totals,
        SkipReason::ColumnNumbers,
        SkipReason::HeadingAgain,
        SkipReason::Footer,
        SkipReason::OpenQuote,
        SkipReason::Deleted,
        SkipReason::NoRecord,
        SkipReason::NotJson { at: 3 },
        SkipReason::BadProperties { found: text() },
    ];
    reasons.extend(
        [
            ShapeFault::CutOff,
            ShapeFault::Overcounted,
            ShapeFault::BeyondFile,
            ShapeFault::NotAShape,
            ShapeFault::Extension,
            ShapeFault::UnknownKind,
            ShapeFault::TooDeep,
            ShapeFault::MixedParts,
            ShapeFault::PartsOutOfOrder,
            ShapeFault::OpenArc,
            ShapeFault::NotFinite,
            ShapeFault::NoMember("type"),
            ShapeFault::NoSuchType(text()),
            ShapeFault::NotAList(text()),
            ShapeFault::NotAPosition(text()),
        ]
        .map(SkipReason::Shape),
    );
    for reason in reasons {
        check_said(|lang| reason.say(lang), &["type"]);
    }
    let encoding = || "UTF-8".to_owned();
    for warning in [
        ReadWarning::AboveHeading { row: 1, text: text() },
        ReadWarning::TooManyMerges,
        ReadWarning::BrokenText { encoding: encoding(), count: None },
        ReadWarning::BrokenText { encoding: encoding(), count: Some(3) },
        ReadWarning::WrongLabel { labelled: encoding(), found: "GBK".to_owned() },
        ReadWarning::HiddenSheet { name: text() },
        ReadWarning::ErrorCells { count: 1 },
        ReadWarning::BinaryCells { count: 1 },
        ReadWarning::ForeignTexts { count: 1 },
        ReadWarning::FromJournal,
        ReadWarning::ViewFailed { error: "interrupted".to_owned() },
        ReadWarning::ViewEndless { rows: 1_000_000 },
        ReadWarning::FeetToMetres,
        ReadWarning::NotDrawn { kinds: "2".to_owned() },
        ReadWarning::EntriesLeft { names: "a.csv".to_owned() },
        ReadWarning::LayerGone,
        ReadWarning::NoIndex,
        ReadWarning::BadIndex,
        ReadWarning::BadRecordLength,
        ReadWarning::NoAttributes,
        ReadWarning::FewerRows { promised: 2, held: 1 },
        ReadWarning::UnevenRows { shapes: 2, rows: 1 },
        ReadWarning::MemoColumn { column: text() },
    ] {
        check_said(|lang| warning.say(lang), &[]);
    }
}

#[test]
fn a_failure_names_the_file_the_reason_and_what_to_do() {
    let reason = Reason::Library(library());
    let path = PathBuf::from("/data/river.shp");
    let problem = Problem::from(formats::Error { path, stage: Stage::Rows, reason });
    assert_eq!(
        problem.say(Lang::Zh),
        "文件没有导入：文件已损坏，或内容与扩展名不符（/data/river.shp，读取数据行时）。请用生成它的软件重新导出"
    );
    assert_eq!(
        problem.say(Lang::En),
        "The file was not imported: the file is damaged or not what its name says: unexpected end of archive \
         (/data/river.shp, while reading its rows). Write it anew with the program that made it"
    );
    assert_eq!(
        problem.details(),
        "the file was not imported: can not read /data/river.shp (reading its rows): the file is damaged or not what \
         its name says: unexpected end of archive"
    );
}

#[test]
fn an_import_that_was_stopped_is_no_failure() {
    let error = formats::Error { path: PathBuf::new(), stage: Stage::Rows, reason: Reason::Cancelled };
    assert!(matches!(Problem::from(error), Problem::Cancelled));
}

//! Every way in which ledgers write a position: each is understood, or the row says why not.

use paikou::{
    app::{Action, ImportKind, ImportRequest, Notice, import::ImportReport},
    domain::coordinate::distance_m,
};

use crate::support::Desk;

/// The place that all of them mean.
const PLACE: (f64, f64) = (112.73, 38.42);
/// A whole second is 31 m, a tenth of a minute 150 m; these notations are exact for this place.
const EXACT_M: f64 = 0.02;

/// Longitude and latitude in two cells.
const CELLS: &[(&str, &str)] = &[
    ("112.73", "38.42"),
    (" 112.73 ", " 38.42"),
    ("112.730000", "38.420000"),
    ("１１２．７３", "３８．４２"),
    ("112.73°", "38.42°"),
    ("112.73度", "38.42度"),
    ("E112.73", "N38.42"),
    ("112.73E", "38.42N"),
    ("112.73 e", "38.42 n"),
    ("E 112.73°", "N 38.42°"),
    ("东经112.73", "北纬38.42"),
    ("东经：112.73°", "北纬：38.42°"),
    ("经度112.73", "纬度38.42"),
    ("112,73", "38,42"),
    ("１１２，７３", "３８，４２"),
    ("112。73", "38。42"),
    ("+112.73", "+38.42"),
    ("112°43′48″", "38°25′12″"),
    ("112°43′48.00″", "38°25′12.00″"),
    ("112°43'48\"", "38°25'12\""),
    ("112°43’48”", "38°25’12”"),
    ("112°43‘48“", "38°25‘12“"),
    ("112°43'48''", "38°25'12''"),
    ("112º43´48˝", "38º25´12˝"),
    ("112˚43′48″", "38˚25′12″"),
    ("112° 43′ 48″", "38° 25′ 12″"),
    ("112度43分48秒", "38度25分12秒"),
    ("112 度 43 分 48 秒", "38 度 25 分 12 秒"),
    ("112度43分48", "38度25分12"),
    ("１１２°４３′４８″", "３８°２５′１２″"),
    ("１１２度４３分４８秒", "３８度２５分１２秒"),
    ("112°43＇48＂", "38°25＇12＂"),
    ("E112°43′48″", "N38°25′12″"),
    ("112°43′48″E", "38°25′12″N"),
    ("东经112°43′48″", "北纬38°25′12″"),
    ("东经112度43分48秒", "北纬38度25分12秒"),
    ("112-43-48", "38-25-12"),
    ("112－43－48", "38－25－12"),
    ("112—43—48", "38—25—12"),
    ("112:43:48", "38:25:12"),
    ("112：43：48", "38：25：12"),
    ("112 43 48", "38 25 12"),
    ("112\u{3000}43\u{3000}48", "38\u{3000}25\u{3000}12"),
    ("112°43.8′", "38°25.2′"),
    ("112°43,8′", "38°25,2′"),
    ("112 43.8", "38 25.2"),
    ("112度43.8分", "38度25.2分"),
    ("112°43′48", "38°25′12"),
    // Latitude first.
    ("38.42", "112.73"),
    ("N38.42", "E112.73"),
    ("38°25′12″", "112°43′48″"),
    ("北纬38度25分12秒", "东经112度43分48秒"),
    // Metres with their zone, east or north first.
    ("38389089.87", "4254882.13"),
    ("4254882.13", "38389089.87"),
    ("38389089.87m", "4254882.13m"),
    ("38,389,089.87", "4,254,882.13"),
];

/// What is refused.
const REFUSED: &[(&str, &str)] = &[
    ("112°75′00″", "38°25′12″"),
    ("112°43′48″", "38°25′60″"),
    ("112°26″06′", "38°25′12″"),
    ("112.4.35", "38.42"),
    ("河边", "38.42"),
    ("181.5", "38.42"),
    ("389089.87", "4254882.13"),
    ("0", "0"),
];

/// Both in one cell.
const PAIRS: &[&str] = &[
    "112.73,38.42",
    "112.73，38.42",
    "112.73；38.42",
    "112.73、38.42",
    "38.42, 112.73",
    "E112.73，N38.42",
    "N38.42,E112.73",
    "112°43′48″，38°25′12″",
    "北纬38°25′12″，东经112°43′48″",
    "112度43分48秒，38度25分12秒",
];

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Imports a table with these rows behind a code and a name, and returns the report.
fn import(desk: &mut Desk, headings: &str, rows: &[Vec<&str>]) -> ImportReport {
    let mut text = format!("编号,名称,{headings}\n");
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|it| quoted(it)).collect();
        text += &[format!("N{at}"), format!("{at}号口"), cells.join(",")].join(",");
        text.push('\n');
    }
    let path = desk.folder.path().join("坐标.csv");
    std::fs::write(&path, text).unwrap();
    let notices = desk.does(Action::Import(ImportRequest::as_kind(path, ImportKind::Outfall)));
    let report = notices.into_iter().find_map(|it| match it {
        Notice::Imported(report) => Some(*report),
        _ => None,
    });
    report.unwrap()
}

#[track_caller]
fn check_all_at_the_place(desk: &Desk, rows: &[Vec<&str>]) {
    for (at, row) in rows.iter().enumerate() {
        let entry = desk.workspace.project().entry_by_code(&format!("N{at}"));
        let outfall = &entry.unwrap_or_else(|| panic!("{row:?} is not there")).outfall;
        let place = outfall.position().unwrap_or_else(|| panic!("{row:?} has no position"));
        assert!(distance_m(place, PLACE) < EXACT_M, "{row:?}: {place:?}");
        assert!(!outfall.coord_text_raw.is_empty(), "{row:?} is kept as it was written");
    }
}

#[test]
fn more_than_sixty_notations_of_one_place_are_understood() {
    let cells: Vec<Vec<&str>> = CELLS.iter().map(|(lon, lat)| vec![*lon, *lat]).collect();
    let mut desk = Desk::new();
    import(&mut desk, "经度,纬度", &cells);
    check_all_at_the_place(&desk, &cells);

    let pairs: Vec<Vec<&str>> = PAIRS.iter().map(|it| vec![*it]).collect();
    let mut desk = Desk::new();
    import(&mut desk, "经纬度", &pairs);
    check_all_at_the_place(&desk, &pairs);

    let six = [vec!["112", "43", "48", "38", "25", "12"], vec!["１１２", "４３", "４８.0", "38", "25.2", ""]];
    let mut desk = Desk::new();
    import(&mut desk, "经度/度,经度/分,经度/秒,纬度/度,纬度/分,纬度/秒", &six);
    check_all_at_the_place(&desk, &six);
    assert!(CELLS.len() + PAIRS.len() + six.len() + REFUSED.len() >= 60 + REFUSED.len());
}

#[test]
fn what_is_no_position_comes_in_without_one_and_the_row_says_so() {
    let rows: Vec<Vec<&str>> = REFUSED.iter().map(|(lon, lat)| vec![*lon, *lat]).collect();
    let mut desk = Desk::new();
    let report = import(&mut desk, "经度,纬度", &rows);
    for (at, row) in rows.iter().enumerate() {
        let outfall = &desk.workspace.project().entry_by_code(&format!("N{at}")).unwrap().outfall;
        assert_eq!(outfall.position(), None, "{row:?}");
        assert_eq!(outfall.coord_text_raw, row.join(", "), "nothing is lost");
        // The heading is the first row.
        let said = report.warnings.iter().any(|it| it.row == Some(at as u64 + 2));
        assert!(said, "{row:?}: {:?}", report.warnings);
    }
}

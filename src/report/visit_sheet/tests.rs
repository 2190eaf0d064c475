use jiff::civil::date;

use super::{
    VisitSheet, fields,
    layout::{HEIGHT, Layout, MARGIN, Mark},
    paper::Typeface,
    visit_sheet,
};
use crate::{
    domain::{
        fact::{SurveyMeans, Verdict, Visit},
        outfall::Outfall,
        project::RecordKind,
    },
    i18n::Lang,
};

static FONT: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-gbk.ttf");

fn outfall() -> Outfall {
    Outfall {
        code_local: "XZ140902-005".to_owned(),
        name: "豆罗镇污水处理厂排污口".to_owned(),
        county: "忻府区".to_owned(),
        lon: Some(112.734_5),
        lat: Some(38.416_25),
        ..Outfall::default()
    }
}

fn visit() -> Visit {
    Visit {
        on: Some(date(2026, 11, 20)),
        means: Some(SurveyMeans::Uav),
        crew: "张三、李四".to_owned(),
        verdict: Some(Verdict::Yes),
        flowing: Some(true),
        colour: Some(2),
        note: "管口有灰色污水流出，".repeat(60),
        ..Visit::default()
    }
}

fn sheet<'a>(lang: Lang, outfall: Option<&'a Outfall>, visit: Option<&'a Visit>) -> VisitSheet<'a> {
    let printed_on = date(2026, 11, 20);
    VisitSheet {
        lang, project: "忻州市入河排污口整治", outfall, visit, photos: Vec::new(), printed_on
    }
}

fn texts(sheet: &VisitSheet<'_>) -> String {
    let cells = fields::outfall_sections(sheet).into_iter().chain(fields::visit_sections(sheet));
    let cells = cells.flat_map(|section| section.cells);
    let lines: Vec<String> = cells.map(|cell| format!("{}={}", cell.title, cell.text)).collect();
    lines.join("\n")
}

#[test]
fn every_column_of_a_visit_is_on_the_sheet() {
    let (outfall, visit) = (outfall(), visit());
    let text = texts(&sheet(Lang::Zh, Some(&outfall), Some(&visit)));

    for column in RecordKind::Visit.columns().iter().filter(|it| it.name != "outfall") {
        assert!(text.contains(column.zh), "{} is not on the sheet:\n{text}", column.name);
    }
    for wanted in [
        "名称=豆罗镇污水处理厂排污口",
        "■无人机",
        "□人工徒步",
        "正在排水=■是  □否",
        "颜色（0–3）=□0  □1  ■2  □3",
    ] {
        assert!(text.contains(wanted), "{wanted}:\n{text}");
    }
}

#[test]
fn a_blank_sheet_has_all_questions_and_no_answer() {
    let text = texts(&sheet(Lang::En, None, None));

    assert!(!text.contains('■'));
    assert!(
        text.contains("Crew=\n") && text.contains("Name=\n") && text.contains("Flowing=□yes  □no"),
        "{text}"
    );
}

#[test]
fn nothing_is_placed_beside_the_paper_and_long_notes_go_on_below_each_other() {
    let typeface = Typeface::new(FONT).unwrap();
    let (outfall, visit) = (outfall(), visit());
    let sheet = sheet(Lang::Zh, Some(&outfall), Some(&visit));
    let mut layout = Layout::new(&typeface);
    layout.title("标题", "项目", outfall.code());
    let sections = fields::visit_sections(&sheet);
    for section in sections.iter().cycle().take(30) {
        layout.section(&section.title);
        layout.grid(&section.cells);
    }
    let pages = layout.finish();

    assert!(pages.len() > 2);
    for mark in pages.iter().flatten() {
        let bottom = match mark {
            Mark::Text { y, .. } => *y,
            Mark::Frame { y, height, .. }
            | Mark::Ground { y, height, .. }
            | Mark::Photo { y, height, .. } => y + height,
            Mark::Code { y, side, .. } => y + side,
        };
        assert!(bottom < HEIGHT - MARGIN + 1.0, "{mark:?}");
    }
}

#[test]
fn lines_break_between_words_and_anywhere_in_chinese() {
    let typeface = Typeface::new(FONT).unwrap();

    assert_eq!(typeface.wrap("河河河河河", 10.0, 25.0), ["河河", "河河", "河"]);
    assert_eq!(typeface.wrap("one two three", 10.0, 42.0), ["one two", "three"]);
    assert_eq!(typeface.wrap("□人工徒步  ■无人机", 10.0, 60.0), ["□人工徒步", "■无人机"]);
    assert!(typeface.wrap("", 10.0, 60.0).is_empty());
}

#[test]
fn a_sheet_is_a_pdf_of_two_pages_at_most() {
    let (outfall, visit) = (outfall(), visit());
    for sheet in [sheet(Lang::Zh, None, None), sheet(Lang::En, Some(&outfall), Some(&visit))] {
        let file = visit_sheet(&sheet, FONT).unwrap();
        assert!(file.starts_with(b"%PDF-"));
        let pages = file
            .windows(12)
            .filter(|it| it.starts_with(b"/Type /Page") || it.starts_with(b"/Type/Page"))
            .count();
        assert!(pages <= 3, "{pages}");
    }
}

//! The themes of outfalls as rules of QGIS, by the state columns of their table.

use super::{
    symbols::{outfall_marks, ring_marks, shape_name},
    xml::{Rule, text},
};
use crate::{
    app::{
        legend::theme_words,
        theme::{class_tone, shape},
    },
    domain::{
        outfall::OutfallClass,
        settings::Theme,
        stage::{CheckState, FixState, ManageState, MeasureState, RegisterState, TraceState},
    },
    map::{
        palette::{Palette, Tone},
        symbol::Shape,
    },
};

/// A rule for each colour of the theme, and one for the ring.
pub(super) fn rules(theme: Theme, size_px: f32, palette: &Palette) -> Vec<Rule> {
    // Which zone an outfall lies in would need another layer.
    let theme = if theme == Theme::Zone { Theme::Plain } else { theme };
    let shapes = if theme == Theme::Plain { text(shape_name(Shape::Circle)) } else { shape_of_class() };
    let colors = theme_words(theme).iter().map(|(tone, zh, _)| Rule {
        condition: (theme != Theme::Plain).then(|| format!("({}) = {}", of_theme(theme), text(&word(*tone)))),
        title: (*zh).to_owned(),
        marks: outfall_marks(*tone, size_px, &shapes, palette),
    });
    let ring = (theme != Theme::Plain).then(|| Rule {
        condition: Some(alarm()),
        title: "超标、反弹或逾期".to_owned(),
        marks: ring_marks(size_px, palette),
    });
    colors.chain(ring).collect()
}

/// The word that stands for a colour inside the expressions.
fn word(tone: Tone) -> String {
    format!("{tone:?}")
}

/// An expression for the word of an outfall's colour: the same questions in the same order as `app::theme` asks them.
fn of_theme(theme: Theme) -> String {
    match theme {
        Theme::Stage => stage(),
        Theme::Overdue => overdue(),
        Theme::Class => class(),
        Theme::Zone | Theme::Plain => text(&word(Tone::Series(0))),
    }
}

fn one_of(column: &str, codes: &[&str]) -> String {
    let codes: Vec<String> = codes.iter().map(|code| text(code)).collect();
    format!("coalesce(\"{column}\", '') IN ({})", codes.join(", "))
}

fn cases(cases: &[(String, Tone)], otherwise: Tone) -> String {
    let cases: Vec<String> =
        cases.iter().map(|(when, tone)| format!("WHEN {when} THEN {}", text(&word(*tone)))).collect();
    format!("CASE {} ELSE {} END", cases.join(" "), text(&word(otherwise)))
}

fn excluded() -> String {
    one_of("register_state", &[RegisterState::Excluded.code(), RegisterState::Duplicate.code()])
}

fn closed() -> String {
    one_of("fix_state", &[FixState::Closed.code(), FixState::NotNeeded.code()])
}

fn codes_where<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    holds: impl Fn(T) -> bool,
) -> Vec<&'static str> {
    all.iter().copied().filter(|it| holds(*it)).map(code).collect()
}

fn traced() -> String {
    one_of("trace_state", &codes_where(TraceState::ALL, TraceState::code, TraceState::counts))
}

fn stage() -> String {
    let kept = one_of("manage_state", &[ManageState::Kept.code()]);
    let fixing = [FixState::Planned.code(), FixState::Underway.code(), FixState::AwaitingAcceptance.code()];
    let measured = codes_where(MeasureState::ALL, MeasureState::code, MeasureState::measured);
    let list = [
        (excluded(), Tone::Excluded),
        (one_of("register_state", &[RegisterState::Suspected.code()]), Tone::Suspected),
        (format!("{} AND {kept}", closed()), Tone::Managed),
        (closed(), Tone::Fixed),
        (one_of("fix_state", &fixing), Tone::Fixing),
        (traced(), Tone::Traced),
        (one_of("measure_state", &measured), Tone::Measured),
        (one_of("check_state", &[CheckState::Visited.code()]), Tone::Checked),
    ];
    cases(&list, Tone::Suspected)
}

/// The earliest day by which something is to be done that is not done; NULL for none.
fn due() -> String {
    format!(
        "array_min(array_filter(array(CASE WHEN NOT ({}) THEN to_date(\"trace_due\") END, \
         CASE WHEN NOT ({}) THEN to_date(\"fix_due\") END), @element IS NOT NULL))",
        traced(),
        closed()
    )
}

fn overdue() -> String {
    let due = due();
    let today = "to_date(now())";
    let months = |months: u8| format!("{today} >= to_date({due} + to_interval('{months} months'))");
    let list = [
        (excluded(), Tone::Excluded),
        (format!("{due} IS NULL"), Tone::NoLag),
        (months(3), Tone::Lag(5)),
        (months(2), Tone::Lag(4)),
        (months(1), Tone::Lag(3)),
        (format!("{today} > {due}"), Tone::Lag(2)),
        (format!("to_date({today} + to_interval('30 days')) >= {due}"), Tone::Lag(1)),
    ];
    cases(&list, Tone::Lag(0))
}

fn class() -> String {
    let mut list: Vec<(String, Tone)> = Vec::new();
    for (tone, ..) in theme_words(Theme::Class) {
        let codes =
            codes_where(OutfallClass::ALL, OutfallClass::code, |class| class_tone(Some(class)) == *tone);
        if !codes.is_empty() {
            list.push((one_of("class", &codes), *tone));
        }
    }
    cases(&list, class_tone(None))
}

/// An expression for what QGIS calls the shape of an outfall's class.
fn shape_of_class() -> String {
    let shapes = [Shape::Square, Shape::Hexagon, Shape::Triangle, Shape::Diamond];
    let cases = shapes.map(|wanted| {
        let codes = codes_where(OutfallClass::ALL, OutfallClass::code, |class| shape(Some(class)) == wanted);
        format!("WHEN {} THEN {}", one_of("class", &codes), text(shape_name(wanted)))
    });
    format!("CASE {} ELSE {} END", cases.join(" "), text(shape_name(shape(None))))
}

/// Is something wrong with the outfall, as `app::theme::is_alarming` asks?
fn alarm() -> String {
    let counting = codes_where(RegisterState::ALL, RegisterState::code, RegisterState::counts);
    format!(
        "{} AND ({} OR {} OR to_date(now()) > {})",
        one_of("register_state", &counting),
        one_of("fix_state", &[FixState::Rebound.code()]),
        one_of("measure_state", &[MeasureState::Exceeding.code()]),
        due()
    )
}

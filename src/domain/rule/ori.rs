//! The overall grade of an outfall by what is seen at it (Outfall Reconnaissance Inventory, section 6).
//!
//! Source: domain dossier §6.1, after Brown, Caraco and Pitt 2004: *potential* where two or more indicators are there,
//! *suspect* where one is strong (severity 3), *obvious* where the source is plain: that a person must say, so it
//! is never proposed. Colour, turbidity, odour and floating matter count only while water flows; deposits always do.

use crate::domain::fact::{OriGrade, Visit};

/// From no sign to a strong one.
pub const STRONGEST: i64 = 3;

/// The severities that count, those that nobody looked at left out.
fn counted(visit: &Visit) -> impl Iterator<Item = i64> {
    let flowing = visit.flowing != Some(false);
    let in_water = [visit.colour, visit.turbidity, visit.odour, visit.oil, visit.floatables, visit.foam];
    let in_water = in_water.into_iter().filter(move |_| flowing);
    in_water.chain([visit.deposits]).flatten()
}

/// The grade that the severities propose; nothing while none is given.
pub fn proposed(visit: &Visit) -> Option<OriGrade> {
    let signs: Vec<i64> = counted(visit).collect();
    let there = signs.iter().filter(|it| **it > 0).count();
    match (signs.is_empty(), signs.iter().any(|it| *it >= STRONGEST), there) {
        (true, ..) => None,
        (_, true, _) => Some(OriGrade::Suspect),
        (_, _, 2..) => Some(OriGrade::Potential),
        _ => Some(OriGrade::Unlikely),
    }
}

/// Is the grade another than the proposed one? Then it needs a reason.
pub fn is_overruled(visit: &Visit) -> bool {
    match (visit.grade, proposed(visit)) {
        (Some(grade), Some(proposed)) => grade != proposed,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_faint_sign_is_unlikely_two_are_potential_and_a_strong_one_is_suspect() {
        let mut visit = Visit { flowing: Some(true), colour: Some(1), odour: Some(0), ..Visit::default() };
        assert_eq!(proposed(&visit), Some(OriGrade::Unlikely));

        visit.turbidity = Some(2);
        assert_eq!(proposed(&visit), Some(OriGrade::Potential));

        visit.odour = Some(3);
        assert_eq!(proposed(&visit), Some(OriGrade::Suspect));
    }

    #[test]
    fn nothing_is_proposed_where_nobody_looked() {
        assert_eq!(proposed(&Visit::default()), None);
        assert!(!is_overruled(&Visit { grade: Some(OriGrade::Obvious), ..Visit::default() }));
    }

    #[test]
    fn at_a_dry_mouth_only_deposits_count() {
        let visit = Visit { flowing: Some(false), colour: Some(3), deposits: Some(1), ..Visit::default() };
        assert_eq!(proposed(&visit), Some(OriGrade::Unlikely));
    }

    #[test]
    fn another_grade_than_the_proposed_one_overrules_it() {
        let visit = Visit { colour: Some(0), grade: Some(OriGrade::Obvious), ..Visit::default() };
        assert!(is_overruled(&visit));
        assert!(!is_overruled(&Visit { grade: Some(OriGrade::Unlikely), ..visit }));
    }
}

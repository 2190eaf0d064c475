//! B7 and B8: is it in the register twice, or does it lie where many others are said to lie?

use std::collections::{HashMap, HashSet};

use rstar::{RTree, primitives::GeomWithData};

use super::{CheckId, Detail, Findings, Fix, Inputs, limits::Limits, position::is_zero};
use crate::domain::{coordinate::distance_m, project::Entry, words};

/// Coordinates that agree in all of seven digits are one place: a centimetre.
const SAME_DIGITS: f64 = 1e7;

type Spot = GeomWithData<[f64; 2], usize>;

/// The outfalls in the register that have a position.
fn placed<'a>(inputs: &Inputs<'a>) -> Vec<(&'a Entry, (f64, f64))> {
    let all = inputs.project.entries().iter().zip(&inputs.snapshot.standings);
    let standing = all.filter(|(_, standing)| standing.register.state.stands());
    let placed = standing.filter_map(|(entry, _)| Some((entry, entry.outfall.position()?)));
    placed.filter(|(_, place)| !is_zero(*place)).collect()
}

/// B8.
pub(super) fn check_shared(inputs: &Inputs<'_>, limits: &Limits, findings: &mut Findings) {
    let key =
        |(lon, lat): (f64, f64)| ((lon * SAME_DIGITS).round() as i64, (lat * SAME_DIGITS).round() as i64);
    let placed = placed(inputs);
    let mut counts: HashMap<(i64, i64), usize> = HashMap::with_capacity(placed.len());
    for (_, place) in &placed {
        *counts.entry(key(*place)).or_default() += 1;
    }
    for (entry, (lon, lat)) in placed {
        let count = counts.get(&key((lon, lat))).copied().unwrap_or_default();
        if count >= limits.shared_place {
            findings.record = entry.outfall.id;
            let detail = Detail::SharedPlace { lon, lat, others: count - 1 };
            findings.add(CheckId::SharedPlace, detail, Some(Fix::Move));
        }
    }
}

/// B7. Of two that are alike, the later one is found, with the earlier one nearest to it.
pub(super) fn check_near(inputs: &Inputs<'_>, limits: &Limits, findings: &mut Findings) {
    let placed = placed(inputs);
    let spots = placed.iter().enumerate().map(|(index, (_, (lon, lat)))| Spot::new([*lon, *lat], index));
    let tree = RTree::bulk_load(spots.collect());
    for (index, (entry, (lon, lat))) in placed.iter().enumerate() {
        // A degree of longitude is shorter than one of latitude: the box is wide enough for both.
        let (north, east) = (limits.near_twin_m / 110_000.0, limits.near_twin_m / 55_000.0);
        let around = rstar::AABB::from_corners([lon - east, lat - north], [lon + east, lat + north]);
        let earlier = tree.locate_in_envelope_intersecting(&around).filter(|it| it.data < index);
        let near = earlier.filter_map(|it| {
            let (other, place) = placed.get(it.data)?;
            let metres = distance_m((*lon, *lat), *place);
            (metres <= limits.near_twin_m && alike(entry, other)).then_some((metres, it.data, other))
        });
        let nearest = near.min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        if let Some((metres, _, other)) = nearest {
            findings.record = entry.outfall.id;
            let twin = &other.outfall;
            let detail = Detail::NearTwin {
                other: twin.id,
                code: twin.code().to_owned(),
                name: twin.name.clone(),
                metres: (metres * 10.0).round() / 10.0,
            };
            findings.add(CheckId::NearTwin, detail, Some(Fix::MergeInto(twin.id)));
        }
    }
}

/// Do both have the same name, but for how a person writes it? 1号 and 2号 are two.
fn alike(one: &Entry, other: &Entry) -> bool {
    let (one, other) = (name_key(&one.outfall.name), name_key(&other.outfall.name));
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    one == other || (digits(&one) == digits(&other) && likeness(&one, &other) >= 0.75)
}

/// The name without what all outfalls are called.
fn name_key(name: &str) -> String {
    let mut key = words::plain(name);
    for word in ["入河", "排污口", "排口", "的", "#", "号", "(", ")"] {
        key = key.replace(word, "");
    }
    key
}

/// The share of pairs of letters that two texts have in common: 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| -> HashSet<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (one, other) = (pairs(one), pairs(other));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    2.0 * one.intersection(&other).count() as f64 / (one.len() + other.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outfall::Outfall;

    #[test]
    fn names_are_alike_however_they_are_written_but_not_with_other_numbers() {
        let entry = |name: &str| Entry::new(Outfall { name: name.to_owned(), ..Outfall::default() });
        for (one, other, expected) in [
            ("朱庄村1号排污口", "朱庄村 １＃ 入河排污口", true),
            ("朱庄村1号排污口", "朱庄村2号排污口", false),
            ("忻府区豆罗镇污水处理厂排污口", "豆罗镇污水处理厂入河排污口", true),
            ("豆罗镇污水处理厂", "朱庄村雨洪口", false),
            ("", "", false),
        ] {
            assert_eq!(alike(&entry(one), &entry(other)), expected, "{one} / {other}");
        }
    }
}

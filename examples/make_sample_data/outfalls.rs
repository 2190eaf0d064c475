//! The outfalls: where they lie, what they are called, who answers for them, how far they have come.

use geo::Coord;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use crate::classes::{Class, Setting, classes_of};
use crate::counties::Area;
use crate::error::{SampleError, ensure};
use crate::rivers::River;
use crate::rng::Rng;
use crate::sections::{Section, next_section};
use crate::shape::{distance_m, foot, metres_between, moved, round_to};
use crate::states::{Fix, QUOTAS, Quota, Register, Standing, Trace, standings};
use crate::words;
use crate::zones::Zone;

/// The day of the ledger.
pub(crate) const LEDGER_DAY: Date = date(2026, 11, 15);
/// Rivers outside the city.
const ABROAD: &[&str] = &["桑干河", "源子河"];

/// One row of the ledger.
pub(crate) struct Outfall {
    /// The city's own code.
    pub(crate) code: String,
    /// The national code, often empty.
    pub(crate) national_code: String,
    pub(crate) name: String,
    pub(crate) class: &'static Class,
    pub(crate) county: &'static str,
    pub(crate) county_code: &'static str,
    pub(crate) town: &'static str,
    pub(crate) village: String,
    /// Degrees.
    pub(crate) place: Coord<f64>,
    pub(crate) river: &'static str,
    pub(crate) left_bank: bool,
    pub(crate) entry_way: &'static str,
    pub(crate) section: Option<(&'static str, f64)>,
    pub(crate) entity: String,
    pub(crate) approval: &'static str,
    pub(crate) discharging: &'static str,
    pub(crate) can_sample: bool,
    pub(crate) standing: Standing,
    pub(crate) confirmed_on: Option<Date>,
    pub(crate) traced_on: Option<Date>,
    pub(crate) closed_on: Option<Date>,
    pub(crate) trace_due: Option<Date>,
    pub(crate) fix_due: Option<Date>,
    /// The code that a merged or duplicate outfall points to.
    pub(crate) target: String,
    pub(crate) remark: String,
}

/// A spot on a river bank.
#[derive(Clone, Copy)]
struct Spot {
    river: usize,
    chainage_km: f64,
    place: Coord<f64>,
    left: bool,
}

/// What an outfall is placed among.
pub(crate) struct World<'a> {
    pub(crate) rivers: &'a [River],
    pub(crate) areas: &'a [Area],
    pub(crate) sections: &'a [Section],
    pub(crate) zones: &'a [Zone],
}

/// All outfalls, county by county.
pub(crate) fn make_outfalls(world: &World<'_>) -> Result<Vec<Outfall>, SampleError> {
    let mut all = Vec::new();
    for quota in QUOTAS {
        let area = world.areas.iter().find(|area| area.county.name == quota.county);
        let area = area.ok_or_else(|| SampleError::Unsound(format!("no county {}", quota.county)))?;
        all.extend(outfalls_of(world, area, quota)?);
    }
    Ok(all)
}

fn outfalls_of(world: &World<'_>, area: &Area, quota: &Quota) -> Result<Vec<Outfall>, SampleError> {
    let mut rng = Rng::new(&format!("outfalls {}", quota.county));
    let mut classes = classes_of(quota.county, quota.base, &mut rng);
    let standings = standings(quota, &classes, &mut rng);
    let extra = standings.len().saturating_sub(classes.len());
    let more = ["城镇雨洪排口", "农村生活污水散排口", "其他排污口"];
    for index in 0..extra {
        let name = more.get(index % more.len()).copied().unwrap_or_default();
        classes.extend(crate::classes::CLASSES.iter().find(|class| class.deepest() == name));
    }
    let pieces = pieces_in(world, area);
    let mut spots: Vec<Spot> = Vec::new();
    let mut made: Vec<Outfall> = Vec::new();
    for (number, (class, standing)) in (1..).zip(classes.into_iter().zip(standings)) {
        let twin = (standing.register == Register::Duplicate).then(|| made.get(number % 7)).flatten();
        let (class, spot) = match twin {
            Some(kept) => (kept.class, beside(world, area, kept, &mut rng)?),
            None => (class, find_spot(world, area, class, &pieces, &spots, &mut rng)?),
        };
        let wanted = wanted_spot(world, area, number, &pieces, &spots, &mut rng);
        let spot = wanted.unwrap_or(spot);
        spots.push(spot);
        let mut outfall = describe(world, area, number, class, standing, spot, &mut rng);
        if let Some(kept) = twin {
            outfall.target.clone_from(&kept.code);
            outfall.remark = format!("重复于 {}", kept.code);
            outfall.name = format!("{}(二次上报)", kept.name);
            outfall.town = kept.town;
            outfall.village.clone_from(&kept.village);
        }
        let same = made.iter().filter(|it| it.name.split('之').next() == Some(outfall.name.as_str())).count();
        if same > 0 {
            outfall.name = format!("{}之{}", outfall.name, if same == 1 { "二" } else { "三" });
        }
        if wanted.is_some() && outfall.remark.is_empty() {
            "位于饮用水水源保护区内,处理意见待定".clone_into(&mut outfall.remark);
        }
        made.push(outfall);
    }
    point_merged(&mut made, &mut rng);
    Ok(made)
}

/// A few outfalls lie inside protection zones: the twelfth of a county with a zone on a river.
fn wanted_spot(
    world: &World<'_>,
    area: &Area,
    number: usize,
    pieces: &[Piece],
    taken: &[Spot],
    rng: &mut Rng,
) -> Option<Spot> {
    let level = match (area.county.name, number) {
        ("定襄县", 12) => "二级保护区",
        ("偏关县", 12) | ("五台县", 14) => "准保护区",
        _ => return None,
    };
    let zone = world.zones.iter().find(|zone| zone.label() == (area.county.name, level))?;
    let inside: Vec<_> = pieces.iter().copied().filter(|piece| zone.contains(piece.middle)).collect();
    (0..200).find_map(|_| {
        let spot = try_spot(world, area, &rng.pick(&inside), taken, rng)?;
        zone.contains(spot.place).then_some(spot)
    })
}

#[derive(Clone, Copy, Default)]
struct Piece {
    river: usize,
    start_km: f64,
    end_km: f64,
    middle: Coord<f64>,
}

fn pieces_in(world: &World<'_>, area: &Area) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (index, river) in world.rivers.iter().enumerate() {
        if ABROAD.contains(&river.course.name) {
            continue;
        }
        for (ends, km) in river.line.windows(2).zip(river.chainage_km.windows(2)) {
            let ([from, to], [start_km, end_km]) = (ends, km) else { continue };
            let middle = (*from + *to) * 0.5;
            if area.contains(middle) {
                pieces.push(Piece { river: index, start_km: *start_km, end_km: *end_km, middle });
            }
        }
    }
    pieces
}

fn find_spot(
    world: &World<'_>,
    area: &Area,
    class: &Class,
    pieces: &[Piece],
    taken: &[Spot],
    rng: &mut Rng,
) -> Result<Spot, SampleError> {
    let mut pieces = pieces.to_vec();
    let seat = Coord { x: area.county.seat.0, y: area.county.seat.1 };
    let to_seat = |piece: &Piece| distance_m(piece.middle, seat);
    let to_town = |piece: &Piece| {
        let towns = area.county.towns.iter().map(|(_, lon, lat)| Coord { x: *lon, y: *lat });
        towns.map(|town| distance_m(town, piece.middle)).fold(f64::MAX, f64::min)
    };
    match class.setting {
        Setting::Seat => {
            pieces.sort_by_cached_key(|piece| to_seat(piece) as u64);
            pieces.truncate(28);
        }
        Setting::Town => {
            pieces.sort_by_cached_key(|piece| to_town(piece) as u64);
            pieces.truncate(pieces.len() / 3);
        }
        Setting::Country => pieces.retain(|piece| to_seat(piece) > 5_000.0),
        Setting::YellowRiver => {
            pieces.retain(|piece| world.rivers.get(piece.river).is_some_and(|it| it.course.order == 1));
        }
    }
    let found = (0..800).find_map(|_| try_spot(world, area, &rng.pick(&pieces), taken, rng));
    found.ok_or_else(|| {
        SampleError::Unsound(format!("no room in {} for {}", area.county.name, class.deepest()))
    })
}

/// A spot on the bank beside this piece of a river, if it is free, in the county and clear of other rivers.
fn try_spot(world: &World<'_>, area: &Area, piece: &Piece, taken: &[Spot], rng: &mut Rng) -> Option<Spot> {
    let river = world.rivers.get(piece.river)?;
    let chainage_km = rng.range(piece.start_km, piece.end_km);
    let (index, on_line) = river.at(chainage_km)?;
    let (from, to) = (river.line.get(index)?, river.line.get(index + 1)?);
    let along = metres_between(*from, *to);
    let length = along.x.hypot(along.y);
    let left = rng.chance(0.5);
    let offset = rng.range(7.0, 42.0) * if left { 1.0 } else { -1.0 };
    let place = moved(on_line, Coord { x: -along.y / length * offset, y: along.x / length * offset });
    let own = foot(&river.line, place)?;
    let own_ok = own.left == left && (5.0..60.0).contains(&own.distance_m);
    let far_from =
        |metres: f64, other: &River| foot(&other.line, place).is_none_or(|it| it.distance_m > metres);
    let mut others = world.rivers.iter().enumerate().filter(|(index, _)| *index != piece.river);
    let clear = others.all(|(_, other)| far_from(150.0, other));
    let free = taken.iter().all(|spot| distance_m(spot.place, place) > 120.0);
    (own_ok && free && area.contains(place) && clear).then_some(Spot {
        river: piece.river,
        chainage_km: river_km(river, &own)?,
        place,
        left,
    })
}

fn river_km(river: &River, foot: &crate::shape::Foot) -> Option<f64> {
    let (start, end) = (river.chainage_km.get(foot.piece)?, river.chainage_km.get(foot.piece + 1)?);
    Some(start + (end - start) * foot.along)
}

/// A few metres from an outfall that is already there, on the same bank.
fn beside(world: &World<'_>, area: &Area, kept: &Outfall, rng: &mut Rng) -> Result<Spot, SampleError> {
    let found = (0..200).find_map(|_| {
        let place = moved(kept.place, Coord { x: rng.range(-6.0, 6.0), y: rng.range(-6.0, 6.0) });
        let (river, line) = world.rivers.iter().enumerate().find(|(_, it)| it.course.name == kept.river)?;
        let own = foot(&line.line, place)?;
        let near = distance_m(kept.place, place);
        let fits = own.left == kept.left_bank
            && (5.0..60.0).contains(&own.distance_m)
            && (3.0..9.0).contains(&near)
            && area.contains(place);
        fits.then_some(Spot { river, chainage_km: river_km(line, &own)?, place, left: own.left })
    });
    found.ok_or_else(|| SampleError::Unsound(format!("no room beside {}", kept.code)))
}

fn describe(
    world: &World<'_>,
    area: &Area,
    number: usize,
    class: &'static Class,
    standing: Standing,
    spot: Spot,
    rng: &mut Rng,
) -> Outfall {
    let county = area.county;
    let nearest = county.towns.iter().min_by(|one, other| {
        let to = |town: &(&str, f64, f64)| distance_m(Coord { x: town.1, y: town.2 }, spot.place);
        to(one).total_cmp(&to(other))
    });
    let town = nearest.map_or("", |town| town.0);
    let village = if class.setting == Setting::Seat { String::new() } else { words::village(rng) };
    let river = world.rivers.get(spot.river);
    let basin = river.map_or("", |river| river.course.basin);
    let known = standing.register.counts() && rng.chance(0.72);
    let prefix = if basin == "黄河" { "DA" } else { "CA" };
    let entity = words::entity(class, county.name, town, &village, rng);
    let (section, dates) =
        (next_section(world.rivers, world.sections, spot.river, spot.chainage_km), Dates::of(standing, rng));
    let storm = class.deepest().contains("雨洪");
    Outfall {
        code: format!("XZ{}-{number:03}", county.code),
        national_code: if known {
            format!("{prefix}-{}-{number:04}-{}-00", county.code, class.letters)
        } else {
            String::new()
        },
        name: name_of(class, county.name, town, &village, &entity, rng),
        class,
        county: county.name,
        county_code: county.code,
        town,
        village,
        place: spot.place,
        river: river.map_or("", |river| river.course.name),
        left_bank: spot.left,
        entry_way: rng.pick(class.entries),
        section: section.map(|(name, km)| (name, round_to(km, 2))),
        entity: match standing.trace {
            Trace::Traced => entity,
            Trace::Government if town.ends_with("街道") => format!("{}{town}办事处", county.name),
            Trace::Government => format!("{}{town}人民政府", county.name),
            _ => String::new(),
        },
        approval: approval_of(class, standing, rng),
        discharging: match standing.register {
            Register::Removed | Register::Merged => "否",
            _ if storm || standing.fix == Fix::Closed && rng.chance(0.2) => "否",
            _ if rng.chance(0.12) => "否",
            _ => "是",
        },
        can_sample: !storm
            && !matches!(standing.register, Register::Removed | Register::Merged)
            && rng.chance(0.85),
        standing,
        confirmed_on: dates.confirmed,
        traced_on: dates.traced,
        closed_on: dates.closed,
        trace_due: dates.trace_due,
        fix_due: dates.fix_due,
        target: String::new(),
        remark: remark_of(standing, class, rng).to_owned(),
    }
}

fn name_of(class: &Class, county: &str, town: &str, village: &str, entity: &str, rng: &mut Rng) -> String {
    let what = class.deepest();
    if entity.contains("(示例)") && class.setting != Setting::Seat {
        let lowered = entity.trim_start_matches(county);
        return format!("忻州市{county}{lowered}{what}");
    }
    let number = 1 + rng.below(6);
    let metres = 20 * (1 + rng.below(24));
    let side = rng.pick(&["东", "南", "西", "北", "东北", "西南"]);
    match class.setting {
        Setting::Seat if what == "城镇污水处理厂排污口" => {
            format!("忻州市{county}{town}城区污水处理厂{}排污口", rng.pick(&["", "二期"]))
        }
        Setting::Seat => format!("忻州市{county}{town}{}{number}#{what}", words::street(rng)),
        _ if rng.chance(0.6) => format!("忻州市{county}{town}{village}{side}侧{metres}m{what}"),
        _ => format!("忻州市{county}{town}{village}{number}#{what}"),
    }
}

fn approval_of(class: &Class, standing: Standing, rng: &mut Rng) -> &'static str {
    match (class.needs_approval(), standing.register) {
        (_, Register::Suspected | Register::Excluded | Register::Duplicate) => "",
        (true, _) if rng.chance(0.8) => "已审批",
        (false, _) if class.second == "城镇雨洪排口" => "无需",
        (false, _) if rng.chance(0.75) => "已登记",
        _ => "应办未办",
    }
}

fn remark_of(standing: Standing, class: &Class, rng: &mut Rng) -> &'static str {
    match (standing.register, standing.fix) {
        (Register::Suspected, _) => "卫星影像疑似点,待现场核实",
        (Register::Excluded, _) => {
            rng.pick(&["经核实为天然沟渠,非排污口", "经核实为道路边沟,非排污口", "经核实为废弃水井,非排污口"])
        }
        (_, Fix::NotNeeded) if class.deepest().contains("雨洪") => "雨水口,旱天无流",
        (_, Fix::NotNeeded) => "达标且规范",
        (_, Fix::Rebound) => rng.pick(&["旱天再次出流", "群众举报后核实复排"]),
        _ => "",
    }
}

/// The days of an outfall; later stages come later.
struct Dates {
    confirmed: Option<Date>,
    traced: Option<Date>,
    closed: Option<Date>,
    trace_due: Option<Date>,
    fix_due: Option<Date>,
}

impl Dates {
    fn of(standing: Standing, rng: &mut Rng) -> Self {
        let after = |day: Date, low: usize, spread: usize, rng: &mut Rng| {
            day.saturating_add(((low + rng.below(spread)) as i64).days())
        };
        let none = Self { confirmed: None, traced: None, closed: None, trace_due: None, fix_due: None };
        if !standing.register.counts() {
            let seen = matches!(standing.register, Register::Excluded | Register::Duplicate);
            return Self { confirmed: seen.then(|| after(date(2026, 3, 10), 0, 60, rng)), ..none };
        }
        let confirmed = after(date(2026, 3, 5), 0, 85, rng);
        let traced = after(confirmed, 12, 70, rng);
        let closed = after(traced, 28, 75, rng);
        // Some deadlines have passed one, two or three months before the ledger's day.
        let fix_due = rng.pick(&[
            date(2026, 7, 31),
            date(2026, 8, 31),
            date(2026, 9, 30),
            date(2026, 10, 31),
            date(2026, 12, 31),
            date(2026, 12, 31),
        ]);
        let judged = !matches!(standing.fix, Fix::Unjudged | Fix::NotNeeded);
        let to_trace = standing.trace != Trace::NotNeeded;
        Self {
            confirmed: Some(confirmed),
            traced: standing.trace.counts().then_some(traced),
            closed: (standing.fix == Fix::Closed).then_some(closed),
            trace_due: to_trace.then(|| {
                rng.pick(&[date(2026, 8, 31), date(2026, 9, 30), date(2026, 9, 30), date(2026, 11, 30)])
            }),
            fix_due: judged.then_some(if standing.fix == Fix::Closed {
                fix_due.max(date(2026, 9, 30))
            } else {
                fix_due
            }),
        }
    }
}

/// Merged outfalls point to a live one of their county; plants before anything else.
fn point_merged(made: &mut [Outfall], rng: &mut Rng) {
    let live = |wanted: &str| {
        made.iter()
            .filter(|it| it.standing.register == Register::Registered && it.class.second.ends_with(wanted))
            .map(|it| it.code.clone())
            .collect::<Vec<_>>()
    };
    let plants = [live("污水处理厂排污口"), live("处理设施排污口")].concat();
    let others = live("排口");
    for outfall in made.iter_mut().filter(|it| it.standing.register == Register::Merged) {
        let target = rng.pick(if plants.is_empty() { &others } else { &plants });
        outfall.remark = format!("并入 {target}");
        outfall.target = target;
    }
}

/// Three faults on purpose, for the data checks: B15, B12 and B14.
pub(crate) fn add_faults(outfalls: &mut [Outfall]) -> Result<Vec<String>, SampleError> {
    let mut faults = Vec::new();
    let merged =
        outfalls.iter_mut().find(|it| it.county == "原平市" && it.standing.register == Register::Merged);
    if let Some(outfall) = merged {
        "XZ140981-999".clone_into(&mut outfall.target);
        "并入 XZ140981-999".clone_into(&mut outfall.remark);
        faults.push(outfall.code.clone());
    }
    let traced = outfalls.iter_mut().find(|it| {
        it.county == "五台县"
            && it.standing.trace == Trace::Traced
            && it.standing.register == Register::Registered
    });
    if let Some(outfall) = traced {
        outfall.entity.clear();
        faults.push(outfall.code.clone());
    }
    let closed = outfalls.iter_mut().find(|it| {
        it.county == "保德县"
            && it.standing.register == Register::Registered
            && it.standing.fix == Fix::Closed
    });
    if let Some(outfall) = closed {
        outfall.closed_on = outfall.confirmed_on.map(|day| day.saturating_sub(9.days()));
        faults.push(outfall.code.clone());
    }
    ensure(faults.len() == 3, || "the three faults on purpose found no outfall".to_owned())?;
    Ok(faults)
}

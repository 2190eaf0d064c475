//! The promises of the sample, checked before anybody else sees it.

use std::collections::BTreeSet;

use crate::classes::CLASSES;
use crate::counties::Area;
use crate::error::{SampleError, ensure};
use crate::outfalls::{LEDGER_DAY, Outfall};
use crate::rivers::River;
use crate::shape::foot;
use crate::states::{Fix, Register, Trace};
use crate::zones::Zone;

/// The two numbers everybody is judged by.
pub(crate) struct Figures {
    pub(crate) base: usize,
    pub(crate) to_trace: usize,
    pub(crate) traced: usize,
    pub(crate) to_fix: usize,
    pub(crate) fixed: usize,
}

impl Figures {
    /// Counts of some of the outfalls (formula Z1).
    pub(crate) fn of<'a>(outfalls: impl Iterator<Item = &'a Outfall>) -> Self {
        let mut figures = Self { base: 0, to_trace: 0, traced: 0, to_fix: 0, fixed: 0 };
        for outfall in outfalls.filter(|it| it.standing.register.counts()) {
            figures.base += 1;
            figures.to_trace += usize::from(outfall.standing.trace != Trace::NotNeeded);
            figures.traced += usize::from(outfall.standing.trace.counts());
            figures.to_fix += usize::from(outfall.standing.fix != Fix::NotNeeded);
            figures.fixed += usize::from(outfall.standing.fix == Fix::Closed);
        }
        figures
    }

    /// Traced and fixed, in percent.
    pub(crate) fn percent(&self) -> (f64, f64) {
        let share = |part: usize, whole: usize| part as f64 * 100.0 / whole.max(1) as f64;
        (share(self.traced, self.to_trace), share(self.fixed, self.to_fix))
    }
}

/// Fails unless the ledger is what the README says of it.
pub(crate) fn check_outfalls(
    outfalls: &[Outfall],
    faults: &[String],
    rivers: &[River],
    areas: &[Area],
    zones: &[Zone],
) -> Result<(), SampleError> {
    ensure(outfalls.len() >= 256, || format!("only {} outfalls", outfalls.len()))?;
    let codes: BTreeSet<_> = outfalls.iter().map(|it| it.code.as_str()).collect();
    ensure(codes.len() == outfalls.len(), || "two outfalls have one code".to_owned())?;
    for outfall in outfalls {
        check_place(outfall, rivers, areas)?;
        if !faults.contains(&outfall.code) {
            check_states(outfall, &codes)?;
        }
    }
    for class in CLASSES {
        let there = outfalls.iter().any(|it| it.class.deepest() == class.deepest());
        ensure(there, || format!("no outfall of class {}", class.deepest()))?;
    }
    check_all_states(outfalls)?;
    for county in ["定襄县", "偏关县", "五台县"] {
        let mut own = zones.iter().filter(|zone| zone.label().0 == county);
        let inside = own.any(|zone| outfalls.iter().any(|it| zone.contains(it.place)));
        ensure(inside, || format!("no outfall in a protection zone of {county}"))?;
    }
    let (traced, fixed) = Figures::of(outfalls.iter()).percent();
    ensure((76.0..79.0).contains(&traced), || format!("{traced:.1} % traced"))?;
    ensure((62.0..68.0).contains(&fixed), || format!("{fixed:.1} % fixed"))
}

fn check_place(outfall: &Outfall, rivers: &[River], areas: &[Area]) -> Result<(), SampleError> {
    let code = &outfall.code;
    let area = areas.iter().find(|area| area.contains(outfall.place));
    ensure(area.is_some_and(|area| area.county.name == outfall.county), || {
        format!("{code} lies outside {}", outfall.county)
    })?;
    let river = rivers.iter().find(|river| river.course.name == outfall.river);
    let foot = river.and_then(|river| foot(&river.line, outfall.place));
    ensure(foot.as_ref().is_some_and(|it| (4.9..60.1).contains(&it.distance_m)), || {
        format!("{code} is not beside {}", outfall.river)
    })?;
    ensure(foot.is_some_and(|it| it.left == outfall.left_bank), || format!("{code} is on the other bank"))
}

fn check_states(outfall: &Outfall, codes: &BTreeSet<&str>) -> Result<(), SampleError> {
    let (code, standing) = (&outfall.code, outfall.standing);
    let points = matches!(standing.register, Register::Merged | Register::Duplicate);
    ensure(points == codes.contains(outfall.target.as_str()), || format!("{code} points to nothing"))?;
    ensure(standing.fix != Fix::Closed || standing.trace.counts(), || format!("{code}: closed, not traced"))?;
    ensure(!standing.trace.counts() || !outfall.entity.is_empty(), || format!("{code}: nobody responsible"))?;
    ensure((standing.fix == Fix::Closed) == outfall.closed_on.is_some(), || format!("{code}: closing day"))?;
    ensure(standing.trace.counts() == outfall.traced_on.is_some(), || format!("{code}: tracing day"))?;
    let days: Vec<_> =
        [outfall.confirmed_on, outfall.traced_on, outfall.closed_on].into_iter().flatten().collect();
    ensure(days.is_sorted() && days.iter().all(|day| *day <= LEDGER_DAY), || {
        format!("{code}: days out of order")
    })
}

fn check_all_states(outfalls: &[Outfall]) -> Result<(), SampleError> {
    let words: BTreeSet<_> = outfalls
        .iter()
        .flat_map(|it| [it.standing.register.word(), it.standing.trace.word(), it.standing.fix.word()])
        .collect();
    for word in [
        "疑似",
        "在册",
        "排除",
        "重复",
        "已合并",
        "已取缔",
        "未溯源",
        "溯源中",
        "部分溯源",
        "已溯源",
        "已溯源(政府兜底)",
        "无需溯源",
        "未研判",
        "无需整治",
        "需整治",
        "已定方案",
        "整治中",
        "完工待验",
        "已销号",
        "反弹",
    ] {
        ensure(words.contains(word), || format!("no outfall is {word}"))?;
    }
    Ok(())
}

//! How far each county has come: the states of its outfalls, consistent with each other.

use crate::classes::Class;
use crate::rng::Rng;

/// 台账状态.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Register {
    Suspected,
    Registered,
    Excluded,
    Duplicate,
    Merged,
    Removed,
}

/// 溯源状态.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trace {
    Untraced,
    Tracing,
    Partial,
    Traced,
    Government,
    NotNeeded,
}

/// 整治状态.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fix {
    Unjudged,
    NotNeeded,
    Needed,
    Planned,
    Underway,
    Awaiting,
    Closed,
    Rebound,
}

impl Register {
    /// The word in the ledger.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Suspected => "疑似",
            Self::Registered => "在册",
            Self::Excluded => "排除",
            Self::Duplicate => "重复",
            Self::Merged => "已合并",
            Self::Removed => "已取缔",
        }
    }

    /// Whether it belongs to the base of the rates.
    pub(crate) fn counts(self) -> bool {
        matches!(self, Self::Registered | Self::Merged | Self::Removed)
    }
}

impl Trace {
    /// The word in the ledger.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Untraced => "未溯源",
            Self::Tracing => "溯源中",
            Self::Partial => "部分溯源",
            Self::Traced => "已溯源",
            Self::Government => "已溯源(政府兜底)",
            Self::NotNeeded => "无需溯源",
        }
    }

    /// Whether it counts as traced.
    pub(crate) fn counts(self) -> bool {
        matches!(self, Self::Traced | Self::Government)
    }
}

impl Fix {
    /// The word in the ledger.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Unjudged => "未研判",
            Self::NotNeeded => "无需整治",
            Self::Needed => "需整治",
            Self::Planned => "已定方案",
            Self::Underway => "整治中",
            Self::Awaiting => "完工待验",
            Self::Closed => "已销号",
            Self::Rebound => "反弹",
        }
    }
}

/// Where one outfall stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) register: Register,
    pub(crate) trace: Trace,
    pub(crate) fix: Fix,
    /// 整治类型, empty where nothing was judged.
    pub(crate) fix_kind: &'static str,
}

/// How many outfalls a county has and how far it has come.
pub(crate) struct Quota {
    pub(crate) county: &'static str,
    /// Those that count: registered, merged and removed.
    pub(crate) base: usize,
    suspected: usize,
    excluded: usize,
    duplicate: usize,
    merged: usize,
    removed: usize,
    not_to_trace: usize,
    not_to_fix: usize,
    traced_percent: usize,
    fixed_percent: usize,
}

const fn quota(
    county: &'static str,
    base: usize,
    beside: [usize; 3],
    gone: [usize; 2],
    not: [usize; 2],
    percent: [usize; 2],
) -> Quota {
    Quota {
        county,
        base,
        suspected: beside[0],
        excluded: beside[1],
        duplicate: beside[2],
        merged: gone[0],
        removed: gone[1],
        not_to_trace: not[0],
        not_to_fix: not[1],
        traced_percent: percent[0],
        fixed_percent: percent[1],
    }
}

/// Beside the base: suspected, excluded, duplicate; gone: merged, removed; not to trace, not to fix; traced %, fixed %.
pub(crate) const QUOTAS: &[Quota] = &[
    quota("忻府区", 30, [2, 1, 1], [3, 1], [1, 4], [80, 70]),
    quota("定襄县", 22, [0, 1, 1], [2, 1], [1, 3], [82, 68]),
    quota("五台县", 22, [1, 1, 0], [1, 1], [1, 2], [77, 61]),
    quota("代县", 20, [1, 0, 1], [2, 1], [0, 2], [81, 68]),
    quota("繁峙县", 18, [1, 1, 0], [1, 1], [0, 2], [79, 63]),
    quota("宁武县", 20, [1, 0, 0], [1, 1], [1, 2], [76, 62]),
    quota("静乐县", 18, [0, 1, 0], [2, 1], [1, 2], [95, 88]),
    quota("神池县", 12, [1, 0, 0], [1, 0], [0, 1], [70, 56]),
    quota("五寨县", 14, [0, 1, 0], [1, 1], [1, 2], [79, 68]),
    quota("岢岚县", 15, [1, 0, 1], [1, 0], [1, 2], [86, 77]),
    quota("河曲县", 17, [1, 1, 0], [1, 1], [1, 2], [76, 65]),
    quota("保德县", 18, [1, 0, 1], [1, 1], [0, 2], [74, 62]),
    quota("偏关县", 17, [2, 1, 0], [1, 1], [1, 1], [46, 32]),
    quota("原平市", 30, [1, 1, 1], [3, 1], [1, 4], [80, 71]),
];

/// Standings for the county's outfalls, in their order: first those that count, then suspected, excluded, duplicate.
pub(crate) fn standings(quota: &Quota, classes: &[&Class], rng: &mut Rng) -> Vec<Standing> {
    let count = quota.base.min(classes.len());
    let mut free: Vec<usize> = (0..count).collect();
    rng.shuffle(&mut free);
    let not_to_trace =
        take(&mut free, classes, quota.not_to_trace, &["城镇雨洪排口", "其他排污口", "大中型灌区排口"]);
    let not_to_fix = take(
        &mut free,
        classes,
        quota.not_to_fix.saturating_sub(not_to_trace.len()),
        &["城镇雨洪排口", "城镇污水处理厂排污口", "港口码头排口", "农村污水处理设施排污口"],
    );
    let merged = take(
        &mut free,
        classes,
        quota.merged,
        &["城镇生活污水散排口", "农村生活污水散排口", "工业企业排污口"],
    );
    let removed = take(
        &mut free,
        classes,
        quota.removed,
        &["规模以下畜禽养殖排污口", "农村生活污水散排口", "规模以下水产养殖排污口", "矿山排污口"],
    );

    let to_trace = count - not_to_trace.len();
    let traced = (to_trace * quota.traced_percent + 50) / 100;
    let gone = merged.len() + removed.len();
    let others_traced = traced.saturating_sub(not_to_fix.len() + gone).min(free.len());
    let to_fix = count - not_to_trace.len() - not_to_fix.len();
    let fixed = (to_fix * quota.fixed_percent + 50) / 100;
    let others_fixed = fixed.saturating_sub(gone).min(others_traced);

    // Counties have few outfalls between traced and closed: each starts elsewhere, so that all states occur.
    let turn = rng.below(6);
    let list = (0..count).map(|index| {
        let class = classes.get(index).copied();
        if not_to_trace.contains(&index) {
            return Standing {
                register: Register::Registered,
                trace: Trace::NotNeeded,
                fix: Fix::NotNeeded,
                fix_kind: "无需整治",
            };
        }
        if not_to_fix.contains(&index) {
            return Standing {
                register: Register::Registered,
                trace: Trace::Traced,
                fix: Fix::NotNeeded,
                fix_kind: "无需整治",
            };
        }
        if merged.contains(&index) {
            return Standing {
                register: Register::Merged,
                trace: Trace::Traced,
                fix: Fix::Closed,
                fix_kind: "清理合并",
            };
        }
        if removed.contains(&index) {
            return Standing {
                register: Register::Removed,
                trace: Trace::Traced,
                fix: Fix::Closed,
                fix_kind: "依法取缔",
            };
        }
        let rank = free.iter().position(|other| *other == index).unwrap_or_default();
        open_standing(class, rank, others_traced, others_fixed, turn)
    });
    let mut all: Vec<_> = list.collect();
    let beside = [
        (quota.suspected, Register::Suspected),
        (quota.excluded, Register::Excluded),
        (quota.duplicate, Register::Duplicate),
    ];
    for (how_many, register) in beside {
        let standing = Standing { register, trace: Trace::Untraced, fix: Fix::Unjudged, fix_kind: "" };
        all.extend(std::iter::repeat_n(standing, how_many));
    }
    all
}

/// The outfalls that are neither gone nor free of work: the first are closed, then come the traced, then the rest.
fn open_standing(class: Option<&Class>, rank: usize, traced: usize, fixed: usize, turn: usize) -> Standing {
    let scattered = class.is_some_and(|class| class.second.ends_with("散排口"));
    let fix_kind = if scattered { "清理合并" } else { "规范整治" };
    let trace = match (rank < traced, rank % 4) {
        (true, 1) if scattered => Trace::Government,
        (true, _) => Trace::Traced,
        (false, 0) => Trace::Untraced,
        (false, 1 | 3) => Trace::Tracing,
        (false, _) => Trace::Partial,
    };
    let fix = if rank < fixed {
        Fix::Closed
    } else if rank < traced {
        match (rank - fixed + turn) % 6 {
            0 => Fix::Underway,
            1 => Fix::Planned,
            2 => Fix::Awaiting,
            3 => Fix::Rebound,
            4 => Fix::Needed,
            _ => Fix::Unjudged,
        }
    } else {
        // What is wrong can be plain before it is known whose fault it is.
        match (trace, (rank + turn) % 3) {
            (Trace::Partial, 0) => Fix::Underway,
            (Trace::Partial, 1) => Fix::Planned,
            (Trace::Partial, _) | (Trace::Tracing, 0) => Fix::Needed,
            _ => Fix::Unjudged,
        }
    };
    let fix_kind = if fix == Fix::Unjudged { "" } else { fix_kind };
    Standing { register: Register::Registered, trace, fix, fix_kind }
}

/// Takes so many outfalls out of `free`, those of the wanted classes in the order of the wish.
fn take(free: &mut Vec<usize>, classes: &[&Class], how_many: usize, wanted: &[&str]) -> Vec<usize> {
    let mut taken = Vec::new();
    for name in wanted {
        let fitting = free
            .iter()
            .copied()
            .filter(|index| classes.get(*index).is_some_and(|class| class.deepest() == *name));
        let room = how_many - taken.len();
        // One wastewater plant, at most two of anything else: variety over order of the wish.
        taken.extend(fitting.take(room.min(2)).collect::<Vec<_>>());
        free.retain(|index| !taken.contains(index));
    }
    taken
}

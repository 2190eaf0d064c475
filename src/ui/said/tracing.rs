//! What the panel for tracing says.

use crate::{
    app::{Faults, Found, HuntView, Inlet, Link, LinkedZone, Manhole, NextManhole, Seen, TraceAnswer},
    domain::{
        Value,
        load::LoadSum,
        network::{Defect, Direction, hunt::Suspicion},
        placing::FAR_FROM_RIVER_M,
    },
    i18n::Lang,
};

/// What stands where nothing was traced yet, and what to do.
pub(crate) fn no_trace(lang: Lang) -> (&'static str, &'static str) {
    lang.pick(
        ("还没有追踪", "选一个排污口按 Alt+U 溯上游、Alt+D 查下游，或用追踪工具点击河流"),
        (
            "Nothing was traced yet",
            "Select an outfall and press Alt+U for upstream or Alt+D for downstream, or click a river with the tool",
        ),
    )
}

/// From where it was traced, and which way.
pub(crate) fn traced_from(lang: Lang, answer: &TraceAnswer) -> String {
    let (name, direction) = (answer.start_name(lang), lang.term(answer.trace.direction));
    let main = if answer.request.main { lang.pick("（主河道）", ", main path") } else { "" };
    lang.pick(format!("{name} 的{direction}{main}"), format!("{direction} of {name}{main}"))
}

/// How long it is.
pub(crate) fn traced_length(lang: Lang, answer: &TraceAnswer) -> String {
    let (km, count) = (answer.trace.length_m() / 1000.0, answer.trace.steps.len());
    let reaches = if count == 1 { "reach" } else { "reaches" };
    lang.pick(format!("{km:.2} 公里 · {count} 段"), format!("{km:.2} km · {count} {reaches}"))
}

/// That the start lies far off the water.
pub(crate) fn traced_off(lang: Lang, answer: &TraceAnswer) -> Option<String> {
    (answer.off_m > FAR_FROM_RIVER_M).then(|| {
        let off_m = answer.off_m.round();
        lang.pick(
            format!("起点离最近的河流或管道 {off_m} 米，请核对位置"),
            format!("The start is {off_m} m away from the nearest reach; check its position"),
        )
    })
}

/// Why it ended.
pub(crate) fn traced_ends(lang: Lang, answer: &TraceAnswer) -> String {
    let counts = answer.stop_counts().into_iter();
    let counts: Vec<String> =
        counts.map(|(reason, count)| format!("{} {count}", lang.term(reason))).collect();
    format!("{}{}", lang.pick("止于：", "Ends at: "), counts.join(lang.pick("、", ", ")))
}

/// That travel times rest on an assumption.
pub(crate) fn assumed_velocity(lang: Lang, velocity: f64) -> String {
    lang.pick(
        format!("到达时间：没有流速属性的河段按 {velocity} 米/秒估算"),
        format!("Travel times: {velocity} m/s is assumed where a reach has no velocity"),
    )
}

/// How long the water takes.
pub(crate) fn travel_time(lang: Lang, hours: f64) -> String {
    if hours < 1.0 {
        let minutes = (hours * 60.0).round();
        return lang.pick(format!("约 {minutes} 分钟"), format!("about {minutes} min"));
    }
    if hours < 48.0 {
        return lang.pick(format!("约 {hours:.1} 小时"), format!("about {hours:.1} h"));
    }
    let days = hours / 24.0;
    lang.pick(format!("约 {days:.1} 天"), format!("about {days:.1} days"))
}

/// A distance along the water.
pub(crate) fn kilometres(km: f64) -> String {
    if km < 10.0 { format!("{km:.3} km") } else { format!("{km:.1} km") }
}

/// A cell in words.
pub(crate) fn cell_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    }
}

/// Loads by parameter, and what they lack.
pub(crate) fn loads(lang: Lang, sum: &LoadSum) -> String {
    let known: Vec<String> = sum
        .kg_d
        .iter()
        .map(|(parameter, (kg_d, count))| {
            let number = if *kg_d < 10.0 { format!("{kg_d:.2}") } else { format!("{kg_d:.0}") };
            format!("{} {number} ({count})", lang.term(*parameter))
        })
        .collect();
    let known = if known.is_empty() { lang.pick("无", "None").to_owned() } else { known.join("  ") };
    if sum.missing() == 0 {
        return known;
    }
    let (missing, of) = (sum.missing(), sum.outfalls);
    let why = [
        (sum.without_sample, lang.pick("未采样", "never sampled")),
        (sum.without_flow, lang.pick("无流量", "without flow")),
        (sum.without_result, lang.pick("无浓度", "without results")),
    ];
    let why = why.iter().filter(|(count, _)| *count > 0);
    let why: Vec<String> =
        why.map(|(count, why)| lang.pick(format!("{why} {count}"), format!("{count} {why}"))).collect();
    lang.pick(
        format!("{known}\n{of} 个中 {missing} 个未计入：{}", why.join("、")),
        format!("{known}\n{missing} of {of} are not in it: {}", why.join(", ")),
    )
}

/// What is known of a reach on the hunt.
pub(crate) fn suspicion(lang: Lang, state: Suspicion) -> &'static str {
    match state {
        Suspicion::Suspect => lang.pick("可疑", "Suspect"),
        Suspicion::Carries => lang.pick("有污水", "Carries it"),
        Suspicion::Clean => lang.pick("清洁", "Clean"),
        Suspicion::Unknown => lang.pick("不明", "Unknown"),
    }
}

/// How large the sewer above a mouth is.
pub(crate) fn hunt_size(lang: Lang, view: &HuntView) -> String {
    let (all_m, reaches, manholes, off_m) = (view.all_m, view.lines.len(), view.manholes, view.off_m);
    lang.pick(
        format!("{all_m:.0} 米，{reaches} 段，检查井 {manholes} 座（口门离管网 {off_m:.0} 米）"),
        format!("{all_m:.0} m, {reaches} reaches, {manholes} manholes (the mouth is {off_m:.0} m away)"),
    )
}

/// How much of it is still suspect.
pub(crate) fn hunt_left(lang: Lang, view: &HuntView) -> String {
    let (left_m, left) = (view.left_m, view.left);
    lang.pick(format!("{left_m:.0} 米，{left} 段"), format!("{left_m:.0} m, {left} reaches"))
}

/// What the hunt came to.
pub(crate) fn hunt_found(lang: Lang, view: &HuntView) -> String {
    let (left_m, left) = (view.left_m, view.left);
    lang.pick(
        format!("已缩小到 {left} 段共 {left_m:.0} 米，再开井不能再缩小；沿这一段排查接入"),
        format!("It is down to {left} reaches of {left_m:.0} m, and no manhole tells more; look for what discharges there"),
    )
}

/// How many manholes were opened.
pub(crate) fn hunt_opened(lang: Lang, count: usize) -> String {
    lang.pick(format!("已开井 {count} 座"), format!("{count} manholes opened"))
}

/// What opening the next manhole decides.
pub(crate) fn hunt_halves(lang: Lang, above_m: f64) -> String {
    lang.pick(format!("它上游还有 {above_m:.0} 米可疑"), format!("{above_m:.0} m above it are suspect"))
}

/// A manhole by its name, or by its place.
pub(crate) fn manhole_name(lang: Lang, manhole: &Manhole) -> String {
    if manhole.name.is_empty() {
        let (lon, lat) = manhole.at;
        return format!("{} {lon:.6}, {lat:.6}", lang.pick("检查井", "Manhole"));
    }
    format!("{} {}", lang.pick("检查井", "Manhole"), manhole.name)
}

/// The button for dirty water that comes by one inlet.
pub(crate) fn hunt_inlet(lang: Lang, inlet: &Inlet) -> String {
    let (name, length_m) = (manhole_name(lang, &inlet.from), inlet.length_m);
    lang.pick(format!("污水来自 {name}（{length_m:.0} 米）"), format!("Dirty from {name} ({length_m:.0} m)"))
}

/// What comes after the next manhole.
pub(crate) fn hunt_then(lang: Lang, next: &NextManhole) -> String {
    let dirty = next.if_dirty.as_ref().map(|it| {
        let name = manhole_name(lang, it);
        lang.pick(format!("若污染，再开 {name}"), format!("If it is dirty, then {name}"))
    });
    let clean = next.if_clean.as_ref().map(|it| {
        let name = manhole_name(lang, it);
        lang.pick(format!("若清洁，再开 {name}"), format!("If it is clean, then {name}"))
    });
    let both: Vec<String> = dirty.into_iter().chain(clean).collect();
    both.join(lang.pick("；", "; "))
}

/// What was seen at a manhole.
pub(crate) fn manhole_evidence(lang: Lang, seen: &Seen) -> String {
    let check = &seen.check;
    let mut words: Vec<String> = check.on.map(|it| it.to_string()).into_iter().collect();
    words.extend(check.flow.map(|it| {
        if it { lang.pick("有水流", "flowing") } else { lang.pick("无水流", "no flow") }.to_owned()
    }));
    words.extend(check.dye.filter(|it| *it).map(|_| lang.pick("见到染料", "dye seen").to_owned()));
    let mut number = |name: &str, value: Option<f64>| words.extend(value.map(|it| format!("{name} {it}")));
    number(lang.pick("氨氮", "NH3-N"), check.ammonia);
    number("LAS", check.surfactant);
    number(lang.pick("电导率", "EC"), check.conductivity);
    words.extend(check.tint.map(|it| format!("{} {}", lang.pick("颜色", "colour"), lang.term(it))));
    if !check.inlet.is_empty() {
        words.push(format!("{} {}", lang.pick("来自", "from"), check.inlet));
    }
    if !seen.is_placed {
        words.push(lang.pick("不在管网上，未用于判断", "not on the network, proves nothing").to_owned());
    }
    words.join(lang.pick("，", ", "))
}

/// The hunt in a sentence, as evidence of tracing.
pub(crate) fn hunt_summary(lang: Lang, view: &HuntView) -> String {
    let opened: Vec<String> = view
        .seen
        .iter()
        .map(|it| format!("{} {}（{}）", it.check.manhole, lang.term(it.verdict), manhole_evidence(lang, it)))
        .collect();
    let (count, opened) = (opened.len(), opened.join(lang.pick("；", "; ")));
    let left = hunt_left(lang, view);
    lang.pick(
        format!("开井 {count} 座：{opened}；仍可疑 {left}"),
        format!("{count} manholes opened: {opened}; still suspect {left}"),
    )
}

/// How large the network is.
pub(crate) fn network_size(lang: Lang, faults: &Faults) -> String {
    let reaches = faults.on.network.reaches();
    let km = reaches.iter().map(|it| it.length_m).sum::<f64>() / 1000.0;
    let (count, wrong) = (reaches.len(), faults.defects.len());
    lang.pick(
        format!("{count} 段，{km:.1} 公里；问题 {wrong} 处"),
        format!("{count} reaches, {km:.1} km; {wrong} defects"),
    )
}

/// A defect in two lines.
pub(crate) fn defect(lang: Lang, faults: &Faults, defect: &Defect) -> (String, String) {
    let network = &faults.on.network;
    let names = defect.reaches.iter().map(|it| network.name(*it)).filter(|it| !it.is_empty());
    let mut names: Vec<&str> = names.collect();
    names.dedup();
    let rows = defect.reaches.iter().filter_map(|it| network.reach(*it)).take(3);
    let rows: Vec<String> = rows.map(|it| (it.feature + 1).to_string()).collect();
    let apart = if defect.apart_m > 0.0 { format!(" {:.2} m", defect.apart_m) } else { String::new() };
    let names = names.into_iter().take(2).collect::<Vec<_>>().join(lang.pick("、", ", "));
    let rows = format!("{} {}", lang.pick("要素", "Feature"), rows.join(lang.pick("、", ", ")));
    let (lon, lat) = defect.at;
    (
        format!("{}{apart}  {names}", lang.term(defect.kind)).trim_end().to_owned(),
        super::joined(&[&rows, &format!("{lon:.5}, {lat:.5}")]),
    )
}

/// Where on which reach.
pub(crate) fn link_reach(lang: Lang, link: &Link) -> String {
    let name = if link.reach.is_empty() { lang.pick("无名河段", "Nameless reach") } else { &link.reach };
    let (km, m) = ((link.along_m / 1000.0).floor(), (link.along_m % 1000.0).floor());
    let bank = link.bank.as_ref().map_or_else(|_| lang.pick("岸别不明", "bank unknown"), |it| lang.term(*it));
    let off_m = link.off_m.round();
    lang.pick(
        format!("{name} 桩号 K{km}+{m:03}，{bank}，离河 {off_m} 米"),
        format!("{name}, chainage K{km}+{m:03}, {bank}, {off_m} m off"),
    )
}

/// That another river may be meant.
pub(crate) fn link_doubtful(lang: Lang, link: &Link) -> String {
    let names = link.doubtful.join(lang.pick("、", ", "));
    lang.pick(
        format!("也可能属于 {names}；在基本信息里填写河流即可确定"),
        format!("It may belong to {names}; naming the river in the register settles it"),
    )
}

/// The next section below.
pub(crate) fn link_section(lang: Lang, link: &Link) -> String {
    match &link.section {
        Some(it) => super::joined(&[
            &it.name,
            &it.level,
            &format!("{} {}", lang.pick("沿河", "along the water"), kilometres(it.distance_km)),
        ]),
        None => lang.pick("下游没有国考、省考断面", "No national or provincial section below").to_owned(),
    }
}

/// The section that was entered by hand.
pub(crate) fn link_stated(lang: Lang, section: &str) -> String {
    lang.pick(
        format!("{section}（人工填写，与沿河推算不同，保留）"),
        format!("{section} (entered by hand, kept; the water leads elsewhere)"),
    )
}

/// A protection zone at or below the mouth.
pub(crate) fn link_zone(lang: Lang, zone: &LinkedZone) -> String {
    let level = zone.level.map_or("", |it| lang.term(it));
    let far = if zone.distance_km <= 0.0 {
        lang.pick("在区内", "inside").to_owned()
    } else {
        format!("{} {}", lang.pick("沿河", "along the water"), kilometres(zone.distance_km))
    };
    super::joined(&[&zone.name, level, &far])
}

/// What a spill at the start comes to first of each kind, and when; nothing upstream, or where nothing lies below.
pub(crate) fn spill(lang: Lang, answer: &TraceAnswer) -> Option<String> {
    if answer.trace.direction == Direction::Up {
        return None;
    }
    let first = |title: &str, found: &[Found]| {
        let it = found.first()?;
        let (name, far) = (&it.name, kilometres(it.distance_km));
        Some(format!("{title} {name} {far} {}", travel_time(lang, it.hours)))
    };
    let all = [
        first(lang.pick("取水口", "intake"), &answer.intakes),
        first(lang.pick("保护区", "zone"), &answer.zones),
        first(lang.pick("断面", "section"), &answer.sections),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    let (zh, en) = (all.join("；"), all.join("; "));
    (!all.is_empty()).then(|| {
        lang.pick(format!("若在起点泄漏，先到：{zh}"), format!("A spill at the start first reaches: {en}"))
    })
}

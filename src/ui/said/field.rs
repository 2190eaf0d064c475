//! What the panel for work outside says.

use jiff::civil::{Date, Weekday};

use super::{joined, metres};
use crate::{
    app::position::Condition,
    domain::{
        agenda::Day,
        outfall::{Bank, Outfall},
        position::{
            Accuracy, AccuracyFrom, Fix, Gate, Measured, Refused, Satellite, System, bearing_word,
            coverage::Coverage,
        },
    },
    i18n::Lang,
};

/// How the receiver stands.
pub(crate) fn condition(lang: Lang, condition: &Condition) -> String {
    match condition {
        Condition::Off => lang
            .pick(
                "选择端口后连接；手持机可经蓝牙或 USB 串口，练习可选回放文件",
                "Choose a port and connect: a receiver by USB or Bluetooth, or a recording to train with",
            )
            .to_owned(),
        Condition::Looking(None) => lang.pick("正在连接…", "Connecting…").to_owned(),
        Condition::Looking(Some(baud)) => {
            lang.pick(format!("正在探测波特率 {baud}…"), format!("Listening at {baud} baud…"))
        }
        Condition::Heard(None) => lang.pick("已连接", "Connected").to_owned(),
        Condition::Heard(Some(baud)) => {
            lang.pick(format!("已连接，波特率 {baud}"), format!("Connected at {baud} baud"))
        }
        Condition::Silent => lang
            .pick(
                "收不到可读语句：请检查端口和接收机的 NMEA 输出。正在重试",
                "Nothing that can be read: check the port, and that the receiver sends NMEA. Trying again",
            )
            .to_owned(),
        Condition::Lost(why) => lang.pick(
            format!("接收机断开或打不开，正在重连（{why}）"),
            format!("The receiver is gone or can not be opened; trying again ({why})"),
        ),
        Condition::Ended => lang.pick("回放结束", "The recording has ended").to_owned(),
    }
}

/// Why what the receiver says is no position.
pub(crate) fn refused(lang: Lang, refused: Refused) -> &'static str {
    match refused {
        Refused::NoFix => lang.pick("还没有定位：请到开阔处等待", "No fix yet: wait where the sky is open"),
        Refused::NullIsland => lang.pick("收到 0°, 0°，已拒绝", "It says 0°, 0°; refused"),
        Refused::OutOfRange => {
            lang.pick("收到超出范围的坐标，已拒绝", "It says a place that is not on the globe; refused")
        }
        Refused::NotMeasured => {
            lang.pick("接收机在推算而不是测量，已拒绝", "It reckons, and does not measure; refused")
        }
    }
}

fn plus_minus(lang: Lang, accuracy: Accuracy) -> String {
    let from = match accuracy.from {
        AccuracyFrom::Receiver => lang.pick("接收机估计", "by the receiver"),
        AccuracyFrom::Gpsd => lang.pick("gpsd 估计", "by gpsd"),
        AccuracyFrom::Hdop => lang.pick("按 HDOP 推算", "from HDOP"),
    };
    lang.pick(format!("±{}（{from}）", fine(accuracy.metres)), format!("±{} ({from})", fine(accuracy.metres)))
}

/// Metres as fine as they are small.
fn fine(metres: f64) -> String {
    if metres < 1.0 { format!("{metres:.2} m") } else { format!("{metres:.1} m") }
}

/// How good a position is.
pub(crate) fn accuracy(lang: Lang, fix: &Fix) -> String {
    let unknown = || lang.pick("精度未知", "accuracy unknown").to_owned();
    fix.accuracy.map_or_else(unknown, |it| plus_minus(lang, it))
}

/// Satellites, dilution, height, age.
pub(crate) fn fix_details(lang: Lang, fix: &Fix, age_s: u64) -> String {
    let satellites = fix.satellites.map(|it| lang.pick(format!("{it} 颗卫星"), format!("{it} satellites")));
    let hdop = fix.hdop.map(|it| format!("HDOP {it:.1}"));
    let height = fix.height_m.map(|it| lang.pick(format!("高程 {it:.1} m"), format!("height {it:.1} m")));
    let age = lang.pick(format!("{age_s} 秒前"), format!("{age_s} s ago"));
    let parts = [satellites, hdop, height, Some(age)].map(Option::unwrap_or_default);
    joined(&parts.each_ref().map(String::as_str))
}

/// How many satellites of which system.
pub(crate) fn satellites(lang: Lang, satellites: &[Satellite]) -> String {
    let used = satellites.iter().filter(|it| it.used).count();
    let all = satellites.len();
    let whole = lang.pick(format!("可见 {all}，参与定位 {used}"), format!("{all} in view, {used} used"));
    let count = |system| satellites.iter().filter(|it| it.system == system).count();
    let systems =
        [System::BeiDou, System::Gps, System::Glonass, System::Galileo, System::Qzss, System::Mixed];
    let each = systems.map(|it| match count(it) {
        0 => String::new(),
        number => format!("{} {number}", lang.term(it)),
    });
    joined(&[&[whole.as_str()], each.each_ref().map(String::as_str).as_slice()].concat())
}

/// A distance and where to.
pub(crate) fn way(lang: Lang, far_m: f64, degrees: f64) -> String {
    joined(&[&metres(far_m), &bearing(lang, degrees)])
}

/// A direction: `东北 43°`.
pub(crate) fn bearing(lang: Lang, degrees: f64) -> String {
    let (zh, en) = bearing_word(degrees);
    format!("{} {:.0}°", lang.pick(zh, en), degrees.rem_euclid(360.0).floor())
}

/// The button that goes to an outfall.
pub(crate) fn go_to(lang: Lang, name: &str) -> String {
    lang.pick(format!("前往 {name}"), format!("Go to {name}"))
}

/// What is asked of a measured position.
pub(crate) fn gate(lang: Lang, gate: crate::domain::position::Gate) -> String {
    let Gate { accuracy_m, samples } = gate;
    lang.pick(
        format!("站在排口处不动。要求：不少于 {samples} 次，精度不劣于 {accuracy_m} m（项目设置）"),
        format!(
            "Stand still at the outfall. Asked for: {samples} positions, {accuracy_m} m or better (settings)"
        ),
    )
}

/// Why a measured position needs a reason.
pub(crate) fn below_gate(lang: Lang, gate: Gate) -> String {
    let Gate { accuracy_m, samples } = gate;
    lang.pick(
        format!("未达到 {samples} 次、{accuracy_m} m 的要求（模拟信号也算）：继续测量，或写明理由"),
        format!("Not yet {samples} positions at {accuracy_m} m (or simulated): go on, or give a reason"),
    )
}

/// What an average says before its first position.
pub(crate) fn nothing_measured(lang: Lang, refused: usize) -> String {
    lang.pick(
        format!("等待有效定位…（已拒绝 {refused} 次）"),
        format!("Waiting for a position… ({refused} refused)"),
    )
}

/// What an average comes to, line by line.
pub(crate) fn measured_lines(lang: Lang, it: &Measured, refused: usize) -> [(&'static str, String); 3] {
    let left_out = it.rejected + refused;
    let unknown = || lang.pick("未知", "unknown").to_owned();
    [
        (
            lang.pick("次数", "Positions"),
            lang.pick(
                format!("{}（剔除 {left_out}）", it.used),
                format!("{} ({left_out} left out)", it.used),
            ),
        ),
        (lang.pick("离散", "Scatter"), it.sd_m.map_or_else(unknown, fine)),
        (lang.pick("精度", "Accuracy"), it.accuracy_m.map_or_else(unknown, |m| format!("±{}", fine(m)))),
    ]
}

/// A place to the decimetre: degrees, longitude first.
pub(crate) fn place(lon: f64, lat: f64) -> String {
    format!("{lon:.6}, {lat:.6}")
}

/// The picture of the scatter, for those who do not see it.
pub(crate) fn scatter(lang: Lang, it: &Measured) -> String {
    let (used, rejected) = (it.used, it.rejected);
    lang.pick(
        format!("离散图，采用 {used}，剔除 {rejected}"),
        format!("Scatter, {used} used, {rejected} left out"),
    )
}

/// What a list without tasks says, and what to do.
pub(crate) fn no_tasks(lang: Lang) -> (&'static str, &'static str) {
    (
        lang.pick("没有任务", "Nothing assigned"),
        lang.pick(
            "在地图或列表中选择排污口，再点“安排任务…”，写明组别和期限",
            "Select outfalls on the map or in the list, then “Assign…” them to a team with a due date",
        ),
    )
}

/// The counts above the list.
pub(crate) fn done_and_left(lang: Lang, done: usize, left: usize) -> String {
    lang.pick(
        format!("已完成 {done}，剩余 {left}，按沿河路线排序"),
        format!("{done} done, {left} left, in the order of the route along the rivers"),
    )
}

/// That a list goes on.
pub(crate) fn and_more(lang: Lang, count: usize) -> String {
    lang.pick(format!("还有 {count} 个"), format!("and {count} more"))
}

/// When something is due.
pub(crate) fn due(lang: Lang, due: Option<Date>, late: bool) -> String {
    match (due, late) {
        (None, _) => String::new(),
        (Some(day), true) => {
            lang.pick(format!("逾期 {}", short_day(day)), format!("late, {}", short_day(day)))
        }
        (Some(day), false) => lang.pick(format!("{} 前", short_day(day)), format!("by {}", short_day(day))),
    }
}

/// The first day of the strip.
pub(crate) fn today_of(strip: &[Day]) -> Date {
    strip.first().map(|it| it.date).unwrap_or_default()
}

/// `3.23`.
pub(crate) fn short_day(day: Date) -> String {
    format!("{}.{}", day.month(), day.day())
}

/// A day of the week in a letter or three.
pub(crate) fn weekday(lang: Lang, day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => lang.pick("一", "Mon"),
        Weekday::Tuesday => lang.pick("二", "Tue"),
        Weekday::Wednesday => lang.pick("三", "Wed"),
        Weekday::Thursday => lang.pick("四", "Thu"),
        Weekday::Friday => lang.pick("五", "Fri"),
        Weekday::Saturday => lang.pick("六", "Sat"),
        Weekday::Sunday => lang.pick("日", "Sun"),
    }
}

/// A day of the strip in words.
pub(crate) fn day_of_strip(lang: Lang, day: &Day) -> String {
    let due = match day.due.len() {
        0 => String::new(),
        count => lang.pick(format!("到期 {count}"), format!("{count} due")),
    };
    let late = if day.overdue > 0 { overdue(lang, day.overdue) } else { String::new() };
    let report = if day.reporting { lang.pick("报送日", "reporting day") } else { "" };
    joined(&[&day.date.to_string(), &due, &late, report])
}

/// What is late.
pub(crate) fn overdue(lang: Lang, count: usize) -> String {
    lang.pick(format!("逾期 {count}"), format!("{count} overdue"))
}

/// The next day on which a report is due.
pub(crate) fn next_report(lang: Lang, day: Date) -> String {
    lang.pick(format!("下次报送 {}", short_day(day)), format!("next report {}", short_day(day)))
}

/// How far we walked today.
pub(crate) fn walked_today(lang: Lang, metres: f64) -> String {
    let km = metres / 1000.0;
    lang.pick(format!("今日已走 {km:.2} km"), format!("{km:.2} km walked today"))
}

/// What the banks say before anything was walked.
pub(crate) fn no_coverage(lang: Lang) -> &'static str {
    lang.pick(
        "导入河流图层并记录轨迹后，这里显示左右岸各走了多少",
        "With a layer of rivers and a track of today, this shows how much of each bank was walked",
    )
}

/// A river, or that it has no name.
pub(crate) fn river_name(lang: Lang, name: &str) -> String {
    if name.is_empty() {
        lang.pick("未名河流", "A river without a name").to_owned()
    } else {
        name.to_owned()
    }
}

/// How much of one bank was walked.
pub(crate) fn covered(lang: Lang, river: &Coverage, bank: Bank) -> String {
    let walked = if bank == Bank::Left { river.left_m } else { river.right_m };
    let (walked, all) = (walked / 1000.0, river.length_m / 1000.0);
    format!("{} {walked:.2} / {all:.1} km  {} %", lang.term(bank), river.percent(bank))
}

/// How the coverage is counted.
pub(crate) fn coverage_rule(lang: Lang, reach_m: f64) -> String {
    lang.pick(
        format!("距河流中线 {reach_m:.0} m 以内、位于该侧的轨迹计入"),
        format!("Counts what was walked on that side within {reach_m:.0} m of the line of the river"),
    )
}

/// Why a track is not kept.
pub(crate) fn track_not_kept(lang: Lang, why: &str) -> String {
    lang.pick(format!("轨迹写不到磁盘：{why}"), format!("The track can not be written: {why}"))
}

/// Where the coordinates of an outfall come from; empty where it has none.
pub(crate) fn coordinate_line(lang: Lang, outfall: &Outfall) -> String {
    let Some((lon, lat)) = outfall.position() else { return String::new() };
    let source =
        outfall.coord_source.map_or_else(|| lang.pick("来源不明", "source unknown"), |it| lang.term(it));
    let good = outfall.coord_accuracy_m.map(|it| format!("±{}", fine(it))).unwrap_or_default();
    let of = match outfall.coord_samples {
        Some(count) => lang.pick(format!("{count} 次平均"), format!("mean of {count}")),
        None => String::new(),
    };
    let reason = match outfall.coord_override.as_str() {
        "" => String::new(),
        reason => lang.pick(format!("放行：{reason}"), format!("kept because: {reason}")),
    };
    joined(&[&format!("{lon:.6}, {lat:.6}"), source, &good, &of, &reason])
}

/// The choice of the selected outfalls.
pub(crate) fn assign_selected(lang: Lang, count: usize) -> String {
    lang.pick(format!("所选 {count} 个"), format!("{count} selected"))
}

/// The choice of what the list shows.
pub(crate) fn assign_listed(lang: Lang, count: usize) -> String {
    lang.pick(format!("列表中 {count} 个"), format!("{count} in the list"))
}

/// The title of the dialog that assigns.
pub(crate) fn assign_title(lang: Lang, count: usize) -> String {
    let outfalls = if count == 1 { "outfall" } else { "outfalls" };
    lang.pick(format!("安排 {count} 个排污口"), format!("Assign {count} {outfalls}"))
}

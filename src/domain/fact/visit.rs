//! 查: a visit to the bank.

use jiff::civil::Date;

use crate::domain::{RecordId, code_list, record};

record! {
    /// A check visit (排查/巡查).
    pub struct Visit in "visit", "排查记录", "Check visits" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day of the visit.
        on: Option<Date> => "日期", "Date";
        /// How it was looked at.
        means: Option<SurveyMeans> => "手段", "Means";
        /// First, second or third survey level (HJ 1232-2021).
        level: Option<SurveyLevel> => "排查级别", "Survey level";
        /// The crew, at least two people, separated by `、`.
        crew: String => "人员", "Crew";
        /// Is it an outfall?
        verdict: Option<Verdict> => "是否排污口", "Is it an outfall";
        /// Was water flowing?
        flowing: Option<bool> => "正在排水", "Flowing";
        /// Was it dry weather (no rain in 72 h)?
        dry_weather: Option<bool> => "旱天", "Dry weather";
        /// Colour, 0 none to 3 strong.
        colour: Option<i64> => "颜色", "Colour";
        /// Turbidity, 0 to 3.
        turbidity: Option<i64> => "浑浊度", "Turbidity";
        /// Odour, 0 to 3.
        odour: Option<i64> => "气味", "Odour";
        /// What was found and what comes next.
        note: String => "情况", "Findings";
    }
}

code_list! {
    /// How an outfall was looked for (排查手段; seed plan of 忻州 2024).
    pub enum SurveyMeans {
        OnFoot = "on_foot", "人工徒步", "On foot";
        Uav = "uav", "无人机", "UAV";
        Boat = "boat", "无人船", "Unmanned boat";
        PipeRobot = "pipe_robot", "管道机器人", "Pipe robot";
        Satellite = "satellite", "卫星", "Satellite";
        Other = "other", "其他", "Other";
    }
}

code_list! {
    /// The three survey levels of HJ 1232-2021 (三级排查).
    pub enum SurveyLevel {
        First = "1", "一级排查", "First level";
        Second = "2", "二级排查", "Second level";
        Third = "3", "三级排查", "Third level";
    }
}

code_list! {
    /// Is this an outfall (是否排污口)?
    pub enum Verdict {
        Yes = "yes", "是", "Yes";
        No = "no", "否", "No";
        Suspected = "suspected", "疑似", "Suspected";
    }
}

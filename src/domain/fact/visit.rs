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
        /// Who or what asked for the visit (任务来源).
        task: Option<TaskSource> => "任务来源", "Occasion";
        /// When it began, like `09:30`.
        started: String => "开始时间", "Began at";
        /// When it ended, like `10:05`.
        ended: String => "结束时间", "Ended at";
        /// The weather.
        weather: Option<Weather> => "天气", "Weather";
        /// The temperature of the air in ℃.
        air_temp: Option<f64> => "气温℃", "Air ℃";
        /// Rain in the 24 hours before, in mm.
        rain_24h: Option<f64> => "24h降雨mm", "Rain 24 h mm";
        /// Rain in the 72 hours before, in mm; up to 2.5 mm still counts as dry weather.
        rain_72h: Option<f64> => "72h降雨mm", "Rain 72 h mm";
        /// Are other suspected outfalls connected with it?
        linked: Option<bool> => "有无关联疑似排口", "Linked suspects";
        /// How much water came out.
        flow_level: Option<FlowLevel> => "水量", "How much";
        /// What colour it was.
        colour_note: String => "颜色描述", "What colour";
        /// What it smelt of.
        odour_kind: Option<OdourKind> => "气味类型", "Smells of";
        /// Oil film, 0 to 3.
        oil: Option<i64> => "油膜", "Oil film";
        /// Floating matter, 0 to 3.
        floatables: Option<i64> => "漂浮物", "Floatables";
        /// Foam, 0 to 3.
        foam: Option<i64> => "泡沫", "Foam";
        /// Deposits and stains, 0 to 3.
        deposits: Option<i64> => "沉积/污痕", "Deposits";
        /// The overall grade of the Outfall Reconnaissance Inventory; proposed by [`crate::domain::rule::ori`].
        grade: Option<OriGrade> => "综合判定", "Overall grade";
        /// Why the grade is another than the severities propose.
        grade_reason: String => "改判理由", "Why another grade";
        /// The condition of the mouth.
        mouth: Option<MouthState> => "口门状况", "Mouth";
        /// Does the seal hold?
        seal_holds: Option<bool> => "封堵有效", "Seal holds";
        /// The signboard as it was seen.
        signboard: Option<super::Signboard> => "标识牌", "Signboard";
        /// Other problems.
        problems: String => "其他问题", "Other problems";
        /// What the visit came to.
        conclusion: String => "结论", "Conclusion";
        /// What comes next.
        next: Option<NextAction> => "下一步", "Next";
        /// When it is due.
        next_due: Option<Date> => "下一步时限", "Next due";
        /// The aircraft or boat.
        craft: String => "机型", "Craft";
        /// What the aircraft looked with.
        sensor: Option<Sensor> => "传感器", "Sensor";
        /// The size of a pixel on the ground, in metres (HJ 1233-2021).
        pixel_m: Option<f64> => "地面分辨率m", "Pixel m";
        /// The area flown over, in km².
        area_km2: Option<f64> => "航测面积km²", "Area km²";
        /// The number of the flight log.
        flight_log: String => "飞行记录号", "Flight log no.";
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

code_list! {
    /// Who or what asked for a visit (任务来源).
    pub enum TaskSource {
        Supervision = "supervision", "监督性抽测", "Supervision";
        Search = "search", "暗查摸排", "Unannounced search";
        Inspection = "inspection", "监督检查", "Inspection";
        Patrol = "patrol", "日常巡查", "Patrol";
        Complaint = "complaint", "群众举报", "Complaint";
        Other = "other", "其他", "Other";
    }
}

code_list! {
    /// The weather during a visit (天气).
    pub enum Weather {
        Clear = "clear", "晴", "Clear";
        Cloudy = "cloudy", "多云", "Cloudy";
        Overcast = "overcast", "阴", "Overcast";
        Rain = "rain", "雨", "Rain";
        Snow = "snow", "雪", "Snow";
        Fog = "fog", "雾/霾", "Fog or haze";
    }
}

code_list! {
    /// How much water comes out, by eye (水量).
    pub enum FlowLevel {
        Trickle = "trickle", "细流", "Trickle";
        Moderate = "moderate", "中等", "Moderate";
        Substantial = "substantial", "大量", "Substantial";
    }
}

code_list! {
    /// What water smells of (气味类型).
    pub enum OdourKind {
        Sewage = "sewage", "粪污/生活污水", "Sewage";
        RottenEgg = "sulfide", "臭鸡蛋(硫化物)", "Sulfide";
        Sour = "sour", "酸腐", "Sour";
        Petroleum = "petroleum", "油味", "Petroleum";
        Chemical = "chemical", "化工异味", "Chemical";
        Other = "other", "其他", "Other";
    }
}

code_list! {
    /// The overall grade of an outfall by what is seen (domain dossier §6.1).
    pub enum OriGrade {
        Unlikely = "unlikely", "基本无污染迹象", "Unlikely";
        Potential = "potential", "可能有污水", "Potential";
        Suspect = "suspect", "高度疑似", "Suspect";
        Obvious = "obvious", "明显排污", "Obvious";
    }
}

code_list! {
    /// The condition of an outfall's mouth (口门状况).
    pub enum MouthState {
        Whole = "whole", "完好", "Whole";
        Damaged = "damaged", "破损", "Damaged";
        Silted = "silted", "淤堵", "Silted up";
        Destroyed = "destroyed", "被毁", "Destroyed";
        Sealed = "sealed", "已封堵", "Sealed";
    }
}

code_list! {
    /// What a visit asks for next (下一步).
    pub enum NextAction {
        Nothing = "nothing", "无需处理", "Nothing";
        Revisit = "revisit", "复查", "Visit again";
        ThirdLevel = "third_level", "转三级排查", "Third-level survey";
        Sample = "sample", "采样监测", "Take a sample";
        Trace = "trace", "开展溯源", "Trace it";
        Judge = "judge", "整治研判", "Judge the remediation";
        Seal = "seal", "封堵", "Seal it";
        FixNow = "fix_now", "立行立改", "Fix at once";
        Report = "report", "上报", "Report it";
    }
}

code_list! {
    /// What an aircraft looks with (HJ 1233-2021).
    pub enum Sensor {
        Visible = "visible", "可见光", "Visible light";
        Thermal = "thermal", "热红外", "Thermal";
        Oblique = "oblique", "倾斜摄影", "Oblique";
    }
}

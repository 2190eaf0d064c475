//! 管: sign, monitoring, dossier.

use jiff::civil::Date;

use crate::domain::{RecordId, code_list, record};

record! {
    /// How the outfall is kept (管理): sign, monitoring, patrol.
    pub struct Upkeep in "upkeep", "日常管理", "Upkeep" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day this was so.
        on: Option<Date> => "日期", "Date";
        /// The signboard (标识牌; HJ 1309-2023).
        signboard: Option<Signboard> => "标识牌", "Signboard";
        /// How often it is monitored.
        monitoring: Option<Frequency> => "监测频次", "Monitoring";
        /// How often it is patrolled.
        patrol: Option<Frequency> => "巡查频次", "Patrol";
        /// Is there an online monitor?
        online: Option<bool> => "在线监测", "Online monitoring";
        /// Is the dossier (一口一档) complete?
        dossier: Option<bool> => "档案完整", "Dossier complete";
        /// Who supervises.
        supervisor: String => "监管单位", "Supervising unit";
        /// Anything else.
        note: String => "备注", "Note";
        /// How the signboard stands.
        sign_form: Option<SignForm> => "标识牌形式", "Form of the sign";
        /// When it was set up.
        sign_on: Option<Date> => "设置日期", "Set up on";
        /// What stands on it.
        sign_text: String => "标识牌内容", "Text of the sign";
        /// What its QR code says.
        sign_qr: String => "二维码内容", "QR code";
        /// Is there an inspection manhole?
        manhole: Option<bool> => "检查井", "Manhole";
        /// Is there a point to take samples at?
        sampling_point: Option<bool> => "监测采样点", "Sampling point";
        /// Is there a camera?
        video: Option<bool> => "视频监控", "Camera";
        /// The number of the online station.
        station: String => "在线站点编号", "Online station";
        /// Is it fitted out by the standard (HJ 1309-2023)?
        standardised: Option<bool> => "规范化建设完成", "Fitted out";
        /// The day of the last patrol.
        patrolled_on: Option<Date> => "最近巡查", "Last patrol";
        /// Where its data are published.
        disclosure: String => "公开网址", "Published at";
        /// The day they were last published.
        disclosed_on: Option<Date> => "公开日期", "Published on";
        /// The telephone for complaints.
        hotline: String => "监督电话", "Hotline";
        /// Complaints since the last record.
        complaints: Option<i64> => "投诉件数", "Complaints";
        /// Penalties.
        penalties: String => "处罚情况", "Penalties";
        /// The season that [`Self::seal`] is about.
        season: Option<Season> => "季节", "Season";
        /// Sealed or gated as the season asks for?
        seal: Option<SeasonSeal> => "季节封堵", "Season's seal";
        /// Who patrols.
        patroller: String => "巡查人员", "Patrolled by";
    }
}

code_list! {
    /// How a signboard stands (HJ 1309-2023).
    pub enum SignForm {
        Standing = "standing", "立式", "Standing";
        Flat = "flat", "平面", "Flat";
    }
}

code_list! {
    /// The two seasons of the sealing rules (domain dossier §1.2).
    pub enum Season {
        Dry = "dry", "非汛期", "Non-flood season";
        Flood = "flood", "汛期", "Flood season";
    }
}

code_list! {
    /// How an outfall is closed for the season (季节封堵).
    pub enum SeasonSeal {
        Sealed = "sealed", "已封堵", "Sealed";
        GateClosed = "gate_closed", "闸门关闭", "Gate closed";
        Open = "open", "敞开", "Open";
        NotApplicable = "not_applicable", "不适用", "Not applicable";
    }
}

code_list! {
    /// The state of the signboard (标识牌).
    pub enum Signboard {
        Good = "good", "完好", "In place";
        None = "none", "无", "None";
        Damaged = "damaged", "破损", "Damaged";
        Wrong = "wrong", "信息不符", "Wrong content";
    }
}

code_list! {
    /// How often something is done (频次).
    pub enum Frequency {
        Month = "month", "每月", "Monthly";
        Quarter = "quarter", "每季", "Quarterly";
        HalfYear = "half_year", "每半年", "Every half-year";
        Year = "year", "每年", "Yearly";
        FloodSeason = "flood_season", "汛期加密", "More often in the flood season";
    }
}

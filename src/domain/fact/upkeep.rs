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

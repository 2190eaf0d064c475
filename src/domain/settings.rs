//! What a county or a year may decide differently: targets, dates, formula (数据而非代码).

use jiff::civil::Date;

use super::{RecordId, code_list, record};

record! {
    /// The settings of a project: one row.
    pub struct Settings in "setting", "项目设置", "Project settings" {
        /// The name of the campaign.
        name: String => "项目名称", "Project name";
        /// The traced rate to reach, in whole percent (溯源率; seed plan of 忻州 2024: 80).
        trace_target: i64 => "溯源率目标%", "Traced target %";
        /// The fixed rate to reach, in whole percent (整治率; seed plan of 忻州 2024: 70).
        fix_target: i64 => "整治率目标%", "Fixed target %";
        /// The day by which the tracing target is to be reached.
        trace_due: Option<Date> => "溯源目标日期", "Tracing target date";
        /// The day by which the remediation target is to be reached.
        fix_due: Option<Date> => "整治目标日期", "Remediation target date";
        /// Which formula the fixed rate follows.
        formula: Formula => "整治率口径", "Formula of the fixed rate";
        /// Count only what facts prove, not what a ledger claims.
        proven_only: bool => "只计已证实", "Count proven only";
        /// What the map says of the outfalls.
        theme: Theme => "地图专题", "Map theme";
        /// How outfalls are drawn beyond the theme, as JSON ([`super::style`]); empty for the shipped style.
        outfall_style: String => "排污口样式", "Style of the outfalls";
        /// The worst accuracy in metres of a measured position that needs no reason; the shipped one where it is empty.
        gate_accuracy_m: Option<f64> => "定位精度限值m", "Accuracy gate m";
        /// The fewest positions that a measured position is made of; the shipped number where it is empty.
        gate_samples: Option<i64> => "定位最少次数", "Fewest samples";
        /// Days between two visits of industrial outfalls; the shipped number where it is empty, as for the other classes.
        cycle_industrial: Option<i64> => "工业排污口巡查周期", "Cycle of industrial outfalls";
        /// Days between two visits of urban treatment plants.
        cycle_town_plant: Option<i64> => "城镇污水处理厂巡查周期", "Cycle of urban plants";
        /// Days between two visits of agricultural outfalls.
        cycle_agricultural: Option<i64> => "农业排口巡查周期", "Cycle of agricultural outfalls";
        /// Days between two visits of all others.
        cycle_other: Option<i64> => "其他排口巡查周期", "Cycle of other outfalls";
        /// The days on which reports are due, as [`super::agenda::reporting_days`] reads them; the shipped ones where it is empty.
        reporting_days: String => "报送日", "Reporting days";
        /// Metres from every river beyond which an outfall is in a wrong place (check B4); the shipped one where it is empty, as for
        /// what follows. See [`super::check::Limits`].
        far_river_m: Option<f64> => "离河限值m", "Far from rivers m";
        /// Metres within which two outfalls of like names may be one (check B7).
        near_twin_m: Option<f64> => "近似重复距离m", "Near duplicates m";
        /// How many outfalls share coordinates before these are taken for those of a village (check B8).
        shared_place: Option<i64> => "同坐标个数", "Outfalls at one place";
        /// The flood season (汛期), from day to day as in `06-01/09-30`.
        flood_season: String => "汛期", "Flood season";
    }
}

code_list! {
    /// What the symbols of the outfalls on the map say (地图专题).
    #[derive(Default)]
    pub enum Theme {
        /// How far the work has come.
        #[default]
        Stage = "stage", "工作进展", "Progress of the work";
        /// What is behind its plan, and how much.
        Overdue = "overdue", "超期与滞后", "Overdue and lagging";
        /// What kind of outfall it is.
        Class = "class", "排污口类型", "Class of outfall";
        /// What lies in a protection zone.
        Zone = "zone", "保护区冲突", "Conflicts with protection zones";
        /// Nothing but where it is.
        Plain = "plain", "素图", "Plain";
    }
}

code_list! {
    /// How the fixed rate (整治率) is defined; official figures use at least two of these (domain dossier §3.1, §3.4).
    #[derive(Default)]
    pub enum Formula {
        /// Closed out, of all but those that need none. Not yet judged ones count against you.
        #[default]
        Z1 = "Z1", "应整治口径", "of all that may need fixing";
        /// Closed out, of those found to need fixing.
        Z2 = "Z2", "问题口径", "of those with problems";
        /// Closed out or needing none, of all.
        Z3 = "Z3", "全口径", "of all";
    }
}

impl Settings {
    /// The one row's identity, the same in every project so that offline teams change the same row.
    pub const ID: RecordId = RecordId(uuid::Uuid::from_u128(0x7061_696b_6f75_7000_8000_7365_7474_696e));

    /// The shipped defaults: 80 % traced and 70 % fixed by the end of `year` (seed plan of 忻州 2024).
    pub fn new(name: impl Into<String>, year: i16) -> Self {
        let year_end = Date::new(year, 12, 31).ok();
        Self {
            id: Self::ID,
            name: name.into(),
            trace_target: 80,
            fix_target: 70,
            trace_due: year_end,
            fix_due: year_end,
            formula: Formula::Z1,
            proven_only: false,
            theme: Theme::Stage,
            outfall_style: String::new(),
            ..Self::default()
        }
    }
}

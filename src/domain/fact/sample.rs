//! 测: samples and their results.

use jiff::civil::Date;

use crate::domain::{RecordId, code_list, record};

record! {
    /// A sample (采样), or the record that none could be taken.
    pub struct Sample in "sample", "监测采样", "Samples" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day it was taken.
        on: Option<Date> => "采样日期", "Sampled on";
        /// Why it was taken.
        kind: Option<SampleKind> => "监测类型", "Kind";
        /// Who took it, at least two people, separated by `、`.
        samplers: String => "采样人员", "Samplers";
        /// Where exactly.
        place: String => "采样点", "Sampling point";
        /// The laboratory.
        lab: String => "检测机构", "Laboratory";
        /// The number of the lab report.
        report_no: String => "报告编号", "Report no.";
        /// Why no sample could be taken (不具备采样条件); empty where one was.
        impossible_reason: String => "无法采样原因", "Why none was possible";
        /// Discharge in m³/d.
        flow_m3_d: Option<f64> => "流量m³/d", "Flow m³/d";
        /// The standard the results are held against.
        standard: Option<LimitProfile> => "执行标准", "Standard";
        /// Anything else.
        note: String => "备注", "Note";
    }
}

code_list! {
    /// Why a sample is taken (监测类型).
    pub enum SampleKind {
        Supervision = "supervision", "监督监测", "Supervision";
        OwnMonitoring = "own", "自行监测", "Own monitoring";
        Quick = "quick", "快检", "Quick test";
        Tracing = "tracing", "溯源比对", "Tracing comparison";
        AfterFix = "after_fix", "整治后复测", "After remediation";
    }
}

code_list! {
    /// The limits a sample is held against; the numbers are in [`crate::domain::quality`].
    pub enum LimitProfile {
        ShanxiV = "shanxi_v", "晋-V(城镇排水)", "Shanxi-V (urban)";
        ShanxiIii = "shanxi_iii", "晋-III(矿井水)", "Shanxi-III (mine water)";
        GradeA = "gb18918_1a", "GB 18918 一级A", "GB 18918 grade 1A";
        GradeB = "gb18918_1b", "GB 18918 一级B", "GB 18918 grade 1B";
        SurfaceIii = "gb3838_iii", "GB 3838 Ⅲ类", "GB 3838 class III";
        SurfaceV = "gb3838_v", "GB 3838 Ⅴ类", "GB 3838 class V";
    }
}

record! {
    /// One result of a sample (监测结果).
    pub struct LabResult in "result", "监测结果", "Results" {
        /// The sample it belongs to.
        sample: RecordId => "采样", "Sample";
        /// What was measured.
        parameter: Option<Parameter> => "项目", "Parameter";
        /// Equal, below the detection limit, or above the range.
        qualifier: Option<Qualifier> => "限定符", "Qualifier";
        /// The number, in [`Parameter::unit`]; the detection limit where the qualifier is `<`.
        value: Option<f64> => "结果", "Value";
        /// The method.
        method: String => "方法", "Method";
    }
}

code_list! {
    /// How a reported number is meant.
    pub enum Qualifier {
        Equal = "=", "等于", "Equals";
        Below = "<", "未检出(低于)", "Below";
        Above = ">", "高于", "Above";
    }
}

code_list! {
    /// What can be measured (监测项目); the unit of each is fixed so that numbers can be compared.
    pub enum Parameter {
        Ph = "ph", "pH", "pH";
        Cod = "cod", "化学需氧量", "COD";
        Bod5 = "bod5", "五日生化需氧量", "BOD5";
        AmmoniaN = "nh3n", "氨氮", "NH3-N";
        TotalP = "tp", "总磷", "TP";
        TotalN = "tn", "总氮", "TN";
        SuspendedSolids = "ss", "悬浮物", "SS";
        Petroleum = "oil", "石油类", "Petroleum";
        Surfactant = "las", "阴离子表面活性剂", "LAS";
        Fluoride = "f", "氟化物", "Fluoride";
        DissolvedOxygen = "do", "溶解氧", "DO";
        Conductivity = "ec", "电导率", "Conductivity";
        WaterTemp = "t", "水温", "Water temperature";
        Chloride = "cl", "氯化物", "Chloride";
        TotalSalt = "salt", "全盐量", "Total salt";
        FaecalColiform = "fc", "粪大肠菌群", "Faecal coliform";
    }
}

impl Parameter {
    /// The unit that [`LabResult::value`] is in.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Ph => "",
            Self::Conductivity => "µS/cm",
            Self::WaterTemp => "℃",
            Self::FaecalColiform => "MPN/L",
            _ => "mg/L",
        }
    }
}

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
        /// When it was taken, like `09:30`.
        at: String => "采样时间", "Sampled at";
        /// On which part of the way the point lies.
        point: Option<SamplingPoint> => "采样位置", "Position";
        /// The numbers of the bottles.
        bottles: String => "样品瓶号", "Bottles";
        /// How the sample was preserved.
        preservation: String => "保存方式", "Preservation";
        /// Who handed it to the laboratory.
        handed_by: String => "送样人", "Handed over by";
        /// Who took it in at the laboratory.
        received_by: String => "接样人", "Received by";
        /// When the laboratory had it.
        received_on: Option<Date> => "送达日期", "Received on";
        /// Does the laboratory have the CMA qualification?
        cma: Option<bool> => "CMA资质", "CMA qualified";
        /// The day of the lab report.
        reported_on: Option<Date> => "报告日期", "Reported on";
        /// Could the flow be measured?
        flow_state: Option<FlowState> => "流量状态", "Flow known";
        /// Discharge as it was measured, in [`Self::flow_unit`].
        flow: Option<f64> => "流量", "Flow";
        /// The unit of [`Self::flow`]; m³/d where none is given.
        flow_unit: Option<FlowUnit> => "流量单位", "Unit of flow";
        /// How the flow was measured.
        flow_method: Option<FlowMethod> => "测流方法", "Flow method";
        /// The readings that the flow was worked out from.
        flow_readings: String => "测流读数", "Flow readings";
    }
}

code_list! {
    /// Where on the way of the water a sample is taken (采样位置).
    pub enum SamplingPoint {
        Mouth = "mouth", "口门", "Mouth";
        Manhole = "manhole", "检查井", "Manhole";
        PipeAbove = "pipe", "上游管道", "Pipe above";
        RiverAbove = "river_above", "河道上游", "River above";
        RiverBelow = "river_below", "河道下游", "River below";
    }
}

code_list! {
    /// Could the flow be measured (流量状态)?
    pub enum FlowState {
        Measured = "measured", "现场测定", "Measured";
        NotMeasured = "not_measured", "未测定", "Not measured";
        NotPossible = "not_possible", "不具备条件", "Not possible";
    }
}

code_list! {
    /// The units in which flows are reported; [`crate::domain::rule::unit`] converts them.
    pub enum FlowUnit {
        CubicMetresPerDay = "m3/d", "m³/d", "m³/d";
        CubicMetresPerHour = "m3/h", "m³/h", "m³/h";
        CubicMetresPerSecond = "m3/s", "m³/s", "m³/s";
        LitresPerSecond = "L/s", "L/s", "L/s";
    }
}

code_list! {
    /// How a flow is measured (测流方法; HJ 91.1-2019).
    pub enum FlowMethod {
        Bucket = "bucket", "容积法", "Bucket and watch";
        Float = "float", "浮标法", "Float";
        VelocityArea = "velocity_area", "流速仪法", "Current meter";
        Weir = "weir", "堰槽法", "Weir";
        Online = "online", "在线流量计", "Online meter";
        Estimate = "estimate", "目测估算", "Estimate";
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
        /// The number as the report has it, like `25L`, where it had to be converted or shortened.
        reported: String => "报告原值", "As reported";
        /// The unit of the report; [`Self::value`] is in [`Parameter::unit`].
        unit: Option<ResultUnit> => "报告单位", "Unit reported";
        /// The detection limit of the method, in [`Parameter::unit`].
        detection_limit: Option<f64> => "检出限", "Detection limit";
        /// Is the result to be used? One that is not stays in the project and proves nothing.
        valid: Option<bool> => "有效", "Valid";
        /// Why it is not to be used.
        invalid_reason: String => "无效原因", "Why not valid";
    }
}

code_list! {
    /// The units in which concentrations are reported; [`crate::domain::rule::unit`] converts them.
    pub enum ResultUnit {
        MilligramsPerLitre = "mg/L", "mg/L", "mg/L";
        MicrogramsPerLitre = "ug/L", "µg/L", "µg/L";
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

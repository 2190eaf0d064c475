//! 溯: attempts to find the source.

use jiff::civil::Date;

use crate::domain::{RecordId, code_list, record};

record! {
    /// One attempt to trace the water to its source (溯源), after HJ 1313-2023.
    pub struct Trace in "trace", "溯源记录", "Traces" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The day.
        on: Option<Date> => "溯源日期", "Traced on";
        /// How.
        method: Option<TraceMethod> => "溯源方法", "Method";
        /// What the attempt came to.
        outcome: Option<TraceOutcome> => "结论", "Outcome";
        /// Who traced.
        tracer: String => "溯源人员", "Tracer";
        /// Who reviewed it.
        reviewer: String => "审核人", "Reviewer";
        /// The source of the pollution (污染源).
        source: String => "污染源", "Source";
        /// What kind of water it is.
        sewage_type: Option<SewageType> => "污水类型", "Kind of sewage";
        /// The way of the water from the source to the mouth.
        path: String => "路径说明", "Path";
        /// The responsible entity (责任主体).
        entity: String => "责任主体", "Responsible entity";
        /// What kind of body the entity is; companies need a credit code.
        entity_kind: Option<EntityKind> => "主体类型", "Kind of entity";
        /// The unified social credit code (GB 32100).
        credit_code: String => "统一社会信用代码", "Credit code";
        /// The discharge permit number (HJ 608).
        permit_no: String => "排污许可证号", "Permit no.";
        /// The evidence: documents, photos, dye, CCTV, fingerprints.
        evidence: String => "证据", "Evidence";
        /// The document by which the government takes the outfall on, or approves that no tracing is needed.
        document: String => "文件文号", "Document no.";
        /// Why no tracing is needed (无需溯源), or anything else.
        reason: String => "说明", "Reason";
        /// Who approved that no tracing is needed.
        approver: String => "批准人", "Approver";
        /// The way of the water step by step: see [`crate::domain::rule::path`].
        steps: String => "路径节点", "Steps of the path";
        /// The part of the water that comes from [`Self::source`], in percent.
        share: Option<f64> => "占比%", "Share %";
        /// How sure the source is.
        confidence: Option<Confidence> => "可信度", "Confidence";
        /// What was found.
        finding: String => "查明情况", "Findings";
        /// Where sewage and rain water are connected wrongly.
        wrong_connection: String => "混错接点", "Wrong connection";
        /// The address of the entity.
        address: String => "地址", "Address";
        /// Whom to speak to.
        contact: String => "联系人", "Contact";
        /// The telephone of the contact.
        phone: String => "联系电话", "Telephone";
        /// The standard that the source must keep to.
        standard: String => "排放标准", "Discharge standard";
        /// Pollutants and amounts.
        pollutants: String => "主要污染物及排放量", "Pollutants and amounts";
        /// How the source discharges.
        discharge: Option<DischargeMode> => "排放去向", "Discharges";
    }
}

record! {
    /// A further source of a mouth that several discharge through (借道排污); the main one is [`Trace::source`].
    pub struct TraceSource in "trace_source", "溯源来源", "Traced sources" {
        /// The outfall it is about.
        outfall: RecordId => "排污口", "Outfall";
        /// The tracing that found it.
        trace: RecordId => "溯源记录", "Tracing";
        /// The source of the pollution.
        name: String => "污染源", "Source";
        /// What kind of water it is.
        sewage_type: Option<SewageType> => "污水类型", "Kind of sewage";
        /// The part of the water that comes from it, in percent.
        share: Option<f64> => "占比%", "Share %";
        /// How sure it is.
        confidence: Option<Confidence> => "可信度", "Confidence";
        /// The responsible entity.
        entity: String => "责任主体", "Responsible entity";
        /// The unified social credit code (GB 32100).
        credit_code: String => "统一社会信用代码", "Credit code";
        /// The discharge permit number (HJ 608).
        permit_no: String => "排污许可证号", "Permit no.";
        /// Anything else.
        note: String => "备注", "Note";
    }
}

code_list! {
    /// How sure a source is (可信度).
    pub enum Confidence {
        Confirmed = "confirmed", "确认", "Confirmed";
        Likely = "likely", "基本确认", "Likely";
        Suspected = "suspected", "疑似", "Suspected";
    }
}

code_list! {
    /// How a source discharges (排放去向).
    pub enum DischargeMode {
        Direct = "direct", "直接排入", "Directly";
        Indirect = "indirect", "经沟渠间接排入", "Through a ditch";
        Sewer = "sewer", "经市政管网", "Through the sewer";
        Shared = "shared", "借道排放", "Through another's mouth";
    }
}

code_list! {
    /// How a source was looked for (溯源方法; HJ 1313-2023).
    pub enum TraceMethod {
        Documents = "documents", "资料溯源", "From documents";
        Manual = "manual", "人工溯源", "By walking and opening manholes";
        Dye = "dye", "染色示踪", "Dye";
        Smoke = "smoke", "烟雾", "Smoke";
        Cctv = "cctv", "管道CCTV", "CCTV";
        PipeRobot = "pipe_robot", "管道机器人", "Pipe robot";
        ThermalUav = "thermal_uav", "无人机热红外", "Thermal UAV";
        Fingerprint = "fingerprint", "水质比对/水指纹", "Water fingerprint";
        Conductivity = "conductivity", "电导率追踪", "Conductivity";
        Other = "other", "其他", "Other";
    }
}

code_list! {
    /// What a tracing attempt came to; the state follows from it and from what it proves.
    pub enum TraceOutcome {
        Ongoing = "ongoing", "仍在溯源", "Still tracing";
        Partial = "partial", "部分查明", "Partly found";
        Found = "found", "已查明", "Found";
        Government = "government", "政府兜底", "Government as last resort";
        NotNeeded = "not_needed", "无需溯源", "No tracing needed";
    }
}

code_list! {
    /// What kind of water comes out (污水类型).
    pub enum SewageType {
        Domestic = "domestic", "生活", "Domestic";
        Industrial = "industrial", "工业", "Industrial";
        MineWater = "mine", "矿井水", "Mine water";
        Breeding = "breeding", "养殖", "Breeding";
        Rain = "rain", "雨水", "Rain";
        Irrigation = "irrigation", "农田退水", "Irrigation return";
        Mixed = "mixed", "混合", "Mixed";
    }
}

code_list! {
    /// What kind of body answers for an outfall; only some have a credit code.
    pub enum EntityKind {
        Company = "company", "企业", "Company";
        Institution = "institution", "事业单位", "Institution";
        Government = "government", "政府", "Government";
        Village = "village", "村集体", "Village";
        Person = "person", "个人", "Person";
    }
}

impl EntityKind {
    /// Must the entity have a unified social credit code?
    pub fn needs_credit_code(self) -> bool {
        matches!(self, Self::Company | Self::Institution)
    }
}

//! The register entry of one river outfall (入河排污口): who it is, where it is, who answers for it.
//!
//! What happened to it is in the facts (`visit.rs`, `sample.rs`, …); in which state it is, is worked
//! out from them in [`super::stage`]. Fields: domain dossier §4.1, after HJ 1313 and HJ 1314.

use jiff::civil::Date;

use super::{code_list, record};

record! {
    /// An outfall (排污口) as the register (名录) knows it. Coordinates are degrees in CGCS2000 (EPSG:4490).
    pub struct Outfall in "outfall", "排污口", "Outfalls" {
        /// The national code (HJ 1235-2021). Opaque text, often empty, never an identity.
        code_national: String => "国家编码", "National code";
        /// The code that the county or city uses.
        code_local: String => "地方编码", "Local code";
        /// The name, usually county + place or entity + class.
        name: String => "名称", "Name";
        /// The class of HJ 1312-2023, at the deepest level that is known.
        class: Option<OutfallClass> => "分类", "Class";
        /// The third level of HJ 1312-2023, or what the ledger says beyond [`Self::class`].
        class_detail: String => "三级分类", "Third-level class";
        /// The prefecture-level city.
        city: String => "市", "City";
        /// The county, district or county-level city.
        county: String => "县", "County";
        /// The town or township.
        town: String => "乡镇", "Town";
        /// The village.
        village: String => "村", "Village";
        /// Degrees east, CGCS2000.
        lon: Option<f64> => "经度", "Longitude";
        /// Degrees north, CGCS2000.
        lat: Option<f64> => "纬度", "Latitude";
        /// Where the coordinates come from.
        coord_source: Option<CoordSource> => "坐标来源", "Coordinate source";
        /// How far off the position may be, in metres; one standard deviation.
        coord_accuracy_m: Option<f64> => "定位精度m", "Accuracy m";
        /// How many positions of a receiver it is the mean of.
        coord_samples: Option<i64> => "定位次数", "Samples";
        /// How much these scattered, in metres.
        coord_sd_m: Option<f64> => "离散m", "Scatter m";
        /// Why a position was kept that does not come up to what is asked of one.
        coord_override: String => "精度放行理由", "Reason for keeping it";
        /// The coordinate system that the file or the person gave.
        coord_crs_raw: String => "原坐标系", "Original CRS";
        /// The coordinates as they were written, both in one text.
        coord_text_raw: String => "原始坐标", "Original coordinates";
        /// What was done to the coordinates since, and why: swapped, an offset taken out.
        coord_fix: String => "坐标更正", "Correction of the coordinates";
        /// The basin.
        basin: String => "流域", "Basin";
        /// The river that receives the water.
        river: String => "河流", "River";
        /// The bank, facing downstream.
        bank: Option<Bank> => "岸别", "Bank";
        /// How the water gets to the river.
        entry_way: String => "入河方式", "Way of entry";
        /// The next section downstream.
        section: String => "下游断面", "Section downstream";
        /// Kilometres along the water to that section.
        section_km: Option<f64> => "距离km", "Distance km";
        /// The responsible entity (责任主体).
        entity: String => "责任主体", "Responsible entity";
        /// The entity's industry.
        industry: String => "行业", "Industry";
        /// The sector authority (行业主管部门).
        authority: String => "主管部门", "Sector authority";
        /// Approved, registered, or neither.
        approval: String => "审批登记", "Approval";
        /// Is it discharging?
        discharging: Option<bool> => "是否排水", "Discharging";
        /// Can a sample be taken here (是否具备采样条件)? Those that can not are left out of the outfalls to measure.
        can_sample: Option<bool> => "是否具备采样条件", "Can be sampled";
        /// The day it was confirmed to be an outfall; it counts from that day on.
        confirmed_on: Option<Date> => "确认日期", "Confirmed on";
        /// When the tracing is due.
        trace_due: Option<Date> => "溯源时限", "Tracing due";
        /// When the remediation is due.
        fix_due: Option<Date> => "整治时限", "Remediation due";
        /// Anything else.
        remark: String => "备注", "Remark";
    }
}

impl Outfall {
    /// Longitude and latitude in degrees, if both are known.
    pub fn position(&self) -> Option<(f64, f64)> {
        self.lon.zip(self.lat)
    }

    /// The code to show: the local one, else the national one, else nothing.
    pub fn code(&self) -> &str {
        if self.code_local.is_empty() { &self.code_national } else { &self.code_local }
    }
}

code_list! {
    /// The bank of the river, facing downstream (岸别).
    pub enum Bank {
        Left = "left", "左岸", "Left bank";
        Right = "right", "右岸", "Right bank";
        Midstream = "mid", "河中", "Midstream";
    }
}

code_list! {
    /// Where coordinates come from (坐标来源).
    pub enum CoordSource {
        Ledger = "ledger", "台账录入", "Ledger";
        Layer = "layer", "矢量图层", "Layer";
        MapClick = "map", "地图点选", "Map click";
        Gnss = "gnss", "GNSS手簿", "GNSS";
        Rtk = "rtk", "RTK", "RTK";
        Phone = "phone", "手机", "Phone";
        Photo = "photo", "照片EXIF", "Photo EXIF";
        Uav = "uav", "无人机", "UAV";
    }
}

code_list! {
    /// The second level of HJ 1312-2023; see [`OutfallClass::group`] for the first.
    pub enum OutfallClass {
        IndustrialPlant = "industrial_plant", "工矿企业排污口", "Industrial or mining outfall";
        IndustrialStorm = "industrial_storm", "工矿企业雨洪排口", "Industrial or mining storm outfall";
        ParkPlant = "park_plant", "工业及其他各类园区污水处理厂排污口", "Industrial-park treatment-plant outfall";
        ParkStorm = "park_storm", "工业及其他各类园区污水处理厂雨洪排口", "Industrial-park treatment-plant storm outfall";
        TownPlant = "town_plant", "城镇污水处理厂排污口", "Urban treatment-plant outfall";
        Livestock = "livestock", "规模化畜禽养殖排污口", "Large-scale livestock outfall";
        Aquaculture = "aquaculture", "规模化水产养殖排污口", "Large-scale aquaculture outfall";
        Irrigation = "irrigation", "大中型灌区排口", "Irrigation-district outfall";
        Port = "port", "港口码头排口", "Port or wharf outfall";
        SmallLivestock = "small_livestock", "规模以下畜禽养殖排污口", "Small-scale livestock outfall";
        SmallAquaculture = "small_aquaculture", "规模以下水产养殖排污口", "Small-scale aquaculture outfall";
        TownScattered = "town_scattered", "城镇生活污水散排口", "Scattered urban sewage outfall";
        RuralPlant = "rural_plant", "农村污水处理设施排污口", "Rural treatment-facility outfall";
        RuralScattered = "rural_scattered", "农村生活污水散排口", "Scattered rural sewage outfall";
        TownStorm = "town_storm", "城镇雨洪排口", "Urban storm outfall";
        Other = "other", "其他排污口", "Other outfall";
    }
}

code_list! {
    /// The first level of HJ 1312-2023.
    pub enum ClassGroup {
        Industrial = "industrial", "工业排污口", "Industrial outfalls";
        TownPlant = "town_plant", "城镇污水处理厂排污口", "Urban treatment plants";
        Agricultural = "agricultural", "农业排口", "Agricultural outfalls";
        Other = "other", "其他排口", "Other outfalls";
    }
}

impl OutfallClass {
    /// The first level that this class belongs to (HJ 1312-2023, table in domain dossier §2.4).
    pub fn group(self) -> ClassGroup {
        match self {
            Self::IndustrialPlant | Self::IndustrialStorm | Self::ParkPlant | Self::ParkStorm => {
                ClassGroup::Industrial
            }
            Self::TownPlant => ClassGroup::TownPlant,
            Self::Livestock | Self::Aquaculture => ClassGroup::Agricultural,
            _ => ClassGroup::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Record as _, Value};

    #[test]
    fn every_column_reads_back_what_was_written_to_it() {
        let mut outfall = Outfall::default();
        Outfall::column("lon").map(|it| (it.set)(&mut outfall, Value::Real(112.5)));
        Outfall::column("bank").map(|it| (it.set)(&mut outfall, Value::Text("left".to_owned())));

        assert_eq!(outfall.lon, Some(112.5));
        assert_eq!(outfall.bank, Some(Bank::Left));
        let back: Vec<Value> = Outfall::COLUMNS.iter().map(|it| (it.get)(&outfall)).collect();
        assert_eq!(back.iter().filter(|it| **it != Value::Null).count(), 2);
    }

    #[test]
    fn a_code_that_is_not_in_the_list_is_refused() {
        let mut outfall = Outfall::default();
        let set = Outfall::column("bank").map(|it| it.set).unwrap();
        assert!(set(&mut outfall, Value::Text("upside".to_owned())).is_err());
    }
}

//! The classes of HJ 1312-2023 as the sample uses them: who answers for them, where they lie, how many there are.

use crate::rng::Rng;

/// Where outfalls of a class are found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// In the county's own town.
    Seat,
    /// In or near one of its towns.
    Town,
    /// Away from towns.
    Country,
    /// On the Yellow River.
    YellowRiver,
}

/// Who answers for an outfall.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A made-up company of this trade.
    Company(&'static str),
    /// The county's sewage company.
    SewageCompany,
    /// The park's company.
    ParkCompany,
    /// The county's housing and construction office.
    HousingOffice,
    /// The government of the town.
    TownGovernment,
    /// The committee of the village.
    Village,
    /// A made-up farmers' cooperative.
    Cooperative(&'static str),
    /// The service centre of the irrigation district.
    IrrigationDistrict,
}

/// A class and what goes with it.
pub(crate) struct Class {
    /// First level.
    pub(crate) first: &'static str,
    /// Second level.
    pub(crate) second: &'static str,
    /// Third level, empty where there is none.
    pub(crate) third: &'static str,
    /// The two letters in a national code.
    pub(crate) letters: &'static str,
    /// Where it is found.
    pub(crate) setting: Setting,
    /// Who answers for it.
    pub(crate) owner: Owner,
    /// GB/T 4754 trade.
    pub(crate) industry: &'static str,
    /// The authority in charge.
    pub(crate) authority: &'static str,
    /// Ways into the river that occur.
    pub(crate) entries: &'static [&'static str],
}

impl Class {
    /// The deepest level there is.
    pub(crate) fn deepest(&self) -> &'static str {
        if self.third.is_empty() { self.second } else { self.third }
    }

    /// Whether approval is required (order 35 of 2024), not only registration.
    pub(crate) fn needs_approval(&self) -> bool {
        matches!(
            self.second,
            "工矿企业排污口" | "工业及其他各类园区污水处理厂排污口" | "城镇污水处理厂排污口"
        )
    }
}

const INDUSTRY: &str = "工业排污口";
const OTHER: &str = "其他排口";
const FARMING: &str = "农业排口";
const PLANT: &str = "工矿企业排污口";
const PLANT_STORM: &str = "工矿企业雨洪排口";
const PIPE: &[&str] = &["管道", "管道", "明渠", "箱涵"];
const DITCH: &[&str] = &["明渠", "明渠", "管道", "涵闸"];
const STORM: &[&str] = &["管道", "箱涵", "泵站", "涵闸"];
const ECOLOGY: &str = "生态环境局";
const BUILDING: &str = "住房和城乡建设管理局";
const AGRICULTURE: &str = "农业农村局";

#[expect(clippy::too_many_arguments, reason = "a row of a table")]
const fn class(
    first: &'static str,
    second: &'static str,
    third: &'static str,
    letters: &'static str,
    setting: Setting,
    owner: Owner,
    industry: &'static str,
    authority: &'static str,
    entries: &'static [&'static str],
) -> Class {
    Class { first, second, third, letters, setting, owner, industry, authority, entries }
}

/// Every class of the standard that the sample has; the index is what [`classes_of`] gives out.
#[rustfmt::skip] // a table
pub(crate) const CLASSES: &[Class] = &[
    class(INDUSTRY, PLANT, "工业企业排污口", "GY", Setting::Town, Owner::Company("化工"), "化学原料和化学制品制造业", ECOLOGY, PIPE),
    class(INDUSTRY, PLANT, "矿山排污口", "GY", Setting::Country, Owner::Company("煤业"), "煤炭开采和洗选业", ECOLOGY, PIPE),
    class(INDUSTRY, PLANT, "尾矿库排污口", "GY", Setting::Country, Owner::Company("铁矿"), "黑色金属矿采选业", ECOLOGY, DITCH),
    class(INDUSTRY, PLANT_STORM, "工业企业雨洪排口", "GY", Setting::Town, Owner::Company("锻造"), "金属制品业", ECOLOGY, STORM),
    class(INDUSTRY, PLANT_STORM, "矿山雨洪排口", "GY", Setting::Country, Owner::Company("煤业"), "煤炭开采和洗选业", ECOLOGY, DITCH),
    class(INDUSTRY, PLANT_STORM, "尾矿库雨洪排口", "GY", Setting::Country, Owner::Company("铁矿"), "黑色金属矿采选业", ECOLOGY, DITCH),
    class(INDUSTRY, "工业及其他各类园区污水处理厂排污口", "", "GY", Setting::Town, Owner::ParkCompany, "水的生产和供应业", "开发区管理委员会", PIPE),
    class(INDUSTRY, "工业及其他各类园区污水处理厂雨洪排口", "", "GY", Setting::Town, Owner::ParkCompany, "水的生产和供应业", "开发区管理委员会", STORM),
    class("城镇污水处理厂排污口", "城镇污水处理厂排污口", "", "SH", Setting::Seat, Owner::SewageCompany, "水的生产和供应业", BUILDING, PIPE),
    class(FARMING, "规模化畜禽养殖排污口", "", "NY", Setting::Country, Owner::Cooperative("养殖"), "畜牧业", AGRICULTURE, DITCH),
    class(FARMING, "规模化水产养殖排污口", "", "NY", Setting::Country, Owner::Cooperative("水产"), "渔业", AGRICULTURE, DITCH),
    class(OTHER, "大中型灌区排口", "", "NY", Setting::Country, Owner::IrrigationDistrict, "水利管理业", "水利局", DITCH),
    class(OTHER, "港口码头排口", "", "GK", Setting::YellowRiver, Owner::Company("旅游航运"), "水上运输业", "交通运输局", PIPE),
    class(OTHER, "规模以下畜禽养殖排污口", "", "NY", Setting::Country, Owner::Village, "畜牧业", AGRICULTURE, DITCH),
    class(OTHER, "规模以下水产养殖排污口", "", "NY", Setting::Country, Owner::Village, "渔业", AGRICULTURE, DITCH),
    class(OTHER, "城镇生活污水散排口", "", "SH", Setting::Seat, Owner::HousingOffice, "公共设施管理业", BUILDING, PIPE),
    class(OTHER, "农村污水处理设施排污口", "", "SH", Setting::Town, Owner::TownGovernment, "水的生产和供应业", ECOLOGY, PIPE),
    class(OTHER, "农村生活污水散排口", "", "SH", Setting::Town, Owner::Village, "公共设施管理业", AGRICULTURE, DITCH),
    class(OTHER, "城镇雨洪排口", "", "YH", Setting::Seat, Owner::HousingOffice, "公共设施管理业", BUILDING, STORM),
    class(OTHER, "其他排污口", "", "QT", Setting::Town, Owner::TownGovernment, "公共设施管理业", ECOLOGY, DITCH),
];

const COAL: &[&str] = &["宁武县", "原平市", "保德县", "河曲县", "偏关县", "岢岚县", "静乐县"];
const IRON: &[&str] = &["代县", "繁峙县", "五台县", "原平市"];
const PLAIN: &[&str] = &["忻府区", "定襄县", "原平市", "代县"];
const PARK: &[&str] = &["忻府区", "原平市", "岢岚县", "定襄县"];

/// The classes of a county's outfalls: those it must have first, then by chance after what the county lives from.
pub(crate) fn classes_of(county: &str, count: usize, rng: &mut Rng) -> Vec<&'static Class> {
    let mut must =
        vec!["城镇污水处理厂排污口", "城镇雨洪排口", "农村污水处理设施排污口", "城镇生活污水散排口"];
    if COAL.contains(&county) {
        must.extend(["矿山排污口", "矿山雨洪排口"]);
    }
    if IRON.contains(&county) {
        must.extend(["尾矿库排污口", "尾矿库雨洪排口"]);
    }
    if PLAIN.contains(&county) {
        must.extend(["大中型灌区排口", "工业企业排污口", "工业企业雨洪排口", "城镇雨洪排口"]);
    }
    if PARK.contains(&county) {
        must.extend(["工业及其他各类园区污水处理厂排污口", "工业及其他各类园区污水处理厂雨洪排口"]);
    }
    match county {
        "偏关县" | "河曲县" => must.push("港口码头排口"),
        "定襄县" | "保德县" => must.push("规模化水产养殖排污口"),
        "五台县" | "静乐县" => must.push("规模以下水产养殖排污口"),
        _ => must.push("规模化畜禽养殖排污口"),
    }
    let often = [
        "农村生活污水散排口",
        "农村生活污水散排口",
        "农村生活污水散排口",
        "城镇雨洪排口",
        "城镇雨洪排口",
        "城镇生活污水散排口",
        "农村污水处理设施排污口",
        "规模以下畜禽养殖排污口",
        "其他排污口",
        "工业企业排污口",
    ];
    let mine = [(COAL, "矿山排污口"), (IRON, "尾矿库排污口"), (PLAIN, "大中型灌区排口")];
    let mut rest = often.to_vec();
    rest.extend(mine.iter().filter(|(counties, _)| counties.contains(&county)).map(|(_, name)| *name));
    while must.len() < count {
        must.push(rng.pick(&rest));
    }
    must.truncate(count);
    must.into_iter().filter_map(|name| CLASSES.iter().find(|class| class.deepest() == name)).collect()
}

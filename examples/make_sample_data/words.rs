//! Names of villages, streets and companies. All companies are made up and say so in their name.

use crate::classes::{Class, Owner};
use crate::rng::Rng;

const VILLAGE_HEADS: &[&str] = &["上", "下", "东", "西", "南", "北", "前", "后", "大", "小", "新", "老"];
const VILLAGE_TAILS: &[&str] = &[
    "柳林",
    "河底",
    "石门",
    "泉子",
    "窑头",
    "圪坨",
    "沙洼",
    "峪口",
    "桥上",
    "磨坪",
    "柏树",
    "羊圈沟",
    "红崖",
    "清水湾",
    "李家沟",
    "王家庄",
    "刘家坪",
    "赵家梁",
    "郝家寨",
    "孟家渠",
    "白家滩",
    "苗家堡",
];
const STREETS: &[&str] = &[
    "滨河北路",
    "滨河南路",
    "长征西街",
    "和平东街",
    "利民街",
    "南关街",
    "北关街",
    "新建路",
    "文昌路",
    "东关大桥",
    "西关大桥",
];
const BRANDS: &[&str] = &[
    "晨光",
    "云岭",
    "北塬",
    "恒泽",
    "金河",
    "远山",
    "同盛",
    "瑞丰",
    "青石",
    "宏原",
    "泰源",
    "三晋源",
    "长城岭",
    "紫荆",
];
const SURNAMES: &[&str] =
    &["王", "李", "张", "刘", "赵", "郝", "孟", "白", "苗", "杨", "郭", "段", "任", "韩"];

/// A village of the sample.
pub(crate) fn village(rng: &mut Rng) -> String {
    format!("{}{}村", rng.pick(VILLAGE_HEADS), rng.pick(VILLAGE_TAILS))
}

/// A street or bridge in a town.
pub(crate) fn street(rng: &mut Rng) -> &'static str {
    rng.pick(STREETS)
}

/// A person, without a given name.
pub(crate) fn person(rng: &mut Rng) -> String {
    format!("{}××", rng.pick(SURNAMES))
}

/// Two people, as a crew signs.
pub(crate) fn crew(rng: &mut Rng) -> String {
    let first = rng.below(SURNAMES.len());
    let second = (first + 1 + rng.below(SURNAMES.len() - 1)) % SURNAMES.len();
    let name = |index: usize| SURNAMES.get(index).copied().unwrap_or_default();
    format!("{}××、{}××", name(first), name(second))
}

/// Who answers for an outfall of this class at this place.
pub(crate) fn entity(class: &Class, county: &str, town: &str, village: &str, rng: &mut Rng) -> String {
    match class.owner {
        Owner::Company(trade) => format!("{county}{}{trade}有限公司(示例)", rng.pick(BRANDS)),
        Owner::SewageCompany => format!("{county}城镇污水处理有限公司(示例)"),
        Owner::ParkCompany => format!("{county}开发区水务有限公司(示例)"),
        Owner::HousingOffice => format!("{county}住房和城乡建设管理局"),
        Owner::TownGovernment if town.ends_with("街道") => format!("{county}{town}办事处"),
        Owner::TownGovernment => format!("{county}{town}人民政府"),
        Owner::Village => format!("{town}{village}村民委员会"),
        Owner::Cooperative(trade) => format!("{county}{}{trade}专业合作社(示例)", rng.pick(BRANDS)),
        Owner::IrrigationDistrict => format!("{county}灌区服务中心(示例)"),
    }
}

/// The kind of entity in the words of the project's code list, empty for those without a credit code of their own.
pub(crate) fn entity_kind(owner: Owner) -> &'static str {
    match owner {
        Owner::Company(_) | Owner::SewageCompany | Owner::ParkCompany | Owner::Cooperative(_) => "company",
        Owner::IrrigationDistrict => "institution",
        Owner::HousingOffice | Owner::TownGovernment => "government",
        Owner::Village => "village",
    }
}

/// A unified credit code with a right check digit (GB 32100-2015) that belongs to nobody we know of.
pub(crate) fn credit_code(county_code: &str, kind: &str, rng: &mut Rng) -> String {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let register = if kind == "company" { "91" } else { "12" };
    let body = format!("{register}{county_code}MAX{:06}", rng.below(1_000_000));
    let mut weight = 1;
    let mut sum = 0;
    for letter in body.chars() {
        sum += weight * ALPHABET.find(letter).unwrap_or_default();
        weight = weight * 3 % 31;
    }
    let check = (31 - sum % 31) % 31;
    format!("{body}{}", ALPHABET.chars().nth(check).unwrap_or('0'))
}

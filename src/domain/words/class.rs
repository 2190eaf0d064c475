//! The classes of outfalls, by the names of HJ 1312-2023 and of the campaign of 2019–2021 (domain dossier §2.4).

use super::plain;
use crate::domain::outfall::{ClassGroup, OutfallClass};

/// What a word about the class says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassWord {
    /// A class of the second level.
    Class(OutfallClass),
    /// A class of the third level, and the one of the second that it belongs to.
    Detail(OutfallClass),
    /// A name that stands for several classes: a first level, or a class of 2021 that was split.
    Several(Option<ClassGroup>),
}

impl ClassWord {
    /// The class, if the word names one.
    pub fn class(self) -> Option<OutfallClass> {
        match self {
            Self::Class(class) | Self::Detail(class) => Some(class),
            Self::Several(_) => None,
        }
    }
}

/// Reads the name of a class; 排口, 排污口 and 入河排污口 at its end make no difference where they decide nothing.
pub fn class(text: &str) -> Option<ClassWord> {
    use ClassGroup as G;
    use ClassWord::{Class, Detail, Several};
    use OutfallClass as C;

    if let Some(class) = C::parse(text) {
        return Some(Class(class));
    }
    let plain = plain(text);
    let word = match stem(&plain) {
        "工矿企业" => Class(C::IndustrialPlant),
        "工业企业" | "矿山" | "尾矿库" | "工矿企业矿山" => Detail(C::IndustrialPlant),
        "工矿企业雨洪" => Class(C::IndustrialStorm),
        "工业企业雨洪" | "矿山雨洪" | "尾矿库雨洪" => Detail(C::IndustrialStorm),
        "工业及其他各类园区污水处理厂" | "工业园区污水处理厂" | "园区污水处理厂" => {
            Class(C::ParkPlant)
        }
        "工业及其他各类园区污水处理厂雨洪" | "工业园区污水处理厂雨洪" | "园区污水处理厂雨洪" => {
            Class(C::ParkStorm)
        }
        "城镇污水处理厂" | "城镇生活污水处理厂" | "污水处理厂" => Class(C::TownPlant),
        "规模化畜禽养殖" | "规模畜禽养殖" => Class(C::Livestock),
        "规模化水产养殖" | "规模水产养殖" => Class(C::Aquaculture),
        "大中型灌区" | "灌区" | "农田退水" | "灌区退水" => Class(C::Irrigation),
        "港口码头" | "港口" | "码头" => Class(C::Port),
        "规模以下畜禽养殖" => Class(C::SmallLivestock),
        "规模以下水产养殖" => Class(C::SmallAquaculture),
        "城镇生活污水散" | "城镇生活污水散排" => Class(C::TownScattered),
        "农村污水处理设施" | "农村生活污水处理设施" | "农村污水处理站" => {
            Class(C::RuralPlant)
        }
        "农村生活污水散" | "农村生活污水散排" => Class(C::RuralScattered),
        "城镇雨洪" | "城镇雨水" => Class(C::TownStorm),
        // 2021, where it maps to one class.
        "沟渠、河港(涌)、排干等" | "沟渠、河港(涌)、排干" | "沟渠河港" | "沟渠" | "沟渠、河港(涌)" => {
            Detail(C::Other)
        }
        "其它" => Class(C::Other),
        "工业" => Several(Some(G::Industrial)),
        "农业" => Several(Some(G::Agricultural)),
        // 其他排污口 is the second level and has been found above; 其他排口 is the first.
        "其他" => Several(Some(G::Other)),
        // 2021, where it does not.
        "城镇生活污水" | "农业农村" | "畜禽养殖" | "水产养殖" => Several(None),
        _ => return None,
    };
    Some(word)
}

fn stem(plain: &str) -> &str {
    let ends = ["入河排污口", "入河排口", "排污口", "排放口", "排口"];
    ends.iter().find_map(|end| plain.strip_suffix(end)).filter(|it| !it.is_empty()).unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, word: Option<ClassWord>) {
        assert_eq!(class(text), word, "{text}");
    }

    #[test]
    fn all_three_levels_are_understood() {
        check("城镇雨洪排口", Some(ClassWord::Class(OutfallClass::TownStorm)));
        check("城镇雨洪排污口", Some(ClassWord::Class(OutfallClass::TownStorm)));
        check("农村生活污水散排口", Some(ClassWord::Class(OutfallClass::RuralScattered)));
        check("尾矿库雨洪排口", Some(ClassWord::Detail(OutfallClass::IndustrialStorm)));
        check("矿山排污口", Some(ClassWord::Detail(OutfallClass::IndustrialPlant)));
        check("其他排污口", Some(ClassWord::Class(OutfallClass::Other)));
        check("城镇污水处理厂\n排污口", Some(ClassWord::Class(OutfallClass::TownPlant)));
        for class_of_list in OutfallClass::ALL {
            use crate::domain::Term as _;
            check(class_of_list.zh(), Some(ClassWord::Class(*class_of_list)));
        }
    }

    #[test]
    fn what_stands_for_several_classes_is_not_decided() {
        check("工业排污口", Some(ClassWord::Several(Some(ClassGroup::Industrial))));
        check("其他排口", Some(ClassWord::Several(Some(ClassGroup::Other))));
        check("农业农村排口", Some(ClassWord::Several(None)));
        check("城镇生活污水排污口", Some(ClassWord::Several(None)));
        check("暂无法确定", None);
    }

    #[test]
    fn classes_of_2021_map_where_they_are_one() {
        check("港口码头排污口", Some(ClassWord::Class(OutfallClass::Port)));
        check("沟渠、河港（涌）、排干等", Some(ClassWord::Detail(OutfallClass::Other)));
        check("其它排口", Some(ClassWord::Class(OutfallClass::Other)));
    }
}

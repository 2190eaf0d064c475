//! What speaks for and against photos as proof, in words.

use super::Lang;
use crate::domain::evidence::{Doubt, Found, Unmatched};

impl Doubt {
    /// What speaks against the photo.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Far { metres } => {
                let far = distance(*metres);
                lang.pick(format!("拍摄位置距排污口 {far}"), format!("taken {far} from the outfall"))
            }
            Self::OtherDay { taken, recorded } => lang.pick(
                format!("拍摄于 {taken}，记录日期是 {recorded}"),
                format!("taken on {taken}, the record is of {recorded}"),
            ),
            Self::NoTime => lang.pick("没有拍摄时间", "it does not say when it was taken").to_owned(),
            Self::Future { taken } => lang.pick(
                format!("拍摄时间在将来（{taken}），相机时钟不对"),
                format!("taken in the future ({taken}): the clock of the camera is wrong"),
            ),
            Self::ClockNotSet { taken } => lang.pick(
                format!("相机时钟没有设置（{taken}）"),
                format!("the clock of the camera was not set ({taken})"),
            ),
            Self::Already { .. } => {
                lang.pick("同一文件已在项目里", "the same file is in the project already").to_owned()
            }
        }
    }
}

impl Unmatched {
    /// Why the photo belongs nowhere; `name` is that of the outfall it mentions.
    pub fn say(&self, lang: Lang, name: &str) -> String {
        match self {
            Self::NothingKnown => lang
                .pick("读不出拍摄时间和位置", "neither when nor where it was taken can be read")
                .to_owned(),
            Self::TooFar { metres, .. } => {
                let far = distance(*metres);
                lang.pick(
                    format!("附近没有排污口，最近的 {name} 也有 {far}"),
                    format!("no outfall is near; the nearest, {name}, is {far} away"),
                )
            }
            Self::NoVisitThen => lang
                .pick(
                    "照片没有位置，那时也没有排查记录",
                    "it does not say where, and there was no visit then",
                )
                .to_owned(),
            Self::NoPlaces => lang.pick("没有一个排污口有坐标", "no outfall has a position").to_owned(),
        }
    }
}

impl Found {
    /// Why it is this place: distance and minutes.
    pub fn say(&self, lang: Lang) -> String {
        let far = self.distance_m.map(distance);
        let minutes = self.minutes.map(|it| match it {
            0 => lang.pick("同一分钟", "the same minute").to_owned(),
            it if it < 0 => lang.pick(format!("早 {} 分钟", -it), format!("{} min before", -it)),
            it => lang.pick(format!("晚 {it} 分钟"), format!("{it} min after")),
        });
        let day = (self.visit.is_some() && minutes.is_none())
            .then(|| lang.pick("同一天", "the same day").to_owned());
        let parts: Vec<String> = far.into_iter().chain(minutes).chain(day).collect();
        parts.join(lang.pick("，", ", "))
    }
}

/// Metres below a kilometre and a half, kilometres from there.
fn distance(metres: f64) -> String {
    if metres < 1_500.0 { format!("{metres:.0} m") } else { format!("{:.1} km", metres / 1000.0) }
}

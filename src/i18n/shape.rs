//! What is wrong with a drawn shape, in words.

use super::Lang;
use crate::domain::shape::ShapeFault;

impl ShapeFault {
    /// What is wrong, and where.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::TooFew { needed: 1 } => lang.pick("还没有位置", "It has no place yet").to_owned(),
            Self::TooFew { needed } => lang.pick(
                format!("至少要有 {needed} 个不同的点"),
                format!("It needs at least {needed} different places"),
            ),
            Self::Crossing { at: (lon, lat) } => lang.pick(
                format!("边界在 {lon:.6}, {lat:.6} 处与自身相交"),
                format!("The outline crosses itself at {lon:.6}, {lat:.6}"),
            ),
            Self::NotOnGlobe => lang
                .pick(
                    "有的点不在地球的经纬度范围内",
                    "A place is outside the longitudes and latitudes of the globe",
                )
                .to_owned(),
        }
    }
}

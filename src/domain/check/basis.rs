//! What a waiver holds for: the values that a finding was about.

use std::fmt::Write as _;

use super::{Detail, Finding};
use crate::domain::fact::Parameter;

impl Finding {
    /// The values that it is about, in one text. As long as they stay the same, a waiver of the finding holds.
    ///
    /// The text goes into the project file, so that it must not be made in another way later.
    pub fn basis(&self) -> String {
        let mut basis = self.detail.values();
        if let Some((kind, id)) = self.fact {
            // Writing to a string can not fail.
            let written = write!(basis, " @{}:{id}", kind.table());
            debug_assert!(written.is_ok());
        }
        basis
    }
}

impl Detail {
    fn values(&self) -> String {
        let place = |lon: &f64, lat: &f64| format!("{lon:.8} {lat:.8}");
        match self {
            Self::Swapped { lon, lat }
            | Self::OutsideAll { lon, lat }
            | Self::FarFromRiver { lon, lat, .. }
            | Self::Offset { lon, lat, .. }
            | Self::SharedPlace { lon, lat, .. } => place(lon, lat),
            Self::OtherCounty { stated, found } => format!("{stated} {found}"),
            Self::DuplicateCode { code, .. } | Self::TargetMissing { code } => code.clone(),
            Self::NoEntity => "entity".to_owned(),
            Self::NoPhotos { slots } => slots.iter().map(|it| it.code()).collect::<Vec<_>>().join(" "),
            Self::ClosedBeforePlan { closed, planned } => format!("{closed} {planned}"),
            Self::BeforeConfirmed { field, on, confirmed } => format!("{} {on} {confirmed}", field.column),
            Self::InFuture { field, on } | Self::TooEarly { field, on } => format!("{} {on}", field.column),
            Self::TargetInCircle => "circle".to_owned(),
            Self::TargetGone { code, state } => format!("{code} {}", state.code()),
            Self::NoPosition => "none".to_owned(),
            Self::ZeroPosition => "0 0".to_owned(),
            Self::UnreadableDate { text }
            | Self::LooksLikeTotal { text }
            | Self::CreditCode { text, .. }
            | Self::Permit { text, .. } => text.clone(),
            Self::NearTwin { other, .. } => other.to_string(),
            Self::CodeCounty { code, found, .. } => format!("{code} {found}"),
            Self::CodeClass { code, class, .. } => format!("{code} {}", class.code()),
            Self::OtherBank { stated, found, .. } => format!("{} {}", stated.code(), found.code()),
            Self::Doubtful { parameter, value, .. } => {
                format!("{} {value}", parameter.map_or("flow", Parameter::code))
            }
            Self::Untidy { texts } => {
                texts.iter().map(|(column, text)| format!("{column}={text}")).collect::<Vec<_>>().join(" ")
            }
            Self::FlowsInDrySeason { on } => on.to_string(),
            Self::OpenInDrySeason { on } => on.map(|it| it.to_string()).unwrap_or_default(),
        }
    }
}

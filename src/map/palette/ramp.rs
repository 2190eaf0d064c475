//! Colours from low to high, for classes of numbers.

use super::Rgba;

/// Which colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RampKind {
    /// Viridis of matplotlib (CC0): evenly from dark purple over green to yellow.
    Viridis,
    /// From light to dark blue (`ColorBrewer` Blues, without its palest end).
    Blues,
    /// From light to dark red (`ColorBrewer` Reds, without its palest end).
    Reds,
    /// From blue over near-white to orange: for numbers with a middle.
    Diverging,
}

impl RampKind {
    const fn stops(self) -> [u32; 5] {
        match self {
            Self::Viridis => [0x0044_0154, 0x003B_528B, 0x0021_918C, 0x005E_C962, 0x00FD_E725],
            Self::Blues => [0x00C6_DBEF, 0x009E_CAE1, 0x006B_AED6, 0x0031_82BD, 0x0008_519C],
            Self::Reds => [0x00FC_BBA1, 0x00FC_9272, 0x00FB_6A4A, 0x00DE_2D26, 0x00A5_0F15],
            Self::Diverging => [0x0005_6CB0, 0x006F_AED6, 0x00EF_EDE8, 0x00F1_A35E, 0x00B3_5806],
        }
    }
}

/// The colour at this share of the way from low (0) to high (1), mixed in sRGB between five stops.
pub fn ramp_color(kind: RampKind, share: f64) -> Rgba {
    let stops = kind.stops().map(Rgba::hex);
    let along = share.clamp(0.0, 1.0) * (stops.len() - 1) as f64;
    let from = (along.floor() as usize).min(stops.len() - 2);
    let (Some(low), Some(high)) = (stops.get(from), stops.get(from + 1)) else { return Rgba(0, 0, 0, 255) };
    let part = along - from as f64;
    let mix = |low: u8, high: u8| (f64::from(low) + (f64::from(high) - f64::from(low)) * part).round() as u8;
    Rgba(mix(low.0, high.0), mix(low.1, high.1), mix(low.2, high.2), 255)
}

//! What was seen and measured at an open manhole, and what it comes to.

use crate::domain::code_list;

code_list! {
    /// What the evidence at a manhole comes to.
    pub enum Verdict {
        Dirty = "dirty", "污染", "Dirty";
        Clean = "clean", "清洁", "Clean";
        Unknown = "unknown", "不明", "Unknown";
    }
}

/// From which value on water counts as dirty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HuntLimits {
    /// Anionic surfactants in mg/L.
    pub surfactant: f64,
    /// Ammonia nitrogen in mg/L.
    pub ammonia: f64,
    /// Conductivity in µS/cm.
    pub conductivity: f64,
    /// The colour on the scale from 0 to 3.
    pub colour: i64,
}

impl Default for HuntLimits {
    /// Surfactants above 0.25 mg/L and conductivity from 2 000 µS/cm on are those of the flow chart and the industrial flags of domain
    /// dossier §6.1; colour 2 is clear in a bottle there. Ammonia above 1 mg/L is class III of GB 3838: water of a sewer that should carry
    /// rain only has less. Backgrounds differ; these are defaults.
    fn default() -> Self {
        Self { surfactant: 0.25, ammonia: 1.0, conductivity: 2_000.0, colour: 2 }
    }
}

/// What was seen and measured; nothing where it was not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ManholeEvidence {
    /// Does water flow?
    pub flow: Option<bool>,
    /// Conductivity in µS/cm.
    pub conductivity: Option<f64>,
    /// Anionic surfactants in mg/L.
    pub surfactant: Option<f64>,
    /// Ammonia nitrogen in mg/L.
    pub ammonia: Option<f64>,
    /// How strong the colour is, from 0 to 3.
    pub colour: Option<i64>,
    /// Was the dye seen that was put in at the suspect?
    pub dye: Option<bool>,
}

impl ManholeEvidence {
    /// What it comes to, by these rules in this order:
    ///
    /// 1. The dye was seen: dirty.
    /// 2. Nothing flows: clean, for what reaches the mouth does not come this way.
    /// 3. Surfactants, ammonia, conductivity or colour reach their limit: dirty.
    /// 4. Surfactants or ammonia were measured and do not: clean.
    /// 5. Else unknown: colour and conductivity alone clear nothing.
    pub fn verdict(&self, limits: &HuntLimits) -> Verdict {
        if self.dye == Some(true) {
            return Verdict::Dirty;
        }
        if self.flow == Some(false) {
            return Verdict::Clean;
        }
        let is_over = self.surfactant.is_some_and(|it| it > limits.surfactant)
            || self.ammonia.is_some_and(|it| it > limits.ammonia)
            || self.conductivity.is_some_and(|it| it >= limits.conductivity)
            || self.colour.is_some_and(|it| it >= limits.colour);
        match (is_over, self.surfactant.or(self.ammonia)) {
            (true, _) => Verdict::Dirty,
            (false, Some(_)) => Verdict::Clean,
            (false, None) => Verdict::Unknown,
        }
    }
}

//! 溯: what was seen at an open manhole on the hunt for a source.

use jiff::civil::Date;

use crate::domain::{RecordId, code_list, network::hunt::ManholeEvidence, record};

record! {
    /// A manhole that was opened (开井核查). It is named by its place, so that it is found again in a network that was imported anew.
    pub struct ManholeCheck in "manhole_check", "开井核查", "Manhole checks" {
        /// The outfall whose source is looked for.
        outfall: RecordId => "排污口", "Outfall";
        /// The day.
        on: Option<Date> => "核查日期", "Opened on";
        /// The name or number of the manhole.
        manhole: String => "检查井", "Manhole";
        /// Does water flow?
        flow: Option<bool> => "有无水流", "Water flows";
        /// Conductivity in µS/cm.
        conductivity: Option<f64> => "电导率µS/cm", "Conductivity µS/cm";
        /// Anionic surfactants in mg/L.
        surfactant: Option<f64> => "阴离子表面活性剂mg/L", "LAS mg/L";
        /// Ammonia nitrogen in mg/L.
        ammonia: Option<f64> => "氨氮mg/L", "NH3-N mg/L";
        /// How strong the colour is (domain dossier §6.1).
        tint: Option<Tint> => "颜色", "Colour";
        /// Was the dye seen that was put in at the suspect?
        dye: Option<bool> => "见到示踪染料", "Dye seen";
        /// By which inlet the dirty water comes, in words.
        inlet: String => "来水方向", "Inlet";
        /// Who opened it.
        checker: String => "核查人员", "Checked by";
        /// Anything else.
        note: String => "备注", "Note";
        /// Where the manhole is: degrees east, CGCS2000.
        lon: Option<f64> => "经度", "Longitude";
        /// Degrees north, CGCS2000.
        lat: Option<f64> => "纬度", "Latitude";
        /// The upper end of the inlet that the dirty water comes by: degrees east.
        inlet_lon: Option<f64> => "来水管上端经度", "Inlet longitude";
        /// Degrees north.
        inlet_lat: Option<f64> => "来水管上端纬度", "Inlet latitude";
    }
}

code_list! {
    /// How strong a colour is.
    pub enum Tint {
        None = "0", "无", "None";
        Faint = "1", "瓶中隐约", "Faint in a bottle";
        Clear = "2", "瓶中明显", "Clear in a bottle";
        Strong = "3", "水流中明显", "Clear in the flow";
    }
}

impl ManholeCheck {
    /// What was seen and measured.
    pub fn evidence(&self) -> ManholeEvidence {
        let tint = self.tint.map(|it| match it {
            Tint::None => 0,
            Tint::Faint => 1,
            Tint::Clear => 2,
            Tint::Strong => 3,
        });
        ManholeEvidence {
            flow: self.flow,
            conductivity: self.conductivity,
            surfactant: self.surfactant,
            ammonia: self.ammonia,
            colour: tint,
            dye: self.dye,
        }
    }
}

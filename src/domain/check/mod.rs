//! The data checks B1 to B25 (domain dossier §8.4): what can not be right, or can hardly be.
//!
//! Pure functions over a project. Most checks look at one outfall at a time; the others at all of them together. [`Checks`]
//! does them all, and does again what a change can have touched. What a finding says is in `i18n`.

mod basis;
mod checks;
mod code;
mod dates;
mod detail;
mod limits;
mod numbers;
mod offset;
mod position;
mod repair;
mod samples;
mod season;
mod standing;
#[cfg(test)]
mod tests;
mod text;
mod twins;

use std::collections::HashMap;

pub use self::{
    checks::{Checks, Inputs, Waived},
    dates::UNREADABLE_DATE,
    detail::{DateField, Detail, Figures, Fix},
    limits::{FLOOD_SEASON, FloodSeason, Limits},
    repair::{Repair, repair, reread_all},
};
use super::{
    RecordId, code_list,
    progress::Snapshot,
    project::{Entry, Project, RecordKind},
    stage::{RegisterState, Standing},
};

code_list! {
    /// A check, by its number in domain dossier §8.4.
    pub enum CheckId {
        Swapped = "B1", "经纬度颠倒", "Longitude and latitude swapped";
        OtherCounty = "B2", "不在所填县内", "Outside the stated county";
        OutsideAll = "B3", "在范围之外", "Outside the area";
        FarFromRiver = "B4", "离河过远", "Far from every river";
        Offset = "B5", "疑似地图偏移坐标", "Offset of a web map";
        DuplicateCode = "B6", "编号重复", "Duplicate code";
        NearTwin = "B7", "疑似重复", "Probably one outfall twice";
        SharedPlace = "B8", "多个排污口同一坐标", "Many outfalls at one place";
        CodeCounty = "B9", "编码与所在县不符", "Code of another county";
        CodeClass = "B10", "编码与分类不符", "Code of another class";
        OtherBank = "B11", "岸别与位置不符", "On the other bank";
        NoEntity = "B12", "已溯源但缺责任主体", "Traced without a responsible entity";
        ClosedUnproven = "B13", "销号缺照片或早于方案", "Closed out without photos or before its plan";
        DatesOutOfOrder = "B14", "日期先后矛盾或在未来", "Dates out of order or in the future";
        BadTarget = "B15", "并入对象有误", "Merged into a wrong record";
        CreditCode = "B16", "统一社会信用代码有误", "Wrong credit code";
        Permit = "B17", "排污许可证号有误", "Wrong permit number";
        Improbable = "B18", "监测值不合理", "Improbable results";
        UnitSlip = "B19", "疑似单位错误", "Probably another unit";
        BelowDetection = "B20", "低于检出限未标注", "Below detection without a sign";
        NoPosition = "B21", "缺坐标或坐标为零", "Coordinates missing or zero";
        ImpossibleDate = "B22", "日期不成立", "A date that can not be";
        Untidy = "B23", "文字有空格、全角或换行", "Stray blanks, full-width letters, line breaks";
        LooksLikeTotal = "B24", "合计行误作排污口", "A row of totals as an outfall";
        DrySeasonFlow = "B25", "雨洪口非汛期有流", "A storm outfall flows outside the flood season";
    }
}

/// Something that can not be right.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The check that found it.
    pub check: CheckId,
    /// The outfall.
    pub record: RecordId,
    /// The fact of the outfall in which it was found, where it is not the register entry.
    pub fact: Option<(RecordKind, RecordId)>,
    /// What exactly.
    pub detail: Detail,
    /// What would put it right, where that is known.
    pub fix: Option<Fix>,
}

/// Collects what is found about one outfall after another.
#[derive(Default)]
struct Findings {
    record: RecordId,
    found: Vec<Finding>,
}

impl Findings {
    fn add(&mut self, check: CheckId, detail: Detail, fix: Option<Fix>) {
        self.found.push(Finding { check, record: self.record, fact: None, detail, fix });
    }

    fn add_in(&mut self, fact: (RecordKind, RecordId), check: CheckId, detail: Detail, fix: Option<Fix>) {
        self.found.push(Finding { check, record: self.record, fact: Some(fact), detail, fix });
    }
}

/// Which outfalls carry which code.
struct Codes<'a> {
    local: HashMap<&'a str, Vec<usize>>,
    national: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Codes<'a> {
    fn of(project: &'a Project, snapshot: &Snapshot) -> Self {
        let mut codes = Self { local: HashMap::new(), national: HashMap::new() };
        for (at, (entry, standing)) in project.entries().iter().zip(&snapshot.standings).enumerate() {
            // A marked duplicate may keep the code of the record that stays.
            if standing.register.state == RegisterState::Duplicate {
                continue;
            }
            let outfall = &entry.outfall;
            for (codes, code) in
                [(&mut codes.local, &outfall.code_local), (&mut codes.national, &outfall.code_national)]
            {
                if !code.trim().is_empty() {
                    codes.entry(code.trim()).or_default().push(at);
                }
            }
        }
        codes
    }

    /// The first outfall with this code, as [`Project::entry_by_code`] finds it.
    fn first(&self, project: &'a Project, code: &str) -> Option<&'a Entry> {
        let places = [self.local.get(code), self.national.get(code)];
        let first = places.into_iter().flatten().filter_map(|at| at.first()).min()?;
        project.entries().get(*first)
    }
}

fn standing_of<'a>(project: &Project, snapshot: &'a Snapshot, entry: &Entry) -> Option<&'a Standing> {
    snapshot.standings.get(project.position(entry.outfall.id)?)
}

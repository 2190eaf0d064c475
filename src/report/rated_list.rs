//! What tables D and E have in common: a list of outfalls under the rate that they add up to.

use super::{
    line::{CellOf, Spec, columns, lines, rows},
    said::Said,
    sheet::{Paper, Sheet},
};
use crate::{
    domain::{
        progress::{Count, Rate, Snapshot},
        project::Project,
    },
    i18n::Lang,
};

/// Which outfalls, and under which rate.
pub(super) struct RatedList {
    /// The name on the tab of the workbook.
    pub tab: (&'static str, &'static str),
    /// The name of the table.
    pub name: (&'static str, &'static str),
    pub columns: &'static [Spec<CellOf>],
    /// The outfalls that are in it.
    pub members: Count,
    pub rate: Rate,
    /// In percent.
    pub target: i64,
    /// The word for those that the rate counts.
    pub done: (&'static str, &'static str),
    /// How the rate is defined.
    pub formula: String,
}

impl RatedList {
    pub(super) fn sheet(self, project: &Project, snapshot: &Snapshot, lang: Lang) -> Sheet {
        let (settings, total) = (project.settings(), snapshot.total());
        let lines = lines(project, snapshot, Some(self.members), lang);
        let as_of = Said::AsOf { day: snapshot.day, since: None }.say(lang);
        let Rate { done, of } = self.rate;
        let sum = lang.pick(self.done.0, self.done.1);
        let sum = format!("{sum} {done}/{of} = {}", self.rate.percent(self.target));
        Sheet {
            name: lang.pick(self.tab.0, self.tab.1).to_owned(),
            title: Said::Title { project: &settings.name, table: self.name }.say(lang),
            notes: vec![
                Said::Blanks.say(lang),
                format!("{as_of}    {}    {sum}", self.formula),
                Said::Unproven { tally: &total, proven_only: settings.proven_only }.say(lang),
            ],
            columns: columns(self.columns, lang),
            rows: rows(self.columns, &lines),
            totals: Vec::new(),
            foot: Said::Foot.say(lang),
            frozen_columns: 3,
            paper: Paper::A3,
            filter: true,
        }
    }
}

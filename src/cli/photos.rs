//! `paikou photos`: a folder of photos into the project by time and place, or photos out of it.

use serde_json::{Value as Json, json};

use super::{
    arguments::PhotosArguments,
    output::{Done, Failure, Output},
};
use crate::{
    app::{
        Action, Notice, Problem, Workspace,
        photo::{CopyRequest, PhotoPlan, PlannedPhoto},
    },
    domain::{
        RecordId,
        evidence::{Found, Match, Unmatched},
        project::Project,
    },
    i18n::Lang,
};

pub(super) fn run(arguments: &PhotosArguments, output: &mut Output) -> Result<Done, Failure> {
    let mut workspace = output.open(&arguments.project)?;
    if arguments.copy {
        return copy(arguments, &mut workspace, output);
    }
    workspace.perform(Action::PlanPhotos(vec![arguments.folder.clone()]));
    let plan = output.settle(&mut workspace)?.into_iter().find_map(|notice| match notice {
        Notice::PhotosPlanned(plan) => Some(*plan),
        _ => None,
    });
    let plan = plan.unwrap_or_default();
    if plan.rows.is_empty() {
        return Err(Problem::NothingToImport { file: arguments.folder.display().to_string() }.into());
    }
    let lang = output.lang;
    let rows: Vec<Row> = plan.rows.iter().map(|row| Row::of(row, workspace.project(), lang)).collect();
    if arguments.json {
        output.json(&rows.iter().map(Row::json).collect::<Vec<Json>>())?;
    } else {
        for row in &rows {
            output.line(&row.line(lang))?;
        }
        output.line(&Notice::PhotosPlanned(Box::new(plan.clone())).say(lang))?;
    }
    for path in &plan.unread {
        output.complain(&format!("{}{}", lang.pick("读不了：", "can not be read: "), path.display()));
    }
    if !arguments.dry_run {
        workspace.perform(Action::TakePhotos(plan.wanted()));
        for notice in output.settle(&mut workspace)? {
            if let (Notice::Attached(_), false) = (&notice, arguments.json) {
                output.line(&notice.say(lang))?;
            }
        }
    }
    Ok(if is_all_matched(&plan) { Done::Fine } else { Done::Findings })
}

fn is_all_matched(plan: &PhotoPlan) -> bool {
    plan.unread.is_empty() && plan.rows.iter().all(|it| it.already || it.chosen.is_some())
}

fn copy(
    arguments: &PhotosArguments,
    workspace: &mut Workspace,
    output: &mut Output,
) -> Result<Done, Failure> {
    workspace.perform(Action::CopyPhotos(CopyRequest {
        photos: None,
        folder: arguments.folder.clone(),
        originals: arguments.originals,
        annotated: arguments.annotated,
        lang: output.lang,
    }));
    let mut done = Done::Fine;
    for notice in output.settle(workspace)? {
        output.line(&notice.say(output.lang))?;
        if matches!(&notice, Notice::Copied(copies) if !copies.left_out.is_empty()) {
            done = Done::Findings;
        }
    }
    Ok(done)
}

/// A photo of the plan in words.
struct Row {
    file: String,
    state: &'static str,
    code: Option<String>,
    visit: Option<RecordId>,
    found: Option<Found>,
    candidates: Vec<String>,
    why: String,
    doubts: Vec<String>,
}

impl Row {
    fn of(row: &PlannedPhoto, project: &Project, lang: Lang) -> Self {
        let code = |id: RecordId| project.entry(id).map(|it| it.outfall.code().to_owned());
        let (state, why) = match &row.matched {
            _ if row.already => ("already", lang.pick("已在项目里", "in the project already").to_owned()),
            Match::Clear(found) => ("matched", found.say(lang)),
            Match::Ask(_) => ("ask", lang.pick("有几处可能", "several come into question").to_owned()),
            Match::None(why) => {
                let nearest = match why {
                    Unmatched::TooFar { outfall, .. } => code(*outfall).unwrap_or_default(),
                    _ => String::new(),
                };
                ("unmatched", why.say(lang, &nearest))
            }
        };
        let candidates = match &row.matched {
            Match::Ask(all) => all.iter().filter_map(|it| code(it.outfall)).collect(),
            _ => Vec::new(),
        };
        let doubts = row.doubts.iter().map(|it| it.say(lang)).collect();
        Self {
            file: row.path.display().to_string(),
            state,
            code: row.chosen.and_then(|it| code(it.outfall)),
            visit: row.chosen.and_then(|it| it.visit),
            found: row.chosen,
            candidates,
            why,
            doubts,
        }
    }

    fn json(&self) -> Json {
        json!({
            "file": self.file,
            "state": self.state,
            "outfall": self.code,
            "visit": self.visit.map(|it| it.to_string()),
            "distance_m": self.found.and_then(|it| it.distance_m).map(|it| (it * 10.0).round() / 10.0),
            "minutes": self.found.and_then(|it| it.minutes),
            "candidates": self.candidates,
            "reason": self.why,
            "doubts": self.doubts,
        })
    }

    fn line(&self, lang: Lang) -> String {
        let mut line = match &self.code {
            Some(code) => format!("{}  →  {code}  {}", self.file, self.why),
            None => format!("{}  {}", self.file, self.why),
        };
        if !self.candidates.is_empty() {
            line = format!("{line}{}{}", lang.pick("：", ": "), self.candidates.join(lang.pick("、", ", ")));
        }
        if !self.doubts.is_empty() {
            line = format!("{line}  ⚠ {}", self.doubts.join(lang.pick("；", "; ")));
        }
        line
    }
}

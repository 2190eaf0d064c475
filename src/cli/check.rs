//! `paikou check`: the data checks. Exit code 1 where they find something that is due.

use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::output::{Done, Failure, Output};
use crate::{
    app::Workspace,
    domain::{
        RecordId,
        check::{CheckId, Checks, Detail, Finding},
        doctor::{Candidate, Diagnosis},
    },
    i18n,
};

pub(super) fn run(path: &Path, as_json: bool, output: &mut Output) -> Result<Done, Failure> {
    let mut workspace = output.open(path)?;
    output.settle(&mut workspace)?;
    let checks = workspace.check_now();
    if as_json {
        print_json(&workspace, &checks, output)?;
    } else {
        print_lines(&workspace, &checks, output)?;
    }
    Ok(if checks.due.is_empty() { Done::Fine } else { Done::Findings })
}

fn code_of(workspace: &Workspace, record: RecordId) -> String {
    workspace.project().entry(record).map(|it| it.outfall.code().to_owned()).unwrap_or_default()
}

/// What is due, then what was let stand, with the reason.
fn print_lines(workspace: &Workspace, checks: &Checks, output: &mut Output) -> Result<(), Failure> {
    let lang = output.lang;
    for finding in &checks.due {
        let (check, code) = (finding.check.code(), code_of(workspace, finding.record));
        output.line(&format!("{check}\t{code}\t{}", i18n::finding_message(finding, lang)))?;
    }
    for waived in &checks.waived {
        let (finding, reason) = (&waived.finding, &waived.waiver.reason);
        let (check, code) = (finding.check.code(), code_of(workspace, finding.record));
        let word = lang.pick("已豁免", "waived");
        output
            .line(&format!("{check}\t{code}\t{}\t{word}: {reason}", i18n::finding_message(finding, lang)))?;
    }
    let (due, waived) = (checks.due.len(), checks.waived.len());
    let (outfalls, kinds) = (checks.outfalls, CheckId::ALL.len());
    output.remark(
        &format!("检查了 {outfalls} 个排污口、{kinds} 项：{due} 条待处理，{waived} 条已豁免"),
        &format!("{outfalls} outfalls, {kinds} checks: {due} findings, {waived} waived"),
    );
    Ok(())
}

fn print_json(workspace: &Workspace, checks: &Checks, output: &mut Output) -> Result<(), Failure> {
    let lang = output.lang;
    let row = |finding: &Finding| {
        let mut row = Map::new();
        row.insert("check".to_owned(), json!(finding.check.code()));
        row.insert("record".to_owned(), json!(finding.record.to_string()));
        row.insert("code".to_owned(), json!(code_of(workspace, finding.record)));
        row.insert("message".to_owned(), json!(i18n::finding_message(finding, lang)));
        row.insert("fix".to_owned(), json!(i18n::finding_fix(finding, lang)));
        row.insert("waived".to_owned(), Json::Null);
        if let Detail::Offset { figures, .. } = &finding.detail {
            row.insert("figures".to_owned(), figures_json(&figures.diagnosis));
        }
        row
    };
    let due = checks.due.iter().map(&row);
    let waived = checks.waived.iter().map(|it| {
        let mut row = row(&it.finding);
        let waiver = &it.waiver;
        let on = waiver.on.map(|it| it.to_string());
        row.insert(
            "waived".to_owned(),
            json!({ "on": on, "by": waiver.granted_by, "reason": waiver.reason }),
        );
        row
    });
    let rows: Vec<Json> = due.chain(waived).map(Json::Object).collect();
    output.json(&rows)
}

/// What the rivers say of each system, in metres.
fn figures_json(diagnosis: &Diagnosis) -> Json {
    let one = |it: &Candidate| {
        let metres = |it: f64| (it * 10.0).round() / 10.0;
        json!({ "system": it.system.code(), "median_m": metres(it.median_m), "p90_m": metres(it.p90_m) })
    };
    json!({
        "best": diagnosis.best.code(),
        "looked_at": diagnosis.looked_at,
        "count": diagnosis.count,
        "candidates": diagnosis.candidates.iter().map(one).collect::<Vec<Json>>(),
    })
}

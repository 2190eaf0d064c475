//! `paikou check`: the data checks. Exit code 1 where they find something.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::output::{Done, Failure, Output};
use crate::{
    domain::{check, layer::LayerKind, placing::Places},
    i18n,
};

pub(super) fn run(path: &Path, as_json: bool, output: &mut Output) -> Result<Done, Failure> {
    let mut workspace = output.open(path)?;
    output.settle(&mut workspace)?;
    let county = workspace.project().layers().iter().rfind(|it| it.kind == Some(LayerKind::County));
    let counties = county.and_then(|layer| workspace.features(layer.id));
    let places = counties.map(|set| Places::of_counties(&set)).unwrap_or_default();
    let snapshot = workspace.snapshot();
    let findings = check::run(workspace.project(), &snapshot, &places, snapshot.day);
    let lang = output.lang;
    let code_of = |finding: &check::Finding| {
        workspace.project().entry(finding.record).map(|it| it.outfall.code().to_owned()).unwrap_or_default()
    };
    if as_json {
        let rows: Vec<Json> = findings
            .iter()
            .map(|it| {
                json!({
                    "check": it.check.code(),
                    "record": it.record.to_string(),
                    "code": code_of(it),
                    "message": i18n::finding_message(it, lang),
                    "fix": i18n::finding_fix(it, lang),
                })
            })
            .collect();
        output.json(&rows)?;
    } else {
        for finding in &findings {
            let (check, code) = (finding.check.code(), code_of(finding));
            output.line(&format!("{check}\t{code}\t{}", i18n::finding_message(finding, lang)))?;
        }
    }
    Ok(if findings.is_empty() { Done::Fine } else { Done::Findings })
}

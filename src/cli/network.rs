//! `paikou network`: what the rivers and sewers hang together to, and what is wrong with them.

use std::{collections::BTreeMap, path::Path};

use serde_json::json;

use super::output::{Done, Failure, Output};
use crate::app::Notice;

pub(super) fn run(project: &Path, json: bool, output: &mut Output) -> Result<Done, Failure> {
    let mut workspace = output.open(project)?;
    let faults = workspace.wait_for_faults();
    // A layer that could not be read says more than what is missing without it.
    for notice in workspace.take_notices() {
        if let Notice::Failed(problem) = notice {
            return Err(problem.into());
        }
    }
    let faults = faults?;
    let network = &faults.on.network;
    let length_km: f64 = network.reaches().iter().map(|it| it.length_m).sum::<f64>() / 1000.0;
    let lang = output.lang;
    let layer = |reach: u32| {
        let id = network.reach(reach).and_then(|it| faults.on.layers.get(it.layer as usize).copied());
        let layers = workspace.project().layers();
        id.and_then(|id| layers.iter().find(|it| it.id == id)).map_or("", |it| it.name.as_str())
    };
    let row = |reach: u32| network.reach(reach).map_or(0, |it| it.feature + 1);
    if json {
        let defects: Vec<_> = faults
            .defects
            .iter()
            .map(|it| {
                json!({
                    "kind": it.kind.code(),
                    "lon": it.at.0,
                    "lat": it.at.1,
                    "apart_m": (it.apart_m * 100.0).round() / 100.0,
                    "reaches": it.reaches.iter().map(|it| json!({ "layer": layer(*it), "row": row(*it), "name": network.name(*it) }))
                        .collect::<Vec<_>>(),
                    "fixable": workspace.mending(&faults, it).is_some(),
                })
            })
            .collect();
        let reaches = network.reaches().len();
        output.json(&json!({ "reaches": reaches, "length_km": (length_km * 1000.0).round() / 1000.0, "defects": defects }))?;
    } else {
        let count = network.reaches().len();
        output.line(&lang.pick(
            format!("{count} 段  {length_km:.3} 公里  问题 {} 处", faults.defects.len()),
            format!("{count} reaches  {length_km:.3} km  {} defects", faults.defects.len()),
        ))?;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for it in &faults.defects {
            *counts.entry(lang.term(it.kind)).or_default() += 1;
            let reaches: Vec<String> =
                it.reaches.iter().take(4).map(|it| format!("{}:{}", layer(*it), row(*it))).collect();
            let (lon, lat) = it.at;
            let apart = if it.apart_m > 0.0 { format!("  {:.2} m", it.apart_m) } else { String::new() };
            output.line(&format!(
                "{lon:.6},{lat:.6}  {}{apart}  {}",
                lang.term(it.kind),
                reaches.join("  ")
            ))?;
        }
        for (kind, count) in counts {
            output.line(&format!("{kind}  {count}"))?;
        }
    }
    Ok(if faults.defects.is_empty() { Done::Fine } else { Done::Findings })
}

//! `paikou verify`: is the file whole, and has anybody altered it? Exit code 1 where something is wrong.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::output::{Done, Failure, Output, env};
use crate::{
    app::Problem,
    i18n::Lang,
    storage::{Finding, Store},
};

pub(super) fn run(path: &Path, as_json: bool, output: &mut Output) -> Result<Done, Failure> {
    let store = Store::open_read_only(path, &env().device).map_err(Problem::NotOpened)?;
    let found = store.verify().map_err(Problem::NotRead)?;
    let lang = output.lang;
    if as_json {
        let findings: Vec<Json> = found
            .findings
            .iter()
            .map(|it| json!({ "verdict": verdict(it), "message": say(it, lang) }))
            .collect();
        output.json(&json!({
            "operations": found.op_count,
            "devices": found.device_count,
            "rows": found.row_count,
            "blobs": found.blob_count,
            "layers": found.layer_count,
            "findings": findings,
        }))?;
    } else {
        let (ops, rows, blobs, layers) =
            (found.op_count, found.row_count, found.blob_count, found.layer_count);
        output.line(&lang.pick(
            format!("核对了 {ops} 个操作、{rows} 行记录、{blobs} 个附件、{layers} 个图层"),
            format!("Verified {ops} operations, {rows} rows, {blobs} files and {layers} layers"),
        ))?;
        for finding in &found.findings {
            output.line(&format!("{}\t{}", verdict(finding), say(finding, lang)))?;
        }
        if found.findings.is_empty() {
            output.line(lang.pick("没有发现问题", "Nothing is wrong"))?;
        }
    }
    Ok(if found.findings.is_empty() { Done::Fine } else { Done::Findings })
}

/// A word for scripts.
fn verdict(finding: &Finding) -> &'static str {
    match finding {
        Finding::Damaged { .. } => "damaged",
        Finding::Dangling { .. } => "dangling",
        Finding::OpAltered { .. } => "op_altered",
        Finding::OpMissing { .. } => "op_missing",
        Finding::OpUnreadable { .. } => "op_unreadable",
        Finding::RowAltered { .. } => "row_altered",
        Finding::RowMissing { .. } => "row_missing",
        Finding::RowUnknown { .. } => "row_unknown",
        Finding::BlobAltered { .. } => "blob_altered",
        Finding::BlobMissing { .. } => "blob_missing",
        Finding::FeaturesAltered { .. } => "features_altered",
    }
}

fn say(finding: &Finding, lang: Lang) -> String {
    match finding {
        // What SQLite says is for whoever repairs databases, in its own words.
        Finding::Damaged { said } => {
            lang.pick(format!("文件损坏（SQLite：{said}）"), format!("The file is damaged: {said}"))
        }
        Finding::Dangling { table, parent } => {
            let (table, parent) = (lang.table(table), lang.table(parent));
            lang.pick(
                format!("“{table}”的一条记录所属的“{parent}”记录不存在"),
                format!("A record of {table} refers to a record of {parent} that is not there"),
            )
        }
        Finding::OpAltered { device, seq } => lang.pick(
            format!("操作被改动：设备 {device} 第 {seq} 号"),
            format!("Operation {seq} of device {device} was altered"),
        ),
        Finding::OpMissing { device, seq, count } => lang.pick(
            format!("缺少操作：设备 {device} 从第 {seq} 号起 {count} 个"),
            format!("{count} operations of device {device} are missing from number {seq} on"),
        ),
        Finding::OpUnreadable { device, seq } => lang.pick(
            format!("操作看不懂：设备 {device} 第 {seq} 号"),
            format!("Operation {seq} of device {device} can not be understood"),
        ),
        Finding::RowAltered { table, row, column } => {
            let (table, column) = (lang.table(table), lang.column(table, column));
            lang.pick(
                format!("“{table}”的记录 {row} 在程序之外被改动：{column}"),
                format!("{table}: record {row} was changed outside the program: {column}"),
            )
        }
        Finding::RowMissing { table, row } => {
            let table = lang.table(table);
            lang.pick(format!("“{table}”缺少记录 {row}"), format!("{table}: record {row} is missing"))
        }
        Finding::RowUnknown { table, row } => {
            let table = lang.table(table);
            lang.pick(
                format!("“{table}”多出记录 {row}，没有操作来源"),
                format!("{table}: record {row} was made by no operation"),
            )
        }
        Finding::BlobAltered { sha256 } => {
            lang.pick(format!("附件被改动：{sha256}"), format!("The file {sha256} was altered"))
        }
        Finding::BlobMissing { sha256, photo } => lang.pick(
            format!("缺少附件 {sha256}（照片 {photo}）"),
            format!("The file {sha256} of photo {photo} is missing"),
        ),
        Finding::FeaturesAltered { name, .. } => {
            lang.pick(format!("图层要素被改动：{name}"), format!("The features of layer {name} were altered"))
        }
    }
}

//! What an import tells the user: how many rows, which not and why, what to look at.

use serde_json::{Value as Json, json};

use super::{ImportKind, SkipReason, Warning};
use crate::{
    domain::table::{Cell, Table},
    formats::{RejectSheet, write_rejects},
    i18n::Lang,
};

/// A row that was not imported.
#[derive(Clone, Debug, PartialEq)]
pub struct SkippedRow {
    /// Where it is in the file, as a person counts.
    pub row: u64,
    /// Why.
    pub reason: SkipReason,
    /// Its cells as text; empty where the reader could not make cells of it.
    pub cells: Vec<String>,
}

/// A warning, and the row that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportWarning {
    /// The row; nothing where it is about the whole file.
    pub row: Option<u64>,
    /// What there is to know.
    pub warning: Warning,
}

/// What happened, or would happen, to one table of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportReport {
    /// The file's name.
    pub file: String,
    /// The name of the layer or sheet.
    pub layer: String,
    /// What it was imported as.
    pub kind: ImportKind,
    /// The headings of the file.
    pub columns: Vec<String>,
    /// How many rows the file has.
    pub read: u64,
    /// How many of them are in the project afterwards.
    pub imported: u64,
    /// Of those, how many are new.
    pub new: u64,
    /// Of those, how many change something that was there.
    pub changed: u64,
    /// Of those, how many change nothing.
    pub unchanged: u64,
    /// How many features the layer had whose features were replaced; nothing where none were.
    pub was: Option<u64>,
    /// The rows that are not, in the order of the file.
    pub skipped: Vec<SkippedRow>,
    /// What else there is to know, the whole file first, then in the order of its rows.
    pub warnings: Vec<ImportWarning>,
    /// The coordinate system of the file; empty where it has no coordinates.
    pub crs: String,
    /// The encoding of the file; empty where its format leaves no choice.
    pub encoding: String,
}

impl ImportReport {
    /// A report of a table of which nothing is imported yet: with what its reader skipped and warned of.
    pub(super) fn of(table: &Table, kind: ImportKind, file: &str, layer: &str) -> Self {
        let unreadable = table.skipped.iter().map(|row| SkippedRow {
            row: row.number,
            reason: SkipReason::Unreadable(row.reason.clone()),
            cells: Vec::new(),
        });
        let warnings = table.warnings.iter().map(|text| Warning::File(text.clone()));
        Self {
            file: file.to_owned(),
            layer: layer.to_owned(),
            kind,
            columns: table.columns.clone(),
            read: (table.rows.len() + table.skipped.len()) as u64,
            imported: 0,
            new: 0,
            changed: 0,
            unchanged: 0,
            was: None,
            skipped: unreadable.collect(),
            warnings: warnings.map(|warning| ImportWarning { row: None, warning }).collect(),
            crs: String::new(),
            encoding: table.encoding.clone(),
        }
    }

    pub(super) fn skip(&mut self, row: u64, reason: SkipReason, cells: &[Cell]) {
        self.skipped.push(SkippedRow { row, reason, cells: cells.iter().map(Cell::to_text).collect() });
    }

    pub(super) fn warn(&mut self, row: Option<u64>, warning: Warning) {
        self.warnings.push(ImportWarning { row, warning });
    }

    /// Counts what is left after what was skipped, and brings rows and warnings into the order of the file.
    pub(super) fn close(&mut self) {
        self.imported = self.new + self.changed + self.unchanged;
        if self.imported == 0 {
            self.warn(None, Warning::NothingImported);
        }
        self.skipped.sort_by_key(|it| it.row);
        self.warnings.sort_by_key(|it| it.row);
    }

    /// The document of the command line.
    pub fn to_json(&self, lang: Lang) -> Json {
        let skipped = self.skipped.iter().map(|it| json!({ "row": it.row, "reason": it.reason.say(lang) }));
        let warnings = self
            .warnings
            .iter()
            .map(|it| json!({ "row": it.row, "code": it.warning.code(), "message": it.warning.say(lang) }));
        json!({
            "file": self.file,
            "layer": self.layer,
            "kind": self.kind.code(),
            "read": self.read,
            "imported": self.imported,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "was": self.was,
            "skipped": skipped.collect::<Vec<_>>(),
            "warnings": warnings.collect::<Vec<_>>(),
            "crs": self.crs,
            "encoding": self.encoding,
        })
    }

    /// One sentence: what came of it.
    pub fn summary(&self, lang: Lang) -> String {
        let Self { file, read, imported, new, changed, unchanged, .. } = self;
        let (skipped, warnings) = (self.skipped.len(), self.warnings.len());
        let kind = self.kind.say(lang);
        lang.pick(
            format!(
                "{file} → {kind}：读取 {read} 行，导入 {imported} 行（新增 {new}，更新 {changed}，\
                 无变化 {unchanged}），跳过 {skipped} 行，提示 {warnings} 条"
            ),
            format!(
                "{file} → {kind}: {read} rows read, {imported} imported ({new} new, {changed} changed, \
                 {unchanged} unchanged), {skipped} skipped, {warnings} warnings"
            ),
        )
    }

    /// How many features were replaced by how many, where that is what happened.
    pub fn replaced(&self, lang: Lang) -> Option<String> {
        let (layer, was, is) = (&self.layer, self.was?, self.imported);
        Some(lang.pick(
            format!("图层“{layer}”的数据已替换：原有 {was} 个要素，现有 {is} 个；样式、分组和次序不变"),
            format!("The data of layer {layer} were replaced: {was} features before, {is} now; style, group and order stay"),
        ))
    }

    /// The report as lines of text: the summary, then each row that was skipped and each warning.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let row = |row: u64| lang.pick(format!("第 {row} 行"), format!("row {row}"));
        let mut lines = vec![self.summary(lang)];
        if !self.crs.is_empty() || !self.encoding.is_empty() {
            let (crs, encoding) = (&self.crs, &self.encoding);
            lines.push(lang.pick(
                format!("  坐标系 {crs} 编码 {encoding}"),
                format!("  coordinate system {crs}, encoding {encoding}"),
            ));
        }
        lines.extend(self.replaced(lang).map(|text| format!("  {text}")));
        let colon = lang.pick("：", ": ");
        let skipped = lang.pick("跳过", "skipped");
        lines.extend(
            self.skipped
                .iter()
                .map(|it| format!("  {} {skipped}{colon}{}", row(it.row), it.reason.say(lang))),
        );
        lines.extend(self.warnings.iter().map(|it| match it.row {
            Some(number) => format!("  {}{colon}{}", row(number), it.warning.say(lang)),
            None => format!("  {}", it.warning.say(lang)),
        }));
        lines
    }
}

/// The rows that were not imported, with their cells as they were and the reason, as CSV.
pub fn rejects_csv(reports: &[ImportReport], lang: Lang) -> Vec<u8> {
    let sheets = reports.iter().map(|report| {
        let own = [lang.pick("文件", "File"), lang.pick("行号", "Row"), lang.pick("原因", "Reason")];
        let heading = own.iter().map(|it| (*it).to_owned()).chain(report.columns.iter().cloned()).collect();
        let rows = report.skipped.iter().map(|it| {
            let own = [report.file.clone(), it.row.to_string(), it.reason.say(lang)];
            let mut row: Vec<String> = own.into_iter().chain(it.cells.iter().cloned()).collect();
            row.resize(report.columns.len() + 3, String::new());
            row
        });
        RejectSheet { heading, rows: rows.collect() }
    });
    write_rejects(&sheets.collect::<Vec<_>>())
}

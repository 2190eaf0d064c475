//! What the office hands in: tables of a campaign on a day, written as a spreadsheet, as CSV, as text and as JSON.
//!
//! A table (`register`, `dispatch`, `tracing`, `remediation`, `lag_list`) turns a project and a
//! [`Snapshot`](crate::domain::progress::Snapshot) into a [`Sheet`]; [`workbook`] and [`csv_file`] write sheets and read the result
//! back with another library before they call it written. Every printed rate names its formula and its
//! day. The columns follow domain dossier §7.2.

#[cfg(test)]
mod campaign;
pub mod chains;
pub mod csv;
pub mod dispatch;
mod lag_list;
mod latest;
mod ledger;
mod line;
pub mod progress_text;
mod rated_list;
mod read_back;
mod register;
mod remediation;
mod said;
pub mod sheet;
mod tracing;
pub mod visit_sheet;
pub mod waters;
mod xlsx;

use std::fmt;

use jiff::civil::DateTime;

pub use self::{
    lag_list::{Late, LateTask, late_tasks, table as lag_list},
    ledger::{end_of_last_month, ledger},
    register::table as register,
    remediation::table as remediation,
    sheet::Sheet,
    tracing::table as tracing,
};

/// Why a report was not written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The spreadsheet can not hold the table.
    #[error("cannot write the sheet {sheet}")]
    Xlsx {
        /// The sheet, or empty for the workbook as a whole.
        sheet: String,
        /// Why.
        #[source]
        source: rust_xlsxwriter::XlsxError,
    },
    /// The table is longer than a spreadsheet can be.
    #[error("the sheet {sheet} has {rows} rows, and a spreadsheet holds 1048576")]
    TooLong {
        /// The sheet.
        sheet: String,
        /// How many rows it would have.
        rows: usize,
    },
    /// The CSV could not be put together.
    #[error("cannot write the table {sheet} as CSV")]
    Csv {
        /// The table.
        sheet: String,
        /// Why.
        #[source]
        source: ::csv::Error,
    },
    /// A PDF could not be put together.
    #[error("cannot put the PDF together: {0}")]
    Pdf(String),
    /// What was written can not be read.
    #[error("the written spreadsheet cannot be read back")]
    UnreadableXlsx(#[source] calamine::XlsxError),
    /// What was written can not be read.
    #[error("the written CSV cannot be read back")]
    UnreadableCsv(#[source] ::csv::Error),
    /// What was written is not what should have been.
    #[error("the sheet {sheet} should have {wanted} {what}, but reading it back finds {found}")]
    Differs {
        /// The sheet.
        sheet: String,
        /// What was counted.
        what: Counted,
        /// How many there should be.
        wanted: usize,
        /// How many there are.
        found: usize,
    },
    /// A cell of the CSV reads back as something else.
    #[error("row {row}, column {column} of the table {sheet} reads back as something else")]
    CellDiffers {
        /// The table.
        sheet: String,
        /// The row of the file, from 1 with the heading as row 1.
        row: usize,
        /// The column, from 1.
        column: usize,
    },
}

/// What is counted after a report was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The sheets of a workbook.
    Sheets,
    /// The rows with something in them.
    Rows,
    /// The cells with something in them.
    Cells,
}

impl fmt::Display for Counted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Sheets => "sheets",
            Self::Rows => "rows",
            Self::Cells => "cells",
        })
    }
}

/// The result of writing a report.
pub type Result<T> = std::result::Result<T, Error>;

/// The sheets as an XLSX workbook, read back and counted. `created` goes into the properties of the file.
pub fn workbook(sheets: &[Sheet], created: DateTime) -> Result<Vec<u8>> {
    let bytes = xlsx::write(sheets, created)?;
    read_back::check_xlsx(&bytes, sheets)?;
    Ok(bytes)
}

/// The table as CSV (UTF-8 with BOM), read back and compared cell by cell.
pub fn csv_file(sheet: &Sheet) -> Result<Vec<u8>> {
    let bytes = csv::write(sheet)?;
    read_back::check_csv(&bytes, sheet)?;
    Ok(bytes)
}

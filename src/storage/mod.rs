//! The project file: one GeoPackage 1.4 that other programs open, and in it the operations from which
//! every row can be rebuilt.
//!
//! [`Store`] opens it and writes steps, [`Writer`] does so on a thread of its own, [`Reader`] reads
//! features and photos beside it. Nothing outside this folder knows of SQL, and nothing here knows
//! of windows or languages.
//!
//! What is kept where: each kind of record has a table with its columns; each reference layer has one
//! with its features; `paikou_op` has every change, chained by hash for each device; `paikou_step` ties
//! them to what the user did; `paikou_blob` has photos under their SHA-256. Rows, operations and photos
//! of a step are written in one transaction or not at all. `paikou_draft` has what is typed and not kept yet;
//! no operation speaks of it.

mod bulk;
mod commit;
mod connection;
mod draft;
mod error;
mod fold;
mod geometry;
mod history;
mod layer_styles;
mod layer_table;
mod load;
mod migration;
mod operation;
mod schema;
mod store;
mod table;
mod verify;
mod writer;

#[cfg(test)]
mod tests;

pub use self::{
    commit::{Blob, Commit, StateCodes},
    draft::DraftChange,
    error::{CellPlace, Conflict, Error, ErrorKind, NotAProject, ReadOnly, Result},
    geometry::geometry_type,
    layer_styles::QgisStyle,
    layer_table::{feature_hash, layer_column_names, layer_table_name},
    operation::sha256_hex,
    store::{Device, Reader, Stamp, Store},
    verify::{Area, Finding, Verification},
    writer::{OwnedBlob, OwnedCommit, Writer},
};

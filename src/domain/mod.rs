//! Plain values and pure functions: what the trade knows, and nothing of files, threads, SQL, windows or languages.
//!
//! Read [`outfall`] and [`fact`] for what is recorded, [`stage`] for the states that follow from it,
//! [`progress`] for the numbers, [`project`] and [`op`] for how a campaign changes.

pub mod agenda;
pub mod basemap;
pub mod bookmark;
pub mod chain;
pub mod change;
pub mod check;
pub mod coordinate;
mod corrections;
pub mod doctor;
pub mod draft;
pub mod entry;
pub mod evidence;
pub mod fact;
pub mod filter;
pub mod heading;
pub mod lag;
#[cfg(test)]
mod laws;
pub mod layer;
pub mod layer_tree;
pub mod load;
pub mod map_parts;
pub mod network;
pub mod op;
pub mod outfall;
pub mod placing;
pub mod position;
pub mod progress;
pub mod project;
pub mod quality;
pub mod record;
pub mod role;
pub mod rule;
pub mod search;
pub mod settings;
pub mod shape;
pub mod sheet;
pub mod stage;
pub mod style;
pub mod table;
#[cfg(test)]
pub(crate) mod testing;
pub mod timeline;
pub mod value;
pub mod words;

pub(crate) use self::record::{code_list, record};
pub use self::{
    record::{Column, Record, RecordId, Term},
    value::Value,
};

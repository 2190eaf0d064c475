//! Everything the window says, both languages side by side, so that a translation can not be forgotten.
//!
//! [`Word`] has the words without values; a sentence with values is a function. Words of the trade come from `domain`.

mod basemap;
mod field;
mod form;
mod layers;
mod map;
mod numbers;
mod photos;
mod picture;
mod placing;
mod preview;
mod sentences;
mod sheet;
mod trade;
mod words;

pub(crate) use self::{
    basemap::*,
    field::*,
    form::*,
    layers::*,
    map::*,
    numbers::{count, moment, position, read_day, scale},
    photos::*,
    picture::{PictureWord, format_remark, paper_size},
    placing::*,
    preview::*,
    sentences::*,
    sheet::*,
    trade::*,
    words::Word,
};

/// The parts that are not empty, with a dot between them (in Noto Sans SC it is as wide as a letter, so that no space is needed).
pub(crate) fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join("·")
}

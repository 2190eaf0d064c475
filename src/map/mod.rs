//! The map: what is on it ([`scene`]), what of it is shown ([`view`]), and how it becomes pixels or the lines and text of a file.
//!
//! One painter serves the window (as [`tiles`] drawn in the background), pictures and reports ([`picture`]), so that all look the same
//! and can be tested without a screen. It draws on a [`surface`]: pixels, a page of a PDF, or an SVG file. The map knows neither the
//! project file nor the window nor a language: its callers hand it geometry, styles and texts, and get pixels, files, placed labels and
//! picked handles.

pub mod annotation;
mod area;
pub mod backdrop;
#[cfg(test)]
mod fixture;
mod geometry;
pub mod graticule;
mod index;
pub mod labels;
mod line;
mod looks;
pub mod paint;
pub mod palette;
pub mod pick;
pub mod picture;
pub mod plane;
mod point;
pub mod scale;
pub mod scene;
pub mod sketch;
mod surface;
pub mod symbol;
pub mod text;
pub mod tiles;
pub mod view;
pub mod view_history;

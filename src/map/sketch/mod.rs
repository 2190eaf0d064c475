//! Drawing and editing shapes: what a click, a drag or a key does to the places of a shape. Knows no window.
//!
//! Places are degrees in CGCS2000, longitude (`x`) first, so that what is not touched keeps its last bit; only distances to
//! the pointer are measured on the screen.

mod drawing;
mod outline;
mod snap;
#[cfg(test)]
mod tests;

pub use self::{
    drawing::Drawing,
    outline::{Outline, Vertex},
    snap::{Onto, Snap, nearest_segment, nearest_vertex, snap},
};

//! Bookmarks (书签): extents of the map under a name.

use super::record;

record! {
    /// An extent to come back to. Degrees, CGCS2000 (EPSG:4490).
    pub struct Bookmark in "bookmark", "书签", "Bookmarks" {
        /// What a person calls it.
        name: String => "名称", "Name";
        /// West edge in degrees.
        west: Option<f64> => "西", "West";
        /// South edge in degrees.
        south: Option<f64> => "南", "South";
        /// East edge in degrees.
        east: Option<f64> => "东", "East";
        /// North edge in degrees.
        north: Option<f64> => "北", "North";
    }
}

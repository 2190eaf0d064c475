//! Bytes into files.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::error::SampleError;

/// Writes a whole file.
pub(crate) fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), SampleError> {
    fs::write(path, bytes).map_err(SampleError::write(path))
}

/// Writes a feature collection in EPSG:4490, longitude first, one feature a line.
pub(crate) fn write_geojson(path: &Path, name: &str, features: &[Value]) -> Result<(), SampleError> {
    let crs = json!({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}});
    let mut text =
        format!("{{\"type\":\"FeatureCollection\",\"name\":{},\"crs\":{crs},\"features\":[\n", json!(name));
    let lines: Result<Vec<_>, _> = features.iter().map(serde_json::to_string).collect();
    text.push_str(&lines?.join(",\n"));
    text.push_str("\n]}\n");
    write_bytes(path, text.as_bytes())
}

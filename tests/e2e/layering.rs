//! The layers of `src/lib.rs`, kept by a test.

use std::{fs, path::Path};

/// Each module with those it may use, besides itself. See the code map in `src/lib.rs`.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("storage", &["domain"]),
    ("formats", &["domain"]),
    ("map", &["domain"]),
    ("i18n", &["domain"]),
    ("report", &["domain", "i18n"]),
    ("app", &["domain", "storage", "formats", "map", "report", "i18n"]),
    ("cli", &["domain", "storage", "report", "i18n", "app", "ui"]),
    ("ui", &["domain", "map", "i18n", "app"]),
];

/// Crates that only some modules may name.
const FENCES: &[(&str, &[&str])] = &[
    ("egui", &["ui"]),
    ("eframe", &["ui"]),
    ("rusqlite", &["storage", "formats"]),
    ("geojson::", &["formats"]),
    ("shapefile::", &["formats"]),
    ("calamine", &["formats", "report"]),
    ("csv::", &["formats", "report"]),
    ("rust_xlsxwriter", &["report", "formats"]),
    ("clap", &["cli"]),
];

#[test]
fn no_module_reaches_upward() {
    let mut faults = Vec::new();
    for (module, allowed) in LAYERS {
        for_each_line(&Path::new("src").join(module), &mut |place, line| {
            for (other, _) in LAYERS {
                let path = format!("crate::{other}");
                let grouped = line.trim_start().starts_with(&format!("{other}::"))
                    || line.trim_start().starts_with(&format!("{other},"));
                let named = line.contains(&format!("{path}::")) || line.contains(&format!("{path};"));
                if (named || grouped && in_crate_import(line)) && other != module && !allowed.contains(other)
                {
                    faults.push(format!("{place}: {module} must not use {other}"));
                }
            }
            for (name, homes) in FENCES {
                let used = line.contains(&format!("use {name}"))
                    || line.contains(&format!("{}::", name.trim_end_matches("::")));
                if used
                    && !homes.contains(module)
                    && !line.contains(&format!("::{}", name.trim_end_matches("::")))
                {
                    faults.push(format!("{place}: {module} must not use {name}"));
                }
            }
        });
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Lines of a grouped `use crate::{…}` are indented by four; modules of the same name deeper down are not meant.
fn in_crate_import(line: &str) -> bool {
    line.starts_with("    ") && !line.starts_with("     ") && (line.ends_with(',') || line.ends_with('{'))
}

fn for_each_line(path: &Path, visit: &mut impl FnMut(String, &str)) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            for_each_line(&entry.unwrap().path(), visit);
        }
    } else if path.extension().is_some_and(|it| it == "rs") {
        for (index, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
            if !line.trim_start().starts_with("//") {
                visit(format!("{}:{}", path.display(), index + 1), line);
            }
        }
    }
}

//! What the program is built from: licences that allow it, and one of each of the crates that must not be there twice.

use std::{collections::BTreeMap, process::Command};

use serde_json::Value;

/// Licences that may be in the program; an expression needs one of its alternatives here.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    // Data: the certificate authorities of Mozilla, in webpki-roots. It asks nothing of what is made with them.
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "NCSA",
    "OFL-1.1",
    "Ubuntu-font-1.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Two copies of these would lock each other out, or double the window.
const ONCE: &[&str] = &["libsqlite3-sys", "egui", "eframe", "tiny-skia", "geo"];

#[test]
fn every_licence_is_allowed_and_nothing_important_is_there_twice() {
    let output =
        Command::new(env!("CARGO")).args(["metadata", "--format-version=1", "--locked"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100, "only {} packages", packages.len());

    let mut faults = Vec::new();
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        *versions.entry(name).or_default() += 1;
        let licence = package["license"].as_str().unwrap_or_default();
        if !is_allowed(licence) {
            faults.push(format!("{name}: {licence:?}"));
        }
    }
    for name in ONCE {
        if versions.get(name) != Some(&1) {
            faults.push(format!("{name} is there {} times", versions.get(name).copied().unwrap_or_default()));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// `A OR B` needs one, `A AND B` both.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let group =
        |text: &str| text.split(" OR ").any(|it| ALLOWED.contains(&it.trim().trim_matches(['(', ')'])));
    !expression.is_empty() && expression.split(" AND ").all(group)
}

#[test]
fn an_expression_needs_an_allowed_alternative() {
    assert!(is_allowed("MIT OR GPL-3.0"));
    assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!is_allowed("GPL-3.0"));
    assert!(!is_allowed(""));
}

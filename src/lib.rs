//! Paikou 排口: the outfall desk.
//!
//! One program that takes a river-outfall campaign from the first walk along the bank to the signed-off
//! report: check 查 → measure 测 → trace 溯 → fix 治 → manage 管, with the two numbers everybody is judged
//! by (traced 溯源率, fixed 整治率) and every number one click away from the records behind it.
//!
//! # Code map
//!
//! Read the modules in this order; each may use only those above it (storage to i18n stand side by side).
//!
//! | module | answers | never mentions |
//! |---|---|---|
//! | [`domain`] | what is an outfall, a fact, a state, a rate? | files, threads, SQL, windows, languages |
//! | [`storage`] | how is a project kept in one GeoPackage? | windows, languages |
//! | [`formats`] | how do other programs' files read? | projects, windows |
//! | [`map`] | how does a scene become pixels, PDF and SVG? | projects, SQL, windows |
//! | [`report`] | which tables are handed in? | SQL, windows |
//! | [`i18n`] | which languages are there? | everything else |
//! | [`app`] | what can the user do, and undo? | windows, terminals |
//! | [`cli`] | what can a script do? | SQL, file formats |
//! | [`ui`] | what does the user see? | SQL, file formats |
//!
//! `tests/e2e/layering.rs` fails when a module reaches upward.
//!
//! # Invariants
//!
//! - A change is a [`domain::op::Step`]: old and new values, one transaction, one undo step. The same value goes
//!   to memory, to the file and into the operation log.
//! - The rows of a project are a function of its operations; [`storage::Store::verify`] rebuilds them and compares.
//! - States are never typed: [`domain::stage`] works them out from insert-only facts, as of any day.
//! - Rates are compared in whole numbers and never rounded up to a target ([`domain::progress::Rate`]).
//! - Only the writer thread writes. What the status bar calls saved has been through `COMMIT` with `synchronous=EXTRA`.
//! - Coordinates inside are degrees in CGCS2000 (EPSG:4490), longitude first; on the map, the Web Mercator plane.
//! - Nothing below [`app`] prints, asks or looks at the environment.
//!
//! # The flow of a change
//!
//! ```text
//! click or command ─▶ app::Action ─▶ Workspace::perform
//!     gates (domain::stage::gate) ─▶ Step ─▶ Project::apply ─▶ storage::Writer ─▶ COMMIT
//!                                                                  │
//!     status bar: saved 14:03:22  ◀── Workspace::poll ◀────────────┘
//! ```
//!
//! # Where to start
//!
//! A rule of the trade: [`domain::stage`] and its gates. A number: [`domain::progress`]. A column of a ledger:
//! [`domain::outfall`] and [`domain::heading`]. A file that does not read: [`formats`]. A picture: [`map`].

pub mod domain;

pub mod formats;
pub mod i18n;
pub mod map;
pub mod report;
pub mod storage;

pub mod app;

pub mod cli;
pub mod ui;

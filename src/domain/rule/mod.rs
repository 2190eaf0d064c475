//! Rules of the field forms: what a form proposes, converts, works out and warns of while somebody types.
//!
//! Pure functions, one rule a file, each with its source. None of them stops anybody: a warning is a question, and a
//! gate ([`super::stage::gate`]) holds back only what claims to be done.

pub mod credit_code;
pub mod dossier;
pub mod flow;
pub mod measured;
pub mod method;
pub mod ori;
pub mod path;
pub mod permit;
pub mod plausible;
pub mod sign;
pub mod time;
pub mod unit;

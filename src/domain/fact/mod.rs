//! What happened to an outfall (事实): insert-only rows with an effective day, from which every state is derived.
//!
//! A fact is never edited into another truth: a correction is a new fact. Fields: domain dossier
//! §4.2–4.6, of those the ones that the gates ask for. In each, `outfall` names the outfall it is
//! about and `on` is the day it took effect.

mod claim;
mod photo;
mod register;
mod remedy;
mod sample;
mod trace;
mod upkeep;
mod visit;

pub use self::{
    claim::Claim,
    photo::{Photo, PhotoSlot},
    register::{RegisterChange, RegisterEvent},
    remedy::{Acceptance, AcceptanceStep, FixKind, Milestone, NoFixReason, Plan, ProgressNote},
    sample::{LabResult, LimitProfile, Parameter, Qualifier, Sample, SampleKind},
    trace::{EntityKind, SewageType, Trace, TraceMethod, TraceOutcome},
    upkeep::{Frequency, Signboard, Upkeep},
    visit::{SurveyLevel, SurveyMeans, Verdict, Visit},
};

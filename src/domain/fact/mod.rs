//! What happened to an outfall (事实): insert-only rows with an effective day, from which every state is derived.
//!
//! A fact is never edited into another truth: a [`Correction`] puts a new fact in its place. Fields: domain dossier
//! §4.2–4.6. In each, `outfall` names the outfall it is about and `on` is the day it took effect.

mod claim;
mod correction;
mod manhole;
mod photo;
mod register;
mod remedy;
mod sample;
mod trace;
mod upkeep;
mod visit;
mod waiver;

pub use self::{
    claim::Claim,
    correction::Correction,
    manhole::{ManholeCheck, Tint},
    photo::{Photo, PhotoSlot},
    register::{ReboundCause, RegisterChange, RegisterEvent},
    remedy::{Acceptance, AcceptanceStep, FixKind, Milestone, NoFixReason, Plan, ProgressNote, Urgency},
    sample::{
        FlowMethod, FlowState, FlowUnit, LabResult, LimitProfile, Parameter, Qualifier, ResultUnit, Sample,
        SampleKind, SamplingPoint,
    },
    trace::{
        Confidence, DischargeMode, EntityKind, SewageType, Trace, TraceMethod, TraceOutcome, TraceSource,
    },
    upkeep::{Frequency, Season, SeasonSeal, SignForm, Signboard, Upkeep},
    visit::{
        FlowLevel, MouthState, NextAction, OdourKind, OriGrade, Sensor, SurveyLevel, SurveyMeans, TaskSource,
        Verdict, Visit, Weather,
    },
    waiver::Waiver,
};

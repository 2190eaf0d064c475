//! Photos as proof: what they say of themselves, what speaks against them, which visit they belong to, what is drawn over them.

mod annotation;
mod doubt;
mod matching;
mod shot;

pub use self::{
    annotation::{Annotation, Ink, Mark, Spot},
    doubt::{Doubt, FAR_FROM_OUTFALL_M, OLDEST_YEAR, doubts},
    matching::{Found, MOST_MINUTES, Match, NEAR_OUTFALL_M, Site, Unmatched, VisitTime, match_shot, sites},
    shot::{Shot, Taken},
};

//! Receivers of positions: finding one, listening to it in the background, and what its words come to.
//!
//! A [`Link`] is a thread that reads a serial port, gpsd or a recording, and sends what it hears over a channel; it opens the port again
//! when it was unplugged. The [`Station`] takes that in between frames, without ever waiting: where we are, the satellites, the average
//! that is being made and the track that is being logged, which the [`journal`] keeps from a crash.

pub mod journal;
mod link;
mod port;
mod serial;
mod station;

pub use self::{
    link::{Event, Link},
    port::{GPSD, Pace, Port, ports},
    station::{Condition, Logging, Measuring, Station},
};

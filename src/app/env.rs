//! What the program takes from its surroundings: who works on it, what time it is, whom to wake.

use std::sync::Arc;

use jiff::{
    Zoned,
    civil::{Date, DateTime},
};
use uuid::Uuid;

use crate::{
    domain::RecordId,
    formats::Reading,
    storage::{Device, Stamp},
};

/// Asks the window to draw again. Called from other threads.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// One reading of the clock.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// Milliseconds since 1970 (UTC), and how far local time is from it.
    pub stamp: Stamp,
    /// The local day.
    pub today: Date,
}

impl Now {
    /// What the system's clock says.
    pub fn system() -> Self {
        let now = Zoned::now();
        let stamp =
            Stamp { now_ms: now.timestamp().as_millisecond(), utc_offset_min: now.offset().seconds() / 60 };
        Self { stamp, today: now.date() }
    }

    /// The local day and time.
    pub fn local(&self) -> DateTime {
        let ms_of_day = self.stamp.now_ms + i64::from(self.stamp.utc_offset_min) * 60_000;
        let second = ms_of_day.div_euclid(1_000).rem_euclid(86_400);
        let part = |divisor: i64, of: i64| (second / divisor % of) as i8;
        self.today.at(part(3_600, 24), part(60, 60), part(1, 60), 0)
    }
}

/// The surroundings of a workspace.
#[derive(Clone)]
pub struct Env {
    /// This device and the person who works on it.
    pub device: Device,
    /// Reads the clock; tests bring their own.
    pub now: fn() -> Now,
    /// Called when a background job or a commit has ended.
    pub wake: Wake,
    /// Where files of others are read.
    pub reading: Reading,
}

impl Env {
    /// The real clock; files of others are read in this process.
    pub fn new(device: Device, wake: Wake) -> Self {
        Self { device, now: Now::system, wake, reading: Reading::InProcess }
    }

    /// The same with files of others read in a process of their own, of this program.
    #[must_use]
    pub fn reading_apart(self) -> Self {
        Self { reading: Reading::of_this_program(), ..self }
    }
}

/// A fresh identity, later than all before it on this device.
pub fn new_id() -> RecordId {
    RecordId(Uuid::now_v7())
}

//! A bell for those who wait instead of drawing: the command line and the tests.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::Wake;

/// Rings when another thread has something, for those who wait instead of drawing.
#[derive(Clone, Default)]
pub(super) struct Bell(Arc<(Mutex<bool>, Condvar)>);

impl Bell {
    /// A wake that rings this bell and then wakes the window.
    pub(super) fn and(&self, wake: Wake) -> Wake {
        let bell = self.clone();
        Arc::new(move || {
            let (rung, change) = &*bell.0;
            *rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
            change.notify_all();
            wake();
        })
    }

    /// Waits until it has rung since the last time.
    pub(super) fn wait(&self) {
        let (rung, change) = &*self.0;
        let mut rung = rung.lock().unwrap_or_else(PoisonError::into_inner);
        while !*rung {
            rung = change.wait(rung).unwrap_or_else(PoisonError::into_inner);
        }
        *rung = false;
    }
}

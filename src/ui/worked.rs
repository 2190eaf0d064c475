//! Something that takes longer than a frame: worked out beside the window, while what was known before stays on the screen.

use std::sync::{
    Arc,
    mpsc::{Receiver, TryRecvError, channel},
};

use eframe::egui::Context;

/// What is known, what it was worked out for, and what is being worked out.
#[derive(Debug)]
pub(crate) struct Worked<K, T> {
    known: Option<(K, Arc<T>)>,
    working: Option<(K, Receiver<T>)>,
}

impl<K, T> Default for Worked<K, T> {
    fn default() -> Self {
        Self { known: None, working: None }
    }
}

impl<K: PartialEq, T: Send + Sync + 'static> Worked<K, T> {
    /// What is known, which is worked out anew where `key` is another: within the frame if it is said to be `short`, else beside the window.
    pub(crate) fn refresh(
        &mut self,
        ctx: &Context,
        key: K,
        short: bool,
        work: impl FnOnce() -> T + Send + 'static,
    ) {
        if let Some((of, receiver)) = self.working.take() {
            match receiver.try_recv() {
                Ok(done) => self.known = Some((of, Arc::new(done))),
                // One after another: what has become of the key meanwhile is worked out next.
                Err(TryRecvError::Empty) => self.working = Some((of, receiver)),
                Err(TryRecvError::Disconnected) => {}
            }
        }
        if self.working.is_some() || self.known.as_ref().is_some_and(|(of, _)| *of == key) {
            return;
        }
        if short {
            self.known = Some((key, Arc::new(work())));
            return;
        }
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        self.working = Some((key, receiver));
        rayon::spawn(move || {
            // Nobody listens any more where the window has closed.
            sender.send(work()).ok();
            ctx.request_repaint();
        });
    }

    /// What is known, of this key or of the one before it.
    pub(crate) fn known(&self) -> Option<&Arc<T>> {
        self.known.as_ref().map(|(_, known)| known)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Barrier, mpsc};

    use super::*;

    #[test]
    fn what_was_known_stays_until_the_new_is_there() {
        let (ctx, mut worked) = (Context::default(), Worked::default());
        worked.refresh(&ctx, 1, true, || "one");
        assert_eq!(worked.known().map(|it| **it), Some("one"));

        let (begin, ready) = (Arc::new(Barrier::new(2)), mpsc::channel());
        let (let_go, ready_sender) = (Arc::clone(&begin), ready.0);
        worked.refresh(&ctx, 2, false, move || {
            let_go.wait();
            ready_sender.send(()).ok();
            "two"
        });
        assert_eq!(worked.known().map(|it| **it), Some("one"));
        begin.wait();
        ready.1.recv().unwrap();

        while worked.known().is_none_or(|it| **it == "one") {
            std::thread::yield_now();
            worked.refresh(&ctx, 2, false, || "a second time");
        }
        assert_eq!(worked.known().map(|it| **it), Some("two"));
    }
}

//! When a draft is written: soon after the last key, and now and then while somebody types on.

/// Nothing is typed for so long: a good moment.
const QUIET_MS: i64 = 200;
/// So much typing may be unsaved. The rest of the second that is promised is for the disk.
const LONGEST_MS: i64 = 400;

/// What is not written yet, by the clock. Times are milliseconds of any clock that runs on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Autosave {
    /// The first and the latest key that are not written.
    unsaved: Option<(i64, i64)>,
}

impl Autosave {
    /// Something was typed.
    pub fn typed(&mut self, now_ms: i64) {
        let first = self.unsaved.map_or(now_ms, |(first, _)| first);
        self.unsaved = Some((first, now_ms));
    }

    /// Everything is handed over.
    pub fn saved(&mut self) {
        self.unsaved = None;
    }

    /// Is there anything that is not written?
    pub fn is_unsaved(&self) -> bool {
        self.unsaved.is_some()
    }

    /// How long until it is to be written, 0 for now; nothing where nothing is unsaved.
    pub fn due_in_ms(&self, now_ms: i64) -> Option<i64> {
        let (first, last) = self.unsaved?;
        let due = (last + QUIET_MS).min(first + LONGEST_MS);
        Some((due - now_ms).max(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_a_good_moment() {
        let mut autosave = Autosave::default();
        assert_eq!(autosave.due_in_ms(0), None);

        autosave.typed(1_000);
        autosave.typed(1_100);

        assert_eq!(autosave.due_in_ms(1_250), Some(50));
        assert_eq!(autosave.due_in_ms(1_300), Some(0));
        autosave.saved();
        assert_eq!(autosave.due_in_ms(1_600), None);
    }

    #[test]
    fn somebody_who_types_on_is_not_waited_for() {
        let mut autosave = Autosave::default();

        let due = (0..100).map(|key| key * 50).find(|now| {
            autosave.typed(*now);
            autosave.due_in_ms(*now) == Some(0)
        });

        assert_eq!(due, Some(LONGEST_MS));
    }
}

//! What is typed into a form is kept as a draft: soon after the last key, now and then while somebody types on, and on every way out.
//!
//! An input method for Chinese shows what it is composing inside the field, and egui has that in the text of the field until it is
//! committed. Three things keep the two apart. Nothing here ever writes to a form, a field or the state of a [`TextEdit`]: a form is only
//! read. What is read while something is being composed is not looked at, so that a draft never holds half a composition: it holds the
//! form as it was before, and the committed text as soon as it is there. And the clock goes on meanwhile for what was typed before.
//!
//! [`TextEdit`]: eframe::egui::TextEdit

use std::time::Duration;

use eframe::egui::{Context, Event, Id, ImeEvent, Memory};

use super::Desk;
use crate::{
    app::{Action, Autosave, Severity},
    domain::draft::{Draft, DraftKey, Filled},
    i18n::Lang,
    ui::{
        dialogs::Dialog,
        forms::{self, Form},
        said::Word,
    },
};

/// What is known of the forms that are open, from frame to frame.
#[derive(Default)]
pub(super) struct Watches {
    /// The form on the card.
    pub(super) card: Watch,
    /// The form in a dialog.
    pub(super) dialog: Watch,
    /// Is an input method composing?
    composing: bool,
    focus: Option<Id>,
}

/// One form that is watched.
#[derive(Default)]
pub(super) struct Watch {
    /// The form as it was last seen, but for what was being composed; nothing where none is open.
    seen: Option<Draft>,
    /// Did anybody type into it?
    touched: bool,
    autosave: Autosave,
}

/// When a form is looked at.
#[derive(Clone, Copy)]
struct Moment {
    /// Is something being composed?
    composing: bool,
    now_ms: i64,
    /// May there be no later moment?
    leaving: bool,
}

impl Watches {
    /// Notes what the input method says in this frame, before the fields hear of it.
    pub(super) fn note_events(&mut self, ctx: &Context) {
        ctx.input(|input| {
            for event in &input.events {
                match event {
                    Event::Ime(ImeEvent::Preedit { text, .. }) => self.composing = !text.is_empty(),
                    Event::Ime(ImeEvent::Commit(_)) => self.composing = false,
                    _ => {}
                }
            }
        });
    }

    /// Has the cursor gone to another field? A composition that was under way is text like any other then.
    fn has_moved(&mut self, ctx: &Context) -> bool {
        let focus = ctx.memory(Memory::focused);
        let moved = focus != self.focus;
        self.focus = focus;
        self.composing &= !moved;
        moved
    }
}

impl Watch {
    /// The form is kept in another way: what was seen of it is of no interest any more.
    pub(super) fn release(&mut self) {
        *self = Self::default();
    }

    /// Looks at the form. What comes back is to be kept now.
    fn look(&mut self, form: Option<&Form>, moment: Moment) -> Option<Draft> {
        let same = self.seen.as_ref().map(|it| it.key) == form.map(Form::key);
        if !same {
            // It was taken away by something that knows nothing of drafts.
            let left = self.unsaved();
            self.release();
            self.seen = form.map(|form| form.draft(form.filled()));
            self.touched = form.is_some_and(|form| form.touched);
            return left;
        }
        if let (Some(form), Some(seen), false) = (form, &mut self.seen, moment.composing) {
            let filled = form.filled();
            self.touched = form.touched;
            if seen.filled != filled {
                seen.filled = filled;
                if self.touched {
                    self.autosave.typed(moment.now_ms);
                }
            }
        }
        let due = moment.leaving || self.autosave.due_in_ms(moment.now_ms) == Some(0);
        if due { self.unsaved() } else { None }
    }

    /// What was typed and not kept, which counts as kept from now on.
    fn unsaved(&mut self) -> Option<Draft> {
        let unsaved = self.touched && self.autosave.is_unsaved();
        self.autosave.saved();
        self.seen.clone().filter(|_| unsaved)
    }
}

impl Desk {
    /// How many forms are not finished.
    pub(super) fn unfinished(&self) -> usize {
        self.workspace.drafts().len()
    }

    /// At the end of a frame: keeps what it is time for.
    pub(super) fn watch_forms(&mut self, ctx: &Context) {
        let moved = self.watches.has_moved(ctx);
        let (time, focused) = ctx.input(|input| (input.time, input.focused));
        self.keep_due(time, moved || !focused);
        let now = milliseconds(time);
        let dues = [&self.watches.card, &self.watches.dialog].map(|it| it.autosave.due_in_ms(now));
        if let Some(due) = dues.into_iter().flatten().min() {
            ctx.request_repaint_after(Duration::from_millis(due.unsigned_abs()));
        }
    }

    /// Between frames: a window that is hidden draws none.
    pub(super) fn keep_while_away(&mut self, ctx: &Context) {
        let (time, focused) = ctx.input(|input| (input.time, input.focused));
        if !focused {
            self.keep_due(time, true);
        }
    }

    fn keep_due(&mut self, time: f64, leaving: bool) {
        // A slow disk is not asked for more than it can do; its answer wakes the window.
        if self.workspace.is_keeping_drafts() && !leaving {
            return;
        }
        let moment = Moment { composing: self.watches.composing, now_ms: milliseconds(time), leaving };
        let in_dialog = match &self.dialog {
            Some(Dialog::AddOutfall(form)) => Some(&**form),
            _ => None,
        };
        let due = [
            self.watches.card.look(self.state.card.form.as_ref(), moment),
            self.watches.dialog.look(in_dialog, moment),
        ];
        for draft in due.into_iter().flatten() {
            self.keep_draft(draft);
        }
    }

    /// Keeps a draft, unless it is kept like this already.
    pub(super) fn keep_draft(&mut self, draft: Draft) {
        let known = self.workspace.draft(draft.key);
        let same = known.is_some_and(|it| it.filled == draft.filled && it.discarded_ms.is_none());
        if !same {
            self.workspace.perform(Action::KeepDraft(Box::new(draft)));
        }
    }

    /// Closes the form that is open; what is typed stays as a draft.
    pub(super) fn leave_form(&mut self) {
        let Some(form) = self.state.card.form.take() else { return };
        let watch = std::mem::take(&mut self.watches.card);
        self.leave(&form, watch);
    }

    /// The same for a form in a dialog that is closed. One that is `done` is on its way to the disk, and comes back if it can not be kept.
    pub(super) fn leave_dialog(&mut self, form: Form, done: bool) {
        let watch = std::mem::take(&mut self.watches.dialog);
        if done {
            self.saving = Some(form);
        } else {
            self.leave(&form, watch);
        }
    }

    fn leave(&mut self, form: &Form, watch: Watch) {
        let unsaved = watch.autosave.is_unsaved() || self.workspace.draft(form.key()).is_some();
        let seen = watch.seen.map(|it| it.filled);
        let filled: Filled = match &seen {
            Some(settled) if self.watches.composing => settled.clone(),
            _ => form.filled(),
        };
        // A choice that was made and taken back is nothing to go on with.
        if form.touched && (unsaved || seen.as_ref() != Some(&filled)) {
            self.keep_draft(form.draft(filled));
        }
    }

    /// Closes the form that is open and puts what is typed among the discarded drafts.
    pub(super) fn discard_form(&mut self, ctx: &Context, lang: Lang) {
        let Some(key) = self.state.card.form.as_ref().map(Form::key) else { return };
        self.discard_draft(key);
        self.toasts.tell(ctx, Severity::Info, lang.term(Word::Discarded).to_owned());
    }

    /// Puts a draft among the discarded ones; should its form be open, it is closed.
    pub(super) fn discard_draft(&mut self, key: DraftKey) {
        if self.state.card.form.as_ref().is_some_and(|form| form.key() == key) {
            self.leave_form();
        }
        self.workspace.perform(Action::DiscardDraft(key));
    }

    /// Goes on with a draft, wherever it belongs.
    pub(super) fn open_draft(&mut self, key: DraftKey) {
        self.leave_form();
        let Some(draft) = self.workspace.draft(key).cloned() else { return };
        let outfall = self.workspace.project().entry(draft.outfall).map(|entry| entry.outfall.clone());
        let mut form = Form::of_draft(&draft, outfall.as_ref());
        form.set_author(self.workspace.author());
        form.focus_on("");
        if outfall.is_none() {
            if draft.edits {
                self.dialog = Some(Dialog::AddOutfall(Box::new(form)));
            }
            return;
        }
        self.select(Some(draft.outfall));
        self.state.panels = true;
        self.state.style = None;
        if let Some(stage) = forms::stage_of(key.kind) {
            self.state.card.stage = stage;
        }
        self.state.card.form = Some(form);
    }
}

/// However the desk goes, also while the program unwinds: what is typed stays.
impl Drop for Desk {
    fn drop(&mut self) {
        self.leave_form();
        if let Some(Dialog::AddOutfall(form)) = self.dialog.take() {
            self.leave_dialog(*form, false);
        }
        // The writer finishes what it was sent before the file is closed.
    }
}

fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1_000.0) as i64
}

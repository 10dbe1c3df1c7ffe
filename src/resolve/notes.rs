//! Note numbers.
//!
//! In: references. Out: numbers, from 1 in every chapter of the first rank (also for the chapters nested under it) or once
//! through the book, in the order of the first references; notes that only notes refer to come after. A note that nothing
//! refers to has no number and a warning.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Counting, Division, Draft, Inline, InlineKind, Note, Role, each_inline};
use std::collections::VecDeque;

/// Numbers the notes of a draft.
pub(super) fn number(draft: &mut Draft, diagnostics: &mut Diagnostics) {
    if draft.numbering.notes == Counting::Book {
        let mut references = Vec::new();
        draft.divisions.iter().for_each(|top| {
            top.each(&mut |d| d.each_own_inline(&mut |inline| references.extend(reference(inline))));
        });
        assign(references, &mut draft.notes);
    } else {
        draft.divisions.iter().for_each(|division| number_in(division, &mut draft.notes));
    }
    for note in draft.notes.iter().filter(|note| note.number == 0) {
        let message = format!("nothing refers to the note `{}`, so it is left out", note.label);
        diagnostics.push(Diagnostic::warning(Code::UnusedNote, message).at(note.span));
    }
}

fn number_in(division: &Division, notes: &mut [Note]) {
    if division.role == Role::Part {
        let mut own = Vec::new();
        division.each_own_inline(&mut |inline| own.extend(reference(inline)));
        assign(own, notes);
        division.children.iter().for_each(|child| number_in(child, notes));
        return;
    }
    let mut references = Vec::new();
    division.each(&mut |d| d.each_own_inline(&mut |inline| references.extend(reference(inline))));
    assign(references, notes);
}

fn reference(inline: &Inline) -> Option<usize> {
    match inline.kind {
        InlineKind::NoteRef(id) => Some(id.0 as usize),
        _ => None,
    }
}

/// Numbers notes in this order, then those that their texts refer to.
fn assign(references: Vec<usize>, notes: &mut [Note]) {
    let mut queue = VecDeque::from(references);
    let mut next = 1;
    while let Some(index) = queue.pop_front() {
        let Some(note) = notes.get_mut(index).filter(|note| note.number == 0) else { continue };
        note.number = next;
        next += 1;
        each_inline(&note.blocks, &mut |inline| queue.extend(reference(inline)));
    }
}

//! References to notes that are not there.
//!
//! In: the blocks of a file. Out: a warning for each `[^label]` that Markdown left as text because nothing defines it.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, Inline, InlineKind, Note, each_inline};
use crate::source::Span;
use std::collections::BTreeSet;

/// Labels that a line of the text seems to define: `[^label]:` at its start.
pub(super) fn promised(text: &str) -> BTreeSet<String> {
    let starts = text.lines().filter_map(|line| line.trim_start_matches([' ', '>']).strip_prefix("[^"));
    starts.filter_map(|rest| rest.split_once("]:")).map(|(label, _)| label.to_string()).collect()
}

/// Tells the references that found no note. `text` is the whole file.
pub(super) fn tell(blocks: &[Block], notes: &[Note], text: &str, diagnostics: &mut Diagnostics) {
    let mut visit = |inline: &Inline| {
        if matches!(&inline.kind, InlineKind::Text(run) if run.contains("[^")) {
            references(inline.span, text).for_each(|(label, span)| diagnostics.push(missing(label, span)));
        }
    };
    each_inline(blocks, &mut visit);
    notes.iter().for_each(|note| each_inline(&note.blocks, &mut visit));
}

fn missing(label: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(Code::MissingNote, format!("no note is named `{label}`; the reference stays as text"))
        .at(span)
        .hint(format!("write the note in the same file, as a paragraph that begins with `[^{label}]:`"))
}

/// What looks like a reference in the source of a run of text: `[^`, a label without white space, `]`.
fn references(span: Span, text: &str) -> impl Iterator<Item = (&str, Span)> {
    let (start, end) = (span.start as usize, span.end as usize);
    let source = text.get(start..end).unwrap_or_default();
    source.match_indices("[^").filter_map(move |(at, _)| {
        let rest = &source[at + 2..];
        let length = rest.find(|c: char| c == ']' || c == '[' || c.is_whitespace())?;
        let escaped = source[..at].ends_with('\\') || text[..start + at].ends_with('\\');
        if length == 0 || !rest[length..].starts_with(']') || escaped {
            return None;
        }
        let from = (start + at) as u32;
        Some((&rest[..length], Span::new(span.file, from, from + length as u32 + 3)))
    })
}

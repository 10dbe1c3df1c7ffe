//! Addresses of links as notes, for paper.
//!
//! In: settled links. Out: after every link to an address that its words do not say, the mark of a note with that address,
//! live as well; the same address has one note wherever notes are counted together. A link in a note has its address after
//! it. Titles stay as they are.

use crate::document::{
    Block, BlockKind, Counting, Division, Draft, Inline, InlineKind, Note, NoteId, Role, Target, each_inline_mut,
    plain_text,
};
use crate::source::Span;
use std::collections::BTreeMap;

/// Adds the notes; before notes are numbered.
pub(super) fn add(draft: &mut Draft) {
    if !draft.numbering.links_as_notes {
        return;
    }
    for note in &mut draft.notes {
        each_inline_mut(&mut note.blocks, &mut in_a_note);
    }
    let mut adder = Adder { notes: std::mem::take(&mut draft.notes), known: BTreeMap::new() };
    let anew = draft.numbering.notes != Counting::Book;
    draft.divisions.iter_mut().for_each(|division| adder.division(division, anew));
    draft.notes = adder.notes;
}

struct Adder {
    notes: Vec<Note>,
    /// The note of each address, among those that are counted together.
    known: BTreeMap<String, NoteId>,
}

impl Adder {
    fn division(&mut self, division: &mut Division, anew: bool) {
        if anew {
            self.known.clear();
        }
        let mut visit = |line: &mut Vec<Inline>| self.line(line);
        if division.role == Role::Part {
            each_inline_mut(&mut division.blocks, &mut visit);
            division.children.iter_mut().for_each(|child| self.division(child, anew));
        } else {
            division.each_mut(&mut |d| each_inline_mut(&mut d.blocks, &mut visit));
        }
    }

    fn line(&mut self, line: &mut Vec<Inline>) {
        if !line.iter().any(|inline| address(inline).is_some()) {
            return;
        }
        for inline in std::mem::take(line) {
            let (url, span) = (address(&inline).map(str::to_owned), inline.span);
            line.push(inline);
            if let Some(url) = url {
                line.push(Inline::new(InlineKind::NoteRef(self.note(url, span)), span));
            }
        }
    }

    fn note(&mut self, url: String, span: Span) -> NoteId {
        let notes = &mut self.notes;
        *self.known.entry(url).or_insert_with_key(|url| {
            let blocks = vec![Block::new(BlockKind::Paragraph(vec![link(url, span)]), span)];
            notes.push(Note { label: shown(url).into(), number: 0, blocks, span });
            NoteId(notes.len() as u32 - 1)
        })
    }
}

fn in_a_note(line: &mut Vec<Inline>) {
    for inline in std::mem::take(line) {
        let (url, span) = (address(&inline).map(str::to_owned), inline.span);
        line.push(inline);
        if let Some(url) = url {
            let text = |words: &str| Inline::new(InlineKind::Text(words.into()), span);
            line.extend([text(" ("), link(&url, span), text(")")]);
        }
    }
}

/// A link that shows its own address.
fn link(url: &str, span: Span) -> Inline {
    let content = vec![Inline::new(InlineKind::Text(shown(url).into()), span)];
    Inline::new(InlineKind::Link { target: Target::Url(url.into()), title: String::new(), content }, span)
}

/// An address as a reader writes it.
fn shown(url: &str) -> &str {
    let url = ["mailto:", "tel:"].iter().find_map(|scheme| url.strip_prefix(scheme)).unwrap_or(url);
    url.strip_suffix('/').unwrap_or(url)
}

/// The address of a link whose words do not say it.
fn address(inline: &Inline) -> Option<&str> {
    let InlineKind::Link { target: Target::Url(url), content, .. } = &inline.kind else { return None };
    let bare = |text: &str| {
        let text = shown(text.trim());
        let text = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
        text.strip_prefix("www.").unwrap_or(text).to_lowercase()
    };
    (bare(&plain_text(content)) != bare(url)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(url: &str, words: &str) -> Inline {
        let content = vec![Inline::new(InlineKind::Text(words.into()), Span::default())];
        let target = Target::Url(url.into());
        Inline::new(InlineKind::Link { target, title: String::new(), content }, Span::default())
    }

    #[test]
    fn an_address_is_printed_once_and_not_beside_itself() {
        let mut adder = Adder { notes: Vec::new(), known: BTreeMap::new() };
        let mut line = vec![
            to("https://a.org/", "a.org"),
            to("mailto:x@a.org", "x@a.org"),
            to("https://b.org/p", "the page"),
            to("https://b.org/p", "again"),
            to("https://c.org", "another"),
        ];
        adder.line(&mut line);
        let marks: Vec<u32> = line
            .iter()
            .filter_map(|inline| if let InlineKind::NoteRef(id) = inline.kind { Some(id.0) } else { None })
            .collect();
        assert_eq!(marks, [0, 0, 1]);
        let labels: Vec<&str> = adder.notes.iter().map(|note| note.label.as_str()).collect();
        assert_eq!(labels, ["https://b.org/p", "https://c.org"]);
    }
}

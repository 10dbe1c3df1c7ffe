//! What an edition does not show.
//!
//! In: a draft as read, and which classes are shown. Out: the draft without the rest: divisions, blocks, terms, images of a
//! row, passages, and the notes that only these refer to. What is taken away here is read, numbered and written by nobody:
//! its images are not loaded, chapters after it have the numbers that close the gap, and its names are kept in
//! [`LeftOut`](crate::document::LeftOut) only to tell of links to them.

use super::ids::slug;
use super::{exercises, stray};
use crate::diagnostic::Diagnostics;
use crate::document::{
    Attr, Block, BlockKind, Division, Draft, Inline, InlineKind, LeftOut, NoteId, Selection, each_attr_mut,
    each_block_mut, each_inline_mut, plain_text,
};
use crate::source::{FileId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Takes away what a selection does not show, and settles exercises and their answers. Before images are attached.
pub fn select(draft: &mut Draft, selection: &Selection, diagnostics: &mut Diagnostics) {
    stray::tell(draft, selection, diagnostics);
    let before = references(draft);
    let mut pruner = Pruner { selection, out: std::mem::take(&mut draft.left_out), gap: false };
    pruner.divisions(&mut draft.divisions);
    draft.notes.iter_mut().for_each(|note| pruner.blocks(&mut note.blocks));
    if pruner.gap {
        renumber(&mut draft.divisions);
    }
    draft.left_out = pruner.out;
    exercises::settle(draft, diagnostics);
    drop_notes(draft, &before);
}

struct Pruner<'a> {
    selection: &'a Selection,
    out: LeftOut,
    /// True when a numbered division was taken away.
    gap: bool,
}

impl Pruner<'_> {
    fn divisions(&mut self, list: &mut Vec<Division>) {
        list.retain_mut(|division| {
            let shown = self.selection.shows(&division.attr);
            if !shown {
                division.each_mut(&mut |d| self.forget_division(d));
            }
            shown
        });
        for division in list {
            if let Some(heading) = &mut division.heading {
                let is_the_same = division.title == plain_text(&heading.content);
                let mut title =
                    vec![Block::new(BlockKind::Paragraph(std::mem::take(&mut heading.content)), heading.span)];
                self.blocks(&mut title);
                if let Some(Block { kind: BlockKind::Paragraph(content), .. }) = title.pop() {
                    heading.content = content;
                    if is_the_same {
                        let left = plain_text(&heading.content);
                        division.title = left.split_whitespace().collect::<Vec<_>>().join(" ");
                    }
                }
            }
            self.blocks(&mut division.blocks);
            self.divisions(&mut division.children);
        }
    }

    fn forget_division(&mut self, division: &mut Division) {
        self.gap |= !division.number.is_empty();
        self.out.chapters.extend(division.source.clone());
        let file = division.heading.as_ref().map_or(division.span, |h| h.span).file;
        let title = division.heading.as_ref().map_or_else(|| division.title.clone(), |h| plain_text(&h.content));
        self.out.names.insert((file, slug(&title)));
        self.out.names.insert((file, division.id.0.clone()));
        forget(&mut self.out, &mut division.blocks);
    }

    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        blocks.retain_mut(|block| {
            let shown = self.selection.shows(&block.attr);
            if !shown {
                forget(&mut self.out, std::slice::from_mut(block));
            }
            shown
        });
        for block in blocks.iter_mut() {
            match &mut block.kind {
                BlockKind::Definitions(list) => list.retain(|term| self.shown(&term.attr, term.span)),
                BlockKind::Figure(figure) => figure.panels.retain(|panel| self.shown(&panel.attr, panel.span)),
                _ => {}
            }
            block.inner_mut().for_each(|inner| self.blocks(inner));
        }
        let mut changed = false;
        each_inline_mut(blocks, &mut |line| line.retain(|inline| self.shown_inline(inline, &mut changed)));
        blocks.retain(|block| match &block.kind {
            BlockKind::Figure(figure) => !figure.panels.is_empty(),
            BlockKind::Definitions(list) => !list.is_empty(),
            // A paragraph of nothing but what was left out.
            BlockKind::Paragraph(line) => !changed || !line.iter().all(is_blank),
            BlockKind::Group(group) => !group.blocks.is_empty(),
            BlockKind::Quote(inner) => !inner.is_empty(),
            _ => true,
        });
        blocks.iter_mut().for_each(|block| {
            if let BlockKind::List(list) = &mut block.kind {
                list.items.retain(|item| !item.blocks.is_empty() || !changed);
            }
        });
    }

    fn shown(&mut self, attr: &Attr, span: Span) -> bool {
        let shown = self.selection.shows(attr);
        if let (false, Some(id)) = (shown, &attr.id) {
            self.out.names.insert((span.file, id.0.clone()));
        }
        shown
    }

    fn shown_inline(&mut self, inline: &Inline, changed: &mut bool) -> bool {
        let shown = self.shown(&inline.attr, inline.span);
        *changed |= !shown;
        shown
    }
}

fn is_blank(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty())
}

/// Notes the names of what is taken away.
pub(super) fn forget(out: &mut LeftOut, blocks: &mut [Block]) {
    let mut name = |file: FileId, name: String| out.names.insert((file, name));
    each_attr_mut(blocks, &mut |attr, span| {
        if let Some(id) = &attr.id {
            name(span.file, id.0.clone());
        }
    });
    each_block_mut(blocks, &mut |block| match &block.kind {
        BlockKind::Heading(heading) => {
            name(heading.span.file, slug(&plain_text(&heading.content)));
        }
        BlockKind::Definitions(list) => list.iter().for_each(|term| {
            name(term.span.file, slug(&plain_text(&term.term)));
        }),
        _ => {}
    });
}

/// Every note that something refers to.
fn references(draft: &Draft) -> BTreeSet<NoteId> {
    let mut found = BTreeSet::new();
    let mut visit = |inline: &Inline| {
        if let InlineKind::NoteRef(id) = inline.kind {
            found.insert(id);
        }
    };
    draft.each_inline(&mut visit);
    found
}

/// Takes away the notes that were referred to and are not any more, and those that only these refer to.
fn drop_notes(draft: &mut Draft, before: &BTreeSet<NoteId>) {
    loop {
        let now = references(draft);
        let is_lost = |id: &NoteId| before.contains(id) && !now.contains(id);
        let ids = (0..draft.notes.len() as u32).map(NoteId);
        let lost: Vec<usize> =
            ids.filter(is_lost).map(|id| id.0 as usize).filter(|at| !draft.notes[*at].blocks.is_empty()).collect();
        if lost.is_empty() {
            let gone: BTreeSet<u32> = (0..draft.notes.len() as u32).filter(|id| is_lost(&NoteId(*id))).collect();
            return remove_notes(draft, &gone);
        }
        lost.into_iter().for_each(|at| draft.notes[at].blocks.clear());
    }
}

fn remove_notes(draft: &mut Draft, gone: &BTreeSet<u32>) {
    if gone.is_empty() {
        return;
    }
    let mut places = BTreeMap::new();
    let mut next = 0;
    for id in 0..draft.notes.len() as u32 {
        if !gone.contains(&id) {
            places.insert(id, next);
            next += 1;
        }
    }
    let mut at = 0;
    draft.notes.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
    let mut visit = |line: &mut Vec<Inline>| {
        for inline in line {
            if let InlineKind::NoteRef(id) = &mut inline.kind {
                id.0 = places.get(&id.0).copied().unwrap_or(id.0);
            }
        }
    };
    draft.divisions.iter_mut().for_each(|d| d.each_mut(&mut |division| division.each_own_inline_mut(&mut visit)));
    draft.notes.iter_mut().for_each(|note| each_inline_mut(&mut note.blocks, &mut visit));
}

/// Closes the gaps in the numbers of chapters; they run on through parts, which have a series of their own.
fn renumber(divisions: &mut [Division]) {
    let (mut parts, mut chapters) = (0, 0);
    for division in divisions {
        if division.role == crate::document::Role::Part {
            count(division, &[], &mut parts);
            division.children.iter_mut().for_each(|chapter| number(chapter, &[], &mut chapters));
        } else {
            number(division, &[], &mut chapters);
        }
    }
}

/// Gives a division that has a number the next one, if it is of its series.
fn count(division: &mut Division, above: &[u32], last: &mut u32) {
    if !division.number.is_empty() {
        *last += 1;
        division.number = above.iter().copied().chain([*last]).collect();
    }
}

fn number(division: &mut Division, above: &[u32], last: &mut u32) {
    count(division, above, last);
    let (own, mut below) = (division.number.clone(), 0);
    division.children.iter_mut().for_each(|child| number(child, &own, &mut below));
}

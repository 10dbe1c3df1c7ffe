//! The invariants of a [`Document`](crate::document::Document).
//!
//! In: a draft that was settled. Out: whether it is: no link or image that is a name, no id twice, no escaped character
//! still marked, every reference to a note that there is.

use crate::document::{
    Attr, Block, BlockKind, Draft, ImageSource, Inline, InlineKind, LITERAL, Target, each_block, each_inline,
};
use std::collections::BTreeSet;

/// True when both backends may take the draft as it is.
pub(super) fn is_sound(draft: &Draft) -> bool {
    let mut state = State { ids: BTreeSet::new(), sound: true };
    for division in &draft.divisions {
        division.each(&mut |d| {
            state.id(&d.id.0);
            d.heading.iter().for_each(|h| {
                let heading = Block::new(BlockKind::Heading(h.clone()), h.span);
                state.blocks(std::slice::from_ref(&heading), draft);
            });
            state.blocks(&d.blocks, draft);
        });
    }
    draft.notes.iter().for_each(|note| state.blocks(&note.blocks, draft));
    state.sound
}

struct State {
    ids: BTreeSet<String>,
    sound: bool,
}

impl State {
    fn id(&mut self, id: &str) {
        self.sound &= !id.is_empty() && self.ids.insert(id.to_string());
    }

    fn attr(&mut self, attr: &Attr) {
        if let Some(id) = &attr.id {
            self.id(&id.0);
        }
    }

    fn blocks(&mut self, blocks: &[Block], draft: &Draft) {
        each_block(blocks, &mut |block| {
            self.attr(&block.attr);
            match &block.kind {
                BlockKind::Figure(figure) => figure.panels.iter().for_each(|panel| {
                    self.attr(&panel.attr);
                    self.sound &= !matches!(panel.image.source, ImageSource::Named(_));
                }),
                BlockKind::Definitions(list) => list.iter().for_each(|d| self.attr(&d.attr)),
                _ => {}
            }
        });
        each_inline(blocks, &mut |inline| self.inline(inline, draft));
    }

    fn inline(&mut self, inline: &Inline, draft: &Draft) {
        self.attr(&inline.attr);
        self.sound &= match &inline.kind {
            InlineKind::Link { target: Target::Named(_), .. } => false,
            InlineKind::Image(image) => !matches!(image.source, ImageSource::Named(_)),
            InlineKind::NoteRef(id) => draft.notes.get(id.0 as usize).is_some(),
            InlineKind::Span(_) => !inline.attr.has_class(LITERAL),
            _ => true,
        };
    }
}

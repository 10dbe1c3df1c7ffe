//! The languages that a book is written in.
//!
//! In: a settled document. Out: the language of the book and those of its passages, each once.

use super::{Block, BlockKind, Division, Document, Language, each_block, each_inline};

/// The language of the book, then those of passages in the order in which they are read.
pub fn languages(document: &Document) -> Vec<Language> {
    let mut found = vec![document.metadata.language.clone()];
    let mut add = |language: &Option<Language>| {
        if let Some(language) = language.as_ref().filter(|language| !found.contains(language)) {
            found.push(language.clone());
        }
    };
    for division in &document.divisions {
        division.each(&mut |d| of_division(d, &mut add));
    }
    document.notes.iter().for_each(|note| of_blocks(&note.blocks, &mut add));
    found
}

fn of_division(division: &Division, add: &mut impl FnMut(&Option<Language>)) {
    add(&division.attr.language);
    division.each_own_inline(&mut |inline| add(&inline.attr.language));
    of_blocks(&division.blocks, add);
}

fn of_blocks(blocks: &[Block], add: &mut impl FnMut(&Option<Language>)) {
    each_block(blocks, &mut |block| {
        add(&block.attr.language);
        match &block.kind {
            BlockKind::Definitions(list) => list.iter().for_each(|term| add(&term.attr.language)),
            BlockKind::Figure(figure) => figure.panels.iter().for_each(|panel| add(&panel.attr.language)),
            _ => {}
        }
    });
    each_inline(blocks, &mut |inline| add(&inline.attr.language));
}

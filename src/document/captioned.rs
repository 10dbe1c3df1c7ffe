//! The figures and the tables of a book that have a caption: what lists of them show.
//!
//! In: a settled document. Out: the figures or the tables in reading order. Both backends take their lists from here.

use super::words::{Word, word};
use super::{Block, BlockKind, Division, Document, Id, Inline, Language, Role, each_block, plain_text};

/// Which of the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOf {
    /// Figures.
    Figures,
    /// Tables.
    Tables,
}

impl ListOf {
    /// The title of the list.
    pub fn title(self, language: &Language) -> &'static str {
        match self {
            ListOf::Figures => word(language, Word::ListOfFigures),
            ListOf::Tables => word(language, Word::ListOfTables),
        }
    }

    /// Its number and caption, when a block is what the list lists.
    fn caption(self, block: &Block) -> Option<(&[u32], &[Inline])> {
        match (self, &block.kind) {
            (ListOf::Figures, BlockKind::Figure(figure)) => Some((&figure.number, &figure.caption)),
            (ListOf::Tables, BlockKind::Table(table)) => Some((&table.number, &table.caption)),
            _ => None,
        }
    }
}

/// A figure or a table with a caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captioned {
    /// Where it is.
    pub id: Id,
    /// Its number as shown, such as `2.3`; empty when it has none.
    pub number: String,
    /// Its caption, plain.
    pub caption: String,
}

/// What a list of figures or of tables shows.
pub fn captioned(document: &Document, list: ListOf) -> Vec<Captioned> {
    let mut found = Vec::new();
    for division in &document.divisions {
        collect(division, list, &mut found);
    }
    found
}

fn collect(division: &Division, list: ListOf, found: &mut Vec<Captioned>) {
    if division.role == Role::Draft {
        return;
    }
    each_block(&division.blocks, &mut |block| {
        let Some((number, caption)) = list.caption(block) else { return };
        let caption = plain_text(caption).split_whitespace().collect::<Vec<_>>().join(" ");
        if let (Some(id), false) = (&block.attr.id, caption.is_empty()) {
            let number = number.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
            found.push(Captioned { id: id.clone(), number, caption });
        }
    });
    division.children.iter().for_each(|child| collect(child, list, found));
}

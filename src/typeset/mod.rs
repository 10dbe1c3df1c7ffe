//! Document to pages.
//!
//! In: a settled [`Document`], a [`Design`] and fonts. Out: finished [`Pages`]. It knows no PDF.
//!
//! One shape recurs at three scales, collect, break, set: inlines to lines (`paragraph`), blocks to a vertical list
//! (`flow`), the list to pages (`paginate`). The text is set first, then the front matter, whose contents list its pages.

mod body;
mod flow;
mod formula;
mod front;
mod furniture;
mod image;
mod marks;
mod outline;
mod paginate;
pub mod paragraph;
mod resolution;
mod spread;
mod tags;

use crate::design::{Colour, Design, Type};
use crate::diagnostic::Diagnostics;
use crate::document::words::number_label;
use crate::document::{Division, Document, Language, NoteId};
use crate::font::FontBook;
use crate::page::{Ink, Item, LabelStyle, Page, Pages};
use crate::units::Length;
use flow::{EndNotes, NoteList, Otherwise, Passage, VerticalList};
use furniture::Furnisher;
use paginate::{Block, Columns, Leaf, Setting, paginate, side_by_side};
use paragraph::Looseness;
use paragraph::{Setter, TextStyle};
use spread::Opens;

pub use outline::{CONTENTS, DEDICATION, HALF_TITLE, IMPRINT, TITLE_PAGE};

/// Sets a book.
pub fn typeset(document: &Document, design: &Design, fonts: &FontBook, diagnostics: &mut Diagnostics) -> Pages {
    let design = &in_whole_squares(design, &document.metadata.language);
    let mut book = Book {
        setter: Setter::new(document, fonts, diagnostics).with_exceptions(&design.paragraph.hyphenation_exceptions),
        design,
        whole: design,
        ends: Vec::new(),
    };
    let column = Design { page: design.page.of_a_column(design.structures.column_gap), ..design.clone() };
    book.design = &column;
    let body = body::body(&mut book);
    book.design = design;
    let labels = body.labels(LabelStyle::Arabic, 1);
    let mut front = front::front(&mut book, &labels);
    // The text begins on a right-hand page.
    front.open(Opens::Recto);
    let mut furnisher = Furnisher::new(&mut book.setter, design);
    let mut pages = front.finish(LabelStyle::Roman, &design.page, &mut furnisher);
    pages.extend(body.finish(LabelStyle::Arabic, &design.page, &mut furnisher));
    if document.metadata.is_right_to_left() {
        pages.iter_mut().for_each(Page::mirror);
    }
    let has_anchor = |name: &str| {
        let is_it = |item: &Item| matches!(item, Item::Anchor { id, .. } if id.0 == name);
        pages.iter().any(|page| page.items.iter().any(is_it))
    };
    let outline = outline::outline(document, has_anchor);
    book.setter.tell_loose(pages.iter().flat_map(|page| &page.lines));
    book.setter.tell_missing();
    resolution::tell(document, &pages, book.setter.diagnostics);
    let structure = book.setter.tags.finish();
    Pages { metadata: document.metadata.clone(), outline, images: document.images.clone(), structure, pages }
}

/// The letters of a type of the design.
fn text_style(look: &Type) -> TextStyle {
    let (style, size, features, tracking) = (look.style, look.size, look.features, look.tracking);
    TextStyle { style, size, features, ink: ink(look.colour), tracking }
}

/// A colour of the design on the page.
fn ink(colour: Colour) -> Ink {
    let Colour { red, green, blue } = colour;
    Ink { red, green, blue }
}

/// The design with a measure of whole characters for languages that are set in squares (JLREQ 2.4.1); the margins take
/// the rest.
fn in_whole_squares(design: &Design, language: &Language) -> Design {
    let mut design = design.clone();
    if matches!(language.primary().as_str(), "ja" | "zh") {
        let (measure, size) = (design.page.measure(), design.types.text.size.max(Length(1)));
        let rest = Length(measure.0 % size.0);
        design.page.inner += rest / 2;
        design.page.outer += rest - rest / 2;
    }
    design
}

/// What every page of a book is made with.
struct Book<'s, 'a> {
    setter: Setter<'a>,
    design: &'s Design,
    /// The design of pages of one column.
    whole: &'s Design,
    /// The notes for the end of the book, by chapters.
    ends: Vec<EndNotes>,
}

impl Book<'_, '_> {
    /// Keeps notes for the end of the book.
    fn keep(&mut self, division: &Division, notes: Vec<NoteId>) {
        if !notes.is_empty() {
            let label = number_label(&self.setter.document.metadata.language, division);
            let title = label.into_iter().chain([division.title.clone()]).filter(|words| !words.is_empty());
            self.ends.push(EndNotes { title: title.collect::<Vec<_>>().join("\u{2002}"), notes });
        }
    }
}

impl Setting for Book<'_, '_> {
    fn otherwise(&mut self, list: &VerticalList, passage: &Passage, looseness: Looseness) -> Option<Otherwise> {
        passage.otherwise(&mut self.setter, self.design, &list.nodes, looseness)
    }

    fn diagnostics(&mut self) -> &mut Diagnostics {
        self.setter.diagnostics
    }
}

/// Cuts a list into pages.
fn leaves(book: &mut Book, list: VerticalList, notes: NoteList, starts_verso: bool) -> Vec<Leaf> {
    // Pages with the same margin on both sides are sheets of their own.
    let page = &book.design.page;
    let block = block(book.design, starts_verso).facing(page.inner != page.outer);
    paginate(list, notes, block, book)
}

fn block(design: &Design, starts_verso: bool) -> Block {
    let page = &design.page;
    Block::new(page.measure(), page.height(), page.leading, page.grid, starts_verso)
}

/// Cuts the list of the text into pages of one column or of two, the first below something that stands at its head.
fn text_leaves(book: &mut Book, list: VerticalList, notes: NoteList, verso: bool, head: (Leaf, Length)) -> Vec<Leaf> {
    if book.whole.page.columns < 2 {
        return leaves(book, list, notes, verso);
    }
    // The columns of a page end level as facing pages do.
    let columns = Columns {
        column: block(book.design, true),
        page: block(book.whole, false),
        across: book.design.page.measure() + book.design.structures.column_gap,
    };
    side_by_side(list, notes, columns, head, book)
}

#[cfg(test)]
mod tests;

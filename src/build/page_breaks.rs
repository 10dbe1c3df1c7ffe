//! Where the printed pages begin in the text.
//!
//! In: a document and its finished pages. Out: a [`PageBreak`] for each page that shows something, in reading order, for the
//! EPUB. The text of a page begins where the first of its lines does that no earlier page has passed: the head of a table
//! that is repeated, or a figure that was moved to a later page, begins none. A page that only a figure is on begins with
//! the figure where it was read, when no later page has begun before it; a page without anything that was read, with the
//! text after it.

use crate::design::NotePlace;
use crate::document::{Division, Document, InlineKind, Note, PageBreak, PageStart, Role, TextPlace, each_text};
use crate::page::{Item, Page, Pages};
use crate::source::FileId;
use crate::typeset;
use std::collections::BTreeMap;

/// A place in reading order: that of its text in the book, and how much of the text stands before.
type Order = (usize, u32);

/// Every text of a book in reading order, which is not that of the manuscript: the caption of a table may be written below
/// it, and the titles of parts stand in `SUMMARY.md`.
#[derive(Default)]
struct Texts(BTreeMap<(FileId, u32), usize>);

impl Texts {
    /// The texts of a document. Notes are read where the reader finds them, unless they stand at the end of their chapter
    /// in both books.
    fn of(document: &Document, notes_at: NotePlace) -> Texts {
        let mut texts = Texts::default();
        let notes = if notes_at == NotePlace::Chapter { &document.notes[..] } else { &[] };
        document.divisions.iter().for_each(|division| texts.division(division, notes));
        texts
    }

    fn division(&mut self, division: &Division, notes: &[Note]) {
        if let Some(place) = division.heading.as_ref().and_then(|heading| TextPlace::of(&heading.content)) {
            self.add(place);
        }
        each_text(&division.blocks, &mut |place| self.add(place));
        division.children.iter().for_each(|child| self.division(child, notes));
        if !matches!(division.role, Role::Part | Role::Section) && !notes.is_empty() {
            division.each(&mut |division| {
                division.each_own_inline(&mut |inline| {
                    if let InlineKind::NoteRef(id) = &inline.kind
                        && let Some(note) = notes.get(id.0 as usize)
                    {
                        each_text(&note.blocks, &mut |place| self.add(place));
                    }
                });
            });
        }
    }

    fn order(&self, place: TextPlace) -> Option<Order> {
        Some((*self.0.get(&(place.text.file, place.text.start))?, place.before))
    }

    fn add(&mut self, TextPlace { text, .. }: TextPlace) {
        let next = self.0.len();
        self.0.entry((text.file, text.start)).or_insert(next);
    }
}

/// The beginnings of the pages.
pub(super) fn page_breaks(document: &Document, pages: &Pages, notes_at: NotePlace) -> Vec<PageBreak> {
    let texts = Texts::of(document, notes_at);
    let (mut breaks, mut waiting, mut passed, mut begun) = (Vec::new(), Vec::new(), None::<Order>, None::<Order>);
    for page in pages.pages.iter().filter(|page| !page.items.is_empty()) {
        let mut places: Vec<(Order, TextPlace)> =
            page.lines.iter().filter_map(|line| Some((texts.order(line.place?)?, line.place?))).collect();
        places.sort_unstable();
        let label = page.label.to_string();
        let after = |than: Option<Order>| places.iter().find(|(order, _)| than.is_none_or(|than| *order > than));
        // A figure that was moved to a page of its own still stands behind the beginning of the page before.
        let place = match (own(page), after(passed).or_else(|| after(begun))) {
            (Some(place), _) => place,
            (None, Some((order, place))) => {
                begun = begun.max(Some(*order));
                PageStart::Text(*place)
            }
            (None, None) => {
                waiting.push(label);
                continue;
            }
        };
        // Pages before the text that the EPUB has not got are passed over.
        if passed.is_some() {
            breaks.extend(waiting.drain(..).map(|label| PageBreak { label, place }));
        }
        waiting.clear();
        breaks.push(PageBreak { label, place });
        passed = passed.max(places.last().map(|(order, _)| *order));
    }
    breaks
}

/// A page that the EPUB makes for itself.
fn own(page: &Page) -> Option<PageStart> {
    page.items.iter().find_map(|item| match item {
        Item::Anchor { id, .. } => match id.0.as_str() {
            // The EPUB says the title once.
            typeset::HALF_TITLE | typeset::TITLE_PAGE => Some(PageStart::TitlePage),
            typeset::IMPRINT => Some(PageStart::Imprint),
            typeset::DEDICATION => Some(PageStart::Dedication),
            typeset::CONTENTS => Some(PageStart::Contents),
            _ => None,
        },
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, Draft, Id, Inline};
    use crate::page::{Label, TextLine};
    use crate::source::Span;
    use crate::units::Point;

    fn place(start: u32, before: u32) -> TextPlace {
        TextPlace { text: Span::new(FileId(0), start, start + 1), before }
    }

    fn paragraph(start: u32) -> Block {
        let span = place(start, 0).text;
        Block::new(BlockKind::Paragraph(vec![Inline::new(InlineKind::Text("a".into()), span)]), span)
    }

    fn breaks(pages: &[&[(u32, u32)]]) -> Vec<(String, PageStart)> {
        let chapter = Division {
            blocks: (0..10).map(|n| paragraph(n * 10)).chain([paragraph(5)]).collect(),
            ..Division::new(Role::Chapter, "a", Span::default())
        };
        let document = Document::settled(Draft { divisions: vec![chapter], ..Draft::default() });
        let line =
            |(start, before): &(u32, u32)| TextLine { place: Some(place(*start, *before)), ..TextLine::default() };
        let something = Item::Anchor { id: Id("x".into()), at: Point::default() };
        let page = |(i, lines): (usize, &&[(u32, u32)])| Page {
            label: Label { number: i as u32 + 1, ..Label::default() },
            items: vec![something.clone()],
            lines: lines.iter().map(line).collect(),
            ..Page::default()
        };
        let pages = Pages { pages: pages.iter().enumerate().map(page).collect(), ..Pages::default() };
        page_breaks(&document, &pages, NotePlace::Foot).into_iter().map(|found| (found.label, found.place)).collect()
    }

    #[test]
    fn a_page_begins_with_its_first_new_line() {
        let text = |label: &str, start, before| (label.to_string(), PageStart::Text(place(start, before)));
        // The head of a table that begins at 30 is repeated; a figure at 20 has moved to the second page.
        let found = breaks(&[&[(10, 0), (30, 0), (40, 0)], &[(20, 0), (30, 0), (50, 0), (60, 0)], &[(60, 7)]]);
        assert_eq!(found, [text("1", 10, 0), text("2", 50, 0), text("3", 60, 7)]);
    }

    #[test]
    fn the_order_is_that_of_the_tree() {
        // The paragraph at 5 comes last in the tree, and the one at 3 is not in it.
        let found = breaks(&[&[(90, 0)], &[(80, 0), (3, 0), (5, 0)]]);
        assert_eq!(found[1], ("2".to_string(), PageStart::Text(place(5, 0))));
    }

    #[test]
    fn a_page_of_a_moved_figure_begins_with_it_where_no_later_page_has_begun() {
        let text = |label: &str, start| (label.to_string(), PageStart::Text(place(start, 0)));
        // The figure at 20 is alone on the second page, that at 10 on the fourth.
        let found = breaks(&[&[(0, 0), (30, 0)], &[(20, 0)], &[(40, 0)], &[(10, 0)], &[(50, 0)]]);
        assert_eq!(found, [text("1", 0), text("2", 20), text("3", 40), text("4", 50), text("5", 50)]);
    }

    #[test]
    fn a_page_of_a_figure_begins_with_the_text_after_it() {
        let text = |label: &str, start| (label.to_string(), PageStart::Text(place(start, 0)));
        assert_eq!(
            breaks(&[&[], &[(10, 0)], &[], &[(0, 0)], &[(20, 0)], &[]]),
            [text("2", 10), text("3", 20), text("4", 20), text("5", 20)]
        );
    }
}

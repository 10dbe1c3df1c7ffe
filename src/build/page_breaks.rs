//! Where the printed pages begin in the text.
//!
//! In: a document and its finished pages. Out: a [`PageBreak`] for each page that shows something, in reading order, for the
//! EPUB. The text of a page begins where the first of its lines does that no earlier page has passed: the head of a table
//! that is repeated, or a figure that was moved to a later page, begins none. A page without text of its own, as one that
//! a figure has to itself, begins with the text after it.

use crate::document::{Block, BlockKind, Document, Inline, PageBreak, PageStart, TextPlace};
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
    fn of(document: &Document) -> Texts {
        let mut texts = Texts::default();
        for division in &document.divisions {
            division.each(&mut |division| {
                if let Some(heading) = &division.heading {
                    texts.line(&heading.content);
                }
                texts.blocks(&division.blocks);
            });
        }
        texts
    }

    fn order(&self, place: TextPlace) -> Option<Order> {
        Some((*self.0.get(&(place.text.file, place.text.start))?, place.before))
    }

    fn add(&mut self, place: Option<TextPlace>) {
        if let Some(TextPlace { text, .. }) = place {
            let next = self.0.len();
            self.0.entry((text.file, text.start)).or_insert(next);
        }
    }

    fn line(&mut self, line: &[Inline]) {
        self.add(TextPlace::of(line));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(line) | BlockKind::Attribution(line) => self.line(line),
                BlockKind::Heading(heading) => self.line(&heading.content),
                BlockKind::Quote(blocks) => self.blocks(blocks),
                BlockKind::Group(group) => self.blocks(&group.blocks),
                BlockKind::Admonition(admonition) => {
                    self.line(&admonition.title);
                    self.blocks(&admonition.blocks);
                }
                BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
                BlockKind::Definitions(list) => {
                    for definition in list {
                        self.line(&definition.term);
                        definition.definitions.iter().for_each(|blocks| self.blocks(blocks));
                    }
                }
                BlockKind::Verse(verse) => {
                    self.line(&verse.title);
                    self.add(TextPlace::of_verse(verse, 0));
                    self.line(&verse.attribution);
                }
                BlockKind::Code(_) | BlockKind::Math(_) => self.add(Some(TextPlace { text: block.span, before: 0 })),
                BlockKind::Figure(figure) => {
                    figure.panels.iter().for_each(|panel| self.line(&panel.caption));
                    self.line(&figure.caption);
                }
                BlockKind::Table(table) => {
                    self.line(&table.caption);
                    table.cells().for_each(|cell| self.line(&cell.content));
                }
                BlockKind::SceneBreak | BlockKind::PageBreak => {}
            }
        }
    }
}

/// The beginnings of the pages.
pub(super) fn page_breaks(document: &Document, pages: &Pages) -> Vec<PageBreak> {
    let texts = Texts::of(document);
    let (mut breaks, mut waiting, mut passed) = (Vec::new(), Vec::new(), None::<Order>);
    for page in pages.pages.iter().filter(|page| !page.items.is_empty()) {
        let mut places: Vec<(Order, TextPlace)> =
            page.lines.iter().filter_map(|line| Some((texts.order(line.place?)?, line.place?))).collect();
        places.sort_unstable();
        let label = page.label.to_string();
        let fresh = places.iter().find(|(order, _)| passed.is_none_or(|passed| *order > passed));
        let place = match (own(page), fresh) {
            (Some(place), _) => place,
            (None, Some((_, place))) => PageStart::Text(*place),
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
        Item::Anchor { id, .. } if id.0 == typeset::TITLE_PAGE => Some(PageStart::TitlePage),
        Item::Anchor { id, .. } if id.0 == typeset::CONTENTS => Some(PageStart::Contents),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Division, Draft, Id, InlineKind, Role};
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
        page_breaks(&document, &pages).into_iter().map(|found| (found.label, found.place)).collect()
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
    fn a_page_of_a_figure_begins_with_the_text_after_it() {
        let text = |label: &str, start| (label.to_string(), PageStart::Text(place(start, 0)));
        assert_eq!(
            breaks(&[&[], &[(10, 0)], &[], &[(0, 0)], &[(20, 0)], &[]]),
            [text("2", 10), text("3", 20), text("4", 20), text("5", 20)]
        );
    }
}

//! Where the printed pages begin in the text.
//!
//! In: a document and its finished pages. Out: a [`PageBreak`] for each page that shows something, in reading order, for the
//! EPUB. The text of a page begins where the first of its lines does that no earlier page has passed: the head of a table
//! that is repeated, or a figure that was moved to a later page, begins none. A page without text of its own, as one that
//! a figure has to itself, begins with the text after it.

use crate::document::{Document, PageBreak, PageStart, TextPlace};
use crate::page::{Item, Page, Pages};
use crate::source::FileId;
use crate::typeset;
use std::collections::BTreeMap;

/// A place in reading order: the place of its stretch of a file, of its text in the file, of the line in its text.
type Order = (usize, u32, u32);

/// Stretches of files in reading order. A file may have several: the titles of parts stand in `SUMMARY.md`, each before the
/// files of its chapters.
struct Stretches(BTreeMap<(FileId, u32), usize>);

impl Stretches {
    fn of(document: &Document) -> Stretches {
        let (mut stretches, mut last) = (BTreeMap::new(), None);
        for division in &document.divisions {
            division.each(&mut |division| {
                // The heading of a chapter may stand in `SUMMARY.md` alone.
                let heading = division.heading.as_ref().and_then(|heading| TextPlace::of(&heading.content));
                for span in heading.map(|place| place.text).into_iter().chain([division.span]) {
                    if last != Some(span.file) {
                        last = Some(span.file);
                        let next = stretches.len();
                        stretches.entry((span.file, span.start)).or_insert(next);
                    }
                }
            });
        }
        Stretches(stretches)
    }

    fn order(&self, place: TextPlace) -> Option<Order> {
        let (file, start) = (place.text.file, place.text.start);
        // What stands above the first division of a file belongs to it too.
        let before = self.0.range((file, 0)..=(file, start)).next_back();
        let (_, stretch) = before.or_else(|| self.0.range((file, 0)..=(file, u32::MAX)).next())?;
        Some((*stretch, start, place.before))
    }
}

/// The beginnings of the pages.
pub(super) fn page_breaks(document: &Document, pages: &Pages) -> Vec<PageBreak> {
    let stretches = Stretches::of(document);
    let (mut breaks, mut waiting, mut passed) = (Vec::new(), Vec::new(), None::<Order>);
    for page in pages.pages.iter().filter(|page| !page.items.is_empty()) {
        let mut places: Vec<(Order, TextPlace)> =
            page.lines.iter().filter_map(|line| Some((stretches.order(line.place?)?, line.place?))).collect();
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
    use crate::document::{Division, Draft, Id, Matter, Role};
    use crate::page::{Label, TextLine};
    use crate::source::Span;
    use crate::units::Point;

    fn place(start: u32, before: u32) -> TextPlace {
        TextPlace { text: Span::new(FileId(0), start, start + 1), before }
    }

    fn breaks(pages: &[&[(u32, u32)]]) -> Vec<(String, PageStart)> {
        let chapter = Division {
            id: Id("a".into()),
            matter: Matter::Body,
            role: Role::Chapter,
            number: Vec::new(),
            title: String::new(),
            heading: None,
            blocks: Vec::new(),
            children: Vec::new(),
            source: None,
            attr: Default::default(),
            span: Span::default(),
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
    fn a_page_of_a_figure_begins_with_the_text_after_it() {
        let text = |label: &str, start| (label.to_string(), PageStart::Text(place(start, 0)));
        assert_eq!(
            breaks(&[&[], &[(10, 0)], &[], &[(5, 0)], &[(20, 0)], &[]]),
            [text("2", 10), text("3", 20), text("4", 20), text("5", 20)]
        );
    }
}

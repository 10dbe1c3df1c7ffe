//! Some pages of a book.
//!
//! In: finished pages, and which of them are wanted. Out: these, with the numbers that they have in the whole book, an
//! outline of what is on them, and headings that begin at the first level. A link to what is not there stays as its text.

use super::{ElementKind, Item, Kid, OutlineEntry, Pages};
use crate::document::Id;
use std::collections::BTreeSet;

impl Pages {
    /// The pages at these places, in this order.
    pub fn part(mut self, places: &[usize]) -> Pages {
        let pages = places.iter().filter_map(|place| self.pages.get(*place)).cloned().collect();
        self.pages = pages;
        let items = self.pages.iter().flat_map(|page| &page.items);
        let anchors: BTreeSet<Id> =
            items.filter_map(|item| if let Item::Anchor { id, .. } = item { Some(id.clone()) } else { None }).collect();
        self.outline = shown(std::mem::take(&mut self.outline), &anchors);
        self.level_headings();
        self
    }

    /// Makes headings of what is shown begin at the first level and skip none (ISO 14289-1, 7.4.2).
    fn level_headings(&mut self) {
        let kids = self.structure.reading(&self.pages);
        let (mut above, mut work) = (Vec::new(), vec![0_usize]);
        while let Some(at) = work.pop() {
            let Some(element) = self.structure.elements.get_mut(at) else { continue };
            if let ElementKind::Heading(level) = &mut element.kind {
                while above.pop_if(|higher| *higher >= *level).is_some() {}
                above.push(*level);
                *level = above.len().min(6) as u8;
            }
            work.extend(kids[at].iter().rev().filter_map(|kid| match kid {
                Kid::Element(id) => Some(id.0 as usize),
                Kid::Content { .. } | Kid::Spelled { .. } | Kid::Link { .. } => None,
            }));
        }
    }
}

/// The entries that lead somewhere; those below one that does not take its place.
fn shown(entries: Vec<OutlineEntry>, anchors: &BTreeSet<Id>) -> Vec<OutlineEntry> {
    let mut list = Vec::new();
    for mut entry in entries {
        let children = shown(std::mem::take(&mut entry.children), anchors);
        if anchors.contains(&entry.anchor) {
            list.push(OutlineEntry { children, ..entry });
        } else {
            list.extend(children);
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Element, ElementId, Label, LabelStyle, Owner, Page};
    use crate::units::{Point, Rect};

    #[test]
    fn a_part_keeps_its_numbers_and_leads_nowhere_else() {
        let entry = |name: &str, children| OutlineEntry { title: name.into(), anchor: Id(name.into()), children };
        let mut pages =
            Pages { outline: vec![entry("a", vec![entry("b", vec![])]), entry("c", vec![])], ..Pages::default() };
        let kinds = [ElementKind::Heading(1), ElementKind::Heading(2), ElementKind::Heading(1)];
        for (number, (name, kind)) in (1..).zip(["a", "b", "c"].into_iter().zip(kinds)) {
            pages.structure.elements.push(Element::new(kind, ElementId(0)));
            let anchor = Item::Anchor { id: Id(name.into()), at: Point::default() };
            let owner = Owner::Element(ElementId(number));
            let mark =
                Item::Image { image: crate::document::ImageId(0), frame: Rect::default(), alt: String::new(), owner };
            let label = Label { style: LabelStyle::Arabic, number };
            pages.pages.push(Page { label, items: vec![anchor, mark], ..Page::default() });
        }
        let part = pages.part(&[1, 2]);
        assert_eq!(part.pages.iter().map(|page| page.label.number).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(part.outline, [entry("b", vec![]), entry("c", vec![])]);
        assert_eq!(part.structure.elements[2].kind, ElementKind::Heading(1));
    }
}

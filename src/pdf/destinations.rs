//! Named destinations (ISO 32000-1, 12.3.2.3): every anchor of the book, so that `book.pdf#id` finds it.
//!
//! In: the anchors of the pages. Out: a name tree, and the name by which links and outline lead to an anchor.

use super::number::{length, name, text, utf16};
use super::spot::Spot;
use crate::document::Id;
use crate::page::{Item, Pages};
use crate::units::Length;
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use std::collections::BTreeMap;

/// Entries in one leaf of a tree of names or numbers.
pub(super) const LEAF: usize = 64;

/// Room left above a place that a viewer goes to.
const HEADROOM: f64 = 12.0;

/// The anchors of a book.
pub(super) struct Destinations<'a> {
    /// Page and distance from its top edge; the first anchor of a name counts.
    places: BTreeMap<&'a str, (usize, Length)>,
    /// True when every name is ASCII.
    ascii: bool,
}

impl<'a> Destinations<'a> {
    /// Collects the anchors.
    pub(super) fn collect(pages: &'a Pages) -> Destinations<'a> {
        let mut places = BTreeMap::new();
        for (number, page) in pages.pages.iter().enumerate() {
            let furniture = page.furniture.iter().map(|item| (item, false));
            for (item, turns) in furniture.chain(page.items.iter().map(|item| (item, true))) {
                if let Item::Anchor { id, at } = item {
                    let at = if turns { page.upright(*at) } else { *at };
                    places.entry(id.0.as_str()).or_insert((number, at.y));
                }
            }
        }
        let ascii = places.keys().all(|name| name.is_ascii());
        Destinations { places, ascii }
    }

    /// The name of an anchor as the file writes it; `None` when no page has it.
    ///
    /// Readers disagree whether the tree is in the order of bytes or of characters. If all names are written in the same
    /// way, the two are one.
    pub(super) fn name(&self, id: &Id) -> Option<Object> {
        self.places.contains_key(id.0.as_str()).then(|| self.written(&id.0))
    }

    fn written(&self, name: &str) -> Object {
        if self.ascii { text(name) } else { utf16(name) }
    }

    /// Adds the name tree to the file; `None` when there is no anchor.
    pub(super) fn add_tree(&self, doc: &mut Document, spots: &[Spot]) -> Option<ObjectId> {
        let mut entries: Vec<(Object, Object)> =
            self.places.iter().map(|(name, (page, y))| (self.written(name), destination(&spots[*page], *y))).collect();
        entries.sort_by(|a, b| a.0.as_str().unwrap_or_default().cmp(b.0.as_str().unwrap_or_default()));
        if entries.is_empty() {
            return None;
        }
        let kids: Vec<Object> =
            entries.chunks(LEAF).map(|names| Object::Reference(doc.add_object(leaf(names)))).collect();
        Some(doc.add_object(dictionary! { "Kids" => kids }))
    }
}

fn leaf(entries: &[(Object, Object)]) -> Dictionary {
    let limits = [entries.first(), entries.last()].into_iter().flatten().map(|(name, _)| name.clone());
    let names = entries.iter().flat_map(|(name, destination)| [name.clone(), destination.clone()]);
    dictionary! { "Limits" => limits.collect::<Vec<_>>(), "Names" => names.collect::<Vec<_>>() }
}

fn destination(spot: &Spot, y: Length) -> Object {
    let top = (spot.height - spot.down(y) + Length::pt(HEADROOM)).min(spot.height);
    // No left edge: a viewer that shows the whole page is not to scroll sideways.
    Object::Array(vec![Object::Reference(spot.page), name("XYZ"), Object::Null, length(top), Object::Null])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use crate::units::{Point, Size};

    fn with_anchors(names: &[&str]) -> Pages {
        let anchor =
            |name: &&str| Item::Anchor { id: Id(name.to_string()), at: Point::new(Length::ZERO, Length::pt(100.0)) };
        let size = Size::new(Length::pt(300.0), Length::pt(400.0));
        let page = Page { size, items: names.iter().map(anchor).collect(), ..Page::default() };
        Pages { pages: vec![page], ..Pages::default() }
    }

    #[test]
    fn the_tree_is_sorted_by_bytes_and_by_characters_alike() {
        let pages = with_anchors(&["б", "z", "a-я", "b"]);
        let destinations = Destinations::collect(&pages);
        let mut doc = Document::new();
        let tree = destinations.add_tree(&mut doc, &[Spot::own((1, 0), Length::pt(400.0))]).expect("a tree");
        let leaf =
            doc.get_dictionary(tree).expect("root").get(b"Kids").expect("kids").as_array().expect("array")[0].clone();
        let leaf = doc.dereference(&leaf).expect("leaf").1.as_dict().expect("dictionary").clone();
        let names = leaf.get(b"Names").expect("names").as_array().expect("array");
        let expected: Vec<Object> = ["a-я", "b", "z", "б"].map(utf16).to_vec();
        assert_eq!(names.iter().step_by(2).cloned().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn an_anchor_that_no_page_has_has_no_name() {
        let pages = with_anchors(&["a"]);
        let destinations = Destinations::collect(&pages);
        assert_eq!(destinations.name(&Id("a".into())), Some(text("a")));
        assert_eq!(destinations.name(&Id("b".into())), None);
    }
}

//! The outline (ISO 32000-1, 12.3.3): the bookmarks beside the pages.
//!
//! In: the outline of the book. Out: items linked to places and to elements of the structure, open at the first level and closed below it. An entry whose anchor no
//! page has keeps its title and leads nowhere.

use super::destinations::Destinations;
use super::number::text;
use super::structure::Tree;
use crate::page::OutlineEntry;
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

/// Adds the outline to the file; `None` when there is nothing in it.
pub(super) fn add(
    doc: &mut Document,
    entries: &[OutlineEntry],
    places: (&Destinations<'_>, &Tree<'_>),
) -> Option<ObjectId> {
    if entries.is_empty() {
        return None;
    }
    let root = doc.new_object_id();
    let mut dictionary = dictionary! { "Type" => "Outlines" };
    // A list of work instead of recursion: nobody limits how deep an outline is.
    let mut work = vec![];
    add_level(doc, entries, root, places, &mut dictionary, &mut work);
    dictionary.set("Count", entries.len() as i64);
    doc.set_object(root, dictionary);
    while let Some((id, entry, mut item)) = work.pop() {
        let entry: &OutlineEntry = entry;
        if !entry.children.is_empty() {
            add_level(doc, &entry.children, id, places, &mut item, &mut work);
            // Negative: closed, and so many lines appear when it is opened.
            item.set("Count", -(entry.children.len() as i64));
        }
        doc.set_object(id, item);
    }
    Some(root)
}

/// Makes the items of one level, joins them to each other and to their parent, and leaves them to be worked on.
fn add_level<'a>(
    doc: &mut Document,
    entries: &'a [OutlineEntry],
    parent: ObjectId,
    (destinations, tree): (&Destinations<'_>, &Tree<'_>),
    above: &mut Dictionary,
    work: &mut Vec<(ObjectId, &'a OutlineEntry, Dictionary)>,
) {
    let ids: Vec<ObjectId> = entries.iter().map(|_| doc.new_object_id()).collect();
    let edges = [("First", ids.first()), ("Last", ids.last())];
    for (key, id) in edges {
        if let Some(id) = id {
            above.set(key, *id);
        }
    }
    for (at, entry) in entries.iter().enumerate() {
        let mut item = dictionary! { "Title" => text(&entry.title), "Parent" => parent };
        if let Some(destination) = destinations.name(&entry.anchor) {
            item.set("Dest", destination);
        }
        if let Some(element) = tree.element(&entry.anchor) {
            item.set("SE", element);
        }
        let neighbours = [("Prev", at.checked_sub(1)), ("Next", Some(at + 1))];
        for (key, place) in neighbours {
            if let Some(id) = place.and_then(|place| ids.get(place)) {
                item.set(key, Object::Reference(*id));
            }
        }
        work.push((ids[at], entry, item));
    }
}

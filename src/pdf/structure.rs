//! The structure tree (ISO 32000-1, 14.7): what a reader is told of the pages who does not see them.
//!
//! In: the elements of the book, what the pages show of each, the annotations of links. Out: structure elements, the
//! trees that lead to them from a page and from a name, and the entries of the catalog.

use super::destinations::LEAF;
use super::number::{length, name, text};
use super::save::Written;
use super::spot::Spot;
use crate::document::{Id, Language};
use crate::page::{Element, ElementId, ElementKind, Item, Kid, ListNumbering, Owner, Page, Pages, Scope};
use crate::units::{Length, Point, Rect, Size};
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use std::collections::{BTreeMap, BTreeSet};

/// The structure as the file has it.
pub(super) struct Tree<'a> {
    /// The elements.
    pub(super) written: Written,
    /// The root of the tree.
    pub(super) root: ObjectId,
    /// The elements that have a name.
    named: BTreeMap<&'a Id, ObjectId>,
}

impl Tree<'_> {
    /// The element of a name.
    pub(super) fn element(&self, id: &Id) -> Option<ObjectId> {
        self.named.get(id).copied()
    }
}

/// Adds the tree to the file. `links` are the annotations of each page, in the order of its links; one that leads nowhere
/// has none.
///
/// # Errors
/// When a page or an annotation is not in the file.
pub(super) fn add<'a>(
    doc: &mut Document,
    pages: &'a Pages,
    spots: &[Spot],
    links: &[Vec<Option<ObjectId>>],
) -> Result<Tree<'a>, lopdf::Error> {
    let elements = &pages.structure.elements;
    let kids = pages.structure.reading(&pages.pages);
    let root = doc.new_object_id();
    let mut objects: Vec<Option<ObjectId>> = vec![None; elements.len()];
    let order = in_reading_order(&kids);
    order.iter().for_each(|id| objects[id.0 as usize] = Some(doc.new_object_id()));
    let frames = frames(&pages.pages, spots);
    let headings = headings(elements, &order);
    let mut parents = Parents { pages: vec![Vec::new(); pages.pages.len()], links: Vec::new() };
    let (mut named, mut identified, mut roles) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
    let mut written = Written::default();
    let mut count = 0;
    for id in &order {
        let (element, Some(object)) = (&elements[id.0 as usize], objects[id.0 as usize]) else { continue };
        let own = &kids[id.0 as usize];
        let spelled = spelled((doc, &mut written), own, object, &pages.pages, spots);
        parents.add(own, object, &spelled, links);
        let parent = if id.0 == 0 { Some(root) } else { objects[element.parent.0 as usize] };
        let mut dictionary = described(element, frames.get(id), &headings);
        dictionary.set("P", parent.unwrap_or(root));
        if element.kind == ElementKind::Link && !own.iter().any(|kid| annotation(kid, links).is_some()) {
            // It leads nowhere.
            dictionary.set("S", name("Span"));
        }
        if element.kind == ElementKind::Note {
            count += 1;
            let number = format!("note.{count}");
            let number = Object::String(number.into_bytes(), StringFormat::Literal);
            dictionary.set("ID", number.clone());
            identified.push((number, object));
        }
        if let Some(number) = headings.get(id) {
            dictionary.set("ID", number.clone());
            identified.push((number.clone(), object));
        }
        set_kids(&mut dictionary, own, (&objects, &spelled), spots, links);
        written.add(object, &dictionary.into());
        if let Some(id) = &element.id {
            named.entry(id).or_insert(object);
        }
        roles.extend(role(element.kind).map(|role| (element.kind.name(), role)));
    }
    let mut entries =
        dictionary! { "Type" => "StructTreeRoot", "K" => objects[0].map_or(Object::Null, Object::Reference) };
    let next = pages.pages.len() + parents.links.len();
    entries.set("ParentTree", parents.add_tree(doc, spots)?);
    entries.set("ParentTreeNextKey", next as i64);
    if let Some(tree) = id_tree(doc, identified) {
        entries.set("IDTree", tree);
    }
    if !roles.is_empty() {
        let roles: Dictionary = roles.into_iter().map(|(from, to)| (from.as_bytes().to_vec(), name(to))).collect();
        entries.set("RoleMap", roles);
    }
    doc.set_object(root, entries);
    Ok(Tree { written, root, named })
}

/// The elements that the tree holds, each before what it holds.
fn in_reading_order(kids: &[Vec<Kid>]) -> Vec<ElementId> {
    let (mut order, mut work) = (Vec::new(), vec![ElementId(0)]);
    while let Some(id) = work.pop() {
        order.push(id);
        work.extend(kids[id.0 as usize].iter().rev().filter_map(|kid| match kid {
            Kid::Element(id) => Some(*id),
            Kid::Content { .. } | Kid::Spelled { .. } | Kid::Link { .. } => None,
        }));
    }
    order
}

/// Where each image stands: its place on a page of the file, and how high that is.
type Frames = BTreeMap<ElementId, (Rect, Length)>;

fn frames(pages: &[Page], spots: &[Spot]) -> Frames {
    let mut frames = Frames::new();
    for (page, spot) in pages.iter().zip(spots) {
        for item in &page.items {
            if let Item::Image { owner: Owner::Element(id), frame, .. } = item {
                let frame = spot.area(&page.upright_area(frame));
                frames.entry(*id).and_modify(|(all, _)| *all = around(all, &frame)).or_insert((frame, spot.height));
            }
        }
    }
    frames
}

/// The area around two areas.
fn around(a: &Rect, b: &Rect) -> Rect {
    let origin = Point::new(a.origin.x.min(b.origin.x), a.origin.y.min(b.origin.y));
    let (right, bottom) = (a.right().max(b.right()), a.bottom().max(b.bottom()));
    Rect { origin, size: Size::new(right - origin.x, bottom - origin.y) }
}

/// What is said of an element.
fn described(element: &Element, frame: Option<&(Rect, Length)>, headings: &Headings) -> Dictionary {
    let mut dictionary = dictionary! { "S" => name(element.kind.name()) };
    // The language of the whole is the catalog's to say.
    let language = element.language.as_ref().filter(|_| element.kind != ElementKind::Document);
    if let Some(language) = language.filter(|language| Language((*language).clone()).is_well_formed()) {
        dictionary.set("Lang", text(language));
    }
    if let Some(expansion) = &element.expansion {
        dictionary.set("E", text(expansion));
    }
    if let Some(alt) = &element.alt {
        dictionary.set("Alt", text(alt));
    }
    let frame = frame.map(|(frame, height)| (frame, *height));
    if let Some(attributes) = attributes(element, frame, headings) {
        dictionary.set("A", attributes);
    }
    dictionary
}

/// The attributes of an element (14.8.5); an image says where it stands on a page of a height.
fn attributes(element: &Element, frame: Option<(&Rect, Length)>, headings: &Headings) -> Option<Dictionary> {
    match element.kind {
        ElementKind::HeaderCell(scope) => {
            let scope = match scope {
                Scope::Column => "Column",
                Scope::Row => "Row",
            };
            let mut table = dictionary! { "O" => name("Table"), "Scope" => name(scope) };
            say_shape(&mut table, element, headings);
            Some(table)
        }
        ElementKind::Cell => {
            let mut table = dictionary! { "O" => name("Table") };
            say_shape(&mut table, element, headings);
            (table.len() > 1).then_some(table)
        }
        ElementKind::List(numbering) => {
            let numbering = match numbering {
                ListNumbering::None => return None,
                ListNumbering::Decimal => "Decimal",
                ListNumbering::LowerAlpha => "LowerAlpha",
                ListNumbering::UpperAlpha => "UpperAlpha",
                ListNumbering::LowerRoman => "LowerRoman",
                ListNumbering::UpperRoman => "UpperRoman",
                ListNumbering::Disc => "Disc",
            };
            Some(dictionary! { "O" => name("List"), "ListNumbering" => name(numbering) })
        }
        ElementKind::Figure | ElementKind::Formula | ElementKind::Code if element.is_block || frame.is_some() => {
            let mut layout = dictionary! { "O" => name("Layout") };
            if element.is_block {
                layout.set("Placement", name("Block"));
            }
            if let Some((frame, height)) = frame {
                let (bottom, top) = (length(height - frame.bottom()), length(height - frame.origin.y));
                layout.set("BBox", vec![length(frame.origin.x), bottom, length(frame.right()), top]);
            }
            Some(layout)
        }
        _ => None,
    }
}

/// Says how many columns and rows a cell spans, and which cells head it.
fn say_shape(table: &mut Dictionary, element: &Element, headings: &Headings) {
    let Some(shape) = &element.cell else { return };
    for (key, count) in [("ColSpan", shape.columns), ("RowSpan", shape.rows)] {
        if count > 1 {
            table.set(key, i64::from(count));
        }
    }
    let own: Vec<Object> = shape.headings.iter().filter_map(|id| headings.get(id)).cloned().collect();
    if !own.is_empty() {
        table.set("Headers", own);
    }
}

/// The identifiers of the cells that others name as their headings.
type Headings = BTreeMap<ElementId, Object>;

fn headings(elements: &[Element], order: &[ElementId]) -> Headings {
    let cells = order.iter().filter_map(|id| elements[id.0 as usize].cell.as_ref());
    let named: BTreeSet<ElementId> = cells.flat_map(|cell| cell.headings.iter().copied()).collect();
    let number = |(at, id)| (id, Object::String(format!("cell.{}", at + 1).into_bytes(), StringFormat::Literal));
    order.iter().copied().filter(|id| named.contains(id)).enumerate().map(number).collect()
}

/// The type of ISO 32000-1 that stands for one that only ISO 32000-2 has.
fn role(kind: ElementKind) -> Option<&'static str> {
    match kind {
        ElementKind::Title => Some("P"),
        ElementKind::Aside => Some("Div"),
        _ => None,
    }
}

/// The annotation of a link.
fn annotation(kid: &Kid, links: &[Vec<Option<ObjectId>>]) -> Option<ObjectId> {
    match kid {
        Kid::Link { page, link } => *links.get(*page)?.get(*link)?,
        Kid::Element(_) | Kid::Content { .. } | Kid::Spelled { .. } => None,
    }
}

/// Adds an element for each run whose text the glyphs do not say (14.9.4): the soft hyphen of a broken word (14.8.2.2.3),
/// letters that join.
fn spelled(
    (doc, written): (&mut Document, &mut Written),
    kids: &[Kid],
    parent: ObjectId,
    pages: &[Page],
    spots: &[Spot],
) -> Vec<ObjectId> {
    let span = |kid: &Kid| {
        let Kid::Spelled { page, sequence, item } = kid else { return None };
        let Some(Item::Glyphs(run)) = pages[*page].items.get(*item) else { return None };
        let span = dictionary! {
            "S" => name(ElementKind::Span.name()),
            "ActualText" => text(&run.reading()),
            "P" => parent,
            "Pg" => spots[*page].page,
            "K" => content(&spots[*page], *sequence, true),
        };
        let id = doc.new_object_id();
        written.add(id, &span.into());
        Some(id)
    };
    kids.iter().filter_map(span).collect()
}

/// A marked sequence of a page of the book (14.7.4.2): its number, or more where that does not say which page or form it
/// is of.
fn content(spot: &Spot, sequence: usize, is_on_own_page: bool) -> Object {
    let number = Object::Integer(sequence as i64);
    if spot.form.is_none() && is_on_own_page {
        return number;
    }
    let mut reference = dictionary! { "Type" => "MCR", "MCID" => number };
    if let Some(form) = spot.form {
        reference.set("Stm", form);
    }
    if !is_on_own_page {
        reference.set("Pg", spot.page);
    }
    Object::Dictionary(reference)
}

fn set_kids(
    dictionary: &mut Dictionary,
    kids: &[Kid],
    (objects, spelled): (&[Option<ObjectId>], &[ObjectId]),
    spots: &[Spot],
    links: &[Vec<Option<ObjectId>>],
) {
    // What stands on the page of the element need not say which page it is.
    let own_page = kids.iter().find_map(|kid| match kid {
        Kid::Content { page, .. } => Some(spots[*page].page),
        Kid::Element(_) | Kid::Spelled { .. } | Kid::Link { .. } => None,
    });
    let mut spelled = spelled.iter();
    let is_own = |page: usize| own_page == Some(spots[page].page);
    let mut written: Vec<Object> = kids
        .iter()
        .filter_map(|kid| match kid {
            Kid::Element(id) => objects[id.0 as usize].map(Object::Reference),
            Kid::Content { page, sequence } => Some(content(&spots[*page], *sequence, is_own(*page))),
            Kid::Spelled { .. } => spelled.next().map(|span| Object::Reference(*span)),
            Kid::Link { page, .. } => {
                let mut reference = dictionary! { "Type" => "OBJR", "Obj" => annotation(kid, links)? };
                if !is_own(*page) {
                    reference.set("Pg", spots[*page].page);
                }
                Some(Object::Dictionary(reference))
            }
        })
        .collect();
    if let Some(page) = own_page {
        dictionary.set("Pg", page);
    }
    match written.len() {
        0 => {}
        1 => dictionary.set("K", written.remove(0)),
        _ => dictionary.set("K", written),
    }
}

/// Which element everything on the pages belongs to.
struct Parents {
    /// For each page the elements of its sequences.
    pages: Vec<Vec<Option<ObjectId>>>,
    /// The annotations with their elements.
    links: Vec<(ObjectId, ObjectId)>,
}

impl Parents {
    fn add(&mut self, kids: &[Kid], element: ObjectId, spelled: &[ObjectId], links: &[Vec<Option<ObjectId>>]) {
        let mut spelled = spelled.iter().copied();
        for kid in kids {
            match *kid {
                Kid::Content { page, sequence } => self.put(page, sequence, element),
                Kid::Spelled { page, sequence, .. } => {
                    spelled.next().into_iter().for_each(|span| self.put(page, sequence, span));
                }
                Kid::Link { .. } => self.links.extend(annotation(kid, links).map(|link| (link, element))),
                Kid::Element(_) => {}
            }
        }
    }

    fn put(&mut self, page: usize, sequence: usize, element: ObjectId) {
        let page = &mut self.pages[page];
        page.resize(page.len().max(sequence + 1), None);
        page[sequence] = Some(element);
    }

    /// Adds the tree from pages and annotations to elements (14.7.4.4), and tells these their keys in it.
    fn add_tree(self, doc: &mut Document, spots: &[Spot]) -> Result<ObjectId, lopdf::Error> {
        let mut entries: Vec<(i64, Object)> = Vec::new();
        for (key, (page, spot)) in self.pages.into_iter().zip(spots).enumerate() {
            if page.is_empty() {
                continue;
            }
            let elements = page.into_iter().map(|element| element.map_or(Object::Null, Object::Reference));
            let elements: Vec<Object> = elements.collect();
            entries.push((key as i64, Object::Reference(doc.add_object(elements))));
            spot.set_key(doc, key as i64)?;
        }
        for (at, (link, element)) in self.links.into_iter().enumerate() {
            let key = (spots.len() + at) as i64;
            doc.get_dictionary_mut(link)?.set("StructParent", key);
            entries.push((key, Object::Reference(element)));
        }
        let entries = entries.into_iter().map(|(key, value)| (Object::Integer(key), value)).collect();
        Ok(add_leaves(doc, entries, "Nums"))
    }
}

/// Adds the tree from the identifiers of notes and headings to their elements.
fn id_tree(doc: &mut Document, mut notes: Vec<(Object, ObjectId)>) -> Option<ObjectId> {
    notes.sort_by(|a, b| a.0.as_str().unwrap_or_default().cmp(b.0.as_str().unwrap_or_default()));
    let entries: Vec<(Object, Object)> = notes.into_iter().map(|(id, note)| (id, Object::Reference(note))).collect();
    (!entries.is_empty()).then(|| add_leaves(doc, entries, "Names"))
}

/// Adds a tree of one level (7.9.6, 7.9.7) to the file.
fn add_leaves(doc: &mut Document, entries: Vec<(Object, Object)>, kind: &str) -> ObjectId {
    let leaf = |entries: &[(Object, Object)]| {
        let limits = [entries.first(), entries.last()].into_iter().flatten().map(|(key, _)| key.clone());
        let list = entries.iter().flat_map(|(key, value)| [key.clone(), value.clone()]);
        dictionary! { "Limits" => limits.collect::<Vec<_>>(), kind => list.collect::<Vec<_>>() }
    };
    let kids: Vec<Object> = entries.chunks(LEAF).map(|e| Object::Reference(doc.add_object(leaf(e)))).collect();
    doc.add_object(dictionary! { "Kids" => kids })
}

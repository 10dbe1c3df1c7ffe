//! The structure of the book, made while its document is walked.
//!
//! In: what begins and ends, in the order of the document. Out: the elements of [`Structure`], and for everything that is
//! set the element that is open at that time. A paragraph may be set several times to find its best shape: what stands in
//! its lines (links, marks of notes) keeps its elements.

use crate::document::{Id, Language, NoteId};
use crate::page::{Element, ElementId, ElementKind, Structure};
use std::collections::BTreeMap;

/// Makes the structure.
#[derive(Debug)]
pub(crate) struct Tags {
    structure: Structure,
    /// The elements that are open, from the whole book inwards.
    open: Vec<ElementId>,
    /// How many divisions with a heading are open.
    level: u8,
    /// The elements in the lines of a paragraph, by the element of the paragraph.
    inlines: BTreeMap<ElementId, Vec<ElementId>>,
    /// The first mark of each note.
    marks: BTreeMap<NoteId, ElementId>,
}

/// A place in the making of the structure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place(usize);

impl Tags {
    /// The structure of a book in a language, with nothing in it.
    pub(crate) fn new(language: &Language) -> Tags {
        let mut structure = Structure::default();
        structure.elements[0].language = Some(language.0.clone());
        Tags { structure, open: Vec::new(), level: 0, inlines: BTreeMap::new(), marks: BTreeMap::new() }
    }

    /// The structure.
    pub(crate) fn finish(&mut self) -> Structure {
        std::mem::take(&mut self.structure)
    }

    /// The innermost element that is open.
    pub(crate) fn current(&self) -> ElementId {
        self.open.last().copied().unwrap_or(ElementId(0))
    }

    /// Adds an element to the one that is open.
    pub(crate) fn add(&mut self, kind: ElementKind, language: &Language) -> ElementId {
        let mut element = Element::new(kind, self.current());
        element.language = self.other_language(element.parent, &language.0);
        self.push(element)
    }

    fn push(&mut self, element: Element) -> ElementId {
        self.structure.elements.push(element);
        ElementId(self.structure.elements.len() as u32 - 1)
    }

    /// An element, to say more of it.
    pub(crate) fn element(&mut self, id: ElementId) -> &mut Element {
        &mut self.structure.elements[id.0 as usize]
    }

    /// Opens an element.
    pub(crate) fn enter(&mut self, id: ElementId) {
        self.open.push(id);
    }

    /// Closes the innermost element.
    pub(crate) fn leave(&mut self) {
        self.open.pop();
    }

    /// Opens a division of the book; one with a heading makes the headings in it one level deeper.
    pub(crate) fn enter_division(&mut self, kind: ElementKind, language: &Language, id: Option<&Id>, headed: bool) {
        let element = self.add(kind, language);
        self.element(element).id = id.cloned();
        self.enter(element);
        self.level = self.level.saturating_add(u8::from(headed));
    }

    /// Closes a division that was opened in this way.
    pub(crate) fn leave_division(&mut self, headed: bool) {
        self.leave();
        self.level = self.level.saturating_sub(u8::from(headed));
    }

    /// The heading of the division that is open, or one so many levels below it.
    pub(crate) fn heading(&self, below: u8) -> ElementKind {
        ElementKind::Heading(self.level.max(1).saturating_add(below).min(6))
    }

    /// The language of an element, if that is not what everything around it is in.
    fn other_language(&self, parent: ElementId, language: &str) -> Option<String> {
        let mut at = parent;
        loop {
            let element = &self.structure.elements[at.0 as usize];
            match &element.language {
                Some(known) if known == language => return None,
                None if element.parent != at => at = element.parent,
                Some(_) | None => return Some(language.to_owned()),
            }
        }
    }

    /// The element that stands at a place among those in the lines of `paragraph`, in whatever is around it there.
    pub(crate) fn inline(
        &mut self,
        paragraph: ElementId,
        place: usize,
        (kind, parent): (ElementKind, ElementId),
        language: &str,
        alt: Option<&str>,
    ) -> ElementId {
        let mut element = Element::new(kind, parent);
        element.language = self.other_language(parent, language);
        element.alt = alt.map(str::to_owned);
        let known = self.inlines.get(&paragraph).and_then(|list| list.get(place)).copied();
        if let Some(id) = known {
            *self.element(id) = element;
            return id;
        }
        let id = self.push(element);
        self.inlines.entry(paragraph).or_default().push(id);
        id
    }

    /// Notes that the mark of a note is this element.
    pub(crate) fn mark(&mut self, note: NoteId, reference: ElementId) {
        self.marks.entry(note).or_insert(reference);
    }

    /// Adds a note beside its mark, after which it is read; one on a heading stands after the heading.
    pub(crate) fn note(&mut self, note: NoteId, language: &Language) -> ElementId {
        let id = self.add(ElementKind::Note, language);
        if let Some(mut after) = self.marks.get(&note).copied() {
            let mut parent = self.structure.elements[after.0 as usize].parent;
            while let ElementKind::Heading(_) | ElementKind::Link | ElementKind::Label | ElementKind::Span =
                self.structure.elements[parent.0 as usize].kind
            {
                after = parent;
                parent = self.structure.elements[parent.0 as usize].parent;
            }
            let language = self.other_language(parent, &language.0);
            let element = self.element(id);
            (element.parent, element.after, element.language) = (parent, Some(after), language);
        }
        id
    }

    /// Forgets the marks of a list that is at its end: each list shows its own notes.
    pub(crate) fn forget_marks(&mut self) {
        self.marks.clear();
    }

    /// This place, to come back to.
    pub(crate) fn place(&self) -> Place {
        Place(self.structure.elements.len())
    }

    /// Takes away everything that was added after a place: it was set only to see how long it is.
    pub(crate) fn back_to(&mut self, Place(count): Place) {
        self.structure.elements.truncate(count);
        let is_left = |id: &ElementId| (id.0 as usize) < count;
        self.inlines.retain(|paragraph, list| {
            list.retain(is_left);
            is_left(paragraph)
        });
        self.marks.retain(|_, id| is_left(id));
    }
}

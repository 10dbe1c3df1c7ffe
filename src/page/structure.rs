//! What the things on the pages belong to: the structure of the book (ISO 32000-1, 14.7 and 14.8).
//!
//! In: built by `typeset`, which walks the document and knows what each thing it draws belongs to. Out: elements in the
//! order of the document, and [`Structure::reading`], which finds on the pages what each of them holds. Plain data: how a
//! file says it is the backend's business.

use super::{Item, Page};
use crate::document::Id;

/// Names an element: a place in [`Structure::elements`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub u32);

/// What a drawn thing belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An element of the book.
    Element(ElementId),
    /// The page: whoever reads the book aloud leaves it out.
    Artifact(Artifact),
}

impl Default for Owner {
    fn default() -> Owner {
        Owner::Artifact(Artifact::Layout)
    }
}

impl From<ElementId> for Owner {
    fn from(id: ElementId) -> Owner {
        Owner::Element(id)
    }
}

/// What is on a page and none of the book's content (ISO 32000-1, 14.8.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// Rules, grounds, ornaments, leaders, numbers of lines.
    Layout,
    /// A running head, and the folio beside it.
    Header,
    /// The folio at the foot.
    Footer,
    /// The head of a table, shown again on the next page.
    Repeated,
}

/// How the items of a list are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListNumbering {
    /// By nothing, or by boxes that are ticked.
    None,
    /// By numbers.
    Decimal,
    /// By letters.
    LowerAlpha,
    /// By capital letters.
    UpperAlpha,
    /// By roman numbers.
    LowerRoman,
    /// By roman numbers in capitals.
    UpperRoman,
    /// By bullets.
    Disc,
}

/// What a cell heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What stands below it.
    Column,
    /// What stands beside it.
    Row,
}

/// What is said of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellShape {
    /// How many columns it spans.
    pub columns: u32,
    /// How many rows it spans.
    pub rows: u32,
    /// The cells that head it, where the shape of the table does not say which.
    pub headings: Vec<ElementId>,
}

/// The type of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementKind {
    /// The whole book.
    Document,
    /// A part of the book.
    Part,
    /// A chapter, a section, a page of the front matter.
    Section,
    /// Things that belong together.
    Division,
    /// Something beside the text: a note, tip or warning set off from it.
    Aside,
    /// A quotation set off from the text.
    Quote,
    /// The title of the book.
    Title,
    /// A heading and its level, from 1.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list.
    List(ListNumbering),
    /// An item of a list.
    Item,
    /// The mark of an item, the number of a note, the term of a definition.
    Label,
    /// What an item holds.
    Body,
    /// A table.
    Table,
    /// Its head.
    TableHead,
    /// Its rows of data.
    TableBody,
    /// The rows that close it.
    TableFoot,
    /// A row.
    Row,
    /// A cell that heads others.
    HeaderCell(Scope),
    /// A cell.
    Cell,
    /// An image.
    Figure,
    /// What is said of an image or a table.
    Caption,
    /// Text of a program.
    Code,
    /// A formula.
    Formula,
    /// A note.
    Note,
    /// The mark of a note, an entry of the contents.
    Reference,
    /// A link.
    Link,
    /// Contents, or what is below an entry of them.
    Contents,
    /// An entry of the contents.
    ContentsItem,
    /// A passage in another language; a line of a poem.
    Span,
}

impl ElementKind {
    /// The name of the structure type (ISO 32000-1, 14.8.4). `Title` and `Aside` came with ISO 32000-2.
    pub fn name(self) -> &'static str {
        match self {
            ElementKind::Document => "Document",
            ElementKind::Part => "Part",
            ElementKind::Section => "Sect",
            ElementKind::Division => "Div",
            ElementKind::Aside => "Aside",
            ElementKind::Quote => "BlockQuote",
            ElementKind::Title => "Title",
            ElementKind::Heading(level) => ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(level.clamp(1, 6)) - 1],
            ElementKind::Paragraph => "P",
            ElementKind::List(_) => "L",
            ElementKind::Item => "LI",
            ElementKind::Label => "Lbl",
            ElementKind::Body => "LBody",
            ElementKind::Table => "Table",
            ElementKind::TableHead => "THead",
            ElementKind::TableBody => "TBody",
            ElementKind::TableFoot => "TFoot",
            ElementKind::Row => "TR",
            ElementKind::HeaderCell(_) => "TH",
            ElementKind::Cell => "TD",
            ElementKind::Figure => "Figure",
            ElementKind::Caption => "Caption",
            ElementKind::Code => "Code",
            ElementKind::Formula => "Formula",
            ElementKind::Note => "Note",
            ElementKind::Reference => "Reference",
            ElementKind::Link => "Link",
            ElementKind::Contents => "TOC",
            ElementKind::ContentsItem => "TOCI",
            ElementKind::Span => "Span",
        }
    }

    /// True for what shows the shape of a table even when nothing is in it.
    fn is_cell(self) -> bool {
        matches!(self, ElementKind::HeaderCell(_) | ElementKind::Cell)
    }
}

/// A part of the book, from the whole of it down to a word in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its type.
    pub kind: ElementKind,
    /// What it is a part of; that of the whole is itself.
    pub parent: ElementId,
    /// What it is read after, wherever it stands: a note is read after its mark.
    pub after: Option<ElementId>,
    /// Its language, when that is another than its parent's.
    pub language: Option<String>,
    /// What it shows, in words.
    pub alt: Option<String>,
    /// What a short form stands for.
    pub expansion: Option<String>,
    /// The name of its place, when it is referred to as a whole.
    pub id: Option<Id>,
    /// True for a figure, a formula or code that stands by itself and not in a line.
    pub is_block: bool,
    /// For a cell of a table.
    pub cell: Option<CellShape>,
}

impl Element {
    /// An element of which nothing is said but what it is.
    pub fn new(kind: ElementKind, parent: ElementId) -> Element {
        Element {
            kind,
            parent,
            after: None,
            language: None,
            alt: None,
            expansion: None,
            id: None,
            is_block: false,
            cell: None,
        }
    }
}

/// All elements of a book, in the order of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// The elements. The first is the document; every other stands after its parent.
    pub elements: Vec<Element>,
}

impl Default for Structure {
    fn default() -> Structure {
        Structure { elements: vec![Element::new(ElementKind::Document, ElementId(0))] }
    }
}

/// Something that an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kid {
    /// Another element.
    Element(ElementId),
    /// What a page shows of it in one go: see [`marked`].
    Content {
        /// Which page.
        page: usize,
        /// Its place among the sequences of that page that belong to elements.
        sequence: usize,
    },
    /// A run whose glyphs do not say what is read, a sequence of its own: see [`Marked::is_spelled`].
    Spelled {
        /// Which page.
        page: usize,
        /// Its place among the sequences of that page that belong to elements.
        sequence: usize,
        /// Its place among the items of that page.
        item: usize,
    },
    /// An area that is clicked.
    Link {
        /// Which page.
        page: usize,
        /// Its place among the links of that page.
        link: usize,
    },
}

/// An item that draws something.
pub struct Marked<'a> {
    /// The item.
    pub item: &'a Item,
    /// What it belongs to.
    pub owner: Owner,
    /// True when it does not go on with the sequence of the item before it.
    pub begins: bool,
    /// True for the hyphen of a broken word and for letters that join from right to left: what is read, the structure says.
    pub is_spelled: bool,
    /// Its place among the items.
    pub at: usize,
}

/// The items that draw something. Neighbours that belong to one element or to one kind of artifact are one sequence; what
/// the structure spells is one by itself.
pub fn marked(items: &[Item]) -> impl Iterator<Item = Marked<'_>> {
    let mut before = None;
    items.iter().enumerate().filter_map(move |(at, item)| {
        let owner = item.owner()?;
        let is_spelled = matches!(item, Item::Glyphs(run) if run.text == "\u{AD}" || run.is_joined());
        let begins = before.replace((owner, is_spelled)) != Some((owner, is_spelled)) || is_spelled;
        Some(Marked { item, owner, begins, is_spelled, at })
    })
}

impl Structure {
    /// An element.
    pub fn get(&self, id: ElementId) -> Option<&Element> {
        self.elements.get(id.0 as usize)
    }

    /// What each element holds, in the order in which it is read; nothing for an element of which the pages show nothing.
    ///
    /// An element that holds content of its own holds everything in the order of the pages, and so does the whole book.
    /// One that holds only elements keeps them in the order of the document, for a figure may stand on a later page than
    /// the paragraph after it. A note follows its mark.
    pub fn reading(&self, pages: &[Page]) -> Vec<Vec<Kid>> {
        let mut reading = Reading { structure: self, kids: vec![Vec::new(); self.elements.len()], has_own: Vec::new() };
        reading.has_own = vec![false; self.elements.len()];
        for (number, page) in pages.iter().enumerate() {
            reading.page(number, page);
        }
        reading.add_empty_cells();
        reading.arrange();
        reading.kids
    }
}

struct Reading<'a> {
    structure: &'a Structure,
    kids: Vec<Vec<Kid>>,
    /// True for elements that hold content themselves.
    has_own: Vec<bool>,
}

impl Reading<'_> {
    fn page(&mut self, page: usize, shown: &Page) {
        let mut sequence = 0;
        for marked in marked(&shown.furniture).chain(marked(&shown.items)).filter(|marked| marked.begins) {
            if let Owner::Element(id) = marked.owner {
                self.add(
                    id,
                    match marked.is_spelled {
                        true => Kid::Spelled { page, sequence, item: marked.at },
                        false => Kid::Content { page, sequence },
                    },
                );
                sequence += 1;
            }
        }
        let links = shown.furniture.iter().chain(&shown.items).filter_map(|item| match item {
            Item::Link { owner, .. } => Some(*owner),
            Item::Glyphs(_) | Item::Image { .. } | Item::Rule { .. } | Item::Anchor { .. } => None,
        });
        for (link, owner) in links.enumerate() {
            if let Owner::Element(id) = owner {
                self.add(id, Kid::Link { page, link });
            }
        }
    }

    /// Gives something to an element, and all elements around it to their parents if they are not there yet.
    fn add(&mut self, id: ElementId, kid: Kid) {
        let Some(has_own) = self.has_own.get_mut(id.0 as usize) else { return };
        *has_own = true;
        self.give(id, kid);
    }

    fn give(&mut self, mut id: ElementId, mut kid: Kid) {
        loop {
            let kids = &mut self.kids[id.0 as usize];
            let is_known = !kids.is_empty();
            kids.push(kid);
            let parent = self.structure.elements[id.0 as usize].parent;
            if is_known || parent == id {
                return;
            }
            (id, kid) = (parent, Kid::Element(id));
        }
    }

    /// Cells without content of the rows that are shown, and rows of such cells.
    fn add_empty_cells(&mut self) {
        for (at, element) in self.structure.elements.iter().enumerate() {
            let around = element.parent.0 as usize;
            let has_shape = element.kind.is_cell() || element.kind == ElementKind::Row;
            if has_shape && self.kids[at].is_empty() && !self.kids[around].is_empty() {
                self.kids[around].push(Kid::Element(ElementId(at as u32)));
            }
        }
    }

    fn arrange(&mut self) {
        for (at, kids) in self.kids.iter_mut().enumerate().skip(1) {
            if !self.has_own[at] {
                kids.sort_by_key(|kid| if let Kid::Element(id) = kid { id.0 } else { 0 });
            }
        }
        // From the last to the first: of two notes on one mark the first comes first.
        for (at, element) in self.structure.elements.iter().enumerate().rev() {
            let kids = &mut self.kids[element.parent.0 as usize];
            let place = |kids: &[Kid], id: ElementId| kids.iter().position(|kid| *kid == Kid::Element(id));
            let Some(after) = element.after.filter(|after| place(kids, *after).is_some()) else { continue };
            let Some(own) = place(kids, ElementId(at as u32)) else { continue };
            let note = kids.remove(own);
            let mark = place(kids, after).unwrap_or(own);
            kids.insert(mark + 1, note);
        }
    }
}

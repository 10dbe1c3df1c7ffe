//! Leaves to numbered pages: recto and verso, blank pages, margins, furniture.
//!
//! In: [`Sheet`]s of front matter and of the text. Out: finished [`Page`]s. Every matter begins on a right-hand page, front
//! matter with i and the text with 1.

use super::furniture::{Furnisher, Furniture, Place};
use super::paginate::{Leaf, LeafKind};
use crate::design::PageDesign;
use crate::document::Id;
use crate::page::{Grid, Ink, Item, Label, LabelStyle, Page};
use crate::units::{Length, Point, Rect};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A leaf with what decides its furniture.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    leaf: Leaf,
    /// True for a page that need not be full.
    may_be_short: bool,
    furniture: Furniture,
    /// The title of the chapter when no division of the manuscript begins here; else empty.
    chapter: Rc<str>,
}

/// On which side something may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opens {
    /// On the next page.
    Anywhere,
    /// On the next right-hand page.
    Recto,
    /// On the next left-hand page.
    Verso,
}

/// The pages of front matter, or of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheets {
    list: Vec<Sheet>,
}

impl Sheets {
    /// True when the next page is a left-hand one.
    pub(crate) fn next_is_verso(&self) -> bool {
        self.list.len() % 2 == 1
    }

    /// Goes to the side on which something may begin, over a blank page if need be.
    pub(crate) fn open(&mut self, opens: Opens) {
        let wrong = match opens {
            Opens::Anywhere => false,
            Opens::Recto => self.next_is_verso(),
            Opens::Verso => !self.next_is_verso(),
        };
        if wrong {
            self.list.push(Sheet::default());
        }
    }

    /// Adds leaves; the first has the furniture `first`, the others `rest`. Running heads find the divisions of the
    /// manuscript by themselves; `chapter` is the title of what is none, such as the contents.
    pub(crate) fn add(&mut self, leaves: Vec<Leaf>, first: Furniture, rest: Furniture, chapter: &str) {
        let chapter: Rc<str> = chapter.into();
        let count = leaves.len();
        for (i, leaf) in leaves.into_iter().enumerate() {
            let furniture = match leaf.kind {
                LeafKind::Text if i == 0 => first,
                LeafKind::Text => rest,
                // What fills a page alone has no running head above it.
                LeafKind::Figures | LeafKind::Turned => Furniture::Opening,
                LeafKind::Bleed => Furniture::Bare,
            };
            let may_be_short = i + 1 == count || leaf.kind != LeafKind::Text;
            self.list.push(Sheet { leaf, may_be_short, furniture, chapter: chapter.clone() });
        }
    }

    /// Adds the pages of `other`.
    pub(crate) fn append(&mut self, mut other: Sheets) {
        self.list.append(&mut other.list);
    }

    /// How many pages there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The number of the page of each anchor, the first page being `first`.
    pub(crate) fn labels(&self, style: LabelStyle, first: usize) -> BTreeMap<Id, Label> {
        let mut labels = BTreeMap::new();
        for (i, sheet) in self.list.iter().enumerate() {
            for item in &sheet.leaf.items {
                if let Item::Anchor { id, .. } = item {
                    labels.insert(id.clone(), Label { style, number: (first + i) as u32 });
                }
            }
        }
        labels
    }

    /// The finished pages.
    pub(crate) fn finish(self, style: LabelStyle, design: &PageDesign, furnisher: &mut Furnisher) -> Vec<Page> {
        furnisher.marks.leave();
        furnisher.total = self.list.len();
        let number = |(i, sheet)| page(sheet, Label { style, number: i as u32 + 1 }, design, furnisher);
        self.list.into_iter().enumerate().map(number).collect()
    }
}

/// Lines to write on in the outer margin, relative to the text block: 8 mm apart, a little away from text and edge.
fn ruled_margin(design: &PageDesign, is_recto: bool) -> Vec<Item> {
    let (pitch, away, thickness) = (Length::mm(8.0), Length::mm(6.0), Length::pt(0.3));
    let width = design.outer - away - Length::mm(8.0);
    let left = if is_recto { design.measure() + away } else { -away - width };
    let count = design.height().0 / pitch.0;
    let line = |i: i64| {
        let frame = Rect::new(left, pitch * i - thickness, width, thickness);
        Item::Rule { frame, ink: Ink::grey(150) }
    };
    if width < Length::mm(20.0) { Vec::new() } else { (1..=count).map(line).collect() }
}

/// Gives a sheet its margins, its number and its furniture.
fn page(sheet: Sheet, label: Label, design: &PageDesign, furnisher: &mut Furnisher) -> Page {
    let is_recto = label.number % 2 == 1;
    if !sheet.chapter.is_empty() {
        furnisher.marks.leave();
    }
    let marks = furnisher.marks.pass(&sheet.leaf.items);
    let place = Place { furniture: sheet.furniture, is_recto, label, chapter: &sheet.chapter, marks };
    let mut furniture = furnisher.furnish(&place);
    if design.ruled_margin && sheet.furniture != Furniture::Bare && sheet.leaf.kind == LeafKind::Text {
        furniture.extend(ruled_margin(design, is_recto));
    }
    let left: Length = if is_recto { design.inner } else { design.outer };
    let turned = sheet.leaf.kind == LeafKind::Turned;
    let corner = Point::new(left, design.head);
    // The foot of the upright block is the left edge of the turned one.
    let foot = design.trim.height - design.head - design.height();
    let corner_of_items = if turned { Point::new(foot, left) } else { corner };
    let bleeds = sheet.leaf.kind == LeafKind::Bleed;
    let placed = |mut items: Vec<Item>, corner: Point| {
        let within = items.iter_mut().filter(|item| !(bleeds && matches!(item, Item::Image { .. })));
        within.for_each(|item| item.shift(corner));
        items
    };
    let (furniture, items) = (placed(furniture, corner), placed(sheet.leaf.items, corner_of_items));
    let mut lines = sheet.leaf.lines;
    lines.iter_mut().for_each(|line| line.at = line.at + corner_of_items);
    let grid = Grid { top: design.head, leading: design.leading, lines: design.lines() };
    Page { size: design.trim, label, furniture, items, lines, grid, may_be_short: sheet.may_be_short, turned }
}

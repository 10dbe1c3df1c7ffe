//! Finished pages: everything at its place, plain data.
//!
//! In: built by `typeset`. Out: what `pdf` writes and what `dump pages` shows. This is the whole contract between the
//! two: `typeset` knows no PDF and `pdf` knows no document tree.

mod dump;
mod elements;
mod line;
mod part;
mod report;
mod structure;

pub use dump::dump;
pub use elements::dump_structure;
pub use line::{LineFigures, LineKind, TextLine};
pub use report::{Report, report};
pub use structure::{
    Artifact, CellShape, Element, ElementId, ElementKind, Kid, ListNumbering, Marked, Owner, Scope, Structure, marked,
};

use crate::document::{Id, ImageId, ImageResource, Metadata};
use crate::font::FaceId;
use crate::units::{Length, Point, Rect, Short, Size};

/// A typeset book.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// What is said about the book.
    pub metadata: Metadata,
    /// The pages in order; the first is a recto.
    pub pages: Vec<Page>,
    /// The contents with the anchors that they lead to.
    pub outline: Vec<OutlineEntry>,
    /// The images that items refer to by [`ImageId`].
    pub images: Vec<ImageResource>,
    /// What the items belong to.
    pub structure: Structure,
}

/// A finished page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its trim size.
    pub size: Size,
    /// Its number, as a reader would name it.
    pub label: Label,
    /// What belongs to the page and not to the text: running head, folio.
    pub furniture: Vec<Item>,
    /// The text and what stands in it, in reading order; the notes at the foot come last.
    pub items: Vec<Item>,
    /// The lines among the items, as they were set, in the same order.
    pub lines: Vec<TextLine>,
    /// The lines that its text block has room for.
    pub grid: Grid,
    /// True for a page that need not be full: the last of a chapter, or of anything else after which a new page is begun,
    /// and one that figures have to themselves.
    pub may_be_short: bool,
    /// True for a page whose items (not its furniture) are turned by a quarter to the left: they are laid out on a page as
    /// wide as this one is high and as high as this one is wide, whose top is the left edge here.
    pub turned: bool,
}

impl Page {
    /// Turns the page over, as in a mirror, with every item as it is: what stood at the left stands at the right.
    pub fn mirror(&mut self) {
        let width = self.size.width;
        self.furniture.iter_mut().for_each(|item| item.mirror(width));
        let width = if self.turned { self.size.height } else { width };
        self.items.iter_mut().for_each(|item| item.mirror(width));
        self.lines.iter_mut().for_each(|line| line.at.x = width - line.at.x - line.measure);
    }

    /// Where a point of its items stands on the upright page.
    pub fn upright(&self, at: Point) -> Point {
        if self.turned { Point::new(at.y, self.size.height - at.x) } else { at }
    }

    /// Where an area of its items stands on the upright page.
    pub fn upright_area(&self, area: &Rect) -> Rect {
        if !self.turned {
            return *area;
        }
        let corner = self.upright(Point::new(area.right(), area.origin.y));
        Rect::new(corner.x, corner.y, area.size.height, area.size.width)
    }
}

/// The baseline grid of a text block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// From the top of the page to the top of the block.
    pub top: Length,
    /// Height of a line.
    pub leading: Length,
    /// How many lines the block has room for.
    pub lines: i64,
}

/// The number of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// Roman in front matter, arabic after it.
    pub style: LabelStyle,
    /// From 1.
    pub number: u32,
}

/// How page numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelStyle {
    /// 1, 2, 3
    #[default]
    Arabic,
    /// i, ii, iii
    Roman,
}

impl std::fmt::Display for Label {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.style {
            LabelStyle::Arabic => write!(f, "{}", self.number),
            LabelStyle::Roman => f.write_str(&roman(self.number)),
        }
    }
}

/// A number in lower-case roman numerals.
pub fn roman(mut number: u32) -> String {
    const NUMERALS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while number >= value {
            text.push_str(numeral);
            number -= value;
        }
    }
    text
}

/// Something at its place on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Text.
    Glyphs(GlyphRun),
    /// An image, scaled into its frame.
    Image {
        /// Which image.
        image: ImageId,
        /// Where it stands.
        frame: Rect,
        /// What it shows, in words.
        alt: String,
        /// What it belongs to.
        owner: Owner,
    },
    /// A rectangle filled with ink: a rule, the ground of a code block. It belongs to no element.
    Rule {
        /// Where it stands.
        frame: Rect,
        /// Its colour.
        ink: Ink,
    },
    /// An area that leads somewhere when it is clicked; draws nothing.
    Link {
        /// The area.
        frame: Rect,
        /// Where it leads.
        target: LinkTarget,
        /// What the link says, for those who do not see it.
        text: String,
        /// The element of the link.
        owner: Owner,
    },
    /// A place that links and the outline lead to; draws nothing.
    Anchor {
        /// Its name.
        id: Id,
        /// Its place.
        at: Point,
    },
}

impl Item {
    /// Moves the item.
    pub fn shift(&mut self, by: Point) {
        match self {
            Item::Glyphs(run) => run.origin = run.origin + by,
            Item::Image { frame, .. } | Item::Rule { frame, .. } | Item::Link { frame, .. } => {
                frame.origin = frame.origin + by;
            }
            Item::Anchor { at, .. } => *at = *at + by,
        }
    }

    /// What it belongs to; `None` for what draws nothing.
    pub fn owner(&self) -> Option<Owner> {
        match self {
            Item::Glyphs(run) => Some(run.owner),
            Item::Image { owner, .. } => Some(*owner),
            Item::Rule { .. } => Some(Owner::Artifact(Artifact::Layout)),
            Item::Link { .. } | Item::Anchor { .. } => None,
        }
    }

    /// Makes an artifact of what it draws.
    pub fn make_artifact(&mut self, artifact: Artifact) {
        match self {
            Item::Glyphs(GlyphRun { owner, .. }) | Item::Image { owner, .. } => *owner = Owner::Artifact(artifact),
            Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => {}
        }
    }

    /// Moves the item as far from the right edge of what is so wide as it stands from its left edge.
    pub fn mirror(&mut self, width: Length) {
        match self {
            Item::Glyphs(run) => run.origin.x = width - run.origin.x - run.width(),
            Item::Image { frame, .. } | Item::Rule { frame, .. } | Item::Link { frame, .. } => {
                frame.origin.x = width - frame.origin.x - frame.size.width;
            }
            Item::Anchor { at, .. } => at.x = width - at.x,
        }
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address outside of the book.
    Url(String),
    /// An anchor of the book.
    Anchor(Id),
}

/// The horizontal scale of glyphs that are neither widened nor narrowed.
pub const NATURAL: i32 = 1000;

/// Glyphs of one face and size on one baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphRun {
    /// The face.
    pub face: FaceId,
    /// The type size.
    pub size: Length,
    /// Horizontal scale of the glyphs, in thousandths: [`NATURAL`] for letters as wide as the font has them. Advances
    /// are those of the scaled glyphs.
    pub scale: i32,
    /// Where the first glyph stands: left end of the baseline.
    pub origin: Point,
    /// The colour.
    pub ink: Ink,
    /// The glyphs from left to right.
    pub glyphs: Vec<Glyph>,
    /// True when they are read from right to left.
    pub leftward: bool,
    /// True when the line ends after them between two words: a space belongs there, which nobody sees.
    pub space_after: bool,
    /// What it belongs to.
    pub owner: Owner,
    /// The text that the glyphs show, in order. A hyphen that a line break put in is a soft hyphen (U+00AD) here.
    pub text: String,
}

impl GlyphRun {
    /// True for letters that join one another and are read from right to left. They overlap, which readers understand only
    /// when they are drawn from left to right; the structure spells them.
    pub fn is_joined(&self) -> bool {
        let joins = |c| matches!(c, '\u{600}'..='\u{7BF}' | '\u{7C0}'..='\u{8FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
        self.leftward && self.text.chars().any(joins)
    }

    /// Its text in the order in which it is read, with the space after it.
    pub fn reading(&self) -> String {
        let mut text = if self.leftward { self.backwards() } else { self.text.clone() };
        text.extend(self.space_after.then_some(' '));
        text
    }

    fn backwards(&self) -> String {
        let mut rest = self.text.as_str();
        let mut parts = Vec::with_capacity(self.glyphs.len());
        for glyph in &self.glyphs {
            let (part, after) = rest.split_at(usize::from(glyph.text_bytes).min(rest.len()));
            parts.push(part);
            rest = after;
        }
        parts.into_iter().rev().collect()
    }

    /// From the origin to the end of the last glyph's advance.
    pub fn width(&self) -> Length {
        self.glyphs.iter().map(|g| g.advance).sum()
    }
}

/// A glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The glyph's number in its face.
    pub id: u16,
    /// How many bytes of the run's text it shows; 0 when an earlier glyph already shows them.
    pub text_bytes: u8,
    /// From its origin to that of the next glyph, kerning, tracking and justification included.
    pub advance: Short,
    /// Where it is drawn, to the right of its origin.
    pub dx: Short,
    /// Where it is drawn, below its origin.
    pub dy: Short,
}

/// A colour of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ink {
    /// Red, from 0.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Ink {
    /// The colour of text.
    pub const BLACK: Ink = Ink { red: 0, green: 0, blue: 0 };

    /// A grey, from 0 (black) to 255 (white).
    pub const fn grey(value: u8) -> Ink {
        Ink { red: value, green: value, blue: value }
    }
}

/// A line of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineEntry {
    /// What it says.
    pub title: String,
    /// The anchor that it leads to.
    pub anchor: Id,
    /// What is below it.
    pub children: Vec<OutlineEntry>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_turned_has_its_top_at_the_left() {
        let pt = Length::pt;
        let page = Page { size: Size::new(pt(300.0), pt(400.0)), turned: true, ..Page::default() };
        assert_eq!(page.upright(Point::new(pt(0.0), pt(0.0))), Point::new(pt(0.0), pt(400.0)));
        assert_eq!(page.upright(Point::new(pt(400.0), pt(300.0))), Point::new(pt(300.0), pt(0.0)));
        let area = Rect::new(pt(10.0), pt(20.0), pt(100.0), pt(5.0));
        assert_eq!(page.upright_area(&area), Rect::new(pt(20.0), pt(290.0), pt(5.0), pt(100.0)));
    }

    #[test]
    fn roman_numerals() {
        let written: Vec<String> = [1, 4, 9, 14, 40, 90, 1994].into_iter().map(roman).collect();
        assert_eq!(written, ["i", "iv", "ix", "xiv", "xl", "xc", "mcmxciv"]);
    }
}

//! The type of every kind of text.
//!
//! In: numbers of a theme. Out: [`Types`].

use crate::font::{Family, Features, Style};
use crate::units::Length;

/// How a kind of text looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// Family, weight and slope.
    pub style: Style,
    /// Type size.
    pub size: Length,
    /// From baseline to baseline.
    pub leading: Length,
    /// What the font is asked for: small capitals, figures.
    pub features: Features,
    /// Space added after each glyph, in thousandths of the size.
    pub tracking: i32,
    /// The ink.
    pub colour: Colour,
}

/// A colour of type, rules and grounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red, from 0 to 255.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Colour {
    /// The colour of text.
    pub const BLACK: Colour = Colour::grey(0);

    /// A grey, from 0 (black) to 255 (white).
    pub const fn grey(value: u8) -> Colour {
        Colour { red: value, green: value, blue: value }
    }

    /// A colour from `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#').filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let part = |from: usize, length: usize| u8::from_str_radix(&digits[from..from + length], 16).ok();
        match digits.len() {
            3 => Some(Colour { red: part(0, 1)? * 17, green: part(1, 1)? * 17, blue: part(2, 1)? * 17 }),
            6 => Some(Colour { red: part(0, 2)?, green: part(2, 2)?, blue: part(4, 2)? }),
            _ => None,
        }
    }
}

impl Default for Colour {
    fn default() -> Colour {
        Colour::BLACK
    }
}

/// As CSS writes it.
impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl Type {
    /// Roman type with old-style figures.
    pub fn roman(size: Length, leading: Length) -> Type {
        let features = Features { old_style_figures: true, ..Features::default() };
        Type { style: Style::default(), size, leading, features, tracking: 0, colour: Colour::BLACK }
    }

    /// The same in italic.
    pub fn italic(mut self) -> Type {
        self.style.italic = true;
        self
    }

    /// The same in bold.
    pub fn bold(mut self) -> Type {
        self.style.bold = true;
        self
    }

    /// The same in letter-spaced small capitals.
    pub fn small_capitals(mut self, tracking: i32) -> Type {
        self.features.small_capitals = true;
        self.tracking = tracking;
        self
    }

    /// The same with lining figures of one width, for columns.
    pub fn tabular(mut self) -> Type {
        self.features.old_style_figures = false;
        self.features.tabular_figures = true;
        self
    }

    /// Type of code: the monospaced family, without ligatures.
    pub fn code(size: Length, leading: Length) -> Type {
        let style = Style { family: Family::Mono, ..Style::default() };
        Type { style, features: Features { plain: true, ..Features::default() }, ..Type::roman(size, leading) }
    }
}

/// Where a heading stands in the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
}

/// How a heading looks, and the space around it.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadingDesign {
    /// Its type.
    pub text: Type,
    /// Where it stands.
    pub place: Place,
    /// Space above it; left out at the head of a page.
    pub before: Length,
    /// Least space below it: the text that follows returns to the grid.
    pub after: Length,
}

/// The type of every kind of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Types {
    /// The text itself.
    pub text: Type,
    /// Notes at the foot.
    pub note: Type,
    /// Quotations set off from the text.
    pub quote: Type,
    /// Poems.
    pub verse: Type,
    /// Code set off from the text.
    pub code: Type,
    /// Size of code in a line, in thousandths of what is around it.
    pub inline_code: i32,
    /// Tables.
    pub table: Type,
    /// Captions of figures and tables.
    pub caption: Type,
    /// Labels of admonitions.
    pub label: Type,
    /// The running head.
    pub running_head: Type,
    /// The number of a page.
    pub folio: Type,
    /// The number above a chapter's title.
    pub chapter_label: Type,
    /// The title of a chapter.
    pub chapter_title: HeadingDesign,
    /// The title of a part, on its own page.
    pub part_title: HeadingDesign,
    /// Headings of sections by depth below the chapter; the last serves all deeper ones.
    pub headings: Vec<HeadingDesign>,
    /// The half-title.
    pub half_title: Type,
    /// The title on the title page.
    pub book_title: Type,
    /// The subtitle on the title page.
    pub book_subtitle: Type,
    /// The authors on the title page.
    pub book_author: Type,
    /// The publisher at the foot of the title page.
    pub publisher: Type,
    /// The imprint page.
    pub imprint: Type,
}

impl Types {
    /// The heading of a section `depth` levels below its chapter, from 1.
    ///
    /// # Panics
    /// When a theme has no headings at all.
    pub fn heading(&self, depth: usize) -> &HeadingDesign {
        &self.headings[depth.clamp(1, self.headings.len()) - 1]
    }
}

//! What a book changes of its theme.
//!
//! In: read from `[theme]` by `manuscript`. Out: plain data for [`Design::new`](super::Design::new).

use super::types::Colour;
use crate::units::{Length, Size};
use std::collections::BTreeMap;

/// Wishes of a book; what is not wished stays as the theme has it. The base comes first, then the trim and the size of the
/// text, which everything else follows, then single values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// Name of the theme to start from: one of [`THEMES`](super::THEMES).
    pub base: Option<String>,
    /// Size of the page after trimming; the margins grow and shrink with it.
    pub trim: Option<Size>,
    /// Size of the text's type; every other size keeps its proportion to it.
    pub body_size: Option<Length>,
    /// From baseline to baseline of the text; without it the leading grows and shrinks with the size.
    pub leading: Option<Length>,
    /// True when the book's readers print on Letter: the page of a theme that is made for a printer.
    pub letter: bool,
    /// True when the book brings a family for its headings.
    pub heading_family: bool,
    /// Single values by the path of their key, such as `running-head.slope`.
    pub values: BTreeMap<String, Wish>,
}

impl Overrides {
    /// These wishes and one more.
    pub fn with(mut self, path: &str, wish: Wish) -> Overrides {
        self.values.insert(path.into(), wish);
        self
    }
}

/// A value that a book wants, or that a design has.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// A length.
    Length(Measure),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Count(i64),
    /// A number with a fraction, kept to a thousandth.
    Factor(f64),
    /// One of the words of its key.
    Word(String),
    /// Any text.
    Text(String),
    /// Words with hyphens where they may be broken.
    Words(Vec<String>),
    /// A width and a height.
    Size(Size),
    /// A colour.
    Colour(Colour),
}

/// A length as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// In points, millimetres or inches.
    Absolute(Length),
    /// A plain number: times what the key's lengths are proportions of.
    Times(f64),
    /// Times the size of the text.
    Ems(f64),
    /// Times the leading of the text.
    Lines(f64),
}

/// What the lengths of a key are proportions of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Of nothing: they have a unit.
    Nothing,
    /// Of the size of the text: sizes of type, indents.
    Size,
    /// Of the leading of the text: leadings, spaces above and below.
    Leading,
}

/// What the sizes and spaces of a design are proportions of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The size of the text.
    pub size: Length,
    /// Its leading: a line of the grid.
    pub leading: Length,
}

impl Scale {
    /// The whole that proportions of a kind are taken of; a point where there is none.
    pub fn whole(self, of: Of) -> Length {
        match of {
            Of::Nothing => Length::pt(1.0),
            Of::Size => self.size,
            Of::Leading => self.leading,
        }
    }

    /// The length that is meant.
    pub fn length(self, measure: Measure, of: Of) -> Length {
        match measure {
            Measure::Absolute(length) => length,
            Measure::Times(times) => self.whole(of).scale(times),
            Measure::Ems(times) => self.size.scale(times),
            Measure::Lines(times) => self.leading.scale(times),
        }
    }
}

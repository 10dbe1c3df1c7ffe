//! What a book changes of its theme.
//!
//! In: read from `[theme]` by `manuscript`. Out: plain data for [`Design::new`](super::Design::new).

use super::Series;
use crate::units::{Length, Size};

/// Wishes of a book; `None` leaves a thing as the theme has it.
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
    /// Whether chapters open on a right-hand page.
    pub open_recto: Option<bool>,
    /// Whether words may be broken at line ends.
    pub hyphenate: Option<bool>,
    /// Whether lines of text are all as wide as the measure.
    pub justify: Option<bool>,
    /// How figures and tables are numbered.
    pub number_figures: Option<Series>,
    /// How notes are numbered.
    pub number_notes: Option<Series>,
}

//! Which Markdown is read.
//!
//! In: where a text comes from. Out: the extensions of CommonMark that are switched on for it. `docs/dialect.md` says the
//! same to authors.

use crate::manuscript::Conventions;
use pulldown_cmark::Options;

/// A set of extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect(Options);

impl Dialect {
    /// What mdBook reads: CommonMark with tables, notes, strikethrough (`~x~` and `~~x~~`), tasks, heading attributes,
    /// definition lists and alerts. `$` and `^` are plain characters.
    pub fn mdbook() -> Dialect {
        Dialect(
            Options::ENABLE_TABLES
                | Options::ENABLE_FOOTNOTES
                | Options::ENABLE_STRIKETHROUGH
                | Options::ENABLE_TASKLISTS
                | Options::ENABLE_HEADING_ATTRIBUTES
                | Options::ENABLE_DEFINITION_LIST
                | Options::ENABLE_GFM,
        )
    }

    /// What mdBook reads in a book of these conventions.
    pub fn following(conventions: &Conventions) -> Dialect {
        let mut options = Self::mdbook().0;
        options.set(Options::ENABLE_DEFINITION_LIST, conventions.definition_lists);
        options.set(Options::ENABLE_GFM, conventions.admonitions);
        options.set(Options::ENABLE_MATH, conventions.dollars);
        Dialect(options)
    }

    /// What a book of ours may use: all of the above, formulas, `^superscript^` and `~subscript~` (so that only
    /// `~~x~~` strikes through).
    pub fn book() -> Dialect {
        Dialect(Self::mdbook().0 | Options::ENABLE_MATH | Options::ENABLE_SUPERSCRIPT | Options::ENABLE_SUBSCRIPT)
    }

    /// The same without tables: the lines of a poem begin with `|` and make none.
    pub(super) fn without_tables(self) -> Dialect {
        Dialect(self.0.difference(Options::ENABLE_TABLES))
    }

    /// True when `$…$` is a formula.
    pub(super) fn has_formulas(self) -> bool {
        self.0.contains(Options::ENABLE_MATH)
    }

    /// True when `^` and `~` raise and lower.
    pub(super) fn has_scripts(self) -> bool {
        self.0.contains(Options::ENABLE_SUPERSCRIPT)
    }

    /// True when lines of Rust that begin with `#` are there for the compiler only, as mdBook and rustdoc have it.
    pub(super) fn hides_lines(self) -> bool {
        !self.has_scripts()
    }

    /// True when a quotation that begins with `[!NOTE]` is a box.
    pub(super) fn has_admonitions(self) -> bool {
        self.0.contains(Options::ENABLE_GFM)
    }

    /// True when `:::` opens and closes divisions; mdBook knows no such thing.
    pub(super) fn has_fences(self) -> bool {
        self.has_scripts()
    }

    /// True when a link without words is called by the name of what it leads to; mdBook shows nothing.
    pub(super) fn names_links(self) -> bool {
        self.has_scripts()
    }

    pub(super) fn options(self) -> Options {
        self.0
    }
}

impl Default for Dialect {
    fn default() -> Dialect {
        Dialect::book()
    }
}

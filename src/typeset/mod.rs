//! Document to pages.
//!
//! In: a settled [`Document`], a [`Design`] and fonts. Out: finished [`Pages`]. It knows no PDF.

pub mod paragraph;

use crate::design::Design;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::font::FontBook;
use crate::page::Pages;

/// Sets a book.
pub fn typeset(document: &Document, design: &Design, fonts: &FontBook, diagnostics: &mut Diagnostics) -> Pages {
    let _ = (document, design, fonts, diagnostics);
    Pages::default()
}

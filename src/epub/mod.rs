//! The EPUB backend.
//!
//! In: a settled [`Document`] and its [`Design`]. Out: the bytes of an EPUB 3 publication, the same for the same document.
//! The only room that names epub-builder and zip. It knows neither Markdown nor pages.

mod accessibility;
mod address;
mod archive;
mod body;
mod code;
mod content;
mod figure;
mod fonts;
mod formula;
mod front;
mod image;
mod inline;
mod language;
mod looks;
mod moving;
mod nav;
mod onix;
mod package;
mod pages;
mod picture;
mod places;
mod raster;
mod shops;
mod strip;
mod structure;
mod svg;
mod table;
mod theme;
mod trace;
mod xhtml;

pub use body::body;
pub use onix::onix;
pub use picture::Formulas;
pub use shops::examine;

use crate::design::Design;
use crate::document::{Division, Document, ImageResource, Matter, PageBreak, Publication, Role};
use crate::font::{FontBook, Uncut};
use archive::{Entry, Finished};
use body::Book;
use package::Item;

/// The style sheet of every publication, less what its theme decides.
const STYLE: &str = include_str!("style.css");

/// Bytes of a content document beyond which its sections begin documents of their own: readers load one whole.
const LARGEST: usize = 250_000;

/// The media type of content documents.
const XHTML: &str = "application/xhtml+xml";

/// What the backend is told beside the document.
#[derive(Clone, Debug, Default)]
pub struct Options<'a> {
    /// The cover for a document that brings none; see [`cover::draw`](crate::cover::draw).
    pub cover: Option<ImageResource>,
    /// How the book looks: the theme's part of the style sheet is made of it.
    pub design: Design,
    /// What the publisher wants and states.
    pub publication: Publication,
    /// The fonts of the book, for a publication that [wants](Publication::fonts) them.
    pub fonts: Option<&'a FontBook>,
    /// The formulas, drawn where the publication [wants](Publication::form_of_formulas) images of them.
    pub formulas: Formulas,
    /// Where the printed pages begin, in reading order; empty for a publication that does not tell.
    pub pages: Vec<PageBreak>,
}

/// Why an EPUB could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive could not be written.
    #[error("cannot write the EPUB archive: {0}")]
    Archive(String),
    /// A font could not be embedded.
    #[error(transparent)]
    Font(#[from] Uncut),
}

/// Writes the publication.
///
/// # Errors
/// When the archive cannot be written or a font is broken; never because of what the document says.
pub fn write(document: &Document, options: &Options<'_>) -> Result<Vec<u8>, Error> {
    let images = image::Images::of(document, options.cover.as_ref(), shops::most_pixels(&options.publication));
    let pages = pages::Pages::of(&options.pages);
    let front = front::pages(&document.metadata, images.cover.as_ref().map(|cover| cover.name.as_str()), &pages);
    let opening = options.design.structures.opening;
    let formulas = &options.formulas;
    let design = &options.design;
    let mut cuts = places::Cuts::default();
    let (places, texts) = loop {
        let places = places::Places::of(document, cuts.clone());
        let book = Book { document, places: &places, images: &images, pages: &pages, opening, formulas, design };
        let texts: Vec<content::Text> = (0..places.files.len()).map(|file| content::document(book, file)).collect();
        let further = places.further_cuts(&texts, LARGEST);
        if further.is_empty() {
            break (places, texts);
        }
        cuts.extend(further);
    };
    let book = Book { document, places: &places, images: &images, pages: &pages, opening, formulas, design };
    // Contents come after dedications and epigraphs, as in print.
    let before = places.files.iter().take_while(|file| stands_before_contents(file.division)).count();
    let page_list = nav::page_list(&book, &texts, before);

    let contents = nav::contents(&book, shops::depth_of_contents(&options.publication));
    let nav = nav::nav(&book, &contents, &nav::lists(&book, &options.design.contents), &page_list, &front);
    let fonts = match options.fonts.filter(|_| options.publication.fonts) {
        Some(fonts) => {
            let all = front.iter().map(|page| page.text.as_str()).chain([nav.as_str()]);
            let all = all.chain(texts.iter().map(|text| text.text.as_str()));
            fonts::embed(fonts, &options.design, &looks::looks(&options.design, all))?
        }
        None => fonts::Embedded::default(),
    };

    let style = STYLE.to_string() + &theme::css(&options.design) + &fonts.css;
    let mut entries = vec![entry("stylesheet.css", "text/css", None, style.as_bytes())];
    if let Some(cover) = &images.cover {
        entries.push(entry(&cover.name, cover.media_type, Some("cover-image"), &cover.bytes));
    }
    entries.extend(images.inside().map(|image| entry(&image.name, image.media_type, None, &image.bytes)));
    entries.extend(formulas.files().map(|(name, bytes)| entry(name, "image/png", None, bytes)));
    entries.extend(fonts.files.iter().map(|font| entry(&font.name, font.media_type, None, &font.bytes)));
    entries.extend(front.iter().map(|page| read_in_order(page.name, &page.text)));
    let contents_at = entries.len() + before;
    entries.extend(places.files.iter().zip(&texts).map(|(file, text)| read_in_order(&file.name, &text.text)));

    let mut items: Vec<Item> = entries.iter().map(|entry| entry.item.clone()).collect();
    items.insert(contents_at, Item { in_spine: true, ..item(nav::NAV, XHTML, Some("nav")) });
    items.push(item("toc.ncx", "application/x-dtbncx+xml", None));
    let finished = Finished {
        package: package::package(document, options, !page_list.is_empty(), &items),
        nav,
        ncx: nav::ncx(&book, &contents, &page_list, &package::identifier(&document.metadata)),
    };
    archive::pack(&entries, &finished)
}

/// True for a page that stands before the contents (The Chicago Manual of Style, 17th edition, §1.4).
fn stands_before_contents(division: &Division) -> bool {
    division.matter == Matter::Front && matches!(division.role, Role::Dedication | Role::Epigraph)
}

fn item(href: &str, media_type: &'static str, properties: Option<&'static str>) -> Item {
    Item { href: href.into(), media_type, properties, in_spine: false }
}

fn entry<'a>(href: &str, media_type: &'static str, properties: Option<&'static str>, bytes: &'a [u8]) -> Entry<'a> {
    Entry { item: item(href, media_type, properties), bytes }
}

fn read_in_order<'a>(href: &str, text: &'a str) -> Entry<'a> {
    // What is text in a document is escaped: only a formula begins so.
    let properties = text.contains("<math ").then_some("mathml");
    Entry { item: Item { in_spine: true, ..item(href, XHTML, properties) }, bytes: text.as_bytes() }
}

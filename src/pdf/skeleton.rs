//! The file as printpdf lays it out.
//!
//! In: how many pages there are, the subset fonts, the images. Out: a `lopdf` document with empty pages whose resources
//! name every font and image.

use super::font::Subset;
use super::image::{Embedded, Images};
use crate::page::Pages;
use printpdf::{
    Codepoint, FontId, Op, PdfConformance, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem, XObject,
    XObjectId,
};

/// Lets printpdf build the document.
pub(super) fn build(pages: &Pages, subsets: &[Subset<'_>], images: &Images) -> lopdf::Document {
    let mut pdf = PdfDocument::new("");
    // The named conformances bring their own XMP and output intents.
    pdf.metadata.info.conformance = PdfConformance::Custom(Default::default());
    for subset in subsets {
        pdf.resources.fonts.map.insert(FontId(subset.resource(0)), subset.to_printpdf());
    }
    for (id, image) in images {
        if let Embedded::Raster(raster) = image {
            let name = XObjectId(super::content::image_name(*id));
            pdf.resources.xobjects.map.insert(name, XObject::External(raster.to_printpdf()));
        }
    }
    pdf.pages = pages.pages.iter().map(|page| empty_page(page.size)).collect();
    if let Some(first) = pdf.pages.first_mut() {
        first.ops = subsets.iter().flat_map(mention).collect();
    }
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    // Its warnings are about operators; there are none but the mentions below.
    pdf.to_lopdf_document(&options, &mut Vec::new())
}

fn empty_page(size: crate::units::Size) -> PdfPage {
    let points = |length: crate::units::Length| Pt(length.to_pt() as f32);
    let bounds = printpdf::Rect::from_wh(points(size.width), points(size.height));
    PdfPage { media_box: bounds.clone(), trim_box: bounds.clone(), crop_box: bounds, ops: Vec::new() }
}

/// Shows a glyph: printpdf embeds only the fonts of which some page shows a glyph. The operators go when the real
/// content stream takes their place.
fn mention(subset: &Subset<'_>) -> [Op; 4] {
    let font = PdfFontHandle::External(FontId(subset.resource(0)));
    let items = vec![TextItem::GlyphIds(vec![Codepoint::new(1, 0.0)])];
    [Op::StartTextSection, Op::SetFont { font, size: Pt(1.0) }, Op::ShowText { items }, Op::EndTextSection]
}

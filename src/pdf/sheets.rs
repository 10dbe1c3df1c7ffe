//! A file of sheets: pages as forms (ISO 32000-1, 8.10), placed by matrices.
//!
//! In: the content of each page, and where it stands on which sheet. Out: sheets as the pages of the file, and where each
//! page is in it. Each page is kept once, with its text, its drawings and its marks; links, outline and structure lead to
//! its place on the sheet.

use super::number::{length, push_decimal, push_length};
use super::spot::Spot;
use crate::impose::Sheet;
use crate::page::Page;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// Makes forms of pages and pages of sheets; returns the new pages and where the old ones are.
///
/// # Errors
/// When a page is not what printpdf promises, or stands on no sheet.
pub(super) fn add(
    doc: &mut Document,
    pages: &[Page],
    ids: &[ObjectId],
    contents: Vec<Stream>,
    sheets: &[Sheet],
) -> Result<(Vec<ObjectId>, Vec<Spot>), lopdf::Error> {
    let mut forms = Vec::with_capacity(ids.len());
    for ((page, id), content) in pages.iter().zip(ids).zip(contents) {
        let own = doc.get_dictionary(*id)?;
        let (form, resources) = (own.get(b"Contents")?.as_reference()?, own.get(b"Resources")?.clone());
        doc.objects.remove(id);
        doc.set_object(form, self::form(page, resources, content));
        forms.push(form);
    }
    let made: Vec<ObjectId> = sheets.iter().map(|sheet| self::sheet(doc, sheet, pages, &forms)).collect();
    let mut spots = vec![None; pages.len()];
    for (sheet, id) in sheets.iter().zip(&made) {
        for placed in &sheet.placed {
            if let Some(spot) = spots.get_mut(placed.page) {
                *spot = Some(Spot::on_sheet(*id, forms[placed.page], sheet.size.height, placed));
            }
        }
    }
    let spots: Option<Vec<Spot>> = spots.into_iter().collect();
    Ok((made, spots.ok_or_else(|| lopdf::Error::DictKey("Page".into()))?))
}

fn form(page: &Page, resources: Object, mut content: Stream) -> Stream {
    let entries = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), length(page.size.width), length(page.size.height)],
        "Resources" => resources,
    };
    content.dict.extend(&entries);
    content
}

fn sheet(doc: &mut Document, sheet: &Sheet, pages: &[Page], forms: &[ObjectId]) -> ObjectId {
    let mut xobjects = Dictionary::new();
    let mut out = Vec::new();
    for placed in &sheet.placed {
        let (Some(page), Some(form)) = (pages.get(placed.page), forms.get(placed.page)) else { continue };
        let called = format!("P{}", placed.page + 1);
        let bottom = sheet.size.height - placed.at.y - crate::impose::scaled(page.size.height, placed.scale);
        out.extend_from_slice(b"q ");
        push_decimal(&mut out, placed.scale, 6);
        out.extend_from_slice(b" 0 0 ");
        push_decimal(&mut out, placed.scale, 6);
        out.push(b' ');
        push_length(&mut out, placed.at.x);
        out.push(b' ');
        push_length(&mut out, bottom);
        out.extend_from_slice(format!(" cm /{called} Do Q\n").as_bytes());
        xobjects.set(called, *form);
    }
    if !sheet.rules.is_empty() {
        out.extend_from_slice(b"/Artifact<</Type/Layout>>BDC\n0.6 0.6 0.6 rg\n");
    }
    for rule in &sheet.rules {
        for part in [rule.origin.x, sheet.size.height - rule.bottom(), rule.size.width, rule.size.height] {
            push_length(&mut out, part);
            out.push(b' ');
        }
        out.extend_from_slice(b"re f\n");
    }
    if !sheet.rules.is_empty() {
        out.extend_from_slice(b"EMC\n");
    }
    let content = doc.add_object(Stream::new(Dictionary::new(), out));
    let bounds = vec![0.into(), 0.into(), length(sheet.size.width), length(sheet.size.height)];
    doc.add_object(dictionary! {
        "Type" => "Page",
        "MediaBox" => bounds.clone(),
        "CropBox" => bounds.clone(),
        "TrimBox" => bounds,
        "Resources" => dictionary! { "XObject" => xobjects },
        "Contents" => content,
    })
}

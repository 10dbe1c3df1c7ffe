//! The finishing pass: makes a document of the pages that printpdf laid out, and saves it.
//!
//! In: the `lopdf` document, the content streams, fonts and images. Out: the bytes of the file. Everything in it follows
//! from the pages; the identifier is a hash of the rest of the file.

use super::content::image_name;
use super::destinations::Destinations;
use super::font::Subset;
use super::image::{Embedded, Images};
use super::info::Facts;
use super::number::{length, name, text};
use super::save::Written;
use super::spot::Spot;
use super::{Error, Options, deflate, intent, labels, links, outline, save, sheets, structure, svg, xmp};
use crate::impose::Sheet;
use crate::page::{Page, Pages};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use std::collections::BTreeMap;

/// Children of one node of the page tree.
const PAGE_TREE_FAN: usize = 32;

/// Stands where the identifier will be.
const PLACEHOLDER: [u8; 16] = *b"Bifolio file ID.";

/// What goes into the skeleton.
pub(super) struct Parts<'a> {
    /// The content stream of each page.
    pub(super) contents: Vec<Stream>,
    /// The fonts.
    pub(super) subsets: Vec<Subset<'a>>,
    /// The images.
    pub(super) images: Images,
}

/// Finishes and saves the file.
///
/// # Errors
/// When the skeleton is not what printpdf promises, or an SVG cannot be taken over.
pub(super) fn finish(mut doc: Document, pages: &Pages, options: &Options, parts: Parts<'_>) -> Result<Vec<u8>, Error> {
    doc.version = "1.7".into();
    doc.binary_mark = vec![0xE2, 0xE3, 0xCF, 0xD3];
    let catalog = doc.trailer.get(b"Root")?.as_reference()?;
    let tree = doc.get_dictionary(catalog)?.get(b"Pages")?.as_reference()?;
    let kids = doc.get_dictionary(tree)?.get(b"Kids")?.as_array()?;
    let ids: Vec<ObjectId> = kids.iter().map(Object::as_reference).collect::<Result<_, _>>()?;

    if let Some(resources) = share_resources(&mut doc, &ids)? {
        describe_fonts(&mut doc, resources, &parts.subsets)?;
        fill_images(&mut doc, resources, parts.images)?;
    }
    let (made, spots) = match &options.sheets {
        Some(sheets) => sheets::add(&mut doc, &pages.pages, &ids, parts.contents, sheets)?,
        None => (ids.clone(), own_pages(&mut doc, &pages.pages, &ids, parts.contents)?),
    };
    let destinations = Destinations::collect(pages);
    let annotations = annotate(&mut doc, &pages.pages, &spots, &destinations)?;
    let structure = structure::add(&mut doc, pages, &spots, &annotations)?;
    let facts = Facts::new(&pages.metadata, options);
    let sheets = options.sheets.as_deref();
    let entries = catalog_entries(&mut doc, pages, (&spots, sheets), (&destinations, &structure), &facts);
    doc.get_dictionary_mut(tree)?.set("Count", made.len() as i64);
    complete(doc, (catalog, tree), (&entries, &facts), &made, &structure.written)
}

/// Gives the file its catalog and its information, and saves it.
fn complete(
    mut doc: Document,
    (catalog, tree): (ObjectId, ObjectId),
    (entries, facts): (&Dictionary, &Facts<'_>),
    pages: &[ObjectId],
    written: &Written,
) -> Result<Vec<u8>, Error> {
    let mut all = dictionary! { "Type" => "Catalog", "Pages" => tree };
    all.extend(entries);
    doc.set_object(catalog, all);
    let info = doc.trailer.get(b"Info")?.as_reference()?;
    doc.set_object(info, facts.dictionary());
    balance(&mut doc, pages, tree)?;
    deflate::the_rest(&mut doc);
    Ok(save(&mut doc, written))
}

/// Gives all pages the resources of the first; printpdf makes an equal dictionary for each.
fn share_resources(doc: &mut Document, pages: &[ObjectId]) -> Result<Option<ObjectId>, lopdf::Error> {
    let mut shared = None;
    for page in pages {
        let own = doc.get_dictionary(*page)?.get(b"Resources")?.as_reference()?;
        let first = *shared.get_or_insert(own);
        if own != first {
            doc.objects.remove(&own);
            doc.get_dictionary_mut(*page)?.set("Resources", first);
        }
    }
    if let Some(resources) = shared {
        for empty in ["ExtGState", "Shading"] {
            if let Some(Object::Reference(id)) = doc.get_dictionary_mut(resources)?.remove(empty.as_bytes()) {
                doc.objects.remove(&id);
            }
        }
    }
    Ok(shared)
}

fn describe_fonts(doc: &mut Document, resources: ObjectId, subsets: &[Subset<'_>]) -> Result<(), lopdf::Error> {
    let fonts = doc.get_dictionary(resources)?.get(b"Font")?.as_reference()?;
    for subset in subsets {
        subset.describe(doc, fonts)?;
    }
    Ok(())
}

/// Gives the images their pixels and takes over the drawings.
fn fill_images(doc: &mut Document, resources: ObjectId, images: Images) -> Result<(), Error> {
    let xobjects = doc.get_dictionary(resources)?.get(b"XObject")?.as_reference()?;
    for (id, image) in images {
        match image {
            Embedded::Raster(raster) => {
                let stream = doc.get_dictionary(xobjects)?.get(image_name(id).as_bytes())?.as_reference()?;
                raster.fill(doc, stream)?;
            }
            Embedded::Drawing(drawing) => {
                let form = svg::import(doc, *drawing)?;
                doc.get_dictionary_mut(xobjects)?.set(image_name(id), form);
            }
        }
    }
    Ok(())
}

/// Gives each page its content and its size.
fn own_pages(
    doc: &mut Document,
    pages: &[Page],
    ids: &[ObjectId],
    contents: Vec<Stream>,
) -> Result<Vec<Spot>, lopdf::Error> {
    let mut spots = Vec::with_capacity(ids.len());
    for ((page, id), content) in pages.iter().zip(ids).zip(contents) {
        let stream = doc.get_dictionary(*id)?.get(b"Contents")?.as_reference()?;
        doc.set_object(stream, content);
        let bounds = vec![0.into(), 0.into(), length(page.size.width), length(page.size.height)];
        let dictionary = doc.get_dictionary_mut(*id)?;
        for key in ["MediaBox", "CropBox", "TrimBox"] {
            dictionary.set(key, bounds.clone());
        }
        dictionary.remove(b"Annots");
        spots.push(Spot::own(*id, page.size.height));
    }
    Ok(spots)
}

/// Gives the pages of the file the annotations of their links; returns those of each page of the book.
fn annotate(
    doc: &mut Document,
    pages: &[Page],
    spots: &[Spot],
    destinations: &Destinations<'_>,
) -> Result<Vec<Vec<Option<ObjectId>>>, lopdf::Error> {
    let mut all = Vec::with_capacity(pages.len());
    let mut listed: BTreeMap<ObjectId, Vec<Object>> = BTreeMap::new();
    for (page, spot) in pages.iter().zip(spots) {
        let annotations = links::annotations(page, spot, destinations).into_iter();
        let annotations: Vec<Option<ObjectId>> = annotations.map(|a| a.map(|a| doc.add_object(a))).collect();
        listed.entry(spot.page).or_default().extend(annotations.iter().flatten().copied().map(Object::Reference));
        all.push(annotations);
    }
    for (page, annotations) in listed.into_iter().filter(|(_, annotations)| !annotations.is_empty()) {
        let dictionary = doc.get_dictionary_mut(page)?;
        dictionary.set("Annots", annotations);
        // In the order of the structure.
        dictionary.set("Tabs", name("S"));
    }
    Ok(all)
}

/// What the file says of itself whatever its pages are.
fn file_entries(doc: &mut Document, pages: &Pages, facts: &Facts<'_>) -> Dictionary {
    let metadata = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let packet = Stream::new(metadata, xmp::packet(facts).into_bytes()).with_compression(false);
    dictionary! {
        "Lang" => text(&pages.metadata.language.0),
        "Metadata" => doc.add_object(packet),
        "OutputIntents" => vec![Object::Dictionary(intent::add(doc))],
    }
}

fn catalog_entries(
    doc: &mut Document,
    pages: &Pages,
    (spots, sheets): (&[Spot], Option<&[Sheet]>),
    (destinations, structure): (&Destinations<'_>, &structure::Tree<'_>),
    facts: &Facts<'_>,
) -> Dictionary {
    let mut entries = file_entries(doc, pages, facts);
    entries.extend(&dictionary! {
        "MarkInfo" => dictionary! { "Marked" => true },
        "StructTreeRoot" => structure.root,
        "PageLabels" => sheets.map_or_else(|| labels::tree(&pages.pages), |sheets| labels::of_sheets(sheets, &pages.pages)),
        "ViewerPreferences" => preferences(pages, sheets),
    });
    if let Some(tree) = destinations.add_tree(doc, spots) {
        entries.set("Names", dictionary! { "Dests" => tree });
    }
    if let Some(root) = outline::add(doc, &pages.outline, (destinations, structure)) {
        entries.set("Outlines", root);
        entries.set("PageMode", name("UseOutlines"));
    }
    entries
}

/// How viewers show the file and print it: sheets in their own size and, where they are folded, turned over at the short edge.
fn preferences(pages: &Pages, sheets: Option<&[Sheet]>) -> Dictionary {
    let mut preferences = dictionary! { "DisplayDocTitle" => true };
    if sheets.is_some() {
        preferences.set("PrintScaling", name("None"));
    } else if pages.metadata.is_right_to_left() {
        preferences.set("Direction", "R2L");
    }
    if sheets.is_some_and(|sheets| sheets.iter().any(|sheet| sheet.is_folded)) {
        preferences.set("Duplex", name("DuplexFlipShortEdge"));
    }
    preferences
}

/// Puts nodes between the root of the page tree and its pages, so that a reader finds a page without reading all.
fn balance(doc: &mut Document, pages: &[ObjectId], root: ObjectId) -> Result<(), lopdf::Error> {
    let mut level: Vec<(ObjectId, i64)> = pages.iter().map(|page| (*page, 1)).collect();
    while level.len() > PAGE_TREE_FAN {
        let mut above = Vec::new();
        for kids in level.chunks(PAGE_TREE_FAN) {
            let node = doc.new_object_id();
            let count: i64 = kids.iter().map(|(_, count)| count).sum();
            adopt(doc, kids, node)?;
            let kids: Vec<Object> = kids.iter().map(|(kid, _)| Object::Reference(*kid)).collect();
            doc.set_object(node, dictionary! { "Type" => "Pages", "Count" => count, "Kids" => kids });
            above.push((node, count));
        }
        level = above;
    }
    adopt(doc, &level, root)?;
    let kids: Vec<Object> = level.iter().map(|(kid, _)| Object::Reference(*kid)).collect();
    doc.get_dictionary_mut(root)?.set("Kids", kids);
    Ok(())
}

fn adopt(doc: &mut Document, kids: &[(ObjectId, i64)], parent: ObjectId) -> Result<(), lopdf::Error> {
    for (kid, _) in kids {
        doc.get_dictionary_mut(*kid)?.set("Parent", parent);
    }
    Ok(())
}

/// Saves with a placeholder, then puts a hash of all in its place.
fn save(doc: &mut Document, written: &Written) -> Vec<u8> {
    let placeholder = Object::String(PLACEHOLDER.to_vec(), StringFormat::Hexadecimal);
    doc.trailer.set("ID", vec![placeholder.clone(), placeholder]);
    let mut file = save::save(doc, written);
    identify(&mut file);
    file
}

fn identify(file: &mut [u8]) {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>().into_bytes();
    let hash = blake3::hash(file);
    let (placeholder, identifier) = (hex(&PLACEHOLDER), hex(&hash.as_bytes()[..PLACEHOLDER.len()]));
    // Both stand in the dictionary of the last object, the cross-reference stream.
    let mut end = file.len();
    for _ in 0..2 {
        let found = file[..end].windows(placeholder.len()).rposition(|bytes| bytes.eq_ignore_ascii_case(&placeholder));
        let Some(start) = found else { return };
        file[start..start + identifier.len()].copy_from_slice(&identifier);
        end = start;
    }
}

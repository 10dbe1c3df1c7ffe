//! XMP metadata (ISO 16684-1): the same facts as in the information dictionary, and those that it has no place for.
//!
//! In: [`Facts`]. Out: a packet in XML.

use super::extension;
use super::info::{Facts, PROGRAM};
use crate::document::{IdentifierKind, Relator};
use crate::xml::{self, Place};

/// The packet.
pub(super) fn packet(facts: &Facts<'_>) -> String {
    let mut xml = String::from("<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n");
    xml.push_str("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n");
    xml.push_str("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");
    xml.push_str("<rdf:Description rdf:about=\"\"");
    let namespaces = [
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("xmp", "http://ns.adobe.com/xap/1.0/"),
        ("xmpRights", "http://ns.adobe.com/xap/1.0/rights/"),
        ("pdf", "http://ns.adobe.com/pdf/1.3/"),
    ];
    for (prefix, address) in namespaces.into_iter().chain(extension::NAMESPACES) {
        xml.push_str(&format!("\n  xmlns:{prefix}=\"{address}\""));
    }
    xml.push_str(">\n");
    xml.push_str(&dublin_core(facts));
    xml.push_str(&about_the_file(facts));
    xml.push_str(&extension::properties(facts));
    xml.push_str("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>");
    xml
}

fn dublin_core(facts: &Facts<'_>) -> String {
    let metadata = facts.metadata;
    let others = metadata.contributors.iter().filter(|c| c.role != Relator::Author).map(|c| c.name.as_str());
    let subjects = metadata.subjects.iter().map(|subject| subject.name.as_str());
    let publisher = metadata.publisher.iter().map(|p| p.name.as_str());
    let language = metadata.language.0.as_str();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        alternatives("dc:title", &metadata.title, language),
        array("dc:creator", "Seq", metadata.authors()),
        array("dc:contributor", "Bag", others),
        array("dc:language", "Bag", facts.languages.iter().map(|language| language.0.as_str())),
        alternatives("dc:description", &text(&metadata.description), language),
        array("dc:subject", "Bag", subjects),
        alternatives("dc:rights", &text(&metadata.rights), language),
        array("dc:publisher", "Bag", publisher),
        array("dc:relation", "Bag", metadata.event.as_deref()),
        element("dc:coverage", &text(&metadata.place)),
        element("dc:identifier", &identifier(facts)),
        element("dc:format", "application/pdf"),
    ]
    .concat()
}

fn about_the_file(facts: &Facts<'_>) -> String {
    let license = facts.metadata.license_url.as_deref().unwrap_or_default();
    [
        element("xmp:CreateDate", &facts.date),
        element("xmp:ModifyDate", &facts.date),
        element("xmp:MetadataDate", &facts.date),
        element("xmp:CreatorTool", PROGRAM),
        element("xmpRights:WebStatement", license),
        element("pdf:Producer", PROGRAM),
        element("pdf:Keywords", &facts.keywords),
    ]
    .concat()
}

/// The identifier of the printed edition, else the first of the book, as a URI; empty without one.
fn identifier(facts: &Facts<'_>) -> String {
    let all = &facts.metadata.identifiers;
    let printed = all.iter().find(|i| i.edition == Some(crate::document::Edition::Print));
    let chosen = printed.or_else(|| all.iter().find(|i| i.edition.is_none()));
    chosen.map_or_else(String::new, |identifier| match identifier.kind {
        IdentifierKind::Isbn => format!("urn:isbn:{}", identifier.value),
        IdentifierKind::Doi => format!("doi:{}", identifier.value),
        IdentifierKind::Uuid => format!("urn:uuid:{}", identifier.value),
        IdentifierKind::Url => identifier.value.clone(),
    })
}

/// An element with text; nothing when there is none.
pub(super) fn element(name: &str, text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!("<{name}>{}</{name}>\n", escaped(text, Place::Text)),
    }
}

/// A text in the default language and in that of the book.
fn alternatives(name: &str, text: &str, language: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let (text, language) = (escaped(text, Place::Text), escaped(language, Place::Attribute));
    let item = |language: &str| format!("<rdf:li xml:lang=\"{language}\">{text}</rdf:li>");
    format!("<{name}><rdf:Alt>{}{}</rdf:Alt></{name}>\n", item("x-default"), item(&language))
}

/// An element with a list of texts; nothing when it is empty.
pub(super) fn array<'a>(name: &str, kind: &str, items: impl IntoIterator<Item = &'a str>) -> String {
    let items: String =
        items.into_iter().map(|item| format!("<rdf:li>{}</rdf:li>", escaped(item, Place::Text))).collect();
    match items.as_str() {
        "" => String::new(),
        items => format!("<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>\n"),
    }
}

fn escaped(text: &str, place: Place) -> String {
    let mut out = String::new();
    xml::escape(&mut out, text, place);
    out
}

#[cfg(test)]
mod tests {
    use super::super::Options;
    use super::*;
    use crate::document::{Contributor, Metadata};

    #[test]
    fn the_packet_is_well_formed_whatever_the_metadata_says() {
        let contributor = Contributor { name: "A & <B>\u{1}".into(), file_as: None, role: Relator::Author };
        let metadata = Metadata { title: "\"T\" & T".into(), contributors: vec![contributor], ..Metadata::default() };
        let packet = packet(&Facts::new(&metadata, &Options::default()));
        let document = roxmltree::Document::parse(&packet).expect("well-formed");
        let texts: Vec<&str> = document
            .descendants()
            .filter(|n| n.has_tag_name("li") || n.tag_name().name() == "li")
            .filter_map(|n| n.text())
            .collect();
        assert_eq!(texts, ["\"T\" & T", "\"T\" & T", "A & <B>", "en"]);
    }
}

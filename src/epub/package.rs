//! The package document.
//!
//! In: metadata and the list of files. Out: `content.opf` (EPUB 3.3 §5): metadata, manifest, spine.

use super::Options;
use super::accessibility::{Seen, claims};
use super::language;
use super::xhtml::{Tag, Writer, one_line};
use crate::document::words::language_of_words;
use crate::document::{Document, Edition, Identifier, IdentifierKind, Metadata, Relator, Shop, Statement, Subject};

/// A file of the publication.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its name inside the publication.
    pub(super) href: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// What the manifest says of it, such as `nav`.
    pub(super) properties: Option<&'static str>,
    /// True when it is read in order.
    pub(super) in_spine: bool,
}

/// The package document.
pub(super) fn package(document: &Document, options: &Options<'_>, has_pages: bool, items: &[Item]) -> String {
    let metadata = &document.metadata;
    let mut package = Package { out: Writer::default(), ids: 0 };
    package.out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let root = Tag::new("package").with("xmlns", "http://www.idpf.org/2007/opf").with("version", "3.0");
    let root = root.maybe("prefix", names_fonts(options).then_some(APPLE));
    let root = root.with("unique-identifier", "pub-id").with("xml:lang", language::tag(&metadata.language));
    package.out.open(root.with("dir", language::direction_of(metadata)));
    package.out.newline();
    package.metadata(document, options, has_pages);
    if items.iter().any(|item| item.properties == Some("cover-image")) {
        // What readers before EPUB 3 look for.
        package.line(Tag::new("meta").with("name", "cover").with("content", "cover-image"));
    }
    package.out.raw("</metadata>\n");
    package.manifest(items);
    package.spine(metadata, items);
    package.out.raw("</package>\n");
    package.out.into_string()
}

/// Apple's own vocabulary.
const APPLE: &str = "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";

/// Apple shows embedded fonts when it is told of them.
fn names_fonts(options: &Options<'_>) -> bool {
    options.publication.fonts && options.fonts.is_some() && options.publication.shops.contains(&Shop::Apple)
}

/// The identifier of the publication: the ISBN of the EPUB, else a UUID, else one derived from what the book is.
pub(super) fn identifier(metadata: &Metadata) -> String {
    let isbn = metadata.identifiers.iter().filter(|i| i.edition != Some(Edition::Print));
    let isbn = isbn.filter(|i| i.kind == IdentifierKind::Isbn);
    let uuid = metadata.identifiers.iter().filter(|i| i.kind == IdentifierKind::Uuid);
    isbn.chain(uuid).map(urn).find(|urn| !urn.is_empty()).unwrap_or_else(|| derived(metadata))
}

/// The identifier of the printed book: its ISBN, else what else it has, else what the PDF is known by.
fn printed(metadata: &Metadata) -> String {
    let own = metadata.identifiers.iter().filter(|i| i.edition == Some(Edition::Print));
    let (isbn, others): (Vec<_>, Vec<_>) = own.partition(|i| i.kind == IdentifierKind::Isbn);
    let shared = metadata.identifiers.iter().filter(|i| i.edition.is_none());
    let all = isbn.into_iter().chain(others).chain(shared);
    all.map(urn).find(|urn| !urn.is_empty()).unwrap_or_else(|| derived(metadata))
}

/// An identifier as an address; empty when nothing is left of it.
fn urn(identifier: &Identifier) -> String {
    let value = one_line(&identifier.value);
    if value.is_empty() {
        return value;
    }
    match identifier.kind {
        IdentifierKind::Isbn => {
            let digits: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
            format!("urn:isbn:{digits}")
        }
        IdentifierKind::Doi => format!("doi:{value}"),
        IdentifierKind::Uuid => {
            let value = value.to_ascii_lowercase();
            format!("urn:uuid:{}", value.strip_prefix("urn:uuid:").unwrap_or(&value))
        }
        IdentifierKind::Url => value,
    }
}

/// A UUID of version 8 (RFC 9562 §5.8) from title, authors and language: the same for the same book.
fn derived(metadata: &Metadata) -> String {
    let mut hasher = blake3::Hasher::new();
    let parts = [metadata.title.as_str(), metadata.language.0.as_str()];
    for part in parts.into_iter().chain(metadata.authors()) {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

struct Package {
    out: Writer,
    /// How many elements have an id so far.
    ids: usize,
}

impl Package {
    /// An element without content on a line of its own.
    fn line(&mut self, tag: Tag<'_>) {
        self.out.empty(tag);
        self.out.newline();
    }

    /// An element with text, unless there is none.
    fn say(&mut self, tag: Tag<'_>, text: &str) {
        let text = one_line(text);
        if !text.is_empty() {
            self.out.leaf(tag, &text);
            self.out.newline();
        }
    }

    fn maybe(&mut self, name: &'static str, text: Option<&str>) {
        self.say(Tag::new(name), text.unwrap_or_default());
    }

    fn property(&mut self, property: &str, text: Option<&str>) {
        self.say(Tag::new("meta").with("property", property), text.unwrap_or_default());
    }

    /// An element that others refine; the id to do so. `None` when it has no text and was not written.
    fn refined(&mut self, name: &'static str, kind: &str, text: &str) -> Option<String> {
        if one_line(text).is_empty() {
            return None;
        }
        self.ids += 1;
        let id = format!("{kind}-{}", self.ids);
        self.say(Tag::new(name).with("id", id.as_str()), text);
        Some(format!("#{id}"))
    }

    fn refine(&mut self, of: &str, property: &str, text: &str) {
        self.say(Tag::new("meta").with("refines", of).with("property", property), text);
    }

    fn metadata(&mut self, document: &Document, options: &Options<'_>, has_pages: bool) {
        let metadata = &document.metadata;
        self.out.open(Tag::new("metadata").with("xmlns:dc", "http://purl.org/dc/elements/1.1/"));
        self.out.newline();
        self.identifiers(metadata);
        self.titles(metadata);
        self.say(Tag::new("dc:language"), &language::tag(&metadata.language));
        self.people(metadata);
        self.maybe("dc:publisher", metadata.publisher.as_ref().map(|p| p.name.as_str()));
        let date = metadata.date.or(metadata.first_published).map(|date| date.to_string());
        self.maybe("dc:date", date.as_deref());
        let earlier = metadata.first_published.filter(|_| metadata.date.is_some()).map(|date| date.to_string());
        self.property("dcterms:issued", earlier.as_deref());
        self.sources(metadata);
        self.maybe("dc:rights", metadata.rights.as_deref().or(metadata.license.as_deref()));
        self.property("dcterms:license", metadata.license_url.as_deref().or(metadata.license.as_deref()));
        self.maybe("dc:description", metadata.description.as_deref());
        // The course or the event that it is part of, and where it is of use.
        self.maybe("dc:relation", metadata.event.as_deref());
        self.maybe("dc:coverage", metadata.place.as_deref());
        metadata.subjects.iter().for_each(|subject| self.subject(subject));
        self.property("schema:bookEdition", metadata.edition.as_deref());
        self.series(metadata);
        self.property("dcterms:modified", Some(&metadata.modified()));
        self.property("rendition:layout", Some("reflowable"));
        self.property("ibooks:specified-fonts", names_fonts(options).then_some("true"));
        let statement = &options.publication.accessibility;
        if has_pages {
            self.property("pageBreakSource", Some(&printed(metadata)));
        }
        let words = language_of_words(&metadata.language);
        for (property, value) in claims(Seen::of(document, options, has_pages), &metadata.language, statement) {
            let tag = Tag::new("meta").with("property", property);
            let foreign = property == "schema:accessibilitySummary" && words != metadata.language;
            self.say(tag.maybe("xml:lang", foreign.then(|| language::tag(&words))), &value);
        }
        self.statement(statement);
    }

    /// What the publisher states, and who has found so (EPUB Accessibility 1.1 §4.3 and §4.4).
    fn statement(&mut self, statement: &Statement) {
        let mut conforms = None;
        if let Some(conformance) = statement.conforms_to {
            let text = format!("EPUB Accessibility 1.1 - WCAG {} Level {}", conformance.version, conformance.level);
            self.say(Tag::new("meta").with("property", "dcterms:conformsTo").with("id", "conformance"), &text);
            conforms = Some("#conformance");
        }
        let Some(certifier) = &statement.certified_by else { return };
        let by = Tag::new("meta").with("property", "a11y:certifiedBy").with("id", "certifier");
        self.say(by.maybe("refines", conforms), certifier);
        self.refine("#certifier", "a11y:certifierCredential", statement.credential.as_deref().unwrap_or_default());
        if let Some(report) = statement.report.as_deref().and_then(super::address::absolute) {
            let link = Tag::new("link").with("rel", "a11y:certifierReport").with("refines", "#certifier");
            self.line(link.with("href", report));
        }
    }

    /// A subject, with the code that it has in a scheme.
    fn subject(&mut self, subject: &Subject) {
        let (Some(authority), Some(code)) = (&subject.authority, &subject.code) else {
            return self.say(Tag::new("dc:subject"), &subject.name);
        };
        if let Some(id) = self.refined("dc:subject", "subject", &subject.name) {
            self.refine(&id, "authority", authority);
            self.refine(&id, "term", code);
        }
    }

    /// The unique identifier first, then every other of this edition.
    fn identifiers(&mut self, metadata: &Metadata) {
        let unique = identifier(metadata);
        self.say(Tag::new("dc:identifier").with("id", "pub-id"), &unique);
        self.identifier_type("#pub-id", &unique);
        let mut told = vec![unique];
        for identifier in metadata.identifiers.iter().filter(|i| i.edition != Some(Edition::Print)) {
            let urn = urn(identifier);
            if !told.contains(&urn)
                && let Some(id) = self.refined("dc:identifier", "identifier", &urn)
            {
                self.identifier_type(&id, &urn);
                told.push(urn);
            }
        }
    }

    /// The kind of an identifier, as a code of ONIX list 5.
    fn identifier_type(&mut self, of: &str, urn: &str) {
        let code = match urn.split_once("isbn:") {
            Some((_, isbn)) if isbn.len() == 13 => "15",
            Some(_) => "02",
            None if urn.starts_with("doi:") => "06",
            None if urn.starts_with("urn:") => "22",
            None => return,
        };
        let tag = Tag::new("meta").with("refines", of).with("property", "identifier-type");
        self.say(tag.with("scheme", "onix:codelist5"), code);
    }

    fn titles(&mut self, metadata: &Metadata) {
        let title = super::content::title_or(&metadata.title, metadata);
        let titles = [
            (Some(title.as_str()), "main"),
            (metadata.subtitle.as_deref(), "subtitle"),
            (metadata.short_title.as_deref(), "short"),
        ];
        for (place, (text, kind)) in titles.into_iter().enumerate() {
            if let Some(id) = self.refined("dc:title", "title", text.unwrap_or_default()) {
                self.refine(&id, "title-type", kind);
                self.refine(&id, "display-seq", &(place + 1).to_string());
                if kind == "main" {
                    self.refine(&id, "file-as", metadata.title_sort.as_deref().unwrap_or_default());
                }
            }
        }
        if let Some(original) = &metadata.original_title {
            let tag = Tag::new("meta").with("property", "dcterms:alternative");
            self.say(tag.maybe("xml:lang", metadata.original_language.as_ref().map(language::tag)), original);
        }
    }

    fn people(&mut self, metadata: &Metadata) {
        for (place, contributor) in metadata.contributors.iter().enumerate() {
            let author = contributor.role == Relator::Author;
            let (name, kind) = if author { ("dc:creator", "creator") } else { ("dc:contributor", "contributor") };
            if let Some(id) = self.refined(name, kind, &contributor.name) {
                let role = Tag::new("meta").with("refines", id.as_str()).with("property", "role");
                self.say(role.with("scheme", "marc:relators"), contributor.role.code());
                self.refine(&id, "file-as", contributor.file_as.as_deref().unwrap_or_default());
                self.refine(&id, "display-seq", &(place + 1).to_string());
            }
        }
    }

    /// What the publication is made from: the printed edition, if it has an identifier.
    fn sources(&mut self, metadata: &Metadata) {
        let printed = metadata.identifiers.iter().filter(|i| i.edition == Some(Edition::Print));
        printed.for_each(|identifier| self.say(Tag::new("dc:source"), &urn(identifier)));
    }

    fn series(&mut self, metadata: &Metadata) {
        let Some(series) = &metadata.series else { return };
        if one_line(&series.name).is_empty() {
            return;
        }
        let tag = Tag::new("meta").with("property", "belongs-to-collection").with("id", "series");
        self.say(tag, &series.name);
        self.refine("#series", "collection-type", "series");
        // The position must be a number with at most some further levels.
        let position = series.position.as_deref().map(str::trim).unwrap_or_default();
        if position.split('.').all(|level| !level.is_empty() && level.bytes().all(|b| b.is_ascii_digit())) {
            self.refine("#series", "group-position", position);
        }
    }

    fn manifest(&mut self, items: &[Item]) {
        self.out.raw("<manifest>\n");
        for (place, item) in items.iter().enumerate() {
            let tag = Tag::new("item").with("id", item_id(item, place)).with("href", item.href.as_str());
            self.line(tag.with("media-type", item.media_type).maybe("properties", item.properties));
        }
        self.out.raw("</manifest>\n");
    }

    fn spine(&mut self, metadata: &Metadata, items: &[Item]) {
        let direction = language::direction_of(metadata);
        self.out.open(Tag::new("spine").with("toc", "ncx").with("page-progression-direction", direction));
        self.out.newline();
        for (place, item) in items.iter().enumerate().filter(|(_, item)| item.in_spine) {
            self.line(Tag::new("itemref").with("idref", item_id(item, place)));
        }
        self.out.raw("</spine>\n");
    }
}

fn item_id(item: &Item, place: usize) -> String {
    match (item.properties, item.media_type) {
        (Some("nav"), _) => "nav".into(),
        (Some("cover-image"), _) => "cover-image".into(),
        (_, "application/x-dtbncx+xml") => "ncx".into(),
        (_, _) => format!("item-{:03}", place + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_without_identifier_gets_the_same_one_every_time() {
        let metadata = Metadata { title: "A".into(), ..Metadata::default() };
        let first = identifier(&metadata);
        assert_eq!(first, identifier(&metadata));
        assert_eq!((first.len(), &first[..9]), ("urn:uuid:".len() + 36, "urn:uuid:"));
        let other = Metadata { title: "B".into(), ..Metadata::default() };
        assert_ne!(first, identifier(&other));
    }

    #[test]
    fn the_isbn_of_the_printed_book_is_not_that_of_the_epub() {
        let identifier_of = |kind, value: &str, edition| Identifier { kind, value: value.into(), edition };
        let uuid = identifier_of(IdentifierKind::Uuid, "2F0B1B5E-0000-4000-8000-000000000000", None);
        let printed = identifier_of(IdentifierKind::Isbn, "978-0-306-40615-7", Some(Edition::Print));
        let mut metadata = Metadata { identifiers: vec![printed, uuid], ..Metadata::default() };
        assert_eq!(identifier(&metadata), "urn:uuid:2f0b1b5e-0000-4000-8000-000000000000");
        metadata.identifiers[0].edition = Some(Edition::Epub);
        assert_eq!(identifier(&metadata), "urn:isbn:9780306406157");
    }
}

//! Content documents: one XHTML file for each part and chapter.
//!
//! In: the document and the places of its files. Out: for each file its text: nested sections with headings, their
//! meaning as `epub:type` and ARIA role (EPUB 3 Structural Semantics Vocabulary; DPUB-ARIA 1.1), notes at the end.

use super::body::{Body, Book, heading_name};
use super::inline::{note_id, reference_id};
use super::language;
use super::places::Starts;
use super::xhtml::{Tag, Writer, one_line};
use crate::document::words::{Word, number_label, word};
use crate::document::{Attr, Block, BlockKind, Division, Language, Matter, Metadata, NoteId, Role};

/// What stands around the body of a document.
pub(super) struct Page<'a> {
    /// What `title` says.
    pub(super) title: &'a str,
    /// The language of the book.
    pub(super) language: &'a Language,
    /// What part of the book it is, as `epub:type`.
    pub(super) body_type: &'a str,
}

/// A whole document around what a body writer wrote.
pub(super) fn page(page: &Page<'_>, body: &str) -> String {
    let mut out = Writer::default();
    out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
    let html = Tag::new("html")
        .with("xmlns", "http://www.w3.org/1999/xhtml")
        .with("xmlns:epub", "http://www.idpf.org/2007/ops");
    out.open(language::attributes(html, page.language));
    out.raw("\n<head>\n<meta charset=\"utf-8\"/>\n");
    out.leaf(Tag::new("title"), page.title);
    out.newline();
    out.empty(Tag::new("link").with("rel", "stylesheet").with("type", "text/css").with("href", "stylesheet.css"));
    out.raw("\n</head>\n");
    out.open(Tag::new("body").with("epub:type", page.body_type));
    out.newline();
    out.raw(body);
    out.newline();
    out.raw("</body>\n</html>\n");
    out.into_string()
}

/// The title that a document is known by; never empty, as HTML wants it.
pub(super) fn title_or(title: &str, metadata: &Metadata) -> String {
    let titles = [title, metadata.title.as_str(), word(&metadata.language, Word::Chapter)];
    titles.iter().map(|title| one_line(title)).find(|title| !title.is_empty()).unwrap_or_default()
}

/// The text of a file.
pub(super) struct Text {
    pub(super) text: String,
    /// The printed pages that begin in it.
    pub(super) pages: Vec<usize>,
    /// Where its divisions begin.
    pub(super) starts: Starts,
    /// Where they end, and the notes begin.
    pub(super) end: usize,
}

/// Writes a file.
pub(super) fn document(book: Book<'_>, file: usize) -> Text {
    let metadata = &book.document.metadata;
    let (division, notes) = (book.places.files[file].division, &book.places.files[file].notes);
    let mut body = Body::new(Some(book), file);
    book.places.files[file].divisions().for_each(|(division, depth)| section(&mut body, division, depth));
    let end = body.out.len();
    if !notes.is_empty() {
        write_notes(&mut body, notes);
    }
    let body_type = match division.matter {
        Matter::Front => "frontmatter",
        Matter::Body => "bodymatter",
        Matter::Back => "backmatter",
    };
    let title = title_or(&division.title, metadata);
    let text = page(&Page { title: &title, language: &metadata.language, body_type }, &body.out.into_string());
    Text { text, pages: body.found_pages, starts: body.starts, end }
}

/// A division and those below it that share its file.
fn section(body: &mut Body<'_>, division: &Division, depth: u8) {
    body.out.newline();
    body.starts.insert(division.id.clone(), body.out.len());
    let mut attr = Attr { id: Some(division.id.clone()), ..division.attr.clone() };
    let role = division.role.name();
    attr.classes.retain(|class| class != role);
    attr.classes.insert(0, role.into());
    let tag = Tag::new("section");
    let tag = match semantics(division.role) {
        Some((epub_type, role)) => name(tag.with("epub:type", epub_type).with("role", role), division, body, depth),
        None => tag,
    };
    body.out.open(body.attributes(tag, &attr, &[]));
    body.level = Some(depth - 1);
    if division.heading.is_some() {
        heading(body, division, depth);
    }
    body.division_blocks(division);
    let below = if division.heading.is_some() { depth.saturating_add(1) } else { depth };
    let shared: Vec<&Division> = body.book.map(|book| book.places.shared(division).collect()).unwrap_or_default();
    shared.into_iter().for_each(|child| section(body, child, below.min(250)));
    body.out.newline();
    body.out.close("section");
}

/// Names a section of the book to assistive technology: by its heading, else by its title.
fn name<'t>(tag: Tag<'t>, division: &'t Division, body: &Body<'_>, depth: u8) -> Tag<'t> {
    if division.heading.is_some() {
        return tag.with("aria-labelledby", heading_id(body, division, depth));
    }
    tag.maybe("aria-label", Some(division.title.as_str()).filter(|title| !title.trim().is_empty()))
}

/// The id of a division's heading; no other id holds a full stop there.
fn heading_id(body: &Body<'_>, division: &Division, depth: u8) -> String {
    let place = body.book.and_then(|book| book.places.place(&division.id));
    place.map_or_else(|| format!("heading.{depth}"), |place| format!("heading.{}", place.fragment))
}

/// The heading of a division, with its number above or before it.
fn heading(body: &mut Body<'_>, division: &Division, depth: u8) {
    let Some(heading) = &division.heading else { return };
    body.out.newline();
    let level = depth.clamp(1, 6);
    let id = semantics(division.role).map(|_| heading_id(body, division, depth));
    // Its section is named by such a heading, and the number of a page is no part of the name.
    if id.is_some() {
        body.pages_before(&heading.content);
    }
    body.out.open(Tag::new(heading_name(level)).maybe("id", id));
    body.line_with_pages(&heading.content, |body| {
        body.turn();
        if let Some(label) = number_label(&body.language(), division) {
            let number = Tag::new("span").with("class", "number");
            let number = language::of_words(number, &body.language());
            body.out.leaf(number, &label);
            body.out.text(" ");
        }
        body.inlines(&heading.content);
    });
    body.out.close(heading_name(level));
    body.level = Some(level);
    body.last_level = level;
}

/// What a division is, as `epub:type` and as ARIA role; a plain section needs neither.
fn semantics(role: Role) -> Option<(&'static str, &'static str)> {
    match role {
        Role::Dedication => Some(("dedication", "doc-dedication")),
        Role::Epigraph => Some(("epigraph", "doc-epigraph")),
        Role::Foreword => Some(("foreword", "doc-foreword")),
        Role::Preface => Some(("preface", "doc-preface")),
        Role::Acknowledgments => Some(("acknowledgments", "doc-acknowledgments")),
        Role::Introduction => Some(("introduction", "doc-introduction")),
        Role::Prologue => Some(("prologue", "doc-prologue")),
        Role::Part => Some(("part", "doc-part")),
        Role::Chapter => Some(("chapter", "doc-chapter")),
        Role::Section | Role::Draft => None,
        Role::Conclusion => Some(("conclusion", "doc-conclusion")),
        Role::Epilogue => Some(("epilogue", "doc-epilogue")),
        Role::Afterword => Some(("afterword", "doc-afterword")),
        Role::Appendix => Some(("appendix", "doc-appendix")),
        Role::Glossary => Some(("glossary", "doc-glossary")),
        Role::Bibliography => Some(("bibliography", "doc-bibliography")),
        Role::Index => Some(("index", "doc-index")),
        Role::Answers => Some(("answers", "doc-appendix")),
        Role::Colophon => Some(("colophon", "doc-colophon")),
    }
}

/// The notes of a file, each with a way back to every place that refers to it.
fn write_notes(body: &mut Body<'_>, notes: &[NoteId]) {
    body.out.newline();
    let label = word(&body.language(), Word::Notes);
    body.out.open(Tag::new("section").with("class", "notes").with("aria-label", label));
    notes.iter().for_each(|note| write_note(body, *note));
    body.out.newline();
    body.out.close("section");
}

fn write_note(body: &mut Body<'_>, id: NoteId) {
    let Some(note) = body.book.and_then(|book| book.document.notes.get(id.0 as usize)) else { return };
    body.out.newline();
    let tag = Tag::new("aside").with("id", note_id(id)).with("epub:type", "footnote").with("role", "doc-footnote");
    body.out.open(tag);
    let number = note.number.to_string();
    let (first, rest) = match note.blocks.split_first() {
        Some((first, rest)) if matches!(first.kind, BlockKind::Paragraph(_)) => (Some(first), rest),
        Some(_) | None => (None, &note.blocks[..]),
    };
    let (last, middle) = match rest.split_last() {
        Some((last, middle)) if matches!(last.kind, BlockKind::Paragraph(_)) => (Some(last), middle),
        Some(_) | None => (None, rest),
    };
    note_paragraph(body, first, Some(&number), rest.is_empty().then_some(id));
    body.blocks(middle);
    if !rest.is_empty() {
        note_paragraph(body, last, None, Some(id));
    }
    body.out.newline();
    body.out.close("aside");
}

/// A paragraph of a note, with the note's number before it, the ways back after it, or both.
fn note_paragraph(body: &mut Body<'_>, block: Option<&Block>, number: Option<&str>, back: Option<NoteId>) {
    body.out.newline();
    let nothing = Attr::default();
    let attr = block.map_or(&nothing, |block| &block.attr);
    body.out.open(body.attributes(Tag::new("p"), attr, &[]));
    if let Some(number) = number {
        body.out.leaf(Tag::new("span").with("class", "note-number"), number);
        body.out.text(" ");
    }
    if let Some(BlockKind::Paragraph(content)) = block.map(|block| &block.kind) {
        body.whole_line(content);
    }
    if let Some(note) = back {
        ways_back(body, note);
    }
    body.out.close("p");
}

fn ways_back(body: &mut Body<'_>, note: NoteId) {
    let Some(book) = body.book else { return };
    let places = book.places;
    let total: u32 = places.references(note).map(|(_, count)| count).sum();
    let label = word(&book.document.metadata.language, Word::BackToText);
    let mut told = 0;
    for (file, count) in places.references(note) {
        let name = if file == body.file { "" } else { places.files[file].name.as_str() };
        for occurrence in 1..=count {
            told += 1;
            let label = if total > 1 { format!("{label} ({told})") } else { label.to_string() };
            let href = format!("{name}#{}", reference_id(note, occurrence));
            let tag = Tag::new("a").with("class", "back").with("role", "doc-backlink").with("href", href);
            body.out.text(" ");
            // The variation selector asks for the arrow as text, not as a coloured picture.
            body.out.leaf(tag.with("aria-label", label), "\u{21A9}\u{FE0E}");
        }
    }
}

/// The first division of a matter that has a file, for the landmarks.
pub(super) fn first_of(book: &Book<'_>, matter: Matter) -> Option<usize> {
    book.places.files.iter().position(|file| file.division.matter == matter)
}

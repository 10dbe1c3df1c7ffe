//! Inlines as XHTML.
//!
//! In: inlines of the tree. Out: phrasing content, one element for each kind and no more than that.

use super::address;
use super::body::Body;
use super::language;
use super::xhtml::Tag;
use crate::document::{Attr, Image, ImageSource, Inline, InlineKind, NoteId, Target, plain_text};

impl Body<'_> {
    /// Writes a line.
    pub(super) fn inlines(&mut self, content: &[Inline]) {
        for place in 0..content.len() {
            self.inline(content, place);
        }
    }

    fn inline(&mut self, line: &[Inline], place: usize) {
        let inline = &line[place];
        let attr = &inline.attr;
        if inline.content().is_some() || matches!(inline.kind, InlineKind::Code(_) | InlineKind::NoteRef(_)) {
            self.turn();
        }
        match &inline.kind {
            InlineKind::Text(text) => {
                let (first, last) = self.held(line, place);
                self.maybe_span(attr, |body| body.words(&text[first..text.len() - last]));
            }
            InlineKind::Emphasis(content) => self.phrase("em", attr, content),
            InlineKind::Strong(content) => self.phrase("strong", attr, content),
            InlineKind::Strikethrough(content) => self.phrase("del", attr, content),
            InlineKind::Superscript(content) => self.phrase("sup", attr, content),
            InlineKind::Subscript(content) => self.phrase("sub", attr, content),
            InlineKind::SmallCaps(content) => {
                self.out.open(self.attributes(Tag::new("span"), attr, &["small-caps"]));
                self.inlines(content);
                self.out.close("span");
            }
            InlineKind::Abbreviation { expansion, content } => {
                self.out.open(self.attributes(Tag::new("abbr").with("title", expansion.as_str()), attr, &[]));
                self.inlines(content);
                self.out.close("abbr");
            }
            InlineKind::Span(content) => self.maybe_span(attr, |body| body.inlines(content)),
            InlineKind::Code(text) => self.leaf_of_words(self.attributes(Tag::new("code"), attr, &[]), "code", text),
            InlineKind::Math(source) => self.formula(attr, source, self.beside(line, place)),
            InlineKind::Link { target, title, content } => self.link(attr, target, title, content),
            InlineKind::Image(image) => self.image(attr, image, ""),
            InlineKind::NoteRef(note) => self.maybe_span(attr, |body| body.note_mark(*note)),
            InlineKind::LineBreak => self.out.empty(self.attributes(Tag::new("br"), attr, &[])),
        }
    }

    fn phrase(&mut self, name: &'static str, attr: &Attr, content: &[Inline]) {
        self.out.open(self.attributes(Tag::new(name), attr, &[]));
        self.inlines(content);
        self.out.close(name);
    }

    /// A span around what has no element of its own, when there is something to say about it.
    pub(super) fn maybe_span(&mut self, attr: &Attr, write: impl FnOnce(&mut Self)) {
        if attr.is_empty() {
            return write(self);
        }
        self.out.open(self.attributes(Tag::new("span"), attr, &[]));
        write(self);
        self.out.close("span");
    }

    /// A link; its text alone where a link cannot stand or leads nowhere.
    fn link(&mut self, attr: &Attr, target: &Target, title: &str, content: &[Inline]) {
        let address = if self.in_link { None } else { self.address(target) };
        let Some(address) = address else {
            return self.maybe_span(attr, |body| body.inlines(content));
        };
        // What shows no words still has to say to a listener where it leads.
        let silent = self.book.is_some() && plain_text(content).trim().is_empty();
        let label = silent.then(|| address.clone());
        let tag = Tag::new("a").with("href", address.as_str()).maybe("title", Some(title).filter(|t| !t.is_empty()));
        self.out.open(self.attributes(tag.maybe("aria-label", label), attr, &[]));
        self.in_link = true;
        self.inlines(content);
        if silent && content.is_empty() {
            self.out.text(&address);
        }
        self.in_link = false;
        self.out.close("a");
    }

    fn address(&self, target: &Target) -> Option<String> {
        match (target, &self.book) {
            (Target::Url(url) | Target::Named(url), None) => Some(address::encode(url)),
            (Target::Anchor(id), None) => Some(format!("#{}", address::encode(&id.0))),
            (Target::Url(url), Some(_)) => address::absolute(url),
            (Target::Named(_), Some(_)) => None,
            (Target::Anchor(id), Some(book)) => book.places.link(id, Some(self.file)),
        }
    }

    /// An image; `title` is left out where a caption says it.
    pub(super) fn image(&mut self, attr: &Attr, image: &Image, class: &str) {
        let source = match (&image.source, &self.book) {
            (ImageSource::Named(name) | ImageSource::Remote(name), None) => Some(address::encode(name)),
            (ImageSource::Resource(id), None) => Some(id.0.to_string()),
            (ImageSource::Resource(id), Some(book)) => book.images.name(*id).map(String::from),
            (ImageSource::Named(_) | ImageSource::Remote(_), Some(_)) => None,
        };
        let Some(source) = source else { return self.absent_image(attr, image) };
        let alt = if image.decorative { "" } else { image.alt.as_str() };
        let title = Some(image.title.as_str()).filter(|title| !title.is_empty() && class != "captioned");
        let role = image.decorative.then_some("presentation");
        let tag = Tag::new("img").with("src", source).with("alt", alt).maybe("title", title).maybe("role", role);
        let tag = tag.maybe("style", super::figure::size(image));
        self.out.empty(self.attributes(tag, attr, &[]));
    }

    /// The words of an image that is not in the book, leading to where it is.
    fn absent_image(&mut self, attr: &Attr, image: &Image) {
        let (words, url) = match &image.source {
            ImageSource::Remote(url) => (if image.alt.is_empty() { url } else { &image.alt }, address::absolute(url)),
            ImageSource::Named(_) | ImageSource::Resource(_) => (&image.alt, None),
        };
        match url.filter(|_| !self.in_link) {
            Some(url) => {
                self.leaf_of_words(self.attributes(Tag::new("a").with("href", url), attr, &[]), "a", words);
            }
            None => self.maybe_span(attr, |body| body.words(words)),
        }
    }

    /// The mark of a note, leading to it.
    fn note_mark(&mut self, note: NoteId) {
        let Some(book) = &self.book else {
            return self.out.leaf(Tag::new("sup"), &(note.0 + 1).to_string());
        };
        let (Some(text), Some(home)) = (book.document.notes.get(note.0 as usize), book.places.home(note)) else {
            return;
        };
        let count = self.note_marks.entry(note).or_default();
        *count += 1;
        let id = reference_id(note, *count);
        let number = text.number.to_string();
        // A link cannot stand in a link.
        if self.in_link {
            return self.leaf_of_words(Tag::new("sup").with("id", id), "sup", &number);
        }
        let name = if home == self.file { "" } else { book.places.files[home].name.as_str() };
        let href = format!("{name}#{}", note_id(note));
        let tag = Tag::new("a").with("class", "noteref").with("epub:type", "noteref").with("role", "doc-noteref");
        self.leaf_of_words(tag.with("id", id).with("href", href), "a", &number);
    }

    /// Adds id, classes and language of a node to its element.
    pub(super) fn attributes<'t>(&self, tag: Tag<'t>, attr: &'t Attr, classes: &[&str]) -> Tag<'t> {
        let id = attr.id.as_ref().and_then(|id| match &self.book {
            Some(book) => book.places.place(id).map(|place| place.fragment.as_str()).filter(|f| !f.is_empty()),
            None => Some(id.0.as_str()),
        });
        let id = id.map(String::from);
        let own = attr.classes.iter().map(String::as_str).filter(|c| !c.contains(char::is_whitespace));
        let classes: Vec<&str> = classes.iter().copied().chain(own).filter(|c| !c.is_empty()).collect();
        let tag = tag.maybe("id", id).maybe("class", (!classes.is_empty()).then(|| classes.join(" ")));
        match &attr.language {
            Some(language) => language::attributes(tag, language),
            None => tag,
        }
    }
}

/// The fragment of a note.
pub(super) fn note_id(note: NoteId) -> String {
    format!("note.{}", note.0 + 1)
}

/// The fragment of the mark that refers to a note for the `count`th time in a file.
pub(super) fn reference_id(note: NoteId, count: u32) -> String {
    format!("noteref.{}.{count}", note.0 + 1)
}

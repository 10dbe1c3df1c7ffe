//! Inlines: what stands in a line.
//!
//! In: built by `markdown`. Out: a closed enum; a backend matches every variant, without a wildcard.

use super::{Attr, Id, ImageId, NoteId};
use crate::source::Span;
use crate::units::Length;
use std::borrow::Cow;

/// An inline with its attributes and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Id, classes, language.
    pub attr: Attr,
    /// Where it was read.
    pub span: Span,
}

impl Inline {
    /// An inline without attributes.
    pub fn new(kind: InlineKind, span: Span) -> Inline {
        Inline { kind, attr: Attr::default(), span }
    }

    /// The inlines inside it; `None` for one that holds none by its kind.
    pub fn content(&self) -> Option<&[Inline]> {
        match &self.kind {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::SmallCaps(content)
            | InlineKind::Span(content)
            | InlineKind::Abbreviation { content, .. }
            | InlineKind::Link { content, .. } => Some(content),
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::Image(_)
            | InlineKind::NoteRef(_)
            | InlineKind::LineBreak => None,
        }
    }

    /// The inlines inside it, to change them.
    pub fn content_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match &mut self.kind {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::SmallCaps(content)
            | InlineKind::Span(content)
            | InlineKind::Abbreviation { content, .. }
            | InlineKind::Link { content, .. } => Some(content),
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::Image(_)
            | InlineKind::NoteRef(_)
            | InlineKind::LineBreak => None,
        }
    }
}

/// What an inline is.
#[derive(Clone, Debug, PartialEq)]
pub enum InlineKind {
    /// A whole run of text; a line end of the manuscript is a space in it.
    Text(String),
    /// Stressed text.
    Emphasis(Vec<Inline>),
    /// Important text.
    Strong(Vec<Inline>),
    /// Text that no longer holds.
    Strikethrough(Vec<Inline>),
    /// Raised text.
    Superscript(Vec<Inline>),
    /// Lowered text.
    Subscript(Vec<Inline>),
    /// Text in small capitals.
    SmallCaps(Vec<Inline>),
    /// Text that only shares attributes (language, id, classes).
    Span(Vec<Inline>),
    /// A short form, with what it stands for.
    Abbreviation {
        /// The full form, plain; never empty.
        expansion: String,
        /// What is shown.
        content: Vec<Inline>,
    },
    /// Text of a program.
    Code(String),
    /// A formula, as its source: LaTeX, or MathML that begins with [`WORDS_OF_MATHML`].
    Math(String),
    /// A link.
    Link {
        /// Where it leads.
        target: Target,
        /// Its title; empty when there is none.
        title: String,
        /// What is shown.
        content: Vec<Inline>,
    },
    /// An image in the line.
    Image(Image),
    /// The mark of a note.
    NoteRef(NoteId),
    /// The end of a line that the author wants kept.
    LineBreak,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An address outside of the book, as written.
    Url(String),
    /// A place in the book.
    Anchor(Id),
    /// As written in the manuscript; only in a [`Draft`](super::Draft).
    Named(String),
}

/// An image where it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Which image.
    pub source: ImageSource,
    /// What it shows, in words; empty when nothing is said.
    pub alt: String,
    /// True when the author says that it shows nothing worth words.
    pub decorative: bool,
    /// The title; a figure's caption is made of it.
    pub title: String,
    /// How wide it is shown; `None` for its natural width.
    pub width: Option<Extent>,
    /// How high it is shown; `None` for what its width gives.
    pub height: Option<Extent>,
}

impl Image {
    /// An image of which nothing is said but where it is and what it shows.
    pub fn new(source: ImageSource, alt: String) -> Image {
        Image { source, alt, decorative: false, title: String::new(), width: None, height: None }
    }
}

/// How far an image reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A share of the room that there is (the measure, for a width), in thousandths.
    Share(u16),
    /// A length.
    Length(Length),
}

impl std::fmt::Display for Extent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Extent::Share(share) if share % 10 == 0 => write!(f, "{}%", share / 10),
            Extent::Share(share) => write!(f, "{}.{}%", share / 10, share % 10),
            Extent::Length(length) => write!(f, "{length}pt"),
        }
    }
}

/// Which image is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageSource {
    /// As written in the manuscript; only in a [`Draft`](super::Draft).
    Named(String),
    /// An image of the book.
    Resource(ImageId),
    /// An image on the network, never fetched: its words are shown and linked to the address.
    Remote(String),
}

/// The class of a [`InlineKind::Span`] around a character that the author has escaped and that is to stay as it is; only in
/// a [`Draft`](super::Draft).
pub const LITERAL: &str = "literal";

/// Makes one run of runs of text that stand side by side without attributes, and of escaped characters and what is around
/// them.
pub fn join_runs(line: &mut Vec<Inline>) {
    let escaped = |i: &Inline| matches!(i.kind, InlineKind::Span(_)) && i.attr.has_class(LITERAL);
    let plain = |i: &Inline| matches!(i.kind, InlineKind::Text(_)) && i.attr.is_empty();
    if !line.iter().any(escaped) && !line.windows(2).any(|pair| pair.iter().all(plain)) {
        return;
    }
    for inline in std::mem::take(line) {
        let text = match &inline.kind {
            InlineKind::Span(content) if escaped(&inline) => plain_text(content),
            InlineKind::Text(text) if inline.attr.is_empty() => text.clone(),
            _ => {
                line.push(inline);
                continue;
            }
        };
        match line.last_mut() {
            Some(Inline { kind: InlineKind::Text(last), attr, span }) if attr.is_empty() => {
                last.push_str(&text);
                *span = span.to(inline.span);
            }
            _ => line.push(Inline::new(InlineKind::Text(text), inline.span)),
        }
    }
}

/// What a formula in MathML begins with, before what it is in words.
const WORDS_OF_MATHML: &str = "<math alttext=\"";

/// What stands for a formula where it cannot be set: its source in LaTeX, or the words that a formula in MathML has.
pub fn formula_words(source: &str) -> Cow<'_, str> {
    match source.strip_prefix(WORDS_OF_MATHML).and_then(|rest| rest.split_once('"')) {
        Some((words, _)) => {
            let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&amp;", "&")];
            Cow::Owned(signs.iter().fold(words.to_owned(), |words, (name, sign)| words.replace(name, sign)))
        }
        None => Cow::Borrowed(source),
    }
}

/// The text of inlines without any markup: titles in outlines, alternative texts, ids.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain_text(inlines, &mut text);
    text
}

fn push_plain_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(t) | InlineKind::Code(t) => text.push_str(t),
            InlineKind::Math(source) => text.push_str(&formula_words(source)),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::SmallCaps(content)
            | InlineKind::Span(content)
            | InlineKind::Abbreviation { content, .. }
            | InlineKind::Link { content, .. } => push_plain_text(content, text),
            InlineKind::Image(image) => text.push_str(&image.alt),
            InlineKind::NoteRef(_) => {}
            InlineKind::LineBreak => text.push(' '),
        }
    }
}

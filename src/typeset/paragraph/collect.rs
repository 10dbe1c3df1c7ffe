//! Inlines to one text with everything that hangs on it.
//!
//! In: inlines and the style of the paragraph. Out: [`Collected`]: the paragraph's text as one string, cut into pieces of
//! one look each, with links, notes, anchors and objects at their bytes. Nothing is measured here.

use super::bidi::{self, Levels};
use super::{ParagraphStyle, Setter, TextStyle};
use crate::document::{
    Id, Image, ImageId, ImageSource, Inline, InlineKind, Language, NoteId, Target, formula_words, plain_text,
};
use crate::font::Family;
use crate::math::{self, Fault, Laid};
use crate::page::{ElementId, ElementKind, LinkTarget, Owner};
use crate::source::Span;
use crate::units::Length;
use std::ops::Range;
use std::rc::Rc;

/// Stands for an object in the text (U+FFFC OBJECT REPLACEMENT CHARACTER).
pub(super) const OBJECT: char = '\u{FFFC}';
/// Ends a line where the author wants it (U+2028 LINE SEPARATOR).
pub(super) const LINE_END: char = '\u{2028}';
/// Where a word may be broken, by the author's hand (U+00AD SOFT HYPHEN).
const SOFT_HYPHEN: char = '\u{AD}';

/// The text of a paragraph and what hangs on it. Places are bytes of the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Collected {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    pub(super) links: Vec<LinkRange>,
    pub(super) anchors: Vec<(usize, Id)>,
    pub(super) notes: Vec<(usize, NoteId)>,
    pub(super) struck: Vec<Range<usize>>,
    /// Objects at the [`OBJECT`] characters, in order.
    pub(super) objects: Vec<(usize, Object)>,
    /// Where the author allows a hyphen; the soft hyphens themselves are not in the text.
    pub(super) soft_hyphens: Vec<usize>,
    /// The levels of its characters, when some of it runs from right to left.
    pub(super) levels: Option<Levels>,
    pub(super) span: Span,
}

impl Collected {
    /// The piece of a formula that stands at a byte.
    pub(super) fn formula_at(&self, at: usize) -> Option<&math::Piece> {
        let place = self.objects.binary_search_by_key(&at, |(start, _)| *start).ok()?;
        self.objects[place].1.formula()
    }

    /// The piece of a formula that ends at a byte.
    pub(super) fn formula_before(&self, at: usize) -> Option<&math::Piece> {
        self.formula_at(at.checked_sub(OBJECT.len_utf8())?)
    }

    /// True when something of it stands where certain letters do: a link, a stroke, an anchor.
    pub(super) fn has_marks(&self) -> bool {
        !(self.links.is_empty() && self.struck.is_empty() && self.anchors.is_empty())
    }
}

/// A stretch of text of one look.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) look: Look,
}

/// How a piece looks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Look {
    pub(super) text: TextStyle,
    /// How far its baseline is raised.
    pub(super) raise: Length,
    pub(super) language: Rc<str>,
    /// Space between capitals that stand together and between small capitals, in thousandths of the size.
    pub(super) capitals: i32,
    /// Code and addresses: never hyphenated, broken at their punctuation.
    pub(super) verbatim: bool,
    /// What it belongs to.
    pub(super) owner: Owner,
    pub(super) span: Span,
}

/// A link over a stretch of text.
#[derive(Clone, Debug)]
pub(super) struct LinkRange {
    pub(super) range: Range<usize>,
    pub(super) target: LinkTarget,
    pub(super) text: String,
    pub(super) owner: Owner,
}

/// What stands in a line and is not text.
#[derive(Clone, Debug)]
pub(super) enum Object {
    /// An image.
    Image { image: ImageId, shown: Image },
    /// A piece of a formula that is laid out; after the last of them no line ends by its own doing.
    Formula { laid: Rc<Result<Laid, Fault>>, piece: usize },
}

impl Object {
    /// The piece of a formula that it is.
    pub(super) fn formula(&self) -> Option<&math::Piece> {
        match self {
            Object::Image { .. } => None,
            Object::Formula { laid, piece } => laid.as_ref().as_ref().ok()?.pieces.get(*piece),
        }
    }
}

/// The letters of U+FB00 to U+FB06.
pub(super) const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "ſt", "st"];

/// Size of raised and lowered text, in thousandths of the size around it.
const SCRIPT_SIZE: f64 = 0.62;
/// How far superscripts are raised, in ems of the size around them.
const RAISE: f64 = 0.36;
/// How far subscripts are lowered.
const LOWER: f64 = 0.14;

/// Collects a paragraph.
pub(super) fn collect(setter: &mut Setter, inlines: &[Inline], style: &ParagraphStyle) -> Collected {
    let mut look = Look {
        text: style.text.clone(),
        raise: Length::ZERO,
        language: Rc::from(style.language.0.as_str()),
        capitals: style.capitals,
        verbatim: false,
        owner: style.owner,
        span: inlines.first().map(|i| i.span).unwrap_or_default(),
    };
    if has_lining_figures_only(&style.language) {
        look.text.features.old_style_figures = false;
    }
    let mut collector = Collector { setter, style, elements: 0, out: Collected::default() };
    collector.out.span = look.span;
    match (style.label, inlines.split_first()) {
        (Some(label), Some((first, rest))) => {
            collector.inlines(std::slice::from_ref(first), &Look { owner: label, ..look.clone() });
            collector.inlines(rest, &look);
        }
        _ => collector.inlines(inlines, &look),
    }
    let mut out = collector.out;
    // Spaces at the ends would be set.
    let end = out.text.trim_end_matches(' ').len();
    out.text.truncate(end);
    out.pieces.iter_mut().for_each(|p| p.range = p.range.start.min(end)..p.range.end.min(end));
    out.pieces.retain(|p| !p.range.is_empty());
    let metadata = &setter.document.metadata;
    let is_leftward = bidi::is_leftward(&out.text, style, metadata.direction, &metadata.language);
    out.levels = Levels::of(&out.text, is_leftward);
    out
}

/// True for scripts whose letters have no ascenders for old-style figures to keep company with.
fn has_lining_figures_only(language: &Language) -> bool {
    language.is_right_to_left() || matches!(language.primary().as_str(), "ja" | "zh" | "ko")
}

/// True for what is an element of its own, whatever its language.
fn is_element(kind: &InlineKind) -> bool {
    matches!(
        kind,
        InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::Link { .. }
            | InlineKind::Image(_)
            | InlineKind::Abbreviation { .. }
    )
}

struct Collector<'s, 'a> {
    setter: &'s mut Setter<'a>,
    style: &'s ParagraphStyle,
    /// How many elements stand in the lines so far.
    elements: usize,
    out: Collected,
}

impl Collector<'_, '_> {
    fn inlines(&mut self, inlines: &[Inline], look: &Look) {
        for inline in inlines {
            let mut look = look.clone();
            look.span = inline.span;
            if let Some(language) = inline.attr.language.as_ref().filter(|language| *language.0 != *look.language) {
                look.language = Rc::from(language.0.as_str());
                if !is_element(&inline.kind) {
                    look.owner = self.element(ElementKind::Span, &look, None);
                }
            }
            if let Some(id) = &inline.attr.id {
                self.out.anchors.push((self.out.text.len(), id.clone()));
            }
            self.inline(inline, look);
        }
    }

    fn inline(&mut self, inline: &Inline, mut look: Look) {
        match &inline.kind {
            InlineKind::Text(text) => self.text(text, look),
            InlineKind::Emphasis(content) => {
                look.text.style.italic = !look.text.style.italic;
                self.inlines(content, &look);
            }
            InlineKind::Strong(content) => {
                look.text.style.bold = true;
                self.inlines(content, &look);
            }
            InlineKind::Strikethrough(content) => {
                let start = self.out.text.len();
                self.inlines(content, &look);
                self.out.struck.push(start..self.out.text.len());
            }
            InlineKind::Superscript(content) => {
                self.script(&mut look, RAISE);
                self.inlines(content, &look);
            }
            InlineKind::Subscript(content) => {
                self.script(&mut look, -LOWER);
                self.inlines(content, &look);
            }
            InlineKind::SmallCaps(content) => {
                look.text.features.small_capitals = true;
                self.inlines(content, &look);
            }
            InlineKind::Span(content) => {
                if inline.attr.has_class("smallcaps") {
                    look.text.features.small_capitals = true;
                }
                self.inlines(content, &look);
            }
            InlineKind::Abbreviation { expansion, content } => {
                look.owner = self.element(ElementKind::Span, &look, None);
                if let (Owner::Element(id), Owner::Element(_)) = (look.owner, self.style.owner) {
                    self.setter.tags.element(id).expansion = Some(expansion.clone());
                }
                self.inlines(content, &look);
            }
            InlineKind::Code(text) => {
                look.owner = self.element(ElementKind::Code, &look, None);
                self.code(text, look);
            }
            InlineKind::Math(text) => {
                look.owner = self.element(ElementKind::Formula, &look, Some(&formula_words(text)));
                self.formula(text, inline.attr.has_class("display"), look);
            }
            InlineKind::Link { target, content, .. } => self.link(target, content, &look),
            InlineKind::Image(image) => self.image(image, look),
            InlineKind::NoteRef(note) => self.note(*note, look),
            InlineKind::LineBreak => self.line_end(look),
        }
    }

    /// An element in the line, in what a look belongs to.
    fn element(&mut self, kind: ElementKind, look: &Look, alt: Option<&str>) -> Owner {
        let (Owner::Element(paragraph), Owner::Element(parent)) = (self.style.owner, look.owner) else {
            return look.owner;
        };
        self.elements += 1;
        self.setter.tags.inline(paragraph, self.elements - 1, (kind, parent), &look.language, alt).into()
    }

    /// The element of a link; what stands in a link already is a part of it.
    fn link_element(&mut self, look: &Look) -> Owner {
        let is_link = |id: ElementId, setter: &mut Setter| setter.tags.element(id).kind == ElementKind::Link;
        match look.owner {
            Owner::Element(id) if is_link(id, self.setter) => look.owner,
            _ => self.element(ElementKind::Link, look, None),
        }
    }

    fn text(&mut self, text: &str, look: Look) {
        let start = self.out.text.len();
        let mut rest = text;
        loop {
            let plain = rest.bytes().position(|byte| !byte.is_ascii_graphic()).unwrap_or(rest.len());
            self.out.text.push_str(&rest[..plain]);
            let mut chars = rest[plain..].chars();
            let Some(c) = chars.next() else { break };
            rest = chars.as_str();
            let after_space = self.out.text.ends_with([' ', LINE_END]) || self.out.text.is_empty();
            match c {
                SOFT_HYPHEN => self.out.soft_hyphens.push(self.out.text.len()),
                ' ' | '\t' | '\n' | '\r' if after_space => {}
                ' ' | '\t' | '\n' | '\r' => self.out.text.push(' '),
                // Controls and the characters that stand for something here have no glyph.
                OBJECT | LINE_END | '\u{2029}' | '\u{FEFF}' => {}
                c if c.is_control() => {}
                // Ligatures are the font's business: those that are characters are spelt out.
                '\u{FB00}'..='\u{FB06}' => self.out.text.push_str(LIGATURES[c as usize - 0xFB00]),
                c => self.out.text.push(c),
            }
        }
        self.piece(start, look);
    }

    fn piece(&mut self, start: usize, look: Look) {
        let end = self.out.text.len();
        if start < end {
            self.out.pieces.push(Piece { range: start..end, look });
        }
    }

    fn code(&mut self, text: &str, mut look: Look) {
        look.text.style.family = Family::Mono;
        look.text.size = look.text.size.scale(f64::from(self.style.code_size) / 1000.0);
        look.text.features = crate::font::Features { plain: true, ..Default::default() };
        look.text.tracking = 0;
        look.capitals = 0;
        look.verbatim = true;
        self.text(text, look);
    }

    /// A formula: its pieces, between which a line may end; or its source as code.
    fn formula(&mut self, text: &str, display: bool, mut look: Look) {
        let letters = (look.text.size, look.text.style);
        let Some(laid) = self.setter.formula(text, display, letters, &look.language, look.span) else {
            return self.code(&formula_words(text), look);
        };
        look.verbatim = true;
        let pieces = laid.as_ref().as_ref().map_or(0, |laid| laid.pieces.len());
        for piece in 0..pieces {
            let start = self.out.text.len();
            self.out.objects.push((start, Object::Formula { laid: Rc::clone(&laid), piece }));
            self.out.text.push(OBJECT);
            self.piece(start, look.clone());
        }
    }

    fn script(&mut self, look: &mut Look, raise: f64) {
        look.raise += look.text.size.scale(raise);
        look.text.size = look.text.size.scale(SCRIPT_SIZE);
    }

    fn link(&mut self, target: &Target, content: &[Inline], look: &Look) {
        let start = self.out.text.len();
        let text = plain_text(content);
        let mut look = look.clone();
        // An address shown as itself breaks like one.
        if !matches!(target, Target::Named(_)) {
            look.owner = self.link_element(&look);
        }
        look.verbatim |= matches!(target, Target::Url(url) if url.trim_end_matches('/').ends_with(text.trim_end_matches('/')) && !text.contains(' ') && text.contains(['.', '/', '@']));
        self.inlines(content, &look);
        let target = match target {
            Target::Url(url) => LinkTarget::Url(url.clone()),
            Target::Anchor(id) => LinkTarget::Anchor(id.clone()),
            // A settled document has none; the text stays.
            Target::Named(_) => return,
        };
        self.out.links.push(LinkRange { range: start..self.out.text.len(), target, text, owner: look.owner });
    }

    fn image(&mut self, image: &Image, look: Look) {
        let start = self.out.text.len();
        match &image.source {
            ImageSource::Resource(id) => {
                let mut look = look;
                look.owner = self.figure(image, &look);
                self.out.objects.push((start, Object::Image { image: *id, shown: image.clone() }));
                self.out.text.push(OBJECT);
                self.piece(start, look);
            }
            ImageSource::Remote(url) => {
                let words = if image.alt.is_empty() { url } else { &image.alt };
                let owner = self.link_element(&look);
                self.text(words, Look { owner, ..look });
                let (range, target) = (start..self.out.text.len(), LinkTarget::Url(url.clone()));
                self.out.links.push(LinkRange { range, target, text: words.clone(), owner });
            }
            // A settled document has none; its words stay.
            ImageSource::Named(_) => self.text(&image.alt, look),
        }
    }

    /// The element of an image in the line; one that shows nothing worth words has none.
    fn figure(&mut self, image: &Image, look: &Look) -> Owner {
        if image.decorative {
            return Owner::default();
        }
        let alt = Some(image.alt.as_str()).filter(|alt| !alt.is_empty());
        self.element(ElementKind::Figure, look, alt)
    }

    fn note(&mut self, note: NoteId, mut look: Look) {
        let Some(number) = self.setter.document.notes.get(note.0 as usize).map(|n| n.number) else { return };
        self.script(&mut look, RAISE);
        look.text.features = crate::font::Features::default();
        look.text.style.italic = false;
        look.text.style.bold = false;
        let start = self.out.text.len();
        let text = number.to_string();
        look.owner = self.element(ElementKind::Reference, &look, None);
        if let Owner::Element(reference) = look.owner {
            self.setter.tags.mark(note, reference);
        }
        look.owner = self.link_element(&look);
        let owner = look.owner;
        self.out.anchors.push((start, Id(format!("fnref.{}", note.0 + 1))));
        self.out.text.push_str(&text);
        self.piece(start, look);
        let target = LinkTarget::Anchor(Id(format!("fn.{}", note.0 + 1)));
        self.out.links.push(LinkRange { range: start..self.out.text.len(), target, text, owner });
        self.out.notes.push((start, note));
    }

    fn line_end(&mut self, look: Look) {
        while self.out.text.ends_with(' ') {
            self.out.text.pop();
        }
        let end = self.out.text.len();
        while let Some(last) = self.out.pieces.last_mut().filter(|p| p.range.end > end) {
            last.range.end = end;
            if last.range.is_empty() || last.range.start > end {
                self.out.pieces.pop();
            }
        }
        self.out.text.push(LINE_END);
        self.piece(end, look);
    }
}

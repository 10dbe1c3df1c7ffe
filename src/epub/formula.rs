//! Formulas as XHTML.
//!
//! In: formulas of the tree. Out: `math` elements or images with their source as the text that stands for them, and the source
//! itself, as code, where neither can be had.

use super::body::Body;
use super::picture::{Picture, Shown};
use super::xhtml::Tag;
use crate::document::{Attr, Inline, InlineKind, TextPlace, formula_words, is_ideographic};
use crate::source::Span;

/// What belongs to a formula in a line, as far as the end of a line is concerned: the last character before it and the
/// first one after it.
#[derive(Clone, Copy, Default)]
pub(super) struct Beside<'t> {
    pub(super) before: &'t str,
    pub(super) after: &'t str,
}

impl<'a> Body<'a> {
    /// A formula in a line.
    pub(super) fn formula(&mut self, attr: &Attr, source: &str, beside: Beside<'_>) {
        match self.shown(source, attr.has_class("display")) {
            Shown::Mathml(written) => self.maybe_span(attr, |body| body.written_formula(&written)),
            Shown::Pictures(pictures) => self.maybe_span(attr, |body| body.pictures(&pictures, source, beside)),
            Shown::Source => {
                self.leaf_of_words(self.attributes(Tag::new("code"), attr, &["math"]), "code", &formula_words(source))
            }
        }
    }

    /// A formula that stands alone.
    pub(super) fn formula_alone(&mut self, attr: &Attr, source: &str, span: Span) {
        let shown = self.shown(source, true);
        let place = Some(TextPlace { text: span, before: 0 });
        let (name, class) = if matches!(shown, Shown::Source) { ("pre", "math") } else { ("div", "formula") };
        self.out.open(self.attributes(Tag::new(name), attr, &[class]));
        self.text_with_pages(place, |body| match shown {
            Shown::Mathml(written) => body.written_formula(&written),
            Shown::Pictures(pictures) => body.pictures(&pictures, source, Beside::default()),
            Shown::Source => body.leaf_of_words(Tag::new("code"), "code", &formula_words(source)),
        });
        self.out.close(name);
    }

    fn shown(&self, source: &str, display: bool) -> Shown<'a> {
        self.book.map_or(Shown::Source, |book| book.formulas.shown(source, display))
    }

    /// It has no part in the text that pages are counted by.
    fn written_formula(&mut self, written: &str) {
        self.turn();
        self.out.raw(written);
    }

    /// Pictures side by side, the first of which says what all of them show. A line may end between them, and not between
    /// them and what is beside them.
    fn pictures(&mut self, pictures: &[&Picture], source: &str, beside: Beside<'_>) {
        let words = formula_words(source).split_whitespace().collect::<Vec<_>>().join(" ");
        for (place, picture) in pictures.iter().enumerate() {
            let before = if place == 0 { beside.before } else { "" };
            let after = if place + 1 == pictures.len() { beside.after } else { "" };
            let is_tied = !(before.is_empty() && after.is_empty());
            if is_tied {
                self.out.open(Tag::new("span").with("class", "nobreak"));
            }
            self.words(before);
            self.turn();
            let style = format!("width: {:.3}em; vertical-align: {:.3}em", picture.width, -picture.below);
            let tag = Tag::new("img").with("class", "drawn").with("src", picture.name.as_str());
            let tag = tag.with("alt", if place == 0 { words.as_str() } else { "" });
            let tag = tag.maybe("role", (place > 0).then_some("presentation"));
            self.out.empty(tag.with("style", style));
            self.words(after);
            if is_tied {
                self.out.close("span");
            }
        }
    }

    /// How much of the beginning and of the end of a text is written with the formulas beside it.
    pub(super) fn held(&self, line: &[Inline], place: usize) -> (usize, usize) {
        let Some(text) = plain(line.get(place)) else { return (0, 0) };
        let is_formula = |place: Option<usize>| place.is_some_and(|place| self.is_drawn(line.get(place)));
        let first = text.chars().next().filter(|c| !may_begin_a_line(*c));
        let first = first.filter(|_| is_formula(place.checked_sub(1))).map_or(0, char::len_utf8);
        let last = text[first..].chars().next_back().filter(|c| !may_end_a_line(*c));
        (first, last.filter(|_| is_formula(Some(place + 1))).map_or(0, char::len_utf8))
    }

    /// What is written with a formula.
    pub(super) fn beside<'l>(&self, line: &'l [Inline], place: usize) -> Beside<'l> {
        if !self.is_drawn(line.get(place)) {
            return Beside::default();
        }
        let before = place.checked_sub(1).and_then(|before| Some((plain(line.get(before))?, before)));
        let after = plain(line.get(place + 1)).map(|text| &text[..self.held(line, place + 1).0]);
        let before = before.map(|(text, before)| &text[text.len() - self.held(line, before).1..]);
        Beside { before: before.unwrap_or_default(), after: after.unwrap_or_default() }
    }

    /// True for a formula in a line that is a picture.
    fn is_drawn(&self, inline: Option<&Inline>) -> bool {
        let (Some(inline), Some(book)) = (inline, self.book) else { return false };
        let InlineKind::Math(source) = &inline.kind else { return false };
        book.formulas.are_pictures()
            && inline.attr.is_empty()
            && matches!(book.formulas.shown(source, false), Shown::Pictures(_))
    }
}

/// The text of an inline that is nothing else.
fn plain(inline: Option<&Inline>) -> Option<&str> {
    match inline.map(|inline| (&inline.kind, inline.attr.is_empty())) {
        Some((InlineKind::Text(text), true)) => Some(text),
        _ => None,
    }
}

/// A space at which a line may end.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}') || c == '\u{200B}'
}

/// True for a character before which a line may end when a word stands before it (UAX #14).
fn may_begin_a_line(c: char) -> bool {
    is_space(c) || matches!(c, '—' | '（' | '「' | '『' | '【' | '〔' | '《' | '〈') || is_word_by_itself(c)
}

/// True for a character after which a line may end when a word stands after it.
fn may_end_a_line(c: char) -> bool {
    is_space(c)
        || matches!(c, '-' | '–' | '—' | '\u{AD}' | '、' | '。' | '，' | '．' | '）' | '」' | '』')
        || is_word_by_itself(c)
}

/// True for ideographs and kana, between which lines end anywhere.
fn is_word_by_itself(c: char) -> bool {
    is_ideographic(c) && c.is_alphanumeric()
}

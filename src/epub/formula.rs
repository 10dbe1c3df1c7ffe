//! Formulas as MathML.
//!
//! In: formulas of the tree. Out: `math` elements with their source as the text that stands for them, and the source itself,
//! as code, where the formula cannot be read or readers show no MathML.

use super::body::Body;
use super::xhtml::Tag;
use crate::document::{Attr, TextPlace};
use crate::math;
use crate::source::Span;

impl Body<'_> {
    /// A formula in a line.
    pub(super) fn formula(&mut self, attr: &Attr, source: &str) {
        match self.mathml(source, attr.has_class("display")) {
            Some(written) => self.maybe_span(attr, |body| body.written_formula(&written)),
            None => self.leaf_of_words(self.attributes(Tag::new("code"), attr, &["math"]), "code", source),
        }
    }

    /// A formula that stands alone.
    pub(super) fn formula_alone(&mut self, attr: &Attr, source: &str, span: Span) {
        let written = self.mathml(source, true);
        let place = Some(TextPlace { text: span, before: 0 });
        let (name, class) = if written.is_some() { ("div", "formula") } else { ("pre", "math") };
        self.out.open(self.attributes(Tag::new(name), attr, &[class]));
        self.text_with_pages(place, |body| match written {
            Some(written) => body.written_formula(&written),
            None => body.leaf_of_words(Tag::new("code"), "code", source),
        });
        self.out.close(name);
    }

    fn mathml(&self, source: &str, display: bool) -> Option<String> {
        self.book.filter(|book| book.mathml).and_then(|_| math::mathml(source, display).ok())
    }

    /// It has no part in the text that pages are counted by.
    fn written_formula(&mut self, written: &str) {
        self.turn();
        self.out.raw(written);
    }
}

//! Well-formed XML, element by element.
//!
//! In: names, attributes and text. Out: a string in which every text is escaped. It knows no book.

use crate::xml::{self, Place};

/// Writes one document or a part of one.
#[derive(Debug, Default)]
pub(super) struct Writer {
    out: String,
}

/// The start of an element, under construction.
#[derive(Clone, Debug)]
pub(super) struct Tag<'a> {
    name: &'static str,
    attributes: Vec<(&'static str, std::borrow::Cow<'a, str>)>,
}

impl<'a> Tag<'a> {
    /// An element without attributes.
    pub(super) fn new(name: &'static str) -> Tag<'a> {
        Tag { name, attributes: Vec::new() }
    }

    /// Adds an attribute.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<std::borrow::Cow<'a, str>>) -> Tag<'a> {
        self.attributes.push((name, value.into()));
        self
    }

    /// Adds an attribute that has a value.
    pub(super) fn maybe(self, name: &'static str, value: Option<impl Into<std::borrow::Cow<'a, str>>>) -> Tag<'a> {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

impl Writer {
    /// Bytes written so far.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// Starts an element.
    pub(super) fn open(&mut self, tag: Tag<'_>) {
        self.start(&tag);
        self.out.push('>');
    }

    /// Writes an element without content.
    pub(super) fn empty(&mut self, tag: Tag<'_>) {
        self.start(&tag);
        self.out.push_str("/>");
    }

    fn start(&mut self, tag: &Tag<'_>) {
        self.out.push('<');
        self.out.push_str(tag.name);
        for (name, value) in &tag.attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            xml::escape(&mut self.out, value, Place::Attribute);
            self.out.push('"');
        }
    }

    /// Ends the element.
    pub(super) fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Writes text.
    pub(super) fn text(&mut self, text: &str) {
        xml::escape(&mut self.out, text, Place::Text);
    }

    /// Writes an element that holds only text.
    pub(super) fn leaf(&mut self, tag: Tag<'_>, text: &str) {
        let name = tag.name;
        self.open(tag);
        self.text(text);
        self.close(name);
    }

    /// Ends a line, for the reader of the source.
    pub(super) fn newline(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Adds what another writer wrote.
    pub(super) fn raw(&mut self, written: &str) {
        self.out.push_str(written);
    }

    /// What was written.
    pub(super) fn into_string(self) -> String {
        self.out
    }
}

/// Text on one line with what cannot be carried left out: for titles and metadata.
pub(super) fn one_line(text: &str) -> String {
    let allowed: String = text.chars().filter(|c| xml::is_allowed(*c) || c.is_whitespace()).collect();
    allowed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut writer = Writer::default();
        writer.leaf(Tag::new("p").with("title", "a \"b\"\n<c>"), "x < \"y\" & z]]>");
        assert_eq!(writer.into_string(), "<p title=\"a &quot;b&quot;&#10;&lt;c&gt;\">x &lt; \"y\" &amp; z]]&gt;</p>");
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(one_line(" a\u{1}\r\n b\t"), "a b");
    }
}

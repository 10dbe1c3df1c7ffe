//! What the file says about itself: the information dictionary (ISO 32000-1, 14.3.3).
//!
//! In: the book's metadata. Out: [`Facts`], which XMP is made of as well, so that the two agree, and the dictionary.

use super::Options;
use super::number::text;
use crate::conformance::Claims;
use crate::document::{Language, Metadata};
use crate::xml::carried;
use lopdf::{Dictionary, Object, dictionary};

/// The program's name and version.
pub(super) const PROGRAM: &str = concat!("Bifolio ", env!("CARGO_PKG_VERSION"));

/// What both the dictionary and XMP say.
pub(super) struct Facts<'a> {
    /// The book's metadata.
    pub(super) metadata: &'a Metadata,
    /// The standards that the file states to keep.
    pub(super) claims: &'a Claims,
    /// The languages that it is written in, that of the book first.
    pub(super) languages: &'a [Language],
    /// The names of the authors, joined.
    pub(super) author: String,
    /// The subjects, joined.
    pub(super) keywords: String,
    /// When the file was made, as `YYYY-MM-DDThh:mm:ssZ`.
    pub(super) date: String,
}

impl Facts<'_> {
    /// Takes the facts from the metadata.
    pub(super) fn new<'a>(metadata: &'a Metadata, options: &'a Options) -> Facts<'a> {
        Facts {
            metadata,
            claims: &options.claims,
            languages: if options.languages.is_empty() {
                std::slice::from_ref(&metadata.language)
            } else {
                &options.languages
            },
            author: metadata.authors().join("; "),
            keywords: metadata.subjects.iter().map(|subject| subject.name.as_str()).collect::<Vec<_>>().join(", "),
            date: metadata.modified(),
        }
    }

    /// The information dictionary, with no character that XMP cannot have.
    pub(super) fn dictionary(&self) -> Dictionary {
        let description = self.metadata.description.as_deref().unwrap_or_default();
        let entries = [
            ("Title", self.metadata.title.as_str()),
            ("Author", &self.author),
            ("Subject", description),
            ("Keywords", &self.keywords),
            ("Creator", PROGRAM),
            ("Producer", PROGRAM),
        ];
        let mut info = Dictionary::new();
        for (key, value) in entries {
            if !value.is_empty() {
                info.set(key, text(&carried(value)));
            }
        }
        let date = pdf_date(&self.date);
        info.extend(&dictionary! { "CreationDate" => date.clone(), "ModDate" => date });
        info
    }
}

/// A date as PDF writes it (7.9.4).
fn pdf_date(date: &str) -> Object {
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    Object::string_literal(format!("D:{digits}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xmp_cannot_have_is_not_said_here_either() {
        let metadata = Metadata { title: "A\u{1}\u{85}\u{FFFE}B".into(), ..Metadata::default() };
        let info = Facts::new(&metadata, &Options::default()).dictionary();
        assert_eq!(info.get(b"Title").and_then(Object::as_str).expect("a title"), b"AB");
    }

    #[test]
    fn empty_facts_are_left_out() {
        let metadata = Metadata { title: "T".into(), ..Metadata::default() };
        let info = Facts::new(&metadata, &Options::default()).dictionary();
        assert!(info.has(b"Title") && !info.has(b"Author") && !info.has(b"Keywords"));
        let date = info.get(b"ModDate").and_then(Object::as_str).expect("a date");
        assert_eq!(date, b"D:20000101000000Z");
    }
}

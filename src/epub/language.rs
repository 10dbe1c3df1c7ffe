//! Languages in markup.
//!
//! In: language tags as written. Out: `lang`, `xml:lang` and `dir` with a value that validators take.

use super::xhtml::Tag;
use crate::document::words::language_of_words;
use crate::document::{Language, Metadata};

/// The tag, well-formed (BCP 47 §2.1); `und` when it cannot be made so.
pub(super) fn tag(language: &Language) -> String {
    let tag = language.0.trim().replace('_', "-");
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or_default();
    let primary_is_fine = (2..=8).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    let rest: Vec<&str> = subtags.collect();
    // A singleton such as `x` opens an extension and cannot be last.
    let rest_is_fine = rest.iter().all(|s| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric()))
        && rest.last().is_none_or(|s| s.len() > 1)
        && rest.first().is_none_or(|s| is_region_script_or_variant(s));
    if primary_is_fine && rest_is_fine { tag } else { "und".into() }
}

fn is_region_script_or_variant(subtag: &str) -> bool {
    let letters = subtag.bytes().all(|b| b.is_ascii_alphabetic());
    let digits = subtag.bytes().all(|b| b.is_ascii_digit());
    match subtag.len() {
        2 | 4 => letters || subtag.starts_with(|c: char| c.is_ascii_digit()),
        3 => letters || digits,
        5..=8 => true,
        1 => true,
        _ => false,
    }
}

/// `rtl` for a language that is written from right to left, else `ltr`.
pub(super) fn direction(language: &Language) -> &'static str {
    if language.is_right_to_left() { "rtl" } else { "ltr" }
}

/// The direction of a book: `rtl` for one that is bound at the right.
pub(super) fn direction_of(metadata: &Metadata) -> &'static str {
    if metadata.is_right_to_left() { "rtl" } else { "ltr" }
}

/// Adds the language of the program's own words to their element, when it is not that of the book.
pub(super) fn of_words<'a>(element: Tag<'a>, book: &Language) -> Tag<'a> {
    let words = language_of_words(book);
    if words == *book { element } else { attributes(element, &words) }
}

/// Adds the language of a passage to its element.
pub(super) fn attributes<'a>(element: Tag<'a>, language: &Language) -> Tag<'a> {
    let tag = tag(language);
    let element = element.with("lang", tag.clone()).with("xml:lang", tag);
    element.with("dir", direction(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_made_well_formed() {
        for (written, expected) in [
            ("en", "en"),
            ("en_GB", "en-GB"),
            (" ru ", "ru"),
            ("sr-Latn-RS", "sr-Latn-RS"),
            ("de-1996", "de-1996"),
            ("es-419", "es-419"),
            ("", "und"),
            ("english language", "und"),
            ("e", "und"),
            ("en-", "und"),
            ("en-x", "und"),
            ("русский", "und"),
        ] {
            assert_eq!(tag(&Language(written.into())), expected, "{written}");
        }
    }

    #[test]
    fn direction_follows_language_and_script() {
        let told: Vec<&str> =
            ["en", "he", "az-Arab", "ru"].iter().map(|l| direction(&Language(l.to_string()))).collect();
        assert_eq!(told, ["ltr", "rtl", "rtl", "ltr"]);
    }
}

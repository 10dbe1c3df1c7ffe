//! What every node may carry: an id, classes, a language.
//!
//! In: names from the manuscript. Out: [`Attr`].

use crate::source::Span;
use std::fmt;

/// A name by which a place of the book can be reached; unique in a [`Document`](super::Document).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub String);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A BCP 47 language tag, as written: `en`, `en-GB`, `ru`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(pub String);

impl Language {
    /// The primary language in lower case, without region or script: `en` of `en-GB`.
    pub fn primary(&self) -> String {
        self.0.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
    }

    /// True for what has the shape of a language tag (RFC 5646, section 2.1): letters, then parts of up to eight letters and
    /// digits.
    pub fn is_well_formed(&self) -> bool {
        let mut parts = self.0.split('-');
        let is_part = |part: &str| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        let first = parts.next().unwrap_or_default();
        is_part(first) && first.bytes().all(|b| b.is_ascii_alphabetic()) && parts.all(is_part)
    }

    /// True when paper is Letter where it is read, by its region; else it is A4 (Unicode CLDR, `measurementData`).
    pub fn prints_on_letter(&self) -> bool {
        const REGIONS: [&str; 14] =
            ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];
        let mut regions = self.0.split(['-', '_']).skip(1).take_while(|part| part.len() > 1);
        regions.any(|part| REGIONS.iter().any(|region| region.eq_ignore_ascii_case(part)))
    }

    /// True for a language that is written from right to left: by its script, or as it mostly is.
    pub fn is_right_to_left(&self) -> bool {
        const SCRIPTS: [&str; 8] = ["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Samr", "Mand"];
        const LANGUAGES: [&str; 16] =
            ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "nqo", "ps", "sd", "syr", "ug", "ur", "yi", "ks"];
        let script =
            self.0.split(['-', '_']).skip(1).find(|s| s.len() == 4 && s.bytes().all(|b| b.is_ascii_alphabetic()));
        match script {
            Some(script) => SCRIPTS.iter().any(|known| known.eq_ignore_ascii_case(script)),
            None => LANGUAGES.contains(&self.primary().as_str()),
        }
    }
}

impl Default for Language {
    fn default() -> Language {
        Language("en".into())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Id, classes and language of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attr {
    /// The id, when the manuscript or `resolve` gave one.
    pub id: Option<Id>,
    /// Where the id was written, when that is not where the node stands.
    pub id_span: Option<Span>,
    /// Classes in the order written; a backend may style them and must show the content without them.
    pub classes: Vec<String>,
    /// The language of this passage when it differs from what is around it.
    pub language: Option<Language>,
}

impl Attr {
    /// True when the node has the class.
    pub fn has_class(&self, class: &str) -> bool {
        self.classes.iter().any(|c| c == class)
    }

    /// True when nothing is said.
    pub fn is_empty(&self) -> bool {
        self.id.is_none() && self.classes.is_empty() && self.language.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_tag_has_the_shape_of_one() {
        for (tag, well_formed) in
            [("en", true), ("zh-Hant-TW", true), ("", false), ("e1", false), ("en-", false), ("en_GB", false)]
        {
            assert_eq!(Language(tag.into()).is_well_formed(), well_formed, "{tag}");
        }
    }

    #[test]
    fn paper_follows_the_region() {
        for (tag, letter) in
            [("en", false), ("en-US", true), ("en_ca", true), ("es-MX", true), ("es", false), ("en-GB", false)]
        {
            assert_eq!(Language(tag.into()).prints_on_letter(), letter, "{tag}");
        }
    }

    #[test]
    fn the_primary_language_has_no_region() {
        assert_eq!(Language("pt-BR".into()).primary(), "pt");
        assert_eq!(Language("RU".into()).primary(), "ru");
    }
}

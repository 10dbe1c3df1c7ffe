//! Where words may be broken.
//!
//! In: a text, its language and the exceptions of the book. Out: the bytes before which a hyphen may be put. The patterns
//! are those of the crate hypher (Liang's algorithm: Franklin M. Liang, "Word Hy-phen-a-tion by Com-put-er", Stanford
//! 1983), for every language that it has. An exception wins over them, in all its forms of capitals; as in TeX, it says
//! everything about its word: a word without a hyphen is never broken.

use hypher::Lang;
use std::collections::BTreeMap;

/// Words shorter than this many letters are never broken.
const SHORTEST: usize = 5;
/// A part of a compound with a hyphen that is shorter than this is left whole.
const SHORTEST_PART: usize = 8;
/// Words of more bytes than this are no words.
const LONGEST: usize = 300;

/// The patterns of a language; `None` when there are none.
pub(super) fn patterns(language: &str) -> Option<Lang> {
    let primary = language.split(['-', '_']).next()?.to_ascii_lowercase();
    // hypher knows Norwegian as one language, BCP 47 as two written forms and their common parent.
    let code = if primary == "no" { "nb" } else { &primary };
    Lang::from_iso(code.as_bytes().try_into().ok()?)
}

/// Words that a book breaks in its own way.
#[derive(Clone, Debug, Default)]
pub(super) struct Exceptions {
    /// The bytes before which a hyphen may be put, by the word in small letters.
    words: BTreeMap<String, Vec<usize>>,
}

impl Exceptions {
    /// From words with hyphens in them; of two for one word the later one counts.
    pub(super) fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Exceptions {
        let mut exceptions = Exceptions::default();
        for written in words {
            let (mut word, mut points) = (String::new(), Vec::new());
            for part in written.split(['-', '\u{2010}', '\u{AD}']) {
                if !word.is_empty() {
                    points.push(word.len());
                }
                word.extend(part.chars().flat_map(char::to_lowercase));
            }
            exceptions.words.insert(word, points);
        }
        exceptions
    }

    fn of(&self, word: &str) -> Option<&[usize]> {
        if self.words.is_empty() { None } else { self.words.get(word).map(Vec::as_slice) }
    }
}

/// What kind of word a hyphen is put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// One that stands alone.
    Whole,
    /// A long part of a compound that has a hyphen already.
    Part,
}

/// How the words of a text are broken.
pub(super) struct Rules<'r> {
    /// Its language's patterns.
    pub(super) patterns: Option<Lang>,
    /// The book's own words.
    pub(super) exceptions: &'r Exceptions,
}

impl Rules<'_> {
    /// Calls `found` with each byte of `text` before which a hyphen may be put, in order, and the kind of its word.
    pub(super) fn points(&self, text: &str, found: &mut impl FnMut(usize, Word)) {
        let mut word_start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            if c.is_alphabetic() || is_mark(c) {
                word_start.get_or_insert(at);
            } else if let Some(start) = word_start.take() {
                let before = text[..start].chars().next_back().filter(|c| !self.elides(*c));
                let word = &text[start..at];
                // A word that continues behind an apostrophe or in an address is left whole.
                if is_joint(c) || before.is_some_and(is_joint) {
                    continue;
                }
                let is_part = is_hyphen(c) || before.is_some_and(is_hyphen);
                if is_part && word.chars().count() >= SHORTEST_PART {
                    self.word(word, start, &mut |at| found(at, Word::Part));
                } else if !is_part {
                    self.word(word, start, &mut |at| found(at, Word::Whole));
                }
            }
        }
    }

    /// True where the word behind an apostrophe is a word of its own, as in « l’organisation ».
    fn elides(&self, c: char) -> bool {
        matches!(c, '\'' | '’') && matches!(self.patterns, Some(Lang::French | Lang::Italian))
    }

    fn word(&self, word: &str, start: usize, found: &mut impl FnMut(usize)) {
        if word.len() > LONGEST {
            return;
        }
        let lower;
        let plain = if word.chars().any(char::is_uppercase) {
            lower = word.to_lowercase();
            // Letters whose lower case has another length would shift the points.
            if lower.len() == word.len() { lower.as_str() } else { word }
        } else {
            word
        };
        match (self.exceptions.of(plain), self.patterns) {
            (Some(points), _) => points.iter().for_each(|at| found(start + at)),
            (None, Some(patterns)) => by_patterns(plain, start, patterns, found),
            (None, None) => {}
        }
    }
}

fn by_patterns(word: &str, start: usize, patterns: Lang, found: &mut impl FnMut(usize)) {
    if word.len() < SHORTEST || word.chars().count() < SHORTEST {
        return;
    }
    let (left, right) = patterns.bounds();
    let mut at = start;
    for syllable in hypher::hyphenate_bounded(word, patterns, left.max(2), right.max(2)) {
        if at > start {
            found(at);
        }
        at += syllable.len();
    }
}

fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '@' | '/' | '\\' | '_') || c.is_numeric()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}')
}

/// Combining marks belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, language: &str, exceptions: &[&str]) -> String {
        let mut out = String::new();
        let mut last = 0;
        let exceptions = Exceptions::new(exceptions.iter().copied());
        let rules = Rules { patterns: patterns(language), exceptions: &exceptions };
        rules.points(text, &mut |at, _| {
            out.push_str(&text[last..at]);
            out.push('|');
            last = at;
        });
        out + &text[last..]
    }

    fn hyphenated(text: &str, language: &str) -> String {
        broken(text, language, &[])
    }

    #[test]
    fn words_break_by_their_language() {
        assert_eq!(hyphenated("hyphenation", "en"), "hy|phen|ation");
        assert_eq!(hyphenated("революция", "ru"), "ре|во|лю|ция");
        assert_eq!(hyphenated("Silbentrennung", "de-DE"), "Sil|ben|tren|nung");
    }

    #[test]
    fn an_exception_wins_over_the_patterns() {
        assert_eq!(hyphenated("a manuscript", "en"), "a man|u|script");
        assert_eq!(broken("a Manuscript", "en", &["manu-script"]), "a Manu|script");
        assert_eq!(broken("hyphenation", "en", &["hyphenation"]), "hyphenation");
        assert_eq!(broken("Straßenbahn", "de", &["Straßen-bahn"]), "Straßen|bahn");
        assert_eq!(broken("l’événement", "fr", &["évé-ne-ment"]), "l’évé|ne|ment");
        assert_eq!(broken("いろは", "ja", &["い-ろは"]), "い|ろは");
    }

    #[test]
    fn what_is_joined_to_something_stays_whole() {
        for text in ["aujourd’hui", "example.org/organisation", "self-evident", "abc123"] {
            let broken = hyphenated(text, "fr");
            assert!(!broken.contains("d’|") && !broken.contains("|’"), "{broken}");
        }
        assert_eq!(hyphenated("wouldn’t’organisation", "en"), "wouldn’t’organisation");
        assert_eq!(hyphenated("объектно-ориентированное", "ru"), "объ|ект|но-ори|ен|ти|ро|ван|ное");
        assert_eq!(hyphenated("l’organisation", "fr"), "l’or|ga|ni|sa|tion");
    }

    #[test]
    fn languages_without_patterns_are_not_broken() {
        assert!(patterns("ja").is_none());
        assert!(patterns("nb").is_some() && patterns("no").is_some());
    }
}

//! Where words may be broken.
//!
//! In: a text and its language. Out: the bytes before which a hyphen may be put. The patterns are those of the crate
//! hypher (Liang's algorithm: Franklin M. Liang, "Word Hy-phen-a-tion by Com-put-er", Stanford 1983).

use hypher::Lang;

/// Words shorter than this many letters are never broken.
const SHORTEST: usize = 5;

/// The patterns of a language; `None` when there are none.
pub(super) fn patterns(language: &str) -> Option<Lang> {
    let primary = language.split(['-', '_']).next()?.to_ascii_lowercase();
    // hypher knows Norwegian as one language, BCP 47 as two written forms and their common parent.
    let code = if primary == "no" { "nb" } else { &primary };
    Lang::from_iso(code.as_bytes().try_into().ok()?)
}

/// Calls `found` with each byte of `text` before which a hyphen may be put, in order.
pub(super) fn points(text: &str, patterns: Lang, found: &mut impl FnMut(usize)) {
    let mut word_start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphabetic() || is_mark(c) {
            word_start.get_or_insert(at);
        } else if let Some(start) = word_start.take() {
            let joined = |c: char| matches!(c, '\'' | '’' | '-' | '‐' | '@' | '/' | '\\' | '_') || c.is_numeric();
            // A word that continues behind an apostrophe, a hyphen or in an address is left whole.
            if !joined(c) && !text[..start].chars().next_back().is_some_and(joined) {
                word(&text[start..at], start, patterns, found);
            }
        }
    }
}

fn word(word: &str, start: usize, patterns: Lang, found: &mut impl FnMut(usize)) {
    if word.chars().count() < SHORTEST || word.len() > 300 {
        return;
    }
    let (left, right) = patterns.bounds();
    let lower;
    let plain = if word.chars().any(char::is_uppercase) {
        lower = word.to_lowercase();
        // Letters whose lower case has another length would shift the points.
        if lower.len() == word.len() { lower.as_str() } else { word }
    } else {
        word
    };
    let mut at = start;
    for syllable in hypher::hyphenate_bounded(plain, patterns, left.max(2), right.max(2)) {
        if at > start {
            found(at);
        }
        at += syllable.len();
    }
}

/// Combining marks belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hyphenated(text: &str, language: &str) -> String {
        let mut out = String::new();
        let mut last = 0;
        points(text, patterns(language).expect("a language with patterns"), &mut |at| {
            out.push_str(&text[last..at]);
            out.push('|');
            last = at;
        });
        out + &text[last..]
    }

    #[test]
    fn words_break_by_their_language() {
        assert_eq!(hyphenated("hyphenation", "en"), "hy|phen|ation");
        assert_eq!(hyphenated("революция", "ru"), "ре|во|лю|ция");
        assert_eq!(hyphenated("Silbentrennung", "de-DE"), "Sil|ben|tren|nung");
    }

    #[test]
    fn what_is_joined_to_something_stays_whole() {
        for text in ["aujourd’hui", "example.org/organisation", "self-evident", "abc123"] {
            let broken = hyphenated(text, "fr");
            assert!(!broken.contains("d’|") && !broken.contains("|’"), "{broken}");
        }
        assert_eq!(hyphenated("l’organisation", "fr"), "l’organisation");
    }

    #[test]
    fn languages_without_patterns_are_not_broken() {
        assert!(patterns("ja").is_none());
        assert!(patterns("nb").is_some() && patterns("no").is_some());
    }
}

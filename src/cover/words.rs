//! Where a display text may be broken.
//!
//! In: a text. Out: its [`Piece`]s, between which a line may end: at blanks, behind hyphens, between ideographs, and in
//! words that are wider than allowed where the patterns of their language put a hyphen (crate hypher), or at last anywhere.

use super::lettering::{Lettering, Type};
use hypher::Lang;
use unicode_bidi::{BidiClass, bidi_class};

/// Letters of a text that are shown at most.
const LONGEST: usize = 240;
/// Letters that stay together at the start and the end of a broken word.
const SHORTEST_PART: usize = 4;
/// The size at which pieces are measured.
const UNIT: f32 = 100.0;

/// What follows a piece in its line, and what ends the line if nothing does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// A blank, or nothing.
    Blank,
    /// Nothing either way.
    Bare,
    /// Nothing, or a hyphen.
    Hyphen,
}

/// What is not broken.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its text.
    pub(super) text: String,
    /// What is behind it.
    pub(super) joint: Joint,
    /// Its width in ems.
    pub(super) width: f32,
}

/// The pieces of a text. Words wider than `widest` ems are parted.
pub(super) fn pieces(lettering: &mut Lettering<'_>, text: &str, how: &Type, widest: f32) -> Vec<Piece> {
    let language = lettering.language();
    let unit = Type { size: UNIT, ..*how };
    let mut measure = |text: &str| lettering.width(text, &unit) / UNIT;
    let mut all = Vec::new();
    let mut add = |text: String, joint: Joint, width: f32| all.push(Piece { text, joint, width });
    for (part, joint) in words(text).iter().flat_map(|word| unbroken(word)) {
        let width = measure(&part);
        if width <= widest {
            add(part, joint, width);
            continue;
        }
        for (syllables, joint) in hyphenated(part, joint, language) {
            let mut rest = syllables.as_str();
            loop {
                let fitting = longest_start(rest, widest, &mut measure);
                let (start, after) = rest.split_at(fitting);
                let joint = if after.is_empty() { joint } else { broken_anywhere(start, after) };
                add(start.into(), joint, measure(start));
                rest = after;
                if rest.is_empty() {
                    break;
                }
            }
        }
    }
    all
}

/// The words of a text that is not too long. A dash keeps to the word before it, a sign such as `&` to the one behind it.
fn words(text: &str) -> Vec<String> {
    let is_blank = |c: char| c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}' | '\u{2007}');
    let (mut words, mut letters): (Vec<String>, usize) = (Vec::new(), 0);
    let mut is_sign = false;
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        letters += word.chars().count() + 1;
        if letters > LONGEST + 1 {
            match words.last_mut() {
                Some(last) => *last = with_ellipsis(last),
                None => words.push(with_ellipsis(&word.chars().take(LONGEST).collect::<String>())),
            }
            break;
        }
        let hangs =
            is_sign || word.chars().all(|c| matches!(c, '-' | '–' | '—' | '·' | '/' | '|' | ':' | '!' | '?' | '»'));
        match words.last_mut().filter(|_| hangs) {
            Some(last) => {
                last.push('\u{A0}');
                last.push_str(word);
            }
            None => words.push(word.into()),
        }
        is_sign = matches!(word, "&" | "+" | "«" | "–" | "—") && words.len() == 1 || matches!(word, "&" | "+" | "«");
    }
    words
}

/// The text with an ellipsis behind its last word.
pub(super) fn with_ellipsis(text: &str) -> String {
    let bare = text.trim_end_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, ')' | '»' | '”' | '’') && bidi_class(c) != BidiClass::NSM
    });
    format!("{bare}\u{2009}…")
}

/// The parts of a word between which nothing need be put: at its own hyphens, and between ideographs.
fn unbroken(word: &str) -> Vec<(String, Joint)> {
    let characters: Vec<char> = word.chars().collect();
    let mut parts = vec![(String::new(), Joint::Blank)];
    for (at, &c) in characters.iter().enumerate() {
        let last = parts.last_mut().expect("there is a part");
        last.0.push(c);
        let Some(&next) = characters.get(at + 1) else { break };
        let is_hyphen = matches!(c, '-' | '\u{2010}' | '–' | '—' | '/');
        let (before, after) = (at, characters.len() - at - 1);
        let ends = is_hyphen && before >= 3 && after >= 3 && next.is_alphabetic()
            || (is_ideographic(c) || is_ideographic(next)) && !opens(c) && !stays(next);
        if ends {
            last.1 = Joint::Bare;
            parts.push((String::new(), Joint::Blank));
        }
    }
    parts
}

fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// True for what does not end a line.
fn opens(c: char) -> bool {
    "（「『【〈《〔［｛([{“‘«".contains(c)
}

/// True for what does not begin a line (JIS X 4051, classes cl-02 to cl-07 and cl-09 to cl-11).
fn stays(c: char) -> bool {
    "）」』】〉》〕］｝)]}”’»、。，．・：；？！,.:;?!…‥—ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％%"
        .contains(c)
        || bidi_class(c) == BidiClass::NSM
}

/// A word parted where a hyphen may stand, its last part with the joint of the whole.
fn hyphenated(word: String, joint: Joint, language: &str) -> Vec<(String, Joint)> {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let code = if primary == "no" { "nb" } else { &primary };
    let lower = word.to_lowercase();
    let patterns = code.as_bytes().try_into().ok().and_then(Lang::from_iso);
    let Some(patterns) = patterns.filter(|_| lower.len() == word.len() && word.len() < LONGEST) else {
        return vec![(word, joint)];
    };
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    for syllable in hypher::hyphenate(&lower, patterns) {
        if letters(&lower[start..at]) >= SHORTEST_PART && letters(&lower[at..]) >= SHORTEST_PART {
            parts.push((word[start..at].to_owned(), Joint::Hyphen));
            start = at;
        }
        at += syllable.len();
    }
    parts.push((word[start..].to_owned(), joint));
    parts
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// How many bytes of a text fit; a letter at least, with its marks.
fn longest_start(text: &str, widest: f32, measure: &mut impl FnMut(&str) -> f32) -> usize {
    if measure(text) <= widest {
        return text.len();
    }
    let ends = text.char_indices().skip(1).filter(|(_, c)| !stays(*c)).map(|(at, _)| at);
    let ends: Vec<usize> = ends.chain([text.len()]).collect();
    let fitting = ends.partition_point(|end| measure(&text[..*end]) <= widest);
    ends[fitting.saturating_sub(1)]
}

/// What stands where a word without syllables is broken.
fn broken_anywhere(start: &str, after: &str) -> Joint {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_lowercase() || c.is_uppercase());
    match is_letter(start.chars().next_back()) && is_letter(after.chars().next()) {
        true => Joint::Hyphen,
        false => Joint::Bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontBook;

    fn parted(text: &str, language: &str, widest: f32) -> String {
        let fonts = FontBook::builtin();
        let how = Type { style: crate::font::Style::default(), size: 1.0, tracking: 0.0 };
        let pieces = pieces(&mut Lettering::new(&fonts, language, false), text, &how, widest);
        let joint = |piece: &Piece| match piece.joint {
            Joint::Blank => '_',
            Joint::Bare => '|',
            Joint::Hyphen => '-',
        };
        pieces.iter().flat_map(|piece| piece.text.chars().chain([joint(piece)])).collect()
    }

    #[test]
    fn a_dash_keeps_to_the_word_before_it_and_a_sign_to_the_one_behind() {
        assert_eq!(parted("Wörter & Logik – 1. Teil", "de", 99.0), "Wörter_&\u{A0}Logik\u{A0}–_1._Teil_");
        assert_eq!(parted("Versuche au\u{A0}bord", "fr", 99.0), "Versuche_au\u{A0}bord_");
    }

    #[test]
    fn words_are_parted_at_their_hyphens_and_between_ideographs() {
        assert_eq!(parted("Wirtschafts-Lexikon E-Buch", "de", 99.0), "Wirtschafts-|Lexikon_E-Buch_");
        assert_eq!(parted("「夢」の夜。ロー", "ja", 99.0), "「夢」|の|夜。|ロー_");
    }

    #[test]
    fn what_is_too_wide_is_hyphenated_or_broken_anywhere() {
        assert_eq!(parted("Silbentrennung", "de", 4.0), "Silben-tren-nung_");
        assert!(parted("Silbentrennung", "xx", 4.0).matches('-').count() == 1);
        assert!(parted(&"x".repeat(100), "en", 4.0).len() > 110);
    }

    #[test]
    fn a_long_text_ends_with_a_word_and_an_ellipsis() {
        let long = parted(&"eines besser, ".repeat(60), "de", 99.0);
        assert!(long.ends_with("besser\u{2009}…_"), "{long}");
        assert!(long.chars().count() < 260);
    }
}

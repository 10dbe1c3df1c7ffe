//! Where printed pages begin in the text: what two backends must mean alike without knowing each other.
//!
//! In: nothing; places are counted by whoever sets text, and found again by whoever writes it. Out: [`TextPlace`]: a line of
//! inlines, known by where its first inline was read, and how much of it stands before the place. What is counted is weight,
//! for a backend may drop blanks, spell ligatures out or put hyphens in.

use super::{Inline, Verse};
use crate::source::Span;

/// Every line of a poem counts as so much: no line is longer.
const VERSE_LINE: u32 = 1 << 16;

/// A place in the text: in a paragraph, a heading, a cell, a line of verse, a block of code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextPlace {
    /// Where the first inline of the text was read, or the block of code.
    pub text: Span,
    /// The weight of what stands before the place.
    pub before: u32,
}

/// The beginning of a printed page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageBreak {
    /// The number of the page, as it is printed.
    pub label: String,
    /// Where what it shows begins.
    pub place: PageStart,
}

/// What a printed page begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStart {
    /// The title page, or a half-title before it.
    TitlePage,
    /// The imprint.
    Imprint,
    /// The dedication that the metadata says.
    Dedication,
    /// The contents.
    Contents,
    /// Text of the book.
    Text(TextPlace),
}

impl TextPlace {
    /// The place before the first letter of a line of inlines; `None` when nothing of it was read from anywhere.
    pub fn of(line: &[Inline]) -> Option<TextPlace> {
        let text = line.iter().map(|inline| inline.span).find(|span| *span != Span::default())?;
        Some(TextPlace { text, before: 0 })
    }

    /// The place of a line of a poem, whose lines may all have been read from one run of text.
    pub fn of_verse(verse: &Verse, line: usize) -> Option<TextPlace> {
        let first =
            verse.stanzas.iter().flat_map(|stanza| &stanza.lines).find_map(|line| TextPlace::of(&line.content))?;
        Some(TextPlace { before: (line as u32).saturating_mul(VERSE_LINE), ..first })
    }

    /// The place after more text.
    pub fn after(self, text: &str) -> TextPlace {
        TextPlace { before: self.before.saturating_add(text.chars().map(weight).sum()), ..self }
    }
}

/// How much a character counts in a [`TextPlace`]: blanks, controls and characters that show nothing do not; a ligature
/// (U+FB00 to U+FB06) counts as its letters; anything else counts one.
pub fn weight(c: char) -> u32 {
    match c {
        '\u{FB03}' | '\u{FB04}' => 3,
        '\u{FB00}'..='\u{FB06}' => 2,
        '\u{AD}' | '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{FEFF}' | '\u{FFFC}' => 0,
        c => u32::from(!c.is_whitespace() && !c.is_control()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_backend_may_change_has_no_weight() {
        let of = |text: &str| text.chars().map(weight).sum::<u32>();
        assert_eq!(of("of\u{AD}fice"), of("o\u{FB03}ce"));
        assert_eq!(of("a \n\u{A0}b\u{2028}\u{1}"), 2);
    }
}

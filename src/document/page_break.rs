//! Where printed pages begin in the text: what two backends must mean alike without knowing each other.
//!
//! In: nothing; places are counted by whoever sets text, and found again by whoever writes it. Out: [`TextPlace`]: a line of
//! inlines, known by where its first inline was read, and how much of it stands before the place. What is counted is weight,
//! for a backend may drop blanks, spell ligatures out or put hyphens in.

use crate::source::Span;

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
    /// Where its text begins.
    pub place: TextPlace,
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

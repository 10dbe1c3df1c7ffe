//! How code looks.
//!
//! In: nothing. Out: [`CodeDesign`] and the [`TokenLook`] of every kind of token. A book is printed with black ink: kinds
//! are told apart by weight and slope first, and by a grey that still reads well on the ground of the block.

use super::Colour;
use crate::document::TokenKind;
use std::collections::BTreeMap;

/// How blocks of code look, beside their type.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeDesign {
    /// The ground behind a block.
    pub ground: Colour,
    /// True when lines are numbered unless a block says otherwise.
    pub numbers: bool,
    /// The ink of the numbers.
    pub number_colour: Colour,
    /// The looks of tokens; a kind that is not there is set like plain text.
    pub tokens: BTreeMap<TokenKind, TokenLook>,
}

/// How a kind of token looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokenLook {
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// The ink.
    pub colour: Colour,
}

impl TokenLook {
    /// True for a token that is set like plain text.
    pub fn is_plain(self) -> bool {
        self == TokenLook::default()
    }
}

impl CodeDesign {
    /// The look of a kind.
    pub fn look(&self, kind: TokenKind) -> TokenLook {
        self.tokens.get(&kind).copied().unwrap_or_default()
    }
}

impl Default for CodeDesign {
    fn default() -> CodeDesign {
        CodeDesign { ground: Colour::grey(243), numbers: false, number_colour: Colour::grey(110), tokens: looks() }
    }
}

/// Keywords stand out, comments step back, strings and numbers lie between.
fn looks() -> BTreeMap<TokenKind, TokenLook> {
    let look = |bold, italic, grey| TokenLook { bold, italic, colour: Colour::grey(grey) };
    let kinds = [
        (TokenKind::Keyword, look(true, false, 0)),
        (TokenKind::Type, look(false, false, 0)),
        (TokenKind::Function, look(false, false, 0)),
        (TokenKind::String, look(false, false, 88)),
        (TokenKind::Number, look(false, false, 88)),
        (TokenKind::Constant, look(false, true, 40)),
        (TokenKind::Comment, look(false, true, 104)),
        (TokenKind::Operator, look(false, false, 70)),
        (TokenKind::Name, look(true, false, 40)),
        (TokenKind::Attribute, look(false, false, 88)),
        (TokenKind::Strong, look(true, false, 0)),
        (TokenKind::Emphasis, look(false, true, 0)),
        (TokenKind::Inserted, look(true, false, 0)),
        (TokenKind::Deleted, look(false, true, 104)),
    ];
    kinds.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_look_that_reads_well_in_print() {
        let design = CodeDesign::default();
        for kind in TokenKind::MARKED {
            let look = design.tokens.get(kind).expect("a look");
            // A contrast of at least 4.5 to 1 with the ground (WCAG 2.2, 1.4.3).
            let luminance = |colour: Colour| (f64::from(colour.green) / 255.0).powf(2.2) + 0.05;
            assert!(luminance(design.ground) / luminance(look.colour) > 4.5, "{kind:?}");
        }
    }
}

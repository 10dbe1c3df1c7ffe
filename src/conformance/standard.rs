//! The standards that there are, and which finding each of them forbids.
//!
//! In: nothing. Out: [`Standard`] and [`Wish`]. Clauses are those of ISO 14289-1:2014 and ISO 19005-2:2011.

use crate::diagnostic::Code;

/// A standard for PDF files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standard {
    /// PDF/UA-1: who cannot see the pages can read the book.
    Ua1,
    /// PDF/A-2a: the file can be kept, with its text and its structure.
    A2a,
    /// PDF/A-2u: the file can be kept, with its text.
    A2u,
    /// PDF/A-3a: as PDF/A-2a, in a file that may hold other files.
    A3a,
}

impl Standard {
    /// All of them.
    pub const ALL: [Standard; 4] = [Standard::Ua1, Standard::A2a, Standard::A2u, Standard::A3a];

    /// The word for it in a configuration.
    pub fn word(self) -> &'static str {
        match self {
            Standard::Ua1 => "ua-1",
            Standard::A2a => "a-2a",
            Standard::A2u => "a-2u",
            Standard::A3a => "a-3a",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Standard::Ua1 => "PDF/UA-1",
            Standard::A2a => "PDF/A-2a",
            Standard::A2u => "PDF/A-2u",
            Standard::A3a => "PDF/A-3a",
        }
    }

    /// Part and level, when it is one of PDF/A.
    pub fn archive(self) -> Option<(u8, char)> {
        match self {
            Standard::Ua1 => None,
            Standard::A2a => Some((2, 'A')),
            Standard::A2u => Some((2, 'U')),
            Standard::A3a => Some((3, 'A')),
        }
    }

    /// True when a file with such a finding does not keep the standard.
    pub(super) fn forbids(self, code: Code) -> bool {
        match code {
            // ISO 14289-1: 7.3 figures, 7.5 tables, 7.2 language, 7.1 title. A heading that skips a level (7.4.2) costs
            // nothing: the PDF tags headings by how deep they stand, one level below the one around them.
            Code::MissingAltText | Code::HeadlessTable | Code::MissingLanguage | Code::MissingTitle => {
                self == Standard::Ua1
            }
            // ISO 14289-1, 7.21.8; ISO 19005-2, 6.2.11.8. What the typesetter misses it shows by other glyphs.
            Code::DrawingGlyph => true,
            // ISO 19005-2, 6.2.11.7.3: level A only.
            Code::PrivateCharacter => matches!(self, Standard::A2a | Standard::A3a),
            // ISO 19005-2, 6.2.4.3: the output intent is sRGB.
            Code::CmykImage => self.archive().is_some(),
            _ => false,
        }
    }
}

/// What a book wants its PDF to claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The standards, at most one of PDF/A.
    pub standards: Vec<Standard>,
    /// True when the book is not to be made without them.
    pub demanded: bool,
}

impl Wish {
    /// No claim.
    pub fn none() -> Wish {
        Wish { standards: Vec::new(), demanded: false }
    }
}

/// What the content allows of PDF/UA-1 and PDF/A-2a.
impl Default for Wish {
    fn default() -> Wish {
        Wish { standards: vec![Standard::Ua1, Standard::A2a], demanded: false }
    }
}

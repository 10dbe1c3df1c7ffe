//! The standards that a PDF says it keeps.
//!
//! In: a settled document, its fonts, what every stage found, and what the book asks for. Out: [`Claims`], for the PDF to state.
//! A claim is made only when nothing was found that its standard forbids; each such finding says what it costs. The
//! standards are PDF/UA-1 (ISO 14289-1), by which a book can be read aloud, and PDF/A (ISO 19005-2 and -3), by which it
//! can be kept.

mod faults;
mod standard;

pub use standard::{Standard, Wish};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::font::FontBook;

/// The standards that a file states to keep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims(Vec<Standard>);

impl Claims {
    /// True when this standard is claimed.
    pub fn has(&self, standard: Standard) -> bool {
        self.0.contains(&standard)
    }

    /// The part and the level of PDF/A that is claimed, such as `(2, 'A')`.
    pub fn archive(&self) -> Option<(u8, char)> {
        self.0.iter().find_map(|standard| standard.archive())
    }
}

impl FromIterator<Standard> for Claims {
    fn from_iter<I: IntoIterator<Item = Standard>>(standards: I) -> Claims {
        Claims(standards.into_iter().collect())
    }
}

/// What the PDF of a document may claim. Adds to the findings what no earlier stage looks for, and to each finding that a
/// standard forbids what it means: the claim is left out, or it is an error when the book demands the standard.
pub fn claims(document: &Document, fonts: &FontBook, wish: &Wish, diagnostics: &mut Diagnostics) -> Claims {
    let mut claims = wish.standards.clone();
    if claims.is_empty() {
        return Claims::default();
    }
    diagnostics.extend(faults::find(document, fonts));
    for finding in diagnostics.iter_mut() {
        let broken: Vec<Standard> = wish.standards.iter().copied().filter(|s| s.forbids(finding.code)).collect();
        claims.retain(|standard| !broken.contains(standard));
        if !broken.is_empty() {
            tell(finding, &broken, wish.demanded);
        }
    }
    Claims(claims)
}

fn tell(finding: &mut Diagnostic, broken: &[Standard], demanded: bool) {
    let names: Vec<&str> = broken.iter().map(|standard| standard.name()).collect();
    let cost = match (demanded, names.as_slice()) {
        (false, names) => format!("the PDF does not claim {}", names.join(" or ")),
        (true, [name]) => format!("{name} forbids it"),
        (true, names) => format!("{} forbid it", names.join(" and ")),
    };
    if demanded {
        finding.refuse()
    } else {
        finding.raise()
    }
    finding.message = format!("{}; {cost}", finding.message);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Severity};
    use crate::document::Draft;

    fn judged(wish: &Wish, code: Code) -> (Claims, Severity, String) {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(Diagnostic::note(code, "something"));
        let claims = claims(&Document::settled(Draft::default()), &FontBook::builtin(), wish, &mut diagnostics);
        let finding = diagnostics.sorted()[0].clone();
        (claims, finding.severity, finding.message)
    }

    #[test]
    fn a_fault_costs_the_claims_that_forbid_it_and_says_so() {
        let (claims, severity, message) = judged(&Wish::default(), Code::MissingAltText);
        assert_eq!((claims.has(Standard::Ua1), claims.archive()), (false, Some((2, 'A'))));
        assert_eq!((severity, message.as_str()), (Severity::Warning, "something; the PDF does not claim PDF/UA-1"));
        let (claims, _, message) = judged(&Wish::default(), Code::CmykImage);
        assert_eq!((claims.has(Standard::Ua1), claims.archive()), (true, None));
        assert_eq!(message, "something; the PDF does not claim PDF/A-2a");
    }

    #[test]
    fn what_is_demanded_and_not_kept_is_an_error() {
        let demand = |standards: &[Standard]| Wish { standards: standards.to_vec(), demanded: true };
        let (claims, severity, message) = judged(&demand(&[Standard::Ua1]), Code::HeadlessTable);
        assert_eq!((claims, severity), (Claims::default(), Severity::Error));
        assert_eq!(message, "something; PDF/UA-1 forbids it");
        let (claims, severity, message) = judged(&demand(&[Standard::A2u]), Code::HeadlessTable);
        assert_eq!((claims.archive(), severity, message.as_str()), (Some((2, 'U')), Severity::Note, "something"));
    }

    #[test]
    fn who_wants_no_claim_hears_of_none() {
        let (claims, severity, message) = judged(&Wish::none(), Code::MissingAltText);
        assert_eq!((claims, severity, message.as_str()), (Claims::default(), Severity::Note, "something"));
    }
}

//! How grave a book takes a kind of finding.
//!
//! In: the table `[diagnostics]` of a configuration, read by `manuscript`. Out: [`Levels`], which every finding is held
//! against as it is found.

use super::{Code, Severity};
use std::collections::BTreeMap;

/// What a book makes of a kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// No book is made.
    Error,
    /// The book is made; with `--strict` it is not.
    Warning,
    /// It is told, and nothing comes of it.
    Note,
    /// Nobody hears of it.
    Off,
}

impl Level {
    /// All of them.
    pub const ALL: [Level; 4] = [Level::Error, Level::Warning, Level::Note, Level::Off];

    /// The word for it in a configuration.
    pub fn word(self) -> &'static str {
        self.severity().map_or("off", Severity::name)
    }

    /// The severity that findings of this level have; `None` for those that are not told.
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            Level::Error => Some(Severity::Error),
            Level::Warning => Some(Severity::Warning),
            Level::Note => Some(Severity::Note),
            Level::Off => None,
        }
    }
}

/// The levels that a book gives to kinds of findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<Code, Level>);

impl Levels {
    /// The level of a kind; `None` when the book does not say.
    pub fn of(&self, code: Code) -> Option<Level> {
        self.0.get(&code).copied()
    }

    /// Gives a kind its level.
    pub fn set(&mut self, code: Code, level: Level) {
        self.0.insert(code, level);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostic, Diagnostics};
    use super::*;

    fn told(levels: &[(Code, Level)]) -> Vec<(Code, Severity)> {
        let mut all = Diagnostics::default();
        all.push(Diagnostic::error(Code::MissingImage, "before"));
        let mut held = Levels::default();
        levels.iter().for_each(|(code, level)| held.set(*code, *level));
        all.set_levels(held);
        all.push(Diagnostic::warning(Code::DeadLink, "after"));
        all.push(Diagnostic::error(Code::EmptyBook, "after"));
        all.sorted().iter().map(|finding| (finding.code, finding.severity)).collect()
    }

    #[test]
    fn a_book_says_how_grave_a_finding_is_before_and_after_it_is_found() {
        use Severity::{Error, Note};
        let levels = [(Code::MissingImage, Level::Note), (Code::DeadLink, Level::Error)];
        let expected = [(Code::MissingImage, Note), (Code::DeadLink, Error), (Code::EmptyBook, Error)];
        assert_eq!(told(&levels), expected);
        assert_eq!(told(&[(Code::MissingImage, Level::Off), (Code::DeadLink, Level::Off)]), [(Code::EmptyBook, Error)]);
    }

    #[test]
    fn what_leaves_no_book_stays_an_error() {
        assert!(told(&[(Code::EmptyBook, Level::Off)]).contains(&(Code::EmptyBook, Severity::Error)));
    }

    #[test]
    fn what_the_book_demands_is_not_lowered_and_what_it_does_not_hear_of_is_no_error() {
        let mut all = Diagnostics::default();
        let mut levels = Levels::default();
        levels.set(Code::MissingAltText, Level::Off);
        all.set_levels(levels);
        all.push(Diagnostic::warning(Code::MissingAltText, "x"));
        all.promote_warnings();
        assert!(!all.has_errors() && all.sorted().is_empty());
        all.iter_mut().for_each(Diagnostic::raise);
        assert!(all.sorted().is_empty());
        all.iter_mut().for_each(Diagnostic::refuse);
        assert!(all.has_errors());
        assert_eq!(all.sorted()[0].hints.len(), 1);
    }
}

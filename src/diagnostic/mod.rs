//! What the program has to say about a manuscript.
//!
//! In: findings of every stage. Out: one list, in the order of the manuscript, for `main` to print.
//! Severity says what a finding does to the build: an error means that the book cannot be made faithfully, a warning
//! that it can and something is off, a note that something was decided for the author.

mod code;
mod render;

pub use code::Code;
pub use render::{Dress, human, json};

use crate::source::{SourceMap, Span};

/// What a finding does to the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The book cannot be made faithfully; nothing is replaced.
    Error,
    /// The book is made, and something in it is off.
    Warning,
    /// The book is made as it should be, by a decision that the author may want to know.
    Note,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding; stable, listed in [`Code`].
    pub code: Code,
    /// What it does to the build.
    pub severity: Severity,
    /// A short phrase in lower case, without a full stop.
    pub message: String,
    /// Where it stands in the manuscript.
    pub span: Option<Span>,
    /// The very words, when the stage that found it knows them but only the larger span that they stand in; see
    /// [`Diagnostics::narrow`].
    pub excerpt: Option<String>,
    /// Further places, each with a short phrase.
    pub labels: Vec<(Span, String)>,
    /// What to write instead.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// An error of this kind.
    pub fn error(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, message)
    }

    /// A warning of this kind.
    pub fn warning(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, message)
    }

    /// A note of this kind.
    pub fn note(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Note, code, message)
    }

    fn new(severity: Severity, code: Code, message: impl Into<String>) -> Diagnostic {
        let message = message.into();
        Diagnostic { code, severity, message, span: None, excerpt: None, labels: Vec::new(), hints: Vec::new() }
    }

    /// Says where the finding stands.
    pub fn at(mut self, span: Span) -> Diagnostic {
        self.span = Some(span);
        self
    }

    /// Says which words of its span it is about.
    pub fn about(mut self, excerpt: impl Into<String>) -> Diagnostic {
        self.excerpt = Some(excerpt.into());
        self
    }

    /// Points at a further place.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push((span, text.into()));
        self
    }

    /// Says what to write instead.
    pub fn hint(mut self, text: impl Into<String>) -> Diagnostic {
        self.hints.push(text.into());
        self
    }
}

/// The one list that every stage adds to.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds what findings there are.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(diagnostics);
    }

    /// True when the book cannot be made faithfully.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// The findings, to add to them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.list.iter_mut()
    }

    /// Narrows the span of each finding to the first place in it that its excerpt stands at.
    pub fn narrow(&mut self, sources: &SourceMap) {
        for diagnostic in &mut self.list {
            let (Some(span), Some(excerpt)) = (diagnostic.span, diagnostic.excerpt.take()) else { continue };
            if let Some(at) = sources.text(span).find(&excerpt) {
                let start = span.start + at as u32;
                diagnostic.span = Some(Span::new(span.file, start, start + excerpt.len() as u32));
            }
        }
    }

    /// Points every finding at the place where a person finds what it is about, in the file that was read and not in a
    /// text made of it.
    pub fn trace(&mut self, sources: &SourceMap) {
        for diagnostic in &mut self.list {
            let spans = diagnostic.span.iter_mut().chain(diagnostic.labels.iter_mut().map(|(span, _)| span));
            spans.for_each(|span| *span = sources.origin(*span));
        }
    }

    /// How many findings of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// Turns every warning into an error, for `--strict`.
    pub fn promote_warnings(&mut self) {
        for diagnostic in &mut self.list {
            if diagnostic.severity == Severity::Warning {
                diagnostic.severity = Severity::Error;
            }
        }
    }

    /// The findings in the order of the manuscript; those without a place come first, equal ones once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut list: Vec<&Diagnostic> = self.list.iter().collect();
        list.sort_by_key(|d| d.span);
        list.dedup();
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn findings_are_sorted_by_place_and_told_once() {
        let mut all = Diagnostics::default();
        let late = Diagnostic::warning(Code::DeadLink, "b").at(Span::new(FileId(0), 9, 10));
        all.push(late.clone());
        all.push(Diagnostic::warning(Code::DeadLink, "a").at(Span::new(FileId(0), 1, 2)));
        all.push(late);
        let told: Vec<&str> = all.sorted().iter().map(|d| d.message.as_str()).collect();
        assert_eq!(told, ["a", "b"]);
    }

    #[test]
    fn a_finding_about_words_points_at_them() {
        let mut sources = SourceMap::default();
        let file = sources.add("a.md", "one two three");
        let mut all = Diagnostics::default();
        let finding = Diagnostic::warning(Code::MissingGlyph, "m").at(Span::new(file, 0, 13));
        all.push(finding.clone().about("two"));
        all.push(finding.about("not there"));
        all.narrow(&sources);
        let spans: Vec<_> = all.sorted().iter().filter_map(|d| d.span).map(|s| (s.start, s.end)).collect();
        assert_eq!(spans, [(0, 13), (4, 7)]);
    }

    #[test]
    fn strict_makes_errors_of_warnings_only() {
        let mut all = Diagnostics::default();
        all.push(Diagnostic::note(Code::RawHtml, "n"));
        assert!(!all.has_errors());
        all.push(Diagnostic::warning(Code::DeadLink, "w"));
        all.promote_warnings();
        assert_eq!((all.count(Severity::Error), all.count(Severity::Note)), (1, 1));
    }
}

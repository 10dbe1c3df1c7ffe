//! What the program has to say about a manuscript.
//!
//! In: findings of every stage. Out: one list, in the order of the manuscript, for `main` to print.
//! Severity says what a finding does to the build: an error means that the book cannot be made faithfully, a warning
//! that it can and something is off, a note that something was decided for the author.

mod advice;
mod code;
mod github;
mod json;
mod level;
mod render;
mod sarif;

pub use code::Code;
pub use github::github;
pub use json::json;
pub use level::{Level, Levels};
pub use render::{Dress, human};
pub use sarif::sarif;

use crate::source::{LineColumn, SourceMap, Span};

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

impl Severity {
    /// Its name: that of a level of SARIF (3.27.10), too.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }

    /// Its name with an article.
    pub fn with_article(self) -> &'static str {
        match self {
            Severity::Error => "an error",
            Severity::Warning => "a warning",
            Severity::Note => "a note",
        }
    }
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
    /// The level that the book gives it; `None` when the stage that found it has the last word.
    level: Option<Level>,
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
        Diagnostic {
            code,
            severity,
            message,
            span: None,
            excerpt: None,
            labels: Vec::new(),
            hints: Vec::new(),
            level: None,
        }
    }

    /// Makes it at least a warning, unless the book has said how grave it is.
    pub fn raise(&mut self) {
        if self.level.is_none() {
            self.severity = self.severity.min(Severity::Warning);
        }
    }

    /// Makes it an error whatever the book says, for what the book itself demands.
    pub fn refuse(&mut self) {
        self.severity = Severity::Error;
        if self.level.take().is_some_and(|level| level != Level::Error) {
            self.hints.push("what the book demands elsewhere, `[diagnostics]` does not lower".to_owned());
        }
    }

    /// The message and below it the hints, for where there is but one text.
    fn with_hints(&self) -> String {
        self.hints.iter().fold(self.message.clone(), |text, hint| format!("{text}\nhelp: {hint}"))
    }

    /// Takes the level that the book gives its code. An error without which there is no book stays one.
    fn take_level(&mut self, levels: &Levels) {
        let Some(level) = levels.of(self.code) else { return };
        if self.severity == Severity::Error && self.code.is_firm() {
            return;
        }
        self.level = Some(level);
        self.severity = level.severity().unwrap_or(self.severity);
    }

    /// True for what the book does not want to hear of.
    fn is_off(&self) -> bool {
        self.level == Some(Level::Off)
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

/// Where a finding stands, as a person counts.
struct Place {
    /// The file as the user would name it.
    file: String,
    /// Its first character.
    start: LineColumn,
    /// The one after its last, line breaks not counted.
    end: LineColumn,
}

impl Place {
    fn of(span: Span, sources: &SourceMap) -> Place {
        let span = sources.origin(span);
        // A block ends with its line; the break after it is no part of the place.
        let covered = sources.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or_default();
        let end = span.start + covered.trim_end_matches(['\n', '\r']).len() as u32;
        let end = sources.line_column(Span::new(span.file, end, end));
        Place { file: sources.shown_name(span.file), start: sources.line_column(span), end }
    }
}

/// The one list that every stage adds to.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    levels: Levels,
}

impl Diagnostics {
    /// Adds a finding, at the level that the book gives it.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.take_level(&self.levels);
        self.list.push(diagnostic);
    }

    /// Adds what findings there are.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Gives all findings, those to come too, the levels that the book wants.
    pub fn set_levels(&mut self, levels: Levels) {
        self.list.iter_mut().for_each(|diagnostic| diagnostic.take_level(&levels));
        self.levels = levels;
    }

    /// True when the book cannot be made faithfully.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The findings, to add to them; those that nobody wants to hear of too.
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
        self.list.iter().filter(|d| d.severity == severity && !d.is_off()).count()
    }

    /// Turns every warning into an error, for `--strict`.
    pub fn promote_warnings(&mut self) {
        for diagnostic in &mut self.list {
            if diagnostic.severity == Severity::Warning && !diagnostic.is_off() {
                diagnostic.severity = Severity::Error;
            }
        }
    }

    /// The findings in the order of the manuscript; those without a place come first, equal ones once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut list: Vec<&Diagnostic> = self.list.iter().filter(|d| !d.is_off()).collect();
        list.sort_by_key(|d| d.span);
        list.dedup();
        list
    }
}

/// The first `most` findings of each code, and how many more there are of the codes that have more, in the order of their
/// first finding. A book may have the same fault in a thousand places, and other faults must not drown in it.
pub fn fold<'a>(findings: &[&'a Diagnostic], most: usize) -> (Vec<&'a Diagnostic>, Vec<(Code, usize)>) {
    let (mut shown, mut counts) = (Vec::new(), Vec::<(Code, usize)>::new());
    for finding in findings {
        let place = counts.iter().position(|(code, _)| *code == finding.code).unwrap_or(counts.len());
        if place == counts.len() {
            counts.push((finding.code, 0));
        }
        counts[place].1 += 1;
        if counts[place].1 <= most {
            shown.push(*finding);
        }
    }
    let more = counts.into_iter().filter(|(_, count)| *count > most).map(|(code, count)| (code, count - most));
    (shown, more.collect())
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
    fn many_findings_of_a_code_are_folded_and_the_others_stay() {
        let findings: Vec<Diagnostic> = (0..5)
            .map(|i| Diagnostic::warning(Code::DeadLink, "x").at(Span::new(FileId(0), i, i + 1)))
            .chain([Diagnostic::error(Code::MissingImage, "y")])
            .collect();
        let all: Vec<&Diagnostic> = findings.iter().collect();
        let (shown, more) = fold(&all, 2);
        assert_eq!(
            shown.iter().map(|d| d.code).collect::<Vec<_>>(),
            [Code::DeadLink, Code::DeadLink, Code::MissingImage]
        );
        assert_eq!(more, [(Code::DeadLink, 3)]);
        assert_eq!(fold(&all, 5), (all.clone(), Vec::new()));
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

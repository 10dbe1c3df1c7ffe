//! Findings for a run of GitHub Actions.
//!
//! In: findings and the source map. Out: a workflow command a line, which the run shows beside the line of the manuscript.
//! The form is that of "Workflow commands for GitHub Actions", the escapes those of its toolkit.

use super::{Diagnostic, Place, Severity};
use crate::source::SourceMap;

/// One workflow command a line.
pub fn github(diagnostics: &[&Diagnostic], sources: &SourceMap) -> String {
    diagnostics.iter().map(|diagnostic| command(diagnostic, sources)).collect()
}

fn command(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let name = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(Place { file, start, end }) = diagnostic.span.map(|span| Place::of(span, sources)) {
        properties.push(format!("file={}", property(&file)));
        properties.push(format!("line={}", start.line));
        // Columns mean something on one line only.
        if start.line == end.line {
            properties.push(format!("col={}", start.column));
            properties.push(format!("endColumn={}", end.column));
        } else {
            properties.push(format!("endLine={}", end.line));
        }
    }
    properties.push(format!("title={}", property(diagnostic.code.name())));
    format!("::{name} {}::{}\n", properties.join(","), data(&diagnostic.with_hints()))
}

/// A message: a line break would end the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which a colon or a comma would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    #[test]
    fn a_command_has_its_place_and_nothing_ends_it_early() {
        let mut sources = SourceMap::default();
        let file = sources.add("src/a, b: c.md", "один\nдва\nтри\n");
        let finding = Diagnostic::warning(Code::DeadLink, "100 %\n::error::x").hint("look");
        let on_one_line = finding.clone().at(Span::new(file, 9, 15));
        let on_two = Diagnostic::note(Code::RawHtml, "x").at(Span::new(file, 9, 20));
        let text = github(&[&on_one_line, &on_two, &Diagnostic::error(Code::EmptyBook, "y")], &sources);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "::warning file=src/a%2C b%3A c.md,line=2,col=1,endColumn=4,title=dead-link::100 %25%0A::error::x%0Ahelp: look",
                "::notice file=src/a%2C b%3A c.md,line=2,endLine=3,title=raw-html::x",
                "::error title=empty-book::y",
            ]
        );
    }
}

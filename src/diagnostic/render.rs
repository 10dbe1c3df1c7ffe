//! Findings for a person.
//!
//! In: findings and the source map. Out: text for a person, with the source line. The only file that knows the rendering
//! crate.

use super::{Diagnostic, Severity};
use crate::source::{SourceMap, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

/// Longest source line that is shown whole, in characters.
const WHOLE_LINE: usize = 120;

/// Characters shown before the marked place of a longer line.
const BEFORE: usize = 40;

/// How text for a person is dressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dress {
    /// Plain text.
    #[default]
    Plain,
    /// With the colours of a terminal.
    Coloured,
}

/// Findings for a person, each followed by an empty line.
pub fn human(diagnostics: &[&Diagnostic], sources: &SourceMap, dress: Dress) -> String {
    let renderer = match dress {
        Dress::Plain => Renderer::plain(),
        Dress::Coloured => Renderer::styled(),
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&render(diagnostic, sources, &renderer));
        text.push_str("\n\n");
    }
    text
}

fn render(diagnostic: &Diagnostic, sources: &SourceMap, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.name());
    let primary = diagnostic.span.map(|span| (Excerpt::new(span, sources), AnnotationKind::Primary, None));
    let labels = diagnostic.labels.iter();
    let others =
        labels.map(|(span, label)| (Excerpt::new(*span, sources), AnnotationKind::Context, Some(visible(label))));
    let excerpts: Vec<_> = primary.into_iter().chain(others).collect();
    let group = Group::with_title(title)
        .elements(excerpts.iter().map(|(excerpt, kind, label)| excerpt.snippet(*kind, label.clone())))
        .elements(diagnostic.hints.iter().map(|hint| Level::HELP.message(visible(hint))));
    let text = renderer.render(&[group]);
    excerpts.iter().fold(text, |text, (excerpt, _, _)| excerpt.put_right(&text))
}

/// The text with control characters made visible: a manuscript must not drive the terminal.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// The line that a span begins in, cut when it is long, and the marked part of it.
struct Excerpt {
    name: String,
    line: usize,
    column: usize,
    text: String,
    marked: std::ops::Range<usize>,
}

impl Excerpt {
    fn new(span: Span, sources: &SourceMap) -> Excerpt {
        let span = sources.origin(span);
        let place = sources.line_column(span);
        let (line, start, end) = line_of(span, sources);
        let (text, marked) = cut(line, start, end);
        Excerpt { name: sources.shown_name(span.file), line: place.line, column: place.column, text, marked }
    }

    fn snippet(&self, kind: AnnotationKind, label: Option<String>) -> Snippet<'_, Annotation<'_>> {
        let annotation = kind.span(self.marked.clone()).label(label);
        Snippet::source(self.text.as_str()).path(self.name.as_str()).line_start(self.line).annotation(annotation)
    }

    /// The rendering crate counts columns in the text that it was given: where that is a part of a line, the column is
    /// put right.
    fn put_right(&self, text: &str) -> String {
        let counted = self.text[..self.marked.start].chars().count() + 1;
        let place = |column: usize| format!("{}:{}:{column}", self.name, self.line);
        text.replacen(&place(counted), &place(self.column), 1)
    }
}

/// The line that a span begins in, and the bytes of it that the span covers.
fn line_of(span: Span, sources: &SourceMap) -> (&str, usize, usize) {
    let text = &sources.file(span.file).text;
    let start = floor(text, span.start as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let line = text[line_start..line_end].trim_end_matches('\r');
    let within = |offset: usize| floor(text, offset).saturating_sub(line_start).min(line.len());
    (line, within(start), within(span.end as usize).max(within(start)))
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A line of at most [`WHOLE_LINE`] characters or so around the marked bytes; what is cut off is an ellipsis. Control
/// characters are made visible, tabs become spaces, so the marked bytes are counted anew.
fn cut(line: &str, start: usize, end: usize) -> (String, std::ops::Range<usize>) {
    let is_long = line.chars().nth(WHOLE_LINE).is_some();
    let before: Vec<char> = if is_long {
        let mut last: Vec<char> = line[..start].chars().rev().take(BEFORE).collect();
        last.reverse();
        last
    } else {
        line[..start].chars().collect()
    };
    let mut text = String::new();
    if before.iter().map(|c| c.len_utf8()).sum::<usize>() < start {
        text.push('…');
    }
    before.into_iter().for_each(|c| push_visible(&mut text, c));
    let (mut marked, limit) = (text.len()..text.len(), if is_long { WHOLE_LINE - BEFORE } else { usize::MAX });
    for (shown, (offset, c)) in line[start..].char_indices().enumerate() {
        if shown == limit {
            text.push('…');
            break;
        }
        push_visible(&mut text, c);
        if start + offset < end {
            marked.end = text.len();
        }
    }
    (text, marked)
}

fn push_visible(text: &mut String, c: char) {
    match c {
        '\t' => text.push_str("    "),
        c if c.is_control() => text.push('\u{fffd}'),
        c => text.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::FileId;

    fn sources(text: &str) -> (SourceMap, FileId) {
        let mut sources = SourceMap::default();
        sources.base = "book/".into();
        let file = sources.add("src/a.md", text);
        (sources, file)
    }

    #[test]
    fn a_finding_shows_its_line() {
        let (sources, file) = sources("one\ntwo ![](x.png)\n");
        let finding =
            Diagnostic::error(Code::MissingImage, "there is no image").at(Span::new(file, 8, 18)).hint("look");
        let text = human(&[&finding], &sources, Dress::Plain);
        assert_eq!(
            text,
            "error[missing-image]: there is no image\n \
             --> book/src/a.md:2:5\n  |\n2 | two ![](x.png)\n  |     ^^^^^^^^^^\n  |\n  = help: look\n\n"
        );
    }

    #[test]
    fn a_long_line_is_cut_and_a_wide_span_marks_one_line() {
        let line = "слово ".repeat(3000);
        let (sources, file) = sources(&format!("{line}\nnext\n"));
        let finding = Diagnostic::warning(Code::DeadLink, "x").at(Span::new(file, 11_000, 40_000));
        let text = human(&[&finding], &sources, Dress::Plain);
        assert!(text.lines().all(|line| line.chars().count() < 200), "{text}");
        assert!(text.contains('…') && text.contains("a.md:1:6001"), "{text}");
        assert!(!text.contains("next"));
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let (sources, file) = sources("a\u{1b}[31mb\n");
        let finding = Diagnostic::warning(Code::DeadLink, "x\u{1b}[0m").at(Span::new(file, 2, 3));
        assert!(!human(&[&finding], &sources, Dress::Plain).contains('\u{1b}'));
    }

    #[test]
    fn places_at_the_end_and_past_it_are_shown() {
        let (sources, file) = sources("ab\r\n");
        for (start, end) in [(4, 4), (2, 4), (9, 12), (0, 0)] {
            let finding = Diagnostic::warning(Code::DeadLink, "x").at(Span::new(file, start, end));
            assert!(human(&[&finding], &sources, Dress::Plain).contains("warning[dead-link]: x"));
        }
    }
}

//! Lines of a program as they will be shown.
//!
//! In: runs of text with their kinds. Out: [`SourceLine`]s with tabulators as blanks, and where a line too long is cut.

use crate::document::TokenKind;
use std::ops::Range;

/// Columns between the stops of a tabulator.
const TAB: usize = 4;

/// A line without its end, and the kind of each stretch of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SourceLine {
    pub(super) text: String,
    /// Each kind with the byte at which it ends.
    kinds: Vec<(usize, TokenKind)>,
    column: usize,
}

impl SourceLine {
    /// The stretches of a part of the line.
    pub(super) fn parts(&self, range: Range<usize>) -> impl Iterator<Item = (&str, TokenKind)> {
        let first = self.kinds.partition_point(|(end, _)| *end <= range.start);
        let mut start = range.start;
        self.kinds[first..].iter().map_while(move |(end, kind)| {
            let text = self.text.get(start..(*end).min(range.end)).filter(|text| !text.is_empty())?;
            start = *end;
            Some((text, *kind))
        })
    }

    fn push(&mut self, text: &str, kind: TokenKind) {
        for c in text.chars() {
            if c == '\t' {
                let blanks = TAB - self.column % TAB;
                self.text.extend(std::iter::repeat_n(' ', blanks));
                self.column += blanks;
            } else if !c.is_control() {
                self.text.push(c);
                self.column += width(c);
            }
        }
        if self.text.len() > self.kinds.last().map_or(0, |(end, _)| *end) {
            self.kinds.push((self.text.len(), kind));
        }
    }

    /// Takes the blanks at the end away.
    fn trim(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        let end = self.text.len();
        self.kinds.iter_mut().for_each(|(at, _)| *at = (*at).min(end));
        self.kinds.dedup_by_key(|(at, _)| *at);
    }
}

/// The lines of a text; the end of the last one does not begin another.
pub(super) fn lines<'t>(runs: impl Iterator<Item = (&'t str, TokenKind)>) -> Vec<SourceLine> {
    let mut lines = vec![SourceLine::default()];
    for (text, kind) in runs {
        for (i, part) in text.split('\n').enumerate() {
            if i > 0 {
                lines.push(SourceLine::default());
            }
            if let Some(line) = lines.last_mut() {
                line.push(part, kind);
            }
        }
    }
    if lines.len() > 1 && lines.last().is_some_and(|line| line.text.is_empty()) {
        lines.pop();
    }
    lines.iter_mut().for_each(SourceLine::trim);
    lines
}

/// How many columns a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// Columns of a character: two for those of East Asia and for emoji (UAX #11, in broad strokes).
fn width(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' => 0,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F300}'..='\u{1FAFF}'
        | '\u{20000}'..='\u{3FFFD}' => 2,
        _ => 1,
    }
}

/// Where a line is broken that takes more than `columns` columns: in its second half after a blank, or where a reader of
/// the language would break it, else at the last character that fits.
pub(super) fn cut(line: &str, columns: usize) -> usize {
    let mut taken = 0;
    let over = line.char_indices().find(|(at, c)| {
        taken += width(*c);
        taken > columns.max(1) && *at > 0
    });
    let Some((limit, _)) = over else { return line.len() };
    let mut good = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if at > limit {
            break;
        }
        if at > limit / 2 && is_joint(before, c) {
            good = Some(at);
        }
        before = c;
    }
    good.unwrap_or(limit)
}

/// True where a line may end between two characters: after a blank or a sign, but before the dot of a call and before what
/// closes a bracket or goes on with a sign.
fn is_joint(before: char, after: char) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    match (before, after) {
        (_, ' ') | (_, ',' | ';' | ')' | ']' | '}') => false,
        (' ', _) => true,
        (before, '.') => before != '.',
        ('.', _) => false,
        (before, after) if is_word(before) => !is_word(after) && matches!(after, '/' | '\\'),
        (_, after) => is_word(after) || matches!(after, '"' | '\'' | '(' | '[' | '{' | '/'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<String> {
        lines([(text, TokenKind::Plain)].into_iter()).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn tabulators_reach_the_next_stop() {
        assert_eq!(plain("\ta\tb\n"), ["    a   b"]);
        assert_eq!(plain("日\tb  \n\n"), ["日  b", ""]);
        assert_eq!(plain(""), [""]);
    }

    #[test]
    fn kinds_follow_the_text_into_its_lines() {
        let runs = [("if", TokenKind::Keyword), (" a\n\t", TokenKind::Plain), ("/* b\n c */", TokenKind::Comment)];
        let lines = lines(runs.into_iter());
        let parts: Vec<Vec<_>> = lines.iter().map(|line| line.parts(0..line.text.len()).collect()).collect();
        assert_eq!(parts[0], [("if", TokenKind::Keyword), (" a", TokenKind::Plain)]);
        assert_eq!(parts[1], [("    ", TokenKind::Plain), ("/* b", TokenKind::Comment)]);
        assert_eq!(parts[2], [(" c */", TokenKind::Comment)]);
        assert_eq!(lines[1].parts(2..6).collect::<Vec<_>>(), [("  ", TokenKind::Plain), ("/*", TokenKind::Comment)]);
    }

    #[test]
    fn a_line_is_cut_after_a_sign_in_its_second_half() {
        assert_eq!(cut("alpha beta gamma", 12), "alpha beta ".len());
        assert_eq!(cut("a bcdefghijklmnop", 12), 12);
        assert_eq!(cut("short", 12), 5);
        assert_eq!(cut("some.filter(of).map(it)", 18), "some.filter(of)".len());
        assert_eq!(cut("https://example.org/a/long/path", 24), "https://example.org/a/".len());
        assert_eq!(cut("ёжик под ёлкой", 10), "ёжик под ".len());
        assert_eq!(cut("日本語日本語", 4), "日本".len());
        assert_eq!(cut("日", 1), "日".len());
    }
}

//! Formulas as MathJax finds them on mdBook's pages: `\\(…\\)`, `\\[…\\]` and `$$…$$`.
//!
//! In: the text of a file and which stretches of it are code or HTML. Out: the same text with a mark in the place of every
//! formula, the place of every piece of it in the file, and the formulas. MathJax reads the page that Markdown has made, so
//! a formula's own escapes are resolved as Markdown does: `\\` is one backslash, `\_` an underscore.
//!
//! A mark is a number between two noncharacters of Unicode, which no text holds; [`split`] finds it again in the text
//! that the Markdown parser hands out.

use super::fence::Rewritten;
use std::ops::Range;

const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';

/// A formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Formula {
    /// Its source.
    pub(super) source: String,
    /// True when it stands in a line of its own.
    pub(super) is_display: bool,
}

/// What begins and ends a formula, and whether it is displayed.
const DELIMITERS: [(&str, &str, bool); 3] = [("\\\\(", "\\\\)", false), ("\\\\[", "\\\\]", true), ("$$", "$$", true)];

/// Rewrites a file from byte `start`; `literal` are bytes of the text from there on, in order. `None` when it has no
/// formula.
pub(super) fn rewrite(text: &str, start: usize, literal: &[Range<usize>]) -> Option<(Rewritten, Vec<Formula>)> {
    let part = text.get(start..)?;
    let (mut out, mut formulas, mut copied) = (Rewritten::default(), Vec::new(), 0);
    let mut scanner = Scanner { text: part, literal, blank: 0, closings: [None; 3] };
    let mut at = 0;
    while let Some((open, (opening, closing, is_display))) = scanner.opening(at) {
        let inner = open + opening.len();
        let Some(close) = scanner.closing(inner, closing) else {
            at = inner;
            continue;
        };
        at = close + closing.len();
        let source = unescaped(part[inner..close].trim());
        if source.is_empty() {
            continue;
        }
        copy(&mut out, part, copied..open, start);
        let mark = format!("{OPEN}{}{CLOSE}", formulas.len());
        out.pieces.push((out.text.len(), start + open, at - open));
        out.text.push_str(&mark);
        formulas.push(Formula { source, is_display });
        copied = at;
    }
    if formulas.is_empty() {
        return None;
    }
    copy(&mut out, part, copied..part.len(), start);
    Some((out, formulas))
}

fn copy(out: &mut Rewritten, part: &str, range: Range<usize>, start: usize) {
    if !range.is_empty() {
        out.pieces.push((out.text.len(), start + range.start, range.len()));
        out.text.push_str(&part[range]);
    }
}

struct Scanner<'t> {
    text: &'t str,
    literal: &'t [Range<usize>],
    /// An empty line, the first at or after some earlier place.
    blank: usize,
    /// For each of [`DELIMITERS`], the first closing one at or after some earlier place; what is looked for is read once.
    closings: [Option<usize>; 3],
}

impl Scanner<'_> {
    /// The next place at or after `at` where a formula may begin.
    fn opening(&self, mut at: usize) -> Option<(usize, (&'static str, &'static str, bool))> {
        loop {
            let found = self.text[at..].find(['\\', '$']).map(|place| at + place)?;
            if let Some(end) = self.literal_end(found) {
                at = end;
                continue;
            }
            let rest = &self.text[found..];
            if let Some(delimiter) = DELIMITERS.iter().find(|(opening, ..)| rest.starts_with(opening)) {
                return Some((found, *delimiter));
            }
            // A backslash and what it escapes belong together.
            let escaped =
                rest.chars().nth(1).filter(|c| rest.starts_with('\\') && c.is_ascii()).map_or(0, char::len_utf8);
            at = found + 1 + escaped;
        }
    }

    /// Where the formula that begins at `at` ends, in the same paragraph.
    fn closing(&mut self, at: usize, closing: &str) -> Option<usize> {
        if self.blank < at {
            let lines = self.text[at..].match_indices('\n').map(|(place, _)| at + place);
            let is_blank =
                |place: &usize| self.text[place + 1..].trim_start_matches([' ', '\t', '\r', '>']).starts_with('\n');
            self.blank = lines.into_iter().find(is_blank).unwrap_or(self.text.len());
        }
        let kind = DELIMITERS.iter().position(|(_, known, _)| *known == closing)?;
        let known = self.closings[kind].filter(|place| *place >= at);
        let next = || self.text[at..].find(closing).map_or(self.text.len(), |place| at + place);
        let close = known.unwrap_or_else(next);
        self.closings[kind] = Some(close);
        if close >= self.blank {
            return None;
        }
        let crosses = self.literal.partition_point(|range| range.end <= at);
        self.literal.get(crosses).is_none_or(|range| range.start >= close).then_some(close)
    }

    /// The end of the code or HTML that a place stands in.
    fn literal_end(&self, at: usize) -> Option<usize> {
        let range = self.literal.get(self.literal.partition_point(|range| range.end <= at))?;
        (range.start <= at).then_some(range.end)
    }
}

/// What Markdown makes of backslashes.
fn unescaped(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    out
}

/// A stretch of text as the parser hands it out.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    Text(&'t str),
    /// The number of a formula.
    Formula(usize),
}

/// The parts of a text, each with the byte that it begins at.
pub(super) fn split(text: &str) -> Vec<(usize, Part<'_>)> {
    let (mut parts, mut at) = (Vec::new(), 0);
    for (open, _) in text.match_indices(OPEN) {
        let inner = open + OPEN.len_utf8();
        let Some(close) = text[inner..].find(CLOSE).map(|place| inner + place) else { break };
        let Ok(number) = text[inner..close].parse() else { continue };
        if open > at {
            parts.push((at, Part::Text(&text[at..open])));
        }
        parts.push((open, Part::Formula(number)));
        at = close + CLOSE.len_utf8();
    }
    if at < text.len() {
        parts.push((at, Part::Text(&text[at..])));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, bool)> {
        let formulas = rewrite(text, 0, &[]).map(|(_, formulas)| formulas).unwrap_or_default();
        formulas.into_iter().map(|f| (f.source, f.is_display)).collect()
    }

    #[test]
    fn formulas_are_found_and_their_escapes_resolved() {
        assert_eq!(found(r"a \\( x\_1 \\\\ y \\) b"), [(r"x_1 \\ y".to_owned(), false)]);
        assert_eq!(found("\\\\[ \\mu = \n 1 \\\\] $$x$$"), [("\\mu = \n 1".to_owned(), true), ("x".to_owned(), true)]);
        for text in [r"\(x\)", r"\\(x", "5 $ and 6 $", r"\\(x", "\\\\(x\n\ny\\\\)", r"\\(\\)", r"\$$x\$$"] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn pieces_know_their_places_and_code_is_left_alone() {
        let text = "one `\\\\(a\\\\)` two \\\\(b\\\\) three";
        let (rewritten, formulas) = rewrite(text, 0, std::slice::from_ref(&(4..13))).expect("a formula");
        assert_eq!(formulas.len(), 1);
        let three = rewritten.text.find("three").expect("the word");
        let (at, original, _) = rewritten.pieces.last().expect("a piece");
        assert_eq!(original + three - at, text.find("three").expect("the word"));
        let parts = split(&rewritten.text);
        assert_eq!(parts[1].1, Part::Formula(0));
        assert_eq!(parts[2].1, Part::Text(" three"));
    }

    #[test]
    fn openings_without_an_end_are_read_in_time() {
        assert_eq!(found(&"\\\\( a".repeat(100_000)), []);
        assert_eq!(found(&"$$ a\n\n".repeat(100_000)), []);
        assert_eq!(split(&OPEN.to_string().repeat(1_000)).len(), 1);
    }
}

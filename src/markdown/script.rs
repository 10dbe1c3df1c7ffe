//! Raised and lowered text inside a word.
//!
//! In: runs of text. Out: `H~2~O` and `x^2^` with their parts lowered and raised. The parser takes `^` and `~` at the edges
//! of words only; here they count when what they enclose is one short word of letters, digits and signs.

use crate::document::{Inline, InlineKind};

/// The longest text between two marks, in bytes.
const LONGEST: usize = 40;

/// Sets the marked parts of the runs in a line.
pub(super) fn set(line: &mut Vec<Inline>) {
    let marked = |i: &Inline| matches!(&i.kind, InlineKind::Text(text) if next(text).is_some());
    if !line.iter().any(marked) {
        return;
    }
    for inline in std::mem::take(line) {
        match &inline.kind {
            InlineKind::Text(text) if inline.attr.is_empty() => cut(text, &inline, line),
            _ => line.push(inline),
        }
    }
}

fn cut(text: &str, whole: &Inline, line: &mut Vec<Inline>) {
    let run = |text: &str| Inline::new(InlineKind::Text(text.into()), whole.span);
    let mut rest = text;
    while let Some((start, end)) = next(rest) {
        if start > 0 {
            line.push(run(&rest[..start]));
        }
        let content = vec![run(&rest[start + 1..end])];
        let raised = rest.as_bytes()[start] == b'^';
        let kind = if raised { InlineKind::Superscript(content) } else { InlineKind::Subscript(content) };
        line.push(Inline::new(kind, whole.span));
        rest = &rest[end + 1..];
    }
    if !rest.is_empty() {
        line.push(run(rest));
    }
}

/// The places of the next two marks that belong together.
fn next(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(at) = text[from..].find(['^', '~']).map(|i| from + i) {
        let mark = &text[at..=at];
        let rest = &text[at + 1..];
        let length = rest.find(|c: char| !(c.is_alphanumeric() || "+-−*=.,()′".contains(c))).unwrap_or(rest.len());
        let closes = rest[length..].starts_with(mark) && !rest[length + 1..].starts_with(mark);
        if closes && length > 0 && length <= LONGEST && !text[..at].ends_with(mark) {
            return Some((at, at + 1 + length));
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn shape(text: &str) -> Vec<String> {
        let mut line = vec![Inline::new(InlineKind::Text(text.into()), Span::default())];
        set(&mut line);
        let show = |inline: &Inline| match &inline.kind {
            InlineKind::Text(text) => text.clone(),
            InlineKind::Superscript(inner) => format!("^{}", crate::document::plain_text(inner)),
            InlineKind::Subscript(inner) => format!("_{}", crate::document::plain_text(inner)),
            other => format!("{other:?}"),
        };
        line.iter().map(show).collect()
    }

    #[test]
    fn parts_of_words_are_raised_and_lowered() {
        assert_eq!(shape("H~2~O x^n+1^."), ["H", "_2", "O x", "^n+1", "."]);
        assert_eq!(shape("1^st^"), ["1", "^st"]);
    }

    #[test]
    fn other_uses_of_the_marks_stay() {
        for text in ["a^2 + b^2", "[^a][^b]", "~/x and ~/y", "a~~b~~c", "^^", "5^", "~ ~", "x^a b^"] {
            assert_eq!(shape(text), [text], "{text}");
        }
    }
}

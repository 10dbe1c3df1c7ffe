//! Runs of text inside a paragraph.
//!
//! In: inlines as events bring them, a line end of the manuscript standing as a line feed. Out: whole runs in which a line
//! end is a space, or nothing between two characters of a script without spaces.

use crate::document::{Inline, InlineKind, plain_text};
use crate::source::Span;

/// Adds text to the end of a line, joined to the run before it.
pub(super) fn push_text(line: &mut Vec<Inline>, text: &str, span: Span) {
    if text.is_empty() {
        return;
    }
    if let Some(Inline { kind: InlineKind::Text(last), attr, span: whole }) = line.last_mut()
        && attr.is_empty()
    {
        last.push_str(text);
        *whole = whole.to(span);
        return;
    }
    line.push(Inline::new(InlineKind::Text(text.into()), span));
}

/// Turns the line ends in a finished line into spaces and takes away the spaces at its ends.
pub(super) fn settle(line: &mut Vec<Inline>) {
    join_lines(line);
    trim(line);
}

fn join_lines(line: &mut [Inline]) {
    for i in 0..line.len() {
        let (before, rest) = line.split_at_mut(i);
        let Some((inline, after)) = rest.split_first_mut() else { return };
        if let InlineKind::Text(text) = &mut inline.kind {
            if text.contains('\n') {
                let last = before.last().and_then(|i| plain_text(std::slice::from_ref(i)).chars().next_back());
                let next = after.first().and_then(|i| plain_text(std::slice::from_ref(i)).chars().next());
                *text = joined(text, last, next);
            }
        } else if let Some(content) = inline.content_mut() {
            join_lines(content);
        }
    }
}

fn joined(text: &str, last: Option<char>, next: Option<char>) -> String {
    let mut result = String::with_capacity(text.len());
    let mut before = last;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\n' {
            let after = chars.peek().copied().or(next);
            if !(before.is_some_and(needs_no_space) && after.is_some_and(needs_no_space)) {
                result.push(' ');
            }
        } else {
            result.push(c);
        }
        before = Some(c);
    }
    result
}

/// Characters of Chinese and Japanese writing, which has no spaces between words. Korean has them.
fn needs_no_space(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x303F | 0x3040..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0xFF00..=0xFF60 | 0x20000..=0x3FFFF)
}

fn trim(line: &mut Vec<Inline>) {
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = line.first_mut() {
        text.drain(..text.len() - text.trim_start_matches([' ', '\t']).len());
    }
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = line.last_mut() {
        text.truncate(text.trim_end_matches([' ', '\t']).len());
    }
    line.retain(|inline| !matches!(&inline.kind, InlineKind::Text(text) if text.is_empty()));
}

/// True for text of nothing but white space.
pub(super) fn is_blank(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty())
}

/// Cuts a line at its line ends; an inline that a line end stands in is on both sides of the cut.
pub(super) fn split(line: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut lines = vec![Vec::new()];
    for mut inline in line {
        match &mut inline.kind {
            InlineKind::LineBreak => lines.push(Vec::new()),
            InlineKind::Text(text) => {
                let text = std::mem::take(text);
                for (i, part) in text.split('\n').enumerate() {
                    if i > 0 {
                        lines.push(Vec::new());
                    }
                    if let (false, Some(last)) = (part.is_empty(), lines.last_mut()) {
                        push_text(last, part, inline.span);
                    }
                }
            }
            _ => split_container(inline, &mut lines),
        }
    }
    lines
}

fn split_container(mut inline: Inline, lines: &mut Vec<Vec<Inline>>) {
    let parts = match inline.content_mut() {
        Some(content) => split(std::mem::take(content)),
        None => vec![Vec::new()],
    };
    if parts.len() < 2 {
        if let (Some(content), Some(part)) = (inline.content_mut(), parts.into_iter().next()) {
            *content = part;
        }
        if let Some(last) = lines.last_mut() {
            last.push(inline);
        }
        return;
    }
    for (i, part) in parts.into_iter().enumerate() {
        if i > 0 {
            lines.push(Vec::new());
        }
        let mut copy = inline.clone();
        if i > 0 {
            copy.attr.id = None;
        }
        if let (Some(content), Some(last), false) = (copy.content_mut(), lines.last_mut(), part.is_empty()) {
            *content = part;
            last.push(copy);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(t: &str) -> Inline {
        Inline::new(InlineKind::Text(t.into()), Span::default())
    }

    #[test]
    fn a_line_end_is_a_space_except_in_chinese() {
        let mut line =
            vec![text("one\ntwo\n中\n文\n"), Inline::new(InlineKind::Emphasis(vec![text("字")]), Span::default())];
        settle(&mut line);
        assert_eq!(plain_text(&line), "one two 中文字");
    }

    #[test]
    fn lines_are_cut_through_inlines() {
        let line = vec![text("a "), Inline::new(InlineKind::Emphasis(vec![text("b\nc")]), Span::default()), text(" d")];
        let lines: Vec<String> = split(line).iter().map(|l| plain_text(l)).collect();
        assert_eq!(lines, ["a b", "c d"]);
    }
}

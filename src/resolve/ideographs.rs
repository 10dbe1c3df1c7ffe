//! Ends of source lines in Chinese and Japanese.
//!
//! In: the inlines of a line. Out: the same without the blanks that the ends of source lines would leave between two
//! ideographs, where none is written (CSS Text 3, section 4.1.3: segment break transformation).

use crate::document::{Inline, InlineKind, is_ideographic, plain_text};

/// Takes away the ends of lines between ideographs.
pub(super) fn tighten(line: &mut [Inline]) {
    for place in 0..line.len() {
        if !matches!(&line[place].kind, InlineKind::Text(text) if text.contains('\n')) {
            continue;
        }
        let before = place.checked_sub(1).and_then(|last| plain_text(&line[last..place]).chars().next_back());
        let after = line.get(place + 1).and_then(|next| plain_text(std::slice::from_ref(next)).chars().next());
        if let InlineKind::Text(text) = &mut line[place].kind {
            *text = tightened(text, before, after);
        }
    }
}

fn tightened(text: &str, before: Option<char>, after: Option<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = before;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\n' {
            let next = chars.peek().copied().or(after);
            if last.is_some_and(is_ideographic) && next.is_some_and(is_ideographic) {
                continue;
            }
        }
        out.push(c);
        last = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn text(text: &str) -> Inline {
        Inline::new(InlineKind::Text(text.into()), Span::default())
    }

    #[test]
    fn a_source_line_that_ends_between_ideographs_leaves_no_blank() {
        let emphasis = Inline::new(InlineKind::Emphasis(vec![text("名前")]), Span::default());
        let mut line = vec![text("吾輩は猫である。\n"), emphasis, text("\nはまだ\nない。one\ntwo\n漢")];
        tighten(&mut line);
        assert_eq!(plain_text(&line), "吾輩は猫である。名前はまだない。one\ntwo\n漢");
    }
}

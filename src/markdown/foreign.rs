//! Elements that HTML does not have, and those of it that a book has no place for.
//!
//! In: a tag of such an element, and the text after it. Out: what is in the element, without its tags, told once a file. In
//! a line only what a tag closes is an element: `Vec<T>` is text.

use super::builder::Builder;
use super::element;
use super::frame::{Holds, Node};
use super::html;
use super::token::Tag;
use crate::source::Span;
use std::ops::Range;

/// How far an end tag is looked for in a line, in bytes.
const FARTHEST: usize = 10_000;

/// Opens an element that HTML does not have, such as one of a preprocessor of the book's own.
pub(super) fn open(builder: &mut Builder<'_>, tag: &Tag, span: Span) {
    let foreign = element::foreign(tag);
    let top = builder.top();
    let in_line = matches!(top.node.holds(), Holds::Line | Holds::Inlines) || !top.line.is_empty();
    if in_line && foreign.caption.is_none() {
        return refuse(builder, &tag.name, span);
    }
    match &foreign.caption {
        Some(_) => {
            let what = format!("`<{}>` is no element of HTML: what is in it is kept, with its caption", tag.name);
            builder.tally.unheard.entry(what).or_insert((span, 0)).1 += 1;
        }
        None => refuse(builder, &tag.name, span),
    }
    html::push_with(builder, Node::Foreign(foreign), element::attributes(tag), tag, span);
}

/// True for an element that HTML does not have, and that ends with its tag or with another in the same paragraph.
pub(super) fn is_whole(builder: &mut Builder<'_>, tag: &Tag, range: &Range<usize>) -> bool {
    if element::is_known(tag) || matches!(builder.top().node, Node::Code(_)) {
        return false;
    }
    let text = builder.input.text.get(range.end..).unwrap_or_default();
    tag.is_closed || is_closed_in(text, &tag.name)
}

/// True when an end tag stands before the next empty line.
fn is_closed_in(text: &str, name: &str) -> bool {
    let text = &text[..text.floor_char_boundary(FARTHEST)];
    let mut left = FARTHEST;
    for line in text.split_inclusive('\n') {
        if line.trim_start_matches(['>', ' ', '\t']).trim_end().is_empty() && line.ends_with('\n') && left < FARTHEST {
            return false;
        }
        let ends = |(at, _): (usize, &str)| {
            let rest = &line[at + 2..];
            rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
                && rest[name.len()..].trim_start().starts_with('>')
        };
        if line.match_indices("</").any(ends) {
            return true;
        }
        left = left.saturating_sub(line.len());
        if left == 0 {
            return false;
        }
    }
    false
}

/// Opens an element in a line: its content is shown.
pub(super) fn open_in_line(builder: &mut Builder<'_>, tag: &Tag, span: Span) {
    if !tag.is_closed && html::hides(builder, tag, span) {
        return;
    }
    refuse(builder, &tag.name, span);
    if !tag.is_closed {
        html::push(builder, Node::Span, tag, span);
    }
}

/// True for the name of an element of which a tag was left out before.
pub(super) fn was_open(builder: &Builder<'_>, name: &str) -> bool {
    builder.tally.html.contains_key(&refusal(name))
}

/// Notes an element whose tag is left out.
pub(super) fn refuse(builder: &mut Builder<'_>, name: &str, span: Span) {
    builder.tally.html.entry(refusal(name)).or_insert((span, 0)).1 += 1;
}

fn refusal(name: &str) -> String {
    format!("a book has no place for `<{name}>`: its text is kept, the tag is not")
}

#[cfg(test)]
mod tests {
    use super::super::read_blocks;
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::document::dump_blocks;
    use crate::source::FileId;

    fn read(text: &str) -> (String, usize) {
        let mut diagnostics = Diagnostics::default();
        let tree = dump_blocks(&read_blocks(text, FileId(0), &mut diagnostics).0);
        (tree, diagnostics.sorted().len())
    }

    #[test]
    fn what_a_tag_closes_in_a_line_is_shown_without_its_tags() {
        assert_eq!(read("A <my-el a=\"1\">in</my-el> b."), ("paragraph \"A \" span[\"in\"] \" b.\"\n".into(), 1));
        assert_eq!(
            read("<Tabs>plain\n*text*</TABS>\n\n<Tabs>x</Tabs>"),
            ("paragraph span[\"plain \" emphasis[\"text\"]]\nparagraph span[\"x\"]\n".into(), 1)
        );
        assert_eq!(read("x **<Tab>y** z</Tab> <Icon/>"), ("paragraph \"x \" strong[span[\"y\"]] \" z\"\n".into(), 2));
        assert_eq!(read("<my-widget></my-widget>\n\nx"), ("paragraph \"x\"\n".into(), 1));
    }

    #[test]
    fn what_nothing_closes_is_text() {
        assert_eq!(read("A Vec<T> is.\n\n</T>"), ("paragraph \"A Vec<T> is.\"\n".into(), 1));
        assert_eq!(read("</Tab> x"), ("paragraph \"</Tab> x\"\n".into(), 0));
        assert!(!is_closed_in(&format!("{}</T>", "x\n".repeat(FARTHEST)), "T"));
    }
}

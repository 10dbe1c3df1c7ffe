//! Links: what becomes of one that closes, and of one that goes around blocks.
//!
//! In: the target of a link and what it holds. Out: a link in the line, or one on the words and images of every block that it
//! goes around. One that leads to the very picture that it shows, as pages of the web enlarge it, is that picture.

use super::builder::Builder;
use super::frame::{Holds, Node};
use super::line;
use super::token::Tag;
use crate::document::{
    Block, BlockKind, Image, ImageSource, Inline, InlineKind, Language, Target, each_block_mut, each_line_mut,
};
use crate::source::percent_decoded;
use std::ops::Range;

/// Notes of a link that a tag in a block of HTML has opened whether its end tag stands before the next link: only then may
/// it go around blocks, for what nothing closes would be a link to the end of the chapter.
pub(super) fn look_ahead(builder: &mut Builder<'_>, tag: &Tag, range: &Range<usize>) {
    if tag.name != "a" {
        return;
    }
    let text = builder.input.text.get(range.end..).unwrap_or_default();
    let begins = |(at, _): &(usize, &str)| {
        let name = text[at + 1..].trim_start_matches('/');
        name.starts_with(['a', 'A']) && name[1..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace())
    };
    let next = text.match_indices('<').find(begins).map(|(at, _)| text[at..].starts_with("</"));
    if let Node::Link { is_closed, .. } = &mut builder.top().node {
        *is_closed = next == Some(true);
    }
}

/// Makes the innermost link, in which a block begins, one around blocks; false where it cannot be one.
pub(super) fn goes_around(builder: &mut Builder<'_>) -> bool {
    let Some((top, below)) = builder.stack.split_last_mut() else { return false };
    if !below.last().is_some_and(|around| around.node.holds() == Holds::Blocks) {
        return false;
    }
    let Node::Link { target, title, is_closed: true } = &mut top.node else { return false };
    top.node = Node::Linked { target: std::mem::take(target), title: std::mem::take(title) };
    true
}

/// What a link in a line is; `is_html` when a tag opened it. Without words it is called by what it leads to in books of
/// ours, and only when it is written in Markdown: a browser shows nothing. In another link it is only its content.
pub(super) fn link(
    builder: &Builder<'_>,
    is_html: bool,
    (target, title): (String, String),
    content: Vec<Inline>,
) -> InlineKind {
    let is_nameless = is_html || !builder.dialect.names_links();
    let is_inside = builder.stack.iter().any(|frame| matches!(frame.node, Node::Link { .. } | Node::Linked { .. }));
    if is_inside || is_nameless && content.iter().all(is_empty) || shows_its_target(&target, &content) {
        return InlineKind::Span(content);
    }
    InlineKind::Link { target: Target::Named(target), title, content }
}

/// True for an inline that shows nothing.
fn is_empty(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Span(content) => content.iter().all(is_empty),
        _ => line::is_blank(inline),
    }
}

/// True for a link to the image that it holds and nothing else.
fn shows_its_target(target: &str, content: &[Inline]) -> bool {
    let mut shown = content.iter().filter(|inline| !is_empty(inline));
    match (shown.next().map(|inline| &inline.kind), shown.next()) {
        (Some(InlineKind::Image(image)), None) => is_of(image, target),
        _ => false,
    }
}

/// True for an image that is the file that a link leads to.
fn is_of(image: &Image, target: &str) -> bool {
    let ImageSource::Named(source) = &image.source else { return false };
    let plain = |path: &str| percent_decoded(path.trim().trim_start_matches("./"));
    !source.contains("//") && plain(source) == plain(target)
}

/// Puts a link on what blocks show. A figure without a caption is a paragraph of its images, which can be links.
pub(super) fn around(blocks: &mut [Block], target: &str, title: &str) {
    each_block_mut(blocks, &mut |block| {
        if let BlockKind::Figure(figure) = &mut block.kind
            && !figure.is_captioned()
            && !figure.panels.iter().any(|panel| is_of(&panel.image, target))
        {
            let panels = std::mem::take(&mut figure.panels).into_iter();
            let image = |panel: crate::document::Panel| Inline {
                kind: InlineKind::Image(panel.image),
                attr: panel.attr,
                span: panel.span,
            };
            block.kind = BlockKind::Paragraph(panels.map(image).collect());
        }
    });
    each_line_mut(blocks, &Language::default(), &mut |line, _| {
        let Some(span) = line.iter().map(|inline| inline.span).reduce(crate::source::Span::to) else { return };
        if line.iter().all(is_empty) || shows_its_target(target, line) {
            return;
        }
        let content = std::mem::take(line);
        let kind = InlineKind::Link { target: Target::Named(target.into()), title: title.into(), content };
        line.push(Inline::new(kind, span));
    });
}

#[cfg(test)]
mod tests {
    use super::super::{Dialect, read_blocks_as};
    use crate::diagnostic::Diagnostics;
    use crate::document::dump_blocks;
    use crate::source::FileId;

    fn tree(dialect: Dialect, text: &str) -> String {
        dump_blocks(&read_blocks_as(dialect, text, FileId(0), &mut Diagnostics::default()).0)
    }

    #[test]
    fn a_link_without_words_is_named_only_where_a_book_of_ours_writes_it_in_markdown() {
        let (ours, theirs) = (Dialect::book(), Dialect::mdbook());
        assert_eq!(tree(ours, "See [](b.md)."), "paragraph \"See \" link named \"b.md\"[] \".\"\n");
        assert_eq!(tree(theirs, "See [](b.md)."), "paragraph \"See .\"\n");
        for dialect in [ours, theirs] {
            let text = "### <a class=\"anchor\" href=\"#a\"> </a>A <a href=\"b.md\"></a><a id=\"c\" href=\"#c\"></a>\n";
            assert_eq!(tree(dialect, text), "heading 3 \"A \" span #c[]\n");
        }
    }

    #[test]
    fn a_link_around_blocks_is_a_link_on_each() {
        let text = "<a href=\"b.md\">\n\n![alt](p.png)\n\nOne *two*.\n\n- item\n\n</a>\n\nAfter.\n";
        assert_eq!(
            tree(Dialect::book(), text),
            "paragraph link named \"b.md\"[image named \"p.png\" alt=\"alt\"]\n\
             paragraph link named \"b.md\"[\"One \" emphasis[\"two\"] \".\"]\n\
             list bullets tight\n  item\n    paragraph link named \"b.md\"[\"item\"]\n\
             paragraph \"After.\"\n"
        );
        // Nothing closes it before another begins.
        let text = "<a href=\"b.md\">\n\nOne.\n\n<a href=\"c.md\">two</a>\n\n## Three\n";
        let expected = "paragraph \"One.\"\nparagraph link named \"c.md\"[\"two\"]\nheading 2 \"Three\"\n";
        assert_eq!(tree(Dialect::book(), text), expected);
    }

    #[test]
    fn a_link_to_the_picture_that_it_shows_is_the_picture() {
        for text in
            ["[![p](i/p%20q.png)](./i/p%20q.png)", "<a href=\"i/p%20q.png\"><img src=\"i/p q.png\" alt=\"p\"></a>"]
        {
            assert!(tree(Dialect::mdbook(), text).starts_with("figure image"), "{text}");
        }
        for text in ["[![p](p.png)](q.png)", "[![p](https://a.b/p.png)](https://a.b/p.png)"] {
            assert!(tree(Dialect::mdbook(), text).starts_with("paragraph link named"), "{text}");
        }
    }
}

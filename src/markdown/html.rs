//! HTML inside Markdown.
//!
//! In: a block of HTML, or one tag inside a line. Out: the blocks and inlines that it stands for. The tree holds no HTML:
//! what a tag means is kept, the tag is not; a tag that means nothing to a book is told once a file, and its text stays.
//! A block of HTML may be open while Markdown is read (`<div>`, an empty line, Markdown, `</div>`).

use super::attributes;
use super::builder::Builder;
use super::figure;
use super::frame::{CodeText, Frame, Node, Part};
use super::structure::{self, Said};
use super::token::{Piece, Tag, pieces};
use crate::document::{
    Attr, Block, BlockKind, Extent, GroupRole, Id, Image, ImageSource, Inline, InlineKind, Language, Row, Table,
};
use crate::source::Span;
use std::ops::Range;

/// Reads a block of HTML.
pub(super) fn block(builder: &mut Builder<'_>, html: &str, range: &Range<usize>) {
    let span = builder.input.span(range);
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) => block_text(builder, &text, range.start, span),
            Piece::Open(tag) => open_in_block(builder, &tag, span),
            Piece::Close(name) => close(builder, &name),
        }
    }
    builder.flush();
}

/// Reads a tag inside a line.
pub(super) fn inline(builder: &mut Builder<'_>, html: &str, range: &Range<usize>) {
    let span = builder.input.span(range);
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) => builder.text(&text, span),
            Piece::Open(tag) => open_in_line(builder, &tag, span),
            Piece::Close(name) => close(builder, &name),
        }
    }
}

/// Text of a block: white space counts as one space.
fn block_text(builder: &mut Builder<'_>, text: &str, at: usize, span: Span) {
    if let Node::Code(code) = &builder.top().node {
        let text = if code.text.is_empty() { text.strip_prefix('\n').unwrap_or(text) } else { text };
        builder.text_in_code(text, at);
        return;
    }
    let mut collapsed = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\n' | '\t' | '\r' | '\u{C}' if collapsed.ends_with(' ') => {}
            ' ' | '\n' | '\t' | '\r' | '\u{C}' => collapsed.push(' '),
            c => collapsed.push(c),
        }
    }
    builder.text(&collapsed, span);
}

fn open_in_block(builder: &mut Builder<'_>, tag: &Tag, span: Span) {
    if let Node::Code(code) = &mut builder.top().node {
        match tag.name.as_str() {
            "code" if code.info.is_empty() => code.info = language_of(tag),
            "br" => builder.text_in_code("\n", 0),
            _ => {}
        }
        return;
    }
    close_implied(builder, &tag.name);
    match tag.name.as_str() {
        "hr" => builder.block(Block::new(BlockKind::SceneBreak, span)),
        _ => match block_node(builder, tag, span) {
            Some((node, attr)) => push_with(builder, node, attr, tag, span),
            None => open_in_line(builder, tag, span),
        },
    }
}

/// What a tag means where a block may stand, and its attributes; `None` when it is none of a block's.
fn block_node(builder: &mut Builder<'_>, tag: &Tag, span: Span) -> Option<(Node, Attr)> {
    let mut attr = attributes(tag);
    let said = said(tag);
    let node = match tag.name.as_str() {
        "footer" if in_quotation(builder) => Node::Attribution,
        "div" | "center" | "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "address"
        | "details" | "fieldset" | "form" => structure::division(&mut attr, said, span),
        "blockquote" if attr.has_class("epigraph") => structure::division(&mut attr, said, span),
        _ => other_block_node(builder, tag, span)?,
    };
    Some((node, attr))
}

/// True where a footer names who is quoted.
fn in_quotation(builder: &mut Builder<'_>) -> bool {
    builder.top();
    let quotes = |frame: &Frame| match &frame.node {
        Node::Quote => true,
        Node::Group { roles, .. } => roles.contains(&GroupRole::Epigraph),
        _ => false,
    };
    builder.stack.iter().rev().take(2).any(quotes)
}

/// What a tag says beside id, classes and language.
fn said(tag: &Tag) -> Said<'_> {
    let align = if tag.name == "center" { Some("centre") } else { tag.get("align") };
    Said { width: tag.get("width"), title: tag.get("title"), align, style: tag.get("style") }
}

fn other_block_node(builder: &mut Builder<'_>, tag: &Tag, span: Span) -> Option<Node> {
    let inside = |builder: &mut Builder<'_>, is: fn(&Node) -> bool| is(&builder.top().node);
    let node = match tag.name.as_str() {
        "p" => Node::Paragraph,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Node::Heading(tag.name.as_bytes()[1] - b'0'),
        "blockquote" => Node::Quote,
        "summary" => Node::Summary,
        "figure" => Node::Figure(Vec::new()),
        "figcaption" | "caption" => Node::Caption,
        "pre" => Node::Code(CodeText { info: language_of(tag), ..CodeText::default() }),
        "ul" | "menu" => Node::List { start: None, tight: true, items: Vec::new() },
        "ol" => {
            let start = tag.get("start").and_then(|n| n.parse().ok()).unwrap_or(1);
            Node::List { start: Some(start), tight: true, items: Vec::new() }
        }
        "li" if inside(builder, |n| matches!(n, Node::List { .. })) => Node::Item(None),
        "dl" => Node::Definitions { tight: true, list: Vec::new() },
        "dt" => Node::Term,
        "dd" if inside(builder, |n| matches!(n, Node::Definitions { .. })) => Node::Body,
        "table" => Node::Table(Table::default()),
        "tr" if inside(builder, |n| matches!(n, Node::Table(_))) => {
            let Node::Table(table) = &builder.top().node else { return None };
            let part = if table.body.is_empty() { Part::Head } else { Part::Body };
            Node::Row(part, Row { cells: Vec::new(), span })
        }
        "td" | "th" if inside(builder, |n| matches!(n, Node::Row(..))) => {
            if let (Node::Row(part, _), "td") = (&mut builder.top().node, tag.name.as_str()) {
                *part = Part::Body;
            }
            Node::Cell
        }
        "li" | "dd" | "tr" | "td" | "th" => Node::Group { roles: Vec::new(), turns_page: false },
        _ => return None,
    };
    Some(node)
}

/// The info string that a class such as `language-rust` stands for.
fn language_of(tag: &Tag) -> String {
    let classes = tag.get("class").unwrap_or_default();
    classes.split_ascii_whitespace().find_map(|c| c.strip_prefix("language-")).unwrap_or_default().into()
}

fn open_in_line(builder: &mut Builder<'_>, tag: &Tag, span: Span) {
    match tag.name.as_str() {
        "br" | "hr" => builder.inline(Inline::new(InlineKind::LineBreak, span)),
        "wbr" => builder.text("\u{200B}", span),
        "img" => image(builder, tag, span),
        "script" | "style" => {
            refuse(builder, &tag.name, span);
            push(builder, Node::Nothing, tag, span);
        }
        // They only say something about the tags around them.
        "tbody" | "thead" | "tfoot" | "colgroup" | "col" | "picture" | "source" | "font" | "html" | "head" | "body" => {
        }
        _ => match inline_node(tag) {
            Some(node) => push(builder, node, tag, span),
            None => refuse(builder, &tag.name, span),
        },
    }
}

/// What a tag means inside a line.
fn inline_node(tag: &Tag) -> Option<Node> {
    let node = match tag.name.as_str() {
        "em" | "i" | "cite" | "var" | "dfn" => Node::Emphasis,
        "strong" | "b" => Node::Strong,
        "del" | "s" | "strike" => Node::Strikethrough,
        "sub" => Node::Subscript,
        "sup" => Node::Superscript,
        "kbd" | "code" | "samp" | "tt" => Node::Keys,
        "q" => Node::Quotation,
        "a" => match tag.get("href") {
            Some(target) => Node::Link { target: target.into(), title: tag.get("title").unwrap_or_default().into() },
            None => Node::Span,
        },
        "span" if is_small_caps(tag) => Node::SmallCaps,
        "span" | "small" | "mark" | "abbr" | "u" | "ins" | "big" | "bdi" | "bdo" | "time" | "ruby" | "rb" | "rt"
        | "rp" | "label" | "data" | "output" => Node::Span,
        // A block's tag inside a line.
        "p" | "div" | "center" | "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "address"
        | "details" | "summary" | "figure" | "figcaption" | "caption" | "ul" | "ol" | "li" | "dl" | "dt" | "dd"
        | "table" | "tr" | "td" | "th" | "blockquote" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Node::Span,
        _ => return None,
    };
    Some(node)
}

fn image(builder: &mut Builder<'_>, tag: &Tag, span: Span) {
    let Some(source) = tag.get("src") else { return };
    let alt = tag.get("alt");
    let decorative = alt == Some("") || matches!(tag.get("role"), Some("presentation" | "none"));
    let mut image = Image {
        source: ImageSource::Named(source.into()),
        alt: alt.unwrap_or_default().into(),
        decorative,
        title: tag.get("title").unwrap_or_default().into(),
        width: extent(tag, "width"),
        height: extent(tag, "height"),
    };
    let mut attr = attributes(tag);
    figure::decorate([&mut image], &mut attr);
    builder.inline(Inline { kind: InlineKind::Image(image), attr, span });
}

/// The width or height of an image: what its style says, else its attribute.
fn extent(tag: &Tag, name: &str) -> Option<Extent> {
    let style = tag.get("style").unwrap_or_default();
    let rules = style.split(';').filter_map(|rule| rule.split_once(':'));
    let said = rules.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value).next_back();
    said.and_then(attributes::extent).or_else(|| tag.get(name).and_then(attributes::extent))
}

fn refuse(builder: &mut Builder<'_>, name: &str, span: Span) {
    builder.tally.html.entry(name.into()).or_insert((span, 0)).1 += 1;
}

/// The names by which small capitals are asked for.
const SMALL_CAPS: [&str; 3] = ["smallcaps", "small-caps", "sc"];

fn is_small_caps(tag: &Tag) -> bool {
    tag.get("class").unwrap_or_default().split_ascii_whitespace().any(|class| SMALL_CAPS.contains(&class))
}

fn push(builder: &mut Builder<'_>, node: Node, tag: &Tag, span: Span) {
    let mut attr = attributes(tag);
    if matches!(node, Node::SmallCaps) {
        attr.classes.retain(|class| !SMALL_CAPS.contains(&class.as_str()));
    }
    push_with(builder, node, attr, tag, span);
}

fn push_with(builder: &mut Builder<'_>, node: Node, attr: Attr, tag: &Tag, span: Span) {
    let mut frame = Frame::new(node, span);
    frame.attr = attr;
    frame.tag = Some(tag.name.clone());
    builder.open(frame);
}

/// Id, classes and language of a tag. A tag that the tree has no kind for becomes a class.
fn attributes(tag: &Tag) -> Attr {
    let name = if tag.name == "a" { tag.get("name") } else { None };
    let id = tag.get("id").or(name).filter(|id| !id.trim().is_empty());
    let mut classes: Vec<String> =
        tag.get("class").unwrap_or_default().split_ascii_whitespace().map(String::from).collect();
    if matches!(
        tag.name.as_str(),
        "small" | "mark" | "abbr" | "u" | "ins" | "code" | "kbd" | "samp" | "details" | "cite"
    ) {
        classes.push(tag.name.clone());
    }
    let language = tag.get("lang").or(tag.get("xml:lang")).filter(|l| !l.is_empty());
    Attr { id: id.map(|id| Id(id.trim().into())), classes, language: language.map(|l| Language(l.into())) }
}

/// Closes what an end tag closes. Markdown that is open around it stays open; an end tag without a start does nothing.
fn close(builder: &mut Builder<'_>, name: &str) {
    let open = builder.stack.iter().rev().take_while(|frame| frame.tag.is_some());
    let Some(depth) = open.enumerate().find(|(_, f)| f.tag.as_deref() == Some(name)).map(|(i, _)| i) else { return };
    for _ in 0..=depth {
        builder.close();
    }
}

/// Closes elements whose end tag may be left out before this start tag (HTML, 13.1.2.4).
fn close_implied(builder: &mut Builder<'_>, name: &str) {
    let implied: &[&str] = match name {
        "li" => &["li"],
        "dt" | "dd" => &["dt", "dd"],
        "tr" => &["tr", "td", "th", "caption"],
        "td" | "th" => &["td", "th", "caption"],
        _ => return,
    };
    loop {
        let open = builder.stack.iter().rev().take_while(|frame| {
            frame.tag.is_some() && !matches!(frame.node, Node::List { .. } | Node::Definitions { .. } | Node::Table(_))
        });
        let depth = open.enumerate().find(|(_, f)| f.tag.as_deref().is_some_and(|t| implied.contains(&t)));
        let Some(depth) = depth.map(|(i, _)| i) else { return };
        for _ in 0..=depth {
            builder.close();
        }
    }
}

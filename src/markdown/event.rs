//! Markdown events to openings and closings.
//!
//! In: a text. Out: flat blocks, headings among them. The only file that sees pulldown-cmark's events.

use super::braces::Braces;
use super::builder::{Builder, Input};
use super::dialect::Dialect;
use super::frame::{CodeText, Frame, Node};
use super::stretch::Stretch;
use super::table::{Part, ReadCell, Rows};
use super::{html, mathjax};
use crate::diagnostic::Diagnostics;
use crate::document::{
    AdmonitionKind, Alignment, Attr, Block, BlockKind, Id, Inline, InlineKind, LITERAL, Language, NumberStyle,
};
use crate::source::Span;
use pulldown_cmark::{Alignment as Column, BlockQuoteKind, CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// Reads the whole input.
pub(super) fn read(mut builder: Builder<'_>) -> Vec<Block> {
    let text = builder.input.text;
    let mut block_of_html: Option<Stretch> = None;
    for (event, range) in Parser::new_ext(text, builder.dialect.options()).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => block_of_html = Some(Stretch::default()),
            Event::Html(html) | Event::Text(html) if let Some(block) = &mut block_of_html => {
                block.add(&html, range.start);
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(block) = block_of_html.take() {
                    html::block(&mut builder, &block);
                }
            }
            Event::Html(html) => html::block(&mut builder, &Stretch::of(&html, range.start)),
            Event::Start(tag) => {
                html::leave_figure(&mut builder, &tag);
                let opened = start(&mut builder, tag, &range);
                builder.tags.push(opened);
            }
            Event::End(end) => {
                if let (TagEnd::Heading(_), Some(braces)) = (end, braces_of_passage(&builder, &range)) {
                    let span = builder.input.span(&range);
                    builder.text(braces, span);
                }
                if builder.tags.pop() == Some(true) {
                    builder.close_markdown();
                } else {
                    builder.flush();
                }
            }
            Event::Text(text) if html::is_drawn(&mut builder) => {
                html::block(&mut builder, &Stretch::of(&text, range.start));
            }
            Event::Text(text) => self::text(&mut builder, &text, &range),
            other => leaf(&mut builder, other, &range),
        }
    }
    builder.finish()
}

/// Reads a text that was made of a part of the file, such as the lines of a poem, with the notes of the file.
pub(super) fn read_inside(outer: &mut Builder<'_>, input: Input<'_>) -> Vec<Block> {
    let mut unheard = Diagnostics::default();
    read(Builder {
        input,
        dialect: outer.dialect.without_tables(),
        hidden_lines: outer.hidden_lines,
        formulas: outer.formulas,
        notes: &mut *outer.notes,
        labels: &mut *outer.labels,
        tally: &mut *outer.tally,
        diagnostics: &mut unheard,
        stack: Vec::new(),
        tags: Vec::new(),
        anchors: Vec::new(),
        drawings: None,
        inside: true,
    })
}

/// Opens what a tag opens; false when it is nested too deep.
fn start(builder: &mut Builder<'_>, tag: Tag<'_>, range: &Range<usize>) -> bool {
    // What is Markdown by its form alone belongs to a drawing that goes on over an empty line.
    if html::is_drawn(builder) {
        return false;
    }
    let span = builder.input.span(range);
    let (mut attr, mut short) = (attributes(&tag), short_title(&tag));
    if matches!(tag, Tag::Heading { .. }) && braces_of_passage(builder, range).is_some() {
        (attr, short) = (Attr::default(), None);
    }
    let node = match tag {
        Tag::Paragraph => {
            loosen(builder);
            Node::Paragraph
        }
        Tag::Heading { level, .. } => Node::Heading(level as u8),
        Tag::BlockQuote(None) => Node::Quote,
        Tag::BlockQuote(Some(kind)) => Node::Admonition(admonition(kind), Vec::new()),
        Tag::CodeBlock(CodeBlockKind::Indented) => Node::Code(CodeText::default()),
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
            Node::Code(CodeText { info: info.trim().into(), ..CodeText::default() })
        }
        Tag::List(None) => Node::bullets(),
        Tag::List(Some(first)) => Node::List {
            start: Some(i64::try_from(first).unwrap_or(i64::MAX)),
            style: NumberStyle::Decimal,
            reversed: false,
            counts_down: false,
            tight: true,
            items: Vec::new(),
        },
        Tag::Item => Node::Item { checked: None, value: None },
        Tag::FootnoteDefinition(label) => Node::Note(label.to_string()),
        Tag::DefinitionList => Node::Definitions { tight: true, list: Vec::new() },
        Tag::DefinitionListTitle => Node::Term,
        Tag::DefinitionListDefinition => Node::Body,
        Tag::Table(columns) => Node::Table(table(&columns)),
        Tag::TableHead => Node::Row(Some(Part::Head), Vec::new()),
        Tag::TableRow => Node::Row(Some(Part::Body), Vec::new()),
        Tag::TableCell => Node::Cell(ReadCell::default()),
        Tag::Emphasis => Node::Emphasis,
        Tag::Strong => Node::Strong,
        Tag::Strikethrough => Node::Strikethrough,
        Tag::Superscript => Node::Superscript,
        Tag::Subscript => Node::Subscript,
        Tag::Link { link_type, dest_url, title, .. } => {
            let target = if link_type == pulldown_cmark::LinkType::Email {
                format!("mailto:{dest_url}")
            } else {
                dest_url.to_string()
            };
            Node::Link { target, title: title.to_string(), is_closed: false }
        }
        Tag::Image { dest_url, title, .. } => Node::Image { source: dest_url.to_string(), title: title.to_string() },
        // Neither is asked of the parser.
        Tag::HtmlBlock | Tag::MetadataBlock(_) => return false,
    };
    let mut frame = Frame::new(node, span);
    (frame.attr, frame.short) = (attr, short);
    builder.open(frame)
}

/// A paragraph in an item means that the list is no list of lines.
fn loosen(builder: &mut Builder<'_>) {
    if let [.., parent, item] = builder.stack.as_mut_slice()
        && matches!(item.node, Node::Item { .. } | Node::Body)
        && let Node::List { tight, .. } | Node::Definitions { tight, .. } = &mut parent.node
    {
        *tight = false;
    }
}

fn attributes(tag: &Tag<'_>) -> Attr {
    let Tag::Heading { id, classes, attrs, .. } = tag else { return Attr::default() };
    let language = attrs.iter().find(|(name, _)| &**name == "lang").and_then(|(_, value)| value.as_ref());
    Attr {
        id: id.as_ref().filter(|id| !id.is_empty()).map(|id| Id(id.to_string())),
        classes: classes.iter().map(CowStr::to_string).collect(),
        language: language.map(|l| Language(l.trim_matches('"').into())),
        ..Attr::default()
    }
}

/// The braces at the end of a heading that belong to the passage in brackets right before them, and that the parser takes
/// for those of the heading.
fn braces_of_passage<'a>(builder: &Builder<'a>, range: &Range<usize>) -> Option<&'a str> {
    let heading = builder.input.text.get(range.clone())?.lines().next()?.trim_end();
    let heading = heading.trim_end_matches('#').trim_end();
    let braces = &heading[heading.rfind("]{").filter(|_| heading.ends_with('}'))? + 1..];
    (builder.dialect.has_fences() && Braces::whole(braces).is_some()).then_some(braces)
}

/// `{short="…"}` of a heading. The parser cuts attributes at spaces, so what a quotation mark opens goes on to the word
/// that closes it.
fn short_title(tag: &Tag<'_>) -> Option<String> {
    let Tag::Heading { attrs, .. } = tag else { return None };
    let mut rest = attrs.iter().skip_while(|(name, _)| &**name != "short");
    let first = rest.next()?.1.as_deref()?;
    let Some(opened) = first.strip_prefix('"') else { return Some(first.to_owned()) };
    let mut title = opened.to_owned();
    for (name, value) in rest {
        if title.ends_with('"') {
            break;
        }
        title = format!("{title} {name}");
        if let Some(value) = value {
            title = format!("{title}={value}");
        }
    }
    let title = title.strip_suffix('"').unwrap_or(&title).trim();
    (!title.is_empty()).then(|| title.to_owned())
}

fn admonition(kind: BlockQuoteKind) -> AdmonitionKind {
    match kind {
        BlockQuoteKind::Note => AdmonitionKind::Note,
        BlockQuoteKind::Tip => AdmonitionKind::Tip,
        BlockQuoteKind::Important => AdmonitionKind::Important,
        BlockQuoteKind::Warning => AdmonitionKind::Warning,
        BlockQuoteKind::Caution => AdmonitionKind::Caution,
    }
}

fn table(columns: &[Column]) -> Rows {
    let alignment = |column: &Column| match column {
        Column::None => Alignment::Default,
        Column::Left => Alignment::Left,
        Column::Center => Alignment::Centre,
        Column::Right => Alignment::Right,
    };
    Rows::of(columns.iter().map(alignment).collect())
}

/// An event without an end.
fn leaf(builder: &mut Builder<'_>, event: Event<'_>, range: &Range<usize>) {
    let span = builder.input.span(range);
    match event {
        Event::Code(text) => builder.inline(Inline::new(InlineKind::Code(text.to_string()), span)),
        Event::InlineMath(source) => math(builder, &source, None, span),
        Event::DisplayMath(source) => math(builder, &source, Some("display"), span),
        Event::InlineHtml(html) => html::inline(builder, &html, range),
        Event::FootnoteReference(label) => {
            let id = builder.note(&label, span);
            builder.inline(Inline::new(InlineKind::NoteRef(id), span));
        }
        Event::SoftBreak => builder.text("\n", span),
        Event::HardBreak => builder.inline(Inline::new(InlineKind::LineBreak, span)),
        Event::Rule => builder.block(Block::new(BlockKind::SceneBreak, span)),
        Event::TaskListMarker(done) => {
            let item = builder.stack.iter_mut().rev().find_map(|frame| match &mut frame.node {
                Node::Item { checked, .. } => Some(checked),
                _ => None,
            });
            if let Some(checked) = item {
                *checked = Some(done);
            }
        }
        // Taken by `read`.
        Event::Start(_) | Event::End(_) | Event::Text(_) | Event::Html(_) => {}
    }
}

fn math(builder: &mut Builder<'_>, source: &str, class: Option<&str>, span: Span) {
    let attr = Attr { classes: class.map(String::from).into_iter().collect(), ..Attr::default() };
    builder.inline(Inline { kind: InlineKind::Math(source.trim().into()), attr, span });
}

/// The stretches of a text that are code or HTML, in order.
pub(super) fn literal(text: &str, dialect: Dialect) -> Vec<Range<usize>> {
    let is_literal = |event: &Event<'_>| {
        matches!(
            event,
            Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)
        )
    };
    let events = Parser::new_ext(text, dialect.options()).into_offset_iter();
    events.filter(|(event, _)| is_literal(event)).map(|(_, range)| range).collect()
}

/// Text, and the formulas that marks in it stand for.
fn text(builder: &mut Builder<'_>, text: &str, range: &Range<usize>) {
    if matches!(builder.top().node, Node::Code(_)) {
        builder.text_in_code(text, range.start);
        return;
    }
    if builder.formulas.is_empty() {
        return words(builder, text, range);
    }
    for (at, part) in mathjax::split(text) {
        let from = range.start + at;
        match part {
            mathjax::Part::Text(text) => words(builder, text, &(from..from + text.len())),
            mathjax::Part::Formula(number) => {
                if let Some(formula) = builder.formulas.get(number) {
                    let span = builder.input.span(&(from..from + 1));
                    math(builder, &formula.source, formula.is_display.then_some("display"), span);
                }
            }
        }
    }
}

/// Text; a character that the author has escaped is marked, so that `resolve` leaves it as it is.
fn words(builder: &mut Builder<'_>, text: &str, range: &Range<usize>) {
    let span = builder.input.span(range);
    let before = range.start.checked_sub(1).and_then(|i| builder.input.text.as_bytes().get(i));
    let escaped = before == Some(&b'\\') || builder.input.text.as_bytes().get(range.start) == Some(&b'&');
    let is_behind_bracket = || builder.input.text.as_bytes().get(range.start.wrapping_sub(2)) == Some(&b']');
    let is_marked = text.starts_with(['"', '\'', '-', '.', '^', '~'])
        || text.starts_with("]{")
        || text.starts_with('{') && is_behind_bracket();
    if !escaped || !is_marked {
        builder.text(text, span);
        return;
    }
    let (literal, rest) = text.split_at(1);
    let content = vec![Inline::new(InlineKind::Text(literal.into()), span)];
    let attr = Attr { classes: vec![LITERAL.into()], ..Attr::default() };
    builder.inline(Inline { kind: InlineKind::Span(content), attr, span });
    builder.text(rest, span);
}

//! HTML inside Markdown.
//!
//! In: a block of HTML, or one tag inside a line. Out: the blocks and inlines that it stands for. The tree holds no HTML:
//! what a tag means is kept, the tag is not; a tag that means nothing to a book is told once a file, and its text stays.
//! A block of HTML may be open while Markdown is read (`<div>`, an empty line, Markdown, `</div>`).

use super::builder::Builder;
use super::drawing::{self, Drawing};
use super::element::{self, Place};
use super::frame::{Frame, Holds, Node};
use super::mathml::Formula;
use super::stretch::Stretch;
use super::table::Part;
use super::token::{Piece, Tag, pieces};
use super::{figure, foreign, hidden, icon, link};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Attr, Block, BlockKind, GroupRole, Image, ImageSource, Inline, InlineKind};
use crate::source::Span;
use pulldown_cmark::Tag as Markdown;
use std::ops::Range;

/// Reads a block of HTML.
pub(super) fn block(builder: &mut Builder<'_>, html: &Stretch) {
    if html.text.trim_start().starts_with("<!--") && !html.text.contains("-->") {
        let start = html.text.len() - html.text.trim_start().len();
        let span = builder.input.span(&html.range(&(start..start + "<!--".len())));
        let message = "a comment that nothing ends: what stands below it is left out";
        builder.diagnostics.push(Diagnostic::warning(Code::RawHtml, message).at(span).hint("end it with `-->`"));
    }
    for (piece, place) in pieces(&html.text) {
        let range = html.range(&place);
        match piece {
            Piece::Text(text) => block_text(builder, &text, html, &place),
            Piece::Open(tag) if draws(builder, &tag, &range) => {}
            Piece::Open(tag) => {
                let span = builder.input.span(&range);
                open_in_block(builder, &tag, span);
                link::look_ahead(builder, &tag, &range);
            }
            Piece::Close(name) => close(builder, &name),
        }
    }
    builder.flush();
}

/// Reads a tag inside a line. What only looks like a tag, as in `Vec<T>`, is text.
pub(super) fn inline(builder: &mut Builder<'_>, html: &str, range: &Range<usize>) {
    let span = builder.input.span(range);
    for (piece, _) in pieces(html) {
        match piece {
            Piece::Text(text) => builder.text(&text, span),
            Piece::Open(tag) if draws(builder, &tag, range) => {}
            Piece::Open(tag) if foreign::is_whole(builder, &tag, range) => foreign::open_in_line(builder, &tag, span),
            Piece::Open(tag) if tag.names().next().is_none() && !element::is_known(&tag) => {
                let what = format!("`{html}` is no element of HTML: it is shown as written");
                builder.tally.html.entry(what).or_insert((span, 0)).1 += 1;
                builder.text(html, span);
            }
            Piece::Open(tag) if holds_blocks(builder, &tag, span) => open_in_block(builder, &tag, span),
            Piece::Open(tag) => open_in_line(builder, &tag, span),
            Piece::Close(name)
                if !is_open(builder, &name) && !is_drawn(builder) && !element::is_known(&Tag::named(&name)) =>
            {
                if !foreign::was_open(builder, &name) {
                    builder.text(html, span);
                }
            }
            Piece::Close(name) => close(builder, &name),
        }
    }
}

/// Opens a drawing or a formula, or adds a tag to the one that is open; false for what is none. One that nothing closes is none:
/// the text after it would be lost in it.
fn draws(builder: &mut Builder<'_>, tag: &Tag, range: &Range<usize>) -> bool {
    match &mut builder.top().node {
        Node::Drawing(drawing) => {
            drawing.tag(tag);
            return true;
        }
        Node::Formula(formula) => {
            formula.tag(tag);
            return true;
        }
        _ => {}
    }
    if !matches!(tag.name.as_str(), "svg" | "math") || tag.is_closed {
        return false;
    }
    let text = builder.input.text;
    if !builder.drawings.get_or_insert_with(|| drawing::closed(text)).contains(&range.start) {
        return false;
    }
    let span = builder.input.span(range);
    if tag.name == "math" {
        if !hides(builder, tag, span) {
            push(builder, Node::Formula(Formula::of(tag)), tag, span);
        }
        return true;
    }
    // One without size holds shapes for others.
    let is_nothing = ["width", "height"].iter().any(|name| tag.get(name).map(str::trim) == Some("0"));
    let hidden = if is_nothing { Some(hidden::UNSEEN.into()) } else { hidden::why(tag) };
    let drawing = Drawing::of(tag, hidden.is_none());
    if let Some(why) = hidden {
        builder.tally.unheard.entry(why).or_insert((span, 0)).1 += 1;
    }
    push(builder, Node::Drawing(drawing), tag, span);
    true
}

/// True for the tag of a block in the cell of a table of Markdown, which is one line, and for tags in code there.
fn holds_blocks(builder: &mut Builder<'_>, tag: &Tag, span: Span) -> bool {
    if matches!(builder.top().node, Node::Code(_)) {
        return true;
    }
    let mut around = builder.stack.iter().rev().skip_while(|frame| frame.tag.is_some());
    matches!(around.next(), Some(Frame { node: Node::Cell(_), .. }))
        && element::block_node(tag, Place::default(), span).is_some()
}

/// Closes a figure of HTML that nothing closes: before a heading, and before a paragraph once it has its image and caption.
pub(super) fn leave_figure(builder: &mut Builder<'_>, tag: &Markdown<'_>) {
    let is_heading = matches!(tag, Markdown::Heading { .. });
    if !is_heading && !matches!(tag, Markdown::Paragraph) {
        return;
    }
    let open = builder.stack.iter().rev().take_while(|frame| frame.tag.is_some());
    let ends = |frame: &Frame| is_whole(frame) || is_heading && matches!(frame.node, Node::Figure(_));
    if let Some((depth, _)) = open.enumerate().find(|(_, frame)| ends(frame)) {
        (0..=depth).for_each(|_| builder.close());
    }
}

/// True for a figure that has its image and its caption.
fn is_whole(frame: &Frame) -> bool {
    matches!(&frame.node, Node::Figure(caption) if !caption.is_empty() && figure::is_all_images(&frame.blocks))
}

/// Text of a block: white space counts as one space.
fn block_text(builder: &mut Builder<'_>, text: &str, html: &Stretch, place: &Range<usize>) {
    let at = html.range(place).start;
    if is_drawn(builder) {
        return builder.text_in_code(text, at);
    }
    if let Node::Code(code) = &builder.top().node {
        match text.strip_prefix('\n').filter(|_| code.text.is_empty()) {
            Some(rest) => builder.text_in_code(rest, html.range(&(place.start + 1..place.end)).start),
            None => builder.text_in_code(text, at),
        }
        return;
    }
    // The words, without the line ends before and behind them.
    let source = &html.text[place.clone()];
    let start = place.start + source.len() - source.trim_ascii_start().len();
    let end = place.start + source.trim_ascii_end().len();
    let words = if start < end { start..end } else { place.clone() };
    let span = builder.input.span(&html.range(&words));
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
            "code" if code.info.is_empty() => code.info = element::language_of(tag),
            "br" => builder.text_in_code("\n", 0),
            _ => {}
        }
        return;
    }
    if hides(builder, tag, span) {
        return;
    }
    close_implied(builder, &tag.name);
    if let (Some(part), Node::Table(rows)) = (Part::named(&tag.name), &mut builder.top().node) {
        return rows.begin(part);
    }
    if matches!(tag.name.as_str(), "td" | "th") && matches!(builder.top().node, Node::Table(_)) {
        push_with(builder, Node::Row(None, Vec::new()), Attr::default(), &Tag::named("tr"), span);
    }
    if tag.name == "hr" {
        return builder.block(Block::new(BlockKind::SceneBreak, span));
    }
    // A figure that nothing closes is left before another block as well.
    if is_whole(builder.top()) && element::block_node(tag, Place::default(), span).is_some() {
        builder.close();
    }
    let place = place(builder);
    match element::block_node(tag, place, span) {
        Some((node, attr)) => push_with(builder, node, attr, tag, span),
        None if element::is_known(tag) => open_shown(builder, tag, span),
        None => foreign::open(builder, tag, span),
    }
}

/// Opens an element that is not shown, and says so. What is to happen where a reader clicks is told as well.
pub(super) fn hides(builder: &mut Builder<'_>, tag: &Tag, span: Span) -> bool {
    let mut tell = |what: String| builder.tally.unheard.entry(what).or_insert((span, 0)).1 += 1;
    if hidden::acts(tag) {
        tell("a book does not act: what a tag does when it is clicked or loaded is left out".into());
    }
    let Some(why) = hidden::why(tag) else { return false };
    tell(why);
    if element::is_void(&tag.name) {
        return true;
    }
    let in_line = matches!(builder.top().node.holds(), Holds::Line | Holds::Inlines);
    let is_block = element::block_node(tag, Place::default(), span).is_some();
    let holds_blocks = is_block || (hidden::element(&tag.name) && !in_line);
    push(builder, if holds_blocks { Node::Nothing } else { Node::Unseen }, tag, span);
    true
}

/// What is open around a tag.
fn place(builder: &mut Builder<'_>) -> Place {
    let in_quotation = in_quotation(builder);
    let node = &builder.top().node;
    Place {
        in_quotation,
        in_list: matches!(node, Node::List { .. }),
        in_definitions: matches!(node, Node::Definitions { .. }),
        in_table: matches!(node, Node::Table(_)),
        in_row: matches!(node, Node::Row(..)),
    }
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

fn open_in_line(builder: &mut Builder<'_>, tag: &Tag, span: Span) {
    if !hides(builder, tag, span) {
        open_shown(builder, tag, span);
    }
}

/// Opens what an element inside a line is.
fn open_shown(builder: &mut Builder<'_>, tag: &Tag, span: Span) {
    if let Some(words) = icon::words(tag) {
        builder.text(&words, span);
    }
    match tag.name.as_str() {
        "br" | "hr" => builder.inline(Inline::new(InlineKind::LineBreak, span)),
        "wbr" => builder.text("\u{200B}", span),
        "img" => image(builder, tag, span),
        "input" => input(builder, tag, span),
        "source" => source(builder, tag),
        "embed" => {
            element::inline_node(tag).into_iter().for_each(|node| push(builder, node, tag, span));
            builder.close();
        }
        name => match element::inline_node(tag) {
            Some(node) => push(builder, node, tag, span),
            None if element::is_silent(name) => {}
            None => foreign::refuse(builder, name, span),
        },
    }
}

/// A box to tick: that of a task where an item of a list begins, else a sign.
fn input(builder: &mut Builder<'_>, tag: &Tag, span: Span) {
    match tag.get("type").map(str::to_ascii_lowercase).as_deref() {
        Some("checkbox" | "radio") => {}
        Some("button" | "submit" | "reset") => return builder.text(tag.get("value").unwrap_or_default(), span),
        _ => return,
    }
    let done = tag.get("checked").is_some();
    let item = builder.stack.iter_mut().rev().find(|frame| !matches!(frame.node, Node::Span | Node::Paragraph));
    if let Some(Frame { node: Node::Item { checked, .. }, .. }) = item
        && checked.is_none()
    {
        *checked = Some(done);
    } else {
        builder.text(if done { "☑" } else { "☐" }, span);
    }
}

/// The first source of a film is where it is.
fn source(builder: &mut Builder<'_>, tag: &Tag) {
    let media = builder.stack.iter_mut().rev().find_map(|frame| match &mut frame.node {
        Node::Media { target, .. } => Some(target),
        _ => None,
    });
    if let (Some(target @ None), Some(source)) = (media, tag.get("src")) {
        *target = Some(source.into());
    }
}

fn image(builder: &mut Builder<'_>, tag: &Tag, span: Span) {
    let source = [tag.get("src"), tag.get("data-src")].into_iter().flatten().find(|source| !source.trim().is_empty());
    let alt = tag.get("alt");
    let Some(source) = source else { return builder.text(alt.unwrap_or_default(), span) };
    let decorative = alt == Some("") || matches!(tag.get("role"), Some("presentation" | "none"));
    let mut image = Image {
        source: ImageSource::Named(source.trim().into()),
        alt: alt.unwrap_or_default().into(),
        decorative,
        title: tag.get("title").unwrap_or_default().into(),
        width: element::extent(tag, "width"),
        height: element::extent(tag, "height"),
    };
    let mut attr = element::attributes(tag);
    figure::decorate([&mut image], &mut attr);
    builder.inline(Inline { kind: InlineKind::Image(image), attr, span });
}

pub(super) fn push(builder: &mut Builder<'_>, node: Node, tag: &Tag, span: Span) {
    push_with(builder, node, element::attributes(tag), tag, span);
}

pub(super) fn push_with(builder: &mut Builder<'_>, node: Node, attr: Attr, tag: &Tag, span: Span) {
    let mut frame = Frame::new(node, span);
    frame.attr = attr;
    frame.tag = Some(tag.name.clone());
    builder.open(frame);
}

/// True in a drawing or a formula.
pub(super) fn is_drawn(builder: &mut Builder<'_>) -> bool {
    matches!(builder.top().node, Node::Drawing(_) | Node::Formula(_))
}

/// True when an element of this name is open, with no Markdown between.
fn is_open(builder: &Builder<'_>, name: &str) -> bool {
    builder.stack.iter().rev().take_while(|frame| frame.tag.is_some()).any(|frame| frame.tag.as_deref() == Some(name))
}

/// Closes what an end tag closes. Markdown that is open around it stays open; an end tag without a start does nothing.
fn close(builder: &mut Builder<'_>, name: &str) {
    let ends = match &mut builder.top().node {
        Node::Drawing(drawing) => Some(drawing.end(name)),
        Node::Formula(formula) => Some(formula.end(name)),
        _ => None,
    };
    match ends {
        Some(true) => return builder.close(),
        Some(false) => return,
        None => {}
    }
    if Part::named(name).is_some() {
        return close_part(builder);
    }
    let open = builder.stack.iter().rev().take_while(|frame| frame.tag.is_some());
    let Some(depth) = open.enumerate().find(|(_, f)| f.tag.as_deref() == Some(name)).map(|(i, _)| i) else { return };
    for _ in 0..=depth {
        builder.close();
    }
}

/// Ends a part of the innermost table.
fn close_part(builder: &mut Builder<'_>) {
    let open = builder.stack.iter().rev().take_while(|frame| frame.tag.is_some());
    let table = open.enumerate().find(|(_, frame)| matches!(frame.node, Node::Table(_)));
    let Some(depth) = table.map(|(depth, _)| depth) else { return };
    (0..depth).for_each(|_| builder.close());
    if let Node::Table(rows) = &mut builder.top().node {
        rows.end();
    }
}

/// Closes elements whose end tag may be left out before this start tag (HTML, 13.1.2.4).
fn close_implied(builder: &mut Builder<'_>, name: &str) {
    let implied: &[&str] = match name {
        "li" => &["li"],
        "dt" | "dd" => &["dt", "dd"],
        "thead" | "tbody" | "tfoot" => &["tr", "td", "th", "caption"],
        "tr" => &["tr", "td", "th", "caption"],
        "td" | "th" => &["td", "th", "caption"],
        _ => return,
    };
    loop {
        let is_of_list = matches!(name, "li" | "dt" | "dd");
        let ends = |node: &Node| match node {
            Node::Table(_) => true,
            Node::List { .. } | Node::Definitions { .. } => is_of_list,
            _ => false,
        };
        let open = builder.stack.iter().rev().take_while(|frame| frame.tag.is_some() && !ends(&frame.node));
        let depth = open.enumerate().find(|(_, f)| f.tag.as_deref().is_some_and(|t| implied.contains(&t)));
        let Some(depth) = depth.map(|(i, _)| i) else { return };
        for _ in 0..=depth {
            builder.close();
        }
    }
}

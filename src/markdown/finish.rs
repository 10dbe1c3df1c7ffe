//! What a closed frame becomes.
//!
//! In: a [`Frame`] that is complete. Out: a block, an inline or a part of one, in the frame around it.

use super::builder::Builder;
use super::figure;
use super::frame::{CodeText, Foreign, Frame, Node, Poem};
use super::mathml::Formula;
use super::paragraph::set_paragraph;
use super::structure;
use super::table::{self, Part, ReadCell};
use super::{attribution, info, line, link, verse};
use crate::diagnostic::{Code as Finding, Diagnostic, Diagnostics};
use crate::document::{
    Admonition, Attr, Block, BlockKind, Cell, Code, Definition, GroupRole, Heading, Image, ImageSource, Inline,
    InlineKind, List, ListItem, Verse, plain_text,
};
use crate::source::Span;

/// Puts what a frame has become into the frame around it.
pub(super) fn finish(builder: &mut Builder<'_>, frame: Frame) {
    let Frame { node, mut attr, short, span, tag, mut blocks, line, tail } = frame;
    match node {
        Node::Root | Node::Nothing | Node::Unseen => {}
        Node::Quote => {
            attribution::find(&mut blocks, tail);
            builder.block(Block { kind: BlockKind::Quote(blocks), attr, span });
        }
        Node::Admonition(kind, title) => {
            builder.block(Block { kind: BlockKind::Admonition(Admonition { kind, title, blocks }), attr, span });
        }
        Node::Group { roles, turns_page } => {
            if turns_page {
                builder.block(Block::new(BlockKind::PageBreak, span));
            }
            if roles.contains(&GroupRole::Epigraph) {
                blocks = unquoted(blocks);
                attribution::find(&mut blocks, tail);
            }
            if roles.is_empty() {
                group(builder, blocks, attr, span);
            } else if !blocks.is_empty() {
                structure::grouped(&roles, blocks, attr, span).into_iter().for_each(|block| builder.block(block));
            }
        }
        Node::Poem(poem) => self::poem(builder, poem, blocks, attr, span),
        Node::Attribution => {
            let mut name = line;
            line::settle(&mut name);
            builder.block(Block { kind: BlockKind::Attribution(attribution::named(name)), attr, span });
        }
        Node::Figure(caption) => figure(builder, blocks, caption, attr, span),
        Node::Item { checked, value } => item(builder, ListItem { checked, value, blocks, span }),
        Node::Linked { target, title } => {
            link::around(&mut blocks, &target, &title);
            group(builder, blocks, Attr { classes: Vec::new(), ..attr }, span);
        }
        Node::Foreign(foreign) => self::foreign(builder, foreign, blocks, attr, span),
        Node::Body => body(builder, blocks),
        Node::Note(label) => builder.define(&label, blocks, span),
        Node::List { start, style, reversed, counts_down, tight, items } => {
            let start = if counts_down { start.map(|_| items.len() as i64) } else { start };
            builder.block(Block { kind: BlockKind::List(List { start, style, reversed, tight, items }), attr, span });
        }
        Node::Definitions { tight, mut list } => {
            list.iter_mut().for_each(|definition| definition.tight = tight);
            builder.block(Block { kind: BlockKind::Definitions(list), attr, span });
        }
        Node::Table(rows) => {
            let mut table = rows.finish();
            table::head_rows(&mut table, &mut attr.classes);
            builder.block(Block { kind: BlockKind::Table(table), attr, span });
        }
        Node::Row(part, cells) => row(builder, part, cells, span),
        Node::Paragraph => set_paragraph(builder, line, attr, span),
        Node::Heading(level) => heading(builder, Heading { level, content: line, short, span }, attr),
        Node::Term => term(builder, line, attr, span),
        Node::Cell(read) => cell(builder, read, line, (blocks, tag.is_some()), attr, span),
        Node::Caption => caption(builder, line, span),
        Node::Summary => summary(builder, line, span),
        Node::Code(code) => self::code(builder, code, attr, span),
        Node::Drawing(drawing) => {
            if let Some(image) = drawing.finish() {
                builder.inline(Inline { kind: InlineKind::Image(image), attr, span });
            }
        }
        Node::Formula(formula) => self::formula(builder, formula, attr, span),
        _ => inline(builder, node, line, (attr, tag.is_some()), span),
    }
}

/// A formula; what has not the form of one is shown in words.
fn formula(builder: &mut Builder<'_>, formula: Formula, mut attr: Attr, span: Span) {
    if formula.is_display {
        attr.classes.push("display".into());
    }
    match formula.finish() {
        Ok(source) => builder.inline(Inline { kind: InlineKind::Math(source), attr, span }),
        Err(words) => {
            let what = "a formula in MathML that has not the form of one: its words are shown".to_owned();
            builder.tally.html.entry(what).or_insert((span, 0)).1 += 1;
            builder.text(&words, span);
        }
    }
}

/// What an element holds that HTML does not have; its caption is that of the code in it.
fn foreign(builder: &mut Builder<'_>, foreign: Foreign, mut blocks: Vec<Block>, mut attr: Attr, span: Span) {
    let is_untitled = |block: &&mut Block| matches!(&block.kind, BlockKind::Code(code) if code.title.is_none());
    if let Some(caption) = foreign.caption {
        match blocks.iter_mut().find(is_untitled) {
            Some(Block { kind: BlockKind::Code(code), attr: own, .. }) => {
                code.title = Some(caption);
                if own.id.is_none() {
                    (own.id_span, own.id) = (attr.id.as_ref().map(|_| span), attr.id.take());
                }
            }
            _ => {
                let text = Inline::new(InlineKind::Text(caption), span);
                blocks.push(Block::new(BlockKind::Paragraph(vec![text]), span));
            }
        }
    }
    group(builder, blocks, Attr { classes: Vec::new(), ..attr }, span);
}

/// The blocks of an epigraph: one that is a single quotation is what the quotation says.
fn unquoted(mut blocks: Vec<Block>) -> Vec<Block> {
    match blocks.as_mut_slice() {
        [Block { kind: BlockKind::Quote(inner), attr, .. }] if attr.is_empty() => std::mem::take(inner),
        _ => blocks,
    }
}

/// A poem of paragraphs; what else stands in it follows it.
fn poem(builder: &mut Builder<'_>, poem: Poem, blocks: Vec<Block>, attr: Attr, span: Span) {
    let Poem { mut title, numbered, mut stanzas, mut attribution } = poem;
    let mut others = Vec::new();
    for block in blocks {
        match block.kind {
            BlockKind::Verse(inner) => {
                stanzas.extend(inner.stanzas);
                if !inner.attribution.is_empty() {
                    attribution = inner.attribution;
                }
            }
            BlockKind::Heading(heading) if title.is_empty() && stanzas.is_empty() => title = heading.content,
            BlockKind::Attribution(name) if attribution.is_empty() => attribution = name,
            _ => others.push(block),
        }
    }
    if !stanzas.is_empty() || !title.is_empty() {
        let verse = Verse { title, stanzas, attribution, numbered };
        builder.block(Block { kind: BlockKind::Verse(verse), attr, span });
    }
    others.into_iter().for_each(|block| builder.block(block));
}

/// Adds a block after others; a paragraph after a figure or a table may be its caption.
pub(super) fn join(blocks: &mut Vec<Block>, mut block: Block, diagnostics: &mut Diagnostics) {
    if let (BlockKind::Paragraph(content), Some(last)) = (&mut block.kind, blocks.last_mut())
        && let Some((caption, marks)) = awaited_caption(&mut last.kind)
        && strip_caption_mark(content, marks)
    {
        *caption = std::mem::take(content);
        let mut attr = figure::end_of_caption(caption, diagnostics);
        if let BlockKind::Table(table) = &mut last.kind {
            table::head_rows(table, &mut attr.classes);
        }
        figure::add(last, attr);
        last.span = last.span.to(block.span);
        return;
    }
    blocks.push(block);
}

/// Where the caption of a block goes that may still get one, and what it begins with.
fn awaited_caption(kind: &mut BlockKind) -> Option<(&mut Vec<Inline>, &'static [&'static str])> {
    match kind {
        BlockKind::Table(table) if table.caption.is_empty() => Some((&mut table.caption, &["Table:", ":"])),
        BlockKind::Figure(figure) if figure.caption.is_empty() => Some((&mut figure.caption, &["Figure:"])),
        _ => None,
    }
}

fn strip_caption_mark(content: &mut [Inline], marks: &[&str]) -> bool {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first_mut() else { return false };
    let Some(rest) = marks.iter().find_map(|mark| text.strip_prefix(mark)) else { return false };
    if !rest.starts_with(' ') {
        return false;
    }
    *text = rest.trim_start().into();
    true
}

/// Blocks that share attributes; when there is nothing to share they stand by themselves.
fn group(builder: &mut Builder<'_>, blocks: Vec<Block>, attr: Attr, span: Span) {
    if attr.is_empty() {
        blocks.into_iter().for_each(|block| builder.block(block));
    } else if blocks.is_empty() {
        if attr.id.is_some() {
            builder.anchors.push(Inline { kind: InlineKind::Span(Vec::new()), attr, span });
        }
    } else {
        structure::grouped(&[GroupRole::Plain], blocks, attr, span).into_iter().for_each(|block| builder.block(block));
    }
}

fn figure(builder: &mut Builder<'_>, blocks: Vec<Block>, caption: Vec<Inline>, attr: Attr, span: Span) {
    match figure::of_blocks(blocks, caption, attr, span) {
        Ok(block) => builder.block(block),
        Err(given) => {
            let (mut blocks, caption, attr) = *given;
            if let ([Block { kind: BlockKind::Quote(inner), .. }], false) = (blocks.as_mut_slice(), caption.is_empty())
            {
                inner.push(Block::new(BlockKind::Attribution(attribution::named(caption)), span));
            } else if !caption.is_empty() {
                blocks.push(Block::new(BlockKind::Paragraph(caption), span));
            }
            group(builder, blocks, attr, span);
        }
    }
}

fn item(builder: &mut Builder<'_>, item: ListItem) {
    match &mut builder.top().node {
        Node::List { items, .. } => items.push(item),
        _ => item.blocks.into_iter().for_each(|block| builder.block(block)),
    }
}

fn body(builder: &mut Builder<'_>, blocks: Vec<Block>) {
    if let Node::Definitions { list, .. } = &mut builder.top().node
        && let Some(last) = list.last_mut()
    {
        last.definitions.push(blocks);
        return;
    }
    blocks.into_iter().for_each(|block| builder.block(block));
}

fn row(builder: &mut Builder<'_>, part: Option<Part>, cells: Vec<ReadCell>, span: Span) {
    match &mut builder.top().node {
        Node::Table(rows) => rows.add(part, cells, span),
        _ => {
            for ReadCell { cell, .. } in cells {
                if !cell.content.is_empty() {
                    builder.block(Block::new(BlockKind::Paragraph(cell.content), cell.span));
                }
                cell.blocks.into_iter().for_each(|block| builder.block(block));
            }
        }
    }
}

fn heading(builder: &mut Builder<'_>, mut heading: Heading, attr: Attr) {
    line::settle(&mut heading.content);
    let span = heading.span;
    builder.block(Block { kind: BlockKind::Heading(heading), attr, span });
}

fn term(builder: &mut Builder<'_>, mut term: Vec<Inline>, attr: Attr, span: Span) {
    line::settle(&mut term);
    match &mut builder.top().node {
        Node::Definitions { list, .. } => {
            list.push(Definition { term, attr, definitions: Vec::new(), tight: true, span });
        }
        _ => builder.block(Block { kind: BlockKind::Paragraph(term), attr, span }),
    }
}

fn cell(
    builder: &mut Builder<'_>,
    read: ReadCell,
    mut content: Vec<Inline>,
    (blocks, is_html): (Vec<Block>, bool),
    attr: Attr,
    span: Span,
) {
    let mut blocks = table::content(blocks, &mut content);
    figure::attach(&mut content, builder.diagnostics);
    line::settle(&mut content);
    if is_html && blocks.is_empty() {
        blocks.extend(figure::alone(&mut content, span));
    }
    // A cell has no attributes of its own: its words have them.
    if !blocks.is_empty() && (attr.id.is_some() || attr.language.is_some()) {
        blocks = structure::grouped(&[GroupRole::Plain], blocks, Attr { classes: Vec::new(), ..attr }, span);
    } else if attr.id.is_some() || attr.language.is_some() {
        content = vec![Inline { kind: InlineKind::Span(content), attr: Attr { classes: Vec::new(), ..attr }, span }];
    }
    match &mut builder.top().node {
        Node::Row(_, cells) => cells.push(ReadCell { cell: Cell { content, blocks, span, ..read.cell }, ..read }),
        _ if blocks.is_empty() => builder.block(Block::new(BlockKind::Paragraph(content), span)),
        _ => blocks.into_iter().for_each(|block| builder.block(block)),
    }
}

fn caption(builder: &mut Builder<'_>, mut content: Vec<Inline>, span: Span) {
    line::settle(&mut content);
    match &mut builder.top().node {
        Node::Figure(caption) if caption.is_empty() => *caption = content,
        Node::Table(rows) if rows.table.caption.is_empty() => rows.table.caption = content,
        _ => builder.block(Block::new(BlockKind::Paragraph(content), span)),
    }
}

fn summary(builder: &mut Builder<'_>, mut content: Vec<Inline>, span: Span) {
    line::settle(&mut content);
    if !content.is_empty() {
        let strong = Inline::new(InlineKind::Strong(content), span);
        builder.block(Block::new(BlockKind::Paragraph(vec![strong]), span));
    }
}

fn code(builder: &mut Builder<'_>, code: CodeText, mut attr: Attr, span: Span) {
    let said = info::read(&code.info);
    if said.language.as_deref().is_some_and(verse::is_fence) {
        let (verse, attr) = verse::from_fence(builder, &code, attr, span);
        builder.block(Block { kind: BlockKind::Verse(verse), attr, span });
        return;
    }
    for odd in &said.odd {
        let message = format!("`{odd}` is no number of a line; the lines are numbered from 1");
        builder.diagnostics.push(Diagnostic::warning(Finding::InvalidValue, message).at(span));
    }
    let mut text = code.text;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let language = said.language.as_deref().unwrap_or_default();
    let is_empty = text.is_empty();
    let prefix = said.hidden_lines.as_ref().or_else(|| builder.hidden_lines.get(language));
    if builder.dialect.hides_lines() && language == "rust" {
        text = info::without_hidden(&text);
    } else if let Some(prefix) = prefix.filter(|prefix| !prefix.is_empty()) {
        text = info::without_lines(&text, prefix);
    }
    // Nothing but lines that are not shown.
    if text.is_empty() && !is_empty {
        return group(builder, Vec::new(), attr, span);
    }
    let numbers = attr.classes.iter().find_map(|class| info::numbers_of(class)).unwrap_or(said.numbers);
    attr.classes.retain(|class| info::numbers_of(class).is_none());
    attr.classes.extend(said.classes);
    attr.id = attr.id.or(said.id);
    let (language, title) = (said.language, said.title);
    let code = Code { language, info: code.info, text, title, numbers, tokens: Vec::new() };
    builder.block(Block { kind: BlockKind::Code(code), attr, span });
}

/// An inline that holds inlines. One that is empty and that nothing can lead to leaves nothing.
fn inline(
    builder: &mut Builder<'_>,
    node: Node,
    mut content: Vec<Inline>,
    (mut attr, is_html): (Attr, bool),
    span: Span,
) {
    figure::attach(&mut content, builder.diagnostics);
    let empty = content.is_empty() && attr.id.is_none();
    let kind = match node {
        Node::Image { source, title } => {
            let alt = plain_text(&content).replace('\n', " ");
            InlineKind::Image(Image { title, ..Image::new(ImageSource::Named(source), alt) })
        }
        Node::Link { target, title, .. } => match link::link(builder, is_html, (target, title), content) {
            InlineKind::Span(content) if attr.id.is_none() && attr.language.is_none() => {
                content.into_iter().for_each(|inline| builder.inline(inline));
                return;
            }
            kind => kind,
        },
        Node::Picture(image) => {
            let alt = if image.alt.is_empty() { plain_text(&content).trim().replace('\n', " ") } else { image.alt };
            InlineKind::Image(Image { alt, ..image })
        }
        Node::Media { target, title } => {
            let Some(target) = target else {
                content.into_iter().for_each(|inline| builder.inline(inline));
                return;
            };
            // What it holds is said to browsers that cannot show it.
            let words = if title.is_empty() { target.clone() } else { title };
            link::link(builder, is_html, (target, String::new()), vec![Inline::new(InlineKind::Text(words), span)])
        }
        _ if empty => return,
        Node::Reading => {
            builder.text(" (", span);
            content.into_iter().for_each(|inline| builder.inline(inline));
            builder.text(")", span);
            return;
        }
        Node::Emphasis => InlineKind::Emphasis(content),
        Node::Strong => InlineKind::Strong(content),
        Node::Strikethrough => InlineKind::Strikethrough(content),
        Node::Superscript => InlineKind::Superscript(content),
        Node::Subscript => InlineKind::Subscript(content),
        Node::SmallCaps => InlineKind::SmallCaps(content),
        Node::Abbreviation(expansion) => InlineKind::Abbreviation { expansion, content },
        Node::Keys => InlineKind::Code(plain_text(&content).replace('\n', " ")),
        Node::Quotation => {
            builder.text("\"", span);
            content.into_iter().for_each(|inline| builder.inline(inline));
            builder.text("\"", span);
            return;
        }
        _ => InlineKind::Span(content),
    };
    if matches!(kind, InlineKind::Code(_)) && attr.classes.is_empty() {
        attr.classes.push("kbd".into());
    }
    builder.inline(Inline { kind, attr, span });
}

/// What a block says as inlines, for places where no block may stand: each block begins a new line.
pub(super) fn flatten(block: Block, line: &mut Vec<Inline>) {
    let span = block.span;
    match block.kind {
        BlockKind::Paragraph(content) | BlockKind::Attribution(content) => append(line, content, span),
        BlockKind::Heading(heading) => append(line, heading.content, span),
        BlockKind::Quote(blocks) => blocks.into_iter().for_each(|b| flatten(b, line)),
        BlockKind::Group(group) => group.blocks.into_iter().for_each(|b| flatten(b, line)),
        BlockKind::Admonition(admonition) => {
            append(line, admonition.title, span);
            admonition.blocks.into_iter().for_each(|b| flatten(b, line));
        }
        BlockKind::List(list) => {
            list.items.into_iter().flat_map(|item| item.blocks).for_each(|b| flatten(b, line));
        }
        BlockKind::Definitions(list) => {
            for definition in list {
                append(line, definition.term, span);
                definition.definitions.into_iter().flatten().for_each(|b| flatten(b, line));
            }
        }
        BlockKind::Verse(verse) => {
            append(line, verse.title, span);
            verse.stanzas.into_iter().flat_map(|s| s.lines).for_each(|verse| append(line, verse.content, span));
            append(line, verse.attribution, span);
        }
        BlockKind::Code(code) => {
            let inline = Inline::new(InlineKind::Code(code.text.trim_end().into()), span);
            append(line, vec![inline], span);
        }
        BlockKind::Math(source) => append(line, vec![Inline::new(InlineKind::Math(source), span)], span),
        BlockKind::Figure(figure) => {
            for panel in figure.panels {
                let attr = if panel.attr.is_empty() { block.attr.clone() } else { panel.attr };
                append(line, vec![Inline { kind: InlineKind::Image(panel.image), attr, span: panel.span }], span);
            }
        }
        BlockKind::Table(table) => {
            append(line, table.caption, span);
            let rows = table.head.into_iter().chain(table.body).chain(table.foot);
            for cell in rows.flat_map(|row| row.cells) {
                append(line, cell.content, span);
                cell.blocks.into_iter().for_each(|block| flatten(block, line));
            }
        }
        BlockKind::SceneBreak | BlockKind::PageBreak => append(line, Vec::new(), span),
    }
}

fn append(line: &mut Vec<Inline>, content: Vec<Inline>, span: Span) {
    let blank = |i: &Inline| matches!(&i.kind, InlineKind::Text(text) if text.trim().is_empty());
    if !line.iter().all(blank) && !content.is_empty() {
        line.push(Inline::new(InlineKind::LineBreak, span));
    }
    line.extend(content);
}

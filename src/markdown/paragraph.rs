//! What a paragraph becomes.
//!
//! In: the inlines of a paragraph that has ended, in the frame around it. Out: a paragraph, or what one is that holds only an
//! image, a formula, the lines of a poem, the names of places, or a command.

use super::braces::Braces;
use super::builder::Builder;
use super::figure::{self, merge};
use super::frame::Node;
use super::structure::{self, Said};
use super::{attribution, line, verse};
use crate::diagnostic::{Code as Finding, Diagnostic};
use crate::document::{Attr, Block, BlockKind, GroupRole, Id, Inline, InlineKind, Language, Stanza, Verse};
use crate::source::Span;

/// A paragraph with what its tag, and a line in braces above its text, say about it.
pub(super) fn set_paragraph(builder: &mut Builder<'_>, mut line: Vec<Inline>, mut attr: Attr, span: Span) {
    let said = take_attributes(&mut line);
    let said = said.unwrap_or_default();
    attr.id = attr.id.or(said.id.clone().map(Id));
    attr.classes.extend(said.classes.iter().cloned());
    attr.language = attr.language.or(said.value("lang").map(|lang| Language(lang.into())));
    let roles = structure::roles(&mut attr, Said { align: said.value("align"), ..Said::default() });
    let Some(mut block) = paragraph(builder, line, span) else { return };
    if let (BlockKind::Verse(verse), Some(at)) = (&mut block.kind, attr.classes.iter().position(|c| c == "numbered")) {
        verse.numbered = true;
        attr.classes.remove(at);
    }
    merge(&mut block.attr, attr);
    structure::grouped_block(&roles, block).into_iter().for_each(|block| builder.block(block));
}

/// Takes a line in braces away from the start of a paragraph that goes on after it.
fn take_attributes(line: &mut [Inline]) -> Option<Braces> {
    let goes_on = line.len() > 1;
    let Some(Inline { kind: InlineKind::Text(text), .. }) = line.first_mut() else { return None };
    let (first, rest) = text.split_once('\n')?;
    let braces = Braces::whole(first.trim()).filter(|_| goes_on || !rest.trim().is_empty())?;
    *text = rest.into();
    Some(braces)
}

/// A paragraph of a poem: a stanza whose lines end where they end in the manuscript.
fn stanza(content: Vec<Inline>) -> Verse {
    let lines = line::split(content).into_iter().map(|mut content| {
        line::settle(&mut content);
        crate::document::VerseLine { indent: 0, content }
    });
    let lines: Vec<_> = lines.filter(|line| !line.content.is_empty()).collect();
    verse::signed(vec![Stanza { lines }])
}

/// A paragraph, or what a paragraph of only an image, a formula or the lines of a poem is. `None` when it is empty.
pub(super) fn paragraph(builder: &mut Builder<'_>, mut content: Vec<Inline>, span: Span) -> Option<Block> {
    if verse::is_line_block(&content) {
        let verse = verse::signed(verse::from_line_block(content));
        return Some(Block::new(BlockKind::Verse(verse), span));
    }
    if let Node::Poem(_) = builder.top().node {
        let verse = stanza(content);
        let says = !verse.attribution.is_empty() || verse.stanzas.iter().any(|stanza| !stanza.lines.is_empty());
        return says.then(|| Block::new(BlockKind::Verse(verse), span));
    }
    if matches!(builder.top().node, Node::Quote) && builder.top().blocks.is_empty() {
        title_of_admonition(builder, &mut content);
    }
    let quotes = match &builder.top().node {
        Node::Quote => true,
        Node::Group { roles, .. } => roles.contains(&GroupRole::Epigraph),
        _ => false,
    };
    if quotes {
        builder.top().tail = attribution::may_hold(&content).then(|| content.clone());
    }
    figure::attach(&mut content, builder.diagnostics);
    for figure in figure::beside(&mut content, span) {
        builder.block(figure);
    }
    let mut parts = figure::apart(content);
    content = parts.pop().unwrap_or_default();
    for part in parts {
        let whole = part.first().zip(part.last()).map_or(span, |(first, last)| first.span.to(last.span));
        if let Some(block) = paragraph(builder, part, whole) {
            builder.block(block);
        }
    }
    line::settle(&mut content);
    if turns_page(builder, &content, span) {
        return Some(Block::new(BlockKind::PageBreak, span));
    }
    if content.iter().all(is_anchor) {
        builder.anchors.append(&mut content);
        return None;
    }
    if let Some(figure) = figure::alone(&mut content, span) {
        return Some(figure);
    }
    if content.len() == 1 {
        return content.pop().map(|only| alone(only, span));
    }
    Some(Block::new(BlockKind::Paragraph(content), span))
}

/// Makes a quotation an admonition when its first line is a kind in brackets and a title: `[!NOTE] Mind the gap`. The
/// bare kind is Markdown's own.
fn title_of_admonition(builder: &mut Builder<'_>, content: &mut Vec<Inline>) {
    if !builder.dialect.has_admonitions() {
        return;
    }
    let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first() else { return };
    let Some((name, _)) = text.strip_prefix("[!").and_then(|rest| rest.split_once(']')) else { return };
    let Some(kind) = structure::admonition(name) else { return };
    let skip = name.len() + 3;
    let mut title = std::mem::take(content);
    let at = title.iter().position(|inline| match &inline.kind {
        InlineKind::Text(text) => text.contains('\n'),
        kind => matches!(kind, InlineKind::LineBreak),
    });
    if let Some(at) = at {
        *content = title.split_off(at + 1);
        match title.last_mut() {
            Some(Inline { kind: InlineKind::Text(text), span, .. }) => {
                let cut = text.find('\n').unwrap_or(text.len());
                content.insert(0, Inline::new(InlineKind::Text(text[cut..].trim_start().into()), *span));
                text.truncate(cut);
            }
            _ => drop(title.pop()),
        }
    }
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = title.first_mut() {
        text.drain(..skip.min(text.len()));
    }
    line::settle(&mut title);
    builder.top().node = Node::Admonition(kind, title);
}

/// True for a paragraph that is TeX's command for a new page, which is told.
fn turns_page(builder: &mut Builder<'_>, content: &[Inline], span: Span) -> bool {
    let [Inline { kind: InlineKind::Text(text), .. }] = content else { return false };
    let command = matches!(text.as_str(), "\\newpage" | "\\pagebreak" | "\\clearpage");
    if command {
        builder.diagnostics.push(
            Diagnostic::warning(Finding::TexCommand, format!("`{text}` is a command of TeX; it is read as a new page"))
                .at(span)
                .hint("write `::: pagebreak` and below it `:::`"),
        );
    }
    command
}

fn is_anchor(inline: &Inline) -> bool {
    inline.attr.id.is_some() && matches!(&inline.kind, InlineKind::Span(content) if content.is_empty())
}

/// What a paragraph of a single inline is.
fn alone(only: Inline, span: Span) -> Block {
    match only.kind {
        InlineKind::Math(source) if only.attr.has_class("display") => Block::new(BlockKind::Math(source), span),
        _ => Block::new(BlockKind::Paragraph(vec![only]), span),
    }
}

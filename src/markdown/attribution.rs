//! Who said or wrote a quotation.
//!
//! In: the blocks of a quotation, an epigraph or a poem. Out: the same, the last paragraph or the last line of it made an
//! attribution when it begins with a dash. Dialogue, whose paragraphs all begin with dashes, is left as it is.

use super::line;
use crate::document::{Block, BlockKind, Inline, InlineKind, plain_text};

/// Longest attribution, in characters: what is longer is text.
const LONGEST: usize = 200;

/// Makes the last paragraph an attribution. `tail` is the last paragraph before its lines were joined.
pub(super) fn find(blocks: &mut Vec<Block>, tail: Option<Vec<Inline>>) {
    let Some(Block { kind: BlockKind::Paragraph(content), span, .. }) = blocks.last() else { return };
    let span = *span;
    if let Some(name) = cited(content) {
        if let Some(last) = blocks.last_mut() {
            last.kind = BlockKind::Attribution(name);
        }
        return;
    }
    if blocks.len() > 1 && begins_with_dash(content) {
        let before = blocks.iter().rev().nth(1).map(|block| &block.kind);
        let is_dialogue = matches!(before, Some(BlockKind::Paragraph(before)) if begins_with_dash(before));
        if !is_dialogue && let Some(last) = blocks.last_mut() {
            let BlockKind::Paragraph(content) = &mut last.kind else { return };
            let name = named(std::mem::take(content));
            last.kind = BlockKind::Attribution(name);
        }
        return;
    }
    let Some((mut text, name)) = tail.and_then(last_line) else { return };
    line::settle(&mut text);
    if let Some(last) = blocks.last_mut() {
        last.kind = BlockKind::Paragraph(text);
    }
    blocks.push(Block::new(BlockKind::Attribution(name), span));
}

/// The text before the last line, and the name that the last line gives.
fn last_line(mut text: Vec<Inline>) -> Option<(Vec<Inline>, Vec<Inline>)> {
    let at = text.iter().rposition(|inline| match &inline.kind {
        InlineKind::Text(run) => run.contains('\n'),
        kind => matches!(kind, InlineKind::LineBreak),
    })?;
    let mut last = text.split_off(at + 1);
    match text.last_mut() {
        Some(Inline { kind: InlineKind::Text(run), span, .. }) => {
            let cut = run.rfind('\n')?;
            last.insert(0, Inline::new(InlineKind::Text(run[cut + 1..].into()), *span));
            run.truncate(cut);
        }
        _ => drop(text.pop()),
    }
    line::settle(&mut last);
    let is_name = !text.is_empty() && !begins_with_dash(&text) && begins_with_dash(&last);
    is_name.then(|| (text, named(last)))
}

/// True when a line of a paragraph, not yet joined to the others, may be an attribution.
pub(super) fn may_hold(content: &[Inline]) -> bool {
    let starts = |text: &str| dashed(text.trim_start()).is_some();
    content.iter().enumerate().any(|(i, inline)| match &inline.kind {
        InlineKind::Text(text) => text.split('\n').skip(1).any(starts),
        InlineKind::LineBreak => {
            matches!(content.get(i + 1), Some(Inline { kind: InlineKind::Text(text), .. }) if starts(text))
        }
        _ => false,
    })
}

/// True for a line that is a name after a dash.
pub(super) fn begins_with_dash(content: &[Inline]) -> bool {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first() else { return false };
    let Some(rest) = dashed(text) else { return false };
    (!rest.is_empty() || content.len() > 1) && plain_text(content).chars().count() <= LONGEST
}

/// What is after the dash at the start of a text.
fn dashed(text: &str) -> Option<&str> {
    let rest = ["---", "--", "—", "―", "⸺"].iter().find_map(|dash| text.strip_prefix(dash))?;
    (!rest.starts_with(['-', '—', '―', '>', '|'])).then(|| rest.trim_start_matches([' ', '\u{A0}']))
}

/// A name without its dash.
pub(super) fn named(mut content: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first_mut()
        && let Some(rest) = dashed(text)
    {
        *text = rest.into();
    }
    line::settle(&mut content);
    content
}

/// The words of a paragraph that is one `<cite>`.
fn cited(content: &[Inline]) -> Option<Vec<Inline>> {
    let [Inline { kind: InlineKind::Emphasis(words), attr, .. }] = content else { return None };
    attr.has_class("cite").then(|| named(words.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn paragraph(text: &str) -> Block {
        Block::new(BlockKind::Paragraph(vec![run(text)]), Span::default())
    }

    fn run(text: &str) -> Inline {
        Inline::new(InlineKind::Text(text.into()), Span::default())
    }

    fn found(mut blocks: Vec<Block>, tail: &str) -> Vec<&'static str> {
        find(&mut blocks, (!tail.is_empty()).then(|| vec![run(tail)]));
        let name = |block: &Block| match block.kind {
            BlockKind::Attribution(_) => "attribution",
            _ => "text",
        };
        blocks.iter().map(name).collect()
    }

    #[test]
    fn the_last_paragraph_after_a_dash_is_the_attribution() {
        assert_eq!(found(vec![paragraph("Words."), paragraph("-- A name")], ""), ["text", "attribution"]);
        assert_eq!(found(vec![paragraph("Words. — A name")], "Words.\n— A name"), ["text", "attribution"]);
    }

    #[test]
    fn dialogue_and_lone_dashes_are_text() {
        assert_eq!(found(vec![paragraph("— Yes."), paragraph("— No.")], ""), ["text", "text"]);
        assert_eq!(found(vec![paragraph("— Yes.")], ""), ["text"]);
        assert_eq!(found(vec![paragraph("— Yes, — No.")], "— Yes,\n— No."), ["text"]);
        assert_eq!(found(vec![paragraph("Words"), paragraph("---> there")], ""), ["text", "text"]);
    }
}

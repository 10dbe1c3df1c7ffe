//! Poems.
//!
//! In: a fence marked `verse` or `poem`, or a paragraph whose lines all begin with `|`. Out: stanzas of lines, each with its
//! own inlines and its indentation in steps of two spaces.

use super::braces::{Braces, Pair};
use super::builder::{Builder, Input};
use super::frame::CodeText;
use super::{attribution, event, line};
use crate::document::{Attr, BlockKind, Id, Inline, InlineKind, Language, Stanza, Verse, VerseLine};
use crate::source::Span;
use std::collections::BTreeSet;

/// Spaces in one step of indentation.
const STEP: usize = 2;

/// True when a fence with this first word holds a poem.
pub(super) fn is_fence(word: &str) -> bool {
    matches!(word, "verse" | "poem")
}

/// True when every line of a paragraph begins with `|` and a space, or is `|` alone. A first line that ends with `|` as well
/// is the row of a table that failed.
pub(super) fn is_line_block(content: &[Inline]) -> bool {
    let Some(Inline { kind: InlineKind::Text(first), .. }) = content.first() else { return false };
    let row = first.lines().next().is_some_and(|line| line.len() > 1 && line.trim_end().ends_with('|'));
    !row && begins_with_bar(first)
        && content.iter().enumerate().all(|(i, inline)| lines_begin_with_bar(inline, content.get(i + 1)))
}

fn begins_with_bar(text: &str) -> bool {
    text.strip_prefix('|').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\n', '\t']))
}

fn lines_begin_with_bar(inline: &Inline, next: Option<&Inline>) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => text.match_indices('\n').all(|(i, _)| begins_with_bar(&text[i + 1..])),
        InlineKind::LineBreak => {
            matches!(next, Some(Inline { kind: InlineKind::Text(text), .. }) if begins_with_bar(text))
        }
        InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Strikethrough(content)
        | InlineKind::Superscript(content)
        | InlineKind::Subscript(content)
        | InlineKind::SmallCaps(content)
        | InlineKind::Span(content)
        | InlineKind::Abbreviation { content, .. }
        | InlineKind::Link { content, .. } => {
            content.iter().enumerate().all(|(i, inner)| lines_begin_with_bar(inner, content.get(i + 1)))
        }
        InlineKind::Code(_) | InlineKind::Math(_) | InlineKind::Image(_) | InlineKind::NoteRef(_) => true,
    }
}

/// The stanzas of a line block; a line that is `|` alone parts them.
pub(super) fn from_line_block(content: Vec<Inline>) -> Vec<Stanza> {
    let lines = line::split(content).into_iter().map(|mut content| {
        let indent = strip_bar(&mut content);
        line::settle(&mut content);
        VerseLine { indent, content }
    });
    stanzas(lines)
}

fn stanzas(lines: impl Iterator<Item = VerseLine>) -> Vec<Stanza> {
    let mut stanzas = Vec::new();
    let mut current = Vec::new();
    for verse in lines {
        if !verse.content.is_empty() {
            current.push(verse);
        } else if !current.is_empty() {
            stanzas.push(Stanza { lines: std::mem::take(&mut current) });
        }
    }
    if !current.is_empty() {
        stanzas.push(Stanza { lines: current });
    }
    stanzas
}

/// Takes the bar away and says how far the line is indented. The bar may stand inside an inline that began before it.
fn strip_bar(content: &mut [Inline]) -> u8 {
    let Some(first) = content.first_mut() else { return 0 };
    if let InlineKind::Text(text) = &mut first.kind {
        let Some(rest) = text.strip_prefix('|') else { return 0 };
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let words = rest.trim_start_matches([' ', '\u{A0}']);
        let spaces = rest[..rest.len() - words.len()].chars().count();
        *text = words.into();
        return (spaces / STEP).min(usize::from(u8::MAX)) as u8;
    }
    first.content_mut().map_or(0, |inner| strip_bar(inner))
}

/// A poem whose last line, standing alone and beginning with a dash, names its author.
pub(super) fn signed(mut stanzas: Vec<Stanza>) -> Verse {
    let alone = matches!(stanzas.last(), Some(Stanza { lines }) if lines.len() == 1);
    let named = stanzas.last().is_some_and(|s| s.lines.iter().all(|l| attribution::begins_with_dash(&l.content)));
    let last = if alone && named { stanzas.pop().and_then(|mut stanza| stanza.lines.pop()) } else { None };
    let attribution = last.map(|line| attribution::named(line.content)).unwrap_or_default();
    Verse { stanzas, attribution, ..Verse::default() }
}

/// A poem in a fence, with what the braces of its info string say: ` ```verse {.numbered title="A title"} `.
pub(super) fn from_fence(builder: &mut Builder<'_>, code: &CodeText, mut attr: Attr, span: Span) -> (Verse, Attr) {
    let mut verse = signed(stanzas_of_fence(builder, code));
    let said = code.info.find('{').and_then(|at| Braces::whole(code.info[at..].trim())).unwrap_or_default();
    attr.id = attr.id.or(said.id.map(Id));
    for class in said.classes {
        if class == "numbered" { verse.numbered = true } else { attr.classes.push(class) }
    }
    for Pair { key, value, .. } in said.pairs {
        match key.as_str() {
            "title" => verse.title = vec![Inline::new(InlineKind::Text(value), span)],
            "lang" => attr.language = Some(Language(value)),
            _ => {}
        }
    }
    (verse, attr)
}

/// The stanzas of a fence; an empty line parts them. Its lines are read as a line block, so that nothing in them is taken
/// for a block.
fn stanzas_of_fence(builder: &mut Builder<'_>, code: &CodeText) -> Vec<Stanza> {
    let mut text = String::new();
    let mut pieces = Vec::new();
    let mut start = 0;
    for source in code.text.split_inclusive('\n') {
        text.push_str(if source.trim().is_empty() { "|" } else { "| " });
        let place = code.places.partition_point(|(at, _)| *at <= start).saturating_sub(1);
        let original = code.places.get(place).map_or(0, |(at, place)| place + (start - at));
        let original = builder.input.span(&(original..original)).start as usize;
        pieces.push((text.len(), original, source.trim_end().len()));
        text.push_str(source.trim_end());
        text.push('\n');
        start += source.len();
    }
    text.push_str(&stubs(&text, &builder.labels.promised));
    let input = Input { text: &text, file: builder.input.file, pieces };
    let blocks = event::read_inside(builder, input);
    let verses = blocks.into_iter().flat_map(|block| match block.kind {
        BlockKind::Verse(verse) => {
            let signature = VerseLine { indent: 0, content: verse.attribution };
            let signature = (!signature.content.is_empty()).then(|| Stanza { lines: vec![dashed(signature)] });
            verse.stanzas.into_iter().chain(signature).collect()
        }
        BlockKind::Paragraph(content) => from_line_block(content),
        _ => Vec::new(),
    });
    verses.collect()
}

/// A name with its dash again.
fn dashed(mut line: VerseLine) -> VerseLine {
    let span = line.content.first().map(|inline| inline.span).unwrap_or_default();
    line.content.insert(0, Inline::new(InlineKind::Text("—".into()), span));
    line
}

/// Short definitions for the notes that the lines refer to and the file defines: without one a reference is no reference
/// to the parser.
fn stubs(text: &str, promised: &BTreeSet<String>) -> String {
    let labels = text.split("[^").skip(1).filter_map(|rest| rest.split_once(']')).map(|(label, _)| label);
    let known: BTreeSet<&str> = labels.filter(|label| promised.contains(*label)).collect();
    known.into_iter().map(|label| format!("\n[^{label}]: .\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(t: &str) -> Vec<Inline> {
        vec![Inline::new(InlineKind::Text(t.into()), Span::default())]
    }

    #[test]
    fn every_line_must_have_its_bar() {
        assert!(is_line_block(&text("| a\n|   b\n|\n| c")));
        assert!(!is_line_block(&text("| a\nb")));
        assert!(!is_line_block(&text("|a")));
    }

    #[test]
    fn bars_become_stanzas_and_steps() {
        let stanzas = from_line_block(text("| a\n|   b\n|\n| c"));
        let shape: Vec<Vec<u8>> = stanzas.iter().map(|s| s.lines.iter().map(|l| l.indent).collect()).collect();
        assert_eq!(shape, [vec![0, 1], vec![0]]);
    }
}

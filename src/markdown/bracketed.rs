//! Passages with attributes: `[words]{.class #id lang=fr}`, and links with some: `[words](a.md){.class}`.
//!
//! In: the inlines of a line. Out: the passage as a span with these attributes, without brackets and braces. The form is
//! pandoc's. Braces of another form are text.

use super::braces::Braces;
use super::figure::merge;
use crate::document::{Attr, Id, Inline, InlineKind, Language};

/// How far the opening bracket is looked for, in bytes of text and in inlines.
const FARTHEST: usize = 4_000;
const MOST_INLINES: usize = 200;
/// Most passages of a line.
const MOST_PASSAGES: usize = 1_000;

/// Makes the passages of a line what they are.
pub(super) fn set(line: &mut Vec<Inline>) {
    let (mut at, mut count) = (0, 0);
    while at < line.len() && count < MOST_PASSAGES {
        of_link(line, at);
        match passage(line, at) {
            // The text behind it may end another.
            Some(passage) => {
                at = join(line, at, passage) + 1;
                count += 1;
            }
            None => at += 1,
        }
    }
    line.retain(|inline| !matches!(&inline.kind, InlineKind::Text(text) if text.is_empty()));
}

/// A passage that ends in a text.
struct Passage {
    /// The inline in which its bracket opens, and where in its text.
    opens: (usize, usize),
    /// Where its bracket closes.
    closes: usize,
    braces: Braces,
}

/// Takes the braces after a link into its attributes.
fn of_link(line: &mut [Inline], at: usize) {
    let (before, after) = line.split_at_mut(at);
    let (Some(link), Some(next)) = (before.last_mut(), after.first_mut()) else { return };
    if !matches!(link.kind, InlineKind::Link { .. }) || !next.attr.is_empty() {
        return;
    }
    let InlineKind::Text(text) = &mut next.kind else { return };
    if let Some(braces) = read(text) {
        text.drain(..braces.length);
        merge(&mut link.attr, attributes(braces));
    }
}

/// The braces that a text begins with, every word of which is an attribute.
fn read(text: &str) -> Option<Braces> {
    Braces::read(text).filter(|braces| braces.strays.is_empty())
}

/// The first passage that ends in the text of an inline.
fn passage(line: &[Inline], at: usize) -> Option<Passage> {
    let text = text_of(&line[at])?;
    text.match_indices("]{").find_map(|(closes, _)| {
        let braces = read(&text[closes + 1..])?;
        let opens = opening(line, at, closes)?;
        Some(Passage { opens, closes, braces })
    })
}

/// Where the bracket opens that one in the text of an inline closes.
fn opening(line: &[Inline], at: usize, closes: usize) -> Option<(usize, usize)> {
    let (mut depth, mut seen) = (0usize, 0usize);
    for place in (0..=at).rev().take(MOST_INLINES) {
        let Some(text) = text_of(&line[place]) else { continue };
        let text = if place == at { &text[..closes] } else { text };
        for (byte, c) in text.char_indices().rev() {
            seen += 1;
            match c {
                ']' => depth += 1,
                '[' if depth > 0 => depth -= 1,
                // A reference to a note that is not there is text.
                '[' => return (!text[byte..].starts_with("[^")).then_some((place, byte)),
                _ if seen > FARTHEST => return None,
                _ => {}
            }
        }
    }
    None
}

/// Puts a passage together; the place of its span in the line.
fn join(line: &mut Vec<Inline>, at: usize, passage: Passage) -> usize {
    let Passage { opens: (first, byte), closes, braces } = passage;
    let cut = |inline: &Inline, text: &str| Inline { kind: InlineKind::Text(text.into()), ..inline.clone() };
    let last = text_of(&line[at]).unwrap_or_default();
    let after = cut(&line[at], &last[closes + 1 + braces.length..]);
    let before = cut(&line[first], &text_of(&line[first]).unwrap_or_default()[..byte]);
    let end = cut(&line[at], if first == at { &last[byte + 1..closes] } else { &last[..closes] });
    let mut content = Vec::new();
    if first < at {
        content.push(cut(&line[first], &text_of(&line[first]).unwrap_or_default()[byte + 1..]));
        content.extend_from_slice(&line[first + 1..at]);
    }
    content.push(end);
    content.retain(|inline| !matches!(&inline.kind, InlineKind::Text(text) if text.is_empty()));
    let span = content.iter().map(|inline| inline.span).fold(line[first].span, crate::source::Span::to);
    let mut attr = attributes(braces);
    let is_small = ["smallcaps", "small-caps"].iter().any(|class| attr.has_class(class));
    attr.classes.retain(|class| !matches!(class.as_str(), "smallcaps" | "small-caps"));
    let kind = if is_small { InlineKind::SmallCaps(content) } else { InlineKind::Span(content) };
    line.splice(first..=at, [before, Inline { kind, attr, span }, after]);
    first + 1
}

fn text_of(inline: &Inline) -> Option<&str> {
    match &inline.kind {
        InlineKind::Text(text) if inline.attr.is_empty() => Some(text),
        _ => None,
    }
}

/// What braces say of a passage; the names that pandoc has for what is underlined are ours.
fn attributes(braces: Braces) -> Attr {
    let language = braces.value("lang").filter(|lang| !lang.is_empty()).map(|lang| Language(lang.into()));
    let own = |class: String| if matches!(class.as_str(), "underline" | "ul") { "u".to_owned() } else { class };
    let classes = braces.classes.into_iter().map(own).collect();
    Attr { id: braces.id.map(Id), classes, language, ..Attr::default() }
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
    fn a_passage_has_the_attributes_after_its_brackets() {
        let read = |text| tree(Dialect::book(), text);
        assert_eq!(read("a [b]{.c} d"), "paragraph \"a \" span .c[\"b\"] \" d\"\n");
        assert_eq!(
            read("[a *b* [c]]{#d .e lang=fr}, [f]{.g}[h]{.i}"),
            "paragraph span #d .e language=fr[\"a \" emphasis[\"b\"] \" [c]\"] \", \" span .g[\"f\"] span .i[\"h\"]\n"
        );
        assert_eq!(read("[a [b]{.c} d]{.e}"), "paragraph span .e[\"a \" span .c[\"b\"] \" d\"]\n");
        assert_eq!(
            read("*[a]{.underline}* [b]{.smallcaps}"),
            "paragraph emphasis[span .u[\"a\"]] \" \" small caps[\"b\"]\n"
        );
        assert_eq!(read("[a](b.md){.c}."), "paragraph link named \"b.md\" .c[\"a\"] \".\"\n");
        assert_eq!(read("## A [b]{.c}\n"), "heading 2 \"A \" span .c[\"b\"]\n");
        assert_eq!(read("## A [b] {.c}\n"), "heading 2 .c \"A [b]\"\n");
    }

    #[test]
    fn other_brackets_and_braces_are_text() {
        for text in ["[a]{b}", "a]{.b}", "[a] {.b}", "[a]{.b c", "[^a]{.b}"] {
            assert_eq!(tree(Dialect::book(), text), format!("paragraph \"{text}\"\n"), "{text}");
        }
        for text in ["\\[a\\]{.b}", "[a\\]{.b}", "[a]\\{.b}"] {
            let shown = text.replace('\\', "");
            assert_eq!(tree(Dialect::book(), text), format!("paragraph \"{shown}\"\n"), "{text}");
        }
        assert_eq!(tree(Dialect::book(), "`[a]{.b}`"), "paragraph code \"[a]{.b}\"\n");
        assert_eq!(tree(Dialect::mdbook(), "[a]{.b}"), "paragraph \"[a]{.b}\"\n");
        // Many that nothing opens are not looked for in the whole line.
        assert!(tree(Dialect::book(), &"]{.a}".repeat(20_000)).len() > 100_000);
    }
}

//! Placeholders that no preprocessor has filled: `{{#quiz a.toml}}`, `{{ version }}`, `{% swagger %}`.
//!
//! In: the blocks of a file. Out: links and images whose address is a placeholder give way to their words, for they lead
//! nowhere; and one finding for each name in the whole book, however often it stands there.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{
    Block, BlockKind, Image, ImageSource, Inline, InlineKind, Note, Target, each_block_mut, each_inline_mut,
};
use crate::source::Span;
use std::collections::BTreeMap;

/// Directives of mdBook itself: where one is left in a text, its author shows what it looks like, or it was told already.
const OWN: [&str; 5] = ["#include", "#rustdoc_include", "#playground", "#playpen", "#title"];
/// What tells the name of a tag from that of a placeholder.
const TAG: &str = "% ";
/// The longest tag that is looked for, in bytes.
const LONGEST_TAG: usize = 500;
/// The longest name that is shown.
const LONGEST: usize = 40;

/// The placeholders of a book by their names.
#[derive(Debug, Default)]
pub(super) struct Placeholders(BTreeMap<String, Found>);

#[derive(Debug)]
struct Found {
    first: Span,
    count: usize,
    /// True when an address was one.
    in_address: bool,
}

impl Placeholders {
    /// Notes the placeholders of a file and takes them out of addresses. Those that stand in the text are looked for where
    /// it was written for preprocessors; `text` is the whole file.
    pub(super) fn settle(&mut self, blocks: &mut [Block], notes: &mut [Note], text: &str, in_text: bool) {
        let mut own = |blocks: &mut [Block]| {
            each_block_mut(blocks, &mut |block| self.figure(block));
            each_inline_mut(blocks, &mut |line| {
                for inline in line {
                    self.inline(inline, text, in_text);
                }
            });
        };
        own(blocks);
        notes.iter_mut().for_each(|note| own(&mut note.blocks));
    }

    fn figure(&mut self, block: &mut Block) {
        let BlockKind::Figure(figure) = &mut block.kind else { return };
        if !figure.panels.iter().any(|panel| address(&panel.image).is_some()) {
            return;
        }
        let mut words = Vec::new();
        for panel in &mut figure.panels {
            match address(&panel.image) {
                Some(name) => self.note(name, panel.span, true),
                None => continue,
            }
            words.push(Inline::new(InlineKind::Text(std::mem::take(&mut panel.image.alt)), panel.span));
        }
        figure.panels.retain(|panel| address(&panel.image).is_none());
        if figure.panels.is_empty() {
            words.append(&mut figure.caption);
            block.kind = BlockKind::Paragraph(words);
        }
    }

    fn inline(&mut self, inline: &mut Inline, text: &str, in_text: bool) {
        let span = inline.span;
        match &mut inline.kind {
            InlineKind::Link { target: Target::Named(target), content, .. } => {
                let name = names(target).next().map(|(_, name)| name.to_owned());
                if let Some(name) = name {
                    self.note(name, span, true);
                    inline.kind = InlineKind::Span(std::mem::take(content));
                }
            }
            InlineKind::Image(image) => {
                if let Some(name) = address(image) {
                    self.note(name, span, true);
                    inline.kind = InlineKind::Text(std::mem::take(&mut image.alt));
                }
            }
            InlineKind::Text(run) if in_text && (run.contains("{{") || run.contains("{%")) => {
                let source = text.get(span.start as usize..span.end as usize).unwrap_or_default();
                for (at, name) in names(source).filter(|(_, name)| !OWN.contains(name)) {
                    let from = span.start + at as u32;
                    self.note(name.into(), Span::new(span.file, from, from + 2 + name.len() as u32), false);
                }
                for (at, tag) in tags(source) {
                    let from = span.start + at as u32;
                    self.note(format!("{TAG}{}", tag.1), Span::new(span.file, from, from + tag.0 as u32), false);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, name: String, span: Span, in_address: bool) {
        let found = self.0.entry(name).or_insert(Found { first: span, count: 0, in_address: false });
        found.count += 1;
        found.in_address |= in_address;
    }

    /// Tells of each name once. One that may be meant as it stands is a note.
    pub(super) fn tell(self, diagnostics: &mut Diagnostics) {
        for (name, Found { first, count, in_address }) in self.0 {
            let shown: String = name.chars().take(LONGEST).collect();
            let times = if count == 1 { String::new() } else { format!(" ({count} in the book)") };
            let what = match in_address {
                true => "is an address that no preprocessor has filled: the words stay, the link does not",
                false => "is a placeholder that no preprocessor has filled: it stays as it is",
            };
            let message = match shown.strip_prefix(TAG) {
                Some(tag) => format!("`{{% {tag} %}}` is a tag that nothing has read: it stays as it is{times}"),
                None => format!("`{{{{{shown}}}}}` {what}{times}"),
            };
            let finding = match in_address || name.starts_with('#') {
                true => Diagnostic::warning(Code::CommandNotRun, message),
                false => Diagnostic::note(Code::CommandNotRun, message),
            };
            let hint = match shown.starts_with(TAG) {
                true => "write what is meant",
                false => "let the preprocessor run, with `--allow-commands`, or write what is meant",
            };
            diagnostics.push(finding.at(first).hint(hint));
        }
    }
}

/// The placeholder in the address of an image.
fn address(image: &Image) -> Option<String> {
    match &image.source {
        ImageSource::Named(target) if !target.starts_with("data:") => {
            names(target).next().map(|(_, name)| name.to_owned())
        }
        ImageSource::Named(_) | ImageSource::Resource(_) | ImageSource::Remote(_) => None,
    }
}

/// The names of placeholders, `{{`, a word, anything, `}}`, each with its place.
fn names(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("{{").filter_map(|(at, _)| {
        let inside = text[at + 2..].trim_start();
        let inside = &inside[..inside.find("}}")?];
        let end = inside.find(|c: char| c.is_whitespace() || matches!(c, '{' | '}')).unwrap_or(inside.len());
        let name = &inside[..end];
        let is_word = name.trim_start_matches('#').starts_with(|c: char| c.is_alphabetic() || c == '_');
        is_word.then_some((at, name))
    })
}

/// The names of tags, `{%`, a word, anything, `%}`, each with its place and the length of the whole; those that end what
/// another begins belong to it.
fn tags(text: &str) -> impl Iterator<Item = (usize, (usize, &str))> {
    text.match_indices("{%").filter_map(|(at, _)| {
        let whole = &text[at..text.floor_char_boundary(at + LONGEST_TAG)];
        let whole = &whole[..whole.find("%}")? + 2];
        let name = whole[2..]
            .trim_start_matches(['-', ' '])
            .split(|c: char| !(c.is_alphanumeric() || "-_".contains(c)))
            .next()?;
        let is_word = name.starts_with(|c: char| c.is_alphabetic()) && !name.starts_with("end");
        is_word.then_some((at, (whole.len(), name)))
    })
}

#[cfg(test)]
mod tests {
    use super::super::read_blocks;
    use super::*;
    use crate::document::dump_blocks;
    use crate::source::FileId;

    #[test]
    fn names_are_words_in_braces() {
        let found = |text| names(text).map(|(_, name)| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(found("{{#quiz a.toml}} {{ version }} {{a.b}}/c"), ["#quiz", "version", "a.b"]);
        for text in ["{{", "{{}}", "{{ a", "{ {a}}", "{{1}}", "{{{a}}}}x"] {
            assert!(found(text).len() < 2, "{text}");
        }
        assert_eq!(found("{{1}} {{}}"), Vec::<String>::new());
    }

    #[test]
    fn an_address_gives_way_to_its_words_and_is_told_once() {
        let mut diagnostics = Diagnostics::default();
        let text = "[a]({{base}}/a.md) [b]({{base}}/b.md)\n\n![c]({{base}}/c.png)\n\nd ![e]({{other}})\n";
        let blocks = read_blocks(text, FileId(0), &mut diagnostics).0;
        assert_eq!(
            dump_blocks(&blocks),
            "paragraph span[\"a\"] \" \" span[\"b\"]\nparagraph \"c\"\nparagraph \"d e\"\n"
        );
        let told: Vec<String> = diagnostics.sorted().iter().map(|finding| finding.message.clone()).collect();
        assert_eq!(told.len(), 2);
        assert!(told[0].starts_with("`{{base}}` is an address") && told[0].ends_with("(3 in the book)"), "{told:?}");
    }
}

//! Commands that an author defines, in one formula for those after it.
//!
//! In: a draft. Out: the same with every such command spelled out, as MathJax does it on a page and TeX in a book: a definition
//! holds from where it is read to the end of the book, or until the next one of the same name. A formula that only defines is
//! left out. What is spelled out is what both books show and say, for no listener knows the author's own words.

use super::read::LONGEST;
use super::rewrite::Rewriter;
use super::words::says;
use crate::document::{Block, BlockKind, Division, Draft, Inline, InlineKind, plain_text};
use crate::source::{FileId, Span};
use std::collections::BTreeMap;

/// What every formula becomes that is not what it was, by its place and its source.
type Spelled = BTreeMap<(Key, String), String>;

/// The chapter, and the bytes of a formula in it.
type Key = (usize, u32, u32);

/// Spells out the commands that formulas define.
pub fn spell_out(draft: &mut Draft) {
    let chapters = chapters(draft);
    let key = |span: Span| (chapters.get(&span.file).copied().unwrap_or(usize::MAX), span.start, span.end);
    let spelled = spelled(formulas(draft, &key));
    if spelled.is_empty() {
        return;
    }
    let find = |source: &String, span: Span| spelled.get(&(key(span), source.clone()));
    draft.divisions.iter_mut().for_each(|division| division.each_mut(&mut |division| change(division, &find)));
    draft.notes.iter_mut().for_each(|note| {
        crate::document::each_inline_mut(&mut note.blocks, &mut |line| change_line(line, &find));
        change_blocks(&mut note.blocks, &find);
    });
}

/// The files in the order in which they are read.
fn chapters(draft: &Draft) -> BTreeMap<FileId, usize> {
    let mut chapters = BTreeMap::new();
    let mut add = |span: Span| {
        let next = chapters.len();
        chapters.entry(span.file).or_insert(next);
    };
    draft.divisions.iter().for_each(|division| {
        division.each(&mut |division| {
            division.heading.iter().for_each(|heading| add(heading.span));
            division.blocks.first().into_iter().for_each(|block| add(block.span));
            add(division.span);
        });
    });
    chapters
}

/// Every formula, in the order in which they were written.
fn formulas(draft: &Draft, key: &impl Fn(Span) -> Key) -> Vec<(Key, String)> {
    let mut found = Vec::new();
    draft.each_block(&mut |block| {
        if let BlockKind::Math(source) = &block.kind {
            found.push((key(block.span), source.clone()));
        }
    });
    draft.each_inline(&mut |inline| {
        if let InlineKind::Math(source) = &inline.kind {
            found.push((key(inline.span), source.clone()));
        }
    });
    found.sort();
    found
}

fn spelled(formulas: Vec<(Key, String)>) -> Spelled {
    let mut rewriter = Rewriter::of_own_commands();
    let mut spelled = Spelled::new();
    for (key, source) in formulas {
        // One that grows beyond all measure stays, and is told of.
        let otherwise = rewriter.next(&source).filter(|otherwise| *otherwise != source && otherwise.len() <= LONGEST);
        spelled.extend(otherwise.map(|otherwise| ((key, source), otherwise)));
    }
    spelled
}

fn change<'s>(division: &mut Division, find: &impl Fn(&String, Span) -> Option<&'s String>) {
    let is_title = division.heading.as_ref().is_some_and(|heading| says(&division.title, &heading.content));
    division.each_own_inline_mut(&mut |line| change_line(line, find));
    if let (true, Some(heading)) = (is_title, &division.heading) {
        division.title = plain_text(&heading.content);
    }
    change_blocks(&mut division.blocks, find);
}

fn change_line<'s>(line: &mut Vec<Inline>, find: &impl Fn(&String, Span) -> Option<&'s String>) {
    line.retain_mut(|inline| match &mut inline.kind {
        InlineKind::Math(source) => match find(source, inline.span) {
            Some(otherwise) => {
                source.clone_from(otherwise);
                !otherwise.trim().is_empty()
            }
            None => true,
        },
        _ => true,
    });
}

/// Changes the formulas among blocks, and leaves out paragraphs of which nothing is left.
fn change_blocks<'s>(blocks: &mut Vec<Block>, find: &impl Fn(&String, Span) -> Option<&'s String>) {
    blocks.retain_mut(|block| {
        let span = block.span;
        match &mut block.kind {
            BlockKind::Math(source) => match find(source, span) {
                Some(otherwise) => {
                    source.clone_from(otherwise);
                    !otherwise.trim().is_empty()
                }
                None => true,
            },
            BlockKind::Paragraph(content) => {
                !content.iter().all(|inline| matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty()))
            }
            _ => {
                block.inner_mut().for_each(|inner| change_blocks(inner, find));
                true
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Role;

    /// Chapters of paragraphs with formulas, spelled out: the formulas that are left, by chapters.
    fn left(chapters: &[&[&str]]) -> Vec<Vec<String>> {
        let chapter = |(file, formulas): (usize, &&[&str])| {
            let span = |at: usize| Span::new(FileId(file as u32), at as u32, at as u32 + 1);
            let paragraph = |(at, source): (usize, &&str)| {
                let math = Inline::new(InlineKind::Math(source.to_string()), span(at));
                Block::new(BlockKind::Paragraph(vec![math]), span(at))
            };
            Division {
                blocks: formulas.iter().enumerate().map(paragraph).collect(),
                ..Division::new(Role::Chapter, "a", span(0))
            }
        };
        let mut draft = Draft { divisions: chapters.iter().enumerate().map(chapter).collect(), ..Draft::default() };
        spell_out(&mut draft);
        let formulas = |division: &Division| {
            let mut found = Vec::new();
            division.each_own_inline(&mut |inline| {
                if let InlineKind::Math(source) = &inline.kind {
                    found.push(source.trim().to_string());
                }
            });
            assert_eq!(found.len(), division.blocks.len(), "an empty paragraph is left");
            found
        };
        draft.divisions.iter().map(formulas).collect()
    }

    #[test]
    fn a_definition_holds_to_the_end_of_the_book_or_the_next_one() {
        let found = left(&[
            &[r"\R", r"\newcommand{\R}{\mathbb{R}}", r"x \in \R", r"\def\R{R} \R"],
            &[r"\R^n", r"\frac{a}{b}", r"\begin{split} a \end{split}"],
        ]);
        assert_eq!(found[0], [r"\R", r"x \in {\mathbb{R}}", "{R}"]);
        assert_eq!(found[1], [r"{R}^n", r"\frac{a}{b}", r"\begin{split} a \end{split}"]);
    }

    #[test]
    fn commands_have_arguments_defaults_and_each_other() {
        let found = left(&[&[
            r"\newcommand{\norm}[2][2]{\lVert #2 \rVert_{#1}} \DeclareMathOperator*{\argmax}{arg\,max}",
            r"\providecommand{\norm}{no} \newcommand{\n}[1]{\norm{#1}}",
            r"\norm{x} + \norm[1]{y} + \n z",
            r"\argmax_x",
        ]]);
        assert_eq!(
            found[0],
            [
                r"{\lVert {x} \rVert_{{2}}} + {\lVert {y} \rVert_{{1}}} + {{\lVert {{z}} \rVert_{{2}}}}",
                r"{\operatorname*{arg\,max}}_x"
            ]
        );
    }

    #[test]
    fn what_would_never_end_stays_as_it_is() {
        let found = left(&[&[r"\def\x{\x\x\x\x aaaaaaaaaa}", r"\x", "b"]]);
        assert_eq!(found[0], [r"\x", "b"]);
        assert_eq!(left(&[&[r"\newcommand{", r"\def"]])[0], [r"\newcommand{", r"\def"]);
    }
}

//! Numbers of figures and tables.
//!
//! In: figures and tables, and how the book counts them. Out: a number on every one that has a caption, in two series that
//! begin anew with every numbered chapter (`2.3`) or run through the book (`3`); what stands outside of numbered chapters
//! shares one plain series. One of the class `unnumbered` has none, nor has one in a note. A link without words to a
//! figure, a table, an exercise or a division gets its name as text, or its caption or title where it has no number; so does
//! one to a box, a poem, a term or code with a title.

use super::exercises;
use super::number::is_bare;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::words::{Word, letter, number_label, numbered, word};
use crate::document::{
    Block, BlockKind, Counting, Division, Draft, Id, Inline, InlineKind, Language, Role, Target, each_block,
    each_block_mut, each_inline_mut, plain_text,
};
use std::collections::BTreeMap;

/// The class of what has a caption and no number.
const UNNUMBERED: &str = "unnumbered";

/// Numbers figures and tables; before the numbers of chapters are taken away that their titles say themselves.
pub(super) fn number(draft: &mut Draft) {
    let counting = draft.numbering.figures;
    let mut plain = Series::default();
    for division in &mut draft.divisions {
        number_in(division, counting, &mut plain);
    }
}

/// How many figures and tables there were so far.
#[derive(Debug, Default)]
struct Series {
    chapter: Option<u32>,
    figures: u32,
    tables: u32,
}

impl Series {
    /// The next number of a series.
    fn next(chapter: Option<u32>, count: &mut u32) -> Vec<u32> {
        *count += 1;
        chapter.into_iter().chain([*count]).collect()
    }
}

fn number_in(division: &mut Division, counting: Counting, plain: &mut Series) {
    if division.role == Role::Part {
        number_blocks(division, counting, plain);
        division.children.iter_mut().for_each(|child| number_in(child, counting, plain));
        return;
    }
    let chapter = division.number.first().filter(|_| !is_bare(division) && counting == Counting::Chapter);
    match chapter {
        Some(chapter) => {
            let mut own = Series { chapter: Some(*chapter), ..Series::default() };
            division.each_mut(&mut |d| number_blocks(d, counting, &mut own));
        }
        None => division.each_mut(&mut |d| number_blocks(d, counting, plain)),
    }
}

fn number_blocks(division: &mut Division, counting: Counting, series: &mut Series) {
    each_block_mut(&mut division.blocks, &mut |block| {
        let counts = counting != Counting::None && !block.attr.has_class(UNNUMBERED);
        match &mut block.kind {
            BlockKind::Figure(figure) if counts && figure.is_captioned() => {
                figure.number = Series::next(series.chapter, &mut series.figures);
            }
            BlockKind::Table(table) if counts && !table.caption.is_empty() => {
                table.number = Series::next(series.chapter, &mut series.tables);
            }
            _ => {}
        }
    });
}

/// Gives links without words the name of what they lead to. Where that has none, nothing is shown, which is told.
pub(super) fn name_links(draft: &mut Draft, diagnostics: &mut Diagnostics) {
    let names = names(draft);
    let mut visit = |line: &mut Vec<Inline>| {
        for inline in line {
            let span = inline.span;
            let InlineKind::Link { target: Target::Anchor(id), content, .. } = &mut inline.kind else { continue };
            if !content.iter().all(is_blank) {
                continue;
            }
            match names.get(id) {
                Some(name) => *content = vec![Inline::new(InlineKind::Text(name.clone()), span)],
                None => {
                    let message = format!("`#{}` has no name, and the link to it has no words: nothing is shown", id.0);
                    diagnostics.push(
                        Diagnostic::warning(Code::WordlessLink, message)
                            .at(span)
                            .hint("write the words of the link between its brackets"),
                    );
                    inline.kind = InlineKind::Span(std::mem::take(content));
                }
            }
        }
    };
    draft.divisions.iter_mut().for_each(|d| d.each_mut(&mut |division| division.each_own_inline_mut(&mut visit)));
    draft.notes.iter_mut().for_each(|note| each_inline_mut(&mut note.blocks, &mut visit));
}

fn is_blank(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty())
}

/// What every place with a number or a title is called in a sentence.
fn names(draft: &Draft) -> BTreeMap<Id, String> {
    let language = &draft.metadata.language;
    let mut names = BTreeMap::new();
    for division in &draft.divisions {
        division.each(&mut |d| {
            let title = Some(d.title.clone()).filter(|title| !title.trim().is_empty());
            let name = match d.role {
                Role::Part | Role::Chapter | Role::Appendix => number_label(language, d).or(title),
                _ => title.or_else(|| number_label(language, d)),
            };
            names.extend(name.map(|name| (d.id.clone(), name)));
            each_block(&d.blocks, &mut |block| names_of(block, language, &mut names));
        });
    }
    exercises::each_name(draft, &mut |id, name| {
        names.insert(id.clone(), name);
    });
    names
}

fn names_of(block: &Block, language: &Language, names: &mut BTreeMap<Id, String>) {
    let words = |line: &[Inline]| Some(plain_text(line)).filter(|words| !words.trim().is_empty());
    let name = match &block.kind {
        BlockKind::Figure(figure) => {
            numbered(language, Word::Figure, &figure.number).or_else(|| words(&figure.caption))
        }
        BlockKind::Table(table) => numbered(language, Word::Table, &table.number).or_else(|| words(&table.caption)),
        BlockKind::Heading(heading) => words(&heading.content),
        BlockKind::Verse(verse) => words(&verse.title),
        BlockKind::Code(code) => code.title.clone().filter(|title| !title.trim().is_empty()),
        BlockKind::Admonition(admonition) => {
            let kind = || word(language, Word::of_box(admonition.kind)).to_owned();
            Some(words(&admonition.title).unwrap_or_else(kind))
        }
        BlockKind::Definitions(list) => {
            for definition in list {
                if let (Some(id), Some(name)) = (&definition.attr.id, words(&definition.term)) {
                    names.insert(id.clone(), name);
                }
            }
            None
        }
        _ => None,
    };
    let Some(name) = name else { return };
    if let BlockKind::Figure(figure) = &block.kind {
        let panels = figure.panels.iter().enumerate().filter(|_| figure.panels.len() > 1);
        for (place, panel) in panels {
            names.extend(panel.attr.id.iter().map(|id| (id.clone(), format!("{name}{}", letter(language, place)))));
        }
    }
    names.extend(block.attr.id.iter().map(|id| (id.clone(), name.clone())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Attr, Figure, Image, ImageSource, Numbering, Table};
    use crate::source::Span;

    fn text(words: &str) -> Vec<Inline> {
        vec![Inline::new(InlineKind::Text(words.into()), Span::default())]
    }

    fn figure(id: &str, caption: &str) -> Block {
        let image = Image::new(ImageSource::Remote("x".into()), "words".into());
        let caption = if caption.is_empty() { Vec::new() } else { text(caption) };
        let kind = BlockKind::Figure(Figure::of(image, caption, Span::default()));
        Block { attr: Attr { id: Some(Id(id.into())), ..Attr::default() }, ..Block::new(kind, Span::default()) }
    }

    fn table(id: &str) -> Block {
        let kind = BlockKind::Table(Table { caption: text("a caption"), ..Table::default() });
        Block { attr: Attr { id: Some(Id(id.into())), ..Attr::default() }, ..Block::new(kind, Span::default()) }
    }

    fn link(id: &str) -> Block {
        let target = Target::Anchor(Id(id.into()));
        let link = InlineKind::Link { target, title: String::new(), content: Vec::new() };
        Block::new(BlockKind::Paragraph(vec![Inline::new(link, Span::default())]), Span::default())
    }

    fn chapter(title: &str, number: Vec<u32>, blocks: Vec<Block>) -> Division {
        let id = Id(title.into());
        Division { id, number, blocks, ..Division::new(Role::Chapter, title, Span::default()) }
    }

    /// The words of every link after numbering, in reading order.
    fn links(figures: Counting, mut divisions: Vec<Division>, targets: &[&str]) -> Vec<String> {
        divisions.push(chapter("Links", vec![], targets.iter().map(|target| link(target)).collect()));
        let numbering = Numbering { figures, ..Numbering::default() };
        let mut draft = Draft { divisions, numbering, ..Draft::default() };
        number(&mut draft);
        name_links(&mut draft, &mut Diagnostics::default());
        let last = draft.divisions.last().expect("a division");
        let words = |block: &Block| match &block.kind {
            BlockKind::Paragraph(content) => plain_text(content).replace('\u{A0}', " "),
            _ => String::new(),
        };
        last.blocks.iter().map(words).collect()
    }

    fn book() -> Vec<Division> {
        let unnumbered = {
            let mut block = figure("u", "C");
            block.attr.classes.push(UNNUMBERED.into());
            block
        };
        vec![
            chapter("Preface", vec![], vec![figure("p", "C")]),
            chapter("One", vec![1], vec![figure("a", "C"), figure("b", ""), table("t"), unnumbered]),
            chapter("Two", vec![2], vec![figure("c", "C"), figure("d", "C"), table("s")]),
            chapter("After", vec![], vec![figure("e", "C")]),
        ]
    }

    #[test]
    fn a_chapter_has_its_own_series_and_the_rest_shares_one() {
        let targets = ["p", "a", "b", "t", "u", "c", "d", "s", "e", "Two", "After"];
        let names = links(Counting::Chapter, book(), &targets);
        let expected = [
            "Figure 1",
            "Figure 1.1",
            "",
            "Table 1.1",
            "C",
            "Figure 2.1",
            "Figure 2.2",
            "Table 2.1",
            "Figure 2",
            "Chapter 2",
            "After",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_book_may_have_one_series_or_none() {
        assert_eq!(
            links(Counting::Book, book(), &["p", "a", "c", "s"]),
            ["Figure 1", "Figure 2", "Figure 3", "Table 2"]
        );
        assert_eq!(links(Counting::None, book(), &["p", "b"]), ["C", ""]);
    }
}

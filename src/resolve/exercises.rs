//! Exercises and their answers.
//!
//! In: groups that are exercises or answers. Out: exercises with their numbers, through the book, before their first words;
//! answers left out, in their place with their name, or gathered in a division at the end, where each leads back to its
//! exercise. An answer belongs to the exercise that it stands in, or else to the one before it; one before any exercise has
//! no number and is told of.

use super::select::forget;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::words::{Word, numbered, word};
use crate::document::{
    Answers, Block, BlockKind, Division, Draft, GroupRole, Heading, Id, Inline, InlineKind, Language, LeftOut, Matter,
    Role, Target,
};
use crate::source::Span;

/// Numbers exercises and puts answers where the book wants them.
pub(super) fn settle(draft: &mut Draft, diagnostics: &mut Diagnostics) {
    let language = draft.metadata.language.clone();
    let policy = draft.numbering.answers;
    let (out, kept) = (&mut draft.left_out, Vec::new());
    let mut settler = Settler { language: &language, policy, count: 0, last: None, kept, out, diagnostics };
    for division in &mut draft.divisions {
        division.each_mut(&mut |d| settler.blocks(&mut d.blocks));
    }
    let kept = settler.kept;
    if let Some(first) = kept.first().map(|block| block.span) {
        draft.divisions.push(at_the_end(kept, &language, first));
    }
}

/// The division of the answers.
fn at_the_end(blocks: Vec<Block>, language: &Language, span: Span) -> Division {
    let title = word(language, Word::Answers);
    let heading = Heading { level: 1, content: vec![text(title, span)], short: None, span };
    Division { matter: Matter::Back, heading: Some(heading), blocks, ..Division::new(Role::Answers, title, span) }
}

struct Settler<'a> {
    language: &'a Language,
    policy: Answers,
    /// How many exercises there were.
    count: u32,
    /// The name and the place of the last one.
    last: Option<(Id, Span)>,
    /// Answers for the end.
    kept: Vec<Block>,
    out: &'a mut LeftOut,
    diagnostics: &'a mut Diagnostics,
}

impl Settler<'_> {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        for mut block in std::mem::take(blocks) {
            let role = match &block.kind {
                BlockKind::Group(group) => group.role,
                _ => GroupRole::Plain,
            };
            let span = block.span;
            match (role, self.policy) {
                (GroupRole::Exercise, _) => {
                    self.exercise(&mut block);
                    blocks.push(block);
                }
                (GroupRole::Answer, Answers::Nowhere) => forget(self.out, std::slice::from_mut(&mut block)),
                (GroupRole::Answer, Answers::End) => {
                    let name = self.answer(span);
                    label(&mut block, vec![name, text(".", span)]);
                    self.kept.push(block);
                }
                (GroupRole::Answer, Answers::Place) => {
                    let name = format!("{}.", word(self.language, Word::Answer));
                    label(&mut block, vec![text(&name, span)]);
                    blocks.push(block);
                }
                _ => {
                    block.inner_mut().for_each(|inner| self.blocks(inner));
                    blocks.push(block);
                }
            }
        }
    }

    fn exercise(&mut self, block: &mut Block) {
        self.count += 1;
        let id = block.attr.id.get_or_insert_with(|| Id(format!("exercise.{}", self.count))).clone();
        self.last = Some((id, block.span));
        let name = format!("{}.", name(self.language, Word::Exercise, self.count));
        block.inner_mut().for_each(|inner| self.blocks(inner));
        let span = block.span;
        label(block, vec![text(&name, span)]);
    }

    /// The name of an answer, leading to its exercise.
    fn answer(&mut self, span: Span) -> Inline {
        let Some((Id(id), place)) = &self.last else {
            let message = "an answer before any exercise: it has no number and leads to none";
            self.diagnostics.push(
                Diagnostic::warning(Code::StrayClass, message)
                    .at(span)
                    .hint("write the exercise above it, between `::: exercise` and `:::`"),
            );
            return text(word(self.language, Word::Answer), span);
        };
        let name = name(self.language, Word::Answer, self.count);
        let target = Target::Named(format!("#{}", id.replace('%', "%25")));
        let link = InlineKind::Link { target, title: String::new(), content: vec![text(&name, span)] };
        // A name holds in its own file, which may be another than that of the answer.
        Inline::new(link, *place)
    }
}

/// The name of an exercise or of its answer.
fn name(language: &Language, kind: Word, number: u32) -> String {
    numbered(language, kind, &[number]).unwrap_or_default()
}

/// Calls `tell` for every exercise of a settled draft that has an id, with its name in a sentence.
pub(super) fn each_name(draft: &Draft, tell: &mut impl FnMut(&Id, String)) {
    let mut count = 0;
    for division in &draft.divisions {
        division.each(&mut |d| names_in(&d.blocks, &draft.metadata.language, &mut count, tell));
    }
}

/// Counts as [`settle`] does, which does not look into answers.
fn names_in(blocks: &[Block], language: &Language, count: &mut u32, tell: &mut impl FnMut(&Id, String)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Group(group) if group.role == GroupRole::Answer => continue,
            BlockKind::Group(group) if group.role == GroupRole::Exercise => {
                *count += 1;
                if let Some(id) = &block.attr.id {
                    tell(id, name(language, Word::Exercise, *count));
                }
            }
            _ => {}
        }
        block.inner().for_each(|inner| names_in(inner, language, count, tell));
    }
}

/// Puts a name before the first words of a group.
fn label(block: &mut Block, name: Vec<Inline>) {
    let span = block.span;
    let BlockKind::Group(group) = &mut block.kind else { return };
    let strong = Inline::new(InlineKind::Strong(name), span);
    match group.blocks.first_mut() {
        Some(Block { kind: BlockKind::Paragraph(content), .. }) => {
            // The text of a paragraph is known by its first word: the name goes by that of the text.
            let place = content.first().map_or(span, |first| first.span);
            let (strong, gap) = (Inline { span: place, ..strong }, text("\u{2002}", place));
            content.splice(0..0, [strong, gap]);
        }
        _ => group.blocks.insert(0, Block::new(BlockKind::Paragraph(vec![strong]), span)),
    }
}

fn text(words: &str, span: Span) -> Inline {
    Inline::new(InlineKind::Text(words.into()), span)
}

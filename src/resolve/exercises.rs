//! Exercises and their answers.
//!
//! In: groups that are exercises or answers. Out: exercises with their numbers, through the book, before their first words;
//! answers left out, in their place with their name, or gathered in a division at the end, where each leads back to its
//! exercise. An answer belongs to the exercise that it stands in, or else to the one before it.

use super::select::forget;
use crate::document::words::{Word, numbered, word};
use crate::document::{
    Answers, Block, BlockKind, Division, Draft, GroupRole, Heading, Id, Inline, InlineKind, Language, LeftOut, Matter,
    Role, Target,
};
use crate::source::Span;

/// Numbers exercises and puts answers where the book wants them.
pub(super) fn settle(draft: &mut Draft) {
    let language = draft.metadata.language.clone();
    let policy = draft.numbering.answers;
    let mut settler = Settler { language: &language, policy, count: 0, kept: Vec::new(), out: &mut draft.left_out };
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
    /// Answers for the end.
    kept: Vec<Block>,
    out: &'a mut LeftOut,
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
                    let name = self.name(Word::Answer);
                    let target = Target::Named(format!("#exercise.{}", self.count));
                    let link = InlineKind::Link { target, title: String::new(), content: vec![text(&name, span)] };
                    let content = if self.count > 0 { Inline::new(link, span) } else { text(&name, span) };
                    label(&mut block, vec![content, text(".", span)]);
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
        block.attr.id.get_or_insert_with(|| Id(format!("exercise.{}", self.count)));
        let name = format!("{}.", self.name(Word::Exercise));
        block.inner_mut().for_each(|inner| self.blocks(inner));
        let span = block.span;
        label(block, vec![text(&name, span)]);
    }

    /// The name of the exercise or of its answer.
    fn name(&self, kind: Word) -> String {
        numbered(self.language, kind, &[self.count]).unwrap_or_default()
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

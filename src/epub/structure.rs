//! Groups, poems and names under quotations as XHTML.
//!
//! In: blocks of the tree. Out: flow content with the meaning as class, `epub:type` and ARIA role (EPUB 3 Structural
//! Semantics Vocabulary; DPUB-ARIA 1.1).

use super::body::Body;
use super::xhtml::Tag;
use crate::design::Opening;
use crate::document::{
    Attr, Block, BlockKind, Division, Group, GroupRole, Inline, TextPlace, Verse, VerseLine, opening, plain_text,
};

/// Every so many lines of a numbered poem have their number.
const NUMBERED: usize = 5;
/// A paragraph of fewer characters is likely to end beside its initial, and has none.
const SHORTEST: usize = 150;

impl Body<'_> {
    /// The blocks of a division, of which the first paragraph opens the text.
    pub(super) fn division_blocks(&mut self, division: &Division) {
        let place = opening::opening(division).filter(|_| self.opens() != Opening::Plain);
        for (i, block) in division.blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content) if place == Some(i) => self.opening_paragraph(&block.attr, content),
                _ => self.block(block),
            }
        }
    }

    fn opens(&self) -> Opening {
        self.book.map_or(Opening::Plain, |book| book.opening)
    }

    /// The first paragraph of a chapter: its first line is the style sheet's to set apart; an initial is an element, for a
    /// `::first-letter` is safe in few readers.
    fn opening_paragraph(&mut self, attr: &Attr, content: &[Inline]) {
        self.out.newline();
        self.out.open(self.attributes(Tag::new("p"), attr, &["opening"]));
        self.line_with_pages(content, |body| body.opening_line(content));
        self.out.close("p");
    }

    fn opening_line(&mut self, content: &[Inline]) {
        let is_long = opening::visible(&plain_text(content)) >= SHORTEST;
        match opening::initial(content).filter(|_| is_long && self.opens() == Opening::DropCap) {
            Some(initial) => {
                self.turn();
                if !initial.before.is_empty() {
                    self.leaf_of_words(Tag::new("span").with("class", "before-initial"), "span", &initial.before);
                }
                self.leaf_of_words(Tag::new("span").with("class", "initial"), "span", &initial.letter);
                let text = opening::in_small_capitals(&initial.rest, initial.word, &|_| 1);
                self.inlines(&text);
            }
            None => self.inlines(content),
        }
    }

    /// A group.
    pub(super) fn group(&mut self, attr: &Attr, group: &Group) {
        let class = group.role.name();
        let (name, tag) = match group.role {
            GroupRole::Epigraph => {
                let tag = Tag::new("blockquote").with("epub:type", "epigraph").with("role", "doc-epigraph");
                ("blockquote", tag)
            }
            GroupRole::Dedication => {
                ("div", Tag::new("div").with("epub:type", "dedication").with("role", "doc-dedication"))
            }
            GroupRole::PullQuote => {
                ("aside", Tag::new("aside").with("epub:type", "pullquote").with("role", "doc-pullquote"))
            }
            GroupRole::Columns => return self.columns(attr, &group.blocks),
            GroupRole::Column { .. }
            | GroupRole::Plain
            | GroupRole::Aligned(_)
            | GroupRole::Flush
            | GroupRole::Kept
            | GroupRole::Exercise
            | GroupRole::Answer => ("div", Tag::new("div")),
        };
        let classes: &[&str] = if group.role == GroupRole::Plain { &[] } else { &[class] };
        self.out.open(self.attributes(tag, attr, classes));
        self.blocks(&group.blocks);
        self.out.newline();
        self.out.close(name);
    }

    /// Parts side by side; those without a share have what the others leave.
    fn columns(&mut self, attr: &Attr, blocks: &[Block]) {
        let share = |block: &Block| match &block.kind {
            BlockKind::Group(Group { role: GroupRole::Column { share }, .. }) => *share,
            _ => None,
        };
        let given: u32 = blocks.iter().filter_map(share).map(u32::from).sum();
        let free = blocks.iter().filter(|block| share(block).is_none()).count() as u32;
        let rest = 1000_u32.saturating_sub(given).max(100) / free.max(1);
        self.out.open(self.attributes(Tag::new("div"), attr, &["columns"]));
        for block in blocks {
            self.out.newline();
            let (own, content) = match &block.kind {
                BlockKind::Group(Group { role: GroupRole::Column { .. }, blocks }) => (&block.attr, blocks.as_slice()),
                _ => (attr, std::slice::from_ref(block)),
            };
            let nothing = Attr::default();
            let own = if std::ptr::eq(own, attr) { &nothing } else { own };
            let tag = if given == 0 {
                Tag::new("div")
            } else {
                Tag::new("div").with("style", format!("flex-grow: {}", share(block).map_or(rest, u32::from)))
            };
            self.out.open(self.attributes(tag, own, &["column"]));
            self.blocks(content);
            self.out.newline();
            self.out.close("div");
        }
        self.out.newline();
        self.out.close("div");
    }

    /// The name of who said or wrote what stands above it.
    pub(super) fn attribution(&mut self, attr: &Attr, content: &[Inline]) {
        self.out.open(self.attributes(Tag::new("p"), attr, &["attribution"]));
        self.whole_line(content);
        self.out.close("p");
    }

    /// A poem.
    pub(super) fn verse(&mut self, attr: &Attr, verse: &Verse) {
        self.out.open(self.attributes(Tag::new("div"), attr, &["verse"]));
        if !verse.title.is_empty() {
            self.out.newline();
            self.out.open(Tag::new("p").with("class", "verse-title"));
            self.whole_line(&verse.title);
            self.out.close("p");
        }
        self.text_with_pages(TextPlace::of_verse(verse, 0), |body| body.stanzas(verse));
        if !verse.attribution.is_empty() {
            self.out.newline();
            self.attribution(&Attr::default(), &verse.attribution);
        }
        self.out.newline();
        self.out.close("div");
    }

    fn stanzas(&mut self, verse: &Verse) {
        let mut number = 0;
        for stanza in &verse.stanzas {
            self.out.newline();
            self.out.open(Tag::new("p"));
            for (i, line) in stanza.lines.iter().enumerate() {
                if i > 0 {
                    self.out.empty(Tag::new("br"));
                    self.out.newline();
                }
                number += 1;
                let place = TextPlace::of_verse(verse, number - 1);
                self.verse_line(line, place, (verse.numbered && number % NUMBERED == 0).then_some(number));
            }
            self.out.close("p");
        }
    }

    fn verse_line(&mut self, line: &VerseLine, place: Option<TextPlace>, number: Option<usize>) {
        let class = match line.indent {
            0 => "line".to_string(),
            steps => format!("line indent-{}", steps.min(9)),
        };
        self.out.open(Tag::new("span").with("class", class));
        if let Some(number) = number {
            self.out.leaf(Tag::new("span").with("class", "line-number"), &number.to_string());
            self.out.text(" ");
        }
        self.go_on_at(place);
        self.inlines(&line.content);
        self.out.close("span");
    }
}

//! Blocks as XHTML.
//!
//! In: blocks of the tree. Out: flow content: plain HTML wherever it has an element for what is meant, without wrappers.

use super::image::Images;
use super::language;
use super::pages::{Pages, Turning};
use super::picture::Formulas;
use super::places::{Places, Starts};
use super::xhtml::{Tag, Writer};
use crate::design::{Design, Opening};
use crate::document::words::{Word, word};
use crate::document::{
    Admonition, Attr, Block, BlockKind, Definition, Document, Heading, Inline, Language, List, ListItem, NoteId,
    NumberStyle,
};
use std::collections::BTreeMap;

/// The book around the blocks: where links lead and images lie, and how the book looks.
#[derive(Clone, Copy)]
pub(super) struct Book<'a> {
    pub(super) document: &'a Document,
    pub(super) places: &'a Places<'a>,
    pub(super) images: &'a Images<'a>,
    pub(super) pages: &'a Pages<'a>,
    pub(super) design: &'a Design,
    /// How the first paragraph of a chapter begins.
    pub(super) opening: Opening,
    pub(super) formulas: &'a Formulas,
}

/// Writes the content of one document.
pub(super) struct Body<'a> {
    pub(super) out: Writer,
    /// `None` for blocks without a book.
    pub(super) book: Option<Book<'a>>,
    /// Place of the file in [`Places::files`].
    pub(super) file: usize,
    /// True inside a link.
    pub(super) in_link: bool,
    /// How often each note was referred to so far.
    pub(super) note_marks: BTreeMap<NoteId, u32>,
    /// How many tables were written so far.
    pub(super) tables: u32,
    /// Level of the heading above the blocks, 0 for none; `None` when headings keep the level that they have.
    pub(super) level: Option<u8>,
    /// Level of the last heading written.
    pub(super) last_level: u8,
    /// The pages that begin in the text that is being written.
    pub(super) turning: Turning,
    /// The pages whose beginnings were written, in order.
    pub(super) found_pages: Vec<usize>,
    /// Where the divisions begin in what is written.
    pub(super) starts: Starts,
}

/// Blocks without a book, as plain XHTML: links and images keep the address that they have.
pub fn body(blocks: &[Block]) -> String {
    let mut body = Body::new(None, 0);
    body.blocks(blocks);
    body.out.newline();
    body.out.into_string()
}

impl<'a> Body<'a> {
    /// A writer for one file of a book, or for blocks without one.
    pub(super) fn new(book: Option<Book<'a>>, file: usize) -> Body<'a> {
        Body {
            out: Writer::default(),
            level: book.is_some().then_some(0),
            book,
            file,
            in_link: false,
            note_marks: BTreeMap::new(),
            tables: 0,
            last_level: 0,
            turning: Turning::default(),
            found_pages: Vec::new(),
            starts: Starts::new(),
        }
    }

    /// Writes blocks, one below the other.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    pub(super) fn block(&mut self, block: &Block) {
        self.out.newline();
        let attr = &block.attr;
        match &block.kind {
            BlockKind::Paragraph(content) => self.line("p", attr, content),
            BlockKind::Heading(heading) => self.heading(attr, heading),
            BlockKind::Quote(blocks) => self.container(Tag::new("blockquote"), "blockquote", attr, blocks),
            BlockKind::Attribution(content) => self.attribution(attr, content),
            BlockKind::Verse(verse) => self.verse(attr, verse),
            BlockKind::List(list) => self.list(attr, list),
            BlockKind::Definitions(list) => self.definitions(attr, list),
            BlockKind::Code(code) => self.code(attr, code, block.span),
            BlockKind::Math(source) => self.formula_alone(attr, source, block.span),
            BlockKind::Figure(figure) => self.figure(attr, figure, block.span),
            BlockKind::Table(table) => self.table(attr, table),
            BlockKind::Admonition(admonition) => self.admonition(attr, admonition),
            BlockKind::Group(group) => self.group(attr, group),
            BlockKind::SceneBreak => self.out.empty(self.attributes(Tag::new("hr"), attr, &[])),
            BlockKind::PageBreak => self.out.leaf(self.attributes(Tag::new("div"), attr, &["page-break"]), ""),
        }
    }

    fn line(&mut self, name: &'static str, attr: &Attr, content: &[Inline]) {
        self.out.open(self.attributes(Tag::new(name), attr, &[]));
        self.whole_line(content);
        self.out.close(name);
    }

    fn container(&mut self, tag: Tag<'_>, name: &'static str, attr: &Attr, blocks: &[Block]) {
        self.out.open(self.attributes(tag, attr, &[]));
        self.blocks(blocks);
        self.out.newline();
        self.out.close(name);
    }

    /// A heading below the one of its division, never more than one level below the last one.
    fn heading(&mut self, attr: &Attr, heading: &Heading) {
        let level = match self.level {
            None => heading.level.clamp(1, 6),
            Some(above) => heading.level.max(above + 1).min(self.last_level + 1).clamp(1, 6),
        };
        self.last_level = level;
        self.line(heading_name(level), attr, &heading.content);
    }

    fn list(&mut self, attr: &Attr, list: &List) {
        let name = if list.start.is_some() { "ol" } else { "ul" };
        let start = list.start.filter(|n| *n != 1).map(|n| n.to_string());
        let style = match list.style {
            NumberStyle::Decimal => None,
            NumberStyle::LowerLetters => Some("a"),
            NumberStyle::UpperLetters => Some("A"),
            NumberStyle::LowerRoman => Some("i"),
            NumberStyle::UpperRoman => Some("I"),
        };
        let tag = Tag::new(name).maybe("start", start).maybe("type", style.filter(|_| list.start.is_some()));
        let tag = tag.maybe("reversed", list.reversed.then_some("reversed"));
        self.out.open(self.attributes(tag, attr, &[]));
        for item in &list.items {
            self.out.newline();
            let value = item.value.filter(|_| list.start.is_some()).map(|value| value.to_string());
            self.out.open(Tag::new("li").maybe("class", item.checked.map(|_| "task")).maybe("value", value));
            self.item(item, list.tight);
            self.out.close("li");
        }
        self.out.newline();
        self.out.close(name);
    }

    fn item(&mut self, item: &ListItem, tight: bool) {
        if let (Some(done), [first, rest @ ..]) = (item.checked, &item.blocks[..])
            && let (BlockKind::Paragraph(content), false) = (&first.kind, tight)
        {
            self.out.newline();
            self.out.open(self.attributes(Tag::new("p"), &first.attr, &[]));
            self.task_box(done);
            self.whole_line(content);
            self.out.close("p");
            return self.tight_blocks(rest, false);
        }
        if let Some(done) = item.checked {
            self.task_box(done);
        }
        self.tight_blocks(&item.blocks, tight);
    }

    /// A box as a character with its meaning in words: a form does not belong in a book.
    fn task_box(&mut self, done: bool) {
        let (sign, meaning) = if done { ("☑", Word::Done) } else { ("☐", Word::ToDo) };
        let label = word(&self.language(), meaning);
        self.out.leaf(Tag::new("span").with("class", "box").with("role", "img").with("aria-label", label), sign);
        self.out.text(" ");
    }

    /// Blocks of an item; in a tight list paragraphs are lines without an element.
    fn tight_blocks(&mut self, blocks: &[Block], tight: bool) {
        for (i, block) in blocks.iter().enumerate() {
            if let (BlockKind::Paragraph(content), true, true) = (&block.kind, tight, block.attr.is_empty()) {
                if i > 0 {
                    self.out.newline();
                }
                self.whole_line(content);
            } else {
                self.block(block);
            }
        }
        let ends_in_block = blocks.last().is_some_and(|b| !(tight && matches!(b.kind, BlockKind::Paragraph(_))));
        if ends_in_block {
            self.out.newline();
        }
    }

    fn definitions(&mut self, attr: &Attr, list: &[Definition]) {
        self.out.open(self.attributes(Tag::new("dl"), attr, &[]));
        for definition in list {
            self.out.newline();
            self.line("dt", &definition.attr, &definition.term);
            for blocks in &definition.definitions {
                self.out.newline();
                self.out.open(Tag::new("dd"));
                self.tight_blocks(blocks, definition.tight);
                self.out.close("dd");
            }
        }
        self.out.newline();
        self.out.close("dl");
    }

    fn admonition(&mut self, attr: &Attr, admonition: &Admonition) {
        let language = self.language();
        let kind = word(&language, Word::of_box(admonition.kind));
        let tag = Tag::new("aside").with("role", "note").with("aria-label", kind);
        self.out.open(self.attributes(tag, attr, &["admonition", admonition.kind.name()]));
        self.out.newline();
        let line = Tag::new("p").with("class", "admonition-title");
        if admonition.title.is_empty() {
            self.out.leaf(language::of_words(line, &language), kind);
        } else {
            self.out.open(line);
            self.whole_line(&admonition.title);
            self.out.close("p");
        }
        self.blocks(&admonition.blocks);
        self.out.newline();
        self.out.close("aside");
    }

    /// The language of the book.
    pub(super) fn language(&self) -> Language {
        self.book.map(|book| book.document.metadata.language.clone()).unwrap_or_default()
    }
}

/// The element of a heading.
pub(super) fn heading_name(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        6..=u8::MAX => "h6",
    }
}

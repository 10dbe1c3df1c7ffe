//! Blocks of every kind, and paragraphs.
//!
//! In: blocks. Out: nodes of the flow's list.

use super::beside::stands_beside;
use super::formula::is_set_off;
use super::{Cost, Flow, Node, plain};
use crate::document::{Block, BlockKind, Heading, Inline, InlineKind, plain_text};
use crate::page::{Artifact, ElementKind, Owner};
use crate::typeset::paragraph::{Align, Line};
use crate::units::Length;

/// A break between a paragraph that ends in a colon and the list, code or table that it announces.
pub(super) const ANNOUNCED: Cost = 1_500;
/// What a break between scenes that is a blank line shows at the edge of a page.
const AT_EDGE: &str = "*\u{2003}*\u{2003}*";
/// The class of what is to stand across all columns.
pub(super) const WIDE: &str = "wide";
/// A page that begins with the ornament between two scenes.
const SCENE: Cost = 400;

impl Flow<'_, '_> {
    /// Sets blocks below one another.
    pub(crate) fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        self.anchor(&block.attr.id);
        self.with_language(&block.attr.language, |flow| flow.block_of_kind(block));
    }

    fn block_of_kind(&mut self, block: &Block) {
        if !stands_beside(block) {
            self.end_beside();
        }
        let is_text = matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Group(_) | BlockKind::Attribution(_));
        self.announced = !is_text && std::mem::take(&mut self.announces);
        if !is_text {
            // A formula is a part of the sentence before it.
            let belongs = self.announced || matches!(block.kind, BlockKind::Math(_));
            self.allow_break(if belongs { ANNOUNCED } else { 0 });
        }
        match &block.kind {
            BlockKind::Paragraph(content) => return self.paragraph(content),
            BlockKind::Group(group) => return self.group(group),
            BlockKind::Attribution(content) => return self.attribution(content),
            BlockKind::Heading(heading) => return self.minor_heading(heading),
            BlockKind::Quote(blocks) => self.quote(blocks),
            BlockKind::Verse(verse) => self.verse(verse),
            BlockKind::List(list) => self.list(list),
            BlockKind::Definitions(list) => self.definitions(list),
            BlockKind::Code(code) => self.code(code, block.span),
            BlockKind::Math(source) => self.formula(source, block.span),
            BlockKind::Figure(figure) => return self.figure(figure, block.attr.has_class(WIDE), block.span),
            BlockKind::Table(table) => self.table(table, block.attr.has_class(WIDE), block.span),
            BlockKind::Admonition(admonition) => self.admonition(admonition),
            BlockKind::SceneBreak => return self.scene_break(),
            BlockKind::PageBreak => return self.page_break(),
        }
        let is_set_off = matches!(block.kind, BlockKind::Code(_) | BlockKind::Table(_) | BlockKind::Admonition(_));
        self.first = match self.list.nodes.last() {
            Some(Node::Band(_)) => self.first,
            _ => is_set_off,
        };
    }

    /// A paragraph: indented when it follows another, unless paragraphs are parted by space.
    pub(super) fn paragraph(&mut self, content: &[Inline]) {
        self.allow_break(0);
        let space = match self.list_depth {
            0 if self.in_cell => self.item_space(),
            0 => self.design.paragraph.space,
            _ => Length::ZERO,
        };
        if !self.first && space > Length::ZERO {
            self.list.space(space, true);
        }
        self.tagged_paragraph(|flow| match content.iter().any(is_set_off) {
            true => flow.paragraph_around_formulas(content),
            false => flow.paragraph_lines(content),
        });
        self.paragraph_ends(content);
    }

    /// Sets what `content` adds in a paragraph; an item of a tight list is one by itself.
    pub(super) fn tagged_paragraph<T>(&mut self, content: impl FnOnce(&mut Self) -> T) -> T {
        if std::mem::take(&mut self.in_line) { content(self) } else { self.tagged(ElementKind::Paragraph, content) }
    }

    fn paragraph_lines(&mut self, content: &[Inline]) {
        let align = self.align;
        let mut style = self.style(&self.text, align);
        style.label = self.label.take();
        style.first_indent = self.indent_of_paragraph();
        style.cut_in = self.cut_beside();
        let lines = self.set(content, &style);
        let from = self.list.nodes.len();
        self.passage(content, style, lines);
        self.hang_beside(from);
    }

    /// Space before the first line of a paragraph in the present column.
    pub(super) fn indent_of_paragraph(&self) -> Length {
        let is_indented = !self.flush && matches!(self.align, Align::Justify | Align::Left);
        if is_indented { self.first_indent().min(self.column.measure / 4) } else { Length::ZERO }
    }

    /// Notes that a paragraph was set.
    pub(super) fn paragraph_ends(&mut self, content: &[Inline]) {
        self.first = false;
        self.announces = announces(content);
    }

    /// Space before the first line of a paragraph. Where a theme indents, Japanese indents every paragraph by one square
    /// and Chinese by two, the first as well as the others (JLREQ 3.1.5, CLREQ 3.2.1); Latin only those that follow.
    fn first_indent(&self) -> Length {
        let indent = self.design.paragraph.indent;
        match self.language.primary().as_str() {
            "ja" if indent > Length::ZERO && self.list_depth == 0 => self.text.size,
            "zh" if indent > Length::ZERO && self.list_depth == 0 => self.text.size * 2,
            _ if self.first => Length::ZERO,
            _ => indent,
        }
    }

    /// A heading that opens no division, as in a quotation.
    fn minor_heading(&mut self, heading: &Heading) {
        if self.in_cell {
            let strong = Inline::new(InlineKind::Strong(heading.content.clone()), heading.span);
            return self.paragraph(&[strong]);
        }
        let design = self.design.types.heading(usize::from(heading.level)).clone();
        let kind = self.setter.tags.heading(1);
        self.tagged(kind, |flow| flow.heading(&heading.content, &design));
    }

    /// The ornament between two scenes, in the middle of three lines; the paragraph after it is not indented.
    fn scene_break(&mut self) {
        let leading = self.leading();
        let mut style = self.style(&self.design.types.text, Align::Centre);
        style.owner = Owner::Artifact(Artifact::Layout);
        let blank = self.design.book.ornament.trim().is_empty();
        let ornament = if blank { AT_EDGE } else { &self.design.book.ornament };
        let lines = self.set(&[plain(ornament)], &style);
        self.allow_break(SCENE);
        if blank {
            self.blank_line_of_scenes(lines, leading);
        } else {
            self.list.space(leading, true);
            self.kept_lines(lines, leading);
            self.list.space(leading, true);
            self.keep = self.keep.max(1);
        }
        self.list.return_to_grid();
        self.first = true;
    }

    /// A break between scenes that is a blank line; at the head or the foot of a page it shows its ornament.
    fn blank_line_of_scenes(&mut self, lines: Vec<Line>, leading: Length) {
        for line in lines.into_iter().take(1) {
            let strip = self.line_strip(line, leading);
            self.list.nodes.push(Node::AtEdge(strip));
        }
        self.allow_break(SCENE);
    }

    /// A page that the author ends.
    fn page_break(&mut self) {
        self.list.turn();
        self.first = true;
        self.keep = 0;
    }

    /// True when nothing stands in the list yet.
    pub(super) fn is_empty(&self) -> bool {
        !self.list.nodes.iter().any(|node| matches!(node, Node::Strip(_) | Node::Band(_)))
    }
}

/// True for a paragraph that speaks of what follows it: one that ends in a colon, or is no more than a bold label.
fn announces(content: &[Inline]) -> bool {
    let is_label = content.iter().all(|inline| matches!(inline.kind, InlineKind::Strong(_)));
    is_label || plain_text(content).trim_end().ends_with(':')
}

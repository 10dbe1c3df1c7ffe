//! Lines that stand by themselves: title pages, part pages, dedications.
//!
//! In: texts and their types. Out: nodes of the flow's list.

use super::{ContentsLine, Flow, Node, Strip, VerticalList};
use crate::design::{HeadingDesign, Type};
use crate::document::words::{self, number_label};
use crate::document::{Block, BlockKind, Division, GroupRole, Id, Inline, InlineKind, Metadata, Role};
use crate::page::{ElementKind, Ink, Item};
use crate::typeset::paragraph::Align;
use crate::units::{Length, Rect};

/// Thickness of the rule below the head of a handout, in points.
const HEAD_RULE: f64 = 0.5;

impl Flow<'_, '_> {
    /// Space that stays at the head of a page.
    pub(crate) fn blank(&mut self, height: Length) {
        self.strip(Strip::blank(height));
    }

    /// Names the place of the next strip.
    pub(crate) fn name(&mut self, id: Id) {
        self.anchors.push(id);
    }

    /// Plain text in a type of its own; never hyphenated.
    pub(crate) fn display(&mut self, text: &str, look: &Type, align: Align) {
        self.display_inlines(&[super::plain(text)], look, align);
    }

    /// Text in a type of its own, in an element of its own.
    pub(crate) fn display_as(&mut self, kind: ElementKind, text: &str, look: &Type, align: Align) {
        self.tagged(kind, |flow| flow.display(text, look, align));
    }

    /// Text in a type of its own; never hyphenated.
    pub(crate) fn display_inlines(&mut self, content: &[Inline], look: &Type, align: Align) {
        let lines = self.set_display(content, look, align);
        self.kept_lines(lines, look.leading);
    }

    /// How high everything is so far.
    pub(crate) fn height(&self) -> Length {
        VerticalList::height(&self.list.nodes, self.leading())
    }

    /// Sets what this flow has at the foot of a page of `height`.
    pub(crate) fn sink_to(&mut self, height: Length) {
        let free = height - self.height();
        if free > Length::ZERO {
            self.list.passages.clear();
            self.list.nodes.insert(0, Node::Strip(Strip::blank(free)));
        }
    }

    /// A part: its number and title a third down the page, and what it says before its first chapter.
    pub(crate) fn part(&mut self, division: &Division) {
        let third = self.leading() * (self.design.page.lines() * 3 / 10);
        self.name(division.id.clone());
        self.blank(third);
        self.with_language(&division.attr.language, |flow| {
            let design = flow.design.types.part_title.clone();
            let kind = flow.setter.tags.heading(0);
            flow.tagged(kind, |flow| flow.part_title(division, &design));
            flow.list.space(design.after, false);
            flow.list.return_to_grid();
            flow.blocks(&division.blocks);
        });
    }

    fn part_title(&mut self, division: &Division, design: &HeadingDesign) {
        let place = super::division::align(design.place);
        if let Some(label) = number_label(&self.language, division) {
            let label_type = self.design.types.chapter_label.clone();
            self.display_as(ElementKind::Label, &label, &label_type, place);
            self.blank(self.leading());
        }
        match &division.heading {
            Some(heading) => self.display_inlines(&heading.content, &design.text, place),
            None => self.display(&division.title, &design.text, place),
        }
    }

    /// A dedication, its text in the middle, or an epigraph; without its heading.
    pub(crate) fn dedication(&mut self, division: &Division) {
        self.name(division.id.clone());
        if division.role == Role::Epigraph {
            let down = self.leading() * (self.design.page.lines() / 4);
            self.blank(down);
            return self.division(division, |flow| flow.epigraph(said(&division.blocks)));
        }
        self.dedicated(|flow| flow.division(division, |flow| flow.blocks(&division.blocks)));
    }

    /// Sets what `content` adds in the upper part of the page, in italics and centred.
    pub(crate) fn dedicated(&mut self, content: impl FnOnce(&mut Self)) {
        let down = self.leading() * (self.design.page.lines() / 4);
        self.blank(down);
        let italic = self.text.clone().italic();
        let align = std::mem::replace(&mut self.align, Align::Centre);
        self.with_type(italic, content);
        self.align = align;
    }

    /// The words of a dedication.
    pub(crate) fn dedication_text(&mut self, content: &[Inline]) {
        self.paragraph(content);
    }

    /// The heading of a page that the program writes, such as the contents.
    pub(crate) fn front_heading(&mut self, title: &str) {
        let design = self.design.types.chapter_title.clone();
        self.blank(self.leading() * i64::from(self.design.book.sink / 2));
        let kind = self.setter.tags.heading(0);
        self.display_as(kind, title, &design.text, super::division::align(design.place));
        self.list.space(design.after.min(self.leading() * 2), false);
        self.list.return_to_grid();
    }

    /// The head of a book without title pages: the course or event, the title, and in one line who, when and where, above a
    /// rule.
    pub(crate) fn masthead(&mut self, metadata: &Metadata) {
        if metadata.title.is_empty() {
            return;
        }
        let types = self.design.types.clone();
        let place = super::division::align(self.design.book.title_place);
        let half = self.leading() / 2;
        if let Some(event) = &metadata.event {
            self.display_as(ElementKind::Paragraph, event, &types.book_author, place);
        }
        self.display_as(ElementKind::Title, &metadata.title, &types.book_title, place);
        if let Some(subtitle) = &metadata.subtitle {
            self.display_as(ElementKind::Paragraph, subtitle, &types.book_subtitle, place);
        }
        let date = metadata.date.map(|date| words::date(&metadata.language, date));
        let below = [metadata.authors().join(", ")].into_iter().chain(date).chain(metadata.place.clone());
        let below: Vec<String> = below.filter(|text| !text.trim().is_empty()).collect();
        if !below.is_empty() {
            self.blank(half / 2);
            let line = self.in_a_row(&below, &types.book_author);
            self.tagged(ElementKind::Paragraph, |flow| flow.display_inlines(&line, &types.book_author, place));
        }
        self.head_rule();
        self.list.space(self.leading(), false);
        self.list.return_to_grid();
    }

    /// Texts in as few lines as the measure allows, with a point between two of one line.
    fn in_a_row(&mut self, texts: &[String], look: &Type) -> Vec<Inline> {
        let mut rows: Vec<String> = Vec::new();
        for text in texts {
            let joined = rows.last().map(|row| format!("{row} · {text}"));
            let fits = |joined: &String| self.natural_width(&[super::plain(joined)], look) <= self.column.measure;
            match (joined.filter(fits), rows.last_mut()) {
                (Some(joined), Some(row)) => *row = joined,
                _ => rows.push(text.clone()),
            }
        }
        let mut line = Vec::new();
        for row in &rows {
            if !line.is_empty() {
                line.push(Inline { kind: InlineKind::LineBreak, ..super::plain("") });
            }
            line.push(super::plain(row));
        }
        line
    }

    /// A thin rule as wide as the measure.
    fn head_rule(&mut self) {
        let height = self.leading() / 2;
        let mut strip = Strip::blank(height);
        let frame =
            Rect::new(self.column.left, height - Length::pt(HEAD_RULE), self.column.measure, Length::pt(HEAD_RULE));
        strip.items.push(Item::Rule { frame, ink: Ink::BLACK });
        self.strip(strip);
    }

    /// The contents of a handout, below its title and above a rule.
    pub(crate) fn short_contents(&mut self, lines: &[ContentsLine]) {
        let title = words::word(&self.language, words::Word::Contents);
        let design = self.design.types.heading(2).clone();
        self.name(Id(crate::typeset::CONTENTS.into()));
        self.page_section(true, |flow| {
            let kind = flow.setter.tags.heading(0);
            flow.display_as(kind, title, &design.text, super::division::align(design.place));
            flow.contents(lines);
        });
        self.head_rule();
        self.list.space(self.leading(), false);
        self.list.return_to_grid();
    }

    /// Ends the page.
    pub(crate) fn new_page(&mut self) {
        self.list.turn();
    }

    /// A dedication among running text: its words in italics, without its heading.
    pub(crate) fn running_dedication(&mut self, division: &Division) {
        self.name(division.id.clone());
        let italic = self.text.clone().italic();
        self.division(division, |flow| flow.with_type(italic, |flow| flow.blocks(&division.blocks)));
        self.list.space(self.leading(), false);
        self.list.return_to_grid();
    }

    /// Sets what `content` adds in the type of the imprint page, ragged and unhyphenated.
    pub(crate) fn imprint(&mut self, content: impl FnOnce(&mut Self)) {
        let align = std::mem::replace(&mut self.align, Align::Left);
        let text = self.design.types.imprint.clone();
        self.with_type(text, content);
        self.align = align;
    }

    /// Lines of the imprint page that stand together.
    pub(crate) fn imprint_group(&mut self, parted: bool, heading: Option<Vec<Inline>>, lines: Vec<Vec<Inline>>) {
        let leading = self.text.leading;
        self.allow_break(0);
        if parted {
            self.list.space(leading.scale(0.8), false);
        }
        for (i, line) in heading.into_iter().chain(lines).enumerate() {
            if i > 0 {
                self.allow_break(super::UNWELCOME);
            }
            self.tagged(ElementKind::Paragraph, |flow| {
                let mut style = flow.style(&flow.text, Align::Left);
                style.hyphenate = false;
                style.hanging_indent = flow.text.size;
                let lines = flow.set(&line, &style);
                flow.kept_lines(lines, leading);
            });
        }
    }
}

/// What an epigraph says: that of a division may be a quotation.
fn said(blocks: &[Block]) -> &[Block] {
    match blocks {
        [Block { kind: BlockKind::Quote(inner), .. }] => inner,
        [Block { kind: BlockKind::Group(group), .. }] if group.role == GroupRole::Epigraph => &group.blocks,
        _ => blocks,
    }
}

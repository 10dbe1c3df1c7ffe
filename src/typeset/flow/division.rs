//! Openings of chapters and headings of sections.
//!
//! In: divisions. Out: nodes of the flow's list. Everything returns to the grid, so that the lines of facing pages
//! register.

use super::block::WIDE;
use super::{Flow, Node, Strip, VerticalList, Wants, up_to_grid};
use crate::design::{HeadingDesign, NotePlace, Place, Type};
use crate::document::words::number_label;
use crate::document::{self, Block, BlockKind, Division, Inline, Language, Matter, Role, plain_text};
use crate::page::ElementKind;
use crate::typeset::paragraph::{Align, Line};
use crate::units::Length;

/// A title of more lines than these is set smaller,
const MOST_TITLE_LINES: usize = 4;
/// in such sizes, in proportion to its own.
const SMALLER: [f64; 3] = [0.85, 0.72, 0.6];

impl Flow<'_, '_> {
    /// A chapter with everything below it: its opening at the head of a page, then its text.
    pub(crate) fn chapter(&mut self, division: &Division) {
        self.anchors.push(division.id.clone());
        self.division(division, |flow| {
            flow.opening(division);
            flow.chapter_blocks(division);
            division.children.iter().for_each(|child| flow.section(child, 1));
            let at = flow.design.numbers.notes_at;
            if at == NotePlace::Chapter || (at == NotePlace::Book && division.matter == Matter::Front) {
                flow.chapter_notes();
            }
        });
    }

    /// Sets what `content` adds as a section of the book.
    pub(super) fn division(&mut self, division: &Division, content: impl FnOnce(&mut Self)) {
        let headed = division.heading.is_some();
        self.with_language(&division.attr.language, |flow| {
            flow.setter.tags.enter_division(ElementKind::Section, &flow.language, Some(&division.id), headed);
            content(flow);
            flow.setter.tags.leave_division(headed);
        });
    }

    /// Sets what `content` adds as a section that is no division of the manuscript.
    pub(crate) fn page_section(&mut self, headed: bool, content: impl FnOnce(&mut Self)) {
        self.setter.tags.enter_division(ElementKind::Section, &self.language, None, headed);
        content(self);
        self.setter.tags.leave_division(headed);
    }

    /// The blocks of a chapter, of which the first paragraph opens the text.
    fn chapter_blocks(&mut self, division: &Division) {
        let (before, rest) = division.blocks.split_at(document::opening::opening(division).unwrap_or(0));
        self.blocks(before);
        match rest.split_first() {
            Some((Block { kind: BlockKind::Paragraph(content), attr, .. }, rest)) if is_opening(division) => {
                self.anchor(&attr.id);
                self.with_language(&attr.language, |flow| flow.opening_paragraph(content));
                self.blocks(rest);
            }
            Some(_) | None => self.blocks(rest),
        }
    }

    /// The number and the title of a chapter, below the sink.
    fn opening(&mut self, division: &Division) {
        if division.heading.is_none() {
            return;
        }
        let own_page = self.is_empty();
        let design = self.design.types.chapter_title.clone();
        if own_page {
            self.across(Wants::Text, Length::ZERO, |flow| {
                let sink = flow.leading() * i64::from(flow.design.book.sink);
                flow.strip(Strip::blank(sink));
                // Where chapters run on, what stands first stands at the head of its column.
                if flow.design.book.open_page {
                    flow.list.space(design.before, false);
                }
                flow.titled(division, &design);
                flow.after_heading(design.after);
            });
        } else {
            self.opening_below(division, &design);
        }
    }

    /// The title of a chapter or a part below other text, across all columns.
    fn opening_below(&mut self, division: &Division, design: &HeadingDesign) {
        self.allow_break(0);
        self.across(Wants::Text, design.before, |flow| flow.raised(design, |flow| flow.titled(division, design)));
    }

    /// A part among running text: its title, what it says before its first chapter, its chapters.
    pub(crate) fn running_part(&mut self, division: &Division) {
        self.anchors.push(division.id.clone());
        self.division(division, |flow| {
            let design = flow.design.types.part_title.clone();
            flow.opening_below(division, &design);
            flow.blocks(&division.blocks);
            division.children.iter().filter(|d| d.role != Role::Draft).for_each(|child| flow.chapter(child));
        });
    }

    /// The label above a title, such as `Chapter 3`, and the title: one heading.
    fn titled(&mut self, division: &Division, design: &HeadingDesign) {
        let kind = self.setter.tags.heading(0);
        self.tagged(kind, |flow| {
            flow.number(division, design.place);
            if let Some(heading) = &division.heading {
                flow.title(&heading.content, design);
            }
        });
    }

    fn number(&mut self, division: &Division, place: Place) {
        let Some(label) = number_label(&self.language, division) else { return };
        if division.heading.as_ref().is_some_and(|h| plain_text(&h.content).starts_with(&label)) {
            return;
        }
        let text = self.design.types.chapter_label.clone();
        self.tagged(ElementKind::Label, |flow| {
            let mut lines = flow.set_text(&label, &flow.style(&text, align(place)));
            lines.last_mut().into_iter().for_each(Line::end_word);
            flow.kept_lines(lines, text.leading);
        });
    }

    /// The lines of a title; never hyphenated. One of many lines is set smaller, so that the text can begin below it.
    pub(super) fn title(&mut self, content: &[Inline], design: &HeadingDesign) {
        let least = self.design.types.text.size;
        let mut text = design.text.clone();
        let mut lines = self.set_display(content, &text, align(design.place));
        for step in SMALLER {
            if lines.len() <= MOST_TITLE_LINES || design.text.size.scale(step) < least {
                break;
            }
            text = Type { size: design.text.size.scale(step), leading: design.text.leading.scale(step), ..text };
            lines = self.set_display(content, &text, align(design.place));
        }
        self.kept_lines(lines, text.leading);
    }

    /// A heading in the text: what its lines and its spaces lack of whole lines of the grid is added above it, so that it
    /// stands nearer to what it heads.
    fn raised(&mut self, design: &HeadingDesign, lines: impl FnOnce(&mut Self)) {
        let wanted = design.before.max(self.list.take_space());
        let before = wanted - self.list.short_of_grid(self.leading());
        self.list.return_to_grid();
        let at = self.list.nodes.len();
        if at > 0 {
            self.list.nodes.push(Node::Space { height: before.max(Length::ZERO), grows: true });
        }
        let from = self.list.nodes.len();
        lines(self);
        let below = VerticalList::height(&self.list.nodes[from..], self.leading()) + design.after;
        if let Some(Node::Space { height, .. }) = self.list.nodes[..from].get_mut(at) {
            *height = up_to_grid(*height + below, self.design.page.leading) - below;
        }
        self.after_heading(design.after);
    }

    /// A section below its chapter, `depth` levels down.
    fn section(&mut self, division: &Division, depth: usize) {
        if division.role == Role::Draft {
            return;
        }
        self.anchors.push(division.id.clone());
        self.division(division, |flow| {
            if let Some(heading) = &division.heading {
                let design = flow.design.types.heading(depth).clone();
                let content = numbered(&flow.language, division, &heading.content);
                if flow.opens_across(&division.blocks) {
                    flow.heading_across(&content, &design);
                } else {
                    flow.tagged_heading(&content, &design);
                }
            }
            flow.blocks(&division.blocks);
            division.children.iter().for_each(|child| flow.section(child, depth + 1));
        });
    }

    /// True where text stands in columns and the first of these blocks across all of them.
    fn opens_across(&mut self, blocks: &[Block]) -> bool {
        let Some(Block { kind, attr, .. }) = blocks.first() else { return false };
        let is_wide = attr.has_class(WIDE);
        self.may_span()
            && match kind {
                BlockKind::Table(table) => self.table_stands_across(table, is_wide),
                BlockKind::Figure(figure) => self.figure_stands_across(figure, is_wide),
                _ => false,
            }
    }

    /// A heading in the text, across all columns: a table or a figure does, that would look like nobody's below one column.
    fn heading_across(&mut self, content: &[Inline], design: &HeadingDesign) {
        self.allow_break(0);
        let kind = self.setter.tags.heading(0);
        self.across(Wants::Text, design.before, |flow| {
            flow.tagged(kind, |flow| flow.raised(design, |flow| flow.title(content, design)));
        });
    }

    /// The heading of the division that is open.
    pub(super) fn tagged_heading(&mut self, content: &[Inline], design: &HeadingDesign) {
        let kind = self.setter.tags.heading(0);
        self.tagged(kind, |flow| flow.heading(content, design));
    }

    /// A heading in the text, kept with the two lines below it.
    pub(super) fn heading(&mut self, content: &[Inline], design: &HeadingDesign) {
        self.end_beside();
        self.allow_break(0);
        self.raised(design, |flow| flow.title(content, design));
    }

    fn after_heading(&mut self, space: Length) {
        self.list.space(space, false);
        self.list.return_to_grid();
        self.first = true;
        self.keep = 2;
    }
}

fn is_opening(division: &Division) -> bool {
    document::opening::opening(division).is_some()
}

/// A heading with the number of its division before it.
fn numbered(language: &Language, division: &Division, content: &[Inline]) -> Vec<Inline> {
    let label = number_label(language, division).filter(|label| !plain_text(content).starts_with(label.as_str()));
    let number = label.map(|label| super::plain(&format!("{label}\u{2003}")));
    number.into_iter().chain(content.iter().cloned()).collect()
}

/// A place of the design as an alignment of lines.
pub(crate) fn align(place: Place) -> Align {
    match place {
        Place::Left => Align::Left,
        Place::Centre => Align::Centre,
    }
}

//! Blocks to a vertical list.
//!
//! In: divisions and blocks of the document, a [`Design`] and a paragraph [`Setter`]. Out: [`VerticalList`]: strips,
//! spaces and breaks, and the notes that they refer to. It knows the measure and the grid but no page: where pages end is
//! `paginate`'s to say. One file for each kind of block.

mod admonition;
mod band;
mod beside;
mod block;
mod code;
mod columns;
mod contents;
mod display;
mod division;
mod figure;
mod formula;
mod group;
mod layers;
mod list;
mod note;
mod opening;
mod passage;
mod quote;
mod table;
#[cfg(test)]
mod tests;
mod verse;
mod vertical;

pub(crate) use contents::ContentsLine;
pub(crate) use division::align;
pub(crate) use note::{EndNotes, NoteList};
pub(crate) use passage::{Otherwise, Passage};
pub(crate) use vertical::{Band, Cost, Node, Placement, Strip, TURN, VerticalList, Wants, is_box, up_to_grid};

use self::beside::Beside;
use self::vertical::Display;
use super::paragraph::{self, Align, Line, ParagraphStyle, Setter};
use crate::design::{Design, Type};
use crate::document::{Id, Inline, InlineKind, Language, NoteId};
use crate::page::{ElementKind, Item, LineKind, Owner};
use crate::source::Span;
use crate::units::{Length, Point};
use std::collections::BTreeSet;

/// A page that ends too soon after a heading.
const BELOW_HEADING: Cost = 3_000;
/// A place where a page should not end, as between the first lines of an item.
const UNWELCOME: Cost = 120;

/// Where text is set: its left edge and its width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Column {
    left: Length,
    measure: Length,
}

/// A mark that waits for the first line of its item: a bullet, a number.
struct Mark {
    items: Vec<Item>,
    left: Length,
}

/// Makes one vertical list.
pub(crate) struct Flow<'s, 'a> {
    setter: &'s mut Setter<'a>,
    design: &'s Design,
    /// The design that notes are set by.
    narrow: &'s Design,
    /// The design of what stands across all columns, where text stands in several.
    wide: Option<&'s Design>,
    list: VerticalList,
    notes: NoteList,
    column: Column,
    /// The type of the text at this place.
    text: Type,
    align: Align,
    language: Language,
    /// True when the next paragraph follows no other and is not indented.
    first: bool,
    /// Lines that must still stand below the last heading.
    keep: u32,
    /// True when the last paragraph ends in a colon.
    announces: bool,
    /// True for a block that such a paragraph stands before: the two are not drawn apart to fill a page.
    announced: bool,
    /// The block that was set off last.
    display: Option<Display>,
    /// How many such blocks stand around this place.
    displays: usize,
    marks: Vec<Mark>,
    anchors: Vec<Id>,
    /// The figure that text stands beside.
    beside: Option<Beside>,
    /// The notes shown already in this chapter.
    seen: BTreeSet<NoteId>,
    /// The notes that are to stand at the end of the chapter or the book, in the order of their first marks.
    ends: Vec<NoteId>,
    /// True in a note: its own notes are collected by the text that it belongs to.
    in_note: bool,
    /// True in the cell of a table: text stands on no grid and has little room.
    in_cell: bool,
    /// True when no first line is indented.
    flush: bool,
    /// How many lists stand around this place.
    list_depth: usize,
    /// True when the next paragraph is all that its element holds, or is held with: it has none of its own.
    in_line: bool,
    /// What the first inline of the next paragraph belongs to, when that is a label.
    label: Option<Owner>,
}

impl<'s, 'a> Flow<'s, 'a> {
    /// A flow of the design's text type in the full measure.
    pub(crate) fn new(setter: &'s mut Setter<'a>, design: &'s Design) -> Flow<'s, 'a> {
        let language = setter.document.metadata.language.clone();
        Flow {
            setter,
            design,
            narrow: design,
            wide: None,
            list: VerticalList { off_grid: !design.page.grid, ..VerticalList::default() },
            notes: NoteList::default(),
            column: Column { left: Length::ZERO, measure: design.page.measure() },
            text: design.types.text.clone(),
            align: if design.paragraph.justify { Align::Justify } else { Align::Left },
            language,
            first: true,
            keep: 0,
            announces: false,
            announced: false,
            display: None,
            displays: 0,
            marks: Vec::new(),
            anchors: Vec::new(),
            beside: None,
            seen: BTreeSet::new(),
            ends: Vec::new(),
            in_note: false,
            in_cell: false,
            flush: false,
            list_depth: 0,
            in_line: false,
            label: None,
        }
    }

    /// The list and its notes. Anchors that nothing followed go to the last strip.
    pub(crate) fn finish(mut self) -> (VerticalList, NoteList) {
        self.end_beside();
        if !self.anchors.is_empty() || !self.marks.is_empty() {
            self.strip(Strip::blank(Length::ZERO));
        }
        if !self.in_note {
            self.setter.tags.forget_marks();
        }
        (self.list, self.notes)
    }

    /// A line of the grid.
    fn leading(&self) -> Length {
        self.design.page.leading
    }

    /// True where text is smaller than that of the book and stands on no grid.
    fn is_small(&self) -> bool {
        self.in_note || self.in_cell
    }

    /// Space between the blocks of an item.
    fn item_space(&self) -> Length {
        if self.in_cell { self.text.leading / 3 } else { self.leading() / 2 }
    }

    /// Gives the next strip a name.
    fn anchor(&mut self, id: &Option<Id>) {
        self.anchors.extend(id.clone());
    }

    /// Sets what `content` adds in a column that stands in by `left` and `right`; a column that would become too narrow to
    /// read keeps its width.
    fn inset(&mut self, left: Length, right: Length, content: impl FnOnce(&mut Self)) {
        let before = self.column;
        let narrow = before.measure - left - right;
        // A column of a table is made as wide as what is inset in it wants.
        let least = self.text.size * if self.in_cell { 1 } else { 11 };
        if narrow >= least || narrow >= before.measure.scale(0.75) {
            self.column = Column { left: before.left + left, measure: narrow };
        }
        content(self);
        self.column = before;
    }

    /// Sets what `content` adds in another type.
    fn with_type(&mut self, text: Type, content: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.text, text);
        content(self);
        self.text = before;
    }

    /// Sets what `content` adds in the language of a passage.
    fn with_language(&mut self, language: &Option<Language>, content: impl FnOnce(&mut Self)) {
        let Some(language) = language else { return content(self) };
        let before = std::mem::replace(&mut self.language, language.clone());
        content(self);
        self.language = before;
    }

    /// Sets what `content` adds in an element of its own.
    fn tagged<T>(&mut self, kind: ElementKind, content: impl FnOnce(&mut Self) -> T) -> T {
        let element = self.setter.tags.add(kind, &self.language);
        self.setter.tags.enter(element);
        let result = content(self);
        self.setter.tags.leave();
        result
    }

    /// How a paragraph of this type is set, in the element that is open.
    fn style(&self, text: &Type, align: Align) -> ParagraphStyle {
        ParagraphStyle {
            hyphenate: self.design.paragraph.hyphenate && matches!(align, Align::Justify | Align::Left),
            capitals: self.design.paragraph.capitals_tracking,
            protrude: self.design.paragraph.protrusion && self.design.page.has_room_to_hang(text.size),
            expand: self.design.paragraph.expansion,
            code_size: self.design.types.inline_code,
            owner: self.setter.tags.current().into(),
            ..ParagraphStyle::new(crate::typeset::text_style(text), align, self.language.clone())
        }
    }

    /// Sets lines in the present column.
    fn set(&mut self, inlines: &[Inline], style: &ParagraphStyle) -> Vec<Line> {
        paragraph::set(self.setter, inlines, style, self.column.measure)
    }

    /// Lines of display text: never hyphenated, and when centred of about equal length.
    fn set_display(&mut self, inlines: &[Inline], look: &Type, align: Align) -> Vec<Line> {
        let mut style = self.style(look, align);
        style.hyphenate = false;
        let lines = self.set(inlines, &style);
        if align == Align::Centre && lines.len() > 1 { self.balanced(inlines, &style, lines) } else { lines }
    }

    /// The same number of lines in the narrowest measure that takes no more, within a sixteenth of the column.
    fn balanced(&mut self, inlines: &[Inline], style: &ParagraphStyle, mut best: Vec<Line>) -> Vec<Line> {
        let (full, count) = (self.column.measure, best.len());
        let step = full / 16;
        let (least, _) = paragraph::widths(self.setter, inlines, style);
        for measure in (8..16).rev().map(|steps| step * steps).take_while(|measure| *measure > least) {
            let lines = paragraph::set(self.setter, inlines, style, measure);
            let fits = lines.iter().all(|line| line.width <= measure);
            if lines.len() != count || !fits {
                break;
            }
            best = lines;
            for item in best.iter_mut().flat_map(|line| &mut line.items) {
                item.shift(Point::new((full - measure) / 2, Length::ZERO));
            }
        }
        best
    }

    /// Lines of plain text in the present column.
    fn set_text(&mut self, text: &str, style: &ParagraphStyle) -> Vec<Line> {
        self.set(&[plain(text)], style)
    }

    /// A line as a strip of `leading`, moved to its column.
    fn line_strip(&mut self, line: Line, leading: Length) -> Strip {
        let (baseline, grid) = (baseline(leading), self.leading());
        let above = (line.ascent - baseline - leading.scale(0.2)).max(Length::ZERO);
        let below = (line.descent - (leading - baseline) - leading.scale(0.1)).max(Length::ZERO);
        let height = if above + below > Length::ZERO && !self.is_small() {
            up_to_grid(leading + above + below, grid)
        } else {
            leading + above + below
        };
        let notes = self.note_marks(&line.notes);
        let mut strip = Strip { height, notes, hyphenated: line.hyphenated, span: line.span, ..Strip::default() };
        let at = Point::new(self.column.left, height - leading - below + baseline);
        strip.put(line, at, self.column.measure);
        strip
    }

    /// Adds a strip with the marks and anchors that waited for it.
    fn strip(&mut self, mut strip: Strip) {
        let top = Point::new(self.column.left, Length::ZERO);
        let anchors = self.anchors.drain(..).map(|id| Item::Anchor { id, at: top });
        let mut before: Vec<Item> = anchors.collect();
        let height = strip.height.min(self.text.leading);
        // On the baseline of its line, which may be deeper than others.
        let line = strip.lines.first().map_or(strip.height - height + baseline(height), |line| line.at.y);
        for mark in self.marks.drain(..) {
            let by = Point::new(mark.left, line);
            before.extend(mark.items.into_iter().map(|mut item| {
                item.shift(by);
                item
            }));
        }
        if !before.is_empty() {
            before.append(&mut strip.items);
            strip.items = before;
        }
        self.list.strip(strip);
    }

    /// Adds lines that a page break may part, but not into an orphan or a widow.
    fn lines(&mut self, lines: Vec<Line>, leading: Length) {
        let count = lines.len();
        let kind = match () {
            () if self.in_cell => LineKind::Other,
            () if self.in_note => LineKind::Note,
            () => LineKind::Text,
        };
        for (i, line) in lines.into_iter().enumerate() {
            let mut strip = self.line_strip(line, leading);
            for line in &mut strip.lines {
                (line.kind, line.first, line.last) = (kind, i == 0, i + 1 == count);
            }
            self.strip(strip);
            self.keep = self.keep.saturating_sub(1);
            if i >= 1 && count - i > 2 {
                self.allow_break(0);
            }
        }
    }

    /// Lines that no page break parts.
    fn kept_lines(&mut self, lines: Vec<Line>, leading: Length) {
        for line in lines {
            let strip = self.line_strip(line, leading);
            self.strip(strip);
        }
    }

    /// Lets a page end here, unless it would be too near below a heading.
    fn allow_break(&mut self, cost: Cost) {
        match self.keep {
            0 => self.list.allow_break(cost),
            1 => self.list.allow_break(cost.max(BELOW_HEADING)),
            _ => {}
        }
    }

    /// Sets a block off from the text with about half a line above and below and returns to the grid. The space that its
    /// last block wants below itself is part of its own. Blocks that follow one another so are set off as one, and those
    /// inside one leave the grid to it, so that the spaces between them are equal.
    fn displayed(&mut self, content: impl FnOnce(&mut Self)) {
        let half = match () {
            () if self.in_cell => self.text.leading / 3,
            () if self.in_note => self.text.leading / 2,
            () => self.leading() / 2,
        };
        let run = self.display.take().filter(|run| self.list.rejoin(run, half + half / 2));
        let before = self.list.nodes.len();
        // On the grid spaces grow by whole lines: not those inside a block, nor that below what announces it.
        let may_grow = self.displays == 0 || self.list.off_grid;
        let grows = may_grow && !std::mem::take(&mut self.announced);
        if run.is_none() {
            self.list.space(half, grows);
        }
        let own = (self.list.nodes.len() > before).then_some(before);
        let keep = self.keep;
        self.displays += 1;
        content(self);
        self.displays -= 1;
        self.list.end_bare();
        // Whatever a displayed block is, it is more than one line of text.
        self.keep = if self.keep == keep { 0 } else { self.keep };
        if self.displays > 0 || self.is_small() || self.list.off_grid {
            return self.list.space(half, may_grow);
        }
        // The space above a block that shows nothing is gone.
        let own = own.filter(|space| *space < self.list.nodes.len());
        let space = run.map_or(own, |run| run.space);
        let below = space.map_or(half, |space| self.centred_in_lines(space));
        self.list.space(below, true);
        self.list.return_to_grid();
        self.display = Some(Display { space, end: self.list.nodes.len() });
    }

    /// Makes the space at a node and that below what follows it equal, so that the whole takes whole lines of the grid.
    fn centred_in_lines(&mut self, space: usize) -> Length {
        let leading = self.leading();
        let content = VerticalList::height(&self.list.nodes[space + 1..], leading);
        let around = (up_to_grid(content + leading, leading) - content) / 2;
        if let Node::Space { height, .. } = &mut self.list.nodes[space] {
            *height = around;
        }
        around
    }
}

/// From the top of a line to its baseline.
fn baseline(leading: Length) -> Length {
    leading * 3 / 4
}

/// An inline of plain text.
fn plain(text: &str) -> Inline {
    Inline::new(InlineKind::Text(text.into()), Span::default())
}

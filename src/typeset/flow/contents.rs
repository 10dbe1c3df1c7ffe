//! The contents of the book.
//!
//! In: entries with the numbers of their pages. Out: nodes of the flow's list: a table of number, title and page, no wider
//! than its titles need, so that the eye finds the page without a row of dots.

use super::{Column, Flow, Strip, plain};
use crate::design::{Place, Type};
use crate::document::{Id, Inline, InlineKind, Target};
use crate::source::Span;
use crate::typeset::paragraph::{self, Align, Line};
use crate::units::{Length, Point};

/// A line of the contents.
#[derive(Clone, Debug)]
pub(crate) struct ContentsLine {
    /// Where it leads.
    pub(crate) id: Id,
    /// Its number; empty when it has none.
    pub(crate) number: String,
    /// Its title.
    pub(crate) title: String,
    /// 0 for parts and chapters, 1 for what is below a chapter, and so on.
    pub(crate) depth: usize,
    /// True for a part: set apart from the chapters.
    pub(crate) is_part: bool,
    /// The number of its page.
    pub(crate) page: String,
}

/// Where the columns stand.
struct Columns {
    left: Length,
    numbers: Length,
    width: Length,
    pages: Length,
    gap: Length,
}

impl Flow<'_, '_> {
    /// The entries, below their heading.
    pub(crate) fn contents(&mut self, lines: &[ContentsLine]) {
        let columns = self.columns(lines);
        let full = self.column;
        for (i, line) in lines.iter().enumerate() {
            let before = i.checked_sub(1).map(|i| &lines[i]);
            self.space_before(line, before);
            self.contents_line(line, &columns, full);
            self.column = full;
        }
    }

    fn space_before(&mut self, line: &ContentsLine, before: Option<&ContentsLine>) {
        let Some(before) = before else { return };
        if before.is_part {
            return;
        }
        self.list.allow_break(if line.depth > 0 && before.depth == 0 { super::UNWELCOME } else { 0 });
        let parted = line.is_part || (line.depth == 0 && before.depth > 0);
        if parted {
            let space = if line.is_part { self.leading() } else { self.leading() / 2 };
            self.list.space(space, false);
        }
    }

    fn columns(&mut self, lines: &[ContentsLine]) -> Columns {
        let gap = self.text.size.scale(0.8);
        let measure = self.column.measure;
        let widest = |text: &str, flow: &mut Self, look: &Type| flow.natural_width(text, look);
        let (text, part) = (self.text.clone(), self.part_type());
        let (mut numbers, mut titles, mut pages) = (Length::ZERO, Length::ZERO, Length::ZERO);
        for line in lines.iter().filter(|line| line.depth == 0 && !line.is_part) {
            numbers = numbers.max(widest(&line.number, self, &text));
        }
        let numbers = if numbers > Length::ZERO { numbers + gap } else { numbers };
        for line in lines {
            pages = pages.max(widest(&line.page, self, &text));
            let look = if line.is_part { &part } else { &text };
            titles = titles.max(self.indent(line, numbers, gap) + widest(&titled(line), self, look));
        }
        // A hair more, lest rounding break a title that just fits.
        let needed = titles + gap * 2 + pages + Length::pt(0.5);
        let width = needed.max(measure.scale(0.42)).min(measure);
        let free = match self.design.types.chapter_title.place {
            Place::Left => Length::ZERO,
            Place::Centre => (measure - width) / 2,
        };
        Columns { left: self.column.left + free, numbers, width, pages, gap }
    }

    /// Where the title of a line begins.
    fn indent(&self, line: &ContentsLine, numbers: Length, gap: Length) -> Length {
        if line.is_part { Length::ZERO } else { numbers + gap * 2 * line.depth as i64 }
    }

    fn part_type(&self) -> Type {
        self.text.clone().small_capitals(50)
    }

    /// A line: its number, its title over as many lines as it needs, its page on the last of them.
    fn contents_line(&mut self, line: &ContentsLine, columns: &Columns, full: Column) {
        let look = if line.is_part { self.part_type() } else { self.text.clone() };
        let indent = self.indent(line, columns.numbers, columns.gap).min(full.measure / 2);
        let measure = columns.width - indent - columns.pages - columns.gap * 2;
        self.column = Column { left: columns.left + indent, measure };
        let mut style = self.style(&look, Align::Left);
        style.hyphenate = false;
        style.hanging_indent = columns.gap;
        let title = self.set(&[link(&line.id, &titled(line))], &style);
        let number = if line.depth == 0 && !line.is_part { line.number.as_str() } else { "" };
        let number = self.short_line(number, &look, Align::Right, columns.numbers - columns.gap, &line.id);
        let page = self.short_line(&line.page, &self.text.clone(), Align::Right, columns.pages, &line.id);
        let last = title.len().saturating_sub(1);
        for (i, text) in title.into_iter().enumerate() {
            let leading = look.leading;
            let mut strip = self.line_strip(text, leading);
            if i == 0 {
                beside(&mut strip, number.clone(), (columns.left, columns.numbers), leading);
            }
            if i == last {
                let left = columns.left + columns.width - columns.pages;
                beside(&mut strip, page.clone(), (left, columns.pages), leading);
            }
            self.strip(strip);
        }
    }

    /// A number set by itself in a column.
    fn short_line(&mut self, text: &str, look: &Type, align: Align, measure: Length, id: &Id) -> Line {
        if text.is_empty() {
            return Line::default();
        }
        let style = self.style(look, align);
        let lines = paragraph::set(self.setter, &[link(id, text)], &style, measure + Length::pt(0.5));
        lines.into_iter().next().unwrap_or_default()
    }

    /// The width of a text on one line.
    fn natural_width(&mut self, text: &str, look: &Type) -> Length {
        if text.is_empty() {
            return Length::ZERO;
        }
        let style = self.style(look, Align::Left);
        paragraph::widths(self.setter, &[plain(text)], &style).1
    }
}

/// Puts a line beside what a strip shows, on the same baseline.
fn beside(strip: &mut Strip, line: Line, (left, measure): (Length, Length), leading: Length) {
    let by = Point::new(left, strip.height - leading + super::baseline(leading));
    strip.put(line, by, measure);
}

/// The title, with the number of a part or of what is below a chapter before it.
fn titled(line: &ContentsLine) -> String {
    let inline_number = !line.number.is_empty() && (line.is_part || line.depth > 0);
    if inline_number { format!("{}\u{2002}{}", line.number, line.title) } else { line.title.clone() }
}

fn link(id: &Id, text: &str) -> Inline {
    let content = vec![plain(text)];
    Inline::new(InlineKind::Link { target: Target::Anchor(id.clone()), title: String::new(), content }, Span::default())
}

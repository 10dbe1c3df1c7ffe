//! Tables.
//!
//! In: a table. Out: nodes of the flow's list: caption, head between rules, rows that no page break cuts, a rule below. Rules
//! and spaces are those of booktabs. When not even the words fit the measure, the type shrinks in steps down to the least
//! size of the design; when that is not enough, a table of the text itself is turned and stands on pages of its own, and
//! only what does not fit there either has its words broken. What was done is told.

mod cell;
mod rows;
mod turned;
mod widths;

use self::widths::{Cells, Wanted};
use super::vertical::Repeat;
use super::{Cost, Flow, Strip, Wants};
use crate::design::Type;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::words::Word;
use crate::document::{Alignment, Cell, Heads, Inline, InlineKind, Table};
use crate::page::{Artifact, ElementId, ElementKind, Ink, Item};
use crate::source::Span;
use crate::typeset::paragraph::{self, Align};
use crate::units::{Length, Point, Rect};
use std::ops::Range;

/// Sizes tried, in proportion to the design's, until the words fit; none below the least size of the design.
const STEPS: [f64; 5] = [1.0, 0.92, 0.84, 0.76, 0.68];
/// A page break in a row that is too high to stay whole.
const IN_ROW: Cost = 900;
/// A page break between rows; one that leaves the first or the last row alone; one between rows that a cell spans; one
/// between a heading and the rows that it heads.
const BETWEEN_ROWS: Cost = 10;
const LONE_ROW: Cost = 200;
const IN_SPAN: Cost = 500;
const BELOW_HEADING: Cost = 2_000;
/// Rows up to which a table is seen at a glance, what it costs to part it, and to leave one row of it alone.
const SHORT: (usize, Cost, Cost) = (6, 2_500, 5_000);

/// Columns of a table as they will be set.
struct Layout {
    text: Type,
    gap: Length,
    /// Left edge, relative to the column of the flow.
    left: Length,
    widths: Vec<Length>,
    aligns: Vec<Align>,
    fits: Fits,
    /// The elements of the cells, row by row of the table.
    elements: Vec<Vec<ElementId>>,
}

/// What was done so that a table fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fits {
    /// Nothing.
    AsItIs,
    /// Its type is smaller.
    Smaller,
    /// Its words are broken.
    Broken,
}

impl Layout {
    /// Width of the whole.
    fn width(&self) -> Length {
        self.width_of(0..self.widths.len())
    }

    /// Width of neighbouring columns with the gaps between them.
    fn width_of(&self, columns: Range<usize>) -> Length {
        let gaps = self.gap * (columns.len() as i64 - 1).max(0);
        self.widths[columns].iter().copied().sum::<Length>() + gaps
    }

    /// The left edge of a column, relative to the column of the flow.
    fn left_of(&self, column: usize) -> Length {
        self.left + self.widths[..column].iter().copied().sum::<Length>() + self.gap * column as i64
    }
}

impl Flow<'_, '_> {
    /// A table.
    pub(super) fn table(&mut self, table: &Table, wide: bool, span: Span) {
        if !table.columns.is_empty() {
            self.tagged(ElementKind::Table, |flow| flow.upright_or_turned(table, wide, span));
        }
    }

    /// True for a table that no column holds as it is, or that is to be wide.
    pub(super) fn table_stands_across(&mut self, table: &Table, wide: bool) -> bool {
        if table.columns.is_empty() || !self.may_span() {
            return false;
        }
        let design = self.design.types.table.clone();
        let place = self.setter.tags.place();
        let (cells, has_endless) = self.cells(table, &design);
        let fits = self.layout(table, &cells, &design, self.column.measure).fits;
        self.setter.tags.back_to(place);
        wide || has_endless || fits != Fits::AsItIs
    }

    fn upright_or_turned(&mut self, table: &Table, wide: bool, span: Span) {
        let design = if self.is_small() { self.text.clone().tabular() } else { self.design.types.table.clone() };
        let (cells, has_endless) = self.cells(table, &design);
        let mut upright = self.layout(table, &cells, &design, self.column.measure);
        if self.may_span() && (wide || has_endless || upright.fits != Fits::AsItIs) {
            return self.across(Wants::Room, self.leading() / 2, |flow| flow.upright_or_turned(table, wide, span));
        }
        if has_endless {
            let message = "a word in a table is wider than half of the measure; it is broken";
            let hint = "a soft hyphen (U+00AD) says where a word may be broken";
            self.setter.diagnostics.push(Diagnostic::warning(Code::WideTable, message).at(span).hint(hint));
        }
        if upright.fits == Fits::Broken && self.is_in_text() {
            let mut turned = self.layout(table, &cells, &design, self.design.page.height());
            self.tell(&turned, true, span);
            return self.turned_table(table, &mut turned, span);
        }
        self.tell(&upright, false, span);
        self.displayed(|flow| {
            for strip in flow.caption_strips(table) {
                flow.strip(strip);
            }
            let head = flow.head(table, &mut upright);
            for strip in &head {
                flow.strip(strip.clone());
            }
            flow.body(table, &mut upright, head, span);
        });
    }

    /// Says what was done so that a table fits.
    fn tell(&mut self, layout: &Layout, is_turned: bool, span: Span) {
        let done = match (is_turned, layout.fits) {
            (false, Fits::AsItIs) => return,
            (false, Fits::Smaller) => "its type is made smaller",
            (false, Fits::Broken) => "its type is made smaller and words in it are broken",
            (true, Fits::AsItIs) => "it is turned and stands on a page of its own",
            (true, Fits::Smaller) => "it is turned, stands on a page of its own, and its type is made smaller",
            (true, Fits::Broken) => "it is turned, stands on a page of its own, and words in it are broken",
        };
        let message = format!("a table is wider than the measure: {done} ({} pt)", layout.text.size);
        let finding = match layout.fits {
            Fits::Broken => Diagnostic::warning(Code::WideTable, message),
            Fits::AsItIs | Fits::Smaller => Diagnostic::note(Code::WideTable, message),
        };
        let hint = "fewer columns or shorter words need less room";
        self.setter.diagnostics.push(finding.at(span).hint(hint));
    }

    /// The caption with the space to the table.
    fn caption_strips(&mut self, table: &Table) -> Vec<Strip> {
        let leading = self.design.types.caption.leading;
        let lines = self.caption_lines(Word::Table, &table.number, &table.caption);
        let mut strips: Vec<Strip> = lines.into_iter().map(|line| self.line_strip(line, leading)).collect();
        if let Some(last) = strips.last_mut() {
            last.height += leading / 3;
        }
        strips
    }

    fn body(&mut self, table: &Table, layout: &mut Layout, head: Vec<Strip>, span: Span) {
        let from = self.list.nodes.len();
        let is_short = table.body.len() <= SHORT.0;
        for row in self.data_rows(table, layout) {
            self.row_strips(row.strips, span);
            if let Some(cost) = row.break_after {
                let short = if cost == LONE_ROW { SHORT.2 } else { SHORT.1 };
                self.list.allow_break(if is_short { cost.max(short) } else { cost });
            }
        }
        let foot = self.foot(layout);
        self.strip(foot);
        let to = self.list.nodes.len();
        if !head.is_empty() {
            let strips = head.into_iter().map(repeated).collect();
            self.list.repeats.push(Repeat { from, to, strips });
        }
    }

    /// The rule below the last row.
    fn foot(&self, layout: &Layout) -> Strip {
        let mut foot = Strip::blank(layout.text.leading / 4);
        foot.items.push(self.rule(layout, Length::ZERO, self.design.table.heavy));
        foot
    }

    /// Adds a row: whole, or line by line when it takes more than half a page.
    fn row_strips(&mut self, lines: Vec<Strip>, span: Span) {
        let height: Length = lines.iter().map(|line| line.height).sum();
        if height * 2 <= self.design.page.height() {
            return self.strip(stacked(lines));
        }
        if height > self.design.page.height() {
            self.setter.diagnostics.push(
                Diagnostic::warning(Code::TooHigh, "row of a table higher than a page; it is cut between lines")
                    .at(span),
            );
        }
        let count = lines.len();
        for (i, line) in lines.into_iter().enumerate() {
            // No line of a row stands alone.
            if i >= 2 && count - i >= 2 {
                self.list.allow_break(IN_ROW);
            }
            self.strip(line);
        }
    }

    /// The head with its rules: one strip. A head that says nothing is left out.
    fn head(&mut self, table: &Table, layout: &mut Layout) -> Vec<Strip> {
        let pad = layout.text.leading / 4;
        let mut top = Strip::blank(pad);
        top.items.push(self.rule(layout, Length::ZERO, self.design.table.heavy));
        let mut strips = vec![top];
        if table.has_head() {
            // A table of nothing but a head has a body all the same.
            let kind = if table.body.is_empty() { ElementKind::TableBody } else { ElementKind::TableHead };
            let rows = self.tagged(kind, |flow| flow.set_rows(&table.head, layout, true));
            strips.extend(rows.into_iter().flat_map(|row| row.strips));
            let mut bottom = Strip::blank(pad + pad / 2);
            bottom.items.push(self.rule(layout, pad / 2, self.design.table.light));
            strips.push(bottom);
        } else {
            layout.elements.resize(table.head.len(), Vec::new());
        }
        vec![stacked(strips)]
    }

    fn rule(&self, layout: &Layout, y: Length, thickness: Length) -> Item {
        let x = self.column.left + layout.left;
        Item::Rule { frame: Rect::new(x, y, layout.width(), thickness), ink: Ink::BLACK }
    }

    /// Type size and widths with which the table fits the column, or the smallest with its words broken.
    fn layout(&mut self, table: &Table, cells: &Cells, design: &Type, measure: Length) -> Layout {
        let columns = table.columns.len() as i64;
        let gap_of = |text: &Type| {
            let wished = text.size.scale(f64::from(self.design.table.gap) / 1000.0);
            wished.min(measure / (columns * 4).max(1))
        };
        let least_step = self.design.table.least_size.ratio(design.size).min(1.0);
        let mut steps: Vec<f64> = STEPS.into_iter().filter(|step| *step > least_step).collect();
        steps.push(least_step);
        let sized =
            |step: f64| Type { size: design.size.scale(step), leading: design.leading.scale(step), ..design.clone() };
        let room = |step: f64| measure - gap_of(&sized(step)) * (columns - 1);
        let at = |step: f64| cells.scaled(step, gap_of(&sized(step)));
        let step = steps.iter().copied().find(|step| at(*step).least() <= room(*step));
        let fits = match step {
            Some(step) if step >= 1.0 => Fits::AsItIs,
            Some(_) => Fits::Smaller,
            None => Fits::Broken,
        };
        let step = step.unwrap_or(least_step);
        let text = sized(step);
        let gap = gap_of(&text);
        let widths = at(step).widths(room(step));
        let aligns = table.columns.iter().map(|a| align(*a)).collect();
        let mut layout = Layout { text, gap, left: Length::ZERO, widths, aligns, fits, elements: Vec::new() };
        if !self.in_cell {
            layout.left = ((measure - layout.width()) / 2).max(Length::ZERO);
        }
        layout
    }

    /// What every cell wants, and whether there is a word so wide that the table must not be made for it: it is broken.
    fn cells(&mut self, table: &Table, text: &Type) -> (Cells, bool) {
        let widest = if table.columns.len() > 1 { self.column.measure / 2 } else { self.column.measure };
        let mut has_endless = false;
        let mut rows = Vec::new();
        for (place, row) in table.rows().enumerate() {
            let is_head = place < table.head.len();
            let mut wanted = Vec::with_capacity(row.cells.len());
            for cell in &row.cells {
                let text = self.cell_type(cell, text, is_head);
                let (least, most, ends) = match cell.blocks.is_empty() {
                    true => {
                        let style = self.style(&text, Align::Left);
                        let (least, most) = paragraph::widths(self.setter, &cell.content, &style);
                        (least, most, line_ends(&cell.content))
                    }
                    false => self.wanted_by_cell(&cell.blocks, text),
                };
                let widest = if cell.columns > 1 { self.column.measure } else { widest };
                // A hair more, lest rounding break a line that just fits.
                let hair = Length::pt(0.1);
                has_endless |= least > widest;
                wanted.push(Wanted {
                    first: cell.column,
                    columns: cell.columns,
                    rows: cell.rows as i64,
                    least: least.min(widest) + hair,
                    most: most + hair,
                    ends,
                });
            }
            rows.push(wanted);
        }
        (Cells { columns: table.columns.len(), gap: Length::ZERO, rows }, has_endless)
    }

    /// The type of a cell: headings of columns slope.
    fn cell_type(&self, cell: &Cell, text: &Type, is_head: bool) -> Type {
        if is_head || cell.heads == Heads::Columns { text.clone().italic() } else { text.clone() }
    }
}

/// Lines that the author ends in a cell.
fn line_ends(content: &[Inline]) -> i64 {
    let ends =
        |inline: &Inline| i64::from(inline.kind == InlineKind::LineBreak) + inline.content().map_or(0, line_ends);
    content.iter().map(ends).sum()
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::Default | Alignment::Left => Align::Left,
        Alignment::Centre => Align::Centre,
        Alignment::Right => Align::Right,
    }
}

/// Strips one below another as one.
fn stacked(strips: Vec<Strip>) -> Strip {
    let mut whole = Strip::default();
    for mut strip in strips {
        strip.shift(Point::new(Length::ZERO, whole.height));
        whole.height += strip.height;
        whole.items.append(&mut strip.items);
        whole.lines.append(&mut strip.lines);
        whole.notes.append(&mut strip.notes);
        whole.span = strip.span;
    }
    whole
}

/// A head as it stands again on the next page: nothing in it is named or noted twice.
fn repeated(mut strip: Strip) -> Strip {
    strip.items.retain(|item| !matches!(item, Item::Anchor { .. }));
    strip.items.iter_mut().for_each(|item| item.make_artifact(Artifact::Repeated));
    strip.notes.clear();
    strip
}

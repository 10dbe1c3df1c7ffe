//! Rows of a table.
//!
//! In: the rows of a part, which cells may tie together, and the widths of the columns. Out: a strip for each line of each
//! row. A line of a row has one line of each cell at most, all on one baseline; a cell that spans rows goes on through
//! their lines, and makes the last of them higher where it needs more. So a page may end between any two lines.

use super::{BELOW_HEADING, BETWEEN_ROWS, IN_SPAN, LONE_ROW, Layout, align};
use crate::design::Colour;
use crate::document::{Alignment, Block, Cell, Heads, Row, Table};
use crate::page::{CellShape, ElementId, ElementKind, Ink, Item, Scope};
use crate::typeset::flow::{Cost, Flow, Strip, baseline};
use crate::typeset::ink;
use crate::typeset::paragraph::{self, Align, Line};
use crate::units::{Length, Point, Rect};
use std::ops::Range;

/// A row that is set.
pub(super) struct SetRow {
    /// Its lines.
    pub(super) strips: Vec<Strip>,
    /// What it costs to end the page after it; `None` after the last.
    pub(super) break_after: Option<Cost>,
}

/// A cell with its lines, or with the blocks that are still to be set.
pub(super) struct Set<'t> {
    pub(super) element: ElementId,
    pub(super) x: Length,
    pub(super) width: Length,
    pub(super) align: Align,
    pub(super) lines: Vec<Line>,
    pub(super) blocks: Option<&'t [Block]>,
    /// The first row, and the row after the last.
    pub(super) rows: (usize, usize),
    /// True when a rule stands below it.
    is_ruled: bool,
}

impl Flow<'_, '_> {
    /// The rows of data and those that close the table. Tells for each cell of the table which headings it has.
    pub(super) fn data_rows(&mut self, table: &Table, layout: &mut Layout) -> Vec<SetRow> {
        let mut rows = self.tagged(ElementKind::TableBody, |flow| flow.set_rows(&table.body, layout, false));
        if !table.foot.is_empty() {
            let pad = layout.text.leading / 4;
            let mut rule = Strip::blank(pad + pad / 2);
            rule.items.push(self.rule(layout, pad / 2, self.design.table.light));
            let mut foot = self.tagged(ElementKind::TableFoot, |flow| flow.set_rows(&table.foot, layout, false));
            if let Some(first) = foot.first_mut() {
                first.strips.insert(0, rule);
            }
            if let Some(last) = rows.last_mut() {
                last.break_after = Some(LONE_ROW);
            }
            rows.extend(foot);
        }
        self.tell_headings(table, layout);
        rows
    }

    /// Says which headings the cells have, where that cannot be told from rows and columns alone.
    fn tell_headings(&mut self, table: &Table, layout: &Layout) {
        if !table.is_irregular() {
            return;
        }
        let element = |row: usize, cell: usize| layout.elements.get(row).and_then(|cells| cells.get(cell)).copied();
        for (row, cells) in table.headings().into_iter().enumerate() {
            for (cell, headings) in cells.into_iter().enumerate() {
                let Some(own) = element(row, cell) else { continue };
                let headings = headings.iter().filter_map(|place| element(place.row, place.cell)).collect();
                if let Some(shape) = &mut self.setter.tags.element(own).cell {
                    shape.headings = headings;
                }
            }
        }
    }

    /// The rows of a part.
    pub(super) fn set_rows(&mut self, rows: &[Row], layout: &mut Layout, is_head: bool) -> Vec<SetRow> {
        let mut cells: Vec<Set<'_>> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let elements = self.tagged(ElementKind::Row, |flow| {
                let set = |cell| flow.set_cell(cell, layout, (at, rows.len()), is_head, &mut cells);
                row.cells.iter().map(set).collect()
            });
            layout.elements.push(elements);
        }
        let layered = layered_rows(&cells, rows.len());
        let counts = line_counts(&cells, rows.len());
        let mut starts = vec![0];
        starts.extend(counts.iter().scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        }));
        // The cells that cover the row, by their first row.
        let (mut covering, mut next): (Vec<usize>, usize) = (Vec::new(), 0);
        let mut done = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            covering.retain(|cell| cells[*cell].rows.1 > at);
            while cells.get(next).is_some_and(|cell| cell.rows.0 == at) {
                covering.push(next);
                next += 1;
            }
            let leading = layout.text.leading;
            let place = layered.partition_point(|together| together.end <= at);
            let together = layered.get(place).filter(|together| together.contains(&at)).cloned();
            let first = together.as_ref().map_or(at, |together| together.start);
            let mut strips: Vec<Strip> = match together {
                Some(together) if together.end > at + 1 => continue,
                Some(together) => self.layered(&mut cells, together, layout),
                None => {
                    let lines = starts[at]..starts[at + 1];
                    let mut line = |line| self.row_line(&mut cells, &covering, (line, &starts), leading, is_head);
                    let mut strips: Vec<Strip> = lines.map(&mut line).collect();
                    // Rows of more than one line need air between them.
                    let air = if strips.len() > 1 { leading / 4 } else { leading / 8 };
                    if let Some(last) = strips.last_mut() {
                        last.height += air;
                    }
                    if at % 2 == 1 && !is_head {
                        self.stripe(&mut strips, layout);
                    }
                    strips
                }
            };
            strips.iter_mut().for_each(|strip| strip.span = row.span);
            if is_head && at + 1 < rows.len() {
                self.rules_below(&cells, &covering, at, &mut strips, layout);
            }
            let heads = |row: &Row| row.cells.iter().all(|cell| cell.heads == Heads::Columns);
            if !is_head && first > 0 && (rows[first].begins_group || heads(&rows[first]) && !heads(&rows[first - 1])) {
                strips.insert(0, Strip::blank(leading / 2));
            }
            let edge = first == 0 || at + 2 == rows.len();
            // A first or last row alone is as ugly as a lone line.
            let mut cost = if edge { LONE_ROW } else { BETWEEN_ROWS };
            if covering.iter().any(|cell| cells[*cell].rows.1 > at + 1) {
                cost = cost.max(IN_SPAN);
            }
            if heads(row) && !is_head {
                cost = BELOW_HEADING;
            }
            done.push(SetRow { strips, break_after: (at + 1 < rows.len()).then_some(cost) });
        }
        done
    }

    /// Sets a cell of the row at a place among so many.
    fn set_cell<'t>(
        &mut self,
        cell: &'t Cell,
        layout: &Layout,
        (at, count): (usize, usize),
        is_head: bool,
        cells: &mut Vec<Set<'t>>,
    ) -> ElementId {
        let kind = match cell.heads {
            Heads::Columns => ElementKind::HeaderCell(Scope::Column),
            Heads::Rows => ElementKind::HeaderCell(Scope::Row),
            Heads::Nothing => ElementKind::Cell,
        };
        let element = self.setter.tags.add(kind, &self.language);
        let shape = CellShape { columns: cell.columns as u32, rows: cell.rows as u32, headings: Vec::new() };
        self.setter.tags.element(element).cell = Some(shape);
        let spans_in_head = is_head && cell.columns > 1;
        let align = match cell.alignment {
            Alignment::Default if spans_in_head => Align::Centre,
            Alignment::Default => layout.aligns[cell.column],
            own => align(own),
        };
        let text = self.cell_type(cell, &layout.text, is_head);
        let width = layout.width_of(cell.range());
        self.setter.tags.enter(element);
        let mut style = self.style(&text, align);
        style.hyphenate = !is_head && align == Align::Left && self.design.paragraph.hyphenate;
        let lines = paragraph::set(self.setter, &cell.content, &style, width);
        self.setter.tags.leave();
        let rows = (at, (at + cell.rows).min(count));
        let is_ruled = spans_in_head && !cell.content.is_empty();
        let x = self.column.left + layout.left_of(cell.column);
        let blocks = (!cell.blocks.is_empty()).then_some(cell.blocks.as_slice());
        cells.push(Set { element, x, width, align, lines, blocks, rows, is_ruled });
        element
    }

    /// The line of a part in which each cell has one line at most. The cells of a head end together, those of the body
    /// begin together.
    fn row_line(
        &mut self,
        cells: &mut [Set<'_>],
        covering: &[usize],
        (at, starts): (usize, &[usize]),
        leading: Length,
        is_head: bool,
    ) -> Strip {
        let mut strip = Strip::blank(leading);
        let mut beside: Vec<(Point, Length, Line)> = Vec::new();
        for cell in covering {
            let cell = &mut cells[*cell];
            let (first, end) = (starts[cell.rows.0], starts[cell.rows.1]);
            let above = if is_head { (end - first).saturating_sub(cell.lines.len()) } else { 0 };
            if let Some(line) = at.checked_sub(first + above).and_then(|line| cell.lines.get_mut(line)) {
                let at = Point::new(cell.x, baseline(leading));
                beside.push((at, cell.width, std::mem::take(line)));
            }
        }
        let over = |line: &Line| (line.ascent - leading).max(Length::ZERO);
        let under = |line: &Line| (line.descent - leading / 4).max(Length::ZERO);
        let rise = beside.iter().map(|(_, _, line)| over(line)).max().unwrap_or_default();
        strip.height += rise + beside.iter().map(|(_, _, line)| under(line)).max().unwrap_or_default();
        for (at, measure, line) in beside {
            strip.notes.extend(self.note_marks(&line.notes));
            strip.put(line, Point::new(at.x, at.y + rise), measure);
        }
        strip
    }

    /// A rule below each heading over several columns, as long as they are wide.
    fn rules_below(&self, cells: &[Set<'_>], covering: &[usize], row: usize, strips: &mut [Strip], layout: &Layout) {
        let Some(last) = strips.last_mut() else { return };
        let ruled: Vec<&Set<'_>> =
            covering.iter().map(|cell| &cells[*cell]).filter(|cell| cell.is_ruled && cell.rows.1 == row + 1).collect();
        if ruled.is_empty() {
            return;
        }
        let pad = layout.text.leading / 4;
        for cell in ruled {
            let frame = Rect::new(cell.x, last.height + pad / 4, cell.width, self.design.table.light);
            last.items.push(Item::Rule { frame, ink: Ink::BLACK });
        }
        last.height += pad;
    }

    /// The ground of every second row, where the design wants one.
    fn stripe(&self, strips: &mut [Strip], layout: &Layout) {
        let Some((x, width, ink)) = self.stripe_ground(layout) else { return };
        for strip in strips {
            let frame = Rect::new(x, Length::ZERO, width, strip.height);
            strip.items.insert(0, Item::Rule { frame, ink });
        }
    }

    /// The left edge, the width and the ink of the ground of a row.
    pub(super) fn stripe_ground(&self, layout: &Layout) -> Option<(Length, Length, Ink)> {
        let colour = self.design.table.stripes;
        // Never beyond the measure.
        let bleed = (layout.gap / 4).min(layout.left);
        let x = self.column.left + layout.left - bleed;
        (colour != Colour::grey(u8::MAX)).then(|| (x, layout.width() + bleed * 2, ink(colour)))
    }
}

/// The rows that cells tie together, where one of these holds blocks.
fn layered_rows(cells: &[Set<'_>], rows: usize) -> Vec<Range<usize>> {
    if cells.iter().all(|cell| cell.blocks.is_none()) {
        return Vec::new();
    }
    let mut tied: Vec<(Range<usize>, bool)> = Vec::new();
    for cell in cells {
        match tied.last_mut() {
            Some((last, holds_blocks)) if cell.rows.0 < last.end => {
                last.end = last.end.max(cell.rows.1);
                *holds_blocks |= cell.blocks.is_some();
            }
            _ => tied.push((cell.rows.0..cell.rows.1.min(rows), cell.blocks.is_some())),
        }
    }
    tied.into_iter().filter(|(_, holds_blocks)| *holds_blocks).map(|(rows, _)| rows).collect()
}

/// How many lines each row has: as many as the highest of its own cells; where a cell that spans rows has more than these
/// have together, the last of them has the rest.
fn line_counts(cells: &[Set<'_>], rows: usize) -> Vec<usize> {
    let mut counts = vec![1; rows];
    for cell in cells.iter().filter(|cell| cell.rows.1 == cell.rows.0 + 1) {
        counts[cell.rows.0] = cell.lines.len().max(counts[cell.rows.0]);
    }
    let mut spanning: Vec<&Set<'_>> = cells.iter().filter(|cell| cell.rows.1 > cell.rows.0 + 1).collect();
    spanning.sort_by_key(|cell| cell.rows.1);
    for cell in spanning {
        let own: usize = counts[cell.rows.0..cell.rows.1].iter().sum();
        counts[cell.rows.1 - 1] += cell.lines.len().saturating_sub(own);
    }
    counts
}

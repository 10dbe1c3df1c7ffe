//! Tables: cells that may span columns and rows, and which cells head which.
//!
//! In: built by `markdown`, which sees to it that the cells of each part cover its rows and columns without a gap and
//! without covering one another. Out: plain data, and [`Table::headings`], which both backends tell readers by.

use super::{Block, BlockKind, Inline, plain_text, walk::each_block};
use crate::source::Span;

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// As the design has it; for a cell, as its column has it.
    #[default]
    Default,
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// One entry for each column.
    pub columns: Vec<Alignment>,
    /// Rows of column headings.
    pub head: Vec<Row>,
    /// Rows of data.
    pub body: Vec<Row>,
    /// Rows that close the table: sums, remarks.
    pub foot: Vec<Row>,
    /// The caption; empty when there is none.
    pub caption: Vec<Inline>,
    /// Its number as shown, level by level; empty when it has none. Set by `resolve`.
    pub number: Vec<u32>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The cells that begin in it, in order; at least one.
    pub cells: Vec<Cell>,
    /// True for the first of a further group of rows of the body.
    pub begins_group: bool,
    /// Where it was read.
    pub span: Span,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its text; empty when it holds blocks.
    pub content: Vec<Inline>,
    /// What stands below one another in it when it is more than text; never in a cell that heads something.
    pub blocks: Vec<Block>,
    /// The column in which it begins, from 0.
    pub column: usize,
    /// How many columns it spans, from 1.
    pub columns: usize,
    /// How many rows it spans, from 1; they are all of its part of the table.
    pub rows: usize,
    /// What it heads.
    pub heads: Heads,
    /// Where its text stands, when that is said of it alone.
    pub alignment: Alignment,
    /// Where it was read.
    pub span: Span,
}

impl Default for Cell {
    fn default() -> Cell {
        let span = Span::default();
        let alignment = Alignment::Default;
        Cell {
            content: Vec::new(),
            blocks: Vec::new(),
            column: 0,
            columns: 1,
            rows: 1,
            heads: Heads::Nothing,
            alignment,
            span,
        }
    }
}

/// What a cell is the heading of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Heads {
    /// Nothing: it holds data.
    #[default]
    Nothing,
    /// What stands below it.
    Columns,
    /// What stands beside it.
    Rows,
}

impl Cell {
    /// True when it says something and heads something.
    pub fn is_heading(&self) -> bool {
        self.heads != Heads::Nothing && !self.content.is_empty()
    }

    /// True when nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty() && self.blocks.is_empty()
    }

    /// What it says, without any markup.
    pub fn words(&self) -> String {
        let mut words = plain_text(&self.content);
        each_block(&self.blocks, &mut |block| {
            let text = match &block.kind {
                BlockKind::Paragraph(content) => plain_text(content),
                BlockKind::Code(code) => code.text.clone(),
                _ => return,
            };
            let between = if words.is_empty() { "" } else { " " };
            words = format!("{words}{between}{}", text.trim());
        });
        words
    }

    /// The columns that it covers.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.column..self.column + self.columns
    }
}

/// Names a cell of a table: the place of its row among [`Table::rows`], and its own in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellPlace {
    /// The row.
    pub row: usize,
    /// The cell.
    pub cell: usize,
}

/// Headings of one kind that a cell may have. A table that heads its columns anew again and again needs no more.
const MOST_HEADINGS: usize = 8;

impl Table {
    /// Every row, from the head to the foot.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.head.iter().chain(&self.body).chain(&self.foot)
    }

    /// Every row, to change it.
    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.head.iter_mut().chain(&mut self.body).chain(&mut self.foot)
    }

    /// Every cell, row by row.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.rows().flat_map(|row| &row.cells)
    }

    /// True when a heading has something to say.
    pub fn has_headings(&self) -> bool {
        self.cells().any(Cell::is_heading)
    }

    /// True when the head has something to say; one that has not is a way of writing a table without a head.
    pub fn has_head(&self) -> bool {
        self.head.iter().flat_map(|row| &row.cells).any(|cell| !cell.is_empty())
    }

    /// True when a reader cannot tell from rows and columns alone which headings a cell has: cells span, or there are
    /// headings above one another, or headings above and beside.
    pub fn is_irregular(&self) -> bool {
        let heads = |heads: Heads| self.cells().any(|cell| cell.is_heading() && cell.heads == heads);
        let spans = self.cells().any(|cell| cell.columns > 1 || cell.rows > 1);
        spans || self.head.len() > 1 || (heads(Heads::Columns) && heads(Heads::Rows))
    }

    /// The headings of every cell, row by row: those of its columns from above, then those of its rows from the left. After
    /// "assigning header cells" of HTML (4.9.12.2): a heading above another of the same width, with data between them,
    /// heads nothing below that.
    pub fn headings(&self) -> Vec<Vec<Vec<CellPlace>>> {
        let beside = self.headings_beside();
        let mut above = vec![Above::default(); self.columns.len()];
        let mut all = Vec::new();
        for (row, cells) in self.rows().map(|row| &row.cells).enumerate() {
            let mut found = Vec::with_capacity(cells.len());
            for cell in cells {
                let mut own: Vec<CellPlace> =
                    above[cell.range()].iter().flat_map(|above| above.headings.iter().map(|h| h.place)).collect();
                own.sort_unstable();
                let rows = beside.iter().skip(row).take(cell.rows).flatten();
                own.extend(rows.filter(|(column, _)| *column < cell.column).map(|(_, place)| *place));
                let mut seen = std::collections::BTreeSet::new();
                own.retain(|place| seen.insert(*place));
                found.push(own);
            }
            for (at, cell) in cells.iter().enumerate() {
                let place = CellPlace { row, cell: at };
                above[cell.range()].iter_mut().for_each(|above| above.pass(cell, place));
            }
            all.push(found);
        }
        all
    }

    /// For each row the headings in it, each with the column in which it begins.
    fn headings_beside(&self) -> Vec<Vec<(usize, CellPlace)>> {
        let mut beside: Vec<Vec<(usize, CellPlace)>> = vec![Vec::new(); self.rows().count()];
        for (row, cells) in self.rows().map(|row| &row.cells).enumerate() {
            for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.is_heading()) {
                if cell.heads == Heads::Rows {
                    for below in beside.iter_mut().skip(row).take(cell.rows) {
                        if below.len() < MOST_HEADINGS {
                            below.push((cell.column, CellPlace { row, cell: at }));
                        }
                    }
                }
            }
        }
        beside.iter_mut().for_each(|row| row.sort_unstable());
        beside
    }
}

/// The headings that hold in a column, while rows are passed from above.
#[derive(Clone, Debug, Default)]
struct Above {
    headings: Vec<Heading>,
    /// How many runs of headings have begun.
    run: usize,
    /// True when the cell before was a heading.
    in_run: bool,
}

#[derive(Clone, Copy, Debug)]
struct Heading {
    place: CellPlace,
    column: usize,
    columns: usize,
    run: usize,
}

impl Above {
    fn pass(&mut self, cell: &Cell, place: CellPlace) {
        if cell.heads != Heads::Columns {
            self.in_run = false;
            return;
        }
        if !self.in_run {
            self.run += 1;
            self.in_run = true;
        }
        if cell.is_heading() {
            let new = Heading { place, column: cell.column, columns: cell.columns, run: self.run };
            self.headings.retain(|h| h.run == new.run || (h.column, h.columns) != (new.column, new.columns));
            if self.headings.len() < MOST_HEADINGS {
                self.headings.push(new);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::InlineKind;

    /// A cell of words at a column: `+` before them for a heading of columns, `-` for one of rows.
    fn cell(words: &str, column: usize, columns: usize, rows: usize) -> Cell {
        let heads = match words.as_bytes().first() {
            Some(b'+') => Heads::Columns,
            Some(b'-') => Heads::Rows,
            _ => Heads::Nothing,
        };
        let content = vec![Inline::new(InlineKind::Text(words.into()), Span::default())];
        Cell { content, column, columns, rows, heads, ..Cell::default() }
    }

    fn row(cells: Vec<Cell>) -> Row {
        Row { cells, ..Row::default() }
    }

    /// The words of the headings of each cell.
    fn said(table: &Table) -> Vec<Vec<String>> {
        let words = |place: &CellPlace| {
            let cell = &table.rows().nth(place.row).expect("a row").cells[place.cell];
            crate::document::plain_text(&cell.content)
        };
        let cells = table.headings().into_iter().flatten();
        cells.map(|places| places.iter().map(words).collect()).collect()
    }

    #[test]
    fn a_cell_is_headed_from_above_and_from_the_left() {
        let table = Table {
            columns: vec![Alignment::Default; 3],
            head: vec![
                row(vec![cell("+Country", 0, 1, 2), cell("+Year", 1, 2, 1)]),
                row(vec![cell("+1950", 1, 1, 1), cell("+2000", 2, 1, 1)]),
            ],
            body: vec![row(vec![cell("-Spain", 0, 1, 1), cell("1", 1, 1, 1), cell("2", 2, 1, 1)])],
            ..Table::default()
        };
        let said = said(&table);
        assert_eq!(said[2], ["+Year"]);
        assert_eq!(said[4], ["+Country"]);
        assert_eq!(said[5], ["+Year", "+1950", "-Spain"]);
        assert!(table.is_irregular());
    }

    #[test]
    fn a_heading_in_the_body_replaces_the_one_before_it_and_not_the_head() {
        let table = Table {
            columns: vec![Alignment::Default; 2],
            head: vec![row(vec![cell("+A", 0, 1, 1), cell("+B", 1, 1, 1)])],
            body: vec![
                row(vec![cell("+First", 0, 2, 1)]),
                row(vec![cell("x", 0, 1, 1), cell("y", 1, 1, 1)]),
                row(vec![cell("+Second", 0, 2, 1)]),
                row(vec![cell("x", 0, 1, 1), cell("y", 1, 1, 1)]),
            ],
            ..Table::default()
        };
        let said = said(&table);
        assert_eq!(said[3], ["+A", "+First"]);
        assert_eq!(said[7], ["+B", "+Second"]);
    }
}

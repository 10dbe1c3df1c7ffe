//! Tables out of rows and cells.
//!
//! In: rows as they are read, from Markdown or from HTML, whose cells may span columns and rows and need not fit. Out: a
//! [`Table`] whose cells cover every row and column once ("forming a table" of HTML, 4.9.12.1). What no cell covers gets an
//! empty one; columns and rows in which no cell begins are none.

use super::finish::flatten;
use crate::document::{Alignment, Block, BlockKind, Cell, Heads, Inline, InlineKind, Row, Table};
use crate::source::Span;
use std::collections::BTreeSet;

/// The class of a table whose first column holds headings.
const ROW_HEADINGS: &str = "row-headings";
/// Columns that spans may make.
const MOST_COLUMNS: usize = 1_000;

/// A table while it is read.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) table: Table,
    /// The part whose tag is open.
    part: Option<Part>,
    /// True when the next row of the body begins a group.
    begins_group: bool,
    /// True when a tag has said what the head is.
    is_head_said: bool,
}

/// A part of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Head,
    Body,
    Foot,
}

/// A cell while it is read.
#[derive(Debug, Default)]
pub(super) struct ReadCell {
    /// How many rows it spans; 0 for all that are left of its part.
    pub(super) cell: Cell,
    /// True for a heading that does not say what it heads.
    pub(super) is_unsaid: bool,
}

impl Part {
    /// The part of a tag.
    pub(super) fn named(tag: &str) -> Option<Part> {
        match tag {
            "thead" => Some(Part::Head),
            "tbody" => Some(Part::Body),
            "tfoot" => Some(Part::Foot),
            _ => None,
        }
    }
}

impl Rows {
    /// A table with these columns.
    pub(super) fn of(columns: Vec<Alignment>) -> Rows {
        Rows { table: Table { columns, ..Table::default() }, ..Rows::default() }
    }

    /// Begins a part.
    pub(super) fn begin(&mut self, part: Part) {
        self.part = Some(part);
        self.is_head_said |= part == Part::Head;
        self.begins_group = part == Part::Body && !self.table.body.is_empty();
    }

    /// Ends the part that is open.
    pub(super) fn end(&mut self) {
        self.begins_group |= self.part == Some(Part::Body);
        self.part = None;
    }

    /// Adds a row to a part; where none is said, to the one that is open, else where its cells belong.
    pub(super) fn add(&mut self, part: Option<Part>, cells: Vec<ReadCell>, span: Span) {
        if cells.is_empty() {
            return;
        }
        let may_head = !self.is_head_said && self.table.body.is_empty() && self.table.columns.is_empty();
        let part = match part.or(self.part) {
            // A table may be all body to its author, headings included.
            Some(Part::Body) | None if may_head && heads_columns(&cells) => Part::Head,
            Some(part) => part,
            None => Part::Body,
        };
        let has_data = cells.iter().any(|read| read.cell.heads == Heads::Nothing);
        let cells = cells.into_iter().map(|ReadCell { mut cell, is_unsaid }| {
            cell.heads = match (part, cell.heads) {
                (Part::Head, Heads::Nothing | Heads::Columns) => Heads::Columns,
                (Part::Body | Part::Foot, _) if is_unsaid && has_data => Heads::Rows,
                (_, heads) => heads,
            };
            if cell.heads != Heads::Nothing {
                std::mem::take(&mut cell.blocks).into_iter().for_each(|block| flatten(block, &mut cell.content));
            }
            cell
        });
        let begins_group = part == Part::Body && !self.table.body.is_empty() && std::mem::take(&mut self.begins_group);
        let row = Row { cells: cells.collect(), begins_group, span };
        match part {
            Part::Head => self.table.head.push(row),
            Part::Body => self.table.body.push(row),
            Part::Foot => self.table.foot.push(row),
        }
    }

    /// The table.
    pub(super) fn finish(self) -> Table {
        let mut table = self.table;
        if table.body.is_empty() {
            table.body = std::mem::take(&mut table.foot);
        }
        let groups = |rows: Vec<Row>| {
            let mut groups: Vec<Vec<Row>> = Vec::new();
            for row in rows {
                match groups.last_mut() {
                    Some(last) if !row.begins_group => last.push(row),
                    _ => groups.push(vec![row]),
                }
            }
            groups
        };
        let mut parts =
            [std::mem::take(&mut table.head), std::mem::take(&mut table.body), std::mem::take(&mut table.foot)]
                .map(groups);
        parts.iter_mut().flatten().for_each(|rows| place(rows));
        let cells = || parts.iter().flatten().flatten().flat_map(|row| &row.cells);
        let begins: Vec<usize> = cells().map(|cell| cell.column).collect::<BTreeSet<_>>().into_iter().collect();
        if table.columns.is_empty() {
            table.columns = vec![Alignment::Default; begins.len()];
            let named = |column: usize| begins.partition_point(|begin| *begin < column);
            for cell in parts.iter_mut().flatten().flatten().flat_map(|row| &mut row.cells) {
                let end = named(cell.column + cell.columns);
                cell.column = named(cell.column);
                cell.columns = end - cell.column;
            }
        }
        let count = table.columns.len();
        parts.iter_mut().flatten().for_each(|rows| fill(rows, count));
        [table.head, table.body, table.foot] = parts.map(|groups| groups.into_iter().flatten().collect());
        table
    }
}

/// A block as it may stand in a cell: a heading there is a line in bold, and no page ends there.
pub(super) fn in_cell(block: Block) -> Option<Block> {
    let kind = match block.kind {
        BlockKind::Heading(heading) => {
            BlockKind::Paragraph(vec![Inline::new(InlineKind::Strong(heading.content), heading.span)])
        }
        BlockKind::PageBreak => return None,
        kind => kind,
    };
    Some(Block { kind, ..block })
}

/// What a cell holds that has ended: a single paragraph is text, and gets into `line`; else blocks.
pub(super) fn content(mut blocks: Vec<Block>, line: &mut Vec<Inline>) -> Vec<Block> {
    if let [Block { kind: BlockKind::Paragraph(content), attr, .. }] = blocks.as_mut_slice()
        && attr.is_empty()
    {
        *line = std::mem::take(content);
        return Vec::new();
    }
    if !blocks.is_empty() {
        line.clear();
    }
    blocks
}

/// True for cells that are all headings of columns, but for empty corners before them.
fn heads_columns(cells: &[ReadCell]) -> bool {
    let mut rest = cells.iter().skip_while(|read| read.cell.heads == Heads::Nothing && read.cell.is_empty());
    rest.clone().next().is_some() && rest.all(|read| read.cell.heads == Heads::Columns)
}

/// Gives the cells of rows that belong together their columns, and keeps their spans within these rows.
fn place(rows: &mut [Row]) {
    let height = rows.len();
    // For each column the row at which it is free again.
    let mut free_from: Vec<usize> = Vec::new();
    for (y, row) in rows.iter_mut().enumerate() {
        let mut x = 0;
        for cell in &mut row.cells {
            while free_from.get(x).is_some_and(|free| *free > y) {
                x += 1;
            }
            let wanted = cell.columns.clamp(1, MOST_COLUMNS.saturating_sub(x).max(1));
            let room = (x..x + wanted).take_while(|x| free_from.get(*x).is_none_or(|free| *free <= y)).count();
            (cell.column, cell.columns) = (x, room.max(1));
            cell.rows = if cell.rows == 0 { height - y } else { cell.rows.min(height - y) };
            let end = x + cell.columns;
            if free_from.len() < end {
                free_from.resize(end, 0);
            }
            free_from[x..end].fill(y + cell.rows);
            x = end;
        }
    }
}

/// Puts an empty cell wherever none is.
fn fill(rows: &mut [Row], columns: usize) {
    let mut free_from = vec![0; columns];
    for (y, row) in rows.iter_mut().enumerate() {
        for cell in &mut row.cells {
            let range = cell.column.min(columns)..(cell.column + cell.columns).min(columns);
            free_from[range].fill(y + cell.rows);
        }
        let in_head = row.cells.iter().all(|cell| cell.heads == Heads::Columns);
        let heads = if in_head { Heads::Columns } else { Heads::Nothing };
        let mut x = 0;
        while x < columns {
            let width = free_from[x..].iter().take_while(|free| **free <= y).count();
            if width > 0 {
                row.cells.push(Cell { column: x, columns: width, heads, span: row.span, ..Cell::default() });
            }
            x += width.max(1);
        }
        row.cells.sort_by_key(|cell| cell.column);
    }
}

/// Makes the cells of the first column headings where a class says that they are; the class is taken away.
pub(super) fn head_rows(table: &mut Table, classes: &mut Vec<String>) {
    let before = classes.len();
    classes.retain(|class| class != ROW_HEADINGS);
    if classes.len() == before {
        return;
    }
    let rows = table.body.iter_mut().chain(&mut table.foot);
    let first = rows.filter_map(|row| row.cells.first_mut()).filter(|cell| cell.column == 0 && cell.columns == 1);
    first.filter(|cell| cell.heads == Heads::Nothing).for_each(|cell| cell.heads = Heads::Rows);
}

#[cfg(test)]
mod tests {
    use super::super::read_blocks;
    use crate::diagnostic::Diagnostics;
    use crate::document::{BlockKind, Table, dump_blocks};
    use crate::source::FileId;

    fn dump(text: &str) -> String {
        dump_blocks(&read_blocks(text, FileId(0), &mut Diagnostics::default()).0)
    }

    fn table(rows: &str) -> Table {
        let text = format!("<table>{rows}</table>\n");
        let block = read_blocks(&text, FileId(0), &mut Diagnostics::default()).0.into_iter().next().expect("a block");
        let BlockKind::Table(table) = block.kind else { panic!("no table") };
        table
    }

    /// Every row and column is covered once.
    fn is_whole(table: &Table) -> bool {
        let height = table.rows().count();
        let mut covered = vec![0; height * table.columns.len()];
        for (y, row) in table.rows().enumerate() {
            for cell in &row.cells {
                (y..y + cell.rows).for_each(|y| cell.range().for_each(|x| covered[y * table.columns.len() + x] += 1));
            }
        }
        covered.iter().all(|count| *count == 1)
    }

    #[test]
    fn cells_that_span_cover_every_place_once() {
        for rows in [
            "<tr><td colspan=2>a<td>b<tr><td rowspan=2>c<td>d<td>e<tr><td colspan=2>f",
            "<tr><td rowspan=9>a<td>b<tr><td>c",
            "<tr><td>a<td rowspan=2>b<tr><td colspan=3>c<tr><td>d",
            "<tr><td colspan=100>a<tr><td>b<td>c",
            "<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d",
            "<tr><td colspan=0>a<tr><tr><td rowspan=2>b",
            "<tr><td>a<td>b<td>c<td>d<tr><td>e",
        ] {
            assert!(is_whole(&table(rows)), "{rows}\n{:#?}", table(rows));
        }
        assert_eq!(table("<tr><td colspan=100>a<tr><td>b<td>c").columns.len(), 2);
        assert_eq!(table("<tr><td colspan=2>a<tr><td colspan=2>b").columns.len(), 1);
    }

    #[test]
    fn parts_and_headings_are_told_apart() {
        let text = "<table><thead><tr><td rowspan=2><th colspan=2>Year<tr><th>1950<th>2000</thead>\
                    <tbody><tr><th colspan=3>West<tr><th>Spain<td>1<td>2</tbody><tbody><tr><th colspan=3>East<tr><th scope=row>Peru<td>3<td align=right>4\
                    </tbody><tfoot><tr><th>Sum<td>4<td>6</tfoot></table>\n";
        let expected = "table default default default\n  head rows=2 | columns=2 \"Year\"\n  head \"1950\" | \"2000\"\n  \
                        row heads its column columns=3 \"West\"\n  row heads its row \"Spain\" | \"1\" | \"2\"\n  group heads its column columns=3 \"East\"\n  \
                        row heads its row \"Peru\" | \"3\" | right \"4\"\n  foot heads its row \"Sum\" | \"4\" | \"6\"\n";
        assert_eq!(dump(text), expected);
        assert!(
            dump("<table><tr><td><th>A<tr><th>b<td>1</table>\n").contains("  head | \"A\"\n  row heads its row \"b\"")
        );
    }

    #[test]
    fn a_cell_holds_blocks_when_it_is_more_than_text() {
        let text = "<table><tr><th>A<ul><li>b</ul><th>C<tr><td>\n\n- d\n- e\n\n</td><td><p>f</p></td>\
                    <tr><td>g<p>h<p>i<td><h3 id=x>j</h3><hr></table>\n";
        let expected = "table default default\n  head \"A\" break \"b\" | \"C\"\n  row | \"f\"\n    in column 1\n      \
                        list bullets tight\n        item\n          paragraph \"d\"\n        item\n          paragraph \"e\"\n  \
                        row |\n    in column 1\n      paragraph \"g\"\n      paragraph \"h\"\n      paragraph \"i\"\n    \
                        in column 2\n      paragraph #x strong[\"j\"]\n      scene break\n";
        assert_eq!(dump(text), expected);
    }

    #[test]
    fn lists_in_a_table_of_markdown_are_lists() {
        let text =
            "| a | b |\n|---|---|\n| x <ul><li>**c** d</li><li>`e`</li></ul> | <p>f</p> |\n| g<br>h | <kbd>i</kbd> |\n";
        let dump = dump(text);
        assert!(dump.contains("in column 1\n      paragraph \"x\"\n      list bullets tight\n        item\n          paragraph strong[\"c\"] \" d\""), "{dump}");
        assert!(dump.contains("| \"f\"\n") && dump.contains("row \"g\" break \"h\" | code \"i\" .kbd"), "{dump}");
    }

    #[test]
    fn a_table_of_markdown_may_have_headings_of_rows() {
        let text = "| a | b |\n|---|--:|\n| c | d |\n\nTable: Words {.row-headings #t .mine}\n";
        let expected = "table default right #t .mine\n  caption \"Words\"\n  head \"a\" | \"b\"\n  row heads its row \"c\" | \"d\"\n";
        assert_eq!(dump(text), expected);
        assert!(dump("| a |\n|---|\n| b |\n\n: {.row-headings}\n").contains("heads its row"));
    }

    #[test]
    fn spans_without_measure_are_read_in_time() {
        let row = "<tr><td colspan=1000 rowspan=65534>a<td colspan=1000 rowspan=65534>b<td>c";
        assert!(is_whole(&table(&row.repeat(300))));
    }
}

//! Tables as XHTML.
//!
//! In: a table of the tree. Out: a `table` with its spans, its headings and, where their places do not tell it, which cell
//! they head. On a phone each row of a table of many columns stands as a list of what its headings say (`data-label`); what
//! a cell from above says of the row stands before it (`data-row`).

use super::body::Body;
use super::xhtml::{Tag, one_line};
use crate::document::words::Word;
use crate::document::{Alignment, Attr, Cell, CellPlace, Heads, Row, Table, plain_text};
use std::collections::BTreeSet;

/// Columns that a phone has room for.
const NARROW: usize = 4;

/// What is asked again and again while a table is written.
struct Shape<'t> {
    table: &'t Table,
    rows: Vec<&'t Row>,
    is_wide: bool,
    /// The headings of every cell, where a reader has to be told.
    headings: Vec<Vec<Vec<CellPlace>>>,
    /// Those that a cell names.
    named: BTreeSet<CellPlace>,
    /// What their ids begin with.
    name: String,
}

impl Shape<'_> {
    fn headings(&self, place: CellPlace) -> &[CellPlace] {
        self.headings.get(place.row).and_then(|cells| cells.get(place.cell)).map_or(&[], Vec::as_slice)
    }

    fn id(&self, place: CellPlace) -> String {
        format!("{}.{}.{}", self.name, place.row + 1, place.cell + 1)
    }

    /// The words of the headings of a cell that head columns.
    fn label(&self, place: CellPlace) -> Option<String> {
        let cells = self.headings(place).iter().map(|place| &self.rows[place.row].cells[place.cell]);
        let words = cells.filter(|cell| cell.heads == Heads::Columns).map(|cell| one_line(&plain_text(&cell.content)));
        let words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

impl Body<'_> {
    /// A table.
    pub(super) fn table(&mut self, attr: &Attr, table: &Table) {
        let is_wide = table.columns.len() > NARROW;
        let headings = table.headings();
        let named = match table.is_irregular() {
            true => headings.iter().flatten().flatten().copied().collect(),
            false => BTreeSet::new(),
        };
        self.tables += 1;
        let rows = table.rows().collect();
        let shape = Shape { table, rows, is_wide, headings, named, name: format!("cell.{}", self.tables) };
        self.out.open(self.attributes(Tag::new("table"), attr, &[if is_wide { "wide" } else { "" }]));
        if !table.caption.is_empty() {
            self.out.newline();
            self.caption("caption", Word::Table, &table.number, &table.caption);
        }
        // A head that says nothing is a way of writing a table without one.
        if table.has_head() {
            self.rows("thead", &table.head, 0, &shape);
        }
        let mut first = table.head.len();
        let mut body = &table.body[..];
        while !body.is_empty() {
            let end = body.iter().skip(1).position(|row| row.begins_group).map_or(body.len(), |at| at + 1);
            let (group, rest) = body.split_at(end);
            self.rows("tbody", group, first, &shape);
            (first, body) = (first + end, rest);
        }
        if !table.foot.is_empty() {
            self.rows("tfoot", &table.foot, first, &shape);
        }
        self.out.newline();
        self.out.close("table");
    }

    /// Rows of a part; `first` is the place of the first among all rows of the table.
    fn rows(&mut self, name: &'static str, rows: &[Row], first: usize, shape: &Shape<'_>) {
        self.out.newline();
        self.out.open(Tag::new(name));
        // Cells of rows above that go on, with the row after their last, and what is said of the rows that they go on in.
        let mut going_on: Vec<(usize, String)> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            self.out.newline();
            going_on.retain(|(end, _)| *end > at);
            let above: Vec<&str> = going_on.iter().map(|(_, words)| words.as_str()).collect();
            let above = (!above.is_empty()).then(|| above.join(", "));
            self.out.open(Tag::new("tr").maybe("data-row", above));
            for (cell, own) in row.cells.iter().enumerate() {
                let place = CellPlace { row: first + at, cell };
                self.cell(own, place, name == "thead", shape);
                let words = one_line(&own.words());
                if own.rows > 1 && shape.is_wide && name != "thead" && !words.is_empty() {
                    let label = if own.heads == Heads::Nothing { shape.label(place) } else { None };
                    going_on.push((at + own.rows, label.map_or(words.clone(), |label| format!("{label}: {words}"))));
                }
            }
            self.out.close("tr");
        }
        self.out.newline();
        self.out.close(name);
    }

    fn cell(&mut self, cell: &Cell, place: CellPlace, in_head: bool, shape: &Shape<'_>) {
        let name = if cell.is_heading() { "th" } else { "td" };
        let column = shape.table.columns.get(cell.column).copied().unwrap_or_default();
        let is_over_columns = in_head && cell.columns > 1;
        let side = match if cell.alignment == Alignment::Default { column } else { cell.alignment } {
            _ if is_over_columns && cell.alignment == Alignment::Default => "",
            Alignment::Default => "",
            Alignment::Left => "left",
            Alignment::Centre => "centre",
            Alignment::Right => "right",
        };
        // Not at the edge of the table, although it is the first of its row.
        let is_inner = place.cell == 0 && cell.column > 0;
        let over = if is_over_columns && cell.is_heading() { "over" } else { "" };
        let classes: Vec<&str> =
            [side, over, if is_inner { "inner" } else { "" }].into_iter().filter(|class| !class.is_empty()).collect();
        let class = (!classes.is_empty()).then(|| classes.join(" "));
        let scope = match cell.heads {
            Heads::Columns => Some("col"),
            Heads::Rows => Some("row"),
            Heads::Nothing => None,
        };
        let several = |count: usize| (count > 1).then(|| count.to_string());
        let named: Vec<String> =
            shape.headings(place).iter().filter(|p| shape.named.contains(p)).map(|p| shape.id(*p)).collect();
        let tag = Tag::new(name).maybe("id", shape.named.contains(&place).then(|| shape.id(place)));
        let tag = tag.maybe("scope", scope.filter(|_| cell.is_heading())).maybe("class", class);
        let tag = tag.maybe("colspan", several(cell.columns)).maybe("rowspan", several(cell.rows));
        let tag = tag.maybe("headers", (!named.is_empty()).then(|| named.join(" ")));
        let is_labelled = shape.is_wide && !in_head && cell.heads != Heads::Columns && !cell.is_empty();
        let label = if is_labelled { shape.label(place) } else { None };
        self.out.open(tag.maybe("data-label", label));
        self.whole_line(&cell.content);
        if !cell.blocks.is_empty() {
            self.blocks(&cell.blocks);
            self.out.newline();
        }
        self.out.close(name);
    }
}

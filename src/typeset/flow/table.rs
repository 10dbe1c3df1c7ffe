//! Tables.
//!
//! In: a table. Out: nodes of the flow's list: caption, head between rules, rows that no page break cuts, a rule below.
//! Columns are measured as CSS 2.2 §17.5.2.2 does it: each is at least as wide as its widest word and at most as wide as
//! its longest cell on one line; what room there is goes to those that want it. When not even the words fit, the type
//! shrinks in steps.

use super::vertical::Repeat;
use super::{Cost, Flow, Strip, baseline};
use crate::design::Type;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::words::Word;
use crate::document::{Alignment, Inline, Row, Table};
use crate::page::{Ink, Item};
use crate::source::Span;
use crate::typeset::paragraph::{self, Align, Line};
use crate::units::{Length, Point, Rect};

/// Sizes tried, in proportion to the design's, until the words fit.
const STEPS: [f64; 5] = [1.0, 0.92, 0.84, 0.76, 0.68];
/// Space between columns, in ems.
const GAP: f64 = 1.2;
/// Rules above the head and below the last row, and between head and body.
const HEAVY: f64 = 0.8;
const LIGHT: f64 = 0.45;
/// A page break in a row that is too high to stay whole.
const IN_ROW: Cost = 900;

/// Columns of a table as they will be set.
struct Layout {
    text: Type,
    gap: Length,
    /// Left edge, relative to the column of the flow.
    left: Length,
    widths: Vec<Length>,
    aligns: Vec<Align>,
}

impl Layout {
    /// Width of the whole.
    fn width(&self) -> Length {
        self.widths.iter().copied().sum::<Length>() + self.gap * (self.widths.len() as i64 - 1).max(0)
    }
}

impl Flow<'_, '_> {
    /// A table.
    pub(super) fn table(&mut self, table: &Table, span: Span) {
        if table.columns.is_empty() {
            return;
        }
        let layout = self.layout(table);
        self.displayed(|flow| {
            let caption = flow.caption_lines(Word::Table, &table.number, &table.caption);
            let leading = flow.design.types.caption.leading;
            if !caption.is_empty() {
                flow.kept_lines(caption, leading);
                flow.list.space(leading / 3, false);
            }
            let head = flow.head(table, &layout);
            for strip in &head {
                flow.strip(strip.clone());
            }
            flow.body(table, &layout, head, span);
        });
    }

    fn body(&mut self, table: &Table, layout: &Layout, head: Vec<Strip>, span: Span) {
        let from = self.list.nodes.len();
        let count = table.body.len();
        for (i, row) in table.body.iter().enumerate() {
            let strips = self.row(row, layout, false);
            self.row_strips(strips, span);
            // A first or last row alone is as ugly as a lone line.
            if i + 1 < count {
                let edge = i == 0 || i + 2 == count;
                self.list.allow_break(if edge { 200 } else { 10 });
            }
        }
        let mut foot = Strip::blank(layout.text.leading / 4);
        foot.items.push(self.rule(layout, Length::ZERO, HEAVY));
        self.strip(foot);
        let to = self.list.nodes.len();
        if !head.is_empty() {
            let strips = head.into_iter().map(repeated).collect();
            self.list.repeats.push(Repeat { from, to, strips });
        }
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
        for (i, line) in lines.into_iter().enumerate() {
            if i > 0 {
                self.list.allow_break(IN_ROW);
            }
            self.strip(line);
        }
    }

    /// The head with its rules: one strip.
    fn head(&mut self, table: &Table, layout: &Layout) -> Vec<Strip> {
        let pad = layout.text.leading / 4;
        let mut top = Strip::blank(pad);
        top.items.push(self.rule(layout, Length::ZERO, HEAVY));
        let mut strips = vec![top];
        let shown = table.head.iter().filter(|row| row.cells.iter().any(|cell| !cell.content.is_empty()));
        for row in shown {
            strips.extend(self.row(row, layout, true));
        }
        if strips.len() > 1 {
            let mut bottom = Strip::blank(pad + pad / 2);
            bottom.items.push(self.rule(layout, pad / 2, LIGHT));
            strips.push(bottom);
        }
        vec![stacked(strips)]
    }

    fn rule(&self, layout: &Layout, y: Length, thickness: f64) -> Item {
        let x = self.column.left + layout.left;
        Item::Rule { frame: Rect::new(x, y, layout.width(), Length::pt(thickness)), ink: Ink::BLACK }
    }

    /// The lines of a row: a strip for each, in which the cells stand side by side.
    fn row(&mut self, row: &Row, layout: &Layout, is_head: bool) -> Vec<Strip> {
        let text = if is_head { layout.text.clone().italic() } else { layout.text.clone() };
        let leading = text.leading;
        let mut strips: Vec<Strip> = Vec::new();
        let mut x = self.column.left + layout.left;
        for (place, width) in layout.widths.iter().enumerate() {
            let content: &[Inline] = row.cells.get(place).map_or(&[], |cell| &cell.content);
            let mut style = self.style(&text, layout.aligns[place]);
            style.hyphenate = !is_head && layout.aligns[place] == Align::Left && self.design.paragraph.hyphenate;
            let lines = paragraph::set(self.setter, content, &style, *width);
            self.cell_lines(&mut strips, lines, (x, *width), leading);
            x += *width + layout.gap;
        }
        if strips.is_empty() {
            strips.push(Strip::blank(leading));
        }
        // Rows of more than one line need air between them.
        let air = if strips.len() > 1 { leading / 4 } else { leading / 8 };
        if let Some(last) = strips.last_mut() {
            last.height += air;
            last.span = row.span;
        }
        strips
    }

    /// Puts the lines of a cell into the strips of its row.
    fn cell_lines(
        &mut self,
        strips: &mut Vec<Strip>,
        lines: Vec<Line>,
        (x, measure): (Length, Length),
        leading: Length,
    ) {
        for (i, line) in lines.into_iter().enumerate() {
            if strips.len() <= i {
                strips.push(Strip::blank(leading));
            }
            let rise = (line.ascent - leading).max(Length::ZERO);
            let sink = (line.descent - leading / 4).max(Length::ZERO);
            let notes = self.note_marks(&line.notes);
            let strip = &mut strips[i];
            strip.height = strip.height.max(leading + rise + sink);
            strip.notes.extend(notes);
            let by = Point::new(x, baseline(leading) + rise);
            strip.put(line, by, measure);
        }
    }

    /// Type size and widths with which the table fits the column.
    fn layout(&mut self, table: &Table) -> Layout {
        let design = if self.in_note { self.text.clone().tabular() } else { self.design.types.table.clone() };
        let mut wanted = self.wanted(table, &design);
        let columns = table.columns.len() as i64;
        let gap_of = |text: &Type| text.size.scale(GAP).min(self.column.measure / (columns * 4).max(1));
        let mut text = design.clone();
        for step in STEPS {
            text = Type { size: design.size.scale(step), leading: design.leading.scale(step), ..design.clone() };
            let least: Length = wanted.iter().map(|(least, _)| least.scale(step)).sum();
            if least + gap_of(&text) * (columns - 1) <= self.column.measure {
                break;
            }
        }
        let step = text.size.ratio(design.size);
        wanted.iter_mut().for_each(|(least, most)| (*least, *most) = (least.scale(step), most.scale(step)));
        let gap = gap_of(&text);
        let widths = shares(&wanted, self.column.measure - gap * (columns - 1));
        let aligns = table.columns.iter().map(|a| align(*a)).collect();
        let mut layout = Layout { text, gap, left: Length::ZERO, widths, aligns };
        layout.left = ((self.column.measure - layout.width()) / 2).max(Length::ZERO);
        layout
    }

    /// Least and greatest width of each column.
    fn wanted(&mut self, table: &Table, text: &Type) -> Vec<(Length, Length)> {
        let mut wanted = vec![(Length::ZERO, Length::ZERO); table.columns.len()];
        for (is_head, row) in table.head.iter().map(|r| (true, r)).chain(table.body.iter().map(|r| (false, r))) {
            let text = if is_head { text.clone().italic() } else { text.clone() };
            let style = self.style(&text, Align::Left);
            for (column, cell) in wanted.iter_mut().zip(&row.cells) {
                let (least, most) = paragraph::widths(self.setter, &cell.content, &style);
                // A hair more, lest rounding break a line that just fits.
                let hair = Length::pt(0.1);
                *column = (column.0.max(least + hair), column.1.max(most + hair));
            }
        }
        wanted
    }
}

/// Widths of columns that want between `least` and `most`, in a given room. Columns that want no more than an even share
/// get all that they want; the others share the rest, each its least and a part of what it wants beyond. When not even the
/// least fits, everybody gets a part of it.
fn shares(wanted: &[(Length, Length)], room: Length) -> Vec<Length> {
    let least: Length = wanted.iter().map(|w| w.0).sum();
    if least > room {
        return wanted.iter().map(|w| room.scale(w.0.ratio(least))).collect();
    }
    let mut widths: Vec<Option<Length>> = vec![None; wanted.len()];
    loop {
        let open = widths.iter().filter(|w| w.is_none()).count() as i64;
        let rest = room - widths.iter().flatten().copied().sum::<Length>();
        let least_of_open = |widths: &[Option<Length>]| -> Length {
            wanted.iter().zip(widths).filter(|(_, w)| w.is_none()).map(|(w, _)| w.0).sum()
        };
        let modest = wanted.iter().enumerate().filter(|(i, _)| widths[*i].is_none()).min_by_key(|(_, w)| w.1);
        let Some((column, &(own, most))) = modest else { break };
        let left_for_others = rest - most >= least_of_open(&widths) - own;
        if most * open > rest || !left_for_others {
            break;
        }
        widths[column] = Some(most);
    }
    let rest = room - widths.iter().flatten().copied().sum::<Length>();
    let open = || wanted.iter().zip(&widths).filter(|(_, w)| w.is_none()).map(|(w, _)| *w);
    let (least, most): (Length, Length) = (open().map(|w| w.0).sum(), open().map(|w| w.1).sum());
    let part = (rest - least).ratio(most - least).min(1.0);
    wanted.iter().zip(&widths).map(|(w, width)| width.unwrap_or(w.0 + (w.1 - w.0).scale(part))).collect()
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
    strip.notes.clear();
    strip
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(wanted: &[(f64, f64)], room: f64) -> Vec<f64> {
        let wanted: Vec<_> = wanted.iter().map(|w| (Length::pt(w.0), Length::pt(w.1))).collect();
        shares(&wanted, Length::pt(room)).into_iter().map(Length::to_pt).collect()
    }

    #[test]
    fn columns_get_what_they_want_when_there_is_room() {
        assert_eq!(points(&[(10.0, 20.0), (5.0, 40.0)], 100.0), [20.0, 40.0]);
    }

    #[test]
    fn a_column_that_wants_more_gets_more() {
        assert_eq!(points(&[(10.0, 10.0), (10.0, 90.0)], 60.0), [10.0, 50.0]);
    }

    #[test]
    fn a_short_column_stays_on_one_line_beside_a_long_one() {
        assert_eq!(points(&[(20.0, 60.0), (30.0, 900.0), (20.0, 30.0)], 300.0), [60.0, 210.0, 30.0]);
    }

    #[test]
    fn the_room_is_never_exceeded() {
        assert_eq!(points(&[(100.0, 200.0), (300.0, 400.0)], 100.0), [25.0, 75.0]);
    }
}

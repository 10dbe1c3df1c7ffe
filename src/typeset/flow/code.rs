//! Code set off from the text.
//!
//! In: the text of a program. Out: nodes of the flow's list: its lines as they are, on a light ground. A line too long for
//! the measure is broken, after a blank or a sign where there is one, and goes on further in below a mark (⮐) at its end.

use super::vertical::Ground;
use super::{Column, Flow, Strip, UNWELCOME, plain};
use crate::design::Type;
use crate::document::Language;
use crate::page::{GlyphRun, Ink, Item};
use crate::source::Span;
use crate::typeset::paragraph::{self, Align, Line, ParagraphStyle};
use crate::units::{Length, Point};

/// Columns between the stops of a tabulator.
const TAB: usize = 4;
/// Columns by which what was broken off stands further in.
const HANG: usize = 2;
/// Stands at the end of a line that goes on.
const CONTINUED: &str = "⮐";
/// Stands for a blank while the line is set, for a paragraph drops blanks at its start.
const HARD_BLANK: char = '\u{A0}';
/// Sizes tried, in proportion to the design's, before lines are broken.
const STEPS: [f64; 3] = [1.0, 0.94, 0.88];
/// Lines above and below which a page may end.
const TOGETHER: usize = 2;

impl Flow<'_, '_> {
    /// Code, or the source of a formula.
    pub(super) fn code(&mut self, text: &str, span: Span) {
        let pad = self.design.types.code.size.scale(0.7);
        let design = self.code_type(text, self.column.measure - pad * 2);
        self.displayed(|flow| {
            let (from, Column { left, measure }) = (flow.list.nodes.len(), Column::of(flow));
            flow.strip(Strip::blank(pad));
            flow.with_type(design, |flow| flow.code_lines(text, pad, span));
            flow.strip(Strip::blank(pad));
            let to = flow.list.nodes.len();
            flow.list.grounds.push(Ground { from, to, x: left, width: measure, ink: Ink::grey(243) });
        });
    }

    /// The type of code, somewhat smaller where that saves breaking lines.
    fn code_type(&mut self, text: &str, room: Length) -> Type {
        let design = self.design.types.code.clone();
        let longest = text.lines().map(|line| expanded(line).chars().count()).max().unwrap_or(0);
        let mut style = self.style(&design, Align::Left);
        // Code is in no language (ISO 639: zxx), and runs from left to right among any.
        style.language = Language("zxx".into());
        let column = set_exactly(self, "0", &style).width;
        let fits = |step: &&f64| column.scale(**step) * longest as i64 <= room;
        let step = STEPS.iter().find(fits).copied().unwrap_or(1.0);
        Type { size: design.size.scale(step), leading: design.leading.scale(step), ..design }
    }

    fn code_lines(&mut self, text: &str, pad: Length, span: Span) {
        let mut style = self.style(&self.text, Align::Left);
        style.hyphenate = false;
        style.code_size = 1000;
        let room = self.column.measure - pad * 2;
        let lines: Vec<&str> = text.strip_suffix('\n').unwrap_or(text).split('\n').collect();
        for (i, line) in lines.iter().enumerate() {
            let rows = wrapped(self, &expanded(line), &style, room);
            let last = rows.len() - 1;
            for (row, mut line) in rows.into_iter().enumerate() {
                line.span = span;
                if self.setter.is_mirrored() {
                    line.items.iter_mut().for_each(|item| item.mirror(room));
                }
                let leading = self.text.leading;
                line.items.iter_mut().for_each(|item| item.shift(Point::new(pad, Length::ZERO)));
                let strip = self.line_strip(line, leading);
                self.strip(strip);
                if row < last {
                    self.list.allow_break(UNWELCOME);
                }
            }
            self.keep = self.keep.saturating_sub(1);
            if i + 1 >= TOGETHER && i + TOGETHER < lines.len() {
                let blank_next = lines[i + 1].trim().is_empty();
                self.allow_break(if blank_next { 0 } else { 20 });
            }
        }
    }
}

impl Column {
    fn of(flow: &Flow) -> Column {
        flow.column
    }
}

/// A line with its tabulators as blanks.
fn expanded(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for c in line.trim_end().chars() {
        if c == '\t' {
            let blanks = TAB - column % TAB;
            out.extend(std::iter::repeat_n(' ', blanks));
            column += blanks;
        } else {
            out.push(c);
            column += 1;
        }
    }
    out
}

/// A line of code as one or more lines that fit.
fn wrapped(flow: &mut Flow, line: &str, style: &ParagraphStyle, room: Length) -> Vec<Line> {
    let column = set_exactly(flow, "0", style).width.max(Length(1));
    // A line of many times the measure need not be set to see that it is too long.
    if line.chars().nth((room.0 / column.0).max(1) as usize * 4).is_none() {
        let whole = set_exactly(flow, line, style);
        if whole.width <= room || line.chars().nth(1).is_none() {
            return vec![whole];
        }
    }
    let mark = silent(set_exactly(flow, CONTINUED, style));
    let indent = line.chars().take_while(|c| *c == ' ').count();
    let fits = |width: Length| ((width - mark.width).0 / column.0).max(4) as usize;
    // What is broken off stands in further than the line, but not so far that no room is left.
    let hang = (indent + HANG).min(fits(room) / 2);
    let mut rows = Vec::new();
    let (mut rest, mut first) = (line, true);
    while !rest.is_empty() {
        let left = if first { Length::ZERO } else { column * hang as i64 };
        let (mut row, end) = longest(flow, rest, style, fits(room - left), room - left - mark.width);
        row.items.iter_mut().for_each(|item| item.shift(Point::new(left, Length::ZERO)));
        rest = &rest[end..];
        if !rest.is_empty() {
            row.items.extend(mark.items.iter().cloned().map(|mut item| {
                item.shift(Point::new(room - mark.width, Length::ZERO));
                item
            }));
        }
        rows.push(row);
        first = false;
    }
    rows
}

/// The mark without its text: it is none of the program's.
fn silent(mut line: Line) -> Line {
    for item in &mut line.items {
        if let Item::Glyphs(run) = item {
            run.text.clear();
            run.glyphs.iter_mut().for_each(|glyph| glyph.text_bytes = 0);
        }
    }
    line
}

/// The longest start of a line that fits, with the byte at which it ends.
fn longest(flow: &mut Flow, line: &str, style: &ParagraphStyle, columns: usize, room: Length) -> (Line, usize) {
    let mut columns = columns;
    loop {
        let end = cut(line, columns);
        let row = set_exactly(flow, &line[..end], style);
        // Signs from other faces may be wider than a column.
        if row.width <= room || columns <= 1 {
            return (row, end);
        }
        columns = (columns * 7 / 8).max(1);
    }
}

/// Where a line is broken that has more than `columns` characters: after a blank or a sign in its second half, else at
/// the last character that fits.
fn cut(line: &str, columns: usize) -> usize {
    let Some((limit, _)) = line.char_indices().nth(columns.max(1)) else { return line.len() };
    let after_sign = |(at, c): (usize, char)| (!c.is_alphanumeric() && c != '_').then_some(at + c.len_utf8());
    let good = line[..limit].char_indices().filter_map(after_sign).next_back();
    good.filter(|at| *at > limit / 2).unwrap_or(limit)
}

/// One line of text with all its blanks.
fn set_exactly(flow: &mut Flow, text: &str, style: &ParagraphStyle) -> Line {
    let hard: String = text.chars().map(|c| if c == ' ' { HARD_BLANK } else { c }).collect();
    let mut line = paragraph::set(flow.setter, &[plain(&hard)], style, Length::inch(10_000.0))
        .into_iter()
        .next()
        .unwrap_or_default();
    for item in &mut line.items {
        if let Item::Glyphs(run) = item {
            soften(run);
        }
    }
    line
}

/// Turns hard blanks of a run back into plain ones.
fn soften(run: &mut GlyphRun) {
    if !run.text.contains(HARD_BLANK) {
        return;
    }
    let mut at = 0;
    for glyph in &mut run.glyphs {
        let end = at + usize::from(glyph.text_bytes);
        let blanks = run.text.get(at..end).map_or(0, |text| text.chars().filter(|c| *c == HARD_BLANK).count());
        glyph.text_bytes -= blanks as u8;
        at = end;
    }
    run.text = run.text.replace(HARD_BLANK, " ");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabulators_reach_the_next_stop() {
        assert_eq!(expanded("\ta\tb"), "    a   b");
    }

    /// Once the whole line was set to see whether it fits, at a price that grew with its square.
    #[test]
    fn a_line_of_code_without_end_is_wrapped() {
        use crate::design::Design;
        use crate::diagnostic::Diagnostics;
        use crate::document::{Document, Draft};
        use crate::font::FontBook;
        use crate::typeset::paragraph::Setter;
        let (document, fonts, design) = (Document::settled(Draft::default()), FontBook::builtin(), Design::default());
        let mut diagnostics = Diagnostics::default();
        let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
        let mut flow = Flow::new(&mut setter, &design);
        let style = flow.style(&flow.text, crate::typeset::paragraph::Align::Left);
        let room = Length::pt(200.0);
        let rows = wrapped(&mut flow, &"y".repeat(100_000), &style, room);
        let shown: usize = rows
            .iter()
            .flat_map(|row| &row.items)
            .map(|item| match item {
                Item::Glyphs(run) => run.text.len(),
                _ => 0,
            })
            .sum();
        assert_eq!(shown, 100_000);
        assert!(rows.iter().all(|row| row.width <= room));
    }

    #[test]
    fn a_line_is_cut_after_a_sign_in_its_second_half() {
        assert_eq!(cut("alpha beta gamma", 12), "alpha beta ".len());
        assert_eq!(cut("a bcdefghijklmnop", 12), 12);
        assert_eq!(cut("short", 12), 5);
        assert_eq!(cut("ёжик под ёлкой", 10), "ёжик под ".len());
    }
}

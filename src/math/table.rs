//! Matrices, cases, and formulas of several lines.
//!
//! In: a table of MathML. Out: a box with its middle on the axis; the numbers of its lines by themselves. Columns are as far
//! apart as LaTeX has them (The LaTeX Companion, on `array` and `amsmath`).

use super::boxes::MathBox;
use super::layout::{Layout, Style, elements, ems, styled};
use crate::font::Constant;
use crate::units::{Length, Rect};
use roxmltree::Node;

/// Space on each side of a column, in ems: half of LaTeX's `\arraycolsep` twice, at 10 pt.
const BESIDE: f64 = 0.5;
/// Space before the second and every further pair of columns that are aligned with one another.
const BEFORE_PAIR: f64 = 2.0;
/// The part of a line above and below its baseline, in ems, at LaTeX's 12 pt for 10 pt.
const ABOVE: f64 = 0.84;
const BELOW: f64 = 0.36;
/// Further space between lines of a formula that stands alone (`\jot`).
const JOT: f64 = 0.3;
/// The least space between two lines.
const LEAST: f64 = 0.12;

/// Where the content of a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Align {
    Left,
    Centre,
    Right,
}

struct Cell {
    content: MathBox,
    align: Align,
    /// Space before and after it.
    before: Length,
    after: Length,
    /// Lines above it and to its right.
    over: bool,
    right: bool,
}

struct Line {
    cells: Vec<Cell>,
    height: Length,
    depth: Length,
    number: Option<MathBox>,
}

/// The last row of a table, when it is no more than the rule at its foot: math-core makes an empty row of `\\ \hline` at the
/// end.
pub(super) fn closing_rule<'x>(table: Node<'x, 'x>) -> Option<Node<'x, 'x>> {
    let row = elements(table).last().filter(|_| elements(table).nth(1).is_some())?;
    let is_rule = |cell: Node<'_, '_>| elements(cell).next().is_none() && styled(cell, "border-top").is_some();
    (elements(row).next().is_some() && elements(row).all(is_rule)).then_some(row)
}

impl Layout<'_, '_> {
    pub(super) fn table(&mut self, node: Node<'_, '_>, style: Style) -> MathBox {
        let style = if node.attribute("displaystyle").is_none() { Style { display: false, ..style } } else { style };
        let is_numbered = styled(node, "width") == Some("100%");
        let em = self.em(style);
        let mut lines: Vec<Line> = Vec::new();
        let mut is_tight = false;
        let foot = closing_rule(node);
        for row in elements(node).filter(|row| Some(*row) != foot) {
            let mut cells: Vec<Node<'_, '_>> = elements(row).collect();
            let mut number = None;
            // The outer columns of a formula that is as wide as the page are for its numbers.
            if is_numbered && cells.len() > 1 {
                let last = cells.pop().filter(|cell| elements(*cell).next().is_some());
                number = last.map(|cell| self.row(cell, Style { display: false, level: 0, ..style }));
                cells.remove(0);
            }
            is_tight |= cells.iter().any(|cell| styled(*cell, "padding-top").is_some());
            let cells: Vec<Cell> = cells.into_iter().map(|cell| self.cell(cell, style)).collect();
            let (strut, below) = if is_tight { (0.0, 0.0) } else { (ABOVE, BELOW) };
            let height = cells.iter().map(|cell| cell.content.height).fold(em.scale(strut), Length::max);
            let depth = cells.iter().map(|cell| cell.content.depth).fold(em.scale(below), Length::max);
            lines.push(Line { cells, height, depth, number });
        }
        if let Some(first) = lines.first_mut() {
            let ink = first.cells.iter().map(|cell| cell.content.height).max().unwrap_or_default();
            first.height = if is_numbered { ink } else { first.height };
        }
        self.tabulated(node, lines, style)
    }

    fn cell(&mut self, node: Node<'_, '_>, style: Style) -> Cell {
        let content = self.row(node, style);
        let align = match styled(node, "text-align") {
            Some("left") => Align::Left,
            Some("right") => Align::Right,
            _ => Align::Centre,
        };
        let space = |side| self.em(style).scale(styled(node, side).and_then(ems).unwrap_or(BESIDE));
        let mut before = space("padding-left");
        if align == Align::Right && styled(node, "padding-right").is_some_and(|value| value.starts_with('0')) {
            before = self.em(style).scale(BEFORE_PAIR - BESIDE);
        }
        let is_ruled = |side| styled(node, side).is_some();
        let (over, right) = (is_ruled("border-top"), is_ruled("border-right"));
        Cell { content, align, before, after: space("padding-right"), over, right }
    }

    /// Puts the cells of lines at their places.
    fn tabulated(&mut self, node: Node<'_, '_>, lines: Vec<Line>, style: Style) -> MathBox {
        let (em, thickness) = (self.em(style), self.constant(Constant::FractionRuleThickness, style));
        let count = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
        let of = |column: usize, measure: &dyn Fn(&Cell) -> Length| {
            lines.iter().filter_map(|line| line.cells.get(column)).map(measure).max().unwrap_or_default()
        };
        let is_ruled = |side: &str| styled(node, side).is_some();
        let frames =
            is_ruled("border-left") || lines.iter().any(|l| l.cells.iter().any(|cell| cell.right || cell.over));
        let (mut lefts, mut widths, mut x) = (Vec::new(), Vec::new(), Length::ZERO);
        let mut ends = Vec::new();
        for column in 0..count {
            // What stands at the edge has no space outside, unless there are lines.
            let is_outer = |place: usize| place == column && !frames;
            x += if is_outer(0) { Length::ZERO } else { of(column, &|cell| cell.before) };
            lefts.push(x);
            widths.push(of(column, &|cell| cell.content.width));
            x += widths[column];
            x += if is_outer(count - 1) { Length::ZERO } else { of(column, &|cell| cell.after) };
            ends.push(x);
        }
        let jot = if style.display { em.scale(JOT) } else { Length::ZERO };
        let mut whole = MathBox { width: x, ..MathBox::default() };
        let mut baseline = Length::ZERO;
        let mut tops = Vec::new();
        let (mut height, mut bottom) = (Length::ZERO, Length::ZERO);
        let mut numbers = Vec::new();
        for (place, line) in lines.into_iter().enumerate() {
            if place == 0 {
                height = line.height;
            } else {
                baseline += bottom + jot + em.scale(LEAST) + line.height;
            }
            tops.push((
                baseline - line.height - em.scale(LEAST / 2.0) - jot / 2,
                line.cells.iter().all(|c| c.over) && !line.cells.is_empty(),
            ));
            for (column, cell) in line.cells.into_iter().enumerate() {
                let spare = widths[column] - cell.content.width;
                let shift = match cell.align {
                    Align::Left => Length::ZERO,
                    Align::Centre => spare / 2,
                    Align::Right => spare,
                };
                whole.put(cell.content, lefts[column] + shift, -baseline);
            }
            if let Some(number) = line.number {
                numbers.push((baseline, number));
            }
            bottom = line.depth;
        }
        let first = tops.first().map_or(Length::ZERO, |(top, _)| *top);
        let mut last = baseline + bottom;
        if closing_rule(node).is_some() {
            last += em.scale(LEAST / 2.0) + jot / 2;
            whole.bar(Rect::new(Length::ZERO, last, x, thickness), style.colour);
        }
        for (top, _) in tops.iter().filter(|(_, ruled)| *ruled) {
            whole.bar(Rect::new(Length::ZERO, *top, x, thickness), style.colour);
        }
        self.upright(node, &ends, (first, last), &mut whole, style);
        (whole.height, whole.depth) = (height.max(whole.height), last.max(whole.depth));
        let by = self.axis(style) - (whole.height - whole.depth) / 2;
        self.numbers.extend(numbers.into_iter().map(|(fall, number)| (by - fall, number)));
        whole.raised(by)
    }

    /// The lines between columns.
    fn upright(
        &self,
        node: Node<'_, '_>,
        ends: &[Length],
        (top, bottom): (Length, Length),
        whole: &mut MathBox,
        style: Style,
    ) {
        let thickness = self.constant(Constant::FractionRuleThickness, style);
        let mut ruled = vec![false; ends.len()];
        for row in elements(node) {
            for (column, cell) in elements(row).enumerate().take(ends.len()) {
                ruled[column] |= styled(cell, "border-right").is_some();
            }
        }
        let mut places: Vec<Length> =
            ends.iter().zip(&ruled).filter(|(_, ruled)| **ruled).map(|(end, _)| *end).collect();
        if styled(node, "border-left").is_some() {
            places.push(Length::ZERO);
        }
        for x in places {
            whole.bar(Rect::new(x - thickness / 2, top, thickness, bottom - top), style.colour);
        }
        if styled(node, "border-top").is_some() {
            whole.bar(Rect::new(Length::ZERO, top, whole.width, thickness), style.colour);
        }
    }
}

//! A paragraph and the passes over it.
//!
//! In: inlines, their style and the measure. Out: the breakpoints that were chosen, in the first pass that finds a way:
//! words only; hyphens; looser lines, with breaks at the joints of names in the text; at last breaks anywhere in what is
//! wider than the measure, with an emergency stretch (The TeXbook, p. 107), so that a line may be loose but is not overfull.
//! Each pass costs only when the one before fails.

use super::collect::{self, Collected};
use super::glyphs::{self, Glyphs, Shaped};
use super::items::{self, Breaks, Opportunity, Rules};
use super::justify;
use super::linebreak::{BreakKind, Breakpoint, Broken, Measure, Shape, break_into, break_lines};
use super::{Align, Line, ParagraphStyle, Setter};
use crate::document::{Inline, TextPlace};
use crate::units::Length;
use std::ops::Range;

/// Badness allowed in the pass without hyphens: TeX's \pretolerance (The TeXbook, p. 96). At 200 a novel has half as many
/// hyphens, but three times as many loose lines.
pub(super) const WORDS_TOLERANCE: f64 = 100.0;
/// Badness allowed in the pass with hyphens: TeX's \tolerance.
pub(super) const HYPHENS_TOLERANCE: f64 = 200.0;
/// Badness allowed before long words are broken anywhere.
const LOOSE_TOLERANCE: f64 = 2_000.0;

/// A paragraph, collected and shaped, ready to be broken into lines.
pub(super) struct Text<'p> {
    pub(super) collected: Collected,
    pub(super) shaped: Shaped,
    between_words: Vec<Opportunity>,
    /// No line ends in it or at its end, in bytes.
    pub(super) whole: Range<usize>,
    style: &'p ParagraphStyle,
    measure: Length,
    /// The place of its beginning.
    place: Option<TextPlace>,
}

impl<'p> Text<'p> {
    /// `None` when there is nothing to set.
    pub(super) fn read(
        setter: &mut Setter,
        inlines: &[Inline],
        style: &'p ParagraphStyle,
        measure: Length,
    ) -> Option<Text<'p>> {
        let collected = collect::collect(setter, inlines, style);
        if collected.text.is_empty() {
            return None;
        }
        let is_flexible = style.expand && style.align == Align::Justify;
        let kind = if is_flexible { Glyphs::Flexible } else { Glyphs::Rigid };
        let indent = style.first_indent.max(style.hanging_indent) + style.cut_in.width;
        let shaped = glyphs::shape(setter, &collected, (measure - indent).max(measure / 4), kind);
        let between_words = items::between_words(setter, &collected);
        let place = TextPlace::of(inlines);
        Some(Text { collected, shaped, between_words, whole: 0..0, style, measure, place })
    }

    fn breakpoints(&self, setter: &mut Setter, breaks: Breaks) -> Vec<Breakpoint> {
        let justified = self.style.align == Align::Justify;
        let rules = Rules {
            breaks,
            measure: self.measure,
            hangs: justified && self.style.protrude && self.collected.levels.is_none(),
            spaces_give: justified,
        };
        let mut points = items::breakpoints(setter, &self.collected, &self.shaped, &self.between_words, rules);
        if self.style.indent(0) != Length::ZERO {
            points[0].hang_start = Length::ZERO;
        }
        let whole = &self.whole;
        points.retain(|point| point.kind == BreakKind::Forced || point.at <= whole.start || point.at > whole.end);
        points
    }

    /// The measure that its lines are broken by, of no tolerance yet.
    fn room(&self) -> Measure {
        let (style, em) = (self.style, self.style.text.size);
        let shape = Shape {
            first: self.measure - style.first_indent,
            rest: self.measure - style.hanging_indent,
            cut_lines: style.cut_in.lines,
            cut: style.cut_in.width,
        };
        Measure {
            shape,
            extra_stretch: match style.align {
                Align::Justify => Length::ZERO,
                Align::Left | Align::Right => em * 3,
                // Both ends of a centred line share what it lacks.
                Align::Centre => em * 4,
            },
            tolerance: 0.0,
            shortest_last: match style.align {
                // The lines of a centred text are a shape; a word alone below it spoils it.
                Align::Centre => self.measure / 3,
                Align::Left | Align::Right => style.first_indent.max(em * 4),
                Align::Justify => style.first_indent.max(em * 2),
            },
            last_resort: false,
        }
    }

    /// Passes over a paragraph, each allowing more than the one before: words only; hyphens; looser lines; at last
    /// anything that is not an overfull line.
    pub(super) fn broken(&self, setter: &mut Setter) -> (Vec<Breakpoint>, Broken) {
        let room = self.room();
        let points = self.breakpoints(setter, Breaks::Words);
        if let Some(broken) = break_lines(&points, &Measure { tolerance: WORDS_TOLERANCE, ..room }) {
            return (points, broken);
        }
        for (breaks, tolerance) in [(self.hyphens(), HYPHENS_TOLERANCE), (self.joints(), LOOSE_TOLERANCE)] {
            let points = self.breakpoints(setter, breaks);
            if let Some(broken) = break_lines(&points, &Measure { tolerance, ..room }) {
                return (points, broken);
            }
        }
        let points = self.breakpoints(setter, Breaks::Anywhere);
        let extra_stretch = room.extra_stretch + self.style.text.size * 3;
        let last = Measure { tolerance: f64::INFINITY, extra_stretch, last_resort: true, ..room };
        let all = || Broken { places: vec![points.len() - 1], demerits: f64::INFINITY };
        let broken = break_lines(&points, &last).unwrap_or_else(all);
        (points, broken)
    }

    /// The best way to make so many lines without looser lines than hyphenated text may have.
    pub(super) fn broken_into(&self, setter: &mut Setter, lines: usize) -> Option<(Vec<Breakpoint>, Broken)> {
        let measure = Measure { tolerance: HYPHENS_TOLERANCE, ..self.room() };
        [Breaks::Words, self.hyphens()].into_iter().find_map(|breaks| {
            let points = self.breakpoints(setter, breaks);
            let broken = break_into(&points, &measure, lines)?;
            Some((points, broken))
        })
    }

    fn hyphens(&self) -> Breaks {
        let may_break = matches!(self.style.align, Align::Justify | Align::Left);
        if self.style.hyphenate && may_break { Breaks::Hyphens } else { Breaks::Words }
    }

    fn joints(&self) -> Breaks {
        if self.hyphens() == Breaks::Hyphens { Breaks::Joints } else { Breaks::Words }
    }

    pub(super) fn lines(&self, setter: &mut Setter, points: &[Breakpoint], broken: &Broken) -> Vec<Line> {
        let (collected, shaped) = (&self.collected, &self.shaped);
        let paragraph = justify::Paragraph { collected, shaped, style: self.style, measure: self.measure };
        let starts = std::iter::once(0).chain(broken.places.iter().copied());
        let (mut place, mut read) = (self.place, 0);
        let mut lines = Vec::with_capacity(broken.places.len());
        for (i, (from, to)) in starts.zip(&broken.places).enumerate() {
            let mut line = justify::line(
                setter,
                &paragraph,
                &points[from],
                &points[*to],
                (self.style.indent(i), self.style.end_indent(i)),
            );
            let start = points[from].next.max(read);
            place = place.map(|place| place.after(&collected.text[read..start]));
            (line.place, read) = (place, start);
            lines.push(line);
        }
        lines
    }

    /// Demerits of total fit and of first fit, whatever the tolerance.
    #[cfg(test)]
    pub(super) fn compared(&self, setter: &mut Setter) -> (f64, f64) {
        use super::linebreak::{cost, first_fit};
        let measure = Measure { tolerance: f64::INFINITY, last_resort: true, ..self.room() };
        let points = self.breakpoints(setter, self.hyphens());
        let first = cost(&points, &first_fit(&points, &measure), &measure);
        let total = break_lines(&points, &measure).map_or(f64::INFINITY, |broken| broken.demerits);
        (total, first)
    }
}

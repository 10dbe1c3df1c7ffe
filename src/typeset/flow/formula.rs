//! Formulas set off from the text.
//!
//! In: the source of a formula. Out: nodes of the flow's list: the formula in the middle of the column with the numbers of its
//! lines at the right edge. One that is too wide is set smaller within limits; then in several lines, each ending after a
//! relation or an operator; what is still too wide is told.

use super::{Flow, Strip};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Inline, InlineKind, TextPlace, formula_words};
use crate::math::{Laid, MathBox};
use crate::page::{ElementKind, LineFigures, LineKind, Owner};
use crate::source::Span;
use crate::typeset::paragraph::Line;
use crate::typeset::{formula, ink};
use crate::units::{Length, Point};

/// The smallest size before a formula is broken into lines, and the smallest at all.
const BEFORE_BREAKS: f64 = 0.88;
const SMALLEST: f64 = 0.68;
/// By how much the further lines of a formula stand in, and the space between lines, in ems.
const INDENT: f64 = 2.0;
const BETWEEN: f64 = 0.45;
/// Space between a formula and its number, in ems.
const BEFORE_NUMBER: f64 = 1.0;

impl Flow<'_, '_> {
    /// A formula that stands alone.
    pub(super) fn formula(&mut self, source: &str, span: Span) {
        let look = (self.text.size, self.text.style);
        let language = self.language.0.clone();
        let laid = self.setter.formula(source, true, look, &language, span);
        match laid.as_deref() {
            Some(Ok(laid)) => {
                self.displayed(|flow| flow.set_formula(laid, source, span, Some(TextPlace { text: span, before: 0 })))
            }
            _ => self.formula_source(&formula_words(source), span),
        }
    }

    fn set_formula(&mut self, laid: &Laid, source: &str, span: Span, place: Option<TextPlace>) {
        let size = self.text.size;
        let measure = self.column.measure;
        let widest = laid.numbers.iter().map(|(_, number)| number.width).max();
        let reserve = widest.map_or(Length::ZERO, |width| width + size.scale(BEFORE_NUMBER));
        let whole = laid.whole();
        let room = measure - reserve;
        let factor = room.ratio(whole.width.max(Length(1)));
        let lines = if factor >= BEFORE_BREAKS || laid.pieces.len() < 2 {
            vec![whole]
        } else {
            laid.lines(room, size.scale(INDENT))
        };
        let widest = lines.iter().map(|line| line.width).max().unwrap_or_default();
        let factor = room.ratio(widest.max(Length(1))).min(1.0);
        if factor < SMALLEST {
            let over = widest.scale(SMALLEST) - room;
            let message =
                format!("a formula is {over} pt wider than the measure, though it is set as small as can be read");
            let hint = "break it into lines: \\begin{aligned} … \\\\ … \\end{aligned}";
            self.setter.diagnostics.push(Diagnostic::warning(Code::OverfullLine, message).at(span).hint(hint));
        }
        let factor = factor.max(SMALLEST);
        let scaled = |content: MathBox| if factor < 1.0 { content.scaled(factor) } else { content };
        let count = lines.len();
        self.tagged(ElementKind::Formula, |flow| {
            let element = flow.setter.tags.current();
            let owner = Owner::from(element);
            let element = flow.setter.tags.element(element);
            (element.is_block, element.alt) = (true, Some(formula_words(source).into_owned()));
            for (at, content) in lines.into_iter().enumerate() {
                let content = scaled(content);
                let numbers = if at == 0 { &laid.numbers[..] } else { &[] };
                let left = match at {
                    _ if count == 1 => ((measure - content.width) / 2).min(room - content.width).max(Length::ZERO),
                    0 => Length::ZERO,
                    _ => size.scale(INDENT).min((room - content.width).max(Length::ZERO)),
                };
                if at > 0 {
                    flow.strip(Strip::blank(size.scale(BETWEEN)));
                }
                flow.formula_line(&content, left, numbers, owner, (span, if at == 0 { place } else { None }), factor);
            }
        });
    }

    /// One line of a formula, with the numbers at the right edge.
    fn formula_line(
        &mut self,
        content: &MathBox,
        left: Length,
        numbers: &[(Length, MathBox)],
        owner: Owner,
        (span, place): (Span, Option<TextPlace>),
        factor: f64,
    ) {
        let (measure, ink) = (self.column.measure, ink(self.text.colour));
        let mut items = formula::items(content, Point::new(left, Length::ZERO), ink, owner);
        let (mut height, mut depth) = (content.height, content.depth);
        for (raise, number) in numbers {
            let raise = raise.scale(factor);
            let at = Point::new(measure - number.width, -raise);
            (height, depth) = (height.max(number.height + raise), depth.max(number.depth - raise));
            items.extend(formula::items(number, at, ink, owner));
        }
        if self.setter.is_mirrored() {
            items.iter_mut().for_each(|item| item.mirror(measure));
        }
        let figures = LineFigures::default();
        let line = Line {
            items,
            width: left + content.width,
            ascent: height,
            descent: depth,
            figures,
            span,
            place,
            ..Line::default()
        };
        let mut strip = Strip { height: height + depth, span, ..Strip::default() };
        strip.put(line, Point::new(self.column.left, height), measure);
        for line in &mut strip.lines {
            (line.kind, line.first, line.last) = (LineKind::Other, true, true);
        }
        self.strip(strip);
    }

    /// A paragraph with formulas that are set off in it: its text goes on after each of them.
    pub(super) fn paragraph_around_formulas(&mut self, content: &[Inline]) {
        let whole = TextPlace::of(content);
        let mut before = whole;
        let mut rest = content;
        while let Some(first) = rest.first() {
            if let (InlineKind::Math(source), true) = (&first.kind, is_set_off(first)) {
                self.anchor(&first.attr.id);
                self.allow_break(super::block::ANNOUNCED);
                self.formula(source, first.span);
                self.first = true;
                rest = &rest[1..];
                continue;
            }
            let end = rest.iter().position(is_set_off).unwrap_or(rest.len());
            let (text, others) = rest.split_at(end);
            rest = others;
            self.paragraph_part(text, &mut before);
        }
    }

    /// The text of a paragraph between two formulas.
    fn paragraph_part(&mut self, text: &[Inline], place: &mut Option<TextPlace>) {
        let align = self.align;
        let mut style = self.style(&self.text, align);
        style.label = self.label.take();
        if !self.first {
            style.first_indent = self.indent_of_paragraph();
        }
        let mut lines = self.set(text, &style);
        for line in &mut lines {
            if let (Some(own), Some(whole)) = (&mut line.place, *place) {
                (own.text, own.before) = (whole.text, own.before.saturating_add(whole.before));
            }
        }
        *place = place.map(|place| place.after(&crate::document::plain_text(text)));
        let leading = self.text.leading;
        self.lines(lines, leading);
    }
}

/// True for a formula that is set off though it stands among text.
pub(super) fn is_set_off(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Math(_)) && inline.attr.has_class("display")
}

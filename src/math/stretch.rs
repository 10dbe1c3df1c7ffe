//! Glyphs that grow: brackets, roots, braces, arrows, large operators.
//!
//! In: a glyph and how long it is to be. Out: a box with the variant of the font that is long enough, or with parts put
//! together (OpenType, table `MATH`, glyph assembly).

use super::boxes::MathBox;
use super::layout::{Layout, Style};
use crate::font::{Axis, Part};
use crate::units::{Length, Point};

/// A bracket may be shorter than what is in it: by a tenth, or by half an em (The TeXbook, p. 152: 901 thousandths and
/// 5 pt).
const SHARE_OF_FENCE: f64 = 0.901;
const SHORT_OF_FENCE: f64 = 0.5;
/// The most repetitions of a part.
const MOST_REPEATED: i64 = 2_000;

impl Layout<'_, '_> {
    /// A bracket beside what is so high and so deep, in the middle of the axis.
    pub(super) fn fence(&mut self, text: &str, height: Length, depth: Length, style: Style) -> MathBox {
        let Some(c) = text.chars().next() else { return MathBox::default() };
        let axis = self.axis(style);
        let half = (height - axis).max(depth + axis).max(Length::ZERO);
        let least = (half * 2).scale(SHARE_OF_FENCE).max(half * 2 - self.em(style).scale(SHORT_OF_FENCE));
        self.grown(c, least, style)
    }

    /// A character that is at least so high, in the middle of the axis.
    pub(super) fn grown(&mut self, c: char, least: Length, style: Style) -> MathBox {
        let c = if c == '\u{2225}' { '‖' } else { c };
        let Some(glyph) = self.math.glyph(c, None) else {
            return self.words(c.encode_utf8(&mut [0; 4]), self.setting.words, style);
        };
        let grown = self.stretched(glyph, Axis::Vertical, least, c.encode_utf8(&mut [0; 4]), style);
        self.centred(grown, style)
    }

    /// A box with its middle on the axis.
    pub(super) fn centred(&self, content: MathBox, style: Style) -> MathBox {
        let by = self.axis(style) - (content.height - content.depth) / 2;
        content.raised(by)
    }

    /// A large operator: larger in a formula that stands alone.
    pub(super) fn large(&mut self, glyph: u16, text: &str, style: Style) -> MathBox {
        let least = if style.display { self.units(self.math.display_operator_height(), style) } else { Length::ZERO };
        let mut grown = self.stretched(glyph, Axis::Vertical, least, text, style);
        // It leans within its own width: what stands below it on the right moves in.
        grown.width -= grown.italic;
        self.centred(grown, style)
    }

    /// A glyph that is at least so long, or as long as the font has it.
    pub(super) fn stretched(&mut self, glyph: u16, axis: Axis, least: Length, text: &str, style: Style) -> MathBox {
        let ink = self.math.ink(glyph);
        let own = if axis == Axis::Vertical { ink.top - ink.bottom } else { ink.right - ink.left };
        if self.units(own, style) >= least {
            return self.glyph(glyph, text, style);
        }
        let variants = self.math.variants(glyph, axis);
        if let Some((variant, _)) = variants.iter().find(|(_, length)| self.units(*length, style) >= least) {
            return self.glyph(*variant, text, style);
        }
        let parts = self.math.parts(glyph, axis);
        if parts.is_empty() {
            let largest = variants.last().map_or(glyph, |(variant, _)| *variant);
            return self.glyph(largest, text, style);
        }
        self.assembled(&parts, axis, least, text, style)
    }

    /// The widest variant of a glyph that is no wider.
    pub(super) fn no_wider(&mut self, glyph: u16, most: Length, text: &str, style: Style) -> MathBox {
        let variants = self.math.variants(glyph, Axis::Horizontal);
        let fitting = variants.iter().rev().find(|(_, length)| self.units(*length, style) <= most);
        self.glyph(fitting.map_or(glyph, |(variant, _)| *variant), text, style)
    }

    /// Parts put together to at least a length: as few of those that may be repeated as it takes, and as much overlap as
    /// there may be.
    fn assembled(&mut self, parts: &[Part], axis: Axis, least: Length, text: &str, style: Style) -> MathBox {
        let least_overlap = self.math.least_overlap();
        let list = |times: i64| {
            let repeated = |part: &Part| if part.extends { times as usize } else { 1 };
            parts.iter().flat_map(move |part| std::iter::repeat_n(*part, repeated(part))).collect::<Vec<Part>>()
        };
        // Font units that a list is long at the least overlap, and at the most.
        let most_overlap = |a: &Part, b: &Part| a.end.min(b.start).max(least_overlap);
        let longest = |list: &[Part]| {
            list.iter().map(|p| p.advance).sum::<i64>() - least_overlap * (list.len() as i64 - 1).max(0)
        };
        let wanted = {
            let em = self.em(style).0.max(1);
            (least.0 as i128 * i128::from(self.math.units_per_em()) / i128::from(em)) as i64 + 1
        };
        let (none, one) = (longest(&list(0)), longest(&list(1)));
        let step = (one - none).max(1);
        let times = if none >= wanted { 0 } else { ((wanted - none + step - 1) / step).clamp(1, MOST_REPEATED) };
        let chosen = list(times);
        let joints = (chosen.len() as i64 - 1).max(1);
        let spare = (longest(&chosen) - wanted).max(0) / joints;
        let mut whole = MathBox::default();
        let mut at = Length::ZERO;
        let mut before: Option<Part> = None;
        for (place, part) in chosen.iter().enumerate() {
            if let Some(before) = before {
                let overlap = (least_overlap + spare).min(most_overlap(&before, part));
                at -= self.units(overlap, style);
            }
            let shown = if place == 0 { text } else { "" };
            let content = self.glyph(part.glyph, shown, style);
            let ink = self.math.ink(part.glyph);
            match axis {
                Axis::Vertical => {
                    whole.width = whole.width.max(content.width);
                    whole.put(content, Length::ZERO, at - self.units(ink.bottom, style));
                }
                Axis::Horizontal => {
                    whole.put(content, at - self.units(ink.left.min(0), style), Length::ZERO);
                }
            }
            at += self.units(part.advance, style);
            before = Some(*part);
        }
        if axis == Axis::Horizontal {
            whole.width = at;
        } else {
            whole.height = at;
            whole.depth = Length::ZERO;
        }
        whole.single = None;
        whole
    }

    /// A glyph that grows to both sides, its ink beginning at its left end.
    pub(super) fn wide(&mut self, c: char, least: Length, style: Style) -> MathBox {
        let Some(glyph) = self.math.glyph(c, None) else {
            return self.words(c.encode_utf8(&mut [0; 4]), self.setting.words, style);
        };
        let mut grown = self.stretched(glyph, Axis::Horizontal, least, c.encode_utf8(&mut [0; 4]), style);
        if let Some(single) = grown.single {
            let ink = self.math.ink(single);
            grown.shift(Point::new(-self.units(ink.left, style), Length::ZERO));
            grown.width = self.units(ink.right - ink.left, style);
        }
        grown
    }
}

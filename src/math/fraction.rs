//! Fractions and roots.
//!
//! In: what stands above and below a bar, or under a root. Out: a box (The TeXbook, appendix G, rules 11 and 15; MathML Core,
//! sections 3.3.2 and 3.3.3).

use super::boxes::MathBox;
use super::layout::{Layout, Style, elements, ems, styled};
use crate::font::{Axis, Constant};
use crate::units::{Length, Rect};
use roxmltree::Node;

/// The space to both sides of a fraction, in ems (The TeXbook, p. 442: `\nulldelimiterspace`).
const BESIDE: f64 = 0.1;

impl Layout<'_, '_> {
    pub(super) fn fraction(&mut self, node: Node<'_, '_>, style: Style) -> MathBox {
        let mut parts = elements(node);
        let (Some(over), Some(under)) = (parts.next(), parts.next()) else { return MathBox::default() };
        let inner = style.of_fraction();
        let (above, below) = (self.node(over, inner), self.node(under, inner.cramped()));
        let thickness = match node.attribute("linethickness").and_then(ems) {
            Some(ems) => self.em(style).scale(ems),
            None => self.constant(Constant::FractionRuleThickness, style),
        };
        let width = above.width.max(below.width);
        let (up, down) = self.shifts(&above, &below, thickness, style);
        let mut whole = MathBox::default();
        let middle = |content: &MathBox| (width - content.width) / 2;
        let (over, under) = (middle(&above), middle(&below));
        whole.put(above, over, up);
        whole.put(below, under, -down);
        if thickness > Length::ZERO {
            let top = -self.axis(style) - thickness / 2;
            whole.bar(Rect::new(Length::ZERO, top, width, thickness), style.colour);
        }
        whole.width = width;
        whole.height += self.em(style).scale(styled(node, "padding-top").and_then(ems).unwrap_or(0.0));
        let beside = if thickness > Length::ZERO { self.em(style).scale(BESIDE) } else { Length::ZERO };
        let mut row = MathBox::space(beside);
        row.push(whole);
        row.push(MathBox::space(beside));
        row
    }

    /// How far the two parts of a fraction are moved up and down.
    fn shifts(&self, above: &MathBox, below: &MathBox, thickness: Length, style: Style) -> (Length, Length) {
        use Constant as C;
        let of = |display, text| self.constant(if style.display { display } else { text }, style);
        if thickness <= Length::ZERO {
            let mut up = of(C::StackTopDisplayStyleShiftUp, C::StackTopShiftUp);
            let mut down = of(C::StackBottomDisplayStyleShiftDown, C::StackBottomShiftDown);
            let least = of(C::StackDisplayStyleGapMin, C::StackGapMin);
            let missing = least - (up - above.depth + down - below.height);
            if missing > Length::ZERO {
                up += missing / 2;
                down += missing - missing / 2;
            }
            return (up, down);
        }
        let (axis, half) = (self.axis(style), thickness / 2);
        let up = of(C::FractionNumeratorDisplayStyleShiftUp, C::FractionNumeratorShiftUp);
        let down = of(C::FractionDenominatorDisplayStyleShiftDown, C::FractionDenominatorShiftDown);
        let least = of(C::FractionNumDisplayStyleGapMin, C::FractionNumeratorGapMin);
        let least_below = of(C::FractionDenomDisplayStyleGapMin, C::FractionDenominatorGapMin);
        (up.max(axis + half + least + above.depth), down.max(below.height + least_below + half - axis))
    }

    /// What stands under a root, with the degree of the root.
    pub(super) fn root(&mut self, node: Node<'_, '_>, degree: Option<Node<'_, '_>>, style: Style) -> MathBox {
        use Constant as C;
        let content = match degree {
            Some(_) => self.node(node, style.cramped()),
            None => self.row(node, style.cramped()),
        };
        let least = if style.display { C::RadicalDisplayStyleVerticalGap } else { C::RadicalVerticalGap };
        let (mut gap, thickness) = (self.constant(least, style), self.constant(C::RadicalRuleThickness, style));
        let Some(glyph) = self.math.glyph('√', None) else { return self.wrong("no font has \u{201C}√\u{201D}") };
        let wanted = content.height + content.depth + gap + thickness;
        let sign = self.stretched(glyph, Axis::Vertical, wanted, "√", style);
        let spare = sign.height + sign.depth - wanted;
        if spare > Length::ZERO {
            gap += spare / 2;
        }
        // The bar goes on from the top of the sign.
        let top = content.height + gap + thickness;
        let (raise, width) = (top - sign.height, content.width);
        let mut whole = MathBox::default();
        let depth = sign.depth - raise;
        if let Some(degree) = degree {
            let tiny = Style { display: false, level: 2, ..style };
            let degree = self.node(degree, tiny);
            let high = (top + depth) * self.math.degree_percent() / 100 - depth;
            let before = self.constant(C::RadicalKernBeforeDegree, style);
            let after = self.constant(C::RadicalKernAfterDegree, style);
            let start = before.max(Length::ZERO);
            let (reach, low) = (degree.width, degree.depth);
            whole.put(degree, start, high + low);
            whole.width = (start + reach + after).max(Length::ZERO);
        }
        let (at, sign_width) = (whole.width, sign.width);
        whole.put(sign, at, raise);
        let bar = Rect::new(at + sign_width, -top, width, thickness);
        whole.put(content, at + sign_width, Length::ZERO);
        whole.bar(bar, style.colour);
        whole.width = at + sign_width + width;
        whole.height = whole.height.max(top + self.constant(C::RadicalExtraAscender, style));
        whole
    }
}

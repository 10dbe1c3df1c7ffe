//! Scripts: what stands raised and lowered beside something.
//!
//! In: a base and its scripts. Out: a box (The TeXbook, appendix G, rule 18; MathML Core, section 3.4.1).

use super::boxes::MathBox;
use super::layout::{Layout, Style, core, elements, what};
use super::operator::Form;
use crate::font::{Constant as C, Corner};
use crate::units::Length;
use roxmltree::Node;

impl Layout<'_, '_> {
    /// A base with a subscript and a superscript.
    pub(super) fn scripts(&mut self, [base, sub, sup]: [Option<Node<'_, '_>>; 3], style: Style) -> MathBox {
        let Some(base) = base else { return MathBox::default() };
        let content = self.node(base, style);
        let is_large = core(base).is_some_and(|op| what(op, Form::Prefix).is_large);
        let sub = sub.map(|sub| self.node(sub, style.subscript()));
        let sup = sup.map(|sup| self.node(sup, style.script()));
        self.with_scripts(content, sub, sup, is_large, style)
    }

    /// Puts scripts beside a box.
    pub(super) fn with_scripts(
        &mut self,
        base: MathBox,
        sub: Option<MathBox>,
        sup: Option<MathBox>,
        is_large: bool,
        style: Style,
    ) -> MathBox {
        // Beside one letter they stand where the font wants them, beside anything else near its corners.
        let single = base.single.filter(|_| !is_large);
        let at_corner = |corner: Length| if single.is_some() { Length::ZERO } else { corner };
        let (drop, fall) = (C::SuperscriptBaselineDropMax, C::SubscriptBaselineDropMin);
        let (mut up, mut down) = (Length::ZERO, Length::ZERO);
        if let Some(sup) = &sup {
            let shift = if style.cramped { C::SuperscriptShiftUpCramped } else { C::SuperscriptShiftUp };
            up = at_corner(base.height - self.constant(drop, style))
                .max(self.constant(shift, style))
                .max(sup.depth + self.constant(C::SuperscriptBottomMin, style));
        }
        if let Some(sub) = &sub {
            down = at_corner(base.depth + self.constant(fall, style))
                .max(self.constant(C::SubscriptShiftDown, style))
                .max(sub.height - self.constant(C::SubscriptTopMax, style));
        }
        if let (Some(sub), Some(sup)) = (&sub, &sup) {
            let gap = up - sup.depth + down - sub.height;
            let missing = self.constant(C::SubSuperscriptGapMin, style) - gap;
            if missing > Length::ZERO {
                down += missing;
                let most = self.constant(C::SuperscriptBottomMaxWithSubscript, style);
                let raise = (most - (up - sup.depth)).clamp(Length::ZERO, missing.max(Length::ZERO));
                up += raise;
                down -= raise;
            }
        }
        let kern = |corner, height: Length, own: &Self| {
            let em = own.em(style).0.max(1);
            let units = height.0 * own.math.units_per_em() / em;
            single.map_or(Length::ZERO, |glyph| own.units(own.math.kern(glyph, corner, units), style))
        };
        let (width, italic) = (base.width, base.italic);
        let after = self.constant(C::SpaceAfterScript, style);
        let mut whole = base;
        let mut right = width;
        if let Some(sup) = sup {
            let x = width + kern(Corner::TopRight, up - sup.depth, self);
            right = right.max(x + sup.width + after);
            whole.put(sup, x, up);
        }
        if let Some(sub) = sub {
            let x = width - italic + kern(Corner::BottomRight, sub.height - down, self);
            right = right.max(x + sub.width + after);
            whole.put(sub, x, -down);
        }
        (whole.width, whole.italic, whole.single) = (right, Length::ZERO, None);
        whole
    }

    /// Scripts on both sides: those before the base follow `mprescripts`.
    pub(super) fn multiscripts(&mut self, node: Node<'_, '_>, style: Style) -> MathBox {
        let children: Vec<Node<'_, '_>> = elements(node).collect();
        let Some((base, scripts)) = children.split_first() else { return MathBox::default() };
        let cut = scripts.iter().position(|child| child.tag_name().name() == "mprescripts").unwrap_or(scripts.len());
        let (after, before) = (&scripts[..cut], scripts.get(cut + 1..).unwrap_or_default());
        let mut content = self.node(*base, style);
        let strut = MathBox { height: content.height, depth: content.depth, ..MathBox::default() };
        let mut whole = MathBox::default();
        for pair in before.chunks(2) {
            let (sub, sup) = self.pair(pair, style);
            let scripts = self.with_scripts(strut.clone(), sub, sup, false, style);
            whole.push(scripts);
        }
        for pair in after.chunks(2) {
            let (sub, sup) = self.pair(pair, style);
            content = self.with_scripts(content, sub, sup, false, style);
        }
        whole.push(content);
        whole
    }

    fn pair(&mut self, pair: &[Node<'_, '_>], style: Style) -> (Option<MathBox>, Option<MathBox>) {
        let written = |node: &&Node<'_, '_>| {
            !matches!(node.tag_name().name(), "none") && elements(**node).next().is_some() || node.text().is_some()
        };
        let sub = pair.first().filter(written).map(|node| self.node(*node, style.subscript()));
        let sup = pair.get(1).filter(written).map(|node| self.node(*node, style.script()));
        (sub, sup)
    }
}

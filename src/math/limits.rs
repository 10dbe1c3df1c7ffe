//! What stands above and below something: limits, accents, braces, labels of arrows.
//!
//! In: a base and what stands above and below it. Out: a box (The TeXbook, appendix G, rules 9 to 13; MathML Core, section
//! 3.4.2).

use super::boxes::MathBox;
use super::layout::{Layout, Style, core, elements, what};
use super::letters::dotless;
use super::operator::{Form, is_vertical};
use crate::font::Constant as C;
use crate::units::{Length, Rect};
use roxmltree::Node;

/// The space between something and the brace or arrow over it, in ems.
const BELOW_BRACE: f64 = 0.1;
/// How long an arrow is at least, in parts of what browsers are told.
const OF_AN_ARROW: f64 = 0.55;

impl Layout<'_, '_> {
    /// An element with something above it, below it or both.
    pub(super) fn limits(&mut self, node: Node<'_, '_>, style: Style) -> MathBox {
        let mut children = elements(node);
        let Some(base) = children.next() else { return MathBox::default() };
        let (under, over) = match node.tag_name().name() {
            "munder" => (children.next(), None),
            "mover" => (None, children.next()),
            _ => (children.next(), children.next()),
        };
        let op = core(base).map(|op| what(op, Form::Prefix));
        if op.is_some_and(|op| op.moves_limits) && !style.display {
            return self.scripts([Some(base), under, over], style);
        }
        let flag = |name| node.attribute(name) == Some("true");
        if let Some(over) = over.filter(|_| flag("accent")) {
            return self.accent(base, over, style);
        }
        if let Some(under) = under.filter(|_| flag("accentunder")) {
            return self.accent_below(base, under, style);
        }
        let above = over.map(|over| self.node(over, style.script()));
        let below = under.map(|under| self.node(under, style.subscript()));
        let widest = [&above, &below].into_iter().flatten().map(|content| content.width).max().unwrap_or_default();
        // A space over or under an arrow's label is the least that the arrow is long.
        let is_space = |node: Option<Node<'_, '_>>| node.is_some_and(|node| node.tag_name().name() == "mspace");
        if op.is_none() && (is_space(over) || is_space(under)) {
            let mut content = self.node(base, style);
            let spare = (widest.scale(OF_AN_ARROW) - content.width).max(Length::ZERO);
            content.shift(crate::units::Point::new(spare / 2, Length::ZERO));
            content.width += spare;
            return content;
        }
        let arrow = base
            .text()
            .filter(|text| base.tag_name().name() == "mo" && op.is_some_and(|op| op.stretches) && !is_vertical(text));
        let content = match arrow.and_then(|text| text.chars().next()) {
            Some(arrow) => self.wide(arrow, widest, style),
            None => self.node(base, style),
        };
        self.stacked(content, below, above, style)
    }

    /// Limits above and below.
    fn stacked(&mut self, base: MathBox, below: Option<MathBox>, above: Option<MathBox>, style: Style) -> MathBox {
        let (lean, width) = (base.italic / 2, base.width - base.italic);
        let (height, depth) = (base.height, base.depth);
        let widest = [&above, &below].into_iter().flatten().map(|content| content.width).fold(base.width, Length::max);
        let start = (widest - base.width) / 2;
        let mut whole = MathBox::default();
        whole.put(base, start, Length::ZERO);
        if let Some(above) = above {
            let gap = self.constant(C::UpperLimitGapMin, style);
            let rise = self.constant(C::UpperLimitBaselineRiseMin, style).max(gap + above.depth);
            let x = start + (width - above.width) / 2 + lean * 2;
            whole.put(above, x.max(Length::ZERO), height + rise);
        }
        if let Some(below) = below {
            let gap = self.constant(C::LowerLimitGapMin, style);
            let fall = self.constant(C::LowerLimitBaselineDropMin, style).max(gap + below.height);
            let x = start + (width - below.width) / 2;
            whole.put(below, x.max(Length::ZERO), -(depth + fall));
        }
        whole.width = widest;
        whole
    }

    /// An accent, or something that grows, over a base.
    fn accent(&mut self, base: Node<'_, '_>, over: Node<'_, '_>, style: Style) -> MathBox {
        let sign = over.text().unwrap_or_default().trim().to_string();
        let grows =
            over.attribute("stretchy").map_or_else(|| what(over, Form::Postfix).stretches, |value| value == "true");
        let content = self.accented(base, style);
        let Some(c) = sign.chars().next().filter(|_| over.tag_name().name() == "mo") else {
            let above = self.node(over, style.script());
            return self.stacked(content, None, Some(above), style);
        };
        match c {
            '\u{332}' | '‾' | '\u{305}' | '¯' | '_' if grows => self.bar_above(content, style),
            '\u{302}' | 'ˆ' | '^' | '\u{303}' | '˜' | '~' | 'ˇ' if grows => {
                self.mark(content, combining(c), true, style)
            }
            c if grows => {
                let gap = self.em(style).scale(BELOW_BRACE);
                let sign = self.wide(c, content.width, style);
                self.over(content, sign, gap, style)
            }
            c => self.mark(content, combining(c), false, style),
        }
    }

    /// Something that grows under a base.
    fn accent_below(&mut self, base: Node<'_, '_>, under: Node<'_, '_>, style: Style) -> MathBox {
        let content = self.node(base, style.cramped());
        let sign = under.text().unwrap_or_default().trim().to_string();
        let Some(c) = sign.chars().next().filter(|_| under.tag_name().name() == "mo") else {
            let below = self.node(under, style.subscript());
            return self.stacked(content, Some(below), None, style);
        };
        if matches!(c, '\u{332}' | '_' | '‾' | '\u{305}' | '¯') {
            return self.bar_below(content, style);
        }
        let sign = self.wide(c, content.width, style);
        let gap = self.em(style).scale(BELOW_BRACE);
        let (width, fall) = (content.width.max(sign.width), content.depth + gap + sign.height);
        let (at, sign_at) = ((width - content.width) / 2, (width - sign.width) / 2);
        let mut whole = MathBox::default();
        whole.put(content, at, Length::ZERO);
        whole.put(sign, sign_at, -fall);
        whole.width = width;
        whole
    }

    /// The base of an accent; the dot of a letter gives way to it.
    fn accented(&mut self, base: Node<'_, '_>, style: Style) -> MathBox {
        let text = base.text().unwrap_or_default();
        match dotless(text) {
            bare if base.tag_name().name() == "mi" && bare != text => match bare.chars().next() {
                Some(c) => self.letter(c, text, style.cramped()),
                None => MathBox::default(),
            },
            _ => self.node(base, style.cramped()),
        }
    }

    /// An accent that stands where the font wants it, or the widest that is no wider than the base.
    fn mark(&mut self, base: MathBox, c: char, grows: bool, style: Style) -> MathBox {
        let text = c.to_string();
        let Some(glyph) = self.math.glyph(c, None) else {
            return self.wrong(format!("no font has \u{201C}{c}\u{201D}"));
        };
        let mark = if grows { self.no_wider(glyph, base.width, &text, style) } else { self.glyph(glyph, &text, style) };
        let drop = base.height.min(self.constant(C::AccentBaseHeight, style));
        let own = base.single.and_then(|glyph| self.math.accent_attachment(glyph));
        let at = own.map_or((base.width - base.italic) / 2, |units| self.units(units, style));
        let single = mark.single.unwrap_or(glyph);
        let ink = self.math.ink(single);
        let middle = self.math.accent_attachment(single).unwrap_or((ink.left + ink.right) / 2);
        let (x, raise) = (at - self.units(middle, style), base.height - drop);
        let (width, italic, letter) = (base.width, base.italic, base.single);
        let mut whole = base;
        whole.put(MathBox { depth: -raise, ..mark }, x, raise);
        // Scripts stand beside the letter, not beside its accent.
        (whole.width, whole.italic, whole.single) = (width, italic, letter);
        whole
    }

    /// A sign over a base, a gap between them.
    fn over(&mut self, base: MathBox, sign: MathBox, gap: Length, _: Style) -> MathBox {
        let (width, rise) = (base.width.max(sign.width), base.height + gap + sign.depth);
        let (at, sign_at) = ((width - base.width) / 2, (width - sign.width) / 2);
        let mut whole = MathBox::default();
        whole.put(base, at, Length::ZERO);
        whole.put(sign, sign_at, rise);
        whole.width = width;
        whole
    }

    fn bar_above(&mut self, mut base: MathBox, style: Style) -> MathBox {
        let gap = self.constant(C::OverbarVerticalGap, style);
        let thickness = self.constant(C::OverbarRuleThickness, style);
        let top = base.height + gap + thickness;
        base.bar(Rect::new(Length::ZERO, -top, base.width, thickness), style.colour);
        base.height = top + self.constant(C::OverbarExtraAscender, style);
        base
    }

    fn bar_below(&mut self, mut base: MathBox, style: Style) -> MathBox {
        let gap = self.constant(C::UnderbarVerticalGap, style);
        let thickness = self.constant(C::UnderbarRuleThickness, style);
        let top = base.depth + gap;
        base.bar(Rect::new(Length::ZERO, top, base.width, thickness), style.colour);
        base.depth = top + thickness + self.constant(C::UnderbarExtraDescender, style);
        base
    }
}

/// The character that stands on another, for one that stands by itself.
fn combining(c: char) -> char {
    match c {
        '`' => '\u{300}',
        '´' => '\u{301}',
        'ˆ' | '^' => '\u{302}',
        '˜' | '~' => '\u{303}',
        '¯' | '‾' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30A}',
        'ˇ' => '\u{30C}',
        '→' => '\u{20D7}',
        c => c,
    }
}

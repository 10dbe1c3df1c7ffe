//! MathML to boxes.
//!
//! In: a formula in the MathML that `math-core` writes, a size, and fonts. Out: [`Laid`]: every glyph and rule at its place,
//! in pieces between which a line may end. The rules are those of The TeXbook (appendix G) with the measures of the font
//! (OpenType, table `MATH`), as MathML Core (section 3) joins the two. This file lays out rows and what they are made of;
//! what stands above, below and around something has files of its own.

use super::boxes::MathBox;
use super::operator::{Class, Form, Operator, is_vertical, operator};
use crate::font::{Constant, FaceId, Features, MathFace, Shaper, Style as FontStyle};
use crate::units::{Length, Point};
use roxmltree::Node;

/// How a formula is to be set.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'s> {
    /// Type size of its letters.
    pub size: Length,
    /// Whether it stands alone.
    pub display: bool,
    /// Family, weight and slope of the words in it.
    pub words: FontStyle,
    /// Language of the words in it, as a BCP 47 tag.
    pub language: &'s str,
}

/// A formula that is laid out.
#[derive(Clone, Debug, Default)]
pub struct Laid {
    /// Its pieces from left to right.
    pub pieces: Vec<Piece>,
    /// The numbers of its lines, each with the height of its baseline above that of the formula.
    pub numbers: Vec<(Length, MathBox)>,
}

/// A part of a formula after which a line may end.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// What it shows.
    pub content: MathBox,
    /// The space after it, which is lost where the line ends.
    pub after: Length,
    /// What it costs to end the line after it.
    pub penalty: i32,
}

impl Laid {
    /// The whole formula in one box.
    pub fn whole(&self) -> MathBox {
        let mut whole = MathBox::default();
        for piece in &self.pieces {
            whole.push(piece.content.clone());
            whole.push(MathBox::space(piece.after));
        }
        whole
    }

    /// The formula in lines that are no wider than the room, all but the first indented, each as full as can be.
    pub fn lines(&self, room: Length, indent: Length) -> Vec<MathBox> {
        let mut lines: Vec<MathBox> = Vec::new();
        let mut line = MathBox::default();
        let mut after = Length::ZERO;
        for piece in &self.pieces {
            let room = if lines.is_empty() { room } else { room - indent };
            let width = line.width + after + piece.content.width;
            if width > room && line.width > Length::ZERO {
                lines.push(std::mem::take(&mut line));
                after = Length::ZERO;
            }
            line.append(after, piece.content.clone());
            after = piece.after;
        }
        lines.push(line);
        lines
    }

    /// The formula in parts that a line of text may end between: at its relations, and in a part that is wider than
    /// `most` at its operators too. The space after a part belongs to it.
    pub fn parts(&self, most: Length) -> Vec<MathBox> {
        let whole = self.whole();
        if whole.width <= most {
            return vec![whole];
        }
        let mut parts = Vec::new();
        for stretch in self.pieces.split_inclusive(|piece| piece.penalty == AFTER_RELATION) {
            let whole = Laid { pieces: stretch.to_vec(), numbers: Vec::new() }.whole();
            if whole.width <= most {
                parts.push(whole);
            } else {
                parts.extend(stretch.iter().map(|piece| {
                    let mut part = piece.content.clone();
                    part.push(MathBox::space(piece.after));
                    part
                }));
            }
        }
        parts
    }
}

/// The style of a part of a formula (The TeXbook, p. 140).
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) display: bool,
    /// How deep it stands in scripts, 2 for any further.
    pub(super) level: u8,
    /// Superscripts are raised less.
    pub(super) cramped: bool,
    pub(super) colour: Option<[u8; 3]>,
}

impl Style {
    pub(super) fn cramped(self) -> Style {
        Style { cramped: true, ..self }
    }

    pub(super) fn script(self) -> Style {
        Style { display: false, level: (self.level + 1).min(2), ..self }
    }

    /// That of a subscript.
    pub(super) fn subscript(self) -> Style {
        self.script().cramped()
    }

    /// That above and below the bar of a fraction.
    pub(super) fn of_fraction(self) -> Style {
        if self.display { Style { display: false, ..self } } else { self.script() }
    }
}

/// Most glyphs of a formula.
const MOST_GLYPHS: usize = 20_000;
/// The largest space, in ems.
const WIDEST: f64 = 500.0;
/// What it costs to end a line after a relation and after a binary operator (The TeXbook, p. 101), and more for every
/// bracket that is open.
const AFTER_RELATION: i32 = 500;
const AFTER_BINARY: i32 = 700;
const IN_BRACKETS: i32 = 400;

/// Lays out one formula.
pub(super) struct Layout<'l, 'a> {
    pub(super) shaper: &'l mut Shaper<'a>,
    pub(super) math: &'l MathFace<'l>,
    pub(super) setting: Setting<'l>,
    pub(super) numbers: Vec<(Length, MathBox)>,
    /// What could not be set.
    pub(super) fault: Option<String>,
    /// How many glyphs there are so far.
    pub(super) glyphs: usize,
}

/// The elements among the children of a node.
pub(super) fn elements<'x>(node: Node<'x, 'x>) -> impl Iterator<Item = Node<'x, 'x>> {
    node.children().filter(Node::is_element)
}

/// The text of an element, without what is not seen.
fn text_of(node: Node<'_, '_>) -> String {
    let text = node.descendants().filter_map(|child| child.text().filter(|_| child.is_text()));
    text.flat_map(str::chars)
        .filter(|c| !matches!(c, '\u{2061}'..='\u{2064}' | '\n' | '\t') && !c.is_control())
        .collect()
}

/// A value of the `style` attribute.
pub(super) fn styled<'x>(node: Node<'x, 'x>, property: &str) -> Option<&'x str> {
    let rules = node.attribute("style")?.split(';');
    rules
        .filter_map(|rule| rule.split_once(':'))
        .find(|(name, _)| name.trim() == property)
        .map(|(_, value)| value.trim())
}

/// A length of MathML in ems.
pub(super) fn ems(value: &str) -> Option<f64> {
    let number = |unit: &str, ems: f64| Some(value.strip_suffix(unit)?.trim().parse::<f64>().ok()? * ems);
    let found = number("rem", 1.0)
        .or_else(|| number("em", 1.0))
        .or_else(|| number("ex", 0.43))
        .or_else(|| number("px", 0.0625))
        .or_else(|| number("pt", 0.1))
        .or_else(|| number("cm", 2.845))
        .or_else(|| number("mm", 0.2845))
        .or_else(|| number("in", 7.227))
        .or_else(|| value.parse::<f64>().ok().filter(|value| *value == 0.0));
    found.filter(|ems| ems.is_finite()).map(|ems| ems.clamp(-WIDEST, WIDEST))
}

/// The operator that a node is in the end, with scripts, limits and the like around it.
pub(super) fn core<'x>(node: Node<'x, 'x>) -> Option<Node<'x, 'x>> {
    match node.tag_name().name() {
        "mo" => Some(node),
        "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover" | "mmultiscripts" => {
            core(elements(node).next()?)
        }
        "mrow" | "mstyle" | "mpadded" | "mphantom" => {
            let mut children = elements(node).filter(|child| child.tag_name().name() != "mspace");
            let first = children.next()?;
            children.next().is_none().then(|| core(first))?
        }
        _ => None,
    }
}

/// What an operator is where it stands.
pub(super) fn what(node: Node<'_, '_>, form: Form) -> Operator {
    let form = match node.attribute("form") {
        Some("prefix") => Form::Prefix,
        Some("infix") => Form::Infix,
        Some("postfix") => Form::Postfix,
        _ => form,
    };
    let mut found = operator(&text_of(node), form);
    let flag = |name| node.attribute(name).map(|value| value == "true");
    found.stretches = flag("stretchy").unwrap_or(found.stretches);
    found.is_symmetric = flag("symmetric").unwrap_or(found.is_symmetric);
    found.is_large = flag("largeop").unwrap_or(found.is_large);
    found.moves_limits = flag("movablelimits").unwrap_or(found.moves_limits);
    found
}

/// What the operator in a row is, by its place among `count`.
fn in_row(node: Node<'_, '_>, place: usize, count: usize) -> Operator {
    let form = match place {
        0 if count > 1 => Form::Prefix,
        place if place + 1 == count && count > 1 => Form::Postfix,
        _ => Form::Infix,
    };
    what(node, form)
}

impl Layout<'_, '_> {
    /// The pieces of a whole formula.
    pub(super) fn pieces(&mut self, root: Node<'_, '_>, style: Style) -> Vec<Piece> {
        let mut root = root;
        let mut style = style;
        loop {
            style = self.style(root, style);
            let mut children = elements(root);
            match (children.next(), children.next()) {
                (Some(only), None) if matches!(only.tag_name().name(), "mrow" | "mstyle") => root = only,
                _ => break,
            }
        }
        let mut pieces = vec![Piece::default()];
        let mut open = 0i32;
        for (content, before, after, class) in self.row_parts(root, style) {
            if let Some(last) = pieces.last_mut() {
                let ends = matches!(class, Class::Relation | Class::Binary) && before.min(after) > Length::ZERO;
                let penalty = if class == Class::Relation { AFTER_RELATION } else { AFTER_BINARY };
                let penalty = penalty + IN_BRACKETS * open.min(3);
                // A formula that stands alone goes on with the operator, one in a line ends with it.
                if ends && self.setting.display && last.content.width > Length::ZERO {
                    (last.after, last.penalty) = (before, penalty);
                    let mut next = content;
                    next.push(MathBox::space(after));
                    pieces.push(Piece { content: next, ..Piece::default() });
                    continue;
                }
                last.content.push(MathBox::space(before));
                last.content.push(content);
                if ends && !self.setting.display {
                    (last.after, last.penalty) = (after, penalty);
                    pieces.push(Piece::default());
                    continue;
                }
                match class {
                    Class::Open => open += 1,
                    Class::Close => open = (open - 1).max(0),
                    _ => {}
                }
                last.content.push(MathBox::space(after));
            }
        }
        pieces
    }

    pub(super) fn row(&mut self, node: Node<'_, '_>, style: Style) -> MathBox {
        let mut row = MathBox::default();
        let mut parts = self.row_parts(node, style);
        if let [(only, Length::ZERO, Length::ZERO, _)] = &mut parts[..] {
            return std::mem::take(only);
        }
        for (content, before, after, _) in parts {
            row.push(MathBox::space(before));
            row.push(content);
            row.push(MathBox::space(after));
        }
        row
    }

    /// What stands in a row, with the spaces before and after it. Brackets grow with what stands between them.
    fn row_parts(&mut self, node: Node<'_, '_>, style: Style) -> Vec<(MathBox, Length, Length, Class)> {
        let children: Vec<Node<'_, '_>> = elements(node).collect();
        let counted = |child: &&Node<'_, '_>| child.tag_name().name() != "mspace" || child.has_attribute("width");
        let count = children.iter().filter(counted).count();
        let mut parts = Vec::with_capacity(children.len());
        let (mut height, mut depth) = (Length::ZERO, Length::ZERO);
        let mut waiting = Vec::new();
        let mut place = 0;
        for child in &children {
            let core = core(*child);
            let op = core.map(|core| in_row(core, place, count));
            place += usize::from(counted(&child));
            let grows = |core: &Node<'_, '_>| {
                let fixed = core.has_attribute("minsize");
                op.is_some_and(|op| op.stretches) && is_vertical(&text_of(*core)) && !fixed
            };
            if *child == core.unwrap_or(*child) && core.as_ref().is_some_and(grows) {
                waiting.push(parts.len());
                parts.push((MathBox::default(), op));
                continue;
            }
            let content = self.node(*child, style);
            (height, depth) = (height.max(content.height), depth.max(content.depth));
            parts.push((content, op));
        }
        for at in waiting {
            parts[at].0 = self.fence(&text_of(children[at]), height, depth, style);
        }
        let spaced = |(at, (content, op)): (usize, (MathBox, Option<Operator>))| {
            let core = core(children[at]);
            let space = |name: &str, eighteenths: i64| {
                let own = core.and_then(|core| ems(core.attribute(name)?));
                self.em(style).scale(own.unwrap_or(eighteenths as f64 / 18.0))
            };
            match op {
                Some(op) => (content, space("lspace", op.before), space("rspace", op.after), op.class),
                None => (content, Length::ZERO, Length::ZERO, Class::Other),
            }
        };
        parts.into_iter().enumerate().map(spaced).collect()
    }

    /// The style inside an element.
    pub(super) fn style(&self, node: Node<'_, '_>, mut style: Style) -> Style {
        match node.attribute("displaystyle") {
            Some("true") => style.display = true,
            Some("false") => style.display = false,
            _ => {}
        }
        if let Some(level) = node.attribute("scriptlevel").and_then(|level| level.parse::<u8>().ok()) {
            style.level = level.min(2);
        }
        let hex = |text: &str, at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
        if let Some(colour) = styled(node, "color").and_then(|value| value.strip_prefix('#'))
            && let (Some(red), Some(green), Some(blue)) = (hex(colour, 0), hex(colour, 2), hex(colour, 4))
        {
            style.colour = Some([red, green, blue]);
        }
        style
    }

    pub(super) fn node(&mut self, node: Node<'_, '_>, style: Style) -> MathBox {
        if self.fault.is_some() {
            return MathBox::default();
        }
        let inner = self.style(node, style);
        let mut children = elements(node);
        let mut child = || children.next();
        match node.tag_name().name() {
            "mi" => self.identifier(node, inner),
            "mn" => self.glyphs_of(&text_of(node), inner),
            "mo" => self.operator(node, inner),
            "mtext" => self.words(&text_of(node), self.words_style(node), inner),
            "mspace" => self.space(node, inner),
            "mfrac" => self.fraction(node, inner),
            "msqrt" => self.root(node, None, inner),
            "mroot" => match (child(), child()) {
                (Some(content), Some(degree)) => self.root(content, Some(degree), inner),
                _ => MathBox::default(),
            },
            "msub" => self.scripts([child(), child(), None], inner),
            "msup" => {
                let base = child();
                self.scripts([base, None, child()], inner)
            }
            "msubsup" => self.scripts([child(), child(), child()], inner),
            "mmultiscripts" => self.multiscripts(node, inner),
            "munder" | "mover" | "munderover" => self.limits(node, inner),
            "mtable" => self.table(node, inner),
            "mpadded" => self.padded(node, inner),
            "mphantom" => {
                let mut hidden = self.row(node, inner);
                (hidden.glyphs, hidden.bars, hidden.single) = (Vec::new(), Vec::new(), None);
                hidden
            }
            "menclose" => self.enclosed(node, inner),
            "merror" => self.wrong("a command in it is unknown"),
            _ => self.row(node, inner),
        }
    }

    /// Notes that something cannot be set.
    pub(super) fn wrong(&mut self, what: impl Into<String>) -> MathBox {
        self.fault.get_or_insert(what.into());
        MathBox::default()
    }

    /// The type size in a style.
    pub(super) fn em(&self, style: Style) -> Length {
        self.setting.size * self.math.script_percent(style.level) / 100
    }

    /// Font units at the size of a style.
    pub(super) fn units(&self, units: i64, style: Style) -> Length {
        self.em(style).font_units(units, self.math.units_per_em())
    }

    /// A constant of the font at the size of a style.
    pub(super) fn constant(&self, constant: Constant, style: Style) -> Length {
        self.units(self.math.constant(constant), style)
    }

    pub(super) fn axis(&self, style: Style) -> Length {
        self.constant(Constant::AxisHeight, style)
    }

    /// A glyph of the face of formulas.
    pub(super) fn glyph(&mut self, glyph: u16, text: &str, style: Style) -> MathBox {
        self.glyphs += 1;
        if self.glyphs > MOST_GLYPHS {
            return self.wrong("it is too large");
        }
        let (ink, lean) = (self.math.ink(glyph), self.math.italic_correction(glyph));
        let (advance, italic) = (self.units(ink.advance, style), self.units(lean, style));
        MathBox {
            width: advance + italic,
            height: self.units(ink.top, style),
            depth: self.units(-ink.bottom, style),
            glyphs: vec![super::Placed {
                face: self.math.id,
                glyph,
                size: self.em(style),
                at: Point::default(),
                advance,
                text: text.into(),
                colour: style.colour,
            }],
            bars: Vec::new(),
            italic,
            single: Some(glyph),
        }
    }

    /// The glyph of a character, in the form that it has in scripts.
    pub(super) fn glyph_of(&self, c: char, selector: Option<char>, style: Style) -> Option<u16> {
        Some(self.math.in_script(self.math.glyph(c, selector)?, style.level))
    }

    fn identifier(&mut self, node: Node<'_, '_>, style: Style) -> MathBox {
        let text = text_of(node);
        let mut chars = text.chars();
        let upright = node.attribute("mathvariant") == Some("normal");
        match (chars.next(), chars.next()) {
            (Some(c), None) if !upright => self.letter(c, &text, style),
            (Some(_), Some('\u{FE00}'..='\u{FE0F}')) | (Some(_), None) => self.glyphs_of(&text, style),
            _ => self.words(&text, self.setting.words, style),
        }
    }

    /// A letter that stands for something: in italics.
    pub(super) fn letter(&mut self, c: char, text: &str, style: Style) -> MathBox {
        let slanted = super::letters::italic(c);
        match self.glyph_of(slanted, None, style).or_else(|| self.glyph_of(c, None, style)) {
            Some(glyph) => self.glyph(glyph, text, style),
            None => self.words(text, self.setting.words, style),
        }
    }

    /// Characters as the face of formulas has them, each by itself.
    pub(super) fn glyphs_of(&mut self, text: &str, style: Style) -> MathBox {
        let mut row = MathBox::default();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let selector = chars.next_if(|next| matches!(next, '\u{FE00}'..='\u{FE0F}'));
            let content = match self.glyph_of(c, selector, style) {
                Some(glyph) => self.glyph(glyph, c.encode_utf8(&mut [0; 4]), style),
                None => self.words(c.encode_utf8(&mut [0; 4]), self.setting.words, style),
            };
            row.push(content);
        }
        row
    }

    /// The letters of words in a formula.
    fn words_style(&self, node: Node<'_, '_>) -> FontStyle {
        let mut style = self.setting.words;
        for name in node.descendants().filter(Node::is_element).map(|child| child.tag_name().name()) {
            match name {
                "b" => style.bold = true,
                "i" | "em" => style.italic = !style.italic,
                "code" => style.family = crate::font::Family::Mono,
                _ => {}
            }
        }
        style
    }

    /// Words in the face of the text, with its kerning and ligatures; what that face lacks is borrowed.
    pub(super) fn words(&mut self, text: &str, words: FontStyle, style: Style) -> MathBox {
        let mut row = MathBox::default();
        let fonts = self.shaper.fonts();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if matches!(first, '\u{FE00}'..='\u{FE0F}') {
                rest = &rest[first.len_utf8()..];
                continue;
            }
            let blank = |c: char| if c.is_whitespace() { ' ' } else { c };
            let face = |c: char| {
                let borrowed = || self.math.face.has(c).then_some(self.math.id);
                let own = fonts.select(words);
                if fonts.face(own).has(blank(c)) { Some(own) } else { borrowed().or_else(|| fonts.face_for(words, c)) }
            };
            let Some(found) = face(first) else { return self.wrong(format!("no font has \u{201C}{first}\u{201D}")) };
            let end = rest.char_indices().find(|(_, c)| face(*c) != Some(found)).map_or(rest.len(), |(at, _)| at);
            let end = crate::font::script_runs(&rest[..end]).first().copied().unwrap_or(end);
            let shown: String = rest[..end].chars().map(blank).collect();
            row.push(self.run(&shown, found, style));
            rest = &rest[end..];
        }
        row
    }

    /// A run of one face.
    fn run(&mut self, text: &str, face: FaceId, style: Style) -> MathBox {
        let (fonts, size) = (self.shaper.fonts(), self.em(style));
        let units = fonts.face(face).metrics.units_per_em;
        let shaped: Vec<_> = self.shaper.shape(face, text, Features::default(), self.setting.language).collect();
        let mut row = MathBox::default();
        let mut starts: Vec<usize> = shaped.iter().map(|glyph| glyph.cluster as usize).collect();
        starts.push(text.len());
        starts.sort_unstable();
        starts.dedup();
        let mut shown = None;
        for glyph in shaped {
            self.glyphs += 1;
            let start = glyph.cluster as usize;
            let end = starts.iter().copied().find(|at| *at > start).unwrap_or(text.len());
            let cluster =
                if shown.replace(start) == Some(start) { "" } else { text.get(start..end).unwrap_or_default() };
            let ink = fonts.face(face).ink(glyph.id);
            let at = |value: i64| size.font_units(value, units);
            row.put(
                MathBox {
                    height: at(ink.top + i64::from(glyph.y_offset)),
                    depth: at(-ink.bottom - i64::from(glyph.y_offset)),
                    glyphs: vec![super::Placed {
                        face,
                        glyph: glyph.id,
                        size,
                        at: Point::new(at(i64::from(glyph.x_offset)), at(-i64::from(glyph.y_offset))),
                        advance: at(i64::from(glyph.advance)),
                        text: cluster.into(),
                        colour: style.colour,
                    }],
                    ..MathBox::default()
                },
                row.width,
                Length::ZERO,
            );
            row.width += at(i64::from(glyph.advance));
        }
        if self.glyphs > MOST_GLYPHS { self.wrong("it is too large") } else { row }
    }

    fn operator(&mut self, node: Node<'_, '_>, style: Style) -> MathBox {
        let (text, op) = (text_of(node), what(node, Form::Infix));
        let mut chars = text.chars();
        let (Some(c), rest) = (chars.next(), chars.as_str()) else { return MathBox::default() };
        if rest.starts_with(|next: char| !matches!(next, '\u{FE00}'..='\u{FE0F}')) {
            return self.words(&text, self.setting.words, style);
        }
        if let Some(size) = node.attribute("minsize").and_then(ems) {
            return self.grown(c, self.em(style).scale(size), style);
        }
        let Some(glyph) = self.glyph_of(c, rest.chars().next(), style) else {
            return self.words(&text, self.setting.words, style);
        };
        if op.is_large {
            return self.large(glyph, &text, style);
        }
        self.glyph(glyph, &text, style)
    }

    fn space(&mut self, node: Node<'_, '_>, style: Style) -> MathBox {
        let width = node.attribute("width").or_else(|| styled(node, "margin-left")).and_then(ems);
        MathBox::space(self.em(style).scale(width.unwrap_or(0.0)))
    }

    fn padded(&mut self, node: Node<'_, '_>, style: Style) -> MathBox {
        let mut content = self.row(node, style);
        if node.attribute("width").is_some_and(|width| width.starts_with('0')) {
            content.width = Length::ZERO;
        }
        if node.attribute("height").is_some_and(|height| height.starts_with('0')) {
            (content.height, content.depth) = (Length::ZERO, Length::ZERO);
        }
        let space = |side| self.em(style).scale(styled(node, side).and_then(ems).unwrap_or(0.0));
        let mut row = MathBox::space(space("padding-left"));
        row.push(content);
        row.push(MathBox::space(space("padding-right")));
        row
    }

    /// Something with strokes through it: of these, rules are drawn.
    fn enclosed(&mut self, node: Node<'_, '_>, style: Style) -> MathBox {
        let mut content = self.row(node, style);
        let mut notations = node.attribute("notation").unwrap_or_default().split(' ');
        if !notations.all(|notation| notation == "horizontalstrike") {
            return self.wrong("slanted strokes cannot be drawn");
        }
        let thickness = self.constant(Constant::FractionRuleThickness, style);
        let middle = (content.height - content.depth) / 2;
        let frame = crate::units::Rect::new(Length::ZERO, -middle - thickness / 2, content.width, thickness);
        content.bar(frame, style.colour);
        content
    }
}

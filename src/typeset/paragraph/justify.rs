//! Breakpoints to finished lines.
//!
//! In: a shaped paragraph and two neighbouring breakpoints. Out: a [`Line`] with every glyph at its place. A run that a
//! break cuts where the font says that it must not be cut is shaped anew on this side of the cut.

use super::adjust::{Adjustment, STRETCH, adjusted, adjustment, widen};
use super::bidi;
use super::collect::{Collected, LINE_END, Look, Object};
use super::glyphs::{
    MISSING_SIZE, PlacedGlyph, Run, RunContent, Shaped, is_flexible, is_space_at, missing_style, missing_text,
    run_glyphs, text_glyphs,
};
use super::items::look_at;
use super::linebreak::{BreakKind, Breakpoint};
use super::passes::HYPHENS_TOLERANCE;
use super::{Align, Line, ParagraphStyle, Setter};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Id;
use crate::font::{FaceId, Features};
use crate::page::{Glyph, GlyphRun, Item, NATURAL};
use crate::source::Span;
use crate::typeset::formula;
use crate::units::{Length, Point, Rect, Short};
use std::borrow::Cow;
use std::ops::Range;

/// What is set.
pub(super) struct Paragraph<'p> {
    pub(super) collected: &'p Collected,
    pub(super) shaped: &'p Shaped,
    pub(super) style: &'p ParagraphStyle,
    pub(super) measure: Length,
}

/// A stretch of the line before it has its place: glyphs with the text they show, or something else of a known width.
pub(super) struct Part<'p> {
    run: &'p Run,
    pub(super) look: &'p Look,
    pub(super) glyphs: Cow<'p, [PlacedGlyph]>,
    /// Bytes of the paragraph that the part shows.
    range: Range<usize>,
    face: FaceId,
    size: Length,
    /// A hyphen that the break puts in.
    pub(super) is_hyphen: bool,
}

impl Part<'_> {
    /// Its embedding level, 0 where all runs from left to right.
    pub(super) fn level(&self) -> u8 {
        self.run.level.unwrap_or(0)
    }

    pub(super) fn width(&self) -> Length {
        match &self.run.content {
            RunContent::Glyphs { .. } => self.glyphs.iter().map(|g| g.glyph.advance).sum(),
            RunContent::Object { size, .. } => size.width,
            RunContent::Missing { width } => *width,
            RunContent::LineEnd => Length::ZERO,
        }
    }
}

/// Sets the line between two breakpoints, with so much space before and after it.
pub(super) fn line(
    setter: &mut Setter,
    p: &Paragraph,
    from: &Breakpoint,
    to: &Breakpoint,
    (indent, after): (Length, Length),
) -> Line {
    let shown = from.next..to.at.max(from.next);
    let mut parts = parts(setter, p, shown.clone(), to.kind);
    let give = p.shaped.gaps.open(&mut parts, &shown);
    let room = p.measure - indent - after;
    let adjustment = adjustment(p, &parts, give, room + from.hang_start + to.hang_end, to.kind);
    p.shaped.gaps.adjust(&mut parts, &shown, adjustment.ratio);
    let order = visual_order(p, &parts);
    let mut builder = Builder { p, setter, adjustment, line: Line::default(), x: -from.hang_start, stops: Vec::new() };
    builder.parts(&parts, order);
    let width = builder.x - to.hang_end;
    builder.marks(from.next..to.next);
    let mut line = builder.line;
    if p.collected.text[to.at..to.next].contains([' ', LINE_END]) {
        line.end_word();
    }
    line.hyphenated = to.kind == BreakKind::Hyphen;
    line.figures.hyphenated = line.hyphenated;
    line.figures.hyphen = to.kind.is_hyphenated();
    if is_justified(p, to.kind) {
        line.figures.ratio = Some(adjustment.ratio);
        line.figures.loose = 100.0 * adjustment.ratio.powi(3) > HYPHENS_TOLERANCE;
    }
    line.span = look_at(p.collected, from.next + 1).map_or(p.collected.span, |look| look.span);
    let spare = room - width;
    if spare < -Length::pt(0.1) {
        line.figures.overfull = true;
        let message = format!("a line is {} pt wider than the measure", -spare);
        setter.diagnostics.push(badly_set(p, Code::OverfullLine, message, (from.next..to.at, line.span)));
    }
    if adjustment.ratio > LOOSEST && p.shaped.gaps.is_empty() {
        let times = 1.0 + adjustment.wanted * STRETCH;
        let message = match adjustment.wanted > adjustment.ratio {
            true => format!(
                "a line is {spare} pt shorter than the measure: to fill it, spaces would be {times:.1} times as wide as usual"
            ),
            false => format!("the spaces of a line are {times:.1} times as wide as usual"),
        };
        let finding = badly_set(p, Code::LooseLine, message, (from.next..to.at, line.span));
        setter.loose.insert(super::loose_line(line.span, adjustment.ratio), finding);
    }
    let shift = match p.style.align {
        Align::Justify | Align::Left => Length::ZERO,
        Align::Centre => spare.max(Length::ZERO) / 2,
        Align::Right => spare.max(Length::ZERO),
    };
    setter.stance(p.collected, p.style.align).place(&mut line, indent + shift, width, p.measure);
    line
}

/// The order of the parts from left to right; `None` for that of the text.
fn visual_order(p: &Paragraph, parts: &[Part]) -> Option<Vec<usize>> {
    let levels = p.collected.levels.as_ref()?;
    let levels: Vec<u8> = parts.iter().map(|part| part.run.level.unwrap_or(levels.base())).collect();
    Some(bidi::visual_order(&levels))
}

/// A line of spaces wider than this ratio is told: two and a half times as wide as usual.
const LOOSEST: f64 = 3.0;

/// A finding about a line that could not be set well.
fn badly_set(p: &Paragraph, code: Code, message: String, (range, span): (Range<usize>, Span)) -> Diagnostic {
    let text = p.collected.text[range.start..range.end.max(range.start)].trim();
    Diagnostic::warning(code, message)
        .at(span)
        .about(text.split(' ').max_by_key(|word| word.len()).unwrap_or_default())
        .hint("reword it, or allow a break in the longest word with a soft hyphen (U+00AD)")
}

/// The stretches of runs that stand in the line.
fn parts<'p>(setter: &mut Setter, p: &Paragraph<'p>, range: Range<usize>, kind: BreakKind) -> Vec<Part<'p>> {
    let first = p.shaped.runs.partition_point(|r| r.range.end <= range.start);
    let runs = p.shaped.runs[first..].iter().take_while(|r| r.range.start < range.end);
    let mut parts: Vec<Part<'p>> = Vec::new();
    for run in runs {
        let look = &p.collected.pieces[run.piece].look;
        let shown = run.range.start.max(range.start)..run.range.end.min(range.end);
        let (face, size, glyphs) = match &run.content {
            RunContent::Glyphs { face, size, places } => (
                *face,
                *size,
                cut(setter, p, run, look, (*face, *size), &p.shaped.glyphs[places.clone()], shown.clone()),
            ),
            _ => (FaceId::default(), look.text.size, Cow::default()),
        };
        parts.push(Part { run, look, glyphs, range: shown, face, size, is_hyphen: false });
    }
    if kind == BreakKind::Hyphen
        && let Some(last) = parts.iter().rev().find(|part| matches!(part.run.content, RunContent::Glyphs { .. }))
    {
        let (run, look, face, size) = (last.run, last.look, last.face, last.size);
        let glyphs = text_glyphs(setter, "-", range.end, face, size, look).into();
        parts.push(Part { run, look, glyphs, range: range.end..range.end, face, size, is_hyphen: true });
    }
    parts
}

/// The glyphs of the part `shown` of a run.
fn cut<'p>(
    setter: &mut Setter,
    p: &Paragraph<'p>,
    run: &Run,
    look: &Look,
    (face, size): (FaceId, Length),
    glyphs: &'p [PlacedGlyph],
    shown: Range<usize>,
) -> Cow<'p, [PlacedGlyph]> {
    if shown == run.range {
        return glyphs.into();
    }
    let (first, after) = places(glyphs, shown.clone());
    let clean = |at: usize, place: usize| {
        let starts = |g: &PlacedGlyph| g.cluster == at && !g.unsafe_to_break;
        at == run.range.start || at == run.range.end || glyphs.get(place).is_some_and(starts)
    };
    if is_rightward(glyphs) && clean(shown.start, first) && clean(shown.end, after) {
        return glyphs[first..after].into();
    }
    run_glyphs(setter, &p.collected.text, shown, run.level, (face, size), look).into()
}

fn is_rightward(glyphs: &[PlacedGlyph]) -> bool {
    glyphs.first().map(|g| g.cluster) <= glyphs.last().map(|g| g.cluster)
}

/// Where the glyphs of a range begin and end, in a run whose clusters ascend.
fn places(glyphs: &[PlacedGlyph], range: Range<usize>) -> (usize, usize) {
    let place = |at: usize| glyphs.partition_point(|g| g.cluster < at);
    (place(range.start), place(range.end))
}

/// True for a line that is stretched to the measure.
fn is_justified(p: &Paragraph, kind: BreakKind) -> bool {
    p.style.align == Align::Justify && kind != BreakKind::Forced
}

/// Most that a face of any script rises above its baseline and hangs below it, in ems.
const MOST_ASCENT: f64 = 1.05;
const MOST_DESCENT: f64 = 0.35;
/// How a formula in a line meets its neighbours, in ems: some air over it, where letters of the line above hang down; less
/// than its depth under it, as few letters of the line below rise to the top of their line.
const AIR_ABOVE: f64 = 0.1;
const ROOM_BELOW: f64 = 0.12;

struct Builder<'b, 'p, 's, 'a> {
    p: &'b Paragraph<'p>,
    setter: &'s mut Setter<'a>,
    adjustment: Adjustment,
    line: Line,
    x: Length,
    /// Where each cluster of the line begins, by byte; empty in a paragraph without marks.
    stops: Vec<(usize, Length)>,
}

impl Builder<'_, '_, '_, '_> {
    /// Sets the parts from left to right; the line keeps them in the order of the text.
    fn parts(&mut self, parts: &[Part], order: Option<Vec<usize>>) {
        let Some(order) = order else { return parts.iter().for_each(|part| self.part(part)) };
        let mut items: Vec<Vec<Item>> = vec![Vec::new(); parts.len()];
        for place in order {
            self.part(&parts[place]);
            items[place] = std::mem::take(&mut self.line.items);
        }
        self.line.items = items.into_iter().flatten().collect();
    }

    fn part(&mut self, part: &Part) {
        match &part.run.content {
            RunContent::Glyphs { .. } => self.glyphs(part),
            RunContent::Object { object, size } => {
                let (image, shown) = match &self.p.collected.objects[*object].1 {
                    Object::Image { image, shown } => (image, shown),
                    Object::Formula { .. } => return self.formula(part, size.width),
                };
                let frame = Rect::new(self.x, -size.height, size.width, size.height);
                self.line.items.push(Item::Image {
                    image: *image,
                    frame,
                    alt: shown.alt.clone(),
                    owner: part.look.owner,
                });
                self.stop(part.range.start, size.width);
                self.line.ascent = self.line.ascent.max(size.height);
            }
            RunContent::Missing { width } => self.missing(part, *width),
            RunContent::LineEnd => {}
        }
    }

    /// A piece of a formula. One that is higher or deeper than the letters around it keeps some air.
    fn formula(&mut self, part: &Part, width: Length) {
        if let Some(piece) = self.p.collected.formula_at(part.range.start) {
            let (raise, text) = (part.look.raise, &part.look.text);
            let at = Point::new(self.x, -raise);
            self.line.items.extend(formula::items(&piece.content, at, text.ink, part.look.owner));
            let (above, below) = (text.size.scale(AIR_ABOVE), text.size.scale(ROOM_BELOW));
            self.line.ascent = self.line.ascent.max(piece.content.height + raise + above);
            self.line.descent = self.line.descent.max(piece.content.depth - raise - below);
        }
        self.stop(part.range.start, width);
    }

    fn stop(&mut self, at: usize, width: Length) {
        if self.p.collected.has_marks() {
            self.stops.push((at, self.x));
        }
        self.x += width;
    }

    fn rise(&mut self, part: &Part) {
        let metrics = &self.setter.shaper.fonts().face(part.face).metrics;
        let units = |u: i64| part.size.font_units(u, metrics.units_per_em);
        // Fonts for scripts with tall marks claim room for the tallest; a line of text does not grow for it.
        let (ascent, descent) = (part.size.scale(MOST_ASCENT), part.size.scale(MOST_DESCENT));
        self.line.ascent = self.line.ascent.max(units(metrics.ascent).min(ascent) + part.look.raise);
        self.line.descent = self.line.descent.max(units(-metrics.descent).min(descent) - part.look.raise);
    }

    fn glyphs(&mut self, part: &Part) {
        self.rise(part);
        let text = &self.p.collected.text;
        let origin = Point::new(self.x, -part.look.raise);
        let Adjustment { scale, ratio, .. } = self.adjustment;
        let scale = if is_flexible(part.look) { scale } else { NATURAL };
        let mut run = GlyphRun {
            face: part.face,
            size: part.size,
            scale,
            origin,
            ink: part.look.text.ink,
            owner: part.look.owner,
            leftward: part.level() % 2 == 1,
            space_after: false,
            glyphs: Vec::with_capacity(part.glyphs.len()),
            text: String::with_capacity(part.range.len()),
        };
        let is_rightward = is_rightward(&part.glyphs);
        let mut shown = None;
        for (place, g) in part.glyphs.iter().enumerate() {
            let mut glyph = g.glyph;
            if part.is_hyphen {
                run.text.push('\u{AD}');
                glyph.text_bytes = '\u{AD}'.len_utf8() as u8;
            } else if shown != Some(g.cluster) {
                // Clusters ascend, or descend in text that runs from right to left.
                let next = match is_rightward {
                    true => part.glyphs[place..].iter().map(|other| other.cluster).find(|other| *other != g.cluster),
                    false => shown,
                };
                glyph.text_bytes = push_cluster(&text[g.cluster..next.unwrap_or(part.range.end)], &mut run.text);
                shown = Some(g.cluster);
            }
            if !part.is_hyphen && is_space_at(text, g.cluster) {
                glyph.advance += adjusted(glyph.advance.long(), ratio);
            } else {
                widen(&mut glyph, scale);
            }
            self.stop(g.cluster, glyph.advance.long());
            run.glyphs.push(glyph);
        }
        if run.leftward {
            bidi::share_text(&mut run);
        }
        if !run.glyphs.is_empty() {
            self.line.items.push(Item::Glyphs(run));
        }
    }

    /// The code point of a character that no face has, in a frame of hairlines.
    fn missing(&mut self, part: &Part, width: Length) {
        self.line.figures.missing += 1;
        let text = &self.p.collected.text[part.range.clone()];
        let c = text.chars().next().unwrap_or('\u{FFFD}');
        let (size, em) = (part.look.text.size.scale(MISSING_SIZE), part.look.text.size);
        let face = self.setter.shaper.fonts().select(missing_style());
        let plain = Features { plain: true, ..Features::default() };
        let units = self.setter.shaper.fonts().face(face).metrics.units_per_em;
        let digits = self.setter.shaper.shape(face, &missing_text(c), plain, "en");
        let mut glyphs: Vec<Glyph> = digits
            .map(|g| Glyph {
                id: g.id,
                text_bytes: 0,
                advance: size.font_units(i64::from(g.advance), units).into(),
                dx: Short::ZERO,
                dy: Short::ZERO,
            })
            .collect();
        if let Some(first) = glyphs.first_mut() {
            first.text_bytes = c.len_utf8() as u8;
        }
        let (left, hair, ink) = (self.x + em.scale(0.05), em.scale(0.03), part.look.text.ink);
        let (inner, top, height) = (width - em.scale(0.1), -em.scale(0.62), em.scale(0.8));
        let sides = [
            Rect::new(left, top, inner, hair),
            Rect::new(left, top + height, inner, hair),
            Rect::new(left, top, hair, height),
            Rect::new(left + inner - hair, top, hair, height),
        ];
        self.line.items.extend(sides.map(|frame| Item::Rule { frame, ink }));
        let origin = Point::new(left + em.scale(0.1), -em.scale(0.04));
        self.line.items.push(Item::Glyphs(GlyphRun {
            face,
            size,
            scale: NATURAL,
            origin,
            ink,
            owner: part.look.owner,
            leftward: false,
            space_after: false,
            glyphs,
            text: c.to_string(),
        }));
        self.line.ascent = self.line.ascent.max(em.scale(0.7));
        self.stop(part.range.start, width);
    }

    /// Links, strokes, anchors and notes of the bytes of this line.
    fn marks(&mut self, range: Range<usize>) {
        let overlap = |r: &Range<usize>| r.start.max(range.start)..r.end.min(range.end);
        let p = self.p;
        for link in &p.collected.links {
            let shown = overlap(&link.range);
            for (left, right) in self.stretches(shown) {
                let frame = Rect::new(left, -self.line.ascent, right - left, self.line.ascent + self.line.descent);
                let (target, text, owner) = (link.target.clone(), link.text.clone(), link.owner);
                self.line.items.push(Item::Link { frame, target, text, owner });
            }
        }
        for struck in &p.collected.struck {
            let shown = overlap(struck);
            for (left, right) in self.stretches(shown) {
                let size = p.style.text.size;
                let frame = Rect::new(left, -size.scale(0.25), right - left, size.scale(0.05));
                self.line.items.push(Item::Rule { frame, ink: p.style.text.ink });
            }
        }
        let is_last = range.end >= p.collected.text.len();
        let here = |at: usize| range.contains(&at) || (is_last && at >= range.end);
        for (at, id) in p.collected.anchors.iter().filter(|(at, _)| here(*at)) {
            let point = Point::new(self.x_of(*at), -self.line.ascent);
            self.line.items.push(Item::Anchor { id: Id::clone(id), at: point });
        }
        self.line.notes = p.collected.notes.iter().filter(|(at, _)| here(*at)).map(|(_, note)| *note).collect();
    }

    /// From where to where the text of these bytes stands: one stretch, or several where directions change.
    fn stretches(&self, range: Range<usize>) -> Vec<(Length, Length)> {
        if range.is_empty() {
            return Vec::new();
        }
        if self.p.collected.levels.is_none() {
            let (left, right) = (self.x_of(range.start), self.x_of(range.end));
            return if left < right { vec![(left, right)] } else { Vec::new() };
        }
        let mut found: Vec<(Length, Length)> = Vec::new();
        let ends = self.stops.iter().skip(1).map(|(_, x)| *x).chain([self.x]);
        for ((at, left), right) in self.stops.iter().zip(ends) {
            match found.last_mut() {
                _ if !range.contains(at) || *left >= right => {}
                Some(last) if last.1 == *left => last.1 = right,
                _ => found.push((*left, right)),
            }
        }
        found
    }

    fn x_of(&self, at: usize) -> Length {
        if let Some(levels) = &self.p.collected.levels {
            let ends = self.stops.iter().skip(1).map(|(_, x)| *x).chain([self.x]);
            let leading = |((byte, left), right): (&(usize, Length), Length)| {
                (*byte >= at).then_some((*byte, if levels.at(*byte) % 2 == 1 { right } else { *left }))
            };
            return self.stops.iter().zip(ends).filter_map(leading).min().map_or(self.x, |(_, x)| x);
        }
        self.stops.iter().find(|(byte, _)| *byte >= at).map_or(self.x, |(_, x)| *x)
    }
}

/// Adds the text of a cluster and returns its length; what is beyond 255 bytes (a letter under a tower of marks) is left
/// out of the text, though not of the page.
fn push_cluster(cluster: &str, text: &mut String) -> u8 {
    let kept = cluster.floor_char_boundary(usize::from(u8::MAX));
    text.push_str(&cluster[..kept]);
    kept as u8
}

//! Collected text to measured glyphs.
//!
//! In: [`Collected`]. Out: [`Shaped`]: runs of one face each with their glyphs, and the running width of the paragraph at
//! every byte of its text. Runs are shaped whole, so that kerning and ligatures are the font's own.

use super::cjk::Gaps;
use super::collect::{Collected, LINE_END, Look, OBJECT, Object};
use super::{Setter, TextStyle};
use crate::document::is_ideographic;
use crate::font::{Face, FaceId, Family, Features, ShapedGlyph, Style, script_runs};
use crate::page::Glyph;
use crate::typeset::image::{asked_size, fit_into, fitted};
use crate::units::{Length, Short, Size};
use std::ops::Range;

/// A paragraph's text with its glyphs.
#[derive(Clone, Debug, Default)]
pub(super) struct Shaped {
    pub(super) runs: Vec<Run>,
    /// The glyphs of all runs, each run's in the order in which they stand in the line.
    pub(super) glyphs: Vec<PlacedGlyph>,
    /// Width of everything before each byte of the text; one more than the text has bytes.
    pub(super) widths: Vec<Length>,
    /// The spaces between ideographs.
    pub(super) gaps: Gaps,
    /// Of that, the width of glyphs that may be widened and narrowed; empty when none may.
    pub(super) flexible: Vec<Length>,
}

/// Text of one face and look.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// Place in the list of pieces.
    pub(super) piece: usize,
    /// Its level, in a paragraph of which some runs from right to left.
    pub(super) level: Option<u8>,
    pub(super) content: RunContent,
}

/// What a run shows.
#[derive(Clone, Debug)]
pub(super) enum RunContent {
    /// Glyphs of a face at a size.
    Glyphs { face: FaceId, size: Length, places: Range<usize> },
    /// An object of the collected list.
    Object { object: usize, size: Size },
    /// A character that no face has: its code point in a small frame.
    Missing { width: Length },
    /// The end of a line.
    LineEnd,
}

/// A glyph with its place in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlacedGlyph {
    /// The glyph; `text_bytes` is 0, as a line decides it.
    pub(super) glyph: Glyph,
    /// Byte of the text at which its cluster begins.
    pub(super) cluster: usize,
    /// True when a line must not be cut before it without shaping anew.
    pub(super) unsafe_to_break: bool,
}

/// Size of capitals that stand in for small capitals.
const SYNTHETIC_SMALL_CAPITALS: f64 = 0.76;

/// Whether the glyphs of a paragraph may be widened and narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyphs {
    /// They stay as wide as the font has them.
    Rigid,
    /// Those of prose may.
    Flexible,
}

/// Shapes a paragraph. `measure` bounds images: it is that of the shortest line.
pub(super) fn shape(setter: &mut Setter, collected: &Collected, measure: Length, kind: Glyphs) -> Shaped {
    let mut shaped = Shaped::default();
    for (piece, part) in collected.pieces.iter().enumerate() {
        let mut at = part.range.start;
        while at < part.range.end {
            let level = collected.levels.as_ref().map(|levels| levels.at(at));
            let limit = collected.levels.as_ref().map_or(part.range.end, |levels| levels.end(at..part.range.end));
            let (end, kind) = next_run(setter, &collected.text, at..limit, &part.look);
            let content = match kind {
                Kind::Text { face, size } => {
                    let first = shaped.glyphs.len();
                    let mut glyphs = run_glyphs(setter, &collected.text, at..end, level, (face, size), &part.look);
                    if shaped.glyphs.is_empty() {
                        shaped.glyphs = glyphs;
                    } else {
                        shaped.glyphs.append(&mut glyphs);
                    }
                    RunContent::Glyphs { face, size, places: first..shaped.glyphs.len() }
                }
                Kind::Object => object(setter, collected, at, &part.look, measure),
                Kind::Missing => missing(setter, &collected.text[at..end], &part.look),
                Kind::LineEnd => RunContent::LineEnd,
            };
            shaped.runs.push(Run { range: at..end, piece, level, content });
            at = end;
        }
    }
    correct_italics(setter, collected, &mut shaped);
    shaped.gaps = Gaps::of(collected, &shaped);
    shaped.widths = widths(&shaped, &collected.text);
    // Ideographs stay square.
    if kind == Glyphs::Flexible && shaped.gaps.is_empty() {
        shaped.flexible = flexible(&shaped, collected);
    }
    shaped
}

/// Where italics give way to upright letters, the last italic letter gets the room that it leans into (The TeXbook,
/// p. 14: italic correction).
fn correct_italics(setter: &Setter, collected: &Collected, shaped: &mut Shaped) {
    // In code every letter keeps its column.
    let is_italic = |run: &Run| {
        let style = collected.pieces[run.piece].look.text.style;
        style.italic && style.family != Family::Mono
    };
    for (run, next) in shaped.runs.iter().zip(shaped.runs.iter().skip(1)) {
        let RunContent::Glyphs { face, size, places } = &run.content else { continue };
        // A full stop or a comma stands low, where nothing leans.
        let next_is_low = collected.text[next.range.start..].starts_with(['.', ',']);
        let raised = collected.pieces[next.piece].look.raise != Length::ZERO;
        if run.level.is_some_and(|level| level % 2 == 1)
            || !is_italic(run)
            || (is_italic(next) && !raised)
            || next_is_low
        {
            continue;
        }
        if let Some(last) = shaped.glyphs[places.clone()].last_mut() {
            let face = setter.shaper.fonts().face(*face);
            last.glyph.advance += size.font_units(face.overhang(last.glyph.id), face.metrics.units_per_em);
        }
    }
}

enum Kind {
    Text { face: FaceId, size: Length },
    Object,
    Missing,
    LineEnd,
}

/// How far text of one kind reaches from the start of `range`: to the first character of another face or script.
fn next_run(setter: &Setter, text: &str, range: Range<usize>, look: &Look) -> (usize, Kind) {
    let start = range.start;
    let rest = &text[range];
    let first = rest.chars().next().unwrap_or(' ');
    let single = start + first.len_utf8();
    match first {
        OBJECT => return (single, Kind::Object),
        LINE_END => return (single, Kind::LineEnd),
        _ => {}
    }
    let Some(face) = face_for(setter, look, first) else { return (single, Kind::Missing) };
    let small = is_synthetic_small_capital(&look.text, first);
    let known = Known::new(setter, look, face);
    let same = |c: char| {
        let stops = matches!(c, OBJECT | LINE_END);
        let other_face = !known.has(c)
            && (!is_neutral(c) || (c == ' ' && !setter.shaper.fonts().face(face).has(' ')))
            && face_for(setter, look, c) != Some(face);
        !stops && !other_face && (is_neutral(c) || is_synthetic_small_capital(&look.text, c) == small)
    };
    let length = rest.char_indices().find(|(at, c)| *at > 0 && !same(*c)).map_or(rest.len(), |(at, _)| at);
    let length = script_runs(&rest[..length])[0];
    let size = if small { look.text.size.scale(SYNTHETIC_SMALL_CAPITALS) } else { look.text.size };
    (start + length, Kind::Text { face, size })
}

/// Most characters need no search for their face: those of Latin, Greek and Cyrillic text and its punctuation which the
/// face of the style has.
struct Known<'f> {
    /// The face of the style; `None` when the run is set in another.
    face: Option<&'f Face>,
    /// True where marks that Latin has too are drawn otherwise.
    shares_marks: bool,
}

impl<'f> Known<'f> {
    fn new(setter: &Setter<'f>, look: &Look, face: FaceId) -> Known<'f> {
        let fonts = setter.shaper.fonts();
        Known {
            face: (fonts.select(look.text.style) == face).then(|| fonts.face(face)),
            shares_marks: is_ideographic_language(&look.language),
        }
    }

    fn has(&self, c: char) -> bool {
        let is_common = matches!(c, '!'..='\u{52F}' | '\u{2010}'..='\u{203A}');
        is_common && !(self.shares_marks && is_shared_mark(c)) && self.face.is_some_and(|face| face.has(c))
    }
}

fn is_ideographic_language(language: &str) -> bool {
    language.starts_with("ja") || language.starts_with("zh")
}

/// Spaces, joiners and marks stay in the face of what is before them.
fn is_neutral(c: char) -> bool {
    c == ' ' || is_ignorable(c)
}

/// Characters that show nothing and need no glyph.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' | '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}' | '\u{1F3FB}'..='\u{1F3FF}')
}

fn face_for(setter: &Setter, look: &Look, c: char) -> Option<FaceId> {
    let (fonts, style) = (setter.shaper.fonts(), look.text.style);
    if is_ignorable(c) {
        return Some(fonts.select(style));
    }
    if is_shared_mark(c) && is_ideographic_language(&look.language) {
        return fonts.face_for_ideographs(style, c);
    }
    if style.italic && is_ideographic(c) {
        // There are no slanted ideographs: what is stressed is bold.
        return fonts.face_for(Style { bold: true, italic: false, ..style }, c);
    }
    fonts.face_for(style, substitute(setter, style, c))
}

/// Marks that Chinese and Japanese share with Latin, though they draw them otherwise.
fn is_shared_mark(c: char) -> bool {
    matches!(c, '\u{2014}' | '\u{2015}' | '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{2025}' | '\u{2026}')
}

/// A character that stands in for one that no face has: spaces of unusual widths, and the plain hyphen.
fn substitute(setter: &Setter, style: Style, c: char) -> char {
    let stand_in = match c {
        '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        _ => return c,
    };
    if setter.shaper.fonts().face_for(style, c).is_some() { c } else { stand_in }
}

/// Libertinus has small capitals for Latin only; those of other scripts are capitals of a smaller size.
fn is_synthetic_small_capital(text: &TextStyle, c: char) -> bool {
    text.features.small_capitals && c.is_lowercase() && matches!(c, '\u{370}'..='\u{52F}')
}

/// The natural width of a text in a look, without objects.
pub(super) fn text_width(setter: &mut Setter, text: &str, look: &Look) -> Length {
    let mut width = Length::ZERO;
    let mut at = 0;
    while at < text.len() {
        let (end, kind) = next_run(setter, text, at..text.len(), look);
        if let Kind::Text { face, size } = kind {
            let glyphs = text_glyphs(setter, &text[at..end], at, face, size, look);
            width += glyphs.iter().map(|g| g.glyph.advance).sum::<Length>();
        }
        at = end;
    }
    width
}

/// The glyphs of a text of one face and script; `start` is its first byte in the paragraph.
pub(super) fn text_glyphs(
    setter: &mut Setter,
    text: &str,
    start: usize,
    face: FaceId,
    size: Length,
    look: &Look,
) -> Vec<PlacedGlyph> {
    let (fonts, written) = (setter.shaper.fonts(), rewritten(setter, text, look));
    let shaped = setter.shaper.shape(face, &written, look.text.features, &look.language);
    placed(shaped, text, start, (fonts.face(face), size), look)
}

/// The glyphs of a run of a paragraph; a run that has a level runs as that says, and joins what is around it.
pub(super) fn run_glyphs(
    setter: &mut Setter,
    whole: &str,
    range: Range<usize>,
    level: Option<u8>,
    (face, size): (FaceId, Length),
    look: &Look,
) -> Vec<PlacedGlyph> {
    let (text, start) = (&whole[range.clone()], range.start);
    let Some(level) = level else { return text_glyphs(setter, text, start, face, size, look) };
    let (fonts, written) = (setter.shaper.fonts(), rewritten(setter, text, look));
    let before = &whole[whole.floor_char_boundary(range.start.saturating_sub(CONTEXT))..range.start];
    let after = &whole[range.end..whole.ceil_char_boundary((range.end + CONTEXT).min(whole.len()))];
    let (features, language) = (look.text.features, &look.language);
    let shaper = &mut setter.shaper;
    let shaped = shaper.shape_in_direction(face, &written, [before, after], level % 2 == 1, features, language);
    placed(shaped, text, start, (fonts.face(face), size), look)
}

/// Bytes of text around a run that are looked at to see whether its letters join.
const CONTEXT: usize = 24;

/// Glyphs of a text that begins at byte `start`, at their size.
fn placed(
    shaped: impl Iterator<Item = ShapedGlyph>,
    text: &str,
    start: usize,
    (face, size): (&Face, Length),
    look: &Look,
) -> Vec<PlacedGlyph> {
    let em = face.metrics.units_per_em;
    // Few different advances come again and again, and a division takes its time.
    let mut known = [(0, Short::ZERO); 64];
    let mut units = |units: i32| {
        let last = &mut known[units as usize % 64];
        if last.0 != units {
            *last = (units, size.font_units(i64::from(units), em).into());
        }
        last.1
    };
    let tracking = tracking(text, look);
    let mut glyphs: Vec<PlacedGlyph> = shaped
        .map(|g| PlacedGlyph {
            glyph: Glyph {
                id: g.id,
                text_bytes: 0,
                advance: units(g.advance),
                dx: units(g.x_offset),
                dy: units(-g.y_offset),
            },
            cluster: start + text.floor_char_boundary(g.cluster as usize),
            unsafe_to_break: g.unsafe_to_break,
        })
        .collect();
    if tracking != Length::ZERO {
        track(&mut glyphs, tracking);
    } else if look.capitals != 0 && has_capitals_together(text) {
        track_capitals(&mut glyphs, text, start, look);
    }
    glyphs
}

/// Space between letters: that of the look, or where it has none, a little between small capitals. Beside small capitals
/// that are capitals scaled down it is scaled down too: as wide as between full capitals it would look like a space
/// between words, to the eye and to those who copy the text.
fn tracking(text: &str, look: &Look) -> Length {
    let small = look.text.features.small_capitals || look.text.features.all_small_capitals;
    let thousandths = match look.text.tracking {
        0 if small => look.capitals,
        tracking => tracking,
    };
    let synthetic = |c: char| c.to_lowercase().any(|small| is_synthetic_small_capital(&look.text, small));
    let size = match thousandths != 0 && text.chars().any(synthetic) {
        true => look.text.size.scale(SYNTHETIC_SMALL_CAPITALS),
        false => look.text.size,
    };
    size.font_units(i64::from(thousandths), 1000)
}

/// A little space between capitals that stand together, as in an abbreviation; a single one keeps to its word.
fn track_capitals(glyphs: &mut [PlacedGlyph], text: &str, start: usize, look: &Look) {
    let is_capital = |at: usize| text[at - start..].chars().next().is_some_and(char::is_uppercase);
    let space = look.text.size.font_units(i64::from(look.capitals), 1000);
    for i in 1..glyphs.len() {
        let (before, after) = (glyphs[i - 1].cluster, glyphs[i].cluster);
        if before < after && is_capital(before) && is_capital(after) {
            glyphs[i - 1].glyph.advance += space;
        }
    }
}

fn has_capitals_together(text: &str) -> bool {
    let mut before = false;
    text.chars().any(|c| {
        let now = c.is_uppercase();
        std::mem::replace(&mut before, now) && now
    })
}

/// The text as the font is given it: of the same length in bytes, with synthetic small capitals as capitals and missing
/// spaces as plain ones where that keeps the length.
fn rewritten<'t>(setter: &Setter, text: &'t str, look: &Look) -> std::borrow::Cow<'t, str> {
    let change = |c: char| {
        let c = substitute(setter, look.text.style, c);
        if !is_synthetic_small_capital(&look.text, c) {
            return c;
        }
        let mut upper = c.to_uppercase();
        match (upper.next(), upper.next()) {
            (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
            _ => c,
        }
    };
    if text.is_ascii() || text.chars().all(|c| change(c) == c) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let to = change(c);
        out.push(to);
        // All substitutes are one byte for three: a soft hyphen, which shows nothing, fills the two.
        if to.len_utf8() + '\u{AD}'.len_utf8() == c.len_utf8() {
            out.push('\u{AD}');
        }
    }
    out.into()
}

/// Space after each cluster.
fn track(glyphs: &mut [PlacedGlyph], tracking: Length) {
    for i in 0..glyphs.len() {
        if glyphs.get(i + 1).is_none_or(|next| next.cluster != glyphs[i].cluster) {
            glyphs[i].glyph.advance += tracking;
        }
    }
}

/// An image in the line: at its natural size (96 pixels an inch unless the file says otherwise), or that which the
/// author asks for, no wider than the measure and no higher than a few lines.
fn object(setter: &Setter, collected: &Collected, at: usize, look: &Look, measure: Length) -> RunContent {
    let Ok(place) = collected.objects.binary_search_by_key(&at, |(byte, _)| *byte) else {
        return RunContent::Missing { width: Length::ZERO };
    };
    let (image, shown) = match &collected.objects[place].1 {
        Object::Image { image, shown } => (image, shown),
        object => {
            let size = object.formula().map(|piece| Size::new(piece.content.width + piece.after, piece.content.height));
            return RunContent::Object { object: place, size: size.unwrap_or_default() };
        }
    };
    let Some(image) = setter.document.images.get(image.0 as usize) else {
        return RunContent::Missing { width: Length::ZERO };
    };
    let density = image.density.unwrap_or(96.0).max(1.0);
    let natural = |pixels: u32| Length::inch(f64::from(pixels.max(1)) / density);
    let natural = Size::new(natural(image.width), natural(image.height));
    let room = |lines: i64| Size::new(measure, look.text.size * lines);
    let size = match asked_size(shown, natural, room(ASKED_LINES)) {
        Some(asked) => fitted(fit_into(natural, asked), room(ASKED_LINES)),
        None => fitted(natural, room(UNASKED_LINES)),
    };
    RunContent::Object { object: place, size }
}

/// Greatest height of an image in a line, in sizes of the text: unasked, and when the author asks for more.
const UNASKED_LINES: i64 = 8;
const ASKED_LINES: i64 = 20;

/// Size of the code point in the frame of a missing character, in thousandths of the size of the text.
pub(super) const MISSING_SIZE: f64 = 0.5;

/// The style of a code point in its frame.
pub(super) fn missing_style() -> Style {
    Style { family: Family::Mono, ..Style::default() }
}

fn missing(setter: &mut Setter, text: &str, look: &Look) -> RunContent {
    let c = text.chars().next().unwrap_or('\u{FFFD}');
    setter.missing.entry(c).or_insert(look.span);
    let face = setter.shaper.fonts().select(missing_style());
    let digits = missing_text(c);
    let features = Features { plain: true, ..Features::default() };
    let units: i64 = setter.shaper.shape(face, &digits, features, "en").map(|g| i64::from(g.advance)).sum();
    let em = setter.shaper.fonts().face(face).metrics.units_per_em;
    let size = look.text.size.scale(MISSING_SIZE);
    RunContent::Missing { width: size.font_units(units, em) + look.text.size.scale(0.3) }
}

/// What the frame of a missing character says.
pub(super) fn missing_text(c: char) -> String {
    format!("{:04X}", c as u32)
}

fn widths(shaped: &Shaped, text: &str) -> Vec<Length> {
    let mut at = vec![Length::ZERO; text.len() + 1];
    shaped.gaps.widen(&mut at, text);
    for run in &shaped.runs {
        match &run.content {
            RunContent::Glyphs { places, .. } => {
                shaped.glyphs[places.clone()].iter().for_each(|g| at[g.cluster] += g.glyph.advance);
            }
            RunContent::Object { size, .. } => at[run.range.start] += size.width,
            RunContent::Missing { width } => at[run.range.start] += *width,
            RunContent::LineEnd => {}
        }
    }
    running(at)
}

/// The running width of the glyphs that may change: those of prose that are no spaces.
fn flexible(shaped: &Shaped, collected: &Collected) -> Vec<Length> {
    let mut at = vec![Length::ZERO; collected.text.len() + 1];
    for run in &shaped.runs {
        if let RunContent::Glyphs { places, .. } = &run.content
            && is_flexible(&collected.pieces[run.piece].look)
        {
            let glyphs = shaped.glyphs[places.clone()].iter();
            let letters = glyphs.filter(|g| !is_space_at(&collected.text, g.cluster));
            letters.for_each(|g| at[g.cluster] += g.glyph.advance);
        }
    }
    running(at)
}

/// Code keeps its widths.
pub(super) fn is_flexible(look: &Look) -> bool {
    !look.verbatim
}

/// True where a space stands that justification may change: the plain one and the no-break one.
pub(super) fn is_space_at(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        Some(b' ') => true,
        Some(0xC2) => text.as_bytes().get(at + 1) == Some(&0xA0),
        _ => false,
    }
}

/// Sums up to each place, that place left out.
fn running(mut at: Vec<Length>) -> Vec<Length> {
    let mut total = Length::ZERO;
    for width in &mut at {
        total += *width;
        *width = total - *width;
    }
    at
}

//! Chinese and Japanese: the spaces between and inside of full-width characters.
//!
//! In: the text of a paragraph and its glyphs. Out: [`Gaps`], the places between two characters where a line gives and
//! takes. After "Requirements for Japanese Text Layout" (JLREQ, W3C Note 2020: 3.1.2 and 3.1.4 on the space of punctuation,
//! 3.2.6 on Latin among Japanese, 3.8 on line adjustment) and "Requirements for Chinese Text Layout" (CLREQ, 3.1 and 3.3).
//! Where a line may end is UAX #14's business, by its strict rules.
//!
//! Brackets, commas and stops are drawn in one half of their square. Two of them in a row lose the blank between them, an
//! opening bracket at the head of a line loses its blank half, and what closes may lose its own at the end of a line.
//! Between an ideograph and a Latin letter stands a quarter em. Everything else stays on its squares until a line must be
//! justified: then the blanks of punctuation shrink, or all squares move apart by equal parts.

use super::collect::Collected;
use super::glyphs::{RunContent, Shaped};
use super::items::look_at;
use super::justify::Part;
use super::linebreak::{Breakpoint, Totals};
use crate::document::is_ideographic;
use crate::units::{Length, Short};
use std::ops::Range;

/// How much the space between two squares grows at an adjustment ratio of 1, in ems.
const STRETCH: f64 = 0.08;
/// Space between an ideograph and a Latin letter, in ems, and by how much it grows and shrinks.
const QUARTER: f64 = 0.25;
const QUARTER_GIVE: f64 = 0.125;
/// How much the blank half of a comma or a bracket shrinks beside an ideograph.
const BLANK_SHRINK: f64 = 0.25;
/// A glyph at least so wide, in ems, stands in a square of its own.
const SQUARE: f64 = 0.9;

/// What a character is to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Blank on its left half.
    Opening,
    /// A bracket or a comma: blank on its right half.
    Closing,
    /// A full stop: blank on its right half, which stays.
    Stop,
    /// A dot in the middle of its square.
    Middle,
    /// A square filled by its character.
    Ideograph,
    /// A letter or a figure of another script.
    Western,
    /// Anything else; nothing happens beside it.
    Other,
}

/// `simplified` is true in simplified Chinese, whose colons and exclamation marks stand in the left half of their square.
fn class(c: char, is_square: bool, simplified: bool) -> Class {
    match c {
        '「' | '『' | '（' | '〔' | '［' | '｛' | '〈' | '《' | '【' | '〖' | '〘' | '〝' => Class::Opening,
        '“' | '‘' if is_square => Class::Opening,
        '」' | '』' | '）' | '〕' | '］' | '｝' | '〉' | '》' | '】' | '〗' | '〙' | '〟' | '、' | '，' => {
            Class::Closing
        }
        '”' | '’' if is_square => Class::Closing,
        '。' | '．' => Class::Stop,
        '！' | '？' | '：' | '；' if simplified => Class::Stop,
        '・' | '：' | '；' => Class::Middle,
        '—' | '…' | '―' | '‥' => Class::Other,
        c if is_ideographic(c) => Class::Ideograph,
        c if c.is_alphanumeric() && !is_hangul(c) => Class::Western,
        _ => Class::Other,
    }
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}')
}

/// A place between two characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Gap {
    /// Byte at which the second one begins.
    at: usize,
    /// What is added between them; less than nothing where a blank goes.
    kern: Length,
    stretch: Length,
    shrink: Length,
    /// The blank half of the first one, which it may lose at the end of a line.
    blank: Length,
    /// The blank half of the second one, which it loses at the head of a line.
    head: Length,
}

/// The gaps of a paragraph, in order; none in a paragraph without ideographs.
#[derive(Clone, Debug, Default)]
pub(super) struct Gaps {
    list: Vec<Gap>,
    /// Totals of stretch and shrink up to and with each gap.
    totals: Vec<(Length, Length)>,
}

impl Gaps {
    /// The gaps of a shaped paragraph whose glyphs have their own widths.
    pub(super) fn of(collected: &Collected, shaped: &Shaped) -> Gaps {
        if !collected.text.chars().any(is_ideographic) {
            return Gaps::default();
        }
        let mut gaps = Gaps::default();
        let squares = Squares::of(collected, shaped);
        let mut last: Option<(char, Class, Length)> = None;
        let chars = collected.text.char_indices().chain([(collected.text.len(), '\0')]);
        for (at, c) in chars {
            if is_mark(c) {
                continue;
            }
            let (em, is_square) = squares.at(at);
            let class = class(c, is_square, squares.simplified(at));
            // Ideographs in code, and such that are told to run from right to left, stand close.
            let turned = look_at(collected, at + 1).is_some_and(|look| look.verbatim)
                || collected.levels.as_ref().is_some_and(|levels| levels.at(at) % 2 == 1);
            let gap = if turned { Gap { at, ..Gap::default() } } else { gap(at, last, (c, class, em)) };
            if gap != (Gap { at, ..Gap::default() }) {
                gaps.push(gap);
            }
            // A character without a glyph has nothing that could be widened.
            last = (squares.has_glyph(at) && !turned).then_some((c, class, em));
        }
        gaps
    }

    fn push(&mut self, gap: Gap) {
        let (stretch, shrink) = self.totals.last().copied().unwrap_or_default();
        self.totals.push((stretch + gap.stretch, shrink + gap.shrink));
        self.list.push(gap);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn find(&self, at: usize) -> Option<&Gap> {
        self.list.binary_search_by_key(&at, |gap| gap.at).ok().map(|place| &self.list[place])
    }

    /// The blank half that the character at a byte loses at the head of a line.
    pub(super) fn head(&self, at: usize) -> Length {
        self.find(at).map_or(Length::ZERO, |gap| gap.head)
    }

    /// Adds what the gaps before a byte give and take.
    pub(super) fn add(&self, totals: &mut Totals, at: usize) {
        let place = self.list.partition_point(|gap| gap.at <= at);
        if let Some((stretch, shrink)) = place.checked_sub(1).map(|last| self.totals[last]) {
            totals.stretch += stretch;
            totals.shrink += shrink;
        }
    }

    /// What the gaps add to the widths of the characters before them.
    pub(super) fn widen(&self, at: &mut [Length], text: &str) {
        for gap in self.list.iter().filter(|gap| gap.kern != Length::ZERO) {
            let last = text[..gap.at].chars().rev().scan(gap.at, |end, c| {
                *end -= c.len_utf8();
                Some((*end, c))
            });
            if let Some((place, _)) = last.into_iter().find(|(_, c)| !is_mark(*c)) {
                at[place] += gap.kern;
            }
        }
    }

    /// A line that breaks in a gap has neither its width nor its give; its last character may lose its blank instead.
    pub(super) fn cut(&self, point: &mut Breakpoint) {
        let Some(gap) = self.find(point.next).filter(|gap| gap.at == point.at) else {
            if let Some(gap) = self.find(point.at) {
                point.before.shrink += gap.blank - gap.shrink;
            }
            return;
        };
        point.pre -= gap.kern;
        point.before.stretch -= gap.stretch;
        point.before.shrink += gap.blank - gap.shrink;
        point.hang_start = point.hang_start.max(gap.head);
    }

    /// Adds the gaps of a line to the glyphs before them, and says how much they give and take together.
    pub(super) fn open(&self, parts: &mut [Part], line: &Range<usize>) -> Give {
        let mut give = Give::default();
        self.each(parts, line, |gap, advance| {
            *advance += gap.kern;
            give.stretch += gap.stretch;
            give.shrink += gap.shrink;
        });
        give
    }

    /// Stretches or shrinks the gaps of a line.
    pub(super) fn adjust(&self, parts: &mut [Part], line: &Range<usize>, ratio: f64) {
        self.each(parts, line, |gap, advance| {
            *advance += if ratio < 0.0 { gap.shrink.scale(ratio) } else { gap.stretch.scale(ratio) };
        });
    }

    /// Calls `visit` with each gap inside of a line, and with the blank at its end, and the advance of the glyph before.
    fn each(&self, parts: &mut [Part], line: &Range<usize>, mut visit: impl FnMut(&Gap, &mut Short)) {
        if self.list.is_empty() {
            return;
        }
        let first = self.list.partition_point(|gap| gap.at <= line.start);
        let mut gaps = self.list[first..].iter().take_while(|gap| gap.at <= line.end).peekable();
        let straight = |part: &&mut Part| !part.is_hyphen && part.level().is_multiple_of(2);
        let mut glyphs = parts.iter_mut().filter(straight).flat_map(|part| part.glyphs.to_mut()).peekable();
        while let Some(glyph) = glyphs.next() {
            let next = glyphs.peek().map_or(line.end, |next| next.cluster);
            while gaps.next_if(|gap| gap.at <= glyph.cluster).is_some() {}
            let Some(gap) = gaps.next_if(|gap| gap.at <= next) else { continue };
            if gap.at < line.end {
                visit(gap, &mut glyph.glyph.advance);
            } else {
                let at_end = Gap { at: gap.at, shrink: gap.blank, ..Gap::default() };
                visit(&at_end, &mut glyph.glyph.advance);
            }
        }
    }
}

/// How much the gaps of a line give and take together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Give {
    stretch: Length,
    shrink: Length,
}

impl Give {
    /// By how much they change at an adjustment ratio.
    pub(super) fn at(self, ratio: f64) -> Length {
        if ratio < 0.0 { self.shrink.scale(ratio) } else { self.stretch.scale(ratio) }
    }
}

fn gap(at: usize, last: Option<(char, Class, Length)>, (c, class, em): (char, Class, Length)) -> Gap {
    use Class::{Closing, Ideograph, Middle, Opening, Other, Stop, Western};
    let half = em / 2;
    let head = if class == Opening { half } else { Length::ZERO };
    let Some((last, before, last_em)) = last else { return Gap { at, head, ..Gap::default() } };
    let blank = if matches!(before, Closing | Stop) { last_em / 2 } else { Length::ZERO };
    let with = |kern: f64, stretch: f64, shrink: f64| Gap {
        at,
        kern: em.scale(kern),
        stretch: em.scale(stretch),
        shrink: em.scale(shrink),
        blank,
        head,
    };
    match (before, class) {
        (Closing | Stop, Opening | Closing | Stop | Middle) | (Opening, Opening) => with(-0.5, 0.0, 0.0),
        (Ideograph, Western) | (Western, Ideograph) => with(QUARTER, QUARTER_GIVE, QUARTER_GIVE),
        (Closing, Ideograph) | (Ideograph, Opening) => with(0.0, STRETCH, BLANK_SHRINK),
        (Stop, Ideograph) | (Ideograph, Closing | Stop | Middle) | (Middle, Ideograph) => with(0.0, STRETCH, 0.0),
        (Ideograph, Ideograph) if last != c || !matches!(c, '─' | '〰') => with(0.0, STRETCH, 0.0),
        (Ideograph, Other) | (Other, Ideograph) if !c.is_whitespace() && !last.is_whitespace() && c != '\0' => {
            with(0.0, STRETCH, 0.0)
        }
        _ => with(0.0, 0.0, 0.0),
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{200B}'..='\u{200D}'
        | '\u{E0100}'..='\u{E01EF}')
}

/// The size of the type at each byte, and whether its glyph stands in a square.
struct Squares<'s> {
    shaped: &'s Shaped,
    collected: &'s Collected,
    widths: Vec<Length>,
}

impl Squares<'_> {
    fn of<'s>(collected: &'s Collected, shaped: &'s Shaped) -> Squares<'s> {
        let mut widths = vec![Length::ZERO; collected.text.len() + 1];
        for glyph in &shaped.glyphs {
            widths[glyph.cluster] += glyph.glyph.advance;
        }
        Squares { shaped, collected, widths }
    }

    fn has_glyph(&self, at: usize) -> bool {
        self.widths.get(at).is_some_and(|width| *width > Length::ZERO)
    }

    fn simplified(&self, at: usize) -> bool {
        let tag = look_at(self.collected, at + 1).map_or("", |look| &look.language);
        tag.starts_with("zh") && !["Hant", "TW", "HK", "MO"].iter().any(|part| tag.contains(part))
    }

    fn at(&self, at: usize) -> (Length, bool) {
        let place = self.shaped.runs.partition_point(|run| run.range.end <= at);
        let Some(run) = self.shaped.runs.get(place).or(self.shaped.runs.last()) else { return (Length::ZERO, false) };
        let em = match &run.content {
            RunContent::Glyphs { size, .. } => *size,
            _ => self.collected.pieces[run.piece].look.text.size,
        };
        (em, self.widths.get(at).is_some_and(|width| *width >= em.scale(SQUARE)))
    }
}

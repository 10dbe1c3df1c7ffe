//! How a line is brought to its measure.
//!
//! In: the parts of a line at their natural widths, and the room that they have. Out: an [`Adjustment`]: first the glyphs
//! are widened or narrowed by so little that no eye sees it, then the spaces take the rest (Hàn Thế Thành,
//! "Micro-typographic extensions to the TeX typesetting system", TUGboat 21 (2000), chapter 3: font expansion; pdfTeX
//! takes the stretch of fonts before that of glue in the same way). All glyphs of prose in a line have one scale: letters
//! of two widths side by side would be seen sooner.

use super::Align;
use super::cjk::Give;
use super::glyphs::{is_flexible, is_space_at};
use super::justify::{Paragraph, Part};
use super::linebreak::BreakKind;
use crate::page::{Glyph, NATURAL};
use crate::units::Length;

/// How much a space may grow and shrink at a ratio of 1 and −1, in shares of its width: those of most text fonts in TeX
/// (The TeXbook, p. 433).
pub(super) const STRETCH: f64 = 0.5;
const SHRINK: f64 = 1.0 / 3.0;

/// What is a hair, in thousandths.
const HAIR: f64 = 10.0;

/// What is done to a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Adjustment {
    /// Horizontal scale of the glyphs, in thousandths.
    pub(super) scale: i32,
    /// By how much the spaces are stretched (positive) or shrunk (negative).
    pub(super) ratio: f64,
    /// By how much they would be stretched if the line were filled whatever it took.
    pub(super) wanted: f64,
}

/// Spaces are never stretched further: three times as wide as usual. A line that wants more is left short, which looks like
/// an accident of its words; words far apart look like a fault of the page.
pub(super) const MOST_STRETCH: f64 = 4.0;

/// What brings the parts of a line to the room that it has.
///
/// `gaps` is what the gaps between ideographs give and take.
pub(super) fn adjustment(p: &Paragraph, parts: &[Part], gaps: Give, room: Length, kind: BreakKind) -> Adjustment {
    let text = &p.collected.text;
    let (mut natural, mut spaces, mut letters) = (Length::ZERO, Length::ZERO, Length::ZERO);
    for part in parts {
        let blanks = part.glyphs.iter().filter(|g| !part.is_hyphen && is_space_at(text, g.cluster));
        let (all, blank) = (part.width(), blanks.map(|g| g.glyph.advance).sum::<Length>());
        natural += all;
        spaces += blank;
        if is_flexible(part.look) && !part.glyphs.is_empty() {
            letters += all - blank;
        }
    }
    let missing = room - natural;
    // A last line is not filled, but one that is a little too full gives like any other.
    let fills = missing.0 < 0 || kind != BreakKind::Forced;
    let justified = p.style.align == Align::Justify;
    if missing.0 == 0 || (missing.0 > 0 && !(justified && fills)) {
        return Adjustment { scale: NATURAL, ratio: 0.0, wanted: 0.0 };
    }
    let scale = if justified && p.style.expand && p.shaped.gaps.is_empty() { scale(missing, letters) } else { NATURAL };
    let rest = missing - widened(letters, scale);
    let sign = if rest.0 < 0 { -1.0 } else { 1.0 };
    let give = adjusted(spaces, sign) + gaps.at(sign);
    let wanted = if give.0 == 0 { 0.0 } else { (rest.ratio(give) * sign).max(-1.0) };
    let ratio = if p.shaped.gaps.is_empty() { wanted.min(MOST_STRETCH) } else { wanted };
    Adjustment { scale: scale - hair(rest - adjusted(spaces, ratio) - gaps.at(ratio), letters), ratio, wanted }
}

/// By how much a glyph may be wider or narrower than the font has it, in thousandths. Three are seen by some; two by
/// nobody (microtype, the package for LaTeX, allows two).
pub(super) const MOST: i64 = 20;
/// Scales are whole numbers of these thousandths: few of them keep the file small, and the spaces take the rest.
const STEP: f64 = 5.0;

fn widened(letters: Length, scale: i32) -> Length {
    letters.scale(f64::from(scale - NATURAL) / f64::from(NATURAL))
}

/// By how many thousandths letters are narrower still in a line that is a hair too wide: a cut in a word, shaped on its
/// own, may take a little more room than the word did. What is more than a hair is left, and told.
fn hair(rest: Length, letters: Length) -> i32 {
    let wanted = (-rest).ratio(letters) * f64::from(NATURAL);
    if rest.0 < 0 && wanted <= HAIR { wanted.ceil() as i32 } else { 0 }
}

/// The scale that takes as much of what is missing as it may, in whole steps.
fn scale(missing: Length, letters: Length) -> i32 {
    let most = MOST as f64;
    let wanted = (missing.ratio(letters) * f64::from(NATURAL)).clamp(-most, most);
    NATURAL + ((wanted / STEP).round() * STEP) as i32
}

/// By how much a space of this width changes at an adjustment ratio.
pub(super) fn adjusted(width: Length, ratio: f64) -> Length {
    width.scale(if ratio < 0.0 { ratio * SHRINK } else { ratio * STRETCH })
}

/// Widens a glyph and what moves it.
pub(super) fn widen(glyph: &mut Glyph, scale: i32) {
    if scale != NATURAL {
        let factor = f64::from(scale) / f64::from(NATURAL);
        glyph.advance = glyph.advance.long().scale(factor).into();
        glyph.dx = glyph.dx.long().scale(factor).into();
    }
}

//! What a line costs: its badness and its demerits.
//!
//! In: two breakpoints, the room between them, and the lines before. Out: how the line fits, and the [`Node`] at its end.
//! Adjustment ratio and badness as in Knuth and Plass 1981, p. 1138, demerits and fitness classes p. 1139–1140. What glyphs
//! can give by being widened or narrowed is taken first, and the adjustment ratio is that of the spaces for the rest, as
//! pdfTeX reckons it. What hangs out of the measure is no part of a line's width.

use super::breakpoint::{BreakKind, Breakpoint, Measure};
use crate::units::Length;

/// Demerits of two neighbouring lines of very different looseness (the paper's γ).
pub(super) const MISFIT: f64 = 3_000.0;
/// Demerits of two hyphens one below the other (the paper's α).
const DOUBLE_HYPHEN: f64 = 10_000.0;
/// Demerits of a hyphen in the last line but one.
const LAST_HYPHEN: f64 = 7_500.0;
/// Demerits of a last line that is too short.
const SHORT_LAST: f64 = 15_000.0;
/// Demerits of a last line of no more than a syllable.
const LOST_SYLLABLE: f64 = 60_000.0;
/// Demerits that make a third hyphen in a row, or a line too full, a last resort.
pub(super) const DREADFUL: f64 = 1e12;
/// Badness of glyphs as wide or as narrow as they may be: of two ways with the same spaces the one with the truer letters
/// is taken.
const FLEXED: f64 = 1.0;
/// Cost of a line before its badness (TeX's \linepenalty).
const LINE: f64 = 10.0;

/// A breakpoint that was reached, by a way of so many lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// Place in the list of breakpoints.
    pub(super) point: usize,
    /// Lines before it.
    pub(super) line: usize,
    pub(super) fitness: usize,
    /// Lines in a row that end in a hyphen here: 0, 1 or 2.
    pub(super) hyphens: usize,
    pub(super) demerits: f64,
    pub(super) previous: Option<usize>,
}

/// The line between two breakpoints.
pub(super) struct Fit {
    pub(super) ratio: f64,
    pub(super) badness: f64,
    /// Its natural width.
    pub(super) width: Length,
}

/// How the line between two breakpoints fits its room.
pub(super) fn fit(from: &Breakpoint, to: &Breakpoint, room: Length, measure: &Measure, is_last: bool) -> Fit {
    let width = to.before.width - from.after.width + from.post + to.pre - from.hang_start - to.hang_end;
    let missing = room - width;
    // The last line is filled up with nothing, and a line that the author ends is like it.
    if missing.0 == 0 || (missing.0 > 0 && is_last) {
        return Fit { ratio: 0.0, badness: 0.0, width };
    }
    let (before, after) = (&to.before, &from.after);
    let flex = before.flex - after.flex;
    let (rest, give) = match missing.0 > 0 {
        true => ((missing - flex).max(Length::ZERO), before.stretch - after.stretch + measure.extra_stretch),
        false => ((missing + flex).min(Length::ZERO), before.shrink - after.shrink),
    };
    let ratio = match (rest.0, give.0 > 0) {
        (0, _) => 0.0,
        (_, true) => rest.ratio(give),
        (rest, false) => {
            if rest > 0 {
                f64::INFINITY
            } else {
                f64::NEG_INFINITY
            }
        }
    };
    let widened = (missing - rest).ratio(flex);
    Fit { ratio, badness: 100.0 * ratio.abs() * ratio * ratio + FLEXED * widened * widened, width }
}

/// Fitness classes: 0 tight, 1 decent, 2 loose, 3 very loose.
fn fitness(ratio: f64) -> usize {
    match ratio {
        r if r < -0.5 => 0,
        r if r <= 0.5 => 1,
        r if r <= 1.0 => 2,
        _ => 3,
    }
}

/// The node for a line from `node` to the breakpoint `to`, with its demerits (p. 1139).
pub(super) fn candidate(
    points: &[Breakpoint],
    node: &Node,
    at: usize,
    to: usize,
    line: &Fit,
    measure: &Measure,
) -> Node {
    let (from_kind, point) = (points[node.point].kind, &points[to]);
    let badness = (LINE + line.badness).powi(2);
    let penalty = f64::from(point.penalty);
    let mut demerits = badness + penalty.abs() * penalty;
    let is_last = to + 1 == points.len();
    let hyphenated = point.kind.is_hyphenated();
    let hyphens = if hyphenated { node.hyphens + 1 } else { 0 };
    if hyphenated && from_kind.is_hyphenated() {
        demerits += DOUBLE_HYPHEN;
    }
    if hyphens > 2 {
        demerits += DREADFUL;
    }
    if is_last && from_kind == BreakKind::Hyphen {
        demerits += LAST_HYPHEN;
    }
    if is_last && node.line > 0 && line.width < measure.shortest_last {
        demerits += if from_kind == BreakKind::Hyphen { LOST_SYLLABLE } else { SHORT_LAST };
    }
    let fitness = fitness(line.ratio);
    if node.line > 0 && fitness.abs_diff(node.fitness) > 1 {
        demerits += MISFIT;
    }
    Node {
        point: to,
        line: node.line + 1,
        fitness,
        hyphens: hyphens.min(2),
        demerits: node.demerits + demerits,
        previous: Some(at),
    }
}

//! Where the lines of a paragraph end: total fit.
//!
//! In: the legal breakpoints of a paragraph with running totals of width, stretch and shrink, and the measure. Out: the
//! breakpoints that together cost least.
//!
//! After Donald E. Knuth and Michael F. Plass, "Breaking Paragraphs into Lines", Software: Practice and Experience 11
//! (1981), pp. 1119–1184: adjustment ratio and badness p. 1138, demerits and fitness classes p. 1139–1140, the active list
//! p. 1158–1162. Deviations:
//! - Boxes, glue and penalties are condensed into legal breakpoints with running totals, as all that the algorithm asks
//!   of them is sums between two breakpoints.
//! - A breakpoint may change the width before it (a hyphen, a ligature that is cut) and after it.
//! - The state of a node also holds how many lines before it end in a hyphen, so that a third one in a row can be refused
//!   and not only made dear.

use crate::units::Length;

/// A legal breakpoint. Totals count from the start of the paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Breakpoint {
    /// Byte of the text at which the line before it ends.
    pub(super) at: usize,
    /// Byte at which the next line begins, after the spaces that a break swallows.
    pub(super) next: usize,
    /// Totals up to `at`.
    pub(super) before: Totals,
    /// Totals up to `next`.
    pub(super) after: Totals,
    /// What a break adds to the end of its line: the hyphen.
    pub(super) pre: Length,
    /// What a break adds to the start of the next line.
    pub(super) post: Length,
    /// How unwelcome a break is here.
    pub(super) penalty: i32,
    /// How the line ends here.
    pub(super) kind: BreakKind,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum BreakKind {
    /// Between words, or after a character that allows it.
    #[default]
    Plain,
    /// After a hyphen that is already there.
    ExplicitHyphen,
    /// In a word, with a hyphen put in.
    Hyphen,
    /// In a long name or address, with nothing put in.
    Bare,
    /// Where the author ends the line, or at the end of the paragraph: a break must be made.
    Forced,
}

impl BreakKind {
    /// True when the line ends in a hyphen.
    pub(super) fn is_hyphenated(self) -> bool {
        matches!(self, BreakKind::Hyphen | BreakKind::ExplicitHyphen)
    }
}

/// Running totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    /// Natural width.
    pub(super) width: Length,
    /// How much the spaces can grow at an adjustment ratio of 1.
    pub(super) stretch: Length,
    /// How much the spaces can shrink at an adjustment ratio of −1.
    pub(super) shrink: Length,
}

/// What lines are broken by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure {
    /// Room in the first line.
    pub(super) first: Length,
    /// Room in the other lines.
    pub(super) rest: Length,
    /// Stretch of every line besides that of its spaces: the raggedness of lines that are not justified, or the help of
    /// the last pass.
    pub(super) extra_stretch: Length,
    /// A badness above this makes a line impossible.
    pub(super) tolerance: f64,
    /// A last line shorter than this costs extra.
    pub(super) shortest_last: Length,
    /// Some breaks must be returned, even if a line is too full.
    pub(super) last_resort: bool,
}

impl Measure {
    fn of_line(&self, line: usize) -> Length {
        if line == 0 { self.first } else { self.rest }
    }
}

/// Demerits of two neighbouring lines of very different looseness (the paper's γ).
const MISFIT: f64 = 3_000.0;
/// Demerits of two hyphens one below the other (the paper's α).
const DOUBLE_HYPHEN: f64 = 10_000.0;
/// Demerits of a hyphen in the last line but one.
const LAST_HYPHEN: f64 = 7_500.0;
/// Demerits of a last line that is too short.
const SHORT_LAST: f64 = 15_000.0;
/// Demerits that make a third hyphen in a row, or a line too full, a last resort.
const DREADFUL: f64 = 1e12;
/// Cost of a line before its badness (TeX's \linepenalty).
const LINE: f64 = 10.0;

#[derive(Clone, Copy, Debug)]
struct Node {
    /// Place in the list of breakpoints.
    point: usize,
    /// Lines before it.
    line: usize,
    fitness: usize,
    /// Lines in a row that end in a hyphen here: 0, 1 or 2.
    hyphens: usize,
    demerits: f64,
    previous: Option<usize>,
}

/// The line between two breakpoints.
struct Fit {
    ratio: f64,
    badness: f64,
    /// Its natural width.
    width: Length,
}

fn fit(from: &Breakpoint, to: &Breakpoint, room: Length, measure: &Measure, is_last: bool) -> Fit {
    let width = to.before.width - from.after.width + from.post + to.pre;
    let missing = room - width;
    let ratio = if missing.0 >= 0 {
        let stretch = to.before.stretch - from.after.stretch + measure.extra_stretch;
        // The last line is filled up with nothing, and a line that the author ends is like it.
        match (is_last, stretch.0 > 0) {
            (true, _) => 0.0,
            (false, true) => missing.ratio(stretch),
            (false, false) => {
                if missing.0 == 0 {
                    0.0
                } else {
                    f64::INFINITY
                }
            }
        }
    } else {
        let shrink = to.before.shrink - from.after.shrink;
        if shrink.0 > 0 { missing.ratio(shrink) } else { f64::NEG_INFINITY }
    };
    Fit { ratio, badness: 100.0 * ratio.abs() * ratio * ratio, width }
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

/// Chooses breakpoints. The first of `points` is the start of the paragraph and the last its end; returned are the
/// places of the chosen ones in order, the start left out. `None` when the tolerance allows no way and `last_resort` is
/// off.
pub(super) fn break_lines(points: &[Breakpoint], measure: &Measure) -> Option<Vec<usize>> {
    let start = Node { point: 0, line: 0, fitness: 1, hyphens: 0, demerits: 0.0, previous: None };
    let mut nodes = vec![start];
    let mut active = vec![0usize];
    for to in 1..points.len() {
        let mut best: [[Option<Node>; 3]; 4] = Default::default();
        let mut rescue = None;
        let must_break = points[to].kind == BreakKind::Forced;
        let mut kept = 0;
        for place in 0..active.len() {
            let at = active[place];
            let node = nodes[at];
            let line = fit(&points[node.point], &points[to], measure.of_line(node.line), measure, must_break);
            let too_full = line.ratio < -1.0;
            if !too_full && (line.badness <= measure.tolerance || must_break) {
                offer(&mut best, candidate(points, &node, at, to, &line, measure));
            }
            if too_full {
                rescue = rescue.filter(|r: &usize| nodes[*r].demerits <= node.demerits).or(Some(at));
            }
            if !too_full && !must_break {
                active[kept] = at;
                kept += 1;
            }
        }
        active.truncate(kept);
        let found: Vec<Node> = best.into_iter().flatten().flatten().collect();
        if found.is_empty() && active.is_empty() {
            let at = rescue.filter(|_| measure.last_resort)?;
            let (node, full) = (nodes[at], Fit { ratio: -1.0, badness: 100.0, width: Length::MAX });
            let mut forced = candidate(points, &node, at, to, &full, measure);
            forced.demerits += DREADFUL;
            nodes.push(forced);
            active.push(nodes.len() - 1);
        }
        for node in found {
            nodes.push(node);
            active.push(nodes.len() - 1);
        }
    }
    let end = active.into_iter().min_by(|a, b| nodes[*a].demerits.total_cmp(&nodes[*b].demerits))?;
    // A looser pass may do without what is dreadful.
    (measure.last_resort || nodes[end].demerits < DREADFUL).then(|| trace(&nodes, end))
}

/// Keeps a candidate when it is the best of its fitness class and run of hyphens.
fn offer(best: &mut [[Option<Node>; 3]; 4], node: Node) {
    let place = &mut best[node.fitness][node.hyphens];
    if place.is_none_or(|other| node.demerits < other.demerits) {
        *place = Some(node);
    }
}

/// The node for a line from `node` to the breakpoint `to`, with its demerits (p. 1139).
fn candidate(points: &[Breakpoint], node: &Node, at: usize, to: usize, line: &Fit, measure: &Measure) -> Node {
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
        demerits += SHORT_LAST;
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

fn trace(nodes: &[Node], end: usize) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = end;
    while let Some(previous) = nodes[at].previous {
        places.push(nodes[at].point);
        at = previous;
    }
    places.reverse();
    places
}

/// First fit, line by line: what total fit is compared with.
#[cfg(test)]
pub(super) fn first_fit(points: &[Breakpoint], measure: &Measure) -> Vec<usize> {
    let (mut from, mut line, mut places) = (0, 0, Vec::new());
    while from + 1 < points.len() {
        let fits = |to: &usize| {
            let room = measure.of_line(line);
            fit(&points[from], &points[*to], room, measure, false).ratio >= -1.0
        };
        let last = (from + 1..points.len()).take_while(fits).last().unwrap_or(from + 1);
        places.push(last);
        (from, line) = (last, line + 1);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Words of these widths (points) with spaces of 3 pt that stretch by 1.5 and shrink by 1.
    fn words(widths: &[i64]) -> Vec<Breakpoint> {
        let pt = |points: f64| Length::pt(points);
        let mut points = vec![Breakpoint::default()];
        let mut total = Totals::default();
        for (i, width) in widths.iter().enumerate() {
            total.width += pt(*width as f64);
            let mut point = Breakpoint { at: 2 * i + 1, next: 2 * i + 2, before: total, ..Breakpoint::default() };
            total.width += pt(3.0);
            total.stretch += pt(1.5);
            total.shrink += pt(1.0);
            point.after = total;
            if i + 1 == widths.len() {
                point.kind = BreakKind::Forced;
            }
            points.push(point);
        }
        points
    }

    fn measure(points: f64) -> Measure {
        let room = Length::pt(points);
        Measure {
            first: room,
            rest: room,
            extra_stretch: Length::ZERO,
            tolerance: 200.0,
            shortest_last: Length::ZERO,
            last_resort: false,
        }
    }

    fn cost(points: &[Breakpoint], places: &[usize], measure: &Measure) -> f64 {
        let mut node = Node { point: 0, line: 0, fitness: 1, hyphens: 0, demerits: 0.0, previous: None };
        for &to in places {
            let is_last = points[to].kind == BreakKind::Forced;
            let line = fit(&points[node.point], &points[to], measure.of_line(node.line), measure, is_last);
            node = candidate(points, &node, 0, to, &line, measure);
        }
        node.demerits
    }

    #[test]
    fn one_line_stays_one_line() {
        assert_eq!(break_lines(&words(&[10, 10, 10]), &measure(100.0)), Some(vec![3]));
    }

    #[test]
    fn a_word_wider_than_the_measure_needs_the_last_resort() {
        let points = words(&[10, 200, 10]);
        assert_eq!(break_lines(&points, &measure(50.0)), None);
        let lines = break_lines(&points, &Measure { last_resort: true, tolerance: 1e4, ..measure(50.0) });
        assert_eq!(lines.expect("some way is found").last(), Some(&3));
    }

    #[test]
    fn a_third_hyphen_in_a_row_is_a_last_resort() {
        let mut points = words(&[40; 9]);
        for point in &mut points[1..9] {
            (point.kind, point.pre) = (BreakKind::Hyphen, Length::pt(2.0));
        }
        assert_eq!(break_lines(&points, &measure(90.0)), None);
        assert!(break_lines(&points, &Measure { last_resort: true, ..measure(90.0) }).is_some());
    }

    #[test]
    fn a_forced_break_ends_its_line() {
        let mut points = words(&[10, 10, 10]);
        points[1].kind = BreakKind::Forced;
        assert_eq!(break_lines(&points, &measure(100.0)), Some(vec![1, 3]));
    }

    proptest! {
        #[test]
        fn total_fit_costs_no_more_than_first_fit(widths in prop::collection::vec(4i64..40, 2..80)) {
            let points = words(&widths);
            let measure = Measure { tolerance: 1e9, ..measure(120.0) };
            if let Some(best) = break_lines(&points, &measure) {
                let first = first_fit(&points, &measure);
                prop_assert!(cost(&points, &best, &measure) <= cost(&points, &first, &measure) + 1e-6);
            }
        }

        #[test]
        fn the_last_resort_always_finds_a_way(widths in prop::collection::vec(1i64..300, 1..60)) {
            let points = words(&widths);
            let places = break_lines(&points, &Measure { last_resort: true, ..measure(60.0) });
            let places = places.expect("the last resort finds a way");
            prop_assert_eq!(places.last(), Some(&(points.len() - 1)));
            prop_assert!(places.windows(2).all(|w| w[0] < w[1]));
        }
    }
}

//! Where the lines of a paragraph end: total fit.
//!
//! In: the legal breakpoints of a paragraph with running totals of width, stretch and shrink, and the measure. Out: the
//! breakpoints that together cost least.
//!
//! After Donald E. Knuth and Michael F. Plass, "Breaking Paragraphs into Lines", Software: Practice and Experience 11
//! (1981), pp. 1119–1184: the active list p. 1158–1162; what a line costs is in `demerits`. Deviations:
//! - A breakpoint may change the width before it (a hyphen, a ligature that is cut) and after it.
//! - The state of a node also holds how many lines before it end in a hyphen, so that a third one in a row can be refused
//!   and not only made dear.
//! - Lines are told apart by their number only as far as their widths differ, or when a number of lines is asked for
//!   (looseness, p. 1159); a node that another one at its breakpoint can never lose against is dropped.

use super::demerits::{DREADFUL, Fit, MISFIT, Node, candidate, fit};
use crate::units::Length;

pub(super) use super::breakpoint::{BreakKind, Breakpoint, Measure, Shape, Totals};

/// A way to break a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Broken {
    /// The places of the chosen breakpoints in order, the start left out.
    pub(super) places: Vec<usize>,
    /// What they cost together.
    pub(super) demerits: f64,
}

/// Chooses breakpoints. The first of `points` is the start of the paragraph and the last its end. `None` when the
/// tolerance allows no way and `last_resort` is off.
pub(super) fn break_lines(points: &[Breakpoint], measure: &Measure) -> Option<Broken> {
    let search = Search::new(points, measure, measure.shape.settled()).run()?;
    let ends = search.active.iter().copied();
    let end = ends.min_by(|a, b| search.nodes[*a].demerits.total_cmp(&search.nodes[*b].demerits))?;
    search.ended(end)
}

/// Chooses breakpoints that make exactly so many lines. `None` when the tolerance allows no way.
pub(super) fn break_into(points: &[Breakpoint], measure: &Measure, lines: usize) -> Option<Broken> {
    let search = Search::new(points, measure, usize::MAX).run()?;
    let end = search.active.iter().copied().find(|at| search.nodes[*at].line == lines)?;
    search.ended(end)
}

/// A search under way.
struct Search<'p> {
    points: &'p [Breakpoint],
    measure: &'p Measure,
    /// Lines from this one on are not told apart.
    settled: usize,
    nodes: Vec<Node>,
    /// Nodes from which a line may still reach further.
    active: Vec<usize>,
}

impl<'p> Search<'p> {
    fn new(points: &'p [Breakpoint], measure: &'p Measure, settled: usize) -> Search<'p> {
        let start = Node { point: 0, line: 0, fitness: 1, hyphens: 0, demerits: 0.0, previous: None };
        // Most breakpoints are reached in one way at most.
        let mut nodes = Vec::with_capacity(points.len() + 1);
        nodes.push(start);
        Search { points, measure, settled, nodes, active: vec![0] }
    }

    fn run(mut self) -> Option<Search<'p>> {
        let mut found = Vec::new();
        for to in 1..self.points.len() {
            let rescue = self.lines_to(to, &mut found);
            if found.is_empty() && self.active.is_empty() {
                found.push(self.too_full(rescue.filter(|_| self.measure.last_resort)?, to));
            }
            for node in found.drain(..) {
                self.active.push(self.nodes.len());
                self.nodes.push(node);
            }
        }
        Some(self)
    }

    /// Finds the nodes at the breakpoint `to` and puts those to rest that no line can reach further from. Returned is the
    /// cheapest of the nodes whose line would be too full.
    fn lines_to(&mut self, to: usize, found: &mut Vec<Node>) -> Option<usize> {
        let mut rescue: Option<usize> = None;
        let must_break = self.points[to].kind == BreakKind::Forced;
        let mut kept = 0;
        for place in 0..self.active.len() {
            let at = self.active[place];
            let node = self.nodes[at];
            let room = self.measure.shape.of_line(node.line);
            let line = fit(&self.points[node.point], &self.points[to], room, self.measure, must_break);
            if line.ratio < -1.0 {
                rescue = rescue.filter(|r| self.nodes[*r].demerits <= node.demerits).or(Some(at));
                continue;
            }
            if line.badness <= self.measure.tolerance || must_break {
                self.offer(found, candidate(self.points, &node, at, to, &line, self.measure));
            }
            if !must_break {
                self.active[kept] = at;
                kept += 1;
            }
        }
        self.active.truncate(kept);
        rescue
    }

    /// Keeps a node unless one of those found can never lose against it, and drops those that lose against it.
    fn offer(&self, found: &mut Vec<Node>, node: Node) {
        let beats = |a: &Node, b: &Node| {
            let misfit = if a.fitness == b.fitness { 0.0 } else { MISFIT };
            let same = a.line.min(self.settled) == b.line.min(self.settled);
            same && a.hyphens <= b.hyphens && a.demerits + misfit <= b.demerits
        };
        if !found.iter().any(|other| beats(other, &node)) {
            found.retain(|other| !beats(&node, other));
            found.push(node);
        }
    }

    /// The node after a line that is too full.
    fn too_full(&self, at: usize, to: usize) -> Node {
        let full = Fit { ratio: -1.0, badness: 100.0, width: Length::MAX };
        let mut node = candidate(self.points, &self.nodes[at], at, to, &full, self.measure);
        node.demerits += DREADFUL;
        node
    }

    /// The way to a node; a looser pass may do without what is dreadful.
    fn ended(&self, end: usize) -> Option<Broken> {
        let demerits = self.nodes[end].demerits;
        let way = || Broken { places: trace(&self.nodes, end), demerits };
        (self.measure.last_resort || demerits < DREADFUL).then(way)
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
            let room = measure.shape.of_line(line);
            fit(&points[from], &points[*to], room, measure, false).ratio >= -1.0
        };
        let last = (from + 1..points.len()).take_while(fits).last().unwrap_or(from + 1);
        places.push(last);
        (from, line) = (last, line + 1);
    }
    places
}

/// What a way costs; infinite when one of its lines is too full.
#[cfg(test)]
pub(super) fn cost(points: &[Breakpoint], places: &[usize], measure: &Measure) -> f64 {
    let mut node = Node { point: 0, line: 0, fitness: 1, hyphens: 0, demerits: 0.0, previous: None };
    for &to in places {
        let is_last = points[to].kind == BreakKind::Forced;
        let line = fit(&points[node.point], &points[to], measure.shape.of_line(node.line), measure, is_last);
        if line.ratio < -1.0 {
            return f64::INFINITY;
        }
        node = candidate(points, &node, 0, to, &line, measure);
    }
    node.demerits
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
            shape: Shape { first: room, rest: room, cut_lines: 0, cut: Length::ZERO },
            extra_stretch: Length::ZERO,
            tolerance: 200.0,
            shortest_last: Length::ZERO,
            last_resort: false,
        }
    }

    fn places(points: &[Breakpoint], measure: &Measure) -> Option<Vec<usize>> {
        break_lines(points, measure).map(|broken| broken.places)
    }

    #[test]
    fn one_line_stays_one_line() {
        assert_eq!(places(&words(&[10, 10, 10]), &measure(100.0)), Some(vec![3]));
    }

    #[test]
    fn a_word_wider_than_the_measure_needs_the_last_resort() {
        let points = words(&[10, 200, 10]);
        assert_eq!(break_lines(&points, &measure(50.0)), None);
        let lines = break_lines(&points, &Measure { last_resort: true, tolerance: 1e4, ..measure(50.0) });
        assert_eq!(lines.expect("some way is found").places.last(), Some(&3));
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
    fn a_last_line_of_one_syllable_is_avoided() {
        let mut points = words(&[24, 24, 24, 24, 24, 24, 23, 4]);
        (points[7].kind, points[7].penalty) = (BreakKind::Hyphen, 100);
        (points[7].after, points[8].after) = (points[7].before, points[8].after);
        let measure = Measure { shortest_last: Length::pt(20.0), ..measure(191.0) };
        let measure = Measure { tolerance: 1e4, ..measure };
        assert_ne!(places(&points, &measure), Some(vec![7, 8]));
    }

    #[test]
    fn a_forced_break_ends_its_line() {
        let mut points = words(&[10, 10, 10]);
        points[1].kind = BreakKind::Forced;
        assert_eq!(places(&points, &measure(100.0)), Some(vec![1, 3]));
    }

    #[test]
    fn lines_beside_a_drop_cap_have_less_room() {
        let points = words(&[20; 12]);
        let shape = Shape { first: Length::pt(92.0), rest: Length::pt(92.0), cut_lines: 2, cut: Length::pt(46.0) };
        let wide = Measure { tolerance: 1e4, ..measure(92.0) };
        assert_eq!(places(&points, &wide), Some(vec![4, 8, 12]));
        assert_eq!(places(&points, &Measure { shape, ..wide }), Some(vec![2, 4, 8, 12]));
    }

    proptest! {
        #[test]
        fn a_paragraph_in_more_or_fewer_lines_has_them(widths in prop::collection::vec(4i64..40, 2..80)) {
            let (points, measure) = (words(&widths), Measure { tolerance: 2e3, ..measure(120.0) });
            if let Some(best) = break_lines(&points, &measure) {
                let count = best.places.len();
                let same = break_into(&points, &measure, count).expect("the best is one of those with its lines");
                prop_assert!((same.demerits - best.demerits).abs() < 1e-3);
                for lines in [count - 1, count + 1] {
                    if let Some(other) = break_into(&points, &measure, lines) {
                        prop_assert_eq!(other.places.len(), lines);
                        prop_assert!(other.demerits >= best.demerits - 1e-6);
                        prop_assert!((cost(&points, &other.places, &measure) - other.demerits).abs() < 1e-3);
                    }
                }
            }
        }

        #[test]
        fn total_fit_costs_no_more_than_first_fit(widths in prop::collection::vec(4i64..40, 2..80)) {
            let points = words(&widths);
            let measure = Measure { tolerance: 1e9, ..measure(120.0) };
            if let Some(best) = break_lines(&points, &measure) {
                let first = first_fit(&points, &measure);
                prop_assert!((cost(&points, &best.places, &measure) - best.demerits).abs() < 1e-3);
                prop_assert!(best.demerits <= cost(&points, &first, &measure) + 1e-6);
            }
        }

        #[test]
        fn the_last_resort_always_finds_a_way(widths in prop::collection::vec(1i64..300, 1..60)) {
            let points = words(&widths);
            let places = break_lines(&points, &Measure { last_resort: true, ..measure(60.0) });
            let places = places.expect("the last resort finds a way").places;
            prop_assert_eq!(places.last(), Some(&(points.len() - 1)));
            prop_assert!(places.windows(2).all(|w| w[0] < w[1]));
        }
    }
}

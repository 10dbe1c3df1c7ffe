//! Measured text to breakpoints.
//!
//! In: the collected text, its glyphs, and what a pass allows. Out: the legal [`Breakpoint`]s with their running totals.
//! Opportunities are those of UAX #14 (icu_segmenter), less those that a typesetter would not take, plus hyphenation
//! points and the joints of addresses and identifiers.

use super::Setter;
use super::adjust::{self, adjusted};
use super::collect::{Collected, LINE_END, Look, OBJECT};
use super::glyphs::{Shaped, is_space_at, text_width};
use super::hang;
use super::hyphenate::{self, Word};
use super::linebreak::{BreakKind, Breakpoint, Totals};
use super::segments;
use crate::units::Length;

/// What a pass over the paragraph allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Breaks {
    /// Between words only.
    Words,
    /// And in words, with a hyphen.
    Hyphens,
    /// And in names and addresses that stand in the text, and behind the brackets of code.
    Joints,
    /// And anywhere in what is too long for the measure.
    Anywhere,
}

/// Cost of a hyphen. The paper (p. 1142) and TeX use 50; with letters that give a little, a book does with fewer hyphens.
const HYPHEN: i32 = 100;
/// Cost of a hyphen in a word that has one.
const SECOND_HYPHEN: i32 = 400;
/// Cost of a break after a hyphen that is already there.
const EXPLICIT_HYPHEN: i32 = 50;
/// Cost of a break at a joint of an address or identifier.
const JOINT: i32 = 100;
/// Cost of a break before a capital inside an identifier.
const HUMP: i32 = 200;
/// Cost of a break at no joint at all.
const ANYWHERE: i32 = 2_000;

/// What breakpoints are made by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// What is allowed.
    pub(super) breaks: Breaks,
    /// The measure.
    pub(super) measure: Length,
    /// True when what stands at the ends of lines may hang out of the measure.
    pub(super) hangs: bool,
    /// True when spaces may grow and shrink; in ragged text they are all of one width (Knuth and Plass 1981, p. 1139).
    pub(super) spaces_give: bool,
}

/// A place where a line may end, before it is measured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opportunity {
    /// Byte of the text before which the next line begins.
    at: usize,
    kind: BreakKind,
    penalty: i32,
}

/// The legal breakpoints of a paragraph: its start, those inside, its end.
pub(super) fn breakpoints(
    setter: &mut Setter,
    collected: &Collected,
    shaped: &Shaped,
    between_words: &[Opportunity],
    rules: Rules,
) -> Vec<Breakpoint> {
    let opportunities = opportunities(setter, collected, shaped, between_words, rules);
    let mut spaces = if rules.spaces_give { SpaceTotals::new(collected, shaped) } else { SpaceTotals::default() };
    let mut points = Vec::with_capacity(opportunities.len() + 1);
    let mut start = Breakpoint::default();
    if rules.hangs {
        start.hang_start = hang_of_start(collected, shaped, 0);
    }
    start.hang_start = start.hang_start.max(shaped.gaps.head(0));
    points.push(start);
    for opportunity in opportunities {
        let next = opportunity.at;
        let at = collected.text[..next].trim_end_matches([' ', LINE_END]).len();
        let mut point = Breakpoint {
            at,
            next,
            before: spaces.totals(shaped, at),
            after: spaces.totals(shaped, next),
            penalty: opportunity.penalty,
            kind: opportunity.kind,
            ..Breakpoint::default()
        };
        if rules.hangs {
            (point.hang_end, point.hang_start) = hang_at(setter, collected, shaped, &point);
        }
        // The space around an operator is lost at the end of a line.
        if at == next
            && let Some(piece) = collected.formula_before(at)
        {
            point.hang_end = piece.after;
        }
        if matches!(opportunity.kind, BreakKind::Hyphen | BreakKind::Bare) {
            (point.pre, point.post) = cut_widths(setter, collected, shaped, at, opportunity.kind);
        }
        shaped.gaps.cut(&mut point);
        points.push(point);
    }
    points
}

fn opportunities(
    setter: &mut Setter,
    collected: &Collected,
    shaped: &Shaped,
    between_words: &[Opportunity],
    rules: Rules,
) -> Vec<Opportunity> {
    let mut list = between_words.to_vec();
    if rules.breaks >= Breaks::Hyphens {
        hyphens(setter, collected, &mut list);
        cheapest(&mut list);
    }
    if rules.breaks >= Breaks::Joints {
        names(collected, &mut list);
        cheapest(&mut list);
    }
    if rules.breaks == Breaks::Anywhere {
        anywhere(collected, shaped, rules.measure, &mut list);
        cheapest(&mut list);
    }
    list
}

/// In order, and of several at one place the cheapest.
fn cheapest(list: &mut Vec<Opportunity>) {
    list.sort_by_key(|o| (o.at, o.penalty));
    list.dedup_by_key(|o| o.at);
}

/// Where a line may end without a hyphen put in: what every pass over a paragraph begins with.
pub(super) fn between_words(setter: &Setter, collected: &Collected) -> Vec<Opportunity> {
    let mut list = plain(setter, collected);
    joints(collected, &mut list);
    in_formulas(collected, &mut list);
    cheapest(&mut list);
    list
}

/// The opportunities of UAX #14, with those removed that put a dash at the start of a line.
fn plain(setter: &Setter, collected: &Collected) -> Vec<Opportunity> {
    let text = collected.text.as_str();
    let mut list = Vec::new();
    for at in segments::ends(setter.segmenter(collected), text).into_iter().filter(|at| *at < text.len()) {
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = text[at..].chars().next().unwrap_or(' ');
        let (kind, penalty) = match before {
            LINE_END => (BreakKind::Forced, 0),
            '-' | '\u{2010}' => (BreakKind::ExplicitHyphen, EXPLICIT_HYPHEN),
            _ => (BreakKind::Plain, 0),
        };
        let starts_with_dash = kind == BreakKind::Plain && matches!(after, '—' | '–' | '―' | '…');
        // In code and addresses their joints decide; and one letter with its hyphen, or one behind a stroke, looks lost.
        let parts_a_word = kind != BreakKind::Forced && before != ' ';
        let lost = || is_verbatim(collected, at) || (matches!(before, '-' | '\u{2010}' | '/') && is_short(text, at));
        let starts_with_note = kind != BreakKind::Forced && is_note(collected, at);
        let beside_formula =
            parts_a_word && (collected.formula_at(at).is_some() || collected.formula_before(at).is_some());
        if starts_with_dash || starts_with_note || beside_formula || (parts_a_word && lost()) {
            continue;
        }
        list.push(Opportunity { at, kind, penalty });
    }
    list.push(Opportunity { at: text.len(), kind: BreakKind::Forced, penalty: 0 });
    list
}

/// True where the mark of a note stands, which never begins a line.
fn is_note(collected: &Collected, at: usize) -> bool {
    collected.notes.binary_search_by_key(&at, |(start, _)| *start).is_ok()
}

fn is_verbatim(collected: &Collected, at: usize) -> bool {
    look_at(collected, at).is_some_and(|look| look.verbatim)
}

/// True when there is no more than a letter of the word before the mark at a break, or after it.
fn is_short(text: &str, at: usize) -> bool {
    let letters = |chars: &mut dyn Iterator<Item = char>| chars.take_while(|c| c.is_alphanumeric()).take(2).count();
    letters(&mut text[..at].chars().rev().skip(1)) < 2 || letters(&mut text[at..].chars()) < 2
}

/// Hyphenation points of every piece that is not verbatim, and those of the author.
fn hyphens(setter: &Setter, collected: &Collected, list: &mut Vec<Opportunity>) {
    let mut push = |at, penalty| list.push(Opportunity { at, kind: BreakKind::Hyphen, penalty });
    // Neighbouring pieces of one language are one text: a word may change its look in the middle.
    let mut pieces = collected.pieces.iter().filter(|p| !p.look.verbatim).peekable();
    while let Some(first) = pieces.next() {
        let mut end = first.range.end;
        while let Some(next) = pieces.next_if(|p| p.range.start == end && p.look.language == first.look.language) {
            end = next.range.end;
        }
        let patterns = hyphenate::patterns(&first.look.language);
        let rules = hyphenate::Rules { patterns, exceptions: &setter.exceptions };
        let start = first.range.start;
        rules.points(&collected.text[start..end], &mut |at, word| match word {
            Word::Whole => push(start + at, HYPHEN),
            Word::Part => push(start + at, SECOND_HYPHEN),
        });
    }
    let inside = |at: &usize| *at > 0 && *at < collected.text.len();
    collected.soft_hyphens.iter().copied().filter(inside).for_each(|at| push(at, HYPHEN));
}

/// So many characters of an address or identifier stay together at its start and its end.
const KEPT: usize = 3;

/// After the punctuation of addresses, paths and identifiers, and before the humps of camelCase.
fn joints(collected: &Collected, list: &mut Vec<Opportunity>) {
    for piece in collected.pieces.iter().filter(|p| p.look.verbatim) {
        let mut at = piece.range.start;
        for word in collected.text[piece.range.clone()].split_inclusive(' ') {
            joints_of(word.trim_end_matches(' '), at, list);
            at += word.len();
        }
    }
}

/// After the relations and operators of formulas.
fn in_formulas(collected: &Collected, list: &mut Vec<Opportunity>) {
    for (start, object) in &collected.objects {
        let at = start + OBJECT.len_utf8();
        if let Some(piece) = object.formula().filter(|piece| piece.penalty > 0 && at < collected.text.len()) {
            list.push(Opportunity { at, kind: BreakKind::Plain, penalty: piece.penalty });
        }
    }
}

fn joints_of(word: &str, start: usize, list: &mut Vec<Opportunity>) {
    let count = word.chars().count();
    let pairs = word.char_indices().zip(word.char_indices().skip(1)).enumerate();
    for (before, ((_, c), (at, next))) in pairs {
        let after = count - before - 1;
        if before + 1 < KEPT || after < KEPT {
            continue;
        }
        let closes = matches!(next, '/' | '.' | '_' | ':' | ')' | '>' | '`' | '"' | '\'');
        let joint =
            matches!(c, '/' | '.' | '_' | ':' | '?' | '&' | '=' | '#' | ',' | ';' | '\\' | '-' | '@') && !closes;
        let hump = c.is_lowercase() && next.is_uppercase();
        if joint || hump {
            let penalty = if joint { JOINT } else { HUMP };
            list.push(Opportunity { at: start + at, kind: BreakKind::Bare, penalty });
        }
    }
}

/// After the punctuation of what is no word though it stands in the text (`MAX_SIZE`, `http://…`, `std::mem::swap`), and
/// behind the brackets of code: for a paragraph that would be loose without.
fn names(collected: &Collected, list: &mut Vec<Opportunity>) {
    let mut start = 0;
    for word in collected.text.split_inclusive([' ', '\u{A0}', LINE_END, OBJECT]) {
        let name = word.trim_end_matches([' ', '\u{A0}', LINE_END, OBJECT]);
        let count = name.chars().count();
        let triples = name.chars().zip(name.chars().skip(1)).zip(name.char_indices().skip(2)).enumerate();
        for (before, ((a, b), (at, next))) in triples {
            let at = start + at;
            let is_joint = match is_verbatim(collected, at) {
                true => matches!(b, '(' | '[' | '{' | '<' | '>' | ')' | ']' | '|' | '+') && is_of_name(next),
                false => {
                    matches!(b, '/' | '.' | '_' | ':' | '?' | '&' | '=' | '#' | '@' | '\\')
                        && is_of_name(next)
                        && !(a.is_numeric() && next.is_numeric())
                }
            };
            if is_joint && before + 2 >= KEPT && count - before - 2 >= KEPT && !is_note(collected, at) {
                list.push(Opportunity { at, kind: BreakKind::Bare, penalty: JOINT });
            }
        }
        start += word.len();
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// At the joints of a stretch that is wider than half of the measure, and between any two of its clusters.
fn anywhere(collected: &Collected, shaped: &Shaped, measure: Length, list: &mut Vec<Opportunity>) {
    let mut from = 0;
    let ends: Vec<usize> = list.iter().map(|o| o.at).collect();
    for end in ends {
        if shaped.widths[end] - shaped.widths[from] > measure / 2 {
            joints_of(collected.text[from..end].trim_end_matches([' ', LINE_END]), from, list);
            let inside = collected.text[from..end].char_indices().map(|(at, _)| from + at).skip(1);
            // A byte at which the width does not grow is inside a cluster.
            let cuts = inside.filter(|at| shaped.widths[*at] > shaped.widths[from] && starts_cluster(shaped, *at));
            list.extend(cuts.map(|at| Opportunity { at, kind: BreakKind::Bare, penalty: ANYWHERE }));
        }
        from = end;
    }
}

fn starts_cluster(shaped: &Shaped, at: usize) -> bool {
    shaped.widths.get(at + 1).is_some_and(|next| *next > shaped.widths[at])
}

/// How much of the line before a breakpoint and of that after it hangs.
fn hang_at(setter: &mut Setter, collected: &Collected, shaped: &Shaped, point: &Breakpoint) -> (Length, Length) {
    let start = hang_of_start(collected, shaped, point.next);
    let Some(look) = look_at(collected, point.at).filter(|look| !look.verbatim) else { return (Length::ZERO, start) };
    if point.kind == BreakKind::Hyphen {
        return (thousandths(setter.hyphen_width(look), hang::HYPHEN), start);
    }
    let last = collected.text[..point.at].chars().next_back();
    let width = |c: char| shaped.widths[point.at] - shaped.widths[point.at - c.len_utf8()];
    (last.map_or(Length::ZERO, |c| thousandths(width(c), hang::right(c))), start)
}

/// How much of a line that begins at a byte hangs at its left.
fn hang_of_start(collected: &Collected, shaped: &Shaped, at: usize) -> Length {
    let Some(first) = collected.text[at..].chars().next() else { return Length::ZERO };
    let share = hang::left(first);
    if share == 0 || look_at(collected, at + 1).is_none_or(|look| look.verbatim) {
        return Length::ZERO;
    }
    thousandths(shaped.widths[at + first.len_utf8()] - shaped.widths[at], share)
}

fn thousandths(width: Length, share: i64) -> Length {
    width * share / 1000
}

/// What a cut in a word adds before and after it: the hyphen, and the letters of a ligature that comes apart.
fn cut_widths(
    setter: &mut Setter,
    collected: &Collected,
    shaped: &Shaped,
    at: usize,
    kind: BreakKind,
) -> (Length, Length) {
    let Some(look) = look_at(collected, at) else { return (Length::ZERO, Length::ZERO) };
    let hyphen = if kind == BreakKind::Hyphen { setter.hyphen_width(look) } else { Length::ZERO };
    if starts_cluster(shaped, at) || shaped.widths[at] == shaped.widths[collected.text.len()] {
        return (hyphen, Length::ZERO);
    }
    // Inside a ligature: measure its letters apart.
    let start = (0..at).rev().find(|b| shaped.widths[*b] < shaped.widths[at]).unwrap_or(at);
    let end = (at..collected.text.len()).find(|b| starts_cluster(shaped, *b)).unwrap_or(collected.text.len());
    let (Some(left), Some(right)) = (collected.text.get(start..at), collected.text.get(at..end)) else {
        return (hyphen, Length::ZERO);
    };
    let left = text_width(setter, left, look);
    let right = text_width(setter, right, look);
    // The ligature's own width counts before the cut.
    (left + hyphen - (shaped.widths[at] - shaped.widths[start]), right)
}

/// The look of the text before a byte.
pub(super) fn look_at(collected: &Collected, at: usize) -> Option<&Look> {
    let place = collected.pieces.partition_point(|p| p.range.end < at);
    collected.pieces.get(place).map(|p| &p.look)
}

/// Stretch and shrink of the spaces.
#[derive(Default)]
struct SpaceTotals {
    /// Byte behind each space, and stretch and shrink of all spaces up to it.
    ends: Vec<(usize, Length, Length)>,
    /// How many spaces end at or before the byte that was asked for last: the next one is near.
    passed: usize,
}

impl SpaceTotals {
    fn new(collected: &Collected, shaped: &Shaped) -> SpaceTotals {
        let (mut stretch, mut shrink) = (Length::ZERO, Length::ZERO);
        let mut ends = Vec::new();
        for at in (0..collected.text.len()).filter(|at| is_space_at(&collected.text, *at)) {
            let end = collected.text.ceil_char_boundary(at + 1);
            let width = shaped.widths[end] - shaped.widths[at];
            stretch += adjusted(width, 1.0);
            shrink += -adjusted(width, -1.0);
            ends.push((end, stretch, shrink));
        }
        SpaceTotals { ends, passed: 0 }
    }

    fn totals(&mut self, shaped: &Shaped, at: usize) -> Totals {
        while self.ends.get(self.passed).is_some_and(|(end, ..)| *end <= at) {
            self.passed += 1;
        }
        while self.passed > 0 && self.ends[self.passed - 1].0 > at {
            self.passed -= 1;
        }
        let last = self.passed.checked_sub(1);
        let (stretch, shrink) = last.map_or_else(Default::default, |last| (self.ends[last].1, self.ends[last].2));
        let flexible = shaped.flexible.get(at).copied().unwrap_or_default();
        let flex = thousandths(flexible, adjust::MOST);
        let mut totals = Totals { width: shaped.widths[at], stretch, shrink, flex };
        shaped.gaps.add(&mut totals, at);
        totals
    }
}

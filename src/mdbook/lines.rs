//! Which lines of a file an include takes.
//!
//! In: a text and what is asked of it. Out: the lines, each as the bytes of the text and what is put before it. A line is
//! mdBook's: without the `\n` or `\r\n` at its end. Lines that name an anchor are never taken, unless lines are asked for
//! by number.

use super::directive::Lines;
use std::ops::Range;

/// What hides a line of Rust.
const HIDDEN: &str = "# ";

/// A line that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// What stands before it.
    pub(super) before: &'static str,
    /// Its bytes.
    pub(super) range: Range<usize>,
}

/// The lines that are asked for; nothing when an anchor is not there.
pub(super) fn take(text: &str, asked: &Lines<'_>) -> Option<Vec<Taken>> {
    let shown = |(_, range): (usize, Range<usize>)| Taken { before: "", range };
    match asked {
        Lines::Range(wanted) => Some(lines(text).filter(|(index, _)| wanted.contains(index)).map(shown).collect()),
        Lines::Anchor(name) => between(text, name, |_| None, true),
    }
}

/// All lines, those that are not asked for hidden; nothing when an anchor is not there.
pub(super) fn take_hiding(text: &str, asked: &Lines<'_>) -> Option<Vec<Taken>> {
    match asked {
        Lines::Range(wanted) => {
            let before = |index| if wanted.contains(&index) { "" } else { HIDDEN };
            Some(lines(text).map(|(index, range)| Taken { before: before(index), range }).collect())
        }
        Lines::Anchor(name) => between(text, name, |range| Some(Taken { before: HIDDEN, range }), false),
    }
}

/// The lines between `ANCHOR: name` and `ANCHOR_END: name`; `outside` says what becomes of the others. With `once`, what
/// follows the first end is not looked at.
fn between(text: &str, name: &str, outside: impl Fn(Range<usize>) -> Option<Taken>, once: bool) -> Option<Vec<Taken>> {
    let (mut taken, mut inside, mut found) = (Vec::new(), false, false);
    for (_, range) in lines(text) {
        let line = &text[range.clone()];
        let (start, end) = (anchor(line, "ANCHOR:"), anchor(line, "ANCHOR_END:"));
        match (inside, start, end) {
            (true, _, Some(end)) if end == name => {
                inside = false;
                if once {
                    break;
                }
            }
            (true, None, None) => taken.push(Taken { before: "", range }),
            (true, ..) => {}
            (false, Some(start), _) => {
                inside = start == name;
                found |= inside;
            }
            (false, None, Some(_)) => {}
            (false, None, None) => taken.extend(outside(range)),
        }
    }
    found.then_some(taken)
}

/// Every anchor that a text names, in order.
pub(super) fn anchors(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| anchor(line, "ANCHOR:"))
}

/// The name behind a mark in a line.
fn anchor<'t>(line: &'t str, mark: &str) -> Option<&'t str> {
    line.match_indices(mark).find_map(|(at, _)| {
        let rest = line[at + mark.len()..].trim_start();
        let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    })
}

/// The lines of a text by number from 0.
fn lines(text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
    text.split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            let bare = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
            Some(start..start + bare.len())
        })
        .enumerate()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, taken: Option<Vec<Taken>>) -> Option<String> {
        let lines = taken?.into_iter().map(|line| format!("{}{}", line.before, &text[line.range]));
        Some(lines.collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn lines_are_taken_by_number() {
        let text = "a\r\nb\nc\n";
        let by = |range: Range<usize>| shown(text, take(text, &Lines::Range(range)));
        assert_eq!(by(0..usize::MAX).as_deref(), Some("a\nb\nc"));
        assert_eq!(by(1..2).as_deref(), Some("b"));
        assert_eq!(by(5..9).as_deref(), Some(""));
        assert_eq!(by(Range { start: 2, end: 1 }).as_deref(), Some(""));
        let hiding = shown(text, take_hiding(text, &Lines::Range(1..2)));
        assert_eq!(hiding.as_deref(), Some("# a\nb\n# c"));
    }

    #[test]
    fn lines_are_taken_by_anchor_and_nested_anchors_are_left_out() {
        let text = "a\n// ANCHOR: all\nb\n// ANCHOR: in-1\nc\n// ANCHOR_END: in-1\nd\n// ANCHOR_END: all\ne\n//ANCHOR:all\nf\n";
        let by = |name| shown(text, take(text, &Lines::Anchor(name)));
        assert_eq!(by("all").as_deref(), Some("b\nc\nd"));
        assert_eq!(by("in-1").as_deref(), Some("c"));
        assert_eq!(by("none"), None);
        let hiding = |name| shown(text, take_hiding(text, &Lines::Anchor(name)));
        assert_eq!(hiding("in-1").as_deref(), Some("# a\n# b\nc\n# d\n# e\n# f"));
        assert_eq!(hiding("all").as_deref(), Some("# a\nb\nc\nd\n# e\nf"));
        assert_eq!(anchors(text).collect::<Vec<_>>(), ["all", "in-1", "all"]);
    }
}

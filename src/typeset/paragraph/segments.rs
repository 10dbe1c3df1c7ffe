//! Where UAX #14 allows a line to end.
//!
//! In: a text and a segmenter. Out: the ends of its segments. Of most words no more need be known than that they are
//! letters between spaces: between a letter, or a comma or stop behind one, and a letter a space always ends a segment
//! (LB18), and nothing before it matters to what comes after it. The segmenter looks only at what is left.

use icu_segmenter::LineSegmenterBorrowed;

/// The ends of the segments of a text in order, its own end last.
pub(super) fn ends(segmenter: LineSegmenterBorrowed<'static>, text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let mut ends = Vec::with_capacity(bytes.len() / 5 + 1);
    let (mut from, mut is_plain) = (0, true);
    for (at, byte) in bytes.iter().enumerate() {
        if byte.is_ascii_alphabetic() || is_stop(*byte) {
            continue;
        }
        let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
        if *byte == b' ' && (before.is_ascii_alphabetic() || is_stop(before)) && is_letter(at + 1) {
            segment(segmenter, text, from..at + 1, is_plain, &mut ends);
            (from, is_plain) = (at + 1, true);
        } else {
            is_plain = false;
        }
    }
    if from < text.len() {
        segment(segmenter, text, from..text.len(), is_plain, &mut ends);
    }
    ends
}

/// Marks that never part from the letters on both sides of them (LB13, LB29).
fn is_stop(byte: u8) -> bool {
    matches!(byte, b',' | b'.' | b':' | b';')
}

/// Adds the ends of the segments of a stretch; a plain one is a segment.
fn segment(
    segmenter: LineSegmenterBorrowed<'static>,
    text: &str,
    stretch: std::ops::Range<usize>,
    is_plain: bool,
    ends: &mut Vec<usize>,
) {
    if is_plain {
        return ends.push(stretch.end);
    }
    let found = segmenter.segment_str(&text[stretch.clone()]);
    ends.extend(found.filter(|at| *at > 0).map(|at| stretch.start + at));
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu_segmenter::LineSegmenter;
    use icu_segmenter::options::LineBreakOptions;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn they_are_those_of_the_whole_text(text in "([a-zA-Z]{1,3}|[ .,;:!?()\\-/'\"1-3%$«»“”’—…\u{ad}\u{a0}\u{200b}\u{2028}é中ー。กา한]| ){0,40}") {
            for options in [LineBreakOptions::default(), super::super::whole_words()] {
                let segmenter = LineSegmenter::new_auto(options);
                let whole: Vec<usize> = segmenter.segment_str(&text).filter(|at| *at > 0).collect();
                prop_assert_eq!(ends(segmenter, &text), whole);
            }
        }
    }
}

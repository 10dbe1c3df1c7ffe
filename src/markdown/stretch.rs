//! A stretch of HTML in a Markdown text.
//!
//! In: its lines, as Markdown hands them over. Out: one text, which knows where each of its bytes was read: in a quotation or
//! a list, the lines of a block do not follow one another in the source.

use std::ops::Range;

/// Lines of HTML as one text.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    pub(super) text: String,
    /// For each line, where it starts in `text` and where in the input.
    lines: Vec<(usize, usize)>,
}

impl Stretch {
    /// A stretch of one piece, which stands at `at` of the input.
    pub(super) fn of(text: &str, at: usize) -> Stretch {
        Stretch { text: text.into(), lines: vec![(0, at)] }
    }

    /// Adds what stands at `at` of the input.
    pub(super) fn add(&mut self, text: &str, at: usize) {
        self.lines.push((self.text.len(), at));
        self.text.push_str(text);
    }

    /// Where bytes of the text stand in the input.
    pub(super) fn range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.at(range.start);
        // What ends a line does not reach the next one.
        let end = range.end.checked_sub(1).map_or(start, |last| self.at(last) + 1);
        start..end.max(start)
    }

    fn at(&self, at: usize) -> usize {
        let index = self.lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.lines.get(index).map_or(0, |(start, original)| original + at - start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_knows_where_it_was_read() {
        let mut stretch = Stretch::of("<p>\n", 2);
        stretch.add("<i>x\n", 8);
        assert_eq!(stretch.range(&(0..3)), 2..5);
        assert_eq!(stretch.range(&(4..7)), 8..11);
        assert_eq!(stretch.range(&(0..4)), 2..6);
        assert_eq!(stretch.range(&(1..8)), 3..12);
        assert_eq!((stretch.range(&(0..0)), Stretch::default().range(&(0..0))), (2..2, 0..0));
    }
}

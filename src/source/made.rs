//! Texts that are made of others.
//!
//! In: pieces of files, words made for a place of a file, and words that come from elsewhere. Out: one [`Made`] text which
//! knows of every piece where it was read, so that what is found in it can be shown there.

use super::{FileId, Span};
use std::ops::Range;

/// A text put together from pieces of files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// The text.
    pub text: String,
    pieces: Vec<Piece>,
}

/// A stretch of a made text and the place that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// The byte at which it starts.
    start: u32,
    origin: Origin,
}

/// Where a piece comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// It is the very text that stands there.
    Same(Span),
    /// It stands in no file, and was made for what stands there.
    For(Span),
    /// It stands in no file.
    Nowhere,
}

impl Made {
    /// The whole text of a file.
    pub fn whole(file: FileId, text: &str) -> Made {
        let mut made = Made::default();
        made.copy(text, Span::new(file, 0, text.len() as u32));
        made
    }

    /// Adds `text`, which stands at `origin`.
    pub fn copy(&mut self, text: &str, origin: Span) {
        self.add(text, Origin::Same(origin));
    }

    /// Adds words that stand in no file, made for what stands at `origin`.
    pub fn invent(&mut self, text: &str, origin: Span) {
        self.add(text, Origin::For(origin));
    }

    /// Adds words of which nothing is known but themselves.
    pub fn bring(&mut self, text: &str) {
        self.add(text, Origin::Nowhere);
    }

    fn add(&mut self, text: &str, origin: Origin) {
        let start = self.text.len() as u32;
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        match (self.pieces.last_mut().map(|piece| &mut piece.origin), origin) {
            (Some(Origin::Same(last)), Origin::Same(next)) if last.file == next.file && last.end == next.start => {
                last.end = next.end;
            }
            (Some(Origin::Nowhere), Origin::Nowhere) => {}
            _ => self.pieces.push(Piece { start, origin }),
        }
    }

    /// Adds the bytes `range` of another made text.
    ///
    /// # Panics
    /// When the range does not lie on the boundaries of characters in it.
    pub fn append(&mut self, other: &Made, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let index = other.piece_at(at as u32);
            let next = other.pieces.get(index + 1).map_or(other.text.len(), |piece| piece.start as usize);
            let (piece, end) = (other.pieces[index], next.min(range.end));
            let text = &other.text[at..end];
            let origin = match piece.origin {
                Origin::Same(span) => {
                    let from = span.start + at as u32 - piece.start;
                    Origin::Same(Span::new(span.file, from, from + text.len() as u32))
                }
                other => other,
            };
            self.add(text, origin);
            at = end;
        }
    }

    fn piece_at(&self, at: u32) -> usize {
        self.pieces.partition_point(|piece| piece.start <= at).saturating_sub(1)
    }

    /// Where the bytes `start..end` were read; a range over several pieces is that of its first. `None` for words that
    /// come from elsewhere.
    pub fn origin(&self, start: u32, end: u32) -> Option<Span> {
        let piece = self.pieces.get(self.piece_at(start))?;
        match piece.origin {
            Origin::Same(span) => {
                let from = (span.start + start - piece.start).min(span.end);
                Some(Span::new(span.file, from, from + end.saturating_sub(start).min(span.end - from)))
            }
            Origin::For(span) => Some(span),
            Origin::Nowhere => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_knows_where_it_was_read() {
        let (outer, inner) = (FileId(0), FileId(1));
        let mut made = Made::default();
        made.copy("ab", Span::new(outer, 0, 2));
        made.copy("cd", Span::new(outer, 2, 4));
        made.invent("# ", Span::new(outer, 4, 9));
        made.copy("xyz", Span::new(inner, 10, 13));
        assert_eq!((made.text.as_str(), made.pieces.len()), ("abcd# xyz", 3));
        assert_eq!(made.origin(1, 3), Some(Span::new(outer, 1, 3)));
        assert_eq!(made.origin(1, 8), Some(Span::new(outer, 1, 4)));
        assert_eq!(made.origin(5, 6), Some(Span::new(outer, 4, 9)));
        assert_eq!(made.origin(7, 9), Some(Span::new(inner, 11, 13)));
        assert_eq!(made.origin(9, 9), Some(Span::new(inner, 13, 13)));
        let mut part = Made::default();
        part.append(&made, 3..8);
        assert_eq!(part.text, "d# xy");
        assert_eq!(part.origin(0, 1), Some(Span::new(outer, 3, 4)));
        assert_eq!(part.origin(4, 5), Some(Span::new(inner, 11, 12)));
        part.bring("?");
        assert_eq!((part.origin(5, 6), Made::default().origin(0, 0)), (None, None));
    }
}

//! Text that runs from right to left, alone or among text that runs from left to right.
//!
//! In: the text of a paragraph and its direction. Out: [`Levels`], the embedding level of every byte, by which runs are
//! cut and shaped, and the order in which the parts of a line stand in it. After the Unicode Bidirectional Algorithm
//! (UAX #9): levels by the crate unicode-bidi, rules L1 and L2 here, L4 (mirrored brackets) by the shaper.
//!
//! A paragraph is broken in the order of its text and only then reordered line by line. A book that is read from right to
//! left is set as if in a mirror: everything keeps its distance from the edge at which lines begin, and the finished page
//! is turned over ([`Page::mirror`](crate::page::Page::mirror)). So marks of lists, notes and the columns of a table come
//! to stand at the right by themselves; only the inside of a line is turned back, as it is in its right order already.

use super::{Align, Line, ParagraphStyle};
use crate::document::{Language, TextDirection};
use crate::page::{Glyph, GlyphRun};
use crate::units::{Length, Point};
use std::ops::Range;
use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};

/// The embedding levels of a paragraph: odd ones run from right to left.
#[derive(Clone, Debug)]
pub(super) struct Levels {
    base: Level,
    /// One for each byte of the text.
    levels: Vec<Level>,
}

impl Levels {
    /// The levels of a text; `None` when all of it runs from left to right, as most texts do.
    pub(super) fn of(text: &str, is_leftward: bool) -> Option<Levels> {
        if !is_leftward && !text.chars().any(is_leftward_char) {
            return None;
        }
        let base = if is_leftward { Level::rtl() } else { Level::ltr() };
        let info = ParagraphBidiInfo::new(text, Some(base));
        Some(Levels { base, levels: info.levels })
    }

    /// True when the paragraph itself runs from right to left.
    pub(super) fn is_leftward(&self) -> bool {
        self.base.is_rtl()
    }

    /// The level of the paragraph.
    pub(super) fn base(&self) -> u8 {
        self.base.number()
    }

    /// The level of the character at a byte.
    pub(super) fn at(&self, at: usize) -> u8 {
        self.levels.get(at).unwrap_or(&self.base).number()
    }

    /// The first byte from `range.start` on that has another level than it; the end of the range when there is none.
    pub(super) fn end(&self, range: Range<usize>) -> usize {
        let level = self.at(range.start);
        (range.start..range.end).find(|at| self.at(*at) != level).unwrap_or(range.end)
    }
}

/// The order in which parts of a line stand from left to right, by their levels (UAX #9, rule L2).
pub(super) fn visual_order(levels: &[u8]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    let (Some(highest), Some(lowest_odd)) =
        (levels.iter().max().copied(), levels.iter().filter(|level| **level % 2 == 1).min().copied())
    else {
        return order;
    };
    for level in (lowest_odd..=highest).rev() {
        let mut at = 0;
        while at < order.len() {
            let run = order[at..].iter().take_while(|place| levels[**place] >= level).count();
            order[at..at + run].reverse();
            at += run.max(1);
        }
    }
    order
}

/// True when a paragraph of this style and text runs from right to left: as its language does, or with automatic
/// direction as its first letter does (rules P2 and P3). A justified paragraph that has no letter of its language's
/// direction at all follows its letters too.
pub(super) fn is_leftward(text: &str, style: &ParagraphStyle, direction: TextDirection, book: &Language) -> bool {
    let by_language = || {
        let forced = style.language == *book && direction != TextDirection::Auto;
        match direction {
            TextDirection::LeftToRight if forced => false,
            TextDirection::RightToLeft if forced => true,
            _ => style.language.is_right_to_left(),
        }
    };
    if direction == TextDirection::Auto {
        return first_strong(text).unwrap_or_else(by_language);
    }
    let by_language = by_language();
    if style.align != Align::Justify || (!by_language && !text.chars().any(is_leftward_char)) {
        return by_language;
    }
    let has_own = text.chars().any(|c| strong(c) == Some(by_language));
    if has_own { by_language } else { first_strong(text).unwrap_or(by_language) }
}

fn first_strong(text: &str) -> Option<bool> {
    text.chars().find_map(strong)
}

/// True for a letter that runs from right to left, false for one that runs from left to right.
fn strong(c: char) -> Option<bool> {
    match bidi_class(c) {
        BidiClass::L => Some(false),
        BidiClass::R | BidiClass::AL => Some(true),
        _ => None,
    }
}

/// True for characters that make a text run from right to left somewhere.
fn is_leftward_char(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}' | '\u{200F}' | '\u{202B}' | '\u{202E}' | '\u{2067}')
}

/// Shares out the text of letters that are drawn by several glyphs in a run from right to left: a mark gets the character
/// that it stands for, where it has one of its own, and the letter, which is read first, all that is left. Letters that join
/// have all of it.
pub(super) fn share_text(run: &mut GlyphRun) {
    if run.glyphs.iter().all(|glyph| glyph.text_bytes > 0) {
        return;
    }
    let is_joined = run.is_joined();
    let mut shared = String::with_capacity(run.text.len());
    let (mut rest, mut at) = (run.text.as_str(), 0);
    while at < run.glyphs.len() {
        let others = run.glyphs[at + 1..].iter().take_while(|glyph| glyph.text_bytes == 0).count();
        let (text, after) = rest.split_at(usize::from(run.glyphs[at].text_bytes).min(rest.len()));
        rest = after;
        let glyphs = &mut run.glyphs[at..=at + others];
        let is_own =
            |(glyph, c): (&Glyph, char)| (glyph.advance.long() == Length::ZERO) == (bidi_class(c) == BidiClass::NSM);
        if !is_joined && text.chars().count() == glyphs.len() && glyphs.iter().zip(text.chars().rev()).all(is_own) {
            for (glyph, c) in glyphs.iter_mut().zip(text.chars().rev()) {
                glyph.text_bytes = c.len_utf8() as u8;
                shared.push(c);
            }
        } else {
            let bytes = std::mem::take(&mut glyphs[0].text_bytes);
            glyphs[others].text_bytes = bytes;
            shared.push_str(text);
        }
        at += 1 + others;
    }
    run.text = shared;
}

/// How the lines of a paragraph stand in the measure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stance {
    /// Lines begin at the right.
    pub(super) from_right: bool,
    /// The page will be turned over.
    pub(super) mirrored: bool,
}

impl Stance {
    /// Moves a line whose items begin at 0 to its place: `lead` from the edge at which it begins. `width` is that of its
    /// content.
    pub(super) fn place(self, line: &mut Line, lead: Length, width: Length, measure: Length) {
        let left = if self.from_right { measure - lead - width } else { lead };
        for item in &mut line.items {
            item.shift(Point::new(left, Length::ZERO));
            if self.mirrored {
                item.mirror(measure);
            }
        }
        line.width = if self.from_right == self.mirrored { lead + width } else { measure - lead };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_reordered_by_their_levels() {
        assert_eq!(visual_order(&[0, 0, 0]), [0, 1, 2]);
        assert_eq!(visual_order(&[1, 1, 1]), [2, 1, 0]);
        assert_eq!(visual_order(&[0, 1, 1, 0]), [0, 2, 1, 3]);
        assert_eq!(visual_order(&[1, 2, 2, 1]), [3, 1, 2, 0]);
        assert_eq!(visual_order(&[1, 2, 3, 2, 1]), [4, 1, 2, 3, 0]);
    }

    #[test]
    fn numbers_in_hebrew_run_from_left_to_right() {
        let text = "אב 12 גד";
        let levels = Levels::of(text, true).expect("levels");
        assert_eq!((levels.at(0), levels.at(5), levels.at(8)), (1, 2, 1));
        assert_eq!(levels.end(0..text.len()), 5);
        assert!(Levels::of("plain “text” — ever", false).is_none());
    }

    #[test]
    fn a_line_stands_at_the_edge_where_it_begins() {
        let rule = || Line {
            items: vec![crate::page::Item::Rule {
                frame: crate::units::Rect::new(Length::ZERO, Length::ZERO, Length::pt(30.0), Length::pt(1.0)),
                ink: crate::page::Ink::BLACK,
            }],
            ..Line::default()
        };
        let left = |from_right, mirrored| {
            let mut line = rule();
            Stance { from_right, mirrored }.place(&mut line, Length::pt(10.0), Length::pt(30.0), Length::pt(100.0));
            let crate::page::Item::Rule { frame, .. } = &line.items[0] else { panic!("a rule") };
            (frame.origin.x.to_pt(), line.width.to_pt())
        };
        assert_eq!(left(false, false), (10.0, 40.0));
        assert_eq!(left(true, false), (60.0, 90.0));
        assert_eq!(left(true, true), (10.0, 40.0), "as far from the right edge");
        assert_eq!(left(false, true), (60.0, 90.0));
    }
}

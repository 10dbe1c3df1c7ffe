//! Text as outlines.
//!
//! In: a line of text, a face and a size in pixels. Out: its width and its path. Kerning and ligatures come from the
//! font; a character that the face lacks is borrowed from another one, and left out when none has it, which
//! [`Lettering::missing`] tells. A line is reordered by the Unicode Bidirectional Algorithm (UAX #9).

use crate::font::{FaceId, Features, FontBook, PixelPen, Shaper, Style, script_runs};
use tiny_skia::Path;
use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};

/// How a line is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Type {
    /// The style of the face.
    pub(super) style: Style,
    /// Pixels in one em.
    pub(super) size: f32,
    /// Space added between letters, in ems.
    pub(super) tracking: f32,
}

/// Writes text with the fonts of a book.
pub(super) struct Lettering<'a> {
    shaper: Shaper<'a>,
    language: &'a str,
    is_leftward: bool,
}

/// A glyph and where it stands, in pixels from the start of the line.
struct Placed {
    face: FaceId,
    glyph: u16,
    x: f32,
    y: f32,
    scale: f32,
}

/// A piece of one face, one script and one direction.
#[derive(Debug, PartialEq)]
struct Run {
    face: FaceId,
    text: String,
    is_leftward: bool,
}

impl<'a> Lettering<'a> {
    /// `language` is a BCP 47 tag; `is_leftward` says that the book is read from right to left.
    pub(super) fn new(fonts: &'a FontBook, language: &'a str, is_leftward: bool) -> Lettering<'a> {
        Lettering { shaper: Shaper::new(fonts), language, is_leftward }
    }

    /// The language of the text.
    pub(super) fn language(&self) -> &'a str {
        self.language
    }

    /// True when lines begin at the right.
    pub(super) fn is_leftward(&self) -> bool {
        self.is_leftward
    }

    /// The characters that no font has, each once, in the order of the text.
    pub(super) fn missing(&self, text: &str, style: Style) -> Vec<char> {
        let mut missing = Vec::new();
        for c in text.chars() {
            let shows = !c.is_whitespace() && !c.is_control() && !is_ignorable(c);
            if shows && self.face(style, c).is_none() && !missing.contains(&c) {
                missing.push(c);
            }
        }
        missing
    }

    /// The width of a line in pixels.
    pub(super) fn width(&mut self, text: &str, how: &Type) -> f32 {
        self.place(text, how).1
    }

    /// The outline of a line that starts at `x` and stands on the baseline `y`.
    pub(super) fn path(&mut self, text: &str, how: &Type, x: f32, y: f32) -> Option<Path> {
        let (glyphs, _) = self.place(text, how);
        let mut pen = PixelPen::default();
        for glyph in glyphs {
            pen.stand_at(x + glyph.x, y - glyph.y, glyph.scale);
            self.shaper.fonts().face(glyph.face).outline(glyph.glyph, &mut pen);
        }
        pen.finish()
    }

    fn place(&mut self, text: &str, how: &Type) -> (Vec<Placed>, f32) {
        let (mut glyphs, mut x) = (Vec::new(), 0.0);
        let tracking = if text.chars().all(may_be_spaced) { how.tracking * how.size } else { 0.0 };
        // Letterspaced words do not want ligatures.
        let features = Features { plain: tracking > 0.0, ..Features::default() };
        let runs = self.runs(text, how.style);
        for (at, run) in runs.iter().enumerate() {
            let scale = how.size / self.shaper.fonts().face(run.face).metrics.units_per_em as f32;
            // Letters that join do so over the end of a run too: the runs stand as they are seen.
            let beside = |at: Option<usize>| at.and_then(|at| runs.get(at)).map_or("", |run| run.text.as_str());
            let (left, right) = (beside(at.checked_sub(1)), beside(at.checked_add(1)));
            let around = if run.is_leftward { [right, left] } else { [left, right] };
            let shaped =
                self.shaper.shape_in_direction(run.face, &run.text, around, run.is_leftward, features, self.language);
            for glyph in shaped {
                let (dx, dy) = (glyph.x_offset as f32 * scale, glyph.y_offset as f32 * scale);
                glyphs.push(Placed { face: run.face, glyph: glyph.id, x: x + dx, y: dy, scale });
                // A mark stands on its letter and takes no room.
                x += glyph.advance as f32 * scale + if glyph.advance > 0 { tracking } else { 0.0 };
            }
        }
        let width = if glyphs.is_empty() { 0.0 } else { (x - tracking).max(0.0) };
        (glyphs, width)
    }

    /// The pieces of a line, from left to right.
    fn runs(&self, text: &str, style: Style) -> Vec<Run> {
        if text.is_empty() {
            return Vec::new();
        }
        let base = if self.begins_right(text) { Level::rtl() } else { Level::ltr() };
        let (levels, ranges) = ParagraphBidiInfo::new(text, Some(base)).visual_runs(0..text.len());
        let mut runs = Vec::new();
        for range in ranges {
            let is_leftward = levels[range.start].is_rtl();
            let mut pieces = self.pieces(&text[range], style, is_leftward);
            if is_leftward {
                pieces.reverse();
            }
            runs.extend(pieces);
        }
        runs
    }

    /// True when a line runs as its book does from right to left; one without a letter of that direction runs as its
    /// letters do.
    fn begins_right(&self, text: &str) -> bool {
        let is_strong = |c: char| matches!(bidi_class(c), BidiClass::R | BidiClass::AL);
        let first = text.chars().find(|c| is_strong(*c) || bidi_class(*c) == BidiClass::L);
        if self.is_leftward { text.chars().any(is_strong) || first.is_none() } else { first.is_some_and(is_strong) }
    }

    /// Pieces of one face and one script, in the order of the text.
    fn pieces(&self, text: &str, style: Style, is_leftward: bool) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut start = 0;
        for end in script_runs(text) {
            let mut fresh = true;
            for c in text[start..end].chars() {
                let c = if c.is_whitespace() { ' ' } else { c };
                let last = runs.last().filter(|_| !fresh).map(|run| run.face);
                let Some(face) = last.filter(|_| is_ignorable(c)).or_else(|| self.face(style, c)) else { continue };
                match runs.last_mut() {
                    Some(run) if run.face == face && !fresh => run.text.push(c),
                    Some(_) | None => runs.push(Run { face, text: c.into(), is_leftward }),
                }
                fresh = false;
            }
            start = end;
        }
        runs
    }

    fn face(&self, style: Style, c: char) -> Option<FaceId> {
        let fonts = self.shaper.fonts();
        let is_ideographic = ["zh", "ja", "ko"].iter().any(|language| self.language.starts_with(language));
        // Marks that Chinese and Japanese share with Latin, though they draw them otherwise.
        let is_shared =
            matches!(c, '\u{2014}' | '\u{2015}' | '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{2026}');
        if is_ideographic && is_shared { fonts.face_for_ideographs(style, c) } else { fonts.face_for(style, c) }
    }
}

/// Characters that show nothing by themselves.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0020}'..='\u{E01EF}')
}

/// True for what may stand apart from its neighbours: letters of scripts that have capitals, ideographs, Hebrew; not those
/// that join or hang on one line.
fn may_be_spaced(c: char) -> bool {
    !c.is_alphabetic()
        || c.is_lowercase()
        || c.is_uppercase()
        || matches!(c, '\u{5D0}'..='\u{5EA}' | '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{20000}'..)
        || matches!(c, 'ª' | 'º' | '\u{2B0}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, language: &str, is_leftward: bool) -> Vec<String> {
        let fonts = FontBook::builtin();
        let runs = Lettering::new(&fonts, language, is_leftward).runs(text, Style::default());
        runs.into_iter().map(|run| run.text).collect()
    }

    #[test]
    fn a_line_from_right_to_left_is_reordered() {
        let runs = shown("מבוא (קצר) ל-EPUB", "he", true);
        assert_eq!(runs.first().map(String::as_str), Some("EPUB"), "{runs:?}");
        assert_eq!(runs.last().map(|run| run.contains("מבוא")), Some(true), "{runs:?}");
        assert_eq!(shown("Bread & Butter", "he", true), ["Bread & Butter"]);
        assert_eq!(shown("EPUB in Latin", "en", false), ["EPUB in Latin"]);
    }

    #[test]
    fn what_no_font_has_is_known_and_blanks_are_not_missed() {
        let fonts = FontBook::builtin();
        let lettering = Lettering::new(&fonts, "zh", false);
        assert_eq!(lettering.missing("红楼梦 红\u{3000}\u{200D}A", Style::default()), ['红', '楼', '梦']);
        assert_eq!(shown("A\u{2003}\u{3000}B", "en", false), ["A  B"]);
    }

    #[test]
    fn letters_that_join_are_not_spaced() {
        assert!("ÉDITION 12 & אב 红".chars().all(may_be_spaced));
        assert!(!"كتاب".chars().any(may_be_spaced) && !"हिन्दी".chars().all(may_be_spaced));
    }
}

//! Words that were shaped before.
//!
//! In: the words of a text. Out: their glyphs, shaped once for a whole book. A novel has ten times as many words as it has
//! different ones, and nothing takes a typesetter longer than shaping.
//!
//! Words are cut behind their spaces, and only where the font does the same to the letters on both sides as it does to them
//! together: that is tried, once for each pair of letters. What a font might do with more than one letter on either side of
//! a space is not looked for.

use super::shape::ShapedGlyph;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::ops::Range;

/// The longest word that is kept, in bytes.
const LONGEST: usize = 40;
/// The most words that are kept.
const MOST: usize = 1 << 16;

/// The words of one face, script, language and list of features.
#[derive(Default)]
pub(super) struct Words {
    glyphs: Vec<ShapedGlyph>,
    known: HashMap<Box<str>, Range<usize>, FixedState>,
    /// Whether a letter before a space and one after it leave each other alone.
    apart: HashMap<(char, char), bool, FixedState>,
}

impl Words {
    /// Adds the glyphs of a text to `out`, word by word; `shape` shapes what was not met before. False, with nothing
    /// added, when the text must be shaped as a whole.
    pub(super) fn shape(
        &mut self,
        text: &str,
        out: &mut Vec<ShapedGlyph>,
        shape: &mut impl FnMut(&str, &mut Vec<ShapedGlyph>),
    ) -> bool {
        let (start, mut at) = (out.len(), 0);
        let mut before = None;
        for word in text.split_inclusive(' ') {
            if let (Some(before), Some(after)) = (before, word.chars().next())
                && !self.are_apart(before, after, shape)
            {
                out.truncate(start);
                return false;
            }
            before = word.trim_end_matches(' ').chars().next_back().or(Some(' '));
            let first = out.len();
            self.word(word, out, shape);
            out[first..].iter_mut().for_each(|glyph| glyph.cluster += at as u32);
            at += word.len();
        }
        true
    }

    fn word(&mut self, word: &str, out: &mut Vec<ShapedGlyph>, shape: &mut impl FnMut(&str, &mut Vec<ShapedGlyph>)) {
        if let Some(range) = self.known.get(word) {
            return out.extend_from_slice(&self.glyphs[range.clone()]);
        }
        let first = out.len();
        shape(word, out);
        if word.len() <= LONGEST && self.known.len() < MOST {
            let range = self.glyphs.len()..self.glyphs.len() + out.len() - first;
            self.glyphs.extend_from_slice(&out[first..]);
            self.known.insert(word.into(), range);
        }
    }

    fn are_apart(&mut self, before: char, after: char, shape: &mut impl FnMut(&str, &mut Vec<ShapedGlyph>)) -> bool {
        if let Some(known) = self.apart.get(&(before, after)) {
            return *known;
        }
        let (mut together, mut alone) = (Vec::new(), Vec::new());
        let (before_space, after_space) = (format!("{before} "), after.to_string());
        shape(&format!("{before_space}{after_space}"), &mut together);
        self.word(&before_space, &mut alone, shape);
        let first = alone.len();
        self.word(&after_space, &mut alone, shape);
        alone[first..].iter_mut().for_each(|glyph| glyph.cluster += before_space.len() as u32);
        let are_apart = together == alone;
        if self.apart.len() < MOST {
            self.apart.insert((before, after), are_apart);
        }
        are_apart
    }
}

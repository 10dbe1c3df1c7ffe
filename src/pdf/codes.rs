//! The two-byte codes by which content streams name glyphs, and the text behind them.
//!
//! In: the glyph runs of all pages. Out: for each face the glyphs used, numbered anew, and for every pair of a glyph and
//! the text that it shows the *reading* of the face that says so. One glyph often shows several texts: a small capital is
//! `a` or `A`. PDF gives text to the codes of a font (ISO 32000-1, 9.10.3), so each further text of a glyph goes into a
//! further reading: a font of the file that differs from the first in nothing but its map to text. (Several codes for
//! one glyph by way of `/Encoding` are right by the standard too, but MuPDF knows one text a glyph.)

use super::font;
use super::reading::{self, Hyphens, Run};
use crate::font::{FaceId, FontBook};
use crate::page::Pages;

/// No further entry.
const NONE: u32 = u32::MAX;

/// How many texts of one glyph are told apart. A letter after an initial stands for both, so it has a text for each initial
/// that it follows; more happen only in text made to break things, and there the glyph copies out as the first of them.
const MOST_READINGS: usize = 32;

/// The codes of all faces of a book.
pub(super) struct Codes {
    faces: Vec<FaceCodes>,
}

/// The codes of one face.
pub(super) struct FaceCodes {
    /// Its place among the faces that are used, from 0: what is brought and not used is in no byte of the file.
    pub(super) rank: usize,
    /// How hyphens are read.
    pub(super) hyphens: Hyphens,
    /// The glyph of the space, when the face has one.
    pub(super) space: Option<u16>,
    /// For each glyph of the face the place of its first entry.
    first: Vec<u32>,
    entries: Vec<Entry>,
    /// All texts, one after the other.
    texts: Vec<u8>,
    /// The glyphs used, in order, `.notdef` first: the place of a glyph is its number in the subset and its CID.
    pub(super) glyphs: Vec<u16>,
    /// Advance of each of these glyphs in millionths of an em, rounded to what the file states.
    pub(super) widths: Vec<i64>,
}

/// A glyph and the text that it shows.
struct Entry {
    /// Where its text stands in `texts`.
    text: std::ops::Range<u32>,
    /// Its text when that is one byte, as it mostly is.
    byte: Option<u8>,
    /// Next entry of the same glyph.
    next: u32,
    shown: Shown,
}

/// How a content stream shows a glyph that stands for a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// The code, which is the number of the glyph in the subset.
    pub(super) code: u16,
    /// The reading of the face, from 0.
    pub(super) reading: u8,
}

impl Codes {
    /// Gives a code to every pair of glyph and text on the pages.
    pub(super) fn collect(pages: &Pages, fonts: &FontBook) -> Codes {
        let mut codes = Codes {
            faces: fonts.faces().map(|(id, face)| FaceCodes::new(hyphens(fonts, id), face.glyph(' '))).collect(),
        };
        let items = pages.pages.iter().flat_map(|page| [&page.furniture, &page.items]);
        for run in items.flat_map(|items| reading::runs(items)) {
            if let Some(face) = codes.faces.get_mut(usize::from(run.run.face.0)) {
                face.add(run);
            }
        }
        for (id, face) in fonts.faces() {
            codes.faces[usize::from(id.0)].settle(|glyphs| {
                let em = face.metrics.units_per_em;
                face.advances(glyphs.iter().copied()).into_iter().map(|units| units * 1_000_000 / em).collect()
            });
        }
        codes.faces.iter_mut().filter(|face| !face.entries.is_empty()).enumerate().for_each(|(i, face)| face.rank = i);
        codes
    }

    /// The codes of a face; `None` when the book of fonts has no such face.
    pub(super) fn face(&self, id: FaceId) -> Option<&FaceCodes> {
        self.faces.get(usize::from(id.0))
    }

    /// The faces that are used, in order.
    pub(super) fn used(&self) -> impl Iterator<Item = (FaceId, &FaceCodes)> {
        let all = self.faces.iter().enumerate().map(|(i, face)| (FaceId(i as u16), face));
        all.filter(|(_, face)| !face.entries.is_empty())
    }
}

fn hyphens(fonts: &FontBook, face: FaceId) -> Hyphens {
    if font::is_mono(fonts, face) { Hyphens::Code } else { Hyphens::Prose }
}

impl FaceCodes {
    fn new(hyphens: Hyphens, space: Option<u16>) -> FaceCodes {
        let (first, entries, texts) = (Vec::new(), Vec::new(), Vec::new());
        FaceCodes { rank: 0, hyphens, space, first, entries, texts, glyphs: Vec::new(), widths: Vec::new() }
    }

    fn add(&mut self, run: Run<'_>) {
        run.read(self.hyphens).for_each(|(glyph, text)| self.add_glyph(glyph, text));
        if let Some(space) = self.space.filter(|_| run.run.space_after) {
            self.add_glyph(space, b" ");
        }
    }

    fn add_glyph(&mut self, glyph: u16, text: &[u8]) {
        let place = usize::from(glyph);
        if self.first.len() <= place {
            self.first.resize(place + 1, NONE);
        }
        if let Err(last) = self.search(glyph, text) {
            self.push(glyph, text, last);
        }
    }

    /// The entry of the pair; else the last one looked at, which a new entry is to follow.
    fn search(&self, glyph: u16, text: &[u8]) -> Result<usize, Option<usize>> {
        let mut at = self.first.get(usize::from(glyph)).copied().unwrap_or(NONE);
        let mut last = None;
        for _ in 0..MOST_READINGS {
            let Some(entry) = self.entries.get(at as usize) else { return Err(last) };
            let is_it = match text {
                [byte] => entry.byte == Some(*byte),
                _ => self.text(entry) == text,
            };
            if is_it {
                return Ok(at as usize);
            }
            last = Some(at as usize);
            at = entry.next;
        }
        Ok(self.first[usize::from(glyph)] as usize)
    }

    fn push(&mut self, glyph: u16, text: &[u8], after: Option<usize>) {
        let start = self.texts.len() as u32;
        self.texts.extend_from_slice(text);
        let place = self.entries.len() as u32;
        let byte = if let [byte] = text { Some(*byte) } else { None };
        let text = start..self.texts.len() as u32;
        self.entries.push(Entry { text, byte, next: NONE, shown: Shown::default() });
        match after {
            Some(last) => self.entries[last].next = place,
            None => self.first[usize::from(glyph)] = place,
        }
    }

    fn text(&self, entry: &Entry) -> &[u8] {
        &self.texts[entry.text.start as usize..entry.text.end as usize]
    }

    /// Numbers the glyphs, and the texts of each.
    fn settle(&mut self, widths: impl Fn(&[u16]) -> Vec<i64>) {
        let used = self.first.iter().enumerate().filter(|(glyph, first)| *glyph != 0 && **first != NONE);
        self.glyphs = std::iter::once(0).chain(used.map(|(glyph, _)| glyph as u16)).collect();
        self.widths = widths(&self.glyphs);
        for (code, glyph) in self.glyphs.iter().enumerate() {
            let mut at = self.first.get(usize::from(*glyph)).copied().unwrap_or(NONE);
            let mut shown = Shown { code: code as u16, reading: 0 };
            while let Some(entry) = self.entries.get_mut(at as usize) {
                entry.shown = shown;
                shown.reading += 1;
                at = entry.next;
            }
        }
    }

    /// How to show a glyph that stands for this text.
    pub(super) fn shown(&self, glyph: u16, text: &[u8]) -> Shown {
        let entry = self.search(glyph, text).ok().and_then(|place| self.entries.get(place));
        entry.map_or(Shown::default(), |entry| entry.shown)
    }

    /// How many readings there are.
    pub(super) fn readings(&self) -> u8 {
        self.entries.iter().map(|entry| entry.shown.reading + 1).max().unwrap_or(0)
    }

    /// The codes of a reading with their texts, in order. A glyph whose text another one shows has an empty text: left
    /// out, it would be read as its code by some readers, and the standards want a text for every code.
    pub(super) fn texts(&self, reading: u8) -> Vec<(u16, &str)> {
        let of_reading = self.entries.iter().filter(|entry| entry.shown.reading == reading);
        let text = |entry| std::str::from_utf8(self.text(entry)).unwrap_or_default();
        let mut all: Vec<(u16, &str)> = of_reading.map(|entry| (entry.shown.code, text(entry))).collect();
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    fn pages(texts: &[(u16, &str)]) -> Pages {
        let page = Page { items: vec![reading::tests::run(0.0, texts)], ..Page::default() };
        Pages { pages: vec![page], ..Pages::default() }
    }

    #[test]
    fn a_glyph_with_two_texts_has_one_code_and_two_readings() {
        let codes = Codes::collect(&pages(&[(9, "a"), (4, "ffi"), (9, "A"), (9, "a")]), &FontBook::builtin());
        let face = codes.face(FaceId(0)).expect("the first face");
        assert_eq!(face.glyphs, [0, 4, 9]);
        assert_eq!(face.shown(4, b"ffi"), Shown { code: 1, reading: 0 });
        assert_eq!(face.shown(9, b"a"), Shown { code: 2, reading: 0 });
        assert_eq!(face.shown(9, b"A"), Shown { code: 2, reading: 1 });
        assert_eq!(face.readings(), 2);
        assert_eq!(face.texts(0), [(1, "ffi"), (2, "a")]);
        assert_eq!(face.texts(1), [(2, "A")]);
    }

    #[test]
    fn endless_texts_of_one_glyph_end_in_its_first() {
        let texts: Vec<String> = (0..300).map(|i| format!("e{i}")).collect();
        let pairs: Vec<(u16, &str)> = texts.iter().map(|text| (7, text.as_str())).collect();
        let codes = Codes::collect(&pages(&pairs), &FontBook::builtin());
        let face = codes.face(FaceId(0)).expect("the first face");
        assert_eq!(usize::from(face.readings()), MOST_READINGS);
        assert_eq!(face.shown(7, b"e299"), face.shown(7, b"e0"));
    }
}

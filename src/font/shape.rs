//! Text to glyphs.
//!
//! In: text of one face and one script. Out: glyphs with their advances and the text that each one shows, in font units.
//! harfrust, a port of HarfBuzz, does the work; this is the only file that names its functions. Plans are kept, for
//! making one takes longer than shaping a line.

use super::words::Words;
use super::{FaceId, FontBook};
use harfrust::{Buffer, Direction, Feature, Language, Script, ShapeOptions, ShapePlan, ShaperFont, Tag};
use unicode_script::UnicodeScript;

/// What the font is asked to do beyond its defaults (kerning, ligatures, marks).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Features {
    /// Lower-case letters as small capitals (`smcp`).
    pub small_capitals: bool,
    /// Capitals as small capitals too (`c2sc`).
    pub all_small_capitals: bool,
    /// Figures with ascenders and descenders (`onum`); otherwise lining ones (`lnum`).
    pub old_style_figures: bool,
    /// Figures of one width, for columns (`tnum`).
    pub tabular_figures: bool,
    /// No ligatures and no contextual forms, as in code (`liga`, `clig`, `calt` off).
    pub plain: bool,
}

impl Features {
    fn list(self) -> Vec<Feature> {
        let mut list = Vec::new();
        let mut set = |tag: &[u8; 4], value| list.push(Feature::new(Tag::new(tag), value, ..));
        if self.small_capitals || self.all_small_capitals {
            set(b"smcp", 1);
        }
        if self.all_small_capitals {
            set(b"c2sc", 1);
        }
        set(if self.old_style_figures { b"onum" } else { b"lnum" }, 1);
        if self.tabular_figures {
            set(b"tnum", 1);
        }
        if self.plain {
            [b"liga", b"clig", b"calt"].into_iter().for_each(|tag| set(tag, 0));
        }
        list
    }
}

/// A glyph as the font places it, in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapedGlyph {
    /// Its number in the face.
    pub id: u16,
    /// Byte of the text at which the cluster begins that it belongs to.
    pub cluster: u32,
    /// From its origin to that of the next.
    pub advance: i32,
    /// To the right of its origin.
    pub x_offset: i32,
    /// Above its origin.
    pub y_offset: i32,
    /// True when a line must not be cut before this glyph without shaping both sides anew.
    pub unsafe_to_break: bool,
}

struct Plan {
    face: FaceId,
    features: Features,
    script: Script,
    language: String,
    list: Vec<Feature>,
    plan: ShapePlan,
    words: Words,
}

/// Shapes text and keeps what it learnt.
pub struct Shaper<'a> {
    fonts: &'a FontBook,
    plans: Vec<Plan>,
    buffer: Buffer,
    /// The glyphs of the last text.
    glyphs: Vec<ShapedGlyph>,
}

impl<'a> Shaper<'a> {
    /// A shaper for these fonts.
    pub fn new(fonts: &'a FontBook) -> Shaper<'a> {
        Shaper { fonts, plans: Vec::new(), buffer: Buffer::new(), glyphs: Vec::new() }
    }

    /// The fonts that it shapes with.
    pub fn fonts(&self) -> &'a FontBook {
        self.fonts
    }

    /// The glyphs of a text from left to right. The text must be of one script and have all its characters in the face;
    /// `language` is a BCP 47 tag. The text runs as its script does.
    pub fn shape(
        &mut self,
        face: FaceId,
        text: &str,
        features: Features,
        language: &str,
    ) -> impl Iterator<Item = ShapedGlyph> + use<'_, 'a> {
        let script = script_of(text);
        let direction = if is_right_to_left(script) { Direction::RightToLeft } else { Direction::LeftToRight };
        let place = self.plan(face, features, (script, direction), language);
        let Shaper { fonts, plans, buffer, glyphs } = self;
        let (font, plan) = (ShaperFont::new(fonts.face(face).shaping()), &mut plans[place]);
        glyphs.clear();
        let mut shape = |text: &str, out: &mut Vec<ShapedGlyph>| {
            shaped(&font, &plan.plan, &plan.list, buffer, text, ["", ""], out);
        };
        let by_words = matches!(&script.tag().to_be_bytes(), b"Latn" | b"Cyrl" | b"Grek");
        if !(by_words && plan.words.shape(text, glyphs, &mut shape)) {
            shape(text, glyphs);
        }
        glyphs.iter().copied()
    }

    /// The glyphs from left to right of a text that runs from right to left or not, whatever its script. `around` is the
    /// text before and after it, which letters that join depend on.
    pub fn shape_in_direction(
        &mut self,
        face: FaceId,
        text: &str,
        around: [&str; 2],
        is_leftward: bool,
        features: Features,
        language: &str,
    ) -> impl Iterator<Item = ShapedGlyph> + use<'_, 'a> {
        let direction = if is_leftward { Direction::RightToLeft } else { Direction::LeftToRight };
        let place = self.plan(face, features, (script_of(text), direction), language);
        let Shaper { fonts, plans, buffer, glyphs } = self;
        let font = ShaperFont::new(fonts.face(face).shaping());
        glyphs.clear();
        shaped(&font, &plans[place].plan, &plans[place].list, buffer, text, around, glyphs);
        glyphs.iter().copied()
    }

    /// Place of the plan in the list, made when it is not there yet.
    fn plan(
        &mut self,
        face: FaceId,
        features: Features,
        (script, direction): (Script, Direction),
        language: &str,
    ) -> usize {
        let same = |p: &Plan| {
            p.face == face
                && p.features == features
                && p.script == script
                && p.plan.direction() == direction
                && p.language == language
        };
        if let Some(place) = self.plans.iter().position(same) {
            return place;
        }
        let list = features.list();
        let tag = Language::new(language);
        let font = self.fonts.face(face).shaping();
        let plan = ShapePlan::new(font, direction, Some(script), tag.as_ref(), &list);
        self.plans.push(Plan {
            face,
            features,
            script,
            language: language.to_string(),
            list,
            plan,
            words: Words::default(),
        });
        self.plans.len() - 1
    }
}

/// Adds the glyphs of a text to `out`.
fn shaped(
    font: &ShaperFont,
    plan: &ShapePlan,
    features: &[Feature],
    buffer: &mut Buffer,
    text: &str,
    [before, after]: [&str; 2],
    out: &mut Vec<ShapedGlyph>,
) {
    buffer.clear();
    buffer.push_str(text);
    if !(before.is_empty() && after.is_empty()) {
        buffer.set_pre_context(before);
        buffer.set_post_context(after);
    }
    buffer.set_direction(plan.direction());
    buffer.set_script(plan.script());
    buffer.set_language(plan.language().cloned());
    if harfrust::shape(font, buffer, ShapeOptions::new().plan(Some(plan)).features(features)).is_err() {
        return;
    }
    let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
    out.extend(glyphs.map(|(info, position)| ShapedGlyph {
        id: info.glyph_id as u16,
        cluster: info.cluster,
        advance: position.x_advance,
        x_offset: position.x_offset,
        y_offset: position.y_offset,
        unsafe_to_break: info.unsafe_to_break(),
    }));
}

fn is_right_to_left(script: Script) -> bool {
    matches!(&script.tag().to_be_bytes(), b"Hebr" | b"Arab" | b"Syrc" | b"Thaa" | b"Nkoo")
}

/// The script of the first character that has one of its own.
fn script_of(text: &str) -> Script {
    let own = |c: char| {
        let script = c.script();
        use unicode_script::Script::{Common, Inherited, Unknown};
        (!matches!(script, Common | Inherited | Unknown)).then_some(script)
    };
    let name = text.chars().find_map(own).map_or("Latn", |script| script.short_name());
    let tag: [u8; 4] = name.as_bytes().try_into().unwrap_or(*b"Latn");
    Script::from_iso15924_tag(Tag::new(&tag)).unwrap_or(Script::LATIN)
}

/// Cuts a text where its script changes; characters without a script of their own stay with what is before them, or at
/// the start with what follows. Returns the byte at which each piece ends.
pub fn script_runs(text: &str) -> Vec<usize> {
    use unicode_script::Script::{Common, Inherited, Unknown};
    let mut ends = Vec::new();
    let mut current = None;
    for (at, c) in text.char_indices() {
        let script = match c {
            'A'..='Z' | 'a'..='z' => unicode_script::Script::Latin,
            '\0'..='\u{7F}' | '\u{2010}'..='\u{203A}' => Common,
            c => c.script(),
        };
        if matches!(script, Common | Inherited | Unknown) {
            continue;
        }
        if current.is_some_and(|c| c != script) {
            ends.push(at);
        }
        current = Some(script);
    }
    ends.push(text.len());
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::{FontBook, Style};

    fn shape(text: &str, features: Features) -> Vec<ShapedGlyph> {
        let fonts = FontBook::builtin();
        let face = fonts.select(Style::default());
        Shaper::new(&fonts).shape(face, text, features, "en").collect()
    }

    #[test]
    fn ligatures_and_kerning_come_from_the_font() {
        assert_eq!(shape("office", Features::default()).len(), 4, "o, ffi, c, e");
        assert_eq!(shape("office", Features { plain: true, ..Features::default() }).len(), 6);
        let apart: i32 = ["A", "V"].iter().map(|t| shape(t, Features::default())[0].advance).sum();
        let together: i32 = shape("AV", Features::default()).iter().map(|g| g.advance).sum();
        assert!(together < apart);
    }

    #[test]
    fn word_by_word_is_as_good_as_in_one_piece() {
        let fonts = FontBook::builtin();
        let text = "“To AV. VA Yes, 1 1 ‘T’ T. f fi office — to-day; (f) j j’ ‘Why?’ A — V, П У А. Ταῦτα  T  o “";
        for (face, data) in fonts.faces() {
            for piece in
                text.split_inclusive(|c: char| !data.has(c) && c != ' ').map(|p| p.trim_end_matches(|c| !data.has(c)))
            {
                for end in script_runs(piece).into_iter().take(1) {
                    let piece = &piece[..end];
                    let mut shaper = Shaper::new(&fonts);
                    let by_words: Vec<ShapedGlyph> = shaper.shape(face, piece, Features::default(), "en").collect();
                    let (plan, font) = (&shaper.plans[0], ShaperFont::new(data.shaping()));
                    let mut whole = Vec::new();
                    shaped(&font, &plan.plan, &plan.list, &mut Buffer::new(), piece, ["", ""], &mut whole);
                    assert_eq!(by_words, whole, "{piece:?} in {}", data.name);
                }
            }
        }
    }

    #[test]
    fn small_capitals_and_old_style_figures_are_other_glyphs() {
        let plain = shape("a1", Features::default());
        let small = shape("a1", Features { small_capitals: true, old_style_figures: true, ..Features::default() });
        assert!(plain.iter().zip(&small).all(|(a, b)| a.id != b.id));
    }

    #[test]
    fn scripts_part_a_text() {
        assert_eq!(script_runs("«один» two"), ["«один» ".len(), "«один» two".len()]);
        assert_eq!(script_runs("one, two"), [8]);
    }
}

//! A face cut down to some of its characters, as a font file that can be used by itself.
//!
//! In: a face, characters, and what text asks of the font. Out: an OpenType font with these characters: outlines by
//! `subsetter`, which also takes a variable font at one place, and by `skera` all that text needs and a PDF does not: the
//! character map, kerning, ligatures, small capitals and figures, names and licence. Both number the glyphs alike, in the
//! order of the face, so that their tables fit together.

use super::Face;
use skera::{Plan, SubsetFlags};
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::NameId;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use std::collections::BTreeSet;
use write_fonts::FontBuilder;

/// What text asks of a font beside its characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// Small capitals (`smcp`, `c2sc`).
    pub small_capitals: bool,
    /// No ligatures and no contextual forms, as in code.
    pub plain: bool,
}

/// Why a face could not be cut.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot cut down the font {face}: {reason}")]
pub struct Uncut {
    /// The PostScript name of the face.
    pub face: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Figures of every kind.
const FIGURES: [&[u8; 4]; 5] = [b"onum", b"lnum", b"pnum", b"tnum", b"zero"];
const SMALL_CAPITALS: [&[u8; 4]; 2] = [b"smcp", b"c2sc"];
/// What [`Wanted::plain`] does without.
const JOINING: [&[u8; 4]; 3] = [b"liga", b"clig", b"calt"];
/// Tables of text, which hold no outlines: those that `skera` cuts.
const OF_TEXT: [&[u8; 4]; 11] =
    [b"cmap", b"OS/2", b"name", b"post", b"GSUB", b"GPOS", b"GDEF", b"BASE", b"vhea", b"vmtx", b"VORG"];
/// Names that tell what the font is and who may use it: all but those of features and axes.
const NAMES: std::ops::RangeInclusive<u16> = 0..=25;

impl Face {
    /// The face with these characters, in bytes that are the same for the same question.
    ///
    /// # Errors
    /// When the font is too broken to be cut.
    pub fn cut(&self, characters: &BTreeSet<char>, wanted: Wanted) -> Result<Vec<u8>, Uncut> {
        let uncut = |reason: String| Uncut { face: self.name.clone(), reason };
        let font = FontRef::from_index(self.data(), self.index()).map_err(|error| uncut(error.to_string()))?;
        let plan = plan(&font, characters, wanted);
        let text = skera::subset_font(&font, &plan).map_err(|error| uncut(error.to_string()))?;
        let text = FontRef::new(&text).map_err(|error| uncut(error.to_string()))?;
        let outlines = self.outlines(&glyphs(&plan)).map_err(|error| uncut(error.to_string()))?;
        let outlines = FontRef::new(&outlines).map_err(|error| uncut(error.to_string()))?;
        let mut built = FontBuilder::new();
        for record in outlines.table_directory().table_records() {
            let data = outlines.table_data(record.tag()).filter(|_| !OF_TEXT.contains(&&record.tag().to_be_bytes()));
            if let Some(data) = data {
                built.add_raw(Tag::new(&record.tag().to_be_bytes()), data.as_bytes().to_vec());
            }
        }
        for tag in OF_TEXT.map(Tag::new) {
            if let Some(data) = text.table_data(tag) {
                built.add_raw(tag, data.as_bytes().to_vec());
            }
        }
        Ok(built.build())
    }

    /// The font file with these glyphs only, without a character map, as a PDF has it. Variable fonts and outlines of the
    /// kind `CFF2` become plain TrueType.
    ///
    /// # Errors
    /// When the font is broken.
    pub fn outlines(&self, glyphs: &subsetter::GlyphRemapper) -> Result<Vec<u8>, subsetter::Error> {
        if self.is_cff || (self.variations().is_empty() && !self.is_cff2) {
            return subsetter::subset(self.data(), self.index(), glyphs);
        }
        let places: Vec<_> = self.variations().iter().map(|(tag, value)| (subsetter::Tag::new(tag), *value)).collect();
        subsetter::subset_with_variations(self.data(), self.index(), &places, glyphs)
    }

    /// What the font says about whose it is and who may use it: copyright, licence and its address, one after the other.
    pub fn licence(&self) -> Vec<String> {
        let Ok(font) = FontRef::from_index(self.data(), self.index()) else { return Vec::new() };
        let ids = [StringId::COPYRIGHT_NOTICE, StringId::LICENSE_DESCRIPTION, StringId::LICENSE_URL];
        let said = ids.into_iter().filter_map(|id| font.localized_strings(id).english_or_first());
        let words = said.map(|said| said.to_string().split_whitespace().collect::<Vec<_>>().join(" "));
        words.filter(|words| !words.is_empty()).collect()
    }
}

fn plan(font: &FontRef<'_>, characters: &BTreeSet<char>, wanted: Wanted) -> Plan {
    let unicodes: IntSet<u32> = characters.iter().map(|c| *c as u32).collect();
    let mut features: IntSet<Tag> = skera::DEFAULT_LAYOUT_FEATURES.iter().copied().collect();
    features.extend(FIGURES.map(Tag::new));
    if wanted.small_capitals {
        features.extend(SMALL_CAPITALS.map(Tag::new));
    }
    if wanted.plain {
        JOINING.map(Tag::new).into_iter().for_each(|tag| {
            features.remove(tag);
        });
    }
    let mut dropped = IntSet::<Tag>::empty();
    for record in font.table_directory().table_records() {
        if !OF_TEXT.contains(&&record.tag().to_be_bytes()) {
            dropped.insert(record.tag());
        }
    }
    let mut names = IntSet::<NameId>::empty();
    names.insert_range(NameId::new(*NAMES.start())..=NameId::new(*NAMES.end()));
    Plan::new(
        &IntSet::<GlyphId>::empty(),
        &unicodes,
        font,
        SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE | SubsetFlags::SUBSET_FLAGS_NO_BIDI_CLOSURE,
        &dropped,
        &IntSet::all(),
        &features,
        &names,
        &IntSet::all(),
    )
}

/// The glyphs of a plan in the order of their new numbers.
fn glyphs(plan: &Plan) -> subsetter::GlyphRemapper {
    let mut pairs: Vec<(u32, u32)> =
        plan.old_to_new_glyph_mapping().map(|(old, new)| (new.to_u32(), old.to_u32())).collect();
    pairs.sort_unstable();
    let mut glyphs = subsetter::GlyphRemapper::new();
    for (_, old) in pairs {
        glyphs.remap(u16::try_from(old).unwrap_or_default());
    }
    glyphs
}

#[cfg(test)]
mod tests {
    use super::super::{Family, Features, FontBook, FontFile, Shaper, Style, Wishes};
    use super::*;

    fn cut_of(face: &Face, characters: &str, wanted: Wanted) -> Vec<u8> {
        face.cut(&characters.chars().collect(), wanted).expect("a font")
    }

    /// A book of fonts whose first own family is the cut font.
    fn book(bytes: Vec<u8>) -> FontBook {
        let file = FontFile { path: "cut".into(), bytes: bytes.into() };
        let (_, problems) = FontBook::new(std::slice::from_ref(&file), &Wishes::default());
        assert_eq!(problems, []);
        let name = Face::brought(file.bytes.clone(), 0, Vec::new()).expect("a face").families[0].clone();
        let fallback = vec![name.as_str()];
        FontBook::new(&[file], &Wishes { fallback, ..Wishes::default() }).0
    }

    fn last(fonts: &FontBook) -> &Face {
        fonts.faces().last().expect("a face").1
    }

    #[test]
    fn a_cut_face_has_its_characters_and_their_outlines_and_nothing_else() {
        let fonts = FontBook::builtin();
        for family in [Family::Serif, Family::Mono] {
            let face = fonts.face(fonts.select(Style { family, ..Style::default() }));
            let cut = cut_of(face, "AVfi12", Wanted::default());
            assert!(cut.len() < face.data().len() / 8, "{} of {}", cut.len(), face.data().len());
            let fonts = book(cut);
            let cut = last(&fonts);
            assert_eq!(cut.name, face.name);
            assert!("AVfi12".chars().all(|c| cut.has(c)) && !cut.has('B') && !cut.has('g'));
            let units = |face: &Face, c| face.ink_between(face.glyph(c).expect("a glyph"), -300, 900);
            for c in "AVfi12".chars() {
                assert_eq!(units(cut, c), units(face, c), "{c}");
            }
            assert!(cut.licence().join(" ").contains("Open Font License"), "{:?}", cut.licence());
        }
    }

    #[test]
    fn kerning_ligatures_small_capitals_and_figures_survive() {
        let fonts = FontBook::builtin();
        let id = fonts.select(Style::default());
        let wanted = Wanted { small_capitals: true, plain: false };
        let cut = book(cut_of(fonts.face(id), "AVaffiost129", wanted));
        let cut_id = cut.faces().last().expect("a face").0;
        let shaped = |fonts: &FontBook, id, text: &str, features| -> Vec<i64> {
            let mut shaper = Shaper::new(fonts);
            shaper.shape(id, text, features, "en").map(|glyph| i64::from(glyph.advance)).collect()
        };
        for (text, features) in [
            ("AVA", Features::default()),
            ("affi", Features::default()),
            ("aost", Features { small_capitals: true, ..Features::default() }),
            ("129", Features { old_style_figures: true, ..Features::default() }),
            ("129", Features { tabular_figures: true, ..Features::default() }),
        ] {
            assert_eq!(shaped(&cut, cut_id, text, features), shaped(&fonts, id, text, features), "{text}");
        }
    }

    #[test]
    fn the_same_question_has_the_same_answer() {
        let fonts = FontBook::builtin();
        for (_, face) in fonts.faces() {
            let characters = "Hello, world! 0123 →☐";
            assert_eq!(cut_of(face, characters, Wanted::default()), cut_of(face, characters, Wanted::default()));
        }
    }
}

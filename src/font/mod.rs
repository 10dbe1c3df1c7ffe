//! Fonts: the faces that a book is set in, what they measure, and which face has a character.
//!
//! In: font files, those built into the program or those that a book brings. Out: [`FontBook`], a fixed list of faces
//! with one id each, in [`Shaper`] the glyphs of a text, and by [`Face::cut`] files with the characters of a book only. It knows no book, no line and no PDF; system fonts are never
//! looked at.

mod brought;
mod builtin;
mod cut;
mod face;
mod family;
mod ink;
mod math;
mod pixels;
mod shape;
mod words;

pub use brought::{FontFile, Problem, Wishes};
pub use cut::{Uncut, Wanted};
pub use face::{Face, FaceId, Metrics};
pub use math::{Axis, Constant, Corner, Ink, MathFace, Part};
pub use pixels::PixelPen;
pub use shape::{Features, ShapedGlyph, Shaper, script_runs};

use family::Faces;

/// What kind of type is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// The book face.
    #[default]
    Serif,
    /// The face of headings, where a book or a theme gives them one of their own.
    Sans,
    /// The face of code.
    Mono,
}

/// A family in one of its four styles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Style {
    /// The family.
    pub family: Family,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
}

/// The faces of a book.
#[derive(Clone, Debug)]
pub struct FontBook {
    faces: Vec<Face>,
    /// The faces of the book face, of headings and of code.
    families: [Faces; 3],
    /// Families to look in for a character that the wanted one lacks, in order.
    fallback: Vec<Faces>,
    /// How many faces are built in; those that the book brings follow them.
    built_in: usize,
    /// How many of the first families to fall back on the book names or brings.
    own: usize,
    /// The face of formulas, in books that have some.
    math: Option<FaceId>,
}

impl FontBook {
    /// The faces built into the program: Libertinus Serif, JetBrains Mono, and two symbol faces to fall back on.
    ///
    /// # Panics
    /// Never, unless the program was built with a broken font file.
    pub fn builtin() -> FontBook {
        FontBook::new(&[], &Wishes::default()).0
    }

    /// The same with the face of formulas, Libertinus Math, after all others.
    ///
    /// # Panics
    /// Never, unless the program was built with a broken font file.
    pub fn with_math(mut self) -> FontBook {
        if self.math.is_none() && self.faces.len() < usize::from(u16::MAX) {
            self.math = Some(FaceId(self.faces.len() as u16));
            self.faces.push(builtin::math());
        }
        self
    }

    /// What the face of formulas says; `None` in a book without formulas.
    pub fn math(&self) -> Option<MathFace<'_>> {
        self.math.and_then(|id| MathFace::new(id, self.face(id)))
    }

    /// The face behind an id.
    ///
    /// # Panics
    /// When the id comes from another book of fonts.
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    /// Every face with its id.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        self.faces.iter().enumerate().map(|(i, face)| (FaceId(i as u16), face))
    }

    /// The face of a style.
    pub fn select(&self, style: Style) -> FaceId {
        self.families[style.family as usize].of(style)
    }

    /// The name of a family as its font says it.
    pub fn family_name(&self, family: Family) -> &str {
        self.face(self.select(Style { family, ..Style::default() })).families.first().map_or("", String::as_str)
    }

    /// The face to set a character in: the face of the style when it has the character, else the first face that does;
    /// `None` when no face of the book has it.
    pub fn face_for(&self, style: Style, c: char) -> Option<FaceId> {
        let wanted = self.select(style);
        if self.own > 0 && usize::from(wanted.0) < self.built_in && is_of_another_script(c) {
            let own = self.fallback[..self.own].iter().flat_map(|faces| faces.near(style));
            if let Some(id) = own.into_iter().find(|id| self.face(*id).has(c)) {
                return Some(id);
            }
        }
        if self.face(wanted).has(c) {
            return Some(wanted);
        }
        let own = std::iter::once(&self.families[style.family as usize]);
        own.chain(&self.fallback).flat_map(|faces| faces.near(style)).find(|id| self.face(*id).has(c))
    }

    /// The face to set a character of a text in Chinese, Japanese or Korean in: of all families that could, the first
    /// that also has the characters of those languages. Quotation marks and ellipses that Latin has too are then drawn
    /// for the company they keep.
    pub fn face_for_ideographs(&self, style: Style, c: char) -> Option<FaceId> {
        let own = std::iter::once(&self.families[style.family as usize]);
        let near = own.chain(&self.fallback).flat_map(|faces| faces.near(style));
        let wanted = near.into_iter().find(|id| self.face(*id).has('一') && self.face(*id).has(c));
        wanted.or_else(|| self.face_for(style, c))
    }
}

/// True for characters of scripts that the built-in book face was not made for, though it has some of them: a font that
/// the book brings goes before it.
fn is_of_another_script(c: char) -> bool {
    matches!(c, '\u{530}'..='\u{1DFF}' | '\u{2E80}'..='\u{FAFF}' | '\u{FB07}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_faces_cover_what_books_need() {
        let fonts = FontBook::builtin();
        let regular = Style::default();
        for c in "AÅßğőřžłЖѣєҐΩὦ—«»„“”’…№§†‡€−×½".chars() {
            assert_eq!(fonts.face_for(regular, c), Some(fonts.select(regular)), "{c}");
        }
        for c in "→⇒✅⚠🦀☐☑★│├└─█⏎␣".chars() {
            assert!(fonts.face_for(regular, c).is_some(), "{c}");
        }
        assert_eq!(fonts.face_for(regular, '\u{E000}'), None);
    }

    #[test]
    fn a_style_that_lacks_a_letter_borrows_it_from_its_family() {
        let fonts = FontBook::builtin();
        let bold_italic = Style { family: Family::Serif, bold: true, italic: true };
        for c in 'Ѐ'..='ӹ' {
            if let Some(id) = fonts.face_for(bold_italic, c) {
                assert!(fonts.face(id).has(c));
            }
        }
    }
}

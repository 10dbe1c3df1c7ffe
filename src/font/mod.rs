//! Fonts: the faces that a book is set in, what they measure, and which face has a character.
//!
//! In: font files, those built into the program or those that a book brings. Out: [`FontBook`], a fixed list of faces
//! with one id each, and in [`Shaper`] the glyphs of a text. It knows no book, no line and no PDF; system fonts are never
//! looked at.

mod builtin;
mod face;
mod ink;
mod shape;

pub use face::{Face, FaceId, Metrics};
pub use shape::{Features, ShapedGlyph, Shaper, script_runs};

/// What kind of type is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// The book face.
    #[default]
    Serif,
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
    /// Face of each style.
    styles: Vec<(Style, FaceId)>,
    /// Faces to look in for a character that the wanted face lacks, in order.
    fallback: Vec<FaceId>,
}

impl FontBook {
    /// The faces built into the program: Libertinus Serif, JetBrains Mono, and two symbol faces to fall back on.
    ///
    /// # Panics
    /// Never, unless the program was built with a broken font file.
    pub fn builtin() -> FontBook {
        builtin::book()
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
        self.styles.iter().find(|(s, _)| *s == style).map_or(FaceId(0), |(_, id)| *id)
    }

    /// The face to set a character in: the face of the style when it has the character, else the first face that does;
    /// `None` when no face of the book has it.
    pub fn face_for(&self, style: Style, c: char) -> Option<FaceId> {
        let wanted = self.select(style);
        if self.face(wanted).has(c) {
            return Some(wanted);
        }
        let sibling = Style { family: style.family, ..Style::default() };
        let near = [Style { bold: style.bold, ..sibling }, Style { italic: style.italic, ..sibling }, sibling];
        near.iter().map(|s| self.select(*s)).chain(self.fallback.iter().copied()).find(|id| self.face(*id).has(c))
    }
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

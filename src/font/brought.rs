//! The fonts that a book brings.
//!
//! In: font files and the families that the book wishes for. Out: a [`FontBook`] of the built-in faces and those of the
//! files, and a [`Problem`] for everything that could not be done. Faces are told apart by what the fonts say of
//! themselves, never by the names of their files.

use super::family::Faces;
use super::{Face, FontBook, builtin};
use skrifa::raw::{FileRef, TableProvider};
use skrifa::{FontRef, MetadataProvider, Tag};
use std::sync::Arc;

/// Most faces that one file may hold.
const MOST_FACES: u32 = 64;

/// A font file of a manuscript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFile {
    /// Its path, for messages.
    pub path: String,
    /// The whole file.
    pub bytes: Arc<[u8]>,
}

/// The families that a book is to be set in, by the names that the fonts say; `None` for the built-in ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes<'a> {
    /// The book face.
    pub body: Option<&'a str>,
    /// The face of headings.
    pub heading: Option<&'a str>,
    /// The face of code.
    pub code: Option<&'a str>,
    /// Families to look in for characters that those lack, in order.
    pub fallback: Vec<&'a str>,
}

/// Why a font or a family cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A file is no font that the program can set with.
    Unreadable {
        /// Its path.
        path: String,
        /// Why.
        reason: &'static str,
    },
    /// A font says of itself that it must not be embedded.
    Forbidden {
        /// Its path.
        path: String,
        /// What it forbids.
        reason: &'static str,
    },
    /// No font has this family.
    Unknown {
        /// The family as the book names it.
        family: String,
        /// The families that there are, the nearest first.
        known: Vec<String>,
    },
}

impl FontBook {
    /// The built-in faces and those of the files, with the families that the book wishes for. What cannot be used is left
    /// out and told.
    ///
    /// # Panics
    /// Never, unless the program was built with a broken font file.
    pub fn new(files: &[FontFile], wishes: &Wishes<'_>) -> (FontBook, Vec<Problem>) {
        let (mut faces, mut problems) = (builtin::faces(), Vec::new());
        let built_in = faces.len();
        for file in files {
            match read(file) {
                Ok(found) => faces.extend(found),
                Err(problem) => problems.push(problem),
            }
        }
        faces.truncate(usize::from(u16::MAX));
        let mut named = |family: &str| {
            let found = Faces::named(family, &faces);
            if found.is_none() {
                problems.push(Problem::Unknown { family: family.into(), known: nearest(family, &faces, built_in) });
            }
            found
        };
        let serif = Faces::named(builtin::SERIF, &faces).expect("the book face is built in");
        let mono = Faces::named(builtin::MONO, &faces).expect("the code face is built in");
        let body = wishes.body.and_then(&mut named).unwrap_or(serif);
        let heading = wishes.heading.and_then(&mut named).unwrap_or(body);
        let code = wishes.code.and_then(&mut named).unwrap_or(mono);
        let mut fallback: Vec<Faces> = wishes.fallback.iter().filter_map(|family| named(family)).collect();
        for name in families(&faces[built_in..]) {
            fallback.extend(Faces::named(&name, &faces).filter(|faces| !fallback.contains(faces)));
        }
        let own = fallback.len();
        for name in builtin::FALLBACK {
            fallback.extend(Faces::named(name, &faces).filter(|faces| !fallback.contains(faces)));
        }
        (FontBook { faces, families: [body, heading, code], fallback, built_in, own, math: None }, problems)
    }
}

/// The families of these faces by name.
fn families(faces: &[Face]) -> Vec<String> {
    let mut names: Vec<String> = faces.iter().filter_map(|face| face.families.first().cloned()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The families that there are, those first whose name is nearest, those of the book before those built in.
fn nearest(family: &str, faces: &[Face], built_in: usize) -> Vec<String> {
    let wanted = family.to_lowercase();
    let mut names = families(&faces[built_in..]);
    names.extend([builtin::SERIF, builtin::MONO].map(str::to_owned));
    names.sort_by_key(|name| strsim::damerau_levenshtein(&wanted, &name.to_lowercase()));
    names.truncate(3);
    names
}

/// The faces of a file.
fn read(file: &FontFile) -> Result<Vec<Face>, Problem> {
    let unreadable = |reason| Problem::Unreadable { path: file.path.clone(), reason };
    let forbidden = |reason| Problem::Forbidden { path: file.path.clone(), reason };
    if let Some(reason) = other_kind(&file.bytes) {
        return Err(unreadable(reason));
    }
    let count = match FileRef::new(&file.bytes) {
        Ok(FileRef::Font(_)) => 1,
        Ok(FileRef::Collection(collection)) => collection.len().min(MOST_FACES),
        Err(_) => return Err(unreadable("it is no font")),
    };
    let mut faces = Vec::new();
    for index in 0..count {
        let font = FontRef::from_index(&file.bytes, index).map_err(|_| unreadable("it is no font"))?;
        check(&font).map_err(unreadable)?;
        may_embed(&font).map_err(forbidden)?;
        for place in places(&font) {
            let face = Face::brought(Arc::clone(&file.bytes), index, place);
            faces.push(face.ok_or_else(|| unreadable("it has no name"))?);
        }
    }
    if faces.iter().all(|face| face.families.is_empty()) {
        return Err(unreadable("it names no family"));
    }
    Ok(faces)
}

/// Fonts of kinds that are for browsers and old printers.
fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes.get(..4) {
        None => Some("the file is empty"),
        Some(b"wOFF" | b"wOF2") => Some("it is a font for web pages; bring the OTF or TTF that it was made of"),
        Some([0x80, 0x01, ..] | b"%!PS") => Some("PostScript Type 1 fonts are not supported; use OTF or TTF"),
        Some(_) => None,
    }
}

/// Looks for what setting and embedding need.
fn check(font: &FontRef<'_>) -> Result<(), &'static str> {
    let has = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).is_some();
    if !(has(b"glyf") || has(b"CFF ") || has(b"CFF2")) {
        return Err("it has no outlines, only pictures");
    }
    let tables = [(font.head().is_ok(), "head"), (font.hhea().is_ok(), "hhea"), (font.maxp().is_ok(), "maxp")];
    let all = tables.iter().all(|(there, _)| *there) && font.hmtx().is_ok() && font.cmap().is_ok();
    if !all || font.name().is_err() {
        return Err("a table is missing or broken");
    }
    Ok(())
}

/// What `fsType` forbids (OpenType, table `OS/2`). Only the least restrictive of its licence bits counts.
fn may_embed(font: &FontRef<'_>) -> Result<(), &'static str> {
    const RESTRICTED: u16 = 0x0002;
    const PREVIEW_AND_PRINT: u16 = 0x0004;
    const EDITABLE: u16 = 0x0008;
    const NO_SUBSETTING: u16 = 0x0100;
    const BITMAPS_ONLY: u16 = 0x0200;
    let Ok(os2) = font.os2() else { return Ok(()) };
    let bits = os2.fs_type();
    if bits & RESTRICTED != 0 && bits & (PREVIEW_AND_PRINT | EDITABLE) == 0 {
        return Err("it forbids embedding");
    }
    if bits & BITMAPS_ONLY != 0 {
        return Err("it allows only pictures of its letters to be embedded");
    }
    if bits & NO_SUBSETTING != 0 {
        return Err("it forbids to embed a part of it, and a PDF holds no more than the letters that it shows");
    }
    Ok(())
}

/// Where a font is taken: as it is, or, when its weight is variable, at regular and at bold.
fn places(font: &FontRef<'_>) -> Vec<Vec<([u8; 4], f32)>> {
    let Some(axis) = font.axes().get_by_tag(Tag::new(b"wght")) else { return vec![Vec::new()] };
    let mut weights = [400.0f32, 700.0].map(|weight| weight.clamp(axis.min_value(), axis.max_value())).to_vec();
    weights.dedup();
    weights.into_iter().map(|weight| vec![(*b"wght", weight)]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Family, Style};
    use super::*;

    const HEBREW: &[u8] = include_bytes!("../../tests/books/hebrew/fonts/NotoSerifHebrew-Regular.ttf");
    const HEBREW_BOLD: &[u8] = include_bytes!("../../tests/books/hebrew/fonts/NotoSerifHebrew-Bold.ttf");

    fn file(path: &str, bytes: &[u8]) -> FontFile {
        FontFile { path: path.into(), bytes: bytes.into() }
    }

    fn name(book: &FontBook, style: Style, c: char) -> &str {
        book.face_for(style, c).map_or("none", |id| &book.face(id).name)
    }

    const BOLD: Style = Style { family: Family::Serif, bold: true, italic: false };

    #[test]
    fn a_family_that_the_book_names_nowhere_is_fallen_back_on_in_its_styles() {
        // The names of the files say nothing: bold stands in a.ttf.
        let files = [file("a.ttf", HEBREW_BOLD), file("b.ttf", HEBREW)];
        let (book, problems) = FontBook::new(&files, &Wishes::default());
        assert_eq!(problems, []);
        assert_eq!(name(&book, Style::default(), 'א'), "NotoSerifHebrew-Regular");
        assert_eq!(name(&book, BOLD, 'א'), "NotoSerifHebrew-Bold");
        assert_eq!(name(&book, Style { italic: true, ..BOLD }, 'א'), "NotoSerifHebrew-Bold");
        assert_eq!(name(&book, BOLD, 'a'), "LibertinusSerif-Bold");
    }

    #[test]
    fn the_book_face_is_the_family_that_the_book_names() {
        let wishes = Wishes { body: Some("noto serif hebrew"), ..Wishes::default() };
        let (book, problems) = FontBook::new(&[file("a.ttf", HEBREW)], &wishes);
        assert_eq!(problems, []);
        assert_eq!(book.family_name(Family::Serif), "Noto Serif Hebrew");
        assert_eq!(book.family_name(Family::Sans), "Noto Serif Hebrew");
        assert_eq!(name(&book, BOLD, 'א'), "NotoSerifHebrew-Regular", "there is no bold one");
        assert_eq!(name(&book, BOLD, 'Ж'), "LibertinusSerif-Bold");
    }

    #[test]
    fn an_unknown_family_is_told_with_the_nearest_names() {
        let wishes = Wishes { code: Some("Noto Serif Hebrw"), ..Wishes::default() };
        let (_, problems) = FontBook::new(&[file("a.ttf", HEBREW)], &wishes);
        let [Problem::Unknown { family, known }] = problems.as_slice() else { panic!("{problems:?}") };
        assert_eq!((family.as_str(), known[0].as_str()), ("Noto Serif Hebrw", "Noto Serif Hebrew"));
    }

    #[test]
    fn what_is_no_font_is_told_and_never_a_panic() {
        for bytes in
            [&b""[..], b"not a font", b"wOF2....", b"\0\x01\0\0\0\x10", b"OTTO", b"ttcf\0\x01\0\0\xff\xff\xff\xff"]
        {
            let (_, problems) = FontBook::new(&[file("x.ttf", bytes)], &Wishes::default());
            assert!(matches!(problems.as_slice(), [Problem::Unreadable { .. }]), "{bytes:?}: {problems:?}");
        }
        for cut in (0..HEBREW.len()).step_by(997) {
            FontBook::new(&[file("x.ttf", &HEBREW[..cut])], &Wishes::default());
        }
    }

    #[test]
    fn embedding_bits_are_obeyed() {
        let os2 = HEBREW.windows(4).position(|tag| tag == b"OS/2").expect("a table");
        let at = u32::from_be_bytes(HEBREW[os2 + 8..os2 + 12].try_into().expect("four bytes")) as usize + 8;
        for (bits, allowed) in
            [(0u16, true), (2, false), (4, true), (8, true), (0x100, false), (0x200, false), (6, true)]
        {
            let mut bytes = HEBREW.to_vec();
            bytes[at..at + 2].copy_from_slice(&bits.to_be_bytes());
            let (_, problems) = FontBook::new(&[file("x.ttf", &bytes)], &Wishes::default());
            assert_eq!(problems.is_empty(), allowed, "{bits:#x}: {problems:?}");
        }
    }
}

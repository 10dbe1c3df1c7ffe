//! The fonts that a manuscript brings.
//!
//! In: the folder `fonts/` and the table `[theme.fonts]`. Out: [`Fonts`]: the bytes of every font file in the order of
//! their paths, and the families that the book wishes for. What a font says of itself is for `font` to read.

use super::files::Kind;
use super::loader::{Loader, joined};
use super::reader::Reader;
use super::text::{Trouble, bytes};
use crate::diagnostic::{Code, Diagnostic};
use crate::font::FontFile;
use crate::source::{Span, Spanned};

/// The endings of font files.
const ENDINGS: [&str; 4] = [".otf", ".ttf", ".ttc", ".otc"];
/// The folder that is looked into unless the book names another.
const FOLDER: &str = "fonts";
/// Largest font file, in bytes: a face of all Chinese characters takes a fifth of it.
const LARGEST: u64 = 64 << 20;
/// Most bytes of all font files together.
const LARGEST_SUM: u64 = 256 << 20;
/// Most font files.
const MOST: usize = 256;
/// How deep the folder may be.
const DEEPEST: usize = 4;

/// The fonts of a manuscript and what it wants to be set in them. Families go by the names that the fonts say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fonts {
    /// The files, by path.
    pub files: Vec<FontFile>,
    /// The book face.
    pub body: Option<Spanned<String>>,
    /// The face of headings.
    pub heading: Option<Spanned<String>>,
    /// The face of code.
    pub code: Option<Spanned<String>>,
    /// Families for characters that these lack, in order.
    pub fallback: Vec<Spanned<String>>,
    /// The folder of the files, when the book names one.
    pub(super) folder: Option<Spanned<String>>,
    /// True when the book has a table for fonts.
    pub(super) wanted: bool,
}

impl Fonts {
    /// Where the book names a family.
    pub fn place_of(&self, family: &str) -> Option<Span> {
        let single = [&self.body, &self.heading, &self.code];
        let mut all = single.into_iter().flatten().chain(&self.fallback);
        all.find(|name| name.value == family).map(|name| name.span)
    }
}

/// Reads `[theme.fonts]`.
pub(super) fn read(fonts: &mut Fonts, mut table: Reader<'_>) {
    fonts.wanted = true;
    fonts.body = table.text("body").or(fonts.body.take());
    fonts.heading = table.text("heading").or(fonts.heading.take());
    fonts.code = table.text("code").or(fonts.code.take());
    let fallback = table.texts("fallback");
    fonts.fallback = if fallback.is_empty() { std::mem::take(&mut fonts.fallback) } else { fallback };
    fonts.folder = table.text("folder").or(fonts.folder.take());
    table.finish();
}

impl Loader<'_> {
    /// Reads the font files. Beside `book.toml` the folder `fonts` is looked into unasked, beside a single file only when
    /// its front matter speaks of fonts.
    pub(super) fn read_fonts(&mut self, mut fonts: Fonts, has_config: bool) -> Fonts {
        if !has_config && !fonts.wanted {
            return fonts;
        }
        let Some(folder) = self.font_folder(&fonts) else { return fonts };
        let mut paths = Vec::new();
        self.find_fonts(&folder, DEEPEST, &mut paths);
        if paths.len() > MOST {
            let message = format!("{folder:?} holds {} font files; the first {MOST} are read", paths.len());
            self.diagnostics.push(Diagnostic::warning(Code::InvalidFont, message));
            paths.truncate(MOST);
        }
        let mut room = LARGEST_SUM;
        for path in paths {
            fonts.files.extend(self.read_font(path, &mut room));
        }
        fonts
    }

    fn font_folder(&mut self, fonts: &Fonts) -> Option<String> {
        let Some(folder) = &fonts.folder else { return Some(FOLDER.into()) };
        let path = super::path::resolve("", &folder.value).filter(|_| !folder.value.starts_with('/'));
        let Some(path) = path else {
            let message = format!("the folder {:?} lies outside of the manuscript", folder.value);
            self.diagnostics.push(Diagnostic::error(Code::OutsideManuscript, message).at(folder.span));
            return None;
        };
        if self.kind(&path) != Kind::Folder {
            let message = format!("there is no folder {:?} for fonts", folder.value);
            self.diagnostics.push(Diagnostic::error(Code::InvalidValue, message).at(folder.span));
            return None;
        }
        Some(path)
    }

    /// The paths of the font files in a folder and in those below it, in order.
    fn find_fonts(&self, folder: &str, depth: usize, paths: &mut Vec<String>) {
        for name in self.world.files.names(&self.root.join(folder)) {
            let path = joined(folder, &name);
            let lower = name.to_lowercase();
            match self.kind(&path) {
                Kind::File if ENDINGS.iter().any(|ending| lower.ends_with(ending)) => paths.push(path),
                Kind::Folder if depth > 0 && !name.starts_with('.') => self.find_fonts(&path, depth - 1, paths),
                Kind::File | Kind::Folder | Kind::Missing => {}
            }
            if paths.len() > 2 * MOST {
                return;
            }
        }
    }

    fn read_font(&mut self, path: String, room: &mut u64) -> Option<FontFile> {
        let size = self.world.files.size(&self.root.join(&path)).unwrap_or_default();
        let (code, reason) = if size > LARGEST || size > *room {
            let limit = if size > LARGEST { LARGEST } else { LARGEST_SUM };
            let whole = if size > LARGEST { "it is" } else { "all fonts together are" };
            (Code::InvalidFont, format!("{whole} larger than {} MiB", limit >> 20))
        } else {
            match bytes(self.world.files, &self.root, &path) {
                Ok(bytes) => {
                    *room -= size;
                    return Some(FontFile { path, bytes: bytes.into() });
                }
                Err(Trouble::Missing) => (Code::InvalidFont, "it is not there".into()),
                Err(Trouble::Outside) => (Code::OutsideManuscript, "it leads out of the manuscript's folder".into()),
                Err(Trouble::Unreadable(reason)) => (Code::UnreadableFile, reason),
            }
        };
        self.diagnostics.push(Diagnostic::error(code, format!("the font {path:?} cannot be read: {reason}")));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::{InMemory, load};
    use super::*;
    use crate::diagnostic::Diagnostics;
    use std::path::Path;

    fn loaded(path: &str, files: &InMemory) -> (Fonts, Vec<Code>) {
        let mut diagnostics = Diagnostics::default();
        let manuscript = load(Path::new(path), files, &mut diagnostics).expect("a manuscript");
        (manuscript.fonts, diagnostics.sorted().iter().map(|d| d.code).collect())
    }

    #[test]
    fn the_folder_beside_book_toml_is_read_in_order_of_paths() {
        let toml = "[book]\ntitle = \"T\"\nlanguage = \"en\"\n[theme.fonts]\nbody = \"B\"\nfallback = [\"F\", \"G\"]\n";
        let files = InMemory::new([("b/book.toml", toml), ("b/src/SUMMARY.md", "- [A](a.md)\n"), ("b/src/a.md", "a")]);
        let files = files.with("b/fonts/z/One.OTF", b"1").with("b/fonts/b.ttf", b"2").with("b/fonts/OFL.txt", b"3");
        let (fonts, codes) = loaded("b", &files);
        assert_eq!(codes, []);
        let paths: Vec<&str> = fonts.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["fonts/b.ttf", "fonts/z/One.OTF"]);
        assert_eq!(fonts.body.map(|name| name.value).as_deref(), Some("B"));
        assert_eq!(fonts.fallback.iter().map(|name| name.value.as_str()).collect::<Vec<_>>(), ["F", "G"]);
    }

    #[test]
    fn beside_a_single_file_fonts_are_read_only_when_it_speaks_of_them() {
        let silent = InMemory::new([("a.md", "---\ntitle: T\nlang: en\n---\ntext\n")]).with("fonts/x.ttf", b"x");
        assert_eq!(loaded("a.md", &silent).0.files, []);
        let text = "---\ntitle: T\nlang: en\ntheme:\n  fonts:\n    fallback: X\n---\ntext\n";
        let spoken = InMemory::new([("a.md", text)]).with("fonts/x.ttf", b"x");
        let (fonts, codes) = loaded("a.md", &spoken);
        assert_eq!((fonts.files.len(), codes), (1, vec![]));
    }

    #[test]
    fn a_folder_that_is_not_there_or_lies_outside_is_an_error() {
        for (folder, code) in [("../x", Code::OutsideManuscript), ("type", Code::InvalidValue)] {
            let text = format!("---\ntitle: T\nlang: en\ntheme: {{ fonts: {{ folder: {folder} }} }}\n---\ntext\n");
            let files = InMemory::new([("a/a.md", text.as_str()), ("x/y.ttf", "")]);
            assert_eq!(loaded("a/a.md", &files).1, [code]);
        }
    }
}

//! Files that nothing uses.
//!
//! In: a manuscript whose chapters and images have been read, the record of what was read, and the images that any edition
//! shows. Out: a finding for every
//! Markdown file of the source folder that the table of contents does not name and for every image that nothing shows. A manuscript
//! of one file has none: what lies beside it may be anybody's.

use super::loader::{is_markdown, joined};
use super::{Files, Kind, Manuscript, Record};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Endings of images.
const IMAGES: [&str; 6] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"];
/// Folders beside `SUMMARY.md` that hold what is made, not what is written.
const MADE: [&str; 6] = ["out", "book", "_book", "target", "node_modules", "dist"];
/// Texts at the top of a repository that are about it.
const ABOUT: [&str; 6] = ["readme", "changelog", "contributing", "code_of_conduct", "license", "security"];
/// How deep folders are looked into.
const DEEPEST: usize = 16;
/// More files than these are not looked at, and more findings than these help nobody.
const MOST_FILES: usize = 50_000;
const MOST_FINDINGS: usize = 100;

/// Tells of every file of the source folder that no book is made of; `shown` are the images of all editions.
pub fn find_unused(
    manuscript: &Manuscript,
    record: &Record<'_>,
    shown: &BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) {
    let Some((summary, source)) = summary(manuscript) else { return };
    let inputs = record.inputs(&manuscript.root);
    let mut search = Search { manuscript, record, inputs, shown, left: MOST_FILES, found: Vec::new() };
    search.folder(&source, DEEPEST);
    let count = search.found.len();
    for path in search.found.into_iter().take(MOST_FINDINGS) {
        let name = path.strip_prefix(&source).map_or(path.as_str(), |rest| rest.trim_start_matches('/'));
        let finding = match is_markdown(&path) {
            true => Diagnostic::warning(Code::UnusedFile, format!("{path:?} is in no chapter list; nobody reads it"))
                .hint(format!("list it: `- [Title]({})`, or delete it", address(name))),
            false => Diagnostic::warning(Code::UnusedFile, format!("nothing shows the image {path:?}"))
                .hint("show it in a chapter, or delete it"),
        };
        diagnostics.push(finding.at(summary));
    }
    if count > MOST_FINDINGS {
        let message = format!("{} files more that nothing uses", count - MOST_FINDINGS);
        diagnostics.push(Diagnostic::warning(Code::UnusedFile, message).at(summary));
    }
}

/// The beginning of the table of contents, and the folder that it stands in.
fn summary(manuscript: &Manuscript) -> Option<(Span, String)> {
    let file = manuscript.summary.filter(|_| !manuscript.plan.is_empty())?;
    let folder = super::path::folder_of(&manuscript.sources.file(file).name).to_owned();
    Some((Span::new(file, 0, 0), folder))
}

/// The path as a link is written.
fn address(path: &str) -> String {
    path.replace('%', "%25").replace(' ', "%20").replace('(', "%28").replace(')', "%29")
}

struct Search<'a> {
    manuscript: &'a Manuscript,
    record: &'a Record<'a>,
    inputs: BTreeMap<String, String>,
    shown: &'a BTreeSet<String>,
    left: usize,
    found: Vec<String>,
}

impl Search<'_> {
    fn folder(&mut self, folder: &str, depth: usize) {
        for name in self.record.names(&self.manuscript.root.join(folder)) {
            if name.starts_with('.') || self.left == 0 {
                continue;
            }
            self.left -= 1;
            let path = joined(folder, &name);
            match self.record.kind(&self.manuscript.root.join(&path)) {
                Kind::Folder if depth > 0 && !(folder.is_empty() && MADE.contains(&name.as_str())) => {
                    self.folder(&path, depth - 1);
                }
                Kind::File if self.is_of_books(&path, folder, &name) => self.found.push(path),
                _ => {}
            }
        }
    }

    /// True for a text or an image that was not read.
    fn is_of_books(&self, path: &str, folder: &str, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        let is_image = IMAGES.iter().any(|ending| lower.ends_with(ending));
        let stem = lower.split('.').next().unwrap_or_default();
        let is_about = folder.is_empty() && ABOUT.contains(&stem);
        (is_image || is_markdown(name) && !is_about) && !self.inputs.contains_key(path) && !self.shown.contains(path)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{InMemory, attach_images, load};
    use super::*;
    use crate::markdown;
    use std::path::Path;

    fn unused(path: &str, files: &InMemory) -> Vec<String> {
        let (record, mut diagnostics) = (Record::new(files), Diagnostics::default());
        let manuscript = load(Path::new(path), &record, &mut diagnostics).expect("a manuscript");
        let mut draft = markdown::read(&manuscript, &mut diagnostics);
        attach_images(&manuscript, &record, &mut draft, &mut diagnostics);
        find_unused(&manuscript, &record, &BTreeSet::new(), &mut diagnostics);
        diagnostics.sorted().iter().filter(|d| d.code == Code::UnusedFile).map(|d| d.message.clone()).collect()
    }

    #[test]
    fn texts_out_of_the_list_and_images_out_of_sight_are_told() {
        let files = InMemory::new([
            ("b/book.toml", "[book]\ntitle = \"T\"\nlanguage = \"en\"\n"),
            ("b/src/SUMMARY.md", "- [A](a.md)\n"),
            ("b/src/a.md", "![x](images/seen.svg)\n"),
            ("b/src/images/seen.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"),
            ("b/src/images/Unseen.PNG", ""),
            ("b/src/.hidden/x.md", ""),
            ("b/src/data.csv", ""),
            ("b/src/sub/lost one.md", "l"),
            ("b/README.md", "about"),
        ]);
        let texts = "\"src/sub/lost one.md\" is in no chapter list; nobody reads it";
        assert_eq!(unused("b", &files), ["nothing shows the image \"src/images/Unseen.PNG\"", texts]);
    }

    #[test]
    fn a_table_of_contents_of_any_name_is_looked_beside() {
        let files = InMemory::new([
            ("g/book.json", "{ \"structure\": { \"summary\": \"TOC.md\" } }"),
            ("g/TOC.md", "* [A](a.md)\n"),
            ("g/a.md", "a"),
            ("g/lost.md", "l"),
        ]);
        assert_eq!(unused("g", &files), ["\"lost.md\" is in no chapter list; nobody reads it"]);
    }

    #[test]
    fn at_the_top_of_a_repository_what_is_made_and_what_is_about_it_is_passed_over() {
        let files = InMemory::new([
            ("b/SUMMARY.md", "- [A](a.md)\n- [R](README.md)\n"),
            ("b/README.md", "r"),
            ("b/a.md", "a"),
            ("b/CHANGELOG.md", ""),
            ("b/out/x.png", ""),
            ("b/notes/out/y.png", ""),
        ]);
        assert_eq!(unused("b", &files), ["nothing shows the image \"notes/out/y.png\""]);
        assert_eq!(unused("b/a.md", &files), [] as [String; 0]);
    }
}

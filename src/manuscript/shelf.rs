//! Files to include from.
//!
//! In: a path as a directive has it and the folder of the file in which it stands. Out: the file's text, read once. A file
//! may stand anywhere in the manuscript's folder; outside of it only where the user or the book allows.

use super::conventions::Setup;
use super::files::Kind;
use super::loader::Loader;
use super::path::folder_of;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::mdbook::{Opened, Shelf};
use crate::source::{FileId, Span};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files of a manuscript, for includes.
pub(super) struct Includes<'l, 'a> {
    loader: &'l mut Loader<'a>,
    opened: BTreeMap<String, Option<Opened>>,
    /// Real paths of the folders that may be read; `None` when all may.
    allowed: Option<Vec<PathBuf>>,
    spent: (usize, usize),
}

impl<'l, 'a> Includes<'l, 'a> {
    pub(super) fn new(loader: &'l mut Loader<'a>, setup: &Setup) -> Includes<'l, 'a> {
        let folders = std::iter::once(&loader.root).chain(&loader.world.allowed);
        let allowed = folders.filter_map(|folder| loader.world.files.real(folder).ok()).collect();
        let opened = BTreeMap::new();
        Includes { allowed: (!setup.allow_outside).then_some(allowed), opened, spent: (0, 0), loader }
    }

    /// The text of a file and its path from the manuscript's folder.
    pub(super) fn source(&self, file: FileId) -> (String, String) {
        let file = self.loader.manuscript.sources.file(file);
        (file.text.clone(), file.name.clone())
    }

    /// Adds the text that a chapter has become.
    pub(super) fn add(&mut self, name: String, made: crate::source::Made) -> FileId {
        self.loader.manuscript.sources.add_made(name, made)
    }

    fn find(&mut self, path: &str, place: Span) -> Option<Opened> {
        let full = self.loader.root.join(path);
        let files = self.loader.world.files;
        if !self.may_read(&full) {
            self.tell_outside(path, place);
            return None;
        }
        match files.kind(&full) {
            Kind::File => {}
            Kind::Folder => return self.refuse(place, format!("{path:?} is a folder and cannot be included"), None),
            Kind::Missing => {
                let near = self.loader.nearest_file(path).map(|near| format!("did you mean {near:?}?"));
                return self.refuse(place, format!("there is no file {path:?} to include"), near);
            }
        }
        match files.read(&full) {
            Ok(bytes) if bytes.len() > text::LARGEST => {
                self.refuse(place, format!("{path:?} is too large to include"), None)
            }
            Ok(bytes) => {
                let file = text::decode(bytes, path, &mut self.loader.manuscript.sources, self.loader.diagnostics);
                let text = self.loader.manuscript.sources.file(file).text.as_str().into();
                Some(Opened { file, text, path: path.into(), folder: folder_of(path).into() })
            }
            Err(error) => self.refuse(place, format!("cannot read {path:?}: {error}"), None),
        }
    }

    /// True for a path in a folder that may be read, whether there is anything at it or not.
    fn may_read(&self, full: &Path) -> bool {
        let Some(allowed) = &self.allowed else { return true };
        let real = full.ancestors().find_map(|path| self.loader.world.files.real(path).ok());
        real.is_some_and(|real| allowed.iter().any(|folder| real.starts_with(folder)))
    }

    /// A file outside is not looked for. As with programs, what wants consent and has none is a warning.
    fn tell_outside(&mut self, path: &str, place: Span) {
        let folder = match folder_of(path) {
            absolute if path.starts_with('/') => absolute.to_owned(),
            folder => plain(&format!("{}{}", self.loader.manuscript.sources.base, outermost(folder))),
        };
        let message = format!("{path:?} lies outside of the manuscript's folder and is not included");
        let mut diagnostic = Diagnostic::warning(Code::OutsideManuscript, message)
            .at(place)
            .hint(format!("allow it with `--allow {folder}`"));
        if self.loader.has_config {
            diagnostic = diagnostic.hint("or write `allow-outside = true` under `[output.bifolio]` in book.toml");
        }
        self.tell(diagnostic);
    }

    fn refuse(&mut self, place: Span, message: String, hint: Option<String>) -> Option<Opened> {
        let mut diagnostic = Diagnostic::error(Code::MissingInclude, message).at(place);
        diagnostic.hints.extend(hint);
        self.tell(diagnostic);
        None
    }
}

/// The outermost folder of a path out of the manuscript that is not above it: one permission for all that lies there.
fn outermost(folder: &str) -> String {
    let ups = folder.split('/').take_while(|part| *part == "..").count();
    folder.split('/').take(ups + 1).collect::<Vec<_>>().join("/")
}

/// A path without the folders that `..` leads out of again.
fn plain(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match (part, parts.last()) {
            ("..", Some(last)) if !matches!(*last, ".." | "." | "") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    if parts.is_empty() { ".".into() } else { parts.join("/") }
}

impl Shelf for Includes<'_, '_> {
    fn open(&mut self, folder: &str, target: &str, place: Span) -> Option<Opened> {
        let path = seen_from(folder, target);
        if let Some(Some(opened)) = self.opened.get(&path) {
            return Some(opened.clone());
        }
        let opened = self.find(&path, place);
        self.opened.insert(path, opened.clone());
        opened
    }

    fn tell(&mut self, diagnostic: Diagnostic) {
        self.loader.diagnostics.push(diagnostic);
    }

    fn spent(&mut self) -> &mut (usize, usize) {
        &mut self.spent
    }
}

/// A path seen from a folder, without `.` and with `..` only where it leads out of the manuscript.
fn seen_from(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let rooted = target.starts_with('/') || folder.starts_with('/');
    let folder = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    format!("{}{}", if rooted { "/" } else { "" }, parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_may_lead_out() {
        assert_eq!(seen_from("src/a", "../b/./c.rs"), "src/b/c.rs");
        assert_eq!(seen_from("src", "../../x/y.rs"), "../x/y.rs");
        assert_eq!(seen_from("../x", "../y.rs"), "../y.rs");
        assert_eq!(seen_from("", "../../y.rs"), "../../y.rs");
        assert_eq!(seen_from("src", "/etc/../a"), "/a");
        assert_eq!(seen_from("/a/b", "../../../c"), "/c");
        assert_eq!(seen_from("src", "a\\b.rs"), "src/a/b.rs");
    }
}

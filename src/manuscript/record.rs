//! What was read of a manuscript.
//!
//! In: a place that files are read from. Out: the same place, which remembers every file that was read and a hash of what
//! it held. As nobody reads the disk but through it, the list is whole: it is what a book is made of.

use super::files::{Files, Kind};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Files that remember what was read of them.
pub struct Record<'f> {
    files: &'f dyn Files,
    read: Mutex<BTreeMap<PathBuf, String>>,
}

impl<'f> Record<'f> {
    /// A record of what is read from `files`; empty at first.
    pub fn new(files: &'f dyn Files) -> Record<'f> {
        Record { files, read: Mutex::default() }
    }

    /// Every file below `root` that was read so far, by its path from there with `/` between parts, and the hash of what it
    /// held (BLAKE3, in hexadecimal).
    pub fn inputs(&self, root: &Path) -> BTreeMap<String, String> {
        let inside = |path: &Path| Some(shown(path.strip_prefix(root).ok()?));
        self.read().iter().filter_map(|(path, hash)| Some((inside(path)?, hash.clone()))).collect()
    }

    fn read(&self) -> MutexGuard<'_, BTreeMap<PathBuf, String>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The hash of something that a book is made of (BLAKE3, in hexadecimal).
pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// A path with `/` between its parts.
fn shown(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

impl Files for Record<'_> {
    fn kind(&self, path: &Path) -> Kind {
        self.files.kind(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let bytes = self.files.read(path)?;
        Record::read(self).insert(path.to_owned(), hash(&bytes));
        Ok(bytes)
    }

    fn size(&self, path: &Path) -> io::Result<u64> {
        self.files.size(path)
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        self.files.names(folder)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.real(path)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{InMemory, load};
    use super::*;
    use crate::diagnostic::Diagnostics;

    #[test]
    fn every_text_that_is_read_is_remembered_with_its_hash() {
        let toml = "[book]\ntitle = \"T\"\nlanguage = \"en\"\n";
        let files = InMemory::new([
            ("b/book.toml", toml),
            ("b/src/SUMMARY.md", "- [A](a.md)\n"),
            ("b/src/a.md", "a"),
            ("b/src/other.md", "o"),
        ]);
        let record = Record::new(&files);
        load(Path::new("b"), &record, &mut Diagnostics::default()).expect("a manuscript");
        let inputs = record.inputs(Path::new("b"));
        assert_eq!(inputs.keys().collect::<Vec<_>>(), ["book.toml", "src/SUMMARY.md", "src/a.md"]);
        assert_eq!(inputs["src/a.md"], blake3::hash(b"a").to_hex().to_string());
    }
}

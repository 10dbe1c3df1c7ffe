//! Where files come from.
//!
//! In: paths. Out: bytes and names of files, from the disk or from memory, so that tests run without a disk.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Component, Path, PathBuf};

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Missing,
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// A place that files can be read from.
pub trait Files: Sync {
    /// What stands at the path.
    fn kind(&self, path: &Path) -> Kind;

    /// The bytes of a file.
    ///
    /// # Errors
    /// When there is no such file or it cannot be read.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// How many bytes a file has.
    ///
    /// # Errors
    /// When there is no such file or it cannot be looked at.
    fn size(&self, path: &Path) -> io::Result<u64>;

    /// The names in a folder, sorted; none when there is no such folder.
    fn names(&self, folder: &Path) -> Vec<String>;

    /// The path with every link followed, to tell whether it stays inside a folder.
    ///
    /// # Errors
    /// When nothing stands at the path.
    fn real(&self, path: &Path) -> io::Result<PathBuf>;
}

/// The disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Files for Disk {
    fn kind(&self, path: &Path) -> Kind {
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => Kind::Folder,
            Ok(_) => Kind::File,
            Err(_) => Kind::Missing,
        }
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn size(&self, path: &Path) -> io::Result<u64> {
        std::fs::metadata(path).map(|found| found.len())
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        let mut names: Vec<String> = entries.flatten().filter_map(|e| e.file_name().into_string().ok()).collect();
        names.sort_unstable();
        names
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }
}

/// Files held in memory, for tests.
#[derive(Clone, Debug, Default)]
pub struct InMemory {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl InMemory {
    /// Files from pairs of path and content.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> InMemory {
        let files = files.into_iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec()));
        InMemory { files: files.collect() }
    }

    /// Adds a file of any bytes.
    pub fn with(mut self, path: &str, bytes: &[u8]) -> InMemory {
        self.files.insert(PathBuf::from(path), bytes.to_vec());
        self
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.files.keys().any(|file| file != path && file.starts_with(path))
    }
}

impl Files for InMemory {
    fn kind(&self, path: &Path) -> Kind {
        let path = normal(path);
        match (self.files.contains_key(&path), self.is_folder(&path)) {
            (true, _) => Kind::File,
            (false, true) => Kind::Folder,
            (false, false) => Kind::Missing,
        }
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.get(&normal(path)).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn size(&self, path: &Path) -> io::Result<u64> {
        self.files.get(&normal(path)).map(|bytes| bytes.len() as u64).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let folder = normal(folder);
        let below = self.files.keys().filter_map(|file| file.strip_prefix(&folder).ok());
        let names = below.filter_map(|rest| rest.components().next()?.as_os_str().to_str().map(str::to_owned));
        names.collect::<BTreeSet<String>>().into_iter().collect()
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(normal(path))
    }
}

/// The path without `.` and with `..` taken back.
fn normal(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if parts.file_name().is_some() => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_has_folders_and_sorted_names() {
        let files = InMemory::new([("book/src/b.md", "b"), ("book/src/a.md", "a"), ("book/book.toml", "")]);
        assert_eq!(files.kind(Path::new("book/src")), Kind::Folder);
        assert_eq!(files.kind(Path::new("book/./src/../src/a.md")), Kind::File);
        assert_eq!(files.kind(Path::new("book/c.md")), Kind::Missing);
        assert_eq!(files.names(Path::new("book")), ["book.toml", "src"]);
        assert_eq!(files.names(Path::new("book/src")), ["a.md", "b.md"]);
    }
}

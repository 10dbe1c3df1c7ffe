//! The starter manuscript.
//!
//! In: a folder. Out: a small manuscript in it that builds without a warning, or an error when one is there already.

use std::path::{Path, PathBuf};

/// The files of the starter, by their paths in the new folder.
const FILES: [(&str, &str); 4] = [
    ("book.toml", include_str!("starter/book.toml")),
    ("src/SUMMARY.md", include_str!("starter/SUMMARY.md")),
    ("src/first.md", include_str!("starter/first.md")),
    ("src/second.md", include_str!("starter/second.md")),
];

/// Why no manuscript was started.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A file is there already.
    #[error("{} is there already; nothing was written", .0.display())]
    Exists(PathBuf),
    /// The disk refuses.
    #[error("cannot write {}: {reason}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: std::io::Error,
    },
}

/// Writes the starter into a folder, which is made when it is missing. Returns the paths that were written.
pub(crate) fn init(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let also = ["SUMMARY.md"].into_iter().map(|name| folder.join(name));
    let mut paths: Vec<PathBuf> = FILES.iter().map(|(name, _)| folder.join(name)).collect();
    if let Some(path) = paths.iter().cloned().chain(also).find(|path| path.exists()) {
        return Err(Error::Exists(path));
    }
    if folder == Path::new(".") {
        paths = FILES.iter().map(|(name, _)| PathBuf::from(name)).collect();
    }
    for (path, (_, text)) in paths.iter().zip(FILES) {
        let parent = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
        let written = std::fs::create_dir_all(parent).and_then(|()| std::fs::write(path, text));
        written.map_err(|reason| Error::Write { path: path.clone(), reason })?;
    }
    Ok(paths)
}

//! Books to the disk.
//!
//! In: paths and bytes. Out: files. Each is first written whole beside its target and then renamed, all at the end, so
//! that a build that fails leaves the earlier books as they were.

use bifolio::diagnostic::{Code, Diagnostic};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {path}: {reason}", path = path.display(), reason = reason_of(reason))]
pub(crate) struct Error {
    path: PathBuf,
    reason: std::io::Error,
}

impl Error {
    /// The error as a finding without a place.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let finding = Diagnostic::error(Code::UnwrittenOutput, self.to_string());
        match self.reason.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                finding.hint("change the permissions, or give another folder with `--output DIR`")
            }
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory | ErrorKind::IsADirectory => {
                finding.hint("move it, or give another folder with `--output DIR`")
            }
            _ => finding,
        }
    }
}

/// Why, without what the system says of files of ours that nobody knows.
fn reason_of(reason: &std::io::Error) -> String {
    match reason.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => "a file stands where a folder should".into(),
        ErrorKind::IsADirectory => "a folder stands where the file should".into(),
        ErrorKind::PermissionDenied => "this user may not write there".into(),
        kind => kind.to_string(),
    }
}

/// Writes all files into `folder`, which is made when it is missing; each file stands directly in it.
pub(crate) fn write_all(folder: &Path, files: &[(&Path, &[u8])]) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |reason| Error { path, reason }
    };
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    let mut ready: Vec<(NamedTempFile, &Path)> = Vec::new();
    for (path, bytes) in files {
        if path.is_dir() {
            return Err(failed(path)(ErrorKind::IsADirectory.into()));
        }
        let mut file = beside(folder).map_err(failed(path))?;
        file.write_all(bytes).and_then(|()| file.flush()).map_err(failed(path))?;
        ready.push((file, path));
    }
    for (file, path) in ready {
        file.persist(path).map_err(|error| failed(path)(error.error))?;
    }
    Ok(())
}

/// Writes one file into its folder, which is made when it is missing.
pub(crate) fn write_one(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    write_all(folder, &[(path, bytes)])
}

/// A new file with the permissions that any program's files get, those of tempfile being the owner's alone.
fn beside(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".bifolio-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("a/b");
        let (one, two) = (out.join("one"), out.join("two"));
        write_all(&out, &[(&one, b"1"), (&two, b"2")]).expect("written");
        std::fs::remove_file(&two).expect("removed");
        std::fs::create_dir(&two).expect("a folder in the way");
        let error = write_all(&out, &[(&one, b"changed"), (&two, b"2")]).expect_err("two is a folder");
        assert!(error.to_string().contains("two"), "{error}");
        assert_eq!(std::fs::read(&one).expect("still there"), b"1");
        assert_eq!(std::fs::read_dir(&out).expect("a folder").count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn files_have_the_usual_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let (ours, usual) = (folder.path().join("ours"), folder.path().join("usual"));
        write_all(folder.path(), &[(&ours, b"1")]).expect("written");
        std::fs::write(&usual, b"1").expect("written");
        let mode = |path: &Path| std::fs::metadata(path).expect("a file").permissions().mode();
        assert_eq!(mode(&ours), mode(&usual));
    }
}

//! The outside judges: EPUBCheck, Ace and two readers in a browser, on books of ours.
//!
//! `tests/judges/install` puts them where `JUDGES` says (`target/judges` by default); one that is missing fails the test.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a judge of `tests/judges`; fails with what it said unless it was content.
fn judge(program: &str, arguments: &[&Path]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = root.join("tests/judges").join(program);
    let mut command = match script.extension() {
        Some(_) => {
            let mut node = Command::new("node");
            node.arg(&script);
            node
        }
        None => Command::new(&script),
    };
    if std::env::var_os("JUDGES").is_none() {
        command.env("JUDGES", root.join("target/judges"));
    }
    let said = command.args(arguments).output().unwrap_or_else(|e| panic!("{}: {e}", script.display()));
    assert!(
        said.status.success(),
        "{program}: {}\n{}{}",
        said.status,
        String::from_utf8_lossy(&said.stdout),
        String::from_utf8_lossy(&said.stderr)
    );
}

/// A folder of this test's own below `target/tmp`, empty.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("judges").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the scratch folder can be made");
    folder
}

#[test]
fn one_of_everything_passes() {
    let folder = scratch("everything");
    let book = folder.join("everything.epub");
    std::fs::write(&book, super::epub::build(super::epub::draft())).expect("the book can be written");
    judge("epubcheck", &[&book]);
    judge("ace", &[&book]);
    judge("readers.mjs", &[&book, &folder.join("shots")]);
}

#[test]
fn a_book_without_anything_passes() {
    let book = scratch("nothing").join("nothing.epub");
    std::fs::write(&book, super::epub::build(Default::default())).expect("the book can be written");
    judge("epubcheck", &[&book]);
}

/// The EPUB that the program makes of a manuscript of the repository.
fn made(manuscript: &str, folder: &Path) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(manuscript);
    let said = Command::new(env!("CARGO_BIN_EXE_bifolio"))
        .args(["build", "--format", "epub", "--output"])
        .args([folder, &path])
        .output()
        .expect("the program runs");
    assert!(said.status.success(), "{manuscript}: {}", String::from_utf8_lossy(&said.stderr));
    let mut files = std::fs::read_dir(folder).expect("the folder is there").flatten().map(|entry| entry.path());
    files.find(|path| path.extension().is_some_and(|e| e == "epub")).expect("a book was made")
}

#[test]
fn the_sample_manuscript_passes() {
    let folder = scratch("sample");
    let book = made("manuscript", &folder);
    judge("epubcheck", &[&book]);
    judge("ace", &[&book]);
    judge("readers.mjs", &[&book, &folder.join("shots")]);
}

#[test]
fn a_book_of_everything_that_breaks_files_passes() {
    let folder = scratch("torture");
    let book = made("tests/books/torture", &folder);
    judge("epubcheck", &[&book]);
    judge("ace", &[&book]);
    judge("readers.mjs", &[&book, &folder.join("shots")]);
}

#[test]
fn a_book_of_everything_that_is_hard_to_set_passes() {
    let folder = scratch("typesetting");
    let book = made("tests/books/typesetting", &folder);
    judge("epubcheck", &[&book]);
    judge("ace", &[&book]);
    judge("readers.mjs", &[&book, &folder.join("shots")]);
}

#[test]
fn a_book_from_right_to_left_passes() {
    let folder = scratch("rightward");
    let book = made("tests/books/rightward.md", &folder);
    judge("epubcheck", &[&book]);
    judge("ace", &[&book]);
    judge("readers.mjs", &[&book, &folder.join("shots")]);
}

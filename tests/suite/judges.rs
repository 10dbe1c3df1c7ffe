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

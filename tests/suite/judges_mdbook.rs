//! mdBook itself and a preprocessor from the registry: each drives us, or is driven by us.
//!
//! `tests/judges/install` builds them into `$JUDGES/cargo`; one that is missing fails the test.

use super::judges::{judge, scratch};
use super::mdbook::{links_of_epub, links_of_pdf};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A program of `$JUDGES/cargo/bin`.
fn program(name: &str) -> PathBuf {
    let judges = std::env::var_os("JUDGES").map(PathBuf::from);
    let judges = judges.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target/judges"));
    let program = judges.join("cargo/bin").join(name);
    assert!(program.exists(), "{} is not installed; run tests/judges/install", program.display());
    program
}

fn write(folder: &Path, name: &str, content: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, content).expect("written");
}

/// A command with the programs of the judges and our own on its path.
fn command(program: &Path) -> Command {
    let ours = Path::new(env!("CARGO_BIN_EXE_bifolio")).parent().expect("a folder").to_path_buf();
    let theirs = self::program("mdbook").parent().expect("a folder").to_path_buf();
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([ours, theirs].into_iter().chain(std::env::split_paths(&rest))).expect("a path");
    let mut command = Command::new(program);
    command.env("PATH", path).env_remove("SOURCE_DATE_EPOCH");
    command
}

fn succeed(said: &Output) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(said.status.success(), "{}\n{}", text(&said.stdout), text(&said.stderr));
}

const CONFIG: &str = "[book]\ntitle = \"Driven\"\nlanguage = \"en\"\nauthors = [\"A\"]\n\n[output.html]\n\n\
                      [output.bifolio]\ncommand = \"bifolio mdbook\"\n\n[output.bifolio.theme]\ntrim = \"a5\"\n\n\
                      [preprocessor.toc]\nafter = [\"links\"]\n";

/// A book that needs the preprocessor toc.
fn book(name: &str) -> PathBuf {
    let folder = scratch(name);
    write(&folder, "book.toml", CONFIG);
    write(&folder, "src/SUMMARY.md", "# Summary\n\n[Start](README.md)\n\n# Part\n\n- [One](one.md)\n");
    write(&folder, "src/README.md", "# Start\n\nSee [one](one.md#first-section).\n");
    write(
        &folder,
        "src/one.md",
        "# One\n\n<!-- toc -->\n\n## First section\n\n{{#include two.txt}}\n\n## Last section\n\nx\n",
    );
    write(&folder, "src/two.txt", "An included text.");
    folder
}

/// What both books of that manuscript must have: the link of the start and the two of the contents that toc makes.
fn is_complete(folder: &Path) {
    let epub = std::fs::read(folder.join("driven.epub")).expect("the EPUB");
    let pdf = std::fs::read(folder.join("driven.pdf")).expect("the PDF");
    assert_eq!(links_of_epub(&epub), 3);
    let pages = links_of_pdf(&pdf);
    let contents = pages.iter().position(|count| *count > 0).expect("the contents");
    assert_eq!(pages[contents + 1..].iter().sum::<usize>(), 3, "{pages:?}");
    let text = super::epub::texts(&epub).into_values().collect::<String>();
    assert!(text.contains("An included text.") && !text.contains("{{#") && !text.contains("toc --"));
    judge("epubcheck", &[&folder.join("driven.epub")]);
}

#[test]
fn mdbook_drives_us_as_a_backend() {
    let folder = book("mdbook-guest");
    succeed(&command(&program("mdbook")).arg("build").arg(&folder).output().expect("mdBook runs"));
    is_complete(&folder.join("book/bifolio"));
    assert!(folder.join("book/html/index.html").exists(), "mdBook's own pages are beside");
}

#[test]
fn a_preprocessor_from_the_registry_is_driven_by_us() {
    let folder = book("mdbook-host");
    program("mdbook-toc");
    let bifolio = Path::new(env!("CARGO_BIN_EXE_bifolio"));
    let build = |options: &[&str]| command(bifolio).arg("build").arg(&folder).args(options).output().expect("we run");
    let without = build(&["--strict"]);
    assert!(!without.status.success() && String::from_utf8_lossy(&without.stderr).contains("command-not-run"));
    succeed(&build(&["--strict", "--allow-commands"]));
    is_complete(&folder.join("out"));
}

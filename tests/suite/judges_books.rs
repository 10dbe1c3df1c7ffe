//! The outside judges on real books that others wrote: EPUBCheck, Ace and veraPDF on both formats.
//!
//! The books are no part of this repository. `BIFOLIO_BOOKS` names the folder that holds them; `.ci/run` sets it when they
//! lie beside the repository, and says so when they do not.

use super::judges::{judge, made, scratch};
use super::judges_pdf::claims;
use std::path::{Path, PathBuf};

/// Judges both formats of a book of the folder: no finding of any kind, and every claim kept; `wanted` are claims that the
/// PDF has to make.
fn passes(name: &str, wanted: &[&str]) {
    let Some(books) = std::env::var_os("BIFOLIO_BOOKS") else { return };
    let manuscript = PathBuf::from(books).join(name);
    assert!(manuscript.is_dir(), "BIFOLIO_BOOKS has no {name}");
    let folder = scratch(&format!("books/{}", name.replace('/', "-")));
    let epub = made(&manuscript, "epub", &folder);
    judge("epubcheck", &[&epub]);
    judge("ace", &[&epub]);
    let pdf = made(&manuscript, "pdf", &folder);
    let claims = claims(&pdf);
    assert!(wanted.iter().all(|claim| claims.iter().any(|made| made == claim)), "{name} claims {claims:?}");
    judge("verapdf", &[Path::new(&claims.join(",")), &pdf]);
}

#[test]
fn a_long_novel_passes() {
    passes("pride-and-prejudice", &["ua1", "2a"]);
}

#[test]
fn the_guide_of_mdbook_passes() {
    passes("mdbook-guide", &["ua1", "2a"]);
}

#[test]
fn a_book_without_configuration_passes_in_three_languages() {
    for language in ["en", "ru", "es"] {
        passes(&format!("how-to-be-a-programmer/{language}"), &["2a"]);
    }
}

//! The theme from end to end: the reference of its keys, and what a book can ask of its contents.

use bifolio::build;
use bifolio::design::Design;
use bifolio::diagnostic::{Diagnostics, Severity};
use bifolio::epub;
use bifolio::manuscript::{self, InMemory};
use std::io::Read;
use std::path::Path;

const BEGIN: &str = "<!-- Made by the test `theme`; bless with INSTA_UPDATE=always. -->\n";

#[test]
fn the_reference_of_all_keys_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/theme.md");
    let text = std::fs::read_to_string(&path).expect("docs/theme.md");
    let (before, reference) = text.split_once(BEGIN).expect("the place of the reference");
    let now = Design::reference();
    if reference != now && std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always") {
        std::fs::write(&path, format!("{before}{BEGIN}{now}")).expect("writable");
        return;
    }
    assert!(reference == now, "docs/theme.md is not up to date: run this test with INSTA_UPDATE=always");
}

/// `nav.xhtml` of a small book with this theme.
fn nav(theme: &str) -> String {
    let text = format!(
        "---\ntitle: T\ntheme: {theme}\n---\n\n# One\n\n| a |\n|---|\n| b |\n\nTable: What is listed\n\n# Two\n\nText.\n"
    );
    let files = InMemory::new([("book.md", text.as_str())]);
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(Path::new("book.md"), &files, &mut diagnostics).expect("a manuscript");
    let document = build::read(&manuscript, &files, &(), &mut diagnostics);
    assert_eq!(diagnostics.count(Severity::Error), 0, "{:?}", diagnostics.sorted());
    let options = epub::Options { design: Design::new(&manuscript.overrides), ..epub::Options::default() };
    let bytes = epub::write(&document, &options).expect("an EPUB");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let name = archive.file_names().find(|name| name.ends_with("nav.xhtml")).expect("a nav").to_owned();
    let mut nav = String::new();
    archive.by_name(&name).expect("there").read_to_string(&mut nav).expect("UTF-8");
    nav
}

#[test]
fn lists_of_figures_and_tables_are_navigation_where_they_are_wanted_and_not_empty() {
    let with = nav("{ list-of-tables: true, list-of-figures: true }");
    let list = with.split("epub:type=\"lot\"").nth(1).expect("a list of tables");
    assert!(list.contains("What is listed") && list.contains("#table-1"), "{with}");
    assert!(with.contains("nav.xhtml#lot") && !with.contains("loi"), "{with}");
    assert!(!nav("{}").contains("epub:type=\"lot\""));
}

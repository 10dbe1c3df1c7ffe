//! The structure of pages: goldens of small texts, and what must hold of that of every book.
//!
//! `fixtures/pages/*.md` → the elements with their text, long texts shortened.

use bifolio::build;
use bifolio::diagnostic::Diagnostics;
use bifolio::document::{Document, each_inline};
use bifolio::manuscript::{self, Disk, Files, InMemory};
use bifolio::page::{self, Artifact, ElementKind, Item, Kid, Owner, Pages, marked};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A manuscript, settled and set.
fn set(path: &Path, files: &dyn Files) -> (Document, Pages) {
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(path, files, &mut diagnostics).expect("the manuscript is there");
    let document = build::read(&manuscript, files, &(), &mut diagnostics);
    let fonts = build::fonts(&manuscript, &[&document], &mut diagnostics);
    let pages = build::set(&manuscript, &document, &fonts, &mut diagnostics);
    (document, pages)
}

/// The text of one file, set.
fn set_text(text: &str) -> Pages {
    set(Path::new("book.md"), &InMemory::new([("book.md", text)])).1
}

fn structure(text: &str) -> String {
    page::dump_structure(&set_text(text))
}

/// The fixtures of pages and the books of the tests.
fn books() -> Vec<PathBuf> {
    let below = |folder: &str| std::fs::read_dir(root().join(folder)).expect("a folder").flatten().map(|e| e.path());
    let mut paths: Vec<PathBuf> = below("tests/fixtures/pages").chain([root().join("manuscript")]).collect();
    paths.extend(
        ["torture", "typesetting", "rightward.md", "tables-and-code.md"].map(|b| root().join("tests/books").join(b)),
    );
    paths.sort();
    paths
}

/// A line of a dump, its middle left out when it is long.
fn shortened(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    if chars.len() <= 110 {
        return line.to_owned();
    }
    let (start, end) = (&chars[..70], &chars[chars.len() - 35..]);
    format!("{} … {}", start.iter().collect::<String>(), end.iter().collect::<String>())
}

#[test]
fn fixtures_are_structured_as_recorded() {
    for path in books().iter().filter(|path| path.parent().is_some_and(|folder| folder.ends_with("pages"))) {
        let dump = page::dump_structure(&set(path, &Disk).1);
        let dump: Vec<String> = dump.lines().map(shortened).collect();
        let name = format!("structure_{}", path.file_stem().unwrap_or_default().to_string_lossy());
        insta::assert_snapshot!(name, dump.join("\n"));
    }
}

/// True for elements that hold other elements only.
fn only_groups(kind: ElementKind) -> bool {
    use ElementKind as K;
    matches!(
        kind,
        K::Document
            | K::Part
            | K::Section
            | K::Division
            | K::Aside
            | K::Quote
            | K::List(_)
            | K::Item
            | K::Table
            | K::TableHead
            | K::TableBody
            | K::TableFoot
            | K::Row
            | K::Note
            | K::Reference
            | K::Contents
            | K::ContentsItem
    )
}

#[test]
fn text_belongs_to_what_holds_text_and_furniture_to_the_page() {
    for path in books() {
        let (_, pages) = set(&path, &Disk);
        for page in &pages.pages {
            for marked in marked(&page.furniture) {
                let is_artifact = matches!(marked.owner, Owner::Artifact(_));
                assert!(is_artifact, "{}, page {}", path.display(), page.label);
            }
            for marked in marked(&page.items) {
                let Owner::Element(id) = marked.owner else { continue };
                let kind = pages.structure.get(id).expect("an element of the book").kind;
                assert!(!only_groups(kind), "{}, page {}: {:?} in {kind:?}", path.display(), page.label, marked.item);
            }
        }
    }
}

/// The words of a text without what is not seen of it.
fn words(text: &str) -> Vec<String> {
    text.replace('\u{AD}', "").split_whitespace().map(String::from).collect()
}

/// Nothing that an author wrote is an artifact.
#[test]
fn no_word_of_the_manuscript_is_lost() {
    for book in ["manuscript", "tests/books/typesetting"] {
        let (document, pages) = set(&root().join(book), &Disk);
        let mut written: BTreeSet<String> = BTreeSet::new();
        let mut add = |blocks: &[bifolio::document::Block]| {
            each_inline(blocks, &mut |inline| {
                if let bifolio::document::InlineKind::Text(text) = &inline.kind {
                    written.extend(words(text));
                }
            });
        };
        document.divisions.iter().for_each(|division| division.each(&mut |d| add(&d.blocks)));
        document.notes.iter().for_each(|note| add(&note.blocks));
        let dump = page::dump_structure(&pages).replace("\\-", "").replace(" / ", " ").replace('"', " ");
        let read: String = words(&dump).join(" ");
        let lost: Vec<&String> = written.iter().filter(|word| !read.contains(word.as_str())).collect();
        // A word that a link or a look begins or ends in the middle of stands in two elements.
        assert!(lost.len() * 100 < written.len(), "{book}: {lost:?}");
    }
}

#[test]
fn every_element_stands_once_and_in_its_parent() {
    for path in books() {
        let (_, pages) = set(&path, &Disk);
        let kids = pages.structure.reading(&pages.pages);
        let mut seen = BTreeSet::new();
        for (at, own) in kids.iter().enumerate() {
            for kid in own {
                if let Kid::Element(id) = kid {
                    assert!(seen.insert(*id), "{}: {id:?} stands twice", path.display());
                    let element = pages.structure.get(*id).expect("an element");
                    assert_eq!(element.parent.0 as usize, at, "{}", path.display());
                    assert!(id.0 > element.parent.0, "{}", path.display());
                }
            }
        }
        let sequences = kids.iter().flatten().filter(|kid| !matches!(kid, Kid::Element(_) | Kid::Link { .. })).count();
        let shown: usize = pages
            .pages
            .iter()
            .map(|page| {
                let of_elements = |m: &page::Marked| m.begins && matches!(m.owner, Owner::Element(_));
                marked(&page.furniture).filter(of_elements).count() + marked(&page.items).filter(of_elements).count()
            })
            .sum();
        assert_eq!(sequences, shown, "{}", path.display());
    }
}

#[test]
fn levels_of_headings_are_not_skipped() {
    for path in books() {
        let dump = page::dump_structure(&set(&path, &Disk).1);
        let level = |line: &str| {
            let rest = line.trim_start().strip_prefix('H')?;
            rest.parse::<u8>().ok()
        };
        let mut before = 0;
        for level in dump.lines().filter_map(level) {
            assert!(level <= before + 1, "{}: H{level} after H{before}", path.display());
            before = level;
        }
    }
}

#[test]
fn a_paragraph_over_a_page_is_one_and_its_note_follows_its_mark() {
    let words = "The printer came in the morning with a case of type under his arm. ".repeat(60);
    let dump = structure(&format!("---\ntitle: T\n---\n# A\n\n{words}[^n] {words}\n\n[^n]: The note.\n"));
    assert!(dump.contains(" / "), "{dump}");
    let lines: Vec<&str> = dump.lines().map(str::trim).collect();
    let reference = lines.iter().position(|line| *line == "Reference").expect("a mark");
    assert_eq!(lines[reference + 1..reference + 5], ["Link", "\"1\"", "-> #fn.1", "Note"], "{dump}");
    assert!(dump.contains("\u{2002}The note.\""), "{dump}");
    // The paragraph, the note's, and nothing else: the text goes on in the same element.
    let chapter = lines.iter().position(|line| *line == "Sect #a").expect("a chapter");
    assert_eq!(lines[chapter..].iter().filter(|line| **line == "P").count(), 2, "{dump}");
}

#[test]
fn an_ornament_is_an_artifact_and_a_wordless_image_a_figure_without_words() {
    let files = |text: &str| {
        let dot = std::fs::read(root().join("tests/books/torture/images/dot.png")).expect("an image");
        InMemory::new([("book.md", text)]).with("dot.png", &dot)
    };
    let dump = |text: &str| page::dump_structure(&set(Path::new("book.md"), &files(text)).1);
    let text = |image: &str| format!("---\ntitle: T\n---\n# A\n\nBefore.\n\n{image}\n\nAfter {image} it.\n");
    assert!(!dump(&text("<img src=\"dot.png\" alt=\"\">")).contains("Figure"));
    let wordless = dump(&text("![](dot.png)"));
    assert_eq!(wordless.matches("Figure\n").count(), 2, "{wordless}");
    assert_eq!(dump(&text("![a dot](dot.png)")).matches("Figure alt \"a dot\"").count(), 2);
}

#[test]
fn passages_say_their_language_once() {
    let dump = structure(
        "---\ntitle: T\nlanguage: en\n---\n# A\n\nOne <span lang=\"fr\">mot *deux* mots</span> more.\n\n<div lang=\"de\">\n\nEin Satz.\n\n> Ein Zitat.\n\n</div>\n",
    );
    assert_eq!(dump.matches(" fr\n").count(), 1, "{dump}");
    assert!(dump.contains("Span fr\n") && dump.contains("\"mot deux mots\""), "{dump}");
    assert!(dump.contains("P de\n") && dump.contains("BlockQuote de\n"), "{dump}");
    assert_eq!(dump.matches(" de\n").count(), 2, "what is in a German quotation is German: {dump}");
}

#[test]
fn repeated_heads_of_tables_are_artifacts() {
    let rows = "| a cell | another |\n".repeat(120);
    let pages = set_text(&format!("---\ntitle: T\n---\n# A\n\n| One | Two |\n|---|---|\n{rows}"));
    let repeated = pages.pages.iter().filter(|page| {
        page.items.iter().any(|item| {
            matches!(item, Item::Glyphs(run) if run.owner == Owner::Artifact(Artifact::Repeated) && run.text.contains("One"))
        })
    });
    assert!(repeated.count() >= 2);
    let dump = page::dump_structure(&pages);
    assert_eq!((dump.matches("TH\n").count(), dump.matches("TR\n").count()), (2, 121));
}

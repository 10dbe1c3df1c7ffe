//! The finished PDF as those read it who do not see it: veraPDF's verdict, what it says when something is missing, and
//! whether text that is copied is the text of the manuscript.

use super::judges::{judge, judged, made, scratch};
use lopdf::{Dictionary, Document, Object};
use std::path::{Path, PathBuf};

/// The PDF of a manuscript in a theme.
fn themed(manuscript: &str, theme: &str, folder: &Path) -> PathBuf {
    let (from, copy) = (Path::new(env!("CARGO_MANIFEST_DIR")).join(manuscript), folder.join("source"));
    copy_all(&from, &copy);
    let config = copy.join("book.toml");
    let text = std::fs::read_to_string(&config).expect("a configuration");
    assert!(!text.contains("[theme]"), "the book has a theme of its own");
    std::fs::write(&config, format!("{text}\n[theme]\nbase = \"{theme}\"\n")).expect("it can be written");
    made(&copy, "pdf", folder)
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let (path, copy) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_all(&path, &copy);
        } else {
            std::fs::copy(&path, &copy).expect("a file can be copied");
        }
    }
}

/// The PDF of a text of one file.
fn made_of(text: &str, folder: &Path) -> PathBuf {
    let path = folder.join("text.md");
    std::fs::write(&path, text).expect("the manuscript can be written");
    made(&path, "pdf", folder)
}

#[test]
fn the_sample_is_accessible() {
    let folder = scratch("accessible-sample");
    judge("verapdf", &[Path::new("ua1"), &made(Path::new("manuscript"), "pdf", &folder)]);
}

#[test]
fn what_is_hard_to_set_is_accessible_in_every_theme() {
    for theme in ["novel", "manual", "handout"] {
        let folder = scratch(&format!("accessible-{theme}"));
        judge("verapdf", &[Path::new("ua1"), &themed("tests/books/typesetting", theme, &folder)]);
    }
}

#[test]
fn books_of_other_scripts_are_accessible() {
    for book in ["tests/books/rightward.md", "tests/books/hebrew", "tests/books/japanese"] {
        let folder = scratch(&format!("accessible-{}", book.replace(['/', '.'], "-")));
        judge("verapdf", &[Path::new("ua1"), &made(Path::new(book), "pdf", &folder)]);
    }
}

/// A change to every dictionary of a file.
type Mutation = fn(&mut Dictionary);

/// What can go wrong, and the clause of ISO 14289-1 that veraPDF then names.
const MUTATIONS: [(&str, Mutation, &str); 6] = [
    ("alt", |dictionary| drop(dictionary.remove(b"Alt")), "7.3-1"),
    (
        "scope",
        |dictionary| {
            if is(dictionary, b"O", b"Table") {
                dictionary.remove(b"Scope");
            }
        },
        "7.5-1",
    ),
    (
        "lang",
        |dictionary| {
            if is(dictionary, b"Type", b"Catalog") {
                dictionary.remove(b"Lang");
            }
        },
        "7.2-34",
    ),
    ("parent", |dictionary| drop(dictionary.remove(b"StructParent")), "7.18"),
    (
        "note",
        |dictionary| {
            if is(dictionary, b"S", b"Note") {
                dictionary.remove(b"ID");
            }
        },
        "7.9-1",
    ),
    (
        "contents",
        |dictionary| {
            if is(dictionary, b"Subtype", b"Link") {
                dictionary.remove(b"Contents");
            }
        },
        "7.18.5-2",
    ),
];

fn is(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
}

/// Changes a dictionary and all in it.
fn change(object: &mut Object, mutation: Mutation) {
    match object {
        Object::Dictionary(dictionary) => {
            mutation(dictionary);
            dictionary.iter_mut().for_each(|(_, value)| change(value, mutation));
        }
        Object::Array(list) => list.iter_mut().for_each(|value| change(value, mutation)),
        _ => {}
    }
}

#[test]
fn whatever_is_dropped_is_missed() {
    let folder = scratch("accessible-mutations");
    let dot = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/torture/images/dot.png");
    std::fs::copy(dot, folder.join("dot.png")).expect("an image can be copied");
    let text = "---\ntitle: Missing\nlanguage: en\n---\n# A\n\nA [link](https://example.org/) and a note.[^n]\n\n\
        ![a dot](dot.png)\n\n| One | Two |\n|---|---|\n| a | b |\n\n[^n]: The note.\n";
    let whole = made_of(text, &folder);
    judge("verapdf", &[Path::new("ua1"), &whole]);
    for (name, mutation, clause) in MUTATIONS {
        let mut document = Document::load(&whole).expect("the file can be read");
        document.objects.values_mut().for_each(|object| change(object, mutation));
        let path = folder.join(format!("{name}.pdf"));
        document.save(&path).expect("the file can be written");
        let (passes, said) = judged("verapdf", &[Path::new("ua1"), &path]);
        assert!(!passes && said.contains(clause), "{name}: {said}");
    }
}

/// A text of ligatures, long words and all that is read otherwise than it is drawn, longer than a page.
fn copied() -> (String, String) {
    let sentence = "The office of the affluent flow was difficult, and internationalization baffled fifty efficient \
        counterrevolutionaries: “extraordinarily well-known typographers”, they said, reconsidering the \
        misrepresentations of the fjord’s waffle flies.";
    let paragraph = vec![sentence; 14].join(" ");
    let theme = "theme:\n  trim: 4x6in\n  opening: plain\n  folio:\n    place: none\n    opening: none\n  \
        running-head:\n    recto: none\n    verso: none\n";
    (format!("---\ntitle: Copied\nlanguage: en\n{theme}---\n# One\n\n{paragraph}\n"), paragraph)
}

/// A text as it is compared: one blank between words. A hyphen at the end of a line that stays one is U+2010, with the end
/// of the line behind it.
fn plain(text: &str) -> String {
    text.replace("\u{2010}\n", "-").replace('\u{2010}', "-").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The output of a program on a file.
fn said(program: &str, before: &[&str], pdf: &Path, after: &[&str]) -> String {
    let bytes = std::fs::read(pdf).expect("the file is there");
    super::pdf::judged(&bytes, program, before, after)
}

#[test]
fn a_paragraph_over_pages_is_copied_as_it_was_written() {
    let folder = scratch("accessible-copied");
    let (text, paragraph) = copied();
    let book = made_of(&text, &folder);
    let pages = Document::load(&book).expect("the file can be read").get_pages().len();
    assert!(pages > 6, "{pages}");
    let hyphens = std::fs::read(&book).map(|bytes| super::pdf::judged(&bytes, "pdftotext", &["-raw"], &["-"]));
    assert!(hyphens.expect("text").lines().filter(|line| line.trim_end().ends_with('-')).count() > 2);

    let poppler = plain(&said("pdftotext", &[], &book, &["-"]));
    assert!(poppler.contains(&paragraph), "poppler reads {poppler}");
    let output = folder.join("mupdf.txt");
    let arguments = ["convert", "-F", "text", "-O", "dehyphenate", "-o", output.to_str().expect("a path")];
    said("mutool", &arguments, &book, &[]);
    let mupdf = plain(&std::fs::read_to_string(&output).expect("MuPDF writes the text"));
    assert!(mupdf.contains(&paragraph), "MuPDF reads {mupdf}");
}

/// What the structure says, as poppler reads it: one paragraph, with its hyphens apart.
#[test]
fn a_paragraph_over_pages_is_one_in_the_structure() {
    let folder = scratch("accessible-structure");
    let (text, paragraph) = copied();
    let listed = said("pdfinfo", &["-struct-text"], &made_of(&text, &folder), &[]);
    let mut read = String::new();
    for line in listed.lines().map(str::trim) {
        let text = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
        // A hyphen that the line break put in is an element of its own.
        read.extend(text.filter(|text| *text != "-"));
    }
    assert!(plain(&read).contains(&paragraph), "{listed}");
    let (_, chapter) = listed.rsplit_once("H1").expect("a heading");
    assert_eq!(chapter.lines().filter(|line| line.trim() == "P (block)").count(), 1, "{listed}");
}

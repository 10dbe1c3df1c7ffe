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

pub(super) fn copy_all(from: &Path, to: &Path) {
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

/// Holds a file to PDF/UA-1. Whether it claims to be (rule 5-1) is another matter: that depends on what its author says of
/// its images, and what veraPDF finds does not.
fn is_accessible(pdf: &Path) {
    let (_, said) = judged("verapdf", &[Path::new("ua1"), pdf]);
    assert!(said.contains("veraPDF ua1: "), "{said}");
    let is_rule = |line: &&str| line.starts_with("  ") && line.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let broken: Vec<&str> =
        said.lines().filter(is_rule).filter(|rule| !rule.trim_start().starts_with("5-1,")).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_sample_is_accessible() {
    let folder = scratch("accessible-sample");
    judge("verapdf", &[Path::new("ua1,2a"), &made(Path::new("manuscript"), "pdf", &folder)]);
}

#[test]
fn what_is_hard_to_set_is_accessible_in_every_theme() {
    for theme in ["novel", "manual", "handout"] {
        let folder = scratch(&format!("accessible-{theme}"));
        judge("verapdf", &[Path::new("ua1,2a"), &themed("tests/books/typesetting", theme, &folder)]);
    }
}

#[test]
fn books_of_other_scripts_are_accessible() {
    for book in ["tests/books/rightward.md", "tests/books/hebrew", "tests/books/japanese"] {
        let folder = scratch(&format!("accessible-{}", book.replace(['/', '.'], "-")));
        is_accessible(&made(Path::new(book), "pdf", &folder));
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
    let theme = "theme:\n  trim: 4.2x6.2in\n  opening: plain\n  folio:\n    place: none\n    opening: none\n  \
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

/// The numbers of the marked sequences of a page, in order.
fn sequences(document: &Document, page: lopdf::ObjectId) -> Vec<i64> {
    let content = document.get_page_content(page);
    let operations = lopdf::content::Content::decode(&content).expect("a content stream").operations;
    let mut open = 0i64;
    let mut found = Vec::new();
    for operation in operations {
        match operation.operator.as_str() {
            "BDC" => {
                let properties = operation.operands[1].as_dict().expect("properties");
                found.extend(properties.get(b"MCID").and_then(Object::as_i64));
                open += 1;
                assert_eq!(open, 1, "no sequence stands in another");
            }
            "EMC" => open -= 1,
            "Tj" | "TJ" | "f" | "Do" => assert_eq!(open, 1, "everything that is drawn is marked"),
            _ => {}
        }
    }
    assert_eq!(open, 0);
    found
}

/// True when an element says that it holds a sequence of a page.
fn holds(element: &Dictionary, page: lopdf::ObjectId, number: i64) -> bool {
    let own_page = element.get(b"Pg").and_then(Object::as_reference).is_ok_and(|own| own == page);
    let is_it = |kid: &Object| match kid {
        Object::Integer(own) => own_page && *own == number,
        Object::Dictionary(reference) => {
            let on_page = reference.get(b"Pg").and_then(Object::as_reference).is_ok_and(|other| other == page);
            on_page && reference.get(b"MCID").and_then(Object::as_i64).is_ok_and(|other| other == number)
        }
        _ => false,
    };
    match element.get(b"K") {
        Ok(Object::Array(kids)) => kids.iter().any(is_it),
        Ok(kid) => is_it(kid),
        Err(_) => false,
    }
}

/// The leaves of a tree of numbers.
fn numbers(document: &Document, tree: &Dictionary) -> std::collections::BTreeMap<i64, Object> {
    let kids = tree.get(b"Kids").and_then(Object::as_array).expect("leaves");
    let leaves = kids.iter().map(|kid| document.dereference(kid).expect("a leaf").1.as_dict().expect("a leaf"));
    let entries = leaves.flat_map(|leaf| leaf.get(b"Nums").and_then(Object::as_array).expect("numbers").chunks(2));
    entries.map(|pair| (pair[0].as_i64().expect("a key"), pair[1].clone())).collect()
}

fn element<'d>(document: &'d Document, object: &'d Object) -> &'d Dictionary {
    document.dereference(object).expect("an element").1.as_dict().expect("an element")
}

#[test]
fn pages_and_structure_lead_to_each_other() {
    let book = made(Path::new("tests/books/typesetting"), "pdf", &scratch("accessible-parents"));
    let document = Document::load(&book).expect("the file can be read");
    let root = document.catalog().and_then(|c| c.get_deref(b"StructTreeRoot", &document)).and_then(Object::as_dict);
    let tree = root.and_then(|root| root.get_deref(b"ParentTree", &document)).and_then(Object::as_dict);
    let parents = numbers(&document, tree.expect("a tree"));
    let mut count = 0;
    for page in document.page_iter() {
        let found = sequences(&document, page);
        assert_eq!(found, (0..found.len() as i64).collect::<Vec<_>>());
        let dictionary = document.get_dictionary(page).expect("a page");
        if let Ok(key) = dictionary.get(b"StructParents").and_then(Object::as_i64) {
            let list = document.dereference(&parents[&key]).expect("a list").1.as_array().expect("a list");
            assert_eq!(list.len(), found.len());
            for (number, parent) in found.iter().zip(list) {
                assert!(holds(element(&document, parent), page, *number), "{parent:?} holds {number}");
                count += 1;
            }
        } else {
            assert!(found.is_empty());
        }
        for annotation in document.get_page_annotations(page).expect("annotations") {
            let key = annotation.get(b"StructParent").and_then(Object::as_i64).expect("a key");
            let link = element(&document, &parents[&key]);
            assert_eq!(link.get(b"S").and_then(Object::as_name).expect("a type"), b"Link");
            assert_eq!(dictionary.get(b"Tabs").and_then(Object::as_name).expect("an order"), b"S");
        }
    }
    assert!(count > 500, "{count}");
}

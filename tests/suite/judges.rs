//! The outside judges: EPUBCheck, Ace, two readers in a browser and Calibre, on books of ours. (Those of the PDF:
//! `accessible`.)
//!
//! `tests/judges/install` puts them where `JUDGES` says (`target/judges` by default); one that is missing fails the test.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a judge of `tests/judges`; fails with what it said unless it was content.
pub(crate) fn judge(program: &str, arguments: &[&Path]) {
    let (passes, said) = judged(program, arguments);
    assert!(passes, "{program}: {said}");
}

/// Runs a judge of `tests/judges`: whether it was content, and what it said.
pub(crate) fn judged(program: &str, arguments: &[&Path]) -> (bool, String) {
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
    // Anything but a verdict is a failure of the judge.
    assert!(
        matches!(said.status.code(), Some(0 | 1)),
        "{program}: {}\n{}",
        said.status,
        String::from_utf8_lossy(&said.stderr)
    );
    let text = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
    (said.status.success(), text)
}

/// EPUBCheck, Ace and both readers, one after another; the readers leave what they show in `shots` of the folder.
fn judge_epub(book: &Path, folder: &Path) {
    judge("epubcheck", &[book]);
    judge("ace", &[book]);
    judge("readers.mjs", &[book, &folder.join("shots")]);
}

/// Makes the EPUB of a manuscript of the repository and has it judged.
fn judge_manuscript(name: &str, manuscript: &str) {
    let folder = scratch(name);
    judge_epub(&made(Path::new(manuscript), "epub", &folder), &folder);
}

/// A folder of this test's own below `target/tmp`, empty.
pub(crate) fn scratch(name: &str) -> PathBuf {
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
    judge_epub(&book, &folder);
    judge("calibre", &[&book]);
}

#[test]
fn a_book_without_anything_passes() {
    let book = scratch("nothing").join("nothing.epub");
    std::fs::write(&book, super::epub::build(Default::default())).expect("the book can be written");
    judge("epubcheck", &[&book]);
}

/// The book that the program makes of a manuscript, whose path may be relative to the repository.
pub(crate) fn made(manuscript: &Path, format: &str, folder: &Path) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(manuscript);
    let said = Command::new(env!("CARGO_BIN_EXE_bifolio"))
        .args(["build", "--format", format, "--output"])
        .args([folder, &path])
        .output()
        .expect("the program runs");
    assert!(said.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&said.stderr));
    let mut files = std::fs::read_dir(folder).expect("the folder is there").flatten().map(|entry| entry.path());
    files.find(|path| path.extension().is_some_and(|e| e == format)).expect("a book was made")
}

#[test]
fn the_sample_manuscript_passes() {
    judge_manuscript("sample", "manuscript");
}

#[test]
fn a_book_of_everything_that_breaks_files_passes() {
    judge_manuscript("torture", "tests/books/torture");
}

#[test]
fn a_book_of_everything_that_is_hard_to_set_passes() {
    judge_manuscript("typesetting", "tests/books/typesetting");
}

#[test]
fn a_book_of_diagrams_passes() {
    judge_manuscript("diagrams", "tests/books/diagrams.md");
}

/// MathML, and fonts of its own, each of which some letter is shown in.
#[test]
fn a_book_of_formulas_with_its_own_fonts_passes() {
    let folder = scratch("formulas");
    let book = made(Path::new("tests/books/formulas"), "epub", &folder);
    judge("epubcheck", &[&book]);
    judge("ace", &[&book]);
    let (passes, said) = judged("readers.mjs", &[&book, &folder.join("shots")]);
    assert!(passes, "{said}");
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let embedded = super::epub::unzip(&std::fs::read(&book).expect("the book")).into_iter();
    let embedded = embedded.filter(|(name, _)| name.starts_with("OEBPS/fonts/")).count();
    for reader in ["epub.js", "foliate-js"] {
        let fonts = said["readers"][reader]["ownFonts"].as_array().map_or(0, Vec::len);
        assert!(embedded >= 9 && fonts == embedded, "{reader} shows {fonts} of {embedded} fonts: {said}");
    }
}

/// Formulas as pictures.
#[test]
fn a_book_of_formulas_for_kindle_passes() {
    let folder = scratch("formulas-kindle");
    let (from, copy) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/formulas"), folder.join("source"));
    super::accessible::copy_all(&from, &copy);
    let config = std::fs::read_to_string(copy.join("book.toml")).expect("a configuration");
    let (before, _) = config.split_once("[epub]").expect("a table of the EPUB");
    std::fs::write(copy.join("book.toml"), format!("{before}[epub]\nfor = [\"kindle\"]\n")).expect("it can be written");
    let book = made(&copy, "epub", &folder);
    let files = super::epub::unzip(&std::fs::read(&book).expect("the book"));
    assert!(files.iter().filter(|(name, _)| name.starts_with("OEBPS/formulas/")).count() > 15);
    judge_epub(&book, &folder);
    judge("calibre", &[&book]);
}

/// A line of a finished PDF: the right end of its last word, the mean of the gaps between its words, its last word.
struct Seen {
    end: f64,
    space: f64,
    last: String,
}

/// The lines of a PDF that have a word and a gap, as poppler finds them.
fn seen(pdf: &Path) -> Vec<Seen> {
    let said = Command::new("pdftotext").args(["-bbox-layout".as_ref(), pdf.as_os_str(), "-".as_ref()]).output();
    let said = said.expect("pdftotext, of poppler, is installed");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let text = String::from_utf8_lossy(&said.stdout);
    let start = text.find("<html").expect("a page of words");
    let tree = roxmltree::Document::parse(&text[start..]).expect("XML");
    let mut lines = Vec::new();
    for page in tree.descendants().filter(|node| node.has_tag_name("page")) {
        let number = |node: &roxmltree::Node, name| node.attribute(name).and_then(|n| n.parse().ok()).unwrap_or(0.0);
        let words = page.descendants().filter(|node| node.has_tag_name("word"));
        let mut words: Vec<(i64, f64, f64, &str)> = words
            .map(|word| {
                let bottom: f64 = number(&word, "yMax");
                (bottom.round() as i64, number(&word, "xMin"), number(&word, "xMax"), word.text().unwrap_or_default())
            })
            .collect();
        words.sort_by(|a, b| (a.0, a.1).partial_cmp(&(b.0, b.1)).expect("numbers"));
        for line in words.chunk_by(|a, b| a.0 == b.0).filter(|line| line.len() > 1) {
            let gaps: Vec<f64> = line.windows(2).map(|pair| pair[1].1 - pair[0].2).collect();
            let space = gaps.iter().sum::<f64>() / gaps.len() as f64;
            let (_, _, end, last) = line[line.len() - 1];
            lines.push(Seen { end, space, last: last.to_owned() });
        }
    }
    lines
}

/// The test of the report: what poppler sees in the PDF is what the report says of it.
#[test]
fn the_report_says_what_poppler_sees() {
    let folder = scratch("report");
    let paragraph = |n: usize| {
        let words = ["a", "compositor", "sets", "lines", "of", "unequal", "words", "so", "that", "their", "spaces"];
        (0..40 + n * 17 % 60).map(|i| words[(i * i + n) % words.len()]).collect::<Vec<_>>().join(" ")
    };
    let text: String = (0..40).map(|n| format!("{}\n\n", paragraph(n))).collect();
    let front = "---\ntitle: Lines\nlanguage: en\ntheme:\n  base: handout\n---\n\n";
    std::fs::write(folder.join("lines.md"), format!("{front}{text}")).expect("the manuscript can be written");
    let said = Command::new(env!("CARGO_BIN_EXE_bifolio"))
        .args(["build", "--report", "--message-format", "json", "--format", "pdf", "-o"])
        .args([&folder, &folder.join("lines.md")])
        .output()
        .expect("the program runs");
    let report: serde_json::Value = serde_json::from_slice(&said.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&said.stderr)));
    let of = |key: &str| report[key].as_f64().unwrap_or_else(|| panic!("{key} of {report}"));

    let lines = seen(&folder.join("lines.pdf"));
    let edge = lines.iter().map(|line| line.end).fold(0.0, f64::max);
    let justified: Vec<&Seen> = lines.iter().filter(|line| edge - line.end < 6.0).collect();
    let close = |seen: f64, key: &str, most: f64| {
        assert!((seen - of(key)).abs() <= most, "{key} is {}, poppler sees {seen}", of(key));
    };
    let count = justified.len() as f64;
    // A last line of a paragraph may happen to be as wide as the measure.
    close(count, "justified_lines", 4.0);
    let hyphens = justified.iter().filter(|line| line.last.ends_with(['-', '\u{ad}', '\u{2010}'])).count();
    close(hyphens as f64, "hyphenated_lines", 0.0);
    let mean = justified.iter().map(|line| line.space).sum::<f64>() / count;
    let spread = (justified.iter().map(|line| (line.space - mean).powi(2)).sum::<f64>() / count).sqrt();
    // The handout is set in 11 points.
    close(mean / 11.0, "space_mean", 0.01);
    close(spread / mean, "space_spread", 0.02);
    assert_eq!((of("overfull_lines"), of("orphans"), of("widows")), (0.0, 0.0, 0.0));
}

#[test]
fn a_book_from_right_to_left_passes() {
    judge_manuscript("rightward", "tests/books/rightward.md");
}

//! The program from outside: transcripts of `tests/cli`, and what happens to the files.

use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Transcripts: help texts, bad input, bad usage. They write nothing.
#[test]
fn transcripts_hold() {
    trycmd::TestCases::new().case("tests/cli/*.trycmd");
}

pub(crate) fn bifolio(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bifolio"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH");
    command.output().expect("the program runs")
}

pub(crate) fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

pub(crate) fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, content).expect("written");
}

/// A sound manuscript.
pub(crate) fn book() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "book.toml", "[book]\ntitle = \"A Book\"\nlanguage = \"en\"\n[theme]\n");
    write(folder.path(), "src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n");
    write(folder.path(), "src/one.md", "# One\n\nA text.\n");
    folder
}

#[test]
fn both_books_are_made_beside_the_configuration() {
    let book = book();
    let made = bifolio(book.path(), &["build"]);
    assert_eq!((code(&made), text(&made.stderr)), (Some(0), ""));
    let lines: Vec<&str> = text(&made.stdout).lines().collect();
    assert!(lines[0].starts_with("./out/a-book.epub  ") && lines[0].contains("  1 chapter  "), "{lines:?}");
    assert!(lines[1].starts_with("./out/a-book.pdf  ") && lines[1].contains(" pages  "), "{lines:?}");
    let epub = std::fs::read(book.path().join("out/a-book.epub")).expect("the EPUB");
    let pdf = std::fs::read(book.path().join("out/a-book.pdf")).expect("the PDF");
    assert!(epub.starts_with(b"PK") && pdf.starts_with(b"%PDF-"));
    // Each with the record of what it was made of.
    assert_eq!(std::fs::read_dir(book.path().join("out")).expect("out").count(), 4, "no file is left behind");
}

#[test]
fn one_format_elsewhere_and_quietly() {
    let book = book();
    let made = bifolio(book.path(), &["build", ".", "--format", "pdf", "-o", "a/b", "-q"]);
    assert_eq!((code(&made), text(&made.stdout), text(&made.stderr)), (Some(0), "", ""));
    let mut names: Vec<_> =
        std::fs::read_dir(book.path().join("a/b")).expect("a/b").map(|e| e.expect("a file").file_name()).collect();
    names.sort_unstable();
    assert_eq!(names, [".a-book.pdf.json", "a-book.pdf"]);
}

#[test]
fn a_single_file_is_a_manuscript() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "texts/Été.md", "---\ntitle: Un Été\nlang: fr\n---\n\n# Un\n\nTexte.\n");
    let made = bifolio(folder.path(), &["build", "texts/Été.md", "--format", "epub"]);
    assert_eq!((code(&made), text(&made.stderr)), (Some(0), ""));
    assert!(folder.path().join("texts/out/un-ete.epub").is_file());
}

#[test]
fn after_an_error_the_earlier_books_are_untouched() {
    for (name, content) in [
        ("src/one.md", &b"# One\n\n![A cat](cat.png)\n"[..]),
        ("src/one.md", b"# One\n\nnot UTF-8: \xff\n"),
        ("src/one.md", b" \n"),
        ("src/SUMMARY.md", b"- [Two](two.md)\n"),
        ("book.toml", b"[book\n"),
        ("book.toml", b"[book]\ntitle = 3\n"),
    ] {
        let book = book();
        write(book.path(), "out/a-book.epub", "old");
        write(book.path(), "out/a-book.pdf", "old");
        write(book.path(), name, content);
        let made = bifolio(book.path(), &["build"]);
        assert_eq!((code(&made), text(&made.stdout)), (Some(1), ""), "{name}");
        assert!(text(&made.stderr).contains(&format!("--> {name}:")) || name == "src/one.md", "{}", text(&made.stderr));
        assert!(text(&made.stderr).contains("error["), "{}", text(&made.stderr));
        for old in ["out/a-book.epub", "out/a-book.pdf"] {
            assert_eq!(std::fs::read(book.path().join(old)).expect("still there"), b"old", "{name}");
        }
        assert_eq!(std::fs::read_dir(book.path().join("out")).expect("out").count(), 2, "no file is left behind");
    }
}

#[test]
fn a_warning_makes_books_unless_it_is_strict() {
    let book = book();
    write(book.path(), "src/one.md", "# One\n\nSee [this](nowhere.md).\n");
    let strict = bifolio(book.path(), &["build", "--strict"]);
    assert_eq!(code(&strict), Some(1));
    assert!(text(&strict.stderr).contains("error[dead-link]"), "{}", text(&strict.stderr));
    assert!(!book.path().join("out").exists());
    let made = bifolio(book.path(), &["build", "-q"]);
    assert_eq!((code(&made), text(&made.stdout)), (Some(0), ""));
    assert!(text(&made.stderr).contains("warning[dead-link]"), "{}", text(&made.stderr));
    assert!(book.path().join("out/a-book.epub").is_file());
}

#[test]
fn machines_read_one_object_a_line() {
    let book = book();
    write(book.path(), "src/one.md", "# One\n\nSee [this](nowhere.md).\n\n![](x.png)\n");
    let made = bifolio(book.path(), &["build", "--message-format", "json"]);
    assert_eq!(code(&made), Some(1));
    let found: Vec<serde_json::Value> =
        text(&made.stderr).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let dead = found.iter().find(|f| f["code"] == "dead-link").expect("the dead link");
    assert_eq!((&dead["severity"], &dead["file"], &dead["line"]), (&"warning".into(), &"src/one.md".into(), &3.into()));
    assert!(found.iter().any(|f| f["code"] == "missing-image" && f["severity"] == "error" && f["line"] == 5));
}

#[test]
fn the_starter_builds_without_a_finding_and_is_not_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let started = bifolio(folder.path(), &["init", "new/book"]);
    assert_eq!((code(&started), text(&started.stderr)), (Some(0), ""));
    let made = bifolio(folder.path(), &["build", "new/book", "--strict"]);
    assert_eq!((code(&made), text(&made.stderr)), (Some(0), ""));
    write(folder.path(), "new/book/src/first.md", "mine");
    let again = bifolio(folder.path(), &["init", "new/book"]);
    assert_eq!(code(&again), Some(1));
    assert!(text(&again.stderr).contains("there already"), "{}", text(&again.stderr));
    assert_eq!(std::fs::read_to_string(folder.path().join("new/book/src/first.md")).expect("still there"), "mine");
}

#[test]
fn the_epoch_dates_the_books_and_must_be_a_number() {
    let book = book();
    let at = |epoch: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bifolio"));
        command.current_dir(book.path()).args(["build", "--format", "pdf"]).env("SOURCE_DATE_EPOCH", epoch);
        let made = command.output().expect("the program runs");
        (code(&made), std::fs::read(book.path().join("out/a-book.pdf")).unwrap_or_default())
    };
    let (first, second) = (at("86400"), at("172800"));
    assert_eq!((first.0, second.0), (Some(0), Some(0)));
    assert_ne!(first.1, second.1);
    for wrong in ["yesterday", "-1", "99999999999999999999"] {
        assert_eq!(at(wrong).0, Some(2), "{wrong}");
    }
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let book = book();
    write(book.path(), "file", "");
    let made = bifolio(book.path(), &["build", "-o", "file/out"]);
    assert_eq!((code(&made), text(&made.stdout)), (Some(1), ""));
    assert!(text(&made.stderr).contains("cannot write file/out"), "{}", text(&made.stderr));
}

#[test]
fn dumps_are_text() {
    let book = book();
    let tree = bifolio(book.path(), &["dump", "tree"]);
    assert!(text(&tree.stdout).contains("A text."), "{}", text(&tree.stdout));
    let pages = bifolio(book.path(), &["dump", "pages"]);
    assert_eq!((code(&tree), code(&pages)), (Some(0), Some(0)));
    assert!(text(&pages.stdout).contains("A text."), "{}", text(&pages.stdout));
}

#[test]
fn the_report_tells_of_lines_and_pages() {
    let book = book();
    let made = bifolio(book.path(), &["build", "--report"]);
    assert_eq!((code(&made), text(&made.stderr)), (Some(0), ""));
    let after_the_books = text(&made.stdout).lines().nth(2).expect("the report");
    assert!(after_the_books.starts_with("  pages "), "{}", text(&made.stdout));
    assert!(text(&made.stdout).contains("  orphans            0\n"), "{}", text(&made.stdout));
}

#[test]
fn programs_read_the_report_as_one_object() {
    let book = book();
    let arguments = ["build", "--report", "--format", "pdf", "--message-format", "json"];
    let made = bifolio(book.path(), &arguments);
    assert_eq!((code(&made), text(&made.stderr)), (Some(0), ""));
    let report: serde_json::Value = serde_json::from_str(text(&made.stdout)).expect("one object");
    assert_eq!((&report["lines"], &report["overfull_lines"]), (&1.into(), &0.into()), "{report}");
    let documented = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/report.md"));
    let documented = documented.expect("docs/report.md");
    for key in report.as_object().expect("an object").keys() {
        assert!(documented.contains(&format!("| `{key}` |")), "docs/report.md lacks `{key}`");
    }
}

#[test]
fn there_is_no_report_without_pages() {
    let book = book();
    let made = bifolio(book.path(), &["build", "--report", "--format", "epub"]);
    assert_eq!((code(&made), text(&made.stdout)), (Some(2), ""));
    assert!(text(&made.stderr).contains("--report"), "{}", text(&made.stderr));
    assert!(!book.path().join("out").exists());
}

#[test]
fn every_command_has_a_transcript() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let files = std::fs::read_dir(folder).expect("tests/cli").flatten();
    let transcripts: String = files.map(|file| std::fs::read_to_string(file.path()).expect("a transcript")).collect();
    let help = bifolio(Path::new("."), &["--help"]);
    let lines = text(&help.stdout).lines().skip_while(|line| *line != "Commands:").skip(1);
    // What goes on from the line before stands further in.
    let lines = lines.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let commands: Vec<&str> = lines.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 8, "{commands:?}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        assert!(
            transcripts.contains(&format!("$ bifolio {command} "))
                || transcripts.contains(&format!("$ bifolio {command}\n")),
            "{command}"
        );
    }
}

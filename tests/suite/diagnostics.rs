//! Every kind of finding, as a person sees it.
//!
//! `tests/diagnostics/<code>/` holds a small manuscript that causes the finding of that name; the snapshot is the rendered
//! text of everything that `bifolio check` has to say about it. `docs/diagnostics.md` is made of them.

use bifolio::build;
use bifolio::diagnostic::{Code, Diagnostics, Dress, human};
use bifolio::manuscript::{self, Answer, Call, CommandError, Commands, Disk, Files, InMemory, Kind, Record, World};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// Codes that no manuscript in a repository can cause, and why.
const WITHOUT_FOLDER: &[(Code, &str)] = &[
    (Code::ManuscriptNotFound, "there is no manuscript; tests/cli shows it"),
    (Code::UnreadableFile, "needs a file without permission to read, which git does not keep"),
    (Code::UnwrittenOutput, "there is nothing in the way in a repository; tests/cli shows it"),
    (Code::StaleOutput, "there is no book in a repository that its manuscript does not make; ci.rs shows it"),
    (Code::OverfullLine, "a line never is: the last resort always finds a break"),
];

/// A machine without programs.
struct NoProgram;

impl Commands for NoProgram {
    fn run(&self, call: Call<'_>) -> Result<Answer, CommandError> {
        Err(CommandError::NotFound(call.command.into()))
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// Checks the manuscript of a code and renders what was found.
fn rendered(name: &str) -> (String, BTreeSet<&'static str>) {
    rendered_from(&folder().join(name), &Disk)
}

fn rendered_from(path: &Path, files: &dyn Files) -> (String, BTreeSet<&'static str>) {
    let mut diagnostics = Diagnostics::default();
    let record = Record::new(files);
    let world = World { commands: Some(&NoProgram), ..World::of(&record) };
    let mut manuscript = manuscript::load_in(path, &world, &mut diagnostics).expect("a manuscript");
    manuscript.sources.base.clear();
    build::check(&manuscript, &record, false, &(), &mut diagnostics).expect("the backends do not fail");
    diagnostics.trace(&manuscript.sources);
    let found = diagnostics.sorted();
    let codes = found.iter().map(|finding| finding.code.name()).collect();
    (human(&found, &manuscript.sources, Dress::Plain), codes)
}

#[test]
fn every_code_is_shown_by_a_manuscript() {
    let expected: BTreeSet<&str> = Code::ALL
        .iter()
        .filter(|code| WITHOUT_FOLDER.iter().all(|(without, _)| without != *code))
        .map(|code| code.name())
        .collect();
    let entries = std::fs::read_dir(folder()).expect("tests/diagnostics");
    let names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    let folders: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(folders, expected);
}

#[test]
fn findings_read_as_they_should() {
    let entries = std::fs::read_dir(folder()).expect("tests/diagnostics");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/diagnostics");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for name in names {
        let (text, codes) = rendered(&name);
        assert!(codes.contains(name.as_str()), "the manuscript of {name} causes {codes:?}\n{text}");
        settings.bind(|| insta::assert_snapshot!(name.as_str(), text));
    }
}

/// What is found in a book in memory: code, place and the text there.
fn places(texts: &[(&str, &str)]) -> Vec<String> {
    let files = InMemory::new(texts.iter().copied());
    let mut diagnostics = Diagnostics::default();
    let record = Record::new(&files);
    let manuscript = manuscript::load(Path::new("b"), &record, &mut diagnostics).expect("a manuscript");
    build::check(&manuscript, &record, false, &(), &mut diagnostics).expect("the backends do not fail");
    diagnostics.trace(&manuscript.sources);
    let shown = |finding: &&bifolio::diagnostic::Diagnostic| {
        let span = finding.span?;
        let place = manuscript.sources.line_column(span);
        let name = manuscript.sources.shown_name(span.file);
        let text = manuscript.sources.text(span);
        Some(format!("{} {name}:{}:{} {text}", finding.code.name(), place.line, place.column))
    };
    diagnostics.sorted().iter().filter_map(shown).collect()
}

#[test]
fn what_is_wrong_with_html_is_told_at_its_tag() {
    let toml = "[book]\ntitle = \"T\"\nlanguage = \"en\"\n[theme]\nbase = \"novel\"\n";
    let a = "# A\n\n<section>\n<p>One.</p>\n<p>Two <meter\n value='1'>1</meter>\n<img src=\"none.png\" alt=\"x\">\n\
             <a href=\"no.md\">y</a></p>\n<p id=\"twice\">x</p>\n  <p id=\"twice\">y</p>\n</section>\n\n\
             > - <div>\n>   <marquee\n>   class=\"a\">b</marquee>\n>   <script>x</script>\n>   </div>\n\n\
             <a id=\"twice\"></a>\n\n- one\n- two\n\n\
             <figure id=\"twice\">\n<table>\n<tr><th>x</th></tr>\n</table>\n</figure>\n\n\
             {{#include ../part.md}}\n\n::: {.a #twice}\nb\n:::\n";
    let part = "Part.\n\n<div>\n<progress>x</progress>\n<table>\n<tr><td>x</td></tr>\n</table>\n</div>\n";
    let texts = [("b/book.toml", toml), ("b/src/SUMMARY.md", "- [A](a.md)\n"), ("b/src/a.md", a), ("b/part.md", part)];
    assert_eq!(
        places(&texts),
        [
            "raw-html b/src/a.md:5:8 <meter\n value='1'>",
            "missing-image b/src/a.md:7:1 <img src=\"none.png\" alt=\"x\">",
            "dead-link b/src/a.md:8:1 <a href=\"no.md\">",
            "duplicate-id b/src/a.md:10:3 <p id=\"twice\">",
            "raw-html b/src/a.md:14:5 <marquee\n>   class=\"a\">",
            "raw-html b/src/a.md:16:5 <script>",
            "duplicate-id b/src/a.md:19:1 <a id=\"twice\">",
            "duplicate-id b/src/a.md:24:1 <figure id=\"twice\">",
            "duplicate-id b/src/a.md:32:1 ::: {.a #twice}",
            "raw-html b/part.md:4:1 <progress>",
            "headless-table b/part.md:5:1 <table>",
        ]
    );
}

/// The disk, less the permission to read `one.md`.
struct Locked;

impl Files for Locked {
    fn kind(&self, path: &Path) -> Kind {
        Disk.kind(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if path.ends_with("one.md") {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "permission denied"));
        }
        Disk.read(path)
    }

    fn size(&self, path: &Path) -> io::Result<u64> {
        Disk.size(path)
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        Disk.names(folder)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        Disk.real(path)
    }
}

/// What a finding of this code looks like; empty for the one that never is.
fn example(code: Code) -> String {
    let text = match code {
        Code::ManuscriptNotFound => {
            let error = manuscript::load(Path::new("nowhere"), &Disk, &mut Diagnostics::default());
            human(&[&error.expect_err("nothing").diagnostic()], &Default::default(), Dress::Plain)
        }
        Code::UnreadableFile => rendered_from(&folder().join("unused-file"), &Locked).0,
        Code::StaleOutput => {
            "error[stale-output]: out/a-book.epub is stale: src/one.md changed\n --> src/one.md:1:1\n  |\n\
            1 | # One\n  | ^\n  |\n  = help: `bifolio build` makes it anew\n"
                .to_owned()
        }
        Code::UnwrittenOutput => {
            "error[unwritten-output]: cannot write out/a-book.epub: a folder stands where the file should\n  |\n  \
            = help: move it, or give another folder with `--output DIR`\n"
                .to_owned()
        }
        Code::OverfullLine => String::new(),
        code => rendered(code.name()).0,
    };
    let mark = format!("[{}]: ", code.name());
    let found = text.split("\n\n").find(|finding| finding.lines().next().is_some_and(|line| line.contains(&mark)));
    found.map(|finding| finding.trim_end().to_owned()).unwrap_or_default()
}

/// The page of all codes.
fn page() -> String {
    let mut page = String::from(
        "# Diagnostics\n\nEvery kind of finding: what it means, how grave it usually is, what it looks like and what to do \
         about it. `bifolio explain CODE` says the same on the command line. This page is made of \
         `src/diagnostic/code.rs`, `src/diagnostic/advice.rs` and the manuscripts of `tests/diagnostics`; \
         [ci.md](ci.md) says how findings reach programs.\n\n\
         An *error* means that the book cannot be made faithfully: nothing is replaced. A *warning* means that it is made and \
         something is off; `--strict` takes it for an error. A *note* tells of a decision that was taken for you. Some kinds \
         have graver and lighter cases. A book may take them otherwise:\n\n\
         ```toml\n[diagnostics]\nunused-file = \"error\"\nloose-line = \"off\"       # or \"warning\", \"note\"\n```\n\n\
         The same table may stand in front matter or, in an mdBook, under `[output.bifolio]`. An error after which there is \
         no book stays one, and so does what `[pdf] standard` demands.\n",
    );
    for code in Code::ALL {
        let how = if code.is_firm() { "Always" } else { "Usually" };
        let (name, meaning, gravity) = (code.name(), code.meaning(), code.usual().with_article());
        page += &format!("\n## {name}\n\n{meaning} {how} {gravity}.\n");
        let example = example(*code);
        if !example.is_empty() {
            page += &format!("\n```text\n{example}\n```\n");
        }
        page += &format!("\n{}\n", code.cure());
    }
    page
}

#[test]
fn the_page_of_all_codes_is_what_the_program_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md");
    let page = page();
    if std::env::var_os("INSTA_UPDATE").is_some_and(|mode| mode == "always") {
        std::fs::write(&path, &page).expect("written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == page, "docs/diagnostics.md is not what the program says: INSTA_UPDATE=always writes it");
}

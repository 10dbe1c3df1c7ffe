//! What a CI job does with the program: checks, fresh and stale books, machine-readable findings, dependency files, the
//! script of the action, many books by Ninja and Make.

use crate::cli::{bifolio, book, code, text, write};
use crate::judges::judge;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_bifolio");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder with its bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inside) = open.pop() {
        for entry in std::fs::read_dir(inside).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below it").to_owned();
                all.insert(name, std::fs::read(path).expect("a file"));
            }
        }
    }
    all
}

fn edit(folder: &Path, name: &str, from: &str, to: &str) {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).expect("a text");
    assert!(text.contains(from), "{name} lacks {from:?}");
    std::fs::write(path, text.replace(from, to)).expect("written");
}

/// Runs the script of the action.
fn action(folder: &Path, command: &str) -> (Option<i32>, String) {
    let script = root().join(".ci/books");
    let mut action = Command::new("bash");
    action.args(["-c", "exec bash \"$@\" 2>&1", "-"]).arg(script).args([command, "."]);
    action.current_dir(folder).env("BIFOLIO", PROGRAM);
    action.env_remove("SOURCE_DATE_EPOCH").env_remove("GITHUB_OUTPUT").env("GITHUB_ACTIONS", "false");
    let done = action.output().expect("bash runs");
    (done.status.code(), text(&done.stdout).to_owned())
}

#[test]
fn the_action_makes_then_finds_fresh_then_stale_and_says_why() {
    let book = book();
    let here = book.path();
    edit(here, "src/one.md", "A text.", "A text, and more.");
    assert_eq!(action(here, "check"), (Some(0), "no errors, no warnings\nsound\n".into()));
    let (code, said) = action(here, "update");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("there is no ./out/a-book.epub") && said.ends_with("\nmade\n"), "{said}");
    let made = tree(here);
    assert_eq!(made.len(), 7, "the manuscript, two books and their records: {:?}", made.keys());
    for command in ["update", "verify"] {
        let (code, said) = action(here, command);
        assert!(code == Some(0) && said.ends_with("fresh\n"), "{said}");
        assert_eq!(tree(here), made, "{command} writes nothing");
    }
    edit(here, "src/one.md", ",", ";");
    let edited = tree(here);
    let (code, said) = action(here, "verify");
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("out/a-book.pdf is stale: src/one.md changed"), "{said}");
    assert!(said.contains("--> src/one.md:1:1") && said.ends_with("\nstale\n"), "{said}");
    assert_eq!(tree(here), edited, "verify writes nothing");
    let (code, said) = action(here, "update");
    assert!(code == Some(0) && said.contains("src/one.md changed") && said.ends_with("\nmade\n"), "{said}");
    assert_eq!(action(here, "verify").0, Some(0));
    edit(here, "src/one.md", "# One", "# One\n\n![](nowhere.png)");
    let (code, said) = action(here, "update");
    assert!(code == Some(1) && said.contains("missing-image") && said.ends_with("\nfaulty\n"), "{said}");
    assert_eq!(action(here, "check").0, Some(1));
}

#[test]
fn two_machines_make_the_same_bytes() {
    let made = |place: &str, zone: &str, locale: &str, mask: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let here = folder.path().join(place);
        for (name, bytes) in tree(&root().join("tests/books/hebrew")) {
            write(&here, name.to_str().expect("UTF-8"), bytes);
        }
        let mut machine = Command::new("sh");
        machine.args(["-c", &format!("umask {mask} && exec \"$0\" build --onix --quiet"), PROGRAM]).current_dir(&here);
        machine.env("TZ", zone).env("LC_ALL", locale).env("LANG", locale).env_remove("SOURCE_DATE_EPOCH");
        machine.env("HOME", &here).env("RAYON_NUM_THREADS", mask);
        let done = machine.output().expect("sh runs");
        assert!(done.status.success(), "{}", text(&done.stderr));
        tree(&here.join("out"))
    };
    let one = made("a", "UTC", "C", "022");
    let two = made("elsewhere/with a space/ü", "Asia/Kathmandu", "tr_TR.UTF-8", "007");
    assert_eq!(one.len(), 5, "{:?}", one.keys());
    assert!(one == two);
}

/// The first line of what `build --check` says of the PDF.
fn why(folder: &Path) -> (Option<i32>, String) {
    let done = bifolio(folder, &["build", "--check", "--format", "pdf"]);
    let said = text(&done.stderr).lines().next().unwrap_or_default().to_owned();
    (code(&done), said)
}

#[test]
fn a_stale_book_says_what_changed() {
    let book = book();
    let here = book.path();
    let font = root().join("tests/books/hebrew/fonts");
    let font = std::fs::read_dir(font)
        .expect("fonts")
        .flatten()
        .find(|f| f.path().extension().is_some_and(|e| e == "ttf" || e == "otf"));
    let bytes = std::fs::read(font.expect("a font").path()).expect("a font");
    write(here, "fonts/a.ttf", &bytes);
    assert!(bifolio(here, &["build"]).status.success());
    assert_eq!(why(here), (Some(0), String::new()));

    // What changes no byte of the book leaves it fresh: a comment, another version of the program.
    edit(here, "book.toml", "[book]", "# a comment\n[book]");
    edit(here, "out/.a-book.pdf.json", "\"bifolio\": \"", "\"bifolio\": \"0.0.0-");
    assert_eq!(why(here), (Some(0), String::new()));
    assert!(bifolio(here, &["build"]).status.success());

    let stale = |reasons: &str| (Some(3), format!("error[stale-output]: ./out/a-book.pdf is stale: {reasons}"));
    write(here, "book.toml", "[book]\ntitle = \"A Book\"\nlanguage = \"en\"\n[theme]\nbody-size = \"12pt\"\n");
    assert_eq!(why(here), stale("`theme.body-size` is \"12pt\" and was not stated"));
    assert!(bifolio(here, &["build"]).status.success());
    edit(here, "book.toml", "12pt", "11pt");
    assert_eq!(why(here), stale("`theme.body-size` was \"12pt\" and is \"11pt\""));
    edit(here, "book.toml", "[theme]", "[theme.fonts]\nbody = \"Nowhere\"\n[theme]");
    assert_eq!(why(here).0, Some(1), "a book that cannot be made is neither fresh nor stale");
    edit(here, "book.toml", "[theme.fonts]\nbody = \"Nowhere\"\n", "");
    write(here, "src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n- [Two](two.md)\n");
    write(here, "src/two.md", "# Two\n\nMore.\n");
    std::fs::remove_file(here.join("fonts/a.ttf")).expect("removed");
    let reasons = "fonts/a.ttf is no longer read; src/SUMMARY.md changed; src/two.md is new; `theme.body-size` was \"12pt\" and is \"11pt\"";
    assert_eq!(why(here), stale(reasons));

    edit(here, "out/.a-book.pdf.json", "\"bifolio\": \"", "\"bifolio\": \"0.0.0-");
    assert!(why(here).1.contains("; the program was 0.0.0-"), "{}", why(here).1);
    assert!(bifolio(here, &["build"]).status.success());
    std::fs::write(here.join("out/a-book.pdf"), "x").expect("written");
    assert_eq!(why(here), stale("the file itself was changed after it was made"));
    std::fs::remove_file(here.join("out/.a-book.pdf.json")).expect("removed");
    let (code, said) = why(here);
    assert!(code == Some(3) && said.ends_with("no record beside it says what it was made of"), "{said}");
    std::fs::remove_file(here.join("out/a-book.pdf")).expect("removed");
    assert_eq!(why(here).1, "error[stale-output]: there is no ./out/a-book.pdf");
}

#[test]
fn a_stale_single_file_says_which_key_of_its_front_matter_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "notes.md", "---\ntitle: Notes\nlang: en\ntheme:\n  trim: a5\n---\n\n# One\n\nText.\n");
    assert!(bifolio(folder.path(), &["build", "notes.md"]).status.success());
    edit(folder.path(), "notes.md", "trim: a5", "trim: a6");
    let done = bifolio(folder.path(), &["build", "notes.md", "--check", "--message-format", "json"]);
    let first = text(&done.stderr).lines().next().unwrap_or_default();
    let finding: serde_json::Value = serde_json::from_str(first).expect("JSON");
    assert_eq!((code(&done), &finding["code"]), (Some(3), &"stale-output".into()));
    let message = finding["message"].as_str().expect("a message");
    assert!(message.ends_with("is stale: notes.md changed; `theme.trim` was a5 and is a6"), "{message}");
}

/// The example on the page of all codes is what is said.
#[test]
fn what_is_included_from_outside_is_recorded() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write(here, "shared/a#b.txt", "Shared words.\n");
    write(here, "book/book.toml", "[book]\ntitle = \"A Book\"\nlanguage = \"en\"\n[output.html]\n");
    write(here, "book/src/SUMMARY.md", "- [One](one.md)\n");
    write(here, "book/src/one.md", "# One\n\n{{#include ../../shared/a#b.txt}}\n");
    let build = |more: &[&str]| {
        let first = ["build", "book", "--allow", "shared", "--format", "epub"];
        bifolio(here, &[&first, more].concat())
    };
    assert!(build(&["--depfile", "book.d"]).status.success());
    let rule = std::fs::read_to_string(here.join("book.d")).expect("a rule");
    assert!(rule.contains("  book/../shared/a\\#b.txt \\\n"), "{rule}");
    assert_eq!(code(&build(&["--check"])), Some(0));
    edit(here, "shared/a#b.txt", "Shared", "Other");
    let stale = build(&["--check"]);
    let said = text(&stale.stderr);
    assert_eq!(code(&stale), Some(3), "{said}");
    assert!(said.contains("out/a-book.epub is stale: ../shared/a#b.txt changed"), "{said}");
    // Without leave it is not read, so the book would be another one.
    let refused = bifolio(here, &["build", "book", "--check", "--format", "epub"]);
    assert_eq!(code(&refused), Some(3));
    assert!(text(&refused.stderr).contains("outside-manuscript"), "{}", text(&refused.stderr));
}

#[cfg(unix)]
#[test]
fn a_preprocessor_that_answers_otherwise_makes_a_book_stale() {
    let book = book();
    let here = book.path();
    let script = "[ \"${1:-}\" = supports ] && exit 0\nword=$(cat word)\n\
                  sed -e 's/^\\[{.*},{\"items/{\"items/' -e 's/]$//' -e \"s/A text/$word/g\"\n";
    write(here, "answer.sh", script);
    write(here, "word", "A sentence");
    edit(here, "book.toml", "language", "src = \"src\"\nlanguage");
    let toml = std::fs::read_to_string(here.join("book.toml")).expect("a text");
    write(here, "book.toml", format!("{toml}[output.html]\n[preprocessor.words]\ncommand = \"sh answer.sh\"\n"));
    let build = |more: &[&str]| bifolio(here, &[&["build", "--allow-commands", "--format", "epub"], more].concat());
    let made = build(&[]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let kept = std::fs::read_to_string(here.join("out/.a-book.epub.json")).expect("a record");
    assert!(kept.contains("\"answers\"") && kept.contains("\"words\""), "{kept}");
    assert_eq!(code(&build(&["--check"])), Some(0));
    write(here, "word", "Another text");
    let stale = build(&["--check"]);
    let said = text(&stale.stderr);
    assert_eq!(code(&stale), Some(3), "{said}");
    assert!(said.contains("out/a-book.epub is stale: the preprocessor `words` answered otherwise"), "{said}");
}

#[test]
fn check_and_dump_take_the_edition_that_they_are_asked_for() {
    let book = book();
    let here = book.path();
    let text_of = "# One\n\nA text.\n\n::: teacher\nSee [nothing](nowhere.md). ![A dot](dot.svg)\n:::\n";
    write(here, "src/one.md", text_of);
    edit(here, "book.toml", "[theme]", "[theme]\nbase = \"manual\"");
    write(here, "src/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    let run = |arguments: &[&str]| {
        let done = bifolio(here, arguments);
        (code(&done), format!("{}{}", text(&done.stdout), text(&done.stderr)))
    };
    // An image that only another edition shows is used.
    assert_eq!(run(&["check"]), (Some(0), "no errors, no warnings\n".into()));
    let (code, said) = run(&["check", "--edition", "teacher"]);
    assert!(code == Some(0) && said.contains("dead-link") && said.contains("1 warning"), "{said}");
    assert_eq!(run(&["check", "--edition", "teacher", "--strict"]).0, Some(1));
    assert!(!run(&["dump", "tree"]).1.contains("nothing"));
    assert!(run(&["dump", "tree", "--edition", "teacher"]).1.contains("nothing"));
    assert!(run(&["dump", "theme", "--preset", "handout", "--paper", "a5"]).1.contains("base = \"handout\""));
    for command in [&["check"][..], &["dump", "pages"]] {
        let (code, said) = run(&[command, &["--edition", "nobody"]].concat());
        assert!(code == Some(2) && said.contains("there is no edition \"nobody\""), "{said}");
    }
}

#[test]
fn the_page_of_codes_shows_what_is_said_of_a_stale_book() {
    let folder = tempfile::tempdir().expect("a folder");
    let shelf = folder.path();
    write(shelf, "b/book.toml", "[book]\ntitle = \"A Book\"\nlanguage = \"en\"\n");
    write(shelf, "b/src/SUMMARY.md", "- [One](one.md)\n");
    write(shelf, "b/src/one.md", "# One\n\nA text.\n");
    let there = &shelf.join("b");
    let build = ["build", "--format", "epub", "-o", "out"];
    assert!(bifolio(there, &build).status.success());
    edit(there, "src/one.md", "text", "word");
    let done = bifolio(there, &[&build[..], &["--check"]].concat());
    let said = text(&done.stderr).split("\n\n").next().unwrap_or_default();
    let page = std::fs::read_to_string(root().join("docs/diagnostics.md")).expect("the page");
    assert!(page.contains(&format!("```text\n{said}\n```")), "{said}");
}

#[test]
fn check_finds_what_is_wrong_and_writes_nothing() {
    let book = book();
    let here = book.path();
    write(here, "src/lost.md", "# Lost\n");
    write(
        here,
        "src/one.md",
        "# One\n\nSee [this](nowhere.md).\n\n![](x.png)\n\n# Again\n\n#### Deep\n\n|a|\n|-|\n|b|\n",
    );
    write(
        here,
        "book.toml",
        "[book]\ntitle = \"A Book\"\nlanguage = \"english\"\n[metadata]\ndate = \"2026-02-30\"\nidentifiers = [{ isbn = \"978-0-306-40615-8\" }]\n",
    );
    let before = tree(here);
    let done = bifolio(here, &["check", "--message-format", "json"]);
    assert_eq!((code(&done), text(&done.stderr)), (Some(1), ""));
    let found: Vec<serde_json::Value> =
        text(&done.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let codes: Vec<&str> = found.iter().filter_map(|finding| finding["code"].as_str()).collect();
    for code in ["dead-link", "missing-image", "second-title", "skipped-level", "unused-file", "invalid-value"] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
    assert_eq!(codes.iter().filter(|code| **code == "invalid-value").count(), 3, "{codes:?}");
    assert_eq!(tree(here), before);
}

#[test]
fn levels_decide_what_fails() {
    let book = book();
    let here = book.path();
    write(here, "src/one.md", "# One\n\n![A cat](x.png)\n");
    write(here, "src/lost.md", "# Lost\n");
    assert_eq!(code(&bifolio(here, &["check"])), Some(1));
    write(
        here,
        "book.toml",
        "[book]\ntitle = \"A Book\"\nlanguage = \"en\"\n[diagnostics]\nmissing-image = \"warning\"\nunused-file = \"off\"\n",
    );
    let done = bifolio(here, &["check"]);
    assert_eq!(code(&done), Some(0), "{}", text(&done.stdout));
    assert!(text(&done.stdout).contains("warning[missing-image]") && !text(&done.stdout).contains("unused-file"));
    let made = bifolio(here, &["build"]);
    assert_eq!(code(&made), Some(0), "the book is made with the words of the image");
    assert_eq!(code(&bifolio(here, &["check", "--strict"])), Some(1));
    edit(here, "book.toml", "unused-file = \"off\"", "unused-file = \"error\"");
    assert_eq!(code(&bifolio(here, &["check"])), Some(1));
    let sample = bifolio(root(), &["check", "manuscript", "--strict"]);
    assert_eq!((code(&sample), text(&sample.stdout)), (Some(0), "no errors, no warnings\n"));
}

/// Files of `book.toml` as JSON, for a judge that reads no TOML.
fn as_json(folder: &Path, tomls: &[PathBuf]) -> Vec<PathBuf> {
    let convert = |(number, path): (usize, &PathBuf)| {
        let table: toml::Table = std::fs::read_to_string(path).expect("a file").parse().expect("TOML");
        let json = folder.join(format!("{number}.json"));
        std::fs::write(&json, plain(&toml::Value::Table(table)).to_string()).expect("written");
        json
    };
    tomls.iter().enumerate().map(convert).collect()
}

fn plain(value: &toml::Value) -> serde_json::Value {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(truth) => (*truth).into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(list) => list.iter().map(plain).collect(),
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), plain(value))).collect(),
    }
}

#[test]
fn judges_find_the_schema_to_fit_every_book_and_to_refuse_what_the_program_refuses() {
    let folder = tempfile::tempdir().expect("a folder");
    let schema = folder.path().join("schema.json");
    std::fs::write(&schema, bifolio(root(), &["schema"]).stdout).expect("written");
    let mut books = vec![root().join("manuscript/book.toml")];
    let below = |name: &str| {
        std::fs::read_dir(root().join(name)).expect("a folder").flatten().map(|e| e.path().join("book.toml"))
    };
    books.extend(below("tests/books").filter(|path| path.is_file()));
    // Manuscripts of findings that are not about their configuration.
    let faulty = ["invalid-config", "invalid-value", "unknown-key", "wrong-type", "invalid-utf8"];
    let is_sound =
        |path: &PathBuf| !faulty.iter().any(|name| path.parent().is_some_and(|folder| folder.ends_with(name)));
    books.extend(below("tests/diagnostics").filter(|path| path.is_file()).filter(is_sound));
    let dumped = folder.path().join("dumped.toml");
    std::fs::write(&dumped, bifolio(root(), &["dump", "theme", "manuscript"]).stdout).expect("written");
    books.push(dumped);
    let files = as_json(folder.path(), &books);
    let all: Vec<&Path> = std::iter::once(&schema).chain(&files).map(PathBuf::as_path).collect();
    judge("schema.mjs", &all);
    for wrong in [
        "[book]\ntilte = \"x\"",
        "[book]\ntitle = 3",
        "[diagnostics]\nempty-book = \"off\"",
        "[theme]\nbase = \"x\"",
        "[theme]\nbody-size = \"ten\"",
    ] {
        let toml = folder.path().join("wrong.toml");
        std::fs::write(&toml, wrong).expect("written");
        let json = as_json(folder.path(), &[toml]);
        let (passes, _) = crate::judges::judged("schema.mjs", &[&schema, &json[0]]);
        assert!(!passes, "{wrong}");
    }
}

#[test]
fn judges_find_sarif_to_have_what_it_must() {
    let folder = tempfile::tempdir().expect("a folder");
    let required = root().join("tests/judges/sarif-required.json");
    let log = folder.path().join("log.sarif");
    for name in ["tests/diagnostics/duplicate-chapter", "tests/diagnostics/missing-title", "manuscript"] {
        std::fs::write(&log, bifolio(root(), &["check", name, "--message-format", "sarif"]).stdout).expect("written");
        judge("schema.mjs", &[&required, &log]);
    }
    std::fs::write(&log, "{ \"version\": \"2.1.0\", \"runs\": [{ \"results\": [] }] }").expect("written");
    assert!(!crate::judges::judged("schema.mjs", &[&required, &log]).0);
}

#[test]
fn shells_and_readers_of_manuals_understand_what_they_get() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = bifolio(folder.path(), &["completions", "bash"]);
    write(folder.path(), "bifolio.bash", &script.stdout);
    let read = Command::new("bash").arg("-n").arg(folder.path().join("bifolio.bash")).output().expect("bash runs");
    assert!(read.status.success() && text(&script.stdout).contains("--depfile"), "{}", text(&read.stderr));
    let written = bifolio(folder.path(), &["man", "man1"]);
    assert!(text(&written.stdout).contains("wrote man1/bifolio-build.1\n"), "{}", text(&written.stdout));
    let page = std::fs::read_to_string(folder.path().join("man1/bifolio-check.1")).expect("a page");
    assert!(page.contains(".TH bifolio-check 1"), "{page}");
}

/// The block of a document that is written in this language, by its place.
fn block(document: &str, language: &str, number: usize) -> String {
    let text = std::fs::read_to_string(root().join(document)).expect("a document");
    let blocks = text.split("\n```").filter_map(|part| part.strip_prefix(&format!("{language}\n")));
    let found: Vec<String> = blocks.map(|block| format!("{block}\n")).collect();
    found.get(number).cloned().unwrap_or_else(|| panic!("{document} has {} blocks of {language}", found.len()))
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments).env("BIFOLIO", PROGRAM).env_remove("SOURCE_DATE_EPOCH");
    let done = command.output().unwrap_or_else(|error| panic!("{program}: {error}; tests/judges/install has it"));
    assert!(done.status.success(), "{program}: {}{}", text(&done.stdout), text(&done.stderr));
    done
}

fn shelf(folder: &Path, count: usize) {
    for number in 1..=count {
        let name = format!("book-{number:02}");
        let toml = format!(
            "[book]\ntitle = \"Book {number}\"\nlanguage = \"en\"\nslug = \"{name}\"\n[theme]\nbase = \"handout\"\n"
        );
        write(folder, &format!("books/{name}/book.toml"), toml);
        write(folder, &format!("books/{name}/src/SUMMARY.md"), "- [One](one.md)\n");
        write(folder, &format!("books/{name}/src/one.md"), format!("# One\n\nThe text of book {number}.\n"));
    }
}

#[test]
fn ninja_makes_fifty_books_and_then_only_the_one_that_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    shelf(here, 50);
    write(here, "configure", block("docs/many-books.md", "sh", 0));
    run(here, "sh", &["configure"]);
    run(here, "ninja", &[]);
    let made = tree(&here.join("books"));
    assert_eq!(made.keys().filter(|path| path.extension().is_some_and(|e| e == "pdf" || e == "epub")).count(), 100);
    let idle = run(here, "ninja", &[]);
    assert!(text(&idle.stdout).contains("no work to do"), "{}", text(&idle.stdout));
    edit(here, "books/book-07/src/one.md", "text", "words");
    let again = run(here, "ninja", &["-v"]);
    assert!(
        text(&again.stdout).contains("[1/1]") && text(&again.stdout).contains("books/book-07"),
        "{}",
        text(&again.stdout)
    );
    let changed: Vec<PathBuf> =
        tree(&here.join("books")).into_iter().filter(|(k, v)| made[k] != *v).map(|(k, _)| k).collect();
    assert!(changed.len() > 2 && changed.iter().all(|path| path.starts_with("book-07")), "{changed:?}");
}

#[test]
fn make_makes_one_book_in_a_fresh_clone_and_then_only_what_is_stale() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write(here, "my-book/book.toml", "[book]\ntitle = \"My Book\"\nauthors = [\"A\"]\nlanguage = \"en\"\n");
    write(here, "my-book/src/SUMMARY.md", "- [One](one.md)\n");
    write(here, "my-book/src/one.md", "# One\n\nText.\n");
    write(here, "Makefile", block("docs/ci.md", "make", 0).replace("\tbifolio ", &format!("\t{PROGRAM} ")));
    let makes = || {
        let done = run(here, "make", &[]);
        text(&done.stdout).contains("build my-book")
    };
    assert!(makes() && !makes());
    std::fs::remove_file(here.join("my-book/out/my-book.d")).expect("the dependency file");
    assert!(makes() && !makes());
    std::fs::remove_file(here.join("my-book/out/my-book.epub")).expect("removed");
    assert!(makes() && !makes());
}

#[test]
fn make_follows_the_dependency_file_through_odd_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    shelf(here, 2);
    let odd = "books/book-01/src/a $b #c.md";
    write(here, odd, "# Odd\n\nText.\n");
    write(here, "books/book-01/src/SUMMARY.md", "- [One](one.md)\n- [Odd](<a $b #c.md>)\n");
    edit(here, "books/book-01/src/SUMMARY.md", "<a $b #c.md>", "a%20$b%20%23c.md");
    write(here, "Makefile", block("docs/many-books.md", "make", 0).replace("\tbifolio ", &format!("\t{PROGRAM} ")));
    run(here, "make", &[]);
    assert!(here.join("books/book-01/out/book-01.epub").is_file());
    let idle = run(here, "make", &[]);
    assert!(!text(&idle.stdout).contains("build"), "{}", text(&idle.stdout));
    // A book that is gone is made again, and so is one of which nothing says what it was made of.
    let epub = here.join("books/book-01/out/book-01.epub");
    std::fs::remove_file(&epub).expect("removed");
    run(here, "make", &[]);
    assert!(epub.is_file());
    std::fs::remove_file(here.join("build/book-02.d")).expect("removed");
    let again = run(here, "make", &[]);
    let again = text(&again.stdout);
    assert!(again.contains("books/book-02") && !again.contains("books/book-01"), "{again}");
    // Make goes by the clock of the file system: what is edited is a second newer.
    let file = std::fs::File::options().write(true).open(here.join(odd)).expect("a file");
    file.set_modified(std::time::SystemTime::now() + std::time::Duration::from_secs(2)).expect("a date");
    let again = run(here, "make", &[]);
    assert!(
        text(&again.stdout).contains("books/book-01") && !text(&again.stdout).contains("book-02"),
        "{}",
        text(&again.stdout)
    );
    std::fs::remove_file(here.join(odd)).expect("removed");
    write(here, "books/book-01/src/SUMMARY.md", "- [One](one.md)\n");
    let rule = std::fs::read_to_string(here.join("build/book-01.d")).expect("a rule");
    assert!(rule.contains("books/book-01/src/a\\ $$b\\ \\#c.md"), "{rule}");
    run(here, "make", &[]);
}

//! Books written for mdBook: `tests/books/mdbook` has everything of its format, and small ones in memory try what programs
//! and the environment may say.

use super::epub::{parse, texts};
use bifolio::build::{self, build};
use bifolio::diagnostic::{Code, Diagnostics, Severity};
use bifolio::document;
use bifolio::manuscript::{self, Answer, Call, CommandError, Commands, Disk, Files, InMemory, Manuscript, World};
use bifolio::{Format, Settings};
use lopdf::{Document, Object};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

fn everything() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/mdbook")
}

/// Both books of a manuscript, the EPUB first.
fn both(manuscript: &Manuscript, diagnostics: &mut Diagnostics) -> [Vec<u8>; 2] {
    both_of(manuscript, &Disk, diagnostics)
}

fn both_of(manuscript: &Manuscript, files: &dyn Files, diagnostics: &mut Diagnostics) -> [Vec<u8>; 2] {
    let outputs = build(manuscript, files, &Settings::default(), &(), diagnostics).expect("the backends do not fail");
    let of = |format| outputs.iter().find(|o| o.format == format).expect("a book").bytes.clone();
    [of(Format::Epub), of(Format::Pdf)]
}

/// The links of an EPUB's chapters to places in it; every one must lead somewhere.
pub(crate) fn links_of_epub(epub: &[u8]) -> usize {
    let texts = texts(epub);
    let ids = |name: &str| -> BTreeSet<String> {
        let document = parse(&texts[name]);
        document.descendants().filter_map(|n| n.attribute("id").map(str::to_owned)).collect()
    };
    let mut count = 0;
    for (name, text) in texts.iter().filter(|(name, _)| name.ends_with(".xhtml") && !name.ends_with("nav.xhtml")) {
        for link in parse(text).descendants().filter_map(|n| n.attribute("href")).filter(|href| !href.contains(':')) {
            let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
            if file.ends_with(".css") {
                continue;
            }
            let target = if file.is_empty() { name.clone() } else { format!("OEBPS/{file}") };
            assert!(texts.contains_key(&target), "{name} leads to {link}");
            assert!(fragment.is_empty() || ids(&target).contains(fragment), "{name} leads to {link}");
            count += 1;
        }
    }
    count
}

/// The links of a PDF to places in it, by page; every one must lead to a destination that is there.
pub(crate) fn links_of_pdf(pdf: &[u8]) -> Vec<usize> {
    let document = Document::load_mem(pdf).expect("a PDF");
    let mut named = BTreeSet::new();
    let tree = document.catalog().and_then(|c| c.get_deref(b"Names", &document)).and_then(Object::as_dict);
    let tree = tree.and_then(|names| names.get_deref(b"Dests", &document)).expect("destinations");
    gather(&document, tree, &mut named);
    let mut counts = Vec::new();
    for page in document.page_iter() {
        let mut count = 0;
        for annotation in document.get_page_annotations(page).unwrap_or_default() {
            let Ok(action) = annotation.get_deref(b"A", &document).and_then(Object::as_dict) else { continue };
            if action.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == b"GoTo") {
                let name = action.get(b"D").and_then(Object::as_str).expect("a name").to_vec();
                assert!(named.contains(&name), "{}", String::from_utf8_lossy(&name));
                count += 1;
            }
        }
        counts.push(count);
    }
    counts
}

fn gather(document: &Document, node: &Object, named: &mut BTreeSet<Vec<u8>>) {
    let node = node.as_dict().expect("a node");
    if let Ok(kids) = node.get_deref(b"Kids", document).and_then(Object::as_array) {
        kids.iter().for_each(|kid| gather(document, document.dereference(kid).expect("a node").1, named));
    }
    if let Ok(names) = node.get_deref(b"Names", document).and_then(Object::as_array) {
        named.extend(names.iter().step_by(2).map(|name| name.as_str().expect("a name").to_vec()));
    }
}

#[test]
fn everything_of_mdbook_is_in_both_books() {
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(&everything(), &Disk, &mut diagnostics).expect("a manuscript");
    let tree = document::dump(&build::read(&manuscript, &Disk, &(), &mut diagnostics));
    let odd: Vec<String> = diagnostics
        .sorted()
        .iter()
        .filter(|d| d.severity != Severity::Note)
        .map(|d| format!("{} {}", d.code.name(), d.message))
        .collect();
    assert_eq!(odd, [""; 0]);
    insta::assert_snapshot!(tree);
    assert!(!tree.contains("hidden"), "{tree}");
    assert_eq!(tree.matches("{{#").count(), 1, "the escaped directive alone is left");

    let [epub, pdf] = both(&manuscript, &mut diagnostics);
    let inner = tree.matches("link to #").count();
    assert_eq!(inner, 21, "{tree}");
    assert_eq!(links_of_epub(&epub), inner);
    // The contents have a link for each entry; they stand before the first chapter.
    let pages = links_of_pdf(&pdf);
    let contents = pages.iter().position(|count| *count > 0).expect("the contents");
    assert_eq!(pages[contents + 1..].iter().sum::<usize>(), inner, "{pages:?}");
}

/// A program that answers what a function makes of its input.
struct Program<F>(F, Mutex<Vec<String>>);

impl<F: Fn(&str, Value) -> Option<Value> + Sync> Commands for Program<F> {
    fn run(&self, call: Call<'_>) -> Result<Answer, CommandError> {
        self.1.lock().expect("no panic").push(format!("{} {}", call.command, call.arguments.join(" ")));
        if let ["supports", renderer] = call.arguments {
            return Ok(Answer { succeeded: *renderer == "html", output: Vec::new() });
        }
        match call.command {
            "missing" => Err(CommandError::NotFound("missing".into())),
            command => {
                let input = serde_json::from_slice(call.input).expect("JSON");
                let answer = (self.0)(command, input);
                Ok(Answer { succeeded: answer.is_some(), output: answer.unwrap_or_default().to_string().into() })
            }
        }
    }
}

/// Loads a book with this configuration; what ran, and what was told.
fn driven(
    config: &str,
    allow_commands: bool,
    program: impl Fn(&str, Value) -> Option<Value> + Sync,
) -> (Manuscript, Diagnostics, Vec<String>) {
    let config = format!("[book]\ntitle = \"T\"\nlanguage = \"en\"\n{config}");
    let files = InMemory::new([
        ("b/book.toml", config.as_str()),
        ("b/src/SUMMARY.md", "[P](README.md)\n\n# Part\n\n- [A](a.md)\n  - [B](b.md)\n\n[E](e.md)\n"),
        ("b/src/README.md", "# P\n\n[none](none.md)\n"),
        ("b/src/a.md", "# A\n\n{{#include part.txt}}\n"),
        ("b/src/part.txt", "part\n\n[dead](dead.md)"),
        ("b/src/b.md", "# B\n\nb\n"),
        ("b/src/e.md", "# E\n\ne\n"),
    ]);
    let program = Program(program, Mutex::default());
    let world = World { commands: Some(&program), allow_commands, ..World::of(&files) };
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load_in(Path::new("b"), &world, &mut diagnostics).expect("a manuscript");
    let ran = program.1.lock().expect("no panic").clone();
    (manuscript, diagnostics, ran)
}

fn told(diagnostics: &Diagnostics) -> Vec<(Severity, Code)> {
    diagnostics.sorted().iter().map(|d| (d.severity, d.code)).collect()
}

#[test]
fn programs_run_in_mdbooks_order_and_only_with_consent() {
    let config = "[preprocessor.zzz]\nbefore = [\"aaa\"]\n[preprocessor.aaa]\ncommand = \"run aaa\"\n[preprocessor.no]\n\
                  renderers = [\"latex\"]\n[preprocessor.mermaid]\n[preprocessor.bbb]\nrenderers = [\"html\"]\n";
    let same = |_: &str, input: Value| Some(input[1].clone());
    let (_, diagnostics, ran) = driven(config, false, same);
    assert_eq!(ran, [""; 0]);
    assert_eq!(told(&diagnostics), [(Severity::Note, Code::CommandNotRun), (Severity::Warning, Code::CommandNotRun)]);
    assert!(diagnostics.sorted()[1].message.contains("`bbb`, `zzz`, `aaa`"), "{:?}", diagnostics.sorted());
    let wanted = ["mdbook-bbb ", "mdbook-zzz supports html", "mdbook-zzz ", "run aaa supports html", "run aaa "];
    assert_eq!(driven(config, true, same).2, wanted);
    let consent = format!("{config}[output.bifolio]\nallow-commands = true\n");
    assert_eq!(driven(&consent, false, same).2, wanted);
    let latex = format!("{consent}renderer = \"latex\"\n");
    assert_eq!(driven(&latex, false, same).2, ["mdbook-no ", "mdbook-zzz supports latex", "run aaa supports latex"]);
}

#[test]
fn what_a_program_changes_is_in_the_book_and_keeps_its_places() {
    let change = |list: &'static str| {
        move |_: &str, input: Value| {
            let (context, mut book) = (&input[0], input[1].clone());
            assert_eq!((&context["renderer"], &context["config"]["book"]["title"]), (&json!("html"), &json!("T")));
            assert_eq!(book["items"][0]["Chapter"]["path"], "index.md");
            let chapter = &mut book[list][2]["Chapter"];
            assert_eq!(chapter["parent_names"], json!([]));
            let content = chapter["content"].as_str().expect("a text").replace("part\n", "changed [new](new.md)\n");
            chapter["content"] = content.into();
            chapter["name"] = "Another".into();
            book.as_object_mut().expect("an object").retain(|key, _| key == list || list == "items");
            Some(book)
        }
    };
    for list in ["items", "sections"] {
        let (manuscript, mut diagnostics, _) = driven("[preprocessor.x]\nafter = [\"links\"]\n", true, change(list));
        assert_eq!(told(&diagnostics), []);
        let tree = document::dump(&build::read(&manuscript, &InMemory::default(), &(), &mut diagnostics));
        assert!(tree.contains("changed"), "{tree}");
        diagnostics.trace(&manuscript.sources);
        let places: Vec<String> = diagnostics
            .sorted()
            .iter()
            .map(|d| {
                let span = d.span.expect("a place");
                let place = manuscript.sources.line_column(span);
                format!("{}:{}:{}", manuscript.sources.shown_name(span.file), place.line, place.column)
            })
            .collect();
        assert_eq!(places, ["b/src/README.md:3:1", "b/src/part.txt:3:1", "b/src/a.md (after x):3:9"]);
    }
}

#[test]
fn a_program_that_fails_is_an_error_that_names_it() {
    let fails = |answer: Value| move |_: &str, _: Value| Some(answer.clone()).filter(|answer| !answer.is_null());
    let error = [(Severity::Error, Code::CommandFailed)];
    for answer in [Value::Null, json!("text"), json!({ "items": [{ "Chapter": {} }] })] {
        assert_eq!(told(&driven("[preprocessor.x]\n", true, fails(answer)).1), error);
    }
    let missing = "[preprocessor.x]\ncommand = \"missing\"\nrenderers = [\"html\"]\n";
    let never = |_: &str, _: Value| None;
    assert_eq!(told(&driven(missing, true, never).1), error);
    let optional = format!("{missing}optional = true\n");
    assert_eq!(told(&driven(&optional, true, never).1), [(Severity::Warning, Code::CommandNotRun)]);
    let circle = "[preprocessor.x]\nafter = [\"y\"]\n[preprocessor.y]\nafter = [\"x\", \"unknown\"]\n";
    let expected = [(Severity::Error, Code::InvalidConfig), (Severity::Note, Code::InvalidValue)];
    assert_eq!(told(&driven(circle, true, never).1), expected);
}

#[test]
fn the_defaults_can_be_switched_off_and_includes_may_be_let_out() {
    let never = |_: &str, _: Value| None;
    let off = "[build]\nuse-default-preprocessors = false\n";
    let text = |manuscript: &Manuscript| {
        document::dump(&build::read(manuscript, &InMemory::default(), &(), &mut Diagnostics::default()))
    };
    assert!(text(&driven(off, false, never).0).contains("{{#include"));
    assert!(!text(&driven(&format!("{off}[preprocessor.links]\n"), false, never).0).contains("{{#include"));

    let book = |consent: &str| {
        InMemory::new([
            ("b/book.toml", format!("[book]\ntitle = \"T\"\nlanguage = \"en\"\n{consent}").as_str()),
            ("b/src/SUMMARY.md", "- [A](a.md)\n"),
            ("b/src/a.md", "# A\n\n{{#include ../../code/x.rs}}\n"),
            ("code/x.rs", "outside"),
        ])
    };
    let load = |files: &InMemory, allowed: &[&str]| {
        let allowed = allowed.iter().map(PathBuf::from).collect();
        let mut diagnostics = Diagnostics::default();
        let world = World { allowed, ..World::of(files) };
        manuscript::load_in(Path::new("b"), &world, &mut diagnostics).expect("a manuscript");
        told(&diagnostics)
    };
    let outside = [(Severity::Warning, Code::OutsideManuscript)];
    assert_eq!(load(&book(""), &[]), outside);
    assert_eq!(load(&book(""), &["other"]), outside);
    assert_eq!(load(&book(""), &["code"]), []);
    assert_eq!(load(&book("[bifolio]\nallow-outside = true\n"), &[]), []);
    assert_eq!(load(&book("[output.bifolio]\nallow-outside = true\n"), &[]), []);
}

#[test]
fn switches_of_the_configuration_and_of_the_environment_hold() {
    let book = |config: &str, overrides: &[(&str, &str)]| {
        let config = format!("[book]\ntitle = \"T\"\nlanguage = \"en\"\nunknown = 1\n{config}");
        let text = "# A\n\n\"straight\" -- $x$\n\nterm\n: meaning\n\n> [!NOTE]\n> box\n";
        let files = InMemory::new([
            ("b/book.toml", config.as_str()),
            ("b/src/SUMMARY.md", "- [A](a.md)\n"),
            ("b/src/a.md", text),
        ]);
        let overrides = overrides.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let world = World { overrides, ..World::of(&files) };
        let mut diagnostics = Diagnostics::default();
        let manuscript = manuscript::load_in(Path::new("b"), &world, &mut diagnostics).expect("a manuscript");
        let told = told(&diagnostics);
        assert!(told.contains(&(Severity::Note, Code::UnknownKey)), "{told:?}");
        assert!(told.iter().all(|(severity, _)| *severity == Severity::Note), "{told:?}");
        document::dump(&build::read(&manuscript, &files, &(), &mut diagnostics))
    };
    let plain = book("", &[]);
    for sign in ["“straight” – $x$", "admonition", "definition", "number=1"] {
        assert!(plain.contains(sign), "{sign}: {plain}");
    }
    let other = book(
        "[output.html]\nsmart-punctuation = false\ndefinition-lists = false\nadmonitions = false\nno-section-label = true\n\
         [preprocessor.katex]\ncommand = \"none\"\n",
        &[("MDBOOK_BOOK__TITLE", "From outside"), ("MDBOOK_PREPROCESSOR__KATEX", "{}")],
    );
    assert!(other.contains("From outside") && other.contains("\\\"straight\\\" -- "), "{other}");
    for sign in ["admonition", "definition", "number=1", "$x$"] {
        assert!(!other.contains(sign), "{sign}: {other}");
    }
}

/// The boxes of mdbook-admonish, with formulas of MathJax in them, and a finding at its place behind both rewritings.
#[test]
fn boxes_of_admonish_are_read_without_it() {
    let text = "# A\n\n```admonish danger title=\"Mind \\\\\"x\\\\\"\"\nSee \\\\(x^2\\\\) and [this](#nowhere).\n```\n\n\
                ```rust\nfn main() {}\n```\n";
    let files = |config: &str| {
        let config = format!("[book]\ntitle = \"T\"\nlanguage = \"en\"\nauthors = [\"A\"]\n{config}");
        InMemory::new([("b/book.toml", config.as_str()), ("b/src/SUMMARY.md", "- [A](a.md)\n"), ("b/src/a.md", text)])
    };
    let read = |config: &str| {
        let files = files(config);
        let mut diagnostics = Diagnostics::default();
        let manuscript = manuscript::load(Path::new("b"), &files, &mut diagnostics).expect("a manuscript");
        let tree = document::dump(&build::read(&manuscript, &files, &(), &mut diagnostics));
        let dead = diagnostics.sorted().into_iter().find(|d| d.code == Code::DeadLink).and_then(|d| d.span);
        (tree, dead.map(|span| manuscript.sources.line_column(span)).map(|at| (at.line, at.column)))
    };
    let (tree, dead) = read("[output.html]\nmathjax-support = true\n[preprocessor.admonish]\ncommand = \"none\"\n");
    assert!(tree.contains("admonition") && tree.contains("x^2") && !tree.contains("```"), "{tree}");
    assert_eq!(dead, Some((4, 19)));
    // Without that preprocessor it is code, as it is for mdBook.
    let (tree, dead) = read("[output.html]\n");
    assert!(!tree.contains("admonition") && dead.is_none(), "{tree}");
}

#[test]
fn tags_of_gitbook_are_boxes_titles_and_nothing_and_others_are_told_once() {
    let text = "# A\n\n{% hint style=\"danger\" %}\nMind [this](#nowhere).\n\n```\n{% endhint %}\n```\n{% endhint %}\n\n\
                {% tabs %}\n{% tab title=\"Linux\" %}\n{% code title=\"a.js\" %}\n```js\nx\n```\n{% endcode %}\n{% endtab %}\n\
                {% endtabs %}\n\n{% swagger a=\"b\" %}\n{% swagger %}{% endswagger %} `{% other %}`\n\n\
                {% hint %}\nopen\n\n## B\n\nx\n";
    let files = InMemory::new([("b/SUMMARY.md", "- [A](a.md)\n"), ("b/a.md", text)]);
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(Path::new("b"), &files, &mut diagnostics).expect("a manuscript");
    let tree = document::dump(&build::read(&manuscript, &files, &(), &mut diagnostics));
    for part in [
        "  admonition caution\n    paragraph \"Mind this.\"\n    code \"\"\n      \"{% endhint %}\\n\"\n  paragraph strong[\"Linux\"]\n",
        "title \"a.js\"",
        "code \"{% other %}\"",
        "  admonition note\n    paragraph \"open\"\n  section #b",
    ] {
        assert!(tree.contains(part), "{part}\n{tree}");
    }
    let place = |d: &bifolio::diagnostic::Diagnostic| d.span.map(|span| manuscript.sources.line_column(span).line);
    let found: Vec<_> = diagnostics.sorted().into_iter().map(|d| (d.code, place(d))).collect();
    let of = |code| found.iter().filter(|(own, _)| *own == code).map(|(_, line)| *line).collect::<Vec<_>>();
    assert_eq!(of(Code::DeadLink), [Some(4)], "{found:?}");
    assert_eq!(of(Code::CommandNotRun), [Some(21)], "{found:?}");
    assert_eq!(of(Code::UnclosedDivision), [Some(24)], "{found:?}");
}

#[test]
fn placeholders_that_nothing_fills_are_told_once_for_each_name() {
    let link = "[x]({{#link_to y}}) [words]({{base}}/y.html) ![picture]({{base}}/p.png)\n\n";
    let first = format!("# A\n\n{}{{{{#quiz a.toml}}}} and `{{{{code}}}}`\n", link.repeat(40));
    let second = format!("# B\n\n{link}Version {{{{ version }}}}, {{{{#quiz b.toml}}}}, \\{{{{#include c}}}}\n");
    let files = InMemory::new([
        ("b/book.toml", "[book]\ntitle = \"T\"\nlanguage = \"en\"\nauthors = [\"A\"]\n"),
        ("b/src/SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n"),
        ("b/src/a.md", first.as_str()),
        ("b/src/b.md", second.as_str()),
    ]);
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(Path::new("b"), &files, &mut diagnostics).expect("a manuscript");
    let text = document::dump(&build::read(&manuscript, &files, &(), &mut diagnostics));
    assert!(text.contains("words") && !text.contains("link named"), "{text}");
    let lines: Vec<String> = diagnostics.sorted().iter().map(|d| d.message.clone()).collect();
    let of = |name: &str| lines.iter().filter(|line| line.contains(&format!("`{{{{{name}}}}}`"))).collect::<Vec<_>>();
    assert_eq!((of("base").len(), of("#quiz").len(), of("version").len()), (1, 1, 1), "{lines:?}");
    assert!(of("base")[0].ends_with("(82 in the book)") && of("#quiz")[0].ends_with("(2 in the book)"), "{lines:?}");
    assert!(lines.len() <= 4 && of("code").is_empty() && of("#include").is_empty(), "{lines:?}");
}

/// The tree of a manuscript of one file, and what was told: severity, code, place.
fn of_one_file(texts: &[(&str, &str)]) -> (String, Vec<(Severity, Code, String)>) {
    let files = InMemory::new(texts.iter().copied());
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(Path::new(texts[0].0), &files, &mut diagnostics).expect("a manuscript");
    let tree = document::dump(&build::read(&manuscript, &files, &(), &mut diagnostics));
    diagnostics.trace(&manuscript.sources);
    let place = |d: &bifolio::diagnostic::Diagnostic| {
        let span = d.span.expect("a place");
        let at = manuscript.sources.line_column(span);
        format!("{}:{}:{}", manuscript.sources.shown_name(span.file), at.line, at.column)
    };
    (tree, diagnostics.sorted().into_iter().map(|d| (d.severity, d.code, place(d))).collect())
}

#[test]
fn a_manuscript_of_one_file_includes_too() {
    let front = "---\ntitle: \"{{#include no.md}}\"\nlang: en\n---\n\n";
    let text = format!(
        "{front}{{{{#include parts/head.md}}}}\n\n```rust\n{{{{#rustdoc_include x.rs:2}}}}\n```\n\n\
                        \\{{{{#include no.md}}}} {{{{#title T}}}}\n"
    );
    let head = "# From a part\n\nHere <meter>1</meter> and {{#include more.txt:it}}.\n";
    let texts = [
        ("a/one.md", text.as_str()),
        ("a/parts/head.md", head),
        ("a/parts/more.txt", "ANCHOR: it\nmore\nANCHOR_END: it\n"),
        ("a/x.rs", "fn main() {\n    x();\n}\n"),
    ];
    let (tree, told) = of_one_file(&texts);
    for said in ["From a part", "and more.", "x();", "{{#include no.md}} {{#title T}}"] {
        assert!(tree.contains(said), "{said} is not in {tree}");
    }
    assert!(!tree.contains("fn main"), "{tree}");
    assert_eq!(told, [(Severity::Warning, Code::RawHtml, "a/parts/head.md:3:6".to_owned())]);
}

#[test]
fn an_include_of_one_file_that_is_missing_or_outside_is_told_at_its_line() {
    let text = "---\ntitle: T\nlang: en\n---\n\nx\n\n{{#include none.md}}\n\n{{#include ../out.md}}\n";
    let (tree, told) = of_one_file(&[("a/one.md", text), ("out.md", "secret")]);
    assert!(tree.contains("{{#include none.md}}") && !tree.contains("secret"), "{tree}");
    let expected = [
        (Severity::Error, Code::MissingInclude, "a/one.md:8:1".to_owned()),
        (Severity::Warning, Code::OutsideManuscript, "a/one.md:10:1".to_owned()),
    ];
    assert_eq!(told, expected);
}

/// The links of a book that lead somewhere, as the tree shows them, and what was told.
fn links_of(texts: &[(&str, &str)]) -> (Vec<String>, Vec<(Severity, Code)>) {
    let files = InMemory::new(texts.iter().copied());
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(Path::new("b"), &files, &mut diagnostics).expect("a manuscript");
    let tree = document::dump(&build::read(&manuscript, &files, &(), &mut diagnostics));
    let links = tree.split("link to ").skip(1).filter_map(|rest| rest.split('[').next());
    (links.map(str::to_owned).collect(), told(&diagnostics))
}

#[test]
fn the_front_page_of_the_web_is_the_first_chapter() {
    let lines = ["../index.html", "../", "..", "/", "/index.html", "../index.html#head", "/w/", "/w"];
    let text: String = lines.iter().map(|target| format!("[x]({target})\n\n")).collect();
    let nested = format!("# S\n\n{text}");
    let toml = "[book]\ntitle = \"T\"\nlanguage = \"en\"\nauthors = [\"A\"]\n[output.html]\nsite-url = \"/w/\"\n";
    let book = [
        ("b/book.toml", toml.replace("[output.html]\nsite-url = \"/w/\"\n", "")),
        ("b/src/SUMMARY.md", "- [First](first.md)\n- [S](s/README.md)\n".into()),
        ("b/src/first.md", "# First\n\n## Head\n\nText, and [all](index.html).\n".into()),
        ("b/src/s/README.md", nested),
    ];
    let texts: Vec<(&str, &str)> = book.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (links, told) = links_of(&texts);
    assert_eq!(links, ["#first", "#first", "#first", "#first", "#first", "#first", "#head"]);
    assert_eq!(told.iter().filter(|(_, code)| *code == Code::DeadLink).count(), 2, "{told:?}");
    // With `site-url`, what begins with it leads there, and `/` out of the book.
    let texts: Vec<(&str, &str)> =
        texts.iter().map(|(p, t)| (*p, if *p == "b/book.toml" { toml } else { *t })).collect();
    let (links, _) = links_of(&texts);
    assert_eq!(links.iter().filter(|line| *line == "#first").count(), 6, "{links:?}");
}

#[test]
fn places_that_have_moved_are_found() {
    let toml = "[book]\ntitle = \"T\"\nlanguage = \"en\"\nauthors = [\"A\"]\n[output.html.redirect]\n\
                \"/a.html#old\" = \"b.html#new\"\n\"/a.html#away\" = \"https://example.org/\"\n\"/a.html#here\" = \"#a\"\n";
    let (links, told) = links_of(&[
        ("b/book.toml", toml),
        ("b/src/SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n"),
        ("b/src/a.md", "# A\n\n[x](#old)\n"),
        ("b/src/b.md", "# B\n\n[x](a.md#old) [y](a.html#away) [z](a.md#here)\n\n## New\n\ntext\n"),
    ]);
    assert_eq!(links, ["#new", "#new", "\"https://example.org/\"", "#a"]);
    assert_eq!(told, []);
}

#[test]
fn chapters_beside_the_folder_of_chapters_are_linked() {
    let (links, told) = links_of(&[
        ("b/book.toml", "[book]\ntitle = \"T\"\nlanguage = \"en\"\nauthors = [\"A\"]\n"),
        ("b/src/SUMMARY.md", "- [A](a.md)\n- [O](../out.md)\n"),
        ("b/src/a.md", "# A\n\n[x](../out.md#more) [y](../out.html)\n"),
        ("b/out.md", "# Out\n\n[x](src/a.md) [y](#more)\n\n## More\n\ntext\n"),
    ]);
    assert_eq!(links, ["#more", "#out", "#a", "#more"]);
    assert_eq!(told, []);
}

#[test]
fn the_contents_list_every_chapter_and_set_the_formulas_of_titles() {
    let summary = "# Summary\n\n# Part $y^2$ of Vec<T>\n\n- [A](a.md)\n  - [The law $x^2$ in short](b.md)\n    - [C](c.md)\n      \
                   - [D](d.md)\n        - [E](e.md)\n";
    let files = InMemory::new([
        ("b/book.toml", "[book]\ntitle = \"T\"\nlanguage = \"en\"\nauthors = [\"A\"]\n[preprocessor.katex]\n"),
        ("b/src/SUMMARY.md", summary),
        ("b/src/a.md", "# A\n\n## Own\n\ntext\n"),
        ("b/src/b.md", "# The law\n\ntext\n"),
        ("b/src/c.md", "# C\n\n## Hidden\n\ntext\n"),
        ("b/src/d.md", "# D\n\ntext\n"),
        ("b/src/e.md", "# E\n\ntext\n"),
    ]);
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(Path::new("b"), &files, &mut diagnostics).expect("a manuscript");
    let [epub, pdf] = both_of(&manuscript, &files, &mut diagnostics);
    let nav = &texts(&epub)["OEBPS/nav.xhtml"];
    let lines = |text: &str| text.matches("<li>").count();
    let toc = nav.split("</nav>").next().expect("contents");
    for line in ["Part y² of Vec&lt;T&gt;</a>", "The law x² in short</a>", "C</a>", "D</a>", "E</a>", "Own</a>"] {
        assert!(toc.contains(line), "{line} is not in {toc}");
    }
    assert_eq!(lines(toc), 7, "{toc}");
    let document = Document::load_mem(&pdf).expect("a PDF");
    let annotations = document.page_iter().flat_map(|page| document.get_page_annotations(page).unwrap_or_default());
    let led_to: BTreeSet<Vec<u8>> = annotations
        .filter_map(|annotation| annotation.get_deref(b"A", &document).and_then(Object::as_dict).ok())
        .filter_map(|action| action.get(b"D").and_then(Object::as_str).ok())
        .map(<[u8]>::to_vec)
        .collect();
    assert_eq!(led_to.len(), 7, "the contents of the PDF list the same");
}

//! Manuscripts as trees: every file of `tests/fixtures` is read and settled, and its tree and findings are compared with
//! the snapshot beside this file (`cargo insta review` after a change that is meant).

use bifolio::diagnostic::Diagnostics;
use bifolio::document::{Counting, Language, Matter, Role, dump};
use bifolio::manuscript::{Conventions, Manuscript, Plan};
use bifolio::markdown::read;
use bifolio::resolve::resolve;
use std::fs;
use std::path::PathBuf;

/// The tree of a manuscript and what was found, one finding a line.
fn tree(manuscript: &Manuscript) -> String {
    let mut diagnostics = Diagnostics::default();
    let draft = read(manuscript, &mut diagnostics);
    let document = resolve(draft, &mut diagnostics);
    let mut text = dump(&document);
    for finding in diagnostics.sorted() {
        let place = finding.span.map(|span| {
            let place = manuscript.sources.line_column(span);
            format!("{}:{}:{}", manuscript.sources.file(span.file).name, place.line, place.column)
        });
        let hints: Vec<String> = finding.hints.iter().map(|hint| format!("; {hint}")).collect();
        let line =
            format!("{} {}: {}{}\n", place.unwrap_or_default(), finding.code.name(), finding.message, hints.concat());
        text.push_str(&line);
    }
    text
}

/// A manuscript of one file.
fn single(name: &str, text: String, language: &str) -> Manuscript {
    let mut manuscript = Manuscript::default();
    let file = manuscript.sources.add(name, text);
    manuscript.metadata.language = Language(language.into());
    manuscript.plan.push(Plan::Whole { file, path: name.into(), start: 0 });
    manuscript
}

fn fixtures() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/fixtures").expect("the fixtures are there");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    files.sort();
    files
}

#[test]
fn every_fixture_has_its_tree() {
    let files = fixtures();
    assert!(files.len() >= 15, "the fixtures are found");
    for path in files {
        let name = path.file_name().and_then(|n| n.to_str()).expect("a name").to_string();
        let language = match name.as_str() {
            "french.md" => "fr",
            "russian.md" => "ru",
            _ => "en",
        };
        let text = fs::read_to_string(&path).expect("a fixture is text");
        insta::assert_snapshot!(format!("tree_{}", name.trim_end_matches(".md")), tree(&single(&name, text, language)));
    }
}

#[test]
fn figures_have_numbers_where_the_book_wants_them() {
    let text = fs::read_to_string("tests/fixtures/figures.md").expect("a fixture is text");
    let mut draft = read(&single("figures.md", text, "de"), &mut Diagnostics::default());
    draft.numbering.figures = Counting::Book;
    let tree = dump(&resolve(draft, &mut Diagnostics::default()));
    assert!(tree.contains("figure number=1 top #fig-a image at"), "{tree}");
    assert!(tree.contains("link to #right[\"Abbildung\\u{a0}2b\"]"), "{tree}");
    assert!(tree.contains("link to #fig-a[\"the first\"]"), "{tree}");
}

#[test]
fn a_book_for_mdbook_is_read_as_mdbook_reads_it() {
    let text = "# A\n\nCosts $5$ and ^up^, ~gone~ is H~2~O.\n\n# B\n".to_string();
    let mut book = single("a.md", text, "en");
    book.conventions = Some(Conventions::default());
    let tree = tree(&book);
    assert!(tree.contains(r#""Costs $5$ and ^up^, " strikethrough["gone"] " is H~2~O.""#), "{tree}");
}

/// A plan entry for a file that is added to the manuscript.
fn chapter(manuscript: &mut Manuscript, title: &str, path: &str, text: &str, children: Vec<Plan>) -> Plan {
    let file = manuscript.sources.add(path, text);
    let summary = bifolio::source::Span::new(file, 0, 0);
    let (matter, number) = (Matter::Body, vec![1]);
    Plan::Chapter { title: title.into(), file: Some(file), path: path.into(), matter, number, children, span: summary }
}

#[test]
fn links_between_chapters_lead_to_the_right_place() {
    let mut book = Manuscript::default();
    let deep = chapter(
        &mut book,
        "Deep",
        "part/deep.md",
        "## Deep\n\n[up](../one.md#same) [up too](/one.md) [folder](../part/) [here](#same) [page](../one.html#Same)\n\n### Same\n",
        vec![],
    );
    let index =
        chapter(&mut book, "Part", "part/README.md", "# Part\n\n[deep](deep.md#same) [enc](d%65ep.md)\n", vec![deep]);
    let one = chapter(
        &mut book,
        "One",
        "one.md",
        "# One\n\n## Same\n\n[next](part/index.html) [gone](part/dep.md)\n",
        vec![],
    );
    let span = bifolio::source::Span::default();
    let draft = Plan::Chapter {
        title: "Later".into(),
        file: None,
        path: String::new(),
        matter: Matter::Body,
        number: vec![3],
        children: vec![],
        span,
    };
    book.plan = vec![one, Plan::Part { title: "The part".into(), children: vec![index, draft], span }];
    insta::assert_snapshot!("tree_of_a_book", tree(&book));
}

#[test]
fn a_chapter_takes_its_heading_from_the_file_or_the_plan() {
    let cases = [
        ("# Own words\n\ntext\n\n## Sub\n", "Own words", 1),
        ("## planned title!\n\ntext\n\n## Sub\n", "planned title!", 1),
        ("## Only\n\n### Sub\n", "Only", 1),
        ("text\n\n## A\n\n## B\n", "Planned Title", 2),
        ("text\n", "Planned Title", 0),
        ("---\ntitle: x\n---\n# After\n", "After", 0),
    ];
    for (text, heading, sections) in cases {
        let mut book = Manuscript::default();
        let plan = chapter(&mut book, "Planned Title", "a.md", text, vec![]);
        book.plan.push(plan);
        let draft = read(&book, &mut Diagnostics::default());
        let division = &draft.divisions[0];
        let own = division.heading.as_ref().map(|h| bifolio::document::plain_text(&h.content));
        assert_eq!((own.as_deref(), division.children.len()), (Some(heading), sections), "{text}");
        assert_eq!(division.title, "Planned Title");
        assert!(division.children.iter().all(|child| child.role == Role::Section));
    }
}

/// Icons become characters: every one of them is in a typeface.
#[test]
fn every_sign_of_an_icon_has_a_glyph() {
    let fonts = bifolio::font::FontBook::builtin();
    let missing: Vec<&str> = bifolio::markdown::signs()
        .filter(|sign| sign.chars().any(|c| !fonts.faces().any(|(_, face)| face.has(c))))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

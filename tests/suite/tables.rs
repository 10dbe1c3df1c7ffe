//! Tables and code that fit no page: `tests/books/tables-and-code.md`, set and written.
//!
//! What was written is what the pages and the publication say, and nothing stands outside of the text block.

use bifolio::design::Design;
use bifolio::diagnostic::{Code, Diagnostics, Severity};
use bifolio::document::{BlockKind, Document, InlineKind, each_block, each_inline};
use bifolio::font::FontBook;
use bifolio::manuscript::{self, Disk, InMemory};
use bifolio::page::{Item, Page, Pages};
use bifolio::units::{Length, Size};
use bifolio::{build, epub};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

struct Book {
    document: Document,
    pages: Pages,
    diagnostics: Diagnostics,
}

fn book() -> Book {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/tables-and-code.md");
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(&path, &Disk, &mut diagnostics).expect("the manuscript is there");
    let document = build::read(&manuscript, &Disk, &(), &mut diagnostics);
    let pages = build::set(&manuscript, &document, &FontBook::builtin(), &mut diagnostics);
    Book { document, pages, diagnostics }
}

/// The text block: its size as the items of the page see it, and its corner.
fn block(page: &Page, design: &Design) -> (Length, Length, Size) {
    let side = if page.label.number % 2 == 1 { design.page.inner } else { design.page.outer };
    let (width, height) = (design.page.measure(), design.page.height());
    if !page.turned {
        return (side, design.page.head, Size::new(width, height));
    }
    // Turned to the left, what is above on the sheet is at the right.
    let below = page.size.height - design.page.head - height;
    (below, side, Size::new(height, width))
}

#[test]
fn nothing_of_a_table_or_of_code_stands_outside_the_text_block() {
    let (book, design) = (book(), Design::default());
    assert!(book.pages.pages.iter().filter(|page| page.turned).count() > 2);
    for page in &book.pages.pages {
        let (left, top, size) = block(page, &design);
        for item in &page.items {
            let (from, to, y) = match item {
                Item::Glyphs(run) => (run.origin.x, run.origin.x + run.width(), run.origin.y),
                Item::Rule { frame, .. } | Item::Image { frame, .. } => (frame.origin.x, frame.right(), frame.bottom()),
                Item::Link { .. } | Item::Anchor { .. } => continue,
            };
            let hair = Length::pt(0.5);
            let hang = Length::pt(8.0);
            let inside =
                from >= left - hang && to <= left + size.width + hang && y >= top && y <= top + size.height + hair;
            assert!(inside, "page {}: {item:?} is outside of {left} {top} {size:?}", page.label);
        }
    }
    assert!(book.diagnostics.sorted().iter().all(|finding| finding.code != Code::OverfullLine));
}

#[test]
fn what_was_done_with_wide_tables_is_told() {
    let book = book();
    let told: Vec<_> =
        book.diagnostics.sorted().into_iter().filter(|finding| finding.code == Code::WideTable).collect();
    assert!(told.iter().any(|finding| finding.severity == Severity::Note && finding.message.contains("turned")));
    assert!(told.iter().any(|finding| finding.severity == Severity::Warning && finding.message.contains("broken")));
    assert!(told.iter().all(|finding| finding.span.is_some() && !finding.hints.is_empty()));
}

/// Letters and figures, and how often each stands in a text.
fn letters<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    let letters = texts.into_iter().flat_map(str::chars).filter(|c| c.is_alphanumeric());
    letters.for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

/// What the tables and the code of a book say.
fn written(document: &Document) -> BTreeMap<char, usize> {
    let mut texts = Vec::new();
    let mut of_blocks = |blocks: &[bifolio::document::Block]| {
        each_block(blocks, &mut |block| {
            if let BlockKind::Code(code) = &block.kind {
                texts.extend([code.text.clone(), code.title.clone().unwrap_or_default()]);
            }
        });
        each_inline(blocks, &mut |inline| {
            if let InlineKind::Text(text) | InlineKind::Code(text) = &inline.kind {
                texts.push(text.clone());
            }
        });
    };
    document.divisions.iter().for_each(|division| division.each(&mut |division| of_blocks(&division.blocks)));
    document.notes.iter().for_each(|note| of_blocks(&note.blocks));
    letters(texts.iter().map(String::as_str))
}

#[test]
fn no_letter_of_a_table_or_of_code_is_lost() {
    let book = book();
    let written = written(&book.document);
    let runs = book.pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Glyphs(run) => Some(run.text.as_str()),
        Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => None,
    });
    let printed = letters(runs);
    // The pages say more: titles, contents, and the heads of tables again.
    for (letter, count) in &written {
        // A ligature that is a character is spelt out.
        if *letter != 'ﬁ' {
            assert!(printed.get(letter).is_some_and(|printed| printed >= count), "{letter:?}: {count}");
        }
    }
    let bytes = epub::write(&book.document, &epub::Options::default()).expect("an archive");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut texts = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a file");
        if file.name().contains("chapter") {
            let mut text = String::new();
            file.read_to_string(&mut text).expect("UTF-8");
            let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
            let tree = roxmltree::Document::parse_with_options(&text, options).expect("well-formed");
            texts
                .extend(tree.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).map(String::from));
        }
    }
    let shown = letters(texts.iter().map(String::as_str));
    for (letter, count) in &written {
        assert!(shown.get(letter).is_some_and(|shown| shown >= count), "{letter:?}: {count}");
    }
}

/// The pages of a text.
fn set_text(text: &str) -> Pages {
    let files = InMemory::new([("a.md", text)]);
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(Path::new("a.md"), &files, &mut diagnostics).expect("the manuscript is there");
    let document = build::read(&manuscript, &files, &(), &mut diagnostics);
    build::set(&manuscript, &document, &FontBook::builtin(), &mut diagnostics)
}

fn says(page: &Page, text: &str) -> bool {
    page.items.iter().any(|item| matches!(item, Item::Glyphs(run) if run.text.contains(text)))
}

#[test]
fn rows_that_a_cell_spans_stand_on_one_turned_page() {
    let wide = (0..14).map(|column| format!("<td>incomprehensibly{column}</td>")).collect::<String>();
    let group = |group: usize| {
        let rows = (1..4).map(|row| format!("<tr><td>g{group}r{row}.</td>{wide}</tr>")).collect::<String>();
        format!("<tr><td rowspan=\"4\">all</td><td>g{group}r0.</td>{wide}</tr>{rows}")
    };
    let head = "<th>h</th>".repeat(16);
    let text = format!("# A\n\n<table><tr>{head}</tr>{}</table>\n", (0..12).map(group).collect::<String>());
    let pages = set_text(&text);
    let turned: Vec<&Page> = pages.pages.iter().filter(|page| page.turned).collect();
    assert!(turned.len() > 1, "the table goes over pages");
    for group in 0..12 {
        let place = |row: usize| turned.iter().position(|page| says(page, &format!("g{group}r{row}.")));
        assert!(place(0).is_some(), "group {group}");
        assert!((1..4).all(|row| place(row) == place(0)), "group {group} is parted");
    }
}

/// A row higher than a page, whose cells have no lines at the same heights, goes on over pages.
#[test]
fn a_row_of_blocks_that_no_page_holds_is_cut() {
    let code = (0..180).map(|line| format!("line {line};\n")).collect::<String>();
    let list = (0..90).map(|item| format!("- item {item}.\n")).collect::<String>();
    let text = format!(
        "# A\n\n<table><tr><th>a<th>b<tr><td rowspan=2>\n\n```text\n{code}```\n\n<td>\n\n{list}\n<tr><td><p>x<p>y</table>\n"
    );
    let pages = set_text(&text);
    let design = Design::default();
    for page in &pages.pages {
        for item in &page.items {
            if let Item::Glyphs(run) = item {
                assert!(run.origin.y <= design.page.head + design.page.height(), "{}: {}", page.label, run.text);
            }
        }
    }
    for said in (0..180).map(|line| format!("line {line};")).chain((0..90).map(|item| format!("item {item}."))) {
        assert_eq!(pages.pages.iter().filter(|page| says(page, &said)).count(), 1, "{said}");
    }
}

/// Lines of boxes and arrows are of the face of the code, each as wide as a letter.
#[test]
fn boxes_and_arrows_in_code_stand_in_the_columns_of_its_letters() {
    let drawn = "├──└│┌┐┘┬┴┼═║╔╗╚╝━┃→←↑↓⇒▶◀▲▼●█▒✓";
    let pages = set_text(&format!("# A\n\n```text\nabc\n{drawn}\n```\n"));
    let runs = pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Glyphs(run) => Some(run),
        _ => None,
    });
    let runs: Vec<_> = runs.collect();
    let letters = runs.iter().find(|run| run.text.starts_with("abc")).expect("the letters");
    let of_line: Vec<_> = runs.iter().filter(|run| run.text.chars().any(|c| drawn.contains(c))).collect();
    assert_eq!(of_line.iter().map(|run| run.text.trim()).collect::<String>(), drawn);
    for run in of_line {
        assert_eq!(run.face, letters.face, "{}", run.text);
        let width = letters.glyphs[0].advance;
        assert!(run.glyphs.iter().all(|glyph| glyph.id != 0 && glyph.advance == width), "{}", run.text);
    }
    let document = {
        let files = InMemory::new([("a.md", format!("# A\n\n```text\n{drawn}\n```\n").as_str())]);
        let mut diagnostics = Diagnostics::default();
        let manuscript =
            manuscript::load(Path::new("a.md"), &files, &mut diagnostics).expect("the manuscript is there");
        build::read(&manuscript, &files, &(), &mut diagnostics)
    };
    let bytes = epub::write(&document, &epub::Options::default()).expect("an archive");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let found = (0..archive.len()).any(|at| {
        let mut text = String::new();
        let read = archive.by_index(at).expect("a file").read_to_string(&mut text);
        read.is_ok() && text.contains(drawn)
    });
    assert!(found, "the EPUB has the line as it is");
}

/// A line of a million characters and a table of a thousand columns are set as fast as others.
#[test]
fn sizes_without_reason_are_bounded() {
    let line = "[1,'x',{a:2}],".repeat(80_000);
    let columns = "| a ".repeat(1_000);
    let rule = "|---".repeat(1_000);
    let text = format!("# A\n\n```js\nlet a = {line};\n```\n\n{columns}|\n{rule}|\n{columns}|\n");
    let files = InMemory::new([("a.md", text.as_str())]);
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(Path::new("a.md"), &files, &mut diagnostics).expect("the manuscript is there");
    let document = build::read(&manuscript, &files, &(), &mut diagnostics);
    let pages = build::set(&manuscript, &document, &FontBook::builtin(), &mut diagnostics);
    assert!(pages.pages.len() > 100);
}

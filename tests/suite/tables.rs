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

//! The whole typesetter on manuscripts that are hard to set: the one in `books/typesetting`, and made-up ones of all blocks.
//!
//! Whatever a manuscript holds: nothing stands outside of its page, no line is wider than its measure, no letter is lost or
//! shown twice, and the same manuscript gives the same pages.

use bifolio::build;
use bifolio::design::{Design, Overrides, THEMES};
use bifolio::diagnostic::{Diagnostics, Severity};
use bifolio::document::{Block, BlockKind, Document, Inline, InlineKind, each_block, each_inline, plain_text};
use bifolio::font::FontBook;
use bifolio::manuscript::{self, Disk, Files, InMemory, Manuscript};
use bifolio::page::{self, GlyphRun, Item, Page, Pages};
use bifolio::typeset::typeset;
use bifolio::units::{Length, Point, Rect};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

fn read(path: &Path, files: &dyn Files) -> (Manuscript, Document) {
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(path, files, &mut diagnostics).expect("the manuscript is there");
    let document = build::read(&manuscript, files, &(), &mut diagnostics);
    assert_eq!(diagnostics.count(Severity::Error), 0, "{:?}", diagnostics.sorted());
    (manuscript, document)
}

fn set(document: &Document, overrides: &Overrides) -> Pages {
    typeset(document, &Design::new(overrides), &FontBook::builtin(), &mut Diagnostics::default())
}

fn runs(items: &[Item]) -> impl Iterator<Item = &GlyphRun> {
    items.iter().filter_map(|item| if let Item::Glyphs(run) = item { Some(run) } else { None })
}

/// What an item draws, as an area of the upright page; glyphs from their baseline to their x-height, about.
fn area(page: &Page, item: &Item) -> Option<Rect> {
    let area = match item {
        Item::Glyphs(run) => Rect::new(run.origin.x, run.origin.y - run.size / 2, run.width(), run.size / 2),
        Item::Image { frame, .. } | Item::Rule { frame, .. } => *frame,
        _ => return None,
    };
    Some(area).map(|area| {
        if page.items.iter().any(|other| std::ptr::eq(other, item)) { page.upright_area(&area) } else { area }
    })
}

/// The first thing that stands outside of its page.
fn outside(pages: &Pages) -> Option<String> {
    let hair = Length::pt(0.5);
    pages.pages.iter().find_map(|page| {
        let is_outside = |area: &Rect| {
            let corner = Point::new(area.right(), area.bottom());
            let before = area.origin.x < -hair || area.origin.y < -hair;
            before || corner.x > page.size.width + hair || corner.y > page.size.height + hair
        };
        let mut items = page.furniture.iter().chain(&page.items);
        let found = items.find(|item| area(page, item).as_ref().is_some_and(is_outside))?;
        Some(format!("page {}: {found:?}", page.label))
    })
}

/// How often each letter or figure stands in texts.
fn letters<'a>(texts: impl IntoIterator<Item = &'a str>, wanted: impl Fn(char) -> bool) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    texts.into_iter().flat_map(str::chars).filter(|c| wanted(*c)).for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

fn shown(pages: &Pages, wanted: impl Fn(char) -> bool) -> BTreeMap<char, usize> {
    letters(pages.pages.iter().flat_map(|page| runs(&page.items)).map(|run| run.text.as_str()), wanted)
}

/// Every text of the tree that a page shows, each once.
fn written(document: &Document) -> Vec<String> {
    let mut texts = Vec::new();
    for division in &document.divisions {
        division.each(&mut |division| {
            texts.extend(division.heading.iter().map(|heading| plain_text(&heading.content)));
            words(&division.blocks, &mut texts);
        });
    }
    document.notes.iter().for_each(|note| words(&note.blocks, &mut texts));
    texts
}

fn words(blocks: &[Block], texts: &mut Vec<String>) {
    each_inline(blocks, &mut |inline: &Inline| {
        if let InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math(text) = &inline.kind {
            texts.push(text.clone());
        }
    });
    each_block(blocks, &mut |block: &Block| {
        if let BlockKind::Code(code) = &block.kind {
            texts.push(code.text.clone());
        }
    });
}

#[test]
fn the_hardest_book_is_set_in_every_theme() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/typesetting");
    let (manuscript, document) = read(&path, &Disk);
    // A ligature that is typed as one character is shown as its letters.
    let written: Vec<String> = written(&document).iter().map(|text| text.replace('ﬁ', "fi")).collect();
    for base in THEMES {
        let pages = set(&document, &Overrides { base: Some(base.into()), ..manuscript.overrides.clone() });
        assert!(pages.pages.len() > 40, "{base}");
        assert_eq!(outside(&pages), None, "{base}");
        let report = page::report(&pages);
        assert_eq!((report.overfull_lines, report.orphans, report.widows), (0, 0, 0), "{base}: {report:?}");
        let shown = shown(&pages, char::is_alphanumeric);
        for (letter, count) in letters(written.iter().map(String::as_str), char::is_alphanumeric) {
            let found = shown.get(&letter).copied().unwrap_or_default();
            assert!(found >= count, "{base}: {letter:?}: {found} of {count}");
        }
    }
}

/// Words in Greek, which no word of the program is: what is shown of them is the text and nothing else.
fn greek(words: usize) -> String {
    const WORDS: [&str; 9] =
        ["λέξη", "γραμμή", "και", "στοιχειοθεσία", "σελίδα", "η", "ακατανόητος", "περιθώριο", "το"];
    (0..words).map(|i| WORDS[(i * i + words) % WORDS.len()]).collect::<Vec<_>>().join(" ")
}

/// The lines of a text, each with something before it.
fn with(before: &str, text: &str) -> String {
    text.lines().map(|line| format!("{before}{line}\n")).collect()
}

/// One block of every kind, of about so many words; `n` keeps the names of notes apart.
fn block(kind: usize, words: usize, n: usize) -> String {
    let (text, some) = (greek(words), greek(words % 7 + 1));
    match kind {
        0 => text,
        1 => format!("## {some}"),
        2 => (0..words % 8 + 1).map(|depth| format!("{}- {some}\n", "  ".repeat(depth))).collect(),
        3 => (0..words % 12 + 1).map(|i| format!("{}. {}\n", i + 97, greek(i * 5 + 1))).collect(),
        4 => with("> ", &format!("{text}\n\n> {some}")),
        5 => format!("```\n{}\n```", vec![some.as_str(); words % 90 + 1].join("\n")),
        6 => format!("```verse\n{}\n\n{text}\n```", vec![some.as_str(); words % 20 + 1].join("\n")),
        7 => format!(
            "| a | b |\n|---|--:|\n{}",
            format!("| {some} | {} |\n", greek(words / 8 + 1)).repeat(words % 50 + 1)
        ),
        8 => format!("{some}[^n{n}] {some}\n\n[^n{n}]: {text}\n\n    {some}"),
        9 => "![](a.svg \"Caption\")".into(),
        10 => with("> ", &format!("[!WARNING]\n{text}")),
        11 => "---".into(),
        12 => format!("{some}\n: {text}\n: {some}"),
        13 => "μακρύ".repeat(words / 4 + 1),
        14 => format!("`{}`", "μακρύ_".repeat(words / 4 + 1)),
        15 => format!("{some}\\\n{text}\\\n{some}"),
        _ => format!("- [x] {some}\n- [ ] {text}"),
    }
}

fn manuscript() -> impl Strategy<Value = String> {
    prop::collection::vec((0..17usize, 1..160usize), 1..22).prop_map(|blocks| {
        let mut text = String::from("---\ntitle: A Book\nlanguage: en\n---\n\n# Chapter\n\n");
        for (n, (kind, words)) in blocks.into_iter().enumerate() {
            text.push_str(&block(kind, words, n));
            // A comment parts two lists that would be one.
            text.push_str("\n\n<!-- -->\n\n");
        }
        text
    })
}

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='700'><path d='M0 0H300V700H0Z'/></svg>";

fn is_greek(c: char) -> bool {
    ('\u{370}'..='\u{3ff}').contains(&c)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_manuscript_is_set_whole_and_on_its_pages(text in manuscript(), theme in 0..3usize, small in any::<bool>()) {
        let files = InMemory::new([("book.md", text.as_str()), ("a.svg", SVG)]);
        let (_, document) = read(Path::new("book.md"), &files);
        let trim = small.then(|| bifolio::units::Size::new(Length::pt(260.0), Length::pt(380.0)));
        // No headings below a chapter in the contents: there they would be shown a second time.
        let overrides = Overrides { base: Some(THEMES[theme].into()), trim, ..Overrides::default() };
        let mut design = Design::new(&overrides);
        design.book.contents_depth = 1;
        let set = || typeset(&document, &design, &FontBook::builtin(), &mut Diagnostics::default());
        let pages = set();
        prop_assert_eq!(outside(&pages), None);
        let report = page::report(&pages);
        prop_assert_eq!(report.overfull_lines, 0);
        let written = written(&document);
        prop_assert_eq!(shown(&pages, is_greek), letters(written.iter().map(String::as_str), is_greek));
        let fonts = FontBook::builtin();
        prop_assert_eq!(page::dump(&set(), &fonts), page::dump(&pages, &fonts));
    }
}

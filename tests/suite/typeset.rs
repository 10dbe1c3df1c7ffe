//! Pages: goldens of small texts, and what must hold of every page of a real book.
//!
//! `fixtures/pages/*.md` → page dumps (`cargo insta review` to bless). The rules are checked on the sample manuscript and
//! on made-up prose.

use bifolio::design::Design;
use bifolio::diagnostic::{Diagnostics, Severity};
use bifolio::document::{Document, plain_text};
use bifolio::font::FontBook;
use bifolio::manuscript::{self, Disk, InMemory};
use bifolio::page::{self, Glyph, Item, LabelStyle, Page, Pages};
use bifolio::units::Length;
use bifolio::{build, typeset};
use std::collections::BTreeMap;
use std::path::Path;

/// A manuscript, settled and set.
fn set(path: &Path, files: &dyn manuscript::Files) -> (Document, Pages) {
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(path, files, &mut diagnostics).expect("the manuscript is there");
    let document = build::read(&manuscript, files, &(), &mut diagnostics);
    let fonts = build::fonts(&manuscript, &[&document], &mut diagnostics);
    let pages = build::set(&manuscript, &document, &fonts, &mut diagnostics);
    assert_eq!(diagnostics.count(Severity::Error), 0, "{:?}", diagnostics.sorted());
    (document, pages)
}

fn sample() -> (Document, Pages) {
    set(&Path::new(env!("CARGO_MANIFEST_DIR")).join("manuscript"), &Disk)
}

/// A book of plain paragraphs of many lengths.
fn prose() -> (Document, Pages) {
    let words =
        ["the", "printer", "of", "an", "old", "quarter", "understood", "paper", "a", "stone", "without", "doubt"];
    let mut text = String::from("---\ntitle: Prose\n---\n");
    for chapter in 0..6 {
        text.push_str(&format!("\n# Chapter {}\n", chapter + 1));
        for paragraph in 0..60usize {
            let count = 4 + (paragraph * 37 + chapter * 13) % 140;
            let line: Vec<&str> = (0..count).map(|i| words[(i * i + paragraph + chapter) % words.len()]).collect();
            text.push_str(&format!("\n{}.\n", line.join(" ")));
        }
    }
    set(Path::new("prose.md"), &InMemory::new([("prose.md", text.as_str())]))
}

fn runs(items: &[Item]) -> impl Iterator<Item = &page::GlyphRun> {
    items.iter().filter_map(|item| match item {
        Item::Glyphs(run) => Some(run),
        Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => None,
    })
}

#[test]
fn fixtures_are_set_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the fixtures").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    assert!(paths.len() > 5);
    for path in paths {
        let (_, pages) = set(&path, &Disk);
        let name = format!("pages_{}", path.file_stem().unwrap_or_default().to_string_lossy());
        insta::assert_snapshot!(name, page::dump(&pages, &FontBook::builtin()));
    }
}

/// A book of two chapters and a preface with notes, its theme as given.
fn noted(theme: &str) -> Pages {
    let config = format!("[book]\ntitle = \"T\"\nauthors = [\"A\"]\nlanguage = \"en\"\n[theme]\n{theme}\n");
    let text = |name: &str| {
        let words = "The printer came in the morning with a case of type under his arm. ".repeat(30);
        format!(
            "# {name}[^t]\n\n{words}[^a] Right!\u{2014}[^b] {words}\n\n[^t]: {name} title.\n[^a]: {name} first.\n[^b]: {name} last.\n"
        )
    };
    let files = InMemory::default()
        .with("b/book.toml", config.as_bytes())
        .with("b/src/SUMMARY.md", b"[Preface](preface.md)\n\n- [One](one.md)\n- [Two](two.md)\n")
        .with("b/src/preface.md", text("Preface").as_bytes())
        .with("b/src/one.md", text("One").as_bytes())
        .with("b/src/two.md", text("Two").as_bytes());
    set(Path::new("b"), &files).1
}

/// The words of a page, each line of them once.
fn words(page: &Page) -> String {
    runs(&page.items).map(|run| run.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The page of an anchor, from 0.
fn page_of(pages: &Pages, name: &str) -> usize {
    let has = |page: &Page| page.items.iter().any(|item| matches!(item, Item::Anchor { id, .. } if id.0 == name));
    pages.pages.iter().position(has).unwrap_or_else(|| panic!("no anchor {name}"))
}

#[test]
fn notes_stand_where_the_theme_wants_them() {
    for (theme, at_end) in [("notes = \"foot\"", false), ("notes = \"chapter\"", false), ("notes = \"book\"", true)] {
        let pages = noted(theme);
        let all: Vec<String> = pages.pages.iter().map(words).collect();
        for words in
            ["Preface", "One", "Two"].iter().flat_map(|n| ["title.", "first.", "last."].map(|w| format!("{n} {w}")))
        {
            let shown: usize = all.iter().map(|page| page.matches(&words).count()).sum();
            assert_eq!(shown, 1, "{theme}: {words}");
        }
        for note in 1..=9 {
            let (mark, text) = (page_of(&pages, &format!("fnref.{note}")), page_of(&pages, &format!("fn.{note}")));
            assert!(mark <= text, "{theme}: note {note}");
            assert!(theme != "notes = \"foot\"" || mark == text, "{theme}: note {note}");
        }
        let titles: Vec<&str> = pages.outline.iter().map(|entry| entry.title.as_str()).collect();
        assert_eq!(titles.last() == Some(&"Notes"), at_end, "{titles:?}");
        assert_eq!(pages.pages.last().map(|page| words(page).contains("Notes")), Some(theme != "notes = \"foot\""));
    }
}

#[test]
fn no_line_begins_with_the_mark_of_a_note() {
    for trim in ["4x6in", "4.1x6in", "4.2x6in", "4.3x6in", "4.4x6in", "4.5x6in"] {
        let pages = noted(&format!("trim = \"{trim}\""));
        for page in &pages.pages {
            let edge = runs(&page.items).map(|run| run.origin.x).min().unwrap_or_default() + Length::pt(2.0);
            for item in &page.items {
                let begins = matches!(item, Item::Anchor { id, at } if id.0.starts_with("fnref.") && at.x < edge);
                assert!(!begins, "{trim}, page {}: {item:?}", page.label);
            }
        }
    }
}

#[test]
fn a_note_that_goes_on_stands_under_a_rule_of_the_measure() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages/notes-long.md");
    let (_, pages) = set(&path, &Disk);
    let rules: Vec<f64> = pages
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|item| match item {
            Item::Rule { frame, .. } => Some(frame.size.width.to_pt()),
            _ => None,
        })
        .collect();
    let widest = rules.iter().copied().fold(0.0, f64::max);
    assert!(rules.len() > 1 && rules[0] < widest / 4.0 && rules[1] == widest, "{rules:?}");
}

/// The left edge of the text block of a page.
fn left(page: &Page, design: &Design) -> Length {
    if page.label.number % 2 == 1 { design.page.inner } else { design.page.outer }
}

#[test]
fn nothing_stands_outside_the_text_block() {
    let design = Design::default();
    for (_, pages) in [sample(), prose()] {
        for page in &pages.pages {
            let left = left(page, &design);
            let right = left + design.page.measure();
            let bottom = design.page.head + design.page.height();
            for run in runs(&page.items) {
                let hang = run.size;
                let end = run.origin.x + run.glyphs.iter().map(|g: &Glyph| g.advance).sum::<Length>();
                assert!(run.origin.x >= left - hang, "page {}: {:?}", page.label, run.text);
                assert!(end <= right + hang, "page {}: {:?}", page.label, run.text);
                let inside = run.origin.y >= design.page.head && run.origin.y <= bottom;
                assert!(inside, "page {}: {:?}", page.label, run.text);
            }
            for item in &page.items {
                if let Item::Image { frame, .. } | Item::Rule { frame, .. } = item {
                    let inside = frame.origin.y >= design.page.head && frame.bottom() <= bottom;
                    assert!(
                        inside && frame.origin.x >= left && frame.right() <= right,
                        "page {}: {item:?}",
                        page.label
                    );
                }
            }
        }
    }
}

/// Letters and figures, and how often each stands in a text.
fn letters<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    let letters = texts.into_iter().flat_map(str::chars).filter(|c| c.is_alphanumeric());
    letters.for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

fn written(document: &Document) -> Vec<String> {
    let mut texts = Vec::new();
    for division in &document.divisions {
        division.each(&mut |division| {
            texts.extend(division.heading.iter().map(|heading| plain_text(&heading.content)));
            division.each_own_inline(&mut |inline| {
                if let bifolio::document::InlineKind::Text(text) | bifolio::document::InlineKind::Code(text) =
                    &inline.kind
                {
                    texts.push(text.clone());
                }
            });
        });
    }
    texts
}

#[test]
fn no_letter_of_the_text_is_lost() {
    for (document, pages) in [sample(), prose()] {
        let written = written(&document);
        let shown = letters(pages.pages.iter().flat_map(|page| runs(&page.items)).map(|run| run.text.as_str()));
        for (letter, count) in letters(written.iter().map(String::as_str)) {
            let found = shown.get(&letter).copied().unwrap_or_default();
            assert!(found >= count, "{letter:?}: {found} of {count}");
        }
    }
}

/// The baselines of a page from above to below, each with its left and right end.
fn lines(page: &Page) -> Vec<(Length, Length, Length)> {
    let mut lines: BTreeMap<Length, (Length, Length)> = BTreeMap::new();
    for run in runs(&page.items) {
        let end = run.origin.x + run.width();
        let line = lines.entry(run.origin.y).or_insert((run.origin.x, end));
        *line = (line.0.min(run.origin.x), line.1.max(end));
    }
    lines.into_iter().map(|(y, (from, to))| (y, from, to)).collect()
}

#[test]
fn the_report_finds_no_fault_in_lines_and_edges() {
    for (_, pages) in [sample(), prose()] {
        let report = page::report(&pages);
        assert!(report.lines > 500 && report.justified_lines > 400, "{report:?}");
        assert_eq!((report.overfull_lines, report.orphans, report.widows), (0, 0, 0), "{report:?}");
        assert!(report.longest_hyphen_run <= 2, "{report:?}");
        assert_eq!(report.missing_glyphs, 0, "{report:?}");
    }
}

/// Every line of text on the page has its figures, at its own baseline.
#[test]
fn no_line_escapes_the_report() {
    let (_, pages) = sample();
    for page in &pages.pages {
        let counted: Vec<Length> = page.lines.iter().map(|line| line.at.y).collect();
        let words = runs(&page.items).filter(|run| run.text.split_whitespace().count() > 2);
        for run in words {
            assert!(counted.contains(&run.origin.y), "page {}: {:?}", page.label, run.text);
        }
    }
}

#[test]
fn no_line_of_a_paragraph_stands_alone() {
    let design = Design::default();
    let (_, pages) = prose();
    let hair = Length::pt(6.0);
    let text: Vec<&Page> = pages.pages.iter().filter(|p| p.label.style == LabelStyle::Arabic).collect();
    assert!(text.len() > 40);
    for (page, next) in text.iter().zip(&text[1..]) {
        let (left, right) = (left(page, &design), left(page, &design) + design.page.measure());
        let lines = lines(page);
        let opens = |page: &Page| lines_start(page) > design.page.head + design.page.leading * 2;
        if let Some((_, from, to)) = lines.first().filter(|_| !opens(page)) {
            let is_widow = *from < left + hair && *to < right - hair;
            assert!(!is_widow, "a widow on page {}", page.label);
        }
        if let Some((_, from, to)) = lines.last().filter(|_| !opens(next)) {
            let is_orphan = *from > left + hair && *to > right - hair;
            assert!(!is_orphan, "an orphan on page {}", page.label);
        }
    }
}

/// The highest baseline of a page.
fn lines_start(page: &Page) -> Length {
    lines(page).first().map_or(Length::ZERO, |line| line.0)
}

#[test]
fn facing_pages_of_prose_end_level() {
    let (_, pages) = prose();
    let foot = |page: &Page| lines(page).last().map_or(Length::ZERO, |line| line.0);
    let text: Vec<&Page> = pages.pages.iter().filter(|p| p.label.style == LabelStyle::Arabic).collect();
    // Where the right-hand page is the last of its chapter or opens one, there is nothing to compare.
    let is_text = |page: &&Page| !page.furniture.is_empty() && foot(page) > Length::pt(400.0);
    let spreads: Vec<(&Page, &Page)> = text[1..]
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .filter(|(verso, recto)| is_text(verso) && is_text(recto) && lines_start(recto) < Length::pt(90.0))
        .collect();
    assert!(spreads.len() > 15);
    let level = spreads.iter().filter(|(verso, recto)| foot(verso) == foot(recto)).count();
    assert!(level * 10 >= spreads.len() * 8, "{level} of {} spreads are level", spreads.len());
    let design = Design::default();
    let block = design.page.head + design.page.height();
    let shortest = spreads.iter().map(|(verso, _)| block - foot(verso)).max().unwrap_or_default();
    assert!(shortest < design.page.leading * 3, "a page is {shortest} short");
}

#[test]
fn a_note_begins_on_the_page_of_its_mark() {
    let (_, pages) = sample();
    let mut found = 0;
    for page in &pages.pages {
        let names: Vec<&str> = page
            .items
            .iter()
            .filter_map(|item| if let Item::Anchor { id, .. } = item { Some(id.0.as_str()) } else { None })
            .collect();
        for number in names.iter().filter_map(|name| name.strip_prefix("fnref.")) {
            let note = format!("fn.{number}");
            assert!(names.contains(&note.as_str()), "note {number} is not on page {}", page.label);
            found += 1;
        }
    }
    assert!(found > 5, "the sample has notes");
}

#[test]
fn a_heading_has_text_below_it_on_its_page() {
    let (document, pages) = sample();
    let mut ids = Vec::new();
    for division in document.divisions.iter().filter(|d| !d.blocks.is_empty()) {
        division.each(&mut |d| ids.push(d.id.clone()));
    }
    for page in &pages.pages {
        for item in &page.items {
            let Item::Anchor { id, at } = item else { continue };
            if ids.contains(id) {
                let below = lines(page).iter().filter(|line| line.0 > at.y).count();
                assert!(below >= 2, "{id} is the last on page {}", page.label);
            }
        }
    }
}

#[test]
fn every_link_and_every_line_of_the_outline_leads_somewhere() {
    let (_, pages) = sample();
    let all = || pages.pages.iter().flat_map(|page| &page.items);
    let anchors: Vec<&str> =
        all().filter_map(|item| if let Item::Anchor { id, .. } = item { Some(id.0.as_str()) } else { None }).collect();
    for item in all() {
        if let Item::Link { target: page::LinkTarget::Anchor(id), .. } = item {
            assert!(anchors.contains(&id.0.as_str()), "{id}");
        }
    }
    let mut work: Vec<&page::OutlineEntry> = pages.outline.iter().collect();
    assert!(work.len() > 3);
    while let Some(entry) = work.pop() {
        assert!(anchors.contains(&entry.anchor.0.as_str()), "{}", entry.anchor);
        work.extend(&entry.children);
    }
}

#[test]
fn every_theme_sets_the_sample() {
    let (document, _) = sample();
    for base in bifolio::design::THEMES {
        let overrides = bifolio::design::Overrides { base: Some(base.into()), ..Default::default() };
        let design = Design::new(&overrides);
        let pages = typeset::typeset(&document, &design, &FontBook::builtin(), &mut Diagnostics::default());
        assert!(pages.pages.len() > 10, "{base}");
        assert!(pages.pages.iter().all(|page| page.size == design.page.trim));
    }
}

//! The page list: the sample book is made in both formats, and what the EPUB says of every printed page is compared with
//! the page of the PDF, word for word.

use super::epub::{parse, texts};
use super::pdf::judged;
use bifolio::build::{Output, build};
use bifolio::design::Design;
use bifolio::diagnostic::Diagnostics;
use bifolio::manuscript::{self, Disk, InMemory, Manuscript};
use bifolio::{Format, Settings};
use std::path::Path;

/// A page as the page list has it: its label, and the letters of the text that follows its mark.
struct Listed {
    label: String,
    letters: String,
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The pages that an EPUB lists, in the order of the list; each must lead to a mark with its number.
fn listed(epub: &[u8]) -> Vec<Listed> {
    let texts = texts(epub);
    let nav = parse(&texts["OEBPS/nav.xhtml"]);
    let Some(list) = nav.descendants().find(|n| n.attribute("id") == Some("page-list")) else { return Vec::new() };
    let mut pages = Vec::new();
    for link in list.descendants().filter(|n| n.has_tag_name(("http://www.w3.org/1999/xhtml", "a"))) {
        let label = link.text().expect("a label").to_string();
        let (file, id) = link.attribute("href").and_then(|href| href.split_once('#')).expect("a place");
        let document = parse(&texts[&format!("OEBPS/{file}")]);
        let mark = document.descendants().find(|n| n.attribute("id") == Some(id)).expect("the mark");
        assert_eq!(mark.attribute("aria-label"), Some(label.as_str()));
        assert_eq!(mark.attribute("role"), Some("doc-pagebreak"));
        let after = document.descendants().filter(|n| n.is_text() && n.range().start > mark.range().start);
        let text: String = after.filter_map(|n| n.text()).take(40).collect();
        pages.push(Listed { label, letters: letters(&text) });
    }
    pages
}

fn made(manuscript: &Manuscript, files: &dyn manuscript::Files, formats: &[Format]) -> Vec<Output> {
    let mut diagnostics = Diagnostics::default();
    let settings = Settings { formats: formats.to_vec(), ..Settings::default() };
    let outputs = build(manuscript, files, &settings, &(), &mut diagnostics).expect("both books");
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
    outputs
}

fn sample() -> Manuscript {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("manuscript");
    manuscript::load(&path, &Disk, &mut Diagnostics::default()).expect("the sample")
}

#[test]
fn every_page_of_the_list_begins_as_the_printed_page_does() {
    let manuscript = sample();
    let outputs = made(&manuscript, &Disk, &Format::ALL);
    let (pages, pdf) = (listed(&outputs[0].bytes), &outputs[1].bytes);
    let front = pages.iter().filter(|page| page.label.parse::<usize>().is_err()).count();
    assert!(front >= 3 && pages.len() > 40, "{front} {}", pages.len());
    let document = lopdf::Document::load_mem(pdf).expect("a PDF");
    let total = document.get_pages().len();
    // Below the running head and above the folio.
    let design = Design::new(&manuscript.overrides);
    let (top, height) = (design.page.head.to_pt() as usize - 4, design.page.height().to_pt() as usize + 4);
    let first_arabic = first_of_arabic(&document);
    let (mut at_once, mut later) = (0, Vec::new());
    for page in pages.iter().filter(|page| page.label.parse::<usize>().is_ok()) {
        let number: usize = page.label.parse().expect("arabic");
        let at = (first_arabic + number).to_string();
        assert!(first_arabic + number <= total);
        let width = (design.page.trim.width.to_pt() as usize).to_string();
        let crop = [
            "-layout",
            "-f",
            &at,
            "-l",
            &at,
            "-x",
            "0",
            "-y",
            &top.to_string(),
            "-W",
            &width,
            "-H",
            &height.to_string(),
        ];
        let printed = letters(&judged(pdf, "pdftotext", &crop, &["-"]));
        let wanted: String = page.letters.chars().take(24).collect();
        if printed.starts_with(&wanted) { at_once += 1 } else { later.push((page, wanted, printed)) }
    }
    // A figure that fills its page is followed by the text.
    for (page, wanted, printed) in &later {
        let label: usize = page.label.parse().expect("arabic");
        let goes_on = pages.iter().any(|next| next.label == (label + 1).to_string() && next.letters == page.letters);
        assert!(printed.contains(wanted) || goes_on, "page {label}: {wanted} is not in {printed}");
    }
    // The number of an item, the head of a table and a figure may stand before the text.
    assert!(at_once >= later.len() * 4, "{at_once} and {}", later.len());
}

/// How many pages stand before the page 1.
fn first_of_arabic(document: &lopdf::Document) -> usize {
    let catalog = document.catalog().expect("a catalog");
    let labels = document.dereference(catalog.get(b"PageLabels").expect("labels")).expect("an object").1;
    let numbers = labels.as_dict().and_then(|labels| labels.get(b"Nums")).and_then(|nums| nums.as_array());
    let numbers = numbers.expect("an array of ranges");
    let starts: Vec<i64> = numbers.iter().filter_map(|number| number.as_i64().ok()).collect();
    *starts.last().expect("a range") as usize
}

#[test]
fn the_epub_alone_has_the_same_pages_unless_it_is_not_to_have_them() {
    let mut manuscript = sample();
    let both = made(&manuscript, &Disk, &Format::ALL);
    let alone = made(&manuscript, &Disk, &[Format::Epub]);
    assert!(both[0].bytes == alone[0].bytes);
    manuscript.publication.page_list = false;
    let without = made(&manuscript, &Disk, &[Format::Epub]);
    let texts = texts(&without[0].bytes);
    assert!(listed(&without[0].bytes).is_empty());
    assert!(!texts.values().any(|text| text.contains("pagebreak") || text.contains("pageBreak")));
}

/// Every kind of text that a page may begin in.
#[test]
fn pages_begin_in_lists_code_poems_tables_and_quotations() {
    let items: String = (0..60).map(|n| format!("- Item number {n} of a list that goes on and on\n")).collect();
    let code: String = (0..90).map(|n| format!("let value_{n} = {n};\n")).collect();
    let poem: String = (0..90).map(|n| format!("| Line number {n} of a poem\n")).collect();
    let rows: String = (0..80).map(|n| format!("| row {n} | cell of row {n} |\n")).collect();
    let quote: String = (0..300).map(|n| format!("quoted word {n}, ")).collect();
    let text = format!(
        "---\ntitle: Everything\nlanguage: en\n---\n\n# One\n\n{items}\n```\n{code}```\n\n{poem}\n\n| a | b |\n|---|---|\n{rows}\nTable: A caption below\n\n> {quote}\n\n# Two\n\nEnd.\n"
    );
    let files = InMemory::new([("book.md", text.as_str())]);
    let manuscript = manuscript::load(Path::new("book.md"), &files, &mut Diagnostics::default()).expect("a book");
    let outputs = made(&manuscript, &files, &Format::ALL);
    let pages = listed(&outputs[0].bytes);
    let began = |what: &str| pages.iter().any(|page| page.letters.starts_with(what));
    for what in ["itemnumber", "letvalue", "linenumber", "row", "quotedword"] {
        assert!(
            began(what),
            "no page begins in {what}: {:?}",
            pages.iter().map(|p| &p.letters[..20.min(p.letters.len())]).collect::<Vec<_>>()
        );
    }
    let numbers: Vec<usize> = pages.iter().filter_map(|page| page.label.parse().ok()).collect();
    assert!(numbers.is_sorted() && numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
}

/// What stands before the text, and the notes behind a chapter.
#[test]
fn pages_begin_with_the_front_matter_and_in_notes_at_the_end_of_a_chapter() {
    let marks: String = (0..60).map(|n| format!("Text[^{n}]. ")).collect();
    let words: String = (0..40).map(|_| "of the note ").collect();
    let notes: String = (0..60).map(|n| format!("[^{n}]: Words {words}{n}.\n\n")).collect();
    let text = format!(
        "---\ntitle: Notes\nlanguage: en\nauthor: A\npublisher: B\ndedication: To you\ntheme:\n  notes: chapter\n---\n\n\
         # One\n\n{marks}\n\n# Two\n\nEnd.\n\n{notes}"
    );
    let files = InMemory::new([("book.md", text.as_str())]);
    let manuscript = manuscript::load(Path::new("book.md"), &files, &mut Diagnostics::default()).expect("a book");
    let pages = listed(&made(&manuscript, &files, &[Format::Epub])[0].bytes);
    let front: Vec<&str> = pages.iter().map(|page| page.label.as_str()).take(5).collect();
    assert_eq!(front, ["i", "iii", "iv", "v", "vii"]);
    let in_notes = pages.iter().filter(|page| page.letters.contains("ofthenoteofthenote")).count();
    let numbers: Vec<usize> = pages.iter().filter_map(|page| page.label.parse().ok()).collect();
    assert!(in_notes > 5 && numbers.windows(2).all(|pair| pair[0] < pair[1]), "{in_notes} {numbers:?}");
}

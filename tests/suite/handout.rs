//! Handouts, editions, parts of a book and sheets of paper, as the finished files show them.

use super::conformance::claimed;
use super::epub::texts;
use super::judges::{judge, scratch};
use super::pdf::judged;
use bifolio::build::{Output, build};
use bifolio::diagnostic::{Code, Diagnostics, Severity};
use bifolio::impose::{Scheme, Wish};
use bifolio::manuscript::{self, Disk, InMemory, Manuscript};
use bifolio::settings::Part;
use bifolio::units::{Length, Size};
use bifolio::{Format, Settings};
use std::path::{Path, PathBuf};

/// Words of an answer, of what only the teacher has, and of the exercise.
const ANSWER: &str = "quoinlock";
const TEACHER: &str = "safety talk";
const EXERCISE: &str = "How many characters";

fn handout() -> Manuscript {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/handout.md");
    manuscript::load(&path, &Disk, &mut Diagnostics::default()).expect("the handout")
}

fn in_memory(text: &str) -> (Manuscript, InMemory) {
    let files = InMemory::new([("a.md", text)]);
    let manuscript = manuscript::load(Path::new("a.md"), &files, &mut Diagnostics::default()).expect("a manuscript");
    (manuscript, files)
}

/// The books, and every warning or error of their making.
fn outputs(manuscript: &Manuscript, files: &dyn manuscript::Files, settings: &Settings) -> (Vec<Output>, Vec<String>) {
    let mut diagnostics = Diagnostics::default();
    let outputs = build(manuscript, files, settings, &(), &mut diagnostics).expect("the backends do not fail");
    let told = diagnostics.sorted().into_iter().filter(|finding| finding.severity != Severity::Note);
    (outputs, told.map(|finding| finding.message.clone()).collect())
}

fn pdf(manuscript: &Manuscript, files: &dyn manuscript::Files, settings: Settings) -> Vec<u8> {
    let (made, told) = outputs(manuscript, files, &Settings { formats: vec![Format::Pdf], ..settings });
    assert_eq!(told, Vec::<String>::new());
    made.into_iter().next().expect("a PDF").bytes
}

fn read(pdf: &[u8]) -> String {
    judged(pdf, "pdftotext", &["-layout"], &["-"])
}

fn kept(name: &str, bytes: &[u8]) -> PathBuf {
    let path = scratch(&format!("handout/{name}")).join(name);
    std::fs::write(&path, bytes).expect("the file is written");
    path
}

/// Every stream of a PDF, decompressed, and every string of its objects, with the zero bytes of UTF-16 left out.
fn bytes_of(pdf: &[u8]) -> Vec<u8> {
    let doc = lopdf::Document::load_mem(pdf).expect("a PDF");
    let mut all = Vec::new();
    for object in doc.objects.values() {
        if let Ok(stream) = object.as_stream() {
            all.extend(stream.decompressed_content().unwrap_or_else(|_| stream.content.clone()));
        }
        all.extend(format!("{object:?}").into_bytes());
        strings(object, &mut all);
    }
    all.retain(|byte| *byte != 0);
    all
}

fn strings(object: &lopdf::Object, all: &mut Vec<u8>) {
    match object {
        lopdf::Object::String(text, _) => all.extend(text),
        lopdf::Object::Array(list) => list.iter().for_each(|object| strings(object, all)),
        lopdf::Object::Dictionary(entries) => entries.iter().for_each(|(_, object)| strings(object, all)),
        lopdf::Object::Stream(stream) => stream.dict.iter().for_each(|(_, object)| strings(object, all)),
        _ => {}
    }
}

fn holds(all: &[u8], words: &str) -> bool {
    all.windows(words.len()).any(|bytes| bytes == words.as_bytes())
}

#[test]
fn a_student_is_given_no_answer_and_a_teacher_all_of_them() {
    for (edition, shown) in [(None, false), (Some("teacher"), true)] {
        let mut manuscript = handout();
        manuscript.choose(edition, None, None).expect("the edition");
        let (made, told) = outputs(&manuscript, &Disk, &Settings::default());
        assert_eq!(told, Vec::<String>::new());
        let [epub, pdf] = made.as_slice() else { panic!("two books") };
        let text = read(&pdf.bytes).split_whitespace().collect::<Vec<_>>().join(" ");
        let raw = bytes_of(&pdf.bytes);
        let files = texts(&epub.bytes);
        for words in [ANSWER, TEACHER] {
            assert_eq!(text.contains(words), shown, "{edition:?}: {words}");
            assert_eq!(files.values().any(|file| file.contains(words)), shown, "{edition:?}: {words} in the EPUB");
            assert!(shown || !holds(&raw, words), "{words} is in a stream");
        }
        assert!(!shown || text.contains("Answer 2"));
        assert!(text.contains("Exercise 2") && text.contains(EXERCISE));
        // The tree that both are made of has no word of it either: glyphs are numbers, which no search finds.
        let document = bifolio::build::read(&manuscript, &Disk, &(), &mut Diagnostics::default());
        assert_eq!(bifolio::document::dump(&document).contains(ANSWER), shown);
        let name = edition.unwrap_or("student");
        let (pdf_file, epub_file) =
            (kept(&format!("{name}.pdf"), &pdf.bytes), kept(&format!("{name}.epub"), &epub.bytes));
        judge("verapdf", &[Path::new("ua1,2a"), &pdf_file]);
        judge("epubcheck", &[&epub_file]);
    }
}

/// What a heading leaves out is in no contents, no bookmark and no running head either.
#[test]
fn the_titles_of_an_edition_are_its_own() {
    let text = "---\ntitle: T\nlang: en\nauthor: A\n---\n\n# One <span class=\"teacher\">hiddenword</span> here\n\nText.\n\n\
                ## Two <span class=\"teacher\">hiddenword</span> there\n\nText.\n\n# Three\n\nText.\n";
    let (manuscript, files) = in_memory(text);
    let (made, told) = outputs(&manuscript, &files, &Settings::default());
    assert_eq!(told, Vec::<String>::new());
    let [epub, pdf] = made.as_slice() else { panic!("two books") };
    let found = texts(&epub.bytes);
    assert!(found.values().any(|file| file.contains("Two there")) && found.values().all(|f| !f.contains("hiddenword")));
    assert!(!holds(&bytes_of(&pdf.bytes), "hiddenword") && !read(&pdf.bytes).contains("hiddenword"));
    let document = bifolio::build::read(&manuscript, &files, &(), &mut Diagnostics::default());
    assert!(!bifolio::document::dump(&document).contains("hiddenword"));
}

#[test]
fn a_handout_has_its_head_its_notes_and_its_numbers() {
    let letter = Size::new(Length::inch(8.5), Length::inch(11.0));
    for (paper, size) in [(None, "595.28 x 841.89"), (Some(letter), "612 x 792")] {
        for columns in [1, 2] {
            let mut manuscript = handout();
            manuscript.choose(None, None, paper).expect("the paper");
            let count = bifolio::design::Wish::Count(columns);
            manuscript.overrides.values.insert("columns".into(), count);
            let bytes = pdf(&manuscript, &Disk, Settings::default());
            let info = judged(&bytes, "pdfinfo", &[], &[]);
            assert!(info.contains(size), "{info}");
            let text = read(&bytes);
            let first = text.split('\u{c}').next().unwrap_or_default();
            for words in ["Letterpress for beginners", "Ingrid Holm · 29 November 2026 · Printing museum", "Page 1 of "]
            {
                assert!(first.contains(words), "{columns} columns: {words}\n{first}");
            }
            // Its address is printed once, and that of a link that says it is not printed again.
            assert_eq!(text.matches("example.org/specimen").count(), 1, "{columns} columns");
            if columns == 1 {
                assert_eq!(text.matches("https://example.org").count(), 3);
            }
            let path = kept(&format!("{}-{columns}.pdf", if paper.is_some() { "letter" } else { "a4" }), &bytes);
            judge("verapdf", &[Path::new("ua1,2a"), &path]);
        }
    }
}

#[test]
fn course_and_place_stand_in_the_metadata_of_both_files() {
    let (made, told) = outputs(&handout(), &Disk, &Settings::default());
    assert_eq!(told, Vec::<String>::new());
    let [epub, pdf] = made.as_slice() else { panic!("two books") };
    let package: String = texts(&epub.bytes).into_values().collect();
    for element in ["relation>Letterpress for beginners<", "coverage>Printing museum, workshop 3<"] {
        assert!(package.contains(&format!("<dc:{element}/dc:")), "{element}");
    }
    let xmp = bytes_of(&pdf.bytes);
    assert!(holds(&xmp, "<dc:relation><rdf:Bag><rdf:li>Letterpress for beginners</rdf:li></rdf:Bag></dc:relation>"));
    assert!(holds(&xmp, "<dc:coverage>Printing museum, workshop 3</dc:coverage>"));
}

#[test]
fn an_edition_older_than_the_work_and_an_isbn_of_two_editions_are_told_of() {
    let findings = |date: &str, isbn: &str| -> Vec<String> {
        let print = "identifiers:\n  - { isbn: 978-0-306-40615-7, edition: print }\n  - { isbn: ";
        let front = format!("---\ntitle: T\nlanguage: en\ndate: {date}\nfirst-published: 1936-08\n{print}");
        let text = format!("{front}{isbn}, edition: epub }}\n---\n\n# A\n\nA text.\n");
        let files = InMemory::new([("a.md", text.as_str())]);
        let mut diagnostics = Diagnostics::default();
        manuscript::load(Path::new("a.md"), &files, &mut diagnostics).expect("a manuscript");
        diagnostics.sorted().into_iter().map(|finding| finding.message.clone()).collect()
    };
    assert_eq!(findings("1936", "979-10-90636-07-1"), [] as [&str; 0]);
    assert_eq!(
        findings("1936-07-30", "979-10-90636-07-1"),
        ["`date` (1936-07-30) is before `first-published` (1936-08)"]
    );
    let same = "the same ISBN for the EPUB and the printed book";
    assert_eq!(findings("1999", "978 0306406157"), [same]);
    assert_eq!(findings("1999", "0-306-40615-2"), [same], "that of ten digits names the same book");
}

#[test]
fn columns_stand_side_by_side_below_the_head() {
    let mut manuscript = handout();
    manuscript.overrides.values.insert("columns".into(), bifolio::design::Wish::Count(2));
    let words = words(&pdf(&manuscript, &Disk, Settings::default()));
    let page: Vec<&Word> = words.iter().filter(|word| word.page == 0).collect();
    let find = |text: &str| *page.iter().find(|word| word.text == text).expect("the word");
    let (title, left) = (find("Setting"), find("need"));
    assert!(title.y < left.y);
    // Both columns have text, none of it over the gap between them.
    let body: Vec<&&Word> = page.iter().filter(|word| word.y > left.y && word.y < 700.0).collect();
    let (gap_from, gap_to) = (290.0, 304.0);
    assert!(body.iter().filter(|word| word.x < gap_from).count() > 60);
    assert!(body.iter().filter(|word| word.x > gap_to).count() > 60);
    assert!(body.iter().all(|word| word.right <= gap_to || word.x >= gap_from));
}

#[test]
fn what_is_too_wide_for_a_column_stands_across_both() {
    let cell = "unbreakableword ";
    let row = |n: usize| format!("|{}\n", format!(" {cell}|").repeat(n));
    let table = |n: usize| format!("{}|{}\n{}", row(n), "---|".repeat(n), row(n).repeat(2));
    let words_of = |word: &str, count: usize| format!("{}\n\n", format!("{word} ").repeat(count));
    let text = format!(
        "---\ntitle: T\nlanguage: en\ntheme: {{ base: handout, columns: 2, trim: a4 }}\n---\n\n# First\n\n{}{}\n{}\
         # Second title\n\n{}{}\n: Narrow {{.wide}}\n\n{}",
        words_of("before", 120),
        table(5),
        words_of("after", 120),
        words_of("more", 60),
        table(2).replace(cell, "thin "),
        words_of("last", 60),
    );
    let (manuscript, files) = in_memory(&text);
    let bytes = pdf(&manuscript, &files, Settings::default());
    let words = words(&bytes);
    let of = |text: &str| -> Vec<&Word> { words.iter().filter(|word| word.text == text).collect() };
    let middle = Length::mm(105.0).to_pt();
    let (wide, thin, title) = (of("unbreakableword"), of("thin"), of("Second"));
    assert!(wide.iter().any(|word| word.x < middle && word.right > middle), "five columns stand across the page");
    assert!(thin.iter().any(|word| word.right < middle) && thin.iter().any(|word| word.x > middle));
    let edges = |words: &[&Word]| {
        let ys = || words.iter().map(|word| word.y + 1_000.0 * word.page as f64);
        (ys().fold(f64::MAX, f64::min), ys().fold(f64::MIN, f64::max))
    };
    for (above, band) in [("before", &wide), ("after", &title), ("more", &thin)] {
        let above = of(above);
        let (left, right): (Vec<&Word>, Vec<&Word>) = above.iter().partition(|word| word.right < middle);
        assert!((edges(&left).1 - edges(&right).1).abs() < 30.0, "columns end level");
        assert!(edges(band).0 > edges(&above).1, "what stands across stands below them");
    }
    judge("verapdf", &[Path::new("ua1,2a"), &kept("across.pdf", &bytes)]);
}

#[test]
fn a_heading_stands_across_both_columns_with_the_table_that_follows_it() {
    let table = |cell: &str, n: usize| {
        format!("|{}\n|{}\n|{}\n\n", format!(" {cell} |").repeat(n), "---|".repeat(n), format!(" {cell} |").repeat(n))
    };
    let text = format!(
        "---\ntitle: T\nlanguage: en\ntheme: {{ base: handout, columns: 2, trim: a4 }}\n---\n\n# First\n\n{}\n\n## Measured\n\n{}{}\n\n\
         ## Narrow\n\n{}{}\n",
        "before ".repeat(90),
        table("unbreakableword", 5),
        "after ".repeat(90),
        table("thin", 2),
        "last ".repeat(90),
    );
    let (manuscript, files) = in_memory(&text);
    let words = words(&pdf(&manuscript, &files, Settings::default()));
    let of = |text: &str| words.iter().filter(|word| word.text == text).collect::<Vec<_>>();
    let lowest = |words: &[&Word]| words.iter().map(|word| word.y).fold(f64::MIN, f64::max);
    let heading = of("Measured")[0];
    assert!(heading.y > lowest(&of("before")) && heading.y < lowest(&of("unbreakableword")), "below both columns");
    // What fits a column leaves its heading there.
    assert!(of("Narrow")[0].y < lowest(&of("after")).max(lowest(&of("last"))));
}

#[test]
fn print_and_ebook_each_have_their_own() {
    let text = "---\ntitle: T\nlanguage: en\n---\n\n# One\n\nBoth, <span class=\"print\">paperword</span><span \
                class=\"ebook\">screenword</span>.[^n]\n\n::: print\nOnly inkword.[^p] See [the plate](#plate).\n:::\n\n\
                ::: {.ebook #plate}\nOnly pixelword.\n:::\n\n[^n]: A note.\n[^p]: A papernote.\n\n# Two {.ebook}\n\nZwei.\n\n# Three\n\nDrei.\n";
    let (manuscript, files) = in_memory(text);
    let (made, told) = outputs(&manuscript, &files, &Settings::default());
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("`#plate` is left out of this edition"), "{told:?}");
    let [epub, pdf] = made.as_slice() else { panic!("two books") };
    let epub: String = texts(&epub.bytes).into_values().collect();
    let pdf = read(&pdf.bytes);
    for (words, in_epub, in_pdf) in [
        ("paperword", false, true),
        ("inkword", false, true),
        ("papernote", false, true),
        ("screenword", true, false),
        ("pixelword", true, false),
        ("Zwei", true, false),
        ("Drei", true, true),
    ] {
        assert_eq!((epub.contains(words), pdf.contains(words)), (in_epub, in_pdf), "{words}");
    }
}

#[test]
fn a_part_keeps_the_numbers_of_the_whole() {
    let chapter = |n: usize| {
        let words = "Many words of a chapter that fill its pages. ".repeat(260);
        format!(
            "# Chapter the {n}th\n\n## Its section\n\n{words}\n\nSee [the first](#chapter-the-1th) and [the last](#chapter-the-4th).\n\n"
        )
    };
    let front = "---\ntitle: Whole\nlanguage: en\ntheme: { base: manual }\n---\n\n";
    let (manuscript, files) = in_memory(&format!("{front}{}", (1..=4).map(chapter).collect::<String>()));
    let whole = pdf(&manuscript, &files, Settings::default());
    let labels = |bytes: &[u8]| -> Vec<String> {
        let pages = read(bytes);
        let pages: Vec<&str> = pages.split('\u{c}').collect();
        pages
            .iter()
            .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|p| !p.is_empty())
            .collect()
    };
    let all = labels(&whole);
    for (name, part) in [
        ("chapters", Part::Chapters(vec!["chapter-the-2th".into(), "3".into()])),
        ("pages", Part::Pages(vec!["5-8".parse().expect("a range")])),
    ] {
        let bytes = pdf(&manuscript, &files, Settings { part, ..Settings::default() });
        let shown = labels(&bytes);
        assert!(shown.len() > 2 && shown.len() < all.len(), "{name}");
        assert!(shown.iter().all(|page| all.contains(page)), "{name}: pages are those of the whole, folios and all");
        assert_eq!(claimed(&bytes), ["ua1", "2a"], "{name}");
        judge("verapdf", &[Path::new("ua1,2a"), &kept(&format!("{name}.pdf"), &bytes)]);
        // What is not there is no destination, and nothing leads to it.
        let doc = lopdf::Document::load_mem(&bytes).expect("a PDF");
        let links = doc.objects.values().filter_map(|object| object.as_dict().ok());
        let links =
            links.filter(|dict| dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|n| n == b"Link"));
        let mut text = Vec::new();
        links.for_each(|link| strings(&lopdf::Object::Dictionary(link.clone()), &mut text));
        assert!(!holds(&text, "chapter-the-1th") && !holds(&text, "chapter-the-4th"), "{name}");
    }
    let mut diagnostics = Diagnostics::default();
    let part = Part::Chapters(vec!["nowhere".into()]);
    let settings = Settings { formats: vec![Format::Pdf], part, ..Settings::default() };
    assert!(build(&manuscript, &files, &settings, &(), &mut diagnostics).expect("no backend fails").is_empty());
    assert_eq!(diagnostics.sorted().last().map(|finding| finding.code), Some(Code::InvalidValue));
}

/// A word of a PDF: its page and where it stands on it, from the top left corner.
struct Word {
    page: usize,
    x: f64,
    right: f64,
    y: f64,
    text: String,
}

/// Every word of a PDF, as poppler finds it.
fn words(pdf: &[u8]) -> Vec<Word> {
    let html = judged(pdf, "pdftotext", &["-bbox"], &["-"]);
    let (mut words, mut pages) = (Vec::new(), 0);
    for line in html.lines().map(str::trim) {
        pages += usize::from(line.starts_with("<page "));
        let Some(rest) = line.strip_prefix("<word ") else { continue };
        let number = |key: &str| -> f64 {
            let (_, value) = rest.split_once(&format!("{key}=\"")).expect("a number");
            value.split('"').next().and_then(|value| value.parse().ok()).expect("a number")
        };
        let text = rest.split_once('>').map_or("", |(_, text)| text).trim_end_matches("</word>").to_owned();
        let (x, right, y) = (number("xMin"), number("xMax"), number("yMin"));
        words.push(Word { page: pages - 1, x, right, y, text });
    }
    words
}

#[test]
fn a_title_that_several_places_have_is_not_guessed_at() {
    let (manuscript, files) = in_memory("# One\n\n## Task\n\nText.\n\n# Two\n\n## Task\n\nText.\n");
    let part = |name: &str| Settings {
        formats: vec![Format::Pdf],
        part: Part::Chapters(vec![name.into()]),
        ..Settings::default()
    };
    let (made, found) = outputs(&manuscript, &files, &part("Task"));
    assert_eq!((made.len(), found.len()), (0, 1), "{found:?}");
    assert!(found[0].contains("2 places of the book have the title \"Task\""), "{found:?}");
    assert_eq!(outputs(&manuscript, &files, &part("task-1")).0.len(), 1);
}

/// A book of pages that say which they are.
fn numbered(count: usize) -> (Manuscript, InMemory) {
    let pages: Vec<String> = (1..=count).map(|page| format!("logical{page}\n")).collect();
    let front = "---\ntitle: Sheets\nlanguage: en\ntheme: { base: handout, trim: a5 }\n---\n\n";
    in_memory(&format!("{front}{}", pages.join("\n::: pagebreak\n:::\n\n")))
}

fn imposed(scheme: Scheme, count: usize, signature: Option<u32>, sheet: Size) -> Vec<u8> {
    let (manuscript, files) = numbered(count);
    let impose = Some(Wish { scheme, paper: Some(sheet), signature, creep: Length::ZERO });
    pdf(&manuscript, &files, Settings { impose, ..Settings::default() })
}

fn a4() -> Size {
    Size::new(Length::mm(210.0), Length::mm(297.0))
}

/// Of each side of paper, which logical pages stand on it, in their order, and where.
fn sides(bytes: &[u8], count: usize) -> Vec<Vec<(usize, f64, f64)>> {
    let mut sides = vec![Vec::new(); count];
    for word in words(bytes) {
        if let Some(page) = word.text.strip_prefix("logical").and_then(|number| number.parse().ok()) {
            sides[word.page].push((page, word.x, word.y));
        }
    }
    sides.iter_mut().for_each(|side| side.sort_by_key(|(page, ..)| *page));
    sides
}

#[test]
fn thirty_three_pages_make_a_booklet_of_nine_sheets_with_blanks_at_its_end() {
    let bytes = imposed(Scheme::Booklet, 33, None, a4());
    let fold = Length::mm(297.0).to_pt() / 2.0;
    let sides = sides(&bytes, 18);
    for (side, found) in sides.iter().enumerate() {
        let sheet = side / 2;
        // 36 pages: the outermost sheet has the last and the first.
        let (left, right) = match side % 2 {
            0 => (36 - 2 * sheet, 1 + 2 * sheet),
            _ => (2 + 2 * sheet, 35 - 2 * sheet),
        };
        let at = |is_left: bool| -> Vec<usize> {
            found.iter().filter(|(_, x, _)| (*x < fold) == is_left).map(|(page, ..)| *page).collect()
        };
        let expected = |page: usize| if page <= 33 { vec![page] } else { Vec::new() };
        assert_eq!((at(true), at(false)), (expected(left), expected(right)), "side {side}");
    }
    assert_eq!(claimed(&bytes), ["ua1", "2a"]);
    judge("verapdf", &[Path::new("ua1,2a"), &kept("booklet.pdf", &bytes)]);
    judged(&bytes, "qpdf", &["--check"], &[]);
    // A page is there once, as text: the file is hardly larger than that of the pages.
    let (manuscript, files) = numbered(33);
    assert!(bytes.len() < pdf(&manuscript, &files, Settings::default()).len() + 10_000);
}

/// The number of an object.
fn numbers(object: &lopdf::Object) -> Vec<f64> {
    object.as_array().expect("an array").iter().map(|n| f64::from(n.as_float().expect("a number"))).collect()
}

#[test]
fn links_outline_and_structure_lead_to_the_sheets() {
    for scheme in [Scheme::Booklet, Scheme::TwoUp, Scheme::FourUp, Scheme::Notes] {
        let settings = |impose| Settings { impose, ..Settings::default() };
        let wish = Wish { scheme, paper: Some(a4()), signature: None, creep: Length::ZERO };
        let bytes = pdf(&handout(), &Disk, settings(Some(wish)));
        let doc = lopdf::Document::load_mem(&bytes).expect("a PDF");
        let links = |doc: &lopdf::Document| -> Vec<(usize, Vec<f64>, String)> {
            let pages = doc.get_pages();
            let of = |(number, id): (&u32, &lopdf::ObjectId)| {
                let page = doc.get_dictionary(*id).expect("a page");
                let listed = page.get(b"Annots").and_then(lopdf::Object::as_array).cloned().unwrap_or_default();
                let link = |link: lopdf::Object| {
                    let link = doc.get_dictionary(link.as_reference().expect("a reference")).expect("a link");
                    let says = lopdf::decode_text_string(link.get(b"Contents").expect("words")).expect("text");
                    (*number as usize - 1, numbers(link.get(b"Rect").expect("an area")), says)
                };
                listed.into_iter().map(link).collect::<Vec<_>>()
            };
            pages.iter().flat_map(of).collect()
        };
        let whole = pdf(&handout(), &Disk, settings(None));
        let whole = links(&lopdf::Document::load_mem(&whole).expect("a PDF"));
        let found = links(&doc);
        assert!(found.len() > 5 && found.len() == whole.len(), "{scheme:?}");
        // The words of a link stand where it can be clicked.
        let words = words(&bytes);
        let (page, area, says) = found.iter().find(|(.., says)| says.contains("same specimen")).expect("the link");
        let info = judged(&bytes, "pdfinfo", &[], &[]);
        let size = info.lines().find_map(|line| line.strip_prefix("Page size:")).expect("a size");
        let height: f64 = size.split_whitespace().nth(2).and_then(|number| number.parse().ok()).expect("a height");
        let word = words.iter().find(|word| {
            let below = height - word.y;
            word.page == *page && word.text == "same" && word.x >= area[0] - 1.0 && below <= area[3] + 3.0
        });
        let word = word.unwrap_or_else(|| panic!("{scheme:?}: {says} at {area:?}"));
        assert!(word.right <= area[2] + 1.0 && height - word.y >= area[1], "{scheme:?}");
        let catalog = doc.catalog().expect("a catalog");
        for key in ["Outlines", "Names", "PageLabels", "StructTreeRoot"] {
            assert!(catalog.has(key.as_bytes()), "{scheme:?}: {key}");
        }
        judge("verapdf", &[Path::new("ua1,2a"), &kept(&format!("{}.pdf", scheme.name()), &bytes)]);
    }
}

#[test]
fn signatures_are_folded_one_by_one() {
    let bytes = imposed(Scheme::Booklet, 11, Some(2), a4());
    let order: Vec<Vec<usize>> = sides(&bytes, 6)
        .into_iter()
        .map(|mut side| {
            side.sort_by(|a, b| a.1.total_cmp(&b.1));
            side.into_iter().map(|(page, ..)| page).collect()
        })
        .collect();
    assert_eq!(order, [vec![8, 1], vec![2, 7], vec![6, 3], vec![4, 5], vec![9], vec![10, 11]]);
}

#[test]
fn two_or_four_pages_stand_on_a_side_in_their_order() {
    let a3 = Size::new(Length::mm(297.0), Length::mm(420.0));
    for (scheme, sheet, across, size) in [
        (Scheme::TwoUp, a4(), (297.0, 210.0), 2),
        (Scheme::TwoUp, a3, (420.0, 297.0), 2),
        (Scheme::FourUp, a4(), (210.0, 297.0), 4),
    ] {
        let bytes = imposed(scheme, 33, None, sheet);
        let (width, height) = (Length::mm(across.0).to_pt(), Length::mm(across.1).to_pt());
        for (side, found) in sides(&bytes, 33_usize.div_ceil(size)).iter().enumerate() {
            for (place, (page, x, y)) in found.iter().enumerate() {
                assert_eq!(*page, side * size + place + 1);
                let is_right = *x > width / 2.0;
                let is_low = size == 4 && *y > height / 2.0;
                assert_eq!((is_right, is_low), (place % 2 == 1, place / 2 == 1), "page {page}");
            }
        }
    }
    let bytes = imposed(Scheme::Notes, 3, None, a4());
    assert!(sides(&bytes, 3).iter().zip(1..).all(|(side, page)| side.len() == 1 && side[0].0 == page));
}

/// The tree of a handout with these settings in its front matter, and every warning or error about it.
fn tree_of(front: &str, text: &str) -> (String, Vec<String>) {
    let (mut manuscript, files) = in_memory(&format!("---\ntitle: T\nauthor: A\nlang: en\n{front}---\n\n{text}"));
    manuscript.choose(None, None, None).expect("the plain edition");
    let mut diagnostics = Diagnostics::default();
    let document = bifolio::build::read(&manuscript, &files, &(), &mut diagnostics);
    let told = diagnostics.sorted().into_iter().filter(|finding| finding.severity != Severity::Note);
    (
        bifolio::document::dump(&document).replace("\\u{a0}", "\u{A0}"),
        told.map(|finding| finding.message.clone()).collect(),
    )
}

const ANSWERS_AT_THE_END: &str = "theme:\n  base: handout\n  answers: end\n";

#[test]
fn an_answer_leads_to_an_exercise_by_the_name_that_its_author_gave() {
    let text = "# A\n\nSee [](#e%200) and [](#exercise.2).\n\n::: {.exercise id=\"e 0\"}\nWhat?\n\n::: answer\nFirst.\n:::\n\
                :::\n\n::: exercise\nWhy?\n:::\n\n::: answer\nSecond.\n:::\n";
    let (tree, told) = tree_of(ANSWERS_AT_THE_END, text);
    assert_eq!(told, Vec::<String>::new(), "{tree}");
    assert_eq!(tree.matches("#e0").count(), 3, "{tree}");
    assert_eq!(tree.matches("#exercise.2").count(), 3, "{tree}");
    assert!(tree.contains("\"Exercise\u{A0}1\"]") && tree.contains("\"Answer\u{A0}2\"]"), "{tree}");
}

#[test]
fn an_answer_before_any_exercise_has_no_number_and_is_told_of() {
    let text = "# A\n\n::: answer\nForty.\n:::\n\n::: exercise\nWhat?\n:::\n\n::: answer\nTwo.\n:::\n";
    let (tree, told) = tree_of(ANSWERS_AT_THE_END, text);
    assert_eq!(told, ["an answer before any exercise: it has no number and leads to none"]);
    assert!(!tree.contains("\u{A0}0") && tree.contains("strong[\"Answer.\"]"), "{tree}");
}

#[test]
fn a_link_without_words_is_named_by_what_it_leads_to_or_told_of() {
    let text = "# A\n\n[](#x) [](#box) [](#own) [](#code) [](#term) [](#none)\n\n::: {.exercise #x}\nDo.\n:::\n\n\
                ::: {.tip #box}\nx\n:::\n\n::: {.note #own title=\"Mine\"}\nx\n:::\n\n```rust {#code title=\"a.rs\"}\nx\n```\n\n\
                Term\n: meaning\n\n{#none}\nNothing.\n";
    let (tree, told) = tree_of("theme:\n  base: handout\n", text);
    assert_eq!(told, ["`#none` has no name, and the link to it has no words: nothing is shown"]);
    for name in ["Exercise\u{A0}1", "Tip", "Mine", "a.rs", "Term"] {
        assert!(tree.contains(&format!("[\"{name}\"]")), "{name}\n{tree}");
    }
}

#[test]
fn a_passage_in_brackets_is_left_out_of_an_edition() {
    let (tree, told) = tree_of("", "# A [hiddenword]{.teacher}\n\n[hiddenword *too*]{.teacher}\n\nx [y]{.print}\n");
    assert_eq!(told, Vec::<String>::new());
    assert!(!tree.contains("hiddenword") && tree.contains("heading 1 \"A \"") && tree.contains("[\"y\"]"), "{tree}");
}

#[test]
fn a_class_that_is_nearly_an_editions_is_told_of() {
    let text = "# A {.Teacher}\n\n::: techer\nsecret\n:::\n\nx <span class=\"exams\">y</span> {.z}\n";
    let (_, told) = tree_of("editions:\n  exam:\n    subtitle: E\n", text);
    let told: Vec<&str> = told.iter().filter_map(|message| message.split('`').nth(1)).collect();
    assert_eq!(told, ["Teacher", "techer", "exams"]);
}

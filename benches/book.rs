//! How long the stages take on a book of about 300 pages: `cargo bench`. The text is made up by a fixed rule.

use bifolio::design::Design;
use bifolio::diagnostic::Diagnostics;
use bifolio::document::{Block, BlockKind, Document, Language, Matter};
use bifolio::font::{Features, FontBook, Style};
use bifolio::manuscript::{Manuscript, Plan};
use bifolio::page::{Ink, Pages};
use bifolio::source::{FileId, SourceMap, Span};
use bifolio::typeset::paragraph::{self, Align, ParagraphStyle, Setter, TextStyle};
use bifolio::units::Length;
use bifolio::{epub, markdown, pdf, resolve, typeset};
use std::fmt::Write;

fn main() {
    divan::main();
}

const CHAPTERS: usize = 40;
const PARAGRAPHS: usize = 36;
const WORDS: &str = "a the of and to in was that her his it not be for she had with as you but which at is have by on he \
    from were been would him could so said an very such what any no who their much must when more every should one \
    nothing before long though himself before pleasure acquaintance perfectly understanding conversation satisfaction \
    affection happiness office difficulty first fifty afflicted extraordinary neighbourhood circumstances immediately";

/// A sequence of numbers that look like chance (Knuth's MMIX multiplier).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

fn paragraph(numbers: &mut Numbers, words: &[&str]) -> String {
    let mut text = String::new();
    for _ in 0..2 + numbers.below(5) {
        let count = 6 + numbers.below(18);
        for place in 0..count {
            let word = words[numbers.below(words.len())];
            let mark = match (place + 1 == count, numbers.below(9)) {
                (true, _) => ". ",
                (false, 0) => ", ",
                (false, 1) => "; ",
                (false, _) => " ",
            };
            match (place, numbers.below(40)) {
                (0, _) => write!(text, "{}{}{mark}", word[..1].to_uppercase(), &word[1..]),
                (_, 0) => write!(text, "*{word}*{mark}"),
                _ => write!(text, "{word}{mark}"),
            }
            .expect("writing to a string cannot fail");
        }
    }
    text
}

fn chapter(number: usize) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut numbers = Numbers(number as u64 + 1);
    let mut text = format!("# Chapter {}\n\n", number + 1);
    for place in 0..PARAGRAPHS {
        text.push_str(&paragraph(&mut numbers, &words));
        text.push_str(if place % 12 == 5 { "[^n]\n\n" } else { "\n\n" });
    }
    text.push_str("[^n]: A note with *a few* words in it.\n");
    text
}

fn manuscript() -> Manuscript {
    let mut sources = SourceMap::default();
    let mut files = Vec::new();
    for number in 0..CHAPTERS {
        files.push(sources.add(format!("{number}.md"), chapter(number)));
    }
    let plan = |(number, file): (usize, &FileId)| Plan::Chapter {
        title: format!("Chapter {}", number + 1),
        file: Some(*file),
        path: format!("{number}.md"),
        matter: Matter::Body,
        number: vec![number as u32 + 1],
        children: Vec::new(),
        span: Span { file: *file, start: 0, end: 0 },
    };
    let plan = files.iter().enumerate().map(plan).collect();
    let mut manuscript = Manuscript { sources, plan, slug: "bench".into(), ..Manuscript::default() };
    manuscript.metadata.title = "A Book to Measure By".into();
    manuscript
}

fn document(manuscript: &Manuscript) -> Document {
    let mut diagnostics = Diagnostics::default();
    let draft = markdown::read(manuscript, &mut diagnostics);
    resolve::resolve(draft, &mut diagnostics)
}

fn pages(document: &Document, fonts: &FontBook) -> Pages {
    typeset::typeset(document, &Design::default(), fonts, &mut Diagnostics::default())
}

#[divan::bench(sample_count = 10)]
fn parse(bencher: divan::Bencher) {
    let manuscript = manuscript();
    bencher.bench(|| document(&manuscript));
}

#[divan::bench(sample_count = 10)]
fn set(bencher: divan::Bencher) {
    let (document, fonts) = (document(&manuscript()), FontBook::builtin());
    bencher.bench(|| pages(&document, &fonts));
}

/// A paragraph of the book face in the measure of the default design, without and with hanging punctuation and letters
/// that give.
#[divan::bench(args = [false, true])]
fn one_paragraph(bencher: divan::Bencher, gives: bool) {
    let (document, fonts, design) = (document(&manuscript()), FontBook::builtin(), Design::default());
    let is_text = |block: &&Block| matches!(block.kind, BlockKind::Paragraph(_));
    let first = document.divisions[0].blocks.iter().find(is_text).expect("a paragraph");
    let BlockKind::Paragraph(inlines) = &first.kind else { unreachable!("it was sought as one") };
    let text = TextStyle {
        style: Style::default(),
        size: Length::pt(10.5),
        features: Features::default(),
        ink: Ink::BLACK,
        tracking: 0,
    };
    let plain = ParagraphStyle::new(text, Align::Justify, Language("en-GB".into()));
    let style = ParagraphStyle { hyphenate: true, protrude: gives, expand: gives, ..plain };
    let mut diagnostics = Diagnostics::default();
    let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
    bencher.bench_local(|| paragraph::set(&mut setter, inlines, &style, design.page.measure()).len());
}

/// A manuscript of one text.
fn single(text: &str) -> Document {
    let mut manuscript = Manuscript::default();
    let file = manuscript.sources.add("text.md", text);
    manuscript.plan.push(Plan::Whole { file, path: "text.md".into(), start: 0 });
    document(&manuscript)
}

/// Lines and pages of a document without front matter to speak of.
fn bench_pages(bencher: divan::Bencher, text: &str) {
    let (document, fonts) = (single(text), FontBook::builtin());
    bencher.bench(|| pages(&document, &fonts).pages.len());
}

/// The pages of one chapter of about a hundred pages, with notes: page breaking looks at the whole of it.
#[divan::bench(sample_count = 10)]
fn long_chapter(bencher: divan::Bencher) {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut numbers = Numbers(99);
    let mut text = String::from("# A Chapter\n\n");
    for place in 0..500 {
        text.push_str(&paragraph(&mut numbers, &words));
        text.push_str(if place % 12 == 5 { "[^n]\n\n" } else { "\n\n" });
    }
    bench_pages(bencher, &(text + "[^n]: A note with *a few* words in it.\n"));
}

/// A table of five columns over many pages.
#[divan::bench(sample_count = 10)]
fn table(bencher: divan::Bencher) {
    let mut text =
        String::from("# A Table\n\n| No. | Name | Year | What is said | Weight |\n|---:|---|:---:|---|---:|\n");
    for row in 0..400 {
        let said = WORDS.split_whitespace().cycle().skip(row * 7).take(4 + row % 20).collect::<Vec<_>>().join(" ");
        writeln!(text, "| {row} | Name {row} | {} | {said} | {}.5 |", 1500 + row, row * 3)
            .expect("writing to a string cannot fail");
    }
    bench_pages(bencher, &text);
}

/// Highlighted code over many pages.
#[divan::bench(sample_count = 10)]
fn code(bencher: divan::Bencher) {
    let program = "/// Counts what is `even`.\npub fn even(numbers: &[u32]) -> usize {\n    let count = numbers.iter().filter(|n| \
        *n % 2 == 0).count(); // all of them\n    assert!(count < 1_000, \"too many: {count}\");\n    count\n}\n\n";
    bench_pages(bencher, &format!("# Code\n\n```rust\n{}```\n", program.repeat(200)));
}

#[divan::bench(sample_count = 10)]
fn write_pdf(bencher: divan::Bencher) {
    let fonts = FontBook::builtin();
    let pages = pages(&document(&manuscript()), &fonts);
    bencher.bench(|| pdf::write(&pages, &fonts, &pdf::Options::default()).expect("written"));
}

#[divan::bench(sample_count = 10)]
fn write_epub(bencher: divan::Bencher) {
    let document = document(&manuscript());
    bencher.bench(|| epub::write(&document, &epub::Options::default()).expect("written"));
}

/// From the text of the chapters to the bytes of both books.
#[divan::bench(sample_count = 10)]
fn both_books(bencher: divan::Bencher) {
    let manuscript = manuscript();
    bencher.bench(|| {
        let fonts = FontBook::builtin();
        let document = document(&manuscript);
        let pdf = pdf::write(&pages(&document, &fonts), &fonts, &pdf::Options::default()).expect("written");
        let epub = epub::write(&document, &epub::Options::default()).expect("written");
        (pdf.len(), epub.len())
    });
}

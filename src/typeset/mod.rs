//! Document to pages.
//!
//! In: a settled [`Document`], a [`Design`] and fonts. Out: finished [`Pages`]. It knows no PDF.
//!
//! One shape recurs at three scales, collect, break, set: inlines to lines (`paragraph`), blocks to a vertical list
//! (`flow`), the list to pages (`paginate`). The text is set first, then the front matter, whose contents list its pages.

mod flow;
mod formula;
mod front;
mod furniture;
mod image;
mod marks;
mod outline;
mod paginate;
pub mod paragraph;
mod resolution;
mod spread;
mod tags;

use crate::design::{Colour, Design, Type};
use crate::diagnostic::Diagnostics;
use crate::document::words::{Word, number_label, word};
use crate::document::{Division, Document, Id, Language, Matter, NoteId, Role};
use crate::font::FontBook;
use crate::page::{ElementKind, Ink, Item, Label, LabelStyle, Page, Pages};
use crate::units::Length;
use flow::{EndNotes, Flow, NoteList, Otherwise, Passage, VerticalList};
use furniture::{Furnisher, Furniture};
use paginate::{Block, Columns, Leaf, Setting, paginate, side_by_side};
use paragraph::Looseness;
use paragraph::{Setter, TextStyle};
use spread::{Opens, Sheets};
use std::collections::BTreeMap;

pub use outline::{CONTENTS, DEDICATION, HALF_TITLE, IMPRINT, TITLE_PAGE};

/// Sets a book.
pub fn typeset(document: &Document, design: &Design, fonts: &FontBook, diagnostics: &mut Diagnostics) -> Pages {
    let design = &in_whole_squares(design, &document.metadata.language);
    let mut book = Book {
        setter: Setter::new(document, fonts, diagnostics).with_exceptions(&design.paragraph.hyphenation_exceptions),
        design,
        whole: design,
        ends: Vec::new(),
    };
    let column = Design { page: design.page.of_a_column(design.structures.column_gap), ..design.clone() };
    book.design = &column;
    let body = body(&mut book);
    book.design = design;
    let labels = body.labels(LabelStyle::Arabic, 1);
    let mut front = front::front(&mut book, &labels);
    // The text begins on a right-hand page.
    front.open(Opens::Recto);
    let mut furnisher = Furnisher::new(&mut book.setter, design);
    let mut pages = front.finish(LabelStyle::Roman, &design.page, &mut furnisher);
    pages.extend(body.finish(LabelStyle::Arabic, &design.page, &mut furnisher));
    if document.metadata.is_right_to_left() {
        pages.iter_mut().for_each(Page::mirror);
    }
    let has_anchor = |name: &str| {
        let is_it = |item: &Item| matches!(item, Item::Anchor { id, .. } if id.0 == name);
        pages.iter().any(|page| page.items.iter().any(is_it))
    };
    let outline = outline::outline(document, has_anchor);
    book.setter.tell_loose(pages.iter().flat_map(|page| &page.lines));
    book.setter.tell_missing();
    resolution::tell(document, &pages, book.setter.diagnostics);
    let structure = book.setter.tags.finish();
    Pages { metadata: document.metadata.clone(), outline, images: document.images.clone(), structure, pages }
}

/// The letters of a type of the design.
fn text_style(look: &Type) -> TextStyle {
    let (style, size, features, tracking) = (look.style, look.size, look.features, look.tracking);
    TextStyle { style, size, features, ink: ink(look.colour), tracking }
}

/// A colour of the design on the page.
fn ink(colour: Colour) -> Ink {
    let Colour { red, green, blue } = colour;
    Ink { red, green, blue }
}

/// The design with a measure of whole characters for languages that are set in squares (JLREQ 2.4.1); the margins take
/// the rest.
fn in_whole_squares(design: &Design, language: &Language) -> Design {
    let mut design = design.clone();
    if matches!(language.primary().as_str(), "ja" | "zh") {
        let (measure, size) = (design.page.measure(), design.types.text.size.max(Length(1)));
        let rest = Length(measure.0 % size.0);
        design.page.inner += rest / 2;
        design.page.outer += rest - rest / 2;
    }
    design
}

/// What every page of a book is made with.
struct Book<'s, 'a> {
    setter: Setter<'a>,
    design: &'s Design,
    /// The design of pages of one column.
    whole: &'s Design,
    /// The notes for the end of the book, by chapters.
    ends: Vec<EndNotes>,
}

impl Book<'_, '_> {
    /// Keeps notes for the end of the book.
    fn keep(&mut self, division: &Division, notes: Vec<NoteId>) {
        if !notes.is_empty() {
            let label = number_label(&self.setter.document.metadata.language, division);
            let title = label.into_iter().chain([division.title.clone()]).filter(|words| !words.is_empty());
            self.ends.push(EndNotes { title: title.collect::<Vec<_>>().join("\u{2002}"), notes });
        }
    }
}

impl Setting for Book<'_, '_> {
    fn otherwise(&mut self, list: &VerticalList, passage: &Passage, looseness: Looseness) -> Option<Otherwise> {
        passage.otherwise(&mut self.setter, self.design, &list.nodes, looseness)
    }

    fn diagnostics(&mut self) -> &mut Diagnostics {
        self.setter.diagnostics
    }
}

/// Cuts a list into pages.
fn leaves(book: &mut Book, list: VerticalList, notes: NoteList, starts_verso: bool) -> Vec<Leaf> {
    let block = block(book.design, starts_verso);
    paginate(list, notes, block, book)
}

fn block(design: &Design, starts_verso: bool) -> Block {
    let page = &design.page;
    Block::new(page.measure(), page.height(), page.leading, page.grid, starts_verso)
}

/// Cuts the list of the text into pages of one column or of two, the first below something that stands at its head.
fn text_leaves(book: &mut Book, list: VerticalList, notes: NoteList, verso: bool, head: (Leaf, Length)) -> Vec<Leaf> {
    if book.whole.page.columns < 2 {
        return leaves(book, list, notes, verso);
    }
    // The columns of a page end level as facing pages do.
    let columns = Columns {
        column: block(book.design, true),
        page: block(book.whole, false),
        across: book.design.page.measure() + book.design.structures.column_gap,
    };
    side_by_side(list, notes, columns, head, book)
}

/// The pages of a chapter.
fn chapter(book: &mut Book, division: &Division, starts_verso: bool) -> Vec<Leaf> {
    let mut flow = Flow::new(&mut book.setter, book.design).spanning(book.whole);
    flow.chapter(division);
    let ends = flow.take_ends();
    let (list, notes) = flow.finish();
    book.keep(division, ends);
    text_leaves(book, list, notes, starts_verso, Default::default())
}

/// Text and back matter.
fn body(book: &mut Book) -> Sheets {
    let mut sheets = Sheets::default();
    let document = book.setter.document;
    let written = document.divisions.iter().filter(|division| division.role != Role::Draft);
    if !book.design.book.open_page {
        return running_text(book, &written.collect::<Vec<_>>());
    }
    let divisions: Vec<&Division> = written.filter(|division| division.matter != Matter::Front).collect();
    for division in divisions {
        if division.role == Role::Part {
            part(book, division, &mut sheets);
        } else {
            open_chapter(book, division, &mut sheets, Opens::Anywhere);
        }
    }
    end_notes(book, &mut sheets);
    sheets
}

/// The notes at the end of the book, with a line in the contents.
fn end_notes(book: &mut Book, sheets: &mut Sheets) {
    let ends = std::mem::take(&mut book.ends);
    if ends.is_empty() {
        return;
    }
    let title = word(&book.setter.document.metadata.language, Word::Notes);
    sheets.open(if book.design.book.open_recto { Opens::Recto } else { Opens::Anywhere });
    let mut flow = Flow::new(&mut book.setter, book.design);
    flow.name(Id(outline::NOTES.into()));
    flow.page_section(true, |flow| {
        flow.front_heading(title);
        flow.book_notes(&ends);
    });
    let (list, notes) = flow.finish();
    let pages = leaves(book, list, notes, sheets.next_is_verso());
    sheets.add(pages, Furniture::Opening, Furniture::Running, title);
}

/// A part on a right-hand page, and its chapters, the first on a right-hand page too.
fn part(book: &mut Book, division: &Division, sheets: &mut Sheets) {
    sheets.open(Opens::Recto);
    let language = division.attr.language.as_ref().unwrap_or(&book.setter.document.metadata.language);
    book.setter.tags.enter_division(ElementKind::Part, language, Some(&division.id), true);
    let mut flow = Flow::new(&mut book.setter, book.design);
    flow.part(division);
    if flow.ends_chapters() {
        flow.chapter_notes();
    }
    let ends = flow.take_ends();
    let (list, notes) = flow.finish();
    book.keep(division, ends);
    let pages = leaves(book, list, notes, false);
    sheets.add(pages, Furniture::Bare, Furniture::Running, "");
    let chapters = division.children.iter().filter(|child| child.role != Role::Draft);
    for (i, child) in chapters.enumerate() {
        open_chapter(book, child, sheets, if i == 0 { Opens::Recto } else { Opens::Anywhere });
    }
    book.setter.tags.leave_division(true);
}

fn open_chapter(book: &mut Book, division: &Division, sheets: &mut Sheets, opens: Opens) {
    sheets.open(if book.design.book.open_recto { Opens::Recto } else { opens });
    let pages = chapter(book, division, sheets.next_is_verso());
    sheets.add(pages, Furniture::Opening, Furniture::Running, "");
}

/// How often a text with its contents is set at most, to know the numbers of its pages.
const ROUNDS: usize = 3;

/// Everything one below the other, under the title of the book: a handout. Its contents, if it wants any, stand below the
/// title, so that the text is set again until they have the right numbers.
fn running_text(book: &mut Book, divisions: &[&Division]) -> Sheets {
    let place = book.setter.tags.place();
    let mut labels = BTreeMap::new();
    let mut sheets = Sheets::default();
    for _ in 0..ROUNDS {
        book.setter.tags.back_to(place);
        let has_contents;
        (sheets, has_contents) = running_pages(book, divisions, &labels);
        let found = sheets.labels(LabelStyle::Arabic, 1);
        if !has_contents || found == labels {
            break;
        }
        labels = found;
    }
    sheets
}

/// The pages of a running text whose contents list these numbers; whether it has contents.
fn running_pages(book: &mut Book, divisions: &[&Division], labels: &BTreeMap<Id, Label>) -> (Sheets, bool) {
    let metadata = &book.setter.document.metadata;
    let has_masthead = !book.design.book.title_pages;
    let depth = if has_masthead { book.design.book.contents_depth } else { 0 };
    let lines = outline::contents_lines(book.setter.document, depth, usize::MAX, labels);
    let has_contents = depth > 0 && lines.len() >= 2;
    let head = |flow: &mut Flow| {
        flow.masthead(metadata);
        if has_contents {
            flow.short_contents(&lines);
        }
    };
    let (whole, mut first) = (book.whole, (Leaf::default(), Length::ZERO));
    let is_split = whole.page.columns > 1;
    let mut sheets = Sheets::default();
    if has_masthead && is_split {
        // The head stands above both columns.
        let mut flow = Flow::new(&mut book.setter, whole);
        head(&mut flow);
        let height = flow.height();
        let (list, notes) = flow.finish();
        let design = std::mem::replace(&mut book.design, whole);
        let mut pages = leaves(book, list, notes, false);
        book.design = design;
        match pages.pop() {
            Some(page) if pages.is_empty() && height < whole.page.height() * 3 / 4 => first = (page, height),
            last => {
                pages.extend(last);
                sheets.add(pages, Furniture::Opening, Furniture::Running, "");
            }
        }
    }
    let mut flow = Flow::new(&mut book.setter, book.design).spanning(whole);
    if has_masthead && !is_split {
        head(&mut flow);
    }
    for division in divisions {
        match division.role {
            Role::Part => flow.running_part(division),
            Role::Dedication | Role::Epigraph => flow.running_dedication(division),
            Role::Answers => {
                flow.new_page();
                flow.chapter(division);
            }
            _ => flow.chapter(division),
        }
    }
    // One column of text has one end.
    flow.chapter_notes();
    let (list, notes) = flow.finish();
    let pages = text_leaves(book, list, notes, false, first);
    sheets.add(pages, Furniture::Opening, Furniture::Running, "");
    (sheets, has_contents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{
        Block as TreeBlock, BlockKind, Code, Draft, Heading, Id, Inline, InlineKind, List, ListItem, Note, NoteId,
    };
    use crate::source::Span;

    fn text(text: &str) -> Inline {
        Inline::new(InlineKind::Text(text.into()), Span::default())
    }

    fn paragraph(words: usize) -> TreeBlock {
        let content: Vec<&str> =
            ["one", "fine", "morning", "the", "printer", "came"].into_iter().cycle().take(words).collect();
        TreeBlock::new(BlockKind::Paragraph(vec![text(&content.join(" "))]), Span::default())
    }

    fn noted(words: usize, note: u32) -> TreeBlock {
        let mut block = paragraph(words);
        if let BlockKind::Paragraph(content) = &mut block.kind {
            content.push(Inline::new(InlineKind::NoteRef(NoteId(note)), Span::default()));
        }
        block
    }

    fn division(title: &str, role: Role, blocks: Vec<TreeBlock>, children: Vec<Division>) -> Division {
        let id = Id(title.to_lowercase().replace(' ', "-"));
        let heading = Some(Heading { level: 1, content: vec![text(title)], short: None, span: Span::default() });
        Division { id, heading, blocks, children, ..Division::new(role, title, Span::default()) }
    }

    fn book(divisions: Vec<Division>, notes: usize, note_words: usize) -> Document {
        let note = |i: usize| Note {
            label: format!("{i}"),
            number: i as u32 + 1,
            blocks: vec![paragraph(note_words)],
            span: Span::default(),
        };
        let mut draft = Draft { divisions, notes: (0..notes).map(note).collect(), ..Draft::default() };
        draft.metadata.title = "A Book".into();
        Document::settled(draft)
    }

    fn set(document: &Document) -> Pages {
        typeset(document, &Design::default(), &FontBook::builtin(), &mut Diagnostics::default())
    }

    fn words(page: &crate::page::Page) -> String {
        let texts = page.items.iter().filter_map(|item| match item {
            Item::Glyphs(run) => Some(run.text.as_str()),
            Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => None,
        });
        texts.collect::<Vec<_>>().join(" ")
    }

    /// The lowest baseline of a page, relative to the text block, in lines of the grid.
    fn lowest(page: &crate::page::Page, design: &Design) -> f64 {
        let baselines = page.items.iter().filter_map(|item| match item {
            Item::Glyphs(run) => Some(run.origin.y - design.page.head),
            Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => None,
        });
        baselines.max().unwrap_or_default().ratio(design.page.leading)
    }

    #[test]
    fn front_matter_has_roman_numbers_and_the_text_begins_on_a_right_hand_page() {
        let document = book(
            vec![
                division("Alpha", Role::Chapter, vec![paragraph(900)], vec![]),
                division("Beta", Role::Chapter, vec![paragraph(30)], vec![]),
            ],
            0,
            0,
        );
        let pages = set(&document);
        let labels: Vec<String> = pages.pages.iter().map(|p| p.label.to_string()).collect();
        assert_eq!(labels, ["i", "ii", "iii", "iv", "v", "vi", "1", "2", "3", "4"]);
        assert!(words(&pages.pages[4]).contains("Alpha"), "the contents");
        assert!(pages.pages[5].items.is_empty() && pages.pages[5].furniture.is_empty());
        assert_eq!(
            pages.outline.iter().map(|e| e.title.as_str()).collect::<Vec<_>>(),
            ["Title page", "Contents", "Alpha", "Beta"]
        );
    }

    #[test]
    fn chapters_that_open_on_the_right_follow_blank_pages_without_heads() {
        let mut design = Design::default();
        design.book.open_recto = true;
        let chapter = |title, words| division(title, Role::Chapter, vec![paragraph(words)], vec![]);
        let document = book(vec![chapter("Alpha", 40), chapter("Beta", 40), chapter("Gamma", 900)], 0, 0);
        let pages = typeset(&document, &design, &FontBook::builtin(), &mut Diagnostics::default()).pages;
        let text: Vec<_> = pages.iter().filter(|p| p.label.style == LabelStyle::Arabic).collect();
        for title in ["Alpha", "Beta", "Gamma"] {
            let page = text.iter().find(|page| words(page).contains(title)).expect("it is set");
            assert_eq!(page.label.number % 2, 1, "{title}");
        }
        let blank: Vec<u32> = text.iter().filter(|p| p.items.is_empty()).map(|p| p.label.number).collect();
        assert_eq!(blank, [2, 4]);
        assert!(text.iter().all(|page| page.items.is_empty() == page.furniture.is_empty()));
    }

    #[test]
    fn full_pages_of_plain_text_end_level() {
        let design = Design::default();
        let paragraphs = (0..60).map(|i| paragraph(20 + i * 7 % 90)).collect();
        let pages = set(&book(vec![division("Alpha", Role::Chapter, paragraphs, vec![])], 0, 0));
        let text: Vec<_> = pages.pages.iter().filter(|p| p.label.style == LabelStyle::Arabic).collect();
        assert!(text.len() > 5);
        for page in &text[..text.len() - 1] {
            assert!(lowest(page, &design) > design.page.lines() as f64 - 2.0, "{}", page.label);
        }
    }

    #[test]
    fn every_note_stands_on_the_page_of_its_mark() {
        let blocks = (0..40).map(|i| noted(60 + i as usize % 37, i)).collect();
        let pages = set(&book(vec![division("Alpha", Role::Chapter, blocks, vec![])], 40, 25));
        let design = Design::default();
        let mut seen = 0;
        for page in &pages.pages {
            let has = |name: String| page.items.iter().any(|i| matches!(i, Item::Anchor { id, .. } if id.0 == name));
            for note in (1..=40).filter(|n| has(format!("fnref.{n}"))) {
                assert!(has(format!("fn.{note}")), "note {note} on {}", page.label);
                seen += 1;
            }
            assert!(lowest(page, &design) <= design.page.lines() as f64, "{}", page.label);
        }
        assert_eq!(seen, 40);
    }

    #[test]
    fn a_note_longer_than_a_page_goes_on_and_nothing_is_lost() {
        let blocks = vec![paragraph(200), noted(50, 0), paragraph(300)];
        let pages = set(&book(vec![division("Alpha", Role::Chapter, blocks, vec![])], 1, 2_500));
        let design = Design::default();
        let count: usize = pages
            .pages
            .iter()
            .filter(|p| p.label.style == LabelStyle::Arabic)
            .map(|p| words(p).replace('\u{AD}', "").matches("printer").count())
            .sum();
        let written = |words: usize| (0..words).filter(|w| w % 6 == 4).count();
        assert_eq!(count, written(200) + written(50) + written(300) + written(2_500));
        assert!(pages.pages.iter().all(|page| lowest(page, &design) <= design.page.lines() as f64));
    }

    #[test]
    fn a_heading_is_never_last_on_its_page() {
        for words in (300..700).step_by(7) {
            let section = division("Gamma", Role::Section, vec![paragraph(90)], vec![]);
            let pages = set(&book(vec![division("Alpha", Role::Chapter, vec![paragraph(words)], vec![section])], 0, 0));
            let mut text = pages.pages.iter().filter(|p| p.label.style == LabelStyle::Arabic);
            let page = text.rfind(|p| words_of_heading(p)).expect("the heading is set");
            let after =
                page.items.iter().skip_while(|i| !matches!(i, Item::Glyphs(r) if r.text.contains("Gamma"))).count();
            assert!(after > 2, "{words} words");
        }
    }

    fn words_of_heading(page: &crate::page::Page) -> bool {
        words(page).contains("Gamma")
    }

    #[test]
    fn a_running_head_of_one_long_word_keeps_clear_of_the_folio() {
        let title = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
        let pages = set(&book(vec![division(title, Role::Chapter, vec![paragraph(900)], vec![])], 0, 0));
        let mut heads = 0;
        for page in &pages.pages {
            let runs: Vec<_> = page
                .furniture
                .iter()
                .filter_map(|item| if let Item::Glyphs(run) = item { Some(run) } else { None })
                .map(|run| (run.origin.x, run.origin.x + run.width(), run.text.ends_with('…')))
                .collect();
            heads += runs.iter().filter(|run| run.2).count();
            for (i, one) in runs.iter().enumerate() {
                assert!(runs[..i].iter().all(|other| other.1 <= one.0 || one.1 <= other.0), "{runs:?}");
            }
        }
        assert!(heads > 0);
    }

    #[test]
    fn code_longer_than_a_page_and_lists_of_any_depth_are_set() {
        let code = (0..120).map(|i| format!("line {i}\n")).collect::<String>();
        let mut list = TreeBlock::new(BlockKind::Paragraph(vec![text("deep")]), Span::default());
        for _ in 0..40 {
            let item = ListItem { checked: None, value: None, blocks: vec![list], span: Span::default() };
            list = TreeBlock::new(
                BlockKind::List(List {
                    start: Some(9),
                    style: Default::default(),
                    reversed: false,
                    tight: true,
                    items: vec![item],
                }),
                Span::default(),
            );
        }
        let code = TreeBlock::new(BlockKind::Code(Code { text: code, ..Code::default() }), Span::default());
        let pages = set(&book(vec![division("Alpha", Role::Chapter, vec![code, list], vec![])], 0, 0));
        let all: String = pages.pages.iter().map(words).collect();
        assert!(all.contains("line 119") && all.contains("deep"));
        let design = Design::default();
        assert!(pages.pages.iter().all(|page| lowest(page, &design) <= design.page.lines() as f64));
    }
}

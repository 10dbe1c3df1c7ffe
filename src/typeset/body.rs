//! The text of a book and what stands behind it.
//!
//! In: the divisions of a settled document. Out: their pages in order, as [`Sheets`]: parts and chapters that open pages, the
//! notes at the end of the book; or a handout, whose divisions stand one below the other.

use super::flow::Flow;
use super::furniture::Furniture;
use super::paginate::Leaf;
use super::spread::{Opens, Sheets};
use super::{Book, leaves, outline, text_leaves};
use crate::document::words::{Word, word};
use crate::document::{Division, Id, Matter, Role};
use crate::page::{ElementKind, Label, LabelStyle};
use crate::units::Length;
use std::collections::BTreeMap;

/// Text and back matter.
pub(super) fn body(book: &mut Book) -> Sheets {
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
    let lines = outline::contents_lines(book.setter.document, depth, (usize::MAX, usize::MAX), labels);
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

/// The pages of a chapter.
pub(super) fn chapter(book: &mut Book, division: &Division, starts_verso: bool) -> Vec<Leaf> {
    let mut flow = Flow::new(&mut book.setter, book.design).spanning(book.whole);
    flow.chapter(division);
    let ends = flow.take_ends();
    let (list, notes) = flow.finish();
    book.keep(division, ends);
    text_leaves(book, list, notes, starts_verso, Default::default())
}

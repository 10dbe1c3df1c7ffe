//! What stands before the text: half-title, title page, imprint, dedication, contents, and the divisions of the front
//! matter.
//!
//! In: the document and the numbers of the pages of the text. Out: [`Sheets`] in the order of The Chicago Manual of Style,
//! 17th edition, §1.4: half-title, blank, title page, imprint, dedication, contents, then the rest.

use super::body::chapter;
use super::flow::{ContentsLine, Flow, align};
use super::furniture::Furniture;
use super::outline::{
    CONTENTS, DEDICATION, FIGURES, HALF_TITLE, IMPRINT, TABLES, TITLE_PAGE, captioned_lines, contents_lines,
};
use super::paginate::Leaf;
use super::spread::{Opens, Sheets};
use super::{Book, leaves};
use crate::document::words::{Word, word};
use crate::document::{
    Attr, Division, Id, ImprintGroup, ImprintLine, Inline, InlineKind, ListOf, Matter, Metadata, Relator, Role, Target,
    imprint,
};
use crate::page::{ElementKind, Label, LabelStyle};
use crate::source::Span;
use crate::units::Length;
use std::collections::BTreeMap;

/// How often the contents are set at most, for their length decides the numbers that they list.
const ROUNDS: usize = 4;

/// Sets the front matter, contents included.
pub(super) fn front(book: &mut Book, body: &BTreeMap<Id, Label>) -> Sheets {
    let mut sheets = Sheets::default();
    if book.design.book.title_pages {
        title_pages(book, &mut sheets);
    }
    if book.design.book.open_page {
        dedications(book, &mut sheets);
    }
    with_contents(book, body, sheets)
}

/// Adds contents and the divisions after them, again until the contents have the right numbers.
fn with_contents(book: &mut Book, body: &BTreeMap<Id, Label>, before: Sheets) -> Sheets {
    let mut labels = body.clone();
    let mut result = before.clone();
    let place = book.setter.tags.place();
    for _ in 0..ROUNDS {
        book.setter.tags.back_to(place);
        let mut sheets = before.clone();
        contents(book, &labels, &mut sheets);
        let at = sheets.len();
        let mut divisions = Sheets::default();
        if sheets.next_is_verso() && !front_divisions(book).is_empty() {
            sheets.open(if book.design.book.open_recto { Opens::Recto } else { Opens::Anywhere });
        }
        let first = sheets.len();
        debug_assert!(first >= at);
        preliminaries(book, first % 2 == 1, &mut divisions);
        let mut found = body.clone();
        sheets.append(divisions);
        found.extend(sheets.labels(LabelStyle::Roman, 1));
        result = sheets;
        if found == labels {
            break;
        }
        labels = found;
    }
    result
}

/// The divisions of the front matter that follow the contents; in running text all stand below one another.
fn front_divisions<'a>(book: &Book<'_, 'a>) -> Vec<&'a Division> {
    if !book.design.book.open_page {
        return Vec::new();
    }
    let document = book.setter.document;
    let is_front = |d: &&Division| d.matter == Matter::Front && !is_dedication(d) && d.role != Role::Draft;
    document.divisions.iter().filter(is_front).collect()
}

fn is_dedication(division: &Division) -> bool {
    matches!(division.role, Role::Dedication | Role::Epigraph)
}

/// Preface and the like.
fn preliminaries(book: &mut Book, starts_verso: bool, sheets: &mut Sheets) {
    for division in front_divisions(book) {
        if book.design.book.open_recto && (sheets.next_is_verso() != starts_verso) {
            sheets.open(if starts_verso { Opens::Verso } else { Opens::Recto });
        }
        let verso = sheets.next_is_verso() != starts_verso;
        let pages = chapter(book, division, verso);
        sheets.add(pages, Furniture::Opening, Furniture::Running, "");
    }
}

/// Half-title, blank, title page, imprint.
fn title_pages(book: &mut Book, sheets: &mut Sheets) {
    let metadata = &book.setter.document.metadata;
    let title = metadata.title.clone();
    if title.is_empty() {
        return;
    }
    let design = book.design;
    let place = align(design.book.title_place);
    let half = compose(book, |flow| {
        flow.name(Id(HALF_TITLE.into()));
        flow.blank(design.page.leading * (design.page.lines() / 4));
        flow.page_section(false, |flow| {
            flow.display_as(ElementKind::Paragraph, &title, &design.types.half_title, place);
        });
    });
    add_bare(sheets, Opens::Recto, half);
    let page = title_page(book, metadata);
    add_bare(sheets, Opens::Recto, page);
    let page = imprint_page(book, metadata);
    add_bare(sheets, Opens::Verso, page);
}

fn add_bare(sheets: &mut Sheets, opens: Opens, pages: Vec<Leaf>) {
    if !pages.is_empty() {
        sheets.open(opens);
        sheets.add(pages, Furniture::Bare, Furniture::Bare, "");
    }
}

/// Pages of what `content` adds.
fn compose(book: &mut Book, content: impl FnOnce(&mut Flow)) -> Vec<Leaf> {
    let mut flow = Flow::new(&mut book.setter, book.design);
    content(&mut flow);
    flow.chapter_notes();
    let (list, notes) = flow.finish();
    leaves(book, list, notes, false)
}

/// Authors above, title and subtitle, who else has a part in it, the publisher at the foot.
fn title_page(book: &mut Book, metadata: &Metadata) -> Vec<Leaf> {
    let design = book.design;
    let (types, leading, height) = (&design.types, design.page.leading, design.page.height());
    let place = align(design.book.title_place);
    let line = |flow: &mut Flow, text: &str, look| flow.display_as(ElementKind::Paragraph, text, look, place);
    let foot = |flow: &mut Flow| publisher_lines(metadata).iter().for_each(|text| line(flow, text, &types.publisher));
    let foot_height = height_of(book, foot);
    let mut flow = Flow::new(&mut book.setter, design);
    flow.name(Id(TITLE_PAGE.into()));
    flow.page_section(false, |flow| {
        flow.blank(leading * 3);
        let authors = metadata.authors();
        authors.iter().for_each(|author| line(flow, author, &types.book_author));
        flow.blank(leading * if authors.is_empty() { 6 } else { 4 });
        flow.display_as(ElementKind::Title, &metadata.title, &types.book_title, place);
        if let Some(subtitle) = &metadata.subtitle {
            flow.blank(leading / 2);
            line(flow, subtitle, &types.book_subtitle);
        }
        flow.blank(leading * 3);
        helpers_lines(metadata).iter().for_each(|text| line(flow, text, &types.text));
        let free = height - flow.height() - foot_height;
        if free.0 > 0 {
            flow.blank(free);
        }
        foot(flow);
    });
    let (list, notes) = flow.finish();
    leaves(book, list, notes, false)
}

/// How high it is what `content` adds.
fn height_of(book: &mut Book, content: impl FnOnce(&mut Flow)) -> Length {
    let place = book.setter.tags.place();
    let mut flow = Flow::new(&mut book.setter, book.design);
    content(&mut flow);
    let height = flow.height();
    book.setter.tags.back_to(place);
    height
}

/// Editors, translators and illustrators, as a title page names them.
fn helpers_lines(metadata: &Metadata) -> Vec<String> {
    let roles = [
        (Relator::Editor, Word::Editing),
        (Relator::Translator, Word::Translation),
        (Relator::Illustrator, Word::Illustrations),
    ];
    let line = |(role, label): (Relator, Word)| {
        let names = metadata.by(&role);
        (!names.is_empty()).then(|| {
            let label = word(&metadata.language, label);
            let colon = if metadata.language.primary() == "en" { "" } else { ":" };
            format!("{label}{colon} {}", names.join(", "))
        })
    };
    roles.into_iter().filter_map(line).collect()
}

/// Publisher, then place and year.
fn publisher_lines(metadata: &Metadata) -> Vec<String> {
    let publisher = metadata.publisher.iter().map(|p| p.name.clone()).filter(|name| !name.is_empty());
    let place = metadata.publisher.as_ref().and_then(|p| p.place.clone());
    let year = metadata.date.map(|date| date.year.to_string());
    let below: Vec<String> = place.into_iter().chain(year).collect();
    publisher.chain((!below.is_empty()).then(|| below.join(" · "))).collect()
}

/// Every fact of the metadata, at the foot of the page behind the title.
fn imprint_page(book: &mut Book, metadata: &Metadata) -> Vec<Leaf> {
    let groups = imprint(metadata);
    if groups.is_empty() {
        return Vec::new();
    }
    let height = book.design.page.height();
    compose(book, |flow| {
        flow.name(Id(IMPRINT.into()));
        flow.page_section(false, |flow| {
            flow.imprint(|flow| groups.iter().enumerate().for_each(|(i, group)| imprint_group(flow, i, group)))
        });
        flow.sink_to(height);
    })
}

fn imprint_group(flow: &mut Flow, place: usize, group: &ImprintGroup) {
    let heading = group.heading.as_ref().map(|heading| vec![styled(InlineKind::SmallCaps, heading)]);
    flow.imprint_group(place > 0, heading, group.lines.iter().map(imprint_line).collect());
}

/// A fact: its name in italics, then what it is.
fn imprint_line(line: &ImprintLine) -> Vec<Inline> {
    let label = (!line.label.is_empty()).then(|| styled(InlineKind::Emphasis, &format!("{}: ", line.label)));
    let mut value = text(&line.value);
    if let Some(url) = &line.url {
        let target = Target::Url(url.clone());
        value = Inline::new(InlineKind::Link { target, title: String::new(), content: vec![value] }, Span::default());
    }
    value.attr = Attr { language: line.language.clone(), ..Attr::default() };
    label.into_iter().chain([value]).collect()
}

fn text(text: &str) -> Inline {
    Inline::new(InlineKind::Text(text.into()), Span::default())
}

fn styled(kind: fn(Vec<Inline>) -> InlineKind, content: &str) -> Inline {
    Inline::new(kind(vec![text(content)]), Span::default())
}

/// The dedication of the metadata, then those that the manuscript writes out, each on a right-hand page.
fn dedications(book: &mut Book, sheets: &mut Sheets) {
    let document = book.setter.document;
    if let Some(dedication) = document.metadata.dedication.as_ref().filter(|d| !d.trim().is_empty()) {
        let content = vec![text(dedication)];
        let pages = compose(book, |flow| {
            flow.name(Id(DEDICATION.into()));
            flow.page_section(false, |flow| flow.dedicated(|flow| flow.dedication_text(&content)));
        });
        add_bare(sheets, Opens::Recto, pages);
    }
    for division in document.divisions.iter().filter(|d| d.matter == Matter::Front && is_dedication(d)) {
        let pages = compose(book, |flow| flow.dedication(division));
        add_bare(sheets, Opens::Recto, pages);
    }
}

/// The contents, from a right-hand page, and the lists that follow them.
fn contents(book: &mut Book, labels: &BTreeMap<Id, Label>, sheets: &mut Sheets) {
    let document = book.setter.document;
    let design = &book.design.contents;
    // A page holds this many lines beside its heading.
    let lines = |pages: u32| book.design.page.lines() as usize * 3 / 4 * pages as usize;
    let (most, most_named) = match design.most_pages {
        0 => (usize::MAX, usize::MAX),
        most => (lines(most), lines((last_page(labels) / PAGES_FOR_ONE).clamp(most, most * 3))),
    };
    // Those of a handout stand below its title.
    let is_compact = !book.design.book.open_page && !book.design.book.title_pages;
    let depth = if is_compact { 0 } else { book.design.book.contents_depth };
    let lines = contents_lines(document, depth, (most, most_named), labels);
    let title = word(&document.metadata.language, Word::Contents);
    let mut opens = Opens::Recto;
    if lines.len() >= 2 {
        list(book, sheets, opens, title, CONTENTS, &lines);
        opens = Opens::Anywhere;
    }
    for (wanted, kind, anchor) in [(design.figures, ListOf::Figures, FIGURES), (design.tables, ListOf::Tables, TABLES)]
    {
        let lines = if wanted { captioned_lines(document, kind, labels) } else { Vec::new() };
        if !lines.is_empty() {
            list(book, sheets, opens, kind.title(&document.metadata.language), anchor, &lines);
            opens = Opens::Anywhere;
        }
    }
}

/// A book of so many pages gets one page of contents for what the author lists by name.
const PAGES_FOR_ONE: u32 = 40;

/// The number of the last page of the text that something stands on.
fn last_page(labels: &BTreeMap<Id, Label>) -> u32 {
    labels
        .values()
        .filter(|label| label.style == LabelStyle::Arabic)
        .map(|label| label.number)
        .max()
        .unwrap_or_default()
}

/// A list that leads to pages, below its title.
fn list(book: &mut Book, sheets: &mut Sheets, opens: Opens, title: &str, anchor: &str, lines: &[ContentsLine]) {
    let pages = compose(book, |flow| {
        flow.name(Id(anchor.into()));
        flow.page_section(true, |flow| {
            flow.front_heading(title);
            flow.contents(lines);
        });
    });
    sheets.open(opens);
    sheets.add(pages, Furniture::Opening, Furniture::Running, title);
}

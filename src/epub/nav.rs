//! The navigation document and its predecessor, the NCX.
//!
//! In: the outline of the document and where everything stands. Out: `nav.xhtml` (EPUB 3.3 §7) with contents and
//! landmarks, and `toc.ncx` (OPF 2.0.1 §2.4.1), nested alike.

use super::content::{Page, Text, first_of, page};
use super::front::{DEDICATION, FrontPage, IMPRINT, TITLE_PAGE};
use super::pages::page_id;
use super::xhtml::{Tag, Writer, one_line};
use super::{body::Book, language};
use crate::design::ContentsDesign;
use crate::document::words::{Word, number_label, word};
use crate::document::{Captioned, Division, Language, ListOf, Matter, PageStart, Role, captioned};
use std::collections::BTreeMap;

/// Levels down to which the contents list sections: part, chapter, section. Chapters are listed all of them.
const SECTIONS: usize = 3;

/// The divisions that have a landmark, each the first of its role (EPUB 3 Structural Semantics Vocabulary 1.1).
const LANDMARKS: [(Role, &str); 7] = [
    (Role::Foreword, "foreword"),
    (Role::Preface, "preface"),
    (Role::Introduction, "introduction"),
    (Role::Appendix, "appendix"),
    (Role::Glossary, "glossary"),
    (Role::Bibliography, "bibliography"),
    (Role::Index, "index"),
];

/// The file of the contents.
pub(super) const NAV: &str = "nav.xhtml";

/// A line of the contents.
#[derive(Debug, PartialEq)]
pub(super) struct Line {
    /// What it says; never empty.
    pub(super) label: String,
    /// Where it leads; `None` for what is not written yet.
    pub(super) href: Option<String>,
    /// The lines below it.
    pub(super) children: Vec<Line>,
}

/// The contents of the book: its parts, chapters and sections, at most `deepest` levels of them; one without titles is one
/// line, named as the book, that leads to the text.
pub(super) fn contents(book: &Book<'_>, deepest: usize) -> Vec<Line> {
    let lines = lines(book, &book.document.divisions, 0, deepest);
    if !lines.is_empty() {
        return lines;
    }
    let metadata = &book.document.metadata;
    let label = super::content::title_or(&metadata.title, metadata);
    let text = book.places.files.first().map_or(TITLE_PAGE, |file| file.name.as_str());
    vec![Line { label, href: Some(text.into()), children: Vec::new() }]
}

fn lines(book: &Book<'_>, divisions: &[Division], level: usize, deepest: usize) -> Vec<Line> {
    let mut list = Vec::new();
    for division in divisions {
        let most = if division.role == Role::Section { SECTIONS.min(deepest) } else { deepest };
        if level >= most {
            continue;
        }
        let label = label(book, division);
        if label.is_empty() {
            continue;
        }
        let href = book.places.link(&division.id, None);
        list.push(Line { label, href, children: lines(book, &division.children, level + 1, deepest) });
    }
    list
}

fn label(book: &Book<'_>, division: &Division) -> String {
    let title = one_line(&division.title);
    if title.is_empty() || division.role == Role::Section {
        return title;
    }
    match (number_label(&book.document.metadata.language, division), &division.number[..]) {
        // "Part I: Exile" but "3. Soviet Thermidor": in a list the word would only be repeated.
        (Some(label), _) if division.role == Role::Part => format!("{label}: {title}"),
        (Some(_), [number]) => format!("{number}. {title}"),
        (Some(label), _) => format!("{label} {title}"),
        (None, _) => title,
    }
}

/// A list of figures or of tables.
#[derive(Debug, PartialEq)]
pub(super) struct List {
    /// What it is to EPUB, also its id: `loi` or `lot` (EPUB Structural Semantics Vocabulary 1.1, §navigation).
    epub_type: &'static str,
    title: &'static str,
    lines: Vec<Line>,
}

/// The lists that a theme wants, when there is something in them.
pub(super) fn lists(book: &Book<'_>, design: &ContentsDesign) -> Vec<List> {
    let language = &book.document.metadata.language;
    let wanted = [(design.figures, ListOf::Figures, "loi"), (design.tables, ListOf::Tables, "lot")];
    let line = |found: Captioned| {
        let label = if found.number.is_empty() { found.caption } else { format!("{} {}", found.number, found.caption) };
        Line { label, href: book.places.link(&found.id, None), children: Vec::new() }
    };
    let list = |(_, kind, epub_type): (bool, ListOf, _)| {
        let lines: Vec<Line> = captioned(book.document, kind).into_iter().map(line).collect();
        (!lines.is_empty()).then(|| List { epub_type, title: kind.title(language), lines })
    };
    wanted.into_iter().filter(|(wanted, ..)| *wanted).filter_map(list).collect()
}

/// A list of figures or tables as navigation.
fn captions(out: &mut Writer, of: &List, tongue: &Language) {
    out.newline();
    let title = format!("title.{}", of.epub_type);
    let nav = Tag::new("nav").with("epub:type", of.epub_type).with("id", of.epub_type);
    out.open(nav.with("aria-labelledby", title.as_str()));
    out.newline();
    out.leaf(language::of_words(Tag::new("h2").with("id", title.as_str()), tongue), of.title);
    list(out, &of.lines);
    out.newline();
    out.close("nav");
}

/// The printed pages whose beginnings are marked, in the order of the spine; `texts` are those of the content documents, of
/// which the first `before` stand before the contents.
pub(super) fn page_list(book: &Book<'_>, texts: &[Text], before: usize) -> Vec<Line> {
    let line = |file: &str, number: usize| {
        let label = book.pages.label(number);
        Line { label: label.into(), href: Some(format!("{file}#{}", page_id(label))), children: Vec::new() }
    };
    let beginning = |start, file| book.pages.beginning_with(start).map(move |number| line(file, number));
    let inside = |files: std::ops::Range<usize>| {
        let texts = files.map(|file| (&book.places.files[file].name, &texts[file].pages));
        texts.flat_map(|(name, pages)| pages.iter().map(|number| line(name, *number)))
    };
    let front =
        [(PageStart::TitlePage, TITLE_PAGE), (PageStart::Imprint, IMPRINT), (PageStart::Dedication, DEDICATION)];
    let front = front.into_iter().flat_map(|(start, file)| beginning(start, file));
    front
        .chain(inside(0..before))
        .chain(beginning(PageStart::Contents, NAV))
        .chain(inside(before..texts.len()))
        .collect()
}

/// The page list; it is for the reader's own menu, not to be read.
fn pages(out: &mut Writer, page_list: &[Line], tongue: &Language) {
    out.newline();
    let nav = Tag::new("nav").with("epub:type", "page-list").with("role", "doc-pagelist").with("id", "page-list");
    out.open(nav.with("hidden", "hidden").with("aria-label", word(tongue, Word::Pages)));
    list(out, page_list);
    out.newline();
    out.close("nav");
}

/// The navigation document.
pub(super) fn nav(
    book: &Book<'_>,
    contents: &[Line],
    lists: &[List],
    page_list: &[Line],
    front: &[FrontPage],
) -> String {
    let tongue = &book.document.metadata.language;
    let title = word(tongue, Word::Contents);
    let mut out = Writer::default();
    book.pages.beginning_with(PageStart::Contents).for_each(|number| book.pages.mark(&mut out, number));
    let nav = Tag::new("nav").with("epub:type", "toc").with("role", "doc-toc").with("id", "toc");
    out.open(nav.with("aria-labelledby", "title.toc"));
    out.newline();
    out.leaf(language::of_words(Tag::new("h1").with("id", "title.toc"), tongue), title);
    list(&mut out, contents);
    out.newline();
    out.close("nav");
    lists.iter().for_each(|list| captions(&mut out, list, tongue));
    if !page_list.is_empty() {
        pages(&mut out, page_list, tongue);
    }
    landmarks(&mut out, book, lists, front);
    let page_of = Page { title, language: tongue, body_type: "frontmatter" };
    page(&page_of, &out.into_string())
}

fn list(out: &mut Writer, lines: &[Line]) {
    out.newline();
    out.open(Tag::new("ol"));
    for line in lines {
        // The specification wants a list below what leads nowhere: a draft without one is not announced.
        if line.href.is_none() && !leads_somewhere(line) {
            continue;
        }
        out.newline();
        out.open(Tag::new("li"));
        match &line.href {
            Some(href) => out.leaf(Tag::new("a").with("href", href.as_str()), &line.label),
            None => out.leaf(Tag::new("span"), &line.label),
        }
        if line.children.iter().any(leads_somewhere) {
            list(out, &line.children);
        }
        out.close("li");
    }
    out.newline();
    out.close("ol");
}

/// True when the line or one below it can be followed.
fn leads_somewhere(line: &Line) -> bool {
    line.href.is_some() || line.children.iter().any(leads_somewhere)
}

fn landmarks(out: &mut Writer, book: &Book<'_>, lists: &[List], front: &[FrontPage]) {
    let tongue = &book.document.metadata.language;
    out.newline();
    let nav = Tag::new("nav").with("epub:type", "landmarks").with("id", "landmarks").with("hidden", "hidden");
    out.open(nav.with("aria-label", word(tongue, Word::Landmarks)));
    out.newline();
    out.open(Tag::new("ol"));
    for (epub_type, href, label) in landmark_list(book, lists, front) {
        out.newline();
        out.open(Tag::new("li"));
        out.leaf(Tag::new("a").with("epub:type", epub_type).with("href", href), &label);
        out.close("li");
    }
    out.newline();
    out.close("ol");
    out.newline();
    out.close("nav");
}

fn landmark_list(book: &Book<'_>, lists: &[List], front: &[FrontPage]) -> Vec<(&'static str, String, String)> {
    let tongue = &book.document.metadata.language;
    let mut list = Vec::new();
    for page in front {
        let epub_type = match page.name {
            "cover.xhtml" => "cover",
            "title-page.xhtml" => "titlepage",
            _ => continue,
        };
        list.push((epub_type, page.name.to_string(), page.label.to_string()));
    }
    list.push(("toc", format!("{NAV}#toc"), word(tongue, Word::Contents).into()));
    for of in lists {
        list.push((of.epub_type, format!("{NAV}#{}", of.epub_type), of.title.to_string()));
    }
    let files = &book.places.files;
    let mut inside = Vec::new();
    if let Some(start) = first_of(book, Matter::Body).or((!files.is_empty()).then_some(0)) {
        inside.push((start, "bodymatter", word(tongue, Word::Start).to_string()));
    }
    for (role, epub_type) in LANDMARKS {
        if let Some(at) = files.iter().position(|file| file.division.role == role) {
            let label = Some(one_line(&files[at].division.title)).filter(|title| !title.is_empty());
            inside.push((at, epub_type, label.unwrap_or_else(|| epub_type.into())));
        }
    }
    // In the order in which they are read.
    inside.sort_by_key(|(at, ..)| *at);
    list.extend(inside.into_iter().map(|(at, epub_type, label)| (epub_type, files[at].name.clone(), label)));
    list
}

/// The NCX, for readers that know no other contents.
pub(super) fn ncx(book: &Book<'_>, contents: &[Line], page_list: &[Line], identifier: &str) -> String {
    let metadata = &book.document.metadata;
    let mut out = Writer::default();
    out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let ncx = Tag::new("ncx").with("xmlns", "http://www.daisy.org/z3986/2005/ncx/").with("version", "2005-1");
    out.open(ncx.with("xml:lang", language::tag(&metadata.language)));
    out.raw("\n<head>\n");
    let (deep, count) = (depth(contents).to_string(), page_list.len().to_string());
    let highest = page_list.iter().filter_map(|page| page.label.parse::<u32>().ok()).max().unwrap_or(0).to_string();
    for (name, content) in
        [("dtb:uid", identifier), ("dtb:depth", &deep), ("dtb:totalPageCount", &count), ("dtb:maxPageNumber", &highest)]
    {
        out.empty(Tag::new("meta").with("name", name).with("content", content));
        out.newline();
    }
    out.raw("</head>\n<docTitle>");
    out.leaf(Tag::new("text"), &super::content::title_or(&metadata.title, metadata));
    out.raw("</docTitle>\n<navMap>\n");
    points(&mut out, contents, &mut Order::default());
    out.raw("</navMap>\n");
    page_targets(&mut out, page_list);
    out.raw("</ncx>\n");
    out.into_string()
}

/// The page list of the NCX.
fn page_targets(out: &mut Writer, page_list: &[Line]) {
    if page_list.is_empty() {
        return;
    }
    out.raw("<pageList>\n");
    for (place, page) in page_list.iter().enumerate() {
        let number = page.label.parse::<u32>().ok().map(|number| number.to_string());
        let kind = if number.is_some() { "normal" } else { "front" };
        let target = Tag::new("pageTarget").with("id", format!("page-{}", place + 1)).with("type", kind);
        out.open(target.maybe("value", number));
        out.open(Tag::new("navLabel"));
        out.leaf(Tag::new("text"), &page.label);
        out.close("navLabel");
        out.empty(Tag::new("content").with("src", page.href.as_deref().unwrap_or_default()));
        out.raw("</pageTarget>\n");
    }
    out.raw("</pageList>\n");
}

/// Numbers of the points; the same target has the same place in the reading order.
#[derive(Default)]
struct Order {
    points: usize,
    targets: BTreeMap<String, usize>,
}

fn points(out: &mut Writer, lines: &[Line], order: &mut Order) {
    for line in lines {
        // Every point must lead somewhere: what does not itself leads to what is below it.
        let Some(href) = target(line) else { continue };
        order.points += 1;
        let next = order.targets.len() + 1;
        let place = *order.targets.entry(href.to_string()).or_insert(next);
        let point = Tag::new("navPoint").with("id", format!("point-{}", order.points));
        out.open(point.with("playOrder", place.to_string()));
        out.open(Tag::new("navLabel"));
        out.leaf(Tag::new("text"), &line.label);
        out.close("navLabel");
        out.empty(Tag::new("content").with("src", href));
        out.newline();
        points(out, &line.children, order);
        out.raw("</navPoint>\n");
    }
}

fn target(line: &Line) -> Option<&str> {
    line.href.as_deref().or_else(|| line.children.iter().find_map(target))
}

fn depth(lines: &[Line]) -> usize {
    lines.iter().map(|line| 1 + depth(&line.children)).max().unwrap_or(0)
}

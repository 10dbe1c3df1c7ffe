//! The structure of a book as stable text, for snapshots and `bifolio dump structure`.
//!
//! In: finished pages. Out: an element a line, below it what it holds: the text of each sequence as the pages show it, with
//! `\-` for a hyphen that a line break put in and `/` where the text goes on on another page.

use super::{Element, ElementId, ElementKind, Item, Kid, LinkTarget, ListNumbering, Owner, Page, Pages, Scope, marked};
use std::collections::{BTreeMap, BTreeSet};

/// What the pages show, in the order in which it is read.
pub fn dump_structure(pages: &Pages) -> String {
    let kids = pages.structure.reading(&pages.pages);
    let shown: Vec<Shown> = pages.pages.iter().map(Shown::of).collect();
    let named: BTreeSet<ElementId> = pages.structure.elements.iter().flat_map(headings).copied().collect();
    let names: BTreeMap<ElementId, usize> = named.into_iter().enumerate().map(|(at, id)| (id, at + 1)).collect();
    let mut out = String::new();
    // A list of work instead of recursion: nobody limits how deep a structure is.
    let mut work = vec![(0, Kid::Element(ElementId(0)))];
    let mut page_before = None;
    while let Some((depth, kid)) = work.pop() {
        match kid {
            Kid::Element(id) => {
                let Some(element) = pages.structure.get(id) else { continue };
                line(&mut out, depth, &described(id, element, &names));
                work.extend(kids[id.0 as usize].iter().rev().map(|kid| (depth + 1, *kid)));
                page_before = None;
            }
            Kid::Content { page, sequence } | Kid::Spelled { page, sequence, .. } => {
                let goes_on = page_before.replace((depth, page)).filter(|(before, _)| *before == depth);
                let text = shown[page].sequences.get(sequence).map_or("?", String::as_str);
                // The line ends in the quotation mark of what stands before.
                match goes_on {
                    Some((_, before)) => {
                        out.truncate(out.len() - 2);
                        out.push_str(if before == page { "" } else { " / " });
                        out.push_str(&format!("{text}\"\n"));
                    }
                    None => line(&mut out, depth, &format!("\"{text}\"")),
                }
            }
            Kid::Link { page, link } => {
                let target = shown[page].links.get(link).map_or("?", String::as_str);
                line(&mut out, depth, &format!("-> {target}"));
                page_before = None;
            }
        }
    }
    out
}

/// What a page shows.
struct Shown {
    sequences: Vec<String>,
    links: Vec<String>,
}

impl Shown {
    fn of(page: &Page) -> Shown {
        let mut sequences: Vec<String> = Vec::new();
        for marked in marked(&page.furniture).chain(marked(&page.items)) {
            if matches!(marked.owner, Owner::Artifact(_)) {
                continue;
            }
            if marked.begins {
                sequences.push(String::new());
            }
            if let Some(last) = sequences.last_mut() {
                last.push_str(&text(marked.item));
            }
        }
        let links = page.furniture.iter().chain(&page.items).filter_map(|item| match item {
            Item::Link { target: LinkTarget::Url(url), .. } => Some(url.clone()),
            Item::Link { target: LinkTarget::Anchor(id), .. } => Some(format!("#{id}")),
            Item::Glyphs(_) | Item::Image { .. } | Item::Rule { .. } | Item::Anchor { .. } => None,
        });
        Shown { sequences, links: links.collect() }
    }
}

fn text(item: &Item) -> String {
    match item {
        Item::Glyphs(run) => run.reading().replace('\u{AD}', "\\-"),
        Item::Image { .. } => "image".into(),
        Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => String::new(),
    }
}

/// The headings of a cell.
fn headings(element: &Element) -> &[ElementId] {
    element.cell.as_ref().map_or(&[], |cell| &cell.headings)
}

fn described(id: ElementId, element: &Element, names: &BTreeMap<ElementId, usize>) -> String {
    let mut line = element.kind.name().to_owned();
    match element.kind {
        ElementKind::List(ListNumbering::Decimal) => line.push_str(" decimal"),
        ElementKind::List(ListNumbering::Disc) => line.push_str(" disc"),
        ElementKind::List(ListNumbering::LowerAlpha | ListNumbering::UpperAlpha) => line.push_str(" letters"),
        ElementKind::List(ListNumbering::LowerRoman | ListNumbering::UpperRoman) => line.push_str(" roman"),
        ElementKind::HeaderCell(Scope::Row) => line.push_str(" row"),
        _ => {}
    }
    if let Some(cell) = &element.cell {
        for (name, count) in [("columns", cell.columns), ("rows", cell.rows)] {
            if count > 1 {
                line.push_str(&format!(" {name}={count}"));
            }
        }
        line.extend(names.get(&id).map(|name| format!(" @{name}")));
        let own: Vec<String> =
            headings(element).iter().filter_map(|id| names.get(id)).map(|n| format!("@{n}")).collect();
        if !own.is_empty() {
            line.push_str(&format!(" headed by {}", own.join(" ")));
        }
    }
    line.extend(element.id.iter().map(|id| format!(" #{id}")));
    line.extend(element.language.iter().map(|language| format!(" {language}")));
    line.extend(element.expansion.iter().map(|expansion| format!(" for {expansion:?}")));
    line.extend(element.alt.iter().map(|alt| format!(" alt {alt:?}")));
    line
}

fn line(out: &mut String, depth: usize, text: &str) {
    out.push_str(&"  ".repeat(depth));
    out.push_str(text);
    out.push('\n');
}

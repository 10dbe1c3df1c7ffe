//! Which pages a part of a book is.
//!
//! In: what is wanted, the document and its finished pages. Out: the places of the pages, or why there are none. Chapters go
//! by their number, their id, the name of their file or their title; pages by the numbers that are printed on them. A
//! chapter that begins or ends in the middle of a page comes with the whole page.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Division, Document, Id, Role};
use crate::page::{Item, OutlineEntry, Page, Pages};
use crate::settings::{PageRange, Part};
use std::collections::BTreeSet;

/// The places of the pages of a part, in order.
pub(super) fn places(part: &Part, document: &Document, pages: &Pages) -> Result<Vec<usize>, Diagnostic> {
    let mut places = BTreeSet::new();
    match part {
        Part::Whole => places.extend(0..pages.pages.len()),
        Part::Chapters(names) => {
            for name in names {
                places.extend(chapter(name, document, pages)?);
            }
        }
        Part::Pages(ranges) => {
            for range in ranges {
                places.extend(range_of(range, &pages.pages)?);
            }
        }
    }
    Ok(places.into_iter().collect())
}

fn refused(message: String, hint: String) -> Diagnostic {
    Diagnostic::error(Code::InvalidValue, message).hint(hint)
}

/// The places between two printed numbers.
fn range_of(range: &PageRange, pages: &[Page]) -> Result<Vec<usize>, Diagnostic> {
    let labels: Vec<String> = pages.iter().map(|page| page.label.to_string()).collect();
    let (first, last) = (labels.first().cloned().unwrap_or_default(), labels.last().cloned().unwrap_or_default());
    let find = |wanted: &str| {
        let lower = wanted.to_lowercase();
        let hint = format!("its pages have the numbers {first} to {last}");
        let found = labels.iter().position(|label| *label == lower);
        found.ok_or_else(|| refused(format!("`--pages`: no page of the book has the number {wanted:?}"), hint))
    };
    let from = range.from.as_deref().map_or(Ok(0), find)?;
    let to = range.to.as_deref().map_or(Ok(pages.len().saturating_sub(1)), find)?;
    if from > to {
        let message = "`--pages`: the last page of a range stands before its first".to_owned();
        return Err(refused(message, "write the smaller number first, as in 12-30".into()));
    }
    Ok((from..=to).collect())
}

/// The places of a chapter.
fn chapter(name: &str, document: &Document, pages: &Pages) -> Result<Vec<usize>, Diagnostic> {
    let found = find(name, document);
    if let [_, _, ..] = found.as_slice() {
        let ids: Vec<String> = found.iter().take(8).map(|id| format!("`{}`", id.0)).collect();
        return Err(refused(
            format!("`--chapter`: {} places of the book have the title {name:?}", found.len()),
            format!("write the id of one: {}", ids.join(", ")),
        ));
    }
    let id = found.into_iter().next().ok_or_else(|| {
        let known: Vec<String> = top(document).map(|d| d.title.clone()).filter(|title| !title.is_empty()).collect();
        let near = known.iter().map(|title| format!("{title:?}")).take(8).collect::<Vec<_>>().join(", ");
        refused(
            format!("`--chapter`: the book has no chapter {name:?}"),
            format!("write its number, or a name: {near}"),
        )
    })?;
    let Some((from, _)) = begins(&id, &pages.pages) else {
        let message = format!("`--chapter`: the chapter {name:?} is on no page");
        return Err(refused(message, "name a chapter that has text".into()));
    };
    let end = match next(&id, &pages.outline).and_then(|id| begins(&id, &pages.pages)) {
        Some((page, true)) => page,
        Some((page, false)) => page + 1,
        None => pages.pages.len(),
    };
    let mut places: Vec<usize> = (from..end.max(from + 1)).collect();
    let is_blank = |place: &usize| pages.pages[*place].items.is_empty() && pages.pages[*place].furniture.is_empty();
    while places.pop_if(|place| *place > from && is_blank(place)).is_some() {}
    Ok(places)
}

/// Chapters, and the parts that they are in.
fn top(document: &Document) -> impl Iterator<Item = &Division> {
    document.divisions.iter().flat_map(|division| {
        let below: &[Division] = if division.role == Role::Part { &division.children } else { &[] };
        std::iter::once(division).chain(below)
    })
}

/// The divisions of a name: chapters and parts before sections; more than one only when they share a title.
fn find(name: &str, document: &Document) -> Vec<Id> {
    let number: Option<Vec<u32>> = name.split('.').map(|level| level.parse().ok()).collect();
    let lower = name.to_lowercase();
    let stem = |path: &str| path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md").to_lowercase();
    let is_it = |division: &&Division| {
        let by_number = division.role != Role::Part && number.as_ref().is_some_and(|number| *number == division.number);
        let by_file = division.source.as_deref().is_some_and(|path| path == name || stem(path) == lower);
        by_number || division.id.0 == name || by_file
    };
    let is_called_so = |division: &&Division| division.title.to_lowercase() == lower;
    let mut all = Vec::new();
    document.divisions.iter().for_each(|division| division.each(&mut |d| all.push(d)));
    // Without numbers, the third chapter is the third of the text.
    let counted = match number.as_deref() {
        Some([place]) => top(document).filter(|d| d.role == Role::Chapter).nth((*place as usize).wrapping_sub(1)),
        _ => None,
    };
    let ids = |divisions: Vec<&Division>| divisions.into_iter().map(|division| division.id.clone()).collect();
    if let Some(division) = top(document).find(is_it).or_else(|| all.iter().copied().find(is_it)) {
        return ids(vec![division]);
    }
    let called: Vec<&Division> = top(document).filter(is_called_so).collect();
    if !called.is_empty() {
        return ids(called);
    }
    let called: Vec<&Division> = all.into_iter().filter(is_called_so).collect();
    if called.is_empty() { ids(counted.into_iter().collect()) } else { ids(called) }
}

/// The page on which something begins, and whether nothing stands before it there.
fn begins(id: &Id, pages: &[Page]) -> Option<(usize, bool)> {
    pages.iter().enumerate().find_map(|(number, page)| {
        let at = page.items.iter().position(|item| matches!(item, Item::Anchor { id: own, .. } if own == id))?;
        let shows = |item: &Item| matches!(item, Item::Glyphs(_) | Item::Image { .. });
        Some((number, !page.items[..at].iter().any(shows)))
    })
}

/// What follows an entry of the outline and all that is below it.
fn next(id: &Id, outline: &[OutlineEntry]) -> Option<Id> {
    let mut flat = Vec::new();
    flatten(outline, 0, &mut flat);
    let at = flat.iter().position(|(_, own)| *own == id)?;
    let depth = flat[at].0;
    flat[at + 1..].iter().find(|(other, _)| *other <= depth).map(|(_, id)| (*id).clone())
}

fn flatten<'a>(entries: &'a [OutlineEntry], depth: usize, flat: &mut Vec<(usize, &'a Id)>) {
    for entry in entries {
        flat.push((depth, &entry.anchor));
        flatten(&entry.children, depth + 1, flat);
    }
}

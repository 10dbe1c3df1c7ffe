//! Contents and outline: the divisions as lines that lead somewhere.
//!
//! In: the document. Out: the lines of the contents pages, and the tree that the PDF shows beside the pages.

use super::flow::ContentsLine;
use crate::document::words::{Word, number_label, word};
use crate::document::{Captioned, Division, Document, Id, ListOf, Role, captioned};
use crate::page::{Label, OutlineEntry};
use std::collections::BTreeMap;

/// Anchor of the title page; the dot keeps it apart from the ids of the manuscript.
pub const TITLE_PAGE: &str = "page.title";
/// Anchor of the contents.
pub const CONTENTS: &str = "page.contents";
/// Anchor of the list of figures.
pub(super) const FIGURES: &str = "page.figures";
/// Anchor of the list of tables.
pub(super) const TABLES: &str = "page.tables";

/// Anchor of the notes at the end of the book.
pub(super) const NOTES: &str = "page.notes";

/// The lines of the contents, at most `depth` levels of divisions down from the chapters; fewer when there would be more
/// than `most` lines, for contents are to be seen at a glance.
pub(super) fn contents_lines(
    document: &Document,
    depth: usize,
    most: usize,
    labels: &BTreeMap<Id, Label>,
) -> Vec<ContentsLine> {
    let to_depth = |depth: usize| {
        let mut lines = Vec::new();
        document.divisions.iter().for_each(|division| push(document, division, (0, 0), depth, labels, &mut lines));
        lines.extend(labels.get(&Id(NOTES.into())).filter(|_| depth > 0).map(|label| notes_line(document, label)));
        lines
    };
    (1..=depth).rev().map(to_depth).find(|lines| lines.len() <= most).unwrap_or_else(|| to_depth(depth.min(1)))
}

/// The line of the notes at the end of the book.
fn notes_line(document: &Document, label: &Label) -> ContentsLine {
    ContentsLine {
        id: Id(NOTES.into()),
        number: String::new(),
        title: word(&document.metadata.language, Word::Notes).into(),
        depth: 0,
        nesting: 0,
        is_part: false,
        is_caption: false,
        page: label.to_string(),
    }
}

fn push(
    document: &Document,
    division: &Division,
    (level, nesting): (usize, usize),
    depth: usize,
    labels: &BTreeMap<Id, Label>,
    lines: &mut Vec<ContentsLine>,
) {
    let is_part = division.role == Role::Part;
    if level >= depth || !is_listed(division) {
        return;
    }
    let page = labels.get(&division.id).map(Label::to_string).unwrap_or_default();
    lines.push(ContentsLine {
        id: division.id.clone(),
        number: number(document, division),
        title: division.title.clone(),
        depth: level,
        nesting,
        is_part,
        is_caption: false,
        page,
    });
    let below = if is_part { level } else { level + 1 };
    division.children.iter().for_each(|child| push(document, child, (below, nesting + 1), depth, labels, lines));
}

fn is_listed(division: &Division) -> bool {
    !division.title.is_empty() && !matches!(division.role, Role::Draft | Role::Dedication | Role::Epigraph)
}

/// The lines of a list of figures or of tables.
pub(super) fn captioned_lines(document: &Document, list: ListOf, labels: &BTreeMap<Id, Label>) -> Vec<ContentsLine> {
    let line = |Captioned { id, number, caption }: Captioned| {
        let page = labels.get(&id).map(Label::to_string).unwrap_or_default();
        ContentsLine { id, number, title: caption, depth: 0, nesting: 0, is_part: false, is_caption: true, page }
    };
    captioned(document, list).into_iter().map(line).collect()
}

/// The number shown before a title, unless the title says it itself: `Part II` for a part, figures for the rest.
fn number(document: &Document, division: &Division) -> String {
    let Some(label) = number_label(&document.metadata.language, division) else { return String::new() };
    if division.role == Role::Part {
        return label;
    }
    division.number.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

/// The outline: title page and contents when there are such pages, every division with a title, the notes of
/// the book when they stand at its end.
pub(super) fn outline(document: &Document, has_anchor: impl Fn(&str) -> bool) -> Vec<OutlineEntry> {
    let language = &document.metadata.language;
    let page = |(anchor, name): (&str, Word)| {
        let title = word(language, name).to_string();
        has_anchor(anchor).then(|| OutlineEntry { title, anchor: Id(anchor.into()), children: Vec::new() })
    };
    let before = [
        (TITLE_PAGE, Word::TitlePage),
        (CONTENTS, Word::Contents),
        (FIGURES, Word::ListOfFigures),
        (TABLES, Word::ListOfTables),
    ];
    let divisions = document.divisions.iter().filter_map(|d| entry(document, d));
    before.into_iter().filter_map(page).chain(divisions).chain(page((NOTES, Word::Notes))).collect()
}

fn entry(document: &Document, division: &Division) -> Option<OutlineEntry> {
    if division.title.is_empty() || division.role == Role::Draft {
        return None;
    }
    let number = number(document, division);
    let separator = if division.role == Role::Part { ": " } else { " " };
    let title =
        if number.is_empty() { division.title.clone() } else { format!("{number}{separator}{}", division.title) };
    let children = division.children.iter().filter_map(|child| entry(document, child)).collect();
    Some(OutlineEntry { title, anchor: division.id.clone(), children })
}

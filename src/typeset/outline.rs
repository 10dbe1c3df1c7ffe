//! Contents and outline: the divisions as lines that lead somewhere.
//!
//! In: the document. Out: the lines of the contents pages, and the tree that the PDF shows beside the pages.

use super::flow::ContentsLine;
use crate::document::words::{Word, number_label, word};
use crate::document::{Captioned, Division, Document, Id, ListOf, Role, captioned};
use crate::page::{Label, OutlineEntry};
use std::collections::BTreeMap;

/// Anchor of the page that says the title alone.
pub const HALF_TITLE: &str = "page.half-title";
/// Anchor of the title page; the dot keeps it apart from the ids of the manuscript.
pub const TITLE_PAGE: &str = "page.title";
/// Anchor of the imprint.
pub const IMPRINT: &str = "page.imprint";
/// Anchor of the dedication that the metadata says.
pub const DEDICATION: &str = "page.dedication";
/// Anchor of the contents.
pub const CONTENTS: &str = "page.contents";
/// Anchor of the list of figures.
pub(super) const FIGURES: &str = "page.figures";
/// Anchor of the list of tables.
pub(super) const TABLES: &str = "page.tables";

/// Anchor of the notes at the end of the book.
pub(super) const NOTES: &str = "page.notes";

/// The lines of the contents: every chapter that the summary names, and sections down to the level `depth`, counted from the
/// chapters; none when that is 0. When there would be more than `most` lines, sections go first: contents are to be seen at a
/// glance. When there would be more than `most_named` lines still, the lowest level goes, and so on.
pub(super) fn contents_lines(
    document: &Document,
    depth: usize,
    (most, most_named): (usize, usize),
    labels: &BTreeMap<Id, Label>,
) -> Vec<ContentsLine> {
    if depth == 0 {
        return Vec::new();
    }
    let lines = |chapters: usize, sections: usize| {
        let mut lines = Vec::new();
        let contents = Contents { document, labels, chapters, sections };
        document.divisions.iter().for_each(|division| contents.push(division, (0, 0), &mut lines));
        lines.extend(labels.get(&Id(NOTES.into())).map(|label| notes_line(document, label)));
        lines
    };
    let deepest = levels_of_chapters(&document.divisions).max(depth);
    let ways = (1..=deepest).rev().flat_map(|level| [(level, level.min(depth), most), (level, 0, most_named)]);
    let fitting = |(chapters, sections, most)| Some(lines(chapters, sections)).filter(|lines| lines.len() <= most);
    ways.filter_map(fitting).next().unwrap_or_else(|| lines(1, 1))
}

/// How deep chapters stand in each other, parts not counted.
fn levels_of_chapters(divisions: &[Division]) -> usize {
    let chapters = divisions.iter().filter(|division| division.role != Role::Section);
    let levels = chapters.map(|d| levels_of_chapters(&d.children) + usize::from(d.role != Role::Part));
    levels.max().unwrap_or_default()
}

/// The line of the notes at the end of the book.
fn notes_line(document: &Document, label: &Label) -> ContentsLine {
    ContentsLine {
        id: Id(NOTES.into()),
        number: String::new(),
        title: word(&document.metadata.language, Word::Notes).into(),
        line: Vec::new(),
        depth: 0,
        nesting: 0,
        is_part: false,
        is_caption: false,
        page: label.to_string(),
    }
}

/// How the contents are gathered.
struct Contents<'a> {
    document: &'a Document,
    labels: &'a BTreeMap<Id, Label>,
    /// Levels of chapters that are listed.
    chapters: usize,
    /// Levels down to which sections are.
    sections: usize,
}

impl Contents<'_> {
    /// Adds a division and what is below it; `level` counts from the chapters, `nesting` from the parts.
    fn push(&self, division: &Division, (level, nesting): (usize, usize), lines: &mut Vec<ContentsLine>) {
        let is_part = division.role == Role::Part;
        let depth = if division.role == Role::Section { self.sections } else { self.chapters };
        if level >= depth || !is_listed(division) {
            return;
        }
        lines.push(ContentsLine {
            id: division.id.clone(),
            number: number(self.document, division),
            title: division.title.clone(),
            line: if division.has_formulas() { division.title_line() } else { Vec::new() },
            depth: level,
            nesting,
            is_part,
            is_caption: false,
            page: self.labels.get(&division.id).map(Label::to_string).unwrap_or_default(),
        });
        let below = if is_part { level } else { level + 1 };
        division.children.iter().for_each(|child| self.push(child, (below, nesting + 1), lines));
    }
}

fn is_listed(division: &Division) -> bool {
    !division.title.is_empty() && !matches!(division.role, Role::Draft | Role::Dedication | Role::Epigraph)
}

/// The lines of a list of figures or of tables.
pub(super) fn captioned_lines(document: &Document, list: ListOf, labels: &BTreeMap<Id, Label>) -> Vec<ContentsLine> {
    let line = |Captioned { id, number, caption }: Captioned| {
        let page = labels.get(&id).map(Label::to_string).unwrap_or_default();
        ContentsLine {
            id,
            number,
            title: caption,
            line: Vec::new(),
            depth: 0,
            nesting: 0,
            is_part: false,
            is_caption: true,
            page,
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Draft;
    use crate::source::{FileId, Span};

    fn division(title: &str, source: Option<&str>, children: Vec<Division>) -> Division {
        let role = if source.is_some() { Role::Chapter } else { Role::Section };
        Division {
            source: source.map(str::to_owned),
            children,
            ..Division::new(role, title, Span::new(FileId(0), 0, 0))
        }
    }

    #[test]
    fn all_chapters_are_listed_and_sections_by_their_depth() {
        let section = |title| division(title, None, Vec::new());
        let deep = division("4", Some("4.md"), vec![section("5")]);
        let third = division("3", Some("3.md"), vec![section("a"), deep]);
        let second = division("2", Some("2.md"), vec![section("b"), third]);
        let first = division("1", Some("1.md"), vec![section("c"), second]);
        let part = Division { role: Role::Part, ..division("P", None, vec![first]) };
        let document = Document::settled(Draft { divisions: vec![part], ..Draft::default() });
        let titles = |depth, most| {
            let lines = contents_lines(&document, depth, (most, most), &BTreeMap::new());
            lines.into_iter().map(|line| line.title).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(titles(0, 99), "");
        assert_eq!(titles(1, 99), "P 1 2 3 4");
        assert_eq!(titles(2, 99), "P 1 c 2 3 4");
        assert_eq!(titles(3, 99), "P 1 c 2 b 3 4");
        assert_eq!(titles(2, 5), "P 1 2 3 4");
        assert_eq!(titles(2, 4), "P 1 2 3");
    }

    #[test]
    fn contents_that_grow_too_long_lose_sections_before_chapters_of_the_summary() {
        let inner = division("Inner", Some("inner.md"), vec![division("Deep", None, Vec::new())]);
        let chapter = division("Chapter", Some("a.md"), vec![division("Section", None, Vec::new()), inner]);
        let document = Document::settled(Draft { divisions: vec![chapter], ..Draft::default() });
        let titles = |most| {
            let lines = contents_lines(&document, 3, (most, most), &BTreeMap::new());
            lines.into_iter().map(|line| line.title).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(titles(9), "Chapter Section Inner Deep");
        assert_eq!(titles(3), "Chapter Inner");
        assert_eq!(titles(1), "Chapter");
        assert_eq!(titles(0), "Chapter");
    }
}

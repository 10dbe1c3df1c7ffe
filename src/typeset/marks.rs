//! Marks: which part, chapter and section a page belongs to, for its running head.
//!
//! In: the divisions of the book, and the anchors that stand on each page. Out: for a page and a kind of title, the title
//! of the first or the last such division on it (`\firstmark` and `\botmark`, The TeXbook, p. 258).

use crate::design::{Head, Mark};
use crate::document::{Division, Document, Id, Role};
use crate::page::Item;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Where in the book a place is: its part, its chapter, its sections from the outermost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Path {
    part: Option<Rc<str>>,
    chapter: Option<Rc<str>>,
    sections: Vec<Rc<str>>,
}

impl Path {
    /// The title of a kind; `None` when this place is in no such division.
    fn title(&self, head: Head) -> Option<&Rc<str>> {
        match head {
            Head::Part => self.part.as_ref(),
            Head::Chapter => self.chapter.as_ref(),
            Head::Section => self.sections.first(),
            Head::Subsection => self.sections.get(1),
            Head::Nothing | Head::Title | Head::Author => None,
        }
    }
}

/// A division that begins at an anchor, and what it is.
#[derive(Clone, Debug)]
struct Beginning {
    kind: Option<Head>,
    path: Rc<Path>,
}

/// The anchors of a book at which divisions begin.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    beginnings: BTreeMap<Id, Beginning>,
    /// What the last page left in force.
    in_force: Rc<Path>,
}

/// What a page has passed.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageMarks {
    before: Rc<Path>,
    here: Vec<Beginning>,
}

impl Marks {
    /// The marks of a document; `numbered` is how a division's title is shown.
    pub(crate) fn new(document: &Document, numbered: impl Fn(&Division) -> String) -> Marks {
        let mut marks = Marks::default();
        for division in &document.divisions {
            marks.add(division, &Path::default(), &numbered);
        }
        marks
    }

    fn add(&mut self, division: &Division, around: &Path, numbered: &impl Fn(&Division) -> String) {
        let title: Option<Rc<str>> = Some(numbered(division)).filter(|title| !title.is_empty()).map(Rc::from);
        let mut path = around.clone();
        let kind = if division.role == Role::Part && around.chapter.is_none() {
            path.part = title;
            Some(Head::Part)
        } else if around.chapter.is_none() {
            path.chapter = Some(title.unwrap_or_else(|| "".into()));
            Some(Head::Chapter)
        } else {
            path.sections.extend(title);
            match path.sections.len() {
                0 | 1 => Some(Head::Section),
                2 => Some(Head::Subsection),
                _ => None,
            }
        };
        let beginning = Beginning { kind, path: Rc::new(path) };
        division.children.iter().for_each(|child| self.add(child, &beginning.path, numbered));
        self.beginnings.insert(division.id.clone(), beginning);
    }

    /// What begins on a page with these items; pages are passed in their order.
    pub(crate) fn pass(&mut self, items: &[Item]) -> PageMarks {
        let found = items.iter().filter_map(|item| match item {
            Item::Anchor { id, .. } => self.beginnings.get(id).cloned(),
            _ => None,
        });
        let here: Vec<Beginning> = found.collect();
        let after = here.last().map_or_else(|| self.in_force.clone(), |last| last.path.clone());
        PageMarks { before: std::mem::replace(&mut self.in_force, after), here }
    }

    /// Leaves every chapter: what follows is a page of no division, such as the contents.
    pub(crate) fn leave(&mut self) {
        self.in_force = Rc::default();
    }
}

impl PageMarks {
    /// The title of a kind that the page is named after, or that of the next larger kind.
    pub(crate) fn title(&self, head: Head, mark: Mark) -> Option<Rc<str>> {
        let larger = match head {
            Head::Subsection => Some(Head::Section),
            Head::Section => Some(Head::Chapter),
            Head::Part | Head::Chapter | Head::Nothing | Head::Title | Head::Author => None,
        };
        let own = self.path(head, mark).title(head).filter(|title| !title.is_empty()).cloned();
        own.or_else(|| larger.and_then(|larger| self.title(larger, mark)))
    }

    /// The place that stands for the page. When nothing of the kind begins on it but something larger does, that has ended
    /// what was in force.
    fn path(&self, head: Head, mark: Mark) -> &Path {
        let first = self.here.iter().find(|beginning| beginning.kind == Some(head)).filter(|_| mark == Mark::First);
        let last = self.here.last();
        first.or(last).map_or(&self.before, |beginning| &beginning.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Draft;
    use crate::source::Span;
    use crate::units::Point;

    fn division(title: &str, role: Role, children: Vec<Division>) -> Division {
        Division { id: Id(title.into()), children, ..Division::new(role, title, Span::default()) }
    }

    fn marks() -> Marks {
        let section = |title, below| division(title, Role::Section, below);
        let one = division("One", Role::Chapter, vec![section("a", vec![section("a1", vec![])]), section("b", vec![])]);
        let part = division("Part", Role::Part, vec![one, division("Two", Role::Chapter, vec![])]);
        let draft = Draft { divisions: vec![part, division("Coda", Role::Chapter, vec![])], ..Draft::default() };
        Marks::new(&Document::settled(draft), |division| division.title.clone())
    }

    fn page(marks: &mut Marks, ids: &[&str]) -> PageMarks {
        let anchor = |id: &&str| Item::Anchor { id: Id((*id).into()), at: Point::default() };
        marks.pass(&ids.iter().map(anchor).collect::<Vec<_>>())
    }

    fn told(page: &PageMarks, head: Head) -> (Option<String>, Option<String>) {
        let text = |mark| page.title(head, mark).map(|title| title.to_string());
        (text(Mark::First), text(Mark::Last))
    }

    fn both(text: &str) -> (Option<String>, Option<String>) {
        (Some(text.into()), Some(text.into()))
    }

    #[test]
    fn a_page_is_named_after_its_first_or_its_last_section() {
        let mut marks = marks();
        page(&mut marks, &["Part"]);
        let opening = page(&mut marks, &["One"]);
        assert_eq!((told(&opening, Head::Section), told(&opening, Head::Part)), (both("One"), both("Part")));
        let full = page(&mut marks, &["a", "a1", "b"]);
        assert_eq!(told(&full, Head::Section), (Some("a".into()), Some("b".into())));
        assert_eq!(told(&full, Head::Subsection), (Some("a1".into()), Some("b".into())));
        let empty = page(&mut marks, &["elsewhere"]);
        assert_eq!((told(&empty, Head::Section), told(&empty, Head::Chapter)), (both("b"), both("One")));
    }

    #[test]
    fn a_new_chapter_ends_the_sections_of_the_one_before() {
        let mut marks = marks();
        page(&mut marks, &["Part", "One", "a"]);
        assert_eq!(told(&page(&mut marks, &["Two"]), Head::Section), both("Two"));
        assert_eq!(told(&page(&mut marks, &["Coda"]), Head::Part), (None, None));
        marks.leave();
        assert_eq!(told(&page(&mut marks, &[]), Head::Chapter), (None, None));
    }
}

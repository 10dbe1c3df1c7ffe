//! A manuscript as a book of mdBook's, and back.
//!
//! In: a plan and its texts, or a book that a program hands back. Out: a [`Book`], or the plan and texts that it stands
//! for. What a program did not change keeps its place in its file; a line that it wrote is shown as it wrote it.

use super::loader::{Loader, joined, stem};
use super::path::name_of;
use super::{Manuscript, Plan};
use crate::document::Matter;
use crate::mdbook::{Book, Chapter, Item, retrace};
use crate::source::{FileId, Span};
use std::collections::BTreeMap;

/// The book that a manuscript is. With `has_index` the page of a `README.md` is `index.md`.
pub(super) fn to_book(manuscript: &Manuscript, has_index: bool) -> Book {
    let mut book = Book::default();
    for plan in &manuscript.plan {
        if let Plan::Part { title, children, .. } = plan {
            book.items.push(Item::PartTitle(title.clone()));
            book.items.extend(children.iter().filter_map(|child| item(manuscript, child, has_index, &[])));
        } else {
            book.items.extend(item(manuscript, plan, has_index, &[]));
        }
    }
    book
}

fn item(manuscript: &Manuscript, plan: &Plan, has_index: bool, parents: &[String]) -> Option<Item> {
    let Plan::Chapter { title, file, path, number, children, .. } = plan else { return None };
    let names: Vec<String> = parents.iter().chain([title]).cloned().collect();
    let source_path = Some(path.clone()).filter(|path| !path.is_empty());
    let page = source_path.as_ref().map(|path| if has_index { page_of(path) } else { path.clone() });
    Some(Item::Chapter(Chapter {
        name: title.clone(),
        content: file.map(|file| manuscript.sources.file(file).text.clone()).unwrap_or_default(),
        number: number.clone(),
        sub_items: children.iter().filter_map(|child| item(manuscript, child, has_index, &names)).collect(),
        path: page,
        source_path,
        parent_names: parents.to_vec(),
    }))
}

/// The path of a chapter's page: a `README` in any case is the index of its folder.
fn page_of(path: &str) -> String {
    match stem(path).eq_ignore_ascii_case("readme") {
        true => format!("{}index.md", &path[..path.len() - name_of(path).len()]),
        false => path.to_owned(),
    }
}

/// Makes the manuscript what a book says. `how` says how its texts have come to be, for messages.
pub(super) fn take_back(loader: &mut Loader<'_>, book: &Book, folder: &str, summary: FileId, how: &str) {
    let mut known = BTreeMap::new();
    gather(&loader.manuscript.plan, &mut known);
    let plan = {
        let mut taking = Taking { loader, known, folder, how, summary: Span::new(summary, 0, 0) };
        taking.plan(book)
    };
    loader.manuscript.plan = plan;
}

/// The chapters of a plan by path: text, and place in `SUMMARY.md`.
fn gather(plan: &[Plan], known: &mut BTreeMap<String, (Option<FileId>, Span)>) {
    for item in plan {
        match item {
            Plan::Part { children, .. } => gather(children, known),
            Plan::Chapter { file, path, span, children, .. } => {
                if !path.is_empty() {
                    known.insert(path.clone(), (*file, *span));
                }
                gather(children, known);
            }
            Plan::Whole { .. } => {}
        }
    }
}

/// What is known while a book is taken back.
struct Taking<'t, 'a> {
    loader: &'t mut Loader<'a>,
    known: BTreeMap<String, (Option<FileId>, Span)>,
    folder: &'t str,
    how: &'t str,
    summary: Span,
}

impl Taking<'_, '_> {
    fn plan(&mut self, book: &Book) -> Vec<Plan> {
        let (mut plan, mut has_begun) = (Vec::new(), false);
        for item in &book.items {
            match item {
                Item::Separator => {}
                Item::PartTitle(title) => {
                    has_begun = true;
                    plan.push(Plan::Part { title: title.clone(), children: Vec::new(), span: self.summary });
                }
                Item::Chapter(chapter) => {
                    let is_numbered = !chapter.number.is_empty();
                    has_begun |= is_numbered;
                    let matter = match (is_numbered, has_begun) {
                        (true, _) => Matter::Body,
                        (false, false) => Matter::Front,
                        (false, true) => Matter::Back,
                    };
                    let taken = self.chapter(chapter, matter);
                    match plan.last_mut() {
                        Some(Plan::Part { children, .. }) if is_numbered => children.push(taken),
                        _ => plan.push(taken),
                    }
                }
            }
        }
        plan
    }

    fn chapter(&mut self, chapter: &Chapter, matter: Matter) -> Plan {
        // A chapter without a page is a draft, whatever a program wrote into it.
        let is_draft = chapter.path.is_none();
        let path =
            chapter.source_path.clone().or_else(|| chapter.path.clone()).filter(|_| !is_draft).unwrap_or_default();
        let known = self.known.get(&path).copied();
        let (before, span) = known.unwrap_or((None, self.summary));
        let children = chapter.sub_items.iter().filter_map(|item| match item {
            Item::Chapter(child) => Some(self.chapter(child, matter)),
            Item::Separator | Item::PartTitle(_) => None,
        });
        let children = children.collect();
        Plan::Chapter {
            title: chapter.name.clone(),
            file: (!is_draft).then(|| self.text(&path, &chapter.content, before)),
            path,
            matter,
            number: chapter.number.clone(),
            children,
            span,
        }
    }

    /// The file that holds what a chapter has become.
    fn text(&mut self, path: &str, content: &str, before: Option<FileId>) -> FileId {
        let sources = &mut self.loader.manuscript.sources;
        let name = format!("{} ({})", joined(self.folder, path), self.how);
        match before {
            Some(file) if sources.file(file).text == content => file,
            Some(file) => {
                let made = retrace(&sources.file(file).text, file, content);
                sources.add_made(name, made)
            }
            None => sources.add(name, content),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{InMemory, load};
    use super::*;
    use crate::diagnostic::Diagnostics;
    use std::path::Path;

    #[test]
    fn a_manuscript_is_a_book_of_mdbook() {
        let summary = "[P](README.md)\n\n# One\n\n- [A](a/readme.md)\n  - [B](a/b.md)\n  - [D]()\n\n[End](end.md)\n";
        let files = InMemory::new([
            ("b/book.toml", "[book]\ntitle = \"T\"\nlanguage = \"en\"\n"),
            ("b/src/SUMMARY.md", summary),
            ("b/src/README.md", "p"),
            ("b/src/a/readme.md", "a"),
            ("b/src/a/b.md", "b"),
            ("b/src/end.md", "e"),
        ]);
        let manuscript = load(Path::new("b"), &files, &mut Diagnostics::default()).expect("a manuscript");
        let book = to_book(&manuscript, true);
        let Item::Chapter(a) = &book.items[2] else { panic!("a chapter") };
        assert_eq!((a.path.as_deref(), a.source_path.as_deref()), (Some("a/index.md"), Some("a/readme.md")));
        let Item::Chapter(b) = &a.sub_items[0] else { panic!("a chapter") };
        assert_eq!((b.number.as_slice(), b.parent_names.as_slice()), (&[1, 1][..], &["A".to_owned()][..]));
        let Item::Chapter(d) = &a.sub_items[1] else { panic!("a chapter") };
        assert_eq!((d.path.as_deref(), d.number.as_slice()), (None, &[1, 2][..]));
    }

    #[test]
    fn a_draft_stays_one_whatever_is_written_into_it() {
        let files = InMemory::new([
            ("b/book.toml", "[book]\ntitle = \"T\"\nlanguage = \"en\"\n"),
            ("b/src/SUMMARY.md", "- [A](a.md)\n- [D]()\n"),
            ("b/src/a.md", "a"),
        ]);
        let world = super::super::World::of(&files);
        let mut diagnostics = Diagnostics::default();
        let manuscript = load(Path::new("b"), &files, &mut diagnostics).expect("a manuscript");
        let mut book = to_book(&manuscript, true);
        book.each_mut(&mut |chapter| chapter.content.push_str("\n\nmore"));
        let summary = manuscript.summary.expect("a summary");
        let mut loader = Loader::new(Path::new("b"), &world, &mut diagnostics);
        loader.manuscript = manuscript;
        take_back(&mut loader, &book, "src", summary, "after x");
        let has_text = |plan: &Plan| matches!(plan, Plan::Chapter { file: Some(_), .. });
        assert_eq!(loader.manuscript.plan.iter().map(has_text).collect::<Vec<_>>(), [true, false]);
    }
}

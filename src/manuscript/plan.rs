//! The order of a book with its files.
//!
//! In: a [`Summary`]. Out: [`Plan`]s whose chapters are read and numbered; a file that is missing or listed twice is an
//! error at its line of `SUMMARY.md`.

use super::Plan;
use super::files::Kind;
use super::loader::{Loader, joined, stem};
use super::path::{resolve, scheme};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Matter;
use crate::markdown::summary::{Summary, SummaryChapter, SummaryItem};
use crate::source::{FileId, Span, percent_decoded};
use std::collections::BTreeMap;

/// Reads the chapters of a summary that stands in `folder`.
pub(super) fn build(loader: &mut Loader<'_>, summary: &Summary, folder: &str) -> Vec<Plan> {
    let mut builder = Builder { loader, folder, listed: BTreeMap::new() };
    let (mut plan, mut number) = (Vec::new(), 0);
    for item in &summary.items {
        match item {
            SummaryItem::Part(title) if title.value.is_empty() => {}
            SummaryItem::Part(title) => {
                let (title, span) = (title.value.clone(), title.span);
                plan.push(Plan::Part { title, children: Vec::new(), span });
            }
            SummaryItem::Prefix(chapter) => plan.extend(builder.chapter(chapter, Matter::Front, &[])),
            SummaryItem::Suffix(chapter) => plan.extend(builder.chapter(chapter, Matter::Back, &[])),
            SummaryItem::Numbered(chapter) => {
                number += 1;
                let chapter = builder.chapter(chapter, Matter::Body, &[number]);
                match plan.last_mut() {
                    Some(Plan::Part { children, .. }) => children.extend(chapter),
                    _ => plan.extend(chapter),
                }
            }
            SummaryItem::Separator => {}
        }
    }
    plan
}

struct Builder<'a, 'b> {
    loader: &'a mut Loader<'b>,
    folder: &'a str,
    /// Where each file was listed first.
    listed: BTreeMap<String, Span>,
}

impl Builder<'_, '_> {
    /// A chapter and those nested under it; `None` for a link that is no chapter.
    fn chapter(&mut self, chapter: &SummaryChapter, matter: Matter, number: &[u32]) -> Option<Plan> {
        let found = self.find(chapter);
        if matches!(found, Found::NoChapter) && chapter.children.is_empty() {
            return None;
        }
        let (path, file) = match found {
            Found::Text(path, file) => (path, file),
            Found::NoChapter | Found::Draft => (String::new(), None),
        };
        let children = chapter.children.iter().zip(1..).filter_map(|(child, i)| {
            let number: Vec<u32> = number.iter().copied().chain((!number.is_empty()).then_some(i)).collect();
            self.chapter(child, matter, &number)
        });
        let children = children.collect();
        let title = if chapter.title.is_empty() { stem(&path).to_owned() } else { chapter.title.clone() };
        Some(Plan::Chapter { title, file, path, matter, number: number.to_vec(), children, span: chapter.span })
    }

    fn find(&mut self, chapter: &SummaryChapter) -> Found {
        if chapter.target.is_empty() {
            return Found::Draft;
        }
        let span = chapter.span;
        if scheme(&chapter.target).is_some() {
            let message = "a link out of the book is no chapter; it is left out";
            self.tell(Diagnostic::warning(Code::InvalidSummary, message).at(span));
            return Found::NoChapter;
        }
        let (target, fragment) = chapter.target.split_once('#').unwrap_or((&chapter.target, ""));
        let Some(path) = self.path_of(&percent_decoded(target), span) else { return Found::Draft };
        if let Some(first) = self.listed.get(&path).copied() {
            return self.listed_twice(span, first, !fragment.is_empty());
        }
        self.listed.insert(path.clone(), span);
        let full = joined(self.folder, &path);
        let file = match self.loader.kind(&full) {
            Kind::File => self.loader.read_text(&full, Some(span)),
            Kind::Folder | Kind::Missing => self.missing(&full, span),
        };
        Found::Text(path, file)
    }

    /// The path of a target inside the source folder; of a folder its `README.md`.
    fn path_of(&mut self, target: &str, span: Span) -> Option<String> {
        let whole = resolve(self.folder, target.trim_start_matches('/'));
        let inside = whole.as_deref().and_then(|whole| match self.folder {
            "" => Some(whole),
            folder => whole.strip_prefix(folder)?.strip_prefix('/'),
        });
        let Some(path) = inside.map(str::to_owned) else {
            let message = format!("the chapter {target:?} lies outside of the folder of SUMMARY.md");
            self.tell(Diagnostic::error(Code::OutsideManuscript, message).at(span));
            return None;
        };
        let readme = joined(&path, "README.md");
        let is_folder = self.loader.kind(&joined(self.folder, &path)) == Kind::Folder;
        Some(if is_folder && self.loader.kind(&joined(self.folder, &readme)) == Kind::File { readme } else { path })
    }

    fn listed_twice(&mut self, span: Span, first: Span, is_place: bool) -> Found {
        let message = match is_place {
            true => "a place in a chapter that is listed already",
            false => "the file is listed twice; it stands in the book once, where it is listed first",
        };
        let diagnostic = Diagnostic::warning(Code::DuplicateChapter, message).at(span);
        self.tell(diagnostic.label(first, "listed first here").hint("list each file once"));
        Found::NoChapter
    }

    fn missing(&mut self, full: &str, span: Span) -> Option<FileId> {
        let mut diagnostic = Diagnostic::error(Code::MissingChapter, format!("there is no file {full:?}")).at(span);
        diagnostic = match self.loader.nearest_file(full) {
            Some(near) => diagnostic.hint(format!("did you mean {near:?}?")),
            None => diagnostic.hint("write the chapter, or write `[Title]()` for one that is yet to come"),
        };
        self.tell(diagnostic);
        None
    }

    fn tell(&mut self, diagnostic: Diagnostic) {
        self.loader.diagnostics.push(diagnostic);
    }
}

/// What a link of `SUMMARY.md` leads to.
enum Found {
    /// A file by its path, read when that was possible.
    Text(String, Option<FileId>),
    /// Nothing yet.
    Draft,
    /// Something that is no chapter of its own.
    NoChapter,
}

/// The files of a plan in reading order.
pub(super) fn files(plan: &[Plan]) -> Vec<FileId> {
    let mut files = Vec::new();
    each(plan, &mut |_, file| files.extend(file));
    files
}

/// Takes the numbers of all chapters away.
pub(super) fn unnumber(plan: &mut [Plan]) {
    for item in plan {
        match item {
            Plan::Part { children, .. } => unnumber(children),
            Plan::Chapter { number, children, .. } => {
                number.clear();
                unnumber(children);
            }
            Plan::Whole { .. } => {}
        }
    }
}

/// True when the plan has a chapter at this path.
pub(super) fn lists(plan: &[Plan], path: &str) -> bool {
    let mut found = false;
    each(plan, &mut |listed, _| found |= listed == path);
    found
}

/// Calls `visit` with the path and file of every chapter. Plans are shallow: the summary's reader bounds their depth.
fn each(plan: &[Plan], visit: &mut impl FnMut(&str, Option<FileId>)) {
    for item in plan {
        match item {
            Plan::Part { children, .. } => each(children, visit),
            Plan::Chapter { path, file, children, .. } => {
                visit(path, *file);
                each(children, visit);
            }
            Plan::Whole { file, path, .. } => visit(path, Some(*file)),
        }
    }
}

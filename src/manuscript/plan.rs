//! The order of a book with its files.
//!
//! In: a [`Summary`]. Out: [`Plan`]s whose chapters are read and numbered; a file that is missing or listed twice is told
//! at its line of `SUMMARY.md`.

use super::Plan;
use super::files::Kind;
use super::loader::{Loader, joined, stem};
use super::path::{resolve, scheme};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Matter;
use crate::markdown::summary::{Summary, SummaryChapter, SummaryItem, first_heading};
use crate::source::{FileId, Span, percent_decoded};
use std::collections::BTreeMap;

/// Reads the chapters of a summary that stands in `folder`. With `has_stubs` a chapter without its file is one that is yet
/// to come, as in mdBook, which makes the file.
pub(super) fn build(loader: &mut Loader<'_>, summary: &Summary, folder: &str, has_stubs: bool) -> Vec<Plan> {
    let mut builder = Builder { loader, folder, has_stubs, listed: BTreeMap::new() };
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
            SummaryItem::Unnumbered(chapter) => add(&mut plan, builder.chapter(chapter, Matter::Body, &[])),
            SummaryItem::Numbered(chapter) => {
                let chapter = builder.chapter(chapter, Matter::Body, &[number + 1]);
                number += u32::from(chapter.is_some());
                add(&mut plan, chapter);
            }
            SummaryItem::Separator => {}
        }
    }
    plan
}

/// Adds a chapter of the body to the part that is open, when one is.
fn add(plan: &mut Vec<Plan>, chapter: Option<Plan>) {
    match plan.last_mut() {
        Some(Plan::Part { children, .. }) => children.extend(chapter),
        _ => plan.extend(chapter),
    }
}

struct Builder<'a, 'b> {
    loader: &'a mut Loader<'b>,
    folder: &'a str,
    has_stubs: bool,
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
        let (mut children, mut last) = (Vec::new(), 0);
        for child in &chapter.children {
            let number: Vec<u32> = number.iter().copied().chain((!number.is_empty()).then_some(last + 1)).collect();
            let child = self.chapter(child, matter, &number);
            last += u32::from(child.is_some());
            children.extend(child);
        }
        let title = self.title(chapter, file, &path);
        Some(Plan::Chapter { title, file, path, matter, number: number.to_vec(), children, span: chapter.span })
    }

    /// The title that a chapter is listed with, else that of its heading, else the name of its file.
    fn title(&self, chapter: &SummaryChapter, file: Option<FileId>, path: &str) -> String {
        if !chapter.title.is_empty() {
            return chapter.title.clone();
        }
        let text = file.map(|file| self.loader.manuscript.sources.file(file).text.as_str());
        let name = if path.is_empty() { &chapter.target } else { path };
        text.and_then(first_heading).unwrap_or_else(|| stem(name).to_owned())
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
        let Some((path, full)) = self.path_of(&percent_decoded(target), span) else { return Found::Draft };
        if let Some(first) = self.listed.get(&path).copied() {
            return self.listed_twice(span, first, !fragment.is_empty());
        }
        self.listed.insert(path.clone(), span);
        match self.loader.kind(&full) {
            Kind::File => Found::Text(path, self.loader.read_text(&full, Some(span))),
            Kind::Folder | Kind::Missing => {
                self.tell_missing(&full, span);
                Found::Draft
            }
        }
    }

    /// The path of a target from the source folder, and from the manuscript's; of a folder those of its `README.md`.
    fn path_of(&mut self, target: &str, span: Span) -> Option<(String, String)> {
        let Some(mut full) = resolve(self.folder, target.trim_start_matches('/')) else {
            let message = format!("the chapter {target:?} lies outside of the manuscript's folder");
            let hint = "copy the file into that folder; `--allow` is for what chapters include";
            self.tell(Diagnostic::error(Code::OutsideManuscript, message).at(span).hint(hint));
            return None;
        };
        let readme = joined(&full, "README.md");
        if self.loader.kind(&full) == Kind::Folder && self.loader.kind(&readme) == Kind::File {
            full = readme;
        }
        Some((seen_from(self.folder, &full), full))
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

    fn tell_missing(&mut self, full: &str, span: Span) {
        let message = format!("there is no file {full:?}");
        let mut diagnostic = match self.has_stubs {
            true => {
                let message = format!("{message}; the chapter is listed as one that is yet to come");
                Diagnostic::warning(Code::MissingChapter, message)
            }
            false => Diagnostic::error(Code::MissingChapter, message),
        };
        diagnostic = diagnostic.at(span);
        diagnostic = match self.loader.nearest_file(full) {
            Some(near) => diagnostic.hint(format!("did you mean {near:?}?")),
            None => diagnostic.hint("write the chapter, or write `[Title]()` for one that is yet to come"),
        };
        self.tell(diagnostic);
    }

    fn tell(&mut self, diagnostic: Diagnostic) {
        self.loader.diagnostics.push(diagnostic);
    }
}

/// A path of the manuscript seen from a folder of it.
fn seen_from(folder: &str, path: &str) -> String {
    let folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = path.split('/').collect();
    let common = folders.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    "../".repeat(folders.len() - common) + &parts[common..].join("/")
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

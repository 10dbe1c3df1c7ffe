//! Links.
//!
//! In: targets as written. Out: addresses outside of the book, or ids in it. A link may name a file, or the page that it is
//! on the web, also one that has moved. A link that leads nowhere loses its target and keeps its text, with a warning; one
//! to a missing place of a chapter leads to the chapter.

use super::ids::Places;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Draft, Id, Inline, InlineKind, LeftOut, Target, WebEdition, each_inline_mut};
use crate::source::{FileId, Span, percent_decoded};
use std::collections::{BTreeMap, BTreeSet};

/// Settles every link of a draft.
pub(super) fn settle(draft: &mut Draft, places: &Places, diagnostics: &mut Diagnostics) {
    let left_out = &std::mem::take(&mut draft.left_out);
    let linked = &std::mem::take(&mut draft.linked);
    let web = draft.web.clone();
    let mut links = Links { places, left_out, linked, web: &web, dead: BTreeMap::new(), hints: 0 };
    let mut visit = |line: &mut Vec<Inline>| links.line(line);
    draft.divisions.iter_mut().for_each(|d| d.each_mut(&mut |division| division.each_own_inline_mut(&mut visit)));
    draft.notes.iter_mut().for_each(|note| each_inline_mut(&mut note.blocks, &mut visit));
    links.dead.into_values().for_each(|found| diagnostics.push(found.finding()));
}

/// How many dead links are compared with every name of the book for a hint.
const MOST_HINTS: usize = 50;

/// How often a page may have moved.
const MOST_MOVES: usize = 8;

struct Links<'a> {
    places: &'a Places,
    left_out: &'a LeftOut,
    linked: &'a BTreeSet<(FileId, String)>,
    web: &'a WebEdition,
    /// Dead links, one of each kind: those of a file that say the same, or those of the book that lead out of it to the same
    /// folder.
    dead: BTreeMap<(Option<FileId>, String), Found>,
    hints: usize,
}

/// What is wrong with a link.
struct Dead {
    message: String,
    hint: Option<String>,
    /// Where it may lead all the same.
    instead: Option<Id>,
    /// The folder beside the book that it leads to.
    outside: Option<String>,
}

/// Dead links of one kind.
struct Found {
    first: Diagnostic,
    count: usize,
    outside: Option<String>,
}

impl Found {
    fn finding(mut self) -> Diagnostic {
        let count = self.count;
        match &self.outside {
            _ if count == 1 => {}
            Some(folder) => {
                let more = format!("{count} links of the book lead to `{folder}` beside it; this is the first");
                self.first.hints.insert(0, more);
            }
            None => self.first.message.push_str(&format!(" ({count} in this file)")),
        }
        self.first
    }
}

impl Links<'_> {
    fn line(&mut self, line: &mut [Inline]) {
        for inline in line.iter_mut() {
            let InlineKind::Link { target, content, .. } = &mut inline.kind else { continue };
            let Target::Named(name) = target else { continue };
            match self.find(name, inline.span) {
                Ok(found) => *target = found,
                Err(dead) => {
                    match &dead.instead {
                        Some(id) => *target = Target::Anchor(id.clone()),
                        None => inline.kind = InlineKind::Span(std::mem::take(content)),
                    }
                    self.note(dead, inline.span);
                }
            }
        }
    }

    /// Notes a dead link, by the first of its kind.
    fn note(&mut self, dead: Dead, span: Span) {
        let key = match &dead.outside {
            Some(folder) => (None, folder.clone()),
            None => (Some(span.file), dead.message.clone()),
        };
        let found = self.dead.entry(key).or_insert_with(|| {
            let mut first = Diagnostic::warning(Code::DeadLink, dead.message).at(span);
            first.hints.extend(dead.hint);
            Found { first, count: 0, outside: dead.outside }
        });
        found.count += 1;
    }

    fn find(&mut self, name: &str, span: Span) -> Result<Target, Dead> {
        if name.is_empty() {
            return Err(Dead::new("a link without a target", None));
        }
        match scheme(name).map(str::to_ascii_lowercase).as_deref() {
            Some("javascript" | "data" | "file" | "vbscript") => {
                return Err(Dead::new("a book cannot follow this link", None));
            }
            Some(_) => return Ok(Target::Url(name.into())),
            None if name.starts_with("//") => return Ok(Target::Url(format!("https:{name}"))),
            None => {}
        }
        let (path, fragment) = name.split_once('#').unwrap_or((name, ""));
        let path = percent_decoded(path.split('?').next().unwrap_or_default());
        let fragment = percent_decoded(fragment);
        if let Some((file, chapter)) = self.beside(&path, span) {
            return self.place(&path, &fragment, file, chapter);
        }
        let (full, outside) = self.full(&path, span);
        // A page beside the book may have the name of one in it.
        let is_beside = || !full.ends_with(".md") || self.linked.contains(&(span.file, path.clone()));
        let chapter = self.chapter(&full).filter(|_| outside.is_none() || !is_beside());
        match chapter {
            Some((file, chapter)) => {
                let has_place = fragment.is_empty() || self.places.find(file, &fragment).is_some();
                let moved = if has_place { None } else { self.moved(&full, &fragment, true) };
                moved.map_or_else(|| self.place(&path, &fragment, file, chapter), Ok)
            }
            None => {
                if let Some(target) = self.moved(&full, &fragment, false) {
                    return Ok(target);
                }
                let is_there = outside.is_some() || self.linked.contains(&(span.file, path.clone()));
                match self.places.front.clone().filter(|_| !is_there && matches!(full.as_str(), "" | "index.html")) {
                    Some((file, chapter)) => self.place(&path, &fragment, file, chapter),
                    None => Err(self.dead(&path, &full, outside, span)),
                }
            }
        }
    }

    /// The chapter at a path that leads out of the folder of chapters, or begins outside of it: a book may have chapters
    /// beside that folder.
    fn beside(&self, path: &str, span: Span) -> Option<(FileId, Id)> {
        let here = self.places.paths.get(&span.file)?;
        if path.is_empty() || path.starts_with('/') || !here.starts_with("../") && !leads_out(here, path) {
            return None;
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in here.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().chain(path.split('/')) {
            match part {
                "" | "." => {}
                ".." if parts.last().is_some_and(|last| *last != "..") => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
        let ups = parts.iter().take_while(|part| **part == "..").count();
        // From outside, the folder of chapters has a name.
        let inner = parts.get(ups * 2..).filter(|_| here.starts_with("../")).unwrap_or_default();
        [parts.join("/"), inner.join("/")]
            .iter()
            .filter(|full| !full.is_empty())
            .flat_map(|full| candidates(full))
            .find_map(|candidate| self.places.chapters.get(&candidate).cloned())
    }

    /// The place of a name in the file that a path leads to.
    fn place(&mut self, path: &str, fragment: &str, file: FileId, chapter: Id) -> Result<Target, Dead> {
        if fragment.is_empty() {
            return Ok(Target::Anchor(chapter));
        }
        match self.places.find(file, fragment) {
            Some(id) => Ok(Target::Anchor(id.clone())),
            None if self.is_left_out(file, fragment) => Err(Dead::left_out(&format!("{path}#{fragment}"))),
            None => {
                let names = self.places.names.get(&file).into_iter().flat_map(|names| names.keys());
                let hint = self.nearest(fragment, names).map(|near| format!("did you mean `#{near}`?"));
                Err(match path {
                    // A fragment alone is looked for in the file itself; without a place it leads nowhere, not to its own
                    // chapter.
                    "" => Dead::new(
                        format!("no place in this file is named `#{fragment}`; the text stays, the link does not"),
                        hint,
                    ),
                    path => {
                        let message =
                            format!("no place in `{path}` is named `#{fragment}`; the link leads to the chapter");
                        Dead { instead: Some(chapter), ..Dead::new(message, hint) }
                    }
                })
            }
        }
    }

    /// A path as seen from the folder of chapters, when it stands in the file where the link stands, and what it leads to
    /// beside that folder.
    fn full(&self, path: &str, span: Span) -> (String, Option<String>) {
        let here = self.places.paths.get(&span.file).map(String::as_str).unwrap_or_default();
        if path.is_empty() {
            return (here.to_string(), None);
        }
        // What begins with the folder that the book has on its server is meant from there.
        let (path, is_outside) = match self.web.within(path) {
            Some(rest) => (rest, false),
            None => (path, !self.web.top().is_empty() && path.starts_with('/') || leads_out(here, path)),
        };
        let full = joined(here, path);
        let outside = is_outside.then(|| full.split('/').next().unwrap_or_default().to_owned());
        (full, outside)
    }

    /// The file and the division that a path leads to.
    fn chapter(&self, full: &str) -> Option<(FileId, Id)> {
        candidates(full).iter().find_map(|candidate| self.places.chapters.get(candidate)).cloned()
    }

    /// Where a page of the web edition has moved to; where one `is_there`, a place of it may have.
    fn moved(&self, full: &str, fragment: &str, is_there: bool) -> Option<Target> {
        let (mut full, mut fragment) = (full.to_string(), fragment.to_string());
        for step in 0..MOST_MOVES {
            let page = page_of(&full);
            let redirects = &self.web.redirects;
            let find = |key: String| redirects.get(&key).or_else(|| redirects.get(key.trim_start_matches('/')));
            let whole = || if is_there && step == 0 { None } else { find(format!("/{page}")) };
            let target = find(format!("/{page}#{fragment}")).or_else(whole)?;
            if scheme(target).is_some() {
                return Some(Target::Url(target.clone()));
            }
            let (path, next) = target.split_once('#').unwrap_or((target, ""));
            let path = percent_decoded(path);
            // A fragment alone is one of the same page.
            full = if path.is_empty() { page } else { joined(&page, self.web.within(&path).unwrap_or(&path)) };
            if !next.is_empty() {
                fragment = percent_decoded(next);
            }
            if let Some((file, chapter)) = self.chapter(&full) {
                return Some(Target::Anchor(self.places.find(file, &fragment).cloned().unwrap_or(chapter)));
            }
        }
        None
    }

    fn dead(&mut self, path: &str, full: &str, outside: Option<String>, span: Span) -> Dead {
        if self.linked.contains(&(span.file, path.to_owned())) {
            return Dead::no_chapter(path);
        }
        if let Some(outside) = outside {
            let message = format!("`{path}` leads out of the book; the text stays, the link does not");
            let hint = format!("give the whole address: `https://…/{full}`");
            return Dead { outside: Some(outside), ..Dead::new(message, Some(hint)) };
        }
        if candidates(full).iter().any(|candidate| self.left_out.chapters.contains(candidate)) {
            return Dead::left_out(path);
        }
        let near = self.nearest(full, self.places.chapters.keys()).map(|near| format!("did you mean `{near}`?"));
        let message = format!("`{path}` is no chapter of the book; the text stays, the link does not");
        Dead::new(message, near)
    }

    /// True when a name of a file is that of something which this edition does not show.
    fn is_left_out(&self, file: FileId, name: &str) -> bool {
        let has = |name: &str| self.left_out.names.contains(&(file, name.to_owned()));
        has(name) || has(&super::ids::slug(name))
    }

    fn nearest<'b>(&mut self, wanted: &str, names: impl Iterator<Item = &'b String>) -> Option<&'b String> {
        self.hints += 1;
        if self.hints > MOST_HINTS {
            return None;
        }
        let near = names.map(|name| (strsim::jaro_winkler(wanted, name), name));
        near.filter(|(score, _)| *score > 0.85).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
    }
}

impl Dead {
    /// A link that leads nowhere.
    fn new(message: impl Into<String>, hint: Option<String>) -> Dead {
        Dead { message: message.into(), hint, instead: None, outside: None }
    }

    /// A link to a file that is there and not in the book.
    fn no_chapter(path: &str) -> Dead {
        let message = format!("the file `{path}` is no part of the book; the text stays, the link does not");
        let hint = match path.ends_with(".md") {
            true => "list it in SUMMARY.md, or link to it on the web: `https://…`",
            false => "link to it on the web: `https://…`",
        };
        Dead::new(message, Some(hint.into()))
    }

    /// A link to what another edition shows.
    fn left_out(name: &str) -> Dead {
        let message = format!("`{name}` is left out of this edition; the text stays, the link does not");
        let hint = "give the link the class of what it leads to, so that it is left out with it";
        Dead::new(message, Some(hint.into()))
    }
}

/// The scheme of an address: a letter, then at least one letter, digit, `+`, `.` or `-`, then a colon.
fn scheme(name: &str) -> Option<&str> {
    let (scheme, _) = name.split_once(':')?;
    let rest_is_sound = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
    (scheme.len() > 1 && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && rest_is_sound).then_some(scheme)
}

/// A path seen from a file: relative to its folder, or to the manuscript when it begins with `/`.
fn joined(from: &str, path: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

/// The page that a file becomes: of a README the first one of its folder.
fn page_of(path: &str) -> String {
    let Some(stem) = path.strip_suffix(".md") else { return path.to_owned() };
    let (folder, name) = stem.rfind('/').map_or(("", stem), |slash| stem.split_at(slash + 1));
    let name = if name.eq_ignore_ascii_case("readme") { "index" } else { name };
    format!("{folder}{name}.html")
}

/// True for a path that leads out of the folder of chapters, seen from a file in it.
fn leads_out(from: &str, path: &str) -> bool {
    let mut depth = if path.starts_with('/') { 0 } else { from.matches('/').count() as i64 };
    path.split('/').any(|part| {
        depth += match part {
            ".." => -1,
            "" | "." => 0,
            _ => 1,
        };
        depth < 0
    })
}

/// The files that a path may mean: itself, the source of a page, the first page of a folder.
fn candidates(path: &str) -> Vec<String> {
    let mut list = vec![path.to_string()];
    if let Some(stem) = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")) {
        list.push(format!("{stem}.md"));
        if let Some(folder) = stem.strip_suffix("index") {
            list.push(format!("{folder}README.md"));
        }
    }
    let folder = if path.is_empty() { String::new() } else { format!("{path}/") };
    list.extend(["README.md", "index.md"].map(|name| format!("{folder}{name}")));
    if !path.is_empty() {
        list.push(format!("{path}.md"));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_paths() {
        assert_eq!(scheme("https://a.b"), Some("https"));
        assert_eq!(scheme("mailto:a@b"), Some("mailto"));
        assert_eq!(scheme("c:/x.md"), None);
        assert_eq!(scheme("a/b:c.md"), None);
    }

    #[test]
    fn paths_are_seen_from_the_file() {
        assert_eq!(joined("a/b.md", "../c.md"), "c.md");
        assert_eq!(joined("a/b.md", "./d/"), "a/d");
        assert_eq!(joined("a/b.md", "/c.md"), "c.md");
        assert_eq!(joined("b.md", "../../c.md"), "c.md");
    }

    #[test]
    fn paths_out_of_the_folder_of_chapters_are_known() {
        for path in ["../../c.md", "../../std/x.html", "./../x/../../y"] {
            assert!(leads_out("a/b.md", path), "{path}");
        }
        for path in ["../c.md", "x/../../c.md", "/c.md", "c/"] {
            assert!(!leads_out("a/b.md", path), "{path}");
        }
    }

    #[test]
    fn pages_and_folders_mean_their_source() {
        assert!(candidates("a/index.html").contains(&"a/README.md".into()));
        assert!(candidates("a/b.html").contains(&"a/b.md".into()));
        assert!(candidates("a").contains(&"a/README.md".into()));
        assert!(candidates("").contains(&"README.md".into()));
    }

    #[test]
    fn files_become_pages() {
        assert_eq!(page_of("a/ReadMe.md"), "a/index.html");
        assert_eq!(page_of("README.md"), "index.html");
        assert_eq!(page_of("a/b.md"), "a/b.html");
        assert_eq!(page_of("a/b.html"), "a/b.html");
    }

    #[test]
    fn percent_signs_are_decoded_when_they_make_text() {
        assert_eq!(percent_decoded("a%20b%D0%B0"), "a bа");
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%ff"), "%ff");
    }
}

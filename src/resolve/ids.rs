//! Ids.
//!
//! In: a draft whose headings have an id only where the author gave one. Out: an id on every division, heading, term
//! and captioned figure or table,
//! unique in the book, and [`Places`], by which a link finds it under the name that it has in its own file.
//!
//! The name inside a file is mdBook's, so that links written for mdBook lead to the same place: lower case, white space to
//! hyphens, letters, digits, `_` and `-` kept, anything else left out; a second one of the name has `-1`. In the book the
//! same rule holds across files.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{BlockKind, Division, Draft, Id, each_attr_mut, each_block_mut, plain_text};
use crate::source::{FileId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Where the names of every file lead.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The names of a file, and the ids that they stand for.
    pub(super) names: BTreeMap<FileId, BTreeMap<String, Id>>,
    /// Other forms under which a name may be meant.
    aliases: BTreeMap<FileId, BTreeMap<String, Id>>,
    /// Path of a chapter's file, the file, and the division.
    pub(super) chapters: BTreeMap<String, (FileId, Id)>,
    /// The first chapter with a file: mdBook writes its page as the front page of the book too.
    pub(super) front: Option<(FileId, Id)>,
    /// The path of a file.
    pub(super) paths: BTreeMap<FileId, String>,
}

impl Places {
    /// What a fragment leads to in a file.
    pub(super) fn find(&self, file: FileId, fragment: &str) -> Option<&Id> {
        let names = self.names.get(&file)?;
        let aliases = self.aliases.get(&file);
        let other = |form: &str| aliases.and_then(|a| a.get(form));
        names
            .get(fragment)
            .or_else(|| other(fragment))
            .or_else(|| names.get(&slug(fragment)))
            .or_else(|| other(&slug(fragment)))
    }
}

/// Gives every division, heading, term and captioned figure or table its id.
pub(super) fn settle(draft: &mut Draft, diagnostics: &mut Diagnostics) -> Places {
    let mut ids = Ids::default();
    draft.divisions.iter_mut().for_each(|d| d.each_mut(&mut |division| ids.keep(division, diagnostics)));
    for note in &mut draft.notes {
        each_attr_mut(&mut note.blocks, &mut |attr, span| {
            if let Some(id) = &mut attr.id {
                *id = ids.explicit(&id.0, attr.id_span.unwrap_or(span), diagnostics);
            }
        });
    }
    draft.divisions.iter_mut().for_each(|d| d.each_mut(&mut |division| ids.make(division)));
    for note in &mut draft.notes {
        ids.make_in_blocks(&mut note.blocks);
    }
    draft.divisions.iter().for_each(|d| d.each(&mut |division| ids.place(division)));
    ids.places
}

#[derive(Default)]
struct Ids {
    places: Places,
    /// Every id of the book.
    taken: BTreeSet<String>,
    /// The last number that was added to a name, in the book and in each file.
    counters: BTreeMap<(Option<FileId>, String), u32>,
    /// Where an id was written by the author.
    written: BTreeMap<(FileId, String), Span>,
}

impl Ids {
    /// Keeps the ids that the author gave inside a division.
    fn keep(&mut self, division: &mut Division, diagnostics: &mut Diagnostics) {
        if !division.id.0.is_empty() {
            let span = division.heading.as_ref().map_or(division.span, |h| h.span);
            division.id = self.explicit(&division.id.0, span, diagnostics);
        }
        division.each_own_attr_mut(&mut |attr, span| {
            if let Some(id) = &mut attr.id {
                *id = self.explicit(&id.0, attr.id_span.unwrap_or(span), diagnostics);
            }
        });
    }

    fn explicit(&mut self, name: &str, span: Span, diagnostics: &mut Diagnostics) -> Id {
        if let Some(first) = self.written.get(&(span.file, name.to_string())) {
            let message = format!("the id `{name}` is given twice in this file; links lead to the first");
            let finding = Diagnostic::warning(Code::DuplicateId, message).at(span).label(*first, "the first one");
            diagnostics.push(finding);
            return self.unique(name);
        }
        self.written.insert((span.file, name.to_string()), span);
        let id = self.unique(name);
        self.places.names.entry(span.file).or_default().insert(name.to_string(), id.clone());
        id
    }

    /// Makes the ids that the author left out.
    fn make(&mut self, division: &mut Division) {
        if division.id.0.is_empty() {
            let heading = division.heading.as_ref();
            let text = heading.map(|h| plain_text(&h.content)).unwrap_or_else(|| division.title.clone());
            let span = heading.map_or(division.span, |h| h.span);
            division.id = match (&division.source, text.is_empty()) {
                (Some(path), true) => self.unique(&slug(stem(path))),
                _ => self.generated(&text, span),
            };
        }
        self.make_in_blocks(&mut division.blocks);
    }

    fn make_in_blocks(&mut self, blocks: &mut [crate::document::Block]) {
        each_block_mut(blocks, &mut |block| match &mut block.kind {
            BlockKind::Heading(heading) if block.attr.id.is_none() => {
                block.attr.id = Some(self.generated(&plain_text(&heading.content), heading.span));
            }
            BlockKind::Definitions(list) => {
                for definition in list.iter_mut().filter(|d| d.attr.id.is_none()) {
                    definition.attr.id = Some(self.generated(&plain_text(&definition.term), definition.span));
                }
            }
            BlockKind::Figure(figure) if block.attr.id.is_none() && figure.is_captioned() => {
                block.attr.id = Some(self.counted("figure"));
            }
            BlockKind::Table(table) if block.attr.id.is_none() && !table.caption.is_empty() => {
                block.attr.id = Some(self.counted("table"));
            }
            _ => {}
        });
    }

    /// An id for what lists of figures and tables lead to; the full stop keeps it apart from the names of headings.
    fn counted(&mut self, kind: &str) -> Id {
        let counter = self.counters.entry((None, format!("{kind}."))).or_insert(0);
        *counter += 1;
        let name = format!("{kind}.{counter}");
        self.unique(&name)
    }

    fn generated(&mut self, text: &str, span: Span) -> Id {
        let name = slug(&text.replace("---", "").replace("--", ""));
        let local = self.unique_in_file(&name, span.file);
        let id = self.unique(&name);
        let aliases = self.places.aliases.entry(span.file).or_default();
        for form in [old_slug(text), slug(text)] {
            aliases.entry(form).or_insert_with(|| id.clone());
        }
        self.places.names.entry(span.file).or_default().insert(local, id.clone());
        id
    }

    fn unique_in_file(&mut self, name: &str, file: FileId) -> String {
        let names = self.places.names.entry(file).or_default();
        free(name, &mut self.counters, Some(file), |candidate| names.contains_key(candidate))
    }

    fn unique(&mut self, name: &str) -> Id {
        let taken = &self.taken;
        let id = free(&sound(name), &mut self.counters, None, |candidate| taken.contains(candidate));
        self.taken.insert(id.clone());
        Id(id)
    }

    /// Makes a chapter's file known to links.
    fn place(&mut self, division: &Division) {
        if let Some(path) = &division.source {
            let file = division.span.file;
            let found = (file, division.id.clone());
            self.places.front.get_or_insert_with(|| found.clone());
            // On the web, a README in any case is the first page of its folder.
            let folder = path.rfind('/').map_or("", |slash| &path[..=slash]);
            if stem(path).eq_ignore_ascii_case("readme") {
                self.places.chapters.entry(format!("{folder}index.md")).or_insert_with(|| found.clone());
            }
            let known = self.places.chapters.entry(path.clone()).or_insert_with(|| found.clone());
            if known.0 != file {
                *known = found;
            }
            self.places.paths.entry(file).or_insert_with(|| path.clone());
            self.places.names.entry(file).or_default();
        }
    }
}

/// The name, with a number added when it is taken.
fn free(
    name: &str,
    counters: &mut BTreeMap<(Option<FileId>, String), u32>,
    file: Option<FileId>,
    taken: impl Fn(&str) -> bool,
) -> String {
    if !taken(name) {
        return name.to_string();
    }
    let counter = counters.entry((file, name.to_string())).or_insert(0);
    loop {
        *counter += 1;
        let candidate = format!("{name}-{counter}");
        if !taken(&candidate) {
            return candidate;
        }
    }
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A name from a text, as mdBook 0.5 makes it.
pub(super) fn slug(text: &str) -> String {
    let kept = text.trim().chars().flat_map(char::to_lowercase).filter_map(|c| match c {
        c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    });
    let name: String = kept.collect();
    if name.is_empty() { "section".into() } else { name }
}

/// The same as mdBook 0.4 made it: only ASCII becomes lower case.
fn old_slug(text: &str) -> String {
    let kept = text.trim().chars().filter_map(|c| match c {
        c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c.to_ascii_lowercase()),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect()
}

/// A name as XML wants an id to be (XML 1.0, 2.3, without the colon): a letter or `_` first, no other signs inside.
fn sound(name: &str) -> String {
    let mut id: String = name.chars().filter(|c| may_be_in_id(*c)).collect();
    if !id.starts_with(|c: char| may_begin_id(c)) {
        id.insert(0, '_');
    }
    id
}

fn may_begin_id(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '_' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn may_be_in_id(c: char) -> bool {
    let inside = matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}');
    inside || may_begin_id(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_mdbook() {
        assert_eq!(slug("Hello, World!"), "hello-world");
        assert_eq!(slug("Foo_bar-1  x"), "foo_bar-1--x");
        assert_eq!(slug("ПРИВЕТ"), "привет");
        assert_eq!(slug("!?"), "section");
        assert_eq!(old_slug("ПРИВЕТ Abc"), "ПРИВЕТ-abc");
    }

    #[test]
    fn ids_are_sound_and_unique() {
        let mut ids = Ids::default();
        let span = Span::default();
        let made: Vec<String> =
            ["1984", "Foo", "Foo", "Foo-1", "x²"].iter().map(|t| ids.generated(t, span).0).collect();
        assert_eq!(made, ["_1984", "foo", "foo-1", "foo-1-1", "x"]);
        assert_eq!(ids.places.find(span.file, "1984").map(|id| id.0.as_str()), Some("_1984"));
        assert_eq!(ids.places.find(span.file, "x²").map(|id| id.0.as_str()), Some("x"));
    }
}

//! Where everything of the book stands in the publication: one file for each part and chapter, several for one that would
//! be too large; one fragment for each id.
//!
//! In: a settled document, and which sections begin a file. Out: [`Places`]: the content documents in reading order, the
//! place of every id, and the file that each note is written in. Names are ASCII, for manifest and archive carry them
//! unencoded.

use super::content::Text;
use super::xhtml::one_line;
use crate::document::{
    Block, BlockKind, Division, Document, Id, Inline, InlineKind, Note, NoteId, Role, each_block, each_inline,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Names that the publication's own documents have.
const RESERVED: [&str; 7] = ["cover", "title-page", "imprint", "dedication", "nav", "toc", "stylesheet"];

/// Letters of a title that a file name keeps at most.
const LONGEST_NAME: usize = 40;

/// A content document to be written from a division.
#[derive(Debug)]
pub(super) struct File<'a> {
    /// Its name, such as `chapter-03-soviet-thermidor.xhtml`.
    pub(super) name: String,
    /// What it holds first.
    pub(super) division: &'a Division,
    /// How deep its heading is: 1 for a chapter, more for a section of one that is too large for one file.
    depth: u8,
    /// The sections after it that it holds too, and how deep they are.
    following: Vec<(&'a Division, u8)>,
    /// The notes that are written at its end, in order.
    pub(super) notes: Vec<NoteId>,
}

impl<'a> File<'a> {
    /// The divisions that it holds, one after the other, and how deep their headings are.
    pub(super) fn divisions(&self) -> impl Iterator<Item = (&'a Division, u8)> + use<'a> {
        std::iter::once((self.division, self.depth)).chain(self.following.clone())
    }
}

/// Where a division begins in the text of its file, in bytes.
pub(super) type Starts = BTreeMap<Id, usize>;

/// Where an id stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Place of the file in [`Places::files`].
    pub(super) file: usize,
    /// The fragment; unique in the whole publication. Empty for a division that has no content of its own.
    pub(super) fragment: String,
}

/// The files of a publication and what stands where.
#[derive(Debug, Default)]
pub(super) struct Places<'a> {
    /// The content documents in reading order.
    pub(super) files: Vec<File<'a>>,
    places: BTreeMap<&'a Id, Place>,
    /// For each note, the files that refer to it and how often.
    references: BTreeMap<NoteId, BTreeMap<usize, u32>>,
    /// The file that each note is written in.
    homes: BTreeMap<NoteId, usize>,
    /// The sections that begin a file because their chapter would be too large.
    cuts: Cuts<'a>,
}

/// Sections that begin a content document, by their ids.
pub(super) type Cuts<'a> = BTreeSet<&'a Id>;

impl<'a> Places<'a> {
    /// Lays out a document.
    pub(super) fn of(document: &'a Document, cuts: Cuts<'a>) -> Places<'a> {
        let mut layout = Layout::default();
        layout.places.cuts = cuts;
        document.divisions.iter().for_each(|division| layout.file(division, 1));
        let mut places = layout.places;
        for file in 0..places.files.len() {
            places.note_homes(file, &document.notes);
        }
        for (note, home) in places.homes.clone() {
            let blocks = &document.notes[note.0 as usize].blocks;
            layout.fragments.blocks(blocks, home, &mut places.places);
        }
        places
    }

    /// The sections that should begin a file so that none is larger than `most` bytes; a file takes as many sections as it
    /// may. None when all are small enough or cannot be cut.
    pub(super) fn further_cuts(&self, texts: &[Text], most: usize) -> Cuts<'a> {
        let large = self.files.iter().zip(texts).filter(|(_, text)| text.text.len() > most);
        large.flat_map(|(file, text)| self.cuts_of(file, text, most)).collect()
    }

    fn cuts_of(&self, file: &File<'a>, text: &Text, most: usize) -> Vec<&'a Id> {
        // Notes are taken for evenly spread: each section has its share of them, and a tenth is left for those with more.
        let share = (text.end as f64 / text.text.len() as f64) * 0.9;
        let most = (most as f64 * share) as usize;
        let sections: Vec<&Division> = match file.following.is_empty() {
            true => self.shared(file.division).collect(),
            false => file.following.iter().map(|(section, _)| *section).collect(),
        };
        let start = |section: &&Division| text.starts.get(&section.id).copied().unwrap_or_default();
        let ends = sections.iter().skip(1).map(start).chain([text.end]);
        let (mut cuts, mut begin) = (Vec::new(), 0);
        for (section, end) in sections.iter().zip(ends) {
            if end.saturating_sub(begin) > most {
                begin = start(section);
                cuts.push(&section.id);
            }
        }
        cuts
    }

    /// True for a division that begins a content document, or has one below it that does.
    fn holds_file(&self, division: &Division) -> bool {
        let begins = division.role == Role::Part || division.source.is_some() || self.cuts.contains(&division.id);
        let is_draft_of_something =
            division.role == Role::Draft && division.children.iter().any(|d| d.role != Role::Draft);
        begins || is_draft_of_something || division.children.iter().any(|child| self.holds_file(child))
    }

    /// The divisions below another that are written in the same content document: all that come before the first one with
    /// a document of its own, for the spine has to keep the order of reading.
    pub(super) fn shared<'d>(&self, division: &'d Division) -> impl Iterator<Item = &'d Division> + use<'d> {
        division.children[..self.shared_end(division)].iter().filter(|child| child.role != Role::Draft)
    }

    fn shared_end(&self, division: &Division) -> usize {
        let children = &division.children;
        children.iter().position(|child| self.holds_file(child)).unwrap_or(children.len())
    }

    /// Calls `visit` for a division and those below it that share its content document, in the order of writing.
    fn own_divisions<'d>(&self, division: &'d Division, visit: &mut impl FnMut(&'d Division)) {
        visit(division);
        self.shared(division).for_each(|child| self.own_divisions(child, visit));
    }

    /// Where an id stands; `None` for an id that is shown nowhere, such as that of a draft.
    pub(super) fn place(&self, id: &Id) -> Option<&Place> {
        self.places.get(id)
    }

    /// The address of an id as a link in `from` has it; `None` for the link of another document of the publication.
    pub(super) fn link(&self, id: &Id, from: Option<usize>) -> Option<String> {
        let place = self.place(id)?;
        if from == Some(place.file) && !place.fragment.is_empty() {
            return Some(format!("#{}", place.fragment));
        }
        let name = &self.files[place.file].name;
        let whole = place.fragment.is_empty() || self.files[place.file].division.id == *id;
        Some(if whole { name.clone() } else { format!("{name}#{}", place.fragment) })
    }

    /// The file that a note is written in.
    pub(super) fn home(&self, note: NoteId) -> Option<usize> {
        self.homes.get(&note).copied()
    }

    /// The files that refer to a note, in reading order, and how often each does.
    pub(super) fn references(&self, note: NoteId) -> impl Iterator<Item = (usize, u32)> {
        self.references.get(&note).into_iter().flatten().map(|(file, count)| (*file, *count))
    }

    /// Finds the notes that are first referred to in a file, or in a note that is written in it.
    fn note_homes(&mut self, file: usize, notes: &[Note]) {
        let mut marks = Vec::new();
        for (division, _) in self.files[file].divisions() {
            self.own_divisions(division, &mut |division| {
                division.each_own_inline(&mut |inline| marks.extend(note_of(inline)));
            });
        }
        let mut read = 0;
        while let Some(&note) = marks.get(read) {
            read += 1;
            let Some(text) = notes.get(note.0 as usize) else { continue };
            *self.references.entry(note).or_default().entry(file).or_default() += 1;
            if let std::collections::btree_map::Entry::Vacant(home) = self.homes.entry(note) {
                home.insert(file);
                self.files[file].notes.push(note);
                each_inline(&text.blocks, &mut |inline| marks.extend(note_of(inline)));
            }
        }
    }
}

fn note_of(inline: &Inline) -> Option<NoteId> {
    if let InlineKind::NoteRef(note) = inline.kind { Some(note) } else { None }
}

#[derive(Default)]
struct Layout<'a> {
    places: Places<'a>,
    fragments: Fragments,
    names: Names,
    /// Ids of divisions without content, which stand where the next file begins.
    waiting: Vec<&'a Id>,
}

impl<'a> Layout<'a> {
    /// Gives a division its file and its ids their fragments, and goes on with the files below it.
    fn file(&mut self, division: &'a Division, depth: u8) {
        let depth = if self.places.cuts.contains(&division.id) { depth } else { 1 };
        let is_draft = division.role == Role::Draft;
        let shows_something = division.heading.is_some() || !division.blocks.is_empty();
        let shares = self.places.shared(division).next().is_some();
        if !is_draft && (shows_something || shares || division.children.is_empty()) {
            let file = self.places.files.len();
            for id in self.waiting.drain(..) {
                self.places.places.insert(id, Place { file, fragment: String::new() });
            }
            self.place(division, file);
            let name = self.names.unique(&file_stem(division), "xhtml");
            self.places.files.push(File { name, division, depth, following: Vec::new(), notes: Vec::new() });
        } else if !is_draft {
            self.waiting.push(&division.id);
        }
        let below = if is_draft { 0 } else { self.places.shared_end(division) };
        let mut in_cut = false;
        let deeper = if division.heading.is_some() { depth.saturating_add(1) } else { depth };
        for child in &division.children[below..] {
            let begins = self.places.holds_file(child);
            in_cut = self.places.cuts.contains(&child.id) || in_cut && !begins;
            match self.places.files.len().checked_sub(1).filter(|_| in_cut && !begins) {
                Some(file) if child.role != Role::Draft => {
                    self.place(child, file);
                    self.places.files[file].following.push((child, deeper));
                }
                _ => self.file(child, deeper),
            }
        }
        // What has no content and nothing below it that has leads nowhere.
        if let Some(at) = self.waiting.iter().position(|id| **id == division.id) {
            self.waiting.truncate(at);
        }
    }

    /// Gives the ids of a division, and of those below it that share its file, their fragments.
    fn place(&mut self, division: &'a Division, file: usize) {
        let mut own = Vec::new();
        self.places.own_divisions(division, &mut |d| own.push(d));
        own.into_iter().for_each(|d| self.fragments.division(d, file, &mut self.places.places));
    }
}

/// Fragments given so far.
#[derive(Default)]
struct Fragments {
    taken: BTreeSet<String>,
    next: HashMap<String, usize>,
}

impl Fragments {
    fn add<'a>(&mut self, id: &'a Id, file: usize, places: &mut BTreeMap<&'a Id, Place>) {
        if !places.contains_key(id) {
            let fragment = self.unique(&fragment(&id.0));
            places.insert(id, Place { file, fragment });
        }
    }

    fn unique(&mut self, wanted: &str) -> String {
        unique(wanted, &mut self.taken, &mut self.next)
    }

    fn division<'a>(&mut self, division: &'a Division, file: usize, places: &mut BTreeMap<&'a Id, Place>) {
        self.add(&division.id, file, places);
        if let (Some(alias), Some(place)) = (&division.attr.id, places.get(&division.id).cloned()) {
            places.entry(alias).or_insert(place);
        }
        division.each_own_inline(&mut |inline| {
            if let Some(id) = &inline.attr.id {
                self.add(id, file, places);
            }
        });
        self.block_ids(&division.blocks, file, places);
    }

    fn blocks<'a>(&mut self, blocks: &'a [Block], file: usize, places: &mut BTreeMap<&'a Id, Place>) {
        each_inline(blocks, &mut |inline| {
            if let Some(id) = &inline.attr.id {
                self.add(id, file, places);
            }
        });
        self.block_ids(blocks, file, places);
    }

    fn block_ids<'a>(&mut self, blocks: &'a [Block], file: usize, places: &mut BTreeMap<&'a Id, Place>) {
        each_block(blocks, &mut |block| {
            if let Some(id) = &block.attr.id {
                self.add(id, file, places);
            }
            if let BlockKind::Definitions(list) = &block.kind {
                list.iter().filter_map(|d| d.attr.id.as_ref()).for_each(|id| self.add(id, file, places));
            }
            if let BlockKind::Figure(figure) = &block.kind {
                figure.panels.iter().filter_map(|p| p.attr.id.as_ref()).for_each(|id| self.add(id, file, places));
            }
        });
    }
}

/// File names given so far, in a folder of the publication.
pub(super) struct Names {
    taken: BTreeSet<String>,
    next: HashMap<String, usize>,
}

impl Default for Names {
    fn default() -> Names {
        Names { taken: RESERVED.iter().map(ToString::to_string).collect(), next: HashMap::new() }
    }
}

impl Names {
    /// A name that no other file has, even where capitals do not count.
    pub(super) fn unique(&mut self, stem: &str, ending: &str) -> String {
        format!("{}.{ending}", unique(stem, &mut self.taken, &mut self.next))
    }
}

/// `wanted`, or `wanted-2` and so on when it is taken.
fn unique(wanted: &str, taken: &mut BTreeSet<String>, next: &mut HashMap<String, usize>) -> String {
    if taken.insert(wanted.to_string()) {
        return wanted.to_string();
    }
    let number = next.entry(wanted.to_string()).or_insert(2);
    loop {
        let name = format!("{wanted}-{number}");
        *number += 1;
        if taken.insert(name.clone()) {
            return name;
        }
    }
}

/// `chapter-03-soviet-thermidor` for chapter 3, "Soviet Thermidor".
fn file_stem(division: &Division) -> String {
    let number = division.number.iter().map(|n| format!("{n:02}"));
    let role = if division.role == Role::Section { Role::Chapter } else { division.role };
    let mut parts = vec![role.name().to_string()];
    parts.extend(number);
    let title = slug(&division.title);
    if !title.is_empty() && title != role.name() && !(parts.len() > 1 && repeats(&title, &parts)) {
        parts.push(title);
    }
    parts.join("-")
}

/// True when a title such as `chapter-1` says no more than role and number do.
fn repeats(title: &str, parts: &[String]) -> bool {
    title.split('-').all(|word| parts.iter().any(|part| part.trim_start_matches('0') == word))
}

/// A title in small ASCII letters, digits and hyphens, cut after a word.
pub(super) fn slug(title: &str) -> String {
    // A letter may become several: 200 are more than enough, and a title may be of any length.
    let start: String = one_line(title).chars().filter(|c| !matches!(c, '\'' | '’')).take(200).collect();
    let ascii = deunicode::deunicode_with_tofu(&start, "-").to_ascii_lowercase();
    let mut slug = String::new();
    for word in ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let longer = slug.len() + 1 + word.len();
        if !slug.is_empty() && longer > LONGEST_NAME {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word[..word.len().min(LONGEST_NAME)]);
    }
    slug
}

/// An id as a fragment that every reader can find: ASCII, begun by a letter. Fragments that the backend makes itself
/// hold a full stop, and these do not.
fn fragment(id: &str) -> String {
    let ascii = deunicode::deunicode_with_tofu(id, "-");
    let mut fragment: String =
        ascii.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    if !fragment.starts_with(|c: char| c.is_ascii_alphabetic()) {
        fragment.insert_str(0, "id-");
    }
    fragment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ascii_short_and_unique() {
        assert_eq!(slug("Soviet Thermidor"), "soviet-thermidor");
        assert_eq!(slug("Личные навыки"), "lichnye-navyki");
        assert_eq!(slug("The Author’s Cut"), "the-authors-cut");
        assert!(slug(&"слово ".repeat(1000)).len() <= LONGEST_NAME);
        assert_eq!(slug("…!"), "");
        let mut names = Names::default();
        let given: Vec<String> = ["a", "a", "a-2", "nav"].iter().map(|n| names.unique(n, "xhtml")).collect();
        assert_eq!(given, ["a.xhtml", "a-2.xhtml", "a-2-2.xhtml", "nav-2.xhtml"]);
    }

    #[test]
    fn fragments_are_found_by_every_reader() {
        assert_eq!(fragment("личные-навыки"), "lichnye-navyki");
        assert_eq!(fragment("1.2 x"), "id-1-2-x");
        assert_eq!(fragment(""), "id-");
    }
}

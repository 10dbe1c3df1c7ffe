//! Files that links name.
//!
//! In: a draft whose links are names. Out: the same draft, which knows which of them name a file of the manuscript's folder,
//! so that what is no chapter is told from what is not there. No file is read.

use super::path::{folder_of, resolve, scheme};
use super::{Files, Kind, Manuscript};
use crate::document::{Draft, Inline, InlineKind, Target, each_inline_mut};
use crate::source::percent_decoded;
use std::collections::BTreeMap;

/// Notes which links of a draft name a file that is there.
pub fn find_linked(manuscript: &Manuscript, files: &dyn Files, draft: &mut Draft) {
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    let mut linked = std::mem::take(&mut draft.linked);
    let mut visit = |line: &mut Vec<Inline>| {
        for inline in line {
            let InlineKind::Link { target: Target::Named(name), .. } = &inline.kind else { continue };
            let bare = percent_decoded(name.split(['?', '#']).next().unwrap_or_default());
            if bare.is_empty() || bare.starts_with('/') || scheme(name).is_some() {
                continue;
            }
            let chapter = &manuscript.sources.file(inline.span.file).name;
            let Some(path) = resolve(folder_of(chapter), &bare) else { continue };
            let is_file = |path: &String| files.kind(&manuscript.root.join(path)) == Kind::File;
            if *known.entry(path).or_insert_with_key(is_file) {
                linked.insert((inline.span.file, bare));
            }
        }
    };
    draft.divisions.iter_mut().for_each(|d| d.each_mut(&mut |division| division.each_own_inline_mut(&mut visit)));
    draft.notes.iter_mut().for_each(|note| each_inline_mut(&mut note.blocks, &mut visit));
    draft.linked = linked;
}

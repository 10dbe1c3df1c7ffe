//! The contents of a book, derived from its divisions. Navigation document, NCX, printed contents and PDF outline all
//! come from here.
//!
//! In: divisions. Out: a tree of [`Entry`]s.

use super::{Division, Id, Role};

/// One line of the contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it leads.
    pub id: Id,
    /// What the division is.
    pub role: Role,
    /// Its number as shown, such as `2.1`; empty when it has none.
    pub number: String,
    /// Its title, plain.
    pub title: String,
    /// What is below it.
    pub children: Vec<Entry>,
}

/// The contents down to `depth` levels. Divisions without a title (an untitled dedication, say) are left out, and so is
/// what is below them.
pub fn outline(divisions: &[Division], depth: usize) -> Vec<Entry> {
    if depth == 0 {
        return Vec::new();
    }
    divisions
        .iter()
        .filter(|division| !division.title.is_empty())
        .map(|division| Entry {
            id: division.id.clone(),
            role: division.role,
            number: division.number.iter().map(u32::to_string).collect::<Vec<_>>().join("."),
            title: division.title.clone(),
            children: outline(&division.children, depth - 1),
        })
        .collect()
}

//! The web edition of a book.
//!
//! In: what the manuscript says of it. Out: plain data, by which links to its pages are understood.

use std::collections::BTreeMap;

/// Where a book stands on the web.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebEdition {
    /// The folder of its pages on their server, such as `/book/`; empty when it is not known.
    pub folder: String,
    /// Pages that were moved: by the path from the folder of the book, with `/` at its start, where they are now.
    pub redirects: BTreeMap<String, String>,
}

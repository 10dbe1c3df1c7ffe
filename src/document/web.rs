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

impl WebEdition {
    /// The folder of the book on its server without the `/` at its end; empty when it is not known or the topmost.
    pub fn top(&self) -> &str {
        let folder = self.folder.trim_end_matches('/');
        // `site-url` may be a whole address.
        folder.split_once("://").map_or(folder, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]))
    }

    /// A path from the top of the server as seen from the top of the book, with `/` at its start; `None` when it does not
    /// begin with the folder of the book.
    pub fn within<'p>(&self, path: &'p str) -> Option<&'p str> {
        let top = self.top();
        match path.strip_prefix(top).filter(|_| !top.is_empty())? {
            "" => Some("/"),
            rest => rest.starts_with('/').then_some(rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_on_the_server_are_seen_from_the_book() {
        let at = |folder: &str| WebEdition { folder: folder.into(), ..WebEdition::default() };
        for folder in ["/b/", "/b", "https://example.org/b/"] {
            assert_eq!(at(folder).within("/b/x.png"), Some("/x.png"), "{folder}");
            assert_eq!(at(folder).within("/b"), Some("/"), "{folder}");
            assert_eq!(at(folder).within("/bx.png"), None, "{folder}");
        }
        assert_eq!(at("/").within("/x.png"), None);
    }
}

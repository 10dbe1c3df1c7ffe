//! What an edition shows of a manuscript.
//!
//! In: the classes of its blocks, and which of them an edition is made for. Out: [`Selection`], which says of a node whether
//! it is shown, and [`LeftOut`], the names of what was not.

use super::Attr;
use crate::source::FileId;
use std::collections::BTreeSet;

/// The classes that always choose an edition.
const EDITIONS: [&str; 2] = ["handout", "teacher"];

/// Which classes an edition shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The classes that choose an edition: what has none of them is in every edition.
    known: BTreeSet<String>,
    /// Those that this edition shows.
    shown: BTreeSet<String>,
    /// The format that is made: one of `print` and `ebook`.
    format: &'static str,
}

/// The plain edition, in print.
impl Default for Selection {
    fn default() -> Selection {
        let known = EDITIONS.iter().map(|class| (*class).to_owned()).collect();
        Selection { known, shown: BTreeSet::new(), format: Self::FORMATS[0] }
    }
}

impl Selection {
    /// The classes that choose a format, and are shown by it alone.
    pub const FORMATS: [&str; 2] = ["print", "ebook"];

    /// Makes an edition of a class: what has it is shown only where it is wanted.
    pub fn know(&mut self, class: &str) {
        if !Self::FORMATS.contains(&class) {
            self.known.insert(class.to_owned());
        }
    }

    /// Shows what has a class.
    pub fn show(&mut self, class: &str) {
        self.know(class);
        self.shown.insert(class.to_owned());
    }

    /// Leaves out what has a class.
    pub fn hide(&mut self, class: &str) {
        self.know(class);
        self.shown.remove(class);
    }

    /// True when a class chooses an edition.
    pub fn knows(&self, class: &str) -> bool {
        self.known.contains(class)
    }

    /// True when what has this class is shown.
    pub fn has(&self, class: &str) -> bool {
        self.shown.contains(class)
    }

    /// Every class that chooses an edition.
    pub fn editions(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(String::as_str)
    }

    /// The same for the PDF.
    pub fn in_print(mut self) -> Selection {
        self.format = Self::FORMATS[0];
        self
    }

    /// The same for the EPUB.
    pub fn as_ebook(mut self) -> Selection {
        self.format = Self::FORMATS[1];
        self
    }

    /// True for attributes that choose one of the formats.
    pub fn chooses_format(attr: &Attr) -> bool {
        attr.classes.iter().any(|class| Self::FORMATS.contains(&class.as_str()))
    }

    /// True when a node with these attributes is shown: of the formats that it names one must be made, and of the editions.
    pub fn shows(&self, attr: &Attr) -> bool {
        let agrees = |names: &dyn Fn(&str) -> bool, shown: &dyn Fn(&str) -> bool| {
            let mut named = attr.classes.iter().map(String::as_str).filter(|class| names(class)).peekable();
            named.peek().is_none() || named.any(shown)
        };
        agrees(&|class| Self::FORMATS.contains(&class), &|class| class == self.format)
            && agrees(&|class| self.known.contains(class), &|class| self.shown.contains(class))
    }
}

/// What becomes of answers to exercises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answers {
    /// They are left out.
    Nowhere,
    /// They stand at the end, in a division of their own.
    End,
    /// They stand where they are written.
    #[default]
    Place,
}

/// The names of what an edition leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Places of a file, by the names that links have for them.
    pub names: BTreeSet<(FileId, String)>,
    /// Files of chapters.
    pub chapters: BTreeSet<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shows(selection: &Selection, classes: &[&str]) -> bool {
        selection.shows(&Attr { classes: classes.iter().map(|c| (*c).to_owned()).collect(), ..Attr::default() })
    }

    #[test]
    fn a_node_is_shown_where_its_format_and_its_edition_are_made() {
        let plain = Selection::default();
        assert!(shows(&plain, &[]) && shows(&plain, &["print", "mine"]) && shows(&plain, &["print", "ebook"]));
        assert!(!shows(&plain, &["ebook"]) && !shows(&plain, &["teacher"]));
        let mut teacher = plain.clone().as_ebook();
        teacher.show("teacher");
        assert!(shows(&teacher, &["teacher"]) && shows(&teacher, &["handout", "teacher"]));
        assert!(!shows(&teacher, &["handout"]) && !shows(&teacher, &["teacher", "print"]));
        teacher.hide("exam");
        assert!(!shows(&teacher, &["exam"]) && shows(&plain, &["exam"]));
    }
}

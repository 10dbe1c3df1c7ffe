//! What stands on a page beside the text, and the lists that lead through the book.
//!
//! In: numbers and words of a theme. Out: [`FurnitureDesign`] and [`ContentsDesign`].

use super::types::Type;
use crate::units::Length;

/// Running heads and folios.
#[derive(Clone, Debug, PartialEq)]
pub struct FurnitureDesign {
    /// What the running head of left-hand pages says.
    pub verso: Head,
    /// What that of right-hand pages says.
    pub recto: Head,
    /// Which of the sections on a page it names.
    pub mark: Mark,
    /// True when titles of numbered divisions have their number before them.
    pub numbers: bool,
    /// Where it stands.
    pub place: HeadPlace,
    /// Thickness of a rule below it; zero for none.
    pub rule: Length,
    /// Where the folio stands.
    pub folio: FolioPlace,
    /// Where it stands on the opening of a chapter, which has no running head.
    pub opening_folio: FolioPlace,
    /// True when it says how many pages there are: `Page 2 of 5`.
    pub folio_total: bool,
}

/// What a running head says; where a page has none of the kind, the next larger one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Nothing.
    Nothing,
    /// The title of the book, the short one if there is one.
    Title,
    /// The authors.
    Author,
    /// The title of the part.
    Part,
    /// The title of the chapter.
    Chapter,
    /// The title of a section of the chapter.
    Section,
    /// The title of a section of a section.
    Subsection,
}

/// Which of several sections a page is named after (The TeXbook, p. 258).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The first that begins on it; when none does, the one that goes on.
    First,
    /// The last that begins on it or goes on.
    Last,
}

/// Where a running head stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadPlace {
    /// In the middle.
    Centre,
    /// At the spine.
    Inside,
    /// Away from the spine, after a folio that stands there.
    Outside,
}

/// Where a folio stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolioPlace {
    /// Nowhere.
    Nowhere,
    /// Above the text, away from the spine.
    HeadOutside,
    /// Below the text, in the middle.
    FootCentre,
    /// Below the text, away from the spine.
    FootOutside,
}

/// The contents, and the lists of figures and tables.
#[derive(Clone, Debug, PartialEq)]
pub struct ContentsDesign {
    /// How the numbers of pages stand beside the titles.
    pub setting: Setting,
    /// The type of entries.
    pub entry: Type,
    /// The type of chapters.
    pub chapter: Type,
    /// The type of parts.
    pub part: Type,
    /// Space above a part.
    pub before_part: Length,
    /// Space above a chapter that has, or follows one that has, sections below it in the list.
    pub before_chapter: Length,
    /// Pages that the contents may take; deeper levels are left out until they do. 0 for as many as there are.
    pub most_pages: u32,
    /// True for a list of figures after the contents.
    pub figures: bool,
    /// True for a list of tables.
    pub tables: bool,
}

/// How the numbers of pages stand beside titles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A table no wider than its titles need, so that the eye finds the number without help.
    Table,
    /// As wide as the measure, dots between title and number.
    Leaders,
    /// As wide as the measure, nothing between.
    Spread,
}

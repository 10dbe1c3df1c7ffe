//! Decisions already taken before a build begins.
//!
//! In: arguments, lowered by `main`. Out: [`Settings`] for [`build`](crate::build::build).

/// One of the two books that a manuscript becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// EPUB 3.
    Epub,
    /// PDF.
    Pdf,
}

impl Format {
    /// Both.
    pub const ALL: [Format; 2] = [Format::Epub, Format::Pdf];

    /// The ending of its files, without a dot.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Epub => "epub",
            Format::Pdf => "pdf",
        }
    }
}

/// What to make, and when to refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The books to make.
    pub formats: Vec<Format>,
    /// Whether what is off makes no book at all, for CI.
    pub strict: bool,
    /// Whether the lines and pages of the PDF are counted.
    pub report: bool,
    /// Whether the accessibility of the EPUB is told in ONIX too.
    pub onix: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { formats: Format::ALL.to_vec(), strict: false, report: false, onix: false }
    }
}

impl Settings {
    /// Whether this book is to be made.
    pub fn wants(&self, format: Format) -> bool {
        self.formats.contains(&format)
    }
}

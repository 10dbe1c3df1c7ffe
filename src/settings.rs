//! Decisions already taken before a build begins.
//!
//! In: arguments, lowered by `main`. Out: [`Settings`] for [`build`](crate::build::build).

use crate::impose;

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

/// The part of a book that is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    #[default]
    Whole,
    /// Chapters, by number or by name.
    Chapters(Vec<String>),
    /// Pages, by the numbers that are printed on them.
    Pages(Vec<PageRange>),
}

/// Pages from one to another; without an end from the first, or to the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRange {
    /// The number of the first.
    pub from: Option<String>,
    /// The number of the last.
    pub to: Option<String>,
}

impl std::str::FromStr for PageRange {
    type Err = String;

    /// `12-30`, `12-`, `-30`, `iv` or `7`.
    fn from_str(text: &str) -> Result<PageRange, String> {
        let is_number = |text: &str| {
            let lower = text.to_ascii_lowercase();
            text.bytes().all(|b| b.is_ascii_digit()) || lower.chars().all(|c| "ivxlcdm".contains(c))
        };
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        let (from, to) = (from.trim(), to.trim());
        if (from.is_empty() && to.is_empty()) || !is_number(from) || !is_number(to) {
            return Err("write pages as 12-30, 12-, -30 or 7; roman numbers are those of the front matter".into());
        }
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(PageRange { from: some(from), to: some(to) })
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
    /// The part of the book that the PDF shows.
    pub part: Part,
    /// How the pages of the PDF are put on paper; `None` for one page of the file each.
    pub impose: Option<impose::Wish>,
    /// Whether the whole book is looked at even after an error, to find what else is wrong; no book comes of it.
    pub thorough: bool,
}

impl Settings {
    /// What tells the PDF of these settings from that of the whole book: the end of its name.
    pub fn suffix(&self) -> String {
        let part = match &self.part {
            Part::Whole => Vec::new(),
            Part::Chapters(names) => ["chapter"].into_iter().chain(names.iter().map(String::as_str)).collect(),
            Part::Pages(ranges) => {
                let ends = ranges.iter().flat_map(|range| {
                    let to = range.to.as_deref().filter(|_| range.to != range.from);
                    [range.from.as_deref(), to].into_iter().flatten()
                });
                ["pages"].into_iter().chain(ends).collect()
            }
        };
        let words = part.into_iter().chain(self.impose.map(|wish| wish.scheme.name()));
        let kept = |c: char| if c.is_alphanumeric() { c.to_lowercase().to_string() } else { "-".into() };
        words.map(|word| format!("-{}", word.trim_end_matches(".md").chars().map(kept).collect::<String>())).collect()
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            formats: Format::ALL.to_vec(),
            strict: false,
            report: false,
            onix: false,
            part: Part::Whole,
            impose: None,
            thorough: false,
        }
    }
}

impl Settings {
    /// Whether this book is to be made.
    pub fn wants(&self, format: Format) -> bool {
        self.formats.contains(&format)
    }
}

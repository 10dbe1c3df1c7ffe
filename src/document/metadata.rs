//! What is said about a book: titles, people, identifiers, dates, rights.
//!
//! In: built by `manuscript` from `book.toml` or front matter. Out: typed data that the title page, the imprint page,
//! the package document, XMP and the document information are made of.

use super::Language;
use std::cmp::Ordering;

/// Which way the text of a book runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextDirection {
    /// As its language is written.
    #[default]
    ByLanguage,
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
    /// Each paragraph as its first letter does; the pages as the language is written.
    Auto,
}

impl Metadata {
    /// True for a book that is read from right to left and bound at the right.
    pub fn is_right_to_left(&self) -> bool {
        match self.direction {
            TextDirection::ByLanguage | TextDirection::Auto => self.language.is_right_to_left(),
            TextDirection::LeftToRight => false,
            TextDirection::RightToLeft => true,
        }
    }
}

/// Everything that is said about the book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// The title.
    pub title: String,
    /// The title under which the book is sorted.
    pub title_sort: Option<String>,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// A short title for running heads.
    pub short_title: Option<String>,
    /// The people and bodies behind it, in order; authors are those with [`Relator::Author`].
    pub contributors: Vec<Contributor>,
    /// The language of the text.
    pub language: Language,
    /// Which way the text runs.
    pub direction: TextDirection,
    /// The language that the text was translated from.
    pub original_language: Option<Language>,
    /// The title in that language.
    pub original_title: Option<String>,
    /// ISBN, DOI, UUID, in order.
    pub identifiers: Vec<Identifier>,
    /// Who publishes it, and where.
    pub publisher: Option<Publisher>,
    /// When the work first appeared.
    pub first_published: Option<Date>,
    /// The date of this edition.
    pub date: Option<Date>,
    /// Seconds since 1970 from `SOURCE_DATE_EPOCH`; wins over `date` wherever a file states when it was made.
    pub epoch: Option<i64>,
    /// Which edition this is, in words.
    pub edition: Option<String>,
    /// The series that it belongs to.
    pub series: Option<Series>,
    /// What it is about.
    pub subjects: Vec<Subject>,
    /// What it is, in a few sentences.
    pub description: Option<String>,
    /// Who holds which rights.
    pub rights: Option<String>,
    /// The licence, as a name or an SPDX expression.
    pub license: Option<String>,
    /// The licence's address.
    pub license_url: Option<String>,
    /// The course or the event that it is made for.
    pub event: Option<String>,
    /// Where that is held.
    pub place: Option<String>,
    /// To whom the book is given.
    pub dedication: Option<String>,
    /// Notes on the printing: paper, number of copies, printer.
    pub print_run: Option<String>,
    /// The work that the book is about, when it is about one.
    pub about: Option<Work>,
}

impl Metadata {
    /// The names of the authors, in order.
    pub fn authors(&self) -> Vec<&str> {
        self.by(&Relator::Author)
    }

    /// The names of the contributors with this role, in order.
    pub fn by(&self, role: &Relator) -> Vec<&str> {
        self.contributors.iter().filter(|c| c.role == *role).map(|c| c.name.as_str()).collect()
    }

    /// The moment that files are stamped with: `SOURCE_DATE_EPOCH`, else the date of this edition, else that of the
    /// first publication, else 1 January 2000. Never the present.
    pub fn modified(&self) -> String {
        match (self.epoch, self.date.or(self.first_published)) {
            (Some(seconds), _) => date_time(seconds),
            (None, Some(date)) => format!("{}T00:00:00Z", date.full()),
            (None, None) => "2000-01-01T00:00:00Z".into(),
        }
    }
}

/// A person or body and what they did for the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// The name as shown.
    pub name: String,
    /// The name as sorted: family name first.
    pub file_as: Option<String>,
    /// What they did.
    pub role: Relator,
}

/// What a contributor did: a MARC relator (Library of Congress, MARC Code List for Relators).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relator {
    /// `aut`
    Author,
    /// `edt`
    Editor,
    /// `trl`
    Translator,
    /// `ill`
    Illustrator,
    /// `pht`
    Photographer,
    /// `aui`
    ForewordAuthor,
    /// `aft`
    AfterwordAuthor,
    /// `com`
    Compiler,
    /// `ctb`
    Contributor,
    /// `bkd`
    Designer,
    /// `cov`
    CoverDesigner,
    /// Any other three-letter code.
    Other(String),
}

impl Relator {
    /// The three-letter MARC code.
    pub fn code(&self) -> &str {
        match self {
            Relator::Author => "aut",
            Relator::Editor => "edt",
            Relator::Translator => "trl",
            Relator::Illustrator => "ill",
            Relator::Photographer => "pht",
            Relator::ForewordAuthor => "aui",
            Relator::AfterwordAuthor => "aft",
            Relator::Compiler => "com",
            Relator::Contributor => "ctb",
            Relator::Designer => "bkd",
            Relator::CoverDesigner => "cov",
            Relator::Other(code) => code,
        }
    }
}

/// A name by which shops and libraries know the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// Its kind.
    pub kind: IdentifierKind,
    /// The identifier itself, without prefix: an ISBN with its hyphens, a DOI from `10.`
    pub value: String,
    /// The edition that it belongs to; `None` for all.
    pub edition: Option<Edition>,
}

/// The kind of an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierKind {
    /// International Standard Book Number.
    Isbn,
    /// Digital Object Identifier.
    Doi,
    /// Universally unique identifier.
    Uuid,
    /// An address.
    Url,
}

/// One of the two books that a manuscript becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// The EPUB.
    Epub,
    /// The printed book, that is the PDF.
    Print,
}

/// Who publishes the book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publisher {
    /// The name.
    pub name: String,
    /// The place.
    pub place: Option<String>,
}

/// The series of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// The book's place in it, such as `2`.
    pub position: Option<String>,
}

/// What a book is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// In words.
    pub name: String,
    /// The scheme that the words are from, such as BISAC or Thema.
    pub authority: Option<String>,
    /// Their code in that scheme.
    pub code: Option<String>,
}

impl From<String> for Subject {
    fn from(name: String) -> Subject {
        Subject { name, ..Subject::default() }
    }
}

/// A work that the book is about: what a title page of that work would say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Its title in the language of this book.
    pub title: String,
    /// Its title in its own language.
    pub original_title: Option<String>,
    /// That language.
    pub original_language: Option<Language>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who translated it, each with the language translated into.
    pub translators: Vec<(String, String)>,
    /// Who published it, each with the country.
    pub publishers: Vec<(String, String)>,
    /// When it appeared.
    pub date: Option<Date>,
}

/// A date, as exact as it is known: a year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month, from 1.
    pub month: Option<u8>,
    /// The day, from 1; only with a month.
    pub day: Option<u8>,
}

impl Date {
    /// Reads `2026`, `2026-11` or `2026-11-22`; `None` for anything else, such as a 30 February.
    pub fn parse(text: &str) -> Option<Date> {
        let digits = |part: &str, length: usize| {
            (part.len() == length && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u16>().ok())?
        };
        let mut parts = text.split('-');
        // There is no year 0 in what files state (ISO 8601-1, 4.2.1, only by agreement).
        let year = digits(parts.next()?, 4).filter(|year| *year > 0)?;
        let month = parts.next().map(|m| digits(m, 2).filter(|m| (1..=12).contains(m)).ok_or(())).transpose().ok()?;
        let day = parts.next().map(|d| digits(d, 2).ok_or(())).transpose().ok()?;
        if parts.next().is_some() {
            return None;
        }
        let date = Date { year, month: month.map(|m| m as u8), day: day.map(|d| d as u8) };
        date.day.is_none_or(|d| d >= 1 && d <= days_in_month(year, date.month.unwrap_or(1))).then_some(date)
    }

    /// True when it is surely before another, as far as both are known.
    pub fn is_before(self, other: Date) -> bool {
        let known = |date: Date| (date.month, date.day);
        match (self.year.cmp(&other.year), known(self), known(other)) {
            (Ordering::Equal, (Some(month), days), (Some(other), other_days)) => match month.cmp(&other) {
                Ordering::Equal => days.zip(other_days).is_some_and(|(day, other)| day < other),
                order => order == Ordering::Less,
            },
            (order, ..) => order == Ordering::Less,
        }
    }

    /// As a whole day, `2026-11-22`; the first of the month or of the year when less is known.
    pub fn full(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }
}

/// As exact as it is known: `2026`, `2026-11` or `2026-11-22`.
impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

/// Seconds since 1970 as `YYYY-MM-DDThh:mm:ssZ`, in the proleptic Gregorian calendar. The date is counted in eras of 400
/// years that begin in March, so that the leap day ends a year.
fn date_time(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let since_march_0000 = days + 719_468;
    let era = since_march_0000.div_euclid(146_097);
    let day_of_era = since_march_0000.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_exact_as_they_are_written() {
        for text in ["1936", "1936-08", "2024-02-29"] {
            assert_eq!(Date::parse(text).expect("a date").to_string(), text);
        }
        for text in
            ["", "36", "1936-13", "1936-00", "2023-02-29", "1936-08-04-01", "August 1936", "1936-8", "+936", "0000"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_compared_as_far_as_both_are_known() {
        let date = |text| Date::parse(text).expect("a date");
        for (first, then) in
            [("1935", "1936"), ("1935-12-31", "1936"), ("1936-07", "1936-08-01"), ("1936-08-03", "1936-08-04")]
        {
            assert!(date(first).is_before(date(then)) && !date(then).is_before(date(first)), "{first} {then}");
        }
        for (one, other) in [("1936", "1936-08"), ("1936-08", "1936-08-04"), ("1936-08-04", "1936-08-04")] {
            assert!(!date(one).is_before(date(other)) && !date(other).is_before(date(one)), "{one} {other}");
        }
    }

    #[test]
    fn the_epoch_wins_over_the_date() {
        let mut metadata = Metadata { date: Date::parse("1936-08"), ..Metadata::default() };
        assert_eq!(metadata.modified(), "1936-08-01T00:00:00Z");
        metadata.epoch = Some(1_767_323_045);
        assert_eq!(metadata.modified(), "2026-01-02T03:04:05Z");
        metadata.epoch = Some(951_782_399);
        assert_eq!(metadata.modified(), "2000-02-28T23:59:59Z");
    }
}

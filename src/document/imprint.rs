//! What the imprint page says: every fact of the metadata as label and value.
//!
//! In: [`Metadata`]. Out: groups of lines in the order in which both backends set them, labels in the language of the
//! book. Nothing here is invented: a fact that the metadata lacks has no line.

use super::tongues::name_of;
use super::words::{self, Word, word};
use super::{Edition, Identifier, IdentifierKind, Language, Metadata, Relator, Work};

/// Lines that stand together on the imprint page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImprintGroup {
    /// What stands above the lines; `None` for most groups.
    pub heading: Option<String>,
    /// The lines; never empty.
    pub lines: Vec<ImprintLine>,
}

/// A fact: what it is called and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImprintLine {
    /// What it is called; empty for text that needs no name, such as a description.
    pub label: String,
    /// What it is.
    pub value: String,
    /// The language of the value when it is not that of the book.
    pub language: Option<Language>,
    /// Where the value leads, for a licence or an identifier with an address.
    pub url: Option<String>,
}

/// The imprint page of a book.
pub fn imprint(metadata: &Metadata) -> Vec<ImprintGroup> {
    let groups = [
        (None, book(metadata)),
        (None, publication(metadata)),
        (None, identifiers(metadata)),
        (None, rights(metadata)),
        (Some(Word::Description), description(metadata)),
        (Some(Word::WorkDiscussed), metadata.about.iter().flat_map(|work| about(metadata, work)).collect()),
    ];
    groups
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(heading, lines): (Option<Word>, Vec<ImprintLine>)| ImprintGroup {
            heading: heading.map(|w| word(&metadata.language, w).to_string()),
            lines,
        })
        .collect()
}

/// Lines under construction, with labels in one language.
struct Lines<'a> {
    language: &'a Language,
    list: Vec<ImprintLine>,
}

impl<'a> Lines<'a> {
    fn new(language: &'a Language) -> Lines<'a> {
        Lines { language, list: Vec::new() }
    }

    /// Adds a line, unless the value is empty.
    fn add(&mut self, label: Word, value: impl Into<String>) {
        self.name(word(self.language, label), value, None, None);
    }

    fn name(&mut self, label: &str, value: impl Into<String>, language: Option<&Language>, url: Option<String>) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.list.push(ImprintLine { label: label.into(), value, language: language.cloned(), url });
        }
    }

    /// Adds a line whose value is in another language.
    fn foreign(&mut self, label: Word, value: &str, language: Option<&Language>) {
        let other = language.filter(|l| *l != self.language);
        self.name(word(self.language, label), value, other, None);
    }

    /// Adds a language by its name in that of the book, or where that is not known by what it calls itself.
    fn original_language(&mut self, original: &Language) {
        match name_of(original, self.language) {
            Some(name) => self.add(Word::OriginalLanguage, name),
            None => self.foreign(Word::OriginalLanguage, words::autonym(original), Some(original)),
        }
    }

    fn date(&mut self, label: Word, date: Option<super::Date>) {
        if let Some(date) = date {
            self.add(label, words::date(self.language, date));
        }
    }
}

/// Title, people, languages.
fn book(metadata: &Metadata) -> Vec<ImprintLine> {
    let mut lines = Lines::new(&metadata.language);
    let subtitle = metadata.subtitle.iter().map(String::as_str);
    lines.add(Word::Title, std::iter::once(metadata.title.as_str()).chain(subtitle).collect::<Vec<_>>().join(". "));
    if let Some(title) = &metadata.original_title {
        lines.foreign(Word::OriginalTitle, title, metadata.original_language.as_ref());
    }
    people(metadata, &mut lines);
    let language = &metadata.language;
    lines.add(Word::LanguageOfText, words::autonym(language));
    if let Some(original) = &metadata.original_language {
        lines.original_language(original);
    }
    lines.list
}

/// One line for each role, in the order in which the roles first appear.
fn people(metadata: &Metadata, lines: &mut Lines<'_>) {
    let mut told: Vec<&Relator> = Vec::new();
    for contributor in &metadata.contributors {
        if !told.contains(&&contributor.role) {
            told.push(&contributor.role);
            let names = metadata.by(&contributor.role);
            lines.add(role_word(&contributor.role, names.len()), names.join(", "));
        }
    }
}

fn role_word(role: &Relator, people: usize) -> Word {
    match role {
        Relator::Author if people > 1 => Word::Authors,
        Relator::Author => Word::Author,
        Relator::Editor => Word::Editing,
        Relator::Translator => Word::Translation,
        Relator::Illustrator => Word::Illustrations,
        Relator::Photographer => Word::Photographs,
        Relator::ForewordAuthor => Word::Foreword,
        Relator::AfterwordAuthor => Word::Afterword,
        Relator::Compiler => Word::Compilation,
        Relator::Contributor | Relator::Other(_) => Word::Contributions,
        Relator::Designer => Word::Design,
        Relator::CoverDesigner => Word::CoverDesign,
    }
}

/// Publisher, dates, edition, series, printing.
fn publication(metadata: &Metadata) -> Vec<ImprintLine> {
    let mut lines = Lines::new(&metadata.language);
    if let Some(publisher) = &metadata.publisher {
        let place = publisher.place.iter().map(String::as_str);
        lines
            .add(Word::Publisher, std::iter::once(publisher.name.as_str()).chain(place).collect::<Vec<_>>().join(", "));
    }
    lines.add(Word::Edition, metadata.edition.as_deref().unwrap_or_default());
    lines.date(Word::FirstPublished, metadata.first_published);
    lines.date(Word::ThisEdition, metadata.date);
    if let Some(series) = &metadata.series {
        let position = series.position.iter().map(String::as_str);
        lines.add(Word::Series, std::iter::once(series.name.as_str()).chain(position).collect::<Vec<_>>().join(", "));
    }
    lines.add(Word::PrintRun, metadata.print_run.as_deref().unwrap_or_default());
    lines.list
}

fn identifiers(metadata: &Metadata) -> Vec<ImprintLine> {
    let mut lines = Lines::new(&metadata.language);
    for identifier in &metadata.identifiers {
        let (label, url) = identifier_label(&metadata.language, identifier);
        lines.name(label, identifier.value.as_str(), None, url);
    }
    lines.list
}

fn identifier_label<'a>(language: &Language, identifier: &'a Identifier) -> (&'a str, Option<String>) {
    match (identifier.kind, identifier.edition) {
        (IdentifierKind::Isbn, None) => ("ISBN", None),
        (IdentifierKind::Isbn, Some(Edition::Epub)) => (word(language, Word::IsbnEpub), None),
        (IdentifierKind::Isbn, Some(Edition::Print)) => (word(language, Word::IsbnPrint), None),
        (IdentifierKind::Doi, _) => ("DOI", Some(format!("https://doi.org/{}", identifier.value))),
        (IdentifierKind::Uuid, _) => ("UUID", None),
        (IdentifierKind::Url, _) => ("URL", Some(identifier.value.clone())),
    }
}

fn rights(metadata: &Metadata) -> Vec<ImprintLine> {
    let mut lines = Lines::new(&metadata.language);
    lines.add(Word::Rights, metadata.rights.as_deref().unwrap_or_default());
    let url = metadata.license_url.as_deref();
    let license = metadata.license.as_deref().or(url).unwrap_or_default();
    lines.name(word(&metadata.language, Word::License), license, None, url.map(String::from));
    lines.list
}

fn description(metadata: &Metadata) -> Vec<ImprintLine> {
    let mut lines = Lines::new(&metadata.language);
    lines.name("", metadata.description.as_deref().unwrap_or_default(), None, None);
    let subjects: Vec<&str> = metadata.subjects.iter().map(|subject| subject.name.as_str()).collect();
    lines.add(Word::Subjects, subjects.join("; "));
    lines.list
}

/// The work that the book is about.
fn about(metadata: &Metadata, work: &Work) -> Vec<ImprintLine> {
    let mut lines = Lines::new(&metadata.language);
    lines.add(Word::Title, work.title.as_str());
    if let Some(title) = &work.original_title {
        lines.foreign(Word::OriginalTitle, title, work.original_language.as_ref());
    }
    if let Some(language) = &work.original_language {
        lines.original_language(language);
    }
    let author = if work.authors.len() > 1 { Word::Authors } else { Word::Author };
    lines.add(author, work.authors.join(", "));
    lines.date(Word::FirstPublished, work.date);
    lines.add(Word::Publishers, with_places(&work.publishers));
    lines.add(Word::Translation, with_places(&work.translators));
    lines.list
}

/// Names, each with what belongs to it in brackets.
fn with_places(pairs: &[(String, String)]) -> String {
    let told = pairs.iter().map(|(name, of)| if of.is_empty() { name.clone() } else { format!("{name} ({of})") });
    told.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Contributor, Date, Publisher};

    fn told(metadata: &Metadata) -> Vec<String> {
        let groups = imprint(metadata);
        let lines = groups.iter().flat_map(|g| &g.lines);
        lines.map(|line| format!("{}|{}", line.label, line.value)).collect()
    }

    #[test]
    fn facts_that_are_not_given_have_no_line() {
        let metadata = Metadata { title: "A".into(), ..Metadata::default() };
        assert_eq!(told(&metadata), ["Title|A", "Language|English"]);
        assert_eq!(imprint(&metadata).len(), 1);
    }

    #[test]
    fn people_of_one_role_share_a_line() {
        let person = |name: &str, role| Contributor { name: name.into(), file_as: None, role };
        let contributors =
            vec![person("A", Relator::Author), person("T", Relator::Translator), person("B", Relator::Author)];
        let metadata = Metadata { contributors, ..Metadata::default() };
        assert_eq!(told(&metadata), ["Authors|A, B", "Translated by|T", "Language|English"]);
    }

    #[test]
    fn the_work_discussed_keeps_its_language() {
        let russian = Language("ru".into());
        let work = Work {
            title: "The Revolution Betrayed".into(),
            original_title: Some("Преданная революция".into()),
            original_language: Some(russian.clone()),
            publishers: vec![("Grasset".into(), "France".into())],
            date: Date::parse("1936-08"),
            ..Work::default()
        };
        let publisher = Some(Publisher { name: "P".into(), place: Some("Oslo".into()) });
        let language = Language("nb".into());
        let metadata = Metadata { about: Some(work), publisher, language, ..Metadata::default() };
        let groups = imprint(&metadata);
        let last = groups.last().expect("a group");
        assert_eq!(last.heading.as_deref(), Some("Verket som omtales"));
        assert_eq!(last.lines[1].language, Some(russian));
        let told = told(&metadata);
        assert!(told.contains(&"Originalspråk|russisk".to_string()), "{told:?}");
        assert!(told.contains(&"Forlag|P, Oslo".to_string()) && told.contains(&"Først utgitt|august 1936".to_string()));
    }
}

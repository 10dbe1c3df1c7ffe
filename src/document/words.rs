//! The words that a book needs and its author does not write: contents, note, chapter, the labels of the imprint page.
//!
//! In: a language. Out: the word in that language, in English when the program does not speak it; each that it speaks is a
//! file of its own below. Both backends take the words from here, so that the two books say the same.

mod da;
mod de;
mod en;
mod es;
mod fr;
mod it;
mod nb;
mod nl;
mod pl;
mod pt;
mod ru;
mod sv;

use super::{AdmonitionKind, Date, Division, Language, Role};

/// Declares the words: variant, and what it is in English.
macro_rules! words {
    ($($variant:ident $en:literal;)*) => {
        /// A word that a book needs and its author does not write.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Word {
            $(#[doc = $en] $variant,)*
        }

        impl Word {
            /// Every word, in the order of the table.
            pub const ALL: &[Word] = &[$(Word::$variant,)*];
        }
    };
}

words! {
    Contents "Contents";
    ListOfFigures "Figures";
    ListOfTables "Tables";
    Cover "Cover";
    TitlePage "Title page";
    Imprint "Imprint";
    Dedication "Dedication";
    Pages "Pages";
    Landmarks "Landmarks";
    Start "Start of the text";
    Part "Part";
    Chapter "Chapter";
    Appendix "Appendix";
    Figure "Figure";
    Table "Table";
    Notes "Notes";
    BackToText "Back to the text";
    Note "Note";
    Tip "Tip";
    Important "Important";
    Warning "Warning";
    Caution "Caution";
    Done "Done";
    ToDo "To do";
    Code "Code";
    By "by";
    Title "Title";
    OriginalTitle "Original title";
    LanguageOfText "Language";
    OriginalLanguage "Original language";
    Author "Author";
    Authors "Authors";
    Editing "Edited by";
    Translation "Translated by";
    Illustrations "Illustrations";
    Photographs "Photographs";
    Foreword "Foreword";
    Afterword "Afterword";
    Compilation "Compiled by";
    Contributions "With";
    Design "Design";
    CoverDesign "Cover design";
    Publisher "Publisher";
    Publishers "Published by";
    FirstPublished "First published";
    ThisEdition "This edition";
    Edition "Edition";
    Series "Series";
    Subjects "Subjects";
    Description "About this book";
    Rights "Rights";
    License "Licence";
    PrintRun "Printing";
    IsbnEpub "ISBN (EPUB)";
    IsbnPrint "ISBN (print)";
    Exercise "Exercise";
    Answer "Answer";
    Answers "Answers";
    PageOf "Page # of #";
    ReadAsText "The text can be read in full as text, has a linked table of contents and headings in order.";
    NoImages "It has no images.";
    DecorativeImages "Its images are decorative.";
    DescribedImages "Every image that carries meaning has a description.";
    UndescribedImages "Some images have no description.";
    PagesListed "The pages of the printed edition are marked and listed.";
    LatexFormulas "Formulas stand as their LaTeX source.";
    MathmlFormulas "Formulas are MathML, with their LaTeX source as description.";
    MixedFormulas "Formulas are MathML, with their LaTeX source as description; some stand as that source.";
    PicturedFormulas "Formulas are images, with their LaTeX source as description.";
    MixedPictures "Formulas are images, with their LaTeX source as description; some stand as that source.";
    MovingImages "Images may move.";
    WorkDiscussed "The work discussed";
}

impl Word {
    /// What a box is called that has no title.
    pub fn of_box(kind: AdmonitionKind) -> Word {
        match kind {
            AdmonitionKind::Note => Word::Note,
            AdmonitionKind::Tip => Word::Tip,
            AdmonitionKind::Important => Word::Important,
            AdmonitionKind::Warning => Word::Warning,
            AdmonitionKind::Caution => Word::Caution,
        }
    }
}

/// A language that the program speaks.
struct Tongue {
    /// Its tag, without a country.
    tag: &'static str,
    /// What each word is in it.
    say: fn(Word) -> &'static str,
    /// Names of the months, as dates without a day have them.
    months: [&'static str; 12],
}

/// The languages that the program speaks.
const TONGUES: [&Tongue; 12] = [
    &en::TONGUE,
    &da::TONGUE,
    &de::TONGUE,
    &es::TONGUE,
    &fr::TONGUE,
    &it::TONGUE,
    &nb::TONGUE,
    &nl::TONGUE,
    &pl::TONGUE,
    &pt::TONGUE,
    &ru::TONGUE,
    &sv::TONGUE,
];

/// The language that the program speaks for another; `None` for one that it does not know.
fn spoken(language: &Language) -> Option<&'static Tongue> {
    let primary = language.primary();
    let tag = match primary.as_str() {
        "no" | "nn" => "nb",
        primary => primary,
    };
    TONGUES.into_iter().find(|tongue| tongue.tag == tag)
}

/// The word in this language; in English when the program does not speak it.
pub fn word(language: &Language, word: Word) -> &'static str {
    (spoken(language).unwrap_or(&en::TONGUE).say)(word)
}

/// The number of a page and how many there are: `Page 2 of 5`; in figures alone where the program does not speak the language.
pub fn page_of(language: &Language, page: &str, total: usize) -> String {
    if language_of_words(language) != *language {
        return format!("{page}\u{A0}/\u{A0}{total}");
    }
    let mut parts = word(language, Word::PageOf).split('#');
    let mut next = || parts.next().unwrap_or_default();
    format!("{}{page}{}{total}{}", next(), next(), next())
}

/// The language that [`word`] answers in: the one asked for, or English.
pub fn language_of_words(language: &Language) -> Language {
    spoken(language).map_or_else(|| Language("en".into()), |_| language.clone())
}

/// Russian and Polish names of the months beside a day.
const MONTHS_OF_A_DAY: [(&str, [&str; 12]); 2] = [
    (
        "ru",
        [
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ],
    ),
    (
        "pl",
        [
            "stycznia",
            "lutego",
            "marca",
            "kwietnia",
            "maja",
            "czerwca",
            "lipca",
            "sierpnia",
            "września",
            "października",
            "listopada",
            "grudnia",
        ],
    ),
];

/// A date as a sentence has it: `4 August 1936`, `August 1936` or `1936`, in the order of the language; in figures, the year
/// first (ISO 8601), where the program does not speak it.
pub fn date(language: &Language, date: Date) -> String {
    let year = date.year;
    let Some(month) = date.month else { return year.to_string() };
    let place = usize::from(month.clamp(1, 12)) - 1;
    let Some(tongue) = spoken(language) else {
        let day = date.day.map(|day| format!("-{day:02}")).unwrap_or_default();
        return format!("{year:04}-{month:02}{day}");
    };
    let name = tongue.months[place];
    let of_a_day = MONTHS_OF_A_DAY.iter().find(|(tag, _)| *tag == tongue.tag).map_or(name, |(_, names)| names[place]);
    match (tongue.tag, date.day) {
        ("es" | "pt", None) => format!("{name} de {year}"),
        ("ru", None) => format!("{name} {year} г."),
        (_, None) => format!("{name} {year}"),
        ("fr", Some(1)) => format!("1er {name} {year}"),
        ("it", Some(1)) => format!("1º {name} {year}"),
        ("da" | "de" | "nb", Some(day)) => format!("{day}. {name} {year}"),
        ("es" | "pt", Some(day)) => format!("{day} de {name} de {year}"),
        ("ru", Some(day)) => format!("{day} {of_a_day} {year} г."),
        ("en", Some(day)) if language.prints_on_letter() => format!("{name} {day}, {year}"),
        (_, Some(day)) => format!("{day} {of_a_day} {year}"),
    }
}

/// What languages call themselves.
const AUTONYMS: &[(&str, &str)] = &[
    ("ar", "العربية"),
    ("bg", "български"),
    ("ca", "català"),
    ("cs", "čeština"),
    ("da", "dansk"),
    ("de", "Deutsch"),
    ("el", "ελληνικά"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "español"),
    ("et", "eesti"),
    ("fi", "suomi"),
    ("fr", "français"),
    ("he", "עברית"),
    ("hr", "hrvatski"),
    ("hu", "magyar"),
    ("it", "italiano"),
    ("la", "Latina"),
    ("lt", "lietuvių"),
    ("lv", "latviešu"),
    ("nb", "norsk bokmål"),
    ("nl", "Nederlands"),
    ("nn", "norsk nynorsk"),
    ("no", "norsk"),
    ("pl", "polski"),
    ("pt", "português"),
    ("ro", "română"),
    ("ru", "русский"),
    ("sk", "slovenčina"),
    ("sl", "slovenščina"),
    ("sr", "српски"),
    ("sv", "svenska"),
    ("tr", "Türkçe"),
    ("uk", "українська"),
];

/// What a language calls itself; its tag when the table has not got it.
pub fn autonym(language: &Language) -> &str {
    let primary = language.primary();
    AUTONYMS.iter().find(|(tag, _)| *tag == primary).map_or(&language.0, |(_, name)| name)
}

/// What stands above a division's title: `Chapter 3`, `Part II`, `3.1`. `None` when the division has no number, or when
/// its title says the number already, as `Chapter 3` and `III. The Feast` do.
pub fn number_label(language: &Language, division: &Division) -> Option<String> {
    let [number] = division.number[..] else {
        let number: Vec<String> = division.number.iter().map(u32::to_string).collect();
        return (!number.is_empty()).then(|| number.join("."));
    };
    if says_number(&division.title, number) {
        return None;
    }
    match division.role {
        Role::Part => Some(format!("{} {}", word(language, Word::Part), roman(number))),
        Role::Appendix => Some(format!("{} {number}", word(language, Word::Appendix))),
        Role::Section => Some(number.to_string()),
        // An introduction that has a number is a chapter among others.
        Role::Chapter
        | Role::Dedication
        | Role::Epigraph
        | Role::Foreword
        | Role::Preface
        | Role::Acknowledgments
        | Role::Introduction
        | Role::Prologue
        | Role::Draft
        | Role::Conclusion
        | Role::Epilogue
        | Role::Afterword
        | Role::Glossary
        | Role::Bibliography
        | Role::Index
        | Role::Answers
        | Role::Colophon => Some(format!("{} {number}", word(language, Word::Chapter))),
    }
}

/// The name of a figure or a table in the text: `Figure 2.3`, its number never alone on a line. `None` without a number.
pub fn numbered(language: &Language, name: Word, number: &[u32]) -> Option<String> {
    let levels: Vec<String> = number.iter().map(u32::to_string).collect();
    (!levels.is_empty()).then(|| format!("{}\u{A0}{}", word(language, name), levels.join(".")))
}

/// What stands between the name of a figure or a table and its caption, as typesetters of the language have it.
pub fn after_number(language: &Language) -> &'static str {
    match spoken(language).map_or("en", |tongue| tongue.tag) {
        "de" => ": ",
        "ru" => " — ",
        _ => ". ",
    }
}

/// The letter of an image of a row: `a`, `b`, `c`.
pub fn letter(language: &Language, place: usize) -> char {
    // The letters that Russian counts with: without ё, з, й, о, ч, ь, ы, ъ (GOST 2.105, 4.1.7).
    const RUSSIAN: [char; 25] = [
        'а', 'б', 'в', 'г', 'д', 'е', 'ж', 'и', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'у', 'ф', 'х', 'ц', 'ш', 'щ',
        'э', 'ю', 'я',
    ];
    match spoken(language).map_or("en", |tongue| tongue.tag) {
        "ru" => RUSSIAN[place % RUSSIAN.len()],
        _ => char::from(b'a' + (place % 26) as u8),
    }
}

/// True when one of the first two words of a title is the number, in figures or in roman capitals.
fn says_number(title: &str, number: u32) -> bool {
    let (figures, letters) = (number.to_string(), roman(number));
    let mut words = title.split_whitespace().take(2).map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
    words.any(|word| word == figures || word == letters)
}

/// Roman numerals in capitals with their values, greatest first.
pub(crate) const ROMAN_NUMERALS: [(u32, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

/// A number in roman capitals; in figures from 4000 on and for 0.
pub fn roman(number: u32) -> String {
    if number == 0 || number >= 4000 {
        return number.to_string();
    }
    let (mut rest, mut text) = (number, String::new());
    for (value, sign) in ROMAN_NUMERALS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        Language(tag.into())
    }

    #[test]
    fn every_word_is_there_in_every_language() {
        for (tongue, w) in TONGUES.iter().flat_map(|tongue| Word::ALL.iter().map(move |w| (tongue, *w))) {
            let text = (tongue.say)(w);
            assert!(!text.is_empty() && text.trim() == text, "{w:?} in {}", tongue.tag);
            let figures = if w == Word::PageOf { 2 } else { 0 };
            assert_eq!(text.matches('#').count(), figures, "{w:?} in {}", tongue.tag);
        }
        assert_eq!(word(&language("de-AT"), Word::Contents), "Inhalt");
        assert_eq!(word(&language("nn"), Word::Chapter), "Kapittel");
        assert_eq!(word(&language("fi"), Word::Chapter), "Chapter");
        assert_eq!(language_of_words(&language("fi")), language("en"));
        assert_eq!(language_of_words(&language("en-GB")), language("en-GB"));
    }

    #[test]
    fn dates_read_as_in_a_sentence() {
        let day = Date::parse("1936-08-04").expect("a date");
        for (tag, expected) in [
            ("en", "4 August 1936"),
            ("en-US", "August 4, 1936"),
            ("fr", "4 août 1936"),
            ("de", "4. August 1936"),
            ("es", "4 de agosto de 1936"),
            ("ru", "4 августа 1936 г."),
            ("nb", "4. august 1936"),
            ("it", "4 agosto 1936"),
            ("pt-BR", "4 de agosto de 1936"),
            ("nl", "4 augustus 1936"),
            ("sv", "4 augusti 1936"),
            ("da", "4. august 1936"),
            ("pl", "4 sierpnia 1936"),
            ("he", "1936-08-04"),
        ] {
            assert_eq!(date(&language(tag), day), expected, "{tag}");
        }
        assert_eq!(date(&language("ja"), Date::parse("1936-08").expect("a date")), "1936-08");
        assert_eq!(date(&language("pl"), Date::parse("1936-08").expect("a date")), "sierpień 1936");
        assert_eq!(date(&language("ru"), Date::parse("1936-08").expect("a date")), "август 1936 г.");
        assert_eq!(date(&language("fr"), Date::parse("1936").expect("a date")), "1936");
    }

    #[test]
    fn a_title_that_says_its_number_gets_no_label() {
        for (title, number, said) in [("Chapter 1", 1, true), ("IV. The Feast", 4, true), ("The First Day", 1, false)] {
            assert_eq!(says_number(title, number), said, "{title}");
        }
    }

    #[test]
    fn figures_are_named_in_the_language_of_the_book() {
        assert_eq!(numbered(&language("de"), Word::Figure, &[2, 3]).as_deref(), Some("Abbildung\u{A0}2.3"));
        assert_eq!(numbered(&language("fi"), Word::Table, &[4]).as_deref(), Some("Table\u{A0}4"));
        assert_eq!(numbered(&language("en"), Word::Table, &[]), None);
        assert_eq!((after_number(&language("ru")), after_number(&language("fi"))), (" — ", ". "));
        assert_eq!((letter(&language("en"), 2), letter(&language("ru"), 2)), ('c', 'в'));
    }

    #[test]
    fn numbers_become_roman() {
        let told: Vec<String> = [0, 1, 4, 9, 14, 1936, 3999, 4000].into_iter().map(roman).collect();
        assert_eq!(told, ["0", "I", "IV", "IX", "XIV", "MCMXXXVI", "MMMCMXCIX", "4000"]);
    }
}

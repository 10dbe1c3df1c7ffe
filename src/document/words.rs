//! The words that a book needs and its author does not write: contents, note, chapter, the labels of the imprint page.
//!
//! In: a language. Out: the word in that language, in English when the table has not got it. Both backends take them from
//! here, so that the two books say the same.

use super::{Date, Division, Language, Role};

/// Declares the words: variant, then the word in English, French, German, Spanish, Russian and Norwegian.
macro_rules! words {
    ($($variant:ident $en:literal $fr:literal $de:literal $es:literal $ru:literal $nb:literal;)*) => {
        /// A word that a book needs and its author does not write.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Word {
            $(#[doc = $en] $variant,)*
        }

        impl Word {
            /// Every word, in the order of the table.
            pub const ALL: &[Word] = &[$(Word::$variant,)*];

            /// The word in each language of [`LANGUAGES`].
            fn row(self) -> [&'static str; 6] {
                match self { $(Word::$variant => [$en, $fr, $de, $es, $ru, $nb],)* }
            }
        }
    };
}

/// The languages of the table, in the order of its columns.
const LANGUAGES: [&str; 6] = ["en", "fr", "de", "es", "ru", "nb"];

words! {
    Contents "Contents" "Table des matières" "Inhalt" "Índice" "Содержание" "Innhold";
    ListOfFigures "Figures" "Table des figures" "Abbildungen" "Índice de figuras" "Список рисунков" "Figurer";
    ListOfTables "Tables" "Liste des tableaux" "Tabellen" "Índice de tablas" "Список таблиц" "Tabeller";
    Cover "Cover" "Couverture" "Umschlag" "Cubierta" "Обложка" "Omslag";
    TitlePage "Title page" "Page de titre" "Titelseite" "Portada" "Титульный лист" "Tittelside";
    Imprint "Imprint" "Mentions légales" "Impressum" "Créditos" "Выходные данные" "Kolofon";
    Dedication "Dedication" "Dédicace" "Widmung" "Dedicatoria" "Посвящение" "Dedikasjon";
    Pages "Pages" "Pages" "Seiten" "Páginas" "Страницы" "Sider";
    Landmarks "Landmarks" "Points de repère" "Orientierungspunkte" "Puntos de referencia" "Ориентиры" "Landemerker";
    Start "Start of the text" "Début du texte" "Textbeginn" "Comienzo del texto" "Начало текста" "Begynnelsen av teksten";
    Part "Part" "Partie" "Teil" "Parte" "Часть" "Del";
    Chapter "Chapter" "Chapitre" "Kapitel" "Capítulo" "Глава" "Kapittel";
    Appendix "Appendix" "Annexe" "Anhang" "Apéndice" "Приложение" "Tillegg";
    Figure "Figure" "Figure" "Abbildung" "Figura" "Рисунок" "Figur";
    Table "Table" "Tableau" "Tabelle" "Tabla" "Таблица" "Tabell";
    Notes "Notes" "Notes" "Anmerkungen" "Notas" "Примечания" "Noter";
    BackToText "Back to the text" "Retour au texte" "Zurück zum Text" "Volver al texto" "Назад к тексту" "Tilbake til teksten";
    Note "Note" "Remarque" "Hinweis" "Nota" "Примечание" "Merk";
    Tip "Tip" "Conseil" "Tipp" "Consejo" "Совет" "Tips";
    Important "Important" "Important" "Wichtig" "Importante" "Важно" "Viktig";
    Warning "Warning" "Avertissement" "Warnung" "Advertencia" "Предупреждение" "Advarsel";
    Caution "Caution" "Attention" "Vorsicht" "Precaución" "Осторожно" "Forsiktig";
    Done "Done" "Fait" "Erledigt" "Hecho" "Сделано" "Gjort";
    ToDo "To do" "À faire" "Offen" "Pendiente" "Не сделано" "Ikke gjort";
    Code "Code" "Code" "Code" "Código" "Код" "Kode";
    By "by" "par" "von" "por" "—" "av";
    Title "Title" "Titre" "Titel" "Título" "Название" "Tittel";
    OriginalTitle "Original title" "Titre original" "Originaltitel" "Título original" "Оригинальное название" "Originaltittel";
    LanguageOfText "Language" "Langue" "Sprache" "Idioma" "Язык" "Språk";
    OriginalLanguage "Original language" "Langue originale" "Originalsprache" "Idioma original" "Язык оригинала" "Originalspråk";
    Author "Author" "Auteur" "Autor" "Autor" "Автор" "Forfatter";
    Authors "Authors" "Auteurs" "Autoren" "Autores" "Авторы" "Forfattere";
    Editing "Edited by" "Édition" "Herausgegeben von" "Edición" "Редакция" "Redigert av";
    Translation "Translated by" "Traduction" "Übersetzt von" "Traducción" "Перевод" "Oversatt av";
    Illustrations "Illustrations" "Illustrations" "Illustrationen" "Ilustraciones" "Иллюстрации" "Illustrasjoner";
    Photographs "Photographs" "Photographies" "Fotografien" "Fotografías" "Фотографии" "Fotografier";
    Foreword "Foreword" "Avant-propos" "Vorwort" "Prólogo" "Предисловие" "Forord";
    Afterword "Afterword" "Postface" "Nachwort" "Epílogo" "Послесловие" "Etterord";
    Compilation "Compiled by" "Compilation" "Zusammengestellt von" "Recopilación" "Составление" "Sammenstilt av";
    Contributions "With" "Avec" "Mit" "Con" "При участии" "Med";
    Design "Design" "Conception graphique" "Gestaltung" "Diseño" "Оформление" "Formgivning";
    CoverDesign "Cover design" "Couverture" "Umschlaggestaltung" "Diseño de cubierta" "Дизайн обложки" "Omslag";
    Publisher "Publisher" "Éditeur" "Verlag" "Editorial" "Издательство" "Forlag";
    Publishers "Published by" "Éditeurs" "Erschienen bei" "Editoriales" "Издания" "Utgitt av";
    FirstPublished "First published" "Première publication" "Erstmals erschienen" "Primera publicación" "Первая публикация" "Først utgitt";
    ThisEdition "This edition" "Cette édition" "Diese Ausgabe" "Esta edición" "Это издание" "Denne utgaven";
    Edition "Edition" "Édition" "Ausgabe" "Edición" "Издание" "Utgave";
    Series "Series" "Collection" "Reihe" "Colección" "Серия" "Serie";
    Subjects "Subjects" "Sujets" "Themen" "Temas" "Темы" "Emner";
    Description "About this book" "À propos de ce livre" "Über dieses Buch" "Sobre este libro" "Об этой книге" "Om denne boken";
    Rights "Rights" "Droits" "Rechte" "Derechos" "Права" "Rettigheter";
    License "Licence" "Licence" "Lizenz" "Licencia" "Лицензия" "Lisens";
    PrintRun "Printing" "Impression" "Druck" "Impresión" "Печать" "Trykk";
    IsbnEpub "ISBN (EPUB)" "ISBN (EPUB)" "ISBN (EPUB)" "ISBN (EPUB)" "ISBN (EPUB)" "ISBN (EPUB)";
    IsbnPrint "ISBN (print)" "ISBN (imprimé)" "ISBN (Druck)" "ISBN (impreso)" "ISBN (печатное издание)" "ISBN (trykt)";
    Exercise "Exercise" "Exercice" "Aufgabe" "Ejercicio" "Упражнение" "Oppgave";
    Answer "Answer" "Réponse" "Lösung" "Respuesta" "Ответ" "Svar";
    Answers "Answers" "Réponses" "Lösungen" "Respuestas" "Ответы" "Svar";
    PageOf "Page # of #" "Page # sur #" "Seite # von #" "Página # de #" "Страница # из #" "Side # av #";
    ReadAsText "The text can be read in full as text, has a linked table of contents and headings in order." "Tout le texte peut être lu comme du texte, avec une table des matières à liens et des titres en ordre." "Der ganze Text ist als Text lesbar, mit verlinktem Inhaltsverzeichnis und geordneten Überschriften." "Todo el texto puede leerse como texto, con un índice enlazado y títulos en orden." "Весь текст доступен для чтения как текст, с оглавлением из ссылок и последовательными заголовками." "Hele teksten kan leses som tekst, med innholdsfortegnelse med lenker og overskrifter i rekkefølge.";
    NoImages "It has no images." "Il n’y a pas d’images." "Bilder gibt es nicht." "No hay imágenes." "Изображений нет." "Det er ingen bilder.";
    DecorativeImages "Its images are decorative." "Les images sont décoratives." "Die Bilder sind Schmuck." "Las imágenes son decorativas." "Изображения только украшают книгу." "Bildene er pynt.";
    DescribedImages "Every image that carries meaning has a description." "Chaque image porteuse de sens a une description." "Jedes Bild, das etwas bedeutet, ist beschrieben." "Cada imagen con significado tiene una descripción." "Каждое значимое изображение имеет описание." "Hvert bilde som betyr noe, har en beskrivelse.";
    UndescribedImages "Some images have no description." "Certaines images n’ont pas de description." "Einige Bilder sind nicht beschrieben." "Algunas imágenes no tienen descripción." "У некоторых изображений нет описания." "Noen bilder har ingen beskrivelse.";
    PagesListed "The pages of the printed edition are marked and listed." "Les pages de l’édition imprimée sont marquées et listées." "Die Seiten der gedruckten Ausgabe sind bezeichnet und aufgelistet." "Las páginas de la edición impresa están marcadas y listadas." "Страницы печатного издания отмечены и перечислены." "Sidene i den trykte utgaven er merket og listet opp.";
    LatexFormulas "Formulas stand as their LaTeX source." "Les formules sont données en LaTeX." "Formeln stehen als ihr LaTeX-Quelltext da." "Las fórmulas aparecen como su código LaTeX." "Формулы приведены в виде исходного кода LaTeX." "Formler står som LaTeX-kilde.";
    MathmlFormulas "Formulas are MathML, with their LaTeX source as description." "Les formules sont en MathML, avec leur source LaTeX comme description." "Formeln sind MathML, mit ihrem LaTeX-Quelltext als Beschreibung." "Las fórmulas están en MathML, con su código LaTeX como descripción." "Формулы записаны в MathML, их описание — исходный код LaTeX." "Formler er MathML, med LaTeX-kilden som beskrivelse.";
    MixedFormulas "Formulas are MathML, with their LaTeX source as description; some stand as that source." "Les formules sont en MathML, avec leur source LaTeX comme description ; certaines sont données en LaTeX." "Formeln sind MathML, mit ihrem LaTeX-Quelltext als Beschreibung; einige stehen als Quelltext da." "Las fórmulas están en MathML, con su código LaTeX como descripción; algunas aparecen como ese código." "Формулы записаны в MathML, их описание — исходный код LaTeX; некоторые приведены в виде этого кода." "Formler er MathML, med LaTeX-kilden som beskrivelse; noen står som kilden.";
    PicturedFormulas "Formulas are images, with their LaTeX source as description." "Les formules sont des images, avec leur source LaTeX comme description." "Formeln sind Bilder, mit ihrem LaTeX-Quelltext als Beschreibung." "Las fórmulas son imágenes, con su código LaTeX como descripción." "Формулы даны изображениями, их описание — исходный код LaTeX." "Formler er bilder, med LaTeX-kilden som beskrivelse.";
    MixedPictures "Formulas are images, with their LaTeX source as description; some stand as that source." "Les formules sont des images, avec leur source LaTeX comme description ; certaines sont données en LaTeX." "Formeln sind Bilder, mit ihrem LaTeX-Quelltext als Beschreibung; einige stehen als Quelltext da." "Las fórmulas son imágenes, con su código LaTeX como descripción; algunas aparecen como ese código." "Формулы даны изображениями, их описание — исходный код LaTeX; некоторые приведены в виде этого кода." "Formler er bilder, med LaTeX-kilden som beskrivelse; noen står som kilden.";
    MovingImages "Images may move." "Des images peuvent bouger." "Bilder können sich bewegen." "Algunas imágenes pueden moverse." "Изображения могут двигаться." "Bilder kan bevege seg.";
    WorkDiscussed "The work discussed" "L’œuvre étudiée" "Das besprochene Werk" "La obra comentada" "Произведение, о котором эта книга" "Verket som omtales";
}

/// Column of a language; English for one that the table has not got.
fn column(language: &Language) -> usize {
    match language.primary().as_str() {
        "no" | "nn" => 5,
        primary => LANGUAGES.iter().position(|l| *l == primary).unwrap_or(0),
    }
}

/// The word in this language; in English when the table has not got the language.
pub fn word(language: &Language, word: Word) -> &'static str {
    word.row()[column(language)]
}

/// The number of a page and how many there are: `Page 2 of 5`; in figures alone where the table has not got the language.
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
    match LANGUAGES[column(language)] {
        "en" if language.primary() != "en" => Language("en".into()),
        _ => language.clone(),
    }
}

/// Names of the months, as dates have them, for each column.
const MONTHS: [[&str; 12]; 6] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ],
    [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
];

/// Russian names of the months beside a day.
const MONTHS_OF_A_DAY: [&str; 12] = [
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
];

/// A date as a sentence has it: `4 August 1936`, `August 1936` or `1936`.
pub fn date(language: &Language, date: Date) -> String {
    let (column, year) = (column(language), date.year);
    let Some(month) = date.month else { return year.to_string() };
    let place = usize::from(month.clamp(1, 12)) - 1;
    let name = MONTHS[column][place];
    match (LANGUAGES[column], date.day) {
        ("es", None) => format!("{name} de {year}"),
        ("ru", None) => format!("{name} {year} г."),
        (_, None) => format!("{name} {year}"),
        ("fr", Some(1)) => format!("1er {name} {year}"),
        ("de" | "nb", Some(day)) => format!("{day}. {name} {year}"),
        ("es", Some(day)) => format!("{day} de {name} de {year}"),
        ("ru", Some(day)) => format!("{day} {} {year} г.", MONTHS_OF_A_DAY[place]),
        (_, Some(day)) => format!("{day} {name} {year}"),
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
    match LANGUAGES[column(language)] {
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
    match LANGUAGES[column(language)] {
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
        for w in Word::ALL {
            assert!(w.row().iter().all(|text| !text.trim().is_empty()), "{w:?}");
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
        let told: Vec<String> = LANGUAGES.iter().map(|l| date(&language(l), day)).collect();
        let expected = [
            "4 August 1936",
            "4 août 1936",
            "4. August 1936",
            "4 de agosto de 1936",
            "4 августа 1936 г.",
            "4. august 1936",
        ];
        assert_eq!(told, expected);
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

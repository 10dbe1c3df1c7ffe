//! What languages are called in the languages that the program speaks.
//!
//! In: a language and that of a book. Out: its name as the book's text would write it.

use super::Language;

/// The tag of a language and its names in English, French, German, Spanish, Russian and Norwegian.
const NAMES: &[(&str, [&str; 6])] = &[
    ("ar", ["Arabic", "arabe", "Arabisch", "árabe", "арабский", "arabisk"]),
    ("bg", ["Bulgarian", "bulgare", "Bulgarisch", "búlgaro", "болгарский", "bulgarsk"]),
    ("ca", ["Catalan", "catalan", "Katalanisch", "catalán", "каталанский", "katalansk"]),
    ("cs", ["Czech", "tchèque", "Tschechisch", "checo", "чешский", "tsjekkisk"]),
    ("da", ["Danish", "danois", "Dänisch", "danés", "датский", "dansk"]),
    ("de", ["German", "allemand", "Deutsch", "alemán", "немецкий", "tysk"]),
    ("el", ["Greek", "grec", "Griechisch", "griego", "греческий", "gresk"]),
    ("en", ["English", "anglais", "Englisch", "inglés", "английский", "engelsk"]),
    ("eo", ["Esperanto", "espéranto", "Esperanto", "esperanto", "эсперанто", "esperanto"]),
    ("es", ["Spanish", "espagnol", "Spanisch", "español", "испанский", "spansk"]),
    ("et", ["Estonian", "estonien", "Estnisch", "estonio", "эстонский", "estisk"]),
    ("fa", ["Persian", "persan", "Persisch", "persa", "персидский", "persisk"]),
    ("fi", ["Finnish", "finnois", "Finnisch", "finés", "финский", "finsk"]),
    ("fr", ["French", "français", "Französisch", "francés", "французский", "fransk"]),
    ("grc", ["Ancient Greek", "grec ancien", "Altgriechisch", "griego antiguo", "древнегреческий", "gammelgresk"]),
    ("he", ["Hebrew", "hébreu", "Hebräisch", "hebreo", "иврит", "hebraisk"]),
    ("hi", ["Hindi", "hindi", "Hindi", "hindi", "хинди", "hindi"]),
    ("hr", ["Croatian", "croate", "Kroatisch", "croata", "хорватский", "kroatisk"]),
    ("hu", ["Hungarian", "hongrois", "Ungarisch", "húngaro", "венгерский", "ungarsk"]),
    ("it", ["Italian", "italien", "Italienisch", "italiano", "итальянский", "italiensk"]),
    ("ja", ["Japanese", "japonais", "Japanisch", "japonés", "японский", "japansk"]),
    ("ko", ["Korean", "coréen", "Koreanisch", "coreano", "корейский", "koreansk"]),
    ("la", ["Latin", "latin", "Latein", "latín", "латинский", "latin"]),
    ("lt", ["Lithuanian", "lituanien", "Litauisch", "lituano", "литовский", "litauisk"]),
    ("lv", ["Latvian", "letton", "Lettisch", "letón", "латышский", "latvisk"]),
    ("nb", ["Norwegian Bokmål", "norvégien bokmål", "Bokmål", "noruego bokmål", "букмол", "norsk bokmål"]),
    ("nl", ["Dutch", "néerlandais", "Niederländisch", "neerlandés", "нидерландский", "nederlandsk"]),
    ("nn", ["Norwegian Nynorsk", "norvégien nynorsk", "Nynorsk", "noruego nynorsk", "нюношк", "norsk nynorsk"]),
    ("no", ["Norwegian", "norvégien", "Norwegisch", "noruego", "норвежский", "norsk"]),
    ("pl", ["Polish", "polonais", "Polnisch", "polaco", "польский", "polsk"]),
    ("pt", ["Portuguese", "portugais", "Portugiesisch", "portugués", "португальский", "portugisisk"]),
    ("ro", ["Romanian", "roumain", "Rumänisch", "rumano", "румынский", "rumensk"]),
    ("ru", ["Russian", "russe", "Russisch", "ruso", "русский", "russisk"]),
    ("sk", ["Slovak", "slovaque", "Slowakisch", "eslovaco", "словацкий", "slovakisk"]),
    ("sl", ["Slovenian", "slovène", "Slowenisch", "esloveno", "словенский", "slovensk"]),
    ("sr", ["Serbian", "serbe", "Serbisch", "serbio", "сербский", "serbisk"]),
    ("sv", ["Swedish", "suédois", "Schwedisch", "sueco", "шведский", "svensk"]),
    ("tr", ["Turkish", "turc", "Türkisch", "turco", "турецкий", "tyrkisk"]),
    ("uk", ["Ukrainian", "ukrainien", "Ukrainisch", "ucraniano", "украинский", "ukrainsk"]),
    ("yi", ["Yiddish", "yiddish", "Jiddisch", "yidis", "идиш", "jiddisk"]),
    ("zh", ["Chinese", "chinois", "Chinesisch", "chino", "китайский", "kinesisk"]),
];

/// What a language is called in that of a book; `None` when one of the two is not in the table.
pub(super) fn name_of(language: &Language, book: &Language) -> Option<&'static str> {
    let place = match book.primary().as_str() {
        "en" => 0,
        "fr" => 1,
        "de" => 2,
        "es" => 3,
        "ru" => 4,
        "nb" | "no" | "nn" => 5,
        _ => return None,
    };
    let primary = language.primary();
    NAMES.iter().find(|(tag, _)| *tag == primary).map(|(_, names)| names[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_named_in_the_language_of_the_book() {
        let name = |language: &str, book: &str| name_of(&Language(language.into()), &Language(book.into()));
        assert_eq!(name("ru-RU", "en-GB"), Some("Russian"));
        assert_eq!(name("ja", "de"), Some("Japanisch"));
        assert_eq!(name("en", "nn"), Some("engelsk"));
        assert_eq!((name("ru", "he"), name("xx", "en")), (None, None));
    }
}

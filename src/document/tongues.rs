//! What languages are called in the languages that the program speaks.
//!
//! In: a language and that of a book. Out: its name as the book's text would write it.

use super::Language;

/// The languages in which languages are named, in the order of the columns.
const BOOKS: [&str; 12] = ["da", "de", "en", "es", "fr", "it", "nb", "nl", "pl", "pt", "ru", "sv"];

/// The tag of a language and its names in those languages.
#[rustfmt::skip]
const NAMES: &[(&str, [&str; 12])] = &[
    ("ar", ["arabisk", "Arabisch", "Arabic", "árabe", "arabe", "arabo", "arabisk", "Arabisch", "arabski", "árabe", "арабский", "arabiska"]),
    ("bg", ["bulgarsk", "Bulgarisch", "Bulgarian", "búlgaro", "bulgare", "bulgaro", "bulgarsk", "Bulgaars", "bułgarski", "búlgaro", "болгарский", "bulgariska"]),
    ("ca", ["catalansk", "Katalanisch", "Catalan", "catalán", "catalan", "catalano", "katalansk", "Catalaans", "kataloński", "catalão", "каталанский", "katalanska"]),
    ("cs", ["tjekkisk", "Tschechisch", "Czech", "checo", "tchèque", "ceco", "tsjekkisk", "Tsjechisch", "czeski", "checo", "чешский", "tjeckiska"]),
    ("da", ["dansk", "Dänisch", "Danish", "danés", "danois", "danese", "dansk", "Deens", "duński", "dinamarquês", "датский", "danska"]),
    ("de", ["tysk", "Deutsch", "German", "alemán", "allemand", "tedesco", "tysk", "Duits", "niemiecki", "alemão", "немецкий", "tyska"]),
    ("el", ["græsk", "Griechisch", "Greek", "griego", "grec", "greco", "gresk", "Grieks", "grecki", "grego", "греческий", "grekiska"]),
    ("en", ["engelsk", "Englisch", "English", "inglés", "anglais", "inglese", "engelsk", "Engels", "angielski", "inglês", "английский", "engelska"]),
    ("eo", ["esperanto", "Esperanto", "Esperanto", "esperanto", "espéranto", "esperanto", "esperanto", "Esperanto", "esperanto", "esperanto", "эсперанто", "esperanto"]),
    ("es", ["spansk", "Spanisch", "Spanish", "español", "espagnol", "spagnolo", "spansk", "Spaans", "hiszpański", "espanhol", "испанский", "spanska"]),
    ("et", ["estisk", "Estnisch", "Estonian", "estonio", "estonien", "estone", "estisk", "Ests", "estoński", "estónio", "эстонский", "estniska"]),
    ("fa", ["persisk", "Persisch", "Persian", "persa", "persan", "persiano", "persisk", "Perzisch", "perski", "persa", "персидский", "persiska"]),
    ("fi", ["finsk", "Finnisch", "Finnish", "finés", "finnois", "finlandese", "finsk", "Fins", "fiński", "finlandês", "финский", "finska"]),
    ("fr", ["fransk", "Französisch", "French", "francés", "français", "francese", "fransk", "Frans", "francuski", "francês", "французский", "franska"]),
    ("grc", ["oldgræsk", "Altgriechisch", "Ancient Greek", "griego antiguo", "grec ancien", "greco antico", "gammelgresk", "Oudgrieks", "starogrecki", "grego antigo", "древнегреческий", "forngrekiska"]),
    ("he", ["hebraisk", "Hebräisch", "Hebrew", "hebreo", "hébreu", "ebraico", "hebraisk", "Hebreeuws", "hebrajski", "hebraico", "иврит", "hebreiska"]),
    ("hi", ["hindi", "Hindi", "Hindi", "hindi", "hindi", "hindi", "hindi", "Hindi", "hindi", "hindi", "хинди", "hindi"]),
    ("hr", ["kroatisk", "Kroatisch", "Croatian", "croata", "croate", "croato", "kroatisk", "Kroatisch", "chorwacki", "croata", "хорватский", "kroatiska"]),
    ("hu", ["ungarsk", "Ungarisch", "Hungarian", "húngaro", "hongrois", "ungherese", "ungarsk", "Hongaars", "węgierski", "húngaro", "венгерский", "ungerska"]),
    ("it", ["italiensk", "Italienisch", "Italian", "italiano", "italien", "italiano", "italiensk", "Italiaans", "włoski", "italiano", "итальянский", "italienska"]),
    ("ja", ["japansk", "Japanisch", "Japanese", "japonés", "japonais", "giapponese", "japansk", "Japans", "japoński", "japonês", "японский", "japanska"]),
    ("ko", ["koreansk", "Koreanisch", "Korean", "coreano", "coréen", "coreano", "koreansk", "Koreaans", "koreański", "coreano", "корейский", "koreanska"]),
    ("la", ["latin", "Latein", "Latin", "latín", "latin", "latino", "latin", "Latijn", "łacina", "latim", "латинский", "latin"]),
    ("lt", ["litauisk", "Litauisch", "Lithuanian", "lituano", "lituanien", "lituano", "litauisk", "Litouws", "litewski", "lituano", "литовский", "litauiska"]),
    ("lv", ["lettisk", "Lettisch", "Latvian", "letón", "letton", "lettone", "latvisk", "Lets", "łotewski", "letão", "латышский", "lettiska"]),
    ("nb", ["norsk bokmål", "Bokmål", "Norwegian Bokmål", "noruego bokmål", "norvégien bokmål", "norvegese bokmål", "norsk bokmål", "Noors (bokmål)", "norweski bokmål", "norueguês bokmål", "букмол", "norska (bokmål)"]),
    ("nl", ["nederlandsk", "Niederländisch", "Dutch", "neerlandés", "néerlandais", "olandese", "nederlandsk", "Nederlands", "niderlandzki", "neerlandês", "нидерландский", "nederländska"]),
    ("nn", ["norsk nynorsk", "Nynorsk", "Norwegian Nynorsk", "noruego nynorsk", "norvégien nynorsk", "norvegese nynorsk", "norsk nynorsk", "Noors (nynorsk)", "norweski nynorsk", "norueguês nynorsk", "нюношк", "norska (nynorska)"]),
    ("no", ["norsk", "Norwegisch", "Norwegian", "noruego", "norvégien", "norvegese", "norsk", "Noors", "norweski", "norueguês", "норвежский", "norska"]),
    ("pl", ["polsk", "Polnisch", "Polish", "polaco", "polonais", "polacco", "polsk", "Pools", "polski", "polaco", "польский", "polska"]),
    ("pt", ["portugisisk", "Portugiesisch", "Portuguese", "portugués", "portugais", "portoghese", "portugisisk", "Portugees", "portugalski", "português", "португальский", "portugisiska"]),
    ("ro", ["rumænsk", "Rumänisch", "Romanian", "rumano", "roumain", "rumeno", "rumensk", "Roemeens", "rumuński", "romeno", "румынский", "rumänska"]),
    ("ru", ["russisk", "Russisch", "Russian", "ruso", "russe", "russo", "russisk", "Russisch", "rosyjski", "russo", "русский", "ryska"]),
    ("sk", ["slovakisk", "Slowakisch", "Slovak", "eslovaco", "slovaque", "slovacco", "slovakisk", "Slowaaks", "słowacki", "eslovaco", "словацкий", "slovakiska"]),
    ("sl", ["slovensk", "Slowenisch", "Slovenian", "esloveno", "slovène", "sloveno", "slovensk", "Sloveens", "słoweński", "esloveno", "словенский", "slovenska"]),
    ("sr", ["serbisk", "Serbisch", "Serbian", "serbio", "serbe", "serbo", "serbisk", "Servisch", "serbski", "sérvio", "сербский", "serbiska"]),
    ("sv", ["svensk", "Schwedisch", "Swedish", "sueco", "suédois", "svedese", "svensk", "Zweeds", "szwedzki", "sueco", "шведский", "svenska"]),
    ("tr", ["tyrkisk", "Türkisch", "Turkish", "turco", "turc", "turco", "tyrkisk", "Turks", "turecki", "turco", "турецкий", "turkiska"]),
    ("uk", ["ukrainsk", "Ukrainisch", "Ukrainian", "ucraniano", "ukrainien", "ucraino", "ukrainsk", "Oekraïens", "ukraiński", "ucraniano", "украинский", "ukrainska"]),
    ("yi", ["jiddisch", "Jiddisch", "Yiddish", "yidis", "yiddish", "yiddish", "jiddisk", "Jiddisch", "jidysz", "iídiche", "идиш", "jiddisch"]),
    ("zh", ["kinesisk", "Chinesisch", "Chinese", "chino", "chinois", "cinese", "kinesisk", "Chinees", "chiński", "chinês", "китайский", "kinesiska"]),
];

/// What a language is called in that of a book; `None` when one of the two is not in the table.
pub(super) fn name_of(language: &Language, book: &Language) -> Option<&'static str> {
    let book = match book.primary().as_str() {
        "no" | "nn" => "nb".to_owned(),
        primary => primary.to_owned(),
    };
    let place = BOOKS.iter().position(|known| *known == book)?;
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
        assert_eq!((name("de", "sv"), name("grc", "it")), (Some("tyska"), Some("greco antico")));
        assert_eq!((name("ru", "he"), name("xx", "en")), (None, None));
    }
}

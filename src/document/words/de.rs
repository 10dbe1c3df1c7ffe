//! German.

use super::{Tongue, Word};

/// German.
pub(super) const TONGUE: Tongue = Tongue {
    tag: "de",
    say,
    months: [
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
};

fn say(word: Word) -> &'static str {
    match word {
        Word::Contents => "Inhalt",
        Word::ListOfFigures => "Abbildungen",
        Word::ListOfTables => "Tabellen",
        Word::Cover => "Umschlag",
        Word::TitlePage => "Titelseite",
        Word::Imprint => "Impressum",
        Word::Dedication => "Widmung",
        Word::Pages => "Seiten",
        Word::Landmarks => "Orientierungspunkte",
        Word::Start => "Textbeginn",
        Word::Part => "Teil",
        Word::Chapter => "Kapitel",
        Word::Appendix => "Anhang",
        Word::Figure => "Abbildung",
        Word::Table => "Tabelle",
        Word::Notes => "Anmerkungen",
        Word::BackToText => "Zurück zum Text",
        Word::Note => "Hinweis",
        Word::Tip => "Tipp",
        Word::Important => "Wichtig",
        Word::Warning => "Warnung",
        Word::Caution => "Vorsicht",
        Word::Done => "Erledigt",
        Word::ToDo => "Offen",
        Word::Code => "Code",
        Word::By => "von",
        Word::Title => "Titel",
        Word::OriginalTitle => "Originaltitel",
        Word::LanguageOfText => "Sprache",
        Word::OriginalLanguage => "Originalsprache",
        Word::Author => "Autor",
        Word::Authors => "Autoren",
        Word::Editing => "Herausgegeben von",
        Word::Translation => "Übersetzt von",
        Word::Illustrations => "Illustrationen",
        Word::Photographs => "Fotografien",
        Word::Foreword => "Vorwort",
        Word::Afterword => "Nachwort",
        Word::Compilation => "Zusammengestellt von",
        Word::Contributions => "Mit",
        Word::Design => "Gestaltung",
        Word::CoverDesign => "Umschlaggestaltung",
        Word::Publisher => "Verlag",
        Word::Publishers => "Erschienen bei",
        Word::FirstPublished => "Erstmals erschienen",
        Word::ThisEdition => "Diese Ausgabe",
        Word::Edition => "Ausgabe",
        Word::Series => "Reihe",
        Word::Subjects => "Themen",
        Word::Description => "Über dieses Buch",
        Word::Rights => "Rechte",
        Word::License => "Lizenz",
        Word::PrintRun => "Druck",
        Word::IsbnEpub => "ISBN (EPUB)",
        Word::IsbnPrint => "ISBN (Druck)",
        Word::Exercise => "Aufgabe",
        Word::Answer => "Lösung",
        Word::Answers => "Lösungen",
        Word::PageOf => "Seite # von #",
        Word::ReadAsText => {
            "Der ganze Text ist als Text lesbar, mit verlinktem Inhaltsverzeichnis und geordneten Überschriften."
        }
        Word::NoImages => "Bilder gibt es nicht.",
        Word::DecorativeImages => "Die Bilder sind Schmuck.",
        Word::DescribedImages => "Jedes Bild, das etwas bedeutet, ist beschrieben.",
        Word::UndescribedImages => "Einige Bilder sind nicht beschrieben.",
        Word::PagesListed => "Die Seiten der gedruckten Ausgabe sind bezeichnet und aufgelistet.",
        Word::LatexFormulas => "Formeln stehen als ihr LaTeX-Quelltext da.",
        Word::MathmlFormulas => "Formeln sind MathML, mit ihrem LaTeX-Quelltext als Beschreibung.",
        Word::MixedFormulas => {
            "Formeln sind MathML, mit ihrem LaTeX-Quelltext als Beschreibung; einige stehen als Quelltext da."
        }
        Word::PicturedFormulas => "Formeln sind Bilder, mit ihrem LaTeX-Quelltext als Beschreibung.",
        Word::MixedPictures => {
            "Formeln sind Bilder, mit ihrem LaTeX-Quelltext als Beschreibung; einige stehen als Quelltext da."
        }
        Word::MovingImages => "Bilder können sich bewegen.",
        Word::WorkDiscussed => "Das besprochene Werk",
    }
}

//! Italian.

use super::{Tongue, Word};

/// Italian.
pub(super) const TONGUE: Tongue = Tongue {
    tag: "it",
    say,
    months: [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
};

fn say(word: Word) -> &'static str {
    match word {
        Word::Contents => "Indice",
        Word::ListOfFigures => "Indice delle figure",
        Word::ListOfTables => "Indice delle tabelle",
        Word::Cover => "Copertina",
        Word::TitlePage => "Frontespizio",
        Word::Imprint => "Colophon",
        Word::Dedication => "Dedica",
        Word::Pages => "Pagine",
        Word::Landmarks => "Punti di riferimento",
        Word::Start => "Inizio del testo",
        Word::Part => "Parte",
        Word::Chapter => "Capitolo",
        Word::Appendix => "Appendice",
        Word::Figure => "Figura",
        Word::Table => "Tabella",
        Word::Notes => "Note",
        Word::BackToText => "Torna al testo",
        Word::Note => "Nota",
        Word::Tip => "Suggerimento",
        Word::Important => "Importante",
        Word::Warning => "Avvertenza",
        Word::Caution => "Attenzione",
        Word::Done => "Fatto",
        Word::ToDo => "Da fare",
        Word::Code => "Codice",
        Word::By => "di",
        Word::Title => "Titolo",
        Word::OriginalTitle => "Titolo originale",
        Word::LanguageOfText => "Lingua",
        Word::OriginalLanguage => "Lingua originale",
        Word::Author => "Autore",
        Word::Authors => "Autori",
        Word::Editing => "A cura di",
        Word::Translation => "Traduzione di",
        Word::Illustrations => "Illustrazioni",
        Word::Photographs => "Fotografie",
        Word::Foreword => "Prefazione",
        Word::Afterword => "Postfazione",
        Word::Compilation => "Raccolta di",
        Word::Contributions => "Con",
        Word::Design => "Progetto grafico",
        Word::CoverDesign => "Progetto grafico della copertina",
        Word::Publisher => "Editore",
        Word::Publishers => "Pubblicato da",
        Word::FirstPublished => "Prima pubblicazione",
        Word::ThisEdition => "Questa edizione",
        Word::Edition => "Edizione",
        Word::Series => "Collana",
        Word::Subjects => "Soggetti",
        Word::Description => "Informazioni su questo libro",
        Word::Rights => "Diritti",
        Word::License => "Licenza",
        Word::PrintRun => "Stampa",
        Word::IsbnEpub => "ISBN (EPUB)",
        Word::IsbnPrint => "ISBN (stampa)",
        Word::Exercise => "Esercizio",
        Word::Answer => "Soluzione",
        Word::Answers => "Soluzioni",
        Word::PageOf => "Pagina # di #",
        Word::ReadAsText => {
            "Tutto il testo può essere letto come testo, con un indice con collegamenti e titoli in ordine."
        }
        Word::NoImages => "Non ci sono immagini.",
        Word::DecorativeImages => "Le immagini sono decorative.",
        Word::DescribedImages => "Ogni immagine che ha un significato è descritta.",
        Word::UndescribedImages => "Alcune immagini non sono descritte.",
        Word::PagesListed => "Le pagine dell’edizione a stampa sono segnate ed elencate.",
        Word::LatexFormulas => "Le formule sono date come sorgente LaTeX.",
        Word::MathmlFormulas => "Le formule sono in MathML, con il sorgente LaTeX come descrizione.",
        Word::MixedFormulas => {
            "Le formule sono in MathML, con il sorgente LaTeX come descrizione; alcune sono date come sorgente."
        }
        Word::PicturedFormulas => "Le formule sono immagini, con il sorgente LaTeX come descrizione.",
        Word::MixedPictures => {
            "Le formule sono immagini, con il sorgente LaTeX come descrizione; alcune sono date come sorgente."
        }
        Word::MovingImages => "Alcune immagini possono muoversi.",
        Word::WorkDiscussed => "L’opera di cui si parla",
    }
}

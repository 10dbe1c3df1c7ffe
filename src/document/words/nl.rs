//! Dutch.

use super::{Tongue, Word};

/// Dutch.
pub(super) const TONGUE: Tongue = Tongue {
    tag: "nl",
    say,
    months: [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
};

fn say(word: Word) -> &'static str {
    match word {
        Word::Contents => "Inhoud",
        Word::ListOfFigures => "Figuren",
        Word::ListOfTables => "Tabellen",
        Word::Cover => "Omslag",
        Word::TitlePage => "Titelpagina",
        Word::Imprint => "Colofon",
        Word::Dedication => "Opdracht",
        Word::Pages => "Pagina’s",
        Word::Landmarks => "Oriëntatiepunten",
        Word::Start => "Begin van de tekst",
        Word::Part => "Deel",
        Word::Chapter => "Hoofdstuk",
        Word::Appendix => "Bijlage",
        Word::Figure => "Figuur",
        Word::Table => "Tabel",
        Word::Notes => "Noten",
        Word::BackToText => "Terug naar de tekst",
        Word::Note => "Opmerking",
        Word::Tip => "Tip",
        Word::Important => "Belangrijk",
        Word::Warning => "Waarschuwing",
        Word::Caution => "Let op",
        Word::Done => "Klaar",
        Word::ToDo => "Te doen",
        Word::Code => "Code",
        Word::By => "door",
        Word::Title => "Titel",
        Word::OriginalTitle => "Oorspronkelijke titel",
        Word::LanguageOfText => "Taal",
        Word::OriginalLanguage => "Oorspronkelijke taal",
        Word::Author => "Auteur",
        Word::Authors => "Auteurs",
        Word::Editing => "Redactie",
        Word::Translation => "Vertaling",
        Word::Illustrations => "Illustraties",
        Word::Photographs => "Foto’s",
        Word::Foreword => "Voorwoord",
        Word::Afterword => "Nawoord",
        Word::Compilation => "Samenstelling",
        Word::Contributions => "Met",
        Word::Design => "Vormgeving",
        Word::CoverDesign => "Omslagontwerp",
        Word::Publisher => "Uitgever",
        Word::Publishers => "Uitgevers",
        Word::FirstPublished => "Voor het eerst verschenen",
        Word::ThisEdition => "Deze uitgave",
        Word::Edition => "Uitgave",
        Word::Series => "Reeks",
        Word::Subjects => "Onderwerpen",
        Word::Description => "Over dit boek",
        Word::Rights => "Rechten",
        Word::License => "Licentie",
        Word::PrintRun => "Druk",
        Word::IsbnEpub => "ISBN (EPUB)",
        Word::IsbnPrint => "ISBN (druk)",
        Word::Exercise => "Opgave",
        Word::Answer => "Antwoord",
        Word::Answers => "Antwoorden",
        Word::PageOf => "Pagina # van #",
        Word::ReadAsText => {
            "De hele tekst is als tekst te lezen, met een inhoudsopgave met koppelingen en koppen op volgorde."
        }
        Word::NoImages => "Er zijn geen afbeeldingen.",
        Word::DecorativeImages => "De afbeeldingen zijn versiering.",
        Word::DescribedImages => "Elke afbeelding met betekenis heeft een beschrijving.",
        Word::UndescribedImages => "Sommige afbeeldingen hebben geen beschrijving.",
        Word::PagesListed => "De pagina’s van de gedrukte uitgave zijn gemarkeerd en opgesomd.",
        Word::LatexFormulas => "Formules staan er als hun LaTeX-broncode.",
        Word::MathmlFormulas => "Formules zijn MathML, met hun LaTeX-broncode als beschrijving.",
        Word::MixedFormulas => {
            "Formules zijn MathML, met hun LaTeX-broncode als beschrijving; enkele staan er als broncode."
        }
        Word::PicturedFormulas => "Formules zijn afbeeldingen, met hun LaTeX-broncode als beschrijving.",
        Word::MixedPictures => {
            "Formules zijn afbeeldingen, met hun LaTeX-broncode als beschrijving; enkele staan er als broncode."
        }
        Word::MovingImages => "Afbeeldingen kunnen bewegen.",
        Word::WorkDiscussed => "Het besproken werk",
    }
}

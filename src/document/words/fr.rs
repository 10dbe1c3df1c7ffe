//! French.

use super::{Tongue, Word};

/// French.
pub(super) const TONGUE: Tongue = Tongue {
    tag: "fr",
    say,
    months: [
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
};

fn say(word: Word) -> &'static str {
    match word {
        Word::Contents => "Table des matières",
        Word::ListOfFigures => "Table des figures",
        Word::ListOfTables => "Liste des tableaux",
        Word::Cover => "Couverture",
        Word::TitlePage => "Page de titre",
        Word::Imprint => "Mentions légales",
        Word::Dedication => "Dédicace",
        Word::Pages => "Pages",
        Word::Landmarks => "Points de repère",
        Word::Start => "Début du texte",
        Word::Part => "Partie",
        Word::Chapter => "Chapitre",
        Word::Appendix => "Annexe",
        Word::Figure => "Figure",
        Word::Table => "Tableau",
        Word::Notes => "Notes",
        Word::BackToText => "Retour au texte",
        Word::Note => "Remarque",
        Word::Tip => "Conseil",
        Word::Important => "Important",
        Word::Warning => "Avertissement",
        Word::Caution => "Attention",
        Word::Done => "Fait",
        Word::ToDo => "À faire",
        Word::Code => "Code",
        Word::By => "par",
        Word::Title => "Titre",
        Word::OriginalTitle => "Titre original",
        Word::LanguageOfText => "Langue",
        Word::OriginalLanguage => "Langue originale",
        Word::Author => "Auteur",
        Word::Authors => "Auteurs",
        Word::Editing => "Édition",
        Word::Translation => "Traduction",
        Word::Illustrations => "Illustrations",
        Word::Photographs => "Photographies",
        Word::Foreword => "Avant-propos",
        Word::Afterword => "Postface",
        Word::Compilation => "Compilation",
        Word::Contributions => "Avec",
        Word::Design => "Conception graphique",
        Word::CoverDesign => "Couverture",
        Word::Publisher => "Éditeur",
        Word::Publishers => "Éditeurs",
        Word::FirstPublished => "Première publication",
        Word::ThisEdition => "Cette édition",
        Word::Edition => "Édition",
        Word::Series => "Collection",
        Word::Subjects => "Sujets",
        Word::Description => "À propos de ce livre",
        Word::Rights => "Droits",
        Word::License => "Licence",
        Word::PrintRun => "Impression",
        Word::IsbnEpub => "ISBN (EPUB)",
        Word::IsbnPrint => "ISBN (imprimé)",
        Word::Exercise => "Exercice",
        Word::Answer => "Réponse",
        Word::Answers => "Réponses",
        Word::PageOf => "Page # sur #",
        Word::ReadAsText => {
            "Tout le texte peut être lu comme du texte, avec une table des matières à liens et des titres en ordre."
        }
        Word::NoImages => "Il n’y a pas d’images.",
        Word::DecorativeImages => "Les images sont décoratives.",
        Word::DescribedImages => "Chaque image porteuse de sens a une description.",
        Word::UndescribedImages => "Certaines images n’ont pas de description.",
        Word::PagesListed => "Les pages de l’édition imprimée sont marquées et listées.",
        Word::LatexFormulas => "Les formules sont données en LaTeX.",
        Word::MathmlFormulas => "Les formules sont en MathML, avec leur source LaTeX comme description.",
        Word::MixedFormulas => {
            "Les formules sont en MathML, avec leur source LaTeX comme description ; certaines sont données en LaTeX."
        }
        Word::PicturedFormulas => "Les formules sont des images, avec leur source LaTeX comme description.",
        Word::MixedPictures => {
            "Les formules sont des images, avec leur source LaTeX comme description ; certaines sont données en LaTeX."
        }
        Word::MovingImages => "Des images peuvent bouger.",
        Word::WorkDiscussed => "L’œuvre étudiée",
    }
}

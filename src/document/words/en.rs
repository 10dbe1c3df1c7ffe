//! English.

use super::{Tongue, Word};

/// English.
pub(super) const TONGUE: Tongue = Tongue {
    tag: "en",
    say,
    months: [
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
};

fn say(word: Word) -> &'static str {
    match word {
        Word::Contents => "Contents",
        Word::ListOfFigures => "Figures",
        Word::ListOfTables => "Tables",
        Word::Cover => "Cover",
        Word::TitlePage => "Title page",
        Word::Imprint => "Imprint",
        Word::Dedication => "Dedication",
        Word::Pages => "Pages",
        Word::Landmarks => "Landmarks",
        Word::Start => "Start of the text",
        Word::Part => "Part",
        Word::Chapter => "Chapter",
        Word::Appendix => "Appendix",
        Word::Figure => "Figure",
        Word::Table => "Table",
        Word::Notes => "Notes",
        Word::BackToText => "Back to the text",
        Word::Note => "Note",
        Word::Tip => "Tip",
        Word::Important => "Important",
        Word::Warning => "Warning",
        Word::Caution => "Caution",
        Word::Done => "Done",
        Word::ToDo => "To do",
        Word::Code => "Code",
        Word::By => "by",
        Word::Title => "Title",
        Word::OriginalTitle => "Original title",
        Word::LanguageOfText => "Language",
        Word::OriginalLanguage => "Original language",
        Word::Author => "Author",
        Word::Authors => "Authors",
        Word::Editing => "Edited by",
        Word::Translation => "Translated by",
        Word::Illustrations => "Illustrations",
        Word::Photographs => "Photographs",
        Word::Foreword => "Foreword",
        Word::Afterword => "Afterword",
        Word::Compilation => "Compiled by",
        Word::Contributions => "With",
        Word::Design => "Design",
        Word::CoverDesign => "Cover design",
        Word::Publisher => "Publisher",
        Word::Publishers => "Published by",
        Word::FirstPublished => "First published",
        Word::ThisEdition => "This edition",
        Word::Edition => "Edition",
        Word::Series => "Series",
        Word::Subjects => "Subjects",
        Word::Description => "About this book",
        Word::Rights => "Rights",
        Word::License => "Licence",
        Word::PrintRun => "Printing",
        Word::IsbnEpub => "ISBN (EPUB)",
        Word::IsbnPrint => "ISBN (print)",
        Word::Exercise => "Exercise",
        Word::Answer => "Answer",
        Word::Answers => "Answers",
        Word::PageOf => "Page # of #",
        Word::ReadAsText => {
            "The text can be read in full as text, has a linked table of contents and headings in order."
        }
        Word::NoImages => "It has no images.",
        Word::DecorativeImages => "Its images are decorative.",
        Word::DescribedImages => "Every image that carries meaning has a description.",
        Word::UndescribedImages => "Some images have no description.",
        Word::PagesListed => "The pages of the printed edition are marked and listed.",
        Word::LatexFormulas => "Formulas stand as their LaTeX source.",
        Word::MathmlFormulas => "Formulas are MathML, with their LaTeX source as description.",
        Word::MixedFormulas => {
            "Formulas are MathML, with their LaTeX source as description; some stand as that source."
        }
        Word::PicturedFormulas => "Formulas are images, with their LaTeX source as description.",
        Word::MixedPictures => {
            "Formulas are images, with their LaTeX source as description; some stand as that source."
        }
        Word::MovingImages => "Images may move.",
        Word::WorkDiscussed => "The work discussed",
    }
}

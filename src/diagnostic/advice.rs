//! What to do about every kind of finding.
//!
//! In: a [`Code`]. Out: how grave it usually is, what to do about it, and whether a book may take it more lightly. With
//! the names and meanings of `code.rs` this is what `bifolio explain`, `docs/diagnostics.md` and SARIF are made of. A code
//! without its advice does not compile.

use super::{Code, Severity};

impl Code {
    /// How grave a finding of this kind usually is. Some kinds have graver and lighter cases; a stage says which.
    pub fn usual(self) -> Severity {
        self.advice().0
    }

    /// What to do about it, in a sentence or two.
    pub fn cure(self) -> &'static str {
        self.advice().1
    }

    /// True when there is no book after an error of this kind, so that no configuration can lower it.
    pub fn is_firm(self) -> bool {
        matches!(
            self,
            Code::ManuscriptNotFound
                | Code::UnreadableFile
                | Code::InvalidUtf8
                | Code::InvalidConfig
                | Code::EmptyBook
                | Code::UnwrittenOutput
                | Code::StaleOutput
        )
    }

    fn advice(self) -> (Severity, &'static str) {
        use Severity::{Error, Note, Warning};
        match self {
            Code::ManuscriptNotFound => (
                Error,
                "Give a folder with `book.toml` and `SUMMARY.md`, or one Markdown file. `bifolio init DIR` starts a \
                 manuscript.",
            ),
            Code::UnreadableFile => (Error, "Look at the permissions of the file, or take it out of `SUMMARY.md`."),
            Code::InvalidUtf8 => (Error, "Save the file as UTF-8; every editor can."),
            Code::InvalidConfig => (
                Error,
                "Mend the line that the message shows: a quotation mark or a bracket is missing, or a key stands \
                 twice.",
            ),
            Code::WrongType => (
                Error,
                "Write a value of the type that the message names: text in quotation marks, a list in brackets, a \
                 length with its unit.",
            ),
            Code::InvalidValue => {
                (Warning, "Write a value that the hint names. The book is made as if the key were not there.")
            }
            Code::UnknownKey => (Warning, "Write the key that the hint names, or take the line out."),
            Code::InvalidSummary => (
                Error,
                "Write each chapter as a list item with one link, `- [Title](file.md)`, and parts as first-level \
                 headings.",
            ),
            Code::MissingChapter => (
                Error,
                "Write the file, mend its path, or write `- [Title]()` for a chapter that is yet to come. In a book \
                 written for mdBook (no table of ours, no `create-missing = false`) it is a warning, and the chapter \
                 is taken as yet to come.",
            ),
            Code::DuplicateChapter => (Warning, "List each file once; link to places in it from the text."),
            Code::EmptyBook => (Error, "List at least one chapter that has text."),
            Code::UnusedFile => (
                Warning,
                "List the file in `SUMMARY.md`, show the image in a chapter, or delete it. What is kept on purpose \
                 stays quiet with `unused-file = \"off\"` in `[diagnostics]`.",
            ),
            Code::MissingMetadata => (Note, "State the title under `[book]`, or in the front matter."),
            Code::MissingTitle => {
                (Warning, "State the title under `[book]`, or in the front matter; PDF/UA-1 wants one.")
            }
            Code::MissingLanguage => {
                (Note, "State the language under `[book]` or in the front matter, as a tag such as `en-GB`.")
            }
            Code::OutsideManuscript => {
                (Error, "Copy the file into the folder of the manuscript; nothing outside of it is read.")
            }
            Code::MissingImage => (
                Error,
                "Mend the path, which begins at the folder of the chapter, or add the file. In a book \
                 written for mdBook (no table of ours) it is a warning, and its words stand in its place.",
            ),
            Code::InvalidImage => (Error, "Save the image anew as PNG, JPEG, GIF, WebP or SVG."),
            Code::RemoteImage => (Warning, "Save the image beside the chapter and name that file."),
            Code::InvalidFont => (Error, "Put another file of the font into the folder, or take this one out."),
            Code::ForbiddenFont => (
                Error,
                "Ask the maker of the font for a licence and a file that allow embedding, or choose another font.",
            ),
            Code::UnknownFont => {
                (Error, "Write a family that the hint names, or put its files into the folder `fonts`.")
            }
            Code::MissingAltText => (
                Warning,
                "Say in the brackets what the image shows: `![words](image.png)`; for an ornament write \
                 `![](image.png){.decorative}`.",
            ),
            Code::CmykImage => (Note, "Save the image in RGB, unless a printer asks for its inks."),
            Code::HeadlessTable => (Note, "Say in the first row what each column holds."),
            Code::PrivateCharacter => {
                (Note, "Write a character that Unicode has, or show the sign as an image with words.")
            }
            Code::DrawingGlyph => (Warning, "Draw the letter as a path, or bring a font that has it."),
            Code::DeadLink => (
                Warning,
                "Mend the path or the anchor. A heading has an anchor of its words; `{#name}` after a heading gives \
                 it one of your own.",
            ),
            Code::WordlessLink => (
                Warning,
                "Write the words of the link between its brackets. Chapters and sections, figures and tables with a \
                 caption, exercises, boxes, and what has a title have a name of their own.",
            ),
            Code::DuplicateId => (Warning, "Give each place a name of its own."),
            Code::MissingNote => (Warning, "Write the note in the same file: a paragraph that begins with `[^name]:`."),
            Code::UnusedNote => (Warning, "Refer to the note with `[^name]`, or delete it."),
            Code::SkippedLevel => (Warning, "Begin the heading with one `#` more than the one above it."),
            Code::SecondTitle => (
                Warning,
                "Begin the heading with `##`, or give its text a file of its own and list that in `SUMMARY.md`.",
            ),
            Code::RawHtml => {
                (Warning, "Write it in Markdown; `docs/dialect.md` lists the elements that a book has a place for.")
            }
            Code::UnclosedDivision => {
                (Warning, "Close each `:::` with a line of three colons, and open each that is closed.")
            }
            Code::StrayClass => (
                Warning,
                "Write the class as the edition is called, or another one. An answer stands in its exercise or below \
                 it.",
            ),
            Code::TexCommand => (Warning, "Write what the hint says, or take the command out."),
            Code::UnsetMath => (
                Warning,
                "Write the formula in the commands of TeX that `docs/dialect.md` lists. One that must look right in print and \
                 cannot be written so may be an SVG image with words.",
            ),
            Code::MissingGlyph => {
                (Warning, "Write another character, or bring a font that has it in the folder `fonts`.")
            }
            Code::OverfullLine => (
                Warning,
                "A formula: break it where the hint says. Words are broken anywhere before a line becomes too wide, so \
                 anything else is a fault of the program: report it with the paragraph.",
            ),
            Code::WideTable => (Note, "Use fewer columns or shorter words, or leave the table as it was set."),
            Code::UnknownLanguage => (Note, "Write the name that the hint gives after the fence of the code."),
            Code::LooseLine => (
                Warning,
                "Reword the line, or allow a break in its longest word with a soft hyphen (U+00AD) or `[theme] \
                 hyphenation-exceptions`.",
            ),
            Code::ShopLimit => (
                Warning,
                "Make the file or the image smaller or larger, as the message says, or take the shop out of `[epub] \
                 for`.",
            ),
            Code::LowResolution => {
                (Warning, "Use an image with more pixels, or print it smaller: `![words](image.png){width=50%}`.")
            }
            Code::TooHigh => (Warning, "Make it lower than a page, or divide it."),
            Code::BadPageBreak => (Warning, "Make what stands together shorter, or let a part of it stand elsewhere."),
            Code::TooDeep => (Warning, "Nest less: no reader follows so many levels."),
            Code::EmptyChapter => {
                (Warning, "Write the chapter, or list it without a file until it is written: `- [Title]()`.")
            }
            Code::MissingInclude => {
                (Error, "Mend the path, which begins at the folder of the chapter, or add the file.")
            }
            Code::MissingAnchor => {
                (Warning, "Write lines that the file has, or the name of an anchor in it: a line with `ANCHOR: name`.")
            }
            Code::EndlessInclude => {
                (Error, "Take out the directive by which the file includes itself, or include less.")
            }
            Code::CommandNotRun => (
                Warning,
                "Say that programs may run, with `--allow-commands` or `allow-commands = true` under `[output.bifolio]`, or \
                 take the program out of `book.toml`.",
            ),
            Code::CommandFailed => (
                Error,
                "Install the program, or say where it is with `command`; with `optional = true` the book is made without it.",
            ),
            Code::UnreadMath => (
                Warning,
                "Write the formula in the commands of TeX that `docs/dialect.md` lists; braces must close what they open. Where \
                 formulas are images, as for Kindle, what the PDF cannot set stands as its source too.",
            ),
            Code::UnsetDiagram => (
                Warning,
                "Mend the line that is named. A formula in a diagram, and a diagram of some two hundred boxes, are not drawn: show an SVG file as an image.",
            ),
            Code::UnwrittenOutput => (
                Error,
                "Move what is in the way, change the permissions, or give another folder with `--output`. The earlier books \
                 stay as they were.",
            ),
            Code::StaleOutput => (Error, "Run `bifolio build` and commit what it makes."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_sentence_of_advice() {
        for code in Code::ALL {
            let cure = code.cure();
            assert!(cure.len() > 20 && cure.ends_with('.'), "{}", code.name());
            assert!(!code.is_firm() || code.usual() == Severity::Error, "{}", code.name());
        }
    }
}

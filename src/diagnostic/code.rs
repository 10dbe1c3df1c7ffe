//! Every kind of finding, in one table.
//!
//! In: nothing. Out: [`Code`], the stable name of each kind and one line on what it means.

/// Declares the codes: variant, stable name, meaning.
macro_rules! codes {
    ($($variant:ident $name:literal $meaning:literal;)*) => {
        /// The kind of a finding. Its name is stable: scripts may rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The stable name, as messages print it.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// One line on what the code means.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    ManuscriptNotFound "manuscript-not-found" "There is no manuscript at the path that was given.";
    UnreadableFile "unreadable-file" "A file of the manuscript exists but cannot be read.";
    InvalidUtf8 "invalid-utf8" "A text file holds bytes that are not UTF-8.";
    InvalidConfig "invalid-config" "`book.toml` or the front matter cannot be read as such.";
    WrongType "wrong-type" "A key has a value of another type than it takes.";
    InvalidValue "invalid-value" "A key has a value of the right type that means nothing.";
    UnknownKey "unknown-key" "A key that the program does not know.";
    InvalidSummary "invalid-summary" "`SUMMARY.md` does not follow its grammar.";
    MissingChapter "missing-chapter" "`SUMMARY.md` names a file that does not exist.";
    DuplicateChapter "duplicate-chapter" "`SUMMARY.md` names the same file twice.";
    MissingInclude "missing-include" "A directive such as `{{#include}}` names a file that is not there or cannot be read.";
    MissingAnchor "missing-anchor" "An include asks for an anchor, or for lines, that its file does not have.";
    EndlessInclude "endless-include" "Includes that never end, or that come to more than a book can hold.";
    CommandNotRun "command-not-run" "A program that the book asks for was not run.";
    CommandFailed "command-failed" "A program that the book asks for could not be run, failed, or answered what is no book.";
    EmptyBook "empty-book" "The manuscript has no text.";
    UnusedFile "unused-file" "A text that `SUMMARY.md` does not name, or an image that nothing shows; looked for by `bifolio check`.";
    MissingMetadata "missing-metadata" "The manuscript does not say something about the book, and it was guessed.";
    MissingTitle "missing-title" "The manuscript states no title and has no heading to take one from.";
    MissingLanguage "missing-language" "The manuscript does not say in which language it is.";
    OutsideManuscript "outside-manuscript" "A path leads out of the manuscript's folder.";
    MissingImage "missing-image" "An image that does not exist.";
    InvalidImage "invalid-image" "An image that cannot be decoded.";
    RemoteImage "remote-image" "An image on the network, which is never fetched.";
    InvalidFont "invalid-font" "A file in the folder of fonts that is no font, or is too large.";
    ForbiddenFont "forbidden-font" "A font that says of itself that it must not be embedded.";
    UnknownFont "unknown-font" "A family of type that no font of the book has.";
    MissingAltText "missing-alt-text" "An image without alternative text.";
    CmykImage "cmyk-image" "An image in the four inks of a printing press, which screens show in colours of their own.";
    HeadlessTable "headless-table" "A table whose columns have no headings, which PDF/UA forbids.";
    PrivateCharacter "private-character" "A character of private use, which PDF/A forbids.";
    DrawingGlyph "drawing-glyph" "A drawing with a character that no font of the book has.";
    DeadLink "dead-link" "A link to a file or an anchor that does not exist.";
    WordlessLink "wordless-link" "A link without words to a place that has no name to be called by.";
    DuplicateId "duplicate-id" "Two places with the same id.";
    MissingNote "missing-note" "A reference to a note that does not exist.";
    UnusedNote "unused-note" "A note that nothing refers to.";
    SkippedLevel "skipped-level" "A heading more than one level below the one before.";
    SecondTitle "second-title" "A second heading of the first level in one chapter.";
    RawHtml "raw-html" "HTML that has no place in the document tree.";
    UnclosedDivision "unclosed-division" "A fenced division that nothing closes, or a closing of nothing.";
    StrayClass "stray-class" "A class that is nearly that of an edition, or that says nothing where it stands.";
    TexCommand "tex-command" "A command of TeX, which is not read.";
    UnsetMath "unset-math" "A formula that the PDF sets as its source.";
    UnreadMath "unread-math" "A formula that cannot be read, and stands as its source in the EPUB.";
    UnsetDiagram "unset-diagram" "A diagram in words, such as one of mermaid, that is shown as its source.";
    MissingGlyph "missing-glyph" "A character that no font of the book has.";
    OverfullLine "overfull-line" "A line that is wider than the measure.";
    WideTable "wide-table" "A table wider than the measure: its type was made smaller, it was turned, or its words were broken.";
    UnknownLanguage "unknown-language" "A block of code in a language that is not highlighted, and whose name is near to one that is.";
    LooseLine "loose-line" "A justified line whose spaces are more than two and a half times as wide as usual.";
    ShopLimit "shop-limit" "Something in the EPUB that a shop it is made for does not take.";
    LowResolution "low-resolution" "An image with too few pixels for the size that it is printed at.";
    TooHigh "too-high" "Something that is higher than a page.";
    BadPageBreak "bad-page-break" "A page that ends where none should, for want of any other place.";
    TooDeep "too-deep" "Blocks nested deeper than the program follows.";
    EmptyChapter "empty-chapter" "A chapter without text.";
    UnwrittenOutput "unwritten-output" "A book cannot be written.";
    StaleOutput "stale-output" "A book on the disk is not what the manuscript makes now; looked for by `bifolio build --check`.";
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn names_are_unique_and_plain() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(names.iter().all(|n| n.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit())));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}

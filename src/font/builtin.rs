//! The fonts that are built into the program.
//!
//! In: the files in `fonts/`, each with its licence beside it. Out: their faces, in a fixed order.

use super::Face;

macro_rules! font {
    ($path:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $path))
    };
}

/// The faces in the order of their ids.
const FILES: [&[u8]; 10] = [
    font!("libertinus/LibertinusSerif-Regular.otf"),
    font!("libertinus/LibertinusSerif-Italic.otf"),
    font!("libertinus/LibertinusSerif-Bold.otf"),
    font!("libertinus/LibertinusSerif-BoldItalic.otf"),
    font!("jetbrains-mono/JetBrainsMono-Regular.ttf"),
    font!("jetbrains-mono/JetBrainsMono-Italic.ttf"),
    font!("jetbrains-mono/JetBrainsMono-Bold.ttf"),
    font!("jetbrains-mono/JetBrainsMono-BoldItalic.ttf"),
    font!("noto/NotoSansSymbols2-Regular.ttf"),
    font!("noto/NotoEmoji-Regular.ttf"),
];

/// The face of formulas.
const MATH: &[u8] = font!("libertinus/LibertinusMath-Regular.otf");

/// The family of books and of headings.
pub(super) const SERIF: &str = "Libertinus Serif";
/// The family of code.
pub(super) const MONO: &str = "JetBrains Mono";
/// For a character that its own family lacks: the book face (arrows), the code face (box drawing), symbols, emoji.
pub(super) const FALLBACK: [&str; 4] = [SERIF, MONO, "Noto Sans Symbols 2", "Noto Emoji"];

pub(super) fn faces() -> Vec<Face> {
    FILES.iter().map(|data| Face::built_in(data).expect("a built-in font is readable")).collect()
}

/// The face of formulas, which stands in none of the families.
pub(super) fn math() -> Face {
    Face::built_in(MATH).expect("a built-in font is readable")
}

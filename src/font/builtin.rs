//! The fonts that are built into the program.
//!
//! In: the files in `fonts/`, each with its licence beside it. Out: the default [`FontBook`].

use super::{Face, FaceId, Family, FontBook, Style};

macro_rules! font {
    ($path:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $path))
    };
}

/// Styles in the order of [`FILES`].
const STYLES: [(Family, bool, bool); 8] = [
    (Family::Serif, false, false),
    (Family::Serif, false, true),
    (Family::Serif, true, false),
    (Family::Serif, true, true),
    (Family::Mono, false, false),
    (Family::Mono, false, true),
    (Family::Mono, true, false),
    (Family::Mono, true, true),
];

/// The faces of the styles, then those that are only fallen back on.
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

/// For a character that its own family lacks: the book face (arrows), the code face (box drawing), symbols, emoji.
const FALLBACK: [u16; 4] = [0, 4, 8, 9];

pub(super) fn book() -> FontBook {
    let faces = FILES.iter().map(|data| Face::parse(*data).expect("a built-in font is readable")).collect();
    let styles = STYLES
        .iter()
        .enumerate()
        .map(|(i, &(family, bold, italic))| (Style { family, bold, italic }, FaceId(i as u16)))
        .collect();
    FontBook { faces, styles, fallback: FALLBACK.map(FaceId).to_vec() }
}

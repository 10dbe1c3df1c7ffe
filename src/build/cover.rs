//! The cover that is drawn for a book that brings none.
//!
//! In: metadata, design and fonts. Out: the image, and a finding for every part of what it says that no
//! font of the book can write.

use crate::cover::{self, Cover, Layout, Look, Missing, Part};
use crate::design::{Colour, Design, Place};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Metadata;
use crate::font::FontBook;
use crate::manuscript::Manuscript;

/// Characters that a finding names.
const NAMED: usize = 6;

/// How the covers of a design look: as its title pages, with the colour of its titles.
pub(super) fn look(design: &Design) -> Look {
    let (book, types) = (&design.book, &design.types);
    let layout = match book.title_place {
        _ if !book.title_pages => Layout::Plain,
        Place::Left => Layout::Field,
        Place::Centre => Layout::Framed,
    };
    let headings = types.headings.iter().map(|heading| &heading.text);
    let titles = [&types.book_title, &types.chapter_title.text].into_iter().chain(headings);
    let colour = titles.map(|text| text.colour).find(|colour| is_colour(*colour));
    Look {
        layout,
        title: types.book_title.style,
        subtitle: types.book_subtitle.style,
        names: types.book_author.style,
        colour: colour.map(|Colour { red, green, blue }| [red, green, blue]),
    }
}

/// True for what is no grey: a theme with grey headings wants no grey cover.
fn is_colour(Colour { red, green, blue }: Colour) -> bool {
    red.max(green).max(blue) - red.min(green).min(blue) > 24
}

/// Draws the cover.
pub(super) fn draw(metadata: &Metadata, design: &Design, fonts: &FontBook) -> Cover {
    cover::draw(metadata, fonts, &look(design))
}

/// What a drawn cover lacks, as a finding.
pub(super) fn told(missing: &Missing, manuscript: &Manuscript) -> Diagnostic {
    let (part, keys): (_, &[&str]) = match missing.part {
        Part::Title => ("the title", &["title"]),
        Part::Subtitle => ("the subtitle", &["subtitle"]),
        Part::Authors => ("the authors", &["authors", "author", "contributors"]),
        Part::Publisher => ("the publisher", &["publisher"]),
    };
    let named = missing.characters.iter().take(NAMED).map(|c| format!("{c} (U+{:04X})", u32::from(*c)));
    let named = named.collect::<Vec<_>>().join(", ");
    let (count, more) = match missing.characters.len() {
        1 => ("a character".to_owned(), ""),
        count if count > NAMED => (format!("{count} characters"), " …"),
        count => (format!("{count} characters"), ""),
    };
    let message = format!("the cover lacks {count} of {part}, which no font of the book has: {named}{more}");
    let mut finding = Diagnostic::warning(Code::MissingGlyph, message)
        .hint(
            "put a font that has them (.otf or .ttf) into the folder `fonts` beside book.toml; nothing else is needed",
        )
        .hint("or bring a cover of your own: `cover = \"cover.png\"` in [book]");
    finding.span = keys.iter().find_map(|key| manuscript.place_of(key));
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Overrides, Wish};

    #[test]
    fn every_theme_has_covers_of_its_own_in_its_colour() {
        let of = |base: &str| {
            let overrides = Overrides { base: Some(base.into()), ..Overrides::default() };
            look(&Design::new(&overrides))
        };
        let [novel, manual, handout] = ["novel", "manual", "handout"].map(of);
        assert_eq!(novel, Look::default());
        assert_eq!([manual.layout, handout.layout], [Layout::Field, Layout::Plain]);
        assert!(manual.title.bold && manual.colour.is_none());
        let blue = Colour { red: 0, green: 60, blue: 120 };
        let wish = |colour| Overrides::default().with("headings.1.colour", Wish::Colour(colour));
        assert_eq!(look(&Design::new(&wish(blue))).colour, Some([0, 60, 120]));
        assert_eq!(look(&Design::new(&wish(Colour::grey(90)))).colour, None);
    }
}

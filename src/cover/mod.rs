//! A cover for a book that brings none.
//!
//! In: metadata, fonts and the [`Look`] that a theme gives. Out: an image of 1600 × 2560 pixels, drawn from title, subtitle,
//! authors and publisher, and what of them no font has. The colour is that of the theme's headings, or follows from the
//! title, so that a shelf of books is not of one colour.

mod canvas;
mod capitals;
mod field;
mod framed;
mod lettering;
mod lines;
mod palette;
mod plain;
mod said;
mod words;

use crate::document::{ImageFormat, ImageResource, Metadata};
use crate::font::{FontBook, Style};
use canvas::{HEIGHT, WIDTH};
use lettering::Lettering;
use said::Said;

/// How covers of a theme look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Where everything stands.
    pub layout: Layout,
    /// The face of the title.
    pub title: Style,
    /// The face of the subtitle.
    pub subtitle: Style,
    /// The face of authors and publisher.
    pub names: Style,
    /// The colour that everything follows, as red, green and blue; `None` for one by the title.
    pub colour: Option<[u8; 3]>,
}

/// Where everything stands on a cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// In the middle, in a frame, on a ground of cloth.
    #[default]
    Framed,
    /// At the edge where lines begin, on a field of strong colour.
    Field,
    /// At the edge where lines begin, on paper.
    Plain,
}

impl Default for Look {
    fn default() -> Look {
        let italic = Style { italic: true, ..Style::default() };
        let upright = Style::default();
        Look { layout: Layout::Framed, title: upright, subtitle: italic, names: upright, colour: None }
    }
}

/// A cover, drawn.
#[derive(Clone, Debug)]
pub struct Cover {
    /// The picture, a PNG.
    pub image: ImageResource,
    /// What could not be written.
    pub missing: Vec<Missing>,
}

/// Characters that a cover lacks because no font has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Where they belong.
    pub part: Part,
    /// The characters, each once.
    pub characters: Vec<char>,
}

/// A part of what a cover says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The title.
    Title,
    /// The subtitle.
    Subtitle,
    /// The authors.
    Authors,
    /// The publisher.
    Publisher,
}

/// Draws the cover.
pub fn draw(metadata: &Metadata, fonts: &FontBook, look: &Look) -> Cover {
    let said = Said::of(metadata);
    let mut lettering = Lettering::new(fonts, &metadata.language.0, metadata.is_right_to_left());
    let missing = said.missing(&lettering, look);
    let canvas = match look.layout {
        Layout::Framed => framed::paint(&said, look, &mut lettering),
        Layout::Field => field::paint(&said, look, &mut lettering),
        Layout::Plain => plain::paint(&said, look, &mut lettering),
    };
    let image = ImageResource {
        path: "cover.png".into(),
        format: ImageFormat::Png,
        bytes: canvas.png().into(),
        width: WIDTH,
        height: HEIGHT,
        density: None,
    };
    Cover { image, missing }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Contributor, Language, Relator};

    const LAYOUTS: [Layout; 3] = [Layout::Framed, Layout::Field, Layout::Plain];

    fn metadata(title: &str, subtitle: Option<&str>, authors: &[&str]) -> Metadata {
        let author = |name: &&str| Contributor { name: name.to_string(), file_as: None, role: Relator::Author };
        Metadata {
            title: title.into(),
            subtitle: subtitle.map(String::from),
            contributors: authors.iter().map(author).collect(),
            language: Language("en".into()),
            ..Metadata::default()
        }
    }

    fn cover(layout: Layout, title: &str, subtitle: Option<&str>, authors: &[&str]) -> Cover {
        draw(&metadata(title, subtitle, authors), &FontBook::builtin(), &Look { layout, ..Look::default() })
    }

    /// Share of the pixels that are not ground, in the rows given.
    fn inked(cover: &Cover, rows: std::ops::Range<u32>) -> f64 {
        let picture = image::load_from_memory(&cover.image.bytes).expect("a PNG").to_rgb8();
        assert_eq!((picture.width(), picture.height()), (WIDTH, HEIGHT));
        let ground = *picture.get_pixel(0, 0);
        let inside = 130..WIDTH - 130;
        let inked = rows.clone().flat_map(|y| inside.clone().map(move |x| (x, y)));
        let count = inked.filter(|(x, y)| *picture.get_pixel(*x, *y) != ground).count();
        count as f64 / f64::from(rows.len() as u32 * inside.len() as u32)
    }

    #[test]
    fn a_cover_is_small_and_the_same_every_time_and_each_layout_another() {
        let drawn = LAYOUTS.map(|layout| {
            let draw = || cover(layout, "The Revolution Betrayed", Some("A Reader’s Companion"), &["A. N. Author"]);
            let first = draw();
            assert_eq!(first.image.bytes, draw().image.bytes);
            assert!(first.image.bytes.len() < 200_000, "{}", first.image.bytes.len());
            assert!(inked(&first, 470..1560) > 0.02 && first.missing.is_empty());
            first.image.bytes
        });
        assert!(drawn[0] != drawn[1] && drawn[1] != drawn[2] && drawn[0] != drawn[2]);
    }

    #[test]
    fn the_colour_of_the_theme_is_that_of_the_cover() {
        let look = Look { layout: Layout::Field, colour: Some([0, 60, 120]), ..Look::default() };
        let drawn = draw(&metadata("A", None, &[]), &FontBook::builtin(), &look);
        let picture = image::load_from_memory(&drawn.image.bytes).expect("a PNG").to_rgb8();
        assert_eq!(picture.get_pixel(0, 0).0, [0, 60, 120]);
    }

    #[test]
    fn whatever_the_title_it_fits_inside_the_cover() {
        let long = "A very long title that goes on and on ".repeat(40);
        let unbroken = "Donaudampfschifffahrtsgesellschaft".repeat(20);
        let titles = ["", "Я", "Преданная революция: что такое СССР и куда он идёт?", &long, &unbroken, "\u{E000}\n"];
        for (layout, title) in LAYOUTS.into_iter().flat_map(|layout| titles.map(|title| (layout, title))) {
            let cover = cover(layout, title, Some(title), &[title]);
            let picture = image::load_from_memory(&cover.image.bytes).expect("a PNG").to_rgb8();
            let ground = *picture.get_pixel(0, 0);
            let rows = if layout == Layout::Field { 0..1960 } else { 120..HEIGHT - 120 };
            let sides = (112..128).chain(WIDTH - 128..WIDTH - 112);
            let clear = sides.into_iter().all(|x| rows.clone().all(|y| *picture.get_pixel(x, y) == ground));
            assert!(clear, "{layout:?} {title}");
        }
    }

    #[test]
    fn without_authors_nothing_stands_where_they_would() {
        assert_eq!(inked(&cover(Layout::Framed, "A", None, &[]), 200..400), 0.0);
        assert!(inked(&cover(Layout::Framed, "A", None, &["Somebody"]), 200..400) > 0.0);
    }

    #[test]
    fn what_no_font_has_is_told_part_by_part() {
        let drawn = cover(Layout::Framed, "红楼梦", Some("A Dream"), &["曹雪芹", "曹 B"]);
        assert_eq!(
            drawn.missing,
            [
                Missing { part: Part::Title, characters: vec!['红', '楼', '梦'] },
                Missing { part: Part::Authors, characters: vec!['曹', '雪', '芹'] }
            ]
        );
    }
}

//! A cover for a book that brings none.
//!
//! In: metadata and fonts. Out: an image of 1600 × 2560 pixels, drawn from title, subtitle and authors: a cloth-like
//! ground, a double rule around, the author above in letterspaced capitals, the title large in balanced lines, the
//! publisher at the foot. The colour follows from the title, so that a shelf of books is not of one colour.

mod lettering;
mod lines;

use crate::document::{ImageFormat, ImageResource, Metadata};
use crate::font::{Family, FontBook, Style};
use lettering::Lettering;
use lines::Setting;
use std::io::Cursor;
use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Transform};

/// Width in pixels: with the height, the 1 : 1.6 that shops ask for.
const WIDTH: u32 = 1600;
/// Height in pixels.
const HEIGHT: u32 = 2560;
/// The widest line of the title, in pixels.
const MEASURE: f32 = 1180.0;
/// Where the first line of the title may begin and the last one must end, in pixels from the top.
const TITLE_BOX: (f32, f32) = (560.0, 1560.0);

/// Colours of a cover, as red, green and blue.
#[derive(Clone, Copy)]
struct Palette {
    ground: [u8; 3],
    ink: [u8; 3],
    /// Rules and ornament.
    accent: [u8; 3],
}

/// Cloth and ink: oxblood, bottle green, navy, slate, aubergine, umber.
const PALETTES: [Palette; 6] = [
    Palette { ground: [0x64, 0x1D, 0x22], ink: [0xF6, 0xEC, 0xDB], accent: [0xD2, 0xA8, 0x6A] },
    Palette { ground: [0x1D, 0x3B, 0x34], ink: [0xF1, 0xEE, 0xDF], accent: [0xC2, 0xAE, 0x72] },
    Palette { ground: [0x1E, 0x2C, 0x47], ink: [0xF2, 0xEC, 0xDF], accent: [0xC8, 0xA9, 0x6E] },
    Palette { ground: [0x37, 0x42, 0x4B], ink: [0xF4, 0xEF, 0xE6], accent: [0xD0, 0xB3, 0x8A] },
    Palette { ground: [0x42, 0x28, 0x3E], ink: [0xF4, 0xEB, 0xE3], accent: [0xCF, 0xA8, 0x7C] },
    Palette { ground: [0x52, 0x3A, 0x26], ink: [0xF6, 0xEE, 0xDE], accent: [0xD8, 0xB6, 0x78] },
];

/// Draws the cover.
pub fn draw(metadata: &Metadata, fonts: &FontBook) -> ImageResource {
    let hash = blake3::hash(metadata.title.as_bytes());
    let palette = PALETTES[usize::from(hash.as_bytes()[0]) % PALETTES.len()];
    let mut canvas = Canvas::new(palette);
    canvas.frame();
    let mut lettering = Lettering::new(fonts, &metadata.language.0);
    let title_end = canvas.title(&mut lettering, metadata);
    canvas.authors(&mut lettering, metadata);
    canvas.subtitle(&mut lettering, metadata, title_end);
    canvas.publisher(&mut lettering, metadata);
    ImageResource {
        path: "cover.png".into(),
        format: ImageFormat::Png,
        bytes: canvas.png().into(),
        width: WIDTH,
        height: HEIGHT,
        density: None,
    }
}

struct Canvas {
    pixels: Pixmap,
    palette: Palette,
}

impl Canvas {
    fn new(palette: Palette) -> Canvas {
        let mut pixels = Pixmap::new(WIDTH, HEIGHT).expect("the size is neither zero nor too large");
        pixels.fill(color(palette.ground));
        Canvas { pixels, palette }
    }

    /// A thick and a thin rule around the cover.
    fn frame(&mut self) {
        self.rule_around(84.0, 7.0);
        self.rule_around(108.0, 2.0);
    }

    fn rule_around(&mut self, inset: f32, weight: f32) {
        let (right, bottom) = (WIDTH as f32 - inset, HEIGHT as f32 - inset);
        self.bar(inset, inset, right - inset, weight);
        self.bar(inset, bottom - weight, right - inset, weight);
        self.bar(inset, inset, weight, bottom - inset);
        self.bar(right - weight, inset, weight, bottom - inset);
    }

    fn bar(&mut self, x: f32, y: f32, width: f32, height: f32) {
        if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            let path = PathBuilder::from_rect(rect);
            self.fill(&path, self.palette.accent);
        }
    }

    /// A lozenge between two short rules.
    fn ornament(&mut self, y: f32) {
        let middle = WIDTH as f32 / 2.0;
        self.bar(middle - 170.0, y - 1.5, 128.0, 3.0);
        self.bar(middle + 42.0, y - 1.5, 128.0, 3.0);
        let mut lozenge = PathBuilder::new();
        lozenge.move_to(middle - 17.0, y);
        lozenge.line_to(middle, y - 17.0);
        lozenge.line_to(middle + 17.0, y);
        lozenge.line_to(middle, y + 17.0);
        lozenge.close();
        if let Some(path) = lozenge.finish() {
            self.fill(&path, self.palette.accent);
        }
    }

    fn fill(&mut self, path: &Path, rgb: [u8; 3]) {
        let mut paint = Paint::default();
        paint.set_color(color(rgb));
        paint.anti_alias = true;
        self.pixels.fill_path(path, &paint, FillRule::Winding, Transform::identity(), None);
    }

    /// Writes lines, centred, the first one with its baseline at `y`; returns the last baseline.
    fn write(&mut self, lettering: &mut Lettering<'_>, setting: &Setting, y: f32, rgb: [u8; 3]) -> f32 {
        let mut baseline = y;
        for (place, line) in setting.lines.iter().enumerate() {
            baseline = y + place as f32 * setting.leading;
            let width = lettering.width(line, &setting.face);
            if let Some(path) = lettering.path(line, &setting.face, (WIDTH as f32 - width) / 2.0, baseline) {
                self.fill(&path, rgb);
            }
        }
        baseline
    }

    /// The title, in the middle of its box; returns where it ends.
    fn title(&mut self, lettering: &mut Lettering<'_>, metadata: &Metadata) -> f32 {
        let (top, bottom) = TITLE_BOX;
        let sizes = [208.0, 186.0, 166.0, 148.0, 132.0, 116.0, 102.0, 90.0, 78.0, 68.0, 58.0, 50.0, 42.0];
        let setting = lines::fit(lettering, &metadata.title, Style::default(), &sizes, MEASURE, bottom - top);
        let Some(setting) = setting else { return top };
        let height = setting.height();
        // A short title stands above the middle of the box: the optical centre of a page is above its middle.
        let start = top + (bottom - top - height) * 0.42;
        let last = self.write(lettering, &setting, start + setting.face.size * 0.72, self.palette.ink);
        last + setting.face.size * 0.28
    }

    fn authors(&mut self, lettering: &mut Lettering<'_>, metadata: &Metadata) {
        let names = metadata.authors();
        let shown = match names[..] {
            [] => return,
            [first, .., _] if names.len() > 4 => format!("{first} …"),
            _ => names.join(" · "),
        };
        let sizes = [64.0, 56.0, 48.0, 42.0, 36.0];
        let capitals = shown.to_uppercase();
        if let Some(setting) = lines::fit_tracked(lettering, &capitals, &sizes, 0.13, MEASURE, 220.0) {
            self.write(lettering, &setting, 330.0, self.palette.ink);
        }
    }

    fn subtitle(&mut self, lettering: &mut Lettering<'_>, metadata: &Metadata, title_end: f32) {
        let ornament = (title_end + 110.0).min(1720.0);
        self.ornament(ornament);
        let Some(subtitle) = &metadata.subtitle else { return };
        let italic = Style { family: Family::Serif, bold: false, italic: true };
        let sizes = [76.0, 68.0, 60.0, 52.0, 46.0, 40.0];
        if let Some(setting) = lines::fit(lettering, subtitle, italic, &sizes, MEASURE - 80.0, 330.0) {
            self.write(lettering, &setting, ornament + 90.0 + setting.face.size * 0.72, self.palette.ink);
        }
    }

    fn publisher(&mut self, lettering: &mut Lettering<'_>, metadata: &Metadata) {
        let Some(publisher) = &metadata.publisher else { return };
        let capitals = publisher.name.to_uppercase();
        if let Some(setting) = lines::fit_tracked(lettering, &capitals, &[44.0, 38.0, 32.0], 0.16, MEASURE, 110.0) {
            let start = 2344.0 - (setting.lines.len() - 1) as f32 * setting.leading;
            self.write(lettering, &setting, start, self.palette.accent);
        }
    }

    /// The picture as a PNG file.
    fn png(&self) -> Vec<u8> {
        let rgb: Vec<u8> = self.pixels.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
        let picture = image::RgbImage::from_raw(WIDTH, HEIGHT, rgb).expect("three bytes a pixel");
        let mut file = Cursor::new(Vec::new());
        let encoder = image::codecs::png::PngEncoder::new_with_quality(
            &mut file,
            image::codecs::png::CompressionType::Default,
            image::codecs::png::FilterType::NoFilter,
        );
        picture.write_with_encoder(encoder).expect("writing to memory does not fail");
        file.into_inner()
    }
}

fn color([red, green, blue]: [u8; 3]) -> Color {
    Color::from_rgba8(red, green, blue, 255)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Contributor, Language, Relator};

    fn cover(title: &str, subtitle: Option<&str>, authors: &[&str]) -> ImageResource {
        let author = |name: &&str| Contributor { name: name.to_string(), file_as: None, role: Relator::Author };
        let metadata = Metadata {
            title: title.into(),
            subtitle: subtitle.map(String::from),
            contributors: authors.iter().map(author).collect(),
            language: Language("en".into()),
            ..Metadata::default()
        };
        draw(&metadata, &FontBook::builtin())
    }

    /// Share of the pixels that are not ground, in the rows given.
    fn inked(cover: &ImageResource, rows: std::ops::Range<u32>) -> f64 {
        let picture = image::load_from_memory(&cover.bytes).expect("a PNG").to_rgb8();
        assert_eq!((picture.width(), picture.height()), (WIDTH, HEIGHT));
        let ground = *picture.get_pixel(0, 0);
        let inside = 130..WIDTH - 130;
        let inked = rows.clone().flat_map(|y| inside.clone().map(move |x| (x, y)));
        let count = inked.filter(|(x, y)| *picture.get_pixel(*x, *y) != ground).count();
        count as f64 / f64::from(rows.len() as u32 * inside.len() as u32)
    }

    #[test]
    fn a_cover_is_small_and_the_same_every_time() {
        let first = cover("The Revolution Betrayed", Some("A Reader’s Companion"), &["A. N. Author"]);
        assert_eq!(
            first.bytes,
            cover("The Revolution Betrayed", Some("A Reader’s Companion"), &["A. N. Author"]).bytes
        );
        assert!(first.bytes.len() < 200_000, "{}", first.bytes.len());
        assert!(inked(&first, 560..1560) > 0.02);
    }

    #[test]
    fn whatever_the_title_it_fits_inside_the_frame() {
        let long = "A very long title that goes on and on ".repeat(40);
        let unbroken = "Donaudampfschifffahrtsgesellschaft".repeat(20);
        for title in ["", "Я", "Преданная революция: что такое СССР и куда он идёт?", &long, &unbroken, "\u{E000}\n"]
        {
            let cover = cover(title, Some(title), &[title]);
            let picture = image::load_from_memory(&cover.bytes).expect("a PNG").to_rgb8();
            let ground = *picture.get_pixel(0, 0);
            let margin = (0..HEIGHT).flat_map(|y| (112..160).map(move |x| (x, y)));
            let clear = margin.filter(|(_, y)| (120..HEIGHT - 120).contains(y));
            assert!(clear.into_iter().all(|(x, y)| *picture.get_pixel(x, y) == ground), "{title}");
        }
    }

    #[test]
    fn without_authors_nothing_stands_where_they_would() {
        assert_eq!(inked(&cover("A", None, &[]), 200..400), 0.0);
        assert!(inked(&cover("A", None, &["Somebody"]), 200..400) > 0.0);
    }
}

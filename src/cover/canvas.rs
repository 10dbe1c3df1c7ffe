//! The picture that a cover is painted on.
//!
//! In: shapes and lines of text in pixels. Out: a PNG of 1600 × 2560 pixels.

use super::lettering::Lettering;
use super::lines::Setting;
use super::palette::{Rgb, color};
use std::io::Cursor;
use tiny_skia::{FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Transform};

/// Width in pixels: with the height, the 1 : 1.6 that shops ask for.
pub(super) const WIDTH: u32 = 1600;
/// Height in pixels.
pub(super) const HEIGHT: u32 = 2560;

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stand {
    /// In the middle of the cover.
    Centre,
    /// From this far from the edge at which the lines of the book begin.
    Start(f32),
}

/// A picture in the making.
pub(super) struct Canvas {
    pixels: Pixmap,
}

impl Canvas {
    /// A picture of one colour.
    pub(super) fn new(ground: Rgb) -> Canvas {
        let mut pixels = Pixmap::new(WIDTH, HEIGHT).expect("the size is neither zero nor too large");
        pixels.fill(color(ground));
        Canvas { pixels }
    }

    /// A rectangle.
    pub(super) fn bar(&mut self, x: f32, y: f32, width: f32, height: f32, rgb: Rgb) {
        if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            self.fill(&PathBuilder::from_rect(rect), rgb);
        }
    }

    /// A rectangle that begins so far from the edge at which lines begin.
    pub(super) fn bar_at_start(&mut self, lettering: &Lettering<'_>, inset: f32, size: (f32, f32), y: f32, rgb: Rgb) {
        let x = if lettering.is_leftward() { WIDTH as f32 - inset - size.0 } else { inset };
        self.bar(x, y, size.0, size.1, rgb);
    }

    /// A shape.
    pub(super) fn fill(&mut self, path: &Path, rgb: Rgb) {
        let mut paint = Paint::default();
        paint.set_color(color(rgb));
        paint.anti_alias = true;
        self.pixels.fill_path(path, &paint, FillRule::Winding, Transform::identity(), None);
    }

    /// Writes lines, the first one with its baseline at `y`; returns the last baseline.
    pub(super) fn write(
        &mut self,
        lettering: &mut Lettering<'_>,
        setting: &Setting,
        stand: Stand,
        y: f32,
        rgb: Rgb,
    ) -> f32 {
        let mut baseline = y;
        for (place, line) in setting.lines.iter().enumerate() {
            baseline = y + place as f32 * setting.leading;
            let left_over = WIDTH as f32 - lettering.width(line, &setting.face);
            let x = match stand {
                Stand::Centre => left_over / 2.0,
                Stand::Start(inset) if lettering.is_leftward() => left_over - inset,
                Stand::Start(inset) => inset,
            };
            if let Some(path) = lettering.path(line, &setting.face, x, baseline) {
                self.fill(&path, rgb);
            }
        }
        baseline
    }

    /// The picture as a PNG file.
    pub(super) fn png(&self) -> Vec<u8> {
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

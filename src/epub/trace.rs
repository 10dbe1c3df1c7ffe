//! Boxes of a formula as pixels.
//!
//! In: glyphs and rules at their places, and the fonts. Out: a picture in black, or in the colours that the formula asks for,
//! on white paper, and where its baseline is.

use crate::font::{FontBook, PixelPen};
use crate::math::MathBox;
use crate::units::Length;
use image::{DynamicImage, GrayImage, RgbImage};
use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Transform};

/// Pixels in an em: 300 to the inch, as Amazon asks for, of text of 23 points.
const PER_EM: f64 = 96.0;
/// Paper at the sides of the ink, above and below it, in ems, which can be seen at night: in a line and around a formula that
/// stands alone.
const IN_LINE: (f64, f64) = (0.04, 0.08);
const ALONE: (f64, f64) = (0.3, 0.25);
/// Most pixels of a picture; a formula that has more is drawn with fewer to an em.
const MOST: f64 = 4_000_000.0;
/// Levels of grey: as many as electronic ink has, in a file half as large.
const GREYS: u32 = 16;

/// A formula as pixels.
pub(super) struct Traced {
    /// The picture.
    pub(super) picture: DynamicImage,
    /// Pixels in an em.
    pub(super) per_em: f64,
    /// Rows of pixels below the baseline; negative when it ends above.
    pub(super) below: i32,
}

/// Draws what stands in a box, alone or in a line; `em` is the size of the text around it.
pub(super) fn trace(content: &MathBox, is_alone: bool, fonts: &FontBook, em: Length) -> Option<Traced> {
    let in_ems = |length: Length| length.ratio(em);
    let area = (in_ems(content.width) + 1.0) * (in_ems(content.height + content.depth) + 1.0) * PER_EM * PER_EM;
    let per_em = PER_EM * (MOST / area.max(MOST)).sqrt();
    let pixels = |length: Length| (in_ems(length) * per_em) as f32;
    let outlines = outlines(content, fonts, &pixels);

    let (mut left, mut right) = (0.0f32, pixels(content.width));
    let (mut top, mut bottom) = (-pixels(content.height), pixels(content.depth));
    for (path, _) in &outlines {
        let ink = path.bounds();
        (left, right) = (left.min(ink.left()), right.max(ink.right()));
        (top, bottom) = (top.min(ink.top()), bottom.max(ink.bottom()));
    }
    let paper = if is_alone { ALONE } else { IN_LINE };
    let paper = ((paper.0 * per_em) as f32, (paper.1 * per_em) as f32);
    let (left, right) = ((left - paper.0).floor(), (right + paper.0).ceil());
    let (top, bottom) = ((top - paper.1).floor(), (bottom + paper.1).ceil());
    let (width, height) = ((right - left).max(1.0), (bottom - top).max(1.0));
    if f64::from(width) * f64::from(height) > 4.0 * MOST {
        return None;
    }
    let mut canvas = Pixmap::new(width as u32, height as u32)?;
    canvas.fill(Color::WHITE);
    let place = Transform::from_translate(-left, -top);
    for (path, colour) in &outlines {
        let [red, green, blue] = colour.unwrap_or_default();
        let mut paint = Paint::default();
        paint.set_color(Color::from_rgba8(red, green, blue, u8::MAX));
        paint.anti_alias = true;
        canvas.fill_path(path, &paint, FillRule::Winding, place, None);
    }
    let is_grey =
        outlines.iter().all(|(_, colour)| colour.is_none_or(|[red, green, blue]| red == green && green == blue));
    Some(Traced { picture: pictured(&canvas, is_grey)?, per_em, below: bottom as i32 })
}

/// The outline of each glyph and rule, and its colour. Each by itself: where two overlap, ink stays ink.
fn outlines(content: &MathBox, fonts: &FontBook, pixels: &impl Fn(Length) -> f32) -> Vec<(Path, Option<[u8; 3]>)> {
    let glyphs = content.glyphs.iter().filter_map(|glyph| {
        let face = fonts.face(glyph.face);
        let scale = pixels(glyph.size) / face.metrics.units_per_em as f32;
        let mut pen = PixelPen::default();
        pen.stand_at(pixels(glyph.at.x), pixels(glyph.at.y), scale);
        face.outline(glyph.glyph, &mut pen);
        Some((pen.finish()?, glyph.colour))
    });
    let bars = content.bars.iter().filter_map(|bar| {
        let (at, size) = (bar.frame.origin, bar.frame.size);
        let frame = Rect::from_xywh(pixels(at.x), pixels(at.y), pixels(size.width), pixels(size.height))?;
        Some((PathBuilder::from_rect(frame), bar.colour))
    });
    glyphs.chain(bars).collect()
}

fn pictured(canvas: &Pixmap, is_grey: bool) -> Option<DynamicImage> {
    let (width, height) = (canvas.width(), canvas.height());
    let pixels = canvas.data().chunks_exact(4);
    if is_grey {
        let step = 255 / (GREYS - 1);
        let level = |grey: u8| ((u32::from(grey) + step / 2) / step * step) as u8;
        let grey = GrayImage::from_raw(width, height, pixels.map(|pixel| level(pixel[0])).collect())?;
        return Some(DynamicImage::ImageLuma8(grey));
    }
    let colours = pixels.flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    Some(DynamicImage::ImageRgb8(RgbImage::from_raw(width, height, colours)?))
}

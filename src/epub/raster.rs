//! Pictures made fit for readers.
//!
//! In: an image file and the most pixels that it may have. Out: the file as a publication holds it: the same wherever it
//! can be, without what a camera or a program noted in it; scaled down when it is too large; upright; without transparency,
//! for a drawing in black on nothing is black on black at night; a WebP as PNG or JPEG, for few readers know it; a JPEG for
//! the press (CMYK) in the colours of a screen.

use super::moving::may_move;
use super::strip::{strip_gif, strip_jpeg, strip_png};
use crate::document::{ImageFormat, ImageResource};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageEncoder, RgbImage, Rgba};
use std::borrow::Cow;
use std::io::Cursor;

/// Quality of a JPEG that is written anew, of 100.
const QUALITY: u8 = 90;
/// Most memory that decoding one image may take.
const MOST_MEMORY: u64 = 1 << 30;

/// The file for a publication, and its format; the file as it is when nothing can be done with it.
pub(super) fn for_readers(image: &ImageResource, most: u64) -> (ImageFormat, Cow<'_, [u8]>) {
    let bytes = &*image.bytes;
    let made = match image.format {
        ImageFormat::Png => png(bytes, most),
        ImageFormat::Jpeg => jpeg(bytes, most),
        ImageFormat::WebP => webp(bytes, most),
        ImageFormat::Gif => gif(bytes, most, may_move(image)),
        ImageFormat::Svg => None,
    };
    made.unwrap_or((image.format, bytes.into()))
}

fn png(bytes: &[u8], most: u64) -> Option<(ImageFormat, Cow<'_, [u8]>)> {
    let decoder = PngDecoder::new(Cursor::new(bytes)).ok()?;
    let (is_large, has_alpha) = (pixels(decoder.dimensions()) > most, decoder.color_type().has_alpha());
    if decoder.is_apng().ok()? || !(is_large || has_alpha) {
        return Some((ImageFormat::Png, strip_png(bytes)?.into()));
    }
    let picture = DynamicImage::from_decoder(decoder).ok()?;
    if !is_large && is_opaque(&picture) {
        return Some((ImageFormat::Png, strip_png(bytes)?.into()));
    }
    Some((ImageFormat::Png, encode_png(&scaled(on_white(picture), most))?.into()))
}

fn jpeg(bytes: &[u8], most: u64) -> Option<(ImageFormat, Cow<'_, [u8]>)> {
    let mut decoder = decoder(bytes)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let is_right = orientation == Orientation::NoTransforms && !has_four_colours(bytes);
    if is_right && pixels(decoder.dimensions()) <= most {
        return Some((ImageFormat::Jpeg, strip_jpeg(bytes)?.into()));
    }
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    Some((ImageFormat::Jpeg, encode_jpeg(&scaled(picture, most))?.into()))
}

/// A GIF stays one where it moves, or where nothing has to be done to it.
fn gif(bytes: &[u8], most: u64, moves: bool) -> Option<(ImageFormat, Cow<'_, [u8]>)> {
    let picture = if moves { None } else { DynamicImage::from_decoder(decoder(bytes)?).ok() };
    match picture.filter(|picture| !is_opaque(picture) || pixels((picture.width(), picture.height())) > most) {
        Some(picture) => Some((ImageFormat::Png, encode_png(&scaled(on_white(picture), most))?.into())),
        None => Some((ImageFormat::Gif, strip_gif(bytes)?.into())),
    }
}

/// A photograph as JPEG, a drawing as PNG.
fn webp(bytes: &[u8], most: u64) -> Option<(ImageFormat, Cow<'_, [u8]>)> {
    let picture = DynamicImage::from_decoder(decoder(bytes)?).ok()?;
    // The lossy kind, in the simple or the extended format (RFC 9649 §2.5 and §2.7).
    let is_photograph = is_opaque(&picture) && bytes.windows(4).take(4096).any(|name| name == b"VP8 ");
    let picture = scaled(on_white(picture), most);
    if is_photograph {
        return Some((ImageFormat::Jpeg, encode_jpeg(&picture)?.into()));
    }
    Some((ImageFormat::Png, encode_png(&picture)?.into()))
}

fn decoder(bytes: &[u8]) -> Option<impl ImageDecoder + '_> {
    let mut reader = image::ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    reader.into_decoder().ok()
}

fn pixels((width, height): (u32, u32)) -> u64 {
    u64::from(width) * u64::from(height)
}

/// True for a JPEG whose frame has four components (ITU-T T.81 §B.2.2).
fn has_four_colours(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        if matches!(marker, 0xC0..=0xC2) {
            return bytes.get(at + 9) == Some(&4);
        }
        at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
    }
    false
}

fn is_opaque(picture: &DynamicImage) -> bool {
    !picture.color().has_alpha() || picture.to_rgba8().pixels().all(|Rgba([_, _, _, alpha])| *alpha == u8::MAX)
}

/// The picture on white paper.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if is_opaque(&picture) {
        return picture;
    }
    let from = picture.to_rgba8();
    let mut paper = RgbImage::new(from.width(), from.height());
    for (to, Rgba([red, green, blue, alpha])) in paper.pixels_mut().zip(from.pixels()) {
        let alpha = u32::from(*alpha);
        let over = |ink: u8| ((u32::from(ink) * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        to.0 = [over(*red), over(*green), over(*blue)];
    }
    DynamicImage::ImageRgb8(paper)
}

/// The picture with at most so many pixels, by the filter of Lanczos.
fn scaled(picture: DynamicImage, most: u64) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    let all = pixels((width, height));
    if all <= most {
        return picture;
    }
    let factor = (most as f64 / all as f64).sqrt();
    let side = |length: u32| ((f64::from(length) * factor).floor() as u32).max(1);
    picture.resize_exact(side(width), side(height), image::imageops::FilterType::Lanczos3)
}

fn encode_png(picture: &DynamicImage) -> Option<Vec<u8>> {
    let is_grey = matches!(picture.color(), ColorType::L8 | ColorType::L16 | ColorType::La8 | ColorType::La16);
    let mut file = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::Adaptive);
    if is_grey {
        let grey = picture.to_luma8();
        encoder.write_image(&grey, grey.width(), grey.height(), image::ExtendedColorType::L8).ok()?;
    } else {
        let colour = picture.to_rgb8();
        encoder.write_image(&colour, colour.width(), colour.height(), image::ExtendedColorType::Rgb8).ok()?;
    }
    Some(file)
}

/// A drawing in few colours, as small as it can be.
pub(super) fn encode_line_art(picture: &DynamicImage) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut file, CompressionType::Best, FilterType::NoFilter);
    picture.write_with_encoder(encoder).ok()?;
    Some(file)
}

fn encode_jpeg(picture: &DynamicImage) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, QUALITY);
    match picture {
        DynamicImage::ImageLuma8(grey) => grey.write_with_encoder(encoder).ok()?,
        other => other.to_rgb8().write_with_encoder(encoder).ok()?,
    }
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: u64 = 1 << 22;

    fn resource(format: ImageFormat, bytes: Vec<u8>) -> ImageResource {
        ImageResource { path: "a".into(), format, bytes: bytes.into(), width: 2, height: 2, density: None }
    }

    fn file(picture: &DynamicImage, format: image::ImageFormat) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, format).expect("an image");
        file.into_inner()
    }

    fn read(bytes: &[u8]) -> DynamicImage {
        image::load_from_memory(bytes).expect("an image")
    }

    #[test]
    fn what_is_fit_stays_as_it_is() {
        let picture = DynamicImage::ImageRgb8(RgbImage::from_pixel(3, 2, image::Rgb([9, 8, 7])));
        for (format, of_crate) in
            [(ImageFormat::Png, image::ImageFormat::Png), (ImageFormat::Jpeg, image::ImageFormat::Jpeg)]
        {
            let image = resource(format, file(&picture, of_crate));
            let (kept, bytes) = for_readers(&image, MOST);
            assert_eq!((kept, *bytes == *image.bytes), (format, true));
        }
        for broken in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let image = resource(broken, vec![1, 2, 3]);
            assert_eq!(for_readers(&image, MOST), (broken, Cow::Borrowed(&[1, 2, 3][..])));
        }
    }

    #[test]
    fn a_drawing_on_nothing_gets_white_paper() {
        let mut drawing = image::RgbaImage::from_pixel(2, 1, Rgba([0, 0, 0, 0]));
        drawing.put_pixel(1, 0, Rgba([0, 0, 0, 255]));
        let image = resource(ImageFormat::Png, file(&DynamicImage::ImageRgba8(drawing), image::ImageFormat::Png));
        let (_, bytes) = for_readers(&image, MOST);
        let read = read(&bytes);
        assert!(!read.color().has_alpha());
        assert_eq!((read.to_rgb8().get_pixel(0, 0).0, read.to_rgb8().get_pixel(1, 0).0), ([255; 3], [0; 3]));
    }

    #[test]
    fn what_is_too_large_is_scaled_and_keeps_its_shape() {
        let picture = DynamicImage::ImageRgb8(RgbImage::from_pixel(400, 100, image::Rgb([200, 10, 10])));
        for (format, of_crate) in
            [(ImageFormat::Png, image::ImageFormat::Png), (ImageFormat::Jpeg, image::ImageFormat::Jpeg)]
        {
            let image = resource(format, file(&picture, of_crate));
            let read = read(&for_readers(&image, 10_000).1);
            assert_eq!((read.width(), read.height()), (200, 50));
            assert!(read.to_rgb8().get_pixel(100, 25).0[0] > 190);
        }
    }

    #[test]
    fn a_still_gif_on_nothing_gets_white_paper() {
        let still = |pixel| {
            let picture = image::RgbaImage::from_pixel(3, 2, pixel);
            resource(ImageFormat::Gif, file(&DynamicImage::ImageRgba8(picture), image::ImageFormat::Gif))
        };
        let (opaque, clear) = (still(Rgba([9, 9, 9, 255])), still(Rgba([0, 0, 0, 0])));
        assert_eq!(for_readers(&opaque, MOST).0, ImageFormat::Gif);
        let (format, bytes) = for_readers(&clear, MOST);
        assert_eq!((format, read(&bytes).to_rgb8().get_pixel(0, 0).0), (ImageFormat::Png, [255; 3]));
        assert_eq!(for_readers(&opaque, 2).0, ImageFormat::Png);
    }

    #[test]
    fn webp_becomes_png() {
        let picture = DynamicImage::ImageRgb8(RgbImage::from_pixel(2, 2, image::Rgb([200, 10, 10])));
        let image = resource(ImageFormat::WebP, file(&picture, image::ImageFormat::WebP));
        let (format, bytes) = for_readers(&image, MOST);
        assert_eq!((format, read(&bytes).to_rgb8()), (ImageFormat::Png, picture.to_rgb8()));
    }

    #[test]
    fn a_photograph_on_its_side_is_stood_up() {
        let mut photograph = RgbImage::from_pixel(16, 8, image::Rgb([0, 0, 0]));
        (0..8)
            .flat_map(|y| (0..8).map(move |x| (x, y)))
            .for_each(|(x, y)| photograph.put_pixel(x, y, image::Rgb([255; 3])));
        let mut bytes = file(&DynamicImage::ImageRgb8(photograph), image::ImageFormat::Jpeg);
        // Exif with one entry: orientation 6, a quarter to the right.
        let exif = b"\xFF\xE1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        bytes.splice(2..2, exif.iter().copied());
        let image = resource(ImageFormat::Jpeg, bytes);
        let (_, bytes) = for_readers(&image, MOST);
        let read = read(&bytes).to_luma8();
        assert_eq!((read.width(), read.height()), (8, 16));
        assert!(read.get_pixel(4, 2).0[0] > 200 && read.get_pixel(4, 14).0[0] < 50);
        assert!(!bytes.windows(4).any(|name| name == b"Exif"));
    }
}

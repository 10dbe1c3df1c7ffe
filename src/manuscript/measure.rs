//! What an image file is: its format, its size, its density.
//!
//! In: bytes. Out: an [`ImageResource`], or why they are no image. A BMP, TIFF, PNM or QOI file becomes a PNG. PNG density:
//! the `pHYs` chunk (PNG, section 11.3.4.3); JPEG density: the JFIF header (ITU-T T.871, section 10.1).

use super::svg;
use crate::document::{ImageFormat, ImageResource};
use ::image::metadata::Orientation;
use ::image::{DynamicImage, ImageFormat as Raster};
use std::io::Cursor;

/// Most memory that decoding one image may take.
const MOST_MEMORY: u64 = 1 << 30;

/// Largest side of an image in pixels.
const MOST_PIXELS: u32 = 40_000;

/// An image from its bytes; says why not, when they are none.
pub(super) fn measure(path: &str, bytes: Vec<u8>) -> Result<ImageResource, String> {
    if bytes.is_empty() {
        return Err("the file is empty".into());
    }
    let bytes = match ::image::guess_format(&bytes) {
        Ok(Raster::Bmp | Raster::Tiff | Raster::Pnm | Raster::Qoi) => as_png(&bytes)?,
        _ => bytes,
    };
    let (format, density, width, height) = match ::image::guess_format(&bytes) {
        Ok(Raster::Png) => raster(ImageFormat::Png, png_density(&bytes), &bytes)?,
        Ok(Raster::Jpeg) => raster(ImageFormat::Jpeg, jpeg_density(&bytes), &bytes)?,
        Ok(Raster::Gif) => raster(ImageFormat::Gif, None, &bytes)?,
        Ok(Raster::WebP) => raster(ImageFormat::WebP, None, &bytes)?,
        Ok(other) => return Err(format!("{other:?} images are not supported; save it as PNG, JPEG, GIF, WebP or SVG")),
        Err(_) => {
            let text = std::str::from_utf8(&bytes).ok().filter(|text| text.contains("<svg") || text.contains(":svg"));
            let text = text.ok_or("it is neither PNG, JPEG, GIF, WebP nor SVG")?;
            let (width, height) = svg::measure(text)?;
            (ImageFormat::Svg, None, width, height)
        }
    };
    Ok(ImageResource { path: path.into(), format, bytes: bytes.into(), width, height, density })
}

/// The pixels of a scan or an old drawing as a PNG, which loses none of them: neither readers nor viewers know its format.
fn as_png(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut decoder = reader(bytes)?.into_decoder().map_err(|error| error.to_string())?;
    let orientation = ::image::ImageDecoder::orientation(&mut decoder).unwrap_or(Orientation::NoTransforms);
    let mut image = ::image::DynamicImage::from_decoder(decoder).map_err(|error| error.to_string())?;
    image.apply_orientation(orientation);
    let image = match image {
        image @ (DynamicImage::ImageRgb32F(_) | DynamicImage::ImageRgba32F(_)) => image.to_rgb8().into(),
        image => without_idle_alpha(image),
    };
    let mut png = Cursor::new(Vec::new());
    image.write_to(&mut png, Raster::Png).map_err(|error| error.to_string())?;
    Ok(png.into_inner())
}

/// The image without its share of transparency, where no pixel is transparent: a scan need not be larger for it.
fn without_idle_alpha(image: DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageRgba8(it) if it.pixels().all(|p| p.0[3] == u8::MAX) => {
            DynamicImage::from(it).to_rgb8().into()
        }
        DynamicImage::ImageRgba16(it) if it.pixels().all(|p| p.0[3] == u16::MAX) => {
            DynamicImage::from(it).to_rgb16().into()
        }
        DynamicImage::ImageLumaA8(it) if it.pixels().all(|p| p.0[1] == u8::MAX) => {
            DynamicImage::from(it).to_luma8().into()
        }
        DynamicImage::ImageLumaA16(it) if it.pixels().all(|p| p.0[1] == u16::MAX) => {
            DynamicImage::from(it).to_luma16().into()
        }
        image => image,
    }
}

/// A reader of the file that takes no more memory than it may.
fn reader(bytes: &[u8]) -> Result<::image::ImageReader<Cursor<&[u8]>>, String> {
    let mut reader = ::image::ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|e| e.to_string())?;
    let mut limits = ::image::Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    (limits.max_image_width, limits.max_image_height) = (Some(MOST_PIXELS), Some(MOST_PIXELS));
    reader.limits(limits);
    Ok(reader)
}

/// Width and height of a photograph as it is looked at: a camera that was held on its side says so.
fn upright(mut decoder: impl ::image::ImageDecoder) -> (u32, u32) {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    let (width, height) = decoder.dimensions();
    match decoder.orientation() {
        Ok(Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH) => (height, width),
        _ => (width, height),
    }
}

/// Checks that an image can be decoded and how large it is. The pixels of a JPEG are not looked at: the PDF takes it as it
/// is, and a book may have hundreds.
fn raster(
    format: ImageFormat,
    density: Option<f64>,
    bytes: &[u8],
) -> Result<(ImageFormat, Option<f64>, u32, u32), String> {
    let reader = reader(bytes)?;
    let (width, height) = if format == ImageFormat::Jpeg {
        if !bytes.windows(2).rev().any(|pair| pair == [0xff, 0xd9]) {
            return Err("the file ends before the image does".into());
        }
        upright(reader.into_decoder().map_err(|error| error.to_string())?)
    } else {
        let image = reader.decode().map_err(|error| error.to_string())?;
        (image.width(), image.height())
    };
    match (width, height) {
        (1..=MOST_PIXELS, 1..=MOST_PIXELS) => Ok((format, density, width, height)),
        _ => Err(format!("{width} × {height} pixels are no size for an image")),
    }
}

/// True for a JPEG in cyan, magenta, yellow and black: its frame header (ITU-T T.81, B.2.2) counts four components.
pub(super) fn has_four_inks(bytes: &[u8]) -> bool {
    let components = || {
        let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
        loop {
            rest = &rest[rest.iter().position(|byte| *byte != 0xff)?..];
            let length = usize::from(u16::from_be_bytes([*rest.get(1)?, *rest.get(2)?]));
            match rest[0] {
                0xc4 | 0xc8 | 0xcc => {}
                0xc0..=0xcf => return rest.get(8).copied(),
                _ => {}
            }
            rest = rest.get(1 + length..)?;
        }
    };
    components() == Some(4)
}

/// Densities that a person may have meant, in pixels per inch.
fn plausible(density: f64) -> Option<f64> {
    (36.0..=4800.0).contains(&density).then_some(density)
}

fn png_density(bytes: &[u8]) -> Option<f64> {
    let mut rest = bytes.get(8..)?;
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let data = rest.get(8..)?.get(..length)?;
        match rest.get(4..8)? {
            b"pHYs" if data.get(8) == Some(&1) => {
                let per_metre = u32::from_be_bytes(data.get(..4)?.try_into().ok()?);
                return plausible(f64::from(per_metre) * 0.0254);
            }
            b"IDAT" | b"pHYs" => return None,
            _ => rest = rest.get(length + 12..)?,
        }
    }
}

fn jpeg_density(bytes: &[u8]) -> Option<f64> {
    let header = bytes.get(2..18)?;
    if header[..2] != [0xff, 0xe0] || &header[4..9] != b"JFIF\0" {
        return None;
    }
    let density = f64::from(u16::from_be_bytes([header[12], header[13]]));
    match header[11] {
        1 => plausible(density),
        2 => plausible(density * 2.54),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PNG of this many pixels, all of one grey.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let image = ::image::GrayImage::from_pixel(width, height, ::image::Luma([7]));
        image.write_to(&mut bytes, ::image::ImageFormat::Png).expect("encodes");
        bytes.into_inner()
    }

    #[test]
    fn a_header_that_promises_too_many_pixels_is_refused() {
        let mut bomb = png(1, 1);
        bomb[16..24].copy_from_slice(&[0, 0x0f, 0, 0, 0, 0x0f, 0, 0]);
        assert!(measure("x.png", bomb).is_err());
        assert!(measure("x.png", Vec::new()).is_err());
        assert!(measure("x.bmp", b"BM\0\0\0\0".to_vec()).is_err());
    }

    #[test]
    fn scans_become_png_and_lose_no_pixel() {
        let mut picture = ::image::RgbImage::from_pixel(5, 3, ::image::Rgb([200, 100, 50]));
        picture.put_pixel(4, 2, ::image::Rgb([1, 2, 3]));
        for format in [Raster::Bmp, Raster::Tiff, Raster::Pnm, Raster::Qoi] {
            let mut bytes = Cursor::new(Vec::new());
            picture.write_to(&mut bytes, format).expect("encodes");
            let bytes = bytes.into_inner();
            let made = measure("x", bytes.clone()).expect("an image");
            assert_eq!((made.format, made.width, made.height), (ImageFormat::Png, 5, 3));
            assert_eq!(::image::load_from_memory(&made.bytes).expect("a PNG").to_rgb8(), picture);
            assert!(measure("x", bytes[..bytes.len() / 2].to_vec()).is_err(), "{format:?}");
        }
    }

    #[test]
    fn only_what_is_transparent_somewhere_keeps_its_transparency() {
        for (alpha, colour) in [(255, ::image::ColorType::Rgb8), (254, ::image::ColorType::Rgba8)] {
            let mut bytes = Cursor::new(Vec::new());
            let picture = ::image::RgbaImage::from_pixel(3, 2, ::image::Rgba([9, 8, 7, alpha]));
            picture.write_to(&mut bytes, Raster::Tiff).expect("encodes");
            let made = measure("x.tiff", bytes.into_inner()).expect("an image");
            let read = ::image::load_from_memory(&made.bytes).expect("a PNG");
            assert_eq!((read.color(), read.to_rgba8()), (colour, picture));
        }
    }

    #[test]
    fn densities_are_read_from_png_and_jpeg() {
        let mut bytes = png(2, 2);
        let mut chunk = vec![0, 0, 0, 9];
        chunk.extend(b"pHYs");
        chunk.extend([0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1, 0, 0, 0, 0]);
        bytes.splice(33..33, chunk);
        assert_eq!(png_density(&bytes).map(f64::round), Some(300.0));
        assert_eq!(png_density(&bytes[..20]), None);
        let jfif = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00\x48\x00\x48\x00\x00";
        assert_eq!(jpeg_density(jfif), Some(72.0));
        assert_eq!(jpeg_density(&jfif[..10]), None);
    }

    #[test]
    fn a_jpeg_that_ends_too_early_is_refused() {
        let mut bytes = Cursor::new(Vec::new());
        let image = ::image::GrayImage::from_pixel(64, 32, ::image::Luma([7]));
        image.write_to(&mut bytes, ::image::ImageFormat::Jpeg).expect("encodes");
        let bytes = bytes.into_inner();
        assert_eq!(measure("x.jpg", bytes.clone()).map(|i| (i.width, i.height)), Ok((64, 32)));
        assert!(measure("x.jpg", bytes[..bytes.len() - 20].to_vec()).is_err());
    }
}

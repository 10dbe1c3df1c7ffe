//! Images as a PDF carries them (ISO 32000-1, 8.9).
//!
//! In: the image files that the pages show. Out: one object for each. JPEG files and plain PNG files are taken over
//! untouched, other pixels are decoded and deflated with their transparency beside them, drawings stay drawings.

use super::jpeg::Turn;
use super::svg::{self, Drawing};
use super::{Error, jpeg, png};
use crate::document::{ImageFormat, ImageId, ImageResource};
use crate::font::FontBook;
use crate::page::{Item, Pages};
use image::{DynamicImage, GenericImageView};
use lopdf::{Dictionary, Document, ObjectId, Stream};
use printpdf::{DictItem, ExternalStream, ExternalXObject};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The images of a book by their ids.
pub(super) type Images = BTreeMap<ImageId, Embedded>;

/// An image that is ready for the file.
pub(super) enum Embedded {
    /// Pixels.
    Raster(Raster),
    /// A drawing.
    Drawing(Box<Drawing>),
}

/// Pixels, encoded or not, and what the file states about them.
pub(super) struct Raster {
    dict: BTreeMap<String, DictItem>,
    content: Vec<u8>,
    /// False when the content is encoded already.
    compress: bool,
    /// How opaque each pixel is, 255 for ink that hides the paper.
    alpha: Option<Vec<u8>>,
    /// How it has to be turned.
    pub(super) turn: Turn,
}

impl Raster {
    /// The image as printpdf takes it, without its pixels: printpdf would copy them more than once.
    pub(super) fn to_printpdf(&self) -> ExternalXObject {
        let stream = ExternalStream { dict: self.dict.clone(), content: Vec::new(), compress: self.compress };
        ExternalXObject { stream, width: None, height: None, dpi: None }
    }

    /// Puts the pixels into the object that printpdf made.
    pub(super) fn fill(self, doc: &mut Document, id: ObjectId) -> Result<(), lopdf::Error> {
        let mask = self.alpha.map(|alpha| {
            let dict = self.dict.iter().filter(|(key, _)| *key != "ColorSpace");
            let mut dict: Dictionary = dict.map(|(key, value)| (key.as_bytes().to_vec(), value.to_lopdf())).collect();
            dict.set("ColorSpace", "DeviceGray");
            doc.add_object(Stream::new(dict, alpha))
        });
        let stream = doc.get_object_mut(id)?.as_stream_mut()?;
        stream.set_content(self.content);
        if let Some(mask) = mask {
            stream.dict.set("SMask", mask);
        }
        Ok(())
    }
}

/// Prepares the images that the pages show.
///
/// # Errors
/// When an image is not there or cannot be decoded.
pub(super) fn embed(pages: &Pages, fonts: &FontBook) -> Result<Images, Error> {
    let shown: BTreeSet<ImageId> = super::items(pages).filter_map(image_of).collect();
    let resources: Vec<(ImageId, &ImageResource)> = shown
        .into_iter()
        .map(|id| match pages.images.get(id.0 as usize) {
            Some(resource) => Ok((id, resource)),
            None => Err(Error::Assemble(format!("there is no image {}", id.0))),
        })
        .collect::<Result<_, _>>()?;
    let has_drawing = resources.iter().any(|(_, resource)| resource.format == ImageFormat::Svg);
    let type_case = has_drawing.then(|| svg::TypeCase::new(fonts));
    let embed = |(id, resource): (ImageId, &ImageResource)| {
        let embedded = embed_one(resource, type_case.as_ref());
        let reason = |reason| Error::Image { path: resource.path.clone(), reason };
        embedded.map(|embedded| (id, embedded)).map_err(reason)
    };
    resources.into_par_iter().map(embed).collect()
}

fn image_of(item: &Item) -> Option<ImageId> {
    match item {
        Item::Image { image, .. } => Some(*image),
        Item::Glyphs(_) | Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => None,
    }
}

fn embed_one(resource: &ImageResource, type_case: Option<&svg::TypeCase>) -> Result<Embedded, String> {
    let decode = |format| image::load_from_memory_with_format(&resource.bytes, format).map_err(|e| e.to_string());
    let format = match (resource.format, type_case) {
        (ImageFormat::Svg, Some(type_case)) => {
            return svg::convert(&resource.bytes, type_case).map(|drawing| Embedded::Drawing(Box::new(drawing)));
        }
        (ImageFormat::Svg, None) => return Err("no fonts for a drawing".into()),
        (ImageFormat::Jpeg, _) => match jpeg::header(&resource.bytes) {
            Some(header) => return Ok(Embedded::Raster(taken_over(header, resource.bytes.to_vec()))),
            None => image::ImageFormat::Jpeg,
        },
        (ImageFormat::Png, _) => match png::rows(&resource.bytes) {
            Some(rows) => return Ok(Embedded::Raster(filtered(rows))),
            None => image::ImageFormat::Png,
        },
        (ImageFormat::Gif, _) => image::ImageFormat::Gif,
        (ImageFormat::WebP, _) => image::ImageFormat::WebP,
    };
    decode(format).map(|image| Embedded::Raster(pixels(&image)))
}

/// A JPEG file as it is.
fn taken_over(header: jpeg::Header, bytes: Vec<u8>) -> Raster {
    let space = match header.components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => "DeviceCMYK",
    };
    let size = (u32::from(header.width), u32::from(header.height));
    let mut dict = dictionary(size, space);
    dict.insert("Filter".into(), name("DCTDecode"));
    if header.components == 4 && header.adobe {
        let inverted = [1, 0].repeat(4).into_iter().map(DictItem::Int).collect();
        dict.insert("Decode".into(), DictItem::Array(inverted));
    }
    Raster { dict, content: bytes, compress: false, alpha: None, turn: header.turn }
}

/// The rows of a PNG file as they are: the filters of PNG are predictors of PDF.
fn filtered(rows: png::Rows) -> Raster {
    let integer = |value| DictItem::Int(i64::from(value));
    let parameters = [
        ("Predictor", DictItem::Int(15)),
        ("Colors", integer(u32::from(rows.color.samples()))),
        ("BitsPerComponent", integer(u32::from(rows.bits))),
        ("Columns", integer(rows.width)),
    ];
    let parameters = parameters.map(|(key, value)| (key.to_string(), value)).into_iter().collect();
    let size = (rows.width, rows.height);
    let mut dict = match rows.color {
        png::Color::Grey => dictionary(size, "DeviceGray"),
        png::Color::Rgb => dictionary(size, "DeviceRGB"),
        png::Color::Palette(colors) => {
            let last = DictItem::Int(colors.len() as i64 / 3 - 1);
            let colors = DictItem::String { data: colors, literal: false };
            let mut dict = dictionary(size, "DeviceRGB");
            dict.insert("ColorSpace".into(), DictItem::Array(vec![name("Indexed"), name("DeviceRGB"), last, colors]));
            dict
        }
    };
    dict.insert("BitsPerComponent".into(), integer(u32::from(rows.bits)));
    dict.insert("Filter".into(), name("FlateDecode"));
    dict.insert("DecodeParms".into(), DictItem::Dict { map: parameters });
    Raster { dict, content: rows.deflated, compress: false, alpha: None, turn: Turn::default() }
}

/// Decoded pixels, eight bits each, with a soft mask when any of them lets the paper through.
fn pixels(image: &DynamicImage) -> Raster {
    let color = image.color();
    let (space, content) = match color.has_color() {
        true => ("DeviceRGB", image.to_rgb8().into_raw()),
        false => ("DeviceGray", image.to_luma8().into_raw()),
    };
    let alpha = color.has_alpha().then(|| alpha(image)).filter(|alpha| alpha.iter().any(|a| *a != u8::MAX));
    Raster { dict: dictionary(image.dimensions(), space), content, compress: true, alpha, turn: Turn::default() }
}

fn alpha(image: &DynamicImage) -> Vec<u8> {
    match image {
        DynamicImage::ImageRgba8(pixels) => pixels.pixels().map(|pixel| pixel.0[3]).collect(),
        DynamicImage::ImageLumaA8(pixels) => pixels.pixels().map(|pixel| pixel.0[1]).collect(),
        other => other.to_luma_alpha8().pixels().map(|pixel| pixel.0[1]).collect(),
    }
}

fn dictionary((width, height): (u32, u32), space: &str) -> BTreeMap<String, DictItem> {
    let entries = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(i64::from(width))),
        ("Height", DictItem::Int(i64::from(height))),
        ("ColorSpace", name(space)),
        ("BitsPerComponent", DictItem::Int(8)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect()
}

fn name(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opaque_image_has_no_mask() {
        let opaque = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(2, 2, image::Rgba([1, 2, 3, 255])));
        assert!(pixels(&opaque).alpha.is_none());
        let clear = DynamicImage::ImageRgba16(image::ImageBuffer::from_pixel(2, 2, image::Rgba([0, 0, 0, 32_768])));
        assert_eq!(pixels(&clear).alpha, Some(vec![128; 4]));
    }

    #[test]
    fn four_inks_of_adobe_are_turned_over() {
        let header = jpeg::Header { width: 1, height: 1, components: 4, adobe: true, turn: Turn::default() };
        assert!(taken_over(header, vec![]).dict.contains_key("Decode"));
        assert!(!taken_over(jpeg::Header { adobe: false, ..header }, vec![]).dict.contains_key("Decode"));
    }
}

//! PNG files whose pixels a PDF can take as they are (PNG, third edition, sections 5 and 11; ISO 32000-1, 7.4.4.4).
//!
//! In: the bytes of a file. Out: its deflated, filtered rows untouched, and what a PDF has to state about them. A file
//! with transparency or interlacing has to be decoded instead.

/// The pixels of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rows {
    /// Width in pixels.
    pub(super) width: u32,
    /// Height in pixels.
    pub(super) height: u32,
    /// Bits of a sample.
    pub(super) bits: u8,
    /// What the samples mean.
    pub(super) color: Color,
    /// The filtered rows, as one zlib stream.
    pub(super) deflated: Vec<u8>,
}

/// What the samples of a pixel mean.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Color {
    /// One grey.
    Grey,
    /// Red, green, blue.
    Rgb,
    /// A place in this list of red, green, blue.
    Palette(Vec<u8>),
}

impl Color {
    /// Samples of one pixel.
    pub(super) fn samples(&self) -> u8 {
        match self {
            Color::Grey | Color::Palette(_) => 1,
            Color::Rgb => 3,
        }
    }
}

/// Takes the rows out of a file; `None` when they have to be decoded.
pub(super) fn rows(bytes: &[u8]) -> Option<Rows> {
    let mut rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let (mut header, mut palette, mut deflated) = (None, None, Vec::new());
    loop {
        let (kind, data, after) = chunk(rest)?;
        rest = after;
        match kind {
            b"IHDR" => header = Some(data),
            b"PLTE" => palette = Some(data.to_vec()),
            b"tRNS" => return None,
            b"IDAT" => deflated.extend_from_slice(data),
            b"IEND" => break,
            _ => {}
        }
    }
    let &[w3, w2, w1, w0, h3, h2, h1, h0, bits, color, 0, 0, 0] = header? else { return None };
    let color = match color {
        0 => Color::Grey,
        2 => Color::Rgb,
        3 => Color::Palette(palette.filter(|p| !p.is_empty() && p.len() % 3 == 0 && p.len() <= 768)?),
        _ => return None,
    };
    let (width, height) = (u32::from_be_bytes([w3, w2, w1, w0]), u32::from_be_bytes([h3, h2, h1, h0]));
    Some(Rows { width, height, bits, color, deflated })
}

/// Kind, data, and what follows the chunk.
fn chunk(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let length = u32::from_be_bytes(*length) as usize;
    let data = rest.get(..length)?;
    Some((kind, data, rest.get(length + 4..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, ImageFormat};

    fn png(image: &DynamicImage) -> Vec<u8> {
        let mut bytes = Vec::new();
        image.write_to(&mut std::io::Cursor::new(&mut bytes), ImageFormat::Png).expect("encodes");
        bytes
    }

    #[test]
    fn opaque_files_give_their_rows() {
        let rows = rows(&png(&DynamicImage::new_rgb16(3, 2))).expect("rows");
        assert_eq!((rows.width, rows.height, rows.bits, rows.color), (3, 2, 16, Color::Rgb));
        let file = png(&DynamicImage::new_luma8(3, 2));
        assert_eq!(super::rows(&file).expect("rows").color, Color::Grey);
        for end in 0..file.len() {
            assert_eq!(super::rows(&file[..end]), None);
        }
    }

    #[test]
    fn transparent_files_are_left_to_the_decoder() {
        assert_eq!(rows(&png(&DynamicImage::new_rgba8(3, 2))), None);
    }
}

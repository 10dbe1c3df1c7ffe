//! What a JPEG file says about itself (ITU-T T.81, annex B).
//!
//! In: the bytes of a file. Out: what a PDF has to state about it when the bytes are taken over untouched.

/// What the frame header and the Adobe marker say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Width in pixels.
    pub(super) width: u16,
    /// Height in pixels.
    pub(super) height: u16,
    /// 1 for grey, 3 for colour, 4 for the four printing inks.
    pub(super) components: u8,
    /// True when the Adobe marker is there: four inks are then stored inverted.
    pub(super) adobe: bool,
    /// How the camera was held.
    pub(super) turn: Turn,
}

/// How an image is to be turned to stand upright: first its diagonal, then its sides (Exif 2.3, tag 0x0112).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Turn {
    /// Columns become rows: mirrored at the diagonal from the lower left to the upper right.
    pub(super) transposed: bool,
    /// Left and right change places.
    pub(super) left_right: bool,
    /// Top and bottom change places.
    pub(super) top_bottom: bool,
}

impl Turn {
    fn new(orientation: u16) -> Turn {
        Turn {
            transposed: matches!(orientation, 5..=8),
            left_right: matches!(orientation, 2 | 3 | 5 | 8),
            top_bottom: matches!(orientation, 3..=6),
        }
    }
}

/// Reads the header; `None` for a file that PDF cannot take as it is (12 bits, lossless, arithmetic coding) or that is
/// no JPEG.
pub(super) fn header(bytes: &[u8]) -> Option<Header> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    let (mut adobe, mut turn) = (false, Turn::default());
    loop {
        let (marker, after) = next_marker(rest)?;
        if matches!(marker, 0x01 | 0xD0..=0xD7) {
            rest = after;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
        let segment = after.get(2..length)?;
        rest = &after[length..];
        match marker {
            // Baseline, extended and progressive frames with Huffman coding.
            0xC0..=0xC2 => return Some(Header { adobe, turn, ..frame(segment)? }),
            0xE1 => turn = orientation(segment).map_or(turn, Turn::new),
            0xEE => adobe |= segment.starts_with(b"Adobe"),
            // Other frames, the start of a scan, the end of the image.
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xD9 | 0xDA => return None,
            _ => {}
        }
    }
}

fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let fill = bytes.iter().take_while(|byte| **byte == 0xFF).count();
    let marker = *bytes.get(fill)?;
    (fill > 0 && marker != 0).then(|| (marker, &bytes[fill + 1..]))
}

fn frame(segment: &[u8]) -> Option<Header> {
    let &[bits, h1, h0, w1, w0, components, ..] = segment else { return None };
    let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
    let known = bits == 8 && matches!(components, 1 | 3 | 4) && width > 0 && height > 0;
    known.then_some(Header { width, height, components, adobe: false, turn: Turn::default() })
}

/// The orientation in an Exif segment: a TIFF file whose first directory may hold it.
fn orientation(segment: &[u8]) -> Option<u16> {
    const ORIENTATION: u16 = 0x0112;
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let (high, low) = if big { (4, 6) } else { (6, 4) };
    let directory = usize::from(short(high)?) << 16 | usize::from(short(low)?);
    let entries = usize::from(short(directory)?);
    let mut entries = (0..entries).map(|nth| directory + 2 + 12 * nth);
    let entry = entries.find(|at| short(*at) == Some(ORIENTATION))?;
    short(entry + 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoded_image_has_its_header_read() {
        let mut bytes = Vec::new();
        image::GrayImage::new(7, 5)
            .write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Jpeg)
            .expect("encodes");
        assert_eq!(
            header(&bytes),
            Some(Header { width: 7, height: 5, components: 1, adobe: false, turn: Turn::default() })
        );
    }

    #[test]
    fn broken_files_have_no_header() {
        let cmyk = [0xFF, 0xD8, 0xFF, 0xEE, 0, 7, b'A', b'd', b'o', b'b', b'e', 0xFF, 0xC0, 0, 8, 8, 0, 1, 0, 2, 4];
        assert_eq!(
            header(&cmyk),
            Some(Header { width: 2, height: 1, components: 4, adobe: true, turn: Turn::default() })
        );
        for end in 0..cmyk.len() {
            assert_eq!(header(&cmyk[..end]), None);
        }
        assert_eq!(header(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0, 0]), None);
    }

    #[test]
    fn the_orientation_is_read_in_both_byte_orders() {
        let big = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
        let little = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        assert_eq!([orientation(big), orientation(little)], [Some(6); 2]);
        assert!((0..big.len() - 4).all(|end| orientation(&big[..end]).is_none()));
        assert_eq!(Turn::new(6), Turn { transposed: true, left_right: false, top_bottom: true });
        assert_eq!(Turn::new(1), Turn::default());
    }
}

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
}

/// Reads the header; `None` for a file that PDF cannot take as it is (12 bits, lossless, arithmetic coding) or that is
/// no JPEG.
pub(super) fn header(bytes: &[u8]) -> Option<Header> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    let mut adobe = false;
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
            0xC0..=0xC2 => return frame(segment, adobe),
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

fn frame(segment: &[u8], adobe: bool) -> Option<Header> {
    let &[bits, h1, h0, w1, w0, components, ..] = segment else { return None };
    let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
    let known = bits == 8 && matches!(components, 1 | 3 | 4) && width > 0 && height > 0;
    known.then_some(Header { width, height, components, adobe })
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
        assert_eq!(header(&bytes), Some(Header { width: 7, height: 5, components: 1, adobe: false }));
    }

    #[test]
    fn broken_files_have_no_header() {
        let cmyk = [0xFF, 0xD8, 0xFF, 0xEE, 0, 7, b'A', b'd', b'o', b'b', b'e', 0xFF, 0xC0, 0, 8, 8, 0, 1, 0, 2, 4];
        assert_eq!(header(&cmyk), Some(Header { width: 2, height: 1, components: 4, adobe: true }));
        for end in 0..cmyk.len() {
            assert_eq!(header(&cmyk[..end]), None);
        }
        assert_eq!(header(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0, 0]), None);
    }
}

//! What cameras and programs note in image files.
//!
//! In: a PNG, a JPEG or a GIF. Out: the same picture, byte for byte, without the notes: places, owners, thumbnails, comments. What
//! says how colours look stays.

/// Chunks of a PNG that change what is seen, or how large (PNG Specification, third edition, §11).
const PNG_KEPT: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// A PNG without its notes; `None` for what is none.
pub(super) fn strip_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let (signature, mut rest) = bytes.split_at_checked(8)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(signature);
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        let name = &chunk[4..8];
        if PNG_KEPT.iter().any(|kept| kept[..] == *name) {
            out.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            return Some(out);
        }
        rest = after;
    }
    None
}

/// A JPEG without its notes: application segments but for JFIF, colour profiles and Adobe's colour transform, and comments
/// (ITU-T T.81 §B.2.4); `None` for what is none.
pub(super) fn strip_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.get(..2)? != [0xFF, 0xD8] {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&bytes[..2]);
    let mut at = 2;
    loop {
        let (mark, marker) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        match (mark, marker) {
            // Fill bytes may stand before any marker.
            (0xFF, 0xFF) => at += 1,
            // The picture itself.
            (0xFF, 0xDA) => {
                out.extend_from_slice(&bytes[at..]);
                return Some(out);
            }
            (0xFF, _) => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let segment = bytes.get(at..at + 2 + length)?;
                let content = segment.get(4..)?;
                let kept = match marker {
                    0xE0 => content.starts_with(b"JFIF\0"),
                    0xE2 => content.starts_with(b"ICC_PROFILE\0"),
                    0xEE => content.starts_with(b"Adobe"),
                    0xE1..=0xEF | 0xFE => false,
                    _ => true,
                };
                if kept {
                    out.extend_from_slice(segment);
                }
                at += 2 + length;
            }
            _ => return None,
        }
    }
}

/// A GIF without its notes: comments, and application extensions but for the one that makes it run again (GIF89a, §24 and
/// §26); `None` for what is none.
pub(super) fn strip_gif(bytes: &[u8]) -> Option<Vec<u8>> {
    // The length of a table of colours, as the byte of flags before it says.
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let blocks = |from: usize| {
        let mut at = from;
        loop {
            match usize::from(*bytes.get(at)?) {
                0 => return Some(at + 1),
                length => at += 1 + length,
            }
        }
    };
    if !matches!(bytes.get(..6)?, b"GIF87a" | b"GIF89a") {
        return None;
    }
    let mut at = 13 + table(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let (end, kept) = match *bytes.get(at)? {
            0x3B => {
                out.push(0x3B);
                return Some(out);
            }
            0x2C => (blocks(at + 11 + table(*bytes.get(at + 9)?))?, true),
            0x21 => {
                let runs_again = || matches!(bytes.get(at + 3..at + 14), Some(b"NETSCAPE2.0" | b"ANIMEXTS1.0"));
                let kept = match *bytes.get(at + 1)? {
                    0xFE => false,
                    0xFF => runs_again(),
                    _ => true,
                };
                (blocks(at + 2)?, kept)
            }
            _ => return None,
        };
        if kept {
            out.extend_from_slice(bytes.get(at..end)?);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn picture(format: image::ImageFormat) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        image::RgbImage::from_pixel(3, 3, image::Rgb([1, 2, 3])).write_to(&mut file, format).expect("an image");
        file.into_inner()
    }

    #[test]
    fn notes_are_taken_out_and_the_picture_stays() {
        let png = picture(image::ImageFormat::Png);
        let mut noted = png.clone();
        noted.splice(33..33, [&[0, 0, 0, 4][..], b"tEXtwhom", &[0; 4]].concat());
        assert_eq!(strip_png(&noted), Some(png));
        let jpeg = picture(image::ImageFormat::Jpeg);
        let mut noted = jpeg.clone();
        noted.splice(2..2, [&[0xFF, 0xE1, 0, 8][..], b"Exif\0\0", &[0xFF, 0xFE, 0, 4], b"me"].concat());
        assert_eq!(strip_jpeg(&noted), Some(jpeg));
        let gif = picture(image::ImageFormat::Gif);
        let mut noted = gif.clone();
        let comment = [&[0x21, 0xFE, 2][..], b"me", &[0]].concat();
        let xmp = [&[0x21, 0xFF, 11][..], b"XMP DataXMP", &[3], b"who", &[0]].concat();
        noted.splice(gif.len() - 1..gif.len() - 1, [comment, xmp].concat());
        assert_eq!(strip_gif(&noted).as_deref(), Some(&gif[..]));
        assert_eq!((strip_gif(&gif[..gif.len() - 1]), strip_gif(b"GIF89a")), (None, None));
    }

    #[test]
    fn what_breaks_off_is_left_alone() {
        let (png, jpeg) = (picture(image::ImageFormat::Png), picture(image::ImageFormat::Jpeg));
        assert_eq!((strip_png(&png[..40]), strip_jpeg(&jpeg[..40])), (None, None));
        assert_eq!((strip_png(&[]), strip_jpeg(&[])), (None, None));
        assert_eq!(strip_png(&[0xFF; 20]), None);
    }
}

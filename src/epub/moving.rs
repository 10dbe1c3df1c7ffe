//! Images that may flash or move.
//!
//! In: an image file. Out: whether it holds more than one frame, or says that something in it changes with time.

use crate::document::{ImageFormat, ImageResource};
use image::AnimationDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use std::io::Cursor;

/// What makes a drawing move (SVG 2 §19; CSS Animations).
const SVG_MOVES: [&str; 5] = ["<animate", "<set", ":animate", "@keyframes", "animation"];

/// True when a reader may see it move; a file that cannot be looked through counts as one that may.
pub(super) fn may_move(image: &ImageResource) -> bool {
    let bytes = &*image.bytes;
    match image.format {
        ImageFormat::Gif => {
            GifDecoder::new(Cursor::new(bytes)).map_or(true, |gif| gif.into_frames().take(2).count() > 1)
        }
        ImageFormat::Png => PngDecoder::new(Cursor::new(bytes)).and_then(|png| png.is_apng()).unwrap_or(true),
        ImageFormat::Svg => {
            let text = String::from_utf8_lossy(bytes);
            SVG_MOVES.iter().any(|sign| text.contains(sign))
        }
        // WebP becomes PNG, of its first frame.
        ImageFormat::Jpeg | ImageFormat::WebP => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(format: ImageFormat, bytes: Vec<u8>) -> ImageResource {
        ImageResource { path: "a".into(), format, bytes: bytes.into(), width: 2, height: 2, density: None }
    }

    #[test]
    fn one_frame_stands_still_and_two_may_not() {
        for frames in [1, 2] {
            let mut file = Vec::new();
            {
                let mut encoder = image::codecs::gif::GifEncoder::new(&mut file);
                for shade in 0..frames {
                    let picture = image::RgbaImage::from_pixel(2, 2, image::Rgba([shade, 0, 0, 255]));
                    encoder.encode_frame(image::Frame::new(picture)).expect("a frame");
                }
            }
            assert_eq!(may_move(&resource(ImageFormat::Gif, file)), frames > 1);
        }
        assert!(may_move(&resource(ImageFormat::Gif, vec![1])));
        let still = "<svg><style>rect{fill:red}</style></svg>";
        let moving = "<svg><rect><animate attributeName='x'/></rect></svg>";
        assert_eq!([still, moving].map(|svg| may_move(&resource(ImageFormat::Svg, svg.into()))), [false, true]);
    }
}

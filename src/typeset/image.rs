//! The size of images.
//!
//! In: an image file, what the author asks of it, the room that there is. Out: how large it is shown. A raster image has
//! 150 pixels an inch unless it states more: one that states fewer was made for a screen, which says nothing about paper.

use crate::document::{Extent, Image, ImageFormat, ImageResource};
use crate::units::{Length, Size};

/// Pixels per inch at which a raster image is shown that states no more of them: what printers ask for at least.
const DENSITY: f64 = 150.0;
/// CSS pixels per inch (CSS Values and Units, 6.2).
const CSS_DENSITY: f64 = 96.0;

/// The size at which an image is meant to be seen.
pub(crate) fn natural_size(image: &ImageResource) -> Size {
    let density = match image.format {
        ImageFormat::Svg => CSS_DENSITY,
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP => {
            image.density.unwrap_or(DENSITY).max(DENSITY)
        }
    };
    let length = |pixels: u32| Length::inch(f64::from(pixels.max(1)) / density);
    Size::new(length(image.width), length(image.height))
}

/// The room that the author asks for; `None` when nothing is asked.
pub(crate) fn asked_size(image: &Image, natural: Size, room: Size) -> Option<Size> {
    let length = |extent: Extent, whole: Length| match extent {
        Extent::Share(share) => whole * i64::from(share) / 1000,
        Extent::Length(length) => length,
    };
    let width = image.width.map(|extent| length(extent, room.width));
    let height = image.height.map(|extent| length(extent, room.height));
    match (width, height) {
        (None, None) => None,
        (Some(width), Some(height)) => Some(Size::new(width, height)),
        (Some(width), None) => Some(Size::new(width, natural.height.scale(width.ratio(natural.width)))),
        (None, Some(height)) => Some(Size::new(natural.width.scale(height.ratio(natural.height)), height)),
    }
}

/// A size scaled up or down to fit.
pub(crate) fn fit_into(size: Size, room: Size) -> Size {
    let factor = room.width.ratio(size.width).min(room.height.ratio(size.height));
    Size::new(size.width.scale(factor), size.height.scale(factor))
}

/// A size scaled down to fit.
pub(crate) fn fitted(size: Size, room: Size) -> Size {
    let factor = room.width.ratio(size.width).min(room.height.ratio(size.height)).min(1.0);
    Size::new(size.width.scale(factor), size.height.scale(factor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ImageSource;

    fn image(format: ImageFormat, density: Option<f64>) -> ImageResource {
        ImageResource { path: "a".into(), format, bytes: [].into(), width: 300, height: 150, density }
    }

    fn points(width: f64, height: f64) -> Size {
        Size::new(Length::pt(width), Length::pt(height))
    }

    #[test]
    fn density_decides_the_natural_size() {
        assert_eq!(natural_size(&image(ImageFormat::Png, None)).width, Length::inch(2.0));
        assert_eq!(natural_size(&image(ImageFormat::Png, Some(300.0))).width, Length::inch(1.0));
        assert_eq!(natural_size(&image(ImageFormat::Jpeg, Some(72.0))).width, Length::inch(2.0));
        assert_eq!(natural_size(&image(ImageFormat::Svg, None)).width, Length::inch(3.125));
    }

    #[test]
    fn an_image_is_never_enlarged_unasked_and_keeps_its_shape() {
        let size = points(200.0, 100.0);
        assert_eq!(fitted(size, points(400.0, 400.0)), size);
        assert_eq!(fitted(size, points(100.0, 400.0)).height, Length::pt(50.0));
        assert_eq!(fitted(size, points(400.0, 50.0)).width, Length::pt(100.0));
        assert_eq!(fit_into(size, points(400.0, 400.0)), points(400.0, 200.0));
    }

    #[test]
    fn a_width_is_a_share_of_the_room_or_a_length() {
        let (natural, room) = (points(200.0, 100.0), points(300.0, 500.0));
        let mut asked = Image::new(ImageSource::Remote("x".into()), String::new());
        assert_eq!(asked_size(&asked, natural, room), None);
        asked.width = Some(Extent::Share(500));
        assert_eq!(asked_size(&asked, natural, room), Some(points(150.0, 75.0)));
        asked.height = Some(Extent::Length(Length::pt(60.0)));
        assert_eq!(asked_size(&asked, natural, room), Some(points(150.0, 60.0)));
    }
}

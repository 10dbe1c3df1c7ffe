//! Image files of the publication.
//!
//! In: the document's images. Out: for each one that is shown, a name, a media type and bytes that readers accept: pictures
//! by `raster`, drawings made safe by `svg`.

use super::places::{Names, slug};
use super::{raster, svg};
use crate::document::{BlockKind, Document, Image, ImageFormat, ImageId, ImageResource, ImageSource, InlineKind};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Pixels that a cover may have at least, whatever the limit for the images of the text: shops want 1600 × 2560.
const COVER: u64 = 1600 * 2560;

/// An image as the archive holds it.
#[derive(Debug)]
pub(super) struct ImageFile<'a> {
    /// Its name inside the publication, such as `images/house.png`.
    pub(super) name: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// The file.
    pub(super) bytes: Cow<'a, [u8]>,
}

/// The image files of a publication.
#[derive(Debug, Default)]
pub(super) struct Images<'a> {
    /// The cover.
    pub(super) cover: Option<ImageFile<'a>>,
    shown: BTreeMap<ImageId, ImageFile<'a>>,
    /// The image that is the cover as well.
    cover_id: Option<ImageId>,
}

impl<'a> Images<'a> {
    /// The images that a document shows, each of at most so many pixels, and its cover: its own, else `drawn`.
    pub(super) fn of(document: &'a Document, drawn: Option<&'a ImageResource>, most: u64) -> Images<'a> {
        let mut names = Names::default();
        let own = document.cover.and_then(|id| Some((id, document.images.get(id.0 as usize)?)));
        let cover = own.map(|(_, image)| image).or(drawn);
        let cover = cover.map(|image| file(encode(image, most.max(COVER)), "book-cover", &mut names));
        let mut images = Images { cover, shown: BTreeMap::new(), cover_id: own.map(|(id, _)| id) };
        let own = images.cover_id;
        let inside: Vec<(ImageId, &ImageResource)> = shown(document)
            .into_iter()
            .filter(|id| own != Some(*id))
            .filter_map(|id| Some((id, document.images.get(id.0 as usize)?)))
            .collect();
        let encoded: Vec<Encoded> = inside.par_iter().map(|(_, image)| encode(image, most)).collect();
        for ((id, image), encoded) in inside.into_iter().zip(encoded) {
            let path = image.path.rsplit('/').next().unwrap_or_default();
            let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
            images.shown.insert(id, file(encoded, stem, &mut names));
        }
        images
    }

    /// The name of an image.
    pub(super) fn name(&self, id: ImageId) -> Option<&str> {
        let file = if self.cover_id == Some(id) { self.cover.as_ref() } else { self.shown.get(&id) };
        file.map(|file| file.name.as_str())
    }

    /// Every image but the cover, in the order of the document's list.
    pub(super) fn inside(&self) -> impl Iterator<Item = &ImageFile<'a>> {
        self.shown.values()
    }
}

fn shown(document: &Document) -> BTreeSet<ImageId> {
    let mut ids = BTreeSet::new();
    let mut add = |source: &ImageSource| match source {
        ImageSource::Resource(id) => {
            ids.insert(*id);
        }
        ImageSource::Named(_) | ImageSource::Remote(_) => {}
    };
    each_image(document, &mut |image| add(&image.source));
    ids
}

/// Calls `visit` for each image that the document shows.
pub(super) fn each_image<'a>(document: &'a Document, visit: &mut impl FnMut(&'a Image)) {
    document.each_inline(&mut |inline| {
        if let InlineKind::Image(image) = &inline.kind {
            visit(image);
        }
    });
    document.each_block(&mut |block| {
        if let BlockKind::Figure(figure) = &block.kind {
            figure.panels.iter().for_each(|panel| visit(&panel.image));
        }
    });
}

/// The ending, the media type and the bytes of a file.
type Encoded<'a> = (&'static str, &'static str, Cow<'a, [u8]>);

fn file<'a>((ending, media_type, bytes): Encoded<'a>, stem: &str, names: &mut Names) -> ImageFile<'a> {
    let stem = Some(slug(stem)).filter(|stem| !stem.is_empty()).unwrap_or_else(|| "image".into());
    // One list of names for all endings: `house.png` and `house.jpg` become `house.png` and `house-2.jpg`.
    ImageFile { name: format!("images/{}", names.unique(&stem, ending)), media_type, bytes }
}

fn encode(image: &ImageResource, most: u64) -> Encoded<'_> {
    let (format, bytes) = raster::for_readers(image, most);
    match format {
        ImageFormat::Png => ("png", "image/png", bytes),
        ImageFormat::Jpeg => ("jpg", "image/jpeg", bytes),
        ImageFormat::Gif => ("gif", "image/gif", bytes),
        // EPUB 3.3 knows WebP; some readers do too.
        ImageFormat::WebP => ("webp", "image/webp", bytes),
        ImageFormat::Svg => ("svg", "image/svg+xml", svg::safe(&bytes).map_or(bytes, Cow::from)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Division, Draft, Inline, Role};
    use crate::source::Span;

    fn resource(path: &str, format: ImageFormat, bytes: Vec<u8>) -> ImageResource {
        ImageResource { path: path.into(), format, bytes: bytes.into(), width: 2, height: 2, density: None }
    }

    fn document(images: Vec<ImageResource>, shown: &[u32], cover: Option<u32>) -> Document {
        let image = |id: &u32| Image::new(ImageSource::Resource(ImageId(*id)), String::new());
        let line = shown.iter().map(|id| Inline::new(InlineKind::Image(image(id)), Span::default())).collect();
        let chapter = Division {
            blocks: vec![Block::new(BlockKind::Paragraph(line), Span::default())],
            ..Division::new(Role::Chapter, "a", Span::default())
        };
        Document::settled(Draft { divisions: vec![chapter], images, cover: cover.map(ImageId), ..Draft::default() })
    }

    #[test]
    fn an_image_that_is_shown_twice_is_one_file() {
        let pictures = ["a/Ёлка.png", "b/ёлка.gif", "c/unused.png", "d/!.jpg"];
        let images = pictures.map(|path| resource(path, ImageFormat::Png, vec![1]));
        let document = document(images.to_vec(), &[1, 0, 0, 3], None);
        let images = Images::of(&document, None, 1 << 22);
        let names: Vec<&str> = images.inside().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["images/iolka.png", "images/iolka-2.png", "images/image.png"]);
        assert_eq!(images.name(ImageId(1)), Some("images/iolka-2.png"));
        assert_eq!(images.name(ImageId(2)), None);
    }

    #[test]
    fn the_books_own_cover_wins_and_is_stored_once() {
        let drawn = resource("cover.png", ImageFormat::Png, vec![2]);
        let own = document(vec![resource("x.jpg", ImageFormat::Jpeg, vec![1])], &[0], Some(0));
        let images = Images::of(&own, Some(&drawn), 1 << 22);
        assert_eq!(images.cover.as_ref().map(|cover| &*cover.bytes), Some(&[1][..]));
        assert_eq!((images.inside().count(), images.name(ImageId(0))), (0, Some("images/book-cover.jpg")));
        let without = document(Vec::new(), &[], None);
        let images = Images::of(&without, Some(&drawn), 1 << 22);
        assert_eq!(images.cover.as_ref().map(|cover| &*cover.bytes), Some(&[2][..]));
    }
}

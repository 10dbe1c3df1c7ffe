//! Image files of the publication.
//!
//! In: the document's images. Out: for each one that is shown, a name, a media type and bytes that readers accept: PNG,
//! JPEG and GIF as they are, WebP as PNG (few readers know it), SVG made safe.

use super::places::{Names, slug};
use super::svg;
use crate::document::{
    Block, BlockKind, Document, Image, ImageFormat, ImageId, ImageResource, ImageSource, Inline, InlineKind,
    each_block, each_inline,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

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
    /// The images that a document shows, and its cover: its own, else `drawn`.
    pub(super) fn of(document: &'a Document, drawn: Option<&'a ImageResource>) -> Images<'a> {
        let mut names = Names::default();
        let own = document.cover.and_then(|id| Some((id, document.images.get(id.0 as usize)?)));
        let cover = own.map(|(_, image)| image).or(drawn).map(|image| file(image, "book-cover", &mut names));
        let mut images = Images { cover, shown: BTreeMap::new(), cover_id: own.map(|(id, _)| id) };
        for id in shown(document) {
            if let Some(image) = document.images.get(id.0 as usize)
                && images.cover_id != Some(id)
            {
                let path = image.path.rsplit('/').next().unwrap_or_default();
                let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
                images.shown.insert(id, file(image, stem, &mut names));
            }
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
    for division in &document.divisions {
        division.each(&mut |division| {
            division.each_own_inline(&mut |inline| in_line(inline, visit));
            each_block(&division.blocks, &mut |block| alone(block, visit));
        });
    }
    for note in &document.notes {
        each_inline(&note.blocks, &mut |inline| in_line(inline, visit));
        each_block(&note.blocks, &mut |block| alone(block, visit));
    }
}

fn in_line<'a>(inline: &'a Inline, visit: &mut impl FnMut(&'a Image)) {
    if let InlineKind::Image(image) = &inline.kind {
        visit(image);
    }
}

fn alone<'a>(block: &'a Block, visit: &mut impl FnMut(&'a Image)) {
    if let BlockKind::Figure(figure) = &block.kind {
        figure.panels.iter().for_each(|panel| visit(&panel.image));
    }
}

fn file<'a>(image: &'a ImageResource, stem: &str, names: &mut Names) -> ImageFile<'a> {
    let (ending, media_type, bytes) = encode(image);
    let stem = Some(slug(stem)).filter(|stem| !stem.is_empty()).unwrap_or_else(|| "image".into());
    // One list of names for all endings: `house.png` and `house.jpg` become `house.png` and `house-2.jpg`.
    ImageFile { name: format!("images/{}", names.unique(&stem, ending)), media_type, bytes }
}

fn encode(image: &ImageResource) -> (&'static str, &'static str, Cow<'_, [u8]>) {
    let bytes = &*image.bytes;
    match image.format {
        ImageFormat::Png => ("png", "image/png", bytes.into()),
        ImageFormat::Jpeg => ("jpg", "image/jpeg", bytes.into()),
        ImageFormat::Gif => ("gif", "image/gif", bytes.into()),
        ImageFormat::WebP => match png(bytes) {
            Some(png) => ("png", "image/png", png.into()),
            // EPUB 3.3 knows WebP; some readers do too.
            None => ("webp", "image/webp", bytes.into()),
        },
        ImageFormat::Svg => ("svg", "image/svg+xml", svg::safe(bytes).map_or(bytes.into(), Cow::from)),
    }
}

fn png(webp: &[u8]) -> Option<Vec<u8>> {
    let picture = image::load_from_memory_with_format(webp, image::ImageFormat::WebP).ok()?;
    let mut png = Vec::new();
    picture.write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).ok()?;
    Some(png)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Division, Draft, Id, Matter, Role};
    use crate::source::Span;

    fn resource(path: &str, format: ImageFormat, bytes: Vec<u8>) -> ImageResource {
        ImageResource { path: path.into(), format, bytes: bytes.into(), width: 2, height: 2, density: None }
    }

    fn document(images: Vec<ImageResource>, shown: &[u32], cover: Option<u32>) -> Document {
        let image = |id: &u32| Image::new(ImageSource::Resource(ImageId(*id)), String::new());
        let line = shown.iter().map(|id| Inline::new(InlineKind::Image(image(id)), Span::default())).collect();
        let chapter = Division {
            id: Id("a".into()),
            matter: Matter::Body,
            role: Role::Chapter,
            number: Vec::new(),
            title: String::new(),
            heading: None,
            blocks: vec![Block::new(BlockKind::Paragraph(line), Span::default())],
            children: Vec::new(),
            source: None,
            attr: Default::default(),
            span: Span::default(),
        };
        Document::settled(Draft { divisions: vec![chapter], images, cover: cover.map(ImageId), ..Draft::default() })
    }

    #[test]
    fn an_image_that_is_shown_twice_is_one_file() {
        let pictures = ["a/Ёлка.png", "b/ёлка.gif", "c/unused.png", "d/!.jpg"];
        let images = pictures.map(|path| resource(path, ImageFormat::Png, vec![1]));
        let document = document(images.to_vec(), &[1, 0, 0, 3], None);
        let images = Images::of(&document, None);
        let names: Vec<&str> = images.inside().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["images/iolka.png", "images/iolka-2.png", "images/image.png"]);
        assert_eq!(images.name(ImageId(1)), Some("images/iolka-2.png"));
        assert_eq!(images.name(ImageId(2)), None);
    }

    #[test]
    fn the_books_own_cover_wins_and_is_stored_once() {
        let drawn = resource("cover.png", ImageFormat::Png, vec![2]);
        let own = document(vec![resource("x.jpg", ImageFormat::Jpeg, vec![1])], &[0], Some(0));
        let images = Images::of(&own, Some(&drawn));
        assert_eq!(images.cover.as_ref().map(|cover| &*cover.bytes), Some(&[1][..]));
        assert_eq!((images.inside().count(), images.name(ImageId(0))), (0, Some("images/book-cover.jpg")));
        let without = document(Vec::new(), &[], None);
        let images = Images::of(&without, Some(&drawn));
        assert_eq!(images.cover.as_ref().map(|cover| &*cover.bytes), Some(&[2][..]));
    }

    #[test]
    fn webp_becomes_png() {
        let mut webp = Cursor::new(Vec::new());
        let picture = image::RgbImage::from_pixel(2, 2, image::Rgb([200, 10, 10]));
        picture.write_to(&mut webp, image::ImageFormat::WebP).expect("an image");
        let images = vec![resource("a.webp", ImageFormat::WebP, webp.into_inner())];
        let document = document(images, &[0], None);
        let images = Images::of(&document, None);
        let file = images.inside().next().expect("the image");
        assert_eq!((file.name.as_str(), file.media_type), ("images/a.png", "image/png"));
        let read = image::load_from_memory_with_format(&file.bytes, image::ImageFormat::Png).expect("a PNG");
        assert_eq!(read.to_rgb8(), picture);
    }
}

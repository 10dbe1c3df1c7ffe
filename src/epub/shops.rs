//! What shops want of a publication.
//!
//! In: a finished archive and the shops that it is for. Out: a finding for everything that one of them would refuse or
//! show badly. `docs/shops.md` names the limits with their sources, and the few things that are made otherwise for a shop.

use super::picture::FOLDER;
use super::svg;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Publication, Shop};
use crate::source::Span;
use image::ImageReader;
use std::io::{Cursor, Read};
use zip::ZipArchive;

const MEGABYTE: u64 = 1_000_000;
const GIGABYTE: u64 = 1_000_000_000;

/// What a shop takes; `None` for what it does not say.
struct Limits {
    /// Bytes of the whole file.
    file: u64,
    /// Bytes of a content document.
    document: Option<u64>,
    /// Bytes of an image.
    image: Option<u64>,
    /// Pixels of an image.
    pixels: Option<u64>,
    /// Shortest and longest side of the cover, in pixels.
    cover: Option<(u32, u32)>,
}

fn limits(shop: Shop) -> Limits {
    match shop {
        Shop::Kobo => Limits {
            file: GIGABYTE,
            document: Some(10 * MEGABYTE),
            image: Some(5 * MEGABYTE),
            pixels: None,
            cover: None,
        },
        Shop::Apple => {
            Limits { file: 2 * GIGABYTE, document: None, image: None, pixels: Some(APPLE_PIXELS), cover: None }
        }
        Shop::Kindle => {
            Limits { file: 650 * MEGABYTE, document: None, image: Some(5 * MEGABYTE), pixels: None, cover: None }
        }
        Shop::Google => {
            Limits { file: 2 * GIGABYTE, document: None, image: None, pixels: None, cover: Some((640, 7_200)) }
        }
    }
}

/// Pixels of an image that Apple takes.
const APPLE_PIXELS: u64 = 5_600_000;

/// Levels of the contents that Kindle shows; all others show as many as there are.
pub(super) fn depth_of_contents(publication: &Publication) -> usize {
    if publication.shops.contains(&Shop::Kindle) { 2 } else { usize::MAX }
}

/// The most pixels of an image, which is scaled down when it has more.
pub(super) fn most_pixels(publication: &Publication) -> u64 {
    let apple = publication.shops.contains(&Shop::Apple).then_some(APPLE_PIXELS);
    publication.image_pixels.min(apple.unwrap_or(u64::MAX))
}

/// Looks through a finished archive for what its shops would not take; `cover` is where the cover is named.
pub fn examine(publication: &Publication, archive: &[u8], cover: Option<Span>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if publication.shops.is_empty() {
        return found;
    }
    let files = files(archive);
    for shop in &publication.shops {
        let (limits, name) = (limits(*shop), shop.name());
        let mut tell = |what: String, hint: &str, place: Option<Span>| {
            let mut finding = Diagnostic::warning(Code::ShopLimit, format!("{what} that {name} takes")).hint(hint);
            finding.span = place;
            found.push(finding);
        };
        if archive.len() as u64 > limits.file {
            let sizes = format!(
                "the EPUB has {} MB, more than the {}",
                megabytes(archive.len() as u64),
                megabytes(limits.file)
            );
            tell(sizes, "make its images smaller: `[epub] image-pixels`", None);
        }
        for file in &files {
            let is_cover = file.name.starts_with("images/book-cover.");
            let place = cover.filter(|_| is_cover);
            let most = if file.is_image { limits.image } else { limits.document };
            if let Some(most) = most.filter(|most| file.bytes > *most) {
                let sizes =
                    format!("{} has {} MB, more than the {}", file.name, megabytes(file.bytes), megabytes(most));
                let hint =
                    if file.is_image { "make it smaller: `[epub] image-pixels`" } else { "part it into sections" };
                tell(sizes, hint, place);
            }
            let Some((width, height)) = file.size else { continue };
            let pixels = u64::from(width) * u64::from(height);
            if let Some(most) = limits.pixels.filter(|most| pixels > *most && !file.is_drawing()) {
                let sizes = format!("{} has {pixels} pixels, more than the {most}", file.name);
                tell(sizes, "use a PNG or a JPEG, which is scaled", place);
            }
            if let Some((shortest, longest)) = limits.cover.filter(|_| is_cover) {
                let size = format!("the cover is {width} × {height} pixels");
                if width.min(height) < shortest {
                    tell(format!("{size}, fewer than the {shortest}"), "use a larger image", place);
                }
                if width.max(height) > longest {
                    tell(format!("{size}, more than the {longest}"), "use a smaller image", place);
                }
            }
        }
    }
    found
}

/// A file of the archive: a content document, or an image with its size.
struct File {
    name: String,
    bytes: u64,
    is_image: bool,
    /// Its width and height in pixels, for an image that says them.
    size: Option<(u32, u32)>,
}

impl File {
    /// True for a drawing, which has no pixels of its own.
    fn is_drawing(&self) -> bool {
        self.name.ends_with(".svg")
    }
}

fn files(archive: &[u8]) -> Vec<File> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(archive)) else { return Vec::new() };
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(at) else { continue };
        let name = entry.name().trim_start_matches("OEBPS/").to_string();
        let bytes = entry.size();
        if name.ends_with(".xhtml") {
            files.push(File { name, bytes, is_image: false, size: None });
        } else if name.starts_with("images/") || name.starts_with(FOLDER) {
            let mut content = Vec::new();
            if entry.read_to_end(&mut content).is_ok() {
                let size = match name.ends_with(".svg") {
                    true => svg::size(&content),
                    false => {
                        let reader = ImageReader::new(Cursor::new(content)).with_guessed_format().ok();
                        reader.and_then(|reader| reader.into_dimensions().ok())
                    }
                };
                files.push(File { name, bytes, is_image: true, size });
            }
        }
    }
    files
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / MEGABYTE as f64).trim_end_matches(".0").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn archive(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            archive.start_file(*name, SimpleFileOptions::default()).expect("a file");
            archive.write_all(bytes).expect("written");
        }
        archive.finish().expect("an archive").into_inner()
    }

    fn picture(width: u32, height: u32) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        image::GrayImage::new(width, height).write_to(&mut file, image::ImageFormat::Png).expect("an image");
        file.into_inner()
    }

    #[test]
    fn every_limit_is_told_of_for_the_shop_that_has_it() {
        let archive = archive(&[
            ("OEBPS/chapter-01.xhtml", vec![b' '; 10_000_001]),
            ("OEBPS/images/book-cover.png", picture(600, 7_300)),
            ("OEBPS/images/large.png", picture(2_400, 2_400)),
            ("OEBPS/images/heavy.svg", vec![b' '; 5_000_001]),
        ]);
        let told = |shops: &[Shop]| -> Vec<String> {
            let publication = Publication { shops: shops.to_vec(), ..Publication::default() };
            examine(&publication, &archive, None).into_iter().map(|finding| finding.message).collect()
        };
        assert!(told(&[]).is_empty());
        assert_eq!(
            told(&[Shop::Kobo]),
            [
                "chapter-01.xhtml has 10 MB, more than the 10 that Kobo takes",
                "images/heavy.svg has 5 MB, more than the 5 that Kobo takes"
            ]
        );
        assert_eq!(
            told(&[Shop::Apple]),
            ["images/large.png has 5760000 pixels, more than the 5600000 that Apple takes"]
        );
        assert_eq!(told(&[Shop::Kindle]), ["images/heavy.svg has 5 MB, more than the 5 that Kindle takes"]);
        assert_eq!(
            told(&[Shop::Google]),
            [
                "the cover is 600 × 7300 pixels, fewer than the 640 that Google takes",
                "the cover is 600 × 7300 pixels, more than the 7200 that Google takes"
            ]
        );
    }

    #[test]
    fn a_drawn_cover_has_the_size_that_it_says_and_a_finding_its_line() {
        let publication = Publication { shops: vec![Shop::Google], ..Publication::default() };
        let place = Span::new(crate::source::FileId(0), 3, 9);
        let told = |svg: &str| {
            let archive = archive(&[("OEBPS/images/book-cover.svg", svg.into())]);
            examine(&publication, &archive, Some(place))
        };
        assert!(told("<svg width='1600' height='2560'/>").is_empty());
        let small = told("<svg width='160' height='256'/>");
        assert_eq!(small[0].message, "the cover is 160 × 256 pixels, fewer than the 640 that Google takes");
        assert_eq!(small[0].span, Some(place));
    }
}

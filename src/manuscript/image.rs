//! The images of a book.
//!
//! In: a draft whose images are names. Out: the same draft, in which every image is one of its resources, read and
//! measured once, or stands on the network; what cannot be found or decoded is an error where it is shown.

use super::embed::{Loss, embed};
use super::measure::{has_four_inks, measure};
use super::path::{folder_of, resolve, scheme};
use super::text::{Trouble, bytes, nearest_file};
use super::{Files, Kind, Manuscript, data_uri};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{
    BlockKind, Division, Draft, Image, ImageId, ImageResource, ImageSource, InlineKind, each_block_mut, each_inline_mut,
};
use crate::source::{Span, percent_decoded};
use std::collections::{BTreeMap, BTreeSet};

/// The path of every image that a draft names and that is there.
pub fn named_images(manuscript: &Manuscript, files: &dyn Files, draft: &mut Draft) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    each_image(draft, &mut |image, span| {
        if let ImageSource::Named(target) = &image.source {
            names.extend(find(manuscript, files, target, span).ok());
        }
    });
    names
}

/// Reads every image that a draft names, and the cover.
pub fn attach_images(manuscript: &Manuscript, files: &dyn Files, draft: &mut Draft, diagnostics: &mut Diagnostics) {
    let mut names = named_images(manuscript, files, draft);
    names.extend(manuscript.cover.iter().map(|(path, _)| path.clone()));
    let found = read_all(manuscript, files, names.into_iter().collect());
    let mut attacher = Attacher { manuscript, files, found, ids: BTreeMap::new(), images: Vec::new(), diagnostics };
    each_image(draft, &mut |image, span| attacher.attach(image, span));
    draft.cover = attacher.cover();
    draft.images = attacher.images;
}

/// Calls `visit` for every image of a draft in reading order, those of notes last.
fn each_image(draft: &mut Draft, visit: &mut impl FnMut(&mut Image, Span)) {
    draft.divisions.iter_mut().for_each(|division| each_image_of(division, visit));
    for note in &mut draft.notes {
        each_block_mut(&mut note.blocks, &mut |block| {
            if let BlockKind::Figure(figure) = &mut block.kind {
                figure.panels.iter_mut().for_each(|panel| visit(&mut panel.image, panel.span));
            }
        });
        each_inline_mut(&mut note.blocks, &mut |line| visit_line(line, visit));
    }
}

fn each_image_of(division: &mut Division, visit: &mut impl FnMut(&mut Image, Span)) {
    each_block_mut(&mut division.blocks, &mut |block| {
        if let BlockKind::Figure(figure) = &mut block.kind {
            figure.panels.iter_mut().for_each(|panel| visit(&mut panel.image, panel.span));
        }
    });
    division.each_own_inline_mut(&mut |line| visit_line(line, visit));
    division.children.iter_mut().for_each(|child| each_image_of(child, visit));
}

fn visit_line(line: &mut [crate::document::Inline], visit: &mut impl FnMut(&mut Image, Span)) {
    for inline in line {
        if let InlineKind::Image(image) = &mut inline.kind {
            visit(image, inline.span);
        }
    }
}

/// Why a name leads to no file of the manuscript.
enum Lost {
    /// It is an address.
    Address,
    /// It is the image itself.
    Data,
    /// It leads out of the manuscript.
    Outside,
    /// There is no such file.
    Missing(String),
}

/// The path of the file that `target` names where `span` stands. A target that begins with `/` is sought from the source
/// folder's top, then from the manuscript's, without the folder that the book has on its server (`site-url`) when that is how
/// it begins; GitHub's `?raw=true` and the like are left off when they must be.
fn find(manuscript: &Manuscript, files: &dyn Files, target: &str, span: Span) -> Result<String, Lost> {
    match scheme(target).as_deref() {
        Some("data") => return Err(Lost::Data),
        Some(_) => return Err(Lost::Address),
        None if target.starts_with("//") => return Err(Lost::Address),
        None => {}
    }
    let chapter = &manuscript.sources.file(span.file).name;
    let top = chapter.split_once('/').map_or("", |(top, _)| top);
    let folders = if target.starts_with('/') { vec![top, ""] } else { vec![folder_of(chapter)] };
    let without_query = |target: &str| target.split(['?', '#']).next().map(str::to_owned).unwrap_or_default();
    let mut names = vec![target.to_owned(), without_query(target)];
    if let Some(within) = manuscript.conventions.as_ref().and_then(|mdbook| mdbook.web.within(target)) {
        names.extend([within.to_owned(), without_query(within)]);
    }
    let mut missing = None;
    for name in names.iter().map(|name| percent_decoded(name)) {
        for folder in &folders {
            let path = resolve(folder, name.trim_start_matches('/')).ok_or(Lost::Outside)?;
            if files.kind(&manuscript.root.join(&path)) == Kind::File {
                return Ok(path);
            }
            missing.get_or_insert(path);
        }
    }
    Err(Lost::Missing(missing.unwrap_or_default()))
}

/// What each path leads to: an image and what of it no book shows, or nothing.
type Found = BTreeMap<String, Result<(ImageResource, Vec<Loss>), Trouble>>;

/// Reads and measures images, several at a time.
fn read_all(manuscript: &Manuscript, files: &dyn Files, paths: Vec<String>) -> Found {
    use rayon::prelude::*;
    let read = |path: String| {
        let measured =
            |(bytes, losses)| measure(&path, bytes).map(|image| (image, losses)).map_err(Trouble::Unreadable);
        let whole = bytes(files, &manuscript.root, &path).map(|file| complete(manuscript, files, &path, file));
        let resource = whole.and_then(measured);
        (path, resource)
    };
    paths.into_par_iter().map(read).collect::<Vec<_>>().into_iter().collect()
}

/// A drawing with the images beside it in it, any other file as it is.
fn complete(manuscript: &Manuscript, files: &dyn Files, path: &str, file: Vec<u8>) -> (Vec<u8>, Vec<Loss>) {
    if !path.to_ascii_lowercase().ends_with(".svg") {
        return (file, Vec::new());
    }
    let beside = |name: &str| bytes(files, &manuscript.root, &resolve(folder_of(path), name)?).ok();
    let (whole, losses) = embed(&file, &beside);
    (whole.unwrap_or(file), losses)
}

struct Attacher<'a> {
    manuscript: &'a Manuscript,
    files: &'a dyn Files,
    found: Found,
    ids: BTreeMap<String, ImageId>,
    images: Vec<ImageResource>,
    diagnostics: &'a mut Diagnostics,
}

impl Attacher<'_> {
    fn attach(&mut self, image: &mut Image, span: Span) {
        let ImageSource::Named(target) = &image.source else { return };
        let target = target.clone();
        let before = self.images.len();
        let id = match find(self.manuscript, self.files, &target, span) {
            Ok(path) => self.id(&path, Some(span)),
            Err(Lost::Data) => self.attach_data(&target, span),
            Err(Lost::Address) => {
                let message = "an image on the network is not fetched; its words are shown";
                let hint = "save the image beside the chapter and name that file";
                self.diagnostics.push(Diagnostic::warning(Code::RemoteImage, message).at(span).hint(hint));
                None
            }
            Err(Lost::Outside) => {
                let message = format!("the image {target:?} lies outside of the manuscript's folder");
                self.diagnostics.push(self.lost(Code::OutsideManuscript, message, Some(span)));
                None
            }
            Err(Lost::Missing(path)) => {
                self.missing(&path, Some(span));
                None
            }
        };
        if let Some(new) = self.images.get(before).filter(|new| has_four_inks(&new.bytes)) {
            let message = format!("{:?} is in the inks of a printing press (CMYK)", new.path);
            let hint = "save it in RGB, unless a printer asks for its inks";
            self.diagnostics.push(Diagnostic::note(Code::CmykImage, message).at(span).hint(hint));
        }
        image.source = id.map_or(ImageSource::Remote(target), ImageSource::Resource);
    }

    /// What is told of an image that cannot be shown. A book that is written for mdBook is made all the same, with the
    /// image's words in its place: mdBook looks at no image.
    fn lost(&self, code: Code, message: String, span: Option<Span>) -> Diagnostic {
        let mut diagnostic = match self.manuscript.conventions.is_some() {
            true => Diagnostic::warning(code, message).hint("its words are shown in its place"),
            false => Diagnostic::error(code, message),
        };
        diagnostic.span = span;
        diagnostic
    }

    fn missing(&mut self, path: &str, span: Option<Span>) {
        let mut diagnostic = self.lost(Code::MissingImage, format!("there is no image {path:?}"), span);
        let near = nearest_file(self.files, &self.manuscript.root, path);
        diagnostic.hints.extend(near.map(|near| format!("did you mean {near:?}?")));
        self.diagnostics.push(diagnostic);
    }

    /// The id of a file, given at its first use; tells why there is none.
    fn id(&mut self, path: &str, span: Option<Span>) -> Option<ImageId> {
        if let Some(id) = self.ids.get(path) {
            return Some(*id);
        }
        let message = match self.found.get(path)? {
            Ok((resource, losses)) => {
                for loss in losses {
                    let mut finding = loss.diagnostic(path);
                    finding.span = span;
                    self.diagnostics.push(finding);
                }
                let resource = resource.clone();
                return Some(self.add(path, resource));
            }
            Err(Trouble::Missing) => {
                self.missing(path, span);
                return None;
            }
            Err(Trouble::Outside) => {
                (Code::OutsideManuscript, format!("{path:?} leads out of the manuscript's folder"))
            }
            Err(Trouble::Unreadable(reason)) => (Code::InvalidImage, format!("cannot decode {path:?}: {reason}")),
        };
        self.diagnostics.push(self.lost(message.0, message.1, span));
        None
    }

    /// The id of an image; files with the same bytes are one image.
    fn add(&mut self, path: &str, resource: ImageResource) -> ImageId {
        let same = self.images.iter().position(|known| known.bytes == resource.bytes);
        let id = ImageId(same.unwrap_or(self.images.len()) as u32);
        self.ids.insert(path.to_owned(), id);
        if same.is_none() {
            self.images.push(resource);
        }
        id
    }

    /// An image that is written into the text itself.
    fn attach_data(&mut self, target: &str, span: Span) -> Option<ImageId> {
        let number = self.images.iter().filter(|image| image.path.starts_with("data/")).count() + 1;
        let path = format!("data/{number}");
        match data_uri::decode(target).and_then(|bytes| measure(&path, bytes)) {
            Ok(resource) => Some(self.add(&path, resource)),
            Err(reason) => {
                let message = format!("cannot decode the image: {reason}");
                self.diagnostics.push(self.lost(Code::InvalidImage, message, Some(span)));
                None
            }
        }
    }

    fn cover(&mut self) -> Option<ImageId> {
        let (path, span) = self.manuscript.cover.as_ref()?;
        self.id(path, *span)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{InMemory, load};
    use super::*;
    use crate::diagnostic::Severity;
    use crate::document::ImageFormat;
    use crate::markdown;
    use std::io::Cursor;
    use std::path::Path;

    /// A PNG of this many pixels, all of one grey.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let image = ::image::GrayImage::from_pixel(width, height, ::image::Luma([7]));
        image.write_to(&mut bytes, ::image::ImageFormat::Png).expect("encodes");
        bytes.into_inner()
    }

    fn attached(text: &str, files: InMemory) -> (Draft, Vec<(Severity, Code, String)>) {
        let files = files
            .with("b/book.toml", b"[book]\ntitle = \"T\"\nlanguage = \"en\"\n[theme]\n")
            .with("b/src/SUMMARY.md", b"- [A](sub/a.md)\n")
            .with("b/src/sub/a.md", text.as_bytes());
        let mut diagnostics = Diagnostics::default();
        let manuscript = load(Path::new("b"), &files, &mut diagnostics).expect("a manuscript");
        let mut draft = markdown::read(&manuscript, &mut diagnostics);
        attach_images(&manuscript, &files, &mut draft, &mut diagnostics);
        let line = |d: &Diagnostic| d.span.map(|span| manuscript.sources.text(span).to_owned()).unwrap_or_default();
        (draft, diagnostics.sorted().iter().map(|d| (d.severity, d.code, line(d))).collect())
    }

    #[test]
    fn an_image_is_read_once_wherever_it_is_shown() {
        let text = "![a](../img/x%20y.png)\n\nword ![b](../img/x%20y.png) [![c](/img/x%20y.png?raw=true)](a.md) [^n]\n\n\
                    [^n]: Note ![d](d.svg)\n";
        let files = InMemory::default()
            .with("b/src/img/x y.png", &png(30, 20))
            .with("b/src/sub/d.svg", b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 4'/>");
        let (draft, told) = attached(text, files);
        assert_eq!(told, []);
        let images: Vec<_> = draft.images.iter().map(|i| (i.path.as_str(), i.format, i.width, i.height)).collect();
        assert_eq!(images, [("src/img/x y.png", ImageFormat::Png, 30, 20), ("src/sub/d.svg", ImageFormat::Svg, 8, 4)]);
    }

    #[test]
    fn an_image_may_be_named_as_it_stands_on_the_server() {
        let files = InMemory::default()
            .with("b/book.toml", b"[book]\ntitle = \"T\"\nlanguage = \"en\"\n[output.html]\nsite-url = \"/im/\"\n")
            .with("b/src/SUMMARY.md", b"- [A](a.md)\n")
            .with("b/src/a.md", b"# A\n\n![a](/im/images/p.png?raw=true)\n\n![b](/images/p.png)\n")
            .with("b/src/images/p.png", &png(30, 20));
        let mut diagnostics = Diagnostics::default();
        let manuscript = load(Path::new("b"), &files, &mut diagnostics).expect("a manuscript");
        let mut draft = markdown::read(&manuscript, &mut diagnostics);
        attach_images(&manuscript, &files, &mut draft, &mut diagnostics);
        assert!(diagnostics.sorted().iter().all(|d| d.code != Code::MissingImage), "{:?}", diagnostics.sorted());
        assert_eq!(draft.images.len(), 1);
    }

    #[test]
    fn copies_of_a_file_are_one_image() {
        let text = "![a](a.png)\n\n![b](b.png)\n\n![c](c.png)\n";
        let files = InMemory::default()
            .with("b/src/sub/a.png", &png(30, 20))
            .with("b/src/sub/b.png", &png(30, 20))
            .with("b/src/sub/c.png", &png(20, 30));
        let (draft, told) = attached(text, files);
        let paths: Vec<&str> = draft.images.iter().map(|image| image.path.as_str()).collect();
        assert_eq!((paths, told), (vec!["src/sub/a.png", "src/sub/c.png"], vec![]));
    }

    #[test]
    fn what_cannot_be_shown_is_told_where_it_stands() {
        let text = "![a](mising.png)\n\n![b](bad.png)\n\n![c](../../../x.png)\n\n![d](https://example.org/x.png)\n\n\
                    ![e](data:image/png;base64,AAAA)\n\n![f](cut.png)\n";
        let whole = png(30, 20);
        let files = InMemory::default()
            .with("b/src/sub/missing.png", &whole)
            .with("b/src/sub/bad.png", b"\x00\x01\x02")
            .with("b/src/sub/cut.png", &whole[..whole.len() / 2]);
        let (draft, mut told) = attached(text, files);
        told.iter_mut().for_each(|(_, _, text)| *text = text.chars().skip(2).take(1).collect());
        let error = |code, mark: &str| (Severity::Error, code, mark.to_owned());
        assert_eq!(
            told,
            [
                error(Code::MissingImage, "a"),
                error(Code::InvalidImage, "b"),
                error(Code::OutsideManuscript, "c"),
                (Severity::Warning, Code::RemoteImage, "d".to_owned()),
                error(Code::InvalidImage, "e"),
                error(Code::InvalidImage, "f"),
            ]
        );
        assert!(draft.images.is_empty());
    }

    #[test]
    fn a_book_written_for_mdbook_is_made_without_its_lost_images() {
        for (toml, severity) in [
            (Some("[book]\ntitle = \"T\"\nlanguage = \"en\"\n[output.html]\n"), Severity::Warning),
            (Some("[book]\ntitle = \"T\"\nlanguage = \"en\"\nauthors = [\"A\"]\n"), Severity::Warning),
            (None, Severity::Warning),
            (Some("[book]\ntitle = \"T\"\nlanguage = \"en\"\n[theme]\n"), Severity::Error),
        ] {
            let mut files = InMemory::default()
                .with("b/src/SUMMARY.md", b"- [A](a.md)\n")
                .with("b/src/a.md", b"# A\n\n![a](none.png) ![b](bad.png)\n")
                .with("b/src/bad.png", b"\x00\x01\x02");
            if let Some(toml) = toml {
                files = files.with("b/book.toml", toml.as_bytes());
            }
            let mut diagnostics = Diagnostics::default();
            let manuscript = load(Path::new("b"), &files, &mut diagnostics).expect("a manuscript");
            let mut draft = markdown::read(&manuscript, &mut diagnostics);
            attach_images(&manuscript, &files, &mut draft, &mut diagnostics);
            let of_images = |code| matches!(code, Code::MissingImage | Code::InvalidImage);
            let found = diagnostics.sorted().into_iter().filter(|d| of_images(d.code)).map(|d| (d.severity, d.code));
            let found: Vec<_> = found.collect();
            assert_eq!(found, [(severity, Code::MissingImage), (severity, Code::InvalidImage)], "{toml:?}");
        }
    }

    #[test]
    fn a_cover_is_found_by_its_name() {
        let (draft, told) = attached("text", InMemory::default().with("b/cover.png", &png(16, 25)));
        assert_eq!(told, []);
        assert_eq!(draft.cover.map(|id| draft.images[id.0 as usize].path.clone()).as_deref(), Some("cover.png"));
    }

    #[test]
    fn a_drawing_brings_the_images_beside_it_and_tells_what_it_lacks() {
        let svg =
            "<svg xmlns='http://www.w3.org/2000/svg'><image href='b.png'/><image href='https://a.org/c.png'/></svg>";
        let text = "one\n\n![d](d/e.svg)\n\n![d](d/e.svg)\n";
        let files = InMemory::default().with("b/src/sub/d/e.svg", svg.as_bytes());
        let (draft, told) = attached(text, files.with("b/src/sub/d/b.png", &png(30, 20)));
        let drawing = String::from_utf8_lossy(&draft.images[0].bytes).into_owned();
        assert!(drawing.contains("href='data:image/png;base64,"), "{drawing}");
        assert_eq!((draft.images.len(), told.len()), (1, 1), "{told:?}");
        assert_eq!((told[0].1, told[0].2.as_str()), (Code::RemoteImage, "![d](d/e.svg)"));
    }
}

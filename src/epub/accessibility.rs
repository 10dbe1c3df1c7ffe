//! What the publication may say about its own accessibility.
//!
//! In: the document. Out: the metadata of EPUB Accessibility 1.1 §2, each claim derived from the content: what was not
//! looked at is not claimed.

use super::image::each_image;
use crate::document::{Document, ImageFormat, ImageSource};

/// A property of the package document and its value.
pub(super) type Claim = (&'static str, String);

/// What is known about the images of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    images: usize,
    without_words: usize,
    described: usize,
    may_move: bool,
}

/// The claims that the content bears out.
pub(super) fn claims(document: &Document) -> Vec<Claim> {
    let seen = look(document);
    let mut claims: Vec<Claim> = Vec::new();
    let mut claim = |property, value: &str| claims.push((property, value.to_string()));
    claim("schema:accessMode", "textual");
    if seen.images > 0 {
        claim("schema:accessMode", "visual");
    }
    if seen.without_words == 0 {
        claim("schema:accessModeSufficient", "textual");
    } else {
        claim("schema:accessModeSufficient", "textual,visual");
    }
    for feature in ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"] {
        claim("schema:accessibilityFeature", feature);
    }
    if seen.described > 0 && seen.without_words == 0 {
        claim("schema:accessibilityFeature", "alternativeText");
    }
    claim("schema:accessibilityHazard", if seen.may_move { "unknown" } else { "none" });
    claim("schema:accessibilitySummary", &summary(seen));
    claims
}

fn look(document: &Document) -> Seen {
    let mut seen = Seen::default();
    each_image(document, &mut |image| {
        let ImageSource::Resource(id) = &image.source else { return };
        seen.images += 1;
        let described = !image.alt.trim().is_empty();
        seen.described += usize::from(described && !image.decorative);
        seen.without_words += usize::from(!described && !image.decorative);
        let format = document.images.get(id.0 as usize).map(|file| file.format);
        seen.may_move |= format == Some(ImageFormat::Gif);
    });
    seen
}

fn summary(seen: Seen) -> String {
    let images = match (seen.images, seen.without_words) {
        (0, _) => "It has no images.",
        (_, 0) if seen.described > 0 => "Every image that carries meaning has a description.",
        (_, 0) => "Its images are decorative.",
        (_, _) => "Some images have no description.",
    };
    format!("The text can be read in full as text, has a linked table of contents and headings in order. {images}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_tells_what_was_seen() {
        let seen = |images, without_words, described| Seen { images, without_words, described, may_move: false };
        assert!(summary(seen(0, 0, 0)).ends_with("no images."));
        assert!(summary(seen(2, 1, 1)).ends_with("Some images have no description."));
        assert!(summary(seen(2, 0, 1)).ends_with("has a description."));
    }
}

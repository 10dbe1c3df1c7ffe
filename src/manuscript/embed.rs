//! Images inside of drawings.
//!
//! In: an SVG file and who reads files beside it. Out: the drawing with those images in it, as `data:` addresses, so that it
//! is whole wherever it is shown; and what of it no book can show.

use super::data_uri::encode;
use super::measure::measure;
use super::path::scheme;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::ImageFormat;
use crate::source::percent_decoded;
use roxmltree::{Attribute, Document, Node, ParsingOptions};

/// Most nodes that are read of one drawing.
const MOST_NODES: u32 = 2_000_000;

/// Most bytes of images that one drawing is given, and most of its losses that are told.
const MOST_BYTES: usize = 64 << 20;
const MOST_LOSSES: usize = 20;

/// Something in a drawing that no book shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// An image on the network.
    Remote(String),
    /// An image that is not there or lies outside of the manuscript.
    Missing(String),
    /// An image of a kind that drawings do not hold.
    Kind(String),
    /// A part of another file.
    Part(String),
    /// An image beyond what a drawing may hold.
    Heavy(String),
    /// Text in HTML.
    Foreign(String),
}

impl Loss {
    /// What is told of it, about the drawing of this path.
    pub(super) fn diagnostic(&self, path: &str) -> Diagnostic {
        let (code, what, hint) = match self {
            Loss::Remote(address) => (
                Code::RemoteImage,
                format!("an image on the network ({address})"),
                "save the image beside the drawing and name that file in it",
            ),
            Loss::Missing(name) => (
                Code::MissingImage,
                format!("the image {name:?}, which is not in the manuscript"),
                "mend the path in the drawing, which begins at its folder, or add the file",
            ),
            Loss::Kind(name) => (
                Code::InvalidImage,
                format!("the image {name:?}, which is neither PNG, JPEG nor GIF"),
                "save the image as PNG or JPEG and name that file in the drawing",
            ),
            Loss::Heavy(name) => (
                Code::InvalidImage,
                format!("the image {name:?}, with which its images are more than {} MB", MOST_BYTES >> 20),
                "save the images smaller, or show each once and repeat it with <use>",
            ),
            Loss::Part(name) => {
                (Code::MissingImage, format!("a part of another file ({name})"), "copy the part into the drawing")
            }
            Loss::Foreign(text) => {
                let words = if text.is_empty() { String::new() } else { format!(" “{text}”") };
                (Code::RawHtml, format!("the HTML{words} (<foreignObject>)"), "write its words as <text>")
            }
        };
        let message = format!("neither the EPUB nor the PDF shows {what} in the drawing {path:?}");
        Diagnostic::warning(code, message).hint(hint)
    }
}

/// The drawing with its images in it, `None` when it is as it was; and what is lost. `read` has the bytes of a file by its
/// path from the folder of the drawing.
pub(super) fn embed(file: &[u8], read: &dyn Fn(&str) -> Option<Vec<u8>>) -> (Option<Vec<u8>>, Vec<Loss>) {
    let Ok(text) = std::str::from_utf8(file) else { return (None, Vec::new()) };
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let Ok(document) = Document::parse_with_options(text, options) else { return (None, Vec::new()) };
    let (mut losses, mut changes, mut bytes, mut is_full) = (Vec::new(), Vec::new(), 0, false);
    for node in document.descendants() {
        let loss = match node.tag_name().name() {
            // What is beyond the limit is not even read.
            "image" if is_full => continue,
            "image" => match href(node) {
                Some(href) => match embedded(href.value().trim(), read) {
                    Ok(None) => continue,
                    Ok(Some(data)) if bytes + data.len() > MOST_BYTES => {
                        is_full = true;
                        Loss::Heavy(href.value().into())
                    }
                    // What stands in an entity has no place of its own.
                    Ok(Some(data)) if text.get(href.range_value()) == Some(href.value()) => {
                        bytes += data.len();
                        changes.push((href.range_value(), data));
                        continue;
                    }
                    Ok(Some(_)) => Loss::Missing(href.value().into()),
                    Err(loss) => loss,
                },
                None => continue,
            },
            "use" => match href(node).map(|href| href.value().trim()) {
                Some(part) if !part.starts_with('#') && !part.is_empty() => Loss::Part(part.into()),
                _ => continue,
            },
            "foreignObject" if !is_beside_words(node) => Loss::Foreign(words(node)),
            _ => continue,
        };
        if losses.len() < MOST_LOSSES && !losses.contains(&loss) {
            losses.push(loss);
        }
    }
    if changes.is_empty() {
        return (None, losses);
    }
    let (mut whole, mut at) = (String::new(), 0);
    changes.sort_by_key(|(range, _)| range.start);
    for (range, data) in changes {
        whole.push_str(&text[at..range.start]);
        whole.push_str(&data);
        at = range.end;
    }
    whole.push_str(&text[at..]);
    (Some(whole.into_bytes()), losses)
}

fn href<'a, 'd>(node: Node<'a, 'd>) -> Option<Attribute<'a, 'd>> {
    node.attributes().find(|attribute| attribute.name() == "href")
}

/// The `data:` address of an image; `None` for what holds its image already.
fn embedded(address: &str, read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Option<String>, Loss> {
    match scheme(address).as_deref() {
        Some("data") => return Ok(None),
        Some(_) => return Err(Loss::Remote(address.into())),
        None if address.starts_with("//") => return Err(Loss::Remote(address.into())),
        None if address.is_empty() || address.starts_with('#') => return Ok(None),
        None => {}
    }
    let bytes = read(&percent_decoded(address)).ok_or_else(|| Loss::Missing(address.into()))?;
    let image = measure(address, bytes).map_err(|_| Loss::Kind(address.into()))?;
    let kind = match image.format {
        ImageFormat::Png => "png",
        ImageFormat::Jpeg => "jpeg",
        ImageFormat::Gif => "gif",
        ImageFormat::WebP | ImageFormat::Svg => return Err(Loss::Kind(address.into())),
    };
    Ok(Some(format!("data:image/{kind};base64,{}", encode(&image.bytes))))
}

/// True for HTML in a `switch` that has something else for those who do not show it.
fn is_beside_words(node: Node<'_, '_>) -> bool {
    node.parent().is_some_and(|parent| parent.tag_name().name() == "switch")
        && node.next_siblings().skip(1).any(|next| next.is_element())
}

/// The first words of an element.
fn words(node: Node<'_, '_>) -> String {
    let text: String = node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let more = if words.len() > 6 { " …" } else { "" };
    words.iter().take(6).copied().collect::<Vec<_>>().join(" ") + more
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png() -> Vec<u8> {
        let mut file = std::io::Cursor::new(Vec::new());
        ::image::GrayImage::new(2, 2).write_to(&mut file, ::image::ImageFormat::Png).expect("a PNG");
        file.into_inner()
    }

    #[test]
    fn images_beside_a_drawing_are_put_into_it() {
        let svg =
            "<svg xmlns:x='http://www.w3.org/1999/xlink'><image href='a%20b.png'/><image x:href=\"a b.png\"/></svg>";
        let (made, losses) = embed(svg.as_bytes(), &|name| (name == "a b.png").then(png));
        let made = String::from_utf8(made.expect("a drawing")).expect("UTF-8");
        assert!(losses.is_empty());
        assert_eq!(made.matches("href='data:image/png;base64,iVBORw0KGgo").count(), 1, "{made}");
        assert_eq!(made.matches("x:href=\"data:image/png;base64,iVBORw0KGgo").count(), 1, "{made}");
        assert!(Document::parse(&made).is_ok());
    }

    #[test]
    fn a_drawing_is_given_so_much_and_no_more() {
        // A file whose end is noise is measured all the same.
        let heavy = || [png(), vec![0; MOST_BYTES / 3]].concat();
        let svg = format!("<svg>{}</svg>", "<image href='a.png'/>".repeat(30));
        let (made, losses) = embed(svg.as_bytes(), &|_| Some(heavy()));
        assert!(made.expect("a drawing").len() < MOST_BYTES * 4 / 3 + 10_000);
        assert_eq!(losses, [Loss::Heavy("a.png".into())]);
        let svg: String = (0..50).map(|n| format!("<image href='{n}.png'/>")).collect();
        assert_eq!(embed(format!("<svg>{svg}</svg>").as_bytes(), &|_| None).1.len(), MOST_LOSSES);
    }

    #[test]
    fn what_no_book_shows_is_told_once() {
        let svg = "<svg><image href='https://a.org/x.png'/><image href='gone.png'/><image href='w.txt'/>\
                   <use href='b.svg#x'/><foreignObject><p>Some text</p></foreignObject><image href='gone.png'/>\
                   <switch><foreignObject/><text>x</text></switch><use href='#a'/><image href='data:,'/></svg>";
        let (made, losses) = embed(svg.as_bytes(), &|name| (name == "w.txt").then(|| b"w".to_vec()));
        assert_eq!(made, None);
        assert_eq!(
            losses,
            [
                Loss::Remote("https://a.org/x.png".into()),
                Loss::Missing("gone.png".into()),
                Loss::Kind("w.txt".into()),
                Loss::Part("b.svg#x".into()),
                Loss::Foreign("Some text".into()),
            ]
        );
        assert_eq!(
            losses[4].diagnostic("d.svg").message,
            "neither the EPUB nor the PDF shows the HTML “Some text” (<foreignObject>) in the drawing \"d.svg\""
        );
    }
}

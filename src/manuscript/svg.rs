//! How large a drawing is.
//!
//! In: the text of an SVG. Out: its width and height in CSS pixels (SVG 2, section 8.2: `width`, `height` and `viewBox`
//! of the root). Nothing is drawn here.

use roxmltree::{Document, Node, ParsingOptions};

/// Most nodes that are read of one drawing.
const MOST_NODES: u32 = 2_000_000;

/// What a drawing without any size is given: the size of a replaced element in CSS 2.2, section 10.3.2.
const DEFAULT_SIZE: (f64, f64) = (300.0, 150.0);

/// Width and height in CSS pixels; why not, when the text is no drawing.
pub(super) fn measure(text: &str) -> Result<(u32, u32), String> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err(format!("the root element is <{}>, not <svg>", root.tag_name().name()));
    }
    let (width, height) = size(root);
    Ok((pixels(width), pixels(height)))
}

fn size(root: Node<'_, '_>) -> (f64, f64) {
    let length = |name: &str| root.attribute(name).and_then(parse_length).filter(|length| *length > 0.0);
    let view = root.attribute("viewBox").and_then(parse_view_box);
    match (length("width"), length("height"), view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(view)) => view,
        (width, height, None) => (width.unwrap_or(DEFAULT_SIZE.0), height.unwrap_or(DEFAULT_SIZE.1)),
    }
}

fn pixels(length: f64) -> u32 {
    (length.round() as u32).clamp(1, 1_000_000)
}

/// A length in CSS pixels; a percentage is none, since nothing is known of what is around.
fn parse_length(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(text.len());
    let number: f64 = text[..end].trim().parse().ok()?;
    let unit = match &text[end..] {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        "em" | "rem" => 16.0,
        "ex" => 8.0,
        _ => return None,
    };
    number.is_finite().then_some(number * unit)
}

/// Width and height of a `viewBox`.
fn parse_view_box(text: &str) -> Option<(f64, f64)> {
    let numbers = text.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty());
    let numbers: Vec<f64> = numbers.map(str::parse).collect::<Result<_, _>>().ok()?;
    match numbers.as_slice() {
        [_, _, width, height] if *width > 0.0 && *height > 0.0 => Some((*width, *height)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::measure;

    fn svg(attributes: &str) -> Result<(u32, u32), String> {
        measure(&format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}/>"))
    }

    #[test]
    fn sizes_come_from_width_height_and_view_box() {
        assert_eq!(svg("width='2in' height='72pt'"), Ok((192, 96)));
        assert_eq!(svg("width='100%' viewBox='0 0 640 320'"), Ok((640, 320)));
        assert_eq!(svg("width='320' viewBox='0,0,640,320'"), Ok((320, 160)));
        assert_eq!(svg(""), Ok((300, 150)));
        assert_eq!(svg("width='-5' height='0'"), Ok((300, 150)));
    }

    #[test]
    fn what_is_no_drawing_says_why() {
        assert!(measure("<html/>").is_err());
        assert!(measure("<svg").is_err());
        assert!(measure("").is_err());
    }

    #[test]
    fn a_document_type_is_accepted_and_entities_cannot_explode() {
        assert!(measure("<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x\"><svg width='1' height='1'/>").is_ok());
        let mut dtd = String::from("<!DOCTYPE svg [<!ENTITY a0 'aaaaaaaaaa'>");
        for i in 1..12 {
            dtd += &format!("<!ENTITY a{i} '{}'>", format!("&a{};", i - 1).repeat(10));
        }
        assert!(measure(&format!("{dtd}]><svg>&a11;</svg>")).is_err());
    }
}

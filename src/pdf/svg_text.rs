//! The text behind the glyphs of drawings.
//!
//! In: a font that `svg2pdf` made. Out: the same, with a text for every code. `svg2pdf` gives none to the further glyphs
//! of a letter that is drawn by several; theirs is empty, as that of such glyphs is in the book's own fonts.

use super::cmap;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeSet;

/// Codes after the last one with a width: `svg2pdf` leaves out glyphs without one, and accents that stand over the letter
/// before them have none.
const MOST_ACCENTS: u16 = 64;

/// Completes the map to text of every composite font among these objects.
pub(super) fn complete(doc: &mut Document, objects: impl IntoIterator<Item = ObjectId>) {
    for id in objects {
        if let Some((map, codes)) = doc.get_dictionary(id).ok().and_then(|font| composite(doc, font)) {
            let stream = doc.get_object_mut(map).and_then(Object::as_stream_mut);
            let Ok(stream) = stream else { continue };
            let text = String::from_utf8_lossy(&stream.content).into_owned();
            stream.set_content(completed(&text, codes).into_bytes());
        }
    }
}

/// The map to text of a composite font, and how many codes it has.
fn composite(doc: &Document, font: &Dictionary) -> Option<(ObjectId, u16)> {
    let map = font.get(b"ToUnicode").and_then(Object::as_reference).ok()?;
    let descendants = font.get_deref(b"DescendantFonts", doc).and_then(Object::as_array).ok()?;
    let descendant = doc.dereference(descendants.first()?).ok()?.1.as_dict().ok()?;
    let widths = descendant.get_deref(b"W", doc).and_then(Object::as_array).ok()?;
    Some((map, codes(widths).saturating_add(MOST_ACCENTS)))
}

/// One more than the last code that has a width (ISO 32000-1, 9.7.4.3).
fn codes(widths: &[Object]) -> u16 {
    let (mut at, mut end) = (0, 0);
    while let Some(Object::Integer(first)) = widths.get(at) {
        let (next, step) = match widths.get(at + 1) {
            Some(Object::Array(list)) => (first + list.len() as i64, 2),
            Some(Object::Integer(last)) => (last + 1, 3),
            _ => break,
        };
        (end, at) = (end.max(next), at + step);
    }
    u16::try_from(end).unwrap_or(u16::MAX)
}

/// A map in which every code but 0 stands.
fn completed(map: &str, codes: u16) -> String {
    let code = |line: &str| u16::from_str_radix(line.strip_prefix('<')?.split('>').next()?, 16).ok();
    let known: BTreeSet<u16> = map.lines().filter_map(|line| code(line.trim())).collect();
    let missing: Vec<(u16, &str)> = (1..codes).filter(|code| !known.contains(code)).map(|code| (code, "")).collect();
    match map.rfind("endcmap") {
        Some(end) if !missing.is_empty() => [&map[..end], &cmap::sections(&missing), &map[end..]].concat(),
        _ => map.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_without_text_get_an_empty_one() {
        let map = "1 beginbfchar\n<0002> <0065>\nendbfchar\nendcmap\nend";
        let expected =
            "1 beginbfchar\n<0002> <0065>\nendbfchar\n2 beginbfchar\n<0001> <>\n<0003> <>\nendbfchar\nendcmap\nend";
        assert_eq!(completed(map, 4), expected);
        assert_eq!(completed(map, 0), map);
    }

    #[test]
    fn widths_stand_in_lists_or_in_ranges() {
        let list = vec![0.into(), Object::Array(vec![1.into(), 2.into()]), 7.into(), 9.into(), 500.into()];
        assert_eq!(codes(&list), 10);
        assert_eq!(codes(&list[..2]), 2);
        assert_eq!(codes(&[]), 0);
    }
}

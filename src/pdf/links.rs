//! Link annotations (ISO 32000-1, 12.5.6.5).
//!
//! In: the links of a page. Out: annotations that lead to a named destination or to an address. A link to an anchor that
//! no page has gets none; its text stays.

use super::destinations::Destinations;
use super::number::{length, name, text};
use super::spot::Spot;
use crate::page::{Item, LinkTarget, Page};
use crate::units::{Length, Rect};
use lopdf::{Dictionary, Object, dictionary};

/// The annotation flag Print (table 165).
const PRINT: i64 = 4;

/// The annotation of each link of a page, in order.
pub(super) fn annotations(page: &Page, spot: &Spot, destinations: &Destinations<'_>) -> Vec<Option<Dictionary>> {
    let furniture = page.furniture.iter().map(|item| (item, false));
    let items = furniture.chain(page.items.iter().map(|item| (item, true)));
    items
        .filter_map(|(item, turns)| match item {
            Item::Link { frame, target, text: says, .. } => {
                let frame = if turns { page.upright_area(frame) } else { *frame };
                let action = action(target, destinations);
                let says = if says.trim().is_empty() { address(target) } else { says };
                Some(action.map(|action| annotation(&spot.area(&frame), spot.height, action, says)))
            }
            Item::Glyphs(_) | Item::Image { .. } | Item::Rule { .. } | Item::Anchor { .. } => None,
        })
        .collect()
}

fn action(target: &LinkTarget, destinations: &Destinations<'_>) -> Option<Dictionary> {
    Some(match target {
        LinkTarget::Url(url) => dictionary! { "S" => name("URI"), "URI" => Object::string_literal(encoded(url)) },
        LinkTarget::Anchor(id) => dictionary! { "S" => name("GoTo"), "D" => destinations.name(id)? },
    })
}

/// What is said of a link of which nothing is said.
fn address(target: &LinkTarget) -> &str {
    match target {
        LinkTarget::Url(url) => url,
        LinkTarget::Anchor(id) => &id.0,
    }
}

fn annotation(frame: &Rect, height: Length, action: Dictionary, says: &str) -> Dictionary {
    let (left, right) = (length(frame.origin.x), length(frame.right()));
    let (bottom, top) = (length(height - frame.bottom()), length(height - frame.origin.y));
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => vec![left, bottom, right, top],
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => PRINT,
        "A" => action,
        "Contents" => text(says),
    }
}

/// An address in ASCII (RFC 3986): what may not stand in one is percent-encoded, what is encoded already stays.
fn encoded(url: &str) -> String {
    let mut written = String::with_capacity(url.len());
    for byte in url.bytes() {
        let allowed = byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
        match allowed {
            true => written.push(char::from(byte)),
            false => written.push_str(&format!("%{byte:02X}")),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn addresses_are_written_in_ascii() {
        assert_eq!(encoded("https://a.org/b?c=d%20e&f#g"), "https://a.org/b?c=d%20e&f#g");
        assert_eq!(encoded("https://ru.wikipedia.org/wiki/Я \"x\""), "https://ru.wikipedia.org/wiki/%D0%AF%20%22x%22");
    }
}

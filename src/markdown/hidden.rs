//! What of HTML is for a browser only.
//!
//! In: a start tag. Out: why what is in the element is not shown, or that it is.

use super::token::Tag;

/// What is said of what a reader of the web does not see.
pub(super) const UNSEEN: &str = "what is hidden on the web is left out";

/// True for elements whose content is no text of the page.
pub(super) fn element(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "noscript" | "title")
}

/// What is said of an element that is not shown; `None` for one that is.
pub(super) fn why(tag: &Tag) -> Option<String> {
    if element(&tag.name) {
        return Some(format!("what is in `<{}>` is for a browser and left out", tag.name));
    }
    let is_hidden = tag.get("hidden").is_some()
        || tag.style("display").is_some_and(|value| value.eq_ignore_ascii_case("none"))
        || tag.style("visibility").is_some_and(|value| value.eq_ignore_ascii_case("hidden"))
        || tag.get("class").unwrap_or_default().split_ascii_whitespace().any(|class| class == "hidden");
    is_hidden.then(|| UNSEEN.into())
}

/// True when something is to happen where a reader clicks or looks.
pub(super) fn acts(tag: &Tag) -> bool {
    tag.names().any(|name| name.len() > 2 && name.starts_with("on") && name.bytes().all(|b| b.is_ascii_alphabetic()))
}

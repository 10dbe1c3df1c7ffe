//! Signs of Font Awesome.
//!
//! In: the tag of an icon. Out: a character that the typefaces have, or the words that name the icon.

use super::token::Tag;

/// Icons that are a character of Unicode too; the names are those of the versions 4 to 6.
const SIGNS: [(&str, &str); 61] = [
    ("adjust", "◐"),
    ("angle-double-left", "«"),
    ("angle-double-right", "»"),
    ("angle-left", "‹"),
    ("angle-right", "›"),
    ("arrow-down", "↓"),
    ("arrow-left", "←"),
    ("arrow-right", "→"),
    ("arrow-up", "↑"),
    ("asterisk", "✱"),
    ("at", "@"),
    ("ban", "🚫"),
    ("bars", "☰"),
    ("bell", "🔔"),
    ("bolt", "⚡"),
    ("book", "📖"),
    ("bug", "🐛"),
    ("calendar", "📅"),
    ("caret-down", "▾"),
    ("caret-left", "◂"),
    ("caret-right", "▸"),
    ("caret-up", "▴"),
    ("check", "✓"),
    ("check-square", "☑"),
    ("circle", "●"),
    ("circle-check", "✅"),
    ("clock", "🕐"),
    ("close", "✕"),
    ("cloud", "☁"),
    ("coffee", "☕"),
    ("copyright", "©"),
    ("cut", "✂"),
    ("edit", "✎"),
    ("ellipsis", "…"),
    ("envelope", "✉"),
    ("exclamation-triangle", "⚠"),
    ("file", "📄"),
    ("folder", "📁"),
    ("gear", "⚙"),
    ("cog", "⚙"),
    ("heart", "♥"),
    ("home", "⌂"),
    ("keyboard", "⌨"),
    ("lightbulb", "💡"),
    ("lightbulb-o", "💡"),
    ("link", "🔗"),
    ("lock", "🔒"),
    ("minus", "−"),
    ("moon", "☾"),
    ("pencil", "✎"),
    ("phone", "☎"),
    ("plus", "+"),
    ("print", "🖨"),
    ("search", "🔍"),
    ("magnifying-glass", "🔍"),
    ("square", "■"),
    ("star", "★"),
    ("sun", "☀"),
    ("times", "✕"),
    ("triangle-exclamation", "⚠"),
    ("xmark", "✕"),
];

/// Every sign that an icon may become.
pub fn signs() -> impl Iterator<Item = &'static str> {
    SIGNS.iter().map(|(_, sign)| *sign)
}

/// Classes that say how an icon looks and not which it is.
const MANNERS: [&str; 27] = [
    "fw", "lg", "xs", "sm", "xl", "2xs", "2xl", "1x", "2x", "3x", "4x", "5x", "solid", "regular", "brands", "light",
    "thin", "duotone", "spin", "pulse", "border", "inverse", "stack", "li", "ul", "beat", "fade",
];

/// What an icon says; `None` for what is no icon. An icon that is hidden from listeners says nothing.
pub(super) fn words(tag: &Tag) -> Option<String> {
    if !matches!(tag.name.as_str(), "i" | "span") {
        return None;
    }
    let classes = tag.get("class").unwrap_or_default();
    let mut names = classes.split_ascii_whitespace().filter_map(|class| class.strip_prefix("fa-"));
    let is_manner = |name: &&str| MANNERS.contains(name) || name.starts_with("rotate-") || name.starts_with("flip-");
    let name = names.rfind(|name| !is_manner(name))?;
    let said = ["aria-label", "title"].into_iter().find_map(|name| tag.get(name)).map(str::trim);
    let sign = SIGNS.iter().find(|(known, _)| *known == name).map(|(_, sign)| *sign);
    Some(match (sign, said.filter(|said| !said.is_empty())) {
        (Some(sign), _) => sign.into(),
        (None, Some(said)) => said.into(),
        (None, None) if tag.get("aria-hidden") == Some("true") => String::new(),
        (None, None) => name.replace('-', " "),
    })
}

#[cfg(test)]
mod tests {
    use super::super::token::{Piece, pieces};
    use super::*;

    fn of(html: &str) -> Option<String> {
        match pieces(html).into_iter().next() {
            Some((Piece::Open(tag), _)) => words(&tag),
            _ => None,
        }
    }

    #[test]
    fn an_icon_is_a_sign_or_its_name() {
        assert_eq!(of("<i class=\"fa fa-arrow-right fa-lg\">").as_deref(), Some("→"));
        assert_eq!(of("<i class='fa-solid fa-paint-brush'>").as_deref(), Some("paint brush"));
        assert_eq!(of("<i class='fa-brands fa-github' title='GitHub'>").as_deref(), Some("GitHub"));
        assert_eq!(of("<i class='fab fa-github' aria-hidden=true>").as_deref(), Some(""));
        assert_eq!(of("<i class=x>"), None);
    }
}

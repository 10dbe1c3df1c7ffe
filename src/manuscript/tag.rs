//! Language tags, checked.
//!
//! In: text. Out: whether it is a tag of BCP 47: its shape (RFC 5646, section 2.1), whether its language of two letters is
//! one of ISO 639-1, and the tag that was probably meant.

use crate::document::Language;

/// Every language of two letters (ISO 639-1).
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da \
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is \
    it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb \
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss \
    st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Words and codes of countries that are taken for languages, and the languages.
const MISTAKEN: [(&str, &str); 16] = [
    ("english", "en"),
    ("german", "de"),
    ("french", "fr"),
    ("spanish", "es"),
    ("italian", "it"),
    ("russian", "ru"),
    ("portuguese", "pt"),
    ("jp", "ja"),
    ("cn", "zh"),
    ("gr", "el"),
    ("cz", "cs"),
    ("dk", "da"),
    ("ua", "uk"),
    ("us", "en-US"),
    ("gb", "en-GB"),
    ("br-pt", "pt-BR"),
];

/// True for a tag whose language may exist.
pub(super) fn is_language_tag(tag: &str) -> bool {
    let language = tag.split('-').next().unwrap_or_default();
    Language(tag.to_owned()).is_well_formed() && (2..=3).contains(&language.len()) && is_known(tag)
}

/// False for a language of two letters that nobody speaks, and for the United Kingdom, which is `GB`.
fn is_known(tag: &str) -> bool {
    let lower = tag.to_ascii_lowercase();
    let (language, rest) = lower.split_once('-').unwrap_or((&lower, ""));
    let known = language.len() != 2 || TWO_LETTERS.split_whitespace().any(|known| known == language);
    known && rest.split('-').all(|part| part != "uk")
}

/// The tag that was probably meant.
pub(super) fn meant(tag: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    if let Some((_, meant)) = MISTAKEN.iter().find(|(mistaken, _)| *mistaken == lower) {
        return Some((*meant).to_owned());
    }
    let (language, rest) = lower.split_once('-')?;
    let language = MISTAKEN.iter().find(|(mistaken, _)| *mistaken == language).map_or(language, |(_, meant)| meant);
    let rest = if rest == "uk" { "GB".to_owned() } else { rest.to_ascii_uppercase() };
    let meant = format!("{language}-{rest}");
    is_language_tag(&meant).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_have_the_shape_of_bcp_47_and_a_language() {
        for tag in ["en", "en-GB", "sr-Latn-RS", "gsw", "de-1996", "zh-Hant", "EN-us"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for tag in ["", "e", "english", "en-", "en--GB", "русский", "en-abcdefghi", "jp", "xx", "en-UK"] {
            assert!(!is_language_tag(tag), "{tag}");
        }
    }

    #[test]
    fn what_was_meant_is_said() {
        for (tag, tag_meant) in
            [("jp", "ja"), ("en-UK", "en-GB"), ("English", "en"), ("cz-cz", "cs-CZ"), ("us", "en-US")]
        {
            assert_eq!(meant(tag).as_deref(), Some(tag_meant));
            assert!(is_language_tag(tag_meant));
        }
        assert_eq!(meant("xx"), None);
        assert_eq!(meant("русский"), None);
    }
}

//! Capitals as a language writes them.
//!
//! In: a text and its language. Out: the text in capitals: a Turkish i keeps its dot, Greek capitals lose their accents
//! (The Unicode Standard, section 5.18, and the tailorings of CLDR).

use icu_casemap::CaseMapper;
use icu_locale_core::LanguageIdentifier;

/// The text in capitals; `language` is a BCP 47 tag.
pub(super) fn capitals(text: &str, language: &str) -> String {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    let language = LanguageIdentifier::try_from_str(primary).unwrap_or(LanguageIdentifier::UNKNOWN);
    CaseMapper::new().uppercase_to_string(text, &language).into_owned()
}

#[cfg(test)]
mod tests {
    use super::capitals;

    #[test]
    fn languages_have_their_own_capitals() {
        assert_eq!(capitals("Nazım Hikmet", "tr"), "NAZIM HİKMET");
        assert_eq!(capitals("Nazım Hikmet", "az-Latn"), "NAZIM HİKMET");
        assert_eq!(capitals("Νίκος Καζαντζάκης", "el"), "ΝΙΚΟΣ ΚΑΖΑΝΤΖΑΚΗΣ");
        assert_eq!(capitals("Jürgen Weiß", "de-DE"), "JÜRGEN WEISS");
        assert_eq!(capitals("Victor Hugo", "x"), "VICTOR HUGO");
    }
}

//! Quotation marks and spaces by language.
//!
//! In: a language. Out: [`Locale`]. The marks are those that Unicode's CLDR lists for the language, except where books
//! print other ones than screens do.

use crate::document::Language;

/// No-break space.
pub(super) const FIXED: char = '\u{A0}';
/// Narrow no-break space.
pub(super) const NARROW: char = '\u{202F}';

/// How a language sets quotations and the space before high punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Locale {
    /// What a straight double quote becomes, at the start and at the end.
    pub(super) double: (&'static str, &'static str),
    /// What a straight single quote becomes.
    pub(super) single: (&'static str, &'static str),
    /// The space before `;`, `!` and `?`, when the language has one.
    pub(super) before_high: Option<char>,
    /// The space before `:`, when the language has one.
    pub(super) before_colon: Option<char>,
    /// Words that begin with an apostrophe, without it.
    pub(super) elided: &'static [&'static str],
}

/// The locale of a language; an unknown one is set as English is.
pub(super) fn locale(language: &Language) -> Locale {
    let tag = language.0.to_ascii_lowercase().replace('_', "-");
    let region = tag.split('-').skip(1).find(|part| part.len() == 2).unwrap_or_default();
    let (double, single) = quotes(&language.primary(), region, &tag);
    let (before_high, before_colon) = match (language.primary().as_str(), region) {
        ("fr", "ca") => (None, Some(FIXED)),
        ("fr", "ch") => (Some(NARROW), Some(NARROW)),
        ("fr", _) => (Some(NARROW), Some(FIXED)),
        _ => (None, None),
    };
    Locale { double, single, before_high, before_colon, elided: elided(&language.primary()) }
}

type Pair = (&'static str, &'static str);

const HIGH: Pair = ("“", "”");
const HIGH_SINGLE: Pair = ("‘", "’");
const LOW_HIGH: Pair = ("„", "“");
const LOW_HIGH_SINGLE: Pair = ("‚", "‘");
const LOW_RIGHT: Pair = ("„", "”");
const POINTING_OUT: Pair = ("«", "»");
const POINTING_OUT_SINGLE: Pair = ("‹", "›");
const POINTING_IN: Pair = ("»", "«");
const SPACED: Pair = ("«\u{A0}", "\u{A0}»");
const NARROW_SPACED: Pair = ("«\u{202F}", "\u{202F}»");
const RIGHT: Pair = ("”", "”");
const RIGHT_SINGLE: Pair = ("’", "’");

fn quotes(primary: &str, region: &str, tag: &str) -> (Pair, Pair) {
    match (primary, region) {
        ("fr", "ch") => (NARROW_SPACED, ("‹\u{202F}", "\u{202F}›")),
        ("fr", _) => (SPACED, HIGH),
        ("de" | "it", "ch") | ("de", "li") => (POINTING_OUT, POINTING_OUT_SINGLE),
        ("de" | "cs" | "sk" | "sl" | "is" | "lt" | "et", _) => (LOW_HIGH, LOW_HIGH_SINGLE),
        ("es", "" | "es") | ("it" | "ca" | "gl" | "eu" | "el", _) | ("pt", "pt") => (POINTING_OUT, HIGH),
        ("ru" | "uk" | "be" | "kk", _) => (POINTING_OUT, LOW_HIGH),
        ("nb" | "nn" | "no", _) => (POINTING_OUT, HIGH_SINGLE),
        ("sv" | "fi", _) => (RIGHT, RIGHT_SINGLE),
        ("da", _) => (POINTING_IN, ("›", "‹")),
        ("pl" | "ro", _) => (LOW_RIGHT, POINTING_OUT),
        ("hu", _) => (LOW_RIGHT, POINTING_IN),
        ("hr" | "bs" | "lv", _) => (LOW_RIGHT, HIGH_SINGLE),
        ("bg" | "mk" | "sr" | "sq", _) => (LOW_HIGH, HIGH_SINGLE),
        ("ja", _) => (("「", "」"), ("『", "』")),
        ("zh", _) if region == "tw" || region == "hk" || tag.contains("hant") => (("「", "」"), ("『", "』")),
        _ => (HIGH, HIGH_SINGLE),
    }
}

fn elided(primary: &str) -> &'static [&'static str] {
    match primary {
        "en" => &[
            "tis", "twas", "twere", "twill", "twould", "em", "til", "cause", "bout", "nother", "n", "ere", "gainst",
            "neath", "pon", "tween", "cept", "scuse", "fraid", "nuff", "sup",
        ],
        "nl" => &["s", "t", "n", "k", "m", "r"],
        "de" => &["s", "n", "ne", "nen", "nem", "ner", "rum", "raus", "rein", "mal"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_change_the_marks() {
        let double = |tag: &str| locale(&Language(tag.into())).double;
        assert_eq!(double("en-GB"), HIGH);
        assert_eq!(double("de"), LOW_HIGH);
        assert_eq!(double("de-CH"), POINTING_OUT);
        assert_eq!(double("es"), POINTING_OUT);
        assert_eq!(double("es-MX"), HIGH);
        assert_eq!(double("fr-Latn-CH"), NARROW_SPACED);
        assert_eq!(double("nb"), POINTING_OUT);
        assert_eq!(double("xx"), HIGH);
    }
}

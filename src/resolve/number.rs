//! Chapter numbers.
//!
//! In: the numbers of the plan. Out: none where the heading has the class `unnumbered`, where the role is a dedication or
//! an epigraph, and where the title says a number itself (`1. War`, `Chapter One`, `IV`, `Глава 2`).

use crate::document::words::ROMAN_NUMERALS;
use crate::document::{Division, Draft, Role, plain_text};

/// Takes away the numbers that are not to be shown.
pub(super) fn settle(draft: &mut Draft) {
    draft.divisions.iter_mut().for_each(|division| division.each_mut(&mut settle_one));
}

fn settle_one(division: &mut Division) {
    let bare = is_bare(division);
    let heading = division.heading.as_ref().map(|h| plain_text(&h.content)).unwrap_or_default();
    let says = |title: &str| says_number(title, &division.number);
    if bare || says(&division.title) || says(&heading) {
        division.number.clear();
    }
}

/// True for a division that has no number whatever its title says.
pub(super) fn is_bare(division: &Division) -> bool {
    matches!(division.role, Role::Dedication | Role::Epigraph) || division.attr.has_class("unnumbered")
}

/// Words for a chapter or a part, at the head of a title that is numbered by hand.
const WORDS: &[&str] = &[
    "chapter",
    "part",
    "book",
    "appendix",
    "lesson",
    "section",
    "глава",
    "часть",
    "книга",
    "розділ",
    "частина",
    "kapitel",
    "teil",
    "buch",
    "chapitre",
    "partie",
    "livre",
    "capítulo",
    "capitulo",
    "parte",
    "libro",
    "capitolo",
    "capítol",
    "hoofdstuk",
    "deel",
    "kapittel",
    "kapitola",
    "rozdział",
    "rozdzial",
    "część",
    "fejezet",
    "luku",
    "osa",
    "bölüm",
    "κεφάλαιο",
    "poglavlje",
    "глава",
    "раздзел",
];

fn says_number(title: &str, number: &[u32]) -> bool {
    let mut words = title.split_whitespace();
    let Some(first) = words.next() else { return false };
    let second = words.next();
    if WORDS.contains(&first.to_lowercase().as_str()) {
        return second.is_some_and(names_number);
    }
    let bare = first.trim_end_matches(['.', ')', ':', '—', '–']);
    let marked =
        bare.len() < first.len() || second.is_none() || second.is_some_and(|w| matches!(w, "—" | "–" | "-" | "|"));
    if is_roman(bare) {
        return marked;
    }
    let levels: Option<Vec<u32>> = bare.split('.').map(|level| level.parse().ok()).collect();
    match levels {
        Some(levels) => {
            levels == number || number.last().is_some_and(|n| levels == [*n]) || (marked && levels[0] < 1000)
        }
        None => false,
    }
}

/// True for `1`, `1:`, `IV`, `A` and words such as `One`: whatever may stand after `Chapter`.
fn names_number(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ':', ')', ',', '—', '–']);
    let number_words = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "first",
        "second",
        "third",
        "первая",
        "вторая",
        "третья",
        "eins",
        "zwei",
        "drei",
        "premier",
        "première",
        "deuxième",
        "primero",
        "primera",
        "uno",
        "dos",
        "tres",
    ];
    bare.chars().all(|c| c.is_ascii_digit() || c == '.') && !bare.is_empty()
        || is_roman(bare)
        || bare.len() == 1 && bare.starts_with(|c: char| c.is_uppercase())
        || number_words.contains(&bare.to_lowercase().as_str())
}

/// True for a Roman number in capitals, in its usual form.
fn is_roman(word: &str) -> bool {
    let mut rest = word;
    let mut last = u32::MAX;
    let mut times = 0;
    for (value, sign) in ROMAN_NUMERALS {
        while let Some(shorter) = rest.strip_prefix(sign) {
            times = if last == value { times + 1 } else { 1 };
            if times > 3 || (times > 1 && sign.len() > 1) || (times > 1 && !sign.starts_with(['I', 'X', 'C', 'M'])) {
                return false;
            }
            (last, rest) = (value, shorter);
        }
    }
    !word.is_empty() && rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_with_a_number_of_their_own_are_known() {
        for title in [
            "Chapter 1",
            "1. War",
            "I",
            "IV. Peace",
            "Глава 2. Начало",
            "Part One",
            "2 Foo",
            "2.1 Bar",
            "3",
            "Appendix A: Words",
        ] {
            assert!(says_number(title, &[2, 1]) || says_number(title, &[2]), "{title}");
        }
        for title in ["War", "I am legend", "100 ways", "1984", "Part of the plan", "Book reviews", "CIVIL war", ""] {
            assert!(!says_number(title, &[2]), "{title}");
        }
    }
}

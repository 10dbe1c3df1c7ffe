//! Chapter numbers.
//!
//! In: the numbers of the plan. Out: none where the heading has the class `unnumbered`, where the role is a dedication or
//! an epigraph, and where the title says a number itself (`1. War`, `Chapter One`, `IV`, `Глава 2`). `CI` and `C: the
//! language` are words: a Roman number counts when it is that of the chapter, or the next one of those before it.

use crate::document::words::ROMAN_NUMERALS;
use crate::document::{Division, Draft, Role, plain_text};

/// Takes away the numbers that are not to be shown.
pub(super) fn settle(draft: &mut Draft) {
    settle_each(&mut draft.divisions, &mut 0);
}

/// Settles divisions that stand beside one another; `last` is the last Roman number of the book so far.
fn settle_each(divisions: &mut [Division], last: &mut u32) {
    let mut last_here = 0;
    for division in divisions {
        let heading = division.heading.as_ref().map(|h| plain_text(&h.content)).unwrap_or_default();
        let own = division.number.last().copied().unwrap_or_default();
        let counts = |value: &u32| [own, last_here + 1, *last + 1].contains(value);
        let roman = [&division.title, &heading].into_iter().find_map(|title| roman_number(title).filter(counts));
        if let Some(value) = roman {
            (last_here, *last) = (value, value);
        }
        let says = |title: &str| says_number(title, &division.number);
        if is_bare(division) || roman.is_some() || says(&division.title) || says(&heading) {
            division.number.clear();
        }
        settle_each(&mut division.children, last);
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
    let (bare, marked) = marked(first, second);
    let levels: Option<Vec<u32>> = bare.split('.').map(|level| level.parse().ok()).collect();
    match levels {
        Some(levels) => {
            levels == number || number.last().is_some_and(|n| levels == [*n]) || (marked && levels[0] < 1000)
        }
        None => false,
    }
}

/// The Roman number that a title begins with or is.
fn roman_number(title: &str) -> Option<u32> {
    let mut words = title.split_whitespace();
    let (bare, marked) = marked(words.next()?, words.next());
    roman(bare).filter(|_| marked)
}

/// The first word of a title without the sign behind it, and whether something parts it from the rest.
fn marked<'t>(first: &'t str, second: Option<&str>) -> (&'t str, bool) {
    let bare = first.trim_end_matches(['.', ')', ':', '—', '–']);
    let is_parted = second.is_none_or(|word| matches!(word, "—" | "–" | "-" | "|"));
    (bare, bare.len() < first.len() || is_parted)
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
        || roman(bare).is_some()
        || bare.len() == 1 && bare.starts_with(|c: char| c.is_uppercase())
        || number_words.contains(&bare.to_lowercase().as_str())
}

/// The value of a Roman number in capitals, in its usual form.
fn roman(word: &str) -> Option<u32> {
    let mut rest = word;
    let mut last = u32::MAX;
    let (mut times, mut sum) = (0, 0);
    for (value, sign) in ROMAN_NUMERALS {
        while let Some(shorter) = rest.strip_prefix(sign) {
            times = if last == value { times + 1 } else { 1 };
            if times > 3 || (times > 1 && sign.len() > 1) || (times > 1 && !sign.starts_with(['I', 'X', 'C', 'M'])) {
                return None;
            }
            (last, rest, sum) = (value, shorter, sum + value);
        }
    }
    (!word.is_empty() && rest.is_empty()).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn titles_with_a_number_of_their_own_are_known() {
        for title in
            ["Chapter 1", "1. War", "Глава 2. Начало", "Part One", "2 Foo", "2.1 Bar", "3", "Appendix A: Words"]
        {
            assert!(says_number(title, &[2, 1]) || says_number(title, &[2]), "{title}");
        }
        for title in ["War", "I am legend", "100 ways", "1984", "Part of the plan", "Book reviews", "CIVIL war", ""] {
            assert!(!says_number(title, &[2]), "{title}");
        }
    }

    /// Which of these titles, numbered from 1 when they begin with `+`, keep their numbers.
    fn kept(titles: &[&str]) -> Vec<String> {
        let mut number = 0;
        let division = |title: &&str| {
            let is_numbered = title.starts_with('+');
            number += u32::from(is_numbered);
            let own = if is_numbered { vec![number] } else { Vec::new() };
            Division { number: own, ..Division::new(Role::Chapter, title.trim_start_matches('+'), Span::default()) }
        };
        let mut draft = Draft { divisions: titles.iter().map(division).collect(), ..Draft::default() };
        settle(&mut draft);
        let kept = draft.divisions.iter().filter(|division| !division.number.is_empty());
        kept.map(|division| division.title.clone()).collect()
    }

    #[test]
    fn a_roman_number_is_one_where_it_counts() {
        let words = ["+CLI", "+CI", "+CD", "+C", "+D", "+MIX", "+C: the language", "+CI - setup", "+V for Vendetta"];
        assert_eq!(kept(&words), words.map(|word| word.trim_start_matches('+')));
        assert_eq!(kept(&["+I", "+II. War", "+III — Peace", "+IV"]), [""; 0]);
        assert_eq!(kept(&["+Before", "+I. War", "+II. Peace", "+After"]), ["Before", "After"]);
        assert_eq!(kept(&["+X", "+I am legend"]), ["X", "I am legend"]);
    }
}

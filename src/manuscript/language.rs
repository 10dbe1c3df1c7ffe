//! The language of a book that does not say it.
//!
//! In: some of its text. Out: a language tag, when the commonest little words leave no doubt, or when most of the letters
//! are of a script that is not Latin. Only a help: the author is told and can say better.

use unicode_script::{Script, UnicodeScript};

/// Little words that are common in one language and rare in the others.
const WORDS: &[(&str, &[&str])] = &[
    ("en", &["the", "and", "of", "is", "that", "with", "was", "this", "are", "it", "be", "you", "not", "have"]),
    ("de", &["und", "der", "die", "das", "ist", "nicht", "ein", "eine", "mit", "den", "von", "auch", "sich", "zu"]),
    ("fr", &["les", "des", "est", "une", "dans", "pour", "qui", "pas", "sur", "avec", "vous", "et", "du", "au"]),
    ("es", &["los", "las", "una", "por", "con", "para", "como", "pero", "más", "el", "es", "del", "y", "lo"]),
    ("it", &["il", "che", "di", "non", "una", "per", "sono", "della", "gli", "più", "è", "anche", "nel", "con"]),
    ("pt", &["os", "uma", "não", "com", "para", "mais", "como", "dos", "ao", "são", "você", "pelo", "em", "do"]),
    ("nl", &["het", "een", "van", "niet", "dat", "op", "te", "zijn", "met", "voor", "ook", "maar", "aan", "er"]),
    ("nb", &["og", "ikke", "det", "er", "som", "på", "til", "av", "jeg", "har", "men", "også", "å", "hva"]),
    ("da", &["og", "ikke", "det", "er", "som", "på", "til", "af", "jeg", "har", "men", "også", "at", "hvad"]),
    ("sv", &["och", "inte", "det", "är", "som", "på", "till", "av", "jag", "har", "men", "också", "att", "vad"]),
    ("pl", &["nie", "się", "jest", "na", "że", "to", "jak", "ale", "do", "z", "co", "dla", "przez", "tym"]),
    ("cs", &["se", "je", "na", "že", "to", "jako", "ale", "pro", "jsem", "jsou", "by", "který", "při", "nebo"]),
    ("ru", &["и", "в", "не", "что", "на", "с", "как", "это", "по", "но", "к", "для", "от", "или"]),
    ("uk", &["і", "в", "не", "що", "на", "з", "як", "це", "та", "але", "до", "для", "від", "або"]),
    ("el", &["και", "το", "να", "του", "η", "της", "με", "που", "την", "από", "για", "είναι", "τα", "δεν"]),
];

/// Longest stretch of text that is looked at, in bytes.
const ENOUGH: usize = 60_000;

/// The language that is written most in each script; the tag stands in for others of the script.
const SCRIPTS: [(Script, &str); 24] = [
    (Script::Hiragana, "ja"),
    (Script::Arabic, "ar"),
    (Script::Armenian, "hy"),
    (Script::Bengali, "bn"),
    (Script::Cyrillic, "ru"),
    (Script::Devanagari, "hi"),
    (Script::Ethiopic, "am"),
    (Script::Georgian, "ka"),
    (Script::Greek, "el"),
    (Script::Gujarati, "gu"),
    (Script::Gurmukhi, "pa"),
    (Script::Han, "zh"),
    (Script::Hangul, "ko"),
    (Script::Hebrew, "he"),
    (Script::Kannada, "kn"),
    (Script::Khmer, "km"),
    (Script::Lao, "lo"),
    (Script::Malayalam, "ml"),
    (Script::Myanmar, "my"),
    (Script::Sinhala, "si"),
    (Script::Tamil, "ta"),
    (Script::Telugu, "te"),
    (Script::Thai, "th"),
    (Script::Tibetan, "bo"),
];

/// Where kana stand in [`SCRIPTS`].
const KANA: usize = 0;

/// What a text tells of its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// It is most likely written in this one.
    Is(&'static str),
    /// Most of its letters are of a script that is not Latin and that no language known here is written in.
    IsForeign,
    /// Nothing.
    Nothing,
}

/// The language that a text is most likely written in.
pub(super) fn guess(text: &str) -> Told {
    let mut end = text.len().min(ENOUGH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    by_words(text).map_or_else(|| by_script(text), Told::Is)
}

/// The language whose little words a text is full of.
fn by_words(text: &str) -> Option<&'static str> {
    let mut counts = [0_usize; WORDS.len()];
    let mut total = 0;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        total += 1;
        let lower = word.to_lowercase();
        for (count, (_, words)) in counts.iter_mut().zip(WORDS) {
            *count += usize::from(words.contains(&lower.as_str()));
        }
    }
    let (best, most) = counts.iter().copied().enumerate().max_by_key(|(i, n)| (*n, usize::MAX - i))?;
    let second = counts.iter().enumerate().filter(|(i, _)| *i != best).map(|(_, n)| *n).max().unwrap_or(0);
    let clear = total >= 40 && most * 12 >= total && most * 10 > second * 12;
    clear.then_some(WORDS[best].0)
}

/// The language of the script that most letters outside of code and addresses are of, when that is not Latin.
fn by_script(text: &str) -> Told {
    let (mut counts, mut latin, mut unknown) = ([0_usize; SCRIPTS.len()], 0, 0);
    let index = |script| SCRIPTS.iter().position(|(known, _)| *known == script);
    for c in prose(text).chars().filter(|c| c.is_alphabetic()) {
        match c.script() {
            Script::Latin => latin += 1,
            Script::Common | Script::Inherited | Script::Unknown => {}
            // Japanese is written in both, with ideographs between them.
            Script::Katakana | Script::Hiragana => counts[KANA] += 1,
            script => *index(script).map_or(&mut unknown, |index| &mut counts[index]) += 1,
        }
    }
    let (best, most) = counts.iter().copied().enumerate().max_by_key(|(_, count)| *count).unwrap_or_default();
    if counts.iter().sum::<usize>() + unknown <= latin {
        Told::Nothing
    } else if unknown > most {
        Told::IsForeign
    } else if SCRIPTS[best].0 == Script::Han && counts[KANA] * 10 > most {
        Told::Is(SCRIPTS[KANA].1)
    } else {
        Told::Is(SCRIPTS[best].1)
    }
}

/// A text of Markdown without its code, its tags and the addresses of its links, roughly.
fn prose(text: &str) -> String {
    let (mut prose, mut in_code) = (String::with_capacity(text.len()), false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            in_code = !in_code;
        } else if !in_code {
            let mut rest = line;
            while let Some(at) = rest.find(['`', '<', ']']) {
                prose.push_str(&rest[..at]);
                let (end, skipped) = match &rest[at..] {
                    code if code.starts_with('`') => ('`', 1),
                    tag if tag.starts_with('<') => ('>', 1),
                    link if link.starts_with("](") => (')', 2),
                    _ => (']', 0),
                };
                let inside = &rest[at + skipped..];
                rest = inside.find(end).map_or(&inside[usize::from(skipped == 0)..], |end| &inside[end + 1..]);
            }
            prose.push_str(rest);
            prose.push('\n');
        }
    }
    prose
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_words_tell_the_language() {
        let english = "It is a truth that the man is not in the house, and this was with all of you. ".repeat(4);
        let russian = "Он сказал, что это не так и что в городе на улице как и для всех но не с ним. ".repeat(4);
        let german = "Das ist nicht der Mann, und die Frau ist auch mit den Kindern von hier. ".repeat(4);
        assert_eq!(guess(&english), Told::Is("en"));
        assert_eq!(guess(&russian), Told::Is("ru"));
        assert_eq!(guess(&german), Told::Is("de"));
    }

    #[test]
    fn little_text_tells_nothing() {
        assert_eq!(guess("The end."), Told::Nothing);
        assert_eq!(guess(&"lorem ipsum dolor ".repeat(40)), Told::Nothing);
        assert_eq!(guess(""), Told::Nothing);
        assert_eq!(guess("12 + 3"), Told::Nothing);
    }

    #[test]
    fn another_script_tells_the_language_that_is_written_most_in_it() {
        for (text, told) in [
            ("Глава первая", Told::Is("ru")),
            ("所有权是 Rust 最独特的特性。", Told::Is("zh")),
            ("所有権は Rust の最もユニークな機能です。", Told::Is("ja")),
            ("소유권", Told::Is("ko")),
            ("פרק ראשון", Told::Is("he")),
            ("ᏣᎳᎩ", Told::IsForeign),
            ("The word λόγος", Told::Nothing),
        ] {
            assert_eq!(guess(text), told, "{text}");
        }
    }

    #[test]
    fn code_tags_and_addresses_are_no_prose() {
        let text = "所有权 `let x = 1` <span class=\"abc\">中</span>\n```rust\nfn main() {}\n```\n见[书](https://example.org/book)]。\n";
        assert_eq!(prose(text), "所有权  中\n见[书。\n");
        assert_eq!(guess(text), Told::Is("zh"));
        assert_eq!(prose("a < b ` c ]"), "a  b  c \n");
    }
}

//! The language of a book that does not say it.
//!
//! In: some of its text. Out: a language tag, when the commonest little words leave no doubt. Only a help for a
//! manuscript without configuration: the author is told and can say better.

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

/// The language that the text is most likely written in; `None` when that is not clear.
pub(super) fn guess(text: &str) -> Option<&'static str> {
    let mut end = text.len().min(ENOUGH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut counts = [0_usize; WORDS.len()];
    let mut total = 0;
    for word in text[..end].split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
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

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn little_words_tell_the_language() {
        let english = "It is a truth that the man is not in the house, and this was with all of you. ".repeat(4);
        let russian = "Он сказал, что это не так и что в городе на улице как и для всех но не с ним. ".repeat(4);
        let german = "Das ist nicht der Mann, und die Frau ist auch mit den Kindern von hier. ".repeat(4);
        assert_eq!(guess(&english), Some("en"));
        assert_eq!(guess(&russian), Some("ru"));
        assert_eq!(guess(&german), Some("de"));
    }

    #[test]
    fn little_text_tells_nothing() {
        assert_eq!(guess("The end."), None);
        assert_eq!(guess(&"lorem ipsum dolor ".repeat(40)), None);
    }
}

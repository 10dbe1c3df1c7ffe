//! How the first paragraph of a chapter begins: its initial and its first words.
//!
//! In: a division, the inlines of its first paragraph. Out: what both backends need to set them apart, whatever the design
//! does with them. The tree itself is not changed.

use super::{Block, BlockKind, Division, GroupRole, Inline, InlineKind, Role};

/// The initial of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Initial {
    /// Marks that stand before the letter, as of a quotation; mostly empty.
    pub before: String,
    /// The letter, with what is written on it.
    pub letter: String,
    /// The paragraph without both.
    pub rest: Vec<Inline>,
    /// Characters of `rest` that belong to the first word, or to the second where the first is one letter.
    pub word: usize,
}

/// The place of the paragraph that opens a division: its first block, epigraphs and the like not counted.
pub fn opening(division: &Division) -> Option<usize> {
    let opens = match division.role {
        Role::Chapter
        | Role::Introduction
        | Role::Prologue
        | Role::Conclusion
        | Role::Epilogue
        | Role::Foreword
        | Role::Preface
        | Role::Afterword => true,
        Role::Dedication
        | Role::Epigraph
        | Role::Acknowledgments
        | Role::Part
        | Role::Section
        | Role::Draft
        | Role::Appendix
        | Role::Glossary
        | Role::Bibliography
        | Role::Index
        | Role::Answers
        | Role::Colophon => false,
    };
    let place = division.blocks.iter().position(|block| !stands_before(block))?;
    let is_text = matches!(division.blocks[place].kind, BlockKind::Paragraph(_));
    (opens && is_text).then_some(place)
}

fn stands_before(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Group(group) => matches!(group.role, GroupRole::Epigraph | GroupRole::Dedication),
        BlockKind::PageBreak => true,
        _ => false,
    }
}

/// The initial of a paragraph; `None` when it begins with no capital letter, as dialogue after a dash or a number does.
pub fn initial(content: &[Inline]) -> Option<Initial> {
    let mut rest = content.to_vec();
    let (before, letter) = take(&mut rest)?;
    let text = super::plain_text(&rest);
    let first = word(&text);
    let lone = text[..first].chars().all(|c| !c.is_alphanumeric());
    let end = if lone { first + text[first..].len() - text[first..].trim_start().len() } else { 0 };
    let word = if lone { &text[..end + word(&text[end..])] } else { &text[..first] };
    let word = visible(word);
    Some(Initial { before, letter, rest, word })
}

/// Bytes up to the end of the first word.
fn word(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '…')).unwrap_or(text.len())
}

/// Takes the marks and the letter away from the first text of a line.
fn take(content: &mut [Inline]) -> Option<(String, String)> {
    let first = content.iter_mut().find(|inline| !says_nothing(inline))?;
    if !matches!(first.kind, InlineKind::Text(_)) {
        return take(first.content_mut()?);
    }
    let InlineKind::Text(text) = &mut first.kind else { return None };
    let marks: usize = text.chars().take_while(|c| opens(*c)).map(char::len_utf8).sum();
    let letter = text[marks..].chars().next().filter(|c| c.is_alphabetic() && !c.is_lowercase())?;
    let accents = text[marks + letter.len_utf8()..].chars().take_while(|c| is_combining(*c));
    let end = marks + letter.len_utf8() + accents.map(char::len_utf8).sum::<usize>();
    let taken = (text[..marks].trim_end().to_string(), text[marks..end].to_string());
    text.drain(..end);
    Some(taken)
}

/// True for an anchor that shows nothing.
fn says_nothing(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Span(content) if content.is_empty())
}

/// Signs that may stand before the first letter of a sentence.
fn opens(c: char) -> bool {
    matches!(c, '“' | '‘' | '«' | '‹' | '„' | '‚' | '"' | '\'' | '¿' | '¡' | '(' | '[' | '\u{202F}' | '\u{A0}')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}')
}

/// How many characters of a text can be seen.
pub fn visible(text: &str) -> usize {
    text.chars().filter(|c| is_visible(*c)).count()
}

fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{2028}')
}

/// A line with its first `count` visible characters in small capitals. `note` says how many characters the mark of a note
/// has; it is passed over.
pub fn in_small_capitals(content: &[Inline], count: usize, note: &impl Fn(super::NoteId) -> usize) -> Vec<Inline> {
    let mut left = count;
    small(content, &mut left, note)
}

fn small(content: &[Inline], left: &mut usize, note: &impl Fn(super::NoteId) -> usize) -> Vec<Inline> {
    let mut out = Vec::with_capacity(content.len() + 1);
    for inline in content {
        if *left == 0 {
            out.push(inline.clone());
            continue;
        }
        match &inline.kind {
            InlineKind::Text(text) => {
                let at = cut(text, left);
                let part = |text: &str| Inline { kind: InlineKind::Text(text.into()), ..inline.clone() };
                out.push(Inline::new(InlineKind::SmallCaps(vec![part(&text[..at])]), inline.span));
                if at < text.len() {
                    out.push(part(&text[at..]));
                }
            }
            InlineKind::NoteRef(id) => {
                *left = left.saturating_sub(note(*id));
                out.push(inline.clone());
            }
            InlineKind::Code(text) | InlineKind::Math(text) => {
                *left = left.saturating_sub(visible(text));
                out.push(inline.clone());
            }
            _ => {
                let mut copy = inline.clone();
                if let Some(content) = copy.content_mut() {
                    *content = small(content, left, note);
                }
                out.push(copy);
            }
        }
    }
    out
}

/// The first `count` visible characters of a line, marks of notes not counted.
pub fn beginning(content: &[Inline], count: usize) -> Vec<Inline> {
    first(content, &mut { count })
}

fn first(content: &[Inline], left: &mut usize) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in content {
        if *left == 0 {
            break;
        }
        let mut copy = Inline::new(InlineKind::Text(String::new()), inline.span);
        match &inline.kind {
            InlineKind::Text(text) => copy.kind = InlineKind::Text(text[..cut(text, left)].into()),
            kind => {
                copy.kind = kind.clone();
                if let Some(content) = copy.content_mut() {
                    *content = first(content, left);
                }
            }
        }
        out.push(copy);
    }
    out
}

/// The byte after the characters that are left to take.
fn cut(text: &str, left: &mut usize) -> usize {
    for (at, c) in text.char_indices() {
        if *left == 0 {
            return at;
        }
        *left -= usize::from(is_visible(c));
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::super::plain_text;
    use super::*;
    use crate::source::Span;

    fn text(text: &str) -> Inline {
        Inline::new(InlineKind::Text(text.into()), Span::default())
    }

    fn parts(content: &[Inline]) -> Option<(String, String, String, usize)> {
        let initial = initial(content)?;
        Some((initial.before, initial.letter, plain_text(&initial.rest), initial.word))
    }

    fn owned(before: &str, letter: &str, rest: &str, word: usize) -> Option<(String, String, String, usize)> {
        Some((before.into(), letter.into(), rest.into(), word))
    }

    #[test]
    fn an_initial_leaves_the_rest_of_its_word() {
        assert_eq!(parts(&[text("It is")]), owned("", "I", "t is", 1));
        assert_eq!(parts(&[text("“Well,” he said")]), owned("“", "W", "ell,” he said", 5));
        assert_eq!(parts(&[text("I was here")]), owned("", "I", " was here", 3));
        assert_eq!(parts(&[text("A\u{301} b")]), owned("", "A\u{301}", " b", 1));
        let stressed = Inline::new(InlineKind::Emphasis(vec![text("All")]), Span::default());
        assert_eq!(parts(&[stressed, text(" right")]), owned("", "A", "ll right", 2));
    }

    #[test]
    fn dialogue_numbers_and_small_letters_have_none() {
        for words in ["— Yes", "1984 was", "iPhones", "", "“"] {
            assert_eq!(parts(&[text(words)]), None, "{words}");
        }
    }

    #[test]
    fn a_beginning_ends_where_it_should() {
        let stressed = Inline::new(InlineKind::Emphasis(vec![text("two three")]), Span::default());
        let line = [text("one "), stressed, text(" four")];
        for (count, wanted) in [(0, ""), (2, "on"), (3, "one"), (6, "one two"), (90, "one two three four")] {
            assert_eq!(plain_text(&beginning(&line, count)).trim_end(), wanted);
        }
    }

    #[test]
    fn small_capitals_end_where_they_should() {
        let stressed = Inline::new(InlineKind::Emphasis(vec![text("two three")]), Span::default());
        let done = in_small_capitals(&[text("one "), stressed], 6, &|_| 1);
        let InlineKind::Emphasis(inner) = &done[1].kind else { panic!("{done:?}") };
        assert!(matches!(&inner[0].kind, InlineKind::SmallCaps(words) if plain_text(words) == "two"));
        assert_eq!(plain_text(&done), "one two three");
    }
}

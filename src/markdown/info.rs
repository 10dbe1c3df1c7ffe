//! The words beside a fence of code.
//!
//! In: an info string: a language, options after commas (`rust,ignore`), pairs (`title="src/main.rs"`), and attributes in
//! braces as pandoc has them (`{.rust #main .numberLines startFrom="10"}`). Out: language, title, numbering, id, classes.
//! Options that say nothing to a book are passed over.

use crate::document::{Id, LineNumbers};

/// What an info string says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Info {
    pub(super) language: Option<String>,
    pub(super) title: Option<String>,
    pub(super) numbers: LineNumbers,
    pub(super) id: Option<Id>,
    pub(super) classes: Vec<String>,
    /// What lines begin with that are not shown.
    pub(super) hidden_lines: Option<String>,
    /// Values that mean nothing: a first line that is no number.
    pub(super) odd: Vec<String>,
}

/// Reads an info string.
pub(super) fn read(info: &str) -> Info {
    let mut fence = Info::default();
    let mut first_line = None;
    for (place, word) in words(info).into_iter().enumerate() {
        if let Some((key, value)) = word.text.split_once('=').filter(|(key, _)| is_key(key)) {
            match key.trim_start_matches(['.', '#']).to_ascii_lowercase().as_str() {
                "title" | "filename" | "file" | "caption" | "name" => fence.title = title(value),
                "startfrom" | "start-from" | "start" | "linenostart" => match value.parse() {
                    Ok(number) => first_line = Some(number),
                    Err(_) => fence.odd.push(value.to_string()),
                },
                "hidelines" => fence.hidden_lines = Some(value.into()),
                _ => {}
            }
        } else if let Some(id) = word.text.strip_prefix('#').filter(|id| word.in_braces && !id.is_empty()) {
            fence.id = Some(Id(id.into()));
        } else {
            fence.word(&word, place == 0);
        }
    }
    if let Some(first) = first_line.filter(|_| fence.numbers != LineNumbers::None) {
        fence.numbers = LineNumbers::From(first);
    }
    fence
}

/// Classes of a block that say how its lines are numbered.
pub(super) fn numbers_of(class: &str) -> Option<LineNumbers> {
    match class.to_ascii_lowercase().as_str() {
        "numbered" | "number-lines" | "numberlines" | "line-numbers" | "linenumbers" | "linenos"
        | "showlinenumbers" => Some(LineNumbers::From(1)),
        "unnumbered" | "no-line-numbers" | "nonumberlines" => Some(LineNumbers::None),
        _ => None,
    }
}

/// Rust without the lines that mdBook hides: a `#` alone, and those that begin with `#` and a blank. `##` at the start of a
/// line is one `#`.
pub(super) fn without_hidden(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let code = line.trim_start_matches([' ', '\t']);
        if code.trim_end() == "#" || code.starts_with("# ") {
            continue;
        }
        match code.strip_prefix("##") {
            Some(rest) => out.extend([&line[..line.len() - code.len()], "#", rest]),
            None => out.push_str(line),
        }
    }
    out
}

/// A text without the lines that begin with `prefix` behind white space.
pub(super) fn without_lines(text: &str, prefix: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.trim_start().starts_with(prefix)).collect()
}

impl Info {
    fn word(&mut self, word: &Word, is_first: bool) {
        let name = if word.in_braces { word.text.trim_start_matches('.') } else { &word.text };
        if name.is_empty() {
            return;
        }
        if let (Some(numbers), false) = (numbers_of(name), is_first && !word.in_braces) {
            self.numbers = numbers;
        } else if self.language.is_none() && (is_first || word.in_braces) {
            self.language = Some(name.into());
        } else if word.in_braces {
            self.classes.push(name.into());
        }
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn title(value: &str) -> Option<String> {
    let title = value.trim();
    (!title.is_empty()).then(|| title.to_string())
}

struct Word {
    text: String,
    in_braces: bool,
}

/// The words of an info string, parted by blanks and commas; what stands in quotation marks is one.
fn words(info: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut text, mut in_braces, mut quote) = (String::new(), false, None);
    let mut end = |text: &mut String, in_braces: bool| {
        if !text.is_empty() {
            words.push(Word { text: std::mem::take(text), in_braces });
        }
    };
    for c in info.chars() {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            (Some(_), c) => text.push(c),
            (None, '"' | '\'') if text.ends_with('=') => quote = Some(c),
            (None, ' ' | '\t' | ',') => end(&mut text, in_braces),
            (None, '{') if text.is_empty() || !in_braces => {
                end(&mut text, in_braces);
                in_braces = true;
            }
            (None, '}') if in_braces => {
                end(&mut text, true);
                in_braces = false;
            }
            (None, c) => text.push(c),
        }
    }
    end(&mut text, in_braces);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(info: &str) -> Option<String> {
        read(info).language
    }

    #[test]
    fn the_first_word_is_the_language() {
        assert_eq!(language("rust,ignore"), Some("rust".into()));
        assert_eq!(language("c++ editable"), Some("c++".into()));
        assert_eq!(language("{.haskell .numberLines}"), Some("haskell".into()));
        assert_eq!(language("title=\"a b\""), None);
        assert_eq!(language(""), None);
    }

    #[test]
    fn titles_and_numbers_are_read() {
        let fence = read("rust title=\"src/the main.rs\" {.numbered startFrom=10 #main .wide}");
        assert_eq!(fence.language.as_deref(), Some("rust"));
        assert_eq!(fence.title.as_deref(), Some("src/the main.rs"));
        assert_eq!(fence.numbers, LineNumbers::From(10));
        assert_eq!((fence.id, fence.classes), (Some(Id("main".into())), vec!["wide".to_string()]));
        assert_eq!(read("rust, number-lines").numbers, LineNumbers::From(1));
        assert_eq!(read("rust {.unnumbered startFrom=3}").numbers, LineNumbers::None);
        assert_eq!(read("rust start=x").odd, ["x"]);
    }

    #[test]
    fn what_rustdoc_hides_is_left_out() {
        let text = "# use a::b;\n#\n#[test]\n#![allow(x)]\n  ## c\n  # d\nlet e = 1; # f\n";
        assert_eq!(without_hidden(text), "#[test]\n#![allow(x)]\n  # c\nlet e = 1; # f\n");
    }

    #[test]
    fn lines_are_hidden_by_their_beginning() {
        assert_eq!(read("python hidelines=!!!").hidden_lines.as_deref(), Some("!!!"));
        assert_eq!(without_lines("~a\nb~\n  ~c\n", "~"), "b~\n");
    }

    #[test]
    fn odd_strings_are_read_to_their_end() {
        for odd in ["{", "}", "{}", "=", "a=\"b", "{{{", "a{b}c", "#", "{#}", ".,.,", "title="] {
            read(odd);
        }
        assert_eq!(read("title=").title, None);
    }
}

//! A session at a terminal.
//!
//! In: what a terminal showed. Out: tokens: a prompt at the start of a line is an operator, what follows it is read as a
//! command of a shell, and every other line is what the commands said, which is plain. A command that ends in `\` goes on.

use super::grammar::{Grammar, Reader};
use super::{LARGEST_BLOCK, Tokens};
use crate::document::TokenKind;

/// The tokens of a session.
pub(super) fn tokens(text: &str) -> Tokens {
    let Some(grammar) = Grammar::named("sh") else { return Tokens::new() };
    let mut found = Tokens::new();
    let mut command: Option<Reader> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        if end > LARGEST_BLOCK {
            break;
        }
        let prompt = if command.is_some() { 0 } else { prompt(line) };
        if prompt > 0 {
            found.push((start + prompt, TokenKind::Operator));
            command = Reader::new(grammar, line);
        }
        let goes_on = command.as_mut().is_some_and(|reader| {
            let read = reader.line(&line[prompt..], start + prompt);
            found.append(&mut reader.found);
            read && line.trim_end().ends_with('\\')
        });
        if !goes_on {
            command = None;
        }
        if found.last().is_none_or(|(last, _)| *last < end) {
            found.push((end, TokenKind::Plain));
        }
        start = end;
    }
    if start < text.len() {
        found.push((text.len(), TokenKind::Plain));
    }
    found
}

/// Bytes of the prompt at the start of a line with the blank behind it: `$ `, `# `, `% `, `> `, also behind a name, a host
/// and a folder, as in `anna@host:~/book$ `.
fn prompt(line: &str) -> usize {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let rest = &line[indent..];
    let Some(mark) = rest.find(['$', '#', '%', '>']) else { return 0 };
    let before = &rest[..mark];
    let is_place = before.is_empty()
        || before.chars().all(|c| {
            c.is_alphanumeric() || matches!(c, '@' | ':' | '~' | '/' | '-' | '_' | '.' | '\\' | '(' | ')' | '[' | ']')
        });
    let blank = rest[mark + 1..].starts_with(' ');
    // Output may well begin with a word and a sign; a place has a colon, a tilde or an at sign.
    let named = before.is_empty() || before.contains(['@', '~', ':', '\\']);
    if is_place && blank && named { indent + mark + 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::prompt;

    #[test]
    fn prompts_are_known_and_output_is_none() {
        for line in ["$ ls", "# ls", "% ls", "> ls", "anna@host:~/book$ ls", "  $ ls", "C:\\> dir", "~ % ls"] {
            let expected = !line.starts_with("~ ");
            assert_eq!(prompt(line) > 0, expected, "{line}");
        }
        for line in ["", "a > b", "50% of it", "$HOME", "Compiling a v1", "#!/bin/sh"] {
            assert_eq!(prompt(line), 0, "{line}");
        }
    }
}

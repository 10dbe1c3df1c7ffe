//! Code set off from the text.
//!
//! In: built by `markdown`, its tokens by `highlight`. Out: the text as it is, and what each stretch of it is in its
//! language. How a kind of token looks is for a design to say.

/// A block of code.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Code {
    /// The language, as the manuscript names it: the first word of the fence's info string, or its first class.
    pub language: Option<String>,
    /// The whole info string.
    pub info: String,
    /// The text, each line ended by a line feed.
    pub text: String,
    /// What stands above it: the name of a file, a title.
    pub title: Option<String>,
    /// Whether its lines are numbered.
    pub numbers: LineNumbers,
    /// What the text consists of: each kind with the byte at which it ends, in order, up to the end of the text. Empty for
    /// a text that is all plain.
    pub tokens: Vec<(usize, TokenKind)>,
}

impl Code {
    /// The text in stretches of one kind; every byte of it is in one of them.
    pub fn runs(&self) -> impl Iterator<Item = (&str, TokenKind)> {
        let covered = self.tokens.last().map_or(0, |(end, _)| *end);
        let rest = (covered < self.text.len()).then_some((self.text.len(), TokenKind::Plain));
        let mut start = 0;
        self.tokens.iter().copied().chain(rest).filter_map(move |(end, kind)| {
            let text = self.text.get(start..end)?;
            start = end;
            Some((text, kind))
        })
    }
}

/// Whether the lines of a block of code are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineNumbers {
    /// As the design has it.
    #[default]
    Default,
    /// Beginning with a number.
    From(u32),
    /// Not.
    None,
}

/// Declares the kinds of tokens: variant, name, meaning.
macro_rules! kinds {
    ($($variant:ident $name:literal $meaning:literal;)*) => {
        /// What a stretch of code is in its language.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum TokenKind {
            $(#[doc = $meaning] $variant,)*
            /// Everything else.
            #[default]
            Plain,
        }

        impl TokenKind {
            /// Every kind but the plain one.
            pub const MARKED: &[TokenKind] = &[$(TokenKind::$variant,)*];

            /// The name in lower case.
            pub fn name(self) -> &'static str {
                match self {
                    $(TokenKind::$variant => $name,)*
                    TokenKind::Plain => "plain",
                }
            }
        }
    };
}

kinds! {
    Keyword "keyword" "A word of the language: `if`, `return`, `let`.";
    Type "type" "The name of a type, a class, a module.";
    Function "function" "The name of a function where it is made or called, a command of a shell.";
    String "string" "Characters and strings.";
    Number "number" "A number.";
    Constant "constant" "A constant of the language: `true`, `null`.";
    Comment "comment" "A comment.";
    Operator "operator" "A sign that combines values; the prompt of a shell.";
    Name "name" "The name of an element or of a key: `<p>`, `key = 1`.";
    Attribute "attribute" "What is said to the compiler or about an element: `#[test]`, `#include`, `@override`, `class=`.";
    Strong "strong" "A heading or strong text of a markup language.";
    Emphasis "emphasis" "Emphasised text of a markup language.";
    Inserted "inserted" "A line that a change adds.";
    Deleted "deleted" "A line that a change takes away.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_in_one_run() {
        let plain = Code { text: "a b\n".into(), ..Code::default() };
        assert_eq!(plain.runs().collect::<Vec<_>>(), [("a b\n", TokenKind::Plain)]);
        let tokens = vec![(1, TokenKind::Keyword), (2, TokenKind::Plain)];
        let code = Code { tokens, ..plain };
        let expected = [("a", TokenKind::Keyword), (" ", TokenKind::Plain), ("b\n", TokenKind::Plain)];
        assert_eq!(code.runs().collect::<Vec<_>>(), expected);
    }
}

//! What the words of a program are.
//!
//! In: a [`Draft`] whose blocks of code are plain text. Out: the same with their tokens: runs of text with a kind each,
//! from which both backends draw what they show. The only room that names syntect, which reads grammars of Sublime Text
//! (<https://www.sublimetext.com/docs/syntax.html>), and two-face, which holds those that bat has collected.
//!
//! Equal blocks are read once, and all of them at once on every core. A book without code loads nothing. Time is bounded:
//! a line of more than [`LONGEST_LINE`] bytes is plain, and so is what a block has beyond [`LARGEST_BLOCK`] bytes and a
//! book beyond [`LARGEST_BOOK`].

mod comment;
mod grammar;
mod language;
mod scope;
mod session;

use crate::diagnostic::{Code as DiagnosticCode, Diagnostic, Diagnostics};
use crate::document::{BlockKind, Code, Draft, TokenKind};
use crate::source::Span;
use language::Language;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a line that are still read.
pub const LONGEST_LINE: usize = 2_000;
/// Bytes of a block that are read.
pub const LARGEST_BLOCK: usize = 200_000;
/// Bytes of a book that are read.
pub const LARGEST_BOOK: usize = 8_000_000;

/// The kind of each stretch of a text: each with the byte at which it ends.
pub type Tokens = Vec<(usize, TokenKind)>;

/// Finds the tokens of every block of code.
pub fn highlight(draft: &mut Draft, diagnostics: &mut Diagnostics) {
    let mut wanted: BTreeMap<(Language, String), Tokens> = BTreeMap::new();
    let mut told = BTreeSet::new();
    each_code(draft, &mut |code, span| {
        let Some(name) = code.language.as_deref() else { return };
        match Language::named(name) {
            Some(language) => {
                wanted.insert((language, code.text.clone()), Tokens::new());
            }
            None if told.insert(name.to_string()) => diagnostics.extend(unknown(name, span)),
            None => {}
        }
    });
    let mut left = LARGEST_BOOK;
    let bounded: Vec<_> = wanted
        .iter_mut()
        .take_while(|((_, text), _)| {
            left = left.saturating_sub(text.len().min(LARGEST_BLOCK));
            left > 0
        })
        .collect();
    bounded.into_par_iter().for_each(|((language, text), found)| *found = tokens(*language, text));
    each_code(draft, &mut |code, _| {
        let Some(language) = code.language.as_deref().and_then(Language::named) else { return };
        // The text is put back as it was.
        let key = (language, std::mem::take(&mut code.text));
        code.tokens = wanted.get(&key).cloned().unwrap_or_default();
        code.text = key.1;
    });
}

/// The tokens of a text in the language of a name; none when the language is unknown or the text is all plain.
pub fn tokens_of(name: &str, text: &str) -> Tokens {
    Language::named(name).map(|language| tokens(language, text)).unwrap_or_default()
}

fn tokens(language: Language, text: &str) -> Tokens {
    let mut found = match language {
        Language::Session => session::tokens(text),
        Language::Grammar(grammar) => grammar::tokens(grammar, text),
    };
    found.dedup_by(|next, before| {
        let same = next.1 == before.1;
        if same {
            before.0 = next.0;
        }
        same
    });
    if found.iter().all(|(_, kind)| *kind == TokenKind::Plain) { Tokens::new() } else { found }
}

/// A language that nobody knows is no finding, unless its name looks like a slip.
fn unknown(name: &str, span: Span) -> Option<Diagnostic> {
    let near = language::nearest(name)?;
    let message = format!("no language is named `{name}`; the code is not highlighted");
    let note = Diagnostic::note(DiagnosticCode::UnknownLanguage, message).at(span).about(name);
    Some(note.hint(format!("there is one named `{near}`")))
}

fn each_code(draft: &mut Draft, visit: &mut impl FnMut(&mut Code, Span)) {
    draft.each_block_mut(&mut |block| {
        if let BlockKind::Code(code) = &mut block.kind {
            visit(code, block.span);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Division, Role};

    /// The text of each token that is not plain.
    fn marked<'t>(name: &str, text: &'t str) -> Vec<(TokenKind, &'t str)> {
        let mut start = 0;
        let mut all = Vec::new();
        for (end, kind) in tokens_of(name, text) {
            if kind != TokenKind::Plain {
                all.push((kind, text[start..end].trim()));
            }
            start = end;
        }
        all
    }

    fn has(name: &str, text: &str, kind: TokenKind, word: &str) {
        let all = marked(name, text);
        assert!(all.contains(&(kind, word)), "{name}: {word:?} is no {kind:?} in {all:?}");
    }

    #[test]
    fn rust_is_read() {
        let text = "// why\n#[derive(Debug)]\nfn main(x: u32) -> Option<Vec> {\n    let s = \"a\\n\" + 'b';\n    print(1_000, true)\n}\n";
        has("rust,ignore".split(',').next().unwrap_or_default(), text, TokenKind::Keyword, "fn");
        has("rs", text, TokenKind::Comment, "// why");
        has("rs", text, TokenKind::Attribute, "#[derive(Debug)]");
        has("rs", text, TokenKind::Function, "main");
        has("rs", text, TokenKind::Type, "u32");
        has("rs", text, TokenKind::Keyword, "let");
        has("rs", text, TokenKind::String, "\"a\\n\"");
        has("rs", text, TokenKind::Number, "1_000");
        has("rs", text, TokenKind::Constant, "true");
        has("rs", text, TokenKind::Operator, "+");
    }

    /// A language, a text in it, a kind and a word of that kind.
    const SAMPLES: &[(&str, &str, TokenKind, &str)] = &[
        ("toml", "[a]\nb = 1 # c\n", TokenKind::Comment, "# c"),
        ("json", "{\"a\": [1, null]}\n", TokenKind::Name, "\"a\""),
        ("json5", "{\"a\": [1, null]}\n", TokenKind::Constant, "null"),
        ("yml", "a: true # c\n", TokenKind::Name, "a"),
        ("sh", "if true; then echo \"a\"; fi\n", TokenKind::Keyword, "if"),
        ("zsh", "ls -l # c\n", TokenKind::Comment, "# c"),
        ("py", "def f(x): return None\n", TokenKind::Keyword, "def"),
        ("python3", "@a\ndef f(): pass\n", TokenKind::Function, "f"),
        ("c", "#include <a.h>\nint x = 0x1f;\n", TokenKind::Type, "int"),
        ("c++", "class A { int x; };\n", TokenKind::Type, "A"),
        ("cpp", "// a\nint x;\n", TokenKind::Comment, "// a"),
        ("c#", "class A { string x = \"b\"; }\n", TokenKind::String, "\"b\""),
        ("java", "class A { int x = 1; }\n", TokenKind::Keyword, "class"),
        ("js", "const x = 1; // c\n", TokenKind::Keyword, "const"),
        ("ts", "let x: number = 1;\n", TokenKind::Keyword, "let"),
        ("tsx", "const x = 1;\n", TokenKind::Number, "1"),
        ("jsx", "const x = <a/>;\n", TokenKind::Keyword, "const"),
        ("golang", "func main() { return }\n", TokenKind::Keyword, "func"),
        ("html", "<p class=\"a\">b</p>\n", TokenKind::Name, "p"),
        ("css", "p { color: red }\n", TokenKind::Name, "p"),
        ("scss", "$a: 1px; /* c */\n", TokenKind::Comment, "/* c */"),
        ("sql", "SELECT a FROM b -- c\n", TokenKind::Keyword, "SELECT"),
        ("postgresql", "select 1;\n", TokenKind::Keyword, "select"),
        ("xml", "<a b=\"c\"/>\n", TokenKind::String, "\"c\""),
        ("svg", "<a b=\"c\"/>\n", TokenKind::Attribute, "b"),
        ("diff", "-a\n+b\n", TokenKind::Inserted, "+b"),
        ("patch", "-a\n+b\n", TokenKind::Deleted, "-a"),
        ("make", "a: b\n\tcc $@\n", TokenKind::Function, "a"),
        ("dockerfile", "FROM a\nRUN b\n", TokenKind::Keyword, "FROM"),
        ("docker", "FROM a\n", TokenKind::Keyword, "FROM"),
        ("md", "# A\n\n*b* `c`\n", TokenKind::Strong, "# A"),
        ("hs", "main = do\n  let x = 1\n", TokenKind::Keyword, "do"),
        ("kotlin", "fun main() { val x = 1 }\n", TokenKind::Keyword, "fun"),
        ("swift", "func f() { let x = 1 }\n", TokenKind::Keyword, "func"),
        ("rb", "def f\n  nil\nend\n", TokenKind::Keyword, "def"),
        ("php", "function f() { return 1; }\n", TokenKind::Keyword, "function"),
        ("php", "<?php echo 'a'; ?>\n", TokenKind::String, "'a'"),
        ("r", "f <- function(x) x + 1\n", TokenKind::Keyword, "function"),
        ("lua", "local x = 1 -- c\n", TokenKind::Comment, "-- c"),
        ("perl", "my $x = 1; # c\n", TokenKind::Comment, "# c"),
        ("scala", "object A { val x = 1 }\n", TokenKind::Keyword, "object"),
        ("ini", "[a]\nb = c\n", TokenKind::String, "c"),
        ("cmake", "set(A b) # c\n", TokenKind::Comment, "# c"),
        ("clojure", "(def x \"a\")\n", TokenKind::String, "\"a\""),
        ("elixir", "def f do\n 1\nend\n", TokenKind::Keyword, "def"),
        ("erlang", "f() -> ok. % c\n", TokenKind::Comment, "% c"),
        ("ocaml", "let x = 1 (* c *)\n", TokenKind::Comment, "(* c *)"),
        ("zig", "const x = 1; // c\n", TokenKind::Comment, "// c"),
        ("latex", "\\section{A} % c\n", TokenKind::Comment, "% c"),
        ("nix", "{ a = 1; } # c\n", TokenKind::Comment, "# c"),
        ("proto", "message A { string b = 1; }\n", TokenKind::Keyword, "message"),
        ("graphql", "type A { b: Int }\n", TokenKind::Keyword, "type"),
        ("vim", "let x = 1\n", TokenKind::Number, "1"),
        ("asm", "mov eax, 1 ; c\n", TokenKind::Comment, "; c"),
        ("fsharp", "let x = 1 // c\n", TokenKind::Comment, "// c"),
        ("julia", "f(x) = 1 # c\n", TokenKind::Comment, "# c"),
        ("dart", "class A {} // c\n", TokenKind::Comment, "// c"),
        ("objective-c", "int x = 1; // c\n", TokenKind::Comment, "// c"),
        ("batch", "@echo off\nREM c\n", TokenKind::Comment, "c"),
        ("nginx", "server { listen 80; } # c\n", TokenKind::Comment, "# c"),
        ("terraform", "a = 1 # c\n", TokenKind::Comment, "# c"),
        ("lisp", "(defun f (x) \"a\")\n", TokenKind::String, "\"a\""),
        ("groovy", "def x = 'a' // c\n", TokenKind::Comment, "// c"),
        ("pascal", "begin x := 1 end. { c }\n", TokenKind::Comment, "{ c }"),
        ("fortran", "integer :: x ! c\n", TokenKind::Comment, "! c"),
        ("matlab", "x = 1; % c\n", TokenKind::Comment, "% c"),
        ("ada", "X : Integer := 1; -- c\n", TokenKind::Comment, "-- c"),
    ];

    #[test]
    fn the_languages_of_books_are_read() {
        let missing: Vec<_> = SAMPLES
            .iter()
            .filter(|(name, text, kind, word)| !marked(name, text).contains(&(*kind, *word)))
            .map(|(name, text, ..)| (name, marked(name, text)))
            .collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn a_session_is_prompts_commands_and_what_they_say() {
        let text = "$ cargo run --release\n   if this is output\n$ echo \"a\" \\\n  | grep b # c\n";
        for name in ["console", "shell-session", "terminal"] {
            has(name, text, TokenKind::Operator, "$");
            has(name, text, TokenKind::Function, "cargo");
            has(name, text, TokenKind::String, "\"a\"");
            has(name, text, TokenKind::Comment, "# c");
            assert!(marked(name, text).iter().all(|(_, word)| !word.contains("output")));
        }
    }

    #[test]
    fn text_is_plain_and_slips_are_told() {
        for name in ["text", "plain", "txt", "none", "output", "mermaid", "nobody-knows-this", "foo", "x"] {
            assert!(tokens_of(name, "fn let if 1 \"a\"\n").is_empty(), "{name}");
            assert!(unknown(name, Span::default()).is_none(), "{name}");
        }
        for (slip, near) in
            [("pyhton", "python"), ("javscript", "javascript"), ("rsut", "rust"), ("dokerfile", "dockerfile")]
        {
            let note = unknown(slip, Span::default()).expect("a note");
            assert_eq!(note.hints, [format!("there is one named `{near}`")]);
        }
    }

    #[test]
    fn tokens_cover_the_text_on_the_borders_of_its_characters() {
        let odd = "ﬁ é\u{301} 日本 👨‍👩‍👧 \u{0} \u{1b}[0m \"unclosed ' `${ /* <!-- {{ (((( \\\n\t\r\n#$%&@~^|<>?;:,.\n";
        for (name, text, ..) in SAMPLES.iter().chain(&[("console", "$ a\n", TokenKind::Plain, "")]) {
            let mixed = format!("{text}{odd}{text}");
            let mut start = 0;
            for (end, _) in tokens_of(name, &mixed) {
                assert!(end > start && mixed.is_char_boundary(end), "{name}");
                start = end;
            }
            assert!(start == 0 || start == mixed.len(), "{name}");
        }
    }

    #[test]
    fn a_line_without_end_is_plain_and_the_next_one_is_not() {
        let text = format!("let a = 1;\nlet b = {};\nlet c = 2;\n", "[1,'x'],".repeat(1_000));
        let all = marked("js", &text);
        assert_eq!(all.iter().filter(|(_, word)| *word == "let").count(), 2, "{:?}", all.len());
        assert!(!all.iter().any(|(_, word)| *word == "'x'"));
        let endless = format!("let a = {};\n", "[1,'x'],".repeat(200_000));
        assert!(tokens_of("js", &endless).is_empty());
        let much = "let a = 1;\n".repeat(LARGEST_BLOCK);
        assert!(tokens_of("js", &much).len() < LARGEST_BLOCK);
    }

    #[test]
    fn a_comment_behind_an_expression_of_javascript_ends() {
        let text = "let a = {\n    b: c /* one */, // two\n    d /* three\n       four */\n}\nlet e = '/* f' /* g\n";
        let comments = ["/* one */", "// two", "/* three", "four */", "/* g"];
        for (name, text) in [
            ("js", text.to_owned()),
            ("html", format!("<script>\n{text}</script>\n")),
            ("vue", format!("<script>\n{text}</script>\n")),
        ] {
            let all = marked(name, &text);
            let found: Vec<_> =
                all.iter().filter(|(kind, _)| *kind == TokenKind::Comment).map(|(_, word)| *word).collect();
            assert_eq!(found[..comments.len()], comments, "{name}: {all:?}");
            assert!(all.contains(&(TokenKind::Keyword, "let")) || name == "js", "{name}: {all:?}");
            assert!(
                all.iter().any(|(kind, word)| *kind == TokenKind::String && word.contains("/* f")),
                "{name}: {all:?}"
            );
        }
    }

    #[test]
    fn equal_code_has_equal_tokens_wherever_it_stands() {
        let code = |text: &str| {
            let code = Code { language: Some("rs".into()), text: text.into(), ..Code::default() };
            Block::new(BlockKind::Code(code), Span::default())
        };
        let quote = Block::new(BlockKind::Quote(vec![code("let a;\n")]), Span::default());
        let division = Division {
            blocks: vec![code("let a;\n"), quote, code("no words\n")],
            ..Division::new(Role::Chapter, "a", Span::default())
        };
        let mut draft = Draft { divisions: vec![division], ..Draft::default() };
        highlight(&mut draft, &mut Diagnostics::default());
        let mut found = Vec::new();
        each_code(&mut draft, &mut |code, _| found.push((code.text.clone(), code.tokens.clone())));
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], found[1]);
        assert_eq!(found[0].1.first(), Some(&(3, TokenKind::Keyword)));
        assert!(found[2].1.is_empty());
    }
}

//! Blocks of code as XHTML.
//!
//! In: code with its tokens. Out: `pre` and `code`, each token that is not plain in a `span` of its kind's class, a title as
//! the caption of a figure, and numbered lines each in a `span` that the style sheet counts.

use super::body::Body;
use super::xhtml::Tag;
use crate::document::{Attr, Code, LineNumbers, TextPlace, TokenKind};
use crate::source::Span;

impl Body<'_> {
    /// Code, with its title above it.
    pub(super) fn code(&mut self, attr: &Attr, code: &Code, span: Span) {
        let Some(title) = &code.title else { return self.pre(attr, code, span) };
        self.out.open(self.attributes(Tag::new("figure"), attr, &["code"]));
        self.out.newline();
        self.out.open(Tag::new("figcaption"));
        // A path is set as code, as in print.
        if title.contains(char::is_whitespace) {
            self.out.text(title);
        } else {
            self.out.leaf(Tag::new("code"), title);
        }
        self.out.close("figcaption");
        self.out.newline();
        self.pre(&Attr::default(), code, span);
        self.out.newline();
        self.out.close("figure");
    }

    fn pre(&mut self, attr: &Attr, code: &Code, span: Span) {
        let place = TextPlace { text: span, before: 0 };
        let class = code.language.as_deref().filter(|l| !l.is_empty() && !l.contains(char::is_whitespace));
        let code_tag = Tag::new("code").maybe("class", class.map(|language| format!("language-{language}")));
        let first = match code.numbers {
            LineNumbers::Default => self.book.filter(|book| book.design.code.numbers).map(|_| 1),
            LineNumbers::From(first) => Some(first),
            LineNumbers::None => None,
        };
        let pre = Tag::new("pre");
        match first {
            Some(first) => {
                let before = (first != 1).then(|| format!("counter-reset: line {}", i64::from(first) - 1));
                self.out.open(self.attributes(pre.maybe("style", before), attr, &["numbered"]));
                self.out.open(code_tag);
                self.text_with_pages(Some(place), |body| body.numbered(code));
            }
            None => {
                self.out.open(self.attributes(pre, attr, &[]));
                self.out.open(code_tag);
                self.text_with_pages(Some(place), |body| code.runs().for_each(|(text, kind)| body.token(text, kind)));
            }
        }
        self.out.close("code");
        self.out.close("pre");
    }

    /// A stretch of code of one kind.
    fn token(&mut self, text: &str, kind: TokenKind) {
        if kind == TokenKind::Plain {
            self.words(text);
        } else {
            self.leaf_of_words(Tag::new("span").with("class", format!("hl-{}", kind.name())), "span", text);
        }
    }

    /// Lines, each with its end in an element of its own.
    fn numbered(&mut self, code: &Code) {
        let mut in_line = false;
        for (text, kind) in code.runs() {
            for part in text.split_inclusive('\n') {
                if !std::mem::replace(&mut in_line, true) {
                    self.out.open(Tag::new("span").with("class", "line"));
                }
                let line = part.trim_end_matches('\n');
                if !line.is_empty() {
                    self.token(line, kind);
                }
                if line.len() < part.len() {
                    self.out.text("\n");
                    self.out.close("span");
                    in_line = false;
                }
            }
        }
        if in_line {
            self.out.close("span");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind};
    use crate::epub::body;
    use crate::source::Span;

    fn written(code: Code) -> String {
        body(&[Block::new(BlockKind::Code(code), Span::default())])
    }

    fn code() -> Code {
        let tokens =
            vec![(2, TokenKind::Keyword), (5, TokenKind::Plain), (12, TokenKind::Comment), (13, TokenKind::Plain)];
        Code { text: "if <\n/*\n & */\n".into(), tokens, ..Code::default() }
    }

    #[test]
    fn tokens_are_spans_of_a_class() {
        let expected = "<pre><code><span class=\"hl-keyword\">if</span> &lt;\n<span class=\"hl-comment\">/*\n &amp; *</span>/\n</code></pre>\n";
        assert_eq!(written(code()), expected);
    }

    #[test]
    fn numbered_lines_are_counted_by_the_style() {
        let written = written(Code { numbers: LineNumbers::From(7), title: Some("a.rs".into()), ..code() });
        assert!(written.starts_with("<figure class=\"code\">\n<figcaption><code>a.rs</code></figcaption>\n<pre style=\"counter-reset: line 6\" class=\"numbered\">"), "{written}");
        assert_eq!(written.matches("<span class=\"line\">").count(), 3);
        assert!(written.contains("<span class=\"hl-comment\">/*</span>\n</span><span class=\"line\"><span class=\"hl-comment\"> &amp; *</span>/\n</span>"), "{written}");
    }
}

//! Formulas that are written into the text as MathML: `<math>`.
//!
//! In: the tags and the text between `<math>` and `</math>`, as HTML has them. Out: the same in the elements that a formula is
//! set of, well-formed, with what it is in words as its `alttext`: what its author says, else its source in TeX where that
//! goes with it, else its text. One that has not the form of a formula is its words.

use super::token::Tag;
use crate::xml::{self, Place};

/// Elements that are kept as they are.
const KEPT: [&str; 25] = [
    "mi",
    "mn",
    "mo",
    "mtext",
    "mspace",
    "mrow",
    "mfrac",
    "msqrt",
    "mroot",
    "mstyle",
    "mpadded",
    "mphantom",
    "menclose",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "none",
    "mtable",
    "mtr",
    "mtd",
];

/// Elements that hold characters.
const TOKENS: [&str; 4] = ["mi", "mn", "mo", "mtext"];

/// How many children an element has that has a certain number of them.
const COUNTS: [(&str, usize); 8] = [
    ("mfrac", 2),
    ("mroot", 2),
    ("msub", 2),
    ("msup", 2),
    ("msubsup", 3),
    ("munder", 2),
    ("mover", 2),
    ("munderover", 3),
];

/// Attributes that say how something is set.
const ATTRIBUTES: [&str; 25] = [
    "accent",
    "accentunder",
    "columnalign",
    "columnlines",
    "columnspan",
    "depth",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowlines",
    "rowspan",
    "rspace",
    "scriptlevel",
    "stretchy",
    "symmetric",
    "width",
];

/// Letters of a variant: where its capitals, small letters and figures begin, and those that Unicode has elsewhere.
const VARIANTS: [(&str, [u32; 3], &str, &str); 2] = [
    ("bold", [0x1D400, 0x1D41A, 0x1D7CE], "", ""),
    ("double-struck", [0x1D538, 0x1D552, 0x1D7D8], "CHNPQRZ", "ℂℍℕℙℚℝℤ"),
];

/// A formula while it is read.
#[derive(Debug, Default)]
pub(super) struct Formula {
    /// What is in the `math` element so far.
    out: String,
    open: Vec<Open>,
    /// What its author says in words, its source in TeX, and its text.
    label: String,
    tex: String,
    text: String,
    pub(super) is_display: bool,
    is_broken: bool,
}

/// An element that is open.
#[derive(Debug, Default)]
struct Open {
    /// Its name in the text.
    name: String,
    /// Its name in the formula; empty for one that leaves no element.
    written: &'static str,
    children: usize,
    /// Characters of a token.
    text: String,
    variant: String,
    /// What stands at its end, and between its children.
    closing: String,
    separator: String,
    /// True for what is no part of the formula; `Some(true)` when it is its source in TeX.
    is_tex: Option<bool>,
}

impl Formula {
    pub(super) fn of(tag: &Tag) -> Formula {
        let display = tag.get("display").is_some_and(|value| value.trim().eq_ignore_ascii_case("block"));
        let label = tag.get("alttext").or(tag.get("aria-label")).unwrap_or_default().into();
        let math = Open { name: tag.name.clone(), ..Open::default() };
        Formula { label, is_display: display, open: vec![math], ..Formula::default() }
    }

    /// Adds a start tag.
    pub(super) fn tag(&mut self, tag: &Tag) {
        let Some(around) = self.open.last_mut() else { return };
        let name = tag.name.as_str();
        let is_in_token = TOKENS.contains(&around.written);
        let mut open = Open { name: name.into(), is_tex: around.is_tex, ..Open::default() };
        if matches!(name, "annotation" | "annotation-xml") {
            open.is_tex = Some(tag.get("encoding").is_some_and(|kind| kind.contains("tex")));
        }
        if !is_in_token && open.is_tex.is_none() {
            open.written = match name {
                "ms" => "mtext",
                "mlabeledtr" => "mtr",
                name => KEPT.into_iter().find(|kept| *kept == name).unwrap_or("mrow"),
            };
            let fits = match around.written {
                "mtable" => open.written == "mtr",
                "mtr" => open.written == "mtd",
                _ => !matches!(open.written, "mtr" | "mtd"),
            };
            self.is_broken |= !fits;
            around.children += 1;
            if around.children > 1 && !around.separator.is_empty() {
                self.out.push_str(&around.separator);
            }
            self.start(tag, &mut open);
        }
        self.open.push(open);
        if tag.is_closed {
            self.close();
        }
    }

    /// Writes a start tag; brackets that an element puts around its children are operators of a row.
    fn start(&mut self, tag: &Tag, open: &mut Open) {
        self.out.push('<');
        self.out.push_str(open.written);
        let variant = tag.get("mathvariant").unwrap_or_default();
        open.variant = VARIANTS.iter().find(|(name, ..)| *name == variant).map_or("", |(name, ..)| name).into();
        let says = |name: &&&str| **name != "mathvariant" || open.variant.is_empty();
        for name in ATTRIBUTES.iter().filter(says) {
            if let Some(value) = tag.get(name) {
                attribute(name, value, &mut self.out);
            }
        }
        self.out.push('>');
        if tag.name == "mfenced" {
            let operator = |text: &str| {
                let mut written = String::from("<mo>");
                xml::escape(&mut written, text, Place::Text);
                written + "</mo>"
            };
            self.out.push_str(&operator(tag.get("open").unwrap_or("(")));
            open.closing = operator(tag.get("close").unwrap_or(")"));
            open.separator = operator(tag.get("separators").unwrap_or(",").trim().get(..1).unwrap_or_default());
        }
    }

    /// Adds an end tag; true when it ends the formula.
    pub(super) fn end(&mut self, name: &str) -> bool {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return false };
        while self.open.len() > at {
            self.close();
        }
        self.open.is_empty()
    }

    fn close(&mut self) {
        let Some(mut open) = self.open.pop() else { return };
        if open.written.is_empty() {
            return;
        }
        let text = open.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = text.chars().map(|c| varied(c, &open.variant)).collect();
        xml::escape(&mut self.out, &shown, Place::Text);
        self.out.push_str(&std::mem::take(&mut open.closing));
        self.out.push_str(&format!("</{}>", open.written));
        let wanted = COUNTS.iter().find(|(name, _)| *name == open.written);
        self.is_broken |= wanted.is_some_and(|(_, count)| *count != open.children);
        if !text.is_empty() {
            let gap = if self.text.is_empty() { "" } else { " " };
            self.text.push_str(gap);
            self.text.push_str(&text);
        }
    }

    /// Adds text.
    pub(super) fn text(&mut self, text: &str) {
        let Some(token) = self.open.iter_mut().rev().find(|open| !open.written.is_empty() || open.is_tex.is_some())
        else {
            return self.stray(text);
        };
        match token.is_tex {
            Some(true) => self.tex.push_str(text),
            Some(false) => {}
            None if TOKENS.contains(&token.written) => token.text.push_str(text),
            None => self.stray(text),
        }
    }

    /// Text that stands in no token.
    fn stray(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.tag(&Tag::named("mtext"));
            self.text(text);
            self.close();
        }
    }

    /// The source of the formula; or its words, when it has not the form of one.
    pub(super) fn finish(mut self) -> Result<String, String> {
        while !self.open.is_empty() {
            self.close();
        }
        let said = [&self.label, &self.tex, &self.text].into_iter().find(|words| !words.trim().is_empty());
        let words = said.map(|words| words.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default();
        if self.is_broken || self.out.is_empty() {
            return Err(words);
        }
        let mut source = String::from("<math");
        attribute("alttext", &words, &mut source);
        Ok(format!("{source}>{}</math>", self.out))
    }
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push_str(&format!(" {name}=\""));
    xml::escape(out, value, Place::Attribute);
    out.push('"');
}

/// A character in a variant of the letters.
fn varied(c: char, variant: &str) -> char {
    let Some((_, [capitals, small, figures], plain, elsewhere)) = VARIANTS.iter().find(|(name, ..)| *name == variant)
    else {
        return c;
    };
    let own = plain.chars().zip(elsewhere.chars()).find(|(letter, _)| *letter == c).map(|(_, own)| own);
    let code = match c {
        'A'..='Z' => capitals + (c as u32 - 'A' as u32),
        'a'..='z' => small + (c as u32 - 'a' as u32),
        '0'..='9' => figures + (c as u32 - '0' as u32),
        _ => return c,
    };
    own.or(char::from_u32(code)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::super::read_blocks;
    use crate::diagnostic::Diagnostics;
    use crate::document::{BlockKind, InlineKind};
    use crate::source::FileId;

    /// The formulas and the words of a paragraph, and how many findings there are.
    fn read(text: &str) -> (Vec<String>, usize) {
        let mut diagnostics = Diagnostics::default();
        let blocks = read_blocks(text, FileId(0), &mut diagnostics).0;
        let mut found = Vec::new();
        for block in blocks {
            match block.kind {
                BlockKind::Math(source) => found.push(format!("display {source}")),
                BlockKind::Paragraph(line) => found.extend(line.into_iter().filter_map(|inline| match inline.kind {
                    InlineKind::Math(text) | InlineKind::Text(text) => Some(text),
                    _ => None,
                })),
                _ => {}
            }
        }
        (found, diagnostics.sorted().len())
    }

    fn formula(text: &str) -> String {
        let (found, findings) = read(text);
        assert_eq!((found.len(), findings), (1, 0), "{found:?}");
        found.concat()
    }

    #[test]
    fn a_formula_is_kept_with_its_words() {
        let text = "So <math><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo> <mi mathvariant='normal'>d</mi></math>.";
        let (found, findings) = read(text);
        let written = "<math alttext=\"x 2 &lt; d\"><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo>\
                       <mi mathvariant=\"normal\">d</mi></math>";
        assert_eq!((found, findings), (vec!["So ".to_owned(), written.into(), ".".into()], 0));
    }

    #[test]
    fn what_its_author_says_of_it_counts_before_its_source_and_its_text() {
        let inner = "<semantics><mi>x</mi><annotation encoding=\"application/x-tex\">\\xi</annotation></semantics>";
        assert!(formula(&format!("<math alttext=\"ksi\">{inner}</math>")).starts_with("<math alttext=\"ksi\">"));
        let written = formula(&format!("<math display=\"block\">\n{inner}\n</math>"));
        assert_eq!(written, "display <math alttext=\"\\xi\"><mrow><mi>x</mi></mrow></math>");
    }

    #[test]
    fn brackets_and_letters_of_old_are_written_anew() {
        let text =
            "<math><mfenced><mi mathvariant=\"bold\">a</mi><mi mathvariant=\"double-struck\">R</mi></mfenced></math>";
        let written = "<math alttext=\"a R\"><mrow><mo>(</mo><mi>𝐚</mi><mo>,</mo><mi>ℝ</mi><mo>)</mo></mrow></math>";
        assert_eq!(formula(text), written);
    }

    #[test]
    fn what_is_no_formula_is_its_words_and_told() {
        for text in ["<math><msup><mi>x</mi></msup></math>", "<math><mtable><mi>x</mi></mtable></math>"] {
            assert_eq!(read(text), (vec!["x".into()], 1), "{text}");
        }
        let (found, findings) = read("a <math><mi>x</mi> never closed\n\nb");
        assert!(findings > 0 && found.concat().contains("never closed"), "{found:?}");
    }
}

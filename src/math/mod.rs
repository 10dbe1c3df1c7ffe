//! Formulas: LaTeX as it is written, MathML as readers show it, glyphs at their places as pages do.
//!
//! In: the source of a formula. Out: presentation MathML; or boxes of glyphs and rules, laid out with the face of formulas; or
//! what in the source cannot be read and where; and for a whole document a finding for every formula that a book shows as its
//! source.

mod boxes;
mod commands;
mod fraction;
mod layout;
mod letters;
mod limits;
mod mathml;
mod operator;
mod read;
mod rewrite;
mod scripts;
mod stretch;
mod table;
mod words;

pub use boxes::{Bar, MathBox, Placed};
pub use commands::spell_out;
pub use layout::{Laid, Piece, Setting};
pub use mathml::mathml;
pub use read::Fault;
pub use words::{name_in_words, words};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{BlockKind, Document, InlineKind};
use crate::font::{MathFace, Shaper};
use crate::source::{SourceMap, Span};
use layout::{Layout, Style};
use std::ops::Range;

/// Lays out a formula in the face of formulas, and the words in it in that of the text.
///
/// # Errors
/// When the formula cannot be read, or has something that cannot be drawn.
pub fn lay_out(
    source: &str,
    setting: &Setting<'_>,
    math: &MathFace<'_>,
    shaper: &mut Shaper<'_>,
) -> Result<Laid, Fault> {
    let found = read::read(source, setting.display)?;
    let parsed =
        roxmltree::Document::parse(&found).map_err(|_| Fault::whole(source, "it has no well-formed MathML"))?;
    let mut layout = Layout { shaper, math, setting: *setting, numbers: Vec::new(), fault: None, glyphs: 0 };
    let style = Style { display: setting.display, level: 0, cramped: false, colour: None };
    let pieces = layout.pieces(parsed.root_element(), style);
    match layout.fault {
        Some(what) => Err(Fault::whole(source, what)),
        None => Ok(Laid { pieces, numbers: layout.numbers }),
    }
}

/// A finding for each formula that the EPUB has as its source, at the place of what `fault` finds in it.
pub fn faults(
    document: &Document,
    sources: &SourceMap,
    fault: impl Fn(&str, bool) -> Option<Fault>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    each_formula(document, &mut |source, display, span| {
        let Some(fault) = fault(source, display) else { return };
        let message = format!("the formula stands as its source in the EPUB: {}", fault.what);
        let at = place(source, &fault.at, span, sources);
        found.push(Diagnostic::warning(Code::UnreadMath, message).at(at));
    });
    found
}

/// Where a part of a formula was read; the whole formula where its lines stand behind marks of their own.
fn place(source: &str, part: &Range<usize>, span: Span, sources: &SourceMap) -> Span {
    let Some(before) = sources.text(span).find(source) else { return span };
    let start = span.start + (before + part.start) as u32;
    Span::new(span.file, start, start + part.len().max(1) as u32)
}

/// True for a document with formulas.
pub fn has_formulas(document: &Document) -> bool {
    let mut found = false;
    each_formula(document, &mut |_, _, _| found = true);
    found
}

/// Calls `visit` with the source of each formula of a document, whether it stands alone, and where it was read.
pub fn each_formula<'a>(document: &'a Document, visit: &mut impl FnMut(&'a str, bool, Span)) {
    document.each_inline(&mut |inline| {
        if let InlineKind::Math(source) = &inline.kind {
            visit(source, inline.attr.has_class("display"), inline.span);
        }
    });
    document.each_block(&mut |block| {
        if let BlockKind::Math(source) = &block.kind {
            visit(source, true, block.span);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontBook;
    use crate::units::Length;
    use proptest::prelude::*;

    /// What books of mathematics are full of.
    const USUAL: [&str; 24] = [
        "a^2 + b^2 = c^2",
        r"\frac{a}{b}",
        r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
        r"\sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6}",
        r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}",
        r"\lim_{x \to 0} \frac{\sin x}{x} = 1",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        r"f(x) = \begin{cases} 0 & x < 0 \\ 1 & x \ge 0 \end{cases}",
        r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
        r"\begin{align} a &= b \\ c &= d \end{align}",
        r"\mathbb{R}^n \to \mathcal{H}, \mathfrak{g}, \mathbf{v}, \mathrm{d}x",
        r"\left( \frac{a}{b} \right)^2",
        r"\overline{z} = \hat{x} + \vec{v} + \tilde{n} + \dot{q}",
        r"\binom{n}{k}",
        r"\underbrace{1 + \dots + 1}_{n}",
        r"\sqrt[3]{x}",
        r"\forall x \in A \exists y \notin B: x \neq y",
        r"A \subseteq B \cup C \cap \emptyset",
        r"\text{if } n \text{ is even}",
        r"O(n \log n)",
        r"\nabla \times \mathbf{E} = -\frac{\partial \mathbf{B}}{\partial t}",
        r"\lVert x \rVert \le \lfloor y \rfloor",
        r"a \equiv b \pmod{n}",
        r"\ce{H2O}",
    ];

    #[test]
    fn usual_formulas_have_mathml() {
        let refused: Vec<_> =
            USUAL.iter().filter_map(|source| Some((*source, mathml(source, true).err()?.what))).collect();
        // Chemistry is another language.
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert_eq!(refused[0].0, r"\ce{H2O}");
    }

    #[test]
    fn a_formula_says_its_source_and_has_no_number() {
        let written = mathml("a < b", false).expect("a formula");
        assert!(
            written.starts_with("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" alttext=\"a &lt; b\">"),
            "{written}"
        );
        let lines = mathml(r"\begin{align} a &= b \\ c &= d \end{align}", true).expect("a formula");
        assert!(lines.contains("display=\"block\"") && !lines.contains("(1)"), "{lines}");
        let style = "<mstyle scriptlevel=\"0\"><mtable displaystyle=\"true\"";
        assert!(lines.contains(style) && lines.ends_with("</mtable></mstyle></math>"), "{lines}");
    }

    #[test]
    fn a_fault_is_told_at_its_place() {
        let fault = mathml(r"a + \frobnicate{b}", false).expect_err("no command");
        assert_eq!(&r"a + \frobnicate{b}"[fault.at.clone()], r"\frobnicate", "{fault:?}");
        assert!(fault.what.contains("frobnicate"), "{fault:?}");
        assert_eq!(mathml(&"{".repeat(5_000), true).expect_err("too deep").what, "it is nested too deep");
        assert_eq!(mathml(&r"\sqrt".repeat(1_000), true).expect_err("too deep").what, "it is nested too deep");
        assert_eq!(mathml(" ", true).expect_err("empty").what, "it is empty");
    }

    /// Lays out a formula at 10 pt.
    fn laid(source: &str, display: bool) -> Result<Laid, Fault> {
        let fonts = FontBook::builtin().with_math();
        let math = fonts.math().expect("a face for formulas");
        let setting = Setting { size: Length::pt(10.0), display, words: Default::default(), language: "en" };
        lay_out(source, &setting, &math, &mut Shaper::new(&fonts))
    }

    fn whole(source: &str, display: bool) -> MathBox {
        laid(source, display).unwrap_or_else(|fault| panic!("{source}: {fault:?}")).whole()
    }

    fn text(content: &MathBox) -> String {
        content.glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
    }

    #[test]
    fn usual_formulas_are_laid_out() {
        for source in USUAL.iter().filter(|source| !source.contains("\\ce")) {
            for display in [false, true] {
                let content = whole(source, display);
                assert!(content.width > Length::ZERO && content.height > Length::ZERO, "{source}");
                assert!(!content.glyphs.is_empty(), "{source}");
            }
        }
    }

    #[test]
    fn what_a_formula_shows_is_read_in_order() {
        assert_eq!(text(&whole("E = mc^2", false)), "E=mc2");
        assert_eq!(text(&whole(r"\frac{a}{b} + \text{für } x", true)), "ab+für x");
        assert_eq!(text(&whole(r"\sqrt{x}", false)), "√x");
    }

    #[test]
    fn a_fraction_stands_around_the_axis() {
        let (inline, display) = (whole(r"\frac{a}{b}", false), whole(r"\frac{a}{b}", true));
        assert_eq!((inline.bars.len(), display.bars.len()), (1, 1));
        assert!(display.height > inline.height && display.depth > inline.depth);
        let (a, b) = (&display.glyphs[0], &display.glyphs[1]);
        let bar = display.bars[0].frame;
        assert!(a.at.y < bar.origin.y && bar.bottom() < b.at.y, "{display:?}");
        assert!(inline.glyphs[0].size < display.glyphs[0].size);
    }

    #[test]
    fn a_box_is_closed_and_a_table_has_no_row_for_its_last_rule() {
        let boxed = whole(r"\boxed{y}", true);
        let bounds = |bars: &[Bar]| {
            let level: Vec<_> = bars.iter().filter(|bar| bar.frame.size.width > bar.frame.size.height).collect();
            (level.len(), bars.len() - level.len())
        };
        assert_eq!(bounds(&boxed.bars), (2, 2), "{boxed:?}");
        let (y, low) = (boxed.glyphs[0].at.y, boxed.bars.iter().map(|bar| bar.frame.bottom()).max().expect("a bar"));
        assert!(y < low && boxed.depth >= low, "{boxed:?}");
        let table = r"\begin{array}{|c|c|}\hline a & b \\ \hline c & d \\ \hline\end{array}";
        assert_eq!(bounds(&whole(table, true).bars), (3, 3));
        let written = mathml(table, true).expect("a formula");
        assert!(written.matches("<mtr>").count() == 2 && written.contains("border-bottom"), "{written}");
    }

    #[test]
    fn brackets_roots_and_operators_grow() {
        let small = whole(r"\left( x \right)", true);
        let tall = whole(r"\left( \frac{1}{1+\frac{1}{x}} \right)", true);
        assert_ne!(small.glyphs[0].glyph, tall.glyphs[0].glyph);
        let taller = r"\left( \begin{matrix} a \\ b \\ c \\ d \\ e \\ f \\ g \\ h \end{matrix} \right)";
        let parts = whole(taller, true);
        let pieces = parts.glyphs.iter().take_while(|glyph| glyph.at.x == parts.glyphs[0].at.x).count();
        assert!(pieces > 2, "a bracket put together: {pieces}");
        assert!(whole(r"\sum_i x", true).height > whole(r"\sum_i x", false).height);
    }

    #[test]
    fn a_line_may_end_at_relations_and_operators() {
        let laid = laid("a + b = (c - d)", false).expect("a formula");
        let shown: Vec<String> = laid.pieces.iter().map(|piece| text(&piece.content)).collect();
        assert_eq!(shown, ["a+", "b=", "(c−", "d)"]);
        let penalties: Vec<i32> = laid.pieces.iter().map(|piece| piece.penalty).collect();
        assert!(penalties[1] < penalties[0] && penalties[0] < penalties[2] && penalties[3] == 0, "{penalties:?}");
    }

    #[test]
    fn a_tag_stands_apart_and_colours_are_kept() {
        let laid = laid(r"x = 1 \tag{7}", true).expect("a formula");
        assert_eq!(laid.numbers.iter().map(|(_, number)| text(number)).collect::<Vec<_>>(), ["(7)"]);
        let red = whole(r"\textcolor{red}{x} + y", false);
        assert_eq!(red.glyphs[0].colour, Some([255, 0, 0]));
        assert_eq!(red.glyphs.last().expect("a glyph").colour, None);
    }

    #[test]
    fn what_cannot_be_drawn_is_told() {
        assert_eq!(laid(r"\cancel{x}", true).expect_err("a stroke").what, "slanted strokes cannot be drawn");
        assert!(laid("日", true).expect_err("no glyph").what.starts_with("no font has"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn nothing_panics_and_all_is_well_formed(parts in prop::collection::vec(prop_oneof![
            Just("{"), Just("}"), Just("["), Just("]"), Just("^"), Just("_"), Just("&"), Just("\\\\"), Just("\\left("),
            Just("\\right)"), Just("\\frac"), Just("\\sqrt"), Just("\\sum"), Just("\\limits"), Just("\\begin{cases}"),
            Just("\\end{cases}"), Just("\\begin{array}{c|c}"), Just("\\end{array}"), Just("\\text{é<}"), Just("'"),
            Just("x"), Just("12"), Just("\\color{red}"), Just("\\tag{1}"), Just("\\not"), Just("\\operatorname"),
            Just("\\hat"), Just("#1"), Just("$"), Just("%"), Just("~"), Just("\\"), Just("é"), Just("∑"), Just("🦀"),
            Just("\u{1}"), Just(" "), Just("\\label{a}"), Just("\\middle|"), Just("\\displaystyle"), Just("\\over"),
            Just("\\newcommand{\\a}{\\a\\a}"), Just("\\a"), Just("\\substack"), Just("\\hat"), Just("\\overbrace"), Just("\\xrightarrow"),
        ], 0..24)) {
            let source = parts.concat();
            match mathml(&source, source.len() % 2 == 0) {
                Ok(written) => prop_assert!(roxmltree::Document::parse(&written).is_ok(), "{source}: {written}"),
                Err(fault) => prop_assert!(source.get(fault.at).is_some(), "{source}"),
            }
            if let Ok(laid) = laid(&source, source.len() % 2 == 0) {
                let whole = laid.whole();
                prop_assert!(whole.height.0.abs() < Length::pt(10_000.0).0, "{source}: {whole:?}");
            }
        }
    }
}

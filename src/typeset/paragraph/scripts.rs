//! Paragraphs in several scripts: what must hold of every mixture.
//!
//! Tests only, with the fonts of `tests/books`.

use super::{Align, CutIn, Line, ParagraphStyle, Setter, TextStyle, set};
use crate::diagnostic::Diagnostics;
use crate::document::{Document, Draft, Inline, InlineKind, Language};
use crate::font::{Features, FontBook, FontFile, Style, Wishes};
use crate::page::{GlyphRun, Ink, Item};
use crate::source::Span;
use crate::units::Length;
use proptest::prelude::*;

const FONTS: [&[u8]; 4] = [
    include_bytes!("../../../tests/books/hebrew/fonts/NotoSerifHebrew-Regular.ttf"),
    include_bytes!("../../../tests/books/hebrew/fonts/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../../../tests/books/japanese/fonts/NotoSerifCJKjp-Regular.otf"),
    include_bytes!("../../../tests/books/chinese/fonts/NotoSerifCJKsc-Regular.otf"),
];

fn fonts() -> FontBook {
    let file = |bytes: &&[u8]| FontFile { path: "font".into(), bytes: (*bytes).into() };
    FontBook::new(&FONTS.iter().map(file).collect::<Vec<_>>(), &Wishes::default()).0
}

const SIZE: f64 = 10.0;

fn style(language: &str, align: Align) -> ParagraphStyle {
    let text = TextStyle {
        style: Style::default(),
        size: Length::pt(SIZE),
        features: Features::default(),
        ink: Ink::BLACK,
        tracking: 0,
    };
    ParagraphStyle {
        hyphenate: true,
        protrude: true,
        expand: true,
        cut_in: CutIn::default(),
        ..ParagraphStyle::new(text, align, Language(language.into()))
    }
}

fn text(text: &str) -> Inline {
    Inline::new(InlineKind::Text(text.into()), Span::default())
}

/// The lines of a paragraph in a book of its language.
fn lines(fonts: &FontBook, inlines: &[Inline], style: &ParagraphStyle, measure: f64) -> Vec<Line> {
    let mut draft = Draft::default();
    draft.metadata.language = style.language.clone();
    let document = Document::settled(draft);
    let mut diagnostics = Diagnostics::default();
    let mut setter = Setter::new(&document, fonts, &mut diagnostics);
    set(&mut setter, inlines, style, Length::pt(measure))
}

fn runs(line: &Line) -> impl Iterator<Item = &GlyphRun> {
    line.items.iter().filter_map(|item| match item {
        Item::Glyphs(run) => Some(run),
        Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => None,
    })
}

/// Each glyph of a line from left to right: its text, its left and its right edge in points. A book from right to left is
/// seen in the mirror that its pages are turned over by.
fn shown(line: &Line, mirror: Option<f64>) -> Vec<(String, f64, f64)> {
    let mut all = Vec::new();
    for run in runs(line) {
        let left = run.origin.x.to_pt();
        let mut x = mirror.map_or(left, |measure| measure - left - run.width().to_pt());
        let mut rest = run.text.as_str();
        for glyph in &run.glyphs {
            let (text, after) = rest.split_at(usize::from(glyph.text_bytes));
            rest = after;
            all.push((text.to_string(), x, x + glyph.advance.long().to_pt()));
            x += glyph.advance.long().to_pt();
        }
    }
    all.sort_by(|a, b| a.1.total_cmp(&b.1));
    all
}

fn visual(line: &Line, mirror: Option<f64>) -> String {
    shown(line, mirror).into_iter().map(|(text, ..)| text).collect()
}

#[test]
fn a_line_is_reordered_with_its_numbers_and_its_brackets() {
    let fonts = fonts();
    let hebrew = lines(&fonts, &[text("אב 12 (גד) ok")], &style("he", Align::Justify), 300.0);
    assert_eq!(visual(&hebrew[0], Some(300.0)), "ok )דג( 12 בא");
    let english = lines(&fonts, &[text("see אב גד there")], &style("en", Align::Justify), 300.0);
    assert_eq!(visual(&english[0], None), "see דג בא there");
}

#[test]
fn a_paragraph_from_right_to_left_is_flush_right_and_its_indent_is_there() {
    let fonts = fonts();
    let prose = "בראשית ברא אלהים את השמים ואת הארץ והארץ היתה תהו ובהו וחשך על פני תהום";
    let indented = ParagraphStyle { first_indent: Length::pt(12.0), ..style("he", Align::Justify) };
    // The same in a book that runs so, and as a passage of an English one.
    for (language, mirror) in [("he", Some(150.0)), ("en", None)] {
        let style = ParagraphStyle { language: Language(language.into()), ..indented.clone() };
        let lines = lines(&fonts, &[text(prose)], &style, 150.0);
        assert!(lines.len() > 2);
        let edges = |line: &Line| {
            let glyphs = shown(line, mirror);
            (glyphs[0].1, glyphs.last().map_or(0.0, |last| last.2))
        };
        assert!((edges(&lines[0]).1 - 138.0).abs() < 0.01, "{language}: {:?}", edges(&lines[0]));
        for line in &lines[1..lines.len() - 1] {
            assert!(edges(line).0.abs() < 0.01 && (edges(line).1 - 150.0).abs() < 0.01);
        }
        let last = lines.last().map(edges).unwrap_or_default();
        assert!(last.0 > 1.0 && (last.1 - 150.0).abs() < 0.01, "{last:?}");
    }
}

#[test]
fn arabic_letters_join_across_an_emphasis() {
    let fonts = fonts();
    let glyphs = |inlines: &[Inline]| -> Vec<u16> {
        let lines = lines(&fonts, inlines, &style("ar", Align::Justify), 300.0);
        let mut ids: Vec<u16> = runs(&lines[0]).flat_map(|run| run.glyphs.iter().map(|g| g.id)).collect();
        ids.sort_unstable();
        ids
    };
    let strong = Inline::new(InlineKind::Emphasis(vec![text("ب")]), Span::default());
    assert_eq!(glyphs(&[text("بببب")]), glyphs(&[text("بب"), strong, text("ب")]));
}

#[test]
fn ideographs_stand_on_their_squares_and_punctuation_gives_way() {
    let fonts = fonts();
    let place = |written: &str, c: &str| {
        let lines = lines(&fonts, &[text(written)], &style("ja", Align::Justify), 300.0);
        let glyphs = shown(&lines[0], None);
        glyphs.iter().find(|(text, ..)| text == c).map(|(_, left, _)| (left / SIZE * 100.0).round() / 100.0)
    };
    assert_eq!(place("吾輩は猫", "猫"), Some(3.0));
    assert_eq!(place("猫。」は", "は"), Some(2.5), "the stop before a bracket loses its blank");
    assert_eq!(place("猫」「は", "は"), Some(2.5));
    assert_eq!(place("「「猫", "猫"), Some(1.0), "the first bracket hangs its blank out, the second loses its own");
    let latin = place("x猫", "猫").zip(place("x", "x")).map(|(cat, _)| cat);
    assert!(latin.is_some_and(|cat| cat > 0.25 + 0.4), "a quarter em beside Latin: {latin:?}");
}

#[test]
fn lines_of_ideographs_fill_their_measure() {
    let fonts = fonts();
    let prose = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所でニャーニャー泣いていた";
    for measure in [97.0, 100.0, 123.0, 200.0] {
        let lines = lines(&fonts, &[text(prose)], &style("ja", Align::Justify), measure);
        for line in &lines[..lines.len() - 1] {
            let glyphs = shown(line, None);
            let (last, right) = glyphs.last().map(|(text, _, right)| (text.as_str(), *right)).unwrap_or_default();
            assert!((right - measure).abs() < 0.01, "{last} ends at {right} of {measure}");
        }
    }
}

#[test]
fn korean_words_stay_whole() {
    let options = style("ko", Align::Left);
    let lines = lines(&fonts(), &[text("가나다라 마바사아 자차카타 파하가나")], &options, 60.0);
    let texts: Vec<String> = lines.iter().map(|line| runs(line).map(|run| run.text.as_str()).collect()).collect();
    assert!(texts.iter().all(|line| line.split(' ').all(|word| word.chars().count() == 4)), "{texts:?}");
}

/// Words of many scripts, and what stands between them.
fn mixture() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "office",
        "extraordinary",
        "слово",
        "בראשית",
        "אלהים",
        "يولد",
        "الناس",
        "أحرارًا",
        "吾輩は",
        "猫である。",
        "「おい、",
        "』。",
        "（笑）",
        "孔乙己，",
        "“什么”",
        "……",
        "——",
        "한국어",
        "12",
        "3.5",
        "(x)",
        "[אב]",
        "١٩٤٨",
        "a\u{301}",
        "\u{200F}",
        "\u{202E}",
        "\u{202C}",
        "\u{2067}",
        "\u{2069}",
        "\u{2028}",
        "x-y",
        "日",
        "！？",
        "👩‍👩‍👧",
        "—",
        "\u{AD}",
    ]);
    let gaps = prop::sample::select(vec!["", " ", "", "\u{A0}", ", "]);
    prop::collection::vec((words, gaps), 0..40)
        .prop_map(|all| all.into_iter().map(|(a, b)| format!("{a}{b}")).collect())
}

/// The characters that leave ink, in the order of their numbers.
fn ink(text: &str) -> Vec<char> {
    let shows = |c: &char| !c.is_whitespace() && !matches!(c, '\u{AD}' | '\u{2028}');
    let mut all: Vec<char> = text.chars().filter(shows).collect();
    all.sort_unstable();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_mixture_is_set_inside_its_measure_and_loses_nothing(
        written in mixture(),
        language in prop::sample::select(vec!["en", "he", "ar", "ja", "zh", "ko"]),
        align in prop::sample::select(vec![Align::Justify, Align::Left, Align::Centre]),
        measure in 60.0..300.0f64,
    ) {
        static ALL: std::sync::OnceLock<FontBook> = std::sync::OnceLock::new();
        let lines = lines(ALL.get_or_init(fonts), &[text(&written)], &style(language, align), measure);
        let read: String = lines.iter().flat_map(runs).map(|run| run.text.as_str()).collect();
        prop_assert_eq!(ink(&read), ink(&written));
        for line in &lines {
            for (text, left, right) in shown(line, None) {
                // Punctuation hangs by less than its width.
                prop_assert!(left > -SIZE && right < measure + SIZE, "{} from {} to {} of {}", text, left, right, measure);
            }
        }
    }
}

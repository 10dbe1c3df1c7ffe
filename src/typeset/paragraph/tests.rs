//! Paragraphs, set and looked at.

use super::adjust::MOST_STRETCH;
use super::*;
use crate::diagnostic::Code;
use crate::document::{Draft, InlineKind};
use crate::page::GlyphRun;
use proptest::prelude::*;

const PROSE: &str = "It is a truth universally acknowledged, that a single man in possession of a good fortune, must \
    be in want of a wife. However little known the feelings or views of such a man may be on his first entering a \
    neighbourhood, this truth is so well fixed in the minds of the surrounding families, that he is considered the \
    rightful property of some one or other of their daughters; efficient officers shuffled off in affluence.";

fn style() -> ParagraphStyle {
    ParagraphStyle {
        owner: Default::default(),
        label: None,
        text: TextStyle {
            style: Style::default(),
            size: Length::pt(10.5),
            features: Features::default(),
            ink: Ink::BLACK,
            tracking: 0,
        },
        align: Align::Justify,
        first_indent: Length::pt(10.5),
        hanging_indent: Length::ZERO,
        cut_in: CutIn::default(),
        hyphenate: true,
        capitals: 0,
        protrude: true,
        expand: true,
        language: Language("en".into()),
        code_size: 860,
    }
}

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::new(InlineKind::Text(text.into()), Span::default())]
}

/// Sets inlines and says what was found.
fn set_in(inlines: &[Inline], style: &ParagraphStyle, measure: f64) -> (Vec<Line>, Diagnostics) {
    let document = Document::settled(Draft::default());
    let fonts = FontBook::builtin();
    let mut diagnostics = Diagnostics::default();
    let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
    let lines = set(&mut setter, inlines, style, Length::pt(measure));
    setter.tell_missing();
    (lines, diagnostics)
}

fn runs(line: &Line) -> impl Iterator<Item = &GlyphRun> {
    line.items.iter().filter_map(|item| if let Item::Glyphs(run) = item { Some(run) } else { None })
}

fn text_of(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        runs(line).for_each(|run| text.push_str(&run.text));
        if text.ends_with('\u{AD}') {
            text.pop();
        } else {
            text.push(' ');
        }
    }
    text.trim_end().to_string()
}

#[test]
fn lines_are_as_wide_as_the_measure_and_lose_no_text() {
    for measure in [120.0, 200.0, 324.0] {
        let (lines, diagnostics) = set_in(&text(PROSE), &style(), measure);
        assert_eq!(text_of(&lines), PROSE);
        assert!(diagnostics.sorted().is_empty());
        for line in &lines[..lines.len() - 1] {
            assert!((line.width.to_pt() - measure).abs() < 0.01, "{} at {measure}", line.width);
        }
        assert_eq!(runs(&lines[0]).next().map(|run| run.origin.x), Some(Length::pt(10.5)));
    }
}

#[test]
fn every_byte_of_a_line_belongs_to_a_glyph() {
    let (lines, _) = set_in(&text(PROSE), &style(), 150.0);
    for run in lines.iter().flat_map(runs) {
        let bytes: usize = run.glyphs.iter().map(|g| usize::from(g.text_bytes)).sum();
        assert_eq!(bytes, run.text.len());
    }
}

#[test]
fn a_ligature_comes_apart_where_a_line_breaks_in_it() {
    let narrow = ParagraphStyle { first_indent: Length::ZERO, ..style() };
    let (lines, _) = set_in(&text("of\u{AD}fice of\u{AD}fice of\u{AD}fice"), &narrow, 20.0);
    assert!(lines.iter().any(|line| line.hyphenated), "{lines:?}");
    assert_eq!(text_of(&lines), "office office office");
}

#[test]
fn a_long_address_breaks_without_a_hyphen_and_is_never_too_wide() {
    let code = "https://example.org/a/very/long/path/to/something_that_has_no_end/and_more_of_it";
    let inlines = vec![Inline::new(InlineKind::Code(code.into()), Span::default())];
    let (lines, diagnostics) = set_in(&inlines, &style(), 140.0);
    assert!(lines.len() > 2);
    assert!(diagnostics.sorted().is_empty());
    assert_eq!(text_of(&lines).replace(' ', ""), code);
    assert!(lines.iter().all(|line| line.width <= Length::pt(140.1)));
}

#[test]
fn a_word_without_end_is_cut_rather_than_set_outside_the_measure() {
    let word = "x".repeat(500);
    let (lines, diagnostics) = set_in(&text(&word), &style(), 100.0);
    assert!(diagnostics.sorted().is_empty());
    assert!(lines.iter().all(|line| line.width <= Length::pt(100.1)));
    assert_eq!(text_of(&lines).replace(' ', ""), word);
}

#[test]
fn a_character_without_a_glyph_is_told_and_framed() {
    let (lines, diagnostics) = set_in(&text("a \u{E000} b \u{E000}"), &style(), 200.0);
    let told: Vec<_> = diagnostics.sorted().iter().map(|d| d.code).collect();
    assert_eq!(told, [Code::MissingGlyph]);
    assert!(text_of(&lines).contains('\u{E000}'));
    assert_eq!(lines[0].items.iter().filter(|item| matches!(item, Item::Rule { .. })).count(), 8);
}

#[test]
fn a_script_without_a_font_is_one_finding() {
    let (_, diagnostics) = set_in(&text("書物の本 한글 \u{E000} \u{E001} 書"), &style(), 200.0);
    let told: Vec<_> = diagnostics.sorted().iter().map(|d| d.message.clone()).collect();
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told.iter().any(|m| m.contains("3 characters of the script Han, from U+")), "{told:?}");
    assert!(told.iter().any(|m| m.contains("2 characters of the script Hangul")), "{told:?}");
    assert!(told.iter().any(|m| m.contains("U+306E (Hiragana)")), "{told:?}");
}

#[test]
fn the_author_ends_a_line() {
    let inlines = [text("one"), vec![Inline::new(InlineKind::LineBreak, Span::default())], text("two")].concat();
    let (lines, _) = set_in(&inlines, &style(), 200.0);
    assert_eq!(lines.iter().map(|line| text_of(std::slice::from_ref(line))).collect::<Vec<_>>(), ["one", "two"]);
}

#[test]
fn centred_lines_have_equal_margins() {
    let centred = ParagraphStyle { align: Align::Centre, first_indent: Length::ZERO, ..style() };
    let (lines, _) = set_in(&text("a few words"), &centred, 200.0);
    let run = runs(&lines[0]).next().expect("a run");
    assert!((run.origin.x.to_pt() * 2.0 + run.width().to_pt() - 200.0).abs() < 0.01);
}

#[test]
fn small_capitals_keep_their_text_in_every_script() {
    let mut caps = style();
    caps.text.features.small_capitals = true;
    let (lines, diagnostics) = set_in(&text("Loud Громко"), &caps, 300.0);
    assert_eq!(text_of(&lines), "Loud Громко");
    assert!(diagnostics.sorted().is_empty());
}

/// What a line costs must not grow with its paragraph: once each line looked at every glyph of its run.
#[test]
fn a_paragraph_without_end_is_set() {
    let words = 200_000;
    let (lines, _) = set_in(&text(&"word ".repeat(words)), &style(), 200.0);
    assert_eq!(text_of(&lines).split(' ').count(), words);
}

#[test]
fn odd_input_is_set() {
    for odd in
        ["", " ", "\u{AD}", "\u{200B}", "👨‍👩‍👧", "a\u{301}\u{301}", "\u{202F}", "é\u{2028}x", "שלום", "日本語の文章"]
    {
        set_in(&text(odd), &style(), 60.0);
    }
}

#[test]
fn italics_do_not_lean_over_upright_letters() {
    let part = |kind| vec![Inline::new(kind, Span::default())];
    let italic = part(InlineKind::Emphasis(text("f")));
    let width = |inlines: &[Inline]| set_in(inlines, &style(), 200.0).0[0].width;
    let apart = [italic.clone(), text(")")].concat();
    let before_a_stop = [italic.clone(), text(".")].concat();
    assert!(width(&apart) > width(&italic) + width(&text(")")) - style().first_indent);
    assert_eq!(width(&before_a_stop), width(&italic) + width(&text(".")) - style().first_indent);
}

#[test]
fn the_first_lines_leave_room_for_a_drop_cap() {
    let cut = ParagraphStyle { cut_in: CutIn { lines: 3, width: Length::pt(30.0), at_end: false }, ..style() };
    let cut = ParagraphStyle { first_indent: Length::ZERO, ..cut };
    let (lines, _) = set_in(&text(PROSE), &cut, 200.0);
    let left = |line: &Line| runs(line).next().map(|run| run.origin.x.to_pt().round());
    assert_eq!(lines.iter().take(4).map(left).collect::<Vec<_>>(), [Some(30.0), Some(30.0), Some(30.0), Some(0.0)]);
    assert!(lines[..lines.len() - 1].iter().all(|line| (line.width.to_pt() - 200.0).abs() < 0.01));
    assert_eq!(text_of(&lines), PROSE);
}

#[test]
fn a_long_paragraph_can_be_a_line_longer_or_shorter() {
    let long = text(&[PROSE; 5].join(" "));
    let document = Document::settled(Draft::default());
    let fonts = FontBook::builtin();
    let mut diagnostics = Diagnostics::default();
    let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
    let (style, measure) = (style(), Length::pt(300.0));
    let best = set(&mut setter, &long, &style, measure);
    let mut other = |looseness| set_otherwise(&mut setter, &long, &style, measure, looseness);
    let (longer, shorter) = (other(Looseness::Looser), other(Looseness::Tighter));
    let found: Vec<_> = [longer, shorter].into_iter().flatten().collect();
    assert!(!found.is_empty());
    for other in found {
        assert_eq!(other.lines.len().abs_diff(best.len()), 1);
        assert!(other.extra_demerits > 0.0);
        assert_eq!(text_of(&other.lines), text_of(&best));
    }
}

#[test]
fn widths_bound_a_column() {
    let document = Document::settled(Draft::default());
    let fonts = FontBook::builtin();
    let mut diagnostics = Diagnostics::default();
    let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
    let (widest, whole) = widths(&mut setter, &text("a magnificent b"), &style());
    assert!(widest < whole && widest > Length::pt(40.0));
}

/// A setter of built-in fonts for a document of nothing.
fn with_setter<T>(content: impl FnOnce(&mut Setter) -> T) -> T {
    let document = Document::settled(Draft::default());
    let fonts = FontBook::builtin();
    let mut diagnostics = Diagnostics::default();
    content(&mut Setter::new(&document, &fonts, &mut diagnostics))
}

#[test]
fn punctuation_and_hyphens_hang_and_the_rest_keeps_the_measure() {
    let inside = ParagraphStyle { protrude: false, ..style() };
    let (measure, mut hung) = (Length::pt(170.0), 0);
    for (style, hangs) in [(style(), true), (inside, false)] {
        let lines = set_in(&text(PROSE), &style, 170.0).0;
        for line in &lines[..lines.len() - 1] {
            let run = runs(line).last().expect("a run");
            let end = run.origin.x + run.width();
            assert!((line.width - measure).0.abs() < 700, "{}", line.width);
            assert!(end <= measure + Length::pt(if hangs { 3.0 } else { 0.01 }), "{:?}", run.text);
            if run.text.ends_with([',', '\u{AD}']) && hangs {
                assert!(end > measure + Length::pt(1.0), "{:?} at {end}", run.text);
                hung += 1;
            }
        }
    }
    assert!(hung > 0);
}

#[test]
fn letters_give_alike_in_a_line_and_not_in_code() {
    let mut inlines = text(PROSE);
    inlines.push(Inline::new(InlineKind::Code(" verbatim".into()), Span::default()));
    inlines.extend(text(PROSE));
    let (lines, _) = set_in(&inlines, &style(), 250.0);
    let mut scales = std::collections::BTreeSet::new();
    for line in &lines {
        let prose: Vec<i32> = runs(line).filter(|run| !run.text.contains("verbatim")).map(|run| run.scale).collect();
        assert!(prose.windows(2).all(|pair| pair[0] == pair[1]));
        scales.extend(prose);
    }
    assert!(scales.len() > 2 && scales.iter().all(|scale| (980..=1020).contains(scale)), "{scales:?}");
    let code = lines.iter().flat_map(runs).find(|run| run.text.contains("verbatim"));
    assert_eq!(code.map(|run| run.scale), Some(1000));
    let rigid = ParagraphStyle { expand: false, ..style() };
    assert!(set_in(&inlines, &rigid, 250.0).0.iter().flat_map(runs).all(|run| run.scale == 1000));
}

#[test]
fn ragged_lines_keep_their_spaces_and_are_of_even_length() {
    let ragged = ParagraphStyle { align: Align::Left, hyphenate: false, first_indent: Length::ZERO, ..style() };
    let (lines, _) = set_in(&text(PROSE), &ragged, 220.0);
    assert_eq!(text_of(&lines), PROSE);
    let space = |run: &GlyphRun| {
        let mut at = 0;
        let mut spaces = Vec::new();
        for glyph in &run.glyphs {
            if run.text[at..].starts_with(' ') && glyph.text_bytes == 1 {
                spaces.push(glyph.advance.long());
            }
            at += usize::from(glyph.text_bytes);
        }
        spaces
    };
    let mut spaces: Vec<Length> = lines.iter().flat_map(runs).flat_map(space).collect();
    spaces.sort_unstable();
    spaces.dedup();
    assert_eq!(spaces.len(), 1);
    let shortest = lines[..lines.len() - 1].iter().map(|line| line.width).min();
    assert!(shortest > Some(Length::pt(170.0)), "{shortest:?}");
}

#[test]
fn centred_text_breaks_no_word_and_leaves_none_alone() {
    let centred = ParagraphStyle { align: Align::Centre, first_indent: Length::ZERO, ..style() };
    for measure in [110.0, 150.0, 190.0, 230.0] {
        let (lines, _) = set_in(&text(PROSE), &centred, measure);
        assert!(lines.iter().all(|line| !line.hyphenated));
        let last = lines.last().and_then(|line| runs(line).last()).expect("a run");
        assert!(last.width() > Length::pt(measure / 3.0), "{:?} in {measure}", last.text);
    }
}

#[test]
fn capitals_that_stand_together_get_a_little_space() {
    let spaced = ParagraphStyle { capitals: 30, ..style() };
    let width = |word: &str, style: &ParagraphStyle| set_in(&text(word), style, 300.0).0[0].width.to_pt();
    assert!((width("NATO", &spaced) - width("NATO", &style()) - 3.0 * 0.03 * 10.5).abs() < 0.01);
    assert_eq!(width("Nato I am", &spaced), width("Nato I am", &style()));
    let code = vec![Inline::new(InlineKind::Code("NATO".into()), Span::default())];
    assert_eq!(set_in(&code, &spaced, 300.0).0[0].width, set_in(&code, &style(), 300.0).0[0].width);
}

#[test]
fn french_fixed_spaces_are_not_stretched() {
    let french = ParagraphStyle { language: Language("fr".into()), expand: false, ..style() };
    let words = ["«\u{202F}Allons donc\u{202F}!\u{202F}» dit-il\u{202F}; et il sortit."; 6].join(" ");
    let (lines, _) = set_in(&text(&words), &french, 180.0);
    assert_eq!(text_of(&lines), words);
    let mut widths = std::collections::BTreeSet::new();
    for run in lines.iter().flat_map(runs) {
        let mut at = 0;
        for glyph in &run.glyphs {
            if run.text[at..].starts_with('\u{202F}') {
                widths.insert(glyph.advance.long());
            }
            at += usize::from(glyph.text_bytes);
        }
    }
    let (narrowest, widest) = (widths.first().copied(), widths.last().copied());
    // Kerning may move a mark, the space itself stays.
    let near = narrowest.zip(widest).is_some_and(|(a, b)| b - a < Length::pt(0.6) && b < Length::pt(2.5));
    assert!(near, "{widths:?}");
}

#[test]
fn identifiers_break_at_their_joints_and_humps() {
    let code = "getElementsByTagNameFromDocument.asAnArrayOfNodes()";
    let inlines = vec![Inline::new(InlineKind::Code(code.into()), Span::default())];
    let (lines, _) = set_in(&inlines, &ParagraphStyle { align: Align::Left, ..style() }, 110.0);
    let starts: Vec<String> = lines.iter().skip(1).map(|line| text_of(std::slice::from_ref(line))).collect();
    assert!(!starts.is_empty());
    for start in starts {
        assert!(start.starts_with(char::is_uppercase) || start.starts_with("as"), "{start}");
    }
}

/// A text without its spaces: where a line ends in a hyphen of the text, none says so.
#[test]
fn identifiers_in_plain_text_break_at_their_joints_too() {
    let name = (0..12).map(|i| format!("_segment{i:02}")).collect::<String>();
    for align in [Align::Left, Align::Justify] {
        let style = ParagraphStyle { align, first_indent: Length::ZERO, ..style() };
        let (lines, _) = set_in(&text(&format!("a{name}")), &style, 180.0);
        assert!(lines.len() > 2);
        for line in &lines[..lines.len() - 1] {
            let text: String = runs(line).map(|run| run.text.as_str()).collect();
            assert!(text.ends_with('_'), "{text}");
        }
    }
}

#[test]
fn a_name_in_a_loose_line_breaks_at_its_joints_and_no_number_does() {
    let ends = |words: &str, measure: f64| {
        let style = ParagraphStyle { first_indent: Length::ZERO, ..style() };
        let (lines, _) = set_in(&text(words), &style, measure);
        let ends = lines[..lines.len() - 1].iter().map(|line| text_of(std::slice::from_ref(line)));
        ends.map(|line| line.trim_end().to_owned()).collect::<Vec<_>>()
    };
    let address = &ends("Samuel Thibault, https://github.com/samuelthibault/", 170.0)[0];
    assert!(address.starts_with("Samuel Thibault, https://") && address.ends_with(['/', '.']), "{address}");
    let names = "RESERVED_TOKEN ( IDENTIFIER_OR_KEYWORD";
    assert!((160..280).any(|measure| ends(names, f64::from(measure)).iter().any(|end| end.ends_with("( IDENTIFIER_"))));
    let number = "extraordinarily 1000000.0000000.000000000";
    assert!(ends(number, 180.0).iter().all(|line| !line.ends_with('.')), "{:?}", ends(number, 180.0));
}

#[test]
fn a_line_that_cannot_be_filled_decently_is_left_short() {
    let style = ParagraphStyle { first_indent: Length::ZERO, ..style() };
    let (lines, told) = set_in(&text("An aaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbb"), &style, 190.0);
    let (first, ratio) = (&lines[0], lines[0].figures.ratio);
    assert!(ratio == Some(MOST_STRETCH) && first.width < Length::pt(180.0), "{ratio:?} {}", first.width);
    assert!(!first.figures.overfull && told.sorted().is_empty());
}

#[test]
fn a_loose_line_is_told_when_it_is_printed() {
    let word = text("incomprehensibilities");
    let long = text("are incomprehensibilities incomprehensibilities");
    let style = ParagraphStyle { hyphenate: false, expand: false, first_indent: Length::ZERO, ..style() };
    let told = |printed: bool| {
        let document = Document::settled(Draft::default());
        let (fonts, mut diagnostics) = (FontBook::builtin(), Diagnostics::default());
        let mut setter = Setter::new(&document, &fonts, &mut diagnostics);
        // Just too narrow for the three words on one line.
        let measure = widths(&mut setter, &word, &style).0 * 2 + Length::pt(8.0);
        let lines = set(&mut setter, &long, &style, measure);
        let lines: Vec<TextLine> = lines
            .iter()
            .map(|line| TextLine { figures: line.figures, span: line.span, ..TextLine::default() })
            .collect();
        setter.tell_loose(lines.iter().chain(&lines).filter(|_| printed));
        diagnostics.sorted().iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(told(true), [Code::LooseLine]);
    assert!(told(false).is_empty());
}

#[test]
fn three_lines_in_a_row_end_in_hyphens_only_where_nothing_else_is_possible() {
    let words =
        ["antidisestablishmentarianism", "internationalization", "counterrevolutionaries", "incomprehensibilities"];
    let many = (0..80).map(|i| words[(i * 7 + i / 5) % 4]).collect::<Vec<_>>().join(" ");
    for measure in (150..420).step_by(9) {
        let (lines, _) = set_in(&text(&many), &style(), f64::from(measure));
        let hyphens: Vec<bool> = lines.iter().map(|line| line.figures.hyphen).collect();
        assert!(!hyphens.windows(3).any(|three| three.iter().all(|hyphen| *hyphen)), "{measure}");
    }
}

fn letters(text: &str) -> String {
    text.replace(' ', "")
}

/// Prose of random words.
fn prose() -> impl Strategy<Value = String> {
    let word = "(“)?[A-Za-z][a-z]{0,12}([.,;:!?]|-[a-z]{2,8})?";
    proptest::collection::vec(word, 1..140).prop_map(|words| words.join(" "))
}

fn any_style() -> impl Strategy<Value = ParagraphStyle> {
    let aligns = proptest::sample::select(vec![Align::Justify, Align::Left, Align::Centre, Align::Right]);
    let languages = proptest::sample::select(vec!["en", "de", "fr", "ru", "ja"]);
    (aligns, languages, any::<[bool; 3]>(), 0usize..4).prop_map(|(align, language, flags, cut)| ParagraphStyle {
        align,
        language: Language(language.into()),
        hyphenate: flags[0],
        protrude: flags[1],
        expand: flags[2],
        capitals: 30,
        cut_in: CutIn { lines: cut, width: Length::pt(25.0), at_end: false },
        ..style()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_goes_in_comes_out_and_stays_in_the_measure(words in prose(), style in any_style(), measure in 150i32..420) {
        let (lines, diagnostics) = set_in(&text(&words), &style, f64::from(measure));
        prop_assert_eq!(letters(&text_of(&lines)), letters(&words));
        prop_assert!(diagnostics.sorted().iter().all(|finding| finding.code == Code::LooseLine));
        let (measure, hang) = (Length::pt(f64::from(measure)), Length::pt(if style.protrude { 7.0 } else { 0.01 }));
        let count = lines.len();
        for (i, line) in lines.iter().enumerate() {
            for run in runs(line) {
                prop_assert!(run.origin.x >= -hang && run.origin.x + run.width() <= measure + hang, "{:?}", run);
            }
            // A word alone on its line cannot be stretched, and spaces that are as wide as they may be are not.
            let gives = runs(line).any(|run| run.text.trim().contains([' ', '\u{A0}']));
            let gives = gives && line.figures.ratio.is_none_or(|ratio| ratio < MOST_STRETCH);
            if style.align == Align::Justify && i + 1 < count && gives {
                prop_assert!((line.width - measure).0.abs() < 700, "{}", line.width);
            }
        }
        let hyphens: Vec<bool> = lines.iter().map(|line| line.hyphenated).collect();
        prop_assert!(!hyphens.windows(3).any(|three| three.iter().all(|hyphen| *hyphen)));
    }

    #[test]
    fn demerits_are_never_above_those_of_first_fit(words in prose(), style in any_style(), measure in 150i32..420) {
        let measure = Length::pt(f64::from(measure));
        let inlines = text(&words);
        let (total, first) = with_setter(|setter| {
            let text = Text::read(setter, &inlines, &style, measure).expect("there is text");
            text.compared(setter)
        });
        prop_assert!(total <= first + 1e-6, "{} and {}", total, first);
    }

    #[test]
    fn looser_is_one_line_more_and_tighter_one_less(words in prose(), style in any_style(), measure in 150i32..420) {
        let measure = Length::pt(f64::from(measure));
        let inlines = text(&words);
        with_setter(|setter| {
            let best = set(setter, &inlines, &style, measure);
            for (looseness, more) in [(Looseness::Looser, 1), (Looseness::Tighter, -1)] {
                if let Some(other) = set_otherwise(setter, &inlines, &style, measure, looseness) {
                    assert_eq!(other.lines.len() as i64, best.len() as i64 + more);
                    assert!(other.extra_demerits >= 0.0);
                    assert_eq!(letters(&text_of(&other.lines)), letters(&words));
                }
            }
        });
    }
}

//! Books in other scripts, set in fonts that they bring: Hebrew and Arabic, Japanese, Chinese.
//!
//! `tests/books/<name>` → page dumps, and what a reader copies out of the PDF.

use super::pdf::judged;
use bifolio::diagnostic::Diagnostics;
use bifolio::font::FontBook;
use bifolio::manuscript::{self, Disk};
use bifolio::page::{self, GlyphRun, Item, Pages};
use bifolio::units::Length;
use bifolio::{build, pdf};
use std::path::Path;

/// A manuscript of `tests/books`, set in its fonts without a finding.
fn set(name: &str) -> (Pages, FontBook) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books").join(name);
    let mut diagnostics = Diagnostics::default();
    let manuscript = manuscript::load(&path, &Disk, &mut diagnostics).expect("a manuscript");
    let document = build::read(&manuscript, &Disk, &(), &mut diagnostics);
    let fonts = build::fonts(&manuscript, &[&document], &mut diagnostics);
    let pages = build::set(&manuscript, &document, &fonts, &mut diagnostics);
    assert!(diagnostics.sorted().is_empty(), "{name}: {:?}", diagnostics.sorted());
    (pages, fonts)
}

/// What poppler reads in the book, without the marks of direction that it adds, and blanks as single ones.
fn copied(name: &str) -> String {
    let (pages, fonts) = set(name);
    let text = judged(
        &pdf::write(&pages, &fonts, &pdf::Options::default()).expect("a PDF"),
        "pdftotext",
        &["-layout"],
        &["-"],
    );
    let plain: String =
        text.chars().filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{200E}' | '\u{200F}')).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn runs(pages: &Pages) -> impl Iterator<Item = &GlyphRun> {
    pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Glyphs(run) => Some(run),
        Item::Image { .. } | Item::Rule { .. } | Item::Link { .. } | Item::Anchor { .. } => None,
    })
}

#[test]
fn books_in_other_scripts_are_set_as_recorded() {
    for name in ["hebrew", "japanese", "chinese"] {
        let (pages, fonts) = set(name);
        insta::assert_snapshot!(format!("scripts_{name}"), page::dump(&pages, &fonts));
    }
}

/// Letters and figures only. Poppler reads the marks and blanks between two words of a line from right to left in the order
/// in which they stand from left to right, and marks them so; without its marks they seem to be swapped.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn text_from_right_to_left_copies_out_in_its_order() {
    let text = letters(&copied("hebrew"));
    for words in [
        "בראשית ברא אלהים את השמים ואת הארץ. והארץ היתה תהו ובהו וחשך על פני תהום",
        "יום אחד. ויאמר אלהים יהי רקיע בתוך המים",
        "(פסוק 6 מתוך 31, עמ",
        "as the King James version says of",
        "في سنة ١٩٤٨ صدر الإعلان العالمي",
    ] {
        assert!(text.contains(&letters(words)), "{words:?} in {text}");
    }
}

#[test]
fn ideographs_copy_out_without_blanks() {
    let text = copied("japanese").replace(' ', "");
    for words in [
        "吾輩は猫である。名前はまだ無い。",
        "「おい、起きろ。」「いやだ」（笑）",
        "源の行がここで終わっても空白は入らない。",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(copied("chinese").replace(' ', "").contains("“孔乙己，你脸上又添上新伤疤了！”他不回答"));
}

#[test]
fn a_book_from_right_to_left_begins_at_the_right() {
    let (pages, _) = set("hebrew");
    // The first page is a left-hand one, its spine at the right: the inner margin is the narrow one.
    let first = pages.pages.iter().find(|page| page.label.to_string() == "1").expect("page 1");
    let edges = first.items.iter().filter_map(|item| match item {
        Item::Glyphs(run) => Some((run.origin.x, run.origin.x + run.width())),
        _ => None,
    });
    let (left, right) = edges.fold((Length::MAX, Length::ZERO), |all, (l, r)| (all.0.min(l), all.1.max(r)));
    assert_eq!((left.to_pt().round(), (first.size.width - right).to_pt().round()), (73.0, 57.0));
}

/// JIS X 4051: what may not begin a line, and what may not end one.
#[test]
fn no_line_begins_or_ends_with_what_must_not() {
    for name in ["japanese", "chinese"] {
        let (pages, _) = set(name);
        let mut lines: Vec<(Length, String)> = Vec::new();
        for run in runs(&pages) {
            match lines.last_mut() {
                Some((y, text)) if *y == run.origin.y => text.push_str(&run.text),
                _ => lines.push((run.origin.y, run.text.clone())),
            }
        }
        assert!(lines.len() > 10);
        for (_, line) in &lines {
            assert!(
                !line.starts_with(['、', '。', '，', '」', '』', '）', '”', '》', 'ー', 'ゃ', 'っ', '！', '？', '；']),
                "{line}"
            );
            assert!(!line.ends_with(['「', '『', '（', '“', '《']), "{line}");
        }
    }
}

//! Properties that hold for every manuscript, and inputs that were made to break readers.
//!
//! Any text is read without a panic; its words are in the tree; every span lies in the file. Inputs of one pattern many times
//! over come through in time that grows with their length, or this test does not end.

use bifolio::diagnostic::{Code, Diagnostics};
use bifolio::document::{Block, BlockKind, Draft, Inline, InlineKind, Note, dump, each_block, each_inline, plain_text};
use bifolio::manuscript::{Manuscript, Plan};
use bifolio::markdown::{read, read_blocks};
use bifolio::resolve::resolve;
use bifolio::source::{FileId, Span};
use proptest::prelude::*;

/// A manuscript of one file.
fn manuscript(text: &str) -> Manuscript {
    let mut manuscript = Manuscript::default();
    let file = manuscript.sources.add("text.md", text);
    manuscript.plan.push(Plan::Whole { file, path: "text.md".into(), start: 0 });
    manuscript
}

fn draft(text: &str, diagnostics: &mut Diagnostics) -> Draft {
    read(&manuscript(text), diagnostics)
}

/// Everything that a reader reads in these blocks, code and words of images included, each run with a space after it.
fn words(blocks: &[Block], notes: &[Note]) -> String {
    let mut text = String::new();
    let mut inline = |inline: &Inline| match &inline.kind {
        InlineKind::Text(run) | InlineKind::Code(run) | InlineKind::Math(run) => text.push_str(&format!("{run} ")),
        InlineKind::Image(image) => text.push_str(&image.alt),
        _ => {}
    };
    each_inline(blocks, &mut inline);
    notes.iter().for_each(|note| each_inline(&note.blocks, &mut inline));
    let mut block = |block: &Block| match &block.kind {
        BlockKind::Code(code) => text.push_str(&format!("{} {} ", code.info, code.text)),
        BlockKind::Math(source) => text.push_str(source),
        BlockKind::Figure(figure) => figure.panels.iter().for_each(|panel| text.push_str(&panel.image.alt)),
        _ => {}
    };
    each_block(blocks, &mut block);
    notes.iter().for_each(|note| each_block(&note.blocks, &mut block));
    text
}

/// Every span of the tree lies in the text, at the edges of characters.
fn spans_are_sound(blocks: &[Block], text: &str) -> bool {
    let sound = |span: Span| text.get(span.start as usize..span.end as usize).is_some();
    let mut all = true;
    each_block(blocks, &mut |block| all &= sound(block.span));
    each_inline(blocks, &mut |inline| all &= sound(inline.span));
    all
}

/// Tags as they stand in manuscripts: out of order, never closed, closed twice, unknown.
fn tag() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "a",
        "abbr",
        "article",
        "b",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "footer",
        "h2",
        "hr",
        "i",
        "img",
        "input",
        "kbd",
        "li",
        "listing",
        "mark",
        "ol",
        "p",
        "picture",
        "pre",
        "q",
        "rt",
        "ruby",
        "s",
        "section",
        "small",
        "source",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
        "Listing",
        "x-unknown",
    ]);
    let attributes = prop::sample::select(vec![
        "",
        "",
        "",
        " id=a",
        " class='warning right'",
        " colspan=2",
        " rowspan=3",
        " scope=row",
        " align=center",
        " start=3",
        " style=\"width: 50%\"",
        " href=\"#a\"",
        " src=x.png alt=words",
        " onclick=\"go()\"",
        " number=1-1 caption='Of `a`'",
        " lang=fr",
        " open",
        " /",
    ]);
    (names, attributes, 0..3u8).prop_map(|(name, attributes, kind)| match kind {
        0 => format!("</{name}>"),
        _ => format!("<{name}{attributes}>"),
    })
}

/// Text full of HTML in which every word is another one, and these words.
fn html() -> impl Strategy<Value = (String, Vec<String>)> {
    let between = prop::sample::select(vec![
        "",
        " ",
        "\n",
        "\n\n",
        "\n\n> ",
        "\n- ",
        "<!-- a -- b -->",
        "&amp;",
        " < ",
        "*",
        "|",
    ]);
    let piece = prop_oneof![3 => tag().prop_map(Some), 2 => Just(None)];
    prop::collection::vec((piece, between), 0..50).prop_map(|pieces| {
        let (mut text, mut words) = (String::new(), Vec::new());
        for (tag, between) in pieces {
            match tag {
                Some(tag) => text.push_str(&tag),
                None => {
                    let word = format!("w{:03}", words.len());
                    text.push_str(&format!(" {word} "));
                    words.push(word);
                }
            }
            text.push_str(between);
        }
        (text, words)
    })
}

/// Pieces out of which texts are made that are full of Markdown.
fn piece() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![
        "*",
        "**",
        "_",
        "`",
        "~~",
        "~",
        "^",
        "$",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "[^1]",
        "[^1]: ",
        "> ",
        "- ",
        "1. ",
        "# ",
        "## ",
        "{#a}",
        "| ",
        "|---|---|\n",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "```\n",
        "```verse\n",
        ": ",
        "---\n",
        "===\n",
        "\\",
        "&amp;",
        "<",
        ">",
        "<b>",
        "</b>",
        "<div>\n",
        "</div>\n",
        "<!-- ",
        " -->",
        "<td>",
        "<p>",
        "<a id=x>",
        "\"",
        "'",
        "--",
        "...",
        "[x]: y\n",
        "- [x] ",
        "> [!NOTE]\n",
        "  \n",
        "é",
        "中",
        "\u{301}",
        "\u{0}",
        "\r\n",
        "<script>",
        "<pre>",
    ]);
    prop_oneof![3 => marks.prop_map(String::from), 2 => "[a-z]{1,6}", 1 => any::<char>().prop_map(String::from)]
}

fn markdown() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_settled(text in markdown()) {
        let mut diagnostics = Diagnostics::default();
        let (blocks, notes) = read_blocks(&text, FileId(0), &mut diagnostics);
        prop_assert!(spans_are_sound(&blocks, &text), "a span outside of the text");
        notes.iter().for_each(|note| assert!(spans_are_sound(&note.blocks, &text)));
        let document = resolve(draft(&text, &mut diagnostics), &mut diagnostics);
        prop_assert!(dump(&document).starts_with("book"));
    }

    #[test]
    fn reading_twice_gives_the_same_tree(text in markdown()) {
        let once = |text: &str| {
            let mut diagnostics = Diagnostics::default();
            let document = resolve(draft(text, &mut diagnostics), &mut diagnostics);
            (dump(&document), format!("{:?}", diagnostics.sorted()))
        };
        prop_assert_eq!(once(&text), once(&text));
    }

    #[test]
    fn no_word_between_tags_is_lost((text, wanted) in html()) {
        let mut diagnostics = Diagnostics::default();
        let (blocks, notes) = read_blocks(&text, FileId(0), &mut diagnostics);
        prop_assert!(spans_are_sound(&blocks, &text), "a span outside of the text");
        let said = words(&blocks, &notes);
        for word in &wanted {
            prop_assert_eq!(said.matches(word.as_str()).count(), 1, "`{}` of\n{}", word, text);
        }
        prop_assert!(dump(&resolve(draft(&text, &mut diagnostics), &mut diagnostics)).starts_with("book"));
    }

    #[test]
    fn no_word_is_lost(words_in in prop::collection::vec("[a-z]{2,8}", 1..30), marks in prop::collection::vec(0..12usize, 30)) {
        let mut text = String::new();
        for (word, mark) in words_in.iter().zip(marks) {
            let sample = ["{} ", "*{}* ", "**{}**\n", "\n\n> {}\n\n", "\n- {}\n", "`{}` ", "\n\n# {}\n\n", "<b>{}</b> ",
                "\n\n<div>{}</div>\n\n", "\n\n| {} |\n|--|\n", "[{}](#x) ", "\n\n```\n{}\n```\n\n"][mark];
            text.push_str(&sample.replace("{}", word));
        }
        let (blocks, notes) = read_blocks(&text, FileId(0), &mut Diagnostics::default());
        let said = words(&blocks, &notes);
        let mut said: Vec<&str> = said.split_whitespace().collect();
        for word in &words_in {
            let at = said.iter().position(|said| said == word);
            prop_assert!(at.is_some(), "`{}` of\n{}", word, text);
            said.swap_remove(at.unwrap_or(0));
        }
    }
}

#[test]
fn hostile_texts_are_read_in_good_time() {
    let many = 50_000;
    let nested = 3_000;
    let texts = [
        "[".repeat(many),
        "]".repeat(many),
        "![".repeat(many),
        "*a ".repeat(many),
        "_a __b ".repeat(many / 2),
        "*a_ ".repeat(many),
        "a**b".to_string() + &"c* ".repeat(many),
        "`a``b".repeat(many / 4),
        "<".repeat(many),
        "<b>".repeat(many),
        "<div>\n\n".repeat(nested),
        "<td><tr><li>\n".repeat(nested),
        "<a title=\"".repeat(many / 4),
        "<!-- ".repeat(many),
        "<tr><td colspan=1000 rowspan=65534>a<td>b\n".repeat(nested),
        "<table><tr><td>".repeat(nested),
        "<table>".to_string() + &"<tr><th>a".repeat(many / 4),
        "<Listing caption=x>\n\n".repeat(nested),
        "<figure>\n".repeat(nested),
        "&amp".repeat(many),
        "\\".repeat(many),
        "> ".repeat(nested) + "deep",
        ">".repeat(nested) + "\n" + &">".repeat(nested),
        "- ".repeat(nested) + "deep",
        (0..300).map(|i| format!("{}- a\n", "  ".repeat(i))).collect(),
        "[^1]".repeat(many / 4) + "\n\n[^1]: note",
        (0..3_000).map(|i| format!("[^{i}]: [^{}]\n\n", i + 1)).collect(),
        "[^1]: [^1]\n".to_string(),
        "[^a ".repeat(many / 4),
        "# same\n".repeat(many / 10),
        "Term\n: what\n\n".repeat(many / 20),
        "| a ".repeat(many / 10) + "\n" + &"|-".repeat(many / 10) + "\n",
        "|a|b|\n|-|-|\n".to_string() + &"|x|y|\n".repeat(many / 10),
        "| line\n".repeat(many / 4),
        "```verse\n".to_string() + &"line *a\n".repeat(many / 4),
        "\"'".repeat(many),
        "'a ".repeat(many),
        "-".repeat(many),
        "a--b...".repeat(many / 4),
        "^a~".repeat(many),
        "$a".repeat(many),
        "a\n".repeat(many),
        "[a](#x) ".repeat(many / 10),
        "[a]: b\n".repeat(many / 4),
        "---\n".repeat(many / 4),
    ];
    for text in &texts {
        let mut diagnostics = Diagnostics::default();
        let document = resolve(draft(text, &mut diagnostics), &mut diagnostics);
        assert!(dump(&document).starts_with("book"), "{}", &text[..20.min(text.len())]);
    }
}

#[test]
fn nesting_has_an_end_and_is_told() {
    for opens in ["> ", "<table><tr><td>"] {
        let text = opens.repeat(500) + "deep inside";
        let mut diagnostics = Diagnostics::default();
        let (blocks, _) = read_blocks(&text, FileId(0), &mut diagnostics);
        assert_eq!(words(&blocks, &[]).trim(), "deep inside", "{opens}");
        assert_eq!(diagnostics.sorted().iter().filter(|d| d.code == Code::TooDeep).count(), 1, "{opens}");
        let mut depth = 0;
        each_block(&blocks, &mut |_| depth += 1);
        assert!(depth <= 100, "{opens}: {depth}");
    }
}

#[test]
fn plain_text_of_a_heading_is_its_title() {
    let mut diagnostics = Diagnostics::default();
    let draft = draft("# One *two* `three`\n\ntext\n\n# Four\n", &mut diagnostics);
    let titles: Vec<String> =
        draft.divisions.iter().filter_map(|d| d.heading.as_ref()).map(|h| plain_text(&h.content)).collect();
    assert_eq!(titles, ["One two three", "Four"]);
}

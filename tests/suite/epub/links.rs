//! Whether every link of an EPUB leads to a place: of the small book, and of whatever Markdown may say.

use super::sample::{division, draft};
use super::{build, parse, texts};
use bifolio::diagnostic::Diagnostics;
use bifolio::document::*;
use bifolio::epub::{self, Options};
use bifolio::markdown;
use bifolio::resolve::resolve;
use bifolio::source::FileId;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_link_leads_to_a_place() {
    let followed = follow_links(&texts(&build(draft())));
    assert!(followed > 30, "{followed}");
}

/// Fails when an id stands twice in a document or a link leads nowhere; says how many links there were.
pub(super) fn follow_links(texts: &BTreeMap<String, String>) -> usize {
    let mut places = BTreeSet::new();
    for (name, text) in texts {
        let (document, file) = (parse(text), name.trim_start_matches("OEBPS/"));
        places.insert(file.to_string());
        for id in document.descendants().filter_map(|n| n.attribute("id")) {
            assert!(places.insert(format!("{file}#{id}")), "twice in one document: {id}");
        }
    }
    let mut followed = 0;
    for (name, text) in texts.iter().filter(|(name, _)| !name.starts_with("META-INF")) {
        let (document, file) = (parse(text), name.trim_start_matches("OEBPS/"));
        for link in document.descendants().flat_map(|n| [n.attribute("href"), n.attribute("src")]).flatten() {
            let is_document = link.contains(".xhtml") || link.starts_with('#');
            if !is_document || link.starts_with("https:") {
                continue;
            }
            let target = if link.starts_with('#') { format!("{file}{link}") } else { link.to_string() };
            assert!(places.contains(&target), "{file}: {link}");
            followed += 1;
        }
        for names in document.descendants().filter_map(|n| n.attribute("aria-labelledby")) {
            assert!(places.contains(&format!("{file}#{names}")), "{file}: {names}");
        }
    }
    followed
}

/// Pieces of Markdown that meet in any order below.
const PIECES: [&str; 32] = [
    "# One\n",
    "## Two {#two .a}\n",
    "###### Six\n",
    "Text with [a link](#two) and *stress*.\n",
    "> quoted\n",
    "> # Inside\n",
    "- item\n",
    "- [x] task\n",
    "1. first\n",
    "    indented\n",
    "```rust\n",
    "```\n",
    "\n",
    "\n",
    "A note[^a] and [one[^b]](x.md).\n",
    "[^a]: Text[^b].\n\n    More.\n",
    "[^b]: Text[^a].\n",
    "| a | b[^a] |\n|---|---|\n| c |\n",
    "---\n",
    "Term\n: Meaning\n",
    "> [!TIP]\n> Tip\n",
    "| Line\n|   and line\n",
    "<div id=\"two\" lang=\"ru\">\n",
    "</div>\n",
    "<span id=\"x\">",
    "</span>",
    "![alt](a.png \"t\")\n",
    "[![](b.png)](http://x)\n",
    "$$x<y$$\n",
    "&#0;&#8;\u{1}&amp;<b>\n",
    "Личные\n===\n",
    "[ ](http://y z)\n",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]
    #[test]
    fn whatever_is_written_the_documents_are_sound(places in proptest::collection::vec(0..PIECES.len(), 0..40)) {
        let text: String = places.iter().map(|place| PIECES[*place]).collect();
        let mut diagnostics = Diagnostics::default();
        let (blocks, notes) = markdown::read_blocks(&text, FileId::default(), &mut diagnostics);
        let chapter = division(Role::Chapter, "One", &[1], blocks);
        let document = resolve(Draft { divisions: vec![chapter], notes, ..Draft::default() }, &mut diagnostics);
        let archive = epub::write(&document, &Options::default()).expect("an archive");
        follow_links(&texts(&archive));
        let plain = format!("<body>{}</body>", epub::body(&document.divisions[0].blocks));
        parse(&plain);
    }
}

//! The EPUB of a small book that has one of everything, built in memory: its parts as snapshots, its links, ids and
//! manifest complete, its bytes the same twice.

mod links;
mod sample;

use bifolio::diagnostic::Diagnostics;
use bifolio::document::*;
use bifolio::epub::{self, Options};
use bifolio::resolve::resolve;
use links::follow_links;
use sample::{division, inline, named, note, paragraph, words};
pub(crate) use sample::{draft, text};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

/// The EPUB of a draft.
pub(crate) fn build(draft: Draft) -> Vec<u8> {
    let document = resolve(draft, &mut Diagnostics::default());
    let (fonts, look) = (bifolio::font::FontBook::builtin(), bifolio::cover::Look::default());
    let cover = bifolio::cover::draw(&document.metadata, &fonts, &look);
    epub::write(&document, &Options { cover: Some(cover.image), ..Options::default() }).expect("an archive")
}

/// Every file of an archive, in its order.
pub(crate) fn unzip(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("a zip archive");
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("readable");
        files.push((file.name().to_string(), bytes));
    }
    files
}

pub(crate) fn texts(archive: &[u8]) -> BTreeMap<String, String> {
    let is_text = |name: &str| [".xhtml", ".opf", ".ncx", ".xml"].iter().any(|ending| name.ends_with(ending));
    let files = unzip(archive).into_iter().filter(|(name, _)| is_text(name));
    files.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

pub(crate) fn parse(text: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    roxmltree::Document::parse_with_options(text, options).expect("well-formed")
}

#[test]
fn every_part_reads_as_expected() {
    let texts = texts(&build(draft()));
    for (name, text) in &texts {
        parse(text);
        let short = name.rsplit('/').next().unwrap_or(name);
        insta::assert_snapshot!(short.to_string(), text);
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (first, second) = (build(draft()), build(draft()));
    assert!(first == second);
    let mut archive = zip::ZipArchive::new(Cursor::new(&first)).expect("a zip archive");
    for at in 0..archive.len() {
        let file = archive.by_index(at).expect("a file");
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()), "{}", file.name());
        assert_eq!(file.compression() == zip::CompressionMethod::Stored, at == 0, "{}", file.name());
    }
    assert_eq!(&first[30..58], b"mimetypeapplication/epub+zip");
}

#[test]
fn the_manifest_names_every_file_once() {
    let archive = build(draft());
    let texts = texts(&archive);
    let package = parse(&texts["OEBPS/content.opf"]);
    let items: Vec<_> =
        package.descendants().filter(|n| n.has_tag_name(("http://www.idpf.org/2007/opf", "item"))).collect();
    let attributes =
        |name: &str| -> Vec<String> { items.iter().filter_map(|i| i.attribute(name)).map(String::from).collect() };
    let mut listed: Vec<String> = attributes("href").iter().map(|href| format!("OEBPS/{href}")).collect();
    let mut stored: Vec<String> = unzip(&archive).into_iter().map(|(name, _)| name).collect();
    stored.retain(|name| name.starts_with("OEBPS/") && !name.ends_with("content.opf"));
    listed.sort();
    stored.sort();
    assert_eq!(listed, stored);
    let ids: BTreeSet<String> = attributes("id").into_iter().collect();
    assert_eq!(ids.len(), items.len());
    assert!(stored.iter().all(|name| name.is_ascii()));
    assert!(!stored.iter().any(|name| name.contains("unused")), "an image that is not shown is not in the book");
    for itemref in package.descendants().filter(|n| n.tag_name().name() == "itemref") {
        assert!(ids.contains(itemref.attribute("idref").expect("idref")));
    }
}

#[test]
fn a_note_leads_back_to_every_reference() {
    let texts = texts(&build(draft()));
    let home = &texts["OEBPS/chapter-01-soviet-thermidor.xhtml"];
    let document = parse(home);
    let note = document.descendants().find(|n| n.attribute("id") == Some("note.1")).expect("the note");
    let back: Vec<&str> = note
        .descendants()
        .filter(|n| n.attribute("role") == Some("doc-backlink"))
        .filter_map(|n| n.attribute("href"))
        .collect();
    assert_eq!(
        back,
        [
            "#noteref.1.1",
            "#noteref.1.2",
            "chapter-02-01-nested.xhtml#noteref.1.1",
            "chapter-02-01-nested.xhtml#noteref.1.2"
        ]
    );
    assert!(!texts.values().any(|text| text.contains("Nobody refers to it")));
}

#[test]
fn the_contents_are_in_the_order_of_the_spine() {
    let texts = texts(&build(draft()));
    let (package, nav) = (parse(&texts["OEBPS/content.opf"]), parse(&texts["OEBPS/nav.xhtml"]));
    let href_of =
        |id: &str| package.descendants().find(|n| n.attribute("id") == Some(id)).and_then(|n| n.attribute("href"));
    let spine: Vec<&str> = package.descendants().filter_map(|n| n.attribute("idref")).filter_map(href_of).collect();
    let contents = nav.descendants().find(|n| n.attribute("id") == Some("toc")).expect("the contents");
    let links: Vec<&str> = contents.descendants().filter_map(|n| n.attribute("href")).collect();
    let file_of = |link: &&str| spine.iter().position(|file| link.split('#').next() == Some(*file));
    let order: Vec<Option<usize>> = links.iter().map(file_of).collect();
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{links:?} {spine:?}");
    assert!(links.contains(&"chapter-02-02-after-what-is-nested.xhtml"), "{links:?}");
}

#[test]
fn a_text_without_headings_is_the_entry_of_the_contents() {
    let text = division(Role::Chapter, "", &[], vec![words("Nothing but text.")]);
    let metadata = Metadata { title: "My book".into(), ..Metadata::default() };
    let texts = texts(&build(Draft { metadata, divisions: vec![text], ..Draft::default() }));
    let (file, _) = texts.iter().find(|(_, text)| text.contains("Nothing but text.")).expect("the text");
    let file = file.rsplit('/').next().expect("a name");
    assert!(texts["OEBPS/nav.xhtml"].contains(&format!("<li><a href=\"{file}\">My book</a></li>")), "{file}");
    assert!(texts["OEBPS/toc.ncx"].contains(&format!("<content src=\"{file}\"/>")), "{file}");
}

#[test]
fn landmarks_lead_to_every_kind_of_division_in_reading_order() {
    let classes = vec!["index".to_string()];
    let mut index = division(Role::Index, "Names", &[], vec![words("a")]);
    index.attr.classes = classes;
    let divisions = vec![
        division(Role::Preface, "Before", &[], vec![words("a")]),
        division(Role::Introduction, "Into it", &[], vec![words("a")]),
        division(Role::Chapter, "One", &[1], vec![words("a")]),
        division(Role::Appendix, "Tables", &[], vec![words("a")]),
        index,
    ];
    let texts = texts(&build(Draft { divisions, ..Draft::default() }));
    let landmarks = texts["OEBPS/nav.xhtml"].split("id=\"landmarks\"").nth(1).expect("landmarks");
    let found: Vec<&str> = landmarks.split("epub:type=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(found[found.len() - 5..], ["preface", "bodymatter", "introduction", "appendix", "index"]);
    let index = texts.values().find(|text| text.contains("doc-index")).expect("the index");
    assert!(index.contains("class=\"index\""), "{index}");
}

#[test]
fn an_empty_book_is_still_a_publication() {
    let texts = texts(&build(Draft::default()));
    assert!(texts["OEBPS/nav.xhtml"].contains("title-page.xhtml"));
}

#[test]
fn headings_never_skip_a_level() {
    for (name, text) in texts(&build(draft())).iter().filter(|(name, _)| name.ends_with(".xhtml")) {
        let mut last = 0;
        for node in parse(text).descendants().filter(|n| n.is_element()) {
            let level = node.tag_name().name().strip_prefix('h').and_then(|n| n.parse::<u8>().ok());
            if let Some(level) = level {
                assert!(level <= last + 1, "{name}: h{level} after h{last}");
                last = level;
            }
        }
    }
}

/// The values of a property of the package document, in order.
fn properties(package: &str, property: &str) -> Vec<String> {
    let package = parse(package);
    let metas = package.descendants().filter(|n| n.attribute("property") == Some(property));
    metas.map(|n| n.text().unwrap_or_default().to_string()).collect()
}

#[test]
fn what_the_publisher_states_is_passed_on_and_nothing_else_is_certified() {
    let document = resolve(draft(), &mut Diagnostics::default());
    let mut options = Options::default();
    let package =
        |options: &Options| texts(&epub::write(&document, options).expect("an archive"))["OEBPS/content.opf"].clone();
    let silent = package(&options);
    assert!(properties(&silent, "dcterms:conformsTo").is_empty() && !silent.contains("a11y:"), "{silent}");
    options.publication.accessibility = Statement {
        conforms_to: Some(Conformance { version: "2.2", level: "AA" }),
        certified_by: Some("Folio & Sons".into()),
        credential: Some("https://example.org/badge".into()),
        report: Some("https://example.org/report".into()),
        summary: None,
        exemption: Some(Exemption::Microenterprise),
    };
    let stated = package(&options);
    assert_eq!(properties(&stated, "dcterms:conformsTo"), ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]);
    assert_eq!(properties(&stated, "a11y:certifiedBy"), ["Folio & Sons"]);
    assert_eq!(properties(&stated, "a11y:exemption"), ["eaa-microenterprise"]);
    assert!(stated.contains("rel=\"a11y:certifierReport\""), "{stated}");
    let onix = epub::onix(&document, &options);
    let onix = parse(&onix);
    let values = |kind: &str| -> Vec<&str> {
        let features = onix.descendants().filter(|n| n.tag_name().name() == "ProductFormFeature");
        let text = |n: roxmltree::Node<'_, '_>, name: &str| {
            n.children().find(|c| c.tag_name().name() == name).and_then(|c| c.text().map(str::to_string))
        };
        let of_kind = features.filter(|n| text(*n, "ProductFormFeatureType").as_deref() == Some(kind));
        of_kind
            .filter_map(|n| n.children().find(|c| c.tag_name().name() == "ProductFormFeatureValue")?.text())
            .collect()
    };
    let wanted = [
        "00", "04", "82", "85", "10", "11", "13", "14", "17", "22", "29", "30", "32", "35", "36", "52", "53", "75",
        "90", "93", "96",
    ];
    assert_eq!((values("09"), values("12")), (wanted.to_vec(), vec!["00"]));
}

/// The EPUB for Kindle of a paragraph with formulas.
fn for_kindle(line: Vec<Inline>) -> (Vec<u8>, String) {
    let draft =
        Draft { divisions: vec![division(Role::Chapter, "A", &[1], vec![paragraph(line)])], ..Draft::default() };
    let document = resolve(draft, &mut Diagnostics::default());
    let publication = Publication { shops: vec![Shop::Kindle], page_list: false, ..Publication::default() };
    let fonts = bifolio::font::FontBook::builtin().with_math();
    let formulas = epub::Formulas::of(&document, &publication, &fonts);
    let options = Options { publication, formulas, ..Options::default() };
    let archive = epub::write(&document, &options).expect("an archive");
    let all = texts(&archive);
    let chapter = all.iter().find(|(name, _)| name.contains("chapter")).map(|(_, text)| text.clone());
    (archive, chapter.expect("a chapter"))
}

#[test]
fn formulas_for_kindle_are_pictures_with_their_source_as_words() {
    let formula = |source: &str| inline(InlineKind::Math(source.into()));
    let line = || {
        vec![
            text("Let ("),
            formula("a <  b"),
            text("), or "),
            formula("a <  b"),
            text("—or "),
            formula(r"\cancel{c}"),
            text("."),
        ]
    };
    let (archive, chapter) = for_kindle(line());
    assert!(archive == for_kindle(line()).0, "not the same bytes twice");
    let drawn = "<img class=\"drawn\" src=\"formulas/0001.png\" alt=\"a &lt; b\" style=\"width: ";
    assert_eq!(chapter.matches(drawn).count(), 2, "{chapter}");
    assert!(chapter.contains(&format!("Let <span class=\"nobreak\">({drawn}")), "{chapter}");
    assert!(chapter.contains("/>)</span>, or <img") && chapter.contains("/>—or <code"), "{chapter}");
    assert!(chapter.contains(r#"<code class="math">\cancel{c}</code>."#) && !chapter.contains("<math"), "{chapter}");
    let pictures: Vec<String> =
        unzip(&archive).into_iter().map(|(name, _)| name).filter(|n| n.ends_with(".png")).collect();
    assert_eq!(pictures, ["OEBPS/formulas/0001.png"]);
    let package = &texts(&archive)["OEBPS/content.opf"];
    assert!(package.contains("href=\"formulas/0001.png\" media-type=\"image/png\"") && !package.contains("mathml"));
    assert_eq!(properties(package, "schema:accessMode"), ["textual", "visual", "mathOnVisual"]);
    let features = properties(package, "schema:accessibilityFeature");
    assert!(features.contains(&"alternativeText".into()) && !features.contains(&"MathML".into()), "{features:?}");
}

#[test]
fn a_wide_formula_is_pictures_of_which_the_first_has_the_words() {
    let source = ["a + b + c + d"; 4].join(" = ");
    let (_, chapter) = for_kindle(vec![inline(InlineKind::Math(source.clone())), text(", then.")]);
    assert_eq!(chapter.matches("<img class=\"drawn\"").count(), 4, "{chapter}");
    assert_eq!(chapter.matches(&format!("alt=\"{source}\"")).count(), 1);
    assert_eq!(chapter.matches("alt=\"\" role=\"presentation\"").count(), 3);
    assert!(chapter.contains("em\"/>,</span> then."), "{chapter}");
}

#[test]
fn a_large_chapter_is_cut_at_its_sections_and_all_links_hold() {
    let chapter = |title: &str, size: usize| {
        let link = |to: &str| {
            let target = Target::Anchor(Id(to.into()));
            inline(InlineKind::Link { target, title: String::new(), content: vec![text(to)] })
        };
        let mut chapter = division(Role::Chapter, title, &[1], vec![words("First."), paragraph(vec![link("deep-3")])]);
        for n in 0..4 {
            let long = words(&"many words ".repeat(size / 11));
            let named = Inline { attr: named(&format!("deep-{n}")), ..text("here") };
            let mark = inline(InlineKind::NoteRef(NoteId(n)));
            let back = paragraph(vec![named, link("deep-0"), mark]);
            chapter.children.push(division(Role::Section, &format!("{title} {n}"), &[1, n + 1], vec![long, back]));
        }
        let notes = (0..4).map(|n| note(&n.to_string(), n + 1, vec![words("A note.")])).collect();
        texts(&build(Draft { divisions: vec![chapter], notes, ..Draft::default() }))
    };
    let names = |texts: &BTreeMap<String, String>| {
        texts.keys().filter(|name| name.starts_with("OEBPS/chapter")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(names(&chapter("Small", 10_000)).len(), 1);
    let large = chapter("Large", 100_000);
    follow_links(&large);
    // Two sections to a file, and the number of the section that begins the second one; its heading keeps its depth.
    let expected = ["OEBPS/chapter-01-03-large-2.xhtml", "OEBPS/chapter-01-large.xhtml"];
    assert_eq!(names(&large), expected);
    for name in expected {
        assert!(large[name].len() < 250_000 && large[name].matches("doc-footnote").count() == 2, "{name}");
        assert_eq!(
            (large[name].contains("<h1"), large[name].matches("<h2").count()),
            (name == expected[1], 2),
            "{name}"
        );
    }
    let package = parse(&large["OEBPS/content.opf"]);
    let hrefs: Vec<&str> = package.descendants().filter_map(|n| n.attribute("href")).collect();
    let first = hrefs.iter().position(|href| *href == "chapter-01-large.xhtml").expect("the chapter");
    assert_eq!(hrefs[first + 1], "chapter-01-03-large-2.xhtml");
}

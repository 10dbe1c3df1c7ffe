//! The EPUB of a small book that has one of everything, built in memory: its parts as snapshots, its links, ids and
//! manifest complete, its bytes the same twice.

use bifolio::diagnostic::Diagnostics;
use bifolio::document::*;
use bifolio::epub::{self, Options};
use bifolio::markdown;
use bifolio::resolve::resolve;
use bifolio::source::{FileId, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::Arc;

pub(crate) fn text(text: &str) -> Inline {
    Inline::new(InlineKind::Text(text.into()), Span::default())
}

fn inline(kind: InlineKind) -> Inline {
    Inline::new(kind, Span::default())
}

fn block(kind: BlockKind) -> Block {
    Block::new(kind, Span::default())
}

fn paragraph(content: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph(content))
}

fn words(words: &str) -> Block {
    paragraph(vec![text(words)])
}

fn named(id: &str) -> Attr {
    Attr { id: Some(Id(id.into())), ..Attr::default() }
}

fn foreign(language: &str) -> Attr {
    Attr { language: Some(Language(language.into())), ..Attr::default() }
}

fn division(role: Role, title: &str, number: &[u32], blocks: Vec<Block>) -> Division {
    let matter = match role {
        Role::Preface | Role::Dedication => Matter::Front,
        Role::Glossary | Role::Bibliography | Role::Appendix => Matter::Back,
        _ => Matter::Body,
    };
    Division {
        id: Id(title.to_lowercase().replace(' ', "-")),
        matter,
        role,
        number: number.to_vec(),
        title: title.into(),
        heading: (!title.is_empty()).then(|| Heading {
            level: 1,
            content: vec![text(title)],
            short: None,
            span: Span::default(),
        }),
        blocks,
        children: Vec::new(),
        source: (role != Role::Section).then(|| format!("{title}.md")),
        attr: Attr::default(),
        span: Span::default(),
    }
}

fn note(label: &str, number: u32, blocks: Vec<Block>) -> Note {
    Note { label: label.into(), number, blocks, span: Span::default() }
}

fn picture(image: Image) -> Block {
    let caption = vec![text("A house & its "), text("door")];
    block(BlockKind::Figure(Figure::of(image, caption, Span::default())))
}

fn shown(id: u32, alt: &str) -> Image {
    Image::new(ImageSource::Resource(ImageId(id)), alt.into())
}

fn item(checked: Option<bool>, blocks: Vec<Block>) -> ListItem {
    ListItem { checked, value: None, blocks, span: Span::default() }
}

fn list(start: Option<i64>, tight: bool, items: Vec<ListItem>) -> Block {
    block(BlockKind::List(List { start, style: NumberStyle::Decimal, reversed: false, tight, items }))
}

fn row(cells: &[&str]) -> Row {
    let cell = |(column, words): (usize, &&str)| Cell { content: vec![text(words)], column, ..Cell::default() };
    Row { cells: cells.iter().enumerate().map(cell).collect(), ..Row::default() }
}

fn every_block() -> Vec<Block> {
    let stanza = |lines: &[(u8, &str)]| Stanza {
        lines: lines.iter().map(|(indent, t)| VerseLine { indent: *indent, content: vec![text(t)] }).collect(),
    };
    let code = Code { language: Some("rust".into()), text: "fn main() {\n    1 < 2;\n}\n".into(), ..Code::default() };
    let definition = Definition {
        term: vec![text("Apparatus")],
        attr: named("term-apparatus"),
        definitions: vec![vec![words("The machine.")], vec![words("Its people.")]],
        tight: true,
        span: Span::default(),
    };
    let columns = vec![Alignment::Left, Alignment::Centre, Alignment::Right];
    let mut head = row(&["Year", "Place", "Copies"]);
    head.cells.iter_mut().for_each(|cell| cell.heads = Heads::Columns);
    let body = vec![row(&["1936", "Oslo", "1,200"])];
    let table = Table { columns, head: vec![head], body, caption: vec![text("Editions")], ..Table::default() };
    let warning = Admonition { kind: AdmonitionKind::Warning, title: vec![], blocks: vec![words("Mind the gap.")] };
    let heading =
        Heading { level: 4, content: vec![text("A heading in a quotation")], short: None, span: Span::default() };
    vec![
        block(BlockKind::Quote(vec![words("Quoted."), block(BlockKind::Heading(heading))])),
        block(BlockKind::Verse(Verse {
            stanzas: vec![stanza(&[(0, "A line"), (2, "and another")]), stanza(&[(0, "A third")])],
            ..Verse::default()
        })),
        list(None, true, vec![item(None, vec![words("tight")]), item(None, vec![words("list")])]),
        list(Some(3), false, vec![item(None, vec![words("loose"), words("list")])]),
        list(None, true, vec![item(Some(true), vec![words("done")]), item(Some(false), vec![words("open")])]),
        block(BlockKind::Definitions(vec![definition])),
        block(BlockKind::Code(code)),
        block(BlockKind::Math("a < b".into())),
        picture(shown(0, "A house with a red door")),
        block(BlockKind::Table(table)),
        block(BlockKind::Admonition(warning)),
        Block {
            kind: BlockKind::Group(Group { role: GroupRole::Plain, blocks: vec![words("Grouped")] }),
            attr: foreign("fr"),
            span: Span::default(),
        },
        block(BlockKind::SceneBreak),
        words("After the break."),
    ]
}

fn every_inline() -> Block {
    let link =
        |target, words: &str| inline(InlineKind::Link { target, title: String::new(), content: vec![text(words)] });
    let remote = Image::new(ImageSource::Remote("https://example.org/a b.png".into()), "far away".into());
    let russian =
        Inline { kind: InlineKind::Span(vec![text("Преданная")]), attr: foreign("ru"), span: Span::default() };
    paragraph(vec![
        text("Text with <angles> & \u{1}controls, "),
        inline(InlineKind::Emphasis(vec![text("stress")])),
        inline(InlineKind::Strong(vec![text("weight")])),
        inline(InlineKind::Strikethrough(vec![text("gone")])),
        inline(InlineKind::Superscript(vec![text("up")])),
        inline(InlineKind::Subscript(vec![text("down")])),
        inline(InlineKind::SmallCaps(vec![text("small")])),
        russian,
        inline(InlineKind::Code("a < b".into())),
        inline(InlineKind::Math("x^2".into())),
        link(Target::Url("https://example.org/?q=«x» y".into()), "out"),
        link(Target::Url("javascript:alert(1)".into()), "nowhere"),
        link(Target::Anchor(Id("term-apparatus".into())), "near"),
        link(Target::Anchor(Id("личные".into())), "far"),
        inline(InlineKind::Image(shown(0, "A house again"))),
        inline(InlineKind::Image(remote)),
        inline(InlineKind::NoteRef(NoteId(0))),
        inline(InlineKind::LineBreak),
        inline(InlineKind::NoteRef(NoteId(0))),
    ])
}

fn metadata() -> Metadata {
    let person = |name: &str, role| Contributor { name: name.into(), file_as: Some(format!("{name}, sorted")), role };
    let isbn = |value: &str, edition| Identifier { kind: IdentifierKind::Isbn, value: value.into(), edition };
    Metadata {
        title: "A Book of <Everything> & More".into(),
        subtitle: Some("With a subtitle".into()),
        contributors: vec![person("Ann O’Nym", Relator::Author), person("Trans Lator", Relator::Translator)],
        language: Language("en-GB".into()),
        identifiers: vec![
            isbn("978-0-306-40615-7", Some(Edition::Epub)),
            isbn("978-1-4028-9462-6", Some(Edition::Print)),
        ],
        publisher: Some(Publisher { name: "Folio & Sons".into(), place: Some("Oslo".into()) }),
        date: Date::parse("2026-11-22"),
        series: Some(Series { name: "Small books".into(), position: Some("2".into()) }),
        subjects: vec![
            String::from("Testing").into(),
            Subject { name: "Fiction".into(), authority: Some("BISAC".into()), code: Some("FIC000000".into()) },
        ],
        description: Some("One of each.\nOn two lines.".into()),
        rights: Some("All rights".into()),
        license: Some("CC BY 4.0".into()),
        license_url: Some("https://creativecommons.org/licenses/by/4.0/".into()),
        dedication: Some("To the\nreader".into()),
        about: Some(Work {
            title: "The Revolution Betrayed".into(),
            original_title: Some("Преданная революция".into()),
            original_language: Some(Language("ru".into())),
            authors: vec!["Leon Trotsky".into()],
            translators: vec![("Max Eastman".into(), "English".into())],
            publishers: vec![("Grasset".into(), "France".into())],
            date: Date::parse("1936-08"),
        }),
        ..Metadata::default()
    }
}

fn picture_file(path: &str, svg: &str) -> ImageResource {
    let bytes: Arc<[u8]> = svg.as_bytes().into();
    ImageResource { path: path.into(), format: ImageFormat::Svg, bytes, width: 40, height: 20, density: None }
}

/// A book with one of everything.
pub(crate) fn draft() -> Draft {
    let mut chapter = division(Role::Chapter, "Soviet Thermidor", &[1], vec![words("First."), every_inline()]);
    let mut section = division(Role::Section, "A section", &[1, 1], every_block());
    section.children.push(division(Role::Section, "Below it", &[1, 1, 1], vec![words("Deep.")]));
    chapter.children.push(section);
    chapter.children.push(division(Role::Draft, "Not yet written", &[1, 2], Vec::new()));
    let mark = inline(InlineKind::NoteRef(NoteId(1)));
    let mut second = division(Role::Chapter, "Личные", &[2], vec![paragraph(vec![text("See."), mark])]);
    second.children.push(division(Role::Chapter, "Nested", &[2, 1], vec![every_inline()]));
    second.children.push(division(Role::Section, "After what is nested", &[2, 2], vec![words("Still here.")]));
    let mut part = division(Role::Part, "Exile", &[1], Vec::new());
    part.source = None;
    part.children = vec![chapter, second];
    let inner = inline(InlineKind::NoteRef(NoteId(2)));
    let mut announced = division(Role::Draft, "Announced", &[3], Vec::new());
    announced.source = None;
    announced.children = vec![division(Role::Chapter, "Below it already", &[3, 1], vec![words("Here.")])];
    Draft {
        metadata: metadata(),
        divisions: vec![
            division(Role::Preface, "Preface", &[], vec![words("Before the text.")]),
            part,
            announced,
            division(Role::Draft, "Only announced", &[4], Vec::new()),
            division(Role::Glossary, "Glossary", &[], vec![words("Words.")]),
        ],
        notes: vec![
            note("a", 1, vec![words("Referred to from two chapters.")]),
            note("b", 1, vec![paragraph(vec![text("With a note within."), inner]), block(BlockKind::SceneBreak)]),
            note("c", 2, vec![words("Within."), words("Two paragraphs.")]),
            note("unused", 0, vec![words("Nobody refers to it.")]),
        ],
        cover: None,
        images: vec![
            picture_file(
                "images/Das Haus.svg",
                "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><script>1</script><rect width='9' height='9'/></svg>",
            ),
            picture_file("images/unused.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ],
        numbering: Numbering { figures: Counting::Chapter, ..Numbering::default() },
        ..Draft::default()
    }
}

/// The EPUB of a draft.
pub(crate) fn build(draft: Draft) -> Vec<u8> {
    let document = resolve(draft, &mut Diagnostics::default());
    let cover = bifolio::cover::draw(&document.metadata, &bifolio::font::FontBook::builtin());
    epub::write(&document, &Options { cover: Some(cover), ..Options::default() }).expect("an archive")
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
fn every_link_leads_to_a_place() {
    let followed = follow_links(&texts(&build(draft())));
    assert!(followed > 30, "{followed}");
}

/// Fails when an id stands twice in a document or a link leads nowhere; says how many links there were.
fn follow_links(texts: &BTreeMap<String, String>) -> usize {
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

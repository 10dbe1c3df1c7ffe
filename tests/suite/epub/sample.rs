//! A small book that has one of everything, made of its tree.

use bifolio::document::*;
use bifolio::source::Span;
use std::sync::Arc;

pub(crate) fn text(text: &str) -> Inline {
    Inline::new(InlineKind::Text(text.into()), Span::default())
}

pub(crate) fn inline(kind: InlineKind) -> Inline {
    Inline::new(kind, Span::default())
}

pub(crate) fn block(kind: BlockKind) -> Block {
    Block::new(kind, Span::default())
}

pub(crate) fn paragraph(content: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph(content))
}

pub(crate) fn words(words: &str) -> Block {
    paragraph(vec![text(words)])
}

pub(crate) fn named(id: &str) -> Attr {
    Attr { id: Some(Id(id.into())), ..Attr::default() }
}

pub(crate) fn foreign(language: &str) -> Attr {
    Attr { language: Some(Language(language.into())), ..Attr::default() }
}

pub(crate) fn division(role: Role, title: &str, number: &[u32], blocks: Vec<Block>) -> Division {
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
        has_formulas_in_title: false,
        title_content: Vec::new(),
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

pub(crate) fn note(label: &str, number: u32, blocks: Vec<Block>) -> Note {
    Note { label: label.into(), number, blocks, span: Span::default() }
}

pub(crate) fn picture(image: Image) -> Block {
    let caption = vec![text("A house & its "), text("door")];
    block(BlockKind::Figure(Figure::of(image, caption, Span::default())))
}

pub(crate) fn shown(id: u32, alt: &str) -> Image {
    Image::new(ImageSource::Resource(ImageId(id)), alt.into())
}

pub(crate) fn item(checked: Option<bool>, blocks: Vec<Block>) -> ListItem {
    ListItem { checked, value: None, blocks, span: Span::default() }
}

pub(crate) fn list(start: Option<i64>, tight: bool, items: Vec<ListItem>) -> Block {
    block(BlockKind::List(List { start, style: NumberStyle::Decimal, reversed: false, tight, items }))
}

pub(crate) fn row(cells: &[&str]) -> Row {
    let cell = |(column, words): (usize, &&str)| Cell { content: vec![text(words)], column, ..Cell::default() };
    Row { cells: cells.iter().enumerate().map(cell).collect(), ..Row::default() }
}

pub(crate) fn every_block() -> Vec<Block> {
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

pub(crate) fn every_inline() -> Block {
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

pub(crate) fn metadata() -> Metadata {
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

pub(crate) fn picture_file(path: &str, svg: &str) -> ImageResource {
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

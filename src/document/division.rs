//! Divisions: parts, chapters and sections, nested.
//!
//! In: built by `manuscript` (order and roles) and `markdown` (content). Out: the skeleton that contents, outline,
//! navigation and page furniture are derived from.

use super::{Attr, Block, Heading, Id, Inline, InlineKind};
use crate::source::Span;

/// A part, chapter or section: a heading, what follows it, and what is below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Division {
    /// Its id; unique once `resolve` is done.
    pub id: Id,
    /// Front, body or back of the book.
    pub matter: Matter,
    /// What it is to the reader.
    pub role: Role,
    /// Its number as shown, level by level (`[2, 1]` is 2.1); empty when it has none.
    pub number: Vec<u32>,
    /// Its title in the contents, plain; the heading may say it with more markup or more words.
    pub title: String,
    /// True when the title says in words the formulas of a heading that says the same.
    pub has_formulas_in_title: bool,
    /// The title with its formulas, when it has some and its heading says something else; else empty.
    pub title_content: Vec<Inline>,
    /// What stands above its text; `None` when nothing does.
    pub heading: Option<Heading>,
    /// The text before the first division below it.
    pub blocks: Vec<Block>,
    /// The divisions below it.
    pub children: Vec<Division>,
    /// The file that it was read from, relative to the manuscript; `None` for a section or a part without a file.
    pub source: Option<String>,
    /// Classes and language.
    pub attr: Attr,
    /// Where it was read.
    pub span: Span,
}

impl Division {
    /// A division of the body with a title and nothing in it.
    pub fn new(role: Role, title: &str, span: Span) -> Division {
        Division {
            id: Id(String::new()),
            matter: Matter::Body,
            role,
            number: Vec::new(),
            title: title.into(),
            has_formulas_in_title: false,
            title_content: Vec::new(),
            heading: None,
            blocks: Vec::new(),
            children: Vec::new(),
            source: None,
            attr: Attr::default(),
            span,
        }
    }

    /// The title with its formulas, and without all other markup.
    pub fn title_line(&self) -> Vec<Inline> {
        match &self.heading {
            Some(heading) if self.has_formulas_in_title => bare(&heading.content),
            _ if !self.title_content.is_empty() => self.title_content.clone(),
            _ => vec![Inline::new(InlineKind::Text(self.title.clone()), Span::default())],
        }
    }

    /// True when the title has formulas.
    pub fn has_formulas(&self) -> bool {
        self.has_formulas_in_title || !self.title_content.is_empty()
    }

    /// The title for running heads: the short one when there is one.
    pub fn short_title(&self) -> &str {
        let short = self.heading.as_ref().and_then(|heading| heading.short.as_deref());
        short.unwrap_or(&self.title)
    }
}

/// Where in the book a division stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// Before the text: roman folios.
    Front,
    /// The text: arabic folios.
    Body,
    /// After the text.
    Back,
}

/// What a division is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// To whom the book is given.
    Dedication,
    /// A quotation before the text.
    Epigraph,
    /// Words about the book by somebody else.
    Foreword,
    /// Words about the book by its author.
    Preface,
    /// Thanks.
    Acknowledgments,
    /// What leads into the text.
    Introduction,
    /// A scene before the first chapter of a story.
    Prologue,
    /// A part: chapters under a common title.
    Part,
    /// A chapter.
    Chapter,
    /// A section of a chapter or of another section.
    Section,
    /// A chapter announced and not yet written.
    Draft,
    /// What ends the text.
    Conclusion,
    /// A scene after the last chapter of a story.
    Epilogue,
    /// Words after the text.
    Afterword,
    /// Matter that supports the text.
    Appendix,
    /// Terms and their meaning.
    Glossary,
    /// Works named or to be read.
    Bibliography,
    /// Words and the pages that they stand on.
    Index,
    /// The answers to the exercises of the book.
    Answers,
    /// How the book was made.
    Colophon,
}

/// Text and formulas of a line.
fn bare(line: &[Inline]) -> Vec<Inline> {
    let plain = |inline: &Inline| match (&inline.kind, inline.content()) {
        (InlineKind::Math(source), _) => vec![Inline::new(InlineKind::Math(source.clone()), inline.span)],
        (_, Some(content)) => bare(content),
        (_, None) => {
            let text = super::plain_text(std::slice::from_ref(inline)).replace('\n', " ");
            vec![Inline::new(InlineKind::Text(text), inline.span)]
        }
    };
    line.iter().flat_map(plain).collect()
}

impl Role {
    /// The name in lower case, for dumps.
    pub fn name(self) -> &'static str {
        match self {
            Role::Dedication => "dedication",
            Role::Epigraph => "epigraph",
            Role::Foreword => "foreword",
            Role::Preface => "preface",
            Role::Acknowledgments => "acknowledgments",
            Role::Introduction => "introduction",
            Role::Prologue => "prologue",
            Role::Part => "part",
            Role::Chapter => "chapter",
            Role::Section => "section",
            Role::Draft => "draft",
            Role::Conclusion => "conclusion",
            Role::Epilogue => "epilogue",
            Role::Afterword => "afterword",
            Role::Appendix => "appendix",
            Role::Glossary => "glossary",
            Role::Bibliography => "bibliography",
            Role::Index => "index",
            Role::Answers => "answers",
            Role::Colophon => "colophon",
        }
    }
}

impl Matter {
    /// The name in lower case, for dumps.
    pub fn name(self) -> &'static str {
        match self {
            Matter::Front => "front",
            Matter::Body => "body",
            Matter::Back => "back",
        }
    }
}

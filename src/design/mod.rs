//! How a book looks, as data.
//!
//! In: a theme's name and the wishes of `[theme]`. Out: [`Design`]. No algorithm lives here. A value of a design is a field,
//! its default in each theme ([`theme`]) and its key ([`entries`]).

mod code;
mod dump;
mod entries;
mod furniture;
mod key;
mod page;
mod reference;
mod structure;
mod table;
mod theme;
mod types;
mod wish;

pub use code::{CodeDesign, TokenLook};
pub use furniture::{ContentsDesign, FolioPlace, FurnitureDesign, Head, HeadPlace, Mark, Setting};
pub use key::{Key, Kind};
pub use page::PageDesign;
pub use structure::{Answers, DefinitionStyle, Opening, StructureDesign};
pub use table::TableDesign;
pub use theme::THEMES;
pub use types::{Colour, HeadingDesign, Place, Type, Types};
pub use wish::{Measure, Of, Overrides, Scale, Wish};

use crate::units::Length;

/// How a book looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// The page: trim size, margins, grid.
    pub page: PageDesign,
    /// The type of every kind of text.
    pub types: Types,
    /// The paragraphs of the text.
    pub paragraph: ParagraphDesign,
    /// Parts, chapters and what stands before the text.
    pub book: BookDesign,
    /// Running heads and folios.
    pub furniture: FurnitureDesign,
    /// The contents, and the lists of figures and tables.
    pub contents: ContentsDesign,
    /// Code.
    pub code: CodeDesign,
    /// Tables.
    pub table: TableDesign,
    /// What is numbered, and how.
    pub numbers: NumberDesign,
    /// Openings of chapters, quotations, poems and the like.
    pub structures: StructureDesign,
}

/// What is numbered, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberDesign {
    /// Figures and tables that have a caption.
    pub figures: Series,
    /// Notes, which always have numbers.
    pub notes: Series,
    /// Where notes stand.
    pub notes_at: NotePlace,
    /// True when the address of a link is printed, as a note of its own.
    pub links_as_notes: bool,
}

/// Where notes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotePlace {
    /// At the foot of the page of their mark.
    Foot,
    /// At the end of their chapter.
    Chapter,
    /// At the end of the book, by chapters; those of the front matter at the end of their division.
    Book,
}

/// Where the numbers of a series begin anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// There are none.
    None,
    /// With every chapter.
    Chapter,
    /// Never: they run through the book.
    Book,
}

/// How paragraphs are set.
#[derive(Clone, Debug, PartialEq)]
pub struct ParagraphDesign {
    /// Space before the first line of a paragraph that follows another.
    pub indent: Length,
    /// Space between paragraphs.
    pub space: Length,
    /// True when all lines but the last are as wide as the measure.
    pub justify: bool,
    /// True when words may be broken.
    pub hyphenate: bool,
    /// Words that are broken only at the hyphens in them, whatever the patterns of their language say.
    pub hyphenation_exceptions: Vec<String>,
    /// Space between capitals that stand together and between small capitals in the text, in thousandths of the size.
    pub capitals_tracking: i32,
    /// True when punctuation hangs a little out of justified lines.
    pub protrusion: bool,
    /// True when the letters of justified lines may be a little wider or narrower than the font has them.
    pub expansion: bool,
    /// How far lists, quotations and the like stand in from the left.
    pub inset: Length,
}

/// How the large divisions of a book begin, and which pages stand before the text.
#[derive(Clone, Debug, PartialEq)]
pub struct BookDesign {
    /// True when chapters open on a right-hand page.
    pub open_recto: bool,
    /// True when every chapter opens on a page of its own; otherwise it follows the one before it.
    pub open_page: bool,
    /// Lines of the grid left free above a chapter's opening: about a fifth of the block.
    pub sink: u32,
    /// True for a half-title, a title page and an imprint page; false for a title above the text.
    pub title_pages: bool,
    /// Where the lines of title pages stand.
    pub title_place: Place,
    /// Levels of divisions listed in the contents, parts not counted; 0 for no contents.
    pub contents_depth: usize,
    /// The ornament of a break between scenes.
    pub ornament: String,
}

impl Design {
    /// A theme with the wishes of a book; an unknown theme is `novel`.
    pub fn new(overrides: &Overrides) -> Design {
        theme::design(overrides).0
    }

    /// Every key of `[theme]`, with the values of a book.
    pub fn keys(overrides: &Overrides) -> Vec<Key> {
        theme::design(overrides).1
    }

    /// The whole `[theme]` of a book as TOML.
    pub fn dump(overrides: &Overrides) -> String {
        dump::dump(theme::name(overrides), &Design::keys(overrides), Design::scale(overrides))
    }

    /// All keys of `[theme]` as Markdown: what each decides, what it takes, and what it is in each theme.
    pub fn reference() -> String {
        reference::reference()
    }

    /// True when the margins that a book wants leave no room for its text, and are not followed.
    pub fn refuses_margins(overrides: &Overrides) -> bool {
        theme::design(overrides).2
    }

    /// What the proportions of a book's theme are taken of.
    pub fn scale(overrides: &Overrides) -> Scale {
        let types = Design::new(overrides).types;
        Scale { size: types.text.size, leading: types.text.leading }
    }
}

impl Default for Design {
    fn default() -> Design {
        Design::new(&Overrides::default())
    }
}

//! The built-in themes.
//!
//! In: [`Overrides`]. Out: [`Design`]. Every size of a theme is a proportion of its text size and every space a
//! proportion of its leading, so that a book that changes one of the two keeps the look of the whole.

use super::entries::entries;
use super::furniture::{ContentsDesign, FolioPlace, FurnitureDesign, Head, HeadPlace, Mark, Setting};
use super::key::{Key, Keys};
use super::{
    Answers, BookDesign, CodeDesign, DefinitionStyle, Design, HeadingDesign, NotePlace, NumberDesign, Opening,
    Overrides, PageDesign, ParagraphDesign, Place, Scale, Series, StructureDesign, TableDesign, Type, Types, Wish,
};
use crate::font::Family;
use crate::units::{Length, Size};

/// The names of the built-in themes.
pub const THEMES: [&str; 3] = ["novel", "manual", "handout"];

/// Three asterisks on ems.
const ORNAMENT: &str = "*\u{2003}*\u{2003}*";

/// Least width and height of a text block: narrower or lower ones set no text.
const LEAST_BLOCK: Length = Length(72 * 65_536);

impl Scale {
    /// The scale of a theme, with a book's own size and leading.
    fn new(size: f64, leading: f64, overrides: &Overrides) -> Scale {
        let chosen = overrides.body_size.unwrap_or(Length::pt(size));
        let in_proportion = Length::pt(leading).scale(chosen.ratio(Length::pt(size)));
        Scale { size: chosen, leading: overrides.leading.unwrap_or(in_proportion).max(chosen.scale(0.5)) }
    }

    /// Roman type at proportions of size and leading.
    fn roman(self, size: f64, leading: f64) -> Type {
        Type::roman(self.size.scale(size), self.leading.scale(leading))
    }

    /// A heading with this type, `before` and `after` in lines of the grid.
    fn heading(self, text: Type, place: Place, before: f64, after: f64) -> HeadingDesign {
        HeadingDesign { text, place, before: self.leading.scale(before), after: self.leading.scale(after) }
    }
}

/// The name of the theme that a book starts from.
pub(super) fn name(overrides: &Overrides) -> &'static str {
    let wanted = overrides.base.as_deref();
    THEMES.into_iter().find(|name| Some(*name) == wanted).unwrap_or(THEMES[0])
}

/// The design of a book and all its keys: the theme, then trim and size, then single values. Margins that leave no room
/// for text are not followed, which is the third thing told.
pub(super) fn design(overrides: &Overrides) -> (Design, Vec<Key>, bool) {
    let mut design = match name(overrides) {
        "manual" => manual(overrides),
        "handout" => handout(overrides),
        _ => novel(overrides),
    };
    if overrides.heading_family {
        head_types(&mut design.types).for_each(|text| text.style.family = Family::Sans);
    }
    if let Some(trim) = overrides.trim {
        let lines = design.page.lines();
        design.page = design.page.trimmed_to(trim);
        design.book.sink = (i64::from(design.book.sink) * design.page.lines() / lines) as u32;
    }
    make_room(&mut design.page, overrides);
    if overrides.values.contains_key("contents-depth") {
        // Who says how deep means it.
        design.contents.most_pages = 0;
    }
    let mut wanted = design.clone();
    let keys = walk(&mut wanted, overrides);
    if has_room(&wanted.page) || !has_room(&design.page) {
        return (wanted, keys, false);
    }
    let mut without = overrides.clone();
    without.values.retain(|path, _| !path.starts_with("margins."));
    let keys = walk(&mut design, &without);
    (design, keys, true)
}

/// Margins for two columns, and for one to write in: in points of a page as wide as A4.
fn make_room(page: &mut PageDesign, overrides: &Overrides) {
    let part = |points: f64| page.trim.width.scale(points / 595.28);
    let (narrow, wide, inner) = (part(62.0), part(150.0), part(52.0));
    if overrides.values.get("columns") == Some(&Wish::Count(2)) {
        (page.inner, page.outer) = (page.inner.min(narrow), page.outer.min(narrow));
    }
    if overrides.values.get("ruled-margin") == Some(&Wish::Flag(true)) {
        let both = page.inner + page.outer;
        page.inner = page.inner.min(inner);
        page.outer = wide.max(both - page.inner);
    }
}

/// The types of titles and headings.
fn head_types(types: &mut Types) -> impl Iterator<Item = &mut Type> {
    let titles = [&mut types.chapter_label, &mut types.half_title, &mut types.book_title, &mut types.book_subtitle];
    let headings = types.headings.iter_mut().chain([&mut types.chapter_title, &mut types.part_title]);
    titles.into_iter().chain(headings.map(|heading| &mut heading.text))
}

/// Follows single wishes and lists all keys.
fn walk(design: &mut Design, overrides: &Overrides) -> Vec<Key> {
    let scale = Scale { size: design.types.text.size, leading: design.page.leading };
    let mut keys = Keys::new(overrides, scale);
    entries(design, &mut keys);
    keys.into_list()
}

/// True when the margins leave a text block.
fn has_room(page: &PageDesign) -> bool {
    page.measure() >= LEAST_BLOCK && page.trim.height - page.head - page.foot >= LEAST_BLOCK.max(page.leading * 3)
}

/// A fifth of the block, in whole lines.
fn sink(page: &PageDesign) -> u32 {
    (page.lines() / 5) as u32
}

/// A page of `width` by `height` with margins inner, outer, head and foot, in points.
fn page(width: f64, height: f64, margins: [f64; 4], base: Scale) -> PageDesign {
    let [inner, outer, head, foot] = margins.map(Length::pt);
    let trim = Size::new(Length::pt(width), Length::pt(height));
    let (head_gap, folio_gap) = (base.leading.scale(1.1), base.leading.scale(1.9));
    PageDesign {
        trim,
        inner,
        outer,
        head,
        foot,
        leading: base.leading,
        grid: true,
        head_gap,
        folio_gap,
        columns: 1,
        ruled_margin: false,
    }
}

fn paragraph(base: Scale) -> ParagraphDesign {
    let inset = base.size.scale(1.6);
    ParagraphDesign {
        indent: base.size,
        space: Length::ZERO,
        justify: true,
        hyphenate: true,
        hyphenation_exceptions: Vec::new(),
        capitals_tracking: 30,
        protrusion: true,
        expansion: true,
        inset,
    }
}

/// The title of the book on the left, that of the chapter on the right, folios outside.
fn furniture() -> FurnitureDesign {
    FurnitureDesign {
        verso: Head::Title,
        recto: Head::Chapter,
        mark: Mark::Last,
        numbers: false,
        place: HeadPlace::Centre,
        rule: Length::ZERO,
        folio: FolioPlace::HeadOutside,
        opening_folio: FolioPlace::FootCentre,
        folio_total: false,
    }
}

fn contents(base: Scale) -> ContentsDesign {
    ContentsDesign {
        setting: Setting::Table,
        entry: base.roman(1.0, 1.0),
        chapter: base.roman(1.0, 1.0),
        part: base.roman(1.0, 1.0).small_capitals(50),
        before_part: base.leading,
        before_chapter: base.leading / 2,
        most_pages: 2,
        figures: false,
        tables: false,
    }
}

fn structures(base: Scale) -> StructureDesign {
    StructureDesign {
        opening: Opening::Plain,
        drop_cap: 3,
        dash: true,
        verse: Place::Left,
        definitions: DefinitionStyle::Above,
        column_gap: base.size.scale(1.6),
        answers: Answers::Place,
    }
}

/// Prose: 6 by 9 inches, 10.5 on 13.5 points, a quiet page.
fn novel(overrides: &Overrides) -> Design {
    let base = Scale::new(10.5, 13.5, overrides);
    let page = page(432.0, 648.0, [57.0, 73.0, 66.0, 82.0], base);
    let book = BookDesign {
        open_recto: false,
        open_page: true,
        sink: sink(&page),
        title_pages: true,
        title_place: Place::Centre,
        contents_depth: 2,
        ornament: ORNAMENT.into(),
    };
    let (code, table) = (CodeDesign::default(), TableDesign::default());
    let structures = StructureDesign { opening: Opening::SmallCapitals, ..structures(base) };
    Design {
        page,
        types: types(base),
        paragraph: paragraph(base),
        book,
        furniture: furniture(),
        contents: contents(base),
        numbers: numbers(Series::None),
        structures,
        code,
        table,
    }
}

/// Technical books: 7 by 9¼ inches, bold headings, room for code.
fn manual(overrides: &Overrides) -> Design {
    let base = Scale::new(10.5, 13.5, overrides);
    let page = page(504.0, 666.0, [70.0, 90.0, 72.0, 92.0], base);
    let mut types = types(base);
    types.chapter_title = base.heading(base.roman(2.2, 2.0).bold(), Place::Left, 0.0, 2.0);
    types.chapter_label = base.roman(1.2, 1.5).bold();
    types.part_title = base.heading(base.roman(2.6, 2.5).bold(), Place::Left, 0.0, 2.0);
    types.headings = bold_headings(base);
    types.running_head = base.roman(0.9, 1.0).italic();
    types.folio = base.roman(0.95, 1.0).bold();
    types.half_title = base.roman(1.4, 2.0).bold();
    types.book_title = base.roman(3.0, 3.0).bold();
    types.book_subtitle = base.roman(1.4, 1.5);
    types.book_author = base.roman(1.2, 1.5);
    types.publisher = base.roman(1.0, 1.0);
    let book = BookDesign {
        open_recto: false,
        open_page: true,
        sink: 3,
        title_pages: true,
        title_place: Place::Left,
        contents_depth: 2,
        ornament: ORNAMENT.into(),
    };
    let furniture = FurnitureDesign {
        verso: Head::Chapter,
        recto: Head::Section,
        numbers: true,
        place: HeadPlace::Outside,
        ..furniture()
    };
    let contents = ContentsDesign {
        setting: Setting::Leaders,
        chapter: base.roman(1.0, 1.0).bold(),
        part: base.roman(1.1, 1.0).bold(),
        ..contents(base)
    };
    let (code, table) = (CodeDesign::default(), TableDesign::default());
    Design {
        page,
        types,
        paragraph: paragraph(base),
        book,
        furniture,
        contents,
        numbers: numbers(Series::Chapter),
        structures: structures(base),
        code,
        table,
    }
}

/// Handouts: A4, the title above the text, chapters one after another, paragraphs parted by space.
fn handout(overrides: &Overrides) -> Design {
    let base = Scale::new(11.0, 14.5, overrides);
    // Paragraphs that are parted by half a line leave the grid; what fills a page is shared by all its spaces.
    let page = match overrides.letter {
        false => page(595.28, 841.89, [118.0, 118.0, 85.0, 92.0], base),
        true => page(612.0, 792.0, [126.0, 126.0, 80.0, 88.0], base),
    };
    let page = PageDesign { grid: false, ..page };
    let mut types = types(base);
    types.chapter_title = base.heading(base.roman(1.45, 1.5).bold(), Place::Left, 1.5, 0.5);
    types.chapter_label = base.roman(1.0, 1.0).bold();
    types.part_title = base.heading(base.roman(1.75, 2.0).bold(), Place::Left, 2.0, 0.5);
    types.headings = bold_headings(base);
    types.running_head = base.roman(0.85, 1.0).italic();
    types.book_title = base.roman(2.2, 2.0).bold();
    types.book_subtitle = base.roman(1.25, 1.5);
    types.book_author = base.roman(1.0, 1.0);
    let paragraph = ParagraphDesign { indent: Length::ZERO, space: base.leading.scale(0.5), ..paragraph(base) };
    let book = BookDesign {
        open_recto: false,
        open_page: false,
        sink: 0,
        title_pages: false,
        title_place: Place::Left,
        contents_depth: 0,
        ornament: ORNAMENT.into(),
    };
    let (code, table) = (CodeDesign::default(), TableDesign::default());
    let furniture = FurnitureDesign {
        verso: Head::Title,
        recto: Head::Title,
        place: HeadPlace::Inside,
        folio: FolioPlace::FootOutside,
        opening_folio: FolioPlace::FootOutside,
        folio_total: true,
        ..furniture()
    };
    let contents = ContentsDesign { setting: Setting::Leaders, ..contents(base) };
    Design {
        page,
        types,
        paragraph,
        book,
        furniture,
        contents,
        // Pages are shared by chapters: two notes on one of them must not have one number.
        numbers: NumberDesign { notes: Series::Book, links_as_notes: true, ..numbers(Series::Book) },
        structures: StructureDesign { answers: Answers::Nowhere, ..structures(base) },
        code,
        table,
    }
}

/// Figures counted so, notes from 1 in every chapter.
fn numbers(figures: Series) -> NumberDesign {
    NumberDesign { figures, notes: Series::Chapter, notes_at: NotePlace::Foot, links_as_notes: false }
}

/// The type of prose: italics and small capitals, no bold but in the lowest headings.
fn types(base: Scale) -> Types {
    let code_size = base.size.scale(0.75);
    Types {
        text: base.roman(1.0, 1.0),
        note: base.roman(0.81, 7.0 / 9.0),
        quote: base.roman(0.93, 1.0),
        verse: base.roman(1.0, 1.0),
        code: Type::code(code_size, base.leading.scale(0.8)),
        inline_code: 820,
        table: base.roman(0.88, 0.85).tabular(),
        caption: base.roman(0.86, 0.85).italic(),
        label: base.roman(1.0, 1.0).small_capitals(60),
        running_head: Type { features: all_small(), ..base.roman(0.86, 1.0).small_capitals(80) },
        folio: base.roman(0.95, 1.0),
        chapter_label: base.roman(1.1, 1.5).small_capitals(80),
        chapter_title: base.heading(base.roman(1.9, 2.0), Place::Centre, 0.0, 2.5),
        part_title: base.heading(base.roman(2.2, 2.0), Place::Centre, 0.0, 2.0),
        headings: vec![
            base.heading(base.roman(1.24, 1.25).italic(), Place::Left, 1.25, 0.5),
            base.heading(base.roman(1.05, 1.0).small_capitals(50), Place::Left, 1.0, 0.5),
            base.heading(base.roman(1.0, 1.0).italic(), Place::Left, 1.0, 0.0),
            base.heading(base.roman(0.95, 1.0).bold(), Place::Left, 1.0, 0.0),
        ],
        half_title: base.roman(1.4, 2.0),
        book_title: base.roman(2.4, 2.4),
        book_subtitle: base.roman(1.35, 1.5).italic(),
        book_author: base.roman(1.35, 1.5).small_capitals(60),
        publisher: base.roman(1.0, 1.0).small_capitals(60),
        imprint: base.roman(0.81, 7.0 / 9.0),
    }
}

/// Capitals as small capitals too: nothing in a running head should stand out.
fn all_small() -> crate::font::Features {
    crate::font::Features {
        small_capitals: true,
        all_small_capitals: true,
        old_style_figures: true,
        ..Default::default()
    }
}

fn bold_headings(base: Scale) -> Vec<HeadingDesign> {
    vec![
        base.heading(base.roman(1.35, 1.25).bold(), Place::Left, 1.5, 0.5),
        base.heading(base.roman(1.15, 1.0).bold(), Place::Left, 1.0, 0.25),
        base.heading(base.roman(1.0, 1.0).bold(), Place::Left, 1.0, 0.0),
        base.heading(base.roman(1.0, 1.0).bold().italic(), Place::Left, 1.0, 0.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(overrides: Overrides) -> Design {
        Design::new(&overrides)
    }

    #[test]
    fn margins_keep_the_classical_order_on_every_theme_but_the_handout() {
        for base in ["novel", "manual"] {
            let page = with(Overrides { base: Some(base.into()), ..Overrides::default() }).page;
            assert!(
                page.inner < page.head
                    && page.head < page.outer
                    && page.outer < page.trim.height - page.head - page.height()
            );
        }
    }

    #[test]
    fn a_novel_page_is_what_the_design_says() {
        let design = Design::default();
        assert_eq!(design.page.trim, Size::new(Length::inch(6.0), Length::inch(9.0)));
        assert_eq!(design.page.measure(), Length::pt(302.0));
        assert_eq!((design.page.lines(), design.book.sink), (37, 7));
        assert_eq!(design.types.note.leading, Length::pt(10.5));
    }

    #[test]
    fn everything_keeps_its_proportion_to_size_and_trim() {
        let trim = Size::new(Length::inch(3.0), Length::inch(4.5));
        let half = with(Overrides { trim: Some(trim), body_size: Some(Length::pt(5.25)), ..Overrides::default() });
        assert_eq!(half.page.measure(), Length::pt(151.0));
        assert_eq!(half.page.leading, Length::pt(6.75));
        assert_eq!(half.types.note.leading, Length::pt(5.25));
        assert_eq!(half.page.lines(), 37);
    }

    #[test]
    fn an_unknown_theme_is_a_novel() {
        assert_eq!(with(Overrides { base: Some("opera".into()), ..Overrides::default() }), Design::default());
    }
}

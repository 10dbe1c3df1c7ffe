//! Every value of a design with its key: the one place where a key of `[theme]` is made.
//!
//! In: a [`Design`]. Out: a walk over its values. Each struct is taken apart whole, so that a value without a key does not
//! compile. A new value is a field, its default in each theme, and one line here; the keys of a table must stand together,
//! those of `[theme]` itself before all tables.

use super::furniture::{ContentsDesign, FolioPlace, FurnitureDesign, Head, HeadPlace, Mark, Setting};
use super::key::Keys;
use super::types::{HeadingDesign, Place, Type, Types};
use super::wish::Of;
use super::{
    Answers, BookDesign, CodeDesign, DefinitionStyle, Design, NotePlace, NumberDesign, Opening, PageDesign,
    ParagraphDesign, Series, StructureDesign, TableDesign, TokenLook,
};
use crate::document::TokenKind;
use crate::font::{Family, Features, Style};
use crate::units::Length;

/// Sizes of type, as parts of the size of the text.
const SIZES: (f64, f64) = (0.3, 8.0);
/// Leadings, as parts of the leading of the text.
const LEADINGS: (f64, f64) = (0.3, 8.0);
/// Spaces above and below, in lines.
const SPACES: (f64, f64) = (0.0, 20.0);
/// Indents, in ems of the text.
const INDENTS: (f64, f64) = (0.0, 20.0);
/// Margins and gaps of a page, in points.
const MARGINS: (f64, f64) = (0.0, 1000.0);

/// Where a heading may stand.
const PLACES: [(&str, Place); 2] = [("left", Place::Left), ("centre", Place::Centre)];
/// The book's families by name.
const FAMILIES: [(&str, Family); 3] = [("serif", Family::Serif), ("sans", Family::Sans), ("mono", Family::Mono)];
/// Thickness of rules, in points.
const RULES: (f64, f64) = (0.0, 10.0);
/// How many words a book may break in its own way.
const MOST_EXCEPTIONS: usize = 10_000;

/// Walks over all values, first those that the rest follows.
pub(super) fn entries(design: &mut Design, keys: &mut Keys) {
    let Design { page, types, paragraph, book, furniture, contents, numbers, code, table, structures } = design;
    let PageDesign { trim, inner, outer, head, foot, leading, grid, head_gap, folio_gap, columns, ruled_margin } = page;
    let BookDesign { open_recto, open_page, sink, title_pages, title_place, contents_depth, ornament } = book;
    let ParagraphDesign {
        indent,
        space,
        justify,
        hyphenate,
        hyphenation_exceptions,
        capitals_tracking,
        protrusion,
        expansion,
        inset,
    } = paragraph;
    let NumberDesign { figures, notes, notes_at, links_as_notes } = numbers;

    keys.followed_size("trim", "the page after trimming; margins follow it", *trim);
    keys.followed_length("body-size", "the size of the text; all type follows it", (5.0, 36.0), types.text.size);
    keys.followed_length(
        "leading",
        "from baseline to baseline of the text; all spaces follow it",
        (5.0, 72.0),
        *leading,
    );
    let mut opening = (*open_page, *open_recto);
    let openings = [("running", (false, false)), ("page", (true, false)), ("recto", (true, true))];
    keys.choice(
        "open-chapters",
        "where chapters begin: below the one before, on a page, on a right-hand page",
        &openings,
        &mut opening,
    );
    (*open_page, *open_recto) = opening;
    keys.flag("grid", "lines stand on the grid; else white space stretches to fill pages", grid);
    keys.flag("justify", "lines as wide as the measure", justify);
    keys.flag("hyphenate", "words may be broken", hyphenate);
    keys.hyphenated(
        "hyphenation-exceptions",
        "words broken only at their hyphens",
        MOST_EXCEPTIONS,
        hyphenation_exceptions,
    );
    keys.flag("protrusion", "punctuation hangs a little out of justified lines", protrusion);
    keys.flag("expansion", "letters of justified lines may be wider or narrower by 2 in 100", expansion);
    keys.flag("title-pages", "half-title, title page and imprint page; else a title above the text", title_pages);
    keys.choice("title-place", "where the lines of title pages stand", &PLACES, title_place);
    keys.count(
        "contents-depth",
        "levels of headings in the contents, which list every chapter of the summary; 0 for none",
        (0, 6),
        contents_depth,
    );
    keys.flag("list-of-figures", "a list of figures after the contents", &mut contents.figures);
    keys.flag("list-of-tables", "a list of tables after the contents", &mut contents.tables);
    let series = [("no", Series::None), ("chapter", Series::Chapter), ("book", Series::Book)];
    keys.choice(
        "number-figures",
        "figures and tables with captions: by chapter (2.3), through the book",
        &series,
        figures,
    );
    let places = [("foot", NotePlace::Foot), ("chapter", NotePlace::Chapter), ("book", NotePlace::Book)];
    keys.choice("notes", "where notes stand: at the foot, at the end of the chapter or of the book", &places, notes_at);
    keys.choice("number-notes", "where the numbers of notes begin anew", &series[1..], notes);
    keys.text("scene-break", "the ornament between scenes", 40, ornament);
    structure_entries(structures, keys);
    keys.flag("links-as-notes", "the address of a link is printed, as a note", links_as_notes);
    keys.count("columns", "columns of the text; two have narrow margins", (1, 2), columns);
    keys.flag("ruled-margin", "a wide outer margin with lines to write on", ruled_margin);

    keys.table("margins", |keys| {
        keys.length("inner", "at the spine", Of::Nothing, MARGINS, inner);
        keys.length("outer", "away from the spine", Of::Nothing, MARGINS, outer);
        keys.length("head", "above the text", Of::Nothing, MARGINS, head);
        keys.length("foot", "below the text, at least", Of::Nothing, MARGINS, foot);
    });
    keys.table("paragraph", |keys| {
        keys.length("indent", "before a paragraph that follows another", Of::Size, INDENTS, indent);
        keys.length("space", "between paragraphs", Of::Leading, SPACES, space);
        keys.count(
            "capitals-tracking",
            "space between capitals that stand together, in thousandths of the size",
            (0, 300),
            capitals_tracking,
        );
        keys.length("inset", "how far lists and quotations stand in", Of::Size, INDENTS, inset);
    });
    types_entries(types, keys, TypeNeighbours { head_gap, folio_gap, sink, furniture, code, table });
    keys.table("contents", |keys| contents_entries(contents, keys));
    types.text.leading = page.leading;
}

fn structure_entries(structures: &mut StructureDesign, keys: &mut Keys) {
    let StructureDesign { opening, drop_cap, dash, verse, definitions, column_gap, answers } = structures;
    let openings = [("plain", Opening::Plain), ("small-caps", Opening::SmallCapitals), ("drop-cap", Opening::DropCap)];
    keys.choice("opening", "how the first paragraph of a chapter begins", &openings, opening);
    keys.count("drop-cap", "lines that a drop cap is high", (2, 6), drop_cap);
    keys.choice(
        "attribution",
        "what stands before the name of who is quoted",
        &[("dash", true), ("plain", false)],
        dash,
    );
    let places = [("left", Place::Left), ("centre", Place::Centre)];
    keys.choice("verse-place", "where poems stand: inset, or in the middle by their longest line", &places, verse);
    let styles = [("above", DefinitionStyle::Above), ("run-in", DefinitionStyle::RunIn)];
    keys.choice("definitions", "where a term stands: above what it means, or in its first line", &styles, definitions);
    keys.length("column-gap", "between columns and parts side by side", Of::Size, INDENTS, column_gap);
    let places = [("none", Answers::Nowhere), ("end", Answers::End), ("place", Answers::Place)];
    keys.choice("answers", "where answers to exercises stand: nowhere, at the end, in their place", &places, answers);
}

/// Values of the page and the book that stand in the table of a type.
struct TypeNeighbours<'d> {
    head_gap: &'d mut Length,
    folio_gap: &'d mut Length,
    sink: &'d mut u32,
    furniture: &'d mut FurnitureDesign,
    code: &'d mut CodeDesign,
    table: &'d mut TableDesign,
}

/// The keys of the contents; the two flags stand above, beside the depth.
fn contents_entries(contents: &mut ContentsDesign, keys: &mut Keys) {
    let ContentsDesign {
        setting,
        entry,
        chapter,
        part,
        before_part,
        before_chapter,
        most_pages,
        figures: _,
        tables: _,
    } = contents;
    let settings = [("table", Setting::Table), ("leaders", Setting::Leaders), ("spread", Setting::Spread)];
    keys.choice("setting", "a narrow table, the full measure with dots, or without", &settings, setting);
    keys.length("before-part", "space above a part", Of::Leading, SPACES, before_part);
    keys.length("before-chapter", "space above a chapter with sections", Of::Leading, SPACES, before_chapter);
    keys.count(
        "most-pages",
        "sections, then deeper levels are left out until so many pages hold the rest; 0: all",
        (0, 100),
        most_pages,
    );
    type_entries(entry, keys);
    keys.table("chapter", |keys| type_entries(chapter, keys));
    keys.table("part", |keys| type_entries(part, keys));
}

/// The keys of running heads; those of folios are [`folio_entries`].
fn head_entries(furniture: &mut FurnitureDesign, keys: &mut Keys) {
    let FurnitureDesign { verso, recto, mark, numbers, place, rule, folio: _, opening_folio: _, folio_total: _ } =
        furniture;
    let heads = [
        ("none", Head::Nothing),
        ("title", Head::Title),
        ("author", Head::Author),
        ("part", Head::Part),
        ("chapter", Head::Chapter),
        ("section", Head::Section),
        ("subsection", Head::Subsection),
    ];
    keys.choice("verso", "what it says on left-hand pages", &heads, verso);
    keys.choice("recto", "what it says on right-hand pages", &heads, recto);
    keys.choice("mark", "of several sections on a page", &[("first", Mark::First), ("last", Mark::Last)], mark);
    keys.flag("numbers", "numbers before the titles of numbered divisions", numbers);
    let places = [("centre", HeadPlace::Centre), ("inside", HeadPlace::Inside), ("outside", HeadPlace::Outside)];
    keys.choice("place", "where it stands", &places, place);
    keys.length("rule", "thickness of a rule below it", Of::Nothing, (0.0, 6.0), rule);
}

fn folio_entries(furniture: &mut FurnitureDesign, keys: &mut Keys) {
    let places = [
        ("none", FolioPlace::Nowhere),
        ("head-outside", FolioPlace::HeadOutside),
        ("foot-centre", FolioPlace::FootCentre),
        ("foot-outside", FolioPlace::FootOutside),
    ];
    keys.choice("place", "where it stands", &places, &mut furniture.folio);
    keys.choice("opening", "where it stands on the opening of a chapter", &places, &mut furniture.opening_folio);
    keys.flag("total", "it says how many pages there are", &mut furniture.folio_total);
}

fn types_entries(types: &mut Types, keys: &mut Keys, beside: TypeNeighbours) {
    let Types {
        text,
        note,
        quote,
        verse,
        code,
        inline_code,
        table,
        caption,
        label,
        running_head,
        folio,
        chapter_label,
        chapter_title,
        part_title,
        headings,
        half_title,
        book_title,
        book_subtitle,
        book_author,
        publisher,
        imprint,
    } = types;
    keys.table("text", |keys| look(text, keys));
    keys.table("note", |keys| type_entries(note, keys));
    keys.table("quote", |keys| type_entries(quote, keys));
    keys.table("verse", |keys| type_entries(verse, keys));
    keys.table("code", |keys| {
        type_entries(code, keys);
        keys.thousandths("inline-size", "size of code in a line, times what is around it", (0.3, 2.0), inline_code);
        code_entries(beside.code, keys);
    });
    keys.table("table", |keys| {
        type_entries(table, keys);
        table_entries(beside.table, keys);
    });
    keys.table("caption", |keys| type_entries(caption, keys));
    keys.table("label", |keys| type_entries(label, keys));
    keys.table("running-head", |keys| {
        head_entries(beside.furniture, keys);
        type_entries(running_head, keys);
        keys.length("gap", "from its baseline down to the text", Of::Leading, SPACES, beside.head_gap);
    });
    keys.table("folio", |keys| {
        folio_entries(beside.furniture, keys);
        type_entries(folio, keys);
        keys.length("gap", "from the text down to its baseline", Of::Leading, SPACES, beside.folio_gap);
    });
    keys.table("part-title", |keys| heading_entries(part_title, keys));
    keys.table("chapter-label", |keys| type_entries(chapter_label, keys));
    keys.table("chapter-title", |keys| {
        heading_entries(chapter_title, keys);
        keys.count("sink", "lines left free above a chapter's opening", (0, 100), beside.sink);
    });
    keys.table("headings", |keys| {
        for (level, heading) in headings.iter_mut().enumerate() {
            keys.table(&(level + 1).to_string(), |keys| heading_entries(heading, keys));
        }
    });
    keys.table("half-title", |keys| type_entries(half_title, keys));
    keys.table("book-title", |keys| type_entries(book_title, keys));
    keys.table("book-subtitle", |keys| type_entries(book_subtitle, keys));
    keys.table("book-author", |keys| type_entries(book_author, keys));
    keys.table("publisher", |keys| type_entries(publisher, keys));
    keys.table("imprint", |keys| type_entries(imprint, keys));
}

/// The keys of blocks of code and of their tokens.
fn code_entries(code: &mut CodeDesign, keys: &mut Keys) {
    let CodeDesign { ground, numbers, number_colour, tokens } = code;
    keys.colour("ground", "the ground behind a block", ground);
    keys.flag("numbers", "lines are numbered", numbers);
    keys.colour("number-colour", "the ink of the numbers", number_colour);
    for kind in TokenKind::MARKED {
        let mut look = tokens.get(kind).copied().unwrap_or_default();
        let TokenLook { bold, italic, colour } = &mut look;
        keys.table(kind.name(), |keys| {
            keys.choice("weight", "how dark", &[("regular", false), ("bold", true)], bold);
            keys.choice("slope", "how upright", &[("roman", false), ("italic", true)], italic);
            keys.colour("colour", "the ink", colour);
        });
        tokens.insert(*kind, look);
    }
}

/// The keys of tables.
fn table_entries(table: &mut TableDesign, keys: &mut Keys) {
    let TableDesign { heavy, light, stripes, gap, least_size } = table;
    keys.length("heavy-rule", "above the head and below the last row", Of::Nothing, RULES, heavy);
    keys.length("light-rule", "below the head", Of::Nothing, RULES, light);
    keys.colour("stripes", "the ground of every second row; white for none", stripes);
    keys.thousandths("gap", "space between columns, in ems", (0.2, 6.0), gap);
    keys.length("least-size", "the least size of type in a wide table", Of::Nothing, (3.0, 36.0), least_size);
}

/// The keys of a heading.
fn heading_entries(heading: &mut HeadingDesign, keys: &mut Keys) {
    let HeadingDesign { text, place, before, after } = heading;
    type_entries(text, keys);
    keys.choice("place", "where it stands", &PLACES, place);
    keys.length("before", "space above, in lines", Of::Leading, SPACES, before);
    keys.length("after", "space below, in lines", Of::Leading, SPACES, after);
}

/// The keys of a kind of text.
fn type_entries(text: &mut Type, keys: &mut Keys) {
    keys.length("size", "size of the type, times that of the text", Of::Size, SIZES, &mut text.size);
    keys.length("leading", "from baseline to baseline, in lines", Of::Leading, LEADINGS, &mut text.leading);
    look(text, keys);
}

/// What a kind of text has besides its size.
fn look(text: &mut Type, keys: &mut Keys) {
    let Type { style, size: _, leading: _, features, tracking, colour } = text;
    let Style { family, bold, italic } = style;
    let Features { small_capitals, all_small_capitals, old_style_figures, tabular_figures, plain } = features;
    keys.choice("family", "which of the book's families", &FAMILIES, family);
    keys.choice("weight", "how dark", &[("regular", false), ("bold", true)], bold);
    keys.choice("slope", "how upright", &[("roman", false), ("italic", true)], italic);
    let mut capitals = (*small_capitals || *all_small_capitals, *all_small_capitals);
    let all = [("normal", (false, false)), ("small", (true, false)), ("all-small", (true, true))];
    keys.choice("capitals", "small capitals for lower-case letters, or for all letters", &all, &mut capitals);
    (*small_capitals, *all_small_capitals) = capitals;
    let mut figures = (*old_style_figures, *tabular_figures);
    let all = [
        ("old-style", (true, false)),
        ("lining", (false, false)),
        ("old-style-tabular", (true, true)),
        ("tabular", (false, true)),
    ];
    keys.choice("figures", "with ascenders or of one height; tabular: of one width", &all, &mut figures);
    (*old_style_figures, *tabular_figures) = figures;
    let mut ligatures = !*plain;
    keys.flag("ligatures", "ligatures and contextual forms", &mut ligatures);
    *plain = !ligatures;
    keys.count("tracking", "space after each letter, in thousandths of the size", (-100, 500), tracking);
    keys.colour("colour", "the ink", colour);
}

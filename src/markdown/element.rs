//! What the elements of HTML mean to a book.
//!
//! In: a start tag and where it stands. Out: the frame that it opens, or that it is none of a book's. `html` opens and
//! closes the frames.

use super::attributes as sizes;
use super::frame::{CodeText, Foreign, Node};
use super::structure::{self, Said};
use super::table::{ReadCell, Rows};
use super::token::Tag;
use crate::document::{Alignment, Attr, Cell, Extent, Heads, Id, Image, ImageSource, Language, NumberStyle};
use crate::source::Span;

/// Elements of HTML that a reader knows and a book does not: their text stays.
const REFUSED: [&str; 24] = [
    "acronym",
    "applet",
    "area",
    "base",
    "basefont",
    "blink",
    "canvas",
    "dialog",
    "dir",
    "fieldset",
    "frame",
    "frameset",
    "map",
    "marquee",
    "math",
    "meter",
    "nobr",
    "noframes",
    "plaintext",
    "progress",
    "select",
    "svg",
    "textarea",
    "xmp",
];

/// Elements without content that say nothing to a book, and those that only say something about the elements in them.
const SILENT: [&str; 26] = [
    "area", "base", "body", "col", "colgroup", "font", "head", "html", "link", "meta", "option", "optgroup", "param",
    "picture", "source", "tbody", "tfoot", "thead", "track", "tr", "td", "th", "slot", "hgroup", "search", "form",
];

/// Elements that have no end tag.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// True for elements that have no end tag.
pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// True for elements that are passed over without a word.
pub(super) fn is_silent(name: &str) -> bool {
    SILENT.contains(&name)
}

/// True for the name of an element that there is, or was, in HTML.
pub(super) fn is_known(tag: &Tag) -> bool {
    let name = tag.name.as_str();
    let is_block = block_node(tag, Place::default(), Span::default()).is_some();
    let others = ["br", "hr", "wbr", "img", "input", "title", "embed", "li", "dd"];
    is_block
        || REFUSED.contains(&name)
        || is_silent(name)
        || others.contains(&name)
        || inline_node(tag).is_some()
        || super::hidden::element(name)
}

/// The ends of names of images.
const PICTURES: [&str; 8] = ["svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "bmp"];

/// What is open around a tag.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub(super) in_quotation: bool,
    pub(super) in_list: bool,
    pub(super) in_definitions: bool,
    pub(super) in_table: bool,
    pub(super) in_row: bool,
}

/// What a tag means where a block may stand, and its attributes; `None` when it is none of a block's.
pub(super) fn block_node(tag: &Tag, place: Place, span: Span) -> Option<(Node, Attr)> {
    let mut attr = attributes(tag);
    let node = match tag.name.as_str() {
        "footer" if place.in_quotation => Node::Attribution,
        "div" | "center" | "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "address"
        | "details" | "fieldset" | "form" | "hgroup" | "search" | "dialog" => {
            structure::division(&mut attr, said(tag), span)
        }
        "blockquote" if attr.has_class("epigraph") => structure::division(&mut attr, said(tag), span),
        _ => other_block_node(tag, place)?,
    };
    Some((node, attr))
}

/// What a tag says beside id, classes and language.
fn said(tag: &Tag) -> Said<'_> {
    let align = if tag.name == "center" { Some("centre") } else { tag.get("align").or(tag.style("text-align")) };
    Said { width: tag.get("width"), title: tag.get("title"), align, style: tag.get("style") }
}

fn other_block_node(tag: &Tag, place: Place) -> Option<Node> {
    let node = match tag.name.as_str() {
        "p" => Node::Paragraph,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Node::Heading(tag.name.as_bytes()[1] - b'0'),
        "blockquote" => Node::Quote,
        "summary" | "legend" => Node::Summary,
        "figure" => Node::Figure(Vec::new()),
        "figcaption" | "caption" => Node::Caption,
        "pre" | "listing" if tag.get("caption").is_none() => {
            Node::Code(CodeText { info: language_of(tag), ..CodeText::default() })
        }
        "ul" | "menu" => Node::bullets(),
        "ol" => ordered(tag),
        "li" if place.in_list => Node::Item { checked: None, value: tag.number("value") },
        "dl" => Node::Definitions { tight: true, list: Vec::new() },
        "dt" => Node::Term,
        "dd" if place.in_definitions => Node::Body,
        "table" => Node::Table(Rows::default()),
        "tr" if place.in_table => Node::Row(None, Vec::new()),
        "td" | "th" if place.in_row => Node::Cell(cell(tag)),
        "li" | "dd" | "tr" | "td" | "th" => Node::Group { roles: Vec::new(), turns_page: false },
        _ => return None,
    };
    Some(node)
}

fn ordered(tag: &Tag) -> Node {
    let style = match tag.get("type") {
        Some("a") => NumberStyle::LowerLetters,
        Some("A") => NumberStyle::UpperLetters,
        Some("i") => NumberStyle::LowerRoman,
        Some("I") => NumberStyle::UpperRoman,
        _ => NumberStyle::Decimal,
    };
    let start = tag.number("start");
    let reversed = tag.get("reversed").is_some();
    Node::List {
        start: Some(start.unwrap_or(1)),
        style,
        reversed,
        counts_down: reversed && start.is_none(),
        tight: true,
        items: Vec::new(),
    }
}

fn cell(tag: &Tag) -> ReadCell {
    let scope = tag.get("scope").map(|scope| scope.trim().to_ascii_lowercase());
    let (heads, is_unsaid) = match (tag.name.as_str(), scope.as_deref()) {
        ("th", Some("row" | "rowgroup")) => (Heads::Rows, false),
        ("th", Some("col" | "colgroup")) => (Heads::Columns, false),
        ("th", _) => (Heads::Columns, true),
        _ => (Heads::Nothing, false),
    };
    let alignment = match tag.style("text-align").or(tag.get("align")).map(str::trim) {
        Some("left" | "start") => Alignment::Left,
        Some("center") => Alignment::Centre,
        Some("right" | "end") => Alignment::Right,
        _ => Alignment::Default,
    };
    let columns = tag.number("colspan").unwrap_or(1).max(1) as usize;
    let rows = tag.number("rowspan").unwrap_or(1).min(65_534) as usize;
    ReadCell { cell: Cell { columns, rows, heads, alignment, ..Cell::default() }, is_unsaid }
}

/// The info string that a class such as `language-rust` stands for.
pub(super) fn language_of(tag: &Tag) -> String {
    let classes = tag.get("class").unwrap_or_default();
    let language = |class: &str| class.strip_prefix("language-").or(class.strip_prefix("lang-")).map(String::from);
    classes.split_ascii_whitespace().find_map(language).unwrap_or_default()
}

/// What a tag means inside a line.
pub(super) fn inline_node(tag: &Tag) -> Option<Node> {
    let node = match tag.name.as_str() {
        "em" | "i" | "cite" | "var" | "dfn" => Node::Emphasis,
        "strong" | "b" => Node::Strong,
        "del" | "s" | "strike" => Node::Strikethrough,
        "sub" => Node::Subscript,
        "sup" => Node::Superscript,
        "kbd" | "code" | "samp" | "tt" => Node::Keys,
        "q" => Node::Quotation,
        "rt" => Node::Reading,
        "rp" => Node::Unseen,
        "object" | "embed" if let Some(source) = picture(tag) => {
            let image = Image::new(ImageSource::Named(source), title(tag));
            Node::Picture(Image { width: extent(tag, "width"), height: extent(tag, "height"), ..image })
        }
        "video" | "audio" | "iframe" | "object" | "embed" => Node::Media { target: address(tag), title: title(tag) },
        "a" => match tag.get("href") {
            Some(target) => {
                let title = tag.get("title").unwrap_or_default().into();
                Node::Link { target: target.into(), title, is_closed: false }
            }
            None => Node::Span,
        },
        "span" if is_small_caps(tag) => Node::SmallCaps,
        "abbr" | "acronym" if !title(tag).is_empty() => Node::Abbreviation(title(tag)),
        "span" | "small" | "mark" | "abbr" | "u" | "ins" | "big" | "bdi" | "bdo" | "time" | "ruby" | "rb" | "rtc"
        | "label" | "data" | "output" | "button" | "nobr" => Node::Span,
        // A block's tag inside a line.
        "p" | "div" | "center" | "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "address"
        | "details" | "summary" | "figure" | "figcaption" | "caption" | "ul" | "ol" | "li" | "dl" | "dt" | "dd"
        | "table" | "tr" | "td" | "th" | "blockquote" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Node::Span,
        _ => return None,
    };
    Some(node)
}

/// Where a film or a page inside the page is.
fn address(tag: &Tag) -> Option<String> {
    let address = tag.get("src").or(tag.get("data")).map(str::trim).filter(|address| !address.is_empty())?;
    Some(address.into())
}

/// The address of what `<object>` or `<embed>` shows, when it is an image by its type, or by its name where no type is said.
fn picture(tag: &Tag) -> Option<String> {
    let address = address(tag)?;
    let is_image = match tag.get("type").map(str::trim).filter(|kind| !kind.is_empty()) {
        Some(kind) => kind.to_ascii_lowercase().starts_with("image/"),
        None => {
            let path = address.split(['?', '#']).next().unwrap_or_default();
            let end = path.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
            end.is_some_and(|end| PICTURES.contains(&end.as_str()))
        }
    };
    is_image.then_some(address)
}

fn title(tag: &Tag) -> String {
    let title = ["title", "aria-label", "alt"].into_iter().find_map(|name| tag.get(name));
    title.map(str::trim).unwrap_or_default().into()
}

/// What an element that HTML does not have holds, and its caption.
pub(super) fn foreign(tag: &Tag) -> Foreign {
    let said = |name: &str| tag.get(name).map(plain).filter(|text| !text.is_empty());
    let (number, caption) = (said("number"), said("caption").or(said("title")));
    let mut name = tag.name.clone();
    name[..1].make_ascii_uppercase();
    let caption = match (number, caption) {
        (Some(number), Some(caption)) => Some(format!("{name} {number}: {caption}")),
        (Some(number), None) => Some(format!("{name} {number}")),
        (None, caption) => caption,
    };
    let file = said("file-name").or(said("filename")).or(said("file"));
    Foreign { caption: caption.map_or(file.clone(), |c| Some(file.map_or(c.clone(), |file| format!("{c} ({file})")))) }
}

/// The words of an attribute that may hold HTML, or code between backticks.
fn plain(text: &str) -> String {
    let pieces = super::token::pieces(text);
    let words = pieces.into_iter().filter_map(|(piece, _)| match piece {
        super::token::Piece::Text(text) => Some(text.replace('`', "")),
        super::token::Piece::Open(_) | super::token::Piece::Close(_) => None,
    });
    words.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The ends of the names by which books of the web put an image at a side.
const SIDES: [(&str, &str); 4] = [("left", "left"), ("right", "right"), ("start", "left"), ("end", "right")];
/// What they begin with.
const ASIDE: [&str; 6] = ["", "float-", "pull-", "align-", "align", "img-"];

/// Makes what a tag says of the side at which an image stands one class, `left` or `right`.
fn set_aside(tag: &Tag, classes: &mut Vec<String>) {
    let side = |name: &str| SIDES.iter().find(|(end, _)| *end == name).map(|(_, side)| *side);
    let named = |class: &str| ASIDE.iter().find_map(|start| side(class.strip_prefix(start)?));
    let said = tag.style("float").or(tag.get("align")).map(|said| said.trim().to_ascii_lowercase());
    let asked = said.and_then(|said| side(&said)).or_else(|| classes.iter().find_map(|class| named(class)));
    if let Some(asked) = asked {
        classes.retain(|class| named(class).is_none());
        classes.push(asked.into());
    }
}

/// The names by which small capitals are asked for.
const SMALL_CAPS: [&str; 3] = ["smallcaps", "small-caps", "sc"];

fn is_small_caps(tag: &Tag) -> bool {
    let named = tag.get("class").unwrap_or_default().split_ascii_whitespace().any(|class| SMALL_CAPS.contains(&class));
    named || tag.style("font-variant").or(tag.style("font-variant-caps")) == Some("small-caps")
}

/// The width or height of an image: what its style says, else its attribute.
pub(super) fn extent(tag: &Tag, name: &str) -> Option<Extent> {
    tag.style(name).and_then(sizes::extent).or_else(|| tag.get(name).and_then(sizes::extent))
}

/// Id, classes and language of a tag. A tag that the tree has no kind for becomes a class.
pub(super) fn attributes(tag: &Tag) -> Attr {
    let name = if tag.name == "a" { tag.get("name") } else { None };
    let id = tag.get("id").or(name).filter(|id| !id.trim().is_empty());
    let mut classes: Vec<String> =
        tag.get("class").unwrap_or_default().split_ascii_whitespace().map(String::from).collect();
    if matches!(
        tag.name.as_str(),
        "small" | "mark" | "abbr" | "u" | "ins" | "code" | "kbd" | "samp" | "details" | "cite"
    ) {
        classes.push(tag.name.clone());
    }
    if tag.name == "abbr" && !title(tag).is_empty() {
        classes.retain(|class| class != "abbr");
    }
    if tag.name == "span" && is_small_caps(tag) {
        classes.retain(|class| !SMALL_CAPS.contains(&class.as_str()));
    }
    if matches!(tag.name.as_str(), "img" | "svg" | "figure") {
        set_aside(tag, &mut classes);
    }
    if tag.name == "p"
        && let Some(align) = tag.get("align").or(tag.style("text-align"))
        && matches!(align, "left" | "right" | "center")
    {
        classes.push(align.into());
    }
    let language = tag.get("lang").or(tag.get("xml:lang")).filter(|l| !l.is_empty());
    let (id, language) = (id.map(|id| Id(id.trim().into())), language.map(|l| Language(l.into())));
    Attr { id, classes, language, ..Attr::default() }
}

#[cfg(test)]
mod tests {
    use super::super::{Dialect, read_blocks_as};
    use crate::diagnostic::Diagnostics;
    use crate::document::dump_blocks;
    use crate::source::FileId;

    fn tree(text: &str) -> String {
        dump_blocks(&read_blocks_as(Dialect::mdbook(), text, FileId(0), &mut Diagnostics::default()).0)
    }

    #[test]
    fn an_object_of_an_image_is_an_image_in_its_words() {
        let image = "figure image named \"a.svg\" alt=\"two boxes\"\n";
        assert_eq!(tree("<object data=\"a.svg\" type=\"image/svg+xml\">two <b>boxes</b></object>"), image);
        assert_eq!(tree("<object data=\"a.svg\"><img src=\"a.png\" alt=\"two boxes\"></object>"), image);
        assert_eq!(tree("<embed src=\"a.svg\" title=\"two boxes\">"), image);
        for other in ["<object data=\"a.pdf\">x</object>", "<embed src=\"a.svg\" type=\"text/html\">"] {
            assert!(tree(other).starts_with("paragraph link named \"a."), "{other}");
        }
    }

    #[test]
    fn code_of_nothing_but_hidden_lines_leaves_nothing() {
        assert_eq!(tree("```rust\n# fn main() {}\n```\n\nx\n\n```rust\n```\n"), "paragraph \"x\"\ncode \"rust\"\n");
    }
}

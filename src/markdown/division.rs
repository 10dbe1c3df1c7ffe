//! Flat blocks to divisions.
//!
//! In: the plan of a manuscript and the blocks of its files. Out: parts, chapters and sections, nested.

use super::{Dialect, Reader, role};
use crate::document::{
    Attr, Block, BlockKind, Division, Group, GroupRole, Heading, Id, Inline, InlineKind, Matter, Metadata, Role,
    plain_text,
};
use crate::manuscript::{Manuscript, Plan};
use crate::source::Span;
use std::ops::Range;

/// How deep `SUMMARY.md` may nest; deeper chapters stand beside their parent.
const DEEPEST: usize = 32;

/// The divisions of a whole manuscript. A title that only the text gives is put into the metadata.
pub(super) fn divisions(manuscript: &Manuscript, reader: &mut Reader<'_>, metadata: &mut Metadata) -> Vec<Division> {
    let mut list = Vec::new();
    for plan in &manuscript.plan {
        match plan {
            Plan::Whole { file, path, start } => {
                let text = &manuscript.sources.file(*file).text;
                let blocks = lifted(reader.blocks(text, *file, *start as usize));
                let whole = Span::new(*file, *start, text.len() as u32);
                list.extend(whole_book(blocks, path, whole, metadata));
            }
            Plan::Part { .. } | Plan::Chapter { .. } => planned(manuscript, reader, plan, 0, &mut list),
        }
    }
    list
}

fn planned(manuscript: &Manuscript, reader: &mut Reader<'_>, plan: &Plan, depth: usize, siblings: &mut Vec<Division>) {
    let (mut division, children) = match plan {
        Plan::Part { title, children, span } => (part(title, reader.dialect, *span), children),
        Plan::Chapter { children, .. } => (chapter(manuscript, reader, plan), children),
        Plan::Whole { .. } => return,
    };
    if depth < DEEPEST {
        children.iter().for_each(|child| planned(manuscript, reader, child, depth + 1, &mut division.children));
        siblings.push(division);
    } else {
        siblings.push(division);
        children.iter().for_each(|child| planned(manuscript, reader, child, depth, siblings));
    }
}

fn part(title: &str, dialect: Dialect, span: Span) -> Division {
    let heading = made_heading(title_content(title, dialect, span), span);
    Division { heading: Some(heading), ..Division::new(Role::Part, title, span) }
}

/// A heading of the first level made from a title.
fn made_heading(content: Vec<Inline>, span: Span) -> Heading {
    Heading { level: 1, content, short: None, span }
}

/// A title of the summary as a line: its text and, where the dialect has them, its formulas.
fn title_content(title: &str, dialect: Dialect, span: Span) -> Vec<Inline> {
    let mut line = Vec::new();
    let mut add = |kind: InlineKind| line.push(Inline::new(kind, span));
    let mut rest = title;
    while let Some(formula) = next_formula(rest).filter(|_| dialect.has_formulas()) {
        let (before, source) = (&rest[..formula.start], &rest[formula.clone()]);
        if !before.is_empty() {
            add(InlineKind::Text(before.into()));
        }
        add(InlineKind::Math(source.trim_matches('$').trim().into()));
        rest = &rest[formula.end..];
    }
    if !rest.is_empty() || title.is_empty() {
        add(InlineKind::Text(rest.into()));
    }
    line
}

/// Where the first formula of a text stands, with its dollars: no blank stands inside of them, no figure behind them.
fn next_formula(text: &str) -> Option<Range<usize>> {
    let marks: Vec<usize> = text.match_indices('$').map(|(at, _)| at).collect();
    let opens = |at: usize| text[at + 1..].starts_with(|c: char| !c.is_whitespace() && c != '$');
    let closes = |at: usize| {
        text[..at].ends_with(|c: char| !c.is_whitespace() && c != '$' && c != '\\')
            && !text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
    };
    let open = marks.iter().position(|at| opens(*at))?;
    let end = marks[open + 1..].iter().copied().find(|at| closes(*at))?;
    let start = marks[open];
    let is_double = text[..start].ends_with('$') && text[end + 1..].starts_with('$');
    Some(if is_double { start - 1..end + 2 } else { start..end + 1 })
}

/// A chapter and its sections, without the chapters nested under it.
fn chapter(manuscript: &Manuscript, reader: &mut Reader<'_>, plan: &Plan) -> Division {
    let Plan::Chapter { title, file, path, matter, number, children, span } = plan else {
        return Division::new(Role::Section, "", Span::default());
    };
    let mut division =
        Division { matter: *matter, number: number.clone(), ..Division::new(Role::Section, title, *span) };
    let line = title_content(title, reader.dialect, *span);
    division.heading = Some(made_heading(line.clone(), *span)).filter(|_| !title.is_empty());
    let Some(file) = *file else {
        // What stands below a heading without a file is there to be read, so the heading is no draft.
        division.role = if children.is_empty() { Role::Draft } else { Role::Chapter };
        return division;
    };
    let text = &manuscript.sources.file(file).text;
    let mut blocks = lifted(reader.blocks(text, file, front_matter(text)));
    division.span = Span::new(file, 0, text.len() as u32);
    division.source = Some(path.clone());
    if let Some(index) = chapter_heading(&blocks, title) {
        adopt(&mut division, blocks.remove(index));
        if line.iter().any(|inline| matches!(inline.kind, InlineKind::Math(_))) {
            division.title_content = line;
        }
    }
    division.role = role::role(&division.attr.classes, path);
    (division.blocks, division.children) = sections(blocks);
    if division.title.is_empty() {
        division.title = division.heading.as_ref().map(|h| plain_text(&h.content)).unwrap_or_default();
    }
    set_matter(&mut division);
    division
}

/// Blocks in which a heading that an element only moves to a side or the middle (`<center>`, `<div align>`) stands by itself:
/// it opens a section like any other. What else is in the element stays in it.
fn lifted(blocks: Vec<Block>) -> Vec<Block> {
    let mut list = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block.kind {
            BlockKind::Group(Group { role: role @ GroupRole::Aligned(_), blocks }) if block.attr.is_empty() => {
                let mut rest = Vec::new();
                let put = |rest: &mut Vec<Block>, list: &mut Vec<Block>| {
                    if !rest.is_empty() {
                        let kind = BlockKind::Group(Group { role, blocks: std::mem::take(rest) });
                        list.push(Block::new(kind, block.span));
                    }
                };
                for inner in lifted(blocks) {
                    if matches!(inner.kind, BlockKind::Heading(_)) {
                        put(&mut rest, &mut list);
                        list.push(inner);
                    } else {
                        rest.push(inner);
                    }
                }
                put(&mut rest, &mut list);
            }
            _ => list.push(block),
        }
    }
    list
}

/// Which block is the heading of the chapter itself: the first heading when it is of the first level, or when it opens
/// the file and either says what the plan says or is the only one of its level and above.
fn chapter_heading(blocks: &[Block], title: &str) -> Option<usize> {
    let level = |block: &Block| match &block.kind {
        BlockKind::Heading(heading) => Some(heading.level),
        _ => None,
    };
    let (index, first) = blocks.iter().enumerate().find_map(|(i, block)| level(block).map(|l| (i, l)))?;
    let says_title = matches!(&blocks[index].kind, BlockKind::Heading(h) if same(&plain_text(&h.content), title));
    let only = || blocks.iter().skip(index + 1).filter_map(level).all(|l| l > first);
    (first == 1 || index == 0 && (says_title || only())).then_some(index)
}

fn same(a: &str, b: &str) -> bool {
    let words =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    words(a) == words(b)
}

/// Makes a heading that was read the heading of a division.
fn adopt(division: &mut Division, block: Block) {
    let BlockKind::Heading(heading) = block.kind else { return };
    division.id = block.attr.id.clone().unwrap_or(Id(String::new()));
    division.attr = Attr { id: None, ..block.attr };
    if division.title.is_empty() {
        division.title = plain_text(&heading.content);
    }
    division.heading = Some(heading);
}

/// The blocks before the first heading, and the sections that the headings open: each holds the deeper ones after it.
fn sections(blocks: Vec<Block>) -> (Vec<Block>, Vec<Division>) {
    let mut before = Vec::new();
    let mut open: Vec<(u8, Division)> = Vec::new();
    let mut done = Vec::new();
    for block in blocks {
        if let BlockKind::Heading(heading) = &block.kind {
            let level = heading.level;
            close_sections(&mut open, &mut done, level);
            let mut section = Division::new(Role::Section, "", block.span);
            adopt(&mut section, block);
            open.push((level, section));
        } else if let Some((_, section)) = open.last_mut() {
            section.span = section.span.to(block.span);
            section.blocks.push(block);
        } else {
            before.push(block);
        }
    }
    close_sections(&mut open, &mut done, 0);
    (before, done)
}

/// Closes the open sections of this level and below.
fn close_sections(open: &mut Vec<(u8, Division)>, done: &mut Vec<Division>, level: u8) {
    while let Some((_, section)) = open.pop_if(|(l, _)| *l >= level) {
        match open.last_mut() {
            Some((_, parent)) => {
                parent.span = parent.span.to(section.span);
                parent.children.push(section);
            }
            None => done.push(section),
        }
    }
}

/// The chapters of a book in one file.
fn whole_book(blocks: Vec<Block>, path: &str, whole: Span, metadata: &mut Metadata) -> Vec<Division> {
    let (mut before, mut chapters) = sections(blocks);
    let opens_with_title = before.is_empty() && chapters.len() == 1;
    if opens_with_title && is_title(&chapters[0], &metadata.title) {
        let title = chapters.remove(0);
        if metadata.title.is_empty() {
            metadata.title = title.title;
        }
        before = title.blocks;
        chapters = title.children;
    }
    let mut list = Vec::new();
    if !before.is_empty() {
        list.push(Division { blocks: before, source: Some(path.into()), ..Division::new(Role::Chapter, "", whole) });
    }
    let mut text_has_begun = !list.is_empty();
    for mut chapter in chapters {
        chapter.role = role::role(&chapter.attr.classes, "");
        chapter.source = Some(path.into());
        chapter.matter = role::matter(chapter.role, text_has_begun);
        text_has_begun |= chapter.matter == Matter::Body;
        set_matter(&mut chapter);
        list.push(chapter);
    }
    list
}

fn is_title(division: &Division, title: &str) -> bool {
    division.heading.as_ref().is_some_and(|h| h.level == 1) && (title.is_empty() || same(&division.title, title))
}

/// What stands below a division stands where it stands.
fn set_matter(division: &mut Division) {
    let matter = division.matter;
    for child in &mut division.children {
        child.matter = matter;
        set_matter(child);
    }
}

/// Where the text of a chapter begins: after a block of YAML between `---` lines or of TOML between `+++` lines at its
/// start. The keys of a chapter say nothing to a book.
fn front_matter(text: &str) -> usize {
    let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut lines = body.split_inclusive('\n');
    let Some(fence @ ("---" | "+++")) = lines.next().map(str::trim_end) else { return 0 };
    let separator = if fence == "---" { ':' } else { '=' };
    let mut end = text.len() - body.len() + fence_length(body);
    for (index, line) in lines.enumerate() {
        end += line.len();
        let words = line.trim_end();
        if words == fence || (fence == "---" && words == "...") {
            return if index == 0 { 0 } else { end };
        }
        if index == 0 && !is_key(words, separator) {
            return 0;
        }
    }
    0
}

fn fence_length(body: &str) -> usize {
    body.find('\n').map_or(body.len(), |end| end + 1)
}

fn is_key(line: &str, separator: char) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "_-. \"".contains(c);
    line.split_once(separator).is_some_and(|(key, _)| !key.trim().is_empty() && key.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_have_formulas_where_the_dialect_has_them() {
        let shown = |title: &str, dialect| {
            let line = title_content(title, dialect, Span::default());
            let one = |inline: Inline| match inline.kind {
                InlineKind::Math(source) => format!("[{source}]"),
                _ => plain_text(&[inline]),
            };
            line.into_iter().map(one).collect::<String>()
        };
        for (title, expected) in [
            ("Part $y^2$", "Part [y^2]"),
            ("$x$ and $$z$$.", "[x] and [z]."),
            ("From $5 to $6", "From $5 to $6"),
            ("A $ alone", "A $ alone"),
            ("Nothing", "Nothing"),
        ] {
            assert_eq!(shown(title, Dialect::book()), expected);
            assert_eq!(shown(title, Dialect::mdbook()), title);
        }
    }

    #[test]
    fn a_heading_that_is_only_moved_opens_a_section() {
        let text = "## A\n\n<div align=\"center\">\n<p>logo</p>\n<center><h2>B</h2></center>\n<p>below</p></div>\n\nText.\n\n\
                    <div class=\"warning\"><h2>C</h2>x</div>\n";
        let blocks = super::super::read_blocks(text, Default::default(), &mut Default::default()).0;
        let (_, sections) = sections(lifted(blocks));
        let told: Vec<(&str, usize)> = sections.iter().map(|s| (s.title.as_str(), s.blocks.len())).collect();
        assert_eq!(told, [("A", 1), ("B", 3)]);
    }

    #[test]
    fn front_matter_of_a_chapter_is_found() {
        assert_eq!(front_matter("---\ntitle: x\n---\ntext"), 17);
        assert_eq!(front_matter("+++\ntitle = 1\n+++\n"), 18);
        assert_eq!(front_matter("---\n\ntext\n\n---\n"), 0);
        assert_eq!(front_matter("---\nword\n---\n"), 0);
        assert_eq!(front_matter("---\nkey: open\n"), 0);
    }
}

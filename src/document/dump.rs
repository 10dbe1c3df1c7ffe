//! The tree as stable text, for snapshots and `bifolio dump tree`.
//!
//! In: a draft or document. Out: one division, block or part of a block a line, indented by depth, its inlines in the same
//! line; no spans, so that a dump changes only when the tree does.

use super::{
    Alignment, Attr, Block, BlockKind, Cell, Division, Draft, GroupRole, Heads, Image, ImageSource, Inline, InlineKind,
    LineNumbers, Metadata, Panel, Row, Target, Verse, VerseLine,
};
use std::fmt::Write;

/// The whole tree as text.
pub fn dump(draft: &Draft) -> String {
    let mut out = Dump::default();
    out.metadata(&draft.metadata);
    draft.divisions.iter().for_each(|division| out.division(division));
    for (index, note) in draft.notes.iter().enumerate() {
        out.line(&format!("note {index} [^{}] number={}", note.label, note.number));
        out.below(|out| out.blocks(&note.blocks));
    }
    for (index, image) in draft.images.iter().enumerate() {
        let cover = if draft.cover.is_some_and(|c| c.0 as usize == index) { " cover" } else { "" };
        let format = format!("{:?}", image.format).to_lowercase();
        out.line(&format!("image {index} {:?} {format} {}x{}{cover}", image.path, image.width, image.height));
    }
    out.text
}

/// Flat blocks as text.
pub fn dump_blocks(blocks: &[Block]) -> String {
    let mut out = Dump::default();
    out.blocks(blocks);
    out.text
}

#[derive(Default)]
struct Dump {
    text: String,
    depth: usize,
}

impl Dump {
    fn line(&mut self, line: &str) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn below(&mut self, write: impl FnOnce(&mut Dump)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    fn metadata(&mut self, metadata: &Metadata) {
        self.line(&format!("book {:?} language={}", metadata.title, metadata.language));
        self.below(|out| {
            let named = [("subtitle", &metadata.subtitle), ("short title", &metadata.short_title)];
            named.iter().for_each(|(name, value)| out.value(name, value.as_deref()));
            for contributor in &metadata.contributors {
                out.line(&format!("{} {:?}", contributor.role.code(), contributor.name));
            }
            for identifier in &metadata.identifiers {
                out.line(&format!("{:?} {:?}", identifier.kind, identifier.value).to_lowercase());
            }
            out.value("date", metadata.date.map(|d| d.to_string()).as_deref());
            out.value("original title", metadata.original_title.as_deref());
            out.value("publisher", metadata.publisher.as_ref().map(|p| p.name.as_str()));
            out.value("rights", metadata.rights.as_deref());
        });
    }

    fn value(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(&format!("{name} {value:?}"));
        }
    }

    fn division(&mut self, division: &Division) {
        let mut line = format!("{} #{} {}", division.role.name(), division.id, division.matter.name());
        line.push_str(&number(&division.number));
        let _ = write!(line, " {:?}", division.title);
        if let Some(source) = &division.source {
            let _ = write!(line, " from {source:?}");
        }
        self.line(&(line + &attr(&division.attr)));
        self.below(|out| {
            if let Some(heading) = &division.heading {
                out.line(&format!("heading {}{}", heading.level, inlines(&heading.content)));
                out.value("short title", heading.short.as_deref());
            }
            out.blocks(&division.blocks);
            division.children.iter().for_each(|child| out.division(child));
        });
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        let attr = attr(&block.attr);
        match &block.kind {
            BlockKind::Paragraph(content) => self.line(&format!("paragraph{attr}{}", inlines(content))),
            BlockKind::Heading(heading) => {
                self.line(&format!("heading {}{attr}{}", heading.level, inlines(&heading.content)));
                self.below(|out| out.value("short title", heading.short.as_deref()));
            }
            BlockKind::Quote(blocks) => self.container(&format!("quote{attr}"), blocks),
            BlockKind::Group(group) => self.container(&format!("{}{attr}", group_name(group.role)), &group.blocks),
            BlockKind::Admonition(admonition) => {
                let title = inlines(&admonition.title);
                self.container(&format!("admonition {}{attr}{title}", admonition.kind.name()), &admonition.blocks);
            }
            BlockKind::Attribution(content) => self.line(&format!("attribution{attr}{}", inlines(content))),
            BlockKind::Verse(verse) => self.verse(&attr, verse),
            BlockKind::List(list) => {
                let down = if list.reversed { " down" } else { "" };
                let kind = list.start.map_or("bullets".into(), |n| format!("{} from {n}{down}", list.style.name()));
                let tight = if list.tight { " tight" } else { "" };
                self.line(&format!("list {kind}{tight}{attr}"));
                for item in &list.items {
                    let mark = item.checked.map_or("", |done| if done { " done" } else { " to do" });
                    let value = item.value.map(|value| format!(" value={value}")).unwrap_or_default();
                    self.below(|out| out.container(&format!("item{mark}{value}"), &item.blocks));
                }
            }
            BlockKind::Definitions(list) => {
                self.line(&format!("definitions{attr}"));
                for definition in list {
                    let tight = if definition.tight { " tight" } else { "" };
                    self.below(|out| {
                        let attr = self::attr(&definition.attr);
                        out.line(&format!("term{tight}{attr}{}", inlines(&definition.term)));
                        definition.definitions.iter().for_each(|blocks| out.container("definition", blocks));
                    });
                }
            }
            BlockKind::Code(code) => {
                let title = code.title.as_ref().map(|title| format!(" title {title:?}")).unwrap_or_default();
                let numbers = match code.numbers {
                    LineNumbers::Default => String::new(),
                    LineNumbers::From(first) => format!(" from {first}"),
                    LineNumbers::None => " unnumbered".into(),
                };
                self.line(&format!("code {:?}{title}{numbers}{attr}", code.info));
                self.below(|out| code.text.split_inclusive('\n').for_each(|line| out.line(&format!("{line:?}"))));
            }
            BlockKind::Math(source) => self.line(&format!("math {source:?}{attr}")),
            BlockKind::Figure(figure) => {
                let placement = figure.placement.name().map(|name| format!(" {name}")).unwrap_or_default();
                let mut line = format!("figure{}{placement}{attr}", number(&figure.number));
                if let [only] = &figure.panels[..] {
                    let _ = write!(line, " {}", image(&only.image));
                }
                self.line(&line);
                if figure.panels.len() > 1 {
                    self.below(|out| figure.panels.iter().for_each(|panel| out.panel(panel)));
                }
                self.caption(&figure.caption);
            }
            BlockKind::Table(table) => {
                let columns: Vec<&str> = table.columns.iter().map(|c| alignment(*c)).collect();
                self.line(&format!("table{} {}{attr}", number(&table.number), columns.join(" ")));
                self.caption(&table.caption);
                self.below(|out| {
                    table.head.iter().for_each(|row| out.row("head", row));
                    table.body.iter().for_each(|row| out.row(if row.begins_group { "group" } else { "row" }, row));
                    table.foot.iter().for_each(|row| out.row("foot", row));
                });
            }
            BlockKind::SceneBreak => self.line(&format!("scene break{attr}")),
            BlockKind::PageBreak => self.line(&format!("page break{attr}")),
        }
    }

    fn verse(&mut self, attr: &str, verse: &Verse) {
        let numbered = if verse.numbered { " numbered" } else { "" };
        self.line(&format!("verse{numbered}{attr}{}", inlines(&verse.title)));
        self.below(|out| {
            for stanza in &verse.stanzas {
                out.line("stanza");
                let line = |out: &mut Dump, l: &VerseLine| {
                    out.line(&format!("line {}{}", l.indent, inlines(&l.content)));
                };
                out.below(|out| stanza.lines.iter().for_each(|l| line(out, l)));
            }
            if !verse.attribution.is_empty() {
                out.line(&format!("attribution{}", inlines(&verse.attribution)));
            }
        });
    }

    fn container(&mut self, line: &str, blocks: &[Block]) {
        self.line(line);
        self.below(|out| out.blocks(blocks));
    }

    fn caption(&mut self, caption: &[Inline]) {
        if !caption.is_empty() {
            self.below(|out| out.line(&format!("caption{}", inlines(caption))));
        }
    }

    fn panel(&mut self, panel: &Panel) {
        self.line(&format!("panel{} {}", attr(&panel.attr), image(&panel.image)));
        self.caption(&panel.caption);
    }

    fn row(&mut self, kind: &str, row: &Row) {
        let cells: Vec<String> =
            row.cells.iter().map(|cell| format!("{}{}", shape(cell, kind), inlines(&cell.content))).collect();
        self.line(&format!("{kind}{}", cells.join(" |")));
        for cell in row.cells.iter().filter(|cell| !cell.blocks.is_empty()) {
            self.below(|out| {
                out.line(&format!("in column {}", cell.column + 1));
                out.below(|out| out.blocks(&cell.blocks));
            });
        }
    }
}

/// What is said of a cell that is not as most cells of such a row are.
fn shape(cell: &Cell, row: &str) -> String {
    let mut text = String::new();
    match cell.heads {
        Heads::Rows => text.push_str(" heads its row"),
        Heads::Columns if row != "head" => text.push_str(" heads its column"),
        Heads::Nothing if row == "head" => text.push_str(" heads nothing"),
        Heads::Nothing | Heads::Columns => {}
    }
    for (name, count) in [("columns", cell.columns), ("rows", cell.rows)] {
        if count > 1 {
            let _ = write!(text, " {name}={count}");
        }
    }
    if cell.alignment != Alignment::Default {
        let _ = write!(text, " {}", alignment(cell.alignment));
    }
    text
}

/// The number of a figure or a table.
fn number(levels: &[u32]) -> String {
    let levels: Vec<String> = levels.iter().map(u32::to_string).collect();
    if levels.is_empty() { String::new() } else { format!(" number={}", levels.join(".")) }
}

fn group_name(role: GroupRole) -> String {
    match role {
        GroupRole::Plain => "group".into(),
        GroupRole::Column { share: Some(share) } => format!("group column share={share}"),
        role => format!("group {}", role.name()),
    }
}

fn alignment(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Default => "default",
        Alignment::Left => "left",
        Alignment::Centre => "centre",
        Alignment::Right => "right",
    }
}

fn attr(attr: &Attr) -> String {
    let mut text = String::new();
    if let Some(id) = &attr.id {
        let _ = write!(text, " #{id}");
    }
    for class in &attr.classes {
        let _ = write!(text, " .{class}");
    }
    if let Some(language) = &attr.language {
        let _ = write!(text, " language={language}");
    }
    text
}

/// Inlines, each after a space.
fn inlines(list: &[Inline]) -> String {
    let mut text = String::new();
    push_inlines(list, &mut text);
    text
}

fn push_inlines(list: &[Inline], text: &mut String) {
    for inline in list {
        text.push(' ');
        match &inline.kind {
            InlineKind::Text(run) => {
                let _ = write!(text, "{run:?}");
            }
            InlineKind::Code(code) => {
                let _ = write!(text, "code {code:?}");
            }
            InlineKind::Math(source) => {
                let _ = write!(text, "math {source:?}");
            }
            InlineKind::Image(shown) => text.push_str(&image(shown)),
            InlineKind::NoteRef(id) => {
                let _ = write!(text, "note {}", id.0);
            }
            InlineKind::LineBreak => text.push_str("break"),
            InlineKind::Emphasis(content) => around("emphasis", &inline.attr, content, text),
            InlineKind::Strong(content) => around("strong", &inline.attr, content, text),
            InlineKind::Strikethrough(content) => around("strikethrough", &inline.attr, content, text),
            InlineKind::Superscript(content) => around("superscript", &inline.attr, content, text),
            InlineKind::Subscript(content) => around("subscript", &inline.attr, content, text),
            InlineKind::SmallCaps(content) => around("small caps", &inline.attr, content, text),
            InlineKind::Span(content) => around("span", &inline.attr, content, text),
            InlineKind::Abbreviation { expansion, content } => {
                around(&format!("abbreviation of {expansion:?}"), &inline.attr, content, text);
            }
            InlineKind::Link { target, title, content } => {
                let mut name = format!("link {}", self::target(target));
                if !title.is_empty() {
                    let _ = write!(name, " title={title:?}");
                }
                around(&name, &inline.attr, content, text);
            }
        }
        let leaf = matches!(
            inline.kind,
            InlineKind::Text(_) | InlineKind::Code(_) | InlineKind::Math(_) | InlineKind::Image(_)
        );
        if leaf {
            text.push_str(&attr(&inline.attr));
        }
    }
}

fn around(name: &str, attributes: &Attr, content: &[Inline], text: &mut String) {
    text.push_str(name);
    text.push_str(&attr(attributes));
    text.push('[');
    let start = text.len();
    push_inlines(content, text);
    if text[start..].starts_with(' ') {
        text.remove(start);
    }
    text.push(']');
}

fn target(target: &Target) -> String {
    match target {
        Target::Url(address) => format!("to {address:?}"),
        Target::Anchor(id) => format!("to #{id}"),
        Target::Named(name) => format!("named {name:?}"),
    }
}

fn image(image: &Image) -> String {
    let mut text = match &image.source {
        ImageSource::Named(name) => format!("image named {name:?}"),
        ImageSource::Resource(id) => format!("image {}", id.0),
        ImageSource::Remote(address) => format!("image at {address:?}"),
    };
    let _ = write!(text, " alt={:?}", image.alt);
    if image.decorative {
        text.push_str(" decorative");
    }
    if !image.title.is_empty() {
        let _ = write!(text, " title={:?}", image.title);
    }
    for (name, extent) in [("width", image.width), ("height", image.height)] {
        if let Some(extent) = extent {
            let _ = write!(text, " {name}={extent}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn blocks_are_lines_and_inlines_stand_in_them() {
        let text = |t: &str| Inline::new(InlineKind::Text(t.into()), Span::default());
        let strong = Inline::new(InlineKind::Strong(vec![text("b")]), Span::default());
        let paragraph = Block::new(BlockKind::Paragraph(vec![text("a "), strong]), Span::default());
        let quote = Block::new(BlockKind::Quote(vec![paragraph]), Span::default());
        assert_eq!(dump_blocks(&[quote]), "quote\n  paragraph \"a \" strong[\"b\"]\n");
    }
}

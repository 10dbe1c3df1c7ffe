//! What standards forbid and nobody else minds.
//!
//! In: a settled document and the fonts of the book. Out: a finding for each table without a row of headings, each passage
//! with characters of private use, and each drawing with characters that no font has.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    Block, BlockKind, Division, Document, Image, ImageFormat, ImageId, ImageSource, Inline, InlineKind, Role, Table,
    each_block, each_inline,
};
use crate::font::FontBook;
use crate::source::Span;
use std::collections::BTreeSet;

/// Looks through the text and the notes that the PDF shows.
pub(super) fn find(document: &Document, fonts: &FontBook) -> Vec<Diagnostic> {
    let mut search = Search { document, fonts, drawings: BTreeSet::new(), found: Vec::new() };
    for division in &document.divisions {
        division.each(&mut |d| search.division(d));
    }
    for note in document.notes.iter().filter(|note| note.number > 0) {
        search.blocks(&note.blocks);
        each_inline(&note.blocks, &mut |inline| search.inline(inline));
    }
    search.found
}

struct Search<'a> {
    document: &'a Document,
    fonts: &'a FontBook,
    /// Drawings that were looked at.
    drawings: BTreeSet<ImageId>,
    found: Vec<Diagnostic>,
}

impl Search<'_> {
    fn division(&mut self, division: &Division) {
        if division.role != Role::Draft {
            self.blocks(&division.blocks);
            division.each_own_inline(&mut |inline| self.inline(inline));
        }
    }

    fn blocks(&mut self, list: &[Block]) {
        each_block(list, &mut |block| match &block.kind {
            BlockKind::Table(table) => self.found.extend(headless(table, block.span)),
            BlockKind::Code(code) => self.found.extend(private(&code.text, block.span)),
            BlockKind::Math(source) => self.found.extend(private(source, block.span)),
            BlockKind::Figure(figure) => figure.panels.iter().for_each(|panel| self.image(&panel.image, panel.span)),
            _ => {}
        });
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math(text) => {
                self.found.extend(private(text, inline.span));
            }
            InlineKind::Image(image) => self.image(image, inline.span),
            _ => {}
        }
    }

    /// The words of a drawing, which the typesetter does not see.
    fn image(&mut self, image: &Image, span: Span) {
        let ImageSource::Resource(id) = image.source else { return };
        let Some(file) = self.document.images.get(id.0 as usize) else { return };
        if file.format != ImageFormat::Svg || !self.drawings.insert(id) {
            return;
        }
        let words = words(&file.bytes);
        self.found.extend(private(&words, span));
        let missing = |c: &char| !says_nothing(*c) && !self.fonts.faces().any(|(_, face)| face.has(*c));
        if let Some(c) = words.chars().find(missing) {
            let message = format!("no font of the book has the character U+{:04X} of {:?}", c as u32, file.path);
            let finding = Diagnostic::warning(Code::DrawingGlyph, message).at(span);
            self.found.push(finding.hint("draw the letter as a path, or bring a font that has it"));
        }
    }
}

/// The text of an SVG.
fn words(bytes: &[u8]) -> String {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let Ok(document) = roxmltree::Document::parse_with_options(text, options) else { return String::new() };
    let elements = document.descendants().filter(|node| node.tag_name().name() == "text");
    elements.flat_map(|node| node.descendants()).filter(|node| node.is_text()).filter_map(|node| node.text()).collect()
}

/// White space, and characters that only join, part or direct others.
fn says_nothing(c: char) -> bool {
    let is_mark = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}');
    c.is_whitespace() || c.is_control() || is_mark
}

fn headless(table: &Table, span: Span) -> Option<Diagnostic> {
    (!table.has_headings()).then(|| {
        let finding = Diagnostic::warning(Code::HeadlessTable, "a table without headings");
        let hint = "write what each column holds into the first row, above `|---|`, or in `<th>`; where the first column \
                    holds headings, end the caption in `{.row-headings}`";
        finding.at(span).hint(hint)
    })
}

/// Characters that Unicode leaves to private agreement: a reader that does not know the font cannot tell what they are.
fn private(text: &str, span: Span) -> Option<Diagnostic> {
    let character = text
        .chars()
        .find(|c| matches!(*c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}'))?;
    let message = format!("U+{:04X} is a character of private use, which means nothing to a reader", character as u32);
    let finding = Diagnostic::warning(Code::PrivateCharacter, message).at(span).about(character);
    Some(finding.hint("write a character that Unicode has, or show the sign as an image with words"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Alignment, Cell, Draft, Heads, Row};

    fn found(blocks: Vec<Block>) -> Vec<Code> {
        let division = Division { blocks, ..Division::new(Role::Chapter, "a", Span::default()) };
        let document = Document::settled(Draft { divisions: vec![division], ..Draft::default() });
        find(&document, &FontBook::builtin()).iter().map(|finding| finding.code).collect()
    }

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::new(InlineKind::Text(text.into()), Span::default())]
    }

    #[test]
    fn a_table_has_headings_when_one_of_them_says_something() {
        let cell = |heads, content| Row { cells: vec![Cell { content, heads, ..Cell::default() }], ..Row::default() };
        let row = |content| cell(Heads::Columns, content);
        let table = |head| {
            let table = Table {
                columns: vec![Alignment::Left],
                head,
                body: vec![cell(Heads::Nothing, text("x"))],
                ..Table::default()
            };
            vec![Block::new(BlockKind::Table(table), Span::default())]
        };
        assert_eq!(found(table(vec![row(text("Column"))])), []);
        assert_eq!(found(table(vec![row(Vec::new())])), [Code::HeadlessTable]);
        assert_eq!(found(table(Vec::new())), [Code::HeadlessTable]);
        let table =
            Table { columns: vec![Alignment::Left], body: vec![cell(Heads::Rows, text("x"))], ..Table::default() };
        assert_eq!(found(vec![Block::new(BlockKind::Table(table), Span::default())]), []);
    }

    #[test]
    fn the_words_of_a_drawing_are_those_of_its_text() {
        let svg =
            "<svg xmlns='http://www.w3.org/2000/svg'><title>no</title><text>a<tspan>\u{4e00}</tspan></text></svg>";
        assert_eq!(words(svg.as_bytes()), "a\u{4e00}");
        assert_eq!(words(b"<svg"), "");
        assert!(says_nothing('\u{200d}') && !says_nothing('\u{4e00}'));
    }

    #[test]
    fn characters_of_private_use_are_found_wherever_text_is() {
        let paragraph = |content| vec![Block::new(BlockKind::Paragraph(content), Span::default())];
        assert_eq!(found(paragraph(text("plain \u{fffd} text"))), []);
        assert_eq!(found(paragraph(text("an icon \u{e0b0}"))), [Code::PrivateCharacter]);
        let code = Inline::new(InlineKind::Code("\u{f8ff}".into()), Span::default());
        assert_eq!(found(paragraph(vec![code])), [Code::PrivateCharacter]);
    }
}

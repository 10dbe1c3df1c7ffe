//! What standards forbid and nobody else minds.
//!
//! In: a settled document. Out: a finding for each table without a row of headings and for each passage with characters
//! of private use.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, BlockKind, Division, Document, Inline, InlineKind, Role, Table, each_block, each_inline};
use crate::source::Span;

/// Looks through the text and the notes that the PDF shows.
pub(super) fn find(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for division in &document.divisions {
        division.each(&mut |d| look(d, &mut found));
    }
    for note in document.notes.iter().filter(|note| note.number > 0) {
        blocks(&note.blocks, &mut found);
        each_inline(&note.blocks, &mut |inline| line(inline, &mut found));
    }
    found
}

fn look(division: &Division, found: &mut Vec<Diagnostic>) {
    if division.role != Role::Draft {
        blocks(&division.blocks, found);
        division.each_own_inline(&mut |inline| line(inline, found));
    }
}

fn blocks(list: &[Block], found: &mut Vec<Diagnostic>) {
    each_block(list, &mut |block| match &block.kind {
        BlockKind::Table(table) => found.extend(headless(table, block.span)),
        BlockKind::Code(code) => found.extend(private(&code.text, block.span)),
        BlockKind::Math(source) => found.extend(private(source, block.span)),
        _ => {}
    });
}

fn line(inline: &Inline, found: &mut Vec<Diagnostic>) {
    match &inline.kind {
        InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math(text) => {
            found.extend(private(text, inline.span));
        }
        _ => {}
    }
}

fn headless(table: &Table, span: Span) -> Option<Diagnostic> {
    let says_something = table.head.iter().flat_map(|row| &row.cells).any(|cell| !cell.content.is_empty());
    (!says_something).then(|| {
        let finding = Diagnostic::warning(Code::HeadlessTable, "a table without a row of headings");
        finding.at(span).hint("write what each column holds into the first row, above `|---|`, or in `<th>`")
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
    use crate::document::{Alignment, Attr, Cell, Draft, Id, Matter, Row};

    fn found(blocks: Vec<Block>) -> Vec<Code> {
        let division = Division {
            id: Id("a".into()),
            matter: Matter::Body,
            role: Role::Chapter,
            number: Vec::new(),
            title: String::new(),
            heading: None,
            blocks,
            children: Vec::new(),
            source: None,
            attr: Attr::default(),
            span: Span::default(),
        };
        let document = Document::settled(Draft { divisions: vec![division], ..Draft::default() });
        find(&document).iter().map(|finding| finding.code).collect()
    }

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::new(InlineKind::Text(text.into()), Span::default())]
    }

    #[test]
    fn a_table_has_headings_when_one_of_them_says_something() {
        let row = |content| Row { cells: vec![Cell { content, span: Span::default() }], span: Span::default() };
        let table = |head| {
            let table = Table { columns: vec![Alignment::Left], head, body: vec![row(text("x"))], ..Table::default() };
            vec![Block::new(BlockKind::Table(table), Span::default())]
        };
        assert_eq!(found(table(vec![row(text("Column"))])), []);
        assert_eq!(found(table(vec![row(Vec::new())])), [Code::HeadlessTable]);
        assert_eq!(found(table(Vec::new())), [Code::HeadlessTable]);
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

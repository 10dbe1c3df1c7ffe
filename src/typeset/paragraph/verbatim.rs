//! A line of text as it is.
//!
//! In: stretches of text, each in its own look. Out: one [`Line`] with every blank kept and nothing broken: code.

use super::bidi::Levels;
use super::collect::{Collected, LIGATURES, LINE_END, Look, OBJECT, Piece};
use super::glyphs::Glyphs;
use super::justify::{self, Paragraph};
use super::linebreak::{BreakKind, Breakpoint};
use super::{Align, Line, ParagraphStyle, Setter, TextStyle, glyphs};
use crate::source::Span;
use crate::units::Length;
use std::rc::Rc;

/// Sets stretches of text on one line, however wide it becomes. Of `style` only the language and the owner
/// count.
pub(crate) fn verbatim(setter: &mut Setter, parts: &[(&str, TextStyle)], style: &ParagraphStyle, span: Span) -> Line {
    let mut collected = Collected { span, ..Collected::default() };
    let language: Rc<str> = Rc::from(style.language.0.as_str());
    for (text, look) in parts {
        let start = collected.text.len();
        for c in text.chars().filter(|c| is_shown(*c)) {
            match c {
                '\u{FB00}'..='\u{FB06}' => collected.text.push_str(LIGATURES[c as usize - 0xFB00]),
                c => collected.text.push(c),
            }
        }
        let range = start..collected.text.len();
        if range.is_empty() {
            continue;
        }
        if let Some(before) = collected.pieces.last_mut().filter(|piece| piece.look.text == *look) {
            before.range.end = range.end;
            continue;
        }
        let text = look.clone();
        let language = language.clone();
        let owner = style.owner;
        let look = Look { text, raise: Length::ZERO, capitals: 0, language, verbatim: true, owner, span };
        collected.pieces.push(Piece { range, look });
    }
    if collected.text.is_empty() {
        return Line { span, ..Line::default() };
    }
    let measure = Length::inch(100_000.0);
    collected.levels = Levels::of(&collected.text, false);
    let shaped = glyphs::shape(setter, &collected, measure, Glyphs::Rigid);
    let style = ParagraphStyle { align: Align::Left, ..style.clone() };
    let paragraph = Paragraph { collected: &collected, shaped: &shaped, style: &style, measure };
    let end = collected.text.len();
    let to = Breakpoint { at: end, next: end, kind: BreakKind::Forced, ..Breakpoint::default() };
    justify::line(setter, &paragraph, &Breakpoint::default(), &to, (Length::ZERO, Length::ZERO))
}

/// False for controls, the soft hyphen, and the characters that stand for something in a paragraph.
fn is_shown(c: char) -> bool {
    !c.is_control() && !matches!(c, OBJECT | LINE_END | '\u{2029}' | '\u{FEFF}' | '\u{AD}')
}

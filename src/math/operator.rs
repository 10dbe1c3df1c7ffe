//! What an operator is by itself: the space around it, and how it grows.
//!
//! In: the characters of an operator and where it stands. Out: [`Operator`], by the classes of the operator dictionary of
//! MathML Core (appendix B), which the MathML that formulas are read to leaves unsaid.

/// Where an operator stands among what is around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Prefix,
    Infix,
    Postfix,
}

/// What kind of operator it is: where a line may end after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Relation,
    Binary,
    Open,
    Close,
    Other,
}

/// An operator by itself. Spaces are eighteenths of an em.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Operator {
    pub(super) class: Class,
    pub(super) before: i64,
    pub(super) after: i64,
    /// Grows with what stands beside it, or above and below it.
    pub(super) stretches: bool,
    /// Stands around the axis of the formula.
    pub(super) is_symmetric: bool,
    /// Is larger in a formula that stands alone.
    pub(super) is_large: bool,
    /// Has its limits beside it in running text.
    pub(super) moves_limits: bool,
}

const PLAIN: Operator = Operator {
    class: Class::Other,
    before: 0,
    after: 0,
    stretches: false,
    is_symmetric: false,
    is_large: false,
    moves_limits: false,
};

/// What the dictionary says of an operator.
pub(super) fn operator(text: &str, form: Form) -> Operator {
    let mut chars = text.chars().filter(|c| !matches!(c, '\u{FE00}'..='\u{FE0F}'));
    let (Some(c), None) = (chars.next(), chars.next()) else { return PLAIN };
    let spaced = |class, space| Operator { class, before: space, after: space, ..PLAIN };
    match c {
        ',' | ':' | ';' => Operator { after: 3, ..PLAIN },
        '(' | '[' | '{' | '⌈' | '⌊' | '❲' | '⟦' | '⟨' | '⟪' | '⟬' | '⟮' | '⦃' | '⦅' | '⦇' | '⦉' | '⦋' | '⦍' | '⦏'
        | '⦑' | '⦓' | '⦕' | '⦗' | '⧘' | '⧚' | '⧼' | '⎰' => {
            Operator { class: Class::Open, stretches: true, is_symmetric: true, ..PLAIN }
        }
        ')' | ']' | '}' | '⌉' | '⌋' | '❳' | '⟧' | '⟩' | '⟫' | '⟭' | '⟯' | '⦄' | '⦆' | '⦈' | '⦊' | '⦌' | '⦎' | '⦐'
        | '⦒' | '⦔' | '⦖' | '⦘' | '⧙' | '⧛' | '⧽' | '⎱' => {
            Operator { class: Class::Close, stretches: true, is_symmetric: true, ..PLAIN }
        }
        '|' | '‖' | '⦀' => {
            let space = if form == Form::Infix { 5 } else { 0 };
            Operator { before: space, after: space, stretches: true, is_symmetric: true, ..PLAIN }
        }
        '~' | '⌢' | '⌣' | '⎴' | '⎵' | '⏜'..='⏡' | '\u{302}' | '\u{303}' | '‾' | '¯' | '_' | '\u{332}' => {
            Operator { stretches: true, ..PLAIN }
        }
        '!'
        | '&'
        | '′'..='‷'
        | '⁗'
        | '¬'
        | '∀'
        | '∁'
        | '∃'
        | '∄'
        | '∴'
        | '∵'
        | '\\'
        | '/'
        | '\u{2061}'..='\u{2064}' => PLAIN,
        '+' | '±' | '−' | '∓' => spaced(Class::Binary, if form == Form::Prefix { 0 } else { 4 }),
        '÷'
        | '⁄'
        | '∔'
        | '∕'
        | '∖'
        | '∧'
        | '∨'
        | '∩'
        | '∪'
        | '∶'
        | '∸'
        | '⊌'..='⊎'
        | '⊓'..='⊖'
        | '⊘'
        | '⊝'..='⊟'
        | '⊻'..='⊽'
        | '⋎'
        | '⋏'
        | '⋒'
        | '⋓'
        | '⦸'
        | '⧄'
        | '⧅'
        | '⧵'..='⧻'
        | '⨢'..='⨮'
        | '⨸'..='⨺'
        | '⨾'
        | '⩀'..='⩏'
        | '⩑'..='⩣'
        | '⫶'
        | '⫽' => spaced(Class::Binary, 4),
        '.'
        | '·'
        | '×'
        | '∗'
        | '∘'
        | '∙'
        | '≀'
        | '⊗'
        | '⊙'..='⊛'
        | '⊠'
        | '⊡'
        | '⊺'
        | '⋄'..='⋇'
        | '⋉'..='⋌'
        | '⟋'
        | '⟍'
        | '⧆'..='⧈'
        | '⧔'
        | '⧕'
        | '⧢'
        | '⨯'..='⨷'
        | '⨻'..='⨽'
        | '⨿'
        | '⩐'
        | '⫾'
        | '*'
        | '?'
        | '@'
        | '^'
        | '%' => Operator { class: if c == '.' { Class::Other } else { Class::Binary }, ..spaced(Class::Binary, 3) },
        '∏'..='∑' | '⋀'..='⋃' | '⨀'..='⨊' | '⫼' | '⫿' => {
            Operator { is_large: true, is_symmetric: true, moves_limits: true, ..spaced(Class::Other, 3) }
        }
        '∫'..='∳' | '⨋'..='⨜' => Operator { is_large: true, is_symmetric: true, ..spaced(Class::Other, 3) },
        '←'..='⇿' | '⟰'..='⟿' | '⤀'..='⥿' | '⬰'..='⭌' => {
            Operator { stretches: true, ..spaced(Class::Relation, 5) }
        }
        '∼' if form == Form::Prefix => PLAIN,
        '⋮' | '⋯' | '⋰' | '⋱' => spaced(Class::Other, 5),
        c if c.is_alphanumeric() => PLAIN,
        _ => spaced(Class::Relation, 5),
    }
}

/// True for an operator that grows upwards and downwards beside what is tall; the others grow to both sides.
pub(super) fn is_vertical(text: &str) -> bool {
    let stands = |c| matches!(c, '↑' | '↓' | '↕' | '⇑' | '⇓' | '⇕' | '⟰' | '⟱' | '⇡' | '⇣' | '/' | '\\');
    let op = operator(text, Form::Prefix);
    (op.stretches && op.is_symmetric) || text.starts_with(stands)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_have_their_spaces() {
        let spaces = |text, form| {
            let op = operator(text, form);
            (op.before, op.after)
        };
        assert_eq!(spaces("=", Form::Infix), (5, 5));
        assert_eq!(spaces("+", Form::Infix), (4, 4));
        assert_eq!(spaces("−", Form::Prefix), (0, 0));
        assert_eq!(spaces(",", Form::Infix), (0, 3));
        assert_eq!(spaces("(", Form::Prefix), (0, 0));
        assert_eq!(spaces("log", Form::Prefix), (0, 0));
        assert!(operator("∑", Form::Prefix).moves_limits && !operator("∫", Form::Prefix).moves_limits);
        assert!(is_vertical("{") && !is_vertical("→") && !is_vertical("⏞"));
    }
}

//! Classes that are nearly those of an edition.
//!
//! In: a draft as read, and which classes an edition knows. Out: a warning for each place whose class may be meant as one of
//! these and is none (`Teacher`, `techer`): what was to be kept from somebody would be shown to everybody.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Attr, Draft, Selection, each_attr_mut};
use crate::source::Span;

/// The shortest class of an edition that a slip of one letter may be meant as.
const SHORTEST: usize = 4;

/// Tells of classes that are nearly those of an edition.
pub(super) fn tell(draft: &mut Draft, selection: &Selection, diagnostics: &mut Diagnostics) {
    let mut look = |attr: &Attr, span: Span| {
        for class in &attr.classes {
            let Some(near) = nearest(class, selection) else { continue };
            let message = format!("the class `{class}` is none of an edition's: what has it is shown in all of them");
            diagnostics.push(
                Diagnostic::warning(Code::StrayClass, message)
                    .at(attr.id_span.unwrap_or(span))
                    .hint(format!("did you mean `{near}`?")),
            );
        }
    };
    for division in &mut draft.divisions {
        division.each_mut(&mut |division| {
            let span = division.heading.as_ref().map_or(division.span, |heading| heading.span);
            look(&division.attr, span);
            division.each_own_attr_mut(&mut |attr, span| look(attr, span));
        });
    }
    draft.notes.iter_mut().for_each(|note| each_attr_mut(&mut note.blocks, &mut |attr, span| look(attr, span)));
}

/// The class of an edition or a format that a class may be meant as. Names of formats are too common for a slip in them.
fn nearest<'s>(class: &str, selection: &'s Selection) -> Option<&'s str> {
    let is_known = |name: &str| selection.knows(name) || Selection::FORMATS.contains(&name);
    if is_known(class) {
        return None;
    }
    let is_same = |name: &&str| name.eq_ignore_ascii_case(class);
    let is_near = |name: &&str| name.len() >= SHORTEST && strsim::osa_distance(&class.to_lowercase(), name) == 1;
    let formats = Selection::FORMATS.into_iter().find(is_same);
    formats.or_else(|| selection.editions().find(is_same)).or_else(|| selection.editions().find(is_near))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_may_be_meant_as_that_of_an_edition() {
        let mut selection = Selection::default();
        selection.know("exam");
        for (class, meant) in [("Teacher", "teacher"), ("techer", "teacher"), ("taecher", "teacher"), ("exams", "exam")]
        {
            assert_eq!(nearest(class, &selection), Some(meant), "{class}");
        }
        assert_eq!(nearest("PRINT", &selection), Some("print"));
        for class in ["teacher", "print", "point", "example", "teaching", ""] {
            assert_eq!(nearest(class, &selection), None, "{class}");
        }
    }
}

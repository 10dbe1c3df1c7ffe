//! `[pdf]` to what the PDF is to claim.
//!
//! In: the table. Out: [`Wish`]. A standard that there is not is an error: a promise that the book counts on cannot be
//! passed over.

use super::reader::{Reader, nearest};
use super::value::Value;
use crate::conformance::{Standard, Wish};
use crate::source::Spanned;

/// Words that stand alone.
const AUTO: &str = "auto";
const NONE: &str = "none";

/// Reads `[pdf]`.
pub(super) fn read(wish: &mut Wish, mut pdf: Reader<'_>) {
    let words = standards(&mut pdf);
    match words.as_slice() {
        [] => {}
        [only] if only.value == AUTO => *wish = Wish::default(),
        [only] if only.value == NONE => *wish = Wish::none(),
        several => *wish = Wish { standards: demanded(several, &mut pdf), demanded: true },
    }
    pdf.finish();
}

/// The words of `standard`: one, or a list.
fn standards(pdf: &mut Reader<'_>) -> Vec<Spanned<String>> {
    const KEY: &str = "standard";
    let Some(node) = pdf.node(KEY) else { return Vec::new() };
    let nodes = match &node.value {
        Value::List(list) => list.as_slice(),
        _ => std::slice::from_ref(node),
    };
    if nodes.is_empty() {
        pdf.refuse(node.span, "`standard`: the list is empty".into(), "write \"none\" for a PDF that claims nothing");
    }
    nodes.iter().filter_map(|node| pdf.text_of(node, KEY)).collect()
}

fn demanded(words: &[Spanned<String>], pdf: &mut Reader<'_>) -> Vec<Standard> {
    let mut standards: Vec<Standard> = Vec::new();
    for word in words {
        let Some(standard) = Standard::ALL.into_iter().find(|standard| standard.word() == word.value) else {
            unknown(word, pdf);
            continue;
        };
        let other = standards.iter().find(|other| other.archive().is_some() && standard.archive().is_some());
        match other {
            Some(other) if *other != standard => {
                let message = format!("`standard`: a file is either {} or {}", other.name(), standard.name());
                pdf.refuse(word.span, message, "name one of them");
            }
            _ if standards.contains(&standard) => {}
            _ => standards.push(standard),
        }
    }
    standards
}

fn unknown(word: &Spanned<String>, pdf: &mut Reader<'_>) {
    let known = Standard::ALL.map(Standard::word);
    let (message, hint) = match word.value.as_str() {
        AUTO | NONE => (format!("{:?} stands alone", word.value), format!("write `standard = {:?}`", word.value)),
        value if value.starts_with("x-") => (
            format!("{value:?} is not there: PDF/X wants a colour profile of the press, and no free program checks it"),
            "print from the PDF as it is: its text is pure black; see docs/conformance.md".to_owned(),
        ),
        value => {
            let near = nearest(value, known.into_iter()).map(|known| format!("did you mean {known:?}?"));
            let all = || format!("write {AUTO:?}, {NONE:?}, or a list of {}", known.join(", "));
            (format!("{value:?} is no standard that there is"), near.unwrap_or_else(all))
        }
    };
    pdf.refuse(word.span, format!("`standard`: {message}"), &hint);
}

#[cfg(test)]
mod tests {
    use super::super::reader::Manner;
    use super::super::toml;
    use super::*;
    use crate::diagnostic::{Diagnostics, Severity};
    use crate::source::{FileId, Span};

    fn told(value: &str) -> (Wish, Vec<String>) {
        let text = format!("standard = {value}");
        let table = toml::read(&text, Span::new(FileId(0), 0, text.len() as u32)).expect("sound TOML");
        let (mut wish, mut diagnostics) = (Wish::default(), Diagnostics::default());
        read(&mut wish, Reader::new(&table, "[pdf]", Manner::Strict, &mut diagnostics));
        let told = diagnostics.sorted();
        assert!(told.iter().all(|d| d.severity == Severity::Error), "{told:?}");
        (wish, told.iter().map(|d| d.message.clone()).collect())
    }

    #[test]
    fn a_standard_is_wished_for_or_demanded() {
        let demand = |standards: &[Standard]| Wish { standards: standards.to_vec(), demanded: true };
        for (value, wish) in [
            ("\"auto\"", Wish::default()),
            ("\"none\"", Wish::none()),
            ("\"a-2u\"", demand(&[Standard::A2u])),
            ("[\"ua-1\", \"a-2a\", \"ua-1\"]", demand(&[Standard::Ua1, Standard::A2a])),
            ("[\"auto\"]", Wish::default()),
        ] {
            assert_eq!(told(value), (wish, vec![]), "{value}");
        }
    }

    #[test]
    fn what_cannot_be_kept_is_an_error() {
        for (value, message) in [
            ("\"x-4\"", "\"x-4\" is not there"),
            ("[\"a-2a\", \"a-3a\"]", "a file is either PDF/A-2a or PDF/A-3a"),
            ("[\"ua-1\", \"none\"]", "\"none\" stands alone"),
            ("\"ua-2\"", "\"ua-2\" is no standard that there is"),
            ("[]", "the list is empty"),
            ("[2]", "`standard` takes a string, not a number"),
            ("true", "`standard` takes a string, not true or false"),
        ] {
            let (_, told) = told(value);
            assert!(told.len() == 1 && told[0].contains(message), "{value}: {told:?}");
        }
    }
}

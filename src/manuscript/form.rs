//! The right form of a value.
//!
//! In: a value of a configuration, or its text. Out: whether it is an address, and what to write where a value of another
//! type was expected.

use super::value::{Node, Value};

/// True for the address of a page of the web.
pub(super) fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.starts_with(char::is_alphanumeric) && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
    })
}

/// What to write where another type was expected: the value itself where it only has the wrong form.
pub(super) fn right_form(expected: &str, value: &Value) -> String {
    let text = match value {
        Value::Text(text) | Value::Plain(text) | Value::Date(text) => Some(text.clone()),
        Value::Integer(_) | Value::Float(_) | Value::Bool(_) => Some(value.to_string()),
        Value::List(list) => match list.as_slice() {
            [Node { value: Value::Text(text) | Value::Plain(text), .. }] => Some(text.clone()),
            _ => None,
        },
        Value::Null | Value::Table(_) => None,
    };
    let shown = text.unwrap_or_else(|| "…".into());
    let example = expected.split_once("such as ").map(|(_, example)| example);
    match expected {
        "true or false" => if matches!(shown.as_str(), "false" | "no" | "off" | "0") { "false" } else { "true" }.into(),
        "a table" => "{ … } with its keys between the braces, or its keys on lines below a heading in brackets".into(),
        "a list of strings" => format!("[{shown:?}]"),
        _ if expected.starts_with("a list") => match value {
            Value::Table(_) => format!("[{value}]"),
            _ => format!("[{}]", example.unwrap_or("{ … }")),
        },
        _ if expected.starts_with("a length") && matches!(value, Value::Integer(_) | Value::Float(_)) => {
            format!("\"{shown}pt\"")
        }
        _ if expected.starts_with("a string") => format!("{shown:?}"),
        _ if shown.parse::<f64>().is_ok() && expected.starts_with("a number") => shown,
        _ => example.unwrap_or(expected).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_a_wrong_type_is_shown_in_the_right_form() {
        let one = Value::List(vec![Node { value: Value::Text("A".into()), span: Default::default() }]);
        for (expected, value, form) in [
            ("a string", Value::Integer(3), "\"3\""),
            ("a string", one, "\"A\""),
            ("a list of strings", Value::Text("One".into()), "[\"One\"]"),
            ("a list of tables such as { isbn = \"…\" }", Value::Text("x".into()), "[{ isbn = \"…\" }]"),
            ("true or false", Value::Text("no".into()), "false"),
            ("a length with its unit, such as \"10.5pt\"", Value::Float(9.5), "\"9.5pt\""),
            ("a length with its unit, such as \"10.5pt\"", Value::Bool(true), "\"10.5pt\""),
            ("a number of pixels", Value::Text("12".into()), "12"),
        ] {
            assert_eq!(right_form(expected, &value), form);
        }
    }

    #[test]
    fn an_address_leads_into_the_web() {
        assert!(is_address("https://example.org/a?b#c") && is_address("http://пример.рф"));
        for text in ["javascript:alert(1)", "not a url", "https://", "https://a b", "example.org", "ftp://a"] {
            assert!(!is_address(text), "{text}");
        }
    }
}

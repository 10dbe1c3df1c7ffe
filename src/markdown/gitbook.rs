//! Tags of GitBook's in a text: `{% hint style="info" %}`, `{% tab title="Linux" %}`, `{% code title="a.js" %}`.
//!
//! In: a line that is one such tag. Out: the division that it opens or closes, words that stand in its place, what it says of
//! the code below it, or nothing for one that only puts what is in it into a frame of the web. Other tags are text.

use super::braces::{Braces, Pair};

/// What a tag stands for.
#[derive(Debug, PartialEq)]
pub(super) enum Tag {
    /// A box begins, or ends.
    Open(Braces),
    Close,
    /// Markdown in its place.
    Words(String),
    /// More of the info string of the block of code after it.
    Info(String),
    /// Nothing.
    Nothing,
}

/// Styles of hints, and the kinds of ours that they are.
const STYLES: [(&str, &str); 4] = [("info", "note"), ("warning", "warning"), ("danger", "caution"), ("success", "tip")];

/// Tags that say nothing to a book, and that leave what is between them as it is.
const FRAMES: [&str; 7] = ["tabs", "content-ref", "stepper", "step", "columns", "column", "raw"];

/// The tag that a line is.
pub(super) fn tag(line: &str) -> Option<Tag> {
    let inside = line.trim().strip_prefix("{%")?.strip_suffix("%}")?;
    if inside.contains("%}") {
        return None;
    }
    let inside = inside.trim_matches('-').trim();
    let (name, said) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let value = |key: &str| value(said, key);
    let is_frame = |name: &str| FRAMES.contains(&name);
    Some(match name {
        "hint" => {
            let style = value("style").unwrap_or_default();
            let kind = STYLES.iter().find(|(own, _)| *own == style).map_or("note", |(_, kind)| kind);
            let title = value("title").filter(|title| !title.is_empty());
            let pairs = title.map(|value| Pair { key: "title".into(), value, place: 0..0 }).into_iter().collect();
            Tag::Open(Braces { classes: vec![kind.into()], pairs, ..Braces::default() })
        }
        "endhint" => Tag::Close,
        "tab" => value("title").filter(|title| !title.is_empty()).map_or(Tag::Nothing, |title| {
            let escaped = title.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]));
            Tag::Words(format!("**{}**", escaped.collect::<String>()))
        }),
        "code" => {
            let title = value("title").filter(|title| !title.is_empty() && !title.contains('"'));
            let title = title.map(|title| format!(" title=\"{title}\"")).unwrap_or_default();
            let numbered = if value("lineNumbers").as_deref() == Some("true") { " numbered" } else { "" };
            Tag::Info(title + numbered)
        }
        "embed" => {
            let is_sound =
                |url: &String| url.contains("://") && !url.contains(|c: char| c.is_whitespace() || "<>".contains(c));
            Tag::Words(format!("<{}>", value("url").filter(is_sound)?))
        }
        "endtab" | "endcode" | "endembed" => Tag::Nothing,
        name if is_frame(name) || name.strip_prefix("end").is_some_and(is_frame) => Tag::Nothing,
        _ => return None,
    })
}

/// The value of a key, in quotation marks of either kind.
fn value(said: &str, key: &str) -> Option<String> {
    let mut rest = said;
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = after[1..].split_once(quote)?;
        if name.trim() == key {
            return Some(value.trim().to_owned());
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_boxes_words_or_nothing() {
        let opened = |line| match tag(line) {
            Some(Tag::Open(braces)) => braces.to_tag("div"),
            other => format!("{other:?}"),
        };
        assert_eq!(opened("{% hint style=\"info\" %}"), "<div class=\"note\">");
        assert_eq!(opened("  {%- hint icon='x' style='danger' -%}"), "<div class=\"caution\">");
        assert_eq!(opened("{% hint style=\"success\" %}"), "<div class=\"tip\">");
        assert_eq!(tag("{% endhint %}"), Some(Tag::Close));
        assert_eq!(tag("{% tab title=\"A_b\" %}"), Some(Tag::Words("**A\\_b**".into())));
        assert_eq!(
            tag("{% code title=\"a.js\" lineNumbers=\"true\" %}"),
            Some(Tag::Info(" title=\"a.js\" numbered".into()))
        );
        assert_eq!(tag("{% embed url=\"https://a.b/c\" %}"), Some(Tag::Words("<https://a.b/c>".into())));
        for line in ["{% tabs %}", "{% endtabs %}", "{% endtab %}", "{% content-ref url=\"a.md\" %}", "{% endraw %}"] {
            assert_eq!(tag(line), Some(Tag::Nothing), "{line}");
        }
        for line in
            ["{% swagger %}", "{{ hint }}", "{% hint %} a {% endhint %}", "text {% tabs %}", "{% embed url=\"a b\" %}"]
        {
            assert_eq!(tag(line), None, "{line}");
        }
    }
}

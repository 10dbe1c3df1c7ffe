//! `[theme]` to the wishes of a book.
//!
//! In: the table. Out: [`Overrides`]. Which keys there are, and what each takes, the design says; here every value is held
//! against it, and what does not fit is told at its place.

use super::reader::{Reader, number_of, parse_length};
use super::value::Value;
use crate::design::{Colour, Design, Key, Kind, Measure, Of, Overrides, Scale, THEMES, Wish};
use crate::source::{Span, Spanned};
use crate::units::Length;

/// Keys that are also found in a table, where one looks for them: the table, its key, the same key of `[theme]`.
const ALIASES: [(&str, &str, &str); 2] = [("text", "size", "body-size"), ("text", "leading", "leading")];

/// Least and most of the sizes that all else follows, in points.
const BODY_SIZES: (f64, f64) = (5.0, 36.0);
const LEADINGS: (f64, f64) = (5.0, 72.0);

/// Reads `[theme]`.
pub(super) fn read(overrides: &mut Overrides, mut theme: Reader<'_>) {
    let bases = THEMES.map(|name| (name, name));
    overrides.base = theme.choice("base", &bases).map(str::to_owned).or(overrides.base.take());
    overrides.trim = theme.page_size("trim").or(overrides.trim);
    overrides.body_size = length(&mut theme, "body-size", BODY_SIZES).or(overrides.body_size);
    overrides.leading = length(&mut theme, "leading", LEADINGS).or(overrides.leading);
    if let Some(text) = theme.table("text") {
        let name = theme.name_of("text");
        let mut text = theme.inner(text, name);
        overrides.body_size = overrides.body_size.or(length(&mut text, "size", BODY_SIZES));
        overrides.leading = overrides.leading.or(length(&mut text, "leading", LEADINGS));
    }
    let keys = Design::keys(overrides);
    let mut found = Found { scale: Design::scale(overrides), keys: &keys, margins: None, overrides };
    found.table("", &mut theme);
    let margins = found.margins;
    if let Some(span) = margins
        && Design::refuses_margins(overrides)
    {
        let message = "`margins`: they leave no room for the text".to_owned();
        theme.invalid(span, message, Some("the margins of the theme are used".into()));
    }
    theme.finish_with(|key| elsewhere(&keys, key));
}

fn length(reader: &mut Reader<'_>, key: &str, range: (f64, f64)) -> Option<Length> {
    reader.length(key, Length::pt(range.0), Length::pt(range.1))
}

/// Where a key stands that is looked for in the wrong table.
fn elsewhere(keys: &[Key], name: &str) -> Option<String> {
    let inside = keys.iter().filter_map(|key| key.path.rsplit_once('.')).find(|(_, last)| *last == name)?.0;
    Some(format!("there is a `{name}` in [theme.{inside}]"))
}

/// Wishes, as they are found.
struct Found<'d> {
    keys: &'d [Key],
    scale: Scale,
    overrides: &'d mut Overrides,
    /// Where margins are wished for.
    margins: Option<Span>,
}

impl Found<'_> {
    /// Reads the keys of one table and of those inside it.
    fn table(&mut self, prefix: &str, reader: &mut Reader<'_>) {
        let mut tables: Vec<&str> = Vec::new();
        for key in self.keys {
            let Some(rest) = key.path.strip_prefix(prefix) else { continue };
            match rest.split_once('.') {
                Some((table, _)) if tables.last() != Some(&table) => tables.push(table),
                Some(_) => {}
                None => self.key(rest, key, reader),
            }
        }
        let here = prefix.trim_end_matches('.');
        let aliases = ALIASES.iter().filter(|(table, ..)| *table == here && !prefix.is_empty());
        aliases.for_each(|(_, key, _)| reader.ignore(&[key]));
        for table in tables {
            let Some(inside) = reader.table(table) else { continue };
            let name = reader.name_of(table);
            if table == "margins" {
                self.margins = inside.entries.first().map(|entry| entry.key.span);
            }
            let mut inner = reader.inner(inside, name);
            self.table(&format!("{prefix}{table}."), &mut inner);
            inner.finish_with(|key| elsewhere(self.keys, key));
        }
    }

    fn key(&mut self, name: &str, key: &Key, reader: &mut Reader<'_>) {
        let is_followed = matches!(key.path.as_str(), "trim" | "body-size" | "leading");
        if !is_followed && let Some(wish) = self.wish(name, key, reader) {
            self.overrides.values.insert(key.path.clone(), wish);
        }
    }

    fn wish(&self, name: &str, key: &Key, reader: &mut Reader<'_>) -> Option<Wish> {
        match &key.kind {
            Kind::Length { of, least, most } => {
                let (least, most) = Kind::bounds(*of, *least, *most, self.scale);
                self.measure(name, *of, (least, most), reader).map(Wish::Length)
            }
            Kind::Flag => reader.flag(name).map(Wish::Flag),
            Kind::Count { least, most } => {
                let number = in_range(reader, name, "a whole number", *least as f64, *most as f64)?;
                if number.value.fract() != 0.0 {
                    reader.invalid(number.span, format!("`{name}`: {} is no whole number", number.value), None);
                    return None;
                }
                Some(Wish::Count(number.value as i64))
            }
            Kind::Factor { least, most } => {
                in_range(reader, name, "a number", *least, *most).map(|number| Wish::Factor(number.value))
            }
            Kind::Word(words) => {
                let choices: Vec<(&str, &str)> = words.iter().map(|word| (*word, *word)).collect();
                reader.choice(name, &choices).map(|word| Wish::Word(word.into()))
            }
            Kind::Text(most) => text(reader, name, *most).map(Wish::Text),
            Kind::Hyphenated(most) => Some(hyphenated(reader, name, *most)).filter(|w| !w.is_empty()).map(Wish::Words),
            Kind::Size => reader.page_size(name).map(Wish::Size),
            Kind::Colour => colour(reader, name).map(Wish::Colour),
        }
    }

    /// A length with its unit, or a number where the key's lengths are proportions.
    fn measure(&self, name: &str, of: Of, range: (Length, Length), reader: &mut Reader<'_>) -> Option<Measure> {
        let node = reader.node(name)?;
        let measure = match (of, number_of(&node.value)) {
            (Of::Nothing, _) => return reader.length(name, range.0, range.1).map(Measure::Absolute),
            (_, Some(number)) => Some(Measure::Times(number)),
            (_, None) => {
                let proportion = "a number or a length such as 1.2, \"12pt\", \"1.5em\" or \"2 lines\"";
                let (Value::Text(text) | Value::Plain(text)) = &node.value else {
                    reader.wrong_type(node, name, proportion);
                    return None;
                };
                parse_measure(text)
            }
        };
        let fits = |measure: &Measure| {
            let number = match measure {
                Measure::Times(number) | Measure::Ems(number) | Measure::Lines(number) => *number,
                Measure::Absolute(_) => 0.0,
            };
            number.is_finite() && (range.0..=range.1).contains(&self.scale.length(*measure, of))
        };
        let measure = measure.filter(fits);
        if measure.is_none() {
            let whole = self.scale.whole(of);
            let (least, most) = (range.0.ratio(whole), range.1.ratio(whole));
            let unit = if of == Of::Size { "the size of the text" } else { "the leading of the text" };
            let hint = format!(
                "write a number from {least:.1} to {most:.1}, times {unit}, or a length such as \"12pt\", \"1.5em\" or \
                 \"2 lines\""
            );
            reader.invalid(node.span, format!("`{name}`: there is no such length for it"), Some(hint));
        }
        measure
    }
}

/// A number between two bounds.
fn in_range(reader: &mut Reader<'_>, name: &str, expected: &str, least: f64, most: f64) -> Option<Spanned<f64>> {
    let number = reader.number(name, &format!("{expected} from {least} to {most}"))?;
    if (least..=most).contains(&number.value) {
        return Some(number);
    }
    let hint = format!("write {expected} from {least} to {most}");
    reader.invalid(number.span, format!("`{name}`: {} is out of its range", number.value), Some(hint));
    None
}

/// Any text, even an empty one or spaces.
fn text(reader: &mut Reader<'_>, name: &str, most: usize) -> Option<String> {
    let node = reader.node(name)?;
    let (Value::Text(text) | Value::Plain(text)) = &node.value else {
        reader.wrong_type(node, name, "a string");
        return None;
    };
    if text.chars().count() > most {
        reader.invalid(node.span, format!("`{name}`: more than {most} characters"), None);
        return None;
    }
    Some(text.clone())
}

/// Words of letters, with single hyphens inside them; what is none is told and left out.
fn hyphenated(reader: &mut Reader<'_>, name: &str, most: usize) -> Vec<String> {
    let mut words = Vec::new();
    for text in reader.texts(name) {
        let parts: Vec<&str> = text.value.split(['-', '\u{2010}', '\u{AD}']).collect();
        let is_word = parts.iter().all(|part| !part.is_empty() && part.chars().all(is_of_words));
        if is_word && text.value.len() <= 200 {
            words.push(parts.join("-"));
        } else {
            let hint = "write the word with a hyphen where it may be broken, such as \"man-u-script\"".to_owned();
            reader.invalid(text.span, format!("`{name}`: {:?} is no word", text.value), Some(hint));
        }
        if words.len() > most {
            reader.invalid(text.span, format!("`{name}`: more than {most} words"), None);
            words.truncate(most);
            break;
        }
    }
    words
}

/// Letters, and the marks that combine with them.
fn is_of_words(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')
}

fn colour(reader: &mut Reader<'_>, name: &str) -> Option<Colour> {
    let text = reader.text(name)?;
    let colour = Colour::parse(&text.value);
    if colour.is_none() {
        let hint = "write six hexadecimal digits, such as \"#555555\"".to_owned();
        reader.invalid(text.span, format!("`{name}`: {:?} is no colour", text.value), Some(hint));
    }
    colour
}

/// A number with a unit: of length, `em`, or `line` and `lines`.
fn parse_measure(text: &str) -> Option<Measure> {
    let text = text.trim();
    if let Some(length) = parse_length(text) {
        return Some(Measure::Absolute(length));
    }
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
    let number: f64 = number.trim().parse().ok()?;
    match unit {
        "em" => Some(Measure::Ems(number)),
        "line" | "lines" => Some(Measure::Lines(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::reader::Manner;
    use super::super::toml;
    use super::*;
    use crate::diagnostic::{Code, Diagnostics, Severity};
    use crate::source::FileId;

    fn read_text(text: &str) -> (Overrides, Diagnostics) {
        let table = toml::read(text, Span::new(FileId(0), 0, text.len() as u32)).expect("sound TOML");
        let (mut overrides, mut diagnostics) = (Overrides::default(), Diagnostics::default());
        let theme = table.table("theme").expect("a [theme]");
        read(&mut overrides, Reader::new(theme, "[theme]", Manner::Strict, &mut diagnostics));
        (overrides, diagnostics)
    }

    /// Code, severity, the marked text and the first hint of each finding.
    fn findings(text: &str) -> Vec<(Code, Severity, String, String)> {
        let (_, diagnostics) = read_text(text);
        let marked = |span: Span| text[span.start as usize..span.end as usize].to_owned();
        let told = diagnostics.sorted();
        told.iter()
            .map(|d| {
                (
                    d.code,
                    d.severity,
                    d.span.map(marked).unwrap_or_default(),
                    d.hints.first().cloned().unwrap_or_default(),
                )
            })
            .collect()
    }

    #[test]
    fn the_dump_of_every_theme_reads_back_as_the_same_design() {
        for base in THEMES {
            let start = Overrides { base: Some(base.into()), body_size: Some(Length::pt(9.3)), ..Overrides::default() };
            let dump = Design::dump(&start);
            let (read, told) = read_text(&dump);
            assert!(told.sorted().is_empty(), "{base}: {:?}", told.sorted());
            assert_eq!(Design::new(&read), Design::new(&start), "{base}");
            let on_another = Overrides { base: Some("novel".into()), ..read };
            assert_eq!(Design::new(&on_another), Design::new(&start), "{base}, all keys alone");
        }
    }

    /// A value of a key that is not the one that it has.
    fn another(key: &Key, scale: Scale) -> String {
        match (&key.kind, &key.value) {
            (Kind::Length { of, least, most }, Wish::Length(now)) => {
                let (least, most) = Kind::bounds(*of, *least, *most, scale);
                let now = scale.length(*now, *of);
                let nearby = now + Length::pt(1.0);
                let other = if nearby <= most { nearby } else { now - Length::pt(1.0) };
                format!("\"{}pt\"", other.max(least).to_pt())
            }
            (Kind::Flag, Wish::Flag(now)) => (!now).to_string(),
            (Kind::Count { least, .. }, Wish::Count(now)) => if now == least { now + 1 } else { now - 1 }.to_string(),
            (Kind::Factor { least, .. }, Wish::Factor(now)) => format!("{}", (now - 0.1).max(*least)),
            (Kind::Word(words), Wish::Word(now)) => {
                format!("{:?}", words.iter().find(|word| *word != now).expect("two"))
            }
            (Kind::Text(_), Wish::Text(_)) => "\"~\"".into(),
            (Kind::Hyphenated(_), Wish::Words(_)) => "[\"man-u-script\"]".into(),
            (Kind::Size, Wish::Size(_)) => "\"5x7in\"".into(),
            (Kind::Colour, Wish::Colour(_)) => "\"#123456\"".into(),
            (kind, value) => panic!("{}: {kind:?} with {value:?}", key.path),
        }
    }

    #[test]
    fn every_key_changes_the_design_and_nothing_but_its_own_value() {
        let start = Overrides::default();
        let scale = Design::scale(&start);
        let keys = Design::keys(&start);
        assert!(keys.len() > 150);
        for key in &keys {
            let (inside, name) = key.path.rsplit_once('.').unwrap_or(("", &key.path));
            let header = if inside.is_empty() { "[theme]".into() } else { format!("[theme.{inside}]") };
            let (read, told) =
                read_text(&format!("[theme]\n{}\n{name} = {}\n", header.replace("[theme]", ""), another(key, scale)));
            assert!(told.sorted().is_empty(), "{}: {:?}", key.path, told.sorted());
            assert_ne!(Design::new(&read), Design::new(&start), "{} changes nothing", key.path);
            if matches!(
                key.path.as_str(),
                "trim" | "body-size" | "leading" | "contents-depth" | "columns" | "ruled-margin"
            ) {
                continue;
            }
            let changed = Design::keys(&read);
            let others = keys.iter().zip(&changed).filter(|(before, after)| before.value != after.value);
            assert_eq!(others.map(|(k, _)| &k.path).collect::<Vec<_>>(), [&key.path]);
        }
    }

    #[test]
    fn what_does_not_fit_is_told_at_its_key_or_value() {
        use Code::{InvalidValue, UnknownKey, WrongType};
        for (text, code, marked, hint) in [
            ("[theme.note]\nsize = true", WrongType, "true", ""),
            ("[theme.note]\nsize = 99", InvalidValue, "99", "write a number from 0.3 to 8.0"),
            ("[theme.note]\nsize = \"9px\"", InvalidValue, "\"9px\"", "write a number"),
            ("[theme.note]\nsize = nan", InvalidValue, "nan", "write a number"),
            ("[theme.note]\nsiez = 1", UnknownKey, "siez", "did you mean `size`?"),
            ("[theme.noet]\nsize = 1", UnknownKey, "noet", "did you mean `note`?"),
            ("[theme]\nindent = 1", UnknownKey, "indent", "there is a `indent` in [theme.paragraph]"),
            ("[theme.note]\nweight = \"blod\"", InvalidValue, "\"blod\"", "did you mean \"bold\"?"),
            ("[theme.note]\ncolour = \"red\"", InvalidValue, "\"red\"", "write six"),
            ("[theme.note]\ntracking = 1.5", InvalidValue, "1.5", ""),
            ("[theme.headings.9]\nsize = 1", UnknownKey, "9", ""),
            ("[theme]\nheadings = 1", WrongType, "1", ""),
            ("[theme]\nmargins = { inner = 50 }", WrongType, "50", ""),
            ("[theme]\nmargins = { inner = \"400pt\" }", InvalidValue, "inner", "the margins of the theme are used"),
            ("[theme]\ncontents-depth = 7", InvalidValue, "7", "write a whole number from 0 to 6"),
        ] {
            let told = findings(text);
            assert_eq!(told.len(), 1, "{text}: {told:?}");
            assert_eq!((told[0].0, told[0].2.as_str()), (code, marked), "{text}");
            assert!(told[0].3.starts_with(hint), "{text}: {}", told[0].3);
            assert_eq!(told[0].1 == Severity::Error, code == WrongType, "{text}");
        }
    }

    #[test]
    fn proportions_follow_the_size_of_the_text_and_points_do_not() {
        let text = "[theme]\nbody-size = \"12pt\"\nleading = \"16pt\"\n[theme.note]\nsize = 0.75\nleading = \"11pt\"\n\
                    [theme.caption]\nsize = \"0.5em\"\n[theme.headings.2]\nbefore = \"2 lines\"\nafter = 0.25\n";
        let (overrides, told) = read_text(text);
        assert!(told.sorted().is_empty(), "{:?}", told.sorted());
        let types = Design::new(&overrides).types;
        assert_eq!((types.note.size, types.note.leading), (Length::pt(9.0), Length::pt(11.0)));
        assert_eq!(types.caption.size, Length::pt(6.0));
        assert_eq!((types.headings[1].before, types.headings[1].after), (Length::pt(32.0), Length::pt(4.0)));
    }

    #[test]
    fn the_size_of_the_text_may_stand_in_its_table() {
        let (overrides, told) = read_text("[theme.text]\nsize = \"9pt\"\nleading = \"12pt\"\nfigures = \"lining\"\n");
        assert!(told.sorted().is_empty(), "{:?}", told.sorted());
        assert_eq!((overrides.body_size, overrides.leading), (Some(Length::pt(9.0)), Some(Length::pt(12.0))));
    }
}

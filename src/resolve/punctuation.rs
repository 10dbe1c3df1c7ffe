//! Typographic punctuation.
//!
//! In: text as typed. Out: the language's quotation marks for straight ones, apostrophes, dashes for two and three hyphens,
//! an ellipsis for three full stops, and the spaces that French sets before its high punctuation.
//!
//! Quotes pair inside one paragraph, heading, cell or line of verse, through emphasis and links. Code, formulas, addresses
//! shown as text, characters that the author has escaped and marks that are typographic already stay as they are.

use super::locale::{FIXED, Locale, NARROW, locale};
use crate::document::{Draft, Inline, InlineKind, LITERAL, Language, Punctuation, Target, each_line_mut, plain_text};
use crate::source::FileId;
use std::collections::BTreeMap;

/// Sets the punctuation of a draft.
pub(super) fn set(draft: &mut Draft) {
    if draft.punctuation == Punctuation::AsTyped {
        return;
    }
    let book = draft.metadata.language.clone();
    let mut languages: BTreeMap<FileId, Language> = BTreeMap::new();
    for division in &mut draft.divisions {
        division.each_line_mut(&book, &mut |line, language| set_line(line, language));
        division.each(&mut |d| {
            if let (Some(_), Some(language)) = (&d.source, &d.attr.language) {
                languages.entry(d.span.file).or_insert_with(|| language.clone());
            }
        });
        set_titles(division, &book);
    }
    for note in &mut draft.notes {
        let language = languages.get(&note.span.file).unwrap_or(&book);
        each_line_mut(&mut note.blocks, language, &mut |line, language| set_line(line, language));
    }
    let metadata = &mut draft.metadata;
    metadata.title = set_text(&metadata.title, &book);
    for title in [&mut metadata.subtitle, &mut metadata.short_title].into_iter().flatten() {
        *title = set_text(title, &book);
    }
}

fn set_titles(division: &mut crate::document::Division, language: &Language) {
    let language = division.attr.language.clone().unwrap_or_else(|| language.clone());
    division.title = set_text(&division.title, &language);
    set_line(&mut division.title_content, &language);
    if let Some(short) = division.heading.as_mut().and_then(|heading| heading.short.as_mut()) {
        *short = set_text(short, &language);
    }
    division.children.iter_mut().for_each(|child| set_titles(child, &language));
}

/// A text without markup.
pub(super) fn set_text(text: &str, language: &Language) -> String {
    let locales = [locale(language)];
    let signs: Vec<Sign> = text.chars().map(|c| Sign { c, run: Some(0), locale: 0 }).collect();
    Setter::new(&signs, &locales, 1).set().pop().unwrap_or_default()
}

fn set_line(line: &mut [Inline], language: &Language) {
    let mut gathered = Gathered { signs: Vec::new(), locales: vec![locale(language)], runs: 0 };
    gathered.line(line, 0);
    if !gathered.signs.iter().any(|sign| may_change(sign.c)) {
        return;
    }
    let mut runs = Setter::new(&gathered.signs, &gathered.locales, gathered.runs).set().into_iter();
    put_back(line, &mut runs);
}

fn may_change(c: char) -> bool {
    matches!(c, '"' | '\'' | '-' | '.' | ';' | '!' | '?' | ':' | '«' | '»')
}

/// A character of a line.
#[derive(Clone, Copy, Debug)]
struct Sign {
    c: char,
    /// The run that it belongs to; `None` when it is only there for its neighbours to see.
    run: Option<usize>,
    /// Which locale it is set in.
    locale: usize,
}

/// What stands for something that is no text.
const OBJECT: char = '\u{FFFC}';

struct Gathered {
    signs: Vec<Sign>,
    locales: Vec<Locale>,
    runs: usize,
}

impl Gathered {
    fn line(&mut self, line: &[Inline], outer: usize) {
        for inline in line {
            let locale = match &inline.attr.language {
                Some(language) => {
                    self.locales.push(super::locale::locale(language));
                    self.locales.len() - 1
                }
                None => outer,
            };
            match &inline.kind {
                InlineKind::Text(text) => {
                    let run = Some(self.runs);
                    self.runs += 1;
                    self.signs.extend(text.chars().map(|c| Sign { c, run, locale }));
                }
                InlineKind::Code(_) | InlineKind::Math(_) | InlineKind::Image(_) => self.fixed(OBJECT, locale),
                InlineKind::LineBreak => self.fixed('\n', locale),
                InlineKind::NoteRef(_) => {}
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Strikethrough(content)
                | InlineKind::Superscript(content)
                | InlineKind::Subscript(content)
                | InlineKind::SmallCaps(content)
                | InlineKind::Span(content)
                | InlineKind::Abbreviation { content, .. }
                | InlineKind::Link { content, .. } => match content.is_empty() {
                    _ if stays(inline) => plain_text(content).chars().for_each(|c| self.fixed(c, locale)),
                    true => {}
                    false => self.line(content, locale),
                },
            }
        }
    }

    fn fixed(&mut self, c: char, locale: usize) {
        self.signs.push(Sign { c, run: None, locale });
    }
}

/// True for an escaped character and for an address shown as text.
fn stays(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Link { target: Target::Url(address), content, .. } => {
            let shown = plain_text(content);
            *address == shown || address.strip_prefix("mailto:") == Some(shown.as_str())
        }
        InlineKind::Span(_) => inline.attr.has_class(LITERAL),
        _ => false,
    }
}

fn put_back(line: &mut [Inline], runs: &mut impl Iterator<Item = String>) {
    for inline in line {
        if stays(inline) {
            continue;
        }
        if let InlineKind::Text(text) = &mut inline.kind {
            *text = runs.next().unwrap_or_default();
        } else if let Some(content) = inline.content_mut() {
            put_back(content, runs);
        }
    }
}

/// Sets the signs of one line.
struct Setter<'a> {
    signs: &'a [Sign],
    locales: &'a [Locale],
    /// The text of each run so far.
    runs: Vec<String>,
    /// How many double and single quotations are open.
    open: (usize, usize),
    /// For each sign, how many single quotes after it may close a quotation.
    closers: Vec<usize>,
}

impl<'a> Setter<'a> {
    fn new(signs: &'a [Sign], locales: &'a [Locale], runs: usize) -> Setter<'a> {
        let mut setter = Setter { signs, locales, runs: vec![String::new(); runs], open: (0, 0), closers: Vec::new() };
        let mut closers = vec![0; signs.len()];
        let mut count = 0;
        for i in (0..signs.len()).rev() {
            closers[i] = count;
            if signs[i].run.is_some() && signs[i].c == '\'' && setter.may_close(i) && !setter.may_open(i) {
                count += 1;
            }
        }
        setter.closers = closers;
        setter
    }

    fn set(mut self) -> Vec<String> {
        let mut i = 0;
        while i < self.signs.len() {
            i += self.sign(i);
        }
        self.runs
    }

    /// Sets the sign at `i` and says how many signs that took.
    fn sign(&mut self, i: usize) -> usize {
        let Sign { c, run: Some(run), locale } = self.signs[i] else { return 1 };
        let locale = self.locales[locale];
        match c {
            '"' => {
                let mark = self.double(i, &locale);
                self.runs[run].push_str(mark);
            }
            '\'' => {
                let mark = self.single(i, &locale);
                self.runs[run].push_str(mark);
            }
            '-' => return self.dash(i, run),
            '.' if self.repeated(i) >= 3 => {
                self.runs[run].push('…');
                return 3;
            }
            ' ' | FIXED if locale.before_colon.is_some() => self.french_space(i, run, &locale),
            ';' | '!' | '?' | ':' if locale.before_colon.is_some() => self.french_high(i, run, &locale),
            _ => self.runs[run].push(c),
        }
        1
    }

    fn before(&self, i: usize) -> Option<char> {
        i.checked_sub(1).and_then(|i| self.signs.get(i)).map(|sign| sign.c)
    }

    fn at(&self, i: usize) -> Option<char> {
        self.signs.get(i).map(|sign| sign.c)
    }

    /// How often the sign at `i` stands there in a row, in the same run.
    fn repeated(&self, i: usize) -> usize {
        let first = self.signs[i];
        self.signs[i..].iter().take_while(|s| s.c == first.c && s.run == first.run).count()
    }

    fn may_open(&self, i: usize) -> bool {
        let inside = self.at(i + 1).is_some_and(|c| !is_space(c));
        inside && self.before(i).is_none_or(|c| is_space(c) || opens(c) || is_dash(c))
    }

    fn may_close(&self, i: usize) -> bool {
        let inside = self.before(i).is_some_and(|c| !is_space(c));
        inside && self.at(i + 1).is_none_or(|c| is_space(c) || (!c.is_alphanumeric() && !begins(c)))
    }

    fn double(&mut self, i: usize, locale: &Locale) -> &'static str {
        let opening = match (self.may_open(i), self.may_close(i)) {
            (true, false) => true,
            (false, true) => false,
            _ => self.open.0 == 0,
        };
        if !opening && self.open.0 == 0 && self.before(i).is_some_and(|c| c.is_ascii_digit()) {
            return "″";
        }
        self.open.0 = if opening { self.open.0 + 1 } else { self.open.0.saturating_sub(1) };
        if opening { locale.double.0 } else { locale.double.1 }
    }

    fn single(&mut self, i: usize, locale: &Locale) -> &'static str {
        let before = self.before(i);
        let after = self.at(i + 1);
        let between_digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if between_digits(before) && between_digits(after) {
            return "′";
        }
        if self.may_open(i) && !self.is_elision(i, locale) && self.closers[i] > self.open.1 {
            self.open.1 += 1;
            return locale.single.0;
        }
        if self.open.1 > 0 && self.may_close(i) {
            self.open.1 -= 1;
            return locale.single.1;
        }
        "’"
    }

    /// True for the apostrophe of ’90s and ’tis.
    fn is_elision(&self, i: usize, locale: &Locale) -> bool {
        let word: String =
            self.signs[i + 1..].iter().map(|s| s.c).take_while(|c| c.is_alphanumeric()).take(8).collect();
        let digits = word.chars().take_while(char::is_ascii_digit).count();
        digits == 2 && matches!(&word[2..], "" | "s" | "er" | "ers")
            || locale.elided.contains(&word.to_lowercase().as_str())
    }

    /// Two hyphens are an en dash, three an em dash; an option of a command (` --all`) and an arrow stay.
    fn dash(&mut self, i: usize, run: usize) -> usize {
        let count = self.repeated(i);
        let after = self.at(i + count);
        let option =
            self.before(i).is_none_or(|c| is_space(c) || opens(c)) && after.is_some_and(|c| c.is_alphanumeric());
        let arrow = after == Some('>') || matches!(self.before(i), Some('<' | '!'));
        match count {
            2 if !option && !arrow => self.runs[run].push('–'),
            3 if !arrow => self.runs[run].push('—'),
            _ => self.runs[run].extend(std::iter::repeat_n('-', count)),
        }
        count
    }

    /// A space before high punctuation or inside guillemets does not break.
    fn french_space(&mut self, i: usize, run: usize, locale: &Locale) {
        let own = self.signs[i].c;
        let space = match (self.before(i), self.at(i + 1)) {
            (_, Some(';' | '!' | '?')) => locale.before_high.unwrap_or(NARROW),
            (_, Some(':')) | (_, Some('»')) | (Some('«'), _) => locale.before_colon.unwrap_or(FIXED),
            _ => own,
        };
        self.runs[run].push(space);
    }

    /// Sets the space that the author did not type before high punctuation that ends a word.
    fn french_high(&mut self, i: usize, run: usize, locale: &Locale) {
        let c = self.signs[i].c;
        let space = if c == ':' { locale.before_colon } else { locale.before_high };
        let word_before = self.before(i).is_some_and(|c| c.is_alphanumeric() || ")]»”’…%".contains(c) || c == OBJECT);
        let ends = self.at(i + 1).is_none_or(|c| is_space(c) || ")]»”\"!?.…,".contains(c));
        if let Some(space) = space.filter(|_| word_before && ends) {
            self.runs[run].push(space);
        }
        self.runs[run].push(c);
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{200B}'
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '/' | '=')
}

/// Signs after which a quotation may begin.
fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '<' | '“' | '‘' | '«' | '‹' | '„' | '‚' | '»' | '›' | '¿' | '¡' | '"' | '\'')
}

/// Signs before which no quotation ends.
fn begins(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '<' | '«' | '‹' | '„' | '‚' | '¿' | '¡' | OBJECT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_in(language: &str, text: &str) -> String {
        set_text(text, &Language(language.into())).replace(FIXED, "_").replace(NARROW, "~")
    }

    #[test]
    fn english_quotes_and_apostrophes() {
        let cases = [
            ("\"Yes,\" he said, \"it's 'fine'.\"", "“Yes,” he said, “it’s ‘fine’.”"),
            ("'Yes,' she said.", "‘Yes,’ she said."),
            ("rock 'n' roll in the '90s", "rock ’n’ roll in the ’90s"),
            ("'Tis the dogs' day", "’Tis the dogs’ day"),
            ("(\"so\")", "(“so”)"),
            ("\"'Twas he,' she said\"", "“’Twas he,’ she said”"),
            ("\"'Yes,' he said\"", "“‘Yes,’ he said”"),
            ("6'2\" tall", "6′2″ tall"),
            ("don't", "don’t"),
            ("\"open to the next paragraph", "“open to the next paragraph"),
            ("“done” already", "“done” already"),
        ];
        for (typed, set) in cases {
            assert_eq!(set_in("en", typed), set);
        }
    }

    #[test]
    fn dashes_and_ellipses() {
        let cases = [
            ("1914--1918", "1914–1918"),
            ("so---no", "so—no"),
            ("so -- no", "so – no"),
            ("with --all set", "with --all set"),
            ("a --> b", "a --> b"),
            ("----", "----"),
            ("wait...", "wait…"),
            ("wait....", "wait…."),
        ];
        for (typed, set) in cases {
            assert_eq!(set_in("en", typed), set);
        }
    }

    #[test]
    fn other_languages_have_other_marks() {
        let cases = [
            ("de", "\"Ja, 'gut'\"", "„Ja, ‚gut‘“"),
            ("de-CH", "\"Ja\"", "«Ja»"),
            ("es", "\"Sí\" ¿\"qué\"?", "«Sí» ¿«qué»?"),
            ("ru", "\"Да 'нет'\" д'Артаньян", "«Да „нет“» д’Артаньян"),
            ("nb", "\"Ja\"", "«Ja»"),
            ("sv", "\"Ja\"", "”Ja”"),
            ("pl", "\"Tak\"", "„Tak”"),
            ("nl", "'s avonds", "’s avonds"),
        ];
        for (language, typed, set) in cases {
            assert_eq!(set_in(language, typed), set);
        }
    }

    #[test]
    fn french_spaces_do_not_break() {
        let cases = [
            ("\"L'homme\" dit : \"Quoi ?\"", "«_L’homme_» dit_: «_Quoi~?_»"),
            ("Non! Oui; ici: là", "Non~! Oui~; ici_: là"),
            ("Quoi?!", "Quoi~?!"),
            ("à 12:30, http://a.b?c=d;e", "à 12:30, http://a.b?c=d;e"),
            ("« déjà »", "«_déjà_»"),
        ];
        for (typed, set) in cases {
            assert_eq!(set_in("fr", typed), set, "{typed}");
        }
        assert_eq!(set_in("fr-CA", "Non! ici:"), "Non! ici_:");
    }

    #[test]
    fn quotes_pair_through_emphasis_and_stop_at_code() {
        let span = crate::source::Span::default();
        let text = |t: &str| Inline::new(InlineKind::Text(t.into()), span);
        let emphasis = Inline::new(InlineKind::Emphasis(vec![text("a")]), span);
        let code = Inline::new(InlineKind::Code("\"x\"".into()), span);
        let mut line = vec![text("\""), emphasis, text("\" and \""), code, text("\"")];
        set_line(&mut line, &Language("en".into()));
        assert_eq!(plain_text(&line), "“a” and “\"x\"”");
    }

    #[test]
    fn a_passage_is_set_in_its_own_language() {
        let span = crate::source::Span::default();
        let mut inner =
            Inline::new(InlineKind::Span(vec![Inline::new(InlineKind::Text("\"oui\"".into()), span)]), span);
        inner.attr.language = Some(Language("fr".into()));
        let mut line = vec![Inline::new(InlineKind::Text("\"yes\" ".into()), span), inner];
        set_line(&mut line, &Language("en".into()));
        assert_eq!(plain_text(&line), "“yes” «\u{A0}oui\u{A0}»");
    }
}

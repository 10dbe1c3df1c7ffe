//! The pages before the text: cover, title page, imprint, dedication.
//!
//! In: metadata and the name of the cover. Out: content documents; only what the metadata says is on them.

use super::content::{Page, page, title_or};
use super::language;
use super::pages::Pages;
use super::xhtml::{Tag, Writer, one_line};
use crate::document::words::{Word, word};
use crate::document::{ImprintGroup, ImprintLine, Language, Metadata, PageStart, Relator, imprint};

/// The files of the pages that pages of the printed book begin with.
pub(super) const TITLE_PAGE: &str = "title-page.xhtml";
pub(super) const IMPRINT: &str = "imprint.xhtml";
pub(super) const DEDICATION: &str = "dedication.xhtml";

/// A page that the backend makes itself.
pub(super) struct FrontPage {
    /// Its file name.
    pub(super) name: &'static str,
    /// What it is called in landmarks.
    pub(super) label: &'static str,
    /// Its text.
    pub(super) text: String,
}

/// The pages that the book has, in order.
pub(super) fn pages(metadata: &Metadata, cover: Option<&str>, printed: &Pages<'_>) -> Vec<FrontPage> {
    let mut pages = Vec::new();
    let mut add = |name, of: Word, body_type: &str, body: String| {
        let label = word(&metadata.language, of);
        let text = page(&Page { title: label, language: &metadata.language, body_type }, &body);
        pages.push(FrontPage { name, label, text });
    };
    if let Some(name) = cover {
        add("cover.xhtml", Word::Cover, "cover", cover_page(metadata, name));
    }
    add(TITLE_PAGE, Word::TitlePage, "frontmatter", title_page(metadata, printed));
    add(IMPRINT, Word::Imprint, "frontmatter", imprint_page(metadata, printed));
    if let Some(dedication) = metadata.dedication.as_deref().filter(|text| !text.trim().is_empty()) {
        add(DEDICATION, Word::Dedication, "frontmatter", dedication_page(metadata, dedication, printed));
    }
    pages
}

fn cover_page(metadata: &Metadata, name: &str) -> String {
    let mut out = Writer::default();
    let label = word(&metadata.language, Word::Cover);
    let authors = metadata.authors().join(", ");
    let title = title_or(&metadata.title, metadata);
    let said: Vec<String> = [title, one_line(&authors)].into_iter().filter(|text| !text.is_empty()).collect();
    out.open(Tag::new("section").with("class", "cover").with("aria-label", label));
    let alt = format!("{label}: {}", said.join(", "));
    out.empty(Tag::new("img").with("src", name).with("alt", alt).with("role", "doc-cover"));
    out.close("section");
    out.into_string()
}

fn title_page(metadata: &Metadata, printed: &Pages<'_>) -> String {
    let mut out = Writer::default();
    let section = Tag::new("section").with("class", "title-page").with("epub:type", "titlepage");
    out.open(section.with("aria-labelledby", "title.book"));
    out.newline();
    printed.beginning_with(PageStart::TitlePage).for_each(|number| printed.mark(&mut out, number));
    let authors = metadata.authors();
    if !authors.is_empty() {
        out.open(Tag::new("p").with("class", "authors"));
        for (i, author) in authors.iter().enumerate() {
            if i > 0 {
                out.empty(Tag::new("br"));
            }
            out.text(author);
        }
        out.close("p");
        out.newline();
    }
    out.leaf(Tag::new("h1").with("id", "title.book"), &title_or(&metadata.title, metadata));
    if let Some(subtitle) = &metadata.subtitle {
        out.newline();
        let tag = Tag::new("p").with("class", "subtitle").with("epub:type", "subtitle").with("role", "doc-subtitle");
        out.leaf(tag, subtitle);
    }
    credits(&mut out, metadata);
    foot(&mut out, metadata);
    out.newline();
    out.close("section");
    out.into_string()
}

/// Who else a title page names.
fn credits(out: &mut Writer, metadata: &Metadata) {
    for (role, label) in [
        (Relator::Editor, Word::Editing),
        (Relator::Translator, Word::Translation),
        (Relator::Illustrator, Word::Illustrations),
        (Relator::ForewordAuthor, Word::Foreword),
    ] {
        let names = metadata.by(&role);
        if !names.is_empty() {
            out.newline();
            out.open(Tag::new("p").with("class", "credit"));
            let said = Tag::new("span").with("class", "credit-label");
            out.leaf(language::of_words(said, &metadata.language), word(&metadata.language, label));
            out.text(" ");
            out.text(&names.join(", "));
            out.close("p");
        }
    }
}

/// Edition, publisher, place and year.
fn foot(out: &mut Writer, metadata: &Metadata) {
    let place = metadata.publisher.as_ref().and_then(|p| p.place.clone());
    let year = metadata.date.map(|date| date.year.to_string());
    let line: Vec<String> = place.into_iter().chain(year).collect();
    for (class, text) in [
        ("edition", metadata.edition.clone()),
        ("publisher", metadata.publisher.as_ref().map(|p| p.name.clone())),
        ("place", Some(line.join(" · "))),
    ] {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            out.newline();
            out.leaf(Tag::new("p").with("class", class), &text);
        }
    }
}

fn imprint_page(metadata: &Metadata, printed: &Pages<'_>) -> String {
    let mut out = Writer::default();
    let section = Tag::new("section").with("class", "imprint").with("epub:type", "imprint");
    out.open(section.with("aria-labelledby", "title.imprint"));
    out.newline();
    printed.beginning_with(PageStart::Imprint).for_each(|number| printed.mark(&mut out, number));
    let heading = Tag::new("h1").with("id", "title.imprint");
    out.leaf(language::of_words(heading, &metadata.language), word(&metadata.language, Word::Imprint));
    imprint(metadata).iter().for_each(|group| imprint_group(&mut out, group, &metadata.language));
    out.newline();
    out.close("section");
    out.into_string()
}

fn imprint_group(out: &mut Writer, group: &ImprintGroup, tongue: &Language) {
    out.newline();
    if let Some(heading) = &group.heading {
        out.leaf(language::of_words(Tag::new("h2"), tongue), heading);
        out.newline();
    }
    let (named, unnamed): (Vec<_>, Vec<_>) = group.lines.iter().partition(|line| !line.label.is_empty());
    for line in unnamed {
        imprint_value(out, "p", line);
        out.newline();
    }
    if named.is_empty() {
        return;
    }
    out.open(Tag::new("dl"));
    for line in named {
        out.newline();
        out.leaf(language::of_words(Tag::new("dt"), tongue), &line.label);
        out.newline();
        imprint_value(out, "dd", line);
    }
    out.newline();
    out.close("dl");
}

fn imprint_value(out: &mut Writer, name: &'static str, line: &ImprintLine) {
    let tag = Tag::new(name);
    out.open(match &line.language {
        Some(language) => language::attributes(tag, language),
        None => tag,
    });
    match line.url.as_deref().and_then(super::address::absolute) {
        Some(url) => out.leaf(Tag::new("a").with("href", url), &line.value),
        None => lines(out, &line.value),
    }
    out.close(name);
}

fn dedication_page(metadata: &Metadata, dedication: &str, printed: &Pages<'_>) -> String {
    let mut out = Writer::default();
    let section = Tag::new("section").with("class", "dedication").with("epub:type", "dedication");
    let label = word(&metadata.language, Word::Dedication);
    out.open(section.with("role", "doc-dedication").with("aria-label", label));
    printed.beginning_with(PageStart::Dedication).for_each(|number| printed.mark(&mut out, number));
    out.open(Tag::new("p"));
    lines(&mut out, dedication);
    out.close("p");
    out.close("section");
    out.into_string()
}

/// Text whose line ends are kept.
fn lines(out: &mut Writer, text: &str) {
    for (i, line) in text.trim().lines().enumerate() {
        if i > 0 {
            out.empty(Tag::new("br"));
        }
        out.text(line.trim());
    }
}

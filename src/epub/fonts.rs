//! Embedded fonts.
//!
//! In: the fonts of the book and the characters that each look shows. Out: a font file for each face that is shown, with
//! those characters only, and the rules that name them (CSS Fonts 4, `@font-face`). Families are asked for and nothing
//! else, so that the size, and whether the reader's own typeface goes before, stay the reader's.

use super::Error;
use super::looks::{Look, Looks};
use super::places::{Names, slug};
use crate::design::{Design, Type};
use crate::font::{Face, FaceId, Family, FontBook, Style, Wanted};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A font file.
#[derive(Debug)]
pub(super) struct FontFile {
    /// Its name inside the publication, such as `fonts/libertinusserif-italic.otf`.
    pub(super) name: String,
    /// Its media type (EPUB 3.3, 3.2).
    pub(super) media_type: &'static str,
    /// The file.
    pub(super) bytes: Vec<u8>,
}

/// The fonts of a publication, and the part of its style sheet that names them.
#[derive(Debug, Default)]
pub(super) struct Embedded {
    pub(super) files: Vec<FontFile>,
    pub(super) css: String,
}

/// What a face is needed for.
#[derive(Debug, Default)]
struct Use {
    characters: BTreeSet<char>,
    small_capitals: bool,
    /// True when text that is no code is set in it.
    text: bool,
    /// Other styles of its family that lack characters which it has, with those characters.
    borrowed: BTreeMap<Style, BTreeSet<char>>,
}

/// Cuts down the faces that the looks show.
///
/// # Errors
/// When a font is too broken to be cut.
pub(super) fn embed(fonts: &FontBook, design: &Design, looks: &Looks) -> Result<Embedded, Error> {
    let uses = uses(fonts, looks);
    let cut = |(id, used): (&FaceId, &Use)| {
        let wanted = Wanted { small_capitals: used.small_capitals, plain: !used.text };
        fonts.face(*id).cut(&used.characters, wanted)
    };
    let cuts: Result<Vec<Vec<u8>>, _> = uses.iter().collect::<Vec<_>>().into_par_iter().map(cut).collect();
    let mut names = Names::default();
    let mut files = Vec::new();
    for (id, bytes) in uses.keys().zip(cuts?) {
        let is_cff = bytes.starts_with(b"OTTO");
        let (ending, media_type) = if is_cff { ("otf", "font/otf") } else { ("ttf", "font/ttf") };
        let stem = Some(slug(&fonts.face(*id).name)).filter(|stem| !stem.is_empty()).unwrap_or_else(|| "font".into());
        files.push(FontFile { name: format!("fonts/{}", names.unique(&stem, ending)), media_type, bytes });
    }
    let mut css = String::from("\n/* The fonts */\n");
    let mut told = BTreeSet::new();
    for ((id, used), file) in uses.iter().zip(&files) {
        let face = fonts.face(*id);
        let licence = face.licence().join(" ").replace("*/", "* /");
        if !licence.is_empty() && told.insert(licence.clone()) {
            writeln!(css, "\n/* {licence} */").expect("a string takes everything");
        }
        font_face(&mut css, face, face.metrics.weight, face.is_italic, &file.name, None);
        for (style, characters) in &used.borrowed {
            let weight = if style.bold { 700 } else { 400 };
            font_face(&mut css, face, weight, style.italic, &file.name, Some(characters));
        }
    }
    families(&mut css, fonts, design, uses.keys().copied());
    Ok(Embedded { files, css })
}

/// The faces that are needed, each with what for.
fn uses(fonts: &FontBook, looks: &Looks) -> BTreeMap<FaceId, Use> {
    let mut uses: BTreeMap<FaceId, Use> = BTreeMap::new();
    for (look, characters) in looks {
        let Look { style, small_capitals, ideographic } = *look;
        let own = fonts.select(style);
        let mut add = |c: char| {
            let found = if ideographic { fonts.face_for_ideographs(style, c) } else { fonts.face_for(style, c) };
            let Some(id) = found else { return };
            let used = uses.entry(id).or_default();
            used.characters.insert(c);
            used.small_capitals |= small_capitals;
            used.text |= style.family != Family::Mono;
            let is_family = fonts.face(id).families.first() == fonts.face(own).families.first();
            if id != own && is_family {
                used.borrowed.entry(style).or_default().insert(c);
            }
        };
        for c in characters {
            add(*c);
            // A reader without small capitals makes them of capitals.
            if small_capitals {
                c.to_uppercase().for_each(&mut add);
            }
        }
    }
    uses
}

fn font_face(css: &mut String, face: &Face, weight: u16, italic: bool, file: &str, of: Option<&BTreeSet<char>>) {
    let family = family_of(face);
    let style = if italic { "italic" } else { "normal" };
    let weight = match weight {
        400 => "normal".into(),
        700 => "bold".into(),
        weight => weight.to_string(),
    };
    let range = of.map(|characters| {
        let all: Vec<String> = characters.iter().map(|c| format!("U+{:X}", *c as u32)).collect();
        format!("  unicode-range: {};\n", all.join(", "))
    });
    let range = range.unwrap_or_default();
    write!(
        css,
        "\n@font-face {{\n  font-family: {family};\n  font-weight: {weight};\n  font-style: {style};\n  \
         src: url(\"{file}\");\n{range}}}\n"
    )
    .expect("a string takes everything");
}

/// The family of a face as a string of CSS.
fn family_of(face: &Face) -> String {
    format!("\"{}\"", super::theme::escaped_name(face.families.first().unwrap_or(&face.name)))
}

/// Which text is set in which family; after its own family come those with characters that it lacks.
fn families(css: &mut String, fonts: &FontBook, design: &Design, faces: impl Iterator<Item = FaceId> + Clone) {
    let own = |family| family_of(fonts.face(fonts.select(Style { family, ..Style::default() })));
    let list = |family: Family| {
        let mut list = vec![own(family)];
        for id in faces.clone() {
            let further = family_of(fonts.face(id));
            if !list.contains(&further) {
                list.push(further);
            }
        }
        let generic = match family {
            Family::Serif => "serif",
            Family::Sans => "sans-serif",
            Family::Mono => "monospace",
        };
        list.push(generic.into());
        list.join(", ")
    };
    let types = &design.types;
    let body = types.text.style.family;
    writeln!(css, "\nbody {{\n  font-family: {};\n}}", list(body)).expect("a string takes everything");
    let named: [(&str, &Type); 15] = [
        ("h1", &types.chapter_title.text),
        ("section.part > h1", &types.part_title.text),
        ("h2", &types.heading(1).text),
        ("h3", &types.heading(2).text),
        ("h4", &types.heading(3).text),
        ("h5, h6", &types.heading(4).text),
        ("h1 .number", &types.chapter_label),
        ("section.title-page h1", &types.book_title),
        ("section.title-page .subtitle", &types.book_subtitle),
        ("section.title-page .authors", &types.book_author),
        ("section.title-page .publisher", &types.publisher),
        ("figcaption, caption", &types.caption),
        ("blockquote", &types.quote),
        (".verse", &types.verse),
        (".admonition-title", &types.label),
    ];
    let further = [("section.notes", &types.note), ("nav > ol > li > a", &design.contents.chapter)];
    let mut by_family: BTreeMap<Family, Vec<&str>> = BTreeMap::new();
    for (selector, text) in named.into_iter().chain(further) {
        by_family.entry(text.style.family).or_default().push(selector);
    }
    for (family, selectors) in by_family.into_iter().filter(|(family, _)| own(*family) != own(body)) {
        writeln!(css, "\n{} {{\n  font-family: {};\n}}", selectors.join(",\n"), list(family))
            .expect("a string takes everything");
    }
    let code = list(Family::Mono);
    writeln!(css, "\ncode,\nkbd,\nsamp {{\n  font-family: {code};\n  font-variant-ligatures: none;\n}}")
        .expect("a string takes everything");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Overrides;

    fn embedded(looks: &[(Style, &str)]) -> Embedded {
        let looks = looks
            .iter()
            .map(|(style, text)| (Look { style: *style, ..Look::default() }, text.chars().collect::<BTreeSet<char>>()));
        embed(&FontBook::builtin(), &Design::new(&Overrides::default()), &looks.collect()).expect("fonts")
    }

    const MONO: Style = Style { family: Family::Mono, bold: false, italic: false };
    const ITALIC: Style = Style { family: Family::Serif, bold: false, italic: true };

    #[test]
    fn each_face_that_is_shown_is_embedded_once_under_its_style() {
        let Embedded { files, css } = embedded(&[(Style::default(), "ab"), (ITALIC, "c"), (MONO, "d")]);
        let names: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.media_type)).collect();
        assert_eq!(
            names,
            [
                ("fonts/libertinusserif-regular.otf", "font/otf"),
                ("fonts/libertinusserif-italic.otf", "font/otf"),
                ("fonts/jetbrainsmono-regular.ttf", "font/ttf"),
            ]
        );
        let italic = "@font-face {\n  font-family: \"Libertinus Serif\";\n  font-weight: normal;\n  font-style: italic;\n  \
                      src: url(\"fonts/libertinusserif-italic.otf\");\n}\n";
        assert!(css.contains(italic), "{css}");
        assert!(css.contains("body {\n  font-family: \"Libertinus Serif\", \"JetBrains Mono\", serif;\n}"), "{css}");
        assert!(css.contains("Open Font License"), "{css}");
        assert!(!css.contains("font-size"));
    }

    #[test]
    fn what_a_family_lacks_comes_from_the_next() {
        let Embedded { files, css } = embedded(&[(Style::default(), "a☐🦀")]);
        assert_eq!(files.len(), 3, "{css}");
        assert!(css.contains("\"Libertinus Serif\", \"Noto Sans Symbols 2\", \"Noto Emoji\", serif"), "{css}");
    }
}

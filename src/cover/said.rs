//! What a cover says.
//!
//! In: metadata and fonts. Out: [`Said`], its texts, and which characters of them no font has.

use super::capitals::capitals;
use super::lettering::Lettering;
use super::{Look, Missing, Part};
use crate::document::Metadata;
use crate::font::Style;

/// Authors beyond this many are not named.
const MOST_AUTHORS: usize = 4;

/// The texts of a cover.
pub(super) struct Said {
    pub(super) title: String,
    pub(super) subtitle: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
}

impl Said {
    pub(super) fn of(metadata: &Metadata) -> Said {
        let names = metadata.authors();
        let authors = match names[..] {
            [first, .., _] if names.len() > MOST_AUTHORS => vec![format!("{first}\u{A0}…")],
            _ => names.iter().map(|name| name.to_string()).collect(),
        };
        let publisher = metadata.publisher.as_ref().map(|publisher| publisher.name.clone());
        Said { title: metadata.title.clone(), subtitle: metadata.subtitle.clone(), authors, publisher }
    }

    /// The characters that no font has, part by part.
    pub(super) fn missing(&self, lettering: &Lettering<'_>, look: &Look) -> Vec<Missing> {
        let authors = self.authors.join(" ");
        let parts = [
            (Part::Title, Some(self.title.as_str()), look.title),
            (Part::Subtitle, self.subtitle.as_deref(), look.subtitle),
            (Part::Authors, Some(authors.as_str()), look.names),
            (Part::Publisher, self.publisher.as_deref(), look.names),
        ];
        let missing = parts.into_iter().map(|(part, text, style)| Missing {
            part,
            characters: lettering.missing(text.unwrap_or_default(), style),
        });
        missing.filter(|missing| !missing.characters.is_empty()).collect()
    }
}

/// A text in capitals, where the fonts have them.
pub(super) fn in_capitals(lettering: &Lettering<'_>, text: &str, style: Style) -> String {
    let large = capitals(text, lettering.language());
    let is_poorer = lettering.missing(&large, style).len() > lettering.missing(text, style).len();
    if is_poorer { text.to_owned() } else { large }
}

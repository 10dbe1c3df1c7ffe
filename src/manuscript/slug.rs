//! Names of output files.
//!
//! In: a title in any script. Out: lower-case ASCII words joined by hyphens.

/// Longest slug in bytes; long names trouble some shops and file systems.
const LONGEST: usize = 80;

/// The title as a file name without ending; `book` when nothing of it can be written in ASCII.
pub(super) fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in deunicode::deunicode(title).chars().filter(|c| !matches!(c, '\'' | '`' | '"')) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.len() > LONGEST {
        slug.truncate(LONGEST);
        let end = slug.rfind('-').filter(|end| *end > LONGEST / 2).unwrap_or(LONGEST);
        slug.truncate(end);
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "book".into() } else { slug.into() }
}

/// True when a slug that the author wrote can be a file name anywhere.
pub(super) fn is_slug(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.len() <= 120 && text.chars().all(plain) && text.starts_with(|c: char| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_every_script_become_ascii() {
        assert_eq!(slug("Pride and Prejudice"), "pride-and-prejudice");
        assert_eq!(slug("Œuvres d’été: Ça, déjà!"), "oeuvres-dete-ca-deja");
        assert_eq!(slug("Преданная революция"), "predannaia-revoliutsiia");
        assert_eq!(slug("Łódź / Århus & straße"), "lodz-arhus-strasse");
        assert_eq!(slug("—…!"), "book");
        assert!(slug(&"wort ".repeat(100)).len() <= LONGEST);
    }

    #[test]
    fn a_written_slug_is_no_path() {
        assert!(is_slug("my-book_2.1"));
        for bad in ["", "../x", "a/b", ".hidden", "a b", "ё"] {
            assert!(!is_slug(bad), "{bad}");
        }
    }
}

//! Identifiers of books, checked.
//!
//! In: text. Out: whether it is an ISBN (ISO 2108, check digits of ten and thirteen), a DOI or a UUID.

/// True for ten or thirteen digits, with or without hyphens and spaces, whose check digit is right.
pub(super) fn is_isbn(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter(|c| !matches!(c, '-' | ' ')).map_while(isbn_digit).collect();
    if digits.len() != text.chars().filter(|c| !matches!(c, '-' | ' ')).count() {
        return false;
    }
    let (ten, plain) = (|d: &u32| *d == 10, &digits[..digits.len().saturating_sub(1)]);
    match digits.len() {
        10 => !plain.iter().any(ten) && sum(&digits, |i| 10 - i as u32) % 11 == 0,
        13 => !digits.iter().any(ten) && sum(&digits, |i| if i % 2 == 0 { 1 } else { 3 }) % 10 == 0,
        _ => false,
    }
}

/// The nine digits of an ISBN that name the book, without prefix and check digit; all of it when it has another prefix
/// than that of ten digits.
pub(super) fn isbn_core(isbn: &str) -> String {
    let digits: String = isbn.chars().filter(char::is_ascii_alphanumeric).collect();
    match (digits.len(), digits.strip_prefix("978")) {
        (13, Some(rest)) => rest[..9].to_owned(),
        (10, _) => digits[..9].to_owned(),
        _ => digits,
    }
}

fn isbn_digit(c: char) -> Option<u32> {
    if matches!(c, 'X' | 'x') { Some(10) } else { c.to_digit(10) }
}

fn sum(digits: &[u32], weight: impl Fn(usize) -> u32) -> u32 {
    digits.iter().enumerate().map(|(i, digit)| digit * weight(i)).sum()
}

/// The DOI from `10.` on, without `doi:` or the resolver's address.
pub(super) fn doi(text: &str) -> Option<&str> {
    let prefixes = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:", "DOI:"];
    let doi = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text).trim();
    let (registrant, name) = doi.strip_prefix("10.")?.split_once('/')?;
    (registrant.len() >= 4 && !name.is_empty() && !doi.contains(char::is_whitespace)).then_some(doi)
}

/// The UUID in lower case, without `urn:uuid:`.
pub(super) fn uuid(text: &str) -> Option<String> {
    let text = text.strip_prefix("urn:uuid:").unwrap_or(text);
    let groups: Vec<&str> = text.split('-').collect();
    let lengths = groups.iter().map(|group| group.len());
    let hex = text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit());
    (hex && lengths.eq([8, 4, 4, 4, 12])).then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_isbn_has_a_right_check_digit() {
        for good in ["978-0-306-40615-7", "9780306406157", "0-306-40615-2", "0 8044 2957 X"] {
            assert!(is_isbn(good), "{good}");
        }
        for bad in ["", "978-0-306-40615-8", "0-306-40615-3", "X", "978030640615", "97803064061X7", "978-0-306-4O615-7"]
        {
            assert!(!is_isbn(bad), "{bad}");
        }
    }

    #[test]
    fn an_isbn_of_ten_digits_and_one_of_thirteen_name_the_same_book() {
        assert_eq!(isbn_core("978-0-306-40615-7"), isbn_core("0-306-40615-2"));
        assert_ne!(isbn_core("979-0-306-40615-6"), isbn_core("0-306-40615-2"));
    }

    #[test]
    fn a_doi_starts_with_10_and_a_uuid_has_five_groups() {
        assert_eq!(doi("https://doi.org/10.1000/182"), Some("10.1000/182"));
        assert_eq!(doi("11.1000/182"), None);
        assert_eq!(doi("10.1000"), None);
        let id = "urn:uuid:6BA7B810-9DAD-11D1-80B4-00C04FD430C8";
        assert_eq!(uuid(id).as_deref(), Some("6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
        assert_eq!(uuid("6ba7b810"), None);
    }
}

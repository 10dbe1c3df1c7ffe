//! Addresses that a content document may carry.
//!
//! In: a link as the author wrote it. Out: the same link as a valid URL (WHATWG URL Standard, "URL code points"), or
//! nothing when no reader could follow it.

use std::fmt::Write;

/// Schemes that lead out of a book. `file`, `data` and `javascript` do not belong in one.
const SCHEMES: [&str; 10] = ["http", "https", "ftp", "mailto", "tel", "sms", "geo", "urn", "doi", "news"];

/// An absolute address; `None` for a relative one, for a scheme that does not belong in a book, and for what is none.
pub(super) fn absolute(written: &str) -> Option<String> {
    let written = written.trim();
    if let Some(rest) = written.strip_prefix("//") {
        return absolute(&format!("https://{rest}"));
    }
    let (scheme, rest) = written.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) || rest.is_empty() {
        return None;
    }
    if !matches!(scheme.as_str(), "http" | "https" | "ftp") {
        return Some(format!("{scheme}:{}", encode(rest)));
    }
    let rest = rest.strip_prefix("//")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    is_host(host).then(|| format!("{scheme}://{host}{}", encode(path)))
}

/// True for a host with an optional user and port.
fn is_host(host: &str) -> bool {
    let name = host.rsplit_once('@').map_or(host, |(_, name)| name);
    let (name, port) = match name.rsplit_once(':') {
        Some((before, port)) if !before.ends_with(']') && !before.contains(':') => (before, port),
        _ => (name, ""),
    };
    let port_is_fine =
        port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok() || port.is_empty();
    let inner = name.strip_prefix('[').and_then(|n| n.strip_suffix(']'));
    let name_is_fine = match inner {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !name.is_empty()
                && name.split('.').all(|label| !label.is_empty() && label.len() <= 63)
                && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        }
    };
    port_is_fine && name_is_fine && host.matches('@').count() <= 1
}

/// Everything that may not stand in a URL as percent and number; what is encoded already stays.
pub(super) fn encode(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut fragments = 0;
    for (at, c) in written.char_indices() {
        fragments += u32::from(c == '#');
        let allowed = match c {
            '%' => is_encoded(&written[at..]),
            '#' => fragments == 1,
            c => c.is_ascii_alphanumeric() || "-._~:/?@!$&'()*+,;=".contains(c),
        };
        if allowed {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

fn is_encoded(text: &str) -> bool {
    let digits = text.as_bytes().get(1..3);
    digits.is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_valid_ones() {
        for (written, expected) in [
            ("https://example.org/a b?q=«x»#y#z", "https://example.org/a%20b?q=%C2%ABx%C2%BB#y%23z"),
            ("HTTP://example.org", "http://example.org"),
            ("//example.org/100%", "https://example.org/100%25"),
            ("http://example.org:8080/%D1%8F[1]", "http://example.org:8080/%D1%8F%5B1%5D"),
            ("mailto:a@example.org", "mailto:a@example.org"),
            ("http://[::1]/", "http://[::1]/"),
        ] {
            assert_eq!(absolute(written).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn what_no_reader_can_follow_is_no_address() {
        for written in [
            "",
            "a/b.html",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "http://",
            "http:x",
            "http://a b/",
            "http://[",
            "http://a..b/",
            "http://a:99999/",
            "http://a@b@c/",
            "x:y",
            "://",
        ] {
            assert_eq!(absolute(written), None, "{written}");
        }
    }
}

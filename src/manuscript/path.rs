//! Paths inside a manuscript.
//!
//! In: a target as written in a chapter or in `SUMMARY.md`. Out: the path from the manuscript's folder, with `/` between
//! parts, or nothing when it leads out of that folder.

/// The path that `target` names when it is written in a file of `folder`; a target that begins with `/` is meant from
/// the top. `None` when it leads out of the manuscript.
pub(super) fn resolve(folder: &str, target: &str) -> Option<String> {
    let folder = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder of a path; empty for the top.
pub(super) fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |slash| &path[..slash])
}

/// The last part of a path.
pub(super) fn name_of(path: &str) -> &str {
    &path[path.rfind('/').map_or(0, |slash| slash + 1)..]
}

/// The scheme of an address, such as `https`, in lower case; `None` for a path. One letter is a drive, not a scheme.
pub(super) fn scheme(target: &str) -> Option<String> {
    let (scheme, _) = target.split_once(':')?;
    let word = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    (word && scheme.len() > 1 && scheme.starts_with(|c: char| c.is_ascii_alphabetic())).then(|| scheme.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_their_folder() {
        assert_eq!(resolve("src/a", "../img/x.png").as_deref(), Some("src/img/x.png"));
        assert_eq!(resolve("src/a", "./b/./c.md").as_deref(), Some("src/a/b/c.md"));
        assert_eq!(resolve("src", "/x.png").as_deref(), Some("x.png"));
        assert_eq!(resolve("src", "../../etc/passwd"), None);
        assert_eq!(resolve("", ".."), None);
    }

    #[test]
    fn addresses_have_a_scheme() {
        assert_eq!(scheme("HTTPS://x").as_deref(), Some("https"));
        assert_eq!(scheme("a/b.md"), None);
        assert_eq!(scheme("C:\\x"), None);
        assert_eq!(scheme("über:x"), None);
    }
}

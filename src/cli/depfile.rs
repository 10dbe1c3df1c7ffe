//! What a build read, for Make and Ninja.
//!
//! In: the files that were made and those that they were made of. Out: a rule of a makefile, as compilers write it, with the
//! escapes that GNU Make and Ninja both understand; and an empty rule for each file that was read, so that Make does not
//! stop when one of them is taken away.

use std::path::{Path, PathBuf};

/// The rule that says which files `made` depend on.
pub(crate) fn rule<'a>(made: impl IntoIterator<Item = &'a Path>, read: &[String]) -> String {
    let made: Vec<String> = made.into_iter().map(|path| escaped(&plain(path).to_string_lossy())).collect();
    let read: Vec<String> = read.iter().map(|path| escaped(path)).collect();
    let mut rule = format!("{}:", made.join(" "));
    read.iter().for_each(|path| rule.push_str(&format!(" \\\n  {path}")));
    rule.push('\n');
    read.iter().for_each(|path| rule.push_str(&format!("\n{path}:\n")));
    rule
}

/// A path without the `.` that it may begin with.
fn plain(path: &Path) -> PathBuf {
    path.components().collect::<PathBuf>().strip_prefix(".").map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// A path as a word of a makefile.
fn escaped(path: &str) -> String {
    let mut word = String::with_capacity(path.len());
    let mut backslashes = 0;
    for c in path.chars() {
        match c {
            // A backslash escapes only when it stands before one of these, so those before are doubled.
            ' ' | '\t' | '#' | ':' => {
                word.push_str(&"\\".repeat(backslashes + 1));
                word.push(c);
            }
            '$' => word.push_str("$$"),
            c => word.push(c),
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_every_file_escaped() {
        let made = [Path::new("./out/a.epub"), Path::new("out 2/a.pdf")];
        let rule = rule(made, &["a b/$x#1.md".into(), "c\\ d".into()]);
        assert_eq!(
            rule,
            "out/a.epub out\\ 2/a.pdf: \\\n  a\\ b/$$x\\#1.md \\\n  c\\\\\\ d\n\na\\ b/$$x\\#1.md:\n\nc\\\\\\ d:\n"
        );
    }
}

//! What a chapter is to the reader.
//!
//! In: the classes of its heading and the name of its file. Out: its [`Role`] and, where the plan does not say it, its
//! [`Matter`].

use crate::document::{Matter, Role};

/// The role of a chapter: what its heading's classes say, else what its file's name says, else a plain chapter.
pub(super) fn role(classes: &[String], path: &str) -> Role {
    let stem = path.rsplit('/').next().unwrap_or_default().split('.').next().unwrap_or_default();
    let bare = stem.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '_');
    // A file `index.md` is the first page of a folder, hardly ever an index.
    let class = |class: &String| if class.eq_ignore_ascii_case("index") { Some(Role::Index) } else { named(class) };
    classes.iter().find_map(class).or_else(|| named(bare)).unwrap_or(Role::Chapter)
}

fn named(name: &str) -> Option<Role> {
    let name = name.to_lowercase().replace('_', "-");
    let role = match name.as_str() {
        "dedication" => Role::Dedication,
        "epigraph" => Role::Epigraph,
        "foreword" => Role::Foreword,
        "preface" => Role::Preface,
        "acknowledgments" | "acknowledgements" | "thanks" => Role::Acknowledgments,
        "introduction" | "intro" => Role::Introduction,
        "chapter" => Role::Chapter,
        "prologue" => Role::Prologue,
        "conclusion" => Role::Conclusion,
        "epilogue" => Role::Epilogue,
        "afterword" | "postscript" => Role::Afterword,
        "glossary" => Role::Glossary,
        "bibliography" | "references" | "further-reading" => Role::Bibliography,
        "colophon" => Role::Colophon,
        "answers" | "solutions" => Role::Answers,
        _ if name == "appendix" || name.starts_with("appendix-") => Role::Appendix,
        _ => return None,
    };
    Some(role)
}

/// Where a chapter stands in a book of one file: what comes before the first chapter of the text may be front matter,
/// what comes after it back matter.
pub(super) fn matter(role: Role, text_has_begun: bool) -> Matter {
    match role {
        Role::Dedication | Role::Epigraph | Role::Foreword | Role::Preface | Role::Acknowledgments
            if !text_has_begun =>
        {
            Matter::Front
        }
        Role::Afterword
        | Role::Appendix
        | Role::Glossary
        | Role::Bibliography
        | Role::Index
        | Role::Answers
        | Role::Colophon
        | Role::Acknowledgments
            if text_has_begun =>
        {
            Matter::Back
        }
        _ => Matter::Body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_win_over_file_names() {
        assert_eq!(role(&["epigraph".into()], "preface.md"), Role::Epigraph);
        assert_eq!(role(&["wide".into()], "back/00-Preface.md"), Role::Preface);
        assert_eq!(role(&[], "appendix-04-useful.md"), Role::Appendix);
        assert_eq!(role(&[], "ch01.md"), Role::Chapter);
        assert_eq!((role(&["index".into()], "a.md"), role(&[], "a/index.md")), (Role::Index, Role::Chapter));
    }

    #[test]
    fn thanks_may_stand_at_either_end() {
        assert_eq!(matter(Role::Acknowledgments, false), Matter::Front);
        assert_eq!(matter(Role::Acknowledgments, true), Matter::Back);
        assert_eq!(matter(Role::Glossary, false), Matter::Body);
    }
}

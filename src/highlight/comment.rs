//! Block comments in JavaScript, taken out before its grammar reads a line.
//!
//! In: a line, and who can say what stands at a byte of it. Out: the line with blanks for its comments, and where they are.
//!
//! The grammar of JavaScript meets a `/*` behind an expression with two rules that hand the place to each other without
//! end, which the parser does not notice (<https://github.com/trishume/syntect/issues/460>). A comment is a blank to the
//! language, so nothing else in the line changes. Whether a `/*` is a comment at all, and not in a string, a pattern or
//! another language, the grammar is asked with a `//` in its place, which it reads well.

use std::ops::Range;

const OPEN: &str = "/*";
const CLOSE: &str = "*/";

/// The comments of a text that is read line after line.
#[derive(Clone, Debug, Default)]
pub(super) struct Comments {
    /// A comment goes on into the next line.
    open: bool,
}

impl Comments {
    /// The line without its comments, and the bytes of each; `None` when it has none. `is_comment` says whether a comment
    /// begins at a byte of a line.
    pub(super) fn take(
        &mut self,
        line: &str,
        is_comment: impl Fn(&str, usize) -> bool,
    ) -> Option<(String, Vec<Range<usize>>)> {
        if !self.open && !line.contains(OPEN) {
            return None;
        }
        let mut text = line.to_owned();
        let mut found = Vec::new();
        let mut at = 0;
        loop {
            if !self.open {
                let Some(next) = text[at..].find(OPEN).map(|next| at + next) else { break };
                at = next + OPEN.len();
                let mut asked = text.clone();
                asked.replace_range(next..at, "//");
                if !is_comment(&asked, next) {
                    continue;
                }
                self.open = true;
                found.push(next..next);
            } else {
                found.push(0..0);
            }
            let all = text.trim_end_matches(['\n', '\r']).len();
            let end = text[at..].find(CLOSE).map_or(all, |close| at + close + CLOSE.len());
            self.open = !line[..end].ends_with(CLOSE) || end < at + CLOSE.len();
            let comment = found.last_mut()?;
            comment.end = end;
            let blanks = " ".repeat(comment.len());
            text.replace_range(comment.clone(), &blanks);
            at = end;
            if self.open {
                break;
            }
        }
        (!found.is_empty()).then_some((text, found))
    }
}

#[cfg(test)]
mod tests {
    use super::Comments;

    /// The lines that are left of a text whose every `/*` begins a comment.
    fn left(text: &str) -> (Vec<String>, bool) {
        let mut comments = Comments::default();
        let lines =
            text.split_inclusive('\n').map(|line| comments.take(line, |_, _| true).map_or(line.into(), |t| t.0));
        (lines.collect(), comments.open)
    }

    #[test]
    fn comments_are_blanks_of_the_same_length() {
        assert_eq!(left("a /* b */ c\n"), (vec!["a         c\n".into()], false));
        assert_eq!(left("a /* é */ /**/c"), (vec![format!("a{}c", " ".repeat(14))], false));
        assert_eq!(left("a /*/ b\nc*/ d\n*/\n"), (vec!["a      \n".into(), "    d\n".into(), "*/\n".into()], false));
        assert_eq!(left("/*\r\n\r\nb"), (vec!["  \r\n".into(), "\r\n".into(), " ".into()], true));
        assert_eq!(left("a // b\n"), (vec!["a // b\n".into()], false));
    }

    #[test]
    fn what_is_no_comment_stays() {
        let mut comments = Comments::default();
        assert!(comments.take("'/*' + x\n", |line, at| line != "'//' + x\n" || at != 1).is_none());
        let (text, found) = comments.take("'/*' /* x */\n", |_, at| at > 1).expect("a comment");
        assert_eq!((text.as_str(), found.as_slice()), ("'/*'        \n", std::slice::from_ref(&(5..12))));
    }
}

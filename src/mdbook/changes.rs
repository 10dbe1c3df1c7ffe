//! Where a text that a program has changed comes from.
//!
//! In: a text before and after. Out: the later one as a [`Made`] text: lines that were there before lead back to where
//! they stood, the others lead nowhere and are shown as the program wrote them.
//!
//! Lines are matched from both ends, and between them in order, each with the next equal one not far away. That is no
//! smallest difference; it need not be: what matches is equal.

use crate::source::{FileId, Made, Span};

/// How many lines ahead an equal one is looked for.
const AHEAD: usize = 200;

/// The text `after`, whose lines lead to those of `before`, which is the text of `file`.
pub fn retrace(before: &str, file: FileId, after: &str) -> Made {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let starts: Vec<usize> = old.iter().scan(0, |at, line| Some(std::mem::replace(at, *at + line.len()))).collect();
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let mut made = Made::default();
    let mut next = head;
    for (index, line) in new.iter().enumerate() {
        let found = if index < head {
            Some(index)
        } else if index >= new.len() - tail {
            Some(old.len() - (new.len() - index))
        } else {
            let last = (old.len() - tail).min(next + AHEAD);
            let found = (next..last).find(|at| old[*at] == *line && !line.trim().is_empty());
            next = found.map_or(next, |at| at + 1);
            found
        };
        match found {
            Some(at) => {
                let start = starts[at] as u32;
                made.copy(line, Span::new(file, start, start + line.len() as u32));
            }
            None => made.bring(line),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_stay_lead_back() {
        let before = "# T\n\n<!-- toc -->\n\none\ntwo\n";
        let after = "# T\n\n* [A](#a)\n\none\nnew\ntwo\n";
        let made = retrace(before, FileId(3), after);
        assert_eq!(made.text, after);
        for line in ["# T", "one", "two"] {
            let (from, to) = (after.find(line).expect("after") as u32, before.find(line).expect("before") as u32);
            assert_eq!(made.origin(from, from + 1), Some(Span::new(FileId(3), to, to + 1)), "{line}");
        }
        for line in ["* [A]", "new"] {
            let from = after.find(line).expect("after") as u32;
            assert_eq!(made.origin(from, from + 1), None, "{line}");
        }
        for (before, after) in [("", "x"), ("x", ""), ("x\n", "x\nx\n"), ("a\na\n", "a\n")] {
            assert_eq!(retrace(before, FileId(0), after).text, after);
        }
    }
}

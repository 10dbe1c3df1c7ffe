//! LaTeX that the reader of formulas does not know, in words that it knows.
//!
//! In: the source of a formula that could not be read. Out: the same formula written otherwise: environments of amsmath by their
//! nearest kin, and commands that the formula itself defines by what they stand for.

use std::collections::BTreeMap;

/// How often commands may be replaced, and how long the formula may grow by it: a command may stand for itself twice over.
const MOST_REPLACED: usize = 2_000;
const LONGEST: usize = 40_000;
/// How deep what is replaced may hold what is replaced.
const DEEPEST: usize = 40;

/// A command that a formula defines.
struct Macro {
    arguments: usize,
    /// What stands for the first of them where it is left out.
    default: Option<String>,
    body: String,
}

/// Writes formulas otherwise, and keeps the commands that they define.
#[derive(Default)]
pub(super) struct Rewriter {
    macros: BTreeMap<String, Macro>,
    replaced: usize,
    /// True when something was left out, lest there be no end.
    is_cut: bool,
    /// True when all else stays as it is.
    only_own: bool,
}

/// The commands that define commands.
const DEFINING: [&str; 5] = ["newcommand", "renewcommand", "providecommand", "def", "DeclareMathOperator"];

/// The formula in other words; the same when there are none.
pub(super) fn rewritten(source: &str, display: bool) -> String {
    let mut rewriter = Rewriter::default();
    let Some(mut out) = rewriter.next(source) else { return source.to_owned() };
    let numbered = ["align", "gather", "equation", "multline"];
    let stands_in =
        |name: &&str| out.contains(&format!("\\begin{{{name}}}")) || out.contains(&format!("\\begin{{{name}*}}"));
    if display && out.contains("\\tag") && !numbered.iter().any(stands_in) {
        out = format!("\\begin{{equation*}}{out}\\end{{equation*}}");
    }
    out
}

/// What stands in braces at the beginning of a text, and what follows.
fn group(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let inner = text.strip_prefix('{')?;
    let mut depth = 1;
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], &inner[at + 1..]));
        }
    }
    None
}

/// The argument of a command: a group, another command, or one character.
fn argument(text: &str) -> Option<(&str, &str)> {
    if let Some(found) = group(text) {
        return Some(found);
    }
    let text = text.trim_start();
    let length = match text.strip_prefix('\\') {
        Some(rest) => 1 + name_length(rest),
        None => text.chars().next().filter(|c| *c != '}')?.len_utf8(),
    };
    Some(text.split_at(length))
}

/// What stands in brackets at the beginning of a text, and what follows.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    text.trim_start().strip_prefix('[')?.split_once(']')
}

/// How long the name of a command is: letters, or one other character.
fn name_length(rest: &str) -> usize {
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters > 0 { letters } else { rest.chars().next().map_or(0, char::len_utf8) }
}

impl Rewriter {
    /// One that spells out what formulas define and leaves all else.
    pub(super) fn of_own_commands() -> Rewriter {
        Rewriter { only_own: true, ..Rewriter::default() }
    }

    /// The next formula, in which the commands of those before it hold; `None` for one that would never end.
    pub(super) fn next(&mut self, source: &str) -> Option<String> {
        let mut out = String::with_capacity(source.len());
        (self.replaced, self.is_cut) = (0, false);
        self.rewrite(source, &mut out, 0);
        (!self.is_cut).then_some(out)
    }

    fn rewrite(&mut self, source: &str, out: &mut String, depth: usize) {
        let mut rest = source;
        while let Some(at) = rest.find('\\') {
            out.push_str(&rest[..at]);
            let length = name_length(&rest[at + 1..]);
            let (name, after) = rest[at + 1..].split_at(length);
            rest = after;
            if out.len() > LONGEST || depth > DEEPEST {
                self.is_cut = true;
                return;
            }
            match self.command(name, rest, out, depth) {
                Some(after) => rest = after,
                None => {
                    out.push('\\');
                    out.push_str(name);
                }
            }
        }
        out.push_str(rest);
    }

    /// Writes a command otherwise and returns what follows it with its arguments; `None` for one that stays.
    fn command<'t>(&mut self, name: &str, rest: &'t str, out: &mut String, depth: usize) -> Option<&'t str> {
        if let Some(own) = self.macros.get(name) {
            let (mut arguments, mut rest) = (Vec::new(), rest);
            if let Some(default) = &own.default {
                let given = bracketed(rest);
                arguments.push(given.map_or(default.as_str(), |(given, _)| given));
                rest = given.map_or(rest, |(_, after)| after);
            }
            for _ in arguments.len()..own.arguments {
                let (found, after) = argument(rest)?;
                arguments.push(found);
                rest = after;
            }
            let body = filled(&own.body, &arguments);
            self.replaced += 1;
            self.is_cut |= self.replaced > MOST_REPLACED;
            if !self.is_cut {
                // A letter behind the command must not become a part of what it ends with.
                out.push('{');
                self.rewrite(&body, out, depth + 1);
                out.push('}');
            }
            return Some(rest);
        }
        if self.only_own && !DEFINING.contains(&name) {
            return None;
        }
        match name {
            "begin" | "end" => environment(name == "begin", rest, out),
            "substack" => {
                let (lines, rest) = group(rest)?;
                self.around("\\begin{subarray}{c}", lines, "\\end{subarray}", out, depth);
                Some(rest)
            }
            "boxed" | "fbox" => {
                let (content, rest) = group(rest)?;
                self.around(
                    "\\begin{array}{|c|}\\hline {\\displaystyle ",
                    content,
                    "} \\\\ \\hline\\end{array}",
                    out,
                    depth,
                );
                Some(rest)
            }
            "textcolor" => {
                let (colour, rest) = group(rest)?;
                let (content, rest) = argument(rest)?;
                self.around(&format!("{{\\color{{{colour}}}"), content, "}", out, depth);
                Some(rest)
            }
            "href" => {
                let (_, rest) = group(rest)?;
                let (content, rest) = argument(rest)?;
                self.around("{", content, "}", out, depth);
                Some(rest)
            }
            "pmb" => {
                out.push_str("\\boldsymbol");
                Some(rest)
            }
            "mathnormal" | "nonumber" | "notag" | "smash" => Some(rest),
            "strut" | "mathstrut" => {
                out.push_str("\\vphantom{(}");
                Some(rest)
            }
            "label" => Some(group(rest)?.1),
            "newcommand" | "renewcommand" => self.newcommand(rest, true),
            "providecommand" => self.newcommand(rest, false),
            "def" => self.def(rest),
            "DeclareMathOperator" => {
                let starred = rest.trim_start().strip_prefix('*');
                let (name, rest) = argument(starred.unwrap_or(rest))?;
                let (text, rest) = group(rest)?;
                let star = if starred.is_some() { "*" } else { "" };
                self.define(
                    name,
                    Macro { arguments: 0, default: None, body: format!("\\operatorname{star}{{{text}}}") },
                )?;
                Some(rest)
            }
            _ => None,
        }
    }

    fn around(&mut self, before: &str, content: &str, after: &str, out: &mut String, depth: usize) {
        out.push_str(before);
        self.rewrite(content, out, depth + 1);
        out.push_str(after);
    }

    /// `\newcommand{\name}[2][default]{body}`, which replaces what there is, or not.
    fn newcommand<'t>(&mut self, rest: &'t str, replaces: bool) -> Option<&'t str> {
        let rest = rest.trim_start();
        let (name, rest) = argument(rest.strip_prefix('*').unwrap_or(rest))?;
        let (count, rest) = bracketed(rest).map_or((None, rest), |(count, rest)| (Some(count), rest));
        let arguments = count.map_or(Some(0), |count| count.trim().parse().ok().filter(|count| *count <= 9))?;
        let (default, rest) = bracketed(rest).map_or((None, rest), |(default, rest)| (Some(default.to_owned()), rest));
        let (body, rest) = argument(rest)?;
        let is_known = name.trim().strip_prefix('\\').is_some_and(|name| self.macros.contains_key(name));
        if replaces || !is_known {
            self.define(name, Macro { arguments, default: default.filter(|_| arguments > 0), body: body.to_owned() })?;
        }
        Some(rest)
    }

    /// `\def\name#1#2{body}`.
    fn def<'t>(&mut self, rest: &'t str) -> Option<&'t str> {
        let (name, rest) = argument(rest)?;
        let (parameters, _) = rest.split_once('{')?;
        let arguments = parameters.matches('#').count();
        if parameters.trim().chars().any(|c| c != '#' && !c.is_ascii_digit()) || arguments > 9 {
            return None;
        }
        let (body, rest) = group(&rest[parameters.len()..])?;
        self.define(name, Macro { arguments, default: None, body: body.to_owned() })?;
        Some(rest)
    }

    fn define(&mut self, name: &str, meaning: Macro) -> Option<()> {
        let name = name.trim().strip_prefix('\\')?;
        self.macros.insert(name.to_owned(), meaning);
        Some(())
    }
}

/// A body with arguments in the place of `#1` and the like.
fn filled(body: &str, arguments: &[&str]) -> String {
    let mut out = String::with_capacity(body.len());
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        let digit = if c == '#' { chars.peek().and_then(|c| c.to_digit(10)) } else { None };
        match digit.and_then(|digit| arguments.get((digit as usize).checked_sub(1)?)) {
            Some(argument) => {
                chars.next();
                out.push('{');
                out.push_str(argument);
                out.push('}');
            }
            None => out.push(c),
        }
    }
    out
}

/// An environment by its nearest kin.
fn environment<'t>(begins: bool, rest: &'t str, out: &mut String) -> Option<&'t str> {
    let (name, after) = group(rest)?;
    let mut after = after;
    let part = if begins { "begin" } else { "end" };
    let kin = match name {
        "split" | "alignedat" => "aligned",
        "gathered" => "gathered",
        "alignat" | "alignat*" | "flalign" | "flalign*" => "align*",
        "dcases" => "cases",
        "eqnarray" | "eqnarray*" => {
            out.push_str(if begins { "\\begin{array}{rcl}" } else { "\\end{array}" });
            return Some(after);
        }
        "smallmatrix" => {
            out.push_str(if begins { "\\begin{subarray}{cccccccccc}" } else { "\\end{subarray}" });
            return Some(after);
        }
        "math" | "displaymath" => return Some(after),
        _ => return None,
    };
    if begins && matches!(name, "alignedat" | "alignat" | "alignat*") {
        after = group(after)?.1;
    }
    out.push_str(&format!("\\{part}{{{kin}}}"));
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_is_written_otherwise() {
        let of = |source| rewritten(source, true);
        assert_eq!(of(r"\begin{split} a &= b \end{split}"), r"\begin{aligned} a &= b \end{aligned}");
        assert_eq!(of(r"\begin{alignedat}{2} a \end{alignedat}"), r"\begin{aligned} a \end{aligned}");
        assert_eq!(of(r"\sum_{\substack{a \\ b}}"), r"\sum_{\begin{subarray}{c}a \\ b\end{subarray}}");
        assert_eq!(of(r"x \tag{1}"), r"\begin{equation*}x \tag{1}\end{equation*}");
        assert_eq!(of(r"\newcommand{\R}{\mathbb{R}} \R^n"), r" {\mathbb{R}}^n");
        assert_eq!(of(r"\newcommand{\abs}[1]{|#1|}\abs{x}\abs y"), r"{|{x}|}{|{y}|}");
        assert_eq!(of(r"\def\f#1#2{\frac{#1}{#2}}\f{a}b"), r"{\frac{{a}}{{b}}}");
        assert_eq!(of(r"\textcolor{red}{x} \{"), r"{\color{red}x} \{");
    }

    #[test]
    fn what_stands_for_itself_comes_to_an_end() {
        assert_eq!(rewritten(r"\def\x{\x\x}\x", true), r"\def\x{\x\x}\x");
        assert_eq!(rewritten("\\", false), "\\");
        assert_eq!(rewritten("\\newcommand{\\é", false), "\\newcommand{\\é");
    }
}

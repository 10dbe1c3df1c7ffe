//! What the classes of a division mean.
//!
//! In: the classes and attributes of `:::`, `<div>`, `<p>`, or of a line in braces above a paragraph. Out: what the tree
//! has for them. Classes that mean something here are taken away, for the tree says it in its own way; the others stay.

use super::frame::{Node, Poem};
use super::verse;
use crate::document::{AdmonitionKind, Alignment, Attr, Block, BlockKind, Group, GroupRole, Inline, InlineKind};
use crate::source::Span;

/// What is said beside id, classes and language.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said<'a> {
    pub(super) width: Option<&'a str>,
    pub(super) title: Option<&'a str>,
    pub(super) align: Option<&'a str>,
    pub(super) style: Option<&'a str>,
}

/// The kind of admonition with this name.
pub(super) fn admonition(name: &str) -> Option<AdmonitionKind> {
    let kinds = [
        AdmonitionKind::Note,
        AdmonitionKind::Tip,
        AdmonitionKind::Important,
        AdmonitionKind::Warning,
        AdmonitionKind::Caution,
    ];
    kinds.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
}

/// What a division with these classes opens. The classes that say it are taken away.
pub(super) fn division(attr: &mut Attr, said: Said<'_>, span: Span) -> Node {
    let title = said.title.map(|title| Inline::new(InlineKind::Text(title.into()), span));
    if let Some(at) = attr.classes.iter().position(|class| admonition(class).is_some())
        && let Some(kind) = admonition(&attr.classes.remove(at))
    {
        return Node::Admonition(kind, title.into_iter().collect());
    }
    if let Some(at) = attr.classes.iter().position(|class| verse::is_fence(class)) {
        attr.classes.remove(at);
        let numbered = take(attr, "numbered");
        return Node::Poem(Poem { title: title.into_iter().collect(), numbered, ..Poem::default() });
    }
    let page = said.style.is_some_and(turns_page)
        || ["pagebreak", "page-break", "newpage"].map(|c| take(attr, c)).contains(&true);
    Node::Group { roles: roles(attr, said), turns_page: page }
}

/// True for a style that begins a new page.
fn turns_page(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let begins = |name: &str| {
        style.split(';').filter_map(|rule| rule.split_once(':')).any(|(key, value)| {
            key.trim() == name && matches!(value.trim(), "always" | "page" | "left" | "right" | "recto" | "verso")
        })
    };
    ["page-break-before", "page-break-after", "break-before", "break-after"].into_iter().any(begins)
}

fn take(attr: &mut Attr, class: &str) -> bool {
    let before = attr.classes.len();
    attr.classes.retain(|c| c != class);
    attr.classes.len() < before
}

/// The roles of a group, outermost first.
pub(super) fn roles(attr: &mut Attr, said: Said<'_>) -> Vec<GroupRole> {
    let mut roles = Vec::new();
    let share = said.width.and_then(share);
    attr.classes.retain(|class| {
        let role = match class.as_str() {
            "epigraph" => GroupRole::Epigraph,
            "dedication" => GroupRole::Dedication,
            "pullquote" | "pull-quote" => GroupRole::PullQuote,
            "columns" => GroupRole::Columns,
            "column" => GroupRole::Column { share },
            "keep" => GroupRole::Kept,
            "exercise" => GroupRole::Exercise,
            "answer" | "solution" => GroupRole::Answer,
            "noindent" => GroupRole::Flush,
            name => match alignment(name) {
                Some(alignment) => GroupRole::Aligned(alignment),
                None => return true,
            },
        };
        roles.push(role);
        false
    });
    roles.extend(said.align.and_then(alignment).map(GroupRole::Aligned));
    roles.sort_by_key(|role| rank(*role));
    roles.dedup();
    roles
}

fn alignment(name: &str) -> Option<Alignment> {
    match name.to_ascii_lowercase().as_str() {
        "left" => Some(Alignment::Left),
        "right" => Some(Alignment::Right),
        "center" | "centre" => Some(Alignment::Centre),
        _ => None,
    }
}

/// What is kept stands outside; what only moves lines stands inside.
fn rank(role: GroupRole) -> u8 {
    match role {
        GroupRole::Column { .. } => 0,
        GroupRole::Kept => 1,
        GroupRole::Columns => 2,
        GroupRole::Epigraph
        | GroupRole::Dedication
        | GroupRole::PullQuote
        | GroupRole::Exercise
        | GroupRole::Answer => 3,
        GroupRole::Plain | GroupRole::Aligned(_) | GroupRole::Flush => 4,
    }
}

/// A share in thousandths from `40%`.
fn share(width: &str) -> Option<u16> {
    let percent: f64 = width.trim().strip_suffix('%')?.trim().parse().ok()?;
    (percent > 0.0 && percent <= 100.0).then(|| (percent * 10.0).round() as u16)
}

/// A block in groups of these roles.
pub(super) fn grouped_block(roles: &[GroupRole], block: Block) -> Vec<Block> {
    if roles.is_empty() {
        vec![block]
    } else {
        let span = block.span;
        grouped(roles, vec![block], Attr::default(), span)
    }
}

/// Blocks in groups of these roles; the innermost has the attributes.
pub(super) fn grouped(roles: &[GroupRole], mut blocks: Vec<Block>, attr: Attr, span: Span) -> Vec<Block> {
    let mut attr = Some(attr);
    for role in roles.iter().rev() {
        let attr = attr.take().unwrap_or_default();
        blocks = vec![Block { kind: BlockKind::Group(Group { role: *role, blocks }), attr, span }];
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attr(classes: &[&str]) -> Attr {
        Attr { classes: classes.iter().map(|c| c.to_string()).collect(), ..Attr::default() }
    }

    #[test]
    fn classes_that_mean_something_become_roles() {
        let mut given = attr(&["right", "mine", "keep"]);
        assert_eq!(roles(&mut given, Said::default()), [GroupRole::Kept, GroupRole::Aligned(Alignment::Right)]);
        assert_eq!(given.classes, ["mine"]);
    }

    #[test]
    fn a_column_may_have_a_share() {
        let said = Said { width: Some("33.3%"), ..Said::default() };
        assert_eq!(roles(&mut attr(&["column"]), said), [GroupRole::Column { share: Some(333) }]);
        let said = Said { width: Some("20em"), ..Said::default() };
        assert_eq!(roles(&mut attr(&["column"]), said), [GroupRole::Column { share: None }]);
    }

    #[test]
    fn a_style_may_turn_the_page() {
        assert!(turns_page("page-break-after: always"));
        assert!(!turns_page("break-inside: avoid; color: red"));
    }
}

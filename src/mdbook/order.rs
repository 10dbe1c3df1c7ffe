//! In which order preprocessors run.
//!
//! In: names, and which goes before which. Out: an order in which everything comes after what it waits for; what could
//! run at the same time runs by name, in the order of code points, as in mdBook.

use std::collections::BTreeSet;

/// `first` runs before `then`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// What goes first.
    pub first: String,
    /// What waits for it.
    pub then: String,
}

/// The names in their order.
///
/// # Errors
/// When some wait for each other in a circle; these are handed back.
pub fn in_order(names: &BTreeSet<String>, edges: &BTreeSet<Edge>) -> Result<Vec<String>, Vec<String>> {
    let mut order: Vec<String> = Vec::new();
    let mut left: BTreeSet<&String> = names.iter().collect();
    while !left.is_empty() {
        let waits = |name: &str| edges.iter().any(|edge| edge.then == name && left.contains(&edge.first));
        let ready: Vec<&String> = left.iter().filter(|name| !waits(name)).copied().collect();
        if ready.is_empty() {
            return Err(left.into_iter().cloned().collect());
        }
        left.retain(|name| !ready.contains(name));
        order.extend(ready.into_iter().cloned());
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(names: &[&str], edges: &[(&str, &str)]) -> Result<Vec<String>, Vec<String>> {
        let edge = |(first, then): &(&str, &str)| Edge { first: (*first).into(), then: (*then).into() };
        in_order(&names.iter().map(|n| (*n).to_owned()).collect(), &edges.iter().map(edge).collect())
    }

    #[test]
    fn what_waits_comes_later_and_ties_go_by_name() {
        let all = ["links", "index", "toc", "Zebra", "admonish"];
        assert_eq!(order(&all, &[]).expect("an order"), ["Zebra", "admonish", "index", "links", "toc"]);
        let edges = [("toc", "links"), ("links", "admonish")];
        assert_eq!(order(&all, &edges).expect("an order"), ["Zebra", "index", "toc", "links", "admonish"]);
    }

    #[test]
    fn a_circle_is_told() {
        assert_eq!(order(&["a", "b", "c"], &[("a", "b"), ("b", "a")]).expect_err("a circle"), ["a", "b"]);
        assert_eq!(order(&["a"], &[("a", "a")]).expect_err("a circle"), ["a"]);
    }
}

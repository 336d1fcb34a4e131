//! Names that become the same, told apart.

use std::collections::{BTreeMap, BTreeSet};

use super::spelling::spelled_out;

/// The names in Rust of several names of the document, each its own.
///
/// Of those that would be the same, the one that is written so already keeps it, or the first in
/// alphabetical order. In the others signs are spelled out (`a-b` becomes `a_minus_b`), and where
/// that does not help they are numbered. So it does not matter in which order they are given.
pub fn distinct(names: &[&str], convert: impl Fn(&str) -> String) -> Vec<String> {
    let mut unique = names.to_vec();
    unique.sort_unstable();
    unique.dedup();
    let is_changed = |name: &str, rust: &str| name != rust;
    let given = distinct_by(&unique, &convert, is_changed, |at| {
        convert(&spelled_out(unique[at]))
    });
    let given: BTreeMap<&str, String> = unique.into_iter().zip(given).collect();
    names.iter().map(|name| given[name].clone()).collect()
}

/// As [`distinct`], with another choice. Of the names that would be the same in Rust, the one with
/// the least `rank` keeps that, or the first in alphabetical order; `other` is asked for what the
/// others are called, by index.
pub(super) fn distinct_by<R: Ord>(
    names: &[&str],
    convert: impl Fn(&str) -> String,
    rank: impl Fn(&str, &str) -> R,
    other: impl Fn(usize) -> String,
) -> Vec<String> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        groups.entry(convert(name)).or_default().push(index);
    }
    let mut taken: BTreeSet<String> = groups.keys().cloned().collect();
    let mut given = vec![String::new(); names.len()];
    for (rust, mut group) in groups {
        group.sort_by_key(|index| (rank(names[*index], &rust), names[*index]));
        for index in group.drain(1..) {
            given[index] = vacant(other(index), &mut taken);
        }
        given[group[0]] = rust;
    }
    given
}

/// A name that is not taken yet, if need be with a number at its end.
fn vacant(base: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|count: u32| format!("{base}{count}"));
    let mut names = std::iter::once(base.clone()).chain(numbered);
    let vacant = names.find(|name| taken.insert(name.clone()));
    vacant.unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::super::{field_name, type_name, variant_name};
    use super::distinct;

    #[test]
    fn names_that_would_be_the_same_are_told_apart_in_any_order() {
        let names = ["radio-code", "radioCode", "radio_code", "call"];
        let rust = ["radio_minus_code", "radio_code2", "radio_code", "call"];
        assert_eq!(distinct(&names, field_name), rust);
        let turned: Vec<&str> = names.into_iter().rev().collect();
        let rust: Vec<&str> = rust.into_iter().rev().collect();
        assert_eq!(distinct(&turned, field_name), rust);
    }

    #[test]
    fn whatever_is_alone_keeps_its_name() {
        assert_eq!(distinct(&["radio-code"], field_name), ["radio_code"]);
        assert_eq!(
            distinct(&["new_berth", "NewBerth"], type_name),
            ["NewUnderscoreBerth", "NewBerth"]
        );
        assert_eq!(distinct(&["a", "A", "b"], variant_name), ["A2", "A", "B"]);
    }
}

//! Shortens names for a narrow column so that no two look alike.

use std::collections::BTreeMap;

use super::text::columns as columns_of;

/// Shortens names for a column of that width, no two alike.
///
/// If cut names look alike, the beginning that all share is left out. If some still look alike, they keep their first
/// two characters and the part where they differ. Names that are equal are numbered.
#[must_use]
pub fn shorten_names(names: &[&str], columns: usize) -> Vec<String> {
    let whole = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    if alike(names, columns).is_empty() {
        return whole(names);
    }
    let shared = shared(names);
    let names: Vec<&str> = names.iter().map(|name| behind(name, shared)).collect();
    let mut shown = whole(&names);
    for group in alike(&names, columns) {
        let of_group: Vec<&str> = group.iter().map(|at| names[*at]).collect();
        let shared = self::shared(&of_group);
        for at in group.into_iter().filter(|at| shared > 0 && shared < names[*at].len()) {
            let first: String = names[at].chars().take(2).collect();
            let mut name = first + behind(names[at], shared);
            name.truncate(beginning(&name, columns).len());
            shown[at] = name;
        }
    }
    let so_far: Vec<&str> = shown.iter().map(String::as_str).collect();
    for at in alike(&so_far, columns).into_iter().flatten() {
        shown[at] = format!("{} {}", at + 1, names[at]);
    }
    shown
}

/// Groups of indexes of names that look alike in a column of that width.
fn alike(names: &[&str], columns: usize) -> Vec<Vec<usize>> {
    /// Most columns of the mark that a name was cut.
    const CUT: usize = 2;
    let mut seen: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        let fits = columns_of(name) <= columns;
        seen.entry(if fits { name } else { beginning(name, columns - CUT) }).or_default().push(at);
    }
    seen.into_values().filter(|group| group.len() > 1).collect()
}

/// The length in bytes of the beginning that all share. A word or number that they share only in part is not included.
fn shared(names: &[&str]) -> usize {
    let Some((first, others)) = names.split_first() else { return 0 };
    let same = |name: &&str| first.chars().zip(name.chars()).take_while(|(one, other)| one == other).count();
    let count = others.iter().map(same).min().unwrap_or(0);
    let length: usize = first.chars().take(count).map(char::len_utf8).sum();
    let of_word = |c: char| c.is_ascii_alphanumeric();
    let parts_word = names.iter().any(|name| name[length..].starts_with(of_word));
    if parts_word { first[..length].trim_end_matches(of_word).len() } else { length }
}

/// The rest of a name after the shared beginning; the whole name if there is no rest.
fn behind(name: &str, shared: usize) -> &str {
    let behind = name[shared..].trim_start();
    if behind.is_empty() { name } else { behind }
}

/// As much of the beginning as fits the column.
fn beginning(name: &str, columns: usize) -> &str {
    let ends = name.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.take_while(|end| columns_of(&name[..*end]) <= columns).last();
    &name[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distinct_names_stay_unchanged() {
        let names = ["米易县全民科学素质行动 2021-2025", "盐边县全民科学素质行动 2021-2025"];
        assert_eq!(shorten_names(&names, 9), names);
        assert_eq!(shorten_names(&["科普一期", "科普二期"], 9), ["科普一期", "科普二期"], "both have room");
    }

    #[test]
    fn common_prefix_is_left_out() {
        let names = ["米易县全民科学素质行动 2021-2025", "米易县全民科学素质行动 2026-2030"];
        assert_eq!(shorten_names(&names, 9), ["2021-2025", "2026-2030"]);
        let names = ["四川省攀枝花市米易县科普", "四川省攀枝花市盐边县科普"];
        assert_eq!(shorten_names(&names, 9), ["米易县科普", "盐边县科普"]);
        let names = ["米易县科学素质行动", "米易县科学素质行动 2026-2030"];
        assert_eq!(shorten_names(&names, 9), ["米易县科学素质行动", "2026-2030"], "one is how the other begins");
    }

    #[test]
    fn mixed_plans_keep_county_and_kind() {
        let names =
            ["米易县全民科学素质行动", "米易县全民禁毒工作", "盐边县全民科学素质行动", "盐边县全民禁毒工作", "仁和区"];
        assert_eq!(shorten_names(&names, 9), ["米易科学", "米易禁毒", "盐边科学", "盐边禁毒", "仁和区"]);
    }

    #[test]
    fn equal_names_are_numbered() {
        assert_eq!(
            shorten_names(&["县科学素质行动", "县科学素质行动", "市里的"], 9),
            ["1 县科学素质行动", "2 县科学素质行动", "市里的"]
        );
        assert!(shorten_names(&[], 9).is_empty());
    }
}
